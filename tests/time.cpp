#include "catch.hpp"

#include <twinshelf/time.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <type_traits>

namespace time_tests {

using namespace twinshelf;
using namespace std::chrono_literals;
using namespace std::string_literals;

static_assert(std::is_same_v<instant::duration, std::chrono::microseconds>);
static_assert(std::is_same_v<instant::clock, std::chrono::system_clock>);
static_assert(detail::parse_offset("+05:30") == 330min);
static_assert(detail::parse_offset("-0930") == -570min);
static_assert(!detail::parse_offset("+1"));

namespace {

constexpr std::int64_t second = 1'000'000;

/// Microseconds from 1970-01-01T00:00:00Z.
constexpr instant at(std::int64_t micros)
{
    return instant{std::chrono::microseconds{micros}};
}

} // namespace

TEST_CASE("time: a text is a moment", "[time]")
{
    struct row {
        const char* id;
        std::string text;
        instant want;
    };
    const auto r = GENERATE_COPY(Catch::Generators::values<row>({
        {"the epoch", "1970-01-01T00:00:00Z", at(0)},
        {"a second later", "1970-01-01T00:00:01Z", at(second)},
        {"a second before", "1969-12-31T23:59:59Z", at(-second)},
        {"the last second of a day", "2024-02-29T23:59:59Z", at(1'709'251'199 * second)},
        {"a leap day", "2024-02-29T12:34:56Z", at(1'709'210'096 * second)},
        {"a leap day of a century", "2000-02-29T00:00:00Z", at(951'782'400 * second)},
        {"the day before March of no leap year", "1900-02-28T00:00:00Z",
         at(-2'203'977'600 * second)},
        {"the day after", "1900-03-01T00:00:00Z", at(-2'203'891'200 * second)},
        {"past 32 bits of seconds", "2038-01-19T03:14:08Z", at(2'147'483'648 * second)},
        {"the first year", "0001-01-01T00:00:00Z", at(-62'135'596'800 * second)},
        {"the last second", "9999-12-31T23:59:59Z", at(253'402'300'799 * second)},
        {"the last microsecond", "9999-12-31T23:59:59.999999Z",
         at(253'402'300'799 * second + 999'999)},
        {"a leap second is the next one", "2016-12-31T23:59:60Z", at(1'483'228'800 * second)},

        {"no offset is UTC", "1970-01-01T00:00:00", at(0)},
        {"a small z", "1970-01-01T00:00:00z", at(0)},
        {"a small t", "1970-01-01t00:00:00Z", at(0)},
        {"a blank for the T", "1970-01-01 00:00:00Z", at(0)},
        {"a blank before the offset", "1970-01-01 01:00:00 +0100", at(0)},
        {"east is earlier", "1970-01-01T01:00:00+01:00", at(0)},
        {"west is later", "1969-12-31T19:00:00-05:00", at(0)},
        {"no colon in the offset", "1969-12-31T19:00:00-0500", at(0)},
        {"hours alone", "1970-01-01T01:00:00+01", at(0)},
        {"half an hour", "1970-01-01T05:30:00+05:30", at(0)},
        {"half an hour west", "1969-12-31T20:30:00-03:30", at(0)},
        {"a zero offset", "1970-01-01T00:00:00+00:00", at(0)},
        {"a negative zero offset", "1970-01-01T00:00:00-00:00", at(0)},
        {"the widest offset", "1970-01-01T23:59:00+23:59", at(0)},
        {"the widest offset west", "1969-12-31T00:01:00-23:59", at(0)},
        {"an offset into the year before", "2024-01-01T00:30:00+01:00", at(1'704'065'400 * second)},
        {"an offset into the next year", "2023-12-31T23:30:00-01:00", at(1'704'069'000 * second)},
        {"an offset out of a leap day", "2024-03-01T00:30:00+01:00", at(1'709'249'400 * second)},
        {"an offset into March", "2023-02-28T23:30:00-01:00", at(1'677'630'600 * second)},

        {"tenths", "1970-01-01T00:00:00.5Z", at(500'000)},
        {"thousandths", "1970-01-01T00:00:00.123Z", at(123'000)},
        {"millionths", "1970-01-01T00:00:00.000001Z", at(1)},
        {"a comma", "1970-01-01T00:00:00,25Z", at(250'000)},
        {"finer is cut off", "1970-01-01T00:00:00.1234569Z", at(123'456)},
        {"nines are cut off too", "1970-01-01T00:00:00." + std::string(300, '9') + "Z",
         at(999'999)},
        {"before 1970 a fraction counts forward", "1969-12-31T23:59:59.75Z", at(-250'000)},
        {"before 1970 finer is cut off", "1969-12-31T23:59:59.9999999Z", at(-1)},
        {"a fraction with an offset", "1970-01-01T01:00:00.5+01:00", at(500'000)},
        {"a fraction without an offset", "1970-01-01T00:00:00.5", at(500'000)},
        {"a fraction of zeros", "1970-01-01T00:00:00.000Z", at(0)},
    }));
    DYNAMIC_SECTION(r.id)
    {
        const auto got = parse_time(r.text);
        REQUIRE(got);
        CHECK(got->time_since_epoch().count() == r.want.time_since_epoch().count());
    }
}

TEST_CASE("time: no value for anything else", "[time]")
{
    const auto text = GENERATE_COPY(Catch::Generators::values<std::string>({
        "",
        " ",
        "Z",
        "now",
        "2024",
        "2024-02",
        "2024-02-01",
        "2024-02-01T",
        "2024-02-01T10",
        "2024-02-01T10:00",
        "2024-02-01T10:00Z",
        "2024-02-01T10:00:0",
        "10:00:00",
        "1706781600",
        // not in the calendar, or not on the clock
        "2024-02-30T00:00:00Z",
        "2023-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z",
        "2024-04-31T00:00:00Z",
        "2024-00-01T00:00:00Z",
        "2024-13-01T00:00:00Z",
        "2024-01-00T00:00:00Z",
        "2024-01-32T00:00:00Z",
        "2024-99-99T00:00:00Z",
        "2024-02-01T24:00:00Z",
        "2024-02-01T25:00:00Z",
        "2024-02-01T10:60:00Z",
        "2024-02-01T10:00:61Z",
        "2024-02-01T99:99:99Z",
        // other spellings
        "2024-1-1",
        "2024-1-1T10:00:00Z",
        "24-02-01T10:00:00Z",
        "02024-02-01T10:00:00Z",
        "+2024-02-01T10:00:00Z",
        "-2024-02-01T10:00:00Z",
        "2024/02/01T10:00:00Z",
        "20240201T100000Z",
        "2024-02-01T1:00:00Z",
        "2024-02-01T+1:00:00Z",
        "2024-02-01T10.00.00Z",
        "01.02.2024 10:00:00",
        "2024-02-01  10:00:00Z",
        "2024-02-01_10:00:00Z",
        "2024-W05-4T10:00:00Z",
        "2024-032T10:00:00Z",
        "Thu, 01 Feb 2024 10:00:00 GMT",
        "2024-0a-01T10:00:00Z",
        "2024-02-01T10:00:-1Z",
        "2024-02-01T 1:00:00Z",
        // fractions
        "2024-02-01T10:00:00.Z",
        "2024-02-01T10:00:00.",
        "2024-02-01T10:00:00,Z",
        "2024-02-01T10:00:00.5.5Z",
        "2024-02-01T10:00:00.-5Z",
        "2024-02-01T10:00:00.5eZ",
        "2024-02-01T10:00.5Z",
        "2024-02-01T10:00:00:5Z",
        // offsets
        "2024-02-01T10:00:00+1",
        "2024-02-01T10:00:00+",
        "2024-02-01T10:00:00-",
        "2024-02-01T10:00:00+1:00",
        "2024-02-01T10:00:00+01:",
        "2024-02-01T10:00:00+01:0",
        "2024-02-01T10:00:00+010",
        "2024-02-01T10:00:00+24:00",
        "2024-02-01T10:00:00+99:00",
        "2024-02-01T10:00:00+01:60",
        "2024-02-01T10:00:00+01:000",
        "2024-02-01T10:00:00+01:00:00",
        "2024-02-01T10:00:00+0100Z",
        "2024-02-01T10:00:00Z+01:00",
        "2024-02-01T10:00:00+-1:00",
        "2024-02-01T10:00:00 UTC",
        "2024-02-01T10:00:00UTC",
        "2024-02-01T10:00:00 EST",
        "2024-02-01T10:00:00+aa:bb",
        "2024-02-01T10:00:00+01.00",
        "2024-02-01T10:00:00ZZ",
        // something before or behind
        " 2024-02-01T10:00:00Z",
        "2024-02-01T10:00:00Z ",
        "2024-02-01T10:00:00 ",
        "2024-02-01T10:00:00.5 ",
        "2024-02-01T10:00:00Z\n",
        "2024-02-01T10:00:00Z\0"s,
        "2024-02-01T10:00:00\0"s,
        "2024-02-01T10:00:00Z and more",
        "2024-02-01T10:00:00  +0100",
        "2024-02-01T10:00:00+01:00 ",
        "\xEF\xBB\xBF"
        "2024-02-01T10:00:00Z",
        // out of the years that have four digits
        "0000-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01",
        "9999-12-31T23:59:60Z",
        "10000-01-01T00:00:00Z",
    }));
    DYNAMIC_SECTION('"' << text << '"')
    {
        CHECK_FALSE(parse_time(text));
    }
}

TEST_CASE("time: a moment has one text", "[time]")
{
    struct row {
        const char* id;
        instant moment;
        std::string_view want;
    };
    const auto r = GENERATE_COPY(Catch::Generators::values<row>({
        {"the epoch", at(0), "1970-01-01T00:00:00Z"},
        {"one-digit numbers have a zero", at(788'645'289 * second), "1994-12-28T20:08:09Z"},
        {"all of them", at(981'173'106 * second), "2001-02-03T04:05:06Z"},
        {"a microsecond", at(1), "1970-01-01T00:00:00.000001Z"},
        {"zeros at the end are left out", at(9 * second + 500'000), "1970-01-01T00:00:09.5Z"},
        {"a fraction of ten seconds and more", at(10 * second + 50'000), "1970-01-01T00:00:10.05Z"},
        {"tens of seconds keep their zero", at(10 * second), "1970-01-01T00:00:10Z"},
        {"the last microsecond of a day", at(86'399'999'999), "1970-01-01T23:59:59.999999Z"},
        {"before 1970", at(-second), "1969-12-31T23:59:59Z"},
        {"a fraction before 1970", at(-1), "1969-12-31T23:59:59.999999Z"},
        {"the first year", at(-62'135'596'800 * second), "0001-01-01T00:00:00Z"},
        {"the year 0", at(-62'167'219'200 * second), "0000-01-01T00:00:00Z"},
        {"the last second", at(253'402'300'799 * second), "9999-12-31T23:59:59Z"},
        {"after the last year", at(253'402'300'800 * second), "9999-12-31T23:59:59.999999Z"},
        {"before the first", at(-62'167'219'200 * second - 1), "0000-01-01T00:00:00Z"},
        {"as late as can be held", instant::max(), "9999-12-31T23:59:59.999999Z"},
        {"as early as can be held", instant::min(), "0000-01-01T00:00:00Z"},
    }));
    DYNAMIC_SECTION(r.id)
    {
        CHECK(format_time(r.moment) == r.want);
    }
}

TEST_CASE("time: what is written is read as the same moment", "[time][property]")
{
    constexpr std::int64_t first = -62'135'596'800 * second, last = 253'402'300'800 * second;
    std::mt19937_64 random{8};
    std::optional<instant> before;
    std::string text_before;
    for (int i = 0; i < 5000; ++i) {
        auto micros =
            first + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(last - first));
        if (i % 3 == 0) micros -= micros % second;
        if (i % 7 == 0) micros -= micros % (86'400 * second);
        const auto moment = at(micros);
        const auto text = format_time(moment);
        CAPTURE(micros, text);
        CHECK(parse_time(text) == moment);
        CHECK(format_time(*parse_time(text)) == text);
        // without their fractions, texts stand in the order of the moments
        if (before && text.substr(0, 19) != text_before.substr(0, 19))
            CHECK((text.substr(0, 19) < text_before.substr(0, 19)) == (moment < *before));
        before = moment;
        text_before = text;
    }
}

TEST_CASE("time: an offset is taken off", "[time][property]")
{
    std::mt19937_64 random{9};
    for (int i = 0; i < 2000; ++i) {
        const auto moment = at(static_cast<std::int64_t>(random() % 4'000'000'000) * second);
        const auto hours = static_cast<int>(random() % 24),
                   minutes = static_cast<int>(random() % 60);
        const bool west = random() % 2 == 0;
        const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
        const auto shift = std::chrono::hours{hours} + std::chrono::minutes{minutes};
        auto text = format_time(west ? moment - shift : moment + shift);
        text.back() = west ? '-' : '+';
        text += two(hours) + (random() % 2 ? ":" : "") + two(minutes);
        CAPTURE(text);
        CHECK(parse_time(text) == moment);
    }
}

} // namespace time_tests
