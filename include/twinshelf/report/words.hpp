#pragma once

#include "twinshelf/report/names.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace twinshelf::detail {

/// What a field is called in the report of a change on one side.
[[nodiscard]] std::string label(field f, side on);

/// Records and values in words.
class wording {
public:
    wording(const names& of_records, int money_decimals)
        : names_(of_records), decimals_(money_decimals)
    {
    }

    /// "Cup (pos 7, ecom 107)".
    [[nodiscard]] std::string titled(kind k, const ref& r, std::string_view name) const;
    /// "pos 7, ecom 107".
    [[nodiscard]] static std::string ids(const ref& r);
    /// The name, and whether the plan makes the record.
    [[nodiscard]] std::string shown(const ref& r, kind k, side on) const;
    [[nodiscard]] std::string shown(const value& v, field f, side on) const;
    /// "price: 12.50"; the picture of a variation is one.
    [[nodiscard]] std::string labelled(field f, side on, std::string_view shown) const;

private:
    const names& names_;
    int decimals_;
};

/// How a kind is called, many or one.
[[nodiscard]] constexpr std::string_view title(kind k)
{
    constexpr std::array<std::string_view, 5> titles{"Categories", "Products", "Variants",
                                                     "Customer groups", "Customers"};
    return titles[static_cast<std::size_t>(k)];
}

[[nodiscard]] constexpr std::string_view singular(kind k)
{
    return k == kind::customer_group ? "customer group" : name(k);
}

[[nodiscard]] constexpr std::string_view reason(cause c)
{
    constexpr std::array<std::string_view, 6> reasons{"changed at the till",
                                                      "changed online",
                                                      "changed on both sides",
                                                      "the sides differ",
                                                      "",
                                                      "decided"};
    return reasons[static_cast<std::size_t>(c)];
}

inline std::string label(field f, side on)
{
    if (f == field::product_active && on == side::ecom) return "enabled";
    if (f == field::product_price && on == side::pos) return "online price";
    if (f == field::product_stock && on == side::ecom) return "quantity";
    if (f == field::product_tracks_stock) return "stock";
    if (f == field::product_images) return "pictures";
    if (f == field::category_order) return "position";
    if (f == field::customer_marketing) return "accepts marketing";
    std::string words{entry(f).key};
    std::replace(words.begin(), words.end(), '_', ' ');
    return words;
}

inline std::string wording::labelled(field f, side on, std::string_view shown) const
{
    return fmt::format("{}: {}", f == field::product_images ? "picture" : label(f, on), shown);
}

inline std::string wording::ids(const ref& r)
{
    std::string ids;
    if (!r.pos_id.empty()) ids = "pos " + visible(r.pos_id);
    if (!r.ecom_id.empty()) ids += (ids.empty() ? "ecom " : ", ecom ") + visible(r.ecom_id);
    return ids;
}

inline std::string wording::titled(kind k, const ref& r, std::string_view name) const
{
    return fmt::format("{} ({})", name.empty() ? singular(k) : name, ids(r));
}

inline std::string wording::shown(const ref& r, kind k, side on) const
{
    auto title = names_.of(k, r, on);
    if (title.empty()) title = titled(k, r, {});
    const bool is_new = (on == side::ecom ? r.ecom_id : r.pos_id).empty();
    return is_new ? title + " (new)" : title;
}

inline std::string wording::shown(const value& v, field f, side on) const
{
    const auto of = f == field::customer_group ? kind::customer_group
                    : f == field::category_parent || f == field::product_category ? kind::category
                                                                                  : entry(f).kind;
    const auto measure = [](const auto& amount) {
        return fmt::format("{} {}", format_decimal(amount.millionths, 6), name(amount.unit));
    };
    const auto listed = [](const auto& items, std::string_view between, auto&& one) {
        return items.empty() ? std::string{"none"} : joined(items, between, one);
    };
    const auto show = []<class... Functions>(Functions... functions) {
        return overloaded<Functions...>{functions...};
    };
    return std::visit(
        show([](unknown_t) { return std::string{"unknown"}; },
             [&](none_t) -> std::string {
                 return f == field::category_parent ? "the top level" : "none";
             },
             [&](bool b) -> std::string {
                 if (f == field::product_tracks_stock) return b ? "counted" : "unlimited";
                 return b ? "yes" : "no";
             },
             [](std::int64_t n) { return fmt::format("{}", n); },
             [&](money m) { return format_money(m, decimals_); },
             [&](const mass& m) { return measure(m); },
             [&](const distance& d) { return measure(d); },
             [](const std::string& text) {
                 return text.empty() ? std::string{"(empty)"} : fmt::format("“{}”", visible(text));
             },
             [&](const ref& r) {
                 if (f != field::product_images) return shown(r, of, on);
                 return r.ecom_id.empty() ? visible(r.pos_id) + " (new)" : visible(r.ecom_id);
             },
             [&](const std::vector<option>& options) {
                 return listed(options, ", ", [](const option& o) {
                     const auto values = joined(o.values, ", ", visible);
                     return fmt::format("{} ({})", visible(o.name),
                                        o.values.empty() ? "free text" : values);
                 });
             },
             [&](const std::vector<option_value>& values) {
                 return listed(values, " / ", [](const option_value& chosen) {
                     return visible(chosen.name) + ' ' + visible(chosen.value);
                 });
             },
             [&](const std::vector<ref>& refs) {
                 return listed(refs, " + ", [&](const ref& r) { return shown(r, of, on); });
             }),
        v);
}

} // namespace twinshelf::detail
