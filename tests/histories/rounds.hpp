#pragma once

// A history: what people do in a till and in a store over several rounds of sync, and the whole
// plan that docs/rules.md asks for in each. Its JSON has
//
//   title, story, policy, pos, ecom   as a scenario has them (scenarios/scenario.hpp): the beginning
//   rounds                            one sync each, from what the round before left on both sides
//
// and a round has
//
//   edit     what people did before it: "pos product 7", "ecom variation 901", … with the members
//            that they set (null: there is none); one that is not there is added. "gone": they
//            deleted it. "unseen": it is there, and this one read of the side misses it. "pos" and
//            "ecom" alone are the heads of the snapshots.
//   forget   true: the host has lost its baseline
//   decide   what people chose, as json::read_decisions reads it
//   plan     all actions and all issues, as in a scenario
//   fail     the actions that fail: "update product pos 7, ecom 71", and where that is not clear
//            "… in pos", "… in wave 2"
//   stores   the actions of which the platform keeps something else than it was sent, and what
//
// Only the plan has to be there. What a plan makes gets the id "new-" and the id of what it is made
// from.

#include "scenarios/scenario.hpp"

#include <twinshelf/advance.hpp>

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace histories {

using namespace twinshelf;
using scenarios::tree;

/// How the plans differ from those that the history expects, and what else is wrong with them, a
/// line each; "" where nothing is. Throws where the text is no history.
[[nodiscard]] std::string run(const std::string& text);

namespace detail {

using namespace scenarios::detail;

inline void need_at_most(const tree& t, std::initializer_list<const char*> keys)
{
    for (const auto& [key, part] : t.items())
        if (std::find(keys.begin(), keys.end(), key) == keys.end() || part.empty())
            refuse(key + " means nothing");
}

/// The record with an id in a list; its end where there is none.
inline tree::iterator find_id(tree& records, const std::string& id)
{
    return std::find_if(records.begin(), records.end(),
                        [&](const tree& r) { return r["id"] == id; });
}

/// "update product pos 7, ecom 71" and what else an action can be called.
inline bool is_called(const tree& a, const std::string& name)
{
    const auto plain = a["verb"].get<std::string>() + " " + who(a);
    return name == plain || name == plain + " in " + a["side"].get<std::string>() ||
           name == plain + " in wave " + a["wave"].dump();
}

/// The id of the one action that is meant.
inline std::size_t find_action(const tree& actions, const std::string& name)
{
    std::optional<std::size_t> found;
    for (const auto& a : actions)
        if (is_called(a, name)) {
            if (found) refuse("there are several of " + name);
            found = a["id"].get<std::size_t>();
        }
    if (!found) refuse("there is no " + name);
    return *found;
}

/// What a host reports of an action that it carried out.
inline tree done(const action& a)
{
    tree o{{"action", a.id}};
    const auto note = [&](const std::vector<picture>& images) {
        for (const auto& i : images)
            if (i.keep.empty()) o["images"][i.source_id] = "new-" + i.source_id;
    };
    if (const auto* c = std::get_if<create>(&a.what)) {
        o["id"] = "new-" + (a.side == side::ecom ? a.of.pos_id : a.of.ecom_id);
        for (const auto& v : c->variations)
            o["variations"][v.of.pos_id] = "new-" + v.of.pos_id;
        note(c->images);
    }
    if (const auto* s = std::get_if<set_images>(&a.what)) note(s->images);
    return o;
}

/// The shop, and a host that syncs it.
class shop {
public:
    explicit shop(const tree& s)
        : by(value_of(json::read_policy(s["policy"].dump()), "policy")), till(s["pos"]),
          store(s["ecom"])
    {
        keep({pos(), ecom()}); // in full, so that an edit finds what it is about
    }

    /// One sync, and what is wrong with it.
    [[nodiscard]] std::string sync(const tree& round)
    {
        if (!round.is_object() || !round.contains("plan")) refuse("no plan in " + round.dump());
        need_at_most(round, {"edit", "forget", "decide", "plan", "fail", "stores"});
        const auto edits = round.value("edit", tree::object());
        for (const auto& [what, now] : edits.items())
            edit(what, now);
        if (round.contains("forget")) {
            if (round["forget"] != true || base == baseline{}) refuse("there is nothing to forget");
            base = {};
        }
        const auto decisions =
            value_of(json::read_decisions(round.value("decide", tree::array()).dump()), "decide");
        const sides before{pos(), ecom()};
        const earlier known{base, decisions};
        const auto p = reconcile(before.pos, before.ecom, by, known);
        auto wrong = difference(round["plan"], p);
        for (const auto& v : check(p, before.pos, before.ecom, by, known))
            wrong += "  the checker: " + std::to_string(v.action) + ": " + v.what + "\n";

        const auto outcomes = outcomes_of(p, round);
        base = advance(base, before.pos, before.ecom, by, p, outcomes);
        const auto kept = json::read_baseline(json::write(base));
        if (!kept.faults.empty() || kept.value != base)
            wrong += "  the baseline is another one in its JSON\n";
        auto after = carry_out(p, outcomes, before);
        if (!round.contains("fail") && !p.blocked)
            for (const auto& a : reconcile(after.pos, after.ecom, by, {base}).actions)
                wrong += "  once it is carried out: " + plans::detail::line(a) + "\n";
        keep(after);
        for (auto& [side, list, record] : std::exchange(unseen, {}))
            (side == "pos" ? till : store)[list].push_back(std::move(record));
        return wrong;
    }

private:
    [[nodiscard]] pos::snapshot pos() const
    {
        return snapshot_of(json::read_pos(till.dump()), till, "pos");
    }
    [[nodiscard]] ecom::snapshot ecom() const
    {
        return snapshot_of(json::read_ecom(store.dump()), store, "ecom");
    }
    void keep(const sides& now)
    {
        till = read_tree(json::write(now.pos));
        store = read_tree(json::write(now.ecom));
    }

    /// "pos", or "pos product 7".
    void edit(const std::string& what, const tree& now)
    {
        const auto after_side = std::min(what.find(' '), what.size());
        const auto side = what.substr(0, after_side);
        if (side != "pos" && side != "ecom") refuse(what + " is on no side");
        auto& all = side == "pos" ? till : store;
        if (after_side == what.size()) {
            if (!now.contains("sections")) return set(all, now, what);
            set(all["sections"], now["sections"], what);
            if (now.size() > 1) refuse(what + " has more than its sections");
            return;
        }
        const auto after_kind = what.find(' ', after_side + 1);
        if (after_kind == what.npos) refuse(what + " has no id");
        const auto kind = what.substr(after_side + 1, after_kind - after_side - 1);
        const auto id = what.substr(after_kind + 1);
        const auto list = kind == "category" ? "categories" : kind + "s";
        if (kind == "variant" || kind == "variation") {
            for (auto& product : all["products"])
                if (product.contains(list) && find_id(product[list], id) != product[list].end())
                    return edit(product[list], id, now, what);
            refuse(what + " is not there");
        }
        if (!all.contains(list)) refuse(what + " is in no list");
        if (now == "unseen") {
            const auto its = find_id(all[list], id);
            if (its == all[list].end()) refuse(what + " is not there");
            unseen.emplace_back(side, list, *its);
            all[list].erase(its);
        } else {
            edit(all[list], id, now, what);
        }
    }
    static void edit(tree& records, const std::string& id, const tree& now, const std::string& what)
    {
        const auto its = find_id(records, id);
        const bool there = its != records.end();
        if (now == "gone" && there)
            records.erase(its);
        else if (now.is_object() && !now.contains("id"))
            set(there ? *its : records.emplace_back(tree{{"id", id}}), now, what);
        else
            refuse(what + " cannot become " + now.dump());
    }
    /// Each member has to change something.
    static void set(tree& members, const tree& now, const std::string& what)
    {
        for (const auto& [key, value] : now.items()) {
            if (members.contains(key) && members[key] == value)
                refuse(what + " has that " + key + " already");
            members[key] = value;
        }
    }

    /// What the host reports, and keeps of it.
    static std::vector<outcome> outcomes_of(const plan& p, const tree& round)
    {
        const auto actions = read_tree(json::write(p))["actions"];
        std::vector<tree> all;
        for (const auto& a : p.actions)
            all.push_back(done(a));
        for (const auto& name : round.value("fail", tree::array()))
            all[find_action(actions, name)] = {{"action", find_action(actions, name)},
                                               {"done", false}};
        const auto stores = round.value("stores", tree::object());
        for (const auto& [name, stored] : stores.items())
            all[find_action(actions, name)]["stored"] = stored;
        return value_of(json::read_outcomes(tree(all).dump(), p), "outcomes");
    }

    /// Both sides after what did not fail, with what the platforms keep of it.
    static sides carry_out(plan p, const std::vector<outcome>& outcomes, const sides& before)
    {
        const auto stored = [](auto& sent, const outcome& o) {
            for (auto& each : sent)
                for (const auto& s : o.stored)
                    if (s.field == each.field) each.to = s.to;
        };
        for (const auto& o : outcomes) {
            auto& a = p.actions[static_cast<std::size_t>(o.action)];
            if (auto* c = std::get_if<create>(&a.what)) stored(c->record, o);
            if (auto* u = std::get_if<update>(&a.what)) stored(u->changes, o);
        }
        std::erase_if(p.actions, [&](const action& a) {
            return !outcomes[static_cast<std::size_t>(a.id)].done;
        });
        return apply(p, before.pos, before.ecom,
                     [&](const action& a, made_thing what, const ref& of) {
                         return id_in(outcomes[static_cast<std::size_t>(a.id)], what, of);
                     });
    }

    policy by;
    tree till, store; ///< in their JSON
    baseline base{};
    std::vector<std::tuple<std::string, std::string, tree>> unseen{}; ///< side, list, record
};

} // namespace detail

inline std::string run(const std::string& text)
{
    using namespace detail;
    const auto s = read_tree(text);
    need_keys(s, {"title", "story", "policy", "pos", "ecom", "rounds"});
    if (!s["rounds"].is_array() || s["rounds"].size() < 2) refuse("there are no rounds");
    shop its{s};
    std::string wrong;
    for (std::size_t i = 0; i < s["rounds"].size(); ++i)
        if (const auto in_it = its.sync(s["rounds"][i]); !in_it.empty())
            wrong += "round " + std::to_string(i + 1) + ":\n" + in_it;
    return wrong;
}

} // namespace histories
