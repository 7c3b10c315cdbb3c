#pragma once

#include "twinshelf/words.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <optional>
#include <string_view>

namespace twinshelf {

enum class mass_unit : std::uint8_t { g, kg, oz, lb, ct };
enum class length_unit : std::uint8_t { mm, cm, in, yd };

constexpr std::array<std::string_view, 5> words(mass_unit)
{
    return {"g", "kg", "oz", "lb", "ct"};
}

constexpr std::array<std::string_view, 4> words(length_unit)
{
    return {"mm", "cm", "in", "yd"};
}

/// An amount held exactly as it was given: millionths of its unit.
///
/// Amounts are equal when they are the same amount, whatever their units: 1 kg is 1000 g.
template <class Unit>
struct quantity {
    std::int64_t millionths{};
    Unit unit{};

    friend constexpr bool operator==(const quantity& a, const quantity& b)
    {
        return same_amount(a, b);
    }
};

using mass = quantity<mass_unit>;
using distance = quantity<length_unit>;

/// The amount in another unit, rounded half away from zero to a millionth of it; no value where
/// it does not fit.
template <class Unit>
[[nodiscard]] constexpr std::optional<quantity<Unit>> convert(quantity<Unit> amount, Unit to);

namespace detail {

/// One unit in nanograms: an avoirdupois pound is 453.59237 g, a carat 0.2 g.
constexpr std::int64_t size_of(mass_unit unit)
{
    constexpr std::array<std::int64_t, 5> nanograms{1'000'000'000, 1'000'000'000'000,
                                                    28'349'523'125, 453'592'370'000, 200'000'000};
    return nanograms[static_cast<std::size_t>(unit)];
}

/// One unit in micrometres: an inch is 25.4 mm, a yard 36 inches.
constexpr std::int64_t size_of(length_unit unit)
{
    constexpr std::array<std::int64_t, 4> micrometres{1'000, 10'000, 25'400, 914'400};
    return micrometres[static_cast<std::size_t>(unit)];
}

} // namespace detail

template <class Unit>
constexpr bool same_amount(quantity<Unit> a, quantity<Unit> b)
{
    if (a.unit == b.unit) return a.millionths == b.millionths;
    // a * p == b * q in lowest terms, without the products, which may not fit
    const auto size_a = detail::size_of(a.unit), size_b = detail::size_of(b.unit);
    const auto common = std::gcd(size_a, size_b);
    const auto p = size_a / common, q = size_b / common;
    return a.millionths % q == 0 && b.millionths % p == 0 && a.millionths / q == b.millionths / p;
}

template <class Unit>
constexpr std::optional<quantity<Unit>> convert(quantity<Unit> amount, Unit to)
{
    const auto size_from = detail::size_of(amount.unit), size_to = detail::size_of(to);
    const auto common = std::gcd(size_from, size_to);
    const auto from = size_from / common, per = size_to / common;
    // Split, so that the product with the remainder stays below from * per, which fits.
    const auto units = amount.millionths / per, rest = amount.millionths % per * from;
    const auto half = per / 2 + per % 2;
    const auto up = rest % per >= half ? 1 : rest % per <= -half ? -1 : 0;
    const auto part = rest / per + up;
    using limits = std::numeric_limits<std::int64_t>;
    const bool fits = amount.millionths < 0 ? units >= (limits::min() - part) / from
                                            : units <= (limits::max() - part) / from;
    if (!fits) return {};
    return quantity<Unit>{units * from + part, to};
}

} // namespace twinshelf
