#include "plans.hpp"

#include <twinshelf/reconcile.hpp>

#include <chrono>
#include <limits>

using namespace twinshelf;
using namespace plans;

namespace {

struct shop {
    pos::snapshot pos = till({});
    ecom::snapshot ecom = store({});
};

std::string number(const char* prefix, int n)
{
    return prefix + std::to_string(n);
}

shop renamed(int count)
{
    shop s;
    for (int i = 0; i < count; ++i) {
        s.pos.products.records.push_back(item(number("p", i), number("S", i), "New"));
        s.ecom.products.records.push_back(listing(number("", i), number("p", i), number("S", i)));
    }
    return s;
}

shop new_ones(int count)
{
    auto s = renamed(count);
    s.ecom.products.records.clear();
    return s;
}

shop gone(int count)
{
    auto s = renamed(count);
    s.pos.products.records.resize(1);
    return s;
}

/// Each takes the SKU of the next one.
shop chained(int count)
{
    auto s = renamed(count);
    for (int i = 0; i < count; ++i)
        s.pos.products.records[static_cast<std::size_t>(i)].sellable.sku = number("S", i + 1);
    return s;
}

/// All have one SKU on both sides, and none has a link.
shop same_sku(int count)
{
    auto s = renamed(count);
    for (auto& p : s.pos.products.records)
        p.sellable.sku = "S";
    for (auto& e : s.ecom.products.records) {
        e.sellable.sku = "S";
        e.pos_id.reset();
    }
    return s;
}

/// Products of a hundred variants, which all get another SKU and another size.
shop variants(int count)
{
    shop s;
    for (int i = 0; i * 100 < count; ++i) {
        auto p = item(number("p", i), "");
        auto e = listing(number("", i), number("p", i), "");
        p.attributes = {"Size"};
        p.variants.emplace();
        e.options = std::vector<option>{{"Size", {}}};
        e.variations.emplace();
        for (int k = 0; k < 100; ++k) {
            const auto id = i * 100 + k;
            pos::variant v{.id = pos::variant_id{number("v", id)},
                           .attribute_values = {{number("", k + 1)}}};
            v.sellable.sku = number("S", id + 1);
            p.variants->push_back(std::move(v));
            ecom::variation has{.id = ecom::variation_id{number("w", id)},
                                .pos_id = pos::variant_id{number("v", id)},
                                .option_values = {{{"Size", number("", k)}}}};
            has.sellable.sku = number("S", id);
            e.variations->push_back(std::move(has));
            (*e.options)[0].values.push_back(number("", k));
        }
        s.pos.products.records.push_back(std::move(p));
        s.ecom.products.records.push_back(std::move(e));
    }
    return s;
}

/// Each is below the one before it.
shop deep(int count)
{
    shop s;
    for (int i = 0; i < count; ++i)
        s.pos.categories.records.push_back(
            pos_category(number("c", i), number("C", i), i == 0 ? "" : number("c", i - 1)));
    return s;
}

/// Siblings in the opposite order, the last tenth of which is new.
shop turned(int count)
{
    shop s;
    for (int i = 0; i < count; ++i) {
        s.pos.categories.records.push_back(pos_category(number("c", i), number("C", i)));
        if (i * 10 < count * 9)
            s.ecom.categories.records.push_back(
                ecom_category(number("", i), number("c", i), number("C", i), "", count - i));
    }
    return s;
}

/// Half of them in the store alone, and they have ordered.
shop customers(int count)
{
    shop s;
    for (int i = 0; i < count; ++i) {
        if (i % 2 == 0)
            s.pos.customers.records.push_back(
                {.id = pos::customer_id{number("k", i)}, .email = number("k", i) + "@example.com"});
        s.ecom.customers.records.push_back({.id = ecom::customer_id{number("", i)},
                                            .email = number("k", i) + "@example.com",
                                            .orders = 1});
    }
    s.pos.customers.state = s.ecom.customers.state = completeness::complete;
    return s;
}

/// The shortest of some runs: what else the machine does makes a run longer, never shorter.
double seconds(const shop& s, const policy& by)
{
    auto best = std::numeric_limits<double>::max();
    for (int run = 0; run < 5; ++run) {
        const auto from = std::chrono::steady_clock::now();
        const auto p = reconcile(s.pos, s.ecom, by);
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - from;
        CHECK(p.actions.size() + p.issues.size() > 0);
        best = std::min(best, took.count());
    }
    return best;
}

} // namespace

TEST_CASE("reconcile: four times the shop takes about four times as long", "[reconcile][time]")
{
    struct row {
        const char* id;
        shop (*of)(int count);
        int count = 1'000;
        double most = 10; // sixteen times as long is quadratic
    };
    const row rows[]{
        {"renamed products", renamed},
        {"new products", new_ones},
        {"products that are gone", gone},
        {"SKUs in a chain", chained},
        {"one SKU for all: each of them is asked about all others", same_sku, 50, 35},
        {"variants with other SKUs and options", variants},
        {"categories below each other", deep},
        {"categories the other way round", turned},
        {"customers", customers},
    };
    auto by = r_series();
    by.guard.share = 1;
    by.support_contacted = true;
    for (const auto& one : rows) {
        DYNAMIC_SECTION(one.id)
        {
            const auto small = seconds(one.of(one.count), by);
            const auto large = seconds(one.of(4 * one.count), by);
            INFO(small << " s, then " << large << " s");
            CHECK(large < one.most * small);
        }
    }
}
