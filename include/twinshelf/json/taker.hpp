#pragma once

#include "twinshelf/field.hpp"
#include "twinshelf/json/place.hpp"
#include "twinshelf/json/tree.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace twinshelf::json::detail {

/// "product.price", as a policy names the field.
[[nodiscard]] inline std::string policy_key(field f)
{
    return std::string{name(entry(f).kind)} + '.' + std::string{entry(f).key};
}

/// Takes values out of a tree, and notes what does not fit.
class taker {
public:
    explicit taker(std::vector<fault>& faults, int money_decimals = 2)
        : scale_{.decimals = money_decimals, .fixed = true}, context_{.money = &scale_},
          faults_(faults)
    {
    }
    taker(const taker&) = delete;

    /// Reads a value as a snapshot's member of that type is read; whether it fits. A type with a
    /// `take_parts(from, to, taker)` is read from an object by that.
    template <class T>
    bool take(const view& from, T& to);
    /// The same of a key, which may be missing.
    template <class T>
    bool take(const view& object, std::string_view key, T& to);
    /// The same of a key that must be there.
    template <class T>
    bool need(const view& object, std::string_view key, T& to);
    std::optional<view> need_value(const view& object, std::string_view key, std::string wanted);
    std::optional<view> need_value(const view& object, std::string_view key, node_type type);

    void refuse(const view& v, std::string wanted)
    {
        faults_.push_back({v.where(), std::move(wanted), v.found()});
    }
    /// Notes a key that the object around it does not have.
    void refuse_key(const view& v, std::string wanted)
    {
        faults_.push_back({v.where(), std::move(wanted), "the key " + in_quotes((*v).key)});
    }
    /// Whether the value has the type; a fault where it has not.
    bool is(const view& v, node_type type);

private:
    bool put(const view& from, const place& how, void* to);

    money_scale scale_;
    context context_;
    std::vector<fault>& faults_;
};

inline bool taker::is(const view& v, node_type type)
{
    if (v.is(type)) return true;
    refuse(v, words_of(type));
    return false;
}

inline std::optional<view> taker::need_value(const view& object, std::string_view key,
                                             std::string wanted)
{
    const auto from = object.find(key);
    if (from) return from;
    auto where = object.where();
    append_step(where, key);
    faults_.push_back({std::move(where), std::move(wanted), "nothing"});
    return {};
}

inline std::optional<view> taker::need_value(const view& object, std::string_view key,
                                             node_type type)
{
    const auto from = need_value(object, key, words_of(type));
    return from && is(*from, type) ? from : std::nullopt;
}

inline bool taker::put(const view& from, const place& how, void* to)
{
    const auto& n = *from;
    const auto try_put = [&](auto function, auto token) {
        return function != nullptr && function(to, token, context_);
    };
    switch (n.type) {
    case node_type::null: return try_put(how.null, null_token{});
    case node_type::flag: return try_put(how.flag, flag_token{n.on});
    case node_type::number: {
        const bool fraction = n.content.find_first_of(".eE") != n.content.npos;
        const auto whole = fraction ? std::nullopt : parse_decimal(n.content, 0);
        return whole ? try_put(how.whole, whole_token{whole->value})
                     : try_put(how.decimal, decimal_token{n.content});
    }
    case node_type::text: return try_put(how.text, text_token{n.content});
    case node_type::object:
    case node_type::array: break;
    }
    return false;
}

template <class T>
bool taker::take(const view& from, T& to)
{
    if constexpr (is_list<T>) {
        if (!is(from, node_type::array)) return false;
        bool fits = true;
        for (auto child = from.first(); child; child = child->next())
            fits = take(*child, to.emplace_back()) && fits;
        return fits;
    } else if constexpr (requires { take_parts(from, to, *this); }) {
        return is(from, node_type::object) && take_parts(from, to, *this);
    } else {
        static constexpr auto how = scalars<T>();
        if (put(from, how, &to)) return true;
        refuse(from, how.expected());
        return false;
    }
}

template <class T>
bool taker::take(const view& object, std::string_view key, T& to)
{
    const auto from = object.find(key);
    return !from || take(*from, to);
}

template <class T>
bool taker::need(const view& object, std::string_view key, T& to)
{
    const auto from = need_value(object, key, expected(type<T>{}));
    return from && take(*from, to);
}

template <class Unit>
bool take_parts(const view& from, quantity<Unit>& to, taker& t)
{
    exact amount;
    const bool fits = t.need(from, "value", amount);
    to.millionths = amount.millionths;
    return t.need(from, "unit", to.unit) && fits;
}

} // namespace twinshelf::json::detail
