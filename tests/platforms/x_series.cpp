#include "catch.hpp"

#include <twinshelf/platforms/x_series.hpp>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace x_series_tests {

using namespace twinshelf;
namespace x_series = twinshelf::platforms::x_series;

namespace {

using texts = std::vector<std::string>;
using x_series::page;

const std::string end = R"({"data": [], "version": {"min": null, "max": null}})";

json::parsed<pos::snapshot> read(const std::vector<page>& pages, const x_series::options& how = {})
{
    return x_series::read(pages, how);
}

json::parsed<pos::snapshot> read(std::initializer_list<std::string_view> pages,
                                 const x_series::options& how = {.tax_included = true})
{
    std::vector<page> all;
    for (const auto text : pages)
        all.push_back({.text = text});
    return read(all, how);
}

/// A page of rows with commas between them.
std::string page_of(std::string_view rows)
{
    return R"({"data": [)" + std::string{rows} + R"(], "version": {"min": 1, "max": 99}})";
}

const json::parsed<pos::snapshot>& sound(const json::parsed<pos::snapshot>& r)
{
    for (const auto& f : r.faults)
        FAIL_CHECK(json::message(f));
    return r;
}

/// The products of a whole list of these rows, without a fault.
std::vector<pos::product> products(std::string_view rows,
                                   const x_series::options& how = {.tax_included = true})
{
    const auto list = page_of(rows);
    const auto r = read({{.text = list, .resource = "products"}, {.text = end}}, how);
    CHECK(sound(r).value.products.complete());
    return r.value.products.records;
}

/// The only product of a whole list of the one row that has these members beside its id.
pos::product product(std::string_view members,
                     const x_series::options& how = {.tax_included = true})
{
    const auto all =
        products(R"({"id": "p", "has_variants": false, )" + std::string{members} + "}", how);
    REQUIRE(all.size() == 1);
    return all.front();
}

/// The places of the faults.
texts faults_at(const json::parsed<pos::snapshot>& r)
{
    texts all;
    for (const auto& f : r.faults)
        all.push_back(f.where);
    return all;
}

template <class Record>
texts ids(const std::vector<Record>& records)
{
    texts all;
    for (const auto& r : records)
        all.push_back(r.id.text);
    return all;
}

template <class Record>
texts ids(const section<Record>& records)
{
    return ids(records.records);
}

/// The rows of a family: the parent sells Black S, and two more.
const std::string tee = R"({"id": "t", "name": "Tee", "variant_name": "Tee / Black / S",
    "handle": "tee", "sku": "TEE-BS", "active": true, "has_variants": true,
    "variant_parent_id": null, "created_at": "2026-01-05T10:00:00+00:00", "version": 11,
    "variant_options": [{"id": "c", "name": "Colour", "value": "Black"},
                        {"id": "s", "name": "Size", "value": "S"}],
    "price_including_tax": 23, "price_excluding_tax": 20})";
const std::string tee_white = R"({"id": "w", "name": "Tee", "variant_name": "Tee / White / S",
    "handle": "tee", "sku": "TEE-WS", "active": true, "has_variants": false,
    "variant_parent_id": "t", "created_at": "2026-01-05T10:00:02+00:00", "version": 12,
    "variant_options": [{"id": "c", "name": "Colour", "value": "White"},
                        {"id": "s", "name": "Size", "value": "S"}],
    "price_including_tax": 24, "price_excluding_tax": 20.86957})";
const std::string tee_large = R"({"id": "l", "name": "Tee", "variant_name": "Tee / Black / L",
    "handle": "tee", "sku": "TEE-BL", "active": false, "has_variants": false,
    "variant_parent_id": "t", "created_at": "2026-01-05T10:00:01+00:00", "version": 13,
    "variant_options": [{"id": "s", "name": "Size", "value": "L"},
                        {"id": "c", "name": "Colour", "value": "Black"}],
    "price_including_tax": 23, "price_excluding_tax": 20})";

std::string deleted(std::string row)
{
    row.pop_back();
    return row + R"(, "deleted_at": "2026-02-01T00:00:00+00:00"})";
}

texts attribute_values_of(const pos::variant& v)
{
    return v.attribute_values.value_or(texts{"not known"});
}

} // namespace

