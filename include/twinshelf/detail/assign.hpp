#pragma once

#include "twinshelf/ecom.hpp"
#include "twinshelf/plan.hpp"
#include "twinshelf/pos.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <variant>
#include <vector>

/// Values of a plan become members of records.
namespace twinshelf::detail {

/// Ids of what the plan has made so far, to fill in references that had only the other side's id.
class made_ids {
public:
    void note(kind k, side made_on, const ref& of, const std::string& id)
    {
        ids[{k, made_on, made_on == side::ecom ? of.pos_id : of.ecom_id}] = id;
    }
    /// The id of a record on one side.
    [[nodiscard]] std::string find(kind k, side on, const ref& r) const
    {
        const auto& [own, other] =
            on == side::ecom ? std::tie(r.ecom_id, r.pos_id) : std::tie(r.pos_id, r.ecom_id);
        if (!own.empty()) return own;
        const auto found = ids.find({k, on, other});
        return found == ids.end() ? std::string{} : found->second;
    }

private:
    std::map<std::tuple<kind, side, std::string>, std::string> ids;
};

template <class T, class Variant>
inline constexpr bool alternative_of = false;
template <class T, class... Ts>
inline constexpr bool alternative_of<T, std::variant<Ts...>> = (std::is_same_v<T, Ts> || ...);

/// Sets one member of a record from a value of a plan. The value's type is the member's: a plan
/// that says otherwise was not made by this library.
struct assign {
    const value& to;
    side on;
    kind refers_to;
    const made_ids& made;

    template <class T>
    void operator()(std::optional<T>& member) const
    {
        if constexpr (alternative_of<T, value>)
            if (const auto* v = std::get_if<T>(&to)) member = *v;
    }
    template <class Record>
    void operator()(std::optional<std::vector<id_of<Record>>>& member) const
    {
        const auto* refs = std::get_if<std::vector<ref>>(&to);
        if (!refs) return;
        member.emplace();
        for (const auto& r : *refs)
            member->push_back(id_of<Record>{made.find(refers_to, on, r)});
    }
    template <class T>
    void operator()(maybe<T>& member) const
    {
        if (std::get_if<none_t>(&to)) {
            member = none;
        } else if constexpr (alternative_of<T, value>) {
            if (const auto* v = std::get_if<T>(&to)) member = *v;
        }
    }
    template <class Record>
    void operator()(maybe<id_of<Record>>& member) const
    {
        if (std::get_if<none_t>(&to)) member = none;
        if (const auto* r = std::get_if<ref>(&to))
            member = id_of<Record>{made.find(refers_to, on, *r)};
    }
    void operator()(auto&) const {} // ids and lists of records are no fields
};

template <class Record>
void set(Record& record, kind of_kind, side on, field f, const value& to, const made_ids& made)
{
    const auto refers_to = f == field::customer_group   ? kind::customer_group
                           : f == field::product_images ? kind::variant
                                                        : kind::category;
    members(
        [&](std::string_view member, auto& place) {
            if (member == member_name(f, on, of_kind)) assign{to, on, refers_to, made}(place);
        },
        record);
}

} // namespace twinshelf::detail
