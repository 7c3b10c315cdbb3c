#pragma once

#include "twinshelf/detail/sync_end.hpp"
#include "twinshelf/rules/image.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What a baseline keeps of a product beside its plain fields: variants, gallery and stock.
namespace twinshelf::detail {

class kept_product {
public:
    explicit kept_product(const sync_end& at_end) : s(at_end) {}

    /// Adds it to the pair as it is kept so far. `stays`: the fields that keep their old memory.
    void keep(const record_after<pos::product>& p, const record_after<ecom::product>& e,
              const twin<pos::product, ecom::product>& base, const open_pair& is, field_set stays,
              pos::product& pos_to, ecom::product& ecom_to) const
    {
        if (!stays.has(field::product_active)) {
            const auto on = available(p.now, e.now);
            pos_to.sellable.active = on ? on : base.pos.sellable.active;
        }
        keep_stock(is, false, sellables_of(p.now, e.now), sellables_of(base.pos, base.ecom),
                   {p.before, e.before}, pos_to.sellable, ecom_to.sellable);
        remember_gallery(p.now, e.now, base, stays, pos_to, ecom_to);
        keep_variants(p, e, base, is, pos_to, ecom_to);
    }

private:
    template <class Pos, class Ecom>
    static twin<pos::sellable, ecom::sellable> sellables_of(const Pos& p, const Ecom& e)
    {
        return {p.sellable, e.sellable};
    }

    /// What both held before the plan; null where there was none.
    struct both_before {
        template <class Pos, class Ecom>
        both_before(const Pos* p, const Ecom* e)
            : pos(p == nullptr ? nullptr : &p->sellable),
              ecom(e == nullptr ? nullptr : &e->sellable)
        {
        }
        const pos::sellable* pos;
        const ecom::sellable* ecom;
    };

    /// A part of a product by its id, which is mostly at the same place.
    template <class Part>
    static const Part* find(const std::optional<std::vector<Part>>& parts, std::size_t mostly_at,
                            const std::string& id)
    {
        if (!parts) return nullptr;
        if (mostly_at < parts->size() && (*parts)[mostly_at].id.text == id)
            return &(*parts)[mostly_at];
        for (const auto& part : *parts)
            if (part.id.text == id) return &part;
        return nullptr;
    }

    void keep_variants(const record_after<pos::product>& p, const record_after<ecom::product>& e,
                       const twin<pos::product, ecom::product>& base, const open_pair& of_product,
                       pos::product& pos_to, ecom::product& ecom_to) const
    {
        if (!p.now.variants || !e.now.variations) {
            pos_to.variants = base.pos.variants;
            ecom_to.variations = base.ecom.variations;
            return;
        }
        const auto& ps = *p.now.variants;
        const auto& es = *e.now.variations;
        if (ps.empty() && es.empty()) return;
        const bool all_left = of_product.left(field::product_options);
        auto& variants_to = pos_to.variants.emplace();
        auto& variations_to = ecom_to.variations.emplace();
        variants_to.reserve(ps.size());
        variations_to.reserve(es.size());
        key_index ids;
        ids.reserve(ps.size());
        for (index at = 0; at < ps.size(); ++at)
            ids.add(ps[at].id.text, at);
        ids.sort();
        std::vector<bool> taken(ps.size());
        const auto find_left = [&](std::string_view id) {
            const auto rows = ids.find(id);
            return rows.empty() || taken[rows.front().at] ? nowhere : rows.front().at;
        };
        const bool may_rest = s.by.inactive_variant == inactive_variant::keep && any_wanted(p.now);
        for (index i = 0; i < es.size(); ++i) {
            const auto& w = es[i];
            if (blank(w.id.text)) continue;
            const auto at = find_left(linked_to(w));
            if (at == nowhere) {
                keep_gone(w, variants_to, variations_to);
                continue;
            }
            taken[at] = true;
            const auto& v = ps[at];
            const auto then = s.known.of(v, at, w, i, base);
            const auto is = s.open.of(kind::variant, v.id.text, w.id.text);
            auto fields = s.stay(is, members_of, v, w);
            if (all_left) {
                auto untouched = field_set::all();
                untouched.remove(is.done());
                fields.add(untouched);
            }
            s.keep(is, members_of, v, w, then, fields, variants_to, variations_to);
            if (!all_left) take_flag(v, variants_to.back());
            const bool off_sale = may_rest && !wanted(v.sellable);
            if (!off_sale) // one that stays holds 0 meanwhile, which nobody sold
                keep_stock(
                    is, all_left, sellables_of(v, w), sellables_of(then.pos, then.ecom),
                    {p.before == nullptr ? nullptr : find(p.before->variants, at, v.id.text),
                     e.before == nullptr ? nullptr : find(e.before->variations, i, w.id.text)},
                    variants_to.back().sellable, variations_to.back().sellable);
        }
        if (!base.ecom.variations) return;
        for (const auto& w : *base.ecom.variations) { // deleted in ecom
            const auto at = find_left(linked_to(w));
            if (at == nowhere || s.open.deleted(kind::variant, w.id.text)) continue;
            const auto* then = s.known.variants().pos_at(linked_to(w));
            if (then == nullptr || find(e.now.variations, 0, w.id.text) != nullptr) continue;
            variants_to.push_back(*then);
            note_unavailable(ps[at], variants_to.back());
            variations_to.push_back(w);
        }
    }

