#include "plans.hpp"

#include <twinshelf/guard.hpp>

namespace guard_tests {

using namespace twinshelf;
using namespace plans;

namespace {

/// A shop with linked products, of which some are gone from the pos.
struct shop {
    pos::snapshot pos = till({});
    ecom::snapshot ecom = store({});

    std::string add_listing(bool linked)
    {
        const auto id = std::to_string(ecom.products.records.size());
        ecom.products.records.push_back(listing(id, linked ? "p" + id : "", "S" + id));
        return id;
    }
    void add_pair()
    {
        const auto id = add_listing(true);
        pos.products.records.push_back(item("p" + id, "S" + id));
    }
};

shop with_gone(int pairs, int gone, int online_only = 0)
{
    shop s;
    for (int i = 0; i < gone; ++i)
        s.add_listing(true);
    for (int i = 0; i < pairs; ++i)
        s.add_pair();
    for (int i = 0; i < online_only; ++i)
        s.add_listing(false);
    return s;
}

shop with_new(int pairs, int created)
{
    auto s = with_gone(pairs, 0);
    for (int i = 0; i < created; ++i)
        s.pos.products.records.push_back(item("new" + std::to_string(i), "N" + std::to_string(i)));
    return s;
}

policy limited(plan_size size)
{
    auto p = x_series();
    p.plan = size;
    return p;
}

std::size_t made(const plan& p)
{
    return count_of(p, "create", kind::product);
}
std::size_t deletes(const plan& p)
{
    return count_of(p, "delete", kind::product);
}

} // namespace

TEST_CASE("guard: deletes that are too many wait for a yes", "[guard]")
{
    struct row {
        const char* id;
        int pairs, gone, online_only;
        deletion_guard guard;
        bool held;
    };
    const row rows[]{
        {"4 of 5, fewer than 5", 1, 4, 0, {}, false},
        {"5 of 10", 5, 5, 0, {}, true},
        {"5 of 16, more than 30 %", 11, 5, 0, {}, true},
        {"5 of 17, less than 30 %", 12, 5, 0, {}, false},
        {"6 of 20, 30 %", 14, 6, 0, {}, false},
        {"7 of 20", 13, 7, 0, {}, true},
        {"5 of 10, and 90 that are online-only do not count", 5, 5, 90, {}, true},
        {"1 of 100 where every delete waits", 99, 1, 0, {.share = 0, .least = 1}, true},
        {"60 of 100 where 60 % is no reason", 40, 60, 0, {.share = 0.6, .least = 5}, false},
        {"61 of 100 where 60 % is no reason", 39, 61, 0, {.share = 0.6, .least = 5}, true},
        {"9 of 10 where at least 10 is a reason", 1, 9, 0, {.share = 0.3, .least = 10}, false},
        {"1 of 1: the pos is empty", 0, 1, 0, {}, true},
        {"9 of 9: the pos is empty, all are allowed", 0, 9, 0, {.share = 1, .least = 1'000}, true},
    };
    for (const auto& one : rows) {
        DYNAMIC_SECTION(one.id)
        {
            const auto s = with_gone(one.pairs, one.gone, one.online_only);
            const auto p =
                planned(s.pos, s.ecom, with(r_series(), [&](auto& by) { by.guard = one.guard; }));
            CHECK(deletes(p) == static_cast<std::size_t>(one.held ? 0 : one.gone));
            CHECK(p.blocked == one.held);
            CHECK(p.complete == !one.held);
            const auto said = find_issues(p, rule::guard_deletions);
            REQUIRE(said.size() == (one.held ? 1 : 0));
            if (!one.held) continue;
            const auto owned = std::to_string(one.pairs + one.gone);
            CHECK(said[0]->severity == severity::hold);
            CHECK(said[0]->choices == std::vector<std::string>{"confirm"});
            CHECK(said[0]->records.size() == static_cast<std::size_t>(one.gone));
            CHECK(said[0]->message.starts_with(std::to_string(one.gone) + " of " + owned));
        }
    }
}

TEST_CASE("guard: held deletes are counted", "[guard]")
{
    const auto s = with_gone(5, 5);
    const auto p = planned(s.pos, s.ecom, r_series());
    CHECK(p.of(kind::product).held == 5);
    CHECK(p.of(kind::product).erase == 0);
}

TEST_CASE("guard: it counts what is owned after matching", "[guard]")
{
    // Five of twenty are switched off for the channel and to be deleted; fifteen are linked now.
    shop s;
    for (int i = 0; i < 20; ++i) {
        s.add_listing(i < 5);
        const auto id = std::to_string(i);
        s.pos.products.records.push_back(item("p" + id, "S" + id));
        if (i < 5) s.pos.products.records.back().sellable.sell_online = false;
    }
    const auto p =
        planned(s.pos, s.ecom,
                with(x_series(), [](auto& by) { by.in_store_only = in_store_only::remove; }));
    CHECK(count_of(p, "link", kind::product) == 15);
    CHECK(deletes(p) == 5);
    CHECK(!p.blocked);
}

TEST_CASE("guard: what is not owned makes no share smaller", "[guard]")
{
    auto s = with_gone(11, 5); // 5 of 16 wait, 5 of 17 do not
    SECTION("a tombstone")
    {
        s.add_listing(true);
        s.ecom.products.records.back().deleted = true;
    }
    SECTION("a link that moves")
    {
        s.pos.products.records[0].id.text = "its heir";
    }
    SECTION("a category that is linked now")
    {
        s.pos.categories.records = {pos_category("c1", "Caps")};
        s.ecom.categories.records = {ecom_category("1", "", "Caps")};
    }
    CHECK(planned(s.pos, s.ecom, x_series()).blocked);
}

TEST_CASE("guard: a partial section deletes nothing, so nothing is held", "[guard]")
{
    auto s = with_gone(0, 9);
    s.pos.products.state = completeness::partial;
    const auto p = planned(s.pos, s.ecom, r_series());
    CHECK(p.actions.empty());
    CHECK(p.issues.empty());
}

TEST_CASE("guard: tombstones in a partial section are counted too", "[guard]")
{
    shop s;
    for (int i = 0; i < 6; ++i) {
        s.add_pair();
        s.pos.products.records.back().sellable.deleted = true;
    }
    s.pos.products.state = completeness::partial;
    const auto p = planned(s.pos, s.ecom, x_series());
    CHECK(deletes(p) == 0);
    CHECK(p.blocked);
}

TEST_CASE("guard: disabling instead of deleting is no delete", "[guard]")
{
    const auto s = with_gone(1, 9);
    const auto p = planned(
        s.pos, s.ecom, with(r_series(), [](auto& by) { by.gone_product = gone_product::disable; }));
    CHECK(!p.blocked);
    CHECK(count_of(p, "update", kind::product) == 9);
}

TEST_CASE("guard: how many sellables a store's plan takes", "[guard]")
{
    const auto room = [](plan_size size, bool contacted) {
        return room_of({.plan = size, .support_contacted = contacted});
    };
    CHECK(!room(plan_size::no_plan, false));
    CHECK(room(plan_size::venture, false) == 100);
    CHECK(room(plan_size::venture, true) == 100);
    CHECK(room(plan_size::business, true) == 2'500);
    CHECK(room(plan_size::unlimited, false) == 70'000);
    CHECK(!room(plan_size::unlimited, true));
    CHECK(r_series().plan == plan_size::unlimited);
    CHECK(x_series().plan == plan_size::no_plan);
    CHECK(x_series_2021().plan == plan_size::no_plan);
}

TEST_CASE("guard: room in the store's plan", "[guard]")
{
    struct row {
        const char* id;
        plan_size plan;
        int pairs, created, admitted;
    };
    const row rows[]{
        {"no plan, no limit", plan_size::no_plan, 100, 50, 50},
        {"venture takes 100", plan_size::venture, 0, 100, 100},
        {"venture takes no 101st", plan_size::venture, 0, 101, 100},
        {"what is synced counts", plan_size::venture, 60, 50, 40},
        {"a full shop keeps what it has", plan_size::venture, 100, 3, 0},
        {"a shop over its limit keeps what it has", plan_size::venture, 120, 3, 0},
        {"business takes 2,500", plan_size::business, 2'490, 20, 10},
        {"unlimited takes more", plan_size::unlimited, 2'490, 20, 20},
    };
    for (const auto& one : rows) {
        DYNAMIC_SECTION(one.id)
        {
            const auto s = with_new(one.pairs, one.created);
            const auto p = planned(s.pos, s.ecom, limited(one.plan));
            const auto held = find_issues(p, rule::product_plan_limit);
            CHECK(made(p) == static_cast<std::size_t>(one.admitted));
            CHECK(held.size() == static_cast<std::size_t>(one.created - one.admitted));
            CHECK(p.complete == (one.created == one.admitted));
            CHECK(deletes(p) == 0);
            for (int i = 0; i < one.admitted; ++i) // in pos order
                CHECK(find_action(p, "create", kind::product, "new" + std::to_string(i)));
            if (held.empty()) continue;
            CHECK(held[0]->severity == severity::hold);
            const auto room = std::to_string(*room_of(limited(one.plan)));
            CHECK(held[0]->message.find(room) != std::string::npos);
        }
    }
}

TEST_CASE("guard: who counts in the plan", "[guard]")
{
    auto s = with_new(98, 4); // room for two of four
    const auto by = limited(plan_size::venture);
    SECTION("two fit")
    {
        CHECK(made(planned(s.pos, s.ecom, by)) == 2);
    }
    SECTION("disabled ones count")
    {
        for (auto& e : s.ecom.products.records)
            e.enabled = false;
        CHECK(made(planned(s.pos, s.ecom, by)) == 2);
    }
    SECTION("online-only ones do not")
    {
        for (int i = 0; i < 40; ++i)
            s.add_listing(false);
        CHECK(made(planned(s.pos, s.ecom, by)) == 2);
    }
    SECTION("those that are linked now do")
    {
        const auto id = s.add_listing(false);
        s.pos.products.records.push_back(item("adopted", "S" + id));
        const auto p = planned(s.pos, s.ecom, by);
        CHECK(count_of(p, "link", kind::product) == 1);
        CHECK(made(p) == 1);
    }
    SECTION("tombstones do not")
    {
        for (int i = 0; i < 9; ++i) {
            s.add_listing(true);
            s.ecom.products.records.back().deleted = true;
        }
        CHECK(made(planned(s.pos, s.ecom, by)) == 2);
    }
    SECTION("one with two variations is two")
    {
        auto matrix = item("matrix", "");
        matrix.attributes = {{"Size"}};
        matrix.variants = {{{.id = "w1"_id, .attribute_values = {{"S"}}},
                            {.id = "w2"_id, .attribute_values = {{"M"}}}}};
        auto its = listing("9999", "matrix", "");
        its.options = {{{"Size", {"S", "M"}}}};
        its.variations = {{{.id = "v1"_id, .option_values = {{{"Size", "S"}}}},
                           {.id = "v2"_id, .option_values = {{{"Size", "M"}}}}}};
        (*its.variations)[0].pos_id = pos::variant_id{"w1"};
        (*its.variations)[1].pos_id = pos::variant_id{"w2"};
        s.pos.products.records.push_back(matrix);
        s.ecom.products.records.push_back(its);
        CHECK(made(planned(s.pos, s.ecom, by)) == 0);
    }
    SECTION("what is held for another reason takes no room")
    {
        s.pos.products.records[98].name = {};
        const auto p = planned(s.pos, s.ecom, by);
        CHECK(made(p) == 2);
        CHECK(find_action(p, "create", kind::product, "new1"));
        CHECK(find_action(p, "create", kind::product, "new2"));
    }
    SECTION("what is created disabled is counted as it is created")
    {
        for (auto& i : s.pos.products.records)
            i.sellable.active = {};
        const auto p = planned(s.pos, s.ecom, by);
        const auto said = find_issues(p, rule::product_created_disabled);
        REQUIRE(said.size() == 1);
        CHECK(said[0]->message.starts_with("2 "));
    }
}

TEST_CASE("guard: pos order is who comes first", "[guard]")
{
    auto s = with_new(99, 3);
    const auto by = limited(plan_size::venture);
    CHECK(find_action(planned(s.pos, s.ecom, by), "create", kind::product, "new0"));
    std::reverse(s.pos.products.records.begin(), s.pos.products.records.end());
    CHECK(find_action(planned(s.pos, s.ecom, by), "create", kind::product, "new2"));
}

TEST_CASE("guard: deletes free room first", "[guard]")
{
    const auto by = limited(plan_size::venture);
    auto s = with_new(100, 5);
    SECTION("three of five fit, after the deletes")
    {
        s.pos.products.records.erase(s.pos.products.records.begin(),
                                     s.pos.products.records.begin() + 3);
        const auto p = planned(s.pos, s.ecom, by);
        CHECK(made(p) == 3);
        CHECK(deletes(p) == 3);
        int last_delete = 0, first_create = 1'000;
        for (const auto& a : p.actions) {
            if (verb(a) == "delete") last_delete = std::max(last_delete, a.wave);
            if (verb(a) == "create") first_create = std::min(first_create, a.wave);
        }
        CHECK(last_delete < first_create);
    }
    SECTION("held ones free nothing")
    {
        s.pos.products.records.erase(s.pos.products.records.begin(),
                                     s.pos.products.records.begin() + 50);
        const auto p = planned(s.pos, s.ecom, by);
        CHECK(p.blocked);
        CHECK(made(p) == 0);
        CHECK(find_issues(p, rule::product_plan_limit).size() == 5);
    }
    SECTION("kept ones free nothing")
    {
        s.pos.products.records.erase(s.pos.products.records.begin(),
                                     s.pos.products.records.begin() + 3);
        const auto p = planned(s.pos, s.ecom,
                               with(by, [](auto& one) { one.gone_product = gone_product::keep; }));
        CHECK(made(p) == 0);
    }
    SECTION("a shop over its limit first comes below it")
    {
        auto over = with_new(103, 5);
        over.pos.products.records.erase(over.pos.products.records.begin(),
                                        over.pos.products.records.begin() + 4);
        const auto p = planned(over.pos, over.ecom, by);
        CHECK(deletes(p) == 4);
        CHECK(made(p) == 1);
    }
    SECTION("where nothing is made they come last, over the limit, too")
    {
        auto over = with_new(103, 0);
        over.pos.products.records.erase(over.pos.products.records.begin());
        over.pos.products.records[0].name = "New";
        const auto p = planned(over.pos, over.ecom, by);
        CHECK(verb(p.actions.back()) == "delete");
        CHECK(p.actions.back().wave > p.actions.front().wave);
    }
    SECTION("where there is room enough they come last")
    {
        auto room = with_new(50, 5);
        room.pos.products.records.erase(room.pos.products.records.begin());
        const auto p = planned(room.pos, room.ecom, by);
        CHECK(verb(p.actions.back()) == "delete");
        CHECK(p.actions.back().wave > p.actions.front().wave);
    }
}

TEST_CASE("guard: seventy thousand need a word with support", "[guard]")
{
    const auto s = with_new(0, 70'003);
    auto by = limited(plan_size::unlimited);
    const auto p = reconcile(s.pos, s.ecom, by);
    CHECK(made(p) == 70'000);
    CHECK(find_issues(p, rule::product_plan_support).size() == 3);
    CHECK(find_issues(p, rule::product_plan_limit).empty());
    by.support_contacted = true;
    CHECK(made(reconcile(s.pos, s.ecom, by)) == 70'003);
}

} // namespace guard_tests
