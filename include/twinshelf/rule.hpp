#pragma once

/// The rule catalogue: what a reconcile decides, one rule at a time.
///
/// Every action, hold and notice of a plan names the rule that made it. The catalogue gives each
/// rule its name, a sentence to show to people, and where the rule comes from.

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace twinshelf {

/// The rules: those of each kind of record first, then those that hold across all kinds.
enum class rule : std::uint8_t {
    category_create,
    category_created_disabled,
    category_pos_owned,
    category_one_way,
    category_order,
    category_details_kept,
    category_online_only_kept,
    category_storefront,
    category_adopt,
    category_delete,
    category_cycle,
    category_tags,

    product_create,
    product_created_disabled,
    product_update,
    product_no_back_sync,
    product_delete,
    product_deleted_online,
    product_activation,
    product_in_store_only,
    product_online_only_kept,
    product_category,
    product_measures,
    product_adopt,
    product_sku_duplicate,
    product_plan_limit,
    product_plan_support,

    variant_create,
    variant_no_back_sync,
    variant_delete,
    variant_inactive,
    variant_options,
    variant_match,
    variant_sku_free,
    variant_invalid,
    variant_shape,

    image_one_way,
    image_pos_edits,
    image_gallery,
    image_variation,
    image_limits,
    image_identity,
    image_reorder,

    price_default_online,
    price_online_to_ecom,
    price_ecom_to_online,
    price_retail,
    price_exact,
    price_inherit,
    price_zero,

    stock_outlets,
    stock_movements,
    stock_pos_leads,
    stock_untracked,
    stock_negative,
    stock_whole,

    group_title,
    group_default,
    group_auto,
    group_setup,
    group_create,
    group_kept,
    customer_both,
    customer_pos_only,
    customer_ecom_only,
    customer_one_group,
    customer_group_missing,
    customer_latest,
    customer_consent,
    customer_gone,
    customer_r_series,

    identity_link_first,
    identity_relink,
    scope_partial,
    guard_deletions,
    guard_losses,
    guard_vanished,
    text_canonical,
    field_once,
    field_never,
    field_blank,
    field_settled,
    order_safe,
    record_isolated,
    target_limits,
    plan_converges,
    plan_deterministic,
    baseline_stored,
    record_stale,
};

/// One rule as the catalogue shows it.
struct rule_entry {
    rule id;
    std::string_view name;     ///< As plans and documents spell it: "category.create".
    std::string_view sentence; ///< What the rule decides, for a shop owner or an integrator.
    std::string_view source;   ///< The help-centre articles behind it, or "judgement": our default.

    friend constexpr bool operator==(const rule_entry&, const rule_entry&) = default;
};

/// What the catalogue says about a rule.
[[nodiscard]] constexpr const rule_entry& entry(rule id);

/// The name of a rule: "category.create".
[[nodiscard]] constexpr std::string_view name(rule id);

/// The rule of that exact name. No value when there is none.
[[nodiscard]] constexpr std::optional<rule> find_rule(std::string_view name);

/// The catalogue, in the order of the enumerators.
inline constexpr std::array rule_catalogue{
    rule_entry{rule::category_create, "category.create",
               "A POS category that the online store does not have yet is created there, owned "
               "by the POS.",
               "R-Series categories article"},
    rule_entry{rule::category_created_disabled, "category.created_disabled",
               "R-Series categories arrive online disabled and wait for the merchant to enable "
               "them; X-Series categories arrive enabled.",
               "R-Series categories article; X-Series is judgement"},
    rule_entry{rule::category_pos_owned, "category.pos_owned",
               "Name, parent and products of a POS category come from the POS; an edit of them "
               "in the online store is put back.",
               "R-Series categories article; putting back is judgement"},
    rule_entry{rule::category_one_way, "category.one_way",
               "Nothing about a category is ever written to the POS.",
               "R-Series categories article"},
    rule_entry{rule::category_order, "category.order",
               "R-Series siblings stand online in POS order and online-only ones keep their "
               "slots; in X-Series only a new or moved category is placed.",
               "R-Series categories article; slots and X-Series are judgement"},
    rule_entry{rule::category_details_kept, "category.details_kept",
               "Image, description and enabled state of a POS category belong to the online "
               "store: never overwritten and never sent back.",
               "R-Series categories article"},
    rule_entry{rule::category_online_only_kept, "category.online_only_kept",
               "Online-only categories, their subcategories and the lists of products in them "
               "are never changed, moved, disabled or deleted.",
               "R-Series categories article"},
    rule_entry{rule::category_storefront, "category.storefront",
               "A product created without a POS category, or left in no category at all, is "
               "listed on the front page; in a category, that is the online store's choice.",
               "R-Series categories article (English and French); the online store's choice is "
               "judgement"},
    rule_entry{rule::category_adopt, "category.adopt",
               "At first contact an unlinked online category with the same path of names is "
               "linked, not created again; several candidates are a conflict.",
               "judgement"},
    rule_entry{rule::category_delete, "category.delete",
               "A category gone from the POS is deleted online once its products have moved; "
               "while it may hold online-only content, the delete is held.",
               "judgement"},
    rule_entry{rule::category_cycle, "category.cycle",
               "A category that is its own ancestor, or whose parent is missing, is reported and "
               "left alone, with all that hangs on it.",
               "judgement"},
    rule_entry{rule::category_tags, "category.tags",
               "In X-Series stores made before February 2022 the first 75 tags of a new product "
               "become root categories, left alone from then on.",
               "older help article; details are judgement"},
    rule_entry{rule::product_create, "product.create",
               "A POS product that may be sold online is created online with its synced fields, "
               "variants and images; R-Series waits until it is active.",
               "X-Series catalog article, R-Series products article; inactive products are "
               "judgement"},
    rule_entry{rule::product_created_disabled, "product.created_disabled",
               "An R-Series product arrives online disabled; an X-Series product arrives as "
               "active as the POS has it.",
               "R-Series products article, X-Series catalog article"},
    rule_entry{rule::product_update, "product.update",
               "Each synced field of a product that differs is one change, with the value before "
               "and after, by the flow set for that field.",
               "X-Series catalog article, R-Series products article"},
    rule_entry{rule::product_no_back_sync, "product.no_back_sync",
               "In X-Series no product edit made in the online store is written to the POS.",
               "X-Series catalog article"},
    rule_entry{rule::product_delete, "product.delete",
               "A product deleted (X-Series) or archived (R-Series) in the POS is deleted "
               "online, and the plan names what only the online store knew of it.",
               "X-Series catalog article, R-Series products article"},
    rule_entry{rule::product_deleted_online, "product.deleted_online",
               "A product deleted online stays in the POS and is not created again, unless that "
               "is decided or the POS activates or unarchives it later.",
               "X-Series catalog article; not creating again is judgement"},
    rule_entry{rule::product_activation, "product.activation",
               "A product that becomes or ceases to be available in the POS is enabled or "
               "disabled online; the other way round only in R-Series.",
               "X-Series catalog article, R-Series products article"},
    rule_entry{rule::product_in_store_only, "product.in_store_only",
               "A product switched off for the online channel is not created online; one that is "
               "already there is disabled, not deleted.",
               "X-Series catalog article; disabling is judgement"},
    rule_entry{rule::product_online_only_kept, "product.online_only_kept",
               "Products made in the online store are left alone and not created in the POS, "
               "unless the policy asks for that.",
               "X-Series catalog article; R-Series is judgement"},
    rule_entry{rule::product_category, "product.category",
               "Of the POS categories a linked product is in exactly the one that the POS gives "
               "it; its online-only categories stay.",
               "R-Series categories article"},
    rule_entry{rule::product_measures, "product.measures",
               "Weight and dimensions are compared as amounts, so 1 kg equals 1000 g, and "
               "converted exactly to the unit of the online store.",
               "X-Series catalog article; rounding is judgement"},
    rule_entry{rule::product_adopt, "product.adopt",
               "At first contact an unlinked pair with the same SKU is linked; several "
               "candidates, or a simple product against one with variations, are a conflict.",
               "judgement"},
    rule_entry{rule::product_sku_duplicate, "product.sku_duplicate",
               "The same SKU on two POS items gives a notice; the policy says whether those "
               "without a link are created anyway or held.",
               "judgement"},
    rule_entry{rule::product_plan_limit, "product.plan_limit",
               "What exceeds the number of products in the plan, each variant counted, is held; "
               "whole products are admitted in POS order.",
               "R-Series products article; admission is judgement"},
    rule_entry{rule::product_plan_support, "product.plan_support",
               "On the Unlimited plan a new product that would pass 70,000 is held until the "
               "policy says that support has been contacted.",
               "R-Series products article"},
    rule_entry{rule::variant_create, "variant.create",
               "A variant added to a product in the POS is added to that product online.",
               "X-Series catalog article"},
    rule_entry{rule::variant_no_back_sync, "variant.no_back_sync",
               "A variant added online to a synced product is not added to the POS, and is left "
               "where it is, with a notice.",
               "X-Series catalog article; leaving it and R-Series are judgement"},
    rule_entry{rule::variant_delete, "variant.delete",
               "A linked variant that is gone from its POS product is removed online; an "
               "online-only variation never is.",
               "judgement"},
    rule_entry{rule::variant_inactive, "variant.inactive",
               "A variant that is not available is not online until it is again; if none of a "
               "product is, the product is disabled and keeps its variations.",
               "judgement"},
    rule_entry{rule::variant_options, "variant.options",
               "Attributes become options, matched by name and never by position; unused values "
               "and options that only the online store has stay there.",
               "X-Series catalog article, R-Series products article; what stays is judgement"},
    rule_entry{rule::variant_match, "variant.match",
               "Within a product, variants match by link, then by unique SKU, then by the full "
               "set of option values, never by position.",
               "judgement"},
    rule_entry{rule::variant_sku_free, "variant.sku_free",
               "A SKU is freed before another record takes it, so that renames and swaps end "
               "right; one held by an online-only record cannot be freed.",
               "judgement"},
    rule_entry{rule::variant_invalid, "variant.invalid",
               "If variants have blank or repeated attribute values, too many attributes, or are "
               "too many, all variants of the product are held.",
               "judgement"},
    rule_entry{rule::variant_shape, "variant.shape",
               "A product that turns from simple to matrix or back, or an item that moves to "
               "another product, is one ordered change, never half done.",
               "judgement"},
    rule_entry{rule::image_one_way, "image.one_way",
               "Images go from the POS to the online store only.",
               "R-Series products article, X-Series catalog article"},
    rule_entry{rule::image_pos_edits, "image.pos_edits",
               "The online gallery is replaced when the POS images changed; pictures added "
               "online stay until then, and the plan names those it drops.",
               "R-Series products article, X-Series catalog article; the case without a baseline "
               "is judgement"},
    rule_entry{rule::image_gallery, "image.gallery",
               "A simple product shows its images; a matrix shows its own, then those of each "
               "variant in variant order, every picture once.",
               "R-Series products article; merge order is judgement"},
    rule_entry{rule::image_variation, "image.variation",
               "A variation has at most one image, the first of its variant, chosen from the "
               "gallery of the product; a notice counts the others.",
               "R-Series products article"},
    rule_entry{rule::image_limits, "image.limits",
               "The POS holds at most 12 images per product, matrix master and variant; more are "
               "reported, and the first 12 are synced.",
               "R-Series products article; syncing the first 12 is judgement"},
    rule_entry{rule::image_identity, "image.identity",
               "A picture is known by its POS image id, else by its address, else by its "
               "content; one that is already online is not uploaded again.",
               "judgement"},
    rule_entry{rule::image_reorder, "image.reorder",
               "Reordering a gallery ends in exactly the order that was asked for.", "judgement"},
    rule_entry{rule::price_default_online, "price.default_online",
               "The POS retail price is the online price where no online price is set; an online "
               "price of 0 counts as none.",
               "R-Series products article; 0 is judgement"},
    rule_entry{rule::price_online_to_ecom, "price.online_to_ecom",
               "A POS online price that differs goes to the online store; the default retail "
               "price is not touched.",
               "R-Series products article"},
    rule_entry{rule::price_ecom_to_online, "price.ecom_to_online",
               "In R-Series a price edited in the online store goes to the POS online price, "
               "never to the default retail price.",
               "R-Series products article"},
    rule_entry{rule::price_retail, "price.retail",
               "In X-Series the retail price is the price in the online store.",
               "X-Series catalog article"},
    rule_entry{rule::price_exact, "price.exact",
               "A price in another currency, number of decimals or tax mode is held, never "
               "converted; finer amounts are rounded once and never sent back.",
               "judgement"},
    rule_entry{rule::price_inherit, "price.inherit",
               "A variation without its own price has that of its product; its own is written "
               "only where customers would otherwise pay another amount.",
               "judgement"},
    rule_entry{rule::price_zero, "price.zero",
               "A price that would fall to 0 is held; a product whose price is 0 is created "
               "disabled, with a notice; a price below 0 is an error.",
               "judgement"},
    rule_entry{rule::stock_outlets, "stock.outlets",
               "The online quantity is the sum over the selected outlets and the one that takes "
               "online orders; an unknown level makes it unknown.",
               "X-Series catalog article"},
    rule_entry{rule::stock_movements, "stock.movements",
               "In R-Series, what each side sold or received since the last sync is added to the "
               "other side.",
               "R-Series products article; merging is judgement"},
    rule_entry{rule::stock_pos_leads, "stock.pos_leads",
               "In X-Series, or without a baseline, the POS stock goes online; an online sale "
               "that the POS has not booked yet is left, with a notice.",
               "X-Series catalog article; unbooked sales are judgement"},
    rule_entry{rule::stock_untracked, "stock.untracked",
               "A product whose stock is not tracked is unlimited online, not 0; tracked again, "
               "it is limited again; unknown stock changes nothing.",
               "judgement"},
    rule_entry{rule::stock_negative, "stock.negative",
               "Negative POS stock is 0 online and stays negative in the POS; the next movement "
               "counts from what the online store really held.",
               "judgement"},
    rule_entry{rule::stock_whole, "stock.whole",
               "The online store counts whole units: a fraction is rounded down, never up, and "
               "never sent back.",
               "judgement"},
    rule_entry{rule::group_title, "group.title",
               "Customer groups match by link, then by exactly the same title; almost the same "
               "gives a notice, the same twice on one side is a conflict.",
               "X-Series customers article; near and repeated titles are judgement"},
    rule_entry{rule::group_default, "group.default",
               "The group that a platform puts everybody in means no group: it is not matched, "
               "created, renamed or counted.",
               "judgement"},
    rule_entry{rule::group_auto, "group.auto",
               "If the online store has no customer groups and the POS has, they are created "
               "online, without any setup.",
               "X-Series customers article"},
    rule_entry{rule::group_setup, "group.setup",
               "Online groups that the POS lacks are created there with exactly the same title, "
               "or held as a step for the merchant.",
               "X-Series customers article; creating them is judgement"},
    rule_entry{rule::group_create, "group.create",
               "A POS customer group that the online store lacks is created there.",
               "X-Series customers article"},
    rule_entry{rule::group_kept, "group.kept",
               "No group is deleted, or made again once it is gone from one side; a rename in "
               "the POS goes online, a rename online is put back.",
               "judgement"},
    rule_entry{rule::customer_both, "customer.both",
               "A customer on both sides matches by link, else by email in any letter case; an "
               "email that two customers of one side hold is a conflict.",
               "X-Series customers article; blank and shared emails are judgement"},
    rule_entry{rule::customer_pos_only, "customer.pos_only",
               "A customer known only in the POS waits for their first online order or next "
               "login; a notice counts them.",
               "X-Series customers article"},
    rule_entry{rule::customer_ecom_only, "customer.ecom_only",
               "A customer known only online is created in the POS if they have ordered at least "
               "once, and waits otherwise.",
               "X-Series customers article"},
    rule_entry{rule::customer_one_group, "customer.one_group",
               "A customer has one group: where the sides differ, the one that changed since the "
               "last sync wins, else a person chooses.",
               "X-Series customers article; settling it unasked is judgement"},
    rule_entry{rule::customer_group_missing, "customer.group_missing",
               "A customer whose group has no counterpart on the other side has that change "
               "held: never put into another group, or into none.",
               "X-Series customers article; holding is judgement"},
    rule_entry{rule::customer_latest, "customer.latest",
               "The most recent change of email or marketing consent wins, wherever it was made; "
               "undated emails that differ are a conflict.",
               "X-Series customers article; undated emails are judgement"},
    rule_entry{rule::customer_consent, "customer.consent",
               "Unknown consent is never a yes, a yes replaces a no only if it is newer, and a "
               "changed email does not carry consent along.",
               "judgement"},
    rule_entry{rule::customer_gone, "customer.gone",
               "The sync deletes no customer; one deleted or archived on one side is neither "
               "changed nor made again on the other.",
               "judgement"},
    rule_entry{rule::customer_r_series, "customer.r_series",
               "In R-Series a customer goes to the POS once, after they have ordered, with name "
               "and email; nothing is updated later.",
               "older help article; linking is judgement"},
    rule_entry{rule::identity_link_first, "identity.link_first",
               "Records match by link before anything else; links that contradict each other are "
               "a conflict and left alone.",
               "judgement"},
    rule_entry{rule::identity_relink, "identity.relink",
               "If a POS record is gone and exactly one new one has its shape and SKU, the link "
               "moves to it, instead of a delete and a create.",
               "judgement"},
    rule_entry{rule::scope_partial, "scope.partial",
               "Nothing is concluded from absence in a section that was not read whole, and "
               "nothing is created on that side.",
               "judgement"},
    rule_entry{rule::guard_deletions, "guard.deletions",
               "Too many deletes of one kind, or any from an empty POS section, are held with "
               "their numbers until the caller confirms them.",
               "judgement"},
    rule_entry{rule::guard_losses, "guard.losses",
               "Too many galleries or texts emptied at once are held with their numbers until "
               "the caller confirms them.",
               "judgement"},
    rule_entry{rule::guard_vanished, "guard.vanished",
               "If too many linked online records are missing at once, or all are, the read "
               "counts as failed until the caller confirms it.",
               "judgement"},
    rule_entry{rule::text_canonical, "text.canonical",
               "Texts that differ only in line ends, outer blanks or character encoding are "
               "equal, group titles excepted; what is written is written verbatim.",
               "judgement"},
    rule_entry{rule::field_once, "field.once",
               "A plan changes a field of a record at most once; only a SKU that is parked to "
               "break a ring of swaps changes twice.",
               "judgement"},
    rule_entry{rule::field_never, "field.never",
               "What does not sync is not compared, not written and not part of a new record; "
               "merchants fill it in by hand.",
               "X-Series catalog article, R-Series products article"},
    rule_entry{rule::field_blank, "field.blank",
               "A blank never replaces something filled, unless the side that leads emptied it "
               "since the last sync; a name is never emptied.",
               "judgement"},
    rule_entry{rule::field_settled, "field.settled",
               "Where both sides still hold what they held after the last sync there is nothing "
               "to do, even if the two differ.",
               "judgement"},
    rule_entry{rule::order_safe, "order.safe",
               "A plan is in waves, so that stopping after any action leaves both sides valid; "
               "what depends on a held action is held with it.",
               "judgement"},
    rule_entry{rule::record_isolated, "record.isolated",
               "A bad record is reported and left alone; it never stops the others.", "judgement"},
    rule_entry{rule::target_limits, "target.limits",
               "What the target cannot take or do is held and said, not cut or dropped in silence; "
               "where the policy cuts, never an email, a title or a code.",
               "judgement"},
    rule_entry{rule::plan_converges, "plan.converges",
               "Once a plan is applied, the next one has no actions.", "judgement"},
    rule_entry{rule::plan_deterministic, "plan.deterministic",
               "The same inputs give the same plan, byte for byte; the order of records matters "
               "only where it means something.",
               "judgement"},
    rule_entry{rule::baseline_stored, "baseline.stored",
               "What is remembered is what each side really holds after the sync; a change that "
               "failed or was held is tried again.",
               "judgement"},
    rule_entry{rule::record_stale, "record.stale",
               "A record older than what was remembered at the last sync never overwrites "
               "anything.",
               "judgement"},
};

namespace detail {

/// Every entry stands at the index of its enumerator, and no name is there twice.
[[nodiscard]] constexpr bool rules_in_order()
{
    for (std::size_t i = 0; i < rule_catalogue.size(); ++i) {
        if (static_cast<std::size_t>(rule_catalogue[i].id) != i) return false;
        for (std::size_t j = 0; j < i; ++j)
            if (rule_catalogue[i].name == rule_catalogue[j].name) return false;
    }
    return true;
}

} // namespace detail

static_assert(detail::rules_in_order());

constexpr const rule_entry& entry(rule id)
{
    const auto index = static_cast<std::size_t>(id);
    assert(index < rule_catalogue.size());
    return rule_catalogue[index];
}

constexpr std::string_view name(rule id)
{
    return entry(id).name;
}

constexpr std::optional<rule> find_rule(std::string_view name)
{
    for (const auto& each : rule_catalogue)
        if (each.name == name) return each.id;
    return {};
}

} // namespace twinshelf
