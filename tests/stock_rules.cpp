#include "plans.hpp"

#include <twinshelf/rules/stock.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace stock_rules_tests {

using namespace twinshelf;
using namespace plans;

namespace {

using rows = std::optional<std::vector<pos::stock_row>>;
using flag = std::optional<bool>;
using quantity_of = std::optional<std::int64_t>;
using text_lines = std::vector<std::string>;

constexpr std::array profiles{&r_series, &x_series, &x_series_2021};
constexpr auto most = std::numeric_limits<std::int64_t>::max();

/// So many units at an outlet.
pos::stock_row at(const std::string& outlet, std::int64_t count)
{
    return {pos::outlet_id{outlet}, units(count)};
}

/// So many millionths of a unit.
pos::stock_row parts_at(const std::string& outlet, std::int64_t count)
{
    return {pos::outlet_id{outlet}, stock_level{count}};
}

pos::stock_row unknown_at(const std::string& outlet)
{
    return {pos::outlet_id{outlet}, {}};
}

const rows nowhere_known{};
const rows no_rows{std::in_place};

pos::product stocked(flag tracks, rows stock, std::string id = "p1", std::string sku = "A")
{
    auto p = item(std::move(id), std::move(sku));
    p.sellable.tracks_stock = tracks;
    p.sellable.stock = std::move(stock);
    return p;
}

ecom::product counted(flag tracks, quantity_of quantity, std::string id = "1",
                      std::string pos_id = "p1", std::string sku = "A")
{
    auto e = listing(std::move(id), std::move(pos_id), std::move(sku));
    e.sellable.tracks_stock = tracks;
    e.sellable.quantity = quantity;
    return e;
}

pos::variant size(const std::string& id, const std::string& value, flag tracks, rows stock)
{
    pos::variant v{.id = pos::variant_id{id}, .attribute_values = {{value}}};
    v.sellable.sku = "SKU " + id;
    v.sellable.tracks_stock = tracks;
    v.sellable.stock = std::move(stock);
    return v;
}

/// A matrix that has stock of its own, which means nothing.
pos::product matrix(std::vector<pos::variant> variants)
{
    auto p = stocked(true, {{at("1", 77)}}, "p1", "");
    p.attributes = {{"Size"}};
    p.variants = std::move(variants);
    return p;
}

ecom::variation sized(const std::string& id, const std::string& pos_id, const std::string& value,
                      flag tracks, quantity_of quantity)
{
    ecom::variation v{.id = ecom::variation_id{id}, .option_values = {{{"Size", value}}}};
    v.pos_id.emplace(pos_id);
    v.sellable.sku = "SKU " + pos_id;
    v.sellable.price = none;
    v.sellable.tracks_stock = tracks;
    v.sellable.quantity = quantity;
    return v;
}

ecom::product with_sizes(std::vector<ecom::variation> variations)
{
    auto e = counted(true, 88, "1", "p1", "");
    e.options = {{{"Size", {"S", "M", "L"}}}};
    e.variations = std::move(variations);
    return e;
}

std::vector<pos::outlet> outlets(const std::vector<std::string>& ids)
{
    std::vector<pos::outlet> all;
    for (const auto& id : ids)
        all.push_back({pos::outlet_id{id}, "Shop " + id});
    return all;
}

/// A till with the outlets 1, 2 and 3, whose register for online orders stands in 1.
pos::snapshot shops(std::vector<pos::product> products)
{
    auto s = till(std::move(products));
    s.outlets = outlets({"1", "2", "3"});
    s.ecom_outlet = pos::outlet_id{"1"};
    return s;
}

policy selecting(policy p, const std::vector<std::string>& ids)
{
    for (const auto& id : ids)
        p.outlets.push_back(pos::outlet_id{id});
    return p;
}

policy tracking(policy p, flow how)
{
    p[field::product_tracks_stock] = how;
    return p;
}

policy stocking(policy p, flow how)
{
    p[field::product_stock] = how;
    return p;
}

/// The same till with every list turned round whose order means nothing.
pos::snapshot turned(pos::snapshot s)
{
    const auto turn = [](auto& list) {
        if (list) std::reverse(list->begin(), list->end());
    };
    turn(s.outlets);
    for (auto& p : s.products.records) {
        turn(p.sellable.stock);
        if (p.variants)
            for (auto& v : *p.variants)
                turn(v.sellable.stock);
    }
    return s;
}

/// `planned`, and the same for outlets and stock rows in other orders.
plan agreed(const pos::snapshot& pos, const ecom::snapshot& ecom, const policy& by)
{
    auto p = planned(pos, ecom, by);
    auto also = by;
    std::reverse(also.outlets.begin(), also.outlets.end());
    INFO(text(p));
    CHECK((reconcile(turned(pos), ecom, also) == p));
    return p;
}

text_lines update_of(const std::string& changes)
{
    return {"update product p1/1 " + changes + " (product.update)"};
}

std::string set_to(std::int64_t from, std::int64_t to)
{
    return "quantity=" + std::to_string(from) + ">" + std::to_string(to) + " (stock.pos_leads)";
}

/// What the plan does to the quantity of the product 1, a create or an update.
std::string quantity_in(const plan& p, kind k = kind::product, std::string_view id = "p1")
{
    if (const auto* c = find_change(p, k, id, field::product_stock)) return text(c->to);
    const auto* to = find_setting(p, k, id, field::product_stock);
    return to ? text(*to) : "none";
}

std::string tracked_in(const plan& p, kind k = kind::product, std::string_view id = "p1")
{
    if (const auto* c = find_change(p, k, id, field::product_tracks_stock)) return text(c->to);
    const auto* to = find_setting(p, k, id, field::product_tracks_stock);
    return to ? text(*to) : "none";
}

/// What a new product's variation gets of a field.
std::string of_variation(const plan& p, std::string_view variant, field f)
{
    for (const auto& a : p.actions)
        if (const auto* made = std::get_if<create>(&a.what))
            for (const auto& v : made->variations)
                if (v.of.pos_id == variant)
                    for (const auto& s : v.record)
                        if (s.field == f) return text(s.to);
    return "none";
}

const std::string left = "notice product / (stock.untracked)";
const std::string held = "hold product / (stock.outlets)";
const std::string not_there = "error product / (stock.outlets)";

} // namespace

