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

/// The hashes that are there more than once, in order.
[[nodiscard]] inline std::vector<key_hash> repeated_hashes(const std::vector<key_hash>& all)
{
    hash_filter once{all.size()}, again{all.size()};
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

/// The keys that more than one product has, or one more than once. `all` are the hashes of their
/// keys, of which `hashes_of(product)` are a product's; `visit_keys(product, visit)` calls
/// `visit(key)` for each.
template <class HashesOf, class VisitKeys>
[[nodiscard]] key_index repeated_keys(const product_keys& keys, const std::vector<key_hash>& all,
                                      HashesOf&& hashes_of, VisitKeys&& visit_keys)
{
    key_index found, repeated;
    const auto hashes = repeated_hashes(all);
    if (hashes.empty()) return repeated;
    for (index at = 0; at < keys.ids.size(); ++at) {
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
        keys, keys.skus, [&](index at) { return keys.skus_of(at); },
        [&](index at, auto&& visit) { detail::each_sku(all[at], visit); });
}

/// The ids of variants, or variations, that are there more than once.
template <class Product>
[[nodiscard]] key_index repeated_parts(const product_keys& keys, const std::vector<Product>& all)
{
    return repeated_keys(
        keys, keys.parts, [&](index at) { return keys.parts_of(at); },
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
