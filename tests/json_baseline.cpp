#include "catch.hpp"
#include "json_random.hpp"

#include <twinshelf/json/baseline.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace json_baseline_tests {

using namespace twinshelf;
using json::fault;
using json_random::dice;

namespace {

/// A section as a baseline has it: absent where there are no records.
template <class Record>
void roll_kept(dice& d, section<Record>& section)
{
    roll(d, section);
    if (section.records.empty()) section.state = completeness::absent;
}

template <class Snapshot>
void roll_side(dice& d, Snapshot& s)
{
    roll(d, s.taken_at);
    roll(d, s.currency);
    roll_kept(d, s.categories);
    roll_kept(d, s.products);
    roll_kept(d, s.customer_groups);
    roll_kept(d, s.customers);
}

baseline any_baseline(std::uint64_t seed)
{
    dice d{seed};
    baseline b;
    roll_side(d, b.pos);
    roll(d, b.pos.outlets);
    roll(d, b.pos.ecom_outlet);
    roll_side(d, b.ecom);
    roll(d, b.ecom.weight_unit);
    roll(d, b.ecom.length_unit);
    roll(d, b.lost);
    if (d.flip()) {
        b.at_rest.context.bits = d.engine();
        for (auto n = 1 + d.below(3); n > 0; --n)
            (d.flip() ? b.at_rest.ids : b.at_rest.pairs)
                .push_back({d.flip() ? d.engine() : d.below(3)});
    }
    return b;
}

} // namespace

TEST_CASE("json baseline: what was written is read back", "[json]")
{
    for (std::uint64_t seed = 0; seed < 150; ++seed) {
        INFO("seed " << seed);
        const auto b = any_baseline(seed);
        const auto again = json::read_baseline(json::write(b, static_cast<int>(seed % 3) - 1));
        REQUIRE(again.faults == std::vector<fault>{});
        REQUIRE(again.value == b);
    }
}

TEST_CASE("json baseline: what goes without saying is left out", "[json]")
{
    CHECK(json::write(baseline{}) == R"({"schema":1,"pos":{},"ecom":{}})");

    baseline b;
    b.pos.currency = {"USD", 2};
    b.pos.products = {{.id = "p1"_id, .name = "Tee"}};
    b.pos.categories = {};
    b.ecom.currency = {"JPY", 0};
    b.ecom.products = {{.id = "101"_id,
                        .pos_id = pos::product_id{"p1"},
                        .name = "Tee",
                        .sellable = {.price = money{500}}}};
    b.ecom.customers = {{{.id = "7"_id}}, completeness::partial};
    b.lost = {{kind::customer_group, {"g1", "21"}, side::ecom}};
    CHECK(json::write(b) ==
          R"({"schema":1,"pos":{"currency":"USD","products":[{"id":"p1","name":"Tee"}]},)"
          R"("ecom":{"currency":"JPY","sections":{"customers":"partial"},)"
          R"("products":[{"id":"101","pos_id":"p1","name":"Tee","price":"500"}],)"
          R"("customers":[{"id":"7"}]},)"
          R"("lost":[{"kind":"customer_group","pos_id":"g1","ecom_id":"21","from":"ecom"}]})");

    baseline at_rest;
    at_rest.at_rest = {{0xAB}, {{0xC}, {0xD}}, {{0x0123456789ABCDEF}, {0}}};
    CHECK(json::write(at_rest) ==
          R"({"schema":1,"pos":{},"ecom":{},"at_rest":{"context":"00000000000000ab",)"
          R"("ids":["000000000000000c","000000000000000d"],)"
          R"("pairs":["0123456789abcdef","0000000000000000"]}})");

    b.pos.categories = {{}, completeness::complete};
    CHECK(json::read_baseline(json::write(b)).value.pos.categories.absent());
}

TEST_CASE("json baseline: each side has its own money, wherever its currency stands", "[json]")
{
    const auto read = json::read_baseline(
        R"({"ecom": {"products": [{"id": "1", "price": "500"}], "currency": "JPY"},
            "pos": {"products": [{"id": "2", "price": "1.250"}], "currency": "KWD"}})");
    REQUIRE(read.faults == std::vector<fault>{});
    const auto& pos = read.value.pos;
    const auto& ecom = read.value.ecom;
    CHECK(pos.currency.decimals == 3);
    CHECK(*pos.products.records[0].sellable.price == money{1250});
    CHECK(ecom.currency.decimals == 0);
    CHECK(*ecom.products.records[0].sellable.price == money{500});

    const auto usual = json::read_baseline(
        R"({"pos": {"currency": "JPY", "products": [{"id": "1", "price": "500"}]},
            "ecom": {"products": [{"id": "2", "price": "5.00"}]}})");
    REQUIRE(usual.faults == std::vector<fault>{});
    CHECK(*usual.value.ecom.products.records[0].sellable.price == money{500});
}

