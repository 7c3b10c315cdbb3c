#include "variants.hpp"

#include <twinshelf/rules/price.hpp>

namespace variant_price_tests {

using namespace twinshelf;
using namespace variants;
using plans::count_of, plans::lines, plans::notices, plans::store, plans::till;

namespace {

using price = maybe<money>;

const price unknown{};

/// One variant of one product: what each costs on each side, and what the plan is to be.
struct row {
    const char* id;
    policy by;
    price pos_product, pos_variant, ecom_product, ecom_variation;
    text_lines want;
};

pos::snapshot on_sale(const price& product, const price& variant)
{
    auto p = matrix("p1", {on_till("v1", "A", "Red")});
    p.sellable.price = product;
    (*p.variants)[0].sellable.price = variant;
    return till({p});
}

ecom::snapshot listed(const price& product, const price& variation)
{
    auto e = shelf("1", "p1", {in_store("e1", "v1", "A", "Red")});
    e.sellable.price = product;
    (*e.variations)[0].sellable.price = variation;
    return store({e});
}

/// What the customer pays for the one variation.
price paid(const ecom::snapshot& s)
{
    const auto& e = s.products.records[0];
    const auto& own = (*e.variations)[0].sellable.price;
    return own.has_value() ? own : e.sellable.price;
}

pos::variant at(pos::variant v, const price& amount)
{
    v.sellable.price = amount;
    return v;
}

pos::product at(pos::product p, const price& amount)
{
    p.sellable.price = amount;
    return p;
}

text_lines prices_brought(const plan& p)
{
    text_lines all;
    if (const auto* a = find_action(p, "create", kind::product, "p1")) {
        const auto note = [&](const std::string& who, const std::vector<setting>& record) {
            for (const auto& s : record)
                if (s.field == field::product_price) all.push_back(who + "=" + text(s.to));
        };
        const auto& made = std::get<create>(a->what);
        note("p1", made.record);
        for (const auto& v : made.variations)
            note(v.of.pos_id, v.record);
    }
    return all;
}

const std::string to_v1 = "update variant v1/e1 price=";
const std::string to_p1 = "update product p1/1 price=";

} // namespace

TEST_CASE("variant price: what the customer pays decides", "[variant][price]")
{
    const money ten{1000}, twelve{1200}, eleven{1100};
    for (const auto profile : profiles) {
        const auto by = profile();
        const std::string own = by.price_source == price_source::retail
                                    ? " (price.retail) (product.update)"
                                    : " (price.default_online) (product.update)";
        const std::string inherits = " (price.inherit) (product.update)";
        const row rows[]{
            {"both inherit", by, ten, none, ten, none, {}},
            {"the variant's is not known", by, ten, unknown, ten, none, {}},
            {"the variant's is not known, the variation has one",
             by,
             ten,
             unknown,
             ten,
             twelve,
             {}},
            {"the variant's is its product's, the variation inherits it",
             by,
             ten,
             ten,
             ten,
             none,
             {}},
            {"the variation has the product's as its own", by, ten, ten, ten, ten, {}},
            {"the variant differs, the variation inherits",
             by,
             ten,
             twelve,
             ten,
             none,
             {to_v1 + "none>1200c" + inherits}},
            {"the variant differs, the variation differs otherwise",
             by,
             ten,
             twelve,
             ten,
             eleven,
             {to_v1 + "1100c>1200c" + own}},
            {"the variant differs, so does the variation", by, ten, twelve, ten, twelve, {}},
            {"the variation has its own, the variant its product's",
             by,
             ten,
             ten,
             ten,
             eleven,
             {to_v1 + "1100c>1000c" + own}},
            {"the product's changes, and the variant goes with it",
             by,
             twelve,
             twelve,
             ten,
             none,
             {to_p1 + "1000c>1200c" + own}},
            {"the product's changes, and the variant inherits",
             by,
             twelve,
             none,
             ten,
             none,
             {to_p1 + "1000c>1200c" + own}},
            {"the product's changes, the variant stays",
             by,
             twelve,
             ten,
             ten,
             none,
             {to_p1 + "1000c>1200c" + own, to_v1 + "none>1000c" + inherits}},
            {"the product's changes to what the variation has",
             by,
             twelve,
             twelve,
             ten,
             twelve,
             {to_p1 + "1000c>1200c" + own}},
            {"the product's changes, both of their own stay",
             by,
             twelve,
             eleven,
             ten,
             eleven,
             {to_p1 + "1000c>1200c" + own}},
            {"the matrix has none, the variant differs",
             by,
             none,
             twelve,
             ten,
             none,
             {to_v1 + "none>1200c" + inherits}},
            {"the matrix's is not known and left alone", by, unknown, ten, twelve, ten, {}},
            {"the matrix's is not known, the variant is what is paid",
             by,
             unknown,
             ten,
             ten,
             none,
             {}},
            {"ecom's product has none",
             by,
             unknown,
             twelve,
             none,
             none,
             {to_v1 + "none>1200c" + inherits}},
            {"ecom's product is not known", by, unknown, twelve, unknown, none, {}},
            {"ecom's product is not known, its variation is",
             by,
             unknown,
             twelve,
             unknown,
             ten,
             {to_v1 + "1000c>1200c" + own}},
            {"ecom's variation is not known", by, ten, twelve, ten, unknown, {}},
        };
        for (const auto& r : rows)
            DYNAMIC_SECTION(by.profile << ": " << r.id)
            {
                const auto pos = on_sale(r.pos_product, r.pos_variant);
                const auto ecom = listed(r.ecom_product, r.ecom_variation);
                const auto p = made(pos, ecom, r.by);
                INFO(text(p));
                CHECK(lines(p) == r.want);
                const auto after = carried_out(p, pos, ecom);
                if (r.pos_variant.has_value() && paid(ecom).has_value() && r.ecom_variation.known())
                    CHECK(paid(after.ecom) == r.pos_variant);
            }
    }
}

TEST_CASE("variant price: a variant without its own costs what its product does",
          "[variant][price]")
{
    // The variation has a price of its own, the variant is known to have none.
    for (const auto profile : profiles) {
        const auto pos = on_sale(money{1000}, none);
        const auto ecom = listed(money{1000}, money{1200});
        const auto after = carried_out(made(pos, ecom, profile()), pos, ecom);
        CHECK(paid(after.ecom) == price{money{1000}});
    }
}

TEST_CASE("variant price: what cannot be sent is held", "[variant][price]")
{
    const money ten{1000}, zero{0};
    for (const auto profile : profiles) {
        const auto by = profile();
        DYNAMIC_SECTION(by.profile << ": it would fall to 0")
        {
            for (const auto& has : {price{none}, price{ten}})
                CHECK(lines(made(on_sale(ten, zero), listed(ten, has), by)) ==
                      text_lines{"hold variant v1/e1 price choices send (price.zero)"});
        }
        DYNAMIC_SECTION(by.profile << ": it would fall to 0, and is sent by policy")
        {
            const auto send = with(by, [](auto& p) { p.zero_price = zero_price::send; });
            const auto p = made(on_sale(ten, zero), listed(ten, none), send);
            const auto* c = changed(p, kind::variant, "e1", field::product_price);
            REQUIRE(c);
            CHECK(c->to == value{zero});
        }
        DYNAMIC_SECTION(by.profile << ": it is 0 on both sides")
        {
            CHECK(made(on_sale(ten, zero), listed(ten, zero), by).actions.empty());
        }
        DYNAMIC_SECTION(by.profile << ": below 0")
        {
            CHECK(lines(made(on_sale(ten, money{-1}), listed(ten, none), by)) ==
                  text_lines{"error variant v1/e1 price (price.zero)"});
        }
        DYNAMIC_SECTION(by.profile << ": another currency")
        {
            auto ecom = listed(ten, none);
            ecom.currency = {"EUR", 2};
            const auto p = made(on_sale(unknown, money{1200}), ecom, by);
            CHECK(lines(p) == text_lines{"hold variant v1/e1 price (price.exact)"});
        }
        DYNAMIC_SECTION(by.profile << ": with tax against without")
        {
            auto pos = on_sale(money{1200}, money{1300});
            auto ecom = listed(ten, none);
            pos.products.records[0].tax_included = true;
            ecom.products.records[0].tax_included = false;
            const auto p = made(pos, ecom, by);
            CHECK(p.actions.empty());
            CHECK(severe(p, rule::price_exact) == 2);
        }
        DYNAMIC_SECTION(by.profile << ": the product's price is held, and the variant's is not")
        {
            const auto p = made(on_sale(zero, money{1200}), listed(ten, none), by);
            CHECK(severe(p, rule::price_zero) == 1);
            CHECK(changed(p, kind::variant, "e1", field::product_price));
        }
        DYNAMIC_SECTION(by.profile << ": finer than the currency")
        {
            const auto p = made(on_sale(ten, money{1200, 400'000}), listed(ten, money{1100}), by);
            const auto* c = changed(p, kind::variant, "e1", field::product_price);
            REQUIRE(c);
            CHECK(c->to == value{money{1200}});
            CHECK(find_issues(p, rule::price_exact).size() == 1);
            CHECK(made(on_sale(ten, money{1000, 400'000}), listed(ten, none), by).actions.empty());
        }
    }
}

TEST_CASE("variant price: the online price of a variant", "[variant][price]")
{
    auto pos = on_sale(money{1000}, money{1100});
    auto& v = (*pos.products.records[0].variants)[0].sellable;
    v.online_price = money{1500};
    CHECK(lines(made(pos, listed(money{1000}, money{1100}), r_series())) ==
          text_lines{to_v1 + "1100c>1500c (price.online_to_ecom) (product.update)"});
    CHECK(made(pos, listed(money{1000}, money{1100}), x_series()).actions.empty());
    v.online_price = money{0}; // as good as none
    CHECK(made(pos, listed(money{1000}, money{1100}), r_series()).actions.empty());
}

TEST_CASE("variant price: a flow that leaves it, leaves it", "[variant][price]")
{
    auto by = x_series();
    for (const auto how : {flow::never, flow::on_create, flow::fill}) {
        by[field::product_price] = how;
        CHECK(
            made(on_sale(money{1000}, money{1200}), listed(money{1000}, none), by).actions.empty());
        CHECK(made(on_sale(money{1000}, money{1200}), listed(money{1000}, money{1100}), by)
                  .actions.empty());
    }
}

TEST_CASE("variant price: a new matrix product", "[variant][price]")
{
    const money ten{1000}, twelve{1200};
    const auto red = on_till("v1", "A", "Red"), blue = on_till("v2", "B", "Blue");
    const auto inactive_red = inactive(at(red, twelve));
    struct {
        const char* id;
        price product;
        std::vector<pos::variant> variants;
        text_lines want;
    } const rows[]{
        {"all inherit", ten, {red, at(blue, none)}, {"p1=1000c"}},
        {"its own only where it differs",
         ten,
         {at(red, ten), at(blue, twelve)},
         {"p1=1000c", "v2=1200c"}},
        {"the matrix's is not known: the first variant's",
         unknown,
         {at(red, twelve), at(blue, ten)},
         {"p1=1200c", "v2=1000c"}},
        {"the matrix has none: the first variant's",
         none,
         {at(red, twelve), at(blue, twelve)},
         {"p1=1200c"}},
        {"the first that is made", unknown, {inactive_red, at(blue, ten)}, {"p1=1000c"}},
        {"the first that has one", unknown, {at(red, none), at(blue, ten)}, {"p1=1000c"}},
        {"rounded, once", unknown, {at(red, money{1000, 300'000}), at(blue, ten)}, {"p1=1000c"}},
        {"none at all", none, {red, blue}, {}},
    };
    for (const auto profile : profiles) {
        const auto by = profile();
        for (const auto& r : rows)
            DYNAMIC_SECTION(by.profile << ": " << r.id)
            {
                const auto p = made(till({at(matrix("p1", r.variants), r.product)}), store({}), by);
                INFO(text(p));
                CHECK(prices_brought(p) == r.want);
                const auto* enabled =
                    plans::find_setting(p, kind::product, "p1", field::product_active);
                REQUIRE(enabled);
                CHECK(*enabled == value{by.profile != "r_series" && !r.want.empty()});
            }
    }
}

TEST_CASE("variant price: a new matrix product that its prices hold", "[variant][price]")
{
    const auto red = on_till("v1", "A", "Red"), blue = on_till("v2", "B", "Blue");
    const auto prices_of_variants =
        at(matrix("p1", {at(red, money{1200}), at(blue, money{1000})}), unknown);
    for (const auto profile : profiles) {
        const auto by = profile();
        DYNAMIC_SECTION(by.profile << ": another currency")
        {
            auto ecom = store({});
            ecom.currency = {"EUR", 2};
            const auto p = made(till({prices_of_variants}), ecom, by);
            CHECK(p.actions.empty());
            CHECK(severe(p, rule::price_exact) == 1);
        }
        DYNAMIC_SECTION(by.profile << ": with tax, and the store is without")
        {
            const auto p = made(
                till({with(prices_of_variants, [](auto& m) { m.tax_included = true; }),
                      with(item("p2", "Z"), [](auto& m) { m.tax_included = false; })}),
                store({with(listing("2", "p2", "Z"), [](auto& m) { m.tax_included = false; })}),
                by);
            CHECK(p.actions.empty());
            CHECK(severe(p, rule::price_exact) == 1);
        }
        DYNAMIC_SECTION(by.profile << ": a variant below 0")
        {
            const auto p = made(till({matrix("p1", {red, at(blue, money{-100})})}), store({}), by);
            CHECK(!p.complete);
            CHECK(severe(p, rule::price_zero) == 1);
            CHECK(prices_brought(p).size() < 2);
        }
        DYNAMIC_SECTION(by.profile << ": the first variant below 0 gives no price")
        {
            const auto p = made(
                till({at(matrix("p1", {at(red, money{-100}), at(blue, money{1000})}), unknown)}),
                store({}), by);
            for (const auto& line : prices_brought(p))
                CHECK(line.find('-') == line.npos);
            CHECK(!p.complete);
        }
        DYNAMIC_SECTION(by.profile << ": a variant at 0 is made, and the product disabled")
        {
            const auto p = made(till({matrix("p1", {red, at(blue, money{0})})}), store({}), by);
            CHECK(prices_brought(p) == text_lines{"p1=1000c", "v2=0c"});
            CHECK(*plans::find_setting(p, kind::product, "p1", field::product_active) ==
                  value{false});
            CHECK(find_issues(p, rule::price_zero).size() == 1);
        }
    }
}

TEST_CASE("variant price: a new variant of a product that is there", "[variant][price]")
{
    struct {
        const char* id;
        price product, variant;
        text_lines want; ///< of the variant v2
    } const rows[]{
        {"inherits", money{1000}, none, {"create variant v2/ price=-"}},
        {"the same", money{1000}, money{1000}, {"create variant v2/ price=-"}},
        {"its own", money{1000}, money{1200}, {"create variant v2/ price=1200c"}},
        {"the same as the product will cost",
         money{1200},
         money{1200},
         {"create variant v2/ price=-"}},
        {"not what the product will cost",
         money{1200},
         money{1000},
         {"create variant v2/ price=1000c"}},
        {"0", money{1000}, money{0}, {"hold variant v2/ price choices send (price.zero)"}},
        {"below 0", money{1000}, money{-1}, {"error variant v2/ price (price.zero)"}},
    };
    for (const auto profile : profiles)
        for (const auto& r : rows)
            DYNAMIC_SECTION(profile().profile << ": " << r.id)
            {
                auto pos = on_sale(r.product, unknown);
                pos.products.records[0].variants->push_back(
                    at(on_till("v2", "B", "Blue"), r.variant));
                const auto p = made(pos, listed(money{1000}, none), profile());
                text_lines have;
                if (const auto* a = find_action(p, "create", kind::variant, "v2")) {
                    const auto* own =
                        plans::find_setting(p, kind::variant, "v2", field::product_price);
                    have.push_back("create variant " + a->of.pos_id +
                                   "/ price=" + (own ? text(*own) : "-"));
                }
                for (const auto& line : lines(p))
                    if (line.find(" variant v2/ price") != line.npos) have.push_back(line);
                CHECK(have == r.want);
            }
}

TEST_CASE("variant price: a new variant in another currency waits", "[variant][price]")
{
    auto pos = on_sale(unknown, unknown);
    pos.products.records[0].variants->push_back(at(on_till("v2", "B", "Blue"), money{1200}));
    auto ecom = listed(money{1000}, none);
    ecom.currency = {"JPY", 0};
    for (const auto profile : profiles) {
        const auto p = made(pos, ecom, profile());
        CHECK(p.actions.empty());
        CHECK(severe(p, rule::price_exact) == 1);
    }
}

TEST_CASE("variant price: of ten thousand variants each costs what the till says",
          "[variant][price]")
{
    std::mt19937 random{11};
    const auto amount = [&]() -> price {
        return money{static_cast<std::int64_t>(1 + random() % 4)};
    };
    auto pos = till({});
    auto ecom = store({});
    for (int i = 0; i < 500; ++i) {
        std::vector<pos::variant> variants;
        std::vector<ecom::variation> variations;
        for (int k = 0; k < 20; ++k) {
            const auto n = std::to_string(i) + "-" + std::to_string(k);
            variants.push_back(at(on_till("v" + n, "S" + n, "C" + std::to_string(k)), amount()));
            if (random() % 5 == 0) continue;
            variations.push_back(in_store("e" + n, "v" + n, "S" + n, "C" + std::to_string(k)));
            if (random() % 2 == 0) variations.back().sellable.price = amount();
        }
        const auto n = std::to_string(i);
        pos.products.records.push_back(
            at(matrix("p" + n, variants), random() % 3 == 0 ? unknown : amount()));
        ecom.products.records.push_back(shelf(n, "p" + n, variations));
        ecom.products.records.back().sellable.price = amount();
    }
    for (const auto profile : profiles) {
        const auto after = carried_out(reconcile(pos, ecom, profile()), pos, ecom);
        int wrong = 0, seen = 0;
        for (std::size_t i = 0; i < pos.products.records.size(); ++i) {
            const auto& e = after.ecom.products.records[i];
            for (const auto& v : *pos.products.records[i].variants)
                for (const auto& s : *e.variations)
                    if (s.pos_id && s.pos_id->text == v.id.text) {
                        const auto& own = s.sellable.price;
                        ++seen;
                        wrong += !((own.has_value() ? own : e.sellable.price) == v.sellable.price);
                    }
        }
        CHECK(seen == 10'000);
        CHECK(wrong == 0);
    }
}

} // namespace variant_price_tests
