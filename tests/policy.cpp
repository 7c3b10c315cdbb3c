#include "catch.hpp"

#include <twinshelf/policy.hpp>

#include <concepts>
#include <cstddef>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace policy_tests {

using namespace twinshelf;

static_assert(std::regular<policy> && std::is_aggregate_v<policy>);
static_assert(std::regular<deletion_guard>);
static_assert(makes_sense(field::product_stock, flow::movements));
static_assert(!makes_sense(field::product_price, flow::movements));

namespace {

struct profile_row {
    field id;
    flow r, x, x_2021;
};

constexpr auto never = flow::never, on_create = flow::on_create, fill = flow::fill,
               pos_leads = flow::pos_leads, pos_edits = flow::pos_edits, two_way = flow::two_way,
               latest = flow::latest, movements = flow::movements,
               ecom_leads_once = flow::ecom_leads_once;

// The table of section 2 of docs/rules.md, field by field: R-Series, X-Series, X-Series 2021.
constexpr profile_row profiles[] = {
    {field::category_name, pos_leads, pos_leads, never},
    {field::category_parent, pos_leads, pos_leads, never},
    {field::category_order, pos_leads, on_create, never},
    {field::category_enabled, never, never, never},
    {field::category_description, never, never, never},
    {field::category_image, never, never, never},
    {field::product_name, two_way, pos_leads, pos_leads},
    {field::product_description, never, pos_leads, on_create},
    {field::product_sku, two_way, pos_leads, pos_leads},
    {field::product_category, pos_leads, pos_leads, never},
    {field::product_front_page, never, never, never},
    {field::product_brand, never, fill, never},
    {field::product_upc, never, fill, never},
    {field::product_weight, never, fill, never},
    {field::product_length, never, fill, never},
    {field::product_width, never, fill, never},
    {field::product_height, never, fill, never},
    {field::product_options, two_way, pos_leads, pos_leads},
    {field::product_active, two_way, pos_edits, pos_edits},
    {field::product_tracks_stock, pos_edits, pos_leads, pos_leads},
    {field::product_stock, movements, pos_leads, pos_leads},
    {field::product_price, two_way, pos_leads, pos_leads},
    {field::product_retail_price, never, never, never}, // what the price is worked out from
    {field::product_images, pos_edits, pos_edits, on_create},
    {field::product_tags, never, never, on_create},
    {field::product_compare_to_price, never, never, never},
    {field::product_subtitle, never, never, never},
    {field::product_low_stock_threshold, never, never, never},
    {field::customer_group_name, never, pos_leads, pos_leads},
    {field::customer_first_name, ecom_leads_once, ecom_leads_once, ecom_leads_once},
    {field::customer_last_name, ecom_leads_once, ecom_leads_once, ecom_leads_once},
    {field::customer_email, ecom_leads_once, latest, latest},
    {field::customer_marketing, never, latest, latest},
    {field::customer_group, never, two_way, two_way},
};

std::string dotted(field f)
{
    return std::string{name(entry(f).kind)} + '.' + std::string{entry(f).key};
}

} // namespace

TEST_CASE("policy: each field of a profile flows as in the rules", "[policy]")
{
    REQUIRE(std::size(profiles) == fields.size());
    const auto r = r_series(), x = x_series(), x_2021 = x_series_2021();
    for (std::size_t i = 0; i < std::size(profiles); ++i) {
        const auto& row = profiles[i];
        DYNAMIC_SECTION(dotted(row.id))
        {
            REQUIRE(static_cast<std::size_t>(row.id) == i);
            CHECK(name(r[row.id]) == name(row.r));
            CHECK(name(x[row.id]) == name(row.x));
            CHECK(name(x_2021[row.id]) == name(row.x_2021));
            CHECK(r.syncs(row.id) == (row.r != never));
            CHECK(x.syncs(row.id) == (row.x != never));
            CHECK(x_2021.syncs(row.id) == (row.x_2021 != never));
        }
    }
}