TEST_CASE("json baseline: every kind of fault", "[json]")
{
    struct row {
        const char* id;
        std::string text;
        fault want;
    };
    const auto lost = [](const std::string& keys) {
        return R"({"pos": {}, "ecom": {}, "lost": [)" + keys + "]}";
    };
    const std::string kinds =
        R"(one of "category", "product", "variant", "customer_group", "customer")";
    const row table[] = {
        {"F1 no object", "[]", {"", "an object", "an array"}},
        {"F2 no JSON",
         R"({"pos": {"products": [{"id": }]}})",
         {"/pos/products/0/id", "valid JSON", R"(the character "}" at line 1, column 30)"}},
        {"F3 the schema",
         R"({"schema": 2, "pos": {}, "ecom": {}})",
         {"/schema", "schema 1", "the number 2"}},
        {"F4 the schema of a side",
         R"({"pos": {}, "ecom": {"schema": 2}})",
         {"/ecom/schema", "schema 1", "the number 2"}},
        {"F5 no pos", R"({"ecom": {}})", {"/pos", "an object", "nothing"}},
        {"F6 no ecom", R"({"pos": {}})", {"/ecom", "an object", "nothing"}},
        {"F7 a side", R"({"pos": 1, "ecom": {}})", {"/pos", "an object", "the number 1"}},
        {"F8 a record",
         R"({"pos": {"products": [{"id": "1"}, {"name": "Tee"}]}, "ecom": {}})",
         {"/pos/products/1/id", "an id, which is a text", "nothing"}},
        {"F9 an amount",
         R"({"pos": {}, "ecom": {"products": [{"id": "1", "variations": [{"id": "2", "price": 5}]}]}})",
         {"/ecom/products/0/variations/0/price", R"(a decimal string like "19.90")",
          "the number 5"}},
        {"F10 a section",
         R"({"pos": {"sections": {"products": "absent"}, "products": [{"id": "1"}]}, "ecom": {}})",
         {"/pos/sections/products", R"("partial" or "complete", as there are records)",
          R"(the text "absent")"}},
        {"F11 a key twice",
         R"({"pos": {}, "ecom": {}, "pos": {}})",
         {"/pos", "each key once", R"(the key "pos" a second time)"}},
        {"F12 what is lost",
         R"({"pos": {}, "ecom": {}, "lost": {}})",
         {"/lost", "an array", "an object"}},
        {"F13 a lost pair", lost("1"), {"/lost/0", "an object", "the number 1"}},
        {"F14 its kind",
         lost(R"({"kind": "shoe", "pos_id": "1", "ecom_id": "2", "from": "ecom"})"),
         {"/lost/0/kind", kinds, R"(the text "shoe")"}},
        {"F15 without a kind",
         lost(R"({"pos_id": "1", "ecom_id": "2", "from": "ecom"})"),
         {"/lost/0/kind", kinds, "nothing"}},
        {"F16 without an id",
         lost(R"({"kind": "product", "ecom_id": "2", "from": "ecom"})"),
         {"/lost/0/pos_id", "a text", "nothing"}},
        {"F17 without a side",
         lost(R"({"kind": "product", "pos_id": "1", "ecom_id": "2"})"),
         {"/lost/0/from", R"(one of "pos", "ecom")", "nothing"}},
        {"F18 what is at rest",
         R"({"pos": {}, "ecom": {}, "at_rest": []})",
         {"/at_rest", "an object", "an array"}},
        {"F19 a fingerprint that is cut",
         R"({"pos": {}, "ecom": {}, "at_rest": {"pairs": ["0123456789abcdef", "123456789abcdef"]}})",
         {"/at_rest/pairs/1", "16 hexadecimal digits", R"(the text "123456789abcdef")"}},
        {"F20 a fingerprint of something else",
         R"({"pos": {}, "ecom": {}, "at_rest": {"context": "0x23456789abcdef"}})",
         {"/at_rest/context", "16 hexadecimal digits", R"(the text "0x23456789abcdef")"}},
    };
    for (const auto& r : table)
        DYNAMIC_SECTION(r.id)
        {
            CHECK(json::read_baseline(r.text).faults == std::vector{r.want});
        }
    const auto all = json::read_baseline(
        R"({"schema": 3, "pos": {"products": [{"id": 1}]}, "ecom": {"currency": 5}, "lost": 1})");
    CHECK(all.faults.size() == 4);
}

TEST_CASE("json baseline: a snapshot is no baseline, and unknown keys are ignored", "[json]")
{
    CHECK(
        json::read_baseline(R"({"schema": 1, "currency": "EUR", "products": []})").faults.size() ==
        2);
    CHECK(json::read_baseline(R"({"pos": {"x": [1]}, "ecom": {}, "y": {"pos": 1}})").ok());
}

TEST_CASE("json baseline: a text that is cut anywhere is a fault", "[json]")
{
    const auto text = json::write(any_baseline(7));
    for (std::size_t end = 0; end < text.size() && end < 3'000; ++end)
        REQUIRE_FALSE(json::read_baseline(text.substr(0, end)).ok());
}

} // namespace json_baseline_tests
