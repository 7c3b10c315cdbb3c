#include "rivals.hpp"

#include "tables.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

namespace benchmark {

namespace {

namespace pos = twinshelf::pos;
namespace ecom = twinshelf::ecom;

// ---- std::unordered_map

enum class verb : std::uint8_t { create, update, remove };

/// It owns what it says, as an action of a plan does: it can be sent when the snapshots are gone.
struct action {
    verb what{};
    std::string product{}; ///< here and below: the till's ids
    std::string id{};      ///< of the product itself, or of its variant
    std::string field{};   ///< of an update, as the next two
    std::string from{};
    std::string to{};
    std::unique_ptr<pos::product> new_product{};
    std::unique_ptr<pos::variant> new_variant{};
};

std::string written(const std::optional<std::string>& text)
{
    return text.value_or("");
}
std::string written(std::optional<std::int64_t> number)
{
    return number ? std::to_string(*number) : "";
}
std::string written(std::optional<bool> flag)
{
    return flag ? *flag ? "true" : "false" : "";
}
std::string written(const twinshelf::maybe<twinshelf::money>& price)
{
    return price.has_value() ? std::to_string(price->minor) : "";
}
std::string written(const twinshelf::maybe<twinshelf::mass>& weight)
{
    if (!weight.has_value()) return "";
    return std::to_string(weight->millionths) + ' ' + std::string{name(weight->unit)};
}
std::string written(std::string_view text)
{
    return std::string{text};
}

/// One comparison of two snapshots.
class comparison {
public:
    explicit comparison(const shop& both) : s(both) {}

    std::vector<action> run()
    {
        for (const auto& c : s.ecom.categories.records)
            if (c.pos_id) category_links.emplace(c.id.text, c.pos_id->text);
        const auto& store = s.ecom.products.records;
        std::unordered_map<std::string_view, std::size_t> by_link;
        by_link.reserve(store.size());
        for (std::size_t i = 0; i < store.size(); ++i)
            if (store[i].pos_id) by_link.emplace(store[i].pos_id->text, i);

        std::vector<bool> met(store.size());
        for (const auto& p : s.pos.products.records) {
            const auto linked = by_link.find(p.id.text);
            if (linked == by_link.end()) {
                actions.push_back({.what = verb::create, .product = p.id.text, .id = p.id.text});
                actions.back().new_product = std::make_unique<pos::product>(p);
            } else {
                met[linked->second] = true;
                compare(p, store[linked->second]);
            }
        }
        for (std::size_t i = 0; i < store.size(); ++i)
            if (store[i].pos_id && !met[i]) {
                const auto& gone = store[i].pos_id->text;
                actions.push_back({.what = verb::remove, .product = gone, .id = gone});
            }
        return std::move(actions);
    }

private:
    void compare(const pos::product& p, const ecom::product& e)
    {
        product = id = p.id.text;
        field("name", p.name, e.name);
        field("description", p.description, e.description);
        field("brand", p.brand, e.brand);
        field("category", p.category_id.has_value() ? std::string_view{p.category_id->text} : "",
              category_of(e));
        if (p.sellable.price != e.sellable.price)
            update("price", p.sellable.price, e.sellable.price);
        compare(p.sellable, e.sellable);
        compare_images(p.sellable.images, e.images);
        if (p.variants && e.variations) compare_variants(*p.variants, *e.variations, e);
    }

    /// A product has few variants, mostly in the same order, so looking through them from the place
    /// of the other side's beats a map of them.
    void compare_variants(const std::vector<pos::variant>& of_pos,
                          const std::vector<ecom::variation>& of_ecom, const ecom::product& e)
    {
        const auto is = [](const pos::variant& v, const ecom::variation& w) {
            return w.pos_id && w.pos_id->text == v.id.text;
        };
        std::size_t matched = 0;
        for (std::size_t i = 0; i < of_pos.size(); ++i) {
            const auto& v = of_pos[i];
            id = v.id.text;
            const ecom::variation* found = nullptr;
            if (i < of_ecom.size() && is(v, of_ecom[i])) {
                found = &of_ecom[i];
            } else {
                const auto at = std::find_if(of_ecom.begin(), of_ecom.end(),
                                             [&](const auto& w) { return is(v, w); });
                if (at != of_ecom.end()) found = &*at;
            }
            if (found == nullptr) {
                actions.push_back(
                    {.what = verb::create, .product = std::string{product}, .id = v.id.text});
                actions.back().new_variant = std::make_unique<pos::variant>(v);
                continue;
            }
            ++matched;
            const auto& price =
                found->sellable.price.has_value() ? found->sellable.price : e.sellable.price;
            if (v.sellable.price != price) update("price", v.sellable.price, price);
            compare(v.sellable, found->sellable);
        }
        if (matched == of_ecom.size()) return;
        for (const auto& w : of_ecom)
            if (w.pos_id &&
                std::none_of(of_pos.begin(), of_pos.end(), [&](const auto& v) { return is(v, w); }))
                actions.push_back(
                    {.what = verb::remove, .product = std::string{product}, .id = w.pos_id->text});
    }

