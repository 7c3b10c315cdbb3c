#pragma once

#include "twinshelf/rules/activation.hpp"
#include "twinshelf/rules/at_rest.hpp"
#include "twinshelf/rules/known_rest.hpp"
#include "twinshelf/rules/membership.hpp"
#include "twinshelf/rules/price.hpp"
#include "twinshelf/rules/product_match.hpp"
#include "twinshelf/rules/variant.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Products. "Gone" is not in a complete section, archived or deleted; "for sale" is not gone and
/// not switched off for the online channel.
///
/// A pos product without a counterpart:
///
///   id   pos product                            result
///   P1   gone                                   nothing
///   P2   one unlinked ecom product has its SKU  link (product.adopt)
///   P3   several have, or one and another
///        pos product too, or the shapes differ  conflict (product.adopt)
///   P4   its SKU repeats in the pos             notice; hold where duplicate_sku is hold
///   P5   off for the online channel             notice (product.in_store_only)
///   P6   deleted in ecom (a tombstone)          notice (product.deleted_online)
///   P7   ecom section not complete              hold (scope.partial)
///   P8   inactive, and new_inactive is wait     notice (product.create)
///   P9   without a name                         error (record.isolated)
///   P10  its category is not there              error (record.isolated)
///   P11  its category is held or left alone     hold (order.safe)
///   P12  its price cannot be told               hold or error (price.hpp)
///   P13  else                                   create (product.create)
///
/// A pair, and an ecom product without a pos product:
///
///   P14  gone, linked                           delete, by policy disable or keep
///   P15  off for the online channel             by policy delete; else P15 to P17 of activation.hpp
///   P18  a synced field differs                 by its flow; without a baseline the pos value
///   P19  pos blank, ecom filled                 nothing (field.blank)
///   P20  either unknown                         nothing
///   P21  linked, pos section not complete       nothing
///   P22  no link                                kept, by policy created in the pos
///   P23  either older than the baseline         hold (record.stale)
///   P28  one of a pair, the other not read      nothing
///
/// Categories, prices and SKUs have tables of their own in membership.hpp, price.hpp, sku.hpp,
/// availability in activation.hpp.
namespace twinshelf {

/// The products as the later steps need them.
struct product_map {
    all_product_keys keys;
    pairing match{};
    product_tally tally{};
    std::vector<bool> resting{};   ///< of each ecom product: it is at rest with its pos product
    std::vector<index> remarked{}; ///< those of them about which something is said all the same
};

/// How many products and variations of ecom are linked.
struct linked_counts {
    std::size_t products = 0, variations = 0;
};
[[nodiscard]] linked_counts linked_products(const task& t, const product_map& map);

/// Links, creates, updates and deletes the products; variants come with rules of their own.
[[nodiscard]] product_map product_rules(const task& t, const category_map& categories);

namespace detail {

class product_sync {
public:
    product_sync(const task& all, const category_map& of_categories, product_map& result)
        : t(all), map(result), matcher(all, m, map.keys, map.resting),
          categories(all, of_categories, tally),
          outlets(all), context{all,   outlets, tax_included_by(all.ecom.products.records),
                                tally, matcher, variant_index{all, map.keys, map.resting}},
          at_rest{context, outlets, categories, true}
    {
    }

