// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/sortedmedian.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

namespace dealerlens::stats {
namespace {

using Number = std::uint32_t;

constexpr std::size_t kShort = 512; // a list of so many is read sooner than searched

class Middle final {
public:
    explicit Middle(std::span<const std::span<const Number>> lists)
    {
        m_lists.reserve(lists.size());
        for (const auto &list : lists) {
            if (list.empty())
                continue;
            const Number *const end = list.data() + list.size();
            m_lists.push_back({ list.data(), end, end, nullptr, nullptr });
            m_left += list.size();
        }
        m_isEven = m_left % 2 == 0;
        m_place = (m_left - 1) / 2;
    }

    [[nodiscard]] MiddleNumbers run(const std::optional<NumberRange> &probably)
    {
        const std::size_t few = std::max<std::size_t>(64, 10 * m_lists.size());
        if (probably && m_left > few && probably->first < probably->second)
            (void)narrow(probably->first, probably->second);
        while (m_left > few) {
            const Number pivot = guess();
            if (narrow(pivot, pivot))
                return { pivot, m_isEven && m_place + 1 == m_left ? next() : pivot };
        }
        std::vector<Number> rest;
        rest.reserve(m_left);
        for (const List &list : m_lists)
            rest.insert(rest.end(), list.from, list.to);
        const auto middle = rest.begin() + std::ptrdiff_t(m_place);
        std::ranges::nth_element(rest, middle);
        if (!m_isEven)
            return { *middle, *middle };
        return { *middle, m_place + 1 < m_left ? *std::min_element(middle + 1, rest.end()) : next() };
    }

private:
    struct List {
        const Number *from; // candidates for the lower middle one [from, to)
        const Number *to;
        const Number *end;
        const Number *below; // those within the last guess [below, above)
        const Number *above;
    };

    // The median of the lists' own middles, each as heavy as its list; of very many lists that of some.
    [[nodiscard]] Number guess()
    {
        constexpr std::size_t kSome = 256;
        std::size_t step = m_lists.size() / kSome + 1;
        do {
            m_middles.clear();
            for (std::size_t i = 0; i < m_lists.size(); i += step) {
                const auto size = std::size_t(m_lists[i].to - m_lists[i].from);
                if (size > 0)
                    m_middles.emplace_back(m_lists[i].from[size / 2], size);
            }
        } while (m_middles.empty() && std::exchange(step, 1) != 1);
        std::ranges::sort(m_middles);
        std::size_t all = 0;
        for (const auto &[number, weight] : m_middles)
            all += weight;
        std::size_t passed = 0;
        auto middle = m_middles.begin();
        while ((passed += middle->second) * 2 < all)
            ++middle;
        return middle->first;
    }

    // Leaves those within [low, high], or those on the one side of it, where the lower middle one is; true: that is known
    // to be `low`.
    [[nodiscard]] bool narrow(Number low, Number high)
    {
        std::size_t less = 0;
        std::size_t notMore = 0;
        for (List &list : m_lists) {
            list.below = std::lower_bound(list.from, list.to, low);
            list.above = list.below != list.to && *list.below <= high ? std::upper_bound(list.below, list.to, high) : list.below;
            less += std::size_t(list.below - list.from);
            notMore += std::size_t(list.above - list.from);
        }
        const bool isBefore = m_place < less;
        const bool isAfter = m_place >= notMore;
        for (List &list : m_lists) {
            list.to = isBefore ? list.below : isAfter ? list.to : list.above;
            list.from = isBefore ? list.from : isAfter ? list.above : list.below;
        }
        m_left = isBefore ? less : isAfter ? m_left - notMore : notMore - less;
        m_place -= isBefore ? 0 : isAfter ? notMore : less;
        return low == high && !isBefore && !isAfter;
    }

    // The least one after all candidates; there is one.
    [[nodiscard]] Number next() const
    {
        Number least = std::numeric_limits<Number>::max();
        for (const List &list : m_lists)
            least = list.to != list.end ? std::min(least, *list.to) : least;
        return least;
    }

    std::vector<List> m_lists;
    std::vector<std::pair<Number, std::size_t>> m_middles;
    std::size_t m_left = 0;
    std::size_t m_place = 0; // of the lower middle one, among the candidates
    bool m_isEven = false;
};

} // namespace

std::optional<MiddleNumbers> SortedMedian::operator()(
    std::span<const std::span<const Number>> lists, const std::optional<NumberRange> &probably)
{
    std::size_t full = 0;
    std::size_t size = 0;
    const std::span<const Number> *last = nullptr;
    for (const auto &list : lists) {
        last = list.empty() ? last : &list;
        full += list.empty() ? 0 : 1;
        size += list.size();
    }
    if (full == 0)
        return std::nullopt;
    if (full == 1)
        return MiddleNumbers { (*last)[(size - 1) / 2], (*last)[size / 2] };
    return size <= kShort * full ? m_counted(lists, probably) : Middle(lists).run(probably);
}

} // namespace dealerlens::stats
