#pragma once

#include "twinshelf/ecom.hpp"
#include "twinshelf/platforms/detail/row_taker.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

/// Pictures, as E-Series writes them: one in several sizes, each with a URL of its own.
namespace twinshelf::platforms::ecwid::detail {

using platforms::detail::row_taker;
using platforms::detail::view;

/// Where a picture is, from the largest to the smallest: in `media`; beside a product, combination
/// or category; in a gallery, whose "url" is a picture's, as a product's is not.
inline constexpr std::string_view media_urls[] = {
    "imageOriginalUrl", "image1500pxUrl", "image800pxUrl", "image400pxUrl", "image160pxUrl"};
inline constexpr std::string_view image_urls[] = {"originalImageUrl", "imageUrl", "hdThumbnailUrl",
                                                  "thumbnailUrl", "smallThumbnailUrl"};
inline constexpr std::string_view gallery_urls[] = {"originalImageUrl", "imageUrl", "url",
                                                    "hdThumbnailUrl", "thumbnail"};

/// The pictures of a product by all of their URLs.
using image_index = std::unordered_map<std::string, ecom::image_id>;

/// The first URL of a row that is not empty; "" where all are.
[[nodiscard]] std::optional<std::string> first_url(row_taker& take, const view& row,
                                                   std::span<const std::string_view> keys);

/// The pictures of a product, the main one first; unknown where only the main one's URL is there.
[[nodiscard]] std::optional<std::vector<ecom::image>>
read_images(row_taker& take, const view& row, std::optional<image_index>& by_url);

/// Which of its product's pictures a combination has: none where it has no URL, unknown where the
/// product has no picture like that.
[[nodiscard]] maybe<ecom::image_id> variation_image(row_taker& take, const view& row,
                                                    const std::optional<image_index>& of_product);

inline std::optional<std::string> first_url(row_taker& take, const view& row,
                                            std::span<const std::string_view> keys)
{
    std::optional<std::string> first;
    for (const auto key : keys)
        if (auto url = take.text(row, key); url && (!first || first->empty()))
            first = std::move(url);
    return first;
}

inline std::optional<std::vector<ecom::image>> read_images(row_taker& take, const view& row,
                                                           std::optional<image_index>& by_url)
{
    struct placed {
        std::int64_t place;
        ecom::image image;
    };
    using limits = std::numeric_limits<std::int64_t>;
    std::vector<placed> all;
    image_index index;
    const auto add = [&](const view& at, std::string id, bool main,
                         std::span<const std::string_view> urls) {
        placed p{.place = main ? limits::min() : take.whole(at, "orderBy").value_or(limits::max()),
                 .image = {.id = ecom::image_id{std::move(id)}, .url = first_url(take, at, urls)}};
        if (auto source = take.text(at, "externalId")) p.image.source_id = pos::image_id{*source};
        for (const auto key : urls)
            if (auto url = take.text(at, key); url && !url->empty())
                index.try_emplace(std::move(*url), p.image.id);
        all.push_back(std::move(p));
    };
    const auto media = take.object(row, "media");
    const bool known = media && take.each(*media, "images", [&](const view& each) {
        add(each, take.id(each, "id", "the image"), take.flag(each, "isMain").value_or(false),
            media_urls);
    });
    if (!known) {
        if (!row.find("galleryImages")) return {};
        if (const auto url = first_url(take, row, image_urls); url && !url->empty())
            add(row, "0", true, image_urls);
        take.each(row, "galleryImages", [&](const view& each) {
            add(each, take.id(each, "id", "the image"), false, gallery_urls);
        });
    }
    by_url = std::move(index);
    std::stable_sort(all.begin(), all.end(),
                     [](const placed& a, const placed& b) { return a.place < b.place; });
    std::vector<ecom::image> images;
    for (auto& each : all)
        images.push_back(std::move(each.image));
    return images;
}

inline maybe<ecom::image_id> variation_image(row_taker& take, const view& row,
                                             const std::optional<image_index>& of_product)
{
    const auto first = first_url(take, row, image_urls);
    if (!first || first->empty()) return none;
    if (!of_product) return {};
    for (const auto key : image_urls)
        if (const auto at = of_product->find(take.text(row, key).value_or(""));
            at != of_product->end())
            return at->second;
    return {};
}

} // namespace twinshelf::platforms::ecwid::detail
