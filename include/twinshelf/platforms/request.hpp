#pragma once

#include "twinshelf/detail/assign.hpp"
#include "twinshelf/json/printer.hpp"
#include "twinshelf/json/tree.hpp"
#include "twinshelf/outcome.hpp"
#include "twinshelf/plan.hpp"

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

/// What goes to a platform's API and what comes back; dispatch.hpp makes the ones of the others.
namespace twinshelf::platforms {

/// One call of an API.
struct request {
    twinshelf::side side{};     ///< whose API
    int wave{};                 ///< of the plan
    std::vector<int> actions{}; ///< ids of the actions that it is a part of
    std::string method{};       ///< "GET", "POST", "PUT" or "DELETE"
    std::string path{};         ///< behind the account's base address: "/products/71"
    std::string query{};        ///< "saveCombinations=true", encoded; "": none
    std::string body{};         ///< JSON; "": none

    friend bool operator==(const request&, const request&) = default;
};

/// What the API answered, once the host has given up asking again: after "too many requests" (429)
/// or a fault of the server it waits and asks again, but never where it does not know whether a
/// stock movement was booked.
struct answer {
    int status{};       ///< of HTTP; 0: there was no answer
    std::string body{}; ///< JSON

    [[nodiscard]] bool ok() const { return status >= 200 && status < 300; }
};

namespace detail {

using json::detail::view;

/// What is known while a plan is carried out.
struct ledger {
    twinshelf::detail::made_ids ids{}; ///< of what has been made so far
    std::map<int, outcome> outcomes{}; ///< by the action's id
    std::vector<issue> issues{};       ///< what cannot be sent, or was refused
    int unlinked_customers = 0;        ///< whose record in the store cannot name the pos one
};

struct job;

/// A request without its numbers, and what a good answer to it means.
struct call {
    std::string method{};
    std::string path{};
    std::string query{};
    std::string body{};
    /// Reads an answer with status 2xx. "", or why it is no use.
    std::function<std::string(job&, ledger&, const view&)> read{};
};

/// Actions that are carried out by the same calls, all of them or none.
struct job {
    twinshelf::side side{};
    std::vector<const action*> actions{};
    /// Each makes the calls of one round, once those of the round before are answered.
    std::deque<std::function<std::vector<call>(job&, ledger&)>> rounds{};
    std::string failed{};             ///< why it goes no further
    std::string lacking{};            ///< why it ends as not done, though it goes on
    std::vector<std::string> there{}; ///< what has been carried out of it, "POST /products"

    bool linked = false; ///< of what the pos made: the store is told, and this is how

    [[nodiscard]] const action& first() const { return *actions.front(); }
    /// It tells the store of a record that is there, whatever becomes of this.
    [[nodiscard]] bool only_links() const { return linked && side == twinshelf::side::ecom; }
};

} // namespace detail

/// How one platform's API is written to: the jobs of some actions of one wave, all for its side.
using writer =
    std::function<std::vector<detail::job>(std::span<const action* const>, detail::ledger&)>;

namespace detail {

/// A job of one action that cannot be carried out.
[[nodiscard]] inline job cannot(const action& a, std::string why)
{
    return {.side = a.side, .actions = {&a}, .failed = std::move(why)};
}

/// A number or a text as text; "" for anything else.
[[nodiscard]] inline std::string text_of(const std::optional<view>& v)
{
    const bool plain =
        v && (v->is(json::detail::node_type::text) || v->is(json::detail::node_type::number));
    return plain ? (*v)->content : std::string{};
}

/// The value behind several keys, each in the object before; none where one is not there.
[[nodiscard]] inline std::optional<view> find(std::optional<view> in,
                                              std::initializer_list<std::string_view> keys)
{
    for (const auto key : keys)
        if (in) in = in->find(key);
    return in;
}

/// Notes what a create made: for its outcome, and for what names it later.
inline std::string note_made(job& j, ledger& known, std::string id)
{
    if (id.empty()) return "the answer names no id";
    const auto& a = j.first();
    known.ids.note(a.kind, a.side, a.of, id);
    known.outcomes[a.id].id = std::move(id);
    return {};
}

/// A platform's id in JSON: a number where it is one.
inline void print_id(json::detail::printer& out, const std::string& id)
{
    const bool number = !id.empty() && id.size() < 19 && (id.front() != '0' || id.size() == 1) &&
                        id.find_first_not_of("0123456789") == id.npos;
    if (number)
        out.plain(id);
    else
        out.text(id);
}

[[nodiscard]] inline const setting* find_field(const std::vector<setting>& record, field f)
{
    const auto found =
        std::find_if(record.begin(), record.end(), [&](const setting& s) { return s.field == f; });
    return found == record.end() ? nullptr : &*found;
}

/// The fields that the actions of a job change: of several changes of one, the last.
[[nodiscard]] inline std::vector<setting> changed_fields(const job& j)
{
    std::vector<setting> fields;
    for (const auto* a : j.actions)
        if (const auto* u = std::get_if<update>(&a->what))
            for (const auto& c : u->changes) {
                std::erase_if(fields, [&](const setting& s) { return s.field == c.field; });
                fields.push_back({c.field, c.to});
            }
    return fields;
}

/// Prints any value as it was read.
inline void print_raw(json::detail::printer& out, const view& value)
{
    struct open_value {
        std::optional<view> next;
        char close;
    };
    std::vector<open_value> open;
    std::optional<view> at = value;
    do {
        while (!at) {
            out.close(open.back().close);
            at = open.back().next;
            open.pop_back();
            if (open.empty()) return;
        }
        if (!open.empty() && open.back().close == '}') out.key((*at)->key);
        const auto next = open.empty() ? std::nullopt : at->next();
        switch ((*at)->type) {
        case json::detail::node_type::null: out.plain("null"); break;
        case json::detail::node_type::flag: out.plain((*at)->on ? "true" : "false"); break;
        case json::detail::node_type::number: out.plain((*at)->content); break;
        case json::detail::node_type::text: out.text((*at)->content); break;
        case json::detail::node_type::object:
        case json::detail::node_type::array: {
            const bool object = at->is(json::detail::node_type::object);
            out.open(object ? '{' : '[');
            open.push_back({next, object ? '}' : ']'});
            at = at->first();
            continue;
        }
        }
        at = next;
    } while (!open.empty());
}

/// What a query can hold: everything but letters, digits and "-._~" as %XX.
[[nodiscard]] inline std::string percent_encoded(std::string_view text)
{
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string all;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                           (c >= 'a' && c <= 'z') || c == '-' || c == '.' || c == '_' || c == '~';
        if (plain)
            all += c;
        else
            ((all += '%') += hex[byte >> 4U]) += hex[byte & 15U];
    }
    return all;
}

} // namespace detail

} // namespace twinshelf::platforms
