#pragma once

#include "twinshelf/hash.hpp"
#include "twinshelf/text_compare.hpp"

#include <algorithm>
#include <bit>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace twinshelf {

/// A record's place in its list.
using index = std::uint32_t;
inline constexpr index nowhere = static_cast<index>(-1);

/// A hash of a key; 0 is none. Two keys may share one, so the text has the last word.
using key_hash = std::uint32_t;

/// The hash of a key whose long one is known.
[[nodiscard]] constexpr key_hash short_hash(std::uint64_t hash)
{
    const auto high = static_cast<key_hash>(hash >> 32U);
    return high == 0 ? 1 : high;
}

[[nodiscard]] inline key_hash hash_of_key(std::string_view key)
{
    return short_hash(detail::hash_of(key));
}

/// A set of hashes, a bit each: whether one may be in it, or surely is not.
class hash_filter {
public:
    hash_filter() = default;
    /// For about so many.
    explicit hash_filter(std::size_t count) : words(count / 8 + 1) {}

    /// Whether none of its place was there before.
    bool add(key_hash hash)
    {
        auto& word = words[word_of(hash)];
        const auto before = word;
        word |= bit_of(hash);
        return word != before;
    }
    /// None is never there.
    [[nodiscard]] bool may_have(key_hash hash) const
    {
        return hash != 0 && (words[word_of(hash)] & bit_of(hash)) != 0;
    }

private:
    [[nodiscard]] std::size_t word_of(key_hash hash) const
    {
        return static_cast<std::size_t>(std::uint64_t{hash} * words.size() >> 32U);
    }
    [[nodiscard]] static std::uint64_t bit_of(key_hash hash)
    {
        return std::uint64_t{1} << (hash & 63U);
    }

    std::vector<std::uint64_t> words;
};

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

/// Rows in order of their hashes.
template <class Row>
struct hash_rows {
    std::vector<Row> rows{};
    std::vector<index> ends{}; ///< of the buckets of `sort_by_hash`

    [[nodiscard]] std::span<const Row> with_hash(key_hash hash) const
    {
        if (rows.empty()) return {};
        const auto bucket = static_cast<std::size_t>(std::uint64_t{hash} * ends.size() >> 32U);
        const auto* const end = rows.data() + ends[bucket];
        const auto* const from =
            std::partition_point(rows.data() + (bucket == 0 ? 0 : ends[bucket - 1]), end,
                                 [&](const Row& one) { return one.hash < hash; });
        return {from,
                std::partition_point(from, end, [&](const Row& one) { return one.hash == hash; })};
    }

    friend bool operator==(const hash_rows&, const hash_rows&) = default;
};

/// Rows that are found by a text, by its hash first. Rows of the same text come in list order, so
/// nothing depends on a hash; texts made to collide cost no more than a sort.
template <class Row, class TextOf>
class text_index {
public:
    using row = Row;

    void reserve(std::size_t count) { sorted.rows.reserve(count); }
    /// Add all, then `sort`, then `find`.
    void sort()
    {
        sorted.ends = sort_by_hash(
            sorted.rows, [](const Row& r) { return r.hash; },
            [this](const Row& a, const Row& b) {
                if (a.hash != b.hash) return a.hash < b.hash;
                const auto order = text_of(a) <=> text_of(b);
                return order != 0 ? order < 0 : a.at < b.at;
            });
    }
    [[nodiscard]] std::span<const Row> find(std::string_view text) const
    {
        if (empty()) return {};
        const auto rows = with_hash(hash_of_key(text));
        if (rows.size() == 1)
            return rows.first(detail::same_letters(text_of(rows[0]), text) ? 1 : 0);
        const auto* const end = rows.data() + rows.size();
        const auto* const from = std::partition_point(
            rows.data(), end, [&](const Row& one) { return text_of(one) < text; });
        const auto* const to =
            std::partition_point(from, end, [&](const Row& one) { return text_of(one) == text; });
        return {from, to};
    }
    /// The rows of all texts with a hash.
    [[nodiscard]] std::span<const Row> with_hash(key_hash hash) const
    {
        return sorted.with_hash(hash);
    }
    [[nodiscard]] bool empty() const { return sorted.rows.empty(); }
    [[nodiscard]] std::size_t size() const { return sorted.rows.size(); }
    /// Calls `visit(rows)` for each run of records with one text, in no meaningful order.
    template <class Visit>
    void each_run(Visit&& visit) const
    {
        const auto& rows = sorted.rows;
        for (std::size_t from = 0, to = 0; from < rows.size(); from = to) {
            while (to < rows.size() && (to == from || (rows[to].hash == rows[from].hash &&
                                                       text_of(rows[to]) == text_of(rows[from]))))
                ++to;
            visit(std::span{rows}.subspan(from, to - from));
        }
    }

protected:
    text_index() = default;
    explicit text_index(TextOf text, hash_rows<Row> known = {})
        : sorted(std::move(known)), text_of(text)
    {
    }

    hash_rows<Row> sorted;
    TextOf text_of{};
};

struct key_row {
    std::string_view key;
    key_hash hash;
    index at;
};
struct text_of_key {
    [[nodiscard]] std::string_view operator()(const key_row& row) const { return row.key; }
};

struct id_row {
    key_hash hash;
    index at;

    friend bool operator==(const id_row&, const id_row&) = default;
};
/// The ids of records of any kind.
struct text_of_id {
    [[nodiscard]] std::string_view operator()(const id_row& row) const
    {
        return id_at(records, row.at);
    }
    const void* records = nullptr;
    std::string_view (*id_at)(const void*, index) = nullptr;
};

} // namespace detail

/// Finds whatever has a number by any text key.
class key_index : public detail::text_index<detail::key_row, detail::text_of_key> {
public:
    key_index() = default;
    /// The text must outlive the index.
    void add(std::string_view key, index at) { sorted.rows.push_back({key, hash_of_key(key), at}); }
};

/// Finds the records of a list by their ids, with a third of the memory.
class id_index : public detail::text_index<detail::id_row, detail::text_of_id> {
public:
    using rows = detail::hash_rows<row>;

    id_index() = default;
    /// The records must outlive the index. `known` are those of an index of the same records.
    template <class Record>
    explicit id_index(const std::vector<Record>& records, rows known = {})
        : text_index({records.data(),
                      [](const void* all, index at) -> std::string_view {
                          return static_cast<const Record*>(all)[at].id.text;
                      }},
                     std::move(known))
    {
    }
    /// Adds the id of a record; a blank one is none.
    template <class Record>
    void add(const Record& record, index at)
    {
        if (!blank(record.id.text)) sorted.rows.push_back({hash_of_key(record.id.text), at});
    }
    [[nodiscard]] rows release() && { return std::move(sorted); }
};

} // namespace twinshelf