TEST_CASE("x_series: a row becomes a product", "[x_series]")
{
    const auto p = product(R"(
        "name": "Mug", "variant_name": "Mug", "handle": "mug", "sku": "MUG-1", "active": true,
        "is_active": true, "has_inventory": true, "is_composite": false, "supplier_code": "S1",
        "description": "<p>Holds 300 ml.</p>", "brand_id": "b1",
        "brand": {"id": "b1", "name": "Acme", "version": 3},
        "product_category": {"id": "c2", "name": "Mugs", "leaf_category": true},
        "categories": [{"id": "g1", "name": "new"}, {"id": "g2", "name": "red"}],
        "tag_ids": ["g1", "g2"], "variant_options": [],
        "product_codes": [{"type": "CUSTOM", "code": "M"}, {"type": "UPC", "code": "012345678905"}],
        "images": [{"id": "i2", "url": "https://i.test/2.jpg"},
                   {"id": "i1", "url": "https://i.test/1.jpg"}],
        "image_url": "https://i.test/small/2.jpg", "supply_price": 4,
        "price_including_tax": 12.5, "price_excluding_tax": 10.86957, "weight": 0.42,
        "weight_unit": "KG", "length": 12, "width": 8.5, "height": 10, "dimensions_unit": "CM",
        "created_at": "2026-01-05T10:00:00+00:00", "updated_at": "2026-02-01T12:00:00+02:00",
        "deleted_at": null, "version": 501)");
    const pos::product want{
        .id = "p"_id,
        .name = "Mug",
        .description = "<p>Holds 300 ml.</p>",
        .category_id = pos::category_id{"c2"},
        .brand = "Acme",
        .tags = texts{"new", "red"},
        .sellable = {.sku = "MUG-1",
                     .upc = "012345678905",
                     .active = true,
                     .deleted = false,
                     .price = money{1250},
                     .tracks_stock = true,
                     .weight = mass{420'000, mass_unit::kg},
                     .images =
                         std::vector<pos::image>{{.id = "i2"_id, .url = "https://i.test/2.jpg"},
                                                 {.id = "i1"_id, .url = "https://i.test/1.jpg"}},
                     .updated_at = parse_time("2026-02-01T10:00:00Z")},
        .tax_included = true,
        .length = distance{12'000'000, length_unit::cm},
        .width = distance{8'500'000, length_unit::cm},
        .height = distance{10'000'000, length_unit::cm},
        .attributes = texts{},
        .variants = std::vector<pos::variant>{},
        .created_at = parse_time("2026-01-05T10:00:00Z")};
    CHECK(p == want);
}

TEST_CASE("x_series: what a row leaves out is unknown", "[x_series]")
{
    const auto p = read({page_of(R"({"id": "p", "handle": "x"})")}).value.products.records;
    REQUIRE(p.size() == 1);
    CHECK(p[0] == pos::product{.id = "p"_id, .tax_included = true});
}

TEST_CASE("x_series: null says that there is none", "[x_series]")
{
    const auto p = product(R"("sku": null, "description": null, "brand": null,
        "product_category": null, "images": null, "weight": null, "weight_unit": null,
        "length": null, "dimensions_unit": null, "price_including_tax": null,
        "product_codes": null, "variant_parent_id": null, "deleted_at": null)");
    CHECK(p.sellable.sku == "");
    CHECK(p.description == "");
    CHECK(p.brand == "");
    CHECK(p.category_id == none);
    CHECK(p.sellable.images == std::vector<pos::image>{});
    CHECK(p.sellable.weight == none);
    CHECK(p.length == none);
    CHECK(!p.width.known());
    CHECK(p.sellable.price == none);
    CHECK(p.sellable.upc == "");
    CHECK(p.sellable.deleted == false);
}

TEST_CASE("x_series: active is what both of its names say", "[x_series]")
{
    struct row {
        const char *id, *flags;
        std::optional<bool> want;
    };
    const auto r = GENERATE(values<row>({
        {"neither", R"("x": 1)", std::nullopt},
        {"only active", R"("active": true)", true},
        {"only is_active", R"("is_active": false)", false},
        {"both", R"("active": true, "is_active": true)", true},
        {"one of them not", R"("active": true, "is_active": false)", false},
        {"the other not", R"("active": false, "is_active": true)", false},
    }));
    DYNAMIC_SECTION(r.id)
    {
        CHECK(product(r.flags).sellable.active == r.want);
    }
}

TEST_CASE("x_series: the UPC, else the EAN, in either case", "[x_series]")
{
    struct row {
        const char *id, *codes;
        std::optional<std::string> want;
    };
    const auto r = GENERATE(values<row>({
        {"no key", R"("x": 1)", std::nullopt},
        {"no codes", R"("product_codes": [])", ""},
        {"another type", R"("product_codes": [{"type": "custom", "code": "123456"}])", ""},
        {"lower case", R"("product_codes": [{"type": "upc", "code": "01"}])", "01"},
        {"the first of two",
         R"("product_codes": [{"type": "UPC", "code": "01"}, {"type": "UPC", "code": "02"}])",
         "01"},
        {"after an EAN",
         R"("product_codes": [{"type": "EAN", "code": "40"}, {"type": "UPC", "code": "01"}])",
         "01"},
        {"only an EAN", R"("product_codes": [{"type": "EAN", "code": "40"}])", "40"},
        {"blank",
         R"("product_codes": [{"type": "UPC", "code": " "}, {"type": "EAN", "code": "40"}])", "40"},
        {"a number", R"("product_codes": [{"type": "UPC", "code": 12345678905}])", "12345678905"},
    }));
    DYNAMIC_SECTION(r.id)
    {
        CHECK(product(r.codes).sellable.upc == r.want);
    }
}

TEST_CASE("x_series: the brand, by its name or by its id", "[x_series]")
{
    struct row {
        const char *id, *brand;
        std::optional<std::string> want;
    };
    const auto r = GENERATE(values<row>({
        {"no key", R"("x": 1)", std::nullopt},
        {"an empty object", R"("brand": {})", ""},
        {"null", R"("brand": null, "brand_id": null)", ""},
        {"a null id alone", R"("brand_id": null)", ""},
        {"an object", R"("brand": {"id": "b1", "name": "Acme"}, "brand_id": "b1")", "Acme"},
        {"an id that a page names", R"("brand": {}, "brand_id": "b2")", "Zenith"},
        {"an object with an id alone", R"("brand": {"id": "b2"})", "Zenith"},
        {"an id that nobody names", R"("brand_id": "b3")", std::nullopt},
    }));
    DYNAMIC_SECTION(r.id)
    {
        const auto got = sound(read(
            {page_of(R"({"id": "p", "handle": "x", )" + std::string{r.brand} + "}"), end,
             page_of(R"({"id": "b2", "name": "Zenith", "deleted_at": null, "version": 7})"), end}));
        CHECK(got.value.products.records.at(0).brand == r.want);
    }
}

TEST_CASE("x_series: what a product calls its categories are tags", "[x_series]")
{
    struct row {
        const char *id, *tags;
        std::optional<texts> want;
    };
    const auto r = GENERATE(values<row>({
        {"no key", R"("x": 1)", std::nullopt},
        {"none", R"("categories": [], "tag_ids": [])", texts{}},
        {"no ids", R"("tag_ids": [])", texts{}},
        {"by name", R"("categories": [{"id": "g1", "name": "new"}])", texts{"new"}},
        {"by ids that a page names", R"("tag_ids": ["g2", "g3"])", texts{"red", "old"}},
        {"by an id that nobody names", R"("tag_ids": ["g2", "g4"])", std::nullopt},
        {"0.9", R"("tags": "Brunch, Breakfast,, Bacon and Eggs ")",
         texts{"Brunch", "Breakfast", "Bacon and Eggs"}},
        {"0.9, none", R"("tags": "")", texts{}},
    }));
    DYNAMIC_SECTION(r.id)
    {
        const auto got =
            sound(read({page_of(R"({"id": "p", "handle": "x", )" + std::string{r.tags} + "}"), end,
                        page_of(R"({"id": "g2", "name": "red"},
                                                  {"id": "g3", "name": "old"})")}));
        CHECK(got.value.products.records.at(0).tags == r.want);
        CHECK(!got.value.products.records.at(0).category_id.has_value());
    }
}

TEST_CASE("x_series: a product has one leaf category, which was its type", "[x_series]")
{
    struct row {
        const char *id, *category;
        maybe<pos::category_id> want;
    };
    const pos::category_id c1{"c1"}, c2{"c2"};
    const auto r = GENERATE_COPY(values<row>({
        {"no key", R"("x": 1)", {}},
        {"a category", R"("product_category": {"id": "c1"}, "product_type_id": "c2")", c1},
        {"none", R"("product_category": null, "type": {"id": "c2"})", none},
        {"an empty one", R"("product_category": {})", none},
        {"a type", R"("type": {"id": "c1", "name": "General"}, "product_type_id": "c1")", c1},
        {"the id of a type", R"("type": {}, "product_type_id": "c2")", c2},
        {"the id of a category", R"("product_category_id": "c2")", c2},
        {"no type", R"("type": {})", none},
        {"no id of a type", R"("product_type_id": null)", none},
        {"0.9, a name without an id", R"("type": "General")", {}},
        {"0.9, none", R"("type": "")", none},
    }));
    DYNAMIC_SECTION(r.id)
    {
        CHECK(product(r.category).category_id == r.want);
    }
}

TEST_CASE("x_series: images, and the placeholder that is none", "[x_series]")
{
    struct row {
        const char *id, *images;
        std::optional<texts> want;
    };
    const auto r = GENERATE(values<row>({
        {"no key", R"("x": 1)", std::nullopt},
        {"none", R"("images": [], "image_url": "https://x.test/images/placeholder/product/n.png")",
         texts{}},
        {"a placeholder in the list",
         R"("images": [{"id": "1", "url": "https://x.test/images/placeholder/product/n.png"}])",
         texts{}},
        {"images not asked for, and none",
         R"("image_url": "https://x.test/images/placeholder/product/n.png")", texts{}},
        {"images not asked for, and some", R"("image_url": "https://x.test/1.jpg")", std::nullopt},
        {"those of the variant come after those of the family",
         R"("images": [{"id": "1", "url": "a"}, {"id": "2", "url": "b"}],
            "skuImages": [{"id": "3", "url": "c"}, {"id": "2", "url": "b"}])",
         texts{"1", "2", "3"}},
        {"only those of the variant", R"("skuImages": [{"id": "3", "url": "c"}])", texts{"3"}},
        {"0.9, a placeholder",
         R"("image_large": "https://x.test/images/placeholder/product/l.png", "image": "x")",
         texts{}},
        {"0.9, an old placeholder", R"("image": "https://x.test/images/no-image.png")", texts{}},
        {"0.9, known by its address", R"("image": "https://x.test/s.jpg",
            "image_large": "https://x.test/l.jpg")",
         texts{"https://x.test/l.jpg"}},
    }));
    DYNAMIC_SECTION(r.id)
    {
        const auto p = product(r.images);
        CHECK(p.sellable.images.has_value() == r.want.has_value());
        if (r.want) CHECK(ids(*p.sellable.images) == *r.want);
    }
}

TEST_CASE("x_series: a price with tax or without", "[x_series]")
{
    const std::string both = R"("price_including_tax": 40, "price_excluding_tax": 34.78261)";
    const auto retailer = [](const char* exclusive) {
        return R"({"data": {"id": "r", "tax_exclusive": )" + std::string{exclusive} +
               R"(, "currency": {"code": "NZD", "symbol": "$"}}})";
    };
    const auto outlets = [](const char* one, const char* two) {
        const auto outlet = [](const char* id, const char* prices) {
            return R"({"id": ")" + std::string{id} +
                   R"(", "currency": "NZD", "display_prices": ")" + prices + R"("})";
        };
        return page_of(outlet("o1", one) + "," + outlet("o2", two));
    };
    using flag = std::optional<bool>;
    struct row {
        const char* id;
        std::string prices, about;
        flag asked;
        maybe<money> want;
        flag included;
    };
    const auto r = GENERATE_COPY(values<row>({
        {"the retailer's are with tax", both, retailer("false"), {}, money{4000}, true},
        {"without", both, retailer("true"), {}, money{3478, 261'000}, false},
        {"the caller wants them without", both, retailer("false"), false, money{3478, 261'000},
         false},
        {"the outlets show them with tax",
         both,
         outlets("inclusive", "inclusive"),
         {},
         money{4000},
         true},
        {"the outlet of online orders does",
         both,
         outlets("inclusive", "exclusive"),
         {},
         money{4000},
         true},
        {"with tax, and that is null",
         R"("price_including_tax": null, "price_excluding_tax": 5)",
         retailer("false"),
         {},
         none,
         true},
        {"with tax, and that was not read",
         R"("price_excluding_tax": 5)",
         retailer("false"),
         {},
         {},
         true},
        {"0", R"("price_including_tax": 0)", retailer("false"), {}, money{0}, true},
        {"as a text",
         R"("price_including_tax": "3.02632")",
         retailer("false"),
         {},
         money{303, -368'000},
         true},
        {"with an exponent",
         R"("price_including_tax": 1e3)",
         retailer("false"),
         {},
         money{100'000},
         true},
        {"0.9: tax comes on top",
         R"("price": 107.35, "tax": "16.10000",
            "display_retail_price_tax_inclusive": "1")",
         retailer("false"),
         {},
         money{12345},
         true},
        {"0.9: without",
         R"("price": "107.35000", "tax": 16.1,
            "display_retail_price_tax_inclusive": "0")",
         "",
         {},
         money{10735},
         false},
        {"0.9: the tax was not read",
         R"("price": 107.35,
            "display_retail_price_tax_inclusive": "1")",
         "",
         {},
         {},
         true},
    }));
    DYNAMIC_SECTION(r.id)
    {
        const auto list = page_of(R"({"id": "p", "has_variants": false, )" + r.prices + "}");
        std::vector<page> pages{{.text = list}};
        if (!r.about.empty()) pages.push_back({.text = r.about});
        const auto got = sound(read(pages, {.tax_included = r.asked, .online_shop = "o1"})).value;
        CHECK(got.products.records.at(0).sellable.price == r.want);
        CHECK(got.products.records.at(0).tax_included == r.included);
        CHECK(got.currency.code == (r.about.empty() ? "" : "NZD"));
    }
}

TEST_CASE("x_series: prices are not read where nobody says which, and that is a fault",
          "[x_series]")
{
    const auto mixed = page_of(R"({"id": "o1", "display_prices": "inclusive"},
                               {"id": "o2", "display_prices": "exclusive"})");
    const auto priced = page_of(R"({"id": "p", "handle": "x", "price_including_tax": 4})");
    for (const auto& about : {std::string{}, mixed}) {
        std::vector<page> pages{{.text = priced}};
        if (!about.empty()) pages.push_back({.text = about});
        const auto r = read(pages, x_series::options{});
        CHECK(faults_at(r) == texts{""});
        CHECK(!r.value.products.records.at(0).sellable.price.known());
        CHECK(!r.value.products.records.at(0).tax_included);
    }
    const auto unpriced = page_of(R"({"id": "p", "handle": "x"})");
    CHECK(read({{.text = unpriced}}, x_series::options{}).ok());
}

TEST_CASE("x_series: amounts are in the currency of the retailer, else of the outlets",
          "[x_series]")
{
    const auto outlet = [](const std::string& id, const char* currency) {
        return R"({"id": ")" + id + R"(", "display_prices": "inclusive", "currency": ")" +
               currency + R"("})";
    };
    const std::string retailer =
        R"({"data": {"id": "r", "tax_exclusive": false, "currency": {"code": "JPY"}}})";
    struct row {
        const char* id;
        std::string about;
        currency want;
    };
    const auto r = GENERATE_COPY(values<row>({
        {"the retailer's", retailer, {"JPY", 0}},
        {"the outlets agree", page_of(outlet("o1", "JPY") + "," + outlet("o2", "JPY")), {"JPY", 0}},
        {"the outlet of online orders",
         page_of(outlet("o2", "NZD") + "," + outlet("o1", "KWD")),
         {"KWD", 3}},
        {"they do not, and none is known",
         page_of(outlet("o2", "NZD") + "," + outlet("o3", "JPY")),
         {"USD", 3}},
        {"nobody says", page_of(outlet("o2", "")), {"USD", 3}},
        {"the caller knows its decimals", page_of(outlet("o2", "USD")), {"USD", 3}},
    }));
    DYNAMIC_SECTION(r.id)
    {
        const auto list = page_of(R"({"id": "p", "handle": "x", "price_including_tax": 1500})");
        const auto got =
            sound(read({{.text = list}, {.text = r.about}},
                       {.money = {"USD", 3}, .tax_included = true, .online_shop = "o1"}))
                .value;
        CHECK(got.currency == r.want);
        CHECK(got.products.records.at(0).sellable.price == parse_money("1500", r.want.decimals));
    }
}

TEST_CASE("x_series: measures have the unit of their product", "[x_series]")
{
    struct row {
        const char *id, *measures;
        maybe<mass> weight;
        maybe<distance> length;
    };
    const auto r = GENERATE(values<row>({
        {"no key", R"("weight_unit": "KG", "dimensions_unit": "CM")", {}, {}},
        {"kilograms, centimetres",
         R"("weight": 1, "weight_unit": "KG", "length": 2, "dimensions_unit": "CM")",
         mass{1'000'000, mass_unit::kg}, distance{2'000'000, length_unit::cm}},
        {"grams, millimetres",
         R"("weight": 1.5, "weight_unit": "G", "length": 2, "dimensions_unit": "MM")",
         mass{1'500'000, mass_unit::g}, distance{2'000'000, length_unit::mm}},
        {"ounces, inches",
         R"("weight": 1, "weight_unit": "OZ", "length": 2, "dimensions_unit": "IN")",
         mass{1'000'000, mass_unit::oz}, distance{2'000'000, length_unit::in}},
        {"pounds, yards in lower case",
         R"("weight": 1, "weight_unit": "lb", "length": 2, "dimensions_unit": "yd")",
         mass{1'000'000, mass_unit::lb}, distance{2'000'000, length_unit::yd}},
        {"carats", R"("weight": 1, "weight_unit": "CT")", mass{1'000'000, mass_unit::ct}, {}},
        {"without a unit", R"("weight": 1, "length": 2, "dimensions_unit": null)", {}, {}},
        {"none, without a unit", R"("weight": null, "length": 0)", none, none},
    }));
    DYNAMIC_SECTION(r.id)
    {
        const auto p = product(r.measures);
        CHECK(p.sellable.weight == r.weight);
        CHECK(p.length == r.length);
    }
}

TEST_CASE("x_series: a family is one product, and its parent row a variant", "[x_series]")
{
    const auto all = products(tee_white + "," + tee_large + "," + tee);
    REQUIRE(ids(all) == texts{"t"});
    const auto& p = all.front();
    CHECK(p.name == "Tee");
    CHECK(p.attributes == texts{"Colour", "Size"});
    CHECK(p.sellable.sku == ""); // a matrix sells nothing itself
    CHECK(p.sellable.price == money{2300});
    CHECK(p.sellable.active == true);
    CHECK(!p.sellable.stock);
    REQUIRE(p.variants);
    REQUIRE(ids(*p.variants) == texts{"t", "l", "w"}); // the parent, then by age
    CHECK((*p.variants)[0].sellable.sku == "TEE-BS");
    CHECK(attribute_values_of((*p.variants)[0]) == texts{"Black", "S"});
    CHECK(attribute_values_of((*p.variants)[1]) == texts{"Black", "L"}); // by name, not by place
    CHECK(attribute_values_of((*p.variants)[2]) == texts{"White", "S"});
    CHECK((*p.variants)[2].sellable.price == money{2400});
    CHECK((*p.variants)[1].sellable.active == false);
}

TEST_CASE("x_series: options that are odd are left to the plan to judge", "[x_series]")
{
    struct row {
        const char *id, *options;
        texts names, want;
    };
    const auto r = GENERATE(values<row>({
        {"one and the same twice",
         R"([{"name": "Colour", "value": "Black"}, {"name": "Fabric", "value": "Wool"},
             {"name": "Fabric", "value": "Wool"}])",
         {"Colour", "Fabric"},
         {"Black", "Wool"}},
        {"in another case",
         R"([{"name": "Size", "value": "S"}, {"name": "size", "value": "S"}])",
         {"Size"},
         {"S"}},
        {"a name with two values",
         R"([{"name": "Size", "value": "S"}, {"name": "Size", "value": "M"}])",
         {"Size", "Size"},
         {"S", "M"}},
        {"four",
         R"([{"name": "A", "value": "1"}, {"name": "B", "value": "2"}, {"name": "C", "value": "3"},
             {"name": "D", "value": "4"}])",
         {"A", "B", "C", "D"},
         {"1", "2", "3", "4"}},
        {"an empty value", R"([{"name": "Size", "value": ""}])", {"Size"}, {""}},
        {"an empty name", R"([{"name": "", "value": "S"}])", {""}, {"S"}},
        {"nothing at all in one",
         R"([{"name": "Size", "value": "S"}, {"name": "", "value": ""}])",
         {"Size"},
         {"S"}},
    }));
    DYNAMIC_SECTION(r.id)
    {
        const auto all = products(R"({"id": "t", "has_variants": true, "variant_options": )" +
                                  std::string{r.options} + "}");
        REQUIRE(all.size() == 1);
        CHECK(all[0].attributes == r.names);
        REQUIRE(all[0].variants.value().size() == 1);
        CHECK(attribute_values_of(all[0].variants->front()) == r.want);
    }
}

