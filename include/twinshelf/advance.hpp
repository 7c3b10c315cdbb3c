#pragma once

#include "twinshelf/apply.hpp"
#include "twinshelf/baseline.hpp"
#include "twinshelf/detail/open_fields.hpp"
#include "twinshelf/detail/remember.hpp"
#include "twinshelf/known_store.hpp"
#include "twinshelf/memory.hpp"
#include "twinshelf/rules/image.hpp"
#include "twinshelf/rules/price.hpp"
#include "twinshelf/rules/stock.hpp"
#include "twinshelf/rules/three_way.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace twinshelf {

/// The baseline of the next run: what both sides really hold once the actions that `outcomes` says
/// were carried out are (`baseline.stored`).
///
/// `pos`, `ecom` and `by` are what the plan was made from, with the baseline `old`. An action
/// without an outcome, or that failed, leaves the old memory of what it was to change, and so does
/// what the plan held: the next run tries again. Pairs that no snapshot showed stay as they were;
/// those that one side deleted are remembered as such. Where the platform holds something else than
/// it was sent, its outcome says so in `stored`.
[[nodiscard]] baseline advance(const baseline& old, const pos::snapshot& pos,
                               const ecom::snapshot& ecom, const policy& by, const plan& p,
                               std::span<const outcome> outcomes);

namespace detail {

/// The plan of what was carried out, with what the platforms really stored.
[[nodiscard]] inline plan carried_out(const plan& p, const open_fields& open)
{
    plan done;
    for (const auto& a : p.actions) {
        const auto* o = open.done(a);
        if (o == nullptr) continue;
        done.actions.push_back(a);
        for (const auto& s : o->stored) {
            if (auto* made = std::get_if<create>(&done.actions.back().what))
                for (auto& sent : made->record)
                    if (sent.field == s.field) sent.to = s.to;
            if (auto* set = std::get_if<update>(&done.actions.back().what))
                for (auto& sent : set->changes)
                    if (sent.field == s.field) sent.to = s.to;
        }
    }
    return done;
}

/// One baseline in the making.
class advancing {
public:
    advancing(const baseline& old, const pos::snapshot& pos, const ecom::snapshot& ecom,
              const policy& policy_, const plan& p, std::span<const outcome> outcomes)
        : by(policy_), before(pos, ecom), other_money(without_prices(old, pos, ecom)),
          known(other_money ? *other_money : old), open(p, outcomes),
          now(apply(carried_out(p, open), pos, with_known_links(ecom, known),
                    [&](const action& a, made_thing what, const ref& of) {
                        return id_in(*open.done(a), what, of);
                    })),
          pos_was(pos), ecom_was(ecom)
    {
    }

    [[nodiscard]] baseline run()
    {
        next.pos.currency = mixed_money ? known.pos_currency : pos_was.currency;
        next.ecom.currency = mixed_money ? known.ecom_currency : ecom_was.currency;
        next.pos.taken_at = pos_was.taken_at;
        next.ecom.taken_at = ecom_was.taken_at;
        section_of(kind::category, &pos::snapshot::categories, &ecom::snapshot::categories,
                   known.categories);
        section_of(kind::product, &pos::snapshot::products, &ecom::snapshot::products,
                   known.products);
        section_of(kind::customer_group, &pos::snapshot::customer_groups,
                   &ecom::snapshot::customer_groups, known.customer_groups);
        section_of(kind::customer, &pos::snapshot::customers, &ecom::snapshot::customers,
                   known.customers);
        const auto order = [](const lost_pair& l) {
            return std::tuple{l.kind, ref_order(l.of), l.from};
        };
        std::sort(next.lost.begin(), next.lost.end(),
                  [&](const auto& a, const auto& b) { return order(a) < order(b); });
        return std::move(next);
    }

private:
    /// The old memory without its prices where a side counts in another currency now: they mean
    /// nothing any more. None where both count as they did, or not alike: no price is synced then.
    [[nodiscard]] static std::optional<baseline>
    without_prices(const baseline& old, const pos::snapshot& pos, const ecom::snapshot& ecom)
    {
        const bool as_then = old.pos.currency == pos.currency && old.ecom.currency == ecom.currency;
        const auto& code = pos.currency.code;
        const bool alike =
            pos.currency.decimals == ecom.currency.decimals &&
            (code.empty() || ecom.currency.code.empty() || code == ecom.currency.code);
        if (as_then || !alike) return {};
        auto kept = old;
        const auto forget = [](pos::sellable& s) { s.price = s.online_price = {}; };
        for (auto& product : kept.pos.products.records) {
            forget(product.sellable);
            if (product.variants)
                for (auto& v : *product.variants)
                    forget(v.sellable);
        }
        for (auto& product : kept.ecom.products.records) {
            product.sellable.price = {};
            if (product.variations)
                for (auto& v : *product.variations)
                    v.sellable.price = {};
        }
        return kept;
    }

