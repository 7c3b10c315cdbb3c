#pragma once

#include "twinshelf/json/taker.hpp"
#include "twinshelf/plan.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

/// What plans are made of: the names of fields, references, and what a field holds.
namespace twinshelf::json::detail {

/// Whether records of the kind have the field; variants have some of their product's.
[[nodiscard]] constexpr bool belongs(field f, kind k)
{
    return entry(f).kind == (k == kind::variant ? kind::product : k);
}

/// The member that holds a field on a side; where that side has none, the other side's member, if
/// that names no field here. Else, and for a field of another kind, what a policy calls it.
[[nodiscard]] inline std::string member_key(field f, kind k, side on)
{
    if (!belongs(f, k)) return policy_key(f);
    if (const auto own = member_name(f, on, k); !own.empty()) return std::string{own};
    const auto other = member_name(f, on == side::pos ? side::ecom : side::pos, k);
    for (const auto& g : fields)
        if (belongs(g.id, k) && member_name(g.id, on) == other) return policy_key(f);
    return std::string{other};
}

[[nodiscard]] inline std::optional<field> find_member_key(std::string_view key, kind k, side on)
{
    for (const auto& f : fields)
        if (belongs(f.id, k) && member_key(f.id, k, on) == key) return f.id;
    return find_field(key);
}

inline bool read(rule& to, text_token from, context&)
{
    const auto found = find_rule(from.content);
    if (found) to = *found;
    return found.has_value();
}
inline std::string expected(type<rule>)
{
    return "the name of a rule, like \"product.update\"";
}
inline void print(printer& out, rule id)
{
    out.text(name(id));
}

// References

inline void print_ids(printer& out, const ref& of)
{
    for (const auto& [key, id] : {std::pair{"pos_id", &of.pos_id}, {"ecom_id", &of.ecom_id}})
        if (!id->empty()) {
            out.key(key);
            out.text(*id);
        }
}

inline void print(printer& out, const ref& of)
{
    out.open('{');
    print_ids(out, of);
    out.close('}');
}

inline bool take_parts(const view& from, ref& to, taker& t)
{
    const bool fits = t.take(from, "pos_id", to.pos_id);
    return t.take(from, "ecom_id", to.ecom_id) && fits;
}
inline std::string expected(type<ref>)
{
    return R"(an object like {"pos_id": "1", "ecom_id": "2"})";
}

// Options

inline void print(printer& out, const option& o)
{
    out.open('{');
    members(
        [&](std::string_view key, const auto& held) {
            out.key(key);
            print(out, held);
        },
        o);
    out.close('}');
}

inline bool take_parts(const view& from, option& to, taker& t)
{
    const bool fits = t.need(from, "name", to.name);
    return t.need(from, "values", to.values) && fits;
}
inline std::string expected(type<option>)
{
    return R"(an object like {"name": "Size", "values": ["S", "M"]})";
}

// Values. An alternative of `value` is a line that tells it from the others, where it is not one of
// a snapshot's types also its `print`, and its `take_parts` or `read`.

inline bool read(none_t&, null_token, context&)
{
    return true;
}
inline std::string expected(type<none_t>)
{
    return "null";
}

[[nodiscard]] inline bool is_amount(field f)
{
    return f == field::product_price || f == field::product_retail_price ||
           f == field::product_compare_to_price;
}

[[nodiscard]] inline bool is_measure(const view& v)
{
    return v.find("value") || v.find("unit");
}

[[nodiscard]] inline bool is_mass(const view& v, field f)
{
    const auto unit = v.find("unit");
    return f == field::product_weight || (unit && find_word<mass_unit>((*unit)->content));
}

// clang-format off
inline bool fits(type<none_t>, const view& v, field)           { return v.is(node_type::null); }
inline bool fits(type<bool>, const view& v, field)             { return v.is(node_type::flag); }
inline bool fits(type<std::int64_t>, const view& v, field)     { return v.is(node_type::number); }
inline bool fits(type<money>, const view& v, field f)          { return v.is(node_type::text) && is_amount(f); }
inline bool fits(type<mass>, const view& v, field f)           { return is_measure(v) && is_mass(v, f); }
inline bool fits(type<distance>, const view& v, field f)       { return is_measure(v) && !is_mass(v, f); }
inline bool fits(type<std::string>, const view& v, field f)    { return v.is(node_type::text) && !is_amount(f) && f != field::product_images; }
inline bool fits(type<ref>, const view& v, field f)            { return f == field::product_images ? v.is(node_type::object) || v.is(node_type::text) : v.is(node_type::object) && !is_measure(v) && f != field::product_options; }
inline bool fits(type<std::vector<ref>>, const view& v, field f) { return v.is(node_type::array) && f != field::product_options; }
inline bool fits(type<std::vector<option>>, const view& v, field f) { return v.is(node_type::array) && f == field::product_options; }
inline bool fits(type<std::vector<option_value>>, const view& v, field f) { return v.is(node_type::object) && f == field::product_options; }
// clang-format on

inline void print(printer&, unknown_t) {}

inline void print_value(printer& out, const value& v, field f)
{
    const auto* picture = f == field::product_images ? std::get_if<ref>(&v) : nullptr;
    if (picture == nullptr) return std::visit([&](const auto& held) { print(out, held); }, v);
    if (!picture->ecom_id.empty()) return out.text(picture->ecom_id);
    out.open('{'); // one that the plan uploads
    out.key("source_id");
    out.text(picture->pos_id);
    out.close('}');
}

/// Reads what a variation shows: an ecom image id, or {"source_id"}.
inline void take_picture(const view& from, ref& to, taker& t)
{
    if (from.is(node_type::text))
        t.take(from, to.ecom_id);
    else
        t.need(from, "source_id", to.pos_id);
}

/// Reads an object {option: value}.
inline void take_option_values(const view& from, std::vector<option_value>& to, taker& t)
{
    for (auto each = from.first(); each; each = each->next()) {
        auto& one = to.emplace_back();
        one.name = (*each)->key;
        t.take(*each, one.value);
    }
}

[[nodiscard]] inline bool is_known(const value& v)
{
    return !std::holds_alternative<unknown_t>(v);
}

inline void take_value(const view& from, field f, value& to, taker& t)
{
    const auto take = [&]<std::size_t I>(std::integral_constant<std::size_t, I>) {
        using T = std::variant_alternative_t<I, value>;
        if constexpr (std::is_same_v<T, unknown_t>) {
            return false;
        } else {
            if (!fits(type<T>{}, from, f)) return false;
            auto& held = to.emplace<I>();
            if constexpr (std::is_same_v<T, std::vector<option_value>>) {
                take_option_values(from, held, t);
            } else {
                if constexpr (std::is_same_v<T, ref>)
                    if (f == field::product_images) return take_picture(from, held, t), true;
                t.take(from, held);
            }
            return true;
        }
    };
    [&]<std::size_t... I>(std::index_sequence<I...>)
    {
        if (!(take(std::integral_constant<std::size_t, I>{}) || ...)) t.refuse(from, "a value");
    }
    (std::make_index_sequence<std::variant_size_v<value>>{});
}

} // namespace twinshelf::json::detail
