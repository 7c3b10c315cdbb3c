#include "catch.hpp"
#include "generate.hpp"
#include "plans.hpp"

#include <twinshelf/apply.hpp>
#include <twinshelf/check.hpp>
#include <twinshelf/reconcile.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

// What holds for every plan, tried on shops made of seeds. TWINSHELF_CASES says how many of each
// profile (2,000); TWINSHELF_SEED says with which seed to begin (0), to see one case again.

using namespace twinshelf;

namespace {

std::uint64_t number_in(const char* variable, std::uint64_t otherwise)
{
    const char* text = std::getenv(variable);
    return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

/// Calls `holds(shop, plan)` for many shops of a profile: as they come, clean ones, crowded ones.
template <class Property>
void for_each_shop(Property&& holds)
{
    const auto profile = GENERATE(as<std::string>{}, "r_series", "x_series", "x_series_2021");
    const auto first = number_in("TWINSHELF_SEED", 0);
    const auto end = first + number_in("TWINSHELF_CASES", 2'000);
    for (auto seed = first; seed < end; ++seed) {
        const auto often = seed % 100 == 99 ? generate::crowded()
                           : seed % 3 == 0  ? generate::clean()
                                            : generate::rates{};
        auto shop = generate::make_shop(seed, *find_profile(profile), often);
        if (seed % 100 == 99) shop.by.plan = plan_size::venture;
        const auto p = reconcile(shop.pos, shop.ecom, shop.by);
        INFO("profile " << profile << ", seed " << seed);
        holds(std::as_const(shop), p);
    }
}

sides after_plan(const plan& p, const generate::shop& shop)
{
    return plans::carried_out(p, shop.pos, shop.ecom);
}

/// What is not done and why, without what is only worth knowing. By the pos id where there is one:
/// the plan may have given the record its other one.
std::vector<std::string> open_issues(const plan& p)
{
    std::vector<std::string> keys;
    for (const auto& i : p.issues)
        if (i.severity != severity::notice)
            keys.push_back(std::string{name(i.rule)} + ' ' + std::string{name(i.kind)} + ' ' +
                           (i.of.pos_id.empty() ? i.of.ecom_id : i.of.pos_id) + ' ' +
                           (i.field ? std::string{entry(*i.field).key} : ""));
    std::sort(keys.begin(), keys.end());
    return keys;
}

/// The records in another order, but for those of one group among each other.
template <class Record, class Group>
std::vector<Record> mixed(std::vector<Record> all, generate::dice& d, Group&& group_of)
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
void name_parts(ecom::product& p)
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

store_view view_of(const plans::sides& after, bool with_order)
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

} // namespace

TEST_CASE("property: the checker finds nothing in a plan", "[property]")
{
    for_each_shop([](const generate::shop& shop, const plan& p) {
        std::string wrong;
        for (const auto& v : check(p, shop.pos, shop.ecom, shop.by))
            wrong += std::to_string(v.action) + ": " + v.what + "\n";
        INFO(plans::text(p));
        REQUIRE(wrong == "");
    });
}

TEST_CASE("property: once a plan is carried out nothing is left but what is held", "[property]")
{
    for_each_shop([](const generate::shop& shop, const plan& p) {
        const auto after = after_plan(p, shop);
        const auto again = reconcile(after.pos, after.ecom, shop.by);
        INFO(plans::text(p) << "and then\n" << plans::text(again));
        REQUIRE(again.actions.empty());
        REQUIRE((again.complete || !p.complete));
        REQUIRE(again.blocked == p.blocked);
        const auto before = open_issues(p), left = open_issues(again);
        REQUIRE(std::includes(before.begin(), before.end(), left.begin(), left.end()));
    });
}

TEST_CASE("property: the order of records matters only where it means something", "[property]")
{
    for_each_shop([](const generate::shop& shop, const plan& p) {
        generate::dice d{7};
        auto other = shop;
        d.shuffle(other.ecom.products.records);
        if (plans::find_issues(p, rule::product_plan_limit).empty())
            d.shuffle(other.pos.products.records);
        if (other.pos.outlets) d.shuffle(*other.pos.outlets);
        other.ecom.categories.records =
            mixed(shop.ecom.categories.records, d, [](const ecom::category& c) {
                return std::to_string(c.position.value_or(0)); // siblings, maybe only later
            });
        const auto same = reconcile(other.pos, other.ecom, other.by);
        REQUIRE(plans::text(p) == plans::text(same));
        REQUIRE((p == same));
    });
}

TEST_CASE("property: what is online-only stays as it is", "[property]")
{
    for_each_shop([](const generate::shop& shop, const plan& p) {
        const auto after = after_plan(p, shop);
        std::set<std::pair<kind, std::string>> linked;
        for (const auto& a : p.actions)
            if (verb(a) == "link" || a.side == side::pos) linked.emplace(a.kind, a.of.ecom_id);
        const auto own = [&](kind k, const auto& section) {
            std::vector<typename std::decay_t<decltype(section.records)>::value_type> all;
            for (const auto& r : section.records)
                if (linked_to(r).empty() && !tombstone(r) && !linked.count({k, r.id.text}))
                    all.push_back(r);
            return all;
        };
        auto categories = own(kind::category, shop.ecom.categories);
        auto categories_after = own(kind::category, after.ecom.categories);
        for (auto* all : {&categories, &categories_after})
            for (auto& c : *all)
                c.position.reset(); // a reorder numbers all siblings anew
        INFO(plans::text(p));
        REQUIRE((categories == categories_after));
        REQUIRE(
            (own(kind::product, shop.ecom.products) == own(kind::product, after.ecom.products)));
        REQUIRE((shop.pos.categories == after.pos.categories));
        if (shop.by.ecom_only_products == ecom_only_products::keep)
            REQUIRE((shop.pos.products == after.pos.products));
    });
}

TEST_CASE("property: a plan that stops after some wave is finished by the next one", "[property]")
{
    for_each_shop([](const generate::shop& shop, const plan& p) {
        if (!p.complete || p.actions.empty()) return;
        const bool in_order =
            merge(shop.by[field::category_order], shape::no_base) == verdict::take_pos;
        const auto whole = view_of(after_plan(p, shop), in_order);
        for (int waves = 1; waves <= p.actions.back().wave; ++waves) {
            auto some = p;
            std::erase_if(some.actions, [&](const action& a) { return a.wave >= waves; });
            const auto half_way = after_plan(some, shop);
            const auto rest = reconcile(half_way.pos, half_way.ecom, shop.by);
            const auto end = plans::carried_out(rest, half_way.pos, half_way.ecom);
            INFO(plans::text(p) << "stopped after " << waves << " waves, then\n"
                                << plans::text(rest));
            REQUIRE((view_of(end, in_order) == whole));
        }
    });
}

TEST_CASE("property: every pos product is made, matched, gone or spoken of", "[property]")
{
    for_each_shop([](const generate::shop& shop, const plan& p) {
        std::set<std::string> known;
        for (const auto& e : shop.ecom.products.records)
            known.insert(std::string{linked_to(e)});
        for (const auto& a : p.actions)
            if (a.kind == kind::product) known.insert(a.of.pos_id);
        for (const auto& i : p.issues) {
            if (i.kind != kind::product) continue;
            known.insert(i.of.pos_id);
            for (const auto& r : i.records)
                known.insert(r.pos_id);
        }
        INFO(plans::text(p));
        for (const auto& product : shop.pos.products.records)
            if (!gone(product.sellable) && !known.count(product.id.text)) FAIL(product.id.text);
    });
}

TEST_CASE("property: no two issues have one key", "[property]")
{
    for_each_shop([](const generate::shop&, const plan& p) {
        std::set<std::string> keys;
        for (const auto& i : p.issues) {
            INFO(plans::text(p) << i.key);
            REQUIRE(!i.key.empty());
            REQUIRE(keys.insert(i.key).second);
        }
    });
}
