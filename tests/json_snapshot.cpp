#include "catch.hpp"
#include "json_random.hpp"

#include <twinshelf/json/snapshot.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace json_snapshot_tests {

using namespace twinshelf;
using json::fault;
using json_random::dice;

namespace {

pos::snapshot any_pos(std::uint64_t seed)
{
    dice d{seed};
    pos::snapshot s;
    roll(d, s.taken_at);
    roll(d, s.currency);
    roll(d, s.outlets);
    roll(d, s.ecom_outlet);
    roll(d, s.categories);
    roll(d, s.products);
    roll(d, s.customer_groups);
    roll(d, s.customers);
    return s;
}

ecom::snapshot any_ecom(std::uint64_t seed)
{
    dice d{seed};
    ecom::snapshot s;
    roll(d, s.taken_at);
    roll(d, s.currency);
    roll(d, s.weight_unit);
    roll(d, s.length_unit);
    roll(d, s.categories);
    roll(d, s.products);
    roll(d, s.customer_groups);
    roll(d, s.customers);
    return s;
}

/// A pos snapshot of one product with these members.
std::string product(const std::string& members)
{
    return R"({"products": [{"id": "p1", )" + members + "}]}";
}

pos::product read_product(const std::string& members)
{
    const auto read = json::read_pos(product(members));
    REQUIRE(read.faults == std::vector<fault>{});
    REQUIRE(read.value.products.records.size() == 1);
    return read.value.products.records[0];
}

std::string repeat(std::string_view text, int times)
{
    std::string all;
    for (int i = 0; i < times; ++i)
        all += text;
    return all;
}

} // namespace

TEST_CASE("json snapshot: what was written is read back", "[json]")
{
    const int indent = GENERATE(-1, 0, 2);
    for (std::uint64_t seed = 0; seed < 150; ++seed) {
        INFO("seed " << seed);
        const auto till = any_pos(seed);
        const auto till_again = json::read_pos(json::write(till, indent));
        REQUIRE(till_again.faults == std::vector<fault>{});
        REQUIRE(till_again.value == till);

        const auto store = any_ecom(seed);
        const auto store_again = json::read_ecom(json::write(store, indent));
        REQUIRE(store_again.faults == std::vector<fault>{});
        REQUIRE(store_again.value == store);
    }
}

TEST_CASE("json snapshot: writing is the shape of the model", "[json]")
{
    pos::snapshot s;
    s.currency.code = "EUR";
    s.products = {
        pos::product{.id = pos::product_id{"p1"},
                     .name = "Tee",
                     .category_id = none,
                     .sellable = {.price = money{1990},
                                  .stock = {{{pos::outlet_id{"1"}, stock_level{2'500'000}}}},
                                  .weight = mass{1'250'000, mass_unit::kg}}}};
    CHECK(json::write(s) ==
          R"({"schema":1,"currency":"EUR","sections":{"categories":"absent","products":"complete",)"
          R"("customer_groups":"absent","customers":"absent"},"products":[{"id":"p1","name":"Tee",)"
          R"("category_id":null,"price":"19.90","stock":[{"outlet_id":"1","level":2.5}],)"
          R"("weight":{"value":1.25,"unit":"kg"}}]})");

    ecom::snapshot e;
    e.weight_unit = mass_unit::lb;
    e.currency = {"JPY", 2};
    e.products = {ecom::product{
        .id = ecom::product_id{"1"},
        .variations = {{ecom::variation{.id = ecom::variation_id{"2"},
                                        .option_values = {{{"Size", "M"}, {"Colour", "Red"}}}}}}}};
    CHECK(json::write(e, 1) == R"({
 "schema": 1,
 "currency": "JPY",
 "currency_decimals": 2,
 "weight_unit": "lb",
 "sections": {
  "categories": "absent",
  "products": "complete",
  "customer_groups": "absent",
  "customers": "absent"
 },
 "products": [
  {
   "id": "1",
   "variations": [
    {
     "id": "2",
     "option_values": {
      "Size": "M",
      "Colour": "Red"
     }
    }
   ]
  }
 ]
})");
}

