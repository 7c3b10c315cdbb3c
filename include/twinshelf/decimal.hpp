#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace twinshelf {

/// A decimal text as a whole number of 10^-`places`, and whether digits beyond were rounded off.
struct scaled {
    std::int64_t value{};
    bool rounded = false;

    friend constexpr bool operator==(scaled, scaled) = default;
};

/// What becomes of digits beyond the places: 2.5 is 3 or 2, -2.5 is -3 or -2.
enum class rounding : std::uint8_t { half_away, toward_zero };

/// Reads "-12.5", ".5", "3e2": at `places` 2 as -1250, 50, 30000. Digits beyond `places` are
/// rounded off, once. No value for anything that is not a decimal number, and for one that is
/// beyond 2^63 - 1 either way.
[[nodiscard]] constexpr std::optional<scaled> parse_decimal(std::string_view text, int places,
                                                            rounding how = rounding::half_away);

/// The shortest text with at least `least` decimals: 1990 at 2 places is "19.90" with `least` 2.
[[nodiscard]] std::string format_decimal(std::int64_t value, int places, int least = 0);

namespace detail {

/// Takes a leading sign off `text`; whether it was a minus.
constexpr bool take_sign(std::string_view& text)
{
    const bool minus = text.starts_with('-');
    if (minus || text.starts_with('+')) text.remove_prefix(1);
    return minus;
}

/// The power of ten of a number like "1.5e-3". Beyond what any text has digits for, its size does
/// not matter.
constexpr std::optional<std::int64_t> parse_exponent(std::string_view text)
{
    constexpr std::int64_t enough = 1'000'000'000'000'000;
    const bool minus = take_sign(text);
    if (text.empty()) return {};
    std::int64_t power = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return {};
        power = std::min(power * 10 + (c - '0'), enough);
    }
    return minus ? -power : power;
}

} // namespace detail

constexpr std::optional<scaled> parse_decimal(std::string_view text, int places, rounding how)
{
    constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max();
    const bool minus = detail::take_sign(text);
    std::int64_t exponent = 0;
    if (const auto e = text.find_first_of("eE"); e != text.npos) {
        const auto power = detail::parse_exponent(text.substr(e + 1));
        if (!power) return {};
        exponent = *power;
        text = text.substr(0, e);
    }
    const auto point = text.find('.');
    const auto whole = text.substr(0, point);
    const auto fraction = point == text.npos ? std::string_view{} : text.substr(point + 1);
    if (whole.empty() && fraction.empty()) return {};

    // Digits before the index `kept` count, the one at `kept` rounds.
    const auto kept = static_cast<std::int64_t>(whole.size()) + exponent + places;
    std::uint64_t value = 0;
    std::int64_t index = 0;
    bool rounded = false, up = false, fits = true;
    const auto push = [&](unsigned digit) {
        fits = fits && value <= (most - digit) / 10;
        if (fits) value = value * 10 + digit;
    };
    for (const auto part : {whole, fraction})
        for (const char c : part) {
            if (c < '0' || c > '9') return {};
            const auto digit = static_cast<unsigned>(c - '0');
            if (index < kept) push(digit);
            if (index == kept) up = digit >= 5;
            if (index >= kept) rounded = rounded || digit != 0;
            ++index;
        }
    for (; fits && value != 0 && index < kept; ++index)
        push(0);
    if (up && how == rounding::half_away) ++value;
    if (!fits || value > most) return {};
    const auto magnitude = static_cast<std::int64_t>(value);
    return scaled{minus ? -magnitude : magnitude, rounded};
}

inline std::string format_decimal(std::int64_t value, int places, int least)
{
    const bool negative = value < 0;
    auto digits = std::to_string(negative ? 0 - static_cast<std::uint64_t>(value)
                                          : static_cast<std::uint64_t>(value));
    const auto width = static_cast<std::size_t>(places);
    if (digits.size() <= width) digits.insert(0, width + 1 - digits.size(), '0');
    auto fraction = digits.substr(digits.size() - width);
    digits.resize(digits.size() - width);
    const auto shortest = static_cast<std::size_t>(least);
    while (fraction.size() > shortest && fraction.back() == '0')
        fraction.pop_back();
    fraction.resize(std::max(fraction.size(), shortest), '0');
    if (!fraction.empty()) digits += '.' + fraction;
    return negative ? '-' + digits : digits;
}

} // namespace twinshelf
