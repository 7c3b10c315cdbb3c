#pragma once

#include "shop.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

/// Shops that are unlike others, for each of which something naive becomes quadratic. A record of
/// them must cost about what it costs elsewhere.
namespace benchmark {

struct odd_shop {
    std::string name{};
    std::size_t records{}; ///< what its cost is divided by: products, categories or customers
    shop of{};
};

namespace detail {

inline shop still(std::size_t products, std::size_t customers = 0, std::size_t categories = 0)
{
    return make({.products = products,
                 .customers = customers,
                 .categories = categories,
                 .changed = 0,
                 .added = 0,
                 .gone = 0},
                false);
}

/// All SKUs begin with the same 200 letters.
inline shop one_prefix(std::size_t products)
{
    auto s = still(products);
    const std::string prefix(200, 'x');
    for (auto& p : s.pos.products.records)
        for (auto& v : *p.variants)
            v.sellable.sku->insert(0, prefix);
    for (auto& e : s.ecom.products.records)
        for (auto& v : *e.variations)
            v.sellable.sku->insert(0, prefix);
    return s;
}

/// The till has none of what the store is linked to.
inline shop all_gone(std::size_t products)
{
    auto s = still(products);
    s.pos.products.records.resize(1);
    return s;
}

/// Nothing is linked yet: all is found by SKU.
inline shop all_unlinked(std::size_t products)
{
    auto s = still(products);
    for (auto& e : s.ecom.products.records) {
        e.pos_id.reset();
        for (auto& v : *e.variations)
            v.pos_id.reset();
    }
    return s;
}

/// As many variants as the store takes, in another order there.
inline shop many_variants(std::size_t products)
{
    auto s = still(products);
    for (auto& e : s.ecom.products.records) {
        const auto p = std::find_if(s.pos.products.records.begin(), s.pos.products.records.end(),
                                    [&](const auto& one) { return one.id == *e.pos_id; });
        for (std::size_t k = 4; k < 200; ++k) {
            auto v = p->variants->front();
            v.id.text += '/' + std::to_string(k);
            *v.sellable.sku += '/' + std::to_string(k);
            v.attribute_values->front() += ' ' + std::to_string(k);
            auto w = e.variations->front();
            w.id.text += '/' + std::to_string(k);
            w.pos_id = v.id;
            w.sellable.sku = v.sellable.sku;
            w.option_values->front().value = v.attribute_values->front();
            e.options->front().values.push_back(v.attribute_values->front());
            p->variants->push_back(std::move(v));
            e.variations->insert(e.variations->begin(), std::move(w));
        }
    }
    return s;
}

/// Categories of which each is the parent of the next.
inline shop one_chain(std::size_t categories)
{
    auto s = still(1, 0, categories);
    auto& pos = s.pos.categories.records;
    auto& ecom = s.ecom.categories.records;
    for (std::size_t i = 1; i < pos.size(); ++i) {
        pos[i].parent_id = pos[i - 1].id;
        ecom[i].parent_id = ecom[i - 1].id;
    }
    std::reverse(pos.begin(), pos.end());
    return s;
}

} // namespace detail

/// All of them, of about so many records each.
template <class Visit>
void each_odd_shop(std::size_t records, Visit&& visit)
{
    const auto few = std::max<std::size_t>(1, records / 50);
    visit({"odd: one SKU prefix", records, detail::one_prefix(records)});
    visit({"odd: all gone", records, detail::all_gone(records)});
    visit({"odd: nothing linked", records, detail::all_unlinked(records)});
    visit({"odd: 200 variants", few * 50, detail::many_variants(few)});
    visit({"odd: category chain", records, detail::one_chain(records)});
    visit({"odd: one group", records, detail::still(1, records)});
}

} // namespace benchmark
