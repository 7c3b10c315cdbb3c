#pragma once

#include "twinshelf/detail/assign.hpp"
#include "twinshelf/ecom.hpp"
#include "twinshelf/platforms/request.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The fields of a plan as the keys of an E-Series record [D24].
namespace twinshelf::platforms::ecwid::writing {

using namespace platforms::detail;
using json::detail::node_type;
using json::detail::printer;

/// What bodies are written with.
struct units {
    int money_decimals = 2;
    mass_unit weight = mass_unit::kg;
    length_unit length = length_unit::cm;
};

struct field_key {
    twinshelf::field field;
    std::string_view key;
};

/// The fields that are one key each. Brand and UPC are attributes, the three lengths one object,
/// and options are written by `print_options`.
inline constexpr std::array field_keys{
    field_key{field::category_name, "name"},
    field_key{field::category_parent, "parentId"},
    field_key{field::category_order, "orderBy"},
    field_key{field::category_enabled, "enabled"},
    field_key{field::product_name, "name"},
    field_key{field::product_description, "description"},
    field_key{field::product_sku, "sku"},
    field_key{field::product_category, "categoryIds"},
    field_key{field::product_front_page, "showOnFrontpage"},
    field_key{field::product_weight, "weight"},
    field_key{field::product_active, "enabled"},
    field_key{field::product_tracks_stock, "unlimited"},
    field_key{field::product_stock, "quantity"},
    field_key{field::product_price, "price"},
    field_key{field::customer_group_name, "name"},
    field_key{field::customer_email, "email"},
    field_key{field::customer_marketing, "acceptMarketing"},
    field_key{field::customer_group, "customerGroupId"},
};

/// The record as it is there, for what is written as a whole: the other lengths of a product, and
/// of an answer to GET the options and attributes that must stay.
struct present {
    const ecom::product* product = nullptr;
    std::optional<view> raw{};
};

/// Prints fields of a record into the object that is open. "", or why that cannot be.
[[nodiscard]] std::string print_fields(printer& out, const units& in, kind of_kind,
                                       const std::vector<setting>& fields,
                                       const twinshelf::detail::made_ids& ids,
                                       const present& now = {});

/// Whether a product has to be read before these fields are written: an array that is sent replaces
/// the one that is there, and a snapshot does not know all of its elements' parts.
[[nodiscard]] inline bool replaces_arrays(const std::vector<setting>& fields)
{
    return std::any_of(fields.begin(), fields.end(), [](const setting& s) {
        return s.field == field::product_options || s.field == field::product_brand ||
               s.field == field::product_upc;
    });
}

/// Prints an object as it was read, but for one key, which `print_instead()` writes.
template <class Print>
void print_changed(printer& out, const view& object, std::string_view key, Print&& print_instead)
{
    out.open('{');
    for (auto each = object.first(); each; each = each->next()) {
        if ((*each)->key == key) continue;
        out.key((*each)->key);
        print_raw(out, *each);
    }
    out.key(key);
    print_instead();
    out.close('}');
}

/// The options of a product. Those that are there stay as they are and get the values they lack; a
/// new one is a list to choose from.
inline void print_options(printer& out, const std::vector<option>& options,
                          const std::optional<view>& raw)
{
    const auto print_choice = [&](const std::string& text) {
        out.open('{');
        out.key("text");
        out.text(text);
        out.key("priceModifier");
        out.plain("0");
        out.key("priceModifierType");
        out.text("ABSOLUTE");
        out.close('}');
    };
    const auto named = [](const std::optional<view>& list, std::string_view key,
                          const std::string& name) {
        for (auto each = list ? list->first() : std::nullopt; each; each = each->next())
            if (text_of(each->find(key)) == name) return each;
        return std::optional<view>{};
    };
    const auto there = raw ? raw->find("options") : std::nullopt;
    out.open('[');
    for (const auto& o : options) {
        if (const auto has = named(there, "name", o.name)) {
            const auto choices = has->find("choices");
            if (!choices && o.values.empty()) {
                print_raw(out, *has);
                continue;
            }
            print_changed(out, *has, "choices", [&] {
                out.open('[');
                for (auto each = choices ? choices->first() : std::nullopt; each;
                     each = each->next())
                    print_raw(out, *each);
                for (const auto& text : o.values)
                    if (!named(choices, "text", text)) print_choice(text);
                out.close(']');
            });
            continue;
        }
        if (o.values.empty()) continue; // a free text that is gone by now
        out.open('{');
        out.key("type");
        out.text("SELECT");
        out.key("name");
        out.text(o.name);
        out.key("choices");
        out.open('[');
        for (const auto& text : o.values)
            print_choice(text);
        out.close(']');
        out.close('}');
    }
    out.close(']');
}

/// What a variation has of each option.
inline void print_choices(printer& out, const std::vector<option_value>& values)
{
    out.open('[');
    for (const auto& v : values) {
        out.open('{');
        out.key("name");
        out.text(v.name);
        out.key("value");
        out.text(v.value);
        out.close('}');
    }
    out.close(']');
}

/// Brand and UPC, and the other attributes as they are.
inline void print_attributes(printer& out,
                             const std::vector<std::pair<std::string_view, std::string>>& values,
                             const std::optional<view>& raw)
{
    std::vector<bool> written(values.size());
    out.key("attributes");
    out.open('[');
    const auto there = raw ? raw->find("attributes") : std::nullopt;
    for (auto each = there ? there->first() : std::nullopt; each; each = each->next()) {
        const auto type = text_of(each->find("type"));
        const auto found = std::find_if(values.begin(), values.end(),
                                        [&](const auto& v) { return v.first == type; });
        if (found == values.end()) {
            print_raw(out, *each);
            continue;
        }
        written[static_cast<std::size_t>(found - values.begin())] = true;
        print_changed(out, *each, "value", [&] { out.text(found->second); });
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (written[i]) continue;
        out.open('{');
        out.key("alias");
        out.text(values[i].first);
        out.key("value");
        out.text(values[i].second);
        out.close('}');
    }
    out.close(']');
}

/// The three lengths in the store's unit; what is not changed is as it is, or 0.
inline void print_dimensions(printer& out, const units& in, const std::vector<setting>& fields,
                             const ecom::product* now)
{
    const auto print_one = [&](std::string_view key, field f, const maybe<distance>& has) {
        distance length = has.has_value() ? *has : distance{0, in.length};
        for (const auto& s : fields)
            if (s.field == f) {
                const auto* to = std::get_if<distance>(&s.to);
                length = to ? *to : distance{0, in.length};
            }
        out.key(key);
        out.plain(format_decimal(convert(length, in.length).value_or(length).millionths, 6));
    };
    const ecom::product none_yet{};
    const auto& has = now ? *now : none_yet;
    out.key("dimensions");
    out.open('{');
    print_one("length", field::product_length, has.length);
    print_one("width", field::product_width, has.width);
    print_one("height", field::product_height, has.height);
    out.close('}');
}

/// A value under its key. A reference to nothing is 0, the root or the group of everybody; a weight
/// that goes is 0; a variation's price that goes is null, so that it has its product's.
class value_printer {
public:
    value_printer(printer& to, const units& in, field of, const twinshelf::detail::made_ids& made)
        : out(to), unit(in), f(of), ids(made)
    {
    }

