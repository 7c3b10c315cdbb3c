#include "catch.hpp"
#include "json_random.hpp"

#include <twinshelf/json/plan.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace json_plan_tests {

using namespace twinshelf;
using json::fault;
using json_random::dice;

namespace {

ref any_ref(dice& d)
{
    ref of;
    roll(d, of.pos_id);
    roll(d, of.ecom_id);
    return of;
}

std::vector<ref> any_refs(dice& d)
{
    std::vector<ref> all(d.below(3));
    for (auto& of : all)
        of = any_ref(d);
    return all;
}

/// A field that records of the kind have.
field any_field(dice& d, kind k)
{
    for (;;) {
        const auto f = fields[d.below(fields.size())].id;
        if (json::detail::belongs(f, k)) return f;
    }
}

/// Anything but unknown, and no text where an amount stands or the other way round.
value any_value(dice& d, field f)
{
    value v;
    [&]<std::size_t... I>(std::index_sequence<I...>)
    {
        const auto pick = 1 + d.below(sizeof...(I) - 1);
        const auto make = [&]<std::size_t J>(std::integral_constant<std::size_t, J>) {
            auto& made = v.emplace<J>();
            using T = std::remove_reference_t<decltype(made)>;
            if constexpr (std::is_same_v<T, ref>)
                made = any_ref(d);
            else if constexpr (std::is_same_v<T, std::vector<ref>>)
                made = any_refs(d);
            else if constexpr (!std::is_same_v<T, unknown_t> && !std::is_same_v<T, none_t>)
                json_random::roll(d, made);
        };
        ((I == pick ? make(std::integral_constant<std::size_t, I>{}) : void()), ...);
    }
    (std::make_index_sequence<std::variant_size_v<value>>{});
    const bool amount = std::holds_alternative<money>(v),
               text = std::holds_alternative<std::string>(v);
    const bool mass_elsewhere = std::holds_alternative<distance>(v) && f == field::product_weight;
    if (json::detail::is_amount(f) ? text : amount || mass_elsewhere) return any_value(d, f);
    const bool options = std::holds_alternative<std::vector<option>>(v) ||
                         std::holds_alternative<std::vector<option_value>>(v);
    const bool refs = std::holds_alternative<ref>(v) || std::holds_alternative<std::vector<ref>>(v);
    if (f == field::product_options ? refs : options) return any_value(d, f);
    if (f == field::product_images) { // one id is written: ecom's, else the pos image's
        if (!std::holds_alternative<ref>(v) && !std::holds_alternative<none_t>(v))
            return any_value(d, f);
        if (auto* picture = std::get_if<ref>(&v); picture && !picture->ecom_id.empty())
            picture->pos_id.clear();
    }
    return v;
}

action any_action(dice& d)
{
    action a;
    roll(d, a.id);
    roll(d, a.wave);
    roll(d, a.side);
    roll(d, a.kind);
    a.rule = rule_catalogue[d.below(rule_catalogue.size())].id;
    a.of = any_ref(d);
    switch (d.below(6)) {
    case 0: {
        create c;
        for (auto n = d.below(4); n > 0; --n) {
            const auto f = any_field(d, a.kind);
            bool there = a.kind == kind::product && f == field::product_images; // has `images`
            for (const auto& s : c.record)
                there = there || s.field == f;
            if (!there) c.record.push_back({f, any_value(d, f)});
        }
        a.what = c;
        break;
    }
    case 1: {
        update u;
        for (auto n = d.below(4); n > 0; --n) {
            const auto f = any_field(d, d.below(9) == 0 ? kind::customer : a.kind);
            u.changes.push_back({f,
                                 d.flip() ? any_value(d, f) : unknown_t{},
                                 any_value(d, f),
                                 rule::price_exact,
                                 {}});
            roll(d, u.changes.back().cause);
        }
        a.what = u;
        break;
    }
    case 2: {
        erase r;
        for (auto n = d.below(4); n > 0; --n)
            r.loses.push_back(any_field(d, a.kind));
        a.what = r;
        break;
    }
    case 3: a.what = link_to{}; break;
    case 4: a.what = reorder{d.flip() ? ref{} : any_ref(d), any_refs(d)}; break;
    case 5: {
        move_stock m;
        stock_level by;
        json_random::roll(d, by);
        m.by = by - stock_level{};
        json_random::roll(d, m.to);
        if (d.flip()) json_random::roll(d, m.outlet_id);
        a.what = m;
        break;
    }
    }
    return a;
}

plan any_plan(std::uint64_t seed)
{
    dice d{seed};
    plan p;
    roll(d, p.profile);
    p.money_decimals = static_cast<int>(d.below(5));
    roll(d, p.complete);
    roll(d, p.blocked);
    for (auto n = d.below(8); n > 0; --n)
        p.actions.push_back(any_action(d));
    for (auto n = d.below(5); n > 0; --n) {
        auto& i = p.issues.emplace_back();
        roll(d, i.severity);
        i.rule = rule_catalogue[d.below(rule_catalogue.size())].id;
        roll(d, i.key);
        roll(d, i.kind);
        i.of = any_ref(d);
        if (d.flip()) i.field = fields[d.below(fields.size())].id;
        i.records = any_refs(d);
        roll(d, i.choices);
        if (i.field && d.flip()) {
            const auto any = [&] { return d.flip() ? any_value(d, *i.field) : unknown_t{}; };
            i.values = {any(), any(), any(), any()};
        }
        roll(d, i.message);
    }
    for (auto& s : p.stats)
        json::detail::counts([&](std::string_view, int& count) { roll(d, count); }, s);
    return p;
}

/// A plan of one action with these keys.
std::string with_action(const std::string& keys)
{
    return R"({"profile": "r_series", "complete": true, "blocked": false, "issues": [], "actions": [{"id": 0, "wave": 0, "side": "ecom", "kind": "product", "pos_id": "p1", )" +
           keys + "}]}";
}

std::string with_change(const std::string& keys)
{
    return with_action(R"("rule": "product.update", "verb": "update", "changes": [{)" + keys +
                       "}]");
}

} // namespace

