#pragma once

#include "twinshelf/rules/fields.hpp"
#include "twinshelf/rules/image.hpp"
#include "twinshelf/rules/price.hpp"
#include "twinshelf/rules/product_match.hpp"
#include "twinshelf/rules/stock.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The variants of one product, and the variations of its ecom twin. "Wanted" is a variant that is
/// not gone and, by its own flags, available (unknown counts as available).
///
/// Who is who (`variant.match`), each step among what the one before left over:
///
///   id   match                                                        result
///   W1   link                                                         a pair
///   W2   SKU, once on either side, trimmed; ecom one without a link,
///        or linked to a variant that is gone                          a pair, and a link
///   W3   the same full set of option values, else as W2               a pair, and a link
///
/// What becomes of them:
///
///   id   pos variant                ecom variation                    result
///   W4   wanted                     none                              create (variant.create)
///   W5   wanted                     a field differs                   update, by the field's flow
///   W6   not available              linked                            delete (variant.inactive)
///   W7   gone                       linked                            delete (variant.delete)
///   W8   -                          no link                           left, a notice
///   W9   none of all is wanted      any                               left, product disabled
///   W10  list not known             any                               nothing
///   W11  the list cannot be right   any                               hold (variant.invalid)
///
/// With inactive_variant keep, W6 stays and sells nothing: quantity 0.
namespace twinshelf {

inline constexpr std::size_t most_attributes = 3;
inline constexpr std::size_t most_variants = 200;

namespace detail {

/// What is the same option or option value: canonically, whatever the case.
[[nodiscard]] inline std::string option_key(const task& t, std::string_view text)
{
    return folded(text, t.policy.text());
}

/// The options of a product: as ecom spells them, with what the pos adds.
class option_list {
public:
    option_list(const task& all, const std::optional<std::vector<option>>& stored) : t(all)
    {
        if (stored) options = *stored;
        for (std::size_t i = 0; i < options.size(); ++i) {
            at.emplace(option_key(t, options[i].name), i);
            auto& keys = values.emplace_back();
            for (const auto& v : options[i].values)
                keys.emplace(option_key(t, v), v);
        }
    }

    /// The option value in the stored spelling; one that is new is added.
    option_value stored(const std::string& name, const std::string& value)
    {
        const auto [found, is_new] = at.try_emplace(option_key(t, name), options.size());
        if (is_new) {
            options.push_back({name, {}});
            values.emplace_back();
            grown = true;
        }
        auto& keys = values[found->second];
        const auto [spelled, added] = keys.try_emplace(option_key(t, value), value);
        if (added) {
            options[found->second].values.push_back(value);
            grown = true;
        }
        return {options[found->second].name, spelled->second};
    }

