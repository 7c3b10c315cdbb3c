#pragma once

#include "twinshelf/json/place.hpp"
#include "twinshelf/json/sax.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Reads JSON text straight into records: `members` lists what a key may name, the member's type
/// says what may stand there. Nothing recurses; an unknown key is skipped with all below it.
namespace twinshelf::json::detail {

/// A member or an element, and how its type is read. Without a place: an unknown key.
struct slot {
    void* to = nullptr;
    const place* how = nullptr;
};

/// A member of every record of a type.
struct named {
    std::string_view name;
    const place* how;
};

struct shape;

/// An object or array that is being read.
struct level {
    void* at = nullptr;     ///< a list, the parts of a quantity
    void* member = nullptr; ///< what holds them
    const shape* of = nullptr;
    const std::vector<named>* names = nullptr; ///< of a record's members
    std::size_t members = 0;                   ///< how many those of the levels around it are
    std::size_t next = 0;                      ///< the member that is likely to come
    std::uint64_t seen = 0;                    ///< a bit for every member whose key was there
    std::size_t index = 0;                     ///< of the element at hand
    std::string_view key{}; ///< the member at hand; no data where it has no name of ours
    std::string other{};    ///< the key then
    bool open = false;      ///< a value has begun and has not ended
    bool broken = false;    ///< an element was no good
};

/// What the levels of one type have in common.
struct shape {
    slot (*find)(level&, std::string_view key, reader&); ///< null in a list
    slot (*next)(level&);                                ///< null in an object
    void (*drop)(level&);                                ///< takes the last element back
    void (*close)(level&, reader&);
    bool closed = false; ///< another key is a fault
};

/// The handler of the parser's events.
class reader {
public:
    reader(slot root, context& c, std::vector<fault>& faults)
        : root_(root), context_(c), faults_(faults)
    {
    }

    void null();
    void boolean(bool on);
    void whole(std::int64_t number);
    void decimal(std::string_view digits);
    void string(std::string_view content);
    void start_object() { open(&place::object, "an object"); }
    void key(std::string_view name);
    void end_object() { close(); }
    void start_array() { open(&place::array, "an array"); }
    void end_array() { close(); }
    void broken(fault why);

    /// Notes a fault at the value at hand, or at a key of the level that ends.
    void fail(std::string wanted, std::string found);
    void fail_at(std::string_view key, std::string wanted, std::string found);
    void fail_twice(std::string_view key);

    [[nodiscard]] context& around() { return context_; }
    void add_member(void* member) { members_.push_back(member); }
    /// Of the level that was begun last, and has not ended.
    [[nodiscard]] void* member(std::size_t i) const { return members_[levels_.back().members + i]; }

private:
    template <class Token, class Say>
    void scalar(bool (*place::*put)(void*, Token, context&), Token token, Say found);
    void open(void (*place::*begin_level)(void*, level&, reader&), const char* found);
    [[nodiscard]] slot begin();
    void end();
    void close();
    void refuse(slot at, std::string found);
    [[nodiscard]] std::string pointer() const;

    slot root_;
    slot at_key_{};
    context& context_;
    std::vector<fault>& faults_;
    std::vector<level> levels_{};
    std::vector<void*> members_{}; // of the records that are being read
    std::size_t skipped_ = 0;      // brackets that are open below an unknown key
};

template <class Token, class Say>
void reader::scalar(bool (*place::*put)(void*, Token, context&), Token token, Say found)
{
    if (skipped_ > 0) return;
    const auto at = begin();
    if (at.how != nullptr) {
        const auto take = at.how->*put;
        if (take == nullptr || !take(at.to, token, context_)) refuse(at, found());
    }
    end();
}

inline void reader::null()
{
    scalar(&place::null, null_token{}, [] { return std::string{"null"}; });
}

inline void reader::boolean(bool on)
{
    scalar(&place::flag, flag_token{on}, [on] { return std::string{on ? "true" : "false"}; });
}

inline void reader::whole(std::int64_t number)
{
    scalar(&place::whole, whole_token{number},
           [number] { return "the number " + std::to_string(number); });
}

inline void reader::decimal(std::string_view digits)
{
    scalar(&place::decimal, decimal_token{digits},
           [digits] { return "the number " + shortened(digits); });
}

inline void reader::string(std::string_view content)
{
    scalar(&place::text, text_token{content},
           [content] { return "the text " + in_quotes(content); });
}

inline void reader::open(void (*place::*begin_level)(void*, level&, reader&), const char* found)
{
    if (skipped_ > 0) {
        ++skipped_;
        return;
    }
    const auto at = begin();
    if (at.how != nullptr && at.how->*begin_level != nullptr) {
        auto& in = levels_.emplace_back();
        in.member = at.to;
        in.members = members_.size();
        (at.how->*begin_level)(at.to, in, *this);
        return;
    }
    if (at.how != nullptr) refuse(at, found);
    skipped_ = 1;
}

inline void reader::key(std::string_view name)
{
    if (skipped_ > 0) return;
    auto& in = levels_.back();
    at_key_ = in.of->find(in, name, *this);
    in.open = true;
}

inline void reader::broken(fault why)
{
    why.where = pointer();
    faults_.push_back(std::move(why));
}

inline slot reader::begin()
{
    if (levels_.empty()) return root_;
    auto& in = levels_.back();
    in.open = true;
    return in.of->next != nullptr ? in.of->next(in) : at_key_;
}

inline void reader::end()
{
    if (levels_.empty()) return;
    levels_.back().open = false;
    ++levels_.back().index;
}

inline void reader::close()
{
    if (skipped_ > 0) {
        if (--skipped_ == 0) end();
        return;
    }
    auto& in = levels_.back();
    in.of->close(in, *this);
    members_.resize(in.members);
    levels_.pop_back();
    end();
}

inline void reader::refuse(slot at, std::string found)
{
    fail(at.how->expected(), std::move(found));
    if (levels_.empty() || levels_.back().of->drop == nullptr) return;
    levels_.back().of->drop(levels_.back());
    levels_.back().broken = true;
}

inline void reader::fail(std::string wanted, std::string found)
{
    faults_.push_back({pointer(), std::move(wanted), std::move(found)});
}

inline void reader::fail_at(std::string_view key, std::string wanted, std::string found)
{
    auto where = pointer();
    append_step(where, key);
    faults_.push_back({std::move(where), std::move(wanted), std::move(found)});
}

inline void reader::fail_twice(std::string_view key)
{
    fail_at(key, once, a_second(key));
}

inline std::string reader::pointer() const
{
    std::string path;
    for (const auto& in : levels_) {
        if (!in.open) break;
        if (in.of->next != nullptr)
            append_step(path, std::to_string(in.index));
        else
            append_step(path, in.key.data() != nullptr ? in.key : std::string_view{in.other});
    }
    return path;
}

} // namespace twinshelf::json::detail
