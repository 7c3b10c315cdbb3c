#pragma once

#include "twinshelf/baseline.hpp"
#include "twinshelf/detail/replay.hpp"

#include <algorithm>
#include <climits>
#include <cstddef>
#include <map>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

/// A plan as `check` goes through it: what its actions write, what the whole of it and the wave in
/// hand do, and both sides as they are before that wave.
namespace twinshelf::detail {

template <class Verb>
[[nodiscard]] bool is_a(const action& a)
{
    return std::get_if<Verb>(&a.what) != nullptr;
}

[[nodiscard]] inline record_key key_of(const action& a)
{
    return key_of(a.side, a.kind, a.of);
}

[[nodiscard]] inline record_key category_key(const ref& r)
{
    return key_of(side::ecom, kind::category, r);
}

/// A record in a sentence.
[[nodiscard]] inline std::string named(const record_key& key)
{
    if (key.made && key.id.empty()) return "the root";
    return "the " + std::string{name(key.side)} + ' ' + std::string{name(key.kind)} +
           (key.made ? " made from " : " ") + key.id;
}

/// Calls `visit(field, to, change)` for all that an action writes; a create has no changes.
template <class Visit>
void each_written(const action& a, Visit&& visit)
{
    if (const auto* made = std::get_if<create>(&a.what))
        for (const auto& s : made->record)
            visit(s.field, s.to, static_cast<const change*>(nullptr));
    if (const auto* changed = std::get_if<update>(&a.what))
        for (const auto& c : changed->changes)
            visit(c.field, c.to, &c);
}

/// The variations that a new product brings, each as if it were made by itself.
[[nodiscard]] inline std::vector<action> parts_of(const action& a)
{
    std::vector<action> parts;
    if (const auto* made = std::get_if<create>(&a.what))
        for (const auto& v : made->variations)
            parts.push_back({a.id, a.wave, a.side, kind::variant, a.rule, v.of, a.of,
                             create{v.record, {}, {}}});
    return parts;
}

/// The records that a value refers to.
[[nodiscard]] inline std::vector<record_key> keys_in(field f, const value& v, side on)
{
    if (f == field::product_images) return {}; // a picture is no record
    std::vector<record_key> all;
    for (const auto& r : refs_in(v))
        all.push_back(key_of(on, referred(f), r));
    return all;
}

class plan_walk {
public:
    plan_walk(const plan_walk&) = delete;
    plan_walk(const plan& of, const pos::snapshot& pos, const ecom::snapshot& ecom,
              const baseline& base)
        : p(of), then(base.pos, base.ecom), now(pos, ecom, &then)
    {
        for (const auto& a : p.actions) {
            const auto key = detail::key_of(side::ecom, a.kind, a.of);
            if (is_a<link_to>(a) || (is_a<create>(a) && a.side == side::pos))
                if (auto* s = now.find(key)) s->synced = true;
            if (const auto* v = now.find(key); v && is_a<erase>(a) && a.kind == kind::variant)
                leave.insert(v->pos_id);
            if (a.side == side::ecom && (a.kind == kind::product || a.kind == kind::variant))
                note_wanted(a);
            const bool links =
                is_a<link_to>(a) && (a.kind == kind::product || a.kind == kind::variant);
            if (is_a<erase>(a) || links) continue; // links may come before what makes room
            first_other = std::min(first_other, a.wave);
            last_other = std::max(last_other, a.wave);
        }
        for (const auto& [key, s] : now.records) // what is in an online-only product is ecom's own
            if (key.side == side::ecom && key.kind == kind::product && !s.synced)
                for (const auto& part : s.parts)
                    now.find(part)->synced = false;
        for (const auto& [key, s] : now.records) {
            if (key.side == side::ecom && !s.pos_id.empty())
                linked[{key.kind, s.pos_id}].insert(key);
            if (const auto sku = s.holds.find(field::product_sku);
                key.side == side::pos && !s.gone && sku != s.holds.end())
                pos_has[replay::sku_in(sku->second)] += s.same_id;
            if (key.side == side::ecom && key.kind == kind::product) in_use += size_of(key);
        }
    }

