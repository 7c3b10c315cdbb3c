#include "catch.hpp"

#include <twinshelf/platforms/ecwid.hpp>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecwid_tests {

using namespace twinshelf;
namespace ecwid = twinshelf::platforms::ecwid;
using platforms::page;

namespace {

using texts = std::vector<std::string>;
using enum completeness;

json::parsed<ecom::snapshot> read(std::initializer_list<page> pages, const ecwid::options& how = {})
{
    return ecwid::read(std::vector<page>(pages), how);
}

/// A list that is whole.
std::string list(std::string_view rows)
{
    std::size_t count = 0;
    int depth = 0;
    for (const char c : rows) {
        count += c == '{' && depth == 0 ? 1 : 0;
        depth += c == '{' ? 1 : c == '}' ? -1 : 0;
    }
    const auto total = std::to_string(count);
    return R"({"total": )" + total + R"(, "count": )" + total +
           R"(, "offset": 0, "limit": 100, "items": [)" + std::string{rows} + "]}";
}

constexpr std::string_view profile = R"({"generalInfo": {"storeId": 1003},
    "formatsAndUnits": {"currency": "EUR", "currencyPrecision": 2, "weightUnit": "GRAM",
                        "dimensionsUnit": "MM"},
    "taxSettings": {"pricesIncludeTax": true}})";

/// The only product of a whole list of one with these members beside its id, with the store's units.
ecom::product product(std::string_view members)
{
    const auto text = list(R"({"id": 71, )" + std::string{members} + "}");
    const auto r = read({{.text = text, .resource = "products"}, {.text = profile}});
    for (const auto& f : r.faults)
        FAIL_CHECK(json::message(f));
    REQUIRE(r.value.products.records.size() == 1);
    return r.value.products.records.front();
}

/// The same of a product in a whole row.
ecom::product whole_product(std::string_view members)
{
    return product(R"("options": [], )" + std::string{members});
}

/// The variation of a product with two options, whose only combination has these members.
ecom::variation variation(std::string_view members, std::string_view of_product = "")
{
    const auto p = product(std::string{of_product} + R"("sku": "TS", "price": 20, "options": [
        {"type": "SELECT", "name": "Size", "choices": [
            {"text": "S", "priceModifier": 0, "priceModifierType": "ABSOLUTE"},
            {"text": "L", "priceModifier": 1.5, "priceModifierType": "ABSOLUTE"},
            {"text": "XL", "priceModifier": 12.525, "priceModifierType": "PERCENT"},
            {"text": "XXL", "priceModifier": -12.345, "priceModifierType": "PERCENT"}]},
        {"type": "RADIO", "name": "Color", "choices": [{"text": "Red"},
            {"text": "Gold", "priceModifier": 5, "priceModifierType": "ABSOLUTE"}]}],
        "combinations": [{"id": 901, "combinationNumber": 1, )" +
                           std::string{members} + "}]");
    REQUIRE(p.variations);
    REQUIRE(p.variations->size() == 1);
    return p.variations->front();
}

template <class Record>
texts ids(const std::vector<Record>& records)
{
    texts all;
    for (const auto& r : records)
        all.push_back(r.id.text);
    return all;
}

} // namespace

TEST_CASE("ecwid: a product with a combination", "[platforms]")
{
    const auto p = product(R"(
        "sku": "TS", "name": "T-Shirt", "nameTranslated": {"en": "T-Shirt"}, "price": 20.5,
        "description": "<p>Soft</p>", "enabled": false, "unlimited": false, "quantity": 12,
        "compareToPrice": 25, "costPrice": 8, "weight": 180.5, "warningLimit": 3,
        "dimensions": {"length": 300, "width": 200, "height": 20.5}, "subtitle": "For all",
        "productClassId": 0, "url": "https://shop.example/71", "externalReferenceId": "matrix:20",
        "created": "2024-08-30 08:13:09 +0000", "updated": "2024-08-31 10:00:00 +0200",
        "createTimestamp": 1725005589, "updateTimestamp": 1725091200,
        "options": [{"type": "SIZE", "name": "Size", "choices": [{"text": "S"}, {"text": "M"}]},
                    {"type": "TEXTFIELD", "name": "Engraving", "required": false}],
        "combinations": [{"id": 901, "combinationNumber": 1,
            "options": [{"name": "Size", "value": "S"}], "sku": "TS-S", "price": 21, "quantity": 4,
            "unlimited": false, "weight": 170, "externalReferenceId": "22",
            "imageUrl": "https://i.example/2-1500.jpg",
            "attributes": [{"id": 5, "type": "UPC", "name": "UPC", "value": "0123",
                            "show": "DESCR"}]}],
        "attributes": [{"id": 4, "type": "BRAND", "name": "Marke", "value": "Acme"},
                       {"id": 5, "type": "UPC", "name": "UPC", "value": "0456"},
                       {"id": 6, "type": "CUSTOM", "name": "Brand", "value": "no"}],
        "media": {"images": [
            {"id": "0", "isMain": true, "orderBy": 0, "externalId": "p7",
             "imageOriginalUrl": "https://i.example/1.jpg"},
            {"id": "33", "isMain": false, "orderBy": 1,
             "image1500pxUrl": "https://i.example/2-1500.jpg",
             "imageOriginalUrl": "https://i.example/2.jpg"}]},
        "categoryIds": [10, 11], "categories": [{"id": 10, "enabled": true}],
        "defaultCategoryId": 10, "showOnFrontpage": 2, "isSampleProduct": false)");
    using image = ecom::image;
    const ecom::product want{
        .id = "71"_id,
        .pos_id = pos::product_id{"matrix:20"},
        .name = "T-Shirt",
        .description = "<p>Soft</p>",
        .brand = "Acme",
        .sellable = {.sku = "TS",
                     .upc = "0456",
                     .price = money{2050},
                     .tracks_stock = true,
                     .quantity = 12,
                     .weight = mass{180'500'000, mass_unit::g}},
        .enabled = false,
        .category_ids = std::vector<ecom::category_id>{"10"_id, "11"_id},
        .on_front_page = true,
        .tax_included = true,
        .compare_to_price = money{2500},
        .subtitle = "For all",
        .low_stock_threshold = 3,
        .length = distance{300'000'000, length_unit::mm},
        .width = distance{200'000'000, length_unit::mm},
        .height = distance{20'500'000, length_unit::mm},
        .images =
            std::vector<image>{
                {.id = "0"_id, .url = "https://i.example/1.jpg", .source_id = pos::image_id{"p7"}},
                {.id = "33"_id, .url = "https://i.example/2.jpg"}},
        .options = std::vector<option>{{"Size", {"S", "M"}}, {"Engraving", {}}},
        .variations =
            std::vector<ecom::variation>{{.id = "901"_id,
                                          .pos_id = pos::variant_id{"22"},
                                          .option_values = std::vector<option_value>{{"Size", "S"}},
                                          .sellable = {.sku = "TS-S",
                                                       .upc = "0123",
                                                       .price = money{2100},
                                                       .tracks_stock = true,
                                                       .quantity = 4,
                                                       .weight = mass{170'000'000, mass_unit::g}},
                                          .image_id = ecom::image_id{"33"}}},
        .updated_at = parse_time("2024-08-31T08:00:00Z")};
    CHECK(p == want);
}

