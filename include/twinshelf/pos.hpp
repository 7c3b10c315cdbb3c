#pragma once

#include "twinshelf/id.hpp"
#include "twinshelf/maybe.hpp"
#include "twinshelf/measure.hpp"
#include "twinshelf/money.hpp"
#include "twinshelf/snapshot.hpp"
#include "twinshelf/stock.hpp"
#include "twinshelf/time.hpp"

#include <optional>
#include <string>
#include <vector>

/// What the till knows: Lightspeed Retail, R-Series or X-Series.
///
/// `std::optional` is unknown or a value ("" and [] are its "none"), `maybe` is unknown, none or a
/// value. Unknown concludes nothing: it is neither "no" nor "empty". `members(visit, record...)`
/// lists a record's members under their JSON names, for one record or several side by side.
namespace twinshelf::pos {

struct outlet;
struct category;
struct product;
struct variant;
struct image;
struct customer_group;
struct customer;

using outlet_id = id_of<outlet>;
using category_id = id_of<category>;
using product_id = id_of<product>;
using variant_id = id_of<variant>;
using image_id = id_of<image>;
using customer_group_id = id_of<customer_group>;
using customer_id = id_of<customer>;

/// A place that holds stock: a shop (R-Series), an outlet (X-Series).
struct outlet {
    outlet_id id{};
    std::optional<std::string> name{};

    friend bool operator==(const outlet&, const outlet&) = default;
};

template <class Visit, is<outlet>... R>
constexpr void members(Visit&& visit, R&... r)
{
    visit("id", r.id...);
    visit("name", r.name...);
}

/// A category of the tree; the order of the list is the order at the till.
struct category {
    category_id id{};
    std::optional<std::string> name{};
    maybe<category_id> parent_id{}; ///< none: a root

    friend bool operator==(const category&, const category&) = default;
};

template <class Visit, is<category>... R>
constexpr void members(Visit&& visit, R&... r)
{
    visit("id", r.id...);
    visit("name", r.name...);
    visit("parent_id", r.parent_id...);
}

struct image {
    image_id id{};
    std::optional<std::string> url{};
    std::optional<std::string> hash{}; ///< of the picture's content, in whatever form the host has

    friend bool operator==(const image&, const image&) = default;
};

template <class Visit, is<image>... R>
constexpr void members(Visit&& visit, R&... r)
{
    visit("id", r.id...);
    visit("url", r.url...);
    visit("hash", r.hash...);
}

/// The stock of one sellable at one outlet.
struct stock_row {
    twinshelf::pos::outlet_id outlet_id{};
    std::optional<stock_level> level{}; ///< may be a fraction and below zero

    friend bool operator==(const stock_row&, const stock_row&) = default;
};

template <class Visit, is<stock_row>... R>
constexpr void members(Visit&& visit, R&... r)
{
    visit("outlet_id", r.outlet_id...);
    visit("level", r.level...);
}

/// What counts and is sold: the part that a simple product and a variant share.
struct sellable {
    std::optional<std::string> sku{};
    std::optional<std::string> upc{};
    std::optional<bool> active{}; ///< X-Series: active; R-Series: "publish to eCom"
    std::optional<bool> archived{};
    std::optional<bool> sell_online{}; ///< X-Series: the online channel's switch
    std::optional<bool> deleted{};     ///< a tombstone: gone in a partial section too
    maybe<money> price{};              ///< the default retail price
    maybe<money> online_price{};       ///< R-Series; 0 is none (`price.default_online`)
    std::optional<bool> tracks_stock{};
    std::optional<std::vector<stock_row>> stock{};
    maybe<mass> weight{};
    std::optional<std::vector<image>> images{};
    std::optional<instant> updated_at{};

    friend bool operator==(const sellable&, const sellable&) = default;
};

template <class Visit, is<sellable>... R>
constexpr void members(Visit&& visit, R&... r)
{
    visit("sku", r.sku...);
    visit("upc", r.upc...);
    visit("active", r.active...);
    visit("archived", r.archived...);
    visit("sell_online", r.sell_online...);
    visit("deleted", r.deleted...);
    visit("price", r.price...);
    visit("online_price", r.online_price...);
    visit("tracks_stock", r.tracks_stock...);
    visit("stock", r.stock...);
    visit("weight", r.weight...);
    visit("images", r.images...);
    visit("updated_at", r.updated_at...);
}

/// One combination of a matrix product's attribute values.
struct variant {
    variant_id id{};
    /// One value per attribute of the product, in the order of its `attributes`.
    std::optional<std::vector<std::string>> attribute_values{};
    pos::sellable sellable{};

