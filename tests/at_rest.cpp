#include "benchmark/shop.hpp"
#include "catch.hpp"
#include "generate.hpp"
#include "history.hpp"
#include "json_random.hpp"
#include "plans.hpp"

#include <twinshelf/pairs_at_rest.hpp>
#include <twinshelf/reconcile.hpp>
#include <twinshelf/threads.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace at_rest_tests {

// Pairs at rest are passed over (rules/at_rest.hpp): a plan is the same as if the rules had looked
// at all of them. Whether they are passed over at all is seen in the counted gates of the benchmark.
// TWINSHELF_CASES says how many shops of each profile (100), TWINSHELF_SEED with which to begin (0).

using namespace twinshelf;

namespace {

/// Runs parts in another order.
void backwards(std::size_t count, void (*part)(void* what, std::size_t i), void* what)
{
    while (count > 0)
        part(what, --count);
}

void same_both_ways(const pos::snapshot& pos, const ecom::snapshot& ecom, const policy& by,
                    const earlier& known)
{
    const auto short_way = detail::reconcile(pos, ecom, by, known, true);
    const auto long_way = detail::reconcile(pos, ecom, by, known, false);
    const bool same = short_way == long_way;
    if (!same)
        UNSCOPED_INFO("passed over:\n"
                      << plans::text(short_way) << "looked at:\n"
                      << plans::text(long_way));
    REQUIRE(same);
    const bool in_parts =
        reconcile(pos, ecom, by, known, {.threads = 3, .in_parts = backwards}) == short_way;
    REQUIRE(in_parts);
}

/// A baseline that knows which pairs are at rest.
baseline with_rest(baseline base, const pos::snapshot& pos, const ecom::snapshot& ecom,
                   const policy& by)
{
    base.at_rest = pairs_at_rest(pos, ecom, by, base, {prepare(pos), prepare(ecom)});
    return base;
}

/// That a plan is the same whether or not the sides are prepared.
void same_when_prepared(const pos::snapshot& pos, const ecom::snapshot& ecom, const policy& by,
                        const baseline& base, const std::vector<decision>& decisions = {})
{
    const prepared sides{prepare(pos), prepare(ecom)};
    const auto ready = reconcile(pos, ecom, by, {base, decisions}, {.prepared = &sides});
    const auto plain = reconcile(pos, ecom, by, {base, decisions});
    const bool same = ready == plain;
    if (!same) UNSCOPED_INFO("prepared:\n" << plans::text(ready) << "not:\n" << plans::text(plain));
    REQUIRE(same);
}

/// Changes one member of a record: to unknown, to anything, or to what another record has.
class poke {
public:
    poke(json_random::dice& dice, std::size_t which) : d(dice), left(which) {}

