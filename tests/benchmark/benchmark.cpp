// What reconcile costs, in multiples of the floor: of touching each byte of both snapshots once.
// docs/performance.md has the table, and says how to read it.

#include "counted.hpp"
#include "floor.hpp"
#include "odd_shops.hpp"
#include "rivals.hpp"
#include "rows.hpp"
#include "shop.hpp"

#include <twinshelf/apply.hpp>
#include <twinshelf/json/json.hpp>
#include <twinshelf/pairs_at_rest.hpp>
#include <twinshelf/threads.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace benchmark {

/// What the gates count the instructions of: they find it by its name.
[[gnu::noinline]] static twinshelf::plan planned(const shop& s)
{
    return reconcile(s.pos, s.ecom, s.by, {s.base});
}

/// The same, of a shop whose products at rest are known.
[[gnu::noinline]] static twinshelf::plan planned(const shop& s, const twinshelf::prepared& sides)
{
    return reconcile(s.pos, s.ecom, s.by, {s.base}, {.prepared = &sides});
}

} // namespace benchmark

namespace {

using namespace twinshelf;
using benchmark::row;

struct settings {
    std::size_t products = 100'000;
    std::size_t customers = 0;
    int runs = 5;
    bool json = false;
    std::string only{}; ///< the name of a row, "" for all
};

constexpr std::string_view usage =
    R"(usage: benchmark [--products N] [--customers N] [--runs N] [--only ROW] [--json]

Times the library on a generated shop of N products (100,000) and N customers (0), and what else
could be used instead, as multiples of the floor. Each row is the median of as many runs (5) in
turn with the floor.
)";

std::optional<settings> read_arguments(int count, char** all)
{
    settings s;
    for (int i = 1; i < count; ++i) {
        const std::string_view name = all[i];
        if (name == "--json") {
            s.json = true;
            continue;
        }
        if (i + 1 == count) return {};
        const std::string_view text = all[++i];
        if (name == "--only") {
            s.only = text;
            continue;
        }
        std::size_t number = 0;
        if (std::from_chars(text.data(), text.data() + text.size(), number).ec != std::errc{})
            return {};
        if (name == "--products")
            s.products = number;
        else if (name == "--customers")
            s.customers = number;
        else if (name == "--runs" && number > 0)
            s.runs = static_cast<int>(number);
        else
            return {};
    }
    return s;
}

