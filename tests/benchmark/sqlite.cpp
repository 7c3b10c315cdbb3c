#include "rivals.hpp"

// Defined by CMake where there is SQLite 3.39 or later, the first with FULL OUTER JOIN.
#ifdef TWINSHELF_HAS_SQLITE

#include "tables.hpp"

#include <sqlite3.h>

#include <array>
#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace benchmark {

namespace {

using statement = std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)>;

class database {
public:
    database()
    {
        sqlite3* opened = nullptr;
        const auto state = sqlite3_open(":memory:", &opened);
        db.reset(opened);
        check(state);
    }

    void run(const std::string& text) const { step(prepare(text).get()); }

    [[nodiscard]] statement prepare(const std::string& text) const
    {
        sqlite3_stmt* made = nullptr;
        check(sqlite3_prepare_v2(db.get(), text.c_str(), -1, &made, nullptr));
        return {made, sqlite3_finalize};
    }

    /// Whether there is a row.
    bool step(sqlite3_stmt* s) const
    {
        const auto state = sqlite3_step(s);
        if (state != SQLITE_DONE && state != SQLITE_ROW) check(state);
        return state == SQLITE_ROW;
    }

    void check(int state) const
    {
        if (state != SQLITE_OK) throw std::runtime_error{sqlite3_errmsg(db.get())};
    }

private:
    std::unique_ptr<sqlite3, decltype(&sqlite3_close)> db{nullptr, sqlite3_close};
};

/// Inserts rows into one table.
class inserter {
public:
    inserter(const database& into, const std::string& table, std::size_t columns)
        : db(into), insert(into.prepare("INSERT INTO " + table + " VALUES (?" + marks(columns)))
    {
    }

    template <class Row>
    void operator()(const Row& row)
    {
        int at = 0;
        columns([&](const char*, const auto& value) { bind(++at, value); }, row);
        db.step(insert.get());
        db.check(sqlite3_reset(insert.get()));
    }

private:
    static std::string marks(std::size_t columns)
    {
        std::string more;
        for (std::size_t i = 1; i < columns; ++i)
            more += ", ?";
        return more + ')';
    }

    void bind(int at, const text& value)
    {
        if (!value) return bind_null(at);
        db.check(sqlite3_bind_text(insert.get(), at, value->data(), static_cast<int>(value->size()),
                                   SQLITE_STATIC));
    }
    void bind(int at, const number& value)
    {
        if (!value) return bind_null(at);
        db.check(sqlite3_bind_int64(insert.get(), at, *value));
    }
    void bind_null(int at) { db.check(sqlite3_bind_null(insert.get(), at)); }

    const database& db;
    statement insert;
};

void load(const database& db, const shop& s, const part& of)
{
    using twinshelf::side;
    db.run("BEGIN");
    std::array<std::vector<inserter>, 2> to; // by side and table
    for (const auto on : {side::pos, side::ecom})
        for (const auto& t : all_tables()) {
            db.run(t.create(on));
            to[static_cast<std::size_t>(on)].emplace_back(db, t.table(on), t.count);
        }
    each_row(s, of, [&](side on, const auto& row) {
        to[static_cast<std::size_t>(on)][std::decay_t<decltype(row)>::table](row);
    });
    for (const auto on : {side::pos, side::ecom})
        for (const auto& t : all_tables())
            db.run(t.index(on));
    db.run("COMMIT");
}

std::vector<joined> join(const database& db)
{
    std::vector<joined> found;
    for (const auto& t : all_tables()) {
        const auto rows = db.prepare(t.join());
        const auto count = sqlite3_column_count(rows.get());
        while (db.step(rows.get())) {
            joined row;
            for (int i = 0; i < count; ++i) {
                // SQLite's texts are unsigned char
                const void* cell = sqlite3_column_text(rows.get(), i);
                row.cells.emplace_back();
                if (cell != nullptr)
                    row.cells.back().emplace(
                        static_cast<const char*>(cell),
                        static_cast<std::size_t>(sqlite3_column_bytes(rows.get(), i)));
            }
            row.product = row.cells.front().value_or("");
            found.push_back(std::move(row));
        }
    }
    return found;
}

} // namespace

work with_sqlite(const shop& s)
{
    const part of{s, 200'000};
    const auto db = std::make_shared<const database>();
    load(*db, s, of);
    return work_of(
        "sqlite", [db] { return join(*db); }, of.products());
}

} // namespace benchmark

#else

benchmark::work benchmark::with_sqlite(const shop&)
{
    return {"sqlite"};
}

#endif
