#include "catch.hpp"

#include <twinshelf/platforms/x_series.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace x_series_lists_tests {

using namespace twinshelf;
namespace x_series = twinshelf::platforms::x_series;

namespace {

using texts = std::vector<std::string>;
using x_series::page;

const std::string end = R"({"data": [], "version": {"min": null, "max": null}})";

json::parsed<pos::snapshot> read(const texts& pages,
                                 const x_series::options& how = {.tax_included = true})
{
    std::vector<page> all;
    for (const auto& text : pages)
        all.push_back({.text = text});
    return x_series::read(all, how);
}

/// The pages with what each was asked for.
json::parsed<pos::snapshot> read(const std::vector<std::pair<std::string, std::string>>& pages,
                                 const x_series::options& how = {.tax_included = true})
{
    std::vector<page> all;
    for (const auto& [resource, text] : pages)
        all.push_back({.text = text, .resource = resource});
    return x_series::read(all, how);
}

std::string page_of(const std::string& rows)
{
    return R"({"data": [)" + rows + R"(], "version": {"min": 1, "max": 99}})";
}

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

const std::string mug =
    R"({"id": "m", "has_variants": false, "sku": "MUG", "has_inventory": true})";
const std::string cup =
    R"({"id": "c", "has_variants": false, "sku": "CUP", "has_inventory": true})";
const std::string ann = R"({"id": "a", "customer_code": "Ann-1", "email": "ann@example.com"})";

std::string level(const char* product, const char* outlet, const char* count, int version = 1)
{
    return R"({"id": ")" + std::string{product} + outlet + R"(", "product_id": ")" + product +
           R"(", "outlet_id": ")" + outlet + R"(", "inventory_level": )" + count +
           R"(, "version": )" + std::to_string(version) + "}";
}

} // namespace

TEST_CASE("x_series: a list is complete once its end was seen", "[x_series]")
{
    const auto counted = [](const char* page, const std::string& row) {
        return R"({"pagination": {"results": 2, "page": )" + std::string{page} +
               R"(, "page_size": 1, "pages": 2}, "products": [)" + row + "]}";
    };
    struct row {
        const char* id;
        texts pages;
        completeness want;
    };
    using enum completeness;
    const auto r = GENERATE_COPY(values<row>({
        {"no page", {}, absent},
        {"a page", {page_of(mug)}, partial},
        {"its end", {page_of(mug), end}, complete},
        {"two pages and their end", {page_of(mug), page_of(cup), end}, complete},
        {"the end before the last page", {page_of(mug), end, page_of(cup)}, complete},
        {"the end of another list", {page_of(mug), page_of(ann), end}, partial},
        {"one record that was asked for", {R"({"data": )" + mug + "}"}, partial},
        {"a bare list and its end", {"[" + mug + "]", "[]"}, complete},
        {"an error", {page_of(mug), end, R"({"error": "rate limited"})"}, partial},
        {"a page that breaks off", {page_of(mug), end, R"({"data": [)" + cup}, partial},
        {"a page that breaks off before a row", {page_of(mug), end, R"({"data": [)"}, partial},
        {"rows of nobody knows what", {page_of(mug), end, page_of(R"({"id": "x"})")}, partial},
        {"0.9: both pages", {counted("2", cup), counted("1", mug)}, complete},
        {"0.9: one of two", {counted("2", cup)}, partial},
        {"0.9: one of two, twice", {counted("2", cup), counted("2", cup)}, partial},
        {"0.9: not said", {R"({"products": [)" + mug + "]}"}, partial},
        {"0.9: none", {R"({"products": []})"}, partial},
    }));
    DYNAMIC_SECTION(r.id)
    {
        CHECK(read(r.pages).value.products.state == r.want);
    }
}

TEST_CASE("x_series: an answer without rows ends the list that was asked for", "[x_series]")
{
    using pages = std::vector<std::pair<std::string, std::string>>;
    const auto r = read(pages{{"products", page_of(mug)},
                              {"/api/2026-07/customers?after=3", end},
                              {"/products?after=99", end}});
    CHECK(r.ok());
    CHECK(r.value.products.complete());
    CHECK(r.value.customers.complete());
    CHECK(r.value.customer_groups.absent());
    // Nobody says of what.
    CHECK(faults_at(read({end})) == texts{"page 1"});
}