TEST_CASE("x_series: a variant may lack an option, or all", "[x_series]")
{
    const auto child = [](const char* id, const char* options) {
        return R"({"id": ")" + std::string{id} + R"(", "variant_parent_id": "t")" + options + "}";
    };
    const auto all = products(
        R"({"id": "t", "has_variants": true, "variant_options": [{"name": "Size", "value": "S"}]},)" +
        child("a", R"(, "variant_options": [{"name": "Fit", "value": "Slim"}])") + "," +
        child("b", R"(, "variant_options": [])") + "," + child("c", ""));
    REQUIRE(all.size() == 1);
    CHECK(all[0].attributes == texts{"Size", "Fit"});
    REQUIRE(ids(all[0].variants.value()) == texts{"t", "a", "b", "c"});
    CHECK(attribute_values_of((*all[0].variants)[0]) == texts{"S", ""});
    CHECK(attribute_values_of((*all[0].variants)[1]) == texts{"", "Slim"});
    CHECK(attribute_values_of((*all[0].variants)[2]) == texts{"", ""});
    CHECK(!(*all[0].variants)[3].attribute_values);
}

TEST_CASE("x_series: where a row may be missing the variants are unknown", "[x_series]")
{
    struct row {
        const char* id;
        std::vector<std::string> pages;
        texts want, variants;
    };
    const auto bad = R"({"id": "x", "variant_parent_id": "t", "weight_unit": "stone"})";
    const auto mug = R"({"id": "m", "has_variants": false, "sku": "MUG"})";
    const auto r = GENERATE_COPY(values<row>({
        {"all are there", {page_of(tee + "," + tee_white), end}, {"t"}, {"t", "w"}},
        {"the list goes on", {page_of(tee + "," + tee_white)}, {"t"}, {"?"}},
        {"the parent was not read", {page_of(tee_white)}, {"t"}, {"?"}},
        {"one of them is bad",
         {page_of(tee + "," + tee_white + "," + bad + "," + mug), end},
         {"t", "m"},
         {"?"}},
        {"one that says nothing", {page_of(tee + ", 7"), end}, {"t"}, {"?"}},
        {"of nobody knows which family",
         {page_of(tee + R"(, {"id": "x", "variant_parent_id": {}})"), end},
         {"t"},
         {"?"}},
        {"nor are options", {page_of(R"({"id": "t", "has_variants": true, "sku": "T"})")}, {}, {}},
        {"a simple one is not in doubt", {page_of(mug)}, {"m"}, {}},
        {"nor is one beside a bad family", {page_of(mug + std::string{","} + bad), end}, {"m"}, {}},
    }));
    DYNAMIC_SECTION(r.id)
    {
        std::vector<page> pages;
        for (const auto& text : r.pages)
            pages.push_back({.text = text});
        const auto got = read(pages, {.tax_included = true}).value.products;
        CHECK(ids(got) == r.want);
        if (!got.records.empty())
            CHECK((got.records[0].variants ? ids(*got.records[0].variants) : texts{"?"}) ==
                  r.variants);
    }
}

