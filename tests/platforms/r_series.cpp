#include "catch.hpp"

#include <twinshelf/platforms/r_series.hpp>

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace r_series_tests {

using namespace twinshelf;
namespace r_series = twinshelf::platforms::r_series;

namespace {

using texts = std::vector<std::string>;

json::parsed<pos::snapshot> read(std::initializer_list<std::string_view> pages,
                                 const r_series::options& how = {})
{
    const std::vector<std::string_view> all(pages);
    return r_series::read(all, how);
}

/// A version 3 list that is whole.
std::string list(std::string_view resource, std::string_view rows)
{
    return R"({"@attributes": {"next": "", "previous": ""}, ")" + std::string{resource} +
           "\": " + std::string{rows} + "}";
}

/// The only product of a whole list of the one item that has these members beside its id.
pos::product item(std::string_view members, const r_series::options& how = {})
{
    const auto r = read({list("Item", R"({"itemID": "7", )" + std::string{members} + "}")}, how);
    for (const auto& f : r.faults)
        FAIL_CHECK(json::message(f));
    REQUIRE(r.value.products.records.size() == 1);
    return r.value.products.records.front();
}

/// The place of the only fault.
std::string fault_at(std::initializer_list<std::string_view> pages)
{
    const auto r = read(pages);
    REQUIRE(r.faults.size() == 1);
    return r.faults.front().where;
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

constexpr std::string_view shirt_matrix = R"({
    "itemMatrixID": "20", "description": "T-Shirt", "itemType": "default", "archived": "false",
    "timeStamp": "2024-02-01T10:00:00+00:00", "itemAttributeSetID": "1", "manufacturerID": "0",
    "categoryID": "3", "attribute1Values": "White", "attribute2Values": ["S", "M"],
    "Prices": {"ItemPrice": [{"amount": "20", "useTypeID": "1", "useType": "Default"}]}})";
constexpr std::string_view attribute_sets = R"([
    {"itemAttributeSetID": "1", "name": "Color/Size",
     "attributeName1": "Color", "attributeName2": "Size", "attributeName3": ""},
    {"itemAttributeSetID": "2", "name": "Size",
     "attributeName1": "", "attributeName2": "Size", "attributeName3": ""}])";
constexpr std::string_view shirts = R"([
    {"itemID": "22", "itemMatrixID": "20", "customSku": "TS-S", "archived": "false",
     "ItemAttributes": {"attribute1": "White", "attribute2": "S", "attribute3": "",
                        "itemAttributeSetID": "1"}},
    {"itemID": "9", "itemMatrixID": "0", "customSku": "MUG"},
    {"itemID": "23", "itemMatrixID": "20", "customSku": "TS-M", "archived": "true",
     "ItemAttributes": {"attribute1": "White", "attribute2": "M", "attribute3": "",
                        "itemAttributeSetID": "1"}}])";

} // namespace

TEST_CASE("r_series: an item becomes a product", "[r_series]")
{
    const auto p = item(R"(
        "systemSku": "210000000007", "customSku": "MUG-1", "manufacturerSku": "M1",
        "upc": "012345678905", "ean": "4006381333931", "description": "Mug", "tax": "true",
        "itemType": "default", "archived": "false", "publishToEcom": "true", "categoryID": "4",
        "itemMatrixID": "0", "manufacturerID": "2", "createTime": "2024-01-05T10:00:00+00:00",
        "timeStamp": "2024-02-01T12:00:00+02:00", "Manufacturer": {"name": "Acme"},
        "ItemECommerce": {"longDescription": "Long", "weight": "2"},
        "Tags": {"Tag": [{"tagID": "1", "name": "new"}, {"tagID": "2", "name": "red"}]},
        "Prices": {"ItemPrice": [{"amount": "12.5", "useTypeID": "1", "useType": "Default"},
                                 {"amount": "14", "useTypeID": "2", "useType": "MSRP"},
                                 {"amount": "11", "useTypeID": "5", "useType": "Online"}]},
        "ItemShops": {"ItemShop": [{"itemShopID": "1", "shopID": "0", "qoh": "7.5"},
                                   {"itemShopID": "2", "shopID": "1", "qoh": "-2",
                                    "m": {"layaways": "0"}},
                                   {"itemShopID": "3", "shopID": "2", "qoh": "9.5"}]})");
    const pos::product want{
        .id = "7"_id,
        .name = "Mug",
        .category_id = pos::category_id{"4"},
        .brand = "Acme",
        .tags = texts{"new", "red"},
        .sellable = {.sku = "MUG-1",
                     .upc = "012345678905",
                     .active = true,
                     .archived = false,
                     .price = money{1250},
                     .online_price = money{1100},
                     .tracks_stock = true,
                     .stock = std::vector<pos::stock_row>{{"1"_id, units(-2)},
                                                          {"2"_id, stock_level{9'500'000}}},
                     .updated_at = parse_time("2024-02-01T10:00:00Z")},
        .created_at = parse_time("2024-01-05T10:00:00Z")};
    CHECK(p == want);
}

TEST_CASE("r_series: what a payload leaves out is unknown", "[r_series]")
{
    CHECK(item(R"("systemSku": "1")") == pos::product{.id = "7"_id});
}

TEST_CASE("r_series: numbers and booleans are as good as texts", "[r_series]")
{
    const auto r = read({R"({"@attributes": {"count": 1, "offset": 0, "limit": 100}, "Item": {
        "itemID": 7, "archived": false, "publishToEcom": true, "categoryID": 0, "customSku": 12,
        "itemMatrixID": 0, "manufacturerID": 0, "description": null,
        "Prices": {"ItemPrice": {"amount": 12.5, "useTypeID": 1, "useType": "Default"}},
        "ItemShops": {"ItemShop": {"shopID": 1, "qoh": 3}}}})"});
    CHECK(r.ok());
    CHECK(r.value.products.complete());
    REQUIRE(r.value.products.records.size() == 1);
    const pos::product want{.id = "7"_id,
                            .name = "",
                            .category_id = none,
                            .brand = "",
                            .sellable = {.sku = "12",
                                         .active = true,
                                         .archived = false,
                                         .price = money{1250},
                                         .online_price = none,
                                         .stock = std::vector<pos::stock_row>{{"1"_id, units(3)}}}};
    CHECK(r.value.products.records.front() == want);
}

