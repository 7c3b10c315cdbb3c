#pragma once

#include "twinshelf/decimal.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace twinshelf {

/// An amount in whole minor units (cents) of the currency that its snapshot names.
///
/// A till may hold a price finer than the currency. It is rounded half away from zero when it is
/// read, and `finer` then holds what was rounded off, in millionths of a minor unit, so that the
/// plan can say so and the text can be written again (`price.exact`). It is at most half a minor
/// unit either way; finer still is cut, but never to nothing.
struct money {
    std::int64_t minor{};
    std::int32_t finer{};

    friend bool operator==(const money&, const money&) = default;
    friend auto operator<=>(const money&, const money&) = default;
};

/// The amount without what was rounded off.
[[nodiscard]] constexpr money whole(money amount)
{
    return {amount.minor};
}

/// What a snapshot's amounts are in. An empty code is an unknown currency.
struct currency {
    std::string code;
    int decimals = 2;

    friend bool operator==(const currency&, const currency&) = default;
};

/// The decimals that ISO 4217 gives a currency: 0 for JPY, 3 for KWD, 2 where nothing is known.
[[nodiscard]] constexpr int default_decimals(std::string_view code);

/// Reads "19.90" in a currency of `decimals`; no value for what is no amount or does not fit.
[[nodiscard]] constexpr std::optional<money> parse_money(std::string_view text, int decimals);

/// "19.90", with the currency's own decimals, and more where the amount is finer.
[[nodiscard]] std::string format_money(money amount, int decimals);

constexpr int default_decimals(std::string_view code)
{
    constexpr std::array<std::string_view, 17> zero{"BIF", "CLP", "DJF", "GNF", "ISK", "JPY",
                                                    "KMF", "KRW", "PYG", "RWF", "UGX", "UYI",
                                                    "VND", "VUV", "XAF", "XOF", "XPF"};
    constexpr std::array<std::string_view, 7> three{"BHD", "IQD", "JOD", "KWD",
                                                    "LYD", "OMR", "TND"};
    constexpr std::array<std::string_view, 2> four{"CLF", "UYW"};
    for (const auto c : zero)
        if (c == code) return 0;
    for (const auto c : three)
        if (c == code) return 3;
    for (const auto c : four)
        if (c == code) return 4;
    return 2;
}

constexpr std::optional<money> parse_money(std::string_view text, int decimals)
{
    const auto minor = parse_decimal(text, decimals);
    if (!minor) return {};
    money amount{minor->value};
    if (!minor->rounded) return amount;
    constexpr std::int64_t millionths = 1'000'000;
    // Cut: rounded a second time, 3.02499999999999 would be written as 3.025 and read as 3.03.
    const auto fine = parse_decimal(text, decimals + 6, rounding::toward_zero);
    if (!fine) return {};
    const auto rounded_up = minor->value - fine->value / millionths;
    amount.finer = static_cast<std::int32_t>(fine->value % millionths - rounded_up * millionths);
    if (amount.finer == 0) amount.finer = text.starts_with('-') ? -1 : 1;
    return amount;
}

inline std::string format_money(money amount, int decimals)
{
    if (amount.finer == 0) return format_decimal(amount.minor, decimals, decimals);
    // With one sign both, their digits stand side by side; a sum might not fit.
    auto [minor, finer] = amount;
    if (minor > 0 && finer < 0) {
        minor -= 1;
        finer += 1'000'000;
    } else if (minor < 0 && finer > 0) {
        minor += 1;
        finer -= 1'000'000;
    }
    auto text = format_decimal(minor, decimals, decimals);
    if (minor == 0 && finer < 0) text.insert(0, 1, '-');
    const auto tail = format_decimal(finer, 6);
    if (decimals == 0) text += '.';
    return text + tail.substr(tail.find('.') + 1);
}

} // namespace twinshelf
