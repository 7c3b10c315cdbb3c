#pragma once

#include <string>

namespace twinshelf {

/// Something in a plan that cannot be carried out, or that a rule forbids.
struct violation {
    int action{};       ///< its place in the plan's list
    std::string what{}; ///< one sentence

    friend bool operator==(const violation&, const violation&) = default;
};

} // namespace twinshelf
