#pragma once

#include "twinshelf/rules/consent.hpp"
#include "twinshelf/rules/customer_group.hpp"
#include "twinshelf/rules/fields.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

/// Customers. "Gone" is deleted, or archived in the pos, or not in a complete section. No customer
/// is deleted by the sync, and none is made in ecom. Emails are the same without regard to case.
///
///   id   pos customer            ecom customer            result
///   U1   gone                    linked                   notice, neither changed (customer.gone)
///   U2   linked                  deleted                  notice, neither changed (customer.gone)
///   U3   not read                linked                   nothing
///   U4   email X, no link        email X, no link         link (customer.both)
///   U5   X is held by two of one side, once the plan
///        is carried out          no link, has ordered,
///                                or the pos has X too     conflict (customer.both)
///   U6   no link                 none                     waits, counted (customer.pos_only)
///   U7   none                    no link, has ordered     create in the pos (customer.ecom_only;
///                                                         customer.r_series where it is for once)
///   U8   none                    no link, no order known  waits, counted (customer.ecom_only)
///   U9   none                    U7, email unknown        hold (customer.both)
///        no link, email unknown  U7, with an email        the same
///   U10  none                    U7, no name, no email    error (record.isolated)
///   U11  not all were read       U4 or U7                 hold (scope.partial)
///
/// Two that are the same. Without a link, what differs is compared like that of others:
///
///   U12  email                   the same                 nothing, whatever the case
///   U13  email                   another one              by its flow: update, or conflict
///                                                         (customer.latest)
///   U14  email, and another customer there has or
///        takes it                                         conflict (customer.both)
///   U15  no email                email                    the email; nothing where the blank is
///                                                         newer (field.blank); the same the other
///                                                         way round
///   U16  name                    another one              by its flow
///   U17  group                   the same group           nothing
///   U18  group                   no group                 the group, the same the other way round
///   U19  group                   another group            conflict, by policy one side's
///                                                         (customer.one_group)
///   U20  group without a
///        counterpart             U7, U18, U19             hold (customer.group_missing)
///   U21  group not there         U7, U18, U19             error (record.isolated)
///   U22  unknown, or a group
///        that was not read       any                      nothing; where that group is to be
///                                                         written, a hold (scope.partial)
///
/// Consent to marketing has a table of its own in consent.hpp. A new pos customer without a yes
/// gets a no, as a platform may take a customer that it is told nothing of for a yes; ecom gets
/// the same no where it did not know (`customer.consent`).
namespace twinshelf {

/// Links, creates and updates the customers.
void customer_rules(const task& t, const customer_group_map& groups);

namespace detail {

[[nodiscard]] inline bool is_ascii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// What two spellings of one email have in common; "" for a blank one, and for an unknown one.
///
/// A letter that only looks like "s" or "k" when it is folded does not make an email the same as
/// somebody else's.
[[nodiscard]] inline std::string email_key(const std::optional<std::string>& email,
                                           text_rules rules)
{
    if (!email) return {};
    auto key = folded(*email, rules);
    const auto as_written = trimmed(*email);
    if (is_ascii(key) && !is_ascii(as_written)) return std::string{as_written};
    return key;
}

class customer_sync {
public:
    customer_sync(const task& all, const customer_group_map& map)
        : t(all), groups(map),
          m(match_links(all.pos.customers, all.ecom.customers, kind::customer, all)),
          pos_emails(ps.size()), ecom_emails(es.size()), email_plans(es.size()), asked(ps.size()),
          matched(es.size())
    {
    }

    void run()
    {
        hold_emails();
        for (index e = 0; e < es.size(); ++e)
            if (is_pair(e)) decide_email(m.pos_of[e], e);
        pos_emails.settle();
        ecom_emails.settle();
        for (index e = 0; e < es.size(); ++e)
            if (is_free_ecom(e) && !matched[e]) match_email(e);
        for (index e = 0; e < es.size(); ++e)
            if (is_pair(e))
                compare(m.pos_of[e], e);
            else
                say_gone(e);
        say_counts();
    }

private:
    using place_state = group_place::state_of;

