#pragma once

#include "twinshelf/rules/category_tree.hpp"
#include "twinshelf/rules/three_way.hpp"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

/// Categories flow one way, from the pos to ecom (`category.one_way`): nothing here writes to the
/// pos. What ecom alone knows, its image, description and enabled, is never compared, so it stays
/// (`category.details_kept`), and so does what has no link (`category.online_only_kept`).
///
/// A pos category, and what becomes of it in ecom:
///
///   id   pos                            ecom                      result
///   C1   new, parent decided            none                      create, disabled by policy
///   C2   new, parent held               none                      hold (order.safe)
///   C3   new                            section not complete      hold (scope.partial)
///   C4   new, without a name            none                      error (record.isolated)
///   C5   no link                        one of that path, no link link (category.adopt)
///   C6   no link                        several of that path      conflict (category.adopt); link or
///                                                                 create, as a person chose
///   C7   linked, same                   same                      nothing
///   C8   linked, name differs           other name                update, put back; nothing where
///                                                                 both are as after the last sync
///                                                                 (field.settled)
///   C9   linked, parent differs         other parent              update, put back
///   C17  C8, C9, by `pos_edits`         other                     update where the pos changed it
///                                                                 since the last sync, else nothing
///   C10  linked, parent held            any                       hold of the parent (order.safe)
///   C11  linked, unknown member         any                       nothing
///   C12  own ancestor, parent missing,
///        or below such a one            any                       error (category.cycle)
///   C13  gone, complete section         linked, nothing stays in  delete
///   C14  gone, complete section         linked, something stays   hold (category.delete)
///   C15  gone, partial or absent        linked                    nothing
///   C16  -                              no link, or "tag:NAME"    nothing
///   C18  linked at the last sync        not read                  nothing
namespace twinshelf {

/// What an ecom category is to the sync.
enum class category_owner : std::uint8_t {
    online, ///< online-only, made from a tag, or not understood: its members are ecom's
    pos,    ///< paired with a pos category
    gone,   ///< its pos category is gone
    unseen, ///< its pos category was not read
};

/// The categories as the other rules need them: who is paired with whom, and what is decided.
struct category_map {
    pairing match;
    std::vector<category_owner> owner; ///< of each ecom category
    std::vector<index> parent{};       ///< of each pos category; `nowhere` for a root
    std::vector<int> depth{};          ///< of each pos category; -1 where it is left alone
    std::vector<bool> made;            ///< of each pos category: the plan creates it
    std::vector<bool> held;            ///< of each pos category: waits for a person, not placed

    [[nodiscard]] bool pos_owned(index ecom) const { return owner[ecom] != category_owner::online; }
};

/// Links, creates and updates the categories.
[[nodiscard]] category_map category_rules(const task& t);

namespace detail {

/// One category after the other, parents first, so that a parent is decided before its children.
class category_sync {
public:
    category_sync(const task& all, category_map& result) : t(all), map(result)
    {
        collect_candidates();
    }

    void decide(index p)
    {
        if (m.pos_out[p]) { // reported
            map.held[p] = true;
            return;
        }
        find_place(p);
        if (m.ecom_of[p] == nowhere && !adopt(p)) return make(p);
        if (!m.ecom_out[m.ecom_of[p]]) compare(p);
    }

    /// Moves below what is held, unknown or not read: one after the other, as long as one of them
    /// does not put a category below itself. What would is held.
    void move_the_late()
    {
        int depth = static_cast<int>(ps.size());
        for (bool more = true; more;) {
            more = false;
            std::erase_if(late, [&](const late_move& l) {
                if (closes_circle(l)) return false;
                t.add(side::ecom, kind::category, rule::category_pos_owned,
                      both(ps[l.p], es[m.ecom_of[l.p]]), update{{move(l.p, l.to, l.anchor)}},
                      phase::categories, depth++);
                return more = true;
            });
        }
        for (const auto& l : late)
            hold_move(l.p);
    }

    void say_what_waits() const
    {
        if (waiting == 0) return;
        t.say(severity::notice, rule::category_created_disabled, kind::category, {},
              std::to_string(waiting) +
                  (waiting == 1 ? " category is created disabled and waits"
                                : " categories are created disabled and wait") +
                  " to be enabled in ecom.");
    }

private:
    /// A move whose new place is not settled.
    struct late_move {
        index p;
        ref to;
        index anchor;
    };

