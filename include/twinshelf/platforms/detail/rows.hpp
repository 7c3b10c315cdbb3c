#pragma once

#include "twinshelf/json/tree.hpp"
#include "twinshelf/platforms/page.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Pages of API lists, read a row at a time: no more than one row is held, as a small tree.
namespace twinshelf::platforms::detail {

using json::detail::node_type;
using json::detail::tree;
using json::detail::view;

/// One row, as long as it is visited.
struct row {
    view value;             ///< an object, if the page is as it should be
    std::string_view place; ///< of its list in the page, or its own where it stands alone: "/items"
    std::string where;      ///< for faults: "products.json: /items/3"
    bool sound = true;      ///< else an object in it has a key twice, and all after it is missing
};

/// What a page is but for its rows.
struct envelope {
    /// Everything around the rows: a list of rows is empty in it, and so is a row that stands
    /// alone. Without nodes where the page broke off, or a key of the head is there twice.
    tree head{};
    std::string where{}; ///< the page's name

    [[nodiscard]] bool ok() const { return !head.nodes.empty(); }
    [[nodiscard]] view top() const { return {head, 0}; }
    [[nodiscard]] std::optional<view> find(std::string_view key) const;
};

/// Reads a page and calls `visit(row)` for each row of it. Rows stand at the `places`, which are
/// JSON pointers: all that a list there holds, or what stands there itself unless it is null or "".
/// A page that is a list is one of rows, at the place "". Where one place is inside another, an
/// object at the outer one is a row unless it begins with the key of the inner one.
///
/// A page that breaks off is a fault, after the rows before the break.
template <class Visit>
[[nodiscard]] envelope read_rows(const page& from, std::span<const std::string_view> places,
                                 std::vector<json::fault>& faults, Visit&& visit);

/// The page's name, or its number, counted from 1.
[[nodiscard]] std::string page_name(const page& p, std::size_t index);

/// Hands the parser's events on, to the head or to the row at hand.
template <class Visit>
class row_walker {
public:
    row_walker(std::span<const std::string_view> places, envelope& to,
               std::vector<json::fault>& faults, Visit& visit)
        : places_(places), to_(to), faults_(faults), visit_(visit), head_(to.head, head_faults_)
    {
    }

    void null()
    {
        scalar([](auto& to) { to.null(); }, true);
    }
    void boolean(bool on)
    {
        scalar([on](auto& to) { to.boolean(on); });
    }
    void whole(std::int64_t number)
    {
        scalar([number](auto& to) { to.whole(number); });
    }
    void decimal(std::string_view digits)
    {
        scalar([digits](auto& to) { to.decimal(digits); });
    }
    void string(std::string_view content)
    {
        scalar([content](auto& to) { to.string(content); }, content.empty());
    }
    void start_object();
    void key(std::string_view name);
    void end_object();
    void start_array();
    void end_array();
    void broken(json::fault why);

    /// Notes what is wrong with the head. Whether nothing is.
    bool finish()
    {
        const bool sound = head_faults_.empty();
        note(head_faults_, to_.where + ": ");
        return sound;
    }

private:
    using planter = json::detail::planter;

    /// An object or a list that is no row nor inside one.
    struct level {
        std::size_t pointer; ///< how much of the pointer is its own
        bool is_list;
        bool of_rows;
        bool undecided; ///< an object that is a row unless its first key says otherwise
        std::size_t rows = 0;
    };

    [[nodiscard]] bool in_list() const { return !levels_.empty() && levels_.back().is_list; }
    [[nodiscard]] bool in_rows() const { return !levels_.empty() && levels_.back().of_rows; }
    [[nodiscard]] bool is_place() const
    {
        return !levels_.empty() && !in_list() &&
               std::find(places_.begin(), places_.end(), pointer_) != places_.end();
    }
    [[nodiscard]] bool has_inner_place() const
    {
        return std::any_of(places_.begin(), places_.end(), [&](std::string_view place) {
            return place.size() > pointer_.size() && place.starts_with(pointer_) &&
                   place[pointer_.size()] == '/';
        });
    }

    /// Hands an event on, until there is a fault: what follows would only add to it.
    template <class Put>
    void to_head(Put put)
    {
        if (head_faults_.empty()) put(head_);
    }
    template <class Put>
    void to_row(Put put)
    {
        if (row_faults_.empty()) put(*row_);
    }

    template <class Put>
    void scalar(Put put, bool nothing = false);
    void begin_row();
    void end_row();
    void open(bool is_list, bool of_rows, bool undecided = false);
    void close();
    void note(std::vector<json::fault>& from, const std::string& where);

