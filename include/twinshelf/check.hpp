#pragma once

#include "twinshelf/baseline.hpp"
#include "twinshelf/detail/plan_walk.hpp"
#include "twinshelf/policy.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace twinshelf {

/// Something in a plan that cannot be carried out, or that a rule forbids.
struct violation {
    int action{};       ///< its place in the plan's list
    std::string what{}; ///< one sentence

    friend bool operator==(const violation&, const violation&) = default;
};

/// Everything that is wrong with a plan for the snapshots, the policy and the baseline that it was
/// made from; empty for a valid plan. The plan is carried out wave by wave, by code that shares
/// nothing with what makes plans. What a plan leaves out is not looked at.
[[nodiscard]] std::vector<violation> check(const plan& p, const pos::snapshot& pos,
                                           const ecom::snapshot& ecom, const policy& by,
                                           const earlier& known = {});

namespace detail {

class plan_checker {
public:
    plan_checker(const plan& of, const pos::snapshot& till, const ecom::snapshot& store,
                 const policy& by, const earlier& known)
        : p(of), pos(till), ecom(store), rules(by), walk(of, till, store, known.base),
          then(walk.then), now(walk.now)
    {
    }

    std::vector<violation> run();

private:
    using one_check = void (plan_checker::*)(const action&);

    void numbers(const action& a);
    void target(const action& a);
    void references(const action& a);
    void once(const action& a);
    void from_and_to(const action& a);
    void sku_free(const action& a);
    void no_circle(const action& a);
    void deletes_empty(const action& a);
    void deletes_last(const action& a);
    void all_children(const action& a);
    void own_pictures(const action& a);
    void only_synced(const action& a);
    void only_owned(const action& a);
    void nothing_blank(const action& a);
    void movement(const action& a);
    void details_kept(const action& a);
    void not_by_absence(const action& a);
    void in_room(const action& a, int takes);

    [[nodiscard]] bool flows_back(field f) const;
    [[nodiscard]] bool emptied(const action& a, field f) const;
    [[nodiscard]] static std::optional<std::size_t> pictures(const replay& in,
                                                             const record_key& key);

    void say(std::string what)
    {
        const violation v{static_cast<int>(at), std::move(what)};
        if (std::find(found.begin(), found.end(), v) == found.end()) found.push_back(v);
    }

