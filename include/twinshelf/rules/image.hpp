#pragma once

#include "twinshelf/match.hpp"
#include "twinshelf/rules/fields.hpp"
#include "twinshelf/rules/product_match.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Pictures go from the pos to ecom only (`image.one_way`).
///
/// A product's gallery is its images; a matrix's is the master's and then each variant's in variant
/// order, also one that is not for sale now, each picture once (`image.gallery`), at most 12 of
/// each (`image.limits`). A picture in ecom is one of the pos if it was made from it (`source_id`),
/// else if it has its URL without query and fragment, else its hash (`image.identity`).
///
/// Without a baseline (`image.pos_edits`):
///
///   id   pos gallery   ecom gallery                              result
///   I1   not known     any                                       nothing
///   I2   any           not known                                 nothing
///   I3   empty         any                                       nothing (field.blank)
///   I4   filled        empty                                     filled
///   I5   filled        has pictures from the pos, one that the
///                      pos has now is missing, or they stand in
///                      another order                             set to the pos gallery
///   I6   filled        has all pos pictures in order             nothing, whatever else is there
///   I7   filled        has no picture from the pos               left, with a notice
///   I8   one that cannot be named or uploaded, and is not there  left out, error
///                                                                (record.isolated)
///
/// Where the flow is pos_leads, I6 with other pictures and I7 are set to the pos gallery too.
///
/// With a baseline; "changed" is another list of picture ids than after the last sync:
///
///   id   pos gallery      ecom gallery   result
///   I9   changed          any            set to the pos gallery, whatever else is there
///   I10  not changed      changed        nothing; where the flow is pos_leads as I9
///   I11  not changed      not changed    nothing (field.settled)
///   I12  emptied          filled         emptied: one explicit clear (field.blank)
namespace twinshelf {

inline constexpr std::size_t most_images = 12;

namespace detail {

/// A URL without query and fragment.
[[nodiscard]] inline std::string_view picture_url(const std::optional<std::string>& url)
{
    if (!url) return {};
    return std::string_view{*url}.substr(0, url->find_first_of("?#"));
}

/// Whether a picture in ecom was made from one of the pos, which may have it no more.
[[nodiscard]] inline bool from_pos(const ecom::image& image)
{
    return image.source_id && !blank(image.source_id->text);
}

/// Leaves of several with one id the first.
template <class T, class Id>
void keep_first(std::vector<T>& all, Id id_of)
{
    std::vector<std::pair<std::string_view, std::size_t>> ids;
    ids.reserve(all.size());
    for (std::size_t i = 0; i < all.size(); ++i)
        ids.emplace_back(id_of(all[i]), i);
    std::sort(ids.begin(), ids.end());
    std::vector<std::size_t> again;
    for (std::size_t i = 1; i < ids.size(); ++i)
        if (ids[i].first == ids[i - 1].first) again.push_back(ids[i].second);
    if (again.empty()) return;
    std::sort(again.begin(), again.end());
    std::size_t i = 0;
    std::erase_if(all,
                  [&](const T&) { return std::binary_search(again.begin(), again.end(), i++); });
}

/// The pictures that the pos has of a product, and which of them ecom has.
class gallery {
public:
    /// Says what it has to say of the pair, which outlives it.
    gallery(const task& all, const pos::product& product, const ref& pair)
        : t(all), pos(product), of(pair)
    {
        pictures.reserve(most_images);
        collect(pos.sellable.images, "");
        if (pos.variants)
            for (const auto& v : *pos.variants) {
                if (gone(v.sellable)) continue;
                collect(v.sellable.images, "a variant of ");
                if (v.sellable.images && !v.sellable.images->empty())
                    further +=
                        static_cast<int>(std::min(v.sellable.images->size(), most_images)) - 1;
            }
        keep_first(pictures, [](const picture_at& p) { return std::string_view{p.pos->id.text}; });
    }

