// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/stages/stagecomparer.h"

#include "desk/stages/stagescurve.h"

#include <algorithm>
#include <set>

namespace dealerlens::desk {

using viewmodels::CompareBy;

StageComparer::StageComparer(const viewmodels::Session &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_comparing(session, this)
    , m_ranking(session, this)
{
}

void StageComparer::setQuestion(const reports::Question &question, const reports::StageTimesOptions &options)
{
    m_question = question;
    m_options = options;
    m_kind.reset();
    m_comparing.stop();
    m_ranking.stop();
    chooseAgain();
}

void StageComparer::setStage(const reports::StageTimes &stage, std::optional<std::vector<reports::DealerTimes>> dealers)
{
    m_kind = stage.kind;
    m_stage = stage.stage;
    m_comparison.reset();
    m_medians.clear();
    if (dealers) {
        m_ranking.stop();
        m_medians = viewmodels::dealerMedians(*std::move(dealers));
    } else {
        rank();
    }
    compare();
}

void StageComparer::setBy(CompareBy by)
{
    if (by != m_by)
        m_picked.clear();
    m_by = by;
    chooseAgain();
    compare();
}

void StageComparer::setPicked(const QStringList &keys)
{
    m_picked = keys.mid(0, kMostGroups);
    compare();
}

void StageComparer::toggle(const QString &key)
{
    if (!m_picked.removeOne(key) && m_picked.size() < kMostGroups)
        m_picked.append(key);
    compare();
}

void StageComparer::chooseAgain()
{
    if (const facts::SnapshotPtr facts = m_session.facts())
        m_choices = viewmodels::compareChoices(*facts, m_question, m_by);
}

reports::Question StageComparer::stageQuestion() const
{
    reports::Question asked = m_question;
    asked.itemKind = m_kind;
    return asked;
}

std::vector<QString> StageComparer::names() const
{
    std::vector<QString> names;
    for (const QString &key : m_picked) {
        const auto found = std::ranges::find(m_choices, key, &viewmodels::CompareChoice::key);
        names.push_back(found == m_choices.end() ? key.mid(2) : found->name);
    }
    // The city says enough, unless two of the groups share it.
    std::vector<QString> cities;
    for (const QString &name : names)
        cities.push_back(m_by == CompareBy::Dealer ? name.section(QLatin1Char(','), 0, 0) : name);
    return std::set<QString>(cities.begin(), cities.end()).size() == cities.size() ? cities : names;
}

void StageComparer::compare()
{
    m_comparing.stop();
    if (m_by == CompareBy::Nothing || m_picked.isEmpty() || !m_kind) {
        m_comparison.reset();
        Q_EMIT changed();
        return;
    }
    const reports::Question asked = stageQuestion();
    std::vector<reports::Question> groups;
    for (const QString &key : m_picked)
        groups.push_back(viewmodels::narrowTo(asked, key));
    m_comparing.ask(
        [asked, groups, names = names(), options = m_options, stage = m_stage](const facts::Snapshot &facts,
            const base::CancelToken &cancel) { return reports::compareStage(facts, asked, options, stage, groups, names, cancel); },
        [this](const reports::Comparison &answer, const facts::SnapshotPtr &, int) {
            m_comparison = answer;
            Q_EMIT changed();
        });
    Q_EMIT changed();
}

void StageComparer::rank()
{
    m_ranking.ask(
        [asked = stageQuestion(), options = m_options, stage = m_stage](const facts::Snapshot &facts, const base::CancelToken &cancel) {
            return viewmodels::dealerMedians(reports::stageTimesByDealer(facts, asked, options, stage, cancel));
        },
        [this](const std::vector<viewmodels::DealerMedian> &medians, const facts::SnapshotPtr &, int) {
            m_medians = medians;
            Q_EMIT changed();
        });
}

} // namespace dealerlens::desk
