#include "variants.hpp"

#include <twinshelf/guard.hpp>
#include <twinshelf/rules/variant.hpp>

namespace variant_shape_tests {

using namespace twinshelf;
using namespace variants;
using plans::count_of, plans::lines, plans::store, plans::till;

namespace {

/// A product of the store that is known to have no variations.
const auto simple = [](ecom::product& e) {
    e.variations.emplace();
    e.options.emplace();
};

/// Linked products that each count as one.
void fill(pos::snapshot& pos, ecom::snapshot& ecom, int count)
{
    for (int i = 0; i < count; ++i) {
        const auto n = std::to_string(i);
        pos.products.records.push_back(item("full" + n, "F" + n));
        ecom.products.records.push_back(listing("90" + n, "full" + n, "F" + n));
    }
}

} // namespace

TEST_CASE("variant: a matrix without variants is no simple product (F03)", "[variant]")
{
    auto empty = matrix("p1", {});
    empty.sellable.sku = "M";
    for (const auto profile : profiles) {
        const auto by = profile();
        DYNAMIC_SECTION(by.profile << ": it is not made")
        {
            CHECK(made(till({empty}), store({}), by).actions.empty());
        }
        DYNAMIC_SECTION(by.profile << ": its ecom product is not turned into a simple one")
        {
            const auto p = made(
                till({empty}),
                store({shelf("1", "p1",
                             {in_store("e1", "v1", "A", "Red"), in_store("e2", "", "B", "Blue")})}),
                by);
            CHECK(!changed(p, kind::product, "1", field::product_sku));
            CHECK(changed(p, kind::product, "1", field::product_active));
        }
        DYNAMIC_SECTION(by.profile << ": a variant is no product of its own")
        {
            const auto p = made(till({matrix("p1", {on_till("v1", "A", "Red")})}), store({}), by);
            CHECK(count_of(p, "create", kind::product) == 1);
            CHECK(!find_action(p, "create", kind::product, "v1"));
        }
    }
}

TEST_CASE("variant: a matrix that became simple in a part of the pos stays one (W16)", "[variant]")
{
    auto now_simple = item("p1", "M");
    now_simple.attributes.emplace();
    now_simple.variants.emplace();
    auto pos = till({now_simple});
    const auto ecom = store(
        {shelf("1", "p1", {in_store("e1", "v1", "A", "Red"), in_store("e2", "v2", "B", "Blue")})});
    for (const auto profile : profiles) {
        const auto by = profile();
        INFO(by.profile);
        pos.products.state = completeness::complete;
        CHECK(count_of(made(pos, ecom, by), "delete", kind::variant) == 2);
        pos.products.state = completeness::partial;
        const auto p = made(pos, ecom, by);
        CHECK(count_of(p, "delete", kind::variant) == 0);
        CHECK(!changed(p, kind::product, "1", field::product_sku));
        CHECK(severe(p, rule::scope_partial) == 1);
    }
}

TEST_CASE("variant: two variations of one variant are a conflict", "[variant]")
{
    for (const auto profile : profiles) {
        const auto p = made(
            till({matrix("p1", {on_till("v1", "B", "Red")})}),
            store({shelf("1", "p1",
                         {in_store("e1", "v1", "A", "Red"), in_store("e2", "v1", "C", "Blue")})}),
            profile());
        CHECK(p.actions.empty());
        CHECK(severe(p, rule::identity_link_first) == 1);
    }
}

TEST_CASE("variant: an id twice is left alone and stops nothing else", "[variant]")
{
    const auto by = x_series();
    SECTION("a variant of two products")
    {
        const auto p =
            made(till({matrix("p1", {on_till("v1", "A", "Red")}),
                       matrix("p2", {on_till("v1", "A", "Red"), on_till("v2", "B", "Blue")})}),
                 store({shelf("1", "p1", {in_store("e1", "v1", "A", "Red")}),
                        shelf("2", "p2", {in_store("e2", "v2", "B", "Blue")})}),
                 by);
        CHECK(!find_action(p, "create", kind::variant, "v1"));
        CHECK(!p.complete);
    }
    SECTION("a variant of two products, new in both")
    {
        const auto p = made(
            till({matrix("p1", {on_till("v1", "A", "Red")}),
                  matrix("p2", {on_till("v1", "B", "Red")})}),
            store({shelf("1", "p1", {in_store("e1", "", "A", "Red")}), shelf("2", "p2", {})}), by);
        CHECK(p.actions.empty());
        CHECK(severe(p, rule::record_isolated) == 2);
        CHECK(find_issues(p, rule::variant_no_back_sync).size() == 1); // e1
    }
    SECTION("a variant of two new products")
    {
        const auto p = made(till({matrix("p1", {on_till("v1", "A", "Red")}),
                                  matrix("p2", {on_till("v1", "B", "Red")})}),
                            store({}), by);
        CHECK(lines(p) == text_lines{"error product p1/ (record.isolated)",
                                     "error product p2/ (record.isolated)"});
    }
    SECTION("a variation that would be linked")
    {
        const auto p = made(till({matrix("p1", {on_till("v1", "A", "Red")}),
                                  matrix("p2", {on_till("v2", "B", "Red")})}),
                            store({shelf("1", "p1", {in_store("e1", "", "A", "Red")}),
                                   shelf("2", "p2", {in_store("e1", "v2", "B", "Red")})}),
                            by);
        CHECK(count_of(p, "link", kind::variant) == 0);
        CHECK(severe(p, rule::record_isolated) == 2);
    }
    SECTION("a variation")
    {
        const auto p =
            made(till({matrix("p1", {on_till("v1", "X", "Red"), on_till("v2", "Y", "Blue"),
                                     on_till("v3", "Z", "Green")})}),
                 store({shelf("1", "p1",
                              {in_store("e1", "v1", "A", "Red"), in_store("e1", "v2", "B", "Blue"),
                               in_store("e3", "v3", "C", "Green")})}),
                 by);
        CHECK(!find_action(p, "update", kind::variant, "e1"));
        CHECK(changed(p, kind::variant, "e3", field::product_sku));
        CHECK(!p.complete);
    }
    SECTION("a variation without an id")
    {
        const auto p = made(
            till({matrix("p1", {on_till("v1", "X", "Red"), on_till("v3", "Z", "Green")})}),
            store({shelf("1", "p1",
                         {in_store("", "v1", "A", "Red"), in_store("e3", "v3", "C", "Green")})}),
            by);
        CHECK(!find_action(p, "update", kind::variant, "v1"));
        CHECK(!find_action(p, "create", kind::variant, "v1"));
        CHECK(!p.complete);
    }
}

TEST_CASE("variant: a product changes its shape", "[variant]")
{
    for (const auto profile : profiles) {
        const auto by = profile();
        DYNAMIC_SECTION(by.profile << ": simple to matrix")
        {
            const auto p =
                made(till({matrix("p1", {on_till("v1", "A", "Red"), on_till("v2", "B", "Blue")})}),
                     store({with(listing("1", "p1", "A"), simple)}), by);
            INFO(text(p));
            const auto* sku = changed(p, kind::product, "1", field::product_sku);
            REQUIRE(sku);
            CHECK(sku->rule == rule::variant_shape);
            const auto *a = find_action(p, "create", kind::variant, "v1"),
                       *b = find_action(p, "create", kind::variant, "v2");
            REQUIRE(a);
            REQUIRE(b);
            const auto clear = written(p, kind::product, "1", field::product_sku).first->wave;
            CHECK(clear < a->wave);
            CHECK(clear < b->wave);
            CHECK(count_of(p, "delete", kind::product) == 0);
            CHECK(count_of(p, "create", kind::product) == 0);
        }
        DYNAMIC_SECTION(by.profile << ": matrix to simple, where nothing else differs")
        {
            const auto p =
                made(till({with(item("p1", "A"), [](auto& one) { one.variants.emplace(); })}),
                     store({with(shelf("1", "p1", {in_store("e1", "v1", "B", "Red")}),
                                 [](auto& e) { e.sellable.sku = "A"; })}),
                     by);
            CHECK(find_action(p, "delete", kind::variant, "e1"));
            CHECK(p.complete);
        }
        DYNAMIC_SECTION(by.profile << ": simple to matrix, the item stays as its first variant")
        {
            const auto p = made(till({matrix("p1", {on_till("p1", "A", "Red")})}),
                                store({with(listing("1", "p1", "A"), simple)}), by);
            CHECK(find_action(p, "create", kind::variant, "p1"));
        }
        DYNAMIC_SECTION(by.profile << ": simple to matrix, invalid: nothing half sent")
        {
            const auto p =
                made(till({matrix("p1", {on_till("v1", "A", "Red"), on_till("v2", "B", "RED")})}),
                     store({with(listing("1", "p1", "A"), simple)}), by);
            CHECK(p.actions.empty());
            CHECK(severe(p, rule::variant_invalid) == 1);
        }
        DYNAMIC_SECTION(by.profile << ": simple to matrix, none available: it stays as it is")
        {
            const auto p = made(till({matrix("p1", {inactive(on_till("v1", "A", "Red"))})}),
                                store({with(listing("1", "p1", "A"), simple)}), by);
            CHECK(!changed(p, kind::product, "1", field::product_sku));
            CHECK(changed(p, kind::product, "1", field::product_active));
        }
        DYNAMIC_SECTION(by.profile << ": matrix to simple")
        {
            const auto p = made(
                till({with(item("p1", "A"), [](auto& one) { one.variants.emplace(); })}),
                store(
                    {shelf("1", "p1",
                           {in_store("e1", "v1", "A", "Red"), in_store("e2", "v2", "B", "Blue")})}),
                by);
            INFO(text(p));
            const auto* sku = changed(p, kind::product, "1", field::product_sku);
            REQUIRE(sku);
            CHECK(sku->to == value{std::string{"A"}});
            for (const auto id : {"e1", "e2"}) {
                const auto* gone = find_action(p, "delete", kind::variant, id);
                REQUIRE(gone);
                CHECK(gone->rule == rule::variant_shape);
                CHECK(gone->wave < written(p, kind::product, "1", field::product_sku).first->wave);
            }
            CHECK(count_of(p, "delete", kind::product) == 0);
        }
        DYNAMIC_SECTION(by.profile << ": matrix to simple, its SKU in ecom is not known")
        {
            const auto p =
                made(till({with(item("p1", "A"), [](auto& one) { one.variants.emplace(); })}),
                     store({with(shelf("1", "p1", {in_store("e1", "v1", "A", "Red")}),
                                 [](auto& e) { e.sellable.sku = {}; })}),
                     by);
            const auto* sku = changed(p, kind::product, "1", field::product_sku);
            REQUIRE(sku);
            CHECK(sku->to == value{std::string{"A"}});
        }
        DYNAMIC_SECTION(by.profile << ": matrix to simple, it counts its own stock again")
        {
            auto pos = till({with(item("p1", "A"), [](auto& one) {
                one.variants.emplace();
                one.sellable.tracks_stock = true;
                one.sellable.stock = std::vector{pos::stock_row{pos::outlet_id{"1"}, units(3)}};
            })});
            pos.outlets = std::vector<pos::outlet>{{pos::outlet_id{"1"}, "Shop"}};
            const auto p = made(pos,
                                store({with(shelf("1", "p1", {in_store("e1", "v1", "A", "Red")}),
                                            [](auto& e) { e.sellable.quantity = 0; })}),
                                by);
            const auto* stock = changed(p, kind::product, "1", field::product_stock);
            REQUIRE(stock);
            CHECK(stock->to == value{std::int64_t{3}});
        }
        DYNAMIC_SECTION(by.profile << ": a matrix keeps the SKU that it has in ecom")
        {
            const auto p = made(till({matrix("p1", {on_till("v1", "A", "Red")})}),
                                store({with(shelf("1", "p1", {in_store("e1", "v1", "A", "Red")}),
                                            [](auto& e) { e.sellable.sku = "M"; })}),
                                by);
            CHECK(p.actions.empty());
        }
        DYNAMIC_SECTION(by.profile << ": matrix to simple, an online-only variation stays whole")
        {
            const auto p = made(
                till({with(item("p1", "C"), [](auto& one) { one.variants.emplace(); })}),
                store({shelf("1", "p1",
                             {in_store("e1", "v1", "A", "Red"), in_store("e2", "", "B", "Blue")})}),
                by);
            CHECK(count_of(p, "delete", kind::variant) == 0);
            CHECK(!changed(p, kind::product, "1", field::product_sku));
            CHECK(severe(p, rule::variant_shape) == 1);
        }
        DYNAMIC_SECTION(by.profile << ": an item is put into a new matrix")
        {
            const auto p =
                made(till({matrix("m1", {on_till("i1", "A", "Red"), on_till("i2", "B", "Blue")})}),
                     store({listing("1", "i1", "A")}), by);
            const auto *out = find_action(p, "delete", kind::product, "1"),
                       *in = find_action(p, "create", kind::product, "m1");
            REQUIRE(out);
            REQUIRE(in);
            CHECK(out->wave < in->wave);
            CHECK(brought(p, "m1").size() == 2);
        }
        DYNAMIC_SECTION(by.profile << ": an item is put into a matrix that is there")
        {
            const auto p =
                made(till({matrix("m1", {on_till("i1", "A", "Red"), on_till("i2", "B", "Blue")})}),
                     store({listing("1", "i1", "A"),
                            shelf("2", "m1", {in_store("e2", "i2", "B", "Blue")})}),
                     by);
            const auto *out = find_action(p, "delete", kind::product, "1"),
                       *in = find_action(p, "create", kind::variant, "i1");
            REQUIRE(out);
            REQUIRE(in);
            CHECK(out->wave < in->wave);
            CHECK(in->product == ref{"m1", "2"});
        }
        DYNAMIC_SECTION(by.profile << ": an item is taken out of a matrix")
        {
            const auto p = made(till({item("i1", "A"), matrix("m1", {on_till("i2", "B", "Blue")})}),
                                store({shelf("2", "m1",
                                             {in_store("e1", "i1", "A", "Red"),
                                              in_store("e2", "i2", "B", "Blue")})}),
                                by);
            const auto *out = find_action(p, "delete", kind::variant, "e1"),
                       *in = find_action(p, "create", kind::product, "i1");
            REQUIRE(out);
            REQUIRE(in);
            CHECK(out->wave < in->wave);
        }
        DYNAMIC_SECTION(by.profile << ": a variant moves to another matrix")
        {
            const auto p = made(
                till({matrix("m1", {on_till("i2", "B", "Blue")}),
                      matrix("m2", {on_till("i1", "A", "Red"), on_till("i3", "C", "Blue")})}),
                store({shelf("1", "m1",
                             {in_store("e1", "i1", "A", "Red"), in_store("e2", "i2", "B", "Blue")}),
                       shelf("2", "m2", {in_store("e3", "i3", "C", "Blue")})}),
                by);
            const auto *out = find_action(p, "delete", kind::variant, "e1"),
                       *in = find_action(p, "create", kind::variant, "i1");
            REQUIRE(out);
            REQUIRE(in);
            CHECK(out->wave < in->wave);
            CHECK(in->product == ref{"m2", "2"});
        }
        DYNAMIC_SECTION(by.profile << ": the last variant moves to another matrix")
        {
            const auto p =
                made(till({matrix("m1", {}),
                           matrix("m2", {on_till("i1", "A", "Red"), on_till("i3", "C", "Blue")})}),
                     store({shelf("1", "m1", {in_store("e1", "i1", "A", "Red")}),
                            shelf("2", "m2", {in_store("e3", "i3", "C", "Blue")})}),
                     by);
            const auto *out = find_action(p, "delete", kind::variant, "e1"),
                       *in = find_action(p, "create", kind::variant, "i1");
            REQUIRE(out);
            REQUIRE(in);
            CHECK(out->wave < in->wave);
            CHECK(changed(p, kind::product, "1", field::product_active));
        }
    }
}

TEST_CASE("variant: a product that cannot change its shape whole stays what it is", "[variant]")
{
    auto pos = till(
        {item("p0", "N"), matrix("p1", {on_till("v1", "A", "Red"), on_till("v2", "B", "Blue")})});
    auto ecom = store({listing("0", "p0", "M"), with(listing("1", "p1", "A"), simple)});
    auto& variants = *pos.products.records[1].variants;
    const std::string other = R"(update product p0/0 sku="M">"N" (product.update))";
    SECTION("W13 one of its variants cannot be made")
    {
        variants[1].sellable.price = money{-1};
        CHECK(lines(made(pos, ecom, x_series())) ==
              text_lines{other, "error variant v2/ price (price.zero)",
                         "hold variant v1/ (order.safe)"});
    }
    SECTION("W13 the SKU of one is another's")
    {
        ecom.products.records.push_back(listing("9", "", "B"));
        CHECK(lines(made(pos, ecom, x_series())) ==
              text_lines{other, "conflict variant v2/ sku choices pos ecom (variant.sku_free)",
                         "hold variant v1/ sku (variant.sku_free)"});
    }
    SECTION("W13 its SKU does not sync: it is left, and they come")
    {
        auto by = x_series();
        by[field::product_sku] = flow::never;
        const auto p = made(pos, ecom, by);
        CHECK(!changed(p, kind::product, "1", field::product_sku));
        CHECK(count_of(p, "create", kind::variant) == 2);
    }
    SECTION("W13 one without a SKU of its own has nothing to give up")
    {
        ecom.products.records[1].sellable.sku = "";
        variants[1].sellable.price = money{-1};
        const auto p = made(pos, ecom, x_series());
        CHECK(!changed(p, kind::product, "1", field::product_sku));
        CHECK(find_action(p, "create", kind::variant, "v1"));
    }
}

TEST_CASE("variant: one that moves goes and comes, or stays", "[variant]")
{
    const auto by = x_series();
    auto pos = till({matrix("m1", {on_till("i2", "B", "Blue")}),
                     matrix("m2", {on_till("i1", "A", "Red"), on_till("i3", "C", "Blue")})});
    auto ecom = store(
        {shelf("1", "m1", {in_store("e1", "i1", "A", "Red"), in_store("e2", "i2", "B", "Blue")}),
         shelf("2", "m2", {in_store("e3", "i3", "C", "Blue")})});
    auto& to = pos.products.records[1];
    const std::string kept = "hold variant i1/e1 (order.safe)";
    SECTION("W12 it cannot be made there")
    {
        (*to.variants)[0].sellable.price = money{-1};
        CHECK(lines(made(pos, ecom, by)) ==
              text_lines{"error variant i1/ price (price.zero)", kept});
    }
    SECTION("W12 its SKU cannot be had there")
    {
        (*to.variants)[0].sellable.sku = "D";
        ecom.products.records.push_back(listing("9", "", "D"));
        CHECK(lines(made(pos, ecom, by)) ==
              text_lines{"conflict variant i1/ sku choices pos ecom (variant.sku_free)",
                         "hold variant i1/ options (variant.shape)", kept});
    }
    SECTION("W12 with another SKU")
    {
        (*to.variants)[0].sellable.sku = "D";
        const auto follows = [&](kind of_kind, const char* id) {
            const auto p = made(pos, ecom, by);
            const auto *out = find_action(p, "delete", kind::variant, "e1"),
                       *in = find_action(p, "create", of_kind, id);
            REQUIRE(out);
            REQUIRE(in);
            CHECK(out->wave < in->wave);
        };
        SECTION("to a matrix that is there")
        {
            follows(kind::variant, "i1");
        }
        SECTION("to a new one")
        {
            ecom.products.records.pop_back();
            follows(kind::product, "m2");
        }
    }
    SECTION("W12 not for sale there: it goes")
    {
        const auto goes = [&] {
            const auto p = made(pos, ecom, by);
            INFO(text(p));
            const auto* out = find_action(p, "delete", kind::variant, "e1");
            CHECK((out && out->rule == rule::variant_shape));
            CHECK(p.complete);
        };
        SECTION("the variant")
        {
            (*to.variants)[0].sellable.active = false;
            goes();
        }
        SECTION("the product")
        {
            to.sellable.sell_online = false;
            to.variants->pop_back();
            ecom.products.records.pop_back();
            goes();
        }
        SECTION("the product is inactive, and waits")
        {
            to.sellable.active = false;
            ecom.products.records.pop_back();
            const auto p = made(pos, ecom, r_series());
            CHECK(find_action(p, "delete", kind::variant, "e1"));
            CHECK(p.complete);
        }
    }
    SECTION("W7 gone there, too: it goes for that")
    {
        (*to.variants)[0].sellable.archived = true;
        const auto p = made(pos, ecom, by);
        const auto* out = find_action(p, "delete", kind::variant, "e1");
        CHECK((out && out->rule == rule::variant_delete));
    }
    SECTION("W7 the other product is gone: it goes for that")
    {
        to.sellable.archived = true;
        const auto p = made(pos, ecom, by);
        const auto* out = find_action(p, "delete", kind::variant, "e1");
        CHECK((out && out->rule == rule::variant_delete));
    }
    SECTION("W12 to a new product that cannot be made")
    {
        ecom.products.records.pop_back();
        to.name = "";
        CHECK(lines(made(pos, ecom, by)) ==
              text_lines{"error product m2/ (record.isolated)", kept});
    }
    SECTION("W12 to a new product whose SKU another has")
    {
        ecom.products.records.pop_back();
        (*to.variants)[1].sellable.sku = "D";
        (*to.variants)[1].id = pos::variant_id{"i4"};
        to.name = "New";
        ecom.products.records.push_back(listing("9", "p9", "D"));
        pos.products.records.push_back(with(item("p9", ""), [](auto&) {}));
        const auto p = made(pos, ecom, by);
        CHECK(p.actions.empty());
        CHECK(severe(p, rule::order_safe) == 1);
    }
    SECTION("W12 to an online-only variation there: it is linked once the other is gone")
    {
        ecom.products.records[1].variations->push_back(in_store("e4", "", "A", "Red"));
        ecom.products.records[1].options = {{"Color", {"Blue", "Red"}}};
        const auto p = made(pos, ecom, by);
        INFO(text(p));
        const auto *out = find_action(p, "delete", kind::variant, "e1"),
                   *in = find_action(p, "link", kind::variant, "e4");
        REQUIRE(out);
        REQUIRE(in);
        CHECK(out->wave < in->wave);
    }
}

TEST_CASE("variant: the variation of one that moved is not given to another", "[variant]")
{
    // The new i9 has the combination of i1, which is one of m2 now.
    const auto pos = till({matrix("m1", {on_till("i9", "N", "Red")}),
                           matrix("m2", {on_till("i1", "A", "Red"), on_till("i3", "C", "Blue")})});
    const auto ecom = store({shelf("1", "m1", {in_store("e1", "i1", "A", "Red")}),
                             shelf("2", "m2", {in_store("e3", "i3", "C", "Blue")})});
    const auto p = made(pos, ecom, x_series());
    CHECK(count_of(p, "link", kind::variant) == 0);
    CHECK(find_action(p, "delete", kind::variant, "e1"));
    CHECK(find_action(p, "create", kind::variant, "i9"));
    CHECK(find_action(p, "create", kind::variant, "i1"));
}

TEST_CASE("variant: one that moves to a variation of the store", "[variant]")
{
    auto pos = till({matrix("m1", {on_till("i2", "B", "Blue")}),
                     matrix("m2", {on_till("i1", "A", "Red"), on_till("i3", "C", "Blue")})});
    auto ecom = store(
        {shelf("1", "m1", {in_store("e1", "i1", "A", "Red"), in_store("e2", "i2", "B", "Blue")}),
         shelf("2", "m2", {in_store("e3", "i3", "C", "Blue"), in_store("e4", "", "", "Red")})});
    auto& in_m1 = *pos.products.records[0].variants;
    auto& moved = (*pos.products.records[1].variants)[0].sellable;
    SECTION("W12 its old product is left as it is: it is neither linked nor changed")
    {
        in_m1.push_back(on_till("i4", "D", "Blue"));
        moved.sku = "";
        moved.price = money{1100};
        CHECK(lines(made(pos, ecom, x_series())) ==
              text_lines{"hold product m1/1 options (variant.invalid)",
                         "hold variant i1/e4 options (variant.shape)"});
    }
    SECTION("W12 its SKU is another's: it is linked without it")
    {
        moved.sku = "D";
        ecom.products.records.push_back(listing("9", "", "D"));
        CHECK(lines(made(pos, ecom, x_series())) ==
              text_lines{"delete variant i1/e1 (variant.shape)",
                         "link variant i1/e4 (variant.match)",
                         "conflict variant i1/e4 sku choices pos ecom (variant.sku_free)"});
    }
}

TEST_CASE("variant: the store's plan counts each variant", "[variant]")
{
    const auto by = with(x_series(), [](auto& p) { p.plan = plan_size::venture; });
    auto pos = till({});
    auto ecom = store({});
    const auto add = [&](pos::product p) { pos.products.records.push_back(std::move(p)); };
    const auto show = [&](ecom::product e) { ecom.products.records.push_back(std::move(e)); };

    SECTION("a new matrix comes whole or not at all, and stops no smaller one")
    {
        fill(pos, ecom, 98);
        add(matrix("p1", {on_till("v1", "A", "Red"), on_till("v2", "B", "Blue"),
                          on_till("v3", "C", "Green")}));
        add(matrix("p2", {on_till("v4", "D", "Red"), on_till("v5", "E", "Blue")}));
        const auto p = made(pos, ecom, by);
        CHECK(!find_action(p, "create", kind::product, "p1"));
        CHECK(find_action(p, "create", kind::product, "p2"));
        const auto said = find_issues(p, rule::product_plan_limit);
        REQUIRE(said.size() == 1);
        CHECK(said[0]->severity == severity::hold);
        CHECK(said[0]->message.find("100") != std::string::npos);
        CHECK(said[0]->message.find('3') != std::string::npos);
    }
    SECTION("a variant added to a synced product takes its product's turn")
    {
        fill(pos, ecom, 98);
        add(matrix("p1", {on_till("v1", "A", "Red"), on_till("v2", "B", "Blue")}));
        add(item("p2", "N"));
        show(shelf("1", "p1", {in_store("e1", "v1", "A", "Red")}));
        auto p = made(pos, ecom, by);
        CHECK(find_action(p, "create", kind::variant, "v2"));
        CHECK(!find_action(p, "create", kind::product, "p2"));
        std::swap(pos.products.records.back(), pos.products.records[98]);
        p = made(pos, ecom, by);
        CHECK(!find_action(p, "create", kind::variant, "v2"));
        CHECK(find_action(p, "create", kind::product, "p2"));
    }
    SECTION("the value of a variant that does not fit is not added")
    {
        fill(pos, ecom, 99);
        add(matrix("p1", {on_till("v1", "A", "Red"), on_till("v2", "B", "Blue")}));
        show(shelf("1", "p1", {in_store("e1", "v1", "A", "Red")}));
        CHECK(made(pos, ecom, by).actions.empty());
    }
    SECTION("nor where it is a value of another option, or of another product")
    {
        fill(pos, ecom, 97);
        add(matrix("p1", {on_till("v1", "A", "Blue/"), on_till("v2", "B", "Red/Blue")}));
        add(matrix("p2", {on_till("v3", "C", "Green/"), on_till("v4", "D", "Red/Blue")}));
        add(matrix("p3", {on_till("v5", "E", "Red/Blue")}));
        show(shelf("1", "p1", {in_store("e1", "v1", "A", "Red")}));
        show(shelf("2", "p2", {in_store("e3", "v3", "C", "Green")}));
        show(shelf("3", "p3", {in_store("e5", "v5", "E", "Red")}));
        const auto p = made(pos, ecom, by);
        CHECK(text(changed(p, kind::product, "1", field::product_options)->to) ==
              "[Color: Red Blue]");
        CHECK(!changed(p, kind::product, "2", field::product_options));
    }
    SECTION("a variant that goes frees room")
    {
        fill(pos, ecom, 98);
        add(matrix("p1", {on_till("v1", "A", "Red"), on_till("v3", "C", "Green")}));
        show(shelf("1", "p1",
                   {in_store("e1", "v1", "A", "Red"), in_store("e2", "v2", "B", "Blue")}));
        const auto p = made(pos, ecom, by);
        const auto *out = find_action(p, "delete", kind::variant, "e2"),
                   *in = find_action(p, "create", kind::variant, "v3");
        REQUIRE(out);
        REQUIRE(in);
        CHECK(out->wave < in->wave);
        CHECK(p.complete);
    }
    SECTION("a simple product that becomes a matrix does not count beside its variants")
    {
        fill(pos, ecom, 98);
        add(matrix("p1", {on_till("v1", "A", "Red"), on_till("v2", "B", "Blue")}));
        show(with(listing("1", "p1", "A"), simple));
        const auto p = made(pos, ecom, by);
        CHECK(count_of(p, "create", kind::variant) == 2);
        CHECK(p.complete);
    }
    SECTION("a simple product whose variants do not fit stays what it is")
    {
        fill(pos, ecom, 99);
        add(matrix("p1", {on_till("v1", "A", "Red"), on_till("v2", "B", "Blue")}));
        show(with(listing("1", "p1", "A"), simple));
        CHECK(lines(made(pos, ecom, by)) == text_lines{"hold variant v1/ (product.plan_limit)",
                                                       "hold variant v2/ (product.plan_limit)"});
    }
    SECTION("a change that takes no more room is made over the limit, too")
    {
        fill(pos, ecom, 105);
        add(matrix("p1", {on_till("v1", "A", "Red")}));
        show(with(listing("1", "p1", "A"), simple));
        CHECK(find_action(made(pos, ecom, by), "create", kind::variant, "v1"));
    }
    SECTION("a matrix that becomes simple frees room")
    {
        fill(pos, ecom, 98);
        add(with(item("p1", "A"), [](auto& one) { one.variants.emplace(); }));
        add(item("p2", "N"));
        show(shelf("1", "p1",
                   {in_store("e1", "v1", "A", "Red"), in_store("e2", "v2", "B", "Blue")}));
        const auto p = made(pos, ecom, by);
        CHECK(find_action(p, "create", kind::product, "p2"));
        CHECK(p.complete);
    }
    SECTION("online-only variations do not count")
    {
        fill(pos, ecom, 98);
        add(matrix("p1", {on_till("v1", "A", "Red")}));
        add(item("p2", "N"));
        show(shelf("1", "p1", {in_store("e1", "v1", "A", "Red"), in_store("e2", "", "B", "Blue")}));
        CHECK(find_action(made(pos, ecom, by), "create", kind::product, "p2"));
    }
    SECTION("variants that wait for each other take no room in part")
    {
        fill(pos, ecom, 98);
        add(matrix("p1", {on_till("v1", "A", "Red"), on_till("v2", "B", "Blue"),
                          on_till("v3", "C", "Green")}));
        add(item("p2", "N"));
        show(with(listing("1", "p1", "A"), simple));
        const auto p = made(pos, ecom, by);
        CHECK(count_of(p, "create", kind::variant) == 0);
        CHECK(find_action(p, "create", kind::product, "p2"));
    }
    SECTION("a variant that moves takes its room along")
    {
        fill(pos, ecom, 97);
        add(matrix("m1", {on_till("i2", "B", "Blue")}));
        add(item("p2", "N"));
        add(matrix("m2", {on_till("i1", "A", "Red"), on_till("i3", "C", "Blue")}));
        show(shelf("1", "m1",
                   {in_store("e1", "i1", "A", "Red"), in_store("e2", "i2", "B", "Blue")}));
        show(shelf("2", "m2", {in_store("e3", "i3", "C", "Blue")}));
        const auto p = made(pos, ecom, by);
        CHECK(find_action(p, "create", kind::variant, "i1"));
        CHECK(!find_action(p, "create", kind::product, "p2"));
    }
    SECTION("variations that are linked now count")
    {
        fill(pos, ecom, 98);
        add(matrix("p1", {on_till("v1", "A", "Red"), on_till("v2", "B", "Blue")}));
        add(item("p2", "N"));
        show(shelf("1", "", {in_store("e1", "", "A", "Red"), in_store("e2", "", "B", "Blue")}));
        CHECK(!find_action(made(pos, ecom, by), "create", kind::product, "p2"));
    }
    SECTION("a link that moves counts once")
    {
        fill(pos, ecom, 98);
        add(matrix("p1", {on_till("v1", "A", "Red")}));
        add(item("p2", "N"));
        show(shelf("1", "p1", {in_store("e1", "v9", "A", "Red")}));
        const auto p = made(pos, ecom, by);
        CHECK(count_of(p, "link", kind::variant) == 1);
        CHECK(find_action(p, "create", kind::product, "p2"));
    }
    SECTION("one that is made in the pos counts once")
    {
        auto both_ways = by;
        both_ways.ecom_only_products = ecom_only_products::create_in_pos;
        fill(pos, ecom, 98);
        add(item("p1", "M"));
        add(item("p2", "N"));
        show(listing("1", "", "A"));
        const auto p = made(pos, ecom, both_ways);
        CHECK(find_action(p, "create", kind::product, "p1"));
        CHECK(!find_action(p, "create", kind::product, "p2"));
        CHECK(find_action(p, "create", kind::product, "1"));
    }
    SECTION("where all fit beside what goes, it goes last")
    {
        fill(pos, ecom, 98);
        add(item("p2", "N"));
        show(listing("1", "p1", "A"));
        const auto p = made(pos, ecom, by);
        const auto *out = find_action(p, "delete", kind::product, "1"),
                   *in = find_action(p, "create", kind::product, "p2");
        REQUIRE(out);
        REQUIRE(in);
        CHECK(out->wave > in->wave);
    }
    SECTION("a new product that waits frees nothing for its own")
    {
        fill(pos, ecom, 100);
        add(matrix("p1", {on_till("v1", "A", "Red")}));
        CHECK(made(pos, ecom, by).actions.empty());
    }
}

TEST_CASE("variant: many deletes of variants wait for a yes", "[variant]")
{
    std::vector<ecom::variation> variations;
    for (int i = 0; i < 10; ++i) {
        const auto n = std::to_string(i);
        variations.push_back(in_store("e" + n, "v" + n, "S" + n, "C" + n));
    }
    const auto ecom = store({shelf("1", "p1", variations)});
    for (const auto profile : profiles) {
        const auto by = profile();
        DYNAMIC_SECTION(by.profile << ": not there any more")
        {
            const auto p = made(till({matrix("p1", {on_till("v0", "S0", "C0")})}), ecom, by);
            CHECK(p.actions.empty());
            CHECK(p.blocked);
            CHECK(severe(p, rule::guard_deletions) == 1);
        }
        DYNAMIC_SECTION(by.profile << ": switched off")
        {
            std::vector<pos::variant> all;
            for (int i = 0; i < 10; ++i) {
                const auto n = std::to_string(i);
                all.push_back(on_till("v" + n, "S" + n, "C" + n));
                all.back().sellable.active = i == 0;
            }
            const auto p = made(till({matrix("p1", all)}), ecom, by);
            CHECK(p.blocked);
            CHECK(count_of(p, "delete", kind::variant) == 0);
        }
        DYNAMIC_SECTION(by.profile << ": the matrix became simple")
        {
            const auto p =
                made(till({with(item("p1", "S0"), [](auto& one) { one.variants.emplace(); })}),
                     ecom, by);
            CHECK(p.blocked);
            CHECK(lines(p) == text_lines{"hold product p1/1 (order.safe)",
                                         "hold variant / choices confirm (guard.deletions)"});
        }
        DYNAMIC_SECTION(by.profile << ": those of a tombstone are not owned")
        {
            std::vector<pos::variant> all; // 5 of 10 go, and the tombstone has 10 more
            for (int i = 0; i < 5; ++i) {
                const auto n = std::to_string(i);
                all.push_back(on_till("v" + n, "S" + n, "C" + n));
            }
            auto more = ecom;
            auto gone = more.products.records[0];
            gone.id.text = "2";
            gone.pos_id = pos::product_id{"p2"};
            gone.deleted = true;
            more.products.records.push_back(gone);
            CHECK(made(till({matrix("p1", all)}), more, by).blocked);
        }
        DYNAMIC_SECTION(by.profile << ": those that move to another product go on")
        {
            std::vector<pos::variant> all;
            for (int i = 1; i < 10; ++i) {
                const auto n = std::to_string(i);
                all.push_back(on_till("v" + n, "S" + n, "C" + n));
            }
            auto more = ecom;
            more.products.records.push_back(shelf("2", "p2", {in_store("f", "w", "W", "Red")}));
            all.push_back(on_till("w", "W", "Red"));
            const auto p = made(
                till({matrix("p1", {on_till("v0", "S0", "C0")}), matrix("p2", all)}), more, by);
            CHECK(!p.blocked);
            CHECK(count_of(p, "delete", kind::variant) == 9);
        }
        DYNAMIC_SECTION(by.profile << ": a few are no matter")
        {
            std::vector<pos::variant> all;
            for (int i = 0; i < 8; ++i) {
                const auto n = std::to_string(i);
                all.push_back(on_till("v" + n, "S" + n, "C" + n));
            }
            const auto p = made(till({matrix("p1", all)}), ecom, by);
            CHECK(!p.blocked);
            CHECK(count_of(p, "delete", kind::variant) == 2);
        }
    }
}

} // namespace variant_shape_tests
