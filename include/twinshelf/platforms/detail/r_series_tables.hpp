#pragma once

#include "twinshelf/platforms/detail/collected.hpp"
#include "twinshelf/platforms/detail/r_series_item.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

/// What is read of R-Series pages, before it becomes a snapshot.
namespace twinshelf::platforms::r_series::detail {

using platforms::detail::collected;

enum class resource : std::uint8_t {
    item,
    matrix,
    attribute_set,
    category,
    manufacturer,
    shop,
    customer_type,
    customer,
    price_level,
    item_shop,
    image
};

/// Where their rows stand in a page.
inline constexpr std::array<std::string_view, 11> places{
    "/Item",         "/ItemMatrix", "/ItemAttributeSet", "/Category", "/Manufacturer", "/Shop",
    "/CustomerType", "/Customer",   "/PriceLevel",       "/ItemShop", "/Image"};

/// Their names, which are also the keys of their rows.
constexpr auto words(resource)
{
    auto all = places;
    for (auto& each : all)
        each.remove_prefix(1);
    return all;
}

/// A category and where it stands in the order of all.
using placed_category = std::pair<std::int64_t, pos::category>;

/// A row of a list of its own that is a part of an item or a matrix.
template <class Part>
struct part_of {
    std::string item{}, matrix{};
    Part part{};
};

/// Everything that the pages hold, each row once.
struct tables {
    collected<item_row> items{}, matrices{};
    collected<item_row> nested_items{}, nested_matrices{}; ///< that came inside the other
    collected<attributes> sets{};
    collected<placed_category> categories{};
    collected<placed_category> nested_categories{}; ///< that came inside items and matrices
    collected<std::string> manufacturers{};
    collected<pos::outlet> shops{};
    collected<pos::customer_group> groups{};
    collected<pos::customer> customers{};
    collected<price_level> levels{};
    collected<part_of<shop_stock>> stock{};
    collected<part_of<placed_image>> images{};
    /// The matrices with an item that was not understood; "" is the matrix of nobody knows which.
    std::unordered_set<std::string> broken_matrices{};

    std::array<listing, places.size()> lists{};
    bool page_lost = false; ///< one that nobody knows what it was of

    /// Takes out the records whose row that counts was not understood, when all pages were read.
    void settle()
    {
        const auto each = [](auto&... read) { (read.settle(), ...); };
        each(items, matrices, sets, categories, manufacturers, shops, groups, customers, levels,
             stock, images);
    }

    [[nodiscard]] listing& list(resource of) { return lists[static_cast<std::size_t>(of)]; }
    [[nodiscard]] bool lists_all(resource of, const auto& read) const
    {
        return !page_lost && lists[static_cast<std::size_t>(of)].lists_all(read);
    }
    [[nodiscard]] completeness state(resource of, const auto& read) const
    {
        const auto state = lists[static_cast<std::size_t>(of)].state(read);
        return page_lost && state == completeness::complete ? completeness::partial : state;
    }
};

} // namespace twinshelf::platforms::r_series::detail
