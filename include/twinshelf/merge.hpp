#pragma once

#include "twinshelf/time.hpp"
#include "twinshelf/words.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace twinshelf {

/// How a field flows between the sides. A policy has one per field.
enum class flow : std::uint8_t {
    never,           ///< not read, not written
    on_create,       ///< pos gives the first value; later differences are left alone
    fill,            ///< pos fills an ecom value that is empty, unless ecom emptied it
    pos_leads,       ///< pos is the system of record; a different ecom value is put back
    pos_edits,       ///< pos is sent only when pos changed it; an ecom edit stays until then
    two_way,         ///< the side that changed wins; both: the later record, else a conflict
    latest,          ///< the side that changed wins; both: the later of the field's timestamps
    movements,       ///< stock: what one side sold or received is added to the other
    ecom_leads_once, ///< ecom gives the first value when the record is made in the pos
};

constexpr std::array<std::string_view, 9> words(flow)
{
    return {"never",   "on_create", "fill",      "pos_leads",      "pos_edits",
            "two_way", "latest",    "movements", "ecom_leads_once"};
}

/// Who changed a value since the baseline, of two values that differ now.
enum class shape : std::uint8_t {
    no_base,      ///< nothing is known of an earlier sync
    settled,      ///< nobody: the two differed right after the last sync, and still do
    pos_changed,  //
    ecom_changed, //
    both_changed, ///< to different values
};

/// The shape of a difference by whether each side changed its value; unknown where the baseline, or
/// the side itself, does not say.
[[nodiscard]] constexpr shape shape_of(std::optional<bool> pos_changed,
                                       std::optional<bool> ecom_changed)
{
    if (!pos_changed || !ecom_changed) return shape::no_base;
    if (*pos_changed) return *ecom_changed ? shape::both_changed : shape::pos_changed;
    return *ecom_changed ? shape::ecom_changed : shape::settled;
}

/// Which side's timestamp is the later one; unknown where one is missing or they are equal.
enum class later : std::uint8_t { unknown, pos, ecom };

/// Which of two moments is the later one; unknown where one is missing.
[[nodiscard]] constexpr later later_of(const std::optional<instant>& pos,
                                       const std::optional<instant>& ecom)
{
    if (!pos || !ecom || *pos == *ecom) return later::unknown;
    return *pos > *ecom ? later::pos : later::ecom;
}

/// Whether a flow ever writes to the pos what it has there already.
[[nodiscard]] constexpr bool flows_back(flow how)
{
    return how == flow::two_way || how == flow::latest || how == flow::movements;
}

enum class verdict : std::uint8_t {
    keep,          ///< both sides stay as they are
    take_pos,      ///< ecom gets the pos value
    take_ecom,     ///< pos gets the ecom value
    add_movements, ///< each side gets what moved on the other
    ask,           ///< a conflict: a person decides
    by_rule,       ///< the flow alone does not say: the field's own rule does
};

/// The one place that knows three ways: what becomes of two values that differ.
///
/// It sees who changed, never the values. The caller keeps apart what values decide: unknown
/// concludes nothing, a blank replaces nothing (`field.blank`), `fill` asks only where the ecom
/// value is empty, and both sides changed to the same value is no difference.
///
///   flow             no_base      settled  pos_changed    ecom_changed   both_changed
///   never            keep         keep     keep           keep           keep
///   on_create        keep         keep     keep           keep           keep
///   ecom_leads_once  keep         keep     keep           keep           keep
///   fill             take_pos     keep     take_pos       keep           keep
///   pos_leads        take_pos     keep     take_pos       take_pos       take_pos
///   pos_edits        by_rule      keep     take_pos       keep           take_pos
///   two_way          take_pos     keep     take_pos       take_ecom      later, else ask
///   latest           later/ask    keep     take_pos       take_ecom      later, else ask
///   movements        take_pos     keep     add_movements  add_movements  add_movements
[[nodiscard]] constexpr verdict merge(flow how, shape changed, later newer = later::unknown);

constexpr verdict merge(flow how, shape changed, later newer)
{
    if (changed == shape::settled) return verdict::keep; // field.settled, in every flow
    const auto newer_wins = newer == later::pos    ? verdict::take_pos
                            : newer == later::ecom ? verdict::take_ecom
                                                   : verdict::ask;
    switch (how) {
    case flow::never:
    case flow::on_create:
    case flow::ecom_leads_once: return verdict::keep;
    case flow::fill:
        return changed == shape::no_base || changed == shape::pos_changed ? verdict::take_pos
                                                                          : verdict::keep;
    case flow::pos_leads: return verdict::take_pos;
    case flow::pos_edits:
        if (changed == shape::no_base) return verdict::by_rule;
        return changed == shape::ecom_changed ? verdict::keep : verdict::take_pos;
    case flow::two_way:
        if (changed == shape::both_changed) return newer_wins;
        return changed == shape::ecom_changed ? verdict::take_ecom : verdict::take_pos;
    case flow::latest:
        if (changed == shape::both_changed || changed == shape::no_base) return newer_wins;
        return changed == shape::ecom_changed ? verdict::take_ecom : verdict::take_pos;
    case flow::movements:
        return changed == shape::no_base ? verdict::take_pos : verdict::add_movements;
    }
    return verdict::keep;
}

} // namespace twinshelf
