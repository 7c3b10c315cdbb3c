#pragma once

#include "twinshelf/detail/sync_end.hpp"
#include "twinshelf/rules/image.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// What a baseline keeps of a product beside its plain fields: variants, gallery and stock.
namespace twinshelf::detail {

class kept_product {
public:
    explicit kept_product(const sync_end& at_end) : s(at_end) {}

    /// Adds it to the pair as it is kept so far. `stays`: the fields that keep their old memory.
    void keep(const pos::product& p, const ecom::product& e, field_set stays, pos::product& pos_to,
              ecom::product& ecom_to) const
    {
        const auto base = s.known.of(p, e);
        if (!stays.has(field::product_active)) {
            const auto is = available(p, e);
            pos_to.sellable.active = is ? is : base.pos.sellable.active;
        }
        const ref of{p.id.text, e.id.text};
        keep_stock(kind::product, of, s.open.left(field::product_stock, kind::product, of),
                   {p.sellable, e.sellable}, {base.pos.sellable, base.ecom.sellable},
                   sellable_of(s.before.products.pos_at(p.id.text)),
                   sellable_of(s.before.products.ecom_at(e.id.text)), pos_to.sellable,
                   ecom_to.sellable);
        remember_gallery(p, e, base, stays, pos_to, ecom_to);
        keep_variants(p, e, base, pos_to, ecom_to);
    }

private:
    template <class Record>
    static auto sellable_of(const Record* record) -> decltype(&record->sellable)
    {
        return record == nullptr ? nullptr : &record->sellable;
    }

    void keep_variants(const pos::product& p, const ecom::product& e,
                       const twin<pos::product, ecom::product>& base, pos::product& pos_to,
                       ecom::product& ecom_to) const
    {
        if (!p.variants || !e.variations) {
            pos_to.variants = base.pos.variants;
            ecom_to.variations = base.ecom.variations;
            return;
        }
        if (p.variants->empty() && e.variations->empty()) return;
        constexpr auto k = kind::variant;
        const bool all_left =
            s.open.left(field::product_options, kind::product, {p.id.text, e.id.text});
        auto& variants_to = pos_to.variants.emplace();
        auto& variations_to = ecom_to.variations.emplace();
        std::map<std::string_view, const pos::variant*> left;
        for (const auto& v : *p.variants)
            left.emplace(v.id.text, &v);
        std::set<std::string_view> there;
        for (const auto& w : *e.variations) {
            if (blank(w.id.text)) continue;
            there.insert(w.id.text);
            const auto found = left.find(linked_to(w));
            if (found == left.end()) {
                keep_gone(w, variants_to, variations_to);
                continue;
            }
            const auto& v = *found->second;
            const ref of{v.id.text, w.id.text};
            const auto then = s.known.of(v, w);
            auto fields = s.stay(k, v, w);
            if (all_left) {
                auto untouched = field_set::all();
                untouched.remove(s.open.done_of(k, of));
                fields.add(untouched);
            }
            variants_to.push_back(remembered(v, then.pos, side::pos, k, s.by, fields));
            if (!all_left) take_flag(v, variants_to.back());
            variations_to.push_back(
                remembered(w, then.ecom, side::ecom, k, s.by, s.in_ecom(k, v, w, fields)));
            const bool off_sale = s.by.inactive_variant == inactive_variant::keep &&
                                  any_wanted(p) && !wanted(v.sellable);
            if (!off_sale) // one that stays holds 0 meanwhile, which nobody sold
                keep_stock(k, of, all_left || s.open.left(field::product_stock, k, of),
                           {v.sellable, w.sellable}, {then.pos.sellable, then.ecom.sellable},
                           sellable_of(s.before.variants().pos_at(v.id.text)),
                           sellable_of(s.before.variants().ecom_at(w.id.text)),
                           variants_to.back().sellable, variations_to.back().sellable);
            left.erase(found);
        }
        if (!base.ecom.variations) return;
        for (const auto& w : *base.ecom.variations) { // deleted in ecom
            const auto found = left.find(linked_to(w));
            const auto* then = s.known.variants().pos_at(linked_to(w));
            if (found == left.end() || then == nullptr || there.contains(w.id.text) ||
                s.open.deleted(kind::variant, w.id.text))
                continue;
            variants_to.push_back(*then);
            note_unavailable(*found->second, variants_to.back());
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
            s.before.variants().pos_at(linked_to(w)) != nullptr)
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
        g.find_in(*e.images, s.known.of(p, e).ecom.images);
        std::map<std::string_view, const pos::image*> made_from;
        for (const auto& picture : g.pictures)
            if (picture.ecom != gallery::none_there)
                made_from.emplace((*e.images)[picture.ecom].id.text, picture.pos);
        for (auto& image : *to.images)
            if (const auto found = made_from.find(image.id.text); found != made_from.end())
                image.source_id = found->second->id;
    }

    /// Each side's level, as far as the other side has got its movements: one that was not
    /// delivered is a movement still (`stock.movements`).
    ///
    /// `left` says that the plan was not to touch it. What the plan set is remembered as the
    /// platform holds it, also where that is something else.
    void keep_stock(kind k, const ref& of, bool left,
                    const twin<pos::sellable, ecom::sellable>& after,
                    const twin<pos::sellable, ecom::sellable>& base,
                    const pos::sellable* pos_before, const ecom::sellable* ecom_before,
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
        const bool untouched = left && !s.open.done_of(k, of).has(f);
        if (!level || !held || untouched) return set(base_level, base_held);
        if (ecom_before == nullptr || s.open.sent(f, k, of)) return set(level, held);
        const auto level_before =
            pos_before == nullptr ? std::optional<stock_level>{} : s.outlets.level(*pos_before);
        const auto& held_before = ecom_before->quantity;
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
};

} // namespace twinshelf::detail
