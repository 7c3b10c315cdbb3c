#include "plans.hpp"

#include <twinshelf/rules/image.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace image_tests {

using namespace twinshelf;
using namespace plans;

namespace {

using photos = std::optional<std::vector<pos::image>>;
using shown = std::optional<std::vector<ecom::image>>;
using text_lines = std::vector<std::string>;

constexpr std::array profiles{&r_series, &x_series, &x_series_2021};

policy flowing(policy p, flow how)
{
    p[field::product_images] = how;
    return p;
}

pos::image photo(const std::string& id, std::optional<std::string> url = {})
{
    if (!url) url = "https://till/" + id;
    return {.id = pos::image_id{id}, .url = std::move(url)};
}

/// An ecom picture that was made from one of the till.
ecom::image copy(const std::string& id, const std::string& of)
{
    return {.id = ecom::image_id{id}, .url = "https://store/" + id, .source_id = pos::image_id{of}};
}

/// A picture that was put up in the store.
ecom::image own(const std::string& id, std::optional<std::string> url = {})
{
    if (!url) url = "https://store/" + id;
    return {.id = ecom::image_id{id}, .url = std::move(url)};
}

/// Photos `first`1 to `first`n.
std::vector<pos::image> album(const std::string& first, int n)
{
    std::vector<pos::image> all;
    for (int i = 1; i <= n; ++i)
        all.push_back(photo(first + std::to_string(i)));
    return all;
}

pos::product pictured(photos images, std::string id = "p1", std::string sku = "A")
{
    auto p = item(std::move(id), std::move(sku));
    p.sellable.images = std::move(images);
    return p;
}

ecom::product gallery(shown images, std::string id = "1", std::string pos_id = "p1",
                      std::string sku = "A")
{
    auto e = listing(std::move(id), std::move(pos_id), std::move(sku));
    e.images = std::move(images);
    return e;
}

pos::variant size(const std::string& id, const std::string& value, photos images)
{
    pos::variant v{.id = pos::variant_id{id}, .attribute_values = {{value}}};
    v.sellable.sku = "SKU " + id;
    v.sellable.images = std::move(images);
    return v;
}

pos::product matrix(photos images, std::vector<pos::variant> variants, std::string id = "p1")
{
    auto p = pictured(std::move(images), std::move(id), "");
    p.attributes = {{"Size"}};
    p.variants = std::move(variants);
    return p;
}

/// An ecom variation of the pos variant `pos_id`; "" for a picture is none.
ecom::variation sized(const std::string& id, const std::string& pos_id, const std::string& value,
                      const std::string& image = "")
{
    ecom::variation v{.id = ecom::variation_id{id}, .option_values = {{{"Size", value}}}};
    if (!pos_id.empty()) v.pos_id.emplace(pos_id);
    v.sellable.sku = "SKU " + pos_id;
    v.sellable.price = none;
    v.image_id = none;
    if (!image.empty()) v.image_id = ecom::image_id{image};
    return v;
}

ecom::product with_sizes(shown images, std::vector<ecom::variation> variations,
                         std::string id = "1", std::string pos_id = "p1")
{
    auto e = gallery(std::move(images), std::move(id), std::move(pos_id), "");
    e.options = {{{"Size", {"S", "M", "L"}}}};
    e.variations = std::move(variations);
    return e;
}

text_lines text_of(const std::vector<picture>& pictures)
{
    text_lines all;
    for (const auto& p : pictures)
        all.push_back(p.keep.empty() ? p.source_id + "=" + p.upload : "keep " + p.keep);
    return all;
}

/// The gallery that a plan makes or sets of one product; nothing where it does neither.
text_lines gallery_in(const plan& p, std::string_view id)
{
    if (const auto* a = find_action(p, "set_images", kind::product, id))
        return text_of(std::get<set_images>(a->what).images);
    if (const auto* a = find_action(p, "create", kind::product, id))
        return text_of(std::get<create>(a->what).images);
    return {};
}

/// The picture that a new variation shows, on a new product or an old one.
std::string picture_of_new(const plan& p, std::string_view variant)
{
    const auto find = [](const std::vector<setting>& record) {
        for (const auto& s : record)
            if (s.field == field::product_images) return text(s.to);
        return std::string{"none"};
    };
    for (const auto& a : p.actions) {
        const auto* made = std::get_if<create>(&a.what);
        if (!made) continue;
        if (a.kind == kind::variant && a.of.pos_id == variant) return find(made->record);
        for (const auto& v : made->variations)
            if (v.of.pos_id == variant) return find(v.record);
    }
    return "not made";
}

std::size_t count_images(const plan& p)
{
    return count_of(p, "set_images", kind::product);
}

/// Once the plan is carried out, each synced variation shows a picture of its own product or none.
std::string foreign_pictures(const plan& p, const pos::snapshot& pos, const ecom::snapshot& ecom)
{
    std::string wrong;
    for (const auto& e : carried_out(p, pos, ecom).ecom.products.records) {
        if (!e.images || !e.variations) continue;
        for (const auto& v : *e.variations)
            if (v.image_id.has_value() &&
                std::none_of(e.images->begin(), e.images->end(),
                             [&](const auto& i) { return i.id == *v.image_id; }))
                wrong += e.id.text + " " + v.id.text + " shows " + v.image_id->text + "\n";
    }
    return wrong;
}

struct row {
    const char* id;
    photos pos;
    shown ecom;
    text_lines want;
    text_lines notices{};
};

void check(const row& r, const policy& by)
{
    DYNAMIC_SECTION(by.profile << " " << r.id)
    {
        const auto p = planned(till({pictured(r.pos)}), store({gallery(r.ecom)}), by);
        INFO(text(p));
        CHECK(lines(p) == r.want);
        CHECK(notices(p) == r.notices);
    }
}

const std::string left = "notice product / (image.pos_edits)";
const std::string bad = "error product p1/1 images (record.isolated)";
const std::string up_a = " upload a=https://till/a", up_b = " upload b=https://till/b";

} // namespace

