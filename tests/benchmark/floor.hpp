#pragma once

#include <twinshelf/twinshelf.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

/// The least that anything which looks at two snapshots has to do: touch each of their bytes once.
namespace benchmark {

/// Adds up the words of a value and of all the memory that it owns.
class toucher {
public:
    std::uint64_t sum = 0;

    template <class Record>
    void records(const std::vector<Record>& all)
    {
        for (const auto& record : all) {
            words(&record, sizeof record);
            owned(record);
        }
    }

    /// As `members` calls it.
    template <class T>
    void operator()(std::string_view, const T& member)
    {
        owned(member);
    }

private:
    void words(const void* from, std::size_t size)
    {
        const auto* bytes = static_cast<const unsigned char*>(from);
        for (; size >= sizeof sum; size -= sizeof sum, bytes += sizeof sum) {
            std::uint64_t word = 0;
            std::memcpy(&word, bytes, sizeof word);
            sum += word;
        }
        for (; size > 0; --size)
            sum += *bytes++;
    }

    void owned(const std::string& text)
    {
        if (text.size() >= sizeof text / 2) words(text.data(), text.size()); // else it is inside
    }
    template <class T>
    void owned(const std::vector<T>& all)
    {
        records(all);
    }
    template <class T>
    void owned(const std::optional<T>& one)
    {
        if (one) owned(*one);
    }
    template <class T>
    void owned(const twinshelf::maybe<T>& one)
    {
        if (one.has_value()) owned(*one);
    }
    template <class T>
    void owned(const twinshelf::id_of<T>& id)
    {
        owned(id.text);
    }
    void owned(const twinshelf::option_value& one)
    {
        owned(one.name);
        owned(one.value);
    }
    template <class T>
    void owned(const T& other)
    {
        if constexpr (requires { members(*this, other); }) members(*this, other);
    }
};

inline std::uint64_t touch(const twinshelf::pos::snapshot& pos,
                           const twinshelf::ecom::snapshot& ecom)
{
    toucher all;
    all.records(pos.categories.records);
    all.records(pos.products.records);
    all.records(pos.customers.records);
    all.records(ecom.categories.records);
    all.records(ecom.products.records);
    all.records(ecom.customers.records);
    return all.sum;
}

} // namespace benchmark