    friend bool operator==(const variant&, const variant&) = default;
};

template <class Visit, is<variant>... R>
constexpr void members(Visit&& visit, R&... r)
{
    visit("id", r.id...);
    visit("attribute_values", r.attribute_values...);
    members(visit, r.sellable...);
}

/// A simple product, or the master of a matrix, whose own stock means nothing and whose own SKU is
/// usually blank.
struct product {
    product_id id{};
    std::optional<std::string> name{}; ///< R-Series calls it Description
    std::optional<std::string> description{};
    maybe<pos::category_id> category_id{};
    std::optional<std::string> brand{};
    std::optional<std::vector<std::string>> tags{};
    pos::sellable sellable{};
    std::optional<bool> tax_included{}; ///< whether the prices include tax
    maybe<distance> length{};
    maybe<distance> width{};
    maybe<distance> height{};
    std::optional<std::vector<std::string>> attributes{};
    std::optional<std::vector<variant>> variants{};
    std::optional<instant> created_at{};

    friend bool operator==(const product&, const product&) = default;
};

template <class Visit, is<product>... R>
constexpr void members(Visit&& visit, R&... r)
{
    visit("id", r.id...);
    visit("name", r.name...);
    visit("description", r.description...);
    visit("category_id", r.category_id...);
    visit("brand", r.brand...);
    visit("tags", r.tags...);
    members(visit, r.sellable...);
    visit("tax_included", r.tax_included...);
    visit("length", r.length...);
    visit("width", r.width...);
    visit("height", r.height...);
    visit("attributes", r.attributes...);
    visit("variants", r.variants...);
    visit("created_at", r.created_at...);
}

struct customer_group {
    customer_group_id id{};
    std::optional<std::string> name{};
    std::optional<bool> is_default{}; ///< the group that everybody is in (`group.default`)
    std::optional<bool> deleted{};

    friend bool operator==(const customer_group&, const customer_group&) = default;
};

template <class Visit, is<customer_group>... R>
constexpr void members(Visit&& visit, R&... r)
{
    visit("id", r.id...);
    visit("name", r.name...);
    visit("is_default", r.is_default...);
    visit("deleted", r.deleted...);
}

struct customer {
    customer_id id{};
    std::optional<std::string> email{};
    std::optional<std::string> first_name{};
    std::optional<std::string> last_name{};
    maybe<customer_group_id> group_id{};
    std::optional<bool> accepts_marketing{}; ///< unknown is never yes (`customer.consent`)
    std::optional<instant> email_updated_at{};
    std::optional<instant> marketing_updated_at{};
    std::optional<instant> updated_at{};
    std::optional<bool> archived{};
    std::optional<bool> deleted{};

    friend bool operator==(const customer&, const customer&) = default;
};

template <class Visit, is<customer>... R>
constexpr void members(Visit&& visit, R&... r)
{
    visit("id", r.id...);
    visit("email", r.email...);
    visit("first_name", r.first_name...);
    visit("last_name", r.last_name...);
    visit("group_id", r.group_id...);
    visit("accepts_marketing", r.accepts_marketing...);
    visit("email_updated_at", r.email_updated_at...);
    visit("marketing_updated_at", r.marketing_updated_at...);
    visit("updated_at", r.updated_at...);
    visit("archived", r.archived...);
    visit("deleted", r.deleted...);
}

/// Everything read from the till at one moment.
struct snapshot {
    std::optional<instant> taken_at{};
    twinshelf::currency currency{};
    std::optional<std::vector<outlet>> outlets{};
    maybe<outlet_id> ecom_outlet{}; ///< of the register that takes online orders (`stock.outlets`)
    section<category> categories{};
    section<product> products{};
    section<customer_group> customer_groups{};
    section<customer> customers{};

    friend bool operator==(const snapshot&, const snapshot&) = default;
};

} // namespace twinshelf::pos