    void run()
    {
        matcher.decide();
        matcher.relink();
        std::vector<index> decided;
        decided.reserve(ps.size());
        for (index p = 0; p < ps.size(); ++p)
            if (!m.pos_out[p] && matcher.adopt(p) != product_matcher::result::asked) // P3, P4, P7
                decided.push_back(p);
        pass_over(decided);
        for (const auto p : decided)
            if (m.ecom_of[p] == nowhere)
                without_counterpart(p);
            else
                pair(p, m.ecom_of[p]);
        for (index e = 0; e < es.size(); ++e) {
            if (m.ecom_out[e] || m.pos_of[e] != nowhere || tombstone(es[e])) continue;
            if (linked_to(es[e]).empty())
                online_only(e);
            else if (t.pos.products.complete()) // P14; else P21
                drop(ecom_ref(es[e]), es[e], rule::product_delete);
        }
        outlets.say_outlets();
    }

private:
    void without_counterpart(index p)
    {
        const auto& pos = ps[p];
        if (gone(pos.sellable)) return; // P1
        const auto say = [&](severity how, rule why, std::string_view because) {
            t.say(how, why, kind::product, pos_ref(pos),
                  "The product " + in_quotes(pos.name) +
                      " is not made in ecom: " + std::string{because});
        };
        if (!pos.sellable.sell_online.value_or(true)) { // P5
            tally.in_store.push_back(pos_ref(pos));
            return;
        }
        if (m.deleted_online[p] && !available_again(t, pos) &&
            t.choice(rule::product_deleted_online, kind::product, pos_ref(pos)) != "create") { // P6
            say(severity::notice, rule::product_deleted_online, "it was deleted there.");
            t.out.issues.back().choices = {"create"};
            return;
        }
        if (matcher.repeated(p) && t.policy.duplicate_sku == duplicate_sku::hold) // P4
            return say(severity::hold, rule::product_sku_duplicate, "its SKU repeats in the pos.");
        if (!t.ecom.products.complete()) // P7
            return say(severity::hold, rule::scope_partial,
                       "not all ecom products were read, it may be there.");
        if (active(pos) == false && t.policy.new_inactive == new_inactive::wait) // P8
            return say(severity::notice, rule::product_create, "it is not active in the pos.");
        if (is_matrix(pos) && !any_wanted(pos)) // P8
            return say(severity::notice, rule::variant_inactive,
                       "none of its variants is for sale.");
        if (!t.policy.syncs(field::product_name))
            return say(severity::hold, rule::field_never, "names do not sync.");
        if (!pos.name || blank(*pos.name)) // P9
            return say(severity::error, rule::record_isolated, "it has no name.");
        if (has_variants(pos) && !t.policy.syncs(field::product_options))
            return say(severity::hold, rule::variant_options, "options do not sync.");
        if (has_variants(pos) && !options_known(pos))
            return say(severity::hold, rule::variant_invalid, "its options are not known.");
        if (has_variants(pos))
            if (const auto why = detail::invalid_variants(t, pos); !why.empty())
                return say(severity::hold, rule::variant_invalid, why + ".");
        if (has_variants(pos) && shares_variant(pos))
            return say(severity::error, rule::record_isolated,
                       "another product has one of its variants, too.");
        if (!fitting(t, field::product_name, *pos.name))
            return say(severity::hold, rule::target_limits, "its name is too long for ecom.");
        make(pos);
    }

    void make(const pos::product& pos)
    {
        const auto of = pos_ref(pos);
        create made;
        made.record.reserve(16); // as many as it can be
        synced(
            [&](field f, compared how, const auto& held) {
                if (t.policy.syncs(f) && holds_something(held.pos) &&
                    fits(t, f, held.pos, of, kind::product))
                    made.record.push_back({f, to_write(t, f, held.pos, how)});
            },
            twin{pos, ecom::product{}});
        bool sellable = active(pos).value_or(false);
        const auto rounded = tally.rounded;
        if (!price_new(t, pos, context.store_tax, made, sellable, tally)) return; // P12
        if (!categories.place(pos, made)) {
            tally.rounded = rounded;
            return;
        } // P10, P11
        picture_places places;
        if (t.policy.syncs(field::product_images)) {
            const gallery pictures{t, pos, of};
            made.images = pictures_of(pictures, {});
            tally.more_pictures += pictures.further;
            places.add_uploads(pictures);
        }
        if (has_variants(pos))
            make_variations(pos, places, made);
        else
            stock_new(t, outlets, pos.sellable, made.record);
        const bool enabled = t.policy.created_enabled == created_enabled::as_pos && sellable;
        made.record.push_back({field::product_active, enabled});
        t.add(side::ecom, kind::product, rule::product_create, of, std::move(made), // P13
              phase::products);
        if (has_variants(pos))
            for (const auto& v : *pos.variants)
                if (wanted(v.sellable)) bind_move(context.ids, v, t.out.steps.back());
    }

