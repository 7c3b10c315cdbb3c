#pragma once

#include "twinshelf/ecom.hpp"
#include "twinshelf/platforms/detail/ecwid_change.hpp"
#include "twinshelf/platforms/detail/ecwid_create.hpp"
#include "twinshelf/platforms/detail/ecwid_gallery.hpp"
#include "twinshelf/platforms/detail/ecwid_scribe.hpp"
#include "twinshelf/platforms/request.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

/// Lightspeed E-Series: the requests of its REST API, version 3 [D24].
namespace twinshelf::platforms::ecwid {

/// Writes the ecom side of a plan; both must stay as long as it is used. `store` is what the plan
/// was made from.
///
/// A product is made by one call, with its options and variations, and changed by one call a wave;
/// variations and pictures are changed one by one, as an array that is sent would replace what
/// somebody sold or added meanwhile. A quantity whose old value is known moves by the difference, so
/// that no sale in between is lost.
[[nodiscard]] writer writes(const plan& p, const ecom::snapshot& store);

namespace writing {

inline std::vector<job> scribe::jobs(std::span<const action* const> actions, ledger& known) const
{
    std::vector<job> all;
    std::map<std::tuple<kind, std::string, std::string>, std::size_t> changes;
    for (const auto* a : actions) {
        const auto change_it = [&] {
            const auto [at, is_new] =
                changes.try_emplace({a->kind, a->product.ecom_id, a->of.ecom_id}, all.size());
            if (is_new)
                all.push_back(change(*a));
            else
                all[at->second].actions.push_back(a);
        };
        a->match(
            [&](const create& c) {
                if (a->kind == kind::customer)
                    all.push_back(cannot(*a, "customers are not made in ecom"));
                else
                    all.push_back(a->kind == kind::variant ? make_variation(*a, c) : make(*a, c));
            },
            [&](const update&) { change_it(); },
            [&](const erase&) {
                job j{.side = side::ecom, .actions = {a}};
                j.rounds.emplace_back([](job& of, ledger& l) {
                    return std::vector<call>{{.method = "DELETE",
                                              .path = record_path(of.first(), l),
                                              .read = counted("deleteCount")}};
                });
                all.push_back(std::move(j));
            },
            [&](const link_to&) {
                if (a->kind != kind::customer) return change_it();
                ++known.unlinked_customers; // its reference can only be read [JAVA]
                if (a->side == side::ecom) known.outcomes[a->id].done = true;
            },
            [&](const reorder& r) { all.push_back(put_in_order(*a, r)); },
            [&](const set_images& s) { all.push_back(set_pictures(*a, s)); },
            [&](const move_stock& m) {
                all.push_back(m.by.millionths % 1'000'000 == 0
                                  ? move(*a, m.by.millionths / 1'000'000)
                                  : cannot(*a, "ecom counts whole units"));
            });
    }
    return all;
}

inline job scribe::put_in_order(const action& a, const reorder& r) const
{
    job j{.side = side::ecom, .actions = {&a}};
    j.rounds.emplace_back([&r](job& of, ledger& known) -> std::vector<call> {
        const auto id_of = [&](const ref& child) {
            return known.ids.find(kind::category, side::ecom, child);
        };
        printer out{-1};
        out.open('{');
        out.key("sortedIds");
        out.open('[');
        bool all = r.parent.empty() || !id_of(r.parent).empty();
        for (const auto& child : r.order) {
            all = all && !id_of(child).empty();
            print_id(out, id_of(child));
        }
        out.close(']');
        out.close('}');
        if (!all) of.failed = "a category that it puts in order was not made";
        if (!all) return {};
        return {{.method = "PUT",
                 .path = "/categories/sort",
                 .query = "parentCategory=" + (r.parent.empty() ? "0" : id_of(r.parent)),
                 .body = out.take()}};
    });
    return j;
}

inline job scribe::set_pictures(const action& a, const set_images& s) const
{
    const auto* p = product_of(a.of.ecom_id);
    if (!p || !p->images) return cannot(a, "the pictures that are there are not known");
    job j{.side = side::ecom, .actions = {&a}};
    add_gallery(j, change_gallery(*p->images, s.images),
                [](const job& of, const ledger& known) { return record_path(of.first(), known); });
    return j;
}

inline job scribe::move(const action& a, std::int64_t by) const
{
    if (a.kind == kind::variant && !has_sku(a, {}))
        return cannot(a, "a variation without a SKU of its own has the stock of its product");
    job j{.side = side::ecom, .actions = {&a}};
    j.rounds.emplace_back([by](job& of, ledger& known) -> std::vector<call> {
        return {{.method = "PUT",
                 .path = record_path(of.first(), known) + "/inventory",
                 .body = "{\"quantityDelta\":" + std::to_string(by) + '}',
                 .read = counted("updateCount")}};
    });
    return j;
}

} // namespace writing

inline writer writes(const plan& p, const ecom::snapshot& store)
{
    return [to = std::make_shared<const writing::scribe>(p, store)](
               std::span<const action* const> actions, platforms::detail::ledger& known) {
        return to->jobs(actions, known);
    };
}

} // namespace twinshelf::platforms::ecwid