    /// Finds the pos pictures among the ecom ones; each is found once.
    /// `base` is what the baseline knows of the gallery: which picture was made from which.
    void find_in(const std::vector<ecom::image>& images,
                 const std::optional<std::vector<ecom::image>>& base = {})
    {
        if (all_in_place(images)) return;
        std::map<std::string_view, std::string_view> sources;
        if (base)
            for (const auto& image : *base)
                if (from_pos(image)) sources.emplace(image.id.text, image.source_id->text);
        std::vector<std::pair<std::string_view, std::size_t>> by_source, by_url, by_hash;
        for (std::size_t i = 0; i < images.size(); ++i) {
            const auto& image = images[i];
            if (from_pos(image)) {
                by_source.emplace_back(image.source_id->text, i);
                continue;
            }
            if (const auto kept = sources.find(image.id.text); kept != sources.end()) {
                by_source.emplace_back(kept->second, i);
                continue;
            }
            if (const auto url = picture_url(image.url); !url.empty()) by_url.emplace_back(url, i);
            if (image.hash && !image.hash->empty()) by_hash.emplace_back(*image.hash, i);
        }
        for (auto* by : {&by_source, &by_url, &by_hash})
            std::sort(by->begin(), by->end());
        std::vector<bool> taken(images.size());
        const auto take = [&](const auto& by, auto key_of) {
            if (by.empty()) return;
            for (auto& p : pictures) {
                if (p.ecom != none_there) continue;
                const std::string_view key = key_of(*p.pos);
                if (key.empty()) continue;
                for (auto at =
                         std::lower_bound(by.begin(), by.end(), std::pair{key, std::size_t{0}});
                     at != by.end() && at->first == key; ++at) {
                    if (taken[at->second]) continue;
                    p.ecom = at->second;
                    taken[p.ecom] = true;
                    break;
                }
            }
        };
        take(by_source, [](const pos::image& i) { return std::string_view{i.id.text}; });
        take(by_url, [](const pos::image& i) { return picture_url(i.url); });
        take(by_hash, [](const pos::image& i) {
            return i.hash ? std::string_view{*i.hash} : std::string_view{};
        });
    }

    static constexpr auto none_there = static_cast<std::size_t>(-1);
    struct picture_at {
        const pos::image* pos;
        std::size_t ecom = none_there;
    };

    /// Says that so many pictures have no place in the gallery (I8).
    void say_left_out(int pictures_without) const
    {
        t.say(severity::error, rule::record_isolated, kind::product, of,
              std::to_string(pictures_without) +
                  (pictures_without == 1 ? " picture of " : " pictures of ") + in_quotes(pos.name) +
                  " cannot be put into its gallery: there is no id or no URL.",
              field::product_images);
    }

    bool known = true; ///< every list of images was read
    int further = 0;   ///< pictures of variants beside the one that their variation shows
    int nameless = 0;  ///< pictures without an id
    std::vector<picture_at> pictures{};

private:
    /// Whether the first ecom pictures were made from these, one from each: mostly they were.
    [[nodiscard]] bool all_in_place(const std::vector<ecom::image>& images)
    {
        if (images.size() < pictures.size()) return false;
        for (std::size_t i = 0; i < pictures.size(); ++i)
            if (images[i].source_id != pictures[i].pos->id) return false;
        for (std::size_t i = 0; i < pictures.size(); ++i)
            pictures[i].ecom = i;
        return true;
    }

    void collect(const std::optional<std::vector<pos::image>>& images, std::string_view whose)
    {
        if (!images) {
            known = false;
            return;
        }
        for (std::size_t i = 0; i < images->size() && i < most_images; ++i) {
            const auto& image = (*images)[i];
            if (blank(image.id.text))
                ++nameless;
            else
                pictures.push_back({&image});
        }
        if (images->size() > most_images)
            t.say(severity::notice, rule::image_limits, kind::product, of,
                  std::to_string(images->size()) + " images at " + std::string{whose} +
                      in_quotes(pos.name) +
                      ", more than the pos can hold; the first 12 are synced.",
                  field::product_images)
                .key += ':' + std::to_string(++too_many);
    }

