// A host for several days: it reconciles, sends what the plan says, reports what became of it, and
// keeps the baseline. The two "platforms" are snapshots in memory.

#include <twinshelf/report.hpp>
#include <twinshelf/twinshelf.hpp>

#include <iostream>
#include <string>
#include <vector>

using namespace twinshelf;

struct host {
    pos::snapshot pos;
    ecom::snapshot ecom;
    policy by = r_series();
    baseline base{}; // an empty one is a first contact; keep it in a file between the runs
    int ids = 0;

    void sync(const std::string& day)
    {
        const auto p = reconcile(pos, ecom, by, {base});
        std::cout << "==== " << day << "\n\n" << report(p, pos, ecom) << "\n";

        std::vector<outcome> outcomes;
        for (const auto& a : p.actions) // wave by wave; a real host sends it here
            outcomes.push_back(sent(a));

        base = advance(base, pos, ecom, by, p, outcomes);
        auto after = apply(p, pos, ecom, [&](const action& a, made_thing what, const ref& of) {
            return id_in(outcomes[static_cast<std::size_t>(a.id)], what, of);
        });
        pos = std::move(after.pos); // a real host reads both sides again
        ecom = std::move(after.ecom);
    }

    /// What the platform answers: that it did it, and the id of what it made.
    outcome sent(const action& a)
    {
        outcome o{.action = a.id};
        if (std::get_if<create>(&a.what)) o.id = std::to_string(++ids + 100);
        return o;
    }
};

int main()
{
    host shop;
    shop.pos.outlets = {{.id = "1"_id, .name = "Main Street"}};
    shop.pos.categories = std::vector<pos::category>{};
    shop.pos.products = {{.id = "8"_id,
                          .name = "Umbrella",
                          .category_id = none,
                          .sellable = {.sku = "UM-1",
                                       .active = true,
                                       .price = money{1950},
                                       .tracks_stock = true,
                                       .stock = {{{.outlet_id = "1"_id, .level = units(10)}}}}}};
    shop.ecom.categories = std::vector<ecom::category>{};
    shop.ecom.products = std::vector<ecom::product>{};
    shop.sync("Monday: a first contact");

    auto& till = shop.pos.products.records[0];
    auto& store = shop.ecom.products.records[0];
    till.sellable.stock->front().level = units(8); // two sold over the counter
    store.sellable.quantity = 9;                   // one sold online
    store.enabled = true;                          // the merchant puts it on sale
    store.sellable.price = money{2150};            // and asks more for it online
    shop.sync("Tuesday: both sides moved");

    shop.sync("Wednesday: nothing happened");
}
