#pragma once

#include "twinshelf/field.hpp"
#include "twinshelf/maybe.hpp"
#include "twinshelf/measure.hpp"
#include "twinshelf/money.hpp"
#include "twinshelf/option.hpp"
#include "twinshelf/rule.hpp"
#include "twinshelf/stock.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace twinshelf {

/// Both ids of one record, as text; the kind of what carries it says of which record. "" where
/// the record is not (yet) on that side: a record that the same plan creates in ecom has its pos
/// id alone, and the host fills in the other one once it has made it.
struct ref {
    std::string pos_id{};
    std::string ecom_id{};

    [[nodiscard]] bool empty() const { return pos_id.empty() && ecom_id.empty(); }

    friend bool operator==(const ref&, const ref&) = default;
    friend auto operator<=>(const ref&, const ref&) = default;
};

/// Unknown: what a side holds where its snapshot does not say.
struct unknown_t {
    friend constexpr bool operator==(unknown_t, unknown_t) = default;
};

/// What a field holds, in the terms of the side it is written to. Owns everything it holds.
using value =
    std::variant<unknown_t, none_t, bool, std::int64_t, money, mass, distance, std::string, ref,
                 std::vector<ref>, std::vector<option>, std::vector<option_value>>;

/// Why a change is made: which side moved since the baseline, that there is none and the sides
/// differ, that a rule asks for it whatever the sides say, or that a person decided.
enum class cause : std::uint8_t { pos_changed, ecom_changed, both_changed, differs, rule, decided };

constexpr std::array<std::string_view, 6> words(cause)
{
    return {"pos_changed", "ecom_changed", "both_changed", "differs", "rule", "decided"};
}

/// One field of a record to make.
struct setting {
    twinshelf::field field;
    value to;

    friend bool operator==(const setting&, const setting&) = default;
};

/// One field of a record to change. `from` is what the side holds now, for a host that compares
/// before it sets.
struct change {
    twinshelf::field field;
    value from;
    value to;
    twinshelf::rule rule;
    twinshelf::cause cause;

    friend bool operator==(const change&, const change&) = default;
};

/// A picture of a gallery: one that ecom has and keeps, by its id there, or one to upload from a
/// URL, with the pos image that it is.
struct picture {
    std::string keep{};
    std::string upload{};
    std::string source_id{};

    friend bool operator==(const picture&, const picture&) = default;
};

/// A variation of a product to make, linked to its pos variant.
struct new_variation {
    ref of{};
    std::vector<setting> record{};

    friend bool operator==(const new_variation&, const new_variation&) = default;
};

/// Makes the whole record, linked to the one that it was made from. A product brings its
/// variations and its gallery.
struct create {
    std::vector<setting> record{};
    std::vector<new_variation> variations{};
    std::vector<picture> images{};

    friend bool operator==(const create&, const create&) = default;
};

/// Changes fields of a record, and nothing else of it.
struct update {
    std::vector<change> changes{};

    friend bool operator==(const update&, const update&) = default;
};

/// Deletes the record. `loses` names the fields that only this side knew and that held something.
struct erase {
    std::vector<field> loses{};

    friend bool operator==(const erase&, const erase&) = default;
};

/// Notes on the ecom record which pos record it belongs to, and nothing else.
struct link_to {
    friend bool operator==(const link_to&, const link_to&) = default;
};

/// Puts the children of a category (an empty ref: the root) into an order: all of them.
struct reorder {
    ref parent{};
    std::vector<ref> order{};

    friend bool operator==(const reorder&, const reorder&) = default;
};

/// Sets the whole gallery of a product, in order. `loses` names the ecom pictures that it drops.
struct set_images {
    std::vector<picture> images{};
    std::vector<std::string> loses{};

    friend bool operator==(const set_images&, const set_images&) = default;
};

/// Adds to the stock of a sellable, or takes from it: what was sold or received on the other side.
struct move_stock {
    stock_movement by{};
    stock_level to{};        ///< what there is then, if nothing else happened
    std::string outlet_id{}; ///< on the pos: where it is booked

    friend bool operator==(const move_stock&, const move_stock&) = default;
};

/// One step of a plan. Actions of one wave do not depend on each other.
struct action {
    int id{};
    int wave{};
    twinshelf::side side{}; ///< who is written to
    twinshelf::kind kind{};
    twinshelf::rule rule{};
    ref of{};
    ref product{}; ///< of a variant: the product it belongs to
    std::variant<create, update, erase, link_to, reorder, set_images, move_stock> what{};

