#pragma once

#include "shop.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

/// A shop as tables of one shape for both sides, for rivals that do not compare C++ structs: SQL
/// and JSON. Images and variants are rows of their own. Made beforehand, and not timed; so what a
/// side has to work out (a category's counterpart, the stock over all outlets, the price that a
/// variation has from its product) is in the rows already.
namespace benchmark {

/// Nothing where a side has none, or does not know. Views of the shop.
using text = std::optional<std::string_view>;
using number = std::optional<std::int64_t>;

struct product_row {
    static constexpr std::size_t table = 0;
    text product{}; ///< here and below: the till's id
    text name{};
    text description{};
    text brand{};
    text category{};
    text sku{};
    text upc{};
    number price{};  ///< minor units
    number weight{}; ///< in the store's unit
    number stock{};
    number tracks_stock{}; ///< 0 or 1
};

struct variant_row {
    static constexpr std::size_t table = 1;
    text product{};
    text variant{};
    text sku{};
    text upc{};
    number price{};
    number weight{};
    number stock{};
    number tracks_stock{};
};

struct image_row {
    static constexpr std::size_t table = 2;
    text product{};
    number position{};
    text source{};
};

template <class Visit, class Row>
void sold_columns(Visit&& visit, const Row& r)
{
    visit("sku", r.sku);
    visit("upc", r.upc);
    visit("price", r.price);
    visit("weight", r.weight);
    visit("stock", r.stock);
    visit("tracks_stock", r.tracks_stock);
}

template <class Visit>
void columns(Visit&& visit, const product_row& r)
{
    visit("product", r.product);
    visit("name", r.name);
    visit("description", r.description);
    visit("brand", r.brand);
    visit("category", r.category);
    sold_columns(visit, r);
}

template <class Visit>
void columns(Visit&& visit, const variant_row& r)
{
    visit("product", r.product);
    visit("variant", r.variant);
    sold_columns(visit, r);
}

template <class Visit>
void columns(Visit&& visit, const image_row& r)
{
    visit("product", r.product);
    visit("position", r.position);
    visit("source", r.source);
}

/// What of a shop a rival is given: the first products of the till and what is linked to them. Of
/// those gone from the till it is as large a share, since the store is in no order.
class part {
public:
    part(const shop& s, std::size_t most_products) : most(most_products)
    {
        const auto& all = s.pos.products.records;
        place.reserve(all.size());
        for (std::size_t i = 0; i < all.size(); ++i)
            place.emplace(all[i].id.text, i);
    }

    [[nodiscard]] bool whole() const { return place.size() <= most; }
    /// As `work` wants it.
    [[nodiscard]] std::size_t products() const { return whole() ? 0 : most; }

