#pragma once

#include "twinshelf/json/fault.hpp"
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
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

/// Lightspeed Retail R-Series: the answers of its API, version 2 or 3, as a pos snapshot.
namespace twinshelf::platforms::r_series {

/// What the payloads do not say themselves.
struct options {
    currency money{};                    ///< what the amounts are in
    std::string online_price = "Online"; ///< the price level of the web shop: its name or its id
    std::string online_shop{};           ///< the shop that takes online orders; "": unknown
};

/// One answer of the API, as it came.
struct page {
    std::string name{}; ///< in faults; "": "page 1", "page 2", ...
    std::string_view text{};
    /// What was asked for, "Item"; only needed for an answer without rows, which does not say.
    std::string_view resource{};
};

/// Reads any number of pages of Item, ItemMatrix, ItemAttributeSet, Category, Manufacturer, Shop,
/// CustomerType and Customer lists, in any order but that of each list's own pages.
///
/// A section is complete when its pages hold the whole list: by "count", or from a page without
/// `previous` to one without `next`. What was filtered out by the query cannot be seen here: a
/// host that did not ask for all of them makes the section partial itself. Without Category pages
/// the categories that came with the items make a partial section.
///
/// Items with a matrix are the variants of its product, whose id is "matrix:" and the matrix's.
/// Without an ItemAttributeSet, as a page or with the matrix, their attributes are unknown. Where
/// no Shop page is given the outlets are the shops that the items have stock in.
///
/// A document with a fault is not to be worked with: a row that is missing would seem gone.
[[nodiscard]] json::parsed<pos::snapshot> read(std::span<const page> pages,
                                               const options& how = {});
[[nodiscard]] json::parsed<pos::snapshot> read(std::span<const std::string_view> pages,
                                               const options& how = {});

/// The product that an item matrix is.
[[nodiscard]] pos::product_id matrix_product(std::string_view matrix_id);

namespace detail {

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

/// From rows to records.
class reader {
public:
    explicit reader(const options& how) : how_(how), online_level_(folded(how.online_price)) {}

    [[nodiscard]] json::parsed<pos::snapshot> read(std::span<const page> pages);

private:
    using attribute_names = std::array<std::string, 3>;
    struct matrix {
        std::size_t product = 0; // its index in products_
        std::optional<attribute_names> names{};
    };

    void read_manufacturers();
    void read_attribute_sets();
    [[nodiscard]] section<pos::product> products();
    void read_variant(const node& row, const std::string& id, const std::string& matrix_id);
    matrix& matrix_of(const std::string& id, const node* row);
    [[nodiscard]] pos::product product(const node& row, pos::product_id id);
    [[nodiscard]] pos::sellable sellable(const node& row);
    void read_prices(const node& row, pos::sellable& into);
    [[nodiscard]] std::optional<std::vector<pos::stock_row>> stock(const node& row,
                                                                   std::string_view level);
    [[nodiscard]] std::optional<std::vector<pos::image>> images(const node& row);
    [[nodiscard]] std::optional<std::string> brand(const node& row);
    [[nodiscard]] std::optional<std::vector<std::string>> tags(const node& row);
    static void name_attributes(pos::product& p, const attribute_names& names);
    [[nodiscard]] attribute_names names(const node& set);
    [[nodiscard]] std::optional<attribute_names> names_for(const node& row);
    [[nodiscard]] section<pos::category> categories();
    [[nodiscard]] section<pos::customer_group> customer_groups();
    [[nodiscard]] section<pos::customer> customers();
    [[nodiscard]] std::optional<std::vector<pos::outlet>> outlets();
    [[nodiscard]] maybe<money> amount(const node& row);
    template <class Record>
    [[nodiscard]] maybe<id_of<Record>> link(const node& row, std::string_view key);

