#pragma once

#include "twinshelf/json/taker.hpp"
#include "twinshelf/policy.hpp"

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

/// Policies as JSON text: a profile, flows by field ("product.name") and options by name.
namespace twinshelf::json {

/// Reads a policy: the profile that it names, or `base_profile` where it names none, and what it
/// changes of it. A flow that makes no sense for its field is a fault.
[[nodiscard]] parsed<policy> read_policy(std::string_view text, std::string_view base_profile = "");

/// The profile, and all that differs from it.
[[nodiscard]] std::string write(const policy& p, int indent = -1);

namespace detail {

inline constexpr std::array<std::string_view, 3> profile_names{"r_series", "x_series",
                                                               "x_series_2021"};

[[nodiscard]] inline std::string expected_profile()
{
    std::string list;
    for (const auto name : profile_names)
        list += (list.empty() ? "one of the profiles " : ", ") + in_quotes(name);
    return list;
}

/// The profile to start from; an empty policy where there is none that is known.
[[nodiscard]] inline policy take_profile(const view& root, std::string_view base, taker& t,
                                         std::vector<fault>& faults)
{
    const auto given = root.find("profile");
    std::string word{base};
    if (given && !t.take(*given, word)) return {};
    if (!given && base.empty()) faults.push_back({"/profile", expected_profile(), "nothing"});
    if (word.empty() && !given) return {};
    const auto profile = find_profile(word);
    if (!profile)
        faults.push_back({"/profile", expected_profile(), "the text " + in_quotes(word)});
    else if (!base.empty() && word != base)
        t.refuse(*given, in_quotes(base) + ", the profile in use");
    return profile.value_or(policy{});
}

inline void take_flow(const view& v, field f, policy& p, taker& t)
{
    auto how = p[f];
    if (!t.take(v, how)) return;
    if (makes_sense(f, how)) {
        p[f] = how;
        return;
    }
    std::string list;
    const auto all = words(flow{});
    for (std::size_t i = 0; i < all.size(); ++i)
        if (makes_sense(f, static_cast<flow>(i)))
            list += (list.empty() ? "" : ", ") + in_quotes(all[i]);
    t.refuse(v, "a flow that makes sense for " + policy_key(f) + ": " + list);
}

inline void take_limits(const view& v, std::map<field, std::size_t>& limits, taker& t)
{
    if (!t.is(v, node_type::object)) return;
    for (auto each = v.first(); each; each = each->next()) {
        const auto f = find_field((*each)->key);
        int most = 0;
        if (!f)
            t.refuse_key(*each, "a field as the key, like \"product.name\"");
        else if (t.take(*each, most))
            limits[*f] = static_cast<std::size_t>(most);
    }
}

/// Whether an option has the key; takes its value if so.
inline bool take_option(const view& v, policy& p, taker& t)
{
    bool found = false;
    options(
        [&](std::string_view name, auto& option) {
            using T = std::remove_cvref_t<decltype(option)>;
            if (name != (*v).key) return;
            found = true;
            T value{};
            if constexpr (std::is_same_v<T, std::map<field, std::size_t>>) {
                take_limits(v, option, t);
            } else if (t.take(v, value)) {
                if constexpr (std::is_same_v<T, double>)
                    if (!(value >= 0 && value <= 1)) return t.refuse(v, "a number from 0 to 1");
                option = std::move(value);
            }
        },
        p);
    return found;
}

inline void print_option(printer& out, const auto& option)
{
    print(out, option);
}

inline void print_option(printer& out, const std::map<field, std::size_t>& limits)
{
    out.open('{');
    for (const auto& [f, most] : limits) {
        out.key(policy_key(f));
        print(out, most);
    }
    out.close('}');
}

} // namespace detail

inline parsed<policy> read_policy(std::string_view text, std::string_view base_profile)
{
    using namespace detail;
    parsed<policy> result;
    auto& [p, faults] = result;
    const auto read = read_tree(text, faults);
    if (read.nodes.empty()) return result;
    const view root{read, 0};
    taker t{faults};
    if (!t.is(root, node_type::object)) return result;

    p = take_profile(root, base_profile, t, faults);
    std::array<bool, fields.size()> seen{};
    for (auto each = root.first(); each; each = each->next()) {
        const std::string_view key = (*each)->key;
        if (key == "profile" || take_option(*each, p, t)) continue;
        const auto f = find_field(key);
        if (!f)
            t.refuse_key(*each, "an option or a field as the key, like \"product.name\"");
        else if (std::exchange(seen[static_cast<std::size_t>(*f)], true))
            t.refuse(*each, "one flow for " + policy_key(*f));
        else
            take_flow(*each, *f, p, t);
    }
    return result;
}

inline std::string write(const policy& p, int indent)
{
    using namespace detail;
    const auto base = find_profile(p.profile).value_or(policy{});
    printer out{indent};
    out.open('{');
    out.key("profile");
    out.text(p.profile);
    for (const auto& f : fields)
        if (p[f.id] != base[f.id]) {
            out.key(policy_key(f.id));
            print(out, p[f.id]);
        }
    options(
        [&](std::string_view name, const auto& option, const auto& usual) {
            if (option == usual) return;
            out.key(name);
            print_option(out, option);
        },
        p, base);
    out.close('}');
    return out.take();
}

} // namespace twinshelf::json