    /// Calls the one function that takes the verb, `match([](const create&) {...}, ...)`.
    template <class... Functions>
    decltype(auto) match(Functions&&... functions) const;

    friend bool operator==(const action&, const action&) = default;
};

/// The verb's word: "create", "update", "delete", "link", "reorder", "set_images", "move_stock".
[[nodiscard]] constexpr std::string_view verb(const action& a);

enum class severity : std::uint8_t {
    error,    ///< a record that cannot be right; it is left alone
    conflict, ///< a hold that a person must decide
    hold,     ///< something that should be done, and is not
    notice,   ///< something worth knowing
};

constexpr std::array<std::string_view, 4> words(severity)
{
    return {"error", "conflict", "hold", "notice"};
}

/// The two values of a conflict about a field, and what both were after the last sync; unknown
/// where that is not known.
struct disputed {
    value pos{};
    value ecom{};
    value base_pos{};
    value base_ecom{};

    friend bool operator==(const disputed&, const disputed&) = default;
};

/// What was not done, or is worth knowing, and why.
struct issue {
    twinshelf::severity severity{};
    twinshelf::rule rule{};
    std::string key{}; ///< the same in every run as long as the same thing is in question
    twinshelf::kind kind{};
    ref of{}; ///< the record; empty where it is not about one
    std::optional<twinshelf::field> field{};
    std::vector<ref> records{};         ///< all of them, where several are concerned
    std::vector<std::string> choices{}; ///< what a decision can say
    std::optional<disputed> values{};   ///< of a conflict about a field
    std::string message{};

    friend bool operator==(const issue&, const issue&) = default;
};

/// The key of an issue: the same in every run as long as the same thing is in question.
[[nodiscard]] inline std::string issue_key(rule why, kind of_kind, const ref& of,
                                           std::optional<field> about = {})
{
    auto key = std::string{name(why)} + ':' + std::string{name(of_kind)} + ':' + of.pos_id + ':' +
               of.ecom_id;
    if (about) key += ':' + std::string{entry(*about).key};
    return key;
}

/// How many records of one kind met which fate. A held record is one with a hold or a conflict.
struct kind_stats {
    int matched{};
    int unchanged{};
    int create{};
    int update{};
    int erase{};
    int held{};

    friend bool operator==(const kind_stats&, const kind_stats&) = default;
};

/// The sync actions that make the two sides agree, in the order of their waves, and all that
/// could not be decided. It owns its values: it can be kept, sent and applied after the snapshots
/// are gone.
struct plan {
    std::string profile{};
    int money_decimals = 2; ///< of the amounts in it
    bool complete = true;   ///< false: some record could not be decided (error, conflict, hold)
    bool blocked = false;   ///< true: a guard held something
    std::vector<action> actions{};
    std::vector<issue> issues{};
    std::array<kind_stats, words(kind{}).size()> stats{};

    [[nodiscard]] kind_stats& of(kind k) { return stats[static_cast<std::size_t>(k)]; }
    [[nodiscard]] const kind_stats& of(kind k) const { return stats[static_cast<std::size_t>(k)]; }

    friend bool operator==(const plan&, const plan&) = default;
};

namespace detail {

template <class... Functions>
struct overloaded : Functions... {
    using Functions::operator()...;
};

template <class Function, class... Verbs>
std::bool_constant<(std::is_invocable_v<Function, const Verbs&> && ...)>
takes(const std::variant<Verbs...>&);

} // namespace detail

template <class... Functions>
decltype(auto) action::match(Functions&&... functions) const
{
    using all = detail::overloaded<std::decay_t<Functions>...>;
    constexpr bool takes_all = decltype(detail::takes<all>(what))::value;
    static_assert(takes_all, "action::match needs a function for each verb: create, update, erase, "
                             "link_to, reorder, set_images, move_stock");
    if constexpr (takes_all) return std::visit(all{std::forward<Functions>(functions)...}, what);
}

constexpr std::string_view verb(const action& a)
{
    constexpr std::array<std::string_view, 7> verbs{"create",  "update",     "delete",    "link",
                                                    "reorder", "set_images", "move_stock"};
    return verbs[a.what.index()];
}

} // namespace twinshelf
