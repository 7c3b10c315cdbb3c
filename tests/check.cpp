#include "catch.hpp"

#include <twinshelf/check.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace check_tests {

using namespace twinshelf;

static_assert(std::regular<violation>);

namespace {

/// A plan with a bit of everything, and what it was made from.
struct given {
    pos::snapshot pos{};
    ecom::snapshot ecom{};
    policy by = r_series();
    plan p{};
    baseline base{};
    std::vector<decision> decisions{};

    void add(int wave, kind k, ref of, decltype(action::what) what, rule why = rule::product_update)
    {
        action a{.wave = wave, .side = side::ecom, .kind = k, .rule = why, .of = std::move(of)};
        a.what = std::move(what);
        p.actions.push_back(std::move(a));
        number();
    }
    void number()
    {
        for (std::size_t i = 0; i < p.actions.size(); ++i)
            p.actions[i].id = static_cast<int>(i);
    }
    void drop(std::size_t at)
    {
        p.actions.erase(p.actions.begin() + static_cast<std::ptrdiff_t>(at));
        number();
    }
    create& made(std::size_t at) { return std::get<create>(p.actions[at].what); }
    std::vector<change>& changes(std::size_t at)
    {
        return std::get<update>(p.actions[at].what).changes;
    }
    std::vector<ref>& order() { return std::get<reorder>(p.actions[9].what).order; }
};

update one(field f, value from, value to, rule why = rule::product_update)
{
    return {{{f, std::move(from), std::move(to), why, cause::differs}}};
}

ecom::product product(const char* id, const char* pos_id, const char* sku)
{
    ecom::product e{.name = "Name", .enabled = true};
    e.id.text = id;
    if (*pos_id) e.pos_id = pos::product_id{pos_id};
    e.sellable.sku = sku;
    e.category_ids.emplace();
    return e;
}

const ref caps{"c2", ""}, hats{"c1", "11"}, mugs{"c3", "13"}, winter{"c4", "14"}, gifts{"", "16"};

//  wave  at
//   0    0   delete product 104, which frees the SKU D
//   1    1   create category c2 below 11      2  rename 13
//   2    3   update product 101: name, moved from 14 to c2
//        4   create product p4 in c2, with the SKU D
//        5   link 106
//        6   park the SKU of 102
//   3    7   103 takes the SKU B of 102
//   4    8   102 takes the SKU A of 103
//   5    9   reorder the root
//   6    10  delete category 14
given valid()
{
    using enum field;
    given g;
    g.pos.categories = {{.id = "c1"_id, .name = "Hats", .parent_id = none},
                        {.id = "c2"_id, .name = "Caps", .parent_id = pos::category_id{"c1"}},
                        {.id = "c3"_id, .name = "Mugs", .parent_id = none}};
    std::vector<pos::product> sold;
    for (const auto& [id, sku] :
         {std::pair{"p1", "P"}, {"p2", "A"}, {"p3", "B"}, {"p4", "D"}, {"p6", "F"}}) {
        pos::product made{.name = "Name"};
        made.id.text = id;
        made.sellable.sku = sku;
        sold.push_back(made);
    }
    g.pos.products = sold;
    g.ecom.categories = {
        {.id = "11"_id, .pos_id = pos::category_id{"c1"}, .parent_id = none, .name = "Hats"},
        {.id = "13"_id, .pos_id = pos::category_id{"c3"}, .parent_id = none, .name = "Mug"},
        {.id = "14"_id, .pos_id = pos::category_id{"c4"}, .parent_id = none, .name = "Winter"},
        {.id = "16"_id, .parent_id = none, .name = "Gifts"}};
    g.ecom.products = {product("101", "p1", "P"), product("102", "p2", "B"),
                       product("103", "p3", "A"), product("104", "p9", "D"),
                       product("105", "", "X"),   product("106", "", "F")};
    g.ecom.products.records[0].category_ids = {"14"_id};

    g.add(0, kind::product, {"p9", "104"}, erase{});
    g.add(1, kind::category, caps,
          create{{{category_name, std::string{"Caps"}},
                  {category_parent, hats},
                  {category_enabled, false},
                  {category_order, std::int64_t{0}}},
                 {},
                 {}});
    g.add(1, kind::category, mugs, one(category_name, std::string{"Mug"}, std::string{"Mugs"}));
    auto first = one(product_name, std::string{"Name"}, std::string{"New"});
    first.changes.push_back({product_category, std::vector{ref{"", "14"}}, std::vector{caps},
                             rule::product_category, cause::differs});
    g.add(2, kind::product, {"p1", "101"}, first);
    g.add(2, kind::product, {"p4", ""},
          create{{{product_name, std::string{"Name"}},
                  {product_sku, std::string{"D"}},
                  {product_category, std::vector{caps}},
                  {product_active, false}},
                 {},
                 {}});
    g.add(2, kind::product, {"p6", "106"}, link_to{});
    g.add(2, kind::product, {"p2", "102"},
          one(product_sku, std::string{"B"}, std::string{"parked"}, rule::variant_sku_free));
    g.add(3, kind::product, {"p3", "103"}, one(product_sku, std::string{"A"}, std::string{"B"}));
    g.add(4, kind::product, {"p2", "102"},
          one(product_sku, std::string{"parked"}, std::string{"A"}));
    g.add(5, kind::category, {}, reorder{{}, {mugs, hats, gifts, winter}});
    g.add(6, kind::category, winter, erase{});
    return g;
}

std::string sentences(const given& g)
{
    std::string all;
    for (const auto& v : check(g.p, g.pos, g.ecom, g.by, {g.base, g.decisions}))
        all += std::to_string(v.action) + ": " + v.what + "\n";
    return all;
}

struct row {
    const char* id;
    void (*breaks)(given&);
    const char* says;
};

} // namespace

