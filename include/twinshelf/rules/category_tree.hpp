#pragma once

#include "twinshelf/match.hpp"

#include <string>
#include <vector>

/// The pos tree of categories: parents, depths, and what is wrong with it (`category.cycle`), row
/// C12 of category.hpp. Nothing recurses, so a tree may be as deep as it is long.
namespace twinshelf::detail {

/// Parents, depths and cycles of the pos tree. Siblings stand in pos order.
struct pos_tree {
    std::vector<index> parent;   ///< `nowhere` where there is none, or none was seen
    std::vector<int> depth;      ///< -1: left alone (`category.cycle`)
    std::vector<index> top_down; ///< those with a depth, parents first
};

/// The circles are said where categories sync at all.
inline pos_tree build_tree(const task& t, const pairing& m)
{
    const auto& all = t.pos.categories.records;
    const auto count = all.size();
    pos_tree tree{std::vector<index>(count, nowhere), std::vector<int>(count, -1), {}};
    std::vector<bool> lost(count);
    std::vector<std::vector<index>> children(count);
    for (index i = 0; i < count; ++i) {
        if (const auto& up = all[i].parent_id; up.has_value()) {
            if (const auto at = m.pos_at(up->text); at != nowhere) {
                tree.parent[i] = at;
                children[at].push_back(i);
                continue;
            }
            lost[i] = t.pos.categories.complete();
        }
        if (!lost[i]) {
            tree.depth[i] = 0;
            tree.top_down.push_back(i);
        }
    }
    for (std::size_t next = 0; next < tree.top_down.size(); ++next) {
        const auto up = tree.top_down[next];
        for (const auto i : children[up]) {
            tree.depth[i] = tree.depth[up] + 1;
            tree.top_down.push_back(i);
        }
    }

    // What no root reaches is lost, hangs on something lost, or goes round in a circle.
    std::vector<index> walk(count, nowhere);
    std::vector<bool> circle(count);
    for (index start = 0; start < count; ++start) {
        index i = start;
        while (i != nowhere && tree.depth[i] < 0 && walk[i] == nowhere) {
            walk[i] = start;
            i = tree.parent[i];
        }
        if (i == nowhere || tree.depth[i] >= 0 || walk[i] != start) continue;
        for (index at = i; !circle[at]; at = tree.parent[at])
            circle[at] = true;
    }
    for (index i = 0; i < count; ++i) {
        if (tree.depth[i] >= 0 || m.pos_out[i] || !t.policy.syncs(field::category_name)) continue;
        const auto why = circle[i] ? std::string{"is its own ancestor"}
                         : lost[i]
                             ? "has the parent " + all[i].parent_id->text + ", which is not there"
                             : std::string{"stands below a category that is left alone"};
        const auto e = m.ecom_of[i];
        t.say(severity::error, rule::category_cycle, kind::category,
              e == nowhere ? pos_ref(all[i]) : both(all[i], t.ecom.categories.records[e]),
              "The category " + in_quotes(all[i].name) + " " + why +
                  "; it is left alone, with the memberships of its products.");
    }
    return tree;
}

} // namespace twinshelf::detail
