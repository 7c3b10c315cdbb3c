#pragma once

#include "twinshelf/guard.hpp"
#include "twinshelf/known_store.hpp"
#include "twinshelf/order.hpp"
#include "twinshelf/plan_room.hpp"
#include "twinshelf/rules/category.hpp"
#include "twinshelf/rules/category_delete.hpp"
#include "twinshelf/rules/category_order.hpp"
#include "twinshelf/rules/customer.hpp"
#include "twinshelf/rules/customer_group.hpp"
#include "twinshelf/rules/product.hpp"
#include "twinshelf/rules/product_notices.hpp"
#include "twinshelf/rules/sku.hpp"

namespace twinshelf {

/// The plan that makes the two sides agree by the policy.
///
/// `known` is what was known before: the baseline, without which nobody can tell which side changed
/// a value, and what people chose for the issues of earlier plans. `how` changes the time it takes.
///
/// A pure function of its values: the same ones give the same plan, and nothing else goes in. It
/// does not throw for bad data; a record that cannot be right is an issue of the plan and left
/// alone (`record.isolated`).
[[nodiscard]] plan reconcile(const pos::snapshot& pos, const ecom::snapshot& ecom, const policy& by,
                             const earlier& known = {}, const run_options& how = {});

namespace detail {

/// The plan; `at_sight` as in `task`.
[[nodiscard]] inline plan reconcile(const pos::snapshot& pos, const ecom::snapshot& ecom,
                                    const policy& by, const earlier& known, bool at_sight,
                                    const run_options& how = {})
{
    draft d;
    const memory base{known.base};
    choices decided{known.decisions};
    const known_store store{pos, ecom, by, base, decided, d};
    const task t{pos, store.snapshot(), by, base, decided, d, at_sight, usable(how, pos, ecom)};
    const auto categories = category_rules(t);
    const auto products = product_rules(t, categories);
    const auto owned = linked_products(t, products);
    guard_deletions(t, kind::product, owned.products, pos.products.records.empty());
    guard_deletions(t, kind::variant, owned.variations, false);
    guard_losses(t, owned.products);
    keep_unmoved(t);
    admit_creates(t);
    free_before_take(t, products);
    delete_for_room(t);
    drop_unused_options(t);
    drop_unused_tags(t);
    say_products(t, products);
    category_deletes(t, categories);
    guard_deletions(t, kind::category, linked_records(t.ecom.categories),
                    pos.categories.records.empty());
    category_order(t, categories);
    const auto groups = customer_group_rules(t);
    customer_rules(t, groups);
    say_unasked(t);
    return finish(std::move(d), t);
}

} // namespace detail

inline plan reconcile(const pos::snapshot& pos, const ecom::snapshot& ecom, const policy& by,
                      const earlier& known, const run_options& how)
{
    return detail::reconcile(pos, ecom, by, known, true, how);
}

} // namespace twinshelf
