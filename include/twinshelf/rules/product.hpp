#pragma once

#include "twinshelf/rules/category.hpp"
#include "twinshelf/rules/price.hpp"
#include "twinshelf/synced.hpp"

#include <map>
#include <set>
#include <string>
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
///   P12  its price cannot be told               hold or error, see price.hpp
///   P13  else                                   create (product.create)
///
/// A pair, and an ecom product without a pos product:
///
///   P14  gone, linked                           delete, by policy disable or keep
///   P15  off for the online channel, enabled    disable, by policy delete
///   P16  not active, enabled                    disable (product.activation)
///   P17  active, disabled                       nothing, unless the flow is pos_leads
///   P18  a synced field differs                 by its flow; without a baseline the pos value
///   P19  pos blank, ecom filled                 nothing (field.blank)
///   P20  either unknown                         nothing
///   P21  linked, pos section not complete       nothing
///   P22  no link                                kept, by policy created in the pos
///
/// Memberships of a pair (`product.category`; online-only ones always stay):
///
///   M1   category unknown or not read           nothing
///   M2   category is not there                  error (record.isolated)
///   M3   category held or left alone            nothing; hold where it would move to a held one
///   M4   none                                   no pos-owned membership
///   M5   a category                             exactly that pos-owned membership
///   M6   and then no membership at all          on the front page (category.storefront)
namespace twinshelf {

/// The products as the later steps need them.
struct product_map {
    pairing match;
};

/// Links, creates, updates and deletes the products; variants come with rules of their own.
[[nodiscard]] product_map product_rules(const task& t, const category_map& categories);

/// Not in the shop any more, by its own flags.
[[nodiscard]] inline bool gone(const pos::sellable& p)
{
    return p.archived.value_or(false) || p.deleted.value_or(false);
}

[[nodiscard]] inline bool has_variants(const pos::product& p)
{
    return p.variants && !p.variants->empty();
}

[[nodiscard]] inline bool has_variants(const ecom::product& e)
{
    return e.variations && !e.variations->empty();
}

namespace detail {

/// Calls `visit(sku)` for each SKU of a product and its variants, trimmed; blank ones never count.
template <class Visit>
void each_sku(const pos::product& p, Visit&& visit)
{
    const auto one = [&](const pos::sellable& s) {
        if (s.sku && !gone(s))
            if (const auto key = trimmed(*s.sku); !key.empty()) visit(key);
    };
    one(p.sellable);
    if (p.variants)
        for (const auto& v : *p.variants)
            one(v.sellable);
}

template <class Visit>
void each_sku(const ecom::product& e, Visit&& visit)
{
    const auto one = [&](const ecom::sellable& s) {
        if (s.sku)
            if (const auto key = trimmed(*s.sku); !key.empty()) visit(key);
    };
    one(e.sellable);
    if (e.variations)
        for (const auto& v : *e.variations)
            one(v.sellable);
}

/// A value of a snapshot in the terms of a plan.
[[nodiscard]] inline value as_value(const std::optional<std::string>& text)
{
    if (!text) return unknown_t{};
    return *text;
}

template <class T>
[[nodiscard]] value as_value(const maybe<T>& amount)
{
    if (amount.has_value()) return *amount;
    if (amount.is_none()) return none;
    return unknown_t{};
}

[[nodiscard]] inline bool holds_nothing(const std::optional<std::string>& text)
{
    return text && blank(*text);
}

template <class T>
[[nodiscard]] bool holds_nothing(const maybe<T>& amount)
{
    return amount.is_none();
}

[[nodiscard]] inline bool holds_something(const std::optional<std::string>& text)
{
    return text && !blank(*text);
}

template <class T>
[[nodiscard]] bool holds_something(const maybe<T>& amount)
{
    return amount.has_value();
}

class product_sync {
public:
    product_sync(const task& all, const category_map& categories_, product_map& result)
        : t(all), categories(categories_), m(result.match), store_tax(store_tax_included(all.ecom))
    {
    }

