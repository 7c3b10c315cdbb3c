#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

namespace twinshelf {

/// A record's place in its list.
using index = std::uint32_t;
inline constexpr index nowhere = static_cast<index>(-1);

/// Finds records by a text key. Records with the same key come in list order, so nothing depends
/// on a hash; sorted, so keys made to collide cost no more than others.
class key_index {
public:
    void reserve(std::size_t count) { rows_.reserve(count); }
    /// The text must outlive the index. Add all, then `sort`, then `find`.
    void add(std::string_view key, index at)
    {
        rows_.push_back({std::hash<std::string_view>{}(key), key, at});
    }
    void sort() { std::sort(rows_.begin(), rows_.end(), before); }

    struct row {
        std::size_t hash;
        std::string_view key;
        index at;
    };
    [[nodiscard]] std::span<const row> find(std::string_view key) const
    {
        const auto same = [](const row& a, const row& b) {
            return a.hash != b.hash ? a.hash < b.hash : a.key < b.key;
        };
        const row wanted{std::hash<std::string_view>{}(key), key, 0};
        const auto [from, to] = std::equal_range(rows_.begin(), rows_.end(), wanted, same);
        return {from, to};
    }
    /// Calls `visit(rows)` for each run of records with one key, in no meaningful order.
    template <class Visit>
    void each_run(Visit&& visit) const
    {
        for (std::size_t from = 0, to = 0; from < rows_.size(); from = to) {
            while (to < rows_.size() && rows_[to].hash == rows_[from].hash &&
                   rows_[to].key == rows_[from].key)
                ++to;
            visit(std::span{rows_}.subspan(from, to - from));
        }
    }

private:
    static bool before(const row& a, const row& b)
    {
        if (a.hash != b.hash) return a.hash < b.hash;
        if (const auto order = a.key <=> b.key; order != 0) return order < 0;
        return a.at < b.at;
    }

    std::vector<row> rows_;
};

} // namespace twinshelf
