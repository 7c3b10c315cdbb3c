#pragma once

#include "twinshelf/rules/ask_who.hpp"
#include "twinshelf/rules/customer_group_place.hpp"
#include "twinshelf/rules/fields.hpp"
#include "twinshelf/rules/handover.hpp"
#include "twinshelf/rules/near_title.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

/// Customer groups. They match by link, then by exactly the same title (`group.title`). The group
/// that a side puts everybody in means "no group" (`group.default`): it is in no row but G1. No
/// group is deleted on either side.
///
///   id   pos group                ecom group              result
///   G1   default                  any, or default         nothing
///   G2   linked, any title        the same title          nothing
///   G3   linked, title            another title           update, by the flow (group.kept)
///   G4   linked, blank            a title                 nothing (field.blank)
///   G5   linked, unknown title    any, or unknown         nothing
///   G6   linked, title            and another group there
///                                 has or takes the title  conflict (group.kept)
///   G7   gone                     linked                  notice, not made again (group.kept)
///   G8   not read                 linked                  nothing
///   G9   title T, no link         T, no link              link (group.title)
///   G10  T, no link               none                    create in ecom (group.create; group.auto
///                                                         where ecom has no group at all)
///   G11  none                     T, no link              create in the pos, by policy a hold
///                                                         (group.setup)
///   G12  T twice on a side, one of them without a link    conflict (group.title)
///   G13  no link                  the same but for case,
///                                 blanks or entities      notice (group.title), G10 and G11
///   G14  no link                  not all were read       hold (scope.partial), the same for G11
///   G15  no link, no title        -                       error (record.isolated), ecom likewise
///   G16  longer than ecom takes   G3, G10                 hold (target.limits); never cut
///
/// "No group at all" in G10 does not count the default one. G9, G12: the default one holds its
/// title all the same.
namespace twinshelf {

/// Links, creates and renames the customer groups.
[[nodiscard]] customer_group_map customer_group_rules(const task& t);

namespace detail {

class customer_group_sync {
public:
    customer_group_sync(const task& all, customer_group_map& result)
        : t(all), groups(result), pos_titles(ps.size()), ecom_titles(es.size()),
          matched_pos(ps.size()), matched_ecom(es.size())
    {
    }

    void run()
    {
        hold_titles();
        for (index e = 0; e < es.size(); ++e)
            if (is_pair(e)) decide_title(m.pos_of[e], e);
        pos_titles.settle();
        ecom_titles.settle();
        for (index e = 0; e < es.size(); ++e)
            settle_linked(e);
        for (index p = 0; p < ps.size(); ++p)
            if (is_free(p, ps, m.ecom_of, m.pos_out) && !matched_pos[p] &&
                has_title(ps[p], pos_ref(ps[p])))
                match_title(*ps[p].name);
        for (index e = 0; e < es.size(); ++e)
            if (is_free_ecom(e) && !matched_ecom[e] && has_title(es[e], ecom_ref(es[e])))
                match_title(*es[e].name);
        say_near_titles();
    }

private:
    template <class Group>
    static bool is_default(const Group& g)
    {
        return g.is_default.value_or(false);
    }
    template <class Group>
    static bool titled(const Group& g)
    {
        return g.name && !blank(*g.name);
    }
    /// To be matched: no link, not reported, and a group of its own.
    template <class Group>
    bool is_free(index at, const std::vector<Group>& all, const std::vector<index>& other,
                 const std::vector<bool>& out) const
    {
        return other[at] == nowhere && !out[at] && !is_default(all[at]) && !tombstone(all[at]);
    }
    bool is_free_ecom(index e) const
    {
        return is_free(e, es, m.pos_of, m.ecom_out) && linked_to(es[e]).empty();
    }
    bool is_pair(index e) const
    {
        const auto p = m.pos_of[e];
        return p != nowhere && !m.ecom_out[e] && !m.pos_out[p] && !m.adopted[e] &&
               !tombstone(ps[p]) && !is_default(ps[p]) && !is_default(es[e]); // G1
    }
    bool all_read() const
    {
        return t.pos.customer_groups.complete() && t.ecom.customer_groups.complete();
    }
    /// Who changed a title since the last sync.
    static shape changed_since_sync(index, index) { return shape::no_base; }

    bool fits(const ref& of, const std::string& title) const
    {
        return fits_whole(t, field::customer_group_name, title, of, kind::customer_group);
    }