TEST_CASE("json snapshot: bytes that are no UTF-8 are replaced", "[json]")
{
    pos::snapshot s;
    s.categories = {pos::category{.id = pos::category_id{"1"}, .name = "a\xC3 \xFF"}};
    const auto again = json::read_pos(json::write(s));
    CHECK(again.ok());
    CHECK(again.value.categories.records[0].name == "a\xEF\xBF\xBD \xEF\xBF\xBD");
}

TEST_CASE("json snapshot: absent, null and empty are three things", "[json]")
{
    const auto absent = read_product(R"("x": 1)");
    CHECK(absent == pos::product{.id = pos::product_id{"p1"}});

    const auto null = read_product(
        R"("name": null, "tags": null, "active": null, "created_at": null, "category_id": null,
           "price": null, "weight": null, "stock": null, "updated_at": null, "variants": null)");
    CHECK(null.name == "");
    CHECK(null.tags == std::vector<std::string>{});
    CHECK(null.sellable.stock == std::vector<pos::stock_row>{});
    CHECK(null.variants == std::vector<pos::variant>{});
    CHECK_FALSE(null.sellable.active);
    CHECK_FALSE(null.created_at);
    CHECK_FALSE(null.sellable.updated_at);
    CHECK(null.category_id.is_none());
    CHECK(null.sellable.price.is_none());
    CHECK(null.sellable.weight.is_none());

    const auto store = json::read_ecom(
        R"({"categories": [{"id": "1", "pos_id": null, "position": null, "description": null}]})");
    REQUIRE(store.ok());
    CHECK(store.value.categories.records[0].pos_id == pos::category_id{});
    CHECK(store.value.categories.records[0].description == "");
    CHECK_FALSE(store.value.categories.records[0].position);
}

