#pragma once

#include "twinshelf/json/action.hpp"
#include "twinshelf/outcome.hpp"

#include <cstddef>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What became of the actions of a plan, as JSON text; see docs/model.md.
///
/// `stored` names its fields as the changes of the action do, so both ways need the plan.
namespace twinshelf::json {

/// A second outcome of an action, and one of an action that the plan does not have, is a fault.
[[nodiscard]] parsed<std::vector<outcome>> read_outcomes(std::string_view text, const plan& of);

/// Every outcome must be that of an action of the plan.
[[nodiscard]] std::string write(std::span<const outcome> outcomes, const plan& of, int indent = -1);

namespace detail {

/// The action that an id names, or null.
[[nodiscard]] inline const action* find_action(const plan& in, int id)
{
    const auto at = static_cast<std::size_t>(id);
    return id >= 0 && at < in.actions.size() ? &in.actions[at] : nullptr;
}

/// Ids by what they were made from: {"v1": "901"}.
inline void print_made(printer& out, std::string_view key, const std::vector<made_id>& all)
{
    if (all.empty()) return;
    out.key(key);
    out.open('{');
    for (const auto& each : all) {
        out.key(each.of.pos_id);
        out.text(each.id);
    }
    out.close('}');
}

inline void take_made(const view& in, std::string_view key, std::vector<made_id>& to, taker& t)
{
    const auto all = in.find(key);
    if (!all || !t.is(*all, node_type::object)) return;
    for (auto each = all->first(); each; each = each->next()) {
        auto& made = to.emplace_back();
        made.of.pos_id = (*each)->key;
        t.take(*each, made.id);
    }
}

inline void print_outcome(printer& out, const outcome& o, const action& a)
{
    out.open('{');
    out.key("action");
    print(out, o.action);
    out.key("done");
    print(out, o.done);
    if (!o.id.empty()) {
        out.key("id");
        out.text(o.id);
    }
    print_made(out, "variations", o.variations);
    print_made(out, "images", o.images);
    if (!o.stored.empty()) {
        out.key("stored");
        out.open('{');
        print_fields(out, o.stored, {}, a.kind, a.side);
        out.close('}');
    }
    out.close('}');
}

inline void take_outcome(const view& v, outcome& o, const plan& of, std::set<int>& seen, taker& t)
{
    t.take(v, "done", o.done);
    t.take(v, "id", o.id);
    take_made(v, "variations", o.variations, t);
    take_made(v, "images", o.images, t);
    if (!t.need(v, "action", o.action)) return;
    const auto* a = find_action(of, o.action);
    if (a == nullptr) return t.refuse(*v.find("action"), "the id of an action of the plan");
    if (!seen.insert(o.action).second)
        t.refuse(*v.find("action"), "an action that has no outcome yet");
    const auto stored = v.find("stored");
    if (!stored || !t.is(*stored, node_type::object)) return;
    for (auto each = stored->first(); each; each = each->next())
        take_field(*each, o.stored, a->kind, *a, t);
}

} // namespace detail

inline parsed<std::vector<outcome>> read_outcomes(std::string_view text, const plan& of)
{
    using namespace detail;
    parsed<std::vector<outcome>> result;
    auto& [outcomes, faults] = result;
    const auto read = read_tree(text, faults);
    if (read.nodes.empty()) return result;
    const view root{read, 0};
    taker t{faults, of.money_decimals};
    if (!t.is(root, node_type::array)) return result;

    std::set<int> seen;
    for (auto each = root.first(); each; each = each->next()) {
        auto& one = outcomes.emplace_back();
        if (t.is(*each, node_type::object)) take_outcome(*each, one, of, seen, t);
    }
    return result;
}

inline std::string write(std::span<const outcome> outcomes, const plan& of, int indent)
{
    using namespace detail;
    printer out{indent, of.money_decimals};
    out.open('[');
    for (const auto& each : outcomes)
        if (const auto* a = find_action(of, each.action)) print_outcome(out, each, *a);
    out.close(']');
    return out.take();
}

} // namespace twinshelf::json
