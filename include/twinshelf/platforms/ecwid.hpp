#pragma once

#include "twinshelf/ecom.hpp"
#include "twinshelf/json/fault.hpp"
#include "twinshelf/platforms/detail/ecwid_reader.hpp"
#include "twinshelf/platforms/page.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

/// Lightspeed E-Series, which is Ecwid: the answers of its REST API, version 3, as an ecom snapshot.
namespace twinshelf::platforms::ecwid {

using platforms::page;

/// What a page of the store's profile says. These stand where none is given.
struct options {
    currency money{};                                    ///< what the amounts are in
    std::optional<mass_unit> weight_unit{};              ///< unknown: so are all weights
    std::optional<twinshelf::length_unit> length_unit{}; ///< unknown: so are all dimensions
    std::optional<bool> tax_included{};                  ///< whether the prices include tax
};

/// Reads any number of pages, in any order: lists, single records, the profile. What a page is of
/// is seen by its rows; a page without rows, and one of ids that were deleted, needs its
/// `resource`, which is the path that was asked for:
///
///   products, categories, customer_groups, customers   lists, or one record
///   products/ID/combinations                            the combinations of a product, all of them
///   products/deleted, customers/deleted                 what is gone, and since when
///   profile                                             currency, units, tax
///
/// A section is complete when its pages hold as many records as the list has by "total". That says
/// nothing about what the query left out: ask for all of them, with a secret token.
///
/// - Without `hidden_categories=true` the list of categories lacks the disabled ones, which are all
///   that a sync made. Where a product or a category is in one that is not listed, the section is
///   partial; else nobody can tell.
/// - `responseFields` makes what it leaves out unknown, if it leaves out "options" of products and
///   combinations, and "enabled" of categories. With these a row counts as whole, and what it does
///   not have as empty. A category without "parentId" always is a root.
///
/// A row with a fault is left out, and its section is partial; a page that cannot be read, and
/// whose rows nobody can tell, leaves every section partial.
///
/// What the types of the model do not say by themselves:
///
/// - "externalReferenceId" is `pos_id`, "externalId" of a picture its `source_id`.
/// - Brand and UPC are attributes, by their type; a UPC or EAN that the platform's own sync wrote
///   counts where there is no other.
/// - Pictures are those of "media", else "galleryImages" after the main one, which has the id "0".
///   Without either they are unknown, even where the main one's URL is there.
/// - A combination's picture is the one of the product that has one of its URLs; unknown where the
///   product has none like that.
/// - A combination without "sku" has its product's: its own is "". One without "price" costs what
///   its product does, unless its choices add something: then that sum is its price.
/// - Option values stand in the order of the product's options, whatever their own.
/// - The quantity of what is unlimited is unknown. Weights and dimensions of 0, and a compare-to
///   price of 0, are none. The front page, category 0, is no category.
/// - A customer of the group 0 has no group. What "acceptMarketing" does not say is unknown.
[[nodiscard]] json::parsed<ecom::snapshot> read(std::span<const page> pages,
                                                const options& how = {});

namespace detail {

/// The profile first, as amounts need it, and combinations after their products.
[[nodiscard]] inline int turn(const page& p)
{
    const auto what = parse_resource(p.resource).what;
    if (what == resource::combinations) return 2;
    const bool profile = p.text.find(R"("formatsAndUnits")") != p.text.npos;
    return what == resource::profile || (!what && profile) ? 0 : 1;
}

} // namespace detail

inline json::parsed<ecom::snapshot> read(std::span<const page> pages, const options& how)
{
    std::vector<page> in_turn;
    std::unordered_set<std::string> joined;
    for (std::size_t i = 0; i < pages.size(); ++i) {
        in_turn.push_back(pages[i]);
        in_turn.back().name = platforms::detail::page_name(pages[i], i);
        joined.insert(detail::parse_resource(pages[i].resource).product);
    }
    std::stable_sort(in_turn.begin(), in_turn.end(), [](const page& a, const page& b) {
        return detail::turn(a) < detail::turn(b);
    });
    json::parsed<ecom::snapshot> result;
    result.value.currency = how.money;
    detail::reader in{{.decimals = how.money.decimals,
                       .weight = how.weight_unit,
                       .length = how.length_unit,
                       .tax_included = how.tax_included},
                      std::move(joined),
                      result.faults};
    for (const auto& p : in_turn)
        in.add(p);
    in.finish(result.value);
    return result;
}

} // namespace twinshelf::platforms::ecwid