TEST_CASE("image: the gallery of a pair", "[image]")
{
    const auto a = photo("a"), b = photo("b");
    const auto on_a = copy("1", "a"), on_b = copy("2", "b"), x = own("8"), y = own("9");
    const row rows[]{
        {"I1 pos not known, ecom filled", {}, {{on_a, x}}, {}},
        {"I1 pos not known, ecom empty", {}, shown{std::in_place}, {}},
        {"I1 neither known", {}, {}, {}},
        {"I2 ecom not known", {{a, b}}, {}, {}},
        {"I3 pos empty, ecom has pictures of the pos", photos{std::in_place}, {{on_a, on_b}}, {}},
        {"I3 pos empty, ecom has its own", photos{std::in_place}, {{x}}, {}},
        {"I3 both empty", photos{std::in_place}, shown{std::in_place}, {}},
        {"I8 nothing that can be uploaded, ecom empty",
         {{photo("a", "")}},
         shown{std::in_place},
         {bad}},
        {"I8 nothing that has a name, ecom empty", {{photo(" ")}}, shown{std::in_place}, {bad}},
        {"I8 one of two cannot be uploaded",
         {{photo("c", ""), b}},
         {{on_a}},
         {"set_images product p1/1" + up_b + " loses 1 (image.pos_edits)", bad}},
        {"I8 the only one, and ecom has one that the pos has no more",
         {{photo("c", "")}},
         {{on_a}},
         {bad}},
        {"I8 it is there, so it need not be uploaded", {{photo("a", "")}}, {{on_a}}, {}},
        {"I4 one",
         {{a}},
         shown{std::in_place},
         {"set_images product p1/1" + up_a + " (image.pos_edits)"}},
        {"I4 two, in order",
         {{b, a}},
         shown{std::in_place},
         {"set_images product p1/1" + up_b + up_a + " (image.pos_edits)"}},
        {"I5 the last is missing",
         {{a, b}},
         {{on_a}},
         {"set_images product p1/1 keep 1" + up_b + " (image.pos_edits)"}},
        {"I5 the first is missing",
         {{a, b}},
         {{on_b}},
         {"set_images product p1/1" + up_a + " keep 2 (image.pos_edits)"}},
        {"I5 one is missing, ecom has one of its own",
         {{a, b}},
         {{x, on_a}},
         {"set_images product p1/1 keep 1" + up_b + " loses 8 (image.pos_edits)"}},
        {"I5 one is missing, ecom has several of its own",
         {{a, b}},
         {{y, on_b, x}},
         {"set_images product p1/1" + up_a + " keep 2 loses 9 loses 8 (image.pos_edits)"}},
        {"I5 one is missing, ecom has one that the pos has no more",
         {{a, b}},
         {{on_a, copy("3", "c")}},
         {"set_images product p1/1 keep 1" + up_b + " loses 3 (image.pos_edits)"}},
        {"I5 another order",
         {{a, b}},
         {{on_b, on_a}},
         {"set_images product p1/1 keep 1 keep 2 (image.reorder)"}},
        {"I5 another order, ecom has one of its own",
         {{a, b}},
         {{on_b, x, on_a}},
         {"set_images product p1/1 keep 1 keep 2 loses 8 (image.pos_edits)"}},
        {"I5 three in another order, one missing",
         {{a, b, photo("c")}},
         {{copy("3", "c"), on_a}},
         {"set_images product p1/1 keep 1" + up_b + " keep 3 (image.pos_edits)"}},
        {"I6 the same", {{a, b}}, {{on_a, on_b}}, {}},
        {"I6 one more at the end", {{a, b}}, {{on_a, on_b, x}}, {}},
        {"I6 one more at the front", {{a, b}}, {{x, on_a, on_b}}, {}},
        {"I6 one more between", {{a, b}}, {{on_a, x, on_b}}, {}},
        {"I6 one that the pos has no more", {{a}}, {{on_a, on_b}}, {}},
        {"I6 one of the pos twice", {{a, b}}, {{on_a, on_b, copy("3", "a")}}, {}},
        {"I8 one that cannot be uploaded is missing", {{a, photo("c", "")}}, {{on_a}}, {bad}},
        {"I8 one without a name is missing", {{a, photo("")}}, {{on_a}}, {bad}},
        {"I7 only its own", {{a}}, {{x}}, {}, {left}},
        {"I7 only its own, and one of the pos that cannot be uploaded",
         {{photo("a", "")}},
         {{x}},
         {},
         {left}},
        {"I7 a blank source is none", {{a}}, {{copy("1", " ")}}, {}, {left}},
        {"I5 only one that the pos has no more",
         {{a}},
         {{on_b}},
         {"set_images product p1/1" + up_a + " loses 2 (image.pos_edits)"}},
        {"I5 one that the pos has no more, and one of its own",
         {{a}},
         {{on_b, x}},
         {"set_images product p1/1" + up_a + " loses 2 loses 8 (image.pos_edits)"}},
    };
    for (const auto& one : rows) {
        check(one, r_series());
        check(one, x_series());
        check({one.id, one.pos, one.ecom, {}}, x_series_2021()); // on_create
        check({one.id, one.pos, one.ecom, {}}, flowing(r_series(), flow::never));
    }
}

TEST_CASE("image: the gallery of a pair by other flows", "[image]")
{
    const auto a = photo("a"), b = photo("b");
    const auto on_a = copy("1", "a"), on_b = copy("2", "b"), x = own("8");
    const row leads[]{
        {"I1 leads", {}, {{on_a, x}}, {}},
        {"I2 leads", {{a}}, {}, {}},
        {"I3 leads", photos{std::in_place}, {{x}}, {}},
        {"I4 leads",
         {{a}},
         shown{std::in_place},
         {"set_images product p1/1" + up_a + " (image.pos_edits)"}},
        {"I5 leads",
         {{a, b}},
         {{on_b, on_a}},
         {"set_images product p1/1 keep 1 keep 2 (image.reorder)"}},
        {"I6 leads, the same", {{a, b}}, {{on_a, on_b}}, {}},
        {"I6 leads, one more",
         {{a, b}},
         {{on_a, x, on_b}},
         {"set_images product p1/1 keep 1 keep 2 loses 8 (image.pos_edits)"}},
        {"I7 leads",
         {{a}},
         {{x}},
         {"set_images product p1/1" + up_a + " loses 8 (image.pos_edits)"}},
    };
    for (const auto& one : leads)
        check(one, flowing(x_series(), flow::pos_leads));
    const row fills[]{
        {"I4 fills",
         {{a}},
         shown{std::in_place},
         {"set_images product p1/1" + up_a + " (image.pos_edits)"}},
        {"I5 fills, one is missing", {{a, b}}, {{on_a}}, {}},
        {"I5 fills, another order", {{a, b}}, {{on_b, on_a}}, {}},
        {"I7 fills", {{a}}, {{x}}, {}},
    };
    for (const auto& one : fills)
        check(one, flowing(x_series(), flow::fill));
}

