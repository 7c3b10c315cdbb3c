#pragma once

#include "twinshelf/key_index.hpp"
#include "twinshelf/link.hpp"
#include "twinshelf/rules/sellable.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

/// The keys of all products of a side: what has to be asked of every product is answered by their
/// hashes, side by side in memory, and not by going through the records once more.
namespace twinshelf {

/// The SKU that an ecom sellable has for a while, until the one that it gets is free, begins with
/// it. All of these share a hash, that of the beginning.
inline constexpr std::string_view parked_prefix = "parked-";

/// The keys of the products of one side. Parts are the variants of the pos, the variations of ecom.
struct product_keys {
    std::vector<key_hash> ids{};   ///< of each product; none where it is blank
    std::vector<key_hash> links{}; ///< of each ecom product
    std::vector<key_hash> parts{}; ///< the ids of the parts; none where the product is a tombstone
    std::vector<key_hash> skus{};  ///< of each product and its parts; none of what is gone
    std::vector<std::uint32_t> ends{}; ///< of each product: where its parts end

    std::vector<key_hash> parts_twice{}; ///< those that more than one part has, in order
    std::vector<key_hash> skus_twice{};  ///< the same, of the pos

    [[nodiscard]] std::span<const key_hash> parts_of(index product) const
    {
        return {parts.data() + begin_of(product), parts.data() + ends[product]};
    }
    /// How many parts a product has.
    [[nodiscard]] std::size_t count_of_parts(index product) const
    {
        return ends[product] - begin_of(product);
    }
    /// Its own SKU first.
    [[nodiscard]] std::span<const key_hash> skus_of(index product) const
    {
        return {skus.data() + begin_of(product) + product,
                skus.data() + ends[product] + product + 1};
    }

    friend bool operator==(const product_keys&, const product_keys&) = default;

private:
    [[nodiscard]] std::size_t begin_of(index product) const
    {
        return product == 0 ? 0 : ends[product - 1];
    }
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
    return hash_of_key(sku.starts_with(parked_prefix) ? parked_prefix : sku);
}

} // namespace detail

/// The hashes that are there more than once, in order.
[[nodiscard]] inline std::vector<key_hash> repeated_hashes(const std::vector<key_hash>& all)
{
    hash_filter once{2 * all.size()}, again{2 * all.size()};
    for (const auto hash : all)
        if (hash != 0 && !once.add(hash)) again.add(hash);
    std::vector<key_hash> found;
    for (const auto hash : all)
        if (again.may_have(hash)) found.push_back(hash);
    std::sort(found.begin(), found.end());
    std::size_t repeated = 0;
    for (std::size_t i = 0; i < found.size();) {
        const auto hash = found[i];
        const auto from = i;
        while (i < found.size() && found[i] == hash)
            ++i;
        if (i - from > 1) found[repeated++] = hash;
    }
    found.resize(repeated);
    return found;
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
    keys.ids.reserve(all.size());
    keys.ends.reserve(all.size());
    keys.parts.reserve(count);
    keys.skus.reserve(count + all.size());
    if (!in_pos) keys.links.reserve(all.size());
    const auto note_sku = [&](const auto& sellable, bool there) {
        const bool has_one = there && sellable.sku;
        keys.skus.push_back(has_one ? detail::sku_hash(trimmed(*sellable.sku)) : 0);
    };
    for (const auto& product : all) {
        keys.ids.push_back(id_hash(product));
        const bool there = detail::is_in_shop(product);
        if constexpr (!in_pos) {
            const auto link = linked_to(product);
            keys.links.push_back(link.empty() ? 0 : hash_of_key(link));
        }
        note_sku(product.sellable, there);
        if (const auto& parts = detail::parts_of(product))
            for (const auto& part : *parts) {
                keys.parts.push_back(in_pos || there ? hash_of_key(part.id.text) : 0);
                if constexpr (in_pos)
                    note_sku(part.sellable, there && !gone(part.sellable));
                else
                    note_sku(part.sellable, there);
            }
        keys.ends.push_back(static_cast<std::uint32_t>(keys.parts.size()));
    }
    keys.parts_twice = repeated_hashes(keys.parts);
    if (in_pos) keys.skus_twice = repeated_hashes(keys.skus);
    return keys;
}

} // namespace twinshelf
