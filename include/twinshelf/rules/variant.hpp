#pragma once

#include "twinshelf/rules/variant_fields.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What becomes of the variants of one product and the variations of its ecom twin, once it is
/// known who is who (variant_match.hpp). "Wanted" is a variant that is not gone and, by its own
/// flags, available (unknown counts as available).
///
///   id   pos variant                ecom variation                    result
///   W4   wanted                     none                              create (variant.create)
///   W5   wanted                     a field differs                   update, by the field's flow
///   W6   not available              linked                            delete (variant.inactive)
///   W7   gone                       linked                            delete (variant.delete)
///   W8   -                          no link                           left, a notice
///   W9   none of all is wanted      any but W12                       left, product disabled
///   W10  list not known             any                               nothing
///   W11  the list cannot be right   any                               hold (variant.invalid)
///   W12  of another product now     linked                            delete before that one gets
///                                                                     it (variant.shape)
///   W13  wanted                     none at all, a SKU of its own      the SKU goes and all of them
///                                                                     come, or it stays simple
///   W15  wanted, as it was then     deleted since the last sync        notice, not made again
///                                                                     (product.deleted_online)
///   W16  not there, no mark that    linked                            nothing (scope.partial);
///        it is gone; pos section                                       a product that has no
///        not complete                                                  variants now: a hold
///
/// With inactive_variant keep, W6 stays and sells nothing: quantity 0.
namespace twinshelf {

/// Takes out the deletes of variations whose variant is not made where it belongs now.
void keep_unmoved(const task& t);

namespace detail {

/// What a variant that goes to another product is a part of.
[[nodiscard]] inline std::string move_bond(std::string_view variant)
{
    return std::string{move_prefix} + std::string{variant};
}

/// Binds a step that gives a variation to a variant to the delete of the one that it had elsewhere.
inline void bind_move(const variant_index& ids, const pos::variant& v, step& s)
{
    if (ids.is_linked(v.id.text)) s.bonds.push_back(move_bond(v.id.text));
}

class variant_sync {
public:
    variant_sync(const product_context& context, const pos::product& p, const ecom::product& e,
                 const picture_places& pictures)
        : c(context), t(context.t), pos(p), ecom(e), places(pictures),
          options(t, e.options ? &*e.options : nullptr)
    {
    }

    /// Adds the steps for the variations. `price` is what the product costs in ecom once the plan
    /// is done; unknown where that is not known.
    void run(const maybe<money>& price)
    {
        const auto leave_all = [&](rule why, std::string_view because) {
            t.say(severity::hold, why, kind::product, both(pos, ecom),
                  "The variants of " + in_quotes(pos.name) +
                      " are left as they are: " + std::string{because} + ".",
                  field::product_options);
        };
        if (const auto why = invalid_variants(t, pos); !why.empty()) // W11
            return leave_all(rule::variant_invalid, why);
        if (!ecom.variations) // W10
            return leave_all(rule::scope_partial, "the ecom variations were not read");
        const auto first = t.out.steps.size();
        const variant_matcher m{t, pos, ecom, c.matcher, c.ids};
        const auto& variants = *pos.variants;
        const auto& there = *ecom.variations;
        const bool any = std::any_of(variants.begin(), variants.end(),
                                     [](const auto& v) { return wanted(v.sellable); });
        for (std::size_t i = 0; i < variants.size(); ++i) {
            const auto& v = variants[i];
            if (gone(v.sellable) || m.pos_now[i].out) continue;
            if (m.pos_now[i].twin == m.alone) {
                if (!wanted(v.sellable)) continue;
                if (deleted_online(v))
                    say_deleted(v); // W15
                else
                    make(v, price); // W4
                continue;
            }
            const auto at = m.pos_now[i].twin;
            const auto& e = there[at];
            if (wanted(v.sellable))
                compare(v, e, price, m.ecom_now[at].newly, false); // W5
            else if (any && t.policy.inactive_variant == inactive_variant::remove)
                drop(e, rule::variant_inactive); // W6
            else if (any)
                compare(v, e, price, false, true); // W6; else W9
        }
        int online = 0;
        for (std::size_t e = 0; e < there.size(); ++e) {
            if (m.ecom_now[e].twin != m.alone || m.ecom_now[e].out) continue;
            if (linked_to(there[e]).empty())
                ++online;
            else if (moved(there[e]))
                drop(there[e], rule::variant_shape); // W12
            else if (any && c.ids.is_gone(linked_to(there[e])))
                drop(there[e], rule::variant_delete); // W7; else W9, W16
        }
        if (online > 0) // W8
            t.say(severity::notice, rule::variant_no_back_sync, kind::product, both(pos, ecom),
                  std::to_string(online) + (online == 1 ? " variation of " : " variations of ") +
                      in_quotes(pos.name) + (online == 1 ? " is" : " are") +
                      " only in ecom, and left there.");
        if (options.grown && t.policy.syncs(field::product_options))
            t.add(side::ecom, kind::product, rule::variant_options, both(pos, ecom),
                  update{{{field::product_options, *ecom.options, options.options,
                           rule::variant_options, cause::differs}}},
                  phase::product_parts);
        if (is_simple() && any) become_matrix(first);
    }

private:
    template <class Verb>
    void add(rule why, ref of, Verb what, phase when = phase::products, int depth = 0)
    {
        t.add(side::ecom, kind::variant, why, std::move(of), std::move(what), when, depth);
        t.out.steps.back().what.product = both(pos, ecom);
    }

