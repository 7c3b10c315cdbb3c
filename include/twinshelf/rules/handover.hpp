#pragma once

#include "twinshelf/match.hpp"

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace twinshelf {

/// A text that only one record of a side may hold: an email, the title of a customer group. Who of
/// those that are to take another one gets it, and when.
///
///   id   the text that a record is to take           result
///   H1   is held by nobody                           taken
///   H2   is held by a record that keeps it           refused
///   H3   is to be taken by another one as well       refused, both
///   H4   is given up by its holder                   taken, one step after that
///   H5   is held by one that is refused itself       refused
///   H6   is that of the next one in a ring           refused, the whole ring
///   H7   is insisted on                              taken all the same; H3 for the others
///   H8   is none: it gives up its own                its text is free, as in H4
class handover {
public:
    /// Of so many records, none of which holds anything yet.
    explicit handover(std::size_t count)
        : from(count), to(count), insisted(count), given(count), depth(count, refused)
    {
    }

    /// What a record holds now, "" for nothing. The texts must outlive this.
    void hold(index at, std::string_view key) { from[at] = key; }
    /// What it is to hold instead: not "", and something else. `insist`: whoever else has it.
    void take(index at, std::string_view key, bool insist = false)
    {
        to[at] = key;
        insisted[at] = insist;
    }
    /// It is to hold nothing.
    void give_up(index at) { given[at] = true; }
    /// Call it once all have said what they hold and take; what follows, afterwards.
    void settle();

    [[nodiscard]] bool wants(index at) const { return !to[at].empty(); }
    [[nodiscard]] bool takes(index at) const { return !to[at].empty() && depth[at] != refused; }
    [[nodiscard]] bool gives_up(index at) const { return given[at]; }
    /// How many steps have to be taken before this one; 0 where nothing is taken.
    [[nodiscard]] int turn(index at) const { return takes(at) ? depth[at] : 0; }
    /// Who holds a text once everything is taken, in list order.
    [[nodiscard]] std::span<const key_index::row> holders(std::string_view key) const
    {
        return after.find(key);
    }
    /// How many steps have to be taken before nobody holds a text any more that `holders` has not.
    [[nodiscard]] int free_after(std::string_view key) const;

private:
    static constexpr int refused = -1;

    std::vector<std::string_view> from, to;
    std::vector<bool> insisted, given;
    std::vector<int> depth;
    key_index given_up; ///< by what those hold that are to take something else
    key_index after;
};

inline void handover::settle()
{
    const auto count = static_cast<index>(from.size());
    key_index kept, wanted;
    for (index at = 0; at < count; ++at) {
        if (!from[at].empty()) (to[at].empty() && !given[at] ? kept : given_up).add(from[at], at);
        if (!to[at].empty()) wanted.add(to[at], at);
        if (given[at]) depth[at] = 0; // H8
    }
    kept.sort();
    given_up.sort();
    if (std::all_of(to.begin(), to.end(), [](std::string_view key) { return key.empty(); })) {
        after = std::move(kept);
        return;
    }
    wanted.sort();

    std::vector<std::size_t> waits_for(count, 0);
    std::vector<index> ready;
    for (index at = 0; at < count; ++at) {
        if (given[at]) ready.push_back(at);
        if (to[at].empty() || !kept.find(to[at]).empty() || wanted.find(to[at]).size() > 1)
            continue; // H2, H3
        waits_for[at] = given_up.find(to[at]).size();
        if (waits_for[at] > 0) continue;
        depth[at] = 0; // H1
        ready.push_back(at);
    }
    std::vector<int> step(count, 0);
    const auto insist = [&](bool in_ring) {
        for (index at = 0; at < count; ++at) {
            if (!insisted[at] || depth[at] != refused || (waits_for[at] > 0) != in_ring) continue;
            depth[at] = step[at]; // H7
            waits_for[at] = 0;
            ready.push_back(at);
        }
    };
    int stage = 0;
    for (std::size_t next = 0;; ++next) { // who never gets ready: H5, H6
        while (next == ready.size() && stage < 2)
            insist(stage++ == 1);
        if (next == ready.size()) break;
        const auto giver = ready[next];
        if (from[giver].empty()) continue;
        const auto takers = wanted.find(from[giver]);
        if (takers.size() != 1 || waits_for[takers[0].at] == 0) continue;
        const auto taker = takers[0].at;
        step[taker] = std::max(step[taker], depth[giver] + 1);
        if (--waits_for[taker] > 0) continue;
        depth[taker] = step[taker]; // H4
        ready.push_back(taker);
    }
    for (index at = 0; at < count; ++at)
        if (const auto key = takes(at) ? to[at] : from[at]; !key.empty() && !given[at])
            after.add(key, at);
    after.sort();
}

inline int handover::free_after(std::string_view key) const
{
    int steps = 0;
    for (const auto& row : given_up.find(key))
        if (takes(row.at) || given[row.at]) steps = std::max(steps, depth[row.at] + 1);
    return steps;
}

} // namespace twinshelf
