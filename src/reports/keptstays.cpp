// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/keptstays.h"

#include "stats/eightlanes.h"

namespace dealerlens::reports {
namespace {

enum class ByCode { No, Run, Table };

using Codes = std::pair<std::uint16_t, std::uint16_t>;

template <bool isPast, bool hasPeriod, ByCode byCode>
std::uint32_t *keepOneByOne(std::uint32_t *out, const StayTable::Rows &rows, std::uint32_t from, std::uint32_t to, const StayScope &scope)
{
    const Second *const entered = rows.entered.data();
    const std::uint32_t *const seconds = rows.seconds.data();
    const std::uint16_t *const code = rows.code.data();
    const auto [firstCode, codes] = scope.codes.value_or(Codes());
    for (std::uint32_t row = from; row < to; ++row) {
        bool isIn = true; // without branches: nobody knows which rows it will be
        if constexpr (hasPeriod)
            isIn = entered[row] - scope.from < scope.length;
        if constexpr (isPast)
            isIn = isIn & (entered[row] <= scope.now) & (seconds[row] <= scope.now - entered[row]);
        if constexpr (byCode == ByCode::Run)
            isIn = isIn & (unsigned(code[row]) - firstCode < codes);
        if constexpr (byCode == ByCode::Table)
            isIn = isIn & (scope.chosen[code[row]] != 0);
        *out = seconds[row];
        out += isIn ? 1 : 0;
    }
    return out;
}

#ifdef DL_EIGHT_LANES
[[gnu::target("avx2,popcnt"), gnu::always_inline]] inline __m256i eightOf(std::uint32_t number) { return _mm256_set1_epi32(int(number)); }

// Neither the period nor the codes may be empty.
template <bool isPast, bool hasPeriod, ByCode byCode>
[[gnu::target("avx2,popcnt")]] std::uint32_t *keepByEights(
    std::uint32_t *out, const StayTable::Rows &rows, std::uint32_t from, std::uint32_t to, const StayScope &scope)
{
    static_assert(byCode != ByCode::Table);
    const auto [firstCode, codes] = scope.codes.value_or(Codes());
    const __m256i now = eightOf(scope.now);
    const __m256i since = eightOf(scope.from);
    const __m256i longest = eightOf(scope.length - 1);
    const __m256i least = eightOf(firstCode);
    const __m256i most = eightOf(codes - 1U);
    for (; from + stats::kLanes <= to; from += stats::kLanes) {
        const __m256i seconds = stats::loadEight(rows.seconds.data() + from);
        __m256i isIn = _mm256_set1_epi32(-1);
        if constexpr (hasPeriod || isPast) {
            const __m256i entered = stats::loadEight(rows.entered.data() + from);
            if constexpr (hasPeriod)
                isIn = stats::notMore(_mm256_sub_epi32(entered, since), longest);
            if constexpr (isPast) {
                const __m256i isOver = stats::notMore(seconds, _mm256_sub_epi32(now, entered));
                isIn = _mm256_and_si256(isIn, _mm256_and_si256(stats::notMore(entered, now), isOver));
            }
        }
        if constexpr (byCode == ByCode::Run) {
            const void *const place = rows.code.data() + from;
            const __m256i code = _mm256_cvtepu16_epi32(_mm_loadu_si128(static_cast<const __m128i *>(place)));
            isIn = _mm256_and_si256(isIn, stats::notMore(_mm256_sub_epi32(code, least), most));
        }
        out = stats::pickEight(out, seconds, isIn);
    }
    return keepOneByOne<isPast, hasPeriod, byCode>(out, rows, from, to, scope);
}
#endif

template <bool isPast, bool hasPeriod, ByCode byCode> auto keepFor()
{
#ifdef DL_EIGHT_LANES
    if constexpr (byCode != ByCode::Table)
        if (stats::hasEightLanes())
            return keepByEights<isPast, hasPeriod, byCode>;
#endif
    return keepOneByOne<isPast, hasPeriod, byCode>;
}

template <bool isPast, bool hasPeriod> auto keepFor(const StayScope &scope)
{
    return !scope.chosen.empty() ? keepFor<isPast, hasPeriod, ByCode::Table>()
        : scope.codes            ? keepFor<isPast, hasPeriod, ByCode::Run>()
                                 : keepFor<isPast, hasPeriod, ByCode::No>();
}

} // namespace

std::uint32_t *keepStays(std::uint32_t *out, const StayTable::Rows &rows, std::uint32_t from, std::uint32_t to, const StayScope &scope)
{
    if ((scope.hasPeriod && scope.length == 0) || (scope.codes && scope.codes->second == 0))
        return out;
    const auto keep = scope.isPast ? (scope.hasPeriod ? keepFor<true, true>(scope) : keepFor<true, false>(scope))
                                   : (scope.hasPeriod ? keepFor<false, true>(scope) : keepFor<false, false>(scope));
    return keep(out, rows, from, to, scope);
}

} // namespace dealerlens::reports