    /// The variations of a new product, its options, and its price where it has none of its own:
    /// that of its first variant (`price.inherit`).
    void make_variations(const pos::product& pos, const picture_places& places, create& made)
    {
        option_list options{t};
        maybe<money> price;
        for (const auto& s : made.record)
            if (s.field == field::product_price) price = std::get<money>(s.to);
        made.variations.reserve(pos.variants->size());
        for (const auto& v : *pos.variants) {
            if (!wanted(v.sellable)) continue;
            const auto own = price_of(v.sellable, t.policy.price_source).amount;
            if (!price.has_value() && own.has_value() && t.policy.syncs(field::product_price)) {
                price = whole(*own);
                made.record.push_back({field::product_price, whole(*own)});
            }
            auto& variation = made.variations.emplace_back();
            variation.of.pos_id = v.id.text;
            variation.record =
                variation_record(context, pos, v, variation.of, options, price, places);
        }
        made.record.push_back({field::product_options, std::move(options.options)});
    }

    void pair(index p, index e)
    {
        const auto& pos = ps[p];
        const auto& ecom = es[e];
        if (m.ecom_out[e]) return;
        if (gone(pos.sellable)) return drop(both(pos, ecom), ecom, rule::product_delete); // P14
        if (!pos.sellable.sell_online.value_or(true) &&
            t.policy.in_store_only == in_store_only::remove) // P15
            return drop(both(pos, ecom), ecom, rule::product_in_store_only);

        ++t.out.matched[static_cast<std::size_t>(kind::product)];
        pair_update changed;
        const auto base = t.known.of(pos, ecom);
        const pair_of who{pos.id.text, ecom.id.text, kind::product,
                          later_of(pos.sellable.updated_at, ecom.updated_at),
                          pos.name ? std::string_view{*pos.name} : std::string_view{}};
        if (is_stale(pos.sellable.updated_at, base.pos.sellable.updated_at) ||
            is_stale(ecom.updated_at, base.ecom.updated_at)) { // P23
            t.say(severity::hold, rule::record_stale, kind::product, who.of(),
                  "The product " + in_quotes(pos.name) +
                      " was read in an older state than after the last sync; it is left alone.");
            return;
        }
        compare_activation(t, {pos, ecom}, base, who, changed);
        const bool matrix = is_matrix(pos) || has_variants(ecom);
        synced(
            [&](field f, compared how, const auto& now, const auto& then) {
                if (!(matrix && f == field::product_sku)) // a matrix sells nothing itself
                    compare_field(t, f, how, now, then, who, changed, tally);
            },
            twin{pos, ecom}, base);
        const bool simple = !is_matrix(pos) &&
                            (!has_variants(ecom) || (pos.variants && !keeps_variations(pos, ecom)));
        if (is_matrix(pos) || simple) compare_price(t, {pos, ecom}, base, who, changed, tally);
        categories.compare(pos, ecom, changed.ecom);
        const auto places = compare_images(t, {pos, ecom}, base, tally);
        if (is_matrix(pos) && pos.variants)
            variant_sync{context, pos, ecom, places}.run(price_after(ecom, changed.ecom));
        else if (simple && matrix)
            become_simple(pos, ecom);
        else if (simple)
            add_moves(t, kind::product, who.of(), {},
                      compare_stock(t, outlets, {pos.sellable, ecom.sellable},
                                    {base.pos.sellable, base.ecom.sellable}, changed.ecom.changes,
                                    tally));
        const auto add = [&](side on, update& made) {
            if (!made.changes.empty())
                t.add(on, kind::product, rule::product_update, who.of(), std::move(made), // P18
                      phase::products);
        };
        add(side::ecom, changed.ecom);
        add(side::pos, changed.pos);
    }