TEST_CASE("json snapshot: numbers are exact", "[json]")
{
    struct row {
        const char* id;
        const char* text;
        std::int64_t millionths;
    };
    const row table[] = {
        {"N1 whole", "3", 3'000'000},
        {"N2 fraction", "0.1", 100'000},
        {"N3 a text", R"("2.675")", 2'675'000},
        {"N4 below zero", "-2.5", -2'500'000},
        {"N5 exponent", "25e-1", 2'500'000},
        {"N6 more digits than a double has", "9007199254.740993", 9'007'199'254'740'993},
        {"N7 noise beyond a millionth", "0.30000000000000004", 300'000},
        {"N8 the highest whole", "9223372036854", 9'223'372'036'854'000'000},
        {"N9 the lowest whole", "-9223372036854", -9'223'372'036'854'000'000},
    };
    for (const auto& r : table)
        DYNAMIC_SECTION(r.id)
        {
            const std::string number = r.text;
            const auto p = read_product(R"("stock": [{"outlet_id": "1", "level": )" + number +
                                        R"(}], "weight": {"unit": "oz", "value": )" + number + "}");
            CHECK(p.sellable.stock->at(0).level == stock_level{r.millionths});
            CHECK(p.sellable.weight->millionths == r.millionths);
            CHECK(p.sellable.weight->unit == mass_unit::oz);
        }
}

TEST_CASE("json snapshot: an amount has the decimals of its currency, wherever that stands",
          "[json]")
{
    struct row {
        const char* id;
        const char* before;
        const char* after;
        std::int64_t minor;
    };
    const row table[] = {
        {"D1 no currency", "", "", 1200},
        {"D2 dollars first", R"("currency": "USD",)", "", 1200},
        {"D3 yen first", R"("currency": "JPY",)", "", 12},
        {"D4 yen last", "", R"(, "currency": "JPY")", 12},
        {"D5 dinars last", "", R"(, "currency": "KWD")", 12000},
        {"D6 its decimals last", R"("currency": "JPY",)", R"(, "currency_decimals": 4)", 120000},
        {"D7 its decimals first", R"("currency_decimals": 1,)", R"(, "currency": "KWD")", 120},
        {"D8 null is the usual", R"("currency": null, "currency_decimals": null,)", "", 1200},
    };
    for (const auto& r : table)
        DYNAMIC_SECTION(r.id)
        {
            const auto read =
                json::read_pos(std::string{"{"} + r.before +
                               R"("products": [{"id": "1", "price": "12"}])" + r.after + "}");
            REQUIRE(read.faults == std::vector<fault>{});
            CHECK(read.value.products.records[0].sellable.price == money{r.minor});
        }
    const auto finer = json::read_pos(product(R"("price": "0.1255")"));
    CHECK(finer.value.products.records[0].sellable.price == money{13, -450'000});
}

TEST_CASE("json snapshot: a section is complete where its array is there, or what it says",
          "[json]")
{
    struct row {
        const char* id;
        const char* text;
        completeness want;
    };
    const row table[] = {
        {"S1 nothing", "{}", completeness::absent},
        {"S2 an array", R"({"products": []})", completeness::complete},
        {"S3 null", R"({"products": null})", completeness::complete},
        {"S4 another one named", R"({"products": [], "sections": {"customers": "partial"}})",
         completeness::complete},
        {"S5 partial, said first", R"({"sections": {"products": "partial"}, "products": []})",
         completeness::partial},
        {"S6 partial, said last", R"({"products": [], "sections": {"products": "partial"}})",
         completeness::partial},
        {"S7 complete without an array", R"({"sections": {"products": "complete"}})",
         completeness::complete},
        {"S8 absent with an empty array", R"({"products": [], "sections": {"products": "absent"}})",
         completeness::absent},
        {"S9 a record that is none", R"({"products": [{"id": "1"}, 7]})", completeness::partial},
        {"S10 complete, but for a record that is none",
         R"({"products": [7], "sections": {"products": "complete"}})", completeness::partial},
    };
    for (const auto& r : table)
        DYNAMIC_SECTION(r.id)
        {
            CHECK(json::read_pos(r.text).value.products.state == r.want);
            CHECK(json::read_ecom(r.text).value.products.state == r.want);
        }
}

TEST_CASE("json snapshot: every kind of fault", "[json]")
{
    struct row {
        const char* id;
        std::string text;
        fault want;
    };
    const std::string id = "an id, which is a text",
                      measure = R"(an object like {"value": 1.5, "unit": "kg"})",
                      amount = R"(a decimal string like "19.90")", valid = "valid JSON",
                      count = "a whole number of 64 bits",
                      states = R"(one of "absent", "partial", "complete")",
                      level = "a number or a decimal string of up to 12 digits";
    const row table[] = {
        {"F1 no object", "[]", {"", "an object", "an array"}},
        {"F2 a text", R"("x")", {"", "an object", R"(the text "x")"}},
        {"F3 no text at all", "", {"", valid, "the end of the text at line 1, column 1"}},
        {"F4 it just ends",
         R"({"products": [{"id": "1")",
         {"/products/0", valid, "the end of the text at line 1, column 25"}},
        {"F5 it ends in a value",
         R"({"products": [{"id": )",
         {"/products/0/id", valid, "the end of the text at line 1, column 22"}},
        {"F6 a bracket of the other kind",
         "{\n  \"products\": [\n  }",
         {"/products", valid, R"(the character "}" at line 3, column 3)"}},
        {"F7 something behind", "{} x", {"", valid, R"(the character "x" at line 1, column 4)"}},
        {"F8 a broken text",
         "{\"x\": \"\x80\"}",
         {"/x", valid, "another byte at line 1, column 8"}},
        {"F9 a number no double holds",
         R"({"x": 1e999})",
         {"/x", "a number that a double can hold", "the number 1e999"}},
        {"F10 the schema", R"({"schema": 2})", {"/schema", "schema 1", "the number 2"}},
        {"F11 a time",
         R"({"taken_at": "yesterday"})",
         {"/taken_at", R"(a time like "2024-02-01T10:00:00Z")", R"(the text "yesterday")"}},
        {"F12 a currency",
         R"({"currency": 1})",
         {"/currency", R"(a currency like "USD")", "the number 1"}},
        {"F13 too many decimals",
         R"({"currency_decimals": 7})",
         {"/currency_decimals", "a whole number from 0 to 6", "the number 7"}},
        {"F14 sections are no list", R"({"sections": []})", {"/sections", "an object", "an array"}},
        {"F15 an unknown section",
         R"({"sections": {"product": "complete"}})",
         {"/sections/product",
          R"(one of the keys "categories", "products", "customer_groups", "customers")",
          R"(the key "product")"}},
        {"F16 an unknown state",
         R"({"sections": {"products": "whole"}})",
         {"/sections/products", states, R"(the text "whole")"}},
        {"F17 no state",
         R"({"sections": {"products": null}})",
         {"/sections/products", states, "null"}},
        {"F18 absent, and there",
         R"({"sections": {"products": "absent"}, "products": [{"id": "1"}]})",
         {"/sections/products", R"("partial" or "complete", as there are records)",
          R"(the text "absent")"}},
        {"F19 a section is no object",
         R"({"products": {}})",
         {"/products", "an array", "an object"}},
        {"F20 a record is no text",
         R"({"products": [{"id": "1"}, "2"]})",
         {"/products/1", "an object", R"(the text "2")"}},
        {"F21 no id", R"({"products": [{"name": "Tee"}]})", {"/products/0/id", id, "nothing"}},
        {"F22 a number as an id",
         R"({"products": [{"id": 12}]})",
         {"/products/0/id", id, "the number 12"}},
        {"F23 null as an id", R"({"products": [{"id": null}]})", {"/products/0/id", id, "null"}},
        {"F24 a key twice",
         product(R"("name": "a", "name": "b")"),
         {"/products/0/name", "each key once", R"(the key "name" a second time)"}},
        {"F25 a text", product(R"("name": 5)"), {"/products/0/name", "a text", "the number 5"}},
        {"F26 an object for a text",
         product(R"("name": {"en": ["a"]})"),
         {"/products/0/name", "a text", "an object"}},
        {"F27 a flag",
         product(R"("active": "yes")"),
         {"/products/0/active", "true or false", R"(the text "yes")"}},
        {"F28 a number as an amount",
         product(R"("price": 19.90)"),
         {"/products/0/price", amount, "the number 19.90"}},
        {"F29 no amount",
         product(R"("price": "19,90")"),
         {"/products/0/price", amount, R"(the text "19,90")"}},
        {"F30 too big an amount",
         product(R"("price": "99999999999999999999")"),
         {"/products/0/price", amount, R"(the text "99999999999999999999")"}},
        {"F31 a list",
         product(R"("tags": "red")"),
         {"/products/0/tags", "an array", R"(the text "red")"}},
        {"F32 an element",
         product(R"("tags": ["red", true])"),
         {"/products/0/tags/1", "a text", "true"}},
        {"F33 an outlet",
         product(R"("stock": [{"level": 1}])"),
         {"/products/0/stock/0/outlet_id", id, "nothing"}},
        {"F34 a level",
         product(R"("stock": [{"outlet_id": "1", "level": true}])"),
         {"/products/0/stock/0/level", level, "true"}},
        {"F35 too big a level",
         product(R"("stock": [{"outlet_id": "1", "level": 99999999999999999999}])"),
         {"/products/0/stock/0/level", level, "the number 99999999999999999999"}},
        {"F36 a measure",
         product(R"("weight": 1)"),
         {"/products/0/weight", measure, "the number 1"}},
        {"F37 no unit",
         product(R"("weight": {"value": 1})"),
         {"/products/0/weight/unit", R"(one of "g", "kg", "oz", "lb", "ct")", "nothing"}},
        {"F38 an unknown unit",
         product(R"("length": {"value": 1, "unit": "kg"})"),
         {"/products/0/length/unit", R"(one of "mm", "cm", "in", "yd")", R"(the text "kg")"}},
        {"F39 no value",
         product(R"("weight": {"unit": "g"})"),
         {"/products/0/weight/value", level, "nothing"}},
        {"F40 a value in words",
         product(R"("weight": {"unit": "g", "value": "one"})"),
         {"/products/0/weight/value", level, R"(the text "one")"}},
        {"F41 deep below",
         product(R"("variants": [{"id": "v"}, {"id": "w", "images": [{"id": "i", "url": 3}]}])"),
         {"/products/0/variants/1/images/0/url", "a text", "the number 3"}},
        {"F42 a control character",
         product(R"("active": "a\nb")"),
         {"/products/0/active", "true or false", R"(the text "a b")"}},
        {"F43 too big a whole",
         product(R"("stock": [{"outlet_id": "1", "level": 9223372036855}])"),
         {"/products/0/stock/0/level", level, "the number 9223372036855"}},
        {"F44 too low a whole",
         product(R"("stock": [{"outlet_id": "1", "level": -9223372036855}])"),
         {"/products/0/stock/0/level", level, "the number -9223372036855"}},
        {"F45 a key twice, and others between",
         product(R"("name": "a", "updated_at": null, "x": 1, "name": "b")"),
         {"/products/0/name", "each key once", R"(the key "name" a second time)"}},
        {"F46 the first key twice",
         product(R"("name": "a", "id": "p2")"),
         {"/products/0/id", "each key once", R"(the key "id" a second time)"}},
    };
    for (const auto& r : table)
        DYNAMIC_SECTION(r.id)
        {
            CHECK(json::read_pos(r.text).faults == std::vector{r.want});
        }

    const std::string variation =
        R"({"products": [{"id": "1", "variations": [{"id": "2", "option_values": )";
    const row store[] = {
        {"E1 a fraction of a piece",
         R"({"products": [{"id": "1", "quantity": 1.5}]})",
         {"/products/0/quantity", count, "the number 1.5"}},
        {"E2 more than 64 bits",
         R"({"products": [{"id": "1", "quantity": 9223372036854775808}]})",
         {"/products/0/quantity", count, "the number 9223372036854775808"}},
        {"E3 a count in words",
         R"({"products": [{"id": "1", "quantity": "1"}]})",
         {"/products/0/quantity", count, R"(the text "1")"}},
        {"E4 an option without a name",
         R"({"products": [{"id": "1", "options": [{"values": []}]}]})",
         {"/products/0/options/0/name", "a text", "nothing"}},
        {"E5 an option's values",
         R"({"products": [{"id": "1", "options": [{"name": "a", "values": [1]}]}]})",
         {"/products/0/options/0/values/0", "a text", "the number 1"}},
        {"E6 option values as a list",
         variation + "[]}]}]}",
         {"/products/0/variations/0/option_values", "an object of names and values", "an array"}},
        {"E7 an option's value",
         variation + R"({"a/b~c": 1}}]}]})",
         {"/products/0/variations/0/option_values/a~1b~0c", "a text", "the number 1"}},
        {"E8 an option twice",
         variation + R"({"a": "1", "b": "2", "a": "3"}}]}]})",
         {"/products/0/variations/0/option_values/a", "each key once",
          R"(the key "a" a second time)"}},
        {"E9 a unit",
         R"({"weight_unit": "stone"})",
         {"/weight_unit", R"(one of "g", "kg", "oz", "lb", "ct")", R"(the text "stone")"}},
        {"E10 no unit",
         R"({"length_unit": null})",
         {"/length_unit", R"(one of "mm", "cm", "in", "yd")", "null"}},
        {"E11 a reference",
         R"({"products": [{"id": "1", "category_ids": ["1", null]}]})",
         {"/products/0/category_ids/1", id, "null"}},
    };
    for (const auto& r : store)
        DYNAMIC_SECTION(r.id)
        {
            CHECK(json::read_ecom(r.text).faults == std::vector{r.want});
        }
}

TEST_CASE("json snapshot: all faults are reported, and the rest is read", "[json]")
{
    const auto read = json::read_pos(R"({"schema": "1", "products": [
        {"name": "Tee", "price": 5, "brand": "B", "tags": ["a", 1, "b"]},
        {"id": "2", "weight": {"value": "x"}, "sku": "S"}, null], "currency": "JPY", "customers": 1})");
    std::vector<std::string> where;
    for (const auto& f : read.faults)
        where.push_back(f.where);
    CHECK(where == std::vector<std::string>{"/schema", "/products/0/price", "/products/0/tags/1",
                                            "/products/0/id", "/products/1/weight/value",
                                            "/products/1/weight/unit", "/products/2",
                                            "/customers"});
    REQUIRE(read.value.products.records.size() == 2);
    const auto& [tee, other] =
        std::pair{read.value.products.records[0], read.value.products.records[1]};
    CHECK(tee.name == "Tee");
    CHECK(tee.brand == "B");
    CHECK_FALSE(tee.tags);
    CHECK_FALSE(tee.sellable.price.known());
    CHECK_FALSE(other.sellable.weight.known());
    CHECK(other.sellable.sku == "S");
    CHECK(read.value.currency == currency{"JPY", 0});
}

TEST_CASE("json snapshot: keys may stand in any order", "[json]")
{
    const auto read = json::read_pos(
        R"({"products": [{"updated_at": null, "sku": "S", "name": "Tee", "x": 1, "brand": "B",
                          "weight": {"unit": "g", "value": 1}, "id": "p1"},
                         {"id": "p2", "updated_at": null, "name": "Cap"}], "currency": "JPY"})");
    REQUIRE(read.faults == std::vector<fault>{});
    const auto& all = read.value.products.records;
    REQUIRE(all.size() == 2);
    CHECK(all[0] ==
          pos::product{.id = pos::product_id{"p1"},
                       .name = "Tee",
                       .brand = "B",
                       .sellable = {.sku = "S", .weight = mass{1'000'000, mass_unit::g}}});
    CHECK(all[1] == pos::product{.id = pos::product_id{"p2"}, .name = "Cap"});
}

