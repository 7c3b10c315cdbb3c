#pragma once

#include "twinshelf/rules/fields.hpp"
#include "twinshelf/rules/image.hpp"
#include "twinshelf/rules/option.hpp"
#include "twinshelf/rules/price.hpp"
#include "twinshelf/rules/stock.hpp"
#include "twinshelf/rules/variant_match.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What a variation holds: of a new one all of it, of a pair what differs, field by field.
namespace twinshelf::detail {

/// What the products share: their rules read and count it.
struct product_context {
    const task& t;
    const outlet_selection& outlets;
    std::optional<bool> store_tax;
    product_tally& tally;
    const product_matcher& matcher;
    variant_index ids;
};

/// Adds the movements of stock of a pair; `product` is that of a variant.
inline void add_moves(const task& t, kind of_kind, const ref& of, const ref& product,
                      stock_moves moves)
{
    const auto add = [&](side on, std::optional<move_stock>& move) {
        if (!move) return;
        t.add(on, of_kind, rule::stock_movements, of, std::move(*move), phase::products);
        t.out.steps.back().what.product = product;
    };
    add(side::ecom, moves.ecom);
    add(side::pos, moves.pos);
}

/// What a new variation holds. `price` is what its product costs in ecom; its own is written only
/// where it differs (`price.inherit`).
inline std::vector<setting> variation_record(const product_context& c, const pos::product& pos,
                                             const pos::variant& v, const ref& of,
                                             option_list& options, const maybe<money>& price,
                                             const picture_places& places)
{
    std::vector<setting> record;
    record.reserve(8); // as many as it can be
    synced(
        [&](field f, compared how, const auto& held) {
            if (c.t.policy.syncs(f) && holds_something(held.pos) &&
                fits(c.t, f, held.pos, of, kind::variant))
                record.push_back({f, to_write(c.t, f, held.pos, how)});
        },
        twin{v.sellable, ecom::sellable{}});
    std::vector<option_value> values;
    values.reserve(pos.attributes ? pos.attributes->size() : 0);
    each_attribute(pos, v, [&](const auto& name, const auto& value) {
        values.push_back(options.stored(name, value));
    });
    record.push_back({field::product_options, std::move(values)});
    const auto own = price_of(v.sellable, c.t.policy.price_source);
    if (c.t.policy.syncs(field::product_price) && own.amount.has_value() &&
        !(price.has_value() && whole(*price) == whole(*own.amount))) {
        record.push_back({field::product_price, whole(*own.amount)});
        if (own.amount->finer != 0) ++c.tally.rounded;
    }
    stock_new(c.t, c.outlets, v.sellable, record);
    if (v.sellable.images && !v.sellable.images->empty())
        if (const auto* at = places.find(v.sellable.images->front().id.text))
            record.push_back({field::product_images, at->picture()});
    return record;
}

/// The place of a record in the list that it is from.
template <class Record>
[[nodiscard]] std::size_t place_in(const std::vector<Record>& all, const Record& one)
{
    return static_cast<std::size_t>(&one - all.data());
}

/// One variant and its variation.
class variant_compare {
public:
    variant_compare(const product_context& context, const pos::product& p, const ecom::product& e,
                    const pos::variant& variant, const ecom::variation& variation)
        : c(context), t(context.t), pos(p), ecom(e), v(variant), has(variation),
          product_base(t.known.of(p, e)),
          base(t.known.of(variant, place_in(*p.variants, variant), variation,
                          place_in(*e.variations, variation), product_base)),
          who{variant.id.text, variation.id.text, kind::variant,
              later_of(p.sellable.updated_at, e.updated_at),
              variant.sellable.sku ? std::string_view{*variant.sellable.sku} : variant.id.text}
    {
    }

    [[nodiscard]] ref of() const { return who.of(); }

    struct result {
        pair_update changed{};
        stock_moves moves{};
    };

    /// What differs, and what stock moves. `price` is what the product costs in ecom once the plan
    /// is done; unknown where that is not known. What sells nothing gets quantity 0
    /// (`variant.inactive`).
    [[nodiscard]] result run(option_list& options, const maybe<money>& price,
                             const picture_places& places, bool sells_nothing)
    {
        synced(
            [&](field f, compared how, const auto& now, const auto& then) {
                compare_field(t, f, how, now, then, who, changed, c.tally);
            },
            twin{v.sellable, has.sellable}, twin{base.pos.sellable, base.ecom.sellable});
        compare_options(options);
        compare_variant_price(price);
        stock_moves moves;
        if (sells_nothing)
            take_off_sale();
        else
            moves = compare_stock(t, c.outlets, {v.sellable, has.sellable},
                                  {base.pos.sellable, base.ecom.sellable}, changed.ecom.changes,
                                  c.tally);
        compare_image(places);
        return {std::move(changed), std::move(moves)};
    }

private:
    issue& say(severity how, rule why, field f, std::string_view what)
    {
        return t.say(how, why, kind::variant, who.of(),
                     "The variant " + in_quotes(v.sellable.sku, v.id.text) + " of " +
                         in_quotes(pos.name) + std::string{what},
                     f);
    }

