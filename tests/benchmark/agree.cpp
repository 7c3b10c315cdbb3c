#include "catch.hpp"
#include "rivals.hpp"
#include "shop.hpp"
#include "tables.hpp"

#include <twinshelf/twinshelf.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

using namespace twinshelf;

namespace {

/// The products that the library's plan does something about, by the till's ids, sorted.
std::vector<std::string> by_the_plan(const benchmark::shop& s)
{
    std::vector<std::string> ids;
    for (const auto& a : reconcile(s.pos, s.ecom, s.by).actions) {
        if (a.kind == kind::product) ids.push_back(a.of.pos_id);
        if (a.kind == kind::variant) ids.push_back(a.product.pos_id);
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

void check_rivals(const benchmark::shop& s, const std::vector<std::string>& want)
{
    for (const auto& rival : benchmark::all_rivals()) {
        const auto w = rival.make(s);
        INFO(rival.name);
        CHECK(w.name == rival.name);
        if (!w.run) continue; // it is not installed
        CHECK(w.concerned() == want);
        CHECK(w.run() >= want.size());
    }
}

} // namespace

TEST_CASE("every rival finds the products that the plan is about", "[benchmark]")
{
    const std::size_t products = GENERATE(std::size_t{300}, std::size_t{1'000});
    const auto s = benchmark::make({.products = products, .seed = products}, false);
    const auto want = by_the_plan(s);
    CHECK(want.size() == products / 25); // 2 % changed, 1 % new, 1 % gone
    check_rivals(s, want);
}

TEST_CASE("a rival finds nothing where nothing has changed", "[benchmark]")
{
    const auto s = benchmark::make({.products = 100, .changed = 0, .added = 0, .gone = 0}, false);
    CHECK(by_the_plan(s).empty());
    check_rivals(s, {});
}

TEST_CASE("a rival finds every product of a new store", "[benchmark]")
{
    const auto s = benchmark::make({.products = 100, .in_store = false, .gone = 0}, false);
    const auto want = by_the_plan(s);
    CHECK(want.size() == 100);
    check_rivals(s, want);
}

TEST_CASE("a rival finds one difference in any field that both sides hold", "[benchmark]")
{
    auto s = benchmark::make({.products = 100, .changed = 0, .added = 0, .gone = 0}, false);
    auto& p = s.pos.products.records[42];
    auto& v = (*p.variants)[3];
    SECTION("name")
    {
        p.name = "Another";
    }
    SECTION("description")
    {
        p.description = "Another";
    }
    SECTION("brand")
    {
        p.brand = "Another";
    }
    SECTION("category")
    {
        p.category_id = s.pos.categories.records[1].id;
    }
    SECTION("an image less")
    {
        p.sellable.images->pop_back();
    }
    SECTION("images in another order")
    {
        std::swap(p.sellable.images->at(0), p.sellable.images->at(1));
    }
    SECTION("SKU")
    {
        v.sellable.sku = "Another";
    }
    SECTION("UPC")
    {
        v.sellable.upc = "400000000";
    }
    SECTION("price")
    {
        v.sellable.price = money{1};
    }
    SECTION("weight")
    {
        v.sellable.weight = mass{1, mass_unit::kg};
    }
    SECTION("stock at the other outlet")
    {
        v.sellable.stock->back().level = units(77);
    }
    SECTION("whether stock is counted")
    {
        v.sellable.tracks_stock = false;
    }
    SECTION("a variant less")
    {
        p.variants->pop_back();
    }
    SECTION("a new variant")
    {
        v.id = pos::variant_id{"another"};
    }
    check_rivals(s, {p.id.text});
}

TEST_CASE("a weight is the same in any unit", "[benchmark]")
{
    auto s = benchmark::make({.products = 100, .changed = 0, .added = 0, .gone = 0}, false);
    auto& weight = (*s.pos.products.records[42].variants)[3].sellable.weight;
    weight = mass{weight->millionths / 1'000, mass_unit::kg};
    check_rivals(s, {});
}

TEST_CASE("a part of a shop has its share of what is linked and what is gone", "[benchmark]")
{
    const auto s = benchmark::make({.products = 2'000, .added = 0.1, .gone = 0.1}, false);
    const benchmark::part half{s, 1'000};
    CHECK_FALSE(half.whole());
    CHECK(half.products() == 1'000);
    std::vector<std::string> pos, ecom, both;
    benchmark::each_row(s, half, [&](side on, const auto& row) {
        if constexpr (requires { row.name; })
            (on == side::pos ? pos : ecom).emplace_back(*row.product);
    });
    CHECK(pos.size() == 1'000);
    std::sort(pos.begin(), pos.end());
    std::sort(ecom.begin(), ecom.end());
    std::set_intersection(pos.begin(), pos.end(), ecom.begin(), ecom.end(),
                          std::back_inserter(both));
    CHECK(both.size() == 1'000); // the new products are the last ones of the till
    CHECK(ecom.size() > 1'090);
    CHECK(ecom.size() < 1'130);
    CHECK(benchmark::part{s, 20'000}.whole());
    CHECK(benchmark::part{s, 20'000}.products() == 0);
}
