#include "catch.hpp"
#include "json_random.hpp"

#include <twinshelf/json/decision.hpp>

#include <string>
#include <vector>

namespace json_decision_tests {

using namespace twinshelf;
using json::fault;

TEST_CASE("json decision: what was written is read back", "[json]")
{
    const std::vector<decision> some{{"product.update:product:p1:101:name", "pos"},
                                     {"product.adopt:product:\"p2\":", "102"}};
    CHECK(json::write(some) == R"([{"issue":"product.update:product:p1:101:name","choice":"pos"},)"
                               R"({"issue":"product.adopt:product:\"p2\":","choice":"102"}])");
    for (const auto& all : {some, {}}) {
        const auto again = json::read_decisions(json::write(all, 2));
        CHECK(again.faults == std::vector<fault>{});
        CHECK(again.value == all);
    }
}

TEST_CASE("json decision: every kind of fault", "[json]")
{
    struct row {
        const char* id;
        std::string text;
        fault want;
    };
    const row table[] = {
        {"F1 no list", "{}", {"", "an array", "an object"}},
        {"F2 no JSON", "[", {"", "valid JSON", "the end of the text at line 1, column 2"}},
        {"F3 no decision", R"(["a"])", {"/0", "an object", R"(the text "a")"}},
        {"F4 no issue", R"([{"choice": "pos"}])", {"/0/issue", "a text", "nothing"}},
        {"F5 no choice", R"([{"issue": "a"}])", {"/0/choice", "a text", "nothing"}},
        {"F6 an issue",
         R"([{"issue": 1, "choice": "pos"}])",
         {"/0/issue", "a text", "the number 1"}},
        {"F7 a choice", R"([{"issue": "a", "choice": true}])", {"/0/choice", "a text", "true"}},
        {"F8 the same issue twice",
         R"([{"issue": "a", "choice": "pos"}, {"issue": "b", "choice": "pos"}, {"issue": "a", "choice": "ecom"}])",
         {"/2/issue", "an issue that has no decision yet", R"(the text "a")"}},
        {"F9 a key twice",
         R"([{"issue": "a", "choice": "pos", "choice": "ecom"}])",
         {"/0/choice", "each key once", R"(the key "choice" a second time)"}},
    };
    for (const auto& r : table)
        DYNAMIC_SECTION(r.id)
        {
            CHECK(json::read_decisions(r.text).faults == std::vector{r.want});
        }
    CHECK(json::read_decisions(R"([1, {"issue": 2}, {}])").faults.size() == 5);
    CHECK(json::read_decisions(R"([{"issue": "a", "choice": "pos", "by": "Jo"}])").ok());
}

} // namespace json_decision_tests
