#pragma once

#include "twinshelf/json/token.hpp"

#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

/// What each type of member takes, as a table of functions.
namespace twinshelf::json::detail {

/// The type of the value in a member that may be unknown or none.
template <class M>
struct inner {
    using type = M;
};
template <class T>
struct inner<std::optional<T>> {
    using type = T;
};
template <class T>
struct inner<maybe<T>> {
    using type = T;
};
template <class T>
struct inner<part<T>> {
    using type = T;
};
template <class M>
using inner_t = typename inner<M>::type;

template <class T>
inline constexpr bool is_id = false;
template <class Record>
inline constexpr bool is_id<id_of<Record>> = true;
template <class T>
inline constexpr bool is_list = false;
template <class T>
inline constexpr bool is_list<std::vector<T>> = true;
template <class M>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

/// A record without such a member is none: its id, an option's name, what kind it is of.
template <class M>
inline constexpr bool required = is_id<M> || std::is_same_v<M, std::string> || worded<M>;
template <class T>
inline constexpr bool required<part<T>> = true;

/// Where null reads as "" or [].
template <class T>
inline constexpr bool has_empty = std::is_same_v<T, std::string> || is_id<T> || is_list<T>;

/// What null leaves unknown or empty: not a word, and not the id that makes a record.
template <class M>
concept nullable = !worded<inner_t<M>> && (is_optional<M> || (has_empty<M> && !is_id<M>));

template <nullable M>
bool read(M& to, null_token, context&)
{
    if constexpr (has_empty<inner_t<M>>)
        to = inner_t<M>{};
    else
        to = M{};
    return true;
}
template <class T>
bool read(maybe<T>& to, null_token, context&)
{
    to = none;
    return true;
}
template <class Record>
bool read(section<Record>& to, null_token, context&)
{
    to = {std::vector<Record>{}, completeness::complete};
    return true;
}

template <class T, class Token>
concept readable = requires(T& to, Token from, context& c)
{
    read(to, from, c);
};

class reader;
struct level;

/// What a type takes, and how: a function a token, none where the type does not take it.
struct place {
    std::string (*expected)();
    bool (*null)(void* to, null_token, context&);
    bool (*flag)(void* to, flag_token, context&);
    bool (*whole)(void* to, whole_token, context&);
    bool (*decimal)(void* to, decimal_token, context&);
    bool (*text)(void* to, text_token, context&);
    void (*object)(void* to, level&, reader&);
    void (*array)(void* to, level&, reader&);
    bool required;
};

/// Reads a member through the value inside it; what is not right leaves the member as it is.
template <class M, class Token>
bool put(void* to, Token from, context& c)
{
    inner_t<M> value{};
    if (!read(value, from, c)) return false;
    *static_cast<M*>(to) = std::move(value);
    return true;
}

template <class M>
bool put_null(void* to, null_token from, context& c)
{
    return read(*static_cast<M*>(to), from, c);
}

template <class M, class Token>
[[nodiscard]] constexpr auto find_put() -> bool (*)(void*, Token, context&)
{
    if constexpr (readable<inner_t<M>, Token>)
        return &put<M, Token>;
    else
        return nullptr;
}

template <class M>
[[nodiscard]] constexpr auto find_put_null() -> bool (*)(void*, null_token, context&)
{
    if constexpr (readable<M, null_token>)
        return &put_null<M>;
    else
        return nullptr;
}

/// The scalars that a member takes.
template <class M>
[[nodiscard]] constexpr place scalars()
{
    return {.expected = [] { return expected(type<inner_t<M>>{}); },
            .null = find_put_null<M>(),
            .flag = find_put<M, flag_token>(),
            .whole = find_put<M, whole_token>(),
            .decimal = find_put<M, decimal_token>(),
            .text = find_put<M, text_token>(),
            .object = nullptr,
            .array = nullptr,
            .required = required<M>};
}

} // namespace twinshelf::json::detail
