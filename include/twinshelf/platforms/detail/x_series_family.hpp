#pragma once

#include "twinshelf/platforms/detail/x_series_product.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

/// Families out of rows: a product is a parent row with the rows that name it, each a variant.
namespace twinshelf::platforms::x_series::detail {

/// The rows of one family.
struct family {
    std::string id{};                       ///< of the parent row, whether that is there or not
    std::vector<const product_row*> live{}; ///< the parent first, then by age
    const product_row* parent = nullptr;    ///< deleted or not
    const product_row* deleted = nullptr;   ///< one of those that are
    bool whole = true;                      ///< no row of it is missing
};

/// The families in the order of their first rows. `whole`: all rows of the list are there, but for
/// those that are not sound.
[[nodiscard]] std::vector<family> families_of(const std::vector<product_row>& rows, bool whole);

/// The product that a family is; none where too little of it was read to tell.
[[nodiscard]] std::optional<pos::product> product_of(const family& f);

inline std::vector<family> families_of(const std::vector<product_row>& rows, bool whole)
{
    std::vector<family> all;
    std::unordered_map<std::string, std::size_t> index;
    for (const auto& r : rows) {
        const auto& id = r.parent.empty() ? r.record.id.text : r.parent;
        const auto [at, added] = index.try_emplace(id, all.size());
        if (added) all.push_back({.id = id, .whole = whole});
        auto& f = all[at->second];
        if (!r.sound) {
            f.whole = false;
            continue;
        }
        if (r.parent.empty()) f.parent = &r;
        if (r.deleted())
            f.deleted = &r;
        else
            f.live.push_back(&r);
    }
    const auto place = [](const product_row* r) {
        const auto& p = r->record;
        return std::tuple(!r->parent.empty(), p.created_at.value_or(instant{}), p.id.text);
    };
    for (auto& f : all)
        std::sort(f.live.begin(), f.live.end(),
                  [&](const auto* a, const auto* b) { return place(a) < place(b); });
    return all;
}

/// The options of a family: those of each row, a name that a row has twice twice.
class option_names {
public:
    explicit option_names(const family& f)
    {
        for (const auto* r : f.live)
            if (r->options) {
                known_ = true;
                each_place(*r->options, [](std::size_t, const option_value&) {});
            }
    }

    [[nodiscard]] std::optional<std::vector<std::string>> names() const
    {
        if (!known_) return {};
        return names_;
    }

    /// One value for each name, "" where the row has none. Not known of more names than anybody
    /// has: the plan holds variants of more than three.
    [[nodiscard]] std::optional<std::vector<std::string>> values(const product_row& row)
    {
        constexpr std::size_t most = 50;
        if (!row.options || names_.size() > most) return {};
        std::vector<std::string> all(names_.size());
        each_place(*row.options, [&](std::size_t at, const option_value& o) { all[at] = o.value; });
        return all;
    }

private:
    /// Visits the options of a row with the places of their names.
    template <class Visit>
    void each_place(const std::vector<option_value>& of, Visit visit)
    {
        std::map<std::string, int> times;
        for (const auto& o : of) {
            auto key = folded(o.name);
            const auto time = times[key]++;
            const auto [at, is_new] = places_.try_emplace({std::move(key), time}, names_.size());
            if (is_new) names_.push_back(o.name);
            visit(at->second, o);
        }
    }

    bool known_ = false;
    std::vector<std::string> names_{};
    std::map<std::pair<std::string, int>, std::size_t> places_{}; ///< the how manieth of a name
};

/// Whether any of the rows says so; unknown where none does and not all are known.
template <class Flag>
[[nodiscard]] std::optional<bool> any_of_rows(const family& f, Flag flag)
{
    bool known = f.whole;
    for (const auto* r : f.live) {
        const auto is = flag(r->record.sellable);
        if (is.value_or(false)) return true;
        known = known && is.has_value();
    }
    if (known) return false;
    return {};
}

/// The pictures of a list, then those of another that are not among them.
inline void add_images(std::optional<std::vector<pos::image>>& to,
                       const std::optional<std::vector<pos::image>>& more)
{
    if (!more) return;
    if (!to) to.emplace();
    std::unordered_set<std::string> there;
    for (const auto& image : *to)
        there.insert(image.id.text);
    for (const auto& image : *more)
        if (there.insert(image.id.text).second) to->push_back(image);
}

[[nodiscard]] inline bool is_simple(const family& f)
{
    const auto& only = *f.live.front();
    if (f.live.size() > 1 || !only.parent.empty()) return false;
    const bool no_options = !only.options || only.options->empty();
    return !only.has_variants.value_or(!no_options) || (f.whole && no_options);
}

[[nodiscard]] inline std::optional<pos::product> simple_product(const family& f)
{
    const auto& row = *f.live.front();
    auto p = row.record;
    add_images(p.sellable.images, row.own_images);
    if (!f.whole && !row.has_variants) return p;
    p.attributes.emplace();
    p.variants.emplace();
    return p;
}

/// A product whose rows are all deleted. Where there may be more, only a simple one is sure to be.
[[nodiscard]] inline std::optional<pos::product> deleted_product(const family& f)
{
    const auto* row = f.parent ? f.parent : f.deleted;
    if (!row) return {};
    const bool simple = f.parent && !f.parent->has_variants.value_or(false) &&
                        (!f.parent->options || f.parent->options->empty());
    if (!f.whole && !simple) return {};
    auto p = row->record;
    p.id = pos::product_id{f.id};
    return p;
}

inline std::optional<pos::product> product_of(const family& f)
{
    if (f.live.empty()) return deleted_product(f);
    if (is_simple(f)) return simple_product(f);
    const auto& lead = *f.live.front();
    const bool led_by_parent = lead.parent.empty();
    auto p = lead.record;
    p.id = pos::product_id{f.id};
    auto& s = p.sellable;
    s = {.sku = "", .upc = "", .weight = s.weight};
    s.active = any_of_rows(f, [](const auto& each) { return each.active; });
    s.sell_online = any_of_rows(f, [](const auto& each) { return each.sell_online; });
    s.deleted = lead.record.sellable.deleted;
    if (led_by_parent || f.whole) s.price = lead.record.sellable.price;
    if (led_by_parent) {
        s.images = lead.record.sellable.images;
        s.updated_at = lead.record.sellable.updated_at;
    } else {
        p.created_at.reset();
        if (f.whole) s.images = lead.record.sellable.images;
    }

    option_names options{f};
    p.attributes = options.names();
    if (!f.whole) {
        if (!p.attributes || p.attributes->empty()) return {}; // it would seem simple
        return p;
    }
    auto& variants = p.variants.emplace();
    for (const auto* r : f.live) {
        pos::variant v{.id = pos::variant_id{r->record.id.text}, .sellable = r->record.sellable};
        v.attribute_values = options.values(*r);
        if (r->own_images) v.sellable.images = r->own_images;
        variants.push_back(std::move(v));
    }
    return p;
}

} // namespace twinshelf::platforms::x_series::detail