TEST_CASE("ecwid: what a whole row leaves out is empty, what a cut one does is unknown",
          "[platforms]")
{
    const ecom::product cut{.id = "71"_id, .name = "Tee", .tax_included = true};
    CHECK(product(R"("name": "Tee")") == cut);
    const ecom::product whole{.id = "71"_id,
                              .name = "Tee",
                              .description = "",
                              .brand = "",
                              .sellable = {.sku = "", .upc = "", .weight = none},
                              .on_front_page = false,
                              .tax_included = true,
                              .compare_to_price = none,
                              .subtitle = "",
                              .length = none,
                              .width = none,
                              .height = none,
                              .options = std::vector<option>{}};
    CHECK(whole_product(R"("name": "Tee")") == whole);

    const auto p = product(R"("combinations": [{"id": 1}])");
    CHECK(p.variations == std::vector<ecom::variation>{{.id = "1"_id}});
    const ecom::variation inherits{
        .id = "901"_id,
        .option_values = std::vector<option_value>{},
        .sellable = {.sku = "", .upc = "", .price = none, .weight = none},
        .image_id = none};
    CHECK(variation(R"("options": [])") == inherits);
}

TEST_CASE("ecwid: a list that is cut says nothing about the rest of a description", "[platforms]")
{
    CHECK(product(R"("description": "So", "descriptionTruncated": false)").description == "So");
    CHECK(!whole_product(R"("description": "So", "descriptionTruncated": true)").description);
}

TEST_CASE("ecwid: stock is limited or not", "[platforms]")
{
    struct row {
        const char *id, *members;
        std::optional<bool> tracks;
        std::optional<std::int64_t> quantity;
    };
    const auto r = GENERATE(values<row>({
        {"limited", R"("unlimited": false, "quantity": 4)", true, 4},
        {"unlimited has no quantity", R"("unlimited": true)", false, std::nullopt},
        {"a quantity from before", R"("unlimited": true, "quantity": 67)", false, std::nullopt},
        {"only a quantity", R"("quantity": 67)", true, 67},
        {"neither", R"("inStock": true)", std::nullopt, std::nullopt},
        {"below zero", R"("unlimited": false, "quantity": -2)", true, -2},
    }));
    DYNAMIC_SECTION(r.id)
    {
        const auto s = whole_product(r.members).sellable;
        CHECK(s.tracks_stock == r.tracks);
        CHECK(s.quantity == r.quantity);
    }
}

TEST_CASE("ecwid: 0 is no weight, no dimension and no price to compare with", "[platforms]")
{
    const auto p = whole_product(R"("weight": 0, "price": 0, "compareToPrice": 0,
        "dimensions": {"length": 0, "width": 0, "height": 3})");
    CHECK(p.sellable.weight == none);
    CHECK(p.sellable.price == money{0});
    CHECK(p.compare_to_price == none);
    CHECK(p.length == none);
    CHECK(p.height == distance{3'000'000, length_unit::mm});
}

