#include "catch.hpp"
#include "requests.hpp"

#include <twinshelf/platforms/ecwid_batch.hpp>
#include <twinshelf/platforms/ecwid_requests.hpp>

#include <string>
#include <vector>

namespace ecwid_requests_tests {

// Each verb on each kind of E-Series record, as the requests that it becomes.

using namespace twinshelf;
using namespace requests;

namespace {

const ref tee{"p1", "71"}, small{"v1", "901"}, shirts{"c1", "10"};

ecom::snapshot store()
{
    ecom::snapshot s{.currency = {"EUR", 2}};
    ecom::product p{.id = "71"_id, .pos_id = "p1"_id, .name = "Tee"};
    p.length = distance{10'000'000, length_unit::cm};
    p.images = std::vector<ecom::image>{{"0"_id, "https://s.example/0.jpg", "i0"_id, {}},
                                        {"5"_id, "https://s.example/5.jpg", "i5"_id, {}},
                                        {"6"_id, "https://s.example/6.jpg", {}, {}}};
    p.variations = std::vector<ecom::variation>{
        {.id = "901"_id, .pos_id = "v1"_id, .sellable = {.sku = "TS"}},
        {.id = "902"_id,
         .pos_id = "v2"_id,
         .sellable = {.sku = "", .tracks_stock = true, .quantity = 9}}};
    s.products = {std::move(p)};
    return s;
}

trace sent(std::vector<action> actions, const api& call = willing())
{
    const auto p = plan_of(std::move(actions));
    const auto s = store();
    return carried_out({p, {}, platforms::ecwid::writes(p, s)}, call);
}

action updated(kind k, ref of, change c, ref product = {})
{
    return one(side::ecom, k, std::move(of), update{{std::move(c)}}, 0, std::move(product));
}

picture kept(std::string id)
{
    return {.keep = std::move(id)};
}
picture added(std::string url, std::string source)
{
    return {.upload = std::move(url), .source_id = std::move(source)};
}

} // namespace

TEST_CASE("ecwid requests: one action is these requests", "[platforms]")
{
    struct row {
        const char* id;
        action what;
        strings want;
    };
    const std::vector<option_value> red_s{{"Color", "Red"}, {"Size", "S"}};
    const std::vector<row> rows{
        {"a category of the root",
         one(side::ecom, kind::category, {"c1", ""},
             create{{{field::category_name, std::string{"Shirts"}},
                     {field::category_parent, none},
                     {field::category_order, std::int64_t{3}},
                     {field::category_enabled, false}},
                    {},
                    {}}),
         {R"(POST /categories {"name":"Shirts","parentId":0,"orderBy":3,"enabled":false,"externalReferenceId":"c1"})"}},
        {"a category under another",
         updated(kind::category, shirts, set(field::category_parent, ref{"c2", "12"})),
         {R"(PUT /categories/10 {"parentId":12})"}},
        {"a category's link",
         one(side::ecom, kind::category, shirts, link_to{}),
         {R"(PUT /categories/10 {"externalReferenceId":"c1"})"}},
        {"a category goes",
         one(side::ecom, kind::category, shirts, erase{}),
         {"DELETE /categories/10"}},
        {"the order below a category",
         one(side::ecom, kind::category, shirts, reorder{shirts, {{"c3", "13"}, {"c2", "12"}}}),
         {R"(PUT /categories/sort?parentCategory=10 {"sortedIds":[13,12]})"}},
        {"the order of the root",
         one(side::ecom, kind::category, {}, reorder{{}, {{"", "13"}}}),
         {R"(PUT /categories/sort?parentCategory=0 {"sortedIds":[13]})"}},
        {"a simple product in the store's units",
         one(side::ecom, kind::product, {"p2", ""},
             create{{{field::product_name, std::string{"Mug \"Sun\""}},
                     {field::product_description, std::string{"<p>\xC3\xA9</p>"}},
                     {field::product_sku, std::string{"M-1"}},
                     {field::product_brand, std::string{"Acme"}},
                     {field::product_upc, std::string{"0123"}},
                     {field::product_price, money{1990}},
                     {field::product_weight, mass{250'000'000, mass_unit::g}},
                     {field::product_length, distance{100'000'000, length_unit::mm}},
                     {field::product_tracks_stock, true},
                     {field::product_stock, std::int64_t{7}},
                     {field::product_category, std::vector<ref>{shirts}},
                     {field::product_active, false}},
                    {},
                    {}}),
         {R"(POST /products {"name":"Mug \"Sun\"","description":"<p>é</p>","sku":"M-1","price":19.90,"weight":0.25,)"
          R"("unlimited":false,"quantity":7,"categoryIds":[10],"enabled":false,"dimensions":{"length":10,"width":0,"height":0},)"
          R"("attributes":[{"alias":"BRAND","value":"Acme"},{"alias":"UPC","value":"0123"}],"externalReferenceId":"p2"})"}},
        {"a product without a category is on the front page",
         one(side::ecom, kind::product, {"p2", ""},
             create{{{field::product_name, std::string{"Mug"}},
                     {field::product_front_page, true},
                     {field::product_category, std::vector<ref>{}}},
                    {},
                    {}}),
         {R"(POST /products {"name":"Mug","showOnFrontpage":1,"categoryIds":[],"externalReferenceId":"p2"})"}},
        {"a product's name",
         updated(kind::product, tee, set(field::product_name, std::string{"T"})),
         {R"(PUT /products/71 {"name":"T"})"}},
        {"its link",
         one(side::ecom, kind::product, tee, link_to{}),
         {R"(PUT /products/71 {"externalReferenceId":"p1"})"}},
        {"it is enabled",
         updated(kind::product, tee, set(field::product_active, true)),
         {R"(PUT /products/71 {"enabled":true})"}},
        {"it leaves the front page",
         updated(kind::product, tee, set(field::product_front_page, false)),
         {R"(PUT /products/71 {"showOnFrontpage":-1})"}},
        {"its stock is not counted any more",
         updated(kind::product, tee, set(field::product_tracks_stock, false)),
         {R"(PUT /products/71 {"unlimited":true})"}},
        {"it is counted again, with its level",
         one(side::ecom, kind::product, tee,
             update{{set(field::product_tracks_stock, true, false),
                     set(field::product_stock, std::int64_t{4}, std::int64_t{1})}}),
         {R"(PUT /products/71 {"unlimited":false,"quantity":4})"}},
        {"a level from a known one is a movement",
         updated(kind::product, tee, set(field::product_stock, std::int64_t{3}, std::int64_t{5})),
         {R"(PUT /products/71/inventory {"quantityDelta":-2})"}},
        {"a level from an unknown one is that level",
         updated(kind::product, tee, set(field::product_stock, std::int64_t{3})),
         {R"(PUT /products/71 {"quantity":3,"unlimited":false})"}},
        {"what moved on the other side",
         one(side::ecom, kind::product, tee, move_stock{{-2'000'000}, units(3), ""}),
         {R"(PUT /products/71/inventory {"quantityDelta":-2})"}},
        {"a width beside the length that is there",
         updated(kind::product, tee,
                 set(field::product_width, distance{5'500'000, length_unit::cm})),
         {R"(PUT /products/71 {"dimensions":{"length":10,"width":5.5,"height":0}})"}},
        {"a product goes", one(side::ecom, kind::product, tee, erase{}), {"DELETE /products/71"}},
        {"a variation of a product that is there",
         one(side::ecom, kind::variant, {"v3", ""},
             create{{{field::product_options, red_s},
                     {field::product_sku, std::string{"TS-3"}},
                     {field::product_price, money{2000}},
                     {field::product_stock, std::int64_t{1}},
                     {field::product_images, ref{"i5", "5"}}},
                    {},
                    {}},
             0, tee),
         {R"(POST /products/71/combinations {"options":[{"name":"Color","value":"Red"},{"name":"Size","value":"S"}],)"
          R"("sku":"TS-3","price":20.00,"quantity":1,"unlimited":false,"externalReferenceId":"v3"})",
          "--",
          "POST /products/71/combinations/901/image?externalUrl=https%3A%2F%2Fs.example%2F5.jpg"}},
        {"a variation's UPC, and its price is its product's",
         one(side::ecom, kind::variant, small,
             update{{set(field::product_upc, std::string{"99"}), set(field::product_price, none)}},
             0, tee),
         {R"(PUT /products/71/combinations/901 {"price":null,"attributes":[{"alias":"UPC","value":"99"}]})"}},
        {"a variation shows no picture",
         updated(kind::variant, small, set(field::product_images, none), tee),
         {"DELETE /products/71/combinations/901/image"}},
        {"a variation's level",
         updated(kind::variant, small, set(field::product_stock, std::int64_t{8}, std::int64_t{9}),
                 tee),
         {R"(PUT /products/71/combinations/901/inventory {"quantityDelta":-1})"}},
        {"a variation gets a SKU, and with it stock of its own",
         one(side::ecom, kind::variant, {"v2", "902"},
             update{{set(field::product_sku, std::string{"TS-2"}, std::string{""}),
                     set(field::product_stock, std::int64_t{8}, std::int64_t{9})}},
             0, tee),
         {R"(PUT /products/71/combinations/902 {"sku":"TS-2","quantity":8,"unlimited":false})"}},
        {"and keeps what it had of its product",
         updated(kind::variant, {"v2", "902"}, set(field::product_sku, std::string{"TS-2"}), tee),
         {R"(PUT /products/71/combinations/902 {"sku":"TS-2","unlimited":false,"quantity":9})"}},
        {"a variation's link",
         one(side::ecom, kind::variant, small, link_to{}, 0, tee),
         {R"(PUT /products/71/combinations/901 {"externalReferenceId":"v1"})"}},
        {"a variation goes",
         one(side::ecom, kind::variant, small, erase{}, 0, tee),
         {"DELETE /products/71/combinations/901"}},
        {"a customer group",
         one(side::ecom, kind::customer_group, {"g1", ""},
             create{{{field::customer_group_name, std::string{"Trade"}}}, {}, {}}),
         {R"(POST /customer_groups {"name":"Trade","externalReferenceId":"g1"})"}},
        {"a group's title",
         updated(kind::customer_group, {"g1", "3"},
                 set(field::customer_group_name, std::string{"B2B"})),
         {R"(PUT /customer_groups/3 {"name":"B2B"})"}},
        {"a group's link",
         one(side::ecom, kind::customer_group, {"g1", "3"}, link_to{}),
         {R"(PUT /customer_groups/3 {"externalReferenceId":"g1"})"}},
        {"a customer's email, consent and group",
         one(side::ecom, kind::customer, {"k1", "8"},
             update{{set(field::customer_email, std::string{"kim@example.com"}),
                     set(field::customer_marketing, false),
                     set(field::customer_group, ref{"g1", "3"})}}),
         {R"(PUT /customers/8 {"email":"kim@example.com","acceptMarketing":false,"customerGroupId":3})"}},
        {"a customer without a group",
         updated(kind::customer, {"k1", "8"}, set(field::customer_group, none)),
         {R"(PUT /customers/8 {"customerGroupId":0})"}},
    };
    for (const auto& r : rows)
        DYNAMIC_SECTION(r.id)
        {
            const auto t = sent({r.what});
            CHECK(t.lines == r.want);
            CHECK(messages(t) == strings{});
            REQUIRE(t.outcomes.size() == 1);
            CHECK(t.outcomes.front().done);
        }
}