TEST_CASE("x_series: changes are no whole lists", "[x_series]")
{
    const auto r = read({page_of(mug), end, page_of(level("m", "o", "3")), end, page_of(ann), end},
                        {.tax_included = true, .changes = true});
    CHECK(r.value.products.state == completeness::partial);
    CHECK(r.value.customers.state == completeness::partial);
    CHECK(!r.value.products.records.at(0).sellable.stock);
}

TEST_CASE("x_series: rows say what they are, or the page does", "[x_series]")
{
    const auto r =
        read({page_of(mug), page_of(level("m", "o", "3")), end,
              R"({"data": {"categories": [{"id": "k", "name": "Mugs", "parent_category_id": null}]},
            "page_info": {"has_next": false, "last_seen": ""}})",
              page_of(R"({"id": "g", "name": "VIP", "group_id": "VIP-1"})"), page_of(ann),
              page_of(R"({"id": "o", "name": "Main", "display_prices": "inclusive"})"),
              page_of(R"({"id": "b", "name": "Acme"}, {"id": "t", "name": "new"})")});
    CHECK(faults_at(r) == texts{});
    CHECK(ids(r.value.products) == texts{"m"});
    CHECK(r.value.products.records.at(0).sellable.stock ==
          std::vector<pos::stock_row>{{"o"_id, units(3)}});
    CHECK(ids(r.value.categories) == texts{"k"});
    CHECK(r.value.categories.complete());
    CHECK(ids(r.value.customer_groups) == texts{"g"});
    CHECK(ids(r.value.customers) == texts{"a"});
    CHECK(ids(r.value.outlets.value()) == texts{"o"});

    using pages = std::vector<std::pair<std::string, std::string>>;
    const auto plain = page_of(R"({"id": "x", "name": "X"})");
    const auto said = read(pages{{"product_types", plain},
                                 {"customer_groups", plain},
                                 {"customers/x", plain},
                                 {"outlets", plain}})
                          .value;
    CHECK(ids(said.categories) == texts{"x"});
    CHECK(ids(said.customer_groups) == texts{"x"});
    CHECK(ids(said.customers) == texts{"x"});
    CHECK(ids(said.outlets.value()) == texts{"x"});
}