TEST_CASE("image: galleries that are left are counted", "[image]")
{
    const auto p = planned(
        till({pictured({{photo("a")}}, "p1", "A"), pictured({{photo("b")}}, "p2", "B")}),
        store({gallery({{own("8")}}, "1", "p1", "A"), gallery({{own("9")}}, "2", "p2", "B")}),
        r_series());
    const auto said = find_issues(p, rule::image_pos_edits);
    REQUIRE(said.size() == 1);
    CHECK(said[0]->severity == severity::notice);
    CHECK(said[0]->message.find('2') != std::string::npos);
    CHECK(p.complete);
    CHECK(p.of(kind::product).unchanged == 2);
}

TEST_CASE("image: which picture is which", "[image]")
{
    // Beside it, each gallery holds the picture z on both sides: what is not found is uploaded.
    const auto z = photo("z");
    const auto on_z = copy("26", "z");
    const auto hashed = [](auto image, const char* hash) {
        image.hash = hash;
        return image;
    };
    const auto from = [](ecom::image image, const char* source) {
        image.source_id.emplace(source);
        return image;
    };
    const std::string same = "the same", other = "another";
    struct pair {
        const char* id;
        pos::image pos;
        ecom::image ecom;
        std::string want;
    };
    const pair rows[]{
        {"source", photo("a"), copy("1", "a"), same},
        {"source, another hash", hashed(photo("a"), "h1"), hashed(copy("1", "a"), "h2"), same},
        {"source, no URL any more", photo("a", ""), copy("1", "a"), same},
        {"another source", photo("a"), copy("1", "b"), other},
        {"another source, the same URL", photo("a"), from(own("1", "https://till/a"), "b"), other},
        {"another source, the same hash", hashed(photo("a"), "h"), hashed(copy("1", "b"), "h"),
         other},
        {"no source, URL", photo("a"), own("1", "https://till/a"), same},
        {"blank source, URL", photo("a"), from(own("1", "https://till/a"), ""), same},
        {"another query in the pos", photo("a", "https://till/a?v=2"), own("1", "https://till/a"),
         same},
        {"another query in ecom", photo("a"), own("1", "https://till/a?v=2&w=100"), same},
        {"two queries", photo("a", "https://till/a?v=3"), own("1", "https://till/a?v=2"), same},
        {"a fragment", photo("a", "https://till/a#top"), own("1", "https://till/a"), same},
        {"a fragment with a question mark", photo("a", "https://till/a#?"),
         own("1", "https://till/a?b#c"), same},
        {"another path", photo("a", "https://till/a"), own("1", "https://till/a2"), other},
        {"another folder, the query does not count", photo("a", "https://till/b?a"),
         own("1", "https://till/c?a"), other},
        {"another host", photo("a", "https://till/a"), own("1", "https://store/a"), other},
        {"upper and lower case", photo("a", "https://till/A"), own("1", "https://till/a"), other},
        {"a query alone is no URL", photo("a", "?v=1"), own("1", "?v=1"), other},
        {"no URL, hash", hashed(photo("a", ""), "h"), hashed(own("1", ""), "h"), same},
        {"another URL, hash", hashed(photo("a"), "h"), hashed(own("1"), "h"), same},
        {"another URL, another hash", hashed(photo("a"), "h"), hashed(own("1"), "i"), other},
        {"another URL, blank hashes", hashed(photo("a"), ""), hashed(own("1"), ""), other},
        {"URL, another hash", hashed(photo("a"), "h"), hashed(own("1", "https://till/a"), "i"),
         same},
    };
    for (const auto& one : rows) {
        DYNAMIC_SECTION(one.id)
        {
            const auto p = planned(till({pictured({{z, one.pos}})}),
                                   store({gallery({{on_z, one.ecom}})}), r_series());
            INFO(text(p));
            CHECK((count_images(p) == 0 ? same : other) == one.want);
            if (one.want == other)
                CHECK(gallery_in(p, "p1") == text_lines{"keep 26", "a=" + *one.pos.url});
        }
    }
    const row more[]{
        {"a source goes before a URL",
         {{photo("a", "https://till/x"), photo("b", "https://till/y")}},
         {{from(own("1", "https://till/y"), "a"), from(own("2", "https://till/x"), "b")}},
         {}},
        {"a URL goes before a hash",
         {{hashed(photo("a"), "h"), hashed(photo("b"), "i")}},
         {{hashed(own("1", "https://till/a"), "i"), hashed(own("2", "https://till/b"), "h")}},
         {}},
        {"a later picture's source goes before an earlier one's hash",
         {{hashed(photo("a"), "h"), photo("b")}},
         {{hashed(copy("2", "b"), "h")}},
         {"set_images product p1/1" + up_a + " keep 2 (image.pos_edits)"}},
        {"one ecom picture is one of the pos",
         {{hashed(photo("a"), "h"), hashed(photo("b"), "h")}},
         {{hashed(own("1"), "h")}},
         {"set_images product p1/1 keep 1" + up_b + " (image.pos_edits)"}},
        {"two of one URL on both sides",
         {{photo("a", "https://till/x?1"), photo("b", "https://till/x?2")}},
         {{own("1", "https://till/x"), own("2", "https://till/x")}},
         {}},
        {"two of one hash on both sides",
         {{hashed(photo("a"), "h"), hashed(photo("b"), "h")}},
         {{hashed(own("1"), "h"), hashed(own("2"), "h")}},
         {}},
        {"two of one URL, one of them in ecom",
         {{photo("a", "https://till/x"), photo("b", "https://till/x")}},
         {{own("1", "https://till/x")}},
         {"set_images product p1/1 keep 1 upload b=https://till/x (image.pos_edits)"}},
    };
    for (const auto& one : more)
        check(one, r_series());
}

