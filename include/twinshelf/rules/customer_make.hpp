#pragma once

#include "twinshelf/rules/customer_email.hpp"
#include "twinshelf/rules/customer_one_group.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

/// Customers of ecom only who have ordered are made in the pos; none is made in ecom.
///
///   id   pos customer            ecom customer            result
///   U7   none                    no link, has ordered     create in the pos (customer.ecom_only;
///                                                         customer.r_series where it is for once)
///   U9   none                    U7, email unknown        hold (customer.both)
///        no link, email unknown  U7, with an email        the same
///   U10  none                    U7, no name, no email    error (record.isolated)
///   U11  not all were read       U7                       hold (scope.partial)
///
/// A new pos customer without a yes to marketing gets a no, as a platform may take a customer that
/// it is told nothing of for a yes; ecom gets the same no where it did not know
/// (`customer.consent`). Their group is in customer_one_group.hpp.
namespace twinshelf::detail {

/// What a new pos customer says. A no that ecom did not know is written there too: the next plan
/// would do so.
inline void set_consent(const task& t, const ecom::customer& ecom, create& made, int when)
{
    constexpr auto f = field::customer_marketing;
    if (!t.policy.syncs(f)) return;
    made.record.push_back({f, ecom.accepts_marketing.value_or(false)});
    if (ecom.accepts_marketing || merge(t.policy[f], shape::no_base) == verdict::keep) return;
    t.add(side::ecom, kind::customer, rule::customer_consent, ecom_ref(ecom),
          update{{{f, unknown_t{}, false, rule::customer_consent, cause::rule}}}, phase::customers,
          when);
}

inline void make_in_pos(const customer_pairs& c, const customer_emails& emails,
                        const customer_group_map& groups, index e)
{
    const auto& t = c.t;
    const auto& ecom = c.es[e];
    const auto hold = [&](severity how, rule why, std::string_view because) {
        c.say(how, why, ecom_ref(ecom), ecom, "is not made in the pos: " + std::string{because});
    };
    if (!t.pos.customers.complete()) // U11
        return hold(severity::hold, rule::scope_partial,
                    "not all customers there were read, they may be there.");
    if (!ecom.email || (emails.some_unknown() && !blank(*ecom.email))) // U9
        return hold(severity::hold, rule::customer_both,
                    ecom.email ? "not all emails there are known, they may be there."
                               : "without their email nobody knows whether they are there.");
    create made;
    if (holds_something(ecom.email)) made.record.push_back({field::customer_email, *ecom.email});
    synced(
        [&](field f, compared, const auto& held) {
            if (t.policy.syncs(f) && holds_something(held.ecom))
                made.record.push_back({f, *held.ecom});
        },
        twin{pos::customer{}, ecom});
    if (made.record.empty()) // U10
        return hold(severity::error, rule::record_isolated, "they have no name and no email.");
    group_place place;
    if (t.policy.syncs(field::customer_group)) {
        place = place_of(t, groups, ecom.group_id);
        if (!is_usable(c, place, side::pos, ecom_ref(ecom), ecom)) return; // U20 to U22
    }
    const auto when = first_email_turn + emails.in_pos().free_after(emails.ecom_key(e));
    set_consent(t, ecom, made, when);
    if (place.state == group_place::state_of::in)
        made.record.push_back({field::customer_group, std::move(place.group)});
    const bool once = t.policy[field::customer_email] == flow::ecom_leads_once;
    t.add(side::pos, kind::customer, once ? rule::customer_r_series : rule::customer_ecom_only,
          ecom_ref(ecom), std::move(made), phase::customers, when); // U7
}

} // namespace twinshelf::detail
