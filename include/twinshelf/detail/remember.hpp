#pragma once

#include "twinshelf/digest.hpp"
#include "twinshelf/ecom.hpp"
#include "twinshelf/field.hpp"
#include "twinshelf/policy.hpp"
#include "twinshelf/pos.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

/// What a baseline keeps of a record: the members that a flow needs a memory for.
namespace twinshelf::detail {

/// A set of fields.
class field_set {
public:
    [[nodiscard]] static field_set all()
    {
        field_set every;
        every.bits = ~std::uint64_t{0};
        return every;
    }
    void add(field f) { bits |= bit(f); }
    void add(field_set others) { bits |= others.bits; }
    void remove(field_set others) { bits &= ~others.bits; }
    [[nodiscard]] bool has(field f) const { return (bits & bit(f)) != 0; }
    [[nodiscard]] bool has_any(field_set others) const { return (bits & others.bits) != 0; }
    [[nodiscard]] bool is_all() const { return bits == ~std::uint64_t{0}; }
    friend field_set operator&(field_set a, field_set b)
    {
        a.bits &= b.bits;
        return a;
    }

private:
    static std::uint64_t bit(field f) { return std::uint64_t{1} << static_cast<unsigned>(f); }
    static_assert(fields.size() < 64);

    std::uint64_t bits = 0;
};

/// Whether the flow of a field asks who changed it. What a category's members and place are follows
/// from links, and a link may change while the two records do not: there only `pos_edits` asks.
[[nodiscard]] inline bool needs_memory(const policy& by, field f)
{
    const auto how = by[f];
    if (f == field::category_order) return false;
    if (f == field::category_parent || f == field::product_category) return how == flow::pos_edits;
    return how != flow::never && how != flow::on_create && how != flow::ecom_leads_once;
}

/// The field whose value a member holds; none where nothing of it is kept by a field.
[[nodiscard]] inline std::optional<field> field_of(std::string_view member, side on, kind of_kind)
{
    const auto fields_of = of_kind == kind::variant ? kind::product : of_kind;
    for (const auto& f : fields)
        if (f.kind == fields_of && !member.empty() && member_name(f.id, on, of_kind) == member)
            return f.id == field::product_retail_price ? field::product_price : f.id;
    return {};
}

/// What says who a record is and whether it is there; kept whatever the policy says.
[[nodiscard]] inline bool is_identity(std::string_view member)
{
    for (const std::string_view name :
         {"id", "pos_id", "updated_at", "active", "is_default", "attributes"})
        if (member == name) return true;
    return false;
}

template <class T>
[[nodiscard]] bool is_unknown(const std::optional<T>& member)
{
    return !member;
}
template <class T>
[[nodiscard]] bool is_unknown(const maybe<T>& member)
{
    return !member.known();
}

/// A member as a baseline keeps it: long texts as digests, of pictures the ids.
template <class T>
[[nodiscard]] T kept(const T& member, const policy&)
{
    return member;
}
[[nodiscard]] inline std::optional<std::string> kept(const std::optional<std::string>& text,
                                                     const policy& by)
{
    if (!text) return {};
    return kept_text(*text, by.text());
}
[[nodiscard]] inline std::optional<std::vector<pos::image>>
kept(const std::optional<std::vector<pos::image>>& images, const policy&)
{
    if (!images) return {};
    std::vector<pos::image> ids;
    for (const auto& i : *images)
        ids.push_back({.id = i.id});
    return ids;
}
[[nodiscard]] inline std::optional<std::vector<ecom::image>>
kept(const std::optional<std::vector<ecom::image>>& images, const policy&)
{
    if (!images) return {};
    std::vector<ecom::image> ids;
    for (const auto& i : *images)
        ids.push_back({.id = i.id, .source_id = i.source_id});
    return ids;
}

/// What a baseline keeps of the members of a record: found by their names once, in their order.
template <class Record>
class kept_members {
public:
    kept_members(side on, kind of_kind, const policy& of_fields) : by(of_fields)
    {
        const Record any{};
        members(
            [&](std::string_view name, const auto&) {
                const auto f = field_of(name, on, of_kind);
                const bool remembers = f && *f != field::product_stock && needs_memory(by, *f);
                auto& m = all.emplace_back();
                if (f) m.of.add(*f);
                m.kept = is_identity(name) || remembers;
            },
            any);
    }

    /// The fields of which a record does not know its value. What it costs is known by the effective
    /// price alone.
    [[nodiscard]] field_set unknown_in(const Record& record) const
    {
        field_set unknown, costs;
        auto at = all.begin();
        members(
            [&](std::string_view, const auto& member) {
                const auto& m = *at++;
                if constexpr (requires { is_unknown(member); })
                    if (is_unknown(member)) unknown.add(m.of);
            },
            record);
        costs.add(field::product_price);
        unknown.remove(costs);
        return unknown;
    }

    /// Makes of an empty record what a baseline keeps: the fields in `stay` as they were in `old`,
    /// the others as they are now. Stock and lists of records are left out.
    void remember(const Record& now, const Record& old, field_set stay, Record& to) const
    {
        auto at = all.begin();
        members(
            [&](std::string_view, const auto& is, const auto& was, auto& keep) {
                const auto& m = *at++;
                if (!m.kept) return;
                if constexpr (std::is_same_v<decltype(keep), std::optional<instant>&>)
                    keep = std::max(is, was); // no older one gets the newest by being read
                else if (stay.has_any(m.of))
                    keep = was;
                else
                    keep = kept(is, by);
            },
            now, old, to);
    }

private:
    struct kept_member {
        field_set of{}; ///< its field, if it holds one
        bool kept = false;
    };

    const policy& by;
    std::vector<kept_member> all;
};

} // namespace twinshelf::detail
