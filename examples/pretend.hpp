#pragma once

// Two platforms that take everything, for a look at what would be sent: what they make gets ids like
// new-1, and what is read of them before it is written is as the snapshots have it.

#include <twinshelf/ecom.hpp>
#include <twinshelf/platforms/dispatch.hpp>
#include <twinshelf/pos.hpp>

#include <nlohmann/json.hpp>

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pretend {

using namespace twinshelf;
using nlohmann::json;
using platforms::answer;
using platforms::request;

class platform_pair {
public:
    platform_pair(const pos::snapshot& till, const ecom::snapshot& store)
    {
        for (const auto& p : store.products.records)
            read["/products/" + p.id.text] = product(p);
        for (const auto& p : till.products.records) {
            if (p.attributes) read[matrix_path(p.id.text)] = matrix(*p.attributes);
            note_stock(p.id.text, p.sellable);
            if (p.variants)
                for (const auto& v : *p.variants)
                    note_stock(v.id.text, v.sellable);
        }
    }

    [[nodiscard]] std::vector<answer> take(std::span<const request> round)
    {
        std::vector<answer> all;
        for (const auto& r : round)
            all.push_back({200, take(r).dump()});
        return all;
    }

private:
    json take(const request& r)
    {
        if (r.method == "GET") return read.contains(r.path) ? read[r.path] : json::object();
        if (r.method != "POST") return {{"updateCount", 1}, {"deleteCount", 1}};
        const auto id = "new-" + std::to_string(++last);
        if (r.path == "/products") {
            auto made = json::parse(r.body).value("combinations", json::array());
            for (auto& v : made)
                v["id"] = "new-" + std::to_string(++last);
            read["/products/" + id + "/combinations"] = std::move(made);
        }
        json taken{{"id", id}}; // as each of the three says it
        taken["data"]["id"] = id;
        taken["Item"]["itemID"] = id;
        taken["Customer"]["customerID"] = id;
        taken["CustomerType"]["customerTypeID"] = id;
        return taken;
    }

    static json product(const ecom::product& p)
    {
        json all{{"id", p.id.text}, {"options", json::array()}, {"attributes", json::array()}};
        if (p.options)
            for (const auto& o : *p.options) {
                json row{{"type", o.values.empty() ? "TEXTFIELD" : "SELECT"}, {"name", o.name}};
                for (const auto& value : o.values)
                    row["choices"].push_back({{"text", value}});
                all["options"].push_back(std::move(row));
            }
        const auto add = [&](const char* type, const std::optional<std::string>& value) {
            if (value && !value->empty())
                all["attributes"].push_back({{"type", type}, {"value", *value}});
        };
        add("BRAND", p.brand);
        add("UPC", p.sellable.upc);
        return all;
    }

    static std::string matrix_path(std::string_view id)
    {
        return "/ItemMatrix/" + std::string{id.substr(id.find(':') + 1)} + ".json";
    }

    static json matrix(const std::vector<std::string>& attributes)
    {
        json set = json::object();
        for (std::size_t i = 0; i < attributes.size(); ++i)
            set["attributeName" + std::to_string(i + 1)] = attributes[i];
        return {{"ItemMatrix", {{"ItemAttributeSet", set}}}};
    }

    void note_stock(const std::string& id, const pos::sellable& s)
    {
        if (!s.stock) return;
        json rows = json::array();
        for (const auto& row : *s.stock)
            if (row.level)
                rows.push_back({{"shopID", row.outlet_id.text},
                                {"qoh", format_decimal(row.level->millionths, 6)}});
        read["/Item/" + id + ".json"]["Item"]["ItemShops"]["ItemShop"] = std::move(rows);
    }

    std::map<std::string, json> read{};
    int last = 0;
};

} // namespace pretend
