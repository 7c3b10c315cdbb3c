#include "rounds.hpp"

namespace stock_baseline_tests {

using namespace rounds;

namespace {

using flag = std::optional<bool>;

pos::stock_row at(const char* outlet, std::int64_t millionths)
{
    return {pos::outlet_id{outlet}, stock_level{millionths}};
}

/// So many millionths of a unit at the outlet that takes online orders, and at another one.
struct levels {
    std::int64_t here, there = 0;
};

/// What both sides held after the last sync, and what they hold now.
struct stock_row {
    const char* id;
    levels base_pos;
    std::int64_t base_ecom;
    levels pos;
    std::int64_t ecom;
    strings want;
    strings noticed{};
};

constexpr std::int64_t unit = 1'000'000;

pos::product stocked(levels l, flag tracks = true)
{
    auto p = item("p1", "A");
    p.sellable.tracks_stock = tracks;
    p.sellable.stock = {at("1", l.here), at("2", l.there)};
    return p;
}

ecom::product counted(std::optional<std::int64_t> quantity, flag tracks = true)
{
    auto e = listing("1", "p1", "A");
    e.sellable.tracks_stock = tracks;
    e.sellable.quantity = quantity;
    return e;
}

pos::snapshot shops(std::vector<pos::product> products)
{
    auto s = till(std::move(products));
    s.outlets = {{pos::outlet_id{"1"}, "Shop"}, {pos::outlet_id{"2"}, "Store"}};
    s.ecom_outlet = pos::outlet_id{"1"};
    return s;
}

std::string in_ecom(std::int64_t by, std::int64_t to)
{
    return "move_stock product p1/1 by " + std::to_string(by * unit) + "u to " +
           std::to_string(to * unit) + "u (stock.movements)";
}
std::string in_pos(std::int64_t by, std::int64_t to_millionths)
{
    return "move_stock pos product p1/1 by " + std::to_string(by * unit) + "u to " +
           std::to_string(to_millionths) + "u at 1 (stock.movements)";
}
std::string set_to(std::int64_t from, std::int64_t to)
{
    return "update product p1/1 quantity=" + std::to_string(from) + ">" + std::to_string(to) +
           " (stock.pos_leads) (product.update)";
}

/// The memory of a last sync that left exactly this.
baseline held(const policy& by, levels pos, std::int64_t ecom)
{
    auto base = synced(shops({stocked(pos)}), store({counted(ecom)}), by);
    const bool both = !by.outlets.empty();
    base.pos.products.records[0].sellable.stock = {
        {{}, stock_level{pos.here + (both ? pos.there : 0)}}};
    base.ecom.products.records[0].sellable.quantity = ecom;
    return base;
}

void check_stock(const std::vector<stock_row>& rows, const policy& by)
{
    for (const auto& r : rows)
        DYNAMIC_SECTION(r.id)
        {
            const auto base = held(by, r.base_pos, r.base_ecom);
            const auto p = next_plan(shops({stocked(r.pos)}), store({counted(r.ecom)}), by, {base});
            CHECK(lines(p) == r.want);
            CHECK(notices(p) == r.noticed);
        }
}

policy both_outlets(policy by)
{
    by.outlets = {pos::outlet_id{"2"}};
    return by;
}

} // namespace

TEST_CASE("stock baseline: movements", "[stock_baseline]")
{
    check_stock(
        {
            {"S7 nothing moved", {10 * unit}, 10, {10 * unit}, 10, {}},
            {"S7 nothing moved, the two differ", {10 * unit}, 4, {10 * unit}, 4, {}},
            {"S8 both sold",
             {10 * unit},
             10,
             {8 * unit},
             9,
             {in_pos(-1, 7 * unit), in_ecom(-2, 7)}},
            {"S8 the pos sold", {10 * unit}, 10, {8 * unit}, 10, {in_ecom(-2, 8)}},
            {"S8 the pos received", {10 * unit}, 10, {15 * unit}, 10, {in_ecom(5, 15)}},
            {"S8 ecom sold", {10 * unit}, 10, {10 * unit}, 9, {in_pos(-1, 9 * unit)}},
            {"S8 ecom received", {10 * unit}, 10, {10 * unit}, 12, {in_pos(2, 12 * unit)}},
            {"S8 both sold the same number",
             {10 * unit},
             10,
             {9 * unit},
             9,
             {in_pos(-1, 8 * unit), in_ecom(-1, 8)}},
            {"S8 one sold what the other received",
             {10 * unit},
             10,
             {9 * unit},
             11,
             {in_pos(1, 10 * unit), in_ecom(-1, 10)}},
            {"S8 both sold the last one", {1 * unit}, 1, {0}, 0, {in_pos(-1, -unit)}},
            {"S8 oversold", {5 * unit}, 5, {1 * unit}, 2, {in_pos(-3, -2 * unit), in_ecom(-2, 0)}},
            {"S8 below 0, and received", {-3 * unit}, 0, {7 * unit}, 0, {in_ecom(7, 7)}},
            {"S8 below 0, and received too little", {-3 * unit}, 0, {-1 * unit}, 0, {}},
            {"S8 below 0, and ecom received",
             {-3 * unit},
             0,
             {-3 * unit},
             5,
             {in_pos(5, 2 * unit), in_ecom(-3, 2)}},
            {"S8 a fraction is left in the pos",
             {2 * unit + unit / 2},
             2,
             {2 * unit + unit / 2},
             1,
             {in_pos(-1, unit + unit / 2)}},
            {"S8 a fraction sold", {3 * unit}, 3, {2 * unit + unit / 2}, 3, {in_ecom(-1, 2)}},
            {"S8 a fraction that changes no whole unit",
             {2 * unit + unit / 2},
             2,
             {2 * unit + unit / 4},
             2,
             {}},
            {"S8 the other outlet counts nothing", {10 * unit}, 10, {10 * unit, 5 * unit}, 10, {}},
            {"S8 they differed, the pos sold", {10 * unit}, 4, {9 * unit}, 4, {in_ecom(5, 9)}},
        },
        r_series());
}

TEST_CASE("stock baseline: movements over two outlets", "[stock_baseline]")
{
    check_stock(
        {
            {"S8 sold at the other outlet",
             {10 * unit, 5 * unit},
             15,
             {10 * unit, 3 * unit},
             15,
             {in_ecom(-2, 13)}},
            {"S8 moved from one to the other",
             {10 * unit, 5 * unit},
             15,
             {7 * unit, 8 * unit},
             15,
             {}},
            {"S8 sold online: booked where online orders are taken",
             {10 * unit, 5 * unit},
             15,
             {10 * unit, 5 * unit},
             14,
             {in_pos(-1, 9 * unit)}},
            {"S8 sold online, more than there is at that outlet",
             {1 * unit, 5 * unit},
             6,
             {1 * unit, 5 * unit},
             3,
             {in_pos(-3, -2 * unit)}},
        },
        both_outlets(r_series()));
    SECTION("S8 an outlet that is selected now is a movement of the pos")
    {
        const auto base = held(r_series(), {10 * unit, 5 * unit}, 10);
        CHECK(lines(next_plan(shops({stocked({10 * unit, 5 * unit})}), store({counted(9)}),
                              both_outlets(r_series()), {base})) ==
              strings{in_pos(-1, 9 * unit), in_ecom(5, 14)});
    }
    SECTION("S8 an outlet that is selected no more")
    {
        const auto base = held(both_outlets(r_series()), {10 * unit, 5 * unit}, 15);
        CHECK(lines(next_plan(shops({stocked({10 * unit, 5 * unit})}), store({counted(15)}),
                              r_series(), {base})) == strings{in_ecom(-5, 10)});
    }
}

TEST_CASE("stock baseline: the pos leads", "[stock_baseline]")
{
    const strings unbooked{"notice product / (stock.pos_leads)"};
    const std::vector<stock_row> rows{
        {"S7 nothing moved", {10 * unit}, 10, {10 * unit}, 10, {}},
        {"S7 nothing moved, the two differ", {10 * unit}, 4, {10 * unit}, 4, {}},
        {"S9 the pos moved", {10 * unit}, 10, {8 * unit}, 10, {set_to(10, 8)}},
        {"S9 both moved", {10 * unit}, 10, {8 * unit}, 9, {set_to(9, 8)}},
        {"S9 the pos booked the sale", {10 * unit}, 10, {9 * unit}, 9, {}},
        {"S10 ecom sold, not booked yet", {10 * unit}, 10, {10 * unit}, 9, {}, unbooked},
        {"S10 ecom fell to what the pos has", {10 * unit}, 12, {10 * unit}, 10, {}},
        {"S11 ecom rose: put back", {10 * unit}, 10, {10 * unit}, 12, {set_to(12, 10)}},
    };
    SECTION("X-Series")
    {
        check_stock(rows, x_series());
    }
    SECTION("R-Series, where online orders reach the pos")
    {
        auto by = r_series();
        by.online_sales = online_sales::as_orders;
        check_stock(rows, by);
    }
}

TEST_CASE("stock baseline: a sale that the pos has not booked is waited for", "[stock_baseline]")
{
    const auto by = x_series();
    auto base = held(by, {10 * unit}, 10);
    for (int round = 0; round < 3; ++round) {
        const auto pos = shops({stocked({10 * unit})});
        const auto p = next_plan(pos, store({counted(8)}), by, {base});
        CHECK(lines(p) == strings{});
        CHECK(notices(p) == strings{"notice product / (stock.pos_leads)"});
        base = advance(base, pos, store({counted(8)}), by, p, {});
    }
    CHECK(lines(next_plan(shops({stocked({8 * unit})}), store({counted(8)}), by, {base})) ==
          strings{});
    CHECK(lines(next_plan(shops({stocked({9 * unit})}), store({counted(8)}), by, {base})) ==
          strings{set_to(8, 9)});
}

TEST_CASE("stock baseline: tracked and not", "[stock_baseline]")
{
    struct tracked_row {
        const char* id;
        policy by;
        flag base_pos, base_ecom, pos, ecom;
        strings want;
        strings noticed{};
    };
    const std::string left = "notice product / (stock.untracked)";
    const auto tracks = [](const char* from_to, const char* more = "") {
        return strings{std::string{"update product p1/1 tracks_stock="} + from_to +
                       " (stock.untracked)" + more + " (product.update)"};
    };
    const auto again = tracks("false>true", " quantity=9>7 (stock.pos_leads)");
    const auto r = GENERATE_COPY(values<tracked_row>({
        {"S12 not tracked any more, R", r_series(), true, true, false, true, tracks("true>false")},
        {"S12 not tracked any more, X", x_series(), true, true, false, true, tracks("true>false")},
        {"S12 tracked again, R", r_series(), false, false, true, false, again},
        {"S12 tracked again, X", x_series(), false, false, true, false, again},
        {"S12 unlimited by ecom, R", r_series(), true, true, true, false, {}, {left}},
        {"S12 unlimited by ecom, X", x_series(), true, true, true, false, again},
        {"S12 limited by ecom, R", r_series(), false, false, false, true, {}},
        {"S12 limited by ecom, X", x_series(), false, false, false, true, tracks("true>false")},
        {"S12 both made it unlimited", r_series(), true, true, false, false, {}},
        {"S12 both tracked it again, R", r_series(), false, false, true, true, {set_to(9, 7)}},
        {"S12 not tracked, as after the last sync", r_series(), false, true, false, true, {}},
        {"S12 unlimited, as after the last sync", r_series(), true, false, true, false, {}, {left}},
        {"S12 unlimited, as after the last sync, X", x_series(), true, false, true, false, {}},
        {"S12 not known in the pos", r_series(), true, false, {}, false, {}},
    }));
    DYNAMIC_SECTION(r.id)
    {
        const auto base = synced(shops({stocked({10 * unit}, r.base_pos)}),
                                 store({counted(10, r.base_ecom)}), r.by);
        const auto p = next_plan(shops({stocked({7 * unit}, r.pos)}), store({counted(9, r.ecom)}),
                                 r.by, {base});
        CHECK(lines(p) == r.want);
        CHECK(notices(p) == r.noticed);
    }
}

TEST_CASE("stock baseline: what is not known moves later", "[stock_baseline]")
{
    const auto by = r_series();
    const auto base = held(by, {10 * unit}, 10);
    const auto ecom = store({counted(9)});
    auto not_counted = stocked({8 * unit});
    (*not_counted.sellable.stock)[0].level = {};
    auto not_read = stocked({8 * unit});
    not_read.sellable.stock = {};
    for (const auto& unknown : {not_counted, not_read}) {
        const auto pos = shops({unknown});
        const auto p = next_plan(pos, ecom, by, {base});
        CHECK(lines(p) == strings{});
        const auto next = advance(base, pos, ecom, by, p, {});
        CHECK(lines(next_plan(shops({stocked({8 * unit})}), ecom, by, {next})) ==
              strings{in_pos(-1, 7 * unit), in_ecom(-2, 7)});
    }
    const auto pos = shops({stocked({8 * unit})});
    const auto p = next_plan(pos, store({counted({})}), by, {base});
    CHECK(lines(p) == strings{});
    const auto next = advance(base, pos, store({counted({})}), by, p, {});
    CHECK(lines(next_plan(pos, ecom, by, {next})) == strings{in_pos(-1, 7 * unit), in_ecom(-2, 7)});
}

TEST_CASE("stock baseline: a variant that sells nothing for a while", "[stock_baseline]")
{
    using variants::in_store, variants::matrix, variants::on_till, variants::shelf;
    auto by = GENERATE(r_series(), x_series());
    by.inactive_variant = inactive_variant::keep;
    const auto red = [](bool active) {
        auto v = on_till("v1", "R", "Red");
        v.sellable.active = active;
        v.sellable.tracks_stock = true;
        v.sellable.stock = {at("1", 5 * unit)};
        return v;
    };
    auto blue = on_till("v2", "B", "Blue");
    const auto there = [](std::int64_t quantity) {
        auto v = in_store("11", "v1", "R", "Red");
        v.sellable.tracks_stock = true;
        v.sellable.quantity = quantity;
        return v;
    };
    const auto blue_there = in_store("12", "v2", "B", "Blue");
    const auto on = shops({matrix("p1", {red(true), blue})});
    const auto off = shops({matrix("p1", {red(false), blue})});
    const auto ecom = store({shelf("1", "p1", {there(5), blue_there})});
    const auto base = synced(on, ecom, by);
    const auto p = next_plan(off, ecom, by, {base});
    CHECK(lines(p) == strings{"update variant v1/11 quantity=5>0 (variant.inactive) "
                              "(product.update)"});
    auto after = carry_out(p, off, ecom, by, base, everything);
    for (int round = 0; round < 2; ++round) {
        const auto still = next_plan(off, after.held.ecom, by, {after.base});
        CHECK(lines(still) == strings{});
        after = carry_out(still, off, after.held.ecom, by, after.base, everything);
    }
    CHECK(lines(next_plan(on, after.held.ecom, by, {after.base})) ==
          strings{"update variant v1/11 quantity=0>5 (stock.pos_leads) (product.update)"});
}

} // namespace stock_baseline_tests