    void run()
    {
        find_repeated_skus();
        find_candidates();
        for (index p = 0; p < ps.size(); ++p) {
            if (m.pos_out[p]) continue;
            if (m.ecom_of[p] == nowhere && !adopt(p)) {
                without_counterpart(p);
                continue;
            }
            const auto e = m.ecom_of[p];
            if (m.ecom_out[e]) continue;
            ++t.out.matched[static_cast<std::size_t>(kind::product)];
            if (gone(ps[p].sellable)) // P14
                drop(both(ps[p], es[e]), es[e], rule::product_delete);
            else
                pair(p, e);
        }
        for (index e = 0; e < es.size(); ++e) {
            if (m.ecom_out[e] || tombstone(es[e]) || m.pos_of[e] != nowhere) continue;
            if (linked_to(es[e]).empty())
                online_only(e);
            else if (t.pos.products.complete()) // P14; else P21
                drop(ecom_ref(es[e]), es[e], rule::product_delete);
        }
        say_counts();
    }

private:
    // -- who is who ---------------------------------------------------------------------------

    void find_repeated_skus()
    {
        skus.reserve(ps.size());
        for (index p = 0; p < ps.size(); ++p)
            if (!m.pos_out[p] && !gone(ps[p].sellable))
                each_sku(ps[p], [&](std::string_view sku) { skus.add(sku, p); });
        skus.sort();
        repeated.resize(ps.size());
        skus.each_run([&](std::span<const key_index::row> same) {
            if (same.size() < 2) return;
            auto& issue = t.say(severity::notice, rule::product_sku_duplicate, kind::product, {},
                                std::to_string(same.size()) + " records of the pos have the SKU " +
                                    quoted(std::string{same[0].key}) + ".");
            issue.key += std::string{same[0].key};
            for (const auto& row : same) {
                repeated[row.at] = true;
                issue.records.push_back(pos_ref(ps[row.at]));
            }
            std::sort(issue.records.begin(), issue.records.end());
        });
    }

    void find_candidates()
    {
        for (index e = 0; e < es.size(); ++e)
            if (!m.ecom_out[e] && !tombstone(es[e]) && linked_to(es[e]).empty())
                each_sku(es[e], [&](std::string_view sku) { online_skus.add(sku, e); });
        online_skus.sort();
    }

    /// The unlinked ecom products that have a SKU of this one.
    [[nodiscard]] std::set<index> candidates_of(index p) const
    {
        std::set<index> found;
        each_sku(ps[p], [&](std::string_view sku) {
            for (const auto& row : online_skus.find(sku))
                found.insert(row.at);
        });
        return found;
    }

    /// The unlinked pos products that have a SKU of an ecom product.
    [[nodiscard]] std::set<index> rivals_for(index e) const
    {
        std::set<index> found;
        each_sku(es[e], [&](std::string_view sku) {
            for (const auto& row : skus.find(sku))
                if (m.ecom_of[row.at] == nowhere || m.adopted[m.ecom_of[row.at]])
                    found.insert(row.at);
        });
        return found;
    }

    /// Links the one ecom product that has this one's SKU. False where it stays without.
    bool adopt(index p)
    {
        asked = false;
        const auto& pos = ps[p];
        if (gone(pos.sellable)) return false;
        const auto candidates = candidates_of(p);
        if (candidates.empty()) return false;
        const auto ask = [&](severity how, rule why, std::string message) {
            asked = true;
            auto& issue = t.say(how, why, kind::product, pos_ref(pos), std::move(message));
            for (const auto e : candidates)
                issue.records.push_back(ecom_ref(es[e]));
            if (how == severity::conflict) {
                for (const auto e : candidates)
                    issue.choices.push_back(es[e].id.text);
                std::sort(issue.choices.begin(), issue.choices.end());
                issue.choices.emplace_back("none");
            }
            std::sort(issue.records.begin(), issue.records.end());
            return false;
        };
        const auto e = *candidates.begin();
        const auto rivals = rivals_for(e);
        if (repeated[p] && t.policy.duplicate_sku == duplicate_sku::hold) // P4
            return ask(severity::hold, rule::product_sku_duplicate,
                       "The product " + quoted(pos.name) +
                           " is neither linked nor made: its SKU repeats in the pos.");
        if (candidates.size() > 1 || rivals.size() > 1) // P3
            return ask(severity::conflict, rule::product_adopt,
                       "The SKU of " + quoted(pos.name) + " belongs to " +
                           std::to_string(rivals.size()) + " pos and " +
                           std::to_string(candidates.size()) +
                           " unlinked ecom products: which are the same?");
        if (has_variants(pos) != has_variants(es[e])) // P3
            return ask(severity::conflict, rule::product_adopt,
                       "The product " + quoted(pos.name) + " has the SKU of the ecom product " +
                           quoted(es[e].name) + ", but only one of them has variants.");
        if (!t.pos.products.complete() || !t.ecom.products.complete()) // P7
            return ask(severity::hold, rule::scope_partial,
                       "The product " + quoted(pos.name) +
                           " has the SKU of an unlinked ecom product, but not all products were "
                           "read, so it is neither linked to it nor made.");
        m.pair(p, e); // P2
        m.adopted[e] = true;
        t.add(side::ecom, kind::product, rule::product_adopt, both(pos, es[e]), link{},
              phase::products);
        return true;
    }

