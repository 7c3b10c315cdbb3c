#include "catch.hpp"
#include "json_random.hpp"

#include <twinshelf/json/policy.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace json_policy_tests {

using namespace twinshelf;
using json::fault;
using json_random::dice;

namespace {

void roll(dice& d, double& share)
{
    share = static_cast<double>(d.below(1001)) / 1000;
}

void roll(dice& d, std::map<field, std::size_t>& limits)
{
    for (auto n = d.below(3); n > 0; --n)
        limits[fields[d.below(fields.size())].id] = d.below(300);
}

policy any_policy(std::uint64_t seed)
{
    dice d{seed};
    auto p = seed % 3 == 0 ? r_series() : seed % 3 == 1 ? x_series() : x_series_2021();
    for (const auto& f : fields) {
        flow how{};
        roll(d, how);
        if (d.flip() && makes_sense(f.id, how)) p[f.id] = how;
    }
    options(
        [&](std::string_view, auto& option) {
            if (d.flip()) roll(d, option);
        },
        p);
    return p;
}

std::string with(const std::string& members)
{
    return R"({"profile": "r_series", )" + members + "}";
}

} // namespace

TEST_CASE("json policy: what was written is read back", "[json]")
{
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        INFO("seed " << seed);
        const auto p = any_policy(seed);
        const auto again = json::read_policy(json::write(p, static_cast<int>(seed % 3) - 1));
        REQUIRE(again.faults == std::vector<fault>{});
        REQUIRE(again.value == p);
    }
}

TEST_CASE("json policy: a profile alone is its name", "[json]")
{
    CHECK(json::write(r_series()) == R"({"profile":"r_series"})");
    CHECK(json::read_policy(R"({"profile": "x_series"})").value == x_series());
    CHECK(json::read_policy("{}", "x_series_2021").value == x_series_2021());
    CHECK(json::read_policy(R"({"profile": "r_series"})", "r_series").value == r_series());
}

