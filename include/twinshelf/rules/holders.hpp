#pragma once

#include "twinshelf/rules/product.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Who in ecom has, before the plan, what only one may have.
namespace twinshelf::detail {

/// What only one record may have at a time.
enum class unique_thing : std::uint8_t {
    sku,         ///< in the whole store
    options,     ///< a combination of option values, within a product
    variant_link ///< the variant that a variation is linked to
};

/// A sellable of ecom: a product and the place of its variation, -1 for the product itself.
using holder = std::pair<index, int>;

/// The SKUs and the links to variants that the steps of a plan take: who has others is not asked.
class taken_keys {
public:
    explicit taken_keys(const task& t)
    {
        for (const auto& s : t.out.steps) {
            const auto& a = s.what;
            const bool variant = a.kind == kind::variant;
            if ((a.kind != kind::product && !variant) || a.side != side::ecom) continue;
            if (variant && std::get_if<link_to>(&a.what)) links.add(a.of.pos_id, 0);
            if (const auto* made = std::get_if<create>(&a.what)) {
                if (variant) links.add(a.of.pos_id, 0);
                add(made->record);
                for (const auto& v : made->variations) {
                    links.add(v.of.pos_id, 0);
                    add(v.record);
                }
            }
            if (const auto* changed = std::get_if<update>(&a.what)) add(changed->changes);
        }
        skus.sort();
        links.sort();
        places = hash_filter{8 * skus.size() + 1}; // roomy: many products ask
        places.add(sku_hash(parked_prefix));
        skus.each_run([&](auto same) { places.add(sku_hash(same[0].key)); });
    }

    [[nodiscard]] bool empty() const { return skus.empty() && links.empty(); }
    /// Whether it may have a SKU with this hash.
    [[nodiscard]] bool may_have_sku(key_hash hash) const { return places.may_have(hash); }
    [[nodiscard]] bool has_sku(std::string_view sku) const
    {
        return is_parked(sku) || !skus.find(sku).empty();
    }
    [[nodiscard]] bool has_link(std::string_view variant) const
    {
        return !links.find(variant).empty();
    }

private:
    template <class Setting>
    void add(const std::vector<Setting>& all)
    {
        for (const auto& s : all)
            if (s.field == field::product_sku) skus.add(trimmed(std::get<std::string>(s.to)), 0);
    }

    key_index skus, links;
    hash_filter places; ///< of the SKUs
};

class holder_index {
public:
    holder_index(const task& all, const product_map& of_products)
        : t(all), map(of_products), m(of_products.match)
    {
        const taken_keys taken{t};
        if (taken.empty()) return;
        const auto note = [&](const ecom::sellable& s, holder who) {
            const auto key = s.sku ? trimmed(*s.sku) : std::string_view{};
            if (!key.empty() && taken.has_sku(key)) skus.add(key, add(who));
        };
        for (index e = 0; e < es.size(); ++e) {
            // At rest it has the SKUs of its pos product. Another takes one of them as the pos has
            // it, never cut, so the pos has it twice, and that is as it is (K5). With variations it
            // may have one of its own. These are linked to variants that nothing else has.
            if (map.resting[e] && !taken.may_have_sku(map.keys.ecom().own_skus[e])) continue;
            if (tombstone(es[e])) continue;
            note(es[e].sellable, {e, -1});
            if (!es[e].variations) continue;
            for (std::size_t v = 0; v < es[e].variations->size(); ++v) {
                const auto& variation = (*es[e].variations)[v];
                const holder who{e, static_cast<int>(v)};
                note(variation.sellable, who);
                if (const auto link = linked_to(variation); !link.empty() && taken.has_link(link))
                    links.add(link, add(who));
            }
        }
        skus.sort();
        links.sort();
    }

    /// The place of the record of an action on a product or variant that is there.
    [[nodiscard]] holder of(const action& a) const
    {
        if (a.kind == kind::product) return {m.ecom_at(a.of.ecom_id), -1};
        const auto e = m.ecom_at(a.product.ecom_id);
        const auto& all = *es[e].variations;
        const auto found = std::find_if(all.begin(), all.end(),
                                        [&](const auto& v) { return v.id.text == a.of.ecom_id; });
        return {e, static_cast<int>(found - all.begin())};
    }

    /// A combination as a key of the whole store.
    [[nodiscard]] std::string combination(index product, const std::vector<option_value>& v) const
    {
        return es[product].id.text + '\x1d' + combination_key(t, v);
    }

    /// Notes the combinations of a product; those of others are not asked for.
    void add_combinations(index product)
    {
        if (!noted.insert(product).second) return;
        const auto& all = *es[product].variations;
        for (std::size_t v = 0; v < all.size(); ++v)
            if (all[v].option_values)
                combinations[combination(product, *all[v].option_values)].push_back(
                    {product, static_cast<int>(v)});
    }

    template <class Visit>
    void each(unique_thing what, const std::string& key, Visit&& visit) const
    {
        if (key.empty()) return;
        if (what == unique_thing::options) {
            if (const auto found = combinations.find(key); found != combinations.end())
                for (const auto& who : found->second)
                    visit(who);
            return;
        }
        for (const auto& row : (what == unique_thing::sku ? skus : links).find(key))
            visit(all_holders[row.at]);
    }

    [[nodiscard]] bool has_link(std::string_view variant) const
    {
        return !links.find(variant).empty();
    }

    /// Whether several pos sellables want a SKU.
    [[nodiscard]] bool wanted_twice(std::string_view sku) const
    {
        const auto rows = map.keys.skus_twice.find(sku);
        return std::count_if(rows.begin(), rows.end(),
                             [&](const auto& row) { return !m.pos_out[row.at]; }) > 1;
    }
    /// Whether any has, or wants, a SKU that is only for a while.
    [[nodiscard]] bool is_used(std::string_view parked) const
    {
        if (!parked_in_pos) {
            auto& all = parked_in_pos.emplace();
            each_sku_in(ps, [&](std::string_view sku, index p) {
                if (is_parked(sku) && !m.pos_out[p]) all.add(sku, p);
            });
            all.sort();
        }
        return has_sku(parked) || !parked_in_pos->find(parked).empty();
    }
    [[nodiscard]] bool has_sku(std::string_view sku) const { return !skus.find(sku).empty(); }

private:
    index add(holder who)
    {
        all_holders.push_back(who);
        return static_cast<index>(all_holders.size() - 1);
    }

    const task& t;
    const product_map& map;
    const pairing& m;
    const std::vector<pos::product>& ps = t.pos.products.records;
    const std::vector<ecom::product>& es = t.ecom.products.records;
    key_index skus;  ///< places in `all_holders` by SKU, of those that are taken
    key_index links; ///< the same by link
    mutable std::optional<key_index> parked_in_pos; ///< products; made when it is asked for
    std::vector<holder> all_holders;
    std::map<std::string, std::vector<holder>> combinations;
    std::set<index> noted;
};

} // namespace twinshelf::detail