    options how_;
    std::string online_level_;
    payload in_{};
    std::unordered_map<std::string, std::string> manufacturers_{};
    std::unordered_map<std::string, attribute_names> attribute_sets_{};
    std::unordered_map<std::string, const node*> matrix_rows_{};
    std::unordered_map<std::string, matrix> matrices_{};
    std::vector<pos::product> products_{};
    std::map<std::pair<std::size_t, std::string>, pos::outlet> shops_{}; // shorter ids first
};

inline json::parsed<pos::snapshot> reader::read(std::span<const page> pages)
{
    struct list {
        std::string_view resource, id;
    };
    constexpr std::array<list, 8> lists{{{"Item", "itemID"},
                                         {"ItemMatrix", "itemMatrixID"},
                                         {"ItemAttributeSet", "itemAttributeSetID"},
                                         {"Category", "categoryID"},
                                         {"Manufacturer", "manufacturerID"},
                                         {"Shop", "shopID"},
                                         {"CustomerType", "customerTypeID"},
                                         {"Customer", "customerID"}}};
    std::vector<std::string_view> known;
    for (const auto& each : lists)
        known.push_back(each.resource);
    for (std::size_t i = 0; i < pages.size(); ++i) {
        const auto& p = pages[i];
        in_.add(p.name.empty() ? "page " + std::to_string(i + 1) : p.name, p.text, p.resource,
                known);
    }
    for (const auto& each : lists)
        in_.collapse(each.resource, each.id);

    json::parsed<pos::snapshot> result;
    auto& snapshot = result.value;
    snapshot.currency = how_.money;
    if (!how_.online_shop.empty()) snapshot.ecom_outlet = pos::outlet_id{how_.online_shop};
    read_manufacturers();
    read_attribute_sets();
    snapshot.products = products();
    snapshot.categories = categories();
    snapshot.customer_groups = customer_groups();
    snapshot.customers = customers();
    snapshot.outlets = outlets();
    result.faults = std::move(in_.faults);
    return result;
}

inline void reader::read_manufacturers()
{
    for (const auto& [id, row] : in_.of("Manufacturer").records)
        if (auto name = in_.text(row, "name")) manufacturers_[id] = *name;
}

inline void reader::read_attribute_sets()
{
    for (const auto& [id, row] : in_.of("ItemAttributeSet").records)
        attribute_sets_[id] = names(row);
}

inline section<pos::product> reader::products()
{
    for (const auto& [id, row] : in_.of("ItemMatrix").records)
        matrix_rows_[id] = &row;
    for (const auto& [id, row] : in_.of("Item").records) {
        const auto matrix_id = in_.reference(row, "itemMatrixID").value_or("");
        if (matrix_id.empty())
            products_.push_back(product(row, pos::product_id{id}));
        else
            read_variant(row, id, matrix_id);
    }
    const auto items = in_.of("Item").state(), matrices = in_.of("ItemMatrix").state();
    // A matrix without a variant in an incomplete list of items may well have some.
    for (const auto& [id, row] : in_.of("ItemMatrix").records) {
        auto& p = products_[matrix_of(id, &row).product];
        if (!p.variants && items == completeness::complete) p.variants.emplace();
    }
    auto state = completeness::partial;
    if (items == completeness::complete && matrices != completeness::partial) state = items;
    if (items == completeness::absent && matrices == completeness::absent) state = items;
    return {std::move(products_), state};
}

inline void reader::read_variant(const node& row, const std::string& id,
                                 const std::string& matrix_id)
{
    const auto page_row = matrix_rows_.find(matrix_id);
    const auto nested = member(row, "ItemMatrix");
    const node* matrix_row = nested && nested.value->is_object() ? &nested : nullptr;
    if (page_row != matrix_rows_.end()) matrix_row = page_row->second;
    auto& of = matrix_of(matrix_id, matrix_row);

    pos::variant v{.id = pos::variant_id{id}, .sellable = sellable(row)};
    const auto values = member(row, "ItemAttributes");
    if (!of.names && values && values.value->is_object()) {
        of.names = names_for(values);
        if (of.names) name_attributes(products_[of.product], *of.names);
    }
    if (of.names && values) { // absent: unknown; "": none of the attributes has a value
        auto& all = v.attribute_values.emplace();
        for (std::size_t n = 0; n < of.names->size(); ++n)
            if (!(*of.names)[n].empty())
                all.push_back(in_.text(values, "attribute" + std::to_string(n + 1)).value_or(""));
    }
    auto& variants = products_[of.product].variants;
    if (!variants) variants.emplace();
    variants->push_back(std::move(v));
}

inline reader::matrix& reader::matrix_of(const std::string& id, const node* row)
{
    const auto [at, added] = matrices_.try_emplace(id);
    auto& m = at->second;
    if (!added) return m;
    m.product = products_.size();
    if (row)
        products_.push_back(product(*row, matrix_product(id)));
    else
        products_.push_back({.id = matrix_product(id)});
    if (row) m.names = names_for(*row);
    if (m.names) name_attributes(products_.back(), *m.names);
    return m;
}

inline void reader::name_attributes(pos::product& p, const attribute_names& names)
{
    auto& attributes = p.attributes.emplace();
    for (const auto& name : names)
        if (!name.empty()) attributes.push_back(name);
}

inline reader::attribute_names reader::names(const node& set)
{
    attribute_names all;
    for (std::size_t n = 0; n < all.size(); ++n)
        all[n] = in_.text(set, "attributeName" + std::to_string(n + 1)).value_or("");
    return all;
}

inline std::optional<reader::attribute_names> reader::names_for(const node& row)
{
    const auto nested = member(row, "ItemAttributeSet");
    if (nested && nested.value->is_object()) return names(nested);
    const auto set = attribute_sets_.find(in_.reference(row, "itemAttributeSetID").value_or(""));
    if (set == attribute_sets_.end()) return {};
    return set->second;
}

inline pos::product reader::product(const node& row, pos::product_id id)
{
    pos::product p{.id = std::move(id), .name = in_.text(row, "description")};
    p.category_id = link<pos::category>(row, "categoryID");
    p.brand = brand(row);
    p.tags = tags(row);
    p.sellable = sellable(row);
    p.created_at = in_.time(row, "createTime");
    return p;
}

template <class Record>
maybe<id_of<Record>> reader::link(const node& row, std::string_view key)
{
    const auto id = in_.reference(row, key);
    if (!id) return {};
    if (id->empty()) return none;
    return id_of<Record>{*id};
}

inline pos::sellable reader::sellable(const node& row)
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
    s.images = images(row);
    s.updated_at = in_.time(row, "timeStamp");
    return s;
}

inline void reader::read_prices(const node& row, pos::sellable& into)
{
    bool retail = false, online = false;
    const bool known = in_.relation(row, "Prices", "ItemPrice", [&](const node& price) {
        const auto id = in_.text(price, "useTypeID").value_or("");
        const auto level = folded(in_.text(price, "useType").value_or(""));
        if (!retail && (id == "1" || (id.empty() && level == "default"))) {
            retail = true;
            into.price = amount(price);
        }
        const bool named = !online_level_.empty() && level == online_level_;
        if (!online && (named || (!id.empty() && id == how_.online_price))) {
            online = true;
            into.online_price = amount(price);
            if (into.online_price == maybe<money>{money{}}) into.online_price = none;
        }
    });
    if (known && !retail) into.price = none;
    if (known && !online) into.online_price = none;
}

inline maybe<money> reader::amount(const node& row)
{
    const auto text = in_.text(row, "amount");
    if (!text) return {};
    if (text->empty()) return none;
    if (const auto read = parse_money(*text, how_.money.decimals)) return *read;
    in_.refuse(member(row, "amount"), "an amount such as \"19.90\"");
    return {};
}

inline std::optional<std::vector<pos::stock_row>> reader::stock(const node& row,
                                                                std::string_view level)
{
    std::vector<pos::stock_row> rows;
    const bool known = in_.relation(row, "ItemShops", "ItemShop", [&](const node& shop) {
        const auto id = in_.text(shop, "shopID").value_or("");
        if (id.empty()) return in_.refuse(member(shop, "shopID"), "the shop's id");
        if (id == "0") return; // the sum over all shops
        rows.push_back({pos::outlet_id{id}, in_.level(shop, level)});
        shops_.try_emplace({id.size(), id}, pos::outlet{.id = pos::outlet_id{id}});
    });
    if (!known) return {};
    return rows;
}

inline std::optional<std::vector<pos::image>> reader::images(const node& row)
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
    if (!known) return {};
    return in_order(std::move(ordered));
}