    /// What a look at a product has told.
    enum class seen : std::uint8_t {
        nothing,
        no_rest,
        rest,
        rest_with_remark ///< of its stock something is said
    };

    /// Takes out the products that are at rest, and counts them as the rules would.
    void pass_over(std::vector<index>& some)
    {
        if (!t.at_sight) return;
        std::vector<seen> found;
        if (t.run.in_parts != nullptr && t.run.threads > 1) found = looked_at_in_parts(some);
        std::size_t i = 0;
        std::erase_if(some, [&](index p) {
            auto told = i < found.size() ? found[i++] : seen::nothing;
            if (told == seen::nothing) told = look(at_rest, outlets, p);
            if (told != seen::no_rest) count_resting(p, told);
            return told != seen::no_rest;
        });
    }

    /// Looks at products in several parts, which may run at the same time: each has an own count of
    /// outlets, and leaves to the end what needs more than that.
    [[nodiscard]] std::vector<seen> looked_at_in_parts(const std::vector<index>& some)
    {
        std::vector<seen> found(some.size());
        const auto parts = t.run.threads;
        std::vector<outlet_selection> counts(parts, outlets);
        each_part(t.run, parts, [&](std::size_t number) {
            const rest_check check{context, counts[number], categories, false};
            for (auto i = some.size() * number / parts; i < some.size() * (number + 1) / parts; ++i)
                found[i] = look(check, counts[number], some[i]);
        });
        for (const auto& count : counts)
            outlets.add_remarks(count);
        for (auto& one : found)
            if (one == seen::no_rest) one = seen::nothing; // it may have needed more
        return found;
    }

    [[nodiscard]] seen look(const rest_check& check, const outlet_selection& counts, index p) const
    {
        const auto e = m.ecom_of[p];
        if (e == nowhere || m.ecom_out[e]) return seen::no_rest;
        if (map.resting[e]) return seen::rest;
        const auto remarks = counts.remarks();
        if (!check(ps[p], es[e])) return seen::no_rest;
        return counts.remarks() == remarks ? seen::rest : seen::rest_with_remark;
    }

    void count_resting(index p, seen how)
    {
        const auto e = m.ecom_of[p];
        map.resting[e] = true;
        if (how == seen::rest_with_remark) map.remarked.push_back(e);
        ++t.out.matched[static_cast<std::size_t>(kind::product)];
        t.out.matched[static_cast<std::size_t>(kind::variant)] +=
            static_cast<int>(map.keys.pos().count_of_parts(p));
    }

    /// What the product costs in ecom once its changes are made.
    [[nodiscard]] static maybe<money> price_after(const ecom::product& ecom, const update& changed)
    {
        for (const auto& change : changed.changes)
            if (change.field == field::product_price) return std::get<money>(change.to);
        return ecom.sellable.price;
    }

    /// Whether a simple product of the pos has variations in ecom that nothing deletes: said.
    bool keeps_variations(const pos::product& pos, const ecom::product& ecom)
    {
        const auto& all = *ecom.variations;
        const auto any = [&](auto&& is) { return std::any_of(all.begin(), all.end(), is); };
        const auto hold = [&](rule why, std::string_view because) {
            t.say(severity::hold, why, kind::product, both(pos, ecom),
                  "The product " + in_quotes(pos.name) +
                      " has no variants in the pos any more, but " + std::string{because},
                  field::product_options);
            return true;
        };
        if (any([&](const auto& v) {
                return !linked_to(v).empty() && context.ids.is_unread(linked_to(v));
            }))
            return hold(rule::scope_partial, "not all pos products were read; its variations in "
                                             "ecom and its stock are left.");
        if (any([](const auto& v) { return linked_to(v).empty(); }))
            return hold(rule::variant_shape,
                        "online-only ones in ecom; they and its stock are left.");
        return false;
    }

