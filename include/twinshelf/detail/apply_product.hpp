#pragma once

#include "twinshelf/detail/assign.hpp"
#include "twinshelf/outcome.hpp"
#include "twinshelf/text_compare.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

/// What a product has beside its fields, as a plan leaves it: pictures, variants, stock.
namespace twinshelf::detail {

/// A picture of a product that the plan uploads, as a key of its own among all products'.
[[nodiscard]] inline ref picture_key(const ecom::product& product, const std::string& source_id)
{
    return {product.id.text + '\x1f' + source_id, {}};
}

/// Sets a field of a variation.
inline void set_on_variation(ecom::product& product, ecom::variation& v, field f, const value& to,
                             const made_ids& made)
{
    const auto* shown = f == field::product_images ? std::get_if<ref>(&to) : nullptr;
    if (shown != nullptr && shown->ecom_id.empty())
        set(v, kind::variant, side::ecom, f, picture_key(product, shown->pos_id), made);
    else
        set(v, kind::variant, side::ecom, f, to, made);
}

/// Makes a gallery. Uploaded pictures are noted as made, so that variations can show them; a
/// variation whose picture goes shows none.
template <class NewId>
void set_gallery(ecom::product& product, const std::vector<picture>& pictures, const action& a,
                 made_ids& made, NewId& new_id)
{
    std::vector<ecom::image> images;
    for (const auto& p : pictures) {
        if (p.keep.empty()) {
            const ref of{p.source_id, {}};
            ecom::image image{.url = p.upload};
            image.id.text = new_id(a, made_thing::image, of);
            image.source_id.emplace(p.source_id);
            made.note(kind::variant, side::ecom, picture_key(product, p.source_id), image.id.text);
            images.push_back(std::move(image));
        } else if (product.images) {
            for (const auto& image : *product.images)
                if (image.id.text == p.keep) images.push_back(image);
        }
    }
    product.images = std::move(images);
    if (!product.variations) return;
    for (auto& v : *product.variations)
        if (v.image_id.has_value() &&
            std::none_of(product.images->begin(), product.images->end(),
                         [&](const ecom::image& i) { return i.id == *v.image_id; }))
            v.image_id = none;
}

/// Makes a variation of a product: by itself, or as a part of it.
template <class NewId>
void add_variation(ecom::product& product, const ref& of, const std::vector<setting>& record,
                   const action& a, made_ids& made, NewId& new_id)
{
    const auto what = a.kind == kind::variant ? made_thing::record : made_thing::variation;
    if (!product.variations) product.variations.emplace();
    auto& v = product.variations->emplace_back();
    v.id.text = new_id(a, what, of);
    v.pos_id.emplace(of.pos_id);
    v.sellable.price = none;
    v.image_id = none;
    for (const auto& s : record)
        set_on_variation(product, v, s.field, s.to, made);
}

/// Gives a variant of the till option values, each in the place of its attribute.
inline void set_attribute_values(const pos::product& product, pos::variant& v,
                                 const std::vector<option_value>& values)
{
    if (!product.attributes) return;
    const auto& names = *product.attributes;
    auto held = v.attribute_values.value_or(std::vector<std::string>{});
    for (const auto& each : values)
        for (std::size_t i = 0; i < names.size(); ++i)
            if (folded(names[i]) == folded(each.name)) {
                if (held.size() <= i) held.resize(i + 1);
                held[i] = each.value;
            }
    v.attribute_values = std::move(held);
}

/// Sets a field of a variant of the till.
inline void set_on_variant(const pos::product& product, pos::variant& v, field f, const value& to,
                           const made_ids& made)
{
    const auto* values = std::get_if<std::vector<option_value>>(&to);
    if (f == field::product_options && values != nullptr)
        set_attribute_values(product, v, *values);
    else
        set(v, kind::variant, side::pos, f, to, made);
}

/// Books a movement at its outlet, which has no row yet where it never held any.
inline void move(pos::sellable& s, const move_stock& m)
{
    if (!s.stock) return;
    const pos::outlet_id outlet{m.outlet_id};
    for (auto& row : *s.stock)
        if (row.outlet_id == outlet) {
            if (row.level) row.level = *row.level + m.by;
            return;
        }
    s.stock->push_back({outlet, stock_level{} + m.by});
}

inline void move(ecom::sellable& s, const move_stock& m)
{
    if (s.quantity) s.quantity = whole_units(units(*s.quantity) + m.by);
}

} // namespace twinshelf::detail
