#pragma once

#include "twinshelf/draft.hpp"
#include "twinshelf/prepared.hpp"

#include <algorithm>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

/// The keys of the products of both sides, and which of them are there more than once.
namespace twinshelf {

/// The keys that more than one product has, or one more than once: some of those with `hashes`, of
/// which `hashes_of(product)` are a product's; `visit_keys(product, visit)` calls `visit(key)` for
/// each of its keys.
template <class HashesOf, class VisitKeys>
[[nodiscard]] key_index repeated_keys(std::size_t products, const std::vector<key_hash>& hashes,
                                      HashesOf&& hashes_of, VisitKeys&& visit_keys)
{
    key_index found, repeated;
    if (hashes.empty()) return repeated;
    for (index at = 0; at < products; ++at) {
        const auto some = hashes_of(at);
        if (std::any_of(some.begin(), some.end(), [&](key_hash hash) {
                return std::binary_search(hashes.begin(), hashes.end(), hash);
            }))
            visit_keys(at, [&](std::string_view key) { found.add(key, at); });
    }
    found.sort();
    found.each_run([&](std::span<const key_index::row> same) {
        if (same.size() > 1)
            for (const auto& row : same)
                repeated.add(row.key, row.at);
    });
    repeated.sort();
    return repeated;
}

/// The SKUs that are there more than once.
template <class Product>
[[nodiscard]] key_index repeated_skus(const product_keys& keys, const std::vector<Product>& all)
{
    return repeated_keys(
        all.size(), keys.skus_twice, [&](index at) { return keys.skus_of(at); },
        [&](index at, auto&& visit) { detail::each_sku(all[at], visit); });
}

/// The ids of variants, or variations, that are there more than once.
template <class Product>
[[nodiscard]] key_index repeated_parts(const product_keys& keys, const std::vector<Product>& all)
{
    return repeated_keys(
        all.size(), keys.parts_twice, [&](index at) { return keys.parts_of(at); },
        [&](index at, auto&& visit) {
            if (const auto& parts = detail::parts_of(all[at]))
                for (const auto& part : *parts)
                    visit(part.id.text);
        });
}

/// The keys of both sides, and which of them are there more than once. Where the sides are prepared
/// they are known.
class all_product_keys {
public:
    explicit all_product_keys(const task& t) : prepared(t.run.prepared)
    {
        const auto& ps = t.pos.products.records;
        const auto& es = t.ecom.products.records;
        const auto drop = [](product_keys& keys) { keys.parts = std::vector<key_hash>{}; };
        detail::each_part(t.run, 2, [&](std::size_t side) {
            if (side == 0) {
                if (prepared == nullptr) own_pos = keys_of(ps);
                skus_twice = repeated_skus(pos(), ps);
                variants_twice = repeated_parts(pos(), ps);
                drop(own_pos);
            } else {
                if (prepared == nullptr) own_ecom = keys_of(es);
                variations_twice = repeated_parts(ecom(), es);
                drop(own_ecom);
            }
        });
    }

    [[nodiscard]] const product_keys& pos() const
    {
        return prepared != nullptr ? prepared->pos.keys : own_pos;
    }
    [[nodiscard]] const product_keys& ecom() const
    {
        return prepared != nullptr ? prepared->ecom.keys : own_ecom;
    }

    key_index skus_twice{};       ///< pos products
    key_index variants_twice{};   ///< pos products
    key_index variations_twice{}; ///< ecom products

private:
    const twinshelf::prepared* prepared;
    product_keys own_pos{}, own_ecom{};
};

} // namespace twinshelf