TEST_CASE("r_series: a relation holds one row, many, none, or is absent", "[r_series]")
{
    struct row {
        const char *id, *images;
        std::optional<texts> want;
    };
    const auto r = GENERATE(values<row>({
        {"absent", R"("x": "")", std::nullopt},
        {"an empty text", R"("Images": "")", texts{}},
        {"null", R"("Images": null)", texts{}},
        {"an empty list", R"("Images": [])", texts{}},
        {"an empty object", R"("Images": {})", texts{}},
        {"an empty text inside", R"("Images": {"Image": ""})", texts{}},
        {"an object", R"("Images": {"Image": {"imageID": "5"}})", texts{"5"}},
        {"a list", R"("Images": {"Image": [{"imageID": "5"}, {"imageID": "6"}]})", texts{"5", "6"}},
    }));
    DYNAMIC_SECTION(r.id)
    {
        const auto p = item(r.images);
        CHECK(p.sellable.images.has_value() == r.want.has_value());
        if (r.want) CHECK(ids(*p.sellable.images) == *r.want);
    }
}

TEST_CASE("r_series: a row without pictures may lack the key that its whole list was asked for",
          "[r_series]")
{
    const std::string some = R"({"itemID": "1", "Images": {"Image": {"imageID": "5"}}})",
                      lacks = R"({"itemID": "2"})", empty = R"({"itemID": "3", "Images": ""})";
    const auto part = R"({"@attributes": {"next": "n", "previous": ""}, "Item": [)";
    const auto all = [](const std::string& rows) { return list("Item", "[" + rows + "]"); };
    struct row {
        const char* id;
        std::string page;
        std::optional<texts> want; // of the item 2
    };
    const auto r = GENERATE_COPY(values<row>({
        {"another item has some", all(some + "," + lacks), texts{}},
        {"another item has the key", all(lacks + "," + empty), texts{}},
        {"no item has the key", all(lacks), std::nullopt},
        {"not the whole list", part + some + "," + lacks + "]}", std::nullopt},
    }));
    DYNAMIC_SECTION(r.id)
    {
        const auto rows = read({r.page}).value.products.records;
        const auto two = std::find_if(rows.begin(), rows.end(),
                                      [](const pos::product& p) { return p.id.text == "2"; });
        REQUIRE(two != rows.end());
        CHECK(two->sellable.images.has_value() == r.want.has_value());
        if (r.want) CHECK(ids(*two->sellable.images) == *r.want);
    }
}

TEST_CASE("r_series: pictures of items say nothing about those of matrices", "[r_series]")
{
    const auto items = list("Item", R"([{"itemID": "1", "Images": {"Image": {"imageID": "5"}}},
        {"itemID": "2", "itemMatrixID": "21", "ItemMatrix": {"itemMatrixID": "21"}}])");
    const auto p = read({items, list("ItemMatrix", R"({"itemMatrixID": "20"})")}).value.products;
    REQUIRE(ids(p) == texts{"1", "matrix:21", "matrix:20"});
    CHECK(!p.records[1].sellable.images); // it came inside an item
    CHECK(p.records[1].variants.value().at(0).sellable.images == std::vector<pos::image>{});
    CHECK(!p.records[2].sellable.images);
    const auto asked = read({list("ItemMatrix", R"([{"itemMatrixID": "20", "Items": ""},
        {"itemMatrixID": "22", "Images": ""}])")})
                           .value.products;
    CHECK(asked.records.at(0).sellable.images == std::vector<pos::image>{});
}

TEST_CASE("r_series: images stand by their ordering, under the address they are served at",
          "[r_series]")
{
    const auto p = item(R"("Images": {"Image": [
        {"imageID": "4", "publicID": "d", "filename": "d.gif", "baseImageURL": "https://i.test/"},
        {"imageID": "1", "publicID": "a", "filename": "a.jpg", "baseImageURL": "https://i.test/",
         "ordering": "10"},
        {"imageID": "2", "publicID": "b", "filename": "b.PNG", "baseImageURL": "https://i.test/",
         "ordering": "9"},
        {"imageID": "3", "ordering": "11"}]})");
    using image = pos::image;
    const std::vector<image> want{{.id = "2"_id, .url = "https://i.test/b.png"},
                                  {.id = "1"_id, .url = "https://i.test/a.jpg"},
                                  {.id = "3"_id},
                                  {.id = "4"_id, .url = "https://i.test/d.jpg"}};
    CHECK(p.sellable.images == want);
}

TEST_CASE("r_series: the UPC, or the EAN where it is blank", "[r_series]")
{
    struct row {
        const char *id, *codes;
        std::optional<std::string> want;
    };
    const auto r = GENERATE(values<row>({
        {"neither is there", R"("x": "")", std::nullopt},
        {"both are empty", R"("upc": "", "ean": "")", ""},
        {"only the UPC", R"("upc": "01", "ean": "")", "01"},
        {"only the EAN", R"("upc": " ", "ean": "40")", "40"},
        {"both", R"("upc": "01", "ean": "40")", "01"},
        {"an EAN and no key for the UPC", R"("ean": "40")", "40"},
        {"an empty EAN and no key for the UPC", R"("ean": "")", std::nullopt},
        {"an empty UPC and no key for the EAN", R"("upc": "")", ""},
    }));
    DYNAMIC_SECTION(r.id)
    {
        CHECK(item(r.codes).sellable.upc == r.want);
    }
}

TEST_CASE("r_series: prices by their levels", "[r_series]")
{
    struct row {
        const char *id, *prices, *level;
        maybe<money> price, online;
    };
    const maybe<money> unknown, ten{money{1000}}, nine{money{900}}, zero{money{}};
    const auto r = GENERATE_COPY(values<row>({
        {"not asked for", R"("x": "")", "Online", unknown, unknown},
        {"none at all", R"("Prices": "")", "Online", none, none},
        {"no online level",
         R"("Prices": {"ItemPrice": {"amount": "10", "useTypeID": "1", "useType": "Default"}})",
         "Online", ten, none},
        {"an online price of 0",
         R"("Prices": {"ItemPrice": [{"amount": "10", "useTypeID": "1", "useType": "Default"},
                                     {"amount": "0", "useTypeID": "3", "useType": "Online"}]})",
         "Online", ten, none},
        {"a default price of 0",
         R"("Prices": {"ItemPrice": {"amount": "0", "useTypeID": "1", "useType": "Default"}})",
         "Online", zero, none},
        {"an empty amount",
         R"("Prices": {"ItemPrice": {"amount": "", "useTypeID": "1", "useType": "Default"}})",
         "Online", none, none},
        {"the level in other letters",
         R"("Prices": {"ItemPrice": {"amount": "9", "useTypeID": "4", "useType": "ONLINE"}})",
         "online", none, nine},
        {"the level by its id",
         R"("Prices": {"ItemPrice": [{"amount": "8", "useTypeID": "3", "useType": "Online"},
                                     {"amount": "9", "useTypeID": "4", "useType": "Web"}]})",
         "4", none, nine},
        {"a level whose name only begins so",
         R"("Prices": {"ItemPrice": {"amount": "9", "useTypeID": "4", "useType": "Online 2"}})",
         "Online", none, none},
        {"two rows of the level: the first",
         R"("Prices": {"ItemPrice": [{"amount": "9", "useTypeID": "3", "useType": "Online"},
                                     {"amount": "8", "useTypeID": "4", "useType": "Online"}]})",
         "Online", none, nine},
        {"no id, only the name of the default level",
         R"("Prices": {"ItemPrice": {"amount": "10", "useType": "Default"}})", "Online", ten, none},
        {"two places, with zeros",
         R"("Prices": {"ItemPrice": {"amount": "10.00", "useTypeID": "1", "useType": "Default"}})",
         "Online", ten, none},
        {"a level without a name", R"("Prices": {"ItemPrice": {"amount": "9", "useTypeID": "4"}})",
         "", none, none},
    }));
    DYNAMIC_SECTION(r.id)
    {
        const auto p = item(r.prices, {.online_price = r.level});
        CHECK(p.sellable.price == r.price);
        CHECK(p.sellable.online_price == r.online);
    }
}

