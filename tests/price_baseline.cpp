#include "rounds.hpp"

namespace price_baseline_tests {

using namespace rounds;

namespace {

using enum cause;

/// Gives the prices in cents: the retail price, the online price and the one in ecom; -1 leaves one
/// as it is.
edit prices(std::int64_t retail, std::int64_t online = -1, std::int64_t in_ecom = -1)
{
    return [=](pos::product& p, ecom::product& e) {
        if (retail >= 0) p.sellable.price = money{retail};
        if (online >= 0) p.sellable.online_price = money{online};
        if (in_ecom >= 0) e.sellable.price = money{in_ecom};
    };
}

edit in_store(std::int64_t cents)
{
    return prices(-1, -1, cents);
}

strings to_ecom(const std::string& from_to, const char* why)
{
    return {"update product p1/1 price=" + from_to + " (" + why + ") (product.update)"};
}
strings to_pos(const std::string& from_to)
{
    return {"update pos product p1/1 online_price=" + from_to +
            " (price.ecom_to_online) (product.update)"};
}

const char* const by_retail = "price.default_online";
const char* const by_online = "price.online_to_ecom";
const strings which{"conflict product p1/1 price choices pos ecom (product.update)"};
const strings falls_to_0{"hold product p1/1 price choices send (price.zero)"};

} // namespace

TEST_CASE("price baseline: two ways on the online price", "[price_baseline]")
{
    check_rows(
        {
            {"V5 as after the last sync", {}, {}, {}},
            {"V5 different, as after the last sync", in_store(1200), {}, {}},
            {"V7 the retail price changed",
             {},
             prices(1200),
             to_ecom("1000c>1200c", by_retail),
             {pos_changed}},
            {"V7 an online price is set",
             {},
             prices(-1, 900),
             to_ecom("1000c>900c", by_online),
             {pos_changed}},
            {"V7 the online price is taken away",
             prices(1000, 900, 900),
             prices(-1, 0),
             to_ecom("900c>1000c", by_retail),
             {pos_changed}},
            {"V7 the retail price behind an online price changed",
             prices(1000, 900, 900),
             prices(1100),
             {}},
            {"V11 ecom changed", {}, in_store(1200), to_pos("none>1200c"), {ecom_changed}},
            {"V11 ecom changed, there is an online price",
             prices(1000, 900, 900),
             in_store(800),
             to_pos("900c>800c"),
             {ecom_changed}},
            {"V11 ecom changed to the retail price",
             prices(1000, 900, 900),
             in_store(1000),
             to_pos("900c>1000c"),
             {ecom_changed}},
            {"V11 ecom changed, they differed",
             in_store(1200),
             in_store(1300),
             to_pos("none>1300c"),
             {ecom_changed}},
            {"V5 both changed to the same", {}, prices(1200, -1, 1200), {}},
            {"V10 both changed", {}, prices(1200, -1, 1300), which},
            {"V10 both changed, the pos later",
             {},
             [](auto& p, auto& e) {
                 prices(1200, -1, 1300)(p, e);
                 p.sellable.updated_at = hour(2);
                 e.updated_at = hour(1);
             },
             to_ecom("1300c>1200c", by_retail),
             {both_changed}},
            {"V10 both changed, ecom later",
             {},
             [](auto& p, auto& e) {
                 prices(1200, -1, 1300)(p, e);
                 p.sellable.updated_at = hour(1);
                 e.updated_at = hour(2);
             },
             to_pos("none>1300c"),
             {both_changed}},
            {"V10 a person says the pos",
             {},
             prices(1200, -1, 1300),
             to_ecom("1300c>1200c", by_retail),
             {decided},
             {{"product.update:product:p1:1:price", "pos"}}},
            {"V10 a person says ecom",
             {},
             prices(1200, -1, 1300),
             to_pos("none>1300c"),
             {decided},
             {{"product.update:product:p1:1:price", "ecom"}}},
            {"V6 it would fall to 0 in ecom", {}, prices(0), falls_to_0},
            {"V6 a person says send",
             {},
             prices(0),
             to_ecom("1000c>0c", by_retail),
             {pos_changed},
             {{"price.zero:product:p1:1:price", "send"}}},
            {"V6 it would fall to 0 in the pos", {}, in_store(0), falls_to_0},
            {"V7 it is 0 no more",
             prices(0, -1, 0),
             prices(500),
             to_ecom("0c>500c", by_retail),
             {pos_changed}},
            {"V4 below 0 in the pos",
             {},
             [](auto& p, auto&) { p.sellable.price = money{-100}; },
             {"error product p1/1 price (price.zero)"}},
            {"V4 below 0 in ecom",
             {},
             [](auto&, auto& e) { e.sellable.price = money{-100}; },
             {"error product p1/1 price (price.zero)"}},
            {"V1 not known in the pos, ecom changed",
             {},
             [](auto& p, auto& e) {
                 p.sellable.price = {};
                 e.sellable.price = money{1200};
             },
             {}},
            {"V2 not known in ecom, the pos changed",
             {},
             [](auto& p, auto& e) {
                 p.sellable.price = money{1200};
                 e.sellable.price = {};
             },
             {}},
        },
        r_series());
}

TEST_CASE("price baseline: a finer amount is never sent back", "[price_baseline]")
{
    const auto finer = [](std::int64_t cents, std::int32_t rest) {
        return [=](pos::product& p, ecom::product&) {
            p.sellable.price = money{.minor = cents, .finer = rest};
        };
    };
    const pair rounded = edited({}, finer(1000, -400'000));
    CHECK(lines(next_plan(till({rounded.pos}), store({rounded.ecom}), r_series(),
                          {synced(till({rounded.pos}), store({rounded.ecom}), r_series())})) ==
          strings{});
    check_rows(
        {
            {"V8 rounded, as after the last sync", {}, {}, {}},
            {"V8 another fraction of the same cent", {}, finer(1000, -300'000), {}},
            {"V8 another cent", {}, finer(998, 0), to_ecom("1000c>998c", by_retail), {pos_changed}},
            {"V11 ecom changed", {}, in_store(1100), to_pos("none>1100c"), {ecom_changed}},
        },
        r_series(), rounded);
}

TEST_CASE("price baseline: the retail price leads", "[price_baseline]")
{
    const char* const by_pos = "price.retail";
    check_rows(
        {
            {"V5 different, as after the last sync", in_store(1200), {}, {}},
            {"V7 the pos changed", {}, prices(1200), to_ecom("1000c>1200c", by_pos), {pos_changed}},
            {"V7 ecom changed: put back",
             {},
             in_store(1200),
             to_ecom("1200c>1000c", by_pos),
             {ecom_changed}},
            {"V7 both changed",
             {},
             prices(1100, -1, 1200),
             to_ecom("1200c>1100c", by_pos),
             {both_changed}},
            {"V7 the online price means nothing", {}, prices(-1, 900), {}},
            {"V6 it would fall to 0", {}, prices(0), falls_to_0},
            {"V7 ecom fell to 0: put back",
             {},
             in_store(0),
             to_ecom("0c>1000c", by_pos),
             {ecom_changed}},
        },
        x_series());
}

TEST_CASE("price baseline: in another currency who changed a price is not known",
          "[price_baseline]")
{
    const auto by = r_series();
    const pair was;
    const auto base = synced(till({was.pos}), store({was.ecom}), by);
    auto pos = till({was.pos});
    auto ecom = store({listing("1", "p1", "A")});
    ecom.products.records[0].sellable.price = money{1200};
    SECTION("both changed it")
    {
        pos.currency.code = ecom.currency.code = "EUR";
        CHECK(lines(next_plan(pos, ecom, by, {base})) == to_ecom("1200c>1000c", by_retail));
    }
    SECTION("one changed it")
    {
        pos.currency.code = "EUR";
        CHECK(lines(next_plan(pos, ecom, by, {base})) ==
              strings{"hold product p1/1 price (price.exact)"});
    }
    SECTION("one changed it, the amounts are the same")
    {
        ecom.currency.code = "EUR";
        ecom.products.records[0].sellable.price = money{1000};
        CHECK(lines(next_plan(pos, ecom, by, {base})) ==
              strings{"hold product p1/1 price (price.exact)"});
    }
}

TEST_CASE("price baseline: of variants", "[price_baseline]")
{
    using variants::in_store, variants::matrix, variants::on_till, variants::shelf;
    struct prices_of {
        maybe<money> pos_product, pos_red, ecom_product, ecom_red;
    };
    struct variant_row {
        const char* id;
        prices_of was, is;
        strings want;
        std::vector<decision> decisions{};
    };
    const auto m = [](std::int64_t cents) { return maybe<money>{money{cents}}; };
    const auto r = GENERATE_COPY(values<variant_row>({
        {"V11 edited at the product, which all inherit",
         {m(1000), none, m(1000), none},
         {m(1000), none, m(1200), none},
         to_pos("none>1200c")},
        {"V11 edited at the product, the variants have prices of their own in the pos",
         {m(1000), m(1000), m(1000), none},
         {m(1000), m(1000), m(1200), none},
         {"update pos product p1/1 online_price=none>1200c (price.ecom_to_online) "
          "(product.update)",
          "update pos variant v1/11 online_price=none>1200c (price.ecom_to_online) "
          "(product.update)",
          "update pos variant v2/12 online_price=none>1200c (price.ecom_to_online) "
          "(product.update)"}},
        {"V11 edited at the variation",
         {m(1000), m(1100), m(1000), m(1100)},
         {m(1000), m(1100), m(1000), m(1300)},
         {"update pos variant v1/11 online_price=none>1300c (price.ecom_to_online) "
          "(product.update)"}},
        {"V7 changed at the pos product, which all inherit",
         {m(1000), none, m(1000), none},
         {m(900), none, m(1000), none},
         to_ecom("1000c>900c", by_retail)},
        {"V7 changed at the variant",
         {m(1000), m(1100), m(1000), m(1100)},
         {m(1000), m(1400), m(1000), m(1100)},
         {"update variant v1/11 price=1100c>1400c (price.default_online) (product.update)"}},
        {"V6 a variation would fall to 0",
         {m(1000), m(1100), m(1000), m(1100)},
         {m(1000), m(0), m(1000), m(1100)},
         {"hold variant v1/11 price choices send (price.zero)"}},
        {"V10 both changed",
         {m(1000), m(1100), m(1000), m(1100)},
         {m(1000), m(1200), m(1000), m(1300)},
         {"conflict variant v1/11 price choices pos ecom (product.update)"}},
    }));
    DYNAMIC_SECTION(r.id)
    {
        const auto of = [&](const prices_of& all) {
            auto red = on_till("v1", "R", "Red"), blue = on_till("v2", "B", "Blue");
            red.sellable.price = all.pos_red;
            const bool inherits = all.pos_red == all.pos_product;
            blue.sellable.price = inherits ? all.pos_red : none;
            red.sellable.online_price = blue.sellable.online_price = none;
            auto p = matrix("p1", {red, blue});
            p.sellable.price = all.pos_product;
            auto red_there = in_store("11", "v1", "R", "Red");
            red_there.sellable.price = all.ecom_red;
            auto e = shelf("1", "p1", {red_there, in_store("12", "v2", "B", "Blue")});
            e.sellable.price = all.ecom_product;
            return pair{p, e};
        };
        const auto was = of(r.was), now = of(r.is);
        const auto base = synced(till({was.pos}), store({was.ecom}), r_series());
        CHECK(lines(next_plan(till({now.pos}), store({now.ecom}), r_series(),
                              {base, r.decisions})) == r.want);
    }
}

TEST_CASE("price baseline: a new variant whose price is 0 waits for a yes", "[price_baseline]")
{
    using variants::in_store, variants::matrix, variants::on_till, variants::shelf;
    auto free = on_till("v2", "B", "Blue");
    free.sellable.price = money{0};
    const auto pos = till({matrix("p1", {on_till("v1", "R", "Red"), free})});
    const auto ecom = store({shelf("1", "p1", {in_store("11", "v1", "R", "Red")})});
    const auto p = next_plan(pos, ecom, r_series(), {});
    REQUIRE(p.issues.size() == 1);
    CHECK(p.actions.empty());
    const std::vector<decision> yes{{p.issues[0].key, "send"}};
    const auto sent = next_plan(pos, ecom, r_series(), {no_baseline, yes});
    CHECK(count_of(sent, "create", kind::variant) == 1);
    CHECK(sent.issues.empty());
}

} // namespace price_baseline_tests