TEST_CASE("stock: a pair", "[stock_rules]")
{
    const rows five{{at("1", 5)}};
    const std::string unlimited = "tracks_stock=true>false (stock.untracked)";
    const std::string limited = "tracks_stock=false>true (stock.untracked)";
    struct row {
        const char* id;
        flag tracks;
        rows stock;
        flag limits;
        quantity_of quantity;
        text_lines r, x;
        text_lines r_notices{};
    };
    const auto same = [](const char* id, flag tracks, rows stock, flag limits, quantity_of quantity,
                         text_lines want) {
        return row{id, tracks, std::move(stock), limits, quantity, want, want};
    };
    const row all[]{
        same("S1 nothing known", {}, {}, true, 9, {}),
        same("S1 nothing known, unlimited", {}, {}, false, {}, {}),
        same("S1 tracked, no stock read", true, nowhere_known, true, 9, {}),
        same("S1 tracked, level not known", true, {{unknown_at("1")}}, true, 9, {}),
        same("S1 tracking and level not known", {}, {{unknown_at("1")}}, {}, 9, {}),
        same("S2 not tracked", false, {}, true, 9, update_of(unlimited)),
        same("S2 not tracked, and sold out", false, {}, true, 0, update_of(unlimited)),
        same("S2 not tracked, with a level", false, five, true, 9, update_of(unlimited)),
        same("S2 not tracked, reported as 0", false, {{at("1", 0)}}, true, 9, update_of(unlimited)),
        same("S2 not tracked, no rows", false, no_rows, true, 9, update_of(unlimited)),
        same("S2 not tracked, quantity not known", false, five, true, {}, update_of(unlimited)),
        same("S2 not tracked, ecom not known", false, five, {}, 9, {}),
        same("S3 not tracked, unlimited", false, five, false, {}, {}),
        same("S3 not tracked, unlimited, a quantity", false, five, false, 9, {}),
        {"S4 tracked, unlimited",
         true,
         five,
         false,
         {},
         {},
         update_of(limited + " quantity=unknown>5 (stock.pos_leads)"),
         {left}},
        {"S4 tracked, unlimited, a quantity",
         true,
         five,
         false,
         9,
         {},
         update_of(limited + " " + set_to(9, 5)),
         {left}},
        {"S4 tracked, unlimited, the same quantity",
         true,
         five,
         false,
         5,
         {},
         update_of(limited),
         {left}},
        {"S4 tracked, unlimited, none left",
         true,
         no_rows,
         false,
         9,
         {},
         update_of(limited + " " + set_to(9, 0)),
         {left}},
        {"S4 tracked, unlimited, level not known",
         true,
         {{unknown_at("1")}},
         false,
         9,
         {},
         {},
         {left}},
        {"S4 tracked, unlimited, no stock read", true, nowhere_known, false, {}, {}, {}, {left}},
        same("S4 not known whether tracked, unlimited", {}, five, false, 9, {}),
        same("S5 another quantity", true, five, true, 9, update_of(set_to(9, 5))),
        same("S5 ecom has less", true, five, true, 2, update_of(set_to(2, 5))),
        same("S5 sold out in the pos", true, {{at("1", 0)}}, true, 9, update_of(set_to(9, 0))),
        same("S5 sold out in ecom", true, five, true, 0, update_of(set_to(0, 5))),
        same("S5 below 0 in ecom", true, five, true, -2, update_of(set_to(-2, 5))),
        same("S5 not known whether tracked", {}, five, true, 9, update_of(set_to(9, 5))),
        same("S5 not known whether limited", true, five, {}, 9, update_of(set_to(9, 5))),
        same("S5 neither known", {}, five, {}, 9, update_of(set_to(9, 5))),
        same("S5 the same quantity", true, five, true, 5, {}),
        same("S6 quantity not known", true, five, true, {}, {}),
        same("S6 nothing known", {}, five, {}, {}, {}),
    };
    for (const auto& one : all) {
        for (const auto by : profiles) {
            DYNAMIC_SECTION(by().profile << " " << one.id)
            {
                const auto p = agreed(shops({stocked(one.tracks, one.stock)}),
                                      store({counted(one.limits, one.quantity)}), by());
                INFO(text(p));
                const bool r = by().profile == "r_series";
                CHECK(lines(p) == (r ? one.r : one.x));
                CHECK(notices(p) == (r ? one.r_notices : text_lines{}));
            }
        }
    }
}

