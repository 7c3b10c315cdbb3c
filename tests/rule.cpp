#include "catch.hpp"

#include <twinshelf/rule.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string_view>
#include <type_traits>

namespace rule_tests {

using namespace twinshelf;

static_assert(std::is_same_v<std::underlying_type_t<rule>, std::uint8_t>);
static_assert(std::is_aggregate_v<rule_entry> && std::is_trivially_copyable_v<rule_entry>);
static_assert(!std::is_convertible_v<rule, std::string_view>);
static_assert(!std::is_convertible_v<std::string_view, rule>);
static_assert(name(rule::category_create) == "category.create");
static_assert(entry(rule::stock_movements).id == rule::stock_movements);
static_assert(find_rule("record.stale") == rule::record_stale);
static_assert(!find_rule(""));

namespace {

struct contract_row {
    rule id;
    std::string_view name;
};

// Plans that were stored, and hosts that read them, know the rules by these names. A rule that is
// dropped, renamed or moved shows up here.
constexpr contract_row contract[] = {
    {rule::category_create, "category.create"},
    {rule::category_created_disabled, "category.created_disabled"},
    {rule::category_pos_owned, "category.pos_owned"},
    {rule::category_one_way, "category.one_way"},
    {rule::category_order, "category.order"},
    {rule::category_details_kept, "category.details_kept"},
    {rule::category_online_only_kept, "category.online_only_kept"},
    {rule::category_storefront, "category.storefront"},
    {rule::category_adopt, "category.adopt"},
    {rule::category_delete, "category.delete"},
    {rule::category_cycle, "category.cycle"},
    {rule::category_tags, "category.tags"},
    {rule::product_create, "product.create"},
    {rule::product_created_disabled, "product.created_disabled"},
    {rule::product_update, "product.update"},
    {rule::product_no_back_sync, "product.no_back_sync"},
    {rule::product_delete, "product.delete"},
    {rule::product_deleted_online, "product.deleted_online"},
    {rule::product_activation, "product.activation"},
    {rule::product_in_store_only, "product.in_store_only"},
    {rule::product_online_only_kept, "product.online_only_kept"},
    {rule::product_category, "product.category"},
    {rule::product_measures, "product.measures"},
    {rule::product_adopt, "product.adopt"},
    {rule::product_sku_duplicate, "product.sku_duplicate"},
    {rule::product_plan_limit, "product.plan_limit"},
    {rule::product_plan_support, "product.plan_support"},
    {rule::variant_create, "variant.create"},
    {rule::variant_no_back_sync, "variant.no_back_sync"},
    {rule::variant_delete, "variant.delete"},
    {rule::variant_inactive, "variant.inactive"},
    {rule::variant_options, "variant.options"},
    {rule::variant_match, "variant.match"},
    {rule::variant_sku_free, "variant.sku_free"},
    {rule::variant_invalid, "variant.invalid"},
    {rule::variant_shape, "variant.shape"},
    {rule::image_one_way, "image.one_way"},
    {rule::image_pos_edits, "image.pos_edits"},
    {rule::image_gallery, "image.gallery"},
    {rule::image_variation, "image.variation"},
    {rule::image_limits, "image.limits"},
    {rule::image_identity, "image.identity"},
    {rule::image_reorder, "image.reorder"},
    {rule::price_default_online, "price.default_online"},
    {rule::price_online_to_ecom, "price.online_to_ecom"},
    {rule::price_ecom_to_online, "price.ecom_to_online"},
    {rule::price_retail, "price.retail"},
    {rule::price_exact, "price.exact"},
    {rule::price_inherit, "price.inherit"},
    {rule::price_zero, "price.zero"},
    {rule::stock_outlets, "stock.outlets"},
    {rule::stock_movements, "stock.movements"},
    {rule::stock_pos_leads, "stock.pos_leads"},
    {rule::stock_untracked, "stock.untracked"},
    {rule::stock_negative, "stock.negative"},
    {rule::stock_whole, "stock.whole"},
    {rule::group_title, "group.title"},
    {rule::group_default, "group.default"},
    {rule::group_auto, "group.auto"},
    {rule::group_setup, "group.setup"},
    {rule::group_create, "group.create"},
    {rule::group_kept, "group.kept"},
    {rule::customer_both, "customer.both"},
    {rule::customer_pos_only, "customer.pos_only"},
    {rule::customer_ecom_only, "customer.ecom_only"},
    {rule::customer_one_group, "customer.one_group"},
    {rule::customer_group_missing, "customer.group_missing"},
    {rule::customer_latest, "customer.latest"},
    {rule::customer_consent, "customer.consent"},
    {rule::customer_gone, "customer.gone"},
    {rule::customer_r_series, "customer.r_series"},
    {rule::identity_link_first, "identity.link_first"},
    {rule::identity_relink, "identity.relink"},
    {rule::scope_partial, "scope.partial"},
    {rule::guard_deletions, "guard.deletions"},
    {rule::guard_losses, "guard.losses"},
    {rule::guard_vanished, "guard.vanished"},
    {rule::text_canonical, "text.canonical"},
    {rule::field_once, "field.once"},
    {rule::field_never, "field.never"},
    {rule::field_blank, "field.blank"},
    {rule::field_settled, "field.settled"},
    {rule::order_safe, "order.safe"},
    {rule::record_isolated, "record.isolated"},
    {rule::target_limits, "target.limits"},
    {rule::plan_converges, "plan.converges"},
    {rule::plan_deterministic, "plan.deterministic"},
    {rule::baseline_stored, "baseline.stored"},
    {rule::record_stale, "record.stale"},
};

constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz_";

/// A word of a rule name: small letters and underscores, with a letter at both ends.
bool is_word(std::string_view text)
{
    return !text.empty() && text.find_first_not_of(letters) == text.npos && text.front() != '_' &&
           text.back() != '_';
}

} // namespace

TEST_CASE("rule: the catalogue is the contract, in its order", "[rule]")
{
    REQUIRE(rule_catalogue.size() == std::size(contract));
    for (std::size_t i = 0; i < rule_catalogue.size(); ++i) {
        DYNAMIC_SECTION(contract[i].name)
        {
            CHECK(static_cast<std::size_t>(contract[i].id) == i);
            CHECK(rule_catalogue[i].id == contract[i].id);
            CHECK(rule_catalogue[i].name == contract[i].name);
        }
    }
}

TEST_CASE("rule: every name is found back", "[rule]")
{
    for (const auto& each : rule_catalogue) {
        DYNAMIC_SECTION(each.name)
        {
            CHECK(find_rule(each.name) == each.id);
            CHECK(name(each.id) == each.name);
            CHECK(entry(each.id) == each);
        }
    }
}

TEST_CASE("rule: a name is unique and has the shape kind.word", "[rule]")
{
    for (const auto& each : rule_catalogue) {
        DYNAMIC_SECTION(each.name)
        {
            const auto dot = each.name.find('.');
            REQUIRE(dot != each.name.npos);
            CHECK(is_word(each.name.substr(0, dot)));
            CHECK(is_word(each.name.substr(dot + 1)));
            CHECK(std::count_if(rule_catalogue.begin(), rule_catalogue.end(),
                                [&](const rule_entry& other) { return other.name == each.name; }) ==
                  1);
        }
    }
}

TEST_CASE("rule: a sentence is one plain sentence of at most 160 characters", "[rule]")
{
    for (const auto& each : rule_catalogue) {
        DYNAMIC_SECTION(each.name)
        {
            REQUIRE_FALSE(each.sentence.empty());
            CHECK(each.sentence.size() <= 160);
            CHECK(each.sentence.back() == '.');
            CHECK(each.sentence.find(". ") == each.sentence.npos);
            CHECK(each.sentence.find("  ") == each.sentence.npos);
            CHECK(each.sentence.find_first_of("`*_|\n\t") == each.sentence.npos);
            CHECK(each.sentence.front() >= 'A');
            CHECK(each.sentence.front() <= 'Z');
            CHECK(std::count_if(rule_catalogue.begin(), rule_catalogue.end(),
                                [&](const rule_entry& other) {
                                    return other.sentence == each.sentence;
                                }) == 1);
        }
    }
}

TEST_CASE("rule: a source names an article or says judgement", "[rule]")
{
    for (const auto& each : rule_catalogue) {
        DYNAMIC_SECTION(each.name)
        {
            REQUIRE_FALSE(each.source.empty());
            const bool article = each.source.find(" article") != each.source.npos;
            const bool judgement = each.source.find("judgement") != each.source.npos;
            CHECK((article || judgement));
        }
    }
}

TEST_CASE("rule: only an exact name is found", "[rule]")
{
    struct row {
        const char* id;
        std::string_view text;
    };
    const row table[] = {
        {"R1 nothing", ""},
        {"R2 another rule", "category.rename"},
        {"R3 a kind alone", "category"},
        {"R4 a kind and a dot", "category."},
        {"R5 the word alone", "create"},
        {"R6 the name in capitals", "Category.Create"},
        {"R7 the enumerator", "category_create"},
        {"R8 a blank behind", "category.create "},
        {"R9 the start of a longer name", "category.created"},
    };
    for (const auto& r : table)
        DYNAMIC_SECTION(r.id)
        {
            CHECK(find_rule(r.text) == std::nullopt);
        }
}

} // namespace rule_tests