TEST_CASE("image: what a gallery is made of", "[image]")
{
    const auto a = photo("a"), b = photo("b"), c = photo("c"), d = photo("d");
    const std::string in_a = "a=https://till/a", in_b = "b=https://till/b",
                      in_c = "c=https://till/c", in_d = "d=https://till/d";
    const photos nothing{std::in_place};
    const auto gone = [](pos::variant v) {
        v.sellable.deleted = true;
        return v;
    };
    const auto inactive = [](pos::variant v) {
        v.sellable.active = false;
        return v;
    };
    struct made {
        const char* id;
        pos::product pos;
        text_lines want;
    };
    const made rows[]{
        {"one", pictured({{a}}), {in_a}},
        {"in order", pictured({{c, a, b}}), {in_c, in_a, in_b}},
        {"none", pictured(nothing), {}},
        {"not known", pictured({}), {}},
        {"an id twice", pictured({{a, b, a}}), {in_a, in_b}},
        {"an id twice, another URL", pictured({{a, photo("a", "https://till/b")}}), {in_a}},
        {"a URL twice", pictured({{a, photo("b", "https://till/a")}}), {in_a, "b=https://till/a"}},
        {"a blank id", pictured({{photo(""), a}}), {in_a}},
        {"no URL", pictured({{pos::image{.id = "x"_id}, a}}), {in_a}},
        {"a blank URL", pictured({{photo("x", " "), a}}), {in_a}},
        {"a URL as it is",
         pictured({{photo("x", "https://till/x?v=2#f")}}),
         {"x=https://till/x?v=2#f"}},
        {"the master's, then each variant's",
         matrix({{d}}, {size("v1", "S", {{b}}), size("v2", "M", {{a, c}})}),
         {in_d, in_b, in_a, in_c}},
        {"variants in the order of the pos",
         matrix(nothing, {size("v2", "M", {{b}}), size("v1", "S", {{a}})}),
         {in_b, in_a}},
        {"each once: the master's at a variant",
         matrix({{a, b}}, {size("v1", "S", {{b, c}})}),
         {in_a, in_b, in_c}},
        {"each once: two variants' own",
         matrix(nothing, {size("v1", "S", {{b, a}}), size("v2", "M", {{a, b, c}})}),
         {in_b, in_a, in_c}},
        {"only variants have pictures",
         matrix(nothing, {size("v1", "S", nothing), size("v2", "M", {{a}})}),
         {in_a}},
        {"a variant that is not for sale now has its pictures",
         matrix({{a}}, {inactive(size("v1", "S", {{b}})), size("v2", "M", {{c}})}),
         {in_a, in_b, in_c}},
        {"a variant that is gone has none",
         matrix({{a}}, {gone(size("v1", "S", {{b}})), size("v2", "M", {{c}})}),
         {in_a, in_c}},
    };
    for (const auto by : profiles) {
        for (const auto& one : rows) {
            DYNAMIC_SECTION(by().profile << " " << one.id)
            {
                const auto p = planned(till({one.pos}), store({}), by());
                INFO(text(p));
                CHECK(gallery_in(p, "p1") == one.want);
                CHECK(find_issues(p, rule::image_limits).empty());
            }
        }
    }
    for (const auto& one : rows) {
        DYNAMIC_SECTION("of a pair: " << one.id)
        {
            auto e = gallery(shown{std::in_place}, "1", "p1", *one.pos.sellable.sku);
            if (one.pos.variants)
                e = with_sizes(shown{std::in_place},
                               {sized("w1", "v1", "S"), sized("w2", "v2", "M")});
            const auto p = planned(till({one.pos}), store({e}), r_series());
            INFO(text(p));
            CHECK(gallery_in(p, "p1") == one.want);
        }
    }
}

TEST_CASE("image: what cannot be in a gallery is said", "[image]")
{
    const auto said = [](const pos::product& p, const policy& by) {
        const auto made = planned(till({p}), store({}), by);
        const auto found = find_issues(made, rule::record_isolated);
        return found.empty() ? std::string{} : found[0]->message.substr(0, 10);
    };
    const photos all{{photo("a"), photo("b", ""), photo(" "), pos::image{.id = "c"_id}}};
    for (const auto by : profiles) {
        CHECK(said(pictured(all), by()) == "3 pictures");
        CHECK(said(matrix(photos{std::in_place}, {size("v1", "S", all)}), by()) == "3 pictures");
        CHECK(said(pictured({{photo("a"), photo("")}}), by()) == "1 picture ");
        CHECK(said(pictured({{photo("a")}}), by()) == "");
        CHECK(said(pictured(all), flowing(by(), flow::never)) == "");
    }
}

TEST_CASE("image: a list that is not known", "[image]")
{
    const auto a = photo("a"), b = photo("b"), m = photo("m");
    const auto twin = [](shown images) {
        return with_sizes(std::move(images),
                          {sized("w1", "v1", "S", "1"), sized("w2", "v2", "M", "2")});
    };
    const shown there{{copy("1", "a"), copy("2", "b")}};
    struct known {
        const char* id;
        pos::product pos;
        ecom::product ecom;
        text_lines want;
    };
    const std::string filled = "set_images product p1/1 upload m=https://till/m keep 1 keep 2 "
                               "(image.pos_edits)";
    const known rows[]{
        {"all known",
         matrix({{m}}, {size("v1", "S", {{a}}), size("v2", "M", {{b}})}),
         twin(there),
         {filled}},
        {"I1 a variant's",
         matrix({{m}}, {size("v1", "S", {{a}}), size("v2", "M", {})}),
         twin(there),
         {}},
        {"I1 the master's",
         matrix({}, {size("v1", "S", {{b}}), size("v2", "M", {{a, m}})}),
         with_sizes(there, {sized("w1", "v1", "S", "2"), sized("w2", "v2", "M", "1")}),
         {}},
        {"I1 a variant's, and the gallery is empty",
         matrix({{m}}, {size("v1", "S", {})}),
         with_sizes(shown{std::in_place}, {sized("w1", "v1", "S")}),
         {}},
        {"I1 the variants",
         with(pictured({{m, a}}, "p1", ""), [](auto& p) { p.variants = {}; }),
         twin(there),
         {}},
        {"I1 the variants, and the gallery is empty",
         with(pictured({{m}}, "p1", ""), [](auto& p) { p.variants = {}; }),
         twin(shown{std::in_place}),
         {}},
        {"of a variant that is gone",
         matrix({{m}}, {size("v1", "S", {{a}}), size("v2", "M", {{b}}),
                        with(size("v3", "L", {}), [](auto& v) { v.sellable.deleted = true; })}),
         twin(there),
         {filled}},
        {"I2 ecom", matrix({{m}}, {size("v1", "S", {{a}}), size("v2", "M", {{b}})}), twin({}), {}},
    };
    for (const auto& one : rows) {
        DYNAMIC_SECTION(one.id)
        {
            const auto p = planned(till({one.pos}), store({one.ecom}), x_series());
            INFO(text(p));
            CHECK(lines(p) == one.want);
        }
    }
    SECTION("nothing is concluded from sections that are not complete")
    {
        auto pos = till({pictured({{a, b}})});
        auto ecom = store({gallery({{copy("1", "a")}})});
        pos.products.state = ecom.products.state = completeness::partial;
        CHECK(gallery_in(planned(pos, ecom, x_series()), "p1") ==
              text_lines{"keep 1", "b=https://till/b"});
        pos.products.state = completeness::absent;
        pos.products.records.clear();
        CHECK(lines(planned(pos, ecom, x_series())).empty());
    }
}

