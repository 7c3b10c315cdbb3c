#pragma once

#include "twinshelf/platforms/detail/collected.hpp"
#include "twinshelf/platforms/detail/x_series_family.hpp"
#include "twinshelf/platforms/detail/x_series_page.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

/// All rows of all pages, each record once: the one with the highest version.
namespace twinshelf::platforms::x_series::detail {

/// A record that was not understood keeps an older row of it from being taken for the newest.
template <class Record>
struct version_of {
    Record record{};
    bool sound = true;
    bool deleted = false;
};

template <class Record>
using records = collected<version_of<Record>>;

class reader {
public:
    /// `whole`: the pages are of whole lists, and not only of what changed.
    reader(std::vector<json::fault>& to, bool whole) : faults(to), whole_lists(whole), in(to) {}

    void add(const page& p, std::size_t index);

    /// Whether every row of a list was seen, whatever is in it.
    [[nodiscard]] bool read_whole(list_kind kind) const
    {
        return whole_lists && list(kind).ended && !list(kind).broken;
    }
    /// How much of a list there is.
    template <class Record>
    [[nodiscard]] completeness state(list_kind kind, const collected<Record>& all) const;
    /// Whether all levels of a product are known.
    [[nodiscard]] bool knows_stock_of(const std::string& product) const;

    collected<product_row> products{};
    bool families_known = true; ///< no row was left out that nobody knows the family of
    records<level_row> levels{};
    records<pos::category> categories{};
    std::vector<pos::category> path_categories{}; ///< those on the way to a category
    records<pos::customer_group> groups{};
    records<pos::customer> customers{};
    records<outlet_row> outlets{};
    records<register_row> registers{};
    records<name_row> names{}; ///< of brands and tags
    retailer_row retailer{};
    std::vector<json::fault>& faults;

private:
    void take(list_kind kind, const row& r);
    void take_product(const row& r);
    /// Notes the categories on the way to one.
    void take_path(const view& of);
    /// Notes a record under its id and version, or that a row is missing.
    template <class Record>
    void keep(list_kind kind, records<Record>& all, const view& v, Record r);

    [[nodiscard]] list_state& list(list_kind kind) { return lists[static_cast<std::size_t>(kind)]; }
    [[nodiscard]] const list_state& list(list_kind kind) const
    {
        return lists[static_cast<std::size_t>(kind)];
    }

    bool whole_lists;
    row_taker in;
    std::array<list_state, list_kinds> lists{};
    std::optional<list_kind> last{}; ///< what the last page was of
    std::unordered_set<std::string> paths_seen{};
    std::unordered_set<std::string> whole_stock{}; ///< products whose own list of levels was read
};

inline void reader::add(const page& p, std::size_t index)
{
    page named = p;
    named.name = page_name(p, index);
    const auto refuse = [&](std::string found) {
        faults.push_back({named.name,
                          "a page of products, inventory, product_categories, customer_groups, "
                          "customers, outlets, registers, retailer, brands or tags",
                          std::move(found)});
        whole_lists = false; // it may be any list's
    };
    auto kind = kind_of_page(named);
    if (!kind && !p.resource.empty()) return refuse(json::detail::in_quotes(p.resource));
    std::size_t rows = 0;
    const auto faults_before = faults.size();
    const auto around = read_rows(named, row_places(), faults, [&](const row& r) {
        ++rows;
        take(*kind, r);
    });
    if (!kind) kind = last;
    if (p.resource.empty() && kind == list_kind::names && faults.size() > faults_before)
        whole_lists = false; // nobody knows what these rows are
    if (!around.ok()) {
        if (kind && rows > 0)
            list(*kind).broken = list(*kind).seen = true;
        else
            whole_lists = false;
        return;
    }
    list_state nobodys;
    if (!note_end(kind ? list(*kind) : nobodys, around, rows)) {
        const auto first = around.top().first();
        return refuse(first ? json::detail::in_quotes((*first)->key) + ": " + first->found()
                            : around.top().found());
    }
    if (!kind) return refuse("rows of nothing that can be told");
    last = kind;
    const auto asked = read_resource(p.resource);
    if (!asked.product.empty() && faults.size() == faults_before) whole_stock.insert(asked.product);
}

template <class Record>
completeness reader::state(list_kind kind, const collected<Record>& all) const
{
    if (!list(kind).seen) return completeness::absent;
    const bool sound = std::all_of(all.records.begin(), all.records.end(),
                                   [](const Record& r) { return r.sound; });
    return read_whole(kind) && sound ? completeness::complete : completeness::partial;
}

inline bool reader::knows_stock_of(const std::string& product) const
{
    return whole_stock.contains(product) ||
           state(list_kind::inventory, levels) == completeness::complete;
}

template <class Record>
void reader::keep(list_kind kind, records<Record>& all, const view& v, Record r)
{
    const auto version = in.whole(v, "version");
    const bool deleted = read_deleted(in, v).value_or(false);
    const std::string key = key_of(r);
    if (key.empty())
        list(kind).broken = true;
    else
        all.add(key, version, {std::move(r), in.sound(), deleted});
}

inline void reader::take(list_kind kind, const row& r)
{
    if (!in.begin(r)) {
        list(kind).broken = true;
        if (kind == list_kind::products) families_known = false;
        return;
    }
    const auto& v = r.value;
    switch (kind) {
    case list_kind::products: return take_product(r);
    case list_kind::inventory: return keep(kind, levels, v, read_level(in, v));
    case list_kind::categories:
        take_path(v);
        return keep(kind, categories, v, read_category_row(in, v));
    case list_kind::customer_groups: return keep(kind, groups, v, read_group(in, v));
    case list_kind::customers: return keep(kind, customers, v, read_customer(in, v));
    case list_kind::outlets: return keep(kind, outlets, v, read_outlet(in, v));
    case list_kind::registers: return keep(kind, registers, v, read_register(in, v));
    case list_kind::names: return keep(kind, names, v, read_name_row(in, v));
    case list_kind::retailer: retailer = read_retailer(in, v); return;
    }
}

inline void reader::take_product(const row& r)
{
    const auto& v = r.value;
    const auto id = in.id(v, "id", "the product");
    auto row = read_product(in, v, id);
    const auto version = in.whole(v, "version");
    row.where = r.where;
    row.sound = in.sound();
    const auto parent = v.find("variant_parent_id");
    if (id.empty() || (parent && !written(*parent))) families_known = false;
    if (id.empty()) {
        list(list_kind::products).broken = true;
        return;
    }
    for (const auto* key : {"product_category", "type"})
        if (const auto category = v.find(key)) take_path(*category);
    products.add(id, version, std::move(row));
}

inline void reader::take_path(const view& of)
{
    for (auto& category : read_path(of))
        if (paths_seen.insert(category.id.text).second)
            path_categories.push_back(std::move(category));
}

} // namespace twinshelf::platforms::x_series::detail