    /// What is to become of two emails that differ.
    enum class email_plan : std::uint8_t { same, apart, to_ecom, to_pos };

    static bool is_gone(const pos::customer& p)
    {
        return p.archived.value_or(false) || tombstone(p);
    }
    bool is_free_pos(index p) const
    {
        return m.ecom_of[p] == nowhere && !m.pos_out[p] && !is_gone(ps[p]) && !m.deleted_online[p];
    }
    bool is_free_ecom(index e) const
    {
        return m.pos_of[e] == nowhere && !m.ecom_out[e] && !tombstone(es[e]) &&
               linked_to(es[e]).empty();
    }
    bool is_pair(index e) const
    {
        const auto p = m.pos_of[e];
        return p != nowhere && !m.ecom_out[e] && !m.pos_out[p] && !is_gone(ps[p]);
    }
    /// Who changed a field since the last sync.
    static shape changed_since_sync(field, index, index) { return shape::no_base; }
    /// Whether a field of the pos is ever written once the customer is there.
    bool flows_back(field f) const
    {
        return t.policy[f] == flow::two_way || t.policy[f] == flow::latest;
    }

    static std::string called(const auto& customer)
    {
        if (holds_something(customer.email)) return in_quotes(customer.email);
        std::string name;
        for (const auto* part : {&customer.first_name, &customer.last_name})
            if (holds_something(*part)) name += (name.empty() ? "" : " ") + **part;
        return name.empty() ? customer.id.text : in_quotes(name);
    }
    issue& say(severity how, rule why, ref of, const auto& customer, std::string_view what,
               std::optional<field> about = {}) const
    {
        return t.say(how, why, kind::customer, std::move(of),
                     "The customer " + called(customer) + " " + std::string{what}, about);
    }

    // Emails: who holds which, and who takes which.

    void hold_emails()
    {
        const bool read = t.policy.syncs(field::customer_email);
        for (const auto& p : ps)
            pos_keys.push_back(read ? email_key(p.email, t.policy.text()) : std::string{});
        for (const auto& e : es)
            ecom_keys.push_back(read ? email_key(e.email, t.policy.text()) : std::string{});
        for (index p = 0; p < ps.size(); ++p) {
            if (!is_gone(ps[p])) pos_emails.hold(p, pos_keys[p]);
            pos_email_unknown = pos_email_unknown || (is_free_pos(p) && !ps[p].email);
        }
        for (index e = 0; e < es.size(); ++e)
            if (!tombstone(es[e])) ecom_emails.hold(e, ecom_keys[e]);
    }

    void decide_email(index p, index e)
    {
        email_plans[e] = plan_of(p, e);
        if (email_plans[e] == email_plan::to_ecom) ecom_emails.take(e, pos_keys[p]);
        if (email_plans[e] == email_plan::to_pos) pos_emails.take(p, ecom_keys[e]);
    }

    email_plan plan_of(index p, index e)
    {
        constexpr auto f = field::customer_email;
        const auto how = t.policy[f];
        if (!ps[p].email || !es[e].email || pos_keys[p] == ecom_keys[e])
            return email_plan::same; // U12, U22
        const auto newer = later_of(ps[p].email_updated_at, es[e].email_updated_at);
        auto verdict = merge(how, changed_since_sync(f, p, e), newer);
        if (verdict == verdict::keep) return email_plan::apart;
        if (pos_keys[p].empty() || ecom_keys[e].empty()) { // U15
            const auto filled = pos_keys[p].empty() ? verdict::take_ecom : verdict::take_pos;
            if (how == flow::latest && newer == later::unknown) verdict = filled;
            if (verdict != filled) {
                say(severity::notice, rule::field_blank, both(ps[p], es[e]), es[e],
                    "has an email on one side only, which stays: a blank replaces nothing.", f);
                return email_plan::apart;
            }
        } else if (how == flow::fill) {
            return email_plan::apart;
        }
        switch (verdict) { // U13
        case verdict::take_pos: return email_plan::to_ecom;
        case verdict::take_ecom: return email_plan::to_pos;
        case verdict::ask:
            say(severity::conflict, rule::customer_latest, both(ps[p], es[e]), es[e],
                "has the email " + in_quotes(ps[p].email) +
                    " in the pos, and nothing tells which of the two is the later one.",
                f)
                .choices = {"pos", "ecom"};
            return email_plan::apart;
        case verdict::keep:
        case verdict::by_rule:
        case verdict::add_movements: break;
        }
        return email_plan::apart;
    }

