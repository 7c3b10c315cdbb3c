#include "catch.hpp"

#include <twinshelf/report.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace report_tests {

using namespace twinshelf;

namespace {

const pos::snapshot till{
    .outlets = {{{.id = "1"_id, .name = "Main Street"}, {.id = "2"_id}}},
    .categories = {{.id = "1"_id, .name = "Mugs", .parent_id = none},
                   {.id = "2"_id, .name = "Tea", .parent_id = pos::category_id{"1"}}},
    .products = {{.id = "7"_id, .name = "Cup"},
                 {.id = "8"_id,
                  .name = "T-Shirt",
                  .variants = {{{.id = "81"_id, .attribute_values = {{"White", "S"}}},
                                {.id = "82"_id, .sellable = {.sku = "TS-M"}}}}}},
    .customer_groups = {{.id = "3"_id, .name = "Club"}},
    .customers = {{.id = "5"_id, .email = "jo@example.com", .first_name = "Jo"}}};

const ecom::snapshot store{
    .categories = {{.id = "11"_id, .name = "Mugs & Cups"}, {.id = "12"_id, .name = "Sale"}},
    .products = {{.id = "107"_id, .name = "Old cup"}, {.id = "109"_id, .name = ""}},
    .customers = {{.id = "15"_id, .email = "jo@example.com"}}};

/// The lines of the report on a plan of one action, between the reasons and the counts.
std::string lines_of(action a)
{
    const auto all = report({.profile = "p", .actions = {std::move(a)}}, till, store);
    const auto first = all.find("\n    - ") + 1;
    const auto last = all.rfind("\n\n");
    REQUIRE(first != 0);
    return all.substr(first, last + 1 - first);
}

/// How a change shows a value.
std::string shown(field f, value v, side on = side::ecom, kind of = kind::product)
{
    const auto line = lines_of(
        {.side = on,
         .kind = of,
         .of = {"7", "107"},
         .what = update{{{f, unknown_t{}, std::move(v), rule::product_update, cause::rule}}}});
    const std::string arrow = "unknown → ";
    const auto at = line.find(arrow);
    REQUIRE(at != line.npos);
    return line.substr(at + arrow.size(), line.rfind(" [") - at - arrow.size());
}

} // namespace

TEST_CASE("report: a plan without actions says so", "[report]")
{
    CHECK(report({.profile = "x_series"}, {}, {}) ==
          "Plan by the x_series profile: pos is the till, ecom the online store\n"
          "No actions.\n"
          "\n"
          "0 actions in 0 waves: 0 created, 0 changed, 0 deleted; 0 conflicts, 0 holds, 0 notices, "
          "0 errors\n");
}