TEST_CASE("ecwid: brand and UPC are attributes", "[platforms]")
{
    struct row {
        const char *id, *attributes;
        std::optional<std::string> brand, upc;
    };
    const auto r = GENERATE(values<row>({
        {"none", "[]", "", ""},
        {"null", "null", "", ""},
        {"both", R"([{"type": "UPC", "value": "1"}, {"type": "BRAND", "value": "A"}])", "A", "1"},
        {"of the till's sync", R"([{"type": "EXTERNAL_UPC", "value": "2"}])", "", "2"},
        {"the store's own first",
         R"([{"type": "EXTERNAL_UPC", "value": "2"}, {"type": "UPC", "value": "1"}])", "", "1"},
        {"the store's own is empty",
         R"([{"type": "UPC", "value": ""}, {"type": "EXTERNAL_UPC", "value": "2"}])", "", "2"},
        {"an EAN of the till's", R"([{"type": "EXTERNAL_EAN", "value": "3"}])", "", "3"},
        {"the till's UPC before its EAN",
         R"([{"type": "EXTERNAL_EAN", "value": "3"}, {"type": "EXTERNAL_UPC", "value": "2"}])", "",
         "2"},
        {"by type, not by name", R"([{"type": "CUSTOM", "name": "UPC", "value": "1"}])", "", ""},
        {"a number", R"([{"type": "UPC", "value": 123}])", "", "123"},
    }));
    DYNAMIC_SECTION(r.id)
    {
        const auto p = product(R"("attributes": )" + std::string{r.attributes});
        CHECK(p.brand == r.brand);
        CHECK(p.sellable.upc == r.upc);
    }
}

TEST_CASE("ecwid: the front page is a place above 0", "[platforms]")
{
    CHECK(whole_product(R"("showOnFrontpage": 1)").on_front_page == true);
    CHECK(whole_product(R"("showOnFrontpage": 0)").on_front_page == false);
    CHECK(whole_product(R"("showOnFrontpage": -1)").on_front_page == false);
    CHECK(product(R"("showOnFrontpage": 3)").on_front_page == true);
    CHECK(whole_product(R"("categoryIds": [0, 5])").category_ids ==
          std::vector<ecom::category_id>{"5"_id});
    CHECK(whole_product(R"("categoryIds": [])").category_ids == std::vector<ecom::category_id>{});
    CHECK(!whole_product(R"("defaultCategoryId": 5)").category_ids);
}

TEST_CASE("ecwid: pictures stand by their order, the main one first", "[platforms]")
{
    struct row {
        const char *id, *members;
        std::optional<texts> want; // id and URL
    };
    const auto r = GENERATE(values<row>({
        {"neither media nor a gallery", R"("imageUrl": "m")", std::nullopt},
        {"no media, no pictures", R"("media": {"images": []}, "galleryImages": [])", texts{}},
        {"media before a gallery",
         R"("media": {"images": [{"id": "5", "orderBy": 2, "imageOriginalUrl": "b"},
                                 {"id": 4, "orderBy": 1, "image800pxUrl": "a"},
                                 {"id": "0", "isMain": true, "orderBy": 9, "image160pxUrl": "m"}],
                      "videos": []}, "galleryImages": [{"id": 9, "url": "x"}], "imageUrl": "y")",
         texts{"0 m", "4 a", "5 b"}},
        {"a gallery after the main picture",
         R"("url": "https://shop.example/71", "imageUrl": "n", "originalImageUrl": "m",
            "galleryImages": [{"id": 7, "orderBy": 2, "url": "b"},
                              {"id": 6, "orderBy": 1, "imageUrl": "a2", "originalImageUrl": "a"}])",
         texts{"0 m", "6 a", "7 b"}},
        {"a gallery and no main picture",
         R"("url": "https://shop.example/71", "galleryImages": [{"id": 7, "url": "b"}])",
         texts{"7 b"}},
        {"only the main one", R"("originalImageUrl": "m", "galleryImages": [])", texts{"0 m"}},
        {"media without a list", R"("media": {}, "imageUrl": "m", "galleryImages": [])",
         texts{"0 m"}},
    }));
    DYNAMIC_SECTION(r.id)
    {
        const auto images = whole_product(r.members).images;
        REQUIRE(images.has_value() == r.want.has_value());
        if (!images) return;
        texts got;
        for (const auto& i : *images)
            got.push_back(i.id.text + ' ' + i.url.value_or("?"));
        CHECK(got == *r.want);
    }
}

TEST_CASE("ecwid: a combination's picture is one of the product's", "[platforms]")
{
    constexpr std::string_view media = R"("media": {"images": [
        {"id": "0", "isMain": true, "image400pxUrl": "m4", "imageOriginalUrl": "m"},
        {"id": "8", "image400pxUrl": "e4", "image1500pxUrl": "e15"}]}, )";
    struct row {
        const char *id, *members;
        std::string_view of_product;
        maybe<ecom::image_id> want;
    };
    const maybe<ecom::image_id> unknown;
    const auto r = GENERATE_COPY(values<row>({
        {"by the original", R"("originalImageUrl": "m")", media, ecom::image_id{"0"}},
        {"by a smaller one", R"("imageUrl": "?", "thumbnailUrl": "e4")", media,
         ecom::image_id{"8"}},
        {"none of its own", R"("alt": {})", media, none},
        {"empty URLs", R"("imageUrl": "", "thumbnailUrl": "")", media, none},
        {"one that the product does not have", R"("imageUrl": "x")", media, unknown},
        {"the product's are unknown", R"("imageUrl": "m")", "", unknown},
    }));
    DYNAMIC_SECTION(r.id)
    {
        CHECK(variation(R"("options": [], )" + std::string{r.members}, r.of_product).image_id ==
              r.want);
    }
}