TEST_CASE("json snapshot: unknown keys are skipped with all below them", "[json]")
{
    const auto p = read_product(
        R"("a": {"id": 7, "b": [{"c": null}]}, "name": "Tee", "d": [[[]], {}], "weight": {"value": 1, "of": [], "unit": "g"})");
    CHECK(p.name == "Tee");
    CHECK(p.sellable.weight->unit == mass_unit::g);
}

TEST_CASE("json snapshot: a text that is cut anywhere is a fault", "[json]")
{
    const auto till = json::write(any_pos(3)), store = json::write(any_ecom(8), 1);
    const auto small = till.substr(0, std::min<std::size_t>(till.size(), 4000));
    for (std::size_t end = 0; end < small.size(); ++end)
        REQUIRE_FALSE(json::read_pos(till.substr(0, std::min(end, till.size() - 1))).ok());
    for (std::size_t end = 0; end < std::min<std::size_t>(store.size(), 4000); ++end)
        REQUIRE_FALSE(json::read_ecom(store.substr(0, end)).ok());
}

TEST_CASE("json snapshot: a text with any byte changed is read or refused", "[json]")
{
    const auto text = json::write(any_ecom(8));
    dice d{1};
    std::size_t faults = 0;
    for (int i = 0; i < 2000; ++i) {
        auto changed = text;
        for (auto n = d.below(3) + 1; n > 0; --n)
            changed[d.below(changed.size())] = "\"{}[],:0e-\\\xFF\0n"[d.below(14)];
        faults += json::read_ecom(changed).faults.size();
    }
    CHECK(faults > 0);
}

