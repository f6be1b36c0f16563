// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>

// Numbers of 32 bits picked by eights (AVX2): what passes is moved to the front by one permutation. What picks asks the
// processor first (hasEightLanes()) and can do without; on other processors DL_EIGHT_LANES is not defined.
#if defined(__x86_64__)
#define DL_EIGHT_LANES

#include <immintrin.h>

namespace dealerlens::stats {

inline constexpr unsigned kLanes = 8;

[[nodiscard]] inline bool hasEightLanes()
{
    static const bool has = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("popcnt") != 0;
    return has;
}

// By mask: a byte for each of its bits that are set, which one it is; the lowest first.
inline constexpr auto kLanesOfMask = [] {
    std::array<std::uint64_t, 256> lanes {};
    for (unsigned mask = 0; mask < lanes.size(); ++mask)
        for (unsigned lane = 0, found = 0; lane < kLanes; ++lane)
            if ((mask >> lane & 1) != 0)
                lanes[mask] |= std::uint64_t(lane) << (8 * found++);
    return lanes;
}();

[[nodiscard, gnu::target("avx2,popcnt"), gnu::always_inline]] inline __m256i loadEight(const void *from)
{
    return _mm256_loadu_si256(static_cast<const __m256i *>(from));
}

// Each lane of `numbers` without a sign: all bits set where it is not more than (not less than) the other.
[[nodiscard, gnu::target("avx2,popcnt"), gnu::always_inline]] inline __m256i notMore(__m256i numbers, __m256i than)
{
    return _mm256_cmpeq_epi32(_mm256_min_epu32(numbers, than), numbers);
}

[[nodiscard, gnu::target("avx2,popcnt"), gnu::always_inline]] inline __m256i notLess(__m256i numbers, __m256i than)
{
    return _mm256_cmpeq_epi32(_mm256_max_epu32(numbers, than), numbers);
}

// A bit for each of 64 numbers, the lowest for the first: which are `one`.
[[nodiscard, gnu::target("avx2,popcnt")]] inline std::uint64_t sameOf64(const std::uint16_t *numbers, std::uint16_t one)
{
    const __m256i wanted = _mm256_set1_epi16(std::int16_t(one));
    std::uint64_t bits = 0;
    for (unsigned i = 0; i < 64; i += 32) {
        const __m256i first = _mm256_cmpeq_epi16(loadEight(numbers + i), wanted);
        const __m256i second = _mm256_cmpeq_epi16(loadEight(numbers + i + 16), wanted);
        const __m256i bytes = _mm256_permute4x64_epi64(_mm256_packs_epi16(first, second), 0b11'01'10'00);
        bits |= std::uint64_t(std::uint32_t(_mm256_movemask_epi8(bytes))) << i;
    }
    return bits;
}

// Which are not more than another one.
[[nodiscard, gnu::target("avx2,popcnt")]] inline std::uint64_t notMoreOf64(const std::uint32_t *numbers, std::uint32_t than)
{
    const __m256i most = _mm256_set1_epi32(std::int32_t(than));
    std::uint64_t bits = 0;
    for (unsigned i = 0; i < 64; i += kLanes) {
        const __m256i passes = notMore(loadEight(numbers + i), most);
        bits |= std::uint64_t(unsigned(_mm256_movemask_ps(_mm256_castsi256_ps(passes)))) << i;
    }
    return bits;
}

// Writes those lanes whose bits in `isIn` are set, in their order; returns where they end. Room for eight is needed.
[[nodiscard, gnu::target("avx2,popcnt"), gnu::always_inline]] inline std::uint32_t *pickEight(
    std::uint32_t *out, __m256i numbers, __m256i isIn)
{
    const auto mask = unsigned(_mm256_movemask_ps(_mm256_castsi256_ps(isIn)));
    const __m256i lanes = _mm256_cvtepu8_epi32(_mm_cvtsi64_si128(std::int64_t(kLanesOfMask[mask])));
    _mm256_storeu_si256(reinterpret_cast<__m256i *>(out), _mm256_permutevar8x32_epi32(numbers, lanes));
    return out + __builtin_popcount(mask);
}

} // namespace dealerlens::stats

#endif
