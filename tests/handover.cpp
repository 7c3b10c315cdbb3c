#include "catch.hpp"

#include <twinshelf/rules/handover.hpp>

#include <string>
#include <vector>

namespace handover_tests {

using namespace twinshelf;
using twinshelf::index; // <strings.h> has another

namespace {

/// Who holds what, what they are to take ("" for nothing), and when they do: -1 for never.
struct party {
    const char* holds;
    const char* wants; ///< "-" to give up what it holds
    int turn;
    bool insists = false;
};

struct row {
    const char* id;
    std::vector<party> all;
};

} // namespace

TEST_CASE("handover: who takes what, and when", "[handover]")
{
    const std::string nobody = "-";
    const std::vector<row> rows{
        {"H1 free", {{"a", "b", 0}}},
        {"H1 free, by one that holds nothing", {{"", "b", 0}, {"", "", -1}}},
        {"H2 kept", {{"a", "b", -1}, {"b", "", -1}}},
        {"H2 kept by one of two", {{"a", "b", -1}, {"b", "", -1}, {"b", "c", 0}}},
        {"H3 wanted twice", {{"a", "c", -1}, {"b", "c", -1}}},
        {"H4 given up", {{"a", "b", 1}, {"b", "c", 0}}},
        {"H4 given up by two", {{"a", "b", 2}, {"b", "c", 0}, {"b", "d", 1}, {"d", "e", 0}}},
        {"H4 a chain, last first", {{"c", "d", 0}, {"b", "c", 1}, {"a", "b", 2}}},
        {"H5 its holder is refused", {{"a", "b", -1}, {"b", "c", -1}, {"c", "", -1}}},
        {"H6 a swap", {{"a", "b", -1}, {"b", "a", -1}}},
        {"H6 a ring, and one who waits for it",
         {{"a", "b", -1}, {"b", "c", -1}, {"c", "a", -1}, {"d", "e", 0}}},
        {"H6 a ring, and one who wants in", {{"a", "b", -1}, {"b", "a", -1}, {"x", "a", -1}}},
        {"H7 kept", {{"a", "b", 0, true}, {"b", "", -1}}},
        {"H7 wanted twice", {{"a", "c", 0, true}, {"b", "c", -1}}},
        {"H7 wanted twice, both insist", {{"a", "c", 0, true}, {"b", "c", 0, true}}},
        {"H7 given up", {{"a", "b", 1, true}, {"b", "c", 0}}},
        {"H7 one of a swap", {{"a", "b", 0, true}, {"b", "a", 1}}},
        {"H7 both of a swap", {{"a", "b", 0, true}, {"b", "a", 0, true}}},
        {"H7 a chain", {{"a", "b", 1, true}, {"b", "c", 0, true}, {"c", "", -1}}},
        {"H8 nobody takes it", {{"a", "-", -1}, {"b", "", -1}}},
        {"H8 taken", {{"b", "-", -1}, {"a", "b", 1}}},
        {"H8 one of two keeps it", {{"b", "-", -1}, {"b", "", -1}, {"a", "b", -1}}},
    };
    for (const auto& r : rows)
        DYNAMIC_SECTION(r.id)
        {
            handover h{r.all.size()};
            for (index at = 0; at < r.all.size(); ++at) {
                h.hold(at, r.all[at].holds);
                if (r.all[at].wants == nobody)
                    h.give_up(at);
                else if (*r.all[at].wants)
                    h.take(at, r.all[at].wants, r.all[at].insists);
            }
            h.settle();
            for (index at = 0; at < r.all.size(); ++at) {
                const auto& p = r.all[at];
                INFO(at << ": " << p.holds << " wants " << p.wants);
                CHECK(h.gives_up(at) == (p.wants == nobody));
                CHECK(h.wants(at) == (*p.wants != '\0' && p.wants != nobody));
                CHECK(h.takes(at) == (p.turn >= 0));
                CHECK(h.turn(at) == (p.turn >= 0 ? p.turn : 0));
                const std::string has = p.turn >= 0 ? p.wants : p.holds;
                if (has.empty()) continue;
                bool found = false;
                for (const auto& holder : h.holders(has))
                    found = found || holder.at == at;
                CHECK(found == (p.wants != nobody));
            }
        }
}

TEST_CASE("handover: when a text is free for somebody new", "[handover]")
{
    handover h{5};
    h.hold(0, "a");
    h.take(0, "b");
    h.hold(1, "b");
    h.take(1, "c");
    h.hold(2, "d");
    h.hold(3, "");
    h.hold(4, "e");
    h.give_up(4);
    h.settle();
    CHECK(h.free_after("a") == 2); // b is given up first
    CHECK(h.free_after("e") == 1);
    CHECK(h.holders("e").empty());
    CHECK(h.free_after("never held") == 0);
    CHECK(h.holders("a").empty());
    CHECK(h.holders("d").size() == 1);
    CHECK(h.holders("").empty());
}

TEST_CASE("handover: a long chain is settled at once", "[handover]")
{
    constexpr index count = 200'000;
    std::vector<std::string> names;
    for (index i = 0; i <= count; ++i)
        names.push_back("name " + std::to_string(i));
    handover h{count};
    for (index i = 0; i < count; ++i) {
        h.hold(i, names[i]);
        h.take(i, names[i + 1]);
    }
    h.settle();
    CHECK(h.turn(0) == static_cast<int>(count) - 1);
    CHECK(h.turn(count - 1) == 0);
}

} // namespace handover_tests
