#pragma once

// What the tests of variants share: records in a few words, `made`, which checks what holds for
// every plan with variants, and what a plan writes.

#include "plans.hpp"

#include <array>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace variants {

using namespace twinshelf;
using plans::carried_out, plans::find_action, plans::find_issues, plans::item, plans::listing,
    plans::text, plans::with;
using text_lines = std::vector<std::string>;

inline std::vector<std::string> split(const std::string& text)
{
    std::vector<std::string> parts(1);
    for (const char c : text)
        if (c == '/')
            parts.emplace_back();
        else
            parts.back() += c;
    return parts;
}

inline const std::vector<std::string> all_attributes{"Color", "Size", "Fit", "Cloth"};

/// A variant of the till, with a value per attribute: "Red", "Red/S".
inline pos::variant on_till(std::string id, std::string sku, const std::string& values)
{
    pos::variant v{.id = pos::variant_id{std::move(id)}, .attribute_values = split(values)};
    v.sellable.sku = std::move(sku);
    return v;
}

/// "Red/S" as the values of Color and Size; those of a blank part are left out.
inline std::vector<option_value> chosen(const std::string& values)
{
    std::vector<option_value> all;
    const auto parts = split(values);
    for (std::size_t i = 0; i < parts.size(); ++i)
        if (!parts[i].empty()) all.push_back({all_attributes[i], parts[i]});
    return all;
}

/// A variation of the store without a price of its own; online-only with an empty `pos_id`.
inline ecom::variation in_store(std::string id, std::string pos_id, std::string sku,
                                const std::string& values)
{
    ecom::variation v{
        .id = ecom::variation_id{std::move(id)}, .option_values = chosen(values), .image_id = none};
    if (!pos_id.empty()) v.pos_id.emplace(std::move(pos_id));
    v.sellable.sku = std::move(sku);
    v.sellable.price = none;
    return v;
}

/// A matrix of the till with as many attributes as its variants have values.
inline pos::product matrix(std::string id, std::vector<pos::variant> variants)
{
    auto p = item(std::move(id), "");
    std::size_t count = 1;
    for (const auto& v : variants)
        count = std::max(count, v.attribute_values->size());
    p.attributes.emplace(all_attributes.begin(),
                         all_attributes.begin() + static_cast<std::ptrdiff_t>(count));
    p.variants = std::move(variants);
    return p;
}

/// A product of the store with the options that its variations use.
inline ecom::product shelf(std::string id, std::string pos_id,
                           std::vector<ecom::variation> variations)
{
    auto e = listing(std::move(id), std::move(pos_id), "");
    std::vector<option> options;
    for (const auto& v : variations)
        for (const auto& [name, chosen] : *v.option_values) {
            auto o = std::find_if(options.begin(), options.end(),
                                  [&n = name](const option& known) { return known.name == n; });
            if (o == options.end()) o = options.insert(o, {name, {}});
            if (std::find(o->values.begin(), o->values.end(), chosen) == o->values.end())
                o->values.push_back(chosen);
        }
    e.options = std::move(options);
    e.variations = std::move(variations);
    return e;
}

/// The sellables of ecom as a plan goes on: whatever the order within a wave, none takes a SKU or,
/// within its product, a combination that another has, unless the pos has the SKU twice
/// (`variant.sku_free`). Online-only ones count where their SKU is to be respected.
class sellable_check {
public:
    sellable_check(const plan& of, const pos::snapshot& pos, const ecom::snapshot& ecom,
                   const policy& by)
        : p(of)
    {
        for (const auto& product : pos.products.records) {
            if (gone(product.sellable)) continue;
            if (!has_variants(product)) count(product.sellable);
            if (product.variants)
                for (const auto& v : *product.variants)
                    count(v.sellable);
        }
        std::set<std::pair<std::string, std::string>> linked;
        for (const auto& a : p.actions)
            if (std::get_if<link_to>(&a.what)) linked.emplace(a.product.ecom_id, a.of.ecom_id);
        const bool online_too = by.duplicate_sku == duplicate_sku::hold;
        for (const auto& e : ecom.products.records) {
            if (tombstone(e)) continue;
            const auto& id = e.id.text;
            const bool owned = online_too || !linked_to(e).empty() || linked.count({"", id});
            if (owned && !has_variants(e) && e.sellable.sku)
                sku[{id, ""}] = trimmed(*e.sellable.sku);
            if (!e.variations) continue;
            for (const auto& v : *e.variations) {
                const bool own =
                    online_too || !linked_to(v).empty() || linked.count({id, v.id.text});
                if (own && v.sellable.sku) sku[{id, v.id.text}] = trimmed(*v.sellable.sku);
                if (v.option_values) options[{id, v.id.text}] = key(*v.option_values);
            }
        }
    }

