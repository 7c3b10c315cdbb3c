#pragma once

#include "twinshelf/report/words.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace twinshelf {

/// A plan as a text that a shop owner can read and approve: what is made, changed and removed,
/// kind by kind, each with its reason; then what could not be decided; then the counts.
///
/// Records go by the names that the snapshots give them, else by their ids. Lines are 100 columns
/// wide where a word allows it and end in LF; nothing in a name can break a line or reach a
/// terminal as a control character.
[[nodiscard]] std::string report(const plan& p, const pos::snapshot& pos,
                                 const ecom::snapshot& ecom);

namespace detail {

class reporter {
public:
    reporter(const plan& p, const pos::snapshot& pos, const ecom::snapshot& ecom)
        : plan_(p), ecom_(ecom), names_(pos, ecom), words_(names_, p.money_decimals),
          currency_(pos.currency.code)
    {
    }
    reporter(const reporter&) = delete;

    [[nodiscard]] std::string text() &&;

private:
    using bundle = std::vector<const action*>; // of one kind, verb and side

    void add_kind(kind k);
    void add_group(const bundle& g);
    void add_reasons(const bundle& g);
    void add(const action& a, std::string_view rule_mark);
    void add(const std::vector<picture>& pictures);
    void add(const issue& i);
    void add(const disputed& values, field f);
    void add_totals();
    void line(std::string_view text, std::size_t indent, std::size_t hanging = 2)
    {
        append_wrapped(out_, text, indent, indent + hanging);
    }

    [[nodiscard]] std::string titled(const action& a) const;
    [[nodiscard]] std::string listed(const std::vector<setting>& record, side on) const;
    [[nodiscard]] std::vector<ref> present_order(const ref& parent) const;

