#include "catch.hpp"

#include <twinshelf/measure.hpp>

#include <concepts>
#include <cstdint>
#include <limits>
#include <numeric>
#include <optional>
#include <random>
#include <string_view>
#include <type_traits>
#include <utility>

namespace measure_tests {

using namespace twinshelf;

namespace {

using enum mass_unit;
using length = length_unit;

constexpr auto most = std::numeric_limits<std::int64_t>::max();
constexpr auto least = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t one = 1'000'000;

template <class A, class B>
concept compares = requires(A a, B b)
{
    a == b;
};

template <class A, class B>
concept converts = requires(A amount, B unit)
{
    convert(amount, unit);
};

/// One `from` is `p` / `q` of a `to`, in lowest terms: the international pound of 453.59237 g, the
/// inch of 25.4 mm, the carat of 0.2 g.
template <class Unit>
struct ratio {
    Unit from, to;
    std::int64_t p, q;
};

constexpr ratio<mass_unit> masses[] = {
    {kg, g, 1000, 1},
    {g, ct, 5, 1},
    {kg, ct, 5000, 1},
    {lb, oz, 16, 1},
    {lb, g, 45359237, 100000},
    {lb, kg, 45359237, 100000000},
    {lb, ct, 45359237, 20000},
    {oz, g, 45359237, 1600000},
    {oz, kg, 45359237, 1600000000},
    {oz, ct, 45359237, 320000},
};

constexpr ratio<length_unit> lengths[] = {
    {length::cm, length::mm, 10, 1},   {length::yd, length::in, 36, 1},
    {length::in, length::mm, 127, 5},  {length::in, length::cm, 127, 50},
    {length::yd, length::mm, 4572, 5}, {length::yd, length::cm, 2286, 25},
};

constexpr std::int64_t half_away(std::int64_t product, std::int64_t divisor)
{
    const auto cut = product / divisor, rest = product % divisor;
    if (rest < 0) return -rest >= divisor + rest ? cut - 1 : cut;
    return rest >= divisor - rest ? cut + 1 : cut;
}

template <class Unit>
void check_ratio(const ratio<Unit>& r, std::mt19937_64& random)
{
    using amount = quantity<Unit>;
    REQUIRE(std::gcd(r.p, r.q) == 1);
    CHECK(amount{r.q, r.from} == amount{r.p, r.to});
    CHECK(amount{-r.q, r.from} == amount{-r.p, r.to});
    CHECK(amount{r.p, r.to} == amount{r.q, r.from});
    CHECK(amount{r.q, r.from} != amount{r.p + 1, r.to});
    CHECK(amount{r.q, r.from} != amount{-r.p, r.to});
    CHECK(amount{r.q + 1, r.from} != amount{r.p, r.to});
    CHECK(amount{0, r.from} == amount{0, r.to});

    // near the limits: as many whole steps as fit, where a product would overflow
    const auto steps = most / (r.p > r.q ? r.p : r.q);
    CHECK(amount{steps * r.q, r.from} == amount{steps * r.p, r.to});
    CHECK(amount{-steps * r.q, r.from} == amount{-steps * r.p, r.to});
    CHECK(amount{steps * r.q - 1, r.from} != amount{steps * r.p, r.to});
    CHECK(amount{most, r.from} != amount{most, r.to});
    CHECK(amount{least, r.from} != amount{least, r.to});
    CHECK(amount{most, r.from} != amount{least, r.to});

    for (int i = 0; i < 300; ++i) {
        const auto larger = r.p > r.q ? r.p : r.q;
        const auto limit = static_cast<std::uint64_t>(most / larger);
        const auto n =
            static_cast<std::int64_t>(random() % limit >> random() % 50) * (random() % 2 ? 1 : -1);
        CAPTURE(n, r.p, r.q);
        const auto forth = convert(amount{n, r.from}, r.to),
                   back = convert(amount{n, r.to}, r.from);
        REQUIRE((forth && back));
        CHECK(forth->unit == r.to);
        CHECK(forth->millionths == half_away(n * r.p, r.q));
        CHECK(back->millionths == half_away(n * r.q, r.p));
        CHECK((*forth == amount{n, r.from}) == (n * r.p % r.q == 0));
        CHECK((amount{n, r.from} == *forth) == (n * r.p % r.q == 0));
    }
}

} // namespace

static_assert(std::regular<mass> && std::is_trivially_copyable_v<mass>);
static_assert(!compares<mass, distance> && !compares<mass, std::int64_t>);
static_assert(!std::is_convertible_v<mass, distance> && !std::is_convertible_v<int, mass>);
static_assert(!std::totally_ordered<mass>);
static_assert(converts<mass, mass_unit> && !converts<mass, length_unit>);
static_assert(mass{one, kg} == mass{1000 * one, g});
static_assert(mass{one, lb} == mass{16 * one, oz});
static_assert(mass{one, kg} == mass{5000 * one, ct});
static_assert(distance{one, length::yd} == distance{36 * one, length::in});
static_assert(convert(mass{one, lb}, g) == mass{453'592'370, g});
static_assert(mass{} == mass{0, kg});

TEST_CASE("measure: units have words", "[measure]")
{
    struct mass_row {
        mass_unit unit;
        std::string_view word;
    };
    for (const auto& [unit, word] :
         {mass_row{g, "g"}, {kg, "kg"}, {oz, "oz"}, {lb, "lb"}, {ct, "ct"}}) {
        CHECK(name(unit) == word);
        CHECK(find_word<mass_unit>(word) == unit);
    }
    struct length_row {
        length_unit unit;
        std::string_view word;
    };
    for (const auto& [unit, word] : {length_row{length::mm, "mm"},
                                     {length::cm, "cm"},
                                     {length::in, "in"},
                                     {length::yd, "yd"}}) {
        CHECK(name(unit) == word);
        CHECK(find_word<length_unit>(word) == unit);
    }
    for (const std::string_view word : {"", "G", "Kg", "kg ", "lbs", "t", "mm", "k"})
        CHECK_FALSE(find_word<mass_unit>(word));
    for (const std::string_view word : {"", "MM", "m", "ft", "inch", "cm.", "kg"})
        CHECK_FALSE(find_word<length_unit>(word));
}

TEST_CASE("measure: masses convert by their exact ratios", "[measure]")
{
    std::mt19937_64 random{5};
    for (const auto& r : masses)
        DYNAMIC_SECTION(name(r.from) << " and " << name(r.to))
        {
            check_ratio(r, random);
        }
}

TEST_CASE("measure: lengths convert by their exact ratios", "[measure]")
{
    std::mt19937_64 random{6};
    for (const auto& r : lengths)
        DYNAMIC_SECTION(name(r.from) << " and " << name(r.to))
        {
            check_ratio(r, random);
        }
}

TEST_CASE("measure: the same amount in other units is equal", "[measure]")
{
    struct row {
        const char* id;
        mass a, b;
        bool want;
    };
    const auto r = GENERATE_COPY(Catch::Generators::values<row>({
        {"nothing is nothing", {0, kg}, {0, ct}, true},
        {"half a kilo", {500'000, kg}, {500 * one, g}, true},
        {"a millionth more", {500'000, kg}, {500 * one + 1, g}, false},
        {"signs differ", {one, kg}, {-1000 * one, g}, false},
        {"negative", {-one, kg}, {-1000 * one, g}, true},
        {"a pound is not quite 453.6 g", {one, lb}, {453'600'000, g}, false},
        {"an ounce has no whole millionths of a gram", {one, oz}, {28'349'523, g}, false},
        {"sixteen ounces have", {16 * one, oz}, {453'592'370, g}, true},
        {"largest whole kilos", {9'223'372'036'854'775, kg}, {9'223'372'036'854'775'000, g}, true},
        {"a millionth of a gram beyond",
         {9'223'372'036'854'775, kg},
         {9'223'372'036'854'775'001, g},
         false},
        {"largest against largest", {most, kg}, {most, g}, false},
        {"smallest whole kilos",
         {-9'223'372'036'854'775, kg},
         {-9'223'372'036'854'775'000, g},
         true},
        {"where the product wraps to zero", {std::int64_t{1} << 61, kg}, {0, g}, false},
        {"where the product wraps to a small one", {most, kg}, {-1000, g}, false},
        {"in the same unit every millionth counts", {most, g}, {most - 1, g}, false},
        {"in the same unit at the limit", {least, g}, {least, g}, true},
    }));
    DYNAMIC_SECTION(r.id)
    {
        CHECK((r.a == r.b) == r.want);
        CHECK((r.b == r.a) == r.want);
        CHECK((r.a != r.b) == !r.want);
    }
}

TEST_CASE("measure: a conversion rounds half away from zero, or has no value", "[measure]")
{
    struct row {
        const char* id;
        mass amount;
        mass_unit to;
        std::optional<std::int64_t> want;
    };
    const auto r = GENERATE_COPY(Catch::Generators::values<row>({
        {"to its own unit", {123, g}, g, 123},
        {"largest to its own unit", {most, lb}, lb, most},
        {"smallest to its own unit", {least, lb}, lb, least},
        {"a kilo", {one, kg}, g, 1000 * one},
        {"half a millionth of a kilo", {500, g}, kg, 1},
        {"just less than half", {499, g}, kg, 0},
        {"half and one", {1500, g}, kg, 2},
        {"half below zero", {-500, g}, kg, -1},
        {"just less than half below zero", {-499, g}, kg, 0},
        {"one and a half below zero", {-1500, g}, kg, -2},
        {"half of a ratio of five", {2, ct}, g, 0},
        {"more than half of a ratio of five", {3, ct}, g, 1},
        {"half of a ratio of five below zero", {-3, ct}, g, -1},
        {"eight ounces of sixteen", {8, oz}, lb, 1},
        {"seven ounces of sixteen", {7, oz}, lb, 0},
        {"an ounce", {one, oz}, g, 28'349'523},
        {"an ounce in kilos", {one, oz}, kg, 28'350},
        {"a pound in kilos", {one, lb}, kg, 453'592},
        {"a gram in ounces", {one, g}, oz, 35'274},
        {"nothing", {0, lb}, ct, 0},

        {"the most grams in kilos", {most, g}, kg, 9'223'372'036'854'776},
        {"the fewest grams in kilos", {least, g}, kg, -9'223'372'036'854'776},
        {"the most kilos that fit in grams",
         {9'223'372'036'854'775, kg},
         g,
         9'223'372'036'854'775'000},
        {"one too many", {9'223'372'036'854'776, kg}, g, std::nullopt},
        {"the fewest that fit", {-9'223'372'036'854'775, kg}, g, -9'223'372'036'854'775'000},
        {"one too few", {-9'223'372'036'854'776, kg}, g, std::nullopt},
        {"the most grams in carats", {1'844'674'407'370'955'161, g}, ct, 9'223'372'036'854'775'805},
        {"one too many in carats", {1'844'674'407'370'955'162, g}, ct, std::nullopt},
        {"the most pounds in ounces", {576'460'752'303'423'487, lb}, oz, 9'223'372'036'854'775'792},
        {"one too many in ounces", {576'460'752'303'423'488, lb}, oz, std::nullopt},
        {"the fewest pounds in ounces, the very limit", {-576'460'752'303'423'488, lb}, oz, least},
        {"one too few in ounces", {-576'460'752'303'423'489, lb}, oz, std::nullopt},
        {"the most pounds in grams", {20'334'054'642'177'459, lb}, g, 9'223'372'036'854'775'588},
        {"one too many in grams", {20'334'054'642'177'460, lb}, g, std::nullopt},
        {"the fewest pounds in grams",
         {-20'334'054'642'177'459, lb},
         g,
         -9'223'372'036'854'775'588},
        {"one too few in grams", {-20'334'054'642'177'460, lb}, g, std::nullopt},
        {"far too many in grams", {most, lb}, g, std::nullopt},
        {"the most kilos in carats", {most, kg}, ct, std::nullopt},
        {"the fewest kilos in carats", {least, kg}, ct, std::nullopt},
        {"the most carats in kilos", {most, ct}, kg, 1'844'674'407'370'955},
    }));
    DYNAMIC_SECTION(r.id)
    {
        const auto got = convert(r.amount, r.to);
        REQUIRE(got.has_value() == r.want.has_value());
        if (got) {
            CHECK(got->millionths == *r.want);
            CHECK(got->unit == r.to);
        }
    }
}

TEST_CASE("measure: there and back is the same amount where the unit is finer",
          "[measure][property]")
{
    std::mt19937_64 random{7};
    for (int i = 0; i < 2000; ++i) {
        const auto n = static_cast<std::int64_t>(random()) >> (14 + random() % 40);
        CAPTURE(n);
        for (const auto& [coarse, fine] : {std::pair{kg, g},
                                           {kg, ct},
                                           {g, ct},
                                           {lb, oz},
                                           {lb, g},
                                           {oz, g},
                                           {oz, ct},
                                           {lb, ct},
                                           {kg, oz},
                                           {kg, lb}}) {
            const auto there = convert(mass{n, coarse}, fine);
            REQUIRE(there);
            CHECK(convert(*there, coarse)->millionths == n);
        }
    }
}

} // namespace measure_tests
