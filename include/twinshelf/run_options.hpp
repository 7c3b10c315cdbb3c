#pragma once

#include <cstddef>

namespace twinshelf {

struct prepared;

/// Calls `part(what, i)` for each i below `count`, and returns once all of them have. They may be
/// called at the same time.
using run_parts = void (*)(std::size_t count, void (*part)(void* what, std::size_t i), void* what);

/// How a reconcile is run. A plan is the same whatever is chosen here.
struct run_options {
    /// The snapshots, prepared (prepared.hpp): these very ones.
    const twinshelf::prepared* prepared = nullptr;
    /// In how many parts the comparisons are made, by `in_parts`; see threads.hpp.
    std::size_t threads = 1;
    run_parts in_parts = nullptr; ///< none: one after the other
};

} // namespace twinshelf
