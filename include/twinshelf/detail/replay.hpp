#pragma once

#include "twinshelf/detail/shadow.hpp"
#include "twinshelf/ecom.hpp"
#include "twinshelf/plan.hpp"
#include "twinshelf/pos.hpp"
#include "twinshelf/text_compare.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

/// Both sides as a plan finds and leaves them, no more of them than `check` has to see.
namespace twinshelf::detail {

/// The records, and who is in which category and has which SKU in ecom.
class replay {
public:
    /// `then` is both sides after the last sync: a link that it knows is one.
    replay(const pos::snapshot& pos, const ecom::snapshot& ecom, const replay* then = nullptr)
        : before(then)
    {
        load(side::pos, kind::category, pos.categories.records);
        load(side::pos, kind::product, pos.products.records);
        load(side::pos, kind::customer_group, pos.customer_groups.records);
        load(side::pos, kind::customer, pos.customers.records);
        load(side::ecom, kind::category, ecom.categories.records);
        load(side::ecom, kind::product, ecom.products.records);
        load(side::ecom, kind::customer_group, ecom.customer_groups.records);
        load(side::ecom, kind::customer, ecom.customers.records);
    }

    [[nodiscard]] shadow* find(const record_key& key)
    {
        const auto at = records.find(key);
        return at == records.end() ? nullptr : &at->second;
    }
    [[nodiscard]] const shadow* find(const record_key& key) const
    {
        const auto at = records.find(key);
        return at == records.end() ? nullptr : &at->second;
    }
    [[nodiscard]] const std::set<record_key>& with_sku(const std::string& sku)
    {
        return holders[sku];
    }
    /// The subcategories and products of a category; of the root: its categories.
    [[nodiscard]] const std::set<record_key>& inside(const record_key& category)
    {
        return members_of[category];
    }
    [[nodiscard]] record_key parent(const record_key& category)
    {
        auto* s = find(category);
        const auto up = s ? refs_in(s->holds[field::category_parent]) : std::vector<ref>{};
        return key_of(category.side, kind::category, up.empty() ? ref{} : up[0]);
    }

    void set(const record_key& key, field f, value to)
    {
        auto* s = find(key);
        if (!s) return;
        place(key, *s, false);
        s->holds[f] = std::move(to);
        place(key, *s, true);
    }
    void move(const record_key& key, const move_stock& m)
    {
        auto* s = find(key);
        const auto level = s ? level_of(*s, key.side, m.outlet_id) : std::nullopt;
        if (!level) return;
        if (key.side == side::pos)
            (*s->stock)[m.outlet_id] = *level + m.by;
        else
            s->holds[field::product_stock] = whole_units(*level + m.by);
    }
    void make(const record_key& key, const ref& of)
    {
        records[key] = {.pos_id = of.pos_id, .noted = true, .synced = true};
        place(key, records[key], true);
    }
    void drop(const record_key& key)
    {
        const auto* s = find(key);
        if (!s) return;
        for (const auto& part : std::vector{s->parts})
            drop(part);
        place(key, *find(key), false);
        records.erase(key);
    }

    [[nodiscard]] static std::string sku_in(const value& v)
    {
        const auto* text = std::get_if<std::string>(&v);
        return std::string{text ? trimmed(*text) : std::string_view{}};
    }

    std::map<record_key, shadow> records{};

private:
    struct as_value {
        template <class T>
        value operator()(const std::optional<T>& held) const
        {
            if constexpr (std::is_constructible_v<value, T>)
                if (held) return *held;
            return unknown_t{};
        }
        template <class T>
        value operator()(const maybe<T>& held) const
        {
            if constexpr (std::is_constructible_v<value, T>)
                if (held.has_value()) return *held;
            if (held.is_none()) return none;
            return unknown_t{};
        }
        template <class Record>
        value operator()(const maybe<id_of<Record>>& held) const
        {
            if (held.has_value()) return reference(*held);
            if (held.is_none()) return none;
            return unknown_t{};
        }
        template <class Record>
        value operator()(const std::optional<std::vector<id_of<Record>>>& held) const
        {
            if (!held) return unknown_t{};
            std::vector<ref> all;
            for (const auto& id : *held)
                all.push_back(reference(id));
            return all;
        }
        value operator()(const auto&) const { return unknown_t{}; }

        template <class Record>
        ref reference(const id_of<Record>& id) const
        {
            return on == side::ecom ? ref{{}, id.text} : ref{id.text, {}};
        }
        side on;
    };

