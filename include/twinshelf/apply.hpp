#pragma once

#include "twinshelf/ecom.hpp"
#include "twinshelf/plan.hpp"
#include "twinshelf/pos.hpp"

#include <algorithm>
#include <cassert>
#include <map>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

namespace twinshelf {

/// Both sides after a plan.
struct sides {
    pos::snapshot pos;
    ecom::snapshot ecom;
};

/// What both sides hold once every action of the plan has been carried out, as the platforms would
/// have it: for tests, previews, and hosts that keep a snapshot. `new_id(action, record)` gives the
/// id, as text, of what an action makes: the record of a create, a variation of a new product, or
/// an uploaded picture, whose `record.pos_id` is the pos image's.
template <class NewId>
[[nodiscard]] sides apply(const plan& p, pos::snapshot pos, ecom::snapshot ecom, NewId&& new_id);

namespace detail {

/// Ids of what the plan has made so far, to fill in references that had only the other side's id.
class made_ids {
public:
    void note(kind k, side made_on, const ref& of, const std::string& id)
    {
        ids[{k, made_on, made_on == side::ecom ? of.pos_id : of.ecom_id}] = id;
    }
    /// The id of a record on one side.
    [[nodiscard]] std::string find(kind k, side on, const ref& r) const
    {
        const auto& [own, other] =
            on == side::ecom ? std::tie(r.ecom_id, r.pos_id) : std::tie(r.pos_id, r.ecom_id);
        if (!own.empty()) return own;
        const auto found = ids.find({k, on, other});
        return found == ids.end() ? std::string{} : found->second;
    }

private:
    std::map<std::tuple<kind, side, std::string>, std::string> ids;
};

template <class T, class Variant>
inline constexpr bool alternative_of = false;
template <class T, class... Ts>
inline constexpr bool alternative_of<T, std::variant<Ts...>> = (std::is_same_v<T, Ts> || ...);

/// Sets one member of a record from a value of a plan. The value's type is the member's: a plan
/// that says otherwise was not made by this library.
struct assign {
    const value& to;
    side on;
    kind refers_to;
    const made_ids& made;

