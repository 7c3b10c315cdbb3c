#pragma once

#include "twinshelf/option.hpp"
#include "twinshelf/pos.hpp"

/// What the online store knows: E-Series.
///
/// `pos_id` is the link: the till's record that this one was made from, which the platform calls
/// the external reference. Without one (unknown or "") a record is online-only. The states of a
/// member, and `members`, are as in `pos.hpp`.
namespace twinshelf::ecom {

struct category;
struct product;
struct variation;
struct image;
struct customer_group;
struct customer;

using category_id = id_of<category>;
using product_id = id_of<product>;
using variation_id = id_of<variation>;
using image_id = id_of<image>;
using customer_group_id = id_of<customer_group>;
using customer_id = id_of<customer>;

using twinshelf::option;
using twinshelf::option_value;

/// A category of the store; siblings stand by `position`, ties as they are listed.
struct category {
    category_id id{};
    std::optional<pos::category_id> pos_id{};
    maybe<category_id> parent_id{}; ///< none: a root
    std::optional<std::string> name{};
    std::optional<bool> enabled{};
    std::optional<std::string> description{};
    std::optional<std::string> image_url{};
    std::optional<std::int64_t> position{};

    friend bool operator==(const category&, const category&) = default;
};

template <class Visit, is<category>... R>
constexpr void members(Visit&& visit, R&... r)
{
    visit("id", r.id...);
    visit("pos_id", r.pos_id...);
    visit("parent_id", r.parent_id...);
    visit("name", r.name...);
    visit("enabled", r.enabled...);
    visit("description", r.description...);
    visit("image_url", r.image_url...);
    visit("position", r.position...);
}

struct image {
    image_id id{};
    std::optional<std::string> url{};
    std::optional<pos::image_id> source_id{}; ///< the till's picture that it was made from
    std::optional<std::string> hash{};

    friend bool operator==(const image&, const image&) = default;
};

template <class Visit, is<image>... R>
constexpr void members(Visit&& visit, R&... r)
{
    visit("id", r.id...);
    visit("url", r.url...);
    visit("source_id", r.source_id...);
    visit("hash", r.hash...);
}

/// What a simple product and a variation share.
struct sellable {
    std::optional<std::string> sku{};
    std::optional<std::string> upc{};
    maybe<money> price{}; ///< a variation without one has its product's (`price.inherit`)
    std::optional<bool> tracks_stock{};     ///< false: unlimited
    std::optional<std::int64_t> quantity{}; ///< whole units
    maybe<mass> weight{};

    friend bool operator==(const sellable&, const sellable&) = default;
};

template <class Visit, is<sellable>... R>
constexpr void members(Visit&& visit, R&... r)
{
    visit("sku", r.sku...);
    visit("upc", r.upc...);
    visit("price", r.price...);
    visit("tracks_stock", r.tracks_stock...);
    visit("quantity", r.quantity...);
    visit("weight", r.weight...);
}

struct variation {
    variation_id id{};
    std::optional<pos::variant_id> pos_id{};
    std::optional<std::vector<option_value>> option_values{};
    ecom::sellable sellable{};
    maybe<ecom::image_id> image_id{}; ///< one of the product's images

    friend bool operator==(const variation&, const variation&) = default;
};

template <class Visit, is<variation>... R>
constexpr void members(Visit&& visit, R&... r)
{
    visit("id", r.id...);
    visit("pos_id", r.pos_id...);
    visit("option_values", r.option_values...);
    members(visit, r.sellable...);
    visit("image_id", r.image_id...);
}

struct product {
    product_id id{};
    std::optional<pos::product_id> pos_id{};
    std::optional<std::string> name{};
    std::optional<std::string> description{};
    std::optional<std::string> brand{};
    ecom::sellable sellable{};
    std::optional<bool> enabled{};
    std::optional<std::vector<category_id>> category_ids{};
    std::optional<bool> on_front_page{};
    std::optional<bool> tax_included{}; ///< whether the prices include tax
    maybe<money> compare_to_price{};
    std::optional<std::string> subtitle{};
    std::optional<std::int64_t> low_stock_threshold{};
    maybe<distance> length{};
    maybe<distance> width{};
    maybe<distance> height{};
    std::optional<std::vector<image>> images{};
    std::optional<std::vector<option>> options{};
    std::optional<std::vector<variation>> variations{};
    std::optional<instant> updated_at{};
    std::optional<bool> deleted{}; ///< a tombstone: gone in a partial section too

