#include "history.hpp"

#include "catch.hpp"
#include "generate.hpp"
#include "plans.hpp"

#include <twinshelf/check.hpp>

#include <cstdint>
#include <cstdlib>
#include <string>

// What holds over histories of many rounds, made of seeds. TWINSHELF_CASES says how many of each
// profile (300); TWINSHELF_SEED says with which to begin (0), to see one case again.

using namespace twinshelf;

namespace {

std::uint64_t number_in(const char* variable, std::uint64_t otherwise)
{
    const char* text = std::getenv(variable);
    return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

/// Calls `holds(shop, dice)` for many shops of a profile that nobody has synced yet.
template <class Property>
void for_each_history(Property&& holds)
{
    const auto profile = GENERATE(as<std::string>{}, "r_series", "x_series", "x_series_2021");
    const auto first = number_in("TWINSHELF_SEED", 0);
    const auto end = first + number_in("TWINSHELF_CASES", 300);
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
            const auto again = reconcile(shop.pos, shop.ecom, shop.by, {shop.base});
            INFO("round " << round << "\n" << plans::text(p) << "and then\n" << plans::text(again));
            REQUIRE((again.actions.empty() || p.blocked));
            people.edit(1 + d.below(12));
        }
    });
}