TEST_CASE("x_series: what is wrong is said with its place, and the rest is read", "[x_series]")
{
    struct row {
        const char* id;
        std::string text, where;
        bool sound_row = false;
    };
    const std::string id = R"({"id": "p", "handle": "x")";
    const auto r = GENERATE_COPY(values<row>({
        {"no JSON", "data", "a.json"},
        {"nothing", "", "a.json"},
        {"a number", "7", "a.json"},
        {"an error", R"({"errors": {"global": ["no"]}})", "a.json"},
        {"rows that are none", R"({"data": "many"})", "a.json: /data"},
        {"a row that is none", page_of(id + "}, 7"), "a.json: /data/1", true},
        {"a row without an id", page_of(R"({"handle": "x"})"), "a.json: /data/0/id"},
        {"an empty id", page_of(R"({"id": "", "handle": "x"})"), "a.json: /data/0/id"},
        {"an id that is an object", page_of(R"({"id": {}, "handle": "x"})"), "a.json: /data/0/id"},
        {"a key twice", page_of(id + R"(, "sku": "a", "sku": "b"})"), "a.json: /data/0/sku"},
        {"a text", page_of(id + R"(, "sku": []})"), "a.json: /data/0/sku"},
        {"a flag", page_of(id + R"(, "active": "perhaps"})"), "a.json: /data/0/active"},
        {"a price", page_of(id + R"(, "price_including_tax": "dear"})"),
         "a.json: /data/0/price_including_tax"},
        {"a price beyond all", page_of(id + R"(, "price_including_tax": 1e18})"),
         "a.json: /data/0/price_including_tax"},
        {"a price that the cents do not fit in",
         page_of(id + R"(, "price_including_tax": 9000000000000.001})"),
         "a.json: /data/0/price_including_tax"},
        {"a unit", page_of(id + R"(, "weight": 1, "weight_unit": "stone"})"),
         "a.json: /data/0/weight_unit"},
        {"a time", page_of(id + R"(, "updated_at": "yesterday"})"), "a.json: /data/0/updated_at"},
        {"a time of deletion", page_of(id + R"(, "deleted_at": "0"})"),
         "a.json: /data/0/deleted_at"},
        {"categories without a list",
         R"({"data": {"categories": null}, "page_info": {"has_next": false}})", "a.json"},
        {"a version", page_of(id + R"(, "version": 1.5})"), "a.json: /data/0/version"},
        {"options", page_of(id + R"(, "variant_options": "Size"})"),
         "a.json: /data/0/variant_options"},
        {"an option", page_of(id + R"(, "variant_options": ["Size"]})"),
         "a.json: /data/0/variant_options/0"},
        {"an image", page_of(id + R"(, "images": [{"url": "u"}]})"), "a.json: /data/0/images/0/id"},
        {"a parent", page_of(id + R"(, "variant_parent_id": ["t"]})"),
         "a.json: /data/0/variant_parent_id"},
        {"a tag", page_of(id + R"(, "tag_ids": [{}]})"), "a.json: /data/0/tag_ids/0"},
        {"a way to show prices", page_of(R"({"id": "o", "display_prices": "both"})"),
         "a.json: /data/0/display_prices"},
        {"bytes that are no UTF-8", page_of(id + ", \"sku\": \"\xff\"}"), "a.json"},
        {"a number beyond a double", page_of(id + R"(, "weight": 1e999})"), "a.json"},
    }));
    DYNAMIC_SECTION(r.id)
    {
        const auto good = page_of(cup);
        const auto got = x_series::read(std::vector<page>{{.name = "b.json", .text = good},
                                                          {.name = "a.json", .text = r.text},
                                                          {.text = end, .resource = "products"}},
                                        {.tax_included = true});
        REQUIRE(faults_at(got).size() == 1);
        CHECK(faults_at(got)[0].starts_with(r.where));
        CHECK(ids(got.value.products) == (r.sound_row ? texts{"c", "p"} : texts{"c"}));
        const bool of_outlets = r.where.ends_with("display_prices");
        CHECK(got.value.products.complete() == of_outlets);
        if (of_outlets) CHECK(got.value.outlets == std::vector<pos::outlet>{});
    }
    using pages = std::vector<std::pair<std::string, std::string>>;
    CHECK(faults_at(read(pages{{"customer_groups/g/customers", page_of(ann)}})) == texts{"page 1"});
    CHECK(faults_at(read(pages{{"sales", page_of(mug)}})) == texts{"page 1"});
    CHECK(read(pages{{"products", page_of(mug)}, {"products", end}, {"sales", end}})
              .value.products.state == completeness::partial);
}

