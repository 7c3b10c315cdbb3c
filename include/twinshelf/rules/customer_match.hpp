#pragma once

#include "twinshelf/rules/ask_who.hpp"
#include "twinshelf/rules/customer_email.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// Who is who among customers without a link.
///
///   id   pos customer            ecom customer            result
///   U4   email X, no link        email X, no link         link (customer.both)
///   U5   X is held by two of one side, once the plan
///        is carried out          no link, has ordered,
///                                or the pos has X too     conflict (customer.both)
///   U6   no link                 none                     waits, counted (customer.pos_only)
///   U7   none                    no link, has ordered     create in the pos (customer_make.hpp)
///   U8   none                    no link, no order known  waits, counted (customer.ecom_only)
///   U11  not all were read       U4                       hold (scope.partial)
///
/// A person decides U5 as in ask_who.hpp: who is a record of their own waits, or is made, as U6 to
/// U8 say.
namespace twinshelf::detail {

class customer_matcher {
public:
    customer_matcher(customer_pairs& pairs, const customer_emails& all)
        : c(pairs), emails(all), asked(c.ps.size()), matched(c.es.size())
    {
    }

    /// Links those of one email; calls `make(e)` for each that is to be made in the pos.
    void run(auto&& make)
    {
        if (!c.t.policy.syncs(field::customer_email)) return; // they cannot be told from others
        for (index e = 0; e < c.es.size(); ++e)
            if (c.is_free_ecom(e) && !matched[e]) match(e, make);
    }
    /// Says how many wait.
    void say_waiting() const;

private:
    void match(index e, auto&& make);
    void in_ecom_only(index e, auto&& make)
    {
        if (has_ordered(e)) return make(e); // U7
        ++waiting_ecom;                     // U8
    }
    [[nodiscard]] std::optional<who_is_who> ask(const std::string& key, namesakes& who) const
    {
        return ask_who(c.t, rule::customer_both, kind::customer, c.ps, c.es, who, // U5
                       std::to_string(emails.in_pos().holders(key).size()) + " pos and " +
                           std::to_string(emails.in_ecom().holders(key).size()) +
                           " ecom customers have or will have the email " + in_quotes(key) +
                           ": which are the same?");
    }
    void join(index p, index e);
    [[nodiscard]] bool has_ordered(index e) const { return c.es[e].orders.value_or(0) > 0; }

    customer_pairs& c;
    const customer_emails& emails;
    std::vector<bool> asked;   ///< of each pos customer: in a conflict or a hold
    std::vector<bool> matched; ///< of each ecom customer: its email has been dealt with
    std::size_t waiting_ecom = 0;
};

/// All unlinked ecom customers of an email at once, when the first of them comes up.
void customer_matcher::match(index e, auto&& make)
{
    const auto& key = emails.ecom_key(e);
    if (key.empty()) return in_ecom_only(e, make);
    namesakes who;
    for (const auto& row : emails.in_pos().holders(key)) {
        if (c.is_free_pos(row.at))
            who.pos.push_back(row.at);
        else
            who.others.push_back(pos_ref(c.ps[row.at]));
    }
    for (const auto& row : emails.in_ecom().holders(key)) {
        if (c.is_free_ecom(row.at))
            who.ecom.push_back(row.at);
        else
            who.others.push_back(ecom_ref(c.es[row.at]));
        matched[row.at] = true;
    }
    if (who.pos.size() <= 1 && who.ecom.size() == 1 && who.others.empty())
        return who.pos.empty() ? in_ecom_only(e, make) : join(who.pos[0], e);

    while (!who.ecom.empty()) {
        if (who.pos.empty() && std::none_of(who.ecom.begin(), who.ecom.end(),
                                            [&](index at) { return has_ordered(at); })) {
            waiting_ecom += who.ecom.size(); // U8
            return;
        }
        const auto so = ask(key, who);
        if (!so) {
            for (const auto p : who.pos)
                asked[p] = true;
            return;
        }
        if (so->is_pair()) {
            join(so->pos[0], so->ecom[0]);
        } else {
            for (const auto own : so->ecom)
                in_ecom_only(own, make);
        }
    }
}

inline void customer_matcher::join(index p, index e)
{
    if (!c.t.pos.customers.complete() || !c.t.ecom.customers.complete()) { // U11
        asked[p] = true;
        c.say(severity::hold, rule::scope_partial, both(c.ps[p], c.es[e]), c.es[e],
              "is not linked to the pos customer of that email: not all customers were read.");
        return;
    }
    c.m.pair(p, e); // U4
    c.m.adopted[e] = true;
    c.t.add(side::ecom, kind::customer, rule::customer_both, both(c.ps[p], c.es[e]), link_to{},
            phase::customers);
}

inline void customer_matcher::say_waiting() const
{
    if (!c.t.policy.syncs(field::customer_email)) return;
    std::size_t waiting_pos = 0;
    for (index p = 0; p < c.ps.size(); ++p)
        waiting_pos += c.is_free_pos(p) && !asked[p]; // U6
    if (c.t.ecom.customers.complete())
        c.count(waiting_pos, rule::customer_pos_only,
                " customer is in the pos only and waits for an online order or login.",
                " customers are in the pos only and wait for an online order or login.");
    if (c.t.pos.customers.complete())
        c.count(waiting_ecom, rule::customer_ecom_only,
                " customer is in ecom only and waits for a first order.",
                " customers are in ecom only and wait for a first order.");
}

} // namespace twinshelf::detail
