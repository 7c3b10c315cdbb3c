#pragma once

#include "twinshelf/id.hpp"
#include "twinshelf/maybe.hpp"
#include "twinshelf/measure.hpp"
#include "twinshelf/money.hpp"
#include "twinshelf/platforms/detail/rows.hpp"
#include "twinshelf/stock.hpp"
#include "twinshelf/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Values out of the rows of a payload. Platforms differ in what they write as a text and what as a
/// number; here each is as good as the other.
namespace twinshelf::platforms::detail {

/// Takes the members of one row after the other, and notes what cannot be understood.
///
/// A key that is not there leaves the value unknown. Null is as good as "", which is an empty text,
/// and no value of anything else: none for a `maybe`.
class row_taker {
public:
    explicit row_taker(std::vector<json::fault>& faults) : faults_(faults) {}
    row_taker(const row_taker&) = delete;

    /// Begins with a row. Whether it is an object that can be read; a fault where it is none.
    bool begin(const row& r);
    /// Whether no fault was found in the row.
    [[nodiscard]] bool sound() const { return sound_; }

    [[nodiscard]] std::optional<std::string> text(const view& of, std::string_view key);
    [[nodiscard]] std::optional<std::string> text(const view& scalar);
    /// "true" or "1", "false" or "0".
    [[nodiscard]] std::optional<bool> flag(const view& of, std::string_view key);
    [[nodiscard]] std::optional<std::int64_t> whole(const view& of, std::string_view key);
    [[nodiscard]] std::optional<stock_level> level(const view& of, std::string_view key);
    [[nodiscard]] std::optional<instant> time(const view& of, std::string_view key);
    [[nodiscard]] maybe<money> amount(const view& of, std::string_view key, int decimals);
    /// 0 is none: platforms write it for what nobody filled in.
    template <class Unit>
    [[nodiscard]] maybe<quantity<Unit>> measure(const view& of, std::string_view key, Unit unit);
    /// The id of another record: "" where it is known that there is none, which "0" says, too.
    [[nodiscard]] std::optional<std::string> reference(const view& of, std::string_view key);
    template <class Record>
    [[nodiscard]] maybe<id_of<Record>> link(const view& of, std::string_view key);
    /// The id of a row or a part of it, which must be there: "" and a fault where it is not.
    [[nodiscard]] std::string id(const view& of, std::string_view key, std::string_view whose);

    /// Calls `visit(part)` for each object of a list. Whether the key is there; anything but a list,
    /// null or "" is a fault, and so is a part that is no object.
    template <class Visit>
    bool each(const view& of, std::string_view key, Visit&& visit);
    /// The object at a key: no value for null and "", and a fault for anything else.
    [[nodiscard]] std::optional<view> object(const view& of, std::string_view key);

    void refuse(const view& at, std::string expected);
    /// The same for a key that is not there.
    void miss(const view& of, std::string_view key, std::string expected);

private:
    /// The scalar's text, where there is one.
    [[nodiscard]] std::optional<std::string> filled(const view& of, std::string_view key);
    template <class T, class Parse>
    std::optional<T> parsed(const view& of, std::string_view key, const char* expected,
                            Parse parse);

