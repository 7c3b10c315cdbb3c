#pragma once

#include "twinshelf/snapshot.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace twinshelf::platforms::detail {

/// The records of one kind out of any number of rows, each id once, in the order of first sight.
///
/// Of two rows with one id the younger is kept; of two as old, or of an unknown age, the one that
/// was read later. A row that was not understood is missing, and leaves the rest a part.
template <class Record>
class collected {
public:
    /// `age` counts upwards: a version, or microseconds.
    void add(const std::string& id, std::optional<std::int64_t> age, Record r);
    void miss() { ++missed_; }

    [[nodiscard]] Record* find(const std::string& id);
    [[nodiscard]] std::size_t size() const { return records.size(); }
    /// How many rows were left out.
    [[nodiscard]] std::size_t missed() const { return missed_; }
    [[nodiscard]] bool whole() const { return missed_ == 0; }

    std::vector<Record> records{};

private:
    struct seen {
        std::size_t index;
        std::optional<std::int64_t> age;
    };
    std::unordered_map<std::string, seen> seen_{};
    std::size_t missed_ = 0;
};

template <class Record>
void collected<Record>::add(const std::string& id, std::optional<std::int64_t> age, Record r)
{
    const auto [at, added] = seen_.try_emplace(id, seen{records.size(), age});
    if (added) {
        records.push_back(std::move(r));
        return;
    }
    if (age && at->second.age && *age < *at->second.age) return;
    at->second.age = age;
    records[at->second.index] = std::move(r);
}

template <class Record>
Record* collected<Record>::find(const std::string& id)
{
    const auto at = seen_.find(id);
    return at == seen_.end() ? nullptr : &records[at->second.index];
}

} // namespace twinshelf::platforms::detail