    /// Options are matched by name; what only ecom has of them stays (`variant.options`).
    void compare_options(option_list& options)
    {
        constexpr auto f = field::product_options;
        if (!has.option_values || !t.policy.syncs(f)) return;
        const auto& held = *has.option_values;
        const auto held_of = [&](std::string_view name) {
            return std::find_if(held.begin(), held.end(), [&](const option_value& o) {
                return same_option(t, o.name, name);
            });
        };
        const auto differs = [&](std::string_view name, std::string_view value) {
            const auto found = held_of(name);
            return found == held.end() || !(same_option(t, found->value, value) ||
                                            (t.policy[f] == flow::fill && !blank(found->value)));
        };
        bool any = false;
        each_attribute(pos, v, [&](std::string_view name, std::string_view value) {
            any = any || differs(name, value);
        });
        if (!any) return;
        const auto asked = attribute_values(pos, v);
        auto to = held;
        auto back = asked;
        for (std::size_t i = 0; i < asked.size(); ++i) {
            const auto& [name, value] = asked[i];
            if (!differs(name, value)) continue;
            const auto found = held_of(name);
            if (found == held.end()) {
                to.push_back(asked[i]);
            } else {
                if (!blank(found->value)) back[i].value = found->value;
                to[place_in(held, *found)].value = value;
            }
        }
        const auto so = decide(t, f, who, rule::product_update, options_changed(), who.newer);
        switch (so.verdict) {
        case verdict::take_pos: return take_options(options, so, std::move(to));
        case verdict::take_ecom:
            if (back != asked)
                changed.pos.changes.push_back(
                    {f, asked, std::move(back), rule::variant_options, so.cause});
            return;
        case verdict::ask:
            return ask_which(t, f, who, rule::product_update,
                             {asked, *has.option_values, unknown_t{}, unknown_t{}});
        case verdict::keep:
        case verdict::by_rule:
        case verdict::add_movements: return;
        }
    }

    /// Who chose another combination since the last sync.
    [[nodiscard]] shape options_changed() const
    {
        const auto& pos_was = base.pos.attribute_values;
        const auto& ecom_was = base.ecom.option_values;
        if (!pos_was || !product_base.pos.attributes || !ecom_was || !v.attribute_values)
            return shape::no_base;
        const auto differ = [&](const std::vector<option_value>& a,
                                const std::vector<option_value>& b) {
            return combination_key(t, a) != combination_key(t, b);
        };
        std::set<std::string> names; // an option that only ecom has is no part of it
        for (const auto* attributes : {&pos.attributes, &product_base.pos.attributes})
            if (*attributes)
                for (const auto& name : **attributes)
                    names.insert(option_key(t, name));
        const auto of_pos = [&](std::vector<option_value> values) {
            std::erase_if(values,
                          [&](const auto& o) { return !names.contains(option_key(t, o.name)); });
            return values;
        };
        return shape_of(
            differ(attribute_values(pos, v), attribute_values(product_base.pos, base.pos)),
            differ(of_pos(*has.option_values), of_pos(*ecom_was)));
    }

    void take_options(option_list& options, const ruling& so, std::vector<option_value> to)
    {
        constexpr auto f = field::product_options;
        if (!ecom.options) { // what else they hold is not known
            say(severity::hold, rule::scope_partial, f,
                " keeps its options: the ecom options were not read.");
            return;
        }
        const auto& held = *has.option_values;
        for (auto& value : to) // in the stored spelling
            if (std::find(held.begin(), held.end(), value) == held.end())
                value = options.stored(value.name, value.value);
        if (t.policy[f] == flow::two_way && so.changed == shape::no_base) ++c.tally.undecided;
        changed.ecom.changes.push_back(
            {f, *has.option_values, std::move(to), rule::variant_options, so.cause});
    }

