#pragma once

#include "twinshelf/platforms/detail/x_series_records.hpp"
#include "twinshelf/pos.hpp"
#include "twinshelf/stock.hpp"
#include "twinshelf/text_compare.hpp"
#include "twinshelf/words.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// One row of a list of products: a simple product, the parent of a family or one of its variants.
namespace twinshelf::platforms::x_series::detail {

struct option_value {
    std::string name{}, value{};
};

/// What a row says of itself. Prices are texts until it is known what they are in.
struct product_row {
    pos::product record{};
    std::string parent{}; ///< "": this is one, or simple
    std::optional<bool> has_variants{};
    bool composite = false;
    std::optional<std::vector<option_value>> options{};
    std::optional<std::vector<pos::image>> own_images{}; ///< of the variant, as against the family
    maybe<std::string> including_tax{}, excluding_tax{};
    std::optional<bool> shown_with_tax{}; ///< 0.9
    std::string brand_id{};               ///< where the brand has no name here
    std::vector<std::string> tag_ids{};   ///< where the tags have no names here
    std::string where{};                  ///< for faults
    bool sound = true;                    ///< else only its ids are to be trusted

    [[nodiscard]] bool deleted() const { return record.sellable.deleted.value_or(false); }
};

/// Reads a row of any version of the API.
[[nodiscard]] product_row read_product(row_taker& in, const view& row, std::string id);

/// Whether an address is the picture that stands for none.
[[nodiscard]] inline bool is_placeholder(std::string_view url)
{
    return url.find("/images/placeholder/product/") != url.npos ||
           url.find("/images/no-image") != url.npos;
}

/// A word of a unit in either case; no value, and a fault, for one that is none.
template <worded Unit>
[[nodiscard]] std::optional<Unit> read_unit(row_taker& in, const view& row, std::string_view key)
{
    const auto word = in.text(row, key);
    if (!word || word->empty()) return {};
    const auto unit = find_word<Unit>(folded(*word));
    if (!unit) in.miss(row, key, json::detail::one_of_words<Unit>());
    return unit;
}

/// An amount without its unit is unknown, unless there is none.
template <worded Unit>
[[nodiscard]] maybe<quantity<Unit>> read_measure(row_taker& in, const view& row,
                                                 std::string_view key, std::optional<Unit> unit)
{
    const auto size = in.measure(row, key, unit.value_or(Unit{}));
    return unit || !size.has_value() ? size : maybe<quantity<Unit>>{};
}

/// The decimals that a price must fit with.
inline constexpr int price_places = 6;

[[nodiscard]] inline maybe<std::string> read_price(row_taker& in, const view& row,
                                                   std::string_view key)
{
    const auto digits = in.text(row, key);
    if (!digits) return {};
    if (digits->empty()) return none;
    if (parse_decimal(*digits, price_places)) return *digits;
    in.miss(row, key, "an amount such as 19.90");
    return {};
}

/// 0.9: the price without tax, and the tax on it.
inline void read_old_prices(row_taker& in, const view& row, product_row& into)
{
    into.excluding_tax = read_price(in, row, "price");
    const auto tax = read_price(in, row, "tax");
    into.shown_with_tax = in.flag(row, "display_retail_price_tax_inclusive");
    if (!into.excluding_tax.has_value() || !tax.has_value()) return;
    const auto net = parse_decimal(*into.excluding_tax, price_places)->value;
    const auto part = parse_decimal(*tax, price_places)->value;
    into.including_tax = format_decimal(twinshelf::detail::clamped_sum(net, part), price_places);
}

/// The options of a row, one and the same pair once. Of one name with two values both stay, so that
/// the plan can say so.
[[nodiscard]] inline std::optional<std::vector<option_value>> read_options(row_taker& in,
                                                                           const view& row)
{
    std::vector<option_value> all;
    std::set<std::pair<std::string, std::string>> seen;
    const auto add = [&](const view& of, std::string_view name, std::string_view value) {
        option_value o{in.text(of, name).value_or(""), in.text(of, value).value_or("")};
        if (blank(o.name) && blank(o.value)) return; // 0.9 has three of them, empty or not
        if (seen.emplace(folded(o.name), canonical(o.value)).second) all.push_back(std::move(o));
    };
    bool known = in.each(row, "variant_options", [&](const view& o) { add(o, "name", "value"); });
    for (const std::string number : {"one", "two", "three"}) {
        const auto name = "variant_option_" + number + "_name";
        if (!row.find(name)) continue;
        add(row, name, "variant_option_" + number + "_value");
        known = true;
    }
    if (!known) return {};
    return all;
}

/// The name of the family: in 0.9 the name has the values of the options behind it, "Tee / Black".
[[nodiscard]] inline std::optional<std::string>
read_name(row_taker& in, const view& row, const std::optional<std::vector<option_value>>& options)
{
    if (auto base = in.text(row, "base_name"); base && !base->empty()) return base;
    auto name = in.text(row, "name");
    if (!name || !row.find("variant_option_one_name")) return name;
    std::string tail;
    for (const auto& o : *options)
        if (!o.value.empty()) tail += " / " + o.value;
    if (tail.size() < name->size() && name->ends_with(tail))
        name->resize(name->size() - tail.size());
    return name;
}

[[nodiscard]] inline std::optional<std::vector<pos::image>>
read_images(row_taker& in, const view& row, std::string_view key)
{
    std::vector<pos::image> all;
    const bool known = in.each(row, key, [&](const view& image) {
        pos::image i{.id = pos::image_id{in.id(image, "id", "the image")},
                     .url = in.text(image, "url")};
        if (i.url && is_placeholder(*i.url)) return;
        all.push_back(std::move(i));
    });
    if (known) return all;
    return {};
}

/// Where a row has no list of images: none if its picture is the one for none. The only picture of
/// a 0.9 row is known by its address.
[[nodiscard]] inline std::optional<std::vector<pos::image>> read_only_image(row_taker& in,
                                                                            const view& row)
{
    for (const auto* key : {"image_large", "image", "image_url"}) {
        const auto url = in.text(row, key);
        if (!url) continue;
        if (url->empty() || is_placeholder(*url)) return std::vector<pos::image>{};
        if (key == std::string_view{"image_url"})
            break; // a small copy of one that was not asked for
        return std::vector<pos::image>{{.id = pos::image_id{*url}, .url = *url}};
    }
    return {};
}

/// 0.9: the levels stand in the row. What is not tracked has none.
[[nodiscard]] inline std::optional<std::vector<pos::stock_row>> read_own_stock(row_taker& in,
                                                                               const view& row)
{
    std::vector<pos::stock_row> all;
    const bool known = in.each(row, "inventory", [&](const view& at) {
        all.push_back(
            {pos::outlet_id{in.id(at, "outlet_id", "the outlet")}, in.level(at, "count")});
    });
    if (known && !all.empty()) return all;
    return {};
}

/// The first UPC, else the first EAN.
[[nodiscard]] inline std::optional<std::string> read_upc(row_taker& in, const view& row)
{
    std::optional<std::string> upc, ean;
    const bool known = in.each(row, "product_codes", [&](const view& code) {
        const auto type = folded(in.text(code, "type").value_or(""));
        auto& of_type = type == "upc" ? upc : ean;
        if ((type == "upc" || type == "ean") && (!of_type || blank(*of_type)))
            of_type = in.text(code, "code");
    });
    if (!known) return {};
    return upc && !blank(*upc) ? upc : ean.value_or("");
}

/// The leaf of the categories, which product types became. A type that is a name is 0.9's.
[[nodiscard]] inline maybe<pos::category_id> read_category(row_taker& in, const view& row)
{
    for (const auto* key : {"product_category", "type"}) {
        const auto at = row.find(key);
        if (!at || (at->is(node_type::text) && !nothing(*at))) continue;
        if (const auto category = in.object(row, key))
            return pos::category_id{in.id(*category, "id", "the category")};
        if (key == std::string_view{"product_category"}) return none;
    }
    for (const auto* key : {"product_category_id", "product_type_id"})
        if (const auto id = in.link<pos::category>(row, key); id.known()) return id;
    const auto type = row.find("type");
    if (type && nothing(*type)) return none;
    return {};
}

inline void read_brand(row_taker& in, const view& row, product_row& into)
{
    auto& brand = into.record.brand;
    brand = in.text(row, "brand_name");
    auto id = in.reference(row, "brand_id");
    if (const auto nested = in.object(row, "brand")) {
        brand = in.text(*nested, "name");
        if (!id || id->empty()) id = in.reference(*nested, "id");
    }
    if (brand && !(blank(*brand) && id && !id->empty())) return;
    brand.reset();
    into.brand_id = id.value_or("");
    if (into.brand_id.empty() && (id || row.find("brand"))) brand = "";
}

inline void read_tags(row_taker& in, const view& row, product_row& into)
{
    std::vector<std::string> all;
    bool known = in.each(row, "categories", [&](const view& tag) {
        all.push_back(in.text(tag, "name").value_or(""));
    });
    if (const auto old = row.find("tags"); old && !known) { // 0.9: "new, red"
        const auto list = in.text(row, "tags").value_or("");
        for (std::string_view rest = list; !blank(rest);) {
            const auto comma = std::min(rest.find(','), rest.size());
            if (const auto tag = trimmed(rest.substr(0, comma)); !tag.empty())
                all.emplace_back(tag);
            rest.remove_prefix(std::min(comma + 1, rest.size()));
        }
        known = true;
    }
    if (known) {
        into.record.tags = std::move(all);
        return;
    }
    const auto ids = row.find("tag_ids");
    if (!ids) return;
    for (auto id = ids->first(); id; id = id->next())
        if (const auto text = written(*id))
            into.tag_ids.push_back(*text);
        else
            in.refuse(*id, "the id of a tag");
    if (into.tag_ids.empty()) into.record.tags = all;
}

inline product_row read_product(row_taker& in, const view& row, std::string id)
{
    product_row r{.record = {.id = pos::product_id{std::move(id)}}};
    auto& p = r.record;
    auto& s = p.sellable;
    r.parent = in.reference(row, "variant_parent_id").value_or("");
    if (r.parent == p.id.text) r.parent.clear();
    r.has_variants = in.flag(row, "has_variants");
    r.composite = in.flag(row, "is_composite").value_or(false);
    r.options = read_options(in, row);

    p.name = read_name(in, row, r.options);
    p.description = in.text(row, "description");
    p.category_id = read_category(in, row);
    read_brand(in, row, r);
    read_tags(in, row, r);
    p.created_at = in.time(row, "created_at");
    const auto length = read_unit<length_unit>(in, row, "dimensions_unit");
    p.length = read_measure(in, row, "length", length);
    p.width = read_measure(in, row, "width", length);
    p.height = read_measure(in, row, "height", length);

    s.sku = in.text(row, "sku");
    s.upc = read_upc(in, row);
    s.active = in.flag(row, "is_active");
    if (const auto same = in.flag(row, "active"); !s.active || same == false) s.active = same;
    s.deleted = read_deleted(in, row);
    s.tracks_stock = in.flag(row, "has_inventory");
    if (!s.tracks_stock) s.tracks_stock = in.flag(row, "track_inventory");
    s.weight = read_measure(in, row, "weight", read_unit<mass_unit>(in, row, "weight_unit"));
    s.images = read_images(in, row, "images");
    if (!s.images) s.images = read_only_image(in, row);
    s.stock = read_own_stock(in, row);
    r.own_images = read_images(in, row, "skuImages");
    s.updated_at = in.time(row, "updated_at");

    r.including_tax = read_price(in, row, "price_including_tax");
    r.excluding_tax = read_price(in, row, "price_excluding_tax");
    if (row.find("display_retail_price_tax_inclusive")) read_old_prices(in, row, r);
    r.sound = in.sound();
    return r;
}

} // namespace twinshelf::platforms::x_series::detail
