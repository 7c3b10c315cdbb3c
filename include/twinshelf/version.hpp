#pragma once

#include <compare>

// The build reads the version from these three lines.
#define TWINSHELF_VERSION_MAJOR 0
#define TWINSHELF_VERSION_MINOR 1
#define TWINSHELF_VERSION_PATCH 0

namespace twinshelf {

/// A version of the library. Until 1.0 a new `minor` may change interfaces and plans.
struct version_number {
    int major{};
    int minor{};
    int patch{};

    friend constexpr auto operator<=>(const version_number&, const version_number&) = default;
};

/// The version of these headers.
inline constexpr version_number library_version{TWINSHELF_VERSION_MAJOR, TWINSHELF_VERSION_MINOR,
                                                TWINSHELF_VERSION_PATCH};

} // namespace twinshelf
