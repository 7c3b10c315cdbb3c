#include "plans.hpp"

#include <twinshelf/rules/membership.hpp>

namespace membership_tests {

using namespace twinshelf;
using namespace plans;

namespace {

using text_lines = std::vector<std::string>;
using ids = std::vector<std::string>;

/// A product in a pos category: "" for none, "?" for unknown.
pos::product in_pos(const std::string& category)
{
    auto i = item("p1", "A");
    if (category == "?")
        i.category_id = {};
    else if (!category.empty())
        i.category_id = pos::category_id{category};
    return i;
}

ecom::product in_ecom(const ids& categories, std::optional<bool> front_page = false)
{
    auto l = listing("1", "p1", "A");
    for (const auto& id : categories)
        l.category_ids->push_back(ecom::category_id{id});
    l.on_front_page = front_page;
    return l;
}

// Caps and Tees are on both sides, Gifts is online-only, one was made from a tag, one pos category
// is left alone because its parent is not there, and one is below itself.
pos::snapshot pos_shop(std::vector<pos::product> products)
{
    return till(std::move(products), {pos_category("c1", "Caps"), pos_category("c2", "Tees"),
                                      pos_category("c5", "Lost", "c9"),
                                      pos_category("c6", "Round", "c6"), pos_category("c7", " ")});
}

ecom::snapshot ecom_shop(std::vector<ecom::product> products)
{
    return store(std::move(products),
                 {ecom_category("11", "c1", "Caps"), ecom_category("12", "c2", "Tees"),
                  ecom_category("19", "", "Gifts"), ecom_category("15", "tag:Sale", "Sale"),
                  ecom_category("16", "c6", "Round")});
}

/// What is done with products, and what is wrong with them.
text_lines about_products(const plan& p)
{
    text_lines all;
    for (const auto& line : lines(p))
        if (line.find(" product ") != line.npos) all.push_back(line);
    return all;
}

policy with_category_flow(policy p, flow how)
{
    p[field::product_category] = how;
    return p;
}

std::string categories_of(const plan& p, std::string_view id)
{
    const auto* to = find_setting(p, kind::product, id, field::product_category);
    return to ? text(*to) : "";
}

bool on_front_page(const plan& p, std::string_view id)
{
    const auto* to = find_setting(p, kind::product, id, field::product_front_page);
    return to && text(*to) == "true";
}

} // namespace

TEST_CASE("membership: of a pair", "[membership]")
{
    struct row {
        const char* id;
        std::string pos;
        ecom::product ecom;
        text_lines want;
    };
    const auto moved = [](const std::string& from, const std::string& to,
                          const std::string& more = {}) {
        return text_lines{"update product p1/1 category_ids=[" + from + "]>[" + to +
                          "] (product.category)" + more + " (product.update)"};
    };
    const std::string front = " on_front_page=false>true (category.storefront)";
    const row rows[]{
        {"M1 the pos category is not known", "?", in_ecom({"11", "19"}), {}},
        {"M1 it is not known where ecom has it",
         "c1",
         with(in_ecom({}), [](auto& e) { e.category_ids = {}; }),
         {}},
        {"M2 it is not there",
         "c99",
         in_ecom({"11"}),
         {"error product p1/1 category_ids (record.isolated)"}},
        {"M3 its parent is not there", "c5", in_ecom({"11"}), {}},
        {"M3 it is below itself", "c6", in_ecom({"11"}), {}},
        {"M3 it cannot be made",
         "c7",
         in_ecom({"11"}),
         {"hold product p1/1 category_ids (order.safe)"}},
        {"M4 none", "", in_ecom({"11", "19"}), moved("c1/11 /19", "/19")},
        {"M4 none, in ecom neither", "", in_ecom({}, true), {}},
        {"M4 none, only online-only ones in ecom", "", in_ecom({"19"}), {}},
        {"M4 none, one made from a tag stays", "", in_ecom({"15", "12"}),
         moved("tag:Sale/15 c2/12", "tag:Sale/15")},
        {"M5 the same", "c1", in_ecom({"11"}), {}},
        {"M5 the same, beside online-only ones", "c1", in_ecom({"19", "11", "15"}), {}},
        {"M5 moved", "c2", in_ecom({"11"}), moved("c1/11", "c2/12")},
        {"M5 moved, online-only ones stay", "c2", in_ecom({"11", "19", "15"}),
         moved("c1/11 /19 tag:Sale/15", "/19 tag:Sale/15 c2/12")},
        {"M5 in both", "c2", in_ecom({"11", "12"}), moved("c1/11 c2/12", "c2/12")},
        {"M5 in none so far", "c2", in_ecom({}), moved("", "c2/12")},
        {"M5 in one that ecom does not list", "c2", in_ecom({"77", "12"}), {}},
        {"M5 beside one that ecom does not list", "c2", in_ecom({"77"}), moved("/77", "/77 c2/12")},
        {"M5 the front page is ecom's own", "c1", in_ecom({"11"}, true), {}},
        {"M5 the front page is ecom's own when it moves", "c2", in_ecom({"11"}, true),
         moved("c1/11", "c2/12")},
        {"M6 none is left", "", in_ecom({"11"}), moved("c1/11", "", front)},
        {"M6 none is left, on the front page already", "", in_ecom({"11"}, true),
         moved("c1/11", "")},
        {"M6 none there, and not on the front page",
         "",
         in_ecom({}),
         {"update product p1/1 on_front_page=false>true (category.storefront) (product.update)"}},
        {"M6 none there, and the front page is not known",
         "",
         with(in_ecom({}), [](auto& e) { e.on_front_page = {}; }),
         {}},
        {"M6 one is left", "", in_ecom({"19"}), {}},
    };
    for (const auto& one : rows) {
        for (const auto& by : {r_series(), x_series()}) {
            DYNAMIC_SECTION(one.id << ", " << by.profile)
            {
                const auto p = planned(pos_shop({in_pos(one.pos)}), ecom_shop({one.ecom}), by);
                CHECK(about_products(p) == one.want);
            }
        }
        DYNAMIC_SECTION(one.id << ", x_series_2021")
        {
            const auto p =
                planned(pos_shop({in_pos(one.pos)}), ecom_shop({one.ecom}), x_series_2021());
            CHECK(about_products(p).empty());
        }
    }
}

TEST_CASE("membership: by its flow", "[membership]")
{
    struct row {
        flow how;
        ids ecom;
        bool changes;
    };
    const row rows[]{
        {flow::never, {"11"}, false},    {flow::on_create, {"11"}, false},
        {flow::fill, {"11"}, false},     {flow::fill, {}, true},
        {flow::pos_leads, {"11"}, true}, {flow::pos_edits, {"11"}, false},
    };
    for (const auto& one : rows) {
        DYNAMIC_SECTION(name(one.how) << (one.ecom.empty() ? ", in none" : ""))
        {
            const auto p = planned(pos_shop({in_pos("c2")}), ecom_shop({in_ecom(one.ecom, true)}),
                                   with_category_flow(r_series(), one.how));
            CHECK((find_change(p, kind::product, "1", field::product_category) != nullptr) ==
                  one.changes);
        }
    }
}

TEST_CASE("membership: categories that were not read", "[membership]")
{
    auto pos = pos_shop({in_pos("c2")});
    auto ecom = ecom_shop({in_ecom({"11"})});
    SECTION("M1 no pos categories, a product stays where it is")
    {
        pos.categories = {};
        pos.categories.records.clear();
        pos.categories.state = completeness::absent;
        pos.products.records[0].category_id = pos::category_id{"c77"};
        CHECK(about_products(planned(pos, ecom, r_series())).empty());
    }
    SECTION("M5 no pos categories, but ecom has one that is linked")
    {
        pos.categories.records.clear();
        pos.categories.state = completeness::absent;
        CHECK(find_change(planned(pos, ecom, r_series()), kind::product, "1",
                          field::product_category));
    }
    SECTION("M1 neither side's categories")
    {
        pos.categories.records.clear();
        pos.categories.state = completeness::absent;
        ecom.categories = {};
        ecom.categories.records.clear();
        ecom.categories.state = completeness::absent;
        const auto p = planned(pos, ecom, r_series());
        CHECK(p.actions.empty());
        CHECK(p.complete);
    }
    SECTION("M1 no pos categories, a new product is on the front page, and it is said")
    {
        pos.categories.records.clear();
        pos.categories.state = completeness::absent;
        pos.products.records = {with(in_pos("c77"), [](auto& i) {
            i.id.text = "p2";
            i.sellable.sku = "B";
        })};
        ecom.products.records.clear();
        const auto p = planned(pos, ecom, r_series());
        CHECK(on_front_page(p, "p2"));
        CHECK(find_issues(p, rule::category_storefront).size() == 1);
    }
}

TEST_CASE("membership: of a new product", "[membership]")
{
    struct row {
        const char* id;
        std::string pos;
        std::string want; ///< "" where it is not made
        bool front_page;
        text_lines said;
    };
    const row rows[]{
        {"M1 not known", "?", "[]", true, {}},
        {"M2 it is not there",
         "c99",
         "",
         false,
         {"error product p1/ category_ids (record.isolated)"}},
        {"M3 its parent is not there",
         "c5",
         "",
         false,
         {"hold product p1/ category_ids (order.safe)"}},
        {"M3 it is below itself", "c6", "", false, {"hold product p1/ category_ids (order.safe)"}},
        {"M3 it cannot be made", "c7", "", false, {"hold product p1/ category_ids (order.safe)"}},
        {"M4 none", "", "[]", true, {}},
        {"M5 one that is linked", "c1", "[c1/11]", false, {}},
    };
    for (const auto& one : rows) {
        for (const auto& by : {r_series(), x_series()}) {
            DYNAMIC_SECTION(one.id << ", " << by.profile)
            {
                const auto p = planned(pos_shop({in_pos(one.pos)}), ecom_shop({}), by);
                CHECK(categories_of(p, "p1") == one.want);
                CHECK(on_front_page(p, "p1") == one.front_page);
                auto said = about_products(p);
                std::erase_if(said, [](const auto& line) { return line.starts_with("create"); });
                CHECK(said == one.said);
            }
        }
        DYNAMIC_SECTION(one.id << ", x_series_2021")
        {
            const auto p = planned(pos_shop({in_pos(one.pos)}), ecom_shop({}), x_series_2021());
            CHECK(on_front_page(p, "p1"));
            CHECK(p.complete);
        }
    }
}

TEST_CASE("membership: a category made by the same plan comes first", "[membership]")
{
    auto pos =
        pos_shop({in_pos("c3"),
                  with(item("p2", "B"), [](auto& i) { i.category_id = pos::category_id{"c4"}; })});
    pos.categories.records.push_back(pos_category("c3", "Socks", "c1"));
    pos.categories.records.push_back(pos_category("c4", "Warm", "c3"));
    const auto p = planned(pos, ecom_shop({in_ecom({"11"})}), x_series());
    const auto* moved = find_action(p, "update", kind::product, "1");
    const auto* made = find_action(p, "create", kind::product, "p2");
    REQUIRE(moved);
    REQUIRE(made);
    CHECK(text(find_change(p, kind::product, "1", field::product_category)->to) == "[c3/]");
    CHECK(categories_of(p, "p2") == "[c4/]");
    CHECK(find_action(p, "create", kind::category, "c3")->wave < moved->wave);
    CHECK(find_action(p, "create", kind::category, "c4")->wave < made->wave);
}

TEST_CASE("membership: a category that is gone lets its products go first", "[membership]")
{
    auto pos = pos_shop({in_pos("")});
    std::erase_if(pos.categories.records, [](const auto& c) { return c.id.text == "c2"; });
    SECTION("M6 the last one")
    {
        const auto p = planned(pos, ecom_shop({in_ecom({"12"})}), r_series());
        const auto* moved = find_action(p, "update", kind::product, "1");
        const auto* gone = find_action(p, "delete", kind::category, "12");
        REQUIRE(moved);
        REQUIRE(gone);
        CHECK(moved->wave < gone->wave);
        CHECK(find_change(p, kind::product, "1", field::product_front_page));
    }
    SECTION("M1 a product whose pos category is not known keeps it")
    {
        pos.products.records = {in_pos("?")};
        const auto p = planned(pos, ecom_shop({in_ecom({"12"})}), r_series());
        CHECK(about_products(p).empty());
        CHECK(!find_action(p, "delete", kind::category, "12"));
    }
}

TEST_CASE("membership: what adoption takes away is counted", "[membership]")
{
    auto pos =
        pos_shop({in_pos("c3"),
                  with(item("p2", "B"), [](auto& i) { i.category_id = pos::category_id{"c1"}; }),
                  item("p3", "C")});
    pos.categories.records.push_back(pos_category("c3", "Socks"));
    auto ecom = ecom_shop(
        {in_ecom({"13"}), listing("2", "p2", "B"), listing("3", "p3", "C"), listing("4", "", "D")});
    ecom.categories.records.push_back(ecom_category("13", "", "Socks"));
    for (std::size_t i = 1; i < 4; ++i)
        ecom.products.records[i].category_ids->push_back("13"_id);
    SECTION("adopt: its members are the pos's")
    {
        const auto p = planned(pos, ecom, r_series());
        CHECK(find_action(p, "link", kind::category, "c3"));
        CHECK(about_products(p) ==
              text_lines{"update product p2/2 category_ids=[c3/13]>[c1/11] (product.category)"
                         " (product.update)",
                         "update product p3/3 category_ids=[c3/13]>[] (product.category)"
                         " (product.update)"});
        const auto said = find_issues(p, rule::category_adopt);
        REQUIRE(said.size() == 1);
        CHECK(said[0]->severity == severity::notice);
        CHECK(said[0]->message.starts_with("2 "));
    }
    SECTION("ask: they stay until it is said")
    {
        const auto p = planned(pos, ecom, with(r_series(), [](auto& by) {
                                   by.adopt_categories = adopt_categories::ask;
                               }));
        CHECK(find_issues(p, rule::category_adopt).size() == 1);
        CHECK(find_issues(p, rule::category_adopt)[0]->severity == severity::conflict);
        // p2 gets the category that is decided; the online-only one is not taken from it.
        CHECK(about_products(p) ==
              text_lines{"update product p2/2 category_ids=[/13]>[/13 c1/11] (product.category)"
                         " (product.update)",
                         "hold product p1/1 category_ids (order.safe)"});
    }
}

TEST_CASE("membership: online-only products stay where they are", "[membership]")
{
    auto l = in_ecom({"11", "77"});
    l.pos_id = {};
    l.sellable.sku = "other";
    auto none_at_all = with(listing("2", "", "third"), [](auto& e) { e.on_front_page = false; });
    const auto p = planned(pos_shop({}), ecom_shop({l, none_at_all}), r_series());
    CHECK(about_products(p).empty());
}

TEST_CASE("membership: tags become categories when a product is made", "[membership]")
{
    const auto tagged = [](std::vector<std::string> tags, std::string id = "p1") {
        auto i = item(id, "SKU " + id);
        i.tags = std::move(tags);
        return i;
    };
    const auto by = x_series_2021();
    SECTION("each is made once, enabled, at the root")
    {
        const auto p = planned(till({tagged({"Warm", "Cold", "Warm"}), tagged({"Cold"}, "p2")}),
                               store({}), by);
        CHECK(count_of(p, "create", kind::category) == 2);
        CHECK(categories_of(p, "p1") == "[tag:Warm/ tag:Cold/]");
        CHECK(categories_of(p, "p2") == "[tag:Cold/]");
        CHECK(!on_front_page(p, "p1"));
        const auto* made = find_action(p, "create", kind::category, "tag:Cold");
        REQUIRE(made);
        CHECK(made->rule == rule::category_tags);
        CHECK(made->wave < find_action(p, "create", kind::product, "p1")->wave);
        const auto set = [&](field f) {
            return text(*find_setting(p, kind::category, "tag:Cold", f));
        };
        CHECK(set(field::category_name) == "\"Cold\"");
        CHECK(set(field::category_parent) == "none");
        CHECK(set(field::category_enabled) == "true");
    }
    SECTION("those that are there are taken")
    {
        const auto p = planned(
            till({tagged({"Renamed", "Root", "Below", "root"})}),
            store({}, {ecom_category("1", "tag:Renamed", "Now called so"),
                       ecom_category("2", "", "Root"), ecom_category("3", "", "Below", "2")}),
            by);
        CHECK(categories_of(p, "p1") == "[tag:Renamed/1 /2 tag:Below/ tag:root/]");
    }
    SECTION("T2 of several root categories of that name the smallest id")
    {
        const auto p = planned(
            till({tagged({"Root"})}),
            store({}, {ecom_category("10", "", "Root"), ecom_category("9", "", "Root")}), by);
        CHECK(categories_of(p, "p1") == "[/9]");
    }
    SECTION("T3 one that the pos leads, or that goes, is none of them")
    {
        auto other = x_series();
        other[field::product_tags] = flow::on_create;
        const auto p = planned(
            till({tagged({"Caps", "Hats"})}, {pos_category("c1", "Caps")}),
            store({}, {ecom_category("11", "c1", "Caps"), ecom_category("12", "c2", "Hats")}),
            other);
        CHECK(categories_of(p, "p1") == "[tag:Caps/ tag:Hats/]");
    }
    SECTION("T4 the product waits where one made from its tag has an id that is there twice")
    {
        const auto p = planned(
            till({tagged({"Sale"})}),
            store({}, {ecom_category("9", "tag:Sale", "Sale"), ecom_category("9", "", "Other")}),
            by);
        CHECK(p.actions.empty());
        CHECK(find_issues(p, rule::order_safe).size() == 1);
    }
    SECTION("blank ones are none")
    {
        const auto p = planned(till({tagged({"", " "})}), store({}), by);
        CHECK(count_of(p, "create", kind::category) == 0);
        CHECK(on_front_page(p, "p1"));
    }
    SECTION("the first 75 of eighty, and it is said")
    {
        std::vector<std::string> tags;
        for (int i = 0; i < 80; ++i)
            tags.push_back("tag " + std::to_string(i));
        const auto p = planned(till({tagged(tags)}), store({}), by);
        CHECK(count_of(p, "create", kind::category) == 75);
        CHECK(!find_action(p, "create", kind::category, "tag:tag 75"));
        REQUIRE(find_issues(p, rule::category_tags).size() == 1);
        CHECK(find_issues(p, rule::category_tags)[0]->severity == severity::notice);
        tags.resize(75);
        CHECK(
            find_issues(planned(till({tagged(tags)}), store({}), by), rule::category_tags).empty());
    }
    SECTION("later they change nothing")
    {
        const auto p = planned(
            till({tagged({"New"})}),
            store({listing("1", "p1", "SKU p1")}, {ecom_category("9", "tag:Old", "Old")}), by);
        CHECK(p.actions.empty());
    }
    SECTION("a category made from one is never changed or deleted")
    {
        for (const auto& other : {r_series(), x_series()}) {
            const auto p = planned(till({}, {pos_category("c1", "Caps")}),
                                   store({}, {ecom_category("9", "tag:Old", "Old"),
                                              ecom_category("11", "c1", "Caps")}),
                                   other);
            CHECK(p.actions.empty());
        }
    }
    SECTION("in the other profiles they are nothing")
    {
        for (const auto& other : {r_series(), x_series()}) {
            const auto p = planned(till({tagged({"Warm"})}), store({}), other);
            CHECK(count_of(p, "create", kind::category) == 0);
        }
    }
    SECTION("a product that is held makes none")
    {
        auto limited = by;
        limited.plan = plan_size::venture;
        pos::snapshot pos = till({});
        ecom::snapshot ecom = store({});
        for (int i = 0; i < 100; ++i) {
            const auto id = std::to_string(i);
            pos.products.records.push_back(item("p" + id, "S" + id));
            ecom.products.records.push_back(listing(id, "p" + id, "S" + id));
        }
        pos.products.records.push_back(tagged({"Warm"}, "new"));
        const auto p = planned(pos, ecom, limited);
        CHECK(find_issues(p, rule::product_plan_limit).size() == 1);
        CHECK(p.actions.empty());
    }
    SECTION("without all ecom categories they wait, and it is said")
    {
        auto ecom = store({});
        ecom.categories.state = completeness::partial;
        const auto p = planned(till({tagged({"Warm"})}), ecom, by);
        CHECK(count_of(p, "create", kind::category) == 0);
        CHECK(!p.complete);
        CHECK(!find_issues(p, rule::category_tags).empty());
    }
}

} // namespace membership_tests