TEST_CASE("check: a valid plan has no violations", "[check]")
{
    CHECK(sentences(valid()) == "");
    CHECK(check({}, {}, {}, r_series()).empty());
}

TEST_CASE("check: a plan that is broken in one way is reported", "[check]")
{
    const std::vector<row> rows{
        // Numbers and waves
        {"an id that is no place", [](given& g) { g.p.actions[3].id = 7; }, "3: The action's id"},
        {"no wave 0", [](given& g) { g.drop(0); }, "0: The waves do not count"},
        {"a gap between waves", [](given& g) { g.p.actions[10].wave = 7; }, "10: The waves"},
        {"a wave that goes back", [](given& g) { g.p.actions[8].wave = 2; }, "8: The waves"},
        // Records
        {"an update of nothing", [](given& g) { g.p.actions[3].of.ecom_id = "999"; },
         "3: the ecom product 999 is not there"},
        {"an update after the delete",
         [](given& g) {
             g.p.actions[3].of = {"p9", "104"};
         },
         "3: the ecom product 104 is not there"},
        {"a record that is there twice",
         [](given& g) { g.ecom.products.records.push_back(product("101", "p1", "P")); },
         "3: the ecom product 101 is there more than once"},
        {"a create of a linked record",
         [](given& g) {
             g.p.actions[4].of = {"p1", ""};
         },
         "4: The pos record is already linked to the ecom product 101"},
        {"a create of nothing",
         [](given& g) {
             g.p.actions[4].of = {"p99", ""};
         },
         "4: the pos product p99 is not there"},
        {"the same create twice",
         [](given& g) {
             auto again = g.p.actions[1];
             again.wave = 2;
             g.p.actions.insert(g.p.actions.begin() + 3, again);
             g.number();
         },
         "3: the ecom category made from c2 is made, but it is there"},
        {"a link to a linked pos record", [](given& g) { g.p.actions[5].of.pos_id = "p1"; },
         "5: The pos record is already linked"},
        {"a link of a linked record", [](given& g) { g.p.actions[5].of.ecom_id = "103"; },
         "5: the ecom product 103 already has a link"},
        {"a ref of two records", [](given& g) { g.p.actions[3].of.pos_id = "p2"; },
         "3: the ecom product 101 is linked to p1, not to p2"},
        {"made and changed in one wave",
         [](given& g) {
             g.add(6, kind::category, winter,
                   one(field::category_name, std::string{"Winter"}, std::string{"W"}));
         },
         "10: the ecom category 14 is made or deleted in a wave that also changes it"},
        // References
        {"a parent that is not there",
         [](given& g) {
             g.made(1).record[1].to = ref{"c9", "99"};
         },
         "1: It refers to the ecom category 99"},
        {"a child in its parent's wave",
         [](given& g) {
             auto child = g.p.actions[1];
             child.of = {"c3", ""};
             std::get<create>(child.what).record[1].to = caps;
             g.ecom.categories.records[1].pos_id.reset();
             g.p.actions[2] = child;
             g.number();
         },
         "2: It refers to the ecom category made from c2, which is not there before its wave"},
        {"a category that is made later",
         [](given& g) {
             g.p.actions[1].wave = 2;
             g.p.actions[2].wave = 1;
             std::swap(g.p.actions[1], g.p.actions[2]);
             g.number();
         },
         "3: It refers to the ecom category made from c2"},
        // One change a field
        {"a field twice", [](given& g) { g.changes(3).push_back(g.changes(3)[0]); },
         "3: The name of the ecom product 101 is written twice"},
        {"a SKU that was not parked twice",
         [](given& g) { g.changes(6)[0].rule = rule::product_update; },
         "8: The sku of the ecom product 102 is written twice"},
        {"a SKU that is parked and given in one wave",
         [](given& g) {
             g.changes(6).push_back({field::product_sku, std::string{"parked"}, std::string{"Z"},
                                     rule::product_update, cause::differs});
         },
         "6: The sku of the ecom product 102 is written twice"},
        {"another before", [](given& g) { g.changes(3)[0].from = std::string{"Older"}; },
         "3: The name of the ecom product 101 is not what the change says it is"},
        {"other categories before",
         [](given& g) {
             g.changes(3)[1].from = std::vector{ref{"", "13"}};
         },
         "3: The category of the ecom product 101 is not what"},
        {"a price that ecom does not hold",
         [](given& g) {
             g.changes(3).push_back({field::product_price, money{100}, money{200},
                                     rule::product_update, cause::differs});
         },
         "3: The price of the ecom product 101 is not what"},
        {"no change", [](given& g) { g.changes(3)[0].to = std::string{"Name"}; },
         "3: The name of the ecom product 101 is changed to what it is"},
        // SKUs
        {"a SKU that another has", [](given& g) { g.made(4).record[1].to = std::string{"P"}; },
         "4: the ecom product made from p4 takes the SKU P that the ecom product 101 has"},
        {"a SKU in the wave that frees it",
         [](given& g) {
             g.p.actions[7].wave = 2;
             for (auto at : {8, 9, 10})
                 --g.p.actions[static_cast<std::size_t>(at)].wave;
         },
         "7: the ecom product 103 takes the SKU B that the ecom product 102 has"},
        {"a SKU in the wave of the delete",
         [](given& g) {
             g.p.actions[0].wave = 0;
             auto taker = g.p.actions[4];
             std::get<create>(taker.what).record[2].to = std::vector<ref>{};
             taker.wave = 0;
             g.drop(4);
             g.p.actions.insert(g.p.actions.begin() + 1, taker);
             g.number();
         },
         "1: the ecom product made from p4 takes the SKU D that the ecom product 104 has"},
        {"a SKU for two in one wave", [](given& g) { g.changes(6)[0].to = std::string{"D"}; },
         "6: the ecom product 102 takes the SKU D in one wave with another"},
        {"a SKU of an online-only product",
         [](given& g) {
             g.by.duplicate_sku = duplicate_sku::hold;
             g.made(4).record[1].to = std::string{"X"};
         },
         "4: the ecom product made from p4 takes the SKU X of the ecom product 105"},
        // Trees
        {"its own parent",
         [](given& g) {
             g.changes(2)[0] = {field::category_parent, none, mugs, rule::category_pos_owned,
                                cause::differs};
         },
         "2: the ecom category 13 becomes its own ancestor"},
        {"two that go below each other",
         [](given& g) {
             g.changes(2)[0] = {field::category_parent, none, hats, rule::category_pos_owned,
                                cause::differs};
             auto other = g.p.actions[2];
             other.of = hats;
             std::get<update>(other.what).changes[0].to = mugs;
             g.p.actions.insert(g.p.actions.begin() + 3, other);
             g.number();
         },
         "3: the ecom category 11 becomes its own ancestor"},
        {"a delete with a product in it", [](given& g) { g.changes(3).pop_back(); },
         "10: the ecom category 14 is deleted while the ecom product 101 is in it"},
        {"a delete with a category in it",
         [](given& g) {
             g.ecom.categories.records[3].parent_id = ecom::category_id{"14"};
             g.order() = {mugs, hats, winter};
         },
         "10: the ecom category 14 is deleted while the ecom category 16 is in it"},
        // Deletes last
        {"a delete that frees nothing",
         [](given& g) {
             g.made(4).record.erase(g.made(4).record.begin() + 1);
             g.by.plan = plan_size::no_plan;
         },
         "0: the ecom product 104 is deleted before other things"},
        {"a category deleted too early",
         [](given& g) {
             std::swap(g.p.actions[9].what, g.p.actions[10].what);
             std::swap(g.p.actions[9].of, g.p.actions[10].of);
         },
         "9: the ecom category 14 is deleted before other things"},
        // Order
        {"a child left out", [](given& g) { g.order().pop_back(); },
         "9: The order is not that of all categories in the root"},
        {"a child of another", [](given& g) { g.order().push_back(caps); },
         "9: The order is not that of all categories in the root"},
        {"a child twice", [](given& g) { g.order().push_back(mugs); },
         "9: the ecom category 13 is listed twice"},
        {"put into order twice",
         [](given& g) {
             auto again = g.p.actions[9];
             again.wave = 6;
             g.p.actions[10].wave = 7;
             g.p.actions.insert(g.p.actions.begin() + 10, again);
             g.number();
         },
         "10: What is in the root is put into order twice"},
        {"order from a partial section",
         [](given& g) { g.pos.categories.state = completeness::partial; },
         "9: Not all categories are known"},
        // What may be written
        {"a field that does not sync", [](given& g) { g.by[field::product_name] = flow::never; },
         "3: The name does not sync"},
        {"a field of a new record that does not sync",
         [](given& g) {
             g.made(4).record.push_back({field::product_brand, std::string{"B"}});
         },
         "4: The brand does not sync"},
        {"an order that does not sync", [](given& g) { g.by[field::category_order] = flow::never; },
         "9: Categories are put into order, which does not sync"},
        {"a category in the pos", [](given& g) { g.p.actions[2].side = side::pos; },
         "2: A category is written to the pos"},
        {"an online-only product",
         [](given& g) {
             g.p.actions[3].of = {"", "105"};
         },
         "3: the ecom product 105 is ecom's own"},
        {"an online-only category", [](given& g) { g.p.actions[2].of = gifts; },
         "2: the ecom category 16 is ecom's own"},
        {"a category of a tag",
         [](given& g) { g.ecom.categories.records[1].pos_id = pos::category_id{"tag:Mug"}; },
         "2: the ecom category 13 is ecom's own"},
        {"no name", [](given& g) { g.made(4).record.erase(g.made(4).record.begin()); },
         "4: the ecom product made from p4 has no name"},
        {"a blank name", [](given& g) { g.changes(3)[0].to = std::string{" "}; },
         "3: The name of the ecom product 101 is blank"},
        {"a blank over something",
         [](given& g) {
             g.by[field::product_brand] = flow::pos_leads;
             g.ecom.products.records[0].brand = "Brand";
             g.changes(3)[0] = {field::product_brand, std::string{"Brand"}, std::string{},
                                rule::product_update, cause::differs};
         },
         "3: The brand of the ecom product 101 is emptied"},
        {"no price over a price",
         [](given& g) {
             g.ecom.products.records[0].sellable.price = money{100};
             g.changes(3)[0] = {field::product_price, money{100}, none, rule::product_update,
                                cause::differs};
         },
         "3: The price of the ecom product 101 is emptied"},
        {"a category's details",
         [](given& g) {
             g.ecom.categories.records[1].enabled = false;
             g.changes(2)[0] = {field::category_enabled, false, true, rule::category_pos_owned,
                                cause::differs};
         },
         "2: The enabled of a category is ecom's own"},
        // Pictures
        {"a picture that is not there",
         [](given& g) {
             g.p.actions[3].what = set_images{{{"i1", "", ""}}, {}};
         },
         "3: The picture i1 is not there"},
        {"a gallery emptied",
         [](given& g) {
             g.ecom.products.records[0].images = {{.id = "i1"_id}};
             g.p.actions[3].what = set_images{};
         },
         "3: The gallery of the ecom product 101 is emptied"},
        // Absence
        {"a create where not all were read",
         [](given& g) { g.ecom.products.state = completeness::partial; },
         "4: the ecom product made from p4 may be there already"},
        {"a delete of what is there",
         [](given& g) { g.pos.categories.records.push_back({.id = "c4"_id, .name = "Winter"}); },
         "10: the ecom category 14 is deleted, but it is not gone from the pos"},
        {"a delete of what was not read",
         [](given& g) { g.pos.products.state = completeness::partial; },
         "0: the ecom product 104 is deleted, but it is not gone from the pos"},
        {"a category deleted with products unseen",
         [](given& g) { g.ecom.products.state = completeness::partial; },
         "10: the ecom category 14 is deleted, but not all products were read"},
        {"a delete that the policy forbids",
         [](given& g) { g.by.gone_product = gone_product::keep; },
         "0: the ecom product 104 is deleted, which the policy forbids"},
        // Room
        {"more than the plan takes",
         [](given& g) {
             g.by.plan = plan_size::venture;
             for (int i = 0; i < 96; ++i)
                 g.ecom.products.records.push_back(product(("9" + std::to_string(1000 + i)).c_str(),
                                                           ("x" + std::to_string(i)).c_str(), ""));
         },
         "4: the ecom product made from p4 is more than the store's plan takes"},
    };
    for (const auto& r : rows) {
        DYNAMIC_SECTION(r.id)
        {
            auto g = valid();
            r.breaks(g);
            INFO(sentences(g));
            CHECK(sentences(g).find(r.says) != std::string::npos);
        }
    }
}

