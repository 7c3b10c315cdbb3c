#pragma once

#include "twinshelf/platforms/detail/ecwid_gallery.hpp"
#include "twinshelf/platforms/detail/ecwid_scribe.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// What an E-Series store is sent to make a record.
namespace twinshelf::platforms::ecwid::writing {

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

/// Finds the ids of the variations by their option values, which no two share.
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

} // namespace twinshelf::platforms::ecwid::writing
