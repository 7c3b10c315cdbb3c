#include "variants.hpp"

#include <twinshelf/check.hpp>
#include <twinshelf/reconcile.hpp>

#include <string>
#include <vector>

namespace decisions_tests {

using namespace plans;
using variants::matrix, variants::on_till, variants::in_store, variants::shelf;

namespace {

using decisions = std::vector<decision>;

/// What the plan is once decisions were made, its actions and its issues but the notices; the
/// checker finds nothing in it.
std::vector<std::string> decided(const pos::snapshot& pos, const ecom::snapshot& ecom,
                                 const policy& by, const decisions& made)
{
    const earlier known{no_baseline, made};
    const auto p = reconcile(pos, ecom, by, known);
    INFO(text(p));
    CHECK(check(p, pos, ecom, by, known).empty());
    return lines(p);
}

/// The keys of the issues that can be decided, with their choices.
std::vector<std::string> questions(const pos::snapshot& pos, const ecom::snapshot& ecom,
                                   const policy& by)
{
    std::vector<std::string> all;
    for (const auto& i : reconcile(pos, ecom, by).issues) {
        if (i.choices.empty()) continue;
        all.push_back(i.key);
        for (const auto& c : i.choices)
            all.back() += ' ' + c;
    }
    return all;
}

policy plain()
{
    auto p = r_series();
    p[field::product_price] = p[field::product_name] = flow::never;
    p[field::product_name] = flow::two_way;
    return p;
}

using text_lines = std::vector<std::string>;

} // namespace

TEST_CASE("decisions: which of several products in ecom is the one of the till", "[decisions]")
{
    const auto pos = till({item("p1", "A")});
    const auto ecom = store({listing("1", "", "A"), listing("2", "", "A")});
    const auto by = plain();
    REQUIRE(questions(pos, ecom, by) == text_lines{"product.adopt:product:p1: 1 2 none"});

    struct row {
        const char *id, *choice;
        text_lines want;
    };
    const row rows[]{
        {"P3 the second", "2", {"link product p1/2 (product.adopt)"}},
        {"P3 a new one",
         "none",
         {R"(create product p1/ name="Tee" sku="A" on_front_page=true category_ids=[])"
          " enabled=false (product.create)"}},
        {"P3 what was not offered", "3", {"conflict product p1/ choices 1 2 none (product.adopt)"}},
    };
    for (const auto& r : rows)
        DYNAMIC_SECTION(r.id)
        {
            CHECK(decided(pos, ecom, by, {{"product.adopt:product:p1:", r.choice}}) == r.want);
        }
}

TEST_CASE("decisions: which of several products of the till an ecom one is", "[decisions]")
{
    const auto pos = till({item("p1", "A"), item("p2", "A")});
    const auto ecom = store({listing("1", "", "A")});
    const std::string of = "product.adopt:product:";
    const std::string fresh =
        R"(create product p1/ name="Tee" sku="A" on_front_page=true category_ids=[])"
        " enabled=false (product.create)";
    SECTION("P3 the second; the first is a new one then")
    {
        CHECK(decided(pos, ecom, plain(), {{of + "p2:", "1"}}) ==
              text_lines{"link product p2/1 (product.adopt)", fresh});
    }
    SECTION("P3 the first is a new one; the second is the only one left")
    {
        CHECK(decided(pos, ecom, plain(), {{of + "p1:", "none"}}) ==
              text_lines{"link product p2/1 (product.adopt)", fresh});
    }
    SECTION("P3 both are the same one: asked again")
    {
        CHECK(decided(pos, ecom, plain(), {{of + "p1:", "1"}, {of + "p2:", "1"}}) ==
              text_lines{"conflict product p1/ choices 1 none (product.adopt)",
                         "conflict product p2/ choices 1 none (product.adopt)"});
    }
}

TEST_CASE("decisions: a simple product and one with variants are one after all", "[decisions]")
{
    const auto pos = till({item("p1", "A")});
    const auto ecom = store({shelf("1", "", {in_store("w1", "", "A", "Red")})});
    CHECK(decided(pos, ecom, plain(), {{"product.adopt:product:p1:", "1"}}) ==
          text_lines{"link product p1/1 (product.adopt)"});
}

TEST_CASE("decisions: which of several variations is the one of a variant", "[decisions]")
{
    const auto pos = till({matrix("p1", {on_till("v1", "A", "Red")})});
    const auto ecom = store({shelf(
        "1", "p1", {in_store("w1", "v1", "C", "Green"), in_store("w2", "v1", "B", "Blue")})});
    REQUIRE(questions(pos, ecom, plain()) ==
            text_lines{"identity.link_first:variant:v1: w1 w2 none"});
    CHECK(decided(pos, ecom, plain(), {{"identity.link_first:variant:v1:", "w2"}}) ==
          text_lines{"update product p1/1 options=[Color: Green Blue]>[Color: Green Blue Red]"
                     " (variant.options)",
                     R"(update variant v1/w2 sku="B">"A" options=[Color:Blue]>[Color:Red])"
                     " (variant.options) (product.update)"});
}

TEST_CASE("decisions: whose a SKU is that an online-only product has", "[decisions]")
{
    auto by = plain();
    by.duplicate_sku = duplicate_sku::hold;
    auto renamed = listing("1", "p1", "A");
    const auto pos = till({item("p1", "B")});
    const auto ecom = store({renamed, listing("9", "", "B")});
    const std::string key = "variant.sku_free:product:p1:1:sku";
    REQUIRE(questions(pos, ecom, by) == text_lines{key + " pos ecom"});
    SECTION("K7 the till's: both have it")
    {
        CHECK(decided(pos, ecom, by, {{key, "pos"}}) ==
              text_lines{R"(update product p1/1 sku="A">"B" (product.update))"});
    }
    SECTION("K7 the online-only product's: the other keeps what it has")
    {
        const decisions made{{key, "ecom"}};
        const auto p = reconcile(pos, ecom, by, {no_baseline, made});
        CHECK(lines(p) == text_lines{});
        CHECK(p.complete);
    }
}

TEST_CASE("decisions: one that nothing asks for is said", "[decisions]")
{
    const decisions made{{"product.adopt:product:p1:", "none"}, {"nonsense", "pos"}};
    const auto p = reconcile(till({item("p1", "A")}), store({listing("1", "p1", "A")}), plain(),
                             {no_baseline, made});
    CHECK(p.actions.empty());
    CHECK(notices(p) ==
          text_lines{"notice product / (product.adopt)", "notice product / (record.isolated)"});
}

} // namespace decisions_tests
