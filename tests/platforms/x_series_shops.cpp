#include "catch.hpp"
#include "generate_dice.hpp"

#include <twinshelf/apply.hpp>
#include <twinshelf/platforms/x_series.hpp>
#include <twinshelf/reconcile.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace x_series_shops_tests {

// A till that changes from sync to sync, as its API shows it, made of seeds: TWINSHELF_CASES says
// how many (200), TWINSHELF_SEED with which to begin (0).

using namespace twinshelf;
using dom = nlohmann::json;

namespace {

using texts = std::vector<std::string>;
using platforms::page;

const std::string end = R"({"data": [], "version": {"min": null, "max": null}})";

/// Rows of products in the platform's own terms, and what people do to them.
class till {
public:
    explicit till(std::uint64_t seed) : d(seed) {}

    void work()
    {
        for (auto times = 1 + d.below(4); times > 0; --times) {
            if (rows.empty() || d.percent(15)) {
                add("", {});
            } else if (d.percent(15)) {
                grow(any());
            } else if (d.percent(15)) {
                remove(any()["id"]);
            } else {
                edit(any());
            }
        }
    }

    /// The ids of parent rows, there or not, of which a row is left.
    [[nodiscard]] std::set<std::string> families() const
    {
        std::set<std::string> all;
        for (const auto& [id, row] : rows)
            all.insert(family_of(row));
        return all;
    }

    /// The pages of all lists, each to its end.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> pages(bool with_deleted) const
    {
        auto listed = rows;
        if (with_deleted) listed.insert(deleted.begin(), deleted.end());
        std::vector<dom> all;
        for (const auto& [id, row] : listed)
            all.push_back(row);
        std::sort(all.begin(), all.end(),
                  [](const dom& a, const dom& b) { return a["version"] < b["version"]; });
        std::vector<std::pair<std::string, std::string>> made;
        for (std::size_t i = 0; i < all.size(); i += 3) {
            dom rows_of_page = dom::array();
            for (auto at = i; at < std::min(all.size(), i + 3); ++at)
                rows_of_page.push_back(all[at]);
            made.emplace_back("products", dom{{"data", rows_of_page}}.dump());
        }
        dom inventory = dom::array();
        for (const auto& [id, level] : levels)
            inventory.push_back(
                {{"product_id", id}, {"outlet_id", "o"}, {"inventory_level", level}});
        made.emplace_back("inventory", dom{{"data", inventory}}.dump());
        made.emplace_back("retailer",
                          R"({"data": {"tax_exclusive": false, "currency": {"code": "NZD"}}})");
        for (const auto* list : {"products", "inventory", "product_categories"})
            made.emplace_back(list, end);
        return made;
    }

    generate::dice d;

private:
    [[nodiscard]] static std::string family_of(const dom& row)
    {
        return row["variant_parent_id"].is_null() ? row["id"] : row["variant_parent_id"];
    }
    [[nodiscard]] std::string new_id() { return "x" + std::to_string(++ids); }
    [[nodiscard]] dom& any()
    {
        return std::next(rows.begin(), static_cast<std::ptrdiff_t>(d.below(rows.size())))->second;
    }
    static dom size(const std::string& value) { return {{{"name", "Size"}, {"value", value}}}; }

    std::string add(const std::string& parent, const dom& options)
    {
        const auto id = new_id();
        levels[id] = static_cast<int>(d.below(9)) - 2;
        rows[id] = {{"id", id},
                    {"name", parent.empty() ? "Name " + id : rows_name(parent)},
                    {"sku", "SKU-" + id},
                    {"active", true},
                    {"has_inventory", true},
                    {"has_variants", false},
                    {"variant_parent_id", parent.empty() ? dom{} : dom(parent)},
                    {"variant_options", options.is_null() ? dom::array() : options},
                    {"product_category", nullptr},
                    {"description", ""},
                    {"images", dom::array()},
                    {"price_including_tax", 2.5 * static_cast<double>(1 + d.below(20))},
                    {"created_at", "2026-01-01T00:00:00Z"},
                    {"version", ++version}};
        return id;
    }

    [[nodiscard]] std::string rows_name(const std::string& family) const
    {
        for (const auto& [id, row] : rows)
            if (family_of(row) == family) return row["name"];
        return {};
    }

    /// One variant more; the first one makes a family of a simple product.
    void grow(dom& row)
    {
        const auto family = family_of(row);
        if (row["variant_options"].empty()) {
            row["variant_options"] = size("S");
            row["has_variants"] = true;
            row["version"] = ++version;
        }
        add(family, size("size " + std::to_string(ids)));
    }

