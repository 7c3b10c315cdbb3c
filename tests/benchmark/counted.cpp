#include "counted.hpp"

#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <new>

namespace {

thread_local benchmark::memory_use now; // of the thread that measures; DuckDB has others

} // namespace

namespace benchmark {

memory_use used()
{
    return now;
}

void start_peak()
{
    now.peak = now.held;
}

} // namespace benchmark

void* operator new(std::size_t size)
{
    void* at = std::malloc(std::max<std::size_t>(size, 1));
    if (at == nullptr) throw std::bad_alloc{};
    ++now.allocations;
    now.held += malloc_usable_size(at);
    now.peak = std::max(now.peak, now.held);
    return at;
}

void operator delete(void* at) noexcept
{
    if (at != nullptr) now.held -= malloc_usable_size(at);
    std::free(at);
}

void operator delete(void* at, std::size_t) noexcept
{
    operator delete(at);
}
