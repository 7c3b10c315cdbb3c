#include "rounds.hpp"

namespace product_baseline_tests {

using namespace rounds;

namespace {

using enum cause;

/// Gives both names; null leaves one as it is. At 0 nobody knows when.
edit names(const char* in_pos, const char* in_ecom, int pos_at = 0, int ecom_at = 0)
{
    return [=](pos::product& p, ecom::product& e) {
        if (in_pos) p.name = in_pos;
        if (in_ecom) e.name = in_ecom;
        if (pos_at) p.sellable.updated_at = hour(pos_at);
        if (ecom_at) e.updated_at = hour(ecom_at);
    };
}

edit brands(const char* in_pos, const char* in_ecom)
{
    return [=](pos::product& p, ecom::product& e) {
        p.brand = in_pos;
        e.brand = in_ecom;
    };
}

edit descriptions(std::string in_pos, std::string in_ecom)
{
    return [=](pos::product& p, ecom::product& e) {
        p.description = in_pos;
        e.description = in_ecom;
    };
}

edit skus(const char* in_pos, const char* in_ecom)
{
    return [=](pos::product& p, ecom::product& e) {
        p.sellable.sku = in_pos;
        e.sellable.sku = in_ecom;
    };
}

const edit no_name_known = [](pos::product& p, ecom::product&) { p.name = {}; };

strings to_ecom(const std::string& from, const std::string& to)
{
    return {"update product p1/1 name=\"" + from + "\">\"" + to + "\" (product.update)"};
}
strings to_pos(const std::string& from, const std::string& to)
{
    return {"update pos product p1/1 name=\"" + from + "\">\"" + to + "\" (product.update)"};
}
strings change_of(const std::string& member, const std::string& from, const std::string& to,
                  const std::string& why = "")
{
    return {"update product p1/1 " + member + "=\"" + from + "\">\"" + to + "\"" + why +
            " (product.update)"};
}

const std::string cleared = " (field.blank)";
const strings which{"conflict product p1/1 name choices pos ecom (product.update)"};

} // namespace

TEST_CASE("product baseline: a text two ways", "[product_baseline]")
{
    check_rows(
        {
            {"P18 as after the last sync", names("Tee", "Tee"), {}, {}},
            {"P18 different, as after the last sync", names("Tee", "Shirt"), {}, {}},
            {"P18 changed in the pos",
             {},
             names("Shirt", {}),
             to_ecom("Tee", "Shirt"),
             {pos_changed}},
            {"P18 changed in ecom", {}, names({}, "Shirt"), to_pos("Tee", "Shirt"), {ecom_changed}},
            {"P18 changed in ecom, the pos record is the later one",
             {},
             names({}, "Shirt", 9, 1),
             to_pos("Tee", "Shirt"),
             {ecom_changed}},
            {"P18 changed in the pos, they differed",
             names("Tee", "Shirt"),
             names("Mug", {}),
             to_ecom("Shirt", "Mug"),
             {pos_changed}},
            {"P18 changed in ecom, they differed",
             names("Tee", "Shirt"),
             names({}, "Mug"),
             to_pos("Tee", "Mug"),
             {ecom_changed}},
            {"P18 both changed to the same", {}, names("Mug", " Mug"), {}},
            {"P18 both changed, the pos later",
             {},
             names("Mug", "Cup", 5, 4),
             to_ecom("Cup", "Mug"),
             {both_changed}},
            {"P18 both changed, ecom later",
             {},
             names("Mug", "Cup", 4, 5),
             to_pos("Mug", "Cup"),
             {both_changed}},
            {"P18 both changed at one moment", {}, names("Mug", "Cup", 4, 4), which},
            {"P18 both changed, nobody knows when", {}, names("Mug", "Cup"), which},
            {"P18 both changed, one moment is known", {}, names("Mug", "Cup", 4), which},
            {"P18 a person says the pos",
             {},
             names("Mug", "Cup"),
             to_ecom("Cup", "Mug"),
             {decided},
             {{"product.update:product:p1:1:name", "pos"}}},
            {"P18 a person says ecom",
             {},
             names("Mug", "Cup"),
             to_pos("Mug", "Cup"),
             {decided},
             {{"product.update:product:p1:1:name", "ecom"}}},
            {"P18 a person says something else",
             {},
             names("Mug", "Cup"),
             which,
             {},
             {{"product.update:product:p1:1:name", "neither"}}},
            {"P18 a decision that comes too late",
             {},
             names("Mug", {}),
             to_ecom("Tee", "Mug"),
             {pos_changed},
             {{"product.update:product:p1:1:name", "ecom"}},
             {"notice product / (product.update)"}},
            {"P18 another spelling is no change",
             {},
             names("Tee ", "Mug"),
             to_pos("Tee ", "Mug"),
             {ecom_changed}},
            {"P19 a name is never emptied in ecom", {}, names("", {}), {}},
            {"P19 a name is never emptied in the pos", {}, names({}, " "), {}},
            {"P20 not known in the pos", {}, no_name_known, {}},
            {"P20 not known in the pos, changed in ecom",
             {},
             [](auto& p, auto& e) {
                 p.name = {};
                 e.name = "Mug";
             },
             {}},
            {"P20 not known after the last sync",
             no_name_known,
             names("Mug", "Tee"),
             to_ecom("Tee", "Mug"),
             {differs},
             {},
             {"notice product / (product.update)"}},
        },
        r_series());
}

TEST_CASE("product baseline: a text that can be emptied, two ways", "[product_baseline]")
{
    const auto to_till = [](const std::string& from, const std::string& to) {
        return strings{"update pos product p1/1 brand=\"" + from + "\">\"" + to +
                       "\" (field.blank) (product.update)"};
    };
    const auto conflict = strings{"conflict product p1/1 brand choices pos ecom (product.update)"};
    check_rows(
        {
            {"F3 emptied in the pos",
             brands("B", "B"),
             brands("", "B"),
             change_of("brand", "B", "", cleared),
             {pos_changed}},
            {"F3 emptied in ecom",
             brands("B", "B"),
             brands("B", ""),
             to_till("B", ""),
             {ecom_changed}},
            {"F3 emptied on both sides", brands("B", "B"), brands("", " "), {}},
            {"F3 emptied in the pos, changed in ecom", brands("B", "B"), brands("", "C"), conflict},
            {"F3 blank in the pos all along, filled in ecom",
             brands("", ""),
             brands("", "C"),
             {R"(update pos product p1/1 brand="">"C" (product.update))"},
             {ecom_changed}},
            {"F5 blank in ecom all along, filled in the pos",
             brands("", ""),
             brands("C", ""),
             change_of("brand", "", "C"),
             {pos_changed}},
            {"F5 blank in ecom, as after the last sync", brands("B", ""), {}, {}},
            {"F3 blank in the pos, as after the last sync", brands("", "B"), {}, {}},
        },
        with_flow(r_series(), field::product_brand, flow::two_way));
}

TEST_CASE("product baseline: a text that the pos leads", "[product_baseline]")
{
    check_rows(
        {
            {"P18 changed in the pos", {}, names("Mug", {}), to_ecom("Tee", "Mug"), {pos_changed}},
            {"P18 changed in ecom: put back",
             {},
             names({}, "Mug"),
             to_ecom("Mug", "Tee"),
             {ecom_changed}},
            {"P18 both changed",
             {},
             names("Mug", "Cup", 1, 2),
             to_ecom("Cup", "Mug"),
             {both_changed}},
            {"P18 both changed to the same", {}, names("Mug", "Mug"), {}},
            {"P18 different, as after the last sync", names("Tee", "T"), {}, {}},
            {"P18 different, the pos back at what ecom has", names("Tee", "T"), names("T", {}), {}},
            {"P18 different, ecom changed",
             names("Tee", "T"),
             names({}, "Mug"),
             to_ecom("Mug", "Tee"),
             {ecom_changed}},
            {"P19 a name is never emptied", {}, names("", {}), {}},
            {"P19 emptied in ecom: put back",
             {},
             names({}, ""),
             to_ecom("", "Tee"),
             {ecom_changed}},
            {"F3 emptied in the pos",
             descriptions("Soft", "Soft"),
             descriptions("", "Soft"),
             change_of("description", "Soft", "", cleared),
             {pos_changed}},
            {"F3 emptied in the pos, changed in ecom",
             descriptions("Soft", "Soft"),
             descriptions("", "Softer"),
             change_of("description", "Softer", "", cleared),
             {both_changed}},
            {"F3 blank in the pos all along, filled in ecom",
             descriptions("", ""),
             descriptions("", "Soft"),
             {}},
            {"F5 emptied in ecom: put back",
             descriptions("Soft", "Soft"),
             descriptions("Soft", ""),
             change_of("description", "", "Soft"),
             {ecom_changed}},
            {"F6 a SKU changed in ecom: put back",
             {},
             skus("A", "B"),
             change_of("sku", "B", "A"),
             {ecom_changed}},
            {"F6 a SKU with blanks around it is no change", {}, skus(" A", "A "), {}},
        },
        x_series());
}

TEST_CASE("product baseline: a SKU two ways", "[product_baseline]")
{
    check_rows(
        {
            {"F6 changed in the pos",
             {},
             skus("B", "A"),
             change_of("sku", "A", "B"),
             {pos_changed}},
            {"F6 changed in ecom",
             {},
             skus("A", "B"),
             {R"(update pos product p1/1 sku="A">"B" (product.update))"},
             {ecom_changed}},
            {"F6 changed in ecom, in the pos only blanks around it",
             {},
             skus(" A ", "B"),
             {R"(update pos product p1/1 sku=" A ">"B" (product.update))"},
             {ecom_changed}},
            {"F6 both changed",
             {},
             skus("B", "C"),
             {"conflict product p1/1 sku choices pos ecom (product.update)"}},
            {"F6 both changed to the same", {}, skus("B", "B"), {}},
            {"F6 case counts", {}, skus("a", "A"), change_of("sku", "A", "a"), {pos_changed}},
        },
        r_series());
}

TEST_CASE("product baseline: long texts are remembered by what they come to", "[product_baseline]")
{
    const std::string a(300, 'a'), b(300, 'b');
    check_rows(
        {
            {"as after the last sync", descriptions(a, a), {}, {}},
            {"different, as after the last sync", descriptions(a, b), {}, {}},
            {"different, with other line ends",
             descriptions(a + "\n" + a, b),
             descriptions(a + "\r\n" + a, b),
             {}},
            {"changed in the pos",
             descriptions(a, a),
             descriptions(b, a),
             change_of("description", a, b),
             {pos_changed}},
            {"changed in ecom",
             descriptions(a, a),
             descriptions(a, b),
             {"update pos product p1/1 description=\"" + a + "\">\"" + b + "\" (product.update)"},
             {ecom_changed}},
            {"emptied in the pos",
             descriptions(a, a),
             descriptions("", a),
             change_of("description", a, "", cleared),
             {pos_changed}},
            {"both changed",
             descriptions(a, a),
             descriptions(b, b + b),
             {"conflict product p1/1 description choices pos ecom (product.update)"}},
        },
        with_flow(r_series(), field::product_description, flow::two_way));
    SECTION("of a conflict about one, nobody is shown what it was")
    {
        const auto by = with_flow(r_series(), field::product_description, flow::two_way);
        const auto was = edited({}, descriptions(a, a)), now = edited({}, descriptions(b, "c"));
        const auto base = synced(till({was.pos}), store({was.ecom}), by);
        const auto p = reconcile(till({now.pos}), store({now.ecom}), by, {base});
        REQUIRE(p.issues.size() == 1);
        REQUIRE(p.issues[0].values);
        CHECK((p.issues[0].values->pos == value{b}));
        CHECK((p.issues[0].values->ecom == value{std::string{"c"}}));
        CHECK((p.issues[0].values->base_pos == value{unknown_t{}}));
    }
}

TEST_CASE("product baseline: a text that is filled", "[product_baseline]")
{
    check_rows(
        {
            {"F5 filled in the pos",
             brands("", ""),
             brands("B", ""),
             change_of("brand", "", "B"),
             {pos_changed}},
            {"F5 ecom emptied it", brands("B", "B"), brands("B", ""), {}},
            {"F5 ecom emptied it some time ago", brands("B", ""), {}, {}},
            {"F5 ecom emptied it some time ago, the pos changed since",
             brands("B", ""),
             brands("C", ""),
             change_of("brand", "", "C"),
             {pos_changed}},
            {"F6 changed in the pos", brands("B", "B"), brands("C", "B"), {}},
            {"F6 changed in ecom", brands("B", "B"), brands("B", "C"), {}},
            {"F3 emptied in the pos", brands("B", "B"), brands("", "B"), {}},
        },
        x_series());
}

TEST_CASE("product baseline: a text that only pos edits change", "[product_baseline]")
{
    check_rows(
        {
            {"P18 changed in the pos",
             brands("B", "B"),
             brands("C", "B"),
             change_of("brand", "B", "C"),
             {pos_changed}},
            {"P18 changed in ecom: it stays", brands("B", "B"), brands("B", "C"), {}},
            {"P18 both changed",
             brands("B", "B"),
             brands("C", "D"),
             change_of("brand", "D", "C"),
             {both_changed}},
            {"P18 different, as after the last sync", brands("B", "C"), {}, {}},
            {"F3 emptied in the pos",
             brands("B", "B"),
             brands("", "B"),
             change_of("brand", "B", "", cleared),
             {pos_changed}},
            {"F3 emptied in ecom: it stays so", brands("B", "B"), brands("B", ""), {}},
        },
        with_flow(x_series(), field::product_brand, flow::pos_edits));
}

TEST_CASE("product baseline: weights", "[product_baseline]")
{
    const auto weights = [](maybe<mass> in_pos, maybe<mass> in_ecom) {
        return [=](pos::product& p, ecom::product& e) {
            p.sellable.weight = in_pos;
            e.sellable.weight = in_ecom;
        };
    };
    const mass kg{1'000'000, mass_unit::kg}, grams{1'000'000'000, mass_unit::g},
        two{2'000'000, mass_unit::kg}, three{3'000'000, mass_unit::kg};
    const auto both_ways = with_flow(r_series(), field::product_weight, flow::two_way);
    check_rows(
        {
            {"the same amount in another unit is no change",
             weights(kg, kg),
             weights(grams, two),
             {"update pos product p1/1 weight=1000000000ug>2000000ukg (product.measures) "
              "(product.update)"},
             {ecom_changed}},
            {"changed in the pos",
             weights(kg, kg),
             weights(two, kg),
             {"update product p1/1 weight=1000000ukg>2000000ukg (product.measures) "
              "(product.update)"},
             {pos_changed}},
            {"both changed",
             weights(kg, kg),
             weights(two, three),
             {"conflict product p1/1 weight choices pos ecom (product.measures)"}},
            {"taken away in the pos",
             weights(kg, kg),
             weights(none, kg),
             {"update product p1/1 weight=1000000ukg>none (field.blank) (product.update)"},
             {pos_changed}},
            {"none in the pos all along",
             weights(none, none),
             weights(none, kg),
             {"update pos product p1/1 weight=none>1000000ukg (product.measures) "
              "(product.update)"},
             {ecom_changed}},
        },
        both_ways);
}

TEST_CASE("product baseline: a record that is older than after the last sync", "[product_baseline]")
{
    const strings held{"hold product p1/1 (record.stale)"};
    check_rows(
        {
            {"P23 the pos", names({}, {}, 5, 5), names("Old", {}, 4, 5), held},
            {"P23 ecom", names({}, {}, 5, 5), names({}, "Old", 5, 4), held},
            {"P23 as old as then",
             names({}, {}, 5, 5),
             names("New", {}, 5, 5),
             to_ecom("Tee", "New"),
             {pos_changed}},
            {"P23 one without a moment is not",
             names({}, {}, 5, 5),
             [](auto& p, auto&) {
                 p.name = "New";
                 p.sellable.updated_at = {};
             },
             to_ecom("Tee", "New"),
             {pos_changed}},
        },
        r_series());
}

TEST_CASE("product baseline: an old record does not get young by being read twice",
          "[product_baseline]")
{
    const auto by = x_series();
    const auto was = edited({}, names({}, {}, 5, 5));
    const auto old = edited(was, names("Old", {}, 4));
    auto base = synced(till({was.pos}), store({was.ecom}), by);
    for (int round = 0; round < 3; ++round) {
        const auto p = next_plan(till({old.pos}), store({old.ecom}), by, {base});
        CHECK(lines(p) == strings{"hold product p1/1 (record.stale)"});
        base = advance(base, till({old.pos}), store({old.ecom}), by, p, {});
    }
    const auto young = edited(was, names("New", {}, 6));
    CHECK(lines(next_plan(till({young.pos}), store({young.ecom}), by, {base})) ==
          to_ecom("Tee", "New"));
}

} // namespace product_baseline_tests
