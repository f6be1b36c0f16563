// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/competing.h"

#include <QtGlobal>

#include <algorithm>
#include <utility>

namespace dealerlens::stats {

CompetingCurve::CompetingCurve(std::span<const std::int64_t> ages, std::span<const std::uint8_t> causes, int causeCount)
    : m_causes(causeCount)
{
    Q_ASSERT(ages.size() == causes.size());
    std::vector<std::pair<std::int64_t, std::uint8_t>> rows;
    rows.reserve(ages.size());
    for (std::size_t i = 0; i < ages.size(); ++i)
        rows.emplace_back(ages[i], causes[i]);
    std::sort(rows.begin(), rows.end());
    double open = 1;
    const auto width = static_cast<std::size_t>(causeCount);
    std::vector<double> shares(width);
    for (std::size_t i = 0; i < rows.size();) {
        const auto atRisk = static_cast<double>(rows.size() - i);
        const std::int64_t age = rows[i].first;
        std::int64_t ended = 0;
        for (; i < rows.size() && rows[i].first == age; ++i) {
            const std::uint8_t cause = rows[i].second;
            Q_ASSERT(cause <= causeCount);
            if (cause == 0)
                continue;
            shares[cause - 1U] += open / atRisk;
            ++ended;
        }
        if (ended == 0)
            continue;
        open *= (atRisk - static_cast<double>(ended)) / atRisk;
        m_ages.push_back(age);
        m_open.push_back(open);
        m_incidence.insert(m_incidence.end(), shares.begin(), shares.end());
    }
}

std::size_t CompetingCurve::indexAfter(std::int64_t age) const
{
    return static_cast<std::size_t>(std::upper_bound(m_ages.begin(), m_ages.end(), age) - m_ages.begin());
}

double CompetingCurve::incidenceAt(int cause, std::int64_t age) const
{
    const std::size_t after = indexAfter(age);
    const auto width = static_cast<std::size_t>(m_causes);
    return after == 0 ? 0.0 : m_incidence[(after - 1) * width + static_cast<std::size_t>(cause) - 1];
}

double CompetingCurve::openAt(std::int64_t age) const
{
    const std::size_t after = indexAfter(age);
    return after == 0 ? 1.0 : m_open[after - 1];
}

} // namespace dealerlens::stats
