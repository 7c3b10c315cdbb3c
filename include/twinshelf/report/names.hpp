#pragma once

#include "twinshelf/ecom.hpp"
#include "twinshelf/plan.hpp"
#include "twinshelf/pos.hpp"
#include "twinshelf/report/text.hpp"

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace twinshelf::detail {

/// What the records of both snapshots are called.
class names {
public:
    names(const pos::snapshot& pos, const ecom::snapshot& ecom);

    /// The name on that side, else on the other one; "" where there is none.
    [[nodiscard]] std::string of(kind k, const ref& r, side on) const;
    [[nodiscard]] std::string on(side s, kind k, const ref& r) const;
    /// An outlet's name, "outlet 3" where there is none.
    [[nodiscard]] std::string outlet(const std::string& id) const;

private:
    using index = std::unordered_map<std::string_view, std::string>;

    [[nodiscard]] index& at(side s, kind k)
    {
        return indexes_[static_cast<std::size_t>(s)][static_cast<std::size_t>(k)];
    }

    std::array<std::array<index, words(kind{}).size()>, words(side{}).size()> indexes_{};
    index outlets_{};
};

/// "T-Shirt, White / S".
[[nodiscard]] inline std::string variant_name(std::string_view product, const auto& values,
                                              std::string_view sku)
{
    std::string all;
    for (const auto& value : values)
        (all += all.empty() ? "" : " / ") += value;
    if (all.empty()) all = sku;
    return fmt::format("{}{}{}", product, product.empty() || all.empty() ? "" : ", ", all);
}

[[nodiscard]] inline std::string customer_name(const auto& customer)
{
    std::string all;
    for (const auto* part : {&customer.first_name, &customer.last_name, &customer.email})
        if (*part && !(**part).empty()) (all += all.empty() ? "" : " ") += **part;
    return all;
}

inline names::names(const pos::snapshot& pos, const ecom::snapshot& ecom)
{
    const auto add_named = [](index& into, const auto& records) {
        for (const auto& r : records)
            into.emplace(r.id.text, r.name.value_or(""));
    };
    const auto add_customers = [](index& into, const auto& records) {
        for (const auto& r : records)
            into.emplace(r.id.text, customer_name(r));
    };
    if (pos.outlets) add_named(outlets_, *pos.outlets);
    add_named(at(side::pos, kind::category), pos.categories.records);
    add_named(at(side::pos, kind::product), pos.products.records);
    add_named(at(side::pos, kind::customer_group), pos.customer_groups.records);
    add_customers(at(side::pos, kind::customer), pos.customers.records);
    add_named(at(side::ecom, kind::category), ecom.categories.records);
    add_named(at(side::ecom, kind::product), ecom.products.records);
    add_named(at(side::ecom, kind::customer_group), ecom.customer_groups.records);
    add_customers(at(side::ecom, kind::customer), ecom.customers.records);

    for (const auto& p : pos.products.records)
        if (p.variants)
            for (const auto& v : *p.variants)
                at(side::pos, kind::variant)
                    .emplace(v.id.text,
                             variant_name(p.name.value_or(""),
                                          v.attribute_values.value_or(std::vector<std::string>{}),
                                          v.sellable.sku.value_or("")));
    for (const auto& p : ecom.products.records)
        if (p.variations)
            for (const auto& v : *p.variations) {
                std::vector<std::string_view> values;
                if (v.option_values)
                    for (const auto& option : *v.option_values)
                        values.push_back(option.value);
                at(side::ecom, kind::variant)
                    .emplace(v.id.text, variant_name(p.name.value_or(""), values,
                                                     v.sellable.sku.value_or("")));
            }
}

inline std::string names::on(side s, kind k, const ref& r) const
{
    const auto& records = indexes_[static_cast<std::size_t>(s)][static_cast<std::size_t>(k)];
    const auto found = records.find(s == side::pos ? r.pos_id : r.ecom_id);
    return found == records.end() ? std::string{} : visible(found->second);
}

inline std::string names::of(kind k, const ref& r, side on_side) const
{
    auto name = on(on_side, k, r);
    if (name.empty()) name = on(on_side == side::pos ? side::ecom : side::pos, k, r);
    return name;
}

inline std::string names::outlet(const std::string& id) const
{
    const auto found = outlets_.find(id);
    const bool named = found != outlets_.end() && !found->second.empty();
    return named ? visible(found->second) : "outlet " + visible(id);
}

} // namespace twinshelf::detail
