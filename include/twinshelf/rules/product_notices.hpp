#pragma once

#include "twinshelf/rules/product.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace twinshelf {

/// Says what is counted over all products, once it is known which of them the plan makes.
void say_products(const task& t, const product_map& map);

inline void say_products(const task& t, const product_map& map)
{
    const auto& tally = map.tally;
    int waiting = 0;
    for (const auto& s : t.out.steps) {
        const auto* made = std::get_if<create>(&s.what.what);
        if (!made || s.what.kind != kind::product || s.what.side != side::ecom) continue;
        for (const auto& f : made->record)
            if (f.field == field::product_active && f.to == value{false}) ++waiting;
        const auto& pos = t.pos.products.records[map.match.pos_at(s.what.of.pos_id)];
        if (t.policy.syncs(field::product_price) && detail::sells_for_nothing(t, pos)) // V9
            t.say(severity::notice, rule::price_zero, kind::product, s.what.of,
                  "The product " + in_quotes(pos.name) +
                      " is created disabled: it has no price above 0.",
                  field::product_price);
    }

    const auto count = [&](std::size_t n, rule why, std::string_view one,
                           std::string_view many) -> issue* {
        if (n == 0) return nullptr;
        return &t.say(severity::notice, why, kind::product, {},
                      std::to_string(n) + std::string{n == 1 ? one : many});
    };
    count(static_cast<std::size_t>(waiting), rule::product_created_disabled,
          " product is created disabled and waits to be enabled in ecom.",
          " products are created disabled and wait to be enabled in ecom.");
    if (auto* said = count(tally.in_store.size(), rule::product_in_store_only,
                           " product is for the shop only and not made in ecom.",
                           " products are for the shop only and not made in ecom.")) {
        said->records = tally.in_store;
        std::sort(said->records.begin(), said->records.end());
    }
    count(static_cast<std::size_t>(tally.undecided), rule::product_update,
          " difference has no earlier sync to tell who changed it; the pos value is taken.",
          " differences have no earlier sync to tell who changed them; the pos values are "
          "taken.");
    count(static_cast<std::size_t>(tally.rounded), rule::price_exact,
          " price is finer than the currency and is rounded.",
          " prices are finer than the currency and are rounded.");
    count(static_cast<std::size_t>(tally.unplaced), rule::category_storefront,
          " product is created on the front page: its pos category was not read.",
          " products are created on the front page: their pos categories were not read.");
    count(static_cast<std::size_t>(tally.left_unlimited), rule::stock_untracked,
          " sellable is unlimited in ecom, though the pos counts it, and is left so.",
          " sellables are unlimited in ecom, though the pos counts them, and are left so.");
    count(static_cast<std::size_t>(tally.unbooked), rule::stock_pos_leads,
          " sellable was sold online, which the pos has not booked yet; its quantity is left.",
          " sellables were sold online, which the pos has not booked yet; their quantities are "
          "left.");
    count(static_cast<std::size_t>(tally.left_galleries), rule::image_pos_edits,
          " gallery holds no picture of the pos and is left.",
          " galleries hold no picture of the pos and are left.");
    count(static_cast<std::size_t>(tally.more_pictures), rule::image_variation,
          " further picture of a variant is in the gallery only.",
          " further pictures of variants are in the gallery only.");
    count(static_cast<std::size_t>(tally.taken_away), rule::category_adopt,
          " membership in a newly linked category is taken away: the pos decides its members.",
          " memberships in newly linked categories are taken away: the pos decides their "
          "members.");
}

} // namespace twinshelf
