#pragma once

#include "twinshelf/detail/remember.hpp"
#include "twinshelf/outcome.hpp"
#include "twinshelf/plan.hpp"

#include <map>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

/// What a plan left open, by its issues and by what became of its actions.
namespace twinshelf::detail {

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
    }

    /// What the host reported of an action that was carried out; null for one that was not.
    [[nodiscard]] const outcome* done(const action& a) const
    {
        const auto found = outcome_of.find(a.id);
        return found == outcome_of.end() || !found->second->done ? nullptr : found->second;
    }

    /// The fields of a pair that were to change, or should have been decided, and were not.
    [[nodiscard]] field_set of(kind k, const ref& pair) const
    {
        auto found = claimed(k, pair);
        found.remove(done_of(k, pair));
        if (const auto* c = changes_of(k, pair)) found.add(c->failed);
        return found;
    }

    /// The fields of an ecom record of which one change was carried out and another was not: it
    /// holds what only a plan meant to be there (`variant.sku_free`).
    [[nodiscard]] field_set half_way(kind k, const ref& pair) const
    {
        const auto* c = changes_of(k, pair);
        return c == nullptr ? field_set{} : c->done_in_ecom & c->failed_in_ecom;
    }

    /// Whether the plan was not to touch a field of a pair, until something is decided.
    [[nodiscard]] bool left(field f, kind k, const ref& pair) const
    {
        return claimed(k, pair).has(f);
    }

    /// The fields of a pair of which some change was carried out.
    [[nodiscard]] field_set done_of(kind k, const ref& pair) const
    {
        field_set found;
        if (const auto* c = changes_of(k, pair)) {
            found.add(c->done_in_pos);
            found.add(c->done_in_ecom);
        }
        return found;
    }

    /// Whether a field was set in ecom as it was asked.
    [[nodiscard]] bool sent(field f, kind k, const ref& pair) const
    {
        const auto* c = changes_of(k, pair);
        return c != nullptr && c->done_in_ecom.has(f) && !c->failed.has(f);
    }

    /// Whether the plan deleted an ecom record.
    [[nodiscard]] bool deleted(kind k, const std::string& ecom_id) const
    {
        return deleted_.contains({k, ecom_id});
    }

    /// Whether a section that says it is complete is not believed (`guard.vanished`).
    [[nodiscard]] bool vanished(kind k) const { return vanished_.contains(k); }

private:
    struct claim {
        std::string other; ///< the id on the other side, "" where the issue names one side only
        field_set fields;
    };

    /// What was to change of a pair.
    struct pair_changes {
        field_set done_in_pos, done_in_ecom, failed, failed_in_ecom;
    };

    /// What the issues of the plan are about.
    [[nodiscard]] field_set claimed(kind k, const ref& pair) const
    {
        field_set found;
        const auto add = [&](side on, const std::string& id, const std::string& other) {
            const auto [from, to] = open.equal_range({k, on, id});
            for (auto at = from; at != to; ++at)
                if (at->second.other.empty() || at->second.other == other)
                    found.add(at->second.fields);
        };
        add(side::pos, pair.pos_id, pair.ecom_id);
        add(side::ecom, pair.ecom_id, pair.pos_id);
        return found;
    }

    [[nodiscard]] const pair_changes* changes_of(kind k, const ref& pair) const
    {
        const auto found = changes.find({k, pair});
        return found == changes.end() ? nullptr : &found->second;
    }

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
        auto& c = changes[{a.kind, a.of}];
        if (done(a) != nullptr) {
            (a.side == side::pos ? c.done_in_pos : c.done_in_ecom).add(fields);
        } else {
            c.failed.add(fields);
            if (a.side == side::ecom) c.failed_in_ecom.add(fields);
        }
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
        if (!of.pos_id.empty())
            open.emplace(std::tuple{k, side::pos, of.pos_id}, claim{of.ecom_id, fields});
        else if (!of.ecom_id.empty())
            open.emplace(std::tuple{k, side::ecom, of.ecom_id}, claim{{}, fields});
    }

    std::map<int, const outcome*> outcome_of;
    std::multimap<std::tuple<kind, side, std::string>, claim> open;
    std::map<std::pair<kind, ref>, pair_changes> changes;
    std::set<std::pair<kind, std::string>> deleted_;
    std::set<kind> vanished_;
};

} // namespace twinshelf::detail