TEST_CASE("stock: by other flows", "[stock_rules]")
{
    const rows five{{at("1", 5)}};
    const auto r = r_series(), x = x_series();
    const std::string unlimited = "tracks_stock=true>false (stock.untracked)";
    struct row {
        const char* id;
        policy by;
        flag tracks, limits;
        text_lines want;
        text_lines notices{};
    };
    const row all[]{
        {"S2 tracking never syncs", tracking(x, flow::never), false, true, {}},
        {"S2 tracking is for new ones", tracking(x, flow::on_create), false, true, {}},
        {"S2 tracking pos_edits", tracking(x, flow::pos_edits), false, true, update_of(unlimited)},
        {"S4 tracking pos_edits", tracking(x, flow::pos_edits), true, false, {}, {left}},
        {"S4 tracking pos_leads", tracking(r, flow::pos_leads), true, false,
         update_of("tracks_stock=false>true (stock.untracked) " + set_to(9, 5))},
        {"S4 tracking fills: a known one is left", tracking(x, flow::fill), true, false, {}},
        {"S2 tracking fills: a known one is left", tracking(x, flow::fill), false, true, {}},
        {"S4 tracking never syncs", tracking(x, flow::never), true, false, {}},
        {"S4 tracking is for new ones", tracking(r, flow::on_create), true, false, {}},
        {"S5 stock never syncs", stocking(x, flow::never), true, true, {}},
        {"S5 stock is for new ones", stocking(r, flow::on_create), true, true, {}},
        {"S5 stock pos_leads", stocking(r, flow::pos_leads), true, true, update_of(set_to(9, 5))},
        {"S5 stock movements", stocking(x, flow::movements), true, true, update_of(set_to(9, 5))},
        {"S5 online sales as orders",
         with(r, [](auto& p) { p.online_sales = online_sales::as_orders; }), true, true,
         update_of(set_to(9, 5))},
        {"S5 online sales as movements",
         with(x, [](auto& p) { p.online_sales = online_sales::move_stock; }), true, true,
         update_of(set_to(9, 5))},
    };
    for (const auto& one : all) {
        DYNAMIC_SECTION(one.id)
        {
            const auto p =
                agreed(shops({stocked(one.tracks, five)}), store({counted(one.limits, 9)}), one.by);
            INFO(text(p));
            CHECK(lines(p) == one.want);
            CHECK(notices(p) == one.notices);
        }
    }
}

