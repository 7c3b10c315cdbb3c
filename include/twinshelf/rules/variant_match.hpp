#pragma once

#include "twinshelf/match.hpp"
#include "twinshelf/rules/option.hpp"
#include "twinshelf/rules/product_match.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Who is who among the variants of one product and the variations of its ecom twin
/// (`variant.match`). Wanted variants only, but for W1; each step among what is left over, again
/// and again until none finds more:
///
///   id   match                                                               result
///   W1   link                                                                a pair
///   W2   SKU, once among the variants and among the unlinked variations      a pair, and a link
///   W3   the same full set of option values, else as W2                      a pair, and a link
///   W14  as W2 and W3, among variations whose variant is gone, where no
///        unlinked one has the same                                           a pair, and a link
namespace twinshelf::detail {

/// Calls `visit(id, product)` for each variant of the pos.
template <class Visit>
void each_variant(const std::vector<pos::product>& all, Visit&& visit)
{
    for (index p = 0; p < all.size(); ++p)
        if (all[p].variants)
            for (const auto& v : *all[p].variants)
                visit(v.id.text, p);
}

/// The variants of all pos products and the variations of all ecom products, by their ids.
class variant_index {
public:
    /// `at_rest` is of each ecom product: its variations belong to the variants of its pos product,
    /// one to one.
    variant_index(const task& all, const all_product_keys& keys, const std::vector<bool>& at_rest)
        : t(all), resting(at_rest), variants_twice(keys.variants_twice),
          variations_twice(keys.variations_twice)
    {
    }

    /// Whether another variant, or variation, has the same id.
    [[nodiscard]] bool repeated(const pos::variant& v) const { return repeated_variant(v.id.text); }
    [[nodiscard]] bool repeated_variant(std::string_view id) const
    {
        return !variants_twice.empty() && !variants_twice.find(id).empty();
    }
    [[nodiscard]] bool repeated(const ecom::variation& v) const
    {
        return !variations_twice.empty() && !variations_twice.find(v.id.text).empty();
    }

    /// The pos products that have a variant of an id.
    [[nodiscard]] std::span<const key_index::row> products_of(std::string_view variant) const
    {
        return filled(variants, [&](auto&& visit) { each_variant(ps, visit); }).find(variant);
    }
    /// Whether a variant is in no product of the pos any more. One that is not there at all may only
    /// not have been read (`scope.partial`).
    [[nodiscard]] bool is_gone(std::string_view variant) const
    {
        const auto homes = products_of(variant);
        for (const auto& home : homes) {
            if (gone(ps[home.at].sellable)) continue;
            for (const auto& v : *ps[home.at].variants)
                if (v.id.text == variant && !gone(v.sellable)) return false;
        }
        return !is_unread(variant);
    }
    /// Whether a variant is in no product that was read, and not all were (`scope.partial`).
    [[nodiscard]] bool is_unread(std::string_view variant) const
    {
        return !t.pos.products.complete() && products_of(variant).empty();
    }
    /// Whether ecom has a variation of an id.
    [[nodiscard]] bool has_variation(std::string_view id) const
    {
        const auto each = [&](auto&& visit) {
            each_variation([](index) { return true; },
                           [&](const ecom::variation& v, index e) { visit(v.id.text, e); });
        };
        return !filled(variations, each).find(id).empty();
    }
    /// Whether an ecom variation is linked to a variant, other than that of a product at rest.
    [[nodiscard]] bool is_linked(std::string_view variant) const
    {
        const auto each = [&](auto&& visit) {
            each_variation([&](index e) { return !resting[e]; },
                           [&](const ecom::variation& v, index e) {
                               if (const auto link = linked_to(v); !link.empty()) visit(link, e);
                           });
        };
        return !filled(links, each).find(variant).empty();
    }

private:
    /// Calls `visit(variation, product)` for each variation of the ecom products that are `wanted`.
    template <class Wanted, class Visit>
    void each_variation(Wanted&& wanted, Visit&& visit) const
    {
        for (index e = 0; e < es.size(); ++e)
            if (wanted(e) && es[e].variations && !tombstone(es[e]))
                for (const auto& v : *es[e].variations)
                    visit(v, e);
    }

