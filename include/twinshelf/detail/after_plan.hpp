#pragma once

#include "twinshelf/apply.hpp"
#include "twinshelf/key_index.hpp"
#include "twinshelf/known_store.hpp"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

/// What both sides hold once a plan was carried out; only what it touches is copied for that.
namespace twinshelf::detail {

/// A record after a plan, beside what it was.
template <class Record>
struct record_after {
    const Record& now;
    const Record* before; ///< null for one that the plan made
};

/// The ids of the records that the actions of a plan are about.
class touched_records {
public:
    explicit touched_records(const plan& p)
    {
        for (const auto& a : p.actions) {
            if (a.kind == kind::variant)
                note(kind::product, a.product);
            else
                note(a.kind, a.of);
            if (const auto* r = std::get_if<reorder>(&a.what))
                for (const auto& child : r->order)
                    note(a.kind, child);
            if (a.kind == kind::category && std::get_if<erase>(&a.what))
                erased.insert(a.of.ecom_id);
        }
        in_pos.sort();
        in_ecom.sort();
    }

    [[nodiscard]] bool in(side on, kind k, std::string_view id) const
    {
        for (const auto& row : (on == side::pos ? in_pos : in_ecom).find(id))
            if (row.at == static_cast<index>(k)) return true;
        return false;
    }
    /// Whether an ecom product is in a category that is deleted.
    [[nodiscard]] bool in_erased(const ecom::product& e) const
    {
        if (erased.empty() || !e.category_ids) return false;
        return std::any_of(e.category_ids->begin(), e.category_ids->end(),
                           [&](const ecom::category_id& id) { return erased.contains(id.text); });
    }

private:
    void note(kind k, const ref& of)
    {
        if (!of.pos_id.empty()) in_pos.add(of.pos_id, static_cast<index>(k));
        if (!of.ecom_id.empty()) in_ecom.add(of.ecom_id, static_cast<index>(k));
    }

    key_index in_pos, in_ecom; ///< the kinds by the ids
    std::set<std::string_view> erased;
};

/// All records of one kind on one side.
template <class Record>
class records_after {
public:
    /// Copies to `some` what is touched.
    template <class IsTouched>
    void take(const std::vector<Record>& records, std::vector<Record>& some, IsTouched&& is_touched)
    {
        before = &records;
        touched.reserve(records.size());
        for (const auto& r : records) {
            touched.push_back(is_touched(r));
            if (touched.back()) some.push_back(r);
        }
    }
    /// `some` is what became of that: all but the deleted ones in their order, then those made.
    void put(const std::vector<Record>& some)
    {
        all.reserve(before->size());
        auto next = some.begin();
        for (std::size_t i = 0; i < before->size(); ++i) {
            const auto& r = (*before)[i];
            if (!touched[i])
                all.push_back({r, &r});
            else if (next != some.end() && next->id == r.id)
                all.push_back({*next++, &r});
        }
        for (; next != some.end(); ++next)
            all.push_back({*next, nullptr});
    }

    [[nodiscard]] auto begin() const { return all.begin(); }
    [[nodiscard]] auto end() const { return all.end(); }
    [[nodiscard]] index size() const { return static_cast<index>(all.size()); }
    [[nodiscard]] const record_after<Record>& operator[](index at) const { return all[at]; }

private:
    const std::vector<Record>* before = nullptr;
    std::vector<bool> touched;
    std::vector<record_after<Record>> all;
};

/// The records of one kind on both sides.
template <class Pos, class Ecom>
struct kind_after {
    records_after<Pos> pos{};
    records_after<Ecom> ecom{};
};

/// All records of both sides. The snapshots must outlive it.
class after_plan {
public:
    kind_after<pos::category, ecom::category> categories{};
    kind_after<pos::product, ecom::product> products{};
    kind_after<pos::customer_group, ecom::customer_group> customer_groups{};
    kind_after<pos::customer, ecom::customer> customers{};

    /// As `apply` has it, with the links of the store that only the baseline knows.
    template <class NewId>
    after_plan(const plan& p, const pos::snapshot& pos, const ecom::snapshot& ecom,
               const memory& known, NewId&& new_id)
    {
        const touched_records touched{p};
        each_kind(
            [&](kind k, auto& after, auto section_of, const auto& pairs) {
                after.pos.take(section_of(pos).records, section_of(changed.pos).records,
                               [&](const auto& r) { return touched.in(side::pos, k, r.id.text); });
                after.ecom.take(
                    section_of(ecom).records, section_of(changed.ecom).records, [&](const auto& r) {
                        bool is = touched.in(side::ecom, k, r.id.text);
                        if constexpr (requires { r.category_ids; }) is = is || touched.in_erased(r);
                        each_missing_link_of(r, pairs, known,
                                             [&](const auto&, const auto&) { is = true; });
                        return is;
                    });
            },
            known);
        changed = apply(p, std::move(changed.pos), with_known_links(std::move(changed.ecom), known),
                        new_id);
        each_kind(
            [&](kind, auto& after, auto section_of, const auto&) {
                after.pos.put(section_of(changed.pos).records);
                after.ecom.put(section_of(changed.ecom).records);
            },
            known);
    }

    after_plan(const after_plan&) = delete; // it refers to its own records
    after_plan& operator=(const after_plan&) = delete;

private:
    template <class Visit>
    void each_kind(Visit&& visit, const memory& known)
    {
        visit(
            kind::category, categories, [](auto& s) -> auto& { return s.categories; },
            known.categories);
        visit(
            kind::product, products, [](auto& s) -> auto& { return s.products; }, known.products);
        visit(
            kind::customer_group, customer_groups,
            [](auto& s) -> auto& { return s.customer_groups; }, known.customer_groups);
        visit(
            kind::customer, customers, [](auto& s) -> auto& { return s.customers; },
            known.customers);
    }

    sides changed; ///< what the plan touches, as it is then
};

} // namespace twinshelf::detail
