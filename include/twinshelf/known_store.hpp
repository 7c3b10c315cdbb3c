#pragma once

#include "twinshelf/draft.hpp"

#include <algorithm>
#include <optional>
#include <string>

/// The store as the rules read it: with the links that only the baseline knows, and without the
/// belief that all of it was read where too much of it is missing at once.
namespace twinshelf {

class known_store {
public:
    known_store(const pos::snapshot& till, const ecom::snapshot& store, const policy& by,
                const memory& base, choices& chosen, draft& d)
        : read(store), known(base), t{till, store, by, base, chosen, d}
    {
        each_kind([&](kind k, auto section_of, const auto& pairs) {
            if (pairs.empty()) return;
            find_vanished(k, section_of, pairs);
            add_links(section_of, pairs);
        });
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
        key_index ids;
        for (const auto& e : section.records)
            ids.add(e.id.text, 0);
        ids.sort();
        std::size_t linked = 0, missing = 0;
        for (const auto* was : pairs.all_ecom()) {
            const ref of{std::string{linked_to(*was)}, was->id.text};
            if (known.lost(k, side::ecom, of)) continue;
            ++linked;
            missing += ids.find(was->id.text).empty() ? 1U : 0U;
        }
        const auto& guard = t.policy.guard;
        const bool many = missing >= static_cast<std::size_t>(guard.least) &&
                          static_cast<double>(missing) > guard.share * static_cast<double>(linked);
        if (missing == 0 || !(many || section.records.empty())) return;
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

    template <class Section, class Pairs>
    void add_links(Section section_of, const Pairs& pairs)
    {
        const auto& records = section_of(read).records;
        for (std::size_t i = 0; i < records.size(); ++i) {
            if (const auto* was = pairs.ecom_at(records[i].id.text);
                was != nullptr && linked_to(records[i]).empty())
                section_of(copy()).records[i].pos_id = was->pos_id;
            if constexpr (requires { records[i].variations; }) add_links_of_variations(i);
        }
    }

    void add_links_of_variations(std::size_t product)
    {
        const auto& variations = read.products.records[product].variations;
        if (!variations) return;
        for (std::size_t i = 0; i < variations->size(); ++i)
            if (const auto* was = known.variants.ecom_at((*variations)[i].id.text);
                was != nullptr && linked_to((*variations)[i]).empty())
                (*copy().products.records[product].variations)[i].pos_id = was->pos_id;
    }

    const ecom::snapshot& read;
    const memory& known;
    const task t;
    std::optional<ecom::snapshot> own; ///< made where it differs from what was read
};

} // namespace twinshelf
