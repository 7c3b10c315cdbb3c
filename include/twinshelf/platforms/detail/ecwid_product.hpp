#pragma once

#include "twinshelf/ecom.hpp"
#include "twinshelf/platforms/detail/row_taker.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

/// Products and their combinations, as E-Series writes them.
///
/// A row is whole when it has "options", which E-Series never leaves out of a whole one: what it
/// leaves out then is known to be empty. Of a row that was cut to some fields it is unknown.
namespace twinshelf::platforms::ecwid::detail {

using platforms::detail::node_type;
using platforms::detail::nothing;
using platforms::detail::row_taker;
using platforms::detail::view;

/// What no row says of its numbers: see `ecwid::options`.
struct units_of_store {
    int decimals = 2;
    std::optional<mass_unit> weight{};
    std::optional<length_unit> length{};
    std::optional<bool> tax_included{};
};

/// What a choice adds to the price of the product.
struct surcharge {
    bool percent = false;
    std::int64_t value = 0; ///< in minor units, or in millionths of a percent
};

/// What the combinations of a product say less of than the product.
struct product_context {
    maybe<money> price{};
    std::vector<std::string> options{};                                    ///< their names
    std::map<std::pair<std::string, std::string>, surcharge> surcharges{}; ///< by option and choice
    std::optional<std::unordered_map<std::string, ecom::image_id>> images{}; ///< by URL
};

class product_reader {
public:
    product_reader(row_taker& from, const units_of_store& units) : take(from), units_(units) {}

    /// `context` becomes what the product's combinations are read with.
    [[nodiscard]] ecom::product product(const view& row, product_context& context);
    [[nodiscard]] ecom::variation variation(const view& row, const product_context& context);

private:
    [[nodiscard]] ecom::sellable sellable(const view& row, bool whole);
    [[nodiscard]] std::optional<std::string>
    attribute(const view& row, bool whole, std::string_view type, std::string_view or_type = {});
    [[nodiscard]] std::optional<std::vector<option>> options(const view& row,
                                                             product_context& context);
    void read_surcharge(const view& choice, const std::string& option, product_context& context);
    [[nodiscard]] maybe<money> own_price(const ecom::variation& v, const product_context& context);
    [[nodiscard]] std::optional<std::vector<ecom::image>> images(const view& row,
                                                                 product_context& context);