    // Who is who.

    /// All unlinked ecom customers of an email at once, when the first of them comes up.
    void match_email(index e)
    {
        const auto& key = ecom_keys[e];
        if (key.empty()) return without_counterpart(e);
        std::vector<index> free_pos, free_ecom;
        std::vector<ref> others;
        for (const auto& row : pos_emails.holders(key)) {
            if (is_free_pos(row.at))
                free_pos.push_back(row.at);
            else
                others.push_back(pos_ref(ps[row.at]));
        }
        for (const auto& row : ecom_emails.holders(key)) {
            if (is_free_ecom(row.at))
                free_ecom.push_back(row.at);
            else
                others.push_back(ecom_ref(es[row.at]));
            matched[row.at] = true;
        }
        const bool one = free_pos.size() <= 1 && free_ecom.size() == 1 && others.empty();
        if (one && free_pos.empty()) return without_counterpart(e);
        if (one) return join(free_pos[0], e);
        const bool in_question =
            !free_pos.empty() || std::any_of(free_ecom.begin(), free_ecom.end(),
                                             [&](index at) { return has_ordered(es[at]); });
        if (!in_question) { // U8
            waiting_ecom += free_ecom.size();
            return;
        }
        for (const auto p : free_pos)
            asked[p] = true;
        ask_who(t, rule::customer_both, kind::customer, ps, es, free_pos, free_ecom, // U5
                std::move(others),
                std::to_string(pos_emails.holders(key).size()) + " pos and " +
                    std::to_string(ecom_emails.holders(key).size()) +
                    " ecom customers have or will have the email " + in_quotes(key) +
                    ": which are the same?");
    }

    void join(index p, index e)
    {
        if (!t.pos.customers.complete() || !t.ecom.customers.complete()) { // U11
            asked[p] = true;
            say(severity::hold, rule::scope_partial, both(ps[p], es[e]), es[e],
                "is not linked to the pos customer of that email: not all customers were read.");
            return;
        }
        m.pair(p, e); // U4
        m.adopted[e] = true;
        t.add(side::ecom, kind::customer, rule::customer_both, both(ps[p], es[e]), link_to{},
              phase::customers);
    }

    static bool has_ordered(const ecom::customer& e) { return e.orders.value_or(0) > 0; }

