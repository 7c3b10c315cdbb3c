#pragma once

#include "twinshelf/rules/customer_consent.hpp"
#include "twinshelf/rules/customer_email.hpp"
#include "twinshelf/rules/customer_make.hpp"
#include "twinshelf/rules/customer_match.hpp"
#include "twinshelf/rules/customer_one_group.hpp"

#include <cstddef>
#include <utility>

/// Customers. No customer is deleted by the sync, and none is made in ecom. Each step has its rows
/// beside it:
///
///   U1 to U3, U24           links whose other end is gone   customer_pairs.hpp
///   U4 to U6, U8, U11       who is who                      customer_match.hpp
///   U7, U9 to U11           who is made in the pos          customer_make.hpp
///   U12 to U15, U25         two emails                      customer_email.hpp
///   U17 to U22, U26, U27    one group                       customer_one_group.hpp
///   K1 to K10               consent to marketing            consent.hpp
///
/// Two that are linked only by this plan are compared like the others. Names here:
///
///   id   pos                     ecom                     result
///   U16  name                    another one, or none     by its flow; `fill` only where there is
///                                                         none; two ways without a baseline: the
///                                                         pos name, counted
///   U16  no name                 name                     nothing (field.blank): a name is never
///                                                         emptied
///   U22  unknown                 any                      nothing
///   U23  longer than ecom takes  U16                      hold (target.limits), by policy cut
namespace twinshelf {

/// Links, creates and updates the customers.
void customer_rules(const task& t, const customer_group_map& groups);

namespace detail {

class customer_sync {
public:
    customer_sync(const task& all, const customer_group_map& map)
        : t(all), groups(map), c(all), emails(c), matcher(c, emails), consents(c, emails)
    {
    }

    void run()
    {
        matcher.run([&](index e) { make_in_pos(c, emails, groups, e); });
        for (index e = 0; e < c.es.size(); ++e)
            if (c.is_pair(e)) compare(c.m.pos_of[e], e);
        c.say_gone();
        matcher.say_waiting();
        c.count(undecided_count(), rule::customer_both,
                " difference has no earlier sync to tell who changed it; the pos value is taken.",
                " differences have no earlier sync to tell who changed them; the pos values are "
                "taken.");
        consents.say_undated();
    }

private:
    void compare(index p, index e)
    {
        ++t.out.matched[static_cast<std::size_t>(kind::customer)];
        if (c.stale[e]) { // U24
            c.say(severity::hold, rule::record_stale, both(c.ps[p], c.es[e]), c.es[e],
                  "is older in a snapshot than at the last sync: neither side is changed.");
            return;
        }
        pair_update changed;
        const auto becomes = emails.compare(p, e, changed);
        const bool differed = becomes == email_plan::to_ecom || becomes == email_plan::to_pos;
        if (differed && t.policy[field::customer_email] == flow::two_way &&
            emails.ruled(e).changed == shape::no_base)
            ++tally.undecided;
        const auto who = customer_pairs::called(c.es[e]);
        synced(
            [&](field f, compared how, const auto& now, const auto& base) { // U16
                compare_field(t, f, how, now, base, c.pair(p, e, who), changed, tally);
            },
            twin{c.ps[p], c.es[e]}, c.known(p, e));
        consents.compare(p, e, becomes, changed);
        compare_group(c, groups, p, e, changed);
        const auto add = [&](side on, update& changes, int turn) {
            if (changes.changes.empty()) return;
            const bool email =
                std::any_of(changes.changes.begin(), changes.changes.end(),
                            [](const change& made) { return made.field == field::customer_email; });
            const auto why = changes.changes[0].rule;
            t.add(on, kind::customer, why, both(c.ps[p], c.es[e]), std::move(changes),
                  phase::customers, email ? first_email_turn + turn : 0);
        };
        add(side::ecom, changed.ecom, emails.in_ecom().turn(e));
        add(side::pos, changed.pos, emails.in_pos().turn(p));
    }

    [[nodiscard]] std::size_t undecided_count() const
    {
        return static_cast<std::size_t>(tally.undecided);
    }

    const task& t;
    const customer_group_map& groups;
    customer_pairs c;
    customer_emails emails;
    customer_matcher matcher;
    consent_sync consents;
    product_tally tally{}; ///< its two-way differences without a baseline
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
