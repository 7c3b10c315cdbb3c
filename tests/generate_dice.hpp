#pragma once

// Chance for generated shops, and how often things happen in them.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <utility>
#include <vector>

namespace generate {

/// Random numbers: splitmix64, and choices without the standard distributions, whose results
/// differ between libraries.
class dice {
public:
    explicit dice(std::uint64_t seed) : state(seed) {}

    std::uint64_t next()
    {
        auto z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
    /// From 0 to below `end`; 0 for an empty range.
    std::size_t below(std::size_t end) { return end == 0 ? 0 : next() % end; }
    bool percent(int of_hundred) { return below(100) < static_cast<std::size_t>(of_hundred); }
    template <class T>
    const T& one_of(const std::vector<T>& all)
    {
        return all[below(all.size())];
    }
    template <class T>
    void shuffle(std::vector<T>& all)
    {
        for (std::size_t i = all.size(); i > 1; --i)
            std::swap(all[i - 1], all[below(i)]);
    }

private:
    std::uint64_t state;
};

/// A number that the environment gives a property test: how many cases, and which seed is first.
[[nodiscard]] inline std::uint64_t number_in(const char* variable, std::uint64_t otherwise)
{
    const char* text = std::getenv(variable);
    return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

/// How often something happens to a record, in percent.
struct rates {
    std::size_t categories = 7; ///< at most
    std::size_t products = 10;  ///< at most
    int linked = 65;            ///< the store has it, with a link
    int twin = 15;              ///< the store has it, without one
    int online_only = 25;       ///< beside each record, one that only the store has
    int gone = 8;               ///< archived, deleted, or not in the till any more
    int edited = 20;            ///< each field, in the store
    int moved = 20;             ///< to another category
    int off_channel = 6;
    int inactive = 12;
    int sku_repeated = 8;
    int sku_swapped = 15;      ///< the store has the SKU of another product
    int dirty = 3;             ///< an id twice or none, no name, a reference to nothing, a circle
    int unknown = 4;           ///< a member that the snapshot does not have
    int partial = 12;          ///< a section
    int absent = 4;            ///< a section
    int overridden = 35;       ///< the policy is not just a profile
    int with_parts = 60;       ///< the shop has what generate_parts.hpp makes
    int matrix = 40;           ///< a product has variants
    int reshaped = 8;          ///< only one side of a product has
    std::size_t customers = 8; ///< at most
};

} // namespace generate
