#pragma once

// What is the same about two shops whatever ids their records were given, and the same shop in
// another order.

#include "generate_dice.hpp"

#include <twinshelf/apply.hpp>
#include <twinshelf/link.hpp>

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace view {

using namespace twinshelf;

/// The records in another order, but for those of one group among each other.
template <class Record, class Group>
[[nodiscard]] std::vector<Record> mixed(std::vector<Record> all, generate::dice& d,
                                        Group&& group_of)
{
    std::vector<std::size_t> order(all.size());
    for (std::size_t i = 0; i < all.size(); ++i)
        order[i] = i;
    d.shuffle(order);
    std::map<std::string, std::vector<std::size_t>> groups; // last first
    for (std::size_t i = all.size(); i-- > 0;)
        groups[group_of(all[i])].push_back(i);
    std::vector<Record> result;
    for (const auto i : order) {
        auto& group = groups[group_of(all[i])];
        result.push_back(all[group.back()]);
        group.pop_back();
    }
    return result;
}

/// The store as the till sees it: records by their link where they have one, whatever ids they
/// were given, and its siblings in their order: where online-only ones stand between them depends
/// on what is new.
struct store_view {
    std::vector<ecom::category> categories;
    std::vector<ecom::product> products;
    std::map<std::string, std::vector<std::string>> order;
    std::vector<std::string> people;

    friend bool operator==(const store_view&, const store_view&) = default;
};

/// The same for what a product has, by the pos id that it was made from.
inline void name_parts(ecom::product& p)
{
    std::map<std::string, std::string> pictures;
    if (p.images)
        for (auto& image : *p.images) {
            const auto name = image.source_id ? "of " + image.source_id->text : image.id.text;
            pictures[image.id.text] = name;
            image.id.text = name;
            image.url.reset(); // kept or uploaded
        }
    if (!p.variations) return;
    for (auto& v : *p.variations) {
        if (!linked_to(v).empty()) v.id.text = "of " + std::string{linked_to(v)};
        if (v.image_id.has_value()) v.image_id = ecom::image_id{pictures[v.image_id->text]};
        if (v.option_values)
            std::sort(v.option_values->begin(), v.option_values->end(),
                      [](const auto& a, const auto& b) { return a.name < b.name; });
    }
    std::sort(p.variations->begin(), p.variations->end(),
              [](const auto& a, const auto& b) { return a.id < b.id; });
    if (p.options)
        for (auto& o : *p.options)
            std::sort(o.values.begin(), o.values.end());
}

/// The customers of a side, with their groups by title.
template <class Side>
void note_people(const Side& side, std::vector<std::string>& people)
{
    std::map<std::string, std::string> titles;
    for (const auto& g : side.customer_groups.records)
        titles[g.id.text] = g.name.value_or("");
    for (const auto& [id, title] : titles)
        people.push_back(title);
    for (const auto& c : side.customers.records)
        people.push_back(c.email.value_or("?") + '|' + c.first_name.value_or("") + '|' +
                         (c.group_id.has_value() ? titles[c.group_id->text] : "-") + '|' +
                         (c.accepts_marketing ? *c.accepts_marketing ? "yes" : "no" : "?"));
    std::sort(people.begin(), people.end());
}

[[nodiscard]] inline store_view view_of(const sides& after, bool with_order)
{
    const auto& store = after.ecom;
    store_view all{store.categories.records, store.products.records, {}, {}};
    note_people(after.pos, all.people);
    note_people(after.ecom, all.people);
    std::map<std::string, std::string> names;
    for (const auto& c : all.categories)
        names[c.id.text] = linked_to(c).empty() ? c.id.text : "of " + std::string{linked_to(c)};
    const auto rename = [&](auto& id) {
        if (const auto found = names.find(id.text); found != names.end()) id.text = found->second;
    };
    std::stable_sort(all.categories.begin(), all.categories.end(),
                     [](const auto& a, const auto& b) {
                         return a.position.value_or(0) < b.position.value_or(0);
                     });
    for (auto& c : all.categories) {
        rename(c.id);
        if (c.parent_id.has_value()) {
            auto up = *c.parent_id;
            rename(up);
            c.parent_id = up;
        }
        if (with_order && linked_to(c).starts_with('c'))
            all.order[c.parent_id.has_value() ? c.parent_id->text : ""].push_back(c.id.text);
        c.position.reset();
    }
    for (auto& p : all.products) {
        if (linked_to(p).starts_with('n')) // made in the till, under whatever id
            p.pos_id.reset();
        else if (!linked_to(p).empty())
            p.id.text = "of " + std::string{linked_to(p)};
        name_parts(p);
        if (!p.category_ids) continue;
        for (auto& id : *p.category_ids)
            rename(id);
        std::sort(p.category_ids->begin(), p.category_ids->end());
    }
    const auto by_id = [](const auto& a, const auto& b) { return a.id < b.id; };
    std::sort(all.categories.begin(), all.categories.end(), by_id);
    std::sort(all.products.begin(), all.products.end(), by_id);
    return all;
}

} // namespace view
