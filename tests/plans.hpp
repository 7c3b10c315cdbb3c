#pragma once

// What the tests of the rules share: `planned`, which checks what holds for every plan, a plan as
// lines of text, and look-ups in a plan.

#include "catch.hpp"

#include <twinshelf/apply.hpp>
#include <twinshelf/check.hpp>
#include <twinshelf/reconcile.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <numeric>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

namespace plans {

using namespace twinshelf;

/// The plan, after checking on it what holds for all plans.
[[nodiscard]] plan planned(const pos::snapshot& pos, const ecom::snapshot& ecom, const policy& by,
                           const earlier& known = {});

/// Both sides after the plan; what it makes gets ids that neither side has.
[[nodiscard]] sides carried_out(const plan& p, const pos::snapshot& pos,
                                const ecom::snapshot& ecom);

/// The actions, then the issues but the notices, a line each:
/// `update category p1/e1 name="Tee">"Shirt" (category.pos_owned)`,
/// `hold category p2/ parent_id (order.safe)`. A ref is `pos id/ecom id`.
[[nodiscard]] std::vector<std::string> lines(const plan& p);
[[nodiscard]] std::vector<std::string> notices(const plan& p);
[[nodiscard]] std::string text(const value& v);
/// All of it, with the waves.
[[nodiscard]] std::string text(const plan& p);

/// A pos category; "" for a parent is the root.
[[nodiscard]] inline pos::category pos_category(std::string id, std::string name,
                                                std::string parent = "")
{
    pos::category c{pos::category_id{std::move(id)}, std::move(name), none};
    if (!parent.empty()) c.parent_id = pos::category_id{std::move(parent)};
    return c;
}

/// An ecom category; "" for a link is online-only, "" for a parent the root.
[[nodiscard]] inline ecom::category ecom_category(std::string id, std::string pos_id,
                                                  std::string name, std::string parent = "",
                                                  std::optional<std::int64_t> position = {})
{
    ecom::category c{.id = ecom::category_id{std::move(id)},
                     .parent_id = none,
                     .name = std::move(name),
                     .position = position};
    if (!pos_id.empty()) c.pos_id.emplace(std::move(pos_id));
    if (!parent.empty()) c.parent_id = ecom::category_id{std::move(parent)};
    return c;
}

/// A till with these categories and no products, all read to their ends.
[[nodiscard]] inline pos::snapshot pos_tree(std::vector<pos::category> categories)
{
    pos::snapshot s;
    s.categories = std::move(categories);
    s.products = std::vector<pos::product>{};
    return s;
}

/// A store with these categories and no products, all read to their ends.
[[nodiscard]] inline ecom::snapshot ecom_tree(std::vector<ecom::category> categories)
{
    ecom::snapshot s;
    s.categories = std::move(categories);
    s.products = std::vector<ecom::product>{};
    return s;
}

/// The one action of a verb on a record, by either id; null where there is none.
[[nodiscard]] inline const action* find_action(const plan& p, std::string_view with_verb, kind k,
                                               std::string_view id)
{
    for (const auto& a : p.actions)
        if (verb(a) == with_verb && a.kind == k && (a.of.pos_id == id || a.of.ecom_id == id))
            return &a;
    return nullptr;
}

[[nodiscard]] inline const change* find_change(const plan& p, kind k, std::string_view id, field f)
{
    if (const auto* a = find_action(p, "update", k, id))
        for (const auto& c : std::get<update>(a->what).changes)
            if (c.field == f) return &c;
    return nullptr;
}

/// What a create gives a field; null where it does not set it.
[[nodiscard]] inline const value* find_setting(const plan& p, kind k, std::string_view id, field f)
{
    if (const auto* a = find_action(p, "create", k, id))
        for (const auto& s : std::get<create>(a->what).record)
            if (s.field == f) return &s.to;
    return nullptr;
}

[[nodiscard]] inline std::size_t count_of(const plan& p, std::string_view with_verb, kind k)
{
    return static_cast<std::size_t>(
        std::count_if(p.actions.begin(), p.actions.end(),
                      [&](const action& a) { return verb(a) == with_verb && a.kind == k; }));
}

[[nodiscard]] inline std::vector<const issue*> find_issues(const plan& p, rule why)
{
    std::vector<const issue*> found;
    for (const auto& i : p.issues)
        if (i.rule == why) found.push_back(&i);
    return found;
}

namespace detail {

inline std::string text(const ref& r)
{
    return r.pos_id + "/" + r.ecom_id;
}

inline std::string text(const std::vector<ref>& refs)
{
    std::string all;
    for (const auto& r : refs)
        all += (all.empty() ? "" : " ") + text(r);
    return "[" + all + "]";
}

struct to_text {
    std::string operator()(unknown_t) const { return "unknown"; }
    std::string operator()(none_t) const { return "none"; }
    std::string operator()(bool b) const { return b ? "true" : "false"; }
    std::string operator()(std::int64_t n) const { return std::to_string(n); }
    std::string operator()(money m) const { return std::to_string(m.minor) + "c"; }
    template <class Unit>
    std::string operator()(quantity<Unit> q) const
    {
        return std::to_string(q.millionths) + "u" + std::string{name(q.unit)};
    }
    std::string operator()(const std::string& s) const { return '"' + s + '"'; }
    std::string operator()(const ref& r) const { return text(r); }
    std::string operator()(const std::vector<ref>& refs) const { return text(refs); }
    std::string operator()(const std::vector<option>& options) const
    {
        std::string all;
        for (const auto& o : options) {
            all += (all.empty() ? "" : " ") + o.name + ":";
            for (const auto& v : o.values)
                all += " " + v;
        }
        return "[" + all + "]";
    }
    std::string operator()(const std::vector<option_value>& values) const
    {
        std::string all;
        for (const auto& v : values)
            all += (all.empty() ? "" : " ") + v.name + ":" + v.value;
        return "[" + all + "]";
    }
};

inline std::string member(field f, side on)
{
    const auto its = member_name(f, on);
    return std::string{its.empty() ? entry(f).key : its};
}

inline std::string line(const action& a)
{
    std::string s{verb(a)};
    s += (a.side == side::pos ? " pos " : " ") + std::string{name(a.kind)} + " " + text(a.of);
    a.match(
        [&](const create& c) {
            for (const auto& f : c.record)
                s += " " + member(f.field, a.side) + "=" + plans::text(f.to);
        },
        [&](const update& u) {
            for (const auto& c : u.changes) {
                s += " " + member(c.field, a.side) + "=" + plans::text(c.from) + ">" +
                     plans::text(c.to);
                if (c.rule != a.rule) s += " (" + std::string{name(c.rule)} + ")";
            }
        },
        [&](const erase& r) {
            for (const auto f : r.loses)
                s += " loses " + member(f, a.side);
        },
        [](const link_to&) {}, [&](const reorder& r) { s += " " + text(r.order); },
        [&](const set_images& g) {
            for (const auto& i : g.images)
                s += i.keep.empty() ? " upload " + i.source_id + "=" + i.upload : " keep " + i.keep;
            for (const auto& id : g.loses)
                s += " loses " + id;
        },
        [&](const move_stock& m) {
            s += " by " + std::to_string(m.by.millionths) + "u to " +
                 std::to_string(m.to.millionths) + "u";
            if (!m.outlet_id.empty()) s += " at " + m.outlet_id;
        });
    return s + " (" + std::string{name(a.rule)} + ")";
}

inline std::string line(const issue& i)
{
    auto s = std::string{name(i.severity)} + " " + std::string{name(i.kind)} + " " + text(i.of);
    if (i.field) s += " " + member(*i.field, side::ecom);
    if (!i.choices.empty()) s += " choices";
    for (const auto& c : i.choices)
        s += " " + c;
    return s + " (" + std::string{name(i.rule)} + ")";
}

/// The same records in another order. `meaning(record)` groups those whose order among each other
/// means something: they keep it.
template <class Record, class Meaning>
std::vector<Record> shuffled(const std::vector<Record>& records, Meaning&& meaning)
{
    std::vector<std::size_t> order(records.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::shuffle(order.begin(), order.end(), std::mt19937{7});
    std::map<decltype(meaning(records[0])), std::vector<std::size_t>> places, members;
    for (std::size_t i = 0; i < order.size(); ++i) {
        places[meaning(records[order[i]])].push_back(i);
        members[meaning(records[i])].push_back(i);
    }
    for (const auto& [group, its] : members)
        for (std::size_t i = 0; i < its.size(); ++i)
            order[places[group][i]] = its[i];
    std::vector<Record> result;
    result.reserve(order.size());
    for (const auto i : order)
        result.push_back(records[i]);
    return result;
}

/// The ecom store with its records in another order: only that of categories at one position
/// counts.
inline ecom::snapshot shuffled(ecom::snapshot s)
{
    const auto by_id = [](const auto& record) { return record.id; };
    s.categories.records = shuffled(s.categories.records,
                                    [](const ecom::category& c) { return c.position.value_or(0); });
    s.products.records = shuffled(s.products.records, by_id);
    s.customer_groups.records = shuffled(s.customer_groups.records, by_id);
    s.customers.records = shuffled(s.customers.records, by_id);
    return s;
}

/// The till with those records in another order whose order means nothing.
inline pos::snapshot shuffled(pos::snapshot s, bool products_too)
{
    const auto by_id = [](const auto& record) { return record.id; };
    if (products_too) s.products.records = shuffled(s.products.records, by_id);
    s.customer_groups.records = shuffled(s.customer_groups.records, by_id);
    s.customers.records = shuffled(s.customers.records, by_id);
    return s;
}

/// Whether an action does nothing but park a SKU on a temporary value (`variant.sku_free`).
inline bool is_parking(const action& a)
{
    const auto* u = std::get_if<update>(&a.what);
    return u && a.rule == rule::variant_sku_free && u->changes.size() == 1 &&
           u->changes[0].field == field::product_sku;
}

/// Waves from 0 without a gap, numbers in order, no field of a record twice, a whole catalogue
/// behind each reference (`order.safe`, `field.once`), and nothing written to the till about
/// categories (`category.one_way`).
inline void check_form(const plan& p)
{
    std::set<std::tuple<kind, side, ref, field>> changed;
    std::set<std::tuple<kind, side, std::string, std::string>> touched; // verb and record
    int wave = 0, number = 0;
    bool in_order = true, once = true, one_way = true;
    for (const auto& a : p.actions) {
        in_order = in_order && a.id == number++ && (a.wave == wave || a.wave == wave + 1);
        wave = a.wave;
        one_way = one_way && (a.kind != kind::category || a.side == side::ecom);
        if (is_parking(a)) continue; // the other half of field.once, in a wave before
        if (const auto* u = std::get_if<update>(&a.what)) { // of other fields there may be another
            once = once && !u->changes.empty();
            for (const auto& c : u->changes)
                once = once && changed.emplace(a.kind, a.side, a.of, c.field).second;
        } else {
            once = once && touched.emplace(a.kind, a.side, std::string{verb(a)}, text(a.of)).second;
        }
    }
    CHECK(in_order);
    CHECK(once);
    CHECK(one_way);
    CHECK((p.actions.empty() || p.actions.front().wave == 0));
}

/// The ecom category tree as the plan goes on: whatever the order within a wave, no category comes
/// below itself, what an action names is there, and what is deleted is empty (`order.safe`).
class tree_check {
public:
    tree_check(const plan& of, const ecom::snapshot& on) : p(of), ecom(on)
    {
        for (const auto& c : ecom.categories.records)
            parent[c.id.text] = c.parent_id.has_value() ? c.parent_id->text : "";
    }

    /// What is wrong; empty where nothing is.
    std::string run()
    {
        const bool was_a_tree = !circle({});
        for (std::size_t from = 0, to = 0; from < p.actions.size(); from = to) {
            while (to < p.actions.size() && p.actions[to].wave == p.actions[from].wave)
                ++to;
            std::multimap<std::string, std::string> moves; // all of a wave, old parents still there
            std::vector<std::pair<std::string, std::string>> makes;
            std::set<std::string> deletes;
            for (auto i = from; i < to; ++i) {
                const auto& a = p.actions[i];
                if (a.kind != kind::category) continue;
                if (const auto* c = std::get_if<create>(&a.what))
                    makes.emplace_back(made(a.of), parent_in(c->record));
                if (const auto* u = std::get_if<update>(&a.what))
                    for (const auto& c : u->changes)
                        if (c.field == field::category_parent)
                            moves.emplace(a.of.ecom_id, target(c.to));
                if (std::get_if<erase>(&a.what)) deletes.insert(a.of.ecom_id);
                if (const auto* r = std::get_if<reorder>(&a.what)) check_reorder(*r);
            }
            for (const auto& [id, to_parent] : makes)
                if (!to_parent.empty() && !parent.count(to_parent))
                    say(id + " is made under " + to_parent + ", which is not there");
            for (const auto& [id, to_parent] : moves) {
                if (!parent.count(id)) say(id + " is moved and not there");
                if (!to_parent.empty() && !parent.count(to_parent))
                    say(id + " is moved under " + to_parent + ", which is not there");
            }
            if (was_a_tree && circle(moves)) say("a circle in wave " + wave_of(from));
            for (const auto& [id, to_parent] : moves)
                parent[id] = to_parent;
            for (const auto& [id, up] : parent)
                if (deletes.count(up)) say(up + " is deleted with " + id + " in it");
            for (const auto& id : deletes)
                if (parent.erase(id) == 0) say(id + " is deleted and not there");
            for (const auto& [id, up] : makes)
                parent[id] = up;
        }
        return wrong;
    }

private:
    static std::string made(const ref& r) { return "made for " + r.pos_id; }
    static std::string id_of(const ref& r)
    {
        return r.empty() ? "" : r.ecom_id.empty() ? made(r) : r.ecom_id;
    }
    static std::string target(const value& v)
    {
        const auto* r = std::get_if<ref>(&v);
        return r ? id_of(*r) : "";
    }
    static std::string parent_in(const std::vector<setting>& record)
    {
        for (const auto& s : record)
            if (s.field == field::category_parent) return target(s.to);
        return "";
    }
    [[nodiscard]] std::string wave_of(std::size_t i) const
    {
        return std::to_string(p.actions[i].wave);
    }
    void say(const std::string& what) { wrong += what + "\n"; }

    void check_reorder(const reorder& r)
    {
        std::multiset<std::string> asked, there;
        for (const auto& child : r.order)
            asked.insert(id_of(child));
        for (const auto& [id, up] : parent)
            if (up == id_of(r.parent)) there.insert(id);
        if (asked != there)
            say("the reorder of " + text(r.parent) + " does not list exactly its children");
    }

    /// Whether the tree with these moves, done or not, can have a circle.
    [[nodiscard]] bool circle(const std::multimap<std::string, std::string>& moves) const
    {
        std::map<std::string, int> ways_in; // leaves first: a circle never gets to be a leaf
        const auto each_parent = [&](const std::string& id, auto&& visit) {
            if (const auto up = parent.find(id); up != parent.end()) visit(up->second);
            const auto [from, to] = moves.equal_range(id);
            for (auto m = from; m != to; ++m)
                visit(m->second);
        };
        for (const auto& [id, up] : parent)
            each_parent(id, [&](const std::string& to) { ++ways_in[to]; });
        std::vector<std::string> leaves;
        for (const auto& [id, up] : parent)
            if (!ways_in.count(id)) leaves.push_back(id);
        std::size_t seen = 0;
        while (!leaves.empty()) {
            const auto id = leaves.back();
            leaves.pop_back();
            ++seen;
            each_parent(id, [&](const std::string& to) {
                if (--ways_in[to] == 0 && parent.count(to)) leaves.push_back(to);
            });
        }
        return seen < parent.size();
    }

    const plan& p;
    const ecom::snapshot& ecom;
    std::map<std::string, std::string> parent; ///< of each ecom category, "" for a root
    std::string wrong;
};

/// The SKUs of the ecom products as the plan goes on: whatever the order within a wave, no synced
/// record takes one that another has, unless the pos has it twice, and none is parked for good
/// (`variant.sku_free`).
class sku_check {
public:
    sku_check(const plan& of, const pos::snapshot& pos, const ecom::snapshot& ecom,
              const policy& by)
        : p(of), online_too(by.duplicate_sku == duplicate_sku::hold)
    {
        for (const auto& product : pos.products.records)
            twinshelf::detail::each_sku(product, [&](std::string_view sku) {
                if (!gone(product.sellable)) ++wanted[std::string{sku}];
            });
        for (const auto& a : p.actions)
            if (a.kind == kind::product && std::get_if<link_to>(&a.what))
                adopted.insert(a.of.ecom_id);
        for (const auto& product : ecom.products.records) {
            if (tombstone(product)) continue;
            const bool synced =
                !linked_to(product).empty() || adopted.count(product.id.text) || online_too;
            twinshelf::detail::each_sku(product, [&](std::string_view sku) {
                if (synced) hold(product.id.text, std::string{sku});
            });
        }
    }

    /// What is wrong; empty where nothing is.
    std::string run()
    {
        for (std::size_t from = 0, to = 0; from < p.actions.size(); from = to) {
            std::vector<std::pair<std::string, std::string>> takes;
            std::vector<std::string> goes;
            for (; to < p.actions.size() && p.actions[to].wave == p.actions[from].wave; ++to) {
                const auto& a = p.actions[to];
                if (a.kind != kind::product || a.side != side::ecom) continue;
                if (std::get_if<erase>(&a.what)) goes.push_back(a.of.ecom_id);
                if (const auto* c = std::get_if<create>(&a.what))
                    for (const auto& f : c->record)
                        take(takes, "new " + a.of.pos_id, f);
                if (const auto* u = std::get_if<update>(&a.what))
                    for (const auto& f : u->changes) {
                        take(takes, a.of.ecom_id, f);
                        if (f.field == field::product_sku) check_from(a.of.ecom_id, f.from);
                    }
                if (is_parking(a)) parked[a.of.ecom_id] = takes.back().second;
            }
            std::map<std::string, int> taken;
            for (const auto& [who, sku] : takes) {
                const auto others = holders[sku].size() - holders[sku].count(who);
                if ((others > 0 || ++taken[sku] > 1) && wanted[sku] < 2)
                    wrong += who + " takes " + sku + " while another has it\n";
            }
            for (const auto& [who, sku] : takes) {
                holders[held[who]].erase(who);
                hold(who, sku);
            }
            for (const auto& who : goes)
                holders[held[who]].erase(who);
        }
        for (const auto& [who, sku] : parked)
            if (held[who] == sku) wrong += who + " stays parked\n";
        return wrong;
    }

private:
    template <class Setting>
    static void take(std::vector<std::pair<std::string, std::string>>& takes,
                     const std::string& who, const Setting& f)
    {
        const auto* sku = std::get_if<std::string>(&f.to);
        if (f.field == field::product_sku && sku) takes.emplace_back(who, trimmed(*sku));
    }
    void hold(const std::string& who, const std::string& sku)
    {
        holders[sku].insert(who);
        held[who] = sku;
    }
    void check_from(const std::string& who, const value& from)
    {
        const auto* sku = std::get_if<std::string>(&from);
        if (!sku || trimmed(*sku) != held[who])
            wrong += who + " has " + held[who] + ", not what the change starts from\n";
    }

    const plan& p;
    bool online_too;
    std::map<std::string, int> wanted;
    std::set<std::string> adopted;
    std::map<std::string, std::set<std::string>> holders;
    std::map<std::string, std::string> held, parked;
    std::string wrong;
};

} // namespace detail

inline std::string text(const value& v)
{
    return std::visit(detail::to_text{}, v);
}

inline std::vector<std::string> lines(const plan& p)
{
    std::vector<std::string> all;
    for (const auto& a : p.actions)
        all.push_back(detail::line(a));
    for (const auto& i : p.issues)
        if (i.severity != severity::notice) all.push_back(detail::line(i));
    return all;
}

inline std::vector<std::string> notices(const plan& p)
{
    std::vector<std::string> all;
    for (const auto& i : p.issues)
        if (i.severity == severity::notice) all.push_back(detail::line(i));
    return all;
}

inline std::string text(const plan& p)
{
    if (p.actions.size() + p.issues.size() > 200) return "a long plan";
    std::string all;
    for (const auto& a : p.actions)
        all += std::to_string(a.wave) + "  " + detail::line(a) + "\n";
    for (const auto& i : p.issues)
        all += "-  " + detail::line(i) + ": " + i.message + "\n";
    return all;
}

inline sides carried_out(const plan& p, const pos::snapshot& pos, const ecom::snapshot& ecom)
{
    std::set<std::string_view> taken;
    const auto take = [&](const auto& section) {
        for (const auto& r : section.records)
            taken.insert(r.id.text);
    };
    take(pos.products);
    take(pos.customer_groups);
    take(pos.customers);
    take(ecom.categories);
    take(ecom.products);
    take(ecom.customer_groups);
    take(ecom.customers);
    const auto take_parts = [&](const auto& parts) {
        if (parts)
            for (const auto& part : *parts)
                taken.insert(part.id.text);
    };
    for (const auto& e : ecom.products.records) {
        take_parts(e.variations);
        take_parts(e.images);
    }
    int number = 0;
    return apply(p, pos, ecom, [&](const action&, made_thing, const ref&) {
        std::string id;
        do
            id = "n" + std::to_string(++number);
        while (taken.count(id));
        return id;
    });
}

inline plan planned(const pos::snapshot& pos, const ecom::snapshot& ecom, const policy& by,
                    const earlier& known)
{
    auto p = reconcile(pos, ecom, by, known);
    INFO(text(p));
    detail::check_form(p);
    std::string violations;
    if (p.actions.size() <= 2'000)
        for (const auto& v : check(p, pos, ecom, by, known))
            violations += std::to_string(v.action) + ": " + v.what + "\n";
    CHECK(violations == "");
    if (ecom.categories.records.size() + p.actions.size() <= 2'000)
        CHECK(detail::tree_check(p, ecom).run() == "");

    CHECK(detail::sku_check(p, pos, ecom, by).run() == "");

    const bool admission = !find_issues(p, rule::product_plan_limit).empty() ||
                           !find_issues(p, rule::product_plan_support).empty();
    const auto other =
        reconcile(detail::shuffled(pos, !admission), detail::shuffled(ecom), by, known);
    INFO("with the records in another order:\n" << text(other));
    CHECK((p == other)); // plan.deterministic

    const auto after = carried_out(p, pos, ecom);
    const auto again = reconcile(after.pos, after.ecom, by, known);
    INFO("once it is carried out:\n" << text(again));
    if (!p.blocked) CHECK(again.actions.empty()); // plan.converges; a guard counts anew each time
    return p;
}

/// A product of the till that is for sale at 10.00 and in no category.
[[nodiscard]] inline pos::product item(std::string id, std::string sku, std::string called = "Tee")
{
    pos::product p{
        .id = pos::product_id{std::move(id)}, .name = std::move(called), .category_id = none};
    p.sellable.sku = std::move(sku);
    p.sellable.active = true;
    p.sellable.price = money{1000};
    p.sellable.online_price = none;
    return p;
}

/// The same in the store, enabled and on the front page; online-only with an empty `pos_id`.
[[nodiscard]] inline ecom::product listing(std::string id, std::string pos_id, std::string sku,
                                           std::string called = "Tee")
{
    ecom::product e{.id = ecom::product_id{std::move(id)}, .name = std::move(called)};
    if (!pos_id.empty()) e.pos_id.emplace(std::move(pos_id));
    e.sellable.sku = std::move(sku);
    e.sellable.price = money{1000};
    e.enabled = true;
    e.category_ids.emplace();
    e.on_front_page = true;
    return e;
}

/// The record, or policy, with what `change(record)` does to it.
template <class Record, class Change>
[[nodiscard]] Record with(Record r, Change&& change)
{
    change(r);
    return r;
}

/// Both sides read to their ends, in US dollars.
[[nodiscard]] inline pos::snapshot till(std::vector<pos::product> products,
                                        std::vector<pos::category> categories = {})
{
    pos::snapshot s{.currency = {"USD", 2}};
    s.products = std::move(products);
    s.categories = std::move(categories);
    return s;
}

[[nodiscard]] inline ecom::snapshot store(std::vector<ecom::product> products,
                                          std::vector<ecom::category> categories = {})
{
    ecom::snapshot s{.currency = {"USD", 2}};
    s.products = std::move(products);
    s.categories = std::move(categories);
    return s;
}

} // namespace plans