    /// What is wrong; empty where nothing is.
    std::string run()
    {
        for (std::size_t from = 0, to = 0; from < p.actions.size(); from = to) {
            std::vector<std::pair<who, std::string>> skus, sets;
            std::vector<who> goes;
            for (; to < p.actions.size() && p.actions[to].wave == p.actions[from].wave; ++to)
                collect(p.actions[to], skus, sets, goes);
            take(skus, sku, true);
            take(sets, options, false);
            for (const auto& w : goes) {
                erase_all(sku, w);
                erase_all(options, w);
            }
        }
        for (const auto& [w, held] : sku)
            if (parked.count(held)) wrong += w.first + ":" + w.second + " stays parked\n";
        return wrong;
    }

private:
    using who = std::pair<std::string, std::string>; ///< product and variation, by ecom or "new" id
    using holders = std::map<who, std::string>;

    static std::string key(const std::vector<option_value>& values)
    {
        std::map<std::string, std::string> sorted;
        for (const auto& v : values)
            sorted[folded(v.name, {})] = folded(v.value, {});
        std::string all;
        for (const auto& [name, value] : sorted)
            all += name + "=" + value + ";";
        return all;
    }

    void count(const pos::sellable& s)
    {
        if (!gone(s) && s.sku && !blank(*s.sku)) ++wanted[std::string{trimmed(*s.sku)}];
    }

    static std::string id_of(const ref& r)
    {
        return r.ecom_id.empty() ? "new " + r.pos_id : r.ecom_id;
    }

    template <class Setting>
    static void collect_one(const Setting& s, const who& w,
                            std::vector<std::pair<who, std::string>>& skus,
                            std::vector<std::pair<who, std::string>>& sets)
    {
        if (const auto* text = std::get_if<std::string>(&s.to);
            text && s.field == field::product_sku)
            skus.emplace_back(w, trimmed(*text));
        if (const auto* values = std::get_if<std::vector<option_value>>(&s.to))
            sets.emplace_back(w, key(*values));
    }

    void collect(const action& a, std::vector<std::pair<who, std::string>>& skus,
                 std::vector<std::pair<who, std::string>>& sets, std::vector<who>& goes)
    {
        if ((a.kind != kind::product && a.kind != kind::variant) || a.side != side::ecom) return;
        const who w =
            a.kind == kind::product ? who{id_of(a.of), ""} : who{id_of(a.product), id_of(a.of)};
        if (std::get_if<erase>(&a.what)) goes.push_back(w);
        if (const auto* c = std::get_if<create>(&a.what)) {
            for (const auto& s : c->record)
                if (a.kind == kind::variant || c->variations.empty()) collect_one(s, w, skus, sets);
            for (const auto& v : c->variations)
                for (const auto& s : v.record)
                    collect_one(s, {w.first, id_of(v.of)}, skus, sets);
        }
        if (const auto* u = std::get_if<update>(&a.what))
            for (const auto& c : u->changes)
                if (a.kind == kind::variant || !is_matrix(w.first)) collect_one(c, w, skus, sets);
        if (plans::detail::is_parking(a)) parked.insert(skus.back().second);
    }

    [[nodiscard]] bool is_matrix(const std::string& product) const
    {
        return std::any_of(options.begin(), options.end(), [&](const auto& one) {
            return one.first.first == product && !one.first.second.empty();
        });
    }

