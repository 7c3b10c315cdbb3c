#pragma once

#include "twinshelf/platforms/detail/row_taker.hpp"
#include "twinshelf/snapshot.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What a page of E-Series is about, and how much of its list was read.
namespace twinshelf::platforms::ecwid::detail {

using platforms::detail::view;

enum class resource : std::uint8_t {
    products,
    categories,
    customer_groups,
    customers,
    profile,
    combinations, ///< of one product
    deleted_products,
    deleted_customers
};
inline constexpr std::size_t resources = 8;

/// What a path such as "products/71/combinations?lang=en" is the path of.
struct asked_for {
    std::optional<resource> what{};
    std::string product{}; ///< whose combinations
};
[[nodiscard]] asked_for parse_resource(std::string_view path);

/// What a row is by the members that only such a row has; no value where nobody can tell.
[[nodiscard]] std::optional<resource> recognized(const view& row);

inline constexpr auto recognizable = "a row that tells what it is, or a page with its resource";

/// How much of a list was read.
struct listing {
    std::size_t pages = 0;
    std::size_t total = 0;  ///< by the page that says the most
    std::size_t others = 0; ///< rows that are no records
    bool scattered = false; ///< a page is no list, or broke off

    [[nodiscard]] completeness state(const auto& read) const
    {
        if (pages == 0) return completeness::absent;
        const bool all = read.whole() && !scattered && read.size() + others >= total;
        return all ? completeness::complete : completeness::partial;
    }
};

inline asked_for parse_resource(std::string_view path)
{
    path = path.substr(0, path.find('?'));
    std::vector<std::string_view> steps;
    while (!path.empty()) {
        const auto step = path.substr(0, path.find('/'));
        if (!step.empty()) steps.push_back(step);
        path.remove_prefix(std::min(path.size(), step.size() + 1));
    }
    if (steps.empty()) return {};
    if (steps.size() == 3 && steps[0] == "products" && steps[2] == "combinations")
        return {resource::combinations, std::string{steps[1]}};
    const bool gone = steps.size() == 2 && steps[1] == "deleted";
    if (steps.size() > 2) return {};
    if (steps[0] == "products") return {gone ? resource::deleted_products : resource::products};
    if (steps[0] == "customers") return {gone ? resource::deleted_customers : resource::customers};
    if (steps[0] == "categories" && !gone) return {resource::categories};
    if (steps[0] == "customer_groups" && !gone) return {resource::customer_groups};
    if (steps[0] == "profile") return {resource::profile};
    return {};
}

inline std::optional<resource> recognized(const view& row)
{
    struct sign {
        std::string_view key;
        resource of;
    };
    constexpr sign signs[] = {
        {"formatsAndUnits", resource::profile},
        {"generalInfo", resource::profile},
        {"combinationNumber", resource::combinations},
        {"customerGroupId", resource::customers},
        {"email", resource::customers},
        {"registered", resource::customers},
        {"price", resource::products},
        {"productClassId", resource::products},
        {"combinations", resource::products},
        {"unlimited", resource::products},
        {"sku", resource::products},
        {"parentId", resource::categories},
        {"orderBy", resource::categories},
        {"productCount", resource::categories},
    };
    for (const auto& s : signs)
        if (row.find(s.key)) return s.of;
    // A group has nothing of its own, but nothing else either.
    if (!row.find("id") || !row.find("name")) return {};
    for (auto each = row.first(); each; each = each->next()) {
        const auto& key = (*each)->key;
        if (key != "id" && key != "name" && key != "externalReferenceId") return {};
    }
    return resource::customer_groups;
}

} // namespace twinshelf::platforms::ecwid::detail