TEST_CASE("ecwid: option values stand in the order of the product's options", "[platforms]")
{
    using values_of = std::vector<option_value>;
    const values_of want{{"Size", "S"}, {"Color", "Red"}};
    CHECK(variation(R"("options": [{"name": "Color", "value": "Red"},
                                   {"name": "Size", "value": "S"}])")
              .option_values == want);
    CHECK(variation(R"("options": [{"name": "Size", "value": "S"},
                                   {"name": "Color", "value": "Red"}])")
              .option_values == want);
    CHECK(variation(R"("options": [{"name": "Old", "value": "x"},
                                   {"name": "Color", "value": "Red"}])")
              .option_values == values_of{{"Color", "Red"}, {"Old", "x"}});
}

TEST_CASE("ecwid: a combination without a price costs what its choices add", "[platforms]")
{
    struct row {
        const char *id, *size, *color, *more;
        maybe<money> want;
    };
    const auto r = GENERATE(values<row>({
        {"its own price", "L", "Gold", R"("price": 19.99, )", money{1999}},
        {"a price of null", "S", "Red", R"("price": null, )", none},
        {"nothing is added", "S", "Red", "", none},
        {"an amount", "L", "Red", "", money{2150}},
        {"two amounts", "L", "Gold", "", money{2650}},
        {"a share to the half cent", "XL", "Red", "", money{2251}},
        {"a share to the half cent, less", "XXL", "Red", "", money{1753}},
    }));
    DYNAMIC_SECTION(r.id)
    {
        const auto v =
            variation(std::string{r.more} + R"("options": [{"name": "Size", "value": ")" + r.size +
                      R"("}, {"name": "Color", "value": ")" + r.color + "\"}]");
        CHECK(v.sellable.price == r.want);
    }
    for (const auto* price : {R"("name": "without a price")", R"("price": 100000000)"}) {
        const auto p = product(std::string{price} + R"(, "options": [{"name": "Size", "choices": [
                {"text": "L", "priceModifier": 1, "priceModifierType": "PERCENT"}]}],
            "combinations": [{"id": 1, "options": [{"name": "Size", "value": "L"}]}])");
        CHECK(!p.variations.value().at(0).sellable.price.known());
    }
}

TEST_CASE("ecwid: combinations may come on a page of their own", "[platforms]")
{
    const auto products = list(R"({"id": 71, "price": 20, "options": [{"name": "Size",
        "choices": [{"text": "L", "priceModifier": 2, "priceModifierType": "ABSOLUTE"}]},
        {"name": "Color", "choices": []}], "combinations": [{"id": 1}],
        "media": {"images": [{"id": "0", "imageOriginalUrl": "m"}]}}, {"id": 72, "price": 5})");
    const page own{.name = "c",
                   .text = R"([{"id": 901, "combinationNumber": 2, "originalImageUrl": "m",
        "options": [{"name": "Color", "value": "Red"}, {"name": "Size", "value": "L"}]},
        {"id": 900, "combinationNumber": 1, "options": []}])",
                   .resource = "products/71/combinations?lang=en"};
    const auto r = read({own, {.text = products}});
    CHECK(r.ok());
    CHECK(r.value.products.complete());
    REQUIRE(ids(r.value.products.records) == texts{"71", "72"});
    const auto& v = r.value.products.records[0].variations.value();
    REQUIRE(ids(v) == texts{"901", "900"});
    CHECK(v[0].sellable.price == money{2200});
    CHECK(v[0].image_id == ecom::image_id{"0"});
    CHECK(v[0].option_values == std::vector<option_value>{{"Size", "L"}, {"Color", "Red"}});
    CHECK(!r.value.products.records[1].variations);

    const auto alone = read({own});
    CHECK(alone.ok());
    CHECK(alone.value.products.state == partial);
    REQUIRE(ids(alone.value.products.records) == texts{"71"});
    const auto& of_unread = alone.value.products.records[0].variations.value();
    CHECK(ids(of_unread) == texts{"901", "900"});
    CHECK(!of_unread[0].sellable.price.known()); // what do its choices add?
    CHECK(!of_unread[0].image_id.known());

    // what is not all of them is not known
    for (const auto* text : {R"([{"id": 901}, {"options": []}])", R"([{"id": 901}, {)"}) {
        const auto broken =
            read({{.text = text, .resource = "/products/71/combinations"}, {.text = products}});
        CHECK(broken.faults.size() == 1);
        CHECK(broken.value.products.state == partial);
        CHECK(!broken.value.products.records.at(0).variations);
    }
}

