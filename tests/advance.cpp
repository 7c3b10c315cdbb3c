#include "rounds.hpp"

namespace advance_tests {

using namespace rounds;

namespace {

/// A shop with one outlet, or more.
pos::snapshot shop(std::vector<pos::product> products)
{
    auto s = till(std::move(products));
    s.outlets = {{pos::outlet_id{"1"}, "Shop"}};
    s.ecom_outlet = pos::outlet_id{"1"};
    return s;
}

pos::product stocked(pos::product p, std::int64_t level)
{
    p.sellable.tracks_stock = true;
    p.sellable.stock = {{pos::outlet_id{"1"}, units(level)}};
    return p;
}

ecom::product counted(ecom::product e, std::int64_t quantity)
{
    e.sellable.tracks_stock = true;
    e.sellable.quantity = quantity;
    return e;
}

const auto is_of = [](kind k, std::string_view with_verb) {
    return [=](const action& a) { return a.kind == k && verb(a) == with_verb; };
};

const auto on = [](side s) { return [=](const action& a) { return a.side == s; }; };

/// What the next run does.
strings then(const after_plan& after, const policy& by)
{
    return lines(next_plan(after.held.pos, after.held.ecom, by, {after.base}));
}

baseline remembered(const pair& first, const policy& by)
{
    return synced(shop({first.pos}), store({first.ecom}), by);
}

} // namespace

TEST_CASE("advance: what was not carried out is tried again", "[advance]")
{
    const auto by = r_series();
    const pair was;
    const auto base = remembered(was, by);
    auto now = was;
    now.pos.name = "Mug";
    const auto pos = shop({now.pos});
    const auto ecom = store({now.ecom});
    const auto p = next_plan(pos, ecom, by, {base});
    const strings again{R"(update product p1/1 name="Tee">"Mug" (product.update))"};
    REQUIRE(lines(p) == again);
    SECTION("done")
    {
        CHECK(then(carry_out(p, pos, ecom, by, base, everything), by) == strings{});
    }
    SECTION("not sent")
    {
        const auto after = carry_out(p, pos, ecom, by, base, nothing_at_all);
        CHECK(after.base.pos.products.records[0].name == "Tee");
        CHECK(then(after, by) == again);
    }
    SECTION("failed")
    {
        const std::vector<outcome> failed{{.action = 0, .done = false}};
        const auto next = advance(base, pos, ecom, by, p, failed);
        CHECK((next == carry_out(p, pos, ecom, by, base, nothing_at_all).base));
    }
    SECTION("not sent, and somebody in ecom makes the same change")
    {
        auto after = carry_out(p, pos, ecom, by, base, nothing_at_all);
        after.held.ecom.products.records[0].name = "Mug";
        CHECK(then(after, by) == strings{});
    }
    SECTION("not sent, and ecom changes it, too")
    {
        auto after = carry_out(p, pos, ecom, by, base, nothing_at_all);
        after.held.ecom.products.records[0].name = "Cup";
        CHECK(then(after, by) ==
              strings{"conflict product p1/1 name choices pos ecom (product.update)"});
    }
    SECTION("not sent, and the pos takes it back")
    {
        auto after = carry_out(p, pos, ecom, by, base, nothing_at_all);
        after.held.pos.products.records[0].name = "Tee";
        CHECK(then(after, by) == strings{});
    }
}

TEST_CASE("advance: a change that a run decides nothing about stays one", "[advance]")
{
    const auto by = r_series();
    const pair was;
    const auto base = remembered(was, by);
    const auto run_twice = [&](const pair& now, const policy& how) {
        const auto pos = shop({now.pos});
        const auto ecom = store({now.ecom});
        const auto p = next_plan(pos, ecom, how, {base});
        const auto after = carry_out(p, pos, ecom, how, base, everything);
        CHECK(then(after, how) == lines(p));
        return after.base;
    };
    SECTION("a conflict")
    {
        auto now = was;
        now.pos.name = "Mug";
        now.ecom.name = "Cup";
        const auto next = run_twice(now, by);
        CHECK(next.pos.products.records[0].name == "Tee");
        CHECK(next.ecom.products.records[0].name == "Tee");
    }
    SECTION("held: too long")
    {
        auto now = was;
        now.pos.name = "Mugs";
        auto how = by;
        how.limits[field::product_name] = 3;
        CHECK(run_twice(now, how).pos.products.records[0].name == "Tee");
    }
    SECTION("held: a price of 0")
    {
        auto now = was;
        now.pos.sellable.price = money{0};
        CHECK((run_twice(now, by).pos.products.records[0].sellable.price == money{1000}));
    }
    SECTION("held: in another currency")
    {
        auto now = was;
        now.pos.sellable.price = money{900};
        auto pos = shop({now.pos});
        pos.currency.code = "EUR";
        const auto ecom = store({now.ecom});
        const auto p = next_plan(pos, ecom, by, {base});
        CHECK(lines(p) == strings{"hold product p1/1 price (price.exact)"});
        const auto after = carry_out(p, pos, ecom, by, base, everything);
        CHECK(then(after, by) == lines(p));
    }
    SECTION("one field in conflict, another one is sent")
    {
        auto now = was;
        now.pos.name = "Mug";
        now.ecom.name = "Cup";
        now.pos.sellable.price = money{1200};
        const auto pos = shop({now.pos});
        const auto ecom = store({now.ecom});
        const auto p = next_plan(pos, ecom, by, {base});
        const auto after = carry_out(p, pos, ecom, by, base, everything);
        CHECK((after.base.pos.products.records[0].sellable.price == money{1200}));
        CHECK((after.base.ecom.products.records[0].sellable.price == money{1200}));
        CHECK(after.base.pos.products.records[0].name == "Tee");
    }
}

TEST_CASE("advance: a value that is not known leaves the old memory", "[advance]")
{
    const auto by = r_series();
    const pair was;
    const auto base = remembered(was, by);
    auto now = was;
    SECTION("in the pos")
    {
        now.pos.name = {};
    }
    SECTION("in ecom")
    {
        now.ecom.name = {};
    }
    SECTION("whether it is active")
    {
        now.pos.sellable.active = {};
    }
    SECTION("the price in the pos")
    {
        now.pos.sellable.price = {};
    }
    SECTION("the price in ecom")
    {
        now.ecom.sellable.price = {};
    }
    const auto next = advance(base, shop({now.pos}), store({now.ecom}), by, plan{}, {});
    CHECK((next == base));
}

TEST_CASE("advance: what the platform really stored", "[advance]")
{
    const auto run = [](const policy& by, const baseline& base, const pair& now,
                        std::vector<setting> stored) {
        const auto pos = shop({now.pos});
        auto ecom = store({now.ecom});
        const auto p = next_plan(pos, ecom, by, {base});
        REQUIRE(p.actions.size() == 1);
        const std::vector<outcome> done{{.action = 0, .stored = stored}};
        return std::pair{carry_out(p, pos, ecom, by, base, everything).held,
                         advance(base, pos, ecom, by, p, done)};
    };
    const pair was;
    auto now = was;
    SECTION("a text that it cut")
    {
        now.pos.name = "A long name";
        for (const auto& by : {r_series(), x_series()}) {
            auto [held, base] =
                run(by, remembered(was, by), now, {{field::product_name, std::string{"A long"}}});
            held.ecom.products.records[0].name = "A long";
            CHECK(then({held, base}, by) == strings{});
            held.pos.products.records[0].name = "Another long name";
            CHECK(then({held, base}, by).size() == 1);
        }
    }
    SECTION("a price that it rounded")
    {
        now.pos.sellable.price = money{1234};
        const auto by = r_series();
        auto [held, base] =
            run(by, remembered(was, by), now, {{field::product_price, money{1235}}});
        held.ecom.products.records[0].sellable.price = money{1235};
        CHECK(then({held, base}, by) == strings{});
    }
    SECTION("a quantity that it caps")
    {
        const auto by = x_series();
        const pair full{stocked(was.pos, 10), counted(was.ecom, 10)};
        const pair more{stocked(was.pos, 120), counted(was.ecom, 10)};
        auto [held, base] =
            run(by, remembered(full, by), more, {{field::product_stock, std::int64_t{99}}});
        held.ecom.products.records[0].sellable.quantity = 99;
        CHECK(then({held, base}, by) == strings{});
    }
    SECTION("the name of a new record that it cut")
    {
        const auto by = x_series();
        const auto pos = shop({now.pos});
        const auto p = next_plan(pos, store({}), by, {});
        REQUIRE(p.actions.size() == 1);
        const std::vector<outcome> done{
            {.action = 0, .id = "7", .stored = {{field::product_name, std::string{"T"}}}}};
        const auto base = advance({}, pos, store({}), by, p, done);
        REQUIRE(base.ecom.products.records.size() == 1);
        CHECK(base.ecom.products.records[0].id == "7"_id);
        CHECK(base.ecom.products.records[0].pos_id == pos::product_id{"p1"});
        CHECK(base.ecom.products.records[0].name == "T");
    }
}

TEST_CASE("advance: a create makes a pair", "[advance]")
{
    const auto by = r_series();
    const auto pos = shop({item("p1", "A")});
    const auto p = next_plan(pos, store({}), by, {});
    REQUIRE(p.actions.size() == 1);
    SECTION("with the id of its outcome, which the platform need not know")
    {
        auto after = carry_out(p, pos, store({}), by, {}, everything);
        REQUIRE(after.base.ecom.products.records.size() == 1);
        CHECK(after.base.ecom.products.records[0].id == "new1"_id);
        after.held.ecom.products.records[0].pos_id = {};
        CHECK(then(after, by) == strings{});
    }
    SECTION("that was not carried out makes none")
    {
        const auto after = carry_out(p, pos, store({}), by, {}, nothing_at_all);
        CHECK(after.base.ecom.products.records.empty());
        CHECK(after.base.pos.products.records.empty());
        CHECK(then(after, by) == lines(p));
    }
    SECTION("whose outcome names no id makes none")
    {
        const std::vector<outcome> done{{.action = 0}};
        const auto base = advance({}, pos, store({}), by, p, done);
        CHECK(base.ecom.products.records.empty());
        CHECK(base.pos.products.records.empty());
    }
}

TEST_CASE("advance: pairs of which one side is gone", "[advance]")
{
    const auto by = r_series();
    const pair was;
    const auto base = remembered(was, by);
    SECTION("deleted online, and known from then on")
    {
        const auto next = advance(base, shop({was.pos}), store({}), by, plan{}, {});
        REQUIRE(next.lost.size() == 1);
        CHECK((next.lost[0] == lost_pair{kind::product, {"p1", "1"}, side::ecom}));
        CHECK(next.pos.products.records.size() == 1);
        CHECK((advance(next, shop({was.pos}), store({}), by, plan{}, {}) == next));
        auto part = store({});
        part.products.state = completeness::partial;
        CHECK((advance(next, shop({was.pos}), part, by, plan{}, {}) == next));
    }
    SECTION("marked as deleted online")
    {
        auto e = was.ecom;
        e.deleted = true;
        auto part = store({e});
        part.products.state = completeness::partial;
        const auto next = advance(base, shop({was.pos}), part, by, plan{}, {});
        REQUIRE(next.lost.size() == 1);
    }
    SECTION("not in a part")
    {
        auto part = store({});
        part.products.state = completeness::partial;
        CHECK((advance(base, shop({was.pos}), part, by, plan{}, {}) == base));
        part.products = {};
        CHECK((advance(base, shop({was.pos}), part, by, plan{}, {}) == base));
        auto part_of_till = shop({});
        part_of_till.products.state = completeness::partial;
        CHECK((advance(base, part_of_till, store({was.ecom}), by, plan{}, {}) == base));
    }
    SECTION("gone from the pos, and not deleted yet")
    {
        const auto pos = shop({});
        const auto p = reconcile(pos, store({was.ecom}), by, {base});
        const auto after = carry_out(p, pos, store({was.ecom}), by, base, nothing_at_all);
        CHECK(after.base.ecom.products.records.size() == 1);
        CHECK(after.base.lost.empty());
    }
    SECTION("gone from the pos, and not deleted yet, with a link that only the memory has")
    {
        const auto pos = shop({});
        auto ecom = store({was.ecom});
        ecom.products.records[0].pos_id = {};
        auto how = by;
        how.guard.least = 9;
        const auto p = reconcile(pos, ecom, how, {base});
        const auto after = carry_out(p, pos, ecom, how, base, nothing_at_all);
        CHECK(then(after, how).size() == lines(p).size());
    }
    SECTION("gone from both")
    {
        const auto next = advance(base, shop({}), store({}), by, plan{}, {});
        CHECK(next.lost.empty());
        CHECK(next.ecom.products.records.empty());
        CHECK(next.pos.products.records.empty());
    }
    SECTION("deleted online, later gone from the pos")
    {
        auto next = advance(base, shop({was.pos}), store({}), by, plan{}, {});
        next = advance(next, shop({}), store({}), by, plan{}, {});
        CHECK(next.lost.empty());
        CHECK(next.ecom.products.records.empty());
    }
    SECTION("deleted online, and there again")
    {
        auto next = advance(base, shop({was.pos}), store({}), by, plan{}, {});
        next = advance(next, shop({was.pos}), store({was.ecom}), by, plan{}, {});
        CHECK((next == base));
    }
    SECTION("gone from the pos, deleted by the plan")
    {
        const auto pos = shop({});
        auto how = by;
        how.guard.least = 9;
        auto ecom = store({was.ecom, listing("2", "", "B")});
        const auto p =
            reconcile(pos, ecom, how,
                      {base, std::vector<decision>{{"guard.deletions:product::", "confirm"}}});
        REQUIRE(count_of(p, "delete", kind::product) == 1);
        const auto after = carry_out(p, pos, ecom, how, base, everything);
        CHECK(after.base.ecom.products.records.empty());
        CHECK(after.base.lost.empty());
    }
}

TEST_CASE("advance: a link that moves takes no memory with it", "[advance]")
{
    const auto by = x_series();
    const auto base = synced(shop({stocked(item("p1", "A"), 10)}),
                             store({counted(listing("1", "p1", "A"), 10)}), by);
    const auto pos = shop({stocked(item("p2", "A"), 4)});
    const auto ecom = store({counted(listing("1", "p1", "A"), 9)});
    const auto p = next_plan(pos, ecom, by, {base});
    CHECK(lines(p) == strings{"link product p2/1 (identity.relink)",
                              "update product p2/1 quantity=9>4 (stock.pos_leads) "
                              "(product.update)"});
    SECTION("done")
    {
        const auto after = carry_out(p, pos, ecom, by, base, everything);
        REQUIRE(after.base.pos.products.records.size() == 1);
        CHECK(after.base.pos.products.records[0].id == "p2"_id);
        CHECK(after.base.ecom.products.records[0].pos_id == pos::product_id{"p2"});
        CHECK(after.base.lost.empty());
    }
    SECTION("the link alone")
    {
        const auto after = carry_out(p, pos, ecom, by, base, is_of(kind::product, "link"));
        CHECK(then(after, by) ==
              strings{"update product p2/1 quantity=9>4 (stock.pos_leads) (product.update)"});
    }
}

TEST_CASE("advance: stock of which a part was delivered", "[advance]")
{
    const auto by = r_series();
    struct counts {
        const char* id;
        std::int64_t base, pos, ecom, want_pos, want_ecom;
    };
    const auto r = GENERATE(values<counts>({
        {"both sold", 10, 8, 9, 7, 7},
        {"the pos sold", 10, 8, 10, 8, 8},
        {"ecom sold", 10, 10, 9, 9, 9},
        {"both sold the last ones", 2, 0, 0, -2, 0},
        {"oversold", 2, -1, 1, -2, 0},
        {"sold there, received here", 2, 12, 0, 10, 10},
        {"one received what the other sold", 10, 11, 9, 10, 10},
        {"to the same level", 10, 9, 9, 8, 8},
    }));
    const pair was{stocked(item("p1", "A"), r.base), counted(listing("1", "p1", "A"), r.base)};
    const auto base = remembered(was, by);
    const auto pos = shop({stocked(was.pos, r.pos)});
    const auto ecom = store({counted(was.ecom, r.ecom)});
    const auto p = next_plan(pos, ecom, by, {base});
    const auto settles = [&](const auto& done) {
        const auto after = carry_out(p, pos, ecom, by, base, done);
        const auto next = reconcile(after.held.pos, after.held.ecom, by, {after.base});
        const auto end =
            carry_out(next, after.held.pos, after.held.ecom, by, after.base, everything);
        const auto& level = (*end.held.pos.products.records[0].sellable.stock)[0].level;
        CHECK(level == units(r.want_pos));
        CHECK(end.held.ecom.products.records[0].sellable.quantity == r.want_ecom);
        CHECK(reconcile(end.held.pos, end.held.ecom, by, {end.base}).actions.empty());
    };
    DYNAMIC_SECTION(r.id << ", all of it")
    {
        settles(everything);
    }
    DYNAMIC_SECTION(r.id << ", nothing")
    {
        settles(nothing_at_all);
    }
    DYNAMIC_SECTION(r.id << ", to the pos alone")
    {
        settles(on(side::pos));
    }
    DYNAMIC_SECTION(r.id << ", to ecom alone")
    {
        settles(on(side::ecom));
    }
}

TEST_CASE("advance: another currency", "[advance]")
{
    const auto by = r_series();
    const pair was;
    const auto base = remembered(was, by);
    auto pos = shop({was.pos});
    auto ecom = store({was.ecom});
    pos.currency.code = ecom.currency.code = "EUR";
    ecom.products.records[0].sellable.price = money{1200};
    const auto p = next_plan(pos, ecom, by, {base});
    const strings pos_leads{
        "update product p1/1 price=1200c>1000c (price.default_online) (product.update)"};
    CHECK(lines(p) == pos_leads);
    SECTION("what was decided in it is decided again where it was not sent")
    {
        CHECK(then(carry_out(p, pos, ecom, by, base, nothing_at_all), by) == pos_leads);
    }
    SECTION("is the one that is remembered")
    {
        const auto after = carry_out(p, pos, ecom, by, base, everything);
        CHECK(after.base.pos.currency.code == "EUR");
        CHECK(after.base.ecom.currency.code == "EUR");
    }
}

TEST_CASE("advance: the parts of a matrix", "[advance]")
{
    using variants::chosen, variants::in_store, variants::matrix, variants::on_till,
        variants::shelf;
    const auto by = r_series();
    const auto of = [](pos::variant v, std::int64_t level) {
        v.sellable.tracks_stock = true;
        v.sellable.stock = {{pos::outlet_id{"1"}, units(level)}};
        return v;
    };
    const auto with_count = [](ecom::variation v, std::int64_t quantity) {
        v.sellable.tracks_stock = true;
        v.sellable.quantity = quantity;
        return v;
    };
    const auto red = of(on_till("v1", "R", "Red"), 10), blue = of(on_till("v2", "B", "Blue"), 10);
    const auto red_there = with_count(in_store("11", "v1", "R", "Red"), 10),
               blue_there = with_count(in_store("12", "v2", "B", "Blue"), 10);
    const auto base = synced(shop({matrix("p1", {red, blue})}),
                             store({shelf("1", "p1", {red_there, blue_there})}), by);

    SECTION("stock that moved counts once, though the options were not made")
    {
        const auto pos =
            shop({matrix("p1", {of(red, 8), blue, of(on_till("v3", "G", "Green"), 1)})});
        const auto ecom = store({shelf("1", "p1", {with_count(red_there, 9), blue_there})});
        const auto p = next_plan(pos, ecom, by, {base});
        const auto after = carry_out(p, pos, ecom, by, base,
                                     [](const action& a) { return verb(a) == "move_stock"; });
        for (const auto& line : then(after, by))
            CHECK(line.find("move_stock") == std::string::npos);
    }
    SECTION("stock that moved counts once, though the product has something held")
    {
        auto there = shelf("1", "p1", {with_count(red_there, 9), blue_there});
        there.variations->push_back(in_store("13", "v9", "", "Pink"));
        const auto pos = shop({matrix("p1", {of(red, 8), blue})});
        const auto ecom = store({there});
        auto how = by;
        how.guard.least = 1;
        how.guard.share = 0;
        const auto p = next_plan(pos, ecom, how, {base});
        CHECK(p.blocked);
        const auto after = carry_out(p, pos, ecom, how, base, everything);
        for (const auto& line : then(after, how))
            CHECK(line.find("move_stock") == std::string::npos);
    }
    SECTION("a variant that is gone, with a link that only the memory has, is deleted later")
    {
        auto there = shelf("1", "p1", {red_there, blue_there});
        for (auto& v : *there.variations)
            v.pos_id = {};
        const auto pos = shop({matrix("p1", {red})});
        const auto ecom = store({there});
        const strings gone{"delete variant v2/12 (variant.delete)"};
        const auto p = next_plan(pos, ecom, by, {base});
        REQUIRE(lines(p) == gone);
        CHECK(then(carry_out(p, pos, ecom, by, base, nothing_at_all), by) == gone);
        CHECK(then(carry_out(p, pos, ecom, by, base, everything), by) == strings{});
    }
    SECTION("a new one is a pair, with the id of its outcome")
    {
        const auto green = of(on_till("v3", "G", "Green"), 1);
        const auto pos = shop({matrix("p1", {red, blue, green})});
        const auto ecom = store({shelf("1", "p1", {red_there, blue_there})});
        const auto p = next_plan(pos, ecom, by, {base});
        auto after = carry_out(p, pos, ecom, by, base, everything);
        REQUIRE(after.base.ecom.products.records[0].variations->size() == 3);
        for (auto& v : *after.held.ecom.products.records[0].variations)
            v.pos_id = {};
        CHECK(then(after, by) == strings{});
    }
    SECTION("lists that were not read leave the memory of them")
    {
        auto p = matrix("p1", {});
        p.variants = {};
        auto there = shelf("1", "p1", {red_there, blue_there});
        CHECK((advance(base, shop({p}), store({there}), by, plan{}, {})
                   .pos.products.records[0]
                   .variants == base.pos.products.records[0].variants));
        there.variations = {};
        CHECK((advance(base, shop({matrix("p1", {red, blue})}), store({there}), by, plan{}, {})
                   .ecom.products.records[0]
                   .variations == base.ecom.products.records[0].variations));
    }
    SECTION("variants whose options cannot be right are left with their memory")
    {
        const auto pos = shop({matrix("p1", {red, of(on_till("v2", "B", "Red"), 5)})});
        const auto ecom = store({shelf("1", "p1", {red_there, blue_there})});
        const auto p = next_plan(pos, ecom, by, {base});
        const auto after = carry_out(p, pos, ecom, by, base, everything);
        CHECK(
            (after.base.pos.products.records[0].variants == base.pos.products.records[0].variants));
    }
}

TEST_CASE("advance: texts whose loss is held are asked about until somebody says yes", "[advance]")
{
    using variants::in_store, variants::matrix, variants::on_till, variants::shelf;
    auto by = x_series();
    std::vector<pos::variant> all;
    std::vector<ecom::variation> there;
    for (const auto& n : {"1", "2", "3", "4", "5", "6"}) {
        all.push_back(on_till(std::string{"v"} + n, std::string{"S"} + n, std::string{"C"} + n));
        there.push_back(in_store(std::string{"1"} + n, std::string{"v"} + n, std::string{"S"} + n,
                                 std::string{"C"} + n));
    }
    const auto base = synced(shop({matrix("p1", all)}), store({shelf("1", "p1", there)}), by);
    for (auto& v : all)
        v.sellable.sku = "";
    const auto pos = shop({matrix("p1", all)});
    const auto ecom = store({shelf("1", "p1", there)});
    const auto p = next_plan(pos, ecom, by, {base});
    CHECK(p.blocked);
    CHECK(p.actions.empty());
    const auto after = carry_out(p, pos, ecom, by, base, everything);
    CHECK(then(after, by) == lines(p));
    const std::vector<decision> yes{{"guard.losses:product::", "confirm"}};
    CHECK(count_of(next_plan(pos, ecom, by, {after.base, yes}), "update", kind::variant) == 6);
}

TEST_CASE("advance: an order is remembered though a category in it was not made", "[advance]")
{
    const auto by = r_series();
    const auto pos =
        pos_tree({pos_category("1", "One"), pos_category("2", "Two"), pos_category("3", "Three")});
    const auto ecom =
        ecom_tree({ecom_category("e2", "2", "Two", "", 0), ecom_category("e1", "1", "One", "", 1)});
    const auto p = planned(pos, ecom, by);
    REQUIRE(count_of(p, "reorder", kind::category) == 1);
    const auto made = is_of(kind::category, "create");
    const auto after =
        carry_out(p, pos, ecom, by, no_baseline, [&](const action& a) { return !made(a); });
    CHECK(after.base.pos.categories.records.size() == 2);
    const auto next = next_plan(after.held.pos, after.held.ecom, by, {after.base});
    CHECK(count_of(next, "create", kind::category) == 1);
}

} // namespace advance_tests
