#pragma once

#include "twinshelf/json/fault.hpp"
#include "twinshelf/platforms/detail/r_series_catalog.hpp"
#include "twinshelf/platforms/detail/r_series_people.hpp"
#include "twinshelf/pos.hpp"

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Lightspeed Retail R-Series: the answers of its API, version 2 or 3, as a pos snapshot.
namespace twinshelf::platforms::r_series {

/// What the payloads do not say themselves.
struct options {
    currency money{};                    ///< what the amounts are in
    std::string online_price = "Online"; ///< the price level of the web shop: its name or its id
    std::string online_shop{};           ///< the shop that takes online orders; "": unknown
};

/// One answer of the API, as it came.
struct page {
    std::string name{}; ///< in faults; "": "page 1", "page 2", ...
    std::string_view text{};
    /// What was asked for, "Item"; only needed for an answer without rows, which does not say.
    std::string_view resource{};
};

/// Reads any number of pages of Item, ItemMatrix, ItemAttributeSet, Category, Manufacturer, Shop,
/// CustomerType and Customer lists, in any order but that of each list's own pages.
///
/// A section is complete when its pages hold the whole list: by "count", or from a page without
/// `previous` to one without `next`. What was filtered out by the query cannot be seen here: a
/// host that did not ask for all of them makes the section partial itself. Without Category pages
/// the categories that came with the items make a partial section.
///
/// A relation that a row does not have was not asked for, and is unknown; only pictures are known
/// to be none where the list is whole and another row of it has some.
///
/// Items with a matrix are the variants of its product, whose id is "matrix:" and the matrix's.
/// Without an ItemAttributeSet, as a page or with the matrix, their attributes are unknown. Where
/// no Shop page is given the outlets are the shops that the items have stock in.
///
/// A document with a fault is not to be worked with: a row that is missing would seem gone.
[[nodiscard]] json::parsed<pos::snapshot> read(std::span<const page> pages,
                                               const options& how = {});
[[nodiscard]] json::parsed<pos::snapshot> read(std::span<const std::string_view> pages,
                                               const options& how = {});

/// The product that an item matrix is.
[[nodiscard]] pos::product_id matrix_product(std::string_view matrix_id);

inline json::parsed<pos::snapshot> read(std::span<const page> pages, const options& how)
{
    struct list {
        std::string_view resource, id;
    };
    constexpr std::array<list, 8> lists{{{"Item", "itemID"},
                                         {"ItemMatrix", "itemMatrixID"},
                                         {"ItemAttributeSet", "itemAttributeSetID"},
                                         {"Category", "categoryID"},
                                         {"Manufacturer", "manufacturerID"},
                                         {"Shop", "shopID"},
                                         {"CustomerType", "customerTypeID"},
                                         {"Customer", "customerID"}}};
    std::vector<std::string_view> known;
    for (const auto& each : lists)
        known.push_back(each.resource);
    detail::payload in;
    for (std::size_t i = 0; i < pages.size(); ++i) {
        const auto& p = pages[i];
        in.add(p.name.empty() ? "page " + std::to_string(i + 1) : p.name, p.text, p.resource,
               known);
    }
    for (const auto& each : lists)
        in.collapse(each.resource, each.id);

    json::parsed<pos::snapshot> result;
    auto& snapshot = result.value;
    snapshot.currency = how.money;
    if (!how.online_shop.empty()) snapshot.ecom_outlet = pos::outlet_id{how.online_shop};
    detail::item_reader items(in, how.money, how.online_price);
    snapshot.products = detail::product_reader(in, items).read();
    snapshot.categories = detail::read_categories(in);
    snapshot.customer_groups = detail::read_customer_groups(in);
    snapshot.customers = detail::read_customers(in);
    snapshot.outlets = detail::read_outlets(in, std::move(items.seen));
    result.faults = std::move(in.faults);
    return result;
}

inline json::parsed<pos::snapshot> read(std::span<const std::string_view> pages, const options& how)
{
    std::vector<page> named;
    for (const auto text : pages)
        named.push_back({.text = text});
    return read(named, how);
}

inline pos::product_id matrix_product(std::string_view matrix_id)
{
    return detail::product_of_matrix(matrix_id);
}

} // namespace twinshelf::platforms::r_series