TEST_CASE("check: what looks alike and is allowed", "[check]")
{
    const std::vector<row> rows{
        {"a SKU that the pos has twice",
         [](given& g) {
             g.made(4).record[1].to = std::string{"P"};
             g.pos.products.records[3].sellable.sku = "P";
             g.by.plan = plan_size::venture; // so that the delete is for room
         },
         ""},
        {"a SKU of an online-only product, where it may repeat",
         [](given& g) {
             g.made(4).record[1].to = std::string{"X"};
             g.by.plan = plan_size::venture;
         },
         ""},
        {"what was not there before stays",
         [](given& g) {
             g.ecom.products.records[0].category_ids = {"14"_id, "nothing"_id};
             g.changes(3)[1].from = std::vector{ref{"", "14"}, ref{"", "nothing"}};
             g.changes(3)[1].to = std::vector{ref{"", "nothing"}, caps};
         },
         ""},
        {"an ecom tree that goes round in a circle already",
         [](given& g) {
             g.ecom.categories.records.push_back(
                 {.id = "21"_id, .parent_id = ecom::category_id{"22"}});
             g.ecom.categories.records.push_back(
                 {.id = "22"_id, .parent_id = ecom::category_id{"21"}});
         },
         ""},
        {"a plan with exactly room",
         [](given& g) {
             g.by.plan = plan_size::venture;
             for (int i = 0; i < 95; ++i)
                 g.ecom.products.records.push_back(product(("9" + std::to_string(1000 + i)).c_str(),
                                                           ("x" + std::to_string(i)).c_str(), ""));
         },
         ""},
    };
    for (const auto& r : rows) {
        DYNAMIC_SECTION(r.id)
        {
            auto g = valid();
            r.breaks(g);
            CHECK(sentences(g) == r.says);
        }
    }
}

