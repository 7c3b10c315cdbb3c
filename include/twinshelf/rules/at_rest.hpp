#pragma once

#include "twinshelf/hash.hpp"
#include "twinshelf/rules/membership.hpp"
#include "twinshelf/rules/variant_fields.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Most pairs of products are the same on both sides, down to the letter. That is seen here, without
/// a copy of anything; what is not plainly so is looked at by the rules. A pair at rest is one that
/// none of them has anything to do or to say about: a plan is the same without this header.
namespace twinshelf::detail {

class rest_check {
public:
    /// `outlets_` tell the levels. Where it may not search the memory of variants, which is made when
    /// it is asked, it may be used beside others.
    rest_check(const product_context& context, const outlet_selection& outlets_,
               const memberships& categories_, bool may_search_)
        : c(context), t(context.t), outlets(outlets_), categories(categories_),
          no_memory(t.known.empty()), may_search(may_search_),
          same_money(other_basis(t, {}, {}).empty())
    {
    }

    /// Whether a pair that is linked is at rest. False where that takes more than a look.
    [[nodiscard]] bool operator()(const pos::product& p, const ecom::product& e) const
    {
        if (!t.decided.empty()) return false; // what was decided is to be found
        const auto base = t.known.of(p, e);
        if (is_stale(p.sellable.updated_at, base.pos.sellable.updated_at) ||
            is_stale(e.updated_at, base.ecom.updated_at))
            return false;
        if (gone(p.sellable) || !p.sellable.sell_online.value_or(true)) return false;
        if (const auto is = available(p, e); e.enabled && is && *is != *e.enabled) return false;
        const bool matrix = is_matrix(p) || has_variants(e);
        bool same = true;
        synced(
            [&](field f, compared, const auto& held) {
                if (f != field::product_sku) same = same && equal(f, held);
            },
            twin{p, e});
        if (!same || !(matrix || sku_rests({p.sellable, e.sellable}))) return false;
        if (!categories.at_rest(p, e) || !gallery_rests(p, e)) return false;
        if (matrix && !variants_rest(p, e, base)) return false;
        const auto own = price_of(p.sellable, t.policy.price_source).amount;
        if (!price_rests(p, e, own, e.sellable.price, e.sellable.price)) return false;
        return matrix ||
               stock_rests({p.sellable, e.sellable}, {base.pos.sellable, base.ecom.sellable});
    }

private:
    template <class Record>
    [[nodiscard]] static bool is(const id_of<Record>& a, const id_of<Record>& b)
    {
        return same_letters(a.text, b.text);
    }
    template <class Record>
    [[nodiscard]] static bool is(const std::optional<id_of<Record>>& a, const id_of<Record>& b)
    {
        return a && is(*a, b);
    }

    [[nodiscard]] bool
    equal(field f, const twin<std::optional<std::string>, std::optional<std::string>>& held) const
    {
        return !t.policy.syncs(f) || !held.pos || !held.ecom || same_letters(*held.pos, *held.ecom);
    }

    /// Whether ecom has the SKU of the pos, and none besides: who takes that of a product at rest
    /// is told by the pos alone.
    [[nodiscard]] bool sku_rests(const twin<pos::sellable, ecom::sellable>& now) const
    {
        const auto& has = now.ecom.sku;
        if (!t.policy.syncs(field::product_sku) || !has) return true;
        if (!now.pos.sku) return blank(*has);
        return same_letters(*now.pos.sku, *has);
    }

    template <class Unit>
    [[nodiscard]] bool equal(field f,
                             const twin<maybe<quantity<Unit>>, maybe<quantity<Unit>>>& held) const
    {
        if (!t.policy.syncs(f) || !held.pos.known() || !held.ecom.known()) return true;
        if (!held.pos.has_value() || !held.ecom.has_value())
            return held.pos.is_none() && held.ecom.is_none();
        return held.pos->millionths == held.ecom->millionths && held.pos->unit == held.ecom->unit;
    }

    /// `pays` is what the customer pays for it in ecom, `held` the price of the record itself.
    [[nodiscard]] bool price_rests(const pos::product& p, const ecom::product& e,
                                   const maybe<money>& own, const maybe<money>& held,
                                   const maybe<money>& pays) const
    {
        if (!t.policy.syncs(field::product_price) || !own.has_value() || !held.known() ||
            !pays.known())
            return true;
        return pays.has_value() && whole(*own) == whole(*pays) && *own >= money{} && same_money &&
               !(p.tax_included && e.tax_included && p.tax_included != e.tax_included);
    }

    [[nodiscard]] bool stock_rests(const twin<pos::sellable, ecom::sellable>& now,
                                   const twin<pos::sellable, ecom::sellable>& base) const
    {
        const auto& pos_tracks = now.pos.tracks_stock;
        const auto& ecom_tracks = now.ecom.tracks_stock;
        if (pos_tracks && ecom_tracks && *pos_tracks != *ecom_tracks) return false;
        constexpr auto f = field::product_stock;
        if (pos_tracks == false || ecom_tracks == false || !now.ecom.quantity ||
            !t.policy.syncs(f) || t.policy[f] == flow::on_create)
            return true;
        const auto level = outlets.level(now.pos);
        if (!level) return true;
        if (*now.ecom.quantity != to_sell(*level)) return false;
        const auto was = kept_level(base.pos);
        return t.policy[f] != flow::movements || !was || !base.ecom.quantity ||
               (*level == *was && *now.ecom.quantity == *base.ecom.quantity);
    }

