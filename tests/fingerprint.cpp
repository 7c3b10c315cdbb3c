#include "catch.hpp"
#include "json_random.hpp"

#include <twinshelf/fingerprint.hpp>
#include <twinshelf/prepared.hpp>

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

namespace fingerprint_tests {

using namespace twinshelf;

namespace {

/// Turns one member of a record into something that is not the same.
class change {
public:
    change(json_random::dice& dice, std::size_t which) : d(dice), left(which) {}

    template <class T>
    void operator()(std::string_view, T& member)
    {
        if (left-- != 0) return;
        const auto before = member;
        for (int i = 0; i < 1000 && member == before; ++i)
            json_random::roll(d, member);
        REQUIRE_FALSE(member == before);
    }

private:
    json_random::dice& d;
    std::size_t left;
};

template <class Record>
std::size_t count_members(const Record& record)
{
    std::size_t count = 0;
    members([&](std::string_view, const auto&) { ++count; }, record);
    return count;
}

} // namespace

TEMPLATE_TEST_CASE("fingerprint: every member counts", "[fingerprint]", pos::product, pos::variant,
                   ecom::product, ecom::variation, pos::category, ecom::category)
{
    json_random::dice d{1};
    for (int i = 0; i < 50; ++i) {
        TestType record{};
        json_random::roll(d, record);
        CHECK(fingerprint_of(record) == fingerprint_of(TestType{record}));
        for (std::size_t m = 0; m < count_members(record); ++m) {
            auto other = record;
            members(change{d, m}, other);
            INFO("member " << m);
            CHECK(fingerprint_of(record) != fingerprint_of(other));
        }
    }
}

TEST_CASE("fingerprint: unknown, none and empty are three things", "[fingerprint]")
{
    using text = std::optional<std::string>;
    const std::set all{fingerprint_of(maybe<money>{}), fingerprint_of(maybe<money>{none}),
                       fingerprint_of(maybe<money>{money{}})};
    CHECK(all.size() == 3);
    CHECK(fingerprint_of(text{}) != fingerprint_of(text{""}));
    CHECK(fingerprint_of(text{"a"}, text{"bc"}) != fingerprint_of(text{"ab"}, text{"c"}));
    CHECK(fingerprint_of(std::vector<std::string>{"a"}, std::vector<std::string>{}) !=
          fingerprint_of(std::vector<std::string>{}, std::vector<std::string>{"a"}));
}

TEST_CASE("fingerprint: texts of any length, and each of their bytes", "[fingerprint]")
{
    std::set<fingerprint> all;
    std::size_t count = 0;
    for (std::size_t size = 0; size <= 40; ++size) {
        const std::string text(size, 'x');
        all.insert(fingerprint_of(text));
        ++count;
        for (std::size_t at = 0; at < size; ++at, ++count) {
            auto other = text;
            other[at] = '\0';
            all.insert(fingerprint_of(other));
        }
    }
    CHECK(all.size() == count);
}

TEST_CASE("fingerprint: the same on every machine, for it is kept", "[fingerprint]")
{
    CHECK(to_text(fingerprint_of(std::string{"Tee"})) == "b70ee4761854597a");
    CHECK(to_text(fingerprint_of(std::string{"a text of more than sixteen bytes"})) ==
          "3dc897ced4769861");
    CHECK(to_text(fingerprint_of(pos::category{.id = pos::category_id{"c1"}, .name = "Hats"})) ==
          "3a0d76db686901fe");
}

TEST_CASE("fingerprint: as text and back", "[fingerprint]")
{
    for (const std::uint64_t bits : {std::uint64_t{0}, std::uint64_t{10}, ~std::uint64_t{0}})
        CHECK(find_fingerprint(to_text({bits})) == fingerprint{bits});
    CHECK(to_text({0xABC}) == "0000000000000abc");
    for (const auto* text : {"", "abc", "0000000000000abg", "00000000000000abc", "-000000000000abc",
                             "0x00000000000abc", " 000000000000abc"})
        CHECK(!find_fingerprint(text));
}

} // namespace fingerprint_tests
