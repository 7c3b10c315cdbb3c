#pragma once

#include <compare>
#include <cstdint>
#include <limits>

namespace twinshelf {

namespace detail {

inline constexpr std::int64_t most_stock = std::numeric_limits<std::int64_t>::max();
inline constexpr std::int64_t least_stock = std::numeric_limits<std::int64_t>::min();

constexpr std::int64_t clamped_sum(std::int64_t a, std::int64_t b)
{
    if (b > 0 && a > most_stock - b) return most_stock;
    if (b < 0 && a < least_stock - b) return least_stock;
    return a + b;
}

constexpr std::int64_t clamped_difference(std::int64_t a, std::int64_t b)
{
    if (b < 0 && a > most_stock + b) return most_stock;
    if (b > 0 && a < least_stock + b) return least_stock;
    return a - b;
}

} // namespace detail

/// How much stock moved: sold, received, corrected. In millionths of a unit; negative went out.
///
/// Here as with levels, what does not fit is the end of the range.
struct stock_movement {
    std::int64_t millionths{};

    friend constexpr auto operator<=>(const stock_movement&, const stock_movement&) = default;
    friend constexpr stock_movement operator+(stock_movement a, stock_movement b)
    {
        return {detail::clamped_sum(a.millionths, b.millionths)};
    }
    friend constexpr stock_movement operator-(stock_movement a)
    {
        return {detail::clamped_difference(0, a.millionths)};
    }
};

/// How much stock is on hand at one place, in millionths of a unit. A till may sell below zero.
///
/// Levels are not movements: two levels do not add up, their difference is a movement. The total
/// over places is `total`.
struct stock_level {
    std::int64_t millionths{};

    friend constexpr auto operator<=>(const stock_level&, const stock_level&) = default;
    friend constexpr stock_level operator+(stock_level level, stock_movement moved)
    {
        return {detail::clamped_sum(level.millionths, moved.millionths)};
    }
    friend constexpr stock_movement operator-(stock_level to, stock_level from)
    {
        return {detail::clamped_difference(to.millionths, from.millionths)};
    }
};

[[nodiscard]] constexpr stock_level units(std::int64_t count)
{
    constexpr std::int64_t unit = 1'000'000;
    if (count > detail::most_stock / unit) return {detail::most_stock};
    if (count < detail::least_stock / unit) return {detail::least_stock};
    return {count * unit};
}

/// The level over two places together.
[[nodiscard]] constexpr stock_level total(stock_level here, stock_level there)
{
    return {detail::clamped_sum(here.millionths, there.millionths)};
}

/// Whole units of a level, rounded down: 2.5 is 2, -0.5 is -1 (`stock.whole`).
[[nodiscard]] constexpr std::int64_t whole_units(stock_level level)
{
    const auto cut = level.millionths / 1'000'000;
    return level.millionths % 1'000'000 < 0 ? cut - 1 : cut;
}

} // namespace twinshelf