TEST_CASE("json plan: what was written is read back", "[json]")
{
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        INFO("seed " << seed);
        const auto p = any_plan(seed);
        const auto again = json::read_plan(json::write(p, static_cast<int>(seed % 3) - 1));
        REQUIRE(again.faults == std::vector<fault>{});
        REQUIRE(again.value == p);
    }
}

TEST_CASE("json plan: every field is found back by its name on either side", "[json]")
{
    for (const auto& f : fields)
        for (const auto on : {side::pos, side::ecom})
            DYNAMIC_SECTION(name(f.kind) << ' ' << f.key << ' ' << name(on))
            {
                const auto key = json::detail::member_key(f.id, f.kind, on);
                CHECK_FALSE(key.empty());
                CHECK(json::detail::find_member_key(key, f.kind, on) == f.id);
                const auto far = json::detail::member_key(f.id, kind::variant, on);
                CHECK(json::detail::find_member_key(far, kind::variant, on) == f.id);
            }
}

TEST_CASE("json plan: writing is the shape of the model", "[json]")
{
    plan p{.profile = "r_series", .complete = false};
    p.actions = {
        {.side = side::ecom,
         .kind = kind::category,
         .rule = rule::category_create,
         .of = {.pos_id = "12"},
         .what = create{{{field::category_name, std::string{"Tees"}},
                         {field::category_parent, ref{.pos_id = "11"}},
                         {field::category_order, std::int64_t{10}}}}},
        {.id = 1,
         .wave = 1,
         .side = side::ecom,
         .kind = kind::product,
         .rule = rule::product_update,
         .of = {"p1", "101"},
         .what = update{{{field::product_name, std::string{"Tee"}, std::string{"T-Shirt"},
                          rule::product_update, cause::pos_changed},
                         {field::product_price, unknown_t{}, money{1990}, rule::price_retail,
                          cause::differs},
                         {field::product_weight, none, mass{250'000, mass_unit::kg},
                          rule::product_measures, cause::rule}}}},
        {.id = 2,
         .wave = 2,
         .side = side::ecom,
         .kind = kind::category,
         .rule = rule::category_delete,
         .of = {.ecom_id = "7"},
         .what = erase{{field::category_image, field::category_description}}},
        {.id = 3,
         .wave = 2,
         .side = side::ecom,
         .kind = kind::category,
         .rule = rule::category_order,
         .what = reorder{{}, {{"12", ""}, {"13", "9"}}}},
        {.id = 4,
         .wave = 3,
         .side = side::pos,
         .kind = kind::product,
         .rule = rule::stock_movements,
         .of = {"p1", "101"},
         .what = move_stock{{-1'500'000}, units(7), "1"}},
        {.id = 5,
         .wave = 3,
         .side = side::ecom,
         .kind = kind::variant,
         .rule = rule::stock_movements,
         .of = {"v1", "201"},
         .product = {"p1", "101"},
         .what = move_stock{{2'000'000}, units(9), {}}},
    };
    p.issues = {{.severity = severity::hold,
                 .rule = rule::price_zero,
                 .kind = kind::product,
                 .of = {"p1", "101"},
                 .field = field::product_tags,
                 .choices = {"send"},
                 .message = "No."},
                {.severity = severity::conflict,
                 .rule = rule::product_update,
                 .kind = kind::product,
                 .field = field::product_name,
                 .values = disputed{"Tee", "Shirt", unknown_t{}, none},
                 .message = "Which?"}};
    p.of(kind::category) = {3, 2, 1, 1, 0, 0};
    const std::string zero =
        R"({"matched":0,"unchanged":0,"create":0,"update":0,"delete":0,"held":0})";
    CHECK(json::write(p) ==
          R"({"schema":1,"profile":"r_series","complete":false,"blocked":false,"money_decimals":2,)"
          R"("actions":[{"id":0,"wave":0,"side":"ecom","verb":"create","kind":"category",)"
          R"("pos_id":"12","rule":"category.create","record":{"pos_id":"12","name":"Tees",)"
          R"("parent_id":{"pos_id":"11"},"position":10}},)"
          R"({"id":1,"wave":1,"side":"ecom","verb":"update","kind":"product","pos_id":"p1",)"
          R"("ecom_id":"101","rule":"product.update","changes":[{"field":"name","from":"Tee",)"
          R"("to":"T-Shirt","rule":"product.update","cause":"pos_changed"},)"
          R"({"field":"price","to":"19.90","rule":"price.retail","cause":"differs"},)"
          R"({"field":"weight","from":null,"to":{"value":0.25,"unit":"kg"},)"
          R"("rule":"product.measures","cause":"rule"}]},)"
          R"({"id":2,"wave":2,"side":"ecom","verb":"delete","kind":"category","ecom_id":"7",)"
          R"("rule":"category.delete","loses":["image_url","description"]},)"
          R"({"id":3,"wave":2,"side":"ecom","verb":"reorder","kind":"category",)"
          R"("rule":"category.order","parent":null,"order":[{"pos_id":"12"},)"
          R"({"pos_id":"13","ecom_id":"9"}]},)"
          R"({"id":4,"wave":3,"side":"pos","verb":"move_stock","kind":"product","pos_id":"p1",)"
          R"("ecom_id":"101","rule":"stock.movements","by":-1.5,"to":7,"outlet_id":"1"},)"
          R"({"id":5,"wave":3,"side":"ecom","verb":"move_stock","kind":"variant","pos_id":"v1",)"
          R"("ecom_id":"201","product":{"pos_id":"p1","ecom_id":"101"},"rule":"stock.movements",)"
          R"("by":2,"to":9}],)"
          R"("issues":[{"severity":"hold","rule":"price.zero","kind":"product","pos_id":"p1",)"
          R"("ecom_id":"101","field":"tags","choices":["send"],"message":"No."},)"
          R"({"severity":"conflict","rule":"product.update","kind":"product","field":"name",)"
          R"("values":{"pos":"Tee","ecom":"Shirt","base_ecom":null},"message":"Which?"}],)"
          R"("stats":{"categories":{"matched":3,"unchanged":2,"create":1,"update":1,"delete":0,)"
          R"("held":0},"products":)" +
              zero + R"(,"variants":)" + zero + R"(,"customer_groups":)" + zero +
              R"(,"customers":)" + zero + "}}");
}

TEST_CASE("json plan: every kind of fault", "[json]")
{
    struct row {
        const char* id;
        std::string text;
        fault want;
    };
    const std::string
        verbs =
            R"(one of "create", "update", "delete", "link", "reorder", "set_images", "move_stock")",
        product_field = "a field that a product has in ecom",
        rules = R"(the name of a rule, like "product.update")",
        natural = "a whole number of at least 0",
        level = "a number or a decimal string of up to 12 digits";
    const std::string link = R"("rule": "product.adopt", "verb": "link")";
    const auto issue = [](const std::string& keys) {
        return R"({"profile": "", "complete": true, "blocked": false, "actions": [], "issues": [{)" +
               keys + "}]}";
    };
    const row table[] = {
        {"F1 no object", "1", {"", "an object", "the number 1"}},
        {"F2 no JSON", "{]", {"", "valid JSON", R"(the character "]" at line 1, column 2)"}},
        {"F3 the schema",
         R"({"schema": 2, "profile": "", "complete": true, "blocked": false, "actions": [], "issues": []})",
         {"/schema", "schema 1", "the number 2"}},
        {"F4 no word of a block",
         R"({"profile": "", "complete": true, "actions": [], "issues": []})",
         {"/blocked", "true or false", "nothing"}},
        {"F5 no actions",
         R"({"profile": "", "complete": true, "blocked": false, "issues": []})",
         {"/actions", "an array", "nothing"}},
        {"F6 decimals",
         R"({"profile": "", "complete": true, "blocked": false, "actions": [], "issues": [], "money_decimals": 9})",
         {"/money_decimals", "a whole number from 0 to 6", "the number 9"}},
        {"F7 stats",
         R"({"profile": "", "complete": true, "blocked": false, "actions": [], "issues": [], "stats": {"products": {"held": "1"}}})",
         {"/stats/products/held", natural, R"(the text "1")"}},
        {"F8 an action",
         R"({"profile": "", "complete": true, "blocked": false, "actions": [1], "issues": []})",
         {"/actions/0", "an object", "the number 1"}},
        {"F9 a side",
         with_action(link + R"(, "ecom_id": 5)"),
         {"/actions/0/ecom_id", "a text", "the number 5"}},
        {"F10 no rule", with_action(R"("verb": "link")"), {"/actions/0/rule", rules, "nothing"}},
        {"F11 an unknown rule",
         with_action(R"("verb": "link", "rule": "product.x")"),
         {"/actions/0/rule", rules, R"(the text "product.x")"}},
        {"F12 no verb",
         with_action(R"("rule": "product.adopt")"),
         {"/actions/0/verb", verbs, "nothing"}},
        {"F13 an unknown verb",
         with_action(R"("rule": "product.adopt", "verb": "remove")"),
         {"/actions/0/verb", verbs, R"(the text "remove")"}},
        {"F14 a key twice",
         with_action(link + R"(, "verb": "link")"),
         {"/actions/0/verb", "each key once", R"(the key "verb" a second time)"}},
        {"F15 no record",
         with_action(R"("rule": "product.create", "verb": "create")"),
         {"/actions/0/record", "an object", "nothing"}},
        {"F16 an unknown field",
         with_action(R"("rule": "product.create", "verb": "create", "record": {"nam": ""})"),
         {"/actions/0/record/nam", product_field, R"(the key "nam")"}},
        {"F17 another link",
         with_action(R"("rule": "product.create", "verb": "create", "record": {"pos_id": "p2"})"),
         {"/actions/0/record/pos_id", "the pos_id of the action", R"(the text "p2")"}},
        {"F18 no changes",
         with_action(R"("rule": "product.update", "verb": "update", "changes": {})"),
         {"/actions/0/changes", "an array", "an object"}},
        {"F19 no field",
         with_change(R"("to": 1, "rule": "product.update", "cause": "rule")"),
         {"/actions/0/changes/0/field", "a text", "nothing"}},
        {"F20 the field of another kind",
         with_change(R"("field": "email", "to": "", "rule": "product.update", "cause": "rule")"),
         {"/actions/0/changes/0/field", product_field, R"(the text "email")"}},
        {"F21 no value",
         with_change(R"("field": "name", "rule": "product.update", "cause": "rule")"),
         {"/actions/0/changes/0/to", "a value", "nothing"}},
        {"F22 an amount",
         with_change(
             R"("field": "price", "to": "much", "rule": "product.update", "cause": "rule")"),
         {"/actions/0/changes/0/to", R"(a decimal string like "19.90")", R"(the text "much")"}},
        {"F23 a fraction",
         with_change(
             R"("field": "quantity", "to": 1.5, "rule": "product.update", "cause": "rule")"),
         {"/actions/0/changes/0/to", "a whole number of 64 bits", "the number 1.5"}},
        {"F24 a measure",
         with_change(
             R"("field": "weight", "to": {"value": 1, "unit": "cm"}, "rule": "product.update", "cause": "rule")"),
         {"/actions/0/changes/0/to/unit", R"(one of "g", "kg", "oz", "lb", "ct")",
          R"(the text "cm")"}},
        {"F25 references",
         with_change(
             R"("field": "category_ids", "to": ["1"], "rule": "product.update", "cause": "rule")"),
         {"/actions/0/changes/0/to/0", "an object", R"(the text "1")"}},
        {"F26 a cause",
         with_change(R"("field": "name", "to": "", "rule": "product.update", "cause": "chance")"),
         {"/actions/0/changes/0/cause",
          R"(one of "pos_changed", "ecom_changed", "both_changed", "differs", "rule", "decided")",
          R"(the text "chance")"}},
        {"F27 what is lost",
         with_action(R"("rule": "product.delete", "verb": "delete", "loses": ["x"])"),
         {"/actions/0/loses/0", product_field, R"(the text "x")"}},
        {"F28 an order",
         with_action(R"("rule": "category.order", "verb": "reorder", "parent": null)"),
         {"/actions/0/order", "an array", "nothing"}},
        {"F29 a parent",
         with_action(R"("rule": "category.order", "verb": "reorder", "parent": "1", "order": [])"),
         {"/actions/0/parent", "an object", R"(the text "1")"}},
        {"F30 a severity",
         issue(R"("severity": "bad", "rule": "price.zero", "kind": "product", "message": "")"),
         {"/issues/0/severity", R"(one of "error", "conflict", "hold", "notice")",
          R"(the text "bad")"}},
        {"F31 no message",
         issue(R"("severity": "hold", "rule": "price.zero", "kind": "product")"),
         {"/issues/0/message", "a text", "nothing"}},
        {"F32 an issue's field",
         issue(
             R"("severity": "hold", "rule": "price.zero", "kind": "product", "message": "", "field": "x")"),
         {"/issues/0/field", "a field of a product", R"(the text "x")"}},
        {"F33 choices",
         issue(
             R"("severity": "hold", "rule": "price.zero", "kind": "product", "message": "", "choices": [1])"),
         {"/issues/0/choices/0", "a text", "the number 1"}},
        {"F34 no movement",
         with_action(R"("rule": "stock.movements", "verb": "move_stock", "to": 7)"),
         {"/actions/0/by", level, "nothing"}},
        {"F35 a movement of no number",
         with_action(R"("rule": "stock.movements", "verb": "move_stock", "by": [], "to": 7)"),
         {"/actions/0/by", level, "an array"}},
        {"F36 no level",
         with_action(R"("rule": "stock.movements", "verb": "move_stock", "by": -1)"),
         {"/actions/0/to", level, "nothing"}},
        {"F37 an outlet",
         with_action(
             R"("rule": "stock.movements", "verb": "move_stock", "by": -1, "to": 7, "outlet_id": 1)"),
         {"/actions/0/outlet_id", "a text", "the number 1"}},
        {"F38 values in dispute",
         issue(
             R"("severity": "hold", "rule": "price.zero", "kind": "product", "message": "", "field": "price", "values": 1)"),
         {"/issues/0/values", "an object", "the number 1"}},
        {"F39 one of them",
         issue(
             R"("severity": "hold", "rule": "price.zero", "kind": "product", "message": "", "field": "price", "values": {"base_pos": "x"})"),
         {"/issues/0/values/base_pos", R"(a decimal string like "19.90")", R"(the text "x")"}},
        {"F40 values of no field",
         issue(
             R"("severity": "hold", "rule": "price.zero", "kind": "product", "message": "", "values": {})"),
         {"/issues/0/values", "no values, as there is no field", "an object"}},
    };
    for (const auto& r : table)
        DYNAMIC_SECTION(r.id)
        {
            CHECK(json::read_plan(r.text).faults == std::vector{r.want});
        }
    CHECK(json::read_plan(R"({"actions": [{"id": -1}, {"verb": "link", "kind": "shoe"}]})")
              .faults.size() == 15);
}

