#pragma once

#include "twinshelf/draft.hpp"
#include "twinshelf/hash.hpp"
#include "twinshelf/key_index.hpp"
#include "twinshelf/rules/sellable.hpp"
#include "twinshelf/text_compare.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

/// The attributes of the pos as options of ecom: by name, whatever their place; names and values
/// that differ only in case are one, in the stored spelling (`variant.options`).
namespace twinshelf {

inline constexpr std::size_t most_attributes = 3;
inline constexpr std::size_t most_variants = 200;

/// Takes back the option values that nothing of the plan uses after all.
void drop_unused_options(const task& t);

namespace detail {

/// What is the same option or option value: canonically, whatever the case.
[[nodiscard]] inline std::string option_key(const task& t, std::string_view text)
{
    return folded(text, t.policy.text());
}

/// The options of a product: as ecom spells them, with what the pos adds.
class option_list {
public:
    /// `known` are those of ecom, which outlive it; none of a new product.
    explicit option_list(const task& all, const std::vector<option>* known = nullptr)
        : t(all), before(known)
    {
    }

    /// The option value in the stored spelling; one that is new is added.
    option_value stored(const std::string& name, const std::string& value)
    {
        if (before != nullptr)
            for (const auto& one : options = *std::exchange(before, nullptr))
                keys.push_back(keys_of(one));
        auto key = option_key(t, name);
        const auto o = place_of([&](const option& one) { return one.name == key; }, keys);
        if (o == keys.size()) {
            options.push_back({name, {}});
            keys.push_back({std::move(key), {}});
            grown = true;
        }
        auto& values = options[o].values;
        auto& known = keys[o].values;
        key = option_key(t, value);
        const auto v = place_of([&](const std::string& one) { return one == key; }, known);
        if (v == known.size()) {
            values.push_back(value);
            known.push_back(std::move(key));
            grown = true;
        }
        return {options[o].name, values[v]};
    }

    std::vector<option> options{}; ///< once one is asked for
    bool grown = false;

private:
    [[nodiscard]] option keys_of(const option& one) const
    {
        option all{option_key(t, one.name), {}};
        for (const auto& v : one.values)
            all.values.push_back(option_key(t, v));
        return all;
    }

    template <class Is, class T>
    [[nodiscard]] static std::size_t place_of(Is&& is, const std::vector<T>& all)
    {
        return static_cast<std::size_t>(std::find_if(all.begin(), all.end(), is) - all.begin());
    }

    const task& t;
    const std::vector<option>* before; ///< not taken over yet
    std::vector<option> keys{};        ///< of the options and their values
};

/// Calls `visit(name, value)` for what a pos variant has of each attribute; blank ones left out.
template <class Visit>
void each_attribute(const pos::product& p, const pos::variant& v, Visit&& visit)
{
    if (!p.attributes || !v.attribute_values) return;
    for (std::size_t i = 0; i < p.attributes->size() && i < v.attribute_values->size(); ++i)
        if (!blank((*v.attribute_values)[i])) visit((*p.attributes)[i], (*v.attribute_values)[i]);
}

/// The same as option values.
[[nodiscard]] inline std::vector<option_value> attribute_values(const pos::product& p,
                                                                const pos::variant& v)
{
    std::vector<option_value> all;
    each_attribute(p, v, [&](const auto& name, const auto& value) {
        all.push_back({name, value});
    });
    return all;
}

/// A set of option values as a key, whatever its order. `each(visit)` calls `visit(name, value)`
/// for all of them; of two with one name the last counts.
template <class Each>
[[nodiscard]] std::string key_of_all(const task& t, Each&& each)
{
    std::map<std::string, std::string> sorted;
    each([&](std::string_view name, std::string_view value) {
        if (!blank(value)) sorted[option_key(t, name)] = option_key(t, value);
    });
    std::string key;
    for (const auto& [name, value] : sorted)
        key.append(name).append(1, '\x1f').append(value).append(1, '\x1e');
    return key;
}

[[nodiscard]] inline std::string combination_key(const task& t,
                                                 const std::vector<option_value>& values)
{
    return key_of_all(t, [&](auto&& visit) {
        for (const auto& v : values)
            visit(v.name, v.value);
    });
}

[[nodiscard]] inline std::string combination_key(const task& t, const pos::product& p,
                                                 const pos::variant& v)
{
    return key_of_all(t, [&](auto&& visit) { each_attribute(p, v, visit); });
}

/// Of each character the lower case, where it is a letter or digit of ASCII, else 0.
inline constexpr auto plain_letters = [] {
    std::array<char, 256> all{};
    for (auto c = '0'; c <= '9'; ++c)
        all[static_cast<unsigned char>(c)] = c;
    for (auto c = 'a'; c <= 'z'; ++c)
        all[static_cast<unsigned char>(c)] = all[static_cast<unsigned char>(c - 'a' + 'A')] = c;
    return all;
}();
[[nodiscard]] constexpr char plain_letter(char c)
{
    return plain_letters[static_cast<unsigned char>(c)];
}

/// Whether two option texts have different keys, as far as that is seen letter by letter.
[[nodiscard]] constexpr bool surely_differ(std::string_view a, std::string_view b)
{
    const auto shorter = std::min(a.size(), b.size());
    for (std::size_t i = 0; i < shorter; ++i) {
        const auto one = plain_letter(a[i]), other = plain_letter(b[i]);
        if (one == 0 || other == 0) return false;
        if (one != other) return true;
    }
    const auto& longer = a.size() > shorter ? a : b;
    return longer.size() > shorter && plain_letter(longer[shorter]) != 0;
}

/// Whether two option texts are the same option or option value.
[[nodiscard]] inline bool same_option(const task& t, std::string_view a, std::string_view b)
{
    return a == b || (!surely_differ(a, b) && option_key(t, a) == option_key(t, b));
}

/// So many variants are compared with each other; of more a map knows which are the same.
inline constexpr std::size_t most_seen = 32;

/// Whether the attributes of a product and the combinations of its variants are right beyond doubt:
/// all known and filled, and plainly different.
[[nodiscard]] inline bool surely_valid(const pos::product& p)
{
    if (!p.attributes || p.attributes->size() > most_attributes || p.variants->size() > most_seen)
        return false;
    const auto& names = *p.attributes;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (blank(names[i])) return false;
        for (std::size_t k = 0; k < i; ++k)
            if (!surely_differ(names[i], names[k])) return false;
    }
    const auto& all = *p.variants;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto& values = all[i].attribute_values;
        if (all[i].id.empty() || !values || values->size() != names.size()) return false;
        for (const auto& value : *values)
            if (blank(value)) return false;
        for (std::size_t k = 0; k < i; ++k) {
            bool apart = false;
            for (std::size_t n = 0; n < names.size(); ++n)
                apart = apart || surely_differ((*values)[n], (*all[k].attribute_values)[n]);
            if (!apart || same_letters(all[i].id.text, all[k].id.text)) return false;
        }
    }
    return !names.empty();
}

