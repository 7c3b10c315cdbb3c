#pragma once

#include "twinshelf/json/reader.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

/// How records, lists and quantities are read, from the members that they list.
namespace twinshelf::json::detail {

template <class T>
inline constexpr bool is_quantity = false;
template <class Unit>
inline constexpr bool is_quantity<quantity<Unit>> = true;

/// A record all of whose keys are known, so that another one is a fault.
template <class Record>
inline constexpr bool is_closed = false;

template <class M>
[[nodiscard]] constexpr place make_place();
template <class M>
inline constexpr place place_of = make_place<M>();

/// What the members of all such records are, which is found out once.
template <class Record>
[[nodiscard]] const std::vector<named>& names_of(Record& one)
{
    static const auto found = [&] {
        std::vector<named> all;
        members(
            [&](std::string_view name, auto& member) {
                all.push_back({name, &place_of<std::remove_cvref_t<decltype(member)>>});
            },
            one);
        return all;
    }();
    return found;
}

/// Where the members of this one are.
template <class Record>
void list_members(Record& of, level& in, reader& r)
{
    in.names = &names_of(of);
    members([&](std::string_view, auto& member) { r.add_member(&member); }, of);
}

[[nodiscard]] inline std::string keys_of(const std::vector<named>& members)
{
    std::string list;
    for (const auto& each : members)
        list += (list.empty() ? "one of the keys " : ", ") + in_quotes(each.name);
    return list;
}

/// Goes once around, from behind the last one that was found: keys stand in the order of the
/// members as a rule.
inline slot find_member(level& in, std::string_view key, reader& r)
{
    const auto& all = *in.names;
    for (auto left = all.size(); left > 0; --left) {
        const auto at = in.next;
        in.next = at + 1 == all.size() ? 0 : at + 1;
        if (all[at].name != key) continue;
        in.key = all[at].name;
        const auto bit = std::uint64_t{1} << at;
        if ((in.seen & bit) == 0) {
            in.seen |= bit;
            return {r.member(at), all[at].how};
        }
        r.fail_twice(in.key);
        return {};
    }
    in.key = {};
    in.other = key;
    if (in.of->closed) r.fail_at(in.other, keys_of(all), "the key " + in_quotes(in.other));
    return {};
}

inline void close_record(level& in, reader& r)
{
    auto seen = in.seen;
    for (const auto& each : *in.names) {
        if (each.how->required && (seen & 1U) == 0)
            r.fail_at(each.name, each.how->expected(), "nothing");
        seen >>= 1U;
    }
}

template <class M>
using parts_of = quantity_parts<decltype(inner_t<M>::unit)>;

template <class M>
void close_quantity(level& in, reader& r)
{
    close_record(in, r);
    const auto& parts = *static_cast<parts_of<M>*>(in.at);
    if (parts.value.value && parts.unit.value)
        *static_cast<M*>(in.member) = inner_t<M>{parts.value.value->millionths, *parts.unit.value};
}

template <class T>
slot next_element(level& in)
{
    auto& list = *static_cast<std::vector<T>*>(in.at);
    return {&list.emplace_back(), &place_of<T>};
}

template <class T>
void drop_element(level& in)
{
    static_cast<std::vector<T>*>(in.at)->pop_back();
}

/// A list that lost an element is not known, a section that lost a record is not complete.
template <class M>
void close_list(level& in, reader&)
{
    auto& member = *static_cast<M*>(in.member);
    if constexpr (requires { member.state; })
        member.state = in.broken ? completeness::partial : completeness::complete;
    else if (in.broken)
        member = M{};
}

template <class M>
void close_options(level& in, reader& r)
{
    const auto& list = *static_cast<std::vector<ecom::option_value>*>(in.at);
    std::vector<std::string_view> names;
    for (const auto& each : list)
        names.push_back(each.name);
    std::sort(names.begin(), names.end());
    const auto twice = std::adjacent_find(names.begin(), names.end());
    if (twice != names.end()) {
        in.broken = true;
        r.fail_twice(*twice);
    }
    close_list<M>(in, r);
}

slot find_option(level& in, std::string_view key, reader&);

/// Begins a record. One that has an `enter(record, context)` is told so.
template <class M>
void open_record(void* to, level& in, reader& r)
{
    static constexpr shape how{&find_member, nullptr, nullptr, &close_record, is_closed<M>};
    auto& record = *static_cast<M*>(to);
    if constexpr (requires { enter(record, r.around()); }) enter(record, r.around());
    list_members(record, in, r);
    in.of = &how;
}

template <class M>
void open_quantity(void*, level& in, reader& r)
{
    static constexpr shape how{&find_member, nullptr, nullptr, &close_quantity<M>};
    auto& parts = r.around().parts(decltype(inner_t<M>::unit){});
    parts = {};
    list_members(parts, in, r);
    in.at = &parts;
    in.of = &how;
}

/// The list inside a member, empty.
template <class M>
[[nodiscard]] auto& fresh_list(void* to)
{
    auto& member = *static_cast<M*>(to);
    if constexpr (is_optional<M>) {
        return member.emplace();
    } else if constexpr (is_list<M>) {
        member.clear();
        return member;
    } else {
        member.records.clear();
        return member.records;
    }
}

template <class M>
void open_list(void* to, level& in, reader&)
{
    auto& list = fresh_list<M>(to);
    using T = typename std::remove_reference_t<decltype(list)>::value_type;
    static constexpr shape how{nullptr, &next_element<T>, &drop_element<T>, &close_list<M>};
    in.at = &list;
    in.of = &how;
}

template <class M>
void open_options(void* to, level& in, reader&)
{
    static constexpr shape how{&find_option, nullptr, &drop_element<ecom::option_value>,
                               &close_options<M>};
    in.at = &fresh_list<M>(to);
    in.of = &how;
}

template <class T>
inline constexpr bool is_section = false;
template <class Record>
inline constexpr bool is_section<section<Record>> = true;

template <class M>
constexpr place make_place()
{
    using T = inner_t<M>;
    auto p = scalars<M>();
    if constexpr (std::is_same_v<T, std::vector<ecom::option_value>>)
        p.object = &open_options<M>;
    else if constexpr (is_list<T> || is_section<T>)
        p.array = &open_list<M>;
    else if constexpr (is_quantity<T>)
        p.object = &open_quantity<M>;
    else if constexpr (record<T>)
        p.object = &open_record<M>;
    return p;
}

inline slot find_option(level& in, std::string_view key, reader&)
{
    auto& list = *static_cast<std::vector<ecom::option_value>*>(in.at);
    in.other = key;
    auto& added = list.emplace_back();
    added.name = key;
    return {&added.value, &place_of<std::string>};
}

} // namespace twinshelf::json::detail