    row_taker& take;
    const units_of_store& units_;
};

/// What a whole row leaves out is empty.
template <class T>
void settle(std::optional<T>& value, bool whole)
{
    if (whole && !value) value.emplace();
}
template <class T>
void settle(maybe<T>& value, bool whole)
{
    if (whole && !value.known()) value = none;
}

/// Where pictures are, from the largest to the smallest: in `media`, of a product, combination or
/// category, and in a gallery. At
/// "url" a product has its page in the store, a gallery its picture.
inline constexpr std::string_view media_urls[] = {
    "imageOriginalUrl", "image1500pxUrl", "image800pxUrl", "image400pxUrl", "image160pxUrl"};
inline constexpr std::string_view image_urls[] = {"originalImageUrl", "imageUrl", "hdThumbnailUrl",
                                                  "thumbnailUrl", "smallThumbnailUrl"};
inline constexpr std::string_view gallery_urls[] = {"originalImageUrl", "imageUrl", "url",
                                                    "hdThumbnailUrl", "thumbnail"};

/// The first URL of a row that is not empty.
[[nodiscard]] std::optional<std::string> first_url(row_taker& take, const view& row,
                                                   std::span<const std::string_view> keys);

/// When a row was changed last.
[[nodiscard]] std::optional<instant> updated_at(row_taker& take, const view& row);

inline std::optional<std::string> first_url(row_taker& take, const view& row,
                                            std::span<const std::string_view> keys)
{
    std::optional<std::string> first;
    for (const auto key : keys)
        if (auto url = take.text(row, key); url && (!first || first->empty()))
            first = std::move(url);
    return first;
}

inline std::optional<instant> updated_at(row_taker& take, const view& row)
{
    if (const auto at = take.time(row, "updated")) return at;
    const auto seconds = take.whole(row, "updateTimestamp");
    constexpr std::int64_t most = 253'402'300'799; // the end of the year 9999
    if (!seconds || *seconds < 0 || *seconds > most) return {};
    return instant{std::chrono::seconds{*seconds}};
}

inline ecom::product product_reader::product(const view& row, product_context& context)
{
    const bool whole = row.find("options").has_value();
    ecom::product p{.id = ecom::product_id{take.id(row, "id", "the product")}};
    if (auto id = take.text(row, "externalReferenceId")) p.pos_id = pos::product_id{*id};
    p.name = take.text(row, "name");
    p.description = take.text(row, "description");
    settle(p.description, whole);
    if (take.flag(row, "descriptionTruncated").value_or(false)) p.description.reset();
    p.brand = attribute(row, whole, "BRAND");
    p.sellable = sellable(row, whole);
    p.enabled = take.flag(row, "enabled");
    const auto place = take.whole(row, "showOnFrontpage");
    if (place || whole) p.on_front_page = place.value_or(0) > 0;
    if (const auto ids = row.find("categoryIds")) {
        auto& all = p.category_ids.emplace();
        if (!ids->is(node_type::array) && !nothing(*ids)) take.refuse(*ids, "a list of ids");
        for (auto id = ids->first(); id; id = id->next())
            if (auto text = take.text(*id); text && *text != "0")
                all.push_back(ecom::category_id{*text});
    }
    p.tax_included = units_.tax_included;
    p.compare_to_price = take.amount(row, "compareToPrice", units_.decimals);
    if (p.compare_to_price == maybe<money>{money{}}) p.compare_to_price = none;
    settle(p.compare_to_price, whole);
    p.subtitle = take.text(row, "subtitle");
    settle(p.subtitle, whole);
    p.low_stock_threshold = take.whole(row, "warningLimit");
    if (const auto sizes = take.object(row, "dimensions"); sizes && units_.length) {
        p.length = take.measure(*sizes, "length", *units_.length);
        p.width = take.measure(*sizes, "width", *units_.length);
        p.height = take.measure(*sizes, "height", *units_.length);
    }
    for (auto* size : {&p.length, &p.width, &p.height})
        settle(*size, whole && units_.length);
    context.price = p.sellable.price;
    p.images = images(row, context);
    p.options = options(row, context);
    if (row.find("combinations")) {
        auto& all = p.variations.emplace();
        take.each(row, "combinations",
                  [&](const view& each) { all.push_back(variation(each, context)); });
    }
    p.updated_at = updated_at(take, row);
    return p;
}

inline ecom::variation product_reader::variation(const view& row, const product_context& context)
{
    const bool whole = row.find("options").has_value();
    ecom::variation v{.id = ecom::variation_id{take.id(row, "id", "the variation")}};
    if (auto id = take.text(row, "externalReferenceId")) v.pos_id = pos::variant_id{*id};
    if (whole) {
        auto& all = v.option_values.emplace();
        take.each(row, "options", [&](const view& each) {
            all.push_back({take.id(each, "name", "an option, its name"),
                           take.text(each, "value").value_or("")});
        });
        const auto place = [&](const option_value& o) {
            return std::find(context.options.begin(), context.options.end(), o.name) -
                   context.options.begin();
        };
        std::stable_sort(all.begin(), all.end(),
                         [&](const auto& a, const auto& b) { return place(a) < place(b); });
    }
    v.sellable = sellable(row, whole);
    if (!v.sellable.price.known() && whole) v.sellable.price = own_price(v, context);
    const auto url = first_url(take, row, image_urls);
    if (whole && (!url || url->empty())) v.image_id = none;
    if (!context.images) return v;
    for (const auto key : image_urls)
        if (const auto at = context.images->find(take.text(row, key).value_or(""));
            at != context.images->end() && !v.image_id.has_value())
            v.image_id = at->second;
    return v;
}

inline ecom::sellable product_reader::sellable(const view& row, bool whole)
{
    ecom::sellable s{.sku = take.text(row, "sku"),
                     .upc = attribute(row, whole, "UPC", "EXTERNAL_UPC"),
                     .price = take.amount(row, "price", units_.decimals)};
    settle(s.sku, whole);
    const auto quantity = take.whole(row, "quantity");
    const auto unlimited = take.flag(row, "unlimited");
    if (unlimited || quantity) s.tracks_stock = !unlimited.value_or(false);
    if (s.tracks_stock == true) s.quantity = quantity;
    if (units_.weight) s.weight = take.measure(row, "weight", *units_.weight);
    settle(s.weight, whole && units_.weight);
    return s;
}

inline std::optional<std::string> product_reader::attribute(const view& row, bool whole,
                                                            std::string_view type,
                                                            std::string_view or_type)
{
    std::string found, other;
    const bool known = take.each(row, "attributes", [&](const view& each) {
        const auto kind = take.text(each, "type");
        auto& to = kind == type ? found : other;
        if (kind != type && (or_type.empty() || kind != or_type)) return;
        if (to.empty()) to = take.text(each, "value").value_or("");
    });
    if (!known && !whole) return {};
    return found.empty() ? other : found;
}

inline std::optional<std::vector<option>> product_reader::options(const view& row,
                                                                  product_context& context)
{
    std::vector<option> all;
    const bool known = take.each(row, "options", [&](const view& each) {
        auto& o = all.emplace_back();
        o.name = take.id(each, "name", "an option, its name");
        context.options.push_back(o.name);
        take.each(each, "choices", [&](const view& choice) {
            o.values.push_back(take.text(choice, "text").value_or(""));
            read_surcharge(choice, o.name, context);
        });
    });
    if (!known) return {};
    return all;
}

inline void product_reader::read_surcharge(const view& choice, const std::string& option,
                                           product_context& context)
{
    const bool percent = take.text(choice, "priceModifierType") == "PERCENT";
    const auto added = take.amount(choice, "priceModifier", percent ? 6 : units_.decimals);
    if (!added.has_value() || added->minor == 0) return;
    context.surcharges[{option, take.text(choice, "text").value_or("")}] = {percent, added->minor};
}

/// A combination without a price costs what the product does and what its choices add.
inline maybe<money> product_reader::own_price(const ecom::variation& v,
                                              const product_context& context)
{
    constexpr std::int64_t most = 9'000'000'000; // so that no product of two numbers overflows
    constexpr std::int64_t whole = 100'000'000;  // 100 % in millionths of a percent
    const auto within = [](std::int64_t n, std::int64_t limit) {
        return n <= limit && n >= -limit;
    };
    bool plain = true;
    std::int64_t added = 0;
    for (const auto& o : *v.option_values) {
        const auto at = context.surcharges.find({o.name, o.value});
        if (at == context.surcharges.end()) continue;
        plain = false;
        const auto& extra = at->second;
        if (!context.price.has_value() || !within(context.price->minor, most)) return {};
        if (!within(extra.value, extra.percent ? 10 * whole : most)) return {};
        if (!extra.percent) {
            added += extra.value;
            continue;
        }
        const auto part = context.price->minor * extra.value;
        const auto half = part % whole >= whole / 2 ? 1 : part % whole <= -whole / 2 ? -1 : 0;
        added += part / whole + half;
    }
    if (plain) return none;
    return money{context.price->minor + added, context.price->finer};
}

inline std::optional<std::vector<ecom::image>> product_reader::images(const view& row,
                                                                      product_context& context)
{
    struct placed {
        std::int64_t place;
        ecom::image image;
    };
    std::vector<placed> all;
    const auto add = [&](const view& at, std::string id, bool main,
                         std::span<const std::string_view> urls) {
        placed p{.place = take.whole(at, "orderBy").value_or(std::numeric_limits<int>::max()),
                 .image = {.id = ecom::image_id{std::move(id)}, .url = first_url(take, at, urls)}};
        if (main) p.place = std::numeric_limits<std::int64_t>::min();
        if (auto source = take.text(at, "externalId")) p.image.source_id = pos::image_id{*source};
        for (const auto key : urls)
            if (auto url = take.text(at, key); url && !url->empty())
                context.images->try_emplace(std::move(*url), p.image.id);
        all.push_back(std::move(p));
    };
    context.images.emplace();
    const auto media = take.object(row, "media");
    if (media && take.each(*media, "images", [&](const view& each) {
            const bool main = take.flag(each, "isMain").value_or(false);
            add(each, take.id(each, "id", "the image"), main, media_urls);
        })) {
    } else if (row.find("galleryImages")) {
        if (const auto url = first_url(take, row, image_urls); url && !url->empty())
            add(row, "0", true, image_urls);
        take.each(row, "galleryImages", [&](const view& each) {
            add(each, take.id(each, "id", "the image"), false, gallery_urls);
        });
    } else {
        context.images.reset();
        return {};
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const placed& a, const placed& b) { return a.place < b.place; });
    std::vector<ecom::image> images;
    for (auto& each : all)
        images.push_back(std::move(each.image));
    return images;
}

} // namespace twinshelf::platforms::ecwid::detail
