// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/workclock.h"

namespace dealerlens::reports {

void WorkClock::note(Day &day, base::UtcSeconds begin) const
{
    const auto opensAfter = [&](base::UtcSeconds at) { return m_calendar.addBusiness(at, 1) - 1; };
    const std::int64_t before = m_calendar.biz(m_first, begin);
    const std::int64_t total = m_calendar.biz(begin, begin + kDay);
    day = { .before = std::uint32_t(before) };
    if (total == 0)
        return;
    const base::UtcSeconds from = opensAfter(begin);
    const auto isOpenFor = [&](std::int64_t seconds) { return m_calendar.biz(from, from + seconds) == seconds; };
    std::int64_t open = isOpenFor(total) ? total : 1; // until the first break
    for (std::int64_t tooLong = total; open + 1 < tooLong;) {
        const std::int64_t middle = (open + tooLong) / 2;
        (isOpenFor(middle) ? open : tooLong) = middle;
    }
    day.from = std::int32_t(from - begin);
    day.length = std::int32_t(open);
    const std::int64_t rest = total - open;
    if (rest == 0)
        return;
    const base::UtcSeconds again = opensAfter(from + open);
    if (m_calendar.biz(again, again + rest) != rest)
        day.before = kMany;
    day.again = std::int32_t(again - begin);
    day.lengthAgain = std::int32_t(rest);
}

} // namespace dealerlens::reports
