#pragma once

#include "twinshelf/baseline.hpp"
#include "twinshelf/detail/kept_product.hpp"
#include "twinshelf/detail/sync_end.hpp"
#include "twinshelf/key_index.hpp"
#include "twinshelf/outcome.hpp"
#include "twinshelf/rules/three_way.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace twinshelf {

/// The baseline of the next run: what both sides really hold once the actions that `outcomes` says
/// were carried out are (`baseline.stored`).
///
/// `pos`, `ecom` and `by` are what the plan was made from, with the baseline `old`. An action
/// without an outcome, or that failed, leaves the old memory of what it was to change, and so does
/// what the plan held: the next run tries again. Pairs that no snapshot showed stay as they were;
/// those that one side deleted are remembered as such. Where the platform holds something else than
/// it was sent, its outcome says so in `stored`.
[[nodiscard]] baseline advance(const baseline& old, const pos::snapshot& pos,
                               const ecom::snapshot& ecom, const policy& by, const plan& p,
                               std::span<const outcome> outcomes);

namespace detail {

/// One baseline in the making.
class advancing {
public:
    advancing(const baseline& old, const pos::snapshot& pos, const ecom::snapshot& ecom,
              const policy& by, const plan& p, std::span<const outcome> outcomes)
        : end(old, pos, ecom, by, p, outcomes), pos_was(pos), ecom_was(ecom)
    {
    }

    [[nodiscard]] baseline run()
    {
        next.pos.currency = end.mixed_money ? end.known.pos_currency : pos_was.currency;
        next.ecom.currency = end.mixed_money ? end.known.ecom_currency : ecom_was.currency;
        next.pos.taken_at = pos_was.taken_at;
        next.ecom.taken_at = ecom_was.taken_at;
        section_of(kind::category, &pos::snapshot::categories, &ecom::snapshot::categories,
                   end.now.categories, end.known.categories);
        section_of(kind::product, &pos::snapshot::products, &ecom::snapshot::products,
                   end.now.products, end.known.products);
        section_of(kind::customer_group, &pos::snapshot::customer_groups,
                   &ecom::snapshot::customer_groups, end.now.customer_groups,
                   end.known.customer_groups);
        section_of(kind::customer, &pos::snapshot::customers, &ecom::snapshot::customers,
                   end.now.customers, end.known.customers);
        const auto order = [](const lost_pair& l) {
            return std::tuple{l.kind, ref_order(l.of), l.from};
        };
        std::sort(next.lost.begin(), next.lost.end(),
                  [&](const auto& a, const auto& b) { return order(a) < order(b); });
        return std::move(next);
    }

private:
    template <class Pos, class Ecom>
    void section_of(kind k, section<Pos> pos::snapshot::*pos_section,
                    section<Ecom> ecom::snapshot::*ecom_section, const kind_after<Pos, Ecom>& now,
                    const pair_memory<Pos, Ecom>& memory)
    {
        auto& pos_to = (next.pos.*pos_section).records;
        auto& ecom_to = (next.ecom.*ecom_section).records;
        pos_to.reserve(now.ecom.size());
        ecom_to.reserve(now.ecom.size());
        key_index pos_ids, ecom_ids, links;
        for (index i = 0; i < now.pos.size(); ++i)
            pos_ids.add(now.pos[i].now.id.text, i);
        for (index i = 0; i < now.ecom.size(); ++i) {
            const auto& e = now.ecom[i].now;
            ecom_ids.add(e.id.text, i);
            if (!linked_to(e).empty() && !tombstone(e)) links.add(linked_to(e), i);
        }
        pos_ids.sort();
        ecom_ids.sort();
        links.sort();
        const auto only = [](const key_index& by_key, std::string_view key) {
            const auto rows = by_key.find(key);
            return rows.size() == 1 ? rows.front().at : nowhere;
        };

        const kept_pair<Pos, Ecom> members_of{k, end.by};
        std::vector<bool> kept_now(now.ecom.size());
        for (index i = 0; i < now.ecom.size(); ++i) {
            const auto& e = now.ecom[i];
            const auto& id = e.now.id.text;
            const auto link = linked_to(e.now);
            if (link.empty() || blank(id) || tombstone(e.now)) continue;
            const auto is = end.open.of(k, link, id);
            const auto* was = memory.ecom_at(id);
            const auto* of = was == nullptr ? nullptr : memory.pos_at(linked_to(*was));
            if (of != nullptr && linked_to(*was) != link &&
                is.stays().is_all()) { // not sure that it moved
                pos_to.push_back(*of);
                ecom_to.push_back(*was);
                kept_now[i] = true;
                continue;
            }
            const auto p = only(pos_ids, link);
            if (p == nowhere || only(ecom_ids, id) == nowhere || only(links, link) == nowhere)
                continue;
            keep(is, members_of, now.pos[p], e, pos_to, ecom_to);
            kept_now[i] = true;
        }

        const bool pos_complete = (pos_was.*pos_section).complete();
        const bool ecom_complete = (ecom_was.*ecom_section).complete() && !end.open.vanished(k);
        const bool person = k == kind::customer || k == kind::customer_group;
        for (const auto* e : memory.all_ecom()) {
            const auto there_are = ecom_ids.find(e->id.text);
            if (std::any_of(there_are.begin(), there_are.end(),
                            [&](const auto& row) { return kept_now[row.at]; }))
                continue;
            const auto link = linked_to(*e);
            const auto p = only(pos_ids, link);
            const auto at = only(ecom_ids, e->id.text);
            const bool there = at != nowhere && !tombstone(now.ecom[at].now);
            const bool relinked =
                there ? linked_to(now.ecom[at].now) != link : !links.find(link).empty();
            if (relinked || end.open.deleted(k, e->id.text)) continue;
            const ref of{std::string{link}, e->id.text};
            const bool deleted_online =
                !there && (ecom_complete || at != nowhere || end.known.lost(k, side::ecom, of));
            const bool gone_from_pos =
                p == nowhere && (pos_complete || end.known.lost(k, side::pos, of));
            if (deleted_online && gone_from_pos && !person) continue;
            ecom_to.push_back(*e);
            if (const auto* then = memory.pos_at(link)) {
                pos_to.push_back(*then);
                if (deleted_online && p != nowhere) note_unavailable(now.pos[p].now, pos_to.back());
                if (there && gone_from_pos)
                    keep_gone(now.ecom[at].now, pos_to.back(), ecom_to.back());
            }
            if (deleted_online)
                next.lost.push_back({k, of, side::ecom});
            else if (gone_from_pos && person)
                next.lost.push_back({k, of, side::pos});
        }
        sort_by_id(pos_to);
        sort_by_id(ecom_to);
        const auto state = [](const auto& all) { // as its JSON has it
            return all.empty() ? completeness::absent : completeness::complete;
        };
        (next.pos.*pos_section).state = state(pos_to);
        (next.ecom.*ecom_section).state = state(ecom_to);
    }

