#pragma once

#include "twinshelf/rules/product.hpp"

#include <algorithm>
#include <map>
#include <set>

/// What only one record may hold at a time, a SKU or a combination of option values within a
/// product, is freed before another record takes it (`variant.sku_free`, `order.safe`). Looked at
/// when the plan's steps are known.
///
///   id   who holds it in ecom now                        the step that takes it
///   K1   nobody, or the record itself                    as it is
///   K2   a record that the plan deletes                  after the delete, which goes to the front
///   K3   a record that the plan gives another one        in a later wave
///   K4   the same, and so on round to the first          one SKU is parked on a temporary value;
///                                                        a round of combinations is held
///   K5   a synced record that keeps it, and the pos
///        has the SKU twice                               as it is
///   K6   a synced record that keeps it otherwise         hold
///   K7   an online-only record                           conflict, unless duplicate_sku is create
namespace twinshelf {

/// Puts the product and variant steps into waves by who frees and who takes what, and holds what
/// cannot be.
void free_before_take(const task& t, const product_map& map);

namespace detail {

class take_order {
public:
    take_order(const task& all, const product_map& map) : t(all), m(map.match) {}

    void run()
    {
        collect_takers();
        if (takers.empty()) return;
        collect_holders();
        hold_what_stays_taken();
        wait_for_deletes();
        find_order();
        drop_held();
    }

private:
    /// A sellable of ecom: a product and its variation, or its own part (-1).
    using holder = std::pair<index, int>;

    /// One thing that a step takes.
    struct taker {
        std::size_t step;
        field what; ///< product_sku or product_options
        std::string key;
        std::optional<holder> who{};      ///< none: a new record
        std::vector<std::size_t> after{}; ///< the takers that free it
        bool held = false;
        bool done = false;
        bool parked = false;
        std::size_t seen = 0; ///< in which search for a ring
    };

    // -- what there is ------------------------------------------------------------------------

    [[nodiscard]] std::string combination(index product, const value& values) const
    {
        const auto* list = std::get_if<std::vector<option_value>>(&values);
        return list ? es[product].id.text + '\x1d' + combination_key(t, *list) : std::string{};
    }

    [[nodiscard]] std::optional<holder> holder_of(const action& a) const
    {
        if (a.kind == kind::product) return holder{m.ecom_at(a.of.ecom_id), -1};
        const auto e = m.ecom_at(a.product.ecom_id);
        const auto& all = *es[e].variations;
        const auto found = std::find_if(all.begin(), all.end(),
                                        [&](const auto& v) { return v.id.text == a.of.ecom_id; });
        return holder{e, static_cast<int>(found - all.begin())};
    }

    void collect_takers()
    {
        const auto take = [&](std::size_t step, field f, const value& to, std::optional<holder> who,
                              index product) {
            if (f != field::product_sku && f != field::product_options) return;
            std::string key;
            if (f == field::product_sku) key = trimmed(std::get<std::string>(to));
            if (f == field::product_options)
                key = product == nowhere ? "" : combination(product, to);
            if (who) changer[{*who, f}] = takers.size();
            takers.push_back({step, f, std::move(key), who});
        };
        for (std::size_t i = 0; i < t.out.steps.size(); ++i) {
            const auto& a = t.out.steps[i].what;
            if ((a.kind != kind::product && a.kind != kind::variant) || a.side != side::ecom)
                continue;
            const auto product = a.kind == kind::variant ? m.ecom_at(a.product.ecom_id) : nowhere;
            if (std::get_if<erase>(&a.what)) removed[*holder_of(a)] = i;
            if (std::get_if<link_to>(&a.what) && a.kind == kind::variant)
                linked_now.emplace(a.product.ecom_id, a.of.ecom_id);
            if (const auto* made = std::get_if<create>(&a.what)) {
                for (const auto& s : made->record)
                    take(i, s.field, s.to, {}, product);
                for (const auto& v : made->variations)
                    for (const auto& s : v.record)
                        take(i, s.field, s.to, {}, nowhere);
            }
            if (const auto* changed = std::get_if<update>(&a.what))
                for (const auto& c : changed->changes)
                    take(i, c.field, c.to, holder_of(a), product);
        }
        // What is blank, and the options of a whole product, take nothing; they may free.
    }