    const task& t;
    const pos::product& pos;
    const ref& of;
    int too_many = 0; ///< lists of more than 12
};

/// Whether a picture is to be uploaded, and can be.
[[nodiscard]] inline bool uploadable(const gallery::picture_at& p)
{
    return p.ecom == gallery::none_there && p.pos->url && !blank(*p.pos->url);
}

/// The gallery as a plan names it; what has to be left out is said.
[[nodiscard]] inline std::vector<picture> pictures_of(const gallery& g,
                                                      const std::vector<ecom::image>& there)
{
    std::vector<picture> all;
    all.reserve(g.pictures.size());
    int left_out = g.nameless;
    for (const auto& p : g.pictures) {
        if (p.ecom != gallery::none_there)
            all.push_back({.keep = there[p.ecom].id.text});
        else if (uploadable(p))
            all.push_back({.upload = *p.pos->url, .source_id = p.pos->id.text});
        else
            ++left_out;
    }
    if (left_out > 0) g.say_left_out(left_out); // I8
    return all;
}

/// Where a pos picture is once the plan is done: an ecom image, or "" for one that is uploaded.
struct picture_place {
    std::string_view pos_id;
    std::string_view ecom_id;

    /// As a plan names it.
    [[nodiscard]] ref picture() const
    {
        return ecom_id.empty() ? ref{std::string{pos_id}, {}} : ref{{}, std::string{ecom_id}};
    }

    friend auto operator<=>(const picture_place&, const picture_place&) = default;
};

/// Where each pos picture is, and which ecom pictures the plan drops.
struct picture_places {
    std::vector<picture_place> of{}; ///< sorted
    std::set<std::string_view> dropped{};

    /// Adds the pictures of a gallery that ecom has.
    void add_found(const gallery& g, const std::vector<ecom::image>& there)
    {
        of.reserve(g.pictures.size());
        for (const auto& p : g.pictures)
            if (p.ecom != gallery::none_there)
                of.push_back({p.pos->id.text, there[p.ecom].id.text});
        std::sort(of.begin(), of.end());
    }

    /// Adds those that are uploaded.
    void add_uploads(const gallery& g)
    {
        of.reserve(g.pictures.size());
        for (const auto& p : g.pictures)
            if (uploadable(p)) of.push_back({p.pos->id.text, {}});
        std::sort(of.begin(), of.end());
    }