TEST_CASE("json policy: a profile with overrides", "[json]")
{
    const auto read = json::read_policy(with(
        R"("product.name": "pos_leads", "product.enabled": "fill", "plan": "business",
           "duplicate_sku": "hold", "guard.deletions.share": 0.5, "guard.deletions.min": 1,
           "outlets": ["1", "3"], "relink": true, "limits": {"product.name": 255})"));
    REQUIRE(read.faults == std::vector<fault>{});
    auto want = r_series();
    want[field::product_name] = flow::pos_leads;
    want[field::product_active] = flow::fill;
    want.plan = plan_size::business;
    want.duplicate_sku = duplicate_sku::hold;
    want.guard = {0.5, 1};
    want.outlets = {pos::outlet_id{"1"}, pos::outlet_id{"3"}};
    want.relink = true;
    want.limits[field::product_name] = 255;
    CHECK(read.value == want);
    CHECK(json::write(want) ==
          R"({"profile":"r_series","product.name":"pos_leads","product.active":"fill",)"
          R"("plan":"business","outlets":["1","3"],"duplicate_sku":"hold","relink":true,)"
          R"("limits":{"product.name":255},"guard.deletions.share":0.5,"guard.deletions.min":1})");
}

TEST_CASE("json policy: every kind of fault", "[json]")
{
    struct row {
        const char* id;
        std::string text;
        fault want;
    };
    const std::string
        profiles = R"(one of the profiles "r_series", "x_series", "x_series_2021")",
        flows =
            R"(one of "never", "on_create", "fill", "pos_leads", "pos_edits", "two_way", "latest", "movements", "ecom_leads_once")",
        key = R"(an option or a field as the key, like "product.name")",
        field_key = R"(a field as the key, like "product.name")";
    const row table[] = {
        {"F1 no object", "[]", {"", "an object", "an array"}},
        {"F2 no JSON",
         R"({"profile": )",
         {"/profile", "valid JSON", "the end of the text at line 1, column 13"}},
        {"F3 no profile", "{}", {"/profile", profiles, "nothing"}},
        {"F4 an unknown profile",
         R"({"profile": "s_series"})",
         {"/profile", profiles, R"(the text "s_series")"}},
        {"F5 a profile that is no text",
         R"({"profile": 1})",
         {"/profile", "a text", "the number 1"}},
        {"F6 an unknown key", with(R"("relnk": true)"), {"/relnk", key, R"(the key "relnk")"}},
        {"F7 an unknown field",
         with(R"("product.colour": "never")"),
         {"/product.colour", key, R"(the key "product.colour")"}},
        {"F8 an unknown flow",
         with(R"("product.name": "both_ways")"),
         {"/product.name", flows, R"(the text "both_ways")"}},
        {"F9 a flow that is no word",
         with(R"("product.name": true)"),
         {"/product.name", flows, "true"}},
        {"F10 a flow without sense",
         with(R"("category.name": "two_way")"),
         {"/category.name",
          R"(a flow that makes sense for category.name: "never", "on_create", "pos_leads", "pos_edits")",
          R"(the text "two_way")"}},
        {"F11 a flow for one side",
         with(R"("product.subtitle": "pos_leads")"),
         {"/product.subtitle", R"(a flow that makes sense for product.subtitle: "never")",
          R"(the text "pos_leads")"}},
        {"F12 a field under two names",
         with(R"("product.active": "fill", "product.enabled": "never")"),
         {"/product.enabled", "one flow for product.active", R"(the text "never")"}},
        {"F13 a key twice",
         with(R"("relink": true, "relink": true)"),
         {"/relink", "each key once", R"(the key "relink" a second time)"}},
        {"F14 an unknown word",
         with(R"("plan": "big")"),
         {"/plan", R"(one of "none", "venture", "business", "unlimited")", R"(the text "big")"}},
        {"F15 null is no word",
         with(R"("plan": null)"),
         {"/plan", R"(one of "none", "venture", "business", "unlimited")", "null"}},
        {"F16 a flag",
         with(R"("entities": "false")"),
         {"/entities", "true or false", R"(the text "false")"}},
        {"F17 too big a share",
         with(R"("guard.deletions.share": 1.5)"),
         {"/guard.deletions.share", "a number from 0 to 1", "the number 1.5"}},
        {"F18 a share below 0",
         with(R"("guard.deletions.share": -1)"),
         {"/guard.deletions.share", "a number from 0 to 1", "the number -1"}},
        {"F19 a share in words",
         with(R"("guard.deletions.share": "half")"),
         {"/guard.deletions.share", "a number", R"(the text "half")"}},
        {"F20 a number below 0",
         with(R"("guard.deletions.min": -1)"),
         {"/guard.deletions.min", "a whole number of at least 0", "the number -1"}},
        {"F21 a fraction",
         with(R"("guard.deletions.min": 1.5)"),
         {"/guard.deletions.min", "a whole number of at least 0", "the number 1.5"}},
        {"F22 outlets", with(R"("outlets": "1")"), {"/outlets", "an array", R"(the text "1")"}},
        {"F23 an outlet",
         with(R"("outlets": ["1", 3])"),
         {"/outlets/1", "an id, which is a text", "the number 3"}},
        {"F24 limits", with(R"("limits": 255)"), {"/limits", "an object", "the number 255"}},
        {"F25 a limit of no field",
         with(R"("limits": {"name": 255})"),
         {"/limits/name", field_key, R"(the key "name")"}},
        {"F26 a limit",
         with(R"("limits": {"product.name": "255"})"),
         {"/limits/product.name", "a whole number of at least 0", R"(the text "255")"}},
    };
    for (const auto& r : table)
        DYNAMIC_SECTION(r.id)
        {
            CHECK(json::read_policy(r.text).faults == std::vector{r.want});
        }
    CHECK(json::read_policy(R"({"profile": "x_series"})", "r_series").faults ==
          std::vector<fault>{
              {"/profile", R"("r_series", the profile in use)", R"(the text "x_series")"}});
    CHECK(json::read_policy("{}", "s_series").faults ==
          std::vector<fault>{{"/profile", profiles, R"(the text "s_series")"}});
}

TEST_CASE("json policy: all faults are reported, and what has one stays as the profile has it",
          "[json]")
{
    const auto read = json::read_policy(with(
        R"("plan": "big", "outlets": ["1", 3], "product.price": "movements", "relink": true)"));
    CHECK(read.faults.size() == 3);
    auto want = r_series();
    want.relink = true;
    CHECK(read.value == want);
}

TEST_CASE("json policy: a text that is cut anywhere is a fault, and depth is no matter", "[json]")
{
    const auto text = json::write(any_policy(5));
    for (std::size_t end = 0; end < text.size(); ++end)
        REQUIRE_FALSE(json::read_policy(text.substr(0, end)).ok());
    const std::string open(100'000, '['), shut(100'000, ']');
    CHECK(json::read_policy(with(R"("x": )" + open + shut)).faults.size() == 1);
    CHECK(json::read_policy(with(R"("x": )" + open)).faults.size() == 1);
}

} // namespace json_policy_tests
