#pragma once

#include "twinshelf/baseline.hpp"
#include "twinshelf/key_index.hpp"
#include "twinshelf/link.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

/// What a run remembers: the baseline by ids, and the decisions by keys.
namespace twinshelf {

/// The pairs of one kind that the baseline knows.
template <class Pos, class Ecom>
class pair_memory {
public:
    /// Add all, then `sort`, then ask.
    void add(const Pos& record)
    {
        pos_ids.add(record.id.text, static_cast<index>(pos.size()));
        pos.push_back(&record);
    }
    void add(const Ecom& record)
    {
        ecom_ids.add(record.id.text, static_cast<index>(ecom.size()));
        ecom.push_back(&record);
    }
    void sort()
    {
        pos_ids.sort();
        ecom_ids.sort();
    }

    /// What the two held after the last sync; all of it is unknown where they were no pair then.
    [[nodiscard]] twin<Pos, Ecom> of(std::string_view pos_id, std::string_view ecom_id) const
    {
        static const Pos no_pos{};
        static const Ecom no_ecom{};
        const auto* e = ecom_at(ecom_id);
        const auto* p = pos_at(pos_id);
        if (e == nullptr || p == nullptr || linked_to(*e) != pos_id) return {no_pos, no_ecom};
        return {*p, *e};
    }
    [[nodiscard]] const Pos* pos_at(std::string_view id) const { return first(pos, pos_ids, id); }
    [[nodiscard]] const Ecom* ecom_at(std::string_view id) const
    {
        return first(ecom, ecom_ids, id);
    }
    /// The ecom record that a pos record was linked with.
    [[nodiscard]] const Ecom* ecom_of(std::string_view pos_id) const
    {
        if (!links) { // few ask
            links.emplace();
            for (index at = 0; at < ecom.size(); ++at)
                if (const auto link = linked_to(*ecom[at]); !link.empty()) links->add(link, at);
            links->sort();
        }
        return first(ecom, *links, pos_id);
    }
    [[nodiscard]] const std::vector<const Ecom*>& all_ecom() const { return ecom; }
    /// Of each of `all_ecom()`: whether it is among these records.
    [[nodiscard]] std::vector<bool> still_there(const std::vector<Ecom>& now) const
    {
        std::vector<bool> seen(ecom.size());
        for (const auto& record : now)
            for (const auto& row : ecom_ids.find(record.id.text))
                seen[row.at] = true;
        return seen;
    }
    [[nodiscard]] bool empty() const { return ecom.empty(); }

private:
    template <class Record>
    static const Record* first(const std::vector<const Record*>& all, const key_index& by,
                               std::string_view key)
    {
        if (all.empty()) return nullptr;
        const auto rows = by.find(key);
        return rows.empty() ? nullptr : all[rows.front().at];
    }

    std::vector<const Pos*> pos;
    std::vector<const Ecom*> ecom;
    key_index pos_ids, ecom_ids;
    mutable std::optional<key_index> links; ///< ecom records by the pos ids they were linked to
};

/// The baseline of a run, kind by kind.
class memory {
public:
    /// The baseline must outlive it.
    explicit memory(const baseline& base);
    /// Two snapshots instead, which must outlive it, too.
    memory(const pos::snapshot& pos, const ecom::snapshot& ecom);

    currency pos_currency{}, ecom_currency{}; ///< what the amounts are in
    pair_memory<pos::category, ecom::category> categories{};
    pair_memory<pos::product, ecom::product> products{};
    pair_memory<pos::customer_group, ecom::customer_group> customer_groups{};
    pair_memory<pos::customer, ecom::customer> customers{};