    void compare(const pos::sellable& p, const ecom::sellable& e)
    {
        field("sku", p.sku, e.sku);
        field("upc", p.upc, e.upc);
        field("weight", p.weight, e.weight);
        field("stock", stock_of(p), e.quantity);
        field("tracks_stock", p.tracks_stock, e.tracks_stock);
    }

    void compare_images(const std::optional<std::vector<pos::image>>& p,
                        const std::optional<std::vector<ecom::image>>& e)
    {
        if (!p || !e) return;
        if (std::equal(
                p->begin(), p->end(), e->begin(), e->end(),
                [](const pos::image& a, const ecom::image& b) { return a.id == b.source_id; }))
            return;
        std::string from, to;
        for (const auto& one : *e)
            from += (one.source_id ? one.source_id->text : "") + ' ';
        for (const auto& one : *p)
            to += one.id.text + ' ';
        update("images", std::string_view{to}, std::string_view{from});
    }

    template <class T>
    void field(const char* which, const T& p, const T& e)
    {
        if (!(p == e)) update(which, p, e);
    }

    template <class T>
    void update(const char* which, const T& p, const T& e)
    {
        actions.push_back({.what = verb::update,
                           .product = std::string{product},
                           .id = std::string{id},
                           .field = which,
                           .from = written(e),
                           .to = written(p)});
    }

    [[nodiscard]] std::string_view category_of(const ecom::product& e) const
    {
        if (!e.category_ids || e.category_ids->empty()) return {};
        const auto found = category_links.find(e.category_ids->front().text);
        return found == category_links.end() ? std::string_view{} : found->second;
    }

    /// Over all outlets.
    [[nodiscard]] static std::optional<std::int64_t> stock_of(const pos::sellable& p)
    {
        if (!p.stock) return {};
        std::int64_t all = 0;
        for (const auto& one : *p.stock)
            if (one.level) all += one.level->millionths;
        return twinshelf::whole_units({all});
    }

    const shop& s;
    std::unordered_map<std::string_view, std::string_view> category_links{}; // ecom id to pos id
    std::string_view product{}; // that is compared, by the till's id
    std::string_view id{};      // the same, or its variant's
    std::vector<action> actions{};
};

// ---- json::diff

using nlohmann::json;

struct document {
    std::string_view product;
    json record;
};

struct documents {
    std::vector<document> pos{}, ecom{};
};

/// The rows of each product, as one document a side.
documents documents_of(const shop& s, const part& of)
{
    documents all;
    each_row(s, of, [&](twinshelf::side on, const auto& row) {
        auto& to = on == twinshelf::side::pos ? all.pos : all.ecom;
        using row_type = std::decay_t<decltype(row)>;
        auto made = json::object();
        columns([&](const char* column,
                    const auto& value) { made[column] = value ? json(*value) : json(); },
                row);
        if constexpr (row_type::table == product_row::table) {
            made["variants"] = json::object();
            made["images"] = json::array();
            to.push_back({*row.product, std::move(made)});
        } else if constexpr (row_type::table == variant_row::table)
            to.back().record["variants"][std::string{*row.variant}] = std::move(made);
        else
            to.back().record["images"].push_back(std::move(made["source"]));
    });
    return all;
}

struct patch {
    std::string product{};
    json steps{}; ///< a JSON Patch; of a new product all of it, of one that is gone null
};

std::vector<patch> patches(const documents& all)
{
    std::unordered_map<std::string_view, std::size_t> by_link;
    by_link.reserve(all.ecom.size());
    for (std::size_t i = 0; i < all.ecom.size(); ++i)
        by_link.emplace(all.ecom[i].product, i);
    std::vector<patch> found;
    std::vector<bool> met(all.ecom.size());
    for (const auto& p : all.pos) {
        const auto linked = by_link.find(p.product);
        if (linked == by_link.end()) {
            found.push_back({std::string{p.product}, p.record});
            continue;
        }
        met[linked->second] = true;
        auto steps = json::diff(all.ecom[linked->second].record, p.record);
        if (!steps.empty()) found.push_back({std::string{p.product}, std::move(steps)});
    }
    for (std::size_t i = 0; i < all.ecom.size(); ++i)
        if (!met[i]) found.push_back({std::string{all.ecom[i].product}, {}});
    return found;
}

} // namespace

work with_unordered_map(const shop& s)
{
    return work_of("unordered_map", [&s] { return comparison{s}.run(); });
}

work with_json_diff(const shop& s)
{
    const part of{s, 50'000};
    const auto all = std::make_shared<const documents>(documents_of(s, of));
    return work_of(
        "json_diff", [all] { return patches(*all); }, of.products());
}

} // namespace benchmark
