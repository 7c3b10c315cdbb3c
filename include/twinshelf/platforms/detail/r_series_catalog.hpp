#pragma once

#include "twinshelf/platforms/detail/r_series_item.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace twinshelf::platforms::r_series::detail {

/// The categories; where no list of them was read, the ones that came with the items.
[[nodiscard]] section<pos::category> read_categories(payload& in);

/// The shops, and those that the items have stock in where not all were listed.
[[nodiscard]] std::optional<std::vector<pos::outlet>> read_outlets(payload& in, shops seen);

[[nodiscard]] inline pos::product_id product_of_matrix(std::string_view id)
{
    return pos::product_id{"matrix:" + std::string{id}};
}

/// The products: an item of its own is one, and so is a matrix, with its items as variants.
class product_reader {
public:
    product_reader(payload& in, item_reader& items);

    [[nodiscard]] section<pos::product> read();

private:
    using attribute_names = std::array<std::string, 3>;
    struct matrix {
        std::size_t product = 0; // its index in products_
        std::optional<attribute_names> names{};
    };

    void read_variant(const node& row, const std::string& id, const std::string& matrix_id);
    matrix& matrix_of(const std::string& id, const node* row, origin from);
    static void name_attributes(pos::product& p, const attribute_names& names);
    [[nodiscard]] attribute_names names(const node& set);
    [[nodiscard]] std::optional<attribute_names> names_for(const node& row);

    payload& in_;
    item_reader& items_;
    std::unordered_map<std::string, attribute_names> attribute_sets_{};
    std::unordered_map<std::string, const node*> matrix_rows_{};
    std::unordered_map<std::string, matrix> matrices_{};
    std::vector<pos::product> products_{};
};

inline product_reader::product_reader(payload& in, item_reader& items) : in_(in), items_(items)
{
    for (const auto& [id, row] : in_.of("ItemAttributeSet").records)
        attribute_sets_[id] = names(row);
    for (const auto& [id, row] : in_.of("ItemMatrix").records)
        matrix_rows_[id] = &row;
}

inline section<pos::product> product_reader::read()
{
    for (const auto& [id, row] : in_.of("Item").records) {
        const auto matrix_id = in_.reference(row, "itemMatrixID").value_or("");
        if (matrix_id.empty())
            products_.push_back(items_.product(row, pos::product_id{id}, origin::item_list));
        else
            read_variant(row, id, matrix_id);
    }
    const auto items = in_.of("Item").state(), matrices = in_.of("ItemMatrix").state();
    // A matrix without a variant in an incomplete list of items may well have some. In a complete
    // one it has nothing to sell, which its missing attributes may not tell.
    for (const auto& [id, row] : in_.of("ItemMatrix").records) {
        auto& p = products_[matrix_of(id, &row, origin::matrix_list).product];
        if (p.variants || items != completeness::complete) continue;
        p.variants.emplace();
        p.sellable.active = false;
    }
    auto state = completeness::partial;
    if (items == completeness::complete && matrices != completeness::partial) state = items;
    if (items == completeness::absent && matrices == completeness::absent) state = items;
    return {std::move(products_), state};
}

inline void product_reader::read_variant(const node& row, const std::string& id,
                                         const std::string& matrix_id)
{
    const auto page_row = matrix_rows_.find(matrix_id);
    const auto nested = member(row, "ItemMatrix");
    const bool listed = page_row != matrix_rows_.end();
    const node* matrix_row = nested && nested.value->is_object() ? &nested : nullptr;
    if (listed) matrix_row = page_row->second;
    auto& of = matrix_of(matrix_id, matrix_row, listed ? origin::matrix_list : origin::row);

    pos::variant v{.id = pos::variant_id{id}, .sellable = items_.sellable(row, origin::item_list)};
    const auto values = member(row, "ItemAttributes");
    if (!of.names && values && values.value->is_object()) {
        of.names = names_for(values);
        if (of.names) name_attributes(products_[of.product], *of.names);
    }
    if (of.names && values) { // absent: unknown; "": none of the attributes has a value
        auto& all = v.attribute_values.emplace();
        for (std::size_t n = 0; n < of.names->size(); ++n)
            if (!(*of.names)[n].empty())
                all.push_back(in_.text(values, "attribute" + std::to_string(n + 1)).value_or(""));
    }
    auto& variants = products_[of.product].variants;
    if (!variants) variants.emplace();
    variants->push_back(std::move(v));
}

inline product_reader::matrix& product_reader::matrix_of(const std::string& id, const node* row,
                                                         origin from)
{
    const auto [at, added] = matrices_.try_emplace(id);
    auto& m = at->second;
    if (!added) return m;
    m.product = products_.size();
    if (row)
        products_.push_back(items_.product(*row, product_of_matrix(id), from));
    else
        products_.push_back({.id = product_of_matrix(id)});
    if (row) m.names = names_for(*row);
    if (m.names) name_attributes(products_.back(), *m.names);
    return m;
}

inline void product_reader::name_attributes(pos::product& p, const attribute_names& names)
{
    auto& attributes = p.attributes.emplace();
    for (const auto& name : names)
        if (!name.empty()) attributes.push_back(name);
}

inline product_reader::attribute_names product_reader::names(const node& set)
{
    attribute_names all;
    for (std::size_t n = 0; n < all.size(); ++n)
        all[n] = in_.text(set, "attributeName" + std::to_string(n + 1)).value_or("");
    return all;
}

inline std::optional<product_reader::attribute_names> product_reader::names_for(const node& row)
{
    const auto nested = member(row, "ItemAttributeSet");
    if (nested && nested.value->is_object()) return names(nested);
    const auto set = attribute_sets_.find(in_.reference(row, "itemAttributeSetID").value_or(""));
    if (set == attribute_sets_.end()) return {};
    return set->second;
}

inline section<pos::category> read_categories(payload& in)
{
    std::string_view from = "Category";
    if (in.of(from).pages == 0) {
        from = "the items' Category";
        auto& nested = in.of(from);
        for (const auto* resource : {"Item", "ItemMatrix"})
            for (const auto& item : in.of(resource).records)
                if (const auto row = member(item.row, "Category"); row && row.value->is_object())
                    nested.rows.push_back(row);
        if (nested.rows.empty()) return {};
        nested.pages = 1;
        nested.scattered = true;
        in.collapse(from, "categoryID");
    }
    std::vector<std::pair<std::int64_t, pos::category>> ordered;
    for (const auto& [id, row] : in.of(from).records) {
        pos::category c{.id = pos::category_id{id}, .name = in.text(row, "name")};
        c.parent_id = link<pos::category>(in, row, "parentID");
        ordered.emplace_back(in.number(row, "leftNode").value_or(last), std::move(c));
    }
    return {in_order(std::move(ordered)), in.of(from).state()};
}

inline std::optional<std::vector<pos::outlet>> read_outlets(payload& in, shops seen)
{
    const auto& list = in.of("Shop");
    if (list.pages == 0 && seen.empty()) return {};
    std::vector<pos::outlet> all;
    for (const auto& [id, row] : list.records) {
        all.push_back({.id = pos::outlet_id{id}, .name = in.text(row, "name")});
        seen.erase({id.size(), id});
    }
    if (list.state() != completeness::complete)
        for (const auto& [key, shop] : seen)
            all.push_back(shop);
    return all;
}

} // namespace twinshelf::platforms::r_series::detail
