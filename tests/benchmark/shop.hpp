#pragma once

#include <twinshelf/advance.hpp>
#include <twinshelf/twinshelf.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// A shop of any size for the benchmark: a till and a store that agree, and what was changed on them
/// since. The same numbers give the same shop on every machine.
///
/// A product is a matrix of 4 variants with 3 images, a description of 300 bytes, two outlets and
/// one category of a tree of two levels. X-Series ids are UUIDs, R-Series ids and those of the store
/// are numbers. Store products stand in shuffled order.
namespace benchmark {

using namespace twinshelf::literals;

/// SplitMix64.
class dice {
public:
    explicit dice(std::uint64_t seed) : state(seed) {}
    std::uint64_t roll()
    {
        auto z = state += 0x9e3779b97f4a7c15U;
        z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
        z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
        return z ^ (z >> 31U);
    }
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(roll() % n); }

private:
    std::uint64_t state;
};

/// What a shop is like.
struct shape {
    std::size_t products = 1'000;
    std::size_t customers = 0;
    std::size_t categories = 0; ///< 0: one for 100 products
    bool r_series = false;      ///< else X-Series
    bool in_store = true;       ///< false: the store is empty, all is new
    double changed = 0.02;      ///< shares of the products
    double added = 0.01;        ///< in the till
    double gone = 0.01;         ///< from the till
    std::uint64_t seed = 1;
};

struct shop {
    twinshelf::pos::snapshot pos{};
    twinshelf::ecom::snapshot ecom{};
    twinshelf::policy by{};
    twinshelf::baseline base{}; ///< only where asked for
};

/// The shop; with a baseline of when all of it agreed, where that is asked for.
[[nodiscard]] shop make(const shape& of, bool with_baseline);

class maker {
public:
    explicit maker(const shape& how) : of(how) {}

    shop run(bool with_baseline)
    {
        s.by = of.r_series ? twinshelf::r_series() : twinshelf::x_series();
        s.by.plan = twinshelf::plan_size::no_plan;
        s.pos.currency = s.ecom.currency = {"EUR", 2};
        s.ecom.weight_unit = twinshelf::mass_unit::g;
        s.pos.outlets = {{"outlet-1"_id, "Main street"}, {"outlet-2"_id, "Harbour"}};
        s.pos.ecom_outlet = twinshelf::pos::outlet_id{"outlet-1"};
        s.by.outlets = {twinshelf::pos::outlet_id{"outlet-2"}};
        make_categories();
        for (auto* state : {&s.pos.products.state, &s.ecom.products.state})
            *state = twinshelf::completeness::complete;
        s.pos.products.records.reserve(of.products);
        s.ecom.products.records.reserve(of.products);
        const auto old = of.products - share(of.added);
        for (std::size_t i = 0; i < old; ++i)
            make_product(i, of.in_store);
        make_customers();
        if (with_baseline) s.base = twinshelf::advance({}, s.pos, s.ecom, s.by, {}, {});
        remove(share(of.gone));
        for (std::size_t i = 0; i < share(of.changed); ++i)
            change(i);
        for (std::size_t i = old; i < of.products; ++i)
            make_product(i, false);
        shuffle(s.ecom.products.records);
        shuffle(s.ecom.customers.records);
        return std::move(s);
    }

private:
    static constexpr std::array<std::string_view, 4> variants{"Black", "White", "Red", "Blue"};

    [[nodiscard]] std::size_t share(double part) const
    {
        return static_cast<std::size_t>(part * static_cast<double>(of.products));
    }

    /// An id of the till: `what` tells ids of different things apart.
    [[nodiscard]] std::string till_id(std::uint64_t what, std::uint64_t number) const
    {
        if (of.r_series) return std::to_string(what * 100'000'000 + number);
        dice bits{what * 0x100000001b3U + number * 0x9e3779b97f4a7c15U + of.seed};
        std::string text;
        for (const int digits : {8, 4, 4, 4, 12}) {
            if (!text.empty()) text += '-';
            for (auto [i, word] = std::pair{0, bits.roll()}; i < digits; ++i, word >>= 4U)
                text += "0123456789abcdef"[word & 15U];
        }
        return text;
    }
    [[nodiscard]] static std::string store_id(std::uint64_t what, std::uint64_t number)
    {
        return std::to_string(what * 100'000'000 + number);
    }

    [[nodiscard]] static std::string padded(std::size_t number, std::size_t digits)
    {
        auto text = std::to_string(number);
        return text.insert(0, digits - std::min(digits, text.size()), '0');
    }