TEST_CASE("r_series: amounts are in the currency that the caller names", "[r_series]")
{
    const auto r =
        read({list("Item", R"({"itemID": "7", "Prices": {"ItemPrice": {"amount": "1200.5",
                          "useTypeID": "1", "useType": "Default"}}})")},
             {.money = {"JPY", 0}});
    CHECK(r.value.currency == currency{"JPY", 0});
    CHECK(r.value.products.records.at(0).sellable.price == money{1201, -500'000});
}

TEST_CASE("r_series: stock of what is built from other items is that of its components",
          "[r_series]")
{
    struct row {
        const char* type;
        std::optional<bool> tracked;
        std::int64_t level;
    };
    const auto r = GENERATE(values<row>({
        {"default", true, 5},
        {"serialized", true, 5},
        {"non_inventory", false, 5},
        {"box", true, 2},
        {"assembly", true, 2},
        {"serialized_assembly", true, 2},
    }));
    DYNAMIC_SECTION(r.type)
    {
        const auto s = item(R"("itemType": ")" + std::string{r.type} +
                            R"(", "ItemShops": {"ItemShop": {"shopID": "1", "qoh": "5",
                                                             "componentQoh": "2"}})")
                           .sellable;
        CHECK(s.tracks_stock == r.tracked);
        CHECK(s.stock == std::vector<pos::stock_row>{{"1"_id, units(r.level)}});
    }
}

TEST_CASE("r_series: a level that is not there is unknown, not 0", "[r_series]")
{
    const auto p =
        item(R"("ItemShops": {"ItemShop": [{"shopID": "1"}, {"shopID": "2", "qoh": ""}]})");
    CHECK(p.sellable.stock ==
          std::vector<pos::stock_row>{{"1"_id, std::nullopt}, {"2"_id, std::nullopt}});
}

TEST_CASE("r_series: the brand comes with the item or from a list", "[r_series]")
{
    struct row {
        const char *id, *item;
        std::optional<std::string> want;
    };
    const auto r = GENERATE(values<row>({
        {"no key", R"("x": "")", std::nullopt},
        {"none", R"("manufacturerID": "0")", ""},
        {"with the item", R"("manufacturerID": "2", "Manufacturer": {"name": "Acme"})", "Acme"},
        {"from the list", R"("manufacturerID": "1")", "RED ARROW"},
        {"not in the list", R"("manufacturerID": "3")", std::nullopt},
    }));
    DYNAMIC_SECTION(r.id)
    {
        const auto s =
            read({list("Item", R"({"itemID": "7", )" + std::string{r.item} + "}"),
                  list("Manufacturer", R"({"manufacturerID": "1", "name": "RED ARROW"})")});
        CHECK(s.ok());
        CHECK(s.value.products.records.at(0).brand == r.want);
    }
}

TEST_CASE("r_series: tags in every shape that was seen", "[r_series]")
{
    struct row {
        const char *id, *tags;
        std::optional<texts> want;
    };
    const auto r = GENERATE(values<row>({
        {"absent", R"("x": "")", std::nullopt},
        {"none", R"("TagRelations": "")", texts{}},
        {"one", R"("TagRelations": {"Tag": {"tagID": "1", "name": "new"}})", texts{"new"}},
        {"relations of tags",
         R"("TagRelations": {"TagRelation": [{"Tag": {"name": "new"}}, {"Tag": {"name": "red"}}]})",
         texts{"new", "red"}},
        {"texts", R"("Tags": {"@attributes": {"count": "2"}, "tag": ["new", "red"]})",
         texts{"new", "red"}},
        {"another shape", R"("Tags": {"tag": [["new"]]})", std::nullopt},
        {"ids only", R"("TagRelations": {"TagRelation": {"tagID": "1"}})", std::nullopt},
    }));
    DYNAMIC_SECTION(r.id)
    {
        CHECK(item(r.tags).tags == r.want);
    }
}

TEST_CASE("r_series: items of a matrix are the variants of its product", "[r_series]")
{
    const auto r = read({list("Item", shirts), list("ItemMatrix", shirt_matrix),
                         list("ItemAttributeSet", attribute_sets)});
    CHECK(r.ok());
    CHECK(r.value.products.complete());
    REQUIRE(ids(r.value.products) == texts{"matrix:20", "9"});
    const auto& p = r.value.products.records.front();
    CHECK(p.id == r_series::matrix_product("20"));
    CHECK(p.name == "T-Shirt");
    CHECK(p.category_id == pos::category_id{"3"});
    CHECK(p.sellable.price == money{2000});
    CHECK(p.sellable.archived == false);
    CHECK(!p.sellable.sku);
    CHECK(!p.sellable.stock);
    CHECK(p.attributes == texts{"Color", "Size"});
    REQUIRE(p.variants);
    REQUIRE(ids(*p.variants) == texts{"22", "23"});
    CHECK(p.variants->at(0).attribute_values == texts{"White", "S"});
    CHECK(p.variants->at(0).sellable.sku == "TS-S");
    CHECK(p.variants->at(1).attribute_values == texts{"White", "M"});
    CHECK(p.variants->at(1).sellable.archived == true);
}

TEST_CASE("r_series: a matrix that came with its items", "[r_series]")
{
    const auto r = read({list("Item", R"([
        {"itemID": "1", "itemMatrixID": "20",
         "ItemAttributes": {"attribute1": "White", "attribute2": "S", "itemAttributeSetID": "1"},
         "ItemMatrix": )" + std::string{shirt_matrix} +
                                          "}]"),
                         list("ItemAttributeSet", attribute_sets)});
    CHECK(r.ok());
    CHECK(r.value.products.complete());
    REQUIRE(ids(r.value.products) == texts{"matrix:20"});
    CHECK(r.value.products.records[0].name == "T-Shirt");
    CHECK(r.value.products.records[0].attributes == texts{"Color", "Size"});
}