TEST_CASE("image: at most 12 of each", "[image]")
{
    const std::string said = "notice product p1/ images (image.limits)";
    const photos nothing{std::in_place};
    struct many {
        const char* id;
        pos::product pos;
        std::size_t want;
        std::size_t notices;
    };
    const many rows[]{
        {"simple, 12", pictured(album("a", 12)), 12, 0},
        {"simple, 13", pictured(album("a", 13)), 12, 1},
        {"simple, 100", pictured(album("a", 100)), 12, 1},
        {"master and variants, 12 each",
         matrix(album("m", 12), {size("v1", "S", album("a", 12)), size("v2", "M", album("b", 12))}),
         36, 0},
        {"master 13", matrix(album("m", 13), {size("v1", "S", album("a", 2))}), 14, 1},
        {"a variant 13", matrix(album("m", 2), {size("v1", "S", album("a", 13))}), 14, 1},
        {"two variants 13",
         matrix(nothing, {size("v1", "S", album("a", 13)), size("v2", "M", album("b", 13))}), 24,
         2},
    };
    for (const auto& one : rows) {
        DYNAMIC_SECTION(one.id)
        {
            const auto p = planned(till({one.pos}), store({}), r_series());
            CHECK(gallery_in(p, "p1").size() == one.want);
            const auto found = find_issues(p, rule::image_limits);
            CHECK(found.size() == one.notices);
            if (found.size() == 2) CHECK(found[0]->key != found[1]->key);
            for (const auto* i : found) {
                CHECK(i->severity == severity::notice);
                CHECK(i->of == ref{"p1", ""});
                CHECK(i->message.find("12") != std::string::npos);
            }
            CHECK(p.complete);
        }
    }
    SECTION("the first 12 are the ones")
    {
        const auto p = planned(till({pictured(album("a", 14))}), store({}), x_series());
        const auto made = gallery_in(p, "p1");
        REQUIRE(made.size() == 12);
        CHECK(made.front() == "a1=https://till/a1");
        CHECK(made.back() == "a12=https://till/a12");
        CHECK(find_issues(p, rule::image_limits)[0]->message.find("14") != std::string::npos);
    }
    SECTION("of a pair too, and what is there of the rest is ecom's")
    {
        shown there{std::in_place};
        for (int i = 1; i <= 13; ++i)
            there->push_back(copy(std::to_string(i), "a" + std::to_string(i)));
        const auto p =
            planned(till({pictured(album("a", 13))}), store({gallery(there)}), r_series());
        CHECK(lines(p).empty());
        CHECK(notices(p) == text_lines{"notice product p1/1 images (image.limits)"});
        there->pop_back();
        CHECK(lines(planned(till({pictured(album("a", 13))}), store({gallery(there)}), r_series()))
                  .empty());
    }
    SECTION("ecom has no limit")
    {
        shown there{{copy("0", "a1")}};
        for (int i = 1; i <= 50; ++i)
            there->push_back(own(std::to_string(i)));
        const auto p =
            planned(till({pictured(album("a", 1))}), store({gallery(there)}), r_series());
        CHECK(lines(p).empty());
        CHECK(notices(p).empty());
    }
    SECTION("nothing is said where pictures do not sync")
    {
        const auto p =
            planned(till({pictured(album("a", 13))}), store({}), flowing(r_series(), flow::never));
        CHECK(find_issues(p, rule::image_limits).empty());
        CHECK(gallery_in(p, "p1").empty());
    }
}

