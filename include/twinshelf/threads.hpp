#pragma once

#include "twinshelf/run_options.hpp"

#include <cstddef>
#include <exception>
#include <thread>
#include <vector>

/// Threads for a reconcile. Not part of twinshelf.hpp: whoever includes it may have to link them.
namespace twinshelf {

/// A `run_parts` with a thread for each part but the last one, which the caller's own thread runs.
inline void run_in_threads(std::size_t count, void (*part)(void* what, std::size_t i), void* what)
{
    if (count == 0) return;
    std::vector<std::exception_ptr> failed(count);
    const auto run = [&](std::size_t i) {
        try {
            part(what, i);
        } catch (...) {
            failed[i] = std::current_exception();
        }
    };
    std::vector<std::thread> others;
    others.reserve(count - 1);
    for (std::size_t i = 0; i + 1 < count; ++i)
        try {
            others.emplace_back(run, i);
        } catch (...) { // there is no thread to be had
            run(i);
        }
    run(count - 1);
    for (auto& other : others)
        other.join();
    for (const auto& one : failed)
        if (one) std::rethrow_exception(one);
}

/// The options for so many threads: `reconcile(pos, ecom, by, {base}, on_threads(2))`.
[[nodiscard]] inline run_options on_threads(std::size_t count, run_options others = {})
{
    others.threads = count;
    others.in_parts = run_in_threads;
    return others;
}

} // namespace twinshelf
