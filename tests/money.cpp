#include "catch.hpp"

#include <twinshelf/money.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <type_traits>

namespace money_tests {

using namespace twinshelf;

static_assert(std::regular<money> && std::totally_ordered<money>);
static_assert(std::is_aggregate_v<money> && std::is_trivially_copyable_v<money>);
static_assert(!std::is_convertible_v<int, money> && !std::is_convertible_v<money, bool>);
static_assert(!std::is_convertible_v<double, money> && !std::is_constructible_v<double, money>);
static_assert(parse_money("19.90", 2) == money{1990});
static_assert(parse_money("19.905", 2) == money{1991, -500'000});
static_assert(whole(money{1991, -500'000}) == money{1991});
static_assert(default_decimals("USD") == 2);

namespace {

constexpr auto most = std::numeric_limits<std::int64_t>::max();
constexpr auto least = std::numeric_limits<std::int64_t>::min();

} // namespace

TEST_CASE("money: a currency has the decimals of ISO 4217", "[money]")
{
    CHECK(currency{}.code.empty());
    CHECK(currency{}.decimals == default_decimals(""));
    struct row {
        const char* code;
        int want;
    };
    const auto r = GENERATE_COPY(Catch::Generators::values<row>({
        {"USD", 2}, {"EUR", 2},  {"CAD", 2}, {"GBP", 2}, {"AUD", 2}, {"CHF", 2}, {"MXN", 2},
        {"HUF", 2}, {"TWD", 2},  {"MGA", 2}, {"MRU", 2}, // two by ISO, whatever is in use
        {"BIF", 0}, {"CLP", 0},  {"DJF", 0}, {"GNF", 0}, {"ISK", 0}, {"JPY", 0}, {"KMF", 0},
        {"KRW", 0}, {"PYG", 0},  {"RWF", 0}, {"UGX", 0}, {"VND", 0}, {"VUV", 0}, {"XAF", 0},
        {"XOF", 0}, {"XPF", 0},  {"UYI", 0}, {"BHD", 3}, {"IQD", 3}, {"JOD", 3}, {"KWD", 3},
        {"LYD", 3}, {"OMR", 3},  {"TND", 3}, {"CLF", 4}, {"UYW", 4}, {"", 2},    {"jpy", 2},
        {"JP", 2},  {"JPYX", 2}, {"???", 2},
    }));
    DYNAMIC_SECTION('"' << r.code << '"')
    {
        CHECK(default_decimals(r.code) == r.want);
    }
}

TEST_CASE("money: a text is an amount", "[money]")
{
    struct row {
        const char* id;
        std::string_view text;
        int decimals;
        money want;
    };
    const auto r = GENERATE_COPY(Catch::Generators::values<row>({
        {"two decimals", "19.90", 2, {1990}},
        {"one of two", "19.9", 2, {1990}},
        {"whole", "19", 2, {1900}},
        {"zero", "0", 2, {0}},
        {"minus zero", "-0.00", 2, {0}},
        {"negative", "-19.90", 2, {-1990}},
        {"a power", "1.99e1", 2, {1990}},
        {"more zeros than decimals", "19.90000000000000000000000", 2, {1990}},
        {"yen", "1990", 0, {1990}},
        {"yen with a needless decimal", "1990.0", 0, {1990}},
        {"dinars", "1.990", 3, {1990}},
        {"dinars with fewer decimals", "1.99", 3, {1990}},
        {"largest", "92233720368547758.07", 2, {most}},
        {"largest negative", "-92233720368547758.07", 2, {-most}},

        {"finer, below half", "3.024", 2, {302, 400'000}},
        {"finer, half", "3.025", 2, {303, -500'000}},
        {"finer, above half", "3.026", 2, {303, -400'000}},
        {"finer below zero, below half", "-3.024", 2, {-302, -400'000}},
        {"finer below zero, half", "-3.025", 2, {-303, 500'000}},
        {"half a yen", "100.5", 0, {101, -500'000}},
        {"a tenth of a fils", "1.2345", 3, {1235, -500'000}},
        {"a millionth of a cent", "0.00000001", 2, {0, 1}},
        {"a millionth of a cent less", "0.99999999", 2, {100, -1}},
        {"the sixth decimal of a cent is kept", "1.00123456", 2, {100, 123'456}},
        {"the largest finer one", "92233720368.54775807", 2, {9'223'372'036'855, -224'193}},
        {"the largest finer one below zero",
         "-92233720368.54775807",
         2,
         {-9'223'372'036'855, 224'193}},
        {"carries", "9.995", 2, {1000, -500'000}},

        // Finer than a millionth of a minor unit: cut, and never so that it reads as another
        // amount or as none.
        {"nines do not round twice", "3.02499999999999", 2, {302, 499'999}},
        {"nor below zero", "-3.02499999999999", 2, {-302, -499'999}},
        {"just above half", "3.02500000000001", 2, {303, -500'000}},
        {"just above half below zero", "-3.02500000000001", 2, {-303, 500'000}},
        {"just above a cent", "3.0200000000001", 2, {302, 1}},
        {"just below a cent", "3.0199999999999", 2, {302, -1}},
        {"just above a cent below zero", "-3.0199999999999", 2, {-302, 1}},
        {"just below a cent below zero", "-3.0200000000001", 2, {-302, -1}},
        {"just above zero", "1e-300", 2, {0, 1}},
        {"just below zero", "-1e-300", 2, {0, -1}},
        {"just below half a cent", "0.0049999999999", 2, {0, 499'999}},
        {"just below minus half a cent", "-0.0050000000001", 2, {-1, 500'000}},
        {"the seventh decimal of a cent is cut", "1.001234569", 2, {100, 123'456}},
    }));
    DYNAMIC_SECTION(r.id)
    {
        const auto got = parse_money(r.text, r.decimals);
        REQUIRE(got);
        CHECK(got->minor == r.want.minor);
        CHECK(got->finer == r.want.finer);
        CHECK(got == r.want);
    }
}

TEST_CASE("money: no amount", "[money]")
{
    struct row {
        const char* id;
        std::string_view text;
        int decimals;
    };
    const auto r = GENERATE_COPY(Catch::Generators::values<row>({
        {"empty", "", 2},
        {"blank", " ", 2},
        {"outer blanks", " 1.00 ", 2},
        {"a word", "free", 2},
        {"with its currency", "USD 1.00", 2},
        {"with a sign of it", "$1.00", 2},
        {"a comma", "1,00", 2},
        {"one cent too many", "92233720368547758.08", 2},
        {"one too many below zero", "-92233720368547758.08", 2},
        {"too many yen", "9223372036854775808", 0},
        {"rounds past the largest", "92233720368547758.075", 2},
        {"too large to say what was rounded off", "92233720368547758.061", 2},
        {"far too large", "1e400", 2},
    }));
    DYNAMIC_SECTION(r.id)
    {
        CHECK_FALSE(parse_money(r.text, r.decimals));
    }
}

TEST_CASE("money: the text has the currency's decimals, and more where it is finer", "[money]")
{
    struct row {
        const char* id;
        money amount;
        int decimals;
        std::string_view want;
    };
    const auto r = GENERATE_COPY(Catch::Generators::values<row>({
        {"two decimals", {1990}, 2, "19.90"},
        {"zero", {}, 2, "0.00"},
        {"one cent", {1}, 2, "0.01"},
        {"minus one cent", {-1}, 2, "-0.01"},
        {"yen", {1990}, 0, "1990"},
        {"dinars", {1990}, 3, "1.990"},
        {"largest", {most}, 2, "92233720368547758.07"},
        {"smallest", {least}, 2, "-92233720368547758.08"},
        {"finer upwards", {302, 400'000}, 2, "3.024"},
        {"finer downwards", {303, -500'000}, 2, "3.025"},
        {"finer below zero", {-303, 500'000}, 2, "-3.025"},
        {"finer below zero, further down", {-302, -400'000}, 2, "-3.024"},
        {"half a yen", {101, -500'000}, 0, "100.5"},
        {"minus half a yen", {-1, 500'000}, 0, "-0.5"},
        {"next to nothing", {0, 1}, 2, "0.00000001"},
        {"next to nothing below zero", {0, -1}, 2, "-0.00000001"},
        {"a cent but for next to nothing", {1, -1}, 2, "0.00999999"},
        {"half a cent", {0, 499'999}, 2, "0.00499999"},
        {"trailing zeros end at the currency's decimals", {100, 100'000}, 2, "1.001"},
        {"largest and finer", {most, 1}, 2, "92233720368547758.07000001"},
        {"largest less next to nothing", {most, -1}, 2, "92233720368547758.06999999"},
        {"smallest and next to nothing", {least, 1}, 2, "-92233720368547758.07999999"},
        {"smallest and finer", {least, -1}, 0, "-9223372036854775808.000001"},
    }));
    DYNAMIC_SECTION(r.id)
    {
        CHECK(format_money(r.amount, r.decimals) == r.want);
    }
}

TEST_CASE("money: amounts stand in the order of their size", "[money]")
{
    // each text is less than the next, as they are read
    const std::string_view texts[] = {"-92233720368547758.07",
                                      "-1.01",
                                      "-1.006",
                                      "-1.005",
                                      "-1.0049",
                                      "-1.00",
                                      "-0.99",
                                      "-0.005",
                                      "-0.0049",
                                      "-0.004",
                                      "0.00",
                                      "0.004",
                                      "0.0049",
                                      "0.005",
                                      "0.006",
                                      "0.01",
                                      "0.0149",
                                      "0.015",
                                      "0.02",
                                      "0.99",
                                      "0.994",
                                      "0.995",
                                      "1.00000001",
                                      "1.004",
                                      "1.005",
                                      "92233720368547758.07"};
    for (std::size_t i = 1; i < std::size(texts); ++i) {
        const auto before = parse_money(texts[i - 1], 2), after = parse_money(texts[i], 2);
        CAPTURE(texts[i - 1], texts[i]);
        REQUIRE((before && after));
        CHECK(*before < *after);
        CHECK(*before != *after);
    }
}

TEST_CASE("money: what was rounded off counts until it is taken off", "[money]")
{
    CHECK(money{1990, 1} != money{1990});
    CHECK(whole(money{1990, 1}) == money{1990});
    CHECK(whole(money{-1, 500'000}) == money{-1});
    CHECK(whole(money{1990}) == money{1990});
}

TEST_CASE("money: what is written is read as the same amount", "[money][property]")
{
    std::mt19937_64 random{3};
    for (int i = 0; i < 4000; ++i) {
        const auto decimals = static_cast<int>(random() % 5);
        const auto amount = money{static_cast<std::int64_t>(random()) >> (1 + random() % 63)};
        const auto text = format_money(amount, decimals);
        CAPTURE(text, decimals);
        CHECK(parse_money(text, decimals) == amount);
    }
}

TEST_CASE("money: any text is read again from its text as the same amount", "[money][property]")
{
    std::mt19937_64 random{4};
    for (int i = 0; i < 4000; ++i) {
        const auto decimals = static_cast<int>(random() % 5);
        std::string text = random() % 2 ? "-" : "";
        text += std::to_string(random() % 1000) + '.';
        for (auto left = 1 + random() % 16; left > 0; --left) {
            const char digits[] = "0123456789499950000";
            text += digits[random() % 19];
        }
        const auto amount = parse_money(text, decimals);
        CAPTURE(text, decimals);
        REQUIRE(amount);
        CHECK(amount->minor == parse_decimal(text, decimals)->value);
        CHECK((amount->finer != 0) == parse_decimal(text, decimals)->rounded);
        CHECK((-500'000 <= amount->finer && amount->finer <= 500'000));
        CHECK(parse_money(format_money(*amount, decimals), decimals) == amount);
    }
}

} // namespace money_tests
