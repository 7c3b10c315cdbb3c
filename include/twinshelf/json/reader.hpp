#pragma once

#include "twinshelf/json/place.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

/// Reads JSON text straight into records: `members` finds the member of a key, the member's type
/// says what may stand there. Nothing recurses; an unknown key is skipped with all below it.
namespace twinshelf::json::detail {

/// A member, and how its type is read. Without a place: an unknown key.
struct slot {
    void* to = nullptr;
    const place* how = nullptr;
};

class reader;
struct shape;

/// An object or array that is being read.
struct level {
    void* at = nullptr;     ///< the record, or the list
    void* member = nullptr; ///< what holds it
    const shape* of = nullptr;
    std::uint64_t seen = 0;   ///< a bit for every member whose key was there
    std::size_t index = 0;    ///< of the element at hand
    std::string_view key{};   ///< the member at hand; no data where it has no name of ours
    std::string other{};      ///< the key then
    bool open = false;        ///< a value has begun and has not ended
    bool broken = false;      ///< an element was no good
};

/// What the levels of one type have in common.
struct shape {
    slot (*find)(level&, std::string& key, reader&); ///< null in a list
    slot (*next)(level&);                            ///< null in an object
    void (*drop)(level&);                            ///< takes the last element back
    void (*close)(level&, reader&);
};

/// The handler of the parser's events.
class reader {
public:
    reader(std::string_view text, slot root, context& c, std::vector<fault>& faults)
        : text_(text), root_(root), context_(c), faults_(faults)
    {
    }

    bool null();
    bool boolean(bool on);
    bool number_integer(std::int64_t number);
    bool number_unsigned(std::uint64_t number);
    bool number_float(double number, const std::string& token);
    bool string(std::string& content);
    bool binary(nlohmann::json::binary_t&) { return false; }
    bool start_object(std::size_t);
    bool key(std::string& name);
    bool end_object() { return close(); }
    bool start_array(std::size_t);
    bool end_array() { return close(); }
    bool parse_error(std::size_t read, const std::string& token,
                     const nlohmann::json::exception& why);

    /// Notes a fault at the value at hand, or at a key of the level that ends.
    void fail(std::string wanted, std::string found);
    void fail_at(std::string_view key, std::string wanted, std::string found);
    void fail_twice(std::string_view key);

private:
    template <class Token, class Say>
    bool scalar(bool (*place::*put)(void*, Token, context&), Token token, Say found);
    [[nodiscard]] slot begin();
    void end();
    bool close();
    void refuse(slot at, std::string found);
    [[nodiscard]] std::string pointer() const;

