#pragma once

#include "twinshelf/words.hpp"

#include <array>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace twinshelf {

/// How much of a section a snapshot holds: every record, only some, or it was not read at all.
///
/// A record that is not there is gone only from a complete section (`scope.partial`).
enum class completeness : std::uint8_t { absent, partial, complete };

constexpr std::array<std::string_view, 3> words(completeness)
{
    return {"absent", "partial", "complete"};
}

/// The records of one kind, and how many of them that is.
///
/// Assigning records makes the section complete, as a list that was read to its end is; a section
/// that nobody touches is absent.
template <class Record>
struct section {
    std::vector<Record> records;
    completeness state = completeness::absent;

    section() = default;
    section(std::vector<Record> all, completeness how = completeness::complete)
        : records(std::move(all)), state(how)
    {
    }
    section(std::initializer_list<Record> all) : section(std::vector<Record>(all)) {}

    [[nodiscard]] bool complete() const { return state == completeness::complete; }
    [[nodiscard]] bool absent() const { return state == completeness::absent; }

    friend bool operator==(const section&, const section&) = default;
};

/// `Type` itself, const or not: what a member visitor takes, one record or two side by side.
template <class Type, class Record>
concept is = std::same_as<std::remove_cv_t<Type>, Record>;

} // namespace twinshelf
