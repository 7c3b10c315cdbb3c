#include "docs.hpp"
#include "catch.hpp"

#include <fstream>
#include <sstream>
#include <string>

namespace docs_tests {

namespace {

std::string file(const std::string& path)
{
    std::ifstream in{path};
    REQUIRE(in);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

} // namespace

TEST_CASE("docs/rules.md has the tables that the code makes", "[docs]")
{
    const auto rules = file("../docs/rules.md");
    for (const auto& table : {docs::rule_table(), docs::field_table(), docs::option_table()}) {
        INFO("the table as it has to be:\n" << table);
        CHECK(rules.find(table) != std::string::npos);
    }
}

TEST_CASE("the README shows the quickstart as it is", "[docs]")
{
    const auto readme = file("../README.md");
    CHECK(readme.find("```cpp\n" + file("../examples/quickstart.cpp") + "```") !=
          std::string::npos);
    CHECK(readme.find("```\n" + file("../examples/quickstart.txt") + "```") != std::string::npos);
}

} // namespace docs_tests
