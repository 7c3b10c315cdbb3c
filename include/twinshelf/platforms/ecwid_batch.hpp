#pragma once

#include "twinshelf/platforms/request.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// E-Series takes many requests in one call: POST /batch with a body of this header, then GET
/// /batch?ticket=… until the status is COMPLETED, then `batch_answers` [D24].
namespace twinshelf::platforms::ecwid {

inline constexpr std::size_t most_in_batch = 500;

/// The bodies that hold the requests of one round, in their order, `most_in_batch` each at most. A
/// request's id is its place in the round.
[[nodiscard]] std::vector<std::string> batches(std::span<const request> round);

/// The answers to a round of `count` requests, from the results of its batches in any order. A
/// request that no result speaks of, or that was not carried out, was not answered.
[[nodiscard]] std::vector<answer> batch_answers(std::span<const std::string> results,
                                                std::size_t count);

inline std::vector<std::string> batches(std::span<const request> round)
{
    std::vector<std::string> bodies;
    for (std::size_t from = 0; from < round.size(); from += most_in_batch) {
        std::string body = "[";
        for (auto i = from; i < std::min(round.size(), from + most_in_batch); ++i) {
            const auto& r = round[i];
            json::detail::printer out{-1};
            out.open('{');
            out.key("id");
            out.text(std::to_string(i));
            out.key("method");
            out.text(r.method);
            out.key("path");
            out.text(r.query.empty() ? r.path : r.path + '?' + r.query);
            if (!r.body.empty()) {
                out.key("body");
                out.plain(r.body);
            }
            out.close('}');
            if (i != from) body += ',';
            body += out.take();
        }
        bodies.push_back(body + ']');
    }
    return bodies;
}

inline std::vector<answer> batch_answers(std::span<const std::string> results, std::size_t count)
{
    using platforms::detail::text_of;
    std::vector<answer> answers(count);
    for (const auto& text : results) {
        std::vector<json::fault> faults;
        const auto tree = json::detail::read_tree(text, faults);
        if (tree.nodes.empty()) continue;
        const auto responses = json::detail::view{tree, 0}.find("responses");
        for (auto each = responses ? responses->first() : std::nullopt; each; each = each->next()) {
            const auto place = parse_decimal(text_of(each->find("id")), 0);
            const auto status = parse_decimal(text_of(each->find("httpStatusCode")), 0);
            const bool ours =
                place && place->value >= 0 && static_cast<std::size_t>(place->value) < count;
            if (!ours || !status || text_of(each->find("status")) == "NOT_EXECUTED") continue;
            auto& got = answers[static_cast<std::size_t>(place->value)];
            got.status = static_cast<int>(status->value);
            const auto body = each->find("httpBody");
            if (!body) continue;
            if (body->is(json::detail::node_type::text)) {
                got.body = (*body)->content;
                continue;
            }
            json::detail::printer out{-1};
            platforms::detail::print_raw(out, *body);
            got.body = out.take();
        }
    }
    return answers;
}

} // namespace twinshelf::platforms::ecwid
