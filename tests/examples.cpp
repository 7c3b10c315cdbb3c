#include "catch.hpp"

#include <twinshelf/check.hpp>
#include <twinshelf/json/json.hpp>
#include <twinshelf/platforms/r_series.hpp>
#include <twinshelf/twinshelf.hpp>

#include <algorithm>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace examples_tests {

/// The shops of `examples/run`: what their plans are to be, record by record.

using namespace twinshelf;

namespace {

using lines = std::vector<std::string>;

struct shop {
    pos::snapshot pos{};
    ecom::snapshot ecom{};
    policy by{};
};

std::string file(const std::string& name)
{
    std::ifstream in{"../examples/data/" + name};
    REQUIRE(in);
    return {std::istreambuf_iterator<char>{in}, {}};
}

template <class T>
T whole(json::parsed<T> read)
{
    for (const auto& f : read.faults)
        FAIL_CHECK(json::message(f));
    return std::move(read.value);
}

shop bicycles()
{
    auto ecom = whole(json::read_ecom(file("r_series_store.json")));
    lines texts;
    for (const auto* list :
         {"items", "matrices", "categories", "shops", "customer_types", "customers"})
        texts.push_back(file("r_series_" + std::string{list} + ".json"));
    const std::vector<std::string_view> pages(texts.begin(), texts.end());
    auto pos = whole(platforms::r_series::read(pages, {.money = ecom.currency}));
    return {std::move(pos), std::move(ecom), r_series()};
}

shop homeware()
{
    return {whole(json::read_pos(file("x_series_pos.json"))),
            whole(json::read_ecom(file("x_series_store.json"))), x_series()};
}

/// "ecom update product 301 price quantity": by the id there, else by the pos id after a colon.
std::string line(const action& a)
{
    auto text =
        std::string{name(a.side)} + ' ' +
        a.match([](const create&) { return "create"; }, [](const update&) { return "update"; },
                [](const erase&) { return "delete"; }, [](const link_to&) { return "link"; },
                [](const reorder&) { return "reorder"; },
                [](const set_images&) { return "set_images"; },
                [](const move_stock&) { return "move_stock"; }) +
        ' ' + std::string{name(a.kind)} + ' ';
    text += a.of.ecom_id.empty() ? ":" + a.of.pos_id : a.of.ecom_id;
    if (const auto* u = std::get_if<update>(&a.what))
        for (const auto& c : u->changes)
            text += ' ' + std::string{entry(c.field).key};
    return text;
}

lines actions_of(const plan& p, std::initializer_list<kind> kinds = {})
{
    lines all;
    for (const auto& a : p.actions)
        if (kinds.size() == 0 || std::find(kinds.begin(), kinds.end(), a.kind) != kinds.end())
            all.push_back(line(a));
    std::sort(all.begin(), all.end());
    return all;
}

lines issues_of(const plan& p, severity how)
{
    lines all;
    for (const auto& i : p.issues)
        if (i.severity == how)
            all.push_back(std::string{name(i.rule)} + ' ' +
                          (i.of.ecom_id.empty() ? ":" + i.of.pos_id : i.of.ecom_id));
    std::sort(all.begin(), all.end());
    return all;
}

} // namespace

TEST_CASE("examples: the plans are valid, and nothing is left to do after them", "[examples]")
{
    const auto s = GENERATE(bicycles, homeware)();
    const auto plan = reconcile(s.pos, s.ecom, s.by);
    for (const auto& v : check(plan, s.pos, s.ecom, s.by))
        FAIL_CHECK(v.what);
    int made = 0;
    const auto after = apply(plan, s.pos, s.ecom, [&](const action&, made_thing, const ref&) {
        return "new" + std::to_string(++made);
    });
    CHECK(actions_of(reconcile(after.pos, after.ecom, s.by)) == lines{});
}