// What needs a baseline

namespace {

/// A cup at 101 and a tee with one variant at 102, with a baseline of both; five of each.
given synced()
{
    given g;
    g.pos.products = {
        {.id = "p1"_id,
         .name = "Cup",
         .sellable = {.sku = "C", .tracks_stock = true, .stock = {{{"1"_id, units(5)}}}}},
        {.id = "p2"_id,
         .name = "Tee",
         .attributes = {{"Colour", "Size"}},
         .variants = {{{.id = "v1"_id,
                        .attribute_values = {{"Red", "S"}},
                        .sellable = {.sku = "T", .stock = {{{"1"_id, units(5)}}}}}}}}};
    g.ecom.products = {{.id = "101"_id,
                        .pos_id = pos::product_id{"p1"},
                        .name = "Cup",
                        .sellable = {.sku = "C", .tracks_stock = true, .quantity = 5}},
                       {.id = "102"_id,
                        .pos_id = pos::product_id{"p2"},
                        .name = "Tee",
                        .variations = {{{.id = "201"_id,
                                         .pos_id = pos::variant_id{"v1"},
                                         .option_values = {{{"Colour", "Red"}, {"Size", "S"}}},
                                         .sellable = {.sku = "T", .quantity = 5}}}}}};
    g.base = {g.pos, g.ecom, {}};
    return g;
}

const ref cup{"p1", "101"}, tee{"p2", "102"}, small{"v1", "201"};

void write(given& g, side on, kind k, ref of, decltype(action::what) what)
{
    g.add(0, k, std::move(of), std::move(what));
    g.p.actions.back().side = on;
    if (k == kind::variant) g.p.actions.back().product = tee;
}
void move_in_pos(given& g, std::int64_t by, std::int64_t to, const char* outlet = "1")
{
    write(g, side::pos, kind::product, cup, move_stock{{by * 1'000'000}, units(to), outlet});
}
void move_in_ecom(given& g, std::int64_t by, std::int64_t to, const char* outlet = "")
{
    write(g, side::ecom, kind::product, cup, move_stock{{by * 1'000'000}, units(to), outlet});
}
/// The cup was deleted online, and is made again.
void make_cup_again(given& g)
{
    g.ecom.products.records.erase(g.ecom.products.records.begin());
    write(g, side::ecom, kind::product, {"p1", {}},
          create{{{field::product_name, "Cup"}, {field::product_active, false}}, {}, {}});
}
/// The same of the tee's variant.
void make_small_again(given& g)
{
    g.ecom.products.records[1].variations->clear();
    write(g, side::ecom, kind::variant, {"v1", {}},
          create{{{field::product_options,
                   std::vector<option_value>{{"Colour", "Red"}, {"Size", "S"}}}},
                 {},
                 {}});
}
/// The cup's SKU is emptied in the till, and so in ecom.
void clear_sku(given& g)
{
    g.pos.products.records[0].sellable.sku = "";
    write(g, side::ecom, kind::product, cup, one(field::product_sku, "C", ""));
}
/// The cup's pictures go in the till, and so in ecom.
void clear_pictures(given& g)
{
    for (auto* pos : {&g.pos, &g.base.pos})
        pos->products.records[0].sellable.images = {{.id = "i1"_id}};
    for (auto* ecom : {&g.ecom, &g.base.ecom})
        ecom->products.records[0].images = {{.id = "91"_id}};
    g.pos.products.records[0].sellable.images.emplace();
    write(g, side::ecom, kind::product, cup, set_images{{}, {"91"}});
}
void no_links(given& g)
{
    for (auto& e : g.ecom.products.records) {
        e.pos_id.reset();
        if (e.variations)
            for (auto& v : *e.variations)
                v.pos_id.reset();
    }
}

} // namespace