/// Every way to make a plan, on shops of one size.
void measure(const settings& s, benchmark::stopwatch& watch)
{
    const benchmark::shape as_asked{.products = s.products, .customers = s.customers};
    const auto still = [](benchmark::shape of) {
        of.changed = of.added = of.gone = 0;
        return of;
    };
    const auto in_one = [&](const benchmark::shape& of, bool with_baseline, auto&& works_of) {
        auto shop = benchmark::make(of, with_baseline);
        watch.measure(
            [&] { return static_cast<std::size_t>(benchmark::touch(shop.pos, shop.ecom) & 1U); },
            works_of(shop));
    };
    const auto planning = [](const std::string& name, const benchmark::shop& shop) {
        return benchmark::work{name, [&shop] { return benchmark::planned(shop).actions.size(); }};
    };
    const auto any = [&](std::initializer_list<const char*> names) {
        return std::any_of(names.begin(), names.end(),
                           [&](const char* n) { return watch.wants(n); });
    };

    if (any({"x_series", "two_threads", "unordered_map", "json_diff", "sqlite", "duckdb", "apply",
             "plan_to_json"}))
        in_one(as_asked, false, [&](const benchmark::shop& shop) {
            std::vector<benchmark::work> works{planning("x_series", shop)};
            works.push_back({"two_threads", [&shop] {
                                 return reconcile(shop.pos, shop.ecom, shop.by, {shop.base},
                                                  on_threads(2))
                                     .actions.size();
                             }});
            const auto p = std::make_shared<const plan>(reconcile(shop.pos, shop.ecom, shop.by));
            works.push_back(
                {"apply", [&shop, p] {
                     return apply(*p, shop.pos, shop.ecom,
                                  [](const auto&, auto, const auto&) { return std::string{"new"}; })
                         .ecom.products.records.size();
                 }});
            works.push_back({"plan_to_json", [p] { return json::write(*p).size(); }});
            for (const auto& rival : benchmark::all_rivals()) {
                if (!watch.wants(rival.name)) continue;
                if (auto w = rival.make(shop); w.run) works.push_back(std::move(w));
            }
            return works;
        });
    if (any({"prepared"})) // what is the same since the last run was at rest then
        in_one(as_asked, false, [&](benchmark::shop& shop) {
            const auto sides =
                std::make_shared<const prepared>(prepared{prepare(shop.pos), prepare(shop.ecom)});
            shop.base.at_rest = pairs_at_rest(shop.pos, shop.ecom, shop.by, shop.base, *sides);
            return std::vector<benchmark::work>{
                {"prepared",
                 [&shop, sides] { return benchmark::planned(shop, *sides).actions.size(); }}};
        });
    auto till = as_asked;
    till.r_series = true;
    if (any({"r_series_baseline", "advance"}))
        in_one(till, true, [&](const benchmark::shop& shop) {
            std::vector<benchmark::work> works{planning("r_series_baseline", shop)};
            const auto p =
                std::make_shared<const plan>(reconcile(shop.pos, shop.ecom, shop.by, {shop.base}));
            works.push_back({"advance", [&shop, p] {
                                 std::vector<outcome> outcomes;
                                 for (const auto& a : p->actions)
                                     outcomes.push_back({.action = a.id});
                                 return advance(shop.base, shop.pos, shop.ecom, shop.by, *p,
                                                outcomes)
                                     .pos.products.records.size();
                             }});
            return works;
        });
    if (any({"unchanged"}))
        in_one(still(as_asked), false, [&](const benchmark::shop& shop) {
            return std::vector{planning("unchanged", shop)};
        });
    if (any({"unchanged_baseline"}))
        in_one(still(till), true, [&](const benchmark::shop& shop) {
            return std::vector{planning("unchanged_baseline", shop)};
        });
    auto all_new = as_asked;
    all_new.in_store = false;
    if (any({"first_sync"}))
        in_one(all_new, false, [&](const benchmark::shop& shop) {
            return std::vector{planning("first_sync", shop)};
        });
    auto some = as_asked; // texts take ten times the memory
    some.products = std::min<std::size_t>(some.products, 100'000);
    if (any({"json_to_plan", "nlohmann_dom"}))
        in_one(some, false, [&](const benchmark::shop& shop) {
            const auto pos = std::make_shared<const std::string>(json::write(shop.pos));
            const auto ecom = std::make_shared<const std::string>(json::write(shop.ecom));
            return std::vector<benchmark::work>{{"json_to_plan",
                                                 [&shop, pos, ecom] {
                                                     return reconcile(json::read_pos(*pos).value,
                                                                      json::read_ecom(*ecom).value,
                                                                      shop.by)
                                                         .actions.size();
                                                 },
                                                 some.products},
                                                {"nlohmann_dom",
                                                 [pos, ecom] {
                                                     return nlohmann::json::parse(*pos).size() +
                                                            nlohmann::json::parse(*ecom).size();
                                                 },
                                                 some.products}};
        });
    if (watch.wants("odd"))
        benchmark::each_odd_shop(some.products, [&](const benchmark::odd_shop& odd) {
            auto work = planning(odd.name, odd.of);
            work.products = odd.records;
            watch.measure([&] { return benchmark::touch(odd.of.pos, odd.of.ecom) & 1U; }, {work},
                          "odd");
        });
    // What a reconcile allocates for a product is counted where nothing has changed.
    const auto counted = [&](const std::string& name) {
        return std::find_if(watch.rows.begin(), watch.rows.end(),
                            [&](const row& r) { return r.name == name; });
    };
    for (const auto& [name, still_name] :
         {std::pair{"x_series", "unchanged"}, std::pair{"r_series_baseline", "unchanged_baseline"}})
        if (const auto from = counted(still_name), to = counted(name);
            from != watch.rows.end() && to != watch.rows.end())
            to->allocations_per_unchanged = from->allocations_per_unchanged;
}

void print_table(const std::vector<row>& rows)
{
    std::printf("%-20s %10s %14s %9s %14s %12s\n", "", "products", "ns a product", "x floor",
                "allocations", "bytes");
    for (const auto& r : rows)
        std::printf("%-20s %10zu %14.0f %9.2f %14.3f %12.0f\n", r.name.c_str(), r.products,
                    r.ns_per_product, r.x_floor, r.allocations_per_unchanged, r.bytes_per_product);
}

void print_json(const std::vector<row>& rows)
{
    auto all = nlohmann::ordered_json::array();
    for (const auto& r : rows)
        all.push_back({{"name", r.name},
                       {"products", r.products},
                       {"ns_per_product", r.ns_per_product},
                       {"x_floor", r.x_floor},
                       {"allocations_per_unchanged", r.allocations_per_unchanged},
                       {"bytes_per_product", r.bytes_per_product}});
    std::cout << nlohmann::ordered_json{{"rows", all}}.dump(2) << '\n';
}

} // namespace

int main(int count, char** all)
{
    const auto s = read_arguments(count, all);
    if (!s) {
        std::cerr << usage;
        return 2;
    }
    benchmark::stopwatch watch{s->products, s->runs, s->only};
    measure(*s, watch);
    if (s->json)
        print_json(watch.rows);
    else
        print_table(watch.rows);
}
