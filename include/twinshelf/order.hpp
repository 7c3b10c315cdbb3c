#pragma once

#include "twinshelf/draft.hpp"
#include "twinshelf/key_index.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace twinshelf {

/// Makes the plan of a draft: waves by phase and depth, numbers, issues in order, counts. The
/// order within a wave is by kind and ids, so that it does not depend on how the snapshots are
/// sorted (`plan.deterministic`).
[[nodiscard]] plan finish(draft d, const task& t);

namespace detail {

/// How an id begins, as numbers that are in the order of `id_order`: most ids differ there.
[[nodiscard]] inline auto id_begin(std::string_view id)
{
    std::uint64_t letters = 0;
    for (std::size_t i = 0; i < sizeof letters; ++i)
        letters = letters << 8U | (i < id.size() ? static_cast<unsigned char>(id[i]) : 0U);
    return std::tuple{id.size(), letters};
}

/// All of them in order, where they stand: they are too large to be moved more than once. `first`
/// is how the order begins, in numbers: they are kept, so that few records are looked at again.
template <class T, class First, class Order>
[[nodiscard]] auto in_order(std::vector<T>& all, First first, Order order)
{
    struct row {
        decltype(first(all[0])) begin;
        T* one;
    };
    std::vector<row> sorted;
    sorted.reserve(all.size());
    for (auto& one : all)
        sorted.push_back({first(one), &one});
    std::sort(sorted.begin(), sorted.end(), [&](const row& a, const row& b) {
        if (a.begin != b.begin) return a.begin < b.begin;
        const auto rest = order(*a.one) <=> order(*b.one);
        return rest != 0 ? rest < 0 : a.one < b.one; // as they were
    });
    return sorted;
}

[[nodiscard]] inline int count_different(key_index&& keys)
{
    keys.sort();
    int count = 0;
    keys.each_run([&](auto) { ++count; });
    return count;
}

} // namespace detail

inline plan finish(draft d, const task& t)
{
    plan p{.profile = t.policy.profile,
           .money_decimals = t.ecom.currency.decimals,
           .blocked = d.blocked};
    const auto due = [](const step& s) { return std::tuple{s.phase, s.depth}; };
    const auto steps = detail::in_order(
        d.steps,
        [&](const step& s) {
            return std::tuple{due(s), s.what.kind, s.what.side, detail::id_begin(s.what.of.pos_id)};
        },
        [](const step& s) {
            return std::tuple{ref_order(s.what.of), s.what.what.index()};
        });
    p.actions.reserve(steps.size());
    for (std::size_t i = 0; i < steps.size(); ++i) {
        auto& a = steps[i].one->what;
        a.id = static_cast<int>(i);
        a.wave =
            i == 0 ? 0 : p.actions.back().wave + (due(*steps[i - 1].one) != due(*steps[i].one));
        p.actions.push_back(std::move(a));
    }

    p.issues.reserve(d.issues.size());
    for (const auto& row : detail::in_order(
             d.issues,
             [](const issue& i) {
                 return std::tuple{i.severity, i.kind, i.rule, detail::id_begin(i.of.pos_id)};
             },
             [](const issue& i) {
                 return std::tuple{ref_order(i.of), std::string_view{i.key},
                                   std::string_view{i.message}};
             }))
        p.issues.push_back(std::move(*row.one));

    // An action or a hold that concerns a pair makes it one that is not unchanged.
    std::array<key_index, words(kind{}).size()> touched, updated, held;
    for (const auto& a : p.actions) {
        const auto k = static_cast<std::size_t>(a.kind);
        auto& s = p.stats[k];
        const std::string_view record = a.of.ecom_id;
        a.match([&](const create&) { ++s.create; },
                [&](const update&) { updated[k].add(record, 0); }, [&](const erase&) { ++s.erase; },
                [](const link_to&) {}, [](const reorder&) {},
                [&](const set_images&) { updated[k].add(record, 0); },
                [&](const move_stock&) { updated[k].add(record, 0); });
        const bool of_pair = !a.of.pos_id.empty() && !record.empty();
        if (of_pair && !std::get_if<reorder>(&a.what) && !std::get_if<erase>(&a.what) &&
            a.rule != rule::product_delete)
            touched[k].add(record, 0);
    }
    for (const auto& i : p.issues) {
        if (i.severity == severity::notice) continue;
        p.complete = false;
        if (i.severity == severity::error) continue;
        const auto k = static_cast<std::size_t>(i.kind);
        const auto hold = [&](const ref& of) {
            held[k].add(of.pos_id.empty() ? of.ecom_id : of.pos_id, 0);
        };
        if (!i.of.empty()) hold(i.of);
        if (i.rule == rule::guard_deletions)
            for (const auto& of : i.records)
                hold(of);
        const bool of_pair = !i.of.pos_id.empty() && !i.of.ecom_id.empty();
        if (of_pair && i.rule != rule::category_delete) touched[k].add(i.of.ecom_id, 0);
    }
    for (std::size_t k = 0; k < p.stats.size(); ++k) {
        auto& s = p.stats[k];
        s.matched = d.matched[k];
        s.update = detail::count_different(std::move(updated[k]));
        s.unchanged = std::max(0, s.matched - detail::count_different(std::move(touched[k])));
        s.held = detail::count_different(std::move(held[k]));
    }
    return p;
}

} // namespace twinshelf
