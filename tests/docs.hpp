#pragma once

#include "twinshelf/policy.hpp"
#include "twinshelf/rule.hpp"

#include <string>

/// The tables of docs/rules.md, made from the code that they describe.
namespace docs {

/// Every rule with its sentence and source.
inline std::string rule_table()
{
    std::string text = "| rule | what it decides | source |\n|---|---|---|\n";
    for (const auto& r : twinshelf::rule_catalogue)
        text += "| `" + std::string{r.name} + "` | " + std::string{r.sentence} + " | " +
                std::string{r.source} + " |\n";
    return text;
}

/// Every field with its member on each side, and its flow in each profile.
inline std::string field_table()
{
    std::string text = "| field | pos member | ecom member | r_series | x_series | x_series_2021 "
                       "|\n|---|---|---|---|---|---|\n";
    const twinshelf::policy profiles[]{twinshelf::r_series(), twinshelf::x_series(),
                                       twinshelf::x_series_2021()};
    for (const auto& f : twinshelf::fields) {
        text += "| `" + std::string{name(f.kind)} + "." + std::string{f.key} + "` | " +
                std::string{f.pos} + " | " + std::string{f.ecom} + " |";
        for (const auto& by : profiles)
            text += " " + std::string{name(by[f.id])} + " |";
        text += "\n";
    }
    return text;
}

namespace detail {

template <class Option>
std::string shown(const Option& option)
{
    if constexpr (twinshelf::worded<Option>)
        return std::string{name(option)};
    else if constexpr (std::is_same_v<Option, bool>)
        return option ? "true" : "false";
    else if constexpr (std::is_integral_v<Option>)
        return std::to_string(option);
    else if constexpr (std::is_floating_point_v<Option>)
        return std::to_string(option).substr(0, 3);
    else
        return "none";
}

template <class Option>
std::string values(const Option& option)
{
    if constexpr (twinshelf::worded<Option>) {
        std::string all;
        for (const auto word : words(option))
            all += (all.empty() ? "" : ", ") + std::string{word};
        return all;
    } else if constexpr (std::is_same_v<Option, bool>) {
        return "true, false";
    } else if constexpr (std::is_arithmetic_v<Option>) {
        return "a number";
    } else {
        return "a list";
    }
}

} // namespace detail

/// Every option with its values and what each profile says.
inline std::string option_table()
{
    std::string text = "| option | values | r_series | x_series | x_series_2021 |\n"
                       "|---|---|---|---|---|\n";
    const auto r = twinshelf::r_series(), x = twinshelf::x_series(),
               old = twinshelf::x_series_2021();
    twinshelf::options(
        [&](std::string_view key, const auto& in_r, const auto& in_x, const auto& in_old) {
            text += "| `" + std::string{key} + "` | " + detail::values(in_r) + " | " +
                    detail::shown(in_r) + " | " + detail::shown(in_x) + " | " +
                    detail::shown(in_old) + " |\n";
        },
        r, x, old);
    return text;
}

} // namespace docs
