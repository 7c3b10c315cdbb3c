#pragma once

#include "twinshelf/platforms/detail/row_taker.hpp"
#include "twinshelf/snapshot.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The lists of the X-Series API: what the rows of a page are, and whether a list was read to its
/// end.
namespace twinshelf::platforms::x_series::detail {

using namespace platforms::detail;

/// `names` are brands, tags and whatever else has an id, a name and nothing that tells it apart.
enum class list_kind : std::uint8_t {
    products,
    inventory,
    categories,
    customer_groups,
    customers,
    outlets,
    registers,
    retailer,
    names
};
inline constexpr std::size_t list_kinds = 9;

/// The lists by what an API path or a 0.9 page calls them.
struct list_word {
    std::string_view word;
    list_kind kind;
};
inline constexpr std::array<list_word, 11> list_words{
    {{"products", list_kind::products},
     {"inventory", list_kind::inventory},
     {"product_categories", list_kind::categories},
     {"product_types", list_kind::categories},
     {"customer_groups", list_kind::customer_groups},
     {"customers", list_kind::customers},
     {"outlets", list_kind::outlets},
     {"registers", list_kind::registers},
     {"retailer", list_kind::retailer},
     {"brands", list_kind::names},
     {"tags", list_kind::names}}};

/// What a page was asked for.
struct resource {
    std::optional<list_kind> kind{};
    std::string product{}; ///< whose inventory it is; "": of all
};

/// "/api/2.0/products?after=5", "customers", "products/7/inventory", "inventory/7".
[[nodiscard]] resource read_resource(std::string_view path);

/// By the first key that only the rows of one list have.
[[nodiscard]] std::optional<list_kind> kind_of_row(const view& row);

/// One list, as far as it was read.
struct list_state {
    bool seen = false;
    bool ended = false;               ///< a page says that nothing follows
    bool broken = false;              ///< a page or a row of it could not be read
    std::set<std::int64_t> numbers{}; ///< of 0.9 pages, which are counted
};

/// Notes whether a page is the last one of its list: one without rows, one that says so, or the
/// last of those that are counted. Whether there are rows in it, or a list of none.
bool note_end(list_state& list, const envelope& page, std::size_t rows);

/// The places that rows stand at.
[[nodiscard]] std::vector<std::string_view> row_places();

/// What the rows of a page are: by what it was asked for, its keys, or the first row that tells.
/// No value where it has none that tells, nor a key.
[[nodiscard]] std::optional<list_kind> kind_of_page(const page& p);

inline resource read_resource(std::string_view path)
{
    path = path.substr(0, path.find('?'));
    std::array<std::string_view, 3> parts{};
    for (std::size_t n = 0; !path.empty(); path.remove_prefix(1)) {
        const auto slash = path.find('/');
        const auto part = path.substr(0, slash);
        const bool base = n == 0 && (part == "api" || part.substr(0, 1) < "a"); // "2.0", "2026-07"
        if (!part.empty() && !base && n < parts.size()) parts[n++] = part;
        if (slash == path.npos) break;
        path.remove_prefix(slash);
    }
    const auto [list, id, of] = parts;
    if (list == "products" && of == "inventory")
        return {.kind = list_kind::inventory, .product = std::string{id}};
    resource found;
    for (const auto& [word, kind] : list_words)
        if (word == list && of.empty()) found.kind = kind; // nothing is known of a part of a record
    if (found.kind == list_kind::inventory) found.product = id;
    return found;
}

inline std::optional<list_kind> kind_of_row(const view& row)
{
    using enum list_kind;
    constexpr std::array<list_word, 18> telling{{{"has_variants", products},
                                                 {"variant_parent_id", products},
                                                 {"handle", products},
                                                 {"inventory_level", inventory},
                                                 {"current_inventory_level", inventory},
                                                 {"current_amount", inventory},
                                                 {"category_path", categories},
                                                 {"leaf_category", categories},
                                                 {"parent_category_id", categories},
                                                 {"root_category_id", categories},
                                                 {"group_id", customer_groups},
                                                 {"customer_code", customers},
                                                 {"do_not_email", customers},
                                                 {"display_prices", outlets},
                                                 {"default_tax_id", outlets},
                                                 {"invoice_prefix", registers},
                                                 {"register_open_time", registers},
                                                 {"tax_exclusive", retailer}}};
    for (auto member = row.first(); member; member = member->next())
        for (const auto& [key, kind] : telling)
            if ((*member)->key == key) return kind;
    return {};
}

inline std::vector<std::string_view> row_places()
{
    return {"/data",    "/data/categories", "/products", "/customers", "/customer_groups",
            "/outlets", "/registers"};
}

inline std::optional<list_kind> kind_of_page(const page& p)
{
    if (!p.resource.empty()) return read_resource(p.resource).kind;
    std::optional<list_kind> kind;
    bool rows = false;
    std::vector<json::fault> ignored;
    const auto places = row_places();
    const auto around = read_rows(p, places, ignored, [&](const row& r) {
        rows = true;
        if (kind) return;
        if (r.place == "/data/categories")
            kind = list_kind::categories;
        else if (!r.place.empty() && r.place != "/data")
            kind = read_resource(r.place).kind;
        else
            kind = kind_of_row(r.value);
    });
    if (kind) return kind;
    if (rows) return list_kind::names;
    for (const auto& [word, of] : list_words)
        if (around.find(word)) return of;
    if (const auto data = around.find("data"); data && data->find("categories"))
        return list_kind::categories;
    return {};
}

/// Whether there is a list for rows to stand in.
[[nodiscard]] inline bool has_list(const envelope& page)
{
    for (const auto& [word, kind] : list_words)
        if (const auto old = page.find(word); old && old->is(node_type::array)) return true;
    auto at = std::optional{page.top()};
    for (const auto* key : {"data", "categories"})
        if (at && at->is(node_type::object)) at = at->find(key);
    return at && at->is(node_type::array);
}

inline bool note_end(list_state& list, const envelope& page, std::size_t rows)
{
    list.seen = true;
    if (!has_list(page)) return rows > 0; // one record that was asked for
    if (const auto info = page.find("page_info")) {
        const auto next = info->find("has_next");
        list.ended = list.ended || (next && next->is(node_type::flag) && !(*next)->on);
    } else if (const auto counted = page.find("pagination")) {
        const auto number = [&](std::string_view key) -> std::int64_t {
            const auto at = counted->find(key);
            const auto read = parse_decimal(at ? written(*at).value_or("") : "", 0);
            return read ? read->value : -1;
        };
        const auto pages = number("pages"), at = number("page");
        if (at >= 1 && at <= pages) list.numbers.insert(at);
        list.ended = static_cast<std::int64_t>(list.numbers.size()) == pages;
    } else if (page.find("data") || page.top().is(node_type::array)) {
        list.ended = list.ended || rows == 0;
    }
    return true;
}

} // namespace twinshelf::platforms::x_series::detail
