#include "catch.hpp"
#include "generate.hpp"
#include "history.hpp"
#include "json_random.hpp"
#include "plans.hpp"

#include <twinshelf/reconcile.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

// Pairs at rest are passed over (rules/at_rest.hpp): a plan is the same as if the rules had looked
// at all of them. Whether they are passed over at all is seen in the counted gates of the benchmark.
// TWINSHELF_CASES says how many shops of each profile (100), TWINSHELF_SEED with which to begin (0).

using namespace twinshelf;

namespace {

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

void edit(json_random::dice& d, pos::snapshot& s)
{
    if (s.products.records.empty()) return;
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
        json_random::dice any{seed};
        for (int i = 0; i < 20; ++i) {
            auto pos = shop.pos;
            auto ecom = shop.ecom;
            for (auto n = 1 + any.below(3); n > 0; --n)
                if (any.flip())
                    edit(any, pos);
                else
                    edit(any, ecom);
            INFO("change " << i);
            same_both_ways(pos, ecom, shop.by, {shop.base});
            same_both_ways(pos, ecom, shop.by, {});
        }
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
