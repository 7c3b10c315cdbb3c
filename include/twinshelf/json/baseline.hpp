#pragma once

#include "twinshelf/baseline.hpp"
#include "twinshelf/json/snapshot.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

/// Baselines as JSON text, for the host to keep: both sides as snapshots in their own form, the
/// pairs that one side has lost, and the products at rest; see docs/model.md.
namespace twinshelf::json {

/// `pos` and `ecom` must be there, so that another file is not taken for a first contact.
[[nodiscard]] parsed<baseline> read_baseline(std::string_view text);

/// Reading the text gives an equal baseline, but that a section without records is absent in it: of
/// what a baseline does not hold it says nothing. What goes without saying is left out.
[[nodiscard]] std::string write(const baseline& base, int indent = -1);

namespace detail {

/// A baseline on its way, with the heads of its sides.
struct baseline_envelope {
    envelope<pos::snapshot> pos;
    envelope<ecom::snapshot> ecom;
    std::vector<lost_pair>& lost;
    resting_pairs& at_rest;
    std::optional<schema_number> schema{};
};

template <class Visit, is<baseline_envelope> E>
constexpr void members(Visit&& visit, E& e)
{
    visit("schema", e.schema);
    visit("pos", e.pos);
    visit("ecom", e.ecom);
    visit("lost", e.lost);
    visit("at_rest", e.at_rest);
}

template <class Snapshot>
inline constexpr bool required<envelope<Snapshot>> = true;

/// Reads the text once; the scales say afterwards what the amounts of a side were taken for.
[[nodiscard]] inline parsed<baseline> read_once(std::string_view text, money_scale& pos_scale,
                                                money_scale& ecom_scale)
{
    parsed<baseline> result;
    context c;
    baseline_envelope e{{.snapshot = result.value.pos, .scale = pos_scale},
                        {.snapshot = result.value.ecom, .scale = ecom_scale},
                        result.value.lost,
                        result.value.at_rest};
    reader r{{&e, &place_of<baseline_envelope>}, c, result.faults};
    parse(text, r);
    settle(e.pos, result.faults, "/pos");
    settle(e.ecom, result.faults, "/ecom");
    pos_scale = e.pos.scale;
    ecom_scale = e.ecom.scale;
    return result;
}

// Whether a member of a side has to be written.

[[nodiscard]] bool says_something(const auto& member)
{
    return known(member);
}
template <class Record>
[[nodiscard]] bool says_something(const section<Record>& member)
{
    return !member.records.empty();
}
/// A list that is there is complete where nothing is said.
[[nodiscard]] inline bool says_something(const section_words& words)
{
    return words != section_words{};
}

/// A side without what goes without saying.
template <class Snapshot>
void print_side(printer& out, const Snapshot& s)
{
    auto e = sealed(s);
    e.schema.reset();
    each_section(
        [](std::string_view, auto& word, const auto& section) {
            if (section.records.empty() || section.complete()) word.reset();
        },
        e.sections, s);
    out.set_money_decimals(s.currency.decimals);
    out.open('{');
    members(
        [&](std::string_view name, const auto& member) {
            if (!says_something(member)) return;
            out.key(name);
            print(out, member);
        },
        e);
    out.close('}');
}

} // namespace detail

inline parsed<baseline> read_baseline(std::string_view text)
{
    detail::money_scale pos, ecom;
    auto result = detail::read_once(text, pos, ecom);
    const bool pos_again = detail::must_read_again(pos, result.value.pos.currency);
    const bool ecom_again = detail::must_read_again(ecom, result.value.ecom.currency);
    if (pos_again || ecom_again) result = detail::read_once(text, pos, ecom);
    return result;
}

inline std::string write(const baseline& base, int indent)
{
    using namespace detail;
    printer out{indent};
    out.open('{');
    out.key("schema");
    print(out, schema_number{});
    out.key("pos");
    print_side(out, base.pos);
    out.key("ecom");
    print_side(out, base.ecom);
    if (!base.lost.empty()) {
        out.key("lost");
        print(out, base.lost);
    }
    if (base.at_rest != resting_pairs{}) {
        out.key("at_rest");
        print(out, base.at_rest);
    }
    out.close('}');
    return out.take();
}

} // namespace twinshelf::json
