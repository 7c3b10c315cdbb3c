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
/// Of two rows with one id the younger counts; of two as old, or of an unknown age, the one that
/// was read later. Where that one was not understood there is no record of the id: an older row of
/// it says nothing any more. Any row that was not understood leaves the rest a part.
template <class Record>
class collected {
public:
    /// `age` counts upwards: a version, or microseconds.
    void add(const std::string& id, std::optional<std::int64_t> age, Record r);
    /// Notes a row that was not understood; "": nobody knows whose it was.
    void miss(const std::string& id = {}, std::optional<std::int64_t> age = {});
    /// Takes out what was missed, when all rows were added.
    void settle();

    [[nodiscard]] Record* find(const std::string& id);
    /// Whether the row that counts was not understood.
    [[nodiscard]] bool lacks(const std::string& id) const;
    /// How many ids there are, with those that are lacking.
    [[nodiscard]] std::size_t size() const { return seen_.size(); }
    [[nodiscard]] bool whole() const { return whole_; }

    std::vector<Record> records{};

private:
    struct seen {
        std::size_t index;
        std::optional<std::int64_t> age;
        bool sound = true;
    };
    /// The place of a row that counts; null where a younger one does.
    [[nodiscard]] seen* place(const std::string& id, std::optional<std::int64_t> age);

    std::unordered_map<std::string, seen> seen_{};
    bool whole_ = true;
};

template <class Record>
typename collected<Record>::seen* collected<Record>::place(const std::string& id,
                                                           std::optional<std::int64_t> age)
{
    const auto [at, added] = seen_.try_emplace(id, seen{records.size(), age});
    auto& s = at->second;
    if (added) records.emplace_back();
    if (age && s.age && *age < *s.age) return nullptr;
    s.age = age;
    return &s;
}

template <class Record>
void collected<Record>::add(const std::string& id, std::optional<std::int64_t> age, Record r)
{
    auto* to = place(id, age);
    if (to == nullptr) return;
    to->sound = true;
    records[to->index] = std::move(r);
}

template <class Record>
void collected<Record>::miss(const std::string& id, std::optional<std::int64_t> age)
{
    whole_ = false;
    if (id.empty()) return;
    if (auto* at = place(id, age)) at->sound = false;
}

template <class Record>
void collected<Record>::settle()
{
    if (whole_) return;
    std::vector<bool> lost(records.size());
    for (const auto& [id, s] : seen_)
        lost[s.index] = !s.sound;
    std::vector<std::size_t> places;
    std::vector<Record> kept;
    for (std::size_t i = 0; i < records.size(); ++i) {
        places.push_back(kept.size());
        if (!lost[i]) kept.push_back(std::move(records[i]));
    }
    records = std::move(kept);
    for (auto& [id, s] : seen_)
        s.index = places[s.index];
}

template <class Record>
Record* collected<Record>::find(const std::string& id)
{
    const auto at = seen_.find(id);
    return at == seen_.end() || !at->second.sound ? nullptr : &records[at->second.index];
}

template <class Record>
bool collected<Record>::lacks(const std::string& id) const
{
    const auto at = seen_.find(id);
    return at != seen_.end() && !at->second.sound;
}

} // namespace twinshelf::platforms::detail
