// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/chaincodes.h"

namespace dealerlens::reports {
namespace {

Marks responseMarks(unsigned code, bool hasEnded)
{
    if (code == 0)
        return 0;
    const auto state = Answered((code - 1) / 2);
    const bool isClaimed = (code - 1) % 2 == 1;
    const bool isTouched = state <= Answered::Talked;
    Marks marks = markOf(Count::Awaiting);
    marks |= state != Answered::Talked ? markOf(Count::LimitKnown) : 0;
    marks |= state == Answered::InLimit ? markOf(Count::InLimit) : 0;
    marks |= state == Answered::NeverAndEnded || (state == Answered::Never && hasEnded) ? markOf(Count::UntouchedClosed) : 0;
    marks |= isClaimed ? markOf(isTouched ? Count::Evidenced : Count::WithoutEvidence) : 0;
    return marks;
}

Marks cohortMarks(Part part, bool isConverted, bool inTime, bool isWon, bool isJunk)
{
    if (part == Part::Before)
        return markOf(Count::Before) | (inTime ? markOf(Count::BeforeConverted) : 0);
    Marks marks = markOf(Count::New) | markOf(isConverted ? Count::Converted : Count::NotConverted);
    marks |= isWon ? markOf(Count::CohortWon) : 0;
    if (part == Part::Immature)
        return marks | markOf(Count::Immature);
    return marks | markOf(Count::Mature) | (inTime ? markOf(Count::ConvertedInTime) : 0) | (isJunk ? markOf(Count::Junk) : 0);
}

Marks aloneMarks(Part part, unsigned code)
{
    const unsigned end = code % 8;
    const bool isWon = end == kWonLate || end == kWonInTime;
    const Marks marks = cohortMarks(part, isWon, end == kWonInTime, isWon, end == kJunkEnd);
    return part == Part::Before ? marks : marks | responseMarks(code / 8, end != kOpenEnd);
}

Marks joinedMarks(Part part, unsigned code)
{
    const Marks marks = cohortMarks(part, code % 4 != 0, code % 4 == 2, (code & 4) != 0, (code & 8) != 0);
    return part == Part::Before ? marks : marks | responseMarks(code / 16, false);
}

using LanesByCode = std::array<BeginningLanes, kJoinedCodes>;

LanesByCode lanesOf(Part part, std::size_t codes, Marks (*marksOf)(Part, unsigned))
{
    LanesByCode lanes {};
    for (unsigned code = 0; code < codes; ++code)
        for (std::size_t lane = 0; lane < kBeginningCounts.size(); ++lane)
            lanes[code][lane] = (marksOf(part, code) & markOf(kBeginningCounts[lane])) != 0 ? 1 : 0;
    return lanes;
}

} // namespace

const std::array<BeginningLanes, kJoinedCodes> &lanesOf(bool isJoined, Part part)
{
    static const auto all = [] {
        std::array<std::array<LanesByCode, 4>, 2> made {};
        for (const Part each : { Part::Before, Part::Mature, Part::Immature }) {
            made[0][std::size_t(each)] = lanesOf(each, kAloneCodes, aloneMarks);
            made[1][std::size_t(each)] = lanesOf(each, kJoinedCodes, joinedMarks);
        }
        return made;
    }();
    return all[isJoined ? 1 : 0][std::size_t(part)];
}

} // namespace dealerlens::reports