TEST_CASE("ecwid: categories", "[platforms]")
{
    const auto rows = list(R"(
        {"id": 9, "orderBy": 10, "name": "Fruit", "enabled": true, "productCount": 6,
         "thumbnailUrl": "t", "imageUrl": "i", "originalImageUrl": "o", "description": "<b>Ripe</b>",
         "origin": "LIGHTSPEED", "externalReferenceId": "12", "imageExternalId": "p1"},
        {"id": 10, "parentId": 9, "orderBy": 20, "name": "Apples", "enabled": false},
        {"id": 11, "parentId": 0, "orderBy": 30, "name": "Own", "enabled": true, "origin": "ECWID",
         "originalImage": {"url": "u", "width": 1, "height": 1}},
        {"id": 12, "name": "Old", "productCount": 2},
        {"id": 0, "name": "Store front page", "orderBy": 0})");
    const auto r = read({{.text = rows}});
    CHECK(r.ok());
    CHECK(r.value.categories.complete()); // the front page is none
    const std::vector<ecom::category> want{{.id = "9"_id,
                                            .pos_id = pos::category_id{"12"},
                                            .parent_id = none,
                                            .name = "Fruit",
                                            .enabled = true,
                                            .description = "<b>Ripe</b>",
                                            .image_url = "o",
                                            .position = 10},
                                           {.id = "10"_id,
                                            .parent_id = ecom::category_id{"9"},
                                            .name = "Apples",
                                            .enabled = false,
                                            .description = "",
                                            .image_url = "",
                                            .position = 20},
                                           {.id = "11"_id,
                                            .pos_id = pos::category_id{},
                                            .parent_id = none,
                                            .name = "Own",
                                            .enabled = true,
                                            .description = "",
                                            .image_url = "u",
                                            .position = 30},
                                           {.id = "12"_id, .parent_id = none, .name = "Old"}};
    CHECK(r.value.categories.records == want);
}

TEST_CASE("ecwid: a category that is not listed shows that hidden ones were left out",
          "[platforms]")
{
    const auto visible = list(R"({"id": 9, "orderBy": 10, "enabled": true})");
    struct row {
        const char *id, *products;
        completeness want;
    };
    const auto r = GENERATE(values<row>({
        {"all that products are in are listed", R"({"id": 1, "price": 1, "categoryIds": [9, 0]})",
         complete},
        {"a product is in another", R"({"id": 1, "price": 1, "categoryIds": [9, 10]})", partial},
    }));
    DYNAMIC_SECTION(r.id)
    {
        const auto products = list(r.products);
        const auto s = read({{.text = visible}, {.text = products}}).value;
        CHECK(s.categories.state == r.want);
        CHECK(s.products.complete());
    }
    const auto child = list(R"({"id": 9, "orderBy": 10, "parentId": 5})");
    CHECK(read({{.text = child}}).value.categories.state == partial);
}

TEST_CASE("ecwid: customer groups and customers", "[platforms]")
{
    const auto groups = list(R"({"id": 0, "name": "General"},
        {"id": 9367001, "name": "VIP", "externalReferenceId": "2"})");
    const auto customers = list(R"(
        {"id": 1, "name": "Jo van Dyk", "email": "jo@example.com", "customerGroupId": 9367001,
         "acceptMarketing": true, "updated": "2024-06-04 21:15:10 +0000", "totalOrderCount": 2,
         "billingPerson": {"name": "Jo van Dyk", "firstName": "Jo", "lastName": "van Dyk"},
         "stats": {"numberOfOrders": 1}, "externalReferenceId": "77",
         "contacts": [{"contact": "jo@example.com", "type": "EMAIL",
                       "timestamp": "2024-06-04 21:15:10 +0000"}]},
        {"id": 2, "email": "", "name": "Cher", "customerGroupId": 0, "acceptMarketing": false,
         "totalOrderCount": 0, "stats": {"numberOfOrders": 1}},
        {"id": 3, "email": "a@example.com", "billingPerson": {"name": "Ada King Noel"},
         "acceptMarketing": null},
        {"id": 4, "email": "b@example.com", "registered": "2024-06-04 21:15:10 +0000"})");
    const auto r = read({{.text = groups}, {.text = customers}});
    CHECK(r.ok());
    CHECK(r.value.customer_groups.complete());
    const std::vector<ecom::customer_group> want_groups{
        {.id = "0"_id, .name = "General", .is_default = true},
        {.id = "9367001"_id,
         .pos_id = pos::customer_group_id{"2"},
         .name = "VIP",
         .is_default = false}};
    CHECK(r.value.customer_groups.records == want_groups);
    CHECK(r.value.customers.complete());
    const std::vector<ecom::customer> want{
        {.id = "1"_id,
         .pos_id = pos::customer_id{"77"},
         .email = "jo@example.com",
         .first_name = "Jo",
         .last_name = "van Dyk",
         .group_id = ecom::customer_group_id{"9367001"},
         .accepts_marketing = true,
         .orders = 2,
         .updated_at = parse_time("2024-06-04T21:15:10Z")},
        {.id = "2"_id,
         .email = "",
         .first_name = "Cher",
         .last_name = "",
         .group_id = none,
         .accepts_marketing = false,
         .orders = 1},
        {.id = "3"_id, .email = "a@example.com", .first_name = "Ada", .last_name = "King Noel"},
        {.id = "4"_id, .email = "b@example.com"}};
    CHECK(r.value.customers.records == want);
}

