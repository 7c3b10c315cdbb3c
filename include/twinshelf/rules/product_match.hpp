#pragma once

#include "twinshelf/match.hpp"
#include "twinshelf/rules/all_keys.hpp"
#include "twinshelf/rules/sellable.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Who is who among products without a link: by SKU, over product and variant SKUs, to the letter
/// after trimming (`product.adopt`, `product.sku_duplicate`). Rows P2 to P4 of product.hpp.
namespace twinshelf::detail {

/// Calls `visit(sku, product)` for each SKU of the pos products that are not gone.
template <class Visit>
void each_sku_in(const std::vector<pos::product>& all, Visit&& visit)
{
    for (index p = 0; p < all.size(); ++p)
        if (!gone(all[p].sellable)) each_sku(all[p], [&](std::string_view sku) { visit(sku, p); });
}

/// The SKUs of both sides, and the pairs that they make.
class product_matcher {
public:
    /// `at_rest` is of each ecom product: it is, with its pos product.
    product_matcher(const task& all, pairing& links, const all_product_keys& keys,
                    const std::vector<bool>& at_rest)
        : t(all), m(links), resting(at_rest), twice(keys.skus_twice)
    {
        say_repeated_skus();
        find_online_skus();
    }

    enum class result : std::uint8_t {
        linked, ///< now, or before
        alone,  ///< no unlinked ecom product has its SKU
        asked   ///< one has, but it could not be linked: said
    };

    /// Moves the links of ecom products whose pos record is gone to a new pos record with the same
    /// SKU and shape, one to one, where the policy relinks (`identity.relink`).
    void relink()
    {
        if (!t.policy.relink || !t.pos.products.complete() || !t.ecom.products.complete()) return;
        const auto left = [&](index e) {
            if (resting[e]) return false;
            const auto p = m.pos_of[e];
            return !m.ecom_out[e] && !tombstone(es[e]) && !linked_to(es[e]).empty() &&
                   (p == nowhere || (gone(ps[p].sellable) && !m.pos_out[p]));
        };
        key_index left_skus;
        for (index e = 0; e < es.size(); ++e)
            if (left(e)) each_sku(es[e], [&](std::string_view sku) { left_skus.add(sku, e); });
        if (left_skus.empty()) return;
        left_skus.sort();
        for (index p = 0; p < ps.size(); ++p) {
            if (m.ecom_of[p] != nowhere || m.pos_out[p] || gone(ps[p].sellable) ||
                !ps[p].sellable.sell_online.value_or(true) || !candidates_of(p).empty())
                continue;
            std::vector<index> found;
            each_sku(ps[p], [&](std::string_view sku) {
                for (const auto& row : left_skus.find(sku))
                    found.push_back(row.at);
            });
            keep_once(found);
            if (found.size() != 1) continue;
            const auto e = found.front();
            if (rivals_for({e}).size() != 1 || has_variants(ps[p]) != has_variants(es[e])) continue;
            if (m.pos_of[e] != nowhere) m.ecom_of[m.pos_of[e]] = nowhere;
            m.pair(p, e);
            t.add(side::ecom, kind::product, rule::identity_relink, both(ps[p], es[e]), link_to{},
                  phase::links);
        }
    }

    /// Follows what people chose of the conflicts about who is who, before anything is matched: the
    /// ecom product, or "none" for a new one. Two that chose the same are asked again.
    void decide()
    {
        if (t.decided.empty()) return;
        std::map<index, std::vector<index>> chosen; // pos products by the ecom one
        for (index p = 0; p < ps.size(); ++p) {
            if (m.ecom_of[p] != nowhere || m.pos_out[p] || !may_be_adopted(p)) continue;
            const auto candidates = candidates_of(p);
            if (candidates.empty() || !is_conflict(p, candidates)) continue;
            const auto choice = t.choice(rule::product_adopt, kind::product, pos_ref(ps[p]));
            if (choice == "none") new_by_choice.push_back(p);
            for (const auto e : candidates)
                if (es[e].id.text == choice) chosen[e].push_back(p);
        }
        for (const auto& [e, by] : chosen)
            if (by.size() == 1) link(by.front(), e);
    }

