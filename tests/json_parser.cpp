#include "catch.hpp"
#include "json_random.hpp"

#include <twinshelf/json/parser.hpp>
#include <twinshelf/json/snapshot.hpp>

#include <nlohmann/json.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace json_parser_tests {

using namespace twinshelf;
using json_random::dice;

namespace {

/// What a handler was told, a letter and a content each.
struct told {
    std::string all{};

    void null() { all += "N "; }
    void boolean(bool on) { all += on ? "T " : "F "; }
    void whole(std::int64_t number) { all += 'w' + std::to_string(number) + ' '; }
    void decimal(std::string_view digits) { all += 'd' + std::string{digits} + ' '; }
    void string(std::string_view content) { all += '\'' + std::string{content} + "' "; }
    void key(std::string_view content) { all += '\'' + std::string{content} + "': "; }
    void start_object() { all += "{ "; }
    void end_object() { all += "} "; }
    void start_array() { all += "[ "; }
    void end_array() { all += "] "; }
    void broken(const json::fault& why) { all += "! " + why.expected + ", not " + why.found; }
};

std::string parsed(std::string_view text)
{
    told t;
    const bool whole = json::detail::parse(text, t);
    CHECK(whole == (t.all.find('!') == t.all.npos));
    return t.all;
}

/// The same by nlohmann's parser.
struct told_by_nlohmann {
    std::string_view text;
    told to{};

    bool null() { return to.null(), true; }
    bool boolean(bool on) { return to.boolean(on), true; }
    bool number_integer(std::int64_t number) { return to.whole(number), true; }
    bool number_unsigned(std::uint64_t number)
    {
        if (number > std::numeric_limits<std::int64_t>::max())
            return to.decimal(std::to_string(number)), true;
        return to.whole(static_cast<std::int64_t>(number)), true;
    }
    bool number_float(double, const std::string& digits) { return to.decimal(digits), true; }
    bool string(const std::string& content) { return to.string(content), true; }
    bool binary(nlohmann::json::binary_t&) { return false; }
    bool start_object(std::size_t) { return to.start_object(), true; }
    bool key(const std::string& content) { return to.key(content), true; }
    bool end_object() { return to.end_object(), true; }
    bool start_array(std::size_t) { return to.start_array(), true; }
    bool end_array() { return to.end_array(), true; }
    bool parse_error(std::size_t read, const std::string& token, const nlohmann::json::exception& e)
    {
        constexpr int overflow = 406;
        if (e.id == overflow)
            to.broken({{},
                       "a number that a double can hold",
                       "the number " + json::detail::shortened(token)});
        else
            to.broken(json::detail::syntax_fault(text, read - 1));
        return false;
    }
};

std::string parsed_by_nlohmann(std::string_view text)
{
    told_by_nlohmann t{text};
    nlohmann::json::sax_parse(text, &t);
    return t.to.all;
}

} // namespace

TEST_CASE("json parser: what is in a text", "[json]")
{
    struct row {
        const char* id;
        std::string_view text;
        const char* want;
    };
    using namespace std::string_view_literals;
    const row table[] = {
        {"P1 words", " [ null , true , false ] ", "[ N T F ] "},
        {"P2 nothing inside", "[{},[],\"\"]", "[ { } [ ] '' ] "},
        {"P3 members", R"({"a":{"b":1},"":[2]})", "{ 'a': { 'b': w1 } '': [ w2 ] } "},
        {"P4 whole numbers", "[0,-0,-12,9223372036854775807]",
         "[ w0 w0 w-12 w9223372036854775807 ] "},
        {"P5 numbers of more bits", "[9223372036854775808,-9223372036854775809]",
         "[ d9223372036854775808 d-9223372036854775809 ] "},
        {"P6 fractions and exponents", "[0.10,-1e3,2.5E-07,1e-999]",
         "[ d0.10 d-1e3 d2.5E-07 d1e-999 ] "},
        {"P7 escapes", R"(["\"\\\/\b\f\n\r\t","a\nb\nc","\u0041"])",
         "[ '\"\\/\b\f\n\r\t' 'a\nb\nc' 'A' ] "},
        {"P8 code points", R"("\u007f\u0080\u07FF\u0800\uffff\uD800\uDC00\uDBFF\uDFFF")",
         "'\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF' "},
        {"P9 UTF-8", "\"abcdefgü, € and \xF0\x9F\xA7\xA6\x7F\"",
         "'abcdefgü, € and \xF0\x9F\xA7\xA6\x7F' "},
        {"P10 a byte order mark", "\xEF\xBB\xBF[]", "[ ] "},
        {"P11 a NUL ends the text", "[1]\0]"sv, "[ w1 ] "},
        {"P12 white space", "\t\r\n {\n\"a\"\t:\r1 }\n", "{ 'a': w1 } "},
    };
    for (const auto& r : table)
        DYNAMIC_SECTION(r.id)
        {
            CHECK(parsed(r.text) == r.want);
            CHECK(parsed_by_nlohmann(r.text) == r.want);
        }
}