    // -- new products -------------------------------------------------------------------------

    void without_counterpart(index p)
    {
        const auto& pos = ps[p];
        if (asked || gone(pos.sellable)) return; // P1, P3
        const auto say = [&](severity how, rule why, std::string_view because) {
            t.say(how, why, kind::product, pos_ref(pos),
                  "The product " + quoted(pos.name) +
                      " is not made in ecom: " + std::string{because});
        };
        if (!pos.sellable.sell_online.value_or(true)) { // P5
            in_store.push_back(pos_ref(pos));
            return;
        }
        if (m.deleted_online[p]) // P6
            return say(severity::notice, rule::product_deleted_online, "it was deleted there.");
        if (repeated[p] && t.policy.duplicate_sku == duplicate_sku::hold) // P4
            return say(severity::hold, rule::product_sku_duplicate, "its SKU repeats in the pos.");
        if (!t.ecom.products.complete()) // P7
            return say(severity::hold, rule::scope_partial,
                       "not all ecom products were read, it may be there.");
        if (pos.sellable.active == false && t.policy.new_inactive == new_inactive::wait) // P8
            return say(severity::notice, rule::product_create, "it is not active in the pos.");
        if (has_variants(pos))
            return say(severity::hold, rule::variant_create,
                       "products with variants are not reconciled yet.");
        if (!pos.name || blank(*pos.name)) // P9
            return say(severity::error, rule::record_isolated, "it has no name.");
        make(p);
    }

    void make(index p)
    {
        const auto& pos = ps[p];
        create made;
        synced(
            [&](field f, const auto& have, const auto&, compared how) {
                if (t.policy.syncs(f) && holds_something(have))
                    made.record.push_back({f, to_write(have, how)});
            },
            pos, ecom::product{});

        bool sellable = pos.sellable.active.value_or(false);
        if (t.policy.syncs(field::product_price)) {
            const auto price = price_of(pos.sellable, t.policy.price_source);
            const auto why = other_basis(t, pos.tax_included, store_tax);
            if (price.amount.has_value() && !why.empty()) { // V3
                t.say(severity::hold, rule::price_exact, kind::product, pos_ref(pos),
                      "The product " + quoted(pos.name) + " is not made in ecom: " + why + ".",
                      field::product_price);
                return;
            }
            if (price.amount.has_value() && *price.amount < money{}) { // V4
                t.say(severity::error, rule::price_zero, kind::product, pos_ref(pos),
                      "The product " + quoted(pos.name) +
                          " is not made in ecom: its price is below 0.",
                      field::product_price);
                return;
            }
            if (price.amount.has_value()) {
                made.record.push_back({field::product_price, whole(*price.amount)});
                if (price.amount->finer != 0) ++rounded;
            }
            if (!price.amount.has_value() || price.amount->minor == 0) { // V9
                sellable = false;
                t.say(severity::notice, rule::price_zero, kind::product, pos_ref(pos),
                      "The product " + quoted(pos.name) +
                          " is created disabled: it has no price above 0.",
                      field::product_price);
            }
        }

        std::vector<ref> memberships;
        switch (const auto found = category_of(p); found.state) {
        case membership::missing:
            return missing_category(p, {}); // P10
        case membership::undecided:         // P11
            t.say(severity::hold, rule::order_safe, kind::product, pos_ref(pos),
                  "The product " + quoted(pos.name) +
                      " is not made in ecom yet: its category is not decided.",
                  field::product_category);
            return;
        case membership::in:
            memberships.push_back(found.category);
            break;
        case membership::unknown:
            if (pos.category_id.has_value() && t.policy.syncs(field::product_category)) ++unplaced;
            break;
        case membership::none:
            break;
        }
        if (t.policy.syncs(field::product_tags)) add_tags(p, memberships);
        if (memberships.empty()) made.record.push_back({field::product_front_page, true});
        made.record.push_back({field::product_category, std::move(memberships)});

        const bool enabled = t.policy.created_enabled == created_enabled::as_pos && sellable;
        made.record.push_back({field::product_active, enabled});
        if (!enabled) ++waiting;
        t.add(side::ecom, kind::product, rule::product_create, pos_ref(pos), std::move(made), // P13
              phase::products);
    }