    template <class Pos, class Ecom>
    void section_of(kind k, section<Pos> pos::snapshot::*pos_section,
                    section<Ecom> ecom::snapshot::*ecom_section,
                    const pair_memory<Pos, Ecom>& memory)
    {
        auto& pos_to = (next.pos.*pos_section).records;
        auto& ecom_to = (next.ecom.*ecom_section).records;
        const auto& pos_now = now.pos.*pos_section;
        const auto& ecom_now = now.ecom.*ecom_section;
        key_index pos_ids, ecom_ids, links;
        for (index i = 0; i < pos_now.records.size(); ++i)
            pos_ids.add(pos_now.records[i].id.text, i);
        for (index i = 0; i < ecom_now.records.size(); ++i) {
            const auto& e = ecom_now.records[i];
            ecom_ids.add(e.id.text, i);
            if (!linked_to(e).empty() && !tombstone(e)) links.add(linked_to(e), i);
        }
        pos_ids.sort();
        ecom_ids.sort();
        links.sort();
        const auto only = [](const key_index& by_key, std::string_view key) {
            const auto rows = by_key.find(key);
            return rows.size() == 1 ? rows.front().at : nowhere;
        };

        std::set<std::string_view> kept_now; // ecom ids
        for (const auto& e : ecom_now.records) {
            const auto link = linked_to(e);
            if (link.empty() || blank(e.id.text) || tombstone(e)) continue;
            const auto* was = memory.ecom_at(e.id.text);
            const auto* of = was == nullptr ? nullptr : memory.pos_at(linked_to(*was));
            if (of != nullptr && linked_to(*was) != link &&
                open.of(k, {std::string{link}, e.id.text}).is_all()) { // not sure that it moved
                pos_to.push_back(*of);
                ecom_to.push_back(*was);
                kept_now.insert(e.id.text);
                continue;
            }
            const auto p = only(pos_ids, link);
            if (p == nowhere || only(ecom_ids, e.id.text) == nowhere ||
                only(links, link) == nowhere)
                continue;
            keep(k, pos_now.records[p], e, pos_to, ecom_to);
            kept_now.insert(e.id.text);
        }

        const bool pos_complete = (pos_was.*pos_section).complete();
        const bool ecom_complete = (ecom_was.*ecom_section).complete() && !open.vanished(k);
        const bool person = k == kind::customer || k == kind::customer_group;
        for (const auto* e : memory.all_ecom()) {
            const auto link = linked_to(*e);
            const auto p = only(pos_ids, link);
            const auto at = only(ecom_ids, e->id.text);
            const bool there = at != nowhere && !tombstone(ecom_now.records[at]);
            const bool relinked =
                there ? linked_to(ecom_now.records[at]) != link : !links.find(link).empty();
            if (kept_now.contains(e->id.text) || relinked || open.deleted(k, e->id.text)) continue;
            const ref of{std::string{link}, e->id.text};
            const bool deleted_online =
                !there && (ecom_complete || at != nowhere || known.lost(k, side::ecom, of));
            const bool gone_from_pos =
                p == nowhere && (pos_complete || known.lost(k, side::pos, of));
            if (deleted_online && gone_from_pos && !person) continue;
            ecom_to.push_back(*e);
            if (const auto* then = memory.pos_at(link)) {
                pos_to.push_back(*then);
                if (deleted_online && p != nowhere)
                    note_unavailable(pos_now.records[p], pos_to.back());
                if (there && gone_from_pos)
                    keep_gone(ecom_now.records[at], pos_to.back(), ecom_to.back());
            }
            if (deleted_online)
                next.lost.push_back({k, of, side::ecom});
            else if (gone_from_pos && person)
                next.lost.push_back({k, of, side::pos});
        }
        const auto by_id = [](const auto& a, const auto& b) {
            return id_order(a.id.text) < id_order(b.id.text);
        };
        std::stable_sort(pos_to.begin(), pos_to.end(), by_id);
        std::stable_sort(ecom_to.begin(), ecom_to.end(), by_id);
        const auto state = [](const auto& all) { // as its JSON has it
            return all.empty() ? completeness::absent : completeness::complete;
        };
        (next.pos.*pos_section).state = state(pos_to);
        (next.ecom.*ecom_section).state = state(ecom_to);
    }

