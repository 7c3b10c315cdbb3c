#pragma once

#include "twinshelf/detail/unicode.hpp"
#include "twinshelf/ecom.hpp"
#include "twinshelf/plan.hpp"
#include "twinshelf/pos.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
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

/// The text in one line: what a terminal does not print, or would print elsewhere, as an escape.
[[nodiscard]] std::string visible(std::string_view text);

/// Appends `text` as lines of up to 100 columns, the first indented by `first`, the others by
/// `others`.
void append_wrapped(std::string& out, std::string_view text, std::size_t first, std::size_t others);

/// What a field is called in the report of a change on one side.
[[nodiscard]] std::string label(field f, side on);

/// "1 hold", "2 holds".
[[nodiscard]] std::string counted(std::size_t count, std::string_view word);

/// What the records of both snapshots are called.
class names {
public:
    names(const pos::snapshot& pos, const ecom::snapshot& ecom);

    /// The name on that side, else on the other one; "" where there is none.
    [[nodiscard]] std::string of(kind k, const ref& r, side on) const;
    [[nodiscard]] std::string on(side s, kind k, const ref& r) const;

private:
    using index = std::unordered_map<std::string_view, std::string>;

    [[nodiscard]] index& at(side s, kind k)
    {
        return indexes_[static_cast<std::size_t>(s)][static_cast<std::size_t>(k)];
    }

    std::array<std::array<index, words(kind{}).size()>, words(side{}).size()> indexes_{};
};

class reporter {
public:
    reporter(const plan& p, const pos::snapshot& pos, const ecom::snapshot& ecom)
        : plan_(p), names_(pos, ecom)
    {
    }

    [[nodiscard]] std::string text() &&;

private:
    void add_kind(kind k);
    void add_group(const std::vector<const action*>& group);
    void add_reasons(const std::vector<const action*>& group);
    void add(const action& a, std::string_view reason);
    void add(const new_variation& v, side on);
    void add(const std::vector<picture>& pictures);
    void add(const issue& i);
    void add_totals();
    void line(std::string_view text, std::size_t indent, std::size_t hanging = 2)
    {
        append_wrapped(out_, text, indent, indent + hanging);
    }

    [[nodiscard]] std::string titled(const action& a) const;
    [[nodiscard]] std::string titled(kind k, const ref& r, std::string_view name) const;
    [[nodiscard]] std::string shown(const value& v, field f, side on) const;
    [[nodiscard]] std::string shown(const ref& r, kind k, side on) const;

    const plan& plan_;
    names names_;
    std::string out_{};
};

inline std::string visible(std::string_view text)
{
    std::string out;
    while (!text.empty()) {
        const auto step = decode_first(text);
        const auto code = static_cast<std::uint32_t>(step.code);
        const auto in = [&](std::uint32_t first, std::uint32_t last) {
            return code >= first && code <= last;
        };
        if (!step.valid)
            out += fmt::format("\\x{:02x}", code);
        else if (code == '\n' || code == '\t')
            out += code == '\n' ? "\\n" : "\\t";
        // Controls, and what changes the direction of the text or hides in it.
        else if (in(0, 0x1F) || in(0x7F, 0x9F) || code == 0x61C || in(0x200B, 0x200F) ||
                 in(0x2028, 0x202E) || in(0x2060, 0x2069) || code == 0xFEFF)
            out += fmt::format("\\u{{{:x}}}", code);
        else
            out += text.substr(0, step.size);
        text.remove_prefix(step.size);
    }
    return out;
}

inline void append_wrapped(std::string& out, std::string_view text, std::size_t first,
                           std::size_t others)
{
    constexpr std::size_t width = 100;
    const auto starts_character = [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    };
    for (auto indent = first;; indent = others) {
        // The line ends before the last blank that fits, or the first one where none does.
        std::size_t columns = indent, end = text.npos;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] == ' ' && i != 0 && (columns <= width || end == text.npos)) end = i;
            columns += starts_character(text[i]) ? 1 : 0;
            if (columns > width && end != text.npos) break;
        }
        if (columns <= width) end = text.npos;
        out.append(indent, ' ').append(text.substr(0, end)) += '\n';
        if (end == text.npos) return;
        text.remove_prefix(end + 1);
    }
}

