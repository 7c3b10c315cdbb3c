#pragma once

#include "twinshelf/rules/fields.hpp"
#include "twinshelf/rules/image.hpp"
#include "twinshelf/rules/option.hpp"
#include "twinshelf/rules/price.hpp"
#include "twinshelf/rules/stock.hpp"
#include "twinshelf/rules/variant_match.hpp"

#include <algorithm>
#include <optional>
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

/// What a new variation holds. `price` is what its product costs in ecom; its own is written only
/// where it differs (`price.inherit`).
inline std::vector<setting> variation_record(const product_context& c, const pos::product& pos,
                                             const pos::variant& v, option_list& options,
                                             const maybe<money>& price,
                                             const picture_places& places)
{
    std::vector<setting> record;
    synced(
        [&](field f, compared how, const auto& held) {
            if (c.t.policy.syncs(f) && holds_something(held.pos) &&
                fits(c.t, f, held.pos, {v.id.text, {}}, kind::variant))
                record.push_back({f, to_write(c.t, f, held.pos, how)});
        },
        twin{v.sellable, ecom::sellable{}});
    std::vector<option_value> values;
    for (const auto& [name, value] : attribute_values(pos, v))
        values.push_back(options.stored(name, value));
    record.push_back({field::product_options, std::move(values)});
    const auto own = price_of(v.sellable, c.t.policy.price_source);
    if (c.t.policy.syncs(field::product_price) && own.amount.has_value() &&
        !(price.has_value() && whole(*price) == whole(*own.amount))) {
        record.push_back({field::product_price, whole(*own.amount)});
        if (own.amount->finer != 0) ++c.tally.rounded;
    }
    stock_new(c.t, c.outlets, v.sellable, record);
    if (v.sellable.images && !v.sellable.images->empty())
        if (const auto at = places.of.find(v.sellable.images->front().id.text);
            at != places.of.end())
            record.push_back({field::product_images, at->second});
    return record;
}

/// One variant and its variation.
class variant_compare {
public:
    variant_compare(const product_context& context, const pos::product& p, const ecom::product& e,
                    const pos::variant& variant, const ecom::variation& variation)
        : c(context), t(context.t), pos(p), ecom(e), v(variant),
          has(variation), of{variant.id.text, variation.id.text}
    {
    }

    /// What differs. `price` is what the product costs in ecom once the plan is done; unknown
    /// where that is not known. What sells nothing gets quantity 0 (`variant.inactive`).
    [[nodiscard]] pair_update run(option_list& options, const maybe<money>& price,
                                  const picture_places& places, bool sells_nothing)
    {
        const auto base = t.known.of(v, has);
        const pair_of who{of, kind::variant, later_of(pos.sellable.updated_at, ecom.updated_at),
                          v.sellable.sku ? std::string_view{*v.sellable.sku}
                                         : std::string_view{v.id.text}};
        synced(
            [&](field f, compared how, const auto& now, const auto& then) {
                compare_field(t, f, how, now, then, who, changed, c.tally);
            },
            twin{v.sellable, has.sellable}, twin{base.pos.sellable, base.ecom.sellable});
        compare_options(options);
        compare_variant_price(price);
        if (sells_nothing)
            take_off_sale();
        else
            compare_stock(t, c.outlets, v.sellable, has.sellable, changed.ecom.changes, c.tally);
        compare_image(places);
        return std::move(changed);
    }

private:
    issue& say(severity how, rule why, field f, std::string_view what)
    {
        return t.say(how, why, kind::variant, of,
                     "The variant " + in_quotes(v.sellable.sku, v.id.text) + " of " +
                         in_quotes(pos.name) + std::string{what},
                     f);
    }

