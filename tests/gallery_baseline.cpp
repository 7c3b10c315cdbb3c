#include "rounds.hpp"

namespace gallery_baseline_tests {

using namespace rounds;

namespace {

using enum cause;
using ids = std::vector<std::string>;

std::vector<pos::image> taken(const ids& names)
{
    std::vector<pos::image> all;
    for (const auto& n : names)
        all.push_back({pos::image_id{n}, "https://till.example/" + n, {}});
    return all;
}

/// "x" is a picture of ecom's own, "a" one that was made from the till's "a".
std::vector<ecom::image> shown(const ids& names, bool sources = true)
{
    std::vector<ecom::image> all;
    for (const auto& n : names) {
        ecom::image i{.id = ecom::image_id{"e" + n}, .url = "https://store.example/" + n};
        if (sources && n[0] != 'x') i.source_id.emplace(n);
        all.push_back(std::move(i));
    }
    return all;
}

edit galleries(ids in_pos, ids in_ecom, bool sources = true)
{
    return [=](pos::product& p, ecom::product& e) {
        p.sellable.images = taken(in_pos);
        e.images = shown(in_ecom, sources);
    };
}

strings set_to(const std::string& pictures, const char* why = "image.pos_edits")
{
    return {"set_images product p1/1" + pictures + " (" + why + ")"};
}
std::string up(const std::string& id)
{
    return " upload " + id + "=https://till.example/" + id;
}

} // namespace

TEST_CASE("gallery baseline: pos edits", "[gallery_baseline]")
{
    const auto rows = std::vector<row>{
        {"I11 as after the last sync", galleries({"a", "b"}, {"a", "b"}), {}, {}},
        {"I11 different, as after the last sync", galleries({"a", "b"}, {"a", "x1"}), {}, {}},
        {"I9 the pos has one more", galleries({"a"}, {"a"}), galleries({"a", "b"}, {"a"}),
         set_to(" keep ea" + up("b"))},
        {"I9 the pos has one less", galleries({"a", "b"}, {"a", "b"}), galleries({"a"}, {"a", "b"}),
         set_to(" keep ea loses eb")},
        {"I9 in another order", galleries({"a", "b"}, {"a", "b"}),
         galleries({"b", "a"}, {"a", "b"}), set_to(" keep eb keep ea", "image.reorder")},
        {"I10 ecom has one more", galleries({"a"}, {"a"}), galleries({"a"}, {"a", "x1"}), {}},
        {"I10 ecom has one less",
         galleries({"a", "b"}, {"a", "b"}),
         galleries({"a", "b"}, {"a"}),
         {}},
        {"I10 ecom emptied it", galleries({"a"}, {"a"}), galleries({"a"}, {}), {}},
        {"I10 ecom has another order",
         galleries({"a", "b"}, {"a", "b"}),
         galleries({"a", "b"}, {"b", "a"}),
         {}},
        {"I9 both changed", galleries({"a"}, {"a"}), galleries({"b"}, {"a", "x1"}),
         set_to(up("b") + " loses ea loses ex1")},
        {"I9 both have the new picture",
         galleries({"a"}, {"a"}),
         galleries({"a", "b"}, {"a", "b"}),
         {}},
        {"I9 the pos has what ecom dropped", galleries({"a", "b"}, {"a"}),
         galleries({"b", "a"}, {"a"}), set_to(up("b") + " keep ea")},
        {"I12 emptied in the pos", galleries({"a"}, {"a"}), galleries({}, {"a"}),
         set_to(" loses ea")},
        {"I12 emptied in the pos, ecom has one of its own", galleries({"a"}, {"a"}),
         galleries({}, {"a", "x1"}), set_to(" loses ea loses ex1")},
        {"I12 empty in the pos, as after the last sync", galleries({}, {"x1"}), {}, {}},
        {"I3 empty in the pos all along, ecom added one",
         galleries({}, {}),
         galleries({}, {"x1"}),
         {}},
        {"I1 not known in the pos",
         galleries({"a"}, {"a"}),
         [](auto& p, auto&) { p.sellable.images = {}; },
         {}},
        {"I2 not known in ecom",
         galleries({"a"}, {"a"}),
         [](auto& p, auto& e) {
             p.sellable.images = taken({"b"});
             e.images = {};
         },
         {}},
        {"I9 the platform does not keep where they are from", galleries({"a"}, {"a"}),
         galleries({"a", "b"}, {"a"}, false), set_to(" keep ea" + up("b"))},
        {"I11 a price is no picture",
         galleries({"a"}, {"a"}, true),
         [](auto& p, auto&) { p.sellable.price = money{1100}; },
         {"update product p1/1 price=1000c>1100c (price.default_online) (product.update)"},
         {pos_changed}},
    };
    check_rows(rows, r_series());
}

TEST_CASE("gallery baseline: the pos leads", "[gallery_baseline]")
{
    check_rows(
        {
            {"I11 different, as after the last sync", galleries({"a"}, {"a", "x1"}), {}, {}},
            {"I10 ecom has one more: put back", galleries({"a"}, {"a"}),
             galleries({"a"}, {"a", "x1"}), set_to(" keep ea loses ex1")},
            {"I10 ecom emptied it: put back", galleries({"a"}, {"a"}), galleries({"a"}, {}),
             set_to(up("a"))},
        },
        with_flow(x_series(), field::product_images, flow::pos_leads));
}

TEST_CASE("gallery baseline: a picture that was uploaded is known again", "[gallery_baseline]")
{
    const auto by = x_series();
    const auto start = edited({}, galleries({}, {}));
    const auto base = synced(till({start.pos}), store({start.ecom}), by);
    const auto now = edited(start, galleries({"a", "b"}, {}));
    const auto pos = till({now.pos});
    const auto ecom = store({now.ecom});
    const auto p = next_plan(pos, ecom, by, {base});
    CHECK(lines(p) == set_to(up("a") + up("b")));
    SECTION("done, on a platform that forgets where it is from")
    {
        auto after = carry_out(p, pos, ecom, by, base, everything);
        for (auto& i : *after.held.ecom.products.records[0].images)
            i.source_id = {};
        CHECK(next_plan(pos, after.held.ecom, by, {after.base}).actions.empty());
        auto one = after.held.pos;
        one.products.records[0].sellable.images = taken({"b"});
        CHECK(lines(next_plan(one, after.held.ecom, by, {after.base})) ==
              set_to(" keep new2 loses new1"));
    }
    SECTION("not done")
    {
        const auto after = carry_out(p, pos, ecom, by, base, nothing_at_all);
        CHECK(lines(next_plan(pos, ecom, by, {after.base})) == lines(p));
    }
}

TEST_CASE("gallery baseline: the picture of a variation", "[gallery_baseline]")
{
    using variants::in_store, variants::matrix, variants::on_till, variants::shelf;
    const auto with_pictures = [](ids of_variant, maybe<ecom::image_id> of_variation) {
        auto red = on_till("v1", "R", "Red");
        red.sellable.images = taken(of_variant);
        auto p = matrix("p1", {red});
        p.sellable.images = taken({"m", "a", "b"});
        auto red_there = in_store("11", "v1", "R", "Red");
        red_there.image_id = of_variation;
        auto e = shelf("1", "p1", {red_there});
        e.images = shown({"m", "a", "b"});
        return pair{p, e};
    };
    const ecom::image_id a{"ea"}, b{"eb"}, m{"em"};
    struct picture_row {
        const char* id;
        ids base_pos;
        maybe<ecom::image_id> base_ecom;
        ids pos;
        maybe<ecom::image_id> ecom;
        strings want;
    };
    const auto shows = [](const std::string& from, const std::string& to) {
        return strings{"update variant v1/11 images=" + from + ">" + to +
                       " (image.variation) (product.update)"};
    };
    const auto r = GENERATE_COPY(values<picture_row>({
        {"as after the last sync", {"a"}, b, {"a"}, b, {}},
        {"the pos chose another", {"a"}, a, {"b"}, a, shows("/ea", "/eb")},
        {"ecom chose another", {"a"}, a, {"a"}, m, {}},
        {"ecom took it off", {"a"}, a, {"a"}, none, {}},
        {"both chose another", {"a"}, a, {"b"}, m, shows("/em", "/eb")},
        {"the pos has none any more", {"a"}, a, {}, a, shows("/ea", "none")},
        {"the pos has one now", {}, none, {"b"}, none, shows("none", "/eb")},
        {"the pos has none, ecom chose one", {}, none, {}, m, {}},
    }));
    DYNAMIC_SECTION(r.id)
    {
        const auto was = with_pictures(r.base_pos, r.base_ecom), is = with_pictures(r.pos, r.ecom);
        const auto base = synced(till({was.pos}), store({was.ecom}), r_series());
        CHECK(lines(next_plan(till({is.pos}), store({is.ecom}), r_series(), {base})) == r.want);
    }
}

TEST_CASE("gallery baseline: many galleries at once are not emptied without a yes",
          "[gallery_baseline]")
{
    const auto by = x_series();
    std::vector<pos::product> filled, emptied;
    std::vector<ecom::product> there;
    for (const auto* n : {"1", "2", "3", "4", "5", "6"}) {
        auto p = item(std::string{"p"} + n, std::string{"S"} + n);
        p.sellable.images = taken({std::string{"a"} + n});
        filled.push_back(p);
        p.sellable.images.emplace();
        emptied.push_back(p);
        auto e = listing(n, std::string{"p"} + n, std::string{"S"} + n);
        e.images = shown({std::string{"a"} + n});
        there.push_back(e);
    }
    const auto base = synced(till(filled), store(there), by);
    const auto p = next_plan(till(emptied), store(there), by, {base});
    CHECK(p.blocked);
    CHECK(lines(p) == strings{"hold product / images choices confirm (guard.losses)"});
    REQUIRE(p.issues.size() == 1);
    CHECK(p.issues[0].records.size() == 6);
    const auto next = advance(base, till(emptied), store(there), by, p, {});
    const std::vector<decision> yes{{p.issues[0].key, "confirm"}};
    const auto confirmed = next_plan(till(emptied), store(there), by, {next, yes});
    CHECK(count_of(confirmed, "set_images", kind::product) == 6);
    CHECK_FALSE(confirmed.blocked);
}

} // namespace gallery_baseline_tests
