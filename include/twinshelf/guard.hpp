#pragma once

#include "twinshelf/rules/product.hpp"

#include <algorithm>
#include <map>
#include <set>

/// What keeps a plan from doing too much: functions over its steps, after the rules and before
/// what depends on them.
namespace twinshelf {

/// Holds all deletes of a kind where they are too many to be meant, or the pos section is empty
/// (`guard.deletions`). `owned` counts the ecom records of the kind that are linked
/// before the plan.
void guard_deletions(const task& t, kind of_kind, std::size_t owned, bool pos_is_empty);

/// Admits new products in pos order as long as the store's plan has room, whole products only, and
/// holds the others (`product.plan_limit`, `product.plan_support`). Deletes free room first.
void admit_creates(const task& t);

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

/// How many sellables a plan takes; none where there is no limit.
[[nodiscard]] constexpr std::optional<std::int64_t> room_of(const policy& p)
{
    switch (p.plan) {
    case plan_size::no_plan: return {};
    case plan_size::venture: return 100;
    case plan_size::business: return 2'500;
    case plan_size::unlimited:
        if (p.support_contacted) return {};
        return 70'000;
    }
    return {};
}

/// Whether a step clears the SKU of a product whose variations come (`variant.shape`).
[[nodiscard]] inline bool becomes_matrix(const step& s)
{
    const auto* changed = std::get_if<update>(&s.what.what);
    return changed && s.what.kind == kind::product &&
           std::any_of(changed->changes.begin(), changed->changes.end(), [](const change& c) {
               return c.rule == rule::variant_shape && c.to == value{std::string{}};
           });
}

/// Takes back the SKU that a product would lose for variations which are all held.
inline void drop_half_shapes(const task& t)
{
    std::set<std::string_view> with_variations;
    for (const auto& s : t.out.steps)
        if (s.what.kind == kind::variant && std::get_if<create>(&s.what.what))
            with_variations.insert(s.what.product.ecom_id);
    std::erase_if(t.out.steps, [&](step& s) {
        if (!becomes_matrix(s) || with_variations.contains(s.what.of.ecom_id)) return false;
        auto& changes = std::get<update>(s.what.what).changes;
        std::erase_if(changes, [](const change& c) { return c.rule == rule::variant_shape; });
        return changes.empty();
    });
}

inline void guard_deletions(const task& t, kind of_kind, std::size_t owned, bool pos_is_empty)
{
    const auto deletes = [&](const step& s) {
        return s.what.kind == of_kind && std::get_if<erase>(&s.what.what) != nullptr;
    };
    auto& steps = t.out.steps;
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
    std::erase_if(steps, deletes);
    t.out.blocked = true;
}

inline void admit_creates(const task& t)
{
    const auto room = room_of(t.policy);
    if (!room) return;
    // What an ecom product takes: each of its variations that is linked, else itself.
    const auto size = [](const ecom::product& e) -> std::int64_t {
        if (!has_variants(e)) return 1;
        const auto linked = std::count_if(e.variations->begin(), e.variations->end(),
                                          [](const auto& v) { return !linked_to(v).empty(); });
        return std::max<std::int64_t>(1, linked);
    };
    const auto size_of_create = [](const step& s) -> std::int64_t {
        const auto* made = std::get_if<create>(&s.what.what);
        if (!made || s.what.side != side::ecom) return 0;
        if (s.what.kind == kind::variant) return 1;
        if (s.what.kind != kind::product) return 0;
        return std::max<std::int64_t>(1, static_cast<std::int64_t>(made->variations.size()));
    };
    std::map<std::string_view, const ecom::product*> by_id;
    std::int64_t used = 0;
    for (const auto& e : t.ecom.products.records) {
        by_id[e.id.text] = &e;
        if (!linked_to(e).empty() && !tombstone(e)) used += size(e);
    }
    std::int64_t freed = 0, asked = 0;
    std::set<std::string_view> emptied; // products whose variations go: they count themselves then
    for (const auto& s : t.out.steps) {
        asked += size_of_create(s);
        const bool deletes = std::get_if<erase>(&s.what.what) != nullptr;
        if (s.what.kind == kind::variant && deletes) {
            ++freed;
            if (s.what.rule == rule::variant_shape && emptied.insert(s.what.product.ecom_id).second)
                --freed;
        }
        if (s.what.kind != kind::product || s.what.side != side::ecom) continue;
        if (std::get_if<link_to>(&s.what.what) && s.what.rule != rule::identity_relink)
            used += size(*by_id[s.what.of.ecom_id]);
        if (deletes) freed += size(*by_id[s.what.of.ecom_id]);
        if (becomes_matrix(s)) ++freed; // it counts by its variants from then on
    }
    if (asked == 0 || used + asked <= *room) return;

    for (auto& s : t.out.steps)
        if ((s.what.kind == kind::product || s.what.kind == kind::variant) &&
            std::get_if<erase>(&s.what.what))
            s.phase = phase::make_room;
    used -= freed;
    const auto why = t.policy.plan == plan_size::unlimited ? rule::product_plan_support
                                                           : rule::product_plan_limit;
    std::erase_if(t.out.steps, [&](const step& s) { // the steps stand in pos order
        const auto takes = size_of_create(s);
        if (takes == 0) return false;
        if (used + takes <= *room) {
            used += takes;
            return false;
        }
        t.say(
            severity::hold, why, s.what.kind, s.what.of,
            "The " + std::string{name(s.what.kind)} + " " + s.what.of.pos_id +
                " is not made in ecom: the plan " + std::string{name(t.policy.plan)} + " takes " +
                std::to_string(*room) + " sellables" +
                (t.policy.plan == plan_size::unlimited ? " until support has been contacted" : "") +
                ", " + std::to_string(used) + " are in use, and it needs " + std::to_string(takes) +
                ".");
        return true;
    });
}

} // namespace twinshelf
