#pragma once

#include "twinshelf/platforms/detail/ecwid_image.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
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
    /// The places of its options, by name; unknown where the product's row was cut, or not read.
    std::optional<std::unordered_map<std::string, std::size_t>> options{};
    std::map<std::pair<std::string, std::string>, surcharge> surcharges{}; ///< by option and choice
    std::optional<image_index> images{};
};

class product_reader {
public:
    product_reader(row_taker& from, const units_of_store& units) : take(from), units_(units) {}

    /// `context` becomes what the product's combinations are read with.
    [[nodiscard]] ecom::product product(const view& row, product_context& context);
    [[nodiscard]] ecom::variation variation(const view& row, const product_context& context);

private:
    [[nodiscard]] ecom::sellable sellable(const view& row, bool whole,
                                          std::optional<std::string> upc);
    struct attributes {
        std::optional<std::string> brand{}, upc{};
    };
    [[nodiscard]] attributes read_attributes(const view& row, bool whole);
    [[nodiscard]] std::optional<std::vector<option>> options(const view& row,
                                                             product_context& context);
    void read_surcharge(const view& choice, const std::string& option, product_context& context);
    [[nodiscard]] maybe<money> own_price(const ecom::variation& v, const product_context& context);

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

/// When a row was changed last.
[[nodiscard]] std::optional<instant> updated_at(row_taker& take, const view& row);

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
    auto [brand, upc] = read_attributes(row, whole);
    p.brand = std::move(brand);
    p.sellable = sellable(row, whole, std::move(upc));
    p.enabled = take.flag(row, "enabled");
    const auto place = take.whole(row, "showOnFrontpage");
    if (place || whole) p.on_front_page = place.value_or(0) > 0;
    if (const auto ids = row.find("categoryIds")) {
        auto& all = p.category_ids.emplace();
        if (!ids->is(node_type::array) && platforms::detail::written(*ids) != "")
            take.refuse(*ids, "a list of ids");
        for (auto id = ids->first(); id; id = id->next())
            if (auto text = take.text(*id); text && *text != "0") all.emplace_back(*text);
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
    p.images = read_images(take, row, context.images);
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
            if (!context.options) return std::size_t{0};
            const auto at = context.options->find(o.name);
            return at == context.options->end() ? context.options->size() : at->second;
        };
        std::stable_sort(all.begin(), all.end(),
                         [&](const auto& a, const auto& b) { return place(a) < place(b); });
    }
    v.sellable = sellable(row, whole, read_attributes(row, whole).upc);
    if (!v.sellable.price.known() && whole) v.sellable.price = own_price(v, context);
    v.image_id = variation_image(take, row, context.images);
    if (!whole && v.image_id.is_none()) v.image_id = {};
    return v;
}

inline ecom::sellable product_reader::sellable(const view& row, bool whole,
                                               std::optional<std::string> upc)
{
    ecom::sellable s{.sku = take.text(row, "sku"),
                     .upc = std::move(upc),
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

/// By type: names are the merchant's. Of several with a value the first counts. The store's own UPC
/// goes before the till's codes, which a sync of the platform writes.
inline product_reader::attributes product_reader::read_attributes(const view& row, bool whole)
{
    constexpr std::array<std::string_view, 4> types{"BRAND", "UPC", "EXTERNAL_UPC", "EXTERNAL_EAN"};
    std::array<std::string, types.size()> values;
    const bool known = take.each(row, "attributes", [&](const view& each) {
        const auto type = std::find(types.begin(), types.end(), take.text(each, "type"));
        if (type == types.end()) return;
        auto& value = values[static_cast<std::size_t>(type - types.begin())];
        if (value.empty()) value = take.text(each, "value").value_or("");
    });
    if (!known && !whole) return {};
    auto& [brand, upc, till_upc, till_ean] = values;
    for (auto* code : {&till_upc, &till_ean})
        if (upc.empty()) upc = std::move(*code);
    return {std::move(brand), std::move(upc)};
}

inline std::optional<std::vector<option>> product_reader::options(const view& row,
                                                                  product_context& context)
{
    std::vector<option> all;
    std::unordered_map<std::string, std::size_t> places;
    const bool known = take.each(row, "options", [&](const view& each) {
        auto& o = all.emplace_back();
        o.name = take.id(each, "name", "an option, its name");
        places.try_emplace(o.name, places.size());
        take.each(each, "choices", [&](const view& choice) {
            o.values.push_back(take.text(choice, "text").value_or(""));
            read_surcharge(choice, o.name, context);
        });
    });
    if (!known) return {};
    context.options = std::move(places);
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
    if (!context.options) return {};
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

} // namespace twinshelf::platforms::ecwid::detail
