#include "catch.hpp"

#include <twinshelf/platforms/detail/collected.hpp>
#include <twinshelf/platforms/detail/row_taker.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rows_tests {

using namespace twinshelf;
using namespace twinshelf::platforms;
using namespace twinshelf::platforms::detail;

namespace {

using texts = std::vector<std::string>;

struct thing; // that rows refer to

constexpr std::string_view places[] = {"/items", "/Item", "/data", "/data/categories"};

/// The rows of a page, each by its place and its member "id".
struct seen {
    texts rows{};
    envelope around{};
    std::vector<json::fault> faults{};
};

seen see(std::string_view text)
{
    seen s;
    row_taker take(s.faults);
    s.around = read_rows({.name = "p", .text = text}, places, s.faults, [&](const row& r) {
        if (take.begin(r)) s.rows.push_back(r.where + " " + take.text(r.value, "id").value_or("?"));
    });
    return s;
}

/// The texts of a list, each by what a function makes of it.
template <class Take>
auto take_from(std::string_view members, std::vector<json::fault>& faults, Take take_member)
{
    std::optional<decltype(take_member(std::declval<row_taker&>(), std::declval<view>()))> result;
    row_taker take(faults);
    const auto text = "[{" + std::string{members} + "}]";
    const auto around = read_rows({.name = "p", .text = text}, places, faults, [&](const row& r) {
        REQUIRE(take.begin(r));
        result = take_member(take, r.value);
        CHECK(take.sound() == faults.empty());
    });
    REQUIRE(around.ok());
    return *result;
}

} // namespace

TEST_CASE("rows: every kind of page", "[platforms]")
{
    struct page_row {
        const char *id, *page;
        texts want;
    };
    const auto r = GENERATE(values<page_row>({
        {"a bare list", R"([{"id": 1}, {"id": "2"}])", {"p: /0 1", "p: /1 2"}},
        {"an empty list", "[]", {}},
        {"a list in an object",
         R"({"total": 2, "items": [{"id": 1}, {"id": 2}], "limit": 9})",
         {"p: /items/0 1", "p: /items/1 2"}},
        {"one row in the place of a list", R"({"Item": {"id": "1"}})", {"p: /Item 1"}},
        {"an empty text in the place of a list", R"({"Item": ""})", {}},
        {"null in the place of a list", R"({"Item": null})", {}},
        {"rows of two lists",
         R"({"Item": [{"id": 1}], "items": [{"id": 2}]})",
         {"p: /Item/0 1", "p: /items/0 2"}},
        {"a list inside",
         R"({"data": {"categories": [{"id": 1}, {"id": 2}]}})",
         {"p: /data/categories/0 1", "p: /data/categories/1 2"}},
        {"a row with a list of that name",
         R"({"data": {"id": 1, "categories": [{"id": 2}]}})",
         {"p: /data 1"}},
        {"nothing inside", R"({"data": {}, "items": [{"id": 1}]})", {"p: /items/0 1"}},
        {"a place of the same name deeper down",
         R"({"meta": {"items": [{"id": 1}]}, "list": [{"items": [{"id": 2}]}]})",
         {}},
        {"a row with such a key",
         R"({"items": [{"id": 1, "items": [{"id": 2}]}]})",
         {"p: /items/0 1"}},
    }));
    DYNAMIC_SECTION(r.id)
    {
        const auto s = see(r.page);
        CHECK(s.faults.empty());
        CHECK(s.around.ok());
        CHECK(s.rows == r.want);
    }
}

TEST_CASE("rows: the head is the page without its rows", "[platforms]")
{
    const auto s = see(R"({"total": 2, "items": [{"id": 1}], "data": {"id": 3},
                           "page_info": {"has_next": true}, "Item": ""})");
    CHECK(s.rows == texts{"p: /items/0 1", "p: /data 3"});
    CHECK(s.around.find("total").value()->content == "2");
    CHECK(!s.around.find("items").value().first());
    CHECK(!s.around.find("data").value().first());
    CHECK(s.around.find("page_info").value().find("has_next").value()->on);
    CHECK(s.around.find("Item").value()->content == "");
    CHECK(!s.around.find("count"));
}

TEST_CASE("rows: an object without a list is all head", "[platforms]")
{
    const auto s = see(R"({"id": 7, "name": "Tee"})");
    CHECK(s.rows.empty());
    CHECK(s.around.find("name").value()->content == "Tee");
}

