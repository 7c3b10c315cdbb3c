#include "plans.hpp"

#include <twinshelf/rules/variant.hpp>

#include <array>
#include <chrono>

using namespace twinshelf;
using plans::carried_out, plans::count_of, plans::find_action, plans::find_issues, plans::item,
    plans::lines, plans::listing, plans::notices, plans::store, plans::text, plans::till, plans::with;

namespace {

using text_lines = std::vector<std::string>;

std::vector<std::string> split(const std::string& text)
{
    std::vector<std::string> parts(1);
    for (const char c : text)
        if (c == '/')
            parts.emplace_back();
        else
            parts.back() += c;
    return parts;
}

const std::vector<std::string> all_attributes{"Color", "Size", "Fit", "Cloth"};

/// A variant of the till, with a value per attribute: "Red", "Red/S".
pos::variant on_till(std::string id, std::string sku, const std::string& values)
{
    pos::variant v{.id = pos::variant_id{std::move(id)}, .attribute_values = split(values)};
    v.sellable.sku = std::move(sku);
    return v;
}

/// "Red/S" as the values of Color and Size; those of a blank part are left out.
std::vector<option_value> chosen(const std::string& values)
{
    std::vector<option_value> all;
    const auto parts = split(values);
    for (std::size_t i = 0; i < parts.size(); ++i)
        if (!parts[i].empty()) all.push_back({all_attributes[i], parts[i]});
    return all;
}

/// A variation of the store without a price of its own; online-only with an empty `pos_id`.
ecom::variation in_store(std::string id, std::string pos_id, std::string sku,
                         const std::string& values)
{
    ecom::variation v{.id = ecom::variation_id{std::move(id)},
                      .option_values = chosen(values),
                      .image_id = none};
    if (!pos_id.empty()) v.pos_id.emplace(std::move(pos_id));
    v.sellable.sku = std::move(sku);
    v.sellable.price = none;
    return v;
}

/// A matrix of the till with as many attributes as its variants have values.
pos::product matrix(std::string id, std::vector<pos::variant> variants)
{
    auto p = item(std::move(id), "");
    std::size_t count = 1;
    for (const auto& v : variants)
        count = std::max(count, v.attribute_values->size());
    p.attributes.emplace(all_attributes.begin(),
                         all_attributes.begin() + static_cast<std::ptrdiff_t>(count));
    p.variants = std::move(variants);
    return p;
}

/// A product of the store with the options that its variations use.
ecom::product shelf(std::string id, std::string pos_id, std::vector<ecom::variation> variations)
{
    auto e = listing(std::move(id), std::move(pos_id), "");
    std::vector<option> options;
    for (const auto& v : variations)
        for (const auto& [name, chosen] : *v.option_values) {
            auto o = std::find_if(options.begin(), options.end(),
                                  [&n = name](const option& known) { return known.name == n; });
            if (o == options.end()) o = options.insert(o, {name, {}});
            if (std::find(o->values.begin(), o->values.end(), chosen) == o->values.end())
                o->values.push_back(chosen);
        }
    e.options = std::move(options);
    e.variations = std::move(variations);
    return e;
}

/// The sellables of ecom as a plan goes on: whatever the order within a wave, none takes a SKU or,
/// within its product, a combination that another has, unless the pos has the SKU twice
/// (`variant.sku_free`). Online-only ones count where their SKU is to be respected.
class sellable_check {
public:
    sellable_check(const plan& of, const pos::snapshot& pos, const ecom::snapshot& ecom,
                   const policy& by)
        : p(of)
    {
        for (const auto& product : pos.products.records) {
            if (gone(product.sellable)) continue;
            if (!has_variants(product)) count(product.sellable);
            if (product.variants)
                for (const auto& v : *product.variants)
                    count(v.sellable);
        }
        std::set<std::pair<std::string, std::string>> linked;
        for (const auto& a : p.actions)
            if (std::get_if<link_to>(&a.what)) linked.emplace(a.product.ecom_id, a.of.ecom_id);
        const bool online_too = by.duplicate_sku == duplicate_sku::hold;
        for (const auto& e : ecom.products.records) {
            if (tombstone(e)) continue;
            const auto& id = e.id.text;
            const bool owned = online_too || !linked_to(e).empty() || linked.count({"", id});
            if (owned && !has_variants(e) && e.sellable.sku) sku[{id, ""}] = trimmed(*e.sellable.sku);
            if (!e.variations) continue;
            for (const auto& v : *e.variations) {
                const bool own = online_too || !linked_to(v).empty() || linked.count({id, v.id.text});
                if (own && v.sellable.sku) sku[{id, v.id.text}] = trimmed(*v.sellable.sku);
                if (v.option_values) options[{id, v.id.text}] = key(*v.option_values);
            }
        }
    }

    /// What is wrong; empty where nothing is.
    std::string run()
    {
        for (std::size_t from = 0, to = 0; from < p.actions.size(); from = to) {
            std::vector<std::pair<who, std::string>> skus, sets;
            std::vector<who> goes;
            for (; to < p.actions.size() && p.actions[to].wave == p.actions[from].wave; ++to)
                collect(p.actions[to], skus, sets, goes);
            take(skus, sku, true);
            take(sets, options, false);
            for (const auto& w : goes) {
                erase_all(sku, w);
                erase_all(options, w);
            }
        }
        for (const auto& [w, held] : sku)
            if (parked.count(held)) wrong += w.first + ":" + w.second + " stays parked\n";
        return wrong;
    }

private:
    using who = std::pair<std::string, std::string>; ///< product and variation, by ecom or "new" id
    using holders = std::map<who, std::string>;

    static std::string key(const std::vector<option_value>& values)
    {
        std::map<std::string, std::string> sorted;
        for (const auto& v : values)
            sorted[folded(v.name, {})] = folded(v.value, {});
        std::string all;
        for (const auto& [name, value] : sorted)
            all += name + "=" + value + ";";
        return all;
    }

    void count(const pos::sellable& s)
    {
        if (!gone(s) && s.sku && !blank(*s.sku)) ++wanted[std::string{trimmed(*s.sku)}];
    }

    static std::string id_of(const ref& r)
    {
        return r.ecom_id.empty() ? "new " + r.pos_id : r.ecom_id;
    }

    template <class Setting>
    static void collect_one(const Setting& s, const who& w,
                            std::vector<std::pair<who, std::string>>& skus,
                            std::vector<std::pair<who, std::string>>& sets)
    {
        if (const auto* text = std::get_if<std::string>(&s.to);
            text && s.field == field::product_sku)
            skus.emplace_back(w, trimmed(*text));
        if (const auto* values = std::get_if<std::vector<option_value>>(&s.to))
            sets.emplace_back(w, key(*values));
    }

    void collect(const action& a, std::vector<std::pair<who, std::string>>& skus,
                 std::vector<std::pair<who, std::string>>& sets, std::vector<who>& goes)
    {
        if ((a.kind != kind::product && a.kind != kind::variant) || a.side != side::ecom) return;
        const who w = a.kind == kind::product ? who{id_of(a.of), ""}
                                              : who{id_of(a.product), id_of(a.of)};
        if (std::get_if<erase>(&a.what)) goes.push_back(w);
        if (const auto* c = std::get_if<create>(&a.what)) {
            for (const auto& s : c->record)
                if (a.kind == kind::variant || c->variations.empty()) collect_one(s, w, skus, sets);
            for (const auto& v : c->variations)
                for (const auto& s : v.record)
                    collect_one(s, {w.first, id_of(v.of)}, skus, sets);
        }
        if (const auto* u = std::get_if<update>(&a.what))
            for (const auto& c : u->changes)
                if (a.kind == kind::variant || !is_matrix(w.first)) collect_one(c, w, skus, sets);
        if (plans::detail::is_parking(a)) parked.insert(skus.back().second);
    }

    [[nodiscard]] bool is_matrix(const std::string& product) const
    {
        return std::any_of(options.begin(), options.end(), [&](const auto& one) {
            return one.first.first == product && !one.first.second.empty();
        });
    }

