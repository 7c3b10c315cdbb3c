#pragma once

#include "twinshelf/json/value.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

/// Plans as JSON text: what a host stores, sends and applies; see docs/model.md.
namespace twinshelf::json {

/// A field or rule that is not known is a fault, another unknown key is ignored.
[[nodiscard]] parsed<plan> read_plan(std::string_view text);

/// Reading the text gives an equal plan. What is unknown is left out: the `from` of a change.
[[nodiscard]] std::string write(const plan& p, int indent = -1);

namespace detail {

// Verbs. Each has a `print_body`, the keys behind the rule, and a `take_body`.

[[nodiscard]] inline std::string a_field_of(const action& a)
{
    return "a field that a " + std::string{name(a.kind)} + " has in " + std::string{name(a.side)};
}

inline void print_body(printer& out, const create& c, const action& a)
{
    out.key("record");
    out.open('{');
    if (a.side == side::ecom && !a.of.pos_id.empty()) {
        out.key("pos_id");
        out.text(a.of.pos_id);
    }
    for (const auto& [f, to] : c.record)
        if (is_known(to)) {
            out.key(member_key(f, a.kind, a.side));
            print(out, to);
        }
    out.close('}');
}

inline void take_body(const view& v, create& c, const action& a, taker& t)
{
    const auto record = t.need(v, "record", node_type::object);
    for (auto each = record ? record->first() : record; each; each = each->next()) {
        const std::string_view key = (*each)->key;
        if (a.side == side::ecom && key == "pos_id") {
            std::string link;
            if (t.take(*each, link) && link != a.of.pos_id)
                t.refuse(*each, "the pos_id of the action");
        } else if (const auto f = find_member_key(key, a.kind, a.side)) {
            take_value(*each, *f, c.record.emplace_back(setting{*f, {}}).to, t);
        } else {
            t.refuse_key(*each, a_field_of(a));
        }
    }
}

inline void print_body(printer& out, const update& u, const action& a)
{
    out.key("changes");
    out.open('[');
    for (const auto& each : u.changes) {
        out.open('{');
        out.key("field");
        out.text(member_key(each.field, a.kind, a.side));
        for (const auto& [key, held] : {std::pair{"from", &each.from}, {"to", &each.to}})
            if (is_known(*held)) {
                out.key(key);
                print(out, *held);
            }
        out.key("rule");
        print(out, each.rule);
        out.key("cause");
        print(out, each.cause);
        out.close('}');
    }
    out.close(']');
}

inline void take_body(const view& v, update& u, const action& a, taker& t)
{
    const auto changes = t.need(v, "changes", node_type::array);
    for (auto each = changes ? changes->first() : changes; each; each = each->next()) {
        if (!t.is(*each, node_type::object)) continue;
        std::string key;
        change made{};
        t.need(*each, "rule", made.rule);
        t.need(*each, "cause", made.cause);
        if (!t.need(*each, "field", key)) continue;
        const auto f = find_member_key(key, a.kind, a.side);
        if (!f) {
            t.refuse(*each->find("field"), a_field_of(a));
            continue;
        }
        made.field = *f;
        if (const auto from = each->find("from")) take_value(*from, *f, made.from, t);
        if (const auto to = t.need(*each, "to")) take_value(*to, *f, made.to, t);
        u.changes.push_back(std::move(made));
    }
}

inline void print_body(printer& out, const remove& r, const action& a)
{
    out.key("loses");
    out.open('[');
    for (const auto f : r.loses)
        out.text(member_key(f, a.kind, a.side));
    out.close(']');
}

inline void take_body(const view& v, remove& r, const action& a, taker& t)
{
    const auto loses = t.need(v, "loses", node_type::array);
    for (auto each = loses ? loses->first() : loses; each; each = each->next()) {
        std::string key;
        if (!t.take(*each, key)) continue;
        if (const auto f = find_member_key(key, a.kind, a.side))
            r.loses.push_back(*f);
        else
            t.refuse(*each, a_field_of(a));
    }
}

inline void print_body(printer&, const link&, const action&) {}
inline void take_body(const view&, link&, const action&, taker&) {}

inline void print_body(printer& out, const reorder& r, const action&)
{
    out.key("parent");
    if (r.parent.empty())
        print(out, none);
    else
        print(out, r.parent);
    out.key("order");
    print(out, r.order);
}

inline void take_body(const view& v, reorder& r, const action&, taker& t)
{
    const auto parent = v.find("parent");
    if (!parent || !parent->is(node_type::null)) t.need(v, "parent", r.parent);
    t.need(v, "order", r.order);
}

// Actions, issues, stats

inline void print(printer& out, const action& a)
{
    out.open('{');
    out.key("id");
    print(out, a.id);
    out.key("wave");
    print(out, a.wave);
    out.key("side");
    print(out, a.side);
    out.key("verb");
    out.text(verb(a));
    out.key("kind");
    print(out, a.kind);
    print_ids(out, a.of);
    out.key("rule");
    print(out, a.rule);
    std::visit([&](const auto& what) { print_body(out, what, a); }, a.what);
    out.close('}');
}

/// Makes the action one of the verb, empty; whether there is such a verb.
[[nodiscard]] inline bool set_verb(action& a, std::string_view word)
{
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        return ((a.what.emplace<I>(), verb(a) == word) || ...);
    }(std::make_index_sequence<std::variant_size_v<decltype(a.what)>>{});
}

[[nodiscard]] inline std::string expected_verb()
{
    std::string list;
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        const auto add = [&](const action& a) {
            list += (list.empty() ? "one of " : ", ") + in_quotes(verb(a));
        };
        (add(action{.what = decltype(action::what){std::in_place_index<I>}}), ...);
    }(std::make_index_sequence<std::variant_size_v<decltype(action::what)>>{});
    return list;
}

