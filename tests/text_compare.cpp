#include "catch.hpp"

#include <twinshelf/text_compare.hpp>

#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <type_traits>

namespace text_compare_tests {

using namespace twinshelf;
using namespace std::string_view_literals;

static_assert(std::is_aggregate_v<text_rules> && text_rules{}.entities);
static_assert(trimmed(" \xC2\xA0 A-1\t\r\n") == "A-1");
static_assert(trimmed("A  1") == "A  1");
static_assert(blank("") && blank(" \n") && !blank("."));
static_assert(detail::decompose_once(U'\u00E9').second == U'\u0301');
static_assert(detail::combining_class(U'\u0323') == 220);

namespace {

constexpr text_rules verbatim_entities{.entities = false};

// The code points in UTF-8, without the header's own encoder.
std::string utf8(std::u32string_view codes)
{
    std::string text;
    for (const char32_t code : codes) {
        const auto put = [&](char32_t byte) { text += static_cast<char>(byte); };
        const auto tail = [&](int shift) { put(0x80 + (code >> shift) % 0x40); };
        if (code >= 0x10000) {
            put(0xF0 + (code >> 18));
            tail(12);
            tail(6);
            tail(0);
        } else if (code >= 0x800) {
            put(0xE0 + (code >> 12));
            tail(6);
            tail(0);
        } else if (code >= 0x80) {
            put(0xC0 + (code >> 6));
            tail(0);
        } else {
            put(code);
        }
    }
    return text;
}

} // namespace

TEST_CASE("text: outer blanks do not count", "[text]")
{
    struct row {
        const char* id;
        std::string_view text, want;
    };
    const auto r = GENERATE_COPY(Catch::Generators::values<row>({
        {"empty", "", ""},
        {"no blanks", "SKU123", "SKU123"},
        {"a space behind", "SKU123 ", "SKU123"},
        {"ASCII white space", " \t\n\v\f\rSKU 123\r\f\v\n\t ", "SKU 123"},
        {"only blanks", " \t\xC2\xA0\xE3\x80\x80", ""},
        {"U+0085 next line", "\xC2\x85x\xC2\x85", "x"},
        {"U+00A0 no-break space", "\xC2\xA0x\xC2\xA0", "x"},
        {"U+1680 ogham space", "\xE1\x9A\x80x\xE1\x9A\x80", "x"},
        {"U+2000 en quad", "\xE2\x80\x80x\xE2\x80\x80", "x"},
        {"U+200A hair space", "\xE2\x80\x8Ax\xE2\x80\x8A", "x"},
        {"U+200B zero width space", "\xE2\x80\x8Bx\xE2\x80\x8B", "x"},
        {"U+2028 line separator", "\xE2\x80\xA8x\xE2\x80\xA8", "x"},
        {"U+2029 paragraph separator", "\xE2\x80\xA9x\xE2\x80\xA9", "x"},
        {"U+202F narrow no-break space", "\xE2\x80\xAFx\xE2\x80\xAF", "x"},
        {"U+205F mathematical space", "\xE2\x81\x9Fx\xE2\x81\x9F", "x"},
        {"U+3000 ideographic space", "\xE3\x80\x80x\xE3\x80\x80", "x"},
        {"U+FEFF byte order mark", "\xEF\xBB\xBFx\xEF\xBB\xBF", "x"},
        {"U+200C non-joiner is no blank", "\xE2\x80\x8Cx\xE2\x80\x8C", "\xE2\x80\x8Cx\xE2\x80\x8C"},
        {"inner blanks stay", "a \xC2\xA0 b", "a \xC2\xA0 b"},
        {"NUL is no blank", "\0 "sv, "\0"sv},
        {"half a blank stays", "\xA0x\xC2", "\xA0x\xC2"},
        {"letters that end in a blank's byte", "\xC3\xA0 \xC3\x85", "\xC3\xA0 \xC3\x85"},
    }));
    DYNAMIC_SECTION(r.id)
    {
        CHECK(trimmed(r.text) == r.want);
        CHECK(blank(r.text) == r.want.empty());
        CHECK(canonical(r.text, verbatim_entities) == canonical(r.want, verbatim_entities));
        CHECK(same_text(r.text, r.want));
    }
}

TEST_CASE("text: the canonical form", "[text]")
{
    struct row {
        const char* id;
        std::string_view text, want;
    };
    const auto r = GENERATE_COPY(Catch::Generators::values<row>({
        {"empty", "", ""},
        {"plain", "Blue mug", "Blue mug"},
        {"case stays", "BLUE Mug", "BLUE Mug"},
        // line ends
        {"CRLF", "a\r\nb", "a\nb"},
        {"CR", "a\rb", "a\nb"},
        {"CR CR LF", "a\r\r\nb", "a\n\nb"},
        {"LF CR", "a\n\rb", "a\n\nb"},
        {"outer line ends", "\r\na\r", "a"},
        // entities
        {"named", "A &amp; B", "A & B"},
        {"named, case matters", "&eacute; &Eacute;", "e\xCC\x81 E\xCC\x81"},
        {"all five of XML", "&lt;&gt;&amp;&quot;&apos;", "<>&\"'"},
        {"longest name", "&thetasym;", "\xCF\x91"},
        {"first and last name", "&AElig;&zwnj;.", "\xC3\x86\xE2\x80\x8C."},
        {"decimal", "&#8211;", "\xE2\x80\x93"},
        {"hex", "&#x2013;&#X2013;", "\xE2\x80\x93\xE2\x80\x93"},
        {"leading zeros", "&#0000000000065;", "A"},
        {"four bytes", "&#x1F600;&#x10FFFF;", "\xF0\x9F\x98\x80\xF4\x8F\xBF\xBF"},
        {"decoded once", "&amp;lt;", "&lt;"},
        {"decoded once, numbers", "&#38;#38;", "&#38;"},
        {"an outer blank", "&nbsp;a&#32;&#x3000;", "a"},
        {"a line end", "a&#13;&#10;b&#13;c", "a\nb\nc"},
        {"a letter and its mark", "e&#769;", "e\xCC\x81"},
        {"no semicolon", "&amp B&eacute", "&amp B&eacute"},
        {"unknown name", "&bogus;", "&bogus;"},
        {"unknown, and long", "&thetasymbol;", "&thetasymbol;"},
        {"wrong case", "&NBSP;", "&NBSP;"},
        {"no name", "&;&#;&#x;", "&;&#;&#x;"},
        {"not a digit", "&#12a;&#xg;", "&#12a;&#xg;"},
        {"zero", "&#0;&#x0;", "&#0;&#x0;"},
        {"surrogates", "&#xD800;&#57343;", "&#xD800;&#57343;"},
        {"above the last", "&#x110000;&#99999999999999999999;",
         "&#x110000;&#99999999999999999999;"},
        {"cut off", "&#65", "&#65"},
        {"ampersands only", "&&&amp;", "&&&"},
        {"an entity in a name", "&am&amp;p;", "&am&p;"},
        // composition
        {"Latin", "Caf\xC3\xA9", "Cafe\xCC\x81"},
        {"two marks of one letter", "\xE1\xBB\x87", "e\xCC\xA3\xCC\x82"},
        {"marks of one class keep their order", "a\xCC\x81\xCC\x88", "a\xCC\x81\xCC\x88"},
        {"marks are ordered by class", "a\xCC\x81\xCC\xA3\xCC\x80", "a\xCC\xA3\xCC\x81\xCC\x80"},
        {"no mark crosses a letter", "\xCC\x81x\xCC\xA3", "\xCC\x81x\xCC\xA3"},
        {"three steps", "\xE1\xBE\x82", "\xCE\xB1\xCC\x93\xCC\x80\xCD\x85"},
        {"Hangul, two letters", "\xEA\xB0\x80", "\xE1\x84\x80\xE1\x85\xA1"},
        {"Hangul, three letters", "\xED\x95\x9C\xEA\xB8\x80",
         "\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB\xE1\x84\x80\xE1\x85\xB3\xE1\x86\xAF"},
        {"last of Hangul", "\xED\x9E\xA3", "\xE1\x84\x92\xE1\x85\xB5\xE1\x87\x82"},
        {"angstrom sign", "\xE2\x84\xAB", "A\xCC\x8A"},
        {"kelvin sign", "\xE2\x84\xAA", "K"},
        {"compatibility ideograph", "\xEF\xA4\x80", "\xE8\xB1\x88"},
        {"compatibility ideograph of four bytes", "\xF0\xAF\xA8\x9D", "\xF0\xAA\x98\x80"},
        {"not a compatibility form", "\xEF\xAC\x81\xC2\xBD", "\xEF\xAC\x81\xC2\xBD"},
        {"unknown code point", "\xF3\xA0\x80\x80", "\xF3\xA0\x80\x80"},
    }));
    DYNAMIC_SECTION(r.id)
    {
        CHECK(canonical(r.text) == r.want);
        CHECK(same_text(r.text, r.text));
    }
}

TEST_CASE("text: bytes that are not UTF-8 stay", "[text]")
{
    struct row {
        const char* id;
        std::string_view text;
    };
    const auto r = GENERATE_COPY(Catch::Generators::values<row>({
        {"lone continuation", "\x80"},
        {"continuations", "a\xBF\xBF\xBF\xBFz"},
        {"two bytes, cut", "a\xC3"},
        {"three bytes, cut", "\xE2\x82"},
        {"four bytes, cut", "\xF0\x9F\x98"},
        {"cut before a letter", "\xE2\x82z\xF0\x9Fz"},
        {"overlong, two bytes", "\xC0\xAF\xC1\xBF"},
        {"overlong blank", "\xC0\xA0"},
        {"overlong, three bytes", "\xE0\x80\xAF\xE0\x9F\xBF"},
        {"overlong, four bytes", "\xF0\x80\x80\xAF\xF0\x8F\xBF\xBF"},
        {"surrogates", "\xED\xA0\x80\xED\xBF\xBF"},
        {"above the last", "\xF4\x90\x80\x80"},
        {"never bytes", "\xF5\xFE\xFF"},
        {"Latin-1", "Caf\xE9 cr\xE8me"},
    }));
    DYNAMIC_SECTION(r.id)
    {
        CHECK(canonical(r.text) == r.text);
        CHECK(folded(r.text) == folded(r.text, verbatim_entities));
        CHECK(trimmed(r.text) == r.text);
        CHECK(same_text(r.text, " " + std::string{r.text}));
        CHECK_FALSE(same_text(r.text, ""));
    }
}

TEST_CASE("text: what stands around a bad byte is canonical", "[text]")
{
    CHECK(canonical(" \xFF\xC3\xA9\xC3 ") == "\xFF"
                                             "e\xCC\x81\xC3");
    CHECK(canonical("a\xCC\x81\x80\xCC\xA3") == "a\xCC\x81\x80\xCC\xA3");
}

TEST_CASE("text: what is the same", "[text]")
{
    struct row {
        const char* id;
        std::string_view a, b;
        bool same, same_without_entities;
    };
    const auto r = GENERATE_COPY(Catch::Generators::values<row>({
        {"both empty", "", "", true, true},
        {"empty and blank", "", " \r\n\xC2\xA0", true, true},
        {"byte for byte", "A &amp; B \xFF", "A &amp; B \xFF", true, true},
        {"outer blanks", "SKU123 ", "\tSKU123", true, true},
        {"inner blanks", "a b", "a  b", false, false},
        {"case", "Red", "red", false, false},
        {"case, beyond ASCII", "CR\xC3\x88ME", "cr\xC3\xA8me", false, false},
        {"a part", "Red", "Reddish", false, false},
        {"line ends", "a\r\nb\rc", "a\nb\nc", true, true},
        {"no line end", "a\r\nb", "ab", false, false},
        {"entity", "A & B", "A &amp; B", true, false},
        {"two spellings of an entity", "a &ndash; b", "a &#x2013; b", true, false},
        {"entity and letter", "a &#8211; b", "a \xE2\x80\x93 b", true, false},
        {"entity beside a letter", "Cr\xC3\xA8me & B", "Cr\xC3\xA8me &amp; B", true, false},
        {"entity twice", "A & B", "A &amp;amp; B", false, false},
        {"blank entity", "a&nbsp;", "a", true, false},
        {"an entity that is none", "&bogus;", " &bogus;", true, true},
        {"Latin", "Cr\xC3\xA8me", "Cre\xCC\x80me", true, true},
        {"accent or none", "Cr\xC3\xA8me", "Creme", false, false},
        {"other accent", "Cr\xC3\xA8me", "Cr\xC3\xA9me", false, false},
        {"Vietnamese, partly composed", "Vi\xE1\xBB\x87t", "Vi\xE1\xBA\xB9\xCC\x82t", true, true},
        {"Vietnamese, the other part", "Vi\xE1\xBB\x87t", "Vi\xC3\xAA\xCC\xA3t", true, true},
        {"Vietnamese, horn", "Ph\xE1\xBB\x9F", "Pho\xCC\x9B\xCC\x89", true, true},
        {"Vietnamese, horn behind", "Ph\xE1\xBB\x9F", "Ph\xE1\xBB\x8F\xCC\x9B", true, true},
        {"Greek", "\xCE\x86\xCE\xBB\xCF\x86\xCE\xB1", "\xCE\x91\xCC\x81\xCE\xBB\xCF\x86\xCE\xB1",
         true, true},
        {"Greek, oxia and tonos", "\xE1\xBD\xB1", "\xCE\xAC", true, true},
        {"Cyrillic", "\xD0\xB9", "\xD0\xB8\xCC\x86", true, true},
        {"Hangul", "\xED\x95\x9C", "\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB", true, true},
        {"Hangul, partly composed", "\xED\x95\x9C", "\xED\x95\x98\xE1\x86\xAB", true, true},
        {"Kana", "\xE3\x81\x8C", "\xE3\x81\x8B\xE3\x82\x99", true, true},
        {"angstrom", "\xE2\x84\xAB", "\xC3\x85", true, true},
        {"ohm", "\xE2\x84\xA6", "\xCE\xA9", true, true},
        {"ligature", "\xEF\xAC\x81", "fi", false, false},
        {"bad byte and replacement", "a\xFF", "a\xEF\xBF\xBD", false, false},
    }));
    DYNAMIC_SECTION(r.id)
    {
        CHECK(same_text(r.a, r.b) == r.same);
        CHECK(same_text(r.b, r.a) == r.same);
        CHECK((canonical(r.a) == canonical(r.b)) == r.same);
        CHECK(same_text(r.a, r.b, verbatim_entities) == r.same_without_entities);
        CHECK((canonical(r.a, verbatim_entities) == canonical(r.b, verbatim_entities)) ==
              r.same_without_entities);
    }
}

TEST_CASE("text: names that differ only in case are one", "[text]")
{
    struct row {
        const char* id;
        std::string_view upper, lower;
        bool same;
    };
    const auto r = GENERATE_COPY(Catch::Generators::values<row>({
        {"ASCII", "COLOR @[`{ AZ", "color @[`{ az", true},
        {"blanks and entities", " S&amp;M", "s&m ", true},
        {"Latin-1", "\xC3\x80\xC3\x86\xC3\x90\xC3\x98\xC3\x9E",
         "\xC3\xA0\xC3\xA6\xC3\xB0\xC3\xB8\xC3\xBE", true},
        {"times is not divided by", "\xC3\x97", "\xC3\xB7", false},
        {"composed and decomposed", "TAILLE \xC3\x89", "taille e\xCC\x81", true},
        {"stroked letters", "\xC4\x90\xC4\xA6\xC5\x81\xC5\xA6", "\xC4\x91\xC4\xA7\xC5\x82\xC5\xA7",
         true},
        {"ligatures, eng", "\xC4\xB2\xC5\x8A\xC5\x92", "\xC4\xB3\xC5\x8B\xC5\x93", true},
        {"middle dot, caron", "\xC4\xBF\xC4\xBD\xC5\xBD", "\xC5\x80\xC4\xBE\xC5\xBE", true},
        {"Y with diaeresis", "\xC5\xB8", "\xC3\xBF", true},
        {"long s", "\xC5\xBF", "s", true},
        {"dotless i", "I", "\xC4\xB1", false},
        {"sharp s", "SS", "\xC3\x9F", false},
        {"Vietnamese", "\xE1\xBB\x86\xC6\xA0\xC6\xAF", "\xE1\xBB\x87\xC6\xA1\xC6\xB0", true},
        {"Greek", "\xCE\x91\xCE\xA9\xCE\x86\xCE\xAA", "\xCE\xB1\xCF\x89\xCE\xAC\xCF\x8A", true},
        {"final sigma", "\xCE\xA3\xCE\xA3", "\xCF\x83\xCF\x82", true},
        {"micro sign", "\xC2\xB5", "\xCE\xBC", true},
        {"Cyrillic", "\xD0\x96\xD0\x81\xD0\x99\xD0\x84", "\xD0\xB6\xD1\x91\xD0\xB9\xD1\x94", true},
        {"Cyrillic, further", "\xD2\x90\xD3\x80\xD3\x87\xD4\x80",
         "\xD2\x91\xD3\x8F\xD3\x88\xD4\x81", true},
        {"accents count", "\xC3\x89", "e", false},
        {"other scripts keep their case", "\xF0\x90\x90\x80", "\xF0\x90\x90\xA8", false},
    }));
    DYNAMIC_SECTION(r.id)
    {
        CHECK((folded(r.upper) == folded(r.lower)) == r.same);
        CHECK(folded(folded(r.upper)) == folded(r.upper));
        CHECK(folded(r.lower) == canonical(folded(r.lower)));
    }
}

TEST_CASE("text: a folded name keeps its entities where the rules keep them", "[text]")
{
    CHECK(folded("A&AMP;B", verbatim_entities) == "a&amp;b");
    CHECK(folded("A&amp;B") == "a&b");
}

TEST_CASE("text: the tables are sorted", "[text]")
{
    std::size_t misplaced = 0;
    for (std::size_t at = 1; at < std::size(detail::decompositions); ++at)
        misplaced += detail::decompositions[at - 1].code >= detail::decompositions[at].code;
    for (std::size_t at = 1; at < std::size(detail::entities); ++at)
        misplaced += detail::entities[at - 1].name >= detail::entities[at].name;
    for (std::size_t at = 1; at < std::size(detail::mark_runs); ++at)
        misplaced += detail::mark_runs[at - 1].to >= detail::mark_runs[at].from;
    for (const auto& run : detail::mark_runs)
        misplaced += run.from > run.to || run.order == 0 || run.order > 254;
    CHECK(misplaced == 0);
    CHECK(std::size(detail::entities) == 253);
}

TEST_CASE("text: each code point is the same as its decomposition", "[text]")
{
    std::size_t found = 0;
    std::string wrong;
    for (char32_t code = 1; code <= 0x10FFFF; ++code) {
        const auto step = detail::decompose_once(code);
        if (step.first == 0) continue;
        ++found;
        std::u32string apart{step.first};
        if (step.second != 0) apart += step.second;
        int marks = step.second != 0;
        for (auto next = detail::decompose_once(step.first); next.first != 0;
             next = detail::decompose_once(next.first))
            marks += next.second != 0;
        const auto one = utf8({&code, 1}), more = utf8(apart);
        const bool ends = detail::decompose_once(step.second).first == 0 && marks <= 3;
        const auto form = canonical(one);
        const bool same = same_text(one, more) && form == canonical(more);
        // Of U+2000 and U+2001, blanks themselves, nothing is left.
        const bool changed = form != one && form.empty() == blank(one);
        if (!ends || !same || !changed || canonical(form) != form) wrong += one + ' ';
    }
    CHECK(wrong == "");
    CHECK(found == 2061 + 19 * 21 * 28);
}

TEST_CASE("text: each mark changes places with one of another class only", "[text]")
{
    struct mark {
        char32_t code;
        unsigned order;
    };
    std::string wrong;
    for (const auto& run : detail::mark_runs)
        for (const auto other : {mark{0x334, 1}, mark{0x323, 220}, mark{0x307, 230}}) {
            const char32_t ab[] = {U'x', run.from, other.code}, ba[] = {U'x', other.code, run.from};
            const bool same = same_text(utf8({ab, 3}), utf8({ba, 3}));
            const bool free = run.order != other.order || run.from == other.code;
            if (same != free) wrong += utf8({&run.from, 1});
        }
    CHECK(wrong == "");
}

TEST_CASE("text: each entity is the same as its number", "[text]")
{
    std::string wrong;
    for (const auto& row : detail::entities) {
        const auto name = "[&" + std::string{row.name} + ";]";
        const auto number = "[&#" + std::to_string(static_cast<unsigned long>(row.code)) + ";]";
        const auto letter = "[" + utf8({&row.code, 1}) + "]";
        if (!same_text(name, number) || !same_text(name, letter)) wrong += name;
        if (same_text(name, letter, verbatim_entities)) wrong += name;
    }
    CHECK(wrong == "");
}

TEST_CASE("text: the canonical form of a canonical form is itself", "[text]")
{
    // Every text of up to four of these pieces.
    const std::string_view pieces[] = {
        "",     "a",           " ",        "\r",           "\n",
        "&lt;", "\xC3\xA9",    "\xCC\xA3", "\xE1\xBE\x82", "\xED\x95\x9C",
        "\xC3", "\xE2\x80\x8B"};
    std::size_t wrong = 0;
    for (const auto a : pieces)
        for (const auto b : pieces)
            for (const auto c : pieces)
                for (const auto d : pieces) {
                    const auto text = std::string{a}.append(b).append(c).append(d);
                    const auto form = canonical(text, verbatim_entities);
                    wrong += canonical(form, verbatim_entities) != form;
                    wrong += !same_text(text, form, verbatim_entities);
                    wrong += trimmed(form) != form;
                }
    CHECK(wrong == 0);
}

TEST_CASE("text: marks without number are put in order", "[text]")
{
    std::string mixed, ordered;
    for (int i = 0; i < 100'000; ++i)
        mixed += "\xCC\x81\xCC\xA3";
    for (int i = 0; i < 100'000; ++i)
        ordered += "\xCC\xA3";
    for (int i = 0; i < 100'000; ++i)
        ordered += "\xCC\x81";
    CHECK((canonical(mixed) == ordered));
}

} // namespace text_compare_tests
