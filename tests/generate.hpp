#pragma once

// Shops made of a seed: a till, the store that was once synced from it and has gone its own way
// since, and a policy. The same seed makes the same shop with every compiler and library.

#include "generate_parts.hpp"

#include <twinshelf/ecom.hpp>
#include <twinshelf/policy.hpp>
#include <twinshelf/pos.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace generate {

using namespace twinshelf;

struct shop {
    pos::snapshot pos{};
    ecom::snapshot ecom{};
    twinshelf::policy by{};
};

/// The shop of a seed.
[[nodiscard]] shop make_shop(std::uint64_t seed, const policy& profile, const rates& often = {});

/// A shop with nothing bad in it, and all of it read: what a plan leaves is only what a person has
/// to decide.
[[nodiscard]] inline rates clean()
{
    rates often;
    often.dirty = often.unknown = often.partial = often.absent = 0;
    return often;
}

/// A venture store at its limit.
[[nodiscard]] inline rates crowded()
{
    auto often = clean();
    often.products = 130;
    often.linked = 80;
    often.gone = 4;
    often.sku_swapped = 4;
    return often;
}

namespace detail {

class shop_maker {
public:
    shop_maker(std::uint64_t seed, const policy& profile, const rates& often)
        : d(seed), r(often), s{.by = profile}
    {
    }

    shop run()
    {
        s.pos.currency = s.ecom.currency = {"EUR", 2};
        if (d.percent(r.dirty)) s.pos.currency.code = "USD";
        s.pos.categories = categories();
        s.pos.products = products();
        sync_categories();
        sync_products();
        swap_skus();
        if (d.percent(r.with_parts)) parts_maker{d, r, s.pos, s.ecom}.run();
        soil(s.pos.categories.records);
        soil(s.pos.products.records);
        soil(s.ecom.categories.records);
        soil(s.ecom.products.records);
        soil(s.pos.customers.records);
        soil(s.ecom.customers.records);
        d.shuffle(s.ecom.categories.records);
        d.shuffle(s.ecom.products.records);
        cut(s.pos.categories);
        cut(s.pos.products);
        cut(s.ecom.categories);
        cut(s.ecom.products);
        if (s.pos.customers.complete()) {
            cut(s.pos.customers);
            cut(s.ecom.customers);
            cut(s.ecom.customer_groups);
        }
        if (d.percent(r.overridden)) override_policy();
        return std::move(s);
    }

private:
    std::string word()
    {
        static const std::vector<std::string> words{
            "Tee",       "Mug",        "Hat",   "Bags & Belts", "Bags &amp; Belts",
            "Caf\u00E9", "Cafe\u0301", " Mug ", "Sale",         "Boots",
            "Socks",     "Scarf"};
        return d.one_of(words);
    }
    std::string number(std::string_view prefix, std::size_t i)
    {
        return std::string{prefix} + std::to_string(i);
    }
    template <class T>
    void edit(T& place, T value)
    {
        if (d.percent(r.edited)) place = std::move(value);
    }
    template <class T>
    void forget(T& place)
    {
        if (d.percent(r.unknown)) place = {};
    }
    money price() { return {static_cast<std::int64_t>(d.below(6)) * 500}; }

    std::vector<pos::category> categories()
    {
        std::vector<pos::category> all(d.below(r.categories + 1));
        for (std::size_t i = 0; i < all.size(); ++i) {
            all[i].id.text = number("c", i + 1);
            all[i].name = d.percent(60) ? number(word() + ' ', i) : word();
            all[i].parent_id = none;
            if (i > 0 && d.percent(60)) all[i].parent_id = all[d.below(i)].id;
            forget(all[i].parent_id);
            forget(all[i].name);
        }
        d.shuffle(all);
        return all;
    }

