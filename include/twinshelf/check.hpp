#pragma once

#include "twinshelf/detail/check_rules.hpp"
#include "twinshelf/detail/check_steps.hpp"

#include <vector>

namespace twinshelf {

/// Everything that is wrong with a plan for the snapshots, the policy and the baseline that it was
/// made from; empty for a valid plan. The plan is carried out wave by wave, by code that shares
/// nothing with what makes plans. What a plan leaves out is not looked at.
[[nodiscard]] std::vector<violation> check(const plan& p, const pos::snapshot& pos,
                                           const ecom::snapshot& ecom, const policy& by,
                                           const earlier& known = {});

inline std::vector<violation> check(const plan& p, const pos::snapshot& pos,
                                    const ecom::snapshot& ecom, const policy& by,
                                    const earlier& known)
{
    return detail::plan_checker{p, pos, ecom, by, known}.run();
}

} // namespace twinshelf
