// Runs the scenarios of this folder, one file a section: `twinshelf_scenarios -c f01_blank_sku`.

#include "scenarios/scenario.hpp"

#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>
#include <stdexcept>
#include <string>

namespace {

using scenarios::run;

/// The names of the scenarios in a folder.
std::set<std::string> scenarios_in(const std::string& folder)
{
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".json") names.insert(entry.path().stem().string());
    if (names.empty()) throw std::runtime_error("there are no scenarios in " + folder);
    return names;
}

TEST_CASE("scenarios give exactly the plans that they expect")
{
    for (const auto& name : scenarios_in("scenarios"))
        DYNAMIC_SECTION(name)
        {
            std::ifstream in("scenarios/" + name + ".json");
            const auto differs = run({std::istreambuf_iterator<char>{in}, {}});
            std::cout << differs;
            CHECK(differs.empty());
        }
}

TEST_CASE("a scenario that says too little, or what means nothing, does not pass")
{
    const std::string good = R"({"title": "", "story": "", "policy": {"profile": "x_series"},
        "pos": {"currency": "USD", "products": [{"id": "1", "name": "Mug", "active": true}]},
        "ecom": {"currency": "USD", "products": [{"id": "9", "pos_id": "1", "name": "Cup"}]},
        "plan": {"actions": [{"wave": 0, "in": "ecom", "update": "product pos 1, ecom 9",
                              "name": ["Cup", "->", "Mug"], "rule": "product.update"}],
                 "issues": []}})";
    REQUIRE(run(good) == "");

    struct row {
        const char *is, *becomes;
    };
    const auto r = GENERATE(values<row>({
        {R"("story": "", )", ""},
        {R"("story")", R"("stroy")"},
        {R"("story": "")", R"("story": "", "title": "")"},
        {R"("profile")", R"("profil")"},
        {R"("id": "1", )", R"("id": "1", "sell_onlin": false, )"},
        {R"("actions")", R"("action")"},
        {R"("issues": [])", R"("issues": [], "notices": [])"},
        {R"("issues": [])", R"("issues": {})"},
        {R"("issues": [])", R"("issues": [{"notice": "price.exact", "about": "product"}])"},
        {R"("update")", R"("upset")"},
        {R"("wave": 0)", R"("wave": 1)"},
        {R"("in": "ecom")", R"("in": "pos")"},
        {R"("rule": "product.update")", R"("rule": "product.create")"},
        {R"(["Cup", )", R"(["Pot", )"},
    }));
    CAPTURE(r.becomes);
    auto bad = good;
    const auto at = bad.find(r.is);
    REQUIRE(at != bad.npos);
    bad.replace(at, std::string{r.is}.size(), r.becomes);
    bool passes = false;
    try {
        passes = run(bad).empty();
    } catch (const std::exception&) {
    }
    CHECK(!passes);
}

TEST_CASE("a scenario folder that is empty does not pass")
{
    const auto folder = std::filesystem::temp_directory_path() / "twinshelf_no_scenarios";
    std::filesystem::create_directory(folder);
    CHECK_THROWS(scenarios_in(folder.string()));
    std::filesystem::remove(folder);
}

} // namespace
