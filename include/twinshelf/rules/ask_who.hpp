#pragma once

#include "twinshelf/match.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace twinshelf::detail {

/// A conflict about who is who: unlinked records of one name, and `others` that have it too. The
/// choices are the candidates for the record that is asked about, or which of several is meant.
template <class Pos, class Ecom>
void ask_who(const task& t, rule why, kind of_kind, const std::vector<Pos>& ps,
             const std::vector<Ecom>& es, const std::vector<index>& pos,
             const std::vector<index>& ecom, std::vector<ref> others, std::string message)
{
    std::vector<ref> in_pos, in_ecom;
    for (const auto p : pos)
        in_pos.push_back(pos_ref(ps[p]));
    for (const auto e : ecom)
        in_ecom.push_back(ecom_ref(es[e]));
    std::sort(in_pos.begin(), in_pos.end(), smaller_ref);
    std::sort(in_ecom.begin(), in_ecom.end(), smaller_ref);
    const bool about_pos = ecom.empty() || (pos.size() == 1 && ecom.size() > 1);
    const auto& asked = about_pos ? in_pos : in_ecom;
    const auto& candidates = about_pos ? in_ecom : in_pos;

    auto& issue = t.say(severity::conflict, why, of_kind, asked[0], std::move(message));
    if (candidates.size() + asked.size() > 1)
        for (const auto& r : candidates.empty() ? asked : candidates)
            issue.choices.push_back(r.pos_id.empty() ? r.ecom_id : r.pos_id);
    issue.choices.emplace_back("none");
    issue.records = std::move(others);
    issue.records.insert(issue.records.end(), in_pos.begin(), in_pos.end());
    issue.records.insert(issue.records.end(), in_ecom.begin(), in_ecom.end());
    std::sort(issue.records.begin(), issue.records.end(), smaller_ref);
}

} // namespace twinshelf::detail