TEST_CASE("report: a whole plan", "[report]")
{
    plan p{.profile = "r_series", .complete = false, .blocked = true};
    p.of(kind::category) = {.matched = 1, .unchanged = 0, .create = 1, .update = 1, .erase = 1};
    p.actions = {
        {.id = 0,
         .wave = 0,
         .side = side::ecom,
         .kind = kind::category,
         .rule = rule::category_create,
         .of = {.pos_id = "2"},
         .what = create{{{field::category_name, "Tea"},
                         {field::category_parent, ref{"1", "11"}},
                         {field::category_enabled, false}}}},
        {.id = 1,
         .wave = 0,
         .side = side::ecom,
         .kind = kind::category,
         .rule = rule::category_pos_owned,
         .of = {"1", "11"},
         .what = update{{{field::category_name, "Mugs & Cups", "Mugs", rule::category_pos_owned,
                          cause::differs}}}},
        {.id = 2,
         .wave = 1,
         .side = side::ecom,
         .kind = kind::category,
         .rule = rule::category_order,
         .what = reorder{{}, {{"1", "11"}, {.ecom_id = "12"}}}},
        {.id = 3,
         .wave = 1,
         .side = side::pos,
         .kind = kind::product,
         .rule = rule::product_update,
         .of = {"7", "107"},
         .what = update{{{field::product_price, none, money{1250}, rule::price_ecom_to_online,
                          cause::ecom_changed},
                         {field::product_active, true, false, rule::product_activation,
                          cause::both_changed}}}},
        {.id = 4,
         .wave = 2,
         .side = side::ecom,
         .kind = kind::category,
         .rule = rule::category_delete,
         .of = {"9", "12"},
         .what = erase{{field::category_description, field::category_image}}},
    };
    p.issues = {{.severity = severity::notice,
                 .rule = rule::product_sku_duplicate,
                 .kind = kind::product,
                 .records = {{.pos_id = "7"}, {.pos_id = "8"}},
                 .message = "2 products have the SKU “A”."},
                {.severity = severity::conflict,
                 .rule = rule::product_adopt,
                 .key = "product.adopt:7",
                 .kind = kind::product,
                 .of = {.pos_id = "7"},
                 .choices = {"107", "109", "none"},
                 .message = "“Cup” could be one of two."}};
    CHECK(report(p, till, store) ==
          R"(Plan by the r_series profile: pos is the till, ecom the online store
Blocked: a guard held what is too much to be meant.
Not complete: some records could not be decided.

Categories: 1 matched, 0 unchanged
  New in the online store (1)
    [category.create] A POS category that the online store does not have yet is created there, owned
      by the POS.
    - Tea (pos 2)
        parent: Mugs & Cups, enabled: no
  Changed in the online store (1)
    [category.pos_owned] Name, parent and products of a POS category come from the POS; an edit of
      them in the online store is put back.
    - Mugs & Cups (pos 1, ecom 11)
        name: “Mugs & Cups” → “Mugs” [category.pos_owned, the sides differ]
  Removed from the online store (1)
    [category.delete] A category gone from the POS is deleted online once its products have moved;
      while it may hold online-only content, the delete is held.
    - Sale (pos 9, ecom 12)
        what is lost with it: description, image
  Put in order in the online store (1)
    [category.order] R-Series siblings stand online in POS order and online-only ones keep their
      slots; in X-Series only a new or moved category is placed.
    - at the top level
        1. Mugs & Cups, 2. Sale

Products: 0 matched, 0 unchanged
  Changed in the till (1)
    [product.activation] A product that becomes or ceases to be available in the POS is enabled or
      disabled online; the other way round only in R-Series.
    [price.ecom_to_online] In R-Series a price edited in the online store goes to the POS online
      price, never to the default retail price.
    - Cup (pos 7, ecom 107)
        online price: none → 12.50 [price.ecom_to_online, changed online]
        active: yes → no [product.activation, changed on both sides]

Conflicts, for somebody to decide (1)
  - “Cup” could be one of two. (pos 7) [product.adopt]
      to decide: 107, 109, none (product.adopt:7)

Notices (1)
  - 2 products have the SKU “A”. [product.sku_duplicate]
      about: Cup (pos 7), T-Shirt (pos 8)

5 actions in 3 waves: 1 created, 2 changed, 1 deleted, 1 put in order; 1 conflict, 0 holds, 1 notice, 0 errors
)");
}

