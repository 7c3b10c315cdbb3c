#pragma once

#include "twinshelf/platforms/detail/pos_jobs.hpp"
#include "twinshelf/platforms/request.hpp"
#include "twinshelf/pos.hpp"
#include "twinshelf/text_compare.hpp"

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Lightspeed Retail R-Series: the requests of its API, version 3 [RD].
namespace twinshelf::platforms::r_series {

/// Writes the pos side of a plan; the snapshot, which the plan was made from, must stay as long as
/// it is used. `online_price` is the price level of the web shop, its name or its id. One that
/// was renamed has to be named here, also where the reader found it without.
///
/// An item has a quantity on hand and no call to add to it: it is read, and written back at once
/// with the movement added. Sales within that moment are lost; InventoryCount is for those who
/// cannot have that. Where the answer has no quantity of the shop, or the item is put together from
/// others, nothing is written.
///
/// Brand, description, measures and tags are not written: a plan that asks for them gets an issue.
/// So is "publish to eCom" of a matrix, which only its items have.
[[nodiscard]] writer writes(const pos::snapshot& till, std::string online_price = "Online");

namespace writing {

using namespace platforms::detail;
using json::detail::printer;

inline constexpr std::string_view matrix_prefix = "matrix:"; // as the reader names them

struct resource {
    std::string_view name;
    std::string_view id;
};

[[nodiscard]] inline resource resource_of(kind k, std::string_view id)
{
    if (k == kind::customer_group) return {"CustomerType", "customerTypeID"};
    if (k == kind::customer) return {"Customer", "customerID"};
    if (id.starts_with(matrix_prefix)) return {"ItemMatrix", "itemMatrixID"};
    return {"Item", "itemID"};
}

[[nodiscard]] inline std::string path_of(kind k, std::string_view id)
{
    const auto r = resource_of(k, id);
    if (id.starts_with(matrix_prefix)) id.remove_prefix(matrix_prefix.size());
    return '/' + std::string{r.name} + '/' + std::string{id} + ".json";
}

/// The fields that are one text each.
[[nodiscard]] constexpr std::string_view key_of(field f)
{
    switch (f) {
    case field::product_name: return "description";
    case field::product_sku: return "customSku";
    case field::product_upc: return "upc";
    case field::product_active: return "publishToEcom";
    case field::customer_group_name: return "name";
    case field::customer_first_name: return "firstName";
    case field::customer_last_name: return "lastName";
    case field::customer_group: return "customerTypeID";
    default: return {};
    }
}

/// Prints fields of a record, every scalar a text; "", or why that cannot be.
[[nodiscard]] inline std::string print_fields(printer& out, const std::vector<setting>& fields,
                                              bool matrix, std::string_view online_price,
                                              int money_decimals,
                                              const twinshelf::detail::made_ids& ids)
{
    std::vector<const setting*> prices;
    const setting* email = nullptr;
    const setting* consent = nullptr;
    for (const auto& s : fields) {
        const bool price =
            s.field == field::product_price || s.field == field::product_retail_price;
        if (price) prices.push_back(&s);
        if (s.field == field::customer_email) email = &s;
        if (s.field == field::customer_marketing) consent = &s;
        if (price || email == &s || consent == &s) continue;
        const auto key = key_of(s.field);
        if (key.empty() || (matrix && s.field != field::product_name)) return no_field(s.field);
        out.key(key);
        if (const auto* text = std::get_if<std::string>(&s.to)) {
            out.text(*text);
        } else if (const auto* on = std::get_if<bool>(&s.to)) {
            out.text(*on ? "true" : "false");
        } else if (const auto* r = std::get_if<ref>(&s.to)) {
            const auto id = ids.find(kind::customer_group, side::pos, *r);
            if (id.empty()) return "what it refers to was not made";
            out.text(id);
        } else {
            out.text(s.field == field::customer_group ? "0" : "");
        }
    }
    if (!prices.empty()) {
        const bool by_id = !online_price.empty() &&
                           online_price.find_first_not_of("0123456789") == online_price.npos;
        out.key("Prices");
        out.open('{');
        out.key("ItemPrice");
        out.open('[');
        for (const auto* price : prices) {
            const auto* amount = std::get_if<money>(&price->to);
            const bool online = price->field == field::product_price;
            out.open('{');
            out.key("amount"); // "0": not set
            out.text(amount ? format_money(*amount, money_decimals) : "0");
            out.key(online && by_id ? "useTypeID" : "useType");
            out.text(online ? online_price : "Default");
            out.close('}');
        }
        out.close(']');
        out.close('}');
    }
    if (email == nullptr && consent == nullptr) return {};
    out.key("Contact");
    out.open('{');
    if (consent != nullptr) {
        const auto* yes = std::get_if<bool>(&consent->to);
        out.key("noEmail");
        out.text(yes && *yes ? "false" : "true");
    }
    if (email != nullptr) {
        const auto* address = std::get_if<std::string>(&email->to);
        out.key("Emails");
        out.open('{');
        out.key("ContactEmail");
        out.open('{');
        out.key("address");
        out.text(address ? *address : "");
        out.key("useType");
        out.text("Primary");
        out.close('}');
        out.close('}');
    }
    out.close('}');
    return {};
}

/// The rows of a relation, which are an object if there is one and an array of several.
[[nodiscard]] inline std::vector<view> rows_of(const std::optional<view>& relation)
{
    std::vector<view> rows;
    if (relation && relation->is(json::detail::node_type::object)) rows.push_back(*relation);
    if (relation && relation->is(json::detail::node_type::array))
        for (auto each = relation->first(); each; each = each->next())
            rows.push_back(*each);
    return rows;
}

class scribe {
public:
    scribe(const pos::snapshot& till, std::string level)
        : decimals(till.currency.decimals), online(std::move(level))
    {
        for (const auto& p : till.products.records)
            products.emplace(p.id.text, &p);
    }

