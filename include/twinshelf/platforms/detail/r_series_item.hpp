#pragma once

#include "twinshelf/platforms/detail/r_series_payload.hpp"
#include "twinshelf/pos.hpp"
#include "twinshelf/text_compare.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

/// What an item and an item matrix have in common: names, prices, stock, pictures.
namespace twinshelf::platforms::r_series::detail {

/// The shops that stock was found in, those with shorter ids first.
using shops = std::map<std::pair<std::size_t, std::string>, pos::outlet>;

/// A reference to a record: unknown, none, or its id.
template <class Record>
[[nodiscard]] maybe<id_of<Record>> link(payload& in, const node& row, std::string_view key);

/// The records by their places, those of one place as they came.
template <class Record>
[[nodiscard]] std::vector<Record> in_order(std::vector<std::pair<std::int64_t, Record>> places);

/// Where a row of an item or a matrix stands: in a list, or inside another row.
enum class origin : std::uint8_t { item_list, matrix_list, row };

class item_reader {
public:
    item_reader(payload& in, const currency& money, std::string_view online_price);

    [[nodiscard]] pos::product product(const node& row, pos::product_id id, origin from);
    [[nodiscard]] pos::sellable sellable(const node& row, origin from);

    shops seen{}; ///< by the rows so far

private:
    void read_prices(const node& row, pos::sellable& into);
    [[nodiscard]] maybe<money> amount(const node& row);
    [[nodiscard]] std::optional<std::vector<pos::stock_row>> stock(const node& row,
                                                                   std::string_view level);
    [[nodiscard]] std::optional<std::vector<pos::image>> images(const node& row, origin from);
    [[nodiscard]] std::optional<std::string> brand(const node& row);
    [[nodiscard]] std::optional<std::vector<std::string>> tags(const node& row);

