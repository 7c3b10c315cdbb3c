#pragma once

#include "twinshelf/hash.hpp"
#include "twinshelf/rules/fields.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

/// Stock: what ecom may sell of a sellable.
///
///   id   pos                                     ecom             result
///   S1   no level known, or nothing of the stock any              nothing
///   S2   not tracked                             tracked          unlimited (stock.untracked)
///   S3   not tracked                             unlimited        nothing
///   S4   tracked                                 unlimited        by the flow of tracks_stock:
///                                                                 pos_leads limits it again, with
///                                                                 its level; else left, a notice
///   S5   tracked, or not known, a level          tracked, other   the level, whole and at least 0
///   S6   any                                     unknown          nothing
///
/// With a baseline, of two that are tracked now and were tracked then. "Moved" is a level that is
/// another one than right after the last sync; a changed selection of outlets is a movement of the
/// pos.
///
///   id   flow        pos      ecom                result
///   S7   any         not      not moved           nothing, even if the two differ (field.settled)
///   S8   movements   moved    any                 each side gets what moved on the other
///   S8   movements   not      moved               (stock.movements): ecom what the pos has then,
///                                                 the pos ecom's movement, at its ecom outlet
///   S9   pos_leads   moved    any                 as S5
///   S10  pos_leads   not      fell                an online sale that the pos has not booked yet:
///                                                 left, a notice
///   S11  pos_leads   not      rose                as S5: put back
///   S12  tracks_stock changed on one side          S2 and S4 by its flow
///
/// Movements where the pos books online sales itself (`online_sales` as_orders) are pos_leads.
///
/// The level is the sum over the outlet that takes online orders and the selected ones
/// (`stock.outlets`): one without a row counts 0, an unknown level makes the sum unknown. Where
/// a level is to be written and it is not known which outlet takes online orders, there is none,
/// and one hold says so for all.
namespace twinshelf {

/// The outlets that count.
class outlet_selection {
public:
    /// Reports a selected outlet that is not there.
    explicit outlet_selection(const task& t);

    /// The sum over the outlets that count. No value where it is not known. Asked for only where
    /// it matters: what is in its way is said.
    [[nodiscard]] std::optional<stock_level> level(const pos::sellable& s) const;

    /// The outlet that takes online orders, and with it the stock that they take; "" where that is
    /// not known.
    [[nodiscard]] std::string_view of_orders() const
    {
        return none_known ? std::string_view{} : orders;
    }

    /// How often a level that was told has left something to say.
    [[nodiscard]] std::size_t remarks() const { return remarks_; }

    /// Adds the remarks of another selection of the same outlets.
    void add_remarks(const outlet_selection& other)
    {
        unlisted.insert(other.unlisted.begin(), other.unlisted.end());
        repeated.insert(other.repeated.begin(), other.repeated.end());
        asked = asked || other.asked;
        remarks_ += other.remarks_;
    }

    /// Says which outlets on stock rows are in no list or there twice, and once if it is not known
    /// which outlet counts at all (`stock.outlets`).
    void say_outlets() const;

private:
    /// An outlet that is listed or selected.
    struct place {
        std::string_view id;
        bool counts = false;
        std::size_t then = 0;   ///< which one came next, on the rows that were seen last
        std::uint64_t turn = 0; ///< of the sellable that had a row for it last
    };

    /// Where an outlet is among the places, at first sight or not; their end where it is not.
    [[nodiscard]] std::size_t place_of(std::string_view id, std::size_t guess) const
    {
        if (guess < places.size() && detail::same_letters(places[guess].id, id)) return guess;
        const auto at = std::lower_bound(places.begin(), places.end(), id,
                                         [](const place& p, auto wanted) { return p.id < wanted; });
        return at != places.end() && at->id == id ? static_cast<std::size_t>(at - places.begin())
                                                  : places.size();
    }