    template <class T>
    void operator()(std::string_view, T& member, const T& of_another)
    {
        if (left-- != 0) return;
        switch (d.below(3)) {
        case 0: member = T{}; break;
        case 1: json_random::roll(d, member); break;
        default: member = of_another; break;
        }
    }

private:
    json_random::dice& d;
    std::size_t left;
};

template <class Record>
void change_one(json_random::dice& d, Record& record, const Record& another)
{
    std::size_t count = 0;
    members([&](std::string_view, const auto&) { ++count; }, std::as_const(record));
    members(poke{d, d.below(count)}, record, another);
}

template <class Record>
Record& any_of(json_random::dice& d, std::vector<Record>& all)
{
    return all[d.below(all.size())];
}

/// Changes one member of a part of a record: of a variant, a picture, a stock level.
template <class Record>
void change_part(json_random::dice& d, std::optional<std::vector<Record>>& parts)
{
    if (!parts || parts->empty()) return;
    auto& one = any_of(d, *parts);
    switch (d.below(8)) {
    case 0: std::swap(one, any_of(d, *parts)); break;
    case 1: parts->push_back(Record{one}); break;
    case 2: parts->erase(parts->begin() + (&one - parts->data())); break;
    default: change_one(d, one, Record{any_of(d, *parts)}); break;
    }
}

/// Adds a copy of a record, before it or after it, with its id or with another.
template <class Record>
void copy_one(json_random::dice& d, std::vector<Record>& all)
{
    auto copy = any_of(d, all);
    if (d.flip()) copy.id.text += "-copy";
    all.insert(d.flip() ? all.begin() : all.end(), std::move(copy));
}

/// Changes which outlets there are, and which of them takes the online orders.
void change_outlets(json_random::dice& d, pos::snapshot& s)
{
    const auto id = s.outlets && !s.outlets->empty() ? any_of(d, *s.outlets).id : pos::outlet_id{};
    switch (d.below(5)) {
    case 0: s.ecom_outlet = none; break;
    case 1: s.ecom_outlet = id; break;
    case 2: s.ecom_outlet = pos::outlet_id{"nowhere"}; break;
    case 3: s.outlets.reset(); break;
    default:
        if (s.outlets && !s.outlets->empty()) s.outlets->pop_back();
        break;
    }
}

void edit(json_random::dice& d, pos::snapshot& s)
{
    if (s.products.records.empty()) return;
    if (d.below(10) == 0) return copy_one(d, s.products.records);
    if (d.below(10) == 0) return change_outlets(d, s);
    auto& p = any_of(d, s.products.records);
    auto* sold = &p.sellable;
    if (p.variants && !p.variants->empty() && d.flip()) sold = &any_of(d, *p.variants).sellable;
    switch (d.below(7)) {
    case 0: return change_part(d, p.variants);
    case 1: return change_part(d, p.variants);
    case 2: return change_part(d, sold->images);
    case 3: return change_part(d, sold->stock);
    case 4:
        if (s.categories.records.empty()) return;
        return change_one(d, any_of(d, s.categories.records),
                          pos::category{any_of(d, s.categories.records)});
    default: return change_one(d, p, pos::product{any_of(d, s.products.records)});
    }
}

void edit(json_random::dice& d, ecom::snapshot& s)
{
    if (s.products.records.empty()) return;
    if (d.below(10) == 0) return copy_one(d, s.products.records);
    auto& e = any_of(d, s.products.records);
    switch (d.below(6)) {
    case 0: return change_part(d, e.variations);
    case 1: return change_part(d, e.variations);
    case 2: return change_part(d, e.images);
    case 3:
        if (s.categories.records.empty()) return;
        return change_one(d, any_of(d, s.categories.records),
                          ecom::category{any_of(d, s.categories.records)});
    default: return change_one(d, e, ecom::product{any_of(d, s.products.records)});
    }
}

/// Something odd that is the same on both sides of a pair.
void edit_pair(json_random::dice& d, pos::product& p, ecom::product& e)
{
    switch (d.below(8)) {
    case 0: // a price that is none
        p.sellable.price = p.sellable.online_price = money{d.between(-1, 0) * 100};
        e.sellable.price = p.sellable.price;
        return;
    case 1:
        p.sellable.weight = mass{1'000'000, mass_unit::kg};
        e.sellable.weight = mass{d.between(1, 2) * 500'000'000, mass_unit::g};
        return;
    case 2: // both have sold one
        if (p.variants && !p.variants->empty() && e.variations && !e.variations->empty()) {
            auto& stock = p.variants->front().sellable.stock;
            auto& quantity = e.variations->front().sellable.quantity;
            if (stock && !stock->empty() && stock->front().level && quantity) {
                stock->front().level = *stock->front().level + stock_movement{-1'000'000};
                --*quantity;
            }
        } else if (p.sellable.stock && !p.sellable.stock->empty() && e.sellable.quantity) {
            auto& level = p.sellable.stock->front().level;
            if (level) level = *level + stock_movement{-1'000'000};
            --*e.sellable.quantity;
        }
        return;
    case 3: // more pictures than the till can have, or one without an id
        if (!p.sellable.images || !e.images) return;
        for (auto n = d.flip() ? 13U : 1U, all = n; n > 0; --n) {
            const auto id = all == 1 ? std::string{" "} : "more" + std::to_string(n);
            p.sellable.images->push_back({pos::image_id{id}, "https://till.example/" + id, {}});
            e.images->push_back(
                {ecom::image_id{"e" + std::to_string(n)}, {}, pos::image_id{id}, {}});
        }
        return;
    case 4: // two of one combination
        if (!p.variants || !e.variations || p.variants->size() < 2 || e.variations->size() < 2)
            return;
        (*p.variants)[1].attribute_values = (*p.variants)[0].attribute_values;
        (*e.variations)[1].option_values = (*e.variations)[0].option_values;
        return;
    case 5: // a variant without a price, and a price of its own in ecom
        if (!p.variants || !e.variations || p.variants->empty() || e.variations->empty()) return;
        p.variants->front().sellable.price = p.variants->front().sellable.online_price = none;
        e.variations->front().sellable.price = money{d.between(1, 2) * 1'000};
        return;
    case 6: // one picture more often than the till can have any
        if (!p.variants || p.variants->empty() || !p.variants->front().sellable.images ||
            p.variants->front().sellable.images->empty())
            return;
        p.variants->front().sellable.images->resize(
            13, pos::image{p.variants->front().sellable.images->front()});
        return;
    default: // one that is only online
        if (!e.variations || e.variations->empty()) return;
        e.variations->push_back(e.variations->front());
        e.variations->back().id = ecom::variation_id{"online" + e.id.text};
        e.variations->back().pos_id.reset();
        e.variations->back().sellable.sku = "ONLINE";
        return;
    }
}

void edit_pairs(json_random::dice& d, pos::snapshot& pos, ecom::snapshot& ecom)
{
    for (auto& p : pos.products.records)
        for (auto& e : ecom.products.records)
            if (e.pos_id && e.pos_id->text == p.id.text && d.below(3) == 0) edit_pair(d, p, e);
}

/// Any flows that there can be, and some other options.
policy any_policy(json_random::dice& d, policy by)
{
    for (const auto& f : fields) {
        const auto how = static_cast<flow>(d.below(words(flow{}).size()));
        if (d.flip() && makes_sense(f.id, how)) by[f.id] = how;
    }
    options(
        [&](std::string_view, auto& option) {
            if constexpr (requires { json_random::roll(d, option); })
                if (d.below(6) == 0) json_random::roll(d, option);
        },
        by);
    return by;
}

/// What people could have chosen for the issues of a plan, and for one that there is not.
std::vector<decision> any_choices(json_random::dice& d, const plan& p, const ecom::snapshot& ecom)
{
    std::vector<decision> all;
    for (const auto& e : ecom.products.records)
        if (e.pos_id && d.flip())
            all.push_back({issue_key(rule::product_update, kind::product,
                                     {e.pos_id->text, e.id.text}, field::product_price),
                           "pos"});
    for (const auto& i : p.issues)
        if (!i.choices.empty() && d.flip())
            all.push_back({i.key, i.choices[d.below(i.choices.size())]});
    return all;
}

/// Turns records of a shop into something else, and looks at them both ways.
template <class Shop>
void turn_and_look(const Shop& shop, std::uint64_t seed)
{
    json_random::dice any{seed};
    const auto base = with_rest(shop.base, shop.pos, shop.ecom, shop.by);
    const auto first = with_rest({}, shop.pos, shop.ecom, shop.by);
    for (int i = 0; i < 20; ++i) {
        auto pos = shop.pos;
        auto ecom = shop.ecom;
        for (auto n = 1 + any.below(3); n > 0; --n)
            if (any.flip())
                edit(any, pos);
            else
                edit(any, ecom);
        if (any.below(4) == 0) edit_pairs(any, pos, ecom);
        auto by = any.flip() ? shop.by : any_policy(any, shop.by);
        if (any.below(4) == 0) by.price_source = static_cast<price_source>(any.below(2));
        INFO("change " << i);
        same_both_ways(pos, ecom, by, {shop.base});
        same_both_ways(pos, ecom, by, {});
        same_when_prepared(pos, ecom, by, base);
        same_when_prepared(pos, ecom, by, first);
        // What is chosen is asked for although the two may be the same by now.
        const auto chosen = any_choices(any, reconcile(pos, ecom, by, {shop.base}), ecom);
        same_both_ways(pos, ecom, by, {shop.base, chosen});
        same_when_prepared(pos, ecom, by, base, chosen);
        const auto now = with_rest(shop.base, pos, ecom, by);
        same_when_prepared(pos, ecom, by, now);
        same_when_prepared(pos, ecom, by, now, chosen);
        same_both_ways(shop.pos, shop.ecom, by, {shop.base, chosen});
    }
}

/// Gives each variant a picture of its product, which its variation shows.
void show_pictures(benchmark::shop& s)
{
    for (auto& p : s.pos.products.records)
        for (auto& e : s.ecom.products.records) {
            if (*e.pos_id != p.id) continue;
            for (std::size_t k = 0; k < 3; ++k) {
                (*p.variants)[k].sellable.images->push_back((*p.sellable.images)[k]);
                (*e.variations)[k].image_id = (*e.images)[k].id;
            }
        }
    if (!s.base.pos.products.records.empty()) s.base = advance({}, s.pos, s.ecom, s.by, {}, {});
}

template <class Property>
void for_each_history(Property&& holds)
{
    const auto profile = GENERATE(as<std::string>{}, "r_series", "x_series", "x_series_2021");
    const auto first = generate::number_in("TWINSHELF_SEED", 0);
    const auto end = first + generate::number_in("TWINSHELF_CASES", 100);
    for (auto seed = first; seed < end; ++seed) {
        auto made = generate::make_shop(seed, *find_profile(profile), generate::clean());
        history::shop shop{std::move(made.pos), std::move(made.ecom), std::move(made.by)};
        generate::dice d{seed ^ 0xA7A7};
        INFO("profile " << profile << ", seed " << seed);
        holds(shop, d, seed);
    }
}

} // namespace

TEST_CASE("at rest: a plan is the same without, in the rounds of a shop", "[history]")
{
    for_each_history([](history::shop& shop, generate::dice& d, std::uint64_t) {
        history::people people{d, shop};
        for (int round = 0; round < 4; ++round) {
            const auto base = with_rest(shop.base, shop.pos, shop.ecom, shop.by);
            same_when_prepared(shop.pos, shop.ecom, shop.by, base);
            people.edit(1 + d.below(3));
            same_when_prepared(shop.pos, shop.ecom, shop.by, base);
            same_both_ways(shop.pos, shop.ecom, shop.by, {shop.base});
            shop.round(d);
            same_both_ways(shop.pos, shop.ecom, shop.by, {shop.base});
            same_both_ways(shop.pos, shop.ecom, shop.by, {});
            people.edit(1 + d.below(6));
        }
    });
}

TEST_CASE("at rest: a plan is the same without, whatever a record turns into", "[history]")
{
    for_each_history([](history::shop& shop, generate::dice& d, std::uint64_t seed) {
        for (int round = 0; round < 3; ++round)
            shop.round(d);
        turn_and_look(shop, seed);
    });
}

TEST_CASE("at rest: a plan is the same without, for shops as they come", "[property]")
{
    const auto profile = GENERATE(as<std::string>{}, "r_series", "x_series", "x_series_2021");
    const auto first = generate::number_in("TWINSHELF_SEED", 0);
    const auto end = first + generate::number_in("TWINSHELF_CASES", 100);
    for (auto seed = first; seed < end; ++seed) {
        const auto often = seed % 3 == 0 ? generate::clean() : generate::rates{};
        const auto shop = generate::make_shop(seed, *find_profile(profile), often);
        INFO("profile " << profile << ", seed " << seed);
        same_both_ways(shop.pos, shop.ecom, shop.by, {});
        const auto after =
            plans::carried_out(reconcile(shop.pos, shop.ecom, shop.by), shop.pos, shop.ecom);
        same_both_ways(after.pos, after.ecom, shop.by, {});
    }
}

TEST_CASE("at rest: a plan is the same without, where all was at rest", "[history]")
{
    const auto first = generate::number_in("TWINSHELF_SEED", 0);
    const auto end = first + generate::number_in("TWINSHELF_CASES", 100);
    for (auto seed = first; seed < end; ++seed) {
        const bool r_series = seed % 2 == 0;
        auto shop = benchmark::make({.products = 3,
                                     .r_series = r_series,
                                     .changed = 0,
                                     .added = 0,
                                     .gone = 0,
                                     .seed = seed},
                                    r_series);
        if (seed % 4 > 1) show_pictures(shop);
        REQUIRE(reconcile(shop.pos, shop.ecom, shop.by, {shop.base}).actions.empty());
        REQUIRE(with_rest(shop.base, shop.pos, shop.ecom, shop.by).at_rest.pairs.size() == 3);
        INFO("seed " << seed);
        turn_and_look(shop, seed);
    }
}

TEST_CASE("at rest: the SKU of a product at rest stays taken", "[plan]")
{
    const pos::product_id p1{"p1"};
    const ecom::product_id e1{"1"};
    const pos::variant red{.id = pos::variant_id{"v1"},
                           .attribute_values = std::vector<std::string>{"red"},
                           .sellable = {.sku = "V"}};
    const ecom::variation red_there{.id = ecom::variation_id{"11"},
                                    .pos_id = red.id,
                                    .option_values = std::vector<option_value>{{"Color", "red"}},
                                    .sellable = {.sku = "V"}};
    struct row {
        std::string id;
        pos::product pos;
        ecom::product ecom;
        bool at_rest;     ///< seen at sight
        std::string says; ///< of a new pos product with the SKU X
    };
    const std::string taken = "is not made in ecom: the SKU “X” belongs to";
    const row table[] = {
        {"in ecom alone",
         {.id = p1, .name = "Tee"},
         {.id = e1, .pos_id = p1, .name = "Tee", .sellable = {.sku = "X"}},
         false,
         taken},
        {"of a matrix, whose variants have others",
         {.id = p1,
          .name = "Tee",
          .attributes = std::vector<std::string>{"Color"},
          .variants = std::vector<pos::variant>{red}},
         {.id = e1,
          .pos_id = p1,
          .name = "Tee",
          .sellable = {.sku = " X "},
          .variations = std::vector<ecom::variation>{red_there}},
         true,
         taken},
        {"which the pos has twice now",
         {.id = p1, .name = "Tee", .sellable = {.sku = "X"}},
         {.id = e1, .pos_id = p1, .name = "Tee", .sellable = {.sku = "X"}},
         true,
         "2 records of the pos have the SKU “X”."},
    };
    for (const auto& r : table)
        DYNAMIC_SECTION(r.id)
        {
            const auto by = x_series();
            pos::snapshot pos;
            pos.products = {r.pos};
            ecom::snapshot ecom;
            ecom.products = {r.ecom};
            const auto base = with_rest({}, pos, ecom, by);
            CHECK(base.at_rest.pairs.size() == (r.at_rest ? 1 : 0));
            pos.products.records.push_back(
                {.id = pos::product_id{"p2"},
                 .name = "Cap",
                 .sellable = {.sku = "X", .active = true, .price = money{100}}});
            const auto p = reconcile(pos, ecom, by);
            CHECK(plans::text(p).find(r.says) != std::string::npos);
            CHECK(p.actions.empty());
            same_both_ways(pos, ecom, by, {});
            same_when_prepared(pos, ecom, by, base);
        }
}

TEST_CASE("at rest: no SKU is cut to that of a product at rest", "[plan]")
{
    auto by = x_series();
    by.too_long = too_long::cut;
    by.limits[field::product_sku] = 3;
    pos::snapshot pos;
    pos.products = {{.id = pos::product_id{"p1"}, .name = "Tee", .sellable = {.sku = "ABC"}},
                    {.id = pos::product_id{"p2"},
                     .name = "Cap",
                     .sellable = {.sku = "ABCD", .active = true, .price = money{100}}}};
    ecom::snapshot ecom;
    ecom.products = {{.id = ecom::product_id{"1"},
                      .pos_id = pos::product_id{"p1"},
                      .name = "Tee",
                      .sellable = {.sku = "ABC"}}};
    const auto p = plans::planned(pos, ecom, by);
    CHECK(plans::text(p).find("hold product p2/ sku (target.limits)") != std::string::npos);
    same_both_ways(pos, ecom, by, {});
}

TEST_CASE("at rest: a product that is adopted is counted once", "[plan]")
{
    auto by = x_series();
    by.relink = false;
    by.guard = {0.45, 1};
    pos::snapshot pos;
    pos.products = {{.id = pos::product_id{"p1"}, .name = "Tee"},
                    {.id = pos::product_id{"p2"}, .name = "Cap", .sellable = {.sku = "X"}}};
    ecom::snapshot ecom;
    ecom.products = {{.id = ecom::product_id{"1"}, .pos_id = pos::product_id{"p1"}, .name = "Tee"},
                     {.id = ecom::product_id{"2"}, .name = "Cap", .sellable = {.sku = "X"}},
                     {.id = ecom::product_id{"3"}, .pos_id = pos::product_id{"p3"}, .name = "Mug"},
                     {.id = ecom::product_id{"4"}, .pos_id = pos::product_id{"p4"}, .name = "Hat"}};
    const auto p = reconcile(pos, ecom, by);
    CHECK(plans::text(p).find("2 of 4 linked records") != std::string::npos);
    same_both_ways(pos, ecom, by, {});
}

TEST_CASE("at rest: notes that are out of order, or not whole, are worth nothing", "[plan]")
{
    const auto by = x_series();
    pos::snapshot pos;
    ecom::snapshot ecom;
    for (const auto* const id : {"1", "2", "3", "4"}) {
        pos.products.records.push_back({.id = pos::product_id{id}, .name = "Tee"});
        ecom.products.records.push_back(
            {.id = ecom::product_id{id}, .pos_id = pos::product_id{id}, .name = "Tee"});
    }
    const auto base = with_rest({}, pos, ecom, by);
    REQUIRE(base.at_rest.ids.size() == 4);
    CHECK(std::is_sorted(base.at_rest.ids.begin(), base.at_rest.ids.end()));
    pos.products.records[2].name = "Cap";
    REQUIRE(reconcile(pos, ecom, by).actions.size() == 1);
    const auto still_same = [&](auto&& spoil) {
        auto spoilt = base;
        spoil(spoilt.at_rest);
        same_when_prepared(pos, ecom, by, spoilt);
    };
    still_same([](resting_pairs& r) { std::reverse(r.ids.begin(), r.ids.end()); });
    still_same([](resting_pairs& r) { std::reverse(r.pairs.begin(), r.pairs.end()); });
    still_same([](resting_pairs& r) { r.ids.pop_back(); });
    still_same([](resting_pairs& r) { r.ids.clear(); });
    still_same([](resting_pairs& r) { r.ids.assign(4, r.ids.back()); });
    still_same([](resting_pairs& r) { r.pairs.resize(9); });
}

TEST_CASE("at rest: a link that the baseline has otherwise is looked at each time", "[plan]")
{
    const auto by = x_series();
    pos::snapshot pos;
    pos.products = {{.id = pos::product_id{"p2"}, .name = "Tee"}};
    ecom::snapshot ecom;
    ecom.products = {{.id = ecom::product_id{"1"}, .pos_id = pos::product_id{"p2"}, .name = "Tee"}};
    baseline base;
    base.pos.products = {{.id = pos::product_id{"p1"}}};
    base.ecom.products = {{.id = ecom::product_id{"1"}, .pos_id = pos::product_id{"p1"}}};
    REQUIRE(with_rest({}, pos, ecom, by).at_rest.pairs.size() == 1);
    base = with_rest(base, pos, ecom, by);
    pos.products.records.push_back({.id = pos::product_id{"p1"}, .name = "Cap"});
    REQUIRE(reconcile(pos, ecom, by, {base}).issues.at(0).rule == rule::identity_link_first);
    same_when_prepared(pos, ecom, by, base);
}

TEST_CASE("at rest: a plan is the same on several threads", "[plan]")
{
    const bool r_series = GENERATE(true, false);
    const auto shop = benchmark::make({.products = 300, .r_series = r_series}, r_series);
    const auto alone = reconcile(shop.pos, shop.ecom, shop.by, {shop.base});
    for (const std::size_t threads : {1U, 2U, 5U, 1000U}) {
        INFO(threads << " threads");
        CHECK(reconcile(shop.pos, shop.ecom, shop.by, {shop.base}, on_threads(threads)) == alone);
    }
}

TEST_CASE("at rest: what a part throws is thrown by the threads", "[plan]")
{
    int done[4] = {};
    const auto part = [](void* what, std::size_t i) {
        static_cast<int*>(what)[i] = 1;
        if (i == 1) throw std::runtime_error{"no more memory"};
    };
    CHECK_THROWS_WITH(run_in_threads(4, part, done), "no more memory");
    CHECK(std::vector<int>(done, done + 4) == std::vector{1, 1, 1, 1});
}

} // namespace at_rest_tests
