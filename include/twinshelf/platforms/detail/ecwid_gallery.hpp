#pragma once

#include "twinshelf/ecom.hpp"
#include "twinshelf/platforms/request.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// A gallery as calls. E-Series has a main picture, whose id is "0", and the others behind it in
/// the order in which they came [D24]. One call that sets them all takes addresses alone, and the
/// store would forget which pos picture each is; so a picture goes by itself, with its externalId.
namespace twinshelf::platforms::ecwid::writing {

using namespace platforms::detail;

inline constexpr std::string_view main_picture = "0";

/// A picture to upload, and the pos picture that it is.
struct upload {
    std::string url{};
    std::string source{};
};

/// What makes one gallery of another. The kept ones at its front that stand in order there stay;
/// what comes behind them is sent again, from the store's own address where it was there.
struct gallery_change {
    bool clear = false;                 ///< all of them go
    std::vector<upload> main{};         ///< one, or none where it stays
    std::vector<upload> added{};        ///< in order
    std::vector<std::string> removed{}; ///< ids, without the main one's
    bool main_last = false;             ///< the old main picture is one of the added
    std::string missing{};              ///< one that is not there, or that nobody can get
};

[[nodiscard]] inline gallery_change change_gallery(const std::vector<ecom::image>& now,
                                                   const std::vector<picture>& asked)
{
    gallery_change change;
    change.clear = asked.empty();
    if (asked.empty()) return change;
    std::map<std::string_view, std::size_t> at;
    for (std::size_t i = 0; i < now.size(); ++i)
        at.emplace(now[i].id.text, i);
    const auto source_of = [&](const picture& p) -> upload {
        if (p.keep.empty()) {
            if (!p.upload.starts_with("http")) change.missing = p.source_id;
            return {p.upload, p.source_id};
        }
        const auto found = at.find(p.keep);
        if (found == at.end() || !now[found->second].url) {
            change.missing = p.keep;
            return {};
        }
        const auto& image = now[found->second];
        return {*image.url, image.source_id ? image.source_id->text : p.source_id};
    };
    const bool has_main = at.contains(main_picture);
    const bool main_stays = has_main && asked.front().keep == main_picture;
    if (!main_stays) change.main.push_back(source_of(asked.front()));
    std::vector<bool> stays(now.size());
    std::size_t next = 0; // what stays is in front of it
    bool in_front = true;
    for (std::size_t i = 1; i < asked.size(); ++i) {
        const auto found = at.find(asked[i].keep);
        const bool there = found != at.end() && found->first != main_picture;
        in_front = in_front && there && found->second >= next;
        if (in_front) {
            stays[found->second] = true;
            next = found->second + 1;
        } else {
            change.main_last = change.main_last || asked[i].keep == main_picture;
            change.added.push_back(source_of(asked[i]));
        }
    }
    for (std::size_t i = 0; i < now.size(); ++i)
        if (!stays[i] && now[i].id.text != main_picture) change.removed.push_back(now[i].id.text);
    return change;
}

/// Adds the rounds that carry out a change, one upload after another. `path` is the product's,
/// known when a round is made.
inline void add_gallery(job& j, gallery_change change,
                        const std::function<std::string(const job&, const ledger&)>& path)
{
    if (!change.missing.empty()) {
        j.rounds.emplace_back([id = change.missing](job& of, ledger&) {
            of.failed = "the picture " + id + " is not there, or has no address to get it from";
            return std::vector<call>{};
        });
        return;
    }
    const auto add_upload = [&](const upload& u, std::string_view where) {
        j.rounds.emplace_back([=, to = std::string{where}](job& of, ledger& known) {
            call c{.method = "POST",
                   .path = path(of, known) + to,
                   .query = "externalUrl=" + percent_encoded(u.url)};
            if (!u.source.empty()) {
                json::detail::printer out{-1};
                out.open('{');
                out.key("externalId");
                out.text(u.source);
                out.close('}');
                c.body = out.take();
            }
            c.read = [=](job& made_by, ledger& l, const view& got) -> std::string {
                const auto id = text_of(got.find("id"));
                if (id.empty()) return "the answer names no id";
                l.outcomes[made_by.first().id].images.push_back(
                    {{u.source, {}}, to == "/image" ? std::string{main_picture} : id});
                return {};
            };
            return std::vector<call>{std::move(c)};
        });
    };
    const auto add_main = [&] {
        for (const auto& u : change.main)
            add_upload(u, "/image");
    };
    if (!change.main_last) add_main();
    for (const auto& u : change.added)
        add_upload(u, "/gallery");
    if (change.main_last) add_main();
    std::vector<std::string> removed;
    for (const auto& id : change.removed)
        removed.push_back("/gallery/" + id);
    if (change.clear) removed = {"/image", "/gallery"};
    if (removed.empty()) return;
    j.rounds.emplace_back([=](job& of, ledger& known) {
        std::vector<call> calls;
        for (const auto& what : removed)
            calls.push_back({.method = "DELETE", .path = path(of, known) + what});
        return calls;
    });
}

} // namespace twinshelf::platforms::ecwid::writing
