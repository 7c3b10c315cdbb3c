#include "plans.hpp"

#include <twinshelf/rules/price.hpp>

#include <array>
#include <limits>

namespace price_tests {

using namespace twinshelf;
using namespace plans;

namespace {

using money_state = maybe<money>;

constexpr auto f = field::product_price;
constexpr money ten{1000}, twelve{1200}, zero{}, below{-1};
constexpr auto most = std::numeric_limits<std::int64_t>::max();
constexpr auto least = std::numeric_limits<std::int64_t>::min();

pos::product priced(money_state price, money_state online)
{
    auto i = item("p1", "A");
    i.sellable.price = price;
    i.sellable.online_price = online;
    return i;
}

ecom::product listed(money_state price)
{
    auto l = listing("1", "p1", "A");
    l.sellable.price = price;
    return l;
}

/// What a plan says about one price: the change, and the issues about it without the counts.
std::string about_price(const plan& p)
{
    std::string said;
    if (const auto* c = find_change(p, kind::product, "1", f))
        said = text(c->from) + ">" + text(c->to) + " " + std::string{name(c->rule)};
    for (const auto& i : p.issues)
        if (i.field == f)
            said += (said.empty() ? "" : "; ") + std::string{name(i.severity)} + " " +
                    std::string{name(i.rule)};
    return said;
}

/// What is made with which price, enabled or not.
std::string about_new(const plan& p)
{
    std::string said;
    if (find_action(p, "create", kind::product, "p1")) {
        const auto* price = find_setting(p, kind::product, "p1", f);
        said = (price ? text(*price) : "no price") + " " +
               text(*find_setting(p, kind::product, "p1", field::product_active));
    }
    for (const auto& i : p.issues)
        if (i.field == f)
            said += (said.empty() ? "" : "; ") + std::string{name(i.severity)} + " " +
                    std::string{name(i.rule)};
    return said;
}

policy with_flow(policy p, flow how)
{
    p[f] = how;
    return p;
}

policy sends_zero(policy p)
{
    p.zero_price = zero_price::send;
    return p;
}

} // namespace

TEST_CASE("price: which pos price it is", "[price]")
{
    struct row {
        const char* id;
        money_state price, online;
        money_state r, x; ///< in R-Series and in X-Series
        rule why;         ///< in R-Series
    };
    const row rows[]{
        {"no online price", ten, none, ten, ten, rule::price_default_online},
        {"an online price", ten, twelve, twelve, ten, rule::price_online_to_ecom},
        {"an online price of 0 is none", ten, zero, ten, ten, rule::price_default_online},
        {"an online price alone", none, twelve, twelve, none, rule::price_online_to_ecom},
        {"neither", none, none, none, none, rule::price_default_online},
        {"an online price, the other unknown", {}, twelve, twelve, {}, rule::price_online_to_ecom},
        {"an online price below 0 is none of its own", ten, below, below, ten,
         rule::price_online_to_ecom},
        // An online price that is not given counts as not set.
        {"an online price that is not known", ten, {}, ten, ten, rule::price_default_online},
    };
    for (const auto& one : rows) {
        DYNAMIC_SECTION(one.id)
        {
            const auto& s = priced(one.price, one.online).sellable;
            const auto online = price_of(s, price_source::online);
            CHECK((online.amount == one.r));
            if (one.r.has_value()) CHECK(online.rule == one.why);
            const auto retail = price_of(s, price_source::retail);
            CHECK((retail.amount == one.x));
            CHECK(retail.rule == rule::price_retail);
        }
    }
}

TEST_CASE("price: of a pair", "[price]")
{
    const auto r = r_series(), x = x_series();
    const policy both[]{r, x};
    struct row {
        const char* id;
        money_state price, online, ecom;
        const char* in_r;
        const char* in_x;
    };
    const row rows[]{
        {"V1 unknown", {}, {}, ten, "", ""},
        {"V1 none", none, none, ten, "", ""},
        {"V7 online price not known",
         twelve,
         {},
         ten,
         "1000c>1200c price.default_online",
         "1000c>1200c price.retail"},
        {"V2 ecom not known", ten, none, {}, "", ""},
        {"V4 below 0", below, none, ten, "error price.zero", "error price.zero"},
        {"V4 the least there is", money{least}, none, ten, "error price.zero", "error price.zero"},
        {"V4 below 0 by less than a cent", money{0, -400'000}, none, ten, "error price.zero",
         "error price.zero"},
        {"V4 online below 0", ten, below, twelve, "error price.zero", "1200c>1000c price.retail"},
        {"V5 the same", ten, none, ten, "", ""},
        {"V5 the same online", ten, twelve, twelve, "", "1200c>1000c price.retail"},
        {"V5 both 0", zero, none, zero, "", ""},
        {"V6 to 0", zero, none, ten, "hold price.zero", "hold price.zero"},
        {"V6 0 against none", zero, none, none, "", ""},
        {"V6 rounded to 0", money{0, 400'000}, none, ten, "hold price.zero", "hold price.zero"},
        {"V6 online 0 is no price of 0", ten, zero, twelve, "1200c>1000c price.default_online",
         "1200c>1000c price.retail"},
        {"V7 differs", ten, none, twelve, "1200c>1000c price.default_online",
         "1200c>1000c price.retail"},
        {"V7 online differs", ten, twelve, ten, "1000c>1200c price.online_to_ecom", ""},
        {"V7 ecom has none", ten, none, none, "none>1000c price.default_online",
         "none>1000c price.retail"},
        {"V7 from 0", ten, none, zero, "0c>1000c price.default_online", "0c>1000c price.retail"},
        {"V7 the most there is", money{most}, none, ten,
         "1000c>9223372036854775807c price.default_online",
         "1000c>9223372036854775807c price.retail"},
        {"V7 ecom below 0", ten, none, below, "-1c>1000c price.default_online",
         "-1c>1000c price.retail"},
        {"V8 finer, rounded the same", money{500, -500'000}, none, money{500}, "", ""},
        {"V8 finer, another", money{500, -500'000}, none, ten, "1000c>500c price.default_online",
         "1000c>500c price.retail"},
    };
    for (const auto& one : rows) {
        for (const auto& by : both) {
            DYNAMIC_SECTION(one.id << ", " << by.profile)
            {
                const auto p =
                    planned(till({priced(one.price, one.online)}), store({listed(one.ecom)}), by);
                CHECK(about_price(p) == (by.profile == "r_series" ? one.in_r : one.in_x));
            }
        }
    }
}

TEST_CASE("price: nothing in the pos changes for it", "[price]")
{
    for (const auto& by : {r_series(), x_series(), x_series_2021()}) {
        const auto p = planned(till({priced(ten, twelve)}), store({listed(money{1500})}), by);
        CHECK(std::none_of(p.actions.begin(), p.actions.end(),
                           [](const action& a) { return a.side == side::pos; }));
        CHECK(find_change(p, kind::product, "1", f));
    }
}

TEST_CASE("price: a price of 0 waits for a word", "[price]")
{
    const auto pos = till({priced(zero, none)});
    SECTION("V6 send is what can be said")
    {
        const auto p = planned(pos, store({listed(ten)}), x_series());
        REQUIRE(find_issues(p, rule::price_zero).size() == 1);
        CHECK(find_issues(p, rule::price_zero)[0]->choices == std::vector<std::string>{"send"});
        CHECK(!p.complete);
    }
    SECTION("V6 zero_price: send")
    {
        const auto p = planned(pos, store({listed(ten)}), sends_zero(x_series()));
        CHECK(about_price(p) == "1000c>0c price.retail");
        CHECK(p.complete);
    }
    SECTION("V4 zero_price: send does not send what is below 0")
    {
        const auto p =
            planned(till({priced(below, none)}), store({listed(ten)}), sends_zero(x_series()));
        CHECK(about_price(p) == "error price.zero");
    }
    SECTION("V6 the other fields go on")
    {
        auto l = listed(ten);
        l.name = "Old";
        const auto p = planned(pos, store({l}), x_series());
        CHECK(find_change(p, kind::product, "1", field::product_name));
        CHECK(!find_change(p, kind::product, "1", f));
    }
}

TEST_CASE("price: the same amount means another price", "[price]")
{
    const std::optional<bool> unknown{}, in{true}, out{false};
    struct row {
        const char* id;
        currency pos, ecom;
        std::optional<bool> pos_tax, ecom_tax;
        bool held;
    };
    const row rows[]{
        {"V3 another currency", {"EUR", 2}, {"USD", 2}, unknown, unknown, true},
        {"V3 another number of decimals", {"USD", 3}, {"USD", 2}, unknown, unknown, true},
        {"V3 no decimals against two", {"JPY", 0}, {"JPY", 2}, unknown, unknown, true},
        {"V3 a currency unknown, other decimals", {"", 0}, {"USD", 2}, unknown, unknown, true},
        {"V3 with tax against without", {"USD", 2}, {"USD", 2}, in, out, true},
        {"V3 without tax against with", {"USD", 2}, {"USD", 2}, out, in, true},
        {"V7 the same currency", {"USD", 2}, {"USD", 2}, unknown, unknown, false},
        {"V7 no decimals", {"JPY", 0}, {"JPY", 0}, unknown, unknown, false},
        {"V7 three decimals", {"KWD", 3}, {"KWD", 3}, unknown, unknown, false},
        {"V7 the pos currency is not known", {"", 2}, {"USD", 2}, unknown, unknown, false},
        {"V7 the ecom currency is not known", {"USD", 2}, {"", 2}, unknown, unknown, false},
        {"V7 tax in both", {"USD", 2}, {"USD", 2}, in, in, false},
        {"V7 tax in neither", {"USD", 2}, {"USD", 2}, out, out, false},
        {"V7 tax known on one side", {"USD", 2}, {"USD", 2}, unknown, in, false},
        {"V7 tax known on the other side", {"USD", 2}, {"USD", 2}, out, unknown, false},
    };
    for (const auto& one : rows) {
        DYNAMIC_SECTION(one.id)
        {
            auto i = priced(ten, none);
            auto l = listed(twelve);
            i.tax_included = one.pos_tax;
            l.tax_included = one.ecom_tax;
            auto pos = till({i});
            auto ecom = store({l});
            pos.currency = one.pos;
            ecom.currency = one.ecom;
            const auto p = planned(pos, ecom, x_series());
            CHECK(about_price(p) == (one.held ? "hold price.exact" : "1200c>1000c price.retail"));
            CHECK(p.money_decimals == one.ecom.decimals);

            // A new one is measured by the products that the store has.
            i.id.text = "p2";
            i.sellable.sku = "B";
            pos.products.records.push_back(i);
            const auto second = planned(pos, ecom, x_series());
            CHECK((find_action(second, "create", kind::product, "p2") == nullptr) == one.held);
            if (one.held) CHECK(find_issues(second, rule::price_exact).size() == 2);
        }
    }
    SECTION("V3 the same amounts, other basis: said all the same")
    {
        auto pos = till({priced(ten, none)});
        pos.currency = {"EUR", 2};
        CHECK(about_price(planned(pos, store({listed(ten)}), r_series())) == "hold price.exact");
    }
    SECTION("V3 a price that does not sync is not held")
    {
        auto pos = till({priced(ten, none)});
        pos.currency = {"EUR", 2};
        const auto ecom = store({listed(twelve)});
        CHECK(about_price(planned(pos, ecom, with_flow(x_series(), flow::never))) == "");
        CHECK(about_price(planned(pos, ecom, with_flow(x_series(), flow::on_create))) == "");
        CHECK(about_price(planned(pos, ecom, with_flow(x_series(), flow::fill))) == "");
        CHECK(about_price(planned(till({priced(below, none)}), ecom,
                                  with_flow(x_series(), flow::fill))) == "");
    }
    SECTION("V3 a store that disagrees about tax does not tell")
    {
        auto one = listing("1", "p1", "A"), two = listing("2", "p2", "B");
        one.tax_included = true;
        two.tax_included = false;
        auto made = item("p3", "C");
        made.tax_included = true;
        const auto p =
            planned(till({item("p1", "A"), item("p2", "B"), made}), store({one, two}), x_series());
        CHECK(find_action(p, "create", kind::product, "p3"));
    }
}

TEST_CASE("price: of a new product", "[price]")
{
    struct row {
        const char* id;
        money_state price, online;
        const char* in_r;
        const char* in_x;
    };
    const row rows[]{
        {"V4 below 0", below, none, "error price.zero", "error price.zero"},
        {"V4 below 0 by less than a cent", money{0, -400'000}, none, "error price.zero",
         "error price.zero"},
        {"V7 retail", ten, none, "1000c false", "1000c true"},
        {"V7 online", ten, twelve, "1200c false", "1000c true"},
        {"V7 the most there is", money{most}, none, "9223372036854775807c false",
         "9223372036854775807c true"},
        {"V8 finer", money{500, -500'000}, none, "500c false", "500c true"},
        {"V9 price 0", zero, none, "0c false; notice price.zero", "0c false; notice price.zero"},
        {"V9 not known",
         {},
         {},
         "no price false; notice price.zero",
         "no price false; notice price.zero"},
        {"V9 none", none, none, "no price false; notice price.zero",
         "no price false; notice price.zero"},
        {"V9 online price not known", ten, {}, "1000c false", "1000c true"},
    };
    for (const auto& one : rows) {
        for (const auto& by : {r_series(), x_series()}) {
            DYNAMIC_SECTION(one.id << ", " << by.profile)
            {
                const auto p = planned(till({priced(one.price, one.online)}), store({}), by);
                CHECK(about_new(p) == (by.profile == "r_series" ? one.in_r : one.in_x));
            }
        }
    }
    SECTION("V9 created_enabled: as_pos does not enable it")
    {
        const auto by =
            with(r_series(), [](auto& p) { p.created_enabled = created_enabled::as_pos; });
        CHECK(about_new(planned(till({priced(zero, none)}), store({}), by)) ==
              "0c false; notice price.zero");
    }
    SECTION("never: a product without its price, and nothing said")
    {
        const auto p =
            planned(till({priced(zero, none)}), store({}), with_flow(x_series(), flow::never));
        CHECK(about_new(p) == "no price true");
    }
    SECTION("V9 is not said of a product that is not made")
    {
        auto i = priced(zero, none);
        i.category_id = pos::category_id{"c9"}; // not there
        const auto p = planned(till({i}), store({}), x_series());
        CHECK(p.actions.empty());
        CHECK(find_issues(p, rule::price_zero).empty());
    }
}

TEST_CASE("price: of a new product with variants", "[price]")
{
    const auto variant = [](const std::string& id, money_state price) {
        pos::variant v{.id = pos::variant_id{id}, .attribute_values = {{id}}};
        v.sellable.sku = "SKU " + id;
        v.sellable.price = price;
        return v;
    };
    struct row {
        const char* id;
        money_state price, first, second;
        const char* want; ///< in X-Series
    };
    const row rows[]{
        {"V7 its own", ten, twelve, none, "1000c true"},
        {"V7 that of its first variant", {}, twelve, ten, "1200c true"},
        {"V4 one of its variants is below 0", ten, twelve, below, "error price.zero"},
        {"V4 its first variant is below 0", {}, below, ten, "error price.zero"},
        {"V9 one of its variants is for nothing", ten, zero, twelve,
         "1000c false; notice price.zero"},
        {"V9 no price anywhere", none, none, {}, "no price false; notice price.zero"},
    };
    for (const auto& one : rows) {
        DYNAMIC_SECTION(one.id)
        {
            auto matrix = priced(one.price, none);
            matrix.sellable.sku = "";
            matrix.attributes = {{"Size"}};
            matrix.variants = {{variant("v1", one.first), variant("v2", one.second)}};
            CHECK(about_new(planned(till({matrix}), store({}), x_series())) == one.want);

            auto pos = till({matrix}); // V3 as soon as there is one
            pos.currency = {"EUR", 2};
            const bool some = one.price.has_value() || one.first.has_value();
            CHECK(about_new(planned(pos, store({}), x_series())) ==
                  (some ? "hold price.exact" : one.want));

            matrix.variants->at(1).sellable.deleted = true; // what is gone costs nothing
            if (one.second == money_state{below})
                CHECK(about_new(planned(till({matrix}), store({}), x_series())) == "1000c true");
        }
    }
}

TEST_CASE("price: how it flows", "[price]")
{
    struct row {
        flow how;
        money_state ecom;
        const char* want;
    };
    const row rows[]{
        {flow::never, twelve, ""},
        {flow::on_create, twelve, ""},
        {flow::fill, twelve, ""},
        {flow::fill, none, "none>1000c price.retail"},
        {flow::pos_leads, twelve, "1200c>1000c price.retail"},
        {flow::pos_edits, twelve, ""},
        {flow::two_way, twelve, "1200c>1000c price.retail"},
    };
    for (const auto& one : rows) {
        DYNAMIC_SECTION(name(one.how) << (one.ecom.is_none() ? ", ecom has none" : ""))
        {
            const auto p = planned(till({priced(ten, none)}), store({listed(one.ecom)}),
                                   with_flow(x_series(), one.how));
            CHECK(about_price(p) == one.want);
        }
    }
}

TEST_CASE("price: what is rounded is counted where it is written", "[price]")
{
    const money fine{500, -500'000};
    auto second = priced(fine, none);
    second.id.text = "p2";
    second.sellable.sku = "B";
    const auto said = [](const plan& p) {
        const auto found = find_issues(p, rule::price_exact);
        return found.empty() ? std::string{} : found[0]->message.substr(0, 2);
    };
    CHECK(said(planned(till({priced(fine, none), second}), store({listed(ten)}), x_series())) ==
          "2 ");
    CHECK(said(planned(till({priced(fine, none)}), store({listed(money{500})}), x_series())) == "");
    for (const auto& by : {r_series(), x_series()}) { // and what is written is whole
        const auto made = planned(till({priced(fine, none)}), store({}), by);
        CHECK(said(made) == "1 ");
        REQUIRE(find_setting(made, kind::product, "p1", f));
        CHECK((*find_setting(made, kind::product, "p1", f) == value{money{500}}));
        const auto changed = planned(till({priced(fine, none)}), store({listed(ten)}), by);
        REQUIRE(find_change(changed, kind::product, "p1", f));
        CHECK((find_change(changed, kind::product, "p1", f)->to == value{money{500}}));
    }
    auto nowhere_to_go = priced(fine, none);
    nowhere_to_go.category_id = pos::category_id{"c9"}; // not there
    CHECK(said(planned(till({nowhere_to_go}), store({}), x_series())) == "");
}

} // namespace price_tests