    template <class T>
    void operator()(std::optional<T>& member) const
    {
        if constexpr (alternative_of<T, value>)
            if (const auto* v = std::get_if<T>(&to)) member = *v;
    }
    template <class Record>
    void operator()(std::optional<std::vector<id_of<Record>>>& member) const
    {
        const auto* refs = std::get_if<std::vector<ref>>(&to);
        if (!refs) return;
        member.emplace();
        for (const auto& r : *refs)
            member->push_back(id_of<Record>{made.find(refers_to, on, r)});
    }
    template <class T>
    void operator()(maybe<T>& member) const
    {
        if (std::get_if<none_t>(&to)) {
            member = none;
        } else if constexpr (alternative_of<T, value>) {
            if (const auto* v = std::get_if<T>(&to)) member = *v;
        }
    }
    template <class Record>
    void operator()(maybe<id_of<Record>>& member) const
    {
        if (std::get_if<none_t>(&to)) member = none;
        if (const auto* r = std::get_if<ref>(&to))
            member = id_of<Record>{made.find(refers_to, on, *r)};
    }
    void operator()(auto&) const {} // ids and lists of records are no fields
};

template <class Record>
void set(Record& record, kind of_kind, side on, field f, const value& to, const made_ids& made)
{
    const auto refers_to = f == field::customer_group   ? kind::customer_group
                           : f == field::product_images ? kind::variant
                                                        : kind::category;
    members(
        [&](std::string_view member, auto& place) {
            if (member == member_name(f, on, of_kind)) assign{to, on, refers_to, made}(place);
        },
        record);
}

/// A picture of a product that the plan uploads, as a key of its own among all products'.
[[nodiscard]] inline ref picture_key(const ecom::product& product, const std::string& source_id)
{
    return {product.id.text + '\x1f' + source_id, {}};
}

/// Sets a field of a variation.
inline void set_on_variation(ecom::product& product, ecom::variation& v, field f, const value& to,
                             const made_ids& made)
{
    const auto* shown = f == field::product_images ? std::get_if<ref>(&to) : nullptr;
    if (shown != nullptr && shown->ecom_id.empty())
        set(v, kind::variant, side::ecom, f, picture_key(product, shown->pos_id), made);
    else
        set(v, kind::variant, side::ecom, f, to, made);
}

/// Makes a gallery. Uploaded pictures are noted as made, so that variations can show them; a
/// variation whose picture goes shows none.
template <class NewId>
void set_gallery(ecom::product& product, const std::vector<picture>& pictures, const action& a,
                 made_ids& made, NewId& new_id)
{
    std::vector<ecom::image> images;
    for (const auto& p : pictures) {
        if (p.keep.empty()) {
            const ref of{p.source_id, {}};
            ecom::image image{.url = p.upload};
            image.id.text = new_id(a, of);
            image.source_id.emplace(p.source_id);
            made.note(kind::variant, side::ecom, picture_key(product, p.source_id), image.id.text);
            images.push_back(std::move(image));
        } else if (product.images) {
            for (const auto& image : *product.images)
                if (image.id.text == p.keep) images.push_back(image);
        }
    }
    product.images = std::move(images);
    if (!product.variations) return;
    for (auto& v : *product.variations)
        if (v.image_id.has_value() &&
            std::none_of(product.images->begin(), product.images->end(),
                         [&](const ecom::image& i) { return i.id == *v.image_id; }))
            v.image_id = none;
}

/// Makes the variations of a product.
template <class NewId>
void add_variation(ecom::product& product, const ref& of, const std::vector<setting>& record,
                   const action& a, made_ids& made, NewId& new_id)
{
    if (!product.variations) product.variations.emplace();
    auto& v = product.variations->emplace_back();
    v.id.text = new_id(a, of);
    v.pos_id.emplace(of.pos_id);
    v.sellable.price = none;
    v.image_id = none;
    for (const auto& s : record)
        set_on_variation(product, v, s.field, s.to, made);
}

/// Carries out the actions of one kind on its records.
template <class Pos, class Ecom>
class applied {
public:
    applied(section<Pos>& pos_, section<Ecom>& ecom_, made_ids& made_)
        : pos(pos_.records), ecom(ecom_.records), made(made_)
    {
        for (std::size_t i = 0; i < pos.size(); ++i)
            pos_at.emplace(pos[i].id.text, i);
        for (std::size_t i = 0; i < ecom.size(); ++i)
            ecom_at.emplace(ecom[i].id.text, i);
    }

    template <class NewId>
    void carry_out(const action& a, NewId& new_id)
    {
        a.match([&](const create& c) { make(a, c, new_id); },
                [&](const update& u) {
                    for (const auto& c : u.changes)
                        change(a, c);
                },
                [&](const erase&) { gone[a.of.ecom_id] = true; },
                [&](const link_to&) { at_ecom(a.of).pos_id.emplace(a.of.pos_id); },
                [&](const reorder& r) { put_in_order(r); },
                [&](const set_images& s) {
                    if constexpr (std::is_same_v<Ecom, ecom::product>)
                        set_gallery(at_ecom(a.of), s.images, a, made, new_id);
                },
                [](const move_stock&) {});
    }

    /// The action of a variant, on its product.
    template <class NewId>
    void carry_out_on_variant(const action& a, NewId& new_id)
    {
        auto& product = at_ecom(a.product);
        if (const auto* c = std::get_if<create>(&a.what))
            return add_variation(product, a.of, c->record, a, made, new_id);
        const auto v = std::find_if(product.variations->begin(), product.variations->end(),
                                    [&](const auto& one) { return one.id.text == a.of.ecom_id; });
        assert(v != product.variations->end());
        if (std::get_if<erase>(&a.what)) product.variations->erase(v);
        if (std::get_if<link_to>(&a.what)) v->pos_id.emplace(a.of.pos_id);
        if (const auto* u = std::get_if<update>(&a.what))
            for (const auto& c : u->changes)
                set_on_variation(product, *v, c.field, c.to, made);
    }

