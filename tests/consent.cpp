#include "catch.hpp"

#include <twinshelf/rules/consent.hpp>

#include <string>
#include <vector>

namespace consent_tests {

using namespace twinshelf;

namespace {

constexpr std::optional<bool> yes = true, no = false, unknown{};

std::optional<instant> hour(int n)
{
    if (n == 0) return {};
    return instant{std::chrono::hours{n}};
}

struct row {
    const char* id;
    std::optional<bool> one;
    int one_at; ///< the hour; 0: without a timestamp
    std::optional<bool> other;
    int other_at;
    agreement want;
};

} // namespace

static_assert(later_of({}, {}) == later::unknown);

TEST_CASE("consent: what both sides are to hold", "[consent]")
{
    const std::vector<row> rows{
        {"K1 both yes", yes, 0, yes, 5, agreement::leave},
        {"K1 both no", no, 0, no, 5, agreement::leave},
        {"K1 both unknown", unknown, 0, unknown, 5, agreement::leave},
        {"K2 no, not known", no, 0, unknown, 0, agreement::no},
        {"K2 no, not known later", no, 3, unknown, 9, agreement::no},
        {"K3 a later yes", yes, 5, no, 3, agreement::yes},
        {"K4 a yes without a time", yes, 0, no, 3, agreement::no},
        {"K4 a no without a time", yes, 5, no, 0, agreement::no},
        {"K4 neither has a time", yes, 0, no, 0, agreement::no},
        {"K4 a yes at the same time", yes, 5, no, 5, agreement::no},
        {"K4 an earlier yes", yes, 3, no, 5, agreement::no},
        {"K5 a yes with a time", yes, 3, unknown, 0, agreement::yes},
        {"K5 a yes with an earlier time", yes, 3, unknown, 9, agreement::yes},
        {"K6 a yes without a time", yes, 0, unknown, 0, agreement::undated},
        {"K6 only the unknown has a time", yes, 0, unknown, 9, agreement::undated},
    };
    for (const auto& r : rows)
        DYNAMIC_SECTION(r.id)
        {
            const consent one{r.one, hour(r.one_at)}, other{r.other, hour(r.other_at)};
            CHECK(agree(one, other, shape::no_base, false) == r.want);
            CHECK(agree(other, one, shape::no_base, false) == r.want);
            // K9: the same rows with emails that stay apart
            const auto apart = r.want == agreement::no ? agreement::no : agreement::leave;
            CHECK(agree(one, other, shape::no_base, true) == apart);
            CHECK(agree(other, one, shape::no_base, true) == apart);
        }
}

TEST_CASE("consent: given since the last sync", "[consent]")
{
    const consent said_yes{yes, {}}, said_no{no, hour(9)}, said_nothing{};
    CHECK(agree(said_yes, said_no, shape::pos_changed, false) == agreement::yes); // K3
    CHECK(agree(said_no, said_yes, shape::ecom_changed, false) == agreement::yes);
    CHECK(agree(said_yes, said_no, shape::ecom_changed, false) == agreement::no); // K4
    CHECK(agree(said_no, said_yes, shape::pos_changed, false) == agreement::no);
    CHECK(agree(said_yes, said_no, shape::both_changed, false) == agreement::no);
    const consent later_yes{yes, hour(10)};
    CHECK(agree(later_yes, said_no, shape::both_changed, false) == agreement::yes); // K3
    CHECK(agree(later_yes, said_no, shape::ecom_changed, false) == agreement::no);  // K10
    CHECK(agree(said_no, later_yes, shape::pos_changed, false) == agreement::no);
    CHECK(agree(said_yes, said_nothing, shape::pos_changed, false) == agreement::yes); // K5
    CHECK(agree(said_nothing, said_yes, shape::ecom_changed, false) == agreement::yes);
    CHECK(agree(said_yes, said_nothing, shape::ecom_changed, false) == agreement::undated); // K6
}

TEST_CASE("consent: a yes for the old address", "[consent]")
{
    const auto old = [](std::optional<bool> says, int at) { return consent{says, hour(at), true}; };
    const auto fresh = [](std::optional<bool> says, int at) { return consent{says, hour(at)}; };
    const auto both_ways = [](const consent& one, const consent& other, agreement want) {
        CHECK(agree(one, other, shape::no_base, false) == want);
        CHECK(agree(other, one, shape::no_base, false) == want);
    };
    both_ways(old(yes, 3), fresh(yes, 9), agreement::leave); // K7
    both_ways(old(yes, 3), old(yes, 9), agreement::no);      // K8
    both_ways(old(yes, 3), old(unknown, 0), agreement::no);
    both_ways(old(yes, 3), fresh(unknown, 0), agreement::no);
    both_ways(old(yes, 9), old(no, 3), agreement::no);
    both_ways(old(yes, 9), fresh(no, 3), agreement::no);
    both_ways(old(no, 3), fresh(yes, 9), agreement::yes); // K3: a no is for all addresses
    both_ways(old(unknown, 0), fresh(yes, 9), agreement::yes);
}

TEST_CASE("consent: nobody is made to say yes who did not", "[consent]")
{
    const std::vector<std::optional<bool>> answers{yes, no, unknown};
    for (const auto& pos : answers)
        for (const auto& ecom : answers)
            for (int pos_at = 0; pos_at < 3; ++pos_at)
                for (int ecom_at = 0; ecom_at < 3; ++ecom_at)
                    for (int flags = 0; flags < 8; ++flags) {
                        const consent p{pos, hour(pos_at), (flags & 1) != 0};
                        const consent e{ecom, hour(ecom_at), (flags & 2) != 0};
                        const auto got = agree(p, e, shape::no_base, (flags & 4) != 0);
                        INFO(pos_at << ' ' << ecom_at << ' ' << flags);
                        if (got == agreement::yes) {
                            const auto& said = p.says == true ? p : e;
                            CHECK(said.says == true);
                            CHECK(said.at);
                            CHECK_FALSE(said.for_old_address);
                        }
                        if (got == agreement::no)
                            CHECK((p.says == false || e.says == false || p.for_old_address ||
                                   e.for_old_address));
                    }
}

} // namespace consent_tests
