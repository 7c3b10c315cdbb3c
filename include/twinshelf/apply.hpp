#pragma once

#include "twinshelf/detail/apply_product.hpp"
#include "twinshelf/ecom.hpp"
#include "twinshelf/outcome.hpp"
#include "twinshelf/plan.hpp"
#include "twinshelf/pos.hpp"

#include <algorithm>
#include <cassert>
#include <map>
#include <string>
#include <type_traits>
#include <utility>

namespace twinshelf {

/// Both sides after a plan.
struct sides {
    pos::snapshot pos;
    ecom::snapshot ecom;
};

/// What both sides hold once every action of the plan has been carried out, as the platforms would
/// have it: for tests, previews, and hosts that keep a snapshot. `new_id(action, made_thing, of)` gives
/// the id, as text, of what an action makes; a picture's `of.pos_id` is the pos image's.
template <class NewId>
[[nodiscard]] sides apply(const plan& p, pos::snapshot pos, ecom::snapshot ecom, NewId&& new_id);

namespace detail {

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
                [&](const move_stock& m) {
                    if constexpr (std::is_same_v<Ecom, ecom::product>) {
                        if (a.side == side::ecom)
                            move(at_ecom(a.of).sellable, m);
                        else
                            move(at_pos(a.of).sellable, m);
                    }
                });
    }

    /// The action of a variant, on its product.
    template <class NewId>
    void carry_out_on_variant(const action& a, NewId& new_id)
    {
        if (a.side == side::pos) return carry_out_in_pos(a);
        auto& product = at_ecom(a.product);
        if (const auto* c = std::get_if<create>(&a.what))
            return add_variation(product, a.of, c->record, a, made, new_id);
        const auto v = find_part(product.variations, a.of.ecom_id);
        if (std::get_if<erase>(&a.what)) product.variations->erase(v);
        if (std::get_if<link_to>(&a.what)) v->pos_id.emplace(a.of.pos_id);
        if (const auto* m = std::get_if<move_stock>(&a.what)) move(v->sellable, *m);
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

    Pos& at_pos(const ref& of)
    {
        const auto found = pos_at.find(of.pos_id);
        assert(found != pos_at.end());
        return pos[found->second];
    }

    static auto find_part(auto& parts, const std::string& id)
    {
        const auto found = std::find_if(parts->begin(), parts->end(),
                                        [&](const auto& one) { return one.id.text == id; });
        assert(found != parts->end());
        return found;
    }

    /// Of a variant of the till only fields and stock are written.
    void carry_out_in_pos(const action& a)
    {
        auto& product = at_pos(a.product);
        const auto v = find_part(product.variants, a.of.pos_id);
        if (const auto* m = std::get_if<move_stock>(&a.what)) move(v->sellable, *m);
        if (const auto* u = std::get_if<update>(&a.what))
            for (const auto& c : u->changes)
                set_on_variant(product, *v, c.field, c.to, made);
    }

    template <class NewId>
    void make(const action& a, const create& c, NewId& new_id)
    {
        std::string id = new_id(a, made_thing::record, a.of);
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
            set(at_ecom(a.of), a.kind, side::ecom, c.field, c.to, made);
        else
            set(at_pos(a.of), a.kind, side::pos, c.field, c.to, made);
    }

    void put_in_order(const reorder& r)
    {
        if constexpr (requires(Ecom e) { e.position; }) {
            std::int64_t position = 0;
            for (const auto& child : r.order)
                if (const auto at = ecom_at.find(made.find(kind::category, side::ecom, child));
                    at != ecom_at.end()) // else it was to be made, and was not
                    ecom[at->second].position = position++;
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