    void collect_holders()
    {
        for (index p = 0; p < ps.size(); ++p)
            if (!gone(ps[p].sellable) && !m.pos_out[p])
                each_sku(ps[p], [&](std::string_view sku) { wanted_skus.add(sku, p); });
        wanted_skus.sort();
        const auto hold_sku = [&](const ecom::sellable& s, holder who) {
            if (s.sku)
                if (const auto key = trimmed(*s.sku); !key.empty()) skus.add(key, add(who));
        };
        for (index e = 0; e < es.size(); ++e) {
            if (tombstone(es[e])) continue;
            hold_sku(es[e].sellable, {e, -1});
            if (!es[e].variations) continue;
            for (std::size_t v = 0; v < es[e].variations->size(); ++v)
                hold_sku((*es[e].variations)[v].sellable, {e, static_cast<int>(v)});
        }
        skus.sort();
        std::set<index> matrices; // whose combinations are asked for
        for (const auto& one : takers)
            if (one.what == field::product_options)
                if (const auto& a = t.out.steps[one.step].what; a.kind == kind::variant)
                    matrices.insert(m.ecom_at(a.product.ecom_id));
        for (const auto e : matrices)
            for (std::size_t v = 0; v < es[e].variations->size(); ++v)
                if (const auto& values = (*es[e].variations)[v].option_values)
                    combinations[combination(e, *values)].push_back({e, static_cast<int>(v)});
    }

    index add(holder who)
    {
        holders.push_back(who);
        return static_cast<index>(holders.size() - 1);
    }

    /// The ecom sellables, other than its own, that hold what it takes before the plan.
    template <class Visit>
    void each_holder(const taker& one, Visit&& visit) const
    {
        if (one.key.empty()) return;
        if (one.what == field::product_sku) {
            for (const auto& row : skus.find(one.key))
                if (!one.who || holders[row.at] != *one.who) visit(holders[row.at]);
        } else if (const auto found = combinations.find(one.key); found != combinations.end()) {
            for (const auto& who : found->second)
                if (!one.who || who != *one.who) visit(who);
        }
    }

    [[nodiscard]] std::optional<std::size_t> removing_step(holder who) const
    {
        if (const auto own = removed.find(who); own != removed.end()) return own->second;
        const auto whole = removed.find({who.first, -1});
        if (whole == removed.end()) return {};
        return whole->second;
    }

    [[nodiscard]] std::optional<std::size_t> freeing_taker(const taker& one, holder who) const
    {
        const auto found = changer.find({who, one.what});
        if (found == changer.end() || takers[found->second].held) return {};
        return found->second;
    }

    // -- what cannot be -----------------------------------------------------------------------

    /// What is held frees nothing, so whoever waits for it is looked at again.
    void hold_what_stays_taken()
    {
        std::vector<std::vector<std::size_t>> waiting(takers.size());
        std::vector<std::size_t> look;
        for (std::size_t i = 0; i < takers.size(); ++i) {
            look.push_back(i);
            each_holder(takers[i], [&](holder who) {
                if (const auto c = freeing_taker(takers[i], who)) waiting[*c].push_back(i);
            });
        }
        for (std::size_t next = 0; next < look.size(); ++next) {
            const auto i = look[next];
            auto& one = takers[i];
            if (one.held || keepers_of(one).all.empty()) continue;
            one.held = true;
            look.insert(look.end(), waiting[i].begin(), waiting[i].end());
        }
        for (const auto& one : takers) // now that it is known what all of them keep
            if (one.held) say_held(one);
    }

    struct keepers {
        std::vector<std::pair<ref, index>> all;
        bool conflict = false; ///< one of them is online-only, and the policy holds
    };

    /// Who keeps what one takes (K6, K7).
    [[nodiscard]] keepers keepers_of(const taker& one) const
    {
        keepers found;
        const bool sku = one.what == field::product_sku;
        each_holder(one, [&](holder who) {
            if (removing_step(who) || freeing_taker(one, who)) return; // K2, K3
            const bool online = is_online(who);
            if (sku && (online ? t.policy.duplicate_sku == duplicate_sku::create
                               : wanted_skus.find(one.key).size() > 1))
                return; // K5, K7
            found.conflict = found.conflict || (sku && online);
            found.all.emplace_back(ecom_ref(es[who.first]), who.first);
        });
        return found;
    }

    [[nodiscard]] bool is_online(holder who) const
    {
        const auto& e = es[who.first];
        const bool product = linked_to(e).empty() && !m.adopted[who.first];
        if (who.second < 0 || product) return product;
        const auto& v = (*e.variations)[static_cast<std::size_t>(who.second)];
        if (!linked_to(v).empty()) return false;
        return !linked_now.contains({e.id.text, v.id.text});
    }

