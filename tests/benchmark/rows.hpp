#pragma once

#include "counted.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace benchmark {

/// One line of the table.
struct row {
    std::string name{};
    std::size_t products{};
    double ns_per_product{};
    double x_floor{};                   ///< how many times the floor of the same shop
    double allocations_per_unchanged{}; ///< of a product; of a reconcile, on a shop without changes
    double bytes_per_product{};         ///< at most, beside what goes in and comes out
};

/// What is timed. It returns how many things it found or made, so that nothing is optimized away.
struct work {
    std::string name{};
    std::function<std::size_t()> run{};
    std::size_t products = 0; ///< 0: as many as the shop
    /// Of a rival: the products that what it finds is about, by the till's ids, sorted. For tests.
    std::function<std::vector<std::string>()> concerned{};
};

/// Runs the floor and the works in turn, as many times, and gives the medians.
class stopwatch {
public:
    stopwatch(std::size_t products, int runs, std::string only)
        : all_products(products), times(runs), name(std::move(only))
    {
    }

    [[nodiscard]] bool wants(const std::string& row) const { return name.empty() || name == row; }

    /// `group` is asked for instead of the names of the works, where there is one.
    void measure(const std::function<std::size_t()>& floor, const std::vector<work>& works,
                 const std::string& group = "")
    {
        const auto wanted = [&](const work& w) { return wants(group.empty() ? w.name : group); };
        const work touch{"floor", floor};
        std::vector<std::vector<double>> taken(works.size() + 1);
        std::vector<row> made(works.size() + 1);
        for (int i = 0; i < times; ++i) {
            take(touch, taken.back(), made.back());
            for (std::size_t w = 0; w < works.size(); ++w)
                if (wanted(works[w])) take(works[w], taken[w], made[w]);
        }
        const auto least = median(taken.back());
        if (rows.empty()) rows.push_back(finished(touch, made.back(), least, least));
        for (std::size_t w = 0; w < works.size(); ++w)
            if (wanted(works[w]))
                rows.push_back(finished(works[w], made[w], median(taken[w]), least));
    }

    std::vector<row> rows{};
    std::size_t found = 0; ///< by all works

private:
    void take(const work& w, std::vector<double>& taken, row& made)
    {
        const auto before = used();
        start_peak();
        const auto from = std::chrono::steady_clock::now();
        found += w.run();
        const auto to = std::chrono::steady_clock::now();
        const auto after = used();
        const auto products = static_cast<double>(products_of(w));
        taken.push_back(std::chrono::duration<double, std::nano>(to - from).count() / products);
        made.allocations_per_unchanged =
            static_cast<double>(after.allocations - before.allocations) / products;
        made.bytes_per_product = static_cast<double>(after.peak - before.held) / products;
    }

    [[nodiscard]] std::size_t products_of(const work& w) const
    {
        return std::max<std::size_t>(1, w.products == 0 ? all_products : w.products);
    }

    [[nodiscard]] row finished(const work& w, row made, double ns, double floor) const
    {
        made.name = w.name;
        made.products = products_of(w);
        made.ns_per_product = ns;
        made.x_floor = ns / floor;
        return made;
    }

    [[nodiscard]] static double median(std::vector<double> all)
    {
        std::sort(all.begin(), all.end());
        return all.empty() ? 0 : all[all.size() / 2];
    }

    std::size_t all_products;
    int times;
    std::string name;
};

} // namespace benchmark
