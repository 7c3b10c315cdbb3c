#pragma once

// What the tests of customers share: small tills and stores, and rows of plans.

#include "plans.hpp"

namespace customers {

using namespace plans;

using strings = std::vector<std::string>;
constexpr auto partial = completeness::partial;
constexpr auto absent = completeness::absent;
constexpr auto complete = completeness::complete;

inline instant hour(int n)
{
    return instant{std::chrono::hours{n}};
}

inline pos::customer till(std::string id, std::string email)
{
    return {.id = pos::customer_id{std::move(id)}, .email = std::move(email)};
}

/// "" for a link is none.
inline ecom::customer shop(std::string id, std::string pos_id, std::string email, int orders = 0)
{
    ecom::customer c{
        .id = ecom::customer_id{std::move(id)}, .email = std::move(email), .orders = orders};
    if (!pos_id.empty()) c.pos_id.emplace(std::move(pos_id));
    return c;
}

/// What `customer` is with one thing more.
template <class Customer>
Customer in_group(Customer c, const char* group)
{
    if (*group)
        c.group_id = id_literal{group};
    else
        c.group_id = none;
    return c;
}
template <class Customer>
Customer called(Customer c, std::string first, std::string last)
{
    c.first_name = std::move(first);
    c.last_name = std::move(last);
    return c;
}
template <class Customer>
Customer email_at(Customer c, int at)
{
    c.email_updated_at = hour(at);
    return c;
}
/// 0: nobody knows when.
template <class Customer>
Customer says(Customer c, std::optional<bool> answer, int at = 0)
{
    c.accepts_marketing = answer;
    if (at) c.marketing_updated_at = hour(at);
    return c;
}
inline pos::customer archived(pos::customer c)
{
    c.archived = true;
    return c;
}
template <class Customer>
Customer deleted(Customer c)
{
    c.deleted = true;
    return c;
}
template <class Customer>
Customer without_email(Customer c)
{
    c.email = {};
    return c;
}

struct both_sides {
    pos::snapshot pos;
    ecom::snapshot ecom;
};

/// The groups of all tests: g1 and 31 are the same, so are g2 and 32; g8 has no counterpart where
/// groups do not flow, nor has 38; g0 and 30 are those that everybody is in.
inline both_sides with_groups(section<pos::customer> pos, section<ecom::customer> ecom)
{
    both_sides s;
    s.pos.customer_groups = {{.id = "g0"_id, .name = "All", .is_default = true},
                             {.id = "g1"_id, .name = "VIP"},
                             {.id = "g2"_id, .name = "Gold"}};
    s.ecom.customer_groups = {{.id = "30"_id, .name = "General", .is_default = true},
                              {.id = "31"_id, .pos_id = "g1"_id, .name = "VIP"},
                              {.id = "32"_id, .pos_id = "g2"_id, .name = "Gold"}};
    s.pos.customers = std::move(pos);
    s.ecom.customers = std::move(ecom);
    return s;
}

inline plan planned(const both_sides& s, const policy& by = x_series(), const earlier& known = {})
{
    auto p = plans::planned(s.pos, s.ecom, by, known);
    for (const auto& wrong : check(p, s.pos, s.ecom, by, known))
        FAIL_CHECK(wrong.what << "\n" << text(p));
    return p;
}

struct row {
    const char* id;
    section<pos::customer> pos;
    section<ecom::customer> ecom;
    strings want;
    strings noticed{};
};

inline void check_rows(const std::vector<row>& rows, const policy& by = x_series())
{
    for (const auto& r : rows)
        DYNAMIC_SECTION(r.id)
        {
            const auto p = planned(with_groups(r.pos, r.ecom), by);
            CHECK(lines(p) == r.want);
            CHECK(notices(p) == r.noticed);
        }
}

/// What both sides held after the last sync.
inline baseline held(section<pos::customer> pos, section<ecom::customer> ecom)
{
    baseline b;
    b.pos.customers = std::move(pos);
    b.ecom.customers = std::move(ecom);
    return b;
}

/// A row of two rounds: what both held after the last one, and what they hold now.
struct later_row {
    const char* id;
    baseline base;
    section<pos::customer> pos;
    section<ecom::customer> ecom;
    strings want;
    std::vector<cause> causes{}; ///< of each change, in the order of the plan
    std::vector<decision> decisions{};
    strings noticed{};
};

inline std::vector<cause> causes_of(const plan& p)
{
    std::vector<cause> all;
    for (const auto& a : p.actions)
        if (const auto* u = std::get_if<update>(&a.what))
            for (const auto& c : u->changes)
                all.push_back(c.cause);
    return all;
}

inline void check_rows(const std::vector<later_row>& rows, const policy& by = x_series())
{
    for (const auto& r : rows)
        DYNAMIC_SECTION(r.id)
        {
            const auto p = planned(with_groups(r.pos, r.ecom), by, {r.base, r.decisions});
            CHECK(lines(p) == r.want);
            CHECK((causes_of(p) == r.causes));
            CHECK(notices(p) == r.noticed);
        }
}

inline section<pos::customer> no_pos(completeness state = complete)
{
    return {{}, state};
}
inline section<ecom::customer> no_ecom(completeness state = complete)
{
    return {{}, state};
}

inline policy with_flow(policy by, field f, flow how)
{
    by[f] = how;
    return by;
}

} // namespace customers
