#pragma once

#include "twinshelf/platforms/detail/r_series_list.hpp"
#include "twinshelf/pos.hpp"
#include "twinshelf/text_compare.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What an item and an item matrix have in common: names, prices, stock, pictures.
namespace twinshelf::platforms::r_series::detail {

/// The names or the values of a matrix's attributes, blank ones included.
using attributes = std::array<std::string, 3>;

/// The stock of an item at a shop. Of what is put together from other items there is as much as
/// there is of these.
struct shop_stock {
    std::string shop{};
    std::optional<stock_level> own{}, of_components{};
};

/// A picture, with its place among the others.
using placed_image = std::pair<std::int64_t, pos::image>;

/// An item or a matrix as its row has it. What other lists may know of it stays open: its brand by
/// the manufacturer's id, its stock and its pictures.
struct item_row {
    std::string id{}; ///< of the item or the matrix
    pos::product product{};
    std::string manufacturer{};
    bool built = false; ///< from other items
    /// An item's matrix, "" for none, and its values of the attributes: none where not asked for.
    std::string matrix{};
    std::optional<attributes> values{};
    /// The names of the attributes, where they came with the row, else the id of their set.
    std::optional<attributes> names{};
    std::string set{};
    /// The ids of a matrix's items, where it came with them.
    std::optional<std::vector<std::string>> items{};
};

/// A level of prices, by its id, its name or both.
struct price_level {
    std::string id{}, name{};
    bool fixed = false; ///< it cannot be archived

    [[nodiscard]] bool is(std::string_view other_id, std::string_view other_name) const
    {
        if (!id.empty() && !other_id.empty() && id == other_id) return true;
        return !name.empty() && folded(name) == folded(other_name);
    }
};

class item_reader {
public:
    item_reader(row_taker& from, int decimals, std::vector<price_level> online)
        : take(from), decimals_(decimals), online_(std::move(online))
    {
    }

    [[nodiscard]] item_row item(const view& row);
    [[nodiscard]] item_row matrix(const view& row);
    [[nodiscard]] shop_stock stock_at(const view& row);
    [[nodiscard]] placed_image image(const view& row);
    [[nodiscard]] attributes attribute_names(const view& set);

private:
    [[nodiscard]] item_row common(const view& row, std::string_view id_key);
    [[nodiscard]] attributes three(const view& of, std::string_view key);
    void read_prices(const view& row, pos::sellable& into);
    void read_stock(const view& row, item_row& into);
    void read_images(const view& row, pos::sellable& into);
    [[nodiscard]] std::optional<std::vector<std::string>> tags(const view& row);

