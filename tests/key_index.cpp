#include "catch.hpp"

#include <twinshelf/key_index.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace key_index_tests {

using namespace twinshelf;
using twinshelf::index;

namespace {

struct record {
    struct {
        std::string text;
    } id;
};

} // namespace

TEST_CASE("key index: of so many keys some share a hash, and each is found alone", "[key_index]")
{
    constexpr index count = 300'000;
    std::vector<record> records(count);
    for (index i = 0; i < count; ++i)
        records[i].id.text = "key " + std::to_string(i);
    key_index keys;
    id_index ids{records};
    for (index i = 0; i < count; ++i) {
        keys.add(records[i].id.text, i);
        ids.add(records[i], i);
    }
    keys.sort();
    ids.sort();
    std::size_t sharing = 0, wrong = 0;
    for (index i = 0; i < count; ++i) {
        const auto& text = records[i].id.text;
        sharing += ids.with_hash(hash_of_key(text)).size() > 1 ? 1U : 0U;
        const auto by_key = keys.find(text);
        const auto by_id = ids.find(text);
        if (by_key.size() != 1 || by_key[0].at != i || by_id.size() != 1 || by_id[0].at != i)
            ++wrong;
    }
    CHECK(sharing > 0);
    CHECK(wrong == 0);
    CHECK(keys.find("key").empty());
    CHECK(ids.find("key 300000").empty());
}

TEST_CASE("key index: records of one key come in list order", "[key_index]")
{
    key_index keys;
    CHECK(keys.find("a").empty());
    for (const index at : {7U, 3U, 5U}) {
        keys.add("a", at);
        keys.add("b", at + 1);
    }
    keys.sort();
    const auto found = keys.find("a");
    REQUIRE(found.size() == 3);
    CHECK(found[0].at == 3);
    CHECK(found[1].at == 5);
    CHECK(found[2].at == 7);
    std::size_t runs = 0;
    keys.each_run([&](auto same) { runs += same.size() == 3 ? 1U : 10U; });
    CHECK(runs == 2);
}

TEST_CASE("key index: texts are the same to the letter, however long", "[key_index]")
{
    int wrong = 0;
    for (std::size_t size = 0; size <= 140; ++size) {
        const std::string text(size, 'x');
        if (!detail::same_letters(text, std::string(size, 'x'))) ++wrong;
        if (detail::same_letters(text, text + 'x') || detail::same_letters(text + '\0', text))
            ++wrong;
        for (std::size_t at = 0; at < size; ++at) {
            auto other = text;
            other[at] = '\xF8';
            if (detail::same_letters(text, other)) ++wrong;
        }
    }
    CHECK(wrong == 0);
}

TEST_CASE("hash filter: what is in it may be there, none never is", "[key_index]")
{
    hash_filter some{100};
    for (key_hash hash = 1; hash <= 100; ++hash)
        some.add(hash * 40'000'001U);
    for (key_hash hash = 1; hash <= 100; ++hash) {
        CHECK(some.may_have(hash * 40'000'001U));
        CHECK(!some.add(hash * 40'000'001U));
    }
    CHECK(!some.may_have(0));
}

} // namespace key_index_tests
