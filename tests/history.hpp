#pragma once

// A host that keeps two sides in step for many rounds: people edit both, it reconciles, carries out
// what it can, and remembers. Everything is drawn from dice, so a seed is a whole history.

#include "generate_dice.hpp"

#include <twinshelf/advance.hpp>
#include <twinshelf/reconcile.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace history {

using namespace twinshelf;

/// What the host reports of actions that it carried out: ids of its own for all that they make.
class reporter {
public:
    [[nodiscard]] outcome report(const action& a)
    {
        outcome o{.action = a.id};
        if (const auto* made = std::get_if<create>(&a.what)) {
            o.id = new_id();
            for (const auto& v : made->variations)
                o.variations.push_back({v.of, new_id()});
            note(made->images, o);
        }
        if (const auto* set = std::get_if<set_images>(&a.what)) note(set->images, o);
        return o;
    }

private:
    void note(const std::vector<picture>& images, outcome& o)
    {
        for (const auto& i : images)
            if (i.keep.empty()) o.images.push_back({{i.source_id, {}}, new_id()});
    }
    std::string new_id() { return "new" + std::to_string(++ids); }

    int ids = 0;
};

/// What both sides hold once these actions were carried out, and no others.
[[nodiscard]] inline sides carry_out(const plan& p, const std::vector<outcome>& outcomes,
                                     const pos::snapshot& pos, const ecom::snapshot& ecom)
{
    std::map<int, const outcome*> of;
    for (const auto& o : outcomes)
        of.emplace(o.action, &o);
    auto some = p;
    std::erase_if(some.actions, [&](const action& a) { return !of.contains(a.id); });
    return apply(some, pos, ecom, [&](const action& a, made_thing what, const ref& r) {
        return id_in(*of.at(a.id), what, r);
    });
}

/// The two sides of a shop, the host's memory, and its policy.
struct shop {
    pos::snapshot pos{};
    ecom::snapshot ecom{};
    policy by{};
    baseline base{};
    reporter reports{};

    /// One sync. In percent: that the host stops after some wave, of which a part is carried out.
    plan round(generate::dice& d, int stops = 0)
    {
        auto p = reconcile(pos, ecom, by, {base});
        const int waves = p.actions.empty() ? 0 : p.actions.back().wave + 1;
        const int last =
            d.percent(stops) ? static_cast<int>(d.below(static_cast<std::size_t>(waves))) : waves;
        std::vector<outcome> outcomes;
        for (const auto& a : p.actions)
            if (a.wave < last || (a.wave == last && d.percent(50)))
                outcomes.push_back(reports.report(a));
        auto next = advance(base, pos, ecom, by, p, outcomes);
        auto after = carry_out(p, outcomes, pos, ecom);
        pos = std::move(after.pos);
        ecom = std::move(after.ecom);
        base = std::move(next);
        return p;
    }
};

/// People who change things in the till and in the store.
class people {
public:
    people(generate::dice& random, shop& of) : d(random), s(of) {}

    void edit(std::size_t times)
    {
        for (std::size_t i = 0; i < times; ++i) {
            now += std::chrono::seconds{1};
            if (d.percent(20))
                edit_customer();
            else if (d.percent(50))
                edit_till();
            else
                edit_store();
        }
    }

    /// How much the pos sellable and its counterpart moved in all, by the pos id.
    std::map<std::string, std::int64_t> moved{};

private:
    std::string word()
    {
        return d.one_of<std::string>({"Tee", "Mug", "Hat", "Socks", "Boots", ""});
    }
    std::string name() { return d.one_of<std::string>({"Tee", "Mug", "Hat", "Socks", "Boots"}); }
    money price() { return {static_cast<std::int64_t>(1 + d.below(6)) * 500}; }