    std::vector<option> options;
    bool grown = false;

private:
    const task& t;
    std::map<std::string, std::size_t> at;
    std::vector<std::map<std::string, std::string>> values;
};

/// A set of option values as a key, whatever its order.
[[nodiscard]] inline std::string combination_key(const task& t,
                                                 const std::vector<option_value>& values)
{
    std::map<std::string, std::string> sorted;
    for (const auto& v : values)
        if (!blank(v.value)) sorted[option_key(t, v.name)] = option_key(t, v.value);
    std::string key;
    for (const auto& [name, value] : sorted)
        key += name + '\x1f' + value + '\x1e';
    return key;
}

/// What a pos variant has of each attribute; blank ones left out.
[[nodiscard]] inline std::vector<option_value> attribute_values(const pos::product& p,
                                                                const pos::variant& v)
{
    std::vector<option_value> all;
    if (!p.attributes || !v.attribute_values) return all;
    for (std::size_t i = 0; i < p.attributes->size() && i < v.attribute_values->size(); ++i)
        if (!blank((*v.attribute_values)[i]))
            all.push_back({(*p.attributes)[i], (*v.attribute_values)[i]});
    return all;
}

/// Why the variants of a product cannot be right (`variant.invalid`); empty where they can.
[[nodiscard]] inline std::string invalid_variants(const task& t, const pos::product& p)
{
    const auto attributes = p.attributes.value_or(std::vector<std::string>{});
    if (attributes.size() > most_attributes)
        return "it has " + std::to_string(attributes.size()) + " attributes, the pos takes 3";
    std::map<std::string, int> names;
    for (const auto& a : attributes)
        if (blank(a) || ++names[option_key(t, a)] > 1)
            return "its attributes have no names, or the same one twice";
    std::size_t count = 0;
    std::map<std::string, const pos::variant*> combinations;
    std::map<std::string_view, int> ids;
    for (const auto& v : *p.variants) {
        if (v.id.empty() || ++ids[v.id.text] > 1) return "a variant has no id, or that of another";
        if (!wanted(v.sellable)) continue;
        ++count;
        if (!p.attributes || !v.attribute_values) continue; // not known: see `make`
        if (v.attribute_values->size() > attributes.size())
            return "the variant " + v.id.text + " has more values than there are attributes";
        const auto key = combination_key(t, attribute_values(p, v));
        if (key.empty()) return "all attribute values of the variant " + v.id.text + " are blank";
        const auto [first, is_new] = combinations.emplace(key, &v);
        if (!is_new)
            return "the variants " + std::min(first->second->id.text, v.id.text) + " and " +
                   std::max(first->second->id.text, v.id.text) + " are the same combination";
    }
    if (count > most_variants)
        return "it has " + std::to_string(count) + " variants, ecom takes 200";
    return {};
}

/// What the products share: their rules read and count it.
struct product_context {
    const task& t;
    const outlet_selection& outlets;
    std::optional<bool> store_tax;
    product_tally& tally;
    const product_matcher& matcher;
    key_index variant_ids{};   ///< of all pos variants
    key_index variation_ids{}; ///< of all ecom variations
};

/// Finds the ids that several variants of all products share (`record.isolated`).
inline void index_variants(const task& t, key_index& variant_ids, key_index& variation_ids)
{
    for (const auto& p : t.pos.products.records)
        if (p.variants)
            for (const auto& v : *p.variants)
                variant_ids.add(v.id.text, 0);
    for (const auto& e : t.ecom.products.records)
        if (e.variations && !tombstone(e))
            for (const auto& v : *e.variations)
                variation_ids.add(v.id.text, 0);
    variant_ids.sort();
    variation_ids.sort();
}

/// What a new variation holds. `price` is what its product costs in ecom; its own is written only
/// where it differs (`price.inherit`).
inline std::vector<setting> variation_record(const product_context& c, const pos::product& pos,
                                             const pos::variant& v, option_list& options,
                                             const maybe<money>& price,
                                             const picture_places& places)
{
    std::vector<setting> record;
    synced(
        [&](field f, const auto& have, const auto&, compared how) {
            if (c.t.policy.syncs(f) && holds_something(have) &&
                fits(c.t, f, have, {v.id.text, {}}, kind::variant))
                record.push_back({f, to_write(c.t, f, have, how)});
        },
        v.sellable, ecom::sellable{});
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

class variant_sync {
public:
    variant_sync(const product_context& context, const pos::product& p, const ecom::product& e,
                 const picture_places& pictures)
        : c(context), t(context.t), pos(p), ecom(e), places(pictures), options(t, e.options),
          there(e.variations ? *e.variations : nothing)
    {
    }

    /// Adds the steps for the variations, and to `changed` what they ask of the product. `price`
    /// is what the product costs in ecom once the plan is done; unknown where that is not known.
    void run(update& changed, const maybe<money>& price)
    {
        const auto of = both(pos, ecom);
        if (const auto why = invalid_variants(t, pos); !why.empty()) { // W11
            t.say(severity::hold, rule::variant_invalid, kind::product, of,
                  "The variants of " + in_quotes(pos.name) + " are left as they are: " + why + ".",
                  field::product_options);
            return;
        }
        if (!ecom.variations) { // W10
            t.say(severity::hold, rule::scope_partial, kind::product, of,
                  "The variants of " + in_quotes(pos.name) +
                      " are left as they are: the ecom variations were not read.",
                  field::product_options);
            return;
        }
        match();
        const auto& variants = *pos.variants;
        const bool any = std::any_of(variants.begin(), variants.end(),
                                     [](const auto& v) { return wanted(v.sellable); });
        for (std::size_t i = 0; i < variants.size(); ++i) {
            const auto& v = variants[i];
            const auto e = ecom_of[i];
            if (gone(v.sellable) || pos_out[i]) continue;
            if (e == alone && wanted(v.sellable))
                make(v, price); // W4
            else if (e != alone && wanted(v.sellable))
                compare(v, e, price, false); // W5
            else if (e != alone && any)
                leave(v, e, price); // W6; else W9
        }
        int online = 0;
        for (std::size_t e = 0; e < there.size(); ++e) {
            if (pos_of[e] != alone || ecom_out[e]) continue;
            if (linked_to(there[e]).empty())
                ++online;
            else if (any)
                drop(there[e], rule::variant_delete); // W7; else W9
        }
        if (online > 0) // W8
            t.say(severity::notice, rule::variant_no_back_sync, kind::product, of,
                  std::to_string(online) + (online == 1 ? " variation of " : " variations of ") +
                      in_quotes(pos.name) + (online == 1 ? " is" : " are") +
                      " only in ecom, and left there.");
        if (options.grown && t.policy.syncs(field::product_options))
            t.add(side::ecom, kind::product, rule::variant_options, of,
                  update{{{field::product_options,
                           ecom.options ? value{*ecom.options} : value{unknown_t{}},
                           options.options, rule::variant_options, cause::differs}}},
                  phase::product_parts);
        if (there.empty() && made_any && holds_something(ecom.sellable.sku) &&
            t.policy.syncs(field::product_sku)) // a simple product becomes a matrix
            changed.changes.push_back({field::product_sku, *ecom.sellable.sku, std::string{},
                                       rule::variant_shape, cause::rule});
    }

private:
    static constexpr auto alone = static_cast<std::size_t>(-1);
    inline static const std::vector<ecom::variation> nothing{};

    void match()
    {
        const auto& variants = *pos.variants;
        ecom_of.assign(variants.size(), alone);
        pos_of.assign(there.size(), alone);
        newly.assign(there.size(), false);
        leave_out_bad();
        std::map<std::string_view, std::size_t> by_id;
        for (std::size_t i = 0; i < variants.size(); ++i)
            if (!gone(variants[i].sellable)) by_id.emplace(variants[i].id.text, i);
        for (std::size_t e = 0; e < there.size(); ++e) // W1
            if (const auto found = by_id.find(linked_to(there[e]));
                found != by_id.end() && !ecom_out[e] && !pos_out[found->second])
                pair(found->second, e);
        const auto sku = [&](const auto& s) {
            const auto key = s.sellable.sku ? trimmed(*s.sellable.sku) : std::string_view{};
            return std::string{repeats(key) ? std::string_view{} : key};
        };
        match_by(sku, sku); // W2
        match_by(
            [&](const pos::variant& v) { return combination_key(t, attribute_values(pos, v)); },
            [&](const ecom::variation& v) {
                return v.option_values ? combination_key(t, *v.option_values) : std::string{};
            }); // W3
    }

    /// A SKU that the pos has twice identifies nothing where the policy holds
    /// (`product.sku_duplicate`).
    [[nodiscard]] bool repeats(std::string_view sku) const
    {
        return t.policy.duplicate_sku == duplicate_sku::hold && c.matcher.repeated(sku);
    }

    /// Reports ids that are missing or not the only ones, and two variations with one link.
    void leave_out_bad()
    {
        const auto& variants = *pos.variants;
        pos_out.assign(variants.size(), false);
        ecom_out.assign(there.size(), false);
        for (std::size_t i = 0; i < variants.size(); ++i)
            if (c.variant_ids.find(variants[i].id.text).size() > 1) {
                pos_out[i] = true;
                t.say(severity::error, rule::record_isolated, kind::variant,
                      {variants[i].id.text, {}},
                      "The variant id " + variants[i].id.text +
                          " is there more than once in the pos; it is left alone.",
                      field::product_sku)
                    .key += ':' + pos.id.text;
            }
        std::map<std::string_view, std::vector<std::size_t>> links;
        for (std::size_t e = 0; e < there.size(); ++e) {
            const auto& id = there[e].id.text;
            if (blank(id) || c.variation_ids.find(id).size() > 1) {
                ecom_out[e] = true;
                auto& said = t.say(severity::error, rule::record_isolated, kind::variant, {{}, id},
                                   "The ecom variation " + in_quotes(there[e].sellable.sku, id) +
                                       " has no id, or one that is there more than once; it is "
                                       "left alone.");
                said.key += ':' + ecom.id.text + ':' + there[e].sellable.sku.value_or("");
            }
            if (const auto link = linked_to(there[e]); !link.empty()) links[link].push_back(e);
        }
        for (const auto& [link, claims] : links) {
            const bool bad = std::any_of(claims.begin(), claims.end(),
                                         [&](std::size_t e) { return ecom_out[e]; });
            if (claims.size() < 2 && !bad) continue;
            for (std::size_t i = 0; i < variants.size(); ++i)
                if (variants[i].id.text == link) pos_out[i] = true;
            for (const auto e : claims)
                ecom_out[e] = true;
            if (claims.size() < 2) continue;
            auto& issue = t.say(severity::conflict, rule::identity_link_first, kind::variant,
                                {std::string{link}, {}},
                                std::to_string(claims.size()) +
                                    " ecom variations are linked to the variant " +
                                    std::string{link} + "; none of them is touched.");
            for (const auto e : claims)
                issue.records.push_back(ecom_ref(there[e]));
            offer(issue);
        }
    }

    void pair(std::size_t p, std::size_t e)
    {
        ecom_of[p] = e;
        pos_of[e] = p;
    }

    template <class PosKey, class EcomKey>
    void match_by(PosKey pos_key, EcomKey ecom_key)
    {
        std::map<std::string, std::pair<std::vector<std::size_t>, std::vector<std::size_t>>> keys;
        const auto& variants = *pos.variants;
        for (std::size_t i = 0; i < variants.size(); ++i)
            if (ecom_of[i] == alone && !pos_out[i] && wanted(variants[i].sellable))
                keys[pos_key(variants[i])].first.push_back(i);
        for (std::size_t e = 0; e < there.size(); ++e)
            if (pos_of[e] == alone && !ecom_out[e]) keys[ecom_key(there[e])].second.push_back(e);
        for (const auto& [key, found] : keys) {
            if (key.empty() || found.first.size() != 1 || found.second.size() != 1) continue;
            pair(found.first[0], found.second[0]);
            newly[found.second[0]] = true;
        }
    }

    void add(rule why, ref of, decltype(action::what) what, phase when = phase::products,
             int depth = 0)
    {
        t.add(side::ecom, kind::variant, why, std::move(of), std::move(what), when, depth);
        t.out.steps.back().what.product = both(pos, ecom);
    }

    template <class... About>
    issue& say(severity how, rule why, const ref& of, const pos::variant& v, std::string_view what,
               About... about)
    {
        return t.say(how, why, kind::variant, of,
                     "The variant " + in_quotes(v.sellable.sku, v.id.text) + " of " +
                         in_quotes(pos.name) + std::string{what},
                     about...);
    }

    void make(const pos::variant& v, const maybe<money>& price)
    {
        const ref of{v.id.text, {}};
        const auto hold = [&](rule why, std::string_view because) {
            say(severity::hold, why, of, v, " is not made in ecom: " + std::string{because},
                field::product_options);
        };
        if (!pos.attributes || !v.attribute_values)
            return hold(rule::variant_invalid, "its options are not known.");
        if (!t.policy.syncs(field::product_options))
            return hold(rule::variant_options, "options do not sync.");
        if (!t.ecom.products.complete())
            return hold(rule::scope_partial, "not all ecom products were read, it may be there.");
        if (!ecom.options) return hold(rule::scope_partial, "the ecom options were not read.");
        if (v.sellable.sku && repeats(trimmed(*v.sellable.sku)))
            return hold(rule::product_sku_duplicate, "its SKU repeats in the pos.");
        const auto own = price_of(v.sellable, t.policy.price_source).amount;
        if (t.policy.syncs(field::product_price) && own.has_value()) {
            if (const auto why = other_basis(t, pos.tax_included, ecom.tax_included);
                !why.empty()) {
                say(severity::hold, rule::price_exact, of, v, " is not made in ecom: " + why + ".",
                    field::product_price);
                return;
            }
            if (*own < money{}) {
                say(severity::error, rule::price_zero, of, v,
                    " is not made in ecom: its price is below 0.", field::product_price);
                return;
            }
            if (own->minor == 0 && t.policy.zero_price == zero_price::hold) {
                say(severity::hold, rule::price_zero, of, v,
                    " is not made in ecom: its price is 0.", field::product_price)
                    .choices = {"send"};
                return;
            }
        }
        made_any = true;
        add(rule::variant_create, of,
            create{.record = variation_record(c, pos, v, options, price, places)}, phase::products,
            there.empty() ? 1 : 0); // the old sellable goes first
    }

    void compare(const pos::variant& v, std::size_t at, const maybe<money>& price,
                 bool sells_nothing)
    {
        const auto& e = there[at];
        const ref of{v.id.text, e.id.text};
        ++t.out.matched[static_cast<std::size_t>(kind::variant)];
        if (newly[at])
            add(linked_to(e).empty() ? rule::variant_match : rule::identity_relink, of, link_to{},
                linked_to(e).empty() ? phase::products : phase::product_parts);
        update changed;
        synced(
            [&](field f, const auto& have, const auto& has, compared how) {
                compare_field(t, f, have, has, how, of, kind::variant, changed, c.tally);
            },
            v.sellable, e.sellable);
        compare_options(v, e, changed);
        compare_variant_price(v, e, of, price, changed);
        if (sells_nothing)
            take_off_sale(e, changed);
        else
            compare_stock(t, c.outlets, v.sellable, e.sellable, changed.changes,
                          c.tally.left_unlimited);
        compare_image(v, e, changed);
        if (!changed.changes.empty()) add(rule::product_update, of, std::move(changed));
    }

    /// Options are matched by name; what only ecom has of them stays (`variant.options`).
    void compare_options(const pos::variant& v, const ecom::variation& e, update& changed)
    {
        constexpr auto f = field::product_options;
        if (!e.option_values || merge(t.policy[f], shape::no_base) != verdict::take_pos) return;
        auto to = *e.option_values;
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
                t.say(severity::hold, rule::scope_partial, kind::variant, {v.id.text, e.id.text},
                      "The options of the variant " + in_quotes(v.sellable.sku, v.id.text) +
                          " stay as they are: the ecom options were not read.",
                      f);
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
        changed.changes.push_back(
            {f, *e.option_values, std::move(to), rule::variant_options, cause::differs});
    }

    /// What the customer pays after the plan, and a price of its own only where it must differ.
    void compare_variant_price(const pos::variant& v, const ecom::variation& e, const ref& of,
                               const maybe<money>& price, update& changed)
    {
        constexpr auto f = field::product_price;
        const auto own = price_of(v.sellable, t.policy.price_source);
        const auto& has = e.sellable.price;
        const auto pays = has.has_value() ? has : price;
        if (!t.policy.syncs(f) || !own.amount.has_value() || !has.known() || !pays.known()) return;
        if (merge(t.policy[f], shape::no_base) != verdict::take_pos) return;
        if (const auto why = other_basis(t, pos.tax_included, ecom.tax_included); !why.empty()) {
            say(severity::hold, rule::price_exact, of, v, " keeps its price: " + why + ".", f);
            return;
        }
        const auto to = whole(*own.amount);
        if (*own.amount < money{}) {
            say(severity::error, rule::price_zero, of, v,
                " keeps its price: it is below 0 in the pos.", f);
            return;
        }
        if (pays.has_value() && whole(*pays) == to) return;
        if (t.policy[f] == flow::fill && pays.has_value()) return;
        if (to == money{} && t.policy.zero_price == zero_price::hold) {
            if (!pays.has_value()) return; // no price and a price of 0 sell alike
            say(severity::hold, rule::price_zero, of, v, " keeps its price: it would fall to 0.", f)
                .choices = {"send"};
            return;
        }
        if (t.policy[f] == flow::two_way) ++c.tally.undecided;
        if (own.amount->finer != 0) ++c.tally.rounded;
        changed.changes.push_back({f, as_value(has), to,
                                   has.has_value() ? own.rule : rule::price_inherit,
                                   cause::differs});
    }

    /// The one picture of a variation is its variant's first, where the gallery has it
    /// (`image.variation`). One that only ecom has is left.
    void compare_image(const pos::variant& v, const ecom::variation& e, update& changed)
    {
        constexpr auto f = field::product_images;
        const auto& images = v.sellable.images;
        if (!t.policy.syncs(f) || !images || images->empty()) return;
        const auto how = merge(t.policy[f], shape::no_base);
        const auto at = places.of.find(images->front().id.text);
        if (at == places.of.end() || !e.image_id.known() || how == verdict::keep) return;
        if (e.image_id.has_value()) {
            const auto& shown = e.image_id->text;
            const bool of_pos = std::any_of(places.of.begin(), places.of.end(), [&](const auto& p) {
                return p.second.ecom_id == shown;
            });
            const bool stays = !places.dropped.contains(shown);
            if (shown == at->second.ecom_id || t.policy[f] == flow::fill ||
                (how == verdict::by_rule && !of_pos && stays))
                return;
        }
        value from = none;
        if (e.image_id.has_value()) from = ref{{}, e.image_id->text};
        changed.changes.push_back(
            {f, std::move(from), at->second, rule::image_variation, cause::differs});
    }

    void leave(const pos::variant& v, std::size_t at, const maybe<money>& price)
    {
        if (linked_to(there[at]).empty()) return;
        if (t.policy.inactive_variant == inactive_variant::remove)
            return drop(there[at], rule::variant_inactive); // W6
        compare(v, at, price, true);
    }

    /// Quantity 0 for a variation that stays, which is no movement of stock (`variant.inactive`).
    void take_off_sale(const ecom::variation& e, update& changed) const
    {
        if (!t.policy.syncs(field::product_stock)) return;
        const bool unlimited = e.sellable.tracks_stock == false;
        if (unlimited && t.policy.syncs(field::product_tracks_stock))
            changed.changes.push_back(
                {field::product_tracks_stock, false, true, rule::variant_inactive, cause::rule});
        if (e.sellable.quantity ? *e.sellable.quantity != 0 : unlimited)
            changed.changes.push_back(
                {field::product_stock,
                 e.sellable.quantity ? value{*e.sellable.quantity} : value{unknown_t{}},
                 std::int64_t{0}, rule::variant_inactive, cause::rule});
    }

    void drop(const ecom::variation& e, rule why)
    {
        add(why, ecom_ref(e), erase{}, phase::product_deletes);
    }

    const product_context& c;
    const task& t;
    const pos::product& pos;
    const ecom::product& ecom;
    const picture_places& places;
    option_list options;
    const std::vector<ecom::variation>& there;
    std::vector<std::size_t> ecom_of, pos_of;
    std::vector<bool> newly;             ///< of each variation: paired now
    std::vector<bool> pos_out, ecom_out; ///< reported: left alone
    bool made_any = false;
};

} // namespace detail

} // namespace twinshelf
