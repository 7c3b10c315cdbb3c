#pragma once

#include "twinshelf/json/record.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

/// Snapshots as JSON text, member by member under the members' names; see docs/model.md.
///
/// An absent key is unknown, and so is null where the type has no none. Unknown keys are ignored,
/// everything else that does not fit is a fault. Measures and stock levels are rounded to a
/// millionth, times are cut to a microsecond.
namespace twinshelf::json {

[[nodiscard]] parsed<pos::snapshot> read_pos(std::string_view text);
[[nodiscard]] parsed<ecom::snapshot> read_ecom(std::string_view text);

/// Reading the text gives an equal snapshot. `indent` below 0 puts all of it on one line. Bytes
/// that are no UTF-8 become U+FFFD.
[[nodiscard]] std::string write(const pos::snapshot& snapshot, int indent = -1);
[[nodiscard]] std::string write(const ecom::snapshot& snapshot, int indent = -1);

namespace detail {

struct currency_code {
    std::string text{};
};

inline bool read(currency_code& to, text_token from, context& c)
{
    to.text = from.content;
    if (!c.money->fixed) c.money->decimals = default_decimals(to.text);
    return true;
}
inline std::string expected(type<currency_code>)
{
    return R"(a currency like "USD")";
}
inline void print(printer& out, const currency_code& code)
{
    out.text(code.text);
}

/// What a text says of its sections.
struct section_words {
    std::optional<completeness> categories{};
    std::optional<completeness> products{};
    std::optional<completeness> customer_groups{};
    std::optional<completeness> customers{};