    std::string_view text_;
    slot root_;
    slot at_key_{};
    context& context_;
    std::vector<fault>& faults_;
    std::vector<level> levels_{};
    std::size_t skipped_ = 0; // brackets that are open below an unknown key
};

template <class T>
inline constexpr bool is_quantity = false;
template <class Unit>
inline constexpr bool is_quantity<quantity<Unit>> = true;

/// A record all of whose keys are known, so that another one is a fault.
template <class Record>
inline constexpr bool is_closed = false;

template <class Record>
[[nodiscard]] std::string keys_of()
{
    std::string list;
    Record r;
    members(
        [&](std::string_view name, auto&) {
            list += (list.empty() ? "one of the keys " : ", ") + in_quotes(name);
        },
        r);
    return list;
}

template <class M>
[[nodiscard]] constexpr place make_place();
template <class M>
inline constexpr place place_of = make_place<M>();

template <class Record>
slot find_member(level& in, std::string& key, reader& r)
{
    slot found;
    std::uint64_t bit = 1;
    in.key = {};
    members(
        [&](std::string_view name, auto& member) {
            if (in.key.data() == nullptr && name == key) {
                in.key = name;
                if ((in.seen & bit) == 0)
                    found = {&member, &place_of<std::remove_cvref_t<decltype(member)>>};
                else
                    r.fail_twice(name);
                in.seen |= bit;
            }
            if (in.key.data() == nullptr) bit <<= 1U;
        },
        *static_cast<Record*>(in.at));
    if (in.key.data() == nullptr) {
        in.other = std::move(key);
        if constexpr (is_closed<Record>)
            r.fail_at(in.other, keys_of<Record>(), "the key " + in_quotes(in.other));
    }
    return found;
}

template <class Record>
void close_record(level& in, reader& r)
{
    std::uint64_t bit = 1;
    members(
        [&](std::string_view name, auto& member) {
            using M = std::remove_cvref_t<decltype(member)>;
            if constexpr (required<M>)
                if ((in.seen & bit) == 0) r.fail_at(name, expected(type<inner_t<M>>{}), "nothing");
            bit <<= 1U;
        },
        *static_cast<Record*>(in.at));
}

template <class M>
using parts_of = quantity_parts<decltype(inner_t<M>::unit)>;

template <class M>
void close_quantity(level& in, reader& r)
{
    close_record<parts_of<M>>(in, r);
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

slot find_option(level& in, std::string& key, reader&);

template <class M>
void open_record(void* to, level& in, context&)
{
    static constexpr shape how{&find_member<M>, nullptr, nullptr, &close_record<M>};
    in.at = to;
    in.of = &how;
}

template <class M>
void open_quantity(void*, level& in, context& c)
{
    static constexpr shape how{&find_member<parts_of<M>>, nullptr, nullptr, &close_quantity<M>};
    auto& parts = c.parts(decltype(inner_t<M>::unit){});
    parts = {};
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
void open_list(void* to, level& in)
{
    auto& list = fresh_list<M>(to);
    using T = typename std::remove_reference_t<decltype(list)>::value_type;
    static constexpr shape how{nullptr, &next_element<T>, &drop_element<T>, &close_list<M>};
    in.at = &list;
    in.of = &how;
}

template <class M>
void open_options(void* to, level& in, context&)
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

inline slot find_option(level& in, std::string& key, reader&)
{
    auto& list = *static_cast<std::vector<ecom::option_value>*>(in.at);
    in.other = key;
    auto& added = list.emplace_back();
    added.name = std::move(key);
    return {&added.value, &place_of<std::string>};
}

template <class Token, class Say>
bool reader::scalar(bool (*place::*put)(void*, Token, context&), Token token, Say found)
{
    if (skipped_ > 0) return true;
    const auto at = begin();
    if (at.how != nullptr) {
        const auto take = at.how->*put;
        if (take == nullptr || !take(at.to, token, context_)) refuse(at, found());
    }
    end();
    return true;
}

inline bool reader::null()
{
    return scalar(&place::null, null_token{}, [] { return std::string{"null"}; });
}

inline bool reader::boolean(bool on)
{
    return scalar(&place::flag, flag_token{on},
                  [on] { return std::string{on ? "true" : "false"}; });
}

inline bool reader::number_integer(std::int64_t number)
{
    return scalar(&place::whole, whole_token{number},
                  [number] { return "the number " + std::to_string(number); });
}

inline bool reader::number_unsigned(std::uint64_t number)
{
    if (number <= std::numeric_limits<std::int64_t>::max())
        return number_integer(static_cast<std::int64_t>(number));
    return number_float(static_cast<double>(number), std::to_string(number));
}

inline bool reader::number_float(double number, const std::string& token)
{
    const auto digits = with_point(token);
    return scalar(&place::decimal, decimal_token{digits, number},
                  [&digits] { return "the number " + shortened(digits); });
}

inline bool reader::string(std::string& content)
{
    return scalar(&place::text, text_token{content},
                  [&content] { return "the text " + in_quotes(content); });
}

inline bool reader::start_object(std::size_t)
{
    if (skipped_ > 0) return ++skipped_ > 0;
    const auto at = begin();
    if (at.how != nullptr && at.how->object != nullptr) {
        level in;
        in.member = at.to;
        at.how->object(at.to, in, context_);
        levels_.push_back(std::move(in));
        return true;
    }
    if (at.how != nullptr) refuse(at, "an object");
    skipped_ = 1;
    return true;
}

inline bool reader::start_array(std::size_t)
{
    if (skipped_ > 0) return ++skipped_ > 0;
    const auto at = begin();
    if (at.how != nullptr && at.how->array != nullptr) {
        level in;
        in.member = at.to;
        at.how->array(at.to, in);
        levels_.push_back(std::move(in));
        return true;
    }
    if (at.how != nullptr) refuse(at, "an array");
    skipped_ = 1;
    return true;
}

inline bool reader::key(std::string& name)
{
    if (skipped_ > 0) return true;
    auto& in = levels_.back();
    at_key_ = in.of->find(in, name, *this);
    in.open = true;
    return true;
}

inline bool reader::parse_error(std::size_t read, const std::string& token,
                                const nlohmann::json::exception& why)
{
    faults_.push_back(parser_fault(text_, read, token, why, pointer()));
    return false;
}

inline slot reader::begin()
{
    if (levels_.empty()) return root_;
    auto& in = levels_.back();
    in.open = true;
    return in.of->next != nullptr ? in.of->next(in) : at_key_;
}

inline void reader::end()
{
    if (levels_.empty()) return;
    levels_.back().open = false;
    ++levels_.back().index;
}

inline bool reader::close()
{
    if (skipped_ > 0) {
        if (--skipped_ == 0) end();
        return true;
    }
    auto& in = levels_.back();
    in.of->close(in, *this);
    levels_.pop_back();
    end();
    return true;
}

inline void reader::refuse(slot at, std::string found)
{
    fail(at.how->expected(), std::move(found));
    if (levels_.empty() || levels_.back().of->drop == nullptr) return;
    levels_.back().of->drop(levels_.back());
    levels_.back().broken = true;
}

inline void reader::fail(std::string wanted, std::string found)
{
    faults_.push_back({pointer(), std::move(wanted), std::move(found)});
}

inline void reader::fail_at(std::string_view key, std::string wanted, std::string found)
{
    auto where = pointer();
    append_step(where, key);
    faults_.push_back({std::move(where), std::move(wanted), std::move(found)});
}

inline void reader::fail_twice(std::string_view key)
{
    fail_at(key, once, a_second(key));
}

inline std::string reader::pointer() const
{
    std::string path;
    for (const auto& in : levels_) {
        if (!in.open) break;
        if (in.of->next != nullptr)
            append_step(path, std::to_string(in.index));
        else
            append_step(path, in.key.data() != nullptr ? in.key : std::string_view{in.other});
    }
    return path;
}

} // namespace twinshelf::json::detail
