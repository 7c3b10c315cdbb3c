// Runs the scenarios of this folder and the histories of the one beside it, one file a section:
// `twinshelf_scenarios "scenarios *" -c f01_blank_sku`.

#include "histories/rounds.hpp"
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

/// How to run one, given its text.
using runner = std::string(const std::string&);

/// The names of the scenarios in a folder.
std::set<std::string> scenarios_in(const std::string& folder)
{
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".json") names.insert(entry.path().stem().string());
    if (names.empty()) throw std::runtime_error("there are no scenarios in " + folder);
    return names;
}

/// A section a file of the folder.
void run_all(const std::string& folder, runner& run)
{
    for (const auto& name : scenarios_in(folder))
        DYNAMIC_SECTION(name)
        {
            std::ifstream in(folder + "/" + name + ".json");
            const auto differs = run({std::istreambuf_iterator<char>{in}, {}});
            std::cout << differs;
            CHECK(differs.empty());
        }
}

/// Whether one passes once a part of its text is another one.
bool passes_with(std::string text, const std::string& is, const std::string& becomes, runner& run)
{
    const auto at = text.find(is);
    REQUIRE(at != text.npos);
    text.replace(at, is.size(), becomes);
    try {
        return run(text).empty();
    } catch (const std::exception&) {
        return false;
    }
}

TEST_CASE("scenarios give exactly the plans that they expect")
{
    run_all("scenarios", scenarios::run);
}

TEST_CASE("histories give exactly the plans that they expect")
{
    run_all("histories", histories::run);
}

TEST_CASE("a scenario that says too little, or what means nothing, does not pass")
{
    const std::string good = R"({"title": "", "story": "", "policy": {"profile": "x_series"},
        "pos": {"currency": "USD", "products": [{"id": "1", "name": "Mug", "active": true}]},
        "ecom": {"currency": "USD", "products": [{"id": "9", "pos_id": "1", "name": "Cup"}]},
        "plan": {"actions": [{"wave": 0, "in": "ecom", "update": "product pos 1, ecom 9",
                              "name": ["Cup", "->", "Mug"], "rule": "product.update"}],
                 "issues": []}})";
    REQUIRE(scenarios::run(good) == "");

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
    CHECK(!passes_with(good, r.is, r.becomes, scenarios::run));
}

TEST_CASE("a scenario of rounds that says too little, or what means nothing, does not pass")
{
    const std::string good = R"({"title": "", "story": "", "policy": {"profile": "r_series"},
        "pos": {"currency": "USD", "categories": [], "products":
          [{"id": "1", "name": "Mug", "active": true, "category_id": null},
           {"id": "2", "name": "Pot", "active": true, "category_id": null}]},
        "ecom": {"currency": "USD", "categories": [], "products":
          [{"id": "9", "pos_id": "1", "name": "Mug", "category_ids": [], "on_front_page": true},
           {"id": "8", "pos_id": "2", "name": "Pot", "category_ids": [], "on_front_page": true}]},
        "rounds": [
          {"plan": {"actions": [], "issues": []}},
          {"edit": {"ecom product 9": {"name": "Cup"}},
           "fail": ["update product pos 1, ecom 9"],
           "plan": {"actions": [{"wave": 0, "in": "pos", "update": "product pos 1, ecom 9",
                                 "name": ["Mug", "->", "Cup"], "rule": "product.update"}],
                    "issues": []}},
          {"edit": {"ecom": {"sections": {"products": "partial"}}, "ecom product 8": "unseen"},
           "stores": {"update product pos 1, ecom 9 in pos": {"name": "CUP"}},
           "plan": {"actions": [{"wave": 0, "in": "pos", "update": "product pos 1, ecom 9",
                                 "name": ["Mug", "->", "Cup"], "rule": "product.update"}],
                    "issues": []}},
          {"edit": {"pos product 1": {"name": "Beaker"},
                    "ecom": {"sections": {"products": "complete"}}},
           "plan": {"actions": [{"wave": 0, "in": "ecom", "update": "product pos 1, ecom 9",
                                 "name": ["Cup", "->", "Beaker"], "rule": "product.update"}],
                    "issues": []}},
          {"forget": true, "plan": {"actions": [], "issues": []}}]})";
    REQUIRE(histories::run(good) == "");

    struct row {
        const char *is, *becomes;
    };
    const auto r = GENERATE(values<row>({
        {R"("story": "", )", ""},
        {R"("id": "1", )", R"("id": "1", "sell_onlin": false, )"},
        {R"("rounds")", R"("round")"},
        {R"({"plan": {"actions": [], "issues": []}},)", R"({},)"},
        {R"({"plan")", R"({"expect": {}, "plan")"},
        {R"({"plan")", R"({"forget": true, "plan")"},
        {R"("forget": true)", R"("forget": false)"},
        {R"("stores")", R"("fail": [], "stores")"},
        {R"("edit": {"ecom product 9")", R"("edits": {"ecom product 9")"},
        {R"("ecom product 9":)", R"("store product 9":)"},
        {R"("ecom product 9":)", R"("ecom products 9":)"},
        {R"("ecom product 9":)", R"("ecom product":)"},
        {R"("ecom product 9":)", R"("ecom product 7":)"},
        {R"({"name": "Cup"})", R"({"nam": "Cup"})"},
        {R"({"name": "Cup"})", R"({"name": "Mug"})"},
        {R"({"name": "Cup"})", R"({"name": "Cup", "on_front_page": true})"},
        {R"({"name": "Cup"})", R"({"name": "Cup", "id": "9"})"},
        {R"({"name": "Cup"})", R"("deleted")"},
        {R"("ecom product 8": "unseen")", R"("ecom product 7": "unseen")"},
        {R"("ecom product 8": "unseen")", R"("ecom product 7": "gone")"},
        {R"("ecom product 8": "unseen")", R"("ecom variation 8": "gone")"},
        {R"("ecom product 8": "unseen")", R"("ecom product 8": "gone")"},
        {R"({"products": "partial"})", R"({"products": "part"})"},
        {R"("fail": ["update product pos 1, ecom 9"],)", ""},
        {R"("fail": ["update product pos 1, ecom 9"])", R"("fail": ["update product pos 1"])"},
        {R"("stores": {"update product pos 1, ecom 9 in pos": {"name": "CUP"}},)",
         R"("stores": {"update product pos 1, ecom 9 in ecom": {"name": "CUP"}},)"},
        {R"("stores": {"update product pos 1, ecom 9 in pos": {"name": "CUP"}},)",
         R"("stores": {"update product pos 1, ecom 9 in pos": {"nam": "CUP"}},)"},
        {R"("stores")", R"("decide": [{"issue": "product.update:product:1:9:name"}], "stores")"},
        {R"("stores")",
         R"("decide": [{"issue": "product.update:product:1:9:name", "choice": "pos"}], "stores")"},
        {R"("in": "pos")", R"("in": "ecom")"},
        {R"(["Cup", )", R"(["Pot", )"},
    }));
    CAPTURE(r.is, r.becomes);
    CHECK(!passes_with(good, r.is, r.becomes, histories::run));
}

TEST_CASE("a scenario folder that is empty does not pass")
{
    const auto folder = std::filesystem::temp_directory_path() / "twinshelf_no_scenarios";
    std::filesystem::create_directory(folder);
    CHECK_THROWS(scenarios_in(folder.string()));
    std::filesystem::remove(folder);
}

} // namespace
