// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/funnelcount.h"

#include <QtGlobal>

#include <algorithm>

namespace dealerlens::stats {

FunnelCounter::FunnelCounter(std::size_t milestones)
    : m_counts(milestones)
    , m_seen(milestones)
{
}

void FunnelCounter::enter(std::size_t milestone)
{
    Counts &counts = m_counts[milestone];
    ++counts.entries;
    if (m_seen[milestone] == 0)
        ++counts.visited;
    m_seen[milestone] = 1;
    if (milestone == m_strict) {
        ++counts.strict;
        ++m_strict;
    }
    m_last = milestone;
}

void FunnelCounter::add(std::span<const std::uint16_t> visits, Outcome outcome)
{
    if (m_counts.empty())
        return;
    std::fill(m_seen.begin(), m_seen.end(), char { 0 });
    m_strict = 0;
    m_last.reset();
    ++m_items;
    for (const std::uint16_t milestone : visits) {
        if (milestone < m_counts.size())
            enter(milestone);
        else
            ++m_unmapped;
    }
    if (outcome == Outcome::Won && m_last != m_counts.size() - 1)
        enter(m_counts.size() - 1);
    finish(outcome);
}

void FunnelCounter::finish(Outcome outcome)
{
    // "Won" is the furthest milestone of items that are won now, and of no others.
    const std::size_t end = outcome == Outcome::Won ? m_counts.size() : m_counts.size() - 1;
    const auto seenEnd = m_seen.begin() + static_cast<std::ptrdiff_t>(end);
    const auto furthest = std::find(std::make_reverse_iterator(seenEnd), m_seen.rend(), char { 1 });
    const auto reached = static_cast<std::size_t>(m_seen.rend() - furthest);
    for (std::size_t k = 0; k < reached; ++k) {
        ++m_counts[k].furthest;
        m_counts[k].inferred += m_seen[k] == 0 ? 1 : 0;
    }
    if (reached > 0 && outcome == Outcome::Lost)
        ++m_counts[reached - 1].lostHere;
    if (outcome == Outcome::Open) {
        if (reached > 0)
            ++m_counts[reached - 1].openHere;
        if (m_last)
            ++m_counts[*m_last].stuck;
    }
}

void FunnelCounter::merge(const FunnelCounter &other)
{
    Q_ASSERT(m_counts.size() == other.m_counts.size());
    for (std::size_t k = 0; k < m_counts.size(); ++k) {
        Counts &mine = m_counts[k];
        const Counts &theirs = other.m_counts[k];
        mine.visited += theirs.visited;
        mine.entries += theirs.entries;
        mine.strict += theirs.strict;
        mine.furthest += theirs.furthest;
        mine.inferred += theirs.inferred;
        mine.lostHere += theirs.lostHere;
        mine.openHere += theirs.openHere;
        mine.stuck += theirs.stuck;
    }
    m_items += other.m_items;
    m_unmapped += other.m_unmapped;
}

std::vector<FunnelStage> FunnelCounter::stages(FunnelMode mode) const
{
    std::vector<FunnelStage> result;
    result.reserve(m_counts.size());
    for (const Counts &counts : m_counts) {
        FunnelStage stage { .lostHere = counts.lostHere, .openHere = counts.openHere, .stuck = counts.stuck };
        switch (mode) {
        case FunnelMode::Visited:
            stage.count = counts.visited;
            break;
        case FunnelMode::Entries:
            stage.count = counts.entries;
            break;
        case FunnelMode::Supposed:
            stage.count = counts.furthest;
            break;
        case FunnelMode::Strict:
            stage.count = counts.strict;
            break;
        case FunnelMode::Furthest:
            stage.count = counts.furthest;
            stage.inferred = counts.inferred;
            break;
        }
        result.push_back(stage);
    }
    return result;
}

std::vector<std::optional<double>> dropOff(std::span<const FunnelStage> stages)
{
    std::vector<std::optional<double>> result;
    for (std::size_t k = 0; k + 1 < stages.size(); ++k) {
        if (stages[k].count == 0)
            result.emplace_back();
        else
            result.emplace_back(1 - static_cast<double>(stages[k + 1].count) / static_cast<double>(stages[k].count));
    }
    return result;
}

std::optional<double> endShare(std::span<const FunnelStage> stages)
{
    if (stages.empty() || stages.front().count == 0)
        return std::nullopt;
    return static_cast<double>(stages.back().count) / static_cast<double>(stages.front().count);
}

} // namespace dealerlens::stats
