#pragma once

// What the tests of request writers share: a plan of single actions, the requests that it becomes,
// as lines, and what is left to say.

#include <twinshelf/platforms/dispatch.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace requests {

using namespace twinshelf;
using platforms::answer;
using platforms::dispatch;
using platforms::request;
using strings = std::vector<std::string>;

/// An action of the plan in the making; its id is its place.
[[nodiscard]] inline action one(side on, kind k, ref of, decltype(action::what) what, int wave = 0,
                                ref product = {})
{
    return {.wave = wave,
            .side = on,
            .kind = k,
            .rule = rule::product_update,
            .of = std::move(of),
            .product = std::move(product),
            .what = std::move(what)};
}

[[nodiscard]] inline plan plan_of(std::vector<action> actions)
{
    plan p;
    p.actions = std::move(actions);
    for (std::size_t i = 0; i < p.actions.size(); ++i)
        p.actions[i].id = static_cast<int>(i);
    return p;
}

[[nodiscard]] inline change set(field f, value to, value from = unknown_t{})
{
    return {f, std::move(from), std::move(to), rule::product_update, cause::differs};
}

/// "PUT /products/71?a=b {...}"
[[nodiscard]] inline std::string line(const request& r)
{
    auto text = r.method + ' ' + r.path;
    if (!r.query.empty()) text += '?' + r.query;
    if (!r.body.empty()) text += ' ' + r.body;
    return text;
}

/// What the requests of a plan were, a line each and "--" after every round, and what became of it.
struct trace {
    strings lines{};
    std::vector<outcome> outcomes{};
    std::vector<issue> issues{};
};

using api = std::function<answer(const request&)>;

/// What makes gets the next id, from 901 on; all else is well.
[[nodiscard]] inline api willing()
{
    return [last = 900](const request& r) mutable -> answer {
        if (r.method == "POST") return {200, "{\"id\":" + std::to_string(++last) + '}'};
        return {200, r.method == "DELETE" ? R"({"deleteCount":1})" : R"({"updateCount":1})"};
    };
}

/// Answers requests whose line begins so, all others as `otherwise`.
[[nodiscard]] inline api answering(std::vector<std::pair<std::string, answer>> these,
                                   api otherwise = willing())
{
    return [these = std::move(these), otherwise](const request& r) {
        for (const auto& [begins, got] : these)
            if (line(r).starts_with(begins)) return got;
        return otherwise(r);
    };
}

[[nodiscard]] inline trace carried_out(dispatch sending, const api& call)
{
    trace t;
    std::vector<answer> answers;
    for (auto round = sending.next({}); !round.empty(); round = sending.next(answers)) {
        answers.clear();
        if (!t.lines.empty()) t.lines.push_back("--");
        for (const auto& r : round) {
            t.lines.push_back(line(r));
            answers.push_back(call(r));
        }
    }
    t.outcomes = sending.outcomes();
    t.issues = sending.issues();
    return t;
}

[[nodiscard]] inline strings messages(const trace& t)
{
    strings all;
    for (const auto& i : t.issues)
        all.push_back(i.message);
    return all;
}

} // namespace requests