inline std::optional<std::string> reader::brand(const node& row)
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
inline std::optional<std::vector<std::string>> reader::tags(const node& row)
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

inline section<pos::category> reader::categories()
{
    std::string_view from = "Category";
    if (in_.of(from).pages == 0) {
        from = "the items' Category";
        auto& nested = in_.of(from);
        for (const auto* resource : {"Item", "ItemMatrix"})
            for (const auto& item : in_.of(resource).records)
                if (const auto row = member(item.row, "Category"); row && row.value->is_object())
                    nested.rows.push_back(row);
        if (nested.rows.empty()) return {};
        nested.pages = 1;
        nested.scattered = true;
        in_.collapse(from, "categoryID");
    }
    std::vector<std::pair<std::int64_t, pos::category>> ordered;
    for (const auto& [id, row] : in_.of(from).records) {
        pos::category c{.id = pos::category_id{id}, .name = in_.text(row, "name")};
        c.parent_id = link<pos::category>(row, "parentID");
        ordered.emplace_back(in_.number(row, "leftNode").value_or(last), std::move(c));
    }
    return {in_order(std::move(ordered)), in_.of(from).state()};
}

inline section<pos::customer_group> reader::customer_groups()
{
    section<pos::customer_group> groups{{}, in_.of("CustomerType").state()};
    for (const auto& [id, row] : in_.of("CustomerType").records)
        groups.records.push_back({.id = pos::customer_group_id{id}, .name = in_.text(row, "name")});
    return groups;
}

