#pragma once

#include "twinshelf/ecom.hpp"
#include "twinshelf/field.hpp"
#include "twinshelf/pos.hpp"

namespace twinshelf {

/// How two values of a field compare.
enum class compared : std::uint8_t {
    as_text,   ///< canonically (`text.canonical`)
    as_code,   ///< to the letter, without outer blanks: SKU, UPC
    as_amount, ///< weights and lengths in the store's unit (`product.measures`)
};

/// The plain pairs of what both sides hold, once: comparing, creating and the docs come from it.
/// What needs a rule of its own is not among them: category, activation, price, stock, images; of
/// a customer email, consent, group.
template <class Visit>
constexpr void synced(Visit&& visit, const pos::sellable& p, const ecom::sellable& e)
{
    visit(field::product_sku, p.sku, e.sku, compared::as_code);
    visit(field::product_upc, p.upc, e.upc, compared::as_code);
    visit(field::product_weight, p.weight, e.weight, compared::as_amount);
}

template <class Visit>
constexpr void synced(Visit&& visit, const pos::product& p, const ecom::product& e)
{
    visit(field::product_name, p.name, e.name, compared::as_text);
    visit(field::product_description, p.description, e.description, compared::as_text);
    visit(field::product_brand, p.brand, e.brand, compared::as_text);
    synced(visit, p.sellable, e.sellable);
    visit(field::product_length, p.length, e.length, compared::as_amount);
    visit(field::product_width, p.width, e.width, compared::as_amount);
    visit(field::product_height, p.height, e.height, compared::as_amount);
}

template <class Visit>
constexpr void synced(Visit&& visit, const pos::customer& p, const ecom::customer& e)
{
    visit(field::customer_first_name, p.first_name, e.first_name, compared::as_text);
    visit(field::customer_last_name, p.last_name, e.last_name, compared::as_text);
}

} // namespace twinshelf
