#pragma once

#include "twinshelf/match.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace twinshelf::detail {

/// A group title without what people overlook in it: case and blanks.
[[nodiscard]] std::string near_title(const std::string& title, text_rules rules);

/// Customer groups that are called almost the same on both sides (`group.title`).
class near_titles {
public:
    explicit near_titles(text_rules by) : rules(by) {}

    /// Takes in a group without a link.
    void add(side on, ref of, const std::string& title)
    {
        auto& with = found[near_title(title, rules)];
        with.titles.push_back(title);
        with.all.push_back(of);
        (on == side::pos ? with.pos : with.ecom).push_back(std::move(of));
    }
    /// A notice for the titles of both sides that are near each other and not the same.
    void say(const task& t);

private:
    struct alike {
        std::vector<ref> pos, ecom, all;
        std::vector<std::string> titles;
    };

    text_rules rules;
    std::map<std::string, alike> found;
};

inline std::string near_title(const std::string& title, text_rules rules)
{
    std::string result;
    for (std::string_view rest = title; !rest.empty();) {
        const auto blank_size = first_blank(rest);
        const auto size = blank_size ? blank_size : decode_first(rest).size;
        if (!blank_size) result += rest.substr(0, size);
        rest.remove_prefix(size);
    }
    return folded(result, rules);
}

inline void near_titles::say(const task& t)
{
    for (auto& [near, with] : found) {
        std::sort(with.titles.begin(), with.titles.end());
        with.titles.erase(std::unique(with.titles.begin(), with.titles.end()), with.titles.end());
        if (with.pos.empty() || with.ecom.empty() || with.titles.size() < 2) continue;
        std::string titles;
        for (const auto& title : with.titles)
            titles += (titles.empty() ? "" : ", ") + in_quotes(title);
        std::sort(with.all.begin(), with.all.end(), smaller_ref);
        auto& issue = t.say(
            severity::notice, rule::group_title, kind::customer_group,
            *std::min_element(with.pos.begin(), with.pos.end(), smaller_ref),
            "Customer groups of the pos and of ecom are called almost the same, but not to the "
            "letter, so they are not matched: " +
                titles + ".");
        issue.key += ":near"; // the group may be in a conflict about its title too
        issue.records = std::move(with.all);
    }
}

} // namespace twinshelf::detail
