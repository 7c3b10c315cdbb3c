#pragma once

#include "twinshelf/draft.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace twinshelf {

/// Makes the plan of a draft: waves by phase and depth, numbers, issues in order, counts. The
/// order within a wave is by kind and ids, so that it does not depend on how the snapshots are
/// sorted (`plan.deterministic`).
[[nodiscard]] plan finish(draft d, const task& t);

inline plan finish(draft d, const task& t)
{
    plan p{.profile = t.policy.profile,
           .money_decimals = t.ecom.currency.decimals,
           .blocked = d.blocked};
    const auto due = [](const step& s) { return std::tuple{s.phase, s.depth}; };
    std::stable_sort(d.steps.begin(), d.steps.end(), [&](const step& a, const step& b) {
        const auto order = [&](const step& s) {
            return std::tuple{due(s), s.what.kind, s.what.side, ref_order(s.what.of),
                              s.what.what.index()};
        };
        return order(a) < order(b);
    });
    for (std::size_t i = 0; i < d.steps.size(); ++i) {
        auto& a = d.steps[i].what;
        a.id = static_cast<int>(i);
        a.wave = i == 0 ? 0 : p.actions.back().wave + (due(d.steps[i - 1]) != due(d.steps[i]));
        p.actions.push_back(std::move(a));
    }

    std::stable_sort(d.issues.begin(), d.issues.end(), [](const issue& a, const issue& b) {
        const auto order = [](const issue& i) {
            return std::tuple{i.severity,
                              i.kind,
                              i.rule,
                              ref_order(i.of),
                              std::string_view{i.key},
                              std::string_view{i.message}};
        };
        return order(a) < order(b);
    });
    p.issues = std::move(d.issues);

    // An action or a hold that concerns a pair makes it one that is not unchanged.
    std::array<std::set<std::string_view>, words(kind{}).size()> touched, updated, held;
    for (const auto& a : p.actions) {
        const auto k = static_cast<std::size_t>(a.kind);
        auto& s = p.stats[k];
        const std::string_view record = a.of.ecom_id;
        a.match([&](const create&) { ++s.create; },
                [&](const update&) { updated[k].insert(record); }, [&](const erase&) { ++s.erase; },
                [](const link_to&) {}, [](const reorder&) {},
                [&](const set_images&) { updated[k].insert(record); },
                [&](const move_stock&) { updated[k].insert(record); });
        const bool of_pair = !a.of.pos_id.empty() && !record.empty();
        if (of_pair && !std::get_if<reorder>(&a.what) && !std::get_if<erase>(&a.what) &&
            a.rule != rule::product_delete)
            touched[k].insert(record);
    }
    for (const auto& i : p.issues) {
        if (i.severity == severity::notice) continue;
        p.complete = false;
        if (i.severity == severity::error) continue;
        const auto k = static_cast<std::size_t>(i.kind);
        const auto hold = [&](const ref& of) {
            held[k].insert(of.pos_id.empty() ? of.ecom_id : of.pos_id);
        };
        if (!i.of.empty()) hold(i.of);
        if (i.rule == rule::guard_deletions)
            for (const auto& of : i.records)
                hold(of);
        const bool of_pair = !i.of.pos_id.empty() && !i.of.ecom_id.empty();
        if (of_pair && i.rule != rule::category_delete) touched[k].insert(i.of.ecom_id);
    }
    for (std::size_t k = 0; k < p.stats.size(); ++k) {
        auto& s = p.stats[k];
        s.matched = d.matched[k];
        s.update = static_cast<int>(updated[k].size());
        s.unchanged = std::max(0, s.matched - static_cast<int>(touched[k].size()));
        s.held = static_cast<int>(held[k].size());
    }
    return p;
}

} // namespace twinshelf
