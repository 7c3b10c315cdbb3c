#pragma once

#include "twinshelf/draft.hpp"

#include <optional>
#include <string>

/// The price of a simple product, in the money of the snapshots: no conversion, no tax arithmetic
/// (`price.exact`).
///
///   id   pos price            ecom price   result
///   V1   unknown or none      any          nothing
///   V2   any                  unknown      nothing
///   V3   other currency, decimals or tax   hold (price.exact); a create is held with it
///   V4   below 0              any          error (price.zero); a create is left out with it
///   V5   same                 same         nothing
///   V6   0                    other        hold (price.zero), unless zero_price is send
///   V7   set                  other        by the flow, and without a baseline the pos price
///   V8   finer than the currency           rounded half away from zero, once; said when written
///   V9   new, 0 or not known               created disabled (price.zero)
namespace twinshelf {

/// What a product costs online by the pos, and which rule says so.
struct online_price {
    maybe<money> amount;
    twinshelf::rule rule;
};

/// The effective online price or the retail price, by policy. An online price of 0 is none, and
/// without one the default retail price is it (`price.default_online`).
[[nodiscard]] inline online_price price_of(const pos::sellable& p, price_source source)
{
    if (source == price_source::retail) return {p.price, rule::price_retail};
    if (p.online_price.has_value() && p.online_price->minor != 0)
        return {p.online_price, rule::price_online_to_ecom};
    return {p.price, rule::price_default_online};
}

/// Whether the store's prices include tax, where its products agree about it.
[[nodiscard]] inline std::optional<bool> store_tax_included(const ecom::snapshot& ecom)
{
    std::optional<bool> all;
    for (const auto& product : ecom.products.records) {
        if (!product.tax_included) continue;
        if (all && *all != *product.tax_included) return {};
        all = product.tax_included;
    }
    return all;
}

/// Why a pos amount means something else in ecom: another currency, other decimals, tax in or out;
/// empty where it means the same.
[[nodiscard]] inline std::string other_basis(const task& t, std::optional<bool> pos_tax,
                                             std::optional<bool> ecom_tax)
{
    const auto& pos = t.pos.currency;
    const auto& ecom = t.ecom.currency;
    if (!pos.code.empty() && !ecom.code.empty() && pos.code != ecom.code)
        return "the pos counts in " + pos.code + ", ecom in " + ecom.code;
    if (pos.decimals != ecom.decimals)
        return "the pos counts with " + std::to_string(pos.decimals) + " decimals, ecom with " +
               std::to_string(ecom.decimals);
    if (pos_tax && ecom_tax && *pos_tax != *ecom_tax)
        return *pos_tax ? "the pos price includes tax, the ecom price does not"
                        : "the pos price is without tax, the ecom price includes it";
    return {};
}

} // namespace twinshelf