    void take(const std::vector<std::pair<who, std::string>>& takes, holders& held, bool is_sku)
    {
        std::map<std::pair<std::string, std::string>, std::set<who>> has;
        const auto place = [&](const who& w, const std::string& what) {
            return std::pair{is_sku ? "" : w.first, what};
        };
        for (const auto& [w, what] : held)
            has[place(w, what)].insert(w);
        for (const auto& [w, what] : takes) {
            if (what.empty()) continue;
            auto& others = has[place(w, what)];
            if (others.size() > others.count(w) && !(is_sku && wanted[what] > 1))
                wrong += w.first + ":" + w.second + " takes " + what + " while another has it\n";
            others.insert(w);
        }
        for (const auto& [w, what] : takes)
            held[w] = what;
    }

    static void erase_all(holders& held, const who& w)
    {
        std::erase_if(held, [&](const auto& one) {
            return one.first == w || (w.second.empty() && one.first.first == w.first);
        });
    }

    const plan& p;
    std::map<std::string, int> wanted;
    holders sku, options;
    std::set<std::string> parked;
    std::string wrong;
};

ecom::snapshot with_variations_shuffled(ecom::snapshot s)
{
    for (auto& e : s.products.records)
        if (e.variations)
            e.variations = plans::detail::shuffled(*e.variations,
                                                   [](const auto& v) { return v.id; });
    return plans::detail::shuffled(std::move(s));
}

/// The plan, after checking on it what holds for all plans with variants.
plan made(const pos::snapshot& pos, const ecom::snapshot& ecom, const policy& by)
{
    auto p = reconcile(pos, ecom, by);
    INFO(text(p));
    plans::detail::check_form(p);
    for (const auto& v : check(p, pos, ecom, by)) {
        INFO("action " << v.action << ": " << v.what);
        CHECK(false);
    }
    CHECK(sellable_check(p, pos, ecom, by).run() == "");

    const bool admission = !find_issues(p, rule::product_plan_limit).empty();
    const auto other = reconcile(plans::detail::shuffled(pos, !admission),
                                 with_variations_shuffled(ecom), by);
    INFO("with the records in another order:\n" << text(other));
    CHECK((p == other)); // plan.deterministic

    const auto after = carried_out(p, pos, ecom);
    const auto again = reconcile(after.pos, after.ecom, by);
    INFO("once it is carried out:\n" << text(again));
    if (!p.blocked) CHECK(again.actions.empty()); // plan.converges, F20
    return p;
}

/// The variations that a new product brings, a line each.
text_lines brought(const plan& p, std::string_view product)
{
    text_lines all;
    if (const auto* a = find_action(p, "create", kind::product, product))
        for (const auto& v : std::get<create>(a->what).variations) {
            auto line = v.of.pos_id;
            for (const auto& s : v.record)
                line += " " + plans::detail::member(s.field, side::ecom) + "=" + text(s.to);
            all.push_back(line);
        }
    return all;
}

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

/// One product on each side, and what the plan is to be.
struct row {
    const char* id;
    policy by;
    std::vector<pos::variant> pos;
    std::vector<ecom::variation> ecom;
    text_lines want;
    text_lines notices{};
};

void check_row(const row& r)
{
    DYNAMIC_SECTION(r.id)
    {
        const auto p = made(till({matrix("p1", r.pos)}), store({shelf("1", "p1", r.ecom)}), r.by);
        INFO(text(p));
        CHECK(lines(p) == r.want);
        CHECK(notices(p) == r.notices);
    }
}

/// Linked products that each count as one.
void fill(pos::snapshot& pos, ecom::snapshot& ecom, int count)
{
    for (int i = 0; i < count; ++i) {
        const auto n = std::to_string(i);
        pos.products.records.push_back(item("full" + n, "F" + n));
        ecom.products.records.push_back(listing("90" + n, "full" + n, "F" + n));
    }
}

/// The one change of a field, with its action; options are written before the other fields.
std::pair<const action*, const change*> written(const plan& p, kind k, std::string_view id, field f)
{
    for (const auto& a : p.actions)
        if (const auto* u = std::get_if<update>(&a.what);
            u && a.kind == k && (a.of.pos_id == id || a.of.ecom_id == id))
            for (const auto& c : u->changes)
                if (c.field == f) return {&a, &c};
    return {};
}

const change* find_change(const plan& p, kind k, std::string_view id, field f)
{
    return written(p, k, id, f).second;
}

int severe(const plan& p, rule why)
{
    const auto found = find_issues(p, why);
    return static_cast<int>(std::count_if(found.begin(), found.end(), [](const issue* i) {
        return i->severity != severity::notice;
    }));
}

const auto inactive = [](pos::variant v) {
    v.sellable.active = false;
    return v;
};
const auto archived = [](pos::variant v) {
    v.sellable.archived = true;
    return v;
};
const auto deleted = [](pos::variant v) {
    v.sellable.deleted = true;
    return v;
};
const auto off_channel = [](pos::variant v) {
    v.sellable.sell_online = false;
    return v;
};

constexpr std::array profiles{&r_series, &x_series, &x_series_2021};
const std::string counted = "notice product / (product.update)";
const std::string online_only = "notice product p1/1 (variant.no_back_sync)";

} // namespace

TEST_CASE("variant: who is who", "[variant]")
{
    for (const auto profile : profiles) {
        const auto by = profile();
        DYNAMIC_SECTION(by.profile)
        {
            const auto two_way = by.profile == "r_series" ? text_lines{counted} : text_lines{};
            const row rows[]{
                {"W1 linked and the same", by, {on_till("v1", "A", "Red")},
                 {in_store("e1", "v1", "A", "Red")}, {}},
                {"W1 linked, whatever else says otherwise", by, {on_till("v1", "B", "Blue")},
                 {in_store("e1", "v1", "A", "Red")},
                 {"update product p1/1 options=[Color: Red]>[Color: Red Blue] (variant.options)",
                  R"(update variant v1/e1 sku="A">"B" options=[Color:Red]>[Color:Blue])"
                  " (variant.options) (product.update)"},
                 by.profile == "r_series" ? text_lines{counted} : text_lines{}},
                {"W1 links stay though SKUs and combinations are swapped", by,
                 {on_till("v1", "A", "Red"), on_till("v2", "B", "Blue")},
                 {in_store("e2", "v2", "B", "Blue"), in_store("e1", "v1", "A", "Red")}, {}},
                {"W2 the same SKU", by, {on_till("v1", "A", "Red")},
                 {in_store("e1", "", "A", "Red")}, {"link variant v1/e1 (variant.match)"}},
                {"W2 the same SKU but for blanks", by, {on_till("v1", "A ", "Red")},
                 {in_store("e1", "", " A", "Red")}, {"link variant v1/e1 (variant.match)"}},
                {"W2 SKU goes before combination", by,
                 {on_till("v1", "A", "Red"), on_till("v2", "B", "Blue")},
                 {in_store("e1", "", "B", "Blue"), in_store("e2", "", "A", "Red")},
                 {"link variant v1/e2 (variant.match)", "link variant v2/e1 (variant.match)"}},
                {"W2 another case is another SKU", by, {on_till("v1", "a", "Red")},
                 {in_store("e1", "", "A", "Blue")},
                 {"update product p1/1 options=[Color: Blue]>[Color: Blue Red] (variant.options)",
                  R"(create variant v1/ sku="a" options=[Color:Red] (variant.create))"},
                 {online_only}},
                {"W2 a blank SKU is none (F01)", by,
                 {on_till("v1", " ", "Red"), on_till("v2", "B", "Blue")},
                 {in_store("e1", "", "", "Green"), in_store("e2", "v2", "B", "Blue")},
                 {"update product p1/1 options=[Color: Green Blue]>[Color: Green Blue Red]"
                  " (variant.options)",
                  "create variant v1/ options=[Color:Red] (variant.create)"},
                 {online_only}},
                {"W2 an online-only SKU twice: the combination decides", by,
                 {on_till("v1", "A", "Red")},
                 {in_store("e1", "", "A", "Blue"), in_store("e2", "", "A", "Red")},
                 {"link variant v1/e2 (variant.match)"}, {online_only}},
                {"W2 of a linked variant that is not there any more", by,
                 {on_till("v2", "A", "Red")}, {in_store("e1", "v1", "A", "Red")},
                 {"link variant v2/e1 (identity.relink)"}},
                {"W2 of a linked variant that is archived (F09)", by,
                 {archived(on_till("v1", "A", "Red")), on_till("v2", "A", "Red")},
                 {in_store("e1", "v1", "A", "Red")}, {"link variant v2/e1 (identity.relink)"}},
                {"W2 of a linked variant that is deleted (F09)", by,
                 {deleted(on_till("v1", "A", "Red")), on_till("v2", "A", "Red")},
                 {in_store("e1", "v1", "A", "Red")}, {"link variant v2/e1 (identity.relink)"}},
                {"W3 the same combination", by, {on_till("v1", "A", "Red/S")},
                 {in_store("e1", "", "", "Red/S")},
                 {R"(update variant v1/e1 sku="">"A" (product.update))",
                  "link variant v1/e1 (variant.match)"},
                 two_way},
                {"W3 the same combination but for case", by, {on_till("v1", "", "RED/s")},
                 {in_store("e1", "", "", "Red/S")}, {"link variant v1/e1 (variant.match)"}},
                {"W3 the same combination of a variant that is not there any more", by,
                 {on_till("v2", "B", "Red")}, {in_store("e1", "v1", "A", "Red")},
                 {R"(update variant v2/e1 sku="A">"B" (product.update))",
                  "link variant v2/e1 (identity.relink)"},
                 two_way},
                {"W3 only the full combination", by, {on_till("v1", "", "Red")},
                 {in_store("e1", "", "", "Red/S")},
                 {"create variant v1/ options=[Color:Red] (variant.create)"}, {online_only}},
                {"W3 never by position", by,
                 {on_till("v1", "A", "Red"), on_till("v2", "B", "Blue")},
                 {in_store("e1", "", "C", "Green"), in_store("e2", "", "D", "White")},
                 {"update product p1/1 options=[Color: Green White]>[Color: Green White Red Blue]"
                  " (variant.options)",
                  R"(create variant v1/ sku="A" options=[Color:Red] (variant.create))",
                  R"(create variant v2/ sku="B" options=[Color:Blue] (variant.create))"},
                 {online_only}},
            };
            for (const auto& r : rows)
                check_row(r);
        }
    }
}