    /// Whether it is available, as all its flags come to: a product that ecom deleted comes back
    /// when that changes.
    template <class Pos>
    static void take_flag(const Pos& from, Pos& to)
    {
        if constexpr (requires { from.sellable; }) to.sellable.active = available(from);
    }

    /// The same of one that ecom deleted: that it was not available stays until it is made again.
    template <class Pos>
    static void note_unavailable(const Pos& from, Pos& to)
    {
        if constexpr (requires { from.sellable; })
            if (available(from) == false) to.sellable.active = false;
    }

    template <class Record>
    [[nodiscard]] static std::set<std::string_view> ids_of(const section<Record>& all)
    {
        std::set<std::string_view> ids;
        for (const auto& r : all.records)
            ids.insert(r.id.text);
        return ids;
    }

    /// When a record was changed last.
    template <class Record>
    [[nodiscard]] static std::optional<instant> changed_at(const Record& r)
    {
        if constexpr (requires { r.updated_at; })
            return r.updated_at;
        else if constexpr (requires { r.sellable.updated_at; })
            return r.sellable.updated_at;
        else
            return {};
    }

    /// A product that stays in ecom though it is gone from the pos: that it is disabled for that is
    /// nobody's edit, and it is not available until it is back.
    template <class Pos, class Ecom>
    void keep_gone(const Ecom& now_there, Pos& pos_to, Ecom& ecom_to) const
    {
        if constexpr (std::is_same_v<Ecom, ecom::product>) {
            if (by.gone_product == gone_product::remove) return; // held or failed: tried again
            if (pos_to.sellable.active) pos_to.sellable.active = false;
            if (ecom_to.enabled) ecom_to.enabled = now_there.enabled;
        }
    }

    template <class Pos, class Ecom>
    [[nodiscard]] field_set stay(kind k, const Pos& p, const Ecom& e) const
    {
        auto fields = open.of(k, {p.id.text, e.id.text});
        add_unknown(p, side::pos, k, fields);
        add_unknown(e, side::ecom, k, fields);
        if constexpr (requires { p.sellable; }) {
            if (mixed_money || !price_of(p.sellable, by.price_source).amount.known() ||
                !e.sellable.price.known())
                fields.add(field::product_price);
        }
        if constexpr (requires { p.group_id; }) { // a group that was not read says nothing
            if ((p.group_id.has_value() && !pos_groups.contains(p.group_id->text)) ||
                (e.group_id.has_value() && !ecom_groups.contains(e.group_id->text)))
                fields.add(field::customer_group);
        }
        return fields;
    }