    /// Takes out what was deleted.
    void finish()
    {
        std::erase_if(ecom, [&](const Ecom& e) { return gone.contains(e.id.text); });
    }

    std::map<std::string, bool> gone;

private:
    Ecom& at_ecom(const ref& of)
    {
        const auto found = ecom_at.find(of.ecom_id);
        assert(found != ecom_at.end());
        return ecom[found->second];
    }

    template <class NewId>
    void make(const action& a, const create& c, NewId& new_id)
    {
        std::string id = new_id(a, a.of);
        made.note(a.kind, a.side, a.of, id);
        if (a.side == side::ecom) {
            ecom_at.emplace(id, ecom.size());
            auto& e = ecom.emplace_back();
            e.id.text = std::move(id);
            e.pos_id.emplace(a.of.pos_id);
            for (const auto& s : c.record)
                set(e, a.kind, side::ecom, s.field, s.to, made);
            if constexpr (std::is_same_v<Ecom, ecom::product>) {
                if (!e.category_ids) e.category_ids.emplace(); // lists are known, if empty
                if (!e.options) e.options.emplace();
                e.variations.emplace();
                set_gallery(e, c.images, a, made, new_id);
                for (const auto& v : c.variations)
                    add_variation(e, v.of, v.record, a, made, new_id);
            }
        } else {
            at_ecom(a.of).pos_id.emplace(id);
            auto& p = pos.emplace_back();
            p.id.text = std::move(id);
            for (const auto& s : c.record)
                set(p, a.kind, side::pos, s.field, s.to, made);
        }
    }

    void change(const action& a, const twinshelf::change& c)
    {
        if (a.side == side::ecom)
            return set(at_ecom(a.of), a.kind, side::ecom, c.field, c.to, made);
        const auto found = pos_at.find(a.of.pos_id);
        assert(found != pos_at.end());
        set(pos[found->second], a.kind, side::pos, c.field, c.to, made);
    }

    void put_in_order(const reorder& r)
    {
        if constexpr (requires(Ecom e) { e.position; }) {
            std::int64_t position = 0;
            for (const auto& child : r.order)
                ecom[ecom_at.at(made.find(kind::category, side::ecom, child))].position =
                    position++;
        }
    }

    std::vector<Pos>& pos;
    std::vector<Ecom>& ecom;
    made_ids& made;
    std::map<std::string, std::size_t> pos_at, ecom_at;
};

} // namespace detail

template <class NewId>
sides apply(const plan& p, pos::snapshot pos, ecom::snapshot ecom, NewId&& new_id)
{
    sides after{std::move(pos), std::move(ecom)};
    detail::made_ids made;
    detail::applied categories{after.pos.categories, after.ecom.categories, made};
    detail::applied products{after.pos.products, after.ecom.products, made};
    detail::applied groups{after.pos.customer_groups, after.ecom.customer_groups, made};
    detail::applied customers{after.pos.customers, after.ecom.customers, made};
    for (const auto& a : p.actions) {
        if (a.kind == kind::category) categories.carry_out(a, new_id);
        if (a.kind == kind::product) products.carry_out(a, new_id);
        if (a.kind == kind::variant) products.carry_out_on_variant(a, new_id);
        if (a.kind == kind::customer_group) groups.carry_out(a, new_id);
        if (a.kind == kind::customer) customers.carry_out(a, new_id);
    }
    categories.finish();
    products.finish();
    for (auto& product : after.ecom.products.records) // a platform drops what it deletes
        if (product.category_ids)
            std::erase_if(*product.category_ids, [&](const ecom::category_id& id) {
                return categories.gone.contains(id.text);
            });
    return after;
}

} // namespace twinshelf