TEST_CASE("variant: what becomes of them", "[variant]")
{
    for (const auto profile : profiles) {
        const auto by = profile();
        const bool r_series = by.profile == "r_series";
        DYNAMIC_SECTION(by.profile)
        {
            const auto two_way = r_series ? text_lines{counted} : text_lines{};
            const auto keep = with(by, [](auto& p) { p.inactive_variant = inactive_variant::keep; });
            const auto red = on_till("v1", "A", "Red"), blue = on_till("v2", "B", "Blue");
            const auto is_red = in_store("e1", "v1", "A", "Red"),
                       is_blue = in_store("e2", "v2", "B", "Blue");
            const row rows[]{
                {"W4 a new one", by, {red, blue}, {is_red},
                 {"update product p1/1 options=[Color: Red]>[Color: Red Blue] (variant.options)",
                  R"(create variant v2/ sku="B" options=[Color:Blue] (variant.create))"}},
                {"W4 a new one without a SKU", by, {red, on_till("v2", "", "Blue")}, {is_red},
                 {"update product p1/1 options=[Color: Red]>[Color: Red Blue] (variant.options)",
                  "create variant v2/ options=[Color:Blue] (variant.create)"}},
                {"W4 one that is available again", by, {red, blue}, {is_red},
                 {"update product p1/1 options=[Color: Red]>[Color: Red Blue] (variant.options)",
                  R"(create variant v2/ sku="B" options=[Color:Blue] (variant.create))"}},
                {"W4 not available, and not there", by,
                 {red, inactive(blue), off_channel(on_till("v3", "C", "Green")),
                  archived(on_till("v4", "D", "White")), deleted(on_till("v5", "E", "Black"))},
                 {is_red}, {}},
                {"W5 another SKU", by, {on_till("v1", "B", "Red")}, {is_red},
                 {R"(update variant v1/e1 sku="A">"B" (product.update))"}, two_way},
                {"W5 a blank SKU in the pos takes none away", by, {on_till("v1", "", "Red")},
                 {is_red}, {}},
                {"W5 another value", by, {on_till("v1", "A", "Blue")}, {is_red},
                 {"update product p1/1 options=[Color: Red]>[Color: Red Blue] (variant.options)",
                  "update variant v1/e1 options=[Color:Red]>[Color:Blue] (variant.options)"
                  " (product.update)"},
                 two_way},
                {"W6 inactive (F53)", by, {red, inactive(blue)}, {is_red, is_blue},
                 {"delete variant v2/e2 (variant.inactive)"}},
                {"W6 off the online channel", by, {red, off_channel(blue)}, {is_red, is_blue},
                 {"delete variant v2/e2 (variant.inactive)"}},
                {"W6 inactive_variant keep", keep, {red, inactive(blue)},
                 {is_red, with(is_blue, [](auto& v) { v.sellable.quantity = 4; })},
                 {"update variant v2/e2 quantity=4>0 (variant.inactive)"}},
                {"W6 inactive_variant keep, unlimited", keep, {red, inactive(blue)},
                 {is_red, with(is_blue,
                               [](auto& v) {
                                   v.sellable.tracks_stock = false;
                                   v.sellable.quantity = 4;
                               })},
                 {"update variant v2/e2 tracks_stock=false>true quantity=4>0"
                  " (variant.inactive)"}},
                {"W6 inactive_variant keep, nothing left", keep, {red, inactive(blue)},
                 {is_red, with(is_blue, [](auto& v) { v.sellable.quantity = 0; })}, {}},
                {"W6 inactive_variant keep, not there", keep, {red, inactive(blue)}, {is_red}, {}},
                {"W7 archived", by, {red, archived(blue)}, {is_red, is_blue},
                 {"delete variant v2/e2 (variant.delete)"}},
                {"W7 not there any more (F21)", by, {red}, {is_red, is_blue},
                 {"delete variant v2/e2 (variant.delete)"}},
                {"W7 archived, and kept ones are not meant", keep, {red, archived(blue)},
                 {is_red, is_blue}, {"delete variant v2/e2 (variant.delete)"}},
                {"W8 online-only", by, {red}, {is_red, in_store("e2", "", "B", "Blue")}, {},
                 {online_only}},
                {"W8 online-only, its link is blank", by, {red},
                 {is_red, in_store("e2", " ", "B", "Blue")}, {}, {online_only}},
                {"W8 online-only, the SKU of one that is not available", by, {red, inactive(blue)},
                 {is_red, in_store("e2", "", "B", "Blue")}, {}, {online_only}},
                {"W9 none is available", by, {inactive(red), off_channel(blue)}, {is_red, is_blue},
                 {std::string{"update product p1/1 enabled=true>false (product.activation)"
                              " (product.update)"}}},
                {"W9 none is available, inactive_variant keep", keep, {inactive(red)}, {is_red},
                 {std::string{"update product p1/1 enabled=true>false (product.activation)"
                              " (product.update)"}}},
                {"W11 all values blank (F17)", by, {red, on_till("v2", "B", " ")}, {is_red},
                 {"hold product p1/1 options (variant.invalid)"}},
                {"W11 the same combination twice", by, {red, on_till("v2", "B", "Red")}, {is_red},
                 {"hold product p1/1 options (variant.invalid)"}},
                {"W11 the same combination twice but for case", by,
                 {red, on_till("v2", "B", "RED")}, {is_red},
                 {"hold product p1/1 options (variant.invalid)"}},
                {"W11 four attributes", by, {on_till("v1", "B", "Red/S/Slim/Linen")}, {is_red},
                 {"hold product p1/1 options (variant.invalid)"}},
                {"W11 not of those that are not available", by,
                 {red, inactive(on_till("v2", "B", "Red")), archived(on_till("v3", "C", "")),
                  off_channel(on_till("v4", "D", ""))},
                 {is_red}, {}},
                {"W11 a value is blank, not all", by, {on_till("v1", "A", "Red/")}, {is_red}, {}},
            };
            for (const auto& r : rows)
                check_row(r);
        }
    }
}