    const plan& plan_;
    const ecom::snapshot& ecom_;
    names names_;
    wording words_;
    std::string currency_;
    std::string out_{};
};

inline std::string reporter::text() &&
{
    line(fmt::format("Plan by the {} profile: pos is the till, ecom the online store{}",
                     visible(plan_.profile),
                     currency_.empty() ? "" : "; amounts in " + visible(currency_)),
         0);
    if (plan_.blocked) line("Blocked: a guard held what is too much to be meant.", 0);
    if (!plan_.complete) line("Not complete: some records could not be decided.", 0);
    if (plan_.actions.empty()) line("No actions.", 0);
    for (std::size_t k = 0; k < words(kind{}).size(); ++k)
        add_kind(static_cast<kind>(k));

    constexpr std::array<std::string_view, 4> titles{"Errors, in records that are left alone",
                                                     "Conflicts, for somebody to decide",
                                                     "Held, and not done", "Notices"};
    for (std::size_t s = 0; s < titles.size(); ++s) {
        std::vector<const issue*> group;
        for (const auto& i : plan_.issues)
            if (i.severity == static_cast<severity>(s)) group.push_back(&i);
        if (group.empty()) continue;
        line(fmt::format("\n{} ({})", titles[s], group.size()), 0);
        for (const auto* i : group)
            add(*i);
    }
    add_totals();
    return std::move(out_);
}

inline void reporter::add_kind(kind k)
{
    // by verb, then by side, in the plan's order
    constexpr auto verbs = std::variant_size_v<decltype(action::what)>;
    std::array<std::vector<const action*>, verbs * 2> groups;
    bool any = false;
    for (const auto& a : plan_.actions)
        if (a.kind == k) {
            groups[a.what.index() * 2 + (a.side == side::ecom ? 0 : 1)].push_back(&a);
            any = true;
        }
    const auto& stats = plan_.of(k);
    if (!any && stats == kind_stats{}) return;
    line(fmt::format("\n{}: {} matched, {} unchanged", title(k), stats.matched, stats.unchanged),
         0);
    for (const auto& group : groups)
        if (!group.empty()) add_group(group);
}

inline void reporter::add_group(const bundle& g)
{
    const auto& first = *g.front();
    const auto heading = first.match(
        [](const create&) { return "New in"; }, [](const update&) { return "Changed in"; },
        [](const erase&) { return "Removed from"; }, [](const link_to&) { return "Linked in"; },
        [](const reorder&) { return "Put in order in"; },
        [](const set_images&) { return "Pictures set in"; },
        [](const move_stock&) { return "Stock moved in"; });
    // of changes how many of each field: "price 2, quantity 5"
    std::map<field, int> fields;
    for (const auto* a : g)
        if (const auto* u = std::get_if<update>(&a->what))
            for (const auto& c : u->changes)
                ++fields[c.field];
    const auto counts = joined(fields, ", ", [&](const auto& each) {
        return fmt::format("{} {}", label(each.first, first.side), each.second);
    });
    line(fmt::format("{} {} ({}){}{}", heading,
                     first.side == side::ecom ? "the online store" : "the till", g.size(),
                     counts.empty() || g.size() == 1 ? "" : ": ", g.size() == 1 ? "" : counts),
         2);
    add_reasons(g);
    const bool one_rule =
        std::all_of(g.begin(), g.end(), [&](const auto* a) { return a->rule == first.rule; });
    for (const auto* a : g)
        add(*a, one_rule ? std::string{} : fmt::format(" [{}]", name(a->rule)));
}

/// Each rule of the group with its sentence, once.
inline void reporter::add_reasons(const bundle& g)
{
    std::vector<rule> rules;
    for (const auto* a : g) {
        if (const auto* u = std::get_if<update>(&a->what))
            for (const auto& c : u->changes)
                rules.push_back(c.rule);
        else
            rules.push_back(a->rule);
    }
    std::sort(rules.begin(), rules.end());
    rules.erase(std::unique(rules.begin(), rules.end()), rules.end());
    for (const auto r : rules)
        line(fmt::format("[{}] {}", name(r), entry(r).sentence), 4);
}

inline void reporter::add(const action& a, std::string_view rule_mark)
{
    const auto head = [&](std::string_view text) { line(fmt::format("- {}", text), 4); };
    a.match(
        [&](const create& c) {
            head(fmt::format("{}{}", titled(a), rule_mark));
            const auto all = listed(c.record, a.side);
            if (!all.empty()) line(all, 8, 0);
            for (const auto& v : c.variations) {
                const auto title = names_.of(kind::variant, v.of, side::pos);
                line(fmt::format("with {}: {}", words_.titled(kind::variant, v.of, title),
                                 listed(v.record, a.side)),
                     8);
            }
            add(c.images);
        },
        [&](const update& u) {
            head(titled(a));
            for (const auto& c : u.changes) {
                const auto change = fmt::format("{} → {}", words_.shown(c.from, c.field, a.side),
                                                words_.shown(c.to, c.field, a.side));
                line(fmt::format("{} [{}{}{}]", words_.labelled(c.field, a.side, change),
                                 name(c.rule), reason(c.cause).empty() ? "" : ", ",
                                 reason(c.cause)),
                     8);
            }
        },
        [&](const erase& r) {
            head(fmt::format("{}{}", titled(a), rule_mark));
            if (r.loses.empty()) return;
            line("what is lost with it: " +
                     joined(r.loses, ", ", [&](field f) { return label(f, a.side); }),
                 8);
        },
        [&](const link_to&) {
            const auto one = [&](side on, const ref& r) {
                return words_.titled(a.kind, r, names_.on(on, a.kind, a.of));
            };
            head(fmt::format("{} belongs to {}{}", one(side::ecom, {.ecom_id = a.of.ecom_id}),
                             one(side::pos, {.pos_id = a.of.pos_id}), rule_mark));
        },
        [&](const reorder& r) {
            head(fmt::format("{}{}",
                             r.parent.empty() ? "at the top level"
                                              : "below " + words_.shown(r.parent, a.kind, a.side),
                             rule_mark));
            const auto numbered = [&](const std::vector<ref>& all) {
                std::size_t place = 0;
                return joined(all, ", ", [&](const ref& each) {
                    return fmt::format("{}. {}", ++place, words_.shown(each, a.kind, a.side));
                });
            };
            const auto before = numbered(present_order(r.parent));
            line(before + (before.empty() ? "" : " → ") + numbered(r.order), 8, 0);
        },
        [&](const set_images& s) {
            head(fmt::format("{}{}", titled(a), rule_mark));
            add(s.images);
            if (!s.loses.empty())
                line(fmt::format("drops {} that only the online store has",
                                 counted(s.loses.size(), "picture")),
                     8);
        },
        [&](const move_stock& m) {
            const bool out = m.by < stock_movement{};
            head(fmt::format(
                "{}: {} {}{}, {} {}{}", titled(a),
                format_decimal((out ? -m.by : m.by).millionths, 6), out ? "fewer" : "more",
                a.side == side::pos ? " at " + names_.outlet(m.outlet_id) : "",
                format_decimal(m.to.millionths, 6), out ? "left" : "in stock", rule_mark));
        });
}

/// What a record is made with, without its name. A quantity says that the stock is counted.
inline std::string reporter::listed(const std::vector<setting>& record, side on) const
{
    const bool has_stock = std::any_of(record.begin(), record.end(), [](const setting& s) {
        return s.field == field::product_stock;
    });
    std::vector<const setting*> shown;
    for (const auto& s : record)
        if (entry(s.field).key != "name" &&
            !(has_stock && s.field == field::product_tracks_stock && s.to == value{true}))
            shown.push_back(&s);
    return joined(shown, ", ", [&](const setting* s) {
        return words_.labelled(s->field, on, words_.shown(s->to, s->field, on));
    });
}

/// The subcategories in the order that the online store has now.
inline std::vector<ref> reporter::present_order(const ref& parent) const
{
    std::vector<const ecom::category*> children;
    for (const auto& c : ecom_.categories.records)
        if (parent.empty() ? c.parent_id.is_none()
                           : c.parent_id == ecom::category_id{parent.ecom_id})
            children.push_back(&c);
    std::stable_sort(children.begin(), children.end(), [](const auto* a, const auto* b) {
        return a->position.value_or(0) < b->position.value_or(0);
    });
    std::vector<ref> order;
    for (const auto* c : children)
        order.push_back({.ecom_id = c->id.text});
    return order;
}

inline void reporter::add(const std::vector<picture>& pictures)
{
    if (pictures.empty()) return;
    line("pictures: " + joined(pictures, ", ",
                               [](const picture& p) {
                                   return p.keep.empty() ? visible(p.upload) + " (new)"
                                                         : visible(p.keep) + " (kept)";
                               }),
         8, 0);
}

inline void reporter::add(const issue& i)
{
    const bool listed = std::find(i.records.begin(), i.records.end(), i.of) != i.records.end();
    const auto ids = i.of.empty() || listed ? "" : " (" + wording::ids(i.of) + ")";
    line(fmt::format("- {}{} [{}]", visible(i.message), ids, name(i.rule)), 2);
    if (!i.records.empty())
        line("about: " + joined(i.records, ", ",
                                [&](const ref& r) {
                                    return words_.titled(i.kind, r,
                                                         names_.of(i.kind, r, side::pos));
                                }),
             6);
    if (i.values && i.field) add(*i.values, *i.field);
    if (!i.choices.empty())
        line(fmt::format("to decide: {} ({})", joined(i.choices, ", ", visible), visible(i.key)),
             6);
}

/// What the two sides say, and what they said after the last sync where that is known.
inline void reporter::add(const disputed& values, field f)
{
    const auto pair = [&](const value& pos, const value& ecom) {
        return fmt::format("the till {}, the online store {}", words_.shown(pos, f, side::pos),
                           words_.shown(ecom, f, side::ecom));
    };
    line("now: " + pair(values.pos, values.ecom), 6);
    if (values.base_pos != value{unknown_t{}} || values.base_ecom != value{unknown_t{}})
        line("after the last sync: " + pair(values.base_pos, values.base_ecom), 6);
}

inline void reporter::add_totals()
{
    std::array<std::size_t, std::variant_size_v<decltype(action::what)>> verbs{};
    int waves = 0;
    for (const auto& a : plan_.actions) {
        ++verbs[a.what.index()];
        waves = std::max(waves, a.wave + 1);
    }
    std::array<std::size_t, 4> issues{};
    for (const auto& i : plan_.issues)
        ++issues[static_cast<std::size_t>(i.severity)];
    constexpr std::array<std::string_view, verbs.size()> done{
        "created",      "changed",           "deleted",         "linked",
        "put in order", "with new pictures", "with stock moved"};
    std::string total;
    for (std::size_t v = 0; v < done.size(); ++v)
        if (v < 3 || verbs[v] != 0)
            total += fmt::format("{}{} {}", v == 0 ? "" : ", ", verbs[v], done[v]);
    // one line, however long
    out_ += fmt::format("\n{} in {}: {}; {}, {}, {}, {}\n", counted(plan_.actions.size(), "action"),
                        counted(static_cast<std::size_t>(waves), "wave"), total,
                        counted(issues[1], "conflict"), counted(issues[2], "hold"),
                        counted(issues[3], "notice"), counted(issues[0], "error"));
}

/// The name and the ids, the name as the plan makes it where it makes the record.
inline std::string reporter::titled(const action& a) const
{
    auto title = names_.of(a.kind, a.of, a.side);
    if (const auto* c = std::get_if<create>(&a.what))
        for (const auto& s : c->record)
            if (const auto* text = std::get_if<std::string>(&s.to);
                text && entry(s.field).key == "name")
                title = visible(*text);
    return words_.titled(a.kind, a.of, title);
}

} // namespace detail

inline std::string report(const plan& p, const pos::snapshot& pos, const ecom::snapshot& ecom)
{
    return detail::reporter{p, pos, ecom}.text();
}

} // namespace twinshelf
