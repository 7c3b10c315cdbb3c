#pragma once

#include "twinshelf/ecom.hpp"
#include "twinshelf/platforms/detail/ecwid_body.hpp"
#include "twinshelf/platforms/request.hpp"
#include "twinshelf/text_compare.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What writes the ecom side of a plan: its calls, and what they share. Records are made in
/// ecwid_create.hpp and changed in ecwid_change.hpp.
namespace twinshelf::platforms::ecwid::writing {

/// What one call takes at most [D24].
inline constexpr std::size_t most_variations = 200;
inline constexpr std::size_t most_categories = 100;

class scribe {
public:
    scribe(const plan& p, const ecom::snapshot& store)
        : in{p.money_decimals, store.weight_unit, store.length_unit}
    {
        for (const auto& product : store.products.records) {
            products.emplace(product.id.text, &product);
            if (!product.variations) continue;
            for (const auto& v : *product.variations)
                variations.emplace(
                    std::pair<std::string_view, std::string_view>{product.id.text, v.id.text}, &v);
        }
        for (const auto& a : p.actions)
            if (const auto* set = std::get_if<set_images>(&a.what))
                for (const auto& image : set->images)
                    if (image.keep.empty())
                        uploads.emplace(std::pair{a.of.ecom_id, image.source_id}, image.upload);
    }

    [[nodiscard]] std::vector<job> jobs(std::span<const action* const> actions,
                                        ledger& known) const;

private:
    using round = std::function<std::vector<call>(job&, ledger&)>;

    [[nodiscard]] job make(const action& a, const create& c) const;
    [[nodiscard]] job make_variation(const action& a, const create& c) const;
    [[nodiscard]] job change(const action& a) const;
    void add_changes(job& j) const;
    [[nodiscard]] job put_in_order(const action& a, const reorder& r) const;
    [[nodiscard]] job set_pictures(const action& a, const set_images& s) const;
    [[nodiscard]] job move(const action& a, std::int64_t by) const;

    [[nodiscard]] std::vector<call> change_record(job& j, ledger& known,
                                                  const std::optional<view>& raw) const;
    [[nodiscard]] std::string product_body(const action& a, const create& c, ledger& known,
                                           std::string& wrong) const;
    [[nodiscard]] std::vector<setting> with_own_stock(const std::vector<setting>& record,
                                                      bool has_sku, std::string& lacking) const;
    void take_over_stock(const action& a, std::vector<setting>& fields) const;
    [[nodiscard]] bool has_sku(const action& a, const std::vector<setting>& changed) const;
    [[nodiscard]] std::optional<std::int64_t> quantity_delta(const job& j) const;
    [[nodiscard]] std::string picture_url(const ref& product, const ref& image) const;
    [[nodiscard]] static std::string too_many(const std::vector<setting>& fields);
    [[nodiscard]] const ecom::product* product_of(const std::string& id) const
    {
        const auto found = products.find(id);
        return found == products.end() ? nullptr : found->second;
    }