    /// Links the one ecom product that has this one's SKU.
    result adopt(index p)
    {
        if (m.ecom_of[p] != nowhere) return result::linked;
        const auto& pos = ps[p];
        if (!may_be_adopted(p)) return result::alone;
        const auto candidates = candidates_of(p);
        if (candidates.empty()) return result::alone;
        const auto ask = [&](severity how, rule why, std::string message) {
            auto& issue = t.say(how, why, kind::product, pos_ref(pos), std::move(message));
            for (const auto e : candidates)
                issue.records.push_back(ecom_ref(es[e]));
            if (how == severity::conflict)
                offer(issue);
            else
                std::sort(issue.records.begin(), issue.records.end(), smaller_ref);
            return result::asked;
        };
        const auto e = candidates.front();
        const auto rivals = rivals_for(candidates);
        if (repeats[p] && t.policy.duplicate_sku == duplicate_sku::hold) // P4
            return ask(severity::hold, rule::product_sku_duplicate,
                       "The product " + in_quotes(pos.name) +
                           " is neither linked nor made: its SKU repeats in the pos.");
        if (candidates.size() > 1 || rivals.size() > 1) // P3
            return ask(severity::conflict, rule::product_adopt,
                       "The SKU of " + in_quotes(pos.name) + " belongs to " +
                           std::to_string(rivals.size()) + " pos and " +
                           std::to_string(candidates.size()) +
                           " unlinked ecom products: which are the same?");
        if (has_variants(pos) != has_variants(es[e])) // P3
            return ask(severity::conflict, rule::product_adopt,
                       "The product " + in_quotes(pos.name) + " has the SKU of the ecom product " +
                           in_quotes(es[e].name) + ", but only one of them has variants.");
        if (!t.pos.products.complete() || !t.ecom.products.complete()) // P7
            return ask(severity::hold, rule::scope_partial,
                       "The product " + in_quotes(pos.name) +
                           " has the SKU of an unlinked ecom product, but not all products were "
                           "read, so it is neither linked to it nor made.");
        link(p, e); // P2
        return result::linked;
    }

    /// Whether another pos product has one of its SKUs.
    [[nodiscard]] bool repeated(index p) const { return repeats[p]; }

    /// Whether the pos has a SKU more than once.
    [[nodiscard]] bool repeated(std::string_view sku) const { return !twice.find(sku).empty(); }

    /// Whether a pos product has one of an ecom product's SKUs.
    [[nodiscard]] bool pos_has_sku_of(index e) const
    {
        bool found = false;
        each_sku(es[e], [&](std::string_view sku) { found = found || !pos_with(sku).empty(); });
        return found;
    }

    /// Whether another online-only product has one of an online-only product's SKUs.
    [[nodiscard]] bool online_repeated(index e) const
    {
        bool found = false;
        each_sku(es[e],
                 [&](std::string_view sku) { found = found || online_skus.find(sku).size() > 1; });
        return found;
    }

private:
    /// Puts them in order, each once.
    template <class T>
    static void keep_once(std::vector<T>& some)
    {
        std::sort(some.begin(), some.end());
        some.erase(std::unique(some.begin(), some.end()), some.end());
    }

    void link(index p, index e)
    {
        m.pair(p, e);
        m.adopted[e] = true;
        t.add(side::ecom, kind::product, rule::product_adopt, both(ps[p], es[e]), link_to{},
              phase::links);
    }

    [[nodiscard]] bool is_new(index p) const
    {
        return std::find(new_by_choice.begin(), new_by_choice.end(), p) != new_by_choice.end();
    }

