#pragma once

#include "twinshelf/platforms/detail/ecwid_product.hpp"

#include <algorithm>
#include <optional>
#include <string>

/// Categories, groups, customers and the store's profile, as E-Series writes them.
namespace twinshelf::platforms::ecwid::detail {

/// A category without a parent is a root; without "enabled" the row was cut to some fields.
[[nodiscard]] inline ecom::category category(row_taker& take, const view& row)
{
    const bool whole = row.find("enabled").has_value();
    ecom::category c{.id = ecom::category_id{take.id(row, "id", "the category")}};
    if (auto id = take.text(row, "externalReferenceId"))
        c.pos_id = pos::category_id{*id};
    else if (take.text(row, "origin") == "ECWID")
        c.pos_id.emplace(); // made in the store
    c.parent_id = take.link<ecom::category>(row, "parentId");
    settle(c.parent_id, true);
    c.name = take.text(row, "name");
    c.enabled = take.flag(row, "enabled");
    c.description = take.text(row, "description");
    settle(c.description, whole);
    c.image_url = first_url(take, row, image_urls);
    if (const auto original = take.object(row, "originalImage");
        original && (!c.image_url || c.image_url->empty()))
        c.image_url = take.text(*original, "url");
    settle(c.image_url, whole);
    c.position = take.whole(row, "orderBy");
    return c;
}

/// The group 0, "General", is the one that everybody is in.
[[nodiscard]] inline ecom::customer_group customer_group(row_taker& take, const view& row)
{
    ecom::customer_group g{.id = ecom::customer_group_id{take.id(row, "id", "the group")}};
    if (auto id = take.text(row, "externalReferenceId")) g.pos_id = pos::customer_group_id{*id};
    g.name = take.text(row, "name");
    g.is_default = g.id.text == "0";
    return g;
}

/// The first and the last name: E-Series' own, else the one name split at its first blank.
inline void read_names(row_taker& take, const view& row, ecom::customer& to)
{
    const auto person = take.object(row, "billingPerson");
    if (person) {
        to.first_name = take.text(*person, "firstName");
        to.last_name = take.text(*person, "lastName");
    }
    if (to.first_name || to.last_name) return;
    auto name = take.text(row, "name");
    if ((!name || name->empty()) && person) name = take.text(*person, "name");
    if (!name) return;
    const auto blank = name->find(' ');
    to.first_name = name->substr(0, blank);
    to.last_name = blank == name->npos ? "" : name->substr(blank + 1);
}

/// Nobody documents what a customer without "acceptMarketing" said, nor what the time of a contact
/// is the time of: consent is unknown then, and when an email changed always is.
[[nodiscard]] inline ecom::customer customer(row_taker& take, const view& row)
{
    ecom::customer c{.id = ecom::customer_id{take.id(row, "id", "the customer")}};
    if (auto id = take.text(row, "externalReferenceId")) c.pos_id = pos::customer_id{*id};
    c.email = take.text(row, "email");
    read_names(take, row, c);
    c.group_id = take.link<ecom::customer_group>(row, "customerGroupId"); // 0 is no group
    c.accepts_marketing = take.flag(row, "acceptMarketing");
    c.orders = take.whole(row, "totalOrderCount");
    if (const auto stats = take.object(row, "stats"))
        if (const auto orders = take.whole(*stats, "numberOfOrders"))
            c.orders = std::max(c.orders.value_or(0), *orders);
    c.updated_at = updated_at(take, row);
    return c;
}

} // namespace twinshelf::platforms::ecwid::detail
