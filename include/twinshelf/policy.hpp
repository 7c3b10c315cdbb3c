#pragma once

#include "twinshelf/field.hpp"
#include "twinshelf/merge.hpp"
#include "twinshelf/pos.hpp"
#include "twinshelf/text_compare.hpp"

#include <array>
#include <map>
#include <string>
#include <vector>

namespace twinshelf {

/// How many sellables the store's subscription takes (`product.plan_limit`): venture 100,
/// business 2,500; none is no plan at all, unlimited one that wants a word with support at 70,000.
enum class plan_size : std::uint8_t { no_plan, venture, business, unlimited };
/// Which pos price is the online price: the effective online price, or the retail price.
enum class price_source : std::uint8_t { online, retail };
/// Whether the pos books online sales itself, as orders, or by the movements of a plan.
enum class online_sales : std::uint8_t { move_stock, as_orders };
/// Whether what a plan creates is enabled: never, or as active as the pos has it. A category has
/// no such flag in the pos, so there as_pos means enabled.
enum class created_enabled : std::uint8_t { never, as_pos };
/// What becomes of a new product that is inactive in the pos: it waits, or is created disabled.
enum class new_inactive : std::uint8_t { wait, create };
enum class duplicate_sku : std::uint8_t { create, hold };
enum class ecom_only_products : std::uint8_t { keep, create_in_pos };
enum class in_store_only : std::uint8_t { disable, remove };
enum class gone_product : std::uint8_t { remove, disable, keep };
enum class inactive_variant : std::uint8_t { remove, keep };
enum class adopt_categories : std::uint8_t { adopt, ask };
enum class zero_price : std::uint8_t { hold, send };
enum class group_setup : std::uint8_t { create, step };
enum class one_group : std::uint8_t { ask, pos, ecom };
enum class too_long : std::uint8_t { hold, cut };

constexpr std::array<std::string_view, 4> words(plan_size)
{
    return {"none", "venture", "business", "unlimited"};
}
constexpr std::array<std::string_view, 2> words(price_source)
{
    return {"online", "retail"};
}
constexpr std::array<std::string_view, 2> words(online_sales)
{
    return {"move_stock", "as_orders"};
}
constexpr std::array<std::string_view, 2> words(created_enabled)
{
    return {"never", "as_pos"};
}
constexpr std::array<std::string_view, 2> words(new_inactive)
{
    return {"wait", "create"};
}
constexpr std::array<std::string_view, 2> words(duplicate_sku)
{
    return {"create", "hold"};
}
constexpr std::array<std::string_view, 2> words(ecom_only_products)
{
    return {"keep", "create_in_pos"};
}
constexpr std::array<std::string_view, 2> words(in_store_only)
{
    return {"disable", "delete"};
}
constexpr std::array<std::string_view, 3> words(gone_product)
{
    return {"delete", "disable", "keep"};
}
constexpr std::array<std::string_view, 2> words(inactive_variant)
{
    return {"remove", "keep"};
}
constexpr std::array<std::string_view, 2> words(adopt_categories)
{
    return {"adopt", "ask"};
}
constexpr std::array<std::string_view, 2> words(zero_price)
{
    return {"hold", "send"};
}
constexpr std::array<std::string_view, 2> words(group_setup)
{
    return {"create", "step"};
}
constexpr std::array<std::string_view, 3> words(one_group)
{
    return {"ask", "pos", "ecom"};
}
constexpr std::array<std::string_view, 2> words(too_long)
{
    return {"hold", "cut"};
}

/// When a plan's deletes of one kind are too many to be meant: at least `least`, and more than
/// `share` of the owned records (`guard.deletions`).
struct deletion_guard {
    double share = 0.3;
    int least = 5;

    friend bool operator==(const deletion_guard&, const deletion_guard&) = default;
};

/// How everything is decided: a flow for each field, and the options beside the flows. The
/// profiles below are values of it; a host changes what it wants to have otherwise.
///
/// The members are in the order of the options table in docs/rules.md.
struct policy {
    std::string profile{};
    std::array<flow, fields.size()> flows{};

    plan_size plan{};
    bool support_contacted = false;
    std::vector<pos::outlet_id> outlets{}; ///< beside the one that takes online orders
    twinshelf::online_sales online_sales{};
    twinshelf::price_source price_source{};
    twinshelf::created_enabled created_enabled{};
    twinshelf::new_inactive new_inactive{};
    twinshelf::duplicate_sku duplicate_sku{};
    twinshelf::ecom_only_products ecom_only_products{};
    twinshelf::in_store_only in_store_only{};
    twinshelf::gone_product gone_product{};
    twinshelf::inactive_variant inactive_variant{};
    twinshelf::adopt_categories adopt_categories{};
    bool relink = false;
    twinshelf::zero_price zero_price{};
    twinshelf::group_setup group_setup{};
    twinshelf::one_group one_group{};
    bool consent_follows_email = false;
    bool entities = true;
    twinshelf::too_long too_long{};
    std::map<field, std::size_t> limits{}; ///< the longest text of a field, in code points
    deletion_guard guard{};

    [[nodiscard]] constexpr flow operator[](field f) const
    {
        return flows[static_cast<std::size_t>(f)];
    }
    constexpr flow& operator[](field f) { return flows[static_cast<std::size_t>(f)]; }
    [[nodiscard]] constexpr bool syncs(field f) const { return (*this)[f] != flow::never; }
    [[nodiscard]] text_rules text() const { return {.entities = entities}; }

