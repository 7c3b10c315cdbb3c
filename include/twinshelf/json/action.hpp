#pragma once

#include "twinshelf/json/value.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

/// The actions of a plan as JSON.
namespace twinshelf::json::detail {

// Verbs. Each has a `print_body`, the keys behind the rule, and a `take_body`.

[[nodiscard]] inline std::string a_field_of(const action& a)
{
    return "a field that a " + std::string{name(a.kind)} + " has in " + std::string{name(a.side)};
}

inline void print(printer& out, const picture& p)
{
    out.open('{');
    for (const auto& [key, id] :
         {std::pair{"keep", &p.keep}, {"upload", &p.upload}, {"source_id", &p.source_id}})
        if (!id->empty()) {
            out.key(key);
            out.text(*id);
        }
    out.close('}');
}

inline bool take_parts(const view& from, picture& to, taker& t)
{
    const bool fits = t.take(from, "keep", to.keep) && t.take(from, "upload", to.upload);
    return t.take(from, "source_id", to.source_id) && fits;
}
inline std::string expected(type<picture>)
{
    return R"(an object like {"keep": "7"} or {"upload": "https://…", "source_id": "3"})";
}

/// The fields of a record to make, and in ecom its link.
inline void print_fields(printer& out, const std::vector<setting>& record, const std::string& link,
                         kind of_kind, side on)
{
    if (on == side::ecom && !link.empty()) {
        out.key("pos_id");
        out.text(link);
    }
    for (const auto& [f, to] : record)
        if (is_known(to)) {
            out.key(member_key(f, of_kind, on));
            print_value(out, to, f);
        }
}

inline void print_body(printer& out, const create& c, const action& a)
{
    out.key("record");
    out.open('{');
    print_fields(out, c.record, a.of.pos_id, a.kind, a.side);
    if (!c.variations.empty()) {
        out.key("variations");
        out.open('[');
        for (const auto& v : c.variations) {
            out.open('{');
            print_fields(out, v.record, v.of.pos_id, kind::variant, a.side);
            out.close('}');
        }
        out.close(']');
    }
    if (!c.images.empty()) {
        out.key("images");
        print(out, c.images);
    }
    out.close('}');
}

/// Takes one key of a record to make.
inline void take_field(const view& v, std::vector<setting>& record, kind of_kind, const action& a,
                       taker& t)
{
    if (const auto f = find_member_key((*v).key, of_kind, a.side))
        take_value(v, *f, record.emplace_back(setting{*f, {}}).to, t);
    else
        t.refuse_key(v, a_field_of(a));
}

inline void take_body(const view& v, create& c, const action& a, taker& t)
{
    const auto record = t.need_value(v, "record", node_type::object);
    for (auto each = record ? record->first() : record; each; each = each->next()) {
        const std::string_view key = (*each)->key;
        if (a.side == side::ecom && key == "pos_id") {
            std::string link;
            if (t.take(*each, link) && link != a.of.pos_id)
                t.refuse(*each, "the pos_id of the action");
        } else if (a.kind == kind::product && key == "images") {
            t.take(*each, c.images);
        } else if (a.kind == kind::product && key == "variations") {
            if (!t.is(*each, node_type::array)) continue;
            for (auto one = each->first(); one; one = one->next()) {
                auto& made = c.variations.emplace_back();
                if (!t.is(*one, node_type::object)) continue;
                for (auto part = one->first(); part; part = part->next())
                    if ((*part)->key == std::string_view{"pos_id"})
                        t.take(*part, made.of.pos_id);
                    else
                        take_field(*part, made.record, kind::variant, a, t);
            }
        } else {
            take_field(*each, c.record, a.kind, a, t);
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
                print_value(out, *held, each.field);
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
    const auto changes = t.need_value(v, "changes", node_type::array);
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
        if (const auto to = t.need_value(*each, "to", "a value")) take_value(*to, *f, made.to, t);
        u.changes.push_back(std::move(made));
    }
}

inline void print_body(printer& out, const erase& r, const action& a)
{
    out.key("loses");
    out.open('[');
    for (const auto f : r.loses)
        out.text(member_key(f, a.kind, a.side));
    out.close(']');
}

inline void take_body(const view& v, erase& r, const action& a, taker& t)
{
    const auto loses = t.need_value(v, "loses", node_type::array);
    for (auto each = loses ? loses->first() : loses; each; each = each->next()) {
        std::string key;
        if (!t.take(*each, key)) continue;
        if (const auto f = find_member_key(key, a.kind, a.side))
            r.loses.push_back(*f);
        else
            t.refuse(*each, a_field_of(a));
    }
}

inline void print_body(printer&, const link_to&, const action&) {}
inline void take_body(const view&, link_to&, const action&, taker&) {}

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

inline void print_body(printer& out, const set_images& s, const action&)
{
    out.key("images");
    print(out, s.images);
    out.key("loses");
    print(out, s.loses);
}

inline void take_body(const view& v, set_images& s, const action&, taker& t)
{
    t.need(v, "images", s.images);
    t.need(v, "loses", s.loses);
}

inline void print_body(printer& out, const move_stock& m, const action&)
{
    out.key("by");
    print(out, stock_level{m.by.millionths});
    out.key("to");
    print(out, m.to);
    if (m.outlet_id.empty()) return;
    out.key("outlet_id");
    out.text(m.outlet_id);
}

inline void take_body(const view& v, move_stock& m, const action&, taker& t)
{
    stock_level by;
    t.need(v, "by", by);
    m.by = by - stock_level{};
    t.need(v, "to", m.to);
    t.take(v, "outlet_id", m.outlet_id);
}

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
    if (!a.product.empty()) {
        out.key("product");
        print(out, a.product);
    }
    out.key("rule");
    print(out, a.rule);
    std::visit([&](const auto& what) { print_body(out, what, a); }, a.what);
    out.close('}');
}

/// Makes the action one of the verb, empty; whether there is such a verb.
[[nodiscard]] inline bool set_verb(action& a, std::string_view word)
{
    return [&]<std::size_t... I>(std::index_sequence<I...>)
    {
        return ((a.what.emplace<I>(), verb(a) == word) || ...);
    }
    (std::make_index_sequence<std::variant_size_v<decltype(a.what)>>{});
}

[[nodiscard]] inline std::string expected_verb()
{
    std::string list;
    [&]<std::size_t... I>(std::index_sequence<I...>)
    {
        const auto add = [&](const action& a) {
            list += (list.empty() ? "one of " : ", ") + in_quotes(verb(a));
        };
        (add(action{.what = decltype(action::what){std::in_place_index<I>}}), ...);
    }
    (std::make_index_sequence<std::variant_size_v<decltype(action::what)>>{});
    return list;
}

inline bool take_parts(const view& v, action& a, taker& t)
{
    bool known = t.need(v, "side", a.side);
    known = t.need(v, "kind", a.kind) && known;
    t.need(v, "id", a.id);
    t.need(v, "wave", a.wave);
    t.need(v, "rule", a.rule);
    take_parts(v, a.of, t);
    t.take(v, "product", a.product);
    const auto word = t.need_value(v, "verb", expected_verb());
    if (!word) return false;
    if (!word->is(node_type::text) || !set_verb(a, (*word)->content)) {
        t.refuse(*word, expected_verb());
        return false;
    }
    if (known) std::visit([&](auto& what) { take_body(v, what, a, t); }, a.what);
    return known;
}

} // namespace twinshelf::json::detail
