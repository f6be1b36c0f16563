// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/chaincolumns.h"
#include "reports/tally.h"

#include <array>

namespace dealerlens::reports {

// What the beginning of a chain counts as.
enum class Part : std::uint8_t { Nothing, Before, Mature, Immature };

// What a chain is, as one number: the row of a table that tells how much it adds to which count.
// By itself: response code × 8 + end. With deals: response code × 16 + junk × 8 + won × 4 + conversion.
enum End : unsigned { kOpenEnd, kWonLate, kWonInTime, kLostEnd, kJunkEnd };

inline constexpr std::size_t kAloneCodes = 128;
inline constexpr std::size_t kJoinedCodes = 256;

// The counts of beginnings, side by side: one addition of vectors a chain instead of one for each of its marks.
// The last two follow from the others.
inline constexpr std::array kBeginningCounts { Count::New, Count::Converted, Count::Mature, Count::ConvertedInTime, Count::Before,
    Count::BeforeConverted, Count::Awaiting, Count::LimitKnown, Count::InLimit, Count::WithoutEvidence, Count::UntouchedClosed,
    Count::CohortWon, Count::Junk, Count::Evidenced, Count::NotConverted, Count::Immature };
inline constexpr std::size_t kNewLane = 0;
inline constexpr std::size_t kMatureLane = 2;
inline constexpr std::size_t kBeforeLane = 4;
inline constexpr std::size_t kJunkLane = 12;
inline constexpr std::size_t kLanesOfTheirOwn = 14;
static_assert([] { // so that lanes are added to counts as they lie
    for (std::size_t lane = 0; lane < kBeginningCounts.size(); ++lane)
        if (kBeginningCounts[lane] != Count(lane))
            return false;
    return true;
}());
static_assert(kBeginningCounts[kMatureLane] == Count::Mature && kBeginningCounts[kBeforeLane] == Count::Before
    && kBeginningCounts[kJunkLane] == Count::Junk);
using BeginningLanes = std::uint16_t __attribute__((vector_size(2 * kBeginningCounts.size())));
inline constexpr std::size_t kMostInLanes = 65'535;

// By code.
[[nodiscard]] const std::array<BeginningLanes, kJoinedCodes> &lanesOf(bool isJoined, Part part);

// How the last holder's part ended. Slots from kBeforeJournal on are the same of the time before the journal.
enum Slot : unsigned { kOpenSlot, kWonSlot, kLostSlot, kWonNoRateSlot };

inline constexpr std::size_t kSlots = 8;
inline constexpr unsigned kBeforeJournal = 4;

// What is told of the slots of one time.
struct Ends {
    std::int64_t open = 0;
    std::int64_t won = 0;
    std::int64_t lost = 0;
    std::int64_t withoutRate = 0; // of those won
    std::int64_t conversions = 0;
    std::int64_t wonUnits = 0;
    std::int64_t lostUnits = 0;
};

// The end of a chain by itself, by (flags >> 4 & 7) × 4 + closed × 2 + in time.
inline constexpr auto kEnds = [] {
    std::array<std::uint8_t, 32> ends {};
    for (unsigned flags = 0; flags < 8; ++flags)
        for (unsigned inTime = 0; inTime < 2; ++inTime)
            ends[flags * 4 + 2 + inTime] = std::uint8_t((flags & 1) != 0 ? (inTime != 0 ? kWonInTime : kWonLate)
                    : (flags & 2) == 0                                   ? kOpenEnd
                    : (flags & 4) != 0                                   ? kJunkEnd
                                                                         : kLostEnd);
    return ends;
}();

// The slot of a closed chain, by flags >> 4.
inline constexpr auto kClosedSlots = [] {
    std::array<std::uint8_t, 16> slots {};
    for (unsigned flags = 0; flags < 16; ++flags)
        slots[flags] = std::uint8_t((flags & 1) == 0 ? kLostSlot : (flags & 8) != 0 ? kWonNoRateSlot : kWonSlot);
    return slots;
}();

} // namespace dealerlens::reports