TEST_CASE("variant: a disabled product whose variants are not available is left", "[variant]")
{
    for (const auto profile : profiles) {
        const auto p =
            made(till({matrix("p1", {inactive(on_till("v1", "A", "Red"))})}),
                 store({with(shelf("1", "p1", {in_store("e1", "v1", "A", "Red")}),
                             [](auto& e) { e.enabled = false; })}),
                 profile());
        CHECK(p.actions.empty());
    }
}

TEST_CASE("variant: a product's own flags are not its variants'", "[variant]")
{
    for (const auto profile : profiles) {
        const auto p = made(till({with(matrix("p1", {on_till("v1", "A", "Red")}),
                                       [](auto& one) { one.sellable.active = false; })}),
                            store({shelf("1", "p1", {in_store("e1", "v1", "A", "Red")})}),
                            profile());
        CHECK(lines(p) ==
              text_lines{"update product p1/1 enabled=true>false (product.activation)"
                         " (product.update)"});
    }
}

TEST_CASE("variant: what is not known concludes nothing", "[variant]")
{
    const auto by = x_series();
    auto pos = till({matrix("p1", {on_till("v1", "B", "Red")})});
    auto ecom = store({shelf("1", "p1", {in_store("e1", "v1", "A", "Red")})});
    auto& product = pos.products.records[0];
    auto& variant = (*product.variants)[0];
    auto& shown = ecom.products.records[0];

    SECTION("W10 the pos list")
    {
        product.variants = {};
        product.name = "Shirt";
        const auto p = made(pos, ecom, by);
        CHECK(lines(p) == text_lines{R"(update product p1/1 name="Tee">"Shirt" (product.update))"});
    }
    SECTION("W10 the ecom list")
    {
        shown.variations = {};
        product.name = "Shirt";
        const auto p = made(pos, ecom, by);
        CHECK(lines(p) == text_lines{R"(update product p1/1 name="Tee">"Shirt" (product.update))",
                                     "hold product p1/1 options (scope.partial)"});
    }
    SECTION("the attributes: the other fields of linked ones go on")
    {
        product.attributes = {};
        const auto p = made(pos, ecom, by);
        CHECK(find_change(p, kind::variant, "v1", field::product_sku));
        CHECK(!find_change(p, kind::variant, "v1", field::product_options));
    }
    SECTION("the attributes: nothing new is half made")
    {
        product.attributes = {};
        product.variants->push_back(on_till("v2", "C", "Blue"));
        const auto p = made(pos, ecom, by);
        CHECK(count_of(p, "create", kind::variant) == 0);
        CHECK(!p.complete);
    }
    SECTION("the values of one: its other fields go on")
    {
        variant.attribute_values = {};
        const auto p = made(pos, ecom, by);
        CHECK(find_change(p, kind::variant, "v1", field::product_sku));
        CHECK(!find_change(p, kind::variant, "v1", field::product_options));
    }
    SECTION("the values of a new one: it is not half made")
    {
        product.variants->push_back(on_till("v2", "C", "Blue"));
        product.variants->back().attribute_values = {};
        const auto p = made(pos, ecom, by);
        CHECK(count_of(p, "create", kind::variant) == 0);
        CHECK(!p.complete);
    }
    SECTION("the option values of a variation")
    {
        (*shown.variations)[0].option_values = {};
        const auto p = made(pos, ecom, by);
        CHECK(lines(p) == text_lines{R"(update variant v1/e1 sku="A">"B" (product.update))"});
    }
    SECTION("the SKU of a variation")
    {
        (*shown.variations)[0].sellable.sku = {};
        CHECK(made(pos, ecom, by).actions.empty());
    }
    SECTION("the SKU of a variant")
    {
        variant.sellable.sku = {};
        CHECK(made(pos, ecom, by).actions.empty());
    }
    SECTION("the options, where nothing asks for them")
    {
        shown.options = {};
        const auto p = made(pos, ecom, by);
        CHECK(lines(p) == text_lines{R"(update variant v1/e1 sku="A">"B" (product.update))"});
    }
    SECTION("the options, where a new variant needs a value: what is not seen is not overwritten")
    {
        shown.options = {};
        product.variants->push_back(on_till("v2", "C", "Blue"));
        const auto p = made(pos, ecom, by);
        CHECK(!find_change(p, kind::product, "1", field::product_options));
        CHECK(count_of(p, "create", kind::variant) == 0);
        CHECK(!p.complete);
    }
    SECTION("a partial pos section: the product's own list is whole")
    {
        pos.products.state = completeness::partial;
        shown.variations->push_back(in_store("e2", "v2", "C", "Blue"));
        CHECK(find_action(made(pos, ecom, by), "delete", kind::variant, "v2"));
    }
    SECTION("a partial ecom section: nothing is made (F02)")
    {
        ecom.products.state = completeness::partial;
        product.variants->push_back(on_till("v2", "C", "Red/S"));
        product.attributes = {"Color", "Size"};
        const auto p = made(pos, ecom, by);
        CHECK(count_of(p, "create", kind::variant) == 0);
        CHECK(!p.complete);
    }
}

TEST_CASE("variant: options are matched by name", "[variant]")
{
    for (const auto profile : profiles) {
        const auto by = profile();
        auto pos = till({matrix("p1", {on_till("v1", "A", "Red/S"), on_till("v2", "B", "Red/M")})});
        auto ecom = store({shelf(
            "1", "p1", {in_store("e1", "v1", "A", "Red/S"), in_store("e2", "v2", "B", "Red/M")})});
        auto& product = pos.products.records[0];
        auto& shown = ecom.products.records[0];
        DYNAMIC_SECTION(by.profile << ": the pos lists its attributes the other way round (F15)")
        {
            product.attributes = {"Size", "Color"};
            for (auto& v : *product.variants)
                std::reverse(v.attribute_values->begin(), v.attribute_values->end());
            CHECK(made(pos, ecom, by).actions.empty());
        }
        DYNAMIC_SECTION(by.profile << ": ecom lists its options the other way round (F15)")
        {
            std::reverse(shown.options->begin(), shown.options->end());
            for (auto& v : *shown.variations)
                std::reverse(v.option_values->begin(), v.option_values->end());
            CHECK(made(pos, ecom, by).actions.empty());
        }
        DYNAMIC_SECTION(by.profile << ": the values of an option in another order")
        {
            for (auto& o : *shown.options)
                std::reverse(o.values.begin(), o.values.end());
            CHECK(made(pos, ecom, by).actions.empty());
        }
        DYNAMIC_SECTION(by.profile << ": names and values in another case are the same")
        {
            product.attributes = {"COLOR", "size"};
            for (auto& v : *product.variants)
                (*v.attribute_values)[0] = "rEd";
            CHECK(made(pos, ecom, by).actions.empty());
        }
        DYNAMIC_SECTION(by.profile << ": what is new takes the stored spelling")
        {
            product.attributes = {"COLOR", "size"};
            product.variants->push_back(on_till("v3", "C", "RED/L"));
            const auto p = made(pos, ecom, by);
            CHECK(lines(p) ==
                  text_lines{"update product p1/1 options=[Color: Red Size: S M]>"
                             "[Color: Red Size: S M L] (variant.options)",
                             R"(create variant v3/ sku="C" options=[Color:Red Size:L])"
                             " (variant.create)"});
        }
        DYNAMIC_SECTION(by.profile << ": two new ones that differ in case are one value")
        {
            product.variants->push_back(on_till("v3", "C", "Blue/S"));
            product.variants->push_back(on_till("v4", "D", "BLUE/M"));
            const auto p = made(pos, ecom, by);
            CHECK(lines(p) ==
                  text_lines{"update product p1/1 options=[Color: Red Size: S M]>"
                             "[Color: Red Blue Size: S M] (variant.options)",
                             R"(create variant v3/ sku="C" options=[Color:Blue Size:S])"
                             " (variant.create)",
                             R"(create variant v4/ sku="D" options=[Color:Blue Size:M])"
                             " (variant.create)"});
        }
        DYNAMIC_SECTION(by.profile << ": what only ecom has stays")
        {
            shown.options->push_back({"Engraving", {}});
            shown.options->push_back({"Gift wrap", {"Yes", "No"}});
            (*shown.options)[1].values.push_back("XXL");
            (*shown.variations)[0].option_values->push_back({"Gift wrap", "Yes"});
            CHECK(made(pos, ecom, by).actions.empty());
            (*product.variants)[0].attribute_values = {{"Red", "L"}};
            const auto p = made(pos, ecom, by);
            CHECK(lines(p) ==
                  text_lines{"update product p1/1 options=[Color: Red Size: S M XXL Engraving:"
                             " Gift wrap: Yes No]>[Color: Red Size: S M XXL L Engraving:"
                             " Gift wrap: Yes No] (variant.options)",
                             "update variant v1/e1 options=[Color:Red Size:S Gift wrap:Yes]>"
                             "[Color:Red Size:L Gift wrap:Yes] (variant.options)"
                             " (product.update)"});
        }
        DYNAMIC_SECTION(by.profile << ": an attribute that is new in the pos is added")
        {
            product.attributes = {"Color", "Size", "Fit"};
            for (auto& v : *product.variants)
                v.attribute_values->push_back("Slim");
            const auto p = made(pos, ecom, by);
            CHECK(find_change(p, kind::product, "1", field::product_options));
            const auto* c = find_change(p, kind::variant, "e2", field::product_options);
            REQUIRE(c);
            CHECK(text(c->to) == "[Color:Red Size:M Fit:Slim]");
        }
        DYNAMIC_SECTION(by.profile << ": a blank value of the pos takes none away")
        {
            (*product.variants)[0].attribute_values = {{"Red", ""}};
            CHECK(made(pos, ecom, by).actions.empty());
        }
        DYNAMIC_SECTION(by.profile << ": the value of one that is not made is not added")
        {
            product.variants->push_back(inactive(on_till("v3", "C", "Blue/S")));
            CHECK(made(pos, ecom, by).actions.empty());
        }
        DYNAMIC_SECTION(by.profile << ": a product that changes otherwise, too")
        {
            product.name = "Shirt";
            product.variants->push_back(on_till("v3", "C", "Blue/S"));
            const auto p = made(pos, ecom, by);
            CHECK(find_action(p, "create", kind::variant, "v3"));
            CHECK(p.complete);
        }
    }
}