TEST_CASE("policy: the options of the profiles are the defaults of the rules", "[policy]")
{
    SECTION("R-Series")
    {
        const auto p = r_series();
        CHECK(p.profile == "r_series");
        CHECK(name(p.plan) == "unlimited");
        CHECK_FALSE(p.support_contacted);
        CHECK(p.outlets.empty());
        CHECK(name(p.online_sales) == "move_stock");
        CHECK(name(p.price_source) == "online");
        CHECK(name(p.created_enabled) == "never");
        CHECK(name(p.new_inactive) == "wait");
        CHECK(name(p.duplicate_sku) == "create");
        CHECK_FALSE(p.relink);
    }
    SECTION("X-Series")
    {
        const auto p = x_series();
        CHECK(p.profile == "x_series");
        CHECK(name(p.plan) == "none");
        CHECK_FALSE(p.support_contacted);
        CHECK(p.outlets.empty());
        CHECK(name(p.online_sales) == "as_orders");
        CHECK(name(p.price_source) == "retail");
        CHECK(name(p.created_enabled) == "as_pos");
        CHECK(name(p.new_inactive) == "create");
        CHECK(name(p.duplicate_sku) == "hold");
        CHECK(p.relink);
    }
    SECTION("X-Series 2021 differs from X-Series in flows alone")
    {
        auto p = x_series_2021();
        CHECK(p.profile == "x_series_2021");
        p.profile = "x_series";
        p.flows = x_series().flows;
        CHECK(p == x_series());
    }
    SECTION("what is the same in all")
    {
        for (const auto& p : {r_series(), x_series(), x_series_2021(), policy{}}) {
            CAPTURE(p.profile);
            CHECK(name(p.ecom_only_products) == "keep");
            CHECK(name(p.in_store_only) == "disable");
            CHECK(name(p.gone_product) == "delete");
            CHECK(name(p.inactive_variant) == "remove");
            CHECK(name(p.adopt_categories) == "adopt");
            CHECK(name(p.zero_price) == "hold");
            CHECK(name(p.group_setup) == "create");
            CHECK(name(p.one_group) == "ask");
            CHECK_FALSE(p.consent_follows_email);
            CHECK(p.entities);
            CHECK(p.text() == text_rules{.entities = true});
            CHECK(name(p.too_long) == "hold");
            CHECK(p.limits.empty());
            CHECK(p.guard.share == 0.3);
            CHECK(p.guard.least == 5);
        }
    }
}

TEST_CASE("policy: one that nobody filled in syncs nothing", "[policy]")
{
    const policy p;
    CHECK(p.profile.empty());
    for (const auto& f : fields) {
        CAPTURE(dotted(f.id));
        CHECK(p[f.id] == never);
        CHECK_FALSE(p.syncs(f.id));
    }
}

TEST_CASE("policy: a profile is found by its name", "[policy]")
{
    CHECK(find_profile("r_series") == r_series());
    CHECK(find_profile("x_series") == x_series());
    CHECK(find_profile("x_series_2021") == x_series_2021());
    CHECK(r_series() != x_series());
    CHECK(x_series() != x_series_2021());
    for (const std::string_view name : {"", " ", "r", "r_series ", "R_Series", "r-series",
                                        "x_series_", "x_series_2022", "ecwid"}) {
        CAPTURE(name);
        CHECK_FALSE(find_profile(name));
    }
}

TEST_CASE("policy: a changed flow or option is another policy", "[policy]")
{
    for (const auto& f : fields) {
        auto p = x_series();
        p[f.id] = p[f.id] == fill ? never : fill;
        CAPTURE(dotted(f.id));
        CHECK(p != x_series());
        for (const auto& other : fields)
            if (other.id != f.id) CHECK(p[other.id] == x_series()[other.id]);
    }
    auto p = r_series();
    p.outlets = {"1"_id, "3"_id};
    CHECK(p != r_series());
    p = r_series();
    p.guard.share = 0.5;
    CHECK(p != r_series());
    p = r_series();
    p.limits[field::product_name] = 200;
    CHECK(p != r_series());
    p = r_series();
    p.entities = false;
    CHECK(p != r_series());
    CHECK_FALSE(p.text().entities);
}

namespace {

struct sense_row {
    field id;
    std::set<flow> flows; ///< beside never
};

} // namespace

