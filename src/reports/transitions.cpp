// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/answers.h"

#include "reports/itemstates.h"
#include "reports/stagegroups.h"

#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>

namespace dealerlens::reports {
namespace {

// Items created in the period, each with the groups it went through.
template <class Use> void eachSequence(const Population &population, const StageGroups &groups, Use use)
{
    std::optional<ItemStates> states;
    if (!population.question().lates.empty())
        states.emplace(population);
    std::u16string sequence;
    Waterfall waterfall;
    const std::uint32_t count = std::uint32_t(population.facts().items.size());
    for (std::uint32_t item = 0; item < count; ++item) {
        if (!population.sift(item, true, waterfall))
            continue;
        const base::UtcSeconds created = population.createdOf(item);
        if (!population.inPeriod(item, created) || !population.userAllowed(population.userAt(item, created))
            || (states && !states->isAsked(states->of(item))))
            continue;
        sequence.clear();
        eachGroupVisit(population, groups, item, [&](const GroupVisit &visit) { sequence.push_back(char16_t(visit.group)); });
        if (!sequence.empty())
            use(std::as_const(sequence));
    }
}

QString textOf(const Path &path)
{
    QString text;
    for (const QString &stage : path.stages)
        text += text.isEmpty() ? stage : QString(QStringLiteral(" > ") + stage);
    return text;
}

} // namespace

std::vector<Transition> transitions(const facts::Snapshot &facts, const Question &question, StageGrouping grouping)
{
    const Population population(facts, question);
    const StageGroups groups(population, grouping);
    // One row and column more than there are groups: START and END.
    const std::size_t width = std::size_t(groups.size()) + 1;
    const std::size_t border = groups.size();
    std::vector<std::int64_t> counts(width * width, 0);
    eachSequence(population, groups, [&](const std::u16string &sequence) {
        std::size_t from = border;
        for (const char16_t group : sequence) {
            ++counts[from * width + group];
            from = group;
        }
        ++counts[from * width + border];
    });
    std::map<std::pair<QString, QString>, std::int64_t> named; // equal names of several funnels together
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] == 0)
            continue;
        const std::size_t from = i / width;
        const std::size_t to = i % width;
        const QString fromName = from == border ? QStringLiteral("START") : groups.at(std::uint32_t(from)).name;
        const QString toName = to == border ? QStringLiteral("END") : groups.at(std::uint32_t(to)).name;
        named[{ fromName, toName }] += counts[i];
    }
    std::vector<Transition> result;
    for (const auto &[names, count] : named)
        result.push_back({ names.first, names.second, count });
    std::stable_sort(result.begin(), result.end(), [](const Transition &a, const Transition &b) { return a.count > b.count; });
    return result;
}

std::vector<Path> paths(const facts::Snapshot &facts, const Question &question, StageGrouping grouping, int most)
{
    const Population population(facts, question);
    const StageGroups groups(population, grouping);
    std::unordered_map<std::u16string, std::int64_t> counts;
    std::int64_t all = 0;
    eachSequence(population, groups, [&](const std::u16string &sequence) {
        ++counts[sequence];
        ++all;
    });
    std::vector<std::pair<std::int64_t, std::u16string>> order;
    for (const auto &[sequence, count] : counts)
        order.emplace_back(count, sequence);
    std::sort(order.begin(), order.end(), [](const auto &a, const auto &b) { return a.first > b.first; });
    // Names only for what can be among the answer: ties with the last one are decided by text.
    const std::size_t wanted = std::size_t(std::max(most, 0));
    if (order.size() > wanted && wanted > 0) {
        const std::int64_t least = order[wanted - 1].first;
        order.erase(std::find_if(order.begin(), order.end(), [&](const auto &entry) { return entry.first < least; }), order.end());
    }
    std::vector<std::pair<QString, Path>> named;
    for (const auto &[count, sequence] : order) {
        Path path { {}, count, double(count) / double(all) };
        for (const char16_t group : sequence)
            path.stages.push_back(groups.at(group).name);
        named.emplace_back(textOf(path), std::move(path));
    }
    std::sort(named.begin(), named.end(), [](const auto &a, const auto &b) {
        return a.second.count != b.second.count ? a.second.count > b.second.count : a.first < b.first;
    });
    std::vector<Path> result;
    for (std::size_t i = 0; i < std::min(wanted, named.size()); ++i)
        result.push_back(std::move(named[i].second));
    return result;
}

} // namespace dealerlens::reports
