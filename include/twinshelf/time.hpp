#pragma once

#include "twinshelf/decimal.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace twinshelf {

/// A moment in UTC. What is finer than a microsecond is cut off when read.
using instant = std::chrono::sys_time<std::chrono::microseconds>;

/// Reads ISO 8601: "2024-02-01T10:00:00Z", with a fraction, with an offset ("+01:00", "+0100")
/// that is taken off, with a blank for the T; without an offset it is UTC. No value for anything
/// else, nor beyond the years 0000 to 9999.
[[nodiscard]] std::optional<instant> parse_time(std::string_view text);

/// "2024-02-01T10:00:00Z", with a fraction only where there is one. What is beyond the years 0000
/// to 9999 is written as their first or last moment.
[[nodiscard]] std::string format_time(instant at);

namespace detail {

inline constexpr instant first_instant = std::chrono::sys_days{std::chrono::year{0} / 1 / 1};
inline constexpr instant last_instant =
    std::chrono::sys_days{std::chrono::year{10000} / 1 / 1} - std::chrono::microseconds{1};

/// Takes a number of exactly `digits` digits off the front of `text`.
[[nodiscard]] constexpr std::optional<int> take_number(std::string_view& text, std::size_t digits)
{
    if (text.size() < digits) return {};
    int number = 0;
    for (const char c : text.substr(0, digits)) {
        if (c < '0' || c > '9') return {};
        number = number * 10 + (c - '0');
    }
    text.remove_prefix(digits);
    return number;
}

/// The same after one of the characters `lead`, which is taken off too.
[[nodiscard]] constexpr std::optional<int> take_number(std::string_view& text, std::size_t digits,
                                                       std::string_view lead)
{
    if (text.empty() || lead.find(text.front()) == lead.npos) return {};
    text.remove_prefix(1);
    return take_number(text, digits);
}

/// An offset from UTC: "Z", "+01:00", "+0100", " +0000", "+01" or nothing, to the end of `text`.
[[nodiscard]] constexpr std::optional<std::chrono::minutes> parse_offset(std::string_view text)
{
    if (text.empty() || text == "Z" || text == "z") return std::chrono::minutes{0};
    if (text.starts_with(' ')) text.remove_prefix(1);
    const bool west = text.starts_with('-');
    const auto hours = take_number(text, 2, "+-");
    if (!hours || *hours > 23) return {};
    std::optional<int> minutes = 0;
    if (!text.empty())
        minutes = text.front() == ':' ? take_number(text, 2, ":") : take_number(text, 2);
    if (!minutes || *minutes > 59 || !text.empty()) return {};
    const auto offset = std::chrono::hours{*hours} + std::chrono::minutes{*minutes};
    return west ? -offset : offset;
}

} // namespace detail

inline std::optional<instant> parse_time(std::string_view text)
{
    using namespace std::chrono;
    const auto year_ = detail::take_number(text, 4);
    const auto month_ = detail::take_number(text, 2, "-");
    const auto day_ = detail::take_number(text, 2, "-");
    const auto hour_ = detail::take_number(text, 2, "Tt ");
    const auto minute_ = detail::take_number(text, 2, ":");
    const auto second_ = detail::take_number(text, 2, ":");
    if (!year_ || !month_ || !day_ || !hour_ || !minute_ || !second_) return {};
    const year_month_day date{year{*year_}, month(static_cast<unsigned>(*month_)),
                              day(static_cast<unsigned>(*day_))};
    if (!date.ok() || *hour_ > 23 || *minute_ > 59 || *second_ > 60) return {};

    microseconds fraction{0};
    if (text.starts_with('.') || text.starts_with(',')) {
        text.remove_prefix(1);
        const auto digits = text.substr(0, text.find_first_not_of("0123456789"));
        if (digits.empty()) return {};
        microseconds unit{100'000};
        for (const char c : digits) {
            fraction += (c - '0') * unit;
            unit /= 10;
        }
        text.remove_prefix(digits.size());
    }
    const auto offset = detail::parse_offset(text);
    if (!offset) return {};
    const instant at =
        sys_days{date} + hours{*hour_} + minutes{*minute_} + seconds{*second_} + fraction - *offset;
    if (at < detail::first_instant || at > detail::last_instant) return {};
    return at;
}

inline std::string format_time(instant at)
{
    using namespace std::chrono;
    at = std::clamp(at, detail::first_instant, detail::last_instant);
    const auto day_start = floor<days>(at);
    const year_month_day date{day_start};
    const hh_mm_ss clock{at - day_start};
    std::string text;
    const auto put = [&](long long number, std::size_t width, const char* after) {
        auto digits = std::to_string(number);
        if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
        text += digits + after;
    };
    put(int{date.year()}, 4, "-");
    put(unsigned{date.month()}, 2, "-");
    put(unsigned{date.day()}, 2, "T");
    put(clock.hours().count(), 2, ":");
    put(clock.minutes().count(), 2, ":");
    const auto micros = clock.seconds().count() * 1'000'000 + clock.subseconds().count();
    auto second = format_decimal(micros, 6);
    if (clock.seconds().count() < 10) second.insert(0, 1, '0');
    return text + second + 'Z';
}

} // namespace twinshelf
