#pragma once

#include "twinshelf/ecom.hpp"
#include "twinshelf/pos.hpp"
#include "twinshelf/text_compare.hpp"

#include <optional>
#include <string_view>

/// What a product or variant is by its own flags, and its SKUs: words that all rules share.
namespace twinshelf {

/// Not in the shop any more, by its own flags.
[[nodiscard]] inline bool gone(const pos::sellable& p)
{
    return p.archived.value_or(false) || p.deleted.value_or(false);
}

/// Whether a variant, by its own flags, is for sale online.
[[nodiscard]] inline bool wanted(const pos::sellable& s)
{
    return !gone(s) && s.active.value_or(true) && s.sell_online.value_or(true);
}

[[nodiscard]] inline bool has_variants(const pos::product& p)
{
    return p.variants && !p.variants->empty();
}

/// A matrix, also where no variant of it is known.
[[nodiscard]] inline bool is_matrix(const pos::product& p)
{
    return has_variants(p) || (p.attributes && !p.attributes->empty());
}

[[nodiscard]] inline bool has_variants(const ecom::product& e)
{
    return e.variations && !e.variations->empty();
}

namespace detail {

/// Calls `visit(sku)` for each SKU of a product and its variants, trimmed; blank ones never count.
template <class Visit>
void each_sku(const pos::product& p, Visit&& visit)
{
    const auto one = [&](const pos::sellable& s) {
        if (s.sku && !gone(s))
            if (const auto key = trimmed(*s.sku); !key.empty()) visit(key);
    };
    one(p.sellable);
    if (p.variants)
        for (const auto& v : *p.variants)
            one(v.sellable);
}

template <class Visit>
void each_sku(const ecom::product& e, Visit&& visit)
{
    const auto one = [&](const ecom::sellable& s) {
        if (s.sku)
            if (const auto key = trimmed(*s.sku); !key.empty()) visit(key);
    };
    one(e.sellable);
    if (e.variations)
        for (const auto& v : *e.variations)
            one(v.sellable);
}

} // namespace detail

} // namespace twinshelf
