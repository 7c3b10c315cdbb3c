#pragma once

#include "twinshelf/digest.hpp"
#include "twinshelf/draft.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What every field of a pair goes through where the two sides differ: who changed it, what its
/// flow says of that, and what a person decided.
namespace twinshelf {

/// The changes of a pair, by the side that they are made on.
struct pair_update {
    update pos{};
    update ecom{};
};

/// A pair whose fields are compared. The texts are those of the records.
struct pair_of {
    std::string_view pos_id{}, ecom_id{};
    twinshelf::kind kind{};
    later newer{};             ///< by `updated_at`
    std::string_view called{}; ///< "" for one without a name

    [[nodiscard]] ref of() const { return {std::string{pos_id}, std::string{ecom_id}}; }
};

/// What becomes of a difference, and why.
struct ruling {
    twinshelf::verdict verdict{};
    twinshelf::cause cause{};
    shape changed{};
};

[[nodiscard]] constexpr cause cause_of(shape changed)
{
    switch (changed) {
    case shape::pos_changed: return cause::pos_changed;
    case shape::ecom_changed: return cause::ecom_changed;
    case shape::both_changed: return cause::both_changed;
    case shape::no_base:
    case shape::settled: return cause::differs;
    }
    return cause::differs;
}

/// Whether a value is another one than after the last sync; unknown where either is.
template <class T>
[[nodiscard]] std::optional<bool> moved(const std::optional<T>& now, const std::optional<T>& base)
{
    if (!now || !base) return {};
    return *now != *base;
}
template <class T>
[[nodiscard]] std::optional<bool> moved(const maybe<T>& now, const maybe<T>& base)
{
    if (!now.known() || !base.known()) return {};
    return now != base;
}
/// The same of a text: another spelling of it is no change.
[[nodiscard]] inline std::optional<bool> moved(const task& t, const std::optional<std::string>& now,
                                               const std::optional<std::string>& base)
{
    if (!now || !base) return {};
    return !same_as_kept(*now, *base, t.policy.text());
}
template <class T>
[[nodiscard]] std::optional<bool> moved(const task&, const maybe<T>& now, const maybe<T>& base)
{
    return moved(now, base);
}

/// Whether a record is older than the one that was remembered: it never overwrites anything
/// (`record.stale`). One without a timestamp is not.
[[nodiscard]] constexpr bool is_stale(const std::optional<instant>& now,
                                      const std::optional<instant>& base)
{
    return now && base && *now < *base;
}

/// What the flow of a field says of a difference; where it asks, what a person chose.
[[nodiscard]] inline ruling decide(const task& t, field f, const pair_of& pair, rule why,
                                   shape changed, later newer)
{
    const auto by_flow = merge(t.policy[f], changed, newer);
    if (by_flow != verdict::ask) return {by_flow, cause_of(changed), changed};
    const auto choice = t.choice(why, pair.kind, pair.of(), f);
    if (choice == "pos") return {verdict::take_pos, cause::decided, changed};
    if (choice == "ecom") return {verdict::take_ecom, cause::decided, changed};
    return {verdict::ask, cause_of(changed), changed};
}

/// The conflict about a field that both sides changed: which one is right?
inline void ask_which(const task& t, field f, const pair_of& pair, rule why, disputed values)
{
    auto& issue =
        t.say(severity::conflict, why, pair.kind, pair.of(),
              "The " + std::string{entry(f).key} + " of the " + std::string{name(pair.kind)} + " " +
                  in_quotes(std::string{pair.called}) +
                  " was changed on both sides since the last sync: which one is right?",
              f);
    issue.choices = {"pos", "ecom"};
    issue.values = std::move(values);
}

} // namespace twinshelf
