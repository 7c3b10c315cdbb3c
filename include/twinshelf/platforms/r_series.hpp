#pragma once

#include "twinshelf/json/fault.hpp"
#include "twinshelf/platforms/detail/r_series_products.hpp"
#include "twinshelf/platforms/page.hpp"
#include "twinshelf/pos.hpp"

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

using platforms::page;

/// Reads any number of pages of Item, ItemMatrix, ItemAttributeSet, Category, Manufacturer, Shop,
/// PriceLevel, ItemShop, Image, CustomerType and Customer lists, in any order but that of each
/// list's own pages. A page's `resource` is one of these words; only an answer without rows needs
/// it, which does not say.
///
/// A section is complete when its pages hold the whole list: by "count", or from a page without
/// `previous` to one without `next`. What was filtered out by the query cannot be seen here: a
/// host that did not ask for all of them makes the section partial itself. Without Category pages
/// the categories that came with the items make a partial section.
///
/// A row with a fault is left out, and its section is partial; a page that cannot be read, and
/// nobody knows what it was of, leaves every section partial.
///
/// A relation that a row does not have was not asked for, and is unknown; only pictures are known
/// to be none where the list is whole and another row of it has some. Stock and pictures may come
/// as ItemShop and Image lists instead; they count for what came without, and only if whole.
///
/// Items with a matrix are the variants of its product, whose id is "matrix:" and the matrix's.
/// They are known where all items were listed, or the matrix came with its Items: in a part of a
/// list a variant that is missing would seem gone. Without an ItemAttributeSet, as a page or with
/// the matrix, their attributes are unknown. A matrix of which neither is known would be taken for
/// a product without variants, and is left out.
///
/// The online price is at the level that `online_price` names. Where a PriceLevel list has no
/// level of that name, it is the only level beside Default and MSRP that cannot be archived: its
/// name can be changed. Where no Shop page is given the outlets are the shops that the items have
/// stock in. Without an account's word on it, marketing consent is unknown.
[[nodiscard]] json::parsed<pos::snapshot> read(std::span<const page> pages,
                                               const options& how = {});
[[nodiscard]] json::parsed<pos::snapshot> read(std::span<const std::string_view> pages,
                                               const options& how = {});

/// The product that an item matrix is.
[[nodiscard]] pos::product_id matrix_product(std::string_view matrix_id);

namespace detail {

/// The level of online prices, by what the host calls it and what the account's levels are.
[[nodiscard]] inline std::vector<price_level> online_levels(const std::string& wanted,
                                                            const std::vector<price_level>& all)
{
    if (wanted.empty()) return {};
    std::vector<price_level> of_the_store;
    for (const auto& l : all) {
        if (l.is(wanted, wanted)) return {l};
        if (l.fixed && l.id != "1" && l.id != "2") of_the_store.push_back(l);
    }
    if (of_the_store.size() == 1) return of_the_store;
    return {{.id = wanted, .name = wanted}};
}

} // namespace detail

inline json::parsed<pos::snapshot> read(std::span<const page> pages, const options& how)
{
    json::parsed<pos::snapshot> result;
    detail::tables in;
    detail::page_reader reader{in, how.money.decimals,
                               detail::online_levels(how.online_price, detail::read_levels(pages)),
                               result.faults};
    for (std::size_t i = 0; i < pages.size(); ++i) {
        auto p = pages[i];
        p.name = platforms::detail::page_name(p, i);
        reader.add(p);
    }
    in.settle();
    auto& snapshot = result.value;
    snapshot.currency = how.money;
    if (!how.online_shop.empty()) snapshot.ecom_outlet = pos::outlet_id{how.online_shop};
    snapshot.outlets = detail::read_outlets(in);
    snapshot.products = detail::product_joiner(in).run();
    snapshot.categories = detail::read_categories(in);
    using detail::resource;
    snapshot.customer_groups = detail::section_of(in, resource::customer_type, in.groups);
    snapshot.customers = detail::section_of(in, resource::customer, in.customers);
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