    /// A matrix that became a simple product (`variant.shape`): its variations go, and it gets a
    /// SKU and stock of its own.
    void become_simple(const pos::product& pos, const ecom::product& ecom)
    {
        const auto bond = "shape " + pos.id.text;
        for (const auto& v : *ecom.variations) {
            t.add(side::ecom, kind::variant, rule::variant_shape, ecom_ref(v), erase{},
                  phase::make_room);
            t.out.steps.back().what.product = both(pos, ecom);
            t.out.steps.back().bonds.push_back(bond);
        }
        update own;
        const auto& sku = pos.sellable.sku;
        const auto& has = ecom.sellable.sku;
        const bool asked = holds_something(sku) && t.policy.syncs(field::product_sku) &&
                           merge(t.policy[field::product_sku], shape::no_base) == verdict::take_pos;
        if (asked && !(has && trimmed(*has) == trimmed(*sku)) &&
            fits(t, field::product_sku, sku, both(pos, ecom), kind::product))
            own.changes.push_back({field::product_sku, as_value(has), std::string{trimmed(*sku)},
                                   rule::variant_shape, cause::rule});
        static_cast<void>(compare_stock(t, outlets, {pos.sellable, ecom.sellable},
                                        {pos::sellable{}, ecom::sellable{}}, own.changes, tally));
        if (own.changes.empty()) return;
        t.add(side::ecom, kind::product, rule::variant_shape, both(pos, ecom), std::move(own),
              phase::products);
        t.out.steps.back().bonds.push_back(bond);
    }

    /// Whether every variant's options are known, as a new product needs them.
    [[nodiscard]] static bool options_known(const pos::product& pos)
    {
        return pos.attributes &&
               std::all_of(pos.variants->begin(), pos.variants->end(),
                           [](const auto& v) { return v.attribute_values || !wanted(v.sellable); });
    }

    /// Whether the id of one of its variants is there more than once.
    [[nodiscard]] bool shares_variant(const pos::product& pos) const
    {
        return std::any_of(pos.variants->begin(), pos.variants->end(), [&](const auto& v) {
            return wanted(v.sellable) && context.ids.repeated(v);
        });
    }

    void drop(ref of, const ecom::product& ecom, rule why)
    {
        if (why == rule::product_delete && t.policy.gone_product != gone_product::remove) {
            if (t.policy.gone_product == gone_product::disable && ecom.enabled == true)
                t.add(side::ecom, kind::product, why, std::move(of),
                      update{{{field::product_active, true, false, why, cause::rule}}},
                      phase::products);
            else if (t.policy.gone_product == gone_product::keep)
                t.say(severity::notice, why, kind::product, std::move(of),
                      "The product " + in_quotes(ecom.name) +
                          " is gone from the pos and is kept in ecom.");
            return;
        }
        erase lost;
        const auto loses = [&](field f, const auto& held) {
            if (!t.policy.syncs(f) && holds_something(held)) lost.loses.push_back(f);
        };
        synced([&](field f, compared, const auto& held) { loses(f, held.ecom); },
               twin{pos::product{}, ecom});
        loses(field::product_compare_to_price, ecom.compare_to_price);
        loses(field::product_subtitle, ecom.subtitle);
        if (ecom.low_stock_threshold) lost.loses.push_back(field::product_low_stock_threshold);
        const bool pictures = t.policy.syncs(field::product_images);
        if (ecom.images && std::any_of(ecom.images->begin(), ecom.images->end(),
                                       [&](const auto& i) { return !pictures || !i.source_id; }))
            lost.loses.push_back(field::product_images);
        t.add(side::ecom, kind::product, why, std::move(of), std::move(lost),
              phase::product_deletes);
    }

