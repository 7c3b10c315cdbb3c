#include "plans.hpp"

namespace category_baseline_tests {

using namespace plans;

namespace {

using strings = std::vector<std::string>;
using enum cause;

/// What both sides held after the last sync.
baseline held(std::vector<pos::category> pos, std::vector<ecom::category> ecom)
{
    baseline b;
    b.pos.categories = std::move(pos);
    b.ecom.categories = std::move(ecom);
    return b;
}

struct row {
    const char* id;
    baseline base;
    std::vector<pos::category> pos;
    std::vector<ecom::category> ecom;
    strings want;
    std::vector<cause> causes{}; ///< of each change, in the order of the plan
    std::vector<decision> decisions{};
};

void check_rows(const std::vector<row>& rows, const policy& by)
{
    for (const auto& r : rows)
        DYNAMIC_SECTION(r.id)
        {
            const auto p = planned(pos_tree(r.pos), ecom_tree(r.ecom), by, {r.base, r.decisions});
            CHECK(lines(p) == r.want);
            std::vector<cause> causes;
            for (const auto& a : p.actions)
                if (const auto* u = std::get_if<update>(&a.what))
                    for (const auto& c : u->changes)
                        causes.push_back(c.cause);
            CHECK((causes == r.causes));
        }
}

} // namespace

TEST_CASE("category: names since the last sync", "[category]")
{
    const auto pos = [](const char* name) { return std::vector{pos_category("p1", name)}; };
    const auto ecom = [](const char* name) { return std::vector{ecom_category("e1", "p1", name)}; };
    const auto base = held(pos("Shoes"), ecom("Shoes"));
    const auto change = [](std::string from, std::string to) {
        return strings{"update category p1/e1 name=\"" + from + "\">\"" + to +
                       "\" (category.pos_owned)"};
    };
    check_rows(
        {
            {"C8 renamed in the pos",
             base,
             pos("Boots"),
             ecom("Shoes"),
             change("Shoes", "Boots"),
             {pos_changed}},
            {"C8 an ecom name is put back",
             base,
             pos("Shoes"),
             ecom("Boots"),
             change("Boots", "Shoes"),
             {ecom_changed}},
            {"C8 renamed on both sides",
             base,
             pos("Boots"),
             ecom("Heels"),
             change("Heels", "Boots"),
             {both_changed}},
            {"C8 as after the last sync: ecom cut it",
             held(pos("Shoes"), ecom("Sho")),
             pos("Shoes"),
             ecom("Sho"),
             {}},
            {"C8 spelled otherwise since",
             held(pos("Shoes"), ecom("Sho")),
             pos(" Shoes"),
             ecom("Sho "),
             {}},
            {"C8 they were no pair then",
             held({pos_category("p2", "Shoes")}, {ecom_category("e1", "p2", "Sho")}),
             pos("Shoes"),
             ecom("Sho"),
             change("Sho", "Shoes"),
             {differs}},
            {"C8 never emptied", base, pos(""), ecom("Shoes"), {}},
            {"C1 deleted in ecom: made again",
             base,
             pos("Shoes"),
             {ecom_category("e9", "", "Sale")},
             {R"(create category p1/ name="Shoes" parent_id=none enabled=false position=1 (category.create))"}},
        },
        r_series());

    SECTION("a long name is remembered as its digest")
    {
        const std::string name(90, 'a');
        const auto kept = kept_text(name, {});
        check_rows(
            {{"C8", held(pos(kept.c_str()), ecom("Cut")), pos(name.c_str()), ecom("Cut"), {}}},
            r_series());
    }
    auto edits = r_series();
    edits[field::category_name] = flow::pos_edits;
    check_rows(
        {
            {"C17 without a baseline", {}, pos("Boots"), ecom("Shoes"), {}},
            {"C17 renamed in the pos",
             base,
             pos("Boots"),
             ecom("Shoes"),
             change("Shoes", "Boots"),
             {pos_changed}},
            {"C17 renamed in ecom", base, pos("Shoes"), ecom("Boots"), {}},
            {"C17 renamed on both sides",
             base,
             pos("Boots"),
             ecom("Heels"),
             change("Heels", "Boots"),
             {both_changed}},
        },
        edits);
}

TEST_CASE("category: parents since the last sync", "[category]")
{
    const auto pos = [](const char* parent) {
        return std::vector{pos_category("p1", "Shoes"), pos_category("p2", "Boots", parent)};
    };
    const auto ecom = [](const char* parent) {
        return std::vector{ecom_category("e1", "p1", "Shoes"),
                           ecom_category("e2", "p2", "Boots", parent)};
    };
    const auto under = held(pos("p1"), ecom("e1"));
    const auto root = held(pos(""), ecom(""));
    const strings to_root{"update category p2/e2 parent_id=p1/e1>none (category.pos_owned)"};
    const strings below{"update category p2/e2 parent_id=none>p1/e1 (category.pos_owned)"};
    auto by = x_series();
    check_rows({{"C9 moved in the pos", under, pos(""), ecom("e1"), to_root, {pos_changed}},
                {"C9 moved in ecom: put back", root, pos(""), ecom("e1"), to_root, {ecom_changed}},
                {"C9 the tree is the pos's",
                 held(pos(""), ecom("e1")),
                 pos(""),
                 ecom("e1"),
                 to_root,
                 {differs}}},
               by);
    by[field::category_parent] = flow::pos_edits;
    check_rows({{"C17 without a baseline", {}, pos(""), ecom("e1"), {}},
                {"C17 moved in the pos", under, pos(""), ecom("e1"), to_root, {pos_changed}},
                {"C17 moved in ecom", root, pos(""), ecom("e1"), {}},
                {"C17 put below in the pos", root, pos("p1"), ecom(""), below, {pos_changed}},
                {"C17 as after the last sync", held(pos(""), ecom("e1")), pos(""), ecom("e1"), {}}},
               by);
}

TEST_CASE("category: a person says which is the same", "[category]")
{
    const std::string of_p1 = "category.adopt:category:p1:", of_p2 = "category.adopt:category:p2:";
    const auto shoes = [](std::string id) { return pos_category(std::move(id), "Shoes"); };
    const auto there = [](std::string id) { return ecom_category(std::move(id), "", "Shoes"); };
    const auto link = [](std::string who) { return "link category " + who + " (category.adopt)"; };
    const auto ask = [](std::string who, std::string choices) {
        return "conflict category " + who + " choices " + choices + " (category.adopt)";
    };
    const std::string made =
        R"(create category p1/ name="Shoes" parent_id=none enabled=true position=1 (category.create))";
    const std::vector<ecom::category> two{there("e1"), there("e2")};
    check_rows(
        {
            {"C6 one of two", {}, {shoes("p1")}, two, {link("p1/e2")}, {}, {{of_p1, "e2"}}},
            {"C6 none of two", {}, {shoes("p1")}, two, {made}, {}, {{of_p1, "none"}}},
            {"C6 not one of them",
             {},
             {shoes("p1")},
             two,
             {ask("p1/", "e1 e2 none")},
             {},
             {{of_p1, "e3"}}},
            {"C6 the other one of two is left for the other",
             {},
             {shoes("p1"), shoes("p2")},
             two,
             {link("p1/e2"), link("p2/e1")},
             {},
             {{of_p1, "e2"}}},
            {"C6 what is below it goes on",
             {},
             {shoes("p1"), pos_category("p3", "Boots", "p1")},
             {there("e1"), there("e2"), ecom_category("e3", "", "Boots", "e2")},
             {link("p1/e2"), link("p3/e3")},
             {},
             {{of_p1, "e2"}}},
            {"C6 the second one is asked about next",
             {},
             {shoes("p1"), shoes("p2")},
             {there("e1"), there("e2"), there("e3")},
             {link("p1/e2"), ask("p2/", "e1 e3 none")},
             {},
             {{of_p1, "e2"}}},
            {"C6 both",
             {},
             {shoes("p1"), shoes("p2")},
             {there("e1"), there("e2"), there("e3")},
             {link("p1/e2"), link("p2/e3")},
             {},
             {{of_p1, "e2"}, {of_p2, "e3"}}},
        },
        x_series());
    auto asks = x_series();
    asks.adopt_categories = adopt_categories::ask;
    check_rows(
        {
            {"C6 it is the same",
             {},
             {shoes("p1")},
             {there("e1")},
             {link("p1/e1")},
             {},
             {{of_p1, "e1"}}},
            {"C6 it is not",
             {},
             {shoes("p1")},
             {there("e1")},
             {R"(create category p1/ name="Shoes" parent_id=none enabled=true position=1 (category.create))"},
             {},
             {{of_p1, "none"}}},
        },
        asks);
    SECTION("not where only a part was read")
    {
        auto ecom = ecom_tree(two);
        ecom.categories.state = completeness::partial;
        const std::vector<decision> decisions{{of_p1, "e2"}};
        CHECK(lines(planned(pos_tree({shoes("p1")}), ecom, x_series(), {no_baseline, decisions})) ==
              strings{"hold category p1/ (scope.partial)"});
    }
}

} // namespace category_baseline_tests
