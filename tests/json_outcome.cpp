#include "catch.hpp"
#include "json_random.hpp"

#include <twinshelf/json/outcome.hpp>

#include <concepts>
#include <string>
#include <vector>

namespace json_outcome_tests {

using namespace twinshelf;
using json::fault;

static_assert(std::regular<made_id> && std::regular<outcome>);

namespace {

/// A product to make, with a variation and a picture, and changes of one in the till and of one of
/// its variants; amounts have three decimals.
const plan made{
    .money_decimals = 3,
    .actions = {
        {.id = 0,
         .side = side::ecom,
         .kind = kind::product,
         .of = {.pos_id = "p1"},
         .what = create{{}, {{{.pos_id = "v1"}, {}}}, {{"", "u", "img1"}}}},
        {.id = 1, .side = side::pos, .kind = kind::product, .of = {"p2", "102"}, .what = update{}},
        {.id = 2,
         .side = side::ecom,
         .kind = kind::variant,
         .of = {"v3", "203"},
         .product = {"p3", "103"},
         .what = update{}}}};

const std::vector<outcome> some{
    {.action = 0,
     .id = "123",
     .variations = {{{.pos_id = "v1"}, "901"}},
     .images = {{{.pos_id = "img1"}, "77"}},
     .stored = {{field::product_name, std::string{"Tee"}}, {field::product_price, money{1250}}}},
    {.action = 1, .stored = {{field::product_price, money{1990}}, {field::product_active, false}}},
    {.action = 2,
     .done = false,
     .stored = {{field::product_options, std::vector<option_value>{}}}}};

} // namespace

TEST_CASE("json outcome: what was written is read back", "[json]")
{
    CHECK(json::write(some, made) ==
          R"([{"action":0,"done":true,"id":"123","variations":{"v1":"901"},)"
          R"("images":{"img1":"77"},"stored":{"name":"Tee","price":"1.250"}},)"
          R"({"action":1,"done":true,"stored":{"online_price":"1.990","active":false}},)"
          R"({"action":2,"done":false,"stored":{"option_values":{}}}])");
    const auto again = json::read_outcomes(json::write(some, made, 1), made);
    CHECK(again.faults == std::vector<fault>{});
    CHECK(again.value == some);
}

TEST_CASE("json outcome: an action alone is done, and unknown keys are ignored", "[json]")
{
    const auto read = json::read_outcomes(R"([{"action": 2, "at": "noon"}])", made);
    CHECK(read.ok());
    CHECK(read.value == std::vector<outcome>{{.action = 2}});
}

TEST_CASE("json outcome: every kind of fault", "[json]")
{
    struct row {
        const char* id;
        std::string text;
        fault want;
    };
    const row table[] = {
        {"F1 no list", "{}", {"", "an array", "an object"}},
        {"F2 no JSON", "", {"", "valid JSON", "the end of the text at line 1, column 1"}},
        {"F3 no outcome", "[0]", {"/0", "an object", "the number 0"}},
        {"F4 no action", "[{}]", {"/0/action", "a whole number of at least 0", "nothing"}},
        {"F5 an action that is not there",
         R"([{"action": 3}])",
         {"/0/action", "the id of an action of the plan", "the number 3"}},
        {"F6 an action twice",
         R"([{"action": 1}, {"action": 2}, {"action": 1}])",
         {"/2/action", "an action that has no outcome yet", "the number 1"}},
        {"F7 whether it is done",
         R"([{"action": 1, "done": "yes"}])",
         {"/0/done", "true or false", R"(the text "yes")"}},
        {"F8 an id", R"([{"action": 0, "id": 123}])", {"/0/id", "a text", "the number 123"}},
        {"F9 variations",
         R"([{"action": 0, "variations": ["901"]}])",
         {"/0/variations", "an object", "an array"}},
        {"F10 the id of a variation",
         R"([{"action": 0, "variations": {"v1": 901}}])",
         {"/0/variations/v1", "a text", "the number 901"}},
        {"F11 the id of a picture",
         R"([{"action": 0, "images": {"img1": []}}])",
         {"/0/images/img1", "a text", "an array"}},
        {"F12 what is stored",
         R"([{"action": 0, "stored": []}])",
         {"/0/stored", "an object", "an array"}},
        {"F13 the member of the other side",
         R"([{"action": 0, "stored": {"online_price": "1.00"}}])",
         {"/0/stored/online_price", "a field that a product has in ecom",
          R"(the key "online_price")"}},
        {"F14 a value",
         R"([{"action": 1, "stored": {"online_price": "much"}}])",
         {"/0/stored/online_price", R"(a decimal string like "19.90")", R"(the text "much")"}},
        {"F15 a key twice",
         R"([{"action": 0, "variations": {"v1": "1", "v1": "2"}}])",
         {"/0/variations/v1", "each key once", R"(the key "v1" a second time)"}},
    };
    for (const auto& r : table)
        DYNAMIC_SECTION(r.id)
        {
            CHECK(json::read_outcomes(r.text, made).faults == std::vector{r.want});
        }
    CHECK(json::read_outcomes(R"([{"id": 1, "done": 1}, {"action": 9, "images": []}])", made)
              .faults.size() == 5);
}

} // namespace json_outcome_tests
