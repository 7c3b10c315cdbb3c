#include "plans.hpp"

#include <twinshelf/rules/sku.hpp>

namespace sku_tests {

using namespace twinshelf;
using namespace plans;

namespace {

using text_lines = std::vector<std::string>;

/// One product: its ids, its SKU in the pos and in ecom. Without a pos id it is online-only,
/// without an ecom id it is new; "-" for a pos SKU: it is gone, "?": its SKU is not known.
struct product {
    const char* pos_id;
    const char* ecom_id;
    const char* pos_sku;
    const char* ecom_sku;
};

struct shop {
    pos::snapshot pos = till({});
    ecom::snapshot ecom = store({});

    void add(const std::string& pos_id, const std::string& ecom_id, const std::string& pos_sku,
             const std::string& ecom_sku)
    {
        if (!pos_id.empty() && pos_sku != "-") {
            pos.products.records.push_back(item(pos_id, pos_sku));
            if (pos_sku == "?") pos.products.records.back().sellable.sku = {};
        }
        if (!ecom_id.empty()) ecom.products.records.push_back(listing(ecom_id, pos_id, ecom_sku));
    }
};

shop with_products(const std::vector<product>& all)
{
    shop s;
    for (const auto& p : all)
        s.add(p.pos_id, p.ecom_id, p.pos_sku, p.ecom_sku);
    return s;
}

/// The SKUs that a plan gives, wave by wave: "0 p1=B", "1 delete p2", "1 new p3=A".
text_lines moves(const plan& p)
{
    text_lines all;
    for (const auto& a : p.actions) {
        const auto wave = std::to_string(a.wave) + " ";
        if (const auto* c = std::get_if<create>(&a.what))
            for (const auto& f : c->record)
                if (f.field == field::product_sku)
                    all.push_back(wave + "new " + a.of.pos_id + "=" + std::get<std::string>(f.to));
        if (const auto* u = std::get_if<update>(&a.what))
            for (const auto& c : u->changes)
                if (c.field == field::product_sku)
                    all.push_back(wave + a.of.pos_id + "=" + std::get<std::string>(c.to));
        if (verb(a) == "delete") all.push_back(wave + "delete " + a.of.pos_id);
    }
    return all;
}

text_lines held(const plan& p)
{
    text_lines all;
    for (const auto* i : find_issues(p, rule::variant_sku_free))
        all.push_back(std::string{name(i->severity)} + " " + i->of.pos_id);
    return all;
}

policy without_relink(policy p)
{
    p.relink = false;
    return p;
}

/// n products, each of which takes the SKU of the next; the last one takes `last`.
shop chain(int n, const std::string& last)
{
    shop s;
    for (int i = 0; i < n; ++i) {
        const auto id = std::to_string(i);
        s.add("p" + id, id, i + 1 < n ? "S" + std::to_string(i + 1) : last, "S" + id);
    }
    return s;
}

/// Rings of `size` products, each of which takes the SKU of the next.
shop rings(int count, int size)
{
    shop s;
    for (int i = 0; i < count * size; ++i) {
        const auto next = i % size == size - 1 ? i - size + 1 : i + 1;
        const auto id = std::to_string(i);
        s.add("p" + id, id, "S" + std::to_string(next), "S" + id);
    }
    return s;
}

int waves(const plan& p)
{
    return p.actions.empty() ? 0 : p.actions.back().wave + 1;
}

} // namespace

TEST_CASE("sku: frees come before takes", "[sku]")
{
    const auto r = r_series(), x = without_relink(x_series());
    struct row {
        const char* id;
        policy by;
        std::vector<product> all;
        text_lines want;
        text_lines held{};
    };
    const row rows[]{
        {"K1 nobody has it", x, {{"p1", "1", "B", "A"}}, {"0 p1=B"}},
        {"K1 new, nobody has it", r, {{"p1", "", "B", ""}}, {"0 new p1=B"}},
        {"K1 it has it itself but for blanks", x, {{"p1", "1", "A ", " A"}}, {}},
        {"K1 another case is another SKU",
         x,
         {{"p1", "1", "b", "A"}, {"p2", "2", "B", "B"}},
         {"0 p1=b"}},
        {"K2 deleted, taken by a rename",
         x,
         {{"p1", "1", "B", "A"}, {"p2", "2", "-", "B"}, {"p9", "9", "Z", "Z"}},
         {"0 delete p2", "1 p1=B"}},
        {"K2 deleted, taken by a new one, R-Series",
         r,
         {{"p1", "", "B", ""}, {"p2", "2", "-", "B"}, {"p9", "9", "Z", "Z"}},
         {"0 delete p2", "1 new p1=B"}},
        {"K2 deleted, taken by a new one, X-Series without relink",
         x,
         {{"p1", "", "B", ""}, {"p2", "2", "-", "B"}, {"p9", "9", "Z", "Z"}},
         {"0 delete p2", "1 new p1=B"}},
        {"K2 a delete that frees nothing wanted stays last",
         x,
         {{"p1", "1", "B", "A"}, {"p2", "2", "-", "C"}, {"p9", "9", "Z", "Z"}},
         {"0 p1=B", "1 delete p2"}},
        {"K3 renamed, taken by a rename",
         x,
         {{"p1", "1", "B", "A"}, {"p2", "2", "C", "B"}},
         {"0 p2=C", "1 p1=B"}},
        {"K3 renamed, taken by a new one",
         r,
         {{"p1", "", "B", ""}, {"p2", "2", "C", "B"}},
         {"0 p2=C", "1 new p1=B"}},
        {"K3 a chain ends in a delete",
         x,
         {{"p1", "1", "B", "A"},
          {"p2", "2", "C", "B"},
          {"p3", "3", "-", "C"},
          {"p9", "9", "Z", "Z"}},
         {"0 delete p3", "1 p2=C", "2 p1=B"}},
        {"K3 the SKU has blanks in ecom",
         x,
         {{"p1", "1", "B", "A"}, {"p2", "2", "C", " B "}},
         {"0 p2=C", "1 p1=B"}},
        {"K4 two swap",
         x,
         {{"p1", "1", "B", "A"}, {"p2", "2", "A", "B"}},
         {"0 p1=parked-product-1", "1 p2=A", "2 p1=B"}},
        {"K4 three go round",
         r,
         {{"p1", "1", "B", "A"}, {"p2", "2", "C", "B"}, {"p3", "3", "A", "C"}},
         {"0 p1=parked-product-1", "1 p3=A", "2 p2=C", "3 p1=B"}},
        {"K4 the temporary value is taken",
         x,
         {{"p1", "1", "B", "A"},
          {"p2", "2", "A", "B"},
          {"p3", "3", "parked-product-1", "parked-product-1"}},
         {"0 p1=parked-product-1~", "1 p2=A", "2 p1=B"}},
        {"K4 the temporary value is an online-only product's",
         r,
         {{"p1", "1", "B", "A"}, {"p2", "2", "A", "B"}, {"", "3", "", "parked-product-1"}},
         {"0 p1=parked-product-1~", "1 p2=A", "2 p1=B"}},
        {"K4 the temporary value is wanted",
         x,
         {{"p1", "1", "B", "A"}, {"p2", "2", "A", "B"}, {"p3", "", "parked-product-1", ""}},
         {"0 new p3=parked-product-1", "0 p1=parked-product-1~", "1 p2=A", "2 p1=B"}},
        {"K4 a chain beside a ring",
         x,
         {{"p3", "3", "B", "A"},
          {"p4", "4", "A", "B"},
          {"p1", "1", "A2", "Z1"},
          {"p2", "2", "Z1", "Z2"},
          {"p5", "", "Z2", ""}},
         {"0 p1=A2", "0 p3=parked-product-3", "1 p2=Z1", "1 p4=A", "2 new p5=Z2", "2 p3=B"}},
        {"K5 the pos has it twice", x, {{"p1", "1", "A", "B"}, {"p2", "2", "A", "A"}}, {"0 p1=A"}},
        {"K6 its SKU is blank in the pos",
         x,
         {{"p1", "1", "B", "A"}, {"p2", "2", "", "B"}},
         {},
         {"hold p1"}},
        {"K6 its SKU is not known",
         r,
         {{"p1", "1", "B", "A"}, {"p2", "2", "?", "B"}},
         {},
         {"hold p1"}},
        {"K6 new, and its SKU is kept",
         r,
         {{"p1", "", "B", ""}, {"p2", "2", "?", "B"}},
         {},
         {"hold p1"}},
        {"K6 what waits for a held one is held",
         x,
         {{"p1", "1", "B", "A"}, {"p2", "2", "C", "B"}, {"p3", "3", "?", "C"}},
         {},
         {"hold p1", "hold p2"}},
        {"K7 online-only, X-Series",
         x,
         {{"p1", "1", "B", "A"}, {"", "2", "", "B"}},
         {},
         {"conflict p1"}},
        {"K7 online-only, R-Series", r, {{"p1", "1", "B", "A"}, {"", "2", "", "B"}}, {"0 p1=B"}},
        {"K7 what waits for a conflict is held",
         x,
         {{"p1", "1", "C", "A"}, {"p2", "2", "B", "C"}, {"", "3", "", "B"}},
         {},
         {"conflict p2", "hold p1"}},
    };
    for (const auto& one : rows) {
        DYNAMIC_SECTION(one.id)
        {
            const auto s = with_products(one.all);
            const auto p = planned(s.pos, s.ecom, one.by);
            INFO(text(p));
            auto want = one.want, found = moves(p);
            std::sort(want.begin(), want.end()); // within a wave there is no order
            std::sort(found.begin(), found.end());
            CHECK(found == want);
            CHECK(held(p) == one.held);
        }
    }
}

TEST_CASE("sku: a tombstone holds no SKU", "[sku]")
{
    auto s = with_products({{"p1", "1", "B", "A"}, {"p2", "2", "-", "B"}});
    s.ecom.products.records[1].deleted = true;
    CHECK(moves(planned(s.pos, s.ecom, x_series())) == text_lines{"0 p1=B"});
}

TEST_CASE("sku: who does not count as one that has a SKU twice", "[sku]")
{
    // p1 is to have the B that p2, whose SKU is not known, keeps in ecom.
    auto s = with_products({{"p1", "1", "B", "A"}, {"p2", "2", "?", "B"}});
    auto& all = s.pos.products.records;
    SECTION("a variant of a product that is gone")
    {
        auto gone = item("p3", "");
        gone.sellable.archived = true;
        gone.variants = {{{.id = "v1"_id, .sellable = {.sku = "B"}}}};
        all.push_back(gone);
    }
    SECTION("a product whose id is there twice")
    {
        all.push_back(item("p3", "B"));
        all.push_back(item("p3", "C"));
    }
    const auto p = planned(s.pos, s.ecom, r_series());
    CHECK(p.actions.empty());
    CHECK(held(p) == text_lines{"hold p1"});
}

TEST_CASE("sku: what was not read keeps its SKU", "[sku]")
{
    auto s = with_products({{"p1", "1", "B", "A"}, {"p2", "2", "-", "B"}});
    s.pos.products.state = completeness::partial;
    const auto p = planned(s.pos, s.ecom, x_series());
    CHECK(p.actions.empty());
    CHECK(held(p) == text_lines{"hold p1"});
}

TEST_CASE("sku: a held delete frees nothing", "[sku]")
{
    const auto all = with_products({{"p1", "1", "B", "A"},
                                    {"p2", "2", "-", "B"},
                                    {"p3", "", "C", ""},
                                    {"p4", "4", "-", "C"},
                                    {"p9", "9", "Z", "Z"}});
    const auto by = with(r_series(), [](auto& p) { p.guard = {.share = 0, .least = 1}; });
    const auto p = planned(all.pos, all.ecom, by);
    CHECK(p.actions.empty());
    CHECK(p.blocked);
    CHECK(held(p) == text_lines{"hold p1", "hold p3"});
}

TEST_CASE("sku: only the SKU of a held rename is held", "[sku]")
{
    auto s = with_products({{"p1", "1", "B", "A"}, {"p2", "2", "?", "B"}});
    s.pos.products.records[0].name = "New";
    const auto p = planned(s.pos, s.ecom, x_series());
    CHECK(find_change(p, kind::product, "1", field::product_name));
    CHECK(!find_change(p, kind::product, "1", field::product_sku));
    const auto said = find_issues(p, rule::variant_sku_free);
    REQUIRE(said.size() == 1);
    CHECK(said[0]->field == field::product_sku);
    CHECK(said[0]->records == std::vector<ref>{{"p2", "2"}});
}

TEST_CASE("sku: a SKU of an online-only product is a conflict that can be decided", "[sku]")
{
    const auto s = with_products({{"p1", "1", "B", "A"}, {"", "2", "", "B"}});
    const auto p = planned(s.pos, s.ecom, x_series());
    const auto said = find_issues(p, rule::variant_sku_free);
    REQUIRE(said.size() == 1);
    CHECK(said[0]->severity == severity::conflict);
    CHECK(said[0]->choices == std::vector<std::string>{"pos", "ecom"});
}

TEST_CASE("sku: a held rename is never parked", "[sku]")
{
    // p1 may have A, since the pos has it twice; p2, which has A now, has to wait for the B of p3.
    const auto s = with_products({{"p1", "1", "A", "D"},
                                  {"p2", "2", "B", "A"},
                                  {"p3", "3", "?", "B"},
                                  {"p4", "4", "A", "A"}});
    const auto p = planned(s.pos, s.ecom, r_series());
    CHECK(moves(p) == text_lines{"0 p1=A"});
    CHECK(held(p) == text_lines{"hold p2"});
}

TEST_CASE("sku: a SKU that is parked is said to be", "[sku]")
{
    auto s = with_products({{"p1", "1", "B", "A"}, {"p2", "2", "A", "B"}});
    s.pos.products.records[0].name = "New";
    const auto p = planned(s.pos, s.ecom, x_series());
    std::vector<change> parked;
    for (const auto& a : p.actions)
        if (const auto* u = std::get_if<update>(&a.what))
            for (const auto& c : u->changes)
                if (a.of.ecom_id == "1" && c.field == field::product_sku) parked.push_back(c);
    REQUIRE(parked.size() == 2);
    CHECK(
        (parked[0] == change{field::product_sku, std::string{"A"}, std::string{"parked-product-1"},
                             rule::variant_sku_free, cause::rule}));
    CHECK((parked[1] == change{field::product_sku, std::string{"parked-product-1"},
                               std::string{"B"}, rule::product_update, cause::differs}));
}

TEST_CASE("sku: chains of a thousand", "[sku]")
{
    SECTION("one wave each")
    {
        const auto s = chain(1'000, "new");
        const auto p = planned(s.pos, s.ecom, x_series());
        CHECK(p.actions.size() == 1'000);
        CHECK(waves(p) == 1'000);
        CHECK(p.actions.front().of == ref{"p999", "999"});
    }
    SECTION("that end in a delete")
    {
        auto s = chain(1'000, "last");
        s.add("gone", "gone", "-", "last");
        const auto p = planned(s.pos, s.ecom, x_series());
        CHECK(p.actions.size() == 1'001);
        CHECK(verb(p.actions.front()) == "delete");
    }
    SECTION("that end in a held one are held whole")
    {
        auto s = chain(1'000, "last");
        s.add("keeps", "keeps", "?", "last");
        const auto p = planned(s.pos, s.ecom, x_series());
        CHECK(p.actions.empty());
        CHECK(held(p).size() == 1'000);
    }
}

TEST_CASE("sku: rings", "[sku]")
{
    struct row {
        int count, size, waves;
    };
    const row rows[]{{1, 2, 3}, {1, 3, 4}, {1, 1'000, 1'001}, {500, 2, 3}, {100, 7, 8}};
    for (const auto& one : rows) {
        DYNAMIC_SECTION(one.count << " of " << one.size)
        {
            const auto s = rings(one.count, one.size);
            const auto p = planned(s.pos, s.ecom, r_series());
            const auto expected = one.count * (one.size + 1);
            CHECK(p.actions.size() == static_cast<std::size_t>(expected));
            CHECK(waves(p) == one.waves);
            CHECK(held(p).empty());
        }
    }
    SECTION("with chains beside them")
    {
        auto s = rings(50, 2);
        for (int i = 0; i < 50; ++i) {
            const auto n = std::to_string(i);
            s.add("q" + n, "q" + n, "X" + n, "Y" + n);
            s.add("new" + n, "", "Y" + n, "");
        }
        const auto p = planned(s.pos, s.ecom, x_series());
        CHECK(p.actions.size() == 50 * 3 + 50 * 2);
        CHECK(waves(p) == 3);
    }
}

TEST_CASE("sku: a chain that hangs on a ring waits for it", "[sku]")
{
    // The pos has B twice: p2 of the ring and p3 of the chain both take it, and p4 takes p3's.
    const auto s = with_products({{"p1", "1", "A", "B"},
                                  {"p2", "2", "B", "A"},
                                  {"p3", "3", "B", "C"},
                                  {"p4", "4", "C", "D"},
                                  {"p5", "5", "D", "E"}});
    const auto p = planned(s.pos, s.ecom, r_series());
    CHECK(held(p).empty());
    CHECK(count_of(p, "update", kind::product) == 6);
}

TEST_CASE("sku: of rings that share a product the same one is parked, however they are listed",
          "[sku]")
{
    // The store has A twice and the pos B: p1 and p3 both wait for p2, which waits for both.
    std::vector<product> all{{"p1", "1", "B", "A"}, {"p2", "2", "A", "B"}, {"p3", "3", "B", "A"}};
    const auto by_id = [](const auto& a, const auto& b) {
        return std::string{a.pos_id} < b.pos_id;
    };
    std::set<text_lines> found;
    do {
        const auto s = with_products(all);
        found.insert(moves(planned(s.pos, s.ecom, r_series())));
    } while (std::next_permutation(all.begin(), all.end(), by_id));
    CHECK(found.size() == 1);
}

TEST_CASE("sku: shops where everything moves, a thousand of them", "[sku]")
{
    // Every product takes a SKU from a small alphabet. `planned` checks each plan.
    std::mt19937 random{7};
    const char* const alphabet[]{"A", "B", "C", "D", "E", "F", "G", "?"};
    for (int round = 0; round < 1'000; ++round) {
        shop s;
        std::vector<const char*> mine{alphabet, alphabet + 7}, its{alphabet, alphabet + 7};
        const bool unique = random() % 2 == 0;
        std::shuffle(mine.begin(), mine.end(), random);
        std::shuffle(its.begin(), its.end(), random);
        const auto count = 1 + random() % 7;
        for (std::size_t i = 0; i < count; ++i) {
            const auto id = std::to_string(i);
            const std::string wants = unique ? mine[i] : alphabet[random() % 8];
            const std::string has = random() % 8 == 0 ? mine[i] : its[i];
            const auto what = random() % 10;
            if (what == 0)
                s.add("p" + id, id, "-", has);
            else if (what == 1)
                s.add("", id, "", has);
            else if (what == 2)
                s.add("p" + id, "", wants, "");
            else
                s.add("p" + id, id, wants, has);
        }
        INFO("round " << round);
        (void)planned(s.pos, s.ecom, without_relink(random() % 2 == 0 ? r_series() : x_series()));
    }
}

TEST_CASE("sku: many at once", "[sku]")
{
    // What is quadratic takes minutes here.
    SECTION("a chain of fifty thousand")
    {
        const auto s = chain(50'000, "new");
        CHECK(reconcile(s.pos, s.ecom, x_series()).actions.size() == 50'000);
    }
    SECTION("a chain of twenty thousand that is held whole")
    {
        auto s = chain(20'000, "last");
        s.add("keeps", "keeps", "?", "last");
        CHECK(reconcile(s.pos, s.ecom, x_series()).actions.empty());
    }
    SECTION("forty thousand rings")
    {
        const auto s = rings(40'000, 2);
        CHECK(reconcile(s.pos, s.ecom, r_series()).actions.size() == 120'000);
    }
}

} // namespace sku_tests