    /// The categories of a new product's first 75 tags, by exact name at the root, made where
    /// there are none (`category.tags`).
    void add_tags(index p, std::vector<ref>& memberships)
    {
        const auto& pos = ps[p];
        if (!pos.tags || pos.tags->empty()) return;
        if (!t.ecom.categories.complete()) {
            t.say(severity::hold, rule::category_tags, kind::product, pos_ref(pos),
                  "The tags of the product " + quoted(pos.name) +
                      " become no categories: not all ecom categories were read.",
                  field::product_tags);
            return;
        }
        if (tag_categories.empty()) {
            for (const auto& c : t.ecom.categories.records) {
                const auto link = linked_to(c);
                if (link.starts_with(tag_prefix))
                    tag_categories[std::string{link.substr(tag_prefix.size())}] = ecom_ref(c);
            }
            for (const auto& c : t.ecom.categories.records) {
                if (!c.name || c.parent_id.has_value()) continue;
                auto [at, is_new] = tag_categories.try_emplace(*c.name, ecom_ref(c));
                if (!is_new && !at->second.pos_id.starts_with(tag_prefix) &&
                    c.id.text < at->second.ecom_id)
                    at->second = ecom_ref(c);
            }
        }
        constexpr std::size_t most = 75;
        for (std::size_t i = 0; i < pos.tags->size() && i < most; ++i) {
            const auto& tag = (*pos.tags)[i];
            if (blank(tag)) continue;
            const ref own{std::string{tag_prefix} + tag, {}};
            const auto [at, is_new] = tag_categories.try_emplace(tag, own);
            if (is_new)
                t.add(side::ecom, kind::category, rule::category_tags, own,
                      create{{{field::category_name, tag},
                              {field::category_parent, none},
                              {field::category_enabled, true}}},
                      phase::categories);
            if (std::find(memberships.begin(), memberships.end(), at->second) == memberships.end())
                memberships.push_back(at->second);
        }
        if (pos.tags->size() > most)
            t.say(severity::notice, rule::category_tags, kind::product, pos_ref(pos),
                  "The product " + quoted(pos.name) + " has " + std::to_string(pos.tags->size()) +
                      " tags; the first 75 become categories.",
                  field::product_tags);
    }

    // -- pairs --------------------------------------------------------------------------------

    void pair(index p, index e)
    {
        const auto& pos = ps[p];
        const auto& ecom = es[e];
        const auto of = both(pos, ecom);
        if (!pos.sellable.sell_online.value_or(true) &&
            t.policy.in_store_only == in_store_only::remove) // P15
            return drop(of, ecom, rule::product_in_store_only);

        update changed;
        compare_activation(pos, ecom, changed);
        if (has_variants(pos) || has_variants(ecom)) {
            t.say(severity::hold, rule::variant_create, kind::product, of,
                  "The product " + quoted(pos.name) +
                      " has variants, which are not reconciled yet: only its availability is.");
        } else {
            synced([&](field f, const auto& have, const auto& has,
                       compared how) { compare(f, have, has, how, changed); },
                   pos, ecom);
            compare_price(p, e, changed);
            compare_category(p, e, changed);
        }
        if (!changed.changes.empty())
            t.add(side::ecom, kind::product, rule::product_update, of, std::move(changed),
                  phase::products);
    }

    void compare_activation(const pos::product& pos, const ecom::product& ecom, update& changed)
    {
        const bool off_channel = !pos.sellable.sell_online.value_or(true);
        const auto set = [&](bool to, rule why) {
            changed.changes.push_back(
                {field::product_active, *ecom.enabled, to, why, cause::differs});
        };
        if (!ecom.enabled) return; // P20
        const auto how = t.policy[field::product_active];
        if (off_channel && *ecom.enabled) return set(false, rule::product_in_store_only); // P15
        if (off_channel || how == flow::never || how == flow::on_create) return;
        if (pos.sellable.active == false && *ecom.enabled)
            return set(false, rule::product_activation); // P16
        if (pos.sellable.active == true && !*ecom.enabled && how == flow::pos_leads)
            set(true, rule::product_activation); // P17
    }