    void make_categories()
    {
        using namespace twinshelf;
        s.pos.categories.state = s.ecom.categories.state = completeness::complete;
        categories =
            of.categories != 0 ? of.categories : std::max<std::size_t>(4, of.products / 100);
        for (std::size_t i = 0; i < categories; ++i) {
            const bool root = i < 4;
            pos::category p{pos::category_id{till_id(1, i)}, "Category " + padded(i, 6), none};
            if (!root) p.parent_id = pos::category_id{till_id(1, i % 4)};
            if (of.in_store) {
                ecom::category e{ecom::category_id{store_id(1, i)}, p.id};
                e.parent_id = none;
                if (!root) e.parent_id = ecom::category_id{store_id(1, i % 4)};
                e.name = p.name;
                e.enabled = true;
                e.position = static_cast<std::int64_t>(i);
                s.ecom.categories.records.push_back(std::move(e));
            }
            s.pos.categories.records.push_back(std::move(p));
        }
        s.ecom.categories.state = completeness::complete;
    }

    void make_product(std::size_t i, bool in_store)
    {
        using namespace twinshelf;
        const auto updated =
            instant{std::chrono::seconds{1'700'000'000 + static_cast<std::int64_t>(i)}};
        const auto weight =
            mass{(200 + static_cast<std::int64_t>(i % 700)) * 1'000'000, mass_unit::g};
        pos::product p{pos::product_id{till_id(2, i)}};
        p.name = "Trail jacket no " + padded(i, 7);
        p.description = "<p>" + *p.name + ": ";
        for (dice words{i + of.seed}; p.description->size() < 296;)
            *p.description += kinds[words.below(kinds.size())];
        p.description->resize(296);
        *p.description += "</p>";
        p.brand = "Brand " + padded(i % 50, 3);
        p.category_id = pos::category_id{till_id(1, i % categories)};
        p.tags.emplace();
        p.tax_included = true;
        p.attributes = {"Color"};
        p.created_at = updated;
        p.sellable.active = true;
        p.sellable.updated_at = updated;
        p.sellable.sell_online = true;
        const auto price = money{1'990 + static_cast<std::int64_t>(i % 5'000)};
        p.sellable.price = price;
        p.sellable.images.emplace();
        for (std::size_t k = 0; k < 3; ++k)
            p.sellable.images->push_back(
                {pos::image_id{till_id(3, i * 3 + k)},
                 "https://images.example.com/till/" + padded(i * 3 + k, 9) + "/original.jpg",
                 {}});
        p.variants.emplace(4);
        for (std::size_t k = 0; k < 4; ++k) {
            auto& v = (*p.variants)[k];
            v.id = pos::variant_id{till_id(4, i * 4 + k)};
            v.attribute_values = {std::string{variants[k]}};
            auto& sold = v.sellable;
            sold.sku = "TJ-" + padded(i, 7) + '-' + std::to_string(k);
            sold.upc = padded(400'000'000'000 + i * 4 + k, 12);
            sold.active = true;
            sold.price = price;
            if (of.r_series) sold.online_price = none;
            sold.tracks_stock = true;
            sold.stock = {{pos::outlet_id{"outlet-1"}, units(static_cast<std::int64_t>(i % 90))},
                          {pos::outlet_id{"outlet-2"}, units(static_cast<std::int64_t>(k))}};
            sold.weight = weight;
            sold.images.emplace();
            sold.updated_at = updated;
        }
        if (in_store) s.ecom.products.records.push_back(counterpart(p, i));
        s.pos.products.records.push_back(std::move(p));
    }

    /// The product as the store holds it when both sides agree.
    [[nodiscard]] twinshelf::ecom::product counterpart(const twinshelf::pos::product& p,
                                                       std::size_t i) const
    {
        using namespace twinshelf;
        ecom::product e{ecom::product_id{store_id(2, i)}, p.id};
        e.name = p.name;
        e.description = p.description;
        e.brand = p.brand;
        e.enabled = true;
        e.category_ids = {ecom::category_id{store_id(1, i % categories)}};
        e.on_front_page = false;
        e.tax_included = true;
        e.sellable.price = p.sellable.price;
        e.updated_at = p.sellable.updated_at;
        e.images.emplace();
        for (std::size_t k = 0; k < 3; ++k)
            e.images->push_back(
                {ecom::image_id{store_id(3, i * 3 + k)},
                 "https://images.example.com/store/" + padded(i * 3 + k, 9) + "/original.jpg",
                 (*p.sellable.images)[k].id,
                 {}});
        e.options.emplace(1);
        e.options->front().name = "Color";
        e.variations.emplace(4);
        for (std::size_t k = 0; k < 4; ++k) {
            const auto& from = (*p.variants)[k];
            auto& v = (*e.variations)[k];
            e.options->front().values.push_back(from.attribute_values->front());
            v.id = ecom::variation_id{store_id(4, i * 4 + k)};
            v.pos_id = from.id;
            v.option_values = std::vector{option_value{"Color", from.attribute_values->front()}};
            v.sellable.sku = from.sellable.sku;
            v.sellable.upc = from.sellable.upc;
            v.sellable.price = none;
            v.sellable.tracks_stock = true;
            v.sellable.quantity = static_cast<std::int64_t>(i % 90 + k);
            v.sellable.weight = from.sellable.weight;
            v.image_id = none;
        }
        return e;
    }

    void make_customers()
    {
        using namespace twinshelf;
        for (auto* state : {&s.pos.customer_groups.state, &s.pos.customers.state})
            *state = completeness::complete;
        for (auto* state : {&s.ecom.customer_groups.state, &s.ecom.customers.state})
            *state = completeness::complete;
        const auto when = instant{std::chrono::seconds{1'700'000'000}};
        s.pos.customer_groups.records = {{pos::customer_group_id{till_id(5, 0)}, "All", true, {}}};
        s.ecom.customer_groups.records = {
            {"0"_id, s.pos.customer_groups.records[0].id, "General", true}};
        for (std::size_t i = 0; i < of.customers; ++i) {
            pos::customer p{pos::customer_id{till_id(6, i)}};
            p.email = "customer." + padded(i, 7) + "@example.com";
            p.first_name = "Kim";
            p.last_name = "Number " + padded(i, 7);
            p.group_id = s.pos.customer_groups.records[0].id;
            p.accepts_marketing = i % 3 == 0;
            p.email_updated_at = p.marketing_updated_at = p.updated_at = when;
            p.archived = false;
            ecom::customer e{ecom::customer_id{store_id(6, i)}, p.id};
            e.email = p.email;
            e.first_name = p.first_name;
            e.last_name = p.last_name;
            e.group_id = ecom::customer_group_id{"0"};
            e.accepts_marketing = p.accepts_marketing;
            e.email_updated_at = e.marketing_updated_at = e.updated_at = when;
            e.orders = static_cast<std::int64_t>(i % 4);
            s.ecom.customers.records.push_back(std::move(e));
            s.pos.customers.records.push_back(std::move(p));
        }
    }

    /// Takes products spread over the list from the till.
    void remove(std::size_t count)
    {
        auto& all = s.pos.products.records;
        std::vector<bool> out(all.size());
        for (std::size_t i = 0; i < count; ++i)
            out[i * all.size() / count] = true;
        std::size_t at = 0;
        std::erase_if(all, [&](const auto&) { return out[at++]; });
    }

    /// Changes one thing of a product of the till; with an R-Series one also of the store's.
    void change(std::size_t number)
    {
        using namespace twinshelf;
        const auto count = share(of.changed);
        const auto at = (2 * number + 1) * s.pos.products.records.size() / (2 * count);
        auto& p = s.pos.products.records[at];
        switch (number % 5) {
        case 0: // the price
            for (auto& v : *p.variants)
                v.sellable.price = money{v.sellable.price->minor + 100};
            p.sellable.price = money{p.sellable.price->minor + 100};
            break;
        case 1: *p.name += " II"; break;
        case 2: p.description->replace(100, 5, "words"); break;
        case 3: // sold at the till
            (*p.variants)[0].sellable.stock->front().level =
                units(whole_units(*(*p.variants)[0].sellable.stock->front().level) + 3);
            break;
        case 4:
            if (of.r_series && at < s.ecom.products.records.size()) // sold online
                *(*s.ecom.products.records[at].variations)[1].sellable.quantity += 1;
            else
                (*p.variants)[2].sellable.tracks_stock = false;
            break;
        default: break;
        }
    }

    template <class Record>
    void shuffle(std::vector<Record>& all) const
    {
        dice order{of.seed + 77};
        for (auto i = all.size(); i > 1; --i)
            std::swap(all[i - 1], all[order.below(i)]);
    }

    static constexpr std::array<std::string_view, 8> kinds{
        "warm ",          "light ", "waterproof ", "made of wool ",
        "for long days ", "and ",   "tested ",     "with pockets "};

    const shape of;
    shop s;
    std::size_t categories = 0;
};

inline shop make(const shape& of, bool with_baseline)
{
    return maker{of}.run(with_baseline);
}

} // namespace benchmark