    /// Whether it is a first contact.
    [[nodiscard]] bool empty() const
    {
        return categories.empty() && products.empty() && customer_groups.empty() &&
               customers.empty() && lost_.empty();
    }
    [[nodiscard]] auto of(const pos::category& p, const ecom::category& e) const
    {
        return categories.of(p.id.text, e.id.text);
    }
    [[nodiscard]] auto of(const pos::product& p, const ecom::product& e) const
    {
        return products.of(p.id.text, e.id.text);
    }
    [[nodiscard]] auto of(const pos::variant& p, const ecom::variation& e) const
    {
        return variants().of(p.id.text, e.id.text);
    }
    /// The same of variants of a product pair, of which `product` is remembered: mostly they were
    /// at the same places of it.
    [[nodiscard]] twin<pos::variant, ecom::variation>
    of(const pos::variant& p, std::size_t pos_at, const ecom::variation& e, std::size_t ecom_at,
       const twin<pos::product, ecom::product>& product) const
    {
        if (is_at_place(p, pos_at, e, ecom_at, product))
            return {(*product.pos.variants)[pos_at], (*product.ecom.variations)[ecom_at]};
        return of(p, e);
    }
    [[nodiscard]] static bool is_at_place(const pos::variant& p, std::size_t pos_at,
                                          const ecom::variation& e, std::size_t ecom_at,
                                          const twin<pos::product, ecom::product>& product)
    {
        const auto& ps = product.pos.variants;
        const auto& es = product.ecom.variations;
        return ps && es && pos_at < ps->size() && ecom_at < es->size() &&
               (*ps)[pos_at].id == p.id && (*es)[ecom_at].id == e.id &&
               linked_to((*es)[ecom_at]) == p.id.text;
    }
    /// The variants of all products.
    [[nodiscard]] const pair_memory<pos::variant, ecom::variation>& variants() const;
    [[nodiscard]] auto of(const pos::customer_group& p, const ecom::customer_group& e) const
    {
        return customer_groups.of(p.id.text, e.id.text);
    }
    [[nodiscard]] auto of(const pos::customer& p, const ecom::customer& e) const
    {
        return customers.of(p.id.text, e.id.text);
    }
    /// The pairs of the kind that a pos record is of.
    template <class Pos>
    [[nodiscard]] const auto& pairs() const
    {
        if constexpr (std::is_same_v<Pos, pos::category>)
            return categories;
        else if constexpr (std::is_same_v<Pos, pos::product>)
            return products;
        else if constexpr (std::is_same_v<Pos, pos::variant>)
            return variants();
        else if constexpr (std::is_same_v<Pos, pos::customer_group>)
            return customer_groups;
        else {
            static_assert(std::is_same_v<Pos, pos::customer>);
            return customers;
        }
    }
    /// The pairs of products that were at rest; nullptr where that is not known.
    [[nodiscard]] const resting_pairs* at_rest() const { return at_rest_; }
    /// What tells this baseline from others, at a glance.
    [[nodiscard]] fingerprint stamp() const
    {
        detail::print_maker print;
        const auto add = [&](const auto& side) {
            print.add(side.taken_at);
            print.add(side.currency);
            for (const auto count : {side.categories.records.size(), side.products.records.size()})
                print.add(count);
        };
        add(pos_);
        add(ecom_);
        print.add(lost_.size());
        return print.made();
    }
    /// Whether any pair is known to have been deleted on one side.
    [[nodiscard]] bool any_lost() const { return !lost_.empty(); }
    /// Whether one side is known to have deleted its record of a pair.
    [[nodiscard]] bool lost(kind k, side from, const ref& of) const
    {
        return std::binary_search(lost_.begin(), lost_.end(), std::tuple{k, from, of});
    }
    /// Whether ecom is known to have deleted its record of a pos record.
    [[nodiscard]] bool lost_in_ecom(kind k, std::string_view pos_id) const
    {
        if (lost_.empty()) return false;
        const auto from = std::lower_bound(lost_.begin(), lost_.end(),
                                           std::tuple{k, side::ecom, ref{std::string{pos_id}, {}}});
        return from != lost_.end() && std::get<0>(*from) == k && std::get<1>(*from) == side::ecom &&
               std::get<2>(*from).pos_id == pos_id;
    }

private:
    const pos::snapshot& pos_;
    const ecom::snapshot& ecom_;
    std::vector<std::tuple<kind, side, ref>> lost_; ///< sorted
    const resting_pairs* at_rest_ = nullptr;
    mutable std::optional<pair_memory<pos::variant, ecom::variation>> variants_;
};

inline memory::memory(const baseline& base) : memory(base.pos, base.ecom)
{
    for (const auto& l : base.lost)
        lost_.emplace_back(l.kind, l.from, l.of);
    std::sort(lost_.begin(), lost_.end());
    at_rest_ = &base.at_rest;
}

inline memory::memory(const pos::snapshot& till, const ecom::snapshot& store)
    : pos_currency(till.currency), ecom_currency(store.currency), pos_(till), ecom_(store)
{
    const auto take = [](auto& pairs, const auto& pos, const auto& ecom) {
        for (const auto& p : pos.records)
            pairs.add(p);
        for (const auto& e : ecom.records)
            pairs.add(e);
        pairs.sort();
    };
    take(categories, till.categories, store.categories);
    take(products, till.products, store.products);
    take(customer_groups, till.customer_groups, store.customer_groups);
    take(customers, till.customers, store.customers);
}

inline const pair_memory<pos::variant, ecom::variation>& memory::variants() const
{
    if (variants_) return *variants_;
    auto& made = variants_.emplace();
    for (const auto& p : pos_.products.records)
        if (p.variants)
            for (const auto& v : *p.variants)
                made.add(v);
    for (const auto& e : ecom_.products.records)
        if (e.variations)
            for (const auto& v : *e.variations)
                made.add(v);
    made.sort();
    return made;
}

/// The decisions of a run, and which of them were asked for.
class choices {
public:
    explicit choices(std::span<const decision> decisions)
    {
        for (const auto& d : decisions)
            all.emplace(d.issue, made{d.choice});
    }
    [[nodiscard]] bool empty() const { return all.empty(); }
    /// The choice for an issue, "" where there is none. Of several the first counts.
    [[nodiscard]] std::string_view find(std::string_view key)
    {
        const auto found = all.find(key);
        if (found == all.end()) return {};
        found->second.used = true;
        return found->second.choice;
    }
    /// Calls `visit(key)` for each decision that nothing asked for, in the order of the keys.
    template <class Visit>
    void each_unused(Visit&& visit) const
    {
        for (const auto& [key, choice] : all)
            if (!choice.used) visit(key);
    }

private:
    struct made {
        std::string_view choice;
        bool used = false;
    };
    std::map<std::string_view, made> all;
};

} // namespace twinshelf