    /// An index that few plans need, made when it is asked for.
    template <class Each>
    [[nodiscard]] static const key_index& filled(std::optional<key_index>& made, Each&& each)
    {
        if (!made) {
            each([&, to = &made.emplace()](std::string_view key, index at) { to->add(key, at); });
            made->sort();
        }
        return *made;
    }

    const task& t;
    const std::vector<pos::product>& ps = t.pos.products.records;
    const std::vector<ecom::product>& es = t.ecom.products.records;
    const std::vector<bool>& resting;
    const key_index& variants_twice;
    const key_index& variations_twice;
    mutable std::optional<key_index> variants, variations, links;
};

class variant_matcher {
public:
    /// Matches at once; says what is reported and left alone.
    variant_matcher(const task& all, const pos::product& p, const ecom::product& e,
                    const product_matcher& skus, const variant_index& ids)
        : pos_now(p.variants->size()), ecom_now(e.variations->size()), t(all), pos(p), ecom(e),
          variants(*p.variants), there(*e.variations), of_all(ids)
    {
        leave_out_bad();
        by_link();
        const auto sku = [&](const auto& v) {
            const auto key = v.sellable.sku ? trimmed(*v.sellable.sku) : std::string_view{};
            const bool repeats =
                t.policy.duplicate_sku == duplicate_sku::hold && skus.repeated(key);
            return repeats ? std::string_view{} : key; // product.sku_duplicate
        };
        const auto set = [&](const auto& v) {
            if constexpr (requires { v.attribute_values; })
                return combination_key(t, pos, v);
            else
                return v.option_values ? combination_key(t, *v.option_values) : std::string{};
        };
        const auto match = [&](bool of_gone) {
            const bool by_sku = match_by(sku, of_gone);
            const bool by_set = match_by(set, of_gone);
            return by_sku || by_set;
        };
        while (match(false) || match(true)) {
        }
    }

    static constexpr auto alone = static_cast<std::size_t>(-1);

    /// What is known of a variant or a variation.
    struct state {
        std::size_t twin = alone;
        bool newly = false; ///< paired now, not by its link
        bool out = false;   ///< reported, left alone
    };
    std::vector<state> pos_now;  ///< of each variant
    std::vector<state> ecom_now; ///< of each variation

private:
    /// Reports ids that are missing or not the only ones, and two variations with one link.
    void leave_out_bad()
    {
        for (std::size_t i = 0; i < variants.size(); ++i)
            if (of_all.repeated(variants[i])) {
                pos_now[i].out = true;
                t.say(severity::error, rule::record_isolated, kind::variant,
                      {variants[i].id.text, {}},
                      "The variant id " + variants[i].id.text +
                          " is there more than once in the pos; it is left alone.",
                      field::product_sku)
                    .key += ':' + pos.id.text;
            }
        for (index e = 0; e < there.size(); ++e) {
            const auto& id = there[e].id.text;
            if (blank(id) || of_all.repeated(there[e])) {
                ecom_now[e].out = true;
                auto& said = t.say(severity::error, rule::record_isolated, kind::variant, {{}, id},
                                   "The ecom variation " + in_quotes(there[e].sellable.sku, id) +
                                       " has no id, or one that is there more than once; it is "
                                       "left alone.");
                said.key += ':' + ecom.id.text + ':' + there[e].sellable.sku.value_or("");
            }
            const auto link = linked_to(there[e]);
            if (link.empty()) continue;
            links.add(link, e);
            if (of_all.repeated_variant(link)) ecom_now[e].out = true; // of a bad variant
        }
        if (links.empty()) return;
        links.sort();
        links.each_run([&](std::span<const key_index::row> claims) {
            const auto link = claims.front().key;
            const bool bad = std::any_of(claims.begin(), claims.end(),
                                         [&](const auto& claim) { return ecom_now[claim.at].out; });
            if (claims.size() < 2 && !bad) return;
            if (!bad && decided(link, claims)) return;
            for (std::size_t i = 0; i < variants.size(); ++i)
                if (variants[i].id.text == link) pos_now[i].out = true;
            for (const auto& claim : claims)
                ecom_now[claim.at].out = true;
            if (claims.size() < 2) return;
            auto& issue = t.say(severity::conflict, rule::identity_link_first, kind::variant,
                                {std::string{link}, {}},
                                std::to_string(claims.size()) +
                                    " ecom variations are linked to the variant " +
                                    std::string{link} + "; none of them is touched.");
            for (const auto& claim : claims)
                issue.records.push_back(ecom_ref(there[claim.at]));
            offer(issue);
        });
    }

