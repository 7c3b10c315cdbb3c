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
///   U18  group                       no group             without a baseline: the group
///   U19  group                       another group        without a baseline, or both changed since:
///                                                         conflict, by policy one side's
///                                                         (customer.one_group)
///   U26  changed since the last sync as after that one    what it was changed to, also none
///   U27  as after the last sync      likewise             nothing (field.settled)
///   U20  group without a counterpart U18, U19, a new one  hold (customer.group_missing)
///   U20  the same                    U26, to none         the same: a group that was deleted on one
///                                                         side takes nobody out of it on the other
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

/// Whether a customer is in another group than after the last sync. The group that everybody is in
/// is none (`group.default`).
template <class Id, class Group>
[[nodiscard]] std::optional<bool> group_moved(const maybe<Id>& now, const maybe<Id>& base,
                                              const std::vector<Group>& groups, const id_index& ids)
{
    if (!now.known() || !base.known()) return {};
    const auto group_of = [&](const maybe<Id>& id) -> std::string_view {
        if (id.is_none()) return {};
        const auto at = ids.find(id->text);
        const bool everybody = !at.empty() && groups[at[0].at].is_default.value_or(false);
        return everybody ? std::string_view{} : id->text;
    };
    return group_of(now) != group_of(base);
}

/// Adds the change of the group to the side that gets it.
inline void compare_group(const customer_pairs& c, const customer_group_map& groups, index p,
                          index e, pair_update& changes)
{
    using enum group_place::state_of;
    constexpr auto f = field::customer_group;
    const auto& t = c.t;
    const auto& ecom = c.es[e];
    const auto how = t.policy[f];
    if (merge(how, shape::no_base) == verdict::keep) return;
    const auto of = both(c.ps[p], ecom);
    const auto base = c.known(p, e);
    const auto changed =
        shape_of(group_moved(c.ps[p].group_id, base.pos.group_id, t.pos.customer_groups.records,
                             groups.match.pos_ids),
                 group_moved(ecom.group_id, base.ecom.group_id, t.ecom.customer_groups.records,
                             groups.match.ecom_ids));
    auto verdict = merge(how, changed); // both changed: no later one wins
    auto why = cause_of(changed);
    const auto in_pos = place_of(t, groups, c.ps[p].group_id);
    const auto in_ecom = place_of(t, groups, ecom.group_id);
    if (in_pos.state == missing) return say_missing(c, side::pos, of, ecom);            // U21
    if (in_ecom.state == missing) return say_missing(c, side::ecom, of, ecom);          // U21
    if (!is_known(in_pos) || !is_known(in_ecom) || same_group(in_pos, in_ecom)) return; // U17, U22
    if (verdict == verdict::keep) return;                                               // U27

    const auto as_value = [](const group_place& place) {
        return place.group.empty() ? value{none} : value{place.group};
    };
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
        const auto choice = t.policy.one_group == one_group::ask
                                ? t.choice(rule::customer_one_group, kind::customer, of, f)
                                : name(t.policy.one_group);
        if (t.policy.one_group == one_group::ask) why = cause::decided;
        if (choice != "pos" && choice != "ecom") {
            const auto called = [](const auto& groups_there, const auto& id) {
                for (const auto& g : groups_there.records)
                    if (id.has_value() && g.id == *id) return in_quotes(g.name, g.id.text);
                return std::string{"none"};
            };
            return c.ask(rule::customer_one_group, p, e,
                         "is in the group " + called(t.pos.customer_groups, c.ps[p].group_id) +
                             " in the pos and in " + called(t.ecom.customer_groups, ecom.group_id) +
                             " in ecom: which one is it?",
                         f,
                         {as_value(in_pos), as_value(in_ecom),
                          as_value(place_of(t, groups, base.pos.group_id)),
                          as_value(place_of(t, groups, base.ecom.group_id))});
        }
        verdict = choice == "pos" ? verdict::take_pos : verdict::take_ecom;
    }
    if (verdict != verdict::take_pos && verdict != verdict::take_ecom) return;
    const bool from_pos = verdict == verdict::take_pos;
    const auto& winner = from_pos ? in_pos : in_ecom;
    const auto to = from_pos ? side::ecom : side::pos;
    if (!is_usable(c, winner, to, of, ecom, f)) return; // U20
    const auto& loser = from_pos ? in_ecom : in_pos;
    if (winner.state == no_group && why != cause::decided && !is_usable(c, loser, to, of, ecom, f))
        return; // U20
    (from_pos ? changes.ecom : changes.pos)
        .changes.push_back({f, as_value(loser),
                            winner.state == no_group ? value{none} : as_value(winner),
                            rule::customer_one_group, why});
}

} // namespace twinshelf::detail
