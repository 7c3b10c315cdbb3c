#pragma once

#include "twinshelf/match.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// Who of several is who: a conflict, until a person decides.
///
///   id   choice                                      result
///   W1   none made, or one that was not offered      conflict
///   W2   the id of a candidate                       the two are one
///   W3   the id of one of those that are asked
///        about, where the other side has none        that one is a record of its own
///   W4   "none"                                      the one that is asked about is a record of its
///                                                    own; where the other side has none, each is
namespace twinshelf::detail {

/// Unlinked records of one name.
struct namesakes {
    std::vector<index> pos, ecom;
    std::vector<ref> others{}; ///< those that have it too, and are somebody already
};

/// What a person decided: of both sides, that they are one; of one side, that each is its own.
struct who_is_who {
    std::vector<index> pos{}, ecom{};

    [[nodiscard]] bool is_pair() const { return !pos.empty() && !ecom.empty(); }
};

/// Who a person says they are; takes those out of `who`. Says the conflict where nobody does. The
/// choices are the candidates for the record that is asked about, or which of several is meant.
template <class Pos, class Ecom>
[[nodiscard]] std::optional<who_is_who>
ask_who(const task& t, rule why, kind of_kind, const std::vector<Pos>& ps,
        const std::vector<Ecom>& es, namesakes& who, std::string message);

/// Moves records to `others`.
template <class Record>
void take_out(std::vector<index>& from, const std::vector<index>& which,
              const std::vector<Record>& records, auto&& ref_of, std::vector<ref>& others)
{
    for (const auto at : which) {
        std::erase(from, at);
        others.push_back(ref_of(records[at]));
    }
}

template <class Pos, class Ecom>
std::optional<who_is_who> ask_who(const task& t, rule why, kind of_kind, const std::vector<Pos>& ps,
                                  const std::vector<Ecom>& es, namesakes& who, std::string message)
{
    const auto of_pos = [](const Pos& p) { return pos_ref(p); };
    const auto of_ecom = [](const Ecom& e) { return ecom_ref(e); };
    const auto sort = [](std::vector<index>& all, const auto& records, auto&& ref_of) {
        std::sort(all.begin(), all.end(), [&](index a, index b) {
            return smaller_ref(ref_of(records[a]), ref_of(records[b]));
        });
    };
    sort(who.pos, ps, of_pos);
    sort(who.ecom, es, of_ecom);
    const bool about_pos = who.ecom.empty() || (who.pos.size() == 1 && who.ecom.size() > 1);
    const auto& asked = about_pos ? who.pos : who.ecom;
    const auto& candidates = about_pos ? who.ecom : who.pos;
    const auto id_of = [&](bool in_pos, index at) -> const std::string& {
        return in_pos ? ps[at].id.text : es[at].id.text;
    };
    const bool one_side = candidates.empty();
    const auto& offered = one_side ? asked : candidates;
    const bool offers = candidates.size() + asked.size() > 1;
    const auto of = about_pos ? of_pos(ps[asked[0]]) : of_ecom(es[asked[0]]);

    who_is_who so;
    auto& meant = about_pos ? so.pos : so.ecom;
    auto& match = about_pos ? so.ecom : so.pos;
    const auto choice = t.choice(why, of_kind, of);
    if (choice == "none") { // W4
        meant = one_side ? asked : std::vector{asked[0]};
    } else if (offers) {
        for (const auto at : offered)
            if (match.empty() && meant.empty() && id_of(one_side == about_pos, at) == choice) {
                if (one_side) { // W3
                    meant = {at};
                } else { // W2
                    meant = {asked[0]};
                    match = {at};
                }
            }
    }
    if (!meant.empty()) {
        take_out(who.pos, so.pos, ps, of_pos, who.others);
        take_out(who.ecom, so.ecom, es, of_ecom, who.others);
        return so;
    }

    auto& issue = t.say(severity::conflict, why, of_kind, of, std::move(message)); // W1
    if (offers)
        for (const auto at : offered)
            issue.choices.push_back(id_of(one_side == about_pos, at));
    issue.choices.emplace_back("none");
    issue.records = who.others;
    for (const auto p : who.pos)
        issue.records.push_back(of_pos(ps[p]));
    for (const auto e : who.ecom)
        issue.records.push_back(of_ecom(es[e]));
    std::sort(issue.records.begin(), issue.records.end(), smaller_ref);
    return {};
}

} // namespace twinshelf::detail
