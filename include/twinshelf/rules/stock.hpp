#pragma once

#include "twinshelf/rules/fields.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

/// Stock: what ecom may sell of a sellable.
///
///   id   pos                                     ecom             result
///   S1   no level known, or nothing of the stock any              nothing
///   S2   not tracked                             tracked          unlimited (stock.untracked)
///   S3   not tracked                             unlimited        nothing
///   S4   tracked                                 unlimited        by the flow of tracks_stock:
///                                                                 pos_leads limits it again, with
///                                                                 its level; else left, a notice
///   S5   tracked, or not known, a level          tracked, other   the level, whole and at least 0
///   S6   any                                     unknown          nothing
///
/// The level is the sum over the outlet that takes online orders and the selected ones
/// (`stock.outlets`): one without a row counts 0, an unknown level makes the sum unknown. Where
/// a level is to be written and it is not known which outlet takes online orders, there is none,
/// and one hold says so for all.
namespace twinshelf {

/// The outlets that count.
class outlet_selection {
public:
    /// Reports a selected outlet that is not there.
    explicit outlet_selection(const task& t);

    /// What ecom may sell: whole units, at least 0 (`stock.whole`, `stock.negative`). No value
    /// where it is not known. Asked for only where it would be written: what is in its way is said.
    [[nodiscard]] std::optional<std::int64_t> level(const pos::sellable& s) const;