    void remove(const std::string& id)
    {
        auto row = rows.at(id);
        row["deleted_at"] = "2026-02-01T00:00:00Z";
        row["version"] = ++version;
        deleted[id] = std::move(row);
        rows.erase(id);
    }

    void edit(dom& row)
    {
        row["version"] = ++version;
        const std::string id = row["id"], family = family_of(row);
        switch (d.below(6)) {
        case 0: row["sku"] = "SKU-" + new_id(); break;
        case 1: row["price_including_tax"] = 2.5 * static_cast<double>(1 + d.below(20)); break;
        case 2: row["active"] = d.percent(50); break;
        case 3: levels[id] = static_cast<int>(d.below(12)) - 2; break;
        case 4: {
            const auto image = new_id();
            row["images"].push_back({{"id", image}, {"url", "https://i.test/" + image + ".jpg"}});
            break;
        }
        default:
            const auto name = "Name " + new_id();
            for (auto& [other, of] : rows)
                if (family_of(of) == family) of["name"] = name;
        }
    }

    std::map<std::string, dom> rows{}, deleted{};
    std::map<std::string, int> levels{};
    int ids = 0, version = 0;
};

pos::snapshot read(const std::vector<std::pair<std::string, std::string>>& pages)
{
    std::vector<page> all;
    for (const auto& [resource, text] : pages)
        all.push_back({.text = text, .resource = resource});
    auto r = platforms::x_series::read(all);
    for (const auto& f : r.faults)
        FAIL_CHECK(json::message(f));
    return std::move(r.value);
}

/// The store after a plan.
ecom::snapshot after(const plan& p, const pos::snapshot& pos, const ecom::snapshot& store,
                     int& made)
{
    return apply(p, pos, store,
                 [&](const auto&, auto, const ref& of) {
                     return "new-" + of.pos_id + '-' + std::to_string(++made);
                 })
        .ecom;
}

/// Calls `holds(till, store)` before each of several syncs of many shops.
template <class Property>
void for_each_sync(Property&& holds)
{
    const auto first = generate::number_in("TWINSHELF_SEED", 0);
    const auto last = first + generate::number_in("TWINSHELF_CASES", 200);
    for (auto seed = first; seed < last; ++seed) {
        till shop{seed};
        ecom::snapshot store;
        store.currency.code = "NZD";
        store.categories = std::vector<ecom::category>{};
        store.products = std::vector<ecom::product>{};
        int made = 0;
        for (int round = 0; round < 5; ++round) {
            shop.work();
            INFO("seed " << seed << ", round " << round);
            holds(shop, std::as_const(store));
            const auto pos = read(shop.pages(true));
            store = after(reconcile(pos, store, x_series()), pos, store, made);
        }
    }
}

} // namespace

TEST_CASE("x_series: a shop is synced at once, and its products stay linked", "[x_series]")
{
    for_each_sync([](till& shop, const ecom::snapshot& store) {
        const auto pos = read(shop.pages(true));
        int made = 1'000;
        const auto synced = after(reconcile(pos, store, x_series()), pos, store, made);
        CHECK(reconcile(pos, synced, x_series()).actions.empty());
        const auto families = shop.families();
        std::map<std::string, ecom::product_id> before;
        for (const auto& e : store.products.records)
            before[e.pos_id.value().text] = e.id;
        for (const auto& e : synced.products.records) {
            const auto& link = e.pos_id.value().text;
            CHECK(families.count(link) == 1);
            if (before.count(link) == 1) CHECK(before[link] == e.id); // still the same product
        }
    });
}

TEST_CASE("x_series: the order of the pages is of no matter", "[x_series]")
{
    for_each_sync([](till& shop, const ecom::snapshot& store) {
        auto pages = shop.pages(shop.d.percent(50));
        const auto plan = reconcile(read(pages), store, x_series());
        shop.d.shuffle(pages);
        CHECK(reconcile(read(pages), store, x_series()) == plan);
    });
}

TEST_CASE("x_series: a part of the pages deletes nothing", "[x_series]")
{
    for_each_sync([](till& shop, const ecom::snapshot& store) {
        auto pages = shop.pages(false);
        std::erase_if(pages, [&](const auto& p) {
            return p.first == "products" && (p.second == end || shop.d.percent(40));
        });
        for (const auto& a : reconcile(read(pages), store, x_series()).actions)
            CHECK(std::get_if<erase>(&a.what) == nullptr);
    });
}

} // namespace x_series_shops_tests
