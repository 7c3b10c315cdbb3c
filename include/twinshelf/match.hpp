#pragma once

#include "twinshelf/draft.hpp"
#include "twinshelf/key_index.hpp"
#include "twinshelf/link.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace twinshelf {

/// Who is who in one kind: links first, then what the kind's own rule adopts
/// (`identity.link_first`).
struct pairing {
    std::vector<index> ecom_of;       ///< of each pos record; `nowhere` while it has no counterpart
    std::vector<index> pos_of;        ///< of each ecom record
    std::vector<bool> pos_out;        ///< reported, or unread: left alone
    std::vector<bool> ecom_out;       ///< reported: left alone
    std::vector<bool> adopted;        ///< of each ecom record: paired now, not linked yet
    std::vector<bool> deleted_online; ///< of each pos record: its ecom record is known to be gone
    std::vector<bool> unread;         ///< of each pos record: it has one, and that was not read
    std::vector<bool> known;          ///< of each ecom record: `match_links` knew its pair
    id_index pos_ids, ecom_ids;
    key_index links; ///< ecom records by the pos id they are linked to, but the pairs

    /// The one record of an id; `nowhere` if there is none. Of several the first: all are out.
    [[nodiscard]] index pos_at(std::string_view id) const { return first(pos_ids.find(id)); }
    [[nodiscard]] index ecom_at(std::string_view id) const { return first(ecom_ids.find(id)); }
    /// The same, but `nowhere` if there are several.
    [[nodiscard]] index only_ecom_at(std::string_view id) const
    {
        const auto found = ecom_ids.find(id);
        return found.size() == 1 ? found.front().at : nowhere;
    }
    /// The ecom record that is linked to a pos id, whether or not that pos record was read.
    [[nodiscard]] index ecom_linked(std::string_view pos_id) const
    {
        const auto p = pos_at(pos_id);
        return p != nowhere && ecom_of[p] != nowhere ? ecom_of[p] : first(links.find(pos_id));
    }

    void pair(index p, index e)
    {
        ecom_of[p] = e;
        pos_of[e] = p;
    }

private:
    template <class Row>
    [[nodiscard]] static index first(std::span<const Row> rows)
    {
        return rows.empty() ? nowhere : rows[0].at;
    }
};

template <class Pos, class Ecom>
[[nodiscard]] ref both(const Pos& p, const Ecom& e)
{
    return {p.id.text, e.id.text};
}
template <class Pos>
[[nodiscard]] ref pos_ref(const Pos& p)
{
    return {p.id.text, {}};
}
template <class Ecom>
[[nodiscard]] ref ecom_ref(const Ecom& e)
{
    return {std::string{linked_to(e)}, e.id.text};
}

