#pragma once

// An E-Series store as its documentation describes it: it keeps records in the platform's own
// terms, answers as the REST API does, and refuses what that refuses. Written from the
// documentation alone; where that is silent it does the worst thing that a writer has to expect:
// every uploaded picture gets a new address, a category with subcategories cannot be deleted, and
// a key that is not one to write is an error.

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ecwid_store {

using nlohmann::json;
using id = std::int64_t;

struct reply {
    int status = 200;
    json body = json::object();
};

/// What is thrown inside and answered outside.
struct refusal {
    int status;
    std::string code;
    std::string message;
};

class store {
public:
    bool unique_skus = false;            ///< the "non-unique SKUs" feature is off
    std::size_t most_products = 100'000; ///< what the plan allows

    [[nodiscard]] reply handle(std::string_view method, std::string_view path,
                               std::string_view query, const std::string& text)
    {
        ++calls;
        try {
            const auto body = text.empty() ? json::object() : json::parse(text);
            return {200, route(method, split(path), parameters(query), body)};
        } catch (const refusal& r) {
            return {r.status, {{"errorCode", r.code}, {"errorMessage", r.message}}};
        } catch (const json::parse_error&) {
            return {400, {{"errorCode", "WRONG_PARAMETER"}, {"errorMessage", "no JSON"}}};
        }
    }

    // The records, as the store holds them; a test may change them as a shop owner does.
    std::map<id, json> products{}, categories{}, groups{}, customers{};
    std::map<id, std::string> deleted_products{};
    json profile{{"generalInfo", {{"storeId", 1003}}},
                 {"formatsAndUnits",
                  {{"currency", "EUR"},
                   {"currencyPrecision", 2},
                   {"weightUnit", "KILOGRAM"},
                   {"dimensionsUnit", "CM"}}},
                 {"taxSettings", {{"pricesIncludeTax", true}}},
                 {"languages", {{"defaultLanguage", "en"}, {"enabledLanguages", {"en"}}}}};
    std::size_t calls = 0;

    [[nodiscard]] id new_id() { return ++last_id; }
    /// A picture of the store's own: every upload is another one.
    [[nodiscard]] json new_picture(const std::string& external)
    {
        const auto n = new_id();
        json made{{"id", n},
                  {"url", "https://pictures.example/1003/" + std::to_string(n) + ".jpg"}};
        if (!external.empty()) made["externalId"] = external;
        return made;
    }

    /// What a store does by itself with a product that is in no category.
    static void place(json& product)
    {
        const bool shown = product.value("showOnFrontpage", 0) > 0;
        if (product["categoryIds"].empty() && !shown) product["showOnFrontpage"] = 1;
    }

private:
    using words = std::vector<std::string>;
    using query_map = std::map<std::string, std::string>;

    [[noreturn]] static void refuse(int status, std::string code, std::string message = {})
    {
        throw refusal{status, std::move(code), std::move(message)};
    }
    [[noreturn]] static void wrong(std::string message)
    {
        refuse(400, "WRONG_PARAMETER", std::move(message));
    }

    // -- addresses ----------------------------------------------------------------------------

    static words split(std::string_view path)
    {
        words parts;
        for (std::size_t at = 1; at <= path.size();) {
            const auto end = std::min(path.find('/', at), path.size());
            parts.emplace_back(path.substr(at, end - at));
            at = end + 1;
        }
        return parts;
    }

    static std::string decoded(std::string_view text)
    {
        std::string all;
        for (std::size_t i = 0; i < text.size(); ++i)
            if (text[i] == '%' && i + 2 < text.size()) {
                all +=
                    static_cast<char>(std::stoi(std::string{text.substr(i + 1, 2)}, nullptr, 16));
                i += 2;
            } else {
                all += text[i];
            }
        return all;
    }

    static query_map parameters(std::string_view query)
    {
        query_map all;
        while (!query.empty()) {
            const auto part = query.substr(0, query.find('&'));
            query.remove_prefix(std::min(query.size(), part.size() + 1));
            const auto equals = std::min(part.find('='), part.size());
            all[decoded(part.substr(0, equals))] =
                equals < part.size() ? decoded(part.substr(equals + 1)) : std::string{};
        }
        return all;
    }

    static id number(const std::string& text)
    {
        if (text.empty() || text.find_first_not_of("0123456789") != text.npos)
            wrong("an id is a number, not " + text);
        return std::stoll(text);
    }

    json route(std::string_view method, const words& path, const query_map& query, const json& body)
    {
        const auto top = path.empty() ? std::string{} : path[0];
        if (top == "profile" && method == "GET") return profile;
        if (top == "batch") return batch(method, query, body);
        if (top == "products") return product_call(method, path, query, body);
        if (top == "categories") return category_call(method, path, query, body);
        if (top == "customer_groups") return group_call(method, path, query, body);
        if (top == "customers") return customer_call(method, path, query, body);
        refuse(404, "NOT_FOUND", "there is no " + top);
    }

    static json& record(std::map<id, json>& all, const std::string& key, const char* code)
    {
        const auto found = all.find(number(key));
        if (found == all.end()) refuse(404, code, "there is no " + key);
        return found->second;
    }

    template <class Show>
    static json list(const std::map<id, json>& all, const query_map& query, Show&& show)
    {
        const auto value = [&](const char* key, std::size_t otherwise) {
            const auto found = query.find(key);
            return found == query.end() ? otherwise
                                        : static_cast<std::size_t>(number(found->second));
        };
        const auto offset = value("offset", 0),
                   limit = std::min<std::size_t>(100, value("limit", 100));
        std::vector<json> shown;
        for (const auto& [key, one] : all)
            if (auto row = show(one); !row.is_null()) shown.push_back(std::move(row));
        json items = json::array();
        for (auto i = offset; i < shown.size() && i < offset + limit; ++i)
            items.push_back(std::move(shown[i]));
        const auto count = items.size();
        return {{"total", shown.size()},
                {"count", count},
                {"offset", offset},
                {"limit", limit},
                {"items", std::move(items)}};
    }

    // -- what a record takes ------------------------------------------------------------------

    enum class form { text, whole, number, flag, list, object };

    static bool is(const json& value, form wanted)
    {
        switch (wanted) {
        case form::text: return value.is_string();
        case form::whole: return value.is_number_integer();
        case form::number: return value.is_number();
        case form::flag: return value.is_boolean();
        case form::list: return value.is_array();
        case form::object: return value.is_object();
        }
        return false;
    }

    /// Takes the keys that may be written; null is taken for `clearable` alone.
    static void check(const json& body, const std::map<std::string, form>& keys,
                      const std::set<std::string>& clearable = {})
    {
        if (!body.is_object()) wrong("an object is expected");
        for (const auto& [key, value] : body.items()) {
            const auto known = keys.find(key);
            if (known == keys.end()) wrong(key + " cannot be written");
            if (value.is_null() && clearable.count(key)) continue;
            if (!is(value, known->second)) wrong(key + " has another type");
        }
    }

    static const std::map<std::string, form>& product_keys()
    {
        static const std::map<std::string, form> keys{{"name", form::text},
                                                      {"description", form::text},
                                                      {"sku", form::text},
                                                      {"enabled", form::flag},
                                                      {"price", form::number},
                                                      {"compareToPrice", form::number},
                                                      {"quantity", form::whole},
                                                      {"unlimited", form::flag},
                                                      {"weight", form::number},
                                                      {"dimensions", form::object},
                                                      {"options", form::list},
                                                      {"combinations", form::list},
                                                      {"attributes", form::list},
                                                      {"categoryIds", form::list},
                                                      {"showOnFrontpage", form::whole},
                                                      {"externalReferenceId", form::text},
                                                      {"subtitle", form::text},
                                                      {"isShippingRequired", form::flag}};
        return keys;
    }

    static const std::map<std::string, form>& variation_keys()
    {
        static const std::map<std::string, form> keys{
            {"options", form::list},         {"sku", form::text},
            {"price", form::number},         {"quantity", form::whole},
            {"unlimited", form::flag},       {"weight", form::number},
            {"attributes", form::list},      {"externalReferenceId", form::text},
            {"compareToPrice", form::number}};
        return keys;
    }

    // -- products -----------------------------------------------------------------------------

    json product_call(std::string_view method, const words& path, const query_map& query,
                      const json& body)
    {
        if (path.size() == 1) {
            if (method == "GET") return list(products, query, shown);
            if (method == "POST") return make_product(query, body);
            refuse(405, "METHOD_NOT_ALLOWED");
        }
        if (path[1] == "deleted") {
            json items = json::array();
            for (const auto& [key, date] : deleted_products)
                items.push_back({{"id", key}, {"date", date}});
            return {{"total", items.size()},
                    {"count", items.size()},
                    {"offset", 0},
                    {"limit", 100},
                    {"items", items}};
        }
        auto& p = record(products, path[1], "PRODUCT_NOT_FOUND");
        const auto what = path.size() > 2 ? path[2] : std::string{};
        if (what.empty()) {
            if (method == "GET") return shown(p);
            if (method == "PUT") return change_product(p, body);
            if (method == "DELETE") {
                deleted_products[p["id"]] = "2030-01-01 00:00:00 +0000";
                products.erase(p["id"].get<id>());
                return {{"deleteCount", 1}};
            }
        }
        if (what == "inventory" && method == "PUT") return move(p, body);
        if (what == "combinations") return variation_call(method, p, path, query, body);
        if (what == "image" || what == "gallery") return picture_call(method, p, path, query, body);
        refuse(405, "METHOD_NOT_ALLOWED");
    }

    json make_product(const query_map& query, const json& body)
    {
        check(body, product_keys());
        if (!body.contains("name") || body["name"] == "") wrong("a product needs a name");
        if (products.size() >= most_products)
            refuse(402, "NOT_AVAILABLE_ON_CURRENT_PLAN", "the plan's product limit is reached");
        json made{{"id", new_id()},
                  {"sku", ""},
                  {"enabled", true},
                  {"unlimited", true},
                  {"options", json::array()},
                  {"attributes", json::array()},
                  {"categoryIds", json::array()},
                  {"combinations", json::array()},
                  {"gallery", json::array()}};
        const auto combinations = body.value("combinations", json::array());
        auto own = body;
        own.erase("combinations");
        if (own.contains("quantity") && !own.contains("unlimited")) own["unlimited"] = false;
        set_product(made, own);
        const auto save = query.find("saveCombinations");
        if (save != query.end() && save->second == "true") {
            if (combinations.size() > 200) refuse(400, "COMBINATION_LIMIT_PER_REQUEST_EXCEEDED");
            for (const auto& c : combinations)
                add_variation(made, c);
        }
        const id key = made["id"];
        products[key] = std::move(made);
        return {{"id", key}};
    }

    json change_product(json& p, const json& body)
    {
        check(body, product_keys());
        if (body.contains("combinations")) wrong("combinations need saveCombinations");
        auto changed = p; // all of it or nothing
        set_product(changed, body);
        p = std::move(changed);
        return {{"updateCount", 1}};
    }

    void set_product(json& p, const json& body)
    {
        if (body.contains("sku")) need_free_sku(body["sku"], p["id"], 0);
        if (body.contains("name") && body["name"] == "") wrong("a product needs a name");
        if (body.contains("externalReferenceId"))
            need_free_reference(products, body["externalReferenceId"], p["id"]);
        if (body.contains("categoryIds")) {
            if (body["categoryIds"].size() > 100)
                refuse(402, "MAX_CATEGORIES_FOR_API_REQUEST_LIMIT_EXCEEDED");
            for (const auto& c : body["categoryIds"])
                if (!c.is_number_integer() || !categories.count(c.get<id>()))
                    refuse(404, "CATEGORIES_NOT_FOUND", c.dump());
        }
        if (body.contains("options")) need_used_options(p, body["options"]);
        for (const auto& [key, value] : body.items()) {
            if (key == "attributes")
                p[key] = attributes(value);
            else if (key == "dimensions")
                p[key] = dimensions(value);
            else if (key != "showOnFrontpage")
                p[key] = value;
        }
        if (body.contains("showOnFrontpage")) {
            const int to = body["showOnFrontpage"];
            if (to < 0 && p["categoryIds"].empty())
                wrong("a product without a category is on the front page");
            if (to < 0)
                p.erase("showOnFrontpage");
            else
                p["showOnFrontpage"] = to;
        }
        if (p.value("unlimited", true))
            p.erase("quantity");
        else if (!p.contains("quantity"))
            p["quantity"] = 0;
        place(p);
    }

    void need_free_sku(const json& sku, id product, id variation) const
    {
        if (!unique_skus || sku == "") return;
        for (const auto& [key, p] : products) {
            if (p["sku"] == sku && (key != product || variation != 0))
                refuse(409, "SKU_ALREADY_EXISTS", sku);
            for (const auto& v : p["combinations"])
                if (v.value("sku", "") == sku && (key != product || v["id"] != variation))
                    refuse(409, "SKU_ALREADY_EXISTS", sku);
        }
    }

    static void need_free_reference(const std::map<id, json>& all, const json& reference, id own)
    {
        if (reference == "") return;
        for (const auto& [key, one] : all)
            if (key != own && one.value("externalReferenceId", "") == reference)
                refuse(409, "EXTERNAL_ID_ALREADY_USED", reference);
    }

    /// No combination may lose an option or a choice that it has.
    static void need_used_options(const json& p, const json& options)
    {
        std::set<std::string> names;
        for (const auto& o : options) {
            if (!o.is_object() || !o.contains("type") || o.value("name", "").empty())
                wrong("an option has a type and a name");
            if (!names.insert(o["name"]).second) wrong("an option twice");
            std::set<std::string> texts;
            for (const auto& c : o.value("choices", json::array()))
                if (!texts.insert(c.at("text")).second) wrong("a choice twice");
        }
        for (const auto& v : p["combinations"])
            for (const auto& has : v["options"])
                if (!choice(options, has))
                    refuse(409, "COMBINATION_CONTAINS_REMOVED_OPTION_VALUE", has.dump());
    }

    static bool choice(const json& options, const json& has)
    {
        for (const auto& o : options)
            if (o["name"] == has["name"])
                for (const auto& c : o.value("choices", json::array()))
                    if (c["text"] == has["value"]) return true;
        return false;
    }

    /// Attributes by id or alias; all that a product has are sent.
    json attributes(const json& sent)
    {
        json all = json::array();
        for (const auto& a : sent) {
            std::string type = a.value("alias", a.value("type", ""));
            if (a.contains("alias") && type != "UPC" && type != "BRAND")
                wrong("there is no attribute " + type);
            if (!a.contains("alias") && !a.contains("id")) wrong("an attribute has an id");
            const auto of_type = type == "UPC" ? id{4} : type == "BRAND" ? id{5} : id{6};
            all.push_back({{"id", a.value("id", of_type)},
                           {"name", a.value("name", type)},
                           {"type", type},
                           {"value", a.at("value")},
                           {"show", a.value("show", "DESCR")}});
        }
        return all;
    }

    static json dimensions(const json& sent)
    {
        check(sent, {{"length", form::number}, {"width", form::number}, {"height", form::number}});
        return {{"length", sent.value("length", 0.0)},
                {"width", sent.value("width", 0.0)},
                {"height", sent.value("height", 0.0)}};
    }

    static json move(json& stock, const json& body)
    {
        check(body, {{"quantityDelta", form::whole}});
        if (stock.value("unlimited", true)) wrong("the stock is unlimited");
        const id left = stock["quantity"].get<id>() + body.at("quantityDelta").get<id>();
        stock["quantity"] = left;
        json done{{"updateCount", 1}};
        if (left < 0) done["warning"] = "the stock is negative";
        return done;
    }

    // -- variations ---------------------------------------------------------------------------

    json variation_call(std::string_view method, json& p, const words& path, const query_map& query,
                        const json& body)
    {
        if (path.size() == 3) {
            if (method == "GET") {
                json all = json::array();
                for (const auto& v : p["combinations"])
                    all.push_back(shown_variation(p, v));
                return all;
            }
            if (method == "POST") {
                auto changed = p;
                const auto key = add_variation(changed, body);
                p = std::move(changed);
                return {{"id", key}};
            }
            if (method == "DELETE") {
                const auto n = p["combinations"].size();
                p["combinations"] = json::array();
                return {{"deleteCount", n}};
            }
            refuse(405, "METHOD_NOT_ALLOWED");
        }
        auto& all = p["combinations"];
        const auto at = std::find_if(all.begin(), all.end(),
                                     [&](const json& v) { return v["id"] == number(path[3]); });
        if (at == all.end()) refuse(404, "COMBINATION_NOT_FOUND", path[3]);
        auto& v = *at;
        const auto what = path.size() > 4 ? path[4] : std::string{};
        if (what == "inventory" && method == "PUT") {
            if (v.value("sku", "").empty())
                wrong("a variation without a SKU has its product's stock");
            return move(v, body);
        }
        if (what == "image") {
            if (method == "DELETE") {
                const bool there = v.contains("image");
                v.erase("image");
                return {{"deleteCount", there ? 1 : 0}};
            }
            if (method == "POST") {
                v["image"] = uploaded(query, body);
                return {{"id", v["image"]["id"]}};
            }
        }
        if (!what.empty()) refuse(405, "METHOD_NOT_ALLOWED");
        if (method == "GET") return shown_variation(p, v);
        if (method == "PUT") {
            auto changed = v;
            set_variation(p, changed, body);
            v = std::move(changed);
            return {{"updateCount", 1}};
        }
        if (method == "DELETE") {
            all.erase(at);
            return {{"deleteCount", 1}};
        }
        refuse(405, "METHOD_NOT_ALLOWED");
    }

    id add_variation(json& p, const json& body)
    {
        json made{{"id", new_id()}, {"unlimited", true}, {"attributes", json::array()}};
        if (body.contains("quantity") && !body.contains("unlimited")) made["unlimited"] = false;
        if (body.value("options", json::array()).empty()) wrong("a variation has options");
        set_variation(p, made, body);
        made["combinationNumber"] = p["combinations"].size() + 1;
        p["combinations"].push_back(made);
        return made["id"];
    }

    void set_variation(json& p, json& v, const json& body)
    {
        check(body, variation_keys(), {"sku", "price"});
        if (body.contains("sku") && body["sku"].is_string())
            need_free_sku(body["sku"], p["id"], v["id"]);
        if (body.contains("options")) {
            std::map<std::string, std::string> chosen;
            for (const auto& o : body["options"]) {
                if (!chosen.emplace(o.at("name"), o.at("value")).second) wrong("an option twice");
                add_choice(p, o);
            }
            for (const auto& other : p["combinations"]) {
                std::map<std::string, std::string> has;
                for (const auto& o : other["options"])
                    has.emplace(o["name"], o["value"]);
                if (other["id"] != v["id"] && has == chosen)
                    refuse(409, "COMBINATION_ALREADY_EXISTS", body["options"].dump());
            }
        }
        for (const auto& [key, value] : body.items()) {
            if (value.is_null() || (key == "sku" && value == ""))
                v.erase(key);
            else
                v[key] = key == "attributes" ? attributes(value) : value;
        }
        if (v.value("unlimited", true))
            v.erase("quantity");
        else if (!v.contains("quantity"))
            v["quantity"] = 0;
        if (v.contains("sku") && v["sku"] == p["sku"] &&
            (v.value("unlimited", true) != p.value("unlimited", true) ||
             v.value("quantity", 0) != p.value("quantity", 0)))
            refuse(400, "DIFFERENT_COMBINATION_STOCK", v["sku"]);
    }

    static void add_choice(json& p, const json& has)
    {
        for (auto& o : p["options"]) {
            if (o["name"] != has["name"]) continue;
            if (choice(json::array({o}), has)) return;
            o["choices"].push_back(
                {{"text", has["value"]}, {"priceModifier", 0}, {"priceModifierType", "ABSOLUTE"}});
            return;
        }
        p["options"].push_back({{"type", "SELECT"},
                                {"name", has["name"]},
                                {"choices", json::array({{{"text", has["value"]},
                                                          {"priceModifier", 0},
                                                          {"priceModifierType", "ABSOLUTE"}}})},
                                {"required", false}});
    }

    // -- pictures -----------------------------------------------------------------------------

    json uploaded(const query_map& query, const json& body)
    {
        check(body, {{"externalId", form::text}});
        const auto from = query.find("externalUrl");
        if (from == query.end() || !from->second.starts_with("http")) refuse(422, "WRONG_URL");
        return new_picture(body.value("externalId", ""));
    }

    json picture_call(std::string_view method, json& p, const words& path, const query_map& query,
                      const json& body)
    {
        auto& gallery = p["gallery"];
        if (path[2] == "image") {
            if (method == "POST") {
                p["mainImage"] = uploaded(query, body);
                return {{"id", p["mainImage"]["id"]}};
            }
            if (method == "DELETE") {
                const bool there = p.contains("mainImage");
                p.erase("mainImage");
                return {{"deleteCount", there ? 1 : 0}};
            }
        } else if (path.size() == 3 && method == "POST") {
            gallery.push_back(uploaded(query, body));
            return {{"id", gallery.back()["id"]}};
        } else if (path.size() == 3 && method == "DELETE") {
            const auto n = gallery.size();
            gallery = json::array();
            return {{"deleteCount", n}};
        } else if (path.size() == 4 && method == "DELETE") {
            for (auto at = gallery.begin(); at != gallery.end(); ++at)
                if ((*at)["id"] == number(path[3])) {
                    gallery.erase(at);
                    return {{"deleteCount", 1}};
                }
            refuse(404, "IMAGE_NOT_FOUND", path[3]);
        }
        refuse(405, "METHOD_NOT_ALLOWED");
    }

    static json shown_picture(const json& picture, bool main, std::size_t order)
    {
        json row{{"id", main ? json("0") : json(std::to_string(picture["id"].get<id>()))},
                 {"isMain", main},
                 {"orderBy", order}};
        for (const auto* key : {"image160pxUrl", "image400pxUrl", "image800pxUrl", "image1500pxUrl",
                                "imageOriginalUrl"})
            row[key] = picture["url"];
        if (picture.contains("externalId")) row["externalId"] = picture["externalId"];
        return row;
    }

    static json shown(const json& p)
    {
        auto row = p;
        row.erase("gallery");
        row.erase("mainImage");
        json images = json::array(), gallery = json::array();
        if (p.contains("mainImage")) {
            images.push_back(shown_picture(p["mainImage"], true, 0));
            row["imageUrl"] = row["originalImageUrl"] = p["mainImage"]["url"];
        }
        for (const auto& one : p["gallery"]) {
            gallery.push_back({{"id", one["id"]},
                               {"url", one["url"]},
                               {"originalImageUrl", one["url"]},
                               {"orderBy", images.size()}});
            images.push_back(shown_picture(one, false, images.size()));
        }
        row["media"] = {{"images", images}, {"videos", json::array()}};
        row["galleryImages"] = gallery;
        row["combinations"] = json::array();
        for (const auto& v : p["combinations"])
            row["combinations"].push_back(shown_variation(p, v));
        return row;
    }

    static json shown_variation(const json& p, const json& v)
    {
        auto row = v;
        if (!v.contains("sku")) { // it has its product's
            row["unlimited"] = p.value("unlimited", true);
            row.erase("quantity");
            if (p.contains("quantity")) row["quantity"] = p["quantity"];
        }
        row.erase("image");
        if (v.contains("image")) row["imageUrl"] = row["originalImageUrl"] = v["image"]["url"];
        return row;
    }

    // -- categories ---------------------------------------------------------------------------

    json category_call(std::string_view method, const words& path, const query_map& query,
                       const json& body)
    {
        if (path.size() == 1) {
            const auto hidden = query.find("hidden_categories");
            const bool all = hidden != query.end() && hidden->second == "true";
            if (method == "GET")
                return list(categories, query, [&](const json& c) {
                    return all || c["enabled"] == true ? c : json();
                });
            if (method == "POST") return make_category(body);
            refuse(405, "METHOD_NOT_ALLOWED");
        }
        if (path[1] == "sort" && method == "PUT") return sort(query, body);
        auto& c = record(categories, path[1], "CATEGORY_NOT_FOUND");
        if (path.size() > 2) refuse(405, "METHOD_NOT_ALLOWED");
        if (method == "GET") return c;
        if (method == "PUT") {
            auto changed = c;
            set_category(changed, body);
            c = std::move(changed);
            return {{"updateCount", 1}};
        }
        if (method == "DELETE") return delete_category(c["id"]);
        refuse(405, "METHOD_NOT_ALLOWED");
    }

    json make_category(const json& body)
    {
        json made{{"id", new_id()}, {"enabled", true}, {"origin", "ECWID"}};
        if (body.value("name", "").empty()) wrong("a category needs a name");
        set_category(made, body);
        if (!made.contains("orderBy")) {
            int last = 0;
            for (const auto& [key, c] : categories)
                if (c.value("parentId", 0) == made.value("parentId", 0))
                    last = std::max(last, c.value("orderBy", 0));
            made["orderBy"] = last + 10;
        }
        const id key = made["id"];
        categories[key] = std::move(made);
        return {{"id", key}};
    }

    void set_category(json& c, const json& body)
    {
        check(body, {{"name", form::text},
                     {"parentId", form::whole},
                     {"orderBy", form::whole},
                     {"enabled", form::flag},
                     {"description", form::text},
                     {"externalReferenceId", form::text}});
        if (body.contains("externalReferenceId"))
            need_free_reference(categories, body["externalReferenceId"], c["id"]);
        if (body.contains("parentId")) {
            id up = body["parentId"];
            if (up != 0 && !categories.count(up))
                refuse(404, "CATEGORY_NOT_FOUND", "no parent " + std::to_string(up));
            for (std::size_t steps = 0; up != 0 && steps <= categories.size(); ++steps) {
                if (up == c["id"]) wrong("a category below itself");
                up = categories.at(up).value("parentId", id{0});
            }
        }
        for (const auto& [key, value] : body.items())
            if (key == "parentId" && value == 0)
                c.erase(key);
            else
                c[key] = value;
    }

    json delete_category(id key)
    {
        for (const auto& [other, c] : categories)
            if (c.value("parentId", id{0}) == key) wrong("it has subcategories");
        categories.erase(key);
        for (auto& [other, p] : products) {
            json left = json::array();
            for (const auto& c : p["categoryIds"])
                if (c != key) left.push_back(c);
            p["categoryIds"] = left;
            place(p);
        }
        return {{"deleteCount", 1}};
    }

    json sort(const query_map& query, const json& body)
    {
        check(body, {{"sortedIds", form::list}});
        const auto of = query.find("parentCategory");
        if (of == query.end()) wrong("parentCategory is required");
        const auto parent = number(of->second);
        if (parent != 0 && !categories.count(parent)) refuse(404, "CATEGORY_NOT_FOUND", of->second);
        std::set<id> children, asked;
        for (const auto& [key, c] : categories)
            if (c.value("parentId", id{0}) == parent) children.insert(key);
        for (const auto& one : body.at("sortedIds"))
            if (!one.is_number_integer() || !asked.insert(one.get<id>()).second)
                wrong("sortedIds are ids, each once");
        if (asked != children) wrong("sortedIds are the children of the category, all of them");
        int place_of = 0;
        for (const auto& one : body.at("sortedIds"))
            categories.at(one.get<id>())["orderBy"] = place_of += 10;
        return {{"updateCount", 1}};
    }

    // -- people -------------------------------------------------------------------------------

    json group_call(std::string_view method, const words& path, const query_map& query,
                    const json& body)
    {
        const std::map<std::string, form> keys{{"name", form::text},
                                               {"externalReferenceId", form::text}};
        if (path.size() == 1) {
            if (method == "GET") return list(groups, query, [](const json& g) { return g; });
            if (method != "POST") refuse(405, "METHOD_NOT_ALLOWED");
            check(body, keys);
            if (body.value("name", "").empty()) wrong("a group needs a name");
            need_free_reference(groups, body.value("externalReferenceId", ""), 0);
            auto made = body;
            const auto key = new_id();
            made["id"] = key;
            groups[key] = std::move(made);
            return {{"id", key}};
        }
        auto& g = record(groups, path[1], "CUSTOMER_GROUP_NOT_FOUND");
        if (method == "PUT") {
            check(body, keys);
            if (g["id"] == 0) wrong("General stays as it is");
            need_free_reference(groups, body.value("externalReferenceId", ""), g["id"]);
            g.update(body);
            return {{"updateCount", 1}};
        }
        refuse(405, "METHOD_NOT_ALLOWED");
    }

    json customer_call(std::string_view method, const words& path, const query_map& query,
                       const json& body)
    {
        if (path.size() == 1 && method == "GET")
            return list(customers, query, [](const json& c) { return c; });
        if (path.size() != 2) refuse(405, "METHOD_NOT_ALLOWED");
        auto& c = record(customers, path[1], "CUSTOMER_NOT_FOUND");
        if (method != "PUT") refuse(405, "METHOD_NOT_ALLOWED");
        check(body, {{"email", form::text},
                     {"customerGroupId", form::whole},
                     {"acceptMarketing", form::flag},
                     {"name", form::text},
                     {"billingPerson", form::object}});
        if (body.contains("email")) {
            const std::string email = body["email"];
            if (email.find('@') == email.npos) wrong("the email is none");
            for (const auto& [key, other] : customers)
                if (key != c["id"] && other["email"] == email)
                    refuse(409, "EMAIL_ALREADY_EXISTS", email);
        }
        if (body.contains("customerGroupId") && !groups.count(body["customerGroupId"].get<id>()))
            refuse(404, "CUSTOMER_GROUP_NOT_FOUND");
        c.update(body);
        return {{"updateCount", 1}};
    }

    // -- batches ------------------------------------------------------------------------------

    json batch(std::string_view method, const query_map& query, const json& body)
    {
        if (method == "GET") {
            const auto ticket = query.find("ticket");
            const auto found = ticket == query.end() ? batches.end() : batches.find(ticket->second);
            if (found == batches.end()) refuse(404, "TICKET_NOT_FOUND");
            auto& [done, asked] = found->second;
            if (asked++ == 0)
                return {{"status", "IN_PROGRESS"},
                        {"totalRequests", done.size()},
                        {"completedRequests", 0},
                        {"responses", json::array()}};
            return {{"status", "COMPLETED"},
                    {"totalRequests", done.size()},
                    {"completedRequests", done.size()},
                    {"responses", done}};
        }
        if (!body.is_array() || body.size() > 500) wrong("a batch is at most 500 requests");
        std::set<std::string> ids;
        for (const auto& r : body)
            if (!ids.insert(r.at("id").get<std::string>()).second) wrong("an id twice");
        json done = json::array();
        for (const auto& r : body) {
            const std::string path = r.at("path");
            const auto question = std::min(path.find('?'), path.size());
            const auto got =
                handle(r.at("method").get<std::string>(), path.substr(0, question),
                       question < path.size() ? path.substr(question + 1) : std::string{},
                       r.contains("body") ? r["body"].dump() : std::string{});
            done.push_back({{"id", r["id"]},
                            {"status", got.status == 200 ? "COMPLETED" : "FAILED"},
                            {"httpStatusCode", got.status},
                            {"httpBody", got.body}});
        }
        const auto ticket = "t" + std::to_string(new_id());
        batches[ticket] = {std::move(done), 0};
        return {{"ticket", ticket}};
    }

    id last_id = 1'000'000;
    std::map<std::string, std::pair<json, int>> batches{};
};

} // namespace ecwid_store