TEST_CASE("ecwid requests: a product with variations and pictures is made, then they are",
          "[platforms]")
{
    const std::vector<option_value> s{{"Size", "S"}}, m{{"Size", "M"}};
    const create made{
        {{field::product_name, std::string{"Tee"}},
         {field::product_options, std::vector<option>{{"Size", {"S", "M"}}}}},
        {{{"v1", ""},
          {{field::product_options, s},
           {field::product_sku, std::string{"A"}},
           {field::product_images, ref{"i2", ""}}}},
         {{"v2", ""}, {{field::product_options, m}, {field::product_sku, std::string{"B"}}}}},
        {added("https://t.example/1?v=1&w=2", "i1"), added("https://t.example/2", "i2")}};
    const auto t =
        sent({one(side::ecom, kind::product, {"p9", ""}, made)},
             answering({{"GET", {200, R"([{"id":52,"options":[{"name":"Size","value":"M"}]},
                                     {"id":51,"options":[{"name":"Size","value":"S"}]}])"}}}));
    CHECK(
        t.lines ==
        strings{
            R"(POST /products?saveCombinations=true {"name":"Tee","options":[{"type":"SELECT","name":"Size","choices":[)"
            R"({"text":"S","priceModifier":0,"priceModifierType":"ABSOLUTE"},{"text":"M","priceModifier":0,"priceModifierType":"ABSOLUTE"}]}],)"
            R"("externalReferenceId":"p9","combinations":[{"options":[{"name":"Size","value":"S"}],"sku":"A","externalReferenceId":"v1"},)"
            R"({"options":[{"name":"Size","value":"M"}],"sku":"B","externalReferenceId":"v2"}]})",
            "--", "GET /products/901/combinations", "--",
            R"(POST /products/901/image?externalUrl=https%3A%2F%2Ft.example%2F1%3Fv%3D1%26w%3D2 {"externalId":"i1"})",
            "--",
            R"(POST /products/901/gallery?externalUrl=https%3A%2F%2Ft.example%2F2 {"externalId":"i2"})",
            "--",
            "POST /products/901/combinations/51/image?externalUrl=https%3A%2F%2Ft.example%2F2"});
    REQUIRE(t.outcomes.size() == 1);
    CHECK((t.outcomes.front() == outcome{.action = 0,
                                         .id = "901",
                                         .variations = {{{"v1", ""}, "51"}, {{"v2", ""}, "52"}},
                                         .images = {{{"i1", ""}, "0"}, {{"i2", ""}, "903"}}}));
}

TEST_CASE("ecwid requests: a gallery keeps what can stay", "[platforms]")
{
    struct row {
        const char* id;
        std::vector<picture> asked;
        strings want;
    };
    const std::string main = "POST /products/71/image?externalUrl=",
                      more = "POST /products/71/gallery?externalUrl=";
    const std::vector<row> rows{
        {"as it is", {kept("0"), kept("5"), kept("6")}, {}},
        {"one goes", {kept("0"), kept("6")}, {"DELETE /products/71/gallery/5"}},
        {"one comes",
         {kept("0"), kept("5"), kept("6"), added("https://t.example/7", "i7")},
         {more + R"(https%3A%2F%2Ft.example%2F7 {"externalId":"i7"})"}},
        {"two change places: the second is sent again",
         {kept("0"), kept("6"), kept("5")},
         {more + R"(https%3A%2F%2Fs.example%2F5.jpg {"externalId":"i5"})", "--",
          "DELETE /products/71/gallery/5"}},
        {"another main picture",
         {added("https://t.example/7", "i7"), kept("5"), kept("6")},
         {main + R"(https%3A%2F%2Ft.example%2F7 {"externalId":"i7"})"}},
        {"the main picture goes back: it is sent before it is replaced",
         {kept("5"), kept("0")},
         {more + R"(https%3A%2F%2Fs.example%2F0.jpg {"externalId":"i0"})", "--",
          main + R"(https%3A%2F%2Fs.example%2F5.jpg {"externalId":"i5"})", "--",
          "DELETE /products/71/gallery/5", "DELETE /products/71/gallery/6"}},
        {"all go", {}, {"DELETE /products/71/image", "DELETE /products/71/gallery"}},
    };
    for (const auto& r : rows)
        DYNAMIC_SECTION(r.id)
        {
            const auto t = sent({one(side::ecom, kind::product, tee, set_images{r.asked, {}})});
            CHECK(t.lines == r.want);
            CHECK(messages(t) == strings{});
        }
}

TEST_CASE("ecwid requests: arrays keep what the plan does not know of", "[platforms]")
{
    const api reads = answering({{"GET", {200, R"({"id":71,
      "options":[{"type":"RADIO","name":"Size","nameTranslated":{"en":"Size"},"choices":[{"text":"S","priceModifier":1.50,"priceModifierType":"ABSOLUTE"}],"required":true},
                 {"type":"TEXTFIELD","name":"Engraving"}],
      "attributes":[{"id":9,"type":"CUSTOM","name":"Origin","value":"NL","show":"PRICE"},{"id":4,"type":"UPC","name":"UPC","value":"1","show":"DESCR"}]})"}}});
    const auto options =
        sent({updated(kind::product, tee,
                      set(field::product_options, std::vector<option>{{"Size", {"S", "M"}},
                                                                      {"Engraving", {}},
                                                                      {"Color", {"Red"}}}))},
             reads);
    CHECK(
        options.lines ==
        strings{
            "GET /products/71", "--",
            R"(PUT /products/71 {"options":[{"type":"RADIO","name":"Size","nameTranslated":{"en":"Size"},"required":true,)"
            R"("choices":[{"text":"S","priceModifier":1.50,"priceModifierType":"ABSOLUTE"},{"text":"M","priceModifier":0,"priceModifierType":"ABSOLUTE"}]},)"
            R"({"type":"TEXTFIELD","name":"Engraving"},{"type":"SELECT","name":"Color","choices":[{"text":"Red","priceModifier":0,"priceModifierType":"ABSOLUTE"}]}]})"});
    const auto attributes = sent({one(side::ecom, kind::product, tee,
                                      update{{set(field::product_upc, std::string{"2"}),
                                              set(field::product_brand, std::string{"Acme"})}})},
                                 reads);
    CHECK(
        attributes.lines ==
        strings{
            "GET /products/71", "--",
            R"(PUT /products/71 {"attributes":[{"id":9,"type":"CUSTOM","name":"Origin","value":"NL","show":"PRICE"},)"
            R"({"id":4,"type":"UPC","name":"UPC","show":"DESCR","value":"2"},{"alias":"BRAND","value":"Acme"}]})"});
}

TEST_CASE("ecwid requests: arrays of a product that was not read are not replaced", "[platforms]")
{
    const auto* got = GENERATE("[]", R"({"items":[]})", "{}", "null", R"({"id":72,"options":[]})",
                               R"([{"id":71}])", R"({"id":{}})");
    const auto to = GENERATE(set(field::product_brand, std::string{"Acme"}),
                             set(field::product_upc, std::string{"2"}),
                             set(field::product_options, std::vector<option>{{"Color", {"Red"}}}));
    const auto t = sent({updated(kind::product, tee, to)}, answering({{"GET", {200, got}}}));
    CHECK(t.lines == strings{"GET /products/71"});
    CHECK(messages(t) == strings{"The update of the product 71 in ecom is not done: GET "
                                 "/products/71: the answer is not the product 71."});
    CHECK(!t.outcomes.at(0).done);
}

TEST_CASE("ecwid requests: a weight of 0 is none to the store", "[platforms]")
{
    const auto t =
        sent({one(side::ecom, kind::product, tee,
                  update{{set(field::product_weight, mass{0, mass_unit::g}),
                          set(field::product_width, distance{1, length_unit::mm}),
                          set(field::product_height, distance{2'000'000, length_unit::mm})}})});
    CHECK(
        t.lines ==
        strings{
            R"(PUT /products/71 {"weight":0,"dimensions":{"length":10,"width":0,"height":0.2}})"});
    REQUIRE(t.outcomes.size() == 1);
    CHECK((t.outcomes.front().stored ==
           std::vector<setting>{{field::product_weight, none}, {field::product_width, none}}));
}

TEST_CASE("ecwid requests: the changes of one product in one wave are one call", "[platforms]")
{
    const auto t = sent({updated(kind::product, tee, set(field::product_name, std::string{"T"})),
                         updated(kind::product, tee, set(field::product_sku, std::string{""}))});
    CHECK(t.lines == strings{R"(PUT /products/71 {"name":"T","sku":""})"});
    CHECK(t.outcomes.size() == 2);
    const auto failing =
        sent({updated(kind::product, tee, set(field::product_name, std::string{"T"})),
              updated(kind::product, tee, set(field::product_sku, std::string{""}))},
             answering({{"PUT", {409, R"({"errorCode":"SKU_ALREADY_EXISTS"})"}}}));
    REQUIRE(failing.outcomes.size() == 2);
    CHECK(!failing.outcomes[0].done);
    CHECK(!failing.outcomes[1].done);
}

TEST_CASE("ecwid requests: ids of an earlier wave are filled in", "[platforms]")
{
    const auto named = [](const char* name, value parent) {
        return create{{{field::category_name, std::string{name}},
                       {field::category_parent, std::move(parent)}},
                      {},
                      {}};
    };
    const std::vector<action> actions{
        one(side::ecom, kind::category, {"c1", ""}, named("Shirts", none)),
        one(side::ecom, kind::category, {"c2", ""}, named("Tees", ref{"c1", ""}), 1),
        one(side::ecom, kind::product, {"p2", ""},
            create{{{field::product_name, std::string{"T"}},
                    {field::product_category, std::vector<ref>{{"c2", ""}}}},
                   {},
                   {}},
            2),
        one(side::ecom, kind::category, {}, reorder{{"c1", ""}, {{"c2", ""}}}, 3)};
    const auto t = sent(actions);
    CHECK(t.lines ==
          strings{
              R"(POST /categories {"name":"Shirts","parentId":0,"externalReferenceId":"c1"})", "--",
              R"(POST /categories {"name":"Tees","parentId":901,"externalReferenceId":"c2"})", "--",
              R"(POST /products {"name":"T","categoryIds":[902],"externalReferenceId":"p2"})", "--",
              R"(PUT /categories/sort?parentCategory=901 {"sortedIds":[902]})"});
    // Without the first nothing of it can be.
    const auto none_of_it =
        sent(actions,
             answering({{"POST /categories", {402, R"({"errorMessage":"No more categories"})"}}}));
    CHECK(none_of_it.lines ==
          strings{R"(POST /categories {"name":"Shirts","parentId":0,"externalReferenceId":"c1"})"});
    CHECK(messages(none_of_it) ==
          strings{
              "The create of the category c1 in ecom is not done: POST /categories was refused "
              "with 402, \"No more categories\".",
              "The create of the category c2 in ecom is not done: what it refers to was not made.",
              "The create of the product p2 in ecom is not done: what it refers to was not made.",
              "The reorder of the category in ecom is not done: a category that it puts in order "
              "was not made."});
    for (const auto& o : none_of_it.outcomes)
        CHECK(!o.done);
}

TEST_CASE("ecwid requests: what a call cannot take is said before it is made", "[platforms]")
{
    struct row {
        const char* id;
        action what;
        const char* why;
    };
    std::vector<new_variation> many(201);
    std::vector<ref> everywhere(101, shirts);
    const std::vector<row> rows{
        {"variations", one(side::ecom, kind::product, {"p2", ""}, create{{}, many, {}}),
         "The create of the product p2 in ecom is not done: it has 201 variations, a call takes "
         "200."},
        {"categories", updated(kind::product, tee, set(field::product_category, everywhere)),
         "The update of the product 71 in ecom is not done: it would be in 101 categories, a call "
         "takes 100."},
        {"one SKU of product and variation",
         one(side::ecom, kind::product, {"p2", ""},
             create{{{field::product_sku, std::string{"A"}}},
                    {{{"v1", ""}, {{field::product_sku, std::string{"A "}}}}},
                    {}}),
         "The create of the product p2 in ecom is not done: its variation v1 has the SKU of the "
         "product."},
        {"the stock of a variation without a SKU",
         one(side::ecom, kind::variant, {"v2", "902"}, move_stock{{1'000'000}, {}, ""}, 0, tee),
         "The move_stock of the variant 902 in ecom is not done: a variation without a SKU of its "
         "own has the stock of its product."},
        {"a customer's first name",
         updated(kind::customer, {"k1", "8"}, set(field::customer_first_name, std::string{"Kim"})),
         "The update of the customer 8 in ecom is not done: it has no first_name to write."},
        {"a picture that is not there",
         one(side::ecom, kind::product, tee,
             set_images{{kept("0"), kept("7"), added("https://t.example", "i")}, {}}),
         "The set_images of the product 71 in ecom is not done: the picture 7 is not there, or has "
         "no address to get it from."},
        {"a picture that the store cannot get",
         one(side::ecom, kind::product, tee, set_images{{added("file:///till/i9.jpg", "i9")}, {}}),
         "The set_images of the product 71 in ecom is not done: the picture i9 is not there, or "
         "has no address to get it from."},
    };
    for (const auto& r : rows)
        DYNAMIC_SECTION(r.id)
        {
            const auto t = sent({r.what});
            CHECK(t.lines == strings{});
            CHECK(messages(t) == strings{r.why});
            REQUIRE(t.issues.size() == 1);
            CHECK(t.issues.front().severity == severity::hold);
            CHECK((t.issues.front().rule == rule::target_limits));
            REQUIRE(t.outcomes.size() == 1);
            CHECK(!t.outcomes.front().done);
        }
}

TEST_CASE("ecwid requests: a customer's link is the baseline's, and that is said once",
          "[platforms]")
{
    const auto t = sent({one(side::ecom, kind::customer, {"k1", "8"}, link_to{}),
                         one(side::ecom, kind::customer, {"k2", "9"}, link_to{})});
    CHECK(t.lines == strings{});
    CHECK(t.outcomes == std::vector<outcome>{{.action = 0}, {.action = 1}});
    CHECK(
        messages(t) ==
        strings{
            "2 customers get no reference to the till's record in the store, which takes none for "
            "customers; the baseline remembers the pairs."});
}

TEST_CASE("ecwid requests: half an action is not done, and what is there is said", "[platforms]")
{
    const create made{
        {{field::product_name, std::string{"Tee"}}}, {}, {added("https://t.example/1", "i1")}};
    const auto t =
        sent({one(side::ecom, kind::product, {"p9", ""}, made)},
             answering({{"POST /products/901/image", {422, R"({"errorCode":"WRONG_URL"})"}}}));
    CHECK(messages(t) == strings{"The create of the product p9 in ecom is not done: POST "
                                 "/products/901/image was refused with 422, "
                                 "\"WRONG_URL\". It is there as 901, but not as a whole. Carried "
                                 "out of it: POST /products."});
    REQUIRE(t.outcomes.size() == 1);
    CHECK(!t.outcomes.front().done);
    CHECK(t.outcomes.front().id == "901");
}

TEST_CASE("ecwid requests: answers that are none", "[platforms]")
{
    struct row {
        answer got;
        const char* why;
    };
    const std::vector<row> rows{
        {{0, ""}, "PUT /products/71 was not answered"},
        {{404, ""}, "PUT /products/71 was refused with 404"},
        {{500, "<html>"}, "PUT /products/71 was refused with 500, \"<html>\""},
        {{200, "<html>"}, "PUT /products/71: the answer is no JSON"},
        {{200, R"({"updateCount":0})"}, "PUT /products/71: nothing was changed"},
    };
    for (const auto& r : rows)
        DYNAMIC_SECTION(r.why)
        {
            const auto t =
                sent({updated(kind::product, tee, set(field::product_name, std::string{"T"}))},
                     answering({{"PUT", r.got}}));
            CHECK(messages(t) ==
                  strings{std::string{"The update of the product 71 in ecom is not done: "} +
                          r.why + "."});
            CHECK(!t.outcomes.front().done);
        }
}

TEST_CASE("ecwid requests: after a failure the same field is not tried again in the same plan",
          "[platforms]")
{
    auto parked = updated(kind::product, tee, set(field::product_sku, std::string{"park"}));
    auto last = updated(kind::product, tee, set(field::product_sku, std::string{"B"}));
    auto other = updated(kind::product, tee, set(field::product_name, std::string{"T"}));
    last.wave = other.wave = 1;
    const auto t =
        sent({parked, last, other}, answering({{R"(PUT /products/71 {"sku":"park"})", {409, ""}}}));
    CHECK(t.lines ==
          strings{R"(PUT /products/71 {"sku":"park"})", "--", R"(PUT /products/71 {"name":"T"})"});
    REQUIRE(t.issues.size() == 2);
    CHECK((t.issues[1].rule == rule::order_safe));
    CHECK(t.outcomes[2].done);
}

TEST_CASE("ecwid batch: at most 500 requests each, with their places as ids", "[platforms]")
{
    using platforms::ecwid::batches;
    std::vector<request> round(501);
    round[0] = {.method = "POST", .path = "/products", .query = "a=b", .body = R"({"name":"T"})"};
    round[500] = {.method = "DELETE", .path = "/products/7"};
    const auto bodies = batches(round);
    REQUIRE(bodies.size() == 2);
    CHECK(bodies[0].starts_with(
        R"([{"id":"0","method":"POST","path":"/products?a=b","body":{"name":"T"}},{"id":"1")"));
    CHECK(bodies[1] == R"([{"id":"500","method":"DELETE","path":"/products/7"}])");
    CHECK(batches({}).empty());
}

TEST_CASE("ecwid batch: results are answers, in the order of the requests", "[platforms]")
{
    const strings results{
        R"({"status":"COMPLETED","responses":[
            {"id":"2","status":"FAILED","httpStatusCode":409,"httpBody":{"errorCode":"SKU_ALREADY_EXISTS"}},
            {"id":"0","status":"COMPLETED","httpStatusCode":200,"httpBody":{"id":7,"list":[1.50,{"a":null}],"on":true}}]})",
        R"({"responses":[{"id":"1","status":"NOT_EXECUTED","httpStatusCode":200},{"id":"3","status":"COMPLETED","httpStatusCode":200,"httpBody":"{}"},
                         {"id":"9","status":"COMPLETED","httpStatusCode":200},{"id":"x"}]})",
        "no JSON"};
    const auto got = platforms::ecwid::batch_answers(results, 5);
    REQUIRE(got.size() == 5);
    CHECK(got[0].status == 200);
    CHECK(got[0].body == R"({"id":7,"list":[1.50,{"a":null}],"on":true})");
    CHECK(got[1].status == 0);
    CHECK(got[2].status == 409);
    CHECK(got[2].body == R"({"errorCode":"SKU_ALREADY_EXISTS"})");
    CHECK(got[3].body == "{}");
    CHECK(got[4].status == 0);
}

