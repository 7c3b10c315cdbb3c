#include "plans.hpp"

namespace category_tests {

using namespace plans;

namespace {

using strings = std::vector<std::string>;
constexpr auto partial = completeness::partial;

pos::category nameless(std::string id, std::string parent = "")
{
    auto c = pos_category(std::move(id), "", std::move(parent));
    c.name = {};
    return c;
}

template <class Record>
section<Record> part(std::vector<Record> records)
{
    return {std::move(records), partial};
}

pos::snapshot part_of_till(std::vector<pos::category> categories)
{
    auto s = pos_tree({});
    s.categories = part(std::move(categories));
    return s;
}

ecom::snapshot part_of_store(std::vector<ecom::category> categories)
{
    auto s = ecom_tree({});
    s.categories = part(std::move(categories));
    return s;
}

/// The lines of an X-Series plan where those of R-Series are given: what is created is enabled.
strings enabled(strings wanted)
{
    for (auto& line : wanted)
        if (const auto at = line.find("enabled=false"); at != line.npos)
            line.replace(at, 13, "enabled=true");
    return wanted;
}

struct row {
    const char* id;
    pos::snapshot pos;
    ecom::snapshot ecom;
    strings want; ///< as R-Series has it
};

/// R-Series as the row says, X-Series with what is created enabled, x_series_2021 nothing: it does
/// not sync categories.
void check_rows(const std::vector<row>& rows)
{
    for (const auto& r : rows) {
        DYNAMIC_SECTION(r.id << ", r_series")
        {
            CHECK(lines(planned(r.pos, r.ecom, r_series())) == r.want);
        }
        DYNAMIC_SECTION(r.id << ", x_series")
        {
            CHECK(lines(planned(r.pos, r.ecom, x_series())) == enabled(r.want));
        }
        DYNAMIC_SECTION(r.id << ", x_series_2021")
        {
            CHECK(planned(r.pos, r.ecom, x_series_2021()).actions.empty());
        }
    }
}

} // namespace

TEST_CASE("category: what becomes of a pos category", "[category]")
{
    const auto unknown_name = nameless("p1");
    auto unknown_parent = pos_category("p1", "Shoes");
    unknown_parent.parent_id = {};
    auto unnamed_ecom = ecom_category("e1", "p1", "");
    unnamed_ecom.name = {};
    auto rootless_ecom = ecom_category("e2", "p2", "Boots", "e1");
    rootless_ecom.parent_id = {};

    check_rows({
        {"C1 a new category is created, its parent first",
         pos_tree({pos_category("p2", "Boots", "p1"), pos_category("p1", "Shoes")}),
         ecom_tree({}),
         {R"(create category p1/ name="Shoes" parent_id=none enabled=false position=0 (category.create))",
          R"(create category p2/ name="Boots" parent_id=p1/ enabled=false position=0 (category.create))"}},
        {"C1 it is created under a category that ecom has",
         pos_tree({pos_category("p1", "Shoes"), pos_category("p2", "Boots", "p1")}),
         ecom_tree({ecom_category("e1", "p1", "Shoes")}),
         {R"(create category p2/ name="Boots" parent_id=p1/e1 enabled=false position=0 (category.create))"}},
        {"C1 a name is written as it stands",
         pos_tree({pos_category("p1", " A &amp; B\n")}),
         ecom_tree({}),
         {"create category p1/ name=\" A &amp; B\n\" parent_id=none enabled=false position=0 "
          "(category.create)"}},
        {"C1 from part of the pos categories too",
         part_of_till({pos_category("p1", "Shoes")}),
         ecom_tree({}),
         {R"(create category p1/ name="Shoes" parent_id=none enabled=false position=0 (category.create))"}},
        {"C1 under a parent that was not read, where ecom has it",
         part_of_till({pos_category("p2", "Boots", "p1")}),
         ecom_tree({ecom_category("e1", "p1", "Shoes")}),
         {R"(create category p2/ name="Boots" parent_id=p1/e1 enabled=false position=0 (category.create))"}},
        {"C2 a new category waits with its parent",
         pos_tree(
             {nameless("p1"), pos_category("p2", "Boots", "p1"), pos_category("p3", "Red", "p2")}),
         ecom_tree({}),
         {"error category p1/ (record.isolated)", "hold category p2/ (order.safe)",
          "hold category p3/ (order.safe)"}},
        {"C2 a parent that was read nowhere",
         part_of_till({pos_category("p2", "Boots", "p1")}),
         ecom_tree({}),
         {"hold category p2/ (scope.partial)"}},
        {"C3 it may be among what was not read of ecom",
         pos_tree({pos_category("p1", "Shoes"), pos_category("p2", "Boots", "p1")}),
         part_of_store({}),
         {"hold category p1/ (scope.partial)", "hold category p2/ (order.safe)"}},
        {"C4 a new category without a name",
         pos_tree({unknown_name, pos_category("p2", " \t")}),
         ecom_tree({}),
         {"error category p1/ (record.isolated)", "error category p2/ (record.isolated)"}},
        {"C5 one of the same path is linked",
         pos_tree({pos_category("p1", "Shoes"), pos_category("p2", "Boots", "p1")}),
         ecom_tree({ecom_category("e1", "", "Shoes"), ecom_category("e2", "", "Boots", "e1")}),
         {"link category p1/e1 (category.adopt)", "link category p2/e2 (category.adopt)"}},
        {"C5 below a linked one of another name",
         pos_tree({pos_category("p1", "Shoes"), pos_category("p2", "Boots", "p1")}),
         ecom_tree({ecom_category("e1", "p1", "Footwear"), ecom_category("e2", "", "Boots", "e1")}),
         {R"(update category p1/e1 name="Footwear">"Shoes" (category.pos_owned))",
          "link category p2/e2 (category.adopt)"}},
        {"C5 the same name elsewhere is another path",
         pos_tree({pos_category("p1", "Shoes"), pos_category("p2", "Boots", "p1")}),
         ecom_tree({ecom_category("e1", "", "Shoes"), ecom_category("e2", "", "Boots")}),
         {"link category p1/e1 (category.adopt)",
          R"(create category p2/ name="Boots" parent_id=p1/e1 enabled=false position=0 (category.create))"}},
        {"C5 upper and lower case differ",
         pos_tree({pos_category("p1", "Shoes")}),
         ecom_tree({ecom_category("e1", "", "shoes", "", 4)}),
         {R"(create category p1/ name="Shoes" parent_id=none enabled=false position=5 (category.create))"}},
        {"C5 not from part of the pos, where another may have the path",
         part_of_till({pos_category("p1", "Shoes")}),
         ecom_tree({ecom_category("e1", "", "Shoes")}),
         {"hold category p1/ (scope.partial)"}},
        {"C5 not from part of ecom",
         pos_tree({pos_category("p1", "Shoes")}),
         part_of_store({ecom_category("e1", "", "Shoes")}),
         {"hold category p1/ (scope.partial)"}},
        {"C5 below a linked category, beside a linked namesake",
         pos_tree({pos_category("p1", "Shoes"), pos_category("p2", "Boots", "p1"),
                   pos_category("p3", "Boots", "p1")}),
         ecom_tree({ecom_category("e1", "p1", "Shoes"), ecom_category("e2", "p2", "Boots", "e1"),
                    ecom_category("e3", "", "Boots", "e1")}),
         {"link category p3/e3 (category.adopt)"}},
        {"C5 below one that the plan makes there is none to link, whatever stands at the root",
         pos_tree({pos_category("p1", "Shoes"), pos_category("p2", "Boots", "p1")}),
         ecom_tree({ecom_category("e1", "", "Boots")}),
         {R"(create category p1/ name="Shoes" parent_id=none enabled=false position=1 (category.create))",
          R"(create category p2/ name="Boots" parent_id=p1/ enabled=false position=0 (category.create))"}},
        {"C6 several ecom categories of that path",
         pos_tree({pos_category("p1", "Shoes")}),
         ecom_tree({ecom_category("e1", "", "Shoes"), ecom_category("e2", "", "Shoes")}),
         {"conflict category p1/ choices e1 e2 none (category.adopt)"}},
        {"C6 several pos categories of that path, and what is below them",
         pos_tree({pos_category("p1", "Shoes"), pos_category("p2", "Shoes"),
                   pos_category("p3", "Boots", "p2")}),
         ecom_tree({ecom_category("e1", "", "Shoes"), ecom_category("e2", "", "Boots", "e1")}),
         {"conflict category p1/ choices e1 none (category.adopt)",
          "hold category p3/ (order.safe)"}},
        {"C6 same-named siblings that ecom has none of are created, each",
         pos_tree({pos_category("p1", "Shoes"), pos_category("p2", "Shoes")}),
         ecom_tree({}),
         {R"(create category p1/ name="Shoes" parent_id=none enabled=false position=0 (category.create))",
          R"(create category p2/ name="Shoes" parent_id=none enabled=false position=1 (category.create))"}},
        {"C7 the same on both sides",
         pos_tree({pos_category("p1", "Shoes"), pos_category("p2", "Boots", "p1")}),
         ecom_tree({ecom_category("e1", "p1", "Shoes"), ecom_category("e2", "p2", "Boots", "e1")}),
         {}},
        {"C7 same-named siblings that are linked",
         pos_tree({pos_category("p1", "Shoes"), pos_category("p2", "Shoes")}),
         ecom_tree({ecom_category("e1", "p1", "Shoes"), ecom_category("e2", "p2", "Shoes")}),
         {}},
        {"C8 an ecom name is put back",
         pos_tree({pos_category("p1", "Shoes")}),
         ecom_tree({ecom_category("e1", "p1", "Footwear")}),
         {R"(update category p1/e1 name="Footwear">"Shoes" (category.pos_owned))"}},
        {"C8 an emptied one too",
         pos_tree({pos_category("p1", "Shoes")}),
         ecom_tree({ecom_category("e1", "p1", " ")}),
         {R"(update category p1/e1 name=" ">"Shoes" (category.pos_owned))"}},
        {"C8 upper and lower case differ",
         pos_tree({pos_category("p1", "Shoes")}),
         ecom_tree({ecom_category("e1", "p1", "SHOES")}),
         {R"(update category p1/e1 name="SHOES">"Shoes" (category.pos_owned))"}},
        {"C8 from parts of both",
         part_of_till({pos_category("p1", "Shoes")}),
         part_of_store({ecom_category("e1", "p1", "Footwear")}),
         {R"(update category p1/e1 name="Footwear">"Shoes" (category.pos_owned))"}},
        {"C9 moved in ecom, put back to the root",
         pos_tree({pos_category("p1", "Shoes"), pos_category("p2", "Boots")}),
         ecom_tree({ecom_category("e1", "p1", "Shoes"), ecom_category("e2", "p2", "Boots", "e1")}),
         {R"(update category p2/e2 parent_id=p1/e1>none (category.pos_owned))"}},
        {"C9 moved in the pos, out of an online-only category",
         pos_tree({pos_category("p1", "Shoes"), pos_category("p2", "Boots", "p1")}),
         ecom_tree({ecom_category("e1", "p1", "Shoes"), ecom_category("e9", "", "Sale"),
                    ecom_category("e2", "p2", "Boots", "e9")}),
         {R"(update category p2/e2 parent_id=/e9>p1/e1 (category.pos_owned))"}},
        {"C9 moved and renamed is one update",
         pos_tree({pos_category("p1", "Shoes"), pos_category("p2", "Boots", "p1")}),
         ecom_tree({ecom_category("e1", "p1", "Shoes"), ecom_category("e2", "p2", "Wellies")}),
         {R"(update category p2/e2 name="Wellies">"Boots" parent_id=none>p1/e1 (category.pos_owned))"}},
        {"C9 under a category that the same plan makes",
         pos_tree({pos_category("p1", "Shoes"), pos_category("p2", "Boots", "p1")}),
         ecom_tree({ecom_category("e2", "p2", "Boots")}),
         {R"(create category p1/ name="Shoes" parent_id=none enabled=false position=0 (category.create))",
          R"(update category p2/e2 parent_id=none>p1/ (category.pos_owned))"}},
        {"C9 from a parent that ecom does not have",
         pos_tree({pos_category("p1", "Shoes")}),
         ecom_tree({ecom_category("e1", "p1", "Shoes", "e99")}),
         {R"(update category p1/e1 parent_id=/e99>none (category.pos_owned))"}},
        {"C9 under an adopted one",
         pos_tree({pos_category("p1", "Shoes"), pos_category("p2", "Boots", "p1")}),
         ecom_tree({ecom_category("e1", "", "Shoes"), ecom_category("e2", "p2", "Boots")}),
         {"link category p1/e1 (category.adopt)",
          R"(update category p2/e2 parent_id=none>p1/e1 (category.pos_owned))"}},
        {"C9 under a parent that was not read in the pos",
         part_of_till({pos_category("p2", "Boots", "p1")}),
         ecom_tree({ecom_category("e1", "p1", "Shoes"), ecom_category("e2", "p2", "Boots")}),
         {R"(update category p2/e2 parent_id=none>p1/e1 (category.pos_owned))"}},
        {"C10 the new parent is held, under another one",
         pos_tree({nameless("p1"), pos_category("p2", "Boots", "p1"), pos_category("p3", "Hats")}),
         ecom_tree({ecom_category("e3", "p3", "Hats"), ecom_category("e2", "p2", "Boots", "e3")}),
         {"error category p1/ (record.isolated)", "hold category p2/e2 parent_id (order.safe)"}},
        {"C10 the new parent is held, at the root",
         pos_tree({nameless("p1"), pos_category("p2", "Boots", "p1")}),
         ecom_tree({ecom_category("e2", "p2", "Boots")}),
         {"error category p1/ (record.isolated)", "hold category p2/e2 parent_id (order.safe)"}},
        {"C10 its name goes on",
         pos_tree({nameless("p1"), pos_category("p2", "Boots", "p1"), pos_category("p3", "Hats")}),
         ecom_tree({ecom_category("e3", "p3", "Hats"), ecom_category("e2", "p2", "Wellies", "e3")}),
         {R"(update category p2/e2 name="Wellies">"Boots" (category.pos_owned))",
          "error category p1/ (record.isolated)", "hold category p2/e2 parent_id (order.safe)"}},
        {"C10 what is below it goes on",
         pos_tree(
             {nameless("p1"), pos_category("p2", "Boots", "p1"), pos_category("p3", "Red", "p2")}),
         ecom_tree({ecom_category("e9", "", "Sale"), ecom_category("e2", "p2", "Boots", "e9"),
                    ecom_category("e3", "p3", "Red")}),
         {R"(update category p3/e3 parent_id=none>p2/e2 (category.pos_owned))",
          "error category p1/ (record.isolated)", "hold category p2/e2 parent_id (order.safe)"}},
        {"C11 a pos name that is not known",
         pos_tree({unknown_name}),
         ecom_tree({ecom_category("e1", "p1", "Shoes")}),
         {}},
        {"C11 a pos name that is blank never empties one",
         pos_tree({pos_category("p1", " ")}),
         ecom_tree({ecom_category("e1", "p1", "Shoes")}),
         {}},
        {"C11 an ecom name that is not known",
         pos_tree({pos_category("p1", "Shoes")}),
         ecom_tree({unnamed_ecom}),
         {}},
        {"C11 a pos parent that is not known",
         pos_tree({unknown_parent, pos_category("p2", "Boots")}),
         ecom_tree({ecom_category("e2", "p2", "Boots"), ecom_category("e1", "p1", "Shoes", "e2")}),
         {}},
        {"C11 an ecom parent that is not known",
         pos_tree({pos_category("p1", "Shoes"), pos_category("p2", "Boots", "p1")}),
         ecom_tree({ecom_category("e1", "p1", "Shoes"), rootless_ecom}),
         {}},
        {"C11 a parent read on neither side stays",
         part_of_till({pos_category("p2", "Boots", "p1")}),
         part_of_store({ecom_category("e2", "p2", "Boots", "e1")}),
         {}},
        {"C15 not in part of the pos categories",
         part_of_till({}),
         ecom_tree({ecom_category("e1", "p1", "Shoes")}),
         {}},
        {"C16 online-only ones, and what is below and above them",
         pos_tree({pos_category("p1", "Shoes")}),
         ecom_tree({ecom_category("e8", "", "Sale"), ecom_category("e1", "p1", "Shoes"),
                    ecom_category("e9", "", "Boots", "e1"), ecom_category("e7", "", "Sale", "e8")}),
         {}},
    });
}

TEST_CASE("category: what the pos calls a circle is left alone", "[category]")
{
    const auto linked = [](int count) { // all at the root in ecom, with other names
        std::vector<ecom::category> all;
        for (int i = 1; i <= count; ++i) {
            const auto n = std::to_string(i);
            all.push_back(ecom_category("e" + n, "p" + n, "Was " + n));
        }
        return ecom_tree(all);
    };
    check_rows({
        {"C12 one that is its own parent, and what is below it",
         pos_tree({pos_category("p1", "A", "p1"), pos_category("p2", "B", "p1"),
                   pos_category("p3", "C", "p2")}),
         linked(3),
         {"error category p1/e1 (category.cycle)", "error category p2/e2 (category.cycle)",
          "error category p3/e3 (category.cycle)"}},
        {"C12 two that are each other's parent, the rest goes on",
         pos_tree({pos_category("p1", "A", "p2"), pos_category("p2", "B", "p1"),
                   pos_category("p3", "C")}),
         linked(3),
         {R"(update category p3/e3 name="Was 3">"C" (category.pos_owned))",
          "error category p1/e1 (category.cycle)", "error category p2/e2 (category.cycle)"}},
        {"C12 three in a ring, one on it",
         pos_tree({pos_category("p1", "A", "p3"), pos_category("p2", "B", "p1"),
                   pos_category("p3", "C", "p2"), pos_category("p4", "D", "p2")}),
         ecom_tree({}),
         {"error category p1/ (category.cycle)", "error category p2/ (category.cycle)",
          "error category p3/ (category.cycle)", "error category p4/ (category.cycle)"}},
        {"C12 a parent that is not there, and what is below",
         pos_tree({pos_category("p1", "A", "p9"), pos_category("p2", "B", "p1")}),
         linked(2),
         {"error category p1/e1 (category.cycle)", "error category p2/e2 (category.cycle)"}},
        {"C12 in part of the pos too",
         part_of_till({pos_category("p1", "A", "p2"), pos_category("p2", "B", "p1")}),
         linked(2),
         {"error category p1/e1 (category.cycle)", "error category p2/e2 (category.cycle)"}},
        {"C12 not adopted by its path",
         pos_tree({pos_category("p1", "A", "p1")}),
         ecom_tree({ecom_category("e1", "", "A")}),
         {"error category p1/ (category.cycle)"}},
        {"C12 an ecom child moves out from under one in the circle",
         pos_tree({pos_category("p1", "A", "p1"), pos_category("p2", "B")}),
         ecom_tree({ecom_category("e1", "p1", "A"), ecom_category("e2", "p2", "B", "e1")}),
         {R"(update category p2/e2 parent_id=p1/e1>none (category.pos_owned))",
          "error category p1/e1 (category.cycle)"}},
    });

    SECTION("each is reported once, with why")
    {
        const auto p =
            planned(pos_tree({pos_category("p1", "A", "p1"), pos_category("p2", "B", "p1"),
                              pos_category("p3", "C", "gone")}),
                    ecom_tree({}), r_series());
        const auto said = find_issues(p, rule::category_cycle);
        REQUIRE(said.size() == 3);
        CHECK(said[0]->message.find("its own ancestor") != std::string::npos);
        CHECK(said[1]->message.find("below a category") != std::string::npos);
        CHECK(said[2]->message.find("gone") != std::string::npos);
        CHECK_FALSE(p.complete);
        CHECK_FALSE(p.blocked);
    }

    SECTION("a profile that does not sync categories does not read their tree")
    {
        CHECK(planned(pos_tree({pos_category("p1", "A", "p1")}), ecom_tree({}), x_series_2021())
                  .issues.empty());
    }
}

TEST_CASE("category: a circle in ecom does no harm", "[category]")
{
    SECTION("a linked one is put where the pos has it")
    {
        const auto p = planned(
            pos_tree({pos_category("p1", "A"), pos_category("p2", "B", "p1")}),
            ecom_tree({ecom_category("e1", "p1", "A", "e2"), ecom_category("e2", "p2", "B", "e1")}),
            r_series());
        CHECK(lines(p) ==
              strings{R"(update category p1/e1 parent_id=p2/e2>none (category.pos_owned))"});
    }
    SECTION("online-only ones stay as they are, and are found by no path")
    {
        const auto p = planned(
            pos_tree({pos_category("p1", "A"), pos_category("p2", "B", "p1")}),
            ecom_tree({ecom_category("e1", "", "A", "e2"), ecom_category("e2", "", "B", "e1")}),
            r_series());
        CHECK(count_of(p, "create", kind::category) == 2);
        CHECK(p.actions.size() == 2);
    }
    SECTION("its own parent")
    {
        const auto p = planned(pos_tree({pos_category("p1", "A")}),
                               ecom_tree({ecom_category("e1", "p1", "A", "e1")}), x_series());
        CHECK(lines(p) ==
              strings{R"(update category p1/e1 parent_id=p1/e1>none (category.pos_owned))"});
    }
}

TEST_CASE("category: names are compared canonically and written verbatim", "[category]")
{
    struct name_row {
        const char* id;
        std::string pos, ecom;
        bool same;
        bool entities = true;
    };
    const std::vector<name_row> rows{
        {"an entity", "A & B", "A &amp; B", true},
        {"a numeric entity", "Men \xE2\x80\x93 Shoes", "Men &#8211; Shoes", true},
        {"entities on the pos side", "A &amp; B", "A & B", true},
        {"entities count where the policy says so", "A & B", "A &amp; B", false, false},
        {"composed and decomposed", "Caf\xC3\xA9", "Cafe\xCC\x81", true},
        {"outer blanks", "Shoes", "  Shoes\xC2\xA0\n", true},
        {"inner blanks", "Red shoes", "Red  shoes", false},
        {"line ends", "Red\nshoes", "Red\r\nshoes", true},
        {"upper and lower case", "Shoes", "SHOES", false},
        {"an accent", "Caf\xC3\xA9", "Cafe", false},
    };
    for (const auto& r : rows) {
        auto by = r_series();
        by.entities = r.entities;
        DYNAMIC_SECTION(r.id << ", linked")
        {
            const auto p = planned(pos_tree({pos_category("p1", r.pos)}),
                                   ecom_tree({ecom_category("e1", "p1", r.ecom)}), by);
            const auto* c = find_change(p, kind::category, "p1", field::category_name);
            REQUIRE((c == nullptr) == r.same);
            if (c) CHECK((c->from == value{r.ecom} && c->to == value{r.pos}));
        }
        DYNAMIC_SECTION(r.id << ", adopted")
        {
            const auto p = planned(
                pos_tree({pos_category("p1", r.pos), pos_category("p2", "X", "p1")}),
                ecom_tree({ecom_category("e1", "", r.ecom), ecom_category("e2", "", "X", "e1")}),
                by);
            CHECK(count_of(p, "link", kind::category) == (r.same ? 2u : 0u));
            CHECK(count_of(p, "create", kind::category) == (r.same ? 0u : 2u));
            CHECK(count_of(p, "update", kind::category) == 0);
            if (!r.same)
                CHECK(*find_setting(p, kind::category, "p1", field::category_name) == value{r.pos});
        }
    }

    SECTION("F72: two that are equal but for their composition are a conflict, not a guess")
    {
        const auto p = planned(
            pos_tree({pos_category("p1", "Caf\xC3\xA9"), pos_category("p2", "Cafe\xCC\x81")}),
            ecom_tree({ecom_category("e1", "", "Caf\xC3\xA9")}), r_series());
        CHECK(lines(p) == strings{"conflict category p1/ choices e1 none (category.adopt)"});
        const auto said = find_issues(p, rule::category_adopt);
        REQUIRE(said.size() == 1);
        auto concerned = said[0]->records;
        std::sort(concerned.begin(), concerned.end());
        CHECK(text(value{concerned}) == "[/e1 p1/ p2/]");
    }
}

TEST_CASE("category: adopting is asked for where the policy says so", "[category]")
{
    auto by = r_series();
    by.adopt_categories = adopt_categories::ask;
    const auto p = planned(
        pos_tree({pos_category("p1", "Shoes"), pos_category("p2", "Boots", "p1"),
                  pos_category("p3", "New")}),
        ecom_tree({ecom_category("e1", "", "Shoes"), ecom_category("e2", "", "Boots", "e1")}), by);
    CHECK(lines(p) ==
          strings{R"(create category p3/ name="New" parent_id=none enabled=false position=1 )"
                  "(category.create)",
                  "conflict category p1/ choices e1 none (category.adopt)",
                  "hold category p2/ (order.safe)"});
    CHECK_FALSE(p.complete);

    SECTION("a link is no first contact: nothing is asked")
    {
        CHECK(lines(planned(pos_tree({pos_category("p1", "Shoes")}),
                            ecom_tree({ecom_category("e1", "p1", "Shoes")}), by))
                  .empty());
    }
}

TEST_CASE("category: a notice counts what adoption takes out of a category", "[category]")
{
    auto pos = pos_tree({pos_category("p1", "Shoes"), pos_category("p2", "Hats")});
    auto ecom = ecom_tree({ecom_category("e1", "", "Shoes"), ecom_category("e2", "p2", "Hats")});
    pos.products = {pos::product{.id = "q1"_id, .category_id = pos::category_id{"p2"}}};
    ecom.products = {ecom::product{
        .id = "f1"_id, .pos_id = "q1"_id, .category_ids = {{ecom::category_id{"e1"}}}}};
    const auto p = planned(pos, ecom, r_series());
    const auto said = find_issues(p, rule::category_adopt);
    REQUIRE(said.size() == 1);
    CHECK(said[0]->severity == severity::notice);
    CHECK(said[0]->message.starts_with("1 "));
    const auto* moved = find_change(p, kind::product, "q1", field::product_category);
    REQUIRE(moved);
    CHECK(text(moved->to) == "[p2/e2]");
}

TEST_CASE("category: created disabled in R-Series, and a notice counts them", "[category]")
{
    const auto pos =
        pos_tree({pos_category("p1", "A"), pos_category("p2", "B", "p1"), pos_category("p3", "C")});
    const auto ecom = ecom_tree({ecom_category("e3", "", "C")});

    const auto r = planned(pos, ecom, r_series());
    const auto said = find_issues(r, rule::category_created_disabled);
    REQUIRE(said.size() == 1);
    CHECK(said[0]->severity == severity::notice);
    CHECK(said[0]->message.starts_with("2 categories"));
    CHECK(r.complete);
    CHECK(*find_setting(r, kind::category, "p1", field::category_enabled) == value{false});

    const auto x = planned(pos, ecom, x_series());
    CHECK(*find_setting(x, kind::category, "p1", field::category_enabled) == value{true});
    CHECK(find_issues(x, rule::category_created_disabled).empty());
    CHECK(x.issues.empty());

    const auto s = r.of(kind::category);
    CHECK(s == kind_stats{.matched = 1, .create = 2});
    const auto after = carried_out(r, pos, ecom);
    const auto again = reconcile(after.pos, after.ecom, r_series());
    CHECK(find_issues(again, rule::category_created_disabled).empty());
    CHECK(again.of(kind::category) == kind_stats{.matched = 3, .unchanged = 3});
}

TEST_CASE("category: image, description and enabled are ecom's own", "[category]")
{
    auto mine = ecom_category("e1", "p1", "Was");
    mine.enabled = true;
    mine.description = "A text";
    mine.image_url = "https://shop.example/a.jpg";
    for (const auto& by : {r_series(), x_series(), x_series_2021()}) {
        const auto pos = pos_tree({pos_category("p1", "Is")});
        const auto p = planned(pos, ecom_tree({mine}), by);
        for (const auto f :
             {field::category_enabled, field::category_description, field::category_image})
            CHECK_FALSE(find_change(p, kind::category, "p1", f));
        auto want = mine;
        if (by.syncs(field::category_name)) want.name = "Is";
        CHECK(carried_out(p, pos, ecom_tree({mine})).ecom.categories.records[0] == want);
    }
}

TEST_CASE("category: a category made from a tag is never changed", "[category]")
{
    const auto ecom = ecom_tree(
        {ecom_category("e1", "tag:Sale", "Sale!"), ecom_category("e2", "tag:Old", "Old", "e3"),
         ecom_category("e3", "p3", "C"), ecom_category("e4", "", "In it", "e1")});
    for (const auto& by : {r_series(), x_series(), x_series_2021()}) {
        CHECK(planned(pos_tree({pos_category("p3", "C")}), ecom, by).actions.empty());
        // A pos category of its name is another one.
        const auto p =
            planned(pos_tree({pos_category("p3", "C"), pos_category("p4", "Sale!")}), ecom, by);
        CHECK(count_of(p, "link", kind::category) == 0);
        CHECK(count_of(p, "create", kind::category) == (by.profile == "x_series_2021" ? 0u : 1u));
    }
}

TEST_CASE("category: bad records are reported and left alone", "[category]")
{
    const auto a = pos_category("p1", "A");
    const auto b = pos_category("p2", "B");
    check_rows({
        {"a pos id twice",
         pos_tree({a, pos_category("p1", "Z"), b}),
         ecom_tree({ecom_category("e1", "p1", "Was"), ecom_category("e2", "p2", "Was")}),
         {R"(update category p2/e2 name="Was">"B" (category.pos_owned))",
          "error category p1/ (record.isolated)"}},
        {"a pos id twice, new, with children",
         pos_tree({a, pos_category("p1", "Z"), pos_category("p2", "B", "p1")}),
         ecom_tree({}),
         {"error category p1/ (record.isolated)", "hold category p2/ (order.safe)"}},
        {"no pos id",
         pos_tree({pos_category("", "A"), a}),
         ecom_tree({ecom_category("e1", "p1", "A")}),
         {"error category / (record.isolated)"}},
        {"no ecom ids, two of them, said once",
         pos_tree({}),
         ecom_tree({ecom_category("", "", "A"), ecom_category("", "", "B")}),
         {"error category / (record.isolated)"}},
        {"an ecom id twice is not adopted",
         pos_tree({b, a}),
         ecom_tree({ecom_category("e1", "", "A"), ecom_category("e1", "", "A"),
                    ecom_category("e2", "p2", "B")}),
         {R"(create category p1/ name="A" parent_id=none enabled=false position=1 (category.create))",
          "error category /e1 (record.isolated)"}},
        {"two ecom records with one link",
         pos_tree({a, b, pos_category("p3", "C", "p1")}),
         ecom_tree({ecom_category("e4", "p1", "Was"), ecom_category("e3", "p1", "A"),
                    ecom_category("e2", "p2", "Was")}),
         {R"(update category p2/e2 name="Was">"B" (category.pos_owned))",
          "conflict category p1/ choices e3 e4 none (identity.link_first)",
          "hold category p3/ (order.safe)"}},
        {"two ecom records with one link, gone from the pos",
         pos_tree({b}),
         ecom_tree({ecom_category("e3", "p1", "A"), ecom_category("e4", "p1", "A"),
                    ecom_category("e2", "p2", "B")}),
         {"conflict category p1/ choices e3 e4 none (identity.link_first)"}},
        {"two ecom records with one link, unseen, and a child of it in the pos",
         part_of_till({pos_category("p3", "C", "p1")}),
         ecom_tree({ecom_category("e3", "p1", "A"), ecom_category("e4", "p1", "A")}),
         {"conflict category p1/ choices e3 e4 none (identity.link_first)",
          "hold category p3/ (scope.partial)"}},
        {"a blank link is none",
         pos_tree({a}),
         ecom_tree({ecom_category("e1", " ", "A")}),
         {"link category p1/e1 (category.adopt)"}},
    });
}

TEST_CASE("category: what a bad ecom record is linked to is not made again", "[category]")
{
    const auto pos = pos_tree({pos_category("p1", "A"), pos_category("p2", "B", "p1")});
    const auto nothing = [&](const ecom::snapshot& ecom) {
        for (const auto& by : {r_series(), x_series()}) {
            const auto p = planned(pos, ecom, by);
            CHECK(p.actions.empty());
            CHECK(find_issues(p, rule::record_isolated).size() == 1);
        }
    };
    SECTION("its id is there twice")
    {
        nothing(ecom_tree({ecom_category("e1", "p1", "Was"), ecom_category("e1", "", "Z")}));
    }
    SECTION("its id is there twice, both linked")
    {
        nothing(ecom_tree({ecom_category("e1", "p1", "Was"), ecom_category("e1", "p2", "Z")}));
    }
    SECTION("it has no id")
    {
        nothing(ecom_tree({ecom_category("", "p1", "Was")}));
    }
}

TEST_CASE("category: sections that were not read conclude nothing", "[category]")
{
    const std::vector<pos::category> some{pos_category("p1", "A"), pos_category("p2", "B", "p1")};
    const std::vector<ecom::category> others{ecom_category("e1", "p1", "A"),
                                             ecom_category("e9", "p9", "Gone?")};
    for (const auto& by : {r_series(), x_series(), x_series_2021()}) {
        INFO(by.profile);
        auto pos = pos_tree(some);
        auto ecom = ecom_tree(others);
        SECTION("the pos section is absent")
        {
            pos.categories = {};
            CHECK(lines(planned(pos, ecom, by)).empty());
        }
        SECTION("the ecom section is absent: nothing is made")
        {
            ecom.categories = {};
            CHECK(planned(pos, ecom, by).actions.empty());
        }
        SECTION("both are")
        {
            pos.categories = {};
            ecom.categories = {};
            CHECK(lines(planned(pos, ecom, by)).empty());
        }
        SECTION("both are parts: nothing is made, deleted or put in order")
        {
            pos.categories = part(some);
            ecom.categories = part(others);
            CHECK(planned(pos, ecom, by).actions.empty());
        }
    }
}

TEST_CASE("category: moves never make a circle on the way", "[category]")
{
    // `planned` checks the tree after each action. Parents by place, -1 the root.
    struct move_row {
        const char* id;
        std::vector<int> pos, ecom;
    };
    const auto made = [](const move_row& r) {
        std::vector<pos::category> ps;
        std::vector<ecom::category> es;
        const auto n = [](const char* letter, int i) { return letter + std::to_string(i); };
        for (int i = 0; i < static_cast<int>(r.pos.size()); ++i) {
            const auto up = r.pos[static_cast<std::size_t>(i)];
            ps.push_back(pos_category(n("p", i), n("N", i), up < 0 ? "" : n("p", up)));
        }
        for (int i = 0; i < static_cast<int>(r.ecom.size()); ++i) {
            const auto up = r.ecom[static_cast<std::size_t>(i)];
            es.push_back(ecom_category(n("e", i), n("p", i), n("N", i), up < 0 ? "" : n("e", up)));
        }
        return std::pair{pos_tree(ps), ecom_tree(es)};
    };
    const std::vector<move_row> rows{
        {"parent and child swap", {1, -1}, {-1, 0}},
        {"parent and child swap below another", {1, 2, -1}, {2, 0, -1}},
        {"a chain of three turns round", {1, 2, -1}, {-1, 0, 1}},
        {"a chain of three rotates", {2, 0, -1}, {-1, 0, 1}},
        {"a chain of four in another order", {2, 3, 1, -1}, {-1, 0, 1, 2}},
        {"two branches swap their roots", {-1, -1, 1, 0}, {-1, -1, 0, 1}},
        {"two branches swap their middles", {-1, -1, 1, 0, 2, 3}, {-1, -1, 0, 1, 3, 2}},
        {"all under a new one, which hangs under one of them", {3, 0, 0, -1}, {-1, -1, 1}},
        {"a new one between parent and child, turned round", {2, -1, 1}, {-1, 0}},
        {"new ones between each, turned round", {3, 4, -1, 1, 2}, {-1, 0, 1}},
    };
    for (const auto& r : rows)
        for (const auto& by : {r_series(), x_series()}) {
            DYNAMIC_SECTION(r.id << ", " << by.profile)
            {
                const auto [pos, ecom] = made(r);
                const auto p = planned(pos, ecom, by);
                CHECK(p.complete);
                const auto after = carried_out(p, pos, ecom).ecom.categories.records;
                REQUIRE(after.size() == r.pos.size());
                std::map<std::string, std::string> link{{"", ""}};
                for (const auto& c : after)
                    link[c.id.text] = c.pos_id->text;
                for (const auto& c : after) {
                    const auto i = static_cast<std::size_t>(std::stoi(c.pos_id->text.substr(1)));
                    const auto up = r.pos[i] < 0 ? "" : "p" + std::to_string(r.pos[i]);
                    CHECK(link[c.parent_id.has_value() ? c.parent_id->text : ""] == up);
                }
            }
        }
}

TEST_CASE("category: a move that would close a circle is held", "[category]")
{
    // In ecom A is below B; the pos has B below A, and where A itself belongs is not decided.
    const auto below_b =
        ecom_tree({ecom_category("eb", "pb", "B"), ecom_category("ea", "pa", "A", "eb")});
    const auto nothing_moves = [&](const pos::snapshot& pos) {
        const auto p = planned(pos, below_b, r_series());
        CHECK(p.actions.empty());
        CHECK_FALSE(p.complete);
    };
    SECTION("its parent is held")
    {
        nothing_moves(pos_tree(
            {nameless("ph"), pos_category("pa", "A", "ph"), pos_category("pb", "B", "pa")}));
    }
    SECTION("its parent is held, and there is one between them")
    {
        auto ecom = below_b;
        ecom.categories.records.push_back(ecom_category("ec", "pc", "C"));
        const auto p =
            planned(pos_tree({nameless("ph"), pos_category("pa", "A", "ph"),
                              pos_category("pc", "C", "pa"), pos_category("pb", "B", "pc")}),
                    ecom, r_series());
        CHECK_FALSE(find_action(p, "update", kind::category, "pb"));
        CHECK_FALSE(p.complete);
    }
    SECTION("its parent is not known")
    {
        auto a = pos_category("pa", "A");
        a.parent_id = {};
        nothing_moves(pos_tree({a, pos_category("pb", "B", "pa")}));
    }
    SECTION("it was not read")
    {
        nothing_moves(part_of_till({pos_category("pb", "B", "pa")}));
    }
    SECTION("it is left alone: two ecom records have its link")
    {
        auto ecom = below_b;
        ecom.categories.records.push_back(ecom_category("ex", "pa", "A"));
        const auto p = planned(pos_tree({pos_category("pa", "A"), pos_category("pb", "B", "pa")}),
                               ecom, r_series());
        CHECK(p.actions.empty());
        CHECK_FALSE(p.complete);
    }
}

TEST_CASE("category: a move that waits for another is in a later wave", "[category]")
{
    // X is to go under P; in ecom P is below Z, and Z below X, until Z has gone to the root.
    const auto ecom =
        ecom_tree({ecom_category("ex", "px", "X"), ecom_category("ez", "pz", "Z", "ex"),
                   ecom_category("ep", "pp", "P", "ez")});
    const auto x = pos_category("px", "X", "pp");
    const auto z = pos_category("pz", "Z");
    const auto in_turn = [&](const pos::snapshot& pos, const ecom::snapshot& on) {
        const auto p = planned(pos, on, r_series());
        const auto* first = find_action(p, "update", kind::category, "pz");
        const auto* then = find_action(p, "update", kind::category, "px");
        REQUIRE(first);
        REQUIRE(then);
        CHECK(first->wave < then->wave);
    };
    SECTION("P was not read, Z is listed first")
    {
        in_turn(part_of_till({z, x}), ecom);
    }
    SECTION("P was not read, X is listed first")
    {
        in_turn(part_of_till({x, z}), ecom);
    }
    SECTION("P was not read, and where Z goes is not settled either")
    {
        auto on = ecom;
        on.categories.records.push_back(ecom_category("eu", "pu", "U"));
        auto u = pos_category("pu", "U");
        u.parent_id = {};
        in_turn(part_of_till({u, x, pos_category("pz", "Z", "pu")}), on);
    }
    SECTION("P is held where it is, Z is listed first")
    {
        in_turn(pos_tree({nameless("ph"), pos_category("pp", "P", "ph"), pos_category("q0", "Q"),
                          pos_category("q1", "R", "q0"), pos_category("pz", "Z", "q1"), x}),
                ecom);
    }
    SECTION("P is held where it is, X is listed first")
    {
        in_turn(pos_tree({nameless("ph"), pos_category("pp", "P", "ph"), x, pos_category("q0", "Q"),
                          pos_category("q1", "R", "q0"), pos_category("pz", "Z", "q1")}),
                ecom);
    }
}

TEST_CASE("category: deep and wide trees", "[category][large]")
{
    const auto n = [](const char* letter, int i) { return letter + std::to_string(i); };
    SECTION("100,000 deep, new")
    {
        std::vector<pos::category> ps;
        for (int i = 0; i < 100'000; ++i)
            ps.push_back(pos_category(n("p", i), n("N", i), i == 0 ? "" : n("p", i - 1)));
        plan p;
        p = planned(pos_tree(ps), ecom_tree({}), r_series());
        CHECK(p.actions.size() == 100'000);
        CHECK(p.actions.back().wave == 99'999);
    }
    SECTION("20,000 deep, adopted, upside down, and gone")
    {
        std::vector<pos::category> ps;
        std::vector<ecom::category> online, turned;
        for (int i = 0; i < 20'000; ++i) {
            ps.push_back(pos_category(n("p", i), n("N", i), i == 0 ? "" : n("p", i - 1)));
            online.push_back(ecom_category(n("e", i), "", n("N", i), i == 0 ? "" : n("e", i - 1)));
            turned.push_back(
                ecom_category(n("e", i), n("p", i), n("N", i), i == 19'999 ? "" : n("e", i + 1)));
        }
        plan p;
        p = planned(pos_tree(ps), ecom_tree(online), r_series());
        CHECK(count_of(p, "link", kind::category) == 20'000);
        p = planned(pos_tree(ps), ecom_tree(turned), r_series());
        CHECK(count_of(p, "update", kind::category) == 20'000);
        auto by = r_series();
        by.guard.share = 1;
        p = planned(pos_tree({pos_category("p19999", "N19999")}), ecom_tree(turned), by);
        CHECK(count_of(p, "delete", kind::category) == 19'999);
    }
    SECTION("20,000 in one circle, and 20,000 on it")
    {
        std::vector<pos::category> ps;
        for (int i = 0; i < 40'000; ++i)
            ps.push_back(pos_category(n("p", i), "N", n("p", i == 0 ? 19'999 : i - 1)));
        plan p;
        p = planned(pos_tree(ps), ecom_tree({}), r_series());
        CHECK(find_issues(p, rule::category_cycle).size() == 40'000);
    }
    SECTION("20,000 siblings, the other way round in ecom")
    {
        std::vector<pos::category> ps;
        std::vector<ecom::category> es;
        for (int i = 0; i < 20'000; ++i) {
            ps.push_back(pos_category(n("p", i), n("N", i)));
            if (i % 2)
                es.insert(es.begin(), ecom_category(n("e", i), n("p", i), n("N", i), "", -i));
        }
        plan p;
        p = planned(pos_tree(ps), ecom_tree(es), r_series());
        CHECK(count_of(p, "create", kind::category) == 10'000);
        CHECK(count_of(p, "reorder", kind::category) == 1);
    }
    SECTION("namesakes on both sides are not multiplied")
    {
        std::vector<pos::category> ps;
        std::vector<ecom::category> es;
        for (int i = 0; i < 1'000; ++i) {
            ps.push_back(pos_category(n("p", i), "Shoes"));
            es.push_back(ecom_category(n("e", i), "", "Shoes"));
        }
        const auto p = planned(pos_tree(ps), ecom_tree(es), r_series());
        CHECK(p.actions.empty());
        std::size_t listed = 0;
        for (const auto& i : p.issues)
            listed += i.records.size() + i.choices.size();
        CHECK(listed <= 10'000);
    }
}

} // namespace category_tests
