#pragma once

#include "twinshelf/match.hpp"
#include "twinshelf/rules/fields.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Which customers are pairs by their links, and which are free to be matched. "Gone" is deleted,
/// or archived in the pos, or not in a complete section.
///
///   id   pos customer            ecom customer            result
///   U1   gone                    linked                   notice, neither changed (customer.gone)
///   U2   linked                  deleted                  notice, neither changed (customer.gone)
///   U3   not read                linked                   nothing
///   U24  either is older than at the last sync            hold (record.stale)
///
/// U2: whether ecom says so itself or the baseline does (`deleted_online` in match.hpp).
namespace twinshelf::detail {

struct customer_pairs {
    explicit customer_pairs(const task& all)
        : t(all), m(match_links(all.pos.customers, all.ecom.customers, kind::customer, all)),
          stale(es.size())
    {
        for (index e = 0; e < es.size(); ++e) {
            if (m.pos_of[e] == nowhere) continue;
            const auto base = known(m.pos_of[e], e);
            stale[e] = is_stale(ps[m.pos_of[e]].updated_at, base.pos.updated_at) ||
                       is_stale(es[e].updated_at, base.ecom.updated_at);
        }
    }

    [[nodiscard]] bool is_free_pos(index p) const
    {
        return m.ecom_of[p] == nowhere && !m.pos_out[p] && !is_gone(ps[p]) && !m.deleted_online[p];
    }
    [[nodiscard]] bool is_free_ecom(index e) const
    {
        return m.pos_of[e] == nowhere && !m.ecom_out[e] && !tombstone(es[e]) &&
               linked_to(es[e]).empty();
    }
    [[nodiscard]] bool is_pair(index e) const
    {
        const auto p = m.pos_of[e];
        return p != nowhere && !m.ecom_out[e] && !m.pos_out[p] && !is_gone(ps[p]);
    }
    /// Whether the two can be compared.
    [[nodiscard]] bool is_fresh_pair(index e) const { return is_pair(e) && !stale[e]; }
    [[nodiscard]] static bool is_gone(const pos::customer& p)
    {
        return p.archived.value_or(false) || tombstone(p);
    }
    /// What the two held after the last sync.
    [[nodiscard]] twin<pos::customer, ecom::customer> known(index p, index e) const
    {
        return t.known.of(ps[p], es[e]);
    }
    /// `who` they are, in words that outlive the result.
    [[nodiscard]] pair_of pair(index p, index e, std::string_view who = {}) const
    {
        return {ps[p].id.text, es[e].id.text, kind::customer,
                later_of(ps[p].updated_at, es[e].updated_at), who};
    }

    /// An issue that begins with "The customer" and what they are called.
    issue& say(severity how, rule why, ref of, const auto& customer, std::string_view what,
               std::optional<field> about = {}) const
    {
        return t.say(how, why, kind::customer, std::move(of),
                     "The customer " + called(customer) + " " + std::string{what}, about);
    }
    /// The conflict about a field of a pair: which side is right?
    void ask(rule why, index p, index e, std::string_view what, field about, disputed values) const
    {
        auto& issue = say(severity::conflict, why, both(ps[p], es[e]), es[e], what, about);
        issue.choices = {"pos", "ecom"};
        issue.values = std::move(values);
    }
    /// A notice about so many customers; null where there are none.
    issue* count(std::size_t n, rule why, std::string_view one, std::string_view many) const
    {
        if (n == 0) return nullptr;
        return &t.say(severity::notice, why, kind::customer, {},
                      std::to_string(n) + std::string{n == 1 ? one : many});
    }

    /// Says of every one whose other end is gone that they are left alone.
    void say_gone() const;

    const task& t;
    const std::vector<pos::customer>& ps = t.pos.customers.records;
    const std::vector<ecom::customer>& es = t.ecom.customers.records;
    pairing m;
    std::vector<bool> stale; ///< of each ecom customer: they, or their pos record, are older

    [[nodiscard]] static std::string called(const auto& customer)
    {
        if (holds_something(customer.email)) return in_quotes(customer.email);
        std::string name;
        for (const auto* part : {&customer.first_name, &customer.last_name})
            if (holds_something(*part)) name += (name.empty() ? "" : " ") + **part;
        return name.empty() ? customer.id.text : in_quotes(name);
    }
};

inline void customer_pairs::say_gone() const
{
    for (index e = 0; e < es.size(); ++e) {
        const auto p = m.pos_of[e];
        if (linked_to(es[e]).empty() || m.ecom_out[e] || tombstone(es[e])) continue;
        if (p == nowhere ? !t.pos.customers.complete() : !is_gone(ps[p])) continue; // U3
        if (p != nowhere) ++t.out.matched[static_cast<std::size_t>(kind::customer)];
        say(severity::notice, rule::customer_gone, ecom_ref(es[e]), es[e], // U1
            "is gone from the pos: neither changed in ecom nor made again.");
    }
    for (index p = 0; p < ps.size(); ++p)
        if (m.deleted_online[p] && m.ecom_of[p] == nowhere && !m.pos_out[p] && !is_gone(ps[p]))
            say(severity::notice, rule::customer_gone, pos_ref(ps[p]), ps[p], // U2
                "was deleted in ecom: neither changed in the pos nor made again.");
}

} // namespace twinshelf::detail