    [[nodiscard]] std::vector<round> make(const action& a, const create& c) const;
    [[nodiscard]] std::vector<round> change(const job& j) const;
    [[nodiscard]] std::vector<round> move(const action& a, const move_stock& m) const;

private:
    [[nodiscard]] round set_attributes(const action& a, const std::vector<option_value>& to) const;

    int decimals;
    std::string online;
    std::map<std::string_view, const pos::product*> products{};
};

inline std::vector<round> scribe::make(const action& a, const create& c) const
{
    const bool known =
        a.kind == kind::product || a.kind == kind::customer_group || a.kind == kind::customer;
    if (!known || !c.variations.empty() || !c.images.empty())
        return {impossible("only single items, customers and their types are made in the till")};
    return {[this, &a, &c](job& j, ledger& l) -> std::vector<call> {
        const auto what = resource_of(a.kind, {});
        printer out{-1};
        out.open('{');
        j.failed = print_fields(out, c.record, false, online, decimals, l.ids);
        if (!j.failed.empty()) return {};
        if (a.kind == kind::product) {
            out.key("itemType");
            out.text("default");
        }
        out.close('}');
        return {{.method = "POST",
                 .path = '/' + std::string{what.name} + ".json",
                 .body = out.take(),
                 .read = [what](job& by, ledger& known_ids, const view& got) {
                     return note_made(by, known_ids, text_of(find(got, {what.name, what.id})));
                 }}};
    }};
}

inline std::vector<round> scribe::change(const job& j) const
{
    const auto& a = j.first();
    auto fields = changed_fields(j);
    std::vector<round> rounds;
    if (a.kind == kind::variant)
        for (const auto& s : fields)
            if (const auto* values = std::get_if<std::vector<option_value>>(&s.to))
                rounds.push_back(set_attributes(a, *values));
    if (!rounds.empty())
        std::erase_if(fields, [](const setting& s) { return s.field == field::product_options; });
    if (fields.empty()) return rounds;
    rounds.insert(rounds.begin(), [this, &a, fields](job& of, ledger& l) -> std::vector<call> {
        const bool matrix = a.of.pos_id.starts_with(matrix_prefix);
        printer out{-1};
        out.open('{');
        of.failed = print_fields(out, fields, matrix, online, decimals, l.ids);
        out.close('}');
        if (!of.failed.empty()) return {};
        return {{.method = "PUT", .path = path_of(a.kind, a.of.pos_id), .body = out.take()}};
    });
    return rounds;
}

/// The attributes of an item by the names of its matrix's set, which may leave the first one out;
/// all of them, with those that stay.
inline round scribe::set_attributes(const action& a, const std::vector<option_value>& to) const
{
    const auto found = products.find(a.product.pos_id);
    if (found == products.end() || !a.product.pos_id.starts_with(matrix_prefix))
        return impossible("the item is in no matrix");
    std::map<std::string, std::string> values; // by attribute
    const auto& p = *found->second;
    if (p.attributes && p.variants)
        for (const auto& v : *p.variants)
            if (v.id.text == a.of.pos_id && v.attribute_values)
                for (std::size_t i = 0; i < p.attributes->size() && i < v.attribute_values->size();
                     ++i)
                    values[folded((*p.attributes)[i])] = (*v.attribute_values)[i];
    for (const auto& v : to)
        values[folded(v.name)] = v.value;
    call get{.method = "GET",
             .path = path_of(kind::product, a.product.pos_id),
             .query = "load_relations=" + percent_encoded(R"(["ItemAttributeSet"])")};
    get.read = [&a, values](job& j, ledger&, const view& got) -> std::string {
        const auto set = find(got, {"ItemMatrix", "ItemAttributeSet"});
        auto left = values;
        printer out{-1};
        out.open('{');
        out.key("ItemAttributes");
        out.open('{');
        for (const auto* n : {"1", "2", "3"}) {
            const auto name = text_of(find(set, {std::string{"attributeName"} + n}));
            const auto value = name.empty() ? left.end() : left.find(folded(name));
            if (value == left.end()) continue;
            out.key(std::string{"attribute"} + n);
            out.text(value->second);
            left.erase(value);
        }
        out.close('}');
        out.close('}');
        if (!left.empty()) return "the matrix has no attribute " + left.begin()->first;
        j.rounds.push_front(one_call(
            {.method = "PUT", .path = path_of(kind::variant, a.of.pos_id), .body = out.take()}));
        return {};
    };
    return one_call(std::move(get));
}

inline std::vector<round> scribe::move(const action& a, const move_stock& m) const
{
    if (a.of.pos_id.starts_with(matrix_prefix)) return {impossible("a matrix has no stock")};
    call get{.method = "GET",
             .path = path_of(a.kind, a.of.pos_id),
             .query = "load_relations=" + percent_encoded(R"(["ItemShops"])")};
    get.read = [&a, &m](job& j, ledger&, const view& got) -> std::string {
        const auto type = text_of(find(got, {"Item", "itemType"}));
        if (type == "box" || type.ends_with("assembly"))
            return "it is put together from other items, whose stock is its own";
        std::optional<stock_level> level;
        std::string row;
        for (const auto& each : rows_of(find(got, {"Item", "ItemShops", "ItemShop"}))) {
            if (text_of(each.find("shopID")) != m.outlet_id) continue;
            const auto on_hand = parse_decimal(text_of(each.find("qoh")), 6);
            if (!on_hand) return "the quantity on hand is no number";
            level = stock_level{on_hand->value};
            row = text_of(each.find("itemShopID"));
        }
        // A level without the one that is there would be the movement alone.
        if (!level) return "it has no quantity on hand at the shop " + m.outlet_id;
        printer out{-1};
        out.open('{');
        out.key("ItemShops");
        out.open('{');
        out.key("ItemShop");
        out.open('{');
        out.key(row.empty() ? "shopID" : "itemShopID");
        out.text(row.empty() ? m.outlet_id : row);
        out.key("qoh");
        out.text(format_decimal((*level + m.by).millionths, 6));
        out.close('}');
        out.close('}');
        out.close('}');
        j.rounds.push_front(
            one_call({.method = "PUT", .path = path_of(a.kind, a.of.pos_id), .body = out.take()}));
        return {};
    };
    return {one_call(std::move(get))};
}

} // namespace writing

inline writer writes(const pos::snapshot& till, std::string online_price)
{
    return [to = std::make_shared<const writing::scribe>(till, std::move(online_price))](
               std::span<const action* const> actions, platforms::detail::ledger&) {
        return platforms::detail::pos_jobs(
            actions,
            {.make = [to](const action& a, const create& c) { return to->make(a, c); },
             .change = [to](const platforms::detail::job& j) { return to->change(j); },
             .move = [to](const action& a, const move_stock& m) { return to->move(a, m); }});
    };
}

} // namespace twinshelf::platforms::r_series