    template <class Record>
    void load(side on, kind k, const std::vector<Record>& all)
    {
        for (const auto& r : all)
            load_one(on, k, r);
    }

    template <class Record>
    record_key load_one(side on, kind k, const Record& r)
    {
        const record_key key{on, k, false, r.id.text};
        shadow s;
        if constexpr (requires { r.deleted; }) s.gone = r.deleted.value_or(false);
        if (on == side::ecom && s.gone) return key; // a tombstone is no record
        if constexpr (requires { r.pos_id; })
            if (r.pos_id && !blank(r.pos_id->text)) s.pos_id = r.pos_id->text;
        s.noted = !s.pos_id.empty();
        if (const auto* then = before && on == side::ecom ? before->find(key) : nullptr;
            then && !s.noted)
            s.pos_id = then->pos_id;
        s.synced = !s.pos_id.empty();
        if constexpr (requires { r.sellable.archived; }) {
            s.gone = r.sellable.archived.value_or(false) || r.sellable.deleted.value_or(false);
            s.off_channel = !r.sellable.sell_online.value_or(true);
            if (r.sellable.stock) note_stock(*r.sellable.stock, s);
        }
        const auto fields_of = k == kind::variant ? kind::product : k;
        members(
            [&](std::string_view member, const auto& held) {
                for (const auto& f : fields)
                    if (f.kind == fields_of && member_name(f.id, on, k) == member)
                        s.holds[f.id] = as_value{on}(held);
            },
            r);
        const auto load_parts = [&](const auto& parts) {
            if (!parts) return;
            for (const auto& part : *parts)
                s.parts.push_back(load_one(on, kind::variant, part));
        };
        const auto load_images = [&](const auto& images) {
            if (!images) return;
            s.images.emplace();
            for (const auto& image : *images)
                s.images->insert(image.id.text);
        };
        if constexpr (requires { r.variants; }) {
            load_parts(r.variants);
            if (r.variants && r.attributes)
                for (const auto& v : *r.variants)
                    note_values(*r.attributes, v);
        }
        if constexpr (requires { r.variations; }) load_parts(r.variations);
        if constexpr (requires { r.images; }) load_images(r.images);
        if constexpr (requires { r.sellable.images; }) load_images(r.sellable.images);
        if (const auto* namesake = find(key)) {
            s.same_id += namesake->same_id;
            s.synced = s.synced && namesake->synced;
        }
        place(key, s, true);
        records[key] = std::move(s);
        return key;
    }

    /// A level at an outlet that has two rows is not known.
    static void note_stock(const std::vector<pos::stock_row>& rows, shadow& s)
    {
        s.stock.emplace();
        for (const auto& row : rows)
            if (const auto [at, first] = s.stock->try_emplace(row.outlet_id.text, row.level);
                !first)
                at->second.reset();
    }

    /// The values of a pos variant by the names of its product's attributes, as a plan has them.
    void note_values(const std::vector<std::string>& attributes, const pos::variant& v)
    {
        auto* s = find(record_key{side::pos, kind::variant, false, v.id.text});
        if (!s || !v.attribute_values) return;
        std::vector<option_value> values;
        for (std::size_t i = 0; i < attributes.size() && i < v.attribute_values->size(); ++i)
            values.push_back({attributes[i], (*v.attribute_values)[i]});
        s->holds[field::product_options] = std::move(values);
    }

    /// Enters a record into the two indexes, or takes it out.
    void place(const record_key& key, const shadow& s, bool enters)
    {
        if (key.side == side::pos) return;
        const auto note = [&](std::set<record_key>& list) {
            if (enters)
                list.insert(key);
            else
                list.erase(key);
        };
        if (const auto at = s.holds.find(field::product_sku); at != s.holds.end())
            if (const auto sku = sku_in(at->second); !sku.empty()) note(holders[sku]);
        const auto held = [&](field f) {
            const auto at = s.holds.find(f);
            return at == s.holds.end() ? std::vector<ref>{} : refs_in(at->second);
        };
        if (key.kind == kind::category) {
            const auto up = held(field::category_parent);
            note(members_of[key_of(side::ecom, kind::category, up.empty() ? ref{} : up[0])]);
        }
        for (const auto& in : held(field::product_category))
            note(members_of[key_of(side::ecom, kind::category, in)]);
    }

    const replay* before;
    std::map<std::string, std::set<record_key>> holders{};
    std::map<record_key, std::set<record_key>> members_of{};
};

} // namespace twinshelf::detail