TEST_CASE("requests: of a plan that goes no further, what was done is known", "[platforms]")
{
    const create made{
        {{field::product_name, std::string{"Tee"}}}, {}, {added("https://t.example/1", "i1")}};
    auto later = updated(kind::product, tee, set(field::product_sku, std::string{"B"}));
    later.wave = 1;
    const auto p = plan_of({updated(kind::product, tee, set(field::product_name, std::string{"T"})),
                            one(side::ecom, kind::product, {"p9", ""}, made), later});
    const auto s = store();
    dispatch sending{p, {}, platforms::ecwid::writes(p, s)};
    REQUIRE(sending.next({}).size() == 2);
    const std::vector<answer> answers{{200, R"({"updateCount":1})"}, {200, R"({"id":901})"}};
    CHECK(sending.next(answers).size() == 1); // the picture
    const auto now = sending.outcomes();
    REQUIRE(now.size() == 2);
    CHECK(now[0].done);
    CHECK(!now[1].done);
    CHECK(now[1].id == "901");
    CHECK(sending.issues().empty());
    CHECK(sending.next({}).size() == 1); // the last one was not answered
    REQUIRE(sending.issues().size() == 1);
    CHECK(sending.issues().front().key == "target.limits:product:p9::create");
}

} // namespace ecwid_requests_tests
