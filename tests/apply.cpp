#include "catch.hpp"

#include <twinshelf/apply.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace apply_tests {

using namespace twinshelf;

namespace {

/// A matrix with two attributes and a simple product, on both sides.
const pos::snapshot till{
    .products = {{.id = "p1"_id,
                  .name = "Tee",
                  .sellable = {.price = money{2000}},
                  .attributes = {{"Colour", "Size"}},
                  .variants = {{{.id = "v1"_id,
                                 .attribute_values = {{"Red", "S"}},
                                 .sellable = {.sku = "T-1", .stock = {{{"1"_id, units(5)}}}}}}}},
                 {.id = "p2"_id,
                  .name = "Cup",
                  .sellable = {.sku = "C",
                               .active = true,
                               .price = money{1000},
                               .online_price = none,
                               .stock = {{{"1"_id, units(5)}, {"2"_id, std::nullopt}}}}}}};

const ecom::snapshot store{
    .products = {{.id = "101"_id,
                  .pos_id = pos::product_id{"p1"},
                  .variations = {{{.id = "201"_id,
                                   .pos_id = pos::variant_id{"v1"},
                                   .sellable = {.quantity = 4}}}}},
                 {.id = "102"_id, .pos_id = pos::product_id{"p2"}, .sellable = {.quantity = 4}}}};

/// Both sides after one action.
sides after(action a, const pos::snapshot& pos = till, const ecom::snapshot& ecom = store)
{
    return apply(plan{.actions = {std::move(a)}}, pos, ecom,
                 [](const action&, made_thing, const ref&) { return std::string{"new"}; });
}

sides after_change(kind k, field f, value to)
{
    const bool part = k == kind::variant;
    return after({.side = side::pos,
                  .kind = k,
                  .of = part ? ref{"v1", "201"} : ref{"p2", "102"},
                  .product = part ? ref{"p1", "101"} : ref{},
                  .what = update{{{f, unknown_t{}, std::move(to), rule::product_update,
                                   cause::ecom_changed}}}});
}
pos::product product_with(field f, value to)
{
    return after_change(kind::product, f, std::move(to)).pos.products.records[1];
}
pos::variant variant_with(field f, value to)
{
    return (*after_change(kind::variant, f, std::move(to)).pos.products.records[0].variants)[0];
}

action moved(side on, kind k, stock_movement by, const char* outlet = "")
{
    const bool part = k == kind::variant;
    return {.side = on,
            .kind = k,
            .rule = rule::stock_movements,
            .of = part ? ref{"v1", "201"} : ref{"p2", "102"},
            .product = part ? ref{"p1", "101"} : ref{},
            .what = move_stock{by, {}, outlet}};
}

} // namespace

TEST_CASE("apply: a product of the till is changed, field by field", "[apply]")
{
    using enum field;
    CHECK(product_with(product_name, "Mug").name == "Mug");
    CHECK(product_with(product_description, "<p>").description == "<p>");
    CHECK(product_with(product_sku, "M").sellable.sku == "M");
    CHECK(product_with(product_upc, "012").sellable.upc == "012");
    CHECK(product_with(product_brand, "B").brand == "B");
    CHECK(product_with(product_weight, mass{1, mass_unit::kg}).sellable.weight ==
          mass{1, mass_unit::kg});
    CHECK(product_with(product_width, distance{2, length_unit::cm}).width ==
          distance{2, length_unit::cm});
    CHECK(product_with(product_weight, none).sellable.weight.is_none());
    CHECK(product_with(product_active, false).sellable.active == false);

    const auto online = product_with(product_price, money{1250}); // price.ecom_to_online
    CHECK(online.sellable.online_price == money{1250});
    CHECK(online.sellable.price == money{1000});
    const auto retail = product_with(product_retail_price, money{1250});
    CHECK(retail.sellable.price == money{1250});
    CHECK(retail.sellable.online_price.is_none());
}

TEST_CASE("apply: a variant of the till is changed, in its product", "[apply]")
{
    using enum field;
    CHECK(variant_with(product_sku, "T-2").sellable.sku == "T-2");
    CHECK(variant_with(product_active, false).sellable.active == false);
    CHECK(variant_with(product_price, money{1250}).sellable.online_price == money{1250});
    CHECK(variant_with(product_retail_price, money{1250}).sellable.price == money{1250});

    struct row {
        const char* id;
        std::vector<option_value> to;
        std::vector<std::string> want;
    };
    const auto r = GENERATE(values<row>({
        {"all of them, in another order", {{"Size", "M"}, {"Colour", "Blue"}}, {"Blue", "M"}},
        {"one of them", {{"Size", "M"}}, {"Red", "M"}},
        {"in another case", {{"size", "M"}}, {"Red", "M"}},
        {"one that is no attribute", {{"Gift wrap", "yes"}}, {"Red", "S"}},
    }));
    DYNAMIC_SECTION(r.id)
    {
        CHECK(variant_with(product_options, r.to).attribute_values == r.want);
    }
}

