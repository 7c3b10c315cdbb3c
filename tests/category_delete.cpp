#include "plans.hpp"

namespace category_delete_tests {

using namespace plans;

namespace {

using strings = std::vector<std::string>;

/// An ecom product in these categories; online-only with an empty `pos_id`.
ecom::product in(std::string id, std::string pos_id, std::vector<std::string> categories)
{
    ecom::product p{.id = ecom::product_id{std::move(id)}, .name = "Tee"};
    if (!pos_id.empty()) p.pos_id.emplace(std::move(pos_id));
    p.category_ids.emplace();
    for (auto& c : categories)
        p.category_ids->emplace_back(std::move(c));
    return p;
}

pos::product pos_product(std::string id, std::string category)
{
    pos::product p{.id = pos::product_id{std::move(id)}, .name = "Tee", .category_id = none};
    if (!category.empty()) p.category_id = pos::category_id{std::move(category)};
    return p;
}

/// A policy that lets any number of deletes through, but for an empty till.
policy unguarded(policy by)
{
    by.guard.share = 1;
    return by;
}

std::string numbered(const char* letter, int i)
{
    return letter + std::to_string(i);
}

} // namespace

TEST_CASE("category: what becomes of one that is gone from the pos", "[category]")
{
    struct row {
        const char* id;
        pos::snapshot pos;
        ecom::snapshot ecom;
        strings want;
    };
    const auto with_products = [](ecom::snapshot s, std::vector<ecom::product> products) {
        s.products = std::move(products);
        return s;
    };
    const auto selling = [](pos::snapshot s, std::vector<pos::product> products) {
        s.products = std::move(products);
        return s;
    };
    const auto kept = pos_tree({pos_category("p1", "A")});
    const auto e1 = ecom_category("e1", "p1", "A");
    const auto gone = ecom_category("e2", "p2", "Gone");
    const auto both = ecom_tree({e1, gone});
    auto rich = gone;
    rich.description = "A text";
    rich.image_url = "https://shop.example/a.jpg";
    rich.enabled = true;
    auto blank = gone;
    blank.description = " ";
    blank.image_url = "";
    auto partial_products = both;
    partial_products.products = {{}, completeness::partial};
    auto unread_products = both;
    unread_products.products = {};
    auto unknown_members = with_products(both, {in("f1", "", {})});
    unknown_members.products.records[0].category_ids = {};
    auto tombstone = in("f1", "", {"e2"});
    tombstone.deleted = true;
    auto unknown_category = pos_product("q1", "");
    unknown_category.category_id = {};
    auto inactive = pos_product("q1", "");
    inactive.sellable.archived = true;

    const std::vector<row> rows{
        {"C13 nothing is in it", kept, both, {"delete category p2/e2 (category.delete)"}},
        {"C13 what only ecom knew is named",
         kept,
         ecom_tree({e1, rich}),
         {"delete category p2/e2 loses image_url loses description (category.delete)"}},
        {"C13 a blank is no loss",
         kept,
         ecom_tree({e1, blank}),
         {"delete category p2/e2 (category.delete)"}},
        {"C13 a branch, leaves first",
         kept,
         ecom_tree({e1, gone, ecom_category("e3", "p3", "C", "e2"),
                    ecom_category("e4", "p4", "D", "e3")}),
         {"delete category p4/e4 (category.delete)", "delete category p3/e3 (category.delete)",
          "delete category p2/e2 (category.delete)"}},
        {"C13 below an online-only one, which stays",
         kept,
         ecom_tree({e1, ecom_category("e9", "", "Sale"), ecom_category("e2", "p2", "Gone", "e9")}),
         {"delete category p2/e2 (category.delete)"}},
        {"C13 a survivor moves out of it first",
         pos_tree({pos_category("p1", "A"), pos_category("p3", "C", "p1")}),
         ecom_tree({e1, gone, ecom_category("e3", "p3", "C", "e2")}),
         {"update category p3/e3 parent_id=p2/e2>p1/e1 (category.pos_owned)",
          "delete category p2/e2 (category.delete)"}},
        {"C13 survivors among the gone",
         pos_tree({pos_category("p1", "A"), pos_category("p4", "D", "p1")}),
         ecom_tree({e1, gone, ecom_category("e3", "p3", "C", "e2"),
                    ecom_category("e4", "p4", "D", "e3"), ecom_category("e5", "p5", "E", "e4")}),
         {"update category p4/e4 parent_id=p3/e3>p1/e1 (category.pos_owned)",
          "delete category p5/e5 (category.delete)", "delete category p3/e3 (category.delete)",
          "delete category p2/e2 (category.delete)"}},
        {"C13 under a new one that takes its name",
         pos_tree({pos_category("p1", "A"), pos_category("p9", "Gone")}),
         both,
         {R"(create category p9/ name="Gone" parent_id=none enabled=false position=1 (category.create))",
          "delete category p2/e2 (category.delete)"}},
        {"C13 F47: its product moves, in one change, then it goes",
         selling(kept, {pos_product("q1", "p1")}),
         with_products(both, {in("f1", "q1", {"e2"})}),
         {"update product q1/f1 category_ids=[p2/e2]>[p1/e1] (product.category) (product.update)",
          "delete category p2/e2 (category.delete)"}},
        {"C13 its product is deleted, then it goes",
         selling(kept, {inactive}),
         with_products(both, {in("f1", "q1", {"e2"})}),
         {"delete product q1/f1 (product.delete)", "delete category p2/e2 (category.delete)"}},
        {"C13 a tombstone is not in it",
         kept,
         with_products(both, {tombstone}),
         {"delete category p2/e2 (category.delete)"}},
        {"C14 an online-only product is in it",
         kept,
         with_products(both, {in("f1", "", {"e2"})}),
         {"hold category p2/e2 (category.delete)"}},
        {"C14 a linked product too that does not leave it",
         selling(kept, {unknown_category}),
         with_products(both, {in("f1", "q1", {"e2"})}),
         {"hold category p2/e2 (category.delete)"}},
        {"C14 an online-only subcategory",
         kept,
         ecom_tree({e1, gone, ecom_category("e9", "", "Sale", "e2")}),
         {"hold category p2/e2 (category.delete)"}},
        {"C14 a subcategory made from a tag",
         kept,
         ecom_tree({e1, gone, ecom_category("e9", "tag:Sale", "Sale", "e2")}),
         {"hold category p2/e2 (category.delete)"}},
        {"C14 a product deep inside holds the branch, not what is beside it",
         kept,
         with_products(ecom_tree({e1, gone, ecom_category("e3", "p3", "C", "e2"),
                                  ecom_category("e4", "p4", "D", "e3"),
                                  ecom_category("e5", "p5", "E", "e2")}),
                       {in("f1", "", {"e4"})}),
         {"delete category p5/e5 (category.delete)", "hold category p2/e2 (category.delete)",
          "hold category p3/e3 (category.delete)", "hold category p4/e4 (category.delete)"}},
        {"C14 an online-only subcategory deep inside",
         kept,
         ecom_tree({e1, gone, ecom_category("e3", "p3", "C", "e2"),
                    ecom_category("e9", "", "Sale", "e3")}),
         {"hold category p2/e2 (category.delete)", "hold category p3/e3 (category.delete)"}},
        {"C14 a survivor that is left alone",
         pos_tree({pos_category("p1", "A"), pos_category("p3", "C", "p3")}),
         ecom_tree({e1, gone, ecom_category("e3", "p3", "C", "e2")}),
         {"error category p3/e3 (category.cycle)", "hold category p2/e2 (category.delete)"}},
        {"C14 not all ecom products were read",
         kept,
         partial_products,
         {"hold category p2/e2 (category.delete)"}},
        {"C14 the ecom products were not read",
         kept,
         unread_products,
         {"hold category p2/e2 (category.delete)"}},
        {"C14 an ecom product whose categories are not known",
         kept,
         unknown_members,
         {"hold category p2/e2 (category.delete)"}},
        {"C14 a circle in ecom, and what hangs on it",
         kept,
         ecom_tree({e1, ecom_category("e2", "p2", "B", "e3"), ecom_category("e3", "p3", "C", "e2"),
                    ecom_category("e4", "p4", "D", "e3")}),
         {"hold category p2/e2 (category.delete)", "hold category p3/e3 (category.delete)",
          "hold category p4/e4 (category.delete)"}},
        {"C16 one made from a tag",
         kept,
         ecom_tree({e1, ecom_category("e2", "tag:Sale", "S")}),
         {}},
        {"C16 an online-only one", kept, ecom_tree({e1, ecom_category("e2", "", "S")}), {}},
    };
    for (const auto& r : rows)
        for (const auto& by : {r_series(), x_series(), x_series_2021()}) {
            DYNAMIC_SECTION(r.id << ", " << by.profile)
            {
                const auto p = planned(r.pos, r.ecom, by);
                CHECK_FALSE(p.blocked);
                if (by.profile == "x_series_2021") {
                    CHECK(count_of(p, "delete", kind::category) == 0);
                    CHECK(find_issues(p, rule::category_delete).empty());
                    continue;
                }
                auto want = r.want;
                for (auto& line : want)
                    if (const auto at = line.find("enabled=false");
                        at != line.npos && by.profile == "x_series")
                        line.replace(at, 13, "enabled=true");
                CHECK(lines(p) == want);
            }
        }
}

TEST_CASE("category: one is deleted only where the whole pos list says so", "[category]")
{
    const auto ecom = ecom_tree({ecom_category("e1", "p1", "A"), ecom_category("e2", "p2", "B")});
    for (const auto& by : {r_series(), x_series(), x_series_2021()}) {
        auto pos = pos_tree({pos_category("p1", "A")});
        pos.categories.state = completeness::partial; // C15
        CHECK(lines(planned(pos, ecom, by)).empty());
        pos.categories = {};
        CHECK(lines(planned(pos, ecom, by)).empty());
        // From a part of ecom neither: what else is in it was not read.
        auto part = ecom;
        part.categories.state = completeness::partial;
        const auto p = planned(pos_tree({pos_category("p1", "A")}), part, by);
        CHECK(p.actions.empty());
        CHECK(find_issues(p, rule::category_delete).size() ==
              (by.profile == "x_series_2021" ? 0u : 1u));
    }
}

TEST_CASE("category: the hold says what keeps it", "[category]")
{
    auto ecom =
        ecom_tree({ecom_category("e1", "p1", "A"), ecom_category("e2", "p2", "Old"),
                   ecom_category("e3", "", "Zed", "e2"), ecom_category("e4", "", "Young", "e2")});
    const auto pos = pos_tree({pos_category("p1", "A")});
    const auto said = [&] {
        const auto p = planned(pos, ecom, r_series());
        const auto holds = find_issues(p, rule::category_delete);
        REQUIRE(holds.size() == 1);
        CHECK(holds[0]->message.find("Old") != std::string::npos);
        CHECK(p.of(kind::category).held == 1);
        CHECK_FALSE(p.complete);
        return holds[0]->message;
    };
    SECTION("subcategories")
    {
        const auto message = said();
        CHECK((message.find("Zed") != message.npos || message.find("Young") != message.npos));
        CHECK(message.find("online-only") != message.npos);
    }
    SECTION("products")
    {
        ecom.categories.records.resize(2);
        auto one = in("f2", "", {"e2"}), two = in("f1", "", {"e2"});
        one.name = "Mug";
        two.name = "Cup";
        ecom.products = {one, two};
        const auto message = said();
        CHECK((message.find("Mug") != message.npos || message.find("Cup") != message.npos));
    }
    SECTION("products that were not read")
    {
        ecom.categories.records.resize(2);
        ecom.products.state = completeness::partial;
        CHECK(said().find("read") != std::string::npos);
    }
}

TEST_CASE("category: too many deletes wait", "[category][guard]")
{
    // Of `owned` linked ecom categories, `gone` are not in the pos.
    const auto both = [](int owned, int gone) {
        std::vector<pos::category> ps;
        std::vector<ecom::category> es;
        for (int i = 0; i < owned; ++i) {
            es.push_back(ecom_category(numbered("e", i), numbered("p", i), numbered("N", i)));
            if (i >= gone) ps.push_back(pos_category(numbered("p", i), numbered("N", i)));
        }
        return std::pair{pos_tree(ps), ecom_tree(es)};
    };
    struct row {
        const char* id;
        int owned, gone;
        bool held;
        deletion_guard guard = {};
    };
    const std::vector<row> rows{
        {"few, though most", 6, 4, false},
        {"five, and more than the share", 16, 5, true},
        {"five, and less than the share", 17, 5, false},
        {"exactly the share", 20, 6, false},
        {"one more than the share", 20, 7, true},
        {"exactly a share that no double is", 30, 9, false},
        {"an empty till, however few", 1, 1, true},
        {"an empty till, where any share is fine", 2, 2, true, {1, 100}},
        {"all of them, but the till has others", 10, 9, true},
        {"where any share is fine", 10, 9, false, {1, 5}},
        {"a guard that holds every delete", 50, 1, true, {0, 1}},
        {"and lets the others be", 50, 0, false, {0, 1}},
    };
    for (const auto& r : rows)
        for (auto by : {r_series(), x_series()}) {
            DYNAMIC_SECTION(r.id << ", " << by.profile)
            {
                by.guard = r.guard;
                const auto [pos, ecom] = both(r.owned, r.gone);
                const auto p = planned(pos, ecom, by);
                CHECK(p.blocked == r.held);
                CHECK(p.complete != r.held);
                CHECK(count_of(p, "delete", kind::category) ==
                      (r.held ? 0u : static_cast<std::size_t>(r.gone)));
                const auto said = find_issues(p, rule::guard_deletions);
                REQUIRE(said.size() == (r.held ? 1u : 0u));
                if (!r.held) continue;
                CHECK(said[0]->severity == severity::hold);
                CHECK(said[0]->kind == kind::category);
                CHECK(said[0]->choices == strings{"confirm"});
                CHECK(said[0]->records.size() == static_cast<std::size_t>(r.gone));
                CHECK(said[0]->message.find(std::to_string(r.gone) + " of " +
                                            std::to_string(r.owned)) != std::string::npos);
            }
        }

    SECTION("online-only categories and those of tags do not count as owned")
    {
        auto [pos, ecom] = both(16, 5);
        for (int i = 0; i < 100; ++i) {
            ecom.categories.records.push_back(
                ecom_category(numbered("o", i), "", numbered("Online ", i)));
            ecom.categories.records.push_back(
                ecom_category(numbered("t", i), "tag:" + std::to_string(i), numbered("Tag ", i)));
        }
        CHECK(planned(pos, ecom, r_series()).blocked);
    }
    SECTION("those that are kept for what is in them do not count as deletes")
    {
        auto [pos, ecom] = both(16, 5);
        ecom.categories.records.push_back(ecom_category("o", "", "Sale", "e0"));
        const auto p = planned(pos, ecom, r_series());
        CHECK_FALSE(p.blocked);
        CHECK(count_of(p, "delete", kind::category) == 4);
    }
    SECTION("what is adopted in the same plan counts as owned")
    {
        auto [pos, ecom] = both(17, 5);
        ecom.categories.records[16].pos_id = {};
        const auto p = planned(pos, ecom, r_series());
        CHECK(count_of(p, "link", kind::category) == 1);
        CHECK_FALSE(p.blocked);
    }
    SECTION("the rest of the plan goes on, held categories among it")
    {
        auto [pos, ecom] = both(16, 5);
        ecom.categories.records[15].name = "Edited";
        const auto p = planned(pos, ecom, x_series());
        CHECK(p.blocked);
        CHECK(count_of(p, "update", kind::category) == 1);
        CHECK(p.actions.size() == 1);
    }
    SECTION("held product deletes keep the category that they are in")
    {
        auto pos = pos_tree({pos_category("p1", "A")});
        auto ecom = ecom_tree({ecom_category("e1", "p1", "A"), ecom_category("e2", "p2", "B")});
        for (int i = 0; i < 6; ++i)
            ecom.products.records.push_back(in(numbered("f", i), numbered("q", i), {"e2"}));
        ecom.products.state = completeness::complete;
        const auto p = planned(pos, ecom, r_series());
        CHECK(p.actions.empty());
        CHECK(find_issues(p, rule::category_delete).size() == 1);
    }
}

TEST_CASE("category: F48: what the pos deleted does not come back", "[category]")
{
    auto pos = pos_tree({pos_category("p1", "A")});
    auto ecom = ecom_tree({ecom_category("e1", "p1", "A"), ecom_category("e2", "p2", "B", "e1")});
    for (const auto& by : {r_series(), x_series()}) {
        const auto p = planned(pos, ecom, by);
        CHECK(lines(p) == strings{"delete category p2/e2 (category.delete)"});
        const auto after = carried_out(p, pos, ecom);
        CHECK(after.pos == pos);
        CHECK(after.ecom.categories.records.size() == 1);
    }
}

TEST_CASE("category: deletes come after all else, deepest first", "[category]")
{
    auto pos = pos_tree(
        {pos_category("p1", "New"), pos_category("p2", "B"), pos_category("p5", "E", "p1")});
    pos.products = {pos_product("q1", "p1")};
    auto ecom =
        ecom_tree({ecom_category("e2", "p2", "Was"), ecom_category("e3", "p3", "C", "e2"),
                   ecom_category("e4", "p4", "D", "e3"), ecom_category("e5", "p5", "E", "e4")});
    ecom.products = {in("f1", "q1", {"e4"}), in("f2", "q2", {"e4"})};
    const auto p = planned(pos, ecom, unguarded(r_series()));
    INFO(text(p));
    const auto wave = [&](const char* verb, kind k, const char* id) {
        const auto* a = find_action(p, verb, k, id);
        REQUIRE(a);
        return a->wave;
    };
    const auto deepest = wave("delete", kind::category, "e4");
    CHECK(deepest < wave("delete", kind::category, "e3"));
    CHECK(wave("delete", kind::product, "f2") < deepest);
    CHECK(wave("update", kind::product, "f1") < deepest);
    CHECK(wave("update", kind::category, "e5") < deepest);
    CHECK(wave("create", kind::category, "p1") < wave("update", kind::category, "e5"));
    CHECK(wave("create", kind::category, "p1") < wave("update", kind::product, "f1"));
}

TEST_CASE("category: a category is deleted with nothing in it, whatever the store looks like",
          "[category]")
{
    // Random stores: at each delete neither a category nor a product is left inside.
    for (std::uint32_t seed = 0; seed < 400; ++seed) {
        std::mt19937 random{seed};
        const auto up_to = [&](int n) {
            return static_cast<int>(random() % (1u + static_cast<unsigned>(n)));
        };
        std::vector<pos::category> ps;
        std::vector<ecom::category> es;
        for (int i = 0; i < 8; ++i) {
            const auto up = up_to(i) - 1;
            const bool linked = up_to(4) > 0;
            es.push_back(ecom_category(numbered("e", i), linked ? numbered("p", i) : "",
                                       numbered("N", i), up < 0 ? "" : numbered("e", up)));
            if (up_to(1)) ps.push_back(pos_category(numbered("p", i), numbered("N", i)));
        }
        auto pos = pos_tree(ps);
        auto ecom = ecom_tree(es);
        for (int i = 0; i < 3; ++i) {
            const bool linked = up_to(2) > 0;
            const auto at = numbered("e", up_to(7));
            ecom.products.records.push_back(
                in(numbered("f", i), linked ? numbered("q", i) : "", {at}));
            if (ps.empty() || up_to(1)) continue;
            const auto to = static_cast<std::size_t>(up_to(static_cast<int>(ps.size()) - 1));
            pos.products.records.push_back(pos_product(numbered("q", i), ps[to].id.text));
        }
        INFO(seed);
        const auto p = planned(pos, ecom, unguarded(seed % 2 ? r_series() : x_series()));

        std::set<std::string> gone, left_alone;
        for (const auto& a : p.actions)
            if (a.kind == kind::category && verb(a) == "delete") gone.insert(a.of.ecom_id);
        const auto after = carried_out(p, pos, ecom).ecom;
        for (const auto& before : ecom.categories.records)
            if (before.pos_id == std::nullopt) left_alone.insert(before.id.text);
        for (const auto& id : left_alone)
            CHECK(gone.count(id) == 0);
        for (const auto& c : after.categories.records)
            CHECK((!c.parent_id.has_value() || gone.count(c.parent_id->text) == 0));

        // The products, by the plan alone: `carried_out` drops memberships in what is deleted.
        for (const auto& product : ecom.products.records) {
            if (find_action(p, "delete", kind::product, product.id.text)) continue;
            const auto* moved =
                find_change(p, kind::product, product.id.text, field::product_category);
            if (moved) {
                for (const auto& r : std::get<std::vector<ref>>(moved->to))
                    CHECK(gone.count(r.ecom_id) == 0);
            } else {
                for (const auto& c : *product.category_ids)
                    CHECK(gone.count(c.text) == 0);
            }
        }
        // And nothing that could go is kept: each hold has something left inside.
        for (const auto* i : find_issues(p, rule::category_delete)) {
            bool inside = false;
            for (const auto& c : after.categories.records)
                inside = inside || (c.parent_id.has_value() && c.parent_id->text == i->of.ecom_id);
            for (const auto& product : after.products.records)
                for (const auto& c : *product.category_ids)
                    inside = inside || c.text == i->of.ecom_id;
            CHECK(inside);
        }
    }
}

} // namespace category_delete_tests
