#pragma once

#include "twinshelf/json/fault.hpp"
#include "twinshelf/platforms/detail/r_series_node.hpp"
#include "twinshelf/snapshot.hpp"
#include "twinshelf/stock.hpp"
#include "twinshelf/time.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

/// The habits of an R-Series payload, whatever it is about: every scalar a text, one row as an
/// object and several as an array, "" for an empty relation, pages in two kinds of envelope.
namespace twinshelf::platforms::r_series::detail {

/// A row of a list, by its id.
struct record {
    std::string id{};
    node row{};
};

/// The rows of one resource from all of its pages, and what the envelopes say about them.
struct listing {
    std::vector<node> rows{};
    std::vector<record> records{}; ///< the rows by id, each once
    std::size_t pages = 0;
    std::size_t count = 0;  ///< how many rows there are by the greatest "count" of a page
    bool open = false;      ///< the last page names a next one
    bool headless = false;  ///< the first page names a previous one
    bool scattered = false; ///< a page is no list: a record that was asked for by its id

    [[nodiscard]] completeness state() const;
    /// Whether the query asked for a relation. Rows that have nothing of it may lack the key then.
    [[nodiscard]] bool asked_for(std::string_view relation) const;
};

/// Takes pages in, and scalars out of their rows, and notes every fault.
class payload {
public:
    /// Adds a page. An answer without rows does not say what it is about: it belongs to
    /// `resource`, else to the list of the page before, if that goes on.
    void add(std::string_view name, std::string_view text, std::string_view resource,
             const std::vector<std::string_view>& known);

    /// Gives each row of a resource its id, and keeps one row of an id: the one with the later
    /// timeStamp, else the one that was read later.
    void collapse(std::string_view resource, std::string_view id_key);

    [[nodiscard]] listing& of(std::string_view resource);

    /// A scalar as text, null as "": no value where the key is not there.
    [[nodiscard]] std::optional<std::string> text(const node& row, std::string_view key);
    /// The others have no value for "" either.
    [[nodiscard]] std::optional<bool> flag(const node& row, std::string_view key);
    [[nodiscard]] std::optional<std::int64_t> number(const node& row, std::string_view key);
    [[nodiscard]] std::optional<stock_level> level(const node& row, std::string_view key);
    [[nodiscard]] std::optional<instant> time(const node& row, std::string_view key);
    /// The id of another record: "" where it is known that there is none, which is written "0".
    [[nodiscard]] std::optional<std::string> reference(const node& row, std::string_view key);

    /// Visits the rows of `of`.`relation`.`resource`; whether the relation is there, rows or not.
    template <class Visit>
    bool relation(const node& of, std::string_view relation, std::string_view resource,
                  Visit&& visit);

    void refuse(const node& at, std::string expected, std::string found = {});

    std::vector<json::fault> faults{};

private:
    /// Visits one row that is an object, or the rows of a list.
    template <class Visit>
    void each_row(const node& rows, Visit&& visit);
    void note_envelope(const node& root, listing& list);

