#pragma once

// What the tests of a second sync share: the memory that a first one leaves, the plan of the next
// one, with what holds for all of them, and rows of products.

#include "history.hpp"
#include "plans.hpp"
#include "variants.hpp"

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rounds {

using namespace twinshelf;
using namespace plans;
using strings = std::vector<std::string>;

/// The memory of two sides that a sync left as they are.
[[nodiscard]] inline baseline synced(const pos::snapshot& pos, const ecom::snapshot& ecom,
                                     const policy& by)
{
    return advance(no_baseline, pos, ecom, by, plan{}, {});
}

/// What became of the actions of a plan.
struct after_plan {
    sides held;
    baseline base;
};

/// Carries out the actions of which `done(action)`, and remembers.
template <class Done>
[[nodiscard]] after_plan carry_out(const plan& p, const pos::snapshot& pos,
                                   const ecom::snapshot& ecom, const policy& by,
                                   const baseline& base, Done&& done)
{
    history::reporter reports;
    std::vector<outcome> outcomes;
    for (const auto& a : p.actions)
        if (done(a)) outcomes.push_back(reports.report(a));
    return {history::carry_out(p, outcomes, pos, ecom), advance(base, pos, ecom, by, p, outcomes)};
}

inline const auto everything = [](const action&) { return true; };
inline const auto nothing_at_all = [](const action&) { return false; };

/// The plan of a run that remembers, after checking on it what holds for all of them: the checker
/// is silent, the order of records means nothing, and once it is carried out and remembered there
/// is nothing left to do.
[[nodiscard]] inline plan next_plan(const pos::snapshot& pos, const ecom::snapshot& ecom,
                                    const policy& by, const earlier& known)
{
    auto p = reconcile(pos, ecom, by, known);
    INFO(text(p));
    plans::detail::check_form(p);
    std::string violations;
    for (const auto& v : check(p, pos, ecom, by, known))
        violations += std::to_string(v.action) + ": " + v.what + "\n";
    CHECK(violations == "");
    CHECK(variants::sellable_check(p, pos, ecom, by).run() == "");
    const auto other = reconcile(plans::detail::shuffled(pos, true),
                                 variants::with_variations_shuffled(ecom), by, known);
    INFO("with the records in another order:\n" << text(other));
    CHECK((p == other)); // plan.deterministic
    const auto after = carry_out(p, pos, ecom, by, known.base, everything);
    const auto again = reconcile(after.held.pos, after.held.ecom, by, {after.base});
    INFO("once it is carried out:\n" << text(again));
    if (!p.blocked) CHECK(again.actions.empty()); // plan.converges
    return p;
}

inline std::vector<cause> causes_of(const plan& p)
{
    std::vector<cause> all;
    for (const auto& a : p.actions)
        if (const auto* u = std::get_if<update>(&a.what))
            for (const auto& c : u->changes)
                all.push_back(c.cause);
    return all;
}

inline instant hour(int n)
{
    return instant{std::chrono::hours{n}};
}

/// One product on each side.
struct pair {
    pos::product pos = item("p1", "A");
    ecom::product ecom = listing("1", "p1", "A");
};

/// What somebody does to the two.
using edit = std::function<void(pos::product&, ecom::product&)>;

/// A row of two syncs: what both held after the first one, what was done to them since, and what
/// the second one does.
struct row {
    const char* id;
    edit first;
    edit then;
    strings want;
    std::vector<cause> causes{};
    std::vector<decision> decisions{};
    strings noticed{};
};

[[nodiscard]] inline pair edited(pair both, const edit& how)
{
    if (how) how(both.pos, both.ecom);
    return both;
}

inline void check_rows(const std::vector<row>& rows, const policy& by, const pair& start = {})
{
    for (const auto& r : rows)
        DYNAMIC_SECTION(r.id)
        {
            const auto was = edited(start, r.first);
            const auto base = synced(till({was.pos}), store({was.ecom}), by);
            const auto now = edited(was, r.then);
            const auto p = next_plan(till({now.pos}), store({now.ecom}), by, {base, r.decisions});
            CHECK(lines(p) == r.want);
            CHECK((causes_of(p) == r.causes));
            CHECK(notices(p) == r.noticed);
        }
}

[[nodiscard]] inline policy with_flow(policy by, field f, flow how)
{
    by[f] = how;
    return by;
}

} // namespace rounds
