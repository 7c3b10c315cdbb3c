#pragma once

#include "twinshelf/platforms/detail/pos_jobs.hpp"
#include "twinshelf/platforms/request.hpp"
#include "twinshelf/pos.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Lightspeed Retail X-Series: the requests of its API, products by version 2.1, people by 2.0 and
/// stock adjustments by 2026-04 [X20, X26].
namespace twinshelf::platforms::x_series {

/// The reasons that stock adjustments are booked with, each of the kind that its sign asks for.
struct reasons {
    std::string out = "INTERNAL_USE";
    std::string in = "STOCK_FOUND";
};

/// Writes the pos side of a plan; the snapshot, which the plan was made from, must stay as long as
/// it is used.
///
/// SKU, UPC, brand, category, measures and attributes of products are not written, and products are
/// not made: the codes of a product are one list, of which a snapshot holds only two. Nor does a
/// customer leave its group where the snapshot has no default one. A plan that asks for these gets an
/// issue.
[[nodiscard]] writer writes(const pos::snapshot& till, reasons why = {});

namespace writing {

using namespace platforms::detail;
using json::detail::printer;

struct field_key {
    twinshelf::field field;
    std::string_view key;
};

inline constexpr std::array person_keys{
    field_key{field::customer_group_name, "name"},
    field_key{field::customer_first_name, "first_name"},
    field_key{field::customer_last_name, "last_name"},
    field_key{field::customer_email, "email"},
    field_key{field::customer_marketing, "do_not_email"},
    field_key{field::customer_group, "customer_group_id"},
};

[[nodiscard]] constexpr std::string_view list_path(kind k)
{
    return k == kind::customer ? "/api/2.0/customers" : "/api/2.0/customer_groups";
}

class scribe {
public:
    scribe(const pos::snapshot& till, reasons why)
        : booked_as(std::move(why)), decimals(till.currency.decimals)
    {
        for (const auto& p : till.products.records)
            products.emplace(p.id.text, &p);
        for (const auto& g : till.customer_groups.records)
            if (g.is_default.value_or(false)) default_group = g.id.text;
    }

    [[nodiscard]] std::vector<round> make(const action& a, const create& c) const;
    [[nodiscard]] std::vector<round> change(const job& j) const;
    [[nodiscard]] std::vector<round> move(const action& a, const move_stock& m) const;

private:
    [[nodiscard]] std::string person(const std::vector<setting>& fields,
                                     const twinshelf::detail::made_ids& ids,
                                     std::string& wrong) const;
    [[nodiscard]] std::string product(const action& a, const std::vector<setting>& fields,
                                      std::string& wrong) const;

