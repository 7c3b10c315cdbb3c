#include "plans.hpp"

#include <limits>

namespace category_order_tests {

using namespace plans;

namespace {

using strings = std::vector<std::string>;
constexpr auto highest = std::numeric_limits<std::int64_t>::max();
constexpr auto lowest = std::numeric_limits<std::int64_t>::min();

/// The children of an ecom parent ("" the root) as a shopper sees them, by `key(category)`.
template <class Key>
strings children(const ecom::snapshot& ecom, const std::string& parent, Key&& key)
{
    std::vector<const ecom::category*> all;
    for (const auto& c : ecom.categories.records)
        if ((c.parent_id.has_value() ? c.parent_id->text : "") == parent) all.push_back(&c);
    std::stable_sort(all.begin(), all.end(), [](const auto* a, const auto* b) {
        return a->position.value_or(0) < b->position.value_or(0);
    });
    strings keys;
    for (const auto* c : all)
        keys.push_back(key(*c));
    return keys;
}

strings names(const ecom::snapshot& ecom, const std::string& parent)
{
    return children(ecom, parent, [](const auto& c) { return *c.name; });
}

plan without_reorders(plan p)
{
    std::erase_if(p.actions, [](const action& a) { return verb(a) == "reorder"; });
    return p;
}

/// A pos category of each letter, with its parent's letter after a slash: "A B C/A".
pos::snapshot pos_of(const std::string& words)
{
    std::vector<pos::category> all;
    for (std::size_t at = 0; at < words.size(); at += 2) {
        const std::string id(1, words[at]);
        std::string parent;
        if (at + 1 < words.size() && words[at + 1] == '/') {
            parent = words[at + 2];
            at += 2;
        }
        all.push_back(pos_category(id, id, parent));
    }
    return pos_tree(all);
}

/// An ecom category of each letter, "e" and the letter its id: capitals linked to the pos category
/// of that letter, small ones online-only. `positions` where given, else unknown.
ecom::snapshot ecom_of(const std::string& words, std::vector<std::int64_t> positions = {})
{
    std::vector<ecom::category> all;
    for (std::size_t at = 0; at < words.size(); at += 2) {
        const std::string letter(1, words[at]);
        std::string parent;
        if (at + 1 < words.size() && words[at + 1] == '/') {
            parent = std::string("e") + words[at + 2];
            at += 2;
        }
        const bool linked = letter[0] >= 'A' && letter[0] <= 'Z';
        all.push_back(ecom_category("e" + letter, linked ? letter : "", letter, parent));
        if (all.size() <= positions.size()) all.back().position = positions[all.size() - 1];
    }
    return ecom_tree(all);
}

} // namespace

TEST_CASE("category order: where siblings stand", "[category][order]")
{
    // The root's children after the plan, and whether it takes a reorder, R-Series and X-Series.
    struct row {
        const char* id;
        pos::snapshot pos;
        ecom::snapshot ecom;
        strings r;
        bool r_reorders;
        strings x;
        bool x_reorders;
    };
    const std::vector<row> rows{
        {"O1 in pos order already",
         pos_of("A B C"),
         ecom_of("A B C", {0, 1, 2}),
         {"A", "B", "C"},
         false,
         {"A", "B", "C"},
         false},
        {"O1 O2 the other way round",
         pos_of("A B C"),
         ecom_of("C B A", {0, 1, 2}),
         {"A", "B", "C"},
         true,
         {"C", "B", "A"},
         false},
        {"positions rule, not the list",
         pos_of("A B C"),
         ecom_of("C A B", {2, 0, 1}),
         {"A", "B", "C"},
         false,
         {"A", "B", "C"},
         false},
        {"ties stand as listed",
         pos_of("A B C"),
         ecom_of("A C B", {4, 4, 4}),
         {"A", "B", "C"},
         true,
         {"A", "C", "B"},
         false},
        {"positions that are not known stand as listed",
         pos_of("A B"),
         ecom_of("A B"),
         {"A", "B"},
         false,
         {"A", "B"},
         false},
        {"gaps are no reason",
         pos_of("A B C"),
         ecom_of("A B C", {-7, 10, 99'999}),
         {"A", "B", "C"},
         false,
         {"A", "B", "C"},
         false},
        {"negative ones neither",
         pos_of("A B C"),
         ecom_of("A B C", {-3, -2, -1}),
         {"A", "B", "C"},
         false,
         {"A", "B", "C"},
         false},
        {"nor the lowest and the highest",
         pos_of("A B"),
         ecom_of("A B", {lowest, highest}),
         {"A", "B"},
         false,
         {"A", "B"},
         false},
        {"online-only ones among themselves",
         pos_of(""),
         ecom_of("a b", {-1, -9}),
         {"b", "a"},
         false,
         {"b", "a"},
         false},
        {"O1 online-only ones keep their slots",
         pos_of("A B C"),
         ecom_of("x C y B A z", {0, 1, 2, 3, 4, 5}),
         {"x", "A", "y", "B", "C", "z"},
         true,
         {"x", "C", "y", "B", "A", "z"},
         false},
        {"O1 O2 a new one in a gap after its predecessor",
         pos_of("A N B"),
         ecom_of("A B", {0, 10}),
         {"A", "N", "B"},
         false,
         {"A", "N", "B"},
         false},
        {"a new one where there is no gap",
         pos_of("A N B"),
         ecom_of("A B", {0, 1}),
         {"A", "N", "B"},
         true,
         {"A", "N", "B"},
         true},
        {"a new one last",
         pos_of("A B N"),
         ecom_of("A B", {0, 1}),
         {"A", "B", "N"},
         false,
         {"A", "B", "N"},
         false},
        {"a new one last, after the highest position",
         pos_of("A B N"),
         ecom_of("A B", {0, highest}),
         {"A", "B", "N"},
         true,
         {"A", "B", "N"},
         true},
        {"a new one first",
         pos_of("N A B"),
         ecom_of("A B", {0, 1}),
         {"N", "A", "B"},
         false,
         {"N", "A", "B"},
         false},
        {"a new one first, before a gap",
         pos_of("N A B"),
         ecom_of("A B", {5, 6}),
         {"N", "A", "B"},
         false,
         {"N", "A", "B"},
         false},
        {"a new one before the online-only ones that follow its predecessor",
         pos_of("A N B"),
         ecom_of("A x B", {0, 5, 9}),
         {"A", "N", "x", "B"},
         false,
         {"A", "N", "x", "B"},
         false},
        {"a new one first goes right before the next",
         pos_of("N A"),
         ecom_of("x A", {0, 9}),
         {"x", "N", "A"},
         false,
         {"x", "N", "A"},
         false},
        {"a new one beside online-only ones only",
         pos_of("N"),
         ecom_of("x y", {0, 1}),
         {"x", "y", "N"},
         false,
         {"x", "y", "N"},
         false},
        {"two new ones with one predecessor",
         pos_of("A M N B"),
         ecom_of("A B", {0, 2}),
         {"A", "M", "N", "B"},
         true,
         {"A", "M", "N", "B"},
         true},
        {"O2 new ones go where their predecessor stands",
         pos_of("A M B N"),
         ecom_of("B A", {0, 10}),
         {"A", "M", "B", "N"},
         true,
         {"B", "N", "A", "M"},
         false},
        {"all new", pos_of("C A B"), ecom_of(""), {"C", "A", "B"}, false, {"C", "A", "B"}, false},
        {"one moved in, by its own position",
         pos_of("P A M B"),
         ecom_of("P A B M/P", {0, 1, 9, 5}),
         {"P", "A", "M", "B"},
         false,
         {"P", "A", "M", "B"},
         false},
        {"one moved in, whose position does not fit",
         pos_of("P A M B"),
         ecom_of("P A B M/P", {0, 1, 2, 0}),
         {"P", "A", "M", "B"},
         true,
         {"P", "A", "M", "B"},
         true},
        {"one moved out leaves no gap to fill",
         pos_of("A B M/B"),
         ecom_of("A M B", {0, 1, 2}),
         {"A", "B"},
         false,
         {"A", "B"},
         false},
        {"one adopted stays in X-Series",
         pos_of("A B"),
         ecom_tree({ecom_category("eB", "B", "B", "", 0), ecom_category("eA", "", "A", "", 1)}),
         {"A", "B"},
         true,
         {"B", "A"},
         false},
        {"a gone one is no reason",
         pos_of("A B"),
         ecom_of("A Z B", {0, 1, 2}),
         {"A", "B"},
         false,
         {"A", "B"},
         false},
        {"one that is left alone keeps its slot",
         pos_of("A B C/C"),
         ecom_of("C B A", {0, 1, 2}),
         {"C", "A", "B"},
         true,
         {"C", "B", "A"},
         false},
    };
    for (const auto& row : rows)
        for (const auto& by : {r_series(), x_series()}) {
            DYNAMIC_SECTION(row.id << ", " << by.profile)
            {
                const bool r = by.profile == "r_series";
                const auto p = planned(row.pos, row.ecom, by);
                const auto after = carried_out(p, row.pos, row.ecom);
                INFO(text(p));
                CHECK(names(after.ecom, "") == (r ? row.r : row.x));
                CHECK(count_of(p, "reorder", kind::category) ==
                      ((r ? row.r_reorders : row.x_reorders) ? 1u : 0u));
            }
        }
}

TEST_CASE("category order: below a category, and below one that the plan makes",
          "[category][order]")
{
    const auto pos = pos_of("A C/A B/A N Q/N P/N");
    const auto ecom = ecom_of("A B/A C/A P/A", {0, 0, 1, 2});
    const auto p = planned(pos, ecom, r_series());
    INFO(text(p));
    const auto after = carried_out(p, pos, ecom);
    CHECK(names(after.ecom, "") == strings{"A", "N"});
    CHECK(names(after.ecom, "eA") == strings{"C", "B"});
    const auto* made = find_action(p, "create", kind::category, "N");
    REQUIRE(made);
    for (const auto& c : after.ecom.categories.records)
        if (c.pos_id->text == "N") CHECK(names(after.ecom, c.id.text) == strings{"Q", "P"});
}

TEST_CASE("category order: a reorder lists all children that are there then", "[category][order]")
{
    SECTION("one that is deleted later, one that moves in, one that is made, an online-only one")
    {
        const auto pos = pos_of("B A N M");
        const auto ecom = ecom_of("A x B Z M/A", {0, 1, 2, 3, 0});
        const auto p = planned(pos, ecom, r_series());
        INFO(text(p));
        const auto* r = find_action(p, "reorder", kind::category, "");
        REQUIRE(r);
        CHECK(plans::detail::line(*r) ==
              "reorder category / [B/eB /ex A/eA N/ M/eM Z/eZ] (category.order)");
        const auto* gone = find_action(p, "delete", kind::category, "Z");
        REQUIRE(gone);
        CHECK(r->wave < gone->wave);
        CHECK(find_action(p, "create", kind::category, "N")->wave < r->wave);
        CHECK(find_action(p, "update", kind::category, "M")->wave < r->wave);
    }
    SECTION("a delete that is held keeps its slot")
    {
        auto ecom = ecom_of("Z B A", {0, 1, 2});
        ecom.products = {ecom::product{.id = "f1"_id, .category_ids = {{ecom::category_id{"eZ"}}}}};
        const auto pos = pos_of("A B");
        CHECK(names(carried_out(planned(pos, ecom, r_series()), pos, ecom).ecom, "") ==
              strings{"Z", "A", "B"});
    }
    SECTION("deletes that the guard holds keep their slots")
    {
        auto by = r_series();
        by.guard = {0, 1};
        const auto pos = pos_of("A B");
        const auto ecom = ecom_of("B Z A", {0, 1, 2});
        const auto p = planned(pos, ecom, by);
        CHECK(p.blocked);
        CHECK(names(carried_out(p, pos, ecom).ecom, "") == strings{"A", "Z", "B"});
    }
    SECTION("where one child cannot be named, there is none")
    {
        const auto pos = pos_of("A B");
        for (const auto& bad : {ecom_category("", "", "No id"), ecom_category("eA", "", "Twice")}) {
            auto ecom = ecom_of("B A", {0, 1});
            ecom.categories.records.push_back(bad);
            CHECK(count_of(planned(pos, ecom, r_series()), "reorder", kind::category) == 0);
        }
    }
    SECTION("nor below a parent that cannot be named")
    {
        auto ecom = ecom_of("P B/P A/P", {0, 0, 1});
        ecom.categories.records.push_back(ecom_category("eP", "", "Twice"));
        CHECK(count_of(planned(pos_of("P A/P B/P"), ecom, r_series()), "reorder", kind::category) ==
              0);
    }
}

TEST_CASE("category order: parts of a tree are not put in order", "[category][order]") // O4
{
    const auto pos = pos_of("A N B");
    const auto ecom = ecom_of("B A", {0, 1});
    for (const auto& by : {r_series(), x_series()}) {
        auto some = pos;
        some.categories.state = completeness::partial;
        const auto p = planned(some, ecom, by);
        CHECK(count_of(p, "reorder", kind::category) == 0);
        CHECK(count_of(p, "create", kind::category) == 1);
        CHECK(find_setting(p, kind::category, "N", field::category_order));

        auto listed = ecom;
        listed.categories.state = completeness::partial;
        CHECK(planned(pos, listed, by).actions.empty());
    }
    SECTION("what stands is not sorted, so the new one goes where its predecessor stands")
    {
        auto some = pos;
        some.categories.state = completeness::partial;
        const auto turned = ecom_of("B A", {0, 10});
        CHECK(names(carried_out(planned(some, turned, r_series()), some, turned).ecom, "") ==
              strings{"B", "A", "N"});
    }
    SECTION("a new one goes after its predecessor as far as its position does it")
    {
        auto some = pos_of("A N");
        some.categories.state = completeness::partial;
        const auto gap = ecom_of("A B", {0, 10});
        CHECK(names(carried_out(planned(some, gap, r_series()), some, gap).ecom, "") ==
              strings{"A", "N", "B"});
    }
}

TEST_CASE("category order: a policy can leave it alone", "[category][order]") // O3
{
    auto by = r_series();
    by[field::category_order] = flow::never;
    const auto pos = pos_of("A N B");
    const auto ecom = ecom_of("B A", {0, 1});
    const auto p = planned(pos, ecom, by);
    CHECK(lines(p) == strings{R"(create category N/ name="N" parent_id=none enabled=false )"
                              "(category.create)"});

    by[field::category_order] = flow::on_create; // R-Series with the order of X-Series
    CHECK(names(carried_out(planned(pos, ecom, by), pos, ecom).ecom, "") == strings{"B", "A", "N"});
    CHECK(planned(pos, ecom, x_series_2021()).actions.empty());
}

TEST_CASE("category order: a position never leaves the range of numbers", "[category][order]")
{
    for (const auto& positions : std::vector<std::vector<std::int64_t>>{
             {highest, highest}, {lowest, highest}, {highest - 1, highest}, {lowest, lowest}})
        for (const auto* order : {"A N B", "A B N M", "N M A B", "N A M B"})
            for (const auto& by : {r_series(), x_series()}) {
                INFO(order << " " << positions[0] << " " << positions[1]);
                const auto pos = pos_of(order);
                const auto ecom = ecom_of("A B", positions);
                strings want;
                for (const auto& c : pos.categories.records)
                    want.push_back(*c.name);
                CHECK(names(carried_out(planned(pos, ecom, by), pos, ecom).ecom, "") == want);
            }
}

TEST_CASE("category order: random trees", "[category][order]")
{
    for (std::uint32_t seed = 0; seed < 1'500; ++seed) {
        std::mt19937 random{seed};
        const auto up_to = [&](int n) {
            return static_cast<int>(random() % (1u + static_cast<unsigned>(n)));
        };
        const auto id = [](const char* letter, int i) { return letter + std::to_string(i); };
        const int count = 3 + up_to(6);
        std::vector<pos::category> ps;
        std::vector<ecom::category> es;
        // Few names, parents before or after their children, some gone, new, online-only.
        std::vector<int> label(static_cast<std::size_t>(count));
        std::iota(label.begin(), label.end(), 0);
        std::shuffle(label.begin(), label.end(), random);
        const bool bad_pos = seed % 5 == 0; // circles and missing parents too
        for (int i = 0; i < count; ++i) {
            const auto me = label[static_cast<std::size_t>(i)];
            const auto up = up_to(bad_pos ? count : i) - 1;
            const bool own_name = up_to(1) == 1;
            if (!up_to(3)) continue;
            const auto parent =
                up < 0 ? "" : id("p", bad_pos ? up : label[static_cast<std::size_t>(up)]);
            ps.push_back(pos_category(id("p", me), id("N", own_name ? me : me % 3), parent));
        }
        if (!bad_pos) { // those whose parent was left out hang at the root
            std::set<std::string> there;
            for (const auto& c : ps)
                there.insert(c.id.text);
            for (auto& c : ps)
                if (c.parent_id.has_value() && !there.count(c.parent_id->text)) c.parent_id = none;
        }
        std::shuffle(ps.begin(), ps.end(), random);
        std::shuffle(label.begin(), label.end(), random);
        for (int i = 0; i < count; ++i) {
            const auto me = label[static_cast<std::size_t>(i)];
            const auto up = up_to(i) - 1;
            const auto kind = up_to(5);
            const bool own_name = up_to(2) > 0;
            const auto position = up_to(7) - 3;
            if (kind == 5) continue;
            const auto parent = up < 0 ? "" : id("e", label[static_cast<std::size_t>(up)]);
            es.push_back(ecom_category(id("e", me), kind == 4 ? "" : id("p", me),
                                       id("N", own_name ? me : me % 3), parent, position));
            if (!up_to(9)) es.back().position = {};
            es.back().enabled = up_to(1) == 1;
            es.back().description = id("text ", me);
        }
        {
            std::set<std::string> there;
            for (const auto& c : es)
                there.insert(c.id.text);
            for (auto& c : es)
                if (c.parent_id.has_value() && !there.count(c.parent_id->text)) c.parent_id = none;
        }
        auto pos = pos_tree(ps);
        auto ecom = ecom_tree(es);
        if (seed % 7 == 0) pos.categories.state = completeness::partial;
        if (seed % 11 == 0) ecom.categories.state = completeness::partial;
        const bool whole = pos.categories.complete() && ecom.categories.complete();
        auto by = seed % 2 ? r_series() : x_series();
        by.guard.share = seed % 3 ? 1 : 0.3;
        by.guard.least = 2;

        INFO(seed);
        const auto p = planned(pos, ecom, by);
        INFO(text(p));
        const auto after = carried_out(p, pos, ecom).ecom;
        const auto unordered = carried_out(without_reorders(p), pos, ecom).ecom;

        std::map<std::string, const ecom::category*> was, is;
        for (const auto& c : ecom.categories.records)
            was[c.id.text] = &c;
        for (const auto& c : after.categories.records)
            is[c.id.text] = &c;
        std::map<std::string, std::size_t> place; // in the pos
        for (std::size_t i = 0; i < ps.size(); ++i)
            place[ps[i].id.text] = i;
        const auto link = [](const ecom::category& c) { return c.pos_id ? c.pos_id->text : ""; };

        // What is ecom's own stays; what is online-only stays as it is but for its position.
        for (const auto& [its_id, c] : was) {
            const bool owned = is.count(its_id) && !link(*is[its_id]).empty();
            if (link(*c).empty()) REQUIRE(is.count(its_id));
            if (!is.count(its_id)) continue;
            CHECK(is[its_id]->description == c->description);
            CHECK(is[its_id]->enabled == c->enabled);
            if (owned) continue;
            CHECK(is[its_id]->name == c->name);
            CHECK(is[its_id]->parent_id == c->parent_id);
        }
        // The tree is the pos's, where nothing is in question.
        if (whole && p.complete) {
            std::map<std::string, std::string> ecom_id;
            for (const auto& [its_id, c] : is)
                if (!link(*c).empty()) CHECK(ecom_id.emplace(link(*c), its_id).second);
            CHECK(ecom_id.size() == ps.size());
            for (const auto& c : ps) {
                REQUIRE(ecom_id.count(c.id.text));
                const auto& e = *is[ecom_id[c.id.text]];
                CHECK(e.name == c.name);
                CHECK((e.parent_id.has_value() ? e.parent_id->text : "") ==
                      (c.parent_id.has_value() ? ecom_id[c.parent_id->text] : ""));
            }
        }
        // Siblings.
        std::set<std::string> left_alone; // what is reported, and what is not placed
        for (const auto& i : p.issues)
            if (i.severity != severity::notice) {
                left_alone.insert(i.of.pos_id);
                for (const auto& r : i.records)
                    left_alone.insert(r.pos_id);
            }
        std::set<std::string> parents{""}, reordered;
        for (const auto& [its_id, c] : is)
            parents.insert(its_id);
        for (const auto& a : p.actions)
            if (const auto* r = std::get_if<reorder>(&a.what)) {
                CHECK(whole);
                CHECK(a.wave >= 0);
                CHECK(reordered.insert(r->parent.pos_id + "/" + r->parent.ecom_id).second);
            }
        const auto ids = [](const ecom::category& c) { return c.id.text; };
        for (const auto& parent : parents) {
            const auto now = children(after, parent, ids);
            const auto before = children(ecom, parent, ids);
            INFO("below " << parent << ": " << Catch::StringMaker<strings>::convert(before)
                          << " becomes " << Catch::StringMaker<strings>::convert(now));
            const std::set<std::string> here(before.begin(), before.end());
            const std::set<std::string> stay(now.begin(), now.end());
            const auto owned = [&](const std::string& c) {
                return place.count(link(*is[c])) && !left_alone.count(link(*is[c]));
            };
            strings stood, stands; // who is there before and after
            for (const auto& c : before)
                if (stay.count(c)) stood.push_back(c);
            for (const auto& c : now)
                if (here.count(c)) stands.push_back(c);
            const bool comers = stands.size() < now.size();

            const bool r_series = by.profile == "r_series" && whole;
            if (!r_series) CHECK(stands == stood);
            if (whole) // no online-only one changes its slot
                for (std::size_t i = 0; i < stands.size(); ++i)
                    if (!owned(stands[i])) CHECK(stands[i] == stood[i]);
            if (r_series) {
                strings in_order;
                for (const auto& c : now)
                    if (owned(c)) in_order.push_back(c);
                CHECK(std::is_sorted(in_order.begin(), in_order.end(),
                                     [&](const auto& a, const auto& b) {
                                         return place[link(*is[a])] < place[link(*is[b])];
                                     }));
            }
            if (whole && comers)
                for (std::size_t i = 0; i < now.size(); ++i) { // right after its predecessor
                    if (here.count(now[i]) || !owned(now[i])) continue;
                    const auto mine = place[link(*is[now[i]])];
                    std::string predecessor;
                    for (const auto& c : now)
                        if (owned(c) && place[link(*is[c])] < mine &&
                            (predecessor.empty() ||
                             place[link(*is[c])] > place[link(*is[predecessor])]))
                            predecessor = c;
                    if (!predecessor.empty()) CHECK((i > 0 && now[i - 1] == predecessor));
                }
            // A reorder only where the order is not there without it, wherever a new one may stand
            // among those of its position.
            auto made_first = unordered;
            auto& all = made_first.categories.records;
            std::stable_partition(all.begin(), all.end(),
                                  [&](const auto& c) { return !was.count(c.id.text); });
            const bool in_order =
                children(unordered, parent, ids) == now && children(made_first, parent, ids) == now;
            const auto parent_ref =
                parent.empty() ? "/"
                               : (link(*is[parent]) + "/" + (was.count(parent) ? parent : ""));
            if (whole) CHECK((reordered.count(parent_ref) != 0) != in_order);
        }
    }
}

} // namespace category_order_tests