    std::vector<pos::product> products()
    {
        std::vector<pos::product> all(d.below(r.products + 1));
        const auto& in = s.pos.categories.records;
        for (std::size_t i = 0; i < all.size(); ++i) {
            auto& p = all[i];
            p.id.text = number("p", i + 1);
            p.name = number(word() + ' ', i);
            p.description = d.percent(30) ? "" : word();
            p.brand = d.percent(50) ? "" : word();
            p.category_id = none;
            if (!in.empty() && d.percent(80)) p.category_id = d.one_of(in).id;
            if (d.percent(50)) p.tags = {word(), word()};
            auto& own = p.sellable;
            own.sku = d.percent(10) ? "" : number("S", i + 1);
            if (i > 0 && d.percent(r.sku_repeated)) own.sku = all[d.below(i)].sellable.sku;
            own.upc = d.percent(50) ? "" : number("400", i);
            own.active = !d.percent(r.inactive);
            if (d.percent(20)) own.sell_online = true;
            if (d.percent(r.off_channel)) own.sell_online = false;
            if (d.percent(r.gone)) (d.percent(50) ? own.archived : own.deleted) = true;
            own.price = price();
            if (d.percent(30)) own.online_price = price();
            own.weight = mass{static_cast<std::int64_t>(d.below(4)) * 500'000, mass_unit::kg};
            if (d.percent(30)) own.weight = none;
            forget(p.name), forget(p.category_id), forget(own.sku), forget(own.price);
            forget(own.active), forget(own.upc);
        }
        return all;
    }

    void sync_categories()
    {
        auto& es = s.ecom.categories.records;
        std::map<std::string, std::string> twins; // ecom id by pos id
        std::size_t id = 10;
        const auto& ps = s.pos.categories.records;
        for (const auto& p : ps)
            if (d.percent(r.linked + r.twin)) twins[p.id.text] = number("", ++id);
        for (const auto& p : ps) {
            const auto twin = twins.find(p.id.text);
            if (twin == twins.end()) continue;
            ecom::category e{.id = ecom::category_id{twin->second}, .parent_id = none};
            if (d.below(static_cast<std::size_t>(r.linked + r.twin)) <
                static_cast<std::size_t>(r.linked))
                e.pos_id = p.id;
            e.name = p.name;
            edit(e.name, std::optional{word()});
            if (p.parent_id.has_value())
                if (const auto up = twins.find(p.parent_id->text); up != twins.end())
                    e.parent_id = ecom::category_id{up->second};
            e.enabled = d.percent(50);
            if (d.percent(30)) e.description = word();
            if (d.percent(30)) e.image_url = "https://example.com/" + p.id.text;
            es.push_back(std::move(e));
        }
        for (std::size_t i = 0; i <= r.categories;
             ++i) { // only in the store, and gone from the till
            if (!d.percent(r.online_only)) continue;
            ecom::category e{.id = ecom::category_id{number("", ++id)}, .parent_id = none};
            if (d.percent(40)) e.pos_id = pos::category_id{number("gone", id)};
            if (d.percent(5)) e.pos_id = pos::category_id{"tag:" + word()};
            e.name = word();
            e.enabled = true;
            es.push_back(std::move(e));
        }
        std::int64_t place = 0;
        for (std::size_t i = 0; i < es.size(); ++i) {
            const bool new_here = !es[i].pos_id || es[i].pos_id->text.starts_with("gone");
            if (d.percent(new_here ? 50 : r.moved)) move(i);
            es[i].position = place += static_cast<std::int64_t>(d.below(3));
            if (d.percent(20)) es[i].position = static_cast<std::int64_t>(d.below(6));
            forget(es[i].parent_id), forget(es[i].name), forget(es[i].position);
        }
    }

    /// Puts an ecom category below another one that is not below itself; else to the root.
    void move(std::size_t i)
    {
        auto& es = s.ecom.categories.records;
        const auto to = d.below(es.size());
        const auto parent = [&](std::size_t at) {
            if (es[at].parent_id.has_value())
                for (std::size_t up = 0; up < es.size(); ++up)
                    if (es[up].id == *es[at].parent_id) return up;
            return es.size();
        };
        es[i].parent_id = none;
        for (auto up = to; up < es.size(); up = parent(up))
            if (up == i) return;
        es[i].parent_id = es[to].id;
    }

    void sync_products()
    {
        std::size_t id = 100;
        auto& es = s.ecom.products.records;
        const auto& categories = s.ecom.categories.records;
        const auto some_category = [&] {
            return categories.empty() ? ecom::category_id{"11"} : d.one_of(categories).id;
        };
        for (const auto& p : s.pos.products.records) {
            const bool linked = d.percent(r.linked);
            if (!linked && !d.percent(r.twin)) continue;
            ecom::product e{.id = ecom::product_id{number("", ++id)}};
            if (linked) e.pos_id = p.id;
            e.name = p.name, e.description = p.description, e.brand = p.brand;
            e.sellable.sku = p.sellable.sku, e.sellable.upc = p.sellable.upc;
            e.sellable.price = p.sellable.price, e.sellable.weight = p.sellable.weight;
            edit(e.name, std::optional{word()});
            edit(e.description, std::optional{word()});
            edit(e.brand, std::optional{std::string{}});
            edit(e.sellable.sku, std::optional{number("E", id)});
            edit(e.sellable.upc, std::optional{std::string{}});
            edit(e.sellable.price, maybe<money>{price()});
            edit(e.sellable.weight, maybe<mass>{none});
            e.enabled = d.percent(70);
            e.category_ids.emplace();
            for (const auto& c : categories)
                if (c.pos_id && p.category_id.has_value() && *c.pos_id == *p.category_id)
                    e.category_ids->push_back(c.id);
            if (d.percent(r.moved)) e.category_ids = {some_category()};
            if (d.percent(15)) add(*e.category_ids, some_category());
            e.on_front_page = d.percent(30);
            forget(e.category_ids), forget(e.enabled), forget(e.name), forget(e.sellable.sku);
            forget(e.sellable.price), forget(e.on_front_page);
            if (d.percent(3)) e.deleted = true;
            es.push_back(std::move(e));
        }
        for (std::size_t i = 0; i <= r.products; ++i) {
            if (!d.percent(r.online_only)) continue;
            ecom::product e{.id = ecom::product_id{number("", ++id)}};
            if (d.percent(r.gone * 3)) e.pos_id = pos::product_id{number("gone", id)};
            e.name = word();
            e.sellable.sku = number("O", id);
            if (!s.pos.products.records.empty() && d.percent(30))
                e.sellable.sku = d.one_of(s.pos.products.records).sellable.sku;
            e.sellable.price = price();
            e.enabled = true;
            e.category_ids.emplace();
            if (d.percent(50)) add(*e.category_ids, some_category());
            es.push_back(std::move(e));
        }
    }

    static void add(std::vector<ecom::category_id>& all, ecom::category_id one)
    {
        if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(std::move(one));
    }

    /// Chains and rings: each of some products of the store has the next one's SKU.
    void swap_skus()
    {
        std::vector<std::size_t> some;
        auto& es = s.ecom.products.records;
        for (std::size_t i = 0; i < es.size(); ++i)
            if (es[i].pos_id && d.percent(r.sku_swapped)) some.push_back(i);
        for (std::size_t i = 1; i < some.size(); ++i)
            std::swap(es[some[i - 1]].sellable.sku, es[some[i]].sellable.sku);
        if (some.size() > 1 && d.percent(30)) es[some[0]].sellable.sku = "free";
    }

    template <class Record>
    void soil(std::vector<Record>& all)
    {
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (!d.percent(r.dirty)) continue;
            auto& one = all[i];
            switch (d.below(5)) {
            case 0: one.id.text.clear(); break;
            case 1: one.id = d.one_of(all).id; break;
            case 2:
                if constexpr (requires { one.name; }) one.name = " ";
                if constexpr (requires { one.email; }) one.email = "nobody";
                break;
            case 3:
                if constexpr (requires { one.pos_id; }) one.pos_id = d.one_of(all).pos_id;
                break;
            case 4: soil_reference(all, i); break;
            }
        }
    }
    template <class Record>
    void soil_reference(std::vector<Record>& all, std::size_t i)
    {
        auto& one = all[i];
        if constexpr (requires { one.parent_id; })
            one.parent_id = d.percent(40) ? decltype(one.id){"nothing"} : d.one_of(all).id;
        if constexpr (requires { one.category_id; }) one.category_id = pos::category_id{"nothing"};
        if constexpr (requires { one.category_ids; })
            one.category_ids = std::vector{ecom::category_id{"nothing"}};
    }