    void without_counterpart(index e)
    {
        const auto& ecom = es[e];
        if (!t.policy.syncs(field::customer_email)) return; // they cannot be told from others
        if (!has_ordered(ecom)) {                           // U8
            ++waiting_ecom;
            return;
        }
        const auto hold = [&](severity how, rule why, std::string_view because) {
            say(how, why, ecom_ref(ecom), ecom, "is not made in the pos: " + std::string{because});
        };
        if (!t.pos.customers.complete()) // U11
            return hold(severity::hold, rule::scope_partial,
                        "not all customers there were read, they may be there.");
        if (!ecom.email || (pos_email_unknown && !blank(*ecom.email))) // U9
            return hold(severity::hold, rule::customer_both,
                        ecom.email ? "not all emails there are known, they may be there."
                                   : "without their email nobody knows whether they are there.");
        create made;
        if (holds_something(ecom.email))
            made.record.push_back({field::customer_email, *ecom.email});
        synced(
            [&](field f, const auto&, const auto& held, compared) {
                if (t.policy.syncs(f) && holds_something(held)) made.record.push_back({f, *held});
            },
            pos::customer{}, ecom);
        if (made.record.empty()) // U10
            return hold(severity::error, rule::record_isolated, "they have no name and no email.");
        group_place place;
        if (t.policy.syncs(field::customer_group)) {
            place = place_of(t, groups, ecom.group_id);
            if (!is_usable(place, side::pos, ecom_ref(ecom), ecom)) return; // U20 to U22
        }
        const auto when = pos_emails.free_after(ecom_keys[e]);
        if (t.policy.syncs(field::customer_marketing)) set_consent(ecom, made, when);
        if (place.state == place_state::in)
            made.record.push_back({field::customer_group, std::move(place.group)});
        const bool once = t.policy[field::customer_email] == flow::ecom_leads_once;
        t.add(side::pos, kind::customer, once ? rule::customer_r_series : rule::customer_ecom_only,
              ecom_ref(ecom), std::move(made), phase::customers, when); // U7
    }

    /// What a new pos customer says. A no that ecom did not know is written there too: the next
    /// plan would do so.
    void set_consent(const ecom::customer& ecom, create& made, int when)
    {
        constexpr auto f = field::customer_marketing;
        made.record.push_back({f, ecom.accepts_marketing.value_or(false)});
        if (ecom.accepts_marketing || merge(t.policy[f], shape::no_base) == verdict::keep) return;
        t.add(side::ecom, kind::customer, rule::customer_consent, ecom_ref(ecom),
              update{{{f, unknown_t{}, false, rule::customer_consent, cause::rule}}},
              phase::customers, when);
    }

    // What two that are the same differ in.

    void compare(index p, index e)
    {
        ++t.out.matched[static_cast<std::size_t>(kind::customer)];
        update to_pos, to_ecom;
        const auto becomes = compare_email(p, e, to_pos, to_ecom);
        synced([&](field f, const auto& have, const auto& has,
                   compared) { compare_name(f, p, e, have, has, to_pos, to_ecom); },
               ps[p], es[e]);
        compare_consent(p, e, becomes, to_pos, to_ecom);
        compare_group(p, e, to_pos, to_ecom);
        const auto add = [&](side on, update& changed, int when) {
            if (changed.changes.empty()) return;
            const auto why = changed.changes[0].rule;
            t.add(on, kind::customer, why, both(ps[p], es[e]), std::move(changed), phase::customers,
                  when);
        };
        add(side::ecom, to_ecom, ecom_emails.turn(e));
        add(side::pos, to_pos, pos_emails.turn(p));
    }

    /// Says what really becomes of the two emails.
    email_plan compare_email(index p, index e, update& to_pos, update& to_ecom)
    {
        constexpr auto f = field::customer_email;
        const auto plan = email_plans[e];
        if (plan == email_plan::same || plan == email_plan::apart) return plan;
        const bool takes = plan == email_plan::to_ecom ? ecom_emails.takes(e) : pos_emails.takes(p);
        const auto& from = plan == email_plan::to_ecom ? es[e].email : ps[p].email;
        const auto& to = plan == email_plan::to_ecom ? ps[p].email : es[e].email;
        if (!takes) { // U14
            say(severity::conflict, rule::customer_both, both(ps[p], es[e]), es[e],
                "does not get the email " + in_quotes(to) + ": another customer has or takes it.",
                f)
                .choices = {"pos", "ecom"};
            return email_plan::apart;
        }
        const auto why = t.policy[f] == flow::latest ? rule::customer_latest : rule::customer_both;
        count_undecided(f, p, e);
        (plan == email_plan::to_ecom ? to_ecom : to_pos)
            .changes.push_back({f, *from, *to, why, cause::differs}); // U13, U15
        return plan;
    }