TEST_CASE("r_series: of a matrix that nobody sent only the variants are known", "[r_series]")
{
    const auto r = read({list("Item", shirts)});
    CHECK(r.ok());
    const auto& p = r.value.products.records.at(0);
    CHECK(p.id == r_series::matrix_product("20"));
    CHECK(!p.name);
    CHECK(!p.category_id.known());
    CHECK(!p.attributes);
    REQUIRE(p.variants);
    CHECK(ids(*p.variants) == texts{"22", "23"});
    CHECK(!p.variants->at(0).attribute_values);
}

TEST_CASE("r_series: attributes are those that have a name, whatever their number", "[r_series]")
{
    struct row {
        const char *id, *attributes;
        std::optional<texts> want;
    };
    const auto r = GENERATE(values<row>({
        {"only the second has a name", R"("ItemAttributes": {"attribute1": "", "attribute2": "S",
            "attribute3": "", "itemAttributeSetID": "2"})",
         texts{"S"}},
        {"all values blank", R"("ItemAttributes": {"attribute1": "", "attribute2": "",
            "attribute3": "", "itemAttributeSetID": "2"})",
         texts{""}},
        {"an empty relation", R"("ItemAttributes": "")", texts{""}},
        {"not asked for", R"("x": "")", std::nullopt},
    }));
    DYNAMIC_SECTION(r.id)
    {
        const auto s = read({list("Item", R"({"itemID": "1", "itemMatrixID": "5", )" +
                                              std::string{r.attributes} + "}"),
                             list("ItemMatrix", R"({"itemMatrixID": "5",
                                "itemAttributeSetID": "2"})"),
                             list("ItemAttributeSet", attribute_sets)});
        CHECK(s.ok());
        const auto& p = s.value.products.records.at(0);
        CHECK(p.attributes == texts{"Size"});
        CHECK(p.variants.value().at(0).attribute_values == r.want);
    }
}

TEST_CASE("r_series: a matrix without items has no variants, if all items are there", "[r_series]")
{
    const auto matrix = list("ItemMatrix", shirt_matrix);
    const auto whole = read({list("Item", R"({"itemID": "9"})"), matrix}).value.products;
    CHECK(whole.complete());
    CHECK(whole.records.at(1).variants == std::vector<pos::variant>{});
    CHECK(whole.records.at(1).sellable.active == false);

    const auto alone = read({matrix, list("ItemAttributeSet", attribute_sets)}).value.products;
    CHECK(alone.state == completeness::partial);
    CHECK(alone.records.at(0).attributes == texts{"Color", "Size"});
    CHECK(!alone.records.at(0).variants);
    CHECK(!alone.records.at(0).sellable.active);

    const auto like_a_simple_one = read({matrix}).value.products;
    CHECK(like_a_simple_one.state == completeness::partial);
    CHECK(like_a_simple_one.records.empty());
}

TEST_CASE("r_series: categories stand by their left node", "[r_series]")
{
    const auto r = read({list("Category", R"([
        {"categoryID": "2", "name": "Rings", "fullPathName": "A/B/Rings", "leftNode": "4",
         "parentID": "3"},
        {"categoryID": "7", "name": "Sale", "leftNode": "10", "parentID": "0"},
        {"categoryID": "3", "name": "A/B", "leftNode": "3", "parentID": "0"},
        {"categoryID": "9", "name": "Last"}])")});
    CHECK(r.ok());
    CHECK(r.value.categories.complete());
    const std::vector<pos::category> want{
        {.id = "3"_id, .name = "A/B", .parent_id = none},
        {.id = "2"_id, .name = "Rings", .parent_id = pos::category_id{"3"}},
        {.id = "7"_id, .name = "Sale", .parent_id = none},
        {.id = "9"_id, .name = "Last"}};
    CHECK(r.value.categories.records == want);
}

TEST_CASE("r_series: categories that came with items are some of them", "[r_series]")
{
    const auto items = list("Item", R"([
        {"itemID": "1", "categoryID": "4", "Category": {"categoryID": "4", "name": "Mugs",
         "leftNode": "5", "parentID": "2", "timeStamp": "2024-01-01T00:00:00+00:00"}},
        {"itemID": "2", "categoryID": "4", "Category": {"categoryID": "4", "name": "Cups",
         "leftNode": "5", "parentID": "2", "timeStamp": "2024-02-01T00:00:00+00:00"}},
        {"itemID": "3", "categoryID": "1", "Category": {"categoryID": "1", "name": "First",
         "leftNode": "1", "parentID": "0"}},
        {"itemID": "4", "categoryID": "0"}])");
    const auto nested = read({items}).value.categories;
    CHECK(nested.state == completeness::partial);
    CHECK(ids(nested) == texts{"1", "4"});
    CHECK(nested.records.at(1).name == "Cups");

    const auto listed = read({items, list("Category", R"({"categoryID": "8"})")}).value.categories;
    CHECK(listed.complete());
    CHECK(ids(listed) == texts{"8"});
    CHECK(read({list("Item", R"({"itemID": "4", "categoryID": "0"})")}).value.categories.absent());
}

TEST_CASE("r_series: outlets are the shops, without the row for all of them", "[r_series]")
{
    const auto items = list("Item", R"({"itemID": "1", "ItemShops": {"ItemShop": [
        {"shopID": "10", "qoh": "1"}, {"shopID": "0", "qoh": "3"}, {"shopID": "2", "qoh": "2"}]}})");
    const auto shops = R"("Shop": [{"shopID": "2", "name": "Main Street"}])";
    using outlets = std::vector<pos::outlet>;
    CHECK(!read({list("Item", R"({"itemID": "1"})")}).value.outlets);
    CHECK(read({items}).value.outlets == outlets{{.id = "2"_id}, {.id = "10"_id}});
    const auto all = R"({"@attributes": {"next": "", "previous": ""}, )" + std::string{shops} + "}";
    CHECK(read({items, all}).value.outlets == outlets{{.id = "2"_id, .name = "Main Street"}});
    const auto some =
        R"({"@attributes": {"next": "n", "previous": ""}, )" + std::string{shops} + "}";
    CHECK(read({items, some}).value.outlets ==
          outlets{{.id = "2"_id, .name = "Main Street"}, {.id = "10"_id}});
    const auto row = R"({"@attributes": {"count": "1"}, "ItemShop": {"itemShopID": "5",
        "itemID": "1", "shopID": "7", "qoh": "1"}})";
    CHECK(read({row}).value.outlets == outlets{{.id = "7"_id}});
    CHECK(!read({items}).value.ecom_outlet.known());
    CHECK(read({items}, {.online_shop = "2"}).value.ecom_outlet == pos::outlet_id{"2"});
}