TEST_CASE("ecwid: the profile tells currency, units and tax, wherever it stands", "[platforms]")
{
    const auto rows = list(R"({"id": 1, "price": 1200.5, "weight": 2,
        "dimensions": {"length": 3}, "options": []})");
    const auto read_with = [&](std::string_view text) {
        const auto r = read({{.text = rows}, {.text = text}},
                            {.money = {"EUR", 2}, .weight_unit = mass_unit::kg});
        CHECK(r.ok());
        return r.value;
    };
    const auto yen = read_with(R"({"formatsAndUnits": {"currency": "JPY", "weightUnit": "POUND",
        "dimensionsUnit": "YD"}, "taxSettings": {"pricesIncludeTax": false}})");
    CHECK(yen.currency == currency{"JPY", 0});
    CHECK(yen.weight_unit == mass_unit::lb);
    CHECK(yen.length_unit == length_unit::yd);
    const auto& p = yen.products.records.at(0);
    CHECK(p.sellable.price == money{1201, -500'000});
    CHECK(p.sellable.weight == mass{2'000'000, mass_unit::lb});
    CHECK(p.length == distance{3'000'000, length_unit::yd});
    CHECK(p.tax_included == false);

    const auto precise = read_with(R"({"formatsAndUnits": {"currency": "EUR",
        "currencyPrecision": 3, "weightUnit": "CARAT", "dimensionsUnit": "IN"}})");
    CHECK(precise.currency == currency{"EUR", 3});
    CHECK(precise.weight_unit == mass_unit::ct);
    CHECK(precise.length_unit == length_unit::in);
    CHECK(!precise.products.records.at(0).tax_included);
    CHECK(read_with(R"({"formatsAndUnits": {"weightUnit": "OUNCE"}})").weight_unit ==
          mass_unit::oz);

    const auto without = read_with(R"({"generalInfo": {"storeId": 1}})");
    CHECK(without.currency == currency{"EUR", 2});
    CHECK(without.products.records.at(0).sellable.weight == mass{2'000'000, mass_unit::kg});
    CHECK(!without.products.records.at(0).length.known()); // in what unit?
}

TEST_CASE("ecwid: what a page is of is seen by its rows, or said", "[platforms]")
{
    struct row {
        const char *id, *text, *resource;
        std::vector<completeness> want; // categories, products, groups, customers
    };
    const auto r = GENERATE(values<row>({
        {"products",
         R"({"total": 1, "items": [{"id": 1, "sku": ""}]})",
         "",
         {absent, complete, absent, absent}},
        {"categories",
         R"({"total": 1, "items": [{"id": 1, "orderBy": 1}]})",
         "",
         {complete, absent, absent, absent}},
        {"groups",
         R"({"total": 1, "items": [{"id": 1, "name": "VIP"}]})",
         "",
         {absent, absent, complete, absent}},
        {"customers",
         R"({"total": 1, "items": [{"id": 1, "email": ""}]})",
         "",
         {absent, absent, absent, complete}},
        {"an empty list of groups",
         R"({"total": 0, "items": []})",
         "customer_groups",
         {absent, absent, complete, absent}},
        {"an empty list of nobody knows what",
         R"({"total": 0, "items": []})",
         "",
         {absent, absent, absent, absent}},
        {"a path",
         R"({"total": 0, "items": []})",
         "/categories?hidden_categories=true",
         {complete, absent, absent, absent}},
        {"rows that do not say",
         R"({"total": 1, "items": [{"id": 1}]})",
         "products",
         {absent, complete, absent, absent}},
        {"one product", R"({"id": 1, "sku": "A"})", "", {absent, partial, absent, absent}},
        {"one category", R"({"id": 1})", "categories/1", {partial, absent, absent, absent}},
        {"a bare list", R"([{"id": 1, "sku": "A"}])", "", {absent, partial, absent, absent}},
    }));
    DYNAMIC_SECTION(r.id)
    {
        const auto s = read({{.text = r.text, .resource = r.resource}});
        CHECK(s.ok());
        CHECK(std::vector{s.value.categories.state, s.value.products.state,
                          s.value.customer_groups.state, s.value.customers.state} == r.want);
    }
}

TEST_CASE("ecwid: a section is complete when its pages hold the whole list", "[platforms]")
{
    const auto of = [](const char* total, const char* rows) {
        return R"({"total": )" + std::string{total} + R"(, "count": 1, "offset": 0, "limit": 1,
            "items": [)" +
               rows + "]}";
    };
    constexpr auto one = R"({"id": 1, "sku": "A"})", two = R"({"id": 2, "sku": "B"})";
    struct row {
        const char* id;
        texts pages;
        completeness want;
    };
    const auto r = GENERATE_COPY(values<row>({
        {"all on one page", {of("1", one)}, complete},
        {"one page of two", {of("2", one)}, partial},
        {"both pages", {of("2", one), of("2", two)}, complete},
        {"both pages, the last first", {of("2", two), of("2", one)}, complete},
        {"the same page twice", {of("2", one), of("2", one)}, partial},
        {"a row more while it was read", {of("1", one), of("2", two)}, complete},
        {"one that went away unseen", {of("3", one), of("2", two)}, partial},
        {"an empty last page", {of("1", one), of("1", "")}, complete},
        {"no total", {R"({"items": [{"id": 1, "sku": "A"}]})"}, partial},
        {"a page and a record by its id", {of("1", one), two}, partial},
    }));
    DYNAMIC_SECTION(r.id)
    {
        std::vector<page> pages;
        for (const auto& text : r.pages)
            pages.push_back({.text = text, .resource = "products"});
        const auto s = ecwid::read(pages);
        CHECK(s.ok());
        CHECK(s.value.products.state == r.want);
    }
}