TEST_CASE("variant: options flow as the policy says", "[variant]")
{
    auto by = x_series();
    const auto pos = till({matrix("p1", {on_till("v1", "A", "Blue")})});
    const auto ecom = store({shelf("1", "p1", {in_store("e1", "v1", "A", "Red")})});
    for (const auto how : {flow::never, flow::on_create}) {
        by[field::product_options] = how;
        CHECK(made(pos, ecom, by).actions.empty());
    }
    by[field::product_options] = flow::fill;
    CHECK(made(pos, ecom, by).actions.empty());
    const auto bare = store({with(shelf("1", "p1", {in_store("e1", "v1", "A", "")}),
                                  [](auto& e) { e.options.emplace(); })});
    CHECK(find_change(made(pos, bare, by), kind::variant, "e1", field::product_options));
}

TEST_CASE("variant: a new matrix product", "[variant]")
{
    const auto red = on_till("v1", " A ", "Red/S"), blue = on_till("v2", "B", "Blue/");
    struct {
        const char* id;
        policy by;
        std::vector<pos::variant> variants;
        text_lines want, brings;
    } const rows[]{
        {"R-Series", r_series(), {red, blue},
         {R"(create product p1/ name="Tee" price=1000c on_front_page=true category_ids=[])"
          " options=[Color: Red Blue Size: S] enabled=false (product.create)"},
         {R"(v1 sku="A" options=[Color:Red Size:S])", R"(v2 sku="B" options=[Color:Blue])"}},
        {"X-Series", x_series(), {red, blue},
         {R"(create product p1/ name="Tee" price=1000c on_front_page=true category_ids=[])"
          " options=[Color: Red Blue Size: S] enabled=true (product.create)"},
         {R"(v1 sku="A" options=[Color:Red Size:S])", R"(v2 sku="B" options=[Color:Blue])"}},
        {"only what is available", x_series(), {inactive(red), blue},
         {R"(create product p1/ name="Tee" price=1000c on_front_page=true category_ids=[])"
          " options=[Color: Blue] enabled=true (product.create)"},
         {R"(v2 sku="B" options=[Color:Blue])"}},
        {"nothing available, R-Series", r_series(), {inactive(red), archived(blue)}, {}, {}},
        {"nothing available, X-Series", x_series(), {inactive(red), off_channel(blue)}, {}, {}},
        {"all values blank", x_series(), {red, on_till("v3", "C", "/ ")},
         {"hold product p1/ (variant.invalid)"}, {}},
        {"the same combination twice", r_series(), {red, on_till("v3", "C", "RED/s")},
         {"hold product p1/ (variant.invalid)"}, {}},
        {"four attributes", x_series_2021(), {on_till("v1", "A", "Red/S/Slim/Linen")},
         {"hold product p1/ (variant.invalid)"}, {}},
        {"three attributes", x_series_2021(), {on_till("v1", "A", "Red/S/Slim")},
         {R"(create product p1/ name="Tee" price=1000c)"
          " options=[Color: Red Size: S Fit: Slim] enabled=true (product.create)"},
         {R"(v1 sku="A" options=[Color:Red Size:S Fit:Slim])"}},
    };
    for (const auto& r : rows)
        DYNAMIC_SECTION(r.id)
        {
            const auto p = made(till({matrix("p1", r.variants)}), store({}), r.by);
            INFO(text(p));
            auto have = lines(p);
            for (auto& line : have) // whether it says where it is listed is product.hpp's
                if (r.by.profile == "x_series_2021")
                    for (const std::string part : {" on_front_page=true", " category_ids=[]"})
                        if (const auto at = line.find(part); at != line.npos)
                            line.erase(at, part.size());
            CHECK(have == r.want);
            CHECK(brought(p, "p1") == r.brings);
        }
}

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
            const auto p =
                made(till({empty}),
                     store({shelf("1", "p1", {in_store("e1", "v1", "A", "Red"),
                                              in_store("e2", "", "B", "Blue")})}),
                     by);
            CHECK(!find_change(p, kind::product, "1", field::product_sku));
            CHECK(find_change(p, kind::product, "1", field::product_active));
        }
        DYNAMIC_SECTION(by.profile << ": a variant is no product of its own")
        {
            const auto p = made(till({matrix("p1", {on_till("v1", "A", "Red")})}), store({}), by);
            CHECK(count_of(p, "create", kind::product) == 1);
            CHECK(!find_action(p, "create", kind::product, "v1"));
        }
    }
}

TEST_CASE("variant: too many variants", "[variant]")
{
    const auto many = [](int count) {
        std::vector<pos::variant> all;
        for (int i = 0; i < count; ++i)
            all.push_back(on_till("v" + std::to_string(i), "S" + std::to_string(i),
                                  "C" + std::to_string(i)));
        return all;
    };
    const auto by = x_series();
    CHECK(brought(made(till({matrix("p1", many(200))}), store({}), by), "p1").size() == 200);
    CHECK(lines(made(till({matrix("p1", many(201))}), store({}), by)) ==
          text_lines{"hold product p1/ (variant.invalid)"});
    const auto p = made(till({with(matrix("p1", many(201)), [](auto& m) { m.name = "Shirt"; })}),
                        store({shelf("1", "p1", {in_store("e1", "v1", "X", "C1")})}), by);
    CHECK(lines(p) == text_lines{R"(update product p1/1 name="Tee">"Shirt" (product.update))",
                                 "hold product p1/1 options (variant.invalid)"});
}

