#pragma once

#include "twinshelf/json/sax.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// A small JSON text as a tree, for what is read key by key: policies, plans.
namespace twinshelf::json::detail {

enum class node_type : std::uint8_t { null, flag, number, text, object, array };

struct node {
    node_type type{};
    bool on = false;       ///< a flag
    std::string content{}; ///< a text; a number as it is written
    std::string key{};     ///< in an object
    std::size_t index = 0; ///< in an array
    std::size_t parent = 0;
    std::size_t first = 0; ///< child; 0 is none, as the root is nobody's child
    std::size_t next = 0;  ///< of the same parent
};

/// The nodes of a text, the root first, parents before children. One list, so that nothing
/// recurses however deep the text is.
struct tree {
    std::vector<node> nodes{};

    [[nodiscard]] std::string pointer(std::size_t at) const;
};

/// One value of a tree.
class view {
public:
    view(const tree& in, std::size_t at) : tree_(&in), at_(at) {}

    [[nodiscard]] const node& operator*() const { return tree_->nodes[at_]; }
    [[nodiscard]] const node* operator->() const { return &**this; }
    [[nodiscard]] bool is(node_type type) const { return (*this)->type == type; }
    [[nodiscard]] std::string where() const { return tree_->pointer(at_); }
    [[nodiscard]] std::string found() const;
    [[nodiscard]] std::optional<view> first() const { return at((*this)->first); }
    [[nodiscard]] std::optional<view> next() const { return at((*this)->next); }
    /// The value of a key, if this is an object that has it.
    [[nodiscard]] std::optional<view> find(std::string_view key) const;

private:
    [[nodiscard]] std::optional<view> at(std::size_t index) const
    {
        return index == 0 ? std::nullopt : std::optional{view{*tree_, index}};
    }

    const tree* tree_;
    std::size_t at_;
};

/// Reads a text; no nodes where it is no JSON. A key that an object has twice is a fault.
[[nodiscard]] tree read_tree(std::string_view text, std::vector<fault>& faults);

/// Builds a tree from the parser's events.
class planter {
public:
    planter(tree& to, std::vector<fault>& faults) : nodes_(to.nodes), tree_(to), faults_(faults) {}

    void null() { add({.type = node_type::null}); }
    void boolean(bool on) { add({.type = node_type::flag, .on = on}); }
    void whole(std::int64_t number)
    {
        add({.type = node_type::number, .content = std::to_string(number)});
    }
    void decimal(std::string_view digits)
    {
        add({.type = node_type::number, .content = std::string{digits}});
    }
    void string(std::string_view content)
    {
        add({.type = node_type::text, .content = std::string{content}});
    }
    void start_object() { open(node_type::object); }
    void key(std::string_view name);
    void end_object() { close(); }
    void start_array() { open(node_type::array); }
    void end_array() { close(); }
    void broken(fault why);

private:
    struct opened {
        std::size_t at;
        std::size_t last; // child
    };

    void add(node n);
    void open(node_type type);
    void close();

    std::vector<node>& nodes_;
    const tree& tree_;
    std::vector<fault>& faults_;
    std::vector<opened> open_{};
    std::string key_{};
    bool after_key_ = false;
};

inline std::string tree::pointer(std::size_t at) const
{
    std::vector<std::size_t> path;
    for (; at != 0; at = nodes[at].parent)
        path.push_back(at);
    std::string text;
    for (auto step = path.rbegin(); step != path.rend(); ++step) {
        const auto& n = nodes[*step];
        const bool in_array = nodes[n.parent].type == node_type::array;
        append_step(text, in_array ? std::to_string(n.index) : n.key);
    }
    return text;
}

[[nodiscard]] inline std::string words_of(node_type type)
{
    constexpr std::array<const char*, 6> all{"null",   "true or false", "a number",
                                             "a text", "an object",     "an array"};
    return all[static_cast<std::size_t>(type)];
}

inline std::string view::found() const
{
    const auto& n = **this;
    if (n.type == node_type::flag) return n.on ? "true" : "false";
    if (n.type == node_type::number) return "the number " + shortened(n.content);
    if (n.type == node_type::text) return "the text " + in_quotes(n.content);
    return words_of(n.type);
}

inline std::optional<view> view::find(std::string_view key) const
{
    if (!is(node_type::object)) return {};
    for (auto child = first(); child; child = child->next())
        if ((*child)->key == key) return child;
    return {};
}

inline void planter::key(std::string_view name)
{
    key_ = name;
    after_key_ = true;
}

inline void planter::broken(fault why)
{
    if (!open_.empty()) why.where = tree_.pointer(open_.back().at);
    if (after_key_) append_step(why.where, key_);
    faults_.push_back(std::move(why));
}

inline void planter::add(node n)
{
    if (!open_.empty()) {
        auto& [parent, last] = open_.back();
        n.parent = parent;
        n.key = std::move(key_);
        n.index = last == 0 ? 0 : nodes_[last].index + 1;
        (last == 0 ? nodes_[parent].first : nodes_[last].next) = nodes_.size();
        last = nodes_.size();
    }
    after_key_ = false;
    key_.clear();
    nodes_.push_back(std::move(n));
}

inline void planter::open(node_type type)
{
    const auto at = nodes_.size();
    add({.type = type});
    open_.push_back({at, 0});
}

inline void planter::close()
{
    const auto at = open_.back().at;
    open_.pop_back();
    if (nodes_[at].type == node_type::array) return;
    std::vector<std::pair<std::string_view, std::size_t>> keys;
    for (auto child = nodes_[at].first; child != 0; child = nodes_[child].next)
        keys.emplace_back(nodes_[child].key, child);
    std::sort(keys.begin(), keys.end());
    for (std::size_t i = 1; i < keys.size(); ++i)
        if (keys[i].first == keys[i - 1].first)
            faults_.push_back({tree_.pointer(keys[i].second), once, a_second(keys[i].first)});
}

inline tree read_tree(std::string_view text, std::vector<fault>& faults)
{
    tree result;
    planter p{result, faults};
    if (!parse(text, p)) result.nodes.clear();
    return result;
}

} // namespace twinshelf::json::detail