TEST_CASE("r_series: customers and their types", "[r_series]")
{
    const auto r = read(
        {list("CustomerType", R"([{"customerTypeID": "2", "name": "Club"}])"), list("Customer", R"([
        {"customerID": "11", "firstName": "Jo", "lastName": "Doe", "customerTypeID": "2",
         "archived": "false", "timeStamp": "2024-01-01T00:00:00+00:00",
         "Contact": {"noEmail": "true", "Emails": {"ContactEmail": [
            {"address": "work@example.com", "useType": "Secondary"},
            {"address": "jo@example.com", "useType": "Primary"}]}}},
        {"customerID": "12", "customerTypeID": "0", "Contact": {"Emails": ""}},
        {"customerID": "13"}])")});
    CHECK(r.ok());
    const std::vector<pos::customer_group> groups{{.id = "2"_id, .name = "Club"}};
    CHECK(r.value.customer_groups.records == groups);
    const std::vector<pos::customer> want{{.id = "11"_id,
                                           .email = "jo@example.com",
                                           .first_name = "Jo",
                                           .last_name = "Doe",
                                           .group_id = pos::customer_group_id{"2"},
                                           .updated_at = parse_time("2024-01-01T00:00:00Z"),
                                           .archived = false},
                                          {.id = "12"_id, .email = "", .group_id = none},
                                          {.id = "13"_id}};
    CHECK(r.value.customers.records == want);
}

TEST_CASE("r_series: only the id tells items apart", "[r_series]")
{
    const auto r = read({list("Item", R"([{"itemID": "2", "customSku": "A", "description": "Tube"},
                                          {"itemID": "1", "customSku": "A", "description": "Tube"}])")});
    CHECK(r.ok());
    CHECK(ids(r.value.products) == texts{"2", "1"});
}

TEST_CASE("r_series: the email of a customer", "[r_series]")
{
    struct row {
        const char *id, *contact;
        std::optional<std::string> want;
    };
    const auto r = GENERATE(values<row>({
        {"the relation was not asked for", R"("x": "")", std::nullopt},
        {"no contact", R"("Contact": "")", ""},
        {"a contact without the key", R"("Contact": {"noEmail": "true"})", std::nullopt},
        {"no emails", R"("Contact": {"Emails": ""})", ""},
        {"one, as an object",
         R"("Contact": {"Emails": {"ContactEmail": {"address": "a@example.com",
                                                    "useType": "Primary"}}})",
         "a@example.com"},
        {"one that is not the primary one",
         R"("Contact": {"Emails": {"ContactEmail": {"address": "a@example.com",
                                                    "useType": "Secondary"}}})",
         "a@example.com"},
        {"none of several is the primary one",
         R"("Contact": {"Emails": {"ContactEmail": [
             {"address": "a@example.com", "useType": "Secondary"},
             {"address": "b@example.com", "useType": ""}]}})",
         "a@example.com"},
        {"the primary one first",
         R"("Contact": {"Emails": {"ContactEmail": [
             {"address": "a@example.com", "useType": "Primary"},
             {"address": "b@example.com", "useType": "Secondary"}]}})",
         "a@example.com"},
        {"the primary one is empty",
         R"("Contact": {"Emails": {"ContactEmail": [
             {"address": "", "useType": "Primary"},
             {"address": "b@example.com", "useType": "Secondary"}]}})",
         "b@example.com"},
    }));
    DYNAMIC_SECTION(r.id)
    {
        const auto s =
            read({list("Customer", R"({"customerID": "1", )" + std::string{r.contact} + "}")});
        CHECK(s.ok());
        const auto& c = s.value.customers.records.at(0);
        CHECK(c.email == r.want);
        CHECK(!c.accepts_marketing);
    }
}

TEST_CASE("r_series: a reference of 0 is none, and its relation may be absent or empty",
          "[r_series]")
{
    const auto p = item(R"("categoryID": "0", "itemMatrixID": "0", "manufacturerID": "0",
        "Category": "", "ItemMatrix": "", "Manufacturer": "", "ItemAttributes": "", "Note": "",
        "ItemComponents": {"ItemComponent": {"componentItemID": "3"}}, "ItemVendorNums": "",
        "m": {"layaways": "0"}, "onWorkorder": "0", "onWorkOrder": "0")");
    CHECK(p == pos::product{.id = "7"_id, .category_id = none, .brand = ""});
}

TEST_CASE("r_series: the values that a matrix lists are not its variants", "[r_series]")
{
    const auto* values = GENERATE(R"("")", R"("White")", R"(["White", "Red"])");
    const auto r = read({list("ItemMatrix", R"({"itemMatrixID": "5", "attribute1Values": )" +
                                                std::string{values} + "}"),
                         list("Item", R"({"itemID": "1"})")});
    CHECK(r.ok());
    CHECK(r.value.products.records.at(1).variants == std::vector<pos::variant>{});
}

TEST_CASE("r_series: a section is complete when its pages hold the whole list", "[r_series]")
{
    const std::string one = R"(, "Item": {"itemID": "1"}})", two = R"(, "Item": {"itemID": "2"}})";
    const auto v2 = [](const char* count) {
        return R"({"@attributes": {"count": )" + std::string{count} +
               R"(, "offset": "0", "limit": "100"})";
    };
    const auto v3 = [](const char* previous, const char* next) {
        return R"({"@attributes": {"previous": ")" + std::string{previous} + R"(", "next": ")" +
               next + R"("})";
    };
    struct row {
        const char* id;
        texts pages;
        completeness want;
    };
    using enum completeness;
    const auto r = GENERATE_COPY(values<row>({
        {"V2, all on one page", {v2(R"("1")") + one}, complete},
        {"V2, the count as a number", {v2("1") + one}, complete},
        {"V2, one page of two", {v2(R"("2")") + one}, partial},
        {"V2, both pages", {v2(R"("2")") + one, v2(R"("2")") + two}, complete},
        {"V2, the same page twice", {v2(R"("2")") + one, v2(R"("2")") + one}, partial},
        {"V2, a row more while it was read", {v2(R"("1")") + one, v2(R"("2")") + two}, complete},
        {"V2, one that went away unseen", {v2(R"("3")") + one, v2(R"("2")") + two}, partial},
        {"V2, an empty last page",
         {v2(R"("1")") + one,
          R"({"@attributes": {"count": "1", "offset": "100", "limit": "100"}})"},
         complete},
        {"V3, all on one page", {v3("", "") + one}, complete},
        {"V3, the first page", {v3("", "n") + one}, partial},
        {"V3, both pages", {v3("", "n") + one, v3("p", "") + two}, complete},
        {"V3, the last page alone", {v3("p", "") + one}, partial},
        {"V3, the first page missing", {v3("p", "n") + one, v3("p", "") + two}, partial},
        {"V3, an empty last page", {v3("", "n") + one, v3("p", "") + "}"}, complete},
        {"V3, another list between",
         {v3("", "n") + one, v3("", "") + R"(, "Category": {"categoryID": "1"}})",
          v3("p", "") + two},
         complete},
        {"a record by its id", {R"({"@attributes": {"count": "1"})" + one}, partial},
        {"a page and a record by its id",
         {v3("", "") + one, R"({"@attributes": {"count": "1"})" + two},
         partial},
        {"no envelope", {"{\"Item\": []}"}, partial},
        {"no page", {v3("", "") + R"(, "Category": {"categoryID": "1"}})"}, absent},
        {"no row of what nobody can tell", {R"({"@attributes": {"count": "0"}})"}, absent},
    }));
    DYNAMIC_SECTION(r.id)
    {
        const std::vector<std::string_view> pages(r.pages.begin(), r.pages.end());
        const auto read = r_series::read(pages);
        CHECK(read.ok());
        CHECK(read.value.products.state == r.want);
    }
}