/// Why the variants of a product cannot be right (`variant.invalid`); empty where they can.
[[nodiscard]] inline std::string invalid_variants(const task& t, const pos::product& p)
{
    if (surely_valid(p)) return {};
    const auto attributes = p.attributes.value_or(std::vector<std::string>{});
    if (attributes.size() > most_attributes)
        return "it has " + std::to_string(attributes.size()) + " attributes, the pos takes 3";
    std::map<std::string, int> names;
    for (const auto& a : attributes)
        if (blank(a) || ++names[option_key(t, a)] > 1)
            return "its attributes have no names, or the same one twice";
    const auto& all = *p.variants;
    const auto known = [&](const pos::variant& v) { // else none is made of it
        return wanted(v.sellable) && p.attributes && v.attribute_values;
    };
    std::vector<std::string> keys(all.size());
    key_index ids, combinations; // of several with one key the first is found first
    ids.reserve(all.size());
    combinations.reserve(all.size());
    for (index i = 0; i < all.size(); ++i) {
        ids.add(all[i].id.text, i);
        if (!known(all[i])) continue;
        keys[i] = combination_key(t, p, all[i]);
        combinations.add(keys[i], i);
    }
    ids.sort();
    combinations.sort();
    std::size_t count = 0;
    for (index i = 0; i < all.size(); ++i) {
        const auto& v = all[i];
        if (v.id.empty() || ids.find(v.id.text).front().at != i)
            return "a variant has no id, or that of another";
        if (wanted(v.sellable)) ++count;
        if (!known(v)) continue;
        if (v.attribute_values->size() > attributes.size())
            return "the variant " + v.id.text + " has more values than there are attributes";
        if (keys[i].empty())
            return "all attribute values of the variant " + v.id.text + " are blank";
        const auto first = combinations.find(keys[i]).front().at;
        if (first != i)
            return "the variants " + std::min(all[first].id.text, v.id.text) + " and " +
                   std::max(all[first].id.text, v.id.text) + " are the same combination";
    }
    if (count > most_variants)
        return "it has " + std::to_string(count) + " variants, ecom takes 200";
    return {};
}

} // namespace detail

inline void drop_unused_options(const task& t)
{
    using used_value = std::tuple<std::string, std::string, std::string>;
    std::set<used_value> used; // by product
    const auto use = [&](const action& a, const value& to) {
        if (const auto* values = std::get_if<std::vector<option_value>>(&to))
            for (const auto& v : *values)
                used.emplace(a.product.ecom_id, v.name, v.value);
    };
    for (const auto& s : t.out.steps) {
        if (s.what.kind != kind::variant) continue;
        if (const auto* made = std::get_if<create>(&s.what.what))
            for (const auto& f : made->record)
                use(s.what, f.to);
        if (const auto* changed = std::get_if<update>(&s.what.what))
            for (const auto& c : changed->changes)
                use(s.what, c.to);
    }
    std::erase_if(t.out.steps, [&](step& s) {
        auto* changed = std::get_if<update>(&s.what.what);
        if (!changed || s.what.rule != rule::variant_options || s.what.kind != kind::product)
            return false;
        auto& change = changed->changes.front();
        const auto& before = std::get<std::vector<option>>(change.from);
        auto& after = std::get<std::vector<option>>(change.to);
        for (std::size_t i = 0; i < after.size(); ++i) {
            const auto kept = i < before.size() ? before[i].values.size() : 0;
            auto& values = after[i].values;
            values.erase(
                std::remove_if(values.begin() + static_cast<std::ptrdiff_t>(kept), values.end(),
                               [&](const std::string& v) {
                                   return !used.contains({s.what.of.ecom_id, after[i].name, v});
                               }),
                values.end());
        }
        const auto added = after.begin() + static_cast<std::ptrdiff_t>(before.size());
        after.erase(
            std::remove_if(added, after.end(), [](const option& o) { return o.values.empty(); }),
            after.end());
        return after == before;
    });
}

} // namespace twinshelf
