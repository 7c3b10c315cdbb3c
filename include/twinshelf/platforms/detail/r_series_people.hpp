#pragma once

#include "twinshelf/platforms/detail/r_series_item.hpp"

#include <optional>
#include <string>
#include <utility>

namespace twinshelf::platforms::r_series::detail {

/// The customer types.
[[nodiscard]] section<pos::customer_group> read_customer_groups(payload& in);

[[nodiscard]] section<pos::customer> read_customers(payload& in);

inline section<pos::customer_group> read_customer_groups(payload& in)
{
    section<pos::customer_group> groups{{}, in.of("CustomerType").state()};
    for (const auto& [id, row] : in.of("CustomerType").records)
        groups.records.push_back({.id = pos::customer_group_id{id}, .name = in.text(row, "name")});
    return groups;
}

/// The primary email, else the first one; those without an address do not count.
[[nodiscard]] inline std::optional<std::string> email_of(payload& in, const node& customer)
{
    const auto contact = member(customer, "Contact");
    if (!contact) return {};
    if (contact.nothing()) return "";
    std::optional<std::string> email;
    bool primary = false;
    const bool known = in.relation(contact, "Emails", "ContactEmail", [&](const node& row) {
        auto address = in.text(row, "address");
        const bool first = in.text(row, "useType") == "Primary";
        if (!address || address->empty() || primary || (email && !first)) return;
        email = std::move(address);
        primary = first;
    });
    if (known && !email) email = "";
    return email;
}

/// "noEmail" is true unless somebody said otherwise, so it is no answer about marketing.
inline section<pos::customer> read_customers(payload& in)
{
    section<pos::customer> all{{}, in.of("Customer").state()};
    for (const auto& [id, row] : in.of("Customer").records) {
        pos::customer c{.id = pos::customer_id{id}, .email = email_of(in, row)};
        c.first_name = in.text(row, "firstName");
        c.last_name = in.text(row, "lastName");
        c.group_id = link<pos::customer_group>(in, row, "customerTypeID");
        c.updated_at = in.time(row, "timeStamp");
        c.archived = in.flag(row, "archived");
        all.records.push_back(std::move(c));
    }
    return all;
}

} // namespace twinshelf::platforms::r_series::detail
