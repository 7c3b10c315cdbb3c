#pragma once

#include "twinshelf/platforms/detail/r_series_reader.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

/// The sections of a snapshot out of the tables that were read.
namespace twinshelf::platforms::r_series::detail {

/// The records of a list as a section.
template <class Record>
[[nodiscard]] section<Record> section_of(const tables& in, resource of, collected<Record>& read)
{
    const auto state = in.state(of, read);
    return {std::move(read.records), state};
}

[[nodiscard]] inline pos::product_id product_of_matrix(std::string_view id)
{
    return pos::product_id{"matrix:" + std::string{id}};
}

/// The categories; where no list of them was read, the ones that came with items and matrices.
[[nodiscard]] section<pos::category> read_categories(tables& in);

/// The shops, and those that the items have stock in where not all were listed.
[[nodiscard]] std::optional<std::vector<pos::outlet>> read_outlets(const tables& in);

/// The products: an item of its own is one, and so is a matrix, with its items as variants.
///
/// The variants of a matrix are known where all items were listed and understood, or the matrix
/// came with its items: a variant that is missing would seem gone. Where neither they nor the
/// attributes are known a matrix looks like a product of its own, and is left out.
class product_joiner {
public:
    explicit product_joiner(tables& from) : in_(from) {}

    [[nodiscard]] section<pos::product> run();

private:
    struct matrix {
        std::size_t product = 0; // its index in products_
        std::optional<attributes> names{};
    };

    void fill_brands();
    void fill_stock();
    void fill_images(collected<item_row>& of, resource listed,
                     std::unordered_map<std::string, std::vector<placed_image>> images);
    matrix& matrix_of(const std::string& id);
    void add_variant(matrix& m, item_row& item);
    void add_nested_variants(const item_row& of, matrix& m);
    [[nodiscard]] bool all_items_of(const std::string& matrix_id) const
    {
        return all_items_ && !in_.broken_matrices.contains(matrix_id);
    }
    [[nodiscard]] std::optional<attributes> names_in_set(const std::string& id)
    {
        const auto* names = in_.sets.find(id);
        return names == nullptr ? std::nullopt : std::optional{*names};
    }
    void name_attributes(const matrix& m);