TEST_CASE("r_series: every list is counted", "[r_series]")
{
    const auto v2 = [](const std::string& count, const char* row) {
        return R"({"@attributes": {"count": ")" + count + R"(", "offset": "0", "limit": "100"}, )" +
               row + "}";
    };
    const auto state = [&](const char* count) {
        const auto s = read({v2(count, R"("Customer": {"customerID": "1"})"),
                             v2(count, R"("CustomerType": {"customerTypeID": "1"})"),
                             v2(count, R"("Category": {"categoryID": "1"})")})
                           .value;
        return std::vector{s.customers.state, s.customer_groups.state, s.categories.state};
    };
    using enum completeness;
    CHECK(state("1") == std::vector{complete, complete, complete});
    CHECK(state("2") == std::vector{partial, partial, partial});
}

TEST_CASE("r_series: an answer without rows is of what was asked for", "[r_series]")
{
    const std::vector<r_series::page> pages{
        {.text = R"({"@attributes": {"count": "0"}})", .resource = "Item"}};
    const auto r = r_series::read(pages);
    CHECK(r.ok());
    CHECK(r.value.products.complete());
    CHECK(r.value.products.records.empty());
    CHECK(r.value.categories.absent());
}

TEST_CASE("r_series: of two rows with one id the later one is kept", "[r_series]")
{
    struct row {
        const char *id, *first, *second, *want;
    };
    const auto r = GENERATE(values<row>({
        {"the second is later", "2024-01-01T00:00:00+00:00", "2024-01-02T00:00:00+00:00", "B"},
        {"the first is later", "2024-01-02T00:00:00+00:00", "2024-01-01T00:00:00+00:00", "A"},
        {"both at once", "2024-01-01T00:00:00+00:00", "2024-01-01T00:00:00+00:00", "B"},
        {"in another zone", "2024-01-01T00:30:00+00:00", "2024-01-01T01:00:00+01:00", "A"},
        {"no times", "", "", "B"},
    }));
    DYNAMIC_SECTION(r.id)
    {
        const auto page = [](const char* name, const char* time) {
            return R"({"@attributes": {"count": "1", "offset": "0", "limit": "1"}, "Item":
                {"itemID": "1", "description": ")" +
                   std::string{name} + R"(", "timeStamp": ")" + time + "\"}}";
        };
        const auto s = read({page("A", r.first), page("B", r.second)});
        CHECK(s.ok());
        REQUIRE(s.value.products.records.size() == 1);
        CHECK(s.value.products.records[0].name == r.want);
    }
}

TEST_CASE("r_series: what cannot be understood is a fault, with its place", "[r_series]")
{
    struct row {
        const char *id, *page, *where;
    };
    const auto r = GENERATE(values<row>({
        {"an error", R"({"httpCode": "400", "httpMessage": "Bad Request", "message": "No."})",
         "page 1"},
        {"a text that was cut", R"({"Item": {"itemID": "1")", "page 1"},
        {"no text", "", "page 1"},
        {"no object", "[]", "page 1"},
        {"a number beyond all numbers", R"({"Item": {"itemID": "1", "tax": 1e999}})", "page 1"},
        {"rows of something else", R"({"@attributes": {}, "Sale": []})", "page 1"},
        {"rows that are none", R"({"Item": "1"})", "page 1: /Item"},
        {"a row that is none", R"({"Item": [{"itemID": "1"}, "2"]})", "page 1: /Item/1"},
        {"no id, alone", R"({"Item": {"itemID": ""}})", "page 1: /Item/itemID"},
        {"no id, in a list", R"({"Item": [{"itemID": "1"}, {"x": "2"}]})",
         "page 1: /Item/1/itemID"},
        {"an object for a text", R"({"Item": {"itemID": "1", "description": {}}})",
         "page 1: /Item/description"},
        {"a flag that is none", R"({"Item": {"itemID": "1", "archived": "maybe"}})",
         "page 1: /Item/archived"},
        {"a price that is no number",
         R"({"Item": {"itemID": "1", "Prices": {"ItemPrice": [{"useTypeID": "1", "amount": "x"}]}}})",
         "page 1: /Item/Prices/ItemPrice/0/amount"},
        {"a level that is no number",
         R"({"Item": {"itemID": "1", "ItemShops": {"ItemShop": {"shopID": "1", "qoh": "many"}}}})",
         "page 1: /Item/ItemShops/ItemShop/qoh"},
        {"stock of no shop",
         R"({"Item": {"itemID": "1", "ItemShops": {"ItemShop": {"qoh": "1"}}}})",
         "page 1: /Item/ItemShops/ItemShop/shopID"},
        {"a relation of another shape", R"({"Item": {"itemID": "1", "Images": "three"}})",
         "page 1: /Item/Images"},
        {"a time that is none", R"({"Item": {"itemID": "1", "timeStamp": "yesterday"}})",
         "page 1: /Item/timeStamp"},
        {"a place that is no number", R"({"Category": {"categoryID": "1", "leftNode": "1.5"}})",
         "page 1: /Category/leftNode"},
        {"a count that is no number",
         R"({"@attributes": {"count": "all"}, "Item": {"itemID": "1"}})",
         "page 1: /@attributes/count"},
    }));
    DYNAMIC_SECTION(r.id)
    {
        CHECK(fault_at({r.page}) == r.where);
    }
}

TEST_CASE("r_series: every fault of every page is told, by the page's name", "[r_series]")
{
    const std::vector<r_series::page> pages{
        {.name = "items.json", .text = R"({"Item": [{}, {"itemID": "2", "archived": "?"}]})"},
        {.name = "categories.json", .text = R"({"Category")"}};
    const auto r = r_series::read(pages);
    REQUIRE(r.faults.size() == 3);
    CHECK(r.faults[0] == json::fault{"items.json: /Item/0/itemID", "the row's id", "nothing"});
    CHECK(r.faults[1] ==
          json::fault{"items.json: /Item/1/archived", "true or false", R"(the text "?")"});
    CHECK(r.faults[2].where == "categories.json");
}

TEST_CASE("r_series: a faulty record is left out, the rest is read", "[platforms]")
{
    const auto r = read({list("Item", R"([{"itemID": "1"}, {"itemID": "2", "archived": "?"},
                                          {"itemID": "3"}])"),
                         list("Customer", R"({"customerID": "4"})")});
    CHECK(r.faults.size() == 1);
    CHECK(ids(r.value.products) == texts{"1", "3"});
    CHECK(r.value.products.state == completeness::partial);
    CHECK(r.value.customers.complete());

    // a good row of the same id does not make up for it
    const auto twice = read({list("Item", R"([{"itemID": "1", "archived": "?"},
                                              {"itemID": "1", "archived": "true"}])")});
    CHECK(twice.faults.size() == 1);
    CHECK(twice.value.products.records.at(0).sellable.archived == true);
    CHECK(twice.value.products.state == completeness::partial);
}

TEST_CASE("r_series: variants are known where none of them can be missing", "[platforms]")
{
    const auto matrices = list("ItemMatrix", shirt_matrix);
    const auto sets = list("ItemAttributeSet", attribute_sets);
    const std::string item = R"({"itemID": "1", "itemMatrixID": "20", "customSku": "A"})";
    const auto of = [&](const std::string& other, const char* next = "") {
        return R"({"@attributes": {"next": ")" + std::string{next} +
               R"(", "previous": ""}, "Item": [)" + item + other + "]}";
    };
    struct row {
        const char* id;
        std::string items;
        bool known;
    };
    const auto r = GENERATE_COPY(values<row>({
        {"all items", of(""), true},
        {"some of the items", of("", "https://r.example/2"), false},
        {"an item of the matrix with a fault",
         of(R"(, {"itemID": "2", "itemMatrixID": "20", "archived": "?"})"), false},
        {"an item of nobody knows what",
         of(R"(, {"itemID": "2", "itemMatrixID": [], "archived": "?"})"), false},
        {"an item of another matrix with a fault",
         of(R"(, {"itemID": "2", "itemMatrixID": "21", "archived": "?"})"), true},
        {"a simple item with a fault",
         of(R"(, {"itemID": "2", "itemMatrixID": "0", "archived": "?"})"), true},
        {"a row that is none", of(", 5"), false},
        {"a page that broke off", of("").substr(0, 100), false},
        {"a later row that has a fault, and another matrix",
         of(R"(, {"itemID": "3", "itemMatrixID": "20"}, {"itemID": "3", "itemMatrixID": "0", "archived": "?"})"),
         false},
        {"an earlier one of these, by their times",
         of(R"(, {"itemID": "3", "itemMatrixID": "0", "archived": "?", "timeStamp": "2024-02-01T00:00:00+00:00"},
                 {"itemID": "3", "itemMatrixID": "20", "timeStamp": "2024-01-01T00:00:00+00:00"})"),
         false},
    }));
    DYNAMIC_SECTION(r.id)
    {
        const auto products = read({r.items, matrices, sets}).value.products;
        const auto& p = products.records.at(0);
        CHECK(p.id == r_series::matrix_product("20"));
        CHECK(p.variants.has_value() == r.known);
        if (r.known) CHECK(ids(*p.variants) == texts{"1"});
    }
}