    /// Whether ecom has deleted the variation of a variant that was for sale all along. Of another
    /// ecom product than then nothing was deleted, and what was not read may be there.
    [[nodiscard]] bool deleted_online(const pos::variant& v) const
    {
        if (!t.ecom.products.complete()) return false;
        const auto* product = t.known.products.ecom_of(pos.id.text);
        if (product == nullptr || product->id != ecom.id) return false;
        const auto* was = t.known.variants().ecom_of(v.id.text);
        const auto* then = t.known.variants().pos_at(v.id.text);
        return was != nullptr && then != nullptr && then->sellable.active.value_or(true) &&
               !c.ids.has_variation(was->id.text) &&
               t.choice(rule::product_deleted_online, kind::variant, {v.id.text, {}}) != "create";
    }

    void say_deleted(const pos::variant& v)
    {
        all_made = false;
        t.say(severity::notice, rule::product_deleted_online, kind::variant, {v.id.text, {}},
              "The variant " + in_quotes(v.sellable.sku, v.id.text) + " of " + in_quotes(pos.name) +
                  " is not made in ecom: it was deleted there.")
            .choices = {"create"};
    }

    /// Whether the ecom product sells itself, and no variations.
    [[nodiscard]] bool is_simple() const
    {
        return ecom.variations->empty() && holds_something(ecom.sellable.sku);
    }

    [[nodiscard]] std::string shape_bond() const { return "shape " + pos.id.text; }

    void make(const pos::variant& v, const maybe<money>& price)
    {
        const ref of{v.id.text, {}};
        const auto say = [&](severity how, rule why, field f, std::string_view because) -> issue& {
            all_made = false;
            return t.say(how, why, kind::variant, of,
                         "The variant " + in_quotes(v.sellable.sku, v.id.text) + " of " +
                             in_quotes(pos.name) + " is not made in ecom: " + std::string{because} +
                             ".",
                         f);
        };
        const auto hold = [&](rule why, std::string_view because) {
            say(severity::hold, why, field::product_options, because);
        };
        if (!pos.attributes || !v.attribute_values)
            return hold(rule::variant_invalid, "its options are not known");
        if (!t.policy.syncs(field::product_options))
            return hold(rule::variant_options, "options do not sync");
        if (!t.ecom.products.complete())
            return hold(rule::scope_partial, "not all ecom products were read, it may be there");
        if (!ecom.options) return hold(rule::scope_partial, "the ecom options were not read");
        if (v.sellable.sku && t.policy.duplicate_sku == duplicate_sku::hold &&
            c.matcher.repeated(trimmed(*v.sellable.sku)))
            return hold(rule::product_sku_duplicate, "its SKU repeats in the pos");
        const auto own = price_of(v.sellable, t.policy.price_source).amount;
        if (t.policy.syncs(field::product_price) && own.has_value()) {
            constexpr auto f = field::product_price;
            if (const auto why = other_basis(t, pos.tax_included, ecom.tax_included);
                !why.empty()) {
                say(severity::hold, rule::price_exact, f, why);
                return;
            }
            if (*own < money{}) {
                say(severity::error, rule::price_zero, f, "its price is below 0");
                return;
            }
            if (own->minor == 0 && t.policy.zero_price == zero_price::hold &&
                t.choice(rule::price_zero, kind::variant, of, f) != "send") {
                say(severity::hold, rule::price_zero, f, "its price is 0").choices = {"send"};
                return;
            }
        }
        const bool shape = is_simple();
        add(rule::variant_create, of,
            create{.record = variation_record(c, pos, v, of, options, price, places)},
            phase::products,
            shape ? 1 : 0); // the old sellable goes first
        auto& bonds = t.out.steps.back().bonds;
        if (shape) bonds.push_back(shape_bond());
        bind_move(c.ids, v, t.out.steps.back());
    }

