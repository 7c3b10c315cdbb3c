#pragma once

#include "twinshelf/baseline.hpp"
#include "twinshelf/detail/after_plan.hpp"
#include "twinshelf/detail/open_fields.hpp"
#include "twinshelf/detail/remember.hpp"
#include "twinshelf/memory.hpp"
#include "twinshelf/rules/price.hpp"
#include "twinshelf/rules/sellable.hpp"
#include "twinshelf/rules/stock.hpp"

#include <optional>
#include <set>
#include <span>
#include <string_view>

/// What there is once a plan was carried out as far as it was, beside what there was before.
namespace twinshelf::detail {

/// The plan of what was carried out, with what the platforms really stored.
[[nodiscard]] inline plan carried_out(const plan& p, const open_fields& open)
{
    plan done;
    for (const auto& a : p.actions) {
        const auto* o = open.done(a);
        if (o == nullptr) continue;
        done.actions.push_back(a);
        for (const auto& s : o->stored) {
            if (auto* made = std::get_if<create>(&done.actions.back().what))
                for (auto& sent : made->record)
                    if (sent.field == s.field) sent.to = s.to;
            if (auto* set = std::get_if<update>(&done.actions.back().what))
                for (auto& sent : set->changes)
                    if (sent.field == s.field) sent.to = s.to;
        }
    }
    return done;
}

/// What a baseline keeps of the members of both records of a kind.
template <class Pos, class Ecom>
struct kept_pair {
    kept_pair(kind k, const policy& by) : of_kind(k), pos(side::pos, k, by), ecom(side::ecom, k, by)
    {
    }

    kind of_kind;
    kept_members<Pos> pos;
    kept_members<Ecom> ecom;
};

struct sync_end {
    sync_end(const baseline& old, const pos::snapshot& pos, const ecom::snapshot& ecom,
             const policy& policy_, const plan& p, std::span<const outcome> outcomes)
        : by(policy_), till(pos), other_money(without_prices(old, pos, ecom)),
          known(other_money ? *other_money : old), open(p, outcomes),
          now(carried_out(p, open), pos, ecom, known,
              [&](const action& a, made_thing what, const ref& of) {
                  return id_in(*open.done(a), what, of);
              }),
          t{pos, ecom, by, known, nobody, unsaid}
    {
    }

    /// The fields of a pair that keep their old memory.
    template <class Pos, class Ecom>
    [[nodiscard]] field_set stay(const open_pair& is, const kept_pair<Pos, Ecom>& members_of,
                                 const Pos& p, const Ecom& e) const
    {
        auto fields = is.stays();
        fields.add(members_of.pos.unknown_in(p));
        fields.add(members_of.ecom.unknown_in(e));
        if constexpr (requires { p.sellable; }) {
            if (mixed_money || !price_of(p.sellable, by.price_source).amount.known() ||
                !e.sellable.price.known())
                fields.add(field::product_price);
        }
        if constexpr (requires { p.group_id; }) { // a group that was not read says nothing
            if ((p.group_id.has_value() && !pos_groups.contains(p.group_id->text)) ||
                (e.group_id.has_value() && !ecom_groups.contains(e.group_id->text)))
                fields.add(field::customer_group);
        }
        return fields;
    }

    /// Adds a pair as it is kept; `stays` are the fields that keep their old memory. What the ecom
    /// record holds half way through a plan is remembered, so that nobody takes it for an edit there.
    template <class Pos, class Ecom>
    static void keep(const open_pair& is, const kept_pair<Pos, Ecom>& members_of, const Pos& p,
                     const Ecom& e, const twin<Pos, Ecom>& base, field_set stays,
                     std::vector<Pos>& pos_to, std::vector<Ecom>& ecom_to)
    {
        members_of.pos.remember(p, base.pos, stays, pos_to.emplace_back());
        stays.remove(is.half_way());
        members_of.ecom.remember(e, base.ecom, stays, ecom_to.emplace_back());
    }

    /// Whether the till has a variant, of any product.
    [[nodiscard]] bool has_variant(std::string_view id) const
    {
        if (!till_variants) { // few ask
            till_variants.emplace();
            for (const auto& p : till.products.records)
                if (p.variants)
                    for (const auto& v : *p.variants)
                        till_variants->insert(v.id.text);
        }
        return till_variants->contains(id);
    }

    const policy& by;
    const pos::snapshot& till;
    const std::optional<baseline> other_money;
    const memory known;
    const open_fields open;
    const after_plan now;
    draft unsaid{}; // what is said here was said by the plan
    choices nobody{{}};
    const task t;
    const outlet_selection outlets{t};
    const std::set<std::string_view> pos_groups = ids_of(now.customer_groups.pos);
    const std::set<std::string_view> ecom_groups = ids_of(now.customer_groups.ecom);
    /// Amounts that mean two things are not remembered (`price.exact`).
    const bool mixed_money = !other_basis(t, {}, {}).empty();

private:
    /// The old memory without its prices where a side counts in another currency now: they mean
    /// nothing any more. None where both count as they did, or not alike: no price is synced then.
    [[nodiscard]] static std::optional<baseline>
    without_prices(const baseline& old, const pos::snapshot& pos, const ecom::snapshot& ecom)
    {
        const bool as_then = old.pos.currency == pos.currency && old.ecom.currency == ecom.currency;
        const auto& code = pos.currency.code;
        const bool alike =
            pos.currency.decimals == ecom.currency.decimals &&
            (code.empty() || ecom.currency.code.empty() || code == ecom.currency.code);
        if (as_then || !alike) return {};
        auto kept = old;
        const auto forget = [](pos::sellable& s) { s.price = s.online_price = {}; };
        for (auto& product : kept.pos.products.records) {
            forget(product.sellable);
            if (product.variants)
                for (auto& v : *product.variants)
                    forget(v.sellable);
        }
        for (auto& product : kept.ecom.products.records) {
            product.sellable.price = {};
            if (product.variations)
                for (auto& v : *product.variations)
                    v.sellable.price = {};
        }
        return kept;
    }

    template <class Record>
    [[nodiscard]] static std::set<std::string_view> ids_of(const records_after<Record>& all)
    {
        std::set<std::string_view> ids;
        for (const auto& r : all)
            ids.insert(r.now.id.text);
        return ids;
    }

    mutable std::optional<std::set<std::string_view>> till_variants{};
};

/// Whether it is available, as all its flags come to: a product that ecom deleted comes back
/// when that changes.
template <class Pos>
void take_flag(const Pos& from, Pos& to)
{
    if constexpr (requires { from.sellable; }) to.sellable.active = available(from);
}

/// The same of one that ecom deleted: that it was not available stays until it is made again.
template <class Pos>
void note_unavailable(const Pos& from, Pos& to)
{
    if constexpr (requires { from.sellable; })
        if (!available(from).value_or(true)) to.sellable.active = false;
}

} // namespace twinshelf::detail