TEST_CASE("ecwid: of two rows with one id the one that was updated later is kept", "[platforms]")
{
    const auto rows = [](const char* first, const char* second) {
        return R"({"total": 1, "items": [{"id": 1, "sku": "A", "updated": ")" + std::string{first} +
               R"("}, {"id": 1, "sku": "B", "updated": ")" + second + "\"}]}";
    };
    const auto sku = [](const std::string& text) {
        const auto r = read({{.text = text}});
        CHECK(r.ok());
        return r.value.products.records.at(0).sellable.sku;
    };
    CHECK(sku(rows("2024-01-01 00:00:00 +0000", "2024-01-02 00:00:00 +0000")) == "B");
    CHECK(sku(rows("2024-01-02 00:00:00 +0000", "2024-01-01 00:00:00 +0000")) == "A");
    CHECK(sku(rows("", "")) == "B");
}

TEST_CASE("ecwid: the unix time stands in for the other", "[platforms]")
{
    CHECK(product(R"("updateTimestamp": 1725434412)").updated_at ==
          parse_time("2024-09-04T07:20:12Z"));
    CHECK(product(R"("updated": "2014-10-15 09:01:31 -0700", "updateTimestamp": 1)").updated_at ==
          parse_time("2014-10-15T16:01:31Z"));
    CHECK(!product(R"("updateTimestamp": 99999999999999)").updated_at);
}

TEST_CASE("ecwid: what was deleted is gone", "[platforms]")
{
    const auto gone = list(R"({"id": 5, "date": "2024-09-04 07:20:12 +0000"}, {"id": 6})");
    const auto rows = list(R"({"id": 6, "sku": "A", "externalReferenceId": "9"})");
    const auto r = read({{.text = gone, .resource = "products/deleted"},
                         {.text = rows},
                         {.text = gone, .resource = "customers/deleted?from_date=1"}});
    CHECK(r.ok());
    CHECK(r.value.products.complete());
    REQUIRE(ids(r.value.products.records) == texts{"6", "5"});
    CHECK(r.value.products.records[0].pos_id == pos::product_id{"9"});
    CHECK(r.value.products.records[0].deleted == true);
    CHECK(r.value.products.records[1] ==
          ecom::product{
              .id = "5"_id, .updated_at = parse_time("2024-09-04T07:20:12Z"), .deleted = true});
    CHECK(r.value.customers.state == partial);
    CHECK(ids(r.value.customers.records) == texts{"5", "6"});
    CHECK(r.value.customers.records[1].deleted == true);
}

TEST_CASE("ecwid: a faulty record is left out, the rest is read", "[platforms]")
{
    struct row {
        const char *id, *member, *where;
    };
    const auto r = GENERATE(values<row>({
        {"a price", R"("price": "much")", "/price"},
        {"a flag", R"("enabled": "yes")", "/enabled"},
        {"a quantity", R"("quantity": 1.5)", "/quantity"},
        {"a text", R"("name": {})", "/name"},
        {"a weight", R"("weight": true)", "/weight"},
        {"a size", R"("dimensions": {"width": "w"})", "/dimensions/width"},
        {"dimensions", R"("dimensions": 5)", "/dimensions"},
        {"a time", R"("updated": "today")", "/updated"},
        {"a category", R"("categoryIds": [{}])", "/categoryIds/0"},
        {"categories", R"("categoryIds": 5)", "/categoryIds"},
        {"a picture without an id", R"("media": {"images": [{}]})", "/media/images/0/id"},
        {"an option without a name", R"("options": [{"name": ""}])", "/options/0/name"},
        {"a surcharge", R"("options": [{"name": "S", "choices": [{"priceModifier": "x"}]}])",
         "/options/0/choices/0/priceModifier"},
        {"a combination without an id", R"("combinations": [{"sku": ""}])", "/combinations/0/id"},
        {"a combination's stock", R"("combinations": [{"id": 1, "quantity": "x"}])",
         "/combinations/0/quantity"},
        {"attributes", R"("attributes": "none")", "/attributes"},
        {"combinations that are no list", R"("combinations": {})", "/combinations"},
        {"categories that are no list", R"("categoryIds": {})", "/categoryIds"},
        {"a key twice", R"("name": "a", "name": "b")", "/name"},
    }));
    DYNAMIC_SECTION(r.id)
    {
        const auto rows = R"({"total": 3, "items": [{"id": 1, "sku": "A"},
            {"id": 2, "sku": "B", )" +
                          std::string{r.member} + R"(}, {"id": 3, "sku": "C"}]})";
        const auto s = read({{.name = "p.json", .text = rows}},
                            {.weight_unit = mass_unit::g, .length_unit = length_unit::cm});
        REQUIRE(s.faults.size() == 1);
        CHECK(s.faults[0].where == "p.json: /items/1" + std::string{r.where});
        CHECK(ids(s.value.products.records) == texts{"1", "3"});
        CHECK(s.value.products.state == partial);
    }
}

