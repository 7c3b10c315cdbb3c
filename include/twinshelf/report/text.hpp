#pragma once

#include "twinshelf/detail/unicode.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// The lines of a report.
namespace twinshelf::detail {

/// The text in one line: what a terminal does not print, or would print elsewhere, as an escape.
[[nodiscard]] std::string visible(std::string_view text);

/// Appends `text` as lines of up to 100 columns, the first indented by `first`, the others by
/// `others`.
void append_wrapped(std::string& out, std::string_view text, std::size_t first, std::size_t others);

/// "1 hold", "2 holds".
[[nodiscard]] std::string counted(std::size_t count, std::string_view word);

/// The words in a row, with `between` between them.
[[nodiscard]] std::string joined(const auto& items, std::string_view between, auto&& shown)
{
    std::string all;
    bool first = true;
    for (const auto& item : items) {
        if (!first) all += between;
        first = false;
        all += shown(item);
    }
    return all;
}

inline std::string visible(std::string_view text)
{
    std::string out;
    while (!text.empty()) {
        const auto step = decode_first(text);
        const auto code = static_cast<std::uint32_t>(step.code);
        const auto in = [&](std::uint32_t first, std::uint32_t last) {
            return code >= first && code <= last;
        };
        if (!step.valid)
            out += fmt::format("\\x{:02x}", code);
        else if (code == '\n' || code == '\t')
            out += code == '\n' ? "\\n" : "\\t";
        // Controls, and what changes the direction of the text or hides in it.
        else if (in(0, 0x1F) || in(0x7F, 0x9F) || code == 0x61C || in(0x200B, 0x200F) ||
                 in(0x2028, 0x202E) || in(0x2060, 0x2069) || code == 0xFEFF)
            out += fmt::format("\\u{{{:x}}}", code);
        else
            out += text.substr(0, step.size);
        text.remove_prefix(step.size);
    }
    return out;
}

inline void append_wrapped(std::string& out, std::string_view text, std::size_t first,
                           std::size_t others)
{
    constexpr std::size_t width = 100;
    const auto starts_character = [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    };
    for (auto indent = first;; indent = others) {
        // The line ends before the last blank that fits, or the first one where none does.
        std::size_t columns = indent, end = text.npos;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] == ' ' && i != 0 && (columns <= width || end == text.npos)) end = i;
            columns += starts_character(text[i]) ? 1 : 0;
            if (columns > width && end != text.npos) break;
        }
        if (columns <= width) end = text.npos;
        out.append(indent, ' ').append(text.substr(0, end)) += '\n';
        if (end == text.npos) return;
        text.remove_prefix(end + 1);
    }
}

inline std::string counted(std::size_t count, std::string_view word)
{
    return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

} // namespace twinshelf::detail
