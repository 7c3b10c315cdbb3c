#pragma once

#include "twinshelf/rules/category.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <tuple>

/// The order of siblings (`category.order`), one parent at a time, once it is decided which
/// categories are where.
///
///   id   flow        what stays under the parent          what comes (new, moved in)
///   O1   pos_leads   owned in pos order, in owned slots   right after its pos predecessor
///   O2   on_create   as it stands                         right after its pos predecessor
///   O3   never       as it stands                         anywhere: no position, no reorder
///   O4   any, a section not complete: positions for what is new, no reorder
///
/// A category that is online-only, held or left alone keeps its slot. What comes without a
/// predecessor goes right before the first owned sibling after it, or last. What is deleted later
/// in the plan still stands there, at the end.
namespace twinshelf {

/// Gives each new category its position, and reorders where that does not give the order.
void category_order(const task& t, const category_map& map);

namespace detail {

/// A category under one parent: in ecom, or made by the plan.
struct sibling {
    index pos = nowhere;  ///< its place in pos order, where the pos decides where it stands
    index ecom = nowhere; ///< nowhere: made by the plan
    std::int64_t position = 0;
    create* made = nullptr;
    ref of{};           ///< of what is made
    bool comes = false; ///< new under this parent
};

/// What stays in its order, owned ones in pos order where the pos leads; then what comes.
inline std::vector<sibling> asked_order(std::vector<sibling> stays, std::vector<sibling> comes,
                                        bool pos_leads)
{
    const auto in_pos_order = [](const sibling& a, const sibling& b) { return a.pos < b.pos; };
    const auto owned = [](const sibling& s) { return s.pos != nowhere; };
    if (pos_leads) {
        std::vector<sibling> sorted;
        std::copy_if(stays.begin(), stays.end(), std::back_inserter(sorted), owned);
        std::stable_sort(sorted.begin(), sorted.end(), in_pos_order);
        auto next = sorted.begin();
        for (auto& slot : stays)
            if (owned(slot)) slot = *next++;
    }
    std::sort(comes.begin(), comes.end(), [](const sibling& a, const sibling& b) {
        return std::tuple{a.pos, ref_order(a.of)} < std::tuple{b.pos, ref_order(b.of)};
    });

    // Who is followed by whom: the nearest owned sibling before it in pos order.
    std::vector<index> there;
    for (const auto& s : stays)
        if (owned(s)) there.push_back(s.pos);
    std::sort(there.begin(), there.end());
    std::map<index, std::vector<sibling>> after; // by predecessor; nowhere: has none
    for (auto& c : comes) {
        const auto next = std::lower_bound(there.begin(), there.end(), c.pos);
        after[next == there.begin() ? nowhere : *(next - 1)].push_back(std::move(c));
    }
    std::vector<sibling> all;
    const auto put = [&](index predecessor) {
        const auto found = after.find(predecessor);
        if (found == after.end()) return;
        all.insert(all.end(), found->second.begin(), found->second.end());
        after.erase(found);
    };
    for (const auto& s : stays) {
        if (owned(s) && s.pos == there.front()) put(nowhere);
        all.push_back(s);
        if (owned(s)) put(s.pos);
    }
    put(nowhere);
    return all;
}

/// The position for new siblings that come first: 0, or low enough for those behind them.
inline std::int64_t first_position(const std::vector<sibling>& order, std::size_t from)
{
    std::int64_t new_ones = 0;
    while (from < order.size() && order[from].ecom == nowhere) {
        ++from;
        ++new_ones;
    }
    if (from == order.size() || order[from].position >= new_ones) return 0;
    const auto least = std::numeric_limits<std::int64_t>::min() + new_ones;
    return order[from].position < least
               ? 0
               : std::min<std::int64_t>(0, order[from].position - new_ones);
}

/// Gives new siblings a position between their neighbours. Whether the positions, with ties as
/// ecom lists them, then stand for the order asked.
inline bool place_by_position(std::vector<sibling>& order)
{
    std::optional<std::int64_t> last;
    index tied_with = nowhere; // the ecom category at `last`; nowhere: a new one, or none
    for (std::size_t i = 0; i < order.size(); ++i) {
        auto& s = order[i];
        if (s.ecom == nowhere) {
            if (last == std::numeric_limits<std::int64_t>::max()) return false;
            s.position = last ? *last + 1 : first_position(order, i);
        } else if (last && !(s.position > *last ||
                             (s.position == *last && tied_with < s.ecom && tied_with != nowhere))) {
            return false;
        }
        last = s.position;
        tied_with = s.ecom;
    }
    return true;
}

} // namespace detail

inline void category_order(const task& t, const category_map& map)
{
    const auto& ps = t.pos.categories.records;
    const auto& es = t.ecom.categories.records;
    const auto& m = map.match;
    if (!t.policy.syncs(field::category_name) || !t.policy.syncs(field::category_order))
        return; // O3

    // By parent: an ecom category, a category made by the plan, or the root (empty).
    struct family {
        std::vector<detail::sibling> stays, comes;
        std::vector<index> leaving; // deleted later in the plan
    };
    std::map<ref, family> families;
    const auto as_ref = [&](index e) {
        const auto p = m.pos_of[e];
        return p == nowhere ? ecom_ref(es[e]) : both(ps[p], es[e]);
    };
    const auto pos_order = [&](index p) {
        return p == nowhere || map.held[p] || map.depth[p] < 0 ? nowhere : p;
    };

    std::map<std::string_view, ref> moved; // ecom categories by id, and where they go
    std::map<std::string_view, bool> deleted;
    for (auto& s : t.out.steps) {
        if (s.what.kind != kind::category) continue;
        if (auto* made = std::get_if<create>(&s.what.what)) {
            ref parent;
            for (const auto& f : made->record)
                if (f.field == field::category_parent)
                    if (const auto* to = std::get_if<ref>(&f.to)) parent = *to;
            const auto p = m.pos_at(s.what.of.pos_id);
            families[parent].comes.push_back(
                {.pos = pos_order(p), .made = made, .of = s.what.of, .comes = true});
        } else if (const auto* changed = std::get_if<update>(&s.what.what)) {
            for (const auto& c : changed->changes)
                if (c.field == field::category_parent) {
                    const auto* to = std::get_if<ref>(&c.to);
                    moved[s.what.of.ecom_id] = to ? *to : ref{};
                }
        } else if (std::get_if<erase>(&s.what.what)) {
            deleted[s.what.of.ecom_id] = true;
        }
    }
    for (index e = 0; e < es.size(); ++e) {
        const auto p = m.pos_of[e];
        detail::sibling s{.pos = p == nowhere || m.ecom_out[e] ? nowhere : pos_order(p),
                          .ecom = e,
                          .position = es[e].position.value_or(0)};
        if (const auto found = moved.find(es[e].id.text); found != moved.end()) {
            s.comes = true;
            families[found->second].comes.push_back(s);
            continue;
        }
        ref parent;
        if (es[e].parent_id.has_value()) {
            const auto up = m.ecom_at(es[e].parent_id->text);
            parent = up == nowhere ? ref{{}, es[e].parent_id->text} : as_ref(up);
        }
        auto& here = families[parent];
        if (deleted.contains(es[e].id.text))
            here.leaving.push_back(e);
        else
            here.stays.push_back(s);
    }

    const bool complete = t.pos.categories.complete() && t.ecom.categories.complete();
    const bool pos_leads =
        complete && merge(t.policy[field::category_order], shape::no_base) == verdict::take_pos;
    std::vector<reorder> reorders;
    for (auto& [parent, here] : families) {
        std::stable_sort(here.leaving.begin(), here.leaving.end(), [&](index a, index b) {
            return es[a].position.value_or(0) < es[b].position.value_or(0);
        });
        std::stable_sort(here.stays.begin(), here.stays.end(),
                         [](const auto& a, const auto& b) { return a.position < b.position; });
        auto order = detail::asked_order(here.stays, here.comes, pos_leads); // O1, O2
        const bool by_position = detail::place_by_position(order);
        for (std::size_t i = 0; i < order.size(); ++i)
            if (order[i].made)
                order[i].made->record.push_back(
                    {field::category_order,
                     by_position ? order[i].position : static_cast<std::int64_t>(i)});
        const auto named = [&](index e) {
            return e == nowhere || m.ecom_ids.find(es[e].id.text).size() == 1;
        };
        const auto up = parent.ecom_id.empty() ? nowhere : m.ecom_at(parent.ecom_id);
        if (by_position || !complete || !named(up)) continue; // O4
        if (!std::all_of(order.begin(), order.end(),
                         [&](const auto& s) { return named(s.ecom); }) ||
            !std::all_of(here.leaving.begin(), here.leaving.end(), named))
            continue; // a sibling that cannot be named: reported
        reorder asked{.parent = parent};
        for (const auto& s : order)
            asked.order.push_back(s.ecom == nowhere ? s.of : as_ref(s.ecom));
        for (const auto e : here.leaving)
            asked.order.push_back(as_ref(e));
        reorders.push_back(std::move(asked));
    }
    for (auto& asked : reorders) { // last: the siblings point into the steps
        auto parent = asked.parent;
        t.add(side::ecom, kind::category, rule::category_order, std::move(parent), std::move(asked),
              phase::category_order);
    }
}

} // namespace twinshelf