    /// A variation whose variant the till has no more, and that is not deleted yet.
    void keep_gone(const ecom::variation& w, std::vector<pos::variant>& variants_to,
                   std::vector<ecom::variation>& variations_to) const
    {
        const auto* was = s.known.variants().ecom_at(w.id.text);
        const auto* of = s.known.variants().pos_at(linked_to(w));
        if (was == nullptr || of == nullptr || linked_to(*was) != linked_to(w) ||
            s.has_variant(linked_to(w)))
            return;
        variants_to.push_back(*of);
        variations_to.push_back(*was);
    }

    /// The whole gallery of the pos, and which of its pictures each ecom one is (`image.identity`).
    void remember_gallery(const pos::product& p, const ecom::product& e,
                          const twin<pos::product, ecom::product>& base, field_set stays,
                          pos::product& pos_to, ecom::product& to) const
    {
        const auto ids = picture_ids(p);
        if (!ids || stays.has(field::product_images) ||
            !needs_memory(s.by, field::product_images)) {
            pos_to.sellable.images = base.pos.sellable.images;
            to.images = base.ecom.images;
            return;
        }
        pos_to.sellable.images.emplace();
        for (const auto id : *ids)
            pos_to.sellable.images->push_back({.id = pos::image_id{std::string{id}}});
        gallery g{s.t, p, {}};
        g.find_in(*e.images, base.ecom.images);
        for (const auto& picture : g.pictures)
            if (picture.ecom != gallery::none_there)
                (*to.images)[picture.ecom].source_id = picture.pos->id;
    }

    /// Each side's level, as far as the other side has got its movements: one that was not
    /// delivered is a movement still (`stock.movements`).
    ///
    /// `all_left` says that the plan was not to touch the variants. What it set is remembered as the
    /// platform holds it, also where that is something else.
    void keep_stock(const open_pair& is, bool all_left,
                    const twin<pos::sellable, ecom::sellable>& after,
                    const twin<pos::sellable, ecom::sellable>& base, const both_before& before,
                    pos::sellable& pos_to, ecom::sellable& ecom_to) const
    {
        constexpr auto f = field::product_stock;
        if (!needs_memory(s.by, f)) return;
        if (after.pos.tracks_stock == false || after.ecom.tracks_stock == false) return;
        const auto set = [&](std::optional<stock_level> level, std::optional<std::int64_t> held) {
            if (!level || !held) return;
            pos_to.stock.emplace();
            pos_to.stock->push_back({{}, *level});
            ecom_to.quantity = held;
        };
        const auto base_level = kept_level(base.pos);
        const auto& base_held = base.ecom.quantity;
        const auto level = s.outlets.level(after.pos);
        const auto& held = after.ecom.quantity;
        const bool untouched = (all_left || is.left(f)) && !is.done().has(f);
        if (!level || !held || untouched) return set(base_level, base_held);
        if (before.ecom == nullptr || is.sent(f)) return set(level, held);
        const auto level_before =
            before.pos == nullptr ? std::optional<stock_level>{} : s.outlets.level(*before.pos);
        const auto& held_before = before.ecom->quantity;
        const bool moves =
            s.by[f] == flow::movements && s.by.online_sales == online_sales::move_stock;
        if (!moves || !base_level || !base_held || !level_before || !held_before) {
            const bool agree = *held == to_sell(*level);
            return agree ? set(level, held) : set(base_level, base_held);
        }
        const auto in_pos = *level_before - *base_level;
        const auto in_ecom = units(*held_before) - units(*base_held);
        const bool pos_got = *level == *level_before + in_ecom;
        const bool ecom_got = *held == to_sell(*level_before + in_ecom);
        // A correction that only ecom owes is no movement: so little is one, and it is looked at again.
        const stock_movement none{};
        const bool correction = in_pos == none && in_ecom != none && pos_got;
        const auto owed = correction ? stock_movement{1} : in_pos;
        set(ecom_got ? *level : *level + -owed,
            pos_got ? *held : whole_units(units(*held) + -in_ecom));
    }

    const sync_end& s;
    const kept_pair<pos::variant, ecom::variation> members_of{kind::variant, s.by};
};

} // namespace twinshelf::detail
