#pragma once

#include "twinshelf/match.hpp"

#include <string>
#include <vector>

namespace twinshelf {

/// The customer groups as the customers need them.
struct customer_group_map {
    pairing match{};
    std::vector<bool> made_in_ecom{}; ///< of each pos group: the plan creates it in ecom
    std::vector<bool> made_in_pos{};  ///< of each ecom group: the plan creates it in the pos
};

/// Which group a customer is in, and whether the other side has it.
struct group_place {
    enum class state_of : std::uint8_t {
        unknown,  ///< the snapshot does not say
        unread,   ///< a group that the snapshot does not have, in a section that is not complete
        missing,  ///< a group that is not there
        no_group, ///< no group, or the one that everybody is in
        unseen,   ///< a group whose counterpart was not read
        alone,    ///< a group without a counterpart
        in        ///< a group that both sides have after this plan
    };
    state_of state{};
    ref group{}; ///< "" for an id that the plan makes or nobody knows; empty without a group
};

[[nodiscard]] group_place place_of(const task& t, const customer_group_map& groups,
                                   const maybe<pos::customer_group_id>& id);
[[nodiscard]] group_place place_of(const task& t, const customer_group_map& groups,
                                   const maybe<ecom::customer_group_id>& id);

/// Whether the snapshot says which group it is, or that it is none.
[[nodiscard]] inline bool is_known(const group_place& place)
{
    return place.state != group_place::state_of::unknown &&
           place.state != group_place::state_of::unread;
}

[[nodiscard]] bool same_group(const group_place& pos, const group_place& ecom);

inline bool same_group(const group_place& pos, const group_place& ecom)
{
    using enum group_place::state_of;
    if (pos.state == no_group || ecom.state == no_group) return pos.state == ecom.state;
    return (!pos.group.pos_id.empty() && pos.group.pos_id == ecom.group.pos_id) ||
           (!pos.group.ecom_id.empty() && pos.group.ecom_id == ecom.group.ecom_id);
}

inline group_place place_of(const task& t, const customer_group_map& groups,
                            const maybe<pos::customer_group_id>& id)
{
    using enum group_place::state_of;
    if (!id.known()) return {unknown};
    if (id.is_none()) return {no_group};
    const auto& m = groups.match;
    const auto p = m.pos_at(id->text);
    const auto e = p == nowhere ? m.ecom_linked(id->text) : m.ecom_of[p];
    const auto& es = t.ecom.customer_groups.records;
    if (p == nowhere && t.pos.customer_groups.complete()) return {missing};
    if (p == nowhere && (e == nowhere || m.ecom_out[e])) return {unread};
    if (p != nowhere && t.pos.customer_groups.records[p].is_default.value_or(false))
        return {no_group, {id->text, {}}};
    const ref group{id->text, e == nowhere ? std::string{} : es[e].id.text};
    if (p != nowhere && m.unread[p]) return {unseen, group};
    if ((p != nowhere && (m.pos_out[p] || tombstone(t.pos.customer_groups.records[p]))) ||
        (e != nowhere && (m.ecom_out[e] || es[e].is_default.value_or(false))))
        return {alone, group};
    return {e != nowhere || groups.made_in_ecom[p] ? in : alone, group};
}

inline group_place place_of(const task& t, const customer_group_map& groups,
                            const maybe<ecom::customer_group_id>& id)
{
    using enum group_place::state_of;
    if (!id.known()) return {unknown};
    if (id.is_none()) return {no_group};
    const auto& m = groups.match;
    const auto e = m.ecom_at(id->text);
    if (e == nowhere) return {t.ecom.customer_groups.complete() ? missing : unread};
    const auto& ecom = t.ecom.customer_groups.records[e];
    if (ecom.is_default.value_or(false)) return {no_group, {{}, id->text}};
    const auto p = m.pos_of[e];
    const auto& ps = t.pos.customer_groups.records;
    const ref group{p == nowhere ? std::string{linked_to(ecom)} : ps[p].id.text, ecom.id.text};
    if (m.ecom_out[e] ||
        (p != nowhere && (m.pos_out[p] || tombstone(ps[p]) || ps[p].is_default.value_or(false))))
        return {alone, group};
    if (p != nowhere || groups.made_in_pos[e]) return {in, group};
    return {group.pos_id.empty() || t.pos.customer_groups.complete() ? alone : unseen, group};
}

} // namespace twinshelf
