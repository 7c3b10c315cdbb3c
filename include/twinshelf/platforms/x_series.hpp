#pragma once

#include "twinshelf/json/fault.hpp"
#include "twinshelf/platforms/detail/x_series_snapshot.hpp"
#include "twinshelf/platforms/page.hpp"
#include "twinshelf/pos.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <unordered_set>

/// Lightspeed Retail X-Series: the answers of its API as a pos snapshot. Versions 2.0 and later up
/// to 2026-07, and 0.9.
namespace twinshelf::platforms::x_series {

using platforms::page;

/// Reads any number of pages of products, inventory, product_categories (or product_types),
/// customer_groups, customers, outlets, registers, brands and tags, and the retailer, in any order.
///
/// What a page is about is told by its `resource`, which may be the path it was asked for, else by
/// its rows. A page without rows ends the list of the page before it, if nothing else is said.
///
/// A list is complete when its end was seen: a page without rows, as the API answers once `after`
/// is the highest version, `has_next` false, or the last of the counted pages of 0.9. What is
/// missing in the middle cannot be seen, as versions have gaps, nor that only changes were asked
/// for: `options::changes` says so. Of several rows of a record the highest version counts.
///
/// A product is a family, and its id is that of the parent row, `variant_parent_id` of the others:
/// so it stays the same when a simple product gets variants, when the parent row is deleted and
/// with every version of the API, none of which `family_id` would. The parent row is a variant,
/// too, with the same id. Where a row may be missing the variants of a family are unknown; a family
/// of which not even the options are known is left out.
///
/// Prices are those with or without tax as the retailer has them, else the outlets; that nobody
/// says which is a fault. Stock is known once all inventory is, or that of the product: a page
/// asked for as "products/ID/inventory". A composite has stock only where there are levels of it.
/// A record with a fault is left out, and its section partial.
[[nodiscard]] json::parsed<pos::snapshot> read(std::span<const page> pages,
                                               const options& how = {});

inline json::parsed<pos::snapshot> read(std::span<const page> pages, const options& how)
{
    json::parsed<pos::snapshot> result;
    detail::reader in(result.faults, !how.changes);
    for (std::size_t i = 0; i < pages.size(); ++i)
        in.add(pages[i], i);
    result.value = detail::snapshot_of(in, how);
    return result;
}

} // namespace twinshelf::platforms::x_series
