#pragma once

#include "twinshelf/key_index.hpp"
#include "twinshelf/link.hpp"
#include "twinshelf/rules/sellable.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <vector>

/// The keys of all products of a side: what has to be asked of every product is answered by their
/// hashes, side by side in memory, and not by going through the records once more.
namespace twinshelf {

/// The SKU that an ecom sellable has for a while, until the one that it gets is free, begins with
/// it. All of these share a hash, that of the beginning.
inline constexpr std::string_view parked_prefix = "parked-";
[[nodiscard]] inline bool is_parked(std::string_view sku)
{
    return !sku.empty() && sku[0] == parked_prefix[0] && sku.starts_with(parked_prefix);
}

/// The keys of the products of one side. Parts are the variants of the pos, the variations of ecom.
struct product_keys {
    id_index::rows ids{}; ///< of the products that have one
    /// Of each ecom product: its own SKU where it has variations, for no variant need have it.
    std::vector<key_hash> own_skus{};
    std::vector<std::uint32_t> ends{}; ///< of each product: where its parts end, all in a row

    /// The products with a part whose id may be there twice, in order.
    std::vector<index> parts_twice{};
    std::vector<index> skus_twice{}; ///< the same of SKUs in the pos, of what is not gone

    /// How many parts a product has.
    [[nodiscard]] std::size_t count_of_parts(index product) const
    {
        return ends[product] - (product == 0 ? 0 : ends[product - 1]);
    }

    friend bool operator==(const product_keys&, const product_keys&) = default;
};

namespace detail {

[[nodiscard]] inline const auto& parts_of(const pos::product& p)
{
    return p.variants;
}
[[nodiscard]] inline const auto& parts_of(const ecom::product& e)
{
    return e.variations;
}

[[nodiscard]] inline bool is_in_shop(const pos::product& p)
{
    return !gone(p.sellable);
}
[[nodiscard]] inline bool is_in_shop(const ecom::product& e)
{
    return !tombstone(e);
}

/// Of a SKU, trimmed.
[[nodiscard]] inline key_hash sku_hash(std::string_view sku)
{
    if (sku.empty()) return 0;
    return hash_of_key(is_parked(sku) ? parked_prefix : sku);
}

} // namespace detail

/// The products that have a hash which is there more than once, in order: `all` are their hashes,
/// product by product, those of one end at `end_of(product)`.
template <class EndOf>
[[nodiscard]] std::vector<index> products_sharing(const std::vector<key_hash>& all, EndOf&& end_of)
{
    hash_filter once{all.size()}, again{all.size() / 2};
    // Another place for each, so that few of those that share a bit of `once` share one of `again`.
    const auto other = [](key_hash hash) { return hash * 0x9E3779B1U; };
    for (const auto hash : all)
        if (hash != 0 && !once.add(hash)) again.add(other(hash));
    std::vector<detail::id_row> found;
    index product = 0;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (again.may_have(other(all[i]))) {
            while (end_of(product) <= i)
                ++product;
            found.push_back({all[i], product});
        }
    std::sort(found.begin(), found.end(),
              [](const auto& a, const auto& b) { return a.hash < b.hash; });
    std::vector<index> sharing;
    for (std::size_t from = 0, to = 0; from < found.size(); from = to) {
        while (to < found.size() && found[to].hash == found[from].hash)
            ++to;
        for (auto i = from; to - from > 1 && i < to; ++i)
            sharing.push_back(found[i].at);
    }
    std::sort(sharing.begin(), sharing.end());
    sharing.erase(std::unique(sharing.begin(), sharing.end()), sharing.end());
    return sharing;
}

/// The keys of the products of a side.
template <class Product>
[[nodiscard]] product_keys keys_of(const std::vector<Product>& all)
{
    constexpr bool in_pos = std::is_same_v<Product, pos::product>;
    product_keys keys;
    std::size_t count = 0;
    for (const auto& product : all)
        if (const auto& parts = detail::parts_of(product)) count += parts->size();
    id_index ids{all};
    ids.reserve(all.size());
    keys.ends.reserve(all.size());
    std::vector<key_hash> parts, skus; // of all products, and in the pos
    parts.reserve(count);
    if (in_pos)
        skus.reserve(count + all.size());
    else
        keys.own_skus.reserve(all.size());
    const auto sku_of = [](const auto& sellable, bool there) {
        return there && sellable.sku ? detail::sku_hash(trimmed(*sellable.sku)) : 0;
    };
    for (const auto& product : all) {
        ids.add(product, static_cast<index>(keys.ends.size()));
        const bool there = detail::is_in_shop(product);
        if constexpr (in_pos) {
            skus.push_back(sku_of(product.sellable, there));
        } else {
            keys.own_skus.push_back(sku_of(product.sellable, there && has_variants(product)));
        }
        if (const auto& some = detail::parts_of(product))
            for (const auto& part : *some) {
                parts.push_back(in_pos || there ? hash_of_key(part.id.text) : 0);
                if constexpr (in_pos)
                    skus.push_back(sku_of(part.sellable, there && !gone(part.sellable)));
            }
        keys.ends.push_back(static_cast<std::uint32_t>(parts.size()));
    }
    ids.sort();
    keys.ids = std::move(ids).release();
    keys.parts_twice = products_sharing(parts, [&](index p) { return keys.ends[p]; });
    parts = {};
    // of a product one more, its own
    keys.skus_twice = products_sharing(skus, [&](index p) { return keys.ends[p] + p + 1; });
    return keys;
}

} // namespace twinshelf