    std::string where_{};
    bool sound_ = true;
    std::vector<json::fault>& faults_;
};

/// Whether a value is null or "", a list or an object without anything in it.
[[nodiscard]] inline bool nothing(const view& v)
{
    if (v.is(node_type::object) || v.is(node_type::array)) return !v.first();
    return v.is(node_type::null) || (v.is(node_type::text) && v->content.empty());
}

/// A scalar as it is written, null as "".
[[nodiscard]] inline std::optional<std::string> written(const view& v)
{
    switch (v->type) {
    case node_type::null: return "";
    case node_type::flag: return v->on ? "true" : "false";
    case node_type::number:
    case node_type::text: return v->content;
    case node_type::object:
    case node_type::array: break;
    }
    return {};
}

inline bool row_taker::begin(const row& r)
{
    where_ = r.where;
    sound_ = r.sound;
    if (!r.sound) return false;
    if (r.value.is(node_type::object)) return true;
    refuse(r.value, "a row, which is an object");
    return false;
}

inline void row_taker::refuse(const view& at, std::string expected)
{
    sound_ = false;
    faults_.push_back({where_ + at.where(), std::move(expected), at.found()});
}

inline void row_taker::miss(const view& of, std::string_view key, std::string expected)
{
    if (const auto at = of.find(key)) return refuse(*at, std::move(expected));
    sound_ = false;
    auto where = where_ + of.where();
    json::detail::append_step(where, key);
    faults_.push_back({std::move(where), std::move(expected), "nothing"});
}

inline std::optional<std::string> row_taker::text(const view& of, std::string_view key)
{
    const auto at = of.find(key);
    return at ? text(*at) : std::nullopt;
}

inline std::optional<std::string> row_taker::text(const view& scalar)
{
    auto content = written(scalar);
    if (!content) refuse(scalar, "a text");
    return content;
}

inline std::optional<std::string> row_taker::filled(const view& of, std::string_view key)
{
    auto content = text(of, key);
    if (content && content->empty()) content.reset();
    return content;
}

template <class T, class Parse>
std::optional<T> row_taker::parsed(const view& of, std::string_view key, const char* expected,
                                   Parse parse)
{
    const auto content = filled(of, key);
    if (!content) return {};
    std::optional<T> value = parse(*content);
    if (!value) miss(of, key, expected);
    return value;
}

inline std::optional<bool> row_taker::flag(const view& of, std::string_view key)
{
    return parsed<bool>(of, key, "true or false",
                        [](const std::string& word) -> std::optional<bool> {
                            if (word == "true" || word == "1") return true;
                            if (word == "false" || word == "0") return false;
                            return {};
                        });
}

inline std::optional<std::int64_t> row_taker::whole(const view& of, std::string_view key)
{
    return parsed<std::int64_t>(of, key, "a whole number of 64 bits",
                                [](const std::string& digits) -> std::optional<std::int64_t> {
                                    const auto number = parse_decimal(digits, 0);
                                    if (!number || number->rounded) return {};
                                    return number->value;
                                });
}

inline std::optional<stock_level> row_taker::level(const view& of, std::string_view key)
{
    return parsed<stock_level>(of, key, "a number of up to 12 digits",
                               [](const std::string& digits) -> std::optional<stock_level> {
                                   const auto number = parse_decimal(digits, 6);
                                   if (!number) return {};
                                   return stock_level{number->value};
                               });
}

inline std::optional<instant> row_taker::time(const view& of, std::string_view key)
{
    return parsed<instant>(of, key, "a time such as 2024-02-01T10:00:00+00:00", parse_time);
}

inline maybe<money> row_taker::amount(const view& of, std::string_view key, int decimals)
{
    const auto at = of.find(key);
    if (!at) return {};
    if (written(*at) == "") return none;
    const auto value =
        parsed<money>(of, key, "an amount such as 19.90",
                      [&](const std::string& digits) { return parse_money(digits, decimals); });
    return value ? maybe<money>{*value} : maybe<money>{};
}

template <class Unit>
maybe<quantity<Unit>> row_taker::measure(const view& of, std::string_view key, Unit unit)
{
    const auto at = of.find(key);
    if (!at) return {};
    if (written(*at) == "") return none;
    const auto size = parsed<scaled>(of, key, "a number of up to 12 digits",
                                     [](const std::string& d) { return parse_decimal(d, 6); });
    if (!size) return {};
    if (size->value == 0) return none;
    return quantity<Unit>{size->value, unit};
}

inline std::optional<std::string> row_taker::reference(const view& of, std::string_view key)
{
    auto id = text(of, key);
    if (id == "0") id = "";
    return id;
}

template <class Record>
maybe<id_of<Record>> row_taker::link(const view& of, std::string_view key)
{
    auto id = reference(of, key);
    if (!id) return {};
    if (id->empty()) return none;
    return id_of<Record>{std::move(*id)};
}

inline std::string row_taker::id(const view& of, std::string_view key, std::string_view whose)
{
    const auto content = filled(of, key);
    if (content) return *content;
    const auto at = of.find(key);
    if (!at || written(*at)) miss(of, key, "the id of " + std::string{whose});
    return "";
}

template <class Visit>
bool row_taker::each(const view& of, std::string_view key, Visit&& visit)
{
    const auto list = of.find(key);
    if (!list) return false;
    if (written(*list) == "") return true;
    if (!list->is(node_type::array)) {
        refuse(*list, "a list");
        return true;
    }
    for (auto part = list->first(); part; part = part->next())
        if (part->is(node_type::object))
            visit(*part);
        else
            refuse(*part, "an object");
    return true;
}

inline std::optional<view> row_taker::object(const view& of, std::string_view key)
{
    const auto at = of.find(key);
    if (!at || nothing(*at)) return {};
    if (at->is(node_type::object)) return at;
    refuse(*at, "an object");
    return {};
}

} // namespace twinshelf::platforms::detail
