// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/itemcard.h"

#include "base/elsewhere.h"
#include "reports/parallel.h"
#include "reports/stagesamples.h"
#include "viewmodels/outboxfeed.h"
#include "viewmodels/outboxtexts.h"
#include "viewmodels/session.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>

namespace dealerlens::viewmodels {

namespace {

constexpr qsizetype kMostShows = 10'000;
constexpr int kUsualDays = 90; // as the heads of the board

std::map<std::int32_t, double> usualTimes(const facts::Snapshot &facts, const reports::Question &question, const base::CancelToken &cancel)
{
    constexpr std::array kMedian { 0.5 };
    const reports::Population population(facts, question);
    const reports::StageGroups groups(population, reports::StageGrouping::Milestone);
    reports::Waterfall waterfall;
    const auto samples
        = reports::stageSamples(population, groups, { .finalStages = false, .samplesOnly = true }, waterfall, cancel).ofGroups;
    std::vector<std::optional<std::int64_t>> medians(samples.size());
    reports::inParallel(reports::threadsFor(facts.visits.size()), samples.size(), [&](unsigned, std::size_t group) {
        base::HugeVector<stats::Exit> sorted = samples[group].exits;
        stats::sort(sorted);
        if (!sorted.empty())
            medians[group] = reports::summaryOf(samples[group], sorted, { .quantiles = kMedian }).quantiles.front();
    });
    std::map<std::int32_t, double> usual;
    for (std::uint32_t group = 0; group < groups.size(); ++group)
        if (const reports::StageGroup &stage = groups.at(group); stage.milestone != 0 && stage.semantic == 'P' && medians[group])
            usual[stage.milestone] = double(*medians[group]);
    return usual;
}

} // namespace

// Events have no number of their own; those of the same second and kind by the same person are told apart by their order.
std::vector<ItemTimelineModel::Name> ItemTimelineModel::names(const std::vector<ItemEvent> &events)
{
    std::vector<Name> result;
    std::map<std::tuple<ItemEvent::Kind, base::UtcSeconds, QString>, int> seen;
    for (auto event = events.rbegin(); event != events.rend(); ++event) // new ones come in front
        result.emplace_back(event->kind, event->at, event->who, seen[{ event->kind, event->at, event->who }]++);
    std::ranges::reverse(result);
    return result;
}

// What stays keeps its place in the views; a card of another item begins at its top.
void ItemTimelineModel::change(std::vector<ItemEvent> events, unsigned kinds)
{
    const std::vector<Name> before = names(m_events);
    const std::vector<Name> after = names(events);
    const bool isOther = std::ranges::find_first_of(before, after) == before.end();
    isOther ? beginResetModel() : Q_EMIT layoutAboutToBeChanged();
    const QModelIndexList from = isOther ? QModelIndexList() : persistentIndexList();
    const std::vector<std::size_t> shown = std::exchange(m_shown, {});
    m_events = std::move(events);
    m_kinds = kinds;
    filter();
    QModelIndexList to;
    for (const QModelIndex &index : from) {
        const auto event = std::size_t(std::ranges::find(after, before[shown[std::size_t(index.row())]]) - after.begin());
        const auto row = std::ranges::lower_bound(m_shown, event);
        to.append(row != m_shown.end() && *row == event ? this->index(int(row - m_shown.begin())) : QModelIndex());
    }
    changePersistentIndexList(from, to);
    isOther ? endResetModel() : Q_EMIT layoutChanged();
}

void ItemTimelineModel::setEvents(std::vector<ItemEvent> events, const Fmt &fmt)
{
    m_fmt = fmt;
    change(std::move(events), m_kinds);
}

void ItemTimelineModel::setKinds(unsigned kinds) { change(m_events, kinds); }

void ItemTimelineModel::filter()
{
    m_shown.clear();
    for (std::size_t i = 0; i < m_events.size(); ++i)
        if (m_kinds == 0 || (m_kinds >> unsigned(m_events[i].kind) & 1) != 0)
            m_shown.push_back(i);
}

int ItemTimelineModel::count(ItemEvent::Kind kind) const { return int(std::ranges::count(m_events, kind, &ItemEvent::kind)); }

int ItemTimelineModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(m_shown.size()); }

QVariant ItemTimelineModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ItemEvent &event = at(index.row());
    if (role == Qt::DisplayRole)
        return event.text;
    if (role == Qt::EditRole)
        return m_fmt.dateTime(event.at);
    if (role == TimeRole)
        return m_fmt.time(event.at);
    if (role == DayRole) {
        const QString day = m_fmt.timelineDay(event.at);
        return index.row() > 0 && m_fmt.timelineDay(at(index.row() - 1).at) == day ? QString() : day;
    }
    if (role == Qt::AccessibleTextRole) {
        QStringList parts { m_fmt.dateTime(event.at), event.text, event.who };
        parts.removeAll(QString());
        return parts.join(QStringLiteral(", "));
    }
    return {};
}

