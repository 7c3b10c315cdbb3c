#include "catch.hpp"

#include <twinshelf/decimal.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <type_traits>

namespace decimal_tests {

using namespace twinshelf;
using namespace std::string_literals;
using namespace std::string_view_literals;

static_assert(std::is_aggregate_v<scaled> && std::is_trivially_copyable_v<scaled>);
static_assert(parse_decimal("-12.5", 2) == scaled{-1250});
static_assert(parse_decimal(".5", 2) == scaled{50});
static_assert(parse_decimal("3e2", 2) == scaled{30000});
static_assert(parse_decimal("0.005", 2) == scaled{1, true});
static_assert(!parse_decimal("", 2));

namespace {

constexpr auto most = std::numeric_limits<std::int64_t>::max();
constexpr auto least = std::numeric_limits<std::int64_t>::min();

std::string zeros(std::size_t count)
{
    return std::string(count, '0');
}

} // namespace

TEST_CASE("decimal: what is a number", "[decimal]")
{
    struct row {
        const char* id;
        std::string text;
        int places;
        scaled want;
    };
    const auto r = GENERATE_COPY(Catch::Generators::values<row>({
        {"zero", "0", 2, {0}},
        {"minus zero is zero", "-0", 2, {0}},
        {"plus zero", "+0", 2, {0}},
        {"zero with decimals", "-0.00", 2, {0}},
        {"whole", "12", 2, {1200}},
        {"whole in whole units", "12", 0, {12}},
        {"one decimal", "12.5", 2, {1250}},
        {"two decimals", "12.34", 2, {1234}},
        {"negative", "-12.34", 2, {-1234}},
        {"a plus", "+12.34", 2, {1234}},
        {"nothing before the point", ".5", 2, {50}},
        {"a sign and nothing before the point", "+.5", 2, {50}},
        {"a minus and nothing before the point", "-.5", 2, {-50}},
        {"nothing behind the point", "5.", 2, {500}},
        {"leading zeros", "0001.50", 2, {150}},
        {"many leading zeros", zeros(5000) + "7", 2, {700}},
        {"trailing zeros are not rounded off", "1.500000000000000000000000", 2, {150}},
        {"many trailing zeros", "1." + zeros(5000), 2, {100}},
        {"many decimals of which the last counts", "0." + zeros(17) + "1", 18, {1}},

        {"power of ten", "3e2", 2, {30000}},
        {"capital E", "3E2", 2, {30000}},
        {"power with a plus", "3e+2", 2, {30000}},
        {"power with a minus", "12345e-2", 2, {12345}},
        {"power with leading zeros", "3e0002", 0, {300}},
        {"power with many leading zeros", "3e" + zeros(50) + "2", 0, {300}},
        {"power zero", "3e0", 0, {3}},
        {"power minus zero", "3e-0", 0, {3}},
        {"power behind a fraction", "1.25e1", 1, {125}},
        {"power behind a point", "5.e1", 0, {50}},
        {"power on nothing but decimals", ".05e2", 0, {5}},
        {"power that the zeros before the digits take up", "0.001e5", 0, {100}},
        {"zero to any power", "0e9999", 2, {0}},
        {"zero to a longer power", "0e99999", 2, {0}},
        {"zero to a power beyond int64", "-0.0e99999999999999999999999", 2, {0}},
        {"large power of a small fraction", "0." + zeros(400) + "1e401", 0, {1}},
        {"larger power of a smaller fraction", "0." + zeros(12000) + "1e12001", 0, {1}},
        {"small power of a large number", "1" + zeros(400) + "e-400", 0, {1}},
        {"smaller power of a larger number", "1" + zeros(12000) + "e-12000", 0, {1}},

        {"largest", "9223372036854775807", 0, {most}},
        {"largest with decimals", "92233720368547758.07", 2, {most}},
        {"largest behind the point", ".9223372036854775807", 19, {most}},
        {"largest with zeros before", "000009223372036854775807", 0, {most}},
        {"largest by its power", "9.223372036854775807e18", 0, {most}},
        {"largest negative", "-9223372036854775807", 0, {-most}},
        {"largest power of ten", "1e18", 0, {1'000'000'000'000'000'000}},
        {"rounds down to the largest", "9223372036854775807.4", 0, {most, true}},
        {"rounds up to the largest", "9223372036854775806.5", 0, {most, true}},
    }));
    DYNAMIC_SECTION(r.id)
    {
        const auto got = parse_decimal(r.text, r.places);
        REQUIRE(got);
        CHECK(got->value == r.want.value);
        CHECK(got->rounded == r.want.rounded);
    }
}

TEST_CASE("decimal: what is beyond the places rounds half away from zero, once", "[decimal]")
{
    struct row {
        const char* id;
        std::string text;
        int places;
        scaled want;
    };
    const auto r = GENERATE_COPY(Catch::Generators::values<row>({
        {"below half", "1.004", 2, {100, true}},
        {"half", "1.005", 2, {101, true}},
        {"above half", "1.006", 2, {101, true}},
        {"half at an even digit", "1.025", 2, {103, true}},
        {"half below zero", "-1.005", 2, {-101, true}},
        {"below half below zero", "-1.0049", 2, {-100, true}},
        {"nines do not round twice", "3.02499999999999", 2, {302, true}},
        {"a long row of nines does not either", "0.4" + std::string(500, '9'), 0, {0, true}},
        {"one digit far behind makes it rounded", "1." + zeros(500) + "1", 2, {100, true}},
        {"carries", "9.995", 2, {1000, true}},
        {"carries through all digits", "999.5", 0, {1000, true}},
        {"half to one", "0.5", 0, {1, true}},
        {"minus half to minus one", "-0.5", 0, {-1, true}},
        {"minus less than half to zero", "-0.49", 0, {0, true}},
        {"a tenth of a half", "0.05", 0, {0, true}},
        {"half by its power", "5e-1", 0, {1, true}},
        {"a twentieth by its power", "5e-2", 0, {0, true}},
        {"nine tenths of a tenth", "9e-2", 0, {0, true}},
        {"half by a larger power", "50e-2", 0, {1, true}},
        {"tiny", "1e-400", 2, {0, true}},
        {"tinier", "-1e-9999", 2, {0, true}},
        {"tinier than four digits can say", "1e-99999", 2, {0, true}},
        {"tinier than 64 bits can say", "-1e-99999999999999999999999", 2, {0, true}},
        {"decimals of a whole unit", "12.5", 0, {13, true}},
    }));
    DYNAMIC_SECTION(r.id)
    {
        const auto got = parse_decimal(r.text, r.places);
        REQUIRE(got);
        CHECK(got->value == r.want.value);
        CHECK(got->rounded == r.want.rounded);
    }
}

TEST_CASE("decimal: what is beyond the places is cut where that is asked for", "[decimal]")
{
    struct row {
        const char* id;
        std::string_view text;
        scaled want;
    };
    const auto r = GENERATE_COPY(Catch::Generators::values<row>({
        {"nothing beyond", "3.02", {302}},
        {"zeros beyond", "3.02000", {302}},
        {"half", "3.025", {302, true}},
        {"almost one more", "3.029999999999999999999", {302, true}},
        {"almost one more below zero", "-3.029999999999999999999", {-302, true}},
        {"almost nothing", "1e-300", {0, true}},
        {"less than what does not fit", "92233720368547758.079", {most, true}},
    }));
    DYNAMIC_SECTION(r.id)
    {
        const auto got = parse_decimal(r.text, 2, rounding::toward_zero);
        REQUIRE(got);
        CHECK(got->value == r.want.value);
        CHECK(got->rounded == r.want.rounded);
    }
}

TEST_CASE("decimal: no value for what is no number", "[decimal]")
{
    const auto text = GENERATE_COPY(Catch::Generators::values<std::string>({
        "",
        " ",
        "-",
        "+",
        ".",
        "-.",
        "+.",
        "e",
        "e5",
        ".e5",
        "-e5",
        "1e",
        "1e+",
        "1e-",
        "1e ",
        "1e1.5",
        "1e5e5",
        "1e--5",
        "1e+-5",
        "--1",
        "++1",
        "+-1",
        "-+1",
        "1-",
        "1+",
        "1 ",
        " 1",
        "\t1",
        "1\n",
        "- 1",
        "1 000",
        "1,5",
        "1.000,50",
        "1,000.50",
        "1_000",
        "1'000",
        "1.2.3",
        "1..2",
        "..",
        "0x10",
        "0b1",
        "1f",
        "1e5f",
        "inf",
        "-inf",
        "nan",
        "NaN",
        "Infinity",
        "1e\xEF",
        "$1",
        "1$",
        "1%",
        "one",
        "true",
        "null",
        "\xD9\xA1",
        "\xC2\xA0"
        "1",
        "1\0"s,
        "\0"
        "1"s,
        "1e1\0"s,
        "9223372036854775808x",
        "0000000000000000000000x",
        "1." + zeros(50) + "x",
        "1e99999x",
        "0e 1",
    }));
    DYNAMIC_SECTION('"' << text << '"')
    {
        CHECK_FALSE(parse_decimal(text, 2));
        CHECK_FALSE(parse_decimal(text, 0));
    }
}

TEST_CASE("decimal: no value for what does not fit", "[decimal]")
{
    struct row {
        const char* id;
        std::string text;
        int places;
    };
    const auto r = GENERATE_COPY(Catch::Generators::values<row>({
        {"one more than the largest", "9223372036854775808", 0},
        {"ten more", "9223372036854775817", 0},
        {"one more below zero", "-9223372036854775808", 0},
        {"twenty digits", "10000000000000000000", 0},
        {"past 64 bits, where it would wrap to 0", "18446744073709551616", 0},
        {"past 64 bits, where it would wrap to 1", "18446744073709551617", 0},
        {"with decimals", "92233720368547758.08", 2},
        {"rounds up past the largest", "9223372036854775807.5", 0},
        {"rounds down past the largest negative", "-9223372036854775807.5", 0},
        {"only with the places", "9223372036854775807", 1},
        {"a power", "1e19", 0},
        {"a larger power", "1e400", 2},
        {"the largest power of four digits", "1e9999", 2},
        {"a power of five digits", "1e10000", 2},
        {"a power beyond int", "1e2147483647", 2},
        {"a power beyond int64", "-1e9223372036854775808", 2},
        {"many digits", std::string(10000, '9'), 2},
        {"a small power of very many digits", std::string(10000, '9') + "e-9970", 2},
    }));
    DYNAMIC_SECTION(r.id)
    {
        CHECK_FALSE(parse_decimal(r.text, r.places));
    }
}

TEST_CASE("decimal: the shortest text with as many decimals as asked for", "[decimal]")
{
    struct row {
        const char* id;
        std::int64_t value;
        int places, least;
        std::string_view want;
    };
    const auto r = GENERATE_COPY(Catch::Generators::values<row>({
        {"zero", 0, 2, 0, "0"},
        {"zero with decimals", 0, 2, 2, "0.00"},
        {"zero without places", 0, 0, 0, "0"},
        {"as many as there are", 1990, 2, 2, "19.90"},
        {"one of two", 1990, 2, 1, "19.9"},
        {"none of two", 1900, 2, 0, "19"},
        {"not fewer than it has", 1999, 2, 0, "19.99"},
        {"more than the places", 5, 0, 2, "5.00"},
        {"two more than the places", 1990, 2, 4, "19.9000"},
        {"below one", 5, 2, 0, "0.05"},
        {"far below one", 1, 18, 0, "0.000000000000000001"},
        {"negative below one", -5, 2, 0, "-0.05"},
        {"negative", -1990, 2, 2, "-19.90"},
        {"zeros before the point stay", 100000, 2, 0, "1000"},
        {"zeros before the point stay without places", 1000, 0, 0, "1000"},
        {"largest", most, 0, 0, "9223372036854775807"},
        {"largest with places", most, 6, 0, "9223372036854.775807"},
        {"smallest", least, 0, 0, "-9223372036854775808"},
        {"smallest with places", least, 2, 2, "-92233720368547758.08"},
        {"smallest behind the point", least, 20, 0, "-0.09223372036854775808"},
    }));
    DYNAMIC_SECTION(r.id)
    {
        CHECK(format_decimal(r.value, r.places, r.least) == r.want);
    }
}

TEST_CASE("decimal: what is written is read as the same value", "[decimal][property]")
{
    std::mt19937_64 random{1};
    for (int i = 0; i < 4000; ++i) {
        const auto bits = random();
        const auto value = static_cast<std::int64_t>(bits) >> random() % 64;
        if (value == least) continue;
        const auto places = static_cast<int>(random() % 20);
        const auto text = format_decimal(value, places, static_cast<int>(random() % 24));
        CAPTURE(value, places, text);
        CHECK(parse_decimal(text, places) == scaled{value});
        CHECK(parse_decimal(text + "e0", places) == scaled{value});
        CHECK(parse_decimal(text + "e-3", places + 3) == scaled{value});
    }
}

TEST_CASE("decimal: the digits behind decide alone, however the number is spelled",
          "[decimal][property]")
{
    std::mt19937_64 random{2};
    for (int i = 0; i < 4000; ++i) {
        const auto value = static_cast<std::int64_t>(random() >> (2 + random() % 60));
        const auto places = static_cast<int>(random() % 8);
        std::string tail;
        for (auto left = 1 + random() % 30; left > 0; --left)
            tail += static_cast<char>('0' + random() % 10);
        const bool rounded = tail.find_first_not_of('0') != tail.npos;
        const std::int64_t magnitude = value + (tail[0] >= '5' ? 1 : 0);
        const bool minus = random() % 2 == 0;
        const scaled want{minus ? -magnitude : magnitude, rounded};

        // all digits, then the point anywhere among them, and a power that makes up for it
        auto digits = zeros(random() % 30) + zeros(20) + std::to_string(value) + tail;
        const auto right = digits.size() - tail.size() - static_cast<std::size_t>(places);
        const auto point = random() % (digits.size() + 1);
        digits.insert(point, 1, '.');
        const auto power = static_cast<long>(right) - static_cast<long>(point);
        const auto text = (minus          ? "-"
                           : random() % 2 ? "+"
                                          : "") +
                          digits + (power == 0 ? "" : "e" + std::to_string(power));
        CAPTURE(text, places);
        CHECK(parse_decimal(text, places) == want);
    }
}

} // namespace decimal_tests
