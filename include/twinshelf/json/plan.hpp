#pragma once

#include "twinshelf/json/action.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

/// Plans as JSON text: what a host stores, sends and applies; see docs/model.md.
namespace twinshelf::json {

/// A field or rule that is not known is a fault, another unknown key is ignored.
[[nodiscard]] parsed<plan> read_plan(std::string_view text);

/// Reading the text gives an equal plan. What is unknown is left out: the `from` of a change.
[[nodiscard]] std::string write(const plan& p, int indent = -1);

namespace detail {

/// The values in dispute, each with its key.
template <class Visit, is<disputed> D>
constexpr void each_value(Visit&& visit, D& d)
{
    visit("pos", d.pos);
    visit("ecom", d.ecom);
    visit("base_pos", d.base_pos);
    visit("base_ecom", d.base_ecom);
}

inline void print(printer& out, const disputed& d, field f)
{
    out.open('{');
    each_value(
        [&](std::string_view key, const value& held) {
            if (!is_known(held)) return;
            out.key(key);
            print_value(out, held, f);
        },
        d);
    out.close('}');
}

/// Reads the values of an issue whose field is known.
inline void take_disputed(const view& v, issue& i, taker& t)
{
    const auto values = v.find("values");
    if (!values || !t.is(*values, node_type::object)) return;
    each_value(
        [&](std::string_view key, value& held) {
            if (const auto each = values->find(key)) take_value(*each, *i.field, held, t);
        },
        i.values.emplace());
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
    if (i.values && i.field) {
        out.key("values");
        print(out, *i.values, *i.field);
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
    const bool fits = t.take(v, "field", key);
    if (!fits || key.empty()) {
        if (const auto values = v.find("values"); values && fits)
            t.refuse(*values, "no values, as there is no field");
        return true;
    }
    i.field = find_member_key(key, i.kind, side::ecom);
    if (i.field)
        take_disputed(v, i, t);
    else
        t.refuse(*v.find("field"), "a field of a " + std::string{name(i.kind)});
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
    visit("delete", stats.erase);
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
