#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// The marks that a JSON text consists of, one by one. What has no escapes is not copied.
namespace twinshelf::json::detail {

/// A bracket, a comma, a value without any inside: by the character that it begins with.
enum class mark : char {
    object = '{',
    object_end = '}',
    array = '[',
    array_end = ']',
    colon = ':',
    comma = ',',
    text = '"',
    number = '0',
    yes = 't',
    no = 'f',
    null = 'n',
    end = '\0', ///< of the text, which a NUL is, too
    none = '?', ///< it is no JSON
};

class scanner {
public:
    explicit scanner(std::string_view text)
        : begin_(text.data()), at_(begin_), end_(begin_ + text.size())
    {
    }

    /// The first mark, behind a byte order mark.
    mark first();
    mark next();

    /// Until the next mark: a text without its quotes and escapes, or a number as it is written.
    [[nodiscard]] std::string_view content() const { return content_; }
    /// Whether the number has neither a fraction nor an exponent.
    [[nodiscard]] bool whole() const { return whole_; }
    /// The byte before which all is as it should be if the mark is none.
    [[nodiscard]] std::size_t at() const { return static_cast<std::size_t>(at_ - begin_); }

private:
    [[nodiscard]] char peek() const { return at_ == end_ ? '\0' : *at_; }
    [[nodiscard]] unsigned byte() const { return static_cast<unsigned char>(peek()); }
    mark word(std::string_view letters, mark as);
    mark number();
    bool digits();
    mark text();
    void skip_plain();
    bool code_units();
    bool escape();
    bool code_point();
    bool hex(std::uint32_t& to);
    void add(std::uint32_t point);

    const char* begin_;
    const char* at_;
    const char* end_;
    std::string_view content_{};
    std::string unescaped_{};
    bool whole_ = true;
};

inline mark scanner::first()
{
    if (byte() == 0xEFU) return word("\xEF\xBB\xBF", mark::end) == mark::none ? mark::none : next();
    return next();
}

inline mark scanner::next()
{
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t'))
        ++at_;
    const char c = peek();
    switch (c) {
    case '{':
    case '}':
    case '[':
    case ']':
    case ':':
    case ',': ++at_; return mark{c};
    case '"': return text();
    case 't': return word("true", mark::yes);
    case 'f': return word("false", mark::no);
    case 'n': return word("null", mark::null);
    case '\0': return mark::end;
    default: return c == '-' || (c >= '0' && c <= '9') ? number() : mark::none;
    }
}

inline mark scanner::word(std::string_view letters, mark as)
{
    for (const char c : letters) {
        if (peek() != c) return mark::none;
        ++at_;
    }
    return as;
}

inline mark scanner::number()
{
    const auto begin = at_;
    if (*at_ == '-') ++at_;
    if (peek() == '0')
        ++at_;
    else if (!digits())
        return mark::none;
    whole_ = true;
    if (peek() == '.') {
        ++at_;
        whole_ = false;
        if (!digits()) return mark::none;
    }
    if (peek() == 'e' || peek() == 'E') {
        ++at_;
        whole_ = false;
        if (peek() == '+' || peek() == '-') ++at_;
        if (!digits()) return mark::none;
    }
    content_ = {begin, static_cast<std::size_t>(at_ - begin)};
    return mark::number;
}

inline bool scanner::digits()
{
    const auto begin = at_;
    while (at_ != end_ && *at_ >= '0' && *at_ <= '9')
        ++at_;
    return at_ != begin;
}

inline mark scanner::text()
{
    const auto begin = ++at_;
    auto run = begin; // of bytes that mean themselves
    for (;;) {
        skip_plain();
        const auto length = static_cast<std::size_t>(at_ - run);
        const char c = peek();
        if (c == '"') {
            ++at_;
            if (run == begin) {
                content_ = {run, length};
            } else {
                unescaped_.append(run, length);
                content_ = unescaped_;
            }
            return mark::text;
        }
        if (c == '\\') {
            if (run == begin) unescaped_.clear();
            unescaped_.append(run, length);
            if (!escape()) return mark::none;
            run = at_;
        } else if (!code_units()) {
            return mark::none;
        }
    }
}

/// Whether it is ASCII, and in a text just itself.
[[nodiscard]] constexpr bool is_plain(char c)
{
    return static_cast<signed char>(c) >= ' ' && c != '"' && c != '\\';
}

/// How many of eight bytes are before the first one that is not: in that the highest bit is set, or
/// becomes so by what is subtracted. Those before it borrow nothing.
[[nodiscard]] inline int count_plain(const char* eight)
{
    constexpr std::uint64_t each = 0x0101010101010101U;
    const auto at = [eight](unsigned i) {
        return std::uint64_t{static_cast<unsigned char>(eight[i])} << (8U * i);
    };
    // The first one is the lowest on any machine; a compiler makes one load of it.
    const auto bytes = at(0) | at(1) | at(2) | at(3) | at(4) | at(5) | at(6) | at(7);
    const auto seen = bytes | (bytes - each * ' ') | ((bytes ^ each * '"') - each) |
                      ((bytes ^ each * '\\') - each);
    return std::countr_zero(seen & each * 0x80U) / 8;
}

inline void scanner::skip_plain()
{
    auto at = at_;
    int plain = 8;
    while (plain == 8 && end_ - at >= 8) {
        plain = count_plain(at);
        at += plain;
    }
    if (plain == 8)
        while (at != end_ && is_plain(*at))
            ++at;
    at_ = at;
}

/// Skips what UTF-8 has for a character beyond ASCII.
inline bool scanner::code_units()
{
    const auto lead = byte();
    if (lead < 0xC2U || lead > 0xF4U) return false;
    // The second one keeps the whole from being too long, a surrogate or beyond U+10FFFF.
    auto least = lead == 0xE0U ? 0xA0U : lead == 0xF0U ? 0x90U : 0x80U;
    auto most = lead == 0xEDU ? 0x9FU : lead == 0xF4U ? 0x8FU : 0xBFU;
    for (auto more = lead < 0xE0U ? 1 : lead < 0xF0U ? 2 : 3; more > 0; --more) {
        ++at_;
        if (byte() < least || byte() > most) return false;
        least = 0x80U;
        most = 0xBFU;
    }
    ++at_;
    return true;
}

inline bool scanner::escape()
{
    constexpr std::string_view written = R"("\/bfnrt)", meant = "\"\\/\b\f\n\r\t";
    ++at_;
    if (peek() == 'u') {
        if (!code_point()) return false;
    } else {
        const auto which = written.find(peek());
        if (which == written.npos) return false;
        unescaped_ += meant[which];
    }
    ++at_;
    return true;
}

