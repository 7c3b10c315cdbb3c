#pragma once

#include "twinshelf/ecom.hpp"
#include "twinshelf/memory.hpp"
#include "twinshelf/plan.hpp"
#include "twinshelf/policy.hpp"
#include "twinshelf/pos.hpp"
#include "twinshelf/run_options.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace twinshelf {

/// When in a plan a step is due. Within a phase the shallower steps come first, so a wave is a
/// phase and a depth (`order.safe`).
enum class phase : std::uint8_t {
    links,            ///< of products and variants, while they are still known by what they hold
    make_room,        ///< product deletes that free a SKU or plan room which the plan needs
    customer_groups,  ///< before the customers that are put into them
    categories,       ///< link, create, update: parents first
    product_parts,    ///< galleries and options, before the variations that use them
    products,         ///< link, create, update: who frees a SKU before who takes it
    category_order,   ///< once every child is where it belongs
    customers,        //
    product_deletes,  //
    category_deletes, ///< leaves first, after their products
};

/// An action that has no number yet.
struct step {
    action what{};
    twinshelf::phase phase{};
    int depth = 0;
    /// The changes that it is a part of: what shares one is carried out whole or not at all.
    std::vector<std::string> bonds{};
    /// It is held with what it is bound to, without a word of its own, and not the other way round.
    bool follows = false;
};

/// A plan in the making. The rules add steps and issues to it, later ones may hold what earlier
/// ones added; `finish` in order.hpp makes it a plan.
struct draft {
    std::vector<step> steps{};
    std::vector<issue> issues{};
    std::array<int, words(kind{}).size()> matched{};
    bool blocked = false;
};

/// The bond of a variant that goes to another product begins with it; its id follows.
inline constexpr std::string_view move_prefix = "move ";

[[nodiscard]] inline bool is_move(const std::string& bond)
{
    return bond.starts_with(move_prefix);
}

/// What every rule reads, and the draft that it writes to.
struct task {
    const pos::snapshot& pos;
    const ecom::snapshot& ecom;
    const twinshelf::policy& policy;
    const memory& known; ///< what both held after the last sync
    choices& decided;    ///< what a person chose
    draft& out;
    bool at_sight = true; ///< pairs that are plainly the same are passed over; a plan is the same
    run_options run{};

    void add(side to, kind of_kind, rule why, ref of, decltype(action::what) what, phase when,
             int depth = 0) const
    {
        auto& s = out.steps.emplace_back();
        s.what.side = to;
        s.what.kind = of_kind;
        s.what.rule = why;
        s.what.of = std::move(of);
        s.what.what = std::move(what);
        s.phase = when;
        s.depth = depth;
    }

    /// What a person chose for an issue with such a key; "" where nobody did.
    [[nodiscard]] std::string_view choice(rule why, kind of_kind, const ref& of,
                                          std::optional<field> about = {}) const
    {
        if (decided.empty()) return {};
        return decided.find(issue_key(why, of_kind, of, about));
    }

    /// Adds an issue and gives it its key; the reference stays good until the next one.
    issue& say(severity how, rule why, kind of_kind, ref of, std::string message,
               std::optional<field> about = {}) const
    {
        auto key = issue_key(why, of_kind, of, about);
        out.issues.push_back({.severity = how,
                              .rule = why,
                              .key = std::move(key),
                              .kind = of_kind,
                              .of = std::move(of),
                              .field = about,
                              .message = std::move(message)});
        return out.issues.back();
    }
};

/// Says of a step that is taken out that others which it is bound to are held (`order.safe`).
inline void say_bound(const task& t, const action& a)
{
    const auto& id = a.of.ecom_id.empty() ? a.of.pos_id : a.of.ecom_id;
    t.say(severity::hold, rule::order_safe, a.kind, a.of,
          "The " + std::string{name(a.kind)} + " " + id +
              " stays as it is: another part of the same change is held.");
}

/// Takes out the steps of which `is_held(step)`, and says for what is bound to them that it waits
/// (`order.safe`).
template <class Held>
void drop_steps(const task& t, Held&& is_held)
{
    std::map<std::string_view, std::vector<std::size_t>> bound;
    std::vector<std::size_t> look;
    auto& steps = t.out.steps;
    std::vector<bool> out(steps.size());
    for (std::size_t i = 0; i < steps.size(); ++i) {
        for (const auto& bond : steps[i].bonds)
            bound[bond].push_back(i);
        out[i] = is_held(steps[i]);
        if (out[i]) look.push_back(i);
    }
    const auto directly = look.size();
    for (std::size_t next = 0; next < look.size(); ++next) {
        if (steps[look[next]].follows) continue;
        if (next >= directly) say_bound(t, steps[look[next]].what);
        for (const auto& bond : steps[look[next]].bonds)
            for (const auto other : bound[bond])
                if (!out[other]) {
                    out[other] = true;
                    look.push_back(other);
                }
    }
    std::size_t i = 0;
    std::erase_if(steps, [&](const step&) { return out[i++]; });
}

/// Says of each decision that nothing asked for that it is ignored.
inline void say_unasked(const task& t)
{
    t.decided.each_unused([&](std::string_view key) {
        const auto colon = std::min(key.find(':'), key.size());
        const auto about = find_rule(key.substr(0, colon)).value_or(rule::record_isolated);
        auto of_kind = kind::product;
        for (std::size_t k = 0; k < words(kind{}).size(); ++k)
            if (key.substr(colon).starts_with(':' + std::string{words(kind{})[k]} + ':'))
                of_kind = static_cast<kind>(k);
        t.say(severity::notice, about, of_kind, {},
              "A decision for “" + std::string{key} +
                  "” is ignored: that is not in question any more.")
            .key = "ignored:" + std::string{key};
    });
}

/// Ids in an order that people expect of numbers: "9" before "10". Lists of records are sorted by
/// it where their own order means nothing (`plan.deterministic`).
[[nodiscard]] inline auto id_order(const std::string& id)
{
    return std::tuple{id.size(), std::string_view{id}};
}

[[nodiscard]] inline auto ref_order(const ref& r)
{
    return std::tuple{id_order(r.pos_id), id_order(r.ecom_id)};
}

[[nodiscard]] inline bool smaller_ref(const ref& a, const ref& b)
{
    return ref_order(a) < ref_order(b);
}

/// A name in a sentence: “Jackets”, or what stands for it where there is none.
[[nodiscard]] inline std::string in_quotes(const std::optional<std::string>& text,
                                           std::string_view otherwise = "without a name")
{
    if (!text || blank(*text)) return std::string{otherwise};
    return "\u201C" + *text + "\u201D";
}

} // namespace twinshelf