    template <class Record>
    void cut(section<Record>& all)
    {
        all.state = completeness::complete;
        if (d.percent(r.absent)) {
            all.records.clear();
            all.state = completeness::absent;
        } else if (d.percent(r.partial)) {
            all.state = completeness::partial;
            std::vector<Record> some;
            for (auto& one : all.records)
                if (d.percent(75)) some.push_back(std::move(one));
            all.records = std::move(some);
        }
    }

    void override_policy()
    {
        using enum field;
        auto& by = s.by;
        for (const auto f :
             {category_name,       category_parent, category_order,       product_name,
              product_description, product_sku,     product_category,     product_brand,
              product_upc,         product_weight,  product_active,       product_price,
              product_tags,        product_stock,   product_tracks_stock, product_images,
              product_options,     customer_group,  customer_email,       customer_marketing}) {
            const auto how = static_cast<flow>(d.below(words(flow{}).size()));
            if (d.percent(15) && makes_sense(f, how) && (f != product_name || how != flow::never))
                by[f] = how;
        }
        const auto maybe_set = [&](auto& option) {
            using word = std::remove_reference_t<decltype(option)>;
            if (!d.percent(25)) return;
            if constexpr (std::is_same_v<word, bool>)
                option = d.percent(50);
            else
                option = static_cast<word>(d.below(words(word{}).size()));
        };
        maybe_set(by.plan), maybe_set(by.created_enabled), maybe_set(by.new_inactive);
        maybe_set(by.duplicate_sku), maybe_set(by.ecom_only_products);
        maybe_set(by.in_store_only), maybe_set(by.gone_product), maybe_set(by.adopt_categories);
        maybe_set(by.inactive_variant), maybe_set(by.relink), maybe_set(by.group_setup);
        maybe_set(by.one_group), maybe_set(by.consent_follows_email);
        maybe_set(by.zero_price), maybe_set(by.entities), maybe_set(by.price_source);
        if (d.percent(25)) by.guard = d.percent(50) ? deletion_guard{0, 1} : deletion_guard{1, 5};
    }

    dice d;
    rates r;
    shop s;
};

} // namespace detail

inline shop make_shop(std::uint64_t seed, const policy& profile, const rates& often)
{
    return detail::shop_maker{seed, profile, often}.run();
}

} // namespace generate
