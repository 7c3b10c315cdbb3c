#include "variants.hpp"

#include <twinshelf/rules/sku.hpp>

#include <random>

namespace variant_sku_tests {

using namespace twinshelf;
using namespace variants;
using plans::count_of, plans::lines, plans::store, plans::till;

namespace {

/// What it writes about SKUs and combinations and what it deletes and makes, wave by wave.
text_lines moves(const plan& p)
{
    text_lines all;
    const auto note = [&](const action& a, const std::string& what) {
        all.push_back(std::to_string(a.wave) + " " + what);
    };
    for (const auto& a : p.actions) {
        const auto& who = a.of.pos_id;
        const auto write = [&](const std::string& prefix, const auto& s) {
            if (s.field == field::product_sku)
                note(a, prefix + "=" + std::get<std::string>(s.to));
            else if (s.field == field::product_options && a.kind == kind::variant)
                note(a, prefix + "=" + text(s.to));
        };
        if (const auto* c = std::get_if<create>(&a.what)) {
            note(a, "new " + who);
            for (const auto& v : c->variations)
                for (const auto& s : v.record)
                    if (s.field == field::product_sku) write("new " + v.of.pos_id, s);
        }
        if (const auto* u = std::get_if<update>(&a.what))
            for (const auto& c : u->changes)
                write(who, c);
        if (verb(a) == "delete") note(a, "delete " + who);
        if (verb(a) == "link") note(a, "link " + who);
    }
    return all;
}

} // namespace

TEST_CASE("variant: a SKU that the pos has twice", "[variant]")
{
    const auto pos = till({matrix("p1", {on_till("v1", "A", "Red"), on_till("v2", "A", "Blue")})});
    SECTION("made, R-Series")
    {
        const auto p =
            made(pos, store({shelf("1", "p1", {in_store("e1", "v1", "A", "Red")})}), r_series());
        CHECK(find_action(p, "create", kind::variant, "v2"));
        CHECK(find_issues(p, rule::product_sku_duplicate).size() == 1);
    }
    SECTION("not made, X-Series")
    {
        const auto p =
            made(pos, store({shelf("1", "p1", {in_store("e1", "v1", "A", "Red")})}), x_series());
        CHECK(count_of(p, "create", kind::variant) == 0);
        CHECK(severe(p, rule::product_sku_duplicate) == 1);
    }
    SECTION("not adopted, X-Series")
    {
        const auto p = made(
            pos,
            store({shelf("1", "p1",
                         {in_store("e1", "v1", "A", "Red"), in_store("e2", "", "A", "Green")})}),
            x_series());
        CHECK(p.actions.empty());
        CHECK(severe(p, rule::product_sku_duplicate) == 1);
    }
    SECTION("by another product's: only R-Series adopts it")
    {
        const auto shared = till({matrix("p1", {on_till("v1", "A", "Red")}), item("p2", "A")});
        const auto shown =
            store({shelf("1", "p1", {in_store("e1", "", "A", "Blue")}), listing("2", "p2", "B")});
        CHECK(find_action(made(shared, shown, r_series()), "link", kind::variant, "e1"));
        CHECK(!find_action(made(shared, shown, x_series()), "link", kind::variant, "e1"));
    }
    SECTION("a new product, X-Series")
    {
        const auto p = made(pos, store({}), x_series());
        CHECK(p.actions.empty());
        CHECK(severe(p, rule::product_sku_duplicate) == 1);
    }
    SECTION("a new product, R-Series")
    {
        CHECK(brought(made(pos, store({}), r_series()), "p1").size() == 2);
    }
    SECTION("linked ones are as they are")
    {
        for (const auto profile : profiles)
            CHECK(made(pos,
                       store({shelf(
                           "1", "p1",
                           {in_store("e1", "v1", "A", "Red"), in_store("e2", "v2", "A", "Blue")})}),
                       profile())
                      .actions.empty());
    }
}

TEST_CASE("variant: a product is adopted with its variations", "[variant]")
{
    const auto tee = matrix("p1", {on_till("v1", "A", "Red"), on_till("v2", "B", "Blue")});
    for (const auto profile : profiles) {
        const auto by = profile();
        DYNAMIC_SECTION(by.profile << ": by one SKU of a variation")
        {
            const auto p = made(
                till({tee}),
                store({shelf("1", "",
                             {in_store("e2", "", "B", "Blue"), in_store("e1", "", "", "Red")})}),
                by);
            CHECK(find_action(p, "link", kind::product, "1"));
            CHECK(find_action(p, "link", kind::variant, "e1"));
            CHECK(find_action(p, "link", kind::variant, "e2"));
            CHECK(changed(p, kind::variant, "e1", field::product_sku));
            CHECK(count_of(p, "create", kind::variant) == 0);
        }
        DYNAMIC_SECTION(by.profile << ": not against a simple product")
        {
            CHECK(lines(made(till({tee}), store({listing("1", "", "A")}), by)) ==
                  text_lines{"conflict product p1/ choices 1 none (product.adopt)"});
        }
        DYNAMIC_SECTION(by.profile << ": a simple product not against variations")
        {
            CHECK(lines(made(till({item("p1", "A")}),
                             store({shelf("1", "", {in_store("e1", "", "A", "Red")})}), by)) ==
                  text_lines{"conflict product p1/ choices 1 none (product.adopt)"});
        }
        DYNAMIC_SECTION(by.profile << ": not where two have its SKUs")
        {
            CHECK(lines(made(till({tee}),
                             store({shelf("1", "", {in_store("e1", "", "A", "Red")}),
                                    shelf("2", "", {in_store("e2", "", "B", "Blue")})}),
                             by)) ==
                  text_lines{"conflict product p1/ choices 1 2 none (product.adopt)"});
        }
    }
}

TEST_CASE("variant: frees come before takes", "[variant]")
{
    struct {
        const char* id;
        policy by;
        std::vector<pos::product> pos;
        std::vector<ecom::product> ecom;
        text_lines want;
        text_lines issues{};
    } const rows[]{
        {"K1 nobody has it",
         x_series(),
         {matrix("p1", {on_till("v1", "B", "Red")})},
         {shelf("1", "p1", {in_store("e1", "v1", "A", "Red")})},
         {"0 v1=B"}},
        {"K2 a variant that goes, to another one of its product (F11)",
         x_series(),
         {matrix("p1", {on_till("v1", "B", "Red")})},
         {shelf("1", "p1", {in_store("e1", "v1", "A", "Red"), in_store("e2", "v2", "B", "Blue")})},
         {"0 delete v2", "1 v1=B"}},
        {"K2 a variant that goes, to a new one with another combination, inactive still there",
         x_series(),
         {matrix("p1", {on_till("v1", "A", "Red"), inactive(on_till("v2", "B", "Blue")),
                        on_till("v3", "C", "Blue")})},
         {shelf("1", "p1", {in_store("e1", "v1", "A", "Red"), in_store("e2", "v2", "B", "Blue")})},
         {
             "0 delete v2",
             "1 new v3",
         }},
        {"K2 a product that goes, to a variant",
         r_series(),
         {matrix("p1", {on_till("v1", "A", "Red"), on_till("v2", "B", "Blue")})},
         {shelf("1", "p1", {in_store("e1", "v1", "A", "Red")}), listing("2", "p2", "B")},
         {"0 delete p2", "2 new v2"}},
        {"K2 a variation of a product that goes, to a simple product",
         x_series(),
         {item("p1", "B")},
         {listing("1", "p1", "A"), shelf("2", "p2", {in_store("e1", "v1", "B", "Red")})},
         {"0 delete p2", "1 p1=B"}},
        {"K3 a chain through variants and products",
         x_series(),
         {matrix("p1", {on_till("v1", "B", "Red")}), item("p2", "C"),
          matrix("p3", {on_till("v3", "D", "Red")})},
         {shelf("1", "p1", {in_store("e1", "v1", "A", "Red")}), listing("2", "p2", "B"),
          shelf("3", "p3", {in_store("e3", "v3", "C", "Red")})},
         {"0 v3=D", "1 p2=C", "2 v1=B"}},
        {"K4 two variants of a product swap",
         x_series(),
         {matrix("p1", {on_till("v1", "B", "Red"), on_till("v2", "A", "Blue")})},
         {shelf("1", "p1", {in_store("e1", "v1", "A", "Red"), in_store("e2", "v2", "B", "Blue")})},
         {"0 v1=parked-variant-e1", "1 v2=A", "2 v1=B"}},
        {"K4 variants of two products swap",
         r_series(),
         {matrix("p1", {on_till("v1", "B", "Red")}), matrix("p2", {on_till("v2", "A", "Red")})},
         {shelf("1", "p1", {in_store("e1", "v1", "A", "Red")}),
          shelf("2", "p2", {in_store("e2", "v2", "B", "Red")})},
         {"0 v1=parked-variant-e1", "1 v2=A", "2 v1=B"}},
        {"K4 a product and a variant swap",
         x_series(),
         {item("p1", "B"), matrix("p2", {on_till("v2", "A", "Red")})},
         {listing("1", "p1", "A"), shelf("2", "p2", {in_store("e2", "v2", "B", "Red")})},
         {"0 p1=parked-product-1", "1 v2=A", "2 p1=B"}},
        {"K4 three go round",
         x_series(),
         {item("p1", "B"), matrix("p2", {on_till("v2", "C", "Red")}),
          matrix("p3", {on_till("v3", "A", "Red")})},
         {listing("1", "p1", "A"), shelf("2", "p2", {in_store("e2", "v2", "B", "Red")}),
          shelf("3", "p3", {in_store("e3", "v3", "C", "Red")})},
         {"0 p1=parked-product-1", "1 v3=A", "2 v2=C", "3 p1=B"}},
        {"K4 a SKU one way, a combination the other way",
         x_series(),
         {matrix("p1", {on_till("v1", "B", "Green"), on_till("v2", "C", "Red")})},
         {with(shelf("1", "p1",
                     {in_store("e1", "v1", "A", "Red"), in_store("e2", "v2", "B", "Blue")}),
               [](auto& e) { (*e.options)[0].values.push_back("Green"); })},
         {"0 v2=parked-variant-e2", "1 v1=B", "1 v1=[Color:Green]", "2 v2=C", "2 v2=[Color:Red]"}},
        {"K5 the pos has it twice",
         r_series(),
         {matrix("p1", {on_till("v1", "A", "Red"), on_till("v2", "A", "Blue")})},
         {shelf("1", "p1", {in_store("e1", "v1", "A", "Red"), in_store("e2", "v2", "B", "Blue")})},
         {"0 v2=A"}},
        {"K6 a variation keeps it",
         x_series(),
         {matrix("p1", {on_till("v1", "B", "Red"), on_till("v2", "", "Blue")})},
         {shelf("1", "p1", {in_store("e1", "v1", "A", "Red"), in_store("e2", "v2", "B", "Blue")})},
         {},
         {"hold variant v1/e1 sku (variant.sku_free)"}},
        {"K6 a new product waits for all of its variants",
         r_series(),
         {matrix("p1", {on_till("v1", "B", "Red"), on_till("v3", "C", "Blue")}),
          matrix("p2", {on_till("v2", "", "Blue")})},
         {shelf("2", "p2", {in_store("e2", "v2", "B", "Blue")})},
         {},
         {"hold product p1/ sku (variant.sku_free)"}},
        {"K7 an online-only variation, X-Series",
         x_series(),
         {matrix("p1", {on_till("v1", "B", "Red")})},
         {shelf("1", "p1", {in_store("e1", "v1", "A", "Red"), in_store("e2", "", "B", "Blue")})},
         {},
         {"conflict variant v1/e1 sku choices pos ecom (variant.sku_free)"}},
        {"K7 an online-only variation, R-Series",
         r_series(),
         {matrix("p1", {on_till("v1", "B", "Red")})},
         {shelf("1", "p1", {in_store("e1", "v1", "A", "Red"), in_store("e2", "", "B", "Blue")})},
         {"0 v1=B"}},
        {"K2 the combination of one that goes",
         x_series(),
         {matrix("p1", {on_till("v1", "A", "Blue")})},
         {shelf("1", "p1", {in_store("e1", "v1", "A", "Red"), in_store("e2", "v2", "B", "Blue")})},
         {"0 delete v2", "1 v1=[Color:Blue]"}},
        {"K3 the combination of one that takes another",
         x_series(),
         {matrix("p1", {on_till("v1", "A", "Blue"), on_till("v2", "B", "Green")})},
         {with(shelf("1", "p1",
                     {in_store("e1", "v1", "A", "Red"), in_store("e2", "v2", "B", "Blue")}),
               [](auto& e) { (*e.options)[0].values.push_back("Green"); })},
         {"0 v2=[Color:Green]", "1 v1=[Color:Blue]"}},
        {"K3 the combination of one that takes another, to a new one",
         x_series(),
         {matrix("p1", {on_till("v2", "B", "Green"), on_till("v3", "C", "Blue")})},
         {with(shelf("1", "p1", {in_store("e2", "v2", "B", "Blue")}),
               [](auto& e) { (*e.options)[0].values.push_back("Green"); })},
         {"0 v2=[Color:Green]", "1 new v3"}},
        {"K6 the combination of an online-only one",
         x_series(),
         {matrix("p1", {on_till("v1", "A", "Red"), on_till("v3", "C", "Blue")})},
         {shelf("1", "p1",
                {in_store("e1", "v1", "A", "Red"), in_store("e2", "", "", "Blue"),
                 in_store("e3", "v3", "C", "Green")})},
         {},
         {"hold variant v3/e3 options (order.safe)"}},
        {"K6 a variation that is linked now, in a product that is adopted now",
         x_series(),
         {with(matrix("p1", {on_till("v1", "A", "Red"), on_till("v2", "", "Blue")}),
               [](auto& p) { (*p.variants)[1].sellable.sku = {}; }),
          item("p2", "B")},
         {shelf("1", "", {in_store("e1", "", "A", "Red"), in_store("e2", "", "B", "Blue")}),
          listing("2", "p2", "C")},
         {"0 link p1", "0 link v1", "0 link v2"},
         {"hold product p2/2 sku (variant.sku_free)"}},
        {"K6 a variation that goes with a change of shape that is held",
         x_series(),
         {with(item("p1", "D"), [](auto& p) { p.variants.emplace(); }), item("p2", "A")},
         {shelf("1", "p1", {in_store("e1", "v1", "A", "Red")}), listing("2", "p2", "C"),
          listing("9", "", "D")},
         {},
         {"conflict product p1/1 sku choices pos ecom (variant.sku_free)",
          "hold product p2/2 sku (variant.sku_free)", "hold variant v1/e1 (order.safe)"}},
        {"K8 two get the same combination, as a blank value takes none away",
         x_series(),
         {matrix("p1", {on_till("v1", "A", "Red/"), on_till("v2", "B", "Red/S")})},
         {with(shelf("1", "p1",
                     {in_store("e1", "v1", "A", "Blue/S"), in_store("e2", "v2", "B", "Blue/M")}),
               [](auto& e) { (*e.options)[0].values.push_back("Red"); })},
         {},
         {"hold variant v1/e1 options (order.safe)", "hold variant v2/e2 options (order.safe)"}},
        {"K6 the combination of the same values in another product is another",
         x_series(),
         {matrix("p1", {on_till("v1", "A", "Blue")}), matrix("p2", {on_till("v2", "B", "Blue")})},
         {with(shelf("1", "p1", {in_store("e1", "v1", "A", "Red")}),
               [](auto& e) { (*e.options)[0].values.push_back("Blue"); }),
          shelf("2", "p2", {in_store("e2", "v2", "B", "Blue")})},
         {"0 v1=[Color:Blue]"}},
        {"K8 the same combination in two products is two",
         x_series(),
         {matrix("p1", {on_till("v1", "A", "Blue")}), matrix("p2", {on_till("v2", "B", "Blue")})},
         {with(shelf("1", "p1", {in_store("e1", "v1", "A", "Red")}),
               [](auto& e) { (*e.options)[0].values.push_back("Blue"); }),
          with(shelf("2", "p2", {in_store("e2", "v2", "B", "Red")}),
               [](auto& e) { (*e.options)[0].values.push_back("Blue"); })},
         {"0 v1=[Color:Blue]", "0 v2=[Color:Blue]"}},
    };
    for (const auto& r : rows)
        DYNAMIC_SECTION(r.id)
        {
            const auto p = made(till(r.pos), store(r.ecom), r.by);
            INFO(text(p));
            auto want = r.want, have = moves(p);
            std::erase_if(have, [](const auto& line) { // of new ones only that they are made
                return line.find("new") != line.npos && line.find('=') != line.npos;
            });
            std::sort(want.begin(), want.end());
            std::sort(have.begin(), have.end());
            CHECK(have == want);
            text_lines issues;
            for (const auto& line : lines(p))
                if (line.starts_with("hold") || line.starts_with("conflict"))
                    issues.push_back(line);
            CHECK(issues == r.issues);
        }
}

TEST_CASE("variant: combinations that go round are held, all of them", "[variant]")
{
    // Each of `size` variants takes the combination of the next one.
    const auto shop = [](int size) {
        std::vector<pos::variant> variants;
        std::vector<ecom::variation> variations;
        for (int i = 0; i < size; ++i) {
            const auto n = std::to_string(i);
            variants.push_back(on_till("v" + n, "S" + n, "C" + std::to_string((i + 1) % size)));
            variations.push_back(in_store("e" + n, "v" + n, "S" + n, "C" + n));
        }
        return std::pair{till({matrix("p1", variants)}), store({shelf("1", "p1", variations)})};
    };
    for (const int size : {2, 3, 4, 7}) {
        DYNAMIC_SECTION(size << " of them")
        {
            const auto [pos, ecom] = shop(size);
            for (const auto profile : profiles) {
                const auto p = made(pos, ecom, profile());
                CHECK(p.actions.empty());
                CHECK(severe(p, rule::order_safe) == size);
            }
        }
    }
    SECTION("another one goes on")
    {
        auto [pos, ecom] = shop(3);
        pos.products.records[0].variants->push_back(on_till("v4", "S4", "C5"));
        ecom.products.records[0].variations->push_back(in_store("e4", "v4", "S4", "C4"));
        const auto p = made(pos, ecom, x_series());
        CHECK(severe(p, rule::order_safe) == 3);
        CHECK(changed(p, kind::variant, "v4", field::product_options));
    }
    SECTION("their SKUs go on")
    {
        const auto pos =
            till({matrix("p1", {on_till("v1", "B", "Blue"), on_till("v2", "A", "Red")})});
        const auto ecom = store({shelf(
            "1", "p1", {in_store("e1", "v1", "A", "Red"), in_store("e2", "v2", "B", "Blue")})});
        const auto p = made(pos, ecom, x_series());
        CHECK(severe(p, rule::order_safe) == 2);
        CHECK(count_of(p, "update", kind::variant) == 3);
    }
}

TEST_CASE("variant: what is parked never collides", "[variant]")
{
    // Ids of products and of variations are counted for themselves.
    const auto pos = till({item("p1", "B"), item("p2", "A"),
                           matrix("p3", {on_till("v1", "D", "Red"), on_till("v2", "C", "Blue")}),
                           matrix("p4", {on_till("v3", "F", "Red"), on_till("v4", "E", "Blue")})});
    const auto ecom = store(
        {listing("1", "p1", "A"), listing("2", "p2", "B"),
         shelf("3", "p3", {in_store("1", "v1", "C", "Red"), in_store("2", "v2", "D", "Blue")}),
         shelf("4", "p4", {in_store("3", "v3", "E", "Red"), in_store("4", "v4", "F", "Blue")})});
    for (const auto profile : profiles)
        (void)made(pos, ecom, profile());
}

TEST_CASE("variant: of a product and a variant with the same ids the product is parked",
          "[variant]")
{
    auto pos = till({item("1", "B"), matrix("2", {on_till("1", "A", "Red")})});
    const auto ecom =
        store({listing("1", "1", "A"), shelf("2", "2", {in_store("1", "1", "B", "Red")})});
    const text_lines want{"0 1=parked-product-1", "1 1=A", "2 1=B"};
    CHECK(moves(made(pos, ecom, x_series())) == want);
    std::swap(pos.products.records[0], pos.products.records[1]);
    CHECK(moves(made(pos, ecom, x_series())) == want);
}

TEST_CASE("variant: shops where everything moves, a thousand of them", "[variant]")
{
    // SKUs and colours from small alphabets, links to anybody. `made` checks each plan.
    std::mt19937 random{7};
    const auto one_of = [&](std::vector<std::string> all) { return all[random() % all.size()]; };
    const auto sku = [&] { return one_of({"A", "B", "C", "D", "E", "F", "G", "H", "I", ""}); };
    const auto look = [&] {
        return one_of({"Red", "Blue", "Green", "White"}) + "/" + one_of({"S", "M", ""});
    };
    for (int round = 0; round < 1'000; ++round) {
        auto pos = till({});
        auto ecom = store({});
        std::vector<std::string> variant_ids{"v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8"};
        std::vector<std::string> links = variant_ids;
        std::shuffle(variant_ids.begin(), variant_ids.end(), random);
        std::shuffle(links.begin(), links.end(), random);
        int variation = 0;
        for (int i = 0; i < 3; ++i) {
            const auto n = std::to_string(i);
            auto p = item("p" + n, sku());
            if (random() % 3 != 0) {
                std::vector<pos::variant> variants;
                for (auto k = random() % 4; k > 0 && !variant_ids.empty(); --k) {
                    variants.push_back(on_till(variant_ids.back(), sku(), look()));
                    variant_ids.pop_back();
                    auto& s = variants.back().sellable;
                    s.active = random() % 5 != 0;
                    s.archived = random() % 7 == 0;
                    if (random() % 2 == 0) s.price = money{random() % 2 == 0 ? 1000 : 1100};
                }
                p = matrix("p" + n, variants);
                p.attributes = {"Color", "Size"};
            } else {
                p.variants.emplace();
            }
            if (random() % 8 != 0) pos.products.records.push_back(p);
            const bool owned = random() % 6 != 0;
            std::vector<ecom::variation> variations;
            for (auto k = random() % 4; k > 0; --k) {
                const bool online = !owned || random() % 4 == 0 || links.empty();
                variations.push_back(in_store("e" + std::to_string(++variation),
                                              online ? "" : links.back(), sku(), look()));
                if (!online) links.pop_back();
                if (random() % 3 == 0) variations.back().sellable.price = money{1100};
            }
            auto e = shelf(n, owned ? "p" + n : "", variations);
            if (variations.empty()) e.sellable.sku = sku();
            if (random() % 8 != 0) ecom.products.records.push_back(e);
        }
        auto by = (*profiles[random() % 3])();
        if (random() % 4 == 0) by.inactive_variant = inactive_variant::keep;
        INFO("round " << round);
        (void)made(pos, ecom, by);
    }
}

TEST_CASE("variant: ten thousand of them, in any order", "[variant]")
{
    std::mt19937 random{7};
    SECTION("of one product are too many, said at once")
    {
        std::vector<pos::variant> variants;
        std::vector<ecom::variation> variations;
        for (int i = 0; i < 10'000; ++i) {
            const auto n = std::to_string(i);
            variants.push_back(on_till("v" + n, "S" + n, "C" + n));
            variations.push_back(in_store("e" + n, "v" + n, "S" + n, "C" + n));
        }
        std::shuffle(variants.begin(), variants.end(), random);
        std::shuffle(variations.begin(), variations.end(), random);
        const auto p = reconcile(till({matrix("p1", variants)}),
                                 store({shelf("1", "p1", variations)}), x_series());
        CHECK(lines(p) == text_lines{"hold product p1/1 options (variant.invalid)"});
    }
    SECTION("go where their product becomes a simple one")
    {
        std::vector<ecom::variation> variations;
        for (int i = 0; i < 10'000; ++i) {
            const auto n = std::to_string(i);
            variations.push_back(in_store("e" + n, "v" + n, "S" + n, "C" + std::to_string(i % 9)));
        }
        std::shuffle(variations.begin(), variations.end(), random);
        const auto by = with(x_series(), [](auto& p) { p.guard.share = 1; });
        const auto p =
            reconcile(till({with(item("p1", "A"), [](auto& one) { one.variants.emplace(); })}),
                      store({shelf("1", "p1", variations)}), by);
        CHECK(count_of(p, "delete", kind::variant) == 10'000);
    }
    SECTION("of fifty products: renamed, recoloured, new and gone")
    {
        pos::snapshot pos = till({});
        ecom::snapshot ecom = store({});
        for (int i = 0; i < 50; ++i) {
            std::vector<pos::variant> variants;
            std::vector<ecom::variation> variations;
            for (int k = 0; k < 200; ++k) {
                const auto n = std::to_string(i) + "-" + std::to_string(k);
                const auto next = std::to_string(i) + "-" + std::to_string((k + 1) % 200);
                variants.push_back(on_till("v" + n, "S" + next, "C" + std::to_string(k)));
                if (k != 7)
                    variations.push_back(in_store("e" + n, k % 3 == 0 ? "" : "v" + n, "S" + n,
                                                  "C" + std::to_string(k)));
            }
            std::shuffle(variants.begin(), variants.end(), random);
            std::shuffle(variations.begin(), variations.end(), random);
            const auto n = std::to_string(i);
            pos.products.records.push_back(matrix("p" + n, variants));
            ecom.products.records.push_back(shelf(n, "p" + n, variations));
        }
        std::shuffle(pos.products.records.begin(), pos.products.records.end(), random);
        const auto p = reconcile(pos, ecom, r_series());
        CHECK(p.actions.size() > 9'000);
    }
}

} // namespace variant_sku_tests