    friend bool operator==(const policy&, const policy&) = default;
};

/// Lists the options under their JSON names, as `members` lists a record's members.
template <class Visit, is<policy>... P>
constexpr void options(Visit&& visit, P&... p)
{
    visit("plan", p.plan...);
    visit("support_contacted", p.support_contacted...);
    visit("outlets", p.outlets...);
    visit("online_sales", p.online_sales...);
    visit("price_source", p.price_source...);
    visit("created_enabled", p.created_enabled...);
    visit("new_inactive", p.new_inactive...);
    visit("duplicate_sku", p.duplicate_sku...);
    visit("ecom_only_products", p.ecom_only_products...);
    visit("in_store_only", p.in_store_only...);
    visit("gone_product", p.gone_product...);
    visit("inactive_variant", p.inactive_variant...);
    visit("adopt_categories", p.adopt_categories...);
    visit("relink", p.relink...);
    visit("zero_price", p.zero_price...);
    visit("group_setup", p.group_setup...);
    visit("one_group", p.one_group...);
    visit("consent_follows_email", p.consent_follows_email...);
    visit("entities", p.entities...);
    visit("too_long", p.too_long...);
    visit("limits", p.limits...);
    visit("guard.deletions.share", p.guard.share...);
    visit("guard.deletions.min", p.guard.least...);
}

/// Retail R-Series: the products sync both ways, prices through the online price.
[[nodiscard]] policy r_series();
/// Retail X-Series: the till is the system of record.
[[nodiscard]] policy x_series();
/// X-Series stores made before February 2022: fewer fields, and tags that become categories.
[[nodiscard]] policy x_series_2021();

/// The profile of a name, "r_series", "x_series" or "x_series_2021".
[[nodiscard]] std::optional<policy> find_profile(std::string_view name);

/// Whether a field can flow so at all. Nothing about a category or an image is ever written to the
/// pos, nor whether stock is counted; only stock has movements, only what has a timestamp of its own has a latest, and a field
/// that one side does not have does not sync.
[[nodiscard]] constexpr bool makes_sense(field f, flow how);

constexpr bool makes_sense(field f, flow how)
{
    if (how == flow::never) return true;
    const auto& e = entry(f);
    const bool timed = f == field::customer_email || f == field::customer_marketing;
    switch (f) {
    case field::product_tags: return how == flow::on_create;
    case field::category_order: return how == flow::on_create || how == flow::pos_leads;
    case field::product_front_page: return false;
    case field::product_category:
    case field::product_tracks_stock: // what ecom makes unlimited stays ecom's own
    case field::product_images:
        return how == flow::on_create || how == flow::fill || how == flow::pos_leads ||
               how == flow::pos_edits;
    case field::product_stock:
        return how == flow::on_create || how == flow::pos_leads || how == flow::movements;
    default: break;
    }
    if (e.pos.empty() || e.ecom.empty() || how == flow::movements) return false;
    if (e.kind == kind::category)
        return how == flow::on_create || how == flow::pos_leads || how == flow::pos_edits;
    if (how == flow::latest) return timed;
    if (how == flow::ecom_leads_once) return e.kind == kind::customer;
    return true;
}

inline policy r_series()
{
    using enum field;
    policy p{.profile = "r_series", .plan = plan_size::unlimited};
    for (const auto f : {category_name, category_parent, category_order, product_category})
        p[f] = flow::pos_leads;
    for (const auto f : {product_name, product_sku, product_options, product_active, product_price})
        p[f] = flow::two_way;
    p[product_tracks_stock] = p[product_images] = flow::pos_edits;
    p[product_stock] = flow::movements;
    for (const auto f : {customer_first_name, customer_last_name, customer_email})
        p[f] = flow::ecom_leads_once;
    return p;
}

inline policy x_series()
{
    using enum field;
    policy p{.profile = "x_series",
             .online_sales = online_sales::as_orders,
             .price_source = price_source::retail,
             .created_enabled = created_enabled::as_pos,
             .new_inactive = new_inactive::create,
             .duplicate_sku = duplicate_sku::hold,
             .relink = true};
    for (const auto f : {category_name, category_parent, product_category, product_name,
                         product_description, product_sku, product_options, product_tracks_stock,
                         product_stock, product_price, customer_group_name})
        p[f] = flow::pos_leads;
    for (const auto f : {product_brand, product_upc, product_weight, product_length, product_width,
                         product_height})
        p[f] = flow::fill;
    p[category_order] = flow::on_create;
    p[product_active] = p[product_images] = flow::pos_edits;
    p[customer_first_name] = p[customer_last_name] = flow::ecom_leads_once;
    p[customer_email] = p[customer_marketing] = flow::latest;
    p[field::customer_group] = flow::two_way;
    return p;
}

inline policy x_series_2021()
{
    using enum field;
    auto p = x_series();
    p.profile = "x_series_2021";
    p[product_description] = p[product_images] = p[product_tags] = flow::on_create;
    for (const auto f :
         {category_name, category_parent, category_order, product_category, product_brand,
          product_upc, product_weight, product_length, product_width, product_height})
        p[f] = flow::never;
    return p;
}

inline std::optional<policy> find_profile(std::string_view name)
{
    for (auto profile : {r_series, x_series, x_series_2021})
        if (auto p = profile(); p.profile == name) return p;
    return {};
}

} // namespace twinshelf