    void compare_name(field f, index p, index e, const std::optional<std::string>& have,
                      const std::optional<std::string>& has, update& to_pos, update& to_ecom)
    {
        const auto how = t.policy[f];
        if (!have || !has || same_text(*have, *has, t.policy.text())) return; // U22
        if (how == flow::fill && !blank(*has)) return;
        const auto newer = later_of(ps[p].updated_at, es[e].updated_at);
        switch (merge(how, changed_since_sync(f, p, e), newer)) { // U16
        case verdict::take_pos:
            if (blank(*have)) return;
            count_undecided(f, p, e);
            to_ecom.changes.push_back({f, *has, *have, rule::customer_both, cause::differs});
            return;
        case verdict::take_ecom:
            if (!blank(*has))
                to_pos.changes.push_back({f, *have, *has, rule::customer_both, cause::differs});
            return;
        case verdict::ask:
            say(severity::conflict, rule::customer_both, both(ps[p], es[e]), es[e],
                "is called " + in_quotes(have) + " in the pos and " + in_quotes(has) + " in ecom.",
                f)
                .choices = {"pos", "ecom"};
            return;
        case verdict::keep:
        case verdict::by_rule:
        case verdict::add_movements: return;
        }
    }

    void count_undecided(field f, index p, index e)
    {
        undecided += t.policy[f] == flow::two_way && changed_since_sync(f, p, e) == shape::no_base;
    }

    void compare_consent(index p, index e, email_plan becomes, update& to_pos, update& to_ecom)
    {
        constexpr auto f = field::customer_marketing;
        const auto how = t.policy[f];
        const auto changed = changed_since_sync(f, p, e);
        consent pos{ps[p].accepts_marketing, ps[p].marketing_updated_at};
        consent ecom{es[e].accepts_marketing, es[e].marketing_updated_at};
        const auto newer = later_of(pos.at, ecom.at);
        if (merge(how, changed, newer) == verdict::keep) return;
        const bool follows = t.policy.consent_follows_email;
        if (!follows && becomes != email_plan::same && becomes != email_plan::apart)
            find_old_addresses(p, e, becomes, pos, ecom);

        auto result = agree(pos, ecom, changed, !follows && becomes == email_plan::apart);
        if (!flows_back(f)) { // one way: what the pos denies is denied, and a no in ecom stays
            if (pos.says == false && ecom.says != false) result = agreement::no;
            if (ecom.says == false) return;
        }
        if (how == flow::fill && ecom.says) return;
        if (result == agreement::undated) undated.push_back(both(ps[p], es[e]));
        if (result == agreement::undated || result == agreement::leave) return;
        const bool says = result == agreement::yes;
        const auto& latest = newer == later::pos ? pos : ecom;
        const bool by_time = pos.says && ecom.says && pos.says != ecom.says &&
                             newer != later::unknown && latest.says == says;
        const auto why = by_time ? rule::customer_latest : rule::customer_consent;
        const auto write = [&](const consent& held, update& to) {
            if (held.says != says)
                to.changes.push_back({f, held.says ? value{*held.says} : value{unknown_t{}}, says,
                                      why, cause::differs});
        };
        write(ecom, to_ecom);
        if (flows_back(f)) write(pos, to_pos);
    }

    /// Marks what was given before the email changed. A side that had the email all along, where
    /// the other had none, was not changed.
    void find_old_addresses(index p, index e, email_plan becomes, consent& pos, consent& ecom) const
    {
        const bool to_ecom = becomes == email_plan::to_ecom;
        const bool fills = to_ecom ? ecom_keys[e].empty() : pos_keys[p].empty();
        const auto& changed_at = to_ecom ? ps[p].email_updated_at : es[e].email_updated_at;
        const auto older = [&](const consent& c) {
            return !c.at || !changed_at || *c.at <= *changed_at;
        };
        pos.for_old_address = !(fills && to_ecom) && older(pos);
        ecom.for_old_address = !(fills && !to_ecom) && older(ecom);
    }

