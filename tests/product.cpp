#include "plans.hpp"

#include <twinshelf/rules/product.hpp>

#include <array>
#include <limits>

namespace product_tests {

using namespace twinshelf;
using namespace plans;

namespace {

using pos_products = std::vector<pos::product>;
using ecom_products = std::vector<ecom::product>;
using text_lines = std::vector<std::string>;

/// One snapshot of each side, and what the plan is to be.
struct row {
    const char* id;
    policy by;
    pos_products pos;
    ecom_products ecom;
    text_lines want;
    text_lines notices{};
};

void check(const row& r)
{
    DYNAMIC_SECTION(r.id)
    {
        const auto p = planned(till(r.pos), store(r.ecom), r.by);
        INFO(text(p));
        CHECK(lines(p) == r.want);
        CHECK(notices(p) == r.notices);
    }
}

constexpr std::array profiles{&r_series, &x_series, &x_series_2021};

policy held_duplicates(policy p)
{
    p.duplicate_sku = duplicate_sku::hold;
    return p;
}

const auto inactive = [](auto& p) { p.sellable.active = false; };
const auto in_store = [](auto& p) { p.sellable.sell_online = false; };
const auto archived = [](auto& p) { p.sellable.archived = true; };
const auto deleted = [](auto& p) { p.sellable.deleted = true; };
const auto archived_with_variant = [](auto& p) {
    p.sellable.archived = true;
    p.variants = {{{.id = "v1"_id, .sellable = {.sku = "A"}}}};
};
const auto tombstoned = [](auto& e) { e.deleted = true; };
const auto disabled = [](auto& e) { e.enabled = false; };

const std::string waits = "notice product / (product.created_disabled)";
const std::string counted = "notice product / (product.update)";
const std::string repeats = "notice product / (product.sku_duplicate)";

} // namespace

TEST_CASE("product: a pos product without a counterpart", "[product]")
{
    const std::string record = R"(name="Tee" sku="A" price=1000c on_front_page=true)";
    const auto r = r_series(), x = x_series();
    const row rows[]{
        {"P1 archived", r, {with(item("p1", "A"), archived)}, {}, {}},
        {"P1 deleted", x, {with(item("p1", "A"), deleted)}, {}, {}},
        {"P1 archived, and its SKU is in ecom",
         r,
         {with(item("p1", "A"), archived)},
         {listing("1", "", "A")},
         {}},
        {"P1 archived, and the SKU of a variant is in ecom",
         x,
         {with(item("p1", ""), archived_with_variant)},
         {listing("1", "", "A")},
         {}},
        {"P5 off for the online channel",
         x,
         {with(item("p1", "A"), in_store)},
         {},
         {},
         {"notice product / (product.in_store_only)"}},
        {"P6 a tombstone in ecom is linked to it",
         r,
         {item("p1", "A")},
         {with(listing("1", "p1", "A"), tombstoned)},
         {},
         {"notice product p1/ choices create (product.deleted_online)"}},
        {"P6 a tombstone without a link says nothing about it",
         x,
         {item("p1", "A")},
         {with(listing("1", "", "A"), tombstoned)},
         {"create product p1/ " + record + " category_ids=[] enabled=true (product.create)"}},
        {"P8 inactive, R-Series",
         r,
         {with(item("p1", "A"), inactive)},
         {},
         {},
         {"notice product p1/ (product.create)"}},
        {"P8 inactive, X-Series",
         x,
         {with(item("p1", "A"), inactive)},
         {},
         {"create product p1/ " + record + " category_ids=[] enabled=false (product.create)"},
         {waits}},
        {"P9 name unknown",
         x,
         {with(item("p1", "A"), [](auto& p) { p.name = {}; })},
         {},
         {"error product p1/ (record.isolated)"}},
        {"P9 name blank",
         r,
         {item("p1", "A", " \u00A0")},
         {},
         {"error product p1/ (record.isolated)"}},
        {"P13 R-Series",
         r,
         {item("p1", "A")},
         {},
         {"create product p1/ " + record + " category_ids=[] enabled=false (product.create)"},
         {waits}},
        {"P13 X-Series",
         x,
         {item("p1", "A")},
         {},
         {"create product p1/ " + record + " category_ids=[] enabled=true (product.create)"}},
        {"P13 active unknown, R-Series",
         r,
         {with(item("p1", "A"), [](auto& p) { p.sellable.active = {}; })},
         {},
         {"create product p1/ " + record + " category_ids=[] enabled=false (product.create)"},
         {waits}},
        {"P13 active unknown, X-Series",
         x,
         {with(item("p1", "A"), [](auto& p) { p.sellable.active = {}; })},
         {},
         {"create product p1/ " + record + " category_ids=[] enabled=false (product.create)"},
         {waits}},
        {"P13 created_enabled: never",
         with(x, [](auto& p) { p.created_enabled = created_enabled::never; }),
         {item("p1", "A")},
         {},
         {"create product p1/ " + record + " category_ids=[] enabled=false (product.create)"},
         {waits}},
        {"P13 created_enabled: as_pos",
         with(r, [](auto& p) { p.created_enabled = created_enabled::as_pos; }),
         {item("p1", "A")},
         {},
         {"create product p1/ " + record + " category_ids=[] enabled=true (product.create)"}},
        {"P13 new_inactive: create",
         with(r, [](auto& p) { p.new_inactive = new_inactive::create; }),
         {with(item("p1", "A"), inactive)},
         {},
         {"create product p1/ " + record + " category_ids=[] enabled=false (product.create)"},
         {waits}},
        {"P13 new_inactive: wait",
         with(x, [](auto& p) { p.new_inactive = new_inactive::wait; }),
         {with(item("p1", "A"), inactive)},
         {},
         {},
         {"notice product p1/ (product.create)"}},
        {"P13 a blank SKU is no SKU",
         x,
         {item("p1", "  ")},
         {listing("1", "", "")},
         {R"(create product p1/ name="Tee" price=1000c on_front_page=true category_ids=[])"
          " enabled=true (product.create)"}},
        {"P5 off for the online channel, and its SKU is in ecom",
         x,
         {with(item("p1", "A"), in_store)},
         {listing("1", "", "A")},
         {},
         {"notice product / (product.in_store_only)"}},
        {"P9 names do not sync",
         with(x, [](auto& p) { p[field::product_name] = flow::never; }),
         {item("p1", "A")},
         {},
         {"hold product p1/ (field.never)"}},
        {"P13 its name is as long as ecom takes it, in letters",
         with(x, [](auto& p) { p.limits[field::product_name] = 4; }),
         {item("p1", "A", "Caf\u00E9")},
         {},
         {"create product p1/ name=\"Caf\u00E9\" sku=\"A\" price=1000c on_front_page=true"
          " category_ids=[] enabled=true (product.create)"}},
        {"P9 its name is too long",
         with(x, [](auto& p) { p.limits[field::product_name] = 2; }),
         {item("p1", "A")},
         {},
         {"hold product p1/ (target.limits)"}},
        {"P13 two blank SKUs do not repeat",
         x,
         {item("p1", ""), item("p2", "")},
         {listing("1", "p1", ""), listing("2", "p2", "")},
         {}},
    };
    for (const auto& one : rows)
        check(one);
}

TEST_CASE("product: the name of one that is not created is said", "[product]")
{
    const auto p =
        planned(till({with(item("p1", "A", "Winter Tee"), inactive)}), store({}), r_series());
    const auto said = find_issues(p, rule::product_create);
    REQUIRE(said.size() == 1);
    CHECK(said[0]->message.find("Winter Tee") != std::string::npos);
    CHECK(p.complete);
}

TEST_CASE("product: what a new one holds is what syncs", "[product]")
{
    auto full = item("p1", " A ", "A &amp; B");
    full.description = "Line\r\n";
    full.brand = "Acme";
    full.sellable.upc = " 012 ";
    full.sellable.weight = mass{1'000'000, mass_unit::lb};
    full.length = distance{1'000'000, length_unit::in};
    full.width = distance{2'000'000, length_unit::cm};
    full.height = none;
    full.tags.emplace();
    struct column {
        field f;
        const char* by_profile[3];
    };
    const column rows[]{
        {field::product_name, {"\"A &amp; B\"", "\"A &amp; B\"", "\"A &amp; B\""}},
        {field::product_description, {"", "\"Line\r\n\"", "\"Line\r\n\""}},
        {field::product_brand, {"", "\"Acme\"", ""}},
        {field::product_upc, {"", "\"012\"", ""}},
        {field::product_weight, {"", "453592ukg", ""}},
        {field::product_length, {"", "2540000ucm", ""}},
        {field::product_width, {"", "2000000ucm", ""}},
        {field::product_height, {"", "", ""}},
        {field::product_price, {"1000c", "1000c", "1000c"}},
        {field::product_front_page, {"true", "true", "true"}},
        {field::product_active, {"false", "true", "true"}},
        {field::product_tags, {"", "", ""}},
        {field::product_retail_price, {"", "", ""}},
    };
    for (std::size_t i = 0; i < profiles.size(); ++i) {
        const auto p = planned(till({full}), store({}), profiles[i]());
        for (const auto& one : rows) {
            DYNAMIC_SECTION(p.profile << " " << entry(one.f).key)
            {
                const auto* to = find_setting(p, kind::product, "p1", one.f);
                CHECK((to ? text(*to) : "") == one.by_profile[i]);
            }
        }
        const auto* sku = find_setting(p, kind::product, "p1", field::product_sku);
        REQUIRE(sku);
        CHECK(trimmed(std::get<std::string>(*sku)) == "A");
        CHECK(count_of(p, "create", kind::category) == 0);
    }
}

TEST_CASE("product: no section is concluded from where it is not complete", "[product]")
{
    struct part {
        const char* id;
        completeness pos, ecom;
        pos_products products;
        ecom_products listings;
        text_lines want;
    };
    using enum completeness;
    const part rows[]{
        {"P7 ecom partial",
         complete,
         partial,
         {item("p1", "A")},
         {},
         {"hold product p1/ (scope.partial)"}},
        {"P7 ecom absent",
         complete,
         absent,
         {item("p1", "A")},
         {},
         {"hold product p1/ (scope.partial)"}},
        {"P7 ecom partial, one of the SKU",
         complete,
         partial,
         {item("p1", "A")},
         {listing("1", "", "A")},
         {"hold product p1/ (scope.partial)"}},
        {"P7 pos partial, one of the SKU",
         partial,
         complete,
         {item("p1", "A")},
         {listing("1", "", "A")},
         {"hold product p1/ (scope.partial)"}},
        {"P13 pos partial is enough for a create",
         partial,
         complete,
         {item("p1", "A")},
         {},
         {R"(create product p1/ name="Tee" sku="A" price=1000c on_front_page=true)"
          " category_ids=[] enabled=true (product.create)"}},
        {"P14 pos partial, a tombstone",
         partial,
         complete,
         {with(item("p1", "A"), deleted)},
         {listing("1", "p1", "A")},
         {"delete product p1/1 (product.delete)"}},
        {"P14 ecom partial",
         complete,
         partial,
         {},
         {listing("1", "p1", "A"), listing("2", "p2", "B")},
         {"hold product / choices confirm (guard.deletions)"}},
        {"P14 ecom partial, pos not empty",
         complete,
         partial,
         {item("p2", "B")},
         {listing("1", "p1", "A"), listing("2", "p2", "B")},
         {"delete product p1/1 (product.delete)"}},
        {"P18 both partial",
         partial,
         partial,
         {item("p1", "B")},
         {listing("1", "p1", "A")},
         {R"(update product p1/1 sku="A">"B" (product.update))"}},
        {"P21 pos partial",
         partial,
         complete,
         {item("p2", "B")},
         {listing("1", "p1", "A"), listing("2", "p2", "B")},
         {}},
        {"P21 pos partial, no link moves to a new one of its SKU",
         partial,
         complete,
         {item("p2", "A")},
         {listing("1", "p1", "A")},
         {"hold product p2/ sku (variant.sku_free)"}},
        {"P14 ecom partial, no link moves to a new one of its SKU",
         complete,
         partial,
         {item("p2", "A")},
         {listing("1", "p1", "A")},
         {"delete product p1/1 (product.delete)", "hold product p2/ (scope.partial)"}},
        {"P21 pos absent", absent, complete, {}, {listing("1", "p1", "A")}, {}},
    };
    for (const auto& one : rows) {
        DYNAMIC_SECTION(one.id)
        {
            auto pos = till(one.products);
            auto ecom = store(one.listings);
            pos.products.state = one.pos;
            ecom.products.state = one.ecom;
            CHECK(lines(planned(pos, ecom, x_series())) == one.want);
        }
    }
}

TEST_CASE("product: adoption by SKU", "[product]")
{
    const auto r = r_series(), x = x_series();
    const auto variant = [](auto& p) {
        p.variants = {{{.id = "v1"_id, .sellable = {.sku = "B"}}}};
    };
    const auto variation = [](auto& e) {
        e.variations = {{{.id = "w1"_id, .sellable = {.sku = "B"}}}};
    };
    const row rows[]{
        {"P2 one of the SKU",
         r,
         {item("p1", "A")},
         {listing("1", "", "A")},
         {"link product p1/1 (product.adopt)"}},
        {"P2 an empty link is no link",
         x,
         {item("p1", "A")},
         {with(listing("1", "", "A"), [](auto& e) { e.pos_id.emplace(); })},
         {"link product p1/1 (product.adopt)"}},
        {"P2 outer blanks do not count",
         x,
         {item("p1", " A\t")},
         {listing("1", "", "\u00A0A ")},
         {"link product p1/1 (product.adopt)"}},
        {"P2 what differs is then as with every pair",
         x,
         {item("p1", "A", "Shirt")},
         {listing("1", "", "A", "Tee")},
         {"link product p1/1 (product.adopt)",
          R"(update product p1/1 name="Tee">"Shirt" (product.update))"}},
        {"P2 upper and lower case differ",
         x,
         {item("p1", "a")},
         {listing("1", "", "A")},
         {R"(create product p1/ name="Tee" sku="a" price=1000c on_front_page=true)"
          " category_ids=[] enabled=true (product.create)"}},
        {"P2 an inactive one is linked, then disabled",
         r,
         {with(item("p1", "A"), inactive)},
         {listing("1", "", "A")},
         {"link product p1/1 (product.adopt)",
          "update product p1/1 enabled=true>false (product.activation) (product.update)"}},
        {"P2 two crosswise",
         x,
         {item("p1", "A"), item("p2", "B")},
         {listing("1", "", "B"), listing("2", "", "A")},
         {"link product p1/2 (product.adopt)", "link product p2/1 (product.adopt)"}},
        {"P3 two in ecom",
         x,
         {item("p1", "A")},
         {listing("1", "", "A"), listing("2", "", "A ")},
         {"conflict product p1/ choices 1 2 none (product.adopt)"}},
        {"P3 two in the pos, R-Series",
         r,
         {item("p1", "A"), item("p2", "A")},
         {listing("1", "", "A")},
         {"conflict product p1/ choices 1 none (product.adopt)",
          "conflict product p2/ choices 1 none (product.adopt)"},
         {repeats}},
        {"P4 two in the pos, X-Series",
         x,
         {item("p1", "A"), item("p2", "A")},
         {listing("1", "", "A")},
         {"hold product p1/ (product.sku_duplicate)", "hold product p2/ (product.sku_duplicate)"},
         {repeats}},
        {"P3 a simple product and one with variations",
         r,
         {item("p1", "B")},
         {with(listing("1", "", ""), variation)},
         {"conflict product p1/ choices 1 none (product.adopt)"}},
        {"P3 one with variants and a simple product",
         x,
         {with(item("p1", ""), variant)},
         {listing("1", "", "B")},
         {"conflict product p1/ choices 1 none (product.adopt)"}},
        {"P3 a linked one is no candidate",
         r,
         {item("p1", "A"), item("p2", "A")},
         {listing("1", "p1", "A"), listing("2", "", "A")},
         {"link product p2/2 (product.adopt)"},
         {repeats}},
        {"P3 a tombstone is no candidate",
         r,
         {item("p1", "A")},
         {with(listing("1", "", "A"), tombstoned), listing("2", "", "A")},
         {"link product p1/2 (product.adopt)"}},
        {"P3 one gone from the pos is no rival",
         x,
         {with(item("p1", "A"), archived), item("p2", "A"), with(item("p3", "A"), deleted)},
         {listing("1", "", "A")},
         {"link product p2/1 (product.adopt)"}},
        {"P3 a variant of one gone from the pos is no rival",
         x,
         {with(item("p1", ""), archived_with_variant), item("p2", "A")},
         {listing("1", "", "A")},
         {"link product p2/1 (product.adopt)"}},
        {"P4 links still rule",
         x,
         {item("p1", "A"), item("p2", "A")},
         {listing("1", "p1", "A"), listing("2", "p2", "A")},
         {},
         {repeats}},
        {"P4 one linked, X-Series",
         x,
         {item("p1", "A"), item("p2", "A ")},
         {listing("1", "p1", "A")},
         {"hold product p2/ (product.sku_duplicate)"},
         {repeats}},
        {"P4 one linked, R-Series",
         r,
         {item("p1", "A"), item("p2", "A ")},
         {listing("1", "p1", "A")},
         {R"(create product p2/ name="Tee" sku="A" price=1000c on_front_page=true)"
          " category_ids=[] enabled=false (product.create)"},
         {waits, repeats}},
        {"P4 one linked, R-Series that holds",
         held_duplicates(r),
         {item("p1", "A"), item("p2", "A ")},
         {listing("1", "p1", "A")},
         {"hold product p2/ (product.sku_duplicate)"},
         {repeats}},
        {"P4 one switched off for the channel repeats too",
         x,
         {with(item("p1", "A"), in_store), item("p2", "A")},
         {},
         {"hold product p2/ (product.sku_duplicate)"},
         {"notice product / (product.in_store_only)", repeats}},
        {"P4 SKUs that differ in case do not repeat",
         x,
         {item("p1", "A"), item("p2", "a")},
         {listing("1", "p1", "A"), listing("2", "p2", "a")},
         {}},
    };
    for (const auto& one : rows)
        check(one);
}

TEST_CASE("product: a link moves to the one that replaces its own", "[product]")
{
    const auto x = x_series();
    const std::string made = R"(create product p2/ name="Tee" sku="A" price=1000c)"
                             " on_front_page=true category_ids=[] enabled=true (product.create)";
    const row rows[]{
        {"one is not there any more",
         x,
         {item("p2", "A")},
         {listing("1", "p1", "A")},
         {"link product p2/1 (identity.relink)"}},
        {"one is archived",
         x,
         {with(item("p1", "A"), archived), item("p2", "A")},
         {listing("1", "p1", "A")},
         {"link product p2/1 (identity.relink)"}},
        {"R-Series: it goes, and the other is made",
         r_series(),
         {item("p2", "A")},
         {listing("1", "p1", "A")},
         {"delete product p1/1 (product.delete)",
          R"(create product p2/ name="Tee" sku="A" price=1000c on_front_page=true)"
          " category_ids=[] enabled=false (product.create)"},
         {waits}},
        {"two in ecom have its SKU: it does not",
         x,
         {item("p2", "A")},
         {listing("1", "p1", "A"), listing("3", "p3", "A")},
         {"delete product p1/1 (product.delete)", "delete product p3/3 (product.delete)", made}},
        {"two in the pos have its SKU: it does not",
         x,
         {item("p2", "A"), item("p3", "A")},
         {listing("1", "p1", "A")},
         {"delete product p1/1 (product.delete)", "hold product p2/ (product.sku_duplicate)",
          "hold product p3/ (product.sku_duplicate)"},
         {repeats}},
        {"an online-only one has its SKU: that one is taken",
         x,
         {item("p2", "A")},
         {listing("1", "p1", "A"), listing("3", "", "A")},
         {"link product p2/3 (product.adopt)", "delete product p1/1 (product.delete)"}},
        {"it is off for the online channel: it does not",
         x,
         {with(item("p2", "A"), in_store)},
         {listing("1", "p1", "A")},
         {"delete product p1/1 (product.delete)"},
         {"notice product / (product.in_store_only)"}},
    };
    for (const auto& one : rows)
        check(one);
}

TEST_CASE("product: the repeated SKU's notice names all records", "[product]")
{
    const auto p =
        planned(till({item("p2", "A "), item("p1", " A"), item("p3", "B")}), store({}), r_series());
    const auto said = find_issues(p, rule::product_sku_duplicate);
    REQUIRE(said.size() == 1);
    CHECK(said[0]->records == std::vector<ref>{{"p1", ""}, {"p2", ""}});
}

TEST_CASE("product: bad records are left alone, with what they are linked to", "[product]")
{
    const auto r = r_series(), x = x_series();
    const row rows[]{
        {"a pos id twice, linked",
         r,
         {item("p1", "A", "One"), item("p1", "B", "Two")},
         {listing("1", "p1", "A")},
         {"error product p1/ (record.isolated)"}},
        {"a pos id twice, not linked",
         x,
         {item("p1", "A"), item("p1", "B"), item("p2", "C")},
         {},
         {R"(create product p2/ name="Tee" sku="C" price=1000c on_front_page=true)"
          " category_ids=[] enabled=true (product.create)",
          "error product p1/ (record.isolated)"}},
        {"a pos id that is blank",
         x,
         {item("", "A"), item("p2", "C")},
         {listing("2", "p2", "D")},
         {R"(update product p2/2 sku="D">"C" (product.update))",
          "error product / (record.isolated)"}},
        {"pos ids that are blank, on either side of a good one",
         x,
         {item("", "A"), item("p2", "C"), item("", "B")},
         {listing("2", "p2", "C")},
         {"error product / (record.isolated)"}},
        {"an ecom id twice, gone from the pos",
         r,
         {item("p9", "Z")},
         {listing("1", "p1", "A"), listing("1", "p1", "A"), listing("9", "p9", "Z")},
         {"error product /1 (record.isolated)"}},
        {"two links to one pos record",
         x,
         {item("p1", "A", "Shirt")},
         {listing("1", "p1", "A"), listing("2", "p1", "B")},
         {"conflict product p1/ choices 1 2 none (identity.link_first)"}},
        {"two links to one pos record, of which one is a tombstone",
         x,
         {item("p1", "A", "Shirt")},
         {with(listing("1", "p1", "A"), tombstoned), listing("2", "p1", "A", "Tee")},
         {R"(update product p1/2 name="Tee">"Shirt" (product.update))"}},
        {"two links to a pos record that is gone",
         r,
         {item("p9", "Z")},
         {listing("1", "p1", "A"), listing("2", "p1", "B"), listing("9", "p9", "Z")},
         {"conflict product p1/ choices 1 2 none (identity.link_first)"}},
        {"a tombstone on both sides",
         r,
         {with(item("p1", "A"), deleted)},
         {with(listing("1", "p1", "A"), tombstoned)},
         {}},
        {"a new record with the SKU of one in conflict, X-Series",
         x,
         {item("p1", "A"), item("p2", "A")},
         {listing("1", "p1", "A"), listing("2", "p1", "B")},
         {"conflict product p1/ choices 1 2 none (identity.link_first)",
          "hold product p2/ (product.sku_duplicate)"},
         {repeats}},
    };
    for (const auto& one : rows)
        check(one);
}

TEST_CASE("product: a bad ecom record still has its link", "[product]")
{
    struct bad {
        const char* id;
        pos_products pos;
        ecom_products ecom;
    };
    const bad rows[]{
        {"an id twice, linked to one",
         {item("p1", "N")},
         {listing("1", "p1", "A"), listing("1", "p1", "B")}},
        {"an id twice, linked to two",
         {item("p1", "N"), item("p2", "M")},
         {listing("1", "p1", "A"), listing("1", "p2", "B")}},
        {"a blank id", {item("p1", "N")}, {listing("", "p1", "A")}},
    };
    for (const auto& one : rows) {
        for (const auto& profile : profiles) {
            DYNAMIC_SECTION(one.id << ", " << profile().profile)
            {
                const auto p = planned(till(one.pos), store(one.ecom), profile());
                CHECK(p.actions.empty());
                CHECK(find_issues(p, rule::record_isolated).size() == 1);
            }
        }
    }
}

TEST_CASE("product: unknown concludes nothing", "[product]")
{
    auto full = item("p1", "A");
    full.description = "Long";
    full.brand = "Acme";
    full.sellable.upc = "012";
    full.sellable.weight = mass{1'000'000, mass_unit::kg};
    full.tax_included = true;
    auto listed = listing("1", "p1", "B", "Shirt");
    listed.description = "Other";
    listed.tax_included = false;
    for (const auto& profile : profiles) {
        const auto by = profile();
        DYNAMIC_SECTION(by.profile << ": P20 only the pos id is known")
        {
            CHECK(lines(planned(till({{.id = "p1"_id}}), store({listed}), by)).empty());
        }
        DYNAMIC_SECTION(by.profile << ": P20 only the ecom ids are known")
        {
            const ecom::product bare{.id = "1"_id, .pos_id = pos::product_id{"p1"}};
            CHECK(lines(planned(till({full}), store({bare}), by)).empty());
        }
    }
}

TEST_CASE("product: pairs, active and in which channel", "[product]")
{
    // Per profile: R-Series, X-Series, 2021.
    const auto pos_leads = [](policy p) {
        p[field::product_active] = flow::pos_leads;
        return p;
    };
    const auto never = [](policy p) {
        p[field::product_active] = flow::never;
        return p;
    };
    const auto active_unknown = [](auto& p) { p.sellable.active = {}; };
    const auto enabled_unknown = [](auto& e) { e.enabled = {}; };
    const std::string off =
        "update product p1/1 enabled=true>false (product.activation) (product.update)";
    const std::string store_only =
        "update product p1/1 enabled=true>false (product.in_store_only) (product.update)";
    struct pair {
        const char* id;
        pos::product pos;
        ecom::product ecom;
        text_lines want;
    };
    const auto i = item("p1", "A");
    const auto l = listing("1", "p1", "A");
    const pair rows[]{
        {"P14 archived", with(i, archived), l, {"delete product p1/1 (product.delete)"}},
        {"P14 deleted", with(i, deleted), l, {"delete product p1/1 (product.delete)"}},
        {"P14 deleted, disabled and edited",
         with(i, deleted),
         with(listing("1", "p1", "B", "Shirt"), disabled),
         {"delete product p1/1 (product.delete)"}},
        {"P15 off for the channel, enabled", with(i, in_store), l, {store_only}},
        {"P15 off for the channel, disabled", with(i, in_store), with(l, disabled), {}},
        {"P15 off for the channel, not known", with(i, in_store), with(l, enabled_unknown), {}},
        {"P16 inactive, enabled", with(i, inactive), l, {off}},
        {"P16 inactive, disabled", with(i, inactive), with(l, disabled), {}},
        {"P16 inactive, not known", with(i, inactive), with(l, enabled_unknown), {}},
        {"P16 not known, enabled", with(i, active_unknown), l, {}},
        {"P17 active, enabled", i, l, {}},
        {"P17 active, disabled", i, with(l, disabled), {}},
        {"P17 not known, disabled", with(i, active_unknown), with(l, disabled), {}},
        {"P17 active, off for the channel, disabled", with(i, in_store), with(l, disabled), {}},
    };
    for (const auto& profile : profiles) {
        const auto by = profile();
        for (const auto& one : rows) {
            DYNAMIC_SECTION(by.profile << ": " << one.id)
            {
                CHECK(lines(planned(till({one.pos}), store({one.ecom}), by)) == one.want);
            }
        }
    }
    const row others[]{
        {"P15 in_store_only: delete",
         with(x_series(), [](auto& p) { p.in_store_only = in_store_only::remove; }),
         {with(i, in_store)},
         {l},
         {"delete product p1/1 (product.in_store_only)"}},
        {"P15 in_store_only: delete, new",
         with(x_series(), [](auto& p) { p.in_store_only = in_store_only::remove; }),
         {with(i, in_store)},
         {},
         {},
         {"notice product / (product.in_store_only)"}},
        {"P17 pos_leads",
         pos_leads(x_series()),
         {i},
         {with(l, disabled)},
         {"update product p1/1 enabled=false>true (product.activation) (product.update)"}},
        {"P17 pos_leads, but off for the channel",
         pos_leads(x_series()),
         {with(i, in_store)},
         {with(l, disabled)},
         {}},
        {"P15 in_store_only: delete, whatever becomes of one that is gone",
         with(x_series(),
              [](auto& p) {
                  p.in_store_only = in_store_only::remove;
                  p.gone_product = gone_product::keep;
              }),
         {with(i, in_store)},
         {l},
         {"delete product p1/1 (product.in_store_only)"}},
        {"P17 pos_leads, but new ones are never enabled",
         with(pos_leads(x_series()), [](auto& p) { p.created_enabled = created_enabled::never; }),
         {i},
         {with(l, disabled)},
         {}},
        {"P17 pos_leads, but it costs nothing",
         pos_leads(x_series()),
         {with(i, [](auto& p) { p.sellable.price = money{0}; })},
         {with(l,
               [](auto& e) {
                   e.enabled = false;
                   e.sellable.price = money{0};
               })},
         {}},
        {"P16 never", never(x_series()), {with(i, inactive)}, {l}, {}},
        {"P16 on_create",
         with(x_series(), [](auto& p) { p[field::product_active] = flow::on_create; }),
         {with(i, inactive)},
         {l},
         {}},
    };
    for (const auto& one : others)
        check(one);
}

TEST_CASE("product: gone from the pos", "[product]")
{
    const auto disable = [](auto& p) { p.gone_product = gone_product::disable; };
    const auto keep = [](auto& p) { p.gone_product = gone_product::keep; };
    const auto other = item("p9", "Z");
    const auto its = listing("9", "p9", "Z");
    auto rich = listing("1", "p1", "A");
    rich.description = "Long";
    rich.brand = "Acme";
    rich.subtitle = "Soft";
    rich.compare_to_price = money{1500};
    rich.low_stock_threshold = 3;
    auto poor = listing("1", "p1", "A");
    poor.description = " ";
    poor.brand = "";
    poor.subtitle = "";
    poor.compare_to_price = none;
    const std::string off = "update product p1/1 enabled=true>false (product.delete)";
    const row rows[]{
        {"P14 not in the list, R-Series",
         r_series(),
         {other},
         {its, listing("1", "p1", "A")},
         {"delete product p1/1 (product.delete)"}},
        {"P14 not in the list, X-Series",
         x_series(),
         {other},
         {its, listing("1", "p1", "A")},
         {"delete product p1/1 (product.delete)"}},
        {"P14 what only ecom knew, R-Series",
         r_series(),
         {other},
         {its, rich},
         {"delete product p1/1 loses description loses brand loses compare_to_price"
          " loses subtitle loses low_stock_threshold (product.delete)"}},
        {"P14 what only ecom knew, nothing",
         r_series(),
         {other},
         {its, poor},
         {"delete product p1/1 (product.delete)"}},
        {"P14 gone_product: disable",
         with(x_series(), disable),
         {other},
         {its, listing("1", "p1", "A")},
         {off}},
        {"P14 gone_product: disable, archived",
         with(r_series(), disable),
         {with(item("p1", "A"), archived), other},
         {its, listing("1", "p1", "A")},
         {off}},
        {"P14 gone_product: disable, disabled already",
         with(x_series(), disable),
         {other},
         {its, with(listing("1", "p1", "A"), disabled)},
         {}},
        {"P14 gone_product: keep changes nothing else of it",
         with(x_series(), keep),
         {with(item("p1", "A", "Shirt"), deleted), other},
         {its, listing("1", "p1", "A")},
         {},
         {"notice product p1/1 (product.delete)"}}, // listed though withheld (F52)
        {"P22 online-only ones stay", x_series(), {other}, {its, listing("1", "", "A")}, {}},
        {"P14 a tombstone in ecom",
         x_series(),
         {other},
         {its, with(listing("1", "p1", "A"), tombstoned)},
         {}},
    };
    for (const auto& one : rows)
        check(one);
}

TEST_CASE("product: which fields of a pair are put right", "[product]")
{
    // What the plan says for pos "new", ecom "old"; pos "new", ecom blank; pos blank, ecom "old".
    using text_member = std::optional<std::string>;
    struct column {
        field f;
        text_member& (*in_pos)(pos::product&);
        text_member& (*in_ecom)(ecom::product&);
        const char* differs; ///< a letter where the profile changes it: r, x, 2
        const char* filled;
    };
    const column rows[]{
        {field::product_name, [](pos::product& p) -> text_member& { return p.name; },
         [](ecom::product& e) -> text_member& { return e.name; }, "rx2", "rx2"},
        {field::product_description, [](pos::product& p) -> text_member& { return p.description; },
         [](ecom::product& e) -> text_member& { return e.description; }, "x", "x"},
        {field::product_brand, [](pos::product& p) -> text_member& { return p.brand; },
         [](ecom::product& e) -> text_member& { return e.brand; }, "", "x"},
        {field::product_upc, [](pos::product& p) -> text_member& { return p.sellable.upc; },
         [](ecom::product& e) -> text_member& { return e.sellable.upc; }, "", "x"},
        {field::product_sku, [](pos::product& p) -> text_member& { return p.sellable.sku; },
         [](ecom::product& e) -> text_member& { return e.sellable.sku; }, "rx2", "rx2"},
    };
    const auto both_ways = [](const column& c, text_member pos, text_member ecom,
                              const policy& by) {
        auto i = item("p1", "A");
        auto l = listing("1", "p1", "A");
        c.in_pos(i) = std::move(pos);
        c.in_ecom(l) = std::move(ecom);
        return planned(till({i}), store({l}), by);
    };
    const char letters[]{'r', 'x', '2'};
    for (std::size_t n = 0; n < profiles.size(); ++n) {
        const auto by = profiles[n]();
        for (const auto& c : rows) {
            const bool differs = std::string_view{c.differs}.find(letters[n]) != std::string::npos;
            const bool filled = std::string_view{c.filled}.find(letters[n]) != std::string::npos;
            DYNAMIC_SECTION("P18 " << by.profile << " " << entry(c.f).key)
            {
                const auto p = both_ways(c, "new", "old", by);
                CHECK(p.actions.size() == (differs ? 1 : 0));
                CHECK(p.issues.size() == (differs && by[c.f] == flow::two_way ? 1 : 0));
                CHECK(p.complete);
                if (differs) {
                    const change want{c.f, std::string{"old"}, std::string{"new"},
                                      rule::product_update, cause::differs};
                    const auto* found = find_change(p, kind::product, "1", c.f);
                    REQUIRE(found);
                    CHECK((*found == want));
                }
            }
            DYNAMIC_SECTION("P18 " << by.profile << " " << entry(c.f).key << ", ecom is blank")
            {
                const auto p = both_ways(c, "new", " ", by);
                CHECK(p.actions.size() == (filled ? 1 : 0));
            }
            DYNAMIC_SECTION("P19 " << by.profile << " " << entry(c.f).key)
            {
                CHECK(both_ways(c, "", "old", by).actions.empty());
                CHECK(both_ways(c, " \u00A0", "old", by).actions.empty());
            }
            DYNAMIC_SECTION("P20 " << by.profile << " " << entry(c.f).key)
            {
                CHECK(both_ways(c, {}, "old", by).actions.empty());
                CHECK(both_ways(c, "new", {}, by).actions.empty());
            }
        }
    }
}

TEST_CASE("product: a difference without an earlier sync is counted where both may edit",
          "[product]")
{
    const row rows[]{
        {"R-Series",
         r_series(),
         {item("p1", "A", "New"), item("p2", "C", "New")},
         {listing("1", "p1", "A", "Old"), listing("2", "p2", "B", "Old")},
         {R"(update product p1/1 name="Old">"New" (product.update))",
          R"(update product p2/2 name="Old">"New" sku="B">"C" (product.update))"},
         {counted}},
        {"X-Series",
         x_series(),
         {item("p1", "A", "New")},
         {listing("1", "p1", "A", "Old")},
         {R"(update product p1/1 name="Old">"New" (product.update))"}},
    };
    for (const auto& one : rows)
        check(one);
    const auto p = planned(till(rows[0].pos), store(rows[0].ecom), r_series());
    CHECK(find_issues(p, rule::product_update)[0]->message.starts_with("3 "));
}

TEST_CASE("product: texts are compared in canonical form and written as they stand", "[product]")
{
    struct texts {
        const char* id;
        const char* pos;
        const char* ecom;
        bool same;
        bool without_entities;
    };
    const texts rows[]{
        {"named entity", "Salt & Pepper", "Salt &amp; Pepper", true, false},
        {"numeric entity", "A \u2013 B", "A &#8211; B", true, false},
        {"NFD", "Ketteno\u0308l", "Ketten\u00F6l", true, true},
        {"line ends", "a\r\nb", "a\nb", true, true},
        {"outer blanks", " Tee\u00A0", "Tee", true, true},
        {"case", "TEE", "Tee", false, false},
        {"inner blanks", "Blue  Tee", "Blue Tee", false, false},
    };
    for (const auto& t : rows) {
        DYNAMIC_SECTION(t.id)
        {
            const auto pos = till({item("p1", "A", t.pos)});
            const auto ecom = store({listing("1", "p1", "A", t.ecom)});
            CHECK(planned(pos, ecom, x_series()).actions.empty() == t.same);
            const auto strict = with(x_series(), [](auto& p) { p.entities = false; });
            const auto p = planned(pos, ecom, strict);
            CHECK(p.actions.empty() == t.without_entities);
            if (const auto* c = find_change(p, kind::product, "1", field::product_name)) {
                CHECK(text(c->from) == '"' + std::string{t.ecom} + '"');
                CHECK(text(c->to) == '"' + std::string{t.pos} + '"');
            }
        }
    }
    SECTION("a SKU has no entities and no two spellings")
    {
        const auto p =
            planned(till({item("p1", "A&B")}), store({listing("1", "p1", "A&amp;B")}), x_series());
        CHECK(find_change(p, kind::product, "1", field::product_sku));
        CHECK(planned(till({item("p1", " A ")}), store({listing("1", "p1", "A")}), x_series())
                  .actions.empty());
    }
}

TEST_CASE("product: measures are amounts", "[product]")
{
    using enum mass_unit;
    const auto leads = with(x_series(), [](auto& p) {
        p[field::product_weight] = p[field::product_length] = flow::pos_leads;
    });
    const auto in_pounds = [](auto& s) { s.weight_unit = mass_unit::lb; };
    const auto as_it_is = [](auto&) {};
    struct weights {
        const char* id;
        policy by;
        maybe<mass> pos, ecom;
        void (*change)(ecom::snapshot&);
        std::string want; ///< "" for no change
    };
    constexpr std::int64_t one = 1'000'000;
    const weights rows[]{
        {"fill: ecom has none", x_series(), mass{16 * one, oz}, none, as_it_is, "453592ukg"},
        {"fill: in the store's unit", x_series(), mass{16 * one, oz}, none, in_pounds,
         "1000000ulb"},
        {"fill: ecom has another", x_series(), mass{one, kg}, mass{2 * one, kg}, as_it_is, ""},
        {"fill: ecom is not known", x_series(), mass{one, kg}, {}, as_it_is, ""},
        {"fill: pos has none", x_series(), none, mass{one, kg}, as_it_is, ""},
        {"fill: pos is not known", x_series(), {}, none, as_it_is, ""},
        {"never: R-Series", r_series(), mass{one, kg}, none, as_it_is, ""},
        {"never: 2021", x_series_2021(), mass{one, kg}, none, as_it_is, ""},
        {"leads: 1000 g is 1 kg", leads, mass{1000 * one, g}, mass{one, kg}, as_it_is, ""},
        {"leads: the same in units that are not the store's", leads, mass{16 * one, oz},
         mass{one, lb}, as_it_is, ""},
        {"leads: the same once it is rounded", leads, mass{one, lb}, mass{453'592, kg}, as_it_is,
         ""},
        {"leads: another", leads, mass{one, lb}, mass{453'593, kg}, as_it_is, "453592ukg"},
        {"leads: ecom has none", leads, mass{one, lb}, none, as_it_is, "453592ukg"},
        {"leads: pos has none", leads, none, mass{one, lb}, as_it_is, ""},
        {"leads: more than fits in the unit", leads,
         mass{std::numeric_limits<std::int64_t>::max(), kg}, mass{one, kg},
         [](auto& s) { s.weight_unit = g; }, ""},
    };
    for (const auto& w : rows) {
        DYNAMIC_SECTION(w.id)
        {
            auto i = item("p1", "A");
            auto l = listing("1", "p1", "A");
            i.sellable.weight = w.pos;
            l.sellable.weight = w.ecom;
            auto ecom = store({l});
            w.change(ecom);
            const auto p = planned(till({i}), ecom, w.by);
            const auto* c = find_change(p, kind::product, "1", field::product_weight);
            CHECK((c ? text(c->to) : "") == w.want);
            CHECK(p.actions.size() == (w.want.empty() ? 0 : 1));
        }
    }
    SECTION("length, width and height, in the store's unit")
    {
        auto i = item("p1", "A");
        auto l = listing("1", "p1", "A");
        i.length = distance{one, length_unit::in};
        i.width = distance{one, length_unit::yd};
        i.height = distance{25'400'000, length_unit::mm};
        l.length = l.width = none;
        l.height = distance{3 * one, length_unit::in};
        auto ecom = store({l});
        ecom.length_unit = length_unit::mm;
        const auto p = planned(till({i}), ecom, x_series());
        CHECK(text(find_change(p, kind::product, "1", field::product_length)->to) == "25400000umm");
        CHECK(text(find_change(p, kind::product, "1", field::product_width)->to) == "914400000umm");
        CHECK(!find_change(p, kind::product, "1", field::product_height));
    }
}

TEST_CASE("product: made in ecom", "[product]")
{
    const auto in_pos = [](policy p) {
        p.ecom_only_products = ecom_only_products::create_in_pos;
        return p;
    };
    const auto r = in_pos(r_series()), x = in_pos(x_series());
    auto rich = listing("1", "", "A");
    rich.description = "Long";
    rich.brand = "Acme";
    const row rows[]{
        {"P22 kept, R-Series", r_series(), {}, {listing("1", "", "A")}, {}},
        {"P22 kept, X-Series", x_series(), {}, {listing("1", "", "A")}, {}},
        {"P22 kept, 2021", x_series_2021(), {}, {listing("1", "", "A")}, {}},
        {"P22 to R-Series: its price is the online price",
         r,
         {},
         {rich},
         {R"(create pos product /1 name="Tee" sku="A" online_price=1000c active=true)"
          " (product.online_only_kept)"}},
        {"P22 to X-Series: its price is the retail price",
         x,
         {},
         {rich},
         {R"(create pos product /1 name="Tee" description="Long" brand="Acme" sku="A")"
          R"( price=1000c active=true (product.online_only_kept))"}},
        {"P22 disabled",
         r,
         {},
         {with(listing("1", "", "A"), disabled)},
         {R"(create pos product /1 name="Tee" sku="A" online_price=1000c active=false)"
          " (product.online_only_kept)"}},
        {"P22 a tombstone", r, {}, {with(listing("1", "", "A"), tombstoned)}, {}},
        {"P22 linked and gone is not made again",
         r,
         {item("p9", "Z")},
         {listing("1", "p1", "A"), listing("9", "p9", "Z")},
         {"delete product p1/1 (product.delete)"}},
        {"P22 one that is linked now",
         r,
         {item("p1", "A")},
         {listing("1", "", "A")},
         {"link product p1/1 (product.adopt)"}},
        {"P22 a linked pos product has its SKU",
         x,
         {item("p1", "A")},
         {listing("1", "p1", "A"), listing("2", "", "A")},
         {"hold product /2 (product.sku_duplicate)"}},
        {"P22 two of one SKU, which must be unique",
         x,
         {},
         {listing("1", "", "A"), listing("2", "", "A")},
         {"hold product /1 (product.sku_duplicate)", "hold product /2 (product.sku_duplicate)"}},
        {"P22 two of one SKU, which may repeat",
         r,
         {},
         {listing("1", "", "A"), listing("2", "", "A")},
         {R"(create pos product /1 name="Tee" sku="A" online_price=1000c active=true)"
          " (product.online_only_kept)",
          R"(create pos product /2 name="Tee" sku="A" online_price=1000c active=true)"
          " (product.online_only_kept)"}},
        {"P22 two without a SKU, which must be unique",
         x,
         {},
         {listing("1", "", " "), listing("2", "", " ")},
         {R"(create pos product /1 name="Tee" price=1000c active=true (product.online_only_kept))",
          R"(create pos product /2 name="Tee" price=1000c active=true)"
          " (product.online_only_kept)"}},
        {"P22 with variations",
         r,
         {},
         {with(listing("1", "", ""),
               [](auto& e) { e.variations = {{{.id = ecom::variation_id{"e1"}}}}; })},
         {"hold product /1 (variant.no_back_sync)"}},
        {"P22 the pos has no products, though some are linked",
         r,
         {},
         {listing("1", "", "A"), listing("9", "p9", "Z")},
         {"hold product / choices confirm (guard.deletions)", "hold product /1 (guard.deletions)"}},
        {"P22 without a name",
         r,
         {},
         {listing("1", "", "A", " ")},
         {"hold product /1 (record.isolated)"}},
    };
    for (const auto& one : rows)
        check(one);
    SECTION("P22 the pos was not read to its end")
    {
        auto pos = till({});
        pos.products.state = completeness::partial;
        CHECK(lines(planned(pos, store({listing("1", "", "A"), listing("2", "p2", "B")}), r)) ==
              text_lines{"hold product /1 (scope.partial)"});
    }
    SECTION("P22 a price below 0")
    {
        const auto below = [](auto& e) { e.sellable.price = money{-1}; };
        const auto p = planned(till({}), store({with(listing("1", "", "A"), below)}), r);
        CHECK(p.actions.empty());
        CHECK(find_issues(p, rule::price_zero).size() == 1);
    }
    SECTION("P22 tax is in the prices of one side only")
    {
        const auto tax = [](bool in) { return [in](auto& record) { record.tax_included = in; }; };
        const auto p = planned(till({with(item("p1", "B"), tax(false))}),
                               store({with(listing("1", "", "A"), tax(true)),
                                      with(listing("2", "p1", "B"), tax(false))}),
                               r);
        CHECK(p.actions.empty());
        CHECK(find_issues(p, rule::price_exact).size() == 1);
    }
    SECTION("P22 the pos counts in another currency")
    {
        auto pos = till({});
        pos.currency = {"EUR", 2};
        const auto p = planned(pos, store({listing("1", "", "A")}), r);
        CHECK(p.actions.empty());
        CHECK(find_issues(p, rule::price_exact).size() == 1);
    }
}

TEST_CASE("product: the counts of a plan", "[product]")
{
    const auto same = [](const kind_stats& a, const kind_stats& b) { return a == b; };
    SECTION("a delete of what is not in the pos leaves the pairs unchanged")
    {
        const auto p = planned(till({item("p1", "A"), item("p2", "B", "New"), item("p3", "C")}),
                               store({listing("1", "p1", "A"), listing("2", "p2", "B", "Old"),
                                      listing("9", "p9", "Z")}),
                               x_series());
        const kind_stats want{.matched = 2, .unchanged = 1, .create = 1, .update = 1, .erase = 1};
        CHECK(same(p.of(kind::product), want));
    }
    SECTION("a pair with a hold is not unchanged")
    {
        auto pos = till({item("p1", "A"), item("p2", "B")});
        pos.currency = {"EUR", 2};
        const auto p =
            planned(pos, store({listing("1", "p1", "A"), listing("2", "p2", "B")}), x_series());
        const kind_stats want{.matched = 2, .held = 2};
        CHECK(same(p.of(kind::product), want));
        CHECK(!p.complete);
        CHECK(!p.blocked);
    }
    SECTION("one with two holds is held once")
    {
        const auto held = [](auto& i) {
            i.category_id = pos::category_id{"c9"}; // not there
            i.sellable.price = money{0};
        };
        const auto p = planned(till({with(item("p1", "A"), held)}),
                               store({listing("1", "p1", "A")}), x_series());
        CHECK(p.of(kind::product).held == 1);
    }
}

TEST_CASE("product: small shops of all shapes, three thousand of them", "[product]")
{
    // Everything from a small alphabet, so that links, SKUs and flags meet in all ways. `planned`
    // checks each plan.
    std::mt19937 random{20'241'122};
    const auto one_of = [&](auto... choices) {
        const std::array all{choices...};
        return all[random() % all.size()];
    };
    const auto maybe_flag = [&]() -> std::optional<bool> {
        const auto n = random() % 6;
        if (n == 0) return {};
        return n < 4;
    };
    for (int round = 0; round < 3'000; ++round) {
        pos_products items;
        ecom_products listings;
        const auto count = random() % 6;
        for (std::size_t n = 0; n < count; ++n) {
            auto i = item("p" + std::to_string(random() % 12 == 0 ? 0 : n),
                          one_of("A", "B", "C", "D", "E", " A", ""), one_of("Tee", "Cap"));
            i.sellable.active = maybe_flag();
            if (random() % 8 == 0) i.sellable.archived = true;
            if (random() % 8 == 0) i.sellable.sell_online = false;
            if (random() % 8 == 0) i.sellable.price = money{one_of(-1, 0, 0)};
            items.push_back(std::move(i));
        }
        const auto others = random() % 6;
        for (std::size_t n = 0; n < others; ++n) {
            auto l = listing(std::to_string(random() % 16 == 0 ? 0 : n),
                             random() % 3 == 0 ? "" : "p" + std::to_string((n + random() % 2) % 7),
                             one_of("A", "B", "C", "D", "E", "A ", ""), one_of("Tee", "Cap"));
            l.enabled = maybe_flag();
            if (random() % 12 == 0) l.deleted = true;
            listings.push_back(std::move(l));
        }
        auto pos = till(std::move(items));
        auto ecom = store(std::move(listings));
        if (random() % 8 == 0) pos.products.state = completeness::partial;
        if (random() % 8 == 0) ecom.products.state = completeness::partial;
        auto by = profiles[random() % profiles.size()]();
        by.duplicate_sku = one_of(duplicate_sku::create, duplicate_sku::hold);
        if (random() % 3 == 0) by.guard = {.share = 0, .least = 1};
        by.gone_product = one_of(gone_product::remove, gone_product::disable, gone_product::keep);
        by.in_store_only = one_of(in_store_only::disable, in_store_only::remove);
        INFO("round " << round);
        (void)planned(pos, ecom, by);
    }
}

TEST_CASE("product: a hundred thousand in a moment", "[product]")
{
    pos_products items;
    ecom_products listings;
    for (int n = 0; n < 100'000; ++n) {
        const auto id = std::to_string(n);
        items.push_back(item("p" + id, "S" + id, n % 3 == 0 ? "New" : "Tee"));
        if (n % 2 == 0) listings.push_back(listing(id, n % 4 == 0 ? "p" + id : "", "S" + id));
    }
    const auto p = reconcile(till(items), store(listings), x_series());
    CHECK(count_of(p, "create", kind::product) == 50'000);
    CHECK(count_of(p, "link", kind::product) == 25'000);
    CHECK(p.of(kind::product).matched == 50'000);
}

} // namespace product_tests
