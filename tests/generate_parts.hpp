#pragma once

// What generated products and shops have beside plain fields: variants, pictures, stock, customers
// and their groups.

#include "generate_dice.hpp"

#include <twinshelf/ecom.hpp>
#include <twinshelf/pos.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace generate::detail {

using namespace twinshelf;

class parts_maker {
public:
    parts_maker(dice& random, const rates& often, pos::snapshot& till, ecom::snapshot& store)
        : d(random), r(often), pos(till), ecom(store)
    {
    }

    void run()
    {
        outlets();
        for (auto& p : pos.products.records) {
            stock(p.sellable);
            pictures(p.sellable, "i" + p.id.text + "-");
            if (d.percent(r.matrix)) make_matrix(p);
        }
        for (auto& e : ecom.products.records) {
            count(e.sellable);
            const auto* p = twin(e);
            gallery(e, p);
            if (p && p->variants && !d.percent(r.reshaped)) variations(e, *p);
            if (!p || d.percent(r.reshaped)) own_variations(e);
        }
        move_variants();
        groups();
        customers();
    }

private:
    template <class T>
    void forget(T& place)
    {
        if (d.percent(r.unknown)) place = {};
    }
    template <class T>
    void edit(T& place, T value)
    {
        if (d.percent(r.edited)) place = std::move(value);
    }

    // -- variants -----------------------------------------------------------------------------

    std::string color() { return d.one_of<std::string>({"Red", "red", "Blue", "Green"}); }
    std::string size() { return d.one_of<std::string>({"S", "M", "L", ""}); }

    void make_matrix(pos::product& p)
    {
        p.attributes = {"Color", "Size"};
        p.variants.emplace();
        const auto most = d.below(5);
        for (std::size_t i = 0; i < most; ++i) {
            pos::variant v{.id = pos::variant_id{"v" + std::to_string(++variant_ids)}};
            v.attribute_values = {color(), size()};
            auto& own = v.sellable;
            own.sku = d.percent(20) ? "" : "V" + std::to_string(variant_ids);
            if (d.percent(r.sku_repeated)) own.sku = "V" + std::to_string(1 + d.below(variant_ids));
            own.active = !d.percent(r.inactive);
            if (d.percent(r.gone)) (d.percent(50) ? own.archived : own.deleted) = true;
            if (d.percent(60))
                own.price = money{static_cast<std::int64_t>(d.below(4)) * 500};
            else
                own.price = none;
            stock(own);
            pictures(own, "i" + v.id.text + "-");
            forget(own.sku), forget(own.active), forget(own.price), forget(v.attribute_values);
            p.variants->push_back(std::move(v));
        }
        forget(p.attributes), forget(p.variants);
    }

    void variations(ecom::product& e, const pos::product& p)
    {
        e.variations.emplace();
        e.options.emplace();
        for (const auto& v : *p.variants) {
            const bool linked = d.percent(r.linked);
            if (!linked && !d.percent(r.twin)) continue;
            auto& made = add_variation(e);
            if (linked) made.pos_id = v.id;
            made.sellable.sku = v.sellable.sku;
            made.sellable.price = v.sellable.price;
            if (v.attribute_values)
                made.option_values = {{"Color", (*v.attribute_values)[0]},
                                      {"Size", (*v.attribute_values)[1]}};
            edit(made.sellable.sku, std::optional{"W" + std::to_string(variation_ids)});
            edit(made.option_values,
                 std::optional{std::vector<option_value>{{"color", color()}, {"Size", size()}}});
            edit(made.sellable.price, maybe<money>{none});
            forget(made.option_values), forget(made.sellable.sku), forget(made.image_id);
        }
        own_variations(e);
        for (std::size_t i = 1; i < e.variations->size(); ++i)
            if (d.percent(r.sku_swapped))
                std::swap((*e.variations)[i - 1].sellable.sku, (*e.variations)[i].sellable.sku);
        note_options(e);
        if (!e.variations->empty()) e.sellable.sku = "";
        forget(e.options), forget(e.variations);
    }