    void say_held(const taker& one)
    {
        auto [kept, conflict] = keepers_of(one);
        const auto& a = t.out.steps[one.step].what;
        std::sort(kept.begin(), kept.end(), [&](const auto& left_, const auto& right) {
            const auto order = [&](const auto& k) {
                return std::tuple{ref_order(k.first), es[k.second].name.value_or("")};
            };
            return order(left_) < order(right);
        });
        const auto& first = es[kept[0].second];
        auto& issue =
            t.say(conflict ? severity::conflict : severity::hold,
                  one.what == field::product_sku ? rule::variant_sku_free : rule::order_safe,
                  a.kind, a.of,
                  "The " + std::string{name(a.kind)} + " " + called(a) +
                      (one.who ? " keeps what it has: " : " is not made in ecom: ") +
                      (one.what == field::product_sku ? "the SKU " + in_quotes(one.key)
                                                      : "its combination of options") +
                      " belongs to the ecom product " + in_quotes(first.name, first.id.text) + ".",
                  one.what);
        for (auto& [of, at] : kept)
            issue.records.push_back(std::move(of));
        if (conflict) issue.choices = {"pos", "ecom"};
    }

    [[nodiscard]] std::string called(const action& a) const
    {
        const auto p = a.kind == kind::product ? m.pos_at(a.of.pos_id) : nowhere;
        return p == nowhere ? (a.of.pos_id.empty() ? a.of.ecom_id : a.of.pos_id)
                            : in_quotes(ps[p].name, ps[p].id.text);
    }

    // -- what comes first ---------------------------------------------------------------------

    void wait_for_deletes()
    {
        for (auto& one : takers) {
            if (one.held) continue;
            each_holder(one, [&](holder who) {
                if (const auto r = removing_step(who))
                    t.out.steps[*r].phase = phase::make_room;                        // K2
                if (const auto c = freeing_taker(one, who)) one.after.push_back(*c); // K3
            });
        }
    }

    /// Each step one wave after the last of those it waits for; a ring is broken by parking.
    void find_order()
    {
        std::map<std::size_t, std::vector<std::size_t>> by_step;
        for (std::size_t i = 0; i < takers.size(); ++i)
            if (!takers[i].held) by_step[takers[i].step].push_back(i);
        std::map<std::size_t, std::size_t> waits; // by step
        std::vector<std::vector<std::size_t>> next(takers.size());
        std::vector<std::size_t> ready;
        for (const auto& [step, all] : by_step) {
            for (const auto i : all)
                for (const auto before : takers[i].after) {
                    next[before].push_back(step);
                    ++waits[step];
                }
            if (!waits[step]) ready.push_back(step);
        }
        auto left = by_step.size();
        const auto release = [&](std::size_t i, int depth) {
            for (const auto step : std::exchange(next[i], {})) {
                t.out.steps[step].depth = std::max(t.out.steps[step].depth, depth + 1);
                if (--waits[step] == 0) ready.push_back(step);
            }
        };
        while (left > 0) {
            if (ready.empty()) {
                const auto i = ring_member(by_step);
                takers[i].parked = true;
                if (takers[i].what == field::product_sku) { // K4
                    park(takers[i]);
                    release(i, 0);
                } else {
                    for (const auto held : hold_round(i))
                        release(held, 0);
                }
                continue;
            }
            const auto step = ready.back();
            ready.pop_back();
            --left;
            for (const auto i : by_step[step]) {
                takers[i].done = true;
                release(i, t.out.steps[step].depth);
            }
        }
    }