TEST_CASE("rows: what is no row, and a page that breaks off, are faults", "[platforms]")
{
    struct page_row {
        const char *id, *page;
        json::fault want;
        texts rows;
    };
    const auto r = GENERATE(values<page_row>({
        {"a text among rows",
         R"([{"id": 1}, "x", {"id": 2}])",
         {"p: /1", "a row, which is an object", R"(the text "x")"},
         {"p: /0 1", "p: /2 2"}},
        {"a list among rows",
         R"([[{"id": 1}], {"id": 2}])",
         {"p: /0", "a row, which is an object", "an array"},
         {"p: /1 2"}},
        {"a text in the place of a list",
         R"({"Item": "1"})",
         {"p: /Item", "a row, which is an object", R"(the text "1")"},
         {}},
        {"a page that was cut",
         R"([{"id": 1}, {"id")",
         {"p", "valid JSON", "the end of the text at line 1, column 18"},
         {"p: /0 1"}},
        {"no text", "", {"p", "valid JSON", "the end of the text at line 1, column 1"}, {}},
        {"a number beyond all numbers",
         R"([{"id": 1e999}])",
         {"p", "a number that a double can hold", "the number 1e999"},
         {}},
        {"a key of a row twice",
         R"([{"a": {"b": 1, "b": 2}}, {"id": 3}])",
         {"p: /0/a/b", "each key once", R"(the key "b" a second time)"},
         {"p: /1 3"}},
        {"keys of a row twice, again and again",
         R"([{"a": {"b": 1, "b": {"c": 1, "c": 2}}, "a": 5, "a": [6]}, {"id": 3}])",
         {"p: /0/a/b/c", "each key once", R"(the key "c" a second time)"},
         {"p: /1 3"}},
        {"a key of the head twice",
         R"({"items": [], "total": 1, "total": 2})",
         {"p: /total", "each key once", R"(the key "total" a second time)"},
         {}},
    }));
    DYNAMIC_SECTION(r.id)
    {
        const auto s = see(r.page);
        CHECK(s.faults == std::vector{r.want});
        CHECK(s.rows == r.rows);
    }
}

TEST_CASE("rows: a row may be a hundred thousand deep", "[platforms]")
{
    const std::size_t depth = 100'000;
    const auto text = R"({"items": [{"a": )" + std::string(depth, '[') + std::string(depth, ']') +
                      R"(, "id": 1}]})";
    CHECK(see(text).rows == texts{"p: /items/0 1"});
}