    /// Variations that only the store has, or whose variant is gone.
    void own_variations(ecom::product& e)
    {
        if (!d.percent(r.online_only)) return;
        if (!e.variations) e.variations.emplace();
        auto& made = add_variation(e);
        if (d.percent(50)) made.pos_id = pos::variant_id{"gone" + std::to_string(variation_ids)};
        made.sellable.sku = "V" + std::to_string(1 + d.below(variant_ids + 3));
        made.option_values = {{"Color", color()}, {"Size", size()}, {"Gift wrap", "yes"}};
        if (!d.percent(50)) made.option_values->pop_back();
        note_options(e);
    }

    ecom::variation& add_variation(ecom::product& e)
    {
        auto& made = e.variations->emplace_back();
        made.id.text = "w" + std::to_string(++variation_ids);
        made.sellable.price = none;
        made.image_id = none;
        if (e.images && !e.images->empty() && d.percent(40)) made.image_id = d.one_of(*e.images).id;
        count(made.sellable);
        return made;
    }

    static void note_options(ecom::product& e)
    {
        std::vector<option> all{{"Engraving", {}}};
        for (const auto& v : *e.variations)
            for (const auto& [name, value] :
                 v.option_values.value_or(std::vector<option_value>{})) {
                auto at = std::find_if(all.begin(), all.end(),
                                       [&n = name](const option& o) { return o.name == n; });
                if (at == all.end()) at = all.insert(at, {name, {}});
                if (std::find(at->values.begin(), at->values.end(), value) == at->values.end())
                    at->values.push_back(value);
            }
        e.options = std::move(all);
    }

    /// Variants that stand under another product by now.
    void move_variants()
    {
        auto& ps = pos.products.records;
        for (auto& from : ps) {
            if (!from.variants || from.variants->empty() || !d.percent(r.moved / 2)) continue;
            auto& to = ps[d.below(ps.size())];
            if (!to.variants || &to == &from) continue;
            to.variants->push_back(std::move(from.variants->back()));
            from.variants->pop_back();
        }
    }

    const pos::product* twin(const ecom::product& e) const
    {
        for (const auto& p : pos.products.records)
            if (e.pos_id ? *e.pos_id == p.id
                         : e.sellable.sku && !e.sellable.sku->empty() &&
                               e.sellable.sku == p.sellable.sku)
                return &p;
        return nullptr;
    }

    // -- pictures and stock -------------------------------------------------------------------

    void pictures(pos::sellable& s, const std::string& id)
    {
        if (d.percent(30)) return;
        s.images.emplace();
        for (std::size_t i = d.below(4); i > 0; --i) {
            const auto name = id + std::to_string(i);
            s.images->push_back({pos::image_id{name}, "https://till.example/" + name + "?v=1", {}});
            forget(s.images->back().url);
        }
        d.shuffle(*s.images);
    }

    void gallery(ecom::product& e, const pos::product* p)
    {
        if (d.percent(10)) return;
        e.images.emplace();
        const auto add = [&](std::optional<pos::image_id> source) {
            const auto name = "x" + std::to_string(++image_ids);
            e.images->push_back(
                {ecom::image_id{name}, "https://store.example/" + name, std::move(source), {}});
        };
        const auto copy = [&](const pos::sellable& s) {
            if (!s.images || d.percent(r.edited)) return;
            for (const auto& image : *s.images)
                if (!d.percent(r.edited)) add(image.id);
        };
        if (p) {
            copy(p->sellable);
            if (p->variants)
                for (const auto& v : *p->variants)
                    copy(v.sellable);
        }
        if (d.percent(r.edited)) add({});
        if (d.percent(r.edited)) d.shuffle(*e.images);
    }

    void outlets()
    {
        pos.outlets = {{pos::outlet_id{"o1"}, "Shop"}, {pos::outlet_id{"o2"}, "Store room"}};
        pos.ecom_outlet = pos::outlet_id{"o1"};
        if (d.percent(r.dirty)) pos.ecom_outlet = pos::outlet_id{"o9"};
        forget(pos.outlets), forget(pos.ecom_outlet);
    }

