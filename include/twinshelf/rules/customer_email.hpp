#pragma once

#include "twinshelf/rules/consent.hpp"
#include "twinshelf/rules/customer_pairs.hpp"
#include "twinshelf/rules/exchange.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The emails of customers: who holds which, and what becomes of two that differ. Emails are the
/// same without regard to case; the stored case is not rewritten.
///
///   id   one side               the other                result
///   U12  email                  the same                 nothing, whatever the case
///   U13  email                  another one              by its flow: update, or conflict
///                                                        (customer.latest); nothing where both are
///                                                        as after the last sync (field.settled)
///   U14  email, and another customer there has or
///        takes it                                        conflict (customer.both); the email that a
///                                                        person chooses goes to the other side all
///                                                        the same; ecom's, where the flow does not
///                                                        go there: both stay
///   U15  no email               email                    the email; nothing where the blank is
///                                                        newer (field.blank)
///   U22  unknown                any                      nothing
///   U23  longer than ecom takes U13, U15                 hold (target.limits); never cut
///   U25  emptied since the last
///        sync                   email                    where its flow takes that change: emptied,
///                                                        too (field.blank); consent goes with it
///
/// U25: to take an email away is a change like another one, and a customer who asked for it means
/// both places.
namespace twinshelf::detail {

/// What two spellings of one email have in common; "" for a blank one, and for an unknown one.
///
/// A letter that only looks like "s" or "k" when it is folded does not make an email the same as
/// somebody else's.
[[nodiscard]] std::string email_key(const std::optional<std::string>& email, text_rules rules);

/// What is to become of two emails that differ.
enum class email_plan : std::uint8_t { same, apart, to_ecom, to_pos };

/// Emails change once a consent is taken back that was given for the old one: the other way round, a
/// run that stops between the two would not know any more what it was for.
inline constexpr int first_email_turn = 1;

class customer_emails {
public:
    /// Decides for all pairs at once. Reads no email where emails do not sync.
    explicit customer_emails(const customer_pairs& pairs);

    [[nodiscard]] const std::string& pos_key(index p) const { return pos_keys[p]; }
    [[nodiscard]] const std::string& ecom_key(index e) const { return ecom_keys[e]; }
    /// Who holds which email once the plan is carried out.
    [[nodiscard]] const handover& in_pos() const { return exchange.in_pos(); }
    [[nodiscard]] const handover& in_ecom() const { return exchange.in_ecom(); }
    /// Whether a pos customer without a link has an email that is not known.
    [[nodiscard]] bool some_unknown() const { return unknown_in_pos; }
    /// How a pair whose emails differ was decided.
    [[nodiscard]] const ruling& ruled(index e) const { return rulings[e]; }

    /// Adds the change of the email to the side that gets it. What really becomes of the two.
    email_plan compare(index p, index e, pair_update& changed) const;

private:
    [[nodiscard]] email_plan plan_of(index p, index e);
    [[nodiscard]] email_plan fill_blank(index p, index e, later newer);
    [[nodiscard]] email_plan send(index p, index e, bool into_ecom) const;
    [[nodiscard]] std::optional<exchange_way> choose(index p, index e);
    [[nodiscard]] disputed values(index p, index e) const;
    email_plan say_one_sided(index p, index e) const
    {
        c.say(severity::notice, rule::field_blank, both(c.ps[p], c.es[e]), c.es[e],
              "has an email on one side only, which stays: a blank replaces nothing.", f);
        return email_plan::apart;
    }

    static constexpr auto f = field::customer_email;