TEST_CASE("apply: a variant without known values gets them in their places", "[apply]")
{
    auto pos = till;
    (*pos.products.records[0].variants)[0].attribute_values.reset();
    const auto a = after({.side = side::pos,
                          .kind = kind::variant,
                          .of = {"v1", "201"},
                          .product = {"p1", "101"},
                          .what = update{{{field::product_options, unknown_t{},
                                           std::vector<option_value>{{"Size", "M"}},
                                           rule::variant_options, cause::ecom_changed}}}},
                         pos);
    CHECK((*a.pos.products.records[0].variants)[0].attribute_values ==
          std::vector<std::string>{"", "M"});
}

TEST_CASE("apply: stock moves at an outlet of the till", "[apply]")
{
    using rows = std::vector<pos::stock_row>;
    const auto stock_of = [](const action& a) {
        return after(a).pos.products.records[1].sellable.stock;
    };
    const auto left = [&](const char* outlet) {
        return stock_of(moved(side::pos, kind::product, {-1'500'000}, outlet));
    };
    CHECK(left("1") == rows{{"1"_id, stock_level{3'500'000}}, {"2"_id, std::nullopt}});
    CHECK(left("2") == rows{{"1"_id, units(5)}, {"2"_id, std::nullopt}}); // unknown stays unknown
    CHECK(left("3") ==
          rows{{"1"_id, units(5)}, {"2"_id, std::nullopt}, {"3"_id, stock_level{-1'500'000}}});

    const auto a = after(moved(side::pos, kind::variant, {2'000'000}, "1"));
    CHECK((*a.pos.products.records[0].variants)[0].sellable.stock == rows{{"1"_id, units(7)}});
    CHECK(a.ecom == store);

    auto unread = till;
    unread.products.records[1].sellable.stock.reset();
    CHECK(after(moved(side::pos, kind::product, {1'000'000}, "1"), unread).pos == unread);
}

TEST_CASE("apply: stock moves in the store", "[apply]")
{
    const auto a = after(moved(side::ecom, kind::product, {-3'000'000}));
    CHECK(a.ecom.products.records[1].sellable.quantity == 1);
    CHECK(a.pos == till);
    const auto b = after(moved(side::ecom, kind::variant, {3'000'000}));
    CHECK((*b.ecom.products.records[0].variations)[0].sellable.quantity == 7);

    auto unread = store;
    unread.products.records[1].sellable.quantity.reset();
    CHECK(after(moved(side::ecom, kind::product, {1'000'000}), till, unread).ecom == unread);
}

TEST_CASE("apply: what is made gets its own id, whatever the pos calls it", "[apply]")
{
    const auto is = [](made_thing what, const ref& of) {
        return (what == made_thing::record      ? "record "
                : what == made_thing::variation ? "variation "
                                                : "image ") +
               of.pos_id;
    };
    const plan p{
        .actions = {
            {.side = side::ecom,
             .kind = kind::product,
             .of = {.pos_id = "7"},
             .what = create{{}, {{{.pos_id = "7"}, {}}}, {{.upload = "u", .source_id = "7"}}}}}};
    const auto a = apply(p, till, store, [&](const action&, made_thing what, const ref& of) {
        return is(what, of);
    });
    const auto& made = a.ecom.products.records.back();
    CHECK(made.id.text == "record 7");
    CHECK((*made.variations)[0].id.text == "variation 7");
    CHECK((*made.images)[0].id.text == "image 7");
    const outcome o{
        .id = "1", .variations = {{{.pos_id = "7"}, "2"}}, .images = {{{.pos_id = "7"}, "3"}}};
    CHECK(id_in(o, made_thing::record, {"7", ""}) == "1");
    CHECK(id_in(o, made_thing::variation, {"7", ""}) == "2");
    CHECK(id_in(o, made_thing::image, {"7", ""}) == "3");
    CHECK(id_in(o, made_thing::image, {"8", ""}) == "");
}

} // namespace apply_tests
