#pragma once

#include "twinshelf/prepared.hpp"
#include "twinshelf/reconcile.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace twinshelf {

/// The products that nothing has to be done or said about, for `base.at_rest`: the next reconcile
/// with this baseline passes over those of them that have not changed, without looking.
///
/// `pos`, `ecom` and `by` are those of the last run, `base` is the baseline that `advance` made of
/// it, `sides` the snapshots prepared. Whatever changes the baseline makes it anew.
[[nodiscard]] resting_pairs pairs_at_rest(const pos::snapshot& pos, const ecom::snapshot& ecom,
                                          const policy& by, const baseline& base,
                                          const prepared& sides);

inline resting_pairs pairs_at_rest(const pos::snapshot& pos, const ecom::snapshot& ecom,
                                   const policy& by, const baseline& base, const prepared& sides)
{
    draft d;
    const memory known{base};
    choices decided{{}};
    const known_store store{pos, ecom, by, known, decided, d};
    const task t{.pos = pos,
                 .ecom = store.snapshot(),
                 .policy = by,
                 .known = known,
                 .decided = decided,
                 .out = d,
                 .run = usable({.prepared = &sides}, pos, ecom)};
    resting_pairs found;
    if (t.run.prepared == nullptr) return found;
    const auto products = product_rules(t, category_rules(t));
    auto quiet = products.resting;
    for (const auto e : products.remarked)
        quiet[e] = false;
    std::vector<std::pair<fingerprint, fingerprint>> noted; // by the pos id
    for (index e = 0; e < quiet.size(); ++e) {
        if (!quiet[e]) continue;
        const auto p = products.match.pos_of[e];
        const auto& record = t.ecom.products.records[e];
        const auto* was = known.products.ecom_at(record.id.text);
        if (was != nullptr && linked_to(*was) != linked_to(record)) continue; // it moved
        const auto& id = t.pos.products.records[p].id.text;
        noted.emplace_back(fingerprint{detail::hash_of(id)},
                           detail::print_of_pair(sides.pos.prints[p], sides.ecom.prints[e]));
    }
    std::sort(noted.begin(), noted.end());
    found.ids.reserve(noted.size());
    found.pairs.reserve(noted.size());
    for (const auto& [id, pair] : noted) {
        found.ids.push_back(id);
        found.pairs.push_back(pair);
    }
    found.context = detail::rest_context(t);
    return found;
}

} // namespace twinshelf
