#pragma once

#include "twinshelf/platforms/detail/row_taker.hpp"
#include "twinshelf/snapshot.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The habits of an R-Series payload, whatever it is about: one row as an object and several as a
/// list, "" for an empty relation, pages in two kinds of envelope.
namespace twinshelf::platforms::r_series::detail {

using platforms::detail::envelope;
using platforms::detail::node_type;
using platforms::detail::nothing;
using platforms::detail::row_taker;
using platforms::detail::view;

/// How much of a list was read, by what its envelopes say.
struct listing {
    std::size_t pages = 0;
    std::size_t count = 0;  ///< how many rows there are by the greatest "count" of a page
    bool open = false;      ///< the last page names a next one
    bool headless = false;  ///< the first page names a previous one
    bool scattered = false; ///< a page is no list, or broke off

    /// Takes the envelope of the next page of the list.
    void note(const envelope& page, std::vector<json::fault>& faults);

    /// Whether the pages have every row, understood or not, if its id was.
    [[nodiscard]] bool lists_all(const auto& read) const
    {
        const bool some = open || headless || scattered;
        return pages > 0 && !some && read.size() >= count;
    }
    [[nodiscard]] completeness state(const auto& read) const
    {
        if (pages == 0) return completeness::absent;
        return lists_all(read) && read.whole() ? completeness::complete : completeness::partial;
    }
};

/// The id of a row, which is never 0: "" and a fault where there is none.
[[nodiscard]] inline std::string row_id(row_taker& take, const view& row, std::string_view key)
{
    auto id = take.reference(row, key);
    if (!id || id->empty()) take.miss(row, key, "the row's id");
    return id.value_or("");
}

/// Calls `visit(row)` for the rows of `of`.`relation`.`resource`: one object, or a list of them.
/// Whether the relation is there, rows or not.
template <class Visit>
bool relation(row_taker& take, const view& of, std::string_view relation, std::string_view resource,
              Visit&& visit);

inline void listing::note(const envelope& page, std::vector<json::fault>& faults)
{
    const bool first = pages++ == 0;
    const auto attributes = page.find("@attributes");
    const auto find = [&](std::string_view key) {
        return attributes ? attributes->find(key) : std::nullopt;
    };
    if (const auto next = find("next")) {
        const auto previous = find("previous");
        open = !nothing(*next);
        headless = headless || (first && previous && !nothing(*previous));
        return;
    }
    const auto at = find("count");
    // A record that was asked for by its id comes as a count of 1 and nothing else.
    const bool listed = find("offset") || find("limit");
    const auto rows =
        at ? parse_decimal(platforms::detail::written(*at).value_or(""), 0) : std::nullopt;
    if (at && !rows) faults.push_back({page.where + ": " + at->where(), "a number", at->found()});
    const auto told = rows ? rows->value : 0;
    if (!rows || (told == 1 && !listed)) scattered = true;
    if (told > 0) count = std::max(count, static_cast<std::size_t>(told));
}

template <class Visit>
bool relation(row_taker& take, const view& of, std::string_view relation, std::string_view resource,
              Visit&& visit)
{
    if (!of.find(relation)) return false;
    const auto rows = take.object(of, relation);
    const auto inner = rows ? rows->find(resource) : std::nullopt;
    if (inner && inner->is(node_type::object))
        visit(*inner);
    else if (inner)
        take.each(*rows, resource, visit);
    return true;
}

} // namespace twinshelf::platforms::r_series::detail