    [[nodiscard]] bool closes_circle(const late_move& l) const
    {
        auto steps = es.size();
        for (auto e = l.anchor; e != nowhere && steps > 0; e = stands_under[e], --steps)
            if (e == m.ecom_of[l.p]) return true;
        return false;
    }

    using path = std::pair<index, std::string>; ///< a parent and a canonical name

    /// Where a pos category belongs in ecom.
    enum class place : std::uint8_t {
        root,
        under,    ///< a category that ecom has, or that the plan makes
        undecided ///< its parent is held, or was not read
    };

    void collect_candidates()
    {
        anchor_of_made.assign(ps.size(), nowhere);
        settled.assign(ps.size(), false);
        for (const auto& e : es)
            stands_under.push_back(e.parent_id.has_value() ? m.ecom_at(e.parent_id->text)
                                                           : nowhere);
        for (index e = 0; e < es.size(); ++e) {
            if (m.ecom_out[e] || !linked_to(es[e]).empty() || !es[e].name || blank(*es[e].name))
                continue;
            index up = nowhere;
            if (const auto& id = es[e].parent_id; id.has_value()) {
                up = m.ecom_at(id->text);
                if (up == nowhere) continue;
            }
            online[{up, canonical(*es[e].name, t.policy.text())}].push_back(e);
        }
        for (index p = 0; p < ps.size(); ++p)
            if (m.ecom_of[p] == nowhere && !m.pos_out[p] && map.depth[p] >= 0 && ps[p].name)
                rivals[{map.parent[p], canonical(*ps[p].name, t.policy.text())}].push_back(p);
    }

    /// Sets `where`, and for `under` the parent: in ecom (`parent_ecom`) or made by this plan.
    void find_place(index p)
    {
        const auto& id = ps[p].parent_id;
        const auto up = map.parent[p];
        where = id.has_value() ? place::under : place::root;
        parent = {};
        parent_ecom = nowhere;
        if (where == place::root) return;
        parent_ecom = up != nowhere ? m.ecom_of[up] : m.ecom_linked(id->text);
        if (parent_ecom != nowhere && m.ecom_out[parent_ecom]) parent_ecom = nowhere;
        const bool made = up != nowhere && map.made[up];
        if ((up != nowhere && map.held[up]) || (parent_ecom == nowhere && !made))
            where = place::undecided;
        parent = {id->text, parent_ecom == nowhere ? std::string{} : es[parent_ecom].id.text};
    }

    /// Links an unlinked ecom category of the same path. False where there is none to link.
    bool adopt(index p)
    {
        const auto& pos = ps[p];
        if (!pos.name || where == place::undecided) return false;
        if (where == place::under && parent_ecom == nowhere) return false; // made in this plan
        const auto name = canonical(*pos.name, t.policy.text());
        const auto found = online.find({parent_ecom, name});
        if (found == online.end()) return false;

        auto& same = found->second;
        auto& rival = rivals[{map.parent[p], name}];
        std::erase_if(same, [&](index e) { return m.pos_of[e] != nowhere; }); // chosen by others
        std::erase_if(rival, [&](index o) { return m.ecom_of[o] != nowhere || map.made[o]; });
        if (same.empty()) return false;
        if (both_complete()) {
            const bool one = same.size() == 1 && rival.size() == 1;
            if (one && t.policy.adopt_categories == adopt_categories::adopt) // C5
                return link(p, same[0]);
            const auto choice = t.choice(rule::category_adopt, kind::category, pos_ref(pos)); // C6
            for (const auto e : same)
                if (es[e].id.text == choice) return link(p, e);
            if (choice == "none") return false;
        }
        candidates = &same;
        return false;
    }

    bool link(index p, index e)
    {
        m.pair(p, e);
        m.adopted[e] = true;
        map.owner[e] = category_owner::pos;
        t.add(side::ecom, kind::category, rule::category_adopt, both(ps[p], es[e]), link_to{},
              phase::categories, map.depth[p]);
        return true;
    }