TEST_CASE("x_series: neither depth nor size is a danger", "[x_series]")
{
    const std::size_t deep = 100'000;
    const auto nested = std::string(deep, '[') + std::string(deep, ']');
    const auto r =
        read({page_of(R"({"id": "p", "handle": "x", "attributes": )" + nested + "}"), end});
    CHECK(r.ok());
    CHECK(ids(r.value.products) == texts{"p"});
    CHECK(!read({nested}).ok());
    CHECK(!read({std::string(deep, '{')}).ok());

    std::string options, images;
    for (int i = 0; i < 50'000; ++i) {
        options += R"({"name": ")" + std::to_string(i) + R"(", "value": "x"},)";
        images += R"({"id": ")" + std::to_string(i) + R"(", "url": "u"},)";
    }
    options.pop_back();
    images.pop_back();
    const auto wide =
        read({page_of(R"({"id": "p", "has_variants": true, "variant_options": [)" + options +
                      R"(]}, {"id": "q", "has_variants": false, "images": [)" + images +
                      R"(], "skuImages": [)" + images + "]}"),
              end})
            .value.products;
    REQUIRE(ids(wide) == texts{"p", "q"});
    CHECK(wide.records[0].attributes.value().size() == 50'000);
    CHECK(!wide.records[0].variants.value().at(0).attribute_values);
    CHECK(wide.records[1].sellable.images.value().size() == 50'000);

    std::string children;
    for (int i = 0; i < 5'000; ++i)
        children += R"({"id": ")" + std::to_string(i) +
                    R"(", "variant_parent_id": "t", "variant_options":
            [{"name": "Size", "value": ")" +
                    std::to_string(i) + R"("}]},)";
    children.pop_back();
    const auto many = read({page_of(children), end}).value.products;
    REQUIRE(ids(many) == texts{"t"});
    CHECK(many.records[0].variants.value().size() == 5'000);
}

TEST_CASE("x_series: ids are texts, whatever they look like", "[x_series]")
{
    const auto r = read(
        {page_of(
             R"({"id": 7, "has_variants": false}, {"id": "7", "has_variants": false, "sku": "B"},
        {"id": "0", "has_variants": false}, {"id": "x", "variant_parent_id": "x", "has_variants": false})"),
         end});
    CHECK(r.ok());
    CHECK(ids(r.value.products) == texts{"7", "0", "x"});
    CHECK(r.value.products.records[0].sellable.sku == "B");
    CHECK(r.value.products.records[2].variants == std::vector<pos::variant>{}); // its own parent
}

TEST_CASE("x_series: stock is known once all of it is", "[x_series]")
{
    using stock = std::optional<std::vector<pos::stock_row>>;
    using pages = std::vector<std::pair<std::string, std::string>>;
    const auto all = [](const std::string& rows) {
        return pages{{"products", page_of(mug)}, {"inventory", page_of(rows)}, {"inventory", end}};
    };
    struct row {
        const char* id;
        pages given;
        stock want;
    };
    const auto closed = page_of(
        R"({"id": "o1", "deleted_at": null}, {"id": "o2", "deleted_at": "2026-01-01T00:00:00Z"})");
    const std::vector<pos::stock_row> both{{"o1"_id, units(-10)},
                                           {"o2"_id, stock_level{2'500'000}}};
    const auto r = GENERATE_COPY(values<row>({
        {"no inventory", {{"products", page_of(mug)}}, {}},
        {"all of it", all(level("m", "o2", "2.5") + "," + level("m", "o1", "-10")), both},
        {"a part",
         {{"products", page_of(mug)}, {"inventory", page_of(level("m", "o1", "-10"))}},
         {}},
        {"that of the product",
         {{"products", page_of(mug)}, {"products/m/inventory", page_of(level("m", "o1", "4"))}},
         stock{{{"o1"_id, units(4)}}}},
        {"that of the product, as it is asked for later",
         {{"products", page_of(mug)}, {"/inventory/m", "[" + level("m", "o1", "4") + "]"}},
         stock{{{"o1"_id, units(4)}}}},
        {"that of another one",
         {{"products", page_of(mug)}, {"products/c/inventory", page_of(level("c", "o1", "4"))}},
         {}},
        {"that of the product, with a fault",
         {{"products", page_of(mug)}, {"products/m/inventory", page_of(level("m", "o1", "{}"))}},
         {}},
        {"nowhere", all(level("c", "o1", "4")), stock{std::vector<pos::stock_row>{}}},
        {"the highest version", all(level("m", "o1", "4", 9) + "," + level("m", "o1", "5", 7)),
         stock{{{"o1"_id, units(4)}}}},
        {"a level that is not said", all(level("m", "o1", "null")), stock{{{"o1"_id, {}}}}},
        {"at an outlet that is closed",
         {{"products", page_of(mug)},
          {"outlets", closed},
          {"inventory", page_of(level("m", "o2", "4") + "," + level("m", "o1", "1"))},
          {"inventory", end}},
         stock{{{"o1"_id, units(1)}}}},
        {"the newer name of the level",
         all(R"({"product_id": "m", "outlet_id": "o1", "current_inventory_level": 3})"),
         stock{{{"o1"_id, units(3)}}}},
        {"as a text", all(level("m", "o1", R"("4.00000")")), stock{{{"o1"_id, units(4)}}}},
    }));
    DYNAMIC_SECTION(r.id)
    {
        CHECK(read(r.given).value.products.records.at(0).sellable.stock == r.want);
    }
}

TEST_CASE("x_series: what is put together has stock only where there are levels of it",
          "[x_series]")
{
    const std::string box =
        R"({"id": "x", "has_variants": false, "is_composite": true, "has_inventory": true},)";
    const std::string odd = R"({"id": "y", "has_variants": false},)";
    const auto r = read({page_of(box + odd + mug), page_of(level("z", "o1", "1")), end})
                       .value.products.records;
    CHECK(!r.at(0).sellable.stock);
    CHECK(!r.at(1).sellable.stock); // whether it is tracked is not known
    CHECK(r.at(2).sellable.stock == std::vector<pos::stock_row>{});
    const auto counted =
        read({page_of(box + mug), page_of(level("x", "o1", "1")), end}).value.products.records;
    CHECK(counted.at(0).sellable.stock == std::vector<pos::stock_row>{{"o1"_id, units(1)}});
}

TEST_CASE("x_series: outlets, and the one that takes online orders", "[x_series]")
{
    const auto outlets = page_of(R"({"id": "o1", "name": "Main", "default_tax_id": "t"},
        {"id": "o2", "name": "Old", "default_tax_id": "t", "deleted_at": "2026-01-01T00:00:00Z"})");
    const auto registers =
        page_of(R"({"id": "r1", "name": "Till", "outlet_id": "o1", "invoice_prefix": "A"},
        {"id": "r2", "name": "Web", "outlet_id": "o3", "invoice_prefix": "W", "deleted_at": null},
        {"id": "r3", "name": "Web", "outlet_id": "o1", "invoice_prefix": "W", "deleted_at": "2026-01-01T00:00:00Z"},
        {"id": "r4", "name": "Till", "outlet_id": "o2", "invoice_prefix": "B"},
        {"id": "r5", "name": "Lost", "outlet_id": null, "invoice_prefix": "L"})");
    struct row {
        const char *id, *online_shop;
        maybe<pos::outlet_id> want;
        bool ok;
    };
    const pos::outlet_id o1{"o1"}, o3{"o3"}, o9{"o9"};
    const auto r = GENERATE_COPY(values<row>({
        {"not said", "", {}, true},
        {"a register by its id", "r1", o1, true},
        {"by its name", "Web", o3, true},
        {"by a name that two have", "Till", {}, false},
        {"one without an outlet", "r5", {}, true},
        {"an outlet", "o9", o9, true},
    }));
    DYNAMIC_SECTION(r.id)
    {
        const auto got =
            read({outlets, registers}, {.tax_included = true, .online_shop = r.online_shop});
        CHECK(got.value.ecom_outlet == r.want);
        CHECK(got.ok() == r.ok);
        CHECK(got.value.outlets == std::vector<pos::outlet>{{.id = o1, .name = "Main"}});
    }
    const auto seen = read({page_of(mug), page_of(level("m", "o7", "1")), end, outlets}).value;
    CHECK(ids(seen.outlets.value()) == texts{"o1", "o7"});
    const auto listed =
        read({page_of(mug), page_of(level("m", "o7", "1")), end, outlets, end}).value;
    CHECK(ids(listed.outlets.value()) == texts{"o1"});
    CHECK(!read({page_of(mug)}).value.outlets);
}

TEST_CASE("x_series: categories, and those that only products name", "[x_series]")
{
    const auto list = [](const char* more) {
        return R"({"data": {"categories": [
            {"id": "k1", "name": "Home", "parent_category_id": null, "root_category_id": "k1", "leaf_category": false},
            {"id": "k2", "name": "Mugs", "parent_category_id": "k1", "root_category_id": "k1", "leaf_category": true,
             "category_path": [{"id": "k1", "name": "Home"}, {"id": "k2", "name": "Mugs"}]}]},
            "page_info": {"has_next": )" +
               std::string{more} + "}}";
    };
    const auto product = page_of(
        R"({"id": "p", "has_variants": false, "product_category": {"id": "k4", "name": "Tea", "category_path":
        [{"id": "k3", "name": "Drinks"}, {"id": "k4", "name": "Tea"}]}})");
    const std::vector<pos::category> listed{{"k1"_id, "Home", none},
                                            {"k2"_id, "Mugs", pos::category_id{"k1"}}};
    auto more = listed;
    more.push_back({"k3"_id, "Drinks", none});
    more.push_back({"k4"_id, "Tea", pos::category_id{"k3"}});

    const auto whole = read({list("false"), product}).value.categories;
    CHECK(whole.records == listed);
    CHECK(whole.complete());
    const auto part = read({list("true"), product}).value.categories;
    CHECK(part.records == more);
    CHECK(part.state == completeness::partial);
    const auto named = read({product}).value.categories;
    CHECK(ids(named) == texts{"k3", "k4"});
    CHECK(named.state == completeness::partial);
    CHECK(read({R"({"data": {"categories": []}, "page_info": {"has_next": false}})"})
              .value.categories.complete());

    // Product types became categories: what is above one tells its path.
    const auto types =
        read(
            {page_of(
                 R"({"id": "k1", "name": "General"}, {"id": "k3", "name": "Gone", "deleted_at": "2026-01-01T00:00:00Z"},
        {"id": "k2", "name": "Test", "leaf_category": true, "category_path": [{"id": "k1", "name": "General"}, {"id": "k2", "name": "Test"}]},
        {"id": "k5", "name": "Elsewhere", "category_path": [{"id": "k1", "name": "General"}]})"),
             end})
            .value.categories;
    CHECK(types.complete());
    CHECK(types.records == std::vector<pos::category>{{"k1"_id, "General", none},
                                                      {"k2"_id, "Test", pos::category_id{"k1"}},
                                                      {"k5"_id, "Elsewhere", {}}});
}