    void operator()(unknown_t) { out.plain("null"); }
    void operator()(none_t) { out.plain(f == field::product_price ? "null" : "0"); }
    void operator()(bool on)
    {
        if (f == field::product_front_page) return out.plain(on ? "1" : "-1");
        print(out, f == field::product_tracks_stock ? !on : on);
    }
    void operator()(std::int64_t number) { print(out, number); }
    void operator()(money amount) { out.plain(format_money(whole(amount), unit.money_decimals)); }
    void operator()(mass weight)
    {
        const auto held = convert(weight, unit.weight).value_or(weight);
        out.plain(format_decimal(held.millionths, 6));
    }
    void operator()(const std::string& text) { out.text(text); }
    void operator()(const ref& r) { put(r); }
    void operator()(const std::vector<ref>& refs)
    {
        out.open('[');
        for (const auto& r : refs)
            put(r);
        out.close(']');
    }
    void operator()(const auto&) { unfit = true; }

    bool missing = false; ///< a reference to what was not made
    bool unfit = false;   ///< a value that the field cannot have

private:
    void put(const ref& r)
    {
        const auto of = f == field::customer_group ? kind::customer_group : kind::category;
        const auto id = ids.find(of, side::ecom, r);
        missing = missing || id.empty();
        print_id(out, id);
    }

    printer& out;
    const units& unit;
    field f;
    const twinshelf::detail::made_ids& ids;
};

inline std::string print_fields(printer& out, const units& in, kind of_kind,
                                const std::vector<setting>& fields,
                                const twinshelf::detail::made_ids& ids, const present& now)
{
    std::vector<std::pair<std::string_view, std::string>> attributes;
    bool lengths = false, counted = false, limited = false;
    for (const auto& [f, to] : fields) {
        const auto* text = std::get_if<std::string>(&to);
        const auto cannot_have = "it has no " + std::string{entry(f).key} + " to write";
        switch (f) {
        case field::product_brand:
        case field::product_upc:
            if (!text) return cannot_have;
            attributes.emplace_back(f == field::product_brand ? "BRAND" : "UPC", *text);
            continue;
        case field::product_length:
        case field::product_width:
        case field::product_height: lengths = true; continue;
        case field::product_images: continue; // pictures have calls of their own
        case field::product_options:
            out.key("options");
            if (const auto* all = std::get_if<std::vector<option>>(&to))
                print_options(out, *all, now.raw);
            else if (const auto* values = std::get_if<std::vector<option_value>>(&to))
                print_choices(out, *values);
            else
                return cannot_have;
            continue;
        default: break;
        }
        const auto key = std::find_if(field_keys.begin(), field_keys.end(),
                                      [&f = f](const field_key& k) { return k.field == f; });
        if (key == field_keys.end()) return cannot_have;
        counted = counted || f == field::product_stock;
        limited = limited || f == field::product_tracks_stock;
        out.key(key->key);
        value_printer print_one{out, in, f, ids};
        std::visit([&](const auto& held) { print_one(held); }, to);
        if (print_one.missing) return "what it refers to was not made";
        if (print_one.unfit) return cannot_have;
    }
    if (counted && !limited) {
        out.key("unlimited");
        out.plain("false");
    }
    if (lengths) {
        if (of_kind == kind::variant) return "a variation's size does not sync";
        print_dimensions(out, in, fields, now.product);
    }
    if (!attributes.empty()) print_attributes(out, attributes, now.raw);
    return {};
}

} // namespace twinshelf::platforms::ecwid::writing
