#pragma once

#include "twinshelf/ecom.hpp"
#include "twinshelf/fingerprint.hpp"
#include "twinshelf/pos.hpp"
#include "twinshelf/rules/product_keys.hpp"
#include "twinshelf/run_options.hpp"

#include <algorithm>
#include <cassert>
#include <type_traits>
#include <vector>

/// What can be worked out of a snapshot as soon as it is read, while its records are at hand, for
/// the sake of speed alone: a plan is the same with it and without.
namespace twinshelf {

/// The products of one side.
struct prepared_products {
    product_keys keys{};
    std::vector<fingerprint> prints{}; ///< of each product
    /// Of linked ecom products: the pos id; in the order of the hashes.
    std::vector<detail::id_row> links{};
};

/// Both sides of a reconcile: `reconcile(pos, ecom, by, {base}, {.prepared = &both})`. They must be
/// those of the very snapshots that it is given.
struct prepared {
    prepared_products pos{}, ecom{};
};

/// The options for two sides: without what was prepared where that cannot have been these ones.
[[nodiscard]] inline run_options usable(run_options how, const pos::snapshot& pos,
                                        const ecom::snapshot& ecom)
{
    const auto* const sides = how.prepared;
    const auto fits = [](const prepared_products& made, const auto& side) {
        const auto count = side.products.records.size();
        return made.prints.size() == count && made.keys.ends.size() == count;
    };
    const bool both = sides == nullptr || (fits(sides->pos, pos) && fits(sides->ecom, ecom));
    assert(both);
    if (!both) how.prepared = nullptr;
    return how;
}

/// Prepares the products of a snapshot, of either side.
template <class Snapshot>
[[nodiscard]] prepared_products prepare(const Snapshot& side)
{
    const auto& all = side.products.records;
    prepared_products made{keys_of(all), {}, {}};
    made.prints.reserve(all.size());
    for (const auto& product : all)
        made.prints.push_back(fingerprint_of(product));
    if constexpr (std::is_same_v<Snapshot, ecom::snapshot>) {
        made.links.reserve(all.size());
        for (index e = 0; e < all.size(); ++e)
            if (const auto link = linked_to(all[e]); !link.empty())
                made.links.push_back({hash_of_key(link), e});
        std::sort(made.links.begin(), made.links.end(),
                  [](const auto& a, const auto& b) { return a.hash < b.hash; });
    }
    return made;
}

} // namespace twinshelf