TEST_CASE("r_series: a faulty item counts once, however often its page came", "[platforms]")
{
    const std::string page =
        R"({"@attributes": {"count": "4", "offset": "0", "limit": "2"}, "Item": [
            {"itemID": "1", "itemMatrixID": "20"},
            {"itemID": "2", "itemMatrixID": "0", "archived": "perhaps"}]})";
    const auto matrices = list("ItemMatrix", shirt_matrix);
    const auto sets = list("ItemAttributeSet", attribute_sets);
    const auto thrice = read({page, page, page, matrices, sets}).value.products;
    CHECK(!thrice.records.at(0).variants);
    const auto no_ids =
        read({R"({"@attributes": {"count": "3", "offset": "0", "limit": "100"}, "Item": [
            {"itemID": "1", "itemMatrixID": "20"}, {"itemMatrixID": "0"}, {"itemMatrixID": "0"}]})",
              matrices, sets});
    CHECK(!no_ids.value.products.records.at(0).variants);
    const auto rest = R"({"@attributes": {"count": "4", "offset": "2", "limit": "2"}, "Item": [
            {"itemID": "3", "itemMatrixID": "20"}, {"itemID": "4", "itemMatrixID": "0"}]})";
    const auto all = read({page, rest, matrices, sets}).value.products;
    CHECK(ids(all.records.at(0).variants.value()) == texts{"1", "3"});
    CHECK(all.state == completeness::partial);
}

TEST_CASE("r_series: of a record whose later row is faulty nothing is known", "[platforms]")
{
    const auto names = [](const std::string& rows) {
        const auto s = read({list("CustomerType", '[' + rows + ']')});
        CHECK(s.faults.size() == 1);
        CHECK(s.value.customer_groups.state == completeness::partial);
        texts all;
        for (const auto& g : s.value.customer_groups.records)
            all.push_back(g.id.text + g.name.value_or(""));
        return all;
    };
    const std::string sound = R"({"customerTypeID": "1", "name": "A"})",
                      faulty = R"({"customerTypeID": "1", "name": {}})",
                      other = R"({"customerTypeID": "2", "name": "B"})";
    CHECK(names(sound + ',' + faulty + ',' + other) == texts{"2B"});
    CHECK(names(sound + ',' + other + ',' + faulty) == texts{"2B"});
    CHECK(names(faulty + ',' + other + ',' + sound) == texts{"1A", "2B"});
    CHECK(names(sound + ',' + other + R"(,{"name": "C"})") == texts{"1A", "2B"});

    const auto state = [](const char* first, const char* second) {
        return read({list("Customer", R"([{"customerID": "1", "timeStamp": ")" +
                                          std::string{first} + R"("}, {"customerID": "1",
            "archived": "?", "timeStamp": ")" +
                                          second + "\"}]")})
            .value.customers.records.size();
    };
    CHECK(state("2024-01-01T00:00:00+00:00", "2024-01-02T00:00:00+00:00") == 0);
    CHECK(state("2024-01-02T00:00:00+00:00", "2024-01-01T00:00:00+00:00") == 1);

    // the row that came with the matrix is as old as the one that was read
    const auto nested =
        read({list("ItemMatrix", R"({"itemMatrixID": "20", "Items": {"Item": [
        {"itemID": "1", "itemMatrixID": "20"}, {"itemID": "2", "itemMatrixID": "20"}]},
        "ItemAttributeSet": {"itemAttributeSetID": "1", "attributeName1": "Size"}})"),
              list("Item", R"({"itemID": "2", "itemMatrixID": "20", "archived": "?"})")});
    CHECK(!nested.value.products.records.at(0).variants);
}

