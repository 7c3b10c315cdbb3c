#pragma once

#include "twinshelf/detail/plan_checker.hpp"

#include <algorithm>
#include <array>
#include <climits>
#include <cstddef>
#include <set>
#include <string>
#include <vector>

/// Whether the actions of a plan can be carried out, in the order of their waves.
namespace twinshelf::detail {

inline void plan_checker::numbers(const action& a)
{
    if (a.id != static_cast<int>(at)) say("The action's id is not its place in the list.");
    const int before = at == 0 ? -1 : p.actions[at - 1].wave;
    if (a.wave != before + 1 && (at == 0 || a.wave != before))
        say("The waves do not count from 0, one by one.");
}

/// The record is there, once; a new one is not, but what it is made from is.
inline void plan_checker::target(const action& a)
{
    if (is_a<reorder>(a)) return;
    const auto key = key_of(a);
    const auto* s = now.find(key);
    const auto needs = [&](const record_key& other) {
        const auto* o = now.find(other);
        if (!o) return say(named(other) + " is not there.");
        if (o->same_id > 1) say(named(other) + " is there more than once.");
    };
    if (is_a<create>(a)) {
        if (s || !key.made) say(named(key) + " is made, but it is there.");
        const bool tag = a.kind == kind::category && a.of.pos_id.starts_with("tag:");
        if (!tag)
            needs(detail::key_of(a.side == side::ecom ? side::pos : side::ecom, a.kind, a.of));
    } else {
        needs(key);
    }
    if (a.side == side::ecom && (is_a<create>(a) || is_a<link_to>(a))) {
        for (const auto& other : walk.linked[{a.kind, a.of.pos_id}])
            if (other != key) say("The pos record is already linked to " + named(other) + ".");
        if (is_a<link_to>(a)) needs({side::pos, a.kind, false, a.of.pos_id});
        const bool linked = s && (s->noted || (!s->pos_id.empty() && s->pos_id != a.of.pos_id));
        if (is_a<link_to>(a) && linked && !rules.relink &&
            a.kind != kind::variant) // within a product a link may move in every profile
            say(named(key) + " already has a link.");
    } else if (s && !s->pos_id.empty() && s->pos_id != a.of.pos_id) {
        say(named(key) + " is linked to " + s->pos_id + ", not to " + a.of.pos_id + ".");
    }
    if (walk.ends.contains(key) && walk.touches[key] > 1)
        say(named(key) + " is made or deleted in a wave that also changes it.");
}

inline void plan_checker::references(const action& a)
{
    const auto needs = [&](const record_key& key) {
        const auto* s = now.find(key);
        if (!s) return say("It refers to " + named(key) + ", which is not there before its wave.");
        if (s->same_id > 1) say("It refers to " + named(key) + ", which is there more than once.");
    };
    each_written(a, [&](field f, const value& to, const change* c) {
        const auto kept = c ? keys_in(f, c->from, a.side) : std::vector<record_key>{};
        for (const auto& key : keys_in(f, to, a.side))
            if (std::find(kept.begin(), kept.end(), key) == kept.end()) needs(key);
    });
    if (a.kind == kind::variant) needs(detail::key_of(a.side, kind::product, a.product));
    if (const auto* asked = std::get_if<reorder>(&a.what)) {
        if (!asked->parent.empty()) needs(category_key(asked->parent));
        for (const auto& child : asked->order)
            needs(category_key(child));
    }
}

/// One change for a record's field; a parked SKU alone has two, in two waves (`field.once`).
inline void plan_checker::once(const action& a)
{
    const auto key = key_of(a);
    if ((is_a<reorder>(a) || is_a<set_images>(a)) &&
        !set_whole.emplace(key, is_a<reorder>(a)).second)
        say("What is in " + named(key) + " is put into order twice.");
    const auto note = [&](field f, const change* c) {
        const auto [last, first] = written.try_emplace({key, f});
        const bool parked = f == field::product_sku && last->second.first < a.wave &&
                            last->second.second == rule::variant_sku_free;
        if (!first && !parked)
            say("The " + std::string{entry(f).key} + " of " + named(key) + " is written twice.");
        last->second = {a.wave, c && first                         ? c->rule
                                : a.rule == rule::variant_sku_free ? rule::product_update
                                                                   : a.rule};
    };
    each_written(a, [&](field f, const value&, const change* c) { note(f, c); });
    if (is_a<move_stock>(a)) note(field::product_stock, nullptr);
}

inline void plan_checker::from_and_to(const action& a)
{
    const auto* s = now.find(key_of(a));
    each_written(a, [&](field f, const value& to, const change* c) {
        if (!c || !s) return;
        const auto what = "The " + std::string{entry(f).key} + " of " + named(key_of(a));
        const auto* all = std::get_if<std::vector<option_value>>(&c->from);
        const auto same = [&](const value& x, const value& y) {
            const auto* in = std::get_if<std::vector<option_value>>(&x);
            if (a.side == side::pos && all && in && &y == &c->from) // not all have to be named
                return std::all_of(all->begin(), all->end(), [&](const option_value& v) {
                    return std::find(in->begin(), in->end(), v) != in->end();
                });
            const auto of_x = keys_in(f, x, a.side), of_y = keys_in(f, y, a.side);
            if (of_x.empty() && of_y.empty()) return x == y;
            return x.index() == y.index() && of_x == of_y;
        };
        const auto held = s->holds.find(f);
        if (held == s->holds.end() || !same(held->second, c->from))
            say(what + " is not what the change says it is.");
        auto before = keys_in(f, c->from, a.side), after = keys_in(f, to, a.side);
        std::sort(before.begin(), before.end());
        std::sort(after.begin(), after.end());
        if (same(c->from, to) || (!after.empty() && before == after))
            say(what + " is changed to what it is.");
    });
}

/// Nobody has the SKU any more, but for what the pos itself has twice (`variant.sku_free`).
inline void plan_checker::sku_free(const action& a)
{
    if (a.side != side::ecom) return;
    const auto key = key_of(a);
    each_written(a, [&](field f, const value& to, const change*) {
        const auto sku = replay::sku_in(to);
        if (f != field::product_sku || sku.empty()) return;
        const auto what = named(key) + " takes the SKU " + sku;
        const bool twice = walk.pos_has[sku] > 1;
        for (const auto& other : now.with_sku(sku)) {
            if (other == key || now.find(other)->same_id > 1) continue; // which is not known
            const bool synced = now.find(other)->synced;
            if (!synced && rules.duplicate_sku == duplicate_sku::hold &&
                !decided(
                    {issue_key(rule::variant_sku_free, a.kind, a.of, field::product_sku), "pos"}))
                say(what + " of " + named(other) + ", which is online-only.");
            if (synced && (!twice || walk.frees.contains(other)))
                say(what + " that " + named(other) + " has until its wave is over.");
        }
        if (!walk.takes.insert(sku).second && !twice) say(what + " in one wave with another.");
    });
    for (const auto& part : parts_of(a))
        sku_free(part);
}

/// A move does not put a category below itself; what is new has nothing below it.
inline void plan_checker::no_circle(const action& a)
{
    if (a.kind != kind::category || !is_a<update>(a)) return;
    each_written(a, [&](field f, const value& to, const change*) {
        if (f != field::category_parent || refs_in(to).empty()) return;
        std::set<record_key> seen;
        for (auto up = category_key(refs_in(to)[0]); now.find(up) && seen.insert(up).second;
             up = now.parent(up))
            if (up == key_of(a)) say(named(up) + " becomes its own ancestor.");
    });
}

inline void plan_checker::deletes_empty(const action& a)
{
    if (a.kind != kind::category || !is_a<erase>(a)) return;
    const auto& inside = now.inside(key_of(a));
    if (!inside.empty())
        say(named(key_of(a)) + " is deleted while " + named(*inside.begin()) + " is in it.");
}

/// Deletes come last; at the front only of products, for a SKU, a moved variant or room
/// (`order.safe`). A variation's is a part of what happens to its product.
inline void plan_checker::deletes_last(const action& a)
{
    if (!is_a<erase>(a) || a.kind == kind::variant || a.wave > walk.last_other) return;
    bool frees = walk.makes_sellables && rules.plan != plan_size::no_plan;
    const auto look = [&](const record_key& key) {
        const auto* s = now.find(key);
        if (!s) return;
        const auto sku = s->holds.find(field::product_sku);
        frees = frees ||
                (sku != s->holds.end() && walk.wanted.contains(replay::sku_in(sku->second))) ||
                (key.kind == kind::variant && walk.wanted_links.contains(s->pos_id));
    };
    look(key_of(a));
    if (const auto* s = now.find(key_of(a)))
        for (const auto& part : s->parts)
            look(part);
    if (a.kind != kind::product || a.wave >= walk.first_other || !frees)
        say(named(key_of(a)) + " is deleted before other things are done.");
}

inline void plan_checker::all_children(const action& a)
{
    const auto* asked = std::get_if<reorder>(&a.what);
    if (!asked) return;
    const auto parent = category_key(asked->parent);
    std::set<record_key> listed, there;
    for (const auto& child : asked->order)
        if (!listed.insert(category_key(child)).second)
            say(named(category_key(child)) + " is listed twice.");
    for (const auto& key : now.inside(parent))
        if (key.kind == kind::category) there.insert(key);
    if (listed != there) say("The order is not that of all categories in " + named(parent) + ".");
}

/// What is made fits into the store's plan (`product.plan_limit`, `product.plan_support`), once its
/// wave is carried out. A shop that is over its limit keeps what it has.
inline void plan_checker::in_room(const action& a, int takes)
{
    const bool counts = a.kind == kind::product || a.kind == kind::variant;
    if (a.side != side::ecom || !counts || !is_a<create>(a) || takes <= 0) return;
    if (a.kind == kind::variant && walk.leave.contains(a.of.pos_id)) return; // it only moves
    constexpr std::array most{INT_MAX, 100, 2'500, 70'000};
    const bool asked = rules.plan == plan_size::unlimited && rules.support_contacted;
    if (walk.in_use > most[static_cast<std::size_t>(rules.plan)] && !asked)
        say(named(key_of(a)) + " is more than the store's plan takes.");
}

} // namespace twinshelf::detail
