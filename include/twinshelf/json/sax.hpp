#pragma once

#include "twinshelf/json/fault.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

/// What nlohmann's parser finds in a text, as the handlers here want it.
namespace twinshelf::json::detail {

/// Reads JSON text and tells a handler what is in it, in its order: `null()`, `boolean(bool)`,
/// `whole(std::int64_t)`, `decimal(digits)` for other numbers, `string(content)`, `key(content)`,
/// `start_object()`, `end_object()`, `start_array()`, `end_array()`; the contents are gone
/// afterwards. Where it can't go on, `broken(fault)`: the handler knows the place. Nothing recurses.
/// Whether all of it was read.
template <class Handler>
bool parse(std::string_view text, Handler& to);

/// Hands nlohmann's events on.
template <class Handler>
class sax {
public:
    sax(std::string_view text, Handler& to) : text_(text), to_(to) {}

    bool null() { return to_.null(), true; }
    bool boolean(bool on) { return to_.boolean(on), true; }
    bool number_integer(std::int64_t number) { return to_.whole(number), true; }
    bool number_unsigned(std::uint64_t number);
    bool number_float(double, const std::string& token);
    bool string(const std::string& content) { return to_.string(content), true; }
    bool binary(const nlohmann::json::binary_t&) { return false; }
    bool start_object(std::size_t) { return to_.start_object(), true; }
    bool key(const std::string& content) { return to_.key(content), true; }
    bool end_object() { return to_.end_object(), true; }
    bool start_array(std::size_t) { return to_.start_array(), true; }
    bool end_array() { return to_.end_array(), true; }
    bool parse_error(std::size_t read, const std::string& token,
                     const nlohmann::json::exception& why);

private:
    std::string_view text_;
    Handler& to_;
};

template <class Handler>
bool sax<Handler>::number_unsigned(std::uint64_t number)
{
    if (number <= std::numeric_limits<std::int64_t>::max())
        to_.whole(static_cast<std::int64_t>(number));
    else
        to_.decimal(std::to_string(number));
    return true;
}

/// The token may have the decimal point of the C locale.
template <class Handler>
bool sax<Handler>::number_float(double, const std::string& token)
{
    auto digits = token;
    for (char& c : digits)
        if (!(c >= '0' && c <= '9') && c != '-' && c != '+' && c != 'e' && c != 'E') c = '.';
    to_.decimal(digits);
    return true;
}

/// `read` counts the bytes up to and with the one that does not fit; it is beyond the text where
/// that just ends.
template <class Handler>
bool sax<Handler>::parse_error(std::size_t read, const std::string& token,
                               const nlohmann::json::exception& why)
{
    constexpr int overflow = 406;
    if (why.id == overflow)
        to_.broken({{}, "a number that a double can hold", "the number " + shortened(token)});
    else
        to_.broken(syntax_fault(text_, read - 1));
    return false;
}

template <class Handler>
bool parse(std::string_view text, Handler& to)
{
    sax<Handler> events{text, to};
    return nlohmann::json::sax_parse(text, &events);
}

} // namespace twinshelf::json::detail
