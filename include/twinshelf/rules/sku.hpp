#pragma once

#include "twinshelf/rules/product.hpp"

#include <algorithm>
#include <map>

/// A SKU is freed before another record takes it (`variant.sku_free`), looked at when the plan's
/// steps are known.
///
///   id   who holds the SKU in ecom now                   the step that takes it
///   K1   nobody, or the record itself                    as it is
///   K2   a record that the plan deletes                  after the delete, which moves to the
///   front K3   a record whose SKU the plan changes             in a later wave K4   the same, and
///   so on round to the first          one SKU is parked on a temporary value K5   a synced record
///   that keeps it, and the pos
///        has the SKU twice                               as it is
///   K6   a synced record that keeps it otherwise         hold
///   K7   an online-only record                           conflict, unless duplicate_sku is create
namespace twinshelf {

/// Puts the product steps into waves by who frees and who takes a SKU, and holds what cannot be.
void free_skus(const task& t, const product_map& map);

namespace detail {

class sku_order {
public:
    sku_order(const task& all, const product_map& map) : t(all), m(map.match) {}

    void run()
    {
        collect();
        if (takers.empty()) return;
        while (hold_what_stays_taken()) {
        }
        wait_for_deletes();
        find_order();
        drop_held();
    }

private:
    struct taker {
        std::size_t step;
        std::string sku;
        index ecom;                       ///< nowhere: a new product
        std::vector<std::size_t> after{}; ///< the takers that free the SKU
        bool held = false;
        bool done = false;
    };

    void collect()
    {
        for (index p = 0; p < ps.size(); ++p)
            if (!gone(ps[p].sellable))
                each_sku(ps[p], [&](std::string_view sku) { wanted.add(sku, p); });
        for (index e = 0; e < es.size(); ++e)
            if (!tombstone(es[e]))
                each_sku(es[e], [&](std::string_view sku) { holders.add(sku, e); });
        wanted.sort();
        holders.sort();
        for (std::size_t i = 0; i < t.out.steps.size(); ++i) {
            const auto& a = t.out.steps[i].what;
            if (a.kind != kind::product || a.side != side::ecom) continue;
            if (std::get_if<twinshelf::remove>(&a.what)) removed[m.ecom_at(a.of.ecom_id)] = i;
            if (const auto* made = std::get_if<create>(&a.what))
                for (const auto& f : made->record)
                    if (f.field == field::product_sku)
                        takers.push_back({i, std::get<std::string>(f.to), nowhere});
            if (const auto* changed = std::get_if<update>(&a.what))
                for (const auto& c : changed->changes)
                    if (c.field == field::product_sku) {
                        const auto e = m.ecom_at(a.of.ecom_id);
                        changer[e] = takers.size();
                        takers.push_back({i, std::get<std::string>(c.to), e});
                    }
        }
    }

    /// The ecom records, other than its own, that have the SKU before the plan.
    template <class Visit>
    void each_holder(const taker& one, Visit&& visit) const
    {
        for (const auto& row : holders.find(one.sku))
            if (row.at != one.ecom) visit(row.at);
    }

    /// Whether one more had to be held: then what it would have freed stays taken too.
    bool hold_what_stays_taken()
    {
        bool more = false;
        for (auto& one : takers) {
            if (one.held) continue;
            each_holder(one, [&](index e) {
                if (one.held || removed.count(e)) return; // K2
                if (const auto c = changer.find(e); c != changer.end() && !takers[c->second].held)
                    return; // K3
                const bool online = linked_to(es[e]).empty() && !m.adopted[e];
                if (online ? t.policy.duplicate_sku == duplicate_sku::create
                           : wanted.find(one.sku).size() > 1)
                    return; // K5, K7
                hold(one, e, online);
                more = true;
            });
        }
        return more;
    }

    void hold(taker& one, index holder, bool online)
    {
        one.held = true;
        const auto& a = t.out.steps[one.step].what;
        const auto p = m.pos_at(a.of.pos_id);
        auto& issue = t.say(
            online ? severity::conflict : severity::hold, rule::variant_sku_free, kind::product,
            a.of,
            (one.ecom == nowhere ? "The product " : "The SKU of ") +
                (p == nowhere ? a.of.ecom_id : quoted(ps[p].name, ps[p].id.text)) +
                (one.ecom == nowhere ? " is not made in ecom: its SKU " : " stays as it is: ") +
                quoted(one.sku) + " belongs to the " + (online ? "online-only " : "") +
                "ecom product " + quoted(es[holder].name, es[holder].id.text) + ".",
            field::product_sku);
        issue.records.push_back(ecom_ref(es[holder]));
    }

    void wait_for_deletes()
    {
        for (auto& one : takers) {
            if (one.held) continue;
            each_holder(one, [&](index e) {
                if (const auto r = removed.find(e); r != removed.end())
                    t.out.steps[r->second].phase = phase::make_room; // K2
                if (const auto c = changer.find(e); c != changer.end())
                    one.after.push_back(c->second); // K3
            });
        }
    }