    void stock(pos::sellable& s)
    {
        if (d.percent(70)) s.tracks_stock = !d.percent(15);
        if (d.percent(20)) return;
        s.stock.emplace();
        for (const auto* id : {"o1", "o2"})
            if (d.percent(80))
                s.stock->push_back(
                    {pos::outlet_id{id},
                     stock_level{(static_cast<std::int64_t>(d.below(20)) - 4) * 500'000}});
        if (!s.stock->empty()) forget(s.stock->back().level);
    }

    void count(ecom::sellable& s)
    {
        if (d.percent(70)) s.tracks_stock = !d.percent(15);
        if (d.percent(80)) s.quantity = static_cast<std::int64_t>(d.below(8));
    }

    // -- people -------------------------------------------------------------------------------

    void groups()
    {
        const std::vector<std::string> titles{"Trade", "trade", "Friends", "VIP", "Staff"};
        std::vector<bool> used(titles.size());
        for (std::size_t i = 0; i < titles.size(); ++i) {
            const auto n = std::to_string(i);
            if (d.percent(50)) {
                pos.customer_groups.records.push_back({pos::customer_group_id{"g" + n}, titles[i]});
                if (d.percent(r.gone)) pos.customer_groups.records.back().deleted = true;
                if (d.percent(r.dirty)) pos.customer_groups.records.back().name = titles[0];
            }
            if (!d.percent(50)) continue;
            ecom::customer_group e{.id = ecom::customer_group_id{"h" + n}, .name = titles[i]};
            if (d.percent(r.linked)) e.pos_id = pos::customer_group_id{"g" + n};
            edit(e.name, std::optional{d.one_of(titles)});
            ecom.customer_groups.records.push_back(std::move(e));
        }
        pos.customer_groups.records.push_back(
            {pos::customer_group_id{"g9"}, "All Customers", true, {}});
        ecom.customer_groups.records.push_back(
            {ecom::customer_group_id{"h9"}, {}, "General", true});
        pos.customer_groups.state = ecom.customer_groups.state = completeness::complete;
    }

    std::optional<instant> some_time()
    {
        if (d.percent(40)) return {};
        return instant{std::chrono::hours{d.below(6)}};
    }

    template <class Customer, class Group>
    void person(Customer& c, std::size_t i, const std::vector<Group>& in)
    {
        c.email = "c" + std::to_string(i) + "@example.com";
        if (d.percent(20)) c.email = "C" + std::to_string(d.below(8)) + "@Example.com";
        if (d.percent(5)) c.email = "";
        c.first_name = "Kim";
        c.last_name = std::to_string(i);
        c.group_id = none;
        if (d.percent(60)) c.group_id = d.one_of(in).id;
        if (d.percent(80)) c.accepts_marketing = d.percent(50);
        c.email_updated_at = some_time();
        c.marketing_updated_at = some_time();
        if (d.percent(r.gone)) c.deleted = true;
        forget(c.email), forget(c.group_id);
    }

    void customers()
    {
        const auto most = d.below(r.customers + 1);
        for (std::size_t i = 0; i < most; ++i) {
            const auto n = std::to_string(i);
            const bool here = d.percent(75);
            if (here) {
                pos::customer p{.id = pos::customer_id{"k" + n}};
                person(p, i, pos.customer_groups.records);
                if (d.percent(r.gone)) p.archived = true;
                pos.customers.records.push_back(std::move(p));
            }
            if (here && !d.percent(70)) continue;
            ecom::customer e{.id = ecom::customer_id{"m" + n}};
            person(e, i, ecom.customer_groups.records);
            if (d.percent(r.linked)) e.pos_id = pos::customer_id{"k" + n};
            if (d.percent(80)) e.orders = static_cast<std::int64_t>(d.below(3));
            ecom.customers.records.push_back(std::move(e));
        }
        pos.customers.state = ecom.customers.state = completeness::complete;
    }

    dice& d;
    const rates& r;
    pos::snapshot& pos;
    ecom::snapshot& ecom;
    std::size_t variant_ids = 0, variation_ids = 0, image_ids = 0;
};

} // namespace generate::detail
