#pragma once

#include "twinshelf/words.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace twinshelf::json {

/// One place of a JSON text that is not what it must be.
struct fault {
    std::string where{};    ///< a JSON pointer: "/products/3/price"; "" is the whole text
    std::string expected{}; ///< `a decimal string like "19.90"`
    std::string found{};    ///< `the number 19.9`; "nothing" where a key is missing

    friend bool operator==(const fault&, const fault&) = default;
};

/// The fault as one sentence.
[[nodiscard]] std::string message(const fault& f);

/// What was read, and every fault of the text. A member with a fault keeps its default: unknown
/// in a snapshot, the profile's in a policy. Only a text without faults should be worked with.
template <class T>
struct parsed {
    T value{};
    std::vector<fault> faults{};

    [[nodiscard]] bool ok() const { return faults.empty(); }
};

namespace detail {

/// Adds one step to a JSON pointer.
inline void append_step(std::string& pointer, std::string_view key)
{
    pointer += '/';
    for (const char c : key)
        if (c == '~')
            pointer += "~0";
        else if (c == '/')
            pointer += "~1";
        else
            pointer += c;
}

/// A text on one line, cut where it is long, but never inside a code point.
[[nodiscard]] inline std::string shortened(std::string_view text)
{
    constexpr std::size_t most = 60;
    auto end = std::min(text.size(), most);
    while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;
    std::string line{text.substr(0, end)};
    for (char& c : line)
        if (static_cast<unsigned char>(c) < ' ') c = ' ';
    return end < text.size() ? line + "…" : line;
}

[[nodiscard]] inline std::string in_quotes(std::string_view text)
{
    return '"' + shortened(text) + '"';
}

/// `one of "g", "kg"`: the words of an enumeration.
template <worded E>
[[nodiscard]] std::string one_of_words()
{
    std::string list;
    for (const auto word : words(E{}))
        list += (list.empty() ? "one of " : ", ") + in_quotes(word);
    return list;
}

/// The fault of a text that is no JSON, but for its place: `at` is the byte that does not fit, or
/// where the text just ends.
[[nodiscard]] inline fault syntax_fault(std::string_view text, std::size_t at)
{
    const auto before = text.substr(0, at);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const auto column = before.size() - (before.rfind('\n') + 1) + 1; // npos + 1 is 0
    std::string found = "the end of the text";
    if (before.size() < text.size()) {
        const char c = text[before.size()];
        found = c > ' ' && c <= '~' ? "the character " + in_quotes({&c, 1}) : "another byte";
    }
    found += " at line " + std::to_string(line) + ", column " + std::to_string(column);
    return {{}, "valid JSON", std::move(found)};
}

inline constexpr const char* once = "each key once";

[[nodiscard]] inline std::string a_second(std::string_view key)
{
    return "the key " + in_quotes(key) + " a second time";
}

} // namespace detail

inline std::string message(const fault& f)
{
    const auto place = f.where.empty() ? std::string{"the top"} : f.where;
    return "At " + place + ": expected " + f.expected + ", found " + f.found + ".";
}

} // namespace twinshelf::json
