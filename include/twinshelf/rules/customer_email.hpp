#pragma once

#include "twinshelf/rules/consent.hpp"
#include "twinshelf/rules/customer_pairs.hpp"
#include "twinshelf/rules/handover.hpp"

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
///                                                        (customer.latest)
///   U14  email, and another customer there has or
///        takes it                                        conflict (customer.both)
///   U15  no email               email                    the email; nothing where the blank is
///                                                        newer (field.blank)
///   U22  unknown                any                      nothing
///   U23  longer than ecom takes U13, U15                 hold (target.limits); never cut
namespace twinshelf::detail {

/// What two spellings of one email have in common; "" for a blank one, and for an unknown one.
///
/// A letter that only looks like "s" or "k" when it is folded does not make an email the same as
/// somebody else's.
[[nodiscard]] std::string email_key(const std::optional<std::string>& email, text_rules rules);

/// What is to become of two emails that differ.
enum class email_plan : std::uint8_t { same, apart, to_ecom, to_pos };

class customer_emails {
public:
    /// Decides for all pairs at once. Reads no email where emails do not sync.
    explicit customer_emails(const customer_pairs& pairs);

    [[nodiscard]] const std::string& pos_key(index p) const { return pos_keys[p]; }
    [[nodiscard]] const std::string& ecom_key(index e) const { return ecom_keys[e]; }
    /// Who holds which email once the plan is carried out.
    [[nodiscard]] const handover& in_pos() const { return pos_emails; }
    [[nodiscard]] const handover& in_ecom() const { return ecom_emails; }
    /// Whether a pos customer without a link has an email that is not known.
    [[nodiscard]] bool some_unknown() const { return unknown_in_pos; }

    /// Adds the change of the email to the side that gets it. What really becomes of the two.
    email_plan compare(index p, index e, update& to_pos, update& to_ecom) const;

private:
    [[nodiscard]] email_plan plan_of(index p, index e) const;

    const customer_pairs& c;
    std::vector<std::string> pos_keys, ecom_keys;
    handover pos_emails, ecom_emails;
    std::vector<email_plan> plans; ///< of each ecom customer
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

inline customer_emails::customer_emails(const customer_pairs& pairs)
    : c(pairs), pos_keys(c.ps.size()), ecom_keys(c.es.size()), pos_emails(c.ps.size()),
      ecom_emails(c.es.size()), plans(c.es.size())
{
    if (!c.t.policy.syncs(field::customer_email)) return;
    for (index p = 0; p < c.ps.size(); ++p) {
        pos_keys[p] = email_key(c.ps[p].email, c.t.policy.text());
        if (!c.is_gone(c.ps[p])) pos_emails.hold(p, pos_keys[p]);
        unknown_in_pos = unknown_in_pos || (c.is_free_pos(p) && !c.ps[p].email);
    }
    for (index e = 0; e < c.es.size(); ++e) {
        ecom_keys[e] = email_key(c.es[e].email, c.t.policy.text());
        if (!tombstone(c.es[e])) ecom_emails.hold(e, ecom_keys[e]);
    }
    for (index e = 0; e < c.es.size(); ++e) {
        if (!c.is_pair(e)) continue;
        const auto p = c.m.pos_of[e];
        plans[e] = plan_of(p, e);
        if (plans[e] == email_plan::to_ecom) ecom_emails.take(e, pos_keys[p]);
        if (plans[e] == email_plan::to_pos) pos_emails.take(p, ecom_keys[e]);
    }
    pos_emails.settle();
    ecom_emails.settle();
}

inline email_plan customer_emails::plan_of(index p, index e) const
{
    constexpr auto f = field::customer_email;
    const auto& pos = c.ps[p];
    const auto& ecom = c.es[e];
    const auto how = c.t.policy[f];
    if (!pos.email || !ecom.email || pos_keys[p] == ecom_keys[e])
        return email_plan::same; // U12, U22
    const auto newer = later_of(pos.email_updated_at, ecom.email_updated_at);
    auto verdict = merge(how, c.changed_since_sync(f, p, e), newer);
    if (verdict == verdict::keep) return email_plan::apart;
    if (pos_keys[p].empty() || ecom_keys[e].empty()) { // U15
        const auto filled = pos_keys[p].empty() ? verdict::take_ecom : verdict::take_pos;
        if (how == flow::latest && newer == later::unknown) verdict = filled;
        if (verdict != filled) {
            c.say(severity::notice, rule::field_blank, both(pos, ecom), ecom,
                  "has an email on one side only, which stays: a blank replaces nothing.", f);
            return email_plan::apart;
        }
    } else if (how == flow::fill) {
        return email_plan::apart;
    }
    switch (verdict) { // U13
    case verdict::take_pos:
        return fits_whole(c.t, f, *pos.email, both(pos, ecom), kind::customer) // else U23
                   ? email_plan::to_ecom
                   : email_plan::apart;
    case verdict::take_ecom: return email_plan::to_pos;
    case verdict::ask:
        c.ask(rule::customer_latest, p, e,
              "has the email " + in_quotes(pos.email) +
                  " in the pos, and nothing tells which of the two is the later one.",
              f);
        return email_plan::apart;
    case verdict::keep:
    case verdict::by_rule:
    case verdict::add_movements: break;
    }
    return email_plan::apart;
}

inline email_plan customer_emails::compare(index p, index e, update& to_pos, update& to_ecom) const
{
    constexpr auto f = field::customer_email;
    const auto plan = plans[e];
    if (plan == email_plan::same || plan == email_plan::apart) return plan;
    const bool into_ecom = plan == email_plan::to_ecom;
    const bool takes = into_ecom ? ecom_emails.takes(e) : pos_emails.takes(p);
    const auto& from = into_ecom ? c.es[e].email : c.ps[p].email;
    const auto& to = into_ecom ? c.ps[p].email : c.es[e].email;
    if (!takes) { // U14
        c.ask(rule::customer_both, p, e,
              "does not get the email " + in_quotes(to) + ": another customer has or takes it.", f);
        return email_plan::apart;
    }
    const auto why = c.t.policy[f] == flow::latest ? rule::customer_latest : rule::customer_both;
    (into_ecom ? to_ecom : to_pos)
        .changes.push_back({f, *from, *to, why, cause::differs}); // U13, U15
    return plan;
}

} // namespace twinshelf::detail