TEST_CASE("x_series: a variant whose parent was not read tells what families share", "[x_series]")
{
    const auto r = read({page_of(tee_white)});
    REQUIRE(r.value.products.records.size() == 1);
    const auto& p = r.value.products.records[0];
    CHECK(p.name == "Tee");
    CHECK(p.attributes == texts{"Colour", "Size"});
    CHECK(!p.sellable.price.known()); // that of the parent
    CHECK(!p.sellable.images);
    CHECK(!p.sellable.updated_at);
    CHECK(!p.created_at);
}

TEST_CASE("x_series: whether a family is active is what its variants say", "[x_series]")
{
    const auto family = [](const char* first, const char* second) {
        const std::string options = R"("variant_options": [{"name": "Size", "value": ")";
        return R"({"id": "t", "has_variants": true, )" + options + R"(S"}])" + first +
               R"(}, {"id": "u", "variant_parent_id": "t", )" + options + R"(M"}])" + second + "}";
    };
    const std::string yes = R"(, "active": true)", no = R"(, "active": false)";
    CHECK(products(family(no.c_str(), yes.c_str()))[0].sellable.active == true);
    CHECK(products(family(no.c_str(), no.c_str()))[0].sellable.active == false);
    CHECK(!products(family(no.c_str(), ""))[0].sellable.active);
    CHECK(!read({page_of(family(no.c_str(), no.c_str()))})
               .value.products.records.at(0)
               .sellable.active);
}