    template <class Have, class Has>
    void compare(field f, const Have& have, const Has& has, compared how, update& changed)
    {
        if (!t.policy.syncs(f) || have == has) return;
        if (!(holds_something(have) && (holds_something(has) || holds_nothing(has))))
            return; // P19, P20
        if (t.policy[f] == flow::fill && !holds_nothing(has)) return;
        if (same(have, has, how)) return;
        if (merge(t.policy[f], shape::no_base) != verdict::take_pos) return;
        if (t.policy[f] == flow::two_way) ++undecided;
        changed.changes.push_back(
            {f, as_value(has), to_write(have, how),
             how == compared::as_amount ? rule::product_measures : rule::product_update,
             cause::differs}); // P18
    }

    [[nodiscard]] bool same(const std::optional<std::string>& have,
                            const std::optional<std::string>& has, compared how) const
    {
        if (how == compared::as_code) return trimmed(*have) == trimmed(*has);
        return same_text(*have, *has, t.policy.text());
    }
    template <class Unit>
    [[nodiscard]] bool same(const maybe<quantity<Unit>>& have, const maybe<quantity<Unit>>& has,
                            compared) const
    {
        if (!has.has_value()) return false;
        const auto converted = in_store_unit(*have);
        return !converted || *converted == *has || *have == *has; // what does not fit is left alone
    }

    [[nodiscard]] value to_write(const std::optional<std::string>& have, compared how) const
    {
        return how == compared::as_code ? std::string{trimmed(*have)} : *have;
    }
    template <class Unit>
    [[nodiscard]] value to_write(const maybe<quantity<Unit>>& have, compared) const
    {
        if (const auto converted = in_store_unit(*have)) return *converted;
        return *have;
    }
    [[nodiscard]] std::optional<mass> in_store_unit(mass amount) const
    {
        return convert(amount, t.ecom.weight_unit);
    }
    [[nodiscard]] std::optional<distance> in_store_unit(distance amount) const
    {
        return convert(amount, t.ecom.length_unit);
    }

    void compare_price(index p, index e, update& changed)
    {
        constexpr auto f = field::product_price;
        const auto& pos = ps[p];
        const auto& ecom = es[e];
        const auto price = price_of(pos.sellable, t.policy.price_source);
        const auto& has = ecom.sellable.price;
        if (!t.policy.syncs(f) || !price.amount.has_value() || !has.known()) return; // V1, V2
        const auto say = [&](severity how, rule why, std::string because) -> issue& {
            return t.say(how, why, kind::product, both(pos, ecom),
                         "The price of " + quoted(pos.name) +
                             " stays as it is: " + std::move(because) + ".",
                         f);
        };
        const auto to = whole(*price.amount);
        if (auto why = other_basis(t, pos.tax_included, ecom.tax_included); !why.empty()) { // V3
            say(severity::hold, rule::price_exact, std::move(why));
            return;
        }
        if (to < money{}) { // V4
            say(severity::error, rule::price_zero, "it is below 0 in the pos");
            return;
        }
        if (has.has_value() && whole(*has) == to) return; // V5
        if (t.policy[f] == flow::fill && has.has_value()) return;
        if (merge(t.policy[f], shape::no_base) != verdict::take_pos) return;
        if (to == money{} && t.policy.zero_price == zero_price::hold) { // V6
            if (!has.has_value()) return; // no price and a price of 0 sell alike
            say(severity::hold, rule::price_zero, "it would fall to 0").choices = {"send"};
            return;
        }
        if (t.policy[f] == flow::two_way) ++undecided;
        if (price.amount->finer != 0) ++rounded;                                       // V8
        changed.changes.push_back({f, as_value(has), to, price.rule, cause::differs}); // V7
    }

    // -- memberships --------------------------------------------------------------------------

    struct membership {
        enum { unknown, none, in, undecided, missing } state;
        ref category{};
    };