ItemCard::ItemCard(Session &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_timeline(new ItemTimelineModel(this))
{
    connect(&session, &Session::factsChanged, this, [this] {
        if (m_key && m_isShown)
            read();
        else
            giveBack();
    });
    connect(&session.outbox(), &OutboxFeed::updated, this, [this] {
        if (m_records && m_facts)
            show();
    });
}

ItemCard::~ItemCard() { m_cancel.cancel(); }

void ItemCard::setItem(const model::RecordKey &key)
{
    if (m_key == key)
        return;
    m_key = key;
    m_revealed = false;
    if (m_isShown) {
        read();
        return;
    }
    m_isOutdated = true;
    forget();
}

void ItemCard::setShown(bool isShown)
{
    m_isShown = isShown;
    if (m_isShown && m_isOutdated && m_key)
        read();
}

void ItemCard::giveBack()
{
    m_isOutdated = true;
    m_cancel.cancel();
    m_isTiming = false;
    base::releaseElsewhere(std::exchange(m_timed, nullptr));
    base::releaseElsewhere(std::exchange(m_facts, nullptr));
}

void ItemCard::clear()
{
    m_key.reset();
    forget();
}

void ItemCard::forget()
{
    ++m_question;
    m_data.reset();
    m_records.reset();
    m_reading = false;
    m_timeline->setEvents({}, m_fmt);
    Q_EMIT changed();
}

void ItemCard::setFmt(const Fmt &fmt)
{
    m_fmt = fmt;
    if (m_records && m_facts)
        show();
}

void ItemCard::read()
{
    const facts::SnapshotPtr facts = m_session.facts();
    if (!facts)
        return;
    const int question = ++m_question;
    const model::RecordKey key = *m_key;
    m_isOutdated = false;
    m_reading = true;
    time();
    using Records = std::shared_ptr<const ItemRecords>;
    auto reading = m_session.store().read<Records>([facts, key](store::Reader &reader) -> base::Result<Records> {
        auto records = readItem(reader, *facts, key);
        if (!records)
            return std::unexpected(records.error());
        return std::make_shared<const ItemRecords>(std::move(*records));
    });
    base::whenDone(reading, this, [this, question, facts](const base::Result<Records> &records) {
        if (question != m_question)
            return; // something else was chosen meanwhile
        m_reading = false;
        if (records) {
            m_records = *records;
            m_facts = facts;
            show();
        } else {
            Q_EMIT changed();
        }
    });
}

// Once per state of the facts: every card of a network asks the same.
void ItemCard::time()
{
    if (m_timed == m_session.facts())
        return;
    m_timed = m_session.facts();
    m_cancel.cancel();
    m_cancel = {};
    m_isTiming = true;
    reports::Question question;
    question.from = m_session.today().addDays(-kUsualDays);
    m_session.ask(
        this, m_cancel,
        [question](const facts::Snapshot &facts, const base::CancelToken &cancel) { return usualTimes(facts, question, cancel); },
        [this](const std::map<std::int32_t, double> &usual, const facts::SnapshotPtr &, int) {
            m_isTiming = false;
            m_usual = usual;
            if (m_records && m_facts)
                show();
        });
}

void ItemCard::show()
{
    m_data = describe(*m_records, *m_facts, m_fmt);
    for (ItemStep &step : m_data->steps)
        if (const auto usual = m_usual.find(step.milestone); step.kind == ItemStep::Kind::Ahead && usual != m_usual.end())
            step.seconds = usual->second;
    overlay(*m_data);
    m_timeline->setEvents(m_data->events, m_fmt);
    Q_EMIT changed();
}

// What is wanted stands beside what the portal told, never in its place.
void ItemCard::overlay(ItemData &data) const
{
    const base::UtcSeconds now = m_session.clock().now();
    for (const OutboxItem *item : m_session.outbox().about(data.key)) {
        data.pending.push_back(
            { item->write.uuid, OutboxTexts::icon(*item), OutboxTexts::overlay(*item, now, m_fmt), item->waitsForPerson() });
        for (const OutboxField &each : item->fields) {
            if (item->write.kind != model::WriteKind::Change || each.before == each.after)
                continue;
            if (each.field == QLatin1String("STATUS_ID") || each.field == QLatin1String("STAGE_ID"))
                data.stageWanted = each.after;
            if (each.field == QLatin1String("ASSIGNED_BY_ID"))
                data.responsibleWanted = each.after;
            for (ItemField &field : data.fields)
                if (field.label == OutboxTexts::field(*item, each))
                    field.wanted = each.after;
        }
    }
}

void ItemCard::reveal()
{
    if (m_revealed || !m_key)
        return;
    m_revealed = true;
    const model::RecordKey key = *m_key;
    const base::UtcSeconds now = m_session.clock().now();
    const QString name = QStringLiteral("phones-shown");
    auto reading = m_session.store().read<QByteArray>([name](store::Reader &reader) { return reader.document(name); });
    base::whenDone(reading, &m_session, [&session = m_session, key, now, name](const base::Result<QByteArray> &json) {
        if (!json)
            return;
        QJsonArray shows = QJsonDocument::fromJson(*json).array();
        while (shows.size() >= kMostShows)
            shows.removeFirst();
        shows.append(QJsonObject { { QStringLiteral("at"), qint64(now) }, { QStringLiteral("portal"), key.portal },
            { QStringLiteral("kind"), int(key.kind) }, { QStringLiteral("id"), qint64(key.id) } });
        (void)session.store().saveDocument(name, QJsonDocument(shows).toJson(QJsonDocument::Compact));
    });
    Q_EMIT changed();
}

} // namespace dealerlens::viewmodels
