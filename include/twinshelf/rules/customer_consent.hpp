#pragma once

#include "twinshelf/rules/consent.hpp"
#include "twinshelf/rules/customer_email.hpp"

#include <algorithm>
#include <utility>
#include <vector>

/// The consent to marketing of a pair: which sides get what the table of consent.hpp says.
///
/// A flow that does not go back to the pos writes to ecom only: what the pos denies is denied, and
/// a no in ecom stays. Where both are as after the last sync nothing is done, unless the plan
/// changes the email (`field.settled`).
namespace twinshelf::detail {

class consent_sync {
public:
    consent_sync(const customer_pairs& pairs, const customer_emails& all) : c(pairs), emails(all) {}

    /// Adds the change of consent to the sides that get it. `becomes`: of the two emails.
    void compare(index p, index e, email_plan becomes, pair_update& changes);
    /// Says how many a yes of unknown age was left at (K6).
    void say_undated();

private:
    void find_old_addresses(index p, index e, email_plan becomes, consent& pos,
                            consent& ecom) const;

    const customer_pairs& c;
    const customer_emails& emails;
    std::vector<ref> undated; ///< a yes of unknown age against unknown
};

/// Who changed their answer since the last sync. Where one side does not know any, the other one's
/// may be known to be new all the same.
[[nodiscard]] inline shape consent_shape(const std::optional<bool>& pos,
                                         const std::optional<bool>& ecom,
                                         const std::optional<bool>& base_pos,
                                         const std::optional<bool>& base_ecom)
{
    if (!ecom) return moved(pos, base_pos) == true ? shape::pos_changed : shape::no_base;
    if (!pos) return moved(ecom, base_ecom) == true ? shape::ecom_changed : shape::no_base;
    return shape_of(moved(pos, base_pos), moved(ecom, base_ecom));
}

inline void consent_sync::compare(index p, index e, email_plan becomes, pair_update& changes)
{
    constexpr auto f = field::customer_marketing;
    const auto how = c.t.policy[f];
    const auto base = c.known(p, e);
    const auto changed = consent_shape(c.ps[p].accepts_marketing, c.es[e].accepts_marketing,
                                       base.pos.accepts_marketing, base.ecom.accepts_marketing);
    consent pos{c.ps[p].accepts_marketing, c.ps[p].marketing_updated_at};
    consent ecom{c.es[e].accepts_marketing, c.es[e].marketing_updated_at};
    const auto newer = later_of(pos.at, ecom.at);
    const bool follows = c.t.policy.consent_follows_email;
    const bool moves =
        !follows && (becomes == email_plan::to_ecom || becomes == email_plan::to_pos);
    if (moves) find_old_addresses(p, e, becomes, pos, ecom);
    const auto seen = moves && changed == shape::settled ? shape::no_base : changed;
    if (merge(how, seen, newer) == verdict::keep) return;

    auto result = agree(pos, ecom, changed, !follows && becomes == email_plan::apart);
    const bool back = flows_back(how);
    if (!back) { // one way: what the pos denies is denied, and a no in ecom stays
        if (pos.says == false && ecom.says != false) result = agreement::no;
        if (ecom.says == false) return;
    }
    if (how == flow::fill && ecom.says) return;
    if (result == agreement::undated) undated.push_back(both(c.ps[p], c.es[e]));
    if (result == agreement::undated || result == agreement::leave) return;
    const bool says = result == agreement::yes;
    const auto& latest = newer == later::pos ? pos : ecom;
    const bool by_time = pos.says && ecom.says && pos.says != ecom.says &&
                         newer != later::unknown && latest.says == says;
    const auto why = by_time ? rule::customer_latest : rule::customer_consent;
    const bool with_email =
        (pos.says == true && pos.for_old_address) || (ecom.says == true && ecom.for_old_address);
    const auto because = with_email ? cause::rule : cause_of(changed); // K8
    const auto write = [&](const consent& held, update& to) {
        if (held.says != says)
            to.changes.push_back(
                {f, held.says ? value{*held.says} : value{unknown_t{}}, says, why, because});
    };
    write(ecom, changes.ecom);
    if (back) write(pos, changes.pos);
}

/// Marks what was given before the email changed. A side that had the email all along, where the
/// other had none, was not changed.
inline void consent_sync::find_old_addresses(index p, index e, email_plan becomes, consent& pos,
                                             consent& ecom) const
{
    const bool to_ecom = becomes == email_plan::to_ecom;
    const bool fills = to_ecom ? emails.ecom_key(e).empty() : emails.pos_key(p).empty();
    const auto& changed_at = to_ecom ? c.ps[p].email_updated_at : c.es[e].email_updated_at;
    const auto older = [&](const consent& given) {
        return !given.at || !changed_at || *given.at <= *changed_at;
    };
    pos.for_old_address = !(fills && to_ecom) && older(pos);
    ecom.for_old_address = !(fills && !to_ecom) && older(ecom);
}

inline void consent_sync::say_undated()
{
    std::sort(undated.begin(), undated.end(), smaller_ref);
    if (auto* said = c.count(undated.size(), rule::customer_consent,
                             " customer has a yes to marketing on one side that nobody knows the "
                             "time of; it is not carried over.",
                             " customers have a yes to marketing on one side that nobody knows "
                             "the time of; it is not carried over."))
        said->records = std::move(undated);
}

} // namespace twinshelf::detail
