#pragma once

#include "twinshelf/baseline.hpp"
#include "twinshelf/detail/plan_walk.hpp"
#include "twinshelf/policy.hpp"
#include "twinshelf/violation.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace twinshelf::detail {

/// Looks at every action of a plan: whether it can be carried out (check_steps.hpp), and whether a
/// rule forbids it (check_rules.hpp).
class plan_checker {
public:
    plan_checker(const plan& of, const pos::snapshot& till, const ecom::snapshot& store,
                 const policy& by, const earlier& known)
        : p(of), pos(till), ecom(store), rules(by), base(known.base), decisions(known.decisions),
          walk(of, till, store, known.base), then(walk.then), now(walk.now)
    {
    }

    std::vector<violation> run();

private:
    using one_check = void (plan_checker::*)(const action&);

    void numbers(const action& a);
    void target(const action& a);
    void references(const action& a);
    void once(const action& a);
    void from_and_to(const action& a);
    void sku_free(const action& a);
    void no_circle(const action& a);
    void deletes_empty(const action& a);
    void deletes_last(const action& a);
    void all_children(const action& a);
    void own_pictures(const action& a);
    void only_synced(const action& a);
    void only_owned(const action& a);
    void nothing_blank(const action& a);
    void movement(const action& a);
    void details_kept(const action& a);
    void not_by_absence(const action& a);
    void not_made_again(const action& a);
    void in_room(const action& a, int takes);

    [[nodiscard]] bool flows_back(field f) const;
    [[nodiscard]] bool emptied(const action& a, field f) const;
    [[nodiscard]] std::optional<std::size_t> pictures(const replay& in,
                                                      const record_key& key) const;

    [[nodiscard]] bool decided(const decision& so) const
    {
        return std::find(decisions.begin(), decisions.end(), so) != decisions.end();
    }

    void say(std::string what)
    {
        const violation v{static_cast<int>(at), std::move(what)};
        if (std::find(found.begin(), found.end(), v) == found.end()) found.push_back(v);
    }

    const plan& p;
    const pos::snapshot& pos;
    const ecom::snapshot& ecom;
    const policy& rules;
    const baseline& base;
    std::span<const decision> decisions;
    plan_walk walk;
    const replay& then; ///< both sides after the last sync
    replay& now;        ///< both sides before the wave of the action
    std::vector<violation> found{};
    std::size_t at = 0; ///< the action's place
    /// The wave that wrote a record's field last, and the rule that it named.
    std::map<std::pair<record_key, field>, std::pair<int, rule>> written{};
    std::set<std::pair<record_key, bool>> set_whole{}; ///< put in order, or the gallery set
};

inline std::vector<violation> plan_checker::run()
{
    using self = plan_checker;
    constexpr std::array<one_check, 18> checks{
        &self::numbers,        &self::target,        &self::references,   &self::once,
        &self::from_and_to,    &self::sku_free,      &self::no_circle,    &self::deletes_empty,
        &self::deletes_last,   &self::all_children,  &self::own_pictures, &self::only_synced,
        &self::only_owned,     &self::nothing_blank, &self::details_kept, &self::not_by_absence,
        &self::not_made_again, &self::movement};
    for (std::size_t begin = 0, end = 0; begin < p.actions.size(); begin = end) {
        while (end < p.actions.size() && p.actions[end].wave == p.actions[begin].wave)
            ++end;
        walk.begin({p.actions.data() + begin, end - begin});
        for (at = begin; at < end; ++at) // in any order, so against what is before the wave
            for (const auto one : checks)
                (this->*one)(p.actions[at]);
        std::vector<int> takes; // of the store's plan
        for (at = begin; at < end; ++at) {
            const auto before = walk.in_use;
            walk.carry_out(p.actions[at]);
            takes.push_back(walk.in_use - before);
        }
        for (at = begin; at < end; ++at) {
            no_circle(p.actions[at]);
            in_room(p.actions[at], takes[at - begin]);
        }
    }
    return std::move(found);
}

} // namespace twinshelf::detail
