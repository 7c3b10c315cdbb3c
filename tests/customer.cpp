#include "customers.hpp"
#include "generate.hpp"

namespace customer_tests {

using namespace customers;

TEST_CASE("customer: who is who", "[customer]")
{
    const strings pos_waits{"notice customer / (customer.pos_only)"};
    const strings ecom_waits{"notice customer / (customer.ecom_only)"};
    const auto made = R"(create pos customer /41 email="a@x" accepts_marketing=false)"
                      " (customer.ecom_only)";
    const auto denied = "update customer /41 accepts_marketing=unknown>false (customer.consent)";
    check_rows({
        {"U1 not there any more",
         no_pos(),
         {shop("41", "k1", "a@x", 3)},
         {},
         {"notice customer k1/41 (customer.gone)"}},
        {"U1 archived",
         {archived(till("k1", "b@x"))},
         {shop("41", "k1", "a@x", 3)},
         {},
         {"notice customer k1/41 (customer.gone)"}},
        {"U1 deleted, in a part",
         {{deleted(till("k1", "b@x"))}, partial},
         {shop("41", "k1", "a@x", 3)},
         {},
         {"notice customer k1/41 (customer.gone)"}},
        {"U1 a new one with that email is somebody else, who waits",
         {till("k2", "a@x")},
         {shop("41", "k1", "a@x", 3)},
         {},
         {"notice customer / (customer.pos_only)", "notice customer k1/41 (customer.gone)"}},
        {"U2 deleted in ecom",
         {till("k1", "a@x")},
         {deleted(shop("41", "k1", "b@x", 3))},
         {},
         {"notice customer k1/ (customer.gone)"}},
        {"U2 and back with another account",
         {till("k1", "a@x")},
         {deleted(shop("41", "k1", "a@x", 3)), shop("42", "", "a@x", 1)},
         {"conflict customer /42 choices none (customer.both)"},
         {"notice customer k1/ (customer.gone)"}},
        {"U2 gone from both",
         {archived(till("k1", "a@x"))},
         {deleted(shop("41", "k1", "a@x"))},
         {}},
        {"U3 some not read", no_pos(partial), {shop("41", "k1", "a@x", 3)}, {}},
        {"U3 none read", no_pos(absent), {shop("41", "k1", "a@x", 3)}, {}},
        {"U4 the same email",
         {till("k1", "a@x")},
         {shop("41", "", "a@x")},
         {"link customer k1/41 (customer.both)"}},
        {"U4 another case, outer blanks: as it is",
         {till("k1", " Ann@X.com")},
         {shop("41", "", "ann@x.COM")},
         {"link customer k1/41 (customer.both)"}},
        {"U4 another case of other letters",
         {till("k1", "\xC3\x89va@x")},
         {shop("41", "", "\xC3\xA9va@x")},
         {"link customer k1/41 (customer.both)"}},
        {"U4 the link beats the email",
         {till("k1", "b@x"), till("k2", "a@x")},
         {email_at(shop("41", "k1", "b@x"), 1), shop("42", "", "a@x")},
         {"link customer k2/42 (customer.both)"}},
        {"U4 blank emails are none",
         {till("k1", ""), till("k2", " ")},
         {shop("41", "", ""), shop("42", "", " ")},
         {},
         {"notice customer / (customer.pos_only)", "notice customer / (customer.ecom_only)"}},
        {"U4 archived ones are not there",
         {archived(till("k1", "a@x"))},
         {shop("41", "", "a@x", 1)},
         {made, denied}},
        {"U4 archived ones do not stand in the way",
         {archived(till("k1", "a@x")), till("k2", "a@x")},
         {shop("41", "", "a@x"), deleted(shop("42", "", "a@x"))},
         {"link customer k2/41 (customer.both)"}},
        {"U4 a letter that only looks the same",
         {till("k1", "sam@x"), till("k2", "kim@x")},
         {shop("41", "",
               "\xC5\xBF"
               "am@x"),
          shop("42", "",
               "\xE2\x84\xAA"
               "im@x")},
         {},
         {"notice customer / (customer.pos_only)", "notice customer / (customer.ecom_only)"}},
        {"U5 twice in the pos",
         {till("k10", "a@x"), till("k9", "A@x")},
         {shop("41", "", "a@x")},
         {"conflict customer /41 choices k9 k10 none (customer.both)"}},
        {"U5 twice in ecom",
         {till("k1", "a@x")},
         {shop("42", "", "a@x"), shop("41", "", "A@X", 2)},
         {"conflict customer k1/ choices 41 42 none (customer.both)"}},
        {"U5 twice in ecom, none in the pos",
         no_pos(),
         {shop("42", "", "a@x"), shop("41", "", "A@X", 2)},
         {"conflict customer /41 choices 41 42 none (customer.both)"}},
        {"U5 twice on both sides",
         {till("k1", "a@x"), till("k2", "a@x")},
         {shop("42", "", "a@x"), shop("41", "", "a@x")},
         {"conflict customer /41 choices k1 k2 none (customer.both)"}},
        {"U5 a linked one has it",
         {till("k1", "a@x")},
         {shop("41", "k1", "a@x"), shop("42", "", "a@x", 1)},
         {"conflict customer /42 choices none (customer.both)"}},
        {"U5 a linked one takes it",
         {till("k1", "b@x")},
         {email_at(shop("41", "k1", "a@x"), 2), shop("42", "", "A@x", 1)},
         {"conflict customer /42 choices none (customer.both)",
          "conflict customer k1/41 email choices pos ecom (customer.latest)"}},
        {"U5 nothing is asked of those who wait",
         {till("k1", "b@x"), till("k2", "b@x")},
         {shop("41", "", "a@x"), shop("42", "", "a@x")},
         {},
         {"notice customer / (customer.pos_only)", "notice customer / (customer.ecom_only)"}},
        {"U6 in the pos only", {till("k1", "a@x"), till("k2", "b@x")}, no_ecom(), {}, pos_waits},
        {"U6 who knows", {till("k1", "a@x"), till("k2", "b@x")}, no_ecom(partial), {}},
        {"U7 has ordered", no_pos(), {shop("41", "", "a@x", 1)}, {made, denied}},
        {"U7 not all of ecom", no_pos(), {{shop("41", "", "a@x", 1)}, partial}, {made, denied}},
        {"U7 with everything",
         no_pos(),
         {in_group(says(called(shop("41", "", "Ann@x", 9), "Ann", "Bee"), true), "31")},
         {R"(create pos customer /41 email="Ann@x" first_name="Ann" last_name="Bee")"
          " accepts_marketing=true group_id=g1/31 (customer.ecom_only)"}},
        {"U7 no email, but a name",
         no_pos(),
         {says(called(shop("41", "", "", 9), "Ann", ""), false)},
         {R"(create pos customer /41 first_name="Ann" accepts_marketing=false)"
          " (customer.ecom_only)"}},
        {"U7 in the group of everybody",
         no_pos(),
         {in_group(says(shop("41", "", "a@x", 1), false), "30")},
         {made}},
        {"U7 an email that is given up",
         {email_at(till("k1", "a@x"), 1)},
         {email_at(shop("41", "k1", "b@x"), 2), says(shop("42", "", "a@x", 1), false)},
         {R"(update pos customer k1/41 email="a@x">"b@x" (customer.latest))",
          R"(create pos customer /42 email="a@x" accepts_marketing=false (customer.ecom_only))"}},
        {"U8 has not ordered", no_pos(), {shop("41", "", "a@x")}, {}, ecom_waits},
        {"U8 orders unknown",
         no_pos(),
         {[] {
             auto c = shop("41", "", "a@x");
             c.orders = {};
             return c;
         }()},
         {},
         ecom_waits},
        {"U8 who knows", no_pos(partial), {shop("41", "", "a@x")}, {}},
        {"U9 an unknown email",
         {till("k1", "a@x")},
         {called(without_email(shop("41", "", "", 1)), "Ann", "Bee")},
         {"hold customer /41 (customer.both)"},
         pos_waits},
        {"U9 one in the pos has an unknown email",
         {without_email(till("k1", "")), till("k2", "b@x")},
         {shop("41", "", "a@x", 1), shop("42", "", "b@x"), shop("43", "", "c@x")},
         {"link customer k2/42 (customer.both)", "hold customer /41 (customer.both)"},
         {"notice customer / (customer.pos_only)", "notice customer / (customer.ecom_only)"}},
        {"U7 one in the pos has an unknown email, but that one is known by its link",
         {without_email(till("k1", ""))},
         {shop("40", "k1", "b@x"), says(shop("41", "", "a@x", 1), false)},
         {made}},
        {"U7 one in the pos had an unknown email, and is gone",
         {archived(without_email(till("k1", "")))},
         {says(shop("41", "", "a@x", 1), false)},
         {made}},
        {"U7 nobody is found by an email that is blank",
         {without_email(till("k1", ""))},
         {says(called(shop("41", "", "", 9), "Ann", ""), false)},
         {R"(create pos customer /41 first_name="Ann" accepts_marketing=false)"
          " (customer.ecom_only)"},
         pos_waits},
        {"U10 nobody",
         no_pos(),
         {called(shop("41", "", " ", 1), "", " ")},
         {"error customer /41 (record.isolated)"}},
        {"U11 not all of the pos",
         no_pos(partial),
         {shop("41", "", "a@x", 1)},
         {"hold customer /41 (scope.partial)"}},
        {"U11 nothing of the pos",
         no_pos(absent),
         {shop("41", "", "a@x", 1)},
         {"hold customer /41 (scope.partial)"}},
        {"U11 a link, not all of the pos",
         {{till("k1", "a@x")}, partial},
         {shop("41", "", "a@x", 1)},
         {"hold customer k1/41 (scope.partial)"}},
        {"U11 a link, not all of ecom",
         {till("k1", "a@x")},
         {{shop("41", "", "a@x", 1)}, partial},
         {"hold customer k1/41 (scope.partial)"}},
    });
}

TEST_CASE("customer: emails of two that are the same", "[customer]")
{
    check_rows({
        {"U12 the same", {till("k1", "a@x")}, {shop("41", "k1", "a@x")}, {}},
        {"U12 another case", {email_at(till("k1", "A@x "), 5)}, {shop("41", "k1", "a@x")}, {}},
        {"U13 later in the pos",
         {email_at(till("k1", "New@x"), 5)},
         {email_at(shop("41", "k1", "a@x"), 4)},
         {R"(update customer k1/41 email="a@x">"New@x" (customer.latest))"}},
        {"U13 later in ecom",
         {email_at(till("k1", "a@x"), 4)},
         {email_at(shop("41", "k1", "New@x"), 5)},
         {R"(update pos customer k1/41 email="a@x">"New@x" (customer.latest))"}},
        {"U13 no timestamps",
         {till("k1", "a@x")},
         {shop("41", "k1", "b@x")},
         {"conflict customer k1/41 email choices pos ecom (customer.latest)"}},
        {"U13 one timestamp",
         {email_at(till("k1", "a@x"), 4)},
         {shop("41", "k1", "b@x")},
         {"conflict customer k1/41 email choices pos ecom (customer.latest)"}},
        {"U13 at the same time",
         {email_at(till("k1", "a@x"), 4)},
         {email_at(shop("41", "k1", "b@x"), 4)},
         {"conflict customer k1/41 email choices pos ecom (customer.latest)"}},
        {"U13 one after the other",
         {email_at(till("k1", "b@x"), 5), email_at(till("k2", "c@x"), 5)},
         {email_at(shop("41", "k1", "a@x"), 4), email_at(shop("42", "k2", "b@x"), 4)},
         {R"(update customer k2/42 email="b@x">"c@x" (customer.latest))",
          R"(update customer k1/41 email="a@x">"b@x" (customer.latest))"}},
        {"U14 another linked one has it in ecom",
         {email_at(till("k1", "b@x"), 5), till("k2", "b@x")},
         {email_at(shop("41", "k1", "a@x"), 4), shop("42", "k2", "B@x")},
         {"conflict customer k1/41 email choices pos ecom (customer.both)"}},
        {"U14 an online-only one has it",
         {email_at(till("k1", "b@x"), 5)},
         {email_at(shop("41", "k1", "a@x"), 4), shop("42", "", "b@x")},
         {"conflict customer k1/41 email choices pos ecom (customer.both)"},
         {"notice customer / (customer.ecom_only)"}},
        {"U14 one of the pos only has it",
         {email_at(till("k1", "a@x"), 4), till("k2", "b@x")},
         {email_at(shop("41", "k1", "b@x"), 5)},
         {"conflict customer k1/41 email choices pos ecom (customer.both)"},
         {"notice customer / (customer.pos_only)"}},
        {"U14 two take it",
         {email_at(till("k1", "c@x"), 5), email_at(till("k2", "c@x"), 5)},
         {email_at(shop("41", "k1", "a@x"), 4), email_at(shop("42", "k2", "b@x"), 4)},
         {"conflict customer k1/41 email choices pos ecom (customer.both)",
          "conflict customer k2/42 email choices pos ecom (customer.both)"}},
        {"U14 a swap",
         {email_at(till("k1", "b@x"), 5), email_at(till("k2", "a@x"), 5)},
         {email_at(shop("41", "k1", "a@x"), 4), email_at(shop("42", "k2", "b@x"), 4)},
         {"conflict customer k1/41 email choices pos ecom (customer.both)",
          "conflict customer k2/42 email choices pos ecom (customer.both)"}},
        {"U14 what an archived one has is free",
         {email_at(till("k1", "a@x"), 4), archived(till("k2", "b@x"))},
         {email_at(shop("41", "k1", "b@x"), 5)},
         {R"(update pos customer k1/41 email="a@x">"b@x" (customer.latest))"}},
        {"U15 none in the pos",
         {till("k1", " ")},
         {shop("41", "k1", "a@x")},
         {R"(update pos customer k1/41 email=" ">"a@x" (customer.latest))"}},
        {"U15 none in ecom",
         {till("k1", "a@x")},
         {shop("41", "k1", "")},
         {R"(update customer k1/41 email="">"a@x" (customer.latest))"}},
        {"U15 emptied later",
         {email_at(till("k1", ""), 5)},
         {email_at(shop("41", "k1", "a@x"), 4)},
         {},
         {"notice customer k1/41 email (field.blank)"}},
        {"U15 both blank", {till("k1", "")}, {shop("41", "k1", " ")}, {}},
        {"U22 unknown in the pos", {without_email(till("k1", ""))}, {shop("41", "k1", "a@x")}, {}},
        {"U22 unknown in ecom", {till("k1", "a@x")}, {without_email(shop("41", "k1", ""))}, {}},
    });
}

TEST_CASE("customer: names of two that are the same", "[customer]")
{
    struct flow_row {
        flow how;
        const char* other;  ///< another name in ecom
        const char* filled; ///< none in ecom
    };
    const auto change = R"(update customer k1/41 first_name="An">"Ann" (customer.both))";
    const auto fill = R"(update customer k1/41 first_name="">"Ann" (customer.both))";
    for (const auto& r : {flow_row{flow::never, "", ""},
                          {flow::on_create, "", ""},
                          {flow::ecom_leads_once, "", ""},
                          {flow::fill, "", fill},
                          {flow::pos_leads, change, fill},
                          {flow::pos_edits, "", ""},
                          {flow::two_way, change, fill}})
        DYNAMIC_SECTION("U16 " << name(r.how))
        {
            const auto by = with_flow(x_series(), field::customer_first_name, r.how);
            const auto plan_of = [&](std::string pos, std::string ecom) {
                return lines(
                    planned(with_groups({called(till("k1", "a@x"), std::move(pos), "Bee")},
                                        {called(shop("41", "k1", "a@x"), std::move(ecom), "B")}),
                            by));
            };
            const auto want = [](const char* line) { return *line ? strings{line} : strings{}; };
            CHECK(plan_of("Ann", "An") == want(r.other));
            CHECK(plan_of("Ann", "") == want(r.filled));
            CHECK(plan_of("", "An").empty()); // field.blank
            CHECK(plan_of("Ann", "Ann ").empty());
        }
}

TEST_CASE("customer: two ways without a baseline", "[customer]")
{
    auto by = with_flow(x_series(), field::customer_first_name, flow::two_way);
    by[field::customer_email] = flow::two_way;
    const auto p = planned(with_groups({called(till("k1", "a@x"), "Ann", "Bee")},
                                       {called(shop("41", "k1", "b@x"), "An", "B")}),
                           by);
    CHECK(lines(p) == strings{R"(update customer k1/41 email="b@x">"a@x" first_name="An">"Ann")"
                              " (customer.both)"});
    const auto said = find_issues(p, rule::customer_both);
    REQUIRE(said.size() == 1);
    CHECK(said[0]->message ==
          "2 differences have no earlier sync to tell who changed them; the pos values are taken.");
}

TEST_CASE("customer: texts that are longer than ecom takes", "[customer]")
{
    auto by = with_flow(x_series(), field::customer_first_name, flow::pos_leads);
    by.limits = {{field::customer_first_name, 3}, {field::customer_email, 3}};
    const auto plan_of = [&](const std::string& name, const std::string& email) {
        return lines(planned(with_groups({called(email_at(till("k1", email), 5), name, "")},
                                         {called(email_at(shop("41", "k1", "b@x"), 4), "An", "")}),
                             by));
    };
    const strings held{"hold customer k1/41 email (target.limits)"};
    const std::string why = " (customer.both)";
    CHECK(plan_of("Anna", "b@x") == strings{"hold customer k1/41 first_name (target.limits)"});
    CHECK(plan_of("Ann", "b@x") == strings{R"(update customer k1/41 first_name="An">"Ann")" + why});
    CHECK(plan_of("An", "aa@x") == held);
    by.too_long = too_long::cut;
    CHECK(plan_of("Anna", "b@x") ==
          strings{R"(update customer k1/41 first_name="An">"Ann")" + why});
    by.limits[field::customer_first_name] = 2;
    CHECK(plan_of("Anna", "b@x").empty()); // a known cut
    CHECK(plan_of("An", "aa@x") == held);  // another email
}

TEST_CASE("customer: one group", "[customer]")
{
    const auto pos = [](const char* g) { return in_group(till("k1", "a@x"), g); };
    const auto ecom = [](const char* g) { return in_group(shop("41", "k1", "a@x"), g); };
    const auto to_ecom = [](std::string from, std::string to) {
        return strings{"update customer k1/41 group_id=" + from + ">" + to +
                       " (customer.one_group)"};
    };
    const auto to_pos = [](std::string from, std::string to) {
        return strings{"update pos customer k1/41 group_id=" + from + ">" + to +
                       " (customer.one_group)"};
    };
    const strings conflict{
        "conflict customer k1/41 group_id choices pos ecom (customer.one_group)"};
    const strings missing{"hold customer k1/41 group_id (customer.group_missing)"};
    const strings nothing_there{"error customer k1/41 group_id (record.isolated)"};

    check_rows(
        {{"U17 the same", {pos("g1")}, {ecom("31")}, {}},
         {"U17 none on both", {pos("")}, {ecom("")}, {}},
         {"U17 those of everybody", {pos("g0")}, {ecom("30")}, {}},
         {"U17 none, and that of everybody", {pos("")}, {ecom("30")}, {}},
         {"U18 none in ecom", {pos("g1")}, {ecom("")}, to_ecom("none", "g1/31")},
         {"U18 none in the pos", {pos("")}, {ecom("32")}, to_pos("none", "g2/32")},
         {"U18 that of everybody in ecom", {pos("g1")}, {ecom("30")}, to_ecom("/30", "g1/31")},
         {"U18 that of everybody in the pos", {pos("g0")}, {ecom("32")}, to_pos("g0/", "g2/32")},
         {"U19 another one", {pos("g1")}, {ecom("32")}, conflict},
         {"U21 not there in the pos", {pos("g7")}, {ecom("31")}, nothing_there},
         {"U21 not there in ecom", {pos("g1")}, {ecom("37")}, nothing_there},
         {"U22 unknown in the pos", {till("k1", "a@x")}, {ecom("31")}, {}},
         {"U22 unknown in ecom", {pos("g1")}, {shop("41", "k1", "a@x")}, {}}});

    auto pos_wins = x_series();
    pos_wins.one_group = one_group::pos;
    check_rows({{"U19 the pos by policy", {pos("g1")}, {ecom("32")}, to_ecom("g2/32", "g1/31")},
                {"U18 the pos by policy, but none there",
                 {pos("")},
                 {ecom("32")},
                 to_pos("none", "g2/32")}},
               pos_wins);
    auto ecom_wins = x_series();
    ecom_wins.one_group = one_group::ecom;
    check_rows(
        {{"U19 ecom by policy", {pos("g1")}, {ecom("32")}, to_pos("g1/31", "g2/32")},
         {"U18 ecom by policy, but none there", {pos("g1")}, {ecom("")}, to_ecom("none", "g1/31")}},
        ecom_wins);
    check_rows({{"U19 the pos leads", {pos("g1")}, {ecom("32")}, to_ecom("g2/32", "g1/31")},
                {"U18 the pos leads, with none", {pos("")}, {ecom("32")}, {}}},
               with_flow(x_series(), field::customer_group, flow::pos_leads));
    check_rows({{"U19 filled is left", {pos("g1")}, {ecom("32")}, {}},
                {"U18 empty is filled", {pos("g1")}, {ecom("")}, to_ecom("none", "g1/31")}},
               with_flow(x_series(), field::customer_group, flow::fill));
    check_rows(
        {{"U19 never", {pos("g1")}, {ecom("32")}, {}}, {"U18 never", {pos("g1")}, {ecom("")}, {}}},
        with_flow(x_series(), field::customer_group, flow::never));

    const auto plan_with = [&](const char* pos_group, const char* ecom_group, auto&& change,
                               const policy& by) {
        auto s = with_groups({pos(pos_group)},
                             {ecom(ecom_group), in_group(shop("42", "", "c@x", 1), ecom_group)});
        s.ecom.customers.records[1].accepts_marketing = false;
        change(s);
        return lines(planned(s, by));
    };
    const auto step = [] {
        auto by = x_series();
        by.group_setup = group_setup::step;
        return by;
    }();
    const auto only_in_ecom = [](both_sides& s) {
        s.ecom.customer_groups.records.push_back({.id = "38"_id, .name = "Staff"});
    };
    SECTION("U20 the merchant has not made the group yet")
    {
        CHECK(plan_with("", "38", only_in_ecom, step) ==
              strings{"hold customer_group /38 (group.setup)",
                      "hold customer /42 (customer.group_missing)", missing[0]});
    }
    SECTION("U20 the side that wins by policy has a group that the other one lacks")
    {
        const auto alone = [](both_sides& s) {
            s.pos.customer_groups.records.push_back({.id = "g8"_id, .name = "Club"});
            s.ecom.customer_groups.records.push_back({.id = "38"_id, .name = "Staff"});
            s.ecom.customers.records.pop_back();
        };
        auto by = with_flow(ecom_wins, field::customer_group_name, flow::never);
        CHECK(plan_with("g1", "38", alone, by) == missing);
        by.one_group = one_group::pos;
        CHECK(plan_with("g8", "31", alone, by) == missing);
        CHECK(plan_with("g1", "38", alone, by) == to_ecom("/38", "g1/31"));
    }
    SECTION("U20 the plan makes the group in the pos")
    {
        CHECK(plan_with("", "38", only_in_ecom, x_series()) ==
              strings{R"(create pos customer_group /38 name="Staff" (group.setup))",
                      to_pos("none", "/38")[0],
                      R"(create pos customer /42 email="c@x" accepts_marketing=false)"
                      " group_id=/38 (customer.ecom_only)"});
    }
    SECTION("U20 the plan makes the group in ecom")
    {
        const auto only_in_pos = [](both_sides& s) {
            s.pos.customer_groups.records.push_back({.id = "g8"_id, .name = "Staff"});
            s.ecom.customers.records.pop_back();
        };
        CHECK(plan_with("g8", "", only_in_pos, x_series()) ==
              strings{R"(create customer_group g8/ name="Staff" (group.create))",
                      to_ecom("none", "g8/")[0]});
        CHECK(plan_with("g8", "", only_in_pos,
                        with_flow(x_series(), field::customer_group_name, flow::never)) == missing);
    }
    SECTION("U20 the group is gone from the pos")
    {
        const auto gone = [](both_sides& s) {
            s.pos.customer_groups.records.erase(s.pos.customer_groups.records.begin() + 1);
        };
        CHECK(plan_with("", "31", gone, x_series()) ==
              strings{"hold customer /42 (customer.group_missing)", missing[0]});
    }
    SECTION("U20 the group is deleted in the pos")
    {
        const auto tombstone = [](both_sides& s) {
            s.pos.customer_groups.records[1].deleted = true;
            s.ecom.customers.records.pop_back();
        };
        CHECK(plan_with("g1", "31", tombstone, x_series()).empty());
        CHECK(plan_with("g1", "", tombstone, x_series()) == missing);
        CHECK(plan_with("", "31", tombstone, x_series()) == missing);
    }
    SECTION("U20 the title is in question")
    {
        const auto twice = [](both_sides& s) {
            s.ecom.customer_groups.records.push_back({.id = "38"_id, .name = "Staff"});
            s.ecom.customer_groups.records.push_back({.id = "39"_id, .name = "Staff"});
        };
        CHECK(plan_with("", "38", twice, x_series()) ==
              strings{"conflict customer_group /38 choices 38 39 none (group.title)",
                      "hold customer /42 (customer.group_missing)", missing[0]});
    }
    SECTION("U22 groups that were not read")
    {
        const auto unread_pos = [](both_sides& s) {
            s.pos.customer_groups.records.clear();
            s.pos.customer_groups.state = partial;
            s.ecom.customers.records.pop_back();
        };
        CHECK(plan_with("g1", "31", unread_pos, x_series()).empty());
        CHECK(plan_with("g1", "", unread_pos, x_series()) == to_ecom("none", "g1/31"));
        CHECK(plan_with("", "31", unread_pos, x_series()) ==
              strings{"hold customer k1/41 group_id (scope.partial)"});
        CHECK(plan_with("g7", "31", unread_pos, x_series()).empty());
        const auto unread_ecom = [](both_sides& s) {
            s.ecom.customer_groups.records.clear();
            s.ecom.customer_groups.state = absent;
            s.pos.customer_groups.records.clear();
            s.pos.customer_groups.state = absent;
        };
        CHECK(plan_with("g1", "31", unread_ecom, x_series()) ==
              strings{"hold customer /42 (scope.partial)"});
        CHECK(plan_with("", "31", unread_ecom, x_series()) ==
              strings{"hold customer /42 (scope.partial)"});
    }
    SECTION("U21 a new customer in a group that is not there")
    {
        CHECK(plan_with(
                  "", "37", [](both_sides&) {}, x_series()) ==
              strings{"error customer /42 group_id (record.isolated)", nothing_there[0]});
    }
}

TEST_CASE("customer: consent of two that are the same", "[customer]")
{
    const auto pos = [](std::optional<bool> answer, int at = 0) {
        return says(till("k1", "a@x"), answer, at);
    };
    const auto ecom = [](std::optional<bool> answer, int at = 0) {
        return says(shop("41", "k1", "a@x"), answer, at);
    };
    const auto to_ecom = [](const char* change, const char* why) {
        return strings{std::string{"update customer k1/41 accepts_marketing="} + change + " (" +
                       why + ")"};
    };
    const auto to_pos = [](const char* change, const char* why) {
        return strings{std::string{"update pos customer k1/41 accepts_marketing="} + change + " (" +
                       why + ")"};
    };
    constexpr auto latest = "customer.latest", consent = "customer.consent";
    const strings undated{"notice customer / (customer.consent)"};
    check_rows({
        {"K1", {pos(true)}, {ecom(true)}, {}},
        {"K2 no in the pos", {pos(false)}, {ecom({})}, to_ecom("unknown>false", consent)},
        {"K2 no in ecom", {pos({})}, {ecom(false)}, to_pos("unknown>false", consent)},
        {"K3 a later yes in the pos",
         {pos(true, 5)},
         {ecom(false, 4)},
         to_ecom("false>true", latest)},
        {"K3 a later yes in ecom", {pos(false, 4)}, {ecom(true, 5)}, to_pos("false>true", latest)},
        {"K4 a later no in ecom", {pos(true, 4)}, {ecom(false, 5)}, to_pos("true>false", latest)},
        {"K4 nobody knows when", {pos(true)}, {ecom(false)}, to_pos("true>false", consent)},
        {"K4 one timestamp", {pos(false)}, {ecom(true, 9)}, to_ecom("true>false", consent)},
        {"K5 a yes with a timestamp", {pos(true, 1)}, {ecom({})}, to_ecom("unknown>true", consent)},
        {"K6 a yes without one", {pos(true)}, {ecom({})}, {}, undated},
        {"K6 a yes in ecom without one", {pos({})}, {ecom(true)}, {}, undated},
        {"K1 when they are linked",
         {says(till("k1", "a@x"), false)},
         {says(shop("41", "", "a@x"), true)},
         {"update customer k1/41 accepts_marketing=true>false (customer.consent)",
          "link customer k1/41 (customer.both)"}},
    });

    const auto moved = [](std::optional<bool> pos_says, int pos_at, std::optional<bool> ecom_says,
                          int ecom_at) { // in ecom, at 5
        return with_groups({says(email_at(till("k1", "a@x"), 1), pos_says, pos_at)},
                           {says(email_at(shop("41", "k1", "b@x"), 5), ecom_says, ecom_at)});
    };
    const std::string email = R"(update pos customer k1/41 email="a@x">"b@x")";
    struct moved_row {
        const char* id;
        both_sides sides;
        strings want;
    };
    const std::string no_more = " accepts_marketing=true>false (customer.consent)";
    for (const auto& r : std::vector<moved_row>{
             {"K7 the pos said yes before, ecom after",
              moved(true, 2, true, 6),
              {email + " (customer.latest)"}},
             {"K8 both before",
              moved(true, 2, true, 4),
              {"update customer k1/41" + no_more, email + no_more + " (customer.latest)"}},
             {"K8 both at the moment of the change",
              moved(true, 5, true, 5),
              {"update customer k1/41" + no_more, email + no_more + " (customer.latest)"}},
             {"K8 nobody knows when",
              moved(true, 0, true, 0),
              {"update customer k1/41" + no_more, email + no_more + " (customer.latest)"}},
             {"K8 ecom before, the pos never",
              moved({}, 0, true, 4),
              {"update customer k1/41" + no_more,
               email + " accepts_marketing=unknown>false (customer.consent) (customer.latest)"}},
             {"K8 ecom before, the pos said no",
              moved(false, 0, true, 4),
              {"update customer k1/41" + no_more, email + " (customer.latest)"}},
             {"K3 ecom after, the pos said no before",
              moved(false, 2, true, 6),
              {email + " accepts_marketing=false>true (customer.latest)"}},
             {"K5 ecom after, the pos never",
              moved({}, 0, true, 6),
              {email + " accepts_marketing=unknown>true (customer.consent) (customer.latest)"}},
         })
        DYNAMIC_SECTION(r.id)
        {
            CHECK(lines(planned(r.sides)) == r.want);
        }

    SECTION("a policy may let consent follow the email")
    {
        auto by = x_series();
        by.consent_follows_email = true;
        CHECK(lines(planned(moved(true, 2, true, 4), by)) == strings{email + " (customer.latest)"});
    }
    SECTION("an email where there was none changes nobody's address")
    {
        auto s = with_groups({says(till("k1", ""), {})}, {says(shop("41", "k1", "b@x"), true, 4)});
        CHECK(lines(planned(s)) ==
              strings{R"(update pos customer k1/41 email="">"b@x" accepts_marketing=unknown>true)"
                      " (customer.consent) (customer.latest)"});
        s.pos.customers.records[0].accepts_marketing = true; // for which address?
        s.ecom.customers.records[0].accepts_marketing = {};
        CHECK(lines(planned(s)) ==
              strings{"update customer k1/41 accepts_marketing=unknown>false (customer.consent)",
                      R"(update pos customer k1/41 email="">"b@x" accepts_marketing=true>false)"
                      " (customer.consent) (customer.latest)"});
    }
    SECTION("K9 emails that stay apart")
    {
        const std::string ask = "conflict customer k1/41 email choices pos ecom (customer.latest)";
        const auto apart = [](std::optional<bool> pos_says, std::optional<bool> ecom_says) {
            return with_groups({says(till("k1", "a@x"), pos_says, 9)},
                               {says(shop("41", "k1", "b@x"), ecom_says, 4)});
        };
        CHECK(lines(planned(apart(true, false))) == strings{ask});
        CHECK(lines(planned(apart(true, {}))) == strings{ask});
        CHECK(lines(planned(apart(false, true))) ==
              strings{"update customer k1/41 accepts_marketing=true>false (customer.latest)", ask});
    }
    SECTION("one way: the pos may deny, and a no in ecom stays")
    {
        for (const auto how : {flow::pos_leads, flow::pos_edits}) {
            const auto by = with_flow(x_series(), field::customer_marketing, how);
            const auto plan_of = [&](const pos::customer& p, const ecom::customer& e) {
                return lines(planned(with_groups({p}, {e}), by));
            };
            CHECK(plan_of(pos(false, 1), ecom(true, 9)) ==
                  to_ecom("true>false", how == flow::pos_leads ? consent : consent));
            CHECK(plan_of(pos(true, 9), ecom(false, 1)).empty());
            CHECK(plan_of(pos({}), ecom(false)).empty());
            CHECK(plan_of(pos(true, 9), ecom({})) == to_ecom("unknown>true", consent));
        }
        const auto fill = with_flow(x_series(), field::customer_marketing, flow::fill);
        CHECK(lines(planned(with_groups({pos(false)}, {ecom(true)}), fill)).empty());
        CHECK(lines(planned(with_groups({pos(false)}, {ecom({})}), fill)) ==
              to_ecom("unknown>false", consent));
    }
}

TEST_CASE("customer: R-Series sends each customer once", "[customer]")
{
    const auto full = [](auto c) {
        return in_group(says(called(std::move(c), "Ann", "Bee"), true, 5), "31");
    };
    check_rows({{"U7",
                 no_pos(),
                 {full(shop("41", "", "Ann@x", 1))},
                 {R"(create pos customer /41 email="Ann@x" first_name="Ann" last_name="Bee")"
                  " (customer.r_series)"}},
                {"U8",
                 no_pos(),
                 {full(shop("41", "", "Ann@x"))},
                 {},
                 {"notice customer / (customer.ecom_only)"}},
                {"U4 linked, and not changed",
                 {says(called(till("k1", "ann@x"), "A", "B"), false, 9)},
                 {full(shop("41", "", "Ann@x", 1))},
                 {"link customer k1/41 (customer.both)"}},
                {"no later updates",
                 {email_at(says(called(till("k1", "old@x"), "A", "B"), false, 9), 1)},
                 {email_at(full(shop("41", "k1", "new@x", 1)), 2)},
                 {}},
                {"U9",
                 no_pos(),
                 {without_email(full(shop("41", "", "", 1)))},
                 {"hold customer /41 (customer.both)"}}},
               r_series());
}

TEST_CASE("customer: a policy without the email neither matches nor makes", "[customer]")
{
    const auto by = with_flow(x_series(), field::customer_email, flow::never);
    const auto p =
        planned(with_groups({till("k1", "a@x"), in_group(till("k2", "b@x"), "g1")},
                            {shop("41", "", "a@x", 1), in_group(shop("42", "k2", "c@x", 1), "")}),
                by);
    CHECK(lines(p) == strings{"update customer k2/42 group_id=none>g1/31 (customer.one_group)"});
    CHECK(notices(p).empty());

    auto nothing = x_series();
    for (const auto& f : fields)
        if (f.kind == kind::customer) nothing[f.id] = flow::never;
    const auto bare = planned(
        with_groups({till("k1", "a@x"), till("k1", "a@x")}, {shop("41", "", "a@x", 1)}), nothing);
    CHECK(bare.actions.empty());
    CHECK(bare.issues.empty());
}

TEST_CASE("customer: bad records do not stop the others", "[customer]")
{
    const auto p = planned(
        with_groups({till("k1", "a@x"), till("k1", "b@x"), till("", "c@x"), till("k2", "ok@x")},
                    {shop("41", "k1", "a@x"), shop("42", "k3", "d@x"), shop("43", "k3", "e@x"),
                     shop("44", "", "ok@x"), shop("", "", "f@x", 1)}));
    CHECK(lines(p) ==
          strings{"link customer k2/44 (customer.both)", "error customer / (record.isolated)",
                  "error customer / (record.isolated)", "error customer k1/ (record.isolated)",
                  "conflict customer k3/ choices 42 43 none (identity.link_first)"});
}

TEST_CASE("customer: counts, keys and messages", "[customer]")
{
    const auto p = planned(with_groups(
        {till("k1", "a@x"), in_group(till("k2", "b@x"), "g1"), till("k3", "c@x"), till("k4", "d@x"),
         till("k5", "e@x")},
        {shop("41", "k1", "a@x"), in_group(shop("42", "k2", "b@x"), ""), shop("43", "", "c@x"),
         says(shop("44", "", "f@x", 2), true), shop("45", "k9", "g@x"), shop("46", "k5", "z@x")}));
    CHECK(p.of(kind::customer) ==
          kind_stats{.matched = 4, .unchanged = 1, .create = 1, .update = 1, .held = 1});
    CHECK_FALSE(p.complete);
    CHECK_FALSE(p.blocked);
    std::set<std::string> keys;
    for (const auto& i : p.issues) {
        keys.insert(i.key);
        CHECK_FALSE(i.message.empty());
    }
    CHECK(keys.size() == p.issues.size());
    const auto waits = find_issues(p, rule::customer_pos_only);
    REQUIRE(waits.size() == 1);
    CHECK(waits[0]->message ==
          "1 customer is in the pos only and waits for an online order or login.");
    const auto asked = find_issues(p, rule::customer_latest);
    REQUIRE(asked.size() == 1);
    CHECK(asked[0]->message.find("z@x") != std::string::npos);
    CHECK(asked[0]->message.find("e@x") != std::string::npos);
}

namespace {

struct shop_of_seed {
    both_sides sides;
    policy by;
};

shop_of_seed make_shop(std::uint64_t seed, policy by)
{
    generate::dice dice{seed};
    const strings emails{"a@x", "A@x", "b@x", "b@x ", "c@x", "d@x", "e@x", "f@x", "g@x", "h@x", ""};
    const strings names{"Ann", "ann", "Bee", ""};
    const auto state = [&] {
        return dice.percent(88) ? complete : dice.percent(70) ? partial : absent;
    };
    const auto time = [&]() -> std::optional<instant> {
        if (dice.percent(35)) return {};
        return hour(static_cast<int>(1 + dice.below(5)));
    };
    shop_of_seed s{with_groups({}, {}), std::move(by)};
    auto& [pos, ecom] = s.sides;
    if (dice.percent(50)) pos.customer_groups.records.push_back({.id = "g8"_id, .name = "Staff"});
    if (dice.percent(50)) ecom.customer_groups.records.push_back({.id = "38"_id, .name = "Club"});
    if (dice.percent(20))
        pos.customer_groups.records.erase(pos.customer_groups.records.begin() + 1);
    pos.customer_groups.state = state();
    ecom.customer_groups.state = state();

    const auto fill = [&](auto& c, std::initializer_list<const char*> groups) {
        if (dice.percent(93)) c.email = dice.one_of(emails);
        if (dice.percent(80)) c.first_name = dice.one_of(names);
        if (dice.percent(80)) c.last_name = dice.one_of(names);
        c.email_updated_at = time();
        c.marketing_updated_at = time();
        c.updated_at = time();
        if (dice.percent(75)) c.accepts_marketing = dice.percent(50);
        if (dice.percent(40)) c.group_id = none;
        if (dice.percent(60)) c.group_id = id_literal{groups.begin()[dice.below(groups.size())]};
        if (dice.percent(5)) c.deleted = true;
    };
    const auto count = dice.below(8);
    for (std::size_t i = 0; i < count; ++i) {
        pos::customer c{.id = pos::customer_id{"k" + std::to_string(dice.percent(97) ? i : 1)}};
        fill(c, {"g0", "g1", "g2", "g8", "g9"});
        if (dice.percent(6)) c.archived = true;
        pos.customers.records.push_back(c);
    }
    const auto others = dice.below(8);
    for (std::size_t i = 0; i < others; ++i) {
        ecom::customer c{.id = ecom::customer_id{std::to_string(40 + (dice.percent(97) ? i : 1))}};
        fill(c, {"30", "31", "32", "38", "39"});
        if (dice.percent(60)) c.pos_id.emplace("k" + std::to_string(dice.percent(85) ? i : 1));
        if (dice.percent(90)) c.orders = static_cast<std::int64_t>(dice.below(3));
        ecom.customers.records.push_back(c);
    }
    pos.customers.state = state();
    ecom.customers.state = state();

    if (dice.percent(30)) s.by.group_setup = group_setup::step;
    if (dice.percent(30)) s.by.one_group = dice.percent(50) ? one_group::pos : one_group::ecom;
    if (dice.percent(20)) s.by.consent_follows_email = true;
    if (dice.percent(40))
        for (const auto& f : fields) {
            if (f.kind != kind::customer && f.kind != kind::customer_group) continue;
            const auto how = static_cast<flow>(dice.below(words(flow{}).size()));
            if (dice.percent(35) && makes_sense(f.id, how)) s.by[f.id] = how;
        }
    return s;
}

template <class Customer>
std::string key_of(const Customer& c)
{
    if (tombstone(c) || !c.email) return "";
    if constexpr (requires { c.archived; })
        if (c.archived.value_or(false)) return "";
    return folded(*c.email);
}

/// How many have each email that several have.
template <class Customer>
std::map<std::string, int> shared_emails(const std::vector<Customer>& all)
{
    std::map<std::string, int> count;
    for (const auto& c : all)
        if (const auto key = key_of(c); !key.empty()) ++count[key];
    std::erase_if(count, [](const auto& c) { return c.second < 2; });
    return count;
}

/// What no plan may do to a customer, whatever the shop and the policy.
void check_customer(const both_sides& before, const sides& after, const policy& by)
{
    const auto find = [](const auto& all, const auto& id) {
        return std::find_if(all.begin(), all.end(), [&](const auto& c) { return c.id == id; });
    };
    const auto& was_pos = before.pos.customers.records;
    const auto& was_ecom = before.ecom.customers.records;
    const auto& now_pos = after.pos.customers.records;
    const auto& now_ecom = after.ecom.customers.records;
    REQUIRE(now_ecom.size() == was_ecom.size()); // customer.gone, and none is made in ecom
    REQUIRE(now_pos.size() >= was_pos.size());
    for (std::size_t i = 0; i < was_pos.size(); ++i)
        if (tombstone(was_pos[i]) || was_pos[i].archived.value_or(false))
            CHECK((now_pos[i] == was_pos[i]));
    for (std::size_t i = 0; i < was_ecom.size(); ++i) {
        const auto& was = was_ecom[i];
        const auto& now = now_ecom[i];
        if (tombstone(was)) {
            CHECK((now == was));
            continue;
        }
        if (was.pos_id) CHECK(now.pos_id == was.pos_id);
        const bool denied = was.accepts_marketing == false;
        if (now.accepts_marketing == true && was.accepts_marketing != true) {
            const auto p = find(was_pos, *now.pos_id);
            REQUIRE(p != was_pos.end());
            CHECK(p->accepts_marketing == true);
            CHECK(p->marketing_updated_at);
            if (denied) CHECK(p->marketing_updated_at > was.marketing_updated_at);
        }
        if (!now.pos_id) continue;
        const auto p = find(now_pos, *now.pos_id);
        if (p == now_pos.end()) continue;
        const auto p_was = find(was_pos, *now.pos_id);
        if (p_was == was_pos.end()) {
            CHECK(was.orders > 0); // customer.ecom_only
            if (!by.syncs(field::customer_marketing)) CHECK_FALSE(p->accepts_marketing);
            CHECK((p->accepts_marketing != true || was.accepts_marketing == true));
            continue;
        }
        const bool pos_moved = p->email != p_was->email && !blank(p_was->email.value_or(""));
        const bool ecom_moved = now.email != was.email && !blank(was.email.value_or(""));
        if ((pos_moved || ecom_moved) && !by.consent_follows_email &&
            by[field::customer_marketing] == flow::latest) {
            const auto changed = pos_moved ? was.email_updated_at : p_was->email_updated_at;
            const bool after_it =
                was.marketing_updated_at > changed || p_was->marketing_updated_at > changed;
            if (now.accepts_marketing == true || p->accepts_marketing == true) CHECK(after_it);
        }
        if (p->accepts_marketing == true && p_was->accepts_marketing != true) {
            CHECK(was.accepts_marketing == true);
            CHECK(was.marketing_updated_at);
            if (p_was->accepts_marketing == false)
                CHECK(was.marketing_updated_at > p_was->marketing_updated_at);
        }
    }
    const auto had_pos = shared_emails(was_pos), had_ecom = shared_emails(was_ecom);
    for (const auto& [email, count] : shared_emails(now_pos))
        CHECK((had_pos.count(email) && had_pos.at(email) >= count));
    for (const auto& [email, count] : shared_emails(now_ecom))
        CHECK((had_ecom.count(email) && had_ecom.at(email) >= count));
}

} // namespace

TEST_CASE("customer: any shop", "[customer]")
{
    for (std::uint64_t seed = 0; seed < 2'000; ++seed)
        for (const auto& profile : {r_series(), x_series(), x_series_2021()}) {
            const auto s = make_shop(seed, profile);
            INFO("seed " << seed << ' ' << profile.profile);
            const auto p = planned(s.sides, s.by);
            check_customer(s.sides, carried_out(p, s.sides.pos, s.sides.ecom), s.by);
            std::set<std::string> keys;
            for (const auto& i : p.issues)
                CHECK(keys.insert(i.key).second);

            // Whatever the order within a wave, nobody takes what another one still has.
            auto now = s.sides;
            for (std::size_t from = 0, to = 0; from < p.actions.size(); from = to) {
                plan wave{.profile = p.profile};
                for (; to < p.actions.size() && p.actions[to].wave == p.actions[from].wave; ++to)
                    if (p.actions[to].kind == kind::customer) wave.actions.push_back(p.actions[to]);
                if (wave.actions.empty()) continue;
                for (const auto& a : wave.actions) {
                    const auto* u = std::get_if<update>(&a.what);
                    if (!u || u->changes[0].field != field::customer_email) continue;
                    const auto& email = std::get<std::string>(u->changes[0].to);
                    const auto holders = [&](const auto& all) {
                        return std::count_if(all.begin(), all.end(), [&](const auto& c) {
                            return key_of(c) == folded(email);
                        });
                    };
                    CHECK((a.side == side::pos ? holders(now.pos.customers.records)
                                               : holders(now.ecom.customers.records)) == 0);
                }
                const auto after = carried_out(wave, now.pos, now.ecom);
                now = {after.pos, after.ecom};
            }

            if (s.by == profile && profile.profile == "r_series")
                for (const auto& a : p.actions) {
                    CHECK(verb(a) != "update");
                    const auto* c = std::get_if<create>(&a.what);
                    if (!c) continue;
                    CHECK(a.side == side::pos);
                    for (const auto& f : c->record)
                        CHECK((f.field != field::customer_marketing &&
                               f.field != field::customer_group));
                }
        }
}

TEST_CASE("customer: many of one group, and many of one email", "[customer]")
{
    constexpr int count = 100'000;
    auto s = with_groups(no_pos(), no_ecom());
    for (int i = 0; i < count; ++i) {
        const auto n = std::to_string(i);
        s.pos.customers.records.push_back(in_group(till("k" + n, n + "@x"), "g1"));
        s.ecom.customers.records.push_back(
            in_group(shop(n, i % 2 ? "k" + n : "", n + "@x"), i % 4 ? "31" : "30"));
    }
    const auto p = reconcile(s.pos, s.ecom, x_series());
    CHECK(count_of(p, "link", kind::customer) == count / 2);
    CHECK(count_of(p, "update", kind::customer) == count / 4);
    CHECK(p.complete);

    for (auto& c : s.pos.customers.records)
        c.email = "same@x";
    for (auto& c : s.ecom.customers.records) {
        c.email = "same@x";
        c.pos_id = {};
    }
    const auto shared = reconcile(s.pos, s.ecom, x_series());
    CHECK(shared.actions.empty());
    CHECK(find_issues(shared, rule::customer_both).size() == 1);
}

} // namespace customer_tests