    template <class Pos, class Ecom>
    void keep(kind k, const Pos& p, const Ecom& e, std::vector<Pos>& pos_to,
              std::vector<Ecom>& ecom_to)
    {
        const auto base = known.of(p, e);
        if (is_stale(changed_at(p), changed_at(base.pos)) ||
            is_stale(changed_at(e), changed_at(base.ecom))) {
            pos_to.push_back(base.pos); // an older one is not what they hold (`record.stale`)
            ecom_to.push_back(base.ecom);
            return;
        }
        const auto fields = stay(k, p, e);
        pos_to.push_back(remembered(p, base.pos, side::pos, k, by, fields));
        ecom_to.push_back(remembered(e, base.ecom, side::ecom, k, by, in_ecom(k, p, e, fields)));
        if constexpr (requires { p.variants; }) {
            if (!fields.has(field::product_active)) {
                const auto is = available(p, e);
                pos_to.back().sellable.active = is ? is : base.pos.sellable.active;
            }
            keep_stock(k, {p.id.text, e.id.text},
                       open.left(field::product_stock, k, {p.id.text, e.id.text}),
                       {p.sellable, e.sellable}, {base.pos.sellable, base.ecom.sellable},
                       sellable_of(before.products.pos_at(p.id.text)),
                       sellable_of(before.products.ecom_at(e.id.text)), pos_to.back().sellable,
                       ecom_to.back().sellable);
            remember_gallery(p, e, base, fields, pos_to.back(), ecom_to.back());
            keep_variants(p, e, base, pos_to.back(), ecom_to.back());
        }
    }

    /// The same for the ecom record: what it holds half way through a plan is remembered, so that
    /// nobody takes it for an edit there.
    template <class Pos, class Ecom>
    [[nodiscard]] field_set in_ecom(kind k, const Pos& p, const Ecom& e, field_set stays) const
    {
        stays.remove(open.half_way(k, {p.id.text, e.id.text}));
        return stays;
    }

    template <class Record>
    static auto sellable_of(const Record* record) -> decltype(&record->sellable)
    {
        return record == nullptr ? nullptr : &record->sellable;
    }

