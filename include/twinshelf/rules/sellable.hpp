#pragma once

#include "twinshelf/ecom.hpp"
#include "twinshelf/pos.hpp"
#include "twinshelf/text_compare.hpp"

#include <algorithm>
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

[[nodiscard]] inline bool any_wanted(const pos::product& p)
{
    return p.variants && std::any_of(p.variants->begin(), p.variants->end(),
                                     [](const auto& v) { return wanted(v.sellable); });
}

/// Whether a product is active; a matrix is not where none of its variants is for sale. Unknown
/// where that is not known.
[[nodiscard]] inline std::optional<bool> active(const pos::product& p)
{
    if (is_matrix(p) && p.variants && !any_wanted(p)) return false;
    return p.sellable.active;
}

/// Whether a product is available: active, and may be sold online.
[[nodiscard]] inline std::optional<bool> available(const pos::product& p)
{
    if (gone(p.sellable) || !p.sellable.sell_online.value_or(true)) return false;
    return active(p);
}

/// The same of a pair, where a matrix whose variants were not read may have none for sale.
[[nodiscard]] inline std::optional<bool> available(const pos::product& p, const ecom::product& e)
{
    const auto is = available(p);
    const bool unread = !p.variants && (is_matrix(p) || has_variants(e));
    return unread && is == true ? std::nullopt : is;
}

[[nodiscard]] inline std::optional<bool> available(const pos::variant& v)
{
    return wanted(v.sellable);
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