    const task& t;
    bool none_known = false;
    std::string_view orders{};           ///< the outlet that takes online orders
    mutable std::vector<place> places{}; ///< sorted by id
    mutable std::size_t first = 0;       ///< the outlet of the first row that was seen last
    mutable std::set<std::string_view> unlisted;
    mutable bool asked = false;                  ///< some level was to be told
    mutable std::set<std::string_view> repeated; ///< outlets that a sellable has two rows for
    mutable std::uint64_t turn = 0;              ///< of a sellable whose level is told
    mutable std::size_t remarks_ = 0;
};

/// What ecom may sell of a level: whole units, at least 0 (`stock.whole`, `stock.negative`).
[[nodiscard]] constexpr std::int64_t to_sell(stock_level level)
{
    return std::max<std::int64_t>(0, whole_units(level));
}

namespace detail {

/// The ids on stock rows, as far as the second one: is there only one outlet?
inline std::set<std::string_view> first_outlets_on_rows(const task& t)
{
    std::set<std::string_view> found;
    const auto look = [&](const pos::sellable& s) {
        if (s.stock)
            for (const auto& row : *s.stock)
                if (!blank(row.outlet_id.text)) found.insert(row.outlet_id.text);
    };
    for (const auto& p : t.pos.products.records) {
        look(p.sellable);
        if (p.variants)
            for (const auto& v : *p.variants)
                look(v.sellable);
        if (found.size() > 1) break;
    }
    return found;
}

} // namespace detail

/// The outlet that takes online orders, as far as that is known: where nobody says it, the only
/// one that there is.
[[nodiscard]] inline std::string_view outlet_of_orders(const task& t)
{
    if (t.pos.ecom_outlet.has_value() && !blank(t.pos.ecom_outlet->text))
        return t.pos.ecom_outlet->text;
    if (t.pos.outlets) {
        const auto& all = *t.pos.outlets;
        const bool one = std::all_of(all.begin(), all.end(),
                                     [&](const auto& o) { return o.id == all.front().id; });
        return !all.empty() && one ? std::string_view{all.front().id.text} : std::string_view{};
    }
    const auto seen = detail::first_outlets_on_rows(t);
    return seen.size() == 1 && t.pos.products.complete() ? *seen.begin() : std::string_view{};
}

inline outlet_selection::outlet_selection(const task& all) : t(all)
{
    if (!t.policy.syncs(field::product_stock)) return;
    std::vector<std::string_view> selected, listed; // sorted
    if (t.pos.outlets)
        for (const auto& o : *t.pos.outlets)
            listed.push_back(o.id.text);
    std::sort(listed.begin(), listed.end());
    listed.erase(std::unique(listed.begin(), listed.end()), listed.end());
    const auto is_listed = [&](std::string_view id) {
        return !t.pos.outlets || std::binary_search(listed.begin(), listed.end(), id);
    };
    orders = outlet_of_orders(t);
    none_known = orders.data() == nullptr || !is_listed(orders);
    if (orders.data() != nullptr) selected.push_back(orders);
    for (const auto& id : t.policy.outlets)
        selected.push_back(id.text);
    std::sort(selected.begin(), selected.end());
    selected.erase(std::unique(selected.begin(), selected.end()), selected.end());

    std::erase_if(selected, [&](std::string_view id) {
        if (is_listed(id)) return false;
        t.say(severity::error, rule::stock_outlets, kind::product, {},
              "The selected outlet " + std::string{id} + " is not there; it counts nothing.")
            .key += id;
        return true;
    });
    for (const auto id : selected)
        places.push_back({id, true});
    for (const auto id : listed)
        if (!std::binary_search(selected.begin(), selected.end(), id)) places.push_back({id});
    std::erase_if(places, [](const place& p) { return blank(p.id); });
    std::sort(places.begin(), places.end(),
              [](const place& a, const place& b) { return a.id < b.id; });
}

inline std::optional<stock_level> outlet_selection::level(const pos::sellable& s) const
{
    if (!s.stock) return {};
    asked = true;
    if (none_known) {
        ++remarks_;
        return {};
    }
    stock_level in{}, out{}; // apart, so that the order of rows means nothing even at the limits
    ++turn;
    bool known = true;
    auto* guess = &first;
    for (const auto& row : *s.stock) {
        const auto at = place_of(row.outlet_id.text, *guess);
        if (at == places.size()) {
            if (!blank(row.outlet_id.text) && !t.pos.outlets) continue;
            unlisted.insert(row.outlet_id.text);
            ++remarks_;
            continue;
        }
        auto& outlet = places[at];
        *guess = at;
        guess = &outlet.then;
        if (!outlet.counts) continue;
        if (outlet.turn == turn) {
            repeated.insert(outlet.id);
            ++remarks_;
            known = false;
        } else if (!row.level) {
            known = false;
        } else {
            auto& part = *row.level < stock_level{} ? out : in;
            part = total(part, *row.level);
        }
        outlet.turn = turn;
    }
    if (!known) return {};
    return total(in, out);
}

inline void outlet_selection::say_outlets() const
{
    for (const auto id : unlisted)
        t.say(severity::error, rule::stock_outlets, kind::product, {},
              "There is stock at the outlet " + std::string{id} +
                  ", which is not there; it counts nothing.")
            .key += id;
    for (const auto id : repeated)
        t.say(severity::error, rule::record_isolated, kind::product, {},
              "Some products have two stock levels at the outlet " + std::string{id} +
                  "; their stock is left alone.",
              field::product_stock)
            .key += id;
    if (none_known && asked)
        t.say(severity::hold, rule::stock_outlets, kind::product, {},
              "Stock is not synced: which outlet takes the online orders is not known.");
}

/// Adds the stock of a new sellable to its record.
inline void stock_new(const task& t, const outlet_selection& outlets, const pos::sellable& s,
                      std::vector<setting>& record)
{
    if (s.tracks_stock && t.policy.syncs(field::product_tracks_stock))
        record.push_back({field::product_tracks_stock, *s.tracks_stock});
    if (s.tracks_stock == false || !t.policy.syncs(field::product_stock)) return; // S2
    if (const auto level = outlets.level(s))
        record.push_back({field::product_stock, to_sell(*level)});
}

/// What moves on each side of a pair.
struct stock_moves {
    std::optional<move_stock> pos{}, ecom{};
};

namespace detail {

/// The level that a baseline remembers of a sellable.
[[nodiscard]] inline std::optional<stock_level> kept_level(const pos::sellable& base)
{
    if (!base.stock || base.stock->size() != 1) return {};
    return base.stock->front().level;
}

/// The level at one outlet, 0 without a row.
[[nodiscard]] inline stock_level level_at(const pos::sellable& s, std::string_view outlet)
{
    for (const auto& row : *s.stock)
        if (row.outlet_id.text == outlet) return row.level.value_or(stock_level{});
    return {};
}

} // namespace detail

/// Adds the changes that give an ecom sellable the stock of its pos one; what is to be moved comes
/// back, as it makes actions of its own.
[[nodiscard]] inline stock_moves compare_stock(const task& t, const outlet_selection& outlets,
                                               const twin<pos::sellable, ecom::sellable>& now,
                                               const twin<pos::sellable, ecom::sellable>& base,
                                               std::vector<change>& changes, product_tally& tally)
{
    const auto& pos = now.pos;
    const auto& ecom = now.ecom;
    const auto tracks = t.policy[field::product_tracks_stock];
    const auto tracking = shape_of(moved(pos.tracks_stock, base.pos.tracks_stock),
                                   moved(ecom.tracks_stock, base.ecom.tracks_stock));
    const auto how = merge(tracks, tracking, later::pos);
    const bool fills = tracks == flow::fill;
    const bool tracks_differ =
        pos.tracks_stock && ecom.tracks_stock && *pos.tracks_stock != *ecom.tracks_stock;
    const auto set_tracks = [&] {
        changes.push_back({field::product_tracks_stock, *ecom.tracks_stock, *pos.tracks_stock,
                           rule::stock_untracked, cause_of(tracking)});
    };
    if (pos.tracks_stock == false) { // S2, S3
        const bool by_pos = how == verdict::take_pos || how == verdict::by_rule;
        if (tracks_differ && !fills && by_pos) set_tracks();
        return {};
    }
    const bool limit = tracks_differ && how == verdict::take_pos && !fills;
    if (tracks_differ && !limit && tracks == flow::pos_edits) ++tally.left_unlimited; // S4
    if (ecom.tracks_stock == false && !limit) return {};                              // S4

    constexpr auto f = field::product_stock;
    if (!ecom.quantity && !limit) return {}; // S6
    if (!t.policy.syncs(f) || t.policy[f] == flow::on_create) {
        if (limit) set_tracks();
        return {};
    }
    const auto level = outlets.level(pos);
    if (!level) return {}; // S1
    if (limit) set_tracks();
    const auto was = limit ? std::nullopt : detail::kept_level(base.pos);
    const auto held = ecom.quantity ? units(*ecom.quantity) : stock_level{};
    const auto set = [&](cause why) {
        if (ecom.quantity == to_sell(*level)) return;
        changes.push_back({f, ecom.quantity ? value{*ecom.quantity} : value{unknown_t{}},
                           to_sell(*level), rule::stock_pos_leads, why});
    };
    if (!was || !base.ecom.quantity || !ecom.quantity) { // S5
        set(cause::differs);
        return {};
    }
    const auto in_pos = *level - *was;
    const auto in_ecom = held - units(*base.ecom.quantity);
    const stock_movement none_at_all{};
    if (in_pos == none_at_all && in_ecom == none_at_all) return {}; // S7
    const auto why = cause_of(shape_of(in_pos != none_at_all, in_ecom != none_at_all));
    if (t.policy[f] == flow::pos_leads || t.policy.online_sales == online_sales::as_orders) {
        if (in_pos == none_at_all && in_ecom < none_at_all && ecom.quantity != to_sell(*level))
            ++tally.unbooked; // S10
        else
            set(why); // S9, S11
        return {};
    }
    stock_moves moves; // S8
    const auto after = *level + in_ecom;
    if (const auto by = units(to_sell(after)) - held; by != none_at_all)
        moves.ecom = move_stock{by, units(to_sell(after)), {}};
    if (in_ecom != none_at_all)
        moves.pos = move_stock{in_ecom, detail::level_at(pos, outlets.of_orders()) + in_ecom,
                               std::string{outlets.of_orders()}};
    return moves;
}

} // namespace twinshelf