    /// Where the pos category of a product is in ecom.
    [[nodiscard]] membership category_of(index p) const
    {
        const auto& id = ps[p].category_id;
        if (!t.policy.syncs(field::product_category) || !id.known()) return {membership::unknown};
        if (id.is_none()) return {membership::none};
        const auto& c = categories.match;
        const auto at = c.pos_at(id->text);
        if (at == nowhere) {
            if (t.pos.categories.complete()) return {membership::missing};
            const auto linked = c.ecom_linked(id->text);
            if (linked == nowhere || c.ecom_out[linked]) return {membership::unknown};
            return {membership::in, ecom_ref(t.ecom.categories.records[linked])};
        }
        if (categories.held[at] || categories.depth[at] < 0) return {membership::undecided};
        const auto e = c.ecom_of[at];
        if (e != nowhere)
            return {membership::in,
                    both(t.pos.categories.records[at], t.ecom.categories.records[e])};
        if (categories.made[at]) return {membership::in, pos_ref(t.pos.categories.records[at])};
        return {membership::unknown}; // categories do not sync
    }

    void missing_category(index p, ref of)
    {
        if (of.empty()) of = pos_ref(ps[p]);
        t.say(severity::error, rule::record_isolated, kind::product, std::move(of),
              "The product " + quoted(ps[p].name) + " is in the pos category " +
                  ps[p].category_id->text + ", which is not there; " +
                  (m.ecom_of[p] == nowhere ? "it is not made in ecom."
                                           : "its categories in ecom stay as they are."),
              field::product_category);
    }

    void compare_category(index p, index e, update& changed)
    {
        constexpr auto f = field::product_category;
        const auto& ecom = es[e];
        const auto found = category_of(p);
        if (found.state == membership::missing) return missing_category(p, both(ps[p], ecom)); // M2
        if (found.state == membership::unknown || !ecom.category_ids) return;                  // M1
        if (found.state == membership::undecided) {                                            // M3
            const auto at = categories.match.pos_at(ps[p].category_id->text);
            if (categories.depth[at] >= 0 && categories.match.ecom_of[at] == nowhere)
                t.say(severity::hold, rule::order_safe, kind::product, both(ps[p], ecom),
                      "The product " + quoted(ps[p].name) +
                          " stays in its ecom categories: its pos category is not decided.",
                      f);
            return;
        }
        if (merge(t.policy[f], shape::no_base) != verdict::take_pos) return;
        if (t.policy[f] == flow::fill && !ecom.category_ids->empty()) return;

        const auto& c = categories.match;
        std::vector<ref> from, to;
        bool is_in = found.state == membership::none;
        bool moves = false;
        for (const auto& id : *ecom.category_ids) {
            const auto at = c.ecom_at(id.text);
            from.push_back(at == nowhere ? ref{{}, id.text} : category_ref(at));
            const bool wanted = found.state == membership::in && id.text == found.category.ecom_id;
            if (at == nowhere || !categories.pos_owned(at) || wanted) {
                to.push_back(from.back());
                is_in = is_in || wanted;
            } else {
                moves = true;
                if (c.adopted[at]) ++taken_away;
            }
        }
        if (!is_in) to.push_back(found.category);
        const bool nowhere_at_all = to.empty();
        if (moves || !is_in) // M4, M5
            changed.changes.push_back(
                {f, std::move(from), std::move(to), rule::product_category, cause::differs});
        if (nowhere_at_all &&
            (moves ? !ecom.on_front_page.value_or(false) : ecom.on_front_page == false)) // M6
            changed.changes.push_back(
                {field::product_front_page,
                 ecom.on_front_page ? value{*ecom.on_front_page} : value{unknown_t{}}, true,
                 rule::category_storefront, cause::rule});
    }

    [[nodiscard]] ref category_ref(index at) const
    {
        const auto& all = t.ecom.categories.records;
        const auto p = categories.match.pos_of[at];
        return p == nowhere ? ecom_ref(all[at]) : both(t.pos.categories.records[p], all[at]);
    }

    // -- what leaves, and what only ecom has --------------------------------------------------

    void drop(ref of, const ecom::product& ecom, rule why)
    {
        if (why == rule::product_delete && t.policy.gone_product != gone_product::remove) {
            if (t.policy.gone_product == gone_product::disable && ecom.enabled == true)
                t.add(side::ecom, kind::product, why, std::move(of),
                      update{{{field::product_active, true, false, why, cause::rule}}},
                      phase::products);
            return;
        }
        remove lost;
        const auto loses = [&](field f, const auto& held) {
            if (!t.policy.syncs(f) && holds_something(held)) lost.loses.push_back(f);
        };
        synced([&](field f, const auto&, const auto& held, compared) { loses(f, held); },
               pos::product{}, ecom);
        loses(field::product_compare_to_price, ecom.compare_to_price);
        loses(field::product_subtitle, ecom.subtitle);
        if (ecom.low_stock_threshold) lost.loses.push_back(field::product_low_stock_threshold);
        t.add(side::ecom, kind::product, why, std::move(of), std::move(lost),
              phase::product_deletes);
    }

