#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

/// Texts word by word. 64-bit hashes that are the same on every machine, so that they may be kept;
/// nothing here is safe against somebody who wants two texts to have one hash.
namespace twinshelf::detail {

/// A hash and a word, as a hash.
[[nodiscard]] constexpr std::uint64_t mixed(std::uint64_t hash, std::uint64_t word)
{
    hash = (hash ^ word) * 0x9E3779B97F4A7C15U;
    return hash ^ (hash >> 32U);
}

/// The last step, after which all bits of the hash depend on all that went in.
[[nodiscard]] constexpr std::uint64_t settled(std::uint64_t hash)
{
    return mixed(hash, 0xD6E8FEB86659FD93U);
}

/// The bytes at a place as a number, the first one lowest.
template <class Word>
[[nodiscard]] inline std::uint64_t word_at(const char* bytes)
{
    Word word = 0;
    if constexpr (std::endian::native == std::endian::little) {
        std::memcpy(&word, bytes, sizeof word);
    } else {
        for (std::size_t i = sizeof word; i > 0; --i)
            word = static_cast<Word>(word << 8U | static_cast<unsigned char>(bytes[i - 1]));
    }
    return word;
}

/// Whether two texts are the same to the letter. Ids and SKUs are so short that to call memcmp
/// takes longer than to compare them.
[[nodiscard]] inline bool same_letters(std::string_view a, std::string_view b)
{
    const auto size = a.size();
    if (size != b.size()) return false;
    const auto same = [&]<class Word>(Word, std::size_t at) {
        return word_at<Word>(a.data() + at) == word_at<Word>(b.data() + at);
    };
    if (size > 64) return a == b;
    if (size >= 8) {
        for (std::size_t at = 0; at + 8 < size; at += 8)
            if (!same(std::uint64_t{}, at)) return false;
        return same(std::uint64_t{}, size - 8);
    }
    if (size >= 4) return same(std::uint32_t{}, 0) && same(std::uint32_t{}, size - 4);
    for (std::size_t at = 0; at < size; ++at)
        if (a[at] != b[at]) return false;
    return true;
}

/// A hash and a text, as a hash. The last words of a text may overlap.
[[nodiscard]] inline std::uint64_t mixed(std::uint64_t hash, std::string_view text)
{
    const auto* const from = text.data();
    const auto size = text.size();
    hash = mixed(hash, size);
    if (size >= 8) {
        for (std::size_t at = 0; at + 8 < size; at += 8)
            hash = mixed(hash, word_at<std::uint64_t>(from + at));
        return mixed(hash, word_at<std::uint64_t>(from + size - 8));
    }
    if (size >= 4)
        return mixed(hash, word_at<std::uint32_t>(from) | word_at<std::uint32_t>(from + size - 4)
                                                              << 32U);
    for (const char c : text)
        hash = mixed(hash, static_cast<unsigned char>(c));
    return hash;
}

/// The hash of a key.
[[nodiscard]] inline std::uint64_t hash_of(std::string_view key)
{
    return settled(mixed(0, key));
}

} // namespace twinshelf::detail