    row_taker& take;
    int decimals_;
    std::vector<price_level> online_;
};

/// Where what has no place in an order goes.
inline constexpr auto last = std::numeric_limits<std::int64_t>::max();

/// The records by their places, those of one place as they came.
template <class Record>
[[nodiscard]] std::vector<Record> in_order(std::vector<std::pair<std::int64_t, Record>> places)
{
    std::stable_sort(places.begin(), places.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<Record> records;
    for (auto& place : places)
        records.push_back(std::move(place.second));
    return records;
}

/// The stock rows of an item, without the one that is the sum over all shops.
[[nodiscard]] inline std::vector<pos::stock_row> levels(const std::vector<shop_stock>& shops,
                                                        bool built)
{
    std::vector<pos::stock_row> rows;
    for (const auto& s : shops)
        if (s.shop != "0")
            rows.push_back({pos::outlet_id{s.shop}, built ? s.of_components : s.own});
    return rows;
}

inline item_row item_reader::common(const view& row, std::string_view id_key)
{
    item_row r;
    auto& p = r.product;
    r.id = p.id.text = row_id(take, row, id_key);
    p.name = take.text(row, "description");
    p.category_id = take.link<pos::category>(row, "categoryID");
    const auto manufacturer = take.reference(row, "manufacturerID");
    r.manufacturer = manufacturer.value_or("");
    if (manufacturer == "")
        p.brand = "";
    else if (const auto nested = take.object(row, "Manufacturer"))
        p.brand = take.text(*nested, "name");
    p.tags = tags(row);
    p.created_at = take.time(row, "createTime");

    auto& s = p.sellable;
    s.sku = take.text(row, "customSku");
    s.upc = take.text(row, "upc");
    if (!s.upc || blank(*s.upc))
        if (auto ean = take.text(row, "ean"); ean && (s.upc || !blank(*ean)))
            s.upc = std::move(ean);
    s.active = take.flag(row, "publishToEcom");
    s.archived = take.flag(row, "archived");
    read_prices(row, s);
    const auto type = take.text(row, "itemType");
    if (type) s.tracks_stock = type != "non_inventory";
    r.built = type == "box" || type == "assembly" || type == "serialized_assembly";
    read_stock(row, r);
    read_images(row, s);
    s.updated_at = take.time(row, "timeStamp");
    return r;
}

inline item_row item_reader::item(const view& row)
{
    auto r = common(row, "itemID");
    r.matrix = take.reference(row, "itemMatrixID").value_or("");
    if (!row.find("ItemAttributes")) return r;
    r.values.emplace(); // "": none of the attributes has a value
    if (const auto values = take.object(row, "ItemAttributes")) {
        r.values = three(*values, "attribute");
        r.set = take.reference(*values, "itemAttributeSetID").value_or("");
    }
    return r;
}

inline item_row item_reader::matrix(const view& row)
{
    auto r = common(row, "itemMatrixID");
    r.set = take.reference(row, "itemAttributeSetID").value_or("");
    if (const auto set = take.object(row, "ItemAttributeSet")) r.names = attribute_names(*set);
    return r;
}

inline attributes item_reader::attribute_names(const view& set)
{
    return three(set, "attributeName");
}

inline attributes item_reader::three(const view& of, std::string_view key)
{
    attributes all;
    for (std::size_t n = 0; n < all.size(); ++n)
        all[n] = take.text(of, std::string{key} + std::to_string(n + 1)).value_or("");
    return all;
}

inline void item_reader::read_prices(const view& row, pos::sellable& into)
{
    const price_level retail_level{.id = "1", .name = "Default"};
    bool retail = false, online = false;
    const bool known = relation(take, row, "Prices", "ItemPrice", [&](const view& price) {
        const auto id = take.text(price, "useTypeID").value_or("");
        const auto name = take.text(price, "useType").value_or("");
        if (!retail && (id.empty() ? retail_level.is(id, name) : id == retail_level.id)) {
            retail = true;
            into.price = take.amount(price, "amount", decimals_);
        }
        if (!online && std::any_of(online_.begin(), online_.end(),
                                   [&](const price_level& l) { return l.is(id, name); })) {
            online = true;
            into.online_price = take.amount(price, "amount", decimals_);
            if (into.online_price == maybe<money>{money{}}) into.online_price = none;
        }
    });
    if (known && !retail) into.price = none;
    if (known && !online) into.online_price = none;
}

inline void item_reader::read_stock(const view& row, item_row& into)
{
    std::vector<shop_stock> shops;
    if (relation(take, row, "ItemShops", "ItemShop",
                 [&](const view& shop) { shops.push_back(stock_at(shop)); }))
        into.product.sellable.stock = levels(shops, into.built);
}

inline shop_stock item_reader::stock_at(const view& row)
{
    return {.shop = take.id(row, "shopID", "the shop"),
            .own = take.level(row, "qoh"),
            .of_components = take.level(row, "componentQoh")};
}

inline void item_reader::read_images(const view& row, pos::sellable& into)
{
    std::vector<placed_image> all;
    if (relation(take, row, "Images", "Image", [&](const view& i) { all.push_back(image(i)); }))
        into.images = in_order(std::move(all));
}

inline placed_image item_reader::image(const view& row)
{
    pos::image i{.id = pos::image_id{row_id(take, row, "imageID")}};
    const auto base = take.text(row, "baseImageURL").value_or("");
    const auto name = take.text(row, "publicID").value_or("");
    const bool png = folded(take.text(row, "filename").value_or("")).ends_with(".png");
    if (!base.empty() && !name.empty()) i.url = base + name + (png ? ".png" : ".jpg");
    return {take.whole(row, "ordering").value_or(last), std::move(i)};
}

/// Tags stand in several shapes: as Tags or TagRelations, of texts, of {"name"} or of {"Tag"}.
/// They are unknown in any other.
inline std::optional<std::vector<std::string>> item_reader::tags(const view& row)
{
    auto relation = row.find("TagRelations");
    if (!relation) relation = row.find("Tags");
    if (!relation) return {};
    std::vector<std::string> all;
    if (nothing(*relation)) return all;
    std::optional<view> tags;
    for (const auto* key : {"Tag", "tag", "TagRelation"})
        if (!tags) tags = relation->find(key);
    if (!tags) return {};
    const bool many = tags->is(node_type::array);
    for (auto tag = many ? tags->first() : tags; tag; tag = many ? tag->next() : std::nullopt) {
        auto named = *tag;
        for (const auto* key : {"Tag", "name"})
            if (const auto inner = named.find(key)) named = *inner;
        if (!named.is(node_type::text)) return {};
        if (many || !named->content.empty()) all.push_back(named->content);
    }
    return all;
}

} // namespace twinshelf::platforms::r_series::detail