inline std::string label(field f, side on)
{
    if (f == field::product_active && on == side::ecom) return "enabled";
    if (f == field::product_price && on == side::pos) return "online price";
    if (f == field::product_stock && on == side::ecom) return "quantity";
    if (f == field::category_order) return "position";
    std::string words{entry(f).key};
    std::replace(words.begin(), words.end(), '_', ' ');
    return words;
}

inline std::string counted(std::size_t count, std::string_view word)
{
    return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

/// "T-Shirt, White / S".
[[nodiscard]] inline std::string variant_name(std::string_view product, const auto& values,
                                              std::string_view sku)
{
    std::string all;
    for (const auto& value : values)
        (all += all.empty() ? "" : " / ") += value;
    if (all.empty()) all = sku;
    return fmt::format("{}{}{}", product, product.empty() || all.empty() ? "" : ", ", all);
}

[[nodiscard]] inline std::string customer_name(const auto& customer)
{
    std::string all;
    for (const auto* part : {&customer.first_name, &customer.last_name, &customer.email})
        if (*part && !(**part).empty()) (all += all.empty() ? "" : " ") += **part;
    return all;
}

inline names::names(const pos::snapshot& pos, const ecom::snapshot& ecom)
{
    const auto add_named = [](index& into, const auto& records) {
        for (const auto& r : records)
            into.emplace(r.id.text, r.name.value_or(""));
    };
    const auto add_customers = [](index& into, const auto& records) {
        for (const auto& r : records)
            into.emplace(r.id.text, customer_name(r));
    };
    add_named(at(side::pos, kind::category), pos.categories.records);
    add_named(at(side::pos, kind::product), pos.products.records);
    add_named(at(side::pos, kind::customer_group), pos.customer_groups.records);
    add_customers(at(side::pos, kind::customer), pos.customers.records);
    add_named(at(side::ecom, kind::category), ecom.categories.records);
    add_named(at(side::ecom, kind::product), ecom.products.records);
    add_named(at(side::ecom, kind::customer_group), ecom.customer_groups.records);
    add_customers(at(side::ecom, kind::customer), ecom.customers.records);

    for (const auto& p : pos.products.records)
        if (p.variants)
            for (const auto& v : *p.variants)
                at(side::pos, kind::variant)
                    .emplace(v.id.text,
                             variant_name(p.name.value_or(""),
                                          v.attribute_values.value_or(std::vector<std::string>{}),
                                          v.sellable.sku.value_or("")));
    for (const auto& p : ecom.products.records)
        if (p.variations)
            for (const auto& v : *p.variations) {
                std::vector<std::string_view> values;
                if (v.option_values)
                    for (const auto& option : *v.option_values)
                        values.push_back(option.value);
                at(side::ecom, kind::variant)
                    .emplace(v.id.text, variant_name(p.name.value_or(""), values,
                                                     v.sellable.sku.value_or("")));
            }
}

inline std::string names::on(side s, kind k, const ref& r) const
{
    const auto& records = indexes_[static_cast<std::size_t>(s)][static_cast<std::size_t>(k)];
    const auto found = records.find(s == side::pos ? r.pos_id : r.ecom_id);
    return found == records.end() ? std::string{} : visible(found->second);
}

inline std::string names::of(kind k, const ref& r, side on_side) const
{
    auto name = on(on_side, k, r);
    if (name.empty()) name = on(on_side == side::pos ? side::ecom : side::pos, k, r);
    return name;
}

/// How a kind is called, many or one.
[[nodiscard]] constexpr std::string_view title(kind k)
{
    constexpr std::array<std::string_view, 5> titles{"Categories", "Products", "Variants",
                                                     "Customer groups", "Customers"};
    return titles[static_cast<std::size_t>(k)];
}

[[nodiscard]] constexpr std::string_view singular(kind k)
{
    return k == kind::customer_group ? "customer group" : name(k);
}

[[nodiscard]] constexpr std::string_view reason(cause c)
{
    constexpr std::array<std::string_view, 6> reasons{"changed at the till",
                                                      "changed online",
                                                      "changed on both sides",
                                                      "the sides differ",
                                                      "",
                                                      "decided"};
    return reasons[static_cast<std::size_t>(c)];
}

inline std::string reporter::text() &&
{
    line(fmt::format("Plan by the {} profile", visible(plan_.profile)), 0);
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

inline void reporter::add_group(const std::vector<const action*>& group)
{
    const auto& first = *group.front();
    const auto heading = first.match(
        [](const create&) { return "New in"; }, [](const update&) { return "Changed in"; },
        [](const erase&) { return "Removed from"; }, [](const link_to&) { return "Linked in"; },
        [](const reorder&) { return "Put in order in"; },
        [](const set_images&) { return "Pictures set in"; });
    line(fmt::format("{} {} ({})", heading,
                     first.side == side::ecom ? "the online store" : "the till", group.size()),
         2);
    add_reasons(group);
    const bool one_rule = std::all_of(group.begin(), group.end(),
                                      [&](const auto* a) { return a->rule == first.rule; });
    for (const auto* a : group)
        add(*a, one_rule ? std::string{} : fmt::format(" [{}]", name(a->rule)));
}

/// Each rule of the group with its sentence, once.
inline void reporter::add_reasons(const std::vector<const action*>& group)
{
    std::vector<rule> rules;
    for (const auto* a : group) {
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
            std::string all;
            for (const auto& s : c.record)
                if (entry(s.field).key != "name")
                    all += fmt::format("{}{}: {}", all.empty() ? "" : ", ", label(s.field, a.side),
                                       shown(s.to, s.field, a.side));
            if (!all.empty()) line(all, 8, 0);
            for (const auto& v : c.variations)
                add(v, a.side);
            add(c.images);
        },
        [&](const update& u) {
            head(titled(a));
            for (const auto& c : u.changes)
                line(fmt::format("{}: {} → {} [{}{}{}]", label(c.field, a.side),
                                 shown(c.from, c.field, a.side), shown(c.to, c.field, a.side),
                                 name(c.rule), reason(c.cause).empty() ? "" : ", ",
                                 reason(c.cause)),
                     8);
        },
        [&](const erase& r) {
            head(fmt::format("{}{}", titled(a), rule_mark));
            std::string all;
            for (const auto f : r.loses)
                all += (all.empty() ? "what is lost with it: " : ", ") + label(f, a.side);
            if (!all.empty()) line(all, 8);
        },
        [&](const link_to&) {
            head(fmt::format(
                "{} belongs to {}{}",
                titled(a.kind, {.ecom_id = a.of.ecom_id}, names_.on(side::ecom, a.kind, a.of)),
                titled(a.kind, {.pos_id = a.of.pos_id}, names_.on(side::pos, a.kind, a.of)),
                rule_mark));
        },
        [&](const reorder& r) {
            head(fmt::format("{}{}",
                             r.parent.empty() ? "at the top level"
                                              : "below " + shown(r.parent, a.kind, a.side),
                             rule_mark));
            std::string all;
            for (std::size_t i = 0; i < r.order.size(); ++i)
                all += fmt::format("{}{}. {}", i == 0 ? "" : ", ", i + 1,
                                   shown(r.order[i], a.kind, a.side));
            line(all, 8, 0);
        },
        [&](const set_images& s) {
            head(fmt::format("{}{}", titled(a), rule_mark));
            add(s.images);
            if (!s.loses.empty())
                line(fmt::format("drops {} that only the online store has",
                                 counted(s.loses.size(), "picture")),
                     8);
        });
}

inline void reporter::add(const new_variation& v, side on)
{
    std::string all;
    for (const auto& s : v.record)
        all += fmt::format("{}{}: {}", all.empty() ? "" : ", ", label(s.field, on),
                           shown(s.to, s.field, on));
    line(fmt::format("variant {}: {}", visible(v.of.pos_id), all), 8, 0);
}

inline void reporter::add(const std::vector<picture>& pictures)
{
    std::string all;
    for (const auto& p : pictures)
        all += fmt::format("{}{}", all.empty() ? "pictures: " : ", ",
                           p.keep.empty() ? visible(p.upload) + " (new)"
                                          : "the one there, " + visible(p.keep));
    if (!all.empty()) line(all, 8, 0);
}

inline void reporter::add(const issue& i)
{
    line(fmt::format("- {} [{}]", visible(i.message), name(i.rule)), 2);
    std::string about;
    for (const auto& r : i.records)
        about +=
            (about.empty() ? "about: " : ", ") + titled(i.kind, r, names_.of(i.kind, r, side::pos));
    if (!about.empty()) line(about, 6);
    if (i.choices.empty()) return;
    std::string choices;
    for (const auto& choice : i.choices)
        choices += (choices.empty() ? "" : ", ") + visible(choice);
    line(fmt::format("to decide: {} ({})", choices, visible(i.key)), 6);
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
        "created", "changed", "deleted", "linked", "put in order", "with new pictures"};
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
    return titled(a.kind, a.of, title);
}

