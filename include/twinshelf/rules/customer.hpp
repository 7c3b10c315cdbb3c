#pragma once

#include "twinshelf/rules/customer_consent.hpp"
#include "twinshelf/rules/customer_email.hpp"
#include "twinshelf/rules/customer_make.hpp"
#include "twinshelf/rules/customer_match.hpp"
#include "twinshelf/rules/customer_one_group.hpp"

#include <optional>
#include <string>
#include <utility>

/// Customers. No customer is deleted by the sync, and none is made in ecom. Each step has its rows
/// beside it:
///
///   U1 to U3           links whose other end is gone      customer_pairs.hpp
///   U4 to U6, U8, U11  who is who                         customer_match.hpp
///   U7, U9 to U11      who is made in the pos             customer_make.hpp
///   U12 to U15         two emails                         customer_email.hpp
///   U17 to U22         one group                          customer_one_group.hpp
///   K1 to K9           consent to marketing               consent.hpp
///
/// Two that are linked only by this plan are compared like the others. Names here:
///
///   id   pos                     ecom                     result
///   U16  name                    another one, or none     by its flow; `fill` only where there is
///                                                         none; two ways without a baseline: the
///                                                         pos name, counted
///   U16  no name                 name                     nothing (field.blank)
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
        c.count(undecided, rule::customer_both,
                " difference has no earlier sync to tell who changed it; the pos value is taken.",
                " differences have no earlier sync to tell who changed them; the pos values are "
                "taken.");
        consents.say_undated();
    }

private:
    void compare(index p, index e)
    {
        ++t.out.matched[static_cast<std::size_t>(kind::customer)];
        update to_pos, to_ecom;
        const auto becomes = emails.compare(p, e, to_pos, to_ecom);
        if (becomes == email_plan::to_ecom || becomes == email_plan::to_pos)
            count_undecided(field::customer_email, p, e);
        synced(
            [&](field f, compared how, const auto& now) {
                compare_name(f, p, e, now.pos, now.ecom, how, to_pos, to_ecom);
            },
            twin{c.ps[p], c.es[e]});
        consents.compare(p, e, becomes, to_pos, to_ecom);
        compare_group(c, groups, p, e, to_pos, to_ecom);
        const auto add = [&](side on, update& changed, int when) {
            if (changed.changes.empty()) return;
            const auto why = changed.changes[0].rule;
            t.add(on, kind::customer, why, both(c.ps[p], c.es[e]), std::move(changed),
                  phase::customers, when);
        };
        add(side::ecom, to_ecom, emails.in_ecom().turn(e));
        add(side::pos, to_pos, emails.in_pos().turn(p));
    }

    void compare_name(field f, index p, index e, const std::optional<std::string>& have,
                      const std::optional<std::string>& has, compared as, update& to_pos,
                      update& to_ecom)
    {
        const auto how = t.policy[f];
        if (!have || !has || same(t, f, have, has, as)) return; // U22
        if (how == flow::fill && !blank(*has)) return;
        const auto newer = later_of(c.ps[p].updated_at, c.es[e].updated_at);
        switch (merge(how, c.changed_since_sync(f, p, e), newer)) { // U16
        case verdict::take_pos:
            if (blank(*have)) return;
            if (!fits(t, f, have, both(c.ps[p], c.es[e]), kind::customer)) return; // U23
            count_undecided(f, p, e);
            to_ecom.changes.push_back(
                {f, *has, to_write(t, f, have, as), rule::customer_both, cause::differs});
            return;
        case verdict::take_ecom:
            if (!blank(*has))
                to_pos.changes.push_back({f, *have, *has, rule::customer_both, cause::differs});
            return;
        case verdict::ask:
            c.ask(rule::customer_both, p, e,
                  "is called " + in_quotes(have) + " in the pos and " + in_quotes(has) +
                      " in ecom.",
                  f);
            return;
        case verdict::keep:
        case verdict::by_rule:
        case verdict::add_movements: return;
        }
    }

    void count_undecided(field f, index p, index e)
    {
        undecided +=
            t.policy[f] == flow::two_way && c.changed_since_sync(f, p, e) == shape::no_base;
    }

    const task& t;
    const customer_group_map& groups;
    customer_pairs c;
    customer_emails emails;
    customer_matcher matcher;
    consent_sync consents;
    std::size_t undecided = 0; ///< two-way differences without a baseline
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
