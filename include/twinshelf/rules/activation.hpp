#pragma once

#include "twinshelf/rules/price.hpp"
#include "twinshelf/rules/sellable.hpp"
#include "twinshelf/rules/three_way.hpp"

/// Whether a product is on sale online (`product.activation`). Of a pair:
///
///   id   pos                                    result
///   P15  off for the online channel, enabled    disable (product.in_store_only)
///   P16  not active, enabled                    disable (product.activation)
///   P17  active, disabled                       nothing, unless the flow is pos_leads
///   P20  either unknown                         nothing
///
/// With a baseline; "available" is active, and for sale online:
///
///   P24  became available, its price is 0 on
///        both sides                             hold (price.zero)
///   P25  its availability changed               by the flow: ecom gets it. Where no variant is
///                                               available it is disabled (variant.inactive)
///   P26  ecom enabled or disabled it            by the flow: two_way gives it to the pos
///   P27  deleted in ecom, became available      create, as P8 to P13
namespace twinshelf::detail {

/// Whether it became available since the last sync.
[[nodiscard]] inline bool available_again(const task& t, const pos::product& pos)
{
    const auto* was = t.known.products.pos_at(pos.id.text);
    return was != nullptr && was->sellable.active == false && available(pos) == true;
}

/// Adds the change that gives one side the other's availability.
inline void compare_activation(const task& t, const twin<pos::product, ecom::product>& now,
                               const twin<pos::product, ecom::product>& base, const pair_of& who,
                               pair_update& changed)
{
    constexpr auto f = field::product_active;
    const auto& pos = now.pos;
    const auto& ecom = now.ecom;
    if (!ecom.enabled) return; // P20
    const auto set = [&](bool to, rule why, cause by) {
        changed.ecom.changes.push_back({f, *ecom.enabled, to, why, by});
    };
    const bool off_channel = !pos.sellable.sell_online.value_or(true);
    const auto is = available(pos, ecom);
    const auto& was = base.pos.sellable.active; // a baseline remembers what it came to
    const auto changes = shape_of(moved(is, was), moved(ecom.enabled, base.ecom.enabled));
    if (off_channel) { // P15
        if (*ecom.enabled) set(false, rule::product_in_store_only, cause_of(changes));
        return;
    }
    const auto how = t.policy[f];
    if (!is || *is == *ecom.enabled || how == flow::never || how == flow::on_create) return;
    const bool by_variants = !*is && pos.sellable.active.value_or(true);
    const auto why = by_variants ? rule::variant_inactive : rule::product_activation;
    if (changes == shape::no_base) {
        if (!*is) return set(false, why, cause::differs); // P16
        if (how == flow::pos_leads && t.policy.created_enabled == created_enabled::as_pos &&
            !sells_for_nothing(t, pos))
            set(true, why, cause::differs); // P17
        return;
    }
    const auto so = decide(t, f, who, rule::product_activation, changes, who.newer);
    if (so.verdict == verdict::ask)
        return ask_which(
            t, f, who, rule::product_activation,
            {as_value(is), as_value(ecom.enabled), as_value(was), as_value(base.ecom.enabled)});
    if (so.verdict == verdict::take_pos && *is && sells_for_nothing(t, pos) &&
        sells_for_nothing(ecom)) { // P24
        t.say(severity::hold, rule::price_zero, kind::product, who.of(),
              "The product " + in_quotes(pos.name) +
                  " is not enabled in ecom: it has no price above 0.",
              f);
    } else if (so.verdict == verdict::take_pos ||
               (so.verdict == verdict::take_ecom && by_variants)) {
        set(*is, why, so.cause);                   // P25
    } else if (so.verdict == verdict::take_ecom) { // P26
        changed.pos.changes.push_back(
            {f, as_value(pos.sellable.active), *ecom.enabled, rule::product_activation, so.cause});
    }
}

} // namespace twinshelf::detail
