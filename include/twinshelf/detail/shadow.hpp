#pragma once

#include "twinshelf/field.hpp"
#include "twinshelf/plan.hpp"
#include "twinshelf/stock.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

/// A record as `check` sees it.
namespace twinshelf::detail {

/// A record of one side. What the plan makes has no id there and goes by its id on the other side.
struct record_key {
    twinshelf::side side{};
    twinshelf::kind kind{};
    bool made{};
    std::string id{};

    friend auto operator<=>(const record_key&, const record_key&) = default;
};

[[nodiscard]] inline record_key key_of(side on, kind k, const ref& r)
{
    const auto& [own, other] =
        on == side::ecom ? std::tie(r.ecom_id, r.pos_id) : std::tie(r.pos_id, r.ecom_id);
    return {on, k, own.empty(), own.empty() ? other : own};
}

struct shadow {
    std::string pos_id{}; ///< the link of an ecom record, "" without one
    bool noted = false;   ///< the record itself has the link, not the baseline alone
    bool synced = false;  ///< linked, now or anywhere in the plan
    bool gone = false;    ///< of a pos record: archived or deleted
    bool off_channel = false;
    int same_id = 1; ///< how many records have its id
    std::map<field, value> holds{};
    std::optional<std::set<std::string>> images{}; ///< the ids of its pictures
    std::vector<record_key> parts{};               ///< a product's variants
    /// Of a pos record: the levels by outlet.
    std::optional<std::map<std::string, std::optional<stock_level>>> stock{};
};

/// The level of a record, in the pos at one outlet; no value where it is not known.
[[nodiscard]] inline std::optional<stock_level> level_of(const shadow& s, side on,
                                                         const std::string& outlet)
{
    if (on == side::pos) {
        if (!s.stock) return {};
        const auto row = s.stock->find(outlet);
        return row == s.stock->end() ? stock_level{} : row->second;
    }
    const auto held = s.holds.find(field::product_stock);
    const auto* count = held == s.holds.end() ? nullptr : std::get_if<std::int64_t>(&held->second);
    return count ? std::optional{units(*count)} : std::nullopt;
}

/// The references in a value, and the kind of record that a field refers to.
[[nodiscard]] inline std::vector<ref> refs_in(const value& v)
{
    if (const auto* one = std::get_if<ref>(&v)) return {*one};
    if (const auto* many = std::get_if<std::vector<ref>>(&v)) return *many;
    return {};
}
[[nodiscard]] inline kind referred(field f)
{
    return f == field::customer_group ? kind::customer_group : kind::category;
}

} // namespace twinshelf::detail