    tables& in_;
    bool all_items_ = false;
    std::unordered_map<std::string, matrix> matrices_{};
    std::vector<pos::product> products_{};
};

inline section<pos::product> product_joiner::run()
{
    fill_brands();
    fill_stock();
    std::unordered_map<std::string, std::vector<placed_image>> of_items, of_matrices;
    for (auto& i : in_.images.records)
        (i.item.empty() ? of_matrices[i.matrix] : of_items[i.item]).push_back(std::move(i.part));
    fill_images(in_.items, resource::item, std::move(of_items));
    fill_images(in_.matrices, resource::matrix, std::move(of_matrices));

    all_items_ = in_.lists_all(resource::item, in_.items) && !in_.broken_matrices.contains("");
    for (auto& r : in_.items.records) {
        if (r.matrix.empty()) {
            products_.push_back(std::move(r.product));
            continue;
        }
        auto& m = matrix_of(r.matrix);
        if (all_items_of(r.matrix)) add_variant(m, r);
    }
    for (const auto& row : in_.matrices.records) {
        const auto id = row.id;
        auto& m = matrix_of(id);
        auto& p = products_[m.product];
        if (!all_items_of(id)) add_nested_variants(row, m);
        // One that has no items has nothing to sell, which its missing attributes may not tell.
        if (!all_items_of(id) || p.variants) continue;
        p.variants.emplace();
        p.sellable.active = false;
    }

    for (const auto& [id, m] : matrices_)
        if (auto& p = products_[m.product]; !p.variants && !p.attributes) p.id = {};
    std::erase_if(products_, [](const pos::product& p) { return p.id.empty(); });

    const auto items = in_.state(resource::item, in_.items);
    const auto matrices = in_.state(resource::matrix, in_.matrices);
    auto state = completeness::partial;
    if (items == completeness::complete && matrices != completeness::partial) state = items;
    if (items == completeness::absent && matrices == completeness::absent) state = items;
    return {std::move(products_), state};
}

inline void product_joiner::fill_brands()
{
    for (auto* rows : {&in_.items, &in_.matrices, &in_.nested_matrices})
        for (auto& r : rows->records)
            if (!r.product.brand)
                if (const auto* name = in_.manufacturers.find(r.manufacturer))
                    r.product.brand = *name;
}

/// Gives items their rows of the list of all stock, where they came without.
inline void product_joiner::fill_stock()
{
    if (in_.state(resource::item_shop, in_.stock) != completeness::complete) return;
    std::unordered_map<std::string, std::vector<shop_stock>> shops;
    for (auto& s : in_.stock.records)
        shops[s.item].push_back(std::move(s.part));
    for (auto& r : in_.items.records)
        if (const auto at = shops.find(r.id); at != shops.end() && !r.product.sellable.stock)
            r.product.sellable.stock = levels(at->second, r.built);
}

/// Gives rows without pictures those of the list of all pictures. Where all rows were listed and
/// one came with pictures they were asked for, and none of a row are known to be none.
inline void
product_joiner::fill_images(collected<item_row>& of, resource listed,
                            std::unordered_map<std::string, std::vector<placed_image>> images)
{
    const bool all_images = in_.state(resource::image, in_.images) == completeness::complete;
    const bool asked_for = in_.state(listed, of) == completeness::complete &&
                           std::any_of(of.records.begin(), of.records.end(), [](const item_row& r) {
                               return r.product.sellable.images.has_value();
                           });
    for (auto& r : of.records) {
        auto& own = r.product.sellable.images;
        if (own || (!all_images && !asked_for)) continue;
        own.emplace();
        if (all_images) own = in_order(std::move(images[r.id]));
    }
}

inline product_joiner::matrix& product_joiner::matrix_of(const std::string& id)
{
    const auto [at, added] = matrices_.try_emplace(id);
    auto& m = at->second;
    if (!added) return m;
    m.product = products_.size();
    auto& p = products_.emplace_back();
    auto* row = in_.matrices.find(id);
    if (row == nullptr) row = in_.nested_matrices.find(id);
    if (row != nullptr) {
        p = std::move(row->product);
        m.names = row->names ? row->names : names_in_set(row->set);
    }
    p.id = product_of_matrix(id);
    name_attributes(m);
    return m;
}

inline void product_joiner::name_attributes(const matrix& m)
{
    if (!m.names) return;
    auto& named = products_[m.product].attributes.emplace();
    for (const auto& name : *m.names)
        if (!name.empty()) named.push_back(name);
}

inline void product_joiner::add_variant(matrix& m, item_row& item)
{
    if (!m.names && item.values) {
        m.names = names_in_set(item.set);
        name_attributes(m);
    }
    pos::variant v{.id = pos::variant_id{item.id}};
    v.sellable = std::move(item.product.sellable);
    if (m.names && item.values) {
        auto& values = v.attribute_values.emplace();
        for (std::size_t n = 0; n < m.names->size(); ++n)
            if (!(*m.names)[n].empty()) values.push_back((*item.values)[n]);
    }
    auto& variants = products_[m.product].variants;
    if (!variants) variants.emplace();
    variants->push_back(std::move(v));
}

inline void product_joiner::add_nested_variants(const item_row& of, matrix& m)
{
    if (!of.items) return;
    products_[m.product].variants.emplace();
    for (const auto& id : *of.items) {
        if (in_.items.lacks(id)) return products_[m.product].variants.reset();
        auto* item = in_.items.find(id);
        if (item == nullptr) item = in_.nested_items.find(id);
        if (item != nullptr) add_variant(m, *item);
    }
}

inline section<pos::category> read_categories(tables& in)
{
    const auto of_list = in.state(resource::category, in.categories);
    const bool listed = of_list != completeness::absent;
    auto& from = listed ? in.categories : in.nested_categories;
    if (!listed && from.records.empty()) return {};
    return {in_order(std::move(from.records)), listed ? of_list : completeness::partial};
}

inline std::optional<std::vector<pos::outlet>> read_outlets(const tables& in)
{
    // Those with shorter ids first, as a number of shops would be put in order.
    std::map<std::pair<std::size_t, std::string>, pos::outlet> seen;
    const auto see = [&](const pos::outlet_id& id) {
        seen.try_emplace({id.text.size(), id.text}, pos::outlet{.id = id});
    };
    for (const auto* items : {&in.items, &in.nested_items})
        for (const auto& r : items->records)
            if (const auto& stock = r.product.sellable.stock)
                for (const auto& row : *stock)
                    see(row.outlet_id);
    for (const auto& r : in.stock.records)
        if (r.part.shop != "0") see(pos::outlet_id{r.part.shop});
    const auto listed = in.state(resource::shop, in.shops);
    if (listed == completeness::absent && seen.empty()) return {};
    auto all = in.shops.records;
    for (const auto& shop : all)
        seen.erase({shop.id.text.size(), shop.id.text});
    if (listed != completeness::complete)
        for (const auto& [key, shop] : seen)
            all.push_back(shop);
    return all;
}

} // namespace twinshelf::platforms::r_series::detail
