#pragma once

#include <twinshelf/version.hpp>

/// The version as the other translation unit sees it.
[[nodiscard]] twinshelf::version_number other();