    reasons booked_as;
    int decimals;
    std::string default_group{};
    std::map<std::string_view, const pos::product*> products{};
};

/// A customer, or a group of them. Who is in no group is in that of everybody.
inline std::string scribe::person(const std::vector<setting>& fields,
                                  const twinshelf::detail::made_ids& ids, std::string& wrong) const
{
    printer out{-1};
    out.open('{');
    for (const auto& s : fields) {
        const auto key = std::find_if(person_keys.begin(), person_keys.end(),
                                      [&](const field_key& k) { return k.field == s.field; });
        if (key == person_keys.end()) wrong = no_field(s.field);
        if (!wrong.empty()) return {};
        out.key(key->key);
        if (const auto* text = std::get_if<std::string>(&s.to)) {
            out.text(*text);
        } else if (const auto* yes = std::get_if<bool>(&s.to)) {
            out.plain(*yes ? "false" : "true"); // do_not_email
        } else if (const auto* r = std::get_if<ref>(&s.to)) {
            const auto id = ids.find(kind::customer_group, side::pos, *r);
            if (id.empty()) wrong = "what it refers to was not made";
            out.text(id);
        } else if (s.field != field::customer_group) {
            wrong = no_field(s.field);
        } else {
            if (default_group.empty())
                wrong = "the group of everybody, which it would be in, is not known";
            out.text(default_group);
        }
    }
    out.close('}');
    return out.take();
}

/// What a family has in common, and what one product of it has.
inline std::string scribe::product(const action& a, const std::vector<setting>& fields,
                                   std::string& wrong) const
{
    const auto& of = a.kind == kind::variant ? a.product : a.of;
    const auto found = products.find(of.pos_id);
    const bool family = a.kind == kind::product && found != products.end() &&
                        found->second->variants && !found->second->variants->empty();
    const auto tax = found == products.end() ? std::nullopt : found->second->tax_included;
    printer common{-1}, details{-1};
    bool any_common = false, any_details = false;
    common.open('{');
    details.open('{');
    for (const auto& s : fields) {
        const auto* text = std::get_if<std::string>(&s.to);
        const auto* on = std::get_if<bool>(&s.to);
        const auto* amount = std::get_if<money>(&s.to);
        const bool shared = s.field == field::product_name || s.field == field::product_description;
        if (shared && text && a.kind == kind::product) {
            common.key(s.field == field::product_name ? "name" : "description");
            common.text(*text);
            any_common = true;
        } else if (s.field == field::product_active && on && !family) {
            details.key("is_active");
            details.plain(*on ? "true" : "false");
            any_details = true;
        } else if (s.field == field::product_retail_price && amount && tax && !family) {
            details.key(*tax ? "price_including_tax" : "price_excluding_tax");
            details.plain(format_money(*amount, decimals));
            any_details = true;
        } else {
            wrong = no_field(s.field);
            return {};
        }
    }
    common.close('}');
    details.close('}');
    printer out{-1};
    out.open('{');
    if (any_common) {
        out.key("common");
        out.plain(common.take());
    }
    if (any_details) {
        out.key("details");
        out.plain(details.take());
    }
    out.close('}');
    return out.take();
}

inline std::vector<round> scribe::make(const action& a, const create& c) const
{
    if (a.kind != kind::customer && a.kind != kind::customer_group)
        return {impossible("only customers and their groups are made in the till")};
    return {[this, &a, &c](job& j, ledger& l) -> std::vector<call> {
        auto body = person(c.record, l.ids, j.failed);
        if (!j.failed.empty()) return {};
        return {{.method = "POST",
                 .path = std::string{list_path(a.kind)},
                 .body = std::move(body),
                 .read = [](job& by, ledger& known, const view& got) {
                     return note_made(by, known, text_of(find(got, {"data", "id"})));
                 }}};
    }};
}

inline std::vector<round> scribe::change(const job& j) const
{
    return {[this, fields = changed_fields(j)](job& of, ledger& l) -> std::vector<call> {
        const auto& a = of.first();
        const bool human = a.kind == kind::customer || a.kind == kind::customer_group;
        auto body = human ? person(fields, l.ids, of.failed) : product(a, fields, of.failed);
        if (!of.failed.empty()) return {};
        const auto path = human ? std::string{list_path(a.kind)} : "/api/2.1/products";
        return {{.method = "PUT", .path = path + '/' + a.of.pos_id, .body = std::move(body)}};
    }};
}

inline std::vector<round> scribe::move(const action& a, const move_stock& m) const
{
    printer out{-1};
    out.open('{');
    out.key("stock_adjustments");
    out.open('[');
    out.open('{');
    for (const auto& [key, value] :
         {std::pair<std::string_view, std::string>{"outlet_id", m.outlet_id},
          {"product_id", a.of.pos_id},
          {"quantity", format_decimal(m.by.millionths, 6)},
          {"reason", m.by.millionths < 0 ? booked_as.out : booked_as.in}}) {
        out.key(key);
        out.text(value);
    }
    out.close('}');
    out.close(']');
    out.close('}');
    return {
        one_call({.method = "POST", .path = "/api/2026-04/stock_adjustments", .body = out.take()})};
}

} // namespace writing

inline writer writes(const pos::snapshot& till, reasons why)
{
    return [to = std::make_shared<const writing::scribe>(till, std::move(why))](
               std::span<const action* const> actions, platforms::detail::ledger&) {
        return platforms::detail::pos_jobs(
            actions,
            {.make = [to](const action& a, const create& c) { return to->make(a, c); },
             .change = [to](const platforms::detail::job& j) { return to->change(j); },
             .move = [to](const action& a, const move_stock& m) { return to->move(a, m); }});
    };
}

} // namespace twinshelf::platforms::x_series
