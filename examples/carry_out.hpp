#pragma once

// What a run of the tool leaves behind: the plan carried out on paper, and files that are replaced
// all together or not at all.

#include <twinshelf/advance.hpp>
#include <twinshelf/apply.hpp>
#include <twinshelf/json/json.hpp>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace carry_out {

using namespace twinshelf;

/// Ids for what a plan makes: "new-1" and so on, but none that is there already.
class ids {
public:
    template <class Snapshot>
    void take(const Snapshot& s)
    {
        take_all(s.categories.records);
        take_all(s.products.records);
        take_all(s.customer_groups.records);
        take_all(s.customers.records);
    }
    std::string next()
    {
        std::string id;
        do
            id = "new-" + std::to_string(++last);
        while (taken.contains(id));
        return id;
    }

private:
    template <class Record>
    void take_all(const std::vector<Record>& records)
    {
        for (const auto& r : records) {
            taken.insert(r.id.text);
            if constexpr (requires { r.variants; }) take_known(r.variants);
            if constexpr (requires { r.variations; }) take_known(r.variations);
            if constexpr (requires { r.images; }) take_known(r.images);
        }
    }
    void take_known(const auto& parts)
    {
        if (parts) take_all(*parts);
    }

    std::set<std::string> taken;
    int last = 0;
};

/// What a host would report once it has carried out the whole plan.
inline std::vector<outcome> all_done(const plan& p, ids& new_ids)
{
    std::vector<outcome> all;
    for (const auto& a : p.actions) {
        auto& o = all.emplace_back(outcome{.action = a.id});
        const auto upload = [&](const std::vector<picture>& images) {
            for (const auto& i : images)
                if (i.keep.empty()) o.images.push_back({{i.source_id, {}}, new_ids.next()});
        };
        if (const auto* set = std::get_if<set_images>(&a.what)) upload(set->images);
        const auto* made = std::get_if<create>(&a.what);
        if (made == nullptr) continue;
        o.id = new_ids.next();
        upload(made->images);
        for (const auto& v : made->variations)
            o.variations.push_back({v.of, new_ids.next()});
    }
    return all;
}

struct file {
    std::string name;
    std::string text;
};

/// Both sides once the plan is carried out, and the baseline of the next run.
inline std::vector<file> files_after(const plan& p, const pos::snapshot& pos,
                                     const ecom::snapshot& ecom, const policy& by,
                                     const baseline& base)
{
    ids new_ids;
    new_ids.take(pos);
    new_ids.take(ecom);
    new_ids.take(base.pos);
    new_ids.take(base.ecom);
    const auto outcomes = all_done(p, new_ids);
    const auto after = apply(p, pos, ecom, [&](const action& a, made_thing what, const ref& of) {
        return id_in(outcomes[static_cast<std::size_t>(a.id)], what, of);
    });
    const auto next = advance(base, pos, ecom, by, p, outcomes);
    return {{"pos.json", json::write(after.pos) + '\n'},
            {"ecom.json", json::write(after.ecom) + '\n'},
            {"baseline.json", json::write(next) + '\n'}};
}

/// Replaces the files in a folder. What cannot be written is returned, and then all of them are as
/// they were.
inline std::string replace(const std::filesystem::path& folder, const std::vector<file>& files)
{
    namespace fs = std::filesystem;
    const auto beside = [&](const file& f, std::string_view end) {
        return folder / ("." + f.name + std::string{end});
    };
    std::error_code failed;
    std::vector<const file*> replaced;
    const auto give_up = [&](const fs::path& path) {
        std::error_code ignored;
        for (const auto* f : replaced) {
            fs::remove(folder / f->name, ignored);
            if (fs::exists(beside(*f, ".old"), ignored))
                fs::rename(beside(*f, ".old"), folder / f->name, ignored);
        }
        for (const auto& f : files)
            for (const auto* end : {".new", ".old"})
                fs::remove(beside(f, end), ignored);
        return path.string();
    };
    for (const auto& f : files) {
        const auto path = folder / f.name;
        if (fs::exists(path, failed) && !fs::is_regular_file(path, failed)) return give_up(path);
        std::ofstream out{beside(f, ".new"), std::ios::binary | std::ios::trunc};
        if (!(out << f.text) || !out.flush()) return give_up(path);
    }
    for (const auto& f : files)
        if (const auto path = folder / f.name; fs::exists(path, failed)) {
            fs::copy_file(path, beside(f, ".old"), fs::copy_options::overwrite_existing, failed);
            if (failed) return give_up(path);
        }
    for (const auto& f : files) {
        fs::rename(beside(f, ".new"), folder / f.name, failed);
        if (failed) return give_up(folder / f.name);
        replaced.push_back(&f);
    }
    for (const auto& f : files)
        fs::remove(beside(f, ".old"), failed);
    return {};
}

} // namespace carry_out
