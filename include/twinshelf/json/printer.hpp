#pragma once

#include "twinshelf/decimal.hpp"
#include "twinshelf/ecom.hpp"
#include "twinshelf/fingerprint.hpp"
#include "twinshelf/pos.hpp"
#include "twinshelf/words.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// How values are written: `print(out, value)` for every type that stands in a JSON text.
namespace twinshelf::json::detail {

/// Writes JSON text. `indent` below 0 puts all of it on one line.
class printer {
public:
    explicit printer(int indent, int money_decimals = 2)
        : indent_(indent), money_decimals_(money_decimals)
    {
    }

    void open(char bracket);
    void close(char bracket);
    void key(std::string_view name);
    /// Bytes that are no UTF-8 become U+FFFD.
    void text(std::string_view content);
    /// A number, true, false or null.
    void plain(std::string_view token);

    [[nodiscard]] int money_decimals() const { return money_decimals_; }
    /// What the amounts from here on have.
    void set_money_decimals(int decimals) { money_decimals_ = decimals; }
    [[nodiscard]] std::string take() { return std::move(out_); }

private:
    void begin();
    void new_line();

    std::string out_{};
    int indent_;
    int money_decimals_;
    std::size_t depth_ = 0;
    bool first_ = true;      // nothing stands yet between the innermost brackets
    bool after_key_ = false; // the value of a key comes next
};

/// A record that lists its members.
template <class T>
concept record = requires(T& r)
{
    members([](auto&&...) {}, r);
};

template <class T>
[[nodiscard]] bool known(const T&)
{
    return true;
}
template <class T>
[[nodiscard]] bool known(const std::optional<T>& member)
{
    return member.has_value();
}
template <class T>
[[nodiscard]] bool known(const maybe<T>& member)
{
    return member.known();
}
template <class T>
[[nodiscard]] bool known(const section<T>& member)
{
    return !member.absent();
}

inline void print(printer& out, const std::string& text)
{
    out.text(text);
}

template <class Record>
void print(printer& out, const id_of<Record>& id)
{
    out.text(id.text);
}

inline void print(printer& out, none_t)
{
    out.plain("null");
}

inline void print(printer& out, bool flag)
{
    out.plain(flag ? "true" : "false");
}

inline void print(printer& out, int number)
{
    out.plain(std::to_string(number));
}

inline void print(printer& out, std::int64_t number)
{
    out.plain(std::to_string(number));
}

inline void print(printer& out, std::size_t number)
{
    out.plain(std::to_string(number));
}

inline void print(printer& out, double number)
{
    out.plain(nlohmann::json(number).dump());
}

inline void print(printer& out, stock_level level)
{
    out.plain(format_decimal(level.millionths, 6));
}

inline void print(printer& out, instant at)
{
    out.text(format_time(at));
}

inline void print(printer& out, fingerprint f)
{
    out.text(to_text(f));
}

inline void print(printer& out, money amount)
{
    out.text(format_money(amount, out.money_decimals()));
}

void print(printer& out, worded auto word)
{
    out.text(name(word));
}

template <class Unit>
void print(printer& out, quantity<Unit> amount)
{
    out.open('{');
    out.key("value");
    out.plain(format_decimal(amount.millionths, 6));
    out.key("unit");
    print(out, amount.unit);
    out.close('}');
}

template <class T>
void print(printer& out, const std::optional<T>& member)
{
    print(out, *member);
}

template <class T>
void print(printer& out, const maybe<T>& member)
{
    if (member.is_none())
        print(out, none);
    else
        print(out, *member);
}

template <class T>
void print(printer& out, const std::vector<T>& list)
{
    out.open('[');
    for (const auto& element : list)
        print(out, element);
    out.close(']');
}

inline void print(printer& out, const std::vector<ecom::option_value>& options)
{
    out.open('{');
    for (const auto& option : options) {
        out.key(option.name);
        out.text(option.value);
    }
    out.close('}');
}

template <class Record>
void print(printer& out, const section<Record>& section)
{
    print(out, section.records);
}

template <record Record>
void print(printer& out, const Record& r)
{
    out.open('{');
    members(
        [&](std::string_view name, const auto& member) {
            if (!known(member)) return;
            out.key(name);
            print(out, member);
        },
        r);
    out.close('}');
}

inline void printer::open(char bracket)
{
    begin();
    out_ += bracket;
    ++depth_;
    first_ = true;
}

inline void printer::close(char bracket)
{
    --depth_;
    if (!first_) new_line();
    out_ += bracket;
    first_ = false;
}

inline void printer::key(std::string_view name)
{
    text(name);
    out_ += indent_ < 0 ? ":" : ": ";
    after_key_ = true;
}

inline void printer::text(std::string_view content)
{
    begin();
    for (const char c : content)
        if (c < ' ' || c > '~' || c == '"' || c == '\\') {
            out_ += nlohmann::json(content).dump(-1, ' ', false,
                                                 nlohmann::json::error_handler_t::replace);
            return;
        }
    ((out_ += '"') += content) += '"';
}

inline void printer::plain(std::string_view token)
{
    begin();
    out_ += token;
}

inline void printer::begin()
{
    if (!std::exchange(after_key_, false)) {
        if (!first_) out_ += ',';
        if (depth_ > 0) new_line();
    }
    first_ = false;
}

inline void printer::new_line()
{
    if (indent_ < 0) return;
    out_ += '\n';
    out_.append(depth_ * static_cast<std::size_t>(indent_), ' ');
}

} // namespace twinshelf::json::detail
