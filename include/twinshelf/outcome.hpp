#pragma once

#include "twinshelf/plan.hpp"

#include <string>
#include <vector>

namespace twinshelf {

/// The id of something that was made together with a product: a variation, by the pos id of its
/// variant, or an uploaded picture, by that of the pos image.
struct made_id {
    ref of{};
    std::string id{};

    friend bool operator==(const made_id&, const made_id&) = default;
};

/// What became of one action of a plan, as the host reports it to `advance`. An action without an
/// outcome was not carried out.
struct outcome {
    int action{};     ///< its id
    bool done = true; ///< false: it failed, and nothing of it is there
    std::string id{}; ///< of the record that a create made
    std::vector<made_id> variations{};
    std::vector<made_id> images{};
    /// What the platform really holds, of the fields where that is not what it was sent.
    std::vector<setting> stored{};

    friend bool operator==(const outcome&, const outcome&) = default;
};

} // namespace twinshelf
