#include "catch.hpp"

#include <twinshelf/ecom.hpp>
#include <twinshelf/id.hpp>
#include <twinshelf/pos.hpp>

#include <algorithm>
#include <concepts>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_set>
#include <vector>

namespace id_tests {

using namespace twinshelf;
using namespace std::string_literals;

namespace {

template <class A, class B>
concept compares = requires(const A& a, const B& b)
{
    a == b;
}
|| requires(const A& a, const B& b)
{
    a < b;
};

template <class A, class B>
concept unrelated = !std::is_constructible_v<A, const B&> && !std::is_assignable_v<A&, const B&> &&
                    !compares<A, B> && !std::is_constructible_v<B, const A&> &&
                    !std::is_assignable_v<B&, const A&> && !compares<B, A>;

template <class Id, class Text>
concept only_explicit = std::is_constructible_v<Id, Text> && !std::is_convertible_v<Text, Id> &&
                        !std::is_assignable_v<Id&, Text> && !compares<Id, Text>;

} // namespace

static_assert(std::regular<pos::product_id> && std::totally_ordered<pos::product_id>);
static_assert(std::is_nothrow_move_constructible_v<pos::product_id>);
static_assert(std::is_same_v<pos::product_id, id_of<pos::product>>);

// Ids of two sides, and of two kinds of record, have nothing to do with each other.
static_assert(unrelated<pos::product_id, ecom::product_id>);
static_assert(unrelated<pos::category_id, ecom::category_id>);
static_assert(unrelated<pos::customer_group_id, ecom::customer_group_id>);
static_assert(unrelated<pos::customer_id, ecom::customer_id>);
static_assert(unrelated<pos::image_id, ecom::image_id>);
static_assert(unrelated<pos::variant_id, ecom::variation_id>);
static_assert(unrelated<pos::product_id, pos::variant_id>);
static_assert(unrelated<pos::product_id, pos::category_id>);
static_assert(unrelated<pos::customer_id, pos::customer_group_id>);
static_assert(unrelated<ecom::product_id, ecom::variation_id>);
static_assert(!compares<std::optional<pos::product_id>, ecom::product_id>);
static_assert(!compares<std::optional<pos::product_id>, std::optional<pos::category_id>>);
static_assert(!compares<maybe<pos::category_id>, maybe<ecom::category_id>>);

// A text becomes an id only where it is said, and an id never becomes a text by itself.
static_assert(only_explicit<pos::product_id, std::string>);
static_assert(only_explicit<pos::product_id, const char*>);
static_assert(!std::is_convertible_v<std::string_view, pos::product_id>);
static_assert(!std::is_convertible_v<int, pos::product_id>);
static_assert(!std::is_constructible_v<pos::product_id, int>);
static_assert(!std::is_convertible_v<pos::product_id, std::string>);
static_assert(!std::is_convertible_v<pos::product_id, bool>);
static_assert(!std::is_convertible_v<std::string, std::optional<pos::product_id>>);
static_assert(!std::is_assignable_v<std::optional<pos::product_id>&, std::string>);
static_assert(!std::is_convertible_v<std::string, maybe<pos::category_id>>);
static_assert(!std::is_assignable_v<maybe<pos::category_id>&, std::string>);

// The literal is an id of whatever record the place asks for, and of nothing else.
static_assert(std::is_convertible_v<id_literal, pos::product_id>);
static_assert(std::is_convertible_v<id_literal, ecom::customer_id>);
static_assert(std::is_convertible_v<id_literal, std::optional<pos::product_id>>);
static_assert(std::is_convertible_v<id_literal, maybe<ecom::category_id>>);
static_assert(compares<pos::product_id, id_literal> && compares<id_literal, ecom::product_id>);
static_assert(!std::is_convertible_v<id_literal, std::string>);
static_assert(!std::is_convertible_v<std::string, id_literal>);

TEST_CASE("id: empty until it has a text", "[id]")
{
    CHECK(pos::product_id{}.empty());
    CHECK(pos::product_id{""}.empty());
    CHECK(pos::product_id{} == pos::product_id{""});
    CHECK_FALSE(pos::product_id{"0"}.empty());
    CHECK_FALSE(pos::product_id{" "}.empty());
    CHECK(pos::product{}.id.empty());
}

TEST_CASE("id: a text is compared byte by byte", "[id]")
{
    struct row {
        const char* id;
        std::string less, more;
    };
    const auto r = GENERATE_COPY(Catch::Generators::values<row>({
        {"nothing before something", "", "0"},
        {"digits are text", "10", "9"},
        {"a leading zero counts", "01", "1"},
        {"a blank counts", "1", "1 "},
        {"case counts", "A", "a"},
        {"a zero byte does not end it", "p\0"s, "p\0q"s},
        {"bytes above 127 come last", "z", "\xC3\xA9"},
    }));
    DYNAMIC_SECTION(r.id)
    {
        const pos::product_id less{r.less}, more{r.more};
        CHECK(less == pos::product_id{r.less});
        CHECK(less != more);
        CHECK(less < more);
        CHECK(more > less);
        CHECK(less <= less);
        CHECK_FALSE(more <= less);
    }
}

TEST_CASE("id: the literal gives the id that is asked for", "[id]")
{
    const pos::product_id till = "p1"_id;
    const ecom::product_id online = "p1"_id;
    CHECK(till.text == "p1");
    CHECK(online.text == "p1");
    CHECK(till == "p1"_id);
    CHECK("p1"_id == online);
    CHECK(till != "p2"_id);
    CHECK(till < "p2"_id);

    const pos::product_id zero_byte = "a\0b"_id;
    CHECK(zero_byte.text == "a\0b"s);
    const pos::product_id nothing = ""_id;
    CHECK(nothing.empty());

    const ecom::product linked{
        .id = "101"_id, .pos_id = "p1"_id, .category_ids = {{"c1"_id, "c2"_id}}};
    CHECK(linked.pos_id == till);
    REQUIRE(linked.category_ids->size() == 2);
    CHECK(linked.category_ids->back() == "c2"_id);
}

TEST_CASE("id: equal ids have one hash", "[id]")
{
    const std::hash<pos::product_id> hash;
    CHECK(hash("p1"_id) == hash(pos::product_id{"p1"}));
    CHECK(hash(pos::product_id{}) == hash(pos::product_id{""}));
    CHECK(hash("p1"_id) != hash("p2"_id));

    std::unordered_set<pos::product_id> seen;
    for (int i = 0; i < 1000; ++i)
        seen.insert(pos::product_id{std::to_string(i % 500)});
    CHECK(seen.size() == 500);
    CHECK(seen.contains("499"_id));
    CHECK_FALSE(seen.contains("500"_id));
}

TEST_CASE("id: a list of ids sorts", "[id]")
{
    std::vector<pos::variant_id> ids{"b"_id, "a"_id, ""_id, "B"_id};
    std::sort(ids.begin(), ids.end());
    CHECK(ids == std::vector<pos::variant_id>{""_id, "B"_id, "a"_id, "b"_id});
}

} // namespace id_tests
