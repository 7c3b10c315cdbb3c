#pragma once

#include "twinshelf/words.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace twinshelf {

/// Who is written to, or read from.
enum class side : std::uint8_t { pos, ecom };

constexpr std::array<std::string_view, 2> words(side)
{
    return {"pos", "ecom"};
}

enum class kind : std::uint8_t { category, product, variant, customer_group, customer };

constexpr std::array<std::string_view, 5> words(kind)
{
    return {"category", "product", "variant", "customer_group", "customer"};
}

/// Every field that a policy can name, and every one that a plan can change.
enum class field : std::uint8_t {
    category_name,
    category_parent,
    category_order,
    category_enabled,
    category_description,
    category_image,
    product_name,
    product_description,
    product_sku,
    product_category,
    product_front_page,
    product_brand,
    product_upc,
    product_weight,
    product_length,
    product_width,
    product_height,
    product_options,
    product_active,
    product_tracks_stock,
    product_stock,
    product_price,
    product_retail_price,
    product_images,
    product_tags,
    product_compare_to_price,
    product_subtitle,
    product_low_stock_threshold,
    customer_group_name,
    customer_first_name,
    customer_last_name,
    customer_email,
    customer_marketing,
    customer_group,
};

/// One field: what a policy calls it, and the member that holds it on each side. "" where a side
/// has none, or where the merchant does not know it by this field.
struct field_entry {
    field id;
    twinshelf::kind kind;
    std::string_view key;
    std::string_view pos;
    std::string_view ecom;
};

inline constexpr std::array fields{
    field_entry{field::category_name, kind::category, "name", "name", "name"},
    field_entry{field::category_parent, kind::category, "parent", "parent_id", "parent_id"},
    field_entry{field::category_order, kind::category, "order", "", "position"},
    field_entry{field::category_enabled, kind::category, "enabled", "", "enabled"},
    field_entry{field::category_description, kind::category, "description", "", "description"},
    field_entry{field::category_image, kind::category, "image", "", "image_url"},
    field_entry{field::product_name, kind::product, "name", "name", "name"},
    field_entry{field::product_description, kind::product, "description", "description",
                "description"},
    field_entry{field::product_sku, kind::product, "sku", "sku", "sku"},
    field_entry{field::product_category, kind::product, "category", "category_id", "category_ids"},
    field_entry{field::product_front_page, kind::product, "front_page", "", "on_front_page"},
    field_entry{field::product_brand, kind::product, "brand", "brand", "brand"},
    field_entry{field::product_upc, kind::product, "upc", "upc", "upc"},
    field_entry{field::product_weight, kind::product, "weight", "weight", "weight"},
    field_entry{field::product_length, kind::product, "length", "length", "length"},
    field_entry{field::product_width, kind::product, "width", "width", "width"},
    field_entry{field::product_height, kind::product, "height", "height", "height"},
    field_entry{field::product_options, kind::product, "options", "attributes", "options"},
    field_entry{field::product_active, kind::product, "active", "active", "enabled"},
    field_entry{field::product_tracks_stock, kind::product, "tracks_stock", "tracks_stock",
                "tracks_stock"},
    field_entry{field::product_stock, kind::product, "stock", "stock", "quantity"},
    field_entry{field::product_price, kind::product, "price", "online_price", "price"},
    field_entry{field::product_retail_price, kind::product, "retail_price", "price", ""},
    field_entry{field::product_images, kind::product, "images", "images", "images"},
    field_entry{field::product_tags, kind::product, "tags", "tags", ""},
    field_entry{field::product_compare_to_price, kind::product, "compare_to_price", "",
                "compare_to_price"},
    field_entry{field::product_subtitle, kind::product, "subtitle", "", "subtitle"},
    field_entry{field::product_low_stock_threshold, kind::product, "low_stock_threshold", "",
                "low_stock_threshold"},
    field_entry{field::customer_group_name, kind::customer_group, "name", "name", "name"},
    field_entry{field::customer_first_name, kind::customer, "first_name", "first_name",
                "first_name"},
    field_entry{field::customer_last_name, kind::customer, "last_name", "last_name", "last_name"},
    field_entry{field::customer_email, kind::customer, "email", "email", "email"},
    field_entry{field::customer_marketing, kind::customer, "marketing", "accepts_marketing",
                "accepts_marketing"},
    field_entry{field::customer_group, kind::customer, "group", "group_id", "group_id"},
};

[[nodiscard]] constexpr const field_entry& entry(field f)
{
    return fields[static_cast<std::size_t>(f)];
}

/// The member that holds the field on one side. A variant holds a choice of its product's options
/// and one picture of its gallery.
[[nodiscard]] constexpr std::string_view member_name(field f, side on, kind of_kind)
{
    if (of_kind == kind::variant && f == field::product_options)
        return on == side::pos ? "attribute_values" : "option_values";
    if (of_kind == kind::variant && f == field::product_images)
        return on == side::pos ? "images" : "image_id";
    return on == side::pos ? entry(f).pos : entry(f).ecom;
}

[[nodiscard]] constexpr std::string_view member_name(field f, side on)
{
    return member_name(f, on, entry(f).kind);
}

/// The field of a policy's "product.price": kind, dot, and the field's key or its member's name
/// on either side, so "product.active" and "product.enabled" are one.
[[nodiscard]] constexpr std::optional<field> find_field(std::string_view key)
{
    const auto dot = key.find('.');
    if (dot == key.npos) return {};
    const auto word = key.substr(dot + 1);
    for (const auto& f : fields)
        if (name(f.kind) == key.substr(0, dot) && !word.empty() &&
            (f.key == word || f.pos == word || f.ecom == word))
            return f.id;
    return {};
}

static_assert(
    [] {
        for (std::size_t i = 0; i < fields.size(); ++i)
            if (static_cast<std::size_t>(fields[i].id) != i) return false;
        return true;
    }(),
    "the rows of `fields` stand in the order of the enumerators");

} // namespace twinshelf
