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

[[nodiscard]] inline key_hash hash_of_key(std::string_view key)
{
    const auto hash = static_cast<key_hash>(detail::hash_of(key) >> 32U);
    return hash == 0 ? 1 : hash;
}

/// The hash of a record's id; none where that is blank.
template <class Record>
[[nodiscard]] key_hash id_hash(const Record& record)
{
    return blank(record.id.text) ? 0 : hash_of_key(record.id.text);
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

/// Rows that are found by a text, by its hash first. Rows of the same text come in list order, so
/// nothing depends on a hash; texts made to collide cost no more than a sort.
template <class Row, class TextOf>
class text_index {
public:
    using row = Row;

    void reserve(std::size_t count) { rows_.reserve(count); }
    /// Add all, then `sort`, then `find`.
    void sort()
    {
        ends_ = sort_by_hash(
            rows_, [](const Row& r) { return r.hash; },
            [this](const Row& a, const Row& b) {
                if (a.hash != b.hash) return a.hash < b.hash;
                const auto order = text_of(a) <=> text_of(b);
                return order != 0 ? order < 0 : a.at < b.at;
            });
    }
    [[nodiscard]] std::span<const Row> find(std::string_view text) const
    {
        if (rows_.empty()) return {};
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
        if (rows_.empty()) return {};
        const auto [begin, end] = bucket_of(hash);
        const auto* const from =
            std::partition_point(begin, end, [&](const Row& one) { return one.hash < hash; });
        const auto* const to =
            std::partition_point(from, end, [&](const Row& one) { return one.hash == hash; });
        return {from, to};
    }
    [[nodiscard]] bool empty() const { return rows_.empty(); }
    [[nodiscard]] std::size_t size() const { return rows_.size(); }
    /// Calls `visit(rows)` for each run of records with one text, in no meaningful order.
    template <class Visit>
    void each_run(Visit&& visit) const
    {
        for (std::size_t from = 0, to = 0; from < rows_.size(); from = to) {
            while (to < rows_.size() &&
                   (to == from || (rows_[to].hash == rows_[from].hash &&
                                   text_of(rows_[to]) == text_of(rows_[from]))))
                ++to;
            visit(std::span{rows_}.subspan(from, to - from));
        }
    }

protected:
    text_index() = default;
    explicit text_index(TextOf text) : text_of(text) {}

    std::vector<Row> rows_;
    TextOf text_of{};

private:
    [[nodiscard]] std::pair<const Row*, const Row*> bucket_of(key_hash hash) const
    {
        const auto bucket = static_cast<std::size_t>(std::uint64_t{hash} * ends_.size() >> 32U);
        return {rows_.data() + (bucket == 0 ? 0 : ends_[bucket - 1]), rows_.data() + ends_[bucket]};
    }

    std::vector<index> ends_; ///< of the buckets
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
    void add(std::string_view key, index at) { rows_.push_back({key, hash_of_key(key), at}); }
};

/// Finds the records of a list by their ids, with a third of the memory.
class id_index : public detail::text_index<detail::id_row, detail::text_of_id> {
public:
    id_index() = default;
    /// The records must outlive the index.
    template <class Record>
    explicit id_index(const std::vector<Record>& records)
        : text_index({records.data(), [](const void* all, index at) -> std::string_view {
                          return static_cast<const Record*>(all)[at].id.text;
                      }})
    {
    }
    void add(key_hash hash, index at) { rows_.push_back({hash, at}); }
};

} // namespace twinshelf
