#pragma once

#include "twinshelf/detail/remember.hpp"
#include "twinshelf/key_index.hpp"
#include "twinshelf/outcome.hpp"
#include "twinshelf/plan.hpp"

#include <map>
#include <set>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

/// What a plan left open, by its issues and by what became of its actions.
namespace twinshelf::detail {

/// What became of the fields of one pair.
class open_pair {
public:
    /// Those that were to change, or should have been decided, and were not.
    [[nodiscard]] field_set stays() const
    {
        auto found = claimed;
        found.remove(done());
        found.add(failed);
        return found;
    }

    /// Those of which one change of the ecom record was carried out and another was not: it holds
    /// what only a plan meant to be there (`variant.sku_free`).
    [[nodiscard]] field_set half_way() const { return done_in_ecom & failed_in_ecom; }

    /// Whether the plan was not to touch a field, until something is decided.
    [[nodiscard]] bool left(field f) const { return claimed.has(f); }

    /// Those of which some change was carried out.
    [[nodiscard]] field_set done() const
    {
        auto found = done_in_pos;
        found.add(done_in_ecom);
        return found;
    }

    /// Whether a field was set in ecom as it was asked.
    [[nodiscard]] bool sent(field f) const { return done_in_ecom.has(f) && !failed.has(f); }

private:
    friend class open_fields;

    field_set claimed; ///< what issues are about
    field_set done_in_pos, done_in_ecom, failed, failed_in_ecom;
};

/// It of all pairs. The plan and the outcomes must outlive it.
class open_fields {
public:
    open_fields(const plan& p, std::span<const outcome> outcomes)
    {
        for (const auto& o : outcomes)
            outcome_of.emplace(o.action, &o);
        for (const auto& a : p.actions)
            note(a);
        for (const auto& i : p.issues)
            note(i);
        claimed_in_pos.sort();
        claimed_in_ecom.sort();
        changed.sort();
    }

    /// What the host reported of an action that was carried out; null for one that was not.
    [[nodiscard]] const outcome* done(const action& a) const
    {
        const auto found = outcome_of.find(a.id);
        return found == outcome_of.end() || !found->second->done ? nullptr : found->second;
    }

    [[nodiscard]] open_pair of(kind k, std::string_view pos_id, std::string_view ecom_id) const
    {
        open_pair found;
        const auto add_claims = [&](const key_index& by, std::string_view id,
                                    std::string_view other) {
            for (const auto& row : by.find(id)) {
                const auto& c = claims[row.at];
                if (c.of_kind == k && (c.other.empty() || c.other == other))
                    found.claimed.add(c.fields);
            }
        };
        add_claims(claimed_in_pos, pos_id, ecom_id);
        add_claims(claimed_in_ecom, ecom_id, pos_id);
        for (const auto& row : changed.find(ecom_id)) {
            const auto& [a, fields] = changes[row.at];
            if (a->kind != k || a->of.pos_id != pos_id) continue;
            const bool in_ecom = a->side == side::ecom;
            if (done(*a) != nullptr) {
                (in_ecom ? found.done_in_ecom : found.done_in_pos).add(fields);
            } else {
                found.failed.add(fields);
                if (in_ecom) found.failed_in_ecom.add(fields);
            }
        }
        return found;
    }

    /// Whether the plan deleted an ecom record.
    [[nodiscard]] bool deleted(kind k, std::string_view ecom_id) const
    {
        return deleted_.contains({k, ecom_id});
    }

    /// Whether a section that says it is complete is not believed (`guard.vanished`).
    [[nodiscard]] bool vanished(kind k) const { return vanished_.contains(k); }

private:
    struct claim {
        kind of_kind;
        std::string_view
            other; ///< the id on the other side, "" where the issue names one side only
        field_set fields;
    };

    void note(const action& a)
    {
        if (std::get_if<erase>(&a.what) != nullptr) {
            if (done(a) != nullptr && a.side == side::ecom) deleted_.emplace(a.kind, a.of.ecom_id);
            return;
        }
        field_set fields;
        if (const auto* set = std::get_if<update>(&a.what))
            for (const auto& c : set->changes)
                fields.add(c.field == field::product_retail_price ? field::product_price : c.field);
        if (std::get_if<set_images>(&a.what)) fields.add(field::product_images);
        if (std::get_if<move_stock>(&a.what)) fields.add(field::product_stock);
        changed.add(a.of.ecom_id, static_cast<index>(changes.size()));
        changes.emplace_back(&a, fields);
    }

    void note(const issue& i)
    {
        if (i.severity == severity::notice) return;
        if (i.rule == rule::guard_vanished) vanished_.insert(i.kind);
        field_set fields;
        if (i.field)
            fields.add(*i.field);
        else
            fields = field_set::all();
        if (!i.of.empty()) claim_fields(i.kind, i.of, fields);
        for (const auto& r : i.records) {
            claim_fields(i.kind, r, fields);
            if (i.rule == rule::guard_losses) claim_fields(kind::variant, r, fields); // of both
        }
    }

    void claim_fields(kind k, const ref& of, field_set fields)
    {
        const auto at = static_cast<index>(claims.size());
        if (!of.pos_id.empty()) {
            claimed_in_pos.add(of.pos_id, at);
            claims.push_back({k, of.ecom_id, fields});
        } else if (!of.ecom_id.empty()) {
            claimed_in_ecom.add(of.ecom_id, at);
            claims.push_back({k, {}, fields});
        }
    }

    std::map<int, const outcome*> outcome_of;
    std::vector<claim> claims;
    key_index claimed_in_pos, claimed_in_ecom;
    std::vector<std::pair<const action*, field_set>> changes; ///< what actions were to change
    key_index changed;                                        ///< these by their ecom ids
    std::set<std::pair<kind, std::string_view>> deleted_;
    std::set<kind> vanished_;
};

} // namespace twinshelf::detail