    void online_only(index e) // P22
    {
        const auto& ecom = es[e];
        if (t.policy.ecom_only_products == ecom_only_products::keep) return;
        const auto hold = [&](rule why, std::string_view because) {
            t.say(severity::hold, why, kind::product, ecom_ref(ecom),
                  "The online-only product " + in_quotes(ecom.name) +
                      " is not made in the pos: " + std::string{because});
        };
        if (has_variants(ecom))
            return hold(rule::variant_no_back_sync,
                        "a product with variations has to be made by hand.");
        if (!t.pos.products.complete())
            return hold(rule::scope_partial, "not all pos products were read, it may be there.");
        if (ps.empty() && std::any_of(es.begin(), es.end(),
                                      [](const auto& one) { return !linked_to(one).empty(); }))
            return hold(rule::guard_deletions, "the pos has no products at all.");
        if (matcher.pos_has_sku_of(e))
            return hold(rule::product_sku_duplicate, "a pos product has its SKU.");
        if (matcher.online_repeated(e) && t.policy.duplicate_sku == duplicate_sku::hold)
            return hold(rule::product_sku_duplicate, "another online-only product has its SKU.");
        if (!ecom.name || blank(*ecom.name)) return hold(rule::record_isolated, "it has no name.");
        create made;
        synced(
            [&](field f, compared how, const auto& held) {
                if (t.policy.syncs(f) && holds_something(held.ecom))
                    made.record.push_back({f, to_write_back(held.ecom, how)});
            },
            twin{pos::product{}, ecom});
        if (ecom.sellable.price.has_value() && t.policy.syncs(field::product_price)) {
            if (auto why = other_basis(t, tax_included_by(ps), ecom.tax_included); !why.empty())
                return hold(rule::price_exact, why + ".");
            if (*ecom.sellable.price < money{})
                return hold(rule::price_zero, "its price is below 0.");
            made.record.push_back({t.policy.price_source == price_source::online
                                       ? field::product_price
                                       : field::product_retail_price,
                                   whole(*ecom.sellable.price)});
        }
        if (ecom.enabled && t.policy.syncs(field::product_active))
            made.record.push_back({field::product_active, *ecom.enabled});
        t.add(side::pos, kind::product, rule::product_online_only_kept, ecom_ref(ecom),
              std::move(made), phase::products);
    }

    const task& t;
    product_map& map;
    pairing& m = map.match;
    product_tally& tally = map.tally;
    product_matcher matcher;
    memberships categories;
    outlet_selection outlets;
    product_context context;
    rest_check at_rest;
    const std::vector<pos::product>& ps = t.pos.products.records;
    const std::vector<ecom::product>& es = t.ecom.products.records;
};

} // namespace detail

inline product_map product_rules(const task& t, const category_map& categories)
{
    product_map map{all_product_keys{t}};
    const detail::known_rest known{t, map.keys};
    map.match =
        match_links(t.pos.products, t.ecom.products, kind::product, t, map.keys.ids(), known);
    map.resting.resize(t.ecom.products.records.size());
    for (index e = 0; e < map.resting.size(); ++e) {
        const auto p = map.match.known[e] ? map.match.pos_of[e] : nowhere;
        map.resting[e] = p != nowhere && !map.match.pos_out[p] && !map.match.ecom_out[e];
    }
    detail::product_sync{t, categories, map}.run();
    return map;
}

inline linked_counts linked_products(const task& t, const product_map& map)
{
    linked_counts count;
    const auto& es = t.ecom.products.records;
    for (index e = 0; e < es.size(); ++e) {
        if (map.resting[e]) { // its variations are linked, the product may only be adopted
            count.products += map.match.adopted[e] ? 0U : 1U;
            count.variations += map.keys.ecom().count_of_parts(e);
        } else if (!tombstone(es[e])) {
            count.products += linked_to(es[e]).empty() ? 0U : 1U;
            if (es[e].variations)
                for (const auto& v : *es[e].variations)
                    count.variations += linked_to(v).empty() ? 0U : 1U;
        }
    }
    return count;
}

} // namespace twinshelf