TEST_CASE("policy: the flows that a field can have", "[policy]")
{
    const std::set<flow> none_but_never{};
    const std::set<flow> to_ecom{on_create, pos_leads, pos_edits};
    const std::set<flow> to_ecom_or_fill{on_create, fill, pos_leads, pos_edits};
    const std::set<flow> both_ways{on_create, fill, pos_leads, pos_edits, two_way};
    const std::set<flow> customers{on_create, fill, pos_leads, pos_edits, two_way, ecom_leads_once};
    const std::set<flow> timed{on_create,       fill,  pos_leads, pos_edits, two_way,
                               ecom_leads_once, latest};
    const sense_row table[] = {
        {field::category_name, to_ecom},
        {field::category_parent, to_ecom},
        {field::category_order, {on_create, pos_leads}},
        {field::category_enabled, none_but_never},
        {field::category_description, none_but_never},
        {field::category_image, none_but_never},
        {field::product_name, both_ways},
        {field::product_description, both_ways},
        {field::product_sku, both_ways},
        {field::product_category, to_ecom_or_fill},
        {field::product_front_page, none_but_never},
        {field::product_brand, both_ways},
        {field::product_upc, both_ways},
        {field::product_weight, both_ways},
        {field::product_length, both_ways},
        {field::product_width, both_ways},
        {field::product_height, both_ways},
        {field::product_options, both_ways},
        {field::product_active, both_ways},
        {field::product_tracks_stock, to_ecom_or_fill},
        {field::product_stock, {on_create, pos_leads, movements}},
        {field::product_price, both_ways},
        {field::product_retail_price, none_but_never},
        {field::product_images, to_ecom_or_fill},
        {field::product_tags, {on_create}},
        {field::product_compare_to_price, none_but_never},
        {field::product_subtitle, none_but_never},
        {field::product_low_stock_threshold, none_but_never},
        {field::customer_group_name, both_ways},
        {field::customer_first_name, customers},
        {field::customer_last_name, customers},
        {field::customer_email, timed},
        {field::customer_marketing, timed},
        {field::customer_group, customers},
    };
    REQUIRE(std::size(table) == fields.size());
    for (std::size_t i = 0; i < std::size(table); ++i) {
        const auto& row = table[i];
        DYNAMIC_SECTION(dotted(row.id))
        {
            REQUIRE(static_cast<std::size_t>(row.id) == i);
            CHECK(makes_sense(row.id, never));
            for (const auto how : {on_create, fill, pos_leads, pos_edits, two_way, latest,
                                   movements, ecom_leads_once}) {
                CAPTURE(name(how));
                CHECK(makes_sense(row.id, how) == row.flows.contains(how));
            }
        }
    }
}

TEST_CASE("policy: the profiles make sense throughout", "[policy]")
{
    for (const auto& p : {r_series(), x_series(), x_series_2021(), policy{}})
        for (const auto& f : fields) {
            CAPTURE(p.profile, dotted(f.id));
            CHECK(makes_sense(f.id, p[f.id]));
        }
}

TEST_CASE("policy: nothing that only one side has is written to the other", "[policy]")
{
    for (const auto& f : fields) {
        CAPTURE(dotted(f.id));
        if (f.kind == kind::category || f.id == field::product_images)
            for (const auto how : {two_way, latest, movements, ecom_leads_once})
                CHECK_FALSE(makes_sense(f.id, how));
        if (f.pos.empty() && f.id != field::category_order)
            for (const auto how : {on_create, fill, pos_leads, pos_edits, two_way})
                CHECK_FALSE(makes_sense(f.id, how));
    }
}