    void compare_group(index p, index e, update& to_pos, update& to_ecom)
    {
        constexpr auto f = field::customer_group;
        const auto how = t.policy[f];
        const auto changed = changed_since_sync(f, p, e);
        auto verdict = merge(how, changed); // both changed: no later one wins
        if (verdict == verdict::keep) return;
        const auto of = both(ps[p], es[e]);
        const auto in_pos = place_of(t, groups, ps[p].group_id);
        const auto in_ecom = place_of(t, groups, es[e].group_id);
        if (in_pos.state == place_state::missing) return say_missing(side::pos, of, es[e]);   // U21
        if (in_ecom.state == place_state::missing) return say_missing(side::ecom, of, es[e]); // U21
        if (!is_known(in_pos) || !is_known(in_ecom) || same_group(in_pos, in_ecom))
            return; // U17, U22

        const bool pos_none = in_pos.state == place_state::no_group;
        const bool ecom_none = in_ecom.state == place_state::no_group;
        if (changed == shape::no_base && (pos_none || ecom_none)) { // U18
            const auto filled = pos_none ? verdict::take_ecom : verdict::take_pos;
            if (verdict != filled && how != flow::two_way) return;
            verdict = filled;
        } else if (how == flow::fill) {
            return;
        } else if (verdict == verdict::ask ||
                   (how == flow::two_way && changed == shape::no_base)) { // U19
            if (t.policy.one_group == one_group::ask) return ask_group(p, e);
            verdict = t.policy.one_group == one_group::pos ? verdict::take_pos : verdict::take_ecom;
        }
        if (verdict != verdict::take_pos && verdict != verdict::take_ecom) return;
        const bool from_pos = verdict == verdict::take_pos;
        const auto& winner = from_pos ? in_pos : in_ecom;
        if (!is_usable(winner, from_pos ? side::ecom : side::pos, of, es[e], f)) return; // U20
        const auto as_value = [](const group_place& place) {
            return place.group.empty() ? value{none} : value{place.group};
        };
        (from_pos ? to_ecom : to_pos)
            .changes.push_back(
                {f, as_value(from_pos ? in_ecom : in_pos),
                 winner.state == place_state::no_group ? value{none} : as_value(winner),
                 rule::customer_one_group, cause::differs});
    }

    static bool is_known(const group_place& place)
    {
        return place.state != place_state::unknown && place.state != place_state::unread;
    }
    static bool same_group(const group_place& pos, const group_place& ecom)
    {
        const bool pos_none = pos.state == place_state::no_group;
        if (pos_none || ecom.state == place_state::no_group) return pos.state == ecom.state;
        return (!pos.group.pos_id.empty() && pos.group.pos_id == ecom.group.pos_id) ||
               (!pos.group.ecom_id.empty() && pos.group.ecom_id == ecom.group.ecom_id);
    }

    /// Whether a customer's group can be written to a side; says why not.
    bool is_usable(const group_place& place, side on, ref of, const ecom::customer& ecom,
                   std::optional<field> about = {})
    {
        const auto hold = [&](rule why, std::string_view because) {
            say(severity::hold, why, std::move(of), ecom,
                (about ? "keeps their group in " : "is not made in ") +
                    std::string{on == side::pos ? "the pos: the group that they are in "
                                                : "ecom: the group that they are in "} +
                    std::string{because},
                about);
            return false;
        };
        switch (place.state) {
        case place_state::missing: // U21
            say_missing(side::ecom, std::move(of), ecom);
            return false;
        case place_state::unread: // U22
        case place_state::unseen: return hold(rule::scope_partial, "was not read.");
        case place_state::alone: // U20
            return hold(rule::customer_group_missing, "has no counterpart there.");
        case place_state::unknown:
        case place_state::no_group:
        case place_state::in: break;
        }
        return true;
    }
    void say_missing(side on, ref of, const ecom::customer& ecom) const
    {
        say(severity::error, rule::record_isolated, std::move(of), ecom,
            "is in a group in " + std::string{name(on)} +
                " that is not there; their group is left alone.",
            field::customer_group);
    }
    void ask_group(index p, index e) const
    {
        say(severity::conflict, rule::customer_one_group, both(ps[p], es[e]), es[e],
            "is in different groups in the pos and in ecom: which one is it?",
            field::customer_group)
            .choices = {"pos", "ecom"};
    }