TEST_CASE("json snapshot: depth is no matter", "[json]")
{
    constexpr int deep = 100'000;
    const auto open = repeat("[", deep), shut = repeat("]", deep);
    CHECK(json::read_pos(R"({"x": )" + open + shut + "}").ok());
    CHECK(json::read_pos(R"({"x": )" + repeat(R"({"x":)", deep) + "1" + repeat("}", deep) + "}")
              .ok());
    CHECK(json::read_pos(R"({"x": )" + open).faults[0].where == "/x");
    const auto read = json::read_pos(product(R"("tags": )" + open + shut));
    CHECK(read.faults == std::vector<fault>{{"/products/0/tags/0", "a text", "an array"}});
}

TEST_CASE("json fault: a sentence", "[json]")
{
    CHECK(json::message({"/products/0/price", "a decimal string", "the number 1"}) ==
          "At /products/0/price: expected a decimal string, found the number 1.");
    CHECK(json::message({"", "an object", "null"}) ==
          "At the top: expected an object, found null.");
    CHECK(json::detail::in_quotes(repeat("ü", 40)) == '"' + repeat("ü", 30) + "…\"");
    CHECK(json::detail::in_quotes("a" + repeat("ü", 40)) == "\"a" + repeat("ü", 29) + "…\"");
}

} // namespace json_snapshot_tests
