#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <twinshelf/version.hpp>

int main()
{
    const auto major = nlohmann::json::parse(fmt::format("{}", twinshelf::library_version.major));
    return major == twinshelf::library_version.major ? 0 : 1;
}
