#pragma once

#include "rows.hpp"
#include "shop.hpp"

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
/// The same with DuckDB on two threads.
[[nodiscard]] work with_duckdb(const shop& s);

} // namespace benchmark