    void compare(const pos::variant& v, const ecom::variation& e, const maybe<money>& price,
                 bool newly, bool sells_nothing)
    {
        variant_compare compared{c, pos, ecom, v, e};
        ++t.out.matched[static_cast<std::size_t>(kind::variant)];
        if (newly) {
            add(linked_to(e).empty() ? rule::variant_match : rule::identity_relink, compared.of(),
                link_to{}, phase::links);
            bind_move(c.ids, v, t.out.steps.back());
            if (!t.out.steps.back().bonds.empty()) // it has to be taken from another one first
                t.out.steps.back().phase = phase::product_parts;
        }
        auto [changed, moves] = compared.run(options, price, places, sells_nothing);
        if (moves.pos || moves.ecom)
            add_moves(t, kind::variant, compared.of(), both(pos, ecom), std::move(moves));
        const auto update_on = [&](side on, update& made) {
            if (made.changes.empty()) return;
            t.add(on, kind::variant, rule::product_update, compared.of(), std::move(made),
                  phase::products);
            t.out.steps.back().what.product = both(pos, ecom);
            if (newly) bind_move(c.ids, v, t.out.steps.back());
            t.out.steps.back().follows = true; // the link
        };
        update_on(side::ecom, changed.ecom);
        update_on(side::pos, changed.pos);
    }

    /// Whether its variant is one of another product now.
    [[nodiscard]] bool moved(const ecom::variation& e) const { return home_of(e) != nullptr; }

    /// The product that has its variant now; none where no other has.
    [[nodiscard]] const pos::product* home_of(const ecom::variation& e) const
    {
        const auto link = linked_to(e);
        const auto homes = c.ids.products_of(link);
        if (homes.empty()) return nullptr;
        const auto& p = t.pos.products.records[homes.front().at];
        const auto& all = *p.variants;
        const bool there = &p != &pos && !gone(p.sellable) &&
                           std::any_of(all.begin(), all.end(), [&](const pos::variant& v) {
                               return v.id.text == link && !gone(v.sellable);
                           });
        return there ? &p : nullptr;
    }

    void drop(const ecom::variation& e, rule why)
    {
        add(why, ecom_ref(e), erase{}, phase::product_deletes);
        if (why == rule::variant_shape && sells(*home_of(e), linked_to(e)))
            t.out.steps.back().bonds.push_back(move_bond(linked_to(e)));
    }

    /// Whether a product is for sale online with a variant.
    [[nodiscard]] static bool sells(const pos::product& p, std::string_view id)
    {
        return p.sellable.sell_online.value_or(true) && p.sellable.active.value_or(true) &&
               std::any_of(p.variants->begin(), p.variants->end(), [&](const pos::variant& v) {
                   return v.id.text == id && wanted(v.sellable);
               });
    }

    /// The product gives up its SKU, and all its variations come; or it stays what it is.
    void become_matrix(std::size_t first) // W13
    {
        if (t.policy.syncs(field::product_sku)) {
            t.add(side::ecom, kind::product, rule::variant_shape, both(pos, ecom),
                  update{{{field::product_sku, *ecom.sellable.sku, std::string{},
                           rule::variant_shape, cause::rule}}},
                  phase::products);
            t.out.steps.back().bonds.push_back(shape_bond());
            t.out.steps.back().follows = true;
        }
        if (all_made) return;
        auto& steps = t.out.steps;
        const auto part = std::stable_partition(
            steps.begin() + static_cast<std::ptrdiff_t>(first), steps.end(), [&](const step& s) {
                return std::find(s.bonds.begin(), s.bonds.end(), shape_bond()) == s.bonds.end();
            });
        for (auto s = part; s != steps.end(); ++s)
            if (s->what.kind == kind::variant) say_bound(t, s->what);
        steps.erase(part, steps.end());
    }

    const product_context& c;
    const task& t;
    const pos::product& pos;
    const ecom::product& ecom;
    const picture_places& places;
    option_list options;
    bool all_made = true;
};

} // namespace detail

inline void keep_unmoved(const task& t)
{
    const auto move_of = [](const step& s) {
        return std::find_if(s.bonds.begin(), s.bonds.end(), is_move);
    };
    const auto leaves = [&](const step& s) {
        return std::get_if<erase>(&s.what.what) && move_of(s) != s.bonds.end();
    };
    std::set<std::string_view> made;
    for (const auto& s : t.out.steps)
        if (!leaves(s)) made.insert(s.bonds.begin(), s.bonds.end());
    drop_steps(t, [&](const step& s) {
        if (!leaves(s) || made.contains(*move_of(s))) return false;
        say_bound(t, s.what);
        return true;
    });
}

} // namespace twinshelf