TEST_CASE("image: the picture of a new variation", "[image]")
{
    const photos nothing{std::in_place};
    const auto a = photo("a"), b = photo("b"), m = photo("m");
    struct new_one {
        const char* id;
        photos master, variant;
        const char* want;
    };
    const new_one rows[]{
        {"its variant's first", {{m}}, {{b, a}}, "b/"},
        {"one that the master has", {{m, b}}, {{b}}, "b/"},
        {"none", {{m}}, nothing, "none"},
        {"not known", {{m}}, {}, "none"},
        {"that cannot be uploaded", {{m}}, {{photo("a", "")}}, "none"},
    };
    for (const auto by : profiles) {
        for (const auto& one : rows) {
            DYNAMIC_SECTION(by().profile << ", new product: " << one.id)
            {
                const auto pos = till({matrix(one.master, {size("v1", "S", one.variant)})});
                const auto p = planned(pos, store({}), by());
                INFO(text(p));
                CHECK(picture_of_new(p, "v1") == one.want);
                CHECK(foreign_pictures(p, pos, store({})) == "");
            }
        }
    }
    struct added {
        const char* id;
        policy by;
        photos master, variant;
        shown there;
        const char* want;
    };
    const auto r = r_series(), x = x_series();
    const added more[]{
        {"its first, uploaded by this plan", r, {{m}}, {{b}}, {{copy("1", "m")}}, "b/"},
        {"its first, in the gallery", r, {{m}}, {{b}}, {{copy("1", "m"), copy("2", "b")}}, "/2"},
        {"its first, there by its URL",
         x,
         {{m}},
         {{b}},
         {{copy("1", "m"), own("2", "https://till/b")}},
         "/2"},
        {"its first, in a gallery that is filled", x, {{m}}, {{b}}, shown{std::in_place}, "b/"},
        {"its first, in a gallery that is left", r, {{m}}, {{b}}, {{own("9")}}, "none"},
        {"its first, in a gallery that is not known", r, {{m}}, {{b}}, {}, "none"},
        {"its first, where the master's are not known", r, {}, {{b}}, {{copy("2", "b")}}, "/2"},
        {"none", r, {{m}}, nothing, {{copy("1", "m")}}, "none"},
        {"pictures never sync",
         flowing(r, flow::never),
         {{m}},
         {{b}},
         {{copy("1", "m"), copy("2", "b")}},
         "none"},
        {"pictures only on create, and it is there",
         x_series_2021(),
         {{m}},
         {{b}},
         {{copy("1", "m"), copy("2", "b")}},
         "/2"},
        {"pictures only on create, and it is not there",
         x_series_2021(),
         {{m}},
         {{b}},
         {{copy("1", "m")}},
         "none"},
    };
    for (const auto& one : more) {
        DYNAMIC_SECTION("new on an old product: " << one.id)
        {
            const auto pos = till(
                {matrix(one.master, {size("v1", "S", nothing), size("v2", "M", one.variant)})});
            const auto ecom = store({with_sizes(one.there, {sized("w1", "v1", "S")})});
            const auto p = planned(pos, ecom, one.by);
            INFO(text(p));
            CHECK(picture_of_new(p, "v2") == one.want);
            CHECK(foreign_pictures(p, pos, ecom) == "");
        }
    }
}

TEST_CASE("image: the picture of a variation that is there", "[image]")
{
    const photos nothing{std::in_place};
    const auto a = photo("a"), b = photo("b"), m = photo("m");
    const shown there{{copy("1", "a"), copy("2", "b"), own("9")}};
    const auto r = r_series(), x = x_series();
    const auto leads = flowing(x, flow::pos_leads), fills = flowing(x, flow::fill);
    struct choice {
        const char* id;
        policy by;
        photos variant;
        maybe<ecom::image_id> shows;
        shown gallery;
        text_lines want;
    };
    const auto says = [](const std::string& what) {
        return text_lines{"update variant v1/w1 images=" + what +
                          " (image.variation) (product.update)"};
    };
    const choice rows[]{
        {"it is shown", r, {{a}}, "1"_id, there, {}},
        {"none is shown", r, {{a}}, none, there, says("none>/1")},
        {"none is shown, X-Series", x, {{b}}, none, there, says("none>/2")},
        {"not known what is shown", r, {{a}}, {}, there, {}},
        {"another of the pos is shown", r, {{b, a}}, "1"_id, there, says("/1>/2")},
        {"another of the pos, not of this variant, is shown",
         x,
         {{b}},
         "1"_id,
         there,
         says("/1>/2")},
        {"one of ecom's own is shown", r, {{a}}, "9"_id, there, {}},
        {"the variant has none", r, nothing, "1"_id, there, {}},
        {"the variant has none, none is shown", r, nothing, none, there, {}},
        {"the variant's are not known", r, {}, "1"_id, there, {}},
        {"the variant's first has no URL", r, {{photo("c", "")}}, "1"_id, there, {bad}},
        {"the gallery is not known", r, {{a}}, none, {}, {}},
        {"on create", x_series_2021(), {{a}}, none, there, {}},
        {"never", flowing(r, flow::never), {{a}}, none, there, {}},
        {"fills, none is shown", fills, {{a}}, none, there, says("none>/1")},
        {"fills, another of the pos is shown", fills, {{b}}, "1"_id, there, {}},
        {"fills, one of ecom's own is shown", fills, {{a}}, "9"_id, there, {}},
        {"leads, another of the pos is shown",
         leads,
         {{b}},
         "1"_id,
         {{copy("1", "a"), copy("2", "b")}},
         says("/1>/2")},
    };
    for (const auto& one : rows) {
        DYNAMIC_SECTION(one.id)
        {
            auto w = sized("w1", "v1", "S");
            w.image_id = one.shows;
            const auto pos = till({matrix({{a, b}}, {size("v1", "S", one.variant)})});
            const auto ecom = store({with_sizes(one.gallery, {w})});
            const auto p = planned(pos, ecom, one.by);
            INFO(text(p));
            CHECK(lines(p) == one.want);
            CHECK(foreign_pictures(p, pos, ecom) == "");
        }
    }
}