TEST_CASE("x_series: what is switched on for the online channel is an option", "[x_series]")
{
    const auto rows = tee + "," + tee_white + R"(, {"id": "m", "has_variants": false})";
    const auto switched = [&](std::optional<std::unordered_set<std::string>> on) {
        return products(rows, {.tax_included = true, .sold_online = std::move(on)});
    };
    CHECK(!switched({})[0].sellable.sell_online);
    const auto none_is = switched(std::unordered_set<std::string>{});
    CHECK(none_is[0].sellable.sell_online == false);
    CHECK(none_is[1].sellable.sell_online == false);
    const auto white = switched(std::unordered_set<std::string>{"w"});
    CHECK(white[0].sellable.sell_online == true);
    CHECK(white[0].variants.value()[0].sellable.sell_online == false);
    CHECK(white[0].variants.value()[1].sellable.sell_online == true);
}

TEST_CASE("x_series: pictures of a family and of its variants", "[x_series]")
{
    const std::string child = R"({"id": "u", "variant_parent_id": "t",
        "variant_options": [{"name": "Size", "value": "M"}], "images": [{"id": "2", "url": "b"}]})";
    const std::string parent = R"({"id": "t", "has_variants": true,
        "variant_options": [{"name": "Size", "value": "S"}], "images": [{"id": "1", "url": "a"}])";
    const auto old = products(parent + "}," + child)[0];
    CHECK(ids(old.sellable.images.value()) == texts{"1"});
    CHECK(ids(old.variants.value()[0].sellable.images.value()) == texts{"1"});
    CHECK(ids(old.variants.value()[1].sellable.images.value()) == texts{"2"});
    const auto now = products(parent + R"(, "skuImages": [{"id": "3", "url": "c"}]},)" + child)[0];
    CHECK(ids(now.sellable.images.value()) == texts{"1"});
    CHECK(ids(now.variants.value()[0].sellable.images.value()) == texts{"3"});
}

