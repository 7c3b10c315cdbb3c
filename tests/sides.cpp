#include "catch.hpp"

#include <twinshelf/ecom.hpp>
#include <twinshelf/pos.hpp>
#include <twinshelf/snapshot.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace sides_tests {

using namespace twinshelf;
using namespace std::chrono_literals;

namespace {

template <class Record>
constexpr bool plain = std::regular<Record>&& std::is_aggregate_v<Record>&&
    std::is_nothrow_move_constructible_v<Record>;

} // namespace

static_assert(plain<pos::outlet> && plain<pos::category> && plain<pos::product>);
static_assert(plain<pos::variant> && plain<pos::image> && plain<pos::stock_row>);
static_assert(plain<pos::sellable> && plain<pos::customer_group> && plain<pos::customer>);
static_assert(plain<pos::snapshot>);
static_assert(plain<ecom::category> && plain<ecom::product> && plain<ecom::variation>);
static_assert(plain<ecom::image> && plain<ecom::option> && plain<ecom::option_value>);
static_assert(plain<ecom::sellable> && plain<ecom::customer_group> && plain<ecom::customer>);
static_assert(plain<ecom::snapshot>);
static_assert(!std::is_convertible_v<pos::category, ecom::category>);
static_assert(!std::is_convertible_v<pos::image, ecom::image>);

// Only references, prices and measures tell none from unknown.
static_assert(std::is_same_v<decltype(pos::category::parent_id), maybe<pos::category_id>>);
static_assert(std::is_same_v<decltype(pos::sellable::online_price), maybe<money>>);
static_assert(std::is_same_v<decltype(pos::sellable::weight), maybe<mass>>);
static_assert(std::is_same_v<decltype(pos::product::height), maybe<distance>>);
static_assert(std::is_same_v<decltype(pos::product::name), std::optional<std::string>>);
static_assert(std::is_same_v<decltype(pos::sellable::active), std::optional<bool>>);
static_assert(std::is_same_v<decltype(ecom::product::pos_id), std::optional<pos::product_id>>);
static_assert(std::is_same_v<decltype(ecom::image::source_id), std::optional<pos::image_id>>);

static_assert(name(completeness::absent) == "absent" && name(completeness::partial) == "partial" &&
              name(completeness::complete) == "complete");
static_assert(find_word<completeness>("partial") == completeness::partial);
static_assert(!find_word<completeness>("") && !find_word<completeness>("Complete"));
static_assert(completeness{} == completeness::absent);

namespace {

using texts = std::vector<std::string>;

// One member as text: "?" unknown, "none", or the value. Nested records are in braces.
std::string show(const std::string& text)
{
    return '"' + text + '"';
}
std::string show(bool flag)
{
    return flag ? "yes" : "no";
}
std::string show(std::int64_t number)
{
    return std::to_string(number);
}
std::string show(money amount)
{
    return format_money(amount, 2);
}
std::string show(stock_level level)
{
    return format_decimal(level.millionths, 6);
}
std::string show(instant at)
{
    return format_time(at);
}

template <class Record>
std::string show(const id_of<Record>& id)
{
    return id.text;
}

template <class Unit>
std::string show(quantity<Unit> amount)
{
    return format_decimal(amount.millionths, 6) + std::string{name(amount.unit)};
}

std::string show(const ecom::option_value& value)
{
    return value.name + '=' + value.value;
}

template <class T>
std::string show(const std::optional<T>& value);
template <class T>
std::string show(const maybe<T>& value);
template <class T>
std::string show(const std::vector<T>& list);

struct no_visitor {
    void operator()(std::string_view, const auto&...) const {}
};

template <class Record>
texts listing(const Record& record)
{
    texts lines;
    members([&](std::string_view name,
                const auto& value) { lines.push_back(std::string{name} + ": " + show(value)); },
            record);
    return lines;
}

template <class Record>
    requires requires(const Record& r)
    {
        members(no_visitor{}, r);
    }
std::string show(const Record& record)
{
    std::string text;
    for (const auto& line : listing(record))
        text += (text.empty() ? "" : ", ") + line;
    return '{' + text + '}';
}

template <class T>
std::string show(const std::optional<T>& value)
{
    return value ? show(*value) : "?";
}

template <class T>
std::string show(const maybe<T>& value)
{
    return value.has_value() ? show(*value) : value.is_none() ? "none" : "?";
}

template <class T>
std::string show(const std::vector<T>& list)
{
    std::string text;
    for (const auto& each : list)
        text += (text.empty() ? "" : ", ") + show(each);
    return '[' + text + ']';
}

instant hour(int n)
{
    return instant{std::chrono::hours{n}};
}

} // namespace

