#pragma once

#include "twinshelf/rules/holders.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

/// What only one record may have at a time, a SKU, a combination of option values within a product
/// or the link to a variant, is freed before another record takes it (`variant.sku_free`,
/// `variant.shape`, `order.safe`). Looked at when the plan's steps are known.
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
///   K8   anybody, and another step takes the same
///        combination                                     hold, both
///
/// What is held frees nothing, so that what waits for it is looked at again.
namespace twinshelf {

/// Puts the product and variant steps into waves by who frees and who takes what, and holds what
/// cannot be.
void free_before_take(const task& t, const product_map& map);

namespace detail {

class take_order {
public:
    take_order(const task& all, const product_map& map) : t(all), m(map.match), there(all, map) {}

    void run()
    {
        collect_takers();
        if (takers.empty()) return;
        find_waiting();
        hold_what_stays_taken();
        wait_for_deletes();
        hold_rounds();
        find_waves();
        say_all_held();
        drop_held();
    }

private:
    /// Why a taker does not get what it asks for.
    enum class hold : std::uint8_t {
        none,
        kept,  ///< another record keeps it, or another part of the same change is held
        twice, ///< another step takes it, too
        round  ///< it would have to be freed by who waits for it
    };

    /// One thing that a step takes.
    struct taker {
        std::size_t step;
        unique_thing what;
        std::string key;
        std::optional<holder> who{};      ///< none: a new record
        std::vector<std::size_t> after{}; ///< the takers that free it
        hold held = hold::none;
        std::size_t seen = 0; ///< in which search for a ring
    };

    /// Takers that go at the same time.
    using groups = std::map<std::size_t, std::vector<std::size_t>>;

    // -- what there is ------------------------------------------------------------------------

    void take(std::size_t step, unique_thing what, std::string key, std::optional<holder> who)
    {
        if (who) changer[{*who, what}] = takers.size();
        by_step[step].push_back(takers.size());
        takers.push_back({step, what, std::move(key), who});
    }

    void take_value(std::size_t step, field f, const value& to, std::optional<holder> who,
                    index product)
    {
        if (f == field::product_sku) take_sku(step, trimmed(std::get<std::string>(to)), who);
        const auto* values = std::get_if<std::vector<option_value>>(&to);
        if (!values || product == nowhere) return; // the options of a new product take nothing
        there.add_combinations(product);
        take(step, unique_thing::options, there.combination(product, *values), who);
    }

    /// A new record takes a SKU that nobody has as it is (K1); one that has another SKU frees that.
    void take_sku(std::size_t step, std::string_view sku, std::optional<holder> who)
    {
        if (who || there.has_sku(sku)) take(step, unique_thing::sku, std::string{sku}, who);
    }

    void take_link(std::size_t step, const ref& of)
    {
        if (there.has_link(of.pos_id)) take(step, unique_thing::variant_link, of.pos_id, {});
    }

    void collect_takers()
    {
        for (std::size_t i = 0; i < t.out.steps.size(); ++i) {
            const auto& a = t.out.steps[i].what;
            for (const auto& bond : t.out.steps[i].bonds)
                bound[bond].push_back(i);
            if ((a.kind != kind::product && a.kind != kind::variant) || a.side != side::ecom)
                continue;
            const bool variant = a.kind == kind::variant;
            const auto product = [&] { return variant ? m.ecom_at(a.product.ecom_id) : nowhere; };
            if (std::get_if<erase>(&a.what)) removed[there.of(a)] = i;
            if (std::get_if<link_to>(&a.what) && variant && there.has_link(a.of.pos_id))
                take(i, unique_thing::variant_link, a.of.pos_id, there.of(a));
            if (const auto* made = std::get_if<create>(&a.what)) {
                const auto in = product();
                for (const auto& s : made->record)
                    take_value(i, s.field, s.to, {}, in);
                if (variant) take_link(i, a.of);
                for (const auto& v : made->variations) {
                    take_link(i, v.of);
                    for (const auto& s : v.record)
                        take_value(i, s.field, s.to, {}, nowhere);
                }
            }
            if (const auto* changed = std::get_if<update>(&a.what)) {
                const auto who = there.of(a);
                const auto in = product();
                for (const auto& c : changed->changes)
                    take_value(i, c.field, c.to, who, in);
            }
        }
        dropped.resize(t.out.steps.size());
    }

