#pragma once

#include "twinshelf/merge.hpp"
#include "twinshelf/time.hpp"

#include <optional>

/// What both sides are to hold of a customer's consent to marketing (`customer.consent`): unknown
/// is never yes, and a no is given up only for a yes that is newer.
///
///   id   one side                                     the other          result
///   K1   yes, no or unknown                           the same           nothing
///   K2   no                                           unknown            no
///   K3   yes, newer by both timestamps, or given
///        since the last sync                          no                 yes
///   K4   any other yes                                no                 no
///   K10  any yes, as after the last sync              no, given since    no
///   K5   yes with a timestamp, or given since then    unknown            yes
///   K6   any other yes                                unknown            nothing, a notice
///
/// Where the plan changes the email, a yes is for the old address unless it is newer than that
/// change:
///
///   K7   yes for the old address                      yes for the new    nothing
///   K8   yes for the old address                      anything else      no
///
/// "Since the last sync" is known where the baseline has what that side said: `changed` names the
/// side that said something else then, and no other one did.
///
/// Where the emails differ and stay so, a yes goes nowhere:
///
///   K9   as in K3, K5, K6                                                nothing
namespace twinshelf {

/// What one side says, and since when.
struct consent {
    std::optional<bool> says{};
    std::optional<instant> at{};
    bool for_old_address = false; ///< given before the plan's change of the email, or undated

    friend bool operator==(const consent&, const consent&) = default;
};

enum class agreement : std::uint8_t {
    leave,   ///< both sides keep what they have
    undated, ///< the same: a yes of which nobody knows when it was given
    yes,     ///< both sides get it
    no       ///< both sides get it
};

/// `apart`: the emails differ, and the plan does not change that.
[[nodiscard]] constexpr agreement agree(const consent& pos, const consent& ecom, shape changed,
                                        bool apart)
{
    const auto old_yes = [](const consent& c) { return c.says == true && c.for_old_address; };
    if (old_yes(pos) || old_yes(ecom)) {
        const auto& other = old_yes(pos) ? ecom : pos;
        return other.says == true && !other.for_old_address ? agreement::leave // K7
                                                            : agreement::no;   // K8
    }
    if (pos.says == ecom.says) return agreement::leave;              // K1
    if (pos.says != true && ecom.says != true) return agreement::no; // K2

    const bool pos_yes = pos.says == true;
    const auto& yes = pos_yes ? pos : ecom;
    const auto& other = pos_yes ? ecom : pos;
    const bool given = changed == (pos_yes ? shape::pos_changed : shape::ecom_changed);
    if (other.says == false) {
        const bool newer = later_of(pos.at, ecom.at) == (pos_yes ? later::pos : later::ecom);
        const bool denied = changed == (pos_yes ? shape::ecom_changed : shape::pos_changed);
        if (denied || (!newer && !given)) return agreement::no; // K10, K4
        return apart ? agreement::leave : agreement::yes;       // K9, K3
    }
    if (apart) return agreement::leave;                           // K9
    return yes.at || given ? agreement::yes : agreement::undated; // K5, K6
}

} // namespace twinshelf
