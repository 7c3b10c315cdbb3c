#pragma once

#include "rows.hpp"
#include "shop.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

/// What else could find the differences of two snapshots. None of them knows the rules: they match by
/// links and compare the fields that both sides hold, and give a list of what differs.
namespace benchmark {

/// Maps of the standard library, as a careful programmer would write it for one shop.
[[nodiscard]] work with_unordered_map(const shop& s);
/// nlohmann's json::diff of one product after the other. Making the JSON is not timed; of a large
/// shop only a part is taken, for it needs some 40 KB a product.
[[nodiscard]] work with_json_diff(const shop& s);
/// SQLite, in memory, a table a side and kind with an index on the link, one FULL OUTER JOIN a kind.
/// Loading the tables is not timed. Nothing to run where SQLite is not installed.
[[nodiscard]] work with_sqlite(const shop& s);
/// The same with DuckDB on two threads. Its joins hash, so it gets no index.
[[nodiscard]] work with_duckdb(const shop& s);

struct rival {
    std::string name;
    work (*make)(const shop&);
};

[[nodiscard]] inline std::array<rival, 4> all_rivals()
{
    return {rival{"unordered_map", with_unordered_map}, rival{"json_diff", with_json_diff},
            rival{"sqlite", with_sqlite}, rival{"duckdb", with_duckdb}};
}

/// The work of a rival: `find` gives a list of what differs, whose elements name their `product`.
template <class Find>
[[nodiscard]] work work_of(std::string name, Find find, std::size_t products = 0)
{
    work w{.name = std::move(name), .products = products};
    w.run = [find] { return find().size(); };
    w.concerned = [find] {
        std::vector<std::string> ids;
        for (const auto& one : find())
            ids.emplace_back(one.product);
        std::sort(ids.begin(), ids.end());
        ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
        return ids;
    };
    return w;
}

} // namespace benchmark
