#pragma once

#include "twinshelf/ecom.hpp"
#include "twinshelf/field.hpp"
#include "twinshelf/link.hpp"
#include "twinshelf/pos.hpp"

namespace twinshelf {

/// How two values of a field compare.
enum class compared : std::uint8_t {
    as_text,   ///< canonically (`text.canonical`)
    as_code,   ///< to the letter, without outer blanks: SKU, UPC
    as_amount, ///< weights and lengths in the store's unit (`product.measures`)
};

/// The plain pairs of what both sides hold, once: comparing, creating and the docs come from it.
/// `visit(field, compared, values...)` is called with the values of one pair of records, or of
/// several side by side: what they hold now and what they held. What needs a rule of its own is not
/// among them: category, activation, price, stock, images; of a customer email, consent, group.
template <class Visit, is<pos::sellable>... P, is<ecom::sellable>... E>
constexpr void synced(Visit&& visit, const twin<P, E>&... of)
{
    visit(field::product_sku, compared::as_code, twin{of.pos.sku, of.ecom.sku}...);
    visit(field::product_upc, compared::as_code, twin{of.pos.upc, of.ecom.upc}...);
    visit(field::product_weight, compared::as_amount, twin{of.pos.weight, of.ecom.weight}...);
}

template <class Visit, is<pos::product>... P, is<ecom::product>... E>
constexpr void synced(Visit&& visit, const twin<P, E>&... of)
{
    visit(field::product_name, compared::as_text, twin{of.pos.name, of.ecom.name}...);
    visit(field::product_description, compared::as_text,
          twin{of.pos.description, of.ecom.description}...);
    visit(field::product_brand, compared::as_text, twin{of.pos.brand, of.ecom.brand}...);
    synced(visit, twin{of.pos.sellable, of.ecom.sellable}...);
    visit(field::product_length, compared::as_amount, twin{of.pos.length, of.ecom.length}...);
    visit(field::product_width, compared::as_amount, twin{of.pos.width, of.ecom.width}...);
    visit(field::product_height, compared::as_amount, twin{of.pos.height, of.ecom.height}...);
}

template <class Visit, is<pos::customer>... P, is<ecom::customer>... E>
constexpr void synced(Visit&& visit, const twin<P, E>&... of)
{
    visit(field::customer_first_name, compared::as_text,
          twin{of.pos.first_name, of.ecom.first_name}...);
    visit(field::customer_last_name, compared::as_text,
          twin{of.pos.last_name, of.ecom.last_name}...);
}

} // namespace twinshelf