    const customer_pairs& c;
    std::vector<std::string> pos_keys, ecom_keys;
    text_exchange exchange;
    std::vector<email_plan> plans; ///< of each ecom customer
    std::vector<ruling> rulings;   ///< of each ecom customer
    bool unknown_in_pos = false;
};

[[nodiscard]] inline bool is_ascii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

inline std::string email_key(const std::optional<std::string>& email, text_rules rules)
{
    if (!email) return {};
    auto key = folded(*email, rules);
    const auto as_written = trimmed(*email);
    if (is_ascii(key) && !is_ascii(as_written)) return std::string{as_written};
    return key;
}

/// Whether an email is another one than after the last sync.
[[nodiscard]] inline std::optional<bool> email_moved(const std::optional<std::string>& now,
                                                     const std::optional<std::string>& base,
                                                     text_rules rules)
{
    if (!now || !base) return {};
    if (is_digest(*base)) return !same_as_kept(*now, *base, rules);
    return email_key(now, rules) != email_key(base, rules);
}

inline customer_emails::customer_emails(const customer_pairs& pairs)
    : c(pairs), pos_keys(c.ps.size()), ecom_keys(c.es.size()), exchange(c.ps.size(), c.es.size()),
      plans(c.es.size()), rulings(c.es.size())
{
    if (!c.t.policy.syncs(f)) return;
    for (index p = 0; p < c.ps.size(); ++p) {
        pos_keys[p] = email_key(c.ps[p].email, c.t.policy.text());
        if (!c.is_gone(c.ps[p])) exchange.hold_pos(p, pos_keys[p]);
        unknown_in_pos = unknown_in_pos || (c.is_free_pos(p) && !c.ps[p].email);
    }
    for (index e = 0; e < c.es.size(); ++e) {
        ecom_keys[e] = email_key(c.es[e].email, c.t.policy.text());
        if (!tombstone(c.es[e])) exchange.hold_ecom(e, ecom_keys[e]);
    }
    for (index e = 0; e < c.es.size(); ++e) {
        if (!c.is_fresh_pair(e)) continue;
        const auto p = c.m.pos_of[e];
        plans[e] = plan_of(p, e);
        if (plans[e] == email_plan::to_ecom) exchange.plan(p, e, exchange_way::to_ecom);
        if (plans[e] == email_plan::to_pos) exchange.plan(p, e, exchange_way::to_pos);
    }
    exchange.settle([&](index p, index e) { return choose(p, e); });
}

inline email_plan customer_emails::plan_of(index p, index e)
{
    const auto& pos = c.ps[p];
    const auto& ecom = c.es[e];
    const auto how = c.t.policy[f];
    if (!pos.email || !ecom.email || pos_keys[p] == ecom_keys[e])
        return email_plan::same; // U12, U22
    const auto base = c.known(p, e);
    const auto rules = c.t.policy.text();
    const auto changed = shape_of(email_moved(pos.email, base.pos.email, rules),
                                  email_moved(ecom.email, base.ecom.email, rules));
    auto newer = later_of(pos.email_updated_at, ecom.email_updated_at);
    if (newer == later::unknown && how == flow::two_way) newer = c.pair(p, e).newer;
    const bool pos_blank = pos_keys[p].empty();
    const bool ecom_blank = ecom_keys[e].empty();
    if (changed == shape::no_base && (pos_blank || ecom_blank)) return fill_blank(p, e, newer);
    if (how == flow::fill && !ecom_blank) return email_plan::apart;

    const auto so = decide(c.t, f, c.pair(p, e), rule::customer_latest, changed, newer);
    rulings[e] = so;
    switch (so.verdict) { // U13, U15, U25
    case verdict::take_pos:
        if (pos_blank && !holds_something(base.pos.email)) return say_one_sided(p, e);
        return send(p, e, true);
    case verdict::take_ecom:
        if (ecom_blank && !holds_something(base.ecom.email)) return say_one_sided(p, e);
        return send(p, e, false);
    case verdict::ask:
        c.ask(rule::customer_latest, p, e,
              "has the email " + in_quotes(pos.email, "none") +
                  " in the pos, and nothing tells which of the two is the later one.",
              f, values(p, e));
        return email_plan::apart;
    case verdict::keep:
    case verdict::by_rule:
    case verdict::add_movements: break;
    }
    return email_plan::apart;
}

/// U15 of two that nothing is remembered of.
inline email_plan customer_emails::fill_blank(index p, index e, later newer)
{
    const auto how = c.t.policy[f];
    const bool to_ecom = ecom_keys[e].empty();
    rulings[e].cause = cause::differs;
    const auto filled = to_ecom ? verdict::take_pos : verdict::take_ecom;
    auto verdict = merge(how, shape::no_base, newer);
    if (verdict == verdict::keep) return email_plan::apart;
    if (how == flow::latest && newer == later::unknown) verdict = filled;
    return verdict == filled ? send(p, e, to_ecom) : say_one_sided(p, e);
}

inline email_plan customer_emails::send(index p, index e, bool into_ecom) const
{
    if (!into_ecom) return email_plan::to_pos;
    return fits_whole(c.t, f, *c.ps[p].email, both(c.ps[p], c.es[e]), kind::customer) // else U23
               ? email_plan::to_ecom
               : email_plan::apart;
}

/// U14: what a person says of an email that another customer has or takes. A blank is not sent.
inline std::optional<exchange_way> customer_emails::choose(index p, index e)
{
    const auto choice = c.t.choice(rule::customer_both, kind::customer, both(c.ps[p], c.es[e]), f);
    if (choice != "pos" && choice != "ecom") return {};
    const bool into_ecom = choice == "pos";
    rulings[e].cause = cause::decided;
    const bool nowhere_to_go = !into_ecom && !flows_back(c.t.policy[f]);
    plans[e] = nowhere_to_go || (into_ecom ? pos_keys[p] : ecom_keys[e]).empty() ? email_plan::apart
               : exchange.way(e) == exchange_way::to_ecom && into_ecom ? email_plan::to_ecom
                                                                       : send(p, e, into_ecom);
    return plans[e] == email_plan::to_ecom  ? exchange_way::to_ecom
           : plans[e] == email_plan::to_pos ? exchange_way::to_pos
                                            : exchange_way::stay;
}

inline disputed customer_emails::values(index p, index e) const
{
    const auto base = c.known(p, e);
    return {as_value(c.ps[p].email), as_value(c.es[e].email), kept_value(base.pos.email),
            kept_value(base.ecom.email)};
}

inline email_plan customer_emails::compare(index p, index e, pair_update& changed) const
{
    const auto plan = plans[e];
    if (plan == email_plan::same || plan == email_plan::apart) return plan;
    const bool into_ecom = plan == email_plan::to_ecom;
    const auto& from = into_ecom ? c.es[e].email : c.ps[p].email;
    const auto& to = into_ecom ? c.ps[p].email : c.es[e].email;
    if (!exchange.takes(e)) { // U14
        c.ask(rule::customer_both, p, e,
              "does not get the email " + in_quotes(to) + ": another customer has or takes it.", f,
              values(p, e));
        return email_plan::apart;
    }
    const bool emptied = blank(*to);
    const auto why = emptied                         ? rule::field_blank // U25
                     : c.t.policy[f] == flow::latest ? rule::customer_latest
                                                     : rule::customer_both;
    (into_ecom ? changed.ecom : changed.pos)
        .changes.push_back(
            {f, *from, emptied ? std::string{} : *to, why, rulings[e].cause}); // U13, U15
    return plan;
}

} // namespace twinshelf::detail