    payload& in_;
    int decimals_;
    std::string online_id_, online_name_;
    std::unordered_map<std::string, std::string> manufacturers_{};
    std::array<bool, 3> images_asked_for_; ///< by origin
};

template <class Record>
maybe<id_of<Record>> link(payload& in, const node& row, std::string_view key)
{
    const auto id = in.reference(row, key);
    if (!id) return {};
    if (id->empty()) return none;
    return id_of<Record>{*id};
}

/// Where what has no place in an order goes.
inline constexpr auto last = std::numeric_limits<std::int64_t>::max();

template <class Record>
std::vector<Record> in_order(std::vector<std::pair<std::int64_t, Record>> places)
{
    std::stable_sort(places.begin(), places.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<Record> records;
    for (auto& place : places)
        records.push_back(std::move(place.second));
    return records;
}

inline item_reader::item_reader(payload& in, const currency& money, std::string_view online_price)
    : in_(in), decimals_(money.decimals), online_id_(online_price),
      online_name_(folded(online_price)), images_asked_for_{in.of("Item").asked_for("Images"),
                                                            in.of("ItemMatrix").asked_for("Images"),
                                                            false}
{
    for (const auto& [id, row] : in_.of("Manufacturer").records)
        if (auto name = in_.text(row, "name")) manufacturers_[id] = *name;
}

inline pos::product item_reader::product(const node& row, pos::product_id id, origin from)
{
    pos::product p{.id = std::move(id), .name = in_.text(row, "description")};
    p.category_id = link<pos::category>(in_, row, "categoryID");
    p.brand = brand(row);
    p.tags = tags(row);
    p.sellable = sellable(row, from);
    p.created_at = in_.time(row, "createTime");
    return p;
}

inline pos::sellable item_reader::sellable(const node& row, origin from)
{
    pos::sellable s{.sku = in_.text(row, "customSku"), .upc = in_.text(row, "upc")};
    if (!s.upc || blank(*s.upc))
        if (auto ean = in_.text(row, "ean"); ean && (s.upc || !blank(*ean))) s.upc = std::move(ean);
    s.active = in_.flag(row, "publishToEcom");
    s.archived = in_.flag(row, "archived");
    read_prices(row, s);
    const auto type = in_.text(row, "itemType");
    if (type) s.tracks_stock = type != "non_inventory";
    // What is put together from other items is in stock as far as these are.
    const bool built = type == "box" || type == "assembly" || type == "serialized_assembly";
    s.stock = stock(row, built ? "componentQoh" : "qoh");
    s.images = images(row, from);
    s.updated_at = in_.time(row, "timeStamp");
    return s;
}

inline void item_reader::read_prices(const node& row, pos::sellable& into)
{
    bool retail = false, online = false;
    const bool known = in_.relation(row, "Prices", "ItemPrice", [&](const node& price) {
        const auto id = in_.text(price, "useTypeID").value_or("");
        const auto level = folded(in_.text(price, "useType").value_or(""));
        if (!retail && (id == "1" || (id.empty() && level == "default"))) {
            retail = true;
            into.price = amount(price);
        }
        const bool named = !online_name_.empty() && level == online_name_;
        if (!online && (named || (!id.empty() && id == online_id_))) {
            online = true;
            into.online_price = amount(price);
            if (into.online_price == maybe<money>{money{}}) into.online_price = none;
        }
    });
    if (known && !retail) into.price = none;
    if (known && !online) into.online_price = none;
}

inline maybe<money> item_reader::amount(const node& row)
{
    const auto text = in_.text(row, "amount");
    if (!text) return {};
    if (text->empty()) return none;
    if (const auto read = parse_money(*text, decimals_)) return *read;
    in_.refuse(member(row, "amount"), "an amount such as \"19.90\"");
    return {};
}

inline std::optional<std::vector<pos::stock_row>> item_reader::stock(const node& row,
                                                                     std::string_view level)
{
    std::vector<pos::stock_row> rows;
    const bool known = in_.relation(row, "ItemShops", "ItemShop", [&](const node& shop) {
        const auto id = in_.text(shop, "shopID").value_or("");
        if (id.empty()) return in_.refuse(member(shop, "shopID"), "the shop's id");
        if (id == "0") return; // the sum over all shops
        rows.push_back({pos::outlet_id{id}, in_.level(shop, level)});
        seen.try_emplace({id.size(), id}, pos::outlet{.id = pos::outlet_id{id}});
    });
    if (!known) return {};
    return rows;
}

inline std::optional<std::vector<pos::image>> item_reader::images(const node& row, origin from)
{
    std::vector<std::pair<std::int64_t, pos::image>> ordered;
    const bool known = in_.relation(row, "Images", "Image", [&](const node& image) {
        const auto id = in_.reference(image, "imageID").value_or("");
        if (id.empty()) return in_.refuse(member(image, "imageID"), "the image's id");
        pos::image i{.id = pos::image_id{id}};
        const auto base = in_.text(image, "baseImageURL").value_or("");
        const auto name = in_.text(image, "publicID").value_or("");
        const bool png = folded(in_.text(image, "filename").value_or("")).ends_with(".png");
        if (!base.empty() && !name.empty()) i.url = base + name + (png ? ".png" : ".jpg");
        ordered.emplace_back(in_.number(image, "ordering").value_or(last), std::move(i));
    });
    if (!known && !images_asked_for_[static_cast<std::size_t>(from)]) return {};
    return in_order(std::move(ordered));
}

inline std::optional<std::string> item_reader::brand(const node& row)
{
    const auto id = in_.reference(row, "manufacturerID");
    if (id == "") return "";
    if (const auto nested = member(row, "Manufacturer"))
        if (auto name = in_.text(nested, "name")) return name;
    const auto found = manufacturers_.find(id.value_or(""));
    if (found == manufacturers_.end()) return {};
    return found->second;
}

/// Tags stand in several shapes: as Tags or TagRelations, of texts, of {"name"} or of {"Tag"}.
/// They are unknown in any other.
inline std::optional<std::vector<std::string>> item_reader::tags(const node& row)
{
    auto relation = member(row, "TagRelations");
    if (!relation) relation = member(row, "Tags");
    if (!relation) return {};
    std::vector<std::string> all;
    if (relation.nothing()) return all;
    node tags{};
    for (const auto* key : {"Tag", "tag", "TagRelation"})
        if (!tags) tags = member(relation, key);
    if (!tags) return {};
    if (tags.nothing()) return all;
    const bool many = tags.value->is_array();
    for (std::size_t i = 0; i < (many ? tags.value->size() : 1); ++i) {
        node tag{many ? &(*tags.value)[i] : tags.value, &tags};
        if (const auto inner = member(tag, "Tag")) tag.value = inner.value;
        const auto named = member(tag, "name");
        if (named) tag.value = named.value;
        if (!tag.value->is_string()) return {};
        all.push_back(tag.value->get<std::string>());
    }
    return all;
}

} // namespace twinshelf::platforms::r_series::detail
