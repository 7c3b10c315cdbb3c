#pragma once

#include "twinshelf/rules/handover.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace twinshelf {

/// Which side of a pair gets the other one's text.
enum class exchange_way : std::uint8_t { stay, to_pos, to_ecom };

/// The texts of pairs that only one record of a side may hold, on both sides: who takes which.
///
///   id   what a pair is to do                       result
///   X1   nothing, or a text that it can have        that
///   X2   take a text that it cannot have (H2 to H6) refused
///   X3   the same, and a person chose a side        that side's text goes to the other one, though
///                                                   another record has or takes it
///   X4   take a blank                               the text is given up
class text_exchange {
public:
    text_exchange(std::size_t pos_count, std::size_t ecom_count)
        : pos_keys(pos_count), ecom_keys(ecom_count), ways(ecom_count), partner(ecom_count),
          chosen(ecom_count), pos(pos_count), ecom(ecom_count)
    {
    }

    /// What a record holds now, "" for nothing. The texts must outlive this.
    void hold_pos(index p, std::string_view key) { pos_keys[p] = key; }
    void hold_ecom(index e, std::string_view key) { ecom_keys[e] = key; }
    /// What a pair is to do.
    void plan(index p, index e, exchange_way way)
    {
        ways[e] = way;
        partner[e] = p;
    }
    /// Call it once all have said what they hold and do. `choose(p, e)` says of a refused pair
    /// which way a person chose: an `std::optional<exchange_way>`.
    template <class Choose>
    void settle(Choose&& choose);

    [[nodiscard]] exchange_way way(index e) const { return ways[e]; }
    /// Whether the pair gets what it is to take.
    [[nodiscard]] bool takes(index e) const
    {
        const auto p = partner[e];
        return ways[e] == exchange_way::to_ecom  ? ecom.takes(e) || ecom.gives_up(e)
               : ways[e] == exchange_way::to_pos ? pos.takes(p) || pos.gives_up(p)
                                                 : false;
    }
    [[nodiscard]] const handover& in_pos() const { return pos; }
    [[nodiscard]] const handover& in_ecom() const { return ecom; }

private:
    void settle_sides();

    std::vector<std::string_view> pos_keys, ecom_keys;
    std::vector<exchange_way> ways; ///< of each ecom record
    std::vector<index> partner;     ///< of each ecom record with a way
    std::vector<bool> chosen;       ///< of each ecom record
    handover pos, ecom;
};

template <class Choose>
void text_exchange::settle(Choose&& choose)
{
    for (bool more = true; more;) { // a choice may take what another pair was to have
        more = false;
        settle_sides();
        for (index e = 0; e < ways.size(); ++e) {
            if (ways[e] == exchange_way::stay || chosen[e] || takes(e)) continue;
            const std::optional<exchange_way> to = choose(partner[e], e);
            if (!to) continue;
            ways[e] = *to; // X3
            more = chosen[e] = true;
        }
    }
}

inline void text_exchange::settle_sides()
{
    pos = handover{pos_keys.size()};
    ecom = handover{ecom_keys.size()};
    for (index p = 0; p < pos_keys.size(); ++p)
        pos.hold(p, pos_keys[p]);
    for (index e = 0; e < ecom_keys.size(); ++e)
        ecom.hold(e, ecom_keys[e]);
    for (index e = 0; e < ways.size(); ++e) {
        if (ways[e] == exchange_way::stay) continue;
        const auto p = partner[e];
        const bool into_ecom = ways[e] == exchange_way::to_ecom;
        auto& to = into_ecom ? ecom : pos;
        const auto key = into_ecom ? pos_keys[p] : ecom_keys[e];
        const auto at = into_ecom ? e : p;
        if (key.empty())
            to.give_up(at); // X4
        else
            to.take(at, key, chosen[e]);
    }
    pos.settle();
    ecom.settle();
}

} // namespace twinshelf