    /// Says which outlets on stock rows are in no list or there twice, and once if it is not known
    /// which outlet counts at all (`stock.outlets`).
    void say_outlets() const;

private:
    const task& t;
    bool none_known = false;
    std::vector<std::string_view> selected; ///< sorted
    std::vector<std::string_view> listed;   ///< sorted; empty where the list is not known
    mutable std::set<std::string_view> unlisted;
    mutable bool asked = false;                  ///< some level was to be told
    mutable std::set<std::string_view> repeated; ///< outlets that a sellable has two rows for
};

namespace detail {

/// The ids on stock rows, as far as the second one: is there only one outlet?
inline std::set<std::string_view> first_outlets_on_rows(const task& t)
{
    std::set<std::string_view> found;
    const auto look = [&](const pos::sellable& s) {
        if (s.stock)
            for (const auto& row : *s.stock)
                if (!blank(row.outlet_id.text)) found.insert(row.outlet_id.text);
    };
    for (const auto& p : t.pos.products.records) {
        look(p.sellable);
        if (p.variants)
            for (const auto& v : *p.variants)
                look(v.sellable);
        if (found.size() > 1) break;
    }
    return found;
}

} // namespace detail

inline outlet_selection::outlet_selection(const task& all) : t(all)
{
    if (!t.policy.syncs(field::product_stock)) return;
    if (t.pos.outlets)
        for (const auto& o : *t.pos.outlets)
            listed.push_back(o.id.text);
    std::sort(listed.begin(), listed.end());
    listed.erase(std::unique(listed.begin(), listed.end()), listed.end());
    const auto is_listed = [&](std::string_view id) {
        return !t.pos.outlets || std::binary_search(listed.begin(), listed.end(), id);
    };

    if (t.pos.ecom_outlet.has_value() && !blank(t.pos.ecom_outlet->text)) {
        selected.push_back(t.pos.ecom_outlet->text);
    } else if (t.pos.outlets) {
        if (listed.size() == 1) selected = listed;
    } else if (const auto seen = detail::first_outlets_on_rows(t);
               seen.size() == 1 && t.pos.products.complete()) {
        selected.push_back(*seen.begin());
    }
    none_known = selected.empty() || !is_listed(selected.front());
    for (const auto& id : t.policy.outlets)
        selected.push_back(id.text);
    std::sort(selected.begin(), selected.end());
    selected.erase(std::unique(selected.begin(), selected.end()), selected.end());

    std::erase_if(selected, [&](std::string_view id) {
        if (is_listed(id)) return false;
        t.say(severity::error, rule::stock_outlets, kind::product, {},
              "The selected outlet " + std::string{id} + " is not there; it counts nothing.")
            .key += id;
        return true;
    });
}

inline std::optional<std::int64_t> outlet_selection::level(const pos::sellable& s) const
{
    if (!s.stock) return {};
    asked = true;
    if (none_known) return {};
    stock_level in{}, out{}; // apart, so that the order of rows means nothing even at the limits
    std::set<std::string_view> counted;
    bool known = true;
    for (const auto& row : *s.stock) {
        const std::string_view id = row.outlet_id.text;
        if (blank(id) || (t.pos.outlets && !std::binary_search(listed.begin(), listed.end(), id))) {
            unlisted.insert(id);
            continue;
        }
        if (!std::binary_search(selected.begin(), selected.end(), id)) continue;
        if (!counted.insert(id).second) {
            repeated.insert(id);
            known = false;
        } else if (!row.level) {
            known = false;
        } else {
            auto& part = *row.level < stock_level{} ? out : in;
            part = total(part, *row.level);
        }
    }
    if (!known) return {};
    return std::max<std::int64_t>(0, whole_units(total(in, out)));
}

inline void outlet_selection::say_outlets() const
{
    for (const auto id : unlisted)
        t.say(severity::error, rule::stock_outlets, kind::product, {},
              "There is stock at the outlet " + std::string{id} +
                  ", which is not there; it counts nothing.")
            .key += id;
    for (const auto id : repeated)
        t.say(severity::error, rule::record_isolated, kind::product, {},
              "Some products have two stock levels at the outlet " + std::string{id} +
                  "; their stock is left alone.",
              field::product_stock)
            .key += id;
    if (none_known && asked)
        t.say(severity::hold, rule::stock_outlets, kind::product, {},
              "Stock is not synced: which outlet takes the online orders is not known.");
}

/// Adds the stock of a new sellable to its record.
inline void stock_new(const task& t, const outlet_selection& outlets, const pos::sellable& s,
                      std::vector<setting>& record)
{
    if (s.tracks_stock && t.policy.syncs(field::product_tracks_stock))
        record.push_back({field::product_tracks_stock, *s.tracks_stock});
    if (s.tracks_stock == false || !t.policy.syncs(field::product_stock)) return; // S2
    if (const auto level = outlets.level(s)) record.push_back({field::product_stock, *level});
}

/// Adds the changes that give an ecom sellable the stock of its pos one.
inline void compare_stock(const task& t, const outlet_selection& outlets, const pos::sellable& pos,
                          const ecom::sellable& ecom, std::vector<change>& changes,
                          product_tally& tally)
{
    const auto how = merge(t.policy[field::product_tracks_stock], shape::no_base);
    const bool fills = t.policy[field::product_tracks_stock] == flow::fill;
    const bool counts = merge(t.policy[field::product_stock], shape::no_base) == verdict::take_pos;
    const bool tracks_differ =
        pos.tracks_stock && ecom.tracks_stock && *pos.tracks_stock != *ecom.tracks_stock;
    const auto set_tracks = [&] {
        if (t.policy[field::product_tracks_stock] == flow::two_way) ++tally.undecided;
        changes.push_back({field::product_tracks_stock, *ecom.tracks_stock, *pos.tracks_stock,
                           rule::stock_untracked, cause::differs});
    };
    if (pos.tracks_stock == false) { // S2, S3
        if (tracks_differ && !fills && how != verdict::keep) set_tracks();
        return;
    }
    const bool limit = tracks_differ && how == verdict::take_pos && !fills;
    if (tracks_differ && how == verdict::by_rule) ++tally.left_unlimited; // S4
    if (ecom.tracks_stock == false && !limit) return;                     // S4
    const bool can_differ = ecom.quantity || limit;                       // else S6
    const auto level = counts && can_differ ? outlets.level(pos) : std::optional<std::int64_t>{};
    const bool known = level.has_value();
    const std::int64_t to = level.value_or(0);
    if (limit && (known || !counts)) set_tracks(); // S4
    if (!known) return;                            // S1, S6
    if (ecom.quantity == to) return;
    changes.push_back({field::product_stock,
                       ecom.quantity ? value{*ecom.quantity} : value{unknown_t{}}, to,
                       rule::stock_pos_leads, cause::differs}); // S5
}

} // namespace twinshelf