TEST_CASE("examples: the homeware shop, X-Series", "[examples]")
{
    const auto s = homeware();
    const auto plan = reconcile(s.pos, s.ecom, s.by);
    CHECK(actions_of(plan) == lines{"ecom create category :c2",
                                    "ecom create category :c6",
                                    "ecom create customer_group :g2",
                                    "ecom create product :p04",
                                    "ecom create product :p15",
                                    "ecom create product :p18",
                                    "ecom create variant :v103",
                                    "ecom delete category 204",
                                    "ecom delete product 315",
                                    "ecom delete variant 7161",
                                    "ecom link category 203",
                                    "ecom link customer 604",
                                    "ecom link customer_group 401",
                                    "ecom link product 307",
                                    "ecom set_images product 301",
                                    "ecom set_images product 316",
                                    "ecom update category 202 name",
                                    "ecom update customer 601 marketing group",
                                    "ecom update customer 602 marketing",
                                    "ecom update customer 609 marketing",
                                    "ecom update customer_group 402 name",
                                    "ecom update product 301 price stock",
                                    "ecom update product 302 sku", // a swap: parked
                                    "ecom update product 302 sku",
                                    "ecom update product 303 sku",
                                    "ecom update product 305 brand weight category",
                                    "ecom update product 306 active",
                                    "ecom update product 307 name description",
                                    "ecom update product 310 options",
                                    "ecom update product 317 tracks_stock",
                                    "ecom update variant 7101 upc",
                                    "ecom update variant 7102 price stock",
                                    "pos create customer 605",
                                    "pos create customer 609",
                                    "pos create customer_group 403",
                                    "pos update customer 602 email marketing",
                                    "pos update customer 603 marketing"});
    CHECK(issues_of(plan, severity::error) == lines{});
    CHECK(issues_of(plan, severity::conflict) ==
          lines{"customer.one_group 607", "product.adopt :p13"});
    CHECK(issues_of(plan, severity::hold) ==
          lines{"price.zero 308", "product.sku_duplicate :p11", "product.sku_duplicate :p12"});
}

TEST_CASE("examples: the bicycle shop, R-Series", "[examples]")
{
    const auto s = bicycles();
    const auto plan = reconcile(s.pos, s.ecom, s.by);
    CHECK(actions_of(plan, {kind::category}) ==
          lines{"ecom create category :10", "ecom create category :6", "ecom create category :9",
                "ecom delete category 17", "ecom link category 13", "ecom reorder category 12",
                "ecom update category 12 name"});
    lines products{"ecom create product :matrix:21"};
    for (const auto* id : {"13", "15", "18", "23", "25", "26", "27", "28", "29", "30", "31", "32",
                           "34", "38", "40", "43", "44", "46", "48", "49", "50", "51", "52"})
        products.push_back("ecom create product :" + std::string{id});
    for (const auto* rest :
         {"delete product 107", "link product 110", "set_images product 108",
          "set_images product 117", "update product 102 price", "update product 103 name",
          "update product 104 category", "update product 105 active", "update product 106 category",
          "update product 108 stock", "update product 115 stock"})
        products.push_back("ecom " + std::string{rest});
    std::sort(products.begin(), products.end());
    CHECK(actions_of(plan, {kind::product}) == products);
    CHECK(actions_of(plan, {kind::variant}) ==
          lines{"ecom create variant :57", "ecom delete variant 7004",
                "ecom update variant 7001 images", "ecom update variant 7002 stock",
                "ecom update variant 7003 price"});
    CHECK(actions_of(plan, {kind::customer_group, kind::customer}) ==
          lines{"ecom link customer 501", "pos create customer 503"});
    CHECK(issues_of(plan, severity::error) == lines{});
    CHECK(issues_of(plan, severity::conflict) == lines{"customer.both 505", "product.adopt :35"});
    CHECK(issues_of(plan, severity::hold) ==
          lines{"category.delete 18", "variant.invalid :matrix:22"});
}

} // namespace examples_tests