TEST_CASE("variant: invalid variants hold nothing else", "[variant]")
{
    const auto bad = matrix("p1", {on_till("v1", "A", "Red"), on_till("v2", "B", "red")});
    const auto good = matrix("p2", {on_till("v3", "C", "Red"), on_till("v4", "D", "Blue")});
    for (const auto profile : profiles) {
        const auto p = made(till({with(bad, [](auto& m) { m.name = "Shirt"; }), good}),
                            store({shelf("1", "p1", {in_store("e1", "v1", "X", "Red"),
                                                     in_store("e9", "v9", "Y", "Blue")}),
                                   shelf("2", "p2", {in_store("e3", "v3", "C", "Red")})}),
                            profile());
        CHECK(find_change(p, kind::product, "p1", field::product_name));
        CHECK(find_action(p, "create", kind::variant, "v4"));
        CHECK(count_of(p, "update", kind::variant) == 0);
        CHECK(count_of(p, "delete", kind::variant) == 0);
        CHECK(severe(p, rule::variant_invalid) == 1);
    }
}

TEST_CASE("variant: it is made under its own product only (F14)", "[variant]")
{
    const auto p = made(till({matrix("p1", {on_till("v1", "A", "Red"), on_till("v2", "B", "Blue")}),
                              matrix("p2", {on_till("v3", "C", "Red")})}),
                        store({shelf("1", "p1", {in_store("e1", "v1", "A", "Red")}),
                               shelf("2", "p2", {in_store("e3", "v3", "C", "Red")})}),
                        x_series());
    const auto* a = find_action(p, "create", kind::variant, "v2");
    REQUIRE(a);
    CHECK(a->product == ref{"p1", "1"});
    CHECK(count_of(p, "create", kind::variant) == 1);
}

TEST_CASE("variant: stock goes by variant (F17)", "[variant]")
{
    auto pos = till({matrix("p1", {on_till("v1", "A", "Red"), on_till("v2", "B", "Blue")})});
    pos.ecom_outlet = pos::outlet_id{"o"};
    auto ecom = store({shelf("1", "p1", {in_store("e2", "v2", "B", "Blue"),
                                         in_store("e1", "v1", "A", "Red")})});
    auto& variants = *pos.products.records[0].variants;
    for (std::size_t i = 0; i < 2; ++i) {
        variants[i].sellable.stock.emplace();
        variants[i].sellable.stock->push_back(
            {pos::outlet_id{"o"}, stock_level{static_cast<std::int64_t>(5 + i) * 1'000'000}});
        (*ecom.products.records[0].variations)[i].sellable.quantity = 1;
    }
    pos.products.records[0].sellable.stock = {{{pos::outlet_id{"o"}, stock_level{99'000'000}}}};
    ecom.products.records[0].sellable.quantity = 3;
    for (const auto profile : profiles)
        CHECK(lines(made(pos, ecom, profile())) ==
              text_lines{"update variant v1/e1 quantity=1>5 (stock.pos_leads) (product.update)",
                         "update variant v2/e2 quantity=1>6 (stock.pos_leads) (product.update)"});
}

