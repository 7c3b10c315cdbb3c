#pragma once

#include "twinshelf/detail/plan_checker.hpp"
#include "twinshelf/link.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <string>

/// What no plan does, or only where the policy and the baseline say so.
namespace twinshelf::detail {

/// Whether ecom ever writes the field of a pos record that is there.
inline bool plan_checker::flows_back(field f) const
{
    const auto how = rules[f == field::product_retail_price ? field::product_price : f];
    return how == flow::two_way || how == flow::latest;
}

/// How many pictures a record and its parts have; no value where that is not known.
inline std::optional<std::size_t> plan_checker::pictures(const replay& in,
                                                         const record_key& key) const
{
    const auto* s = in.find(key);
    if (!s || !s->images) return {};
    auto count = s->images->size();
    if (&in == &then) return count; // a baseline has the whole gallery there
    for (const auto& part : s->parts) {
        const auto* variant = in.find(part);
        if (variant && variant->gone) continue;
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

/// `field.never`, `category.one_way` and `product.no_back_sync`. A new record always says whether it
/// is enabled and where it is listed, and a product is switched off whoever leads.
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
    if (!is_a<erase>(a)) return;
    const auto* till = now.find({side::pos, a.kind, false, a.of.pos_id});
    if (a.kind == kind::variant) {
        if (till == nullptr && !pos.products.complete())
            say(who + " is deleted, but it is not gone from the pos.");
        return;
    }
    if (a.kind == kind::customer || a.kind == kind::customer_group)
        say(who + " is deleted, as no group and no customer ever is.");
    const bool shop_only =
        till && !till->gone && till->off_channel && rules.in_store_only == in_store_only::remove;
    if (till ? !till->gone && !shop_only : !in_whole(pos))
        say(who + " is deleted, but it is not gone from the pos.");
    if (a.kind == kind::product && !shop_only && rules.gone_product != gone_product::remove)
        say(who + " is deleted, which the policy forbids.");
    if (a.kind == kind::category && !ecom.products.complete())
        say(who + " is deleted, but not all products were read.");
}

/// What ecom deleted is made again only where somebody says so, or where it was not available then
/// (`product.deleted_online`).
inline void plan_checker::not_made_again(const action& a)
{
    if (!is_a<create>(a) || a.side == side::pos) return;
    if (a.kind != kind::product && a.kind != kind::variant) return;
    const auto* was = then.find({side::pos, a.kind, false, a.of.pos_id});
    if (!was || was->holds.at(field::product_active) == value{false}) return;
    const ref of{a.of.pos_id, {}};
    if (decided({issue_key(rule::product_deleted_online, a.kind, of), "create"})) return;
    const auto lost = [&](const auto& e) {
        return linked_to(e) == a.of.pos_id && !now.find({side::ecom, a.kind, false, e.id.text});
    };
    for (const auto& e : base.ecom.products.records) {
        const bool with_it = e.id.text == a.product.ecom_id && linked_to(e) == a.product.pos_id &&
                             e.variations &&
                             std::any_of(e.variations->begin(), e.variations->end(), lost);
        if (a.kind == kind::product ? lost(e) : with_it)
            say(named(key_of(a)) + " was deleted in ecom, and is made again.");
    }
}

} // namespace twinshelf::detail