TEST_CASE("policy: options are listed under their names, in the order of the rules", "[policy]")
{
    const std::vector<std::string_view> want{"plan",
                                             "support_contacted",
                                             "outlets",
                                             "online_sales",
                                             "price_source",
                                             "created_enabled",
                                             "new_inactive",
                                             "duplicate_sku",
                                             "ecom_only_products",
                                             "in_store_only",
                                             "gone_product",
                                             "inactive_variant",
                                             "adopt_categories",
                                             "relink",
                                             "zero_price",
                                             "group_setup",
                                             "one_group",
                                             "consent_follows_email",
                                             "entities",
                                             "too_long",
                                             "limits",
                                             "guard.deletions.share",
                                             "guard.deletions.min"};
    std::vector<std::string_view> got;
    std::set<const void*> places;
    const policy p;
    options(
        [&](std::string_view name, const auto& option) {
            got.push_back(name);
            CHECK(places.insert(&option).second);
        },
        p);
    CHECK(got == want);

    const auto value_of = [](const policy& of, std::string_view option) {
        std::string value;
        options(
            [&](std::string_view name, const auto& held) {
                if constexpr (worded<std::remove_cvref_t<decltype(held)>>)
                    if (name == option) value = twinshelf::name(held);
            },
            of);
        return value;
    };
    CHECK(value_of({.plan = plan_size::venture}, "plan") == "venture");
    CHECK(value_of({.online_sales = online_sales::as_orders}, "online_sales") == "as_orders");
    CHECK(value_of({.price_source = price_source::retail}, "price_source") == "retail");
    CHECK(value_of({.created_enabled = created_enabled::as_pos}, "created_enabled") == "as_pos");
    CHECK(value_of({.new_inactive = new_inactive::create}, "new_inactive") == "create");
    CHECK(value_of({.duplicate_sku = duplicate_sku::hold}, "duplicate_sku") == "hold");
    CHECK(value_of({.ecom_only_products = ecom_only_products::create_in_pos},
                   "ecom_only_products") == "create_in_pos");
    CHECK(value_of({.in_store_only = in_store_only::remove}, "in_store_only") == "delete");
    CHECK(value_of({.gone_product = gone_product::disable}, "gone_product") == "disable");
    CHECK(value_of({.inactive_variant = inactive_variant::keep}, "inactive_variant") == "keep");
    CHECK(value_of({.adopt_categories = adopt_categories::ask}, "adopt_categories") == "ask");
    CHECK(value_of({.zero_price = zero_price::send}, "zero_price") == "send");
    CHECK(value_of({.group_setup = group_setup::step}, "group_setup") == "step");
    CHECK(value_of({.one_group = one_group::ecom}, "one_group") == "ecom");
    CHECK(value_of({.too_long = too_long::cut}, "too_long") == "cut");
}

TEST_CASE("policy: two policies are walked side by side", "[policy]")
{
    const auto r = r_series(), x = x_series();
    std::vector<std::string_view> differ;
    options(
        [&](std::string_view name, const auto& a, const auto& b) {
            if (!(a == b)) differ.push_back(name);
        },
        r, x);
    CHECK(differ == std::vector<std::string_view>{"plan", "online_sales", "price_source",
                                                  "created_enabled", "new_inactive",
                                                  "duplicate_sku", "relink"});
}

namespace {

// The words of an enumeration are these, in this order, and each is found back.
template <worded E>
void check_words(const std::vector<std::string_view>& want)
{
    REQUIRE(words(E{}).size() == want.size());
    for (std::size_t i = 0; i < want.size(); ++i) {
        const auto value = static_cast<E>(i);
        CAPTURE(want[i]);
        CHECK(name(value) == want[i]);
        CHECK(find_word<E>(want[i]) == value);
        CHECK_FALSE(find_word<E>(std::string{want[i]} + " "));
    }
    CHECK_FALSE(find_word<E>(""));
    CHECK_FALSE(find_word<E>("0"));
}

} // namespace

TEST_CASE("policy: options have words, the default first but for the plan", "[policy]")
{
    SECTION("plan")
    {
        check_words<plan_size>({"none", "venture", "business", "unlimited"});
    }
    SECTION("price_source")
    {
        check_words<price_source>({"online", "retail"});
    }
    SECTION("online_sales")
    {
        check_words<online_sales>({"move_stock", "as_orders"});
    }
    SECTION("created_enabled")
    {
        check_words<created_enabled>({"never", "as_pos"});
    }
    SECTION("new_inactive")
    {
        check_words<new_inactive>({"wait", "create"});
    }
    SECTION("duplicate_sku")
    {
        check_words<duplicate_sku>({"create", "hold"});
    }
    SECTION("ecom_only_products")
    {
        check_words<ecom_only_products>({"keep", "create_in_pos"});
    }
    SECTION("in_store_only")
    {
        check_words<in_store_only>({"disable", "delete"});
    }
    SECTION("gone_product")
    {
        check_words<gone_product>({"delete", "disable", "keep"});
    }
    SECTION("inactive_variant")
    {
        check_words<inactive_variant>({"remove", "keep"});
    }
    SECTION("adopt_categories")
    {
        check_words<adopt_categories>({"adopt", "ask"});
    }
    SECTION("zero_price")
    {
        check_words<zero_price>({"hold", "send"});
    }
    SECTION("group_setup")
    {
        check_words<group_setup>({"create", "step"});
    }
    SECTION("one_group")
    {
        check_words<one_group>({"ask", "pos", "ecom"});
    }
    SECTION("too_long")
    {
        check_words<too_long>({"hold", "cut"});
    }
}

} // namespace policy_tests