    void make(index p)
    {
        const auto& pos = ps[p];
        const auto* same = std::exchange(candidates, nullptr);
        map.held[p] = true;
        const auto hold = [&](rule why, std::string_view because) {
            t.say(severity::hold, why, kind::category, pos_ref(pos),
                  "The category " + in_quotes(pos.name) +
                      " is not made yet: " + std::string{because});
        };
        if (!pos.name || blank(*pos.name)) { // C4
            t.say(severity::error, rule::record_isolated, kind::category, pos_ref(pos),
                  "The category " + pos.id.text + " has no name; it cannot be made in ecom.");
            return;
        }
        if (where == place::undecided) { // C2, C3
            if (map.parent[p] != nowhere)
                return hold(rule::order_safe, "its parent is not decided.");
            return hold(rule::scope_partial, "its parent was not read.");
        }
        if (!t.ecom.categories.complete() || (same && !t.pos.categories.complete())) // C3
            return hold(rule::scope_partial,
                        same ? "ecom has one of that name there, but not all categories were read."
                             : "not all ecom categories were read, it may be there.");
        if (same) return ask(p, *same); // C6

        map.held[p] = false; // C1
        map.made[p] = true;
        anchor_of_made[p] = parent_anchor(p);
        settled[p] = parent_settled(p);
        create made;
        made.record.push_back({field::category_name, *pos.name});
        if (t.policy.syncs(field::category_parent)) {
            made.record.push_back({field::category_parent, none});
            if (where == place::under) made.record.back().to = parent;
        }
        const bool enabled = t.policy.created_enabled == created_enabled::as_pos;
        made.record.push_back({field::category_enabled, enabled});
        if (!enabled) ++waiting;
        t.add(side::ecom, kind::category, rule::category_create, pos_ref(pos), std::move(made),
              phase::categories, map.depth[p]);
    }

    void ask(index p, const std::vector<index>& same)
    {
        const auto& pos = ps[p];
        const auto& rival = rivals[{map.parent[p], canonical(*pos.name, t.policy.text())}];
        const auto namesakes = rival.size();
        if (!asked.insert({map.parent[p], canonical(*pos.name, t.policy.text())}).second)
            return; // one question at a time for each place and name
        auto& issue = t.say(severity::conflict, rule::category_adopt, kind::category, pos_ref(pos),
                            same.size() == 1 && namesakes == 1
                                ? "The ecom category " + in_quotes(es[same[0]].name) +
                                      " stands where the pos category does: is it the same one?"
                                : "In one place, " + std::to_string(namesakes) + " pos and " +
                                      std::to_string(same.size()) + " ecom categories are called " +
                                      in_quotes(pos.name) + ": which are the same?");
        for (const auto e : same)
            issue.records.push_back(ecom_ref(es[e]));
        if (namesakes > 1)
            for (const auto other : rival)
                issue.records.push_back(pos_ref(ps[other]));
        offer(issue);
    }

    void compare(index p)
    {
        const auto& pos = ps[p];
        const auto& ecom = es[m.ecom_of[p]];
        ++t.out.matched[static_cast<std::size_t>(kind::category)];
        const auto base = t.known.of(pos, ecom);
        update changed;
        if (pos.name && ecom.name && !blank(*pos.name) &&
            !same_text(*pos.name, *ecom.name, t.policy.text())) { // C8, C17
            const auto seen =
                shape_of(moved(t, pos.name, base.pos.name), moved(t, ecom.name, base.ecom.name));
            if (wins(field::category_name, seen))
                changed.changes.push_back({field::category_name, *ecom.name, *pos.name,
                                           rule::category_pos_owned, cause_of(seen)});
        }
        if (pos.parent_id.known() && ecom.parent_id.known() &&
            wins(field::category_parent, parent_shape(p))) {
            const std::string at = ecom.parent_id.has_value() ? ecom.parent_id->text : "";
            const bool in_place = where == place::root     ? at.empty()
                                  : parent_ecom != nowhere ? parent.ecom_id == at
                                                           : false;
            if (in_place) {
                settled[p] = parent_settled(p);
            } else if (where == place::undecided) { // C10
                if (map.parent[p] != nowhere) hold_move(p);
            } else if (parent_settled(p)) { // C9
                changed.changes.push_back(move(p, parent, parent_anchor(p)));
                settled[p] = true;
            } else {
                late.push_back({p, parent, parent_anchor(p)});
            }
        }
        if (!changed.changes.empty())
            t.add(side::ecom, kind::category, rule::category_pos_owned, both(pos, ecom),
                  std::move(changed), phase::categories, map.depth[p]);
    }