    const plan& p;
    const pos::snapshot& pos;
    const ecom::snapshot& ecom;
    const policy& rules;
    plan_walk walk;
    const replay& then; ///< both sides after the last sync
    replay& now;        ///< both sides before the wave of the action
    std::vector<violation> found{};
    std::size_t at = 0; ///< the action's place
    /// The wave that wrote a record's field last, and the rule that it named.
    std::map<std::pair<record_key, field>, std::pair<int, rule>> written{};
    std::set<std::pair<record_key, bool>> set_whole{}; ///< put in order, or the gallery set
};

inline std::vector<violation> plan_checker::run()
{
    using self = plan_checker;
    constexpr std::array<one_check, 17> checks{
        &self::numbers,      &self::target,        &self::references,   &self::once,
        &self::from_and_to,  &self::sku_free,      &self::no_circle,    &self::deletes_empty,
        &self::deletes_last, &self::all_children,  &self::own_pictures, &self::only_synced,
        &self::only_owned,   &self::nothing_blank, &self::details_kept, &self::not_by_absence,
        &self::movement};
    for (std::size_t begin = 0, end = 0; begin < p.actions.size(); begin = end) {
        while (end < p.actions.size() && p.actions[end].wave == p.actions[begin].wave)
            ++end;
        walk.begin({p.actions.data() + begin, end - begin});
        for (at = begin; at < end; ++at) // in any order, so against what is before the wave
            for (const auto one : checks)
                (this->*one)(p.actions[at]);
        std::vector<int> takes; // of the store's plan
        for (at = begin; at < end; ++at) {
            const auto before = walk.in_use;
            walk.carry_out(p.actions[at]);
            takes.push_back(walk.in_use - before);
        }
        for (at = begin; at < end; ++at) {
            no_circle(p.actions[at]);
            in_room(p.actions[at], takes[at - begin]);
        }
    }
    return std::move(found);
}

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
            if (!synced && rules.duplicate_sku == duplicate_sku::hold)
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

/// Deletes come last; at the front only of products, for a SKU, a moved variant or room (`order.safe`). A
/// variation's is a part of what happens to its product.
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

/// A gallery keeps only pictures that are there, each once.
inline void plan_checker::own_pictures(const action& a)
{
    const auto* gallery = std::get_if<set_images>(&a.what);
    const auto* s = now.find(key_of(a));
    if (!gallery || !s) return;
    std::set<std::string> kept;
    for (const auto& image : gallery->images) {
        if (image.keep.empty() == image.upload.empty())
            say("A picture is either kept or uploaded.");
        if (image.keep.empty()) continue;
        if (!s->images || !s->images->contains(image.keep))
            say("The picture " + image.keep + " is not there.");
        if (!kept.insert(image.keep).second) say("The picture " + image.keep + " is kept twice.");
    }
    const bool had_some = s->images && !s->images->empty();
    if (gallery->images.empty() && had_some && !emptied(a, field::product_images))
        say("The gallery of " + named(key_of(a)) + " is emptied.");
}

/// `field.never`, `category.one_way` and `product.no_back_sync`. A new record always says whether it is enabled and where
/// it is listed, and a product is switched off whoever leads.
inline void plan_checker::only_synced(const action& a)
{
    using enum field;
    if (a.side == side::pos && a.kind == kind::category) say("A category is written to the pos.");
    if (is_a<reorder>(a) && !rules.syncs(category_order))
        say("Categories are put into order, which does not sync.");
    if (is_a<set_images>(a) && !rules.syncs(product_images)) say("Pictures do not sync.");
    const bool placed = rules.syncs(product_category) || rules.syncs(product_tags);
    const bool tag =
        a.kind == kind::category && a.of.pos_id.starts_with("tag:") && rules.syncs(product_tags);
    const bool to_pos = a.side == side::pos;
    if (to_pos && !is_a<create>(a) && !is_a<update>(a) && !is_a<move_stock>(a))
        say("The pos is written to by a " + std::string{verb(a)} + ".");
    const auto allowed = [&](field f, const value& to, const change* c) {
        if (c && to_pos) return flows_back(f);
        if (f == product_front_page) return !c || placed;
        if (f == product_retail_price) return rules.syncs(product_price);
        if (c) return rules.syncs(f) || (f == product_active && to == value{false});
        if (f == product_active || f == category_enabled || tag) return true;
        return f == product_category ? placed || refs_in(to).empty() : rules.syncs(f);
    };
    each_written(a, [&](field f, const value& to, const change* c) {
        if (!allowed(f, to, c))
            say("The " + std::string{entry(f).key} + " does not sync" +
                (to_pos ? " to the pos." : "."));
    });
    for (const auto& part : parts_of(a))
        only_synced(part);
}

/// What is online-only is ecom's own, and so is a category that was made from a tag.
inline void plan_checker::only_owned(const action& a)
{
    if (a.side == side::pos || !(is_a<update>(a) || is_a<erase>(a) || is_a<set_images>(a))) return;
    const auto* s = now.find(key_of(a));
    if (s && (!s->synced || (a.kind == kind::category && s->pos_id.starts_with("tag:"))))
        say(named(key_of(a)) + " is ecom's own.");
}

/// Whether ecom ever writes the field of a pos record that is there.
inline bool plan_checker::flows_back(field f) const
{
    const auto how = rules[f == field::product_retail_price ? field::product_price : f];
    return how == flow::two_way || how == flow::latest;
}

/// How many pictures a record and its parts have; no value where that is not known.
inline std::optional<std::size_t> plan_checker::pictures(const replay& in, const record_key& key)
{
    const auto* s = in.find(key);
    if (!s || !s->images) return {};
    auto count = s->images->size();
    for (const auto& part : s->parts) {
        const auto more = pictures(in, part);
        if (!more) return {};
        count += *more;
    }
    return count;
}

/// Whether the other side leads and has emptied the field since the baseline, so that a clear
/// follows it.
inline bool plan_checker::emptied(const action& a, field f) const
{
    const auto how = rules[f];
    const bool leads = flows_back(f) ||
                       (a.side == side::ecom && (how == flow::pos_leads || how == flow::pos_edits));
    if (!leads || !walk.knows_pair(a)) return false;
    const record_key key = a.side == side::ecom
                               ? record_key{side::pos, a.kind, false, a.of.pos_id}
                               : record_key{side::ecom, a.kind, false, a.of.ecom_id};
    if (f == field::product_images)
        return pictures(now, key) == std::size_t{0} && pictures(then, key).value_or(0) > 0;
    const auto held_in = [&](const replay& in) {
        const auto* s = in.find(key);
        const auto held = s ? s->holds.find(f) : decltype(s->holds.find(f)){};
        return s && held != s->holds.end() ? held->second : value{unknown_t{}};
    };
    const auto blank_or_none = [](const value& v) {
        const auto* text = std::get_if<std::string>(&v);
        return text ? blank(*text) : v == value{none};
    };
    const auto before = held_in(then);
    return blank_or_none(held_in(now)) && before != value{unknown_t{}} && !blank_or_none(before);
}

/// A name is never blank, and a blank replaces nothing, but for one clear where the side that leads
/// emptied it (`field.blank`). References have their none.
inline void plan_checker::nothing_blank(const action& a)
{
    bool has_name = false;
    each_written(a, [&](field f, const value& to, const change* c) {
        const auto empty = [](const value& v) {
            const auto* text = std::get_if<std::string>(&v);
            return text ? blank(*text) : v == value{none} || v == value{unknown_t{}};
        };
        const bool is_name = entry(f).key == "name";
        const bool refers = f == field::category_parent || f == field::customer_group;
        has_name = has_name || (is_name && !empty(to));
        if (is_name && empty(to)) say("The name of " + named(key_of(a)) + " is blank.");
        if (c && !refers && c->rule != rule::variant_shape && empty(to) && !empty(c->from) &&
            !emptied(a, f))
            say("The " + std::string{entry(f).key} + " of " + named(key_of(a)) + " is emptied.");
    });
    const bool needs_name = a.kind != kind::customer && a.kind != kind::variant;
    if (is_a<create>(a) && needs_name && !has_name) say(named(key_of(a)) + " has no name.");
}

/// A movement is booked where stock flows so, since the baseline, and says where it ends
/// (`stock.movements`).
inline void plan_checker::movement(const action& a)
{
    const auto* m = std::get_if<move_stock>(&a.what);
    if (!m) return;
    const auto what = "The stock of " + named(key_of(a));
    if (rules[field::product_stock] != flow::movements ||
        rules.online_sales != online_sales::move_stock)
        say(what + " is moved, but it does not flow by movements.");
    if ((a.side == side::pos) == m->outlet_id.empty())
        say("The pos, and only the pos, moves stock at an outlet.");
    if (m->by == stock_movement{}) say(what + " is moved by nothing.");
    if (!walk.knows_pair(a)) say(what + " is moved, but what it was before is not known.");
    const auto* s = now.find(key_of(a));
    if (!s) return;
    const auto tracks = s->holds.find(field::product_tracks_stock);
    if (tracks != s->holds.end() && tracks->second == value{false})
        say(what + " is moved, but it is not counted.");
    if (!s->parts.empty()) say(what + " is moved, but its variants have it.");
    const auto level = level_of(*s, a.side, m->outlet_id);
    if (!level) return say(what + " is moved, but it is not known.");
    if (*level + m->by != m->to) say(what + " does not end where the movement says.");
    if (a.side == side::ecom && (m->to < stock_level{} || units(whole_units(m->to)) != m->to))
        say(what + " ends at what ecom cannot hold.");
}

inline void plan_checker::details_kept(const action& a)
{
    using enum field;
    if (a.kind != kind::category) return;
    each_written(a, [&](field f, const value&, const change* c) {
        if (f == category_image || f == category_description || (c && f == category_enabled))
            say("The " + std::string{entry(f).key} + " of a category is ecom's own.");
    });
}

/// Nothing follows from what is missing in a section that is not complete (`scope.partial`).
inline void plan_checker::not_by_absence(const action& a)
{
    const auto in_whole = [&](const auto& side) {
        if (a.kind == kind::category) return side.categories.complete();
        if (a.kind == kind::customer_group) return side.customer_groups.complete();
        if (a.kind == kind::customer) return side.customers.complete();
        return a.kind == kind::variant || side.products.complete();
    };
    const auto who = named(key_of(a));
    if (is_a<reorder>(a) && !(in_whole(pos) && in_whole(ecom)))
        say("Not all categories are known, to be put into order.");
    if (is_a<create>(a) && !(a.side == side::pos ? in_whole(pos) : in_whole(ecom)))
        say(who + " may be there already: not all were read.");
    if (!is_a<erase>(a) || a.kind == kind::variant) return;
    if (a.kind == kind::customer || a.kind == kind::customer_group)
        say(who + " is deleted, as no group and no customer ever is.");
    const auto* till = now.find({side::pos, a.kind, false, a.of.pos_id});
    const bool shop_only =
        till && !till->gone && till->off_channel && rules.in_store_only == in_store_only::remove;
    if (till ? !till->gone && !shop_only : !in_whole(pos))
        say(who + " is deleted, but it is not gone from the pos.");
    if (a.kind == kind::product && !shop_only && rules.gone_product != gone_product::remove)
        say(who + " is deleted, which the policy forbids.");
    if (a.kind == kind::category && !ecom.products.complete())
        say(who + " is deleted, but not all products were read.");
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

} // namespace detail

inline std::vector<violation> check(const plan& p, const pos::snapshot& pos,
                                    const ecom::snapshot& ecom, const policy& by,
                                    const earlier& known)
{
    return detail::plan_checker{p, pos, ecom, by, known}.run();
}

} // namespace twinshelf