    /// Each taker one wave after the last of those it waits for; a ring is broken by parking.
    void find_order()
    {
        auto left = static_cast<std::size_t>(
            std::count_if(takers.begin(), takers.end(), [](const auto& one) { return !one.held; }));
        std::vector<std::vector<std::size_t>> next(takers.size());
        std::vector<std::size_t> waits(takers.size());
        std::vector<std::size_t> ready;
        for (std::size_t i = 0; i < takers.size(); ++i) {
            if (takers[i].held) continue;
            waits[i] = takers[i].after.size();
            for (const auto before : takers[i].after)
                next[before].push_back(i);
            if (waits[i] == 0) ready.push_back(i);
        }
        const auto release = [&](std::size_t i, int depth) {
            for (const auto n : std::exchange(next[i], {})) {
                auto& step = t.out.steps[takers[n].step];
                step.depth = std::max(step.depth, depth + 1);
                if (--waits[n] == 0) ready.push_back(n);
            }
        };
        while (left > 0) {
            if (ready.empty()) {
                const auto parked = ring_member();
                park(takers[parked]);
                release(parked, 0);
                continue;
            }
            const auto i = ready.back();
            ready.pop_back();
            takers[i].done = true;
            --left;
            release(i, t.out.steps[takers[i].step].depth);
        }
    }

    /// Of the rings left, one that the smallest id leads to; of that one the smallest member.
    [[nodiscard]] std::size_t ring_member() const
    {
        const auto smaller = [&](std::size_t a, std::size_t b) {
            return t.out.steps[takers[a].step].what.of < t.out.steps[takers[b].step].what.of;
        };
        std::size_t at = takers.size();
        for (std::size_t i = 0; i < takers.size(); ++i)
            if (!takers[i].held && !takers[i].done && (at == takers.size() || smaller(i, at)))
                at = i;
        std::vector<bool> seen(takers.size());
        const auto before = [&](std::size_t i) {
            for (const auto b : takers[i].after)
                if (!takers[b].done && !parked_already(b)) return b;
            return i;
        };
        while (!seen[at]) {
            seen[at] = true;
            at = before(at);
        }
        auto least = at;
        for (auto i = before(at); i != at; i = before(i))
            if (smaller(i, least)) least = i;
        return least;
    }

    [[nodiscard]] bool parked_already(std::size_t i) const
    {
        return std::find(parked_takers.begin(), parked_takers.end(), i) != parked_takers.end();
    }

    void park(taker& one) // K4
    {
        parked_takers.push_back(static_cast<std::size_t>(&one - takers.data()));
        auto of = t.out.steps[one.step].what.of;
        auto temporary = "parked-" + of.ecom_id;
        while (!holders.find(temporary).empty() || !wanted.find(temporary).empty())
            temporary += '~';
        auto& changes = std::get<update>(t.out.steps[one.step].what.what).changes;
        auto& change = *std::find_if(changes.begin(), changes.end(),
                                     [](const auto& c) { return c.field == field::product_sku; });
        update away{{{field::product_sku, std::exchange(change.from, temporary), temporary,
                      rule::variant_sku_free, cause::rule}}};
        auto& depth = t.out.steps[one.step].depth;
        depth = std::max(depth, 1);
        t.add(side::ecom, kind::product, rule::variant_sku_free, std::move(of), std::move(away),
              phase::products);
    }

    /// A held create goes whole, a held change alone.
    void drop_held()
    {
        std::vector<std::size_t> empty;
        for (const auto& one : takers) {
            if (!one.held) continue;
            auto& what = t.out.steps[one.step].what.what;
            if (auto* changed = std::get_if<update>(&what)) {
                std::erase_if(changed->changes,
                              [](const auto& c) { return c.field == field::product_sku; });
                if (!changed->changes.empty()) continue;
            }
            empty.push_back(one.step);
        }
        std::sort(empty.begin(), empty.end());
        std::size_t i = 0;
        std::erase_if(t.out.steps, [&](const step&) {
            return std::binary_search(empty.begin(), empty.end(), i++);
        });
    }

    const task& t;
    const pairing& m;
    const std::vector<pos::product>& ps = t.pos.products.records;
    const std::vector<ecom::product>& es = t.ecom.products.records;
    key_index wanted, holders; ///< pos and ecom records by SKU
    std::vector<taker> takers;
    std::vector<std::size_t> parked_takers;
    std::map<index, std::size_t> changer; ///< by ecom record: the taker that frees its SKU
    std::map<index, std::size_t> removed; ///< by ecom record: the step that deletes it
};

} // namespace detail

inline void free_skus(const task& t, const product_map& map)
{
    detail::sku_order{t, map}.run();
}

} // namespace twinshelf
