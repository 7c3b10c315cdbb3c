#include "rounds.hpp"

namespace link_baseline_tests {

using namespace rounds;

namespace {

constexpr int many = 6;

std::string number(int n)
{
    return std::to_string(n);
}

pos::snapshot till_of(int count)
{
    std::vector<pos::product> all;
    for (int n = 1; n <= count; ++n)
        all.push_back(item("p" + number(n), "S" + number(n)));
    return till(all);
}

ecom::snapshot store_of(int from, int to)
{
    std::vector<ecom::product> all;
    for (int n = from; n <= to; ++n)
        all.push_back(listing(number(n), "p" + number(n), "S" + number(n)));
    return store(all);
}

} // namespace

TEST_CASE("link baseline: a read that failed is not taken for deletes", "[link_baseline]")
{
    const auto by = GENERATE(r_series(), x_series());
    const auto pos = till_of(many);
    const auto base = synced(pos, store_of(1, many), by);
    const std::string vanished = "hold product / choices confirm (guard.vanished)";
    const std::vector<decision> yes{{"guard.vanished:product::", "confirm"}};
    const auto deleted = [](const plan& p) {
        return find_issues(p, rule::product_deleted_online).size();
    };
    SECTION("five of six are missing")
    {
        const auto ecom = store_of(many, many);
        const auto p = next_plan(pos, ecom, by, {base});
        CHECK(p.blocked);
        CHECK(p.actions.empty());
        CHECK(deleted(p) == 0);
        REQUIRE(find_issues(p, rule::guard_vanished).size() == 1);
        CHECK((advance(base, pos, ecom, by, p, {}) == base));
        const auto confirmed = next_plan(pos, ecom, by, {base, yes});
        CHECK_FALSE(confirmed.blocked);
        CHECK(lines(confirmed) == strings{});
        CHECK(deleted(confirmed) == 5);
        const auto next = advance(base, pos, ecom, by, confirmed, {});
        CHECK(next.lost.size() == 5);
        CHECK_FALSE(next_plan(pos, ecom, by, {next}).blocked); // they are known to be gone
    }
    SECTION("four of six are missing")
    {
        const auto p = next_plan(pos, store_of(5, many), by, {base});
        CHECK_FALSE(p.blocked);
        CHECK(deleted(p) == 4);
    }
    SECTION("the section is empty, of one linked record")
    {
        const auto one = synced(till_of(1), store_of(1, 1), by);
        const auto p = next_plan(till_of(1), store_of(1, 0), by, {one});
        CHECK(p.blocked);
        CHECK(find_issues(p, rule::guard_vanished).size() == 1);
        CHECK(deleted(next_plan(till_of(1), store_of(1, 0), by, {one, yes})) == 1);
    }
    SECTION("the section is empty, and there was nothing")
    {
        const auto p = next_plan(till_of(1), store_of(1, 0), by, {});
        CHECK_FALSE(p.blocked);
        CHECK(count_of(p, "create", kind::product) == 1);
    }
    SECTION("deletes in ecom and a part that was read")
    {
        auto part = store_of(many, many);
        part.products.state = completeness::partial;
        const auto p = next_plan(pos, part, by, {base});
        CHECK_FALSE(p.blocked);
        CHECK(deleted(p) == 0);
    }
    SECTION("a new pos product waits meanwhile")
    {
        auto more = till_of(many + 1);
        const auto p = next_plan(more, store_of(many, many), by, {base});
        CHECK(p.actions.empty());
    }
}

TEST_CASE("link baseline: deletes that are too many wait for a yes", "[link_baseline]")
{
    const auto by = GENERATE(r_series(), x_series());
    const auto base = synced(till_of(many), store_of(1, many), by);
    const auto p = next_plan(till_of(1), store_of(1, many), by, {base});
    CHECK(p.blocked);
    CHECK(lines(p) == strings{"hold product / choices confirm (guard.deletions)"});
    const auto next = advance(base, till_of(1), store_of(1, many), by, p, {});
    const std::vector<decision> yes{{"guard.deletions:product::", "confirm"}};
    const auto confirmed = next_plan(till_of(1), store_of(1, many), by, {next, yes});
    CHECK_FALSE(confirmed.blocked);
    CHECK(count_of(confirmed, "delete", kind::product) == 5);
}

TEST_CASE("link baseline: a link that only the memory has", "[link_baseline]")
{
    const auto by = GENERATE(r_series(), x_series());
    const auto base = synced(till_of(2), store_of(1, 2), by);
    auto ecom = store_of(1, 2);
    for (auto& e : ecom.products.records)
        e.pos_id = {};
    SECTION("nothing changed")
    {
        CHECK(next_plan(till_of(2), ecom, by, {base}).actions.empty());
    }
    SECTION("another SKU and another name")
    {
        auto pos = till_of(2);
        pos.products.records[0].sellable.sku = "New";
        CHECK(lines(next_plan(pos, ecom, by, {base})) ==
              strings{R"(update product p1/1 sku="S1">"New" (product.update))"});
    }
    SECTION("the pos record is gone")
    {
        CHECK(lines(next_plan(till_of(1), ecom, by, {base})) ==
              strings{"delete product p2/2 (product.delete)"});
    }
    SECTION("the ecom record is linked to another pos record now, and both are there")
    {
        auto pos = till_of(2);
        pos.products.records.push_back(item("p3", "S3"));
        ecom = store_of(1, 2);
        ecom.products.records[0].pos_id = pos::product_id{"p3"};
        const auto p = next_plan(pos, ecom, by, {base});
        CHECK(p.actions.empty());
        const auto said = find_issues(p, rule::identity_link_first);
        REQUIRE(said.size() == 1);
        CHECK(said[0]->severity == severity::conflict);
        const auto next = advance(base, pos, ecom, by, p, {});
        CHECK(lines(next_plan(pos, ecom, by, {next})) == lines(p));
        const std::vector<decision> yes{{said[0]->key, "p3"}};
        CHECK(
            find_issues(next_plan(pos, ecom, by, {next, yes}), rule::identity_link_first).empty());
    }
    SECTION("the ecom record is linked to another pos record now, and the first one is gone")
    {
        auto pos = till_of(2);
        pos.products.records[0] = item("p3", "S1");
        ecom = store_of(1, 2);
        ecom.products.records[0].pos_id = pos::product_id{"p3"};
        CHECK(next_plan(pos, ecom, by, {base}).actions.empty());
    }
}

TEST_CASE("link baseline: a decision that is not asked for is said to be ignored",
          "[link_baseline]")
{
    const auto by = r_series();
    const auto base = synced(till_of(1), store_of(1, 1), by);
    for (const auto* key :
         {"guard.vanished:product::", "product.update:product:p1:1:name", "nonsense", ""}) {
        const std::vector<decision> all{{key, "confirm"}};
        const auto p = next_plan(till_of(1), store_of(1, 1), by, {base, all});
        CHECK(lines(p) == strings{});
        REQUIRE(p.issues.size() == 1);
        CHECK(p.issues[0].severity == severity::notice);
        CHECK(p.issues[0].message.find(key) != std::string::npos);
    }
}

TEST_CASE("link baseline: options two ways", "[link_baseline]")
{
    using variants::in_store, variants::matrix, variants::on_till, variants::shelf;
    const auto on_both = [](const char* in_pos, const char* in_ecom, const char* engraving = "") {
        auto there = in_store("11", "v1", "R", in_ecom);
        if (*engraving) there.option_values->push_back({"Engraving", engraving});
        auto e = shelf("1", "p1", {there, in_store("12", "v2", "G", "Green")});
        return pair{matrix("p1", {on_till("v1", "R", in_pos), on_till("v2", "G", "Green")}), e};
    };
    struct option_row {
        const char* id;
        pair was, is;
        strings want;
        std::vector<decision> decisions{};
    };
    const strings blue_in_ecom{
        "update product p1/1 options=[Color: Red Green]>[Color: Red Green Blue] (variant.options)",
        "update variant v1/11 options=[Color:Red]>[Color:Blue] (variant.options) "
        "(product.update)"};
    const strings blue_in_pos{
        "update pos variant v1/11 attributes=[Color:Red]>[Color:Blue] (variant.options) "
        "(product.update)"};
    const auto r = GENERATE_COPY(values<option_row>({
        {"as after the last sync", on_both("Red", "Red"), on_both("Red", "Red"), {}},
        {"different, as after the last sync", on_both("Red", "Blue"), on_both("Red", "Blue"), {}},
        {"changed in the pos", on_both("Red", "Red"), on_both("Blue", "Red"), blue_in_ecom},
        {"changed in ecom", on_both("Red", "Red"), on_both("Red", "Blue"), blue_in_pos},
        {"another case is no change", on_both("Red", "Red"), on_both("RED", "red"), {}},
        {"both changed to the same", on_both("Red", "Red"), on_both("Blue", "blue"), {}},
        {"both changed",
         on_both("Red", "Red"),
         on_both("Pink", "Blue"),
         {"conflict variant v1/11 options choices pos ecom (product.update)"}},
        {"both changed, a person says ecom",
         on_both("Red", "Red"),
         on_both("Pink", "Blue"),
         {"update pos variant v1/11 attributes=[Color:Pink]>[Color:Blue] "
          "(variant.options) (product.update)"},
         {{"product.update:variant:v1:11:options", "ecom"}}},
        {"an option that only ecom has changed there",
         on_both("Red", "Red", "Tom"),
         on_both("Red", "Red", "Ann"),
         {}},
        {"an option that only ecom has changed there, and another one in the pos",
         on_both("Red", "Red", "Tom"),
         on_both("Blue", "Red", "Ann"),
         {"update product p1/1 options=[Color: Red Green Engraving: Ann]>[Color: Red Green Blue "
          "Engraving: Ann] (variant.options)",
          "update variant v1/11 options=[Color:Red Engraving:Ann]>[Color:Blue "
          "Engraving:Ann] (variant.options) (product.update)"}},
    }));
    DYNAMIC_SECTION(r.id)
    {
        const auto by = r_series();
        const auto base = synced(till({r.was.pos}), store({r.was.ecom}), by);
        auto found =
            lines(next_plan(till({r.is.pos}), store({r.is.ecom}), by, {base, r.decisions}));
        CHECK(found == r.want);
    }
}

} // namespace link_baseline_tests
