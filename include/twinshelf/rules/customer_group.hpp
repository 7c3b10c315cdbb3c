#pragma once

#include "twinshelf/rules/ask_who.hpp"
#include "twinshelf/rules/customer_group_place.hpp"
#include "twinshelf/rules/customer_group_title.hpp"
#include "twinshelf/rules/near_title.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// Customer groups. They match by link, then by exactly the same title (`group.title`). The group
/// that a side puts everybody in means "no group" (`group.default`): it is in no row but G1. No
/// group is deleted on either side.
///
///   id   pos group                ecom group              result
///   G1   default                  any, or default         nothing
///   G2 to G6  linked, and the titles                      customer_group_title.hpp
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
///   G17  linked at the last sync  deleted since           notice, not made again (group.kept)
///   G18  linked at the last sync  not read                nothing
///
/// A person decides G12 as in ask_who.hpp: who is a record of its own is made, G10 and G11.
/// "No group at all" in G10 does not count the default one. G9, G12: the default one holds its
/// title all the same.
namespace twinshelf {

/// Links, creates and renames the customer groups.
[[nodiscard]] customer_group_map customer_group_rules(const task& t);

namespace detail {

class customer_group_sync {
public:
    customer_group_sync(const task& all, customer_group_map& result)
        : t(all), groups(result), titles(all, result.match), matched_pos(ps.size()),
          matched_ecom(es.size())
    {
    }

    void run()
    {
        titles.decide_all();
        for (index e = 0; e < es.size(); ++e)
            settle_linked(e);
        for (index p = 0; p < ps.size(); ++p) {
            if (is_lost(p))
                say_lost(p);
            else if (is_free_pos(p) && !matched_pos[p] && has_title(ps[p], pos_ref(ps[p])))
                match_title(*ps[p].name);
        }
        for (index e = 0; e < es.size(); ++e)
            if (is_free_ecom(e) && !matched_ecom[e] && has_title(es[e], ecom_ref(es[e])))
                match_title(*es[e].name);
        say_near_titles();
    }

private:
    /// To be matched: no link, not reported, and a group of its own.
    template <class Group>
    bool is_free(index at, const std::vector<Group>& all, const std::vector<index>& other,
                 const std::vector<bool>& out) const
    {
        return other[at] == nowhere && !out[at] && !is_default(all[at]) && !tombstone(all[at]);
    }
    bool is_free_pos(index p) const
    {
        return is_free(p, ps, m.ecom_of, m.pos_out) && !m.deleted_online[p];
    }
    bool is_free_ecom(index e) const
    {
        return is_free(e, es, m.pos_of, m.ecom_out) && linked_to(es[e]).empty();
    }
    /// Linked at the last sync, and deleted in ecom since (G17).
    bool is_lost(index p) const
    {
        return is_free(p, ps, m.ecom_of, m.pos_out) && m.deleted_online[p];
    }
    bool all_read() const
    {
        return t.pos.customer_groups.complete() && t.ecom.customer_groups.complete();
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
        if (!titles.is_pair(e)) return;
        ++t.out.matched[static_cast<std::size_t>(kind::customer_group)];
        titles.rename(e);
    }

    void say_lost(index p) const // G17
    {
        t.say(severity::notice, rule::group_kept, kind::customer_group, pos_ref(ps[p]),
              "The customer group " + in_quotes(ps[p].name) +
                  " was deleted in ecom; it stays in the pos and is not made again.");
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
        namesakes who;
        for (const auto& row : titles.in_pos().holders(title)) {
            if (is_free_pos(row.at))
                who.pos.push_back(row.at);
            else
                who.others.push_back(pos_ref(ps[row.at]));
            matched_pos[row.at] = true;
        }
        for (const auto& row : titles.in_ecom().holders(title)) {
            if (is_free_ecom(row.at))
                who.ecom.push_back(row.at);
            else
                who.others.push_back(ecom_ref(es[row.at]));
            matched_ecom[row.at] = true;
        }
        if (who.pos.size() <= 1 && who.ecom.size() <= 1 && who.others.empty())
            return settle({std::move(who.pos), std::move(who.ecom)});
        while (!who.pos.empty() || !who.ecom.empty()) {
            const auto so = ask(title, who);
            if (!so) return;
            settle(*so);
        }
    }

    std::optional<who_is_who> ask(const std::string& title, namesakes& who) const // G12
    {
        return ask_who(t, rule::group_title, kind::customer_group, ps, es, who,
                       std::to_string(titles.in_pos().holders(title).size()) + " pos and " +
                           std::to_string(titles.in_ecom().holders(title).size()) +
                           " ecom customer groups are or will be called " + in_quotes(title) +
                           ": which are the same?");
    }

    void settle(const who_is_who& so)
    {
        if (so.is_pair()) return join(so.pos[0], so.ecom[0]);
        for (const auto p : so.pos)
            make_in_ecom(p);
        for (const auto e : so.ecom)
            make_in_pos(e);
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
        if (!titles.fits(pos_ref(ps[p]), *ps[p].name)) return; // G16
        const bool none_yet = std::all_of(es.begin(), es.end(), is_default<ecom::customer_group>);
        groups.made_in_ecom[p] = true; // G10
        t.add(side::ecom, kind::customer_group, none_yet ? rule::group_auto : rule::group_create,
              pos_ref(ps[p]), create{{{field::customer_group_name, *ps[p].name}}},
              phase::customer_groups, titles.in_ecom().free_after(*ps[p].name));
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
              titles.in_pos().free_after(*es[e].name));
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
            if (is_free_pos(p) && titled(ps[p])) near.add(side::pos, pos_ref(ps[p]), *ps[p].name);
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
    customer_group_titles titles;
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