namespace detail {

/// What is known of the counterpart of a pos record that nothing is linked to.
enum class lost_link : std::uint8_t { none_known, deleted, unread };

/// Deleted: by an earlier run, or because it is not where the last sync left it. Unread: that place
/// was not looked at (`identity.link_first`).
template <class Pos, class Ecom>
[[nodiscard]] lost_link lost_link_of(const Pos& p, const section<Ecom>& ecom, const id_index& ids,
                                     kind of_kind, const memory& known)
{
    if (known.lost_in_ecom(of_kind, p.id.text)) return lost_link::deleted;
    const auto* was = known.pairs<Pos>().ecom_of(p.id.text);
    if (was == nullptr || known.pairs<Pos>().pos_at(p.id.text) == nullptr)
        return lost_link::none_known;
    const auto now = ids.find(was->id.text);
    if (now.empty()) return ecom.complete() ? lost_link::deleted : lost_link::unread;
    return tombstone(ecom.records[now[0].at]) ? lost_link::deleted : lost_link::none_known;
}

/// Whether a pos record is in the shop, by its own flags.
template <class Pos>
[[nodiscard]] bool is_there(const Pos& p)
{
    if constexpr (requires { p.sellable; })
        return is_there(p.sellable);
    else if constexpr (requires { p.archived; })
        return !p.archived.value_or(false) && !tombstone(p);
    else
        return !tombstone(p);
}

template <class Record>
[[nodiscard]] id_index index_of(const std::vector<Record>& records)
{
    id_index ids{records};
    ids.reserve(records.size());
    for (index i = 0; i < records.size(); ++i)
        ids.add(records[i], i);
    ids.sort();
    return ids;
}

/// Reports the records without an id, and all that share one (`record.isolated`). `known` are the
/// rows of the index, where it was made before.
template <class Record>
[[nodiscard]] id_index index_ids(const std::vector<Record>& records,
                                 std::optional<id_index::rows> known, kind of_kind, side on,
                                 const task& t, std::vector<bool>& out)
{
    const auto record_ref = [&](const Record& r) {
        return on == side::pos ? ref{r.id.text, {}} : ref{{}, r.id.text};
    };
    const std::string where = on == side::pos ? "in the pos" : "in ecom";
    auto ids = known ? id_index{records, *std::move(known)} : index_of(records);
    if (const auto without = records.size() - ids.size(); without > 0) {
        for (index i = 0; i < records.size(); ++i)
            out[i] = blank(records[i].id.text);
        t.say(severity::error, rule::record_isolated, of_kind, {},
              std::to_string(without) + " records of kind " + std::string{name(of_kind)} + " " +
                  where + " have no id; they are left alone.")
            .key += where;
    }
    ids.each_run([&](std::span<const id_index::row> same) {
        if (same.size() < 2) return;
        for (const auto& row : same)
            out[row.at] = true;
        t.say(severity::error, rule::record_isolated, of_kind, record_ref(records[same[0].at]),
              std::to_string(same.size()) + " records of kind " + std::string{name(of_kind)} + " " +
                  where + " have the id " + records[same[0].at].id.text + "; they are left alone.");
    });
    return ids;
}

} // namespace detail

/// Puts the records of a conflict in order, and offers their ecom ids and "none" as its choices.
inline void offer(issue& conflict)
{
    std::sort(conflict.records.begin(), conflict.records.end(), smaller_ref);
    for (const auto& r : conflict.records)
        if (!r.ecom_id.empty()) conflict.choices.push_back(r.ecom_id);
    conflict.choices.emplace_back("none");
}

/// The ids of both sides, where they were sorted before.
struct sorted_ids {
    std::optional<id_index::rows> pos{}, ecom{};
};

/// Nothing is known of pairs.
struct no_known_pairs {
    template <class Visit>
    void each_pair(Visit&&) const
    {
    }
};

