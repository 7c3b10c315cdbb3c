#pragma once

#include "twinshelf/hash.hpp"
#include "twinshelf/id.hpp"
#include "twinshelf/maybe.hpp"
#include "twinshelf/measure.hpp"
#include "twinshelf/money.hpp"
#include "twinshelf/option.hpp"
#include "twinshelf/stock.hpp"
#include "twinshelf/time.hpp"

#include <array>
#include <bit>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace twinshelf {

/// 64 bits of a value and all that is in it: what is written the same has the same ones, on every
/// machine (1 kg is not 1000 g here). Others have the same ones by chance alone, once in 10^19;
/// somebody who wants them to can make them so.
struct fingerprint {
    std::uint64_t bits = 0;

    friend constexpr auto operator<=>(fingerprint, fingerprint) = default;
};

/// As 16 hexadecimal digits.
[[nodiscard]] std::string to_text(fingerprint f);
[[nodiscard]] std::optional<fingerprint> find_fingerprint(std::string_view text);

/// The fingerprint of values, one after the other.
template <class... Values>
[[nodiscard]] fingerprint fingerprint_of(const Values&... values);

namespace detail {

/// Adds values to a fingerprint. Also a visitor of the members of a record.
class print_maker {
public:
    template <class T>
    void operator()(std::string_view, const T& member)
    {
        add(member);
    }

    template <class T>
        requires std::integral<T> || std::is_enum_v<T>
    void add(T number) { hash = mixed(hash, static_cast<std::uint64_t>(number)); }
    void add(double number) { add(std::bit_cast<std::uint64_t>(number)); }
    void add(std::string_view text) { hash = mixed(hash, text); }
    void add(const std::string& text) { add(std::string_view{text}); }
    template <class Record>
    void add(const id_of<Record>& id)
    {
        add(id.text);
    }
    void add(const money& amount)
    {
        add(amount.minor);
        add(amount.finer);
    }
    void add(const currency& c)
    {
        add(c.code);
        add(c.decimals);
    }
    template <class Unit>
    void add(const quantity<Unit>& amount)
    {
        add(amount.millionths);
        add(amount.unit);
    }
    void add(stock_level level) { add(level.millionths); }
    void add(instant at) { add(at.time_since_epoch().count()); }
    void add(fingerprint other) { add(other.bits); }
    void add(const option_value& o)
    {
        add(o.name);
        add(o.value);
    }
    template <class T>
    void add(const std::optional<T>& value)
    {
        add(value.has_value());
        if (value) add(*value);
    }
    template <class T>
    void add(const maybe<T>& value)
    {
        add(value.has_value() ? 2 : value.is_none() ? 1 : 0);
        if (value.has_value()) add(*value);
    }
    template <class T>
    void add(const std::vector<T>& list)
    {
        add(list.size());
        for (const auto& one : list)
            add(one);
    }
    template <class T, std::size_t count>
    void add(const std::array<T, count>& list)
    {
        for (const auto& one : list)
            add(one);
    }
    template <class Key, class T>
    void add(const std::map<Key, T>& map)
    {
        add(map.size());
        for (const auto& [key, value] : map) {
            add(key);
            add(value);
        }
    }
    template <class Record>
        requires requires(const Record& r, print_maker& p)
        {
            members(p, r);
        }
    void add(const Record& record) { members(*this, record); }

    [[nodiscard]] fingerprint made() const { return {settled(hash)}; }

private:
    std::uint64_t hash = 0;
};

} // namespace detail

inline std::string to_text(fingerprint f)
{
    std::string text(16, '0');
    for (auto at = text.rbegin(); at != text.rend(); ++at, f.bits >>= 4U)
        *at = "0123456789abcdef"[f.bits & 15U];
    return text;
}

inline std::optional<fingerprint> find_fingerprint(std::string_view text)
{
    fingerprint f;
    const auto* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, f.bits, 16);
    if (text.size() != 16 || read.ec != std::errc{} || read.ptr != end) return {};
    return f;
}

template <class... Values>
fingerprint fingerprint_of(const Values&... values)
{
    detail::print_maker print;
    (print.add(values), ...);
    return print.made();
}

} // namespace twinshelf
