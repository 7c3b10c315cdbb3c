#pragma once

#include "twinshelf/platforms/detail/collected.hpp"
#include "twinshelf/platforms/detail/ecwid_records.hpp"
#include "twinshelf/platforms/detail/ecwid_resource.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

/// The sections that the rows of E-Series pages become.
namespace twinshelf::platforms::ecwid::detail {

using platforms::detail::collected;
using platforms::detail::envelope;
using platforms::detail::row;

/// A record that is gone, and since when.
struct tombstone {
    std::string id{};
    std::optional<instant> since{};
};

class reader {
public:
    /// `joined` are the products whose combinations have pages of their own, which come last.
    reader(units_of_store units, std::unordered_set<std::string> joined,
           std::vector<json::fault>& faults)
        : units_(units), joined_(std::move(joined)), faults_(faults), take_(faults),
          read_(take_, units_)
    {
    }

    void add(const page& from);
    /// The sections, and what a profile said, once every page was added.
    void finish(ecom::snapshot& to);

private:
    void add_row(const row& r, std::optional<resource>& what);
    void add_product(const view& row);
    void add_profile(const view& row);
    void close_page(const envelope& around, std::optional<resource> what);
    void join_combinations(const envelope& around, bool whole);
    template <class Record>
    void keep(collected<Record>& to, Record r);
    template <class Record>
    [[nodiscard]] section<Record> section_of(resource what, collected<Record>& read,
                                             std::vector<tombstone> gone = {});
    [[nodiscard]] bool has_unlisted_category();
    void refuse_page(const std::string& name, std::string expected, std::string found);
    [[nodiscard]] listing& list(resource of) { return lists_[static_cast<std::size_t>(of)]; }

