#pragma once

#include "twinshelf/ecom.hpp"
#include "twinshelf/fingerprint.hpp"
#include "twinshelf/json/fault.hpp"
#include "twinshelf/json/printer.hpp"
#include "twinshelf/pos.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

/// How values are read: `read(to, token, context)` for every token that a type takes, and
/// `expected(type<T>)`, what to say where something else stands.
namespace twinshelf::json::detail {

/// A number held exactly, in millionths. What is finer is rounded.
struct exact {
    std::int64_t millionths{};
};

/// A value that must be there.
template <class T>
struct part {
    std::optional<T> value{};

    part& operator=(T read)
    {
        value = read;
        return *this;
    }
};

/// A quantity on its way: its parts come one by one.
template <class Unit>
struct quantity_parts {
    part<exact> value{};
    part<Unit> unit{};
};

template <class Visit, class Unit>
constexpr void members(Visit&& visit, quantity_parts<Unit>& parts)
{
    visit("value", parts.value);
    visit("unit", parts.unit);
}

/// How many decimals amounts have.
struct money_scale {
    int decimals = 2;       ///< as far as the text has said
    bool fixed = false;     ///< the text no longer has a say in them
    std::uint64_t used = 0; ///< a bit for every number of decimals that was used
};

/// What reading needs to know beside the value at hand.
struct context {
    money_scale* money = nullptr; ///< of the snapshot at hand
    quantity_parts<mass_unit> mass_parts{};
    quantity_parts<length_unit> length_parts{};

    [[nodiscard]] auto& parts(mass_unit) { return mass_parts; }
    [[nodiscard]] auto& parts(length_unit) { return length_parts; }
};

struct null_token {};
struct flag_token {
    bool on;
};
struct whole_token {
    std::int64_t number;
};
/// A number that is no integer of 64 bits, as it is written.
struct decimal_token {
    std::string_view digits;
};
struct text_token {
    std::string_view content;
};

template <class T>
struct type {
};

inline bool read(std::string& to, text_token from, context&)
{
    to = from.content;
    return true;
}
inline std::string expected(type<std::string>)
{
    return "a text";
}

template <class Record>
bool read(id_of<Record>& to, text_token from, context&)
{
    to.text = from.content;
    return true;
}
template <class Record>
std::string expected(type<id_of<Record>>)
{
    return "an id, which is a text";
}

inline bool read(bool& to, flag_token from, context&)
{
    to = from.on;
    return true;
}
inline std::string expected(type<bool>)
{
    return "true or false";
}

inline bool read(std::int64_t& to, whole_token from, context&)
{
    to = from.number;
    return true;
}
inline bool read(std::int64_t& to, decimal_token from, context&) // 5.0 and 1e3 are whole, too
{
    const auto number = parse_decimal(from.digits, 0);
    if (number) to = number->value;
    return number && !number->rounded;
}
inline std::string expected(type<std::int64_t>)
{
    return "a whole number of 64 bits";
}

inline bool read(int& to, whole_token from, context&)
{
    to = static_cast<int>(from.number);
    return from.number >= 0 && from.number <= std::numeric_limits<int>::max();
}
inline std::string expected(type<int>)
{
    return "a whole number of at least 0";
}

inline bool read(double& to, whole_token from, context&)
{
    to = static_cast<double>(from.number);
    return true;
}
inline bool read(double& to, decimal_token from, context&)
{
    to = nlohmann::json::parse(from.digits).get<double>();
    return true;
}
inline std::string expected(type<double>)
{
    return "a number";
}

inline bool read_exact(std::int64_t& to, std::int64_t whole)
{
    constexpr std::int64_t one = 1'000'000, most = std::numeric_limits<std::int64_t>::max() / one;
    const bool fits = whole >= -most && whole <= most;
    if (fits) to = whole * one;
    return fits;
}
inline bool read_exact(std::int64_t& to, std::string_view digits)
{
    const auto number = parse_decimal(digits, 6);
    if (number) to = number->value;
    return number.has_value();
}
inline bool read(exact& to, whole_token from, context&)
{
    return read_exact(to.millionths, from.number);
}
inline bool read(exact& to, decimal_token from, context&)
{
    return read_exact(to.millionths, from.digits);
}
inline bool read(exact& to, text_token from, context&)
{
    return read_exact(to.millionths, from.content);
}
inline std::string expected(type<exact>)
{
    return "a number or a decimal string of up to 12 digits";
}

inline bool read(stock_level& to, whole_token from, context&)
{
    return read_exact(to.millionths, from.number);
}
inline bool read(stock_level& to, decimal_token from, context&)
{
    return read_exact(to.millionths, from.digits);
}
inline bool read(stock_level& to, text_token from, context&)
{
    return read_exact(to.millionths, from.content);
}
inline std::string expected(type<stock_level>)
{
    return expected(type<exact>{});
}

inline bool read(instant& to, text_token from, context&)
{
    const auto at = parse_time(from.content);
    if (at) to = *at;
    return at.has_value();
}
inline std::string expected(type<instant>)
{
    return "a time like \"2024-02-01T10:00:00Z\"";
}

inline bool read(fingerprint& to, text_token from, context&)
{
    const auto print = find_fingerprint(from.content);
    if (print) to = *print;
    return print.has_value();
}
inline std::string expected(type<fingerprint>)
{
    return "16 hexadecimal digits";
}

inline bool read(money& to, text_token from, context& c)
{
    c.money->used |= std::uint64_t{1} << c.money->decimals;
    const auto amount = parse_money(from.content, c.money->decimals);
    if (amount) to = *amount;
    return amount.has_value();
}
inline std::string expected(type<money>)
{
    return "a decimal string like \"19.90\"";
}

template <worded E>
bool read(E& to, text_token from, context&)
{
    const auto word = find_word<E>(from.content);
    if (word) to = *word;
    return word.has_value();
}
template <worded E>
std::string expected(type<E>)
{
    return one_of_words<E>();
}

/// The version of the form, which is 1.
struct schema_number {};

inline bool read(schema_number&, whole_token from, context&)
{
    return from.number == 1;
}
inline std::string expected(type<schema_number>)
{
    return "schema 1";
}
inline void print(printer& out, schema_number)
{
    out.plain("1");
}

struct currency_decimals {
    int number = 2;
};

inline bool read(currency_decimals& to, whole_token from, context& c)
{
    constexpr int most = 6;
    if (from.number < 0 || from.number > most) return false;
    to.number = static_cast<int>(from.number);
    c.money->decimals = to.number;
    c.money->fixed = true;
    return true;
}
inline std::string expected(type<currency_decimals>)
{
    return "a whole number from 0 to 6";
}
inline void print(printer& out, currency_decimals decimals)
{
    print(out, decimals.number);
}

template <class Unit>
std::string expected(type<quantity<Unit>>)
{
    return R"(an object like {"value": 1.5, "unit": )" + in_quotes(words(Unit{})[1]) + "}";
}
template <class T>
std::string expected(type<std::vector<T>>)
{
    return "an array";
}
template <class T>
std::string expected(type<section<T>>)
{
    return "an array";
}
inline std::string expected(type<std::vector<ecom::option_value>>)
{
    return "an object of names and values";
}
template <record Record>
std::string expected(type<Record>)
{
    return "an object";
}

} // namespace twinshelf::json::detail
