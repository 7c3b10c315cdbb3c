#include "rivals.hpp"

// Defined by CMake where there is DuckDB; no distribution has a package of it.
#ifdef TWINSHELF_HAS_DUCKDB

#include "tables.hpp"

#include <duckdb.h>

#include <array>
#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace benchmark {

namespace {

void check(duckdb_state state, const char* why)
{
    if (state == DuckDBError) throw std::runtime_error{why != nullptr ? why : "DuckDB failed"};
}

/// What a query gave.
class result {
public:
    result(duckdb_connection from, const std::string& text)
    {
        if (duckdb_query(from, text.c_str(), &rows) == DuckDBSuccess) return;
        const auto* said = duckdb_result_error(&rows);
        const std::string why = said != nullptr ? said : "";
        duckdb_destroy_result(&rows);
        throw std::runtime_error{"DuckDB: " + why};
    }
    result(const result&) = delete;
    result& operator=(const result&) = delete;
    ~result() { duckdb_destroy_result(&rows); }

    duckdb_result rows{};
};

/// In memory, with two threads.
class database {
public:
    database()
    {
        duckdb_config settings = nullptr;
        check(duckdb_create_config(&settings), "no configuration");
        auto state = duckdb_set_config(settings, "threads", "2");
        if (state == DuckDBSuccess) state = duckdb_open_ext(nullptr, &db, settings, nullptr);
        duckdb_destroy_config(&settings);
        check(state, "DuckDB does not open");
        if (duckdb_connect(db, &connection) == DuckDBSuccess) return;
        duckdb_close(&db);
        check(DuckDBError, "DuckDB does not connect");
    }
    database(const database&) = delete;
    database& operator=(const database&) = delete;
    ~database()
    {
        duckdb_disconnect(&connection);
        duckdb_close(&db);
    }

    duckdb_connection connection = nullptr;

private:
    duckdb_database db = nullptr;
};

/// Appends rows to one table.
class appender {
public:
    appender(const database& db, const std::string& table)
    {
        check(duckdb_appender_create(db.connection, nullptr, table.c_str(), &to), "no appender");
    }
    appender(const appender&) = delete;
    appender& operator=(const appender&) = delete;
    ~appender() { duckdb_appender_destroy(&to); }

    template <class Row>
    void operator()(const Row& row)
    {
        columns([&](const char*, const auto& value) { append(value); }, row);
        checked(duckdb_appender_end_row(to));
    }

    void finish() { checked(duckdb_appender_close(to)); }

private:
    void append(const text& value)
    {
        checked(value ? duckdb_append_varchar_length(to, value->data(), value->size())
                      : duckdb_append_null(to));
    }
    void append(const number& value)
    {
        checked(value ? duckdb_append_int64(to, *value) : duckdb_append_null(to));
    }
    void checked(duckdb_state state)
    {
        if (state == DuckDBError) check(state, duckdb_appender_error(to));
    }

    duckdb_appender to = nullptr;
};

void load(const database& db, const shop& s)
{
    using twinshelf::side;
    std::array<std::vector<std::unique_ptr<appender>>, 2> to; // by side and table
    for (const auto on : {side::pos, side::ecom})
        for (const auto& t : all_tables()) {
            result{db.connection, t.create(on)};
            to[static_cast<std::size_t>(on)].push_back(std::make_unique<appender>(db, t.table(on)));
        }
    each_row(s, part{s, s.pos.products.records.size()}, [&](side on, const auto& row) {
        (*to[static_cast<std::size_t>(on)][std::decay_t<decltype(row)>::table])(row);
    });
    for (const auto& of_side : to)
        for (const auto& one : of_side)
            one->finish();
}

/// Reads one column of the rows of a chunk into cells.
void read(duckdb_vector column, duckdb_type type, std::vector<joined>& all, std::size_t from)
{
    auto* const known = duckdb_vector_get_validity(column); // null: all are
    auto* const data = duckdb_vector_get_data(column);
    for (std::size_t i = from; i < all.size(); ++i) {
        auto& cell = all[i].cells.emplace_back();
        const auto at = i - from;
        if (known != nullptr && !duckdb_validity_row_is_valid(known, at)) continue;
        if (type == DUCKDB_TYPE_BIGINT) {
            cell = std::to_string(static_cast<const std::int64_t*>(data)[at]);
        } else {
            auto& text = static_cast<duckdb_string_t*>(data)[at];
            cell.emplace(duckdb_string_t_data(&text), duckdb_string_t_length(text));
        }
    }
}

std::vector<joined> join(const database& db)
{
    std::vector<joined> found;
    for (const auto& t : all_tables()) {
        result given{db.connection, t.join()};
        const auto count = duckdb_column_count(&given.rows);
        for (auto chunk = duckdb_fetch_chunk(given.rows); chunk != nullptr;
             chunk = duckdb_fetch_chunk(given.rows)) {
            const auto from = found.size();
            found.resize(from + duckdb_data_chunk_get_size(chunk));
            for (idx_t c = 0; c < count; ++c)
                read(duckdb_data_chunk_get_vector(chunk, c), duckdb_column_type(&given.rows, c),
                     found, from);
            for (auto i = from; i < found.size(); ++i)
                found[i].product = found[i].cells.front().value_or("");
            duckdb_destroy_data_chunk(&chunk);
        }
    }
    return found;
}

} // namespace

work with_duckdb(const shop& s)
{
    const auto db = std::make_shared<const database>();
    load(*db, s);
    return work_of("duckdb", [db] { return join(*db); });
}

} // namespace benchmark

#else

benchmark::work benchmark::with_duckdb(const shop&)
{
    return {"duckdb"};
}

#endif