    /// When a record was changed last.
    template <class Record>
    [[nodiscard]] static std::optional<instant> changed_at(const Record& r)
    {
        if constexpr (requires { r.updated_at; })
            return r.updated_at;
        else if constexpr (requires { r.sellable.updated_at; })
            return r.sellable.updated_at;
        else
            return {};
    }

    /// A product that stays in ecom though it is gone from the pos: that it is disabled for that is
    /// nobody's edit, and it is not available until it is back.
    template <class Pos, class Ecom>
    void keep_gone(const Ecom& now_there, Pos& pos_to, Ecom& ecom_to) const
    {
        if constexpr (std::is_same_v<Ecom, ecom::product>) {
            if (end.by.gone_product == gone_product::remove) return; // held or failed: tried again
            if (pos_to.sellable.active) pos_to.sellable.active = false;
            if (ecom_to.enabled) ecom_to.enabled = now_there.enabled;
        }
    }

    template <class Pos, class Ecom>
    void keep(const open_pair& is, const kept_pair<Pos, Ecom>& members_of,
              const record_after<Pos>& p, const record_after<Ecom>& e, std::vector<Pos>& pos_to,
              std::vector<Ecom>& ecom_to)
    {
        const auto base = end.known.of(p.now, e.now);
        if (is_stale(changed_at(p.now), changed_at(base.pos)) ||
            is_stale(changed_at(e.now), changed_at(base.ecom))) {
            pos_to.push_back(base.pos); // an older one is not what they hold (`record.stale`)
            ecom_to.push_back(base.ecom);
            return;
        }
        const auto fields = end.stay(is, members_of, p.now, e.now);
        end.keep(is, members_of, p.now, e.now, base, fields, pos_to, ecom_to);
        if constexpr (std::is_same_v<Pos, pos::product>)
            products.keep(p, e, base, is, fields, pos_to.back(), ecom_to.back());
    }

    /// Puts records into the order of their ids; each is moved once.
    template <class Record>
    static void sort_by_id(std::vector<Record>& all)
    {
        std::vector<index> order(all.size());
        std::iota(order.begin(), order.end(), index{0});
        std::stable_sort(order.begin(), order.end(), [&](index a, index b) {
            return id_order(all[a].id.text) < id_order(all[b].id.text);
        });
        std::vector<Record> sorted;
        sorted.reserve(all.size());
        for (const auto at : order)
            sorted.push_back(std::move(all[at]));
        all = std::move(sorted);
    }

    const sync_end end;
    const kept_product products{end};
    const pos::snapshot& pos_was;
    const ecom::snapshot& ecom_was;
    baseline next{};
};

} // namespace detail

inline baseline advance(const baseline& old, const pos::snapshot& pos, const ecom::snapshot& ecom,
                        const policy& by, const plan& p, std::span<const outcome> outcomes)
{
    return detail::advancing{old, pos, ecom, by, p, outcomes}.run();
}

} // namespace twinshelf
