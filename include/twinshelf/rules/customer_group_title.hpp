#pragma once

#include "twinshelf/match.hpp"
#include "twinshelf/rules/exchange.hpp"
#include "twinshelf/rules/fields.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The titles of linked customer groups: which side takes the other one's. To the letter.
///
///   id   pos group                ecom group              result
///   G2   linked, any title        the same title          nothing
///   G3   linked, title            another title           update, by the flow (group.kept); conflict
///                                                         where both were renamed and no flow says;
///                                                         nothing where both are as after the last
///                                                         sync (field.settled)
///   G4   linked, blank            a title                 nothing (field.blank): a title is never
///                                                         emptied
///   G5   linked, unknown title    any, or unknown         nothing
///   G6   linked, title            and another group there
///                                 has or takes the title  conflict (group.kept); the title that a
///                                                         person chooses is taken all the same;
///                                                         ecom, where the flow does not go there:
///                                                         both stay
///   G16  longer than ecom takes   G3                      hold (target.limits); never cut
namespace twinshelf::detail {

/// The group that a side puts everybody in (`group.default`).
template <class Group>
[[nodiscard]] bool is_default(const Group& g)
{
    return g.is_default.value_or(false);
}

template <class Group>
[[nodiscard]] bool titled(const Group& g)
{
    return g.name && !blank(*g.name);
}

class customer_group_titles {
public:
    customer_group_titles(const task& all, const pairing& match)
        : t(all), m(match), exchange(ps.size(), es.size()), rulings(es.size())
    {
    }

    /// Decides for all pairs at once.
    void decide_all();

    /// Whether the two are a pair that was linked before this plan (G1: and groups of their own).
    [[nodiscard]] bool is_pair(index e) const
    {
        const auto p = m.pos_of[e];
        return p != nowhere && !m.ecom_out[e] && !m.pos_out[p] && !m.adopted[e] &&
               !tombstone(ps[p]) && !is_default(ps[p]) && !is_default(es[e]); // G1
    }
    /// Whether ecom takes a title; said where it does not.
    [[nodiscard]] bool fits(const ref& of, const std::string& title) const
    {
        return fits_whole(t, f, title, of, kind::customer_group);
    }
    /// Who has which title once the plan is carried out.
    [[nodiscard]] const handover& in_pos() const { return exchange.in_pos(); }
    [[nodiscard]] const handover& in_ecom() const { return exchange.in_ecom(); }

    /// Writes the title that one side of a pair is to take, or says that it cannot have it.
    void rename(index e) const;

private:
    [[nodiscard]] exchange_way way_of(index p, index e);
    [[nodiscard]] exchange_way send(index p, index e, bool into_ecom) const
    {
        if (!titled(ps[p]) && into_ecom) return exchange_way::stay; // G4
        if (!titled(es[e]) && !into_ecom) return exchange_way::stay;
        if (!into_ecom) return exchange_way::to_pos;
        return fits(both(ps[p], es[e]), *ps[p].name) ? exchange_way::to_ecom // else G16
                                                     : exchange_way::stay;
    }
    [[nodiscard]] std::optional<exchange_way> choose(index p, index e);
    /// Whether a title is another one than after the last sync.
    [[nodiscard]] std::optional<bool> renamed(const std::optional<std::string>& now,
                                              const std::optional<std::string>& base) const
    {
        if (!now || !base) return {};
        return is_digest(*base) ? !same_as_kept(*now, *base, t.policy.text()) : *now != *base;
    }
    void say_conflict(index p, index e, std::string_view because) const;

    static constexpr auto f = field::customer_group_name;