TEST_CASE("image: a variation's picture and its gallery in one plan", "[image]")
{
    const photos nothing{std::in_place};
    const auto a = photo("a"), b = photo("b"), m = photo("m");
    struct both {
        const char* id;
        policy by;
        photos master, variant;
        shown gallery;
        const char* shows; ///< "": none
        text_lines want;
    };
    const auto r = r_series();
    const auto leads = flowing(x_series(), flow::pos_leads);
    const std::string update = "update variant v1/w1 images=",
                      why = " (image.variation) (product.update)";
    const both rows[]{
        {"uploaded by the same plan",
         r,
         {{m}},
         {{a}},
         {{copy("1", "m")}},
         "",
         {"set_images product p1/1 keep 1" + up_a + " (image.pos_edits)",
          update + "none>a/" + why}},
        {"the gallery is filled",
         r,
         {{m}},
         {{b}},
         shown{std::in_place},
         "",
         {"set_images product p1/1 upload m=https://till/m" + up_b + " (image.pos_edits)",
          update + "none>b/" + why}},
        {"the first image changed",
         r,
         nothing,
         {{b, a}},
         {{copy("1", "a")}},
         "1",
         {"set_images product p1/1" + up_b + " keep 1 (image.pos_edits)", update + "/1>b/" + why}},
        {"only the order of its images changed",
         r,
         nothing,
         {{b, a}},
         {{copy("1", "a"), copy("2", "b")}},
         "1",
         {"set_images product p1/1 keep 2 keep 1 (image.reorder)", update + "/1>/2" + why}},
        {"the one it shows stays",
         r,
         {{m}},
         {{a}},
         {{copy("1", "a")}},
         "1",
         {"set_images product p1/1 upload m=https://till/m keep 1 (image.pos_edits)"}},
        {"one of ecom's own is shown, and the gallery drops it",
         r,
         {{m}},
         {{a}},
         {{own("9"), copy("1", "a")}},
         "9",
         {"set_images product p1/1 upload m=https://till/m keep 1 loses 9 (image.pos_edits)",
          update + "/9>/1" + why}},
        {"one of ecom's own is shown, the pos leads",
         leads,
         {{m}},
         {{a}},
         {{own("9"), copy("2", "m"), copy("1", "a")}},
         "9",
         {"set_images product p1/1 keep 2 keep 1 loses 9 (image.pos_edits)",
          update + "/9>/1" + why}},
        {"one that the pos has no more is shown, and the gallery drops it",
         r,
         {{m}},
         {{a}},
         {{copy("3", "old"), copy("1", "a")}},
         "3",
         {"set_images product p1/1 upload m=https://till/m keep 1 loses 3 (image.pos_edits)",
          update + "/3>/1" + why}},
        {"the gallery is left", r, {{m}}, {{a}}, {{own("9")}}, "9", {}},
    };
    for (const auto& one : rows) {
        DYNAMIC_SECTION(one.id)
        {
            const auto pos = till({matrix(one.master, {size("v1", "S", one.variant)})});
            const auto ecom = store({with_sizes(one.gallery, {sized("w1", "v1", "S", one.shows)})});
            const auto p = planned(pos, ecom, one.by);
            INFO(text(p));
            CHECK(lines(p) == one.want);
            CHECK(foreign_pictures(p, pos, ecom) == "");
            if (p.actions.size() == 2) CHECK(p.actions[0].wave < p.actions[1].wave);
        }
    }
    SECTION("a dropped picture is shown no more once the plan is carried out")
    {
        const auto pos = till({matrix({{m}}, {size("v1", "S", nothing)})});
        const auto ecom =
            store({with_sizes({{own("9"), copy("1", "old"), copy("2", "x")}},
                              {sized("w1", "v1", "S", "9"), sized("w2", "", "L", "1")})});
        const auto p = planned(pos, ecom, leads);
        CHECK(gallery_in(p, "p1") == text_lines{"m=https://till/m"});
        CHECK(foreign_pictures(p, pos, ecom) == "");
    }
    SECTION("two products with pictures of the same ids")
    {
        const auto pos =
            till({matrix(nothing, {size("v1", "S", {{a}})}, "p1"),
                  matrix(nothing, {size("v2", "S", {{photo("a", "https://till/2")}})}, "p2")});
        const auto ecom =
            store({with_sizes(shown{std::in_place}, {sized("w1", "v1", "S")}, "1", "p1"),
                   with_sizes(shown{std::in_place}, {sized("w2", "v2", "S")}, "2", "p2")});
        CHECK(foreign_pictures(planned(pos, ecom, r_series()), pos, ecom) == "");
    }
}

TEST_CASE("image: further pictures of variants are counted", "[image]")
{
    const photos nothing{std::in_place};
    const auto number = [](const plan& p) {
        const auto said = find_issues(p, rule::image_variation);
        if (said.empty()) return std::string{"not said"};
        CHECK(said.size() == 1);
        CHECK(said[0]->severity == severity::notice);
        return said[0]->message.substr(0, said[0]->message.find(' '));
    };
    const auto one = album("a", 1), three = album("a", 3), two = album("b", 2);
    const auto copies = [](const std::string& first, int n) {
        std::vector<ecom::image> all;
        for (int i = 1; i <= n; ++i)
            all.push_back(copy(first + std::to_string(i), first + std::to_string(i)));
        return all;
    };
    SECTION("of a new product")
    {
        const auto count = [&](std::vector<pos::variant> variants) {
            return number(planned(till({matrix(one, std::move(variants))}), store({}), r_series()));
        };
        CHECK(count({size("v1", "S", one), size("v2", "M", nothing)}) == "not said");
        CHECK(count({size("v1", "S", three)}) == "2");
        CHECK(count({size("v1", "S", three), size("v2", "M", two)}) == "3");
        CHECK(count({size("v1", "S", {}), size("v2", "M", two)}) == "1");
        CHECK(count({size("v1", "S", album("a", 14))}) == "11");
    }
    SECTION("of a pair")
    {
        const auto pos = till({matrix(nothing, {size("v1", "S", three)})});
        const auto with_gallery = [&](shown images, const char* shows) {
            return store({with_sizes(std::move(images), {sized("w1", "v1", "S", shows)})});
        };
        CHECK(number(planned(pos, with_gallery(copies("a", 1), "a1"), r_series())) == "2");
        CHECK(number(planned(pos, with_gallery(shown{std::in_place}, ""), r_series())) == "2");
        CHECK(number(planned(pos, with_gallery({{own("9")}}, ""), r_series())) == "not said");
        CHECK(number(planned(pos, with_gallery(shown{std::in_place}, ""), x_series_2021())) ==
              "not said");
        CHECK(number(planned(pos, with_gallery(copies("a", 3), "a1"),
                             flowing(r_series(), flow::never))) == "not said");
    }
    SECTION("of a gallery that stays as it is there is nothing to say")
    {
        const auto pos = till({matrix(nothing, {size("v1", "S", three)})});
        const auto ecom = store({with_sizes(copies("a", 3), {sized("w1", "v1", "S", "a1")})});
        CHECK(number(planned(pos, ecom, r_series())) == "not said");
    }
    SECTION("of a new variation on an old product")
    {
        const auto pos = till({matrix(one, {size("v1", "S", nothing), size("v2", "M", three)})});
        const auto ecom = store({with_sizes(copies("a", 1), {sized("w1", "v1", "S")})});
        CHECK(number(planned(pos, ecom, x_series())) == "2");
    }
    SECTION("of a simple product there is nothing to say")
    {
        CHECK(number(planned(till({pictured(three)}), store({}), x_series())) == "not said");
    }
}

