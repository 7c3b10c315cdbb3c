#pragma once

#include "twinshelf/rules/fields.hpp"
#include "twinshelf/rules/product_match.hpp"

#include <optional>
#include <string>

/// The price of a simple product, in the money of the snapshots: no conversion, no tax arithmetic
/// (`price.exact`).
///
///   id   pos price            ecom price   result
///   V1   unknown or none      any          nothing
///   V2   any                  unknown      nothing
///   V3   other currency, decimals or tax   hold (price.exact); a create is held with it
///   V4   below 0              any          error (price.zero); a create is left out with it
///   V5   same                 same         nothing
///   V6   0                    other        hold (price.zero), unless zero_price is send
///   V7   set                  other        by the flow, and without a baseline the pos price
///   V8   finer than the currency           rounded half away from zero, once; said when written
///   V9   new, 0 or not known               created disabled (price.zero)
///   V10  both changed since the last sync  the later record, else conflict
///   V11  ecom changed, and it flows back   the pos online price gets it; the retail price where
///                                          that is the online price (price.ecom_to_online)
namespace twinshelf {

/// What a product costs online by the pos, and which rule says so.
struct online_price {
    maybe<money> amount;
    twinshelf::rule rule;
};

/// The effective online price or the retail price, by policy. An online price of 0 is none, and
/// without one the default retail price is it (`price.default_online`).
[[nodiscard]] inline online_price price_of(const pos::sellable& p, price_source source)
{
    if (source == price_source::retail) return {p.price, rule::price_retail};
    if (p.online_price.has_value() && p.online_price->minor != 0)
        return {p.online_price, rule::price_online_to_ecom};
    return {p.price, rule::price_default_online};
}

/// Whether a side's prices include tax, where its products agree about it.
template <class Product>
[[nodiscard]] std::optional<bool> tax_included_by(const std::vector<Product>& products)
{
    std::optional<bool> all;
    for (const auto& product : products) {
        if (!product.tax_included) continue;
        if (all && *all != *product.tax_included) return {};
        all = product.tax_included;
    }
    return all;
}

/// Why a pos amount means something else in ecom: another currency, other decimals, tax in or out;
/// empty where it means the same.
[[nodiscard]] inline std::string other_basis(const task& t, std::optional<bool> pos_tax,
                                             std::optional<bool> ecom_tax)
{
    const auto& pos = t.pos.currency;
    const auto& ecom = t.ecom.currency;
    if (!pos.code.empty() && !ecom.code.empty() && pos.code != ecom.code)
        return "the pos counts in " + pos.code + ", ecom in " + ecom.code;
    if (pos.decimals != ecom.decimals)
        return "the pos counts with " + std::to_string(pos.decimals) + " decimals, ecom with " +
               std::to_string(ecom.decimals);
    if (pos_tax && ecom_tax && *pos_tax != *ecom_tax)
        return *pos_tax ? "the pos price includes tax, the ecom price does not"
                        : "the pos price is without tax, the ecom price includes it";
    return {};
}

namespace detail {

/// Whether a new product, or a variant of it that is for sale, has no price above 0. A variant
/// without a price has its product's, and a product without one its first variant's.
[[nodiscard]] inline bool sells_for_nothing(const task& t, const pos::product& pos)
{
    const auto amount = [&](const pos::sellable& s) {
        return price_of(s, t.policy.price_source).amount;
    };
    bool priced = amount(pos.sellable).has_value();
    if (!has_variants(pos)) return !priced || amount(pos.sellable)->minor == 0;
    if (priced && amount(pos.sellable)->minor == 0) return true;
    for (const auto& v : *pos.variants) {
        if (!wanted(v.sellable)) continue;
        const auto own = amount(v.sellable);
        if (own.has_value() && own->minor == 0) return true;
        priced = priced || own.has_value();
    }
    return !priced;
}

/// Whether a product in ecom, or a variation of it, has no price above 0.
[[nodiscard]] inline bool sells_for_nothing(const ecom::product& ecom)
{
    const auto costs = [](const maybe<money>& price) {
        return price.has_value() && price->minor != 0;
    };
    if (!has_variants(ecom)) return !costs(ecom.sellable.price);
    return std::any_of(ecom.variations->begin(), ecom.variations->end(), [&](const auto& v) {
        return !costs(v.sellable.price.has_value() ? v.sellable.price : ecom.sellable.price);
    });
}

/// Adds the price of a new product. False where the product has to wait for it: said. Sets
/// `sellable` to false where there is no price above 0.
[[nodiscard]] inline bool price_new(const task& t, const pos::product& pos,
                                    std::optional<bool> store_tax, create& made, bool& sellable,
                                    product_tally& tally)
{
    constexpr auto f = field::product_price;
    if (!t.policy.syncs(f)) return true;
    const auto say = [&](severity how, rule why, std::string_view what) {
        t.say(how, why, kind::product, {pos.id.text, {}},
              "The product " + in_quotes(pos.name) + std::string{what}, f);
    };
    const auto price = price_of(pos.sellable, t.policy.price_source);
    bool priced = price.amount.has_value();
    bool below = priced && *price.amount < money{};
    if (has_variants(pos))
        for (const auto& v : *pos.variants) {
            const auto own = price_of(v.sellable, t.policy.price_source).amount;
            if (!wanted(v.sellable) || !own.has_value()) continue;
            priced = true;
            below = below || *own < money{};
        }
    if (const auto why = other_basis(t, pos.tax_included, store_tax);
        priced && !why.empty()) { // V3
        say(severity::hold, rule::price_exact, " is not made in ecom: " + why + ".");
        return false;
    }
    if (below) { // V4
        say(severity::error, rule::price_zero, " is not made in ecom: its price is below 0.");
        return false;
    }
    if (price.amount.has_value()) {
        made.record.push_back({f, whole(*price.amount)});
        if (price.amount->finer != 0) ++tally.rounded; // V8
    }
    if (sells_for_nothing(t, pos)) sellable = false; // V9; said once it is sure that it is made
    return true;
}

/// What a pos price is compared with.
struct asked_price {
    online_price own;         ///< by the pos
    maybe<money> pays;        ///< what the customer pays in ecom once the plan is done
    maybe<money> pays_now;    ///< and now
    const maybe<money>& held; ///< what the ecom record itself holds
    shape changed;
    twinshelf::rule why; ///< of a change in ecom
};

/// Adds the change where one side is to get the other's price. `stays(severity, rule, because)`
/// says that it does not.
template <class Stays>
void compare_prices(const task& t, const pos::sellable& pos, const asked_price& price,
                    const std::string& basis, const pair_of& pair, Stays&& stays,
                    pair_update& changed, product_tally& tally)
{
    constexpr auto f = field::product_price;
    const auto& own = price.own.amount;
    const auto so = decide(t, f, pair, rule::product_update, price.changed, pair.newer);
    if (so.verdict == verdict::keep || so.verdict == verdict::by_rule) return;
    if (t.policy[f] == flow::fill && price.pays.has_value()) return;
    if (!basis.empty()) { // V3
        stays(severity::hold, rule::price_exact, basis);
        return;
    }
    const bool back = so.verdict == verdict::take_ecom;
    if (back && !price.pays_now.has_value()) return;
    if (back ? *price.pays_now < money{} : *own < money{}) { // V4
        stays(severity::error, rule::price_zero,
              back ? "it is below 0 in ecom" : "it is below 0 in the pos");
        return;
    }
    if (price.pays.has_value() && whole(*price.pays) == whole(*own)) return; // V5
    if (so.verdict == verdict::ask)                                          // V10
        return ask_which(t, f, pair, rule::product_update,
                         {whole(*own), as_value(price.pays_now), unknown_t{}, unknown_t{}});
    const auto to = whole(back ? *price.pays_now : *own);
    if (to == money{} && t.policy.zero_price == zero_price::hold) { // V6
        if (!back && !price.pays.has_value()) return; // no price and a price of 0 sell alike
        if (t.choice(rule::price_zero, pair.kind, pair.of(), f) != "send") {
            stays(severity::hold, rule::price_zero, "it would fall to 0").choices = {"send"};
            return;
        }
    }
    if (back) { // V11
        const bool online = t.policy.price_source == price_source::online;
        changed.pos.changes.push_back({online ? f : field::product_retail_price,
                                       as_value(online ? pos.online_price : pos.price), to,
                                       rule::price_ecom_to_online, so.cause});
        return;
    }
    if (t.policy[f] == flow::two_way && so.changed == shape::no_base) ++tally.undecided;
    if (own->finer != 0) ++tally.rounded;                                               // V8
    changed.ecom.changes.push_back({f, as_value(price.held), to, price.why, so.cause}); // V7
}

/// Whether both snapshots count as they did after the last sync: else its amounts mean nothing.
[[nodiscard]] inline bool same_money(const task& t)
{
    return t.known.pos_currency == t.pos.currency && t.known.ecom_currency == t.ecom.currency;
}

/// Adds the changes of the price of a product.
inline void compare_price(const task& t, const twin<pos::product, ecom::product>& now,
                          const twin<pos::product, ecom::product>& base, const pair_of& pair,
                          pair_update& changed, product_tally& tally)
{
    const auto source = t.policy.price_source;
    const auto own = price_of(now.pos.sellable, source);
    const auto& has = now.ecom.sellable.price;
    if (!t.policy.syncs(field::product_price) || !own.amount.has_value() || !has.known())
        return; // V1, V2
    const auto shape = same_money(t)
                           ? shape_of(moved(own.amount, price_of(base.pos.sellable, source).amount),
                                      moved(has, base.ecom.sellable.price))
                           : shape::no_base;
    compare_prices(
        t, now.pos.sellable, {own, has, has, has, shape, own.rule},
        other_basis(t, now.pos.tax_included, now.ecom.tax_included), pair,
        [&](severity how, rule why, std::string because) -> issue& {
            return t.say(how, why, kind::product, pair.of(),
                         "The price of " + in_quotes(now.pos.name) +
                             " stays as it is: " + std::move(because) + ".",
                         field::product_price);
        },
        changed, tally);
}

} // namespace detail

} // namespace twinshelf
