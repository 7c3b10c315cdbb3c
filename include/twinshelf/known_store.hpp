#pragma once

#include "twinshelf/guard.hpp"

#include <algorithm>
#include <optional>
#include <string>

/// The store as the rules read it: with the links that only the baseline knows, and without the
/// belief that all of it was read where too much of it is missing at once.
namespace twinshelf {

/// The store with the links that only the baseline knows.
[[nodiscard]] ecom::snapshot with_known_links(ecom::snapshot store, const memory& known);

namespace detail {

/// Calls `visit(record, link)` for a record, and for each of its variations, where only the baseline
/// knows the link.
template <class Record, class Pairs, class Visit>
void each_missing_link_of(Record& record, const Pairs& pairs, const memory& known, Visit&& visit)
{
    const auto look = [&](auto& one, const auto& pairs_of_it) {
        if (const auto* was = pairs_of_it.ecom_at(one.id.text)) visit(one, was->pos_id);
    };
    if (pairs.empty()) return;
    if (linked_to(record).empty()) look(record, pairs);
    if constexpr (requires { record.variations; })
        if (record.variations)
            for (auto& v : *record.variations)
                if (linked_to(v).empty()) look(v, known.variants()); // made when it is asked for
}

/// The same for all records.
template <is<ecom::snapshot> Snapshot, class Visit>
void each_missing_link(Snapshot& store, const memory& known, Visit&& visit)
{
    const auto look_at_all = [&](auto& section, const auto& pairs) {
        for (auto& record : section.records)
            each_missing_link_of(record, pairs, known, visit);
    };
    look_at_all(store.categories, known.categories);
    look_at_all(store.products, known.products);
    look_at_all(store.customer_groups, known.customer_groups);
    look_at_all(store.customers, known.customers);
}

} // namespace detail

class known_store {
public:
    known_store(const pos::snapshot& till, const ecom::snapshot& store, const policy& by,
                const memory& base, choices& chosen, draft& d)
        : read(store), known(base), t{till, store, by, base, chosen, d}
    {
        each_kind([&](kind k, auto section_of, const auto& pairs) {
            if (!pairs.empty()) find_vanished(k, section_of, pairs);
        });
        bool missing = false;
        detail::each_missing_link(read, known, [&](const auto&, const auto&) { missing = true; });
        if (missing) own = with_known_links(snapshot(), known);
    }

    [[nodiscard]] const ecom::snapshot& snapshot() const { return own ? *own : read; }

private:
    template <class Visit>
    void each_kind(Visit&& visit)
    {
        visit(
            kind::category, [](auto& s) -> auto& { return s.categories; }, known.categories);
        visit(
            kind::product, [](auto& s) -> auto& { return s.products; }, known.products);
        visit(
            kind::customer_group, [](auto& s) -> auto& { return s.customer_groups; },
            known.customer_groups);
        visit(
            kind::customer, [](auto& s) -> auto& { return s.customers; }, known.customers);
    }

    ecom::snapshot& copy()
    {
        if (!own) own = read;
        return *own;
    }

    /// A read that failed looks like a store whose records were deleted: as many as the guard holds
    /// for deletes, or all of them (`guard.vanished`).
    template <class Section, class Pairs>
    void find_vanished(kind k, Section section_of, const Pairs& pairs)
    {
        const auto& section = section_of(read);
        if (!section.complete()) return;
        const auto seen = pairs.still_there(section.records);
        std::size_t linked = 0, missing = 0;
        for (std::size_t i = 0; i < seen.size(); ++i) {
            const auto& was = *pairs.all_ecom()[i];
            if (known.any_lost() &&
                known.lost(k, side::ecom, {std::string{linked_to(was)}, was.id.text}))
                continue;
            ++linked;
            missing += seen[i] ? 0U : 1U;
        }
        if (missing == 0 || !(too_many(t, missing, linked) || section.records.empty())) return;
        if (t.choice(rule::guard_vanished, k, {}) == "confirm") return;
        t.say(severity::hold, rule::guard_vanished, k, {},
              std::to_string(missing) + " of " + std::to_string(linked) +
                  " linked records of kind " + std::string{name(k)} +
                  " are not in ecom any more; this looks like a read that failed, and nothing is "
                  "concluded from it until somebody says that it is true.")
            .choices = {"confirm"};
        t.out.blocked = true;
        section_of(copy()).state = completeness::partial;
    }

    const ecom::snapshot& read;
    const memory& known;
    const task t;
    std::optional<ecom::snapshot> own; ///< made where it differs from what was read
};

inline ecom::snapshot with_known_links(ecom::snapshot store, const memory& known)
{
    detail::each_missing_link(store, known,
                              [](auto& record, const auto& link) { record.pos_id = link; });
    return store;
}

} // namespace twinshelf
