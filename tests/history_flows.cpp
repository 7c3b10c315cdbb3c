#include "catch.hpp"
#include "generate.hpp"
#include "history.hpp"
#include "plans.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace history_flows_tests {

// One edit at a time in shops that are in step: what both sides hold after the next sync, by the
// table of flows in docs/rules.md. TWINSHELF_CASES and TWINSHELF_SEED as in history.cpp.

using namespace twinshelf;

namespace {

enum class edited { pos, ecom, both_pos_later, both_ecom_later };

constexpr std::array edits{edited::pos, edited::ecom, edited::both_pos_later,
                           edited::both_ecom_later};

/// Whose value each side holds in the end: its own, or the other one's.
struct ending {
    side pos;
    side ecom;
};

/// What the table says of two that were the same, where `who` has edited since.
ending end_of(flow how, edited who)
{
    const ending apart{side::pos, side::ecom}, till{side::pos, side::pos},
        store{side::ecom, side::ecom};
    switch (how) {
    case flow::pos_leads: return till;
    case flow::pos_edits: return who == edited::ecom ? apart : till;
    case flow::two_way:
    case flow::latest: return who == edited::pos || who == edited::both_pos_later ? till : store;
    case flow::never:
    case flow::on_create:
    case flow::fill:
    case flow::ecom_leads_once:
    case flow::movements: return apart;
    }
    return apart;
}

/// One of a product's fields: how to read it on both sides, and how to edit it.
struct one_field {
    field id;
    std::string (*in_pos)(const pos::product&, const policy&);
    std::string (*in_ecom)(const ecom::product&);
    void (*edit_pos)(pos::product&, const policy&);
    void (*edit_ecom)(ecom::product&);
};

std::string shown(const std::optional<std::string>& text)
{
    return text ? *text : "unknown";
}
std::string shown(const maybe<money>& amount)
{
    return amount.has_value() ? std::to_string(whole(*amount).minor) : "none";
}

const one_field all_fields[]{
    {field::product_name, [](const pos::product& p, const policy&) { return shown(p.name); },
     [](const ecom::product& e) { return shown(e.name); },
     [](pos::product& p, const policy&) { p.name = "In the till"; },
     [](ecom::product& e) { e.name = "In the store"; }},
    {field::product_description,
     [](const pos::product& p, const policy&) { return shown(p.description); },
     [](const ecom::product& e) { return shown(e.description); },
     [](pos::product& p, const policy&) { p.description = std::string(200, 't'); },
     [](ecom::product& e) { e.description = std::string(200, 's'); }},
    {field::product_brand, [](const pos::product& p, const policy&) { return shown(p.brand); },
     [](const ecom::product& e) { return shown(e.brand); },
     [](pos::product& p, const policy&) { p.brand = "Till"; },
     [](ecom::product& e) { e.brand = "Store"; }},
    {field::product_price,
     [](const pos::product& p, const policy& by) {
         return shown(price_of(p.sellable, by.price_source).amount);
     },
     [](const ecom::product& e) { return shown(e.sellable.price); },
     [](pos::product& p, const policy& by) {
         (by.price_source == price_source::online ? p.sellable.online_price : p.sellable.price) =
             money{7700};
     },
     [](ecom::product& e) { e.sellable.price = money{8800}; }},
};

/// A linked pair of simple products that the last plan had nothing to say of, with the field known,
/// filled and the same on both sides.
std::optional<std::pair<std::size_t, std::size_t>> find_pair(const history::shop& shop,
                                                             const plan& last, const one_field& f)
{
    const auto& ps = shop.pos.products.records;
    const auto& es = shop.ecom.products.records;
    for (std::size_t e = 0; e < es.size(); ++e)
        for (std::size_t p = 0; p < ps.size(); ++p) {
            const bool plain = !gone(ps[p].sellable) && !is_matrix(ps[p]) && !has_variants(es[e]) &&
                               !tombstone(es[e]) && linked_to(es[e]) == ps[p].id.text;
            const bool quiet =
                std::none_of(last.issues.begin(), last.issues.end(), [&](const issue& i) {
                    return i.of.pos_id == ps[p].id.text && i.severity != severity::notice;
                });
            const auto value = f.in_pos(ps[p], shop.by);
            if (plain && quiet && value == f.in_ecom(es[e]) && !blank(value) && value != "0" &&
                value != "none" && value != "unknown")
                return std::pair{p, e};
        }
    return {};
}

} // namespace