TEST_CASE("r_series: a matrix may come with its items", "[platforms]")
{
    const auto matrix = list("ItemMatrix", R"({"itemMatrixID": "1", "itemAttributeSetID": "2",
        "ItemAttributeSet": {"itemAttributeSetID": "2", "attributeName1": "",
                             "attributeName2": "Size", "attributeName3": ""},
        "Items": {"Item": {"itemID": "412", "customSku": "SKU", "itemMatrixID": "1",
            "Prices": {"ItemPrice": {"amount": "2.5", "useTypeID": "1", "useType": "Default"}}}}})");
    const auto alone = read({matrix});
    CHECK(alone.ok());
    CHECK(alone.value.products.state == completeness::partial);
    const auto& p = alone.value.products.records.at(0);
    CHECK(p.attributes == texts{"Size"});
    REQUIRE(p.variants);
    REQUIRE(ids(*p.variants) == texts{"412"});
    CHECK(p.variants->at(0).sellable.sku == "SKU");
    CHECK(p.variants->at(0).sellable.price == money{250});
    CHECK(!p.variants->at(0).attribute_values);

    // a listed item says more of itself, and a whole list has the last word on which there are
    const auto some = read({matrix, R"({"Item": {"itemID": "412", "itemMatrixID": "1",
        "customSku": "NEW"}})"});
    CHECK(some.value.products.records.at(0).variants.value().at(0).sellable.sku == "NEW");
    const auto all = read({matrix, list("Item", R"({"itemID": "9"})")});
    CHECK(all.value.products.records.at(1).variants == std::vector<pos::variant>{});
    const auto* none_of_them = R"({"itemMatrixID": "1", "Items": ""})";
    CHECK(read({list("ItemMatrix", none_of_them)}).value.products.records.at(0).variants ==
          std::vector<pos::variant>{});
}

TEST_CASE("r_series: stock and pictures may come as lists of their own", "[platforms]")
{
    const auto items = list("Item", R"([{"itemID": "1"}, {"itemID": "2", "itemType": "box"},
        {"itemID": "3", "ItemShops": "", "Images": ""}, {"itemID": "4"}])");
    const std::string stock = R"([
        {"itemShopID": "10", "itemID": "1", "shopID": "1", "qoh": "5", "componentQoh": "0"},
        {"itemShopID": "11", "itemID": "1", "shopID": "0", "qoh": "5", "componentQoh": "0"},
        {"itemShopID": "12", "itemID": "2", "shopID": "1", "qoh": "5", "componentQoh": "2"},
        {"itemShopID": "13", "itemID": "3", "shopID": "1", "qoh": "5", "componentQoh": "0"}])";
    const std::string images = R"([
        {"imageID": "7", "itemID": "1", "itemMatrixID": "0", "ordering": "1"},
        {"imageID": "8", "itemID": "1", "itemMatrixID": "0", "ordering": "0"},
        {"imageID": "9", "itemID": "0", "itemMatrixID": "20", "ordering": "0"}])";
    using rows = std::vector<pos::stock_row>;
    const auto matrix = list("ItemMatrix", R"({"itemMatrixID": "20"})"); // without items
    const auto r = read({list("ItemShop", stock), list("Image", images), items, matrix});
    CHECK(r.ok());
    const auto& p = r.value.products.records;
    REQUIRE(ids(p) == texts{"1", "2", "3", "4", "matrix:20"});
    CHECK(p[0].sellable.stock == rows{{"1"_id, units(5)}});
    CHECK(p[1].sellable.stock == rows{{"1"_id, units(2)}});
    CHECK(p[2].sellable.stock == rows{}); // it came with none
    CHECK(!p[3].sellable.stock);
    CHECK(ids(p[0].sellable.images.value()) == texts{"8", "7"});
    CHECK(p[1].sellable.images == std::vector<pos::image>{});
    CHECK(ids(p[4].sellable.images.value()) == texts{"9"});

    const auto part =
        read({R"({"ItemShop": )" + stock + "}", R"({"Image": )" + images + "}", items});
    CHECK(part.ok());
    CHECK(!part.value.products.records[0].sellable.stock);
    CHECK(ids(part.value.products.records[0].sellable.images.value()).empty()); // as item 3 says
}

TEST_CASE("r_series: the online price level may have another name", "[platforms]")
{
    const auto item = list("Item", R"({"itemID": "1", "Prices": {"ItemPrice": [
        {"amount": "10", "useTypeID": "1", "useType": "Default"},
        {"amount": "9", "useTypeID": "3", "useType": "Sale"},
        {"amount": "8", "useTypeID": "4", "useType": "Webshop"}]}})");
    const auto levels = [](const char* web, const char* third = "true") {
        return list("PriceLevel", R"([
            {"priceLevelID": "1", "name": "Default", "canBeArchived": "false"},
            {"priceLevelID": "2", "name": "MSRP", "canBeArchived": "false"},
            {"priceLevelID": "3", "name": "Sale", "canBeArchived": ")" +
                                      std::string{third} +
                                      R"("}, {"priceLevelID": "4", "name": ")" + web +
                                      R"(", "canBeArchived": "false"}])");
    };
    const auto price = [&](const std::string& list_of_levels, const char* wanted = "Online") {
        const auto r = read({item, list_of_levels}, {.online_price = wanted});
        CHECK(r.ok());
        return r.value.products.records.at(0).sellable.online_price;
    };
    CHECK(price(levels("Webshop")) == money{800});
    CHECK(price(levels("Webshop"), "sale") == money{900});
    CHECK(price(levels("Webshop"), "3") == money{900});
    CHECK(price(levels("Web"), "web") == money{800}); // by its id
    CHECK(price(levels("Webshop", "false")) == none); // which of the two?
    CHECK(price(levels("Webshop"), "") == none);
    CHECK(price(list("PriceLevel", "[]")) == none);
}

TEST_CASE("r_series: a page that cannot be read leaves every section partial", "[platforms]")
{
    const auto customers = list("Customer", R"({"customerID": "4"})");
    const auto* lost = GENERATE("", "<html>", R"({"httpCode": "401"})", R"({"Sale": []})", "[]",
                                R"([{"itemID": "1"}])");
    CHECK(read({customers, lost}).value.customers.state == completeness::partial);
    const std::vector<r_series::page> known{{.text = customers},
                                            {.text = "<html>", .resource = "Item"}};
    const auto r = r_series::read(known);
    CHECK(r.value.customers.complete());
    CHECK(r.value.products.state == completeness::partial);
    const std::vector<r_series::page> unknown{{.text = customers, .resource = "Sale"}};
    CHECK(r_series::read(unknown).faults.size() == 1);
}

} // namespace r_series_tests
