#pragma once

// A scenario: a till and a store as their owner would tell it, and the whole plan that
// docs/rules.md asks for. Its JSON has
//
//   title, story   what it is about, and what went wrong in a real shop
//   policy         as json::read_policy reads it
//   pos, ecom      as json::read_pos and json::read_ecom read them
//   plan           all actions and all issues, each list in any order
//
// An action is {"wave", "in": side, verb: kind and ids} and what the verb has: `record`, `order`,
// `images`, `loses` as in the JSON of a plan, a change as "field": [from, "->", to], its rule behind
// it where that is not the action's. `of` is a variant's product, a reference is "pos 7, ecom 71".
// An issue is {severity: rule, "about": kind and ids}, `field`, `records`, `choices`, and in `says`
// a part of its message. A list that is empty is left out. Nothing else may be there.

#include "plans.hpp"

#include <twinshelf/json/json.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace scenarios {

using namespace twinshelf;
using tree = nlohmann::ordered_json;

/// How the plan differs from the one that the scenario expects, a line each; "" where it does not.
/// Throws where the text is no scenario.
[[nodiscard]] std::string run(const std::string& text);

namespace detail {

[[noreturn]] inline void refuse(const std::string& why)
{
    throw std::invalid_argument(why);
}

inline tree read_tree(const std::string& text)
{
    std::vector<std::set<std::string>> keys;
    return tree::parse(text, [&](int, tree::parse_event_t event, const tree& part) {
        using is = tree::parse_event_t;
        if (event == is::object_start) keys.emplace_back();
        if (event == is::object_end) keys.pop_back();
        if (event == is::key && !keys.back().insert(part.get<std::string>()).second)
            refuse("the key " + part.dump() + " is there twice");
        return true;
    });
}

inline void need_keys(const tree& t, std::initializer_list<const char*> keys)
{
    if (!t.is_object() || t.size() != keys.size()) refuse("other keys than expected: " + t.dump());
    for (const auto* key : keys)
        if (!t.contains(key)) refuse(std::string{"there is no "} + key);
}

/// Readers ignore keys that they do not know; in a scenario each has to mean something.
inline void need_known(const tree& given, const tree& known, const std::string& where)
{
    if (given.is_structured() && given.type() != known.type()) refuse(where + " is misplaced");
    if (given.is_array() && given.size() != known.size()) refuse(where + " loses a record");
    for (const auto& [key, part] : given.items()) {
        if (!given.is_structured()) break;
        if (given.is_object() && !known.contains(key)) refuse(where + "/" + key + " means nothing");
        need_known(part, given.is_array() ? known[std::stoul(key)] : known[key], where + "/" + key);
    }
}

/// What the library read, without a fault.
template <class T>
T value_of(const json::parsed<T>& read, const std::string& where)
{
    for (const auto& f : read.faults)
        refuse(where + f.where + ": expected " + f.expected + ", found " + f.found);
    return read.value;
}

template <class Snapshot>
Snapshot snapshot_of(const json::parsed<Snapshot>& read, const tree& given, const std::string& side)
{
    auto s = value_of(read, side);
    need_known(given, read_tree(json::write(s)), side);
    return s;
}

/// "pos 7, ecom 71" of what names a record.
inline std::string ids(const tree& t)
{
    std::string all;
    for (const auto* side : {"pos", "ecom"})
        if (const auto id = t.find(side + std::string{"_id"}); id != t.end())
            all += (all.empty() ? "" : ", ") + (side + (" " + id->get<std::string>()));
    return all;
}

inline std::string who(const tree& t)
{
    const auto its = ids(t);
    return t["kind"].get<std::string>() + (its.empty() ? "" : " " + its);
}

/// The same with each reference in it as its ids.
inline tree shortened(tree t)
{
    bool is_ref = t.is_object() && !t.empty();
    for (const auto& [key, part] : t.items())
        is_ref = is_ref && (key == "pos_id" || key == "ecom_id");
    if (is_ref) return ids(t);
    if (t.is_structured())
        for (auto& part : t)
            part = shortened(part);
    return t;
}

inline tree short_action(const tree& a)
{
    tree s{{"wave", a["wave"]}, {"in", a["side"]}, {a["verb"], who(a)}};
    if (a.contains("product")) s["of"] = ids(a["product"]);
    for (const auto& c : a.value("changes", tree::array())) {
        auto& change = s[c["field"].get<std::string>()] =
            tree::array({c.value("from", tree("unknown")), "->", c["to"]});
        if (c["rule"] != a["rule"]) change.push_back(c["rule"]);
    }
    for (const auto* key :
         {"record", "parent", "order", "images", "loses", "by", "to", "outlet_id"})
        if (a.contains(key) && a[key] != tree::array()) s[key] = a[key];
    if (a.contains("record")) s["record"].erase("pos_id");
    s["rule"] = a["rule"];
    return shortened(s);
}

inline tree short_issue(const tree& i)
{
    tree s{{i["severity"], i["rule"]}, {"about", who(i)}};
    for (const auto* key : {"field", "records", "choices"})
        if (i.contains(key)) s[key] = i[key];
    s["says"] = i["message"];
    return shortened(s);
}

/// Whether they are the same, whatever the order of their keys; of a message a part will do.
inline bool meets(nlohmann::json expected, nlohmann::json got)
{
    const auto part = expected.value("says", ""), whole = got.value("says", "");
    expected.erase("says");
    got.erase("says");
    return expected == got && part.empty() == whole.empty() && whole.find(part) != whole.npos;
}

/// What is in only one of the lists, a line each.
inline std::string list_difference(const tree& expected, std::vector<tree> got)
{
    if (!expected.is_array()) refuse("the plan is not lists: " + expected.dump());
    std::string missing, extra;
    for (const auto& e : expected) {
        const auto its =
            std::find_if(got.begin(), got.end(), [&](const tree& g) { return meets(e, g); });
        if (its == got.end())
            missing += "  expected " + e.dump() + "\n";
        else
            got.erase(its);
    }
    for (const auto& g : got)
        extra += "  got      " + g.dump() + "\n";
    return missing + extra;
}

/// How a plan differs from the one that is expected, a line each.
inline std::string difference(const tree& expected, const plan& p)
{
    need_keys(expected, {"actions", "issues"});
    const auto whole = read_tree(json::write(p));
    std::vector<tree> actions, issues;
    std::transform(whole["actions"].begin(), whole["actions"].end(), std::back_inserter(actions),
                   short_action);
    std::transform(whole["issues"].begin(), whole["issues"].end(), std::back_inserter(issues),
                   short_issue);
    return list_difference(expected["actions"], actions) +
           list_difference(expected["issues"], issues);
}

} // namespace detail

inline std::string run(const std::string& text)
{
    using namespace detail;
    const auto s = read_tree(text);
    need_keys(s, {"title", "story", "policy", "pos", "ecom", "plan"});
    const auto p = plans::planned(snapshot_of(json::read_pos(s["pos"].dump()), s["pos"], "pos"),
                                  snapshot_of(json::read_ecom(s["ecom"].dump()), s["ecom"], "ecom"),
                                  value_of(json::read_policy(s["policy"].dump()), "policy"));
    return difference(s["plan"], p);
}

} // namespace scenarios
