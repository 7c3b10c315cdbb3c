#include "variants.hpp"

#include <twinshelf/rules/variant.hpp>

namespace variant_tests {

using namespace twinshelf;
using namespace variants;
using plans::count_of, plans::lines, plans::notices, plans::store, plans::till;

namespace {

/// One product on each side, and what the plan is to be.
struct row {
    const char* id;
    policy by;
    std::vector<pos::variant> pos;
    std::vector<ecom::variation> ecom;
    text_lines want;
    text_lines notices{};
};

void check_row(const row& r)
{
    DYNAMIC_SECTION(r.id)
    {
        const auto p = made(till({matrix("p1", r.pos)}), store({shelf("1", "p1", r.ecom)}), r.by);
        INFO(text(p));
        CHECK(lines(p) == r.want);
        CHECK(notices(p) == r.notices);
    }
}

const std::string counted = "notice product / (product.update)";
const std::string online_only = "notice product p1/1 (variant.no_back_sync)";

} // namespace

TEST_CASE("variant: who is who", "[variant]")
{
    for (const auto profile : profiles) {
        const auto by = profile();
        DYNAMIC_SECTION(by.profile)
        {
            const auto two_way = by.profile == "r_series" ? text_lines{counted} : text_lines{};
            const row rows[]{
                {"W1 linked and the same",
                 by,
                 {on_till("v1", "A", "Red")},
                 {in_store("e1", "v1", "A", "Red")},
                 {}},
                {"W1 linked, whatever else says otherwise",
                 by,
                 {on_till("v1", "B", "Blue")},
                 {in_store("e1", "v1", "A", "Red")},
                 {"update product p1/1 options=[Color: Red]>[Color: Red Blue] (variant.options)",
                  R"(update variant v1/e1 sku="A">"B" options=[Color:Red]>[Color:Blue])"
                  " (variant.options) (product.update)"},
                 by.profile == "r_series" ? text_lines{counted} : text_lines{}},
                {"W1 links stay though SKUs and combinations are swapped",
                 by,
                 {on_till("v1", "A", "Red"), on_till("v2", "B", "Blue")},
                 {in_store("e2", "v2", "B", "Blue"), in_store("e1", "v1", "A", "Red")},
                 {}},
                {"W2 the same SKU",
                 by,
                 {on_till("v1", "A", "Red")},
                 {in_store("e1", "", "A", "Red")},
                 {"link variant v1/e1 (variant.match)"}},
                {"W2 the same SKU but for blanks",
                 by,
                 {on_till("v1", "A ", "Red")},
                 {in_store("e1", "", " A", "Red")},
                 {"link variant v1/e1 (variant.match)"}},
                {"W2 the same SKU but for blanks, another combination",
                 by,
                 {on_till("v1", "A ", "Red")},
                 {in_store("e1", "", " A", "Blue")},
                 {"link variant v1/e1 (variant.match)",
                  "update product p1/1 options=[Color: Blue]>[Color: Blue Red] (variant.options)",
                  "update variant v1/e1 options=[Color:Blue]>[Color:Red] (variant.options)"
                  " (product.update)"},
                 two_way},
                {"W2 before W3",
                 by,
                 {on_till("v1", "A", "Red"), on_till("v2", "B", "Blue")},
                 {in_store("e1", "", "A", "Blue"), in_store("e2", "", "B", "Red")},
                 {"link variant v1/e1 (variant.match)", "link variant v2/e2 (variant.match)",
                  "hold variant v1/e1 options (order.safe)",
                  "hold variant v2/e2 options (order.safe)"},
                 two_way},
                {"W2 after W3 left only one",
                 by,
                 {on_till("v1", "", "Red"), on_till("v2", "A", "Blue")},
                 {in_store("e1", "", "A", "Red"), in_store("e2", "", "A", "Green")},
                 {"link variant v1/e1 (variant.match)", "link variant v2/e2 (variant.match)",
                  "update product p1/1 options=[Color: Red Green]>[Color: Red Green Blue]"
                  " (variant.options)",
                  "update variant v2/e2 options=[Color:Green]>[Color:Blue] (variant.options)"
                  " (product.update)"},
                 two_way},
                {"W2 not of two variants with one SKU",
                 with(by, [](auto& p) { p.duplicate_sku = duplicate_sku::create; }),
                 {on_till("v1", "A", "Red"), on_till("v2", "A", "Blue")},
                 {in_store("e1", "", "A", "Green")},
                 {"update product p1/1 options=[Color: Green]>[Color: Green Red Blue]"
                  " (variant.options)",
                  R"(create variant v1/ sku="A" options=[Color:Red] (variant.create))",
                  R"(create variant v2/ sku="A" options=[Color:Blue] (variant.create))"},
                 {"notice product / (product.sku_duplicate)", online_only}},
                {"W14 only where no unlinked one is found, by whatever",
                 by,
                 {on_till("v1", "A", "Red")},
                 {in_store("e1", "v9", "A", "Blue"), in_store("e2", "", "", "Red")},
                 {"link variant v1/e2 (variant.match)", "delete variant v9/e1 (variant.delete)",
                  R"(update variant v1/e2 sku="">"A" (product.update))"},
                 two_way},
                {"W14 not where two unlinked ones have the same",
                 with(by, [](auto& p) { p.duplicate_sku = duplicate_sku::create; }),
                 {on_till("v1", "A", "Red")},
                 {in_store("e1", "v9", "A", "Blue"), in_store("e2", "", "A", "Green"),
                  in_store("e3", "", "A", "White")},
                 {"delete variant v9/e1 (variant.delete)",
                  "update product p1/1 options=[Color: Blue Green White]>"
                  "[Color: Blue Green White Red] (variant.options)",
                  R"(create variant v1/ sku="A" options=[Color:Red] (variant.create))"},
                 {online_only}},
                {"W2 SKU goes before combination",
                 by,
                 {on_till("v1", "A", "Red"), on_till("v2", "B", "Blue")},
                 {in_store("e1", "", "B", "Blue"), in_store("e2", "", "A", "Red")},
                 {"link variant v1/e2 (variant.match)", "link variant v2/e1 (variant.match)"}},
                {"W2 another case is another SKU",
                 by,
                 {on_till("v1", "a", "Red")},
                 {in_store("e1", "", "A", "Blue")},
                 {"update product p1/1 options=[Color: Blue]>[Color: Blue Red] (variant.options)",
                  R"(create variant v1/ sku="a" options=[Color:Red] (variant.create))"},
                 {online_only}},
                {"W2 a blank SKU is none (F01)",
                 by,
                 {on_till("v1", " ", "Red"), on_till("v2", "B", "Blue")},
                 {in_store("e1", "", "", "Green"), in_store("e2", "v2", "B", "Blue")},
                 {"update product p1/1 options=[Color: Green Blue]>[Color: Green Blue Red]"
                  " (variant.options)",
                  "create variant v1/ options=[Color:Red] (variant.create)"},
                 {online_only}},
                {"W2 an online-only SKU twice: the combination decides",
                 by,
                 {on_till("v1", "A", "Red")},
                 {in_store("e1", "", "A", "Blue"), in_store("e2", "", "A", "Red")},
                 {"link variant v1/e2 (variant.match)"},
                 {online_only}},
                {"W2 of a linked variant that is not there any more",
                 by,
                 {on_till("v2", "A", "Red")},
                 {in_store("e1", "v1", "A", "Red")},
                 {"link variant v2/e1 (identity.relink)"}},
                {"W2 of a linked variant that is archived (F09)",
                 by,
                 {archived(on_till("v1", "A", "Red")), on_till("v2", "A", "Red")},
                 {in_store("e1", "v1", "A", "Red")},
                 {"link variant v2/e1 (identity.relink)"}},
                {"W2 of a linked variant that is deleted (F09)",
                 by,
                 {deleted(on_till("v1", "A", "Red")), on_till("v2", "A", "Red")},
                 {in_store("e1", "v1", "A", "Red")},
                 {"link variant v2/e1 (identity.relink)"}},
                {"W3 the same combination",
                 by,
                 {on_till("v1", "A", "Red/S")},
                 {in_store("e1", "", "", "Red/S")},
                 {"link variant v1/e1 (variant.match)",
                  R"(update variant v1/e1 sku="">"A" (product.update))"},
                 two_way},
                {"W3 the same combination but for case",
                 by,
                 {on_till("v1", "", "RED/s")},
                 {in_store("e1", "", "", "Red/S")},
                 {"link variant v1/e1 (variant.match)"}},
                {"W3 the same combination of a variant that is not there any more",
                 by,
                 {on_till("v2", "B", "Red")},
                 {in_store("e1", "v1", "A", "Red")},
                 {"link variant v2/e1 (identity.relink)",
                  R"(update variant v2/e1 sku="A">"B" (product.update))"},
                 two_way},
                {"W3 only the full combination",
                 by,
                 {on_till("v1", "", "Red")},
                 {in_store("e1", "", "", "Red/S")},
                 {"create variant v1/ options=[Color:Red] (variant.create)"},
                 {online_only}},
                {"W3 never by position",
                 by,
                 {on_till("v1", "A", "Red"), on_till("v2", "B", "Blue")},
                 {in_store("e1", "", "C", "Green"), in_store("e2", "", "D", "White")},
                 {"update product p1/1 options=[Color: Green White]>[Color: Green White Red Blue]"
                  " (variant.options)",
                  R"(create variant v1/ sku="A" options=[Color:Red] (variant.create))",
                  R"(create variant v2/ sku="B" options=[Color:Blue] (variant.create))"},
                 {online_only}},
            };
            for (const auto& r : rows)
                check_row(r);
        }
    }
}

TEST_CASE("variant: what becomes of them", "[variant]")
{
    for (const auto profile : profiles) {
        const auto by = profile();
        const bool r_series = by.profile == "r_series";
        DYNAMIC_SECTION(by.profile)
        {
            const auto two_way = r_series ? text_lines{counted} : text_lines{};
            const auto keep =
                with(by, [](auto& p) { p.inactive_variant = inactive_variant::keep; });
            const auto red = on_till("v1", "A", "Red"), blue = on_till("v2", "B", "Blue");
            const auto is_red = in_store("e1", "v1", "A", "Red"),
                       is_blue = in_store("e2", "v2", "B", "Blue");
            const row rows[]{
                {"W4 a new one",
                 by,
                 {red, blue},
                 {is_red},
                 {"update product p1/1 options=[Color: Red]>[Color: Red Blue] (variant.options)",
                  R"(create variant v2/ sku="B" options=[Color:Blue] (variant.create))"}},
                {"W4 a new one without a SKU",
                 by,
                 {red, on_till("v2", "", "Blue")},
                 {is_red},
                 {"update product p1/1 options=[Color: Red]>[Color: Red Blue] (variant.options)",
                  "create variant v2/ options=[Color:Blue] (variant.create)"}},
                {"W4 one that is available again",
                 by,
                 {red, blue},
                 {is_red},
                 {"update product p1/1 options=[Color: Red]>[Color: Red Blue] (variant.options)",
                  R"(create variant v2/ sku="B" options=[Color:Blue] (variant.create))"}},
                {"W4 not available, and not there",
                 by,
                 {red, inactive(blue), off_channel(on_till("v3", "C", "Green")),
                  archived(on_till("v4", "D", "White")), deleted(on_till("v5", "E", "Black"))},
                 {is_red},
                 {}},
                {"W5 another SKU",
                 by,
                 {on_till("v1", "B", "Red")},
                 {is_red},
                 {R"(update variant v1/e1 sku="A">"B" (product.update))"},
                 two_way},
                {"W5 a blank SKU in the pos takes none away",
                 by,
                 {on_till("v1", "", "Red")},
                 {is_red},
                 {}},
                {"W5 another value",
                 by,
                 {on_till("v1", "A", "Blue")},
                 {is_red},
                 {"update product p1/1 options=[Color: Red]>[Color: Red Blue] (variant.options)",
                  "update variant v1/e1 options=[Color:Red]>[Color:Blue] (variant.options)"
                  " (product.update)"},
                 two_way},
                {"W6 inactive (F53)",
                 by,
                 {red, inactive(blue)},
                 {is_red, is_blue},
                 {"delete variant v2/e2 (variant.inactive)"}},
                {"W6 off the online channel",
                 by,
                 {red, off_channel(blue)},
                 {is_red, is_blue},
                 {"delete variant v2/e2 (variant.inactive)"}},
                {"W6 inactive_variant keep",
                 keep,
                 {red, inactive(blue)},
                 {is_red, with(is_blue, [](auto& v) { v.sellable.quantity = 4; })},
                 {"update variant v2/e2 quantity=4>0 (variant.inactive) (product.update)"}},
                {"W6 inactive_variant keep, unlimited",
                 keep,
                 {red, inactive(blue)},
                 {is_red, with(is_blue,
                               [](auto& v) {
                                   v.sellable.tracks_stock = false;
                                   v.sellable.quantity = 4;
                               })},
                 {"update variant v2/e2 tracks_stock=false>true (variant.inactive)"
                  " quantity=4>0 (variant.inactive) (product.update)"}},
                {"W6 inactive_variant keep, stock does not sync",
                 with(keep, [](auto& p) { p[field::product_stock] = flow::never; }),
                 {red, inactive(blue)},
                 {is_red, with(is_blue, [](auto& v) { v.sellable.quantity = 4; })},
                 {}},
                {"W6 inactive_variant keep, nothing left",
                 keep,
                 {red, inactive(blue)},
                 {is_red, with(is_blue, [](auto& v) { v.sellable.quantity = 0; })},
                 {}},
                {"W6 inactive_variant keep, not there", keep, {red, inactive(blue)}, {is_red}, {}},
                {"W7 archived",
                 by,
                 {red, archived(blue)},
                 {is_red, is_blue},
                 {"delete variant v2/e2 (variant.delete)"}},
                {"W7 not there any more (F21)",
                 by,
                 {red},
                 {is_red, is_blue},
                 {"delete variant v2/e2 (variant.delete)"}},
                {"W7 archived, and kept ones are not meant",
                 keep,
                 {red, archived(blue)},
                 {is_red, is_blue},
                 {"delete variant v2/e2 (variant.delete)"}},
                {"W8 online-only",
                 by,
                 {red},
                 {is_red, in_store("e2", "", "B", "Blue")},
                 {},
                 {online_only}},
                {"W8 online-only, its link is blank",
                 by,
                 {red},
                 {is_red, in_store("e2", " ", "B", "Blue")},
                 {},
                 {online_only}},
                {"W8 online-only, the SKU of one that is not available",
                 by,
                 {red, inactive(blue)},
                 {is_red, in_store("e2", "", "B", "Blue")},
                 {},
                 {online_only}},
                {"W9 none is available",
                 by,
                 {inactive(red), off_channel(blue)},
                 {is_red, is_blue},
                 {std::string{"update product p1/1 enabled=true>false (variant.inactive)"
                              " (product.update)"}}},
                {"W9 none is available, inactive_variant keep",
                 keep,
                 {inactive(red)},
                 {is_red},
                 {std::string{"update product p1/1 enabled=true>false (variant.inactive)"
                              " (product.update)"}}},
                {"W11 all values blank (F17)",
                 by,
                 {red, on_till("v2", "B", " ")},
                 {is_red},
                 {"hold product p1/1 options (variant.invalid)"}},
                {"W11 the same combination twice",
                 by,
                 {red, on_till("v2", "B", "Red")},
                 {is_red},
                 {"hold product p1/1 options (variant.invalid)"}},
                {"W11 the same combination twice but for case",
                 by,
                 {red, on_till("v2", "B", "RED")},
                 {is_red},
                 {"hold product p1/1 options (variant.invalid)"}},
                {"W11 a variant without an id",
                 by,
                 {on_till("", "B", "Blue"), red},
                 {is_red},
                 {"hold product p1/1 options (variant.invalid)"}},
                {"W11 an id twice",
                 by,
                 {red, on_till("v1", "B", "Blue")},
                 {is_red},
                 {"hold product p1/1 options (variant.invalid)"}},
                {"W11 four attributes",
                 by,
                 {on_till("v1", "B", "Red/S/Slim/Linen")},
                 {is_red},
                 {"hold product p1/1 options (variant.invalid)"}},
                {"W11 not of those that are not available",
                 by,
                 {red, inactive(on_till("v2", "B", "Red")), archived(on_till("v3", "C", "")),
                  off_channel(on_till("v4", "D", ""))},
                 {is_red},
                 {}},
                {"W11 a value is blank, not all", by, {on_till("v1", "A", "Red/")}, {is_red}, {}},
            };
            for (const auto& r : rows)
                check_row(r);
        }
    }
}

TEST_CASE("variant: more values than attributes", "[variant]") // W11
{
    auto tee = matrix("p1", {on_till("v1", "A", "Red/S")});
    tee.attributes = {"Color"};
    const auto shown = shelf("1", "p1", {in_store("e1", "v1", "B", "Red")});
    CHECK(lines(made(till({tee}), store({shown}), x_series())) ==
          text_lines{"hold product p1/1 options (variant.invalid)"});
    CHECK(lines(made(till({tee}), store({}), x_series())) ==
          text_lines{"hold product p1/ (variant.invalid)"});
}

TEST_CASE("variant: a disabled product whose variants are not available is left", "[variant]")
{
    for (const auto profile : profiles) {
        const auto p = made(till({matrix("p1", {inactive(on_till("v1", "A", "Red"))})}),
                            store({with(shelf("1", "p1", {in_store("e1", "v1", "A", "Red")}),
                                        [](auto& e) { e.enabled = false; })}),
                            profile());
        CHECK(p.actions.empty());
    }
}

TEST_CASE("variant: a product's own flags are not its variants'", "[variant]")
{
    for (const auto profile : profiles) {
        const auto p =
            made(till({with(matrix("p1", {on_till("v1", "A", "Red")}),
                            [](auto& one) { one.sellable.active = false; })}),
                 store({shelf("1", "p1", {in_store("e1", "v1", "A", "Red")})}), profile());
        CHECK(lines(p) == text_lines{"update product p1/1 enabled=true>false (product.activation)"
                                     " (product.update)"});
    }
}

TEST_CASE("variant: what is not known concludes nothing", "[variant]")
{
    const auto by = x_series();
    auto pos = till({matrix("p1", {on_till("v1", "B", "Red")})});
    auto ecom = store({shelf("1", "p1", {in_store("e1", "v1", "A", "Red")})});
    auto& product = pos.products.records[0];
    auto& variant = (*product.variants)[0];
    auto& shown = ecom.products.records[0];

    SECTION("W10 the pos list")
    {
        product.variants = {};
        product.name = "Shirt";
        const auto p = made(pos, ecom, by);
        CHECK(lines(p) == text_lines{R"(update product p1/1 name="Tee">"Shirt" (product.update))"});
    }
    SECTION("W10 the ecom list")
    {
        shown.variations = {};
        product.name = "Shirt";
        const auto p = made(pos, ecom, by);
        CHECK(lines(p) == text_lines{R"(update product p1/1 name="Tee">"Shirt" (product.update))",
                                     "hold product p1/1 options (scope.partial)"});
    }
    SECTION("the attributes: the other fields of linked ones go on")
    {
        product.attributes = {};
        const auto p = made(pos, ecom, by);
        CHECK(changed(p, kind::variant, "v1", field::product_sku));
        CHECK(!changed(p, kind::variant, "v1", field::product_options));
    }
    SECTION("the attributes: nothing new is half made")
    {
        product.attributes = {};
        product.variants->push_back(on_till("v2", "C", "Blue"));
        const auto p = made(pos, ecom, by);
        CHECK(count_of(p, "create", kind::variant) == 0);
        CHECK(!p.complete);
    }
    SECTION("the values of one: its other fields go on")
    {
        variant.attribute_values = {};
        const auto p = made(pos, ecom, by);
        CHECK(changed(p, kind::variant, "v1", field::product_sku));
        CHECK(!changed(p, kind::variant, "v1", field::product_options));
    }
    SECTION("the values of a new one: it is not half made")
    {
        product.variants->push_back(on_till("v2", "C", "Blue"));
        product.variants->back().attribute_values = {};
        const auto p = made(pos, ecom, by);
        CHECK(count_of(p, "create", kind::variant) == 0);
        CHECK(!p.complete);
    }
    SECTION("the option values of a variation")
    {
        (*shown.variations)[0].option_values = {};
        const auto p = made(pos, ecom, by);
        CHECK(lines(p) == text_lines{R"(update variant v1/e1 sku="A">"B" (product.update))"});
    }
    SECTION("the SKU of a variation")
    {
        (*shown.variations)[0].sellable.sku = {};
        CHECK(made(pos, ecom, by).actions.empty());
    }
    SECTION("the SKU of a variant")
    {
        variant.sellable.sku = {};
        CHECK(made(pos, ecom, by).actions.empty());
    }
    SECTION("the options, where nothing asks for them")
    {
        shown.options = {};
        const auto p = made(pos, ecom, by);
        CHECK(lines(p) == text_lines{R"(update variant v1/e1 sku="A">"B" (product.update))"});
    }
    SECTION("the options, where a new variant needs a value: what is not seen is not overwritten")
    {
        shown.options = {};
        product.variants->push_back(on_till("v2", "C", "Blue"));
        const auto p = made(pos, ecom, by);
        CHECK(!changed(p, kind::product, "1", field::product_options));
        CHECK(count_of(p, "create", kind::variant) == 0);
        CHECK(!p.complete);
    }
    SECTION("the options, where a variation needs a value: what is not seen is not overwritten")
    {
        shown.options = {};
        variant.attribute_values = {{"Blue"}};
        CHECK(lines(made(pos, ecom, by)) ==
              text_lines{R"(update variant v1/e1 sku="A">"B" (product.update))",
                         "hold variant v1/e1 options (scope.partial)"});
    }
    SECTION("attributes that cannot be right")
    {
        for (const auto& names : {text_lines{"Color", " "}, text_lines{"Color", "COLOR"}, {}}) {
            product.attributes = names;
            CHECK(lines(made(pos, ecom, by)) ==
                  text_lines{"hold product p1/1 options (variant.invalid)"});
        }
    }
    SECTION("W16 a partial pos section: what is missing in the list may not have been read")
    {
        pos.products.state = completeness::partial;
        variant.sellable.sku = "A";
        shown.variations->push_back(in_store("e2", "v2", "C", "Blue"));
        SECTION("W16 a variant that is not there")
        {
            CHECK(lines(made(pos, ecom, by)) == text_lines{});
        }
        SECTION("W16 none is there")
        {
            product.variants = std::vector<pos::variant>{};
            CHECK(count_of(made(pos, ecom, by), "delete", kind::variant) == 0);
        }
        SECTION("W16 a new one like it: it may be another one")
        {
            product.variants->push_back(on_till("v3", "C", "Green"));
            const auto p = made(pos, ecom, by);
            CHECK(count_of(p, "link", kind::variant) == 0);
            CHECK(count_of(p, "delete", kind::variant) == 0);
        }
        SECTION("W7 one with a mark that it was deleted")
        {
            product.variants->push_back(on_till("v2", "C", "Blue"));
            product.variants->back().sellable.deleted = true;
            CHECK(find_action(made(pos, ecom, by), "delete", kind::variant, "v2"));
        }
        SECTION("W12 one that is of another product now")
        {
            auto other = matrix("p2", {on_till("v2", "C", "Blue")});
            pos.products.records.push_back(other);
            ecom.products.records.push_back(shelf("2", "p2", {in_store("e3", "", "X", "Red")}));
            CHECK(find_action(made(pos, ecom, by), "delete", kind::variant, "v2"));
        }
    }
    SECTION("a partial ecom section: nothing is made (F02)")
    {
        ecom.products.state = completeness::partial;
        product.variants->push_back(on_till("v2", "C", "Red/S"));
        product.attributes = {"Color", "Size"};
        const auto p = made(pos, ecom, by);
        CHECK(count_of(p, "create", kind::variant) == 0);
        CHECK(!p.complete);
    }
}

TEST_CASE("variant: options are matched by name", "[variant]")
{
    for (const auto profile : profiles) {
        const auto by = profile();
        auto pos = till({matrix("p1", {on_till("v1", "A", "Red/S"), on_till("v2", "B", "Red/M")})});
        auto ecom = store({shelf(
            "1", "p1", {in_store("e1", "v1", "A", "Red/S"), in_store("e2", "v2", "B", "Red/M")})});
        auto& product = pos.products.records[0];
        auto& shown = ecom.products.records[0];
        DYNAMIC_SECTION(by.profile << ": the pos lists its attributes the other way round (F15)")
        {
            product.attributes = {"Size", "Color"};
            for (auto& v : *product.variants)
                std::reverse(v.attribute_values->begin(), v.attribute_values->end());
            CHECK(made(pos, ecom, by).actions.empty());
        }
        DYNAMIC_SECTION(by.profile << ": ecom lists its options the other way round (F15)")
        {
            std::reverse(shown.options->begin(), shown.options->end());
            for (auto& v : *shown.variations)
                std::reverse(v.option_values->begin(), v.option_values->end());
            CHECK(made(pos, ecom, by).actions.empty());
        }
        DYNAMIC_SECTION(by.profile << ": the values of an option in another order")
        {
            for (auto& o : *shown.options)
                std::reverse(o.values.begin(), o.values.end());
            CHECK(made(pos, ecom, by).actions.empty());
        }
        DYNAMIC_SECTION(by.profile << ": names and values in another case are the same")
        {
            product.attributes = {"COLOR", "size"};
            for (auto& v : *product.variants)
                (*v.attribute_values)[0] = "rEd";
            CHECK(made(pos, ecom, by).actions.empty());
        }
        DYNAMIC_SECTION(by.profile << ": what is new takes the stored spelling")
        {
            product.attributes = {"COLOR", "size"};
            product.variants->push_back(on_till("v3", "C", "RED/L"));
            const auto p = made(pos, ecom, by);
            CHECK(lines(p) == text_lines{"update product p1/1 options=[Color: Red Size: S M]>"
                                         "[Color: Red Size: S M L] (variant.options)",
                                         R"(create variant v3/ sku="C" options=[Color:Red Size:L])"
                                         " (variant.create)"});
        }
        DYNAMIC_SECTION(by.profile << ": two new ones that differ in case are one value")
        {
            product.variants->push_back(on_till("v3", "C", "Blue/S"));
            product.variants->push_back(on_till("v4", "D", "BLUE/M"));
            const auto p = made(pos, ecom, by);
            CHECK(lines(p) == text_lines{"update product p1/1 options=[Color: Red Size: S M]>"
                                         "[Color: Red Blue Size: S M] (variant.options)",
                                         R"(create variant v3/ sku="C" options=[Color:Blue Size:S])"
                                         " (variant.create)",
                                         R"(create variant v4/ sku="D" options=[Color:Blue Size:M])"
                                         " (variant.create)"});
        }
        DYNAMIC_SECTION(by.profile << ": what only ecom has stays")
        {
            shown.options->push_back({"Engraving", {}});
            shown.options->push_back({"Gift wrap", {"Yes", "No"}});
            (*shown.options)[1].values.push_back("XXL");
            (*shown.variations)[0].option_values->push_back({"Gift wrap", "Yes"});
            CHECK(made(pos, ecom, by).actions.empty());
            (*product.variants)[0].attribute_values = {{"Red", "L"}};
            const auto p = made(pos, ecom, by);
            CHECK(lines(p) ==
                  text_lines{"update product p1/1 options=[Color: Red Size: S M XXL Engraving:"
                             " Gift wrap: Yes No]>[Color: Red Size: S M XXL L Engraving:"
                             " Gift wrap: Yes No] (variant.options)",
                             "update variant v1/e1 options=[Color:Red Size:S Gift wrap:Yes]>"
                             "[Color:Red Size:L Gift wrap:Yes] (variant.options)"
                             " (product.update)"});
        }
        DYNAMIC_SECTION(by.profile << ": an attribute that is new in the pos is added")
        {
            product.attributes = {"Color", "Size", "Fit"};
            for (auto& v : *product.variants)
                v.attribute_values->push_back("Slim");
            const auto p = made(pos, ecom, by);
            CHECK(changed(p, kind::product, "1", field::product_options));
            const auto* c = changed(p, kind::variant, "e2", field::product_options);
            REQUIRE(c);
            CHECK(text(c->to) == "[Color:Red Size:M Fit:Slim]");
        }
        DYNAMIC_SECTION(by.profile << ": a blank value of the pos takes none away")
        {
            (*product.variants)[0].attribute_values = {{"Red", ""}};
            CHECK(made(pos, ecom, by).actions.empty());
        }
        DYNAMIC_SECTION(by.profile << ": the value of one that is not made is not added")
        {
            product.variants->push_back(inactive(on_till("v3", "C", "Blue/S")));
            CHECK(made(pos, ecom, by).actions.empty());
        }
        DYNAMIC_SECTION(by.profile << ": a product that changes otherwise, too")
        {
            product.name = "Shirt";
            product.variants->push_back(on_till("v3", "C", "Blue/S"));
            const auto p = made(pos, ecom, by);
            CHECK(find_action(p, "create", kind::variant, "v3"));
            CHECK(p.complete);
        }
    }
}

TEST_CASE("variant: options flow as the policy says", "[variant]")
{
    auto by = x_series();
    const auto pos = till({matrix("p1", {on_till("v1", "A", "Blue")})});
    const auto ecom = store({shelf("1", "p1", {in_store("e1", "v1", "A", "Red")})});
    for (const auto how : {flow::never, flow::on_create}) {
        by[field::product_options] = how;
        CHECK(made(pos, ecom, by).actions.empty());
    }
    by[field::product_options] = flow::fill;
    CHECK(made(pos, ecom, by).actions.empty());
    const auto bare = store({with(shelf("1", "p1", {in_store("e1", "v1", "A", "")}),
                                  [](auto& e) { e.options.emplace(); })});
    CHECK(changed(made(pos, bare, by), kind::variant, "e1", field::product_options));
    const auto blank =
        store({with(shelf("1", "p1", {in_store("e1", "v1", "A", "Red")}),
                    [](auto& e) { (*(*e.variations)[0].option_values)[0].value = ""; })});
    CHECK(changed(made(pos, blank, by), kind::variant, "e1", field::product_options));

    auto one_more = pos;
    one_more.products.records[0].variants->push_back(on_till("v2", "B", "Red"));
    by[field::product_options] = flow::never;
    CHECK(lines(made(one_more, ecom, by)) ==
          text_lines{"hold variant v2/ options (variant.options)"});
}

TEST_CASE("variant: a new matrix product", "[variant]")
{
    const auto red = on_till("v1", " A ", "Red/S"), blue = on_till("v2", "B", "Blue/");
    struct {
        const char* id;
        policy by;
        std::vector<pos::variant> variants;
        text_lines want, brings;
    } const rows[]{
        {"R-Series",
         r_series(),
         {red, blue},
         {R"(create product p1/ name="Tee" price=1000c on_front_page=true category_ids=[])"
          " options=[Color: Red Blue Size: S] enabled=false (product.create)"},
         {R"(v1 sku="A" options=[Color:Red Size:S])", R"(v2 sku="B" options=[Color:Blue])"}},
        {"X-Series",
         x_series(),
         {red, blue},
         {R"(create product p1/ name="Tee" price=1000c on_front_page=true category_ids=[])"
          " options=[Color: Red Blue Size: S] enabled=true (product.create)"},
         {R"(v1 sku="A" options=[Color:Red Size:S])", R"(v2 sku="B" options=[Color:Blue])"}},
        {"only what is available",
         x_series(),
         {inactive(red), blue},
         {R"(create product p1/ name="Tee" price=1000c on_front_page=true category_ids=[])"
          " options=[Color: Blue] enabled=true (product.create)"},
         {R"(v2 sku="B" options=[Color:Blue])"}},
        {"nothing available, R-Series", r_series(), {inactive(red), archived(blue)}, {}, {}},
        {"nothing available, X-Series", x_series(), {inactive(red), off_channel(blue)}, {}, {}},
        {"all values blank",
         x_series(),
         {red, on_till("v3", "C", "/ ")},
         {"hold product p1/ (variant.invalid)"},
         {}},
        {"the same combination twice",
         r_series(),
         {red, on_till("v3", "C", "RED/s")},
         {"hold product p1/ (variant.invalid)"},
         {}},
        {"four attributes",
         x_series_2021(),
         {on_till("v1", "A", "Red/S/Slim/Linen")},
         {"hold product p1/ (variant.invalid)"},
         {}},
        {"three attributes",
         x_series_2021(),
         {on_till("v1", "A", "Red/S/Slim")},
         {R"(create product p1/ name="Tee" price=1000c)"
          " options=[Color: Red Size: S Fit: Slim] enabled=true (product.create)"},
         {R"(v1 sku="A" options=[Color:Red Size:S Fit:Slim])"}},
    };
    for (const auto& r : rows)
        DYNAMIC_SECTION(r.id)
        {
            const auto p = made(till({matrix("p1", r.variants)}), store({}), r.by);
            INFO(text(p));
            auto have = lines(p);
            for (auto& line : have) // whether it says where it is listed is product.hpp's
                if (r.by.profile == "x_series_2021")
                    for (const std::string part : {" on_front_page=true", " category_ids=[]"})
                        if (const auto at = line.find(part); at != line.npos)
                            line.erase(at, part.size());
            CHECK(have == r.want);
            CHECK(brought(p, "p1") == r.brings);
        }
}

TEST_CASE("variant: a new matrix product whose options cannot be told", "[variant]")
{
    auto pos = till({matrix("p1", {on_till("v1", "A", "Red"), on_till("v2", "B", "Blue")})});
    auto& product = pos.products.records[0];
    auto by = x_series();
    SECTION("the values of one are not known")
    {
        (*product.variants)[1].attribute_values = {};
        CHECK(lines(made(pos, store({}), by)) == text_lines{"hold product p1/ (variant.invalid)"});
    }
    SECTION("the values of one that is not available are not asked for")
    {
        (*product.variants)[1].attribute_values = {};
        (*product.variants)[1].sellable.active = false;
        const auto p = made(pos, store({}), by);
        CHECK(p.complete);
        CHECK(brought(p, "p1") == text_lines{R"(v1 sku="A" options=[Color:Red])"});
    }
    SECTION("options do not sync")
    {
        by[field::product_options] = flow::never;
        CHECK(lines(made(pos, store({}), by)) == text_lines{"hold product p1/ (variant.options)"});
    }
}

TEST_CASE("variant: too many variants", "[variant]")
{
    const auto many = [](int count) {
        std::vector<pos::variant> all;
        for (int i = 0; i < count; ++i)
            all.push_back(
                on_till("v" + std::to_string(i), "S" + std::to_string(i), "C" + std::to_string(i)));
        return all;
    };
    const auto by = x_series();
    CHECK(brought(made(till({matrix("p1", many(200))}), store({}), by), "p1").size() == 200);
    CHECK(lines(made(till({matrix("p1", many(201))}), store({}), by)) ==
          text_lines{"hold product p1/ (variant.invalid)"});
    const auto p = made(till({with(matrix("p1", many(201)), [](auto& m) { m.name = "Shirt"; })}),
                        store({shelf("1", "p1", {in_store("e1", "v1", "X", "C1")})}), by);
    CHECK(lines(p) == text_lines{R"(update product p1/1 name="Tee">"Shirt" (product.update))",
                                 "hold product p1/1 options (variant.invalid)"});
}

TEST_CASE("variant: invalid variants hold nothing else", "[variant]")
{
    const auto bad = matrix("p1", {on_till("v1", "A", "Red"), on_till("v2", "B", "red")});
    const auto good = matrix("p2", {on_till("v3", "C", "Red"), on_till("v4", "D", "Blue")});
    for (const auto profile : profiles) {
        const auto p = made(
            till({with(bad, [](auto& m) { m.name = "Shirt"; }), good}),
            store({shelf("1", "p1",
                         {in_store("e1", "v1", "X", "Red"), in_store("e9", "v9", "Y", "Blue")}),
                   shelf("2", "p2", {in_store("e3", "v3", "C", "Red")})}),
            profile());
        CHECK(changed(p, kind::product, "p1", field::product_name));
        CHECK(find_action(p, "create", kind::variant, "v4"));
        CHECK(count_of(p, "update", kind::variant) == 0);
        CHECK(count_of(p, "delete", kind::variant) == 0);
        CHECK(severe(p, rule::variant_invalid) == 1);
    }
}

TEST_CASE("variant: it is made under its own product only (F14)", "[variant]")
{
    const auto p = made(till({matrix("p1", {on_till("v1", "A", "Red"), on_till("v2", "B", "Blue")}),
                              matrix("p2", {on_till("v3", "C", "Red")})}),
                        store({shelf("1", "p1", {in_store("e1", "v1", "A", "Red")}),
                               shelf("2", "p2", {in_store("e3", "v3", "C", "Red")})}),
                        x_series());
    const auto* a = find_action(p, "create", kind::variant, "v2");
    REQUIRE(a);
    CHECK(a->product == ref{"p1", "1"});
    CHECK(count_of(p, "create", kind::variant) == 1);
}

TEST_CASE("variant: stock goes by variant (F17)", "[variant]")
{
    auto pos = till({matrix("p1", {on_till("v1", "A", "Red"), on_till("v2", "B", "Blue")})});
    pos.ecom_outlet = pos::outlet_id{"o"};
    auto ecom = store(
        {shelf("1", "p1", {in_store("e2", "v2", "B", "Blue"), in_store("e1", "v1", "A", "Red")})});
    auto& variants = *pos.products.records[0].variants;
    for (std::size_t i = 0; i < 2; ++i) {
        variants[i].sellable.stock.emplace();
        variants[i].sellable.stock->push_back(
            {pos::outlet_id{"o"}, stock_level{static_cast<std::int64_t>(5 + i) * 1'000'000}});
        (*ecom.products.records[0].variations)[i].sellable.quantity = 1;
    }
    pos.products.records[0].sellable.stock = {{{pos::outlet_id{"o"}, stock_level{99'000'000}}}};
    ecom.products.records[0].sellable.quantity = 3;
    for (const auto profile : profiles)
        CHECK(lines(made(pos, ecom, profile())) ==
              text_lines{"update variant v1/e1 quantity=1>5 (stock.pos_leads) (product.update)",
                         "update variant v2/e2 quantity=1>6 (stock.pos_leads) (product.update)"});
}

TEST_CASE("variant: inactive_variant keep keeps the rest in step", "[variant]")
{
    for (const auto profile : profiles) {
        const auto by =
            with(profile(), [](auto& p) { p.inactive_variant = inactive_variant::keep; });
        const auto p = made(
            till({matrix("p1", {on_till("v1", "A", "Red"), inactive(on_till("v2", "C", "Blue")),
                                on_till("v3", "B", "Green")})}),
            store({shelf("1", "p1",
                         {in_store("e1", "v1", "A", "Red"), in_store("e2", "v2", "B", "Blue"),
                          in_store("e3", "v3", "D", "Green")})}),
            by);
        CHECK(changed(p, kind::variant, "e2", field::product_sku));
        CHECK(changed(p, kind::variant, "e3", field::product_sku));
    }
}

TEST_CASE("variant: inactive_variant keep sells nothing of what is unlimited", "[variant]")
{
    const auto by = with(x_series(), [](auto& p) { p.inactive_variant = inactive_variant::keep; });
    const auto p = made(
        till({matrix("p1", {on_till("v1", "A", "Red"), inactive(on_till("v2", "B", "Blue"))})}),
        store({shelf("1", "p1",
                     {in_store("e1", "v1", "A", "Red"),
                      with(in_store("e2", "v2", "B", "Blue"),
                           [](auto& v) { v.sellable.tracks_stock = false; })})}),
        by);
    const auto* c = changed(p, kind::variant, "e2", field::product_stock);
    REQUIRE(c);
    CHECK(c->to == value{std::int64_t{0}});
}

} // namespace variant_tests
