#include "catch.hpp"

#include <twinshelf/stock.hpp>

#include <concepts>
#include <cstdint>
#include <limits>
#include <type_traits>

namespace stock_tests {

using namespace twinshelf;

namespace {

constexpr auto most = std::numeric_limits<std::int64_t>::max();
constexpr auto least = std::numeric_limits<std::int64_t>::min();

template <class A, class B>
concept adds = requires(A a, B b)
{
    a + b;
};

template <class A, class B>
concept subtracts = requires(A a, B b)
{
    a - b;
};

template <class A>
concept negates = requires(A a)
{
    -a;
};

template <class A, class B>
concept compares = requires(A a, B b)
{
    a == b;
}
|| requires(A a, B b)
{
    a < b;
};

using level = stock_level;
using movement = stock_movement;

} // namespace

static_assert(std::regular<level> && std::totally_ordered<level>);
static_assert(std::regular<movement> && std::totally_ordered<movement>);
static_assert(std::is_trivially_copyable_v<level> && sizeof(level) == 8);
static_assert(!std::is_convertible_v<level, movement> && !std::is_convertible_v<movement, level>);
static_assert(!std::is_convertible_v<int, level> && !std::is_convertible_v<int, movement>);
static_assert(!std::is_convertible_v<level, std::int64_t> && !std::is_convertible_v<level, bool>);
static_assert(!compares<level, movement> && !compares<level, int> && !compares<movement, int>);

// Level and movement: what adds up to what.
static_assert(!adds<level, level>);
static_assert(std::is_same_v<decltype(level{} + movement{}), level>);
static_assert(std::is_same_v<decltype(movement{} + movement{}), movement>);
static_assert(std::is_same_v<decltype(level{} - level{}), movement>);
static_assert(std::is_same_v<decltype(-movement{}), movement>);
static_assert(!negates<level> && !subtracts<movement, level>);
static_assert(!adds<level, int> && !subtracts<level, int> && !adds<movement, int>);

static_assert(units(10) + (units(8) - units(10)) == units(8));
static_assert(total(units(3), units(-1)) == units(2));
static_assert(whole_units(level{-500'000}) == -1);

TEST_CASE("stock: units are millions of millionths", "[stock]")
{
    CHECK(units(0) == level{});
    CHECK(units(1).millionths == 1'000'000);
    CHECK(units(-7).millionths == -7'000'000);
    CHECK(units(9'223'372'036'854).millionths == 9'223'372'036'854'000'000);
    CHECK(units(-9'223'372'036'854).millionths == -9'223'372'036'854'000'000);
}

TEST_CASE("stock: whole units are rounded down", "[stock]")
{
    struct row {
        const char* id;
        level here;
        std::int64_t want;
    };
    const auto r = GENERATE_COPY(Catch::Generators::values<row>({
        {"none", {0}, 0},
        {"whole", {2'000'000}, 2},
        {"two and a half", {2'500'000}, 2},
        {"almost three", {2'999'999}, 2},
        {"next to nothing", {1}, 0},
        {"less than nothing", {-1}, -1},
        {"minus a half", {-500'000}, -1},
        {"minus one", {-1'000'000}, -1},
        {"just below minus one", {-1'000'001}, -2},
        {"largest", {most}, 9'223'372'036'854},
        {"smallest", {least}, -9'223'372'036'855},
    }));
    DYNAMIC_SECTION(r.id)
    {
        CHECK(whole_units(r.here) == r.want);
    }
}

TEST_CASE("stock: each side's movement is added to the other", "[stock]")
{
    const auto base = units(10), pos = units(8), ecom = units(9);
    CHECK(pos + (ecom - base) == units(7));
    CHECK(ecom + (pos - base) == units(7));
    CHECK((pos - base) + (ecom - base) == units(7) - base);
    CHECK(base + -(base - pos) == pos);
    CHECK(-movement{} == movement{});
}

TEST_CASE("stock: levels and movements have an order", "[stock]")
{
    CHECK(units(-1) < units(0));
    CHECK(units(1) > level{999'999});
    CHECK(movement{-1} < movement{});
    CHECK(movement{1} >= movement{1});
}

TEST_CASE("stock: counting stops at the ends of the range", "[stock]")
{
    CHECK(units(most) == level{most});
    CHECK(units(9'223'372'036'855) == level{most});
    CHECK(units(least) == level{least});
    CHECK(units(-9'223'372'036'855) == level{least});

    CHECK(level{most} + movement{1} == level{most});
    CHECK(level{most - 1} + movement{1} == level{most});
    CHECK(level{least} + movement{-1} == level{least});
    CHECK(level{least} + movement{most} == level{-1});
    CHECK(movement{most} + movement{most} == movement{most});
    CHECK(movement{least} + movement{least} == movement{least});
    CHECK(movement{most} + movement{least} == movement{-1});
    CHECK(total({most}, {most}) == level{most});
    CHECK(total({least}, {-1}) == level{least});
    CHECK(total({most}, {-most}) == level{});

    CHECK(level{most} - level{-1} == movement{most});
    CHECK(level{least} - level{1} == movement{least});
    CHECK(level{0} - level{least} == movement{most});
    CHECK(level{-1} - level{least} == movement{most});
    CHECK(level{least} - level{least} == movement{});
    CHECK(level{most} - level{most} == movement{});
    CHECK(-movement{least} == movement{most});
    CHECK(-movement{most} == movement{-most});
}

} // namespace stock_tests
