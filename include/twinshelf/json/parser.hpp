#pragma once

#include "twinshelf/json/fault.hpp"
#include "twinshelf/json/scanner.hpp"

#include <nlohmann/json.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>

namespace twinshelf::json::detail {

/// Reads JSON text and tells a handler what is in it, in its order: `null()`, `boolean(bool)`,
/// `whole(std::int64_t)`, `decimal(digits)` for other numbers, `string(content)`, `key(content)`,
/// `start_object()`, `end_object()`, `start_array()`, `end_array()`; the contents are gone
/// afterwards. Where it can't go on, `broken(fault)`: the handler knows the place. Nothing recurses.
/// Whether all of it was read.
template <class Handler>
bool parse(std::string_view text, Handler& to);

/// Only an exponent or a great many digits make a number too big.
[[nodiscard]] inline bool fits_double(std::string_view digits)
{
    constexpr std::size_t always = 308;
    return (digits.size() <= always && digits.find_first_of("eE") == digits.npos) ||
           nlohmann::json::accept(digits);
}

template <class Handler>
class parser {
public:
    parser(std::string_view text, Handler& to) : text_(text), marks_(text), to_(to) {}

    bool run();

private:
    bool value();
    bool number();
    bool key();
    bool broken();
    void next() { now_ = marks_.next(); }
    [[nodiscard]] bool closes() const { return !open_.empty() && now_ == mark{open_.back()}; }

    std::string_view text_;
    scanner marks_;
    mark now_{};
    Handler& to_;
    std::string open_{}; // the brackets to come
};

template <class Handler>
bool parser<Handler>::run()
{
    now_ = marks_.first();
    while (value()) {
        while (closes()) {
            now_ == mark::array_end ? to_.end_array() : to_.end_object();
            open_.pop_back();
            next();
        }
        if (open_.empty()) return now_ == mark::end || broken();
        if (now_ != mark::comma) return broken();
        next();
        if (mark{open_.back()} == mark::object_end && !key()) return false;
    }
    return false;
}

/// Reads a value, of an object or array what comes before the first value inside.
template <class Handler>
bool parser<Handler>::value()
{
    for (;;) {
        switch (now_) {
        case mark::object:
            to_.start_object();
            open_ += static_cast<char>(mark::object_end);
            next();
            if (closes()) return true;
            if (!key()) return false;
            continue;
        case mark::array:
            to_.start_array();
            open_ += static_cast<char>(mark::array_end);
            next();
            if (closes()) return true;
            continue;
        case mark::text: to_.string(marks_.content()); break;
        case mark::number:
            if (!number()) return false;
            break;
        case mark::yes:
        case mark::no: to_.boolean(now_ == mark::yes); break;
        case mark::null: to_.null(); break;
        case mark::object_end:
        case mark::array_end:
        case mark::colon:
        case mark::comma:
        case mark::end:
        case mark::none: return broken();
        }
        next();
        return true;
    }
}

template <class Handler>
bool parser<Handler>::number()
{
    const auto digits = marks_.content();
    if (marks_.whole()) {
        std::int64_t number = 0;
        if (std::from_chars(digits.data(), digits.data() + digits.size(), number).ec == std::errc{})
            return to_.whole(number), true;
    }
    if (!fits_double(digits)) {
        to_.broken({{}, "a number that a double can hold", "the number " + shortened(digits)});
        return false;
    }
    to_.decimal(digits);
    return true;
}

template <class Handler>
bool parser<Handler>::key()
{
    if (now_ != mark::text) return broken();
    to_.key(marks_.content());
    next();
    if (now_ != mark::colon) return broken();
    next();
    return true;
}

/// A mark that is one, but not here, is read to its end.
template <class Handler>
bool parser<Handler>::broken()
{
    const bool is_mark = now_ != mark::end && now_ != mark::none;
    to_.broken(syntax_fault(text_, marks_.at() - (is_mark ? 1 : 0)));
    return false;
}

template <class Handler>
bool parse(std::string_view text, Handler& to)
{
    return parser<Handler>{text, to}.run();
}

} // namespace twinshelf::json::detail
