#pragma once

#include "twinshelf/platforms/detail/row_taker.hpp"
#include "twinshelf/pos.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The rows of all lists but that of products.
namespace twinshelf::platforms::x_series::detail {

using namespace platforms::detail;

struct outlet_row {
    pos::outlet outlet{};
    std::string currency{};
    std::optional<bool> tax_included{}; ///< in the prices that are shown
};

struct register_row {
    std::string id{}, name{}, outlet{};
};

struct level_row {
    std::string product{};
    pos::stock_row stock{};
};

struct retailer_row {
    std::string currency{};
    std::optional<bool> tax_included{};
};

/// A brand or a tag.
struct name_row {
    std::string id{}, name{};
};

[[nodiscard]] level_row read_level(row_taker& in, const view& row);
[[nodiscard]] pos::category read_category_row(row_taker& in, const view& row);
[[nodiscard]] pos::customer_group read_group(row_taker& in, const view& row);
[[nodiscard]] pos::customer read_customer(row_taker& in, const view& row);
[[nodiscard]] outlet_row read_outlet(row_taker& in, const view& row);
[[nodiscard]] register_row read_register(row_taker& in, const view& row);
[[nodiscard]] retailer_row read_retailer(row_taker& in, const view& row);
[[nodiscard]] name_row read_name_row(row_taker& in, const view& row);

/// Whether a record has a time of deletion; unknown where the row does not speak of it.
[[nodiscard]] std::optional<bool> read_deleted(row_taker& in, const view& row);

/// The categories on the way to the one that a row has or is, as far as they are understood.
[[nodiscard]] std::vector<pos::category> read_path(const view& row);

/// What tells the records of a list apart; "" where that was not understood.
template <class Record>
[[nodiscard]] const std::string& key_of(const Record& r)
{
    return r.id.text;
}
[[nodiscard]] inline const std::string& key_of(const outlet_row& r)
{
    return r.outlet.id.text;
}
[[nodiscard]] inline const std::string& key_of(const register_row& r)
{
    return r.id;
}
[[nodiscard]] inline const std::string& key_of(const name_row& r)
{
    return r.id;
}
[[nodiscard]] inline std::string key_of(const level_row& r)
{
    if (r.product.empty() || r.stock.outlet_id.empty()) return "";
    return r.product + ' ' + r.stock.outlet_id.text;
}

inline std::optional<bool> read_deleted(row_taker& in, const view& row)
{
    const auto at = in.text(row, "deleted_at");
    if (!at || at->empty()) return at ? std::optional{false} : std::nullopt;
    (void)in.time(row, "deleted_at"); // anything else is a fault, and no deletion
    return true;
}

inline level_row read_level(row_taker& in, const view& row)
{
    level_row l{.product = in.id(row, "product_id", "the product")};
    l.stock.outlet_id = pos::outlet_id{in.id(row, "outlet_id", "the outlet")};
    for (const auto* key : {"current_inventory_level", "inventory_level", "current_amount"})
        if (!l.stock.level) l.stock.level = in.level(row, key);
    return l;
}

inline pos::category read_category_row(row_taker& in, const view& row)
{
    pos::category c{.id = pos::category_id{in.id(row, "id", "the category")},
                    .name = in.text(row, "name")};
    c.parent_id = in.link<pos::category>(row, "parent_category_id");
    if (c.parent_id.known()) return c;
    // A product type: its path ends with itself, or there is nothing above it.
    std::string above;
    bool found = false;
    const bool has_path = in.each(row, "category_path", [&](const view& step) {
        const auto id = in.id(step, "id", "the category");
        found = found || id == c.id.text;
        if (!found) above = id;
    });
    if (found && !above.empty()) c.parent_id = pos::category_id{above};
    if ((found && above.empty()) || !has_path) c.parent_id = none;
    return c;
}

inline std::vector<pos::category> read_path(const view& row)
{
    std::vector<pos::category> all;
    const auto path = row.find("category_path");
    for (auto step = path ? path->first() : std::nullopt; step; step = step->next()) {
        const auto id = step->find("id"), name = step->find("name");
        const auto text = id ? written(*id).value_or("") : std::string{};
        if (text.empty()) break;
        pos::category c{.id = pos::category_id{text}, .parent_id = none};
        if (name) c.name = written(*name);
        if (!all.empty()) c.parent_id = all.back().id;
        all.push_back(std::move(c));
    }
    return all;
}

inline pos::customer_group read_group(row_taker& in, const view& row)
{
    pos::customer_group g{.id = pos::customer_group_id{in.id(row, "id", "the customer group")}};
    g.name = in.text(row, "name");
    g.deleted = read_deleted(in, row);
    return g;
}

inline pos::customer read_customer(row_taker& in, const view& row)
{
    pos::customer c{.id = pos::customer_id{in.id(row, "id", "the customer")}};
    c.email = in.text(row, "email");
    c.first_name = in.text(row, "first_name");
    c.last_name = in.text(row, "last_name");
    c.group_id = in.link<pos::customer_group>(row, "customer_group_id");
    if (const auto no_mail = in.flag(row, "do_not_email")) c.accepts_marketing = !*no_mail;
    c.updated_at = in.time(row, "updated_at");
    c.deleted = read_deleted(in, row);
    return c;
}

inline outlet_row read_outlet(row_taker& in, const view& row)
{
    outlet_row o{.outlet = {.id = pos::outlet_id{in.id(row, "id", "the outlet")},
                            .name = in.text(row, "name")}};
    o.currency = in.text(row, "currency").value_or("");
    const auto shown = in.text(row, "display_prices").value_or("");
    if (shown == "inclusive" || shown == "exclusive")
        o.tax_included = shown == "inclusive";
    else if (!shown.empty())
        in.miss(row, "display_prices", R"("inclusive" or "exclusive")");
    return o;
}

inline register_row read_register(row_taker& in, const view& row)
{
    return {.id = in.id(row, "id", "the register"),
            .name = in.text(row, "name").value_or(""),
            .outlet = in.reference(row, "outlet_id").value_or("")};
}

inline retailer_row read_retailer(row_taker& in, const view& row)
{
    retailer_row r;
    const auto currency = row.find("currency");
    if (currency && currency->is(node_type::object))
        r.currency = in.text(*currency, "code").value_or("");
    else
        r.currency = in.text(row, "currency").value_or("");
    if (const auto exclusive = in.flag(row, "tax_exclusive")) r.tax_included = !*exclusive;
    return r;
}

inline name_row read_name_row(row_taker& in, const view& row)
{
    name_row r{.id = in.id(row, "id", "the row")};
    if (auto name = in.text(row, "name"))
        r.name = std::move(*name);
    else
        in.miss(row, "name", "a name, or a page whose resource is said");
    return r;
}

} // namespace twinshelf::platforms::x_series::detail