    /// The ecom sellables, other than its own, that hold what it takes before the plan.
    template <class Visit>
    void each_holder(const taker& one, Visit&& visit) const
    {
        there.each(one.what, one.key, [&](holder who) {
            if (!one.who || who != *one.who) visit(who);
        });
    }

    [[nodiscard]] std::optional<std::size_t> removing_step(holder who) const
    {
        for (const auto& place : {who, holder{who.first, -1}})
            if (const auto found = removed.find(place);
                found != removed.end() && !dropped[found->second])
                return found->second;
        return {};
    }

    [[nodiscard]] std::optional<std::size_t> freeing_taker(const taker& one, holder who) const
    {
        const auto found = changer.find({who, one.what});
        if (found == changer.end() || takers[found->second].held != hold::none) return {};
        return found->second;
    }

    // -- what cannot be -----------------------------------------------------------------------

    void find_waiting()
    {
        for (std::size_t i = 0; i < takers.size(); ++i)
            each_holder(takers[i], [&](holder who) {
                if (const auto c = freeing_taker(takers[i], who)) for_taker[*c].push_back(i);
                if (const auto r = removing_step(who)) for_step[*r].push_back(i);
            });
    }

    void hold_what_stays_taken()
    {
        std::map<std::string_view, std::vector<std::size_t>> combinations;
        for (std::size_t i = 0; i < takers.size(); ++i) {
            if (takers[i].what == unique_thing::options) combinations[takers[i].key].push_back(i);
            look.push_back(i);
        }
        for (const auto& [key, same] : combinations) // K8
            for (const auto i : same)
                if (same.size() > 1) hold_taker(i, hold::twice);
        settle();
    }

    void settle()
    {
        while (!look.empty()) {
            const auto i = look.back();
            look.pop_back();
            if (takers[i].held == hold::none && !keepers_of(takers[i]).all.empty())
                hold_taker(i, hold::kept);
        }
    }

    /// Holds one, the whole step if it is not one of several changes, and what is bound to it.
    void hold_taker(std::size_t first, hold why)
    {
        std::vector<std::pair<std::size_t, hold>> queue{{first, why}};
        while (!queue.empty()) {
            const auto [i, reason] = queue.back();
            queue.pop_back();
            auto& one = takers[i];
            if (one.held != hold::none) continue;
            one.held = reason;
            newly_held.push_back(i);
            look_again(for_taker, i);
            const auto& s = t.out.steps[one.step];
            if (std::get_if<update>(&s.what.what) && (s.bonds.empty() || s.follows)) continue;
            std::vector<std::size_t> steps{one.step};
            for (std::size_t next = 0; next < steps.size(); ++next) {
                if (dropped[steps[next]]) continue;
                dropped[steps[next]] = true;
                look_again(for_step, steps[next]);
                for (const auto other : by_step[steps[next]])
                    queue.emplace_back(other, hold::kept);
                for (const auto& bond : t.out.steps[steps[next]].bonds)
                    steps.insert(steps.end(), bound[bond].begin(), bound[bond].end());
            }
        }
    }

    void look_again(const std::map<std::size_t, std::vector<std::size_t>>& waiting, std::size_t i)
    {
        if (const auto found = waiting.find(i); found != waiting.end())
            look.insert(look.end(), found->second.begin(), found->second.end());
    }

    struct keepers {
        std::vector<std::pair<ref, index>> all;
        bool conflict = false; ///< one of them is online-only, and the policy holds
    };

    /// What a person decided of a SKU that an online-only record has (K7).
    [[nodiscard]] std::string_view choice_of(const taker& one) const
    {
        const auto& a = t.out.steps[one.step].what;
        return t.choice(rule::variant_sku_free, a.kind, a.of, field::product_sku);
    }