    void keep_variants(const pos::product& p, const ecom::product& e,
                       const twin<pos::product, ecom::product>& base, pos::product& pos_to,
                       ecom::product& ecom_to)
    {
        if (!p.variants || !e.variations) {
            pos_to.variants = base.pos.variants;
            ecom_to.variations = base.ecom.variations;
            return;
        }
        if (p.variants->empty() && e.variations->empty()) return;
        constexpr auto k = kind::variant;
        const bool all_left =
            open.left(field::product_options, kind::product, {p.id.text, e.id.text});
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
            const auto then = known.of(v, w);
            auto fields = stay(k, v, w);
            if (all_left) {
                auto untouched = field_set::all();
                untouched.remove(open.done_of(k, of));
                fields.add(untouched);
            }
            variants_to.push_back(remembered(v, then.pos, side::pos, k, by, fields));
            if (!all_left) take_flag(v, variants_to.back());
            variations_to.push_back(
                remembered(w, then.ecom, side::ecom, k, by, in_ecom(k, v, w, fields)));
            const bool off_sale = by.inactive_variant == inactive_variant::keep && any_wanted(p) &&
                                  !wanted(v.sellable);
            if (!off_sale) // one that stays holds 0 meanwhile, which nobody sold
                keep_stock(k, of, all_left || open.left(field::product_stock, k, of),
                           {v.sellable, w.sellable}, {then.pos.sellable, then.ecom.sellable},
                           sellable_of(before.variants.pos_at(v.id.text)),
                           sellable_of(before.variants.ecom_at(w.id.text)),
                           variants_to.back().sellable, variations_to.back().sellable);
            left.erase(found);
        }
        if (!base.ecom.variations) return;
        for (const auto& w : *base.ecom.variations) { // deleted in ecom
            const auto found = left.find(linked_to(w));
            const auto* then = known.variants.pos_at(linked_to(w));
            if (found == left.end() || then == nullptr || there.contains(w.id.text) ||
                open.deleted(kind::variant, w.id.text))
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
        const auto* was = known.variants.ecom_at(w.id.text);
        const auto* of = known.variants.pos_at(linked_to(w));
        if (was == nullptr || of == nullptr || linked_to(*was) != linked_to(w) ||
            before.variants.pos_at(linked_to(w)) != nullptr)
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
        if (!ids || stays.has(field::product_images) || !needs_memory(by, field::product_images)) {
            pos_to.sellable.images = base.pos.sellable.images;
            to.images = base.ecom.images;
            return;
        }
        pos_to.sellable.images.emplace();
        for (const auto id : *ids)
            pos_to.sellable.images->push_back({.id = pos::image_id{std::string{id}}});
        gallery g{t, p, {}};
        g.find_in(*e.images, known.of(p, e).ecom.images);
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
        if (!needs_memory(by, f)) return;
        if (after.pos.tracks_stock == false || after.ecom.tracks_stock == false) return;
        const auto set = [&](std::optional<stock_level> level, std::optional<std::int64_t> held) {
            if (!level || !held) return;
            pos_to.stock.emplace();
            pos_to.stock->push_back({{}, *level});
            ecom_to.quantity = held;
        };
        const auto base_level = kept_level(base.pos);
        const auto& base_held = base.ecom.quantity;
        const auto level = outlets.level(after.pos);
        const auto& held = after.ecom.quantity;
        const bool untouched = left && !open.done_of(k, of).has(f);
        if (!level || !held || untouched) return set(base_level, base_held);
        if (ecom_before == nullptr || open.sent(f, k, of)) return set(level, held);
        const auto level_before =
            pos_before == nullptr ? std::optional<stock_level>{} : outlets.level(*pos_before);
        const auto& held_before = ecom_before->quantity;
        const bool moves = by[f] == flow::movements && by.online_sales == online_sales::move_stock;
        if (!moves || !base_level || !base_held || !level_before || !held_before) {
            const bool agree = *held == to_sell(*level);
            return agree ? set(level, held) : set(base_level, base_held);
        }
        const auto in_pos = *level_before - *base_level;
        const auto in_ecom = units(*held_before) - units(*base_held);
        const bool pos_got = *level == *level_before + in_ecom;
        const bool ecom_got = *held == to_sell(*level_before + in_ecom);
        // Where ecom still owes a correction, and no movement: so little that it is looked at again.
        const stock_movement owed = in_pos == stock_movement{} ? stock_movement{1} : in_pos;
        set(ecom_got ? *level : *level + -owed,
            pos_got ? *held : whole_units(units(*held) + -in_ecom));
    }

    const policy& by;
    const memory before; ///< what both sides held before the plan
    const std::optional<baseline> other_money;
    const memory known;
    const open_fields open;
    const sides now;
    const pos::snapshot& pos_was;
    const ecom::snapshot& ecom_was;
    draft unsaid{}; // what is said here was said by the plan
    choices nobody{{}};
    const task t{now.pos, now.ecom, by, known, nobody, unsaid};
    const outlet_selection outlets{t};
    const std::set<std::string_view> pos_groups = ids_of(now.pos.customer_groups);
    const std::set<std::string_view> ecom_groups = ids_of(now.ecom.customer_groups);
    /// Amounts that mean two things are not remembered (`price.exact`).
    const bool mixed_money = !other_basis(t, {}, {}).empty();
    baseline next{};
};

} // namespace detail

inline baseline advance(const baseline& old, const pos::snapshot& pos, const ecom::snapshot& ecom,
                        const policy& by, const plan& p, std::span<const outcome> outcomes)
{
    return detail::advancing{old, pos, ecom, by, p, outcomes}.run();
}

} // namespace twinshelf
