#pragma once

#include <cstddef>
#include <type_traits>

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

namespace detail {

/// Calls `part(i)` for each i below `count`, at the same time where the options say so.
template <class Part>
void each_part(const run_options& how, std::size_t count, Part&& part)
{
    if (how.threads > 1 && how.in_parts != nullptr)
        return how.in_parts(
            count,
            [](void* what, std::size_t i) {
                (*static_cast<std::remove_reference_t<Part>*>(what))(i);
            },
            &part);
    for (std::size_t i = 0; i < count; ++i)
        part(i);
}

} // namespace detail

} // namespace twinshelf
