// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/answers.h"

#include "reports/rowlist.h"

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <unordered_map>

namespace dealerlens::reports {
namespace {

const QString kStart = QStringLiteral("START");
const QString kEnd = QStringLiteral("END");

// Groups of one name are one here, whatever their funnel.
std::vector<std::uint32_t> oneOfEachName(const StageGroups &groups)
{
    std::map<QString, std::uint32_t> known;
    std::vector<std::uint32_t> result;
    for (std::uint32_t group = 0; group < groups.size(); ++group)
        result.push_back(known.try_emplace(groups.at(group).name, group).first->second);
    return result;
}

// Items created in the period, each with its stays: use(part, item, stays), as scanInParts().
template <class Use> void eachSequence(const Population &population, const StageGroups &groups, const base::CancelToken &cancel, Use use)
{
    const auto states = statesFor(population);
    const auto one = oneOfEachName(groups);
    std::vector<std::vector<GroupVisit>> staysOf(partsOf(population.facts().items));
    scanBegunInParts(population, cancel, [&](std::size_t part, std::uint32_t item) {
        const base::UtcSeconds created = population.createdOf(item);
        if (!population.inPeriod(item, created) || population.sift(item, true) != Fate::Counted
            || !population.userAllowed(population.userAt(item, created)) || (states && !states->isAsked(states->latesOf(item))))
            return;
        std::vector<GroupVisit> &stays = staysOf[part];
        stays.clear();
        eachGroupVisit(population, groups, item, [&](const GroupVisit &visit) {
            stays.push_back(visit);
            stays.back().group = one[visit.group];
        });
        if (!stays.empty())
            use(part, item, std::as_const(stays));
    });
}

std::u16string sequenceOf(const std::vector<GroupVisit> &stays)
{
    std::u16string sequence;
    for (const GroupVisit &stay : stays)
        sequence.push_back(char16_t(stay.group));
    return sequence;
}

QString textOf(const Path &path)
{
    QString text;
    for (const QString &stage : path.stages)
        text += text.isEmpty() ? stage : QString(QStringLiteral(" > ") + stage);
    return text;
}

} // namespace

std::vector<Transition> transitions(
    const facts::Snapshot &facts, const Question &question, StageGrouping grouping, const base::CancelToken &cancel)
{
    const Population population(facts, question);
    const StageGroups groups(population, grouping);
    // One row and column more than there are groups: START and END.
    const std::size_t width = std::size_t(groups.size()) + 1;
    const std::size_t border = groups.size();
    std::vector<std::vector<std::int64_t>> parts(partsOf(facts.items), std::vector<std::int64_t>(width * width, 0));
    eachSequence(population, groups, cancel, [&](std::size_t part, std::uint32_t, const std::vector<GroupVisit> &stays) {
        std::size_t from = border;
        for (const GroupVisit &stay : stays) {
            ++parts[part][from * width + stay.group];
            from = stay.group;
        }
        ++parts[part][from * width + border];
    });
    std::vector<std::int64_t> counts(width * width, 0);
    for (const std::vector<std::int64_t> &part : parts)
        std::ranges::transform(counts, part, counts.begin(), std::plus());
    const auto nameOf
        = [&](std::size_t group, const QString &outside) { return group == border ? outside : groups.at(std::uint32_t(group)).name; };
    std::map<std::pair<QString, QString>, std::int64_t> named; // a stage may be called START
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] > 0)
            named[{ nameOf(i / width, kStart), nameOf(i % width, kEnd) }] += counts[i];
    }
    std::vector<Transition> result;
    for (const auto &[names, count] : named)
        result.push_back({ names.first, names.second, count });
    std::stable_sort(result.begin(), result.end(), [](const Transition &a, const Transition &b) { return a.count > b.count; });
    return result;
}

std::vector<Path> paths(
    const facts::Snapshot &facts, const Question &question, StageGrouping grouping, int most, const base::CancelToken &cancel)
{
    const Population population(facts, question);
    const StageGroups groups(population, grouping);
    std::vector<std::unordered_map<std::u16string, std::int64_t>> parts(partsOf(facts.items));
    eachSequence(population, groups, cancel,
        [&](std::size_t part, std::uint32_t, const std::vector<GroupVisit> &stays) { ++parts[part][sequenceOf(stays)]; });
    std::unordered_map<std::u16string, std::int64_t> counts;
    std::int64_t all = 0;
    for (const auto &part : parts)
        for (const auto &[sequence, count] : part) {
            counts[sequence] += count;
            all += count;
        }
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

void sequenceRows(RowList &list, const base::CancelToken &cancel)
{
    const RowsScope &scope = list.scope();
    const StageGroups groups(list.population(), scope.grouping);
    const auto nameOf = [&](const GroupVisit &stay) { return groups.at(stay.group).name; };
    const auto isPath = [&](const std::vector<GroupVisit> &stays) {
        return std::equal(stays.begin(), stays.end(), scope.path.begin(), scope.path.end(),
            [&](const GroupVisit &stay, const QString &name) { return nameOf(stay) == name; });
    };
    std::vector<RowList> lists = list.parts();
    eachSequence(list.population(), groups, cancel, [&](std::size_t part, std::uint32_t item, const std::vector<GroupVisit> &stays) {
        if (scope.report == Report::Paths) {
            if (isPath(stays))
                lists[part].add(item);
            return;
        }
        if (scope.path.size() != 2)
            return;
        for (std::size_t i = 0; i <= stays.size(); ++i) {
            const bool isFrom = (i == 0 ? kStart : nameOf(stays[i - 1])) == scope.path[0];
            if (isFrom && (i == stays.size() ? kEnd : nameOf(stays[i])) == scope.path[1])
                lists[part].add(item, stays[std::min(i, stays.size() - 1)]);
        }
    });
    list.join(lists);
}

} // namespace dealerlens::reports