    /// Puts a category under another parent: the change of it, and where it stands from then on.
    [[nodiscard]] change move(index p, const ref& to, index anchor)
    {
        const auto& ecom = es[m.ecom_of[p]];
        stands_under[m.ecom_of[p]] = anchor;
        change made{field::category_parent, none, none, rule::category_pos_owned,
                    cause_of(moved_parent(p))};
        if (ecom.parent_id.has_value()) {
            const auto at = m.only_ecom_at(ecom.parent_id->text);
            made.from = at == nowhere ? ref{{}, ecom.parent_id->text} : ecom_ref(es[at]);
        }
        if (!to.empty()) made.to = to;
        return made;
    }

    void hold_move(index p) // C10
    {
        t.say(severity::hold, rule::order_safe, kind::category, both(ps[p], es[m.ecom_of[p]]),
              "The category " + in_quotes(ps[p].name) +
                  " stays where it is: its new parent is not decided.",
              field::category_parent);
    }

    /// Whether all that will stand above a category is where the pos has it, so that it cannot end
    /// up below itself.
    [[nodiscard]] bool parent_settled(index p) const
    {
        if (where == place::root) return true;
        return map.parent[p] != nowhere && settled[map.parent[p]];
    }

    [[nodiscard]] bool both_complete() const
    {
        return t.pos.categories.complete() && t.ecom.categories.complete();
    }
    /// The nearest ancestor that ecom has now of where a category is to go; nowhere: the root.
    [[nodiscard]] index parent_anchor(index p) const
    {
        if (where == place::root) return nowhere;
        if (parent_ecom != nowhere) return parent_ecom;
        return anchor_of_made[map.parent[p]];
    }

    [[nodiscard]] bool wins(field f, shape seen) const
    {
        return merge(t.policy[f], seen) == verdict::take_pos;
    }
    /// Who moved a category since the last sync.
    [[nodiscard]] shape moved_parent(index p) const
    {
        const auto& ecom = es[m.ecom_of[p]];
        const auto base = t.known.of(ps[p], ecom);
        return shape_of(moved(ps[p].parent_id, base.pos.parent_id),
                        moved(ecom.parent_id, base.ecom.parent_id));
    }
    /// The same as far as it matters: where the pos leads the tree is always the pos's.
    [[nodiscard]] shape parent_shape(index p) const
    {
        return t.policy[field::category_parent] == flow::pos_edits ? moved_parent(p)
                                                                   : shape::no_base;
    }

    const task& t;
    category_map& map;
    pairing& m = map.match;
    const std::vector<pos::category>& ps = t.pos.categories.records;
    const std::vector<ecom::category>& es = t.ecom.categories.records;

    std::map<path, std::vector<index>> online; ///< unlinked ecom categories, by ecom parent
    std::map<path, std::vector<index>> rivals; ///< unlinked pos categories, by pos parent
    std::set<path> asked;
    std::vector<index> stands_under; ///< of each ecom category: its parent, after the moves so far
    std::vector<bool> settled;       ///< of each pos category: see `parent_settled`
    std::vector<late_move> late;
    std::vector<index> anchor_of_made; ///< of each pos category that is made: `parent_anchor`
    place where{};
    ref parent{};
    index parent_ecom = nowhere;
    const std::vector<index>* candidates = nullptr;
    int waiting = 0;
};

} // namespace detail

inline category_map category_rules(const task& t)
{
    const auto& es = t.ecom.categories.records;
    category_map map{.match = match_links(t.pos.categories, t.ecom.categories, kind::category, t),
                     .owner = std::vector<category_owner>(es.size(), category_owner::online),
                     .made = std::vector<bool>(t.pos.categories.records.size()),
                     .held = std::vector<bool>(t.pos.categories.records.size())};
    for (index e = 0; e < es.size(); ++e) {
        const auto link = linked_to(es[e]);
        if (link.empty() || link.starts_with(tag_prefix)) continue; // C16
        map.owner[e] = map.match.pos_of[e] != nowhere || map.match.ecom_out[e] ? category_owner::pos
                       : t.pos.categories.complete() ? category_owner::gone
                                                     : category_owner::unseen;
    }
    auto tree = detail::build_tree(t, map.match);
    map.parent = std::move(tree.parent);
    map.depth = std::move(tree.depth);
    if (!t.policy.syncs(field::category_name)) return map;
    detail::category_sync sync{t, map};
    for (const auto p : tree.top_down)
        sync.decide(p);
    sync.move_the_late();
    sync.say_what_waits();
    return map;
}

} // namespace twinshelf