    void edit_till()
    {
        auto& all = s.pos.products.records;
        if (all.empty()) return;
        auto& p = all[d.below(all.size())];
        p.sellable.updated_at = now;
        switch (d.below(10)) {
        case 0: p.name = name(); return;
        case 1: p.description = word() + std::string(d.below(2) * 100, 'x'); return;
        case 2: p.sellable.active = d.percent(70); return;
        case 3: p.brand = word(); return;
        case 4:
            if (p.sellable.images && !p.sellable.images->empty() && d.percent(50))
                p.sellable.images->pop_back();
            else if (p.sellable.images && p.sellable.images->size() < 5)
                p.sellable.images->push_back({pos::image_id{"n" + std::to_string(++ids)},
                                              "https://till.example/" + std::to_string(ids),
                                              {}});
            return;
        case 5:
            if (d.percent(20)) p.sellable.archived = !p.sellable.archived.value_or(false);
            return;
        default: break;
        }
        if (p.variants && !p.variants->empty())
            edit_sellable((*p.variants)[d.below(p.variants->size())].sellable);
        else if (!p.variants && !p.attributes)
            edit_sellable(p.sellable);
    }

    void edit_sellable(pos::sellable& p)
    {
        switch (d.below(4)) {
        case 0: p.sku = "N" + std::to_string(++ids); return;
        case 1: p.price = price(); return;
        case 2: p.online_price = price(); return;
        default:
            if (!p.stock) return;
            for (auto& row : *p.stock)
                if (row.level) {
                    row.level = *row.level + movement();
                    return;
                }
        }
    }

    stock_movement movement()
    {
        return units(static_cast<std::int64_t>(d.below(9)) - 4) - stock_level{};
    }

    void edit_store()
    {
        auto& all = s.ecom.products.records;
        if (all.empty()) return;
        const auto at = d.below(all.size());
        auto& e = all[at];
        e.updated_at = now;
        switch (d.below(10)) {
        case 0: e.name = name(); return;
        case 1: e.description = word(); return;
        case 2: e.enabled = d.percent(60); return;
        case 3: e.brand = word(); return;
        case 4:
            if (e.images && !e.images->empty() && d.percent(50)) {
                const auto gone = e.images->back().id;
                e.images->pop_back();
                if (e.variations)
                    for (auto& v : *e.variations)
                        if (v.image_id == maybe<ecom::image_id>{gone}) v.image_id = none;
            }
            return;
        case 5:
            if (d.percent(15)) all.erase(all.begin() + static_cast<std::ptrdiff_t>(at));
            return;
        default: break;
        }
        if (e.variations && !e.variations->empty()) {
            auto& v = (*e.variations)[d.below(e.variations->size())];
            if (d.percent(10))
                e.variations->erase(e.variations->begin() +
                                    static_cast<std::ptrdiff_t>(d.below(e.variations->size())));
            else
                edit_sellable(v.sellable);
        } else {
            edit_sellable(e.sellable);
        }
    }

    void edit_sellable(ecom::sellable& e)
    {
        switch (d.below(3)) {
        case 0: e.sku = "M" + std::to_string(++ids); return;
        case 1:
            if (e.price.has_value()) e.price = price();
            return;
        default:
            if (e.quantity)
                e.quantity = std::max<std::int64_t>(
                    0, *e.quantity + static_cast<std::int64_t>(d.below(5)) - 3);
        }
    }

    void edit_customer()
    {
        auto edit_one = [&](auto& all, const auto& groups) {
            if (all.empty()) return;
            auto& c = all[d.below(all.size())];
            c.updated_at = now;
            switch (d.below(4)) {
            case 0:
                c.email = "c" + std::to_string(++ids) + "@shop.example";
                c.email_updated_at = now;
                return;
            case 1:
                c.accepts_marketing = d.percent(50);
                c.marketing_updated_at = now;
                return;
            case 2: c.first_name = name(); return;
            default:
                if (!groups.empty()) c.group_id = groups[d.below(groups.size())].id;
            }
        };
        if (d.percent(50))
            edit_one(s.pos.customers.records, s.pos.customer_groups.records);
        else
            edit_one(s.ecom.customers.records, s.ecom.customer_groups.records);
    }

    generate::dice& d;
    shop& s;
    instant now{std::chrono::sys_days{std::chrono::year{2030} / 1 / 1}};
    int ids = 0;
};

} // namespace history
