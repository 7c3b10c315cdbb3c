#pragma once

#include "twinshelf/ecom.hpp"
#include "twinshelf/platforms/detail/ecwid_body.hpp"
#include "twinshelf/platforms/detail/ecwid_gallery.hpp"
#include "twinshelf/platforms/request.hpp"
#include "twinshelf/text_compare.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Lightspeed E-Series: the requests of its REST API, version 3 [D24].
namespace twinshelf::platforms::ecwid {

/// Writes the ecom side of a plan; both must stay as long as it is used. `store` is what the plan
/// was made from.
///
/// A product is made by one call, with its options and variations, and changed by one call a wave;
/// variations and pictures are changed one by one, as an array that is sent would replace what
/// somebody sold or added meanwhile. A quantity whose old value is known moves by the difference, so
/// that no sale in between is lost.
[[nodiscard]] writer writes(const plan& p, const ecom::snapshot& store);

/// What one call takes at most [D24].
inline constexpr std::size_t most_variations = 200;
inline constexpr std::size_t most_categories = 100;

namespace writing {

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

inline std::vector<job> scribe::jobs(std::span<const action* const> actions, ledger& known) const
{
    std::vector<job> all;
    std::map<std::tuple<kind, std::string, std::string>, std::size_t> changes;
    for (const auto* a : actions) {
        const auto change_it = [&] {
            const auto [at, is_new] =
                changes.try_emplace({a->kind, a->product.ecom_id, a->of.ecom_id}, all.size());
            if (is_new)
                all.push_back(change(*a));
            else
                all[at->second].actions.push_back(a);
        };
        a->match(
            [&](const create& c) {
                if (a->kind == kind::customer)
                    all.push_back(cannot(*a, "customers are not made in ecom"));
                else
                    all.push_back(a->kind == kind::variant ? make_variation(*a, c) : make(*a, c));
            },
            [&](const update&) { change_it(); },
            [&](const erase&) {
                job j{.side = side::ecom, .actions = {a}};
                j.rounds.emplace_back([](job& of, ledger& l) {
                    return std::vector<call>{{.method = "DELETE",
                                              .path = record_path(of.first(), l),
                                              .read = counted("deleteCount")}};
                });
                all.push_back(std::move(j));
            },
            [&](const link_to&) {
                if (a->kind != kind::customer) return change_it();
                ++known.unlinked_customers; // its reference can only be read [JAVA]
                if (a->side == side::ecom) known.outcomes[a->id].done = true;
            },
            [&](const reorder& r) { all.push_back(put_in_order(*a, r)); },
            [&](const set_images& s) { all.push_back(set_pictures(*a, s)); },
            [&](const move_stock& m) {
                all.push_back(m.by.millionths % 1'000'000 == 0
                                  ? move(*a, m.by.millionths / 1'000'000)
                                  : cannot(*a, "ecom counts whole units"));
            });
    }
    return all;
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

// -- create ----------------------------------------------------------------------------------

inline std::string scribe::product_body(const action& a, const create& c, ledger& known,
                                        std::string& wrong) const
{
    printer out{-1};
    out.open('{');
    wrong = print_fields(out, in, a.kind, c.record, known.ids);
    out.key("externalReferenceId");
    out.text(a.of.pos_id);
    if (!c.variations.empty()) {
        out.key("combinations");
        out.open('[');
        for (const auto& v : c.variations) {
            std::string lacking;
            out.open('{');
            const auto record = with_own_stock(v.record, !sku_in(v.record).empty(), lacking);
            if (const auto why = print_fields(out, in, kind::variant, record, known.ids);
                !why.empty())
                wrong = why;
            out.key("externalReferenceId");
            out.text(v.of.pos_id);
            out.close('}');
        }
        out.close(']');
    }
    out.close('}');
    return out.take();
}

/// Finds the ids of the variations by their option values, which no two share, and gives them
/// their pictures.
inline std::vector<call> read_variations(job& j, ledger& known, const create& c)
{
    const auto path = record_path(j.first(), known) + "/combinations";
    const auto key_of = [](const std::vector<option_value>& values) {
        std::map<std::string, std::string> key;
        for (const auto& v : values)
            key[v.name] = v.value;
        return key;
    };
    call get{.method = "GET", .path = path};
    get.read = [key_of, &c](job& of, ledger& l, const view& got) -> std::string {
        std::map<std::map<std::string, std::string>, std::string> ids;
        for (auto each = got.first(); each; each = each->next()) {
            std::vector<option_value> values;
            const auto options = each->find("options");
            for (auto o = options ? options->first() : std::nullopt; o; o = o->next())
                values.push_back({text_of(o->find("name")), text_of(o->find("value"))});
            ids[key_of(values)] = text_of(each->find("id"));
        }
        for (const auto& v : c.variations) {
            const auto* options = find_field(v.record, field::product_options);
            const auto* values =
                options ? std::get_if<std::vector<option_value>>(&options->to) : nullptr;
            const auto found = ids.find(key_of(values ? *values : std::vector<option_value>{}));
            if (found == ids.end() || found->second.empty())
                return "there is no variation for " + v.of.pos_id;
            l.ids.note(kind::variant, side::ecom, v.of, found->second);
            l.outcomes[of.first().id].variations.push_back({v.of, found->second});
        }
        return {};
    };
    return {std::move(get)};
}

inline job scribe::make(const action& a, const create& c) const
{
    if (c.variations.size() > most_variations)
        return cannot(a, "it has " + std::to_string(c.variations.size()) +
                             " variations, a call takes " + std::to_string(most_variations));
    if (const auto why = too_many(c.record); !why.empty()) return cannot(a, why);
    const auto own_sku = sku_in(c.record);
    job j{.side = side::ecom, .actions = {&a}};
    std::vector<option> options;
    for (const auto& v : c.variations) {
        const auto sku = sku_in(v.record);
        if (!sku.empty() && sku == own_sku)
            return cannot(a, "its variation " + v.of.pos_id + " has the SKU of the product");
        static_cast<void>(with_own_stock(v.record, !sku.empty(), j.lacking));
    }
    j.rounds.emplace_back([this, &c](job& of, ledger& known) -> std::vector<call> {
        const auto& what = of.first();
        note_stored(of, known, in);
        call post{.method = "POST", .path = std::string{list_path(what.kind)}};
        post.body = product_body(what, c, known, of.failed);
        if (!of.failed.empty()) return {};
        if (!c.variations.empty()) post.query = "saveCombinations=true";
        post.read = [](job& by, ledger& l, const view& got) {
            return note_made(by, l, text_of(got.find("id")));
        };
        return {std::move(post)};
    });
    if (!c.variations.empty())
        j.rounds.emplace_back(
            [&c](job& of, ledger& known) { return read_variations(of, known, c); });
    if (!c.images.empty())
        add_gallery(j, change_gallery({}, c.images), [](const job& of, const ledger& known) {
            return record_path(of.first(), known);
        });
    if (c.variations.empty() || c.images.empty()) return j;
    j.rounds.emplace_back([&c](job& of, ledger& known) {
        std::vector<call> calls;
        for (const auto& v : c.variations) {
            const auto* shown = find_field(v.record, field::product_images);
            const auto* image = shown ? std::get_if<ref>(&shown->to) : nullptr;
            if (!image) continue;
            for (const auto& each : c.images)
                if (each.source_id == image->pos_id)
                    calls.push_back({.method = "POST",
                                     .path = record_path(of.first(), known) + "/combinations/" +
                                             known.ids.find(kind::variant, side::ecom, v.of) +
                                             "/image",
                                     .query = external_url(each.upload)});
        }
        return calls;
    });
    return j;
}

inline job scribe::make_variation(const action& a, const create& c) const
{
    job j{.side = side::ecom, .actions = {&a}};
    auto record = with_own_stock(c.record, !sku_in(c.record).empty(), j.lacking);
    j.rounds.emplace_back([this, record](job& of, ledger& known) -> std::vector<call> {
        const auto& what = of.first();
        note_stored(of, known, in);
        printer out{-1};
        out.open('{');
        of.failed = print_fields(out, in, kind::variant, record, known.ids);
        out.key("externalReferenceId");
        out.text(what.of.pos_id);
        out.close('}');
        const auto product = known.ids.find(kind::product, side::ecom, what.product);
        if (product.empty()) of.failed = "its product was not made";
        if (!of.failed.empty()) return {};
        return {{.method = "POST",
                 .path = "/products/" + product + "/combinations",
                 .body = out.take(),
                 .read = [](job& by, ledger& l, const view& got) {
                     return note_made(by, l, text_of(got.find("id")));
                 }}};
    });
    const auto* shown = find_field(c.record, field::product_images);
    const auto* image = shown ? std::get_if<ref>(&shown->to) : nullptr;
    if (!image) return j;
    j.rounds.emplace_back(
        [url = picture_url(a.product, *image)](job& of, ledger& known) -> std::vector<call> {
            if (url.empty()) {
                of.failed = "its picture has no address";
                return {};
            }
            return {{.method = "POST",
                     .path = record_path(of.first(), known) + "/image",
                     .query = external_url(url)}};
        });
    return j;
}

// -- update and link -------------------------------------------------------------------------

inline job scribe::change(const action& a) const
{
    job j{.side = side::ecom, .actions = {&a}};
    j.rounds.emplace_back([this](job& of, ledger&) {
        add_changes(of); // once all actions that share the call are there
        return std::vector<call>{};
    });
    return j;
}

inline void scribe::add_changes(job& j) const
{
    const auto& a = j.first();
    const auto fields = changed_fields(j);
    if (j.failed = too_many(fields); !j.failed.empty()) return;
    if (a.kind == kind::product && replaces_arrays(fields))
        j.rounds.emplace_back([this](job& of, ledger& known) -> std::vector<call> {
            return {{.method = "GET",
                     .path = record_path(of.first(), known),
                     .read = [this](job& by, ledger& l, const view& got) {
                         auto calls = change_record(by, l, got);
                         by.rounds.push_front([calls](job&, ledger&) { return calls; });
                         return std::string{};
                     }}};
        });
    else
        j.rounds.emplace_back(
            [this](job& of, ledger& known) { return change_record(of, known, {}); });

    const bool own_stock = a.kind != kind::variant || has_sku(a, fields);
    if (!own_stock) static_cast<void>(with_own_stock(fields, false, j.lacking));
    if (const auto by = quantity_delta(j); by && *by != 0 && own_stock)
        j.rounds.emplace_back([delta = *by](job& of, ledger& known) -> std::vector<call> {
            return {{.method = "PUT",
                     .path = record_path(of.first(), known) + "/inventory",
                     .body = "{\"quantityDelta\":" + std::to_string(delta) + '}',
                     .read = counted("updateCount")}};
        });
    const auto* shown = find_field(fields, field::product_images);
    if (!shown) return;
    const auto* image = std::get_if<ref>(&shown->to);
    const auto url = image ? picture_url(a.product, *image) : std::string{};
    j.rounds.emplace_back(
        [url, keeps = image != nullptr](job& of, ledger& known) -> std::vector<call> {
            const auto path = record_path(of.first(), known) + "/image";
            if (!keeps) return {{.method = "DELETE", .path = path}};
            if (url.empty()) {
                of.failed = "its picture has no address";
                return {};
            }
            return {{.method = "POST", .path = path, .query = external_url(url)}};
        });
}

/// How far a counted quantity moves. No value where its level is to be set: the one before is not
/// known, was not counted, or was that of the product as the variation had no SKU.
inline std::optional<std::int64_t> scribe::quantity_delta(const job& j) const
{
    if (j.first().kind == kind::variant && !has_sku(j.first(), {})) return {};
    std::optional<std::int64_t> delta;
    for (const auto* a : j.actions)
        if (const auto* u = std::get_if<update>(&a->what))
            for (const auto& c : u->changes) {
                if (c.field == field::product_tracks_stock) return {};
                if (c.field != field::product_stock) continue;
                const auto* from = std::get_if<std::int64_t>(&c.from);
                const auto* to = std::get_if<std::int64_t>(&c.to);
                if (delta || !from || !to) return {};
                delta = *to - *from;
            }
    return delta;
}

/// With its first SKU a variation gets stock of its own, of which nobody can tell what it is: it
/// goes on with what it had of its product.
inline void scribe::take_over_stock(const action& a, std::vector<setting>& fields) const
{
    const auto& had = variations.at({a.product.ecom_id, a.of.ecom_id})->sellable;
    if (had.tracks_stock && !find_field(fields, field::product_tracks_stock))
        fields.push_back({field::product_tracks_stock, *had.tracks_stock});
    if (had.quantity && !find_field(fields, field::product_stock))
        fields.push_back({field::product_stock, *had.quantity});
}

/// The call that writes the fields, if there are any beside what has calls of its own.
inline std::vector<call> scribe::change_record(job& j, ledger& known,
                                               const std::optional<view>& raw) const
{
    const auto& a = j.first();
    auto fields = changed_fields(j);
    std::string lacking;
    if (a.kind == kind::variant) {
        fields = with_own_stock(fields, has_sku(a, fields), lacking);
        if (!has_sku(a, {}) && has_sku(a, fields)) take_over_stock(a, fields);
    }
    const bool moves = quantity_delta(j).has_value();
    std::erase_if(fields, [&](const setting& s) {
        return s.field == field::product_images || (moves && s.field == field::product_stock);
    });
    const auto path = record_path(a, known);
    if (path.empty()) j.failed = "the record was not made";
    std::string link;
    for (const auto* each : j.actions)
        if (std::get_if<link_to>(&each->what)) link = each->of.pos_id;
    if (!j.failed.empty() || (fields.empty() && link.empty())) return {};
    note_stored(j, known, in);
    printer out{-1};
    out.open('{');
    j.failed = print_fields(out, in, a.kind, fields, known.ids, {product_of(a.of.ecom_id), raw});
    if (!link.empty()) {
        out.key("externalReferenceId");
        out.text(link);
    }
    out.close('}');
    if (!j.failed.empty()) return {};
    return {{.method = "PUT", .path = path, .body = out.take(), .read = counted("updateCount")}};
}

// -- the others ------------------------------------------------------------------------------

inline job scribe::put_in_order(const action& a, const reorder& r) const
{
    job j{.side = side::ecom, .actions = {&a}};
    j.rounds.emplace_back([&r](job& of, ledger& known) -> std::vector<call> {
        const auto id_of = [&](const ref& child) {
            return known.ids.find(kind::category, side::ecom, child);
        };
        printer out{-1};
        out.open('{');
        out.key("sortedIds");
        out.open('[');
        bool all = r.parent.empty() || !id_of(r.parent).empty();
        for (const auto& child : r.order) {
            all = all && !id_of(child).empty();
            print_id(out, id_of(child));
        }
        out.close(']');
        out.close('}');
        if (!all) of.failed = "a category that it puts in order was not made";
        if (!all) return {};
        return {{.method = "PUT",
                 .path = "/categories/sort",
                 .query = "parentCategory=" + (r.parent.empty() ? "0" : id_of(r.parent)),
                 .body = out.take()}};
    });
    return j;
}

inline job scribe::set_pictures(const action& a, const set_images& s) const
{
    const auto* p = product_of(a.of.ecom_id);
    if (!p || !p->images) return cannot(a, "the pictures that are there are not known");
    job j{.side = side::ecom, .actions = {&a}};
    add_gallery(j, change_gallery(*p->images, s.images),
                [](const job& of, const ledger& known) { return record_path(of.first(), known); });
    return j;
}

inline job scribe::move(const action& a, std::int64_t by) const
{
    if (a.kind == kind::variant && !has_sku(a, {}))
        return cannot(a, "a variation without a SKU of its own has the stock of its product");
    job j{.side = side::ecom, .actions = {&a}};
    j.rounds.emplace_back([by](job& of, ledger& known) -> std::vector<call> {
        return {{.method = "PUT",
                 .path = record_path(of.first(), known) + "/inventory",
                 .body = "{\"quantityDelta\":" + std::to_string(by) + '}',
                 .read = counted("updateCount")}};
    });
    return j;
}

} // namespace writing

inline writer writes(const plan& p, const ecom::snapshot& store)
{
    return [to = std::make_shared<const writing::scribe>(p, store)](
               std::span<const action* const> actions, platforms::detail::ledger& known) {
        return to->jobs(actions, known);
    };
}

} // namespace twinshelf::platforms::ecwid