    std::span<const std::string_view> places_;
    envelope& to_;
    std::vector<json::fault>& faults_;
    Visit& visit_;
    std::vector<json::fault> head_faults_{}, row_faults_{};
    planter head_;
    tree tree_{}; // of the row at hand
    std::optional<planter> row_{};
    std::size_t depth_ = 0; // of open objects and lists in the row
    std::vector<level> levels_{};
    std::string pointer_{}; // of the value to come, in the head
};

inline std::optional<view> envelope::find(std::string_view key) const
{
    if (!ok()) return {};
    return top().find(key);
}

inline std::string page_name(const page& p, std::size_t index)
{
    return p.name.empty() ? "page " + std::to_string(index + 1) : p.name;
}

template <class Visit>
envelope read_rows(const page& from, std::span<const std::string_view> places,
                   std::vector<json::fault>& faults, Visit&& visit)
{
    envelope result{.where = from.name};
    row_walker<Visit> walker{places, result, faults, visit};
    const bool whole = json::detail::parse(from.text, walker);
    if (!walker.finish() || !whole) result.head.nodes.clear();
    return result;
}

template <class Visit>
template <class Put>
void row_walker<Visit>::scalar(Put put, bool nothing)
{
    if (depth_ > 0) return to_row(put);
    if (!in_rows() && (nothing || !is_place())) return to_head(put);
    if (!in_rows()) to_head([](auto& to) { to.null(); });
    begin_row();
    to_row(put);
    end_row();
}

template <class Visit>
void row_walker<Visit>::start_object()
{
    if (depth_ > 0) {
        ++depth_;
        return to_row([](auto& to) { to.start_object(); });
    }
    const bool element = in_rows(), alone = !element && is_place();
    if (!element) to_head([](auto& to) { to.start_object(); });
    if (!element && (!alone || has_inner_place())) {
        open(false, false, alone);
        return;
    }
    if (alone) to_head([](auto& to) { to.end_object(); });
    begin_row();
    depth_ = 1;
    to_row([](auto& to) { to.start_object(); });
}

template <class Visit>
void row_walker<Visit>::key(std::string_view name)
{
    if (depth_ > 0) return to_row([&](auto& to) { to.key(name); });
    auto& at = levels_.back();
    pointer_.resize(at.pointer);
    const bool decide = std::exchange(at.undecided, false);
    json::detail::append_step(pointer_, name);
    if (!decide || is_place()) return to_head([&](auto& to) { to.key(name); });
    close(); // it is a row after all
    to_head([](auto& to) { to.end_object(); });
    begin_row();
    depth_ = 1;
    to_row([](auto& to) { to.start_object(); });
    to_row([&](auto& to) { to.key(name); });
}

template <class Visit>
void row_walker<Visit>::end_object()
{
    if (depth_ == 0) {
        close();
        return to_head([](auto& to) { to.end_object(); });
    }
    to_row([](auto& to) { to.end_object(); });
    if (--depth_ == 0) end_row();
}

template <class Visit>
void row_walker<Visit>::start_array()
{
    if (depth_ > 0) {
        ++depth_;
        return to_row([](auto& to) { to.start_array(); });
    }
    if (in_rows()) {
        begin_row();
        depth_ = 1;
        return to_row([](auto& to) { to.start_array(); });
    }
    open(true, levels_.empty() || is_place());
    to_head([](auto& to) { to.start_array(); });
}

template <class Visit>
void row_walker<Visit>::end_array()
{
    if (depth_ == 0) {
        close();
        return to_head([](auto& to) { to.end_array(); });
    }
    to_row([](auto& to) { to.end_array(); });
    if (--depth_ == 0) end_row();
}

template <class Visit>
void row_walker<Visit>::broken(json::fault why)
{
    why.where = to_.where;
    faults_.push_back(std::move(why));
}

template <class Visit>
void row_walker<Visit>::begin_row()
{
    tree_.nodes.clear();
    row_faults_.clear();
    row_.emplace(tree_, row_faults_);
}

template <class Visit>
void row_walker<Visit>::end_row()
{
    auto where = to_.where + ": " + pointer_;
    if (in_rows()) where += '/' + std::to_string(levels_.back().rows++);
    const bool sound = row_faults_.empty();
    note(row_faults_, where);
    visit_(row{{tree_, 0}, pointer_, std::move(where), sound});
}

template <class Visit>
void row_walker<Visit>::open(bool is_list, bool of_rows, bool undecided)
{
    levels_.push_back({pointer_.size(), is_list, of_rows, undecided});
}

template <class Visit>
void row_walker<Visit>::close()
{
    pointer_.resize(levels_.back().pointer);
    levels_.pop_back();
}

template <class Visit>
void row_walker<Visit>::note(std::vector<json::fault>& from, const std::string& where)
{
    for (auto& f : from) {
        f.where = where + f.where;
        faults_.push_back(std::move(f));
    }
    from.clear();
}

} // namespace twinshelf::platforms::detail