    void hold_titles()
    {
        for (index p = 0; p < ps.size(); ++p)
            if (titled(ps[p]) && !tombstone(ps[p])) pos_titles.hold(p, *ps[p].name);
        for (index e = 0; e < es.size(); ++e)
            if (titled(es[e])) ecom_titles.hold(e, *es[e].name);
    }

    /// G2 to G5: which side is to take the other one's title.
    void decide_title(index p, index e)
    {
        if (!ps[p].name || !es[e].name || *ps[p].name == *es[e].name) return; // G2, G5
        const auto how = t.policy[field::customer_group_name];
        if (how == flow::fill && titled(es[e])) return;
        switch (merge(how, changed_since_sync(p, e))) {
        case verdict::take_pos:
            if (titled(ps[p]) && fits(both(ps[p], es[e]), *ps[p].name)) // G3; else G4, G16
                ecom_titles.take(e, *ps[p].name);
            break;
        case verdict::take_ecom:
            if (titled(es[e])) pos_titles.take(p, *es[e].name);
            break;
        case verdict::ask: say_title_conflict(p, e, "it was renamed on both sides."); break;
        case verdict::keep:
        case verdict::by_rule:
        case verdict::add_movements: break;
        }
    }

    void settle_linked(index e)
    {
        const auto& ecom = es[e];
        const auto p = m.pos_of[e];
        if (linked_to(ecom).empty() || m.ecom_out[e] || is_default(ecom)) return;
        if (p == nowhere ? t.pos.customer_groups.complete() : tombstone(ps[p])) { // G7; else G8
            t.say(severity::notice, rule::group_kept, kind::customer_group, ecom_ref(ecom),
                  "The customer group " + in_quotes(ecom.name) +
                      " is gone from the pos; it stays in ecom and is not made again.");
            return;
        }
        if (!is_pair(e)) return;
        ++t.out.matched[static_cast<std::size_t>(kind::customer_group)];
        rename(side::ecom, ecom_titles, e, p, e);
        rename(side::pos, pos_titles, p, p, e);
    }

    /// Writes the title that one side is to take, or says that it cannot have it.
    void rename(side on, const handover& titles, index at, index p, index e)
    {
        if (!titles.wants(at)) return;
        const auto& from = on == side::ecom ? es[e].name : ps[p].name;
        const auto& to = on == side::ecom ? ps[p].name : es[e].name;
        if (!titles.takes(at)) // G6
            return say_title_conflict(p, e,
                                      "another group in " + std::string{name(on)} +
                                          " is or will be called " + in_quotes(to) + ".");
        t.add(on, kind::customer_group, rule::group_kept, both(ps[p], es[e]), // G3
              update{{{field::customer_group_name, *from, *to, rule::group_kept, cause::differs}}},
              phase::customer_groups, titles.turn(at));
    }

    void say_title_conflict(index p, index e, std::string_view because)
    {
        t.say(severity::conflict, rule::group_kept, kind::customer_group, both(ps[p], es[e]),
              "The customer group " + in_quotes(ps[p].name) + " is called " +
                  in_quotes(es[e].name) + " in ecom and stays so: " + std::string{because},
              field::customer_group_name)
            .choices = {"pos", "ecom"};
    }

    template <class Group>
    bool has_title(const Group& g, ref of) const
    {
        if (titled(g)) return true;
        t.say(severity::error, rule::record_isolated, kind::customer_group, std::move(of), // G15
              "The customer group " + g.id.text +
                  " has no title; it cannot be made on the other side.");
        return false;
    }

    /// All unlinked groups of a title at once, when the first of them comes up.
    void match_title(const std::string& title)
    {
        const auto pos_holders = pos_titles.holders(title);
        const auto ecom_holders = ecom_titles.holders(title);
        std::vector<index> free_pos, free_ecom;
        std::vector<ref> others;
        for (const auto& row : pos_holders) {
            if (is_free(row.at, ps, m.ecom_of, m.pos_out))
                free_pos.push_back(row.at);
            else
                others.push_back(pos_ref(ps[row.at]));
            matched_pos[row.at] = true;
        }
        for (const auto& row : ecom_holders) {
            if (is_free_ecom(row.at))
                free_ecom.push_back(row.at);
            else
                others.push_back(ecom_ref(es[row.at]));
            matched_ecom[row.at] = true;
        }
        const bool one = free_pos.size() <= 1 && free_ecom.size() <= 1 && others.empty();
        if (!one) // G12
            return ask_who(t, rule::group_title, kind::customer_group, ps, es, free_pos, free_ecom,
                           std::move(others),
                           std::to_string(pos_holders.size()) + " pos and " +
                               std::to_string(ecom_holders.size()) +
                               " ecom customer groups are or will be called " + in_quotes(title) +
                               ": which are the same?");
        if (free_ecom.empty()) return make_in_ecom(free_pos[0]);
        if (free_pos.empty()) return make_in_pos(free_ecom[0]);
        join(free_pos[0], free_ecom[0]);
    }