/// "noEmail" is true unless somebody said otherwise, so it is no answer about marketing.
inline section<pos::customer> reader::customers()
{
    section<pos::customer> all{{}, in_.of("Customer").state()};
    for (const auto& [id, row] : in_.of("Customer").records) {
        pos::customer c{.id = pos::customer_id{id}};
        c.first_name = in_.text(row, "firstName");
        c.last_name = in_.text(row, "lastName");
        c.group_id = link<pos::customer_group>(row, "customerTypeID");
        c.updated_at = in_.time(row, "timeStamp");
        c.archived = in_.flag(row, "archived");
        if (const auto contact = member(row, "Contact")) {
            bool primary = false;
            const bool known = in_.relation(contact, "Emails", "ContactEmail", [&](const node& e) {
                const bool first = in_.text(e, "useType") == "Primary";
                if (primary || (c.email && !first)) return;
                c.email = in_.text(e, "address");
                primary = first;
            });
            if (known && !c.email) c.email = "";
        }
        all.records.push_back(std::move(c));
    }
    return all;
}

inline std::optional<std::vector<pos::outlet>> reader::outlets()
{
    const auto& list = in_.of("Shop");
    if (list.pages == 0 && shops_.empty()) return {};
    std::vector<pos::outlet> all;
    for (const auto& [id, row] : list.records) {
        all.push_back({.id = pos::outlet_id{id}, .name = in_.text(row, "name")});
        shops_.erase({id.size(), id});
    }
    if (list.state() != completeness::complete)
        for (const auto& [key, shop] : shops_)
            all.push_back(shop);
    return all;
}

} // namespace detail

inline json::parsed<pos::snapshot> read(std::span<const page> pages, const options& how)
{
    return detail::reader{how}.read(pages);
}

inline json::parsed<pos::snapshot> read(std::span<const std::string_view> pages, const options& how)
{
    std::vector<page> named;
    for (const auto text : pages)
        named.push_back({.text = text});
    return read(named, how);
}

inline pos::product_id matrix_product(std::string_view matrix_id)
{
    return pos::product_id{"matrix:" + std::string{matrix_id}};
}

} // namespace twinshelf::platforms::r_series
