#pragma once

#include "twinshelf/platforms/detail/r_series_people.hpp"
#include "twinshelf/platforms/detail/r_series_tables.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The rows of R-Series pages, into the tables.
namespace twinshelf::platforms::r_series::detail {

using platforms::detail::row;

class page_reader {
public:
    page_reader(tables& to, int decimals, std::vector<price_level> online,
                std::vector<json::fault>& faults)
        : to_(to), faults_(faults), take_(faults), items_(take_, decimals, std::move(online))
    {
    }

    /// Reads a page. An answer without rows does not say what it is about: it belongs to the
    /// page's resource, else to the list of the page before, if that goes on.
    void add(const page& from);

private:
    using resources = std::vector<resource>;

    void add_row(const row& r, resources& seen);
    void add_item(const view& row);
    void add_matrix(const view& row);
    void add_nested_category(const view& of);
    [[nodiscard]] placed_category category(const view& row);
    /// Keeps what a row became, or notes that not all of the row was understood.
    template <class Record>
    void keep(collected<Record>& in, const std::string& id, const view& row, Record r);
    /// The lists that a page which was read to its end is of.
    [[nodiscard]] resources lists_of(const envelope& around, std::optional<resource> asked);
    void refuse_page(const std::string& name, std::string expected, std::string found);

