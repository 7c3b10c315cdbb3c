#pragma once

#include <compare>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace twinshelf {

/// The identity of one `Record`, as its platform writes it: digits, a UUID, any text.
///
/// Ids of different records, and of the two sides, do not convert into each other or from plain
/// strings. An empty text is no id: a record that carries one is reported and left alone.
template <class Record>
struct id_of {
    std::string text;

    id_of() = default;
    explicit id_of(std::string id) : text(std::move(id)) {}

    [[nodiscard]] bool empty() const { return text.empty(); }

    friend bool operator==(const id_of&, const id_of&) = default;
    friend auto operator<=>(const id_of&, const id_of&) = default;
};

/// An id in source code that becomes an id of whatever record the place asks for.
struct id_literal {
    std::string_view text;

    template <class Record>
    operator id_of<Record>() const
    {
        return id_of<Record>{std::string{text}};
    }
};

inline namespace literals {

/// `"p1"_id`: for tests, examples and hosts with fixed ids.
[[nodiscard]] inline id_literal operator""_id(const char* text, std::size_t size)
{
    return {std::string_view{text, size}};
}

} // namespace literals

} // namespace twinshelf

template <class Record>
struct std::hash<twinshelf::id_of<Record>> {
    std::size_t operator()(const twinshelf::id_of<Record>& id) const noexcept
    {
        return std::hash<std::string>{}(id.text);
    }
};
