// SPDX-License-Identifier: GPL-3.0-or-later
// Timeline of one item: calls, activities, moves, comments, tasks and changes as one list, newest first.
#include "viewmodels/itemdescribe.h"

#include "model/reordering.h"

#include <algorithm>
#include <set>

namespace dealerlens::viewmodels {

namespace {

using model::EntityKind;
using Kind = ItemEvent::Kind;
using Mark = ItemEvent::Mark;

QString text(const store::StoredRecord &record, std::string_view column)
{
    return model::withoutReordering(QString::fromStdString(model::toText(record.value(column))).simplified());
}

std::int64_t number(const store::StoredRecord &record, std::string_view column, std::int64_t otherwise = 0)
{
    return model::toInt(record.value(column), otherwise);
}

constexpr std::int64_t kMissed = 304;

} // namespace

QString ItemTexts::kind(model::EntityKind kind)
{
    switch (kind) {
    case EntityKind::Lead:
        return tr("lead");
    case EntityKind::Deal:
        return tr("deal");
    case EntityKind::Contact:
        return tr("contact");
    default:
        return tr("company");
    }
}

QString ItemTexts::field(const std::string &column)
{
    if (column == "response")
        return tr("First response");
    if (column == "title")
        return tr("Title");
    if (column == "source_id")
        return tr("Source");
    if (column == "source_text")
        return tr("About the source");
    if (column == "utm_source")
        return tr("UTM source");
    if (column == "utm_medium")
        return tr("UTM medium");
    if (column == "utm_campaign")
        return tr("Campaign");
    if (column == "post")
        return tr("Position");
    if (column == "created")
        return tr("Created");
    if (column == "close_date")
        return tr("Planned close date");
    if (column == "comments")
        return tr("Comment");
    if (column == "stage_id")
        return tr("Stage");
    if (column == "assigned_by_id")
        return tr("Responsible");
    if (column == "amount")
        return tr("Amount");
    if (column == "category_id")
        return tr("Funnel");
    if (column == "deleted")
        return tr("Deleted");
    if (column == "name")
        return tr("Name");
    if (column == "last_name")
        return tr("Surname");
    if (column == "phone")
        return tr("Phone");
    if (column == "email")
        return tr("E-mail");
    return QString::fromStdString(column);
}

QString ItemTexts::call(int type, bool missed, const QString &duration)
{
    const bool out = type == 1;
    if (missed)
        return out ? tr("Call not answered") : tr("Missed call");
    return out ? tr("Outgoing call, %1").arg(duration) : tr("Incoming call, %1").arg(duration);
}

QString ItemTexts::activity(int type)
{
    switch (type) {
    case 1:
        return tr("Meeting");
    case 2:
        return tr("Call");
    case 4:
        return tr("Mail");
    default:
        return tr("To do");
    }
}

QString ItemTexts::created(model::EntityKind kind)
{
    switch (kind) {
    case EntityKind::Lead:
        return tr("Lead created");
    case EntityKind::Deal:
        return tr("Deal created");
    default:
        return tr("Record created");
    }
}

QString ItemTexts::changed(const QString &field, const QString &before, const QString &after)
{
    return before.isEmpty() ? tr("%1: %2").arg(field, after) : tr("%1: %2 → %3").arg(field, before, after);
}

void ItemDescriber::addCalls(ItemData &data) const
{
    for (const store::StoredRecord &call : m_records.calls) {
        ItemEvent event;
        const auto type = int(number(call, "call_type"));
        const std::int64_t seconds = number(call, "duration");
        const bool missed = seconds == 0 || text(call, "failed_code").toLongLong() == kMissed;
        event.kind = Kind::Call;
        event.at = number(call, "started", base::kNever);
        event.icon = missed ? QStringLiteral("call-missed") : type == 1 ? QStringLiteral("call-out") : QStringLiteral("call-in");
        event.text = ItemTexts::call(type, missed, m_fmt.duration(seconds));
        event.who = user(number(call, "user_id"));
        event.mark = missed                                   ? (type == 1 ? Mark::None : Mark::Missed)
            : seconds >= m_facts.standard.conversationSeconds ? Mark::Evidence
                                                              : Mark::None;
        data.events.push_back(std::move(event));
    }
}

void ItemDescriber::addActivities(ItemData &data) const
{
    std::set<std::int64_t> ofCalls; // shown as calls already
    for (const store::StoredRecord &call : m_records.calls)
        ofCalls.insert(number(call, "activity_id"));
    for (const store::StoredRecord &activity : m_records.activities) {
        if (ofCalls.contains(activity.key.id))
            continue;
        const auto type = int(number(activity, "type_id"));
        const bool done = number(activity, "completed") != 0;
        const std::int64_t deadline = number(activity, "deadline", base::kNever);
        const bool overdue = !done && deadline != base::kNever && deadline < m_records.now && deadline > 0;
        ItemEvent event;
        event.kind = type == 4 ? Kind::Mail : Kind::Todo;
        event.at = number(activity, "created", base::kNever);
        const QString provider = text(activity, "provider_id");
        event.icon = type == 4                                  ? QStringLiteral("mail")
            : type == 2                                         ? QStringLiteral("call-out")
            : type == 1                                         ? QStringLiteral("person")
            : provider.startsWith(QLatin1String("IMOPENLINES")) ? QStringLiteral("chat")
                                                                : QStringLiteral("task");
        const QString subject = text(activity, "subject");
        event.text = subject.isEmpty() ? ItemTexts::activity(type) : subject;
        if (overdue)
            event.text = ItemTexts::overdueTask(event.text);
        event.who = user(number(activity, "responsible_id"));
        event.mark = overdue ? Mark::Overdue : type == 4 && number(activity, "direction") == 2 && done ? Mark::Evidence : Mark::None;
        data.events.push_back(std::move(event));
    }
}

void ItemDescriber::addMoves(ItemData &data) const
{
    if (m_records.row < 0) {
        for (const store::StoredRecord &row : m_records.history)
            data.events.push_back({ Kind::Stage, number(row, "created", base::kNever), QStringLiteral("stage-move"),
                stage(text(row, "stage_id")), {}, Mark::None });
        return;
    }
    QString before;
    bool isFirst = true;
    for (const ItemRecords::Visit &visit : m_records.visits) {
        const QString name = stageName(visit.stage);
        // The first move without any evidence of work is only a claim.
        const bool isClaim = !isFirst && before == stageName(m_records.visits.front().stage)
            && (data.lates >> unsigned(reports::Late::WithoutEvidence) & 1) != 0;
        data.events.push_back({ Kind::Stage, visit.entered, QStringLiteral("stage-move"), ItemTexts::moved(before, name), {},
            isClaim ? Mark::Claim : Mark::None });
        before = name;
        isFirst = false;
    }
}

void ItemDescriber::addRest(ItemData &data) const
{
    for (const store::StoredRecord &comment : m_records.comments)
        data.events.push_back({ Kind::Comment, number(comment, "created", base::kNever), QStringLiteral("comment"), text(comment, "text"),
            user(number(comment, "author_id")), Mark::None });
    for (const store::StoredRecord &task : m_records.tasks) {
        const std::int64_t deadline = number(task, "deadline", base::kNever);
        const bool done = number(task, "status") == 5;
        const bool overdue = !done && deadline != base::kNever && deadline > 0 && deadline < m_records.now;
        const QString title = text(task, "title");
        data.events.push_back({ Kind::Task, number(task, "created", base::kNever), QStringLiteral("task"),
            overdue ? ItemTexts::overdueTask(title) : title, user(number(task, "responsible_id")), overdue ? Mark::Overdue : Mark::None });
    }
    for (const store::JournalEntry &entry : m_records.journal)
        if (entry.field != "stage_id") // moves have their own lines
            data.events.push_back({ Kind::Change, entry.happenedAt, QStringLiteral("flag"),
                ItemTexts::changed(ItemTexts::field(entry.field), journalValue(entry, entry.before), journalValue(entry, entry.after)), {},
                Mark::None });
    const std::int64_t created = number(*m_records.item, "created", base::kNever);
    if (created != base::kNever) {
        const std::int64_t creator
            = model::columnIndex(m_records.key.kind, "created_by_id") < 0 ? 0 : number(*m_records.item, "created_by_id");
        data.events.push_back(
            { Kind::Created, created, QStringLiteral("plus"), ItemTexts::created(m_records.key.kind), user(creator), Mark::None });
    }
}

void ItemDescriber::describeEvents(ItemData &data) const
{
    addRest(data);
    addMoves(data);
    addActivities(data);
    addCalls(data);
    // Creation is told first among events of one second, so it stands last in a list that begins with the newest.
    std::ranges::stable_sort(data.events, [](const ItemEvent &a, const ItemEvent &b) {
        if (a.at != b.at)
            return a.at > b.at;
        return a.kind > b.kind;
    });
}

} // namespace dealerlens::viewmodels
