#include "generate.hpp"
#include "plans.hpp"

#include <twinshelf/check.hpp>

namespace customer_group_tests {

using namespace plans;

namespace {

using strings = std::vector<std::string>;
using pos_groups = section<pos::customer_group>;
using ecom_groups = section<ecom::customer_group>;
constexpr auto partial = completeness::partial;
constexpr auto absent = completeness::absent;

pos::customer_group till(std::string id, std::string title)
{
    return {.id = pos::customer_group_id{std::move(id)}, .name = std::move(title)};
}

/// "" for a link is none.
ecom::customer_group shop(std::string id, std::string pos_id, std::string title)
{
    ecom::customer_group g{.id = ecom::customer_group_id{std::move(id)}, .name = std::move(title)};
    if (!pos_id.empty()) g.pos_id.emplace(std::move(pos_id));
    return g;
}

template <class Group>
Group everybody(Group g)
{
    g.is_default = true;
    return g;
}

pos::customer_group deleted(pos::customer_group g)
{
    g.deleted = true;
    return g;
}

template <class Group>
Group untitled(Group g)
{
    g.name = {};
    return g;
}

/// What both sides held after the last sync.
baseline held(pos_groups pos, ecom_groups ecom)
{
    baseline b;
    b.pos.customer_groups = std::move(pos);
    b.ecom.customer_groups = std::move(ecom);
    return b;
}

plan planned(pos_groups pos, ecom_groups ecom, const policy& by = x_series(),
             const earlier& known = {})
{
    pos::snapshot p;
    ecom::snapshot e;
    p.customer_groups = std::move(pos);
    e.customer_groups = std::move(ecom);
    auto result = plans::planned(p, e, by, known);
    for (const auto& wrong : check(result, p, e, by, known))
        FAIL_CHECK(wrong.what << "\n" << text(result));
    return result;
}

struct row {
    const char* id;
    pos_groups pos;
    ecom_groups ecom;
    strings want;
    strings noticed{};
};

void check_rows(const std::vector<row>& rows, const policy& by = x_series())
{
    for (const auto& r : rows)
        DYNAMIC_SECTION(r.id)
        {
            const auto p = planned(r.pos, r.ecom, by);
            CHECK(lines(p) == r.want);
            CHECK(notices(p) == r.noticed);
            CHECK(lines(planned(r.pos, r.ecom, r_series())).empty()); // groups do not sync there
            CHECK(notices(planned(r.pos, r.ecom, r_series())).empty());
        }
}

} // namespace

TEST_CASE("customer_group: linked", "[customer_group]")
{
    check_rows({
        {"G2 the same title", {till("1", "VIP")}, {shop("31", "1", "VIP")}, {}},
        {"G3 renamed on one side",
         {till("1", "Gold")},
         {shop("31", "1", "VIP")},
         {R"(update customer_group 1/31 name="VIP">"Gold" (group.kept))"}},
        {"G3 another case",
         {till("1", "vip")},
         {shop("31", "1", "VIP")},
         {R"(update customer_group 1/31 name="VIP">"vip" (group.kept))"}},
        {"G3 a blank more",
         {till("1", "VIP ")},
         {shop("31", "1", "VIP")},
         {R"(update customer_group 1/31 name="VIP">"VIP " (group.kept))"}},
        {"G3 not all were read, but both were",
         {{till("1", "Gold")}, partial},
         {{shop("31", "1", "VIP")}, partial},
         {R"(update customer_group 1/31 name="VIP">"Gold" (group.kept))"}},
        {"G3 a title that is given up",
         {till("1", "B"), till("2", "C")},
         {shop("31", "1", "A"), shop("32", "2", "B")},
         {R"(update customer_group 2/32 name="B">"C" (group.kept))",
          R"(update customer_group 1/31 name="A">"B" (group.kept))"}},
        {"G4 a blank title", {till("1", " ")}, {shop("31", "1", "VIP")}, {}},
        {"G4 a blank one in ecom",
         {till("1", "VIP")},
         {shop("31", "1", "")},
         {R"(update customer_group 1/31 name="">"VIP" (group.kept))"}},
        {"G5 an unknown title", {untitled(till("1", ""))}, {shop("31", "1", "VIP")}, {}},
        {"G5 unknown in ecom", {till("1", "VIP")}, {untitled(shop("31", "1", ""))}, {}},
        {"G6 another linked group has the title",
         {till("1", "B"), till("2", "B")},
         {shop("31", "1", "A"), shop("32", "2", "B")},
         {"conflict customer_group 1/31 name choices pos ecom (group.kept)"}},
        {"G6 two take it",
         {till("1", "C"), till("2", "C")},
         {shop("31", "1", "A"), shop("32", "2", "B")},
         {"conflict customer_group 1/31 name choices pos ecom (group.kept)",
          "conflict customer_group 2/32 name choices pos ecom (group.kept)"}},
        {"G6 a swap",
         {till("1", "B"), till("2", "A")},
         {shop("31", "1", "A"), shop("32", "2", "B")},
         {"conflict customer_group 1/31 name choices pos ecom (group.kept)",
          "conflict customer_group 2/32 name choices pos ecom (group.kept)"}},
        {"G6 the default group has it",
         {till("1", "General")},
         {shop("31", "1", "VIP"), everybody(shop("0", "", "General"))},
         {"conflict customer_group 1/31 name choices pos ecom (group.kept)"}},
        {"G7 not there any more",
         pos_groups{{}, completeness::complete},
         {shop("31", "1", "VIP")},
         {},
         {"notice customer_group 1/31 (group.kept)"}},
        {"G7 deleted",
         {{deleted(till("1", "Gold"))}, partial},
         {shop("31", "1", "VIP")},
         {},
         {"notice customer_group 1/31 (group.kept)"}},
        {"G8 some were not read", {{}, partial}, {shop("31", "1", "VIP")}, {}},
        {"G8 none was read", {{}, absent}, {shop("31", "1", "VIP")}, {}},
    });
}

TEST_CASE("customer_group: without a link", "[customer_group]")
{
    check_rows({
        {"G9 the same title",
         {till("1", "VIP")},
         {shop("31", "", "VIP")},
         {"link customer_group 1/31 (group.title)"}},
        {"G13 other entities",
         {till("1", "A &amp; B")},
         {shop("31", "", "A & B"), everybody(shop("0", "", "General"))},
         {R"(create pos customer_group /31 name="A & B" (group.setup))",
          R"(create customer_group 1/ name="A &amp; B" (group.create))"},
         {"notice customer_group 1/ (group.title)"}},
        {"G10 in the pos only",
         {till("1", "VIP"), till("2", "Gold")},
         {shop("31", "2", "Gold")},
         {R"(create customer_group 1/ name="VIP" (group.create))"}},
        {"G10 ecom has no groups",
         {till("1", "VIP"), till("2", "Gold")},
         {everybody(shop("0", "", "General"))},
         {R"(create customer_group 1/ name="VIP" (group.auto))",
          R"(create customer_group 2/ name="Gold" (group.auto))"}},
        {"G10 a title that is given up",
         {till("1", "Gold"), till("2", "VIP")},
         {shop("31", "1", "VIP")},
         {R"(update customer_group 1/31 name="VIP">"Gold" (group.kept))",
          R"(create customer_group 2/ name="VIP" (group.create))"}},
        {"G10 a title that is given up by a later one",
         {till("1", "VIP"), till("2", "Gold")},
         {shop("31", "2", "VIP")},
         {R"(update customer_group 2/31 name="VIP">"Gold" (group.kept))",
          R"(create customer_group 1/ name="VIP" (group.create))"}},
        {"G11 in ecom only",
         {till("1", "VIP")},
         {shop("31", "1", "VIP"), shop("32", "", " Gold")},
         {R"(create pos customer_group /32 name=" Gold" (group.setup))"}},
        {"G12 twice in the pos",
         {till("10", "VIP"), till("9", "VIP")},
         {shop("31", "", "VIP")},
         {"conflict customer_group /31 choices 9 10 none (group.title)"}},
        {"G12 twice in the pos, none in ecom",
         {till("10", "VIP"), till("9", "VIP")},
         ecom_groups{{}, completeness::complete},
         {"conflict customer_group 9/ choices 9 10 none (group.title)"}},
        {"G12 twice in ecom",
         {till("1", "VIP")},
         {shop("32", "", "VIP"), shop("31", "", "VIP")},
         {"conflict customer_group 1/ choices 31 32 none (group.title)"}},
        {"G12 twice in ecom, none in the pos",
         pos_groups{{}, completeness::complete},
         {shop("32", "", "VIP"), shop("31", "", "VIP")},
         {"conflict customer_group /31 choices 31 32 none (group.title)"}},
        {"G12 twice on both sides",
         {till("1", "VIP"), till("2", "VIP")},
         {shop("32", "", "VIP"), shop("31", "", "VIP")},
         {"conflict customer_group /31 choices 1 2 none (group.title)"}},
        {"G12 a linked group has it",
         {till("1", "VIP"), till("2", "VIP")},
         {shop("31", "1", "VIP")},
         {"conflict customer_group 2/ choices none (group.title)"}},
        {"G12 the group of one that is gone has it",
         {till("2", "VIP")},
         {shop("31", "1", "VIP")},
         {"conflict customer_group 2/ choices none (group.title)"},
         {"notice customer_group 1/31 (group.kept)"}},
        {"G12 a linked group takes it",
         {till("1", "VIP"), till("2", "VIP")},
         {shop("31", "1", "Gold")},
         {R"(update customer_group 1/31 name="Gold">"VIP" (group.kept))",
          "conflict customer_group 2/ choices none (group.title)"}},
        {"G13 another case",
         {till("1", "VIP")},
         {shop("31", "", "Vip")},
         {R"(create pos customer_group /31 name="Vip" (group.setup))",
          R"(create customer_group 1/ name="VIP" (group.create))"},
         {"notice customer_group 1/ (group.title)"}},
        {"G13 other blanks",
         {till("1", "Gold Club")},
         {shop("31", "", "GoldClub\xC2\xA0")},
         {"create pos customer_group /31 name=\"GoldClub\xC2\xA0\" (group.setup)",
          R"(create customer_group 1/ name="Gold Club" (group.create))"},
         {"notice customer_group 1/ (group.title)"}},
        {"G13 linked ones are told apart already",
         {till("1", "VIP"), till("2", "vip")},
         {shop("31", "1", "VIP"), shop("32", "2", "vip")},
         {}},
        {"G14 not all of ecom",
         {till("1", "VIP")},
         {{}, partial},
         {"hold customer_group 1/ (scope.partial)"}},
        {"G14 nothing of ecom",
         {till("1", "VIP")},
         {{}, absent},
         {"hold customer_group 1/ (scope.partial)"}},
        {"G14 not all of the pos",
         {{}, partial},
         {shop("31", "", "VIP")},
         {"hold customer_group /31 (scope.partial)"}},
        {"G14 a link, not all of the pos",
         {{till("1", "VIP")}, partial},
         {shop("31", "", "VIP")},
         {"hold customer_group 1/31 (scope.partial)"}},
        {"G14 a link, not all of ecom",
         {till("1", "VIP")},
         {{shop("31", "", "VIP")}, partial},
         {"hold customer_group 1/31 (scope.partial)"}},
        {"G15 no title",
         {till("1", ""), untitled(till("2", ""))},
         {shop("31", "", " ")},
         {"error customer_group /31 (record.isolated)", "error customer_group 1/ (record.isolated)",
          "error customer_group 2/ (record.isolated)"}},
        {"a tombstone is no group",
         {deleted(till("1", "VIP"))},
         {shop("31", "", "VIP")},
         {R"(create pos customer_group /31 name="VIP" (group.setup))"}},
    });
}

namespace {

/// A row of two rounds: what both held after the last one, and what they hold now.
struct later_row {
    const char* id;
    baseline base;
    pos_groups pos;
    ecom_groups ecom;
    strings want;
    std::vector<cause> causes{}; ///< of each change, in the order of the plan
    std::vector<decision> decisions{};
    strings noticed{};
};

void check_rows(const std::vector<later_row>& rows, const policy& by = x_series())
{
    for (const auto& r : rows)
        DYNAMIC_SECTION(r.id)
        {
            const auto p = planned(r.pos, r.ecom, by, {r.base, r.decisions});
            CHECK(lines(p) == r.want);
            CHECK(notices(p) == r.noticed);
            std::vector<cause> causes;
            for (const auto& a : p.actions)
                if (const auto* u = std::get_if<update>(&a.what))
                    for (const auto& c : u->changes)
                        causes.push_back(c.cause);
            CHECK((causes == r.causes));
        }
}

} // namespace

TEST_CASE("customer_group: titles since the last sync", "[customer_group]")
{
    using enum cause;
    const auto base = held({till("1", "VIP")}, {shop("31", "1", "VIP")});
    const auto to_ecom = [](std::string from, std::string to) {
        return strings{"update customer_group 1/31 name=\"" + from + "\">\"" + to +
                       "\" (group.kept)"};
    };
    const auto to_pos = [](std::string from, std::string to) {
        return strings{"update pos customer_group 1/31 name=\"" + from + "\">\"" + to +
                       "\" (group.kept)"};
    };
    const strings conflict{"conflict customer_group 1/31 name choices pos ecom (group.kept)"};
    const std::string which = "group.kept:customer_group:1:31:name";
    check_rows({
        {"G3 renamed in the pos",
         base,
         {till("1", "Gold")},
         {shop("31", "1", "VIP")},
         to_ecom("VIP", "Gold"),
         {pos_changed}},
        {"G3 put back",
         base,
         {till("1", "VIP")},
         {shop("31", "1", "Gold")},
         to_ecom("Gold", "VIP"),
         {ecom_changed}},
        {"G3 both",
         base,
         {till("1", "Gold")},
         {shop("31", "1", "Silver")},
         to_ecom("Silver", "Gold"),
         {both_changed}},
        {"G3 as after the last sync",
         held({till("1", "Gold")}, {shop("31", "1", "Go")}),
         {till("1", "Gold")},
         {shop("31", "1", "Go")},
         {}},
        {"G3 a blank more since",
         base,
         {till("1", "VIP ")},
         {shop("31", "1", "VIP")},
         to_ecom("VIP", "VIP "),
         {pos_changed}},
        {"G4 emptied in the pos", base, {till("1", "")}, {shop("31", "1", "VIP")}, {}},
        {"G6 a person says the pos",
         {},
         {till("1", "B"), till("2", "B")},
         {shop("31", "1", "A"), shop("32", "2", "B")},
         to_ecom("A", "B"),
         {decided},
         {{which, "pos"}}},
        {"G6 a person says ecom: both stay",
         {},
         {till("1", "B"), till("2", "B")},
         {shop("31", "1", "A"), shop("32", "2", "B")},
         {},
         {},
         {{which, "ecom"}}},
        {"G6 a person says something else",
         {},
         {till("1", "B"), till("2", "B")},
         {shop("31", "1", "A"), shop("32", "2", "B")},
         conflict,
         {},
         {{which, "none"}}},
        {"G6 one of two who take it is chosen",
         {},
         {till("1", "C"), till("2", "C")},
         {shop("31", "1", "A"), shop("32", "2", "B")},
         {to_ecom("A", "C")[0], "conflict customer_group 2/32 name choices pos ecom (group.kept)"},
         {decided},
         {{which, "pos"}}},
    });
    auto both_ways = x_series();
    both_ways[field::customer_group_name] = flow::two_way;
    check_rows(
        {
            {"G3 renamed in ecom",
             base,
             {till("1", "VIP")},
             {shop("31", "1", "Gold")},
             to_pos("VIP", "Gold"),
             {ecom_changed}},
            {"G3 both, a conflict",
             base,
             {till("1", "Gold")},
             {shop("31", "1", "Silver")},
             conflict},
            {"G3 both, a person says ecom",
             base,
             {till("1", "Gold")},
             {shop("31", "1", "Silver")},
             to_pos("Gold", "Silver"),
             {decided},
             {{which, "ecom"}}},
            {"G3 both, a person says the pos",
             base,
             {till("1", "Gold")},
             {shop("31", "1", "Silver")},
             to_ecom("Silver", "Gold"),
             {decided},
             {{which, "pos"}}},
            {"G6 a person says ecom",
             {},
             {till("1", "B"), till("2", "B")},
             {shop("31", "1", "A"), shop("32", "2", "B")},
             to_pos("B", "A"),
             {decided},
             {{which, "ecom"}}},
            {"G4 emptied in ecom", base, {till("1", "VIP")}, {shop("31", "1", "")}, {}},
            {"G4 emptied in ecom, renamed in the pos",
             base,
             {till("1", "Gold")},
             {shop("31", "1", "")},
             to_ecom("", "Gold"),
             {both_changed}},
            {"G4 renamed in ecom, emptied in the pos",
             base,
             {till("1", "")},
             {shop("31", "1", "Gold")},
             to_pos("", "Gold"),
             {both_changed}},
        },
        both_ways);

    SECTION("a conflict shows all four titles")
    {
        const auto p = planned({till("1", "Gold")}, {shop("31", "1", "Silver")}, both_ways, {base});
        const auto said = find_issues(p, rule::group_kept);
        REQUIRE(said.size() == 1);
        REQUIRE(said[0]->values);
        CHECK((*said[0]->values == disputed{"Gold", "Silver", "VIP", "VIP"}));
    }
    SECTION("a long title is remembered as its digest")
    {
        const std::string title(90, 'a');
        const auto b =
            held({till("1", kept_text(title, {}))}, {shop("31", "1", kept_text(title, {}))});
        CHECK(lines(planned({till("1", title)}, {shop("31", "1", "VIP")}, both_ways, {b})) ==
              to_pos(title, "VIP"));
    }
}

TEST_CASE("customer_group: links that the last sync knew", "[customer_group]")
{
    const auto base = held({till("1", "VIP")}, {shop("31", "1", "VIP")});
    baseline lost;
    lost.lost = {{kind::customer_group, {"1", "31"}, side::ecom}};
    const ecom_groups none_there{everybody(shop("0", "", "General"))};
    const strings gone{"notice customer_group 1/ (group.kept)"};
    check_rows({
        {"G17 not there any more", base, {till("1", "VIP")}, none_there, {}, {}, {}, gone},
        {"G17 renamed meanwhile", base, {till("1", "Gold")}, none_there, {}, {}, {}, gone},
        {"G17 remembered", lost, {till("1", "VIP")}, none_there, {}, {}, {}, gone},
        {"G17 remembered, not all were read",
         lost,
         {till("1", "VIP")},
         {{}, partial},
         {},
         {},
         {},
         gone},
        {"G18 not all were read", base, {till("1", "VIP")}, {{}, partial}, {}},
        {"G17 another one there is called so",
         base,
         {till("1", "VIP")},
         {shop("32", "", "VIP")},
         {"conflict customer_group /32 choices none (group.title)"},
         {},
         {},
         gone},
        {"G17 linked to another one since", lost, {till("1", "VIP")}, {shop("32", "1", "VIP")}, {}},
        {"G17 gone from both", base, {deleted(till("1", "VIP"))}, none_there, {}},
    });
}

TEST_CASE("customer_group: a person says which is the same", "[customer_group]")
{
    const std::string of_9 = "group.title:customer_group:9:",
                      of_1 = "group.title:customer_group:1:",
                      of_31 = "group.title:customer_group::31",
                      of_2 = "group.title:customer_group:2:";
    const auto none_there = ecom_groups{{}, completeness::complete};
    const auto ask = [](std::string who, std::string choices) {
        return "conflict customer_group " + who + " choices " + choices + " (group.title)";
    };
    const auto made = [](std::string id) {
        return "create customer_group " + id + R"(/ name="VIP" (group.create))";
    };
    const auto made_first = [](std::string id) {
        return "create customer_group " + id + R"(/ name="VIP" (group.auto))";
    };
    const auto made_in_pos = [](std::string id) {
        return "create pos customer_group /" + id + R"( name="VIP" (group.setup))";
    };
    const auto link = [](std::string who) {
        return "link customer_group " + who + " (group.title)";
    };
    const pos_groups two{till("10", "VIP"), till("9", "VIP")};
    const ecom_groups two_there{shop("32", "", "VIP"), shop("31", "", "VIP")};
    check_rows({
        {"W2 of two in the pos",
         {},
         two,
         {shop("31", "", "VIP")},
         {link("10/31"), ask("9/", "none")},
         {},
         {{of_31, "10"}}},
        {"W2 and W4",
         {},
         two,
         {shop("31", "", "VIP")},
         {made("9"), link("10/31")},
         {},
         {{of_31, "10"}, {of_9, "none"}}},
        {"W4 none of two in the pos",
         {},
         two,
         {shop("31", "", "VIP")},
         {made_in_pos("31"), ask("9/", "9 10 none")},
         {},
         {{of_31, "none"}}},
        {"W3 of two in the pos only",
         {},
         two,
         none_there,
         {made_first("10"), ask("9/", "none")},
         {},
         {{of_9, "10"}}},
        {"W4 both of two in the pos only",
         {},
         two,
         none_there,
         {made_first("9"), made_first("10")},
         {},
         {{of_9, "none"}}},
        {"W1 not one of them", {}, two, none_there, {ask("9/", "9 10 none")}, {}, {{of_9, "11"}}},
        {"W2 of two in ecom",
         {},
         {till("1", "VIP")},
         two_there,
         {link("1/32"), ask("/31", "none")},
         {},
         {{of_1, "32"}}},
        {"W4 none of two in ecom",
         {},
         {till("1", "VIP")},
         two_there,
         {made("1"), ask("/31", "31 32 none")},
         {},
         {{of_1, "none"}}},
        {"W4 a linked group has it",
         {},
         {till("1", "VIP"), till("2", "VIP")},
         {shop("31", "1", "VIP")},
         {made("2")},
         {},
         {{of_2, "none"}}},
    });
}

TEST_CASE("customer_group: the group that everybody is in", "[customer_group]")
{
    check_rows({
        {"G1 on each side",
         {everybody(till("1", "All"))},
         {everybody(shop("0", "", "General"))},
         {}},
        {"G1 linked, with another title",
         {everybody(till("1", "All"))},
         {everybody(shop("0", "1", "General"))},
         {}},
        {"G1 linked to a group of its own",
         {everybody(till("1", "All"))},
         {shop("0", "1", "VIP")},
         {}},
        {"G1 gone from the pos",
         pos_groups{{}, completeness::complete},
         {everybody(shop("0", "1", "General"))},
         {}},
        {"G12 a group with its title",
         {till("1", "General")},
         {everybody(shop("0", "", "General"))},
         {"conflict customer_group 1/ choices none (group.title)"}},
    });
}

TEST_CASE("customer_group: the group that everybody is in does not count", "[customer_group]")
{
    for (const auto& ecom : {everybody(shop("0", "", "General")), everybody(shop("0", "1", "All")),
                             everybody(shop("0", "9", "All"))})
        CHECK(planned({everybody(till("1", "All"))}, {ecom}).of(kind::customer_group) ==
              kind_stats{});
}

TEST_CASE("customer_group: a title that is longer than ecom takes", "[customer_group]")
{
    auto by = x_series();
    by.limits = {{field::customer_group_name, 3}};
    for (const auto how : {too_long::hold, too_long::cut}) {
        by.too_long = how;
        CHECK(lines(planned({till("1", "Gold"), till("2", "Silver"), till("3", "VIP")},
                            {shop("31", "1", "VIP")}, by)) ==
              strings{"conflict customer_group 3/ choices none (group.title)",
                      "hold customer_group 1/31 name (target.limits)",
                      "hold customer_group 2/ name (target.limits)"});
        CHECK(lines(planned({till("1", "VIP")}, {shop("31", "", "Gold")}, by)) ==
              strings{R"(create pos customer_group /31 name="Gold" (group.setup))",
                      R"(create customer_group 1/ name="VIP" (group.create))"});
    }
}

TEST_CASE("customer_group: bad records do not stop the others", "[customer_group]")
{
    const auto p = planned(
        {till("1", "A"), till("1", "B"), till("", "C"), till("2", "VIP")},
        {shop("31", "1", "A"), shop("32", "3", "D"), shop("33", "3", "E"), shop("34", "", "VIP")});
    CHECK(lines(p) ==
          strings{"link customer_group 2/34 (group.title)",
                  "error customer_group / (record.isolated)",
                  "error customer_group 1/ (record.isolated)",
                  "conflict customer_group 3/ choices 32 33 none (identity.link_first)"});
}

TEST_CASE("customer_group: the one-time setup by hand", "[customer_group]")
{
    auto by = x_series();
    by.group_setup = group_setup::step;
    const auto p = planned({till("1", "VIP")}, {shop("31", "", "Gold"), shop("32", "", "VIP")}, by);
    CHECK(lines(p) == strings{"link customer_group 1/32 (group.title)",
                              "hold customer_group /31 (group.setup)"});
    CHECK(lines(planned({till("1", "VIP")}, {shop("31", "", "Gold")}, by)) ==
          strings{R"(create customer_group 1/ name="VIP" (group.create))",
                  "hold customer_group /31 (group.setup)"});
}

TEST_CASE("customer_group: the flow decides, not the profile", "[customer_group]")
{
    struct flow_row {
        flow how;
        const char* renamed;
        const char* filled;
    };
    const auto rename = R"(update customer_group 1/31 name="VIP">"Gold" (group.kept))";
    const auto fill = R"(update customer_group 1/31 name="">"Gold" (group.kept))";
    for (const auto& r : {flow_row{flow::never, "", ""},
                          {flow::on_create, "", ""},
                          {flow::fill, "", fill},
                          {flow::pos_leads, rename, fill},
                          {flow::pos_edits, "", ""},
                          {flow::two_way, rename, fill}})
        for (auto by : {r_series(), x_series(), x_series_2021()})
            DYNAMIC_SECTION(by.profile << ' ' << name(r.how))
            {
                by[field::customer_group_name] = r.how;
                by[field::customer_group] = flow::never;
                const auto want = [](const char* line) {
                    return *line ? strings{line} : strings{};
                };
                CHECK(lines(planned({till("1", "Gold")}, {shop("31", "1", "VIP")}, by)) ==
                      want(r.renamed));
                CHECK(lines(planned({till("1", "Gold")}, {shop("31", "1", "")}, by)) ==
                      want(r.filled));
                const auto made = planned({till("1", "Gold")}, {shop("31", "", "VIP")}, by);
                CHECK(made.actions.size() == (r.how == flow::never ? 0u : 2u));
            }
}

TEST_CASE("customer_group: counts", "[customer_group]")
{
    const auto p = planned({till("1", "A"), till("2", "B2"), till("3", "C"), till("4", "D")},
                           {shop("31", "1", "A"), shop("32", "2", "B"), shop("33", "", "C"),
                            shop("34", "", "E"), everybody(shop("0", "", "General"))});
    CHECK(p.of(kind::customer_group) ==
          kind_stats{.matched = 3, .unchanged = 1, .create = 2, .update = 1});
    CHECK(p.complete);
}

TEST_CASE("customer_group: any groups", "[customer_group]")
{
    const strings titles{"VIP", "vip", "VIP ", "Gold", "Silver", "G old", "", "General"};
    for (std::uint64_t seed = 0; seed < 1'500; ++seed) {
        generate::dice dice{seed};
        pos_groups pos;
        ecom_groups ecom;
        const auto state = [&] {
            return dice.percent(85) ? completeness::complete : dice.percent(70) ? partial : absent;
        };
        pos.state = state();
        ecom.state = state();
        const auto ids = 1 + dice.below(6);
        for (std::size_t i = dice.below(7); i > 0; --i) {
            auto g =
                till(std::to_string(dice.percent(90) ? i : dice.below(ids)), dice.one_of(titles));
            if (dice.percent(8)) g = everybody(g);
            if (dice.percent(6)) g = deleted(g);
            if (dice.percent(4)) g = untitled(g);
            pos.records.push_back(g);
        }
        for (std::size_t i = dice.below(7); i > 0; --i) {
            auto g = shop(std::to_string(30 + (dice.percent(95) ? i : dice.below(ids))),
                          dice.percent(50) ? std::to_string(dice.below(ids + 1)) : "",
                          dice.one_of(titles));
            if (dice.percent(8)) g = everybody(g);
            if (dice.percent(4)) g = untitled(g);
            ecom.records.push_back(g);
        }
        for (auto by : {r_series(), x_series(), x_series_2021()}) {
            if (dice.percent(30)) by.group_setup = group_setup::step;
            if (dice.percent(30)) by[field::customer_group_name] = flow::two_way;
            INFO("seed " << seed << ' ' << by.profile);
            const auto p = planned(pos, ecom, by);
            CHECK(count_of(p, "delete", kind::customer_group) == 0);
            std::set<std::string> keys;
            for (const auto& i : p.issues)
                CHECK(keys.insert(i.key).second);

            // No plan makes or leaves two groups of one title where there were not two before.
            const auto twice = [&](const auto& groups) {
                std::map<std::string, int> count;
                for (const auto& g : groups)
                    if (g.name && !blank(*g.name) && !tombstone(g)) ++count[*g.name];
                std::erase_if(count, [](const auto& c) { return c.second < 2; });
                return count;
            };
            pos::snapshot before_pos;
            ecom::snapshot before_ecom;
            before_pos.customer_groups = pos;
            before_ecom.customer_groups = ecom;
            const auto after = carried_out(p, before_pos, before_ecom);
            const auto had_ecom = twice(ecom.records), had_pos = twice(pos.records);
            for (const auto& [title, count] : twice(after.ecom.customer_groups.records))
                CHECK((had_ecom.count(title) && had_ecom.at(title) >= count));
            for (const auto& [title, count] : twice(after.pos.customer_groups.records))
                CHECK((had_pos.count(title) && had_pos.at(title) >= count));
        }
    }
}

TEST_CASE("customer_group: many groups", "[customer_group]")
{
    pos::snapshot pos;
    ecom::snapshot ecom;
    pos.customer_groups.state = ecom.customer_groups.state = completeness::complete;
    constexpr int count = 50'000;
    for (int i = 0; i < count; ++i) {
        pos.customer_groups.records.push_back(
            till(std::to_string(i), i % 2 ? "Same" : "Group " + std::to_string(i)));
        ecom.customer_groups.records.push_back(
            shop(std::to_string(i), "", i % 2 ? "Same" : "Group " + std::to_string(i + 2)));
    }
    const auto p = reconcile(pos, ecom, x_series());
    CHECK(count_of(p, "link", kind::customer_group) == count / 2 - 1);
    CHECK(count_of(p, "create", kind::customer_group) == 2);
    CHECK(find_issues(p, rule::group_title).size() == 1);
}

} // namespace customer_group_tests
