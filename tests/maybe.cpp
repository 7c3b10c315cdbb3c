#include "catch.hpp"

#include <twinshelf/id.hpp>
#include <twinshelf/maybe.hpp>
#include <twinshelf/measure.hpp>
#include <twinshelf/money.hpp>

#include <concepts>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace maybe_tests {

using namespace twinshelf;

namespace {

struct shelf;
using shelf_id = id_of<shelf>;

constexpr maybe<int> unknown, nothing{none}, zero{0}, seven{7};

} // namespace

static_assert(std::regular<maybe<int>> && std::regular<maybe<shelf_id>>);
static_assert(std::is_nothrow_move_constructible_v<maybe<shelf_id>>);
static_assert(std::is_trivially_copyable_v<maybe<mass>>);
static_assert(sizeof(maybe<shelf_id>) <= sizeof(std::optional<std::optional<shelf_id>>));

// It is no truth value: "is there one" would hide whether none is known.
static_assert(!std::is_constructible_v<bool, maybe<int>>);
static_assert(!std::is_constructible_v<bool, maybe<shelf_id>>);
static_assert(!std::is_convertible_v<maybe<int>, int>);
static_assert(!std::is_convertible_v<maybe<int>, std::optional<int>>);
static_assert(!std::is_convertible_v<std::optional<int>, maybe<int>>);
static_assert(!std::is_convertible_v<std::nullopt_t, maybe<int>>);
static_assert(!std::is_convertible_v<std::nullptr_t, maybe<shelf_id>>);
static_assert(!std::is_convertible_v<std::string, maybe<shelf_id>>);
static_assert(!std::is_convertible_v<int, maybe<money>>);
static_assert(!std::is_convertible_v<double, maybe<money>>);
static_assert(!std::is_convertible_v<maybe<mass>, maybe<distance>>);
static_assert(!std::is_convertible_v<none_t, int>);
static_assert(none == none_t{});

static_assert(!unknown.known() && !unknown.is_none() && !unknown.has_value());
static_assert(nothing.known() && nothing.is_none() && !nothing.has_value());
static_assert(zero.known() && !zero.is_none() && zero.has_value());
static_assert(*zero == 0 && *seven == 7);

TEST_CASE("maybe: unknown, none and a value are three things", "[maybe]")
{
    struct row {
        const char* id;
        maybe<int> value;
        bool known, is_none, has_value;
    };
    const row rows[] = {
        {"unknown by default", maybe<int>{}, false, false, false},
        {"unknown by empty braces", {}, false, false, false},
        {"none", none, true, true, false},
        {"zero is a value", 0, true, false, true},
        {"a value", 7, true, false, true},
    };
    for (const auto& r : rows)
        DYNAMIC_SECTION(r.id)
        {
            CHECK(r.value.known() == r.known);
            CHECK(r.value.is_none() == r.is_none);
            CHECK(r.value.has_value() == r.has_value);
        }
}

TEST_CASE("maybe: two are equal in the same state with the same value", "[maybe]")
{
    const std::pair<const char*, maybe<int>> all[] = {
        {"unknown", unknown}, {"none", nothing}, {"zero", zero}, {"seven", seven}};
    for (const auto& [a_name, a] : all)
        for (const auto& [b_name, b] : all)
            DYNAMIC_SECTION(a_name << " and " << b_name)
            {
                CHECK((a == b) == (std::string{a_name} == b_name));
                CHECK((a != b) == (std::string{a_name} != b_name));
            }
    CHECK(nothing == none);
    CHECK(unknown != none);
    CHECK(zero != none);
    CHECK(seven == 7);
    CHECK(zero == 0);
    CHECK(unknown != 0);
    CHECK(nothing != 0);
}

TEST_CASE("maybe: any state is assigned over any other", "[maybe]")
{
    const maybe<shelf_id> states[] = {{}, none, shelf_id{"s1"}, shelf_id{}};
    for (const auto& before : states)
        for (const auto& after : states) {
            auto value = before;
            value = after;
            CHECK(value == after);
            auto moved_into = before;
            moved_into = maybe<shelf_id>{after};
            CHECK(moved_into == after);
        }

    maybe<shelf_id> value = "s1"_id;
    CHECK(*value == "s1"_id);
    value = none;
    CHECK(value == none);
    value = shelf_id{"s2"};
    CHECK(value == shelf_id{"s2"});
    value = {};
    CHECK_FALSE(value.known());
}

TEST_CASE("maybe: a value that was taken back leaves no trace", "[maybe]")
{
    maybe<money> price = money{1990};
    price = none;
    CHECK(price == maybe<money>{none});
    price = money{2100};
    price = {};
    CHECK(price == maybe<money>{});
}

TEST_CASE("maybe: the value is read through it", "[maybe]")
{
    const maybe<money> price = money{1990};
    CHECK((*price).minor == 1990);
    CHECK(price->minor == 1990);
    CHECK(&*price == price.operator->());

    const maybe<money> free_of_charge = money{};
    CHECK(free_of_charge.has_value());
    CHECK(free_of_charge != none);
    const maybe<shelf_id> blank = shelf_id{};
    CHECK(blank.has_value());
    CHECK(blank->empty());
}

TEST_CASE("maybe: equality is that of the value", "[maybe]")
{
    const maybe<mass> kilo = mass{1'000'000, mass_unit::kg};
    const maybe<mass> thousand_grams = mass{1'000'000'000, mass_unit::g};
    CHECK(kilo == thousand_grams);
    CHECK(kilo != maybe<mass>{mass{1'000'000, mass_unit::g}});
}

TEST_CASE("maybe: a text is copied and moved with its state", "[maybe]")
{
    std::string text(1000, 'x');
    maybe<std::string> value = text;
    CHECK(*value == text);
    const auto copy = value;
    const auto moved = std::move(value);
    CHECK(copy == moved);
    CHECK(*moved == text);
    const maybe<std::string> given = std::move(text);
    CHECK(given == copy);
    const maybe<std::string> literal = "abc";
    CHECK(*literal == "abc");
}

} // namespace maybe_tests
