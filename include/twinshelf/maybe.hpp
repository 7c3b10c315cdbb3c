#pragma once

#include <cassert>
#include <concepts>
#include <utility>

namespace twinshelf {

/// Known to have none, as against unknown: `product.category_id = none`.
struct none_t {
    friend constexpr bool operator==(none_t, none_t) = default;
};
inline constexpr none_t none{};

/// A value that a record may be known not to have: unknown, none, or a value.
///
/// Only for references, prices and measures. Elsewhere "none" is an empty text or list, and
/// `std::optional` (unknown or a value) says all there is to say. Default is unknown.
template <class T>
class maybe {
public:
    constexpr maybe() = default;
    constexpr maybe(none_t) : state_(state::nothing) {}
    template <std::convertible_to<T> U>
    constexpr maybe(U&& value) : value_(std::forward<U>(value)), state_(state::value)
    {
    }

    [[nodiscard]] constexpr bool known() const { return state_ != state::unknown; }
    [[nodiscard]] constexpr bool is_none() const { return state_ == state::nothing; }
    [[nodiscard]] constexpr bool has_value() const { return state_ == state::value; }

    /// The value; there must be one.
    [[nodiscard]] constexpr const T& operator*() const
    {
        assert(has_value());
        return value_;
    }
    [[nodiscard]] constexpr const T* operator->() const { return &**this; }

    friend constexpr bool operator==(const maybe&, const maybe&) = default;

private:
    enum class state : unsigned char { unknown, nothing, value };

    T value_{};
    state state_ = state::unknown;
};

} // namespace twinshelf