// What follows spells each record out: its members in the order in which they are listed, under
// their JSON names, each with a value of its own, so that no name stands for another's member.

TEST_CASE("sides: members of the till's records", "[sides]")
{
    CHECK(listing(pos::outlet{.id = "1"_id, .name = "Main"}) == texts{"id: 1", "name: \"Main\""});

    CHECK(listing(pos::category{.id = "c2"_id, .name = "Shirts", .parent_id = "c1"_id}) ==
          texts{"id: c2", "name: \"Shirts\"", "parent_id: c1"});

    CHECK(listing(pos::image{.id = "i1"_id, .url = "https://till/1.jpg", .hash = "ab"}) ==
          texts{"id: i1", "url: \"https://till/1.jpg\"", "hash: \"ab\""});

    CHECK(listing(pos::stock_row{.outlet_id = "1"_id, .level = stock_level{-2'500'000}}) ==
          texts{"outlet_id: 1", "level: -2.5"});

    const pos::sellable sold{.sku = "S",
                             .upc = "U",
                             .active = true,
                             .archived = false,
                             .sell_online = true,
                             .deleted = false,
                             .price = money{1990},
                             .online_price = none,
                             .tracks_stock = true,
                             .stock = {{{.outlet_id = "1"_id, .level = units(3)}}},
                             .weight = mass{250'000, mass_unit::kg},
                             .images = {{{.id = "i1"_id}}},
                             .updated_at = hour(1)};
    const texts sold_lines{"sku: \"S\"",
                           "upc: \"U\"",
                           "active: yes",
                           "archived: no",
                           "sell_online: yes",
                           "deleted: no",
                           "price: 19.90",
                           "online_price: none",
                           "tracks_stock: yes",
                           "stock: [{outlet_id: 1, level: 3}]",
                           "weight: 0.25kg",
                           "images: [{id: i1, url: ?, hash: ?}]",
                           "updated_at: 1970-01-01T01:00:00Z"};
    CHECK(listing(sold) == sold_lines);

    const pos::variant small{.id = "v1"_id, .attribute_values = {{"S", "red"}}, .sellable = sold};
    texts want{"id: v1", "attribute_values: [\"S\", \"red\"]"};
    want.insert(want.end(), sold_lines.begin(), sold_lines.end());
    CHECK(listing(small) == want);

    const pos::product tee{.id = "p1"_id,
                           .name = "Tee",
                           .description = "Soft",
                           .category_id = "c2"_id,
                           .brand = "Acme",
                           .tags = {{"summer", "sale"}},
                           .sellable = sold,
                           .tax_included = false,
                           .length = distance{1'000'000, length_unit::mm},
                           .width = distance{2'000'000, length_unit::cm},
                           .height = distance{3'000'000, length_unit::in},
                           .attributes = {{"Size", "Colour"}},
                           .variants = {{{.id = "v2"_id, .sellable = {.sku = "S2"}}}},
                           .created_at = hour(2)};
    want = {"id: p1",          "name: \"Tee\"",   "description: \"Soft\"",
            "category_id: c2", "brand: \"Acme\"", "tags: [\"summer\", \"sale\"]"};
    want.insert(want.end(), sold_lines.begin(), sold_lines.end());
    for (const auto line : {"tax_included: no", "length: 1mm", "width: 2cm", "height: 3in",
                            "attributes: [\"Size\", \"Colour\"]",
                            "variants: [{id: v2, attribute_values: ?, sku: \"S2\", upc: ?, "
                            "active: ?, archived: ?, sell_online: ?, deleted: ?, price: ?, "
                            "online_price: ?, tracks_stock: ?, stock: ?, weight: ?, images: ?, "
                            "updated_at: ?}]",
                            "created_at: 1970-01-01T02:00:00Z"})
        want.emplace_back(line);
    CHECK(listing(tee) == want);

    CHECK(listing(pos::customer_group{
              .id = "g1"_id, .name = "VIP", .is_default = false, .deleted = true}) ==
          texts{"id: g1", "name: \"VIP\"", "is_default: no", "deleted: yes"});

    CHECK(listing(pos::customer{.id = "k1"_id,
                                .email = "a@b.c",
                                .first_name = "Ann",
                                .last_name = "Bee",
                                .group_id = "g1"_id,
                                .accepts_marketing = true,
                                .email_updated_at = hour(1),
                                .marketing_updated_at = hour(2),
                                .updated_at = hour(3),
                                .archived = true,
                                .deleted = false}) ==
          texts{"id: k1", "email: \"a@b.c\"", "first_name: \"Ann\"", "last_name: \"Bee\"",
                "group_id: g1", "accepts_marketing: yes", "email_updated_at: 1970-01-01T01:00:00Z",
                "marketing_updated_at: 1970-01-01T02:00:00Z", "updated_at: 1970-01-01T03:00:00Z",
                "archived: yes", "deleted: no"});
}

TEST_CASE("sides: members of the online store's records", "[sides]")
{
    CHECK(listing(ecom::category{.id = "11"_id,
                                 .pos_id = "c2"_id,
                                 .parent_id = "10"_id,
                                 .name = "Shirts",
                                 .enabled = false,
                                 .description = "All",
                                 .image_url = "https://shop/c.jpg",
                                 .position = 20}) ==
          texts{"id: 11", "pos_id: c2", "parent_id: 10", "name: \"Shirts\"", "enabled: no",
                "description: \"All\"", "image_url: \"https://shop/c.jpg\"", "position: 20"});

    CHECK(listing(ecom::image{
              .id = "501"_id, .url = "https://shop/1.jpg", .source_id = "i1"_id, .hash = "ab"}) ==
          texts{"id: 501", "url: \"https://shop/1.jpg\"", "source_id: i1", "hash: \"ab\""});

    CHECK(listing(ecom::option{.name = "Size", .values = {"S", "M"}}) ==
          texts{"name: \"Size\"", "values: [\"S\", \"M\"]"});

    const ecom::sellable sold{.sku = "S",
                              .upc = "U",
                              .price = money{1990},
                              .tracks_stock = false,
                              .quantity = -3,
                              .weight = none};
    const texts sold_lines{"sku: \"S\"",       "upc: \"U\"",   "price: 19.90",
                           "tracks_stock: no", "quantity: -3", "weight: none"};
    CHECK(listing(sold) == sold_lines);

    const ecom::variation small{.id = "201"_id,
                                .pos_id = "v1"_id,
                                .option_values = {{{.name = "Size", .value = "S"}}},
                                .sellable = sold,
                                .image_id = "501"_id};
    texts want{"id: 201", "pos_id: v1", "option_values: [Size=S]"};
    want.insert(want.end(), sold_lines.begin(), sold_lines.end());
    want.emplace_back("image_id: 501");
    CHECK(listing(small) == want);

    const ecom::product tee{.id = "101"_id,
                            .pos_id = "p1"_id,
                            .name = "Tee",
                            .description = "Soft",
                            .brand = "Acme",
                            .sellable = sold,
                            .enabled = true,
                            .category_ids = {{"11"_id, "12"_id}},
                            .on_front_page = false,
                            .tax_included = true,
                            .compare_to_price = money{2500},
                            .subtitle = "New",
                            .low_stock_threshold = 5,
                            .length = distance{1'000'000, length_unit::mm},
                            .width = distance{2'000'000, length_unit::cm},
                            .height = none,
                            .images = {{{.id = "501"_id}}},
                            .options = {{{.name = "Size", .values = {"S"}}}},
                            .variations = {{{.id = "202"_id}}},
                            .updated_at = hour(1),
                            .deleted = false};
    want = {"id: 101", "pos_id: p1", "name: \"Tee\"", "description: \"Soft\"", "brand: \"Acme\""};
    want.insert(want.end(), sold_lines.begin(), sold_lines.end());
    for (const auto line :
         {"enabled: yes", "category_ids: [11, 12]", "on_front_page: no", "tax_included: yes",
          "compare_to_price: 25.00", "subtitle: \"New\"", "low_stock_threshold: 5", "length: 1mm",
          "width: 2cm", "height: none", "images: [{id: 501, url: ?, source_id: ?, hash: ?}]",
          "options: [{name: \"Size\", values: [\"S\"]}]",
          "variations: [{id: 202, pos_id: ?, option_values: ?, sku: ?, upc: ?, price: ?, "
          "tracks_stock: ?, quantity: ?, weight: ?, image_id: ?}]",
          "updated_at: 1970-01-01T01:00:00Z", "deleted: no"})
        want.emplace_back(line);
    CHECK(listing(tee) == want);

    CHECK(listing(ecom::customer_group{
              .id = "31"_id, .pos_id = "g1"_id, .name = "VIP", .is_default = true}) ==
          texts{"id: 31", "pos_id: g1", "name: \"VIP\"", "is_default: yes"});

    CHECK(listing(ecom::customer{.id = "41"_id,
                                 .pos_id = "k1"_id,
                                 .email = "a@b.c",
                                 .first_name = "Ann",
                                 .last_name = "Bee",
                                 .group_id = none,
                                 .accepts_marketing = false,
                                 .email_updated_at = hour(1),
                                 .marketing_updated_at = hour(2),
                                 .orders = 7,
                                 .updated_at = hour(3),
                                 .deleted = true}) ==
          texts{"id: 41", "pos_id: k1", "email: \"a@b.c\"", "first_name: \"Ann\"",
                "last_name: \"Bee\"", "group_id: none", "accepts_marketing: no",
                "email_updated_at: 1970-01-01T01:00:00Z",
                "marketing_updated_at: 1970-01-01T02:00:00Z", "orders: 7",
                "updated_at: 1970-01-01T03:00:00Z", "deleted: yes"});
}

namespace {

// Any other value than the one of a record that was just made.
void disturb(std::string& text)
{
    text = "x";
}
template <class Record>
void disturb(id_of<Record>& id)
{
    id = "x"_id;
}
template <class T>
void disturb(std::optional<T>& value)
{
    value.emplace();
}
template <class T>
void disturb(maybe<T>& value)
{
    value = none;
}
template <class T>
void disturb(std::vector<T>& list)
{
    list.emplace_back();
}

template <class Record>
void check_members(std::size_t count)
{
    const Record made{};
    std::set<std::string> names;
    std::set<const void*> places;
    members(
        [&](std::string_view name, const auto& member) {
            CHECK(names.emplace(name).second);
            CHECK(places.insert(&member).second);
        },
        made);
    CHECK(names.size() == count);

    // each counts for equality, and a second record is walked in step
    for (std::size_t i = 0; i < count; ++i) {
        Record other{};
        std::size_t at = 0;
        members([&](std::string_view, auto& member) { at++ == i ? disturb(member) : void(); },
                other);
        CHECK(other != made);
        at = 0;
        members(
            [&](std::string_view name, const auto& a, auto& b) {
                CAPTURE(name);
                CHECK((a == b) == (at != i));
                b = a;
                ++at;
            },
            made, other);
        CHECK(at == count);
        CHECK(other == made);
    }
}

} // namespace

TEST_CASE("sides: each member is listed once and counts for equality", "[sides]")
{
    SECTION("pos outlet")
    {
        check_members<pos::outlet>(2);
    }
    SECTION("pos category")
    {
        check_members<pos::category>(3);
    }
    SECTION("pos image")
    {
        check_members<pos::image>(3);
    }
    SECTION("pos stock row")
    {
        check_members<pos::stock_row>(2);
    }
    SECTION("pos sellable")
    {
        check_members<pos::sellable>(13);
    }
    SECTION("pos variant")
    {
        check_members<pos::variant>(15);
    }
    SECTION("pos product")
    {
        check_members<pos::product>(26);
    }
    SECTION("pos customer group")
    {
        check_members<pos::customer_group>(4);
    }
    SECTION("pos customer")
    {
        check_members<pos::customer>(11);
    }
    SECTION("ecom category")
    {
        check_members<ecom::category>(8);
    }
    SECTION("ecom image")
    {
        check_members<ecom::image>(4);
    }
    SECTION("ecom option")
    {
        check_members<ecom::option>(2);
    }
    SECTION("ecom sellable")
    {
        check_members<ecom::sellable>(6);
    }
    SECTION("ecom variation")
    {
        check_members<ecom::variation>(10);
    }
    SECTION("ecom product")
    {
        check_members<ecom::product>(26);
    }
    SECTION("ecom customer group")
    {
        check_members<ecom::customer_group>(4);
    }
    SECTION("ecom customer")
    {
        check_members<ecom::customer>(12);
    }
}

TEST_CASE("sides: what a record does not say is unknown", "[sides]")
{
    const auto unknown = [](const auto& record, std::string_view id = "id: ") {
        for (const auto& line : listing(record)) {
            CAPTURE(line);
            CHECK((line == id || line.ends_with(": ?")));
        }
    };
    unknown(pos::outlet{});
    unknown(pos::category{});
    unknown(pos::image{});
    unknown(pos::stock_row{}, "outlet_id: ");
    unknown(pos::variant{});
    unknown(pos::product{});
    unknown(pos::customer_group{});
    unknown(pos::customer{});
    unknown(ecom::category{});
    unknown(ecom::image{});
    unknown(ecom::variation{});
    unknown(ecom::product{});
    unknown(ecom::customer_group{});
    unknown(ecom::customer{});
}

TEST_CASE("sides: value, none and unknown are assigned as they are said", "[sides]")
{
    pos::product p{.id = "p1"_id, .sellable = {.price = money{1990}}};
    CHECK(p.sellable.price == money{1990});
    CHECK_FALSE(p.sellable.online_price.known());
    p.sellable.price = none;
    CHECK(p.sellable.price.is_none());
    p.sellable.price = {};
    CHECK_FALSE(p.sellable.price.known());
    p.category_id = "c1"_id;
    CHECK(p.category_id == pos::category_id{"c1"});
    p.category_id = none;
    CHECK(p.category_id == none);

    p.name = "";
    CHECK(p.name == "");
    p.name = {};
    CHECK_FALSE(p.name);
    p.variants.emplace();
    CHECK(p.variants->empty());
    p.variants = {};
    CHECK_FALSE(p.variants);
}

TEST_CASE("sides: a section that was assigned is complete", "[sides]")
{
    pos::snapshot till;
    SECTION("a section that nobody touches is absent")
    {
        CHECK(till.categories.absent());
        CHECK(till.products.absent());
        CHECK(till.customer_groups.absent());
        CHECK(till.customers.state == completeness::absent);
        CHECK_FALSE(till.products.complete());
        CHECK(till.products.records.empty());
    }
    SECTION("records in braces")
    {
        till.categories = {{.id = "c1"_id, .name = "Shirts"}, {.id = "c2"_id}};
        CHECK(till.categories.complete());
        REQUIRE(till.categories.records.size() == 2);
        CHECK(till.categories.records[1].id == "c2"_id);
        CHECK(till.products.absent());
    }
    SECTION("one record in braces")
    {
        till.categories = {{.id = "c1"_id}};
        CHECK(till.categories.complete());
        CHECK(till.categories.records.size() == 1);
    }
    SECTION("one record with nothing in it")
    {
        till.categories = {pos::category{}};
        CHECK(till.categories.complete());
        CHECK(till.categories.records.size() == 1);
    }
    SECTION("a list that was read to its end and is empty")
    {
        till.products = std::vector<pos::product>{};
        CHECK(till.products.complete());
        CHECK(till.products.records.empty());
    }
    SECTION("empty braces are the untouched section")
    {
        till.products = {{.id = "p1"_id}};
        till.products = {};
        CHECK(till.products.absent());
        CHECK(till.products == section<pos::product>{});
    }
    SECTION("a list that is only a part")
    {
        std::vector<pos::product> some{{.id = "p1"_id}, {.id = "p2"_id}};
        till.products = {some, completeness::partial};
        CHECK(till.products.state == completeness::partial);
        CHECK_FALSE(till.products.complete());
        CHECK_FALSE(till.products.absent());
        CHECK(till.products.records == some);
        CHECK(till.products != section<pos::product>{some});
    }
    SECTION("adding records one by one says nothing of the whole")
    {
        till.products.records.push_back({.id = "p1"_id});
        CHECK(till.products.absent());
    }
}

TEST_CASE("sides: snapshots are written as they are read", "[sides]")
{
    const pos::snapshot till{
        .taken_at = hour(1),
        .currency = {.code = "EUR"},
        .outlets = {{{.id = "1"_id, .name = "Main"}}},
        .ecom_outlet = "1"_id,
        .categories = {{.id = "c1"_id}},
        .products = {{.id = "p1"_id}},
        .customer_groups = {{.id = "g1"_id}},
        .customers = {{.id = "k1"_id}},
    };
    CHECK(till.currency.decimals == 2);
    CHECK(till.ecom_outlet == pos::outlet_id{"1"});
    CHECK(till.categories.complete());
    CHECK(till.customers.complete());
    CHECK(till.outlets->size() == 1);

    const ecom::snapshot shop{
        .taken_at = hour(1),
        .currency = {.code = "JPY", .decimals = 0},
        .weight_unit = mass_unit::lb,
        .length_unit = length_unit::in,
        .categories = {{.id = "11"_id}},
        .products = {{.id = "101"_id}},
        .customer_groups = {{.id = "31"_id}},
        .customers = {{.id = "41"_id}},
    };
    CHECK(shop.products.complete());
    CHECK(shop.currency.code == "JPY");

    CHECK(pos::snapshot{} == pos::snapshot{});
    CHECK(till != pos::snapshot{});
    CHECK(shop == ecom::snapshot{shop});
    CHECK_FALSE(pos::snapshot{}.taken_at);
    CHECK_FALSE(pos::snapshot{}.outlets);
    CHECK_FALSE(pos::snapshot{}.ecom_outlet.known());
    CHECK(pos::snapshot{}.currency.code.empty());
    CHECK(ecom::snapshot{}.weight_unit == mass_unit::kg);
    CHECK(ecom::snapshot{}.length_unit == length_unit::cm);
}

} // namespace sides_tests