    [[nodiscard]] bool may_be_adopted(index p) const
    {
        return !gone(ps[p].sellable) && ps[p].sellable.sell_online.value_or(true);
    }

    /// Whether a person has to say who is who (P3).
    [[nodiscard]] bool is_conflict(index p, const std::vector<index>& candidates) const
    {
        if (repeats[p] && t.policy.duplicate_sku == duplicate_sku::hold) return false; // P4
        return candidates.size() > 1 || rivals_for(candidates).size() > 1 ||
               has_variants(ps[p]) != has_variants(es[candidates.front()]);
    }

    /// The pos products that are not gone and have a SKU. Few plans have to know, so the index is
    /// made when it is asked for.
    [[nodiscard]] std::span<const key_index::row> pos_with(std::string_view sku) const
    {
        if (!skus) {
            each_sku_in(
                ps, [&, to = &skus.emplace()](std::string_view key, index p) { to->add(key, p); });
            skus->sort();
        }
        return skus->find(sku);
    }

    void say_repeated_skus()
    {
        repeats.resize(ps.size());
        twice.each_run([&](std::span<const key_index::row> same) {
            auto& issue = t.say(severity::notice, rule::product_sku_duplicate, kind::product, {},
                                std::to_string(same.size()) + " records of the pos have the SKU " +
                                    in_quotes(std::string{same[0].key}) + ".");
            issue.key += std::string{same[0].key};
            for (const auto& row : same) {
                repeats[row.at] = true;
                issue.records.push_back(pos_ref(ps[row.at]));
            }
            std::sort(issue.records.begin(), issue.records.end(), smaller_ref);
        });
    }

    void find_online_skus()
    {
        for (index e = 0; e < es.size(); ++e)
            if (m.pos_of[e] == nowhere && !m.ecom_out[e] && !tombstone(es[e]) &&
                linked_to(es[e]).empty())
                each_sku(es[e], [&](std::string_view sku) { online_skus.add(sku, e); });
        online_skus.sort();
    }

    /// The unlinked ecom products that have a SKU of this one.
    [[nodiscard]] std::vector<index> candidates_of(index p) const
    {
        std::vector<index> found;
        if (is_new(p)) return found;
        each_sku(ps[p], [&](std::string_view sku) {
            for (const auto& row : online_skus.find(sku))
                if (m.pos_of[row.at] == nowhere &&
                    (found.empty() || found.back() != row.at)) // mostly it is one for all SKUs
                    found.push_back(row.at);
        });
        keep_once(found);
        return found;
    }

    /// The unlinked pos products that have a SKU of one of these ecom products.
    [[nodiscard]] std::vector<index> rivals_for(const std::vector<index>& some) const
    {
        std::vector<std::string_view> of_theirs; // each once, however many of them have it
        of_theirs.reserve(8);
        for (const auto e : some)
            each_sku(es[e], [&](std::string_view sku) { of_theirs.push_back(sku); });
        keep_once(of_theirs);
        std::vector<index> found;
        for (const auto sku : of_theirs)
            for (const auto& row : pos_with(sku))
                if ((m.ecom_of[row.at] == nowhere || m.adopted[m.ecom_of[row.at]]) &&
                    !is_new(row.at) && (found.empty() || found.back() != row.at))
                    found.push_back(row.at);
        keep_once(found);
        return found;
    }

    const task& t;
    pairing& m;
    const std::vector<pos::product>& ps = t.pos.products.records;
    const std::vector<ecom::product>& es = t.ecom.products.records;
    const std::vector<bool>& resting;
    const key_index& twice;                ///< the SKUs that more than one pos record has
    mutable std::optional<key_index> skus; ///< of all pos products that are not gone
    key_index online_skus;                 ///< of the unlinked ecom products
    std::vector<bool> repeats;             ///< of each pos product
    std::vector<index> new_by_choice;      ///< pos products that are new, as people decided
};

} // namespace twinshelf::detail