    [[nodiscard]] const picture_place* find(std::string_view pos_id) const
    {
        const auto found = std::lower_bound(
            of.begin(), of.end(), pos_id,
            [](const picture_place& p, std::string_view id) { return p.pos_id < id; });
        return found != of.end() && found->pos_id == pos_id ? &*found : nullptr;
    }
};

/// Whether every picture of a gallery can be named by its id.
[[nodiscard]] inline bool well_named(const std::vector<ecom::image>& images)
{
    std::vector<std::string_view> ids;
    ids.reserve(images.size());
    for (const auto& image : images) {
        if (blank(image.id.text)) return false;
        ids.push_back(image.id.text);
    }
    std::sort(ids.begin(), ids.end());
    return std::adjacent_find(ids.begin(), ids.end()) == ids.end();
}

/// The ids of the pictures of a gallery in their order; none where some of it is not known.
[[nodiscard]] inline std::optional<std::vector<std::string_view>>
picture_ids(const pos::product& pos)
{
    std::vector<std::string_view> ids;
    const auto collect = [&](const std::optional<std::vector<pos::image>>& images) {
        if (!images) return false;
        for (std::size_t i = 0; i < images->size() && i < most_images; ++i)
            ids.push_back((*images)[i].id.text);
        return true;
    };
    if (!collect(pos.sellable.images)) return {};
    if (pos.variants)
        for (const auto& v : *pos.variants)
            if (!gone(v.sellable) && !collect(v.sellable.images)) return {};
    keep_first(ids, [](std::string_view id) { return id; });
    return ids;
}

/// The ids of a list of pictures; a baseline remembers the whole gallery in the product's.
template <class Image>
[[nodiscard]] std::optional<std::vector<std::string_view>>
ids_of(const std::optional<std::vector<Image>>& images)
{
    if (!images) return {};
    std::vector<std::string_view> ids;
    for (const auto& image : *images)
        ids.push_back(image.id.text);
    return ids;
}

/// Sets the gallery of a pair where the rules ask for it. Gives the place of each pos picture.
inline picture_places compare_images(const task& t, const twin<pos::product, ecom::product>& now,
                                     const twin<pos::product, ecom::product>& base,
                                     product_tally& tally)
{
    constexpr auto f = field::product_images;
    const auto& pos = now.pos;
    const auto& ecom = now.ecom;
    picture_places places;
    if (!t.policy.syncs(f) || !ecom.images) return places; // I2
    const ref of{pos.id.text, ecom.id.text};
    const auto& there = *ecom.images;
    if (!well_named(there)) {
        t.say(severity::error, rule::record_isolated, kind::product, of,
              "The gallery of " + in_quotes(pos.name) +
                  " in ecom has a picture without an id, or two with one; it is left alone.",
              f);
        return places;
    }
    gallery g{t, pos, of};
    if (!pos.variants && has_variants(ecom))
        g.known = false; // the variants' pictures were not read
    g.find_in(there, base.ecom.images);

    std::size_t found = 0, last = 0;
    bool in_order = true;
    std::vector<bool> kept(there.size());
    for (const auto& p : g.pictures) {
        if (p.ecom == gallery::none_there) continue;
        in_order = in_order && (found == 0 || p.ecom > last);
        last = p.ecom;
        kept[p.ecom] = true;
        ++found;
    }
    places.add_found(g, there);
    if (!g.known) return places; // I1
    const auto was = ids_of(base.pos.sellable.images);
    const auto ecom_was = ids_of(base.ecom.images);
    const auto changed = shape_of(was ? moved(picture_ids(pos), was) : std::nullopt,
                                  ecom_was ? moved(ids_of(ecom.images), ecom_was) : std::nullopt);
    const bool none = g.pictures.empty() && g.nameless == 0;
    if (none && (!was || was->empty() || there.empty())) return places; // I3
    const auto how = merge(t.policy[f], changed, later::pos);
    const bool fill = there.empty();
    if (none && how != verdict::take_pos) return places;
    if (how == verdict::keep || (t.policy[f] == flow::fill && !fill)) return places;
    const bool left = !fill && found == 0 && std::none_of(there.begin(), there.end(), from_pos);
    if (how == verdict::by_rule && left) { // I7
        ++tally.left_galleries;
        return places;
    }
    auto pictures = pictures_of(g, there);
    const bool all_there = found == pictures.size();
    const bool only_pos = found == there.size();
    if ((pictures.empty() && !none) ||
        (all_there && in_order && (only_pos || how == verdict::by_rule)))
        return places; // I6, I10
    set_images asked{std::move(pictures)};
    for (std::size_t i = 0; i < there.size(); ++i)
        if (!kept[i]) {
            asked.loses.push_back(there[i].id.text);
            places.dropped.insert(there[i].id.text);
        }
    tally.more_pictures += g.further;
    places.add_uploads(g);
    const auto why =
        !in_order && all_there && only_pos ? rule::image_reorder : rule::image_pos_edits;
    t.add(side::ecom, kind::product, why, of, std::move(asked),
          phase::product_parts); // I4, I5, I9, I12
    return places;
}

} // namespace detail

} // namespace twinshelf