/// Reads from the u of an escape to its last digit, the second one's if it takes two.
inline bool scanner::code_point()
{
    std::uint32_t point = 0, low = 0;
    if (!hex(point)) return false;
    if (point >= 0xDC00U && point <= 0xDFFFU) return false;
    if (point >= 0xD800U && point <= 0xDBFFU) {
        for (const char c : {'\\', 'u'}) {
            ++at_;
            if (peek() != c) return false;
        }
        if (!hex(low) || low < 0xDC00U || low > 0xDFFFU) return false;
        point = 0x10000U + ((point - 0xD800U) << 10U) + (low - 0xDC00U);
    }
    add(point);
    return true;
}

inline bool scanner::hex(std::uint32_t& to)
{
    for (int i = 0; i < 4; ++i) {
        ++at_;
        const char c = peek();
        if (c >= '0' && c <= '9')
            to = to * 16 + static_cast<std::uint32_t>(c - '0');
        else if (c >= 'a' && c <= 'f')
            to = to * 16 + static_cast<std::uint32_t>(c - 'a' + 10);
        else if (c >= 'A' && c <= 'F')
            to = to * 16 + static_cast<std::uint32_t>(c - 'A' + 10);
        else
            return false;
    }
    return true;
}

inline void scanner::add(std::uint32_t point)
{
    const auto put = [&](std::uint32_t unit) { unescaped_ += static_cast<char>(unit); };
    if (point < 0x80U) return put(point);
    if (point < 0x800U) {
        put(0xC0U | point >> 6U);
    } else {
        if (point < 0x10000U) {
            put(0xE0U | point >> 12U);
        } else {
            put(0xF0U | point >> 18U);
            put(0x80U | (point >> 12U & 0x3FU));
        }
        put(0x80U | (point >> 6U & 0x3FU));
    }
    put(0x80U | (point & 0x3FU));
}

} // namespace twinshelf::json::detail