TEST_CASE("ecwid: of a record whose later row is faulty nothing is known", "[platforms]")
{
    const auto skus = [](const char* first, const char* second) {
        const auto rows = R"({"total": 2, "items": [{"id": 1, "sku": "A", "updated": ")" +
                          std::string{first} +
                          R"("}, {"id": 1, "sku": "B", "price": "much", "updated": ")" + second +
                          R"("}, {"id": 2, "sku": "C"}]})";
        const auto s = read({{.text = rows}});
        CHECK(s.faults.size() == 1);
        CHECK(s.value.products.state == partial);
        texts all;
        for (const auto& p : s.value.products.records)
            all.push_back(p.id.text + p.sellable.sku.value_or(""));
        return all;
    };
    CHECK(skus("2024-01-01 00:00:00 +0000", "2024-01-02 00:00:00 +0000") == texts{"2C"});
    CHECK(skus("2024-01-02 00:00:00 +0000", "2024-01-01 00:00:00 +0000") == texts{"1A", "2C"});
    CHECK(skus("", "") == texts{"2C"});

    const auto faulty = list(R"({"id": 71, "price": "much"}, {"id": 72, "sku": ""})");
    const auto joined =
        read({{.text = faulty},
              {.text = R"([{"id": 901, "options": []}])", .resource = "products/71/combinations"}});
    CHECK(ids(joined.value.products.records) == texts{"72"});
    const auto tombstone = list(R"({"id": 71, "date": "2024-09-04 07:20:12 +0000"})");
    const auto gone = read({{.text = faulty}, {.text = tombstone, .resource = "products/deleted"}});
    CHECK(ids(gone.value.products.records) == texts{"71", "72"});
    CHECK(gone.value.products.records.at(0).deleted == true);
}

TEST_CASE("ecwid: a page that cannot be read leaves every section partial", "[platforms]")
{
    const auto groups = list(R"({"id": 1, "name": "VIP"})");
    struct row {
        const char *id, *text, *resource, *where, *found;
    };
    const auto r = GENERATE(values<row>({
        {"an error", R"({"errorMessage": "No.", "errorCode": "NO_ACCESS"})", "products", "p",
         R"(the error NO_ACCESS "No.")"},
        {"no JSON", "<html>", "", "p", R"(the character "<" at line 1, column 1)"},
        {"rows that do not say what they are", R"({"total": 1, "items": [{"id": 5}]})", "",
         "p: /items/0", "an object"},
        {"tombstones of nobody knows what",
         R"({"total": 1, "items": [{"id": 5, "date": "2024-09-04 07:20:12 +0000"}]})", "",
         "p: /items/0", "an object"},
        {"a row that is none", R"({"total": 1, "items": [5]})", "", "p: /items/0", "the number 5"},
        {"combinations of nobody knows which", R"([{"id": 1, "combinationNumber": 1}])", "", "p",
         "combinations"},
        {"an object that does not say", R"({"id": 5})", "", "p", "an object"},
        {"another resource", R"({"total": 0, "items": []})", "orders", "p", R"("orders")"},
        {"no object", R"("x")", "", "p", R"(the text "x")"},
    }));
    DYNAMIC_SECTION(r.id)
    {
        const auto s =
            read({{.text = groups}, {.name = "p", .text = r.text, .resource = r.resource}});
        REQUIRE(s.faults.size() == 1);
        CHECK(s.faults[0].where == r.where);
        CHECK(s.faults[0].found == r.found);
        CHECK(ids(s.value.customer_groups.records) == texts{"1"});
        CHECK(s.value.customer_groups.state == partial);
    }
}

TEST_CASE("ecwid: what is no row leaves its own list partial", "[platforms]")
{
    const auto groups = list(R"({"id": 1, "name": "VIP"})");
    const auto* broken = GENERATE(R"({"total": 1, "items": [{"id": 5, "sku": ""}, 5]})",
                                  R"([{"id": 5, "sku": ""}, []])");
    const auto r = read({{.text = groups}, {.text = broken}});
    CHECK(r.faults.size() == 1);
    CHECK(r.value.customer_groups.complete());
    CHECK(r.value.products.state == partial);
    CHECK(ids(r.value.products.records) == texts{"5"});
}

TEST_CASE("ecwid: a page that broke off is a part of its own list", "[platforms]")
{
    const auto groups = list(R"({"id": 1, "name": "VIP"})");
    const auto r = read({{.text = groups},
                         {.text = R"({"total": 1, "items": [{"id": 5, "sku": "")"
                                  R"(}, {"id)"}});
    CHECK(r.faults.size() == 1);
    CHECK(r.value.customer_groups.complete());
    CHECK(r.value.products.state == partial);
    CHECK(ids(r.value.products.records) == texts{"5"});
}

TEST_CASE("ecwid: units that nobody knows are faults of the profile", "[platforms]")
{
    const auto where = [](const char* formats) {
        const auto text = R"({"formatsAndUnits": )" + std::string{formats} + "}";
        const auto r = read({{.name = "profile.json", .text = text}});
        REQUIRE(r.faults.size() == 1);
        return r.faults[0].where;
    };
    CHECK(where(R"({"weightUnit": "STONE"})") == "profile.json: /formatsAndUnits/weightUnit");
    CHECK(where(R"({"dimensionsUnit": "FT"})") == "profile.json: /formatsAndUnits/dimensionsUnit");
    CHECK(where(R"({"currency": "EUR", "currencyPrecision": 9})") ==
          "profile.json: /formatsAndUnits/currencyPrecision");
    CHECK(where("5") == "profile.json: /formatsAndUnits");
}

} // namespace ecwid_tests