    void take(const std::vector<std::pair<who, std::string>>& takes, holders& held, bool is_sku)
    {
        std::map<std::pair<std::string, std::string>, std::set<who>> has;
        const auto place = [&](const who& w, const std::string& what) {
            return std::pair{is_sku ? "" : w.first, what};
        };
        for (const auto& [w, what] : held)
            has[place(w, what)].insert(w);
        for (const auto& [w, what] : takes) {
            if (what.empty()) continue;
            auto& others = has[place(w, what)];
            if (others.size() > others.count(w) && !(is_sku && wanted[what] > 1))
                wrong += w.first + ":" + w.second + " takes " + what + " while another has it\n";
            others.insert(w);
        }
        for (const auto& [w, what] : takes)
            held[w] = what;
    }

    static void erase_all(holders& held, const who& w)
    {
        std::erase_if(held, [&](const auto& one) {
            return one.first == w || (w.second.empty() && one.first.first == w.first);
        });
    }

    const plan& p;
    std::map<std::string, int> wanted;
    holders sku, options;
    std::set<std::string> parked;
    std::string wrong;
};

inline ecom::snapshot with_variations_shuffled(ecom::snapshot s)
{
    for (auto& e : s.products.records)
        if (e.variations)
            e.variations =
                plans::detail::shuffled(*e.variations, [](const auto& v) { return v.id; });
    return plans::detail::shuffled(std::move(s));
}

/// The plan, after checking on it what holds for all plans with variants.
inline plan made(const pos::snapshot& pos, const ecom::snapshot& ecom, const policy& by)
{
    auto p = reconcile(pos, ecom, by);
    INFO(text(p));
    plans::detail::check_form(p);
    for (const auto& v : check(p, pos, ecom, by)) {
        INFO("action " << v.action << ": " << v.what);
        CHECK(false);
    }
    CHECK(sellable_check(p, pos, ecom, by).run() == "");

    const bool admission = !find_issues(p, rule::product_plan_limit).empty();
    const auto other =
        reconcile(plans::detail::shuffled(pos, !admission), with_variations_shuffled(ecom), by);
    INFO("with the records in another order:\n" << text(other));
    CHECK((p == other)); // plan.deterministic

    const auto after = carried_out(p, pos, ecom);
    const auto again = reconcile(after.pos, after.ecom, by);
    INFO("once it is carried out:\n" << text(again));
    if (!p.blocked) CHECK(again.actions.empty()); // plan.converges, F20
    return p;
}

/// The variations that a new product brings, a line each.
inline text_lines brought(const plan& p, std::string_view product)
{
    text_lines all;
    if (const auto* a = find_action(p, "create", kind::product, product))
        for (const auto& v : std::get<create>(a->what).variations) {
            auto line = v.of.pos_id;
            for (const auto& s : v.record)
                line += " " + plans::detail::member(s.field, side::ecom) + "=" + text(s.to);
            all.push_back(line);
        }
    return all;
}

/// The one change of a field, with its action; options are written before the other fields.
inline std::pair<const action*, const change*> written(const plan& p, kind k, std::string_view id,
                                                       field f)
{
    for (const auto& a : p.actions)
        if (const auto* u = std::get_if<update>(&a.what);
            u && a.kind == k && (a.of.pos_id == id || a.of.ecom_id == id))
            for (const auto& c : u->changes)
                if (c.field == f) return {&a, &c};
    return {};
}

inline const change* changed(const plan& p, kind k, std::string_view id, field f)
{
    return written(p, k, id, f).second;
}

inline int severe(const plan& p, rule why)
{
    const auto found = find_issues(p, why);
    return static_cast<int>(std::count_if(found.begin(), found.end(), [](const issue* i) {
        return i->severity != severity::notice;
    }));
}

inline const auto inactive = [](pos::variant v) {
    v.sellable.active = false;
    return v;
};
inline const auto archived = [](pos::variant v) {
    v.sellable.archived = true;
    return v;
};
inline const auto deleted = [](pos::variant v) {
    v.sellable.deleted = true;
    return v;
};
inline const auto off_channel = [](pos::variant v) {
    v.sellable.sell_online = false;
    return v;
};

inline constexpr std::array profiles{&r_series, &x_series, &x_series_2021};

} // namespace variants
