#pragma once

#include "twinshelf/rules/three_way.hpp"
#include "twinshelf/synced.hpp"

#include <optional>
#include <string>

/// Comparing and copying plain fields: the same steps for every one of them.
///
///   id   pos              ecom               result
///   F1   unknown          any                nothing
///   F2   any              unknown            nothing
///   F3   blank or none    filled             nothing (field.blank)
///   F4   filled           the same           nothing
///   F5   filled           blank or none      by the flow; `fill` fills
///   F6   filled           different          by the flow; `fill` leaves it
namespace twinshelf {

/// What is counted over all products, and said once instead of for each.
struct product_tally {
    int undecided = 0;           ///< two-way differences without a baseline
    int rounded = 0;             ///< prices finer than the currency
    int unplaced = 0;            ///< created without their category, which was not read
    int taken_away = 0;          ///< memberships in newly linked categories
    int left_unlimited = 0;      ///< tracked in the pos, made unlimited in ecom
    int unbooked = 0;            ///< sold online, which the pos has not booked yet
    int more_pictures = 0;       ///< of variants, beside the one that a variation shows
    int left_galleries = 0;      ///< of pictures that only ecom has
    std::vector<ref> in_store{}; ///< not for sale online
};

namespace detail {

/// A value of a snapshot in the terms of a plan.
[[nodiscard]] inline value as_value(const std::optional<std::string>& text)
{
    if (!text) return unknown_t{};
    return *text;
}

[[nodiscard]] inline value as_value(std::optional<bool> flag)
{
    if (!flag) return unknown_t{};
    return *flag;
}

template <class T>
[[nodiscard]] value as_value(const maybe<T>& amount)
{
    if (amount.has_value()) return *amount;
    if (amount.is_none()) return none;
    return unknown_t{};
}

[[nodiscard]] inline bool holds_nothing(const std::optional<std::string>& text)
{
    return text && blank(*text);
}

template <class T>
[[nodiscard]] bool holds_nothing(const maybe<T>& amount)
{
    return amount.is_none();
}

[[nodiscard]] inline bool holds_something(const std::optional<std::string>& text)
{
    return text && !blank(*text);
}

template <class T>
[[nodiscard]] bool holds_something(const maybe<T>& amount)
{
    return amount.has_value();
}

/// The first `most` code points of a text.
[[nodiscard]] inline std::string_view first_characters(std::string_view text, std::size_t most)
{
    for (std::size_t i = 0; i < text.size(); ++i)
        if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80 && most-- == 0)
            return text.substr(0, i);
    return text;
}

/// Whether a field is a code: cut, it is another one, which somebody else may have.
[[nodiscard]] constexpr bool is_code(field f)
{
    return f == field::product_sku || f == field::product_upc;
}

/// A text as long as ecom takes it (`target.limits`): itself, or cut where the policy cuts; none
/// where it is too long and is not to be cut.
[[nodiscard]] inline std::optional<std::string_view> fitting(const task& t, field f,
                                                             std::string_view text)
{
    const auto limit = t.policy.limits.find(f);
    if (limit == t.policy.limits.end()) return text;
    const auto cut = first_characters(text, limit->second);
    if (cut.size() < text.size() && (t.policy.too_long == too_long::hold || is_code(f))) return {};
    return cut;
}

/// Says that ecom does not take a text that is as long as this one.
inline bool say_too_long(const task& t, field f, const ref& of, kind of_kind)
{
    t.say(severity::hold, rule::target_limits, of_kind, of,
          "The " + std::string{entry(f).key} + " of the " + std::string{name(of_kind)} + " " +
              of.pos_id + " is longer than the " + std::to_string(t.policy.limits.at(f)) +
              " characters that ecom takes; it is not sent.",
          f);
    return false;
}

/// Whether ecom can take a value; said where it cannot.
inline bool fits(const task& t, field f, const std::optional<std::string>& have, const ref& of,
                 kind of_kind)
{
    return fitting(t, f, *have) || say_too_long(t, f, of, of_kind);
}

/// Whether ecom can take a text as it is, whatever the policy cuts: an email or a title that is
/// cut is another one. Said where it cannot.
inline bool fits_whole(const task& t, field f, const std::string& text, const ref& of, kind of_kind)
{
    return fitting(t, f, text) == text || say_too_long(t, f, of, of_kind);
}

template <class T>
bool fits(const task&, field, const maybe<T>&, const ref&, kind)
{
    return true;
}

/// The pos value as ecom is to hold it: codes without outer blanks, amounts in the store's unit,
/// texts as long as it takes them.
[[nodiscard]] inline value to_write(const task& t, field f, const std::optional<std::string>& have,
                                    compared how)
{
    const auto text = fitting(t, f, *have).value_or(*have);
    return std::string{how == compared::as_code ? trimmed(text) : text};
}

[[nodiscard]] inline std::optional<mass> in_store_unit(const task& t, mass amount)
{
    return convert(amount, t.ecom.weight_unit);
}

[[nodiscard]] inline std::optional<distance> in_store_unit(const task& t, distance amount)
{
    return convert(amount, t.ecom.length_unit);
}

/// The ecom value as the pos is to hold it.
[[nodiscard]] inline value to_write_back(const std::optional<std::string>& has, compared how)
{
    return how == compared::as_code ? std::string{trimmed(*has)} : *has;
}

template <class T>
[[nodiscard]] value to_write_back(const maybe<T>& has, compared)
{
    return as_value(has);
}

template <class Unit>
[[nodiscard]] value to_write(const task& t, field, const maybe<quantity<Unit>>& have, compared)
{
    return in_store_unit(t, *have).value_or(*have);
}

[[nodiscard]] inline bool same(const task& t, field f, const std::optional<std::string>& have,
                               const std::optional<std::string>& has, compared how)
{
    if (how == compared::as_code) return trimmed(*have) == trimmed(*has);
    if (same_text(*have, *has, t.policy.text())) return true;
    const auto cut = fitting(t, f, *have); // a known cut is no difference
    return cut && *cut != *have && same_text(*cut, *has, t.policy.text());
}

template <class Unit>
[[nodiscard]] bool same(const task& t, field, const maybe<quantity<Unit>>& have,
                        const maybe<quantity<Unit>>& has, compared)
{
    if (!has.has_value()) return false;
    const auto converted = in_store_unit(t, *have);
    return !converted || *converted == *has || *have == *has; // what does not fit is left alone
}

/// Whether a value of a field is another one than after the last sync.
[[nodiscard]] inline std::optional<bool> moved_as(const task& t, compared how,
                                                  const std::optional<std::string>& now,
                                                  const std::optional<std::string>& base)
{
    if (how != compared::as_code || !now || !base) return moved(t, now, base);
    return trimmed(*now) != trimmed(*base);
}

template <class T>
[[nodiscard]] std::optional<bool> moved_as(const task&, compared, const maybe<T>& now,
                                           const maybe<T>& base)
{
    return moved(now, base);
}

/// What a side kept of a value, for a person to see; a digest shows nothing.
template <class T>
[[nodiscard]] value kept_value(const T& base)
{
    auto kept = as_value(base);
    if (const auto* text = std::get_if<std::string>(&kept); text && is_digest(*text))
        return unknown_t{};
    return kept;
}

/// Whether a field is a name: it is never emptied (`field.blank`).
[[nodiscard]] constexpr bool is_name(field f)
{
    return f == field::product_name || f == field::customer_first_name ||
           f == field::customer_last_name;
}

/// Adds the changes of a plain field to the side that gets it.
template <class Have, class Has>
void compare_field(const task& t, field f, compared how, const twin<Have, Has>& now,
                   const twin<Have, Has>& base, const pair_of& pair, pair_update& changed,
                   product_tally& tally)
{
    const auto& have = now.pos;
    const auto& has = now.ecom;
    if (!t.policy.syncs(f)) return;
    const bool filled = holds_something(have);
    const bool ecom_filled = holds_something(has);
    if (!filled && !holds_nothing(have)) return;                     // F1
    if (!ecom_filled && !holds_nothing(has)) return;                 // F2
    if (!filled && !ecom_filled) return;                             // F4
    if (t.policy[f] == flow::fill && ecom_filled) return;            // F6
    if (filled && ecom_filled && same(t, f, have, has, how)) return; // F4
    const auto why = pair.kind == kind::customer  ? rule::customer_both
                     : how == compared::as_amount ? rule::product_measures
                                                  : rule::product_update;
    const auto changes =
        shape_of(moved_as(t, how, have, base.pos), moved_as(t, how, has, base.ecom));
    const auto so = decide(t, f, pair, why, changes, pair.newer);
    const auto clear = [&](bool is_filled, bool was_filled) {
        return !is_filled && (is_name(f) || !was_filled);
    };
    switch (so.verdict) {
    case verdict::take_pos:
        if (clear(filled, holds_something(base.pos))) return; // F3
        if (filled && !fits(t, f, have, pair.of(), pair.kind)) return;
        if (t.policy[f] == flow::two_way && so.changed == shape::no_base) ++tally.undecided;
        changed.ecom.changes.push_back({f, as_value(has),
                                        filled ? to_write(t, f, have, how) : as_value(have),
                                        filled ? why : rule::field_blank, so.cause}); // F5, F6
        return;
    case verdict::take_ecom:
        if (clear(ecom_filled, holds_something(base.ecom))) return; // F3
        changed.pos.changes.push_back({f, as_value(have),
                                       ecom_filled ? to_write_back(has, how) : as_value(has),
                                       ecom_filled ? why : rule::field_blank, so.cause});
        return;
    case verdict::ask:
        return ask_which(
            t, f, pair, why,
            {as_value(have), as_value(has), kept_value(base.pos), kept_value(base.ecom)});
    case verdict::keep:
    case verdict::by_rule:
    case verdict::add_movements: return;
    }
}

} // namespace detail

} // namespace twinshelf
