#pragma once

#include "twinshelf/ecom.hpp"
#include "twinshelf/fingerprint.hpp"
#include "twinshelf/plan.hpp"
#include "twinshelf/pos.hpp"

#include <span>
#include <string>
#include <vector>

namespace twinshelf {

/// A pair of which one side has deleted its record. It is remembered, so that the other side's
/// record is not taken for a new one (`product.deleted_online`, `group.kept`, `customer.gone`).
struct lost_pair {
    twinshelf::kind kind{};
    ref of{};
    side from{}; ///< the side that has it no more

    friend bool operator==(const lost_pair&, const lost_pair&) = default;
};

template <class Visit, is<lost_pair>... R>
constexpr void members(Visit&& visit, R&... r)
{
    visit("kind", r.kind...);
    visit("pos_id", r.of.pos_id...);
    visit("ecom_id", r.of.ecom_id...);
    visit("from", r.from...);
}

/// Pairs of products that nothing had to be done or said about, and when that still holds. It saves
/// looking at them again (prepared.hpp); a plan is the same without.
struct resting_pairs {
    fingerprint context{};            ///< of all else that it depends on
    std::vector<fingerprint> ids{};   ///< of the pos id of each, in order
    std::vector<fingerprint> pairs{}; ///< of both records of each, as many

    friend bool operator==(const resting_pairs&, const resting_pairs&) = default;
};

template <class Visit, is<resting_pairs>... R>
constexpr void members(Visit&& visit, R&... r)
{
    visit("context", r.context...);
    visit("ids", r.ids...);
    visit("pairs", r.pairs...);
}

/// What both sides held right after the last sync: who changed a value since then is told by it.
///
/// Of each linked pair it has both records, each with the members that a flow needs a memory for,
/// and no others: an unknown one says that nothing is known of an earlier sync of that field. An
/// ecom record's `pos_id` is its link, whether or not the platform keeps it. A long text is its
/// digest (digest.hpp). What several records come to is kept where it is read: `active` of a
/// product or variant is whether it was available, the images of a product are its whole gallery,
/// the stock of a sellable is one row without an outlet, the level over the outlets that counted. `advance` makes it; an empty one is a first contact.
struct baseline {
    pos::snapshot pos{};
    ecom::snapshot ecom{};
    std::vector<lost_pair> lost{};
    resting_pairs at_rest{}; ///< by `pairs_at_rest`, where a host asks for it

    friend bool operator==(const baseline&, const baseline&) = default;
};

/// What a person chose for an issue of an earlier plan.
struct decision {
    std::string issue{};  ///< its key
    std::string choice{}; ///< one of its choices

    friend bool operator==(const decision&, const decision&) = default;
};

/// A first contact.
inline const baseline no_baseline{};

/// What a reconcile knows beside the two snapshots: `reconcile(pos, ecom, by, {base, decisions})`.
struct earlier {
    const twinshelf::baseline& base = no_baseline;
    std::span<const decision> decisions{};
};

} // namespace twinshelf
