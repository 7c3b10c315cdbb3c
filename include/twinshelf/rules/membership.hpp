#pragma once

#include "twinshelf/rules/category.hpp"
#include "twinshelf/rules/fields.hpp"
#include "twinshelf/rules/tag.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

/// Which categories a product is in (`product.category`). Online-only memberships always stay.
///
///   id   pos category                      result for a pair
///   M1   unknown or not read               nothing
///   M2   not there                         error (record.isolated)
///   M3   held or left alone                nothing; a hold where it is to be linked or made later
///   M4   none                              no pos-owned membership
///   M5   one                               exactly that pos-owned membership
///   M6   and then no membership at all     on the front page (category.storefront)
///
/// A new product is made in its category (M5), on the front page without one (M1, M4), and waits
/// where its category is held or left alone (M3) or not there (M2). Its tags become categories
/// where the policy says so (`category.tags`).
namespace twinshelf::detail {

class memberships {
public:
    memberships(const task& all, const category_map& categories_, product_tally& counted)
        : t(all), categories(categories_), tally(counted), tags(all, categories_)
    {
    }

    /// Puts a new product into its categories. False where it has to wait: said.
    [[nodiscard]] bool place(const pos::product& pos, create& made)
    {
        std::vector<ref> in;
        switch (const auto found = category_of(pos); found.state) {
        case place_of::missing: // M2
            say_missing(pos, pos_ref(pos), "it is not made in ecom.");
            return false;
        case place_of::undecided: // M3
            t.say(severity::hold, rule::order_safe, kind::product, pos_ref(pos),
                  "The product " + in_quotes(pos.name) +
                      " is not made in ecom yet: its category is not decided.",
                  field::product_category);
            return false;
        case place_of::in: in.push_back(category(found)); break; // M5
        case place_of::unknown:                                  // M1
            if (pos.category_id.has_value() && t.policy.syncs(field::product_category))
                ++tally.unplaced;
            break;
        case place_of::none: break; // M4
        }
        if (t.policy.syncs(field::product_tags) && !tags.add(pos, in)) return false;
        if (in.empty()) made.record.push_back({field::product_front_page, true}); // M6
        if (t.policy.syncs(field::product_category) || !in.empty())
            made.record.push_back({field::product_category, std::move(in)});
        return true;
    }

    void compare(const pos::product& pos, const ecom::product& ecom, update& changed)
    {
        constexpr auto f = field::product_category;
        const auto found = category_of(pos);
        if (found.state == place_of::missing)
            return say_missing(pos, both(pos, ecom),
                               "its categories in ecom stay as they are."); // M2
        if (found.state == place_of::unknown || !ecom.category_ids) return; // M1
        if (found.state == place_of::undecided) {                           // M3
            const auto at = categories.match.pos_at(pos.category_id->text);
            if (categories.depth[at] >= 0 && categories.match.ecom_of[at] == nowhere &&
                !categories.match.unread[at])
                t.say(severity::hold, rule::order_safe, kind::product, both(pos, ecom),
                      "The product " + in_quotes(pos.name) +
                          " stays in its ecom categories: its pos category is not decided.",
                      f);
            return;
        }
        if (merge(t.policy[f], shape::no_base) != verdict::take_pos) return;
        if (t.policy[f] == flow::fill && !ecom.category_ids->empty()) return;

        const auto& c = categories.match;
        const auto& all = *ecom.category_ids;
        const auto is_home = [&](const ecom::category_id& id) {
            return found.state == place_of::in && id.text == ecom_id_of(found);
        };
        const auto stays = [&](const ecom::category_id& id, index at) {
            return at == nowhere || !categories.pos_owned(at) || is_home(id);
        };
        bool is_in = found.state == place_of::none;
        std::size_t moves = 0;
        for (const auto& id : all) {
            const auto at = c.only_ecom_at(id.text);
            is_in = is_in || is_home(id);
            if (stays(id, at)) continue;
            ++moves;
            if (c.adopted[at]) ++tally.taken_away;
        }
        const bool nowhere_at_all = is_in && moves == all.size();
        if (moves > 0 || !is_in) { // M4, M5
            std::vector<ref> from, to;
            for (const auto& id : all) {
                const auto at = c.only_ecom_at(id.text);
                from.push_back(at == nowhere ? ref{{}, id.text} : category_ref(at));
                if (stays(id, at)) to.push_back(from.back());
            }
            if (!is_in) to.push_back(category(found));
            changed.changes.push_back(
                {f, std::move(from), std::move(to), rule::product_category, cause::differs});
        }
        if (nowhere_at_all &&
            (moves > 0 ? !ecom.on_front_page.value_or(false) : ecom.on_front_page == false)) // M6
            changed.changes.push_back(
                {field::product_front_page,
                 ecom.on_front_page ? value{*ecom.on_front_page} : value{unknown_t{}}, true,
                 rule::category_storefront, cause::rule});
    }