TEST_CASE("check: what a baseline allows", "[check]")
{
    const auto r = GENERATE(values<row>({
        {"stock that moves on both sides",
         [](given& g) {
             move_in_pos(g, -1, 4);
             move_in_ecom(g, -2, 3);
         },
         ""},
        {"stock of a variant",
         [](given& g) {
             write(g, side::ecom, kind::variant, small, move_stock{{1'000'000}, units(6), ""});
             write(g, side::pos, kind::variant, small, move_stock{{1'000'000}, units(6), "1"});
         },
         ""},
        {"stock at an outlet that never had any", [](given& g) { move_in_pos(g, 2, 2, "2"); }, ""},
        {"stock below zero in the pos", [](given& g) { move_in_pos(g, -7, -2); }, ""},
        {"a change that goes back to the pos",
         [](given& g) {
             write(g, side::pos, kind::product, cup, one(field::product_name, "Cup", "Mug"));
         },
         ""},
        {"a product that was deleted online and is available again",
         [](given& g) {
             g.base.pos.products.records[0].sellable.active = false;
             make_cup_again(g);
         },
         ""},
        {"a product that was deleted online, where somebody says so",
         [](given& g) {
             g.decisions = {{"product.deleted_online:product:p1:", "create"}};
             make_cup_again(g);
         },
         ""},
        {"a variant that was deleted online, where somebody says so",
         [](given& g) {
             g.decisions = {{"product.deleted_online:variant:v1:", "create"}};
             make_small_again(g);
         },
         ""},
        {"an option value that goes back",
         [](given& g) {
             write(g, side::pos, kind::variant, small,
                   one(field::product_options, std::vector<option_value>{{"Size", "S"}},
                       std::vector<option_value>{{"Size", "M"}}));
         },
         ""},
        {"a link that the baseline alone knows",
         [](given& g) {
             no_links(g);
             write(g, side::ecom, kind::product, cup, one(field::product_name, "Cup", "Mug"));
             write(g, side::ecom, kind::variant, small, one(field::product_sku, "T", "T2"));
         },
         ""},
        {"a link that the baseline knows is noted again",
         [](given& g) {
             no_links(g);
             write(g, side::ecom, kind::product, cup, link_to{});
         },
         ""},
        {"a delete of what the baseline alone links",
         [](given& g) {
             no_links(g);
             g.pos.products.records.erase(g.pos.products.records.begin());
             write(g, side::ecom, kind::product, cup, erase{});
         },
         ""},
        {"a text that the pos emptied", clear_sku, ""},
        {"a text that ecom emptied",
         [](given& g) {
             g.ecom.products.records[0].sellable.sku = "";
             write(g, side::pos, kind::product, cup, one(field::product_sku, "C", ""));
         },
         ""},
        {"a measure that the pos emptied",
         [](given& g) {
             const mass heavy{1'000'000, mass_unit::kg};
             g.by[field::product_weight] = flow::pos_leads;
             for (auto* pos : {&g.pos, &g.base.pos})
                 pos->products.records[0].sellable.weight = heavy;
             g.ecom.products.records[0].sellable.weight = heavy;
             g.pos.products.records[0].sellable.weight = none;
             write(g, side::ecom, kind::product, cup, one(field::product_weight, heavy, none));
         },
         ""},
        {"a gallery that the pos emptied", clear_pictures, ""},
    }));
    DYNAMIC_SECTION(r.id)
    {
        auto g = synced();
        r.breaks(g);
        CHECK(sentences(g) == r.says);
    }
}