    /// Options are matched by name; what only ecom has of them stays (`variant.options`).
    void compare_options(option_list& options)
    {
        constexpr auto f = field::product_options;
        if (!has.option_values || merge(t.policy[f], shape::no_base) != verdict::take_pos) return;
        auto to = *has.option_values;
        bool differs = false;
        for (const auto& [name, value] : attribute_values(pos, v)) {
            const auto key = option_key(t, name);
            const auto found = std::find_if(to.begin(), to.end(), [&](const option_value& o) {
                return option_key(t, o.name) == key;
            });
            if (found != to.end() && (option_key(t, found->value) == option_key(t, value) ||
                                      (t.policy[f] == flow::fill && !blank(found->value))))
                continue;
            if (!ecom.options) { // what else they hold is not known
                say(severity::hold, rule::scope_partial, f,
                    " keeps its options: the ecom options were not read.");
                return;
            }
            differs = true;
            auto asked = options.stored(name, value);
            if (found == to.end())
                to.push_back(std::move(asked));
            else
                found->value = std::move(asked.value);
        }
        if (!differs) return;
        if (t.policy[f] == flow::two_way) ++c.tally.undecided;
        changed.ecom.changes.push_back(
            {f, *has.option_values, std::move(to), rule::variant_options, cause::differs});
    }

    /// What the customer pays after the plan, and a price of its own only where it must differ.
    void compare_variant_price(const maybe<money>& price)
    {
        constexpr auto f = field::product_price;
        const auto& held = has.sellable.price;
        auto own = price_of(v.sellable, t.policy.price_source);
        if (own.amount.is_none() && held.has_value()) // it costs what its product does
            own = price_of(pos.sellable, t.policy.price_source);
        const auto pays = held.has_value() ? held : price;
        if (!t.policy.syncs(f) || !own.amount.has_value() || !held.known() || !pays.known()) return;
        if (merge(t.policy[f], shape::no_base) != verdict::take_pos) return;
        if (const auto why = other_basis(t, pos.tax_included, ecom.tax_included); !why.empty()) {
            say(severity::hold, rule::price_exact, f, " keeps its price: " + why + ".");
            return;
        }
        const auto to = whole(*own.amount);
        if (*own.amount < money{}) {
            say(severity::error, rule::price_zero, f,
                " keeps its price: it is below 0 in the pos.");
            return;
        }
        if (pays.has_value() && whole(*pays) == to) return;
        if (t.policy[f] == flow::fill && pays.has_value()) return;
        if (to == money{} && t.policy.zero_price == zero_price::hold) {
            if (!pays.has_value()) return; // no price and a price of 0 sell alike
            say(severity::hold, rule::price_zero, f, " keeps its price: it would fall to 0.")
                .choices = {"send"};
            return;
        }
        if (t.policy[f] == flow::two_way) ++c.tally.undecided;
        if (own.amount->finer != 0) ++c.tally.rounded;
        changed.ecom.changes.push_back({f, as_value(held), to,
                                        held.has_value() ? own.rule : rule::price_inherit,
                                        cause::differs});
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
        if (!t.policy.syncs(f) || !images || images->empty()) return;
        const auto how = merge(t.policy[f], shape::no_base);
        const auto at = places.of.find(images->front().id.text);
        if (at == places.of.end() || !has.image_id.known() || how == verdict::keep) return;
        if (has.image_id.has_value()) {
            const auto& shown = has.image_id->text;
            const bool of_pos = std::any_of(places.of.begin(), places.of.end(), [&](const auto& p) {
                return p.second.ecom_id == shown;
            });
            const bool stays = !places.dropped.contains(shown);
            if (shown == at->second.ecom_id || t.policy[f] == flow::fill ||
                (how == verdict::by_rule && !of_pos && stays))
                return;
        }
        value from = none;
        if (has.image_id.has_value()) from = ref{{}, has.image_id->text};
        changed.ecom.changes.push_back(
            {f, std::move(from), at->second, rule::image_variation, cause::differs});
    }

    const product_context& c;
    const task& t;
    const pos::product& pos;
    const ecom::product& ecom;
    const pos::variant& v;
    const ecom::variation& has;
    ref of;
    pair_update changed{};
};

} // namespace twinshelf::detail