    friend bool operator==(const section_words&, const section_words&) = default;
};

template <class Visit, is<section_words> S>
constexpr void members(Visit&& visit, S& words)
{
    visit("categories", words.categories);
    visit("products", words.products);
    visit("customer_groups", words.customer_groups);
    visit("customers", words.customers);
}

template <>
inline constexpr bool is_closed<section_words> = true;

/// A snapshot, const or not, with the head of its text.
template <class Snapshot>
struct envelope {
    Snapshot& snapshot;
    std::optional<schema_number> schema{};
    std::optional<currency_code> currency{};
    std::optional<currency_decimals> decimals{};
    section_words sections{};
    std::optional<mass_unit> weight_unit{};
    std::optional<twinshelf::length_unit> length_unit{};
    money_scale scale{}; ///< of its amounts
};

template <class Snapshot>
void enter(envelope<Snapshot>& e, context& c)
{
    c.money = &e.scale;
}

template <class E, class Snapshot>
concept envelope_of = is<E, envelope<Snapshot>> || is<E, envelope<const Snapshot>>;

constexpr void head_members(auto&& visit, auto& e)
{
    visit("schema", e.schema);
    visit("taken_at", e.snapshot.taken_at);
    visit("currency", e.currency);
    visit("currency_decimals", e.decimals);
}

constexpr void section_members(auto&& visit, auto& e)
{
    visit("categories", e.snapshot.categories);
    visit("products", e.snapshot.products);
    visit("customer_groups", e.snapshot.customer_groups);
    visit("customers", e.snapshot.customers);
}

template <class Visit, envelope_of<pos::snapshot> E>
constexpr void members(Visit&& visit, E& e)
{
    head_members(visit, e);
    visit("sections", e.sections);
    visit("outlets", e.snapshot.outlets);
    visit("ecom_outlet", e.snapshot.ecom_outlet);
    section_members(visit, e);
}

template <class Visit, envelope_of<ecom::snapshot> E>
constexpr void members(Visit&& visit, E& e)
{
    head_members(visit, e);
    visit("weight_unit", e.weight_unit);
    visit("length_unit", e.length_unit);
    visit("sections", e.sections);
    section_members(visit, e);
}

/// The words and the sections, pair by pair.
template <class Visit, class Snapshot>
void each_section(Visit&& visit, section_words& words, Snapshot& snapshot)
{
    visit("categories", words.categories, snapshot.categories);
    visit("products", words.products, snapshot.products);
    visit("customer_groups", words.customer_groups, snapshot.customer_groups);
    visit("customers", words.customers, snapshot.customers);
}

/// Gives the snapshot what only the whole head can say. `at` is where it stands in the text.
template <class Snapshot>
void settle(envelope<Snapshot>& e, std::vector<fault>& faults, const std::string& at = {})
{
    auto& s = e.snapshot;
    if (e.currency) s.currency.code = e.currency->text;
    s.currency.decimals = e.decimals ? e.decimals->number : default_decimals(s.currency.code);
    if constexpr (is<Snapshot, ecom::snapshot>) {
        s.weight_unit = e.weight_unit.value_or(s.weight_unit);
        s.length_unit = e.length_unit.value_or(s.length_unit);
    }
    each_section(
        [&](std::string_view name, std::optional<completeness> word, auto& section) {
            if (!word) return;
            if (*word == completeness::absent && !section.records.empty()) {
                faults.push_back({at + "/sections/" + std::string{name},
                                  "\"partial\" or \"complete\", as there are records",
                                  "the text \"absent\""});
                section.state = completeness::partial;
            } else if (*word != completeness::complete || section.state != completeness::partial) {
                section.state = *word;
            }
        },
        e.sections, s);
}

/// Amounts may come before their currency: then all is to be read again, by the scale that it
/// turned out to be. Whether that is so; the scale is the right one then.
[[nodiscard]] inline bool must_read_again(money_scale& scale, const currency& turned_out)
{
    const bool wrong = (scale.used & ~(std::uint64_t{1} << turned_out.decimals)) != 0;
    scale = {.decimals = turned_out.decimals, .fixed = true};
    return wrong;
}

/// Reads the text once; `scale` says afterwards what its amounts were taken for.
template <class Snapshot>
[[nodiscard]] parsed<Snapshot> read_once(std::string_view text, money_scale& scale)
{
    parsed<Snapshot> result;
    context c;
    envelope<Snapshot> e{.snapshot = result.value, .scale = scale};
    reader r{{&e, &place_of<envelope<Snapshot>>}, c, result.faults};
    parse(text, r);
    settle(e, result.faults);
    scale = e.scale;
    return result;
}

template <class Snapshot>
[[nodiscard]] parsed<Snapshot> read_snapshot(std::string_view text)
{
    money_scale scale;
    auto result = read_once<Snapshot>(text, scale);
    if (must_read_again(scale, result.value.currency)) result = read_once<Snapshot>(text, scale);
    return result;
}

/// A snapshot with the head that it is written with.
template <class Snapshot>
[[nodiscard]] envelope<const Snapshot> sealed(const Snapshot& s)
{
    envelope<const Snapshot> e{.snapshot = s, .schema = schema_number{}};
    const auto& [code, decimals] = s.currency;
    if (!code.empty()) e.currency = currency_code{code};
    if (decimals != default_decimals(code)) e.decimals = currency_decimals{decimals};
    if constexpr (is<Snapshot, ecom::snapshot>) {
        if (s.weight_unit != mass_unit::kg) e.weight_unit = s.weight_unit;
        if (s.length_unit != length_unit::cm) e.length_unit = s.length_unit;
    }
    each_section([](std::string_view, auto& word, const auto& section) { word = section.state; },
                 e.sections, s);
    return e;
}

template <class Snapshot>
[[nodiscard]] std::string write_snapshot(const Snapshot& s, int indent)
{
    printer out{indent, s.currency.decimals};
    print(out, sealed(s));
    return out.take();
}

} // namespace detail

inline parsed<pos::snapshot> read_pos(std::string_view text)
{
    return detail::read_snapshot<pos::snapshot>(text);
}

inline parsed<ecom::snapshot> read_ecom(std::string_view text)
{
    return detail::read_snapshot<ecom::snapshot>(text);
}

inline std::string write(const pos::snapshot& snapshot, int indent)
{
    return detail::write_snapshot(snapshot, indent);
}

inline std::string write(const ecom::snapshot& snapshot, int indent)
{
    return detail::write_snapshot(snapshot, indent);
}

} // namespace twinshelf::json