    units in;
    std::map<std::string_view, const ecom::product*> products{};
    std::map<std::pair<std::string_view, std::string_view>, const ecom::variation*> variations{};
    std::map<std::pair<std::string, std::string>, std::string> uploads{}; ///< product, pos image
};

/// "/products" and the like.
[[nodiscard]] constexpr std::string_view list_path(kind k)
{
    switch (k) {
    case kind::category: return "/categories";
    case kind::product:
    case kind::variant: return "/products";
    case kind::customer_group: return "/customer_groups";
    case kind::customer: return "/customers";
    }
    return {};
}

/// A record's own path; "" where it, or the product of a variation, was not made.
[[nodiscard]] inline std::string record_path(const action& a, const ledger& known)
{
    const bool variation = a.kind == kind::variant;
    const auto top = variation ? kind::product : a.kind;
    const auto id = known.ids.find(top, side::ecom, variation ? a.product : a.of);
    if (id.empty()) return {};
    const auto path = std::string{list_path(a.kind)} + '/' + id;
    if (!variation) return path;
    const auto own = known.ids.find(kind::variant, side::ecom, a.of);
    return own.empty() ? std::string{} : path + "/combinations/" + own;
}

/// An answer that counts what was changed; 0 means that nothing was [D24].
[[nodiscard]] inline auto counted(std::string_view key)
{
    return [key](job&, ledger&, const view& got) {
        return text_of(got.find(key)) == "0" ? std::string{"nothing was changed"} : std::string{};
    };
}

[[nodiscard]] inline std::string external_url(const std::string& url)
{
    return "externalUrl=" + percent_encoded(url);
}

[[nodiscard]] inline std::string sku_in(const std::vector<setting>& record)
{
    const auto* s = find_field(record, field::product_sku);
    const auto* text = s ? std::get_if<std::string>(&s->to) : nullptr;
    return text ? std::string{trimmed(*text)} : std::string{};
}

/// Notes which fields the platform holds otherwise than it is sent them: a weight or a length of 0 is
/// none. (Of a variation that comes with its product an outcome cannot say so.)
inline void note_stored(const job& j, ledger& known, const units& in)
{
    for (const auto* a : j.actions) {
        const auto note = [&](field f, const value& to) {
            const auto is_zero = [](const auto& amount, auto unit) {
                return amount && convert(*amount, unit).value_or(*amount).millionths == 0;
            };
            if (is_zero(std::get_if<mass>(&to), in.weight) ||
                is_zero(std::get_if<distance>(&to), in.length))
                known.outcomes[a->id].stored.push_back({f, none});
        };
        if (const auto* c = std::get_if<create>(&a->what))
            for (const auto& s : c->record)
                note(s.field, s.to);
        if (const auto* u = std::get_if<update>(&a->what))
            for (const auto& c : u->changes)
                note(c.field, c.to);
    }
}

/// What a call cannot take of a record; "" where it can.
inline std::string scribe::too_many(const std::vector<setting>& fields)
{
    const auto* in_categories = find_field(fields, field::product_category);
    const auto* refs = in_categories ? std::get_if<std::vector<ref>>(&in_categories->to) : nullptr;
    if (refs && refs->size() > most_categories)
        return "it would be in " + std::to_string(refs->size()) + " categories, a call takes " +
               std::to_string(most_categories);
    return {};
}

/// Without a SKU of its own a variation has its product's stock: what it was to have is left out.
inline std::vector<setting> scribe::with_own_stock(const std::vector<setting>& record, bool sku,
                                                   std::string& lacking) const
{
    auto fields = record;
    const auto gone = std::erase_if(fields, [&](const setting& s) {
        return !sku && (s.field == field::product_stock || s.field == field::product_tracks_stock);
    });
    if (gone > 0) lacking = "a variation without a SKU of its own has the stock of its product";
    return fields;
}

inline bool scribe::has_sku(const action& a, const std::vector<setting>& changed) const
{
    if (find_field(changed, field::product_sku)) return !sku_in(changed).empty();
    const auto found = variations.find({a.product.ecom_id, a.of.ecom_id});
    return found == variations.end() || !found->second->sellable.sku ||
           !blank(*found->second->sellable.sku);
}

/// Where a picture of a product is: the pos address of one that this plan uploads, or the store's.
inline std::string scribe::picture_url(const ref& product, const ref& image) const
{
    if (image.ecom_id.empty()) {
        const auto found = uploads.find({product.ecom_id, image.pos_id});
        return found == uploads.end() ? std::string{} : found->second;
    }
    const auto* p = product_of(product.ecom_id);
    if (p && p->images)
        for (const auto& i : *p->images)
            if (i.id.text == image.ecom_id) return i.url.value_or("");
    return {};
}

} // namespace twinshelf::platforms::ecwid::writing