    /// Of the rings left, the one that the smallest id leads to; of that one its smallest member.
    [[nodiscard]] std::size_t
    ring_member(const std::map<std::size_t, std::vector<std::size_t>>& by_step)
    {
        const auto smaller = [&](std::size_t a, std::size_t b) {
            return smaller_ref(t.out.steps[takers[a].step].what.of,
                               t.out.steps[takers[b].step].what.of);
        };
        if (by_ref.empty()) {
            for (std::size_t i = 0; i < takers.size(); ++i)
                by_ref.push_back(i);
            std::stable_sort(by_ref.begin(), by_ref.end(), smaller);
        }
        // A taker that its step still waits for; a step goes as a whole.
        const auto before = [&](std::size_t i) {
            for (const auto own : by_step.at(takers[i].step))
                for (const auto b : takers[own].after)
                    if (!takers[b].done && !takers[b].parked && !takers[b].held) return b;
            return takers.size();
        };
        const auto settled = [&](std::size_t i) { return takers[i].held || takers[i].done; };
        while (settled(by_ref[first_left]))
            ++first_left;
        auto at = takers.size();
        for (auto next = first_left; at == takers.size(); ++next)
            if (!settled(by_ref[next])) at = before(by_ref[next]);
        for (++searches; takers[at].seen != searches; at = before(at))
            takers[at].seen = searches;
        auto least = at;
        for (auto i = before(at); i != at; i = before(i))
            if (smaller(i, least)) least = i;
        return least;
    }

    [[nodiscard]] change& change_of(const taker& one)
    {
        auto& changes = std::get<update>(t.out.steps[one.step].what.what).changes;
        return *std::find_if(changes.begin(), changes.end(),
                             [&](const change& c) { return c.field == one.what; });
    }

    void park(const taker& one)
    {
        auto of = t.out.steps[one.step].what.of;
        auto product = t.out.steps[one.step].what.product;
        const auto of_kind = t.out.steps[one.step].what.kind;
        auto temporary = "parked-" + std::string{name(of_kind)} + '-' + of.ecom_id;
        while (!skus.find(temporary).empty() || !wanted_skus.find(temporary).empty())
            temporary += '~';
        auto& change = change_of(one);
        update away{{{field::product_sku, std::exchange(change.from, temporary), temporary,
                      rule::variant_sku_free, cause::rule}}};
        auto& depth = t.out.steps[one.step].depth;
        depth = std::max(depth, 1);
        t.add(side::ecom, of_kind, rule::variant_sku_free, std::move(of), std::move(away),
              phase::products);
        t.out.steps.back().what.product = std::move(product);
    }

    /// A round of combinations has no third place to go to: it is held, with all that waits for it.
    [[nodiscard]] std::vector<std::size_t> hold_round(std::size_t first)
    {
        std::vector<std::vector<std::size_t>> waiting(takers.size());
        for (std::size_t i = 0; i < takers.size(); ++i)
            for (const auto before : takers[i].after)
                waiting[before].push_back(i);
        std::vector<std::size_t> held{first};
        takers[first].held = true;
        for (std::size_t next = 0; next < held.size(); ++next) {
            const auto& a = t.out.steps[takers[held[next]].step].what;
            t.say(severity::hold, rule::order_safe, a.kind, a.of,
                  "The variant " + called(a) +
                      " keeps its options: others wait for them, round in a circle.",
                  takers[held[next]].what);
            for (const auto i : waiting[held[next]])
                if (!takers[i].held) {
                    takers[i].held = true;
                    held.push_back(i);
                }
        }
        return held;
    }

    /// A held create goes whole, a held change alone.
    void drop_held()
    {
        std::set<std::size_t> empty;
        for (const auto& one : takers) {
            if (!one.held) continue;
            if (auto* changed = std::get_if<update>(&t.out.steps[one.step].what.what)) {
                std::erase_if(changed->changes,
                              [&](const change& c) { return c.field == one.what; });
                if (!changed->changes.empty()) continue;
            }
            empty.insert(one.step);
        }
        std::size_t i = 0;
        std::erase_if(t.out.steps, [&](const step&) { return empty.contains(i++); });
    }

    const task& t;
    const pairing& m;
    const std::vector<pos::product>& ps = t.pos.products.records;
    const std::vector<ecom::product>& es = t.ecom.products.records;
    key_index wanted_skus;       ///< pos products by SKU
    key_index skus;              ///< places in `holders` by SKU
    std::vector<holder> holders; //
    std::map<std::string, std::vector<holder>> combinations;
    std::vector<taker> takers;
    std::map<std::pair<holder, field>, std::size_t> changer;  ///< the taker that frees it
    std::map<holder, std::size_t> removed;                    ///< the step that deletes it
    std::set<std::pair<std::string, std::string>> linked_now; ///< variations, with their product
    std::vector<std::size_t> by_ref; ///< takers by the ids of their records
    std::size_t first_left = 0;      ///< in `by_ref`: those before it are done
    std::size_t searches = 0;
};

} // namespace detail

inline void free_before_take(const task& t, const product_map& map)
{
    detail::take_order{t, map}.run();
}

} // namespace twinshelf
