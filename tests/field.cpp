#include "catch.hpp"

#include <twinshelf/field.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace field_tests {

using namespace twinshelf;

namespace {

struct field_row {
    field id;
    kind of;
    std::string_view key, pos, ecom;
};

// Policies that were stored, and hosts that read plans, know the fields by these names.
constexpr field_row contract[] = {
    {field::category_name, kind::category, "name", "name", "name"},
    {field::category_parent, kind::category, "parent", "parent_id", "parent_id"},
    {field::category_order, kind::category, "order", "", "position"},
    {field::category_enabled, kind::category, "enabled", "", "enabled"},
    {field::category_description, kind::category, "description", "", "description"},
    {field::category_image, kind::category, "image", "", "image_url"},
    {field::product_name, kind::product, "name", "name", "name"},
    {field::product_description, kind::product, "description", "description", "description"},
    {field::product_sku, kind::product, "sku", "sku", "sku"},
    {field::product_category, kind::product, "category", "category_id", "category_ids"},
    {field::product_front_page, kind::product, "front_page", "", "on_front_page"},
    {field::product_brand, kind::product, "brand", "brand", "brand"},
    {field::product_upc, kind::product, "upc", "upc", "upc"},
    {field::product_weight, kind::product, "weight", "weight", "weight"},
    {field::product_length, kind::product, "length", "length", "length"},
    {field::product_width, kind::product, "width", "width", "width"},
    {field::product_height, kind::product, "height", "height", "height"},
    {field::product_options, kind::product, "options", "attributes", "options"},
    {field::product_active, kind::product, "active", "active", "enabled"},
    {field::product_tracks_stock, kind::product, "tracks_stock", "tracks_stock", "tracks_stock"},
    {field::product_stock, kind::product, "stock", "stock", "quantity"},
    {field::product_price, kind::product, "price", "online_price", "price"},
    {field::product_retail_price, kind::product, "retail_price", "price", ""},
    {field::product_images, kind::product, "images", "images", "images"},
    {field::product_tags, kind::product, "tags", "tags", ""},
    {field::product_compare_to_price, kind::product, "compare_to_price", "", "compare_to_price"},
    {field::product_subtitle, kind::product, "subtitle", "", "subtitle"},
    {field::product_low_stock_threshold, kind::product, "low_stock_threshold", "",
     "low_stock_threshold"},
    {field::customer_group_name, kind::customer_group, "name", "name", "name"},
    {field::customer_first_name, kind::customer, "first_name", "first_name", "first_name"},
    {field::customer_last_name, kind::customer, "last_name", "last_name", "last_name"},
    {field::customer_email, kind::customer, "email", "email", "email"},
    {field::customer_marketing, kind::customer, "marketing", "accepts_marketing",
     "accepts_marketing"},
    {field::customer_group, kind::customer, "group", "group_id", "group_id"},
};

std::string dotted(kind of, std::string_view word)
{
    return std::string{name(of)} + '.' + std::string{word};
}

} // namespace

static_assert(std::is_same_v<std::underlying_type_t<field>, std::uint8_t>);
static_assert(std::is_trivially_copyable_v<field_entry>);
static_assert(!std::is_convertible_v<field, int> &&
              !std::is_convertible_v<std::string_view, field>);
static_assert(entry(field::product_price).key == "price");
static_assert(member_name(field::product_active, side::pos) == "active");
static_assert(member_name(field::product_active, side::ecom) == "enabled");
static_assert(find_field("product.price") == field::product_price);
static_assert(!find_field("price"));

TEST_CASE("field: the rows are the contract, in its order", "[field]")
{
    REQUIRE(fields.size() == std::size(contract));
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const auto& want = contract[i];
        DYNAMIC_SECTION(dotted(want.of, want.key))
        {
            CHECK(static_cast<std::size_t>(want.id) == i);
            CHECK(fields[i].id == want.id);
            CHECK(fields[i].kind == want.of);
            CHECK(fields[i].key == want.key);
            CHECK(fields[i].pos == want.pos);
            CHECK(fields[i].ecom == want.ecom);
            CHECK(&entry(want.id) == &fields[i]);
            CHECK(member_name(want.id, side::pos) == want.pos);
            CHECK(member_name(want.id, side::ecom) == want.ecom);
        }
    }
}

TEST_CASE("field: found by its key and by the name of its member on either side", "[field]")
{
    for (const auto& want : contract)
        DYNAMIC_SECTION(dotted(want.of, want.key))
        {
            CHECK(find_field(dotted(want.of, want.key)) == want.id);
            // "product.price" is the price that syncs, whatever the till's retail price is called
            if (!want.pos.empty() && want.id != field::product_retail_price)
                CHECK(find_field(dotted(want.of, want.pos)) == want.id);
            if (!want.ecom.empty()) CHECK(find_field(dotted(want.of, want.ecom)) == want.id);
        }
}

TEST_CASE("field: no word of a kind means two fields, but for the price", "[field]")
{
    for (const auto& a : contract)
        for (const auto& b : contract) {
            if (a.id == b.id || a.of != b.of) continue;
            CAPTURE(a.key, b.key);
            CHECK(a.key != b.key);
            for (const auto word : {a.key, a.pos, a.ecom}) {
                if (word.empty() || dotted(a.of, word) == "product.price") continue;
                CHECK((word != b.key && word != b.pos && word != b.ecom));
            }
        }
    CHECK(find_field("product.price") == field::product_price);
    CHECK(find_field("product.retail_price") == field::product_retail_price);
}

TEST_CASE("field: what no policy names is no field", "[field]")
{
    const auto key = GENERATE_COPY(Catch::Generators::values<std::string>({
        "",
        ".",
        "..",
        "name",
        ".name",
        "product",
        "product.",
        "product..name",
        "product.name.",
        "product.name.x",
        " product.name",
        "product.name ",
        "product. name",
        "Product.name",
        "product.Name",
        "product_name",
        "product/name",
        "products.name",
        "product.title",
        "product.id",
        "product.pos_id",
        "product.supplier",
        "product.tax_included",
        "product.created_at",
        "product.archived",
        "product.sell_online",
        "product.deleted",
        "category.position_id",
        "category.upc",
        "category.pos",
        "category.ecom",
        "category.id",
        "variant.sku",
        "variant.price",
        "variant.",
        "variation.sku",
        "outlet.name",
        "customer.name",
        "customer.archived",
        "customer.orders",
        "customer_group.group_id",
        "customer_group.is_default",
        "group.name",
        "guard.deletions.share",
        "plan",
        std::string("product.name\0", 13),
        std::string("product\0.name", 13),
    }));
    DYNAMIC_SECTION('"' << key << '"')
    {
        CHECK_FALSE(find_field(key));
    }
}

TEST_CASE("field: sides and kinds have words", "[field]")
{
    CHECK(name(side::pos) == "pos");
    CHECK(name(side::ecom) == "ecom");
    CHECK(find_word<side>("ecom") == side::ecom);
    CHECK_FALSE(find_word<side>("shop"));
    CHECK_FALSE(find_word<side>(""));

    CHECK(name(kind::category) == "category");
    CHECK(name(kind::product) == "product");
    CHECK(name(kind::variant) == "variant");
    CHECK(name(kind::customer_group) == "customer_group");
    CHECK(name(kind::customer) == "customer");
    for (const auto each :
         {kind::category, kind::product, kind::variant, kind::customer_group, kind::customer})
        CHECK(find_word<kind>(name(each)) == each);
    CHECK_FALSE(find_word<kind>("categories"));
    CHECK_FALSE(find_word<kind>("customer_"));
}

} // namespace field_tests