TEST_CASE("image: pictures are not uploaded again", "[image]")
{
    const auto a = photo("a"), b = photo("b");
    SECTION("F22 a price, a name or a SKU that changes is no picture that changes")
    {
        auto p1 = pictured({{a, b}}, "p1", "NEW");
        p1.name = "Shirt";
        p1.sellable.price = money{1200};
        const auto p =
            planned(till({p1}), store({gallery({{copy("1", "a"), copy("2", "b")}})}), x_series());
        CHECK(count_images(p) == 0);
        CHECK(find_change(p, kind::product, "p1", field::product_price));
        CHECK(find_change(p, kind::product, "p1", field::product_name));
    }
    SECTION("F22 a variant's price that changes")
    {
        auto v1 = size("v1", "S", {{a}});
        v1.sellable.price = money{1200};
        const auto p = planned(
            till({matrix({{b}}, {v1})}),
            store({with_sizes({{copy("2", "b"), copy("1", "a")}}, {sized("w1", "v1", "S", "1")})}),
            x_series());
        CHECK(lines(p) ==
              text_lines{"update variant v1/w1 price=none>1200c (price.inherit) (product.update)"});
    }
    SECTION("F23 the store gave them ids and URLs of its own, and kept what they were made from")
    {
        const auto p = planned(till({pictured({{a, b}})}),
                               store({gallery({{copy("77", "a"), copy("78", "b")}})}), r_series());
        CHECK(p.actions.empty());
    }
    SECTION("F23 the store gave them ids and URLs of its own, and kept nothing")
    {
        const auto p = planned(till({pictured({{a, b}})}),
                               store({gallery({{own("77"), own("78")}})}), r_series());
        CHECK(p.actions.empty());
        CHECK(notices(p) == text_lines{left});
    }
    SECTION("F25 ?v=2 alone is no new picture")
    {
        const auto p = planned(
            till({pictured({{photo("a", "https://till/a?v=2"), b}})}),
            store({gallery({{own("1", "https://till/a?v=1"), own("2", *b.url)}})}), r_series());
        CHECK(p.actions.empty());
    }
    SECTION("F73 an order is an order")
    {
        const auto p = planned(till({pictured({{b, a}})}),
                               store({gallery({{copy("1", "a"), copy("2", "b")}})}), x_series());
        CHECK(gallery_in(p, "p1") == text_lines{"keep 2", "keep 1"});
    }
    SECTION("a product that is adopted keeps what it has")
    {
        const auto p =
            planned(till({pictured({{a, b}})}),
                    store({gallery({{own("1", *a.url), own("2", *b.url)}}, "1", "")}), x_series());
        CHECK(lines(p) == text_lines{"link product p1/1 (product.adopt)"});
    }
}

TEST_CASE("image: a long gallery ends in exactly the asked order", "[image]")
{
    const auto all = album("a", 12);
    shown there{std::in_place};
    text_lines want;
    for (int i = 12; i >= 1; --i)
        there->push_back(copy(std::to_string(i), "a" + std::to_string(i)));
    for (int i = 1; i <= 12; ++i)
        want.push_back("keep " + std::to_string(i));
    const auto pos = till({pictured(all)});
    const auto ecom = store({gallery(there)});
    const auto p = planned(pos, ecom, r_series());
    CHECK(gallery_in(p, "p1") == want);
    CHECK(p.actions.at(0).rule == rule::image_reorder);
    const auto after = carried_out(p, pos, ecom);
    const auto& shows = *after.ecom.products.records[0].images;
    REQUIRE(shows.size() == 12);
    for (std::size_t i = 0; i < 12; ++i)
        CHECK(shows[i].source_id->text == all[i].id.text);
}

TEST_CASE("image: nothing about a picture is written to the pos", "[image]")
{
    auto by = r_series();
    by.ecom_only_products = ecom_only_products::create_in_pos;
    const auto ecom =
        store({gallery({{own("1"), own("2")}}, "1", ""), gallery({{own("3")}}, "2", "p2", "B")});
    const auto p = planned(till({pictured(photos{std::in_place}, "p2", "B")}), ecom, by);
    REQUIRE(count_of(p, "create", kind::product) == 1);
    CHECK(p.actions[0].side == side::pos);
    CHECK(gallery_in(p, "1").empty());
    CHECK(!find_setting(p, kind::product, "1", field::product_images));
    CHECK(count_images(p) == 0);
    for (const auto how : {flow::two_way, flow::latest, flow::ecom_leads_once, flow::movements})
        CHECK(!makes_sense(field::product_images, how));
}

TEST_CASE("image: bad pictures in the store", "[image]")
{
    const auto a = photo("a"), b = photo("b");
    SECTION("an id twice")
    {
        const auto p = planned(till({pictured({{b, a}})}),
                               store({gallery({{copy("1", "a"), copy("1", "b")}})}), r_series());
        CHECK(count_images(p) == 0);
        CHECK(find_issues(p, rule::record_isolated).size() == 1);
    }
    SECTION("a blank id")
    {
        const auto p = planned(till({pictured({{a, b}})}),
                               store({gallery({{copy("1", "a"), copy("", "b")}})}), r_series());
        CHECK(count_images(p) == 0);
        CHECK(find_issues(p, rule::record_isolated).size() == 1);
    }
}

TEST_CASE("image: the order of records means nothing", "[image]")
{
    const auto a = photo("a"), b = photo("b"), c = photo("c");
    const auto pos = till({matrix({{a}}, {size("v1", "S", {{b}}), size("v2", "M", {{c, b}})}),
                           pictured({{c, a}}, "p2", "B"), pictured({{b}}, "p3", "C")});
    auto ecom = store({with_sizes({{copy("1", "a"), own("9")}},
                                  {sized("w1", "v1", "S"), sized("w2", "v2", "M", "9")}),
                       gallery({{copy("3", "a"), copy("4", "c")}}, "2", "p2", "B")});
    const auto p = planned(pos, ecom, r_series());
    std::reverse(ecom.products.records[0].variations->begin(),
                 ecom.products.records[0].variations->end());
    CHECK((planned(pos, ecom, r_series()) == p));
    CHECK(p.actions.size() >= 4);
}

TEST_CASE("image: many pictures", "[image]")
{
    const int n = 20'000;
    std::vector<pos::image> twice(static_cast<std::size_t>(n), photo("a"));
    shown there{std::in_place};
    for (int i = 0; i < n; ++i)
        there->push_back(own(std::to_string(i), "https://store/same"));
    const auto p = planned(till({pictured(twice)}), store({gallery(there)}), r_series());
    CHECK(lines(p).empty());
}

} // namespace image_tests