TEST_CASE("x_series: customers and their groups", "[x_series]")
{
    const auto r = read(
        {page_of(R"(
        {"id": "a", "customer_code": "A", "name": "Ann Lee", "first_name": "Ann", "last_name": "Lee", "email": "ann@example.com",
         "do_not_email": false, "customer_group_id": "g1", "updated_at": "2026-01-19T16:49:35+00:00", "deleted_at": null, "version": 5},
        {"id": "b", "customer_code": "B", "first_name": null, "email": null, "do_not_email": true, "customer_group_id": null},
        {"id": "c", "customer_code": "C", "deleted_at": "2026-01-19T16:49:35+00:00"},
        {"id": "d", "customer_code": "D", "do_not_email": "maybe"})"),
         end,
         page_of(
             R"({"id": "g0", "name": "All Customers", "group_id": "1"}, {"id": "g1", "name": "VIP", "group_id": "2", "deleted_at": null},
        {"id": "g2", "name": "Old", "group_id": "3", "deleted_at": "2026-01-19T16:49:35+00:00"})"),
         end});
    CHECK(faults_at(r) == texts{"page 1: /data/3/do_not_email"});
    const std::vector<pos::customer> customers{
        {.id = "a"_id,
         .email = "ann@example.com",
         .first_name = "Ann",
         .last_name = "Lee",
         .group_id = pos::customer_group_id{"g1"},
         .accepts_marketing = true,
         .updated_at = parse_time("2026-01-19T16:49:35Z"),
         .deleted = false},
        {.id = "b"_id, .email = "", .first_name = "", .group_id = none, .accepts_marketing = false},
        {.id = "c"_id, .deleted = true}};
    CHECK(r.value.customers.records == customers);
    CHECK(r.value.customers.state == completeness::partial);
    const std::vector<pos::customer_group> groups{{"g0"_id, "All Customers", true, {}},
                                                  {"g1"_id, "VIP", false, false},
                                                  {"g2"_id, "Old", false, true}};
    CHECK(r.value.customer_groups.records == groups);
    CHECK(r.value.customer_groups.complete());

    const auto other = read({page_of(R"({"id": "g0", "name": "Everybody", "group_id": "1"})")},
                            {.default_group = "g0"});
    CHECK(other.value.customer_groups.records.at(0).is_default == true);
}

} // namespace x_series_lists_tests