TEST_CASE("check: what a baseline does not allow", "[check]")
{
    const auto r = GENERATE(values<row>({
        {"a product that was deleted online is made again", make_cup_again,
         "0: the ecom product made from p1 was deleted in ecom, and is made again"},
        {"a variant that was deleted online is made again", make_small_again,
         "0: the ecom variant made from v1 was deleted in ecom, and is made again"},
        {"a variant that is missing in a part of the pos",
         [](given& g) {
             g.pos.products.records[1].variants->clear();
             g.pos.products.state = completeness::partial;
             write(g, side::ecom, kind::variant, small, erase{});
         },
         "0: the ecom variant 201 is deleted, but it is not gone from the pos"},
        // Movements
        {"stock that does not flow by movements",
         [](given& g) {
             g.by[field::product_stock] = flow::pos_leads;
             move_in_ecom(g, -1, 4);
         },
         "0: The stock of the ecom product 101 is moved, but it does not flow by movements"},
        {"stock of sales that the pos books itself",
         [](given& g) {
             g.by.online_sales = online_sales::as_orders;
             move_in_pos(g, -1, 4);
         },
         "0: The stock of the pos product p1 is moved, but it does not flow by movements"},
        {"no outlet in the pos", [](given& g) { move_in_pos(g, -1, 4, ""); },
         "0: The pos, and only the pos, moves stock at an outlet"},
        {"an outlet in ecom", [](given& g) { move_in_ecom(g, -1, 4, "1"); },
         "0: The pos, and only the pos, moves stock at an outlet"},
        {"no movement", [](given& g) { move_in_ecom(g, 0, 5); },
         "0: The stock of the ecom product 101 is moved by nothing"},
        {"another end in the pos", [](given& g) { move_in_pos(g, -1, 5); },
         "0: The stock of the pos product p1 does not end where the movement says"},
        {"another end in ecom", [](given& g) { move_in_ecom(g, -1, 6); },
         "0: The stock of the ecom product 101 does not end where the movement says"},
        {"below zero in ecom", [](given& g) { move_in_ecom(g, -6, -1); },
         "0: The stock of the ecom product 101 ends at what ecom cannot hold"},
        {"a fraction in ecom",
         [](given& g) {
             write(g, side::ecom, kind::product, cup,
                   move_stock{{-500'000}, stock_level{4'500'000}, ""});
         },
         "0: The stock of the ecom product 101 ends at what ecom cannot hold"},
        {"moved twice",
         [](given& g) {
             move_in_pos(g, -1, 4);
             move_in_pos(g, -1, 4, "1");
         },
         "1: The stock of the pos product p1 is written twice"},
        {"moved and set",
         [](given& g) {
             move_in_ecom(g, -1, 4);
             write(g, side::ecom, kind::product, cup,
                   one(field::product_stock, std::int64_t{5}, std::int64_t{4}));
         },
         "1: The stock of the ecom product 101 is written twice"},
        {"stock that is not counted",
         [](given& g) {
             g.ecom.products.records[0].sellable.tracks_stock = false;
             move_in_ecom(g, -1, 4);
         },
         "0: The stock of the ecom product 101 is moved, but it is not counted"},
        {"stock that is not known",
         [](given& g) {
             g.pos.products.records[0].sellable.stock.reset();
             move_in_pos(g, -1, 4);
         },
         "0: The stock of the pos product p1 is moved, but it is not known"},
        {"a level that is not known",
         [](given& g) {
             (*g.pos.products.records[0].sellable.stock)[0].level.reset();
             move_in_pos(g, -1, 4);
         },
         "0: The stock of the pos product p1 is moved, but it is not known"},
        {"two levels at one outlet",
         [](given& g) {
             g.pos.products.records[0].sellable.stock->push_back({"1"_id, units(5)});
             move_in_pos(g, -1, 4);
         },
         "0: The stock of the pos product p1 is moved, but it is not known"},
        {"stock of a matrix",
         [](given& g) {
             g.ecom.products.records[1].sellable.quantity = 5;
             write(g, side::ecom, kind::product, tee, move_stock{{1'000'000}, units(6), ""});
         },
         "0: The stock of the ecom product 102 is moved, but its variants have it"},
        {"no baseline",
         [](given& g) {
             g.base = {};
             move_in_ecom(g, -1, 4);
         },
         "0: The stock of the ecom product 101 is moved, but what it was before is not known"},
        // What goes back
        {"a field that does not go back",
         [](given& g) {
             g.by[field::product_name] = flow::pos_leads;
             write(g, side::pos, kind::product, cup, one(field::product_name, "Cup", "Mug"));
         },
         "0: The name does not sync to the pos"},
        {"the wrong option value",
         [](given& g) {
             write(g, side::pos, kind::variant, small,
                   one(field::product_options, std::vector<option_value>{{"Size", "L"}},
                       std::vector<option_value>{{"Size", "M"}}));
         },
         "0: The options of the pos variant v1 is not what the change says it is"},
        {"pictures in the pos",
         [](given& g) { write(g, side::pos, kind::product, cup, set_images{}); },
         "0: The pos is written to by a set_images"},
        {"a delete in the pos", [](given& g) { write(g, side::pos, kind::product, cup, erase{}); },
         "0: The pos is written to by a delete"},
        // Links
        {"a link of another pair",
         [](given& g) {
             no_links(g);
             write(g, side::ecom, kind::product, {"p2", "101"}, link_to{});
         },
         "0: the ecom product 101 already has a link"},
        // Clears
        {"a blank that was one before",
         [](given& g) {
             clear_sku(g);
             g.base.pos.products.records[0].sellable.sku = "";
         },
         "0: The sku of the ecom product 101 is emptied"},
        {"a blank where nothing was known before",
         [](given& g) {
             clear_sku(g);
             g.base.pos.products.records[0].sellable.sku.reset();
         },
         "0: The sku of the ecom product 101 is emptied"},
        {"a blank where nothing is known now",
         [](given& g) {
             clear_sku(g);
             g.pos.products.records[0].sellable.sku.reset();
         },
         "0: The sku of the ecom product 101 is emptied"},
        {"a blank without a baseline",
         [](given& g) {
             clear_sku(g);
             g.base = {};
         },
         "0: The sku of the ecom product 101 is emptied"},
        {"a blank of the side that does not lead",
         [](given& g) {
             clear_sku(g);
             g.by[field::product_sku] = flow::fill;
         },
         "0: The sku of the ecom product 101 is emptied"},
        {"a name",
         [](given& g) {
             g.pos.products.records[0].name = "";
             write(g, side::ecom, kind::product, cup, one(field::product_name, "Cup", ""));
         },
         "0: The name of the ecom product 101 is blank"},
        {"a gallery that the pos still has",
         [](given& g) {
             clear_pictures(g);
             g.pos.products.records[0].sellable.images = {{.id = "i2"_id}};
         },
         "0: The gallery of the ecom product 101 is emptied"},
        {"a gallery that the pos never had",
         [](given& g) {
             clear_pictures(g);
             g.base.pos.products.records[0].sellable.images.emplace();
         },
         "0: The gallery of the ecom product 101 is emptied"},
    }));
    DYNAMIC_SECTION(r.id)
    {
        auto g = synced();
        r.breaks(g);
        INFO(sentences(g));
        CHECK(sentences(g).find(r.says) != std::string::npos);
    }
}

} // namespace check_tests