TEST_CASE("x_series: what is deleted", "[x_series]")
{
    const std::string mug = R"({"id": "m", "has_variants": false, "sku": "MUG"})";
    struct row {
        const char* id;
        std::string rows;
        bool whole;
        texts want; // id, and what becomes of it
    };
    const auto r = GENERATE_COPY(values<row>({
        {"a simple product", deleted(mug), true, {"m: deleted"}},
        {"in a part of the list", deleted(mug), false, {"m: deleted"}},
        {"a variant", tee + "," + deleted(tee_white) + "," + tee_large, true, {"t: t l"}},
        {"a variant, in a part of the list", tee + "," + deleted(tee_white), false, {"t: ?"}},
        {"only a variant, in a part of the list", deleted(tee_white), false, {}},
        {"the parent row alone", deleted(tee) + "," + tee_white, true, {"t: w"}},
        {"that is not listed any more", tee_white + "," + tee_large, true, {"t: l w"}},
        {"the parent row alone, in a part of the list",
         deleted(tee) + "," + tee_white,
         false,
         {"t: ?"}},
        {"the parent row, of a family not read", deleted(tee), false, {}},
        {"all of a family", deleted(tee) + "," + deleted(tee_white), true, {"t: deleted"}},
        {"all but a parent that is not listed", deleted(tee_white), true, {"t: deleted"}},
        {"not", R"({"id": "m", "has_variants": false, "deleted_at": ""})", true, {"m: "}},
    }));
    DYNAMIC_SECTION(r.id)
    {
        const auto list = page_of(r.rows);
        std::vector<page> pages{{.text = list}};
        if (r.whole) pages.push_back({.text = end});
        const auto got = sound(read(pages, {.tax_included = true})).value.products;
        texts all;
        for (const auto& p : got.records) {
            std::string what = p.id.text + ":";
            if (p.sellable.deleted.value_or(false))
                what += " deleted";
            else if (!p.variants)
                what += " ?";
            else if (p.variants->empty())
                what += " ";
            else
                for (const auto& v : *p.variants)
                    what += " " + v.id.text;
            all.push_back(what);
        }
        CHECK(all == r.want);
    }
}