    // What is said.

    void say_gone(index e) const
    {
        const auto& ecom = es[e];
        const auto p = m.pos_of[e];
        if (linked_to(ecom).empty() || m.ecom_out[e] || tombstone(ecom)) return;
        if (p == nowhere ? !t.pos.customers.complete() : !is_gone(ps[p])) return; // U3
        if (p != nowhere) ++t.out.matched[static_cast<std::size_t>(kind::customer)];
        say(severity::notice, rule::customer_gone, ecom_ref(ecom), ecom, // U1
            "is gone from the pos: neither changed in ecom nor made again.");
    }

    void say_counts()
    {
        std::size_t waiting_pos = 0;
        for (index p = 0; p < ps.size(); ++p) {
            waiting_pos += is_free_pos(p) && !asked[p]; // U6
            if (m.deleted_online[p] && m.ecom_of[p] == nowhere && !m.pos_out[p] && !is_gone(ps[p]))
                say(severity::notice, rule::customer_gone, pos_ref(ps[p]), ps[p], // U2
                    "was deleted in ecom: neither changed in the pos nor made again.");
        }
        const bool by_email = t.policy.syncs(field::customer_email);
        if (by_email && t.ecom.customers.complete())
            count(waiting_pos, rule::customer_pos_only,
                  " customer is in the pos only and waits for an online order or login.",
                  " customers are in the pos only and wait for an online order or login.");
        if (by_email && t.pos.customers.complete())
            count(waiting_ecom, rule::customer_ecom_only,
                  " customer is in ecom only and waits for a first order.",
                  " customers are in ecom only and wait for a first order.");
        count(undecided, rule::customer_both,
              " difference has no earlier sync to tell who changed it; the pos value is taken.",
              " differences have no earlier sync to tell who changed them; the pos values are "
              "taken.");
        std::sort(undated.begin(), undated.end(), smaller_ref);
        if (auto* said = count(undated.size(), rule::customer_consent,
                               " customer has a yes to marketing on one side that nobody knows the "
                               "time of; it is not carried over.",
                               " customers have a yes to marketing on one side that nobody knows "
                               "the time of; it is not carried over."))
            said->records = std::move(undated);
    }

    issue* count(std::size_t n, rule why, std::string_view one, std::string_view many) const
    {
        if (n == 0) return nullptr;
        return &t.say(severity::notice, why, kind::customer, {},
                      std::to_string(n) + std::string{n == 1 ? one : many});
    }

    const task& t;
    const customer_group_map& groups;
    const std::vector<pos::customer>& ps = t.pos.customers.records;
    const std::vector<ecom::customer>& es = t.ecom.customers.records;
    pairing m;
    std::vector<std::string> pos_keys, ecom_keys;
    handover pos_emails, ecom_emails;
    std::vector<email_plan> email_plans; ///< of each ecom customer
    std::vector<bool> asked;             ///< of each pos customer: in a conflict or a hold
    std::vector<bool> matched;           ///< of each ecom customer: its email has been dealt with
    bool pos_email_unknown = false;      ///< of one without a link
    std::size_t waiting_ecom = 0;
    std::size_t undecided = 0; ///< two-way differences without a baseline
    std::vector<ref> undated;  ///< a yes of unknown age against unknown
};

} // namespace detail

inline void customer_rules(const task& t, const customer_group_map& groups)
{
    using enum field;
    for (const auto f : {customer_email, customer_first_name, customer_last_name,
                         customer_marketing, field::customer_group})
        if (t.policy.syncs(f)) return detail::customer_sync{t, groups}.run();
}

} // namespace twinshelf