TEST_CASE("json parser: where a text is no JSON", "[json]")
{
    struct row {
        const char* id;
        std::string text;
        std::size_t column; ///< of the byte that does not fit
    };
    const row table[] = {
        {"X1 nothing", "", 1},
        {"X2 white space", " \t", 3},
        {"X3 no value", "[,]", 2},
        {"X4 a comma too many", "[1,]", 4},
        {"X5 no comma: the end of what is too much", "[1 true]", 7},
        {"X6 no comma: of a text", R"([1 "two"])", 8},
        {"X7 no comma: of a number", "[1 -20]", 6},
        {"X8 no key", "{1:2}", 2},
        {"X9 no key behind the comma", R"({"a":1,})", 8},
        {"X10 no colon", R"({"a" "b"})", 8},
        {"X11 no value behind the colon", R"({"a":})", 6},
        {"X12 the other bracket", "[}", 2},
        {"X13 no bracket is open", "]", 1},
        {"X14 one bracket too many", "[]]", 3},
        {"X15 no word", "[nul]", 5},
        {"X16 a word cut", "tru", 4},
        {"X17 no digit", "[-]", 3},
        {"X18 a zero ahead", "[01]", 3},
        {"X19 no digit behind the point", "[1.e1]", 4},
        {"X20 no digit in the exponent", "[1e]", 4},
        {"X21 no digit behind its sign", "[1e+]", 5},
        {"X22 a plus", "[+1]", 2},
        {"X23 a text that does not end", R"(["abc)", 6},
        {"X24 a control character", "[\"a\tb\"]", 4},
        {"X25 an unknown escape", R"(["\x"])", 4},
        {"X26 a text that ends in an escape", R"(["\)", 4},
        {"X27 no hex digit", R"(["\u12g4"])", 7},
        {"X28 the second half of a pair", R"(["\uDC00"])", 8},
        {"X29 the first half of a pair, and a character", R"(["\uD800x"])", 9},
        {"X30 the first half of a pair, and another escape", R"(["\uD800\n"])", 10},
        {"X31 the first half of a pair, and no second one", R"(["\uD800\u0041"])", 14},
        {"X32 the first half of a pair, and no hex digit", R"(["\uD800\uD"])", 12},
        {"X33 a byte of UTF-8 alone", "[\"\x80\"]", 3},
        {"X34 too long an encoding", "[\"\xC1\x81\"]", 3},
        {"X35 too long an encoding of three", "[\"\xE0\x9F\xBF\"]", 4},
        {"X36 a surrogate", "[\"\xED\xA0\x80\"]", 4},
        {"X37 too long an encoding of four", "[\"\xF0\x8F\xBF\xBF\"]", 4},
        {"X38 beyond all code points", "[\"\xF4\x90\x80\x80\"]", 4},
        {"X39 beyond all leads", "[\"\xF5\x80\x80\x80\"]", 3},
        {"X40 the last byte is missing", "[\"\xF0\x9F\xA7\"]", 6},
        {"X41 part of a byte order mark", "\xEF\xBB[]", 3},
        {"X42 a byte order mark inside", "[\xEF\xBB\xBF]", 2},
        {"X43 a comment", "[1] // one", 5},
    };
    for (const auto& r : table)
        DYNAMIC_SECTION(r.id)
        {
            const auto where = " at line 1, column " + std::to_string(r.column);
            CHECK(parsed(r.text).ends_with(where));
            CHECK(parsed_by_nlohmann(r.text).ends_with(where));
        }
}

TEST_CASE("json parser: a number beyond a double is a fault where a value may stand", "[json]")
{
    const std::string long_one(309, '9'), short_one(308, '9');
    CHECK(parsed(short_one) == "d" + short_one + " ");
    CHECK(parsed(long_one) ==
          "! a number that a double can hold, not the number " + std::string(60, '9') + "…");
    CHECK(parsed("[1e308,1e309]") ==
          "[ d1e308 ! a number that a double can hold, not the number 1e309");
    CHECK(parsed("{1e309") == "{ ! valid JSON, not the character \"9\" at line 1, column 6");
}

TEST_CASE("json parser: any text is read as nlohmann's parser reads it", "[json]")
{
    dice d{1};
    const std::string_view pieces[] = {
        "\"",       "\\",      "{",        "}",  "[",     "]",     ",",      ":",    "0",
        "-",        "1",       ".",        "e",  "E+",    "n",     "null",   "true", "\\u",
        "d83e",     "\\uDDE6", " ",        "\n", "\x01",  "\x7F",  "\x80",   "\xC3", "\xE2\x82",
        "\xF0\x9F", "ü",       "\xED\xA0", "€",  "1e999", "false", "\"a\":", "\xFF"};
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        dice of{seed};
        ecom::snapshot s;
        roll(of, s.products);
        const auto text = json::write(s, seed % 2 == 0 ? -1 : 1).substr(0, 3000);
        for (int i = 0; i < 100; ++i) {
            auto changed = text;
            for (auto n = d.below(3) + 1; n > 0; --n)
                changed.replace(d.below(changed.size()), d.below(3),
                                pieces[d.below(std::size(pieces))]);
            REQUIRE(parsed(changed) == parsed_by_nlohmann(changed));
        }
    }
    for (int i = 0; i < 20'000; ++i) {
        std::string made;
        for (auto n = d.below(8) + 1; n > 0; --n)
            made += pieces[d.below(std::size(pieces))];
        REQUIRE(parsed(made) == parsed_by_nlohmann(made));
        made = '"' + made + '"';
        REQUIRE(parsed(made) == parsed_by_nlohmann(made));
    }
}

} // namespace json_parser_tests
