#include "catch.hpp"

#include <twinshelf/merge.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>
#include <type_traits>

namespace merge_tests {

using namespace twinshelf;

namespace {

struct merge_row {
    flow how;
    shape changed;
    later newer;
    verdict want;
};

// Every flow in every shape with either side later, or neither.
constexpr merge_row matrix[] = {
    {flow::never, shape::no_base, later::unknown, verdict::keep},
    {flow::never, shape::no_base, later::pos, verdict::keep},
    {flow::never, shape::no_base, later::ecom, verdict::keep},
    {flow::never, shape::settled, later::unknown, verdict::keep},
    {flow::never, shape::settled, later::pos, verdict::keep},
    {flow::never, shape::settled, later::ecom, verdict::keep},
    {flow::never, shape::pos_changed, later::unknown, verdict::keep},
    {flow::never, shape::pos_changed, later::pos, verdict::keep},
    {flow::never, shape::pos_changed, later::ecom, verdict::keep},
    {flow::never, shape::ecom_changed, later::unknown, verdict::keep},
    {flow::never, shape::ecom_changed, later::pos, verdict::keep},
    {flow::never, shape::ecom_changed, later::ecom, verdict::keep},
    {flow::never, shape::both_changed, later::unknown, verdict::keep},
    {flow::never, shape::both_changed, later::pos, verdict::keep},
    {flow::never, shape::both_changed, later::ecom, verdict::keep},

    {flow::on_create, shape::no_base, later::unknown, verdict::keep},
    {flow::on_create, shape::no_base, later::pos, verdict::keep},
    {flow::on_create, shape::no_base, later::ecom, verdict::keep},
    {flow::on_create, shape::settled, later::unknown, verdict::keep},
    {flow::on_create, shape::settled, later::pos, verdict::keep},
    {flow::on_create, shape::settled, later::ecom, verdict::keep},
    {flow::on_create, shape::pos_changed, later::unknown, verdict::keep},
    {flow::on_create, shape::pos_changed, later::pos, verdict::keep},
    {flow::on_create, shape::pos_changed, later::ecom, verdict::keep},
    {flow::on_create, shape::ecom_changed, later::unknown, verdict::keep},
    {flow::on_create, shape::ecom_changed, later::pos, verdict::keep},
    {flow::on_create, shape::ecom_changed, later::ecom, verdict::keep},
    {flow::on_create, shape::both_changed, later::unknown, verdict::keep},
    {flow::on_create, shape::both_changed, later::pos, verdict::keep},
    {flow::on_create, shape::both_changed, later::ecom, verdict::keep},

    {flow::fill, shape::no_base, later::unknown, verdict::take_pos},
    {flow::fill, shape::no_base, later::pos, verdict::take_pos},
    {flow::fill, shape::no_base, later::ecom, verdict::take_pos},
    {flow::fill, shape::settled, later::unknown, verdict::keep},
    {flow::fill, shape::settled, later::pos, verdict::keep},
    {flow::fill, shape::settled, later::ecom, verdict::keep},
    {flow::fill, shape::pos_changed, later::unknown, verdict::take_pos},
    {flow::fill, shape::pos_changed, later::pos, verdict::take_pos},
    {flow::fill, shape::pos_changed, later::ecom, verdict::take_pos},
    {flow::fill, shape::ecom_changed, later::unknown, verdict::keep},
    {flow::fill, shape::ecom_changed, later::pos, verdict::keep},
    {flow::fill, shape::ecom_changed, later::ecom, verdict::keep},
    {flow::fill, shape::both_changed, later::unknown, verdict::keep},
    {flow::fill, shape::both_changed, later::pos, verdict::keep},
    {flow::fill, shape::both_changed, later::ecom, verdict::keep},

    {flow::pos_leads, shape::no_base, later::unknown, verdict::take_pos},
    {flow::pos_leads, shape::no_base, later::pos, verdict::take_pos},
    {flow::pos_leads, shape::no_base, later::ecom, verdict::take_pos},
    {flow::pos_leads, shape::settled, later::unknown, verdict::keep},
    {flow::pos_leads, shape::settled, later::pos, verdict::keep},
    {flow::pos_leads, shape::settled, later::ecom, verdict::keep},
    {flow::pos_leads, shape::pos_changed, later::unknown, verdict::take_pos},
    {flow::pos_leads, shape::pos_changed, later::pos, verdict::take_pos},
    {flow::pos_leads, shape::pos_changed, later::ecom, verdict::take_pos},
    {flow::pos_leads, shape::ecom_changed, later::unknown, verdict::take_pos},
    {flow::pos_leads, shape::ecom_changed, later::pos, verdict::take_pos},
    {flow::pos_leads, shape::ecom_changed, later::ecom, verdict::take_pos},
    {flow::pos_leads, shape::both_changed, later::unknown, verdict::take_pos},
    {flow::pos_leads, shape::both_changed, later::pos, verdict::take_pos},
    {flow::pos_leads, shape::both_changed, later::ecom, verdict::take_pos},

    {flow::pos_edits, shape::no_base, later::unknown, verdict::by_rule},
    {flow::pos_edits, shape::no_base, later::pos, verdict::by_rule},
    {flow::pos_edits, shape::no_base, later::ecom, verdict::by_rule},
    {flow::pos_edits, shape::settled, later::unknown, verdict::keep},
    {flow::pos_edits, shape::settled, later::pos, verdict::keep},
    {flow::pos_edits, shape::settled, later::ecom, verdict::keep},
    {flow::pos_edits, shape::pos_changed, later::unknown, verdict::take_pos},
    {flow::pos_edits, shape::pos_changed, later::pos, verdict::take_pos},
    {flow::pos_edits, shape::pos_changed, later::ecom, verdict::take_pos},
    {flow::pos_edits, shape::ecom_changed, later::unknown, verdict::keep},
    {flow::pos_edits, shape::ecom_changed, later::pos, verdict::keep},
    {flow::pos_edits, shape::ecom_changed, later::ecom, verdict::keep},
    {flow::pos_edits, shape::both_changed, later::unknown, verdict::take_pos},
    {flow::pos_edits, shape::both_changed, later::pos, verdict::take_pos},
    {flow::pos_edits, shape::both_changed, later::ecom, verdict::take_pos},

    {flow::two_way, shape::no_base, later::unknown, verdict::take_pos},
    {flow::two_way, shape::no_base, later::pos, verdict::take_pos},
    {flow::two_way, shape::no_base, later::ecom, verdict::take_pos},
    {flow::two_way, shape::settled, later::unknown, verdict::keep},
    {flow::two_way, shape::settled, later::pos, verdict::keep},
    {flow::two_way, shape::settled, later::ecom, verdict::keep},
    {flow::two_way, shape::pos_changed, later::unknown, verdict::take_pos},
    {flow::two_way, shape::pos_changed, later::pos, verdict::take_pos},
    {flow::two_way, shape::pos_changed, later::ecom, verdict::take_pos},
    {flow::two_way, shape::ecom_changed, later::unknown, verdict::take_ecom},
    {flow::two_way, shape::ecom_changed, later::pos, verdict::take_ecom},
    {flow::two_way, shape::ecom_changed, later::ecom, verdict::take_ecom},
    {flow::two_way, shape::both_changed, later::unknown, verdict::ask},
    {flow::two_way, shape::both_changed, later::pos, verdict::take_pos},
    {flow::two_way, shape::both_changed, later::ecom, verdict::take_ecom},

    {flow::latest, shape::no_base, later::unknown, verdict::ask},
    {flow::latest, shape::no_base, later::pos, verdict::take_pos},
    {flow::latest, shape::no_base, later::ecom, verdict::take_ecom},
    {flow::latest, shape::settled, later::unknown, verdict::keep},
    {flow::latest, shape::settled, later::pos, verdict::keep},
    {flow::latest, shape::settled, later::ecom, verdict::keep},
    {flow::latest, shape::pos_changed, later::unknown, verdict::take_pos},
    {flow::latest, shape::pos_changed, later::pos, verdict::take_pos},
    {flow::latest, shape::pos_changed, later::ecom, verdict::take_pos},
    {flow::latest, shape::ecom_changed, later::unknown, verdict::take_ecom},
    {flow::latest, shape::ecom_changed, later::pos, verdict::take_ecom},
    {flow::latest, shape::ecom_changed, later::ecom, verdict::take_ecom},
    {flow::latest, shape::both_changed, later::unknown, verdict::ask},
    {flow::latest, shape::both_changed, later::pos, verdict::take_pos},
    {flow::latest, shape::both_changed, later::ecom, verdict::take_ecom},

    {flow::movements, shape::no_base, later::unknown, verdict::take_pos},
    {flow::movements, shape::no_base, later::pos, verdict::take_pos},
    {flow::movements, shape::no_base, later::ecom, verdict::take_pos},
    {flow::movements, shape::settled, later::unknown, verdict::keep},
    {flow::movements, shape::settled, later::pos, verdict::keep},
    {flow::movements, shape::settled, later::ecom, verdict::keep},
    {flow::movements, shape::pos_changed, later::unknown, verdict::add_movements},
    {flow::movements, shape::pos_changed, later::pos, verdict::add_movements},
    {flow::movements, shape::pos_changed, later::ecom, verdict::add_movements},
    {flow::movements, shape::ecom_changed, later::unknown, verdict::add_movements},
    {flow::movements, shape::ecom_changed, later::pos, verdict::add_movements},
    {flow::movements, shape::ecom_changed, later::ecom, verdict::add_movements},
    {flow::movements, shape::both_changed, later::unknown, verdict::add_movements},
    {flow::movements, shape::both_changed, later::pos, verdict::add_movements},
    {flow::movements, shape::both_changed, later::ecom, verdict::add_movements},

    {flow::ecom_leads_once, shape::no_base, later::unknown, verdict::keep},
    {flow::ecom_leads_once, shape::no_base, later::pos, verdict::keep},
    {flow::ecom_leads_once, shape::no_base, later::ecom, verdict::keep},
    {flow::ecom_leads_once, shape::settled, later::unknown, verdict::keep},
    {flow::ecom_leads_once, shape::settled, later::pos, verdict::keep},
    {flow::ecom_leads_once, shape::settled, later::ecom, verdict::keep},
    {flow::ecom_leads_once, shape::pos_changed, later::unknown, verdict::keep},
    {flow::ecom_leads_once, shape::pos_changed, later::pos, verdict::keep},
    {flow::ecom_leads_once, shape::pos_changed, later::ecom, verdict::keep},
    {flow::ecom_leads_once, shape::ecom_changed, later::unknown, verdict::keep},
    {flow::ecom_leads_once, shape::ecom_changed, later::pos, verdict::keep},
    {flow::ecom_leads_once, shape::ecom_changed, later::ecom, verdict::keep},
    {flow::ecom_leads_once, shape::both_changed, later::unknown, verdict::keep},
    {flow::ecom_leads_once, shape::both_changed, later::pos, verdict::keep},
    {flow::ecom_leads_once, shape::both_changed, later::ecom, verdict::keep},
};

constexpr std::size_t place(const merge_row& r)
{
    return (static_cast<std::size_t>(r.how) * 5 + static_cast<std::size_t>(r.changed)) * 3 +
           static_cast<std::size_t>(r.newer);
}

constexpr std::string_view shapes[] = {"no base", "settled", "pos changed", "ecom changed",
                                       "both changed"};
constexpr std::string_view laters[] = {"neither later", "pos later", "ecom later"};

} // namespace

static_assert(std::is_same_v<std::underlying_type_t<flow>, std::uint8_t>);
static_assert(std::is_same_v<std::underlying_type_t<verdict>, std::uint8_t>);
static_assert(flow{} == flow::never && shape{} == shape::no_base && later{} == later::unknown);
static_assert(verdict{} == verdict::keep);

static_assert(std::size(matrix) == 9 * 5 * 3);
static_assert(
    [] {
        for (std::size_t i = 0; i < std::size(matrix); ++i)
            if (place(matrix[i]) != i) return false;
        return true;
    }(),
    "the matrix has each combination once, in order");
static_assert(std::all_of(std::begin(matrix), std::end(matrix),
                          [](const merge_row& r) {
                              return merge(r.how, r.changed, r.newer) == r.want;
                          }),
              "merge is the matrix");
static_assert(std::all_of(std::begin(matrix), std::end(matrix),
                          [](const merge_row& r) {
                              return r.newer != later::unknown || merge(r.how, r.changed) == r.want;
                          }),
              "without timestamps neither side is later");

TEST_CASE("merge: the matrix of flow, shape and later", "[merge]")
{
    for (const auto& r : matrix)
        DYNAMIC_SECTION(name(r.how) << ", " << shapes[static_cast<std::size_t>(r.changed)] << ", "
                                    << laters[static_cast<std::size_t>(r.newer)])
        {
            CHECK(merge(r.how, r.changed, r.newer) == r.want);
        }
}

TEST_CASE("merge: what holds in every flow", "[merge]")
{
    for (const auto& r : matrix) {
        CAPTURE(name(r.how), shapes[static_cast<std::size_t>(r.changed)],
                laters[static_cast<std::size_t>(r.newer)]);
        const auto got = merge(r.how, r.changed, r.newer);
        if (r.changed == shape::settled) CHECK(got == verdict::keep);
        if (got == verdict::take_ecom) CHECK((r.how == flow::two_way || r.how == flow::latest));
        if (got == verdict::add_movements) CHECK(r.how == flow::movements);
        if (got == verdict::by_rule) CHECK(r.changed == shape::no_base);
        if (got == verdict::ask) CHECK(r.newer == later::unknown);
        if (r.changed == shape::pos_changed) CHECK(got != verdict::take_ecom);
    }
}

TEST_CASE("merge: flows have words", "[merge]")
{
    struct row {
        flow how;
        std::string_view word;
    };
    for (const auto& [how, word] : {row{flow::never, "never"},
                                    {flow::on_create, "on_create"},
                                    {flow::fill, "fill"},
                                    {flow::pos_leads, "pos_leads"},
                                    {flow::pos_edits, "pos_edits"},
                                    {flow::two_way, "two_way"},
                                    {flow::latest, "latest"},
                                    {flow::movements, "movements"},
                                    {flow::ecom_leads_once, "ecom_leads_once"}}) {
        CHECK(name(how) == word);
        CHECK(find_word<flow>(word) == how);
    }
    for (const std::string_view word : {"", "Never", "pos leads", "ecom_leads", "two-way", "0"})
        CHECK_FALSE(find_word<flow>(word));
}

} // namespace merge_tests