    const task& t;
    const pairing& m;
    const std::vector<pos::customer_group>& ps = t.pos.customer_groups.records;
    const std::vector<ecom::customer_group>& es = t.ecom.customer_groups.records;
    text_exchange exchange;
    std::vector<ruling> rulings; ///< of each ecom group
};

inline void customer_group_titles::decide_all()
{
    for (index p = 0; p < ps.size(); ++p)
        if (titled(ps[p]) && !tombstone(ps[p])) exchange.hold_pos(p, *ps[p].name);
    for (index e = 0; e < es.size(); ++e)
        if (titled(es[e])) exchange.hold_ecom(e, *es[e].name);
    for (index e = 0; e < es.size(); ++e)
        if (is_pair(e)) exchange.plan(m.pos_of[e], e, way_of(m.pos_of[e], e));
    exchange.settle([&](index p, index e) { return choose(p, e); });
}

inline exchange_way customer_group_titles::way_of(index p, index e)
{
    const auto& pos = ps[p];
    const auto& ecom = es[e];
    if (!pos.name || !ecom.name || *pos.name == *ecom.name) return exchange_way::stay; // G2, G5
    const auto how = t.policy[f];
    const bool one_titled = titled(pos) != titled(ecom);
    if (how == flow::fill && titled(ecom)) return exchange_way::stay;
    const auto base = t.known.of(pos, ecom);
    const auto changed =
        shape_of(renamed(pos.name, base.pos.name), renamed(ecom.name, base.ecom.name));
    if (one_titled && merge(how, changed) == verdict::ask) { // G4
        rulings[e].cause = cause_of(changed);
        return send(p, e, titled(pos));
    }
    rulings[e] = decide(t, f, {pos.id.text, ecom.id.text, kind::customer_group}, rule::group_kept,
                        changed, later::unknown);
    switch (rulings[e].verdict) { // G3
    case verdict::take_pos: return send(p, e, true);
    case verdict::take_ecom: return send(p, e, false);
    case verdict::ask:
        say_conflict(p, e, "it was renamed on both sides.");
        return exchange_way::stay;
    case verdict::keep:
    case verdict::by_rule:
    case verdict::add_movements: break;
    }
    return exchange_way::stay;
}

/// G6: what a person says of a title that another group has or takes.
inline std::optional<exchange_way> customer_group_titles::choose(index p, index e)
{
    const auto choice = t.choice(rule::group_kept, kind::customer_group, both(ps[p], es[e]), f);
    if (choice != "pos" && choice != "ecom") return {};
    if (choice == "ecom" && !flows_back(t.policy[f])) return exchange_way::stay;
    rulings[e].cause = cause::decided;
    if (choice == "pos" && exchange.way(e) == exchange_way::to_ecom) return exchange_way::to_ecom;
    return send(p, e, choice == "pos");
}

inline void customer_group_titles::rename(index e) const
{
    if (exchange.way(e) == exchange_way::stay) return;
    const auto p = m.pos_of[e];
    const bool into_ecom = exchange.way(e) == exchange_way::to_ecom;
    const auto on = into_ecom ? side::ecom : side::pos;
    const auto& from = into_ecom ? es[e].name : ps[p].name;
    const auto& to = into_ecom ? ps[p].name : es[e].name;
    if (!exchange.takes(e)) // G6
        return say_conflict(p, e,
                            "another group in " + std::string{name(on)} + " is or will be called " +
                                in_quotes(to) + ".");
    t.add(on, kind::customer_group, rule::group_kept, both(ps[p], es[e]), // G3
          update{{{f, *from, *to, rule::group_kept, rulings[e].cause}}}, phase::customer_groups,
          into_ecom ? exchange.in_ecom().turn(e) : exchange.in_pos().turn(p));
}

inline void customer_group_titles::say_conflict(index p, index e, std::string_view because) const
{
    const auto base = t.known.of(ps[p], es[e]);
    auto& issue =
        t.say(severity::conflict, rule::group_kept, kind::customer_group, both(ps[p], es[e]),
              "The customer group " + in_quotes(ps[p].name) + " is called " +
                  in_quotes(es[e].name) + " in ecom and stays so: " + std::string{because},
              f);
    issue.choices = {"pos", "ecom"};
    issue.values = disputed{as_value(ps[p].name), as_value(es[e].name), kept_value(base.pos.name),
                            kept_value(base.ecom.name)};
}

} // namespace twinshelf::detail
