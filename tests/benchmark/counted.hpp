#pragma once

#include <cstddef>

/// Counts what the program allocates; counted.cpp replaces operator new for it.
namespace benchmark {

struct memory_use {
    std::size_t allocations = 0;
    std::size_t held = 0; ///< bytes
    std::size_t peak = 0; ///< bytes, since `start_peak`
};

/// What was allocated up to now.
[[nodiscard]] memory_use used();

/// The peak is what is held from now on.
void start_peak();

} // namespace benchmark