    std::deque<dom> documents_{};
    std::deque<std::string> names_{};
    std::deque<node> roots_{};
    std::map<std::string, listing> listings_{};
    std::string open_resource_{}; ///< whose last page names a next one, if that was the last page
};

inline completeness listing::state() const
{
    if (pages == 0) return completeness::absent;
    const bool whole = !open && !headless && !scattered && records.size() >= count;
    return whole ? completeness::complete : completeness::partial;
}

/// Pages of one list are answers to one query; those of an incomplete one may not be.
inline bool listing::asked_for(std::string_view relation) const
{
    return state() == completeness::complete &&
           std::any_of(records.begin(), records.end(),
                       [&](const record& r) { return bool{member(r.row, relation)}; });
}

inline void payload::refuse(const node& at, std::string expected, std::string found)
{
    if (found.empty()) found = at ? shown(*at.value) : "nothing";
    faults.push_back({place(at), std::move(expected), std::move(found)});
}

inline void payload::add(std::string_view name, std::string_view text, std::string_view resource,
                         const std::vector<std::string_view>& known)
{
    const auto& page_name = names_.emplace_back(name);
    auto& document = documents_.emplace_back();
    const auto& root = roots_.emplace_back(node{&document, nullptr, page_name});
    const auto before = std::exchange(open_resource_, {});
    try {
        document = dom::parse(text);
    } catch (const dom::parse_error& e) {
        faults.push_back(json::detail::syntax_fault(text, e.byte, place(root)));
        return;
    } catch (const dom::exception&) {
        return refuse(root, "valid JSON", "a number that is too large");
    }
    if (!document.is_object()) return refuse(root, "a page of rows");
    if (document.contains("httpCode")) {
        const auto part = [&](std::string_view key) { return this->text(root, key).value_or(""); };
        return refuse(root, "a page of rows",
                      "the error " + part("httpCode") + ' ' + part("httpMessage") + ", " +
                          json::detail::in_quotes(part("message")));
    }

    std::vector<std::string_view> resources;
    for (const auto each : known)
        if (document.contains(each)) resources.push_back(each);
    if (resources.empty()) {
        for (const auto& [key, rows] : document.items())
            if (key != "@attributes")
                return refuse(root, "rows of " + joined(known), json::detail::in_quotes(key));
        resources.push_back(resource.empty() ? std::string_view{before} : resource);
        if (resources.front().empty()) return; // nothing, of what nobody can tell
    }
    for (const auto each : resources) {
        auto& list = of(each);
        note_envelope(root, list);
        if (list.open) open_resource_ = each;
        const auto rows = member(root, each);
        if (rows)
            each_row(roots_.emplace_back(rows), [&](const node& row) { list.rows.push_back(row); });
    }
}

inline void payload::note_envelope(const node& root, listing& list)
{
    const auto attributes = member(root, "@attributes");
    const bool first = list.pages++ == 0;
    if (!attributes) {
        list.scattered = true;
        return;
    }
    const bool paged = bool{member(attributes, "next")};
    if (paged) {
        list.open = !member(attributes, "next").nothing();
        const auto previous = member(attributes, "previous");
        list.headless = list.headless || (first && previous && !previous.nothing());
        return;
    }
    const auto count = number(attributes, "count");
    const bool listed = member(attributes, "offset") || member(attributes, "limit");
    // A record that was asked for by its id comes as a count of 1 and nothing else.
    if (!count || (*count == 1 && !listed)) list.scattered = true;
    if (count && *count > 0) list.count = std::max(list.count, static_cast<std::size_t>(*count));
}

inline void payload::collapse(std::string_view resource, std::string_view id_key)
{
    auto& list = of(resource);
    const auto stamp = [&](const node& row) {
        return parse_time(text(row, "timeStamp").value_or(""));
    };
    std::unordered_map<std::string, std::size_t> seen;
    for (const auto& row : list.rows) {
        const auto id = reference(row, id_key);
        if (!id || id->empty()) {
            refuse(member(row, id_key), "the row's id");
            continue;
        }
        const auto [at, added] = seen.try_emplace(*id, list.records.size());
        if (added) {
            list.records.push_back({*id, row});
            continue;
        }
        auto& kept = list.records[at->second].row;
        if (const auto here = stamp(row), there = stamp(kept); here && there && *here < *there)
            continue;
        kept = row;
    }
}

inline listing& payload::of(std::string_view resource)
{
    return listings_[std::string{resource}];
}

inline std::optional<std::string> payload::text(const node& row, std::string_view key)
{
    const auto at = member(row, key);
    if (!at) return {};
    if (at.value->is_string()) return at.value->get<std::string>();
    if (at.value->is_null()) return "";
    if (!at.value->is_structured()) return at.value->dump();
    refuse(at, "a text");
    return {};
}

inline std::optional<bool> payload::flag(const node& row, std::string_view key)
{
    const auto word = text(row, key);
    if (!word || word->empty()) return {};
    if (*word == "true" || *word == "1") return true;
    if (*word == "false" || *word == "0") return false;
    refuse(member(row, key), "true or false");
    return {};
}

inline std::optional<std::int64_t> payload::number(const node& row, std::string_view key)
{
    const auto digits = text(row, key);
    if (!digits || digits->empty()) return {};
    const auto parsed = parse_decimal(*digits, 0);
    if (parsed && !parsed->rounded) return parsed->value;
    refuse(member(row, key), "a whole number");
    return {};
}

inline std::optional<stock_level> payload::level(const node& row, std::string_view key)
{
    const auto digits = text(row, key);
    if (!digits || digits->empty()) return {};
    if (const auto parsed = parse_decimal(*digits, 6)) return stock_level{parsed->value};
    refuse(member(row, key), "a number");
    return {};
}

inline std::optional<instant> payload::time(const node& row, std::string_view key)
{
    const auto written = text(row, key);
    if (!written || written->empty()) return {};
    if (const auto parsed = parse_time(*written)) return parsed;
    refuse(member(row, key), "a time such as 2024-02-01T10:00:00+00:00");
    return {};
}

inline std::optional<std::string> payload::reference(const node& row, std::string_view key)
{
    auto id = text(row, key);
    if (id == "0") id = "";
    return id;
}

template <class Visit>
bool payload::relation(const node& of, std::string_view relation, std::string_view resource,
                       Visit&& visit)
{
    const auto rows = member(of, relation);
    if (!rows) return false;
    if (rows.nothing()) return true;
    if (!rows.value->is_object()) {
        refuse(rows, "an object with " + std::string{resource});
        return true;
    }
    const auto inner = member(rows, resource);
    if (inner) each_row(inner, visit);
    return true;
}

template <class Visit>
void payload::each_row(const node& rows, Visit&& visit)
{
    if (rows.nothing()) return;
    if (rows.value->is_object()) return visit(rows);
    if (!rows.value->is_array()) return refuse(rows, "a row, or a list of rows");
    for (std::size_t i = 0; i < rows.value->size(); ++i) {
        const node row{&(*rows.value)[i], &rows, {}, i};
        if (row.value->is_object())
            visit(row);
        else
            refuse(row, "a row");
    }
}

} // namespace twinshelf::platforms::r_series::detail