    /// Whether the gallery is the pictures of the pos product, in their order.
    [[nodiscard]] bool gallery_rests(const pos::product& p, const ecom::product& e) const
    {
        if (!t.policy.syncs(field::product_images) || !e.images) return true;
        if (!p.sellable.images || (!p.variants && has_variants(e))) return false;
        const auto& from = *p.sellable.images;
        const auto& there = *e.images;
        if (from.size() != there.size() || from.size() > most_images) return false;
        for (std::size_t i = 0; i < from.size(); ++i) {
            if (!is(there[i].source_id, from[i].id) || blank(from[i].id.text) ||
                blank(there[i].id.text))
                return false;
            for (std::size_t k = 0; k < i; ++k)
                if (is(from[k].id, from[i].id) || is(there[k].id, there[i].id)) return false;
        }
        return true;
    }

    /// Whether each variant has its variation at its place, and both are the same.
    [[nodiscard]] bool variants_rest(const pos::product& p, const ecom::product& e,
                                     const twin<pos::product, ecom::product>& base) const
    {
        if (!is_matrix(p) || !p.variants || !e.variations || !p.attributes) return false;
        const auto& variants = *p.variants;
        const auto& there = *e.variations;
        if (variants.size() != there.size() || variants.empty() || variants.size() > most_seen ||
            !invalid_variants(t, p).empty())
            return false;
        for (std::size_t i = 0; i < variants.size(); ++i) {
            const auto& v = variants[i];
            const auto& has = there[i];
            if (!v.attribute_values || v.attribute_values->size() != p.attributes->size() ||
                !wanted(v.sellable) || !is(has.pos_id, v.id) || blank(v.id.text) ||
                blank(has.id.text) || c.ids.repeated(v) || c.ids.repeated(has))
                return false;
        }
        static const pos::variant no_variant{};
        static const ecom::variation no_variation{};
        const twin unknown{no_variant, no_variation};
        for (std::size_t i = 0; i < variants.size(); ++i) { // all of them are pairs
            const auto& v = variants[i];
            const auto& has = there[i];
            if (!no_memory && !may_search && !t.known.is_at_place(v, i, has, i, base)) return false;
            const auto then = no_memory ? unknown : t.known.of(v, i, has, i, base);
            if (!sellable_rests(p, e, {v.sellable, has.sellable}, then) ||
                !options_rest(p, v, has) || !picture_rests(p, e, {v, has}, then))
                return false;
        }
        return true;
    }

    [[nodiscard]] bool sellable_rests(const pos::product& p, const ecom::product& e,
                                      const twin<pos::sellable, ecom::sellable>& now,
                                      const twin<pos::variant, ecom::variation>& base) const
    {
        bool same = true;
        synced(
            [&](field f, compared, const auto& held) {
                if (f != field::product_sku) same = same && equal(f, held);
            },
            now);
        if (!same || !sku_rests(now)) return false;
        const auto& held = now.ecom.price;
        auto own = price_of(now.pos, t.policy.price_source).amount;
        if (own.is_none() && held.has_value()) // it costs what its product does
            own = price_of(p.sellable, t.policy.price_source).amount;
        return price_rests(p, e, own, held, held.has_value() ? held : e.sellable.price) &&
               stock_rests(now, {base.pos.sellable, base.ecom.sellable});
    }

    [[nodiscard]] bool options_rest(const pos::product& p, const pos::variant& v,
                                    const ecom::variation& has) const
    {
        if (!t.policy.syncs(field::product_options) || !has.option_values) return true;
        const auto& values = *has.option_values;
        if (values.size() != p.attributes->size()) return false;
        for (std::size_t i = 0; i < p.attributes->size(); ++i) {
            const auto& name = (*p.attributes)[i];
            const auto at = std::find_if(values.begin(), values.end(), [&](const option_value& o) {
                return same_letters(o.name, name);
            });
            if (at == values.end() || !same_letters(at->value, (*v.attribute_values)[i]))
                return false;
        }
        return true;
    }

    /// Whether a variation shows its variant's first picture, or neither has one.
    [[nodiscard]] bool picture_rests(const pos::product& p, const ecom::product& e,
                                     const twin<pos::variant, ecom::variation>& now,
                                     const twin<pos::variant, ecom::variation>& base) const
    {
        const auto& images = now.pos.sellable.images;
        if (!t.policy.syncs(field::product_images) || !images) return true;
        const auto& shown = now.ecom.image_id;
        const auto& was = base.pos.sellable.images;
        if (images->empty()) return !shown.has_value() || !was || was->empty();
        if (!e.images || !p.sellable.images || !shown.has_value()) return !e.images;
        if (images->size() > most_images) return false;
        for (const auto& image : *images)
            if (std::find_if(p.sellable.images->begin(), p.sellable.images->end(),
                             [&](const auto& i) { return is(i.id, image.id); }) ==
                p.sellable.images->end())
                return false; // the gallery has it after the product's own
        const auto at = std::find_if(e.images->begin(), e.images->end(), [&](const auto& i) {
            return is(i.source_id, images->front().id);
        });
        return at != e.images->end() && is(*shown, at->id);
    }

    const product_context& c;
    const task& t;
    const outlet_selection& outlets;
    const memberships& categories;
    const bool no_memory;
    const bool may_search;
    const bool same_money; ///< both sides count in the same
};

} // namespace twinshelf::detail
