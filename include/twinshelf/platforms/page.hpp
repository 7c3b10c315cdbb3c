#pragma once

#include <string>
#include <string_view>

namespace twinshelf::platforms {

/// One answer of an API, as it came.
struct page {
    std::string name{}; ///< in faults; "": "page 1", "page 2", ...
    std::string_view text{};
    /// What was asked for, as the platform calls it; only needed where the answer does not say.
    std::string_view resource{};
};

} // namespace twinshelf::platforms
