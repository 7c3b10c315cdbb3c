#pragma once

#include "twinshelf/text_compare.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// How a baseline keeps a text: a short one as it is, a long one as its digest, which says whether
/// the text is still the same and nothing else.
namespace twinshelf {

/// The longest text, in bytes of its canonical form, that is kept as it is.
inline constexpr std::size_t longest_kept = 80;

/// A text as a baseline keeps it. Two spellings of one text have one digest.
[[nodiscard]] std::string kept_text(std::string_view text, text_rules rules);

/// Whether a text of now is the one that was kept.
[[nodiscard]] bool same_as_kept(std::string_view now, std::string_view kept, text_rules rules);

namespace detail {

inline constexpr std::string_view digest_mark = "digest:";

} // namespace detail

/// Whether what was kept is a digest.
[[nodiscard]] inline bool is_digest(std::string_view kept)
{
    return kept.starts_with(detail::digest_mark);
}

inline std::string kept_text(std::string_view text, text_rules rules)
{
    const bool plain = detail::is_plain(text, rules);
    const auto other_form = plain ? std::string{} : canonical(text, rules);
    const auto form = plain ? trimmed(text) : std::string_view{other_form};
    if (form.size() <= longest_kept && !is_digest(text)) return std::string{text};
    std::uint64_t hash = 14695981039346656037U; // FNV-1a
    for (const char c : form) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 1099511628211U;
    }
    std::string kept{detail::digest_mark};
    for (int shift = 60; shift >= 0; shift -= 4)
        kept += "0123456789abcdef"[(hash >> static_cast<unsigned>(shift)) & 15U];
    return kept;
}

inline bool same_as_kept(std::string_view now, std::string_view kept, text_rules rules)
{
    if (is_digest(kept)) return kept_text(now, rules) == kept;
    return same_text(now, kept, rules);
}

} // namespace twinshelf
