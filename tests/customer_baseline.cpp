#include "customers.hpp"

namespace customer_baseline_tests {

using namespace customers;

TEST_CASE("customer: emails since the last sync", "[customer]")
{
    const auto pos = [](const char* email, int at = 0) {
        auto c = till("k1", email);
        if (at) c.email_updated_at = hour(at);
        return c;
    };
    const auto ecom = [](const char* email, int at = 0) {
        auto c = shop("41", "k1", email);
        if (at) c.email_updated_at = hour(at);
        return c;
    };
    const auto base = held({pos("a@x")}, {ecom("A@x")});
    const std::string latest = " (customer.latest)";
    const auto to_ecom = [&](std::string from, std::string to) {
        return strings{"update customer k1/41 email=\"" + from + "\">\"" + to + "\"" + latest};
    };
    const auto to_pos = [&](std::string from, std::string to) {
        return strings{"update pos customer k1/41 email=\"" + from + "\">\"" + to + "\"" + latest};
    };
    const strings conflict{"conflict customer k1/41 email choices pos ecom (customer.latest)"};
    const std::string which = "customer.latest:customer:k1:41:email";
    const std::string another = "customer.both:customer:k1:41:email";
    using enum cause;
    check_rows(std::vector<later_row>{
        {"U13 changed in the pos",
         base,
         {pos("b@x")},
         {ecom("A@X", 9)},
         to_ecom("A@X", "b@x"),
         {pos_changed}},
        {"U13 changed in ecom",
         base,
         {pos("a@x", 9)},
         {ecom("b@x", 1)},
         to_pos("a@x", "b@x"),
         {ecom_changed}},
        {"U13 as after the last sync",
         held({pos("a@x")}, {ecom("b@x")}),
         {pos("a@x")},
         {ecom("b@x")},
         {}},
        {"U13 both changed, the pos later",
         base,
         {pos("b@x", 5)},
         {ecom("c@x", 4)},
         to_ecom("c@x", "b@x"),
         {both_changed}},
        {"U13 both changed, nobody knows when", base, {pos("b@x")}, {ecom("c@x")}, conflict},
        {"U13 a person says the pos",
         base,
         {pos("b@x")},
         {ecom("c@x")},
         to_ecom("c@x", "b@x"),
         {decided},
         {{which, "pos"}}},
        {"U13 a person says ecom",
         base,
         {pos("b@x")},
         {ecom("c@x")},
         to_pos("b@x", "c@x"),
         {decided},
         {{which, "ecom"}}},
        {"U13 a person says neither",
         base,
         {pos("b@x")},
         {ecom("c@x")},
         conflict,
         {},
         {{which, "none"}}},
        {"U13 both changed to the same", base, {pos("b@x")}, {ecom("B@x")}, {}},
        {"U13 they were no pair then",
         held({till("k2", "a@x")}, {shop("41", "k2", "a@x")}),
         {pos("b@x")},
         {ecom("a@x")},
         conflict},
        {"U14 a person says the pos, though another one has it",
         {},
         {pos("b@x", 5), till("k2", "b@x")},
         {ecom("a@x", 4), shop("42", "k2", "B@x")},
         to_ecom("a@x", "b@x"),
         {decided},
         {{another, "pos"}}},
        {"U14 a person says ecom",
         {},
         {pos("b@x", 5), till("k2", "b@x")},
         {ecom("a@x", 4), shop("42", "k2", "B@x")},
         {R"(update pos customer k1/41 email="b@x">"a@x" (customer.latest))"},
         {decided},
         {{another, "ecom"}}},
        {"U14 a swap that two persons decide",
         {},
         {pos("b@x", 5), email_at(till("k2", "a@x"), 5)},
         {ecom("a@x", 4), email_at(shop("42", "k2", "b@x"), 4)},
         {R"(update customer k1/41 email="a@x">"b@x" (customer.latest))",
          R"(update customer k2/42 email="b@x">"a@x" (customer.latest))"},
         {decided, decided},
         {{another, "pos"}, {"customer.both:customer:k2:42:email", "pos"}}},
        {"U15 none in ecom, the pos changed",
         held({pos("a@x")}, {ecom("")}),
         {pos("b@x")},
         {ecom("")},
         to_ecom("", "b@x"),
         {pos_changed}},
        {"U15 none in the pos, as after the last sync",
         held({pos("")}, {ecom("a@x")}),
         {pos("")},
         {ecom("a@x")},
         {}},
        {"U25 emptied in the pos",
         base,
         {pos("")},
         {ecom("a@x", 9)},
         {R"(update customer k1/41 email="a@x">"" (field.blank))"},
         {pos_changed}},
        {"U25 emptied in ecom",
         base,
         {pos("a@x")},
         {ecom(" ")},
         {R"(update pos customer k1/41 email="a@x">"" (field.blank))"},
         {ecom_changed}},
        {"U25 emptied in the pos, changed in ecom", base, {pos("")}, {ecom("b@x")}, conflict},
        {"U25 emptied before it was changed",
         base,
         {pos("", 4)},
         {ecom("b@x", 5)},
         to_pos("", "b@x"),
         {both_changed}},
        {"U25 what is given up is free",
         base,
         {pos(""), email_at(till("k2", "a@x"), 5)},
         {ecom("a@x"), email_at(shop("42", "k2", "c@x"), 4)},
         {R"(update customer k1/41 email="a@x">"" (field.blank))",
          R"(update customer k2/42 email="c@x">"a@x" (customer.latest))"},
         {pos_changed, differs}},
        {"U25 and consent goes with it",
         held({says(pos("a@x"), true)}, {says(ecom("a@x"), true)}),
         {says(pos(""), true)},
         {says(ecom("a@x"), true)},
         {"update pos customer k1/41 accepts_marketing=true>false (customer.consent)",
          R"(update customer k1/41 email="a@x">"" accepts_marketing=true>false (customer.consent))"
          " (field.blank)"},
         {rule, pos_changed, rule}},
    });
    check_rows(
        std::vector<later_row>{
            {"U13 the pos leads, ecom changed",
             base,
             {pos("a@x")},
             {ecom("b@x")},
             {R"(update customer k1/41 email="b@x">"a@x" (customer.both))"},
             {ecom_changed}},
            {"U13 the pos leads, as after the last sync",
             held({pos("a@x")}, {ecom("b@x")}),
             {pos("a@x")},
             {ecom("b@x")},
             {}},
            {"U15 the pos leads, ecom emptied it",
             base,
             {pos("a@x")},
             {ecom("")},
             {R"(update customer k1/41 email="">"a@x" (customer.both))"},
             {ecom_changed}},
            {"U15 the pos leads, with none as before",
             held({pos("")}, {ecom("a@x")}),
             {pos("")},
             {ecom("b@x")},
             {},
             {},
             {},
             {"notice customer k1/41 email (field.blank)"}},
        },
        with_flow(x_series(), field::customer_email, flow::pos_leads));
    check_rows(
        std::vector<later_row>{
            {"U15 filled",
             held({pos("")}, {ecom("")}),
             {pos("a@x")},
             {ecom("")},
             {R"(update customer k1/41 email="">"a@x" (customer.both))"},
             {pos_changed}},
            {"U15 not filled, ecom emptied it", base, {pos("a@x")}, {ecom("")}, {}},
        },
        with_flow(x_series(), field::customer_email, flow::fill));

    SECTION("a conflict shows all four values")
    {
        const auto p = planned(with_groups({pos("b@x")}, {ecom("c@x")}), x_series(), {base});
        const auto said = find_issues(p, rule::customer_latest);
        REQUIRE(said.size() == 1);
        REQUIRE(said[0]->values);
        CHECK((*said[0]->values == disputed{"b@x", "c@x", "a@x", "A@x"}));
    }
    SECTION("a long email is remembered as its digest")
    {
        const std::string text = std::string(90, 'a') + "@x";
        const auto b =
            held({pos(kept_text(text, {}).c_str())}, {ecom(kept_text(text, {}).c_str())});
        CHECK(lines(planned(with_groups({pos("b@x")}, {ecom(text.c_str())}), x_series(), {b})) ==
              to_ecom(text, "b@x"));
    }
}

TEST_CASE("customer: names since the last sync", "[customer]")
{
    const auto pos = [](const char* name) { return called(till("k1", "a@x"), name, ""); };
    const auto ecom = [](const char* name) { return called(shop("41", "k1", "a@x"), name, ""); };
    const auto base = held({pos("An")}, {ecom("An")});
    const auto change = [](std::string side, std::string from, std::string to) {
        return strings{"update " + side + "customer k1/41 first_name=\"" + from + "\">\"" + to +
                       "\" (customer.both)"};
    };
    const strings conflict{"conflict customer k1/41 first_name choices pos ecom (customer.both)"};
    const std::string which = "customer.both:customer:k1:41:first_name";
    const auto at = [](auto c, int when) {
        c.updated_at = hour(when);
        return c;
    };
    using enum cause;
    const std::vector<later_row> once{
        {"U16 ecom leads once", base, {pos("Ann")}, {ecom("An")}, {}},
    };
    check_rows(once);
    check_rows(once, r_series());
    check_rows(
        std::vector<later_row>{
            {"U16 changed in the pos",
             base,
             {pos("Ann")},
             {ecom("An ")},
             change("", "An ", "Ann"),
             {pos_changed}},
            {"U16 changed in ecom",
             base,
             {pos("An")},
             {ecom("Ann")},
             change("pos ", "An", "Ann"),
             {ecom_changed}},
            {"U16 as after the last sync",
             held({pos("Ann")}, {ecom("An")}),
             {pos("Ann")},
             {ecom("An")},
             {}},
            {"U16 both, ecom later",
             base,
             {at(pos("Ann"), 4)},
             {at(ecom("Anna"), 5)},
             change("pos ", "Ann", "Anna"),
             {both_changed}},
            {"U16 both, nobody knows when", base, {pos("Ann")}, {ecom("Anna")}, conflict},
            {"U16 both, a person decides",
             base,
             {pos("Ann")},
             {ecom("Anna")},
             change("", "Anna", "Ann"),
             {decided},
             {{which, "pos"}}},
            {"U16 a name is never emptied", base, {pos("")}, {ecom("An")}, {}},
            {"U16 nor in the pos", base, {pos("An")}, {ecom("")}, {}},
        },
        with_flow(x_series(), field::customer_first_name, flow::two_way));
    check_rows(
        std::vector<later_row>{
            {"U16 an edit of the pos",
             base,
             {pos("Ann")},
             {ecom("An")},
             change("", "An", "Ann"),
             {pos_changed}},
            {"U16 an edit of ecom stays", base, {pos("An")}, {ecom("Ann")}, {}},
        },
        with_flow(x_series(), field::customer_first_name, flow::pos_edits));
}

TEST_CASE("customer: the group since the last sync", "[customer]")
{
    const auto pos = [](const char* g) { return in_group(till("k1", "a@x"), g); };
    const auto ecom = [](const char* g) { return in_group(shop("41", "k1", "a@x"), g); };
    const auto base = held({pos("g1")}, {ecom("31")});
    const auto change = [](std::string side, std::string from, std::string to) {
        return strings{"update " + side + "customer k1/41 group_id=" + from + ">" + to +
                       " (customer.one_group)"};
    };
    const strings conflict{
        "conflict customer k1/41 group_id choices pos ecom (customer.one_group)"};
    const std::string which = "customer.one_group:customer:k1:41:group";
    using enum cause;
    check_rows(std::vector<later_row>{
        {"U26 another one in the pos",
         base,
         {pos("g2")},
         {ecom("31")},
         change("", "g1/31", "g2/32"),
         {pos_changed}},
        {"U26 another one in ecom",
         base,
         {pos("g1")},
         {ecom("32")},
         change("pos ", "g1/31", "g2/32"),
         {ecom_changed}},
        {"U26 none in the pos",
         base,
         {pos("")},
         {ecom("31")},
         change("", "g1/31", "none"),
         {pos_changed}},
        {"U26 that of everybody in ecom",
         base,
         {pos("g1")},
         {ecom("30")},
         change("pos ", "g1/31", "none"),
         {ecom_changed}},
        {"U26 a first one",
         held({pos("g0")}, {ecom("")}),
         {pos("")},
         {ecom("32")},
         change("pos ", "none", "g2/32"),
         {ecom_changed}},
        {"U27", held({pos("g1")}, {ecom("32")}), {pos("g1")}, {ecom("32")}, {}},
        {"U27 none in ecom", held({pos("g1")}, {ecom("")}), {pos("g1")}, {ecom("30")}, {}},
        {"U19 both to another one",
         held({pos("")}, {ecom("30")}),
         {pos("g1")},
         {ecom("32")},
         conflict},
        {"U19 one of them to none",
         held({pos("g1")}, {ecom("31")}),
         {pos("g2")},
         {ecom("30")},
         conflict},
        {"U19 a person says the pos",
         held({pos("")}, {ecom("30")}),
         {pos("g1")},
         {ecom("32")},
         change("", "g2/32", "g1/31"),
         {decided},
         {{which, "pos"}}},
        {"U19 a person says none",
         held({pos("g1")}, {ecom("31")}),
         {pos("g2")},
         {ecom("30")},
         change("pos ", "g2/32", "none"),
         {decided},
         {{which, "ecom"}}},
        {"U19 a person decides without a baseline",
         {},
         {pos("g1")},
         {ecom("32")},
         change("pos ", "g1/31", "g2/32"),
         {decided},
         {{which, "ecom"}}},
        {"U19 a choice that is none",
         {},
         {pos("g1")},
         {ecom("32")},
         conflict,
         {},
         {{which, "none"}}},
    });
    auto pos_wins = x_series();
    pos_wins.one_group = one_group::pos;
    check_rows(
        std::vector<later_row>{
            {"U19 the pos by policy",
             held({pos("")}, {ecom("30")}),
             {pos("g1")},
             {ecom("32")},
             change("", "g2/32", "g1/31"),
             {both_changed}},
            {"U26 ecom changed, whatever the policy",
             base,
             {pos("g1")},
             {ecom("32")},
             change("pos ", "g1/31", "g2/32"),
             {ecom_changed}},
        },
        pos_wins);

    SECTION("U19 a conflict shows all four groups")
    {
        const auto b = held({pos("g2")}, {ecom("30")});
        const auto p = planned(with_groups({pos("g1")}, {ecom("32")}), x_series(), {b});
        const auto said = find_issues(p, rule::customer_one_group);
        REQUIRE(said.size() == 1);
        REQUIRE(said[0]->values);
        CHECK((*said[0]->values ==
               disputed{ref{"g1", "31"}, ref{"g2", "32"}, ref{"g2", "32"}, ref{"", "30"}}));
    }
    SECTION("U20 a group that was deleted in ecom takes nobody out of it in the pos")
    {
        auto s = with_groups({pos("g1")}, {ecom("")});
        s.ecom.customer_groups.records.erase(s.ecom.customer_groups.records.begin() + 1);
        auto b = base;
        b.pos.customer_groups = {{.id = "g1"_id, .name = "VIP"}};
        b.ecom.customer_groups = {{.id = "31"_id, .pos_id = "g1"_id, .name = "VIP"}};
        CHECK(lines(planned(s, x_series(), {b})) ==
              strings{"hold customer k1/41 group_id (customer.group_missing)"});
    }
    SECTION("U20 nor one that was deleted in the pos in ecom")
    {
        auto s = with_groups({pos("")}, {ecom("31")});
        s.pos.customer_groups.records.erase(s.pos.customer_groups.records.begin() + 1);
        CHECK(lines(planned(s, x_series(), {base})) ==
              strings{"hold customer k1/41 group_id (customer.group_missing)"});
    }
}

TEST_CASE("customer: consent since the last sync", "[customer]")
{
    const auto pos = [](std::optional<bool> answer, int at = 0) {
        return says(till("k1", "a@x"), answer, at);
    };
    const auto ecom = [](std::optional<bool> answer, int at = 0) {
        return says(shop("41", "k1", "a@x"), answer, at);
    };
    const auto change = [](std::string side, std::string what, const char* why) {
        return strings{"update " + side + "customer k1/41 accepts_marketing=" + what + " (" + why +
                       ")"};
    };
    constexpr auto consent = "customer.consent", latest = "customer.latest";
    using enum cause;
    check_rows(std::vector<later_row>{
        {"K3 given in the pos",
         held({pos(false)}, {ecom(false)}),
         {pos(true)},
         {ecom(false)},
         change("", "false>true", consent),
         {pos_changed}},
        {"K3 given in ecom",
         held({pos(false)}, {ecom(false)}),
         {pos(false, 9)},
         {ecom(true)},
         change("pos ", "false>true", consent),
         {ecom_changed}},
        {"K10 taken back in ecom",
         held({pos(true)}, {ecom(true)}),
         {pos(true, 9)},
         {ecom(false, 1)},
         change("pos ", "true>false", consent),
         {ecom_changed}},
        {"K10 taken back in the pos",
         held({pos(true)}, {ecom(true)}),
         {pos(false)},
         {ecom(true)},
         change("", "true>false", consent),
         {pos_changed}},
        {"K4 given there, taken back here",
         held({pos(false)}, {ecom(true)}),
         {pos(true)},
         {ecom(false)},
         change("pos ", "true>false", consent),
         {both_changed}},
        {"K3 given there, taken back here before",
         held({pos(false)}, {ecom(true)}),
         {pos(true, 5)},
         {ecom(false, 4)},
         change("", "false>true", latest),
         {both_changed}},
        {"K5 given in the pos",
         held({pos(false)}, {ecom({})}),
         {pos(true)},
         {ecom({})},
         change("", "unknown>true", consent),
         {pos_changed}},
        {"K6 given before",
         held({pos(true)}, {ecom({})}),
         {pos(true)},
         {ecom({})},
         {},
         {},
         {},
         {"notice customer / (customer.consent)"}},
        {"K2 taken back in ecom",
         held({pos({})}, {ecom(true)}),
         {pos({})},
         {ecom(false)},
         change("pos ", "unknown>false", consent),
         {ecom_changed}},
        {"K4 as after the last sync",
         held({pos(true)}, {ecom(false)}),
         {pos(true)},
         {ecom(false)},
         {}},
        {"K8 as after the last sync, but the email changes",
         held({says(till("k1", "a@x"), true)}, {says(shop("41", "k1", "a@x"), true)}),
         {says(till("k1", "b@x"), true)},
         {says(shop("41", "k1", "a@x"), true)},
         {"update pos customer k1/41 accepts_marketing=true>false (customer.consent)",
          R"(update customer k1/41 email="a@x">"b@x" accepts_marketing=true>false (customer.consent))"
          " (customer.latest)"},
         {rule, pos_changed, rule}},
        {"K9 emails that stay apart carry no yes",
         held({says(till("k1", "a@x"), false)}, {says(shop("41", "k1", "b@x"), false)}),
         {says(till("k1", "a@x"), true)},
         {says(shop("41", "k1", "b@x"), false)},
         {}},
    });
}

TEST_CASE("customer: links that the last sync knew", "[customer]")
{
    const auto base = held({till("k1", "a@x")}, {shop("41", "k1", "a@x")});
    const strings gone{"notice customer k1/ (customer.gone)"};
    const section<ecom::customer> others{
        deleted(shop("49", "", "z@x"))}; // an empty list is no list
    const auto at = [](auto c, int when) {
        c.updated_at = hour(when);
        return c;
    };
    const auto lost = [](std::string pos_id) {
        baseline b;
        b.lost = {{kind::customer, {std::move(pos_id), "41"}, side::ecom}};
        return b;
    };
    const auto dated = [&](int pos_at, int ecom_at) {
        return held({at(till("k1", "a@x"), pos_at)}, {at(shop("41", "k1", "a@x"), ecom_at)});
    };
    const auto renewed = [&](int pos_at, int ecom_at) {
        return std::pair{at(till("k1", "b@x"), pos_at), at(shop("41", "k1", "a@x"), ecom_at)};
    };
    const strings change{R"(update customer k1/41 email="a@x">"b@x" (customer.latest))"};
    const strings stale{"hold customer k1/41 (record.stale)"};
    check_rows(std::vector<later_row>{
        {"U2 not there any more", base, {till("k1", "a@x")}, others, {}, {}, {}, gone},
        {"U2 not read", base, {till("k1", "a@x")}, no_ecom(partial), {}},
        {"U2 remembered", lost("k1"), {till("k1", "a@x")}, no_ecom(partial), {}, {}, {}, gone},
        {"U2 of somebody else",
         lost("k10"),
         {till("k1", "a@x")},
         others,
         {},
         {},
         {},
         {"notice customer / (customer.pos_only)"}},
        {"U2 and linked again", lost("k1"), {till("k1", "a@x")}, {shop("42", "k1", "a@x")}, {}},
        {"U2 a new account with that email is asked about",
         base,
         {till("k1", "a@x")},
         {shop("42", "", "a@x", 1)},
         {"conflict customer /42 choices none (customer.both)"},
         {},
         {},
         gone},
        {"U2 they were another one's",
         held({till("k2", "a@x")}, {shop("41", "k1", "a@x")}),
         {till("k1", "a@x")},
         others,
         {},
         {},
         {},
         {"notice customer / (customer.pos_only)"}},
        {"U24 an older one of the pos",
         dated(5, 5),
         {renewed(4, 5).first},
         {renewed(4, 5).second},
         stale},
        {"U24 an older one of ecom",
         dated(5, 5),
         {renewed(6, 4).first},
         {renewed(6, 4).second},
         stale},
        {"U24 the same ones",
         dated(5, 5),
         {renewed(5, 5).first},
         {renewed(5, 5).second},
         change,
         {cause::pos_changed}},
        {"U24 what a stale one has is taken",
         dated(5, 5),
         {renewed(4, 5).first, email_at(till("k2", "a@x"), 5)},
         {renewed(4, 5).second, email_at(shop("42", "k2", "c@x"), 4)},
         {"conflict customer k2/42 email choices pos ecom (customer.both)", stale[0]}},
    });
}

TEST_CASE("customer: a person says who is who", "[customer]")
{
    const std::string of_41 = "customer.both:customer::41", of_42 = "customer.both:customer::42",
                      of_k1 = "customer.both:customer:k1:";
    const auto ask = [](std::string who, std::string choices) {
        return "conflict customer " + who + " choices " + choices + " (customer.both)";
    };
    const auto pos_waits = "notice customer / (customer.pos_only)";
    const auto ecom_waits = "notice customer / (customer.ecom_only)";
    const auto denied = [](std::string id, std::string n = "") {
        auto c = says(shop(std::move(id), std::move(n), "a@x", 1), false);
        return c;
    };
    const auto made = [](std::string id) {
        return "create pos customer /" + id +
               R"( email="a@x" accepts_marketing=false (customer.ecom_only))";
    };
    const section<pos::customer> two{till("k10", "a@x"), till("k9", "A@x")};
    check_rows(std::vector<later_row>{
        {"W2 of two in the pos",
         {},
         two,
         {shop("41", "", "a@x")},
         {"link customer k9/41 (customer.both)"},
         {},
         {{of_41, "k9"}},
         {pos_waits}},
        {"W4 none of two in the pos, no order yet",
         {},
         two,
         {shop("41", "", "a@x")},
         {},
         {},
         {{of_41, "none"}},
         {pos_waits, ecom_waits}},
        {"W4 none of two in the pos",
         {},
         two,
         {denied("41")},
         {made("41")},
         {},
         {{of_41, "none"}},
         {pos_waits}},
        {"W1 not one of them",
         {},
         two,
         {shop("41", "", "a@x")},
         {ask("/41", "k9 k10 none")},
         {},
         {{of_41, "k8"}}},
        {"W2 of two in ecom, the other one waits",
         {},
         {till("k1", "a@x")},
         {shop("42", "", "a@x"), shop("41", "", "a@x", 2)},
         {"link customer k1/41 (customer.both)"},
         {},
         {{of_k1, "41"}},
         {ecom_waits}},
        {"W2 of two in ecom, the other one is asked about",
         {},
         {till("k1", "a@x")},
         {shop("42", "", "a@x"), shop("41", "", "a@x", 2)},
         {"link customer k1/42 (customer.both)", ask("/41", "none")},
         {},
         {{of_k1, "42"}}},
        {"W2 and W4",
         {},
         {till("k1", "a@x")},
         {shop("42", "", "a@x"), denied("41")},
         {"link customer k1/42 (customer.both)", made("41")},
         {},
         {{of_k1, "42"}, {of_41, "none"}}},
        {"W4 none of two in ecom",
         {},
         {till("k1", "a@x")},
         {denied("42"), denied("41")},
         {ask("/41", "41 42 none")},
         {},
         {{of_k1, "none"}},
         {pos_waits}},
        {"W3 one of two in ecom",
         {},
         no_pos(),
         {denied("42"), denied("41")},
         {made("42"), ask("/41", "none")},
         {},
         {{of_41, "42"}}},
        {"W4 both of two in ecom",
         {},
         no_pos(),
         {denied("42"), denied("41")},
         {made("41"), made("42")},
         {},
         {{of_41, "none"}}},
        {"W2 of two and two",
         {},
         {says(till("k1", "a@x"), false), says(till("k2", "a@x"), false)},
         {denied("42"), denied("41")},
         {"link customer k2/41 (customer.both)", ask("/42", "k1 none")},
         {},
         {{of_41, "k2"}}},
        {"W2 of two and two, both",
         {},
         {says(till("k1", "a@x"), false), says(till("k2", "a@x"), false)},
         {denied("42"), denied("41")},
         {"link customer k1/42 (customer.both)", "link customer k2/41 (customer.both)"},
         {},
         {{of_41, "k2"}, {of_42, "k1"}}},
        {"W4 a linked one has it",
         {},
         {till("k1", "a@x")},
         {shop("41", "k1", "a@x"), denied("42")},
         {made("42")},
         {},
         {{of_42, "none"}}},
        {"U11 not all were read",
         {},
         two,
         {{shop("41", "", "a@x")}, partial},
         {"hold customer k9/41 (scope.partial)"},
         {},
         {{of_41, "k9"}}},
    });
    const std::string twice = "identity.link_first:customer:k1:";
    const section<ecom::customer> linked{email_at(shop("41", "k1", "a@x"), 1),
                                         email_at(shop("42", "k1", "b@x"), 5)};
    const strings said{"notice customer k1/ (identity.link_first)"};
    check_rows(std::vector<later_row>{
        {"one of two linked ones is chosen",
         {},
         {email_at(till("k1", "a@x"), 4)},
         linked,
         {R"(update pos customer k1/42 email="a@x">"b@x" (customer.latest))"},
         {cause::differs},
         {{twice, "42"}},
         said},
        {"none of two linked ones is",
         {},
         {email_at(till("k1", "a@x"), 4)},
         linked,
         {},
         {},
         {{twice, "none"}},
         said},
        {"somebody else is",
         {},
         {email_at(till("k1", "a@x"), 4)},
         linked,
         {"conflict customer k1/ choices 41 42 none (identity.link_first)"},
         {},
         {{twice, "43"}}},
    });
}

} // namespace customer_baseline_tests
