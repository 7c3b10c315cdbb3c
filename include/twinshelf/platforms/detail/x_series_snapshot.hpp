#pragma once

#include "twinshelf/platforms/detail/x_series_reader.hpp"
#include "twinshelf/pos.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace twinshelf::platforms::x_series {

/// What the payloads do not say themselves.
struct options {
    /// What the amounts are in, where neither a retailer nor an outlet says so.
    currency money{};
    /// Whether the prices with tax are read, and not those without; unknown: as the retailer has
    /// them, else the outlets. Best as the store has its prices.
    std::optional<bool> tax_included{};
    /// What takes online orders: a register, by its id or name, or the id of an outlet; "": unknown.
    std::string online_shop{};
    /// The group that everybody is in, by its name or id.
    std::string default_group = "All Customers";
    /// The ids of what is switched on for the online channel, products and variants; unknown: no
    /// payload says so.
    std::optional<std::unordered_set<std::string>> sold_online{};
    /// The pages hold what changed since some version: no section is complete.
    bool changes = false;
};

} // namespace twinshelf::platforms::x_series

/// The snapshot that the rows come to.
namespace twinshelf::platforms::x_series::detail {

[[nodiscard]] pos::snapshot snapshot_of(reader& in, const options& how);

/// The records that are sound. One that cannot say that it is deleted is not there then.
template <class Record>
[[nodiscard]] section<Record> section_of(const reader& in, list_kind kind,
                                         const records<Record>& all)
{
    section<Record> s{{}, in.state(kind, all)};
    for (const auto& r : all.records)
        if (r.sound && (requires { r.record.deleted; } || !r.deleted))
            s.records.push_back(r.record);
    return s;
}

/// The outlet that takes online orders: of the register with that id or name, else as it is given.
[[nodiscard]] inline maybe<pos::outlet_id> online_outlet(reader& in, const std::string& wanted)
{
    if (wanted.empty()) return {};
    std::vector<const register_row*> named;
    for (const auto& [r, sound, deleted] : in.registers.records) {
        if (!sound || deleted) continue;
        if (r.id == wanted) named.assign(1, &r);
        if (r.id == wanted) break;
        if (r.name == wanted) named.push_back(&r);
    }
    if (named.empty()) return pos::outlet_id{wanted};
    if (named.size() > 1)
        in.faults.push_back({"", "one register with the name " + json::detail::in_quotes(wanted),
                             std::to_string(named.size())});
    if (named.size() > 1 || named.front()->outlet.empty()) return {};
    return pos::outlet_id{named.front()->outlet};
}

/// What the outlets agree on; of the one for online orders alone, if that is known.
template <class T>
[[nodiscard]] T common(const reader& in, const maybe<pos::outlet_id>& online, T outlet_row::*member)
{
    std::optional<T> all;
    bool differ = false;
    for (const auto& [o, sound, deleted] : in.outlets.records) {
        if (!sound || deleted) continue;
        if (online.has_value() && o.outlet.id == *online) return o.*member;
        differ = differ || (all && *all != o.*member);
        all = o.*member;
    }
    return differ || !all ? T{} : *all;
}

[[nodiscard]] inline currency currency_of(const reader& in, const options& how,
                                          const maybe<pos::outlet_id>& online)
{
    auto code = in.retailer.currency;
    if (code.empty()) code = common(in, online, &outlet_row::currency);
    if (code.empty() || code == how.money.code) return how.money;
    return {code, default_decimals(code)};
}

/// The levels of each product, but at outlets that are closed.
class stock_index {
public:
    explicit stock_index(const reader& from) : in(from)
    {
        std::unordered_set<std::string> closed;
        for (const auto& o : in.outlets.records)
            if (o.deleted) closed.insert(o.record.outlet.id.text);
        for (const auto& [level, sound, deleted] : in.levels.records)
            if (!deleted && !closed.contains(level.stock.outlet_id.text))
                levels[level.product].push_back(level.stock);
        for (auto& [product, rows] : levels)
            std::sort(rows.begin(), rows.end(),
                      [](const auto& a, const auto& b) { return a.outlet_id < b.outlet_id; });
    }