TEST_CASE("variant: two variations of one variant are a conflict", "[variant]")
{
    for (const auto profile : profiles) {
        const auto p = made(till({matrix("p1", {on_till("v1", "B", "Red")})}),
                            store({shelf("1", "p1", {in_store("e1", "v1", "A", "Red"),
                                                     in_store("e2", "v1", "C", "Blue")})}),
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
        const auto p = made(till({matrix("p1", {on_till("v1", "A", "Red")}),
                                  matrix("p2", {on_till("v1", "A", "Red"),
                                                on_till("v2", "B", "Blue")})}),
                            store({shelf("1", "p1", {in_store("e1", "v1", "A", "Red")}),
                                   shelf("2", "p2", {in_store("e2", "v2", "B", "Blue")})}),
                            by);
        CHECK(!find_action(p, "create", kind::variant, "v1"));
        CHECK(!p.complete);
    }
    SECTION("a variation")
    {
        const auto p = made(till({matrix("p1", {on_till("v1", "X", "Red"),
                                                on_till("v2", "Y", "Blue"),
                                                on_till("v3", "Z", "Green")})}),
                            store({shelf("1", "p1", {in_store("e1", "v1", "A", "Red"),
                                                     in_store("e1", "v2", "B", "Blue"),
                                                     in_store("e3", "v3", "C", "Green")})}),
                            by);
        CHECK(!find_action(p, "update", kind::variant, "e1"));
        CHECK(find_change(p, kind::variant, "e3", field::product_sku));
        CHECK(!p.complete);
    }
    SECTION("a variation without an id")
    {
        const auto p = made(till({matrix("p1", {on_till("v1", "X", "Red"),
                                                on_till("v3", "Z", "Green")})}),
                            store({shelf("1", "p1", {in_store("", "v1", "A", "Red"),
                                                     in_store("e3", "v3", "C", "Green")})}),
                            by);
        CHECK(!find_action(p, "update", kind::variant, "v1"));
        CHECK(!find_action(p, "create", kind::variant, "v1"));
        CHECK(!p.complete);
    }
}

TEST_CASE("variant: a SKU that the pos has twice", "[variant]")
{
    const auto pos = till({matrix("p1", {on_till("v1", "A", "Red"), on_till("v2", "A", "Blue")})});
    SECTION("made, R-Series")
    {
        const auto p = made(pos, store({shelf("1", "p1", {in_store("e1", "v1", "A", "Red")})}),
                            r_series());
        CHECK(find_action(p, "create", kind::variant, "v2"));
        CHECK(find_issues(p, rule::product_sku_duplicate).size() == 1);
    }
    SECTION("not made, X-Series")
    {
        const auto p = made(pos, store({shelf("1", "p1", {in_store("e1", "v1", "A", "Red")})}),
                            x_series());
        CHECK(count_of(p, "create", kind::variant) == 0);
        CHECK(severe(p, rule::product_sku_duplicate) == 1);
    }
    SECTION("not adopted, X-Series")
    {
        const auto p = made(pos, store({shelf("1", "p1", {in_store("e1", "v1", "A", "Red"),
                                                          in_store("e2", "", "A", "Green")})}),
                            x_series());
        CHECK(p.actions.empty());
        CHECK(severe(p, rule::product_sku_duplicate) == 1);
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
            CHECK(made(pos, store({shelf("1", "p1", {in_store("e1", "v1", "A", "Red"),
                                                     in_store("e2", "v2", "A", "Blue")})}),
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
            const auto p = made(till({tee}),
                                store({shelf("1", "", {in_store("e2", "", "B", "Blue"),
                                                       in_store("e1", "", "", "Red")})}),
                                by);
            CHECK(find_action(p, "link", kind::product, "1"));
            CHECK(find_action(p, "link", kind::variant, "e1"));
            CHECK(find_action(p, "link", kind::variant, "e2"));
            CHECK(find_change(p, kind::variant, "e1", field::product_sku));
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
        {"K1 nobody has it", x_series(), {matrix("p1", {on_till("v1", "B", "Red")})},
         {shelf("1", "p1", {in_store("e1", "v1", "A", "Red")})}, {"0 v1=B"}},
        {"K2 a variant that goes, to another one of its product (F11)", x_series(),
         {matrix("p1", {on_till("v1", "B", "Red")})},
         {shelf("1", "p1", {in_store("e1", "v1", "A", "Red"), in_store("e2", "v2", "B", "Blue")})},
         {"0 delete v2", "1 v1=B"}},
        {"K2 a variant that goes, to a new one with another combination, inactive still there",
         x_series(),
         {matrix("p1", {on_till("v1", "A", "Red"), inactive(on_till("v2", "B", "Blue")),
                        on_till("v3", "C", "Blue")})},
         {shelf("1", "p1", {in_store("e1", "v1", "A", "Red"), in_store("e2", "v2", "B", "Blue")})},
         {"0 delete v2", "1 new v3", }},
        {"K2 a product that goes, to a variant", r_series(),
         {matrix("p1", {on_till("v1", "A", "Red"), on_till("v2", "B", "Blue")})},
         {shelf("1", "p1", {in_store("e1", "v1", "A", "Red")}), listing("2", "p2", "B")},
         {"0 delete p2", "2 new v2"}},
        {"K2 a variation of a product that goes, to a simple product", x_series(),
         {item("p1", "B")},
         {listing("1", "p1", "A"), shelf("2", "p2", {in_store("e1", "v1", "B", "Red")})},
         {"0 delete p2", "1 p1=B"}},
        {"K3 a chain through variants and products", x_series(),
         {matrix("p1", {on_till("v1", "B", "Red")}), item("p2", "C"),
          matrix("p3", {on_till("v3", "D", "Red")})},
         {shelf("1", "p1", {in_store("e1", "v1", "A", "Red")}), listing("2", "p2", "B"),
          shelf("3", "p3", {in_store("e3", "v3", "C", "Red")})},
         {"0 v3=D", "1 p2=C", "2 v1=B"}},
        {"K4 two variants of a product swap", x_series(),
         {matrix("p1", {on_till("v1", "B", "Red"), on_till("v2", "A", "Blue")})},
         {shelf("1", "p1", {in_store("e1", "v1", "A", "Red"), in_store("e2", "v2", "B", "Blue")})},
         {"0 v1=parked-e1", "1 v2=A", "2 v1=B"}},
        {"K4 variants of two products swap", r_series(),
         {matrix("p1", {on_till("v1", "B", "Red")}), matrix("p2", {on_till("v2", "A", "Red")})},
         {shelf("1", "p1", {in_store("e1", "v1", "A", "Red")}),
          shelf("2", "p2", {in_store("e2", "v2", "B", "Red")})},
         {"0 v1=parked-e1", "1 v2=A", "2 v1=B"}},
        {"K4 a product and a variant swap", x_series(),
         {item("p1", "B"), matrix("p2", {on_till("v2", "A", "Red")})},
         {listing("1", "p1", "A"), shelf("2", "p2", {in_store("e2", "v2", "B", "Red")})},
         {"0 p1=parked-1", "1 v2=A", "2 p1=B"}},
        {"K4 three go round", x_series(),
         {item("p1", "B"), matrix("p2", {on_till("v2", "C", "Red")}),
          matrix("p3", {on_till("v3", "A", "Red")})},
         {listing("1", "p1", "A"), shelf("2", "p2", {in_store("e2", "v2", "B", "Red")}),
          shelf("3", "p3", {in_store("e3", "v3", "C", "Red")})},
         {"0 p1=parked-1", "1 v3=A", "2 v2=C", "3 p1=B"}},
        {"K5 the pos has it twice", r_series(),
         {matrix("p1", {on_till("v1", "A", "Red"), on_till("v2", "A", "Blue")})},
         {shelf("1", "p1", {in_store("e1", "v1", "A", "Red"), in_store("e2", "v2", "B", "Blue")})},
         {"0 v2=A"}},
        {"K6 a variation keeps it", x_series(),
         {matrix("p1", {on_till("v1", "B", "Red"), on_till("v2", "", "Blue")})},
         {shelf("1", "p1", {in_store("e1", "v1", "A", "Red"), in_store("e2", "v2", "B", "Blue")})},
         {},
         {"hold variant v1/e1 sku (variant.sku_free)"}},
        {"K6 a new product waits for all of its variants", r_series(),
         {matrix("p1", {on_till("v1", "B", "Red"), on_till("v3", "C", "Blue")}),
          matrix("p2", {on_till("v2", "", "Blue")})},
         {shelf("2", "p2", {in_store("e2", "v2", "B", "Blue")})},
         {},
         {"hold product p1/ sku (variant.sku_free)"}},
        {"K7 an online-only variation, X-Series", x_series(),
         {matrix("p1", {on_till("v1", "B", "Red")})},
         {shelf("1", "p1", {in_store("e1", "v1", "A", "Red"), in_store("e2", "", "B", "Blue")})},
         {},
         {"conflict variant v1/e1 sku choices pos ecom (variant.sku_free)"}},
        {"K7 an online-only variation, R-Series", r_series(),
         {matrix("p1", {on_till("v1", "B", "Red")})},
         {shelf("1", "p1", {in_store("e1", "v1", "A", "Red"), in_store("e2", "", "B", "Blue")})},
         {"0 v1=B"}},
        {"K2 the combination of one that goes", x_series(),
         {matrix("p1", {on_till("v1", "A", "Blue")})},
         {shelf("1", "p1", {in_store("e1", "v1", "A", "Red"), in_store("e2", "v2", "B", "Blue")})},
         {"0 delete v2", "1 v1=[Color:Blue]"}},
        {"K3 the combination of one that takes another", x_series(),
         {matrix("p1", {on_till("v1", "A", "Blue"), on_till("v2", "B", "Green")})},
         {with(shelf("1", "p1", {in_store("e1", "v1", "A", "Red"),
                                 in_store("e2", "v2", "B", "Blue")}),
               [](auto& e) { (*e.options)[0].values.push_back("Green"); })},
         {"0 v2=[Color:Green]", "1 v1=[Color:Blue]"}},
        {"K3 the combination of one that takes another, to a new one", x_series(),
         {matrix("p1", {on_till("v2", "B", "Green"), on_till("v3", "C", "Blue")})},
         {with(shelf("1", "p1", {in_store("e2", "v2", "B", "Blue")}),
               [](auto& e) { (*e.options)[0].values.push_back("Green"); })},
         {"0 v2=[Color:Green]", "1 new v3"}},
        {"K6 the combination of an online-only one", x_series(),
         {matrix("p1", {on_till("v1", "A", "Red"), on_till("v3", "C", "Blue")})},
         {shelf("1", "p1", {in_store("e1", "v1", "A", "Red"), in_store("e2", "", "", "Blue"),
                            in_store("e3", "v3", "C", "Green")})},
         {},
         {"hold variant v3/e3 options (order.safe)"}},
        {"K6 the combination of the same values in another product is another", x_series(),
         {matrix("p1", {on_till("v1", "A", "Blue")}), matrix("p2", {on_till("v2", "B", "Blue")})},
         {with(shelf("1", "p1", {in_store("e1", "v1", "A", "Red")}),
               [](auto& e) { (*e.options)[0].values.push_back("Blue"); }),
          shelf("2", "p2", {in_store("e2", "v2", "B", "Blue")})},
         {"0 v1=[Color:Blue]"}},
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
        CHECK(find_change(p, kind::variant, "v4", field::product_options));
    }
    SECTION("their SKUs go on")
    {
        const auto pos =
            till({matrix("p1", {on_till("v1", "B", "Blue"), on_till("v2", "A", "Red")})});
        const auto ecom = store({shelf("1", "p1", {in_store("e1", "v1", "A", "Red"),
                                                   in_store("e2", "v2", "B", "Blue")})});
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
    const auto ecom =
        store({listing("1", "p1", "A"), listing("2", "p2", "B"),
               shelf("3", "p3", {in_store("1", "v1", "C", "Red"), in_store("2", "v2", "D", "Blue")}),
               shelf("4", "p4",
                     {in_store("3", "v3", "E", "Red"), in_store("4", "v4", "F", "Blue")})});
    for (const auto profile : profiles)
        (void)made(pos, ecom, profile());
}

TEST_CASE("variant: a product changes its shape", "[variant]")
{
    for (const auto profile : profiles) {
        const auto by = profile();
        DYNAMIC_SECTION(by.profile << ": simple to matrix")
        {
            const auto p = made(till({matrix("p1", {on_till("v1", "A", "Red"),
                                                    on_till("v2", "B", "Blue")})}),
                                store({with(listing("1", "p1", "A"),
                                            [](auto& e) {
                                                e.variations.emplace();
                                                e.options.emplace();
                                            })}),
                                by);
            INFO(text(p));
            const auto* sku = find_change(p, kind::product, "1", field::product_sku);
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
        DYNAMIC_SECTION(by.profile << ": simple to matrix, the item stays as its first variant")
        {
            const auto p = made(till({matrix("p1", {on_till("p1", "A", "Red")})}),
                                store({with(listing("1", "p1", "A"),
                                            [](auto& e) { e.variations.emplace(); })}),
                                by);
            CHECK(find_action(p, "create", kind::variant, "p1"));
        }
        DYNAMIC_SECTION(by.profile << ": simple to matrix, invalid: nothing half sent")
        {
            const auto p = made(till({matrix("p1", {on_till("v1", "A", "Red"),
                                                    on_till("v2", "B", "RED")})}),
                                store({with(listing("1", "p1", "A"),
                                            [](auto& e) { e.variations.emplace(); })}),
                                by);
            CHECK(p.actions.empty());
            CHECK(severe(p, rule::variant_invalid) == 1);
        }
        DYNAMIC_SECTION(by.profile << ": simple to matrix, none available: it stays as it is")
        {
            const auto p = made(till({matrix("p1", {inactive(on_till("v1", "A", "Red"))})}),
                                store({with(listing("1", "p1", "A"),
                                            [](auto& e) { e.variations.emplace(); })}),
                                by);
            CHECK(!find_change(p, kind::product, "1", field::product_sku));
            CHECK(find_change(p, kind::product, "1", field::product_active));
        }
        DYNAMIC_SECTION(by.profile << ": matrix to simple")
        {
            const auto p =
                made(till({with(item("p1", "A"), [](auto& one) { one.variants.emplace(); })}),
                     store({shelf("1", "p1", {in_store("e1", "v1", "A", "Red"),
                                              in_store("e2", "v2", "B", "Blue")})}),
                     by);
            INFO(text(p));
            const auto* sku = find_change(p, kind::product, "1", field::product_sku);
            REQUIRE(sku);
            CHECK(sku->to == value{std::string{"A"}});
            for (const auto id : {"e1", "e2"}) {
                const auto* gone = find_action(p, "delete", kind::variant, id);
                REQUIRE(gone);
                CHECK(gone->rule == rule::variant_shape);
                CHECK(gone->wave <
                      written(p, kind::product, "1", field::product_sku).first->wave);
            }
            CHECK(count_of(p, "delete", kind::product) == 0);
        }
        DYNAMIC_SECTION(by.profile << ": matrix to simple, an online-only variation stays whole")
        {
            const auto p =
                made(till({with(item("p1", "C"), [](auto& one) { one.variants.emplace(); })}),
                     store({shelf("1", "p1", {in_store("e1", "v1", "A", "Red"),
                                              in_store("e2", "", "B", "Blue")})}),
                     by);
            CHECK(count_of(p, "delete", kind::variant) == 0);
            CHECK(!find_change(p, kind::product, "1", field::product_sku));
            CHECK(severe(p, rule::variant_shape) == 1);
        }
        DYNAMIC_SECTION(by.profile << ": an item is put into a new matrix")
        {
            const auto p = made(till({matrix("m1", {on_till("i1", "A", "Red"),
                                                    on_till("i2", "B", "Blue")})}),
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
            const auto p = made(till({matrix("m1", {on_till("i1", "A", "Red"),
                                                    on_till("i2", "B", "Blue")})}),
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
                                store({shelf("2", "m1", {in_store("e1", "i1", "A", "Red"),
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
            const auto p = made(till({matrix("m1", {on_till("i2", "B", "Blue")}),
                                      matrix("m2", {on_till("i1", "A", "Red"),
                                                    on_till("i3", "C", "Blue")})}),
                                store({shelf("1", "m1", {in_store("e1", "i1", "A", "Red"),
                                                         in_store("e2", "i2", "B", "Blue")}),
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
            const auto p = made(till({matrix("m1", {}), matrix("m2", {on_till("i1", "A", "Red"),
                                                                      on_till("i3", "C", "Blue")})}),
                                store({shelf("1", "m1", {in_store("e1", "i1", "A", "Red")}),
                                       shelf("2", "m2", {in_store("e3", "i3", "C", "Blue")})}),
                                by);
            const auto *out = find_action(p, "delete", kind::variant, "e1"),
                       *in = find_action(p, "create", kind::variant, "i1");
            REQUIRE(out);
            REQUIRE(in);
            CHECK(out->wave < in->wave);
            CHECK(find_change(p, kind::product, "1", field::product_active));
        }
    }
}

TEST_CASE("variant: the store's plan counts each variant", "[variant]")
{
    const auto by = with(x_series(), [](auto& p) { p.plan = plan_size::venture; });
    auto pos = till({});
    auto ecom = store({});
    const auto add = [&](pos::product p) { pos.products.records.push_back(std::move(p)); };
    const auto show = [&](ecom::product e) { ecom.products.records.push_back(std::move(e)); };
    const auto simple = [](auto& e) {
        e.variations.emplace();
        e.options.emplace();
    };

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
    SECTION("a variant that goes frees room")
    {
        fill(pos, ecom, 98);
        add(matrix("p1", {on_till("v1", "A", "Red"), on_till("v3", "C", "Green")}));
        show(shelf("1", "p1", {in_store("e1", "v1", "A", "Red"),
                               in_store("e2", "v2", "B", "Blue")}));
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
        const auto p = made(pos, ecom, by);
        CHECK(!find_change(p, kind::product, "1", field::product_sku));
        CHECK(!p.complete);
    }
    SECTION("a matrix that becomes simple frees room")
    {
        fill(pos, ecom, 98);
        add(with(item("p1", "A"), [](auto& one) { one.variants.emplace(); }));
        add(item("p2", "N"));
        show(shelf("1", "p1", {in_store("e1", "v1", "A", "Red"),
                               in_store("e2", "v2", "B", "Blue")}));
        const auto p = made(pos, ecom, by);
        CHECK(find_action(p, "create", kind::product, "p2"));
        CHECK(p.complete);
    }
    SECTION("online-only variations do not count")
    {
        fill(pos, ecom, 98);
        add(matrix("p1", {on_till("v1", "A", "Red")}));
        add(item("p2", "N"));
        show(shelf("1", "p1", {in_store("e1", "v1", "A", "Red"),
                               in_store("e2", "", "B", "Blue")}));
        CHECK(find_action(made(pos, ecom, by), "create", kind::product, "p2"));
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
            CHECK(count_of(p, "delete", kind::variant) == 0);
            CHECK(!find_change(p, kind::product, "1", field::product_sku));
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

TEST_CASE("variant: inactive_variant keep keeps the rest in step", "[variant]")
{
    for (const auto profile : profiles) {
        const auto by =
            with(profile(), [](auto& p) { p.inactive_variant = inactive_variant::keep; });
        const auto p = made(till({matrix("p1", {on_till("v1", "A", "Red"),
                                                inactive(on_till("v2", "C", "Blue")),
                                                on_till("v3", "B", "Green")})}),
                            store({shelf("1", "p1", {in_store("e1", "v1", "A", "Red"),
                                                     in_store("e2", "v2", "B", "Blue"),
                                                     in_store("e3", "v3", "D", "Green")})}),
                            by);
        CHECK(find_change(p, kind::variant, "e2", field::product_sku));
        CHECK(find_change(p, kind::variant, "e3", field::product_sku));
    }
}

TEST_CASE("variant: inactive_variant keep sells nothing of what is unlimited", "[variant]")
{
    const auto by = with(x_series(), [](auto& p) { p.inactive_variant = inactive_variant::keep; });
    const auto p = made(till({matrix("p1", {on_till("v1", "A", "Red"),
                                            inactive(on_till("v2", "B", "Blue"))})}),
                        store({shelf("1", "p1", {in_store("e1", "v1", "A", "Red"),
                                                 with(in_store("e2", "v2", "B", "Blue"),
                                                      [](auto& v) {
                                                          v.sellable.tracks_stock = false;
                                                      })})}),
                        by);
    const auto* c = find_change(p, kind::variant, "e2", field::product_stock);
    REQUIRE(c);
    CHECK(c->to == value{std::int64_t{0}});
}

TEST_CASE("variant: ten thousand of them, in any order", "[variant]")
{
    const auto start = std::chrono::steady_clock::now();
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
        const auto p = reconcile(
            till({with(item("p1", "A"), [](auto& one) { one.variants.emplace(); })}),
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
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds{30});
}
