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

/// Holds the clears of galleries, and those of texts, where they are too many to be meant
/// (`guard.losses`). `owned` counts the linked ecom products.
void guard_losses(const task& t, std::size_t owned);

/// How many records of ecom are linked, and not to a tag.
template <class Record>
[[nodiscard]] std::size_t linked_records(const section<Record>& ecom)
{
    return static_cast<std::size_t>(
        std::count_if(ecom.records.begin(), ecom.records.end(), [](const auto& r) {
            return !tombstone(r) && !linked_to(r).empty() && !linked_to(r).starts_with(tag_prefix);
        }));
}

/// Whether so many are more than the policy takes for meant.
[[nodiscard]] inline bool too_many(const task& t, std::size_t count, std::size_t owned)
{
    const auto& guard = t.policy.guard;
    return count >= static_cast<std::size_t>(guard.least) &&
           static_cast<double>(count) > guard.share * static_cast<double>(owned);
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
    if (count == 0 || !(too_many(t, count, owned) || pos_is_empty)) return;
    if (t.choice(rule::guard_deletions, of_kind, {}) == "confirm") return;

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

namespace detail {

[[nodiscard]] inline bool empties_gallery(const step& s)
{
    const auto* set = std::get_if<set_images>(&s.what.what);
    return set != nullptr && set->images.empty();
}

[[nodiscard]] inline bool empties_text(const change& c)
{
    const auto* text = std::get_if<std::string>(&c.to);
    return c.rule == rule::field_blank && text != nullptr && blank(*text);
}

[[nodiscard]] inline bool empties_texts(const step& s)
{
    const auto* set = std::get_if<update>(&s.what.what);
    return set != nullptr && std::any_of(set->changes.begin(), set->changes.end(), empties_text);
}

/// Says that the losses of these steps are held, and whether they are.
template <class Loses>
[[nodiscard]] bool hold_losses(const task& t, std::size_t owned, Loses loses, std::string_view what,
                               std::optional<field> about)
{
    const auto& steps = t.out.steps;
    const auto count = static_cast<std::size_t>(std::count_if(steps.begin(), steps.end(), loses));
    if (!too_many(t, count, owned)) return false;
    if (t.choice(rule::guard_losses, kind::product, {}, about) == "confirm") return false;
    auto& issue =
        t.say(severity::hold, rule::guard_losses, kind::product, {},
              std::to_string(count) + " records of " + std::to_string(owned) +
                  " linked products would lose " + std::string{what} + "; they wait for a yes.",
              about);
    issue.choices = {"confirm"};
    for (const auto& s : steps)
        if (loses(s)) issue.records.push_back(s.what.of);
    std::sort(issue.records.begin(), issue.records.end(), smaller_ref);
    t.out.blocked = true;
    return true;
}

} // namespace detail

inline void guard_losses(const task& t, std::size_t owned)
{
    using namespace detail;
    if (hold_losses(t, owned, empties_gallery, "all their pictures", field::product_images))
        drop_steps(t, empties_gallery);
    if (!hold_losses(t, owned, empties_texts, "a text", {})) return;
    for (auto& s : t.out.steps)
        if (auto* set = std::get_if<update>(&s.what.what))
            std::erase_if(set->changes, empties_text);
    drop_steps(t, [](const step& s) {
        const auto* set = std::get_if<update>(&s.what.what);
        return set != nullptr && set->changes.empty();
    });
}

} // namespace twinshelf