    tables& to_;
    std::vector<json::fault>& faults_;
    row_taker take_;
    item_reader items_;
    std::optional<resource> open_{}; // whose last page names a next one, if that was the last page
};

/// The levels of prices that the pages list.
[[nodiscard]] inline std::vector<price_level> read_levels(std::span<const page> pages)
{
    tables found;
    std::vector<json::fault> ignored; // they are told when all is read
    page_reader in{found, 0, {}, ignored};
    for (const auto& p : pages)
        if (p.text.find("\"PriceLevel\"") != p.text.npos) in.add(p);
    found.settle();
    return std::move(found.levels.records);
}

inline void page_reader::refuse_page(const std::string& name, std::string expected,
                                     std::string found)
{
    to_.page_lost = true;
    faults_.push_back({name, std::move(expected), std::move(found)});
}

inline void page_reader::add(const page& from)
{
    const auto asked = find_word<resource>(from.resource);
    if (!from.resource.empty() && !asked)
        return refuse_page(from.name, json::detail::one_of_words<resource>(),
                           json::detail::in_quotes(from.resource));
    resources of;
    const auto around =
        platforms::detail::read_rows(from, places, faults_, [&](const row& r) { add_row(r, of); });
    const auto before = std::exchange(open_, {});
    if (around.ok())
        of = lists_of(around, asked ? asked : before);
    else if (of.empty() && asked)
        of.push_back(*asked);
    else if (of.empty())
        to_.page_lost = true;
    for (const auto each : of) {
        to_.list(each).note(around, faults_);
        if (to_.list(each).open) open_ = each;
    }
}

inline page_reader::resources page_reader::lists_of(const envelope& around,
                                                    std::optional<resource> asked)
{
    const auto top = around.top();
    const auto refuse = [&](std::string found) {
        refuse_page(around.where, "rows, at the key " + json::detail::one_of_words<resource>(),
                    std::move(found));
        return resources{};
    };
    if (!top.is(node_type::object)) return refuse(top.found());
    if (top.find("httpCode")) {
        const auto part = [&](std::string_view key) {
            const auto at = top.find(key);
            return at ? platforms::detail::written(*at).value_or("") : std::string{};
        };
        return refuse("the error " + part("httpCode") + ' ' + part("httpMessage") + ", " +
                      json::detail::in_quotes(part("message")));
    }
    resources of;
    for (std::size_t i = 0; i < places.size(); ++i)
        if (top.find(places[i].substr(1))) of.push_back(static_cast<resource>(i));
    if (!of.empty()) return of;
    for (auto each = top.first(); each; each = each->next())
        if ((*each)->key != "@attributes")
            return refuse("the key " + json::detail::in_quotes((*each)->key));
    if (asked) of.push_back(*asked);
    return of; // none: there are no rows, of what nobody can tell
}

inline void page_reader::add_row(const row& r, resources& seen)
{
    const auto at = std::find(places.begin(), places.end(), r.place);
    if (at == places.end()) return; // of a page that is a list, which is refused as a whole
    const auto of = static_cast<resource>(at - places.begin());
    if (std::find(seen.begin(), seen.end(), of) == seen.end()) seen.push_back(of);
    if (!take_.begin(r)) {
        to_.list(of).scattered = true;
        return;
    }
    const auto& row = r.value;
    const auto id = [&](std::string_view key) { return row_id(take_, row, key); };
    const auto name = [&] { return take_.text(row, "name"); };
    const auto part = [&](auto taken) {
        return part_of<decltype(taken)>{take_.reference(row, "itemID").value_or(""),
                                        take_.reference(row, "itemMatrixID").value_or(""),
                                        std::move(taken)};
    };
    switch (of) {
    case resource::item: return add_item(row);
    case resource::matrix: return add_matrix(row);
    case resource::attribute_set:
        return keep(to_.sets, id("itemAttributeSetID"), row, items_.attribute_names(row));
    case resource::category: return keep(to_.categories, id("categoryID"), row, category(row));
    case resource::manufacturer:
        return keep(to_.manufacturers, id("manufacturerID"), row, name().value_or(""));
    case resource::shop: {
        const auto key = id("shopID");
        return keep(to_.shops, key, row, {.id = pos::outlet_id{key}, .name = name()});
    }
    case resource::customer_type: {
        auto g = customer_group(take_, row);
        return keep(to_.groups, g.id.text, row, g);
    }
    case resource::customer: {
        auto c = customer(take_, row);
        return keep(to_.customers, c.id.text, row, c);
    }
    case resource::price_level: {
        const auto key = id("priceLevelID");
        const bool fixed = take_.flag(row, "canBeArchived") == false;
        return keep(to_.levels, key, row, {key, name().value_or(""), fixed});
    }
    case resource::item_shop:
        return keep(to_.stock, id("itemShopID"), row, part(items_.stock_at(row)));
    case resource::image: return keep(to_.images, id("imageID"), row, part(items_.image(row)));
    }
}

inline void page_reader::add_item(const view& row)
{
    auto r = items_.item(row);
    add_nested_category(row);
    if (const auto nested = take_.object(row, "ItemMatrix");
        nested && !r.matrix.empty() && to_.nested_matrices.find(r.matrix) == nullptr) {
        auto m = items_.matrix(*nested);
        if (take_.sound() && m.id == r.matrix) to_.nested_matrices.add(r.matrix, {}, std::move(m));
    }
    if (!take_.sound()) {
        const auto at = row.find("itemMatrixID");
        const bool told = at && platforms::detail::written(*at);
        if (!r.matrix.empty() || !told) to_.broken_matrices.insert(r.matrix);
    }
    const auto id = r.id, matrix = r.matrix;
    const auto* before = to_.items.find(id);
    const auto was_in = before == nullptr ? std::string{} : before->matrix;
    keep(to_.items, id, row, std::move(r));
    if (!to_.items.lacks(id)) return;
    for (const auto& of : {was_in, matrix}) // nobody knows which of its rows is right
        if (!of.empty()) to_.broken_matrices.insert(of);
}

inline void page_reader::add_matrix(const view& row)
{
    auto m = items_.matrix(row);
    add_nested_category(row);
    std::vector<std::string> ids;
    std::vector<item_row> items;
    if (relation(take_, row, "Items", "Item", [&](const view& item) {
            items.push_back(items_.item(item));
            ids.push_back(items.back().id);
        }))
        m.items = ids;
    const auto id = m.id;
    if (take_.sound())
        for (std::size_t i = 0; i < items.size(); ++i)
            to_.nested_items.add(ids[i], {}, std::move(items[i]));
    keep(to_.matrices, id, row, std::move(m));
}

inline void page_reader::add_nested_category(const view& of)
{
    if (const auto nested = take_.object(of, "Category"); nested && take_.sound())
        keep(to_.nested_categories, row_id(take_, *nested, "categoryID"), *nested,
             category(*nested));
}

inline placed_category page_reader::category(const view& row)
{
    pos::category c{.id = pos::category_id{take_.reference(row, "categoryID").value_or("")},
                    .name = take_.text(row, "name")};
    c.parent_id = take_.link<pos::category>(row, "parentID");
    return {take_.whole(row, "leftNode").value_or(last), std::move(c)};
}

template <class Record>
void page_reader::keep(collected<Record>& in, const std::string& id, const view& row, Record r)
{
    std::optional<std::int64_t> age;
    if (const auto stamp = row.find("timeStamp"))
        if (const auto at = parse_time(platforms::detail::written(*stamp).value_or("")))
            age = at->time_since_epoch().count();
    if (take_.sound())
        in.add(id, age, std::move(r));
    else
        in.miss(id, age);
}

} // namespace twinshelf::platforms::r_series::detail
