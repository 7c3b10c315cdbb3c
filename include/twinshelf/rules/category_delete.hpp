#pragma once

#include "twinshelf/rules/category.hpp"

#include <algorithm>
#include <map>

namespace twinshelf {

/// Deletes the ecom categories whose pos category is gone, leaves first (`category.delete`), rows
/// C13 and C14 of category.hpp. It runs when all else is decided: what the plan so far leaves in a
/// category keeps it.
void category_deletes(const task& t, const category_map& map);

namespace detail {

/// Where the ecom categories and products are once the steps so far are done.
struct after_steps {
    std::vector<index> parent; ///< of each ecom category
    std::vector<ref> kept_for; ///< of each ecom category: the smallest of what still lives in it
    std::vector<std::string> because; ///< and what that is called
    bool all_seen = true;             ///< every membership and subcategory is known

    void keep(index e, const ref& of, const std::string& called)
    {
        const auto order = [](const ref& r, const std::string& text) {
            return std::tuple{ref_order(r), std::string_view{text}};
        };
        if (!because[e].empty() && order(of, called) >= order(kept_for[e], because[e])) return;
        kept_for[e] = of;
        because[e] = called;
    }
};

inline after_steps look_ahead(const task& t, const category_map& map)
{
    const auto& es = t.ecom.categories.records;
    const auto& m = map.match;
    after_steps after{std::vector<index>(es.size(), nowhere), std::vector<ref>(es.size()),
                      std::vector<std::string>(es.size()),
                      t.ecom.categories.complete() && t.ecom.products.complete()};
    for (index e = 0; e < es.size(); ++e)
        if (es[e].parent_id.has_value()) after.parent[e] = m.ecom_at(es[e].parent_id->text);

    std::map<std::string_view, const step*> moved, gone; // ecom products by id
    for (const auto& s : t.out.steps) {
        const auto* changed = std::get_if<update>(&s.what.what);
        if (const auto* made = std::get_if<create>(&s.what.what))
            for (const auto& f : made->record)
                if (const auto* in = std::get_if<std::vector<ref>>(&f.to))
                    for (const auto& r : *in)
                        if (const auto e = m.ecom_at(r.ecom_id); e != nowhere)
                            after.keep(e, s.what.of, "the new product " + s.what.of.pos_id);
        if (s.what.kind == kind::product && std::get_if<erase>(&s.what.what))
            gone[s.what.of.ecom_id] = &s;
        if (!changed) continue;
        for (const auto& c : changed->changes) {
            if (c.field == field::product_category) moved[s.what.of.ecom_id] = &s;
            if (c.field != field::category_parent) continue;
            const auto* to = std::get_if<ref>(&c.to);
            after.parent[m.ecom_at(s.what.of.ecom_id)] = to ? m.ecom_at(to->ecom_id) : nowhere;
        }
    }

    for (const auto& product : t.ecom.products.records) {
        if (tombstone(product) || gone.contains(product.id.text)) continue;
        const auto keeps = [&](std::string_view category) {
            const auto e = m.ecom_at(category);
            if (e == nowhere) return;
            after.keep(e, ecom_ref(product),
                       std::string{linked_to(product).empty() ? "the online-only product "
                                                              : "the product "} +
                           in_quotes(product.name, product.id.text));
        };
        if (const auto found = moved.find(product.id.text); found != moved.end()) {
            for (const auto& c : std::get<update>(found->second->what.what).changes)
                if (c.field == field::product_category)
                    for (const auto& r : std::get<std::vector<ref>>(c.to))
                        keeps(r.ecom_id);
        } else if (product.category_ids) {
            for (const auto& id : *product.category_ids)
                keeps(id.text);
        } else {
            after.all_seen = false;
        }
    }
    return after;
}

} // namespace detail

inline void category_deletes(const task& t, const category_map& map)
{
    const auto& es = t.ecom.categories.records;
    if (!t.policy.syncs(field::category_name)) return;
    if (std::find(map.owner.begin(), map.owner.end(), category_owner::gone) == map.owner.end())
        return;
    auto after = detail::look_ahead(t, map);

    std::vector<std::vector<index>> children(es.size());
    std::vector<index> top_down;
    std::vector<int> depth(es.size(), -1);
    for (index e = 0; e < es.size(); ++e) {
        if (after.parent[e] != nowhere) {
            children[after.parent[e]].push_back(e);
            continue;
        }
        depth[e] = 0;
        top_down.push_back(e);
    }
    for (std::size_t next = 0; next < top_down.size(); ++next)
        for (const auto e : children[top_down[next]]) {
            depth[e] = depth[top_down[next]] + 1;
            top_down.push_back(e);
        }
    for (index e = 0; e < es.size(); ++e)
        if (depth[e] < 0) { // goes round in a circle in ecom
            top_down.push_back(e);
            after.keep(e, {}, "a tree that goes round in a circle");
        }

    for (auto next = top_down.rbegin(); next != top_down.rend(); ++next) {
        const auto e = *next;
        const bool gone = map.owner[e] == category_owner::gone;
        if (gone && after.because[e].empty() && after.all_seen) { // C13
            erase gone_for_good;
            if (!blank(es[e].image_url.value_or("")))
                gone_for_good.loses.push_back(field::category_image);
            if (!blank(es[e].description.value_or("")))
                gone_for_good.loses.push_back(field::category_description);
            t.add(side::ecom, kind::category, rule::category_delete, ecom_ref(es[e]),
                  std::move(gone_for_good), phase::category_deletes, -depth[e]);
            continue;
        }
        if (gone) // C14
            t.say(severity::hold, rule::category_delete, kind::category, ecom_ref(es[e]),
                  "The category " + in_quotes(es[e].name) +
                      " is gone from the pos, but it is kept: " +
                      (after.because[e].empty() ? "not all that may be in it was read"
                                                : after.because[e] + " is still in it") +
                      ".");
        if (const auto up = after.parent[e]; up != nowhere)
            after.keep(up, ecom_ref(es[e]),
                       std::string{linked_to(es[e]).empty() ? "the online-only category "
                                                            : "the category "} +
                           in_quotes(es[e].name, es[e].id.text));
    }
}

} // namespace twinshelf
