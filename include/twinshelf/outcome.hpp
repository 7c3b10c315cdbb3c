#pragma once

#include "twinshelf/plan.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace twinshelf {

/// What an action makes and gets an id for: the record of a create, a variation of a new product,
/// or an uploaded picture.
enum class made_thing : std::uint8_t { record, variation, image };

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

/// The id that an outcome names for what its action made, "" where it names none.
[[nodiscard]] inline std::string id_in(const outcome& o, made_thing what, const ref& of)
{
    if (what == made_thing::record) return o.id;
    for (const auto& made : what == made_thing::variation ? o.variations : o.images)
        if (made.of.pos_id == of.pos_id) return made.id;
    return {};
}

} // namespace twinshelf