TEST_CASE("history: one edit ends as its flow says", "[history]")
{
    const auto profile = GENERATE(as<std::string>{}, "r_series", "x_series", "x_series_2021");
    const auto first = generate::number_in("TWINSHELF_SEED", 0);
    const auto end = first + generate::number_in("TWINSHELF_CASES", 300);
    std::size_t tried = 0;
    for (auto seed = first; seed < end; ++seed) {
        auto made = generate::make_shop(seed, *find_profile(profile), generate::clean());
        history::shop in_step{std::move(made.pos), std::move(made.ecom), std::move(made.by)};
        generate::dice d{seed};
        in_step.round(d);
        const auto last = in_step.round(d);
        if (last.blocked) continue;
        for (const auto& f : all_fields) {
            const auto pair = find_pair(in_step, last, f);
            if (!pair) continue;
            const auto [p, e] = *pair;
            for (const auto who : edits) {
                auto shop = in_step;
                auto& till = shop.pos.products.records[p];
                auto& store = shop.ecom.products.records[e];
                const instant monday{std::chrono::sys_days{std::chrono::year{2031} / 1 / 6}};
                till.sellable.updated_at = monday;
                store.updated_at = monday;
                if (who != edited::ecom) f.edit_pos(till, shop.by);
                if (who != edited::pos) f.edit_ecom(store);
                (who == edited::both_ecom_later ? store.updated_at : till.sellable.updated_at) =
                    monday + std::chrono::hours{1};
                const auto in_pos = f.in_pos(till, shop.by), in_ecom = f.in_ecom(store);
                const auto story = plans::text(shop.round(d));
                const auto want = end_of(shop.by[f.id], who);
                INFO("profile " << profile << ", seed " << seed << ", " << name(shop.by[f.id])
                                << ' ' << entry(f.id).key << " edited by " << static_cast<int>(who)
                                << "\n"
                                << story);
                REQUIRE(f.in_pos(shop.pos.products.records[p], shop.by) ==
                        (want.pos == side::pos ? in_pos : in_ecom));
                REQUIRE(f.in_ecom(shop.ecom.products.records[e]) ==
                        (want.ecom == side::pos ? in_pos : in_ecom));
                ++tried;
            }
        }
    }
    CHECK(tried > (end - first) / 2);
}

TEST_CASE("history: the later email is the one that both sides have", "[history]")
{
    const auto first = generate::number_in("TWINSHELF_SEED", 0);
    const auto end = first + generate::number_in("TWINSHELF_CASES", 300);
    std::size_t tried = 0;
    for (auto seed = first; seed < end; ++seed) {
        auto made = generate::make_shop(seed, x_series(), generate::clean());
        history::shop in_step{std::move(made.pos), std::move(made.ecom), x_series()};
        generate::dice d{seed};
        in_step.round(d);
        in_step.round(d);
        const auto& ps = in_step.pos.customers.records;
        const auto& es = in_step.ecom.customers.records;
        for (std::size_t e = 0; e < es.size(); ++e)
            for (std::size_t p = 0; p < ps.size(); ++p) {
                const bool same = linked_to(es[e]) == ps[p].id.text && !tombstone(es[e]) &&
                                  !tombstone(ps[p]) && !ps[p].archived.value_or(false) &&
                                  ps[p].email && es[e].email == ps[p].email;
                if (!same) continue;
                for (const bool pos_later : {false, true}) {
                    auto shop = in_step;
                    const instant monday{std::chrono::sys_days{std::chrono::year{2031} / 1 / 6}};
                    auto& till = shop.pos.customers.records[p];
                    auto& store = shop.ecom.customers.records[e];
                    till.email = "till@shop.example";
                    store.email = "store@shop.example";
                    till.email_updated_at = store.email_updated_at = monday;
                    (pos_later ? till.email_updated_at : store.email_updated_at) =
                        monday + std::chrono::hours{1};
                    const auto want = pos_later ? till.email : store.email;
                    INFO("seed " << seed << "\n" << plans::text(shop.round(d)));
                    REQUIRE(shop.pos.customers.records[p].email == want);
                    REQUIRE(shop.ecom.customers.records[e].email == want);
                    ++tried;
                }
            }
    }
    CHECK(tried > (end - first) / 4);
}

} // namespace history_flows_tests
