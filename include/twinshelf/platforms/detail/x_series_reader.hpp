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

struct outlet_row {
    pos::outlet outlet{};
    std::string currency{};
    std::optional<bool> tax_included{};
};

struct register_row {
    std::string id{}, name{}, outlet{};
};

struct level_row {
    std::string product{};
    pos::stock_row stock{};
};

/// What the retailer's page says.
struct retailer_row {
    std::string currency{};
    std::optional<bool> tax_included{};
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
    records<std::string> names{}; ///< of brands and tags
    retailer_row retailer{};
    std::vector<json::fault>& faults;

private:
    void take(list_kind kind, const row& r);
    void take_product(const row& r);
    void take_level(const view& v);
    void take_category(const view& v);
    void take_path(const view& of);
    void take_group(const view& v);
    void take_customer(const view& v);
    void take_outlet(const view& v);
    void take_register(const view& v);
    void take_retailer(const view& v);
    void take_name(const view& v);
    /// Notes a record under its id and version, or that a row is missing.
    template <class Record>
    void keep(list_kind kind, records<Record>& all, const std::string& id, const view& v, Record r);

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
void reader::keep(list_kind kind, records<Record>& all, const std::string& id, const view& v,
                  Record r)
{
    const auto version = in.whole(v, "version");
    const bool deleted = read_deleted(in, v).value_or(false);
    if (id.empty())
        list(kind).broken = true;
    else
        all.add(id, version, {std::move(r), in.sound(), deleted});
}

inline void reader::take(list_kind kind, const row& r)
{
    if (!in.begin(r)) {
        list(kind).broken = true;
        if (kind == list_kind::products) families_known = false;
        return;
    }
    switch (kind) {
    case list_kind::products: return take_product(r);
    case list_kind::inventory: return take_level(r.value);
    case list_kind::categories: return take_category(r.value);
    case list_kind::customer_groups: return take_group(r.value);
    case list_kind::customers: return take_customer(r.value);
    case list_kind::outlets: return take_outlet(r.value);
    case list_kind::registers: return take_register(r.value);
    case list_kind::retailer: return take_retailer(r.value);
    case list_kind::names: return take_name(r.value);
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
    if (const auto category = v.find("product_category")) take_path(*category);
    if (const auto type = v.find("type")) take_path(*type);
    products.add(id, version, std::move(row));
}

inline void reader::take_level(const view& v)
{
    level_row row{.product = in.id(v, "product_id", "the product")};
    row.stock.outlet_id = pos::outlet_id{in.id(v, "outlet_id", "the outlet")};
    const bool whose = in.sound();
    for (const auto* key : {"current_inventory_level", "inventory_level", "current_amount"})
        if (!row.stock.level) row.stock.level = in.level(v, key);
    const auto key = whose ? row.product + ' ' + row.stock.outlet_id.text : std::string{};
    keep(list_kind::inventory, levels, key, v, std::move(row));
}

inline void reader::take_category(const view& v)
{
    const auto id = in.id(v, "id", "the category");
    pos::category c{.id = pos::category_id{id}, .name = in.text(v, "name")};
    c.parent_id = in.link<pos::category>(v, "parent_category_id");
    if (!c.parent_id.known()) { // a product type: its path, or nothing above it
        std::string above;
        bool found = false;
        const bool has_path = in.each(v, "category_path", [&](const view& step) {
            const auto at = in.id(step, "id", "the category");
            found = found || at == id;
            if (!found) above = at;
        });
        if (found && !above.empty()) c.parent_id = pos::category_id{above};
        if ((found && above.empty()) || !has_path) c.parent_id = none;
    }
    take_path(v);
    keep(list_kind::categories, categories, id, v, std::move(c));
}

inline void reader::take_path(const view& of)
{
    maybe<pos::category_id> above = none;
    const auto path = of.find("category_path");
    if (!path || !path->is(node_type::array)) return;
    for (auto step = path->first(); step; step = step->next()) {
        const auto id = step->find("id"), name = step->find("name");
        const auto text = id ? written(*id).value_or("") : std::string{};
        if (text.empty()) return;
        pos::category c{.id = pos::category_id{text}, .parent_id = above};
        if (name) c.name = written(*name);
        above = c.id;
        if (paths_seen.insert(text).second) path_categories.push_back(std::move(c));
    }
}

inline void reader::take_group(const view& v)
{
    const auto id = in.id(v, "id", "the customer group");
    pos::customer_group g{.id = pos::customer_group_id{id}, .name = in.text(v, "name")};
    g.deleted = read_deleted(in, v);
    keep(list_kind::customer_groups, groups, id, v, std::move(g));
}

inline void reader::take_customer(const view& v)
{
    const auto id = in.id(v, "id", "the customer");
    pos::customer c{.id = pos::customer_id{id}, .email = in.text(v, "email")};
    c.first_name = in.text(v, "first_name");
    c.last_name = in.text(v, "last_name");
    c.group_id = in.link<pos::customer_group>(v, "customer_group_id");
    if (const auto no_mail = in.flag(v, "do_not_email")) c.accepts_marketing = !*no_mail;
    c.updated_at = in.time(v, "updated_at");
    c.deleted = read_deleted(in, v);
    keep(list_kind::customers, customers, id, v, std::move(c));
}

inline void reader::take_outlet(const view& v)
{
    const auto id = in.id(v, "id", "the outlet");
    outlet_row o{.outlet = {.id = pos::outlet_id{id}, .name = in.text(v, "name")}};
    o.currency = in.text(v, "currency").value_or("");
    const auto shown = in.text(v, "display_prices").value_or("");
    if (shown == "inclusive" || shown == "exclusive")
        o.tax_included = shown == "inclusive";
    else if (!shown.empty())
        in.miss(v, "display_prices", R"("inclusive" or "exclusive")");
    keep(list_kind::outlets, outlets, id, v, std::move(o));
}

inline void reader::take_register(const view& v)
{
    register_row r{.id = in.id(v, "id", "the register")};
    r.name = in.text(v, "name").value_or("");
    r.outlet = in.reference(v, "outlet_id").value_or("");
    const auto id = r.id;
    keep(list_kind::registers, registers, id, v, std::move(r));
}

inline void reader::take_retailer(const view& v)
{
    const auto currency = v.find("currency");
    if (currency && currency->is(node_type::object))
        retailer.currency = in.text(*currency, "code").value_or("");
    else
        retailer.currency = in.text(v, "currency").value_or("");
    if (const auto exclusive = in.flag(v, "tax_exclusive")) retailer.tax_included = !*exclusive;
}

inline void reader::take_name(const view& v)
{
    const auto id = in.id(v, "id", "the row");
    const auto name = in.text(v, "name");
    if (!name) in.miss(v, "name", "a name, or a page whose resource is said");
    keep(list_kind::names, names, id, v, name.value_or(""));
}

} // namespace twinshelf::platforms::x_series::detail
