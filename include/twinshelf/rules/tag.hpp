#pragma once

#include "twinshelf/rules/category.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

/// The tags of a new product become root categories, by exact name, linked to "tag:NAME"
/// (`category.tags`). Such a category is never changed or deleted.
///
///   id   ecom has                                     result
///   T1   one made from the tag                        that one, whatever it is called now
///   T2   root categories of that name                 of these the one with the smallest id
///   T3   none                                         one is made
///   T4   several made from the tag, or a bad one      the product waits
///   T5   categories that were not all read            the product waits
namespace twinshelf::detail {

inline constexpr std::size_t most_tags = 75;

class tag_categories {
public:
    explicit tag_categories(const task& all, const category_map& map) : t(all), categories(map) {}

    /// Adds the categories of a product's first 75 tags. False where it has to wait: said.
    [[nodiscard]] bool add(const pos::product& pos, std::vector<ref>& in)
    {
        if (!pos.tags || pos.tags->empty()) return true;
        if (found.empty() && unusable.empty()) look();
        const auto hold = [&](rule why, const std::string& because) {
            t.say(severity::hold, why, kind::product, pos_ref(pos),
                  "The product " + in_quotes(pos.name) + " is not made in ecom yet: " + because,
                  field::product_tags);
            return false;
        };
        if (!t.ecom.categories.complete()) // T5
            return hold(rule::category_tags, "its tags become categories, and not all were read.");
        const auto count = std::min(most_tags, pos.tags->size());
        for (std::size_t i = 0; i < count; ++i)
            if (unusable.contains((*pos.tags)[i])) // T4
                return hold(rule::order_safe, "the category of its tag " +
                                                  in_quotes((*pos.tags)[i]) + " is not decided.");
        for (std::size_t i = 0; i < count; ++i) {
            const auto& tag = (*pos.tags)[i];
            if (blank(tag)) continue;
            const ref own{std::string{tag_prefix} + tag, {}};
            const auto [at, is_new] = found.try_emplace(tag, own);
            if (is_new) // T3
                t.add(side::ecom, kind::category, rule::category_tags, own,
                      create{.record = {{field::category_name, tag},
                                        {field::category_parent, none},
                                        {field::category_enabled, true}}},
                      phase::categories);
            if (std::find(in.begin(), in.end(), at->second) == in.end()) in.push_back(at->second);
        }
        if (pos.tags->size() > most_tags)
            t.say(severity::notice, rule::category_tags, kind::product, pos_ref(pos),
                  "The product " + in_quotes(pos.name) + " has " +
                      std::to_string(pos.tags->size()) + " tags; the first 75 become categories.",
                  field::product_tags);
        return true;
    }

private:
    void look()
    {
        const auto& all = t.ecom.categories.records;
        for (index e = 0; e < all.size(); ++e) { // T1
            const auto link = linked_to(all[e]);
            if (!link.starts_with(tag_prefix)) continue;
            const std::string tag{link.substr(tag_prefix.size())};
            if (categories.match.ecom_out[e])
                unusable.insert(tag);
            else
                found[tag] = ecom_ref(all[e]);
        }
        for (index e = 0; e < all.size(); ++e) { // T2
            const auto& c = all[e];
            if (!c.name || c.parent_id.has_value() || categories.match.ecom_out[e] ||
                categories.owner[e] == category_owner::gone)
                continue;
            if (categories.match.pos_of[e] != nowhere && t.policy.syncs(field::product_category))
                continue; // its members are the pos's
            const auto of = categories.match.pos_of[e] == nowhere
                                ? ecom_ref(c)
                                : both(t.pos.categories.records[categories.match.pos_of[e]], c);
            auto [at, is_new] = found.try_emplace(*c.name, of);
            if (!is_new && !at->second.pos_id.starts_with(tag_prefix) &&
                id_order(of.ecom_id) < id_order(at->second.ecom_id))
                at->second = of;
        }
    }

    const task& t;
    const category_map& categories;
    std::map<std::string, ref> found; ///< by tag
    std::set<std::string> unusable;
};

} // namespace twinshelf::detail

namespace twinshelf {

/// Takes back the categories of tags that no product of the plan is put into after all.
inline void drop_unused_tags(const task& t)
{
    std::set<std::string_view> used;
    for (const auto& s : t.out.steps)
        if (const auto* made = std::get_if<create>(&s.what.what))
            for (const auto& f : made->record)
                if (const auto* in = std::get_if<std::vector<ref>>(&f.to))
                    for (const auto& r : *in)
                        if (r.ecom_id.empty()) used.insert(r.pos_id);
    std::erase_if(t.out.steps, [&](const step& s) {
        return s.what.rule == rule::category_tags && !used.contains(s.what.of.pos_id);
    });
}

} // namespace twinshelf
