#pragma once

#include "twinshelf/baseline.hpp"
#include "twinshelf/json/taker.hpp"

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What people chose for the issues of a plan, as JSON text: `[{"issue": key, "choice": word}]`.
namespace twinshelf::json {

/// Two decisions about one issue are a fault.
[[nodiscard]] parsed<std::vector<decision>> read_decisions(std::string_view text);

[[nodiscard]] std::string write(std::span<const decision> decisions, int indent = -1);

namespace detail {

inline bool take_parts(const view& from, decision& to, taker& t)
{
    const bool fits = t.need(from, "issue", to.issue);
    return t.need(from, "choice", to.choice) && fits;
}

inline void print(printer& out, const decision& d)
{
    out.open('{');
    out.key("issue");
    out.text(d.issue);
    out.key("choice");
    out.text(d.choice);
    out.close('}');
}

} // namespace detail

inline parsed<std::vector<decision>> read_decisions(std::string_view text)
{
    using namespace detail;
    parsed<std::vector<decision>> result;
    auto& [decisions, faults] = result;
    const auto read = read_tree(text, faults);
    if (read.nodes.empty()) return result;
    const view root{read, 0};
    taker t{faults};
    t.take(root, decisions);

    std::set<std::string_view> decided;
    if (root.is(node_type::array))
        for (auto each = root.first(); each; each = each->next())
            if (const auto issue = each->find("issue"); issue && issue->is(node_type::text))
                if (!decided.insert((*issue)->content).second)
                    t.refuse(*issue, "an issue that has no decision yet");
    return result;
}

inline std::string write(std::span<const decision> decisions, int indent)
{
    using namespace detail;
    printer out{indent};
    out.open('[');
    for (const auto& each : decisions)
        print(out, each);
    out.close(']');
    return out.take();
}

} // namespace twinshelf::json