    void join(index p, index e)
    {
        if (!all_read()) // G14
            return hold(rule::scope_partial, both(ps[p], es[e]), ps[p].name,
                        "is not linked to the ecom group of that title: not all were read.");
        m.pair(p, e); // G9
        m.adopted[e] = true;
        ++t.out.matched[static_cast<std::size_t>(kind::customer_group)];
        t.add(side::ecom, kind::customer_group, rule::group_title, both(ps[p], es[e]), link_to{},
              phase::customer_groups);
    }

    void make_in_ecom(index p)
    {
        if (!t.ecom.customer_groups.complete()) // G14
            return hold(rule::scope_partial, pos_ref(ps[p]), ps[p].name,
                        "is not made in ecom: not all groups there were read.");
        if (!fits(pos_ref(ps[p]), *ps[p].name)) return; // G16
        const bool none_yet = std::all_of(es.begin(), es.end(), is_default<ecom::customer_group>);
        groups.made_in_ecom[p] = true; // G10
        t.add(side::ecom, kind::customer_group, none_yet ? rule::group_auto : rule::group_create,
              pos_ref(ps[p]), create{{{field::customer_group_name, *ps[p].name}}},
              phase::customer_groups, ecom_titles.free_after(*ps[p].name));
    }

    void make_in_pos(index e)
    {
        if (!t.pos.customer_groups.complete()) // G14
            return hold(rule::scope_partial, ecom_ref(es[e]), es[e].name,
                        "is not made in the pos: not all groups there were read.");
        if (t.policy.group_setup == group_setup::step) // G11
            return hold(rule::group_setup, ecom_ref(es[e]), es[e].name,
                        "is to be made in the pos by hand, with exactly this title.");
        groups.made_in_pos[e] = true; // G11
        t.add(side::pos, kind::customer_group, rule::group_setup, ecom_ref(es[e]),
              create{{{field::customer_group_name, *es[e].name}}}, phase::customer_groups,
              pos_titles.free_after(*es[e].name));
    }

    void hold(rule why, ref of, const std::optional<std::string>& title, std::string_view what)
    {
        t.say(severity::hold, why, kind::customer_group, std::move(of),
              "The customer group " + in_quotes(title) + " " + std::string{what});
    }

    /// Those without a link that are called almost the same (G13).
    void say_near_titles() const
    {
        near_titles near{t.policy.text()};
        for (index p = 0; p < ps.size(); ++p)
            if (is_free(p, ps, m.ecom_of, m.pos_out) && titled(ps[p]))
                near.add(side::pos, pos_ref(ps[p]), *ps[p].name);
        for (index e = 0; e < es.size(); ++e)
            if (is_free_ecom(e) && titled(es[e]))
                near.add(side::ecom, ecom_ref(es[e]), *es[e].name);
        near.say(t);
    }

    const task& t;
    customer_group_map& groups;
    pairing& m = groups.match;
    const std::vector<pos::customer_group>& ps = t.pos.customer_groups.records;
    const std::vector<ecom::customer_group>& es = t.ecom.customer_groups.records;
    handover pos_titles, ecom_titles;
    std::vector<bool> matched_pos, matched_ecom; ///< their titles have been dealt with
};

} // namespace detail

inline customer_group_map customer_group_rules(const task& t)
{
    const bool titles = t.policy.syncs(field::customer_group_name);
    if (!titles && !t.policy.syncs(field::customer_group)) return {};
    const auto& pos = t.pos.customer_groups;
    const auto& ecom = t.ecom.customer_groups;
    customer_group_map groups{match_links(pos, ecom, kind::customer_group, t),
                              std::vector<bool>(pos.records.size()),
                              std::vector<bool>(ecom.records.size())};
    if (titles) detail::customer_group_sync{t, groups}.run();
    return groups;
}

} // namespace twinshelf