TEST_CASE("rows: a text or a number, whichever the platform writes", "[platforms]")
{
    const auto text = [](row_taker& t, const view& v) { return t.text(v, "x"); };
    const auto flag = [](row_taker& t, const view& v) { return t.flag(v, "x"); };
    const auto whole = [](row_taker& t, const view& v) { return t.whole(v, "x"); };
    const auto level = [](row_taker& t, const view& v) { return t.level(v, "x"); };
    const auto time = [](row_taker& t, const view& v) { return t.time(v, "x"); };
    const auto amount = [](row_taker& t, const view& v) { return t.amount(v, "x", 2); };
    const auto weight = [](row_taker& t, const view& v) { return t.measure(v, "x", mass_unit::g); };
    const auto link = [](row_taker& t, const view& v) { return t.link<thing>(v, "x"); };
    using id = id_of<thing>;
    std::vector<json::fault> faults;
    const auto check = [&](const char* members, auto take, auto want) {
        CAPTURE(members);
        CHECK(take_from(members, faults, take) == want);
        CHECK(faults.empty());
    };
    const std::optional<std::string> no_text;
    const maybe<money> no_price;
    check(R"("y": 1)", text, no_text);
    check(R"("x": null)", text, "");
    check(R"("x": "a")", text, "a");
    check(R"("x": 12345678901234567)", text, "12345678901234567");
    check(R"("x": true)", text, "true");
    check(R"("x": false)", flag, false);
    check(R"("x": "true")", flag, true);
    check(R"("x": 1)", flag, true);
    check(R"("x": "0")", flag, false);
    check(R"("x": "")", flag, std::optional<bool>{});
    check(R"("x": null)", flag, std::optional<bool>{});
    check(R"("x": 5)", whole, 5);
    check(R"("x": "-5")", whole, -5);
    check(R"("x": 5.0)", whole, 5);
    check(R"("x": "")", whole, std::optional<std::int64_t>{});
    check(R"("x": 0.1)", level, stock_level{100'000});
    check(R"("x": "2.5")", level, stock_level{2'500'000});
    check(R"("x": "2024-08-30 08:13:09 +0000")", time, parse_time("2024-08-30T08:13:09Z"));
    check(R"("x": "")", time, std::optional<instant>{});
    check(R"("x": 19.9)", amount, money{1990});
    check(R"("x": "19.90000")", amount, money{1990});
    check(R"("x": 3.02632)", amount, money{303, -368'000});
    check(R"("x": null)", amount, maybe<money>{none});
    check(R"("x": "")", amount, maybe<money>{none});
    check(R"("y": 1)", amount, no_price);
    check(R"("x": 0.25)", weight, mass{250'000, mass_unit::g});
    check(R"("x": 0)", weight, maybe<mass>{none});
    check(R"("x": null)", weight, maybe<mass>{none});
    check(R"("y": 0)", weight, maybe<mass>{});
    check(R"("x": 12)", link, id{"12"});
    check(R"("x": "0")", link, maybe<id>{none});
    check(R"("x": 0)", link, maybe<id>{none});
    check(R"("y": 0)", link, maybe<id>{});
}

TEST_CASE("rows: what a member cannot be is a fault with its place", "[platforms]")
{
    std::vector<json::fault> faults;
    const auto fault_of = [&](const char* members, auto take) {
        faults.clear();
        take_from(members, faults, take);
        REQUIRE(faults.size() == 1);
        return faults.front().where + ": " + faults.front().found;
    };
    using taker = row_taker;
    const auto found = [&](const char* x, auto take) {
        return fault_of(("\"x\": " + std::string{x}).c_str(), take);
    };
    CHECK(found("[]", [](taker& t, const view& v) { return t.text(v, "x"); }) ==
          "p: /0/x: an array");
    CHECK(found("{}", [](taker& t, const view& v) { return t.amount(v, "x", 2); }) ==
          "p: /0/x: an object");
    CHECK(found(R"("maybe")", [](taker& t, const view& v) { return t.flag(v, "x"); }) ==
          R"(p: /0/x: the text "maybe")");
    CHECK(found("1.5", [](taker& t, const view& v) { return t.whole(v, "x"); }) ==
          "p: /0/x: the number 1.5");
    CHECK(found("99999999999999999999", [](taker& t, const view& v) { return t.whole(v, "x"); }) ==
          "p: /0/x: the number 99999999999999999999");
    CHECK(found(R"("many")", [](taker& t, const view& v) { return t.level(v, "x"); }) ==
          R"(p: /0/x: the text "many")");
    CHECK(found(R"("yesterday")", [](taker& t, const view& v) { return t.time(v, "x"); }) ==
          R"(p: /0/x: the text "yesterday")");
    CHECK(found("true", [](taker& t, const view& v) { return t.amount(v, "x", 2); }) ==
          "p: /0/x: true");
    CHECK(found(R"("x")", [](taker& t, const view& v) {
              return t.measure(v, "x", mass_unit::g);
          }) == R"(p: /0/x: the text "x")");
    const auto id = [](taker& t, const view& v) { return t.id(v, "x", "the row"); };
    CHECK(found("null", id) == "p: /0/x: null");
    CHECK(fault_of(R"("y": 1)", id) == "p: /0/x: nothing");
    CHECK(found("[1]", id) == "p: /0/x: an array");
    const auto each = [](taker& t, const view& v) { return t.each(v, "x", [](const view&) {}); };
    CHECK(found("5", each) == "p: /0/x: the number 5");
    CHECK(found(R"([{}, "a"])", each) == R"(p: /0/x/1: the text "a")");
    const auto object = [](taker& t, const view& v) { return t.object(v, "x").has_value(); };
    CHECK(found("[5]", object) == "p: /0/x: an array");
}

TEST_CASE("rows: of two rows with one id the younger is kept", "[platforms]")
{
    struct age_row {
        const char* id;
        std::optional<std::int64_t> first, second;
        std::string want;
    };
    const auto r = GENERATE(values<age_row>({
        {"the second is younger", 1, 2, "B"},
        {"the first is younger", 2, 1, "A"},
        {"both as old", 1, 1, "B"},
        {"one has no age", 2, std::nullopt, "B"},
    }));
    DYNAMIC_SECTION(r.id)
    {
        collected<std::string> all;
        all.add("7", r.first, "A");
        all.add("8", r.first, "C");
        all.add("7", r.second, "B");
        CHECK(all.records == texts{r.want, "C"});
        CHECK(all.whole());
        CHECK(*all.find("7") == r.want);
        CHECK(all.find("9") == nullptr);
        all.miss();
        CHECK(!all.whole());
    }
}

} // namespace rows_tests
