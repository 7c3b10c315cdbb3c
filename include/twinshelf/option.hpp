#pragma once

#include "twinshelf/snapshot.hpp"

#include <string>
#include <vector>

namespace twinshelf {

/// A choice that a shopper makes. Without values it is free text, and no variation has it.
struct option {
    std::string name{};
    std::vector<std::string> values{};

    friend bool operator==(const option&, const option&) = default;
};

template <class Visit, is<option>... R>
constexpr void members(Visit&& visit, R&... r)
{
    visit("name", r.name...);
    visit("values", r.values...);
}

/// What a variation has of one option. In JSON they are one object, {name: value}.
struct option_value {
    std::string name{};
    std::string value{};

    friend bool operator==(const option_value&, const option_value&) = default;
};

} // namespace twinshelf