/// Pairs the records of one kind by their links. Tombstones win no link. Two ecom records with one
/// link are a conflict until one of them is chosen: both are left alone, and so is the pos record.
/// Of those that `known_pairs.each_pair` visits it is known that the two are linked, as they were.
template <class Pos, class Ecom, class KnownPairs = no_known_pairs>
[[nodiscard]] pairing match_links(const section<Pos>& pos, const section<Ecom>& ecom, kind of_kind,
                                  const task& t, sorted_ids ids = {},
                                  const KnownPairs& known_pairs = {})
{
    const auto& ps = pos.records;
    const auto& es = ecom.records;
    pairing m{std::vector<index>(ps.size(), nowhere),
              std::vector<index>(es.size(), nowhere),
              std::vector<bool>(ps.size()),
              std::vector<bool>(es.size()),
              std::vector<bool>(es.size()),
              std::vector<bool>(ps.size()),
              std::vector<bool>(ps.size()),
              std::vector<bool>(es.size()),
              {},
              {},
              {}};
    m.pos_ids = detail::index_ids(ps, std::move(ids.pos), of_kind, side::pos, t, m.pos_out);
    m.ecom_ids = detail::index_ids(es, std::move(ids.ecom), of_kind, side::ecom, t, m.ecom_out);

    std::vector<bool> contested(ps.size());
    const auto is_free = [&](index p) { return !contested[p] && m.ecom_of[p] == nowhere; };
    known_pairs.each_pair([&](index p, index e) {
        if (m.ecom_out[e] || !is_free(p)) return;
        m.pair(p, e);
        m.known[e] = true;
    });
    const auto claim = [&](std::string_view link, index e) {
        const auto targets = m.pos_ids.find(link);
        const auto p = targets.size() == 1 ? targets[0].at : nowhere;
        if (p != nowhere && is_free(p)) return m.pair(p, e);
        m.links.add(link, e);
        if (p == nowhere || contested[p]) return;
        contested[p] = true;
        m.links.add(link, m.ecom_of[p]);
        m.pos_of[m.ecom_of[p]] = nowhere;
        m.ecom_of[p] = nowhere;
    };
    const auto& pairs = t.known.pairs<Pos>();
    for (index e = 0; e < es.size(); ++e) {
        if (m.known[e]) continue;
        const auto link = linked_to(es[e]);
        if (link.empty()) continue;
        const auto* was = pairs.ecom_at(es[e].id.text);
        if (was != nullptr && linked_to(*was) != link && !tombstone(es[e])) {
            const ref of{std::string{link}, es[e].id.text};
            const auto before = m.pos_ids.find(linked_to(*was));
            if (!before.empty() && detail::is_there(ps[before[0].at]) &&
                t.choice(rule::identity_link_first, of_kind, of) != link) {
                t.say(severity::conflict, rule::identity_link_first, of_kind, of,
                      "The ecom record " + of.ecom_id + " was the pos record " +
                          std::string{linked_to(*was)} +
                          ", which is still there, and is linked to the pos record " + of.pos_id +
                          " now; all of them are left alone until that is confirmed.")
                    .choices = {of.pos_id};
                m.ecom_out[e] = true;
                for (const auto& row : before)
                    m.pos_out[row.at] = true;
            }
        }
        if (m.ecom_out[e]) { // its pos record is not new for that
            for (const auto& row : m.pos_ids.find(link))
                m.pos_out[row.at] = true;
        } else if (!tombstone(es[e])) {
            claim(link, e);
        } else {
            for (const auto& row : m.pos_ids.find(link))
                m.deleted_online[row.at] = true;
        }
    }
    for (index p = 0; p < ps.size(); ++p)
        if (m.pos_out[p] && m.ecom_of[p] != nowhere) m.ecom_out[m.ecom_of[p]] = true;
    m.links.sort();
    m.links.each_run([&](std::span<const key_index::row> same) {
        const auto targets = m.pos_ids.find(same[0].key);
        const auto follow = [&](index e) {
            if (targets.size() != 1) { // of none, or of several bad records
                m.ecom_out[e] = m.ecom_out[e] || targets.size() > 1;
                return;
            }
            if (m.pos_out[targets[0].at]) m.ecom_out[e] = true;
            m.pair(targets[0].at, e);
        };
        if (same.size() == 1) return follow(same[0].at);
        const ref of{std::string{same[0].key}, {}};
        const auto choice = t.choice(rule::identity_link_first, of_kind, of);
        auto chosen = nowhere;
        for (const auto& row : same) {
            m.ecom_out[row.at] = es[row.at].id.text != choice;
            if (!m.ecom_out[row.at]) chosen = row.at;
        }
        const bool decided = chosen != nowhere || choice == "none";
        auto& issue = t.say(decided ? severity::notice : severity::conflict,
                            rule::identity_link_first, of_kind, of,
                            std::to_string(same.size()) +
                                " ecom records are linked to the pos record " + of.pos_id +
                                (chosen != nowhere ? "; as decided, the others are left alone."
                                 : decided         ? "; as decided, all of them are left alone."
                                                   : "; none of them is touched until one is "
                                                     "chosen."));
        for (const auto& row : same)
            issue.records.push_back(ecom_ref(es[row.at]));
        std::sort(issue.records.begin(), issue.records.end(), smaller_ref);
        if (!decided) offer(issue);
        if (chosen != nowhere) return follow(chosen);
        for (const auto& row : targets)
            m.pos_out[row.at] = true;
    });
    if (t.known.empty()) return m;
    for (index p = 0; p < ps.size(); ++p) {
        if (m.ecom_of[p] != nowhere || m.deleted_online[p] || !m.links.find(ps[p].id.text).empty())
            continue;
        const auto link = detail::lost_link_of(ps[p], ecom, m.ecom_ids, of_kind, t.known);
        m.deleted_online[p] = link == detail::lost_link::deleted;
        m.unread[p] = link == detail::lost_link::unread;
        if (m.unread[p]) m.pos_out[p] = true;
    }
    return m;
}

} // namespace twinshelf