    /// Who keeps what one takes (K6, K7).
    [[nodiscard]] keepers keepers_of(const taker& one) const
    {
        keepers found;
        const bool sku = one.what == unique_thing::sku;
        each_holder(one, [&](holder who) {
            if (removing_step(who) || freeing_taker(one, who)) return; // K2, K3
            const bool online = is_online(who);
            if (sku &&
                (online ? t.policy.duplicate_sku == duplicate_sku::create || choice_of(one) == "pos"
                        : there.wanted_twice(one.key)))
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
        return linked_to((*e.variations)[static_cast<std::size_t>(who.second)]).empty() &&
               !is_linked_now(who);
    }

    /// Whether the plan links a variation; few plans have to know.
    [[nodiscard]] bool is_linked_now(holder who) const
    {
        if (!linked_now) {
            auto& all = linked_now.emplace();
            for (const auto& s : t.out.steps)
                if (std::get_if<link_to>(&s.what.what) && s.what.kind == kind::variant)
                    all.push_back(there.of(s.what));
            std::sort(all.begin(), all.end());
        }
        return std::binary_search(linked_now->begin(), linked_now->end(), who);
    }

    // -- what is said -------------------------------------------------------------------------

    void say_all_held()
    {
        std::map<std::tuple<std::size_t, unique_thing, hold>, std::vector<const taker*>> held;
        for (const auto& one : takers) {
            const bool by_itself = one.held == hold::round || one.held == hold::twice;
            if (one.held == hold::none || (!by_itself && keepers_of(one).all.empty())) continue;
            said.insert(one.step);
            held[{one.step, one.what, one.held}].push_back(&one);
        }
        for (auto& [of, several] : held) {
            std::sort(several.begin(), several.end(),
                      [](const auto* a, const auto* b) { return a->key < b->key; });
            say_held(several);
        }
        for (std::size_t i = 0; i < dropped.size(); ++i)
            if (dropped[i] && !said.contains(i) && !t.out.steps[i].follows)
                say_bound(t, t.out.steps[i].what);
    }

    /// Says why one step does not get things of one kind.
    void say_held(const std::vector<const taker*>& several)
    {
        const auto& one = *several.front();
        const auto& a = t.out.steps[one.step].what;
        const auto subject = "The " + std::string{name(a.kind)} + " " + called(a);
        const auto about =
            one.what == unique_thing::sku ? field::product_sku : field::product_options;
        if (one.held != hold::kept) {
            t.say(severity::hold, rule::order_safe, a.kind, a.of,
                  subject + (one.held == hold::round
                                 ? " keeps its options: others wait for them, round in a circle."
                                 : " does not get its options: another variant gets the same."),
                  about);
            return;
        }
        keepers who;
        std::string skus;
        for (const auto* each : several) {
            auto more = keepers_of(*each);
            who.all.insert(who.all.end(), more.all.begin(), more.all.end());
            who.conflict = who.conflict || more.conflict;
            skus += (skus.empty() ? "" : ", ") + in_quotes(each->key);
        }
        const auto order = [&](const auto& k) {
            return std::tuple{ref_order(k.first), es[k.second].name.value_or("")};
        };
        std::sort(who.all.begin(), who.all.end(),
                  [&](const auto& x, const auto& y) { return order(x) < order(y); });
        who.all.erase(std::unique(who.all.begin(), who.all.end()), who.all.end());
        const auto& first = es[who.all[0].second];
        const auto owner = "the ecom product " + in_quotes(first.name, first.id.text);
        const bool is_new = !one.who || one.what == unique_thing::variant_link;
        auto because = std::string{is_new ? " is not made in ecom: " : " keeps what it has: "};
        auto why = rule::variant_sku_free;
        switch (one.what) {
        case unique_thing::sku:
            because += several.size() == 1
                           ? "the SKU " + skus + " belongs to " + owner + "."
                           : "the SKUs " + skus + " belong to others, as to " + owner + ".";
            break;
        case unique_thing::options:
            why = rule::order_safe;
            because += "its combination of options belongs to " + owner + ".";
            break;
        case unique_thing::variant_link:
            why = rule::variant_shape;
            because += "its variation is still one of " + owner + ".";
            break;
        }
        const bool left = who.conflict && choice_of(one) == "ecom";
        who.conflict = who.conflict && !left;
        auto& issue = t.say(left           ? severity::notice
                            : who.conflict ? severity::conflict
                                           : severity::hold,
                            why, a.kind, a.of, subject + because, about);
        for (auto& [of, at] : who.all)
            issue.records.push_back(std::move(of));
        if (who.conflict) issue.choices = {"pos", "ecom"};
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
            if (one.held != hold::none) continue;
            each_holder(one, [&](holder who) {
                if (const auto r = removing_step(who))
                    t.out.steps[*r].phase = phase::make_room;                        // K2
                if (const auto c = freeing_taker(one, who)) one.after.push_back(*c); // K3
            });
            // Holders come as ecom lists them; which ring is found first must not depend on that.
            std::sort(one.after.begin(), one.after.end(),
                      [&](std::size_t a, std::size_t b) { return smaller(a, b); });
        }
    }

    /// Combinations that go round have no third place to go to (K4).
    void hold_rounds()
    {
        groups alone;
        for (std::size_t i = 0; i < takers.size(); ++i)
            if (takers[i].held == hold::none && takers[i].what == unique_thing::options)
                alone[i] = {i};
        find_order(alone, [&](std::size_t i) {
            newly_held.clear();
            hold_taker(i, hold::round);
            settle();
            return newly_held;
        });
    }

    /// Each step one wave after the last of those it waits for; a ring of SKUs is broken by parking
    /// one of them (K4).
    void find_waves()
    {
        groups steps;
        for (std::size_t i = 0; i < takers.size(); ++i)
            if (takers[i].held == hold::none) steps[takers[i].step].push_back(i);
        const auto depth = find_order(steps, [&](std::size_t i) {
            park(takers[i]);
            return std::vector{i};
        });
        for (const auto& [step, waves] : depth)
            t.out.steps[step].depth = std::max(t.out.steps[step].depth, waves);
    }

    /// How many waves each group has to wait. `break_ring(taker)` says which takers of a ring are
    /// out of the way.
    template <class Break>
    std::map<std::size_t, int> find_order(const groups& going, Break&& break_ring)
    {
        std::map<std::size_t, int> depth;
        std::map<std::size_t, std::size_t> waits;
        std::vector<std::vector<std::size_t>> next(takers.size()); // groups that wait for a taker
        std::vector<std::size_t> group(takers.size()), ready;
        std::vector<bool> free(takers.size());
        for (const auto& [g, all] : going) {
            depth[g] = 0;
            waits[g] = 0;
            for (const auto i : all) {
                group[i] = g;
                for (const auto before : takers[i].after) {
                    next[before].push_back(g);
                    ++waits[g];
                }
            }
            if (waits[g] == 0) ready.push_back(g);
        }
        const auto release = [&](std::size_t i, int wave) {
            free[i] = true;
            for (const auto g : std::exchange(next[i], {})) {
                depth[g] = std::max(depth[g], wave + 1);
                if (--waits[g] == 0) ready.push_back(g);
            }
        };
        auto candidates = in_order(going);
        for (auto left = going.size(); left > 0;) {
            if (ready.empty()) {
                for (const auto i : break_ring(ring_member(going, group, free, candidates))) {
                    depth[group[i]] = std::max(depth[group[i]], 1);
                    release(i, 0);
                }
                continue;
            }
            const auto g = ready.back();
            ready.pop_back();
            --left;
            for (const auto i : going.at(g))
                release(i, depth[g]);
        }
        return depth;
    }

    [[nodiscard]] bool smaller(std::size_t a, std::size_t b) const
    {
        const auto order = [&](std::size_t i) {
            const auto& what = t.out.steps[takers[i].step].what;
            return std::tuple{ref_order(what.of), what.kind}; // their ids may be the same
        };
        return order(a) < order(b);
    }

    /// The takers by the ids of their records, the smallest last.
    [[nodiscard]] std::vector<std::size_t> in_order(const groups& going) const
    {
        std::vector<std::size_t> all;
        for (const auto& [g, of_group] : going)
            all.insert(all.end(), of_group.begin(), of_group.end());
        std::stable_sort(all.begin(), all.end(),
                         [&](std::size_t a, std::size_t b) { return smaller(b, a); });
        return all;
    }

    /// Of the rings left, the one that the smallest id leads to; of that one a SKU, which can be
    /// parked, and the smallest.
    [[nodiscard]] std::size_t ring_member(const groups& going,
                                          const std::vector<std::size_t>& group,
                                          const std::vector<bool>& free,
                                          std::vector<std::size_t>& candidates)
    {
        const auto none = takers.size();
        const auto before = [&](std::size_t i) { // a group goes as a whole
            for (const auto own : going.at(group[i]))
                for (const auto b : takers[own].after)
                    if (!free[b]) return b;
            return none;
        };
        while (free[candidates.back()] || before(candidates.back()) == none)
            candidates.pop_back();
        auto at = before(candidates.back());
        for (++searches; takers[at].seen != searches; at = before(at))
            takers[at].seen = searches;
        const auto better = [&](std::size_t a, std::size_t b) {
            const bool parks = takers[a].what == unique_thing::sku;
            return parks != (takers[b].what == unique_thing::sku) ? parks : smaller(a, b);
        };
        auto best = at;
        for (auto i = before(at); i != at; i = before(i))
            if (better(i, best)) best = i;
        return best;
    }

    void park(const taker& one)
    {
        auto of = t.out.steps[one.step].what.of;
        auto product = t.out.steps[one.step].what.product;
        const auto of_kind = t.out.steps[one.step].what.kind;
        auto temporary = std::string{parked_prefix} + std::string{name(of_kind)} + '-' + of.ecom_id;
        while (there.is_used(temporary))
            temporary += '~';
        auto& changes = std::get<update>(t.out.steps[one.step].what.what).changes;
        auto& change = *std::find_if(changes.begin(), changes.end(),
                                     [](const auto& c) { return c.field == field::product_sku; });
        update away{{{field::product_sku, std::exchange(change.from, temporary), temporary,
                      rule::variant_sku_free, cause::rule}}};
        t.add(side::ecom, of_kind, rule::variant_sku_free, std::move(of), std::move(away),
              phase::products);
        t.out.steps.back().what.product = std::move(product);
    }

    /// What is dropped goes whole, of an update the held change alone.
    void drop_held()
    {
        dropped.resize(t.out.steps.size()); // what is parked came after
        for (const auto& one : takers) {
            if (one.held == hold::none || dropped[one.step]) continue;
            const auto f =
                one.what == unique_thing::sku ? field::product_sku : field::product_options;
            auto& changes = std::get<update>(t.out.steps[one.step].what.what).changes;
            std::erase_if(changes, [&](const change& c) { return c.field == f; });
            dropped[one.step] = changes.empty();
        }
        std::size_t i = 0;
        std::erase_if(t.out.steps, [&](const step&) { return dropped[i++]; });
    }

    const task& t;
    const pairing& m;
    const std::vector<pos::product>& ps = t.pos.products.records;
    const std::vector<ecom::product>& es = t.ecom.products.records;
    holder_index there;
    std::vector<taker> takers;
    std::map<std::pair<holder, unique_thing>, std::size_t> changer; ///< the taker that frees it
    std::map<holder, std::size_t> removed;                          ///< the step that deletes it
    mutable std::optional<std::vector<holder>> linked_now;     ///< online-only till now; sorted
    std::map<std::size_t, std::vector<std::size_t>> by_step;   ///< takers
    std::map<std::string, std::vector<std::size_t>> bound;     ///< steps by bond
    std::map<std::size_t, std::vector<std::size_t>> for_taker; ///< takers that wait for one
    std::map<std::size_t, std::vector<std::size_t>> for_step;  ///< takers that wait for a delete
    std::vector<std::size_t> look;                             ///< takers to look at again
    std::vector<std::size_t> newly_held;
    std::vector<bool> dropped; ///< of each step
    std::set<std::size_t> said;
    std::size_t searches = 0;
};

} // namespace detail

inline void free_before_take(const task& t, const product_map& map)
{
    if (t.ecom.products.records.empty()) return; // nobody has anything
    detail::take_order{t, map}.run();
}

} // namespace twinshelf
