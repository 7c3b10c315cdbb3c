#pragma once

#include "twinshelf/rules/all_keys.hpp"
#include "twinshelf/rules/stock.hpp"
#include "twinshelf/version.hpp"

#include <cstdint>
#include <functional>
#include <vector>

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
        const auto* noted = t.known.at_rest();
        if (!t.at_sight || sides == nullptr || noted == nullptr || noted->pairs.empty() ||
            !t.decided.empty() || !keys.variants_twice.empty() || !keys.variations_twice.empty() ||
            noted->context != rest_context(t))
            return;
        pairs = noted->pairs;
        ends = sort_by_hash(
            pairs, [](fingerprint f) { return static_cast<std::uint32_t>(f.bits >> 32U); },
            std::less<>{});
    }

    /// Whether it knows any.
    [[nodiscard]] bool any() const { return !pairs.empty(); }

    /// Whether two products are a pair, linked with each other, that is at rest.
    [[nodiscard]] bool operator()(index p, index e) const
    {
        if (pairs.empty()) return false;
        const auto print = print_of_pair(sides->pos.prints[p], sides->ecom.prints[e]);
        const auto bucket = static_cast<std::size_t>((print.bits >> 32U) * ends.size() >> 32U);
        for (auto at = bucket == 0 ? 0 : ends[bucket - 1]; at < ends[bucket]; ++at)
            if (pairs[at] == print) return true;
        return false;
    }

private:
    const prepared* sides;
    std::vector<fingerprint> pairs{};
    std::vector<index> ends{};
};

} // namespace twinshelf::detail