    void fill(product_row& r) const
    {
        const auto& id = r.record.id.text;
        if (!in.knows_stock_of(id)) return;
        const auto found = levels.find(id);
        auto& stock = r.record.sellable.stock;
        if (found != levels.end())
            stock = found->second;
        else if (!r.composite && r.record.sellable.tracks_stock)
            stock.emplace();
    }

private:
    const reader& in;
    std::unordered_map<std::string, std::vector<pos::stock_row>> levels{};
};

/// Whether one of the prices was read, and which; a fault of the row where it does not fit.
inline void choose_price(product_row& r, std::optional<bool> with_tax, int decimals,
                         std::vector<json::fault>& faults)
{
    auto& p = r.record;
    p.tax_included = with_tax ? with_tax : r.shown_with_tax;
    if (!p.tax_included) return;
    const auto& digits = *p.tax_included ? r.including_tax : r.excluding_tax;
    if (digits.is_none()) p.sellable.price = none;
    if (!digits.has_value()) return;
    if (const auto amount = parse_money(*digits, decimals)) {
        p.sellable.price = *amount;
        return;
    }
    r.sound = false;
    faults.push_back({r.where + (*p.tax_included ? "/price_including_tax" : "/price_excluding_tax"),
                      "an amount such as 19.90", "the number " + *digits});
}

inline void finish_products(reader& in, const options& how, const currency& money,
                            std::optional<bool> with_tax)
{
    const stock_index stock{in};
    const auto name_of = [&](const std::string& id) -> std::optional<std::string> {
        const auto* known = in.names.find(id);
        if (!known || !known->sound) return {};
        return known->record.name;
    };
    bool prices_lost = false;
    for (auto& r : in.products.records) {
        if (!r.sound) continue;
        auto& p = r.record;
        if (!r.brand_id.empty()) p.brand = name_of(r.brand_id);
        if (!r.tag_ids.empty()) p.tags.emplace();
        for (const auto& id : r.tag_ids)
            if (const auto name = name_of(id); p.tags && name)
                p.tags->push_back(*name);
            else
                p.tags.reset();
        if (how.sold_online) p.sellable.sell_online = how.sold_online->contains(p.id.text);
        choose_price(r, with_tax, money.decimals, in.faults);
        prices_lost = prices_lost || (!p.tax_included && !r.deleted() &&
                                      (r.including_tax.has_value() || r.excluding_tax.has_value()));
        stock.fill(r);
    }
    if (prices_lost)
        in.faults.push_back({"", "a retailer or outlets that say whether prices include tax",
                             "prices with and without"});
}

[[nodiscard]] inline section<pos::product> products_of(const reader& in)
{
    const auto& rows = in.products.records;
    section<pos::product> all{{}, in.state(list_kind::products, in.products)};
    for (const auto& f : families_of(rows, in.read_whole(list_kind::products) && in.families_known))
        if (auto p = product_of(f)) all.records.push_back(std::move(*p));
    return all;
}

/// The categories; where not all were listed, with those that products name on the way to theirs.
[[nodiscard]] inline section<pos::category> categories_of(const reader& in)
{
    auto all = section_of(in, list_kind::categories, in.categories);
    if (all.complete() || in.path_categories.empty()) return all;
    std::unordered_set<std::string> listed;
    for (const auto& c : in.categories.records)
        listed.insert(c.record.id.text);
    const auto more = static_cast<std::ptrdiff_t>(all.records.size());
    for (const auto& c : in.path_categories)
        if (!listed.contains(c.id.text)) all.records.push_back(c);
    std::stable_sort(all.records.begin() + more, all.records.end(),
                     [](const auto& a, const auto& b) { return a.name < b.name; });
    all.state = completeness::partial;
    return all;
}

/// The outlets; where not all were listed, with those that have stock.
[[nodiscard]] inline std::optional<std::vector<pos::outlet>>
outlets_of(const reader& in, const std::vector<pos::product>& products)
{
    std::set<std::string> more;
    const auto look = [&](const pos::sellable& s) {
        if (s.stock)
            for (const auto& row : *s.stock)
                more.insert(row.outlet_id.text);
    };
    const auto state = in.state(list_kind::outlets, in.outlets);
    if (state != completeness::complete)
        for (const auto& p : products) {
            look(p.sellable);
            if (p.variants)
                for (const auto& v : *p.variants)
                    look(v.sellable);
        }
    if (state == completeness::absent && more.empty()) return {};
    std::vector<pos::outlet> all;
    for (const auto& [o, sound, deleted] : in.outlets.records) {
        more.erase(o.outlet.id.text);
        if (sound && !deleted) all.push_back(o.outlet);
    }
    for (const auto& id : more)
        all.push_back({.id = pos::outlet_id{id}});
    return all;
}

inline pos::snapshot snapshot_of(reader& in, const options& how)
{
    pos::snapshot all;
    all.ecom_outlet = online_outlet(in, how.online_shop);
    all.currency = currency_of(in, how, all.ecom_outlet);
    auto with_tax = how.tax_included ? how.tax_included : in.retailer.tax_included;
    if (!with_tax) with_tax = common(in, all.ecom_outlet, &outlet_row::tax_included);
    finish_products(in, how, all.currency, with_tax);
    all.products = products_of(in);
    all.categories = categories_of(in);
    all.outlets = outlets_of(in, all.products.records);
    all.customer_groups = section_of(in, list_kind::customer_groups, in.groups);
    for (auto& g : all.customer_groups.records)
        g.is_default = g.id.text == how.default_group || g.name == how.default_group;
    all.customers = section_of(in, list_kind::customers, in.customers);
    return all;
}

} // namespace twinshelf::platforms::x_series::detail
