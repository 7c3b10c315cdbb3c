#include "rounds.hpp"

namespace activation_baseline_tests {

using namespace rounds;

namespace {

using flag = std::optional<bool>;
using enum cause;

edit flags(flag in_pos, flag in_ecom)
{
    return [=](pos::product& p, ecom::product& e) {
        p.sellable.active = in_pos;
        e.enabled = in_ecom;
    };
}

strings ecom_gets(bool to, const char* why = "product.activation")
{
    return {std::string{"update product p1/1 enabled="} + (to ? "false>true" : "true>false") +
            " (" + why + ") (product.update)"};
}
strings pos_gets(bool to)
{
    return {std::string{"update pos product p1/1 active="} + (to ? "false>true" : "true>false") +
            " (product.activation) (product.update)"};
}

} // namespace

TEST_CASE("activation baseline: two ways", "[activation_baseline]")
{
    check_rows(
        {
            {"P17 it waits to be enabled", flags(true, false), {}, {}},
            {"P26 it is enabled at last", flags(true, false), flags(true, true), {}},
            {"P25 it waits, and the pos makes it inactive",
             flags(true, false),
             flags(false, false),
             {}},
            {"P25 the pos disables it",
             flags(true, true),
             flags(false, true),
             ecom_gets(false),
             {pos_changed}},
            {"P25 the pos enables it",
             flags(false, false),
             flags(true, false),
             ecom_gets(true),
             {pos_changed}},
            {"P26 ecom disables it",
             flags(true, true),
             flags(true, false),
             pos_gets(false),
             {ecom_changed}},
            {"P26 ecom enables it",
             flags(false, false),
             flags(false, true),
             pos_gets(true),
             {ecom_changed}},
            {"P26 both disable it", flags(true, true), flags(false, false), {}},
            {"P20 not known in the pos", flags(true, true), flags({}, false), {}},
            {"P20 not known in ecom", flags(true, true), flags(false, {}), {}},
            {"P16 not known then",
             flags({}, true),
             flags(false, true),
             ecom_gets(false),
             {differs}},
        },
        r_series());
}

TEST_CASE("activation baseline: pos edits", "[activation_baseline]")
{
    const auto channel = [](flag sold_online, flag in_ecom) {
        return [=](pos::product& p, ecom::product& e) {
            p.sellable.sell_online = sold_online;
            e.enabled = in_ecom;
        };
    };
    const auto free = [](flag in_pos, flag in_ecom) {
        return [=](pos::product& p, ecom::product& e) {
            flags(in_pos, in_ecom)(p, e);
            p.sellable.price = e.sellable.price = money{0};
        };
    };
    check_rows(
        {
            {"P25 the pos disables it",
             flags(true, true),
             flags(false, true),
             ecom_gets(false),
             {pos_changed}},
            {"P25 the pos enables it",
             flags(false, false),
             flags(true, false),
             ecom_gets(true),
             {pos_changed}},
            {"P26 ecom disables it: it stays so", flags(true, true), flags(true, false), {}},
            {"P26 ecom disabled it some time ago", flags(true, false), {}, {}},
            {"P25 ecom disabled it, and the pos leaves it active",
             flags(true, false),
             flags(true, false),
             {}},
            {"P26 ecom enables it: it stays so", flags(false, false), flags(false, true), {}},
            {"P26 ecom enabled it some time ago", flags(false, true), {}, {}},
            {"P15 off for the online channel",
             channel(true, true),
             channel(false, true),
             ecom_gets(false, "product.in_store_only"),
             {pos_changed}},
            {"P25 on again",
             channel(false, false),
             channel(true, false),
             ecom_gets(true),
             {pos_changed}},
            {"P24 enabled at a price of 0",
             free(false, false),
             free(true, false),
             {"hold product p1/1 enabled (price.zero)"}},
        },
        x_series());
}

TEST_CASE("activation baseline: of a matrix", "[activation_baseline]")
{
    using variants::in_store, variants::matrix, variants::on_till, variants::shelf;
    const auto red = [](bool active) {
        auto v = on_till("v1", "R", "Red");
        v.sellable.active = active;
        return v;
    };
    const auto on_sale = [&](flag variant_active, bool enabled) {
        return [=](pos::product& p, ecom::product& e) {
            if (variant_active)
                p.variants = {red(*variant_active)};
            else
                p.variants = {};
            e.enabled = enabled;
        };
    };
    const pair start{matrix("p1", {red(true)}),
                     shelf("1", "p1", {in_store("11", "v1", "R", "Red")})};
    const auto rows = [&](bool two_ways) {
        return std::vector<row>{
            {"P25 its last variant is not available any more",
             {},
             on_sale(false, true),
             ecom_gets(false, "variant.inactive"),
             {pos_changed}},
            {"P25 a variant is available again",
             on_sale(false, false),
             on_sale(true, false),
             ecom_gets(true),
             {pos_changed}},
            {"P20 its variants were not read", on_sale(false, false), on_sale({}, false), {}},
            {"P20 its variants were not read, it is enabled",
             on_sale(true, true),
             on_sale({}, true),
             {}},
            {"P26 ecom enables one without available variants", on_sale(false, false),
             on_sale(false, true), two_ways ? ecom_gets(false, "variant.inactive") : strings{},
             two_ways ? std::vector{ecom_changed} : std::vector<cause>{}},
        };
    };
    SECTION("two ways")
    {
        check_rows(rows(true), r_series(), start);
    }
    SECTION("pos edits")
    {
        check_rows(rows(false), x_series(), start);
    }
}

TEST_CASE("activation baseline: a product that ecom deleted", "[activation_baseline]")
{
    const auto by = GENERATE(r_series(), x_series());
    const pair was;
    const auto as = [&](bool active, bool archived = false) {
        auto p = was.pos;
        p.sellable.active = active;
        p.sellable.archived = archived;
        return till({p});
    };
    auto other = listing("2", "", "Z");
    const auto ecom = store({other});
    auto base = synced(till({was.pos}), store({was.ecom, other}), by);
    auto few = by;
    few.guard.least = 9;
    const auto run = [&](const pos::snapshot& pos, const std::vector<decision>& decisions = {}) {
        const auto p = next_plan(pos, ecom, few, {base, decisions});
        base = advance(base, pos, ecom, few, p, {});
        return p;
    };
    const strings deleted{"notice product p1/ choices create (product.deleted_online)"};
    auto p = run(as(true));
    CHECK(lines(p) == strings{});
    CHECK(notices(p) == deleted);
    SECTION("is not made again while nothing changes")
    {
        CHECK(notices(run(as(true))) == deleted);
        CHECK(notices(run(as(true))) == deleted);
    }
    SECTION("is made again by decision")
    {
        p = run(as(true), {{"product.deleted_online:product:p1:", "create"}});
        CHECK(count_of(p, "create", kind::product) == 1);
    }
    SECTION("is made again when it is active again")
    {
        CHECK(run(as(false)).actions.empty());
        CHECK(run(as(false)).actions.empty());
        CHECK(count_of(run(as(true)), "create", kind::product) == 1);
        CHECK(count_of(run(as(true)), "create", kind::product) == 1); // it was not carried out
    }
    SECTION("is made again when it is archived no more")
    {
        CHECK(run(as(true, true)).actions.empty());
        CHECK(count_of(run(as(true)), "create", kind::product) == 1);
    }
    SECTION("is made again when it is listed again")
    {
        CHECK(run(till({})).actions.empty());
        CHECK(count_of(run(as(true)), "create", kind::product) == 1);
    }
}

TEST_CASE("activation baseline: a variation that ecom deleted", "[activation_baseline]")
{
    using variants::in_store, variants::matrix, variants::on_till, variants::shelf;
    const auto by = GENERATE(r_series(), x_series());
    const auto red = on_till("v1", "R", "Red"), blue = on_till("v2", "B", "Blue");
    const auto red_there = in_store("11", "v1", "R", "Red"),
               blue_there = in_store("12", "v2", "B", "Blue");
    const auto pos = till({matrix("p1", {red, blue})});
    const auto ecom = store({shelf("1", "p1", {red_there})});
    auto base = synced(pos, store({shelf("1", "p1", {red_there, blue_there})}), by);
    const auto run = [&](const pos::snapshot& now, const std::vector<decision>& decisions = {}) {
        const auto p = next_plan(now, ecom, by, {base, decisions});
        base = advance(base, now, ecom, by, p, {});
        return p;
    };
    for (int round = 0; round < 2; ++round) {
        const auto p = run(pos);
        CHECK(lines(p) == strings{});
        CHECK(notices(p) == strings{"notice variant v2/ choices create (product.deleted_online)"});
    }
    SECTION("is made again by decision")
    {
        const auto p = run(pos, {{"product.deleted_online:variant:v2:", "create"}});
        CHECK(count_of(p, "create", kind::variant) == 1);
        CHECK(notices(p) == strings{});
    }
    SECTION("is made again when its variant is available again")
    {
        CHECK(run(till({matrix("p1", {red, variants::inactive(blue)})})).actions.empty());
        CHECK(count_of(run(pos), "create", kind::variant) == 1);
    }
    SECTION("is not made again when another part of the product is held")
    {
        auto renamed = pos;
        renamed.products.records[0].name = std::string(300, 'x');
        auto short_names = by;
        short_names.limits[field::product_name] = 10;
        const auto p = next_plan(renamed, ecom, short_names, {base});
        base = advance(base, renamed, ecom, short_names, p, {});
        CHECK(run(pos).actions.empty());
    }
}

} // namespace activation_baseline_tests
