#include "catch.hpp"

#include <twinshelf/rules/exchange.hpp>

#include <optional>
#include <string>
#include <vector>

namespace exchange_tests {

using namespace twinshelf;
using twinshelf::index; // <strings.h> has another

namespace {

using enum exchange_way;

/// A pair: what each side holds, what is to happen, what a person says where that is refused, and
/// what happens.
struct party {
    const char* pos;
    const char* ecom;
    exchange_way way;
    std::optional<exchange_way> chosen;
    exchange_way want;
    bool takes;
};

struct row {
    const char* id;
    std::vector<party> all;
};

} // namespace

TEST_CASE("exchange: which side takes the other one's text", "[exchange]")
{
    const std::vector<row> rows{
        {"X1 nothing", {{"a", "b", stay, {}, stay, false}}},
        {"X1 to ecom", {{"a", "b", to_ecom, {}, to_ecom, true}}},
        {"X1 to the pos", {{"a", "b", to_pos, to_ecom, to_pos, true}}}, // nobody is asked
        {"X2 another one has it",
         {{"a", "b", to_ecom, {}, to_ecom, false}, {"a", "a", stay, {}, stay, false}}},
        {"X3 all the same",
         {{"a", "b", to_ecom, to_ecom, to_ecom, true}, {"a", "a", stay, {}, stay, false}}},
        {"X3 the other way",
         {{"a", "b", to_ecom, to_pos, to_pos, true}, {"a", "a", stay, {}, stay, false}}},
        {"X3 neither", {{"a", "b", to_ecom, stay, stay, false}, {"a", "a", stay, {}, stay, false}}},
        {"X3 what one leaves is free for the other",
         {{"c", "a", to_ecom, to_pos, to_pos, true}, {"c", "b", to_ecom, {}, to_ecom, true}}},
        {"X3 the other way, which is refused and chosen all the same",
         {{"a", "b", to_ecom, to_pos, to_pos, true}, {"b", "a", stay, {}, stay, false}}},
        {"X4 a blank", {{"", "a", to_ecom, {}, to_ecom, true}}},
        {"X4 what it gives up is free",
         {{"", "a", to_ecom, {}, to_ecom, true}, {"a", "b", to_ecom, {}, to_ecom, true}}},
    };
    for (const auto& r : rows)
        DYNAMIC_SECTION(r.id)
        {
            text_exchange x{r.all.size(), r.all.size()};
            for (index at = 0; at < r.all.size(); ++at) {
                x.hold_pos(at, r.all[at].pos);
                x.hold_ecom(at, r.all[at].ecom);
                x.plan(at, at, r.all[at].way);
            }
            x.settle([&](index p, index e) {
                CHECK(p == e);
                return r.all[e].chosen;
            });
            for (index at = 0; at < r.all.size(); ++at) {
                INFO(at);
                CHECK((x.way(at) == r.all[at].want));
                CHECK(x.takes(at) == r.all[at].takes);
            }
        }
}

} // namespace exchange_tests