    /// What the customer pays after the plan, and a price of its own only where it must differ.
    /// A product price edited in ecom is an edit of every variation that inherits it
    /// (`price.inherit`).
    void compare_variant_price(const maybe<money>& price)
    {
        const auto source = t.policy.price_source;
        const auto& held = has.sellable.price;
        const auto own_of = [&](const pos::sellable& one, const pos::sellable& all, bool own_held) {
            auto own = price_of(one, source);
            if (own.amount.is_none() && own_held) // it costs what its product does
                own = price_of(all, source);
            return own;
        };
        const auto own = own_of(v.sellable, pos.sellable, held.has_value());
        const auto pays = held.has_value() ? held : price;
        if (!t.policy.syncs(field::product_price) || !own.amount.has_value() || !held.known() ||
            !pays.known())
            return;
        const auto pays_now = held.has_value() ? held : ecom.sellable.price;
        const auto& base_held = base.ecom.sellable.price;
        const auto paid = base_held.has_value() || !base_held.known()
                              ? base_held
                              : product_base.ecom.sellable.price;
        auto shape = shape::no_base;
        if (same_money(t)) {
            const auto was =
                own_of(base.pos.sellable, product_base.pos.sellable, base_held.has_value());
            shape = shape_of(moved(own.amount, was.amount), moved(pays_now, paid));
        }
        const bool apart_by_plan = // the two are the same now, and will not be
            shape == shape::settled && pays_now.has_value() &&
            whole(*pays_now) == whole(*own.amount);
        compare_prices(
            t, v.sellable,
            {own, pays, pays_now, held, apart_by_plan ? shape::pos_changed : shape,
             held.has_value() ? own.rule : rule::price_inherit},
            other_basis(t, pos.tax_included, ecom.tax_included), who,
            [&](severity how, rule why, const std::string& because) -> issue& {
                return say(how, why, field::product_price, " keeps its price: " + because + ".");
            },
            changed, c.tally);
    }

    /// Quantity 0 for a variation that stays, which is no movement of stock (`variant.inactive`).
    void take_off_sale()
    {
        if (!t.policy.syncs(field::product_stock)) return;
        const auto& held = has.sellable;
        const bool unlimited = held.tracks_stock == false;
        if (unlimited && t.policy.syncs(field::product_tracks_stock))
            changed.ecom.changes.push_back(
                {field::product_tracks_stock, false, true, rule::variant_inactive, cause::rule});
        if (held.quantity ? *held.quantity != 0 : unlimited)
            changed.ecom.changes.push_back(
                {field::product_stock, held.quantity ? value{*held.quantity} : value{unknown_t{}},
                 std::int64_t{0}, rule::variant_inactive, cause::rule});
    }

    /// The one picture of a variation is its variant's first, where the gallery has it
    /// (`image.variation`). One that only ecom has is left.
    void compare_image(const picture_places& places)
    {
        constexpr auto f = field::product_images;
        const auto& images = v.sellable.images;
        if (!t.policy.syncs(f) || !images || !has.image_id.known()) return;
        const auto& was = base.pos.sellable.images;
        const auto first = [](const auto& all) {
            return all.empty() ? std::string_view{} : std::string_view{all.front().id.text};
        };
        const auto changes =
            shape_of(was ? std::optional{first(*was) != first(*images)} : std::nullopt,
                     moved(has.image_id, base.ecom.image_id));
        const auto how = merge(t.policy[f], changes, later::pos);
        const bool shows = has.image_id.has_value();
        const auto shown = shows ? std::string_view{has.image_id->text} : std::string_view{};
        const bool stays = shows && !places.dropped.contains(shown);
        if (how == verdict::keep && (stays || !shows)) return;
        const auto set = [&](value to) {
            const value from = shows ? value{ref{{}, std::string{shown}}} : value{none};
            changed.ecom.changes.push_back(
                {f, from, std::move(to), rule::image_variation, cause_of(changes)});
        };
        if (images->empty()) {
            if (stays && how == verdict::take_pos && was && !was->empty()) set(none);
            return;
        }
        const auto* at = places.find(images->front().id.text);
        if (at == nullptr) return;
        if (shows) {
            const bool of_pos =
                std::any_of(places.of.begin(), places.of.end(),
                            [&](const picture_place& p) { return p.ecom_id == shown; });
            if (shown == at->ecom_id || t.policy[f] == flow::fill ||
                (how == verdict::by_rule && !of_pos && stays))
                return;
        }
        set(at->picture());
    }

    const product_context& c;
    const task& t;
    const pos::product& pos;
    const ecom::product& ecom;
    const pos::variant& v;
    const ecom::variation& has;
    const twin<pos::product, ecom::product> product_base;
    const twin<pos::variant, ecom::variation> base;
    const pair_of who;
    pair_update changed{};
};

} // namespace twinshelf::detail