    friend bool operator==(const product&, const product&) = default;
};

template <class Visit, is<product>... R>
constexpr void members(Visit&& visit, R&... r)
{
    visit("id", r.id...);
    visit("pos_id", r.pos_id...);
    visit("name", r.name...);
    visit("description", r.description...);
    visit("brand", r.brand...);
    members(visit, r.sellable...);
    visit("enabled", r.enabled...);
    visit("category_ids", r.category_ids...);
    visit("on_front_page", r.on_front_page...);
    visit("tax_included", r.tax_included...);
    visit("compare_to_price", r.compare_to_price...);
    visit("subtitle", r.subtitle...);
    visit("low_stock_threshold", r.low_stock_threshold...);
    visit("length", r.length...);
    visit("width", r.width...);
    visit("height", r.height...);
    visit("images", r.images...);
    visit("options", r.options...);
    visit("variations", r.variations...);
    visit("updated_at", r.updated_at...);
    visit("deleted", r.deleted...);
}

struct customer_group {
    customer_group_id id{};
    std::optional<pos::customer_group_id> pos_id{};
    std::optional<std::string> name{};
    std::optional<bool> is_default{}; ///< the group that everybody is in (`group.default`)

    friend bool operator==(const customer_group&, const customer_group&) = default;
};

template <class Visit, is<customer_group>... R>
constexpr void members(Visit&& visit, R&... r)
{
    visit("id", r.id...);
    visit("pos_id", r.pos_id...);
    visit("name", r.name...);
    visit("is_default", r.is_default...);
}

struct customer {
    customer_id id{};
    std::optional<pos::customer_id> pos_id{};
    std::optional<std::string> email{};
    std::optional<std::string> first_name{};
    std::optional<std::string> last_name{};
    maybe<customer_group_id> group_id{};
    std::optional<bool> accepts_marketing{}; ///< unknown is never yes (`customer.consent`)
    std::optional<instant> email_updated_at{};
    std::optional<instant> marketing_updated_at{};
    std::optional<std::int64_t> orders{}; ///< how many they have placed
    std::optional<instant> updated_at{};
    std::optional<bool> deleted{};

    friend bool operator==(const customer&, const customer&) = default;
};

template <class Visit, is<customer>... R>
constexpr void members(Visit&& visit, R&... r)
{
    visit("id", r.id...);
    visit("pos_id", r.pos_id...);
    visit("email", r.email...);
    visit("first_name", r.first_name...);
    visit("last_name", r.last_name...);
    visit("group_id", r.group_id...);
    visit("accepts_marketing", r.accepts_marketing...);
    visit("email_updated_at", r.email_updated_at...);
    visit("marketing_updated_at", r.marketing_updated_at...);
    visit("orders", r.orders...);
    visit("updated_at", r.updated_at...);
    visit("deleted", r.deleted...);
}

/// Everything read from the online store at one moment.
struct snapshot {
    std::optional<instant> taken_at{};
    twinshelf::currency currency{};
    mass_unit weight_unit = mass_unit::kg; ///< what the store keeps weights in
    twinshelf::length_unit length_unit =
        twinshelf::length_unit::cm; ///< what it keeps dimensions in
    section<category> categories{};
    section<product> products{};
    section<customer_group> customer_groups{};
    section<customer> customers{};

    friend bool operator==(const snapshot&, const snapshot&) = default;
};

} // namespace twinshelf::ecom