TEST_CASE("report: values in words", "[report]")
{
    struct row {
        const char* id;
        field f;
        value v;
        const char* want;
    };
    using enum field;
    const auto r = GENERATE_COPY(values<row>({
        {"unknown", product_name, unknown_t{}, "unknown"},
        {"none", product_price, none, "none"},
        {"the root", category_parent, none, "the top level"},
        {"yes", product_front_page, true, "yes"},
        {"no", product_front_page, false, "no"},
        {"a count", product_stock, std::int64_t{-3}, "-3"},
        {"an amount", product_price, money{1990}, "19.90"},
        {"a finer amount", product_price, money{500, -500'000}, "4.995"},
        {"a weight", product_weight, mass{250'000, mass_unit::kg}, "0.25 kg"},
        {"a length", product_length, distance{12'000'000, length_unit::cm}, "12 cm"},
        {"a text", product_name, std::string{"Tee"}, "“Tee”"},
        {"blanks", product_sku, std::string{" A  1 "}, "“ A  1 ”"},
        {"an empty text", product_sku, std::string{}, "(empty)"},
        {"a category", category_parent, ref{"1", "11"}, "Mugs & Cups"},
        {"a category that is made now", category_parent, ref{.pos_id = "2"}, "Tea (new)"},
        {"a category that nobody knows", category_parent, ref{"66", "77"},
         "category (pos 66, ecom 77)"},
        {"a group", customer_group, ref{.pos_id = "3"}, "Club (new)"},
        {"categories", product_category, std::vector<ref>{{"1", "11"}, {.ecom_id = "12"}},
         "Mugs & Cups + Sale"},
        {"no categories", product_category, std::vector<ref>{}, "none"},
        {"stock that is counted", product_tracks_stock, true, "counted"},
        {"stock that is not", product_tracks_stock, false, "unlimited"},
        {"options", product_options,
         std::vector<option>{{"Size", {"S", "M"}}, {"A note", std::vector<std::string>{}}},
         "Size (S, M), A note (free text)"},
        {"no options", product_options, std::vector<option>{}, "none"},
        {"option values", product_options,
         std::vector<option_value>{{"Color", "Red"}, {"Size", "S"}}, "Color Red / Size S"},
        {"no option values", product_options, std::vector<option_value>{}, "none"},
        {"a picture", product_images, ref{.ecom_id = "91"}, "91"},
        {"a picture that is uploaded now", product_images, ref{.pos_id = "i1"}, "i1 (new)"},
    }));
    DYNAMIC_SECTION(r.id)
    {
        CHECK(shown(r.f, r.v) == r.want);
    }
}

TEST_CASE("report: a product that is made, with its variants and pictures", "[report]")
{
    const action a{.side = side::ecom,
                   .kind = kind::product,
                   .of = {.pos_id = "8"},
                   .what = create{{{field::product_name, "T-Shirt"},
                                   {field::product_price, money{2000}},
                                   {field::product_tracks_stock, false}},
                                  {{{.pos_id = "81"},
                                    {{field::product_tracks_stock, true},
                                     {field::product_stock, std::int64_t{4}},
                                     {field::product_images, ref{.pos_id = "i1"}}}}},
                                  {{.upload = "https://i.test/1.jpg", .source_id = "i1"}}}};
    CHECK(lines_of(a) ==
          "    - T-Shirt (pos 8)\n"
          "        price: 20.00, stock: unlimited\n"
          "        with T-Shirt, White / S (pos 81): quantity: 4, picture: i1 (new)\n"
          "        pictures: https://i.test/1.jpg (new)\n");
}

TEST_CASE("report: a gallery names what is kept, what is new and how many are dropped", "[report]")
{
    CHECK(lines_of(
              {.side = side::ecom,
               .kind = kind::product,
               .of = {"7", "107"},
               .what = set_images{{{.keep = "91"}, {.upload = "https://i.test/2.jpg"}}, {"92"}}}) ==
          "    - Old cup (pos 7, ecom 107)\n"
          "        pictures: 91 (kept), https://i.test/2.jpg (new)\n"
          "        drops 1 picture that only the online store has\n");
}

TEST_CASE("report: a movement of stock says how much, where, and what there is then", "[report]")
{
    const auto line = [](side on, kind of, ref r, move_stock m) {
        return lines_of({.side = on, .kind = of, .of = std::move(r), .what = std::move(m)});
    };
    CHECK(line(side::pos, kind::product, {"7", "107"}, {{-1'500'000}, units(7), "1"}) ==
          "    - Cup (pos 7, ecom 107): 1.5 fewer at Main Street, 7 left\n");
    CHECK(line(side::pos, kind::variant, {"81", "201"}, {{2'000'000}, units(2), "2"}) ==
          "    - T-Shirt, White / S (pos 81, ecom 201): 2 more at outlet 2, 2 in stock\n");
    CHECK(line(side::ecom, kind::product, {"7", "107"}, {{-1'000'000}, units(0), ""}) ==
          "    - Old cup (pos 7, ecom 107): 1 fewer, 0 left\n");

    const action a{.side = side::pos,
                   .kind = kind::product,
                   .rule = rule::stock_movements,
                   .of = {"7", "107"},
                   .what = move_stock{{1'000'000}, units(8), "1"}};
    const auto all = report({.profile = "p", .actions = {a}}, till, store);
    CHECK(all.find("\n  Stock moved in the till (1)\n    [stock.movements] ") != all.npos);
    CHECK(all.find("0 deleted, 1 with stock moved;") != all.npos);
}

TEST_CASE("report: a conflict shows what the sides say and said", "[report]")
{
    const auto lines = [](disputed values) {
        const auto all = report({.profile = "p",
                                 .issues = {{.severity = severity::conflict,
                                             .rule = rule::product_update,
                                             .key = "k",
                                             .kind = kind::product,
                                             .field = field::product_name,
                                             .choices = {"pos", "ecom"},
                                             .values = std::move(values),
                                             .message = "Which?"}}},
                                till, store);
        const auto from = all.find("      now: "), to = all.find("      to decide: ");
        REQUIRE(from < to);
        return all.substr(from, to - from);
    };
    CHECK(lines({"Cup", "Mug", "Tin", "Tin"}) ==
          "      now: the till “Cup”, the online store “Mug”\n"
          "      after the last sync: the till “Tin”, the online store “Tin”\n");
    CHECK(lines({"Cup", "Mug", {}, {}}) == "      now: the till “Cup”, the online store “Mug”\n");
}

TEST_CASE("report: an order stands beside the one of before", "[report]")
{
    const ecom::snapshot shelves{
        .categories = {
            {.id = "1"_id, .parent_id = none, .name = "Tea", .position = 30},
            {.id = "2"_id, .parent_id = none, .name = "Mugs", .position = 10},
            {.id = "3"_id, .parent_id = ecom::category_id{"2"}, .name = "Big", .position = 20},
            {.id = "4"_id, .parent_id = ecom::category_id{"2"}, .name = "Small", .position = 5}}};
    const auto order = [&](ref parent, std::vector<ref> wanted) {
        return report({.actions = {{.side = side::ecom,
                                    .kind = kind::category,
                                    .what = reorder{std::move(parent), std::move(wanted)}}}},
                      {}, shelves);
    };
    CHECK(order({}, {{.ecom_id = "1"}, {.ecom_id = "2"}})
              .find("1. Mugs, 2. Tea → 1. Tea, 2. Mugs\n") != std::string::npos);
    CHECK(order({.ecom_id = "2"}, {{.ecom_id = "3"}, {.ecom_id = "4"}})
              .find("1. Small, 2. Big → 1. Big, 2. Small\n") != std::string::npos);
}

TEST_CASE("report: several changes are counted by their fields", "[report]")
{
    const auto price_of = [](const char* id, bool name_too) {
        update u{{{field::product_price, money{100}, money{200}, rule::price_retail, cause::rule}}};
        if (name_too)
            u.changes.push_back({field::product_name, std::string{"A"}, std::string{"B"},
                                 rule::product_update, cause::rule});
        return action{
            .side = side::ecom, .kind = kind::product, .of = {.ecom_id = id}, .what = std::move(u)};
    };
    const auto two = report({.actions = {price_of("1", true), price_of("2", false)}}, {}, {});
    CHECK(two.find("Changed in the online store (2): name 1, price 2\n") != two.npos);
    const auto one = report({.actions = {price_of("1", true)}}, {}, {});
    CHECK(one.find("Changed in the online store (1)\n") != one.npos);
}

TEST_CASE("report: an issue has the ids of its record, once", "[report]")
{
    const auto text_of = [](ref of, std::vector<ref> records) {
        const auto all = report({.issues = {{.severity = severity::hold,
                                             .rule = rule::price_zero,
                                             .kind = kind::product,
                                             .of = std::move(of),
                                             .records = std::move(records),
                                             .message = "No."}}},
                                till, store);
        const auto first = all.find("  - No."), last = all.rfind("\n\n");
        REQUIRE(first != all.npos);
        return all.substr(first, last - first);
    };
    CHECK(text_of({}, {}) == "  - No. [price.zero]");
    CHECK(text_of({"7", "107"}, {}) == "  - No. (pos 7, ecom 107) [price.zero]");
    CHECK(text_of({.pos_id = "7"}, {{.pos_id = "8"}}) ==
          "  - No. (pos 7) [price.zero]\n      about: T-Shirt (pos 8)");
    CHECK(text_of({.pos_id = "7"}, {{.pos_id = "7"}, {.pos_id = "8"}}) ==
          "  - No. [price.zero]\n      about: Cup (pos 7), T-Shirt (pos 8)");
}

TEST_CASE("report: the currency of the amounts is told once", "[report]")
{
    CHECK(report({.profile = "p"}, {.currency = {"EUR", 2}}, {})
              .starts_with("Plan by the p profile: pos is the till, ecom the online store; amounts "
                           "in EUR\n"));
}

TEST_CASE("report: amounts have the decimals of the plan", "[report]")
{
    const plan p{.money_decimals = 0,
                 .actions = {{.side = side::ecom,
                              .kind = kind::product,
                              .of = {.pos_id = "7"},
                              .what = create{{{field::product_price, money{1200}}}}}}};
    CHECK(report(p, till, store).find("price: 1200\n") != std::string::npos);
}

TEST_CASE("report: records go by their names, else by their ids", "[report]")
{
    struct row {
        const char* id;
        action a;
        const char* want;
    };
    const auto r = GENERATE_COPY(values<row>({
        {"the name on the side that is written to",
         {.side = side::ecom, .kind = kind::product, .of = {"7", "107"}, .what = erase{}},
         "    - Old cup (pos 7, ecom 107)\n"},
        {"the other side's where that has none",
         {.side = side::ecom, .kind = kind::product, .of = {"7", "109"}, .what = erase{}},
         "    - Cup (pos 7, ecom 109)\n"},
        {"no name",
         {.side = side::ecom, .kind = kind::product, .of = {"", "109"}, .what = erase{}},
         "    - product (ecom 109)\n"},
        {"not in the snapshots",
         {.side = side::pos, .kind = kind::customer_group, .of = {"66", ""}, .what = erase{}},
         "    - customer group (pos 66)\n"},
        {"the name that a record is made with",
         {.side = side::ecom,
          .kind = kind::product,
          .of = {"7", ""},
          .what = create{{{field::product_name, "Cup!"}}}},
         "    - Cup! (pos 7)\n"},
        {"a variant by its values",
         {.side = side::ecom, .kind = kind::variant, .of = {"81", ""}, .what = erase{}},
         "    - T-Shirt, White / S (pos 81)\n"},
        {"a variant by its SKU",
         {.side = side::ecom, .kind = kind::variant, .of = {"82", ""}, .what = erase{}},
         "    - T-Shirt, TS-M (pos 82)\n"},
        {"a customer",
         {.side = side::pos, .kind = kind::customer, .of = {"5", "15"}, .what = erase{}},
         "    - Jo jo@example.com (pos 5, ecom 15)\n"},
        {"both names of a link",
         {.side = side::ecom, .kind = kind::category, .of = {"1", "11"}, .what = link_to{}},
         "    - Mugs & Cups (ecom 11) belongs to Mugs (pos 1)\n"},
        {"the parent of an order",
         {.side = side::ecom,
          .kind = kind::category,
          .what = reorder{{"1", "11"}, {{.ecom_id = "12"}, {.pos_id = "2"}}}},
         "    - below Mugs & Cups\n        1. Sale, 2. Tea (new)\n"},
    }));
    DYNAMIC_SECTION(r.id)
    {
        CHECK(lines_of(r.a) == r.want);
    }
}

TEST_CASE("report: records under more than one rule carry it each", "[report]")
{
    const auto remove_by = [](const char* id, rule why) {
        return action{.side = side::ecom,
                      .kind = kind::product,
                      .rule = why,
                      .of = {.pos_id = id},
                      .what = erase{}};
    };
    const auto text = report({.actions = {remove_by("7", rule::product_delete),
                                          remove_by("8", rule::product_in_store_only)}},
                             till, store);
    CHECK(text.find("- Cup (pos 7) [product.delete]\n") != text.npos);
    CHECK(text.find("- T-Shirt (pos 8) [product.in_store_only]\n") != text.npos);
}

TEST_CASE("report: nothing in a text breaks a line or steers a terminal", "[report]")
{
    struct row {
        const char *id, *text, *want;
    };
    const auto r = GENERATE(values<row>({
        {"letters", "Kettenöl 漢字 🚲", "Kettenöl 漢字 🚲"},
        {"line ends", "a\r\nb\tc", "a\\u{d}\\nb\\tc"},
        {"an escape sequence", "\x1b[31mred", "\\u{1b}[31mred"},
        {"delete", "a\x7f", "a\\u{7f}"},
        {"a C1 control",
         "a\xc2\x9b"
         "31m",
         "a\\u{9b}31m"},
        {"a right-to-left override",
         "a\xe2\x80\xae"
         "b",
         "a\\u{202e}b"},
        {"a zero width space",
         "a\xe2\x80\x8b"
         "b",
         "a\\u{200b}b"},
        {"a line separator",
         "a\xe2\x80\xa8"
         "b",
         "a\\u{2028}b"},
        {"a byte that is no UTF-8",
         "a\xff"
         "b",
         "a\\xffb"},
    }));
    DYNAMIC_SECTION(r.id)
    {
        CHECK(detail::visible(r.text) == r.want);

        const pos::snapshot hostile{.products = {{.id = "7"_id, .name = r.text}}};
        const plan p{.actions = {{.side = side::ecom,
                                  .kind = kind::product,
                                  .of = {.pos_id = "7"},
                                  .what = erase{}}},
                     .issues = {{.severity = severity::hold,
                                 .key = r.text,
                                 .choices = {r.text},
                                 .message = r.text}}};
        const auto text = report(p, hostile, {});
        for (const char c : text)
            CHECK((static_cast<unsigned char>(c) >= ' ' || c == '\n'));
        CHECK(text.find("- " + std::string{r.want} + " (pos 7)\n") != text.npos);
        CHECK(text.find("- " + std::string{r.want} + " [") != text.npos);
    }
}

TEST_CASE("report: lines end at a blank before column 100", "[report]")
{
    const auto wrapped = [](std::string_view text) {
        std::string out;
        detail::append_wrapped(out, text, 2, 4);
        return out;
    };
    const std::string w98(98, 'w'), w99(99, 'w'), w49(49, 'w'), u49 = [] {
        std::string text;
        for (int i = 0; i < 49; ++i)
            text += "ü";
        return text;
    }();
    CHECK(wrapped("") == "  \n");
    CHECK(wrapped("a  b") == "  a  b\n");
    CHECK(wrapped(w98) == "  " + w98 + "\n");
    CHECK(wrapped(w99) == "  " + w99 + "\n");
    CHECK(wrapped(w99 + " b") == "  " + w99 + "\n    b\n");
    CHECK(wrapped("a " + w98) == "  a\n    " + w98 + "\n");
    CHECK(wrapped(w49 + " " + w49) == "  " + w49 + "\n    " + w49 + "\n");
    CHECK(wrapped(u49 + " " + u49.substr(2)) == "  " + u49 + " " + u49.substr(2) + "\n");
}

TEST_CASE("report: a list is not cut", "[report]")
{
    std::vector<ref> all;
    for (int i = 0; i < 500; ++i)
        all.push_back({.pos_id = std::to_string(i)});
    const plan p{.issues = {{.severity = severity::notice, .kind = kind::product, .records = all}}};
    std::string joined;
    for (const char c : report(p, {}, {}))
        if (c != '\n' && (c != ' ' || !joined.ends_with(' '))) joined += c;
    for (int i = 0; i < 500; ++i)
        CHECK(joined.find("(pos " + std::to_string(i) + ")") != joined.npos);
}

} // namespace report_tests
