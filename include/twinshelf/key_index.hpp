#pragma once

#include "twinshelf/hash.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace twinshelf {

/// A record's place in its list.
using index = std::uint32_t;
inline constexpr index nowhere = static_cast<index>(-1);

namespace detail {

/// Puts rows into order by their hashes, in place: into buckets by the first bits, a few rows in
/// each, which are sorted by `before`. Gives where each bucket ends.
template <class Row, class Hash, class Before>
std::vector<index> sort_by_hash(std::vector<Row>& rows, Hash hash, Before before)
{
    const auto bits = std::bit_width(rows.size() / 4);
    const auto bucket_of = [&](const Row& r) {
        return static_cast<std::size_t>((std::uint64_t{hash(r)} << bits) >> 32U);
    };
    std::vector<index> ends(std::size_t{1} << bits);
    for (const auto& r : rows)
        ++ends[bucket_of(r)];
    auto next = ends;
    index end = 0;
    for (std::size_t b = 0; b < ends.size(); ++b) {
        next[b] = end;
        ends[b] = end += ends[b];
    }
    for (std::size_t b = 0; b < ends.size(); ++b) {
        const auto from = rows.begin() + (b == 0 ? 0 : ends[b - 1]);
        while (next[b] < ends[b]) { // each row goes where it belongs, until one belongs here
            auto& row = rows[next[b]];
            std::swap(row, rows[next[bucket_of(row)]++]);
        }
        if (ends[b] - (b == 0 ? 0 : ends[b - 1]) > 1)
            std::sort(from, rows.begin() + ends[b], before);
    }
    return ends;
}

} // namespace detail

/// Finds records by a text key. Records with the same key come in list order, so nothing depends
/// on a hash; keys made to collide cost no more than a sort.
class key_index {
public:
    struct row {
        std::string_view key;
        std::uint32_t hash;
        index at;
    };

    void reserve(std::size_t count) { rows_.reserve(count); }
    /// The text must outlive the index. Add all, then `sort`, then `find`.
    void add(std::string_view key, index at) { rows_.push_back({key, hash_of(key), at}); }
    void sort()
    {
        ends_ = detail::sort_by_hash(
            rows_, [](const row& r) { return r.hash; }, before);
    }
    [[nodiscard]] std::span<const row> find(std::string_view key) const
    {
        return rows_.empty() ? std::span<const row>{} : found(key);
    }
    [[nodiscard]] bool empty() const { return rows_.empty(); }
    /// Calls `visit(rows)` for each run of records with one key, in no meaningful order.
    template <class Visit>
    void each_run(Visit&& visit) const
    {
        for (std::size_t from = 0, to = 0; from < rows_.size(); from = to) {
            while (to < rows_.size() && same(rows_[to], rows_[from]))
                ++to;
            visit(std::span{rows_}.subspan(from, to - from));
        }
    }

private:
    [[nodiscard]] std::span<const row> found(std::string_view key) const;
    [[nodiscard]] static std::uint32_t hash_of(std::string_view key)
    {
        return static_cast<std::uint32_t>(detail::hash_of(key) >> 32U);
    }
    [[nodiscard]] static bool same(const row& a, const row& b)
    {
        return a.hash == b.hash && a.key == b.key;
    }
    static bool before(const row& a, const row& b)
    {
        if (a.hash != b.hash) return a.hash < b.hash;
        if (const auto order = a.key <=> b.key; order != 0) return order < 0;
        return a.at < b.at;
    }

    std::vector<row> rows_;
    std::vector<index> ends_; ///< of the buckets
};

inline std::span<const key_index::row> key_index::found(std::string_view key) const
{
    const row wanted{key, hash_of(key), 0};
    const auto bucket = static_cast<std::size_t>(std::uint64_t{wanted.hash} * ends_.size() >> 32U);
    const row* from = rows_.data() + (bucket == 0 ? 0 : ends_[bucket - 1]);
    const row* const end = rows_.data() + ends_[bucket];
    if (end - from > 16) from = std::lower_bound(from, end, wanted, before);
    while (from != end && before(*from, wanted))
        ++from;
    const row* to = from;
    while (to != end && same(*to, wanted))
        ++to;
    return {from, to};
}

/// The keys that more than one record has, with all of these records. `each(visit)` calls
/// `visit(key, at)` for all keys, of which there are some `expected`; it is asked a second time
/// where some may be there twice.
template <class Each>
[[nodiscard]] key_index repeated_keys(std::size_t expected, Each&& each)
{
    std::vector<std::uint64_t> hashes;
    hashes.reserve(expected);
    each([&](std::string_view key, index) { hashes.push_back(detail::hash_of(key)); });
    static_cast<void>(detail::sort_by_hash(
        hashes, [](std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 32U); },
        std::less<>{}));
    std::size_t twice = 0;
    for (std::size_t i = 1; i < hashes.size(); ++i)
        if (hashes[i] == hashes[i - 1] && (twice == 0 || hashes[twice - 1] != hashes[i]))
            hashes[twice++] = hashes[i];
    hashes.resize(twice);
    key_index found, only;
    if (hashes.empty()) return only;
    each([&](std::string_view key, index at) {
        if (std::binary_search(hashes.begin(), hashes.end(), detail::hash_of(key)))
            found.add(key, at);
    });
    found.sort();
    found.each_run([&](std::span<const key_index::row> same) { // two keys may have one hash
        if (same.size() > 1)
            for (const auto& row : same)
                only.add(row.key, row.at);
    });
    only.sort();
    return only;
}

} // namespace twinshelf
