#include "history.hpp"

#include "catch.hpp"
#include "generate.hpp"
#include "plans.hpp"
#include "view.hpp"

#include <twinshelf/check.hpp>

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace history_tests {

// What holds over histories of many rounds, made of seeds. TWINSHELF_CASES says how many of each
// profile (300); TWINSHELF_SEED says with which to begin (0), to see one case again.

using namespace twinshelf;

namespace {

/// Calls `holds(shop, dice)` for many shops of a profile that nobody has synced yet.
template <class Property>
void for_each_history(Property&& holds)
{
    const auto profile = GENERATE(as<std::string>{}, "r_series", "x_series", "x_series_2021");
    const auto first = generate::number_in("TWINSHELF_SEED", 0);
    const auto end = first + generate::number_in("TWINSHELF_CASES", 300);
    for (auto seed = first; seed < end; ++seed) {
        auto made = generate::make_shop(seed, *find_profile(profile), generate::clean());
        history::shop shop{std::move(made.pos), std::move(made.ecom), std::move(made.by)};
        generate::dice d{seed ^ 0x5EED};
        INFO("profile " << profile << ", seed " << seed);
        holds(shop, d);
    }
}

} // namespace

TEST_CASE("history: once all is carried out and remembered there is nothing to do", "[history]")
{
    for_each_history([](history::shop& shop, generate::dice& d) {
        history::people people{d, shop};
        std::string story;
        for (int round = 0; round < 4; ++round) {
            const auto p = shop.round(d);
            auto again = reconcile(shop.pos, shop.ecom, shop.by, {shop.base});
            INFO("round " << round << "\n" << plans::text(p) << "and then\n" << plans::text(again));
            if (!p.complete && !again.actions.empty()) { // what was held may be free now
                shop.round(d);
                again = reconcile(shop.pos, shop.ecom, shop.by, {shop.base});
            }
            REQUIRE((again.actions.empty() || p.blocked));
            people.edit(1 + d.below(12));
        }
    });
}

TEST_CASE("history: the checker finds nothing in a plan that remembers", "[history]")
{
    for_each_history([](history::shop& shop, generate::dice& d) {
        history::people people{d, shop};
        for (int round = 0; round < 4; ++round) {
            const earlier known{shop.base};
            const auto p = reconcile(shop.pos, shop.ecom, shop.by, known);
            std::string wrong;
            for (const auto& v : check(p, shop.pos, shop.ecom, shop.by, known))
                wrong += std::to_string(v.action) + ": " + v.what + "\n";
            INFO("round " << round << "\n" << plans::text(p));
            REQUIRE(wrong == "");
            shop.round(d, 30);
            people.edit(1 + d.below(12));
        }
    });
}

TEST_CASE("history: a sync that stops half way ends where a whole one does", "[history]")
{
    for_each_history([](history::shop& shop, generate::dice& d) {
        history::people people{d, shop};
        for (int round = 0; round < 3; ++round) {
            auto whole = shop;
            const auto p = whole.round(d);
            std::string story = plans::text(p);
            shop.round(d, 100);
            for (int more = 0; more < 3; ++more)
                story += "and then\n" + plans::text(shop.round(d, more < 2 ? 50 : 0));
            INFO("round " << round << "\n" << story);
            if (p.complete) {
                REQUIRE((view::view_of({shop.pos, shop.ecom}, false) ==
                         view::view_of({whole.pos, whole.ecom}, false)));
            }
            people.edit(1 + d.below(12));
        }
    });
}

TEST_CASE("history: no movement of stock is lost or counted twice", "[history]")
{
    const auto first = generate::number_in("TWINSHELF_SEED", 0);
    const auto end = first + generate::number_in("TWINSHELF_CASES", 300);
    for (auto seed = first; seed < end; ++seed) {
        generate::dice d{seed};
        history::shop shop{.by = r_series()};
        shop.pos.currency = shop.ecom.currency = {"EUR", 2};
        shop.pos.outlets = {{pos::outlet_id{"1"}, "Shop"}, {pos::outlet_id{"2"}, "Store"}};
        shop.pos.ecom_outlet = pos::outlet_id{"1"};
        if (d.percent(50)) shop.by.outlets = {pos::outlet_id{"2"}};
        std::vector<pos::product> till;
        std::vector<std::int64_t> ledger;
        for (std::size_t i = 0; i < 4; ++i) {
            pos::product p{.id = pos::product_id{"p" + std::to_string(i)}, .name = "Tee"};
            p.category_id = none;
            p.sellable = {
                .sku = "S" + std::to_string(i),
                .active = true,
                .price = money{1000},
                .tracks_stock = true,
                .stock = {{{pos::outlet_id{"1"}, units(500)}, {pos::outlet_id{"2"}, units(500)}}}};
            till.push_back(std::move(p));
            ledger.push_back(shop.by.outlets.empty() ? 500 : 1000);
        }
        shop.pos.products = till;
        shop.pos.categories = std::vector<pos::category>{};
        shop.ecom.categories = std::vector<ecom::category>{};
        shop.ecom.products = std::vector<ecom::product>{};
        shop.round(d);
        std::string story;
        const auto level = [&](std::size_t i) {
            const auto& rows = *shop.pos.products.records[i].sellable.stock;
            return total(*rows[0].level, shop.by.outlets.empty() ? stock_level{} : *rows[1].level);
        };
        for (int round = 0; round < 8; ++round) {
            for (std::size_t sale = d.below(6); sale > 0; --sale) {
                const auto by = static_cast<std::int64_t>(d.below(9)) - 5;
                const auto i = d.below(ledger.size());
                auto& p = shop.pos.products.records[i];
                if (d.percent(50)) {
                    auto& row = (*p.sellable.stock)[shop.by.outlets.empty() ? 0 : d.below(2)];
                    row.level = *row.level + (units(by) - units(0));
                    ledger[i] += by;
                } else {
                    for (auto& e : shop.ecom.products.records)
                        if (linked_to(e) == p.id.text && e.sellable.quantity) {
                            *e.sellable.quantity += by;
                            ledger[i] += by;
                        }
                }
            }
            story += plans::text(shop.round(d, round < 7 ? 60 : 0));
        }
        INFO("seed " << seed << "\n" << story);
        for (const auto& e : shop.ecom.products.records)
            for (std::size_t i = 0; i < ledger.size(); ++i)
                if (linked_to(e) == shop.pos.products.records[i].id.text) {
                    REQUIRE(level(i) == units(ledger[i]));
                    REQUIRE(e.sellable.quantity == ledger[i]);
                }
    }
}

TEST_CASE("history: the order of records means nothing to a plan that remembers", "[history]")
{
    for_each_history([](history::shop& shop, generate::dice& d) {
        history::people people{d, shop};
        for (int round = 0; round < 3; ++round) {
            const auto p = reconcile(shop.pos, shop.ecom, shop.by, {shop.base});
            auto other = shop;
            d.shuffle(other.ecom.products.records);
            d.shuffle(other.ecom.customers.records);
            d.shuffle(other.base.pos.products.records);
            d.shuffle(other.base.ecom.products.records);
            d.shuffle(other.base.pos.customers.records);
            d.shuffle(other.base.lost);
            const auto same = reconcile(other.pos, other.ecom, other.by, {other.base});
            REQUIRE(plans::text(p) == plans::text(same));
            REQUIRE((p == same));
            shop.round(d, 30);
            people.edit(1 + d.below(12));
        }
    });
}

TEST_CASE("history: what is online-only, or does not sync, stays as it is", "[history]")
{
    for_each_history([](history::shop& shop, generate::dice& d) {
        history::people people{d, shop};
        for (int round = 0; round < 3; ++round) {
            const auto before = shop;
            const auto p = shop.round(d);
            INFO("round " << round << "\n" << plans::text(p));
            const memory after{shop.pos, shop.ecom};
            std::set<std::string> linked;
            for (const auto& a : p.actions)
                if (verb(a) == "link" || (a.side == side::pos && verb(a) == "create"))
                    linked.insert(a.of.ecom_id);
            const auto same_where_never = [&](const auto& was, const auto& is, side on) {
                members(
                    [&](std::string_view member, const auto& then, const auto& now) {
                        const auto f = detail::field_of(member, on, kind::product);
                        const bool may = !f || shop.by.syncs(*f) ||
                                         *f == field::product_front_page || // by its category
                                         *f == field::product_active;       // off for the channel
                        if (!may && !(then == now)) FAIL(member);
                    },
                    was, is);
            };
            for (const auto& was : before.ecom.products.records) {
                const auto* is = after.products.ecom_at(was.id.text);
                if (tombstone(was)) continue;
                if (linked_to(was).empty() && !linked.contains(was.id.text)) {
                    REQUIRE(is != nullptr);
                    REQUIRE((was == *is));
                } else if (is != nullptr) {
                    same_where_never(was, *is, side::ecom);
                }
            }
            for (const auto& was : before.pos.products.records) {
                const auto* is = after.products.pos_at(was.id.text);
                REQUIRE(is != nullptr);
                same_where_never(was, *is, side::pos);
            }
            for (const auto& was : before.ecom.categories.records)
                if (linked_to(was).empty() && !linked.contains(was.id.text)) {
                    auto is = after.categories.ecom_at(was.id.text);
                    REQUIRE(is != nullptr);
                    REQUIRE((was.name == is->name && was.parent_id == is->parent_id));
                }
            REQUIRE((before.pos.categories == shop.pos.categories));
            people.edit(1 + d.below(12));
        }
    });
}

TEST_CASE("history: a host that lost its baseline starts again without harm", "[history]")
{
    for_each_history([](history::shop& shop, generate::dice& d) {
        history::people people{d, shop};
        for (int round = 0; round < 3; ++round) {
            shop.round(d);
            people.edit(d.below(12));
        }
        const auto last = shop.round(d);
        if (last.blocked) return;
        std::set<std::string> made_from; // what ecom has: by product, and by product and variant
        for (const auto& e : shop.ecom.products.records) {
            if (tombstone(e)) continue;
            made_from.emplace(linked_to(e));
            if (e.variations)
                for (const auto& v : *e.variations)
                    made_from.insert(std::string{linked_to(e)} + '/' + std::string{linked_to(v)});
        }
        const auto p = reconcile(shop.pos, shop.ecom, shop.by);
        INFO(plans::text(last) << "and without the baseline\n" << plans::text(p));
        for (const auto& a : p.actions) {
            CHECK(verb(a) != "delete");
            CHECK(verb(a) != "link");
            if (verb(a) != "create" || a.side != side::ecom) continue;
            if (a.kind == kind::product) CHECK(!made_from.contains(a.of.pos_id));
            if (a.kind == kind::variant)
                CHECK(!made_from.contains(a.product.pos_id + '/' + a.of.pos_id));
        }
    });
}

} // namespace history_tests