TEST_CASE("stock: the pos sum", "[stock_rules]")
{
    const std::int64_t before = 9;
    struct row {
        const char* id;
        std::vector<std::string> selected;
        rows stock;
        std::string want;
        text_lines issues{};
    };
    const row all[]{
        {"the register's outlet alone", {}, {{at("1", 5), at("2", 7)}}, "5"},
        {"the register's outlet and one selected", {"2"}, {{at("1", 5), at("2", 7)}}, "12"},
        {"all selected", {"3", "2"}, {{at("1", 5), at("2", 7), at("3", 100)}}, "112"},
        {"the register's is selected too", {"1"}, {{at("1", 5), at("2", 7)}}, "5"},
        {"selected twice", {"2", "2"}, {{at("1", 5), at("2", 7)}}, "12"},
        {"F37 two places, both counted", {"2"}, {{at("2", 50), at("1", 55)}}, "105"},
        {"an outlet without a row counts 0", {}, {{at("2", 7)}}, "0"},
        {"a selected one without a row counts 0", {"2", "3"}, {{at("1", 5)}}, "5"},
        {"no rows", {"2"}, no_rows, "0"},
        {"F33 stock not read", {"2"}, nowhere_known, "none"},
        {"F33 a level not known", {}, {{unknown_at("1"), at("2", 7)}}, "none"},
        {"a selected one's not known", {"2"}, {{at("1", 5), unknown_at("2")}}, "none"},
        {"one's not known that does not count", {"3"}, {{at("1", 5), unknown_at("2")}}, "5"},
        {"a selected outlet not in the list", {"9"}, {{at("1", 5), at("2", 7)}}, "5", {not_there}},
        {"two of them", {"9", "8", "2"}, {{at("1", 5), at("2", 7)}}, "12", {not_there, not_there}},
        {"a row's outlet not in the list", {}, {{at("1", 5), at("9", 7)}}, "5", {not_there}},
        {"a row's, and its level is not known",
         {},
         {{unknown_at("9"), at("1", 5)}},
         "5",
         {not_there}},
        {"a row's outlet is blank", {}, {{at("", 7), at("1", 5)}}, "5", {not_there}},
        {"an outlet that does not count on two rows",
         {},
         {{at("1", 5), at("2", 1), at("2", 3)}},
         "5"},
        {"below 0", {}, {{at("1", -3)}}, "0"},
        {"below 0 at one of two", {"2"}, {{at("1", 5), at("2", -3)}}, "2"},
        {"below 0 together", {"2"}, {{at("1", 5), at("2", -8)}}, "0"},
        {"a fraction is rounded down", {}, {{parts_at("1", 2'500'000)}}, "2"},
        {"a fraction is never rounded up", {}, {{parts_at("1", 2'999'999)}}, "2"},
        {"less than one", {}, {{parts_at("1", 1)}}, "0"},
        {"the sum is rounded, not its parts",
         {"2"},
         {{parts_at("1", 2'500'000), parts_at("2", 2'500'000)}},
         "5"},
        {"three parts of one",
         {"2", "3"},
         {{parts_at("1", 400'000), parts_at("2", 400'000), parts_at("3", 400'000)}},
         "1"},
        {"a fraction below 0", {}, {{parts_at("1", -500'000)}}, "0"},
        {"a fraction below 0 at one of two", {"2"}, {{at("1", 3), parts_at("2", -500'000)}}, "2"},
        {"huge", {}, {{at("1", 9'000'000'000'000)}}, "9000000000000"},
        {"huge below 0", {}, {{parts_at("1", -most)}}, "0"},
        {"huge, and as much below 0", {"2"}, {{parts_at("1", most), parts_at("2", -most)}}, "0"},
        {"huge below 0 twice, and once above",
         {"2", "3"},
         {{parts_at("1", -most), parts_at("2", -most), parts_at("3", most)}},
         "0"},
    };
    for (const auto& one : all) {
        for (const auto by : profiles) {
            DYNAMIC_SECTION(by().profile << " " << one.id)
            {
                const auto policy = selecting(by(), one.selected);
                const auto p = agreed(shops({stocked(true, one.stock)}),
                                      store({counted(true, before)}), policy);
                INFO(text(p));
                CHECK(quantity_in(p) == one.want);
                text_lines want = one.issues;
                if (one.want != "none")
                    want.insert(want.begin(),
                                update_of(set_to(before, std::stoll(one.want))).front());
                CHECK(lines(p) == want);
                CHECK(p.complete == one.issues.empty());

                const auto made = agreed(shops({stocked(true, one.stock)}), store({}), policy);
                CHECK(quantity_in(made) == one.want);
                CHECK(tracked_in(made) == "true");
            }
        }
    }
}

TEST_CASE("stock: an outlet on two rows of one sellable", "[stock_rules]")
{
    const auto pos = shops({stocked(true, {{at("1", 5), at("1", 3)}}, "p1", "A"),
                            stocked(true, {{at("2", 5), at("1", 3)}}, "p2", "B")});
    const auto ecom = store({counted(true, 9, "1", "p1", "A"), counted(true, 9, "2", "p2", "B")});
    const auto p = agreed(pos, ecom, x_series());
    INFO(text(p));
    CHECK(quantity_in(p) == "none");
    CHECK(quantity_in(p, kind::product, "p2") == "3");
    const auto said = find_issues(p, rule::record_isolated);
    REQUIRE(said.size() == 1);
    CHECK(said[0]->severity == severity::error);
    CHECK(said[0]->message.find("outlet 1") != std::string::npos);
}

TEST_CASE("stock: more than can be counted", "[stock_rules]")
{
    const rows all[]{
        {{parts_at("1", most), parts_at("2", most), parts_at("3", -most)}},
        {{parts_at("1", most), parts_at("2", -most), parts_at("3", most)}},
        {{parts_at("1", -most), parts_at("2", most), parts_at("3", most)}},
    };
    std::vector<std::string> quantities;
    for (const auto& one : all)
        quantities.push_back(
            quantity_in(agreed(shops({stocked(true, one)}), store({counted(true, 9)}),
                               selecting(x_series(), {"2", "3"}))));
    CHECK(quantities[0] == quantities[1]);
    CHECK(quantities[1] == quantities[2]);
}

TEST_CASE("stock: what ecom holds already is no difference", "[stock_rules]")
{
    struct row {
        const char* id;
        pos::stock_row stock;
        std::int64_t quantity;
        bool differs;
    };
    const row all[]{
        {"the same", at("1", 5), 5, false},
        {"a fraction, rounded down", parts_at("1", 5'999'999), 5, false},
        {"a fraction, rounded up", parts_at("1", 5'999'999), 6, true},
        {"below 0 and none", at("1", -5), 0, false},
        {"below 0 and below 0", at("1", -5), -5, true},
    };
    for (const auto& one : all) {
        for (const auto by : profiles) {
            DYNAMIC_SECTION(by().profile << " " << one.id)
            {
                const auto p = agreed(shops({stocked(true, {{one.stock}})}),
                                      store({counted(true, one.quantity)}), by());
                CHECK((p.actions.size() == 1) == one.differs);
                for (const auto& a : p.actions)
                    CHECK(a.side == side::ecom); // nothing goes back to the pos
            }
        }
    }
}

TEST_CASE("stock: which outlets there are", "[stock_rules]")
{
    using ids = std::optional<std::vector<std::string>>;
    struct row {
        const char* id;
        ids listed;
        maybe<pos::outlet_id> registers; ///< the outlet of the one that takes online orders
        std::vector<std::string> selected;
        std::vector<rows> stock; ///< of the products p0, p1, …; each has 9 in ecom
        text_lines quantities;   ///< asked for
        text_lines issues{};     ///< "*": some
    };
    const ids one_two{{"1", "2"}};
    const row all[]{
        {"no register's: the only one in the list", ids{{"1"}}, {}, {}, {{{at("1", 5)}}}, {"5"}},
        {"none has the register: the only one", ids{{"1"}}, none, {}, {{{at("1", 5)}}}, {"5"}},
        {"the only one, listed twice", ids{{"1", "1"}}, none, {}, {{{at("1", 5)}}}, {"5"}},
        {"the only one, and another on a row",
         ids{{"1"}},
         {},
         {},
         {{{at("1", 5), at("2", 7)}}},
         {"5"},
         {not_there}},
        {"several", one_two, {}, {}, {{{at("1", 5)}}}, {"none"}, {held}},
        {"several, one hold for all",
         one_two,
         none,
         {},
         {{{at("1", 5)}}, {{at("2", 7)}}, {{at("1", 1), at("2", 2)}}},
         {"none", "none", "none"},
         {held}},
        {"several, one selected", one_two, {}, {"1"}, {{{at("1", 5)}}}, {"none"}, {held}},
        {"an empty list", ids{std::in_place}, {}, {}, {{{at("1", 5)}}}, {"none"}, {held}},
        {"no stock anywhere: nothing to hold", one_two, {}, {}, {nowhere_known}, {"none"}},
        {"no list: the only one on rows", {}, {}, {}, {{{at("1", 5)}}, {{at("1", 7)}}}, {"5", "7"}},
        {"no list: two on the rows of one",
         {},
         {},
         {},
         {{{at("1", 5), at("2", 7)}}},
         {"none"},
         {held}},
        {"no list: two on the rows of two",
         {},
         {},
         {},
         {{{at("1", 5)}}, {{at("2", 7)}}},
         {"none", "none"},
         {held}},
        {"no list, no rows", {}, {}, {}, {no_rows}, {"none"}, {held}},
        {"no list, no rows of one, one on those of another",
         {},
         {},
         {},
         {no_rows, {{at("1", 7)}}},
         {"0", "7"}},
        {"several, no rows", one_two, {}, {}, {no_rows}, {"none"}, {held}},
        {"no list: the register's", {}, "1"_id, {}, {{{at("1", 5), at("2", 7)}}}, {"5"}},
        {"no list: the register's and a selected one",
         {},
         "1"_id,
         {"2"},
         {{{at("1", 5), at("2", 7), at("3", 1)}}},
         {"12"}},
        {"the register's is not in the list, and nothing is left",
         one_two,
         "9"_id,
         {},
         {{{at("1", 5), at("2", 7)}}},
         {"none"},
         {not_there, held}},
        {"the register's is not in the list, and one is selected",
         one_two,
         "9"_id,
         {"2"},
         {{{at("1", 5), at("2", 7)}}},
         {"none"},
         {not_there, held}},
        {"the register's is not in an empty list",
         ids{std::in_place},
         "1"_id,
         {},
         {{{at("1", 5)}}},
         {"none"},
         {not_there, held}},
        {"no list: a blank outlet is none", {}, {}, {}, {{{at("", 5)}}}, {"none"}, {"*"}},
        {"a blank outlet has the register", one_two, ""_id, {}, {{{at("1", 5)}}}, {"none"}, {held}},
        {"no list: a blank outlet has the register", {}, ""_id, {}, {{{at("1", 5)}}}, {"5"}},
        {"no list: a blank outlet on a row beside it",
         {},
         "1"_id,
         {},
         {{{at("1", 5), at(" ", 7)}}},
         {"5"},
         {not_there}},
    };
    for (const auto& one : all) {
        DYNAMIC_SECTION(one.id)
        {
            std::vector<pos::product> products;
            std::vector<ecom::product> listings;
            for (std::size_t i = 0; i < one.stock.size(); ++i) {
                const auto n = std::to_string(i);
                products.push_back(stocked(true, one.stock[i], "p" + n, "SKU" + n));
                listings.push_back(counted(true, 9, "e" + n, "p" + n, "SKU" + n));
            }
            auto pos = till(products);
            if (one.listed) pos.outlets = outlets(*one.listed);
            pos.ecom_outlet = one.registers;
            for (const auto by : {&r_series, &x_series}) {
                const auto p = agreed(pos, store(listings), selecting(by(), one.selected));
                INFO(text(p));
                for (std::size_t i = 0; i < one.stock.size(); ++i)
                    CHECK(quantity_in(p, kind::product, "p" + std::to_string(i)) ==
                          one.quantities[i]);
                text_lines said;
                for (const auto& line : lines(p))
                    if (line.starts_with("error") || line.starts_with("hold")) said.push_back(line);
                if (one.issues == text_lines{"*"})
                    CHECK(!said.empty());
                else
                    CHECK(said == one.issues);
            }
        }
    }
}

TEST_CASE("stock: what is said about outlets", "[stock_rules]")
{
    const rows two{{at("1", 5), at("9", 7)}};
    SECTION("one outlet that is not there is reported once")
    {
        auto pos = shops({stocked(true, two, "p1", "A"), stocked(true, two, "p2", "B")});
        const auto p =
            agreed(pos, store({counted(true, 5, "1", "p1", "A"), counted(true, 5, "2", "p2", "B")}),
                   r_series());
        const auto said = find_issues(p, rule::stock_outlets);
        REQUIRE(said.size() == 1);
        CHECK(said[0]->message.find(" 9") != std::string::npos);
        CHECK(p.actions.empty());
    }
    SECTION("two that are not there have two keys")
    {
        const auto p = agreed(shops({stocked(true, {{at("8", 1), at("9", 7)}})}),
                              store({counted(true, 0)}), x_series());
        const auto said = find_issues(p, rule::stock_outlets);
        REQUIRE(said.size() == 2);
        CHECK(said[0]->key != said[1]->key);
    }
    SECTION("one that is selected and on a row is reported, and counts nothing")
    {
        const auto p = agreed(shops({stocked(true, two)}), store({counted(true, 9)}),
                              selecting(x_series(), {"9"}));
        CHECK(quantity_in(p) == "5");
        CHECK(!find_issues(p, rule::stock_outlets).empty());
    }
    SECTION("nothing is said where stock does not sync")
    {
        auto pos = shops({stocked(true, {{at("1", 5), at("2", 7)}})});
        pos.ecom_outlet = none;
        const auto p = agreed(pos, store({counted(true, 9)}), stocking(x_series(), flow::never));
        CHECK(p.actions.empty());
        CHECK(p.issues.empty());
        CHECK(find_issues(agreed(pos, store({}), stocking(r_series(), flow::never)),
                          rule::stock_outlets)
                  .empty());
        pos.ecom_outlet = pos::outlet_id{"9"}; // not in the list
        CHECK(agreed(pos, store({counted(true, 9)}),
                     selecting(stocking(x_series(), flow::never), {"8"}))
                  .issues.empty());
    }
    SECTION("nothing is held where nothing would be written")
    {
        auto pos = shops({stocked(true, {{at("1", 5), at("2", 7)}})});
        pos.ecom_outlet = none;
        const auto silent = [&](flag limits, quantity_of quantity, const policy& by) {
            const auto p = agreed(pos, store({counted(limits, quantity)}), by);
            INFO(text(p));
            CHECK(lines(p).empty());
        };
        silent(false, 9, r_series());                           // S4, left
        silent(true, {}, x_series());                           // S6
        silent(true, 9, stocking(x_series(), flow::on_create)); // later differences are left
        silent(false, 9, tracking(x_series(), flow::never));    // S4
        pos.products.records[0].sellable.tracks_stock = {};     // whether it is limited again
        silent(false, 9, x_series());
        pos.products.records[0].sellable.stock = {}; // S1
        silent(true, 9, x_series());
    }
    SECTION("limited again by a policy that leaves the quantity to ecom")
    {
        auto pos = shops({stocked(true, {{at("1", 5), at("2", 7)}})});
        pos.ecom_outlet = none;
        for (const auto how : {flow::never, flow::on_create}) {
            const auto p = agreed(pos, store({counted(false, 9)}), stocking(x_series(), how));
            CHECK(lines(p) == update_of("tracks_stock=false>true (stock.untracked)"));
        }
    }
    SECTION("nothing is held where nothing is tracked")
    {
        auto pos = shops({stocked(false, {{at("1", 5), at("2", 7)}})});
        pos.ecom_outlet = none;
        const auto p = agreed(pos, store({counted(false, {})}), x_series());
        CHECK(lines(p).empty());
        CHECK(p.complete);
    }
    SECTION("untracked needs no outlet")
    {
        auto pos = shops({stocked(false, {})});
        pos.ecom_outlet = none;
        const auto p = agreed(pos, store({counted(true, 9)}), r_series());
        CHECK(tracked_in(p) == "false");
        CHECK(p.complete);
    }
    SECTION("no outlet known: not limited again")
    {
        auto pos = shops({stocked(true, {{at("1", 5)}})});
        pos.ecom_outlet = none;
        const auto p = agreed(pos, store({counted(false, 0)}), x_series());
        CHECK(p.actions.empty());
        CHECK(find_issues(p, rule::stock_outlets).size() == 1);
    }
    SECTION("no outlet known: a new product brings no quantity")
    {
        auto pos = shops({stocked(true, {{at("1", 5)}})});
        pos.ecom_outlet = none;
        const auto p = agreed(pos, store({}), x_series());
        CHECK(quantity_in(p) == "none");
        CHECK(find_issues(p, rule::stock_outlets).size() == 1);
    }
    SECTION("in a partial section the only outlet that is seen need not be the only one")
    {
        auto pos = till({stocked(true, {{at("1", 5)}})});
        pos.products.state = completeness::partial;
        const auto p = agreed(pos, store({counted(true, 9)}), r_series());
        CHECK(lines(p) == text_lines{held});
    }
    SECTION("products that were not read: nothing")
    {
        auto pos = shops({});
        pos.ecom_outlet = none;
        pos.products.state = completeness::absent;
        const auto p = agreed(pos, store({counted(true, 9)}), r_series());
        CHECK(p.actions.empty());
        CHECK(p.issues.empty());
    }
}

TEST_CASE("stock: of a new product", "[stock_rules]")
{
    const rows five{{at("1", 5), at("2", 7)}};
    struct row {
        const char* id;
        flag tracks;
        rows stock;
        const char *tracked, *quantity;
    };
    const row all[]{
        {"tracked", true, five, "true", "5"},
        {"not tracked", false, five, "false", "none"},
        {"F32 not tracked, reported as 0", false, {{at("1", 0)}}, "false", "none"},
        {"not known whether tracked", {}, five, "none", "5"},
        {"nothing known", {}, {}, "none", "none"},
        {"below 0", true, {{at("1", -5)}}, "true", "0"},
        {"a fraction", true, {{parts_at("1", 1'999'999)}}, "true", "1"},
        {"no rows", true, no_rows, "true", "0"},
        {"F33 a level not known", true, {{unknown_at("1")}}, "true", "none"},
    };
    for (const auto& one : all) {
        for (const auto by : profiles) {
            DYNAMIC_SECTION(by().profile << " " << one.id)
            {
                const auto p = agreed(shops({stocked(one.tracks, one.stock)}), store({}), by());
                INFO(text(p));
                REQUIRE(count_of(p, "create", kind::product) == 1);
                CHECK(tracked_in(p) == one.tracked);
                CHECK(quantity_in(p) == one.quantity);
            }
        }
    }
    SECTION("flows that give the first value, and never")
    {
        const auto pos = shops({stocked(true, five)});
        const auto x = x_series();
        CHECK(quantity_in(agreed(pos, store({}), stocking(x, flow::on_create))) == "5");
        CHECK(quantity_in(agreed(pos, store({}), stocking(x, flow::never))) == "none");
        CHECK(tracked_in(agreed(pos, store({}), tracking(x, flow::on_create))) == "true");
        CHECK(tracked_in(agreed(pos, store({}), tracking(x, flow::never))) == "none");
        const auto untracked = shops({stocked(false, five)});
        const auto bare = agreed(untracked, store({}), tracking(x, flow::never));
        CHECK(tracked_in(bare) == "none");
        CHECK(quantity_in(bare) == "none");
    }
}

TEST_CASE("stock: counts by variant", "[stock_rules]")
{
    const rows five{{at("1", 5)}}, seven{{at("1", 7)}};
    SECTION("a pair: each variant its own, the matrix's means nothing")
    {
        const auto pos = shops({matrix({size("v1", "S", true, five), size("v2", "M", true, seven),
                                        size("v3", "L", true, five)})});
        const auto ecom =
            store({with_sizes({sized("w3", "v3", "L", true, 5), sized("w2", "v2", "M", true, 5),
                               sized("w1", "v1", "S", true, 7)})});
        for (const auto by : profiles) {
            const auto p = agreed(pos, ecom, by());
            CHECK(lines(p) ==
                  text_lines{"update variant v1/w1 " + set_to(7, 5) + " (product.update)",
                             "update variant v2/w2 " + set_to(5, 7) + " (product.update)"});
            REQUIRE(p.actions.size() == 2);
            CHECK(p.actions[0].product == ref{"p1", "1"});
        }
    }
    SECTION("F36 a case of 12 and a single have levels of their own")
    {
        const auto pos = shops({matrix({size("v1", "Single", true, {{at("1", 24)}}),
                                        size("v2", "Case", true, {{at("1", 2)}})})});
        const auto p = agreed(pos, store({}), r_series());
        CHECK(of_variation(p, "v1", field::product_stock) == "24");
        CHECK(of_variation(p, "v2", field::product_stock) == "2");
        CHECK(quantity_in(p) == "none");
        CHECK(tracked_in(p) == "none");
    }
    SECTION("new ones: tracked, not tracked, not known")
    {
        const auto pos = shops({matrix({size("v1", "S", true, five), size("v2", "M", false, five),
                                        size("v3", "L", true, {{unknown_at("1")}})})});
        const auto p = agreed(pos, store({}), x_series());
        CHECK(of_variation(p, "v1", field::product_tracks_stock) == "true");
        CHECK(of_variation(p, "v1", field::product_stock) == "5");
        CHECK(of_variation(p, "v2", field::product_tracks_stock) == "false");
        CHECK(of_variation(p, "v2", field::product_stock) == "none");
        CHECK(of_variation(p, "v3", field::product_stock) == "none");
    }
    SECTION("a new variation of an old product")
    {
        const auto pos = shops({matrix(
            {size("v1", "S", true, five), size("v2", "M", true, {{at("1", 2), at("2", 3)}})})});
        const auto ecom = store({with_sizes({sized("w1", "v1", "S", true, 5)})});
        const auto p = agreed(pos, ecom, selecting(r_series(), {"2"}));
        CHECK(lines(p) == text_lines{"create variant v2/ sku=\"SKU v2\" options=[Size:M] "
                                     "tracks_stock=true quantity=5 (variant.create)"});
    }
    SECTION("one of them is not tracked, one is unlimited in ecom")
    {
        const auto pos =
            shops({matrix({size("v1", "S", false, five), size("v2", "M", true, seven)})});
        const auto ecom = store(
            {with_sizes({sized("w1", "v1", "S", true, 9), sized("w2", "v2", "M", false, {})})});
        const auto untracked =
            "update variant v1/w1 tracks_stock=true>false (stock.untracked) (product.update)";
        const auto r = agreed(pos, ecom, r_series());
        CHECK(lines(r) == text_lines{untracked});
        CHECK(notices(r) == text_lines{left});
        const auto x = agreed(pos, ecom, x_series());
        CHECK(lines(x) == text_lines{untracked,
                                     "update variant v2/w2 tracks_stock=false>true "
                                     "(stock.untracked) quantity=unknown>7 (stock.pos_leads) "
                                     "(product.update)"});
        CHECK(notices(x).empty());
    }
    SECTION("a level not known is that variant's alone")
    {
        const auto pos =
            shops({matrix({size("v1", "S", true, {{unknown_at("1")}}),
                           size("v2", "M", true, nowhere_known), size("v3", "L", true, seven)})});
        const auto ecom =
            store({with_sizes({sized("w1", "v1", "S", true, 9), sized("w2", "v2", "M", true, 9),
                               sized("w3", "v3", "L", true, 9)})});
        CHECK(lines(agreed(pos, ecom, x_series())) ==
              text_lines{"update variant v3/w3 " + set_to(9, 7) + " (product.update)"});
    }
    SECTION("variants that are not known: no stock of the product instead")
    {
        auto product = matrix({});
        product.variants = {};
        const auto ecom = store({with_sizes({sized("w1", "v1", "S", true, 9)})});
        CHECK(lines(agreed(shops({product}), ecom, x_series())).empty());
    }
    SECTION("variants that cannot be right keep their stock")
    {
        const auto pos =
            shops({matrix({size("v1", "S", true, five), size("v2", "S", true, seven)})});
        const auto ecom =
            store({with_sizes({sized("w1", "v1", "S", true, 9), sized("w2", "v2", "M", true, 9)})});
        CHECK(agreed(pos, ecom, r_series()).actions.empty());
    }
    SECTION("an online-only variation keeps its stock")
    {
        auto alone = sized("w2", "", "M", true, 9);
        alone.sellable.sku = "online";
        const auto pos = shops({matrix({size("v1", "S", true, five)})});
        const auto ecom = store({with_sizes({sized("w1", "v1", "S", true, 5), alone})});
        CHECK(agreed(pos, ecom, x_series()).actions.empty());
    }
    SECTION("an inactive one that is kept sells nothing")
    {
        auto by = r_series();
        by.inactive_variant = inactive_variant::keep;
        auto v2 = size("v2", "M", true, seven);
        v2.sellable.active = false;
        const auto pos = shops({matrix({size("v1", "S", true, five), v2})});
        const auto twin = [](flag tracks, quantity_of quantity) {
            return store({with_sizes(
                {sized("w1", "v1", "S", true, 5), sized("w2", "v2", "M", tracks, quantity)})});
        };
        const std::string off = "update variant v2/w2 ";
        CHECK(lines(agreed(pos, twin(true, 7), by)) ==
              text_lines{off + "quantity=7>0 (variant.inactive) (product.update)"});
        CHECK(lines(agreed(pos, twin(true, 0), by)).empty());
        CHECK(lines(agreed(pos, twin(false, 7), by)) ==
              text_lines{off + "tracks_stock=false>true (variant.inactive) quantity=7>0 "
                               "(variant.inactive) (product.update)"});
        CHECK(lines(agreed(pos, twin(false, {}), by)) ==
              text_lines{off + "tracks_stock=false>true (variant.inactive) quantity=unknown>0 "
                               "(variant.inactive) (product.update)"});
    }
}

TEST_CASE("stock: an inactive variant that is kept, where stock never syncs", "[stock_rules]")
{
    auto by = stocking(tracking(r_series(), flow::never), flow::never);
    by.inactive_variant = inactive_variant::keep;
    auto v2 = size("v2", "M", true, {{at("1", 7)}});
    v2.sellable.active = false;
    const auto pos = shops({matrix({size("v1", "S", true, {{at("1", 5)}}), v2})});
    const auto ecom =
        store({with_sizes({sized("w1", "v1", "S", true, 9), sized("w2", "v2", "M", true, 7)})});
    CHECK(agreed(pos, ecom, by).actions.empty());
}

TEST_CASE("stock: those left unlimited are counted", "[stock_rules]")
{
    const rows five{{at("1", 5)}};
    auto pos = shops({stocked(true, five, "p1", "A"), stocked(true, five, "p2", "B"),
                      stocked(false, five, "p3", "C")});
    const auto ecom = store({counted(false, {}, "1", "p1", "A"), counted(false, {}, "2", "p2", "B"),
                             counted(false, {}, "3", "p3", "C")});
    const auto p = agreed(pos, ecom, r_series());
    const auto said = find_issues(p, rule::stock_untracked);
    REQUIRE(said.size() == 1);
    CHECK(said[0]->severity == severity::notice);
    CHECK(said[0]->message.substr(0, 2) == "2 ");
    CHECK(p.complete);
    CHECK(p.of(kind::product).unchanged == 3);
}

TEST_CASE("stock: unknown and untracked never change a quantity", "[stock_rules]")
{
    const flag flags[]{{}, false, true};
    const rows levels[]{{}, {{unknown_at("1")}}, {{at("1", 5)}}};
    const quantity_of quantities[]{{}, 0, 5, 9};
    for (const auto by : profiles)
        for (const auto tracks : flags)
            for (const auto& level : levels)
                for (const auto limits : flags)
                    for (const auto quantity : quantities) {
                        const bool known = level && level->front().level;
                        const auto p = agreed(shops({stocked(tracks, level)}),
                                              store({counted(limits, quantity)}), by());
                        INFO(text(p));
                        const bool takes = quantity_in(p) != "none";
                        if (!known || tracks == false) CHECK(!takes);
                        if (takes) CHECK(quantity_in(p) == "5");
                        if (!tracks || !limits || tracks == limits) CHECK(tracked_in(p) == "none");
                        if (tracked_in(p) == "true") {
                            CHECK(known);
                            CHECK(by().profile != "r_series");
                            CHECK((takes || quantity == 5));
                        }
                        CHECK(p.complete);
                        const auto after = carried_out(p, shops({stocked(tracks, level)}),
                                                       store({counted(limits, quantity)}));
                        const auto& now = after.ecom.products.records[0].sellable;
                        if (known && tracks == true && limits == true && quantity)
                            CHECK(now.quantity == 5);
                    }
}

TEST_CASE("stock: nothing of it goes to the pos without a baseline", "[stock_rules]")
{
    const rows five{{at("1", 5), at("2", 7)}};
    auto by = r_series();
    by.ecom_only_products = ecom_only_products::create_in_pos;
    const auto ecom = store({counted(true, 9, "1", "p1", "A"), counted(true, 4, "2", "", "B"),
                             counted(false, {}, "3", "", "C")});
    const auto p = agreed(shops({stocked(true, five)}), ecom, by);
    CHECK(count_of(p, "create", kind::product) == 2);
    for (const auto& a : p.actions) {
        if (a.side == side::ecom) continue;
        const auto* made = std::get_if<create>(&a.what);
        REQUIRE(made);
        for (const auto& s : made->record) {
            CHECK(s.field != field::product_stock);
            CHECK(s.field != field::product_tracks_stock);
        }
    }
}

TEST_CASE("stock: of products that are not synced", "[stock_rules]")
{
    const rows five{{at("1", 5)}};
    const auto pos =
        shops({with(stocked(true, five), [](auto& p) { p.sellable.archived = true; })});
    auto by = r_series();
    by.gone_product = gone_product::keep;
    CHECK(agreed(pos, store({counted(true, 9)}), by).actions.empty());
    CHECK(agreed(shops({}), store({counted(true, 9, "1", "", "A")}), x_series()).actions.empty());
    SECTION("one that is switched off goes on counting")
    {
        const auto off =
            shops({with(stocked(true, five), [](auto& p) { p.sellable.active = false; })});
        const auto ecom = store({with(counted(true, 9), [](auto& e) { e.enabled = false; })});
        CHECK(quantity_in(agreed(off, ecom, x_series())) == "5");
    }
    SECTION("one that is adopted gets the level of the pos")
    {
        const auto p =
            agreed(shops({stocked(true, five)}), store({counted(true, 9, "1", "")}), r_series());
        CHECK(quantity_in(p) == "5");
    }
    SECTION("one in a partial section too")
    {
        auto part = shops({stocked(true, five)});
        auto other = store({counted(true, 9)});
        part.products.state = other.products.state = completeness::partial;
        CHECK(quantity_in(agreed(part, other, r_series())) == "5");
    }
}

TEST_CASE("stock: many rows", "[stock_rules]")
{
    const int n = 20'000;
    rows everywhere{std::in_place};
    std::vector<std::string> ids;
    for (int i = 0; i < n; ++i) {
        ids.push_back(std::to_string(i));
        everywhere->push_back(at(ids.back(), 1));
    }
    auto pos = shops({stocked(true, everywhere)});
    pos.outlets = outlets(ids);
    CHECK(quantity_in(agreed(pos, store({counted(true, 0)}), selecting(r_series(), ids))) ==
          std::to_string(n));
}

} // namespace stock_rules_tests
