#pragma once

#include "twinshelf/detail/entities.hpp"
#include "twinshelf/detail/unicode.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace twinshelf {

/// What counts as the same text. Only for comparing: a text is written as it stands.
struct text_rules {
    bool entities = true; ///< `&amp;` is the same as `&`

    friend constexpr bool operator==(text_rules, text_rules) = default;
};

/// The text without outer blanks: white space as Unicode has it, no-break spaces included, and at
/// the ends the zero width space U+200B and the byte order mark U+FEFF.
[[nodiscard]] constexpr std::string_view trimmed(std::string_view text);

/// Whether nothing is left of the text without its outer blanks.
[[nodiscard]] constexpr bool blank(std::string_view text);

/// The form in which two spellings of one text are equal: HTML entities decoded once, line ends as
/// LF, no outer blanks, Unicode decomposed (NFD). Bytes that are not UTF-8 stay as they are.
[[nodiscard]] inline std::string canonical(std::string_view text, text_rules rules = {});

/// Whether two texts have the same canonical form. Upper and lower case differ.
[[nodiscard]] inline bool same_text(std::string_view a, std::string_view b, text_rules rules = {});

/// The canonical form in lower case, for names of which those that differ only in case are one.
///
/// Letters have their case folded one by one: Latin up to U+017F, Greek alpha to omega with the
/// final sigma, Cyrillic up to U+052F; with any marks, as these stand apart. No language's own
/// rules: "ß" is not "SS", the dotless "ı" is not "I". Other scripts stay as they are.
[[nodiscard]] inline std::string folded(std::string_view text, text_rules rules = {});

namespace detail {

[[nodiscard]] constexpr bool is_blank(char32_t code)
{
    return (code >= 0x9 && code <= 0xD) || code == 0x20 || code == 0x85 || code == 0xA0 ||
           code == 0x1680 || (code >= 0x2000 && code <= 0x200B) || code == 0x2028 ||
           code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000 || code == 0xFEFF;
}

/// The bytes of the blank that a text begins with; 0 where it begins with none.
[[nodiscard]] constexpr std::size_t first_blank(std::string_view text)
{
    if (text.empty()) return 0;
    const auto step = decode_first(text);
    return step.valid && is_blank(step.code) ? step.size : 0;
}

/// The bytes of the blank that a text ends with; 0 where it ends with none.
[[nodiscard]] constexpr std::size_t last_blank(std::string_view text)
{
    for (std::size_t size = 1; size <= 3 && size <= text.size(); ++size)
        if (first_blank(text.substr(text.size() - size)) == size) return size;
    return 0;
}

/// Whether the canonical form is just the text without outer blanks.
[[nodiscard]] constexpr bool is_plain(std::string_view text, text_rules rules)
{
    for (const char c : text) {
        if (static_cast<unsigned char>(c) >= 0x80 || c == '\r') return false;
        if (c == '&' && rules.entities) return false;
    }
    return true;
}

/// The text with LF for every CRLF and CR.
[[nodiscard]] inline std::string with_line_feeds(std::string_view text)
{
    std::string result;
    result.reserve(text.size());
    for (auto at = text.find('\r'); at != text.npos; at = text.find('\r')) {
        result += text.substr(0, at);
        result += '\n';
        text.remove_prefix(text.substr(at).starts_with("\r\n") ? at + 2 : at + 1);
    }
    return result += text;
}

/// The lower case of a letter that does not decompose; others stay.
[[nodiscard]] constexpr char32_t fold(char32_t code)
{
    const auto within = [code](char32_t from, char32_t to) { return code >= from && code <= to; };
    const bool odd = code % 2 != 0;
    if (code < 0x80) return within('A', 'Z') ? code + 32 : code;
    if (code < 0x180) {
        if (code == 0xB5) return 0x3BC; // the micro sign
        if (code == 0x17F) return 's';  // the long s
        if (within(0xC0, 0xDE) && code != 0xD7) return code + 32;
        if (within(0x100, 0x137) || within(0x14A, 0x177))
            return odd || code == 0x130 ? code : code + 1;
        if (within(0x139, 0x148) || within(0x179, 0x17E)) return odd ? code + 1 : code;
        return code;
    }
    if (within(0x391, 0x3A9) && code != 0x3A2) return code + 32;
    if (code == 0x3C2) return 0x3C3; // the final sigma
    if (within(0x400, 0x40F)) return code + 80;
    if (within(0x410, 0x42F)) return code + 32;
    if (code == 0x4C0) return 0x4CF; // the palochka
    if (within(0x4C1, 0x4CE)) return odd ? code + 1 : code;
    if (within(0x460, 0x481) || within(0x48A, 0x4BF) || within(0x4D0, 0x52F))
        return odd ? code : code + 1;
    return code;
}

} // namespace detail

namespace detail {

/// A letter, digit or sign of ASCII, as most texts begin and end with.
[[nodiscard]] constexpr bool is_graphic(char c)
{
    return c > ' ' && c < '\x7f';
}

[[nodiscard]] constexpr std::string_view without_outer_blanks(std::string_view text)
{
    while (const auto size = first_blank(text))
        text.remove_prefix(size);
    while (const auto size = last_blank(text))
        text.remove_suffix(size);
    return text;
}

} // namespace detail

constexpr std::string_view trimmed(std::string_view text)
{
    const bool plain =
        !text.empty() && detail::is_graphic(text.front()) && detail::is_graphic(text.back());
    return plain ? text : detail::without_outer_blanks(text);
}

constexpr bool blank(std::string_view text)
{
    return text.empty() || (!detail::is_graphic(text.front()) && trimmed(text).empty());
}

inline std::string canonical(std::string_view text, text_rules rules)
{
    if (detail::is_plain(text, rules)) return std::string{trimmed(text)};
    std::string work;
    if (rules.entities && text.find('&') != text.npos) text = work = detail::without_entities(text);
    if (text.find('\r') != text.npos) text = work = detail::with_line_feeds(text);
    return detail::decomposed(trimmed(text));
}

inline bool same_text(std::string_view a, std::string_view b, text_rules rules)
{
    if (a == b) return true;
    if (detail::is_plain(a, rules) && detail::is_plain(b, rules)) return trimmed(a) == trimmed(b);
    return canonical(a, rules) == canonical(b, rules);
}

inline std::string folded(std::string_view text, text_rules rules)
{
    std::string result;
    if (detail::is_plain(text, rules)) {
        result = trimmed(text);
        for (auto& letter : result)
            letter = static_cast<char>(detail::fold(static_cast<unsigned char>(letter)));
        return result;
    }
    const auto form = canonical(text, rules);
    result.reserve(form.size());
    for (std::string_view rest = form; !rest.empty();) {
        const auto step = detail::decode_first(rest);
        if (step.valid) {
            detail::append_utf8(result, detail::fold(step.code));
        } else {
            result += rest.front();
        }
        rest.remove_prefix(step.size);
    }
    return result;
}

} // namespace twinshelf
