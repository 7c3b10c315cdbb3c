#include "catch.hpp"
#include "ecwid_world.hpp"
#include "generate.hpp"
#include "plans.hpp"

#include <twinshelf/platforms/ecwid_batch.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace ecwid_histories_tests {

// Whole syncs through requests, a simulated store and its pages: generated shops, of which the
// second plan has nothing left to do. A third of TWINSHELF_CASES is how many of each profile (300);
// TWINSHELF_SEED says with which seed to begin (0), to see one case again.

using namespace twinshelf;
using ecwid_world::sync_run;
using ecwid_world::world;

namespace {

std::string story(const sync_run& run)
{
    auto text = plans::text(run.plan);
    for (const auto& r : run.requests)
        text += r.method + ' ' + r.path + '?' + r.query + ' ' + r.body + '\n';
    for (const auto& i : run.issues)
        text += i.message + '\n';
    return text;
}

/// How many requests the store did not take.
std::size_t refusals(const sync_run& run)
{
    std::size_t n = 0;
    for (const auto& i : run.issues)
        n += i.message.find("was refused") != i.message.npos;
    return n;
}

/// Whether no two records of a side have one SKU, so that the store may refuse any second one.
template <class Snapshot>
bool unique_skus(const Snapshot& s)
{
    std::set<std::string> skus;
    bool unique = true;
    for (const auto& p : s.products.records)
        twinshelf::detail::each_sku(
            p, [&](std::string_view sku) { unique = skus.emplace(sku).second && unique; });
    return unique;
}

template <class Property>
void for_each_shop(Property&& holds)
{
    const auto profile = GENERATE(as<std::string>{}, "r_series", "x_series", "x_series_2021");
    const auto first = generate::number_in("TWINSHELF_SEED", 0);
    const auto end = first + (generate::number_in("TWINSHELF_CASES", 300) + 2) / 3;
    for (auto seed = first; seed < end; ++seed) {
        const auto made = generate::make_shop(seed, *find_profile(profile), generate::clean());
        world w{.pos = made.pos, .by = made.by};
        ecwid_world::filler{w.store, made.ecom}.run();
        w.store.unique_skus = made.by.duplicate_sku == duplicate_sku::hold &&
                              unique_skus(made.pos) && unique_skus(made.ecom);
        INFO("profile " << profile << ", seed " << seed);
        holds(w, seed);
    }
}

/// Syncs until nothing is sent any more: twice is enough, but for what was held and is free then,
/// and what was not done as a whole and is met for the first time then.
void settle(world& w, bool remember = true)
{
    const auto first = w.sync(remember);
    auto second = w.sync(remember);
    INFO(story(first) << "and then\n" << story(second));
    REQUIRE(refusals(first) == 0);
    const bool whole =
        first.plan.complete && std::all_of(first.outcomes.begin(), first.outcomes.end(),
                                           [](const outcome& o) { return o.done; });
    if (!whole && !second.requests.empty()) second = w.sync(remember);
    INFO("and then\n" << story(second));
    REQUIRE(second.requests.empty());
    for (const auto& a : second.plan.actions) { // what the platform cannot do is said
        const bool unlinked = a.kind == kind::customer && verb(a) == "link";
        REQUIRE(second.outcomes[static_cast<std::size_t>(a.id)].done == unlinked);
    }
    REQUIRE(second.issues.empty() == second.plan.actions.empty());
}

} // namespace

TEST_CASE("ecwid history: a first sync leaves nothing to do", "[platforms]")
{
    for_each_shop([](world& w, std::uint64_t) {
        auto before = w.store.products;
        settle(w);
        for (auto& [id, p] : w.store.products) // what no plan knows of stays
            if (const auto was = before.find(id); was != before.end())
                for (std::size_t i = 0; i < was->second["options"].size(); ++i)
                    REQUIRE(p["options"][i]["type"] == was->second["options"][i]["type"]);
    });
}

TEST_CASE("ecwid history: so does each later one, whatever people did in between", "[platforms]")
{
    for_each_shop([](world& w, std::uint64_t seed) {
        generate::dice d{seed ^ 0x5EED};
        settle(w);
        for (int round = 0; round < 3; ++round) {
            ecwid_world::edit_store(w.store, d, 1 + d.below(6));
            ecwid_world::edit_till(w.pos, d, 1 + d.below(6));
            w.store.unique_skus = w.store.unique_skus && unique_skus(w.pos);
            INFO("round " << round);
            settle(w);
        }
    });
}

TEST_CASE("ecwid history: the store itself remembers what belongs together", "[platforms]")
{
    for_each_shop([](world& w, std::uint64_t) {
        for (auto& p : w.pos.products.records) // a weight of 0 is none there, time and again
            if (p.sellable.weight == maybe<mass>{mass{}}) p.sellable.weight = none;
        settle(w, false);
    });
}

TEST_CASE("ecwid history: what a store that fails now and then did not take comes again",
          "[platforms]")
{
    for_each_shop([](world& w, std::uint64_t seed) {
        generate::dice d{seed ^ 0xBAD};
        const auto call = ecwid_world::directly(w.store);
        const auto badly = [&](const std::vector<platforms::request>& round) {
            std::vector<platforms::answer> got;
            for (const auto& r : round) {
                const bool taken = !d.percent(15);
                if (taken) got.push_back(call(r.method, r.path, r.query, r.body));
                if (!taken) got.push_back({503, "busy"});
                if (d.percent(5)) got.back() = {}; // the answer is lost
            }
            return got;
        };
        std::string told;
        for (int round = 0; round < 2; ++round)
            told += story(w.sync(call, badly)) + "and then\n";
        std::size_t left = 1;
        for (int round = 0; round < 3 && left > 0; ++round) {
            const auto run = w.sync();
            told += story(run) + "and then\n";
            left = run.requests.size();
        }
        INFO(told);
        REQUIRE(left == 0);
    });
}

} // namespace ecwid_histories_tests
