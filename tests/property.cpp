#include "catch.hpp"
#include "generate.hpp"
#include "plans.hpp"
#include "view.hpp"

#include <twinshelf/apply.hpp>
#include <twinshelf/check.hpp>
#include <twinshelf/reconcile.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace property_tests {

// What holds for every plan, tried on shops made of seeds. TWINSHELF_CASES says how many of each
// profile (1,000); TWINSHELF_SEED says with which seed to begin (0), to see one case again.

using namespace twinshelf;

namespace {

/// Calls `holds(shop, plan)` for many shops of a profile: as they come, clean ones, crowded ones.
template <class Property>
void for_each_shop(Property&& holds)
{
    const auto profile = GENERATE(as<std::string>{}, "r_series", "x_series", "x_series_2021");
    const auto first = generate::number_in("TWINSHELF_SEED", 0);
    const auto end = first + generate::number_in("TWINSHELF_CASES", 1'000);
    for (auto seed = first; seed < end; ++seed) {
        const auto often = seed % 100 == 99 ? generate::crowded()
                           : seed % 3 == 0  ? generate::clean()
                                            : generate::rates{};
        auto shop = generate::make_shop(seed, *find_profile(profile), often);
        if (seed % 100 == 99) shop.by.plan = plan_size::venture;
        const auto p = reconcile(shop.pos, shop.ecom, shop.by);
        INFO("profile " << profile << ", seed " << seed);
        holds(std::as_const(shop), p);
    }
}

sides after_plan(const plan& p, const generate::shop& shop)
{
    return plans::carried_out(p, shop.pos, shop.ecom);
}

/// What is not done and why, without what is only worth knowing. By the pos id where there is one:
/// the plan may have given the record its other one.
std::vector<std::string> open_issues(const plan& p)
{
    std::vector<std::string> keys;
    for (const auto& i : p.issues)
        if (i.severity != severity::notice)
            keys.push_back(std::string{name(i.rule)} + ' ' + std::string{name(i.kind)} + ' ' +
                           (i.of.pos_id.empty() ? i.of.ecom_id : i.of.pos_id) + ' ' +
                           (i.field ? std::string{entry(*i.field).key} : ""));
    std::sort(keys.begin(), keys.end());
    return keys;
}

} // namespace

TEST_CASE("property: the checker finds nothing in a plan", "[property]")
{
    for_each_shop([](const generate::shop& shop, const plan& p) {
        std::string wrong;
        for (const auto& v : check(p, shop.pos, shop.ecom, shop.by))
            wrong += std::to_string(v.action) + ": " + v.what + "\n";
        INFO(plans::text(p));
        REQUIRE(wrong == "");
    });
}

TEST_CASE("property: once a plan is carried out nothing is left but what is held", "[property]")
{
    for_each_shop([](const generate::shop& shop, const plan& p) {
        const auto after = after_plan(p, shop);
        const auto again = reconcile(after.pos, after.ecom, shop.by);
        INFO(plans::text(p) << "and then\n" << plans::text(again));
        REQUIRE(again.actions.empty());
        REQUIRE((again.complete || !p.complete));
        REQUIRE(again.blocked == p.blocked);
        const auto before = open_issues(p), left = open_issues(again);
        REQUIRE(std::includes(before.begin(), before.end(), left.begin(), left.end()));
    });
}

TEST_CASE("property: the order of records matters only where it means something", "[property]")
{
    for_each_shop([](const generate::shop& shop, const plan& p) {
        generate::dice d{7};
        auto other = shop;
        d.shuffle(other.ecom.products.records);
        if (plans::find_issues(p, rule::product_plan_limit).empty())
            d.shuffle(other.pos.products.records);
        if (other.pos.outlets) d.shuffle(*other.pos.outlets);
        other.ecom.categories.records =
            view::mixed(shop.ecom.categories.records, d, [](const ecom::category& c) {
                return std::to_string(c.position.value_or(0)); // siblings, maybe only later
            });
        const auto same = reconcile(other.pos, other.ecom, other.by);
        REQUIRE(plans::text(p) == plans::text(same));
        REQUIRE((p == same));
    });
}

TEST_CASE("property: what is online-only stays as it is", "[property]")
{
    for_each_shop([](const generate::shop& shop, const plan& p) {
        const auto after = after_plan(p, shop);
        std::set<std::pair<kind, std::string>> linked;
        for (const auto& a : p.actions)
            if (verb(a) == "link" || a.side == side::pos) linked.emplace(a.kind, a.of.ecom_id);
        const auto own = [&](kind k, const auto& section) {
            std::vector<typename std::decay_t<decltype(section.records)>::value_type> all;
            for (const auto& r : section.records)
                if (linked_to(r).empty() && !tombstone(r) && !linked.count({k, r.id.text}))
                    all.push_back(r);
            return all;
        };
        auto categories = own(kind::category, shop.ecom.categories);
        auto categories_after = own(kind::category, after.ecom.categories);
        for (auto* all : {&categories, &categories_after})
            for (auto& c : *all)
                c.position.reset(); // a reorder numbers all siblings anew
        INFO(plans::text(p));
        REQUIRE((categories == categories_after));
        REQUIRE(
            (own(kind::product, shop.ecom.products) == own(kind::product, after.ecom.products)));
        REQUIRE((shop.pos.categories == after.pos.categories));
        if (shop.by.ecom_only_products == ecom_only_products::keep)
            REQUIRE((shop.pos.products == after.pos.products));
    });
}

TEST_CASE("property: a plan that stops after some wave is finished by the next one", "[property]")
{
    for_each_shop([](const generate::shop& shop, const plan& p) {
        if (!p.complete || p.actions.empty()) return;
        const bool in_order =
            merge(shop.by[field::category_order], shape::no_base) == verdict::take_pos;
        const auto whole = view::view_of(after_plan(p, shop), in_order);
        for (int waves = 1; waves <= p.actions.back().wave; ++waves) {
            auto some = p;
            std::erase_if(some.actions, [&](const action& a) { return a.wave >= waves; });
            const auto half_way = after_plan(some, shop);
            const auto rest = reconcile(half_way.pos, half_way.ecom, shop.by);
            const auto end = plans::carried_out(rest, half_way.pos, half_way.ecom);
            INFO(plans::text(p) << "stopped after " << waves << " waves, then\n"
                                << plans::text(rest));
            REQUIRE((view::view_of(end, in_order) == whole));
        }
    });
}

TEST_CASE("property: every pos product is made, matched, gone or spoken of", "[property]")
{
    for_each_shop([](const generate::shop& shop, const plan& p) {
        std::set<std::string> known;
        for (const auto& e : shop.ecom.products.records)
            known.insert(std::string{linked_to(e)});
        for (const auto& a : p.actions)
            if (a.kind == kind::product) known.insert(a.of.pos_id);
        for (const auto& i : p.issues) {
            if (i.kind != kind::product) continue;
            known.insert(i.of.pos_id);
            for (const auto& r : i.records)
                known.insert(r.pos_id);
        }
        INFO(plans::text(p));
        for (const auto& product : shop.pos.products.records)
            if (!gone(product.sellable) && !known.count(product.id.text)) FAIL(product.id.text);
    });
}

TEST_CASE("property: no two issues have one key", "[property]")
{
    for_each_shop([](const generate::shop&, const plan& p) {
        std::set<std::string> keys;
        for (const auto& i : p.issues) {
            INFO(plans::text(p) << i.key);
            REQUIRE(!i.key.empty());
            REQUIRE(keys.insert(i.key).second);
        }
    });
}

} // namespace property_tests
