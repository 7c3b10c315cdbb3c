#pragma once

// A till in memory and an E-Series store behind its API: the store is filled, written to by
// requests and read by pages, as a host does it.

#include "ecwid_store.hpp"
#include "history.hpp"

#include <twinshelf/platforms/dispatch.hpp>
#include <twinshelf/platforms/ecwid.hpp>
#include <twinshelf/platforms/ecwid_requests.hpp>

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace ecwid_world {

using namespace twinshelf;
using ecwid_store::id;
using nlohmann::json;
using platforms::answer;
using platforms::request;

/// Puts the records of a snapshot into an empty store, as if they had always been there.
class filler {
public:
    filler(ecwid_store::store& to, const ecom::snapshot& from) : s(to), in(from) {}

    void run()
    {
        s.profile["formatsAndUnits"]["currency"] = in.currency.code;
        for (const auto& c : in.categories.records)
            ids["category " + c.id.text] = s.new_id();
        for (const auto& g : in.customer_groups.records)
            ids["group " + g.id.text] = g.is_default.value_or(false) ? 0 : s.new_id();
        for (const auto& c : in.categories.records)
            add(c);
        for (const auto& p : in.products.records)
            if (!p.deleted.value_or(false)) add(p);
        s.groups[0] = {{"id", 0}, {"name", "General"}};
        for (const auto& g : in.customer_groups.records)
            if (!g.is_default.value_or(false)) add(g);
        for (const auto& c : in.customers.records)
            if (!c.deleted.value_or(false) && c.email && !c.email->empty()) // required there
                add(c);
    }

private:
    template <class Id>
    static void link(json& to, const std::optional<Id>& pos_id)
    {
        if (pos_id && !pos_id->empty()) to["externalReferenceId"] = pos_id->text;
    }
    static void put(json& to, const char* key, const auto& value)
    {
        if (value) to[key] = *value;
    }
    static double amount(money m) { return static_cast<double>(m.minor) / 100; }

    void add(const ecom::category& c)
    {
        const auto key = ids.at("category " + c.id.text);
        json made{{"id", key}, {"origin", "ECWID"}};
        link(made, c.pos_id);
        put(made, "name", c.name);
        made["enabled"] = c.enabled.value_or(true);
        made["orderBy"] = c.position.value_or(0);
        put(made, "description", c.description);
        if (c.parent_id.has_value()) made["parentId"] = ids.at("category " + c.parent_id->text);
        s.categories[key] = std::move(made);
    }

    void stock(json& to, const ecom::sellable& of)
    {
        const bool counted = of.tracks_stock.value_or(of.quantity.has_value());
        to["unlimited"] = !counted;
        if (counted) to["quantity"] = of.quantity.value_or(0);
    }

    static json attributes(const std::optional<std::string>& brand,
                           const std::optional<std::string>& upc)
    {
        json all = json::array();
        const auto put_one = [&](id key, const char* type, const std::string& value) {
            all.push_back(
                {{"id", key}, {"name", type}, {"type", type}, {"value", value}, {"show", "DESCR"}});
        };
        if (brand && !brand->empty()) put_one(5, "BRAND", *brand);
        if (upc && !upc->empty()) put_one(4, "UPC", *upc);
        return all;
    }

    void add(const ecom::product& p)
    {
        const auto key = s.new_id();
        json made{{"id", key}};
        link(made, p.pos_id);
        made["name"] = p.name.value_or("");
        put(made, "description", p.description);
        made["sku"] = p.sellable.sku.value_or("");
        made["enabled"] = p.enabled.value_or(true);
        made["price"] = p.sellable.price.has_value() ? amount(*p.sellable.price) : 0.0;
        if (p.sellable.weight.has_value())
            made["weight"] = static_cast<double>(p.sellable.weight->millionths) / 1e6;
        stock(made, p.sellable);
        made["attributes"] = attributes(p.brand, p.sellable.upc);
        made["categoryIds"] = json::array();
        if (p.category_ids)
            for (const auto& c : *p.category_ids)
                if (const auto at = ids.find("category " + c.text); at != ids.end())
                    made["categoryIds"].push_back(at->second);
        if (p.on_front_page.value_or(false)) made["showOnFrontpage"] = 1;
        made["gallery"] = json::array();
        std::map<std::string, json> pictures;
        if (p.images)
            for (const auto& i : *p.images) {
                auto one = s.new_picture(i.source_id ? i.source_id->text : "");
                pictures[i.id.text] = one;
                if (&i == &p.images->front())
                    made["mainImage"] = std::move(one);
                else
                    made["gallery"].push_back(std::move(one));
            }
        made["options"] = json::array();
        if (p.options)
            for (const auto& o : *p.options) {
                json option{{"name", o.name},
                            {"type", o.values.empty() ? "TEXTFIELD" : "RADIO"},
                            {"required", true}};
                if (!o.values.empty()) option["choices"] = json::array();
                for (const auto& value : o.values)
                    option["choices"].push_back(
                        {{"text", value}, {"priceModifier", 0}, {"priceModifierType", "ABSOLUTE"}});
                made["options"].push_back(std::move(option));
            }
        made["combinations"] = json::array();
        if (p.variations)
            for (const auto& v : *p.variations) {
                json one{{"id", s.new_id()}, {"options", json::array()}};
                link(one, v.pos_id);
                if (v.sellable.sku && !v.sellable.sku->empty()) one["sku"] = *v.sellable.sku;
                if (v.sellable.price.has_value()) one["price"] = amount(*v.sellable.price);
                stock(one, v.sellable);
                one["attributes"] = attributes({}, v.sellable.upc);
                if (v.option_values)
                    for (const auto& o : *v.option_values)
                        one["options"].push_back({{"name", o.name}, {"value", o.value}});
                if (v.image_id.has_value() && pictures.count(v.image_id->text))
                    one["image"] = pictures[v.image_id->text];
                made["combinations"].push_back(std::move(one));
            }
        ecwid_store::store::place(made);
        s.products[key] = std::move(made);
    }

    void add(const ecom::customer_group& g)
    {
        const auto key = ids.at("group " + g.id.text);
        json made{{"id", key}};
        put(made, "name", g.name);
        link(made, g.pos_id);
        s.groups[key] = std::move(made);
    }

    void add(const ecom::customer& c)
    {
        const auto key = s.new_id();
        json made{{"id", key}, {"email", c.email.value_or("")}};
        made["name"] = c.first_name.value_or("") + ' ' + c.last_name.value_or("");
        link(made, c.pos_id);
        put(made, "acceptMarketing", c.accepts_marketing);
        made["customerGroupId"] = c.group_id.has_value() ? ids.at("group " + c.group_id->text) : 0;
        made["totalOrderCount"] = c.orders.value_or(0);
        s.customers[key] = std::move(made);
    }

    ecwid_store::store& s;
    const ecom::snapshot& in;
    std::map<std::string, id> ids{};
};

/// How a request reaches the store.
using line = std::function<answer(std::string_view method, std::string_view path,
                                  std::string_view query, const std::string& body)>;

/// Without a network between.
[[nodiscard]] inline line directly(ecwid_store::store& to)
{
    return [&to](std::string_view method, std::string_view path, std::string_view query,
                 const std::string& body) -> answer {
        const auto got = to.handle(method, path, query, body);
        return {got.status, got.body.dump()};
    };
}

/// All of the store, by pages of at most 100.
[[nodiscard]] inline twinshelf::json::parsed<ecom::snapshot> read_store(const line& call)
{
    std::deque<std::string> texts;
    std::vector<platforms::page> pages;
    const auto add = [&](std::string_view resource, const std::string& query) {
        const auto got = call("GET", "/" + std::string{resource}, query, "");
        pages.push_back({.text = texts.emplace_back(got.body), .resource = resource});
        return json::parse(got.body);
    };
    add("profile", "");
    add("products/deleted", "");
    for (const auto* list : {"products", "categories", "customer_groups", "customers"})
        for (std::size_t offset = 0, total = 1; offset < total; offset += 100) {
            const auto got =
                add(list, "hidden_categories=true&limit=100&offset=" + std::to_string(offset));
            total = got.at("total").get<std::size_t>();
        }
    return platforms::ecwid::read(pages);
}

/// A till's API that takes everything; what it makes gets ids of its own.
[[nodiscard]] inline platforms::writer any_till()
{
    return [](std::span<const action* const> actions, platforms::detail::ledger&) {
        std::vector<platforms::detail::job> jobs;
        for (const auto* a : actions) {
            platforms::detail::job j{.side = side::pos, .actions = {a}};
            j.rounds.push_back([](auto&, auto&) -> std::vector<platforms::detail::call> {
                return {{.method = "POST",
                         .path = "/till",
                         .read = [](auto& by, auto& l, const auto& got) {
                             const bool makes = std::get_if<create>(&by.first().what) != nullptr;
                             return makes ? platforms::detail::note_made(
                                                by, l, platforms::detail::text_of(got.find("id")))
                                          : std::string{};
                         }}};
            });
            jobs.push_back(std::move(j));
        }
        return jobs;
    };
}

/// What a shop owner and buyers do in the store, `times` times.
inline void edit_store(ecwid_store::store& s, generate::dice& d, std::size_t times)
{
    for (std::size_t i = 0; i < times && !s.products.empty(); ++i) {
        auto& p =
            std::next(s.products.begin(), static_cast<std::ptrdiff_t>(d.below(s.products.size())))
                ->second;
        auto& variations = p["combinations"];
        auto& sold = variations.empty() ? p : variations[d.below(variations.size())];
        switch (d.below(8)) {
        case 0: p["name"] = "Name " + std::to_string(s.new_id()); break;
        case 1: p["enabled"] = d.percent(60); break;
        case 2: sold["price"] = static_cast<double>(1 + d.below(6)) * 5; break;
        case 3: sold["sku"] = "M" + std::to_string(s.new_id()); break;
        case 4:
            if (!p["gallery"].empty()) p["gallery"].erase(p["gallery"].size() - 1);
            break;
        case 5:
            if (d.percent(15)) s.products.erase(p["id"].get<id>());
            break;
        case 6:
            if (!s.customers.empty()) {
                auto& c = s.customers.begin()->second;
                c["acceptMarketing"] = d.percent(50);
            }
            break;
        default:
            if (sold.contains("quantity"))
                sold["quantity"] = sold["quantity"].get<id>() + static_cast<id>(d.below(5)) - 3;
        }
    }
}

/// What people do in the till.
inline void edit_till(pos::snapshot& till, generate::dice& d, std::size_t times)
{
    history::shop shop{.pos = std::move(till)};
    history::people{d, shop}.edit(times);
    till = std::move(shop.pos);
}

/// What one sync was.
struct sync_run {
    ecom::snapshot ecom{}; ///< as it was read before
    twinshelf::plan plan{};
    std::vector<request> requests{};
    std::vector<issue> issues{}; ///< of sending it
    std::vector<outcome> outcomes{};
};

/// The two sides, and what the host remembers.
struct world {
    ecwid_store::store store{};
    pos::snapshot pos{};
    policy by{};
    baseline base{};
    int made = 0; ///< in the till

    /// Reads, reconciles, sends and remembers. `in_a_round` carries the requests of a round out.
    template <class Send>
    sync_run sync(const line& call, Send&& in_a_round, bool remember = true)
    {
        sync_run run;
        auto read = read_store(call);
        for (const auto& f : read.faults)
            run.issues.push_back({.message = f.where + ": " + f.expected + ", not " + f.found});
        if (!run.issues.empty()) return run;
        run.ecom = std::move(read.value);
        run.plan = reconcile(pos, run.ecom, by, {base});
        platforms::dispatch sending{run.plan, any_till(),
                                    platforms::ecwid::writes(run.plan, run.ecom)};
        std::vector<answer> answers;
        for (auto round = sending.next({}); !round.empty(); round = sending.next(answers)) {
            std::vector<request> to_store;
            for (const auto& r : round)
                if (r.side == side::ecom) to_store.push_back(r);
            const auto got = in_a_round(to_store);
            answers.clear();
            std::size_t next = 0;
            for (const auto& r : round)
                answers.push_back(
                    r.side == side::ecom
                        ? got.at(next++)
                        : answer{200, "{\"id\":\"n" + std::to_string(++made) + "\"}"});
            run.requests.insert(run.requests.end(), round.begin(), round.end());
        }
        run.issues = sending.issues();
        run.outcomes = sending.outcomes();
        if (remember) base = advance(base, pos, run.ecom, by, run.plan, run.outcomes);
        auto till = run.plan;
        std::map<int, const outcome*> of;
        for (const auto& o : run.outcomes)
            if (o.done) of.emplace(o.action, &o);
        std::erase_if(till.actions,
                      [&](const action& a) { return a.side == side::ecom || !of.contains(a.id); });
        pos = apply(till, pos, run.ecom, [&](const action& a, made_thing what, const ref& r) {
                  return id_in(*of.at(a.id), what, r);
              }).pos;
        return run;
    }

    /// Without a network between.
    sync_run sync(bool remember = true)
    {
        const auto call = directly(store);
        const auto one_by_one = [&](const std::vector<request>& round) {
            std::vector<answer> got;
            for (const auto& r : round)
                got.push_back(call(r.method, r.path, r.query, r.body));
            return got;
        };
        return sync(call, one_by_one, remember);
    }
};

} // namespace ecwid_world
