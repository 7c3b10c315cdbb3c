#pragma once

#include "twinshelf/text_compare.hpp"

#include <string_view>

/// How an ecom record says which pos record it is the same as.
namespace twinshelf {

/// The link of an ecom category that was made from a tag; the tag follows (`category.tags`).
inline constexpr std::string_view tag_prefix = "tag:";

/// The text of an ecom record's link, "" for an online-only record. A blank link is none.
template <class Ecom>
[[nodiscard]] std::string_view linked_to(const Ecom& record)
{
    if (!record.pos_id || blank(record.pos_id->text)) return {};
    return record.pos_id->text;
}

template <class Record>
[[nodiscard]] bool tombstone(const Record& record)
{
    if constexpr (requires { record.deleted; })
        return record.deleted.value_or(false);
    else
        return false;
}

/// A pos record and its ecom counterpart.
template <class Pos, class Ecom>
struct twin {
    const Pos& pos;
    const Ecom& ecom;
};
template <class Pos, class Ecom>
twin(const Pos&, const Ecom&) -> twin<Pos, Ecom>;

} // namespace twinshelf
