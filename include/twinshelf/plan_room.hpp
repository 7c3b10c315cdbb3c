#pragma once

#include "twinshelf/draft.hpp"
#include "twinshelf/match.hpp"
#include "twinshelf/rules/sellable.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string_view>

/// What the store's plan has room for (`product.plan_limit`, `product.plan_support`). A product
/// counts once, or once for each linked variation; what is online-only does not count.
namespace twinshelf {

/// Admits new products and variants in pos order as long as there is room, whole products only,
/// and holds the others. What the plan deletes has made room by then.
void admit_creates(const task& t);

/// Puts deletes first where what the plan makes needs their room.
void delete_for_room(const task& t);

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

namespace detail {

/// The linked sellables of ecom, product by product.
class room_count {
public:
    /// As they are once the plan has linked what it links and, if asked, deleted what it deletes.
    room_count(const task& t, bool deleted)
    {
        for (const auto& e : t.ecom.products.records) {
            if (tombstone(e)) continue;
            auto& one = of[e.id.text];
            one.owned = !linked_to(e).empty();
            if (e.variations)
                one.variations = std::count_if(e.variations->begin(), e.variations->end(),
                                               [](const auto& v) { return !linked_to(v).empty(); });
        }
        for (const auto& s : t.out.steps) {
            const auto& a = s.what;
            const bool variant = a.kind == kind::variant;
            if (a.kind != kind::product && !variant) continue;
            const bool links = (std::get_if<link_to>(&a.what) && a.rule != rule::identity_relink) ||
                               (std::get_if<create>(&a.what) && a.side == side::pos);
            const bool deletes = std::get_if<erase>(&a.what) && deleted;
            if (!links && !deletes) continue;
            auto& one = of[variant ? a.product.ecom_id : a.of.ecom_id];
            const auto move = std::find_if(s.bonds.begin(), s.bonds.end(), is_move);
            if (!variant)
                one.owned = links;
            else if (links)
                ++one.variations;
            else if (move == s.bonds.end())
                --one.variations;
            else
                moved_from[*move] = &one; // its room is that of the create
        }
        for (const auto& [id, one] : of)
            used += one.size();
    }

    /// What a create takes, less what moves to it; it is counted from then on.
    std::int64_t take(const step& s) { return count(s, 1); }

    /// Takes back what a held create took.
    void give_back(const step& s) { count(s, -1); }

    [[nodiscard]] static bool takes_room(const step& s)
    {
        return s.what.side == side::ecom && std::get_if<create>(&s.what.what) &&
               (s.what.kind == kind::product || s.what.kind == kind::variant);
    }

    std::int64_t used = 0;

private:
    struct holding {
        bool owned = false;
        std::int64_t variations = 0;
        [[nodiscard]] std::int64_t size() const
        {
            return owned ? std::max<std::int64_t>(1, variations) : 0;
        }
    };

    std::int64_t count(const step& s, int sign)
    {
        const auto before = used;
        const auto& made = std::get<create>(s.what.what);
        if (s.what.kind == kind::product)
            used +=
                sign * std::max<std::int64_t>(1, static_cast<std::int64_t>(made.variations.size()));
        else
            add(of[s.what.product.ecom_id], sign);
        for (const auto& bond : s.bonds)
            if (const auto from = moved_from.find(bond); from != moved_from.end())
                add(*from->second, -sign);
        return used - before;
    }

    void add(holding& to, std::int64_t variations)
    {
        used -= to.size();
        to.variations += variations;
        used += to.size();
    }

    std::map<std::string_view, holding> of;          ///< by ecom product
    std::map<std::string_view, holding*> moved_from; ///< by the bond of a variant that moves
};

} // namespace detail

inline void admit_creates(const task& t)
{
    const auto room = room_of(t.policy);
    if (!room) return;
    detail::room_count count{t, true};
    const auto& steps = t.out.steps; // in pos order
    // What is bound together is admitted or held as one, when its first step is due.
    const auto unit_of = [](const step& s) {
        for (const auto& bond : s.bonds)
            if (!is_move(bond)) return std::string_view{bond};
        return std::string_view{};
    };
    std::map<std::string_view, std::vector<const step*>> units;
    for (const auto& s : steps)
        if (detail::room_count::takes_room(s) && !unit_of(s).empty())
            units[unit_of(s)].push_back(&s);
    std::set<const step*> out;
    const auto why = t.policy.plan == plan_size::unlimited ? rule::product_plan_support
                                                           : rule::product_plan_limit;
    for (const auto& first : steps) {
        if (!detail::room_count::takes_room(first)) continue;
        std::vector<const step*> unit{&first};
        if (const auto bond = unit_of(first); !bond.empty()) {
            unit = units[bond];
            if (unit.front() != &first) continue;
        }
        std::int64_t needs = 0;
        for (const auto* s : unit)
            needs += count.take(*s);
        if (needs <= 0 || count.used <= *room) continue;
        for (const auto* s : unit)
            count.give_back(*s);
        out.insert(unit.begin(), unit.end());
        for (const auto* s : unit)
            t.say(severity::hold, why, s->what.kind, s->what.of,
                  "The " + std::string{name(s->what.kind)} + " " + s->what.of.pos_id +
                      " is not made in ecom: the plan " + std::string{name(t.policy.plan)} +
                      " takes " + std::to_string(*room) + " sellables" +
                      (t.policy.plan == plan_size::unlimited ? " until support has been contacted"
                                                             : "") +
                      ", " + std::to_string(count.used) + " are in use, and it needs " +
                      std::to_string(needs) + ".");
    }
    if (!out.empty()) drop_steps(t, [&](const step& s) { return out.contains(&s); });
}

inline void delete_for_room(const task& t)
{
    const auto room = room_of(t.policy);
    if (!room) return;
    detail::room_count count{t, false};
    const auto before = count.used;
    for (const auto& s : t.out.steps)
        if (detail::room_count::takes_room(s)) count.take(s);
    if (count.used == before || count.used <= *room) return;
    for (auto& s : t.out.steps)
        if ((s.what.kind == kind::product || s.what.kind == kind::variant) &&
            std::get_if<erase>(&s.what.what))
            s.phase = phase::make_room;
}

} // namespace twinshelf
