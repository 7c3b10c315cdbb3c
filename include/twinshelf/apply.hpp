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
/// have it: for tests, previews, and hosts that keep a snapshot. `new_id(action)` gives the id, as
/// text, of what a create makes.
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
    [[nodiscard]] std::string ecom_id(kind k, const ref& r) const
    {
        if (!r.ecom_id.empty()) return r.ecom_id;
        const auto found = ids.find({k, side::ecom, r.pos_id});
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
            member->push_back(id_of<Record>{made.ecom_id(refers_to, r)});
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
            member = id_of<Record>{made.ecom_id(refers_to, *r)};
    }
    void operator()(auto&) const {} // ids and lists of records are no fields
};

template <class Record>
void set(Record& record, side on, field f, const value& to, const made_ids& made)
{
    const auto refers_to = f == field::customer_group ? kind::customer_group : kind::category;
    members(
        [&](std::string_view member, auto& place) {
            if (member == member_name(f, on)) assign{to, refers_to, made}(place);
        },
        record);
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
        a.match([&](const create& c) { make(a, c, new_id(a)); },
                [&](const update& u) {
                    for (const auto& c : u.changes)
                        change(a, c);
                },
                [&](const remove&) { gone[a.of.ecom_id] = true; },
                [&](const link&) { at_ecom(a.of).pos_id.emplace(a.of.pos_id); },
                [&](const reorder& r) { put_in_order(r); });
    }

    /// Takes out what was deleted.
    void finish()
    {
        std::erase_if(ecom, [&](const Ecom& e) { return gone.count(e.id.text) > 0; });
    }

    std::map<std::string, bool> gone;

private:
    Ecom& at_ecom(const ref& of)
    {
        const auto found = ecom_at.find(of.ecom_id);
        assert(found != ecom_at.end());
        return ecom[found->second];
    }

    void make(const action& a, const create& c, std::string id)
    {
        made.note(a.kind, a.side, a.of, id);
        if (a.side == side::ecom) {
            ecom_at.emplace(id, ecom.size());
            auto& e = ecom.emplace_back();
            e.id.text = std::move(id);
            e.pos_id.emplace(a.of.pos_id);
            for (const auto& s : c.record)
                set(e, side::ecom, s.field, s.to, made);
        } else {
            at_ecom(a.of).pos_id.emplace(id);
            auto& p = pos.emplace_back();
            p.id.text = std::move(id);
            for (const auto& s : c.record)
                set(p, side::pos, s.field, s.to, made);
        }
    }

    void change(const action& a, const twinshelf::change& c)
    {
        if (a.side == side::ecom) return set(at_ecom(a.of), side::ecom, c.field, c.to, made);
        const auto found = pos_at.find(a.of.pos_id);
        assert(found != pos_at.end());
        set(pos[found->second], side::pos, c.field, c.to, made);
    }

    void put_in_order(const reorder& r)
    {
        if constexpr (requires(Ecom e) { e.position; }) {
            std::int64_t position = 0;
            for (const auto& child : r.order)
                ecom[ecom_at.at(made.ecom_id(kind::category, child))].position = position++;
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
    for (const auto& a : p.actions) {
        if (a.kind == kind::category) categories.carry_out(a, new_id);
        if (a.kind == kind::product) products.carry_out(a, new_id);
    }
    categories.finish();
    products.finish();
    for (auto& product : after.ecom.products.records) // a platform drops what it deletes
        if (product.category_ids)
            std::erase_if(*product.category_ids, [&](const ecom::category_id& id) {
                return categories.gone.count(id.text) > 0;
            });
    return after;
}

} // namespace twinshelf