TEST_CASE("x_series: of the rows of a record the highest version counts, on whatever page",
          "[x_series]")
{
    const auto mug = [](int version, const char* sku) {
        return R"({"id": "m", "has_variants": false, "sku": ")" + std::string{sku} +
               R"(", "version": )" + std::to_string(version) + "}";
    };
    const auto sku = [](const std::vector<page>& pages) {
        const auto all = read(pages, {.tax_included = true}).value.products;
        REQUIRE(all.records.size() == 1);
        return all.records[0].sellable.sku.value();
    };
    const auto one = page_of(mug(5, "old")), two = page_of(mug(9, "new")),
               same = page_of(mug(9, "later"));
    CHECK(sku({{.text = one}, {.text = two}}) == "new");
    CHECK(sku({{.text = two}, {.text = one}}) == "new");
    CHECK(sku({{.text = two}, {.text = same}}) == "later");
    // The newest cannot be read: the one before it is no news.
    const auto bad =
        page_of(R"({"id": "m", "handle": "m", "weight_unit": "stone", "version": 12})");
    const auto r = read({two, bad, end});
    CHECK(ids(r.value.products) == texts{});
    CHECK(r.value.products.state == completeness::partial);
    const auto fixed = read({bad, page_of(mug(13, "fine")), end});
    CHECK(ids(fixed.value.products) == texts{"m"});
    CHECK(fixed.value.products.complete());
    CHECK(!fixed.ok());
}