    /// Whether a person chose one of several variations that are linked to one variant: the others
    /// are left alone.
    bool decided(std::string_view link, std::span<const key_index::row> claims)
    {
        const auto choice =
            t.choice(rule::identity_link_first, kind::variant, {std::string{link}, {}});
        const auto chosen = std::find_if(claims.begin(), claims.end(), [&](const auto& claim) {
            return there[claim.at].id.text == choice;
        });
        if (chosen == claims.end()) return false;
        for (const auto& claim : claims)
            ecom_now[claim.at].out = claim.at != chosen->at;
        return true;
    }

    void pair(std::size_t p, std::size_t e)
    {
        pos_now[p].twin = e;
        ecom_now[e].twin = p;
    }

    void by_link() // W1
    {
        for (std::size_t i = 0; i < variants.size(); ++i) {
            if (gone(variants[i].sellable) || pos_now[i].out) continue;
            for (const auto& claim : links.find(variants[i].id.text))
                if (!ecom_now[claim.at].out) pair(i, claim.at);
        }
    }

    template <class KeyOf>
    bool match_by(KeyOf key_of, bool of_gone) // W2, W3, W14
    {
        using key = decltype(key_of(variants[0]));
        struct claim {
            key text;
            bool of_gone; ///< linked to a variant that is gone
            std::size_t at;
            auto operator<=>(const claim&) const = default;
        };
        const auto left = static_cast<std::size_t>(std::count_if(
            ecom_now.begin(), ecom_now.end(), [](const state& e) { return e.twin == alone; }));
        if (left == 0) return false;
        std::vector<claim> theirs, ours;
        theirs.reserve(left);
        for (std::size_t e = 0; e < there.size(); ++e) {
            if (ecom_now[e].twin != alone || ecom_now[e].out) continue;
            const auto link = linked_to(there[e]);
            if (link.empty() || (of_gone && of_all.is_gone(link)))
                theirs.push_back({key_of(there[e]), !link.empty(), e});
        }
        if (theirs.empty()) return false;
        ours.reserve(variants.size());
        for (std::size_t i = 0; i < variants.size(); ++i)
            if (wanted(variants[i].sellable)) ours.push_back({key_of(variants[i]), false, i});
        std::sort(theirs.begin(), theirs.end());
        std::sort(ours.begin(), ours.end());
        const auto with_key_of = [](const claim& one, const std::vector<claim>& all) {
            return std::equal_range(all.begin(), all.end(), one,
                                    [](const auto& a, const auto& b) { return a.text < b.text; });
        };
        // A key pairs those that are the only ones to have it; unlinked ones come first.
        bool found = false;
        for (auto one = theirs.cbegin(), end = one; one != theirs.cend(); one = end) {
            end = with_key_of(*one, theirs).second;
            const auto [who, last] = with_key_of(*one, ours);
            if (one->text.empty() || last - who != 1) continue;
            if (end - one > 1 && (one + 1)->of_gone == one->of_gone) continue;
            const auto i = who->at;
            if (pos_now[i].twin != alone || pos_now[i].out) continue;
            pair(i, one->at);
            ecom_now[one->at].newly = true;
            found = true;
        }
        return found;
    }

    const task& t;
    const pos::product& pos;
    const ecom::product& ecom;
    const std::vector<pos::variant>& variants;
    const std::vector<ecom::variation>& there;
    const variant_index& of_all;
    key_index links; ///< variations by the variant that they are linked to
};

} // namespace twinshelf::detail