TEST_CASE("json plan: unknown keys are ignored", "[json]")
{
    CHECK(json::read_plan(
              with_action(R"("rule": "product.adopt", "verb": "link", "x": {"verb": []})"))
              .ok());
}

TEST_CASE("json plan: a text that is cut anywhere is a fault, and depth is no matter", "[json]")
{
    const auto text = json::write(any_plan(5));
    for (std::size_t end = 0; end < std::min<std::size_t>(text.size(), 3000); ++end)
        REQUIRE_FALSE(json::read_plan(text.substr(0, end)).ok());
    const std::string open(100'000, '['), shut(100'000, ']');
    CHECK(json::read_plan(
              with_action(R"("rule": "product.adopt", "verb": "link", "x": )" + open + shut))
              .ok());
    CHECK(json::read_plan(with_change(R"("to": )" + open)).faults.size() == 1);
}

TEST_CASE("json plan: a text with any byte changed is read or refused", "[json]")
{
    dice d{1};
    std::size_t faults = 0;
    for (std::uint64_t seed = 0; seed < 1000; ++seed) {
        auto text = json::write(any_plan(seed % 20));
        for (auto n = d.below(3) + 1; n > 0; --n)
            text[d.below(text.size())] = "\"{}[],:0e-\\\xFF\0n"[d.below(14)];
        faults += json::read_plan(text).faults.size();
    }
    CHECK(faults > 0);
}

} // namespace json_plan_tests
