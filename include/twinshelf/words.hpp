#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace twinshelf {

/// An enumeration whose values have words, in JSON, text and on the command line: a `words(E)`
/// beside it lists them in the order of the enumerators.
template <class E>
concept worded = requires(E e)
{
    words(e).size();
};

[[nodiscard]] constexpr std::string_view name(worded auto value)
{
    return words(value)[static_cast<std::size_t>(value)];
}

/// The value of a word; none for a word that is not in the list.
template <worded E>
[[nodiscard]] constexpr std::optional<E> find_word(std::string_view word)
{
    constexpr auto all = words(E{});
    for (std::size_t i = 0; i < all.size(); ++i)
        if (all[i] == word) return static_cast<E>(i);
    return {};
}

} // namespace twinshelf