    [[nodiscard]] bool has_pos(std::size_t at) const { return at < most; }
    [[nodiscard]] bool has_ecom(const twinshelf::ecom::product& e, std::size_t at) const
    {
        const auto linked = place.find(twinshelf::linked_to(e));
        return has_pos(linked == place.end() ? at : linked->second);
    }

private:
    std::size_t most;
    std::unordered_map<std::string_view, std::size_t> place{};
};

/// Calls `visit(side, row)` for each row: of each product its own, then its variants', its images'.
/// Of the store those with a link.
template <class Visit>
void each_row(const shop& s, const part& of, Visit&& visit);

namespace detail {

inline text text_of(const std::optional<std::string>& t)
{
    return t ? text{*t} : text{};
}

inline number number_of(std::optional<bool> flag)
{
    return flag ? number{*flag ? 1 : 0} : number{};
}

inline number number_of(const twinshelf::maybe<twinshelf::money>& price)
{
    return price.has_value() ? number{price->minor} : number{};
}

inline number number_of(const twinshelf::maybe<twinshelf::mass>& weight, twinshelf::mass_unit in)
{
    if (!weight.has_value()) return {};
    const auto there = convert(*weight, in);
    return there ? number{there->millionths} : number{};
}

inline number number_of(const std::optional<std::vector<twinshelf::pos::stock_row>>& stock)
{
    if (!stock) return {};
    twinshelf::stock_level all{};
    for (const auto& one : *stock)
        all = total(all, one.level.value_or(twinshelf::stock_level{}));
    return whole_units(all);
}

template <class Row, class Sellable>
void sell(Row& to, const Sellable& from, twinshelf::mass_unit in)
{
    to.sku = text_of(from.sku);
    to.upc = text_of(from.upc);
    to.price = number_of(from.price);
    to.weight = number_of(from.weight, in);
    to.tracks_stock = number_of(from.tracks_stock);
    if constexpr (requires { from.stock; })
        to.stock = number_of(from.stock);
    else
        to.stock = from.quantity;
}

template <class Product>
product_row own_row(const Product& p, std::string_view id, text category, twinshelf::mass_unit in)
{
    product_row row{.product = id,
                    .name = text_of(p.name),
                    .description = text_of(p.description),
                    .brand = text_of(p.brand),
                    .category = category};
    sell(row, p.sellable, in);
    return row;
}

} // namespace detail

template <class Visit>
void each_row(const shop& s, const part& of, Visit&& visit)
{
    using namespace twinshelf;
    const auto unit = s.ecom.weight_unit;
    for (std::size_t i = 0; i < s.pos.products.records.size(); ++i) {
        const auto& p = s.pos.products.records[i];
        if (!of.has_pos(i)) break;
        const std::string_view id = p.id.text;
        const auto category = p.category_id.has_value() ? text{p.category_id->text} : text{};
        visit(side::pos, detail::own_row(p, id, category, unit));
        if (p.variants)
            for (const auto& v : *p.variants) {
                variant_row row{.product = id, .variant = v.id.text};
                detail::sell(row, v.sellable, unit);
                visit(side::pos, row);
            }
        if (p.sellable.images)
            for (std::size_t k = 0; k < p.sellable.images->size(); ++k)
                visit(side::pos,
                      image_row{id, static_cast<std::int64_t>(k), (*p.sellable.images)[k].id.text});
    }

    std::unordered_map<std::string_view, std::string_view> categories;
    for (const auto& c : s.ecom.categories.records)
        categories.emplace(c.id.text, linked_to(c));
    for (std::size_t i = 0; i < s.ecom.products.records.size(); ++i) {
        const auto& e = s.ecom.products.records[i];
        const auto id = linked_to(e);
        if (id.empty() || !of.has_ecom(e, i)) continue;
        text category{};
        if (e.category_ids && !e.category_ids->empty())
            category = categories[e.category_ids->front().text];
        visit(side::ecom, detail::own_row(e, id, category, unit));
        if (e.variations)
            for (const auto& v : *e.variations) {
                variant_row row{.product = id, .variant = linked_to(v)};
                detail::sell(row, v.sellable, unit);
                if (!row.price) row.price = detail::number_of(e.sellable.price);
                visit(side::ecom, row);
            }
        if (e.images)
            for (std::size_t k = 0; k < e.images->size(); ++k) {
                const auto& source = (*e.images)[k].source_id;
                visit(side::ecom, image_row{id, static_cast<std::int64_t>(k),
                                            source ? text{source->text} : text{}});
            }
    }
}

/// The SQL for one kind of rows, of which there is a table a side.
struct sql {
    std::string name;
    std::string columns{}; ///< "product TEXT, …"
    std::string key{};     ///< "product"
    std::size_t count = 0; ///< of columns
    std::string joined_by{};
    std::string differs{};

    [[nodiscard]] std::string table(twinshelf::side on) const
    {
        return std::string{on == twinshelf::side::pos ? "pos_" : "ecom_"} + name;
    }
    [[nodiscard]] std::string create(twinshelf::side on) const
    {
        return "CREATE TABLE " + table(on) + " (" + columns + ")";
    }
    [[nodiscard]] std::string index(twinshelf::side on) const
    {
        return "CREATE INDEX " + table(on) + "_key ON " + table(on) + " (" + key + ")";
    }
    /// The product that a row is about, and both sides' columns of all rows that differ.
    [[nodiscard]] std::string join() const
    {
        return "SELECT coalesce(p.product, e.product), p.*, e.* FROM pos_" + name +
               " p FULL OUTER JOIN ecom_" + name + " e ON " + joined_by + " WHERE " + differs;
    }
};

template <class Row>
[[nodiscard]] sql sql_of(std::string name, const std::vector<std::string_view>& key)
{
    sql made{std::move(name)};
    const auto add = [](std::string& to, std::string_view between, const std::string& one) {
        if (!to.empty()) to += between;
        to += one;
    };
    columns(
        [&](std::string_view column, const auto& value) {
            const std::string c{column};
            const bool is_text = std::is_same_v<decltype(value), const text&>;
            add(made.columns, ", ", c + (is_text ? " TEXT" : " BIGINT"));
            add(made.differs, " OR ", "p." + c + " IS DISTINCT FROM e." + c);
            ++made.count;
        },
        Row{});
    for (const auto column : key) {
        const std::string c{column};
        add(made.key, ", ", c);
        add(made.joined_by, " AND ", "p." + c + " = e." + c);
    }
    return made;
}

/// By `Row::table`.
[[nodiscard]] inline std::array<sql, 3> all_tables()
{
    return {sql_of<product_row>("product", {"product"}),
            sql_of<variant_row>("variant", {"variant"}),
            sql_of<image_row>("image", {"product", "position"})};
}

/// A row that a join gave.
struct joined {
    std::string product{};
    std::vector<std::optional<std::string>> cells{};
};

} // namespace benchmark
