#pragma once

#include "twinshelf/rules/customer_group_place.hpp"
#include "twinshelf/rules/customer_pairs.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

/// The one group of a customer.
///
///   id   one side                    the other            result
///   U17  group                       the same group       nothing
///   U18  group                       no group             the group
///   U19  group                       another group        conflict, by policy one side's
///                                                         (customer.one_group)
///   U20  group without a counterpart U18, U19, a new one  hold (customer.group_missing)
///   U21  group not there             U18, U19, a new one  error (record.isolated)
///   U22  unknown, or a group that
///        was not read                any                  nothing; where that group is to be
///                                                         written, a hold (scope.partial)
namespace twinshelf::detail {

inline void say_missing(const customer_pairs& c, side on, ref of, const ecom::customer& ecom)
{
    c.say(severity::error, rule::record_isolated, std::move(of), ecom,
          "is in a group in " + std::string{name(on)} +
              " that is not there; their group is left alone.",
          field::customer_group);
}

/// Whether a customer's group can be written to a side; says why not. `about` is the field of a
/// pair, none for a new customer.
[[nodiscard]] inline bool is_usable(const customer_pairs& c, const group_place& place, side on,
                                    ref of, const ecom::customer& ecom,
                                    std::optional<field> about = {})
{
    using enum group_place::state_of;
    const auto hold = [&](rule why, std::string_view because) {
        c.say(severity::hold, why, std::move(of), ecom,
              (about ? "keeps their group in " : "is not made in ") +
                  std::string{on == side::pos ? "the pos: the group that they are in "
                                              : "ecom: the group that they are in "} +
                  std::string{because},
              about);
        return false;
    };
    switch (place.state) {
    case missing: // U21
        say_missing(c, side::ecom, std::move(of), ecom);
        return false;
    case unread: // U22
    case unseen: return hold(rule::scope_partial, "was not read.");
    case alone: // U20
        return hold(rule::customer_group_missing, "has no counterpart there.");
    case unknown:
    case no_group:
    case in: break;
    }
    return true;
}

/// Adds the change of the group to the side that gets it.
inline void compare_group(const customer_pairs& c, const customer_group_map& groups, index p,
                          index e, update& to_pos, update& to_ecom)
{
    using enum group_place::state_of;
    constexpr auto f = field::customer_group;
    const auto& t = c.t;
    const auto& ecom = c.es[e];
    const auto how = t.policy[f];
    const auto changed = c.changed_since_sync(f, p, e);
    auto verdict = merge(how, changed); // both changed: no later one wins
    if (verdict == verdict::keep) return;
    const auto of = both(c.ps[p], ecom);
    const auto in_pos = place_of(t, groups, c.ps[p].group_id);
    const auto in_ecom = place_of(t, groups, ecom.group_id);
    if (in_pos.state == missing) return say_missing(c, side::pos, of, ecom);            // U21
    if (in_ecom.state == missing) return say_missing(c, side::ecom, of, ecom);          // U21
    if (!is_known(in_pos) || !is_known(in_ecom) || same_group(in_pos, in_ecom)) return; // U17, U22

    const bool pos_none = in_pos.state == no_group;
    const bool ecom_none = in_ecom.state == no_group;
    if (changed == shape::no_base && (pos_none || ecom_none)) { // U18
        const auto filled = pos_none ? verdict::take_ecom : verdict::take_pos;
        if (verdict != filled && how != flow::two_way) return;
        verdict = filled;
    } else if (how == flow::fill) {
        return;
    } else if (verdict == verdict::ask ||
               (how == flow::two_way && changed == shape::no_base)) { // U19
        if (t.policy.one_group == one_group::ask) {
            const auto called = [](const auto& groups_there, const auto& id) {
                for (const auto& g : groups_there.records)
                    if (id.has_value() && g.id == *id) return in_quotes(g.name, g.id.text);
                return std::string{"none"};
            };
            return c.ask(rule::customer_one_group, p, e,
                         "is in the group " + called(t.pos.customer_groups, c.ps[p].group_id) +
                             " in the pos and in " + called(t.ecom.customer_groups, ecom.group_id) +
                             " in ecom: which one is it?",
                         f);
        }
        verdict = t.policy.one_group == one_group::pos ? verdict::take_pos : verdict::take_ecom;
    }
    if (verdict != verdict::take_pos && verdict != verdict::take_ecom) return;
    const bool from_pos = verdict == verdict::take_pos;
    const auto& winner = from_pos ? in_pos : in_ecom;
    if (!is_usable(c, winner, from_pos ? side::ecom : side::pos, of, ecom, f)) return; // U20
    const auto as_value = [](const group_place& place) {
        return place.group.empty() ? value{none} : value{place.group};
    };
    (from_pos ? to_ecom : to_pos)
        .changes.push_back({f, as_value(from_pos ? in_ecom : in_pos),
                            winner.state == no_group ? value{none} : as_value(winner),
                            rule::customer_one_group, cause::differs});
}

} // namespace twinshelf::detail
