#pragma once

#include "twinshelf/json/fault.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace twinshelf::platforms::r_series::detail {

using dom = nlohmann::json;

/// A value of a payload, and the way to it.
struct node {
    static constexpr std::size_t no_index = static_cast<std::size_t>(-1);

    const dom* value = nullptr; ///< null where the key is not there
    const node* up = nullptr;
    std::string_view key{}; ///< of a page's root: the page's name
    std::size_t index = no_index;

    [[nodiscard]] explicit operator bool() const { return value != nullptr; }
    /// Whether there is nothing in it: "", null, an empty list or object.
    [[nodiscard]] bool nothing() const;
};

[[nodiscard]] node member(const node& of, std::string_view key);

/// "items.json: /Item/3/itemID".
[[nodiscard]] std::string place(const node& at);

/// The value in a few words: a scalar as it is written, "an object" or "a list".
[[nodiscard]] std::string shown(const dom& value);

/// "Item, Category or Shop".
[[nodiscard]] std::string joined(const std::vector<std::string_view>& words);

inline bool node::nothing() const
{
    return value->is_null() || (value->is_structured() && value->empty()) ||
           (value->is_string() && value->get_ref<const std::string&>().empty());
}

inline node member(const node& of, std::string_view key)
{
    if (!of.value->is_object()) return {nullptr, &of, key};
    const auto found = of.value->find(key);
    return {found == of.value->end() ? nullptr : &*found, &of, key};
}

inline std::string place(const node& at)
{
    std::vector<const node*> steps;
    const node* step = &at;
    for (; step->up; step = step->up)
        steps.push_back(step);
    std::string text{step->key};
    if (!steps.empty()) text += ": ";
    for (auto each = steps.rbegin(); each != steps.rend(); ++each)
        json::detail::append_step(text, (*each)->index == node::no_index
                                            ? std::string{(*each)->key}
                                            : std::to_string((*each)->index));
    return text;
}

inline std::string shown(const dom& value)
{
    if (value.is_object()) return "an object";
    if (value.is_array()) return "a list";
    if (value.is_string()) return json::detail::in_quotes(value.get_ref<const std::string&>());
    return value.dump();
}

inline std::string joined(const std::vector<std::string_view>& words)
{
    std::string all;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i != 0) all += i + 1 == words.size() ? " or " : ", ";
        all += words[i];
    }
    return all;
}

} // namespace twinshelf::platforms::r_series::detail
