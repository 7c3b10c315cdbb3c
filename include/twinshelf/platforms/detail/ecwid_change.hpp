#pragma once

#include "twinshelf/platforms/detail/ecwid_scribe.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// What an E-Series store is sent to change a record, or to link it.
namespace twinshelf::platforms::ecwid::writing {

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
                     .read = [this](job& by, ledger& l, const view& got) -> std::string {
                         const auto id = l.ids.find(kind::product, side::ecom, by.first().of);
                         // What is missing in the answer would be taken away from the product.
                         if (text_of(got.find("id")) != id)
                             return "the answer is not the product " + id;
                         auto calls = change_record(by, l, got);
                         by.rounds.push_front([calls](job&, ledger&) { return calls; });
                         return {};
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

} // namespace twinshelf::platforms::ecwid::writing