inline std::string reporter::titled(kind k, const ref& r, std::string_view title) const
{
    std::string ids;
    if (!r.pos_id.empty()) ids = "pos " + visible(r.pos_id);
    if (!r.ecom_id.empty()) ids += (ids.empty() ? "ecom " : ", ecom ") + visible(r.ecom_id);
    return fmt::format("{} ({})", title.empty() ? singular(k) : title, ids);
}

inline std::string reporter::shown(const ref& r, kind k, side on) const
{
    auto title = names_.of(k, r, on);
    if (title.empty()) title = titled(k, r, {});
    const bool is_new = (on == side::ecom ? r.ecom_id : r.pos_id).empty();
    return is_new ? title + " (new)" : title;
}

inline std::string reporter::shown(const value& v, field f, side on) const
{
    const auto of = f == field::customer_group ? kind::customer_group
                    : f == field::category_parent || f == field::product_category ? kind::category
                                                                                  : entry(f).kind;
    const auto measure = [](const auto& amount) {
        return fmt::format("{} {}", format_decimal(amount.millionths, 6), name(amount.unit));
    };
    const auto show = []<class... Functions>(Functions... functions) {
        return overloaded<Functions...>{functions...};
    };
    return std::visit(
        show([](unknown_t) { return std::string{"unknown"}; },
             [&](none_t) -> std::string {
                 return f == field::category_parent ? "the top level" : "none";
             },
             [](bool b) { return std::string{b ? "yes" : "no"}; },
             [](std::int64_t n) { return fmt::format("{}", n); },
             [&](money m) { return format_money(m, plan_.money_decimals); },
             [&](const mass& m) { return measure(m); },
             [&](const distance& d) { return measure(d); },
             [](const std::string& text) {
                 return text.empty() ? std::string{"(empty)"} : fmt::format("“{}”", visible(text));
             },
             [&](const ref& r) {
                 if (f != field::product_images) return shown(r, of, on);
                 return r.ecom_id.empty() ? "the new picture " + visible(r.pos_id)
                                          : "the picture " + visible(r.ecom_id);
             },
             [&](const std::vector<option>& options) {
                 std::string all;
                 for (const auto& o : options) {
                     all += fmt::format("{}{} (", all.empty() ? "" : ", ", visible(o.name));
                     for (std::size_t i = 0; i < o.values.size(); ++i)
                         all += (i == 0 ? "" : ", ") + visible(o.values[i]);
                     all += ')';
                 }
                 return all.empty() ? std::string{"none"} : all;
             },
             [&](const std::vector<option_value>& values) {
                 std::string all;
                 for (const auto& chosen : values)
                     all += fmt::format("{}{} {}", all.empty() ? "" : ", ", visible(chosen.name),
                                        visible(chosen.value));
                 return all.empty() ? std::string{"none"} : all;
             },
             [&](const std::vector<ref>& refs) {
                 std::string all;
                 for (const auto& r : refs)
                     all += (all.empty() ? "" : " + ") + shown(r, of, on);
                 return all.empty() ? std::string{"none"} : all;
             }),
        v);
}

} // namespace detail

inline std::string report(const plan& p, const pos::snapshot& pos, const ecom::snapshot& ecom)
{
    return detail::reporter{p, pos, ecom}.text();
}

} // namespace twinshelf