    /// Looks at a wave as a whole, before any of it is carried out.
    void begin(std::span<const action> wave)
    {
        touches.clear();
        ends.clear();
        frees.clear();
        takes.clear();
        for (const auto& a : wave) {
            if (is_a<reorder>(a)) continue;
            const auto key = key_of(a);
            ++touches[key];
            if (is_a<create>(a) || is_a<erase>(a)) ends.insert(key);
            if (const auto* s = now.find(key); s && is_a<erase>(a)) {
                frees.insert(key);
                frees.insert(s->parts.begin(), s->parts.end());
            }
            each_written(a, [&](field f, const value&, const change* c) {
                if (c && f == field::product_sku) frees.insert(key);
            });
        }
    }

    void carry_out(const action& a)
    {
        const auto counted =
            a.kind == kind::variant ? detail::key_of(a.side, kind::product, a.product) : key_of(a);
        in_use -= size_of(counted);
        carry_out_one(a);
        in_use += size_of(counted);
    }

    /// Whether the baseline knows the records of an action as a pair.
    [[nodiscard]] bool knows_pair(const action& a) const
    {
        const auto* e = then.find({side::ecom, a.kind, false, a.of.ecom_id});
        return e && !a.of.pos_id.empty() && e->pos_id == a.of.pos_id &&
               then.find({side::pos, a.kind, false, a.of.pos_id});
    }

    /// How many sellables of the store's plan a product takes: none while nothing links it, else
    /// one, or one for each linked variation.
    [[nodiscard]] int size_of(const record_key& product)
    {
        const auto* s = now.find(product);
        if (product.side != side::ecom || product.kind != kind::product || !s || !s->synced)
            return 0;
        const auto parts = std::count_if(s->parts.begin(), s->parts.end(), [&](const auto& part) {
            const auto* v = now.find(part);
            return v && v->synced;
        });
        return std::max(1, static_cast<int>(parts));
    }

    const plan& p;
    const replay then;                    ///< both sides after the last sync
    replay now;                           ///< both sides before the wave
    int first_other = INT_MAX;            ///< the first wave with more than links and deletes
    int last_other = -1;                  ///< the last one
    int in_use = 0;                       ///< synced sellables in ecom
    std::map<std::string, int> pos_has{}; ///< how many pos records have a SKU
    std::map<std::pair<kind, std::string>, std::set<record_key>> linked{}; ///< by pos id
    std::map<record_key, int> touches{};                                   ///< in this wave
    std::set<record_key> ends{};          ///< made or deleted in this wave
    std::set<record_key> frees{};         ///< lose their SKU in this wave
    std::set<std::string> wanted{};       ///< the SKUs that the whole plan gives to records
    std::set<std::string> wanted_links{}; ///< the variants that the plan gives a variation
    std::set<std::string> leave{};        ///< the variants whose variation the plan deletes
    bool makes_sellables = false;         ///< in ecom
    std::set<std::string> takes{};        ///< the SKUs that records get in this wave

private:
    void carry_out_one(const action& a)
    {
        const auto key = key_of(a);
        const auto* s = now.find(key);
        if (is_a<create>(a)) {
            now.make(key, a.of);
            if (key.side == side::ecom) linked[{a.kind, a.of.pos_id}].insert(key);
            if (a.kind == kind::variant)
                if (auto* product = now.find(detail::key_of(a.side, kind::product, a.product)))
                    product->parts.push_back(key);
            for (const auto& part : parts_of(a))
                carry_out_one(part);
        }
        if (is_a<link_to>(a) && s) {
            linked[{a.kind, s->pos_id}].erase(key);
            linked[{a.kind, a.of.pos_id}].insert(key);
            now.find(key)->pos_id = a.of.pos_id;
            now.find(key)->noted = true;
        }
        if (const auto* m = std::get_if<move_stock>(&a.what)) now.move(key, *m);
        each_written(a, [&](field f, const value& to, const change*) { now.set(key, f, to); });
        if (is_a<erase>(a) && s) {
            linked[{a.kind, s->pos_id}].erase(key);
            for (const auto& part : s->parts)
                if (const auto* v = now.find(part)) linked[{part.kind, v->pos_id}].erase(part);
            now.drop(key);
        }
    }

    void note_wanted(const action& a)
    {
        makes_sellables = makes_sellables || is_a<create>(a);
        if (a.kind == kind::variant && (is_a<create>(a) || is_a<link_to>(a)))
            wanted_links.insert(a.of.pos_id);
        each_written(a, [&](field f, const value& to, const change*) {
            if (f == field::product_sku) wanted.insert(replay::sku_in(to));
        });
        for (const auto& part : parts_of(a))
            note_wanted(part);
        wanted.erase("");
    }
};

} // namespace twinshelf::detail
