// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/standarddraft.h"

#include "model/standard.h"
#include "viewmodels/session.h"

#include <algorithm>

namespace dealerlens::viewmodels {

StandardDraft::StandardDraft(Session &session, QObject *parent)
    : QObject(parent)
    , m_session(&session)
    , m_saved(model::defaultStandard())
    , m_draft(m_saved)
    , m_savedJson(model::toJson(m_saved))
{
    load();
    connect(&session.store(), &store::Store::changed, this, [this](const store::ChangeSet &changes) {
        if (changes.standardChanged && !isDirty())
            load();
    });
}

StandardDraft::StandardDraft(model::Standard saved, QObject *parent)
    : QObject(parent)
    , m_saved(std::move(saved))
    , m_draft(m_saved)
    , m_savedJson(model::toJson(m_saved))
    , m_loaded(true)
{
}

void StandardDraft::load()
{
    auto reading = m_session->store().read<model::Standard>([](store::Reader &reader) { return reader.standard(); });
    base::whenDone(reading, this, [this](const base::Result<model::Standard> &standard) {
        if (!standard) {
            Q_EMIT failed(standard.error());
            return;
        }
        const bool first = !m_loaded;
        if (!first && isDirty())
            return;
        const QByteArray json = model::toJson(*standard);
        const bool same = json == m_savedJson;
        m_loaded = true;
        m_saved = *standard;
        m_draft = m_saved;
        m_savedJson = json;
        if (first || !same)
            Q_EMIT changed();
    });
}

bool StandardDraft::isDirty() const { return model::toJson(m_draft) != m_savedJson; }

QStringList StandardDraft::problems() const
{
    QStringList problems;
    QSet<QString> codes;
    for (const model::Milestone &milestone : m_draft.milestones) {
        if (milestone.code.trimmed().isEmpty() || milestone.nameRu.trimmed().isEmpty() || milestone.nameEn.trimmed().isEmpty())
            problems.append(tr("Every milestone needs a code and both names."));
        if (codes.contains(milestone.code))
            problems.append(tr("The code %1 is used twice.").arg(milestone.code));
        codes.insert(milestone.code);
    }
    const auto broken = [](const model::WorkCalendar &calendar) {
        return std::any_of(calendar.week.begin(), calendar.week.end(),
            [](const model::WorkCalendar::Slot &slot) { return !slot.toMidnight && slot.to <= slot.from; });
    };
    if (m_draft.calendar.week.empty())
        problems.append(tr("The network's week has no working day: business time would stand still."));
    if (broken(m_draft.calendar) || std::any_of(m_draft.dealerCalendars.begin(), m_draft.dealerCalendars.end(), [&](const auto &each) {
            return broken(each.second);
        }))
        problems.append(tr("A working day ends before it begins."));
    if (m_draft.responseLimit <= 0 || m_draft.conversionDays <= 0 || m_draft.freshnessLimit < 60)
        problems.append(tr("Limits must be greater than zero, the age of fresh data at least a minute."));
    if (m_draft.currency.size() != 3)
        problems.append(tr("A currency is a code of three letters, such as RUB."));
    problems.removeDuplicates();
    return problems;
}

void StandardDraft::edit(const std::function<void(model::Standard &)> &change)
{
    change(m_draft);
    Q_EMIT changed();
}

void StandardDraft::undo()
{
    m_draft = m_saved;
    Q_EMIT changed();
}

void StandardDraft::save()
{
    if (!problems().isEmpty())
        return;
    const model::Standard standard = m_draft;
    const auto keep = [this, standard] {
        m_saved = standard;
        m_savedJson = model::toJson(standard);
        Q_EMIT changed();
        Q_EMIT saved();
    };
    if (!m_session) {
        keep();
        return;
    }
    base::whenDone(m_session->store().saveStandard(standard), this, [this, keep](const base::Result<> &done) {
        if (done)
            keep();
        else
            Q_EMIT failed(done.error());
    });
}

std::int64_t StandardDraft::limit(model::PortalId portal, std::int32_t milestone) const
{
    std::int64_t network = 0;
    for (const model::StageLimit &limit : m_draft.limits) {
        if (limit.milestone != milestone)
            continue;
        if (limit.portal == portal)
            return limit.businessSeconds;
        if (limit.portal == 0)
            network = limit.businessSeconds;
    }
    return network;
}

bool StandardDraft::hasOwnLimit(model::PortalId portal, std::int32_t milestone) const
{
    return std::any_of(m_draft.limits.begin(), m_draft.limits.end(),
        [&](const model::StageLimit &limit) { return limit.portal == portal && limit.milestone == milestone; });
}

void StandardDraft::setLimit(model::PortalId portal, std::int32_t milestone, std::int64_t businessSeconds)
{
    edit([&](model::Standard &standard) {
        std::erase_if(
            standard.limits, [&](const model::StageLimit &limit) { return limit.portal == portal && limit.milestone == milestone; });
        if (businessSeconds > 0)
            standard.limits.push_back({ portal, milestone, businessSeconds });
    });
}

void StandardDraft::setMapping(const model::StageMapping &place, std::int32_t milestone, base::UtcSeconds validFrom)
{
    const auto same = [&](const model::StageMapping &each) {
        return each.portal == place.portal && each.itemKind == place.itemKind && each.categoryId == place.categoryId
            && each.stageCode == place.stageCode && each.byHand;
    };
    edit([&](model::Standard &standard) {
        // From the beginning: earlier corrections lose their meaning. From a date: only one of the same date does.
        std::erase_if(standard.mappings, [&](const model::StageMapping &each) {
            return same(each) && (milestone < 0 || validFrom == base::kNever || each.validFrom >= validFrom);
        });
        if (milestone < 0)
            return;
        model::StageMapping mapping = place;
        mapping.milestone = milestone;
        mapping.validFrom = validFrom;
        mapping.byHand = true;
        standard.mappings.push_back(mapping);
    });
}

const model::WorkCalendar &StandardDraft::calendar(model::PortalId portal) const
{
    const auto own = m_draft.dealerCalendars.find(portal);
    return own == m_draft.dealerCalendars.end() ? m_draft.calendar : own->second;
}

void StandardDraft::setCalendar(model::PortalId portal, const model::WorkCalendar &calendar)
{
    edit([&](model::Standard &standard) {
        if (portal == 0)
            standard.calendar = calendar;
        else
            standard.dealerCalendars[portal] = calendar;
    });
}

void StandardDraft::dropCalendar(model::PortalId portal)
{
    edit([&](model::Standard &standard) { standard.dealerCalendars.erase(portal); });
}

std::int64_t StandardDraft::workingDay() const
{
    std::int64_t sum = 0;
    QSet<int> days;
    for (const model::WorkCalendar::Slot &slot : m_draft.calendar.week) {
        sum += slot.toMidnight ? slot.from.secsTo(QTime(23, 59, 59)) + 1 : slot.from.secsTo(slot.to);
        days.insert(slot.weekday);
    }
    return days.isEmpty() || sum <= 0 ? 9 * 3'600 : sum / days.size();
}

} // namespace dealerlens::viewmodels
