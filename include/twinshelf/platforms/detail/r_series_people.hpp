#pragma once

#include "twinshelf/platforms/detail/r_series_list.hpp"
#include "twinshelf/pos.hpp"

#include <optional>
#include <string>
#include <utility>

/// Customers and customer types, as R-Series writes them.
namespace twinshelf::platforms::r_series::detail {

/// The primary email, else the first one; those without an address do not count.
[[nodiscard]] inline std::optional<std::string> email_of(row_taker& take, const view& customer)
{
    if (!customer.find("Contact")) return {};
    const auto contact = take.object(customer, "Contact");
    if (!contact) return "";
    std::optional<std::string> email;
    bool primary = false;
    const bool known = relation(take, *contact, "Emails", "ContactEmail", [&](const view& row) {
        auto address = take.text(row, "address");
        const bool first = take.text(row, "useType") == "Primary";
        if (!address || address->empty() || primary || (email && !first)) return;
        email = std::move(address);
        primary = first;
    });
    if (known && !email) email = "";
    return email;
}

/// "noEmail" is true unless somebody said otherwise, so it is no answer about marketing.
[[nodiscard]] inline pos::customer customer(row_taker& take, const view& row)
{
    pos::customer c{.id = pos::customer_id{row_id(take, row, "customerID")},
                    .email = email_of(take, row)};
    c.first_name = take.text(row, "firstName");
    c.last_name = take.text(row, "lastName");
    c.group_id = take.link<pos::customer_group>(row, "customerTypeID");
    c.updated_at = take.time(row, "timeStamp");
    c.archived = take.flag(row, "archived");
    return c;
}

[[nodiscard]] inline pos::customer_group customer_group(row_taker& take, const view& row)
{
    return {.id = pos::customer_group_id{row_id(take, row, "customerTypeID")},
            .name = take.text(row, "name")};
}

} // namespace twinshelf::platforms::r_series::detail
