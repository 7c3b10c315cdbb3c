#pragma once

#include "twinshelf/rules/all_keys.hpp"
#include "twinshelf/rules/stock.hpp"
#include "twinshelf/version.hpp"

#include <cstddef>

/// Pairs of products that are known to be at rest: they were when the baseline was made, and their
/// records have the fingerprints that they had then. Whether a pair is at rest depends on nothing
/// but the two records, what the baseline remembers of them, and what is the same for all products;
/// of the latter there is a fingerprint, too. So nothing of such a pair is looked at.
namespace twinshelf::detail {

/// What a pair at rest depends on beside itself.
[[nodiscard]] inline fingerprint rest_context(const task& t)
{
    print_maker print;
    options(print, t.policy);
    const auto add_categories = [&](const auto& section) {
        print.add(section.records);
        print.add(section.state);
    };
    add_categories(t.pos.categories);
    add_categories(t.ecom.categories);
    for (const auto& one :
         {fingerprint_of(library_version.major, library_version.minor, library_version.patch),
          fingerprint_of(t.policy.flows), fingerprint_of(t.pos.currency, t.ecom.currency),
          fingerprint_of(t.pos.outlets, t.pos.ecom_outlet, outlet_of_orders(t)), t.known.stamp()})
        print.add(one);
    return print.made();
}

[[nodiscard]] inline fingerprint print_of_pair(fingerprint pos, fingerprint ecom)
{
    return {mixed(mixed(0, pos.bits), ecom.bits)};
}

class known_rest {
public:
    known_rest(const task& t, const all_product_keys& keys) : sides(t.run.prepared)
    {
        const auto* all = t.known.at_rest();
        if (t.at_sight && sides != nullptr && all != nullptr && !all->pairs.empty() &&
            all->ids.size() == all->pairs.size() && t.decided.empty() &&
            keys.variants_twice.empty() && keys.variations_twice.empty() &&
            all->context == rest_context(t))
            noted = all;
    }

    /// Calls `visit(pos, ecom)` for each pair of products, linked with each other, that is at rest.
    /// What is noted, the ids and the links are all in the order of the hashes of pos ids.
    template <class Visit>
    void each_pair(Visit&& visit) const
    {
        if (noted == nullptr) return;
        const auto& ids = sides->pos.keys.ids.rows;
        const auto& links = sides->ecom.links;
        auto id = ids.begin();
        auto link = links.begin();
        for (std::size_t i = 0; i < noted->pairs.size(); ++i) {
            const auto hash = short_hash(noted->ids[i].bits);
            while (id != ids.end() && id->hash < hash)
                ++id;
            while (link != links.end() && link->hash < hash)
                ++link;
            if (id == ids.end()) return;
            if (id->hash != hash || (id + 1 != ids.end() && (id + 1)->hash == hash)) continue;
            for (auto one = link; one != links.end() && one->hash == hash; ++one)
                if (noted->pairs[i] ==
                    print_of_pair(sides->pos.prints[id->at], sides->ecom.prints[one->at]))
                    visit(id->at, one->at);
        }
    }

private:
    const prepared* sides;
    const resting_pairs* noted = nullptr;
};

} // namespace twinshelf::detail