    units_of_store units_;
    std::unordered_set<std::string> joined_;
    std::vector<json::fault>& faults_;
    row_taker take_;
    product_reader read_;
    std::optional<currency> currency_{};
    std::array<listing, resources> lists_{};
    bool page_lost_ = false; // and nobody knows what it was about
    collected<ecom::product> products_{};
    collected<ecom::category> categories_{};
    collected<ecom::customer_group> groups_{};
    collected<ecom::customer> customers_{};
    std::vector<tombstone> gone_products_{}, gone_customers_{};
    std::unordered_map<std::string, product_context> contexts_{}; // of the joined products
    // Of a page of combinations:
    std::string product_{};
    collected<ecom::variation> combinations_{};
};

inline void reader::refuse_page(const std::string& name, std::string expected, std::string found)
{
    page_lost_ = true;
    faults_.push_back({name, std::move(expected), std::move(found)});
}

inline void reader::add(const page& from)
{
    auto asked = parse_resource(from.resource);
    if (!from.resource.empty() && !asked.what)
        return refuse_page(from.name,
                           "products, products/ID/combinations, products/deleted, categories, "
                           "customer_groups, customers, customers/deleted or profile",
                           json::detail::in_quotes(from.resource));
    product_ = std::move(asked.product);
    combinations_ = {};
    constexpr std::string_view places[] = {"/items"};
    const auto around = platforms::detail::read_rows(from, places, faults_,
                                                     [&](const row& r) { add_row(r, asked.what); });
    close_page(around, asked.what);
}

inline void reader::close_page(const envelope& around, std::optional<resource> what)
{
    if (around.ok() && !around.top().is(node_type::object) && !around.top().is(node_type::array))
        return refuse_page(around.where, "a page of rows", around.top().found());
    const bool single = around.ok() && around.top().is(node_type::object) && !around.find("items");
    if (single && (around.find("errorMessage") || around.find("errorCode"))) {
        const auto part = [&](std::string_view key) {
            const auto at = around.find(key);
            return at ? platforms::detail::written(*at).value_or("") : std::string{};
        };
        return refuse_page(around.where, "a page of rows",
                           "the error " + part("errorCode") + ' ' +
                               json::detail::in_quotes(part("errorMessage")));
    }
    if (single && !what) what = recognized(around.top());
    if (single && !what) return refuse_page(around.where, recognizable, around.top().found());
    if (single) add_row({around.top(), {}, around.where + ": "}, what);
    if (!what) {
        page_lost_ = page_lost_ || !around.ok();
        return;
    }
    auto& l = list(*what);
    ++l.pages;
    const auto total = around.find("total");
    const auto count = total ? parse_decimal((*total)->content, 0) : std::nullopt;
    l.scattered = l.scattered || !count || count->value < 0;
    if (!l.scattered) l.total = std::max(l.total, static_cast<std::size_t>(count->value));
    if (what == resource::combinations) join_combinations(around, around.ok() && !single);
}

inline void reader::add_row(const row& r, std::optional<resource>& what)
{
    if (!take_.begin(r)) {
        (what ? list(*what).scattered : page_lost_) = true;
        return;
    }
    if (!what) what = recognized(r.value);
    if (!what) {
        page_lost_ = true;
        return take_.refuse(r.value, recognizable);
    }
    const auto bury = [&](std::vector<tombstone>& gone) {
        tombstone t{take_.id(r.value, "id", "the record"), take_.time(r.value, "date")};
        if (take_.sound()) gone.push_back(std::move(t));
    };
    switch (*what) {
    case resource::products: return add_product(r.value);
    case resource::categories: {
        auto c = category(take_, r.value);
        if (c.id.text != "0") return keep(categories_, std::move(c));
        ++list(*what).others; // the front page
        return;
    }
    case resource::customer_groups: return keep(groups_, customer_group(take_, r.value));
    case resource::customers: return keep(customers_, customer(take_, r.value));
    case resource::profile: return add_profile(r.value);
    case resource::combinations:
        return keep(combinations_, read_.variation(r.value, contexts_[product_]));
    case resource::deleted_products: return bury(gone_products_);
    case resource::deleted_customers: return bury(gone_customers_);
    }
}

inline void reader::add_product(const view& row)
{
    product_context context;
    auto p = read_.product(row, context);
    if (joined_.contains(p.id.text)) contexts_[p.id.text] = std::move(context);
    keep(products_, std::move(p));
}

inline void reader::add_profile(const view& row)
{
    const auto formats = take_.object(row, "formatsAndUnits");
    const auto taxes = take_.object(row, "taxSettings");
    if (taxes)
        if (const auto included = take_.flag(*taxes, "pricesIncludeTax"))
            units_.tax_included = included;
    if (!formats) return;
    if (const auto code = take_.text(*formats, "currency"); code && !code->empty()) {
        currency_ = currency{*code, default_decimals(*code)};
        const auto decimals = take_.whole(*formats, "currencyPrecision");
        constexpr std::int64_t most = 6;
        if (decimals && (*decimals < 0 || *decimals > most))
            take_.miss(*formats, "currencyPrecision", "a whole number from 0 to 6");
        else if (decimals)
            currency_->decimals = static_cast<int>(*decimals);
        units_.decimals = currency_->decimals;
    }
    const auto read_unit = [&](std::string_view key, auto names, auto& to) {
        const auto word = take_.text(*formats, key);
        if (!word || word->empty()) return;
        const auto at = std::find(names.begin(), names.end(), *word);
        if (at == names.end()) return take_.miss(*formats, key, "a unit that E-Series has");
        to = static_cast<typename std::remove_reference_t<decltype(to)>::value_type>(at -
                                                                                     names.begin());
    };
    using words = std::string_view;
    read_unit("weightUnit", // in the order of mass_unit
              std::array{words{"GRAM"}, words{"KILOGRAM"}, words{"OUNCE"}, words{"POUND"},
                         words{"CARAT"}},
              units_.weight);
    read_unit("dimensionsUnit", // in the order of length_unit
              std::array{words{"MM"}, words{"CM"}, words{"IN"}, words{"YD"}}, units_.length);
}

/// The combinations of a page are all that its product has, unless one of them is missing.
inline void reader::join_combinations(const envelope& around, bool whole)
{
    if (product_.empty())
        return refuse_page(around.where, "the resource products/ID/combinations", "combinations");
    if (products_.lacks(product_)) return;
    auto* p = products_.find(product_);
    if (p == nullptr) {
        products_.add(product_, {}, {.id = ecom::product_id{product_}});
        products_.miss();
        list(resource::products).pages += 1;
        p = products_.find(product_);
    }
    p->variations.reset();
    if (whole && combinations_.whole())
        p->variations = std::move(combinations_.records);
    else
        products_.miss();
}

/// Keeps what a row became, or notes that not all of the row was understood.
template <class Record>
void reader::keep(collected<Record>& to, Record r)
{
    std::optional<std::int64_t> age;
    if constexpr (requires { r.updated_at; })
        if (r.updated_at) age = r.updated_at->time_since_epoch().count();
    const auto id = r.id.text;
    if (take_.sound())
        to.add(id, age, std::move(r));
    else
        to.miss(id, age);
}

template <class Record>
section<Record> reader::section_of(resource what, collected<Record>& read,
                                   std::vector<tombstone> gone)
{
    auto state = list(what).state(read);
    if (state == completeness::complete && page_lost_) state = completeness::partial;
    if (state == completeness::absent && !gone.empty()) state = completeness::partial;
    if constexpr (requires(Record r) { r.deleted; })
        for (const auto& t : gone) {
            if (read.find(t.id) == nullptr) {
                Record r;
                r.id.text = t.id;
                read.add(t.id, {}, std::move(r));
            }
            auto& r = *read.find(t.id);
            r.deleted = true;
            if (t.since) r.updated_at = t.since;
        }
    read.settle();
    return {std::move(read.records), state};
}

/// Whether a product or a category is in a category that the list does not have: hidden categories
/// were not asked for, then, or the list was read before it was made.
inline bool reader::has_unlisted_category()
{
    for (const auto& c : categories_.records)
        if (c.parent_id.has_value() && categories_.find(c.parent_id->text) == nullptr) return true;
    for (const auto& p : products_.records)
        if (p.category_ids)
            for (const auto& id : *p.category_ids)
                if (categories_.find(id.text) == nullptr) return true;
    return false;
}

inline void reader::finish(ecom::snapshot& to)
{
    if (currency_) to.currency = *currency_;
    if (units_.weight) to.weight_unit = *units_.weight;
    if (units_.length) to.length_unit = *units_.length;
    const bool unlisted = has_unlisted_category();
    to.categories = section_of(resource::categories, categories_);
    if (unlisted && to.categories.complete()) to.categories.state = completeness::partial;
    to.products = section_of(resource::products, products_, std::move(gone_products_));
    to.customer_groups = section_of(resource::customer_groups, groups_);
    to.customers = section_of(resource::customers, customers_, std::move(gone_customers_));
}

} // namespace twinshelf::platforms::ecwid::detail