TEST_CASE("x_series: products as version 0.9 has them", "[x_series]")
{
    const auto row = [](const char* id, const char* parent, const char* name, const char* value) {
        return R"({"id": ")" + std::string{id} + R"(", "variant_parent_id": ")" + parent +
               R"(", "name": ")" + name + R"(", "handle": "eggs", "active": true, "sku": ")" + id +
               R"(", "description": "", "type": "General", "brand_id": "", "brand_name": "Farm",
            "tags": "Brunch", "supply_price": "0.00000", "price": "10.00000", "tax": "1.50000",
            "display_retail_price_tax_inclusive": "1", "deleted_at": "",
            "variant_option_one_name": "Size", "variant_option_one_value": ")" +
               value + R"(", "variant_option_two_name": "", "variant_option_two_value": "",
            "variant_option_three_name": "Bread", "variant_option_three_value": "Rye",
            "image": "https://x.test/images/placeholder/product/n.png", "track_inventory": true,
            "inventory": [{"outlet_id": "o1", "outlet_name": "Main", "count": "3.00000",
                           "reorder_point": "0"}], "updated_at": "2012-05-02 23:55:11"})";
    };
    const auto pages = [&](const char* base) {
        const auto all = row("e", "", base, "Large") + "," + row("f", "e", base, "Small");
        return R"({"pagination": {"results": 2, "page": 1, "page_size": 50, "pages": 1},
                   "products": [)" +
               all + "]}";
    };
    const auto r = sound(read({pages("Eggs / Large / Rye")}, {})).value;
    CHECK(r.products.complete());
    REQUIRE(ids(r.products) == texts{"e"});
    const auto& p = r.products.records[0];
    CHECK(p.name == "Eggs");
    CHECK(p.brand == "Farm");
    CHECK(p.tags == texts{"Brunch"});
    CHECK(p.attributes == texts{"Size", "Bread"});
    CHECK(p.tax_included == true);
    CHECK(p.sellable.price == money{1150});
    CHECK(p.sellable.images == std::vector<pos::image>{});
    CHECK(p.sellable.updated_at == parse_time("2012-05-02T23:55:11Z"));
    REQUIRE(ids(p.variants.value()) == texts{"e", "f"});
    const auto& v = (*p.variants)[1];
    CHECK(attribute_values_of(v) == texts{"Small", "Rye"});
    CHECK(v.sellable.stock == std::vector<pos::stock_row>{{"o1"_id, units(3)}});
    CHECK(v.sellable.tracks_stock == true);
    CHECK(v.sellable.deleted == false);
    CHECK(ids(r.outlets.value()) == texts{"o1"});

    const auto named =
        read({R"({"products": [{"id": "e", "name": "Eggs / L", "base_name": "Eggs / L",
        "variant_option_one_name": "Size", "variant_option_one_value": "L"}]})"});
    CHECK(named.value.products.records.at(0).name == "Eggs / L");
    const auto untracked = read({R"({"products": [{"id": "e", "inventory": []}]})"});
    CHECK(!untracked.value.products.records.at(0).sellable.stock); // not 0
}

} // namespace x_series_tests
