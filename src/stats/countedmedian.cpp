// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/countedmedian.h"

#include "stats/eightlanes.h"

#include <algorithm>
#include <limits>

namespace dealerlens::stats {
namespace {

using Number = std::uint32_t;
using Numbers = std::span<const Number>;

constexpr Number kMost = std::numeric_limits<Number>::max();
constexpr NumberRange kAll { 0, kMost };
constexpr std::size_t kSlack = 8; // they are written by eights

// What of a list has been looked at.
struct Taken {
    Number *out = nullptr; // where those in the range end
    std::size_t less = 0; // than the range
};

Taken takeOneByOne(Taken taken, Numbers numbers, NumberRange range)
{
    for (const Number number : numbers) {
        taken.less += number < range.first ? 1 : 0;
        *taken.out = number;
        taken.out += number >= range.first && number <= range.second ? 1 : 0;
    }
    return taken;
}

#ifdef DL_EIGHT_LANES
[[gnu::target("avx2,popcnt")]] Taken takeByEights(Taken taken, Numbers numbers, NumberRange range)
{
    const __m256i low = _mm256_set1_epi32(int(range.first));
    const __m256i high = _mm256_set1_epi32(int(range.second));
    __m256i less = _mm256_setzero_si256();
    const std::size_t whole = numbers.size() / kLanes * kLanes;
    for (std::size_t i = 0; i < whole; i += kLanes) {
        const __m256i eight = loadEight(numbers.data() + i);
        const __m256i isFrom = notLess(eight, low);
        less = _mm256_add_epi32(less, _mm256_add_epi32(isFrom, _mm256_set1_epi32(1)));
        taken.out = pickEight(taken.out, eight, _mm256_and_si256(isFrom, notMore(eight, high)));
    }
    std::array<Number, kLanes> counts {};
    _mm256_storeu_si256(reinterpret_cast<__m256i *>(counts.data()), less);
    for (const Number count : counts)
        taken.less += count;
    return takeOneByOne(taken, numbers.subspan(whole), range);
}
#endif

Taken takeRange(Taken taken, Numbers numbers, NumberRange range)
{
#ifdef DL_EIGHT_LANES
    if (hasEightLanes())
        return takeByEights(taken, numbers, range);
#endif
    return takeOneByOne(taken, numbers, range);
}

// Inlined, so that each is compiled for the processor that its caller is compiled for.
[[gnu::always_inline]] inline std::size_t countUpTo(Numbers numbers, Number most)
{
    Number count = 0; // as wide as what is compared: becomes vectors
    for (const Number number : numbers)
        count += number <= most ? 1 : 0;
    return count;
}

[[gnu::always_inline]] inline Number greatestUpTo(Numbers numbers, Number most)
{
    Number greatest = 0;
    for (const Number number : numbers)
        greatest = std::max(greatest, number <= most ? number : 0);
    return greatest;
}

[[gnu::always_inline]] inline Number leastAfter(Numbers numbers, Number most)
{
    Number least = kMost;
    for (const Number number : numbers)
        least = std::min(least, number > most ? number : kMost);
    return least;
}

// The number at that place of the order, and the next one or the same again. All lie in `range`.
[[gnu::always_inline]] inline MiddleNumbers middleOf(Numbers numbers, std::size_t count, std::size_t place, bool isEven, NumberRange range)
{
    if (range == kAll) // then a guess by the range would be far away
        range.second = greatestUpTo(numbers.first(count), kMost);
    auto [low, high] = range; // between them it is
    std::size_t before = 0; // those less than `low`
    std::size_t until = count; // those not more than `high`
    for (unsigned step = 0; low < high; ++step) {
        const std::uint64_t width = high - low;
        const std::uint64_t part = width * (2 * (place - before) + 1) / (2 * (until - before));
        const Number guess = low + Number(step % 3 == 2 ? width / 2 : part); // by half, too: they may lie very unevenly
        const std::size_t upTo = countUpTo(numbers, guess);
        if (upTo == place + 1) {
            const Number lower = greatestUpTo(numbers, guess);
            return { lower, isEven ? leastAfter(numbers, guess) : lower };
        }
        if (upTo == place)
            low = high = leastAfter(numbers, guess);
        else if (upTo > place)
            high = guess, until = upTo;
        else
            low = guess + 1, before = upTo;
    }
    return { low, isEven && countUpTo(numbers, low) == place + 1 ? leastAfter(numbers, low) : low };
}

#ifdef DL_EIGHT_LANES
[[gnu::target("avx2,popcnt")]] MiddleNumbers middleByEights(
    Numbers numbers, std::size_t count, std::size_t place, bool isEven, NumberRange range)
{
    return middleOf(numbers, count, place, isEven, range);
}
#endif

MiddleNumbers middle(Numbers numbers, std::size_t count, std::size_t place, bool isEven, NumberRange range)
{
#ifdef DL_EIGHT_LANES
    if (hasEightLanes())
        return middleByEights(numbers, count, place, isEven, range);
#endif
    return middleOf(numbers, count, place, isEven, range);
}

} // namespace

std::pair<std::size_t, std::size_t> CountedMedian::take(std::span<const std::span<const Number>> lists, NumberRange range)
{
    Taken taken { m_numbers.get() };
    for (std::size_t i = 0; i < lists.size();) {
        const Number *const from = lists[i].data();
        const Number *to = from + lists[i].size();
        for (++i; i < lists.size() && (lists[i].empty() || lists[i].data() == to); ++i)
            to += lists[i].size(); // neighbours are one
        taken = takeRange(taken, { from, to }, range);
    }
    return { taken.less, std::size_t(taken.out - m_numbers.get()) };
}

std::optional<MiddleNumbers> CountedMedian::operator()(
    std::span<const std::span<const Number>> lists, const std::optional<NumberRange> &probably)
{
    std::size_t size = 0;
    for (const auto &list : lists)
        size += list.size();
    if (size == 0)
        return std::nullopt;
    if (m_room < size + kSlack) {
        m_room = 2 * size + kSlack;
        m_numbers = std::make_unique_for_overwrite<Number[]>(m_room);
    }
    const std::size_t lower = (size - 1) / 2;
    const std::size_t upper = size / 2;
    NumberRange range = probably.value_or(kAll);
    auto [less, count] = take(lists, range);
    if (lower < less || upper >= less + count) {
        range = kAll;
        std::tie(less, count) = take(lists, range);
    }
    const std::size_t padded = (count + kSlack - 1) / kSlack * kSlack;
    std::fill(m_numbers.get() + count, m_numbers.get() + padded, kMost); // counted by eights, too; no guess is as large
    return middle({ m_numbers.get(), padded }, count, lower - less, lower != upper, range);
}

} // namespace dealerlens::stats