    /// Whether a pair is surely where it belongs, and in no other category of the pos.
    [[nodiscard]] bool at_rest(const pos::product& pos, const ecom::product& ecom) const
    {
        const auto& id = pos.category_id;
        if (!t.policy.syncs(field::product_category) || !id.known()) return true; // M1
        const auto& c = categories.match;
        const auto at = id.has_value() ? c.pos_at(id->text) : nowhere;
        if (!ecom.category_ids || at == nowhere || categories.held[at] || categories.depth[at] < 0)
            return false;
        bool is_in = false;
        for (const auto& one : *ecom.category_ids) {
            const auto e = c.only_ecom_at(one.text);
            if (e == nowhere) continue;
            if (e == c.ecom_of[at])
                is_in = true;
            else if (categories.pos_owned(e))
                return false;
        }
        return is_in;
    }

private:
    struct place_of {
        enum { unknown, none, in, undecided, missing } state;
        index pos = nowhere;  ///< the category there, if it is one that both know
        index ecom = nowhere; ///< the same; none of it yet where the plan makes it
    };

    [[nodiscard]] ref category(const place_of& of) const
    {
        const auto& ps = t.pos.categories.records;
        const auto& es = t.ecom.categories.records;
        if (of.ecom == nowhere) return pos_ref(ps[of.pos]);
        return of.pos == nowhere ? ecom_ref(es[of.ecom]) : both(ps[of.pos], es[of.ecom]);
    }
    [[nodiscard]] std::string_view ecom_id_of(const place_of& of) const
    {
        if (of.ecom == nowhere) return {};
        return t.ecom.categories.records[of.ecom].id.text;
    }

    /// Where the pos category of a product is in ecom.
    [[nodiscard]] place_of category_of(const pos::product& pos) const
    {
        const auto& id = pos.category_id;
        if (!t.policy.syncs(field::product_category) || !id.known()) return {place_of::unknown};
        if (id.is_none()) return {place_of::none};
        const auto& c = categories.match;
        const auto at = c.pos_at(id->text);
        if (at == nowhere) {
            if (t.pos.categories.complete()) return {place_of::missing};
            const auto linked = c.ecom_linked(id->text);
            if (linked == nowhere || c.ecom_out[linked]) return {place_of::unknown};
            return {place_of::in, nowhere, linked};
        }
        if (categories.held[at] || categories.depth[at] < 0) return {place_of::undecided};
        const auto e = c.ecom_of[at];
        if (e != nowhere || categories.made[at]) return {place_of::in, at, e};
        return {place_of::unknown}; // categories do not sync
    }

    void say_missing(const pos::product& pos, ref of, std::string_view so)
    {
        t.say(severity::error, rule::record_isolated, kind::product, std::move(of),
              "The product " + in_quotes(pos.name) + " is in the pos category " +
                  pos.category_id->text + ", which is not there; " + std::string{so},
              field::product_category);
    }

    [[nodiscard]] ref category_ref(index at) const
    {
        const auto& all = t.ecom.categories.records;
        const auto p = categories.match.pos_of[at];
        return p == nowhere ? ecom_ref(all[at]) : both(t.pos.categories.records[p], all[at]);
    }

    const task& t;
    const category_map& categories;
    product_tally& tally;
    tag_categories tags;
};

} // namespace twinshelf::detail
