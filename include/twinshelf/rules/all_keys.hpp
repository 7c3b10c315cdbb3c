#pragma once

#include "twinshelf/draft.hpp"
#include "twinshelf/match.hpp"
#include "twinshelf/prepared.hpp"

#include <cstddef>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

/// The keys of the products of both sides, and which of them are there more than once.
namespace twinshelf {

/// The keys that more than one product has, or one more than once, of some products;
/// `visit_keys(product, visit)` calls `visit(key)` for each key of a product.
template <class VisitKeys>
[[nodiscard]] key_index repeated_keys(const std::vector<index>& products, VisitKeys&& visit_keys)
{
    key_index found, repeated;
    for (const auto at : products)
        visit_keys(at, [&](std::string_view key) { found.add(key, at); });
    found.sort();
    found.each_run([&](std::span<const key_index::row> same) {
        if (same.size() > 1)
            for (const auto& row : same)
                repeated.add(row.key, row.at);
    });
    repeated.sort();
    return repeated;
}

/// The ids of variants, or variations, that are there more than once.
template <class Product>
[[nodiscard]] key_index repeated_parts(const product_keys& keys, const std::vector<Product>& all)
{
    return repeated_keys(keys.parts_twice, [&](index at, auto&& visit) {
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
        detail::each_part(t.run, 2, [&](std::size_t side) {
            if (side == 0) {
                if (prepared == nullptr) own_pos = keys_of(ps);
                variants_twice = repeated_parts(pos(), ps);
                skus_twice = repeated_keys(pos().skus_twice, [&](index at, auto&& visit) {
                    detail::each_sku(ps[at], visit);
                });
            } else {
                if (prepared == nullptr) own_ecom = keys_of(es);
                variations_twice = repeated_parts(ecom(), es);
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

    /// The sorted ids of both sides, for those who pair them; nobody asks for them later.
    [[nodiscard]] sorted_ids ids()
    {
        if (prepared != nullptr) return {prepared->pos.keys.ids, prepared->ecom.keys.ids};
        return {std::move(own_pos.ids), std::move(own_ecom.ids)};
    }

    key_index skus_twice{};       ///< pos products
    key_index variants_twice{};   ///< pos products
    key_index variations_twice{}; ///< ecom products

private:
    const twinshelf::prepared* prepared;
    product_keys own_pos{}, own_ecom{};
};

} // namespace twinshelf
