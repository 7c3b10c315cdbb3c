#pragma once

#include "twinshelf/platforms/request.hpp"

#include <functional>
#include <map>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

/// What the writers of the two tills share: which verbs a plan has for a till, and that the changes
/// of one record in one wave are one call.
namespace twinshelf::platforms::detail {

using round = std::function<std::vector<call>(job&, ledger&)>;

/// What a till does for an action: its rounds. A round that finds that it cannot sets `failed`.
struct pos_rounds {
    std::function<std::vector<round>(const action&, const create&)> make{};
    std::function<std::vector<round>(const job&)> change{}; ///< all updates of one record
    std::function<std::vector<round>(const action&, const move_stock&)> move{};
};

/// The jobs of the actions of one wave. A plan links, deletes, sorts and pictures nothing in a till.
[[nodiscard]] inline std::vector<job> pos_jobs(std::span<const action* const> actions,
                                               const pos_rounds& how)
{
    std::vector<job> all;
    std::map<std::tuple<kind, std::string>, std::size_t> changes;
    const auto add = [&](const action& a, std::vector<round> rounds) {
        all.push_back({.side = side::pos, .actions = {&a}});
        all.back().rounds.assign(rounds.begin(), rounds.end());
    };
    for (const auto* a : actions) {
        const auto never = [&] {
            all.push_back(cannot(*a, "nothing of the kind is written to the till"));
        };
        a->match(
            [&](const create& c) { add(*a, how.make(*a, c)); },
            [&](const update&) {
                const auto [at, is_new] = changes.try_emplace({a->kind, a->of.pos_id}, all.size());
                if (is_new)
                    add(*a, {});
                else
                    all[at->second].actions.push_back(a);
            },
            [&](const erase&) { never(); }, [&](const link_to&) { never(); },
            [&](const reorder&) { never(); }, [&](const set_images&) { never(); },
            [&](const move_stock& m) { add(*a, how.move(*a, m)); });
    }
    for (const auto& [record, at] : changes) {
        const auto rounds = how.change(all[at]);
        all[at].rounds.assign(rounds.begin(), rounds.end());
    }
    return all;
}

/// A round of one call that is known already.
[[nodiscard]] inline round one_call(call c)
{
    return [c = std::move(c)](job&, ledger&) { return std::vector<call>{c}; };
}

/// A round that says why the platform cannot do what is asked for.
[[nodiscard]] inline round impossible(std::string why)
{
    return [why = std::move(why)](job& j, ledger&) {
        j.failed = why;
        return std::vector<call>{};
    };
}

[[nodiscard]] inline std::string no_field(field f)
{
    return "the till takes no " + std::string{entry(f).key} + " for it";
}

} // namespace twinshelf::platforms::detail
