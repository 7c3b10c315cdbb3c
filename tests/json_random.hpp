#pragma once

#include "catch.hpp"

#include <twinshelf/json/json.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <type_traits>
#include <vector>

template <>
struct Catch::StringMaker<twinshelf::json::fault> {
    static std::string convert(const twinshelf::json::fault& f)
    {
        return twinshelf::json::message(f);
    }
};

// Random values of every type that stands in a JSON text; the same ones for the same seed.
namespace json_random {

using namespace twinshelf;

struct dice {
    std::mt19937_64 engine;

    explicit dice(std::uint64_t seed) : engine(seed) {}
    std::size_t below(std::size_t end) { return static_cast<std::size_t>(engine() % end); }
    bool flip() { return below(2) == 0; }
    std::int64_t between(std::int64_t least, std::int64_t most)
    {
        return least + static_cast<std::int64_t>(below(static_cast<std::size_t>(most - least) + 1));
    }
};

inline void roll(dice& d, std::string& text)
{
    const std::string pieces[] = {
        "a",       "Tee ", "\"", "\\", "/",  "~1",   "\n\t",         "\x7F",
        {"\0", 1}, "\x1B", "ü",  "€",  "{}", "null", "\xE2\x80\xA8", "\xF0\x9F\xA7\xA6",
        "\\u0041"};
    text.clear();
    for (auto n = d.below(6); n > 0; --n)
        text += pieces[d.below(std::size(pieces))];
}

template <class Record>
void roll(dice& d, id_of<Record>& id)
{
    roll(d, id.text);
}

inline void roll(dice& d, bool& on)
{
    on = d.flip();
}

inline void roll(dice& d, std::int64_t& number)
{
    number = d.flip() ? d.between(-3, 3) : static_cast<std::int64_t>(d.engine());
}

inline void roll(dice& d, int& number)
{
    number = static_cast<int>(d.between(0, 100));
}

inline void roll(dice& d, stock_level& level)
{
    level.millionths =
        d.flip() ? d.between(-5, 5) * 500'000 : d.between(-1, 1) * 9'007'199'254'740'993;
}

inline void roll(dice& d, instant& at)
{
    at = instant{std::chrono::microseconds{d.between(-2'000'000'000, 4'000'000'000) * 1'000'000}};
    if (d.flip()) at += std::chrono::microseconds{d.between(0, 999'999)};
}

inline void roll(dice& d, money& amount)
{
    amount = {d.between(-1'000'000'000'000, 1'000'000'000'000)};
    if (d.below(4) == 0) amount.finer = static_cast<std::int32_t>(d.between(-499'999, 499'999));
}

template <worded E>
void roll(dice& d, E& word)
{
    word = static_cast<E>(d.below(words(E{}).size()));
}

template <class Unit>
void roll(dice& d, quantity<Unit>& amount)
{
    amount.millionths = d.between(-4'611'686'018'427'387'000, 4'611'686'018'427'387'000);
    if (d.flip()) amount.millionths /= 1'000'000'000'000;
    roll(d, amount.unit);
}

template <class T>
void roll(dice& d, std::optional<T>& member);
template <class T>
void roll(dice& d, maybe<T>& member);
template <class T>
void roll(dice& d, section<T>& section);
template <json::detail::record Record>
void roll(dice& d, Record& r);

template <class T>
void roll(dice& d, std::vector<T>& list)
{
    list.resize(d.below(4));
    for (auto& element : list)
        roll(d, element);
}

inline void roll(dice& d, std::vector<ecom::option_value>& options)
{
    options.resize(d.below(4));
    for (auto& option : options) {
        roll(d, option.name);
        option.name += std::to_string(&option - options.data());
        roll(d, option.value);
    }
}

template <class T>
void roll(dice& d, std::optional<T>& member)
{
    member.reset();
    if (d.below(4) != 0) roll(d, member.emplace());
}

template <class T>
void roll(dice& d, maybe<T>& member)
{
    T value{};
    roll(d, value);
    const auto state = d.below(4);
    member = state == 0 ? maybe<T>{} : state == 1 ? maybe<T>{none} : maybe<T>{value};
}

template <class T>
void roll(dice& d, section<T>& section)
{
    roll(d, section.state);
    section.records.clear();
    if (!section.absent()) roll(d, section.records);
}

template <json::detail::record Record>
void roll(dice& d, Record& r)
{
    members([&](std::string_view, auto& member) { roll(d, member); }, r);
}

inline void roll(dice& d, currency& c)
{
    const char* const codes[] = {"", "USD", "JPY", "KWD", "x"};
    c.code = codes[d.below(std::size(codes))];
    c.decimals = d.flip() ? default_decimals(c.code) : static_cast<int>(d.below(7));
}

} // namespace json_random