inline bool take_parts(const view& v, action& a, taker& t)
{
    const bool known = t.need(v, "side", a.side) & t.need(v, "kind", a.kind);
    t.need(v, "id", a.id);
    t.need(v, "wave", a.wave);
    t.need(v, "rule", a.rule);
    take_parts(v, a.of, t);
    const auto word = t.need(v, "verb", expected_verb());
    if (!word) return false;
    if (!word->is(node_type::text) || !set_verb(a, (*word)->content)) {
        t.refuse(*word, expected_verb());
        return false;
    }
    if (known) std::visit([&](auto& what) { take_body(v, what, a, t); }, a.what);
    return known;
}

inline void print(printer& out, const issue& i)
{
    out.open('{');
    out.key("severity");
    print(out, i.severity);
    out.key("rule");
    print(out, i.rule);
    if (!i.key.empty()) {
        out.key("key");
        out.text(i.key);
    }
    out.key("kind");
    print(out, i.kind);
    print_ids(out, i.of);
    if (i.field) {
        out.key("field");
        out.text(member_key(*i.field, i.kind, side::ecom));
    }
    if (!i.records.empty()) {
        out.key("records");
        print(out, i.records);
    }
    if (!i.choices.empty()) {
        out.key("choices");
        print(out, i.choices);
    }
    out.key("message");
    out.text(i.message);
    out.close('}');
}

inline bool take_parts(const view& v, issue& i, taker& t)
{
    t.need(v, "severity", i.severity);
    t.need(v, "rule", i.rule);
    t.take(v, "key", i.key);
    take_parts(v, i.of, t);
    t.take(v, "records", i.records);
    t.take(v, "choices", i.choices);
    t.need(v, "message", i.message);
    if (!t.need(v, "kind", i.kind)) return false;
    std::string key;
    if (!t.take(v, "field", key) || key.empty()) return true;
    i.field = find_member_key(key, i.kind, side::ecom);
    if (!i.field) t.refuse(*v.find("field"), "a field of a " + std::string{name(i.kind)});
    return i.field.has_value();
}

inline constexpr std::array<std::string_view, words(kind{}).size()> stats_keys{
    "categories", "products", "variants", "customer_groups", "customers"};

template <class Visit, is<kind_stats> S>
constexpr void counts(Visit&& visit, S& stats)
{
    visit("matched", stats.matched);
    visit("unchanged", stats.unchanged);
    visit("create", stats.create);
    visit("update", stats.update);
    visit("delete", stats.remove);
    visit("held", stats.held);
}

inline void print(printer& out, const kind_stats& stats)
{
    out.open('{');
    counts(
        [&](std::string_view key, int count) {
            out.key(key);
            print(out, count);
        },
        stats);
    out.close('}');
}

inline bool take_parts(const view& v, kind_stats& stats, taker& t)
{
    counts([&](std::string_view key, int& count) { t.take(v, key, count); }, stats);
    return true;
}

} // namespace detail

inline parsed<plan> read_plan(std::string_view text)
{
    using namespace detail;
    parsed<plan> result;
    auto& [p, faults] = result;
    const auto read = read_tree(text, faults);
    if (read.nodes.empty()) return result;
    const view root{read, 0};
    taker t{faults};
    if (!t.is(root, node_type::object)) return result;

    schema_number schema;
    currency_decimals decimals;
    t.take(root, "schema", schema);
    if (t.take(root, "money_decimals", decimals)) p.money_decimals = decimals.number;
    t.need(root, "profile", p.profile);
    t.need(root, "complete", p.complete);
    t.need(root, "blocked", p.blocked);
    t.need(root, "actions", p.actions);
    t.need(root, "issues", p.issues);
    const auto stats = root.find("stats");
    if (stats && t.is(*stats, node_type::object))
        for (std::size_t k = 0; k < stats_keys.size(); ++k)
            t.take(*stats, stats_keys[k], p.stats[k]);
    return result;
}

inline std::string write(const plan& p, int indent)
{
    using namespace detail;
    printer out{indent, p.money_decimals};
    out.open('{');
    out.key("schema");
    print(out, schema_number{});
    out.key("profile");
    out.text(p.profile);
    out.key("complete");
    print(out, p.complete);
    out.key("blocked");
    print(out, p.blocked);
    out.key("money_decimals");
    print(out, p.money_decimals);
    out.key("actions");
    print(out, p.actions);
    out.key("issues");
    print(out, p.issues);
    out.key("stats");
    out.open('{');
    for (std::size_t k = 0; k < stats_keys.size(); ++k) {
        out.key(stats_keys[k]);
        print(out, p.stats[k]);
    }
    out.close('}');
    out.close('}');
    return out.take();
}

} // namespace twinshelf::json