    void online_only(index e) // P22
    {
        const auto& ecom = es[e];
        if (t.policy.ecom_only_products == ecom_only_products::keep) return;
        const auto hold = [&](rule why, std::string_view because) {
            t.say(severity::hold, why, kind::product, ecom_ref(ecom),
                  "The online-only product " + quoted(ecom.name) +
                      " is not made in the pos: " + std::string{because});
        };
        if (!t.pos.products.complete())
            return hold(rule::scope_partial, "not all pos products were read, it may be there.");
        if (!rivals_or_linked(e).empty())
            return hold(rule::product_sku_duplicate, "a pos product has its SKU.");
        if (has_variants(ecom))
            return hold(rule::variant_create, "products with variants are not reconciled yet.");
        if (!ecom.name || blank(*ecom.name)) return hold(rule::record_isolated, "it has no name.");
        create made;
        synced(
            [&](field f, const auto&, const auto& held, compared how) {
                if (t.policy.syncs(f) && holds_something(held))
                    made.record.push_back(
                        {f, how == compared::as_code ? to_write(held, how) : as_value(held)});
            },
            pos::product{}, ecom);
        if (ecom.sellable.price.has_value() && t.policy.syncs(field::product_price)) {
            if (auto why = other_basis(t, {}, {}); !why.empty())
                return hold(rule::price_exact, why + ".");
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

    [[nodiscard]] std::set<index> rivals_or_linked(index e) const
    {
        std::set<index> found;
        each_sku(es[e], [&](std::string_view sku) {
            for (const auto& row : skus.find(sku))
                found.insert(row.at);
        });
        return found;
    }

    void say_counts() const
    {
        const auto count = [&](std::size_t n, rule why, std::string_view one,
                               std::string_view many) -> issue* {
            if (n == 0) return nullptr;
            return &t.say(severity::notice, why, kind::product, {},
                          std::to_string(n) + std::string{n == 1 ? one : many});
        };
        count(static_cast<std::size_t>(waiting), rule::product_created_disabled,
              " product is created disabled and waits to be enabled in ecom.",
              " products are created disabled and wait to be enabled in ecom.");
        if (auto* said = count(in_store.size(), rule::product_in_store_only,
                               " product is for the shop only and not made in ecom.",
                               " products are for the shop only and not made in ecom.")) {
            said->records = in_store;
            std::sort(said->records.begin(), said->records.end());
        }
        count(static_cast<std::size_t>(undecided), rule::product_update,
              " difference has no earlier sync to tell who changed it; the pos value is taken.",
              " differences have no earlier sync to tell who changed them; the pos values are "
              "taken.");
        count(static_cast<std::size_t>(rounded), rule::price_exact,
              " price is finer than the currency and is rounded.",
              " prices are finer than the currency and are rounded.");
        count(static_cast<std::size_t>(unplaced), rule::category_storefront,
              " product is created on the front page: its pos category was not read.",
              " products are created on the front page: their pos categories were not read.");
        count(static_cast<std::size_t>(taken_away), rule::category_adopt,
              " membership in a newly linked category is taken away: the pos decides its members.",
              " memberships in newly linked categories are taken away: the pos decides their "
              "members.");
    }

    const task& t;
    const category_map& categories;
    pairing& m;
    const std::vector<pos::product>& ps = t.pos.products.records;
    const std::vector<ecom::product>& es = t.ecom.products.records;
    std::optional<bool> store_tax;

    key_index skus;             ///< of all pos products that are not gone
    key_index online_skus;      ///< of the unlinked ecom products
    std::vector<bool> repeated; ///< of each pos product: another one has its SKU
    std::map<std::string, ref> tag_categories;
    bool asked = false; ///< `adopt` said why it does not link
    std::vector<ref> in_store;
    int waiting = 0, undecided = 0, rounded = 0, unplaced = 0, taken_away = 0;
};

} // namespace detail

inline product_map product_rules(const task& t, const category_map& categories)
{
    product_map map{match_links(t.pos.products, t.ecom.products, kind::product, t)};
    detail::product_sync{t, categories, map}.run();
    return map;
}

} // namespace twinshelf
