// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/ratelimit.h"

#include <algorithm>
#include <cmath>

namespace dealerlens::sync {

bool isOfTime(const base::Error &refusal)
{
    return refusal.kind == base::ErrorKind::Limit
        && (refusal.http == 429 || refusal.code.compare("OPERATION_TIME_LIMIT", Qt::CaseInsensitive) == 0);
}

std::int64_t RateLimit::take(std::int64_t nowMs)
{
    if (m_filledMs >= 0 && nowMs > m_filledMs)
        m_tokens = std::min(kBurst, m_tokens + static_cast<double>(nowMs - m_filledMs) / 1000 * m_perSecond);
    m_filledMs = nowMs;
    if (m_tokens >= 1) {
        m_tokens -= 1;
        return nowMs;
    }
    return nowMs + static_cast<std::int64_t>(std::ceil((1 - m_tokens) / m_perSecond * 1000));
}

void RateLimit::refused()
{
    m_tokens = 0;
    m_perSecond = std::max(kSlowest, m_perSecond / 2);
}

void RateLimit::answered() { m_perSecond = std::min(kPerSecond, m_perSecond * 1.1); }

std::int64_t RateLimit::backOffMs(int attempt)
{
    const double seconds = std::min(60.0, std::ldexp(1.25, std::min(attempt, 6)));
    std::uniform_real_distribution<double> jitter(0.8, 1.2);
    return static_cast<std::int64_t>(seconds * jitter(m_random) * 1000);
}

void RateLimit::used(const QByteArray &method, double seconds, std::int64_t resetMs)
{
    m_share[method] = seconds / kBudget;
    m_reset[method] = resetMs;
    if (seconds > kBudget * kBusy)
        m_resting[method] = resetMs;
}

void RateLimit::refusedTime(const QByteArray &method, std::int64_t nowMs)
{
    const auto told = m_reset.find(method);
    m_resting[method] = told != m_reset.end() && told->second > nowMs ? told->second : nowMs + 60'000;
}

std::int64_t RateLimit::restsUntil(const QByteArray &method, std::int64_t nowMs) const
{
    const auto found = m_resting.find(method);
    return found != m_resting.end() && found->second > nowMs ? found->second : 0;
}

double RateLimit::share(const QByteArray &method) const
{
    const auto known = m_share.find(method);
    return known == m_share.end() ? 0 : known->second;
}

double RateLimit::secondsLeft(const QByteArray &method) const { return std::max(0.0, kBusy - share(method)) * kBudget; }

double RateLimit::highestShare() const
{
    double highest = 0;
    for (const auto &[method, share] : m_share)
        highest = std::max(highest, share);
    return highest;
}

} // namespace dealerlens::sync
