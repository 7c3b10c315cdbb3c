#pragma once

#include "twinshelf/draft.hpp"
#include "twinshelf/match.hpp"

#include <algorithm>

/// What keeps a plan from deleting too much: a function over its steps, after the rules and before
/// what depends on them.
namespace twinshelf {

/// Holds all deletes of a kind where they are too many to be meant, or the pos section is empty
/// (`guard.deletions`). `owned` counts the ecom records of the kind that are linked before the
/// plan. A variation that only moves to another product is not lost.
void guard_deletions(const task& t, kind of_kind, std::size_t owned, bool pos_is_empty);

/// How many records of ecom are linked, and not to a tag.
template <class Record>
[[nodiscard]] std::size_t linked_records(const section<Record>& ecom)
{
    return static_cast<std::size_t>(
        std::count_if(ecom.records.begin(), ecom.records.end(), [](const auto& r) {
            return !tombstone(r) && !linked_to(r).empty() && !linked_to(r).starts_with(tag_prefix);
        }));
}

/// How many variations of ecom are linked.
[[nodiscard]] inline std::size_t linked_variations(const ecom::snapshot& ecom)
{
    std::size_t count = 0;
    for (const auto& e : ecom.products.records)
        if (e.variations && !tombstone(e))
            for (const auto& v : *e.variations)
                count += linked_to(v).empty() ? 0 : 1;
    return count;
}

inline void guard_deletions(const task& t, kind of_kind, std::size_t owned, bool pos_is_empty)
{
    const auto deletes = [&](const step& s) {
        const bool moves = std::any_of(s.bonds.begin(), s.bonds.end(), is_move);
        return s.what.kind == of_kind && std::get_if<erase>(&s.what.what) != nullptr && !moves;
    };
    const auto& steps = t.out.steps;
    const auto count = static_cast<std::size_t>(std::count_if(steps.begin(), steps.end(), deletes));
    owned += static_cast<std::size_t>(std::count_if(steps.begin(), steps.end(), [&](const step& s) {
        return s.what.kind == of_kind && std::get_if<link_to>(&s.what.what) != nullptr &&
               s.what.rule != rule::identity_relink;
    }));
    const auto& guard = t.policy.guard;
    const bool many = count >= static_cast<std::size_t>(guard.least) &&
                      static_cast<double>(count) > guard.share * static_cast<double>(owned);
    if (count == 0 || !(many || pos_is_empty)) return;

    auto& issue =
        t.say(severity::hold, rule::guard_deletions, of_kind, {},
              std::to_string(count) + " of " + std::to_string(owned) + " linked records of kind " +
                  std::string{name(of_kind)} + " would be deleted" +
                  (pos_is_empty ? ", the pos has none at all" : "") + "; they wait for a yes.");
    issue.choices = {"confirm"};
    for (const auto& s : steps)
        if (deletes(s)) issue.records.push_back(s.what.of);
    std::sort(issue.records.begin(), issue.records.end(), smaller_ref);
    drop_steps(t, deletes);
    t.out.blocked = true;
}

} // namespace twinshelf
