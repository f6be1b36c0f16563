// SPDX-License-Identifier: GPL-3.0-or-later
// One item in words: head, path, fields, people, copies, journal. Its timeline is made in itemevents.cpp.
#include "viewmodels/itemdescribe.h"

#include "model/reordering.h"
#include "viewmodels/boardtexts.h"
#include "viewmodels/cardtexts.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>
#include <map>

namespace dealerlens::viewmodels {

namespace {

using model::EntityKind;

QString inText(const store::StoredRecord &record, std::string_view column)
{
    if (model::columnIndex(record.key.kind, column) < 0)
        return {};
    return model::withoutReordering(QString::fromStdString(model::toText(record.value(column))).trimmed());
}

std::int64_t inNumber(const store::StoredRecord &record, std::string_view column, std::int64_t otherwise = 0)
{
    return model::columnIndex(record.key.kind, column) < 0 ? otherwise : model::toInt(record.value(column), otherwise);
}

QString nameOf(const store::StoredRecord &record)
{
    if (record.key.kind == EntityKind::Contact)
        return personName(record);
    const QString title = inText(record, "title");
    return title.isEmpty() ? personName(record) : title;
}

// "3201.30" → "3 201,3" as written, whatever its length; "" when it is no number.
QString grouped(const QString &text, const Fmt &fmt)
{
    bool isNumber = false;
    const double value = text.toDouble(&isNumber);
    if (!isNumber || !std::isfinite(value))
        return {};
    QString places = text.section(QLatin1Char('.'), 1);
    while (places.endsWith(QLatin1Char('0')))
        places.chop(1);
    return fmt.decimal(value, int(std::min<qsizetype>(places.size(), 6)));
}

// What a portal sends for a reference to nothing: 0, or false for an empty list.
bool isEmptyReference(const QString &type, const QString &text)
{
    return text == QLatin1String("0") && type != QLatin1String("boolean") && type != QLatin1String("integer")
        && type != QLatin1String("double") && type != QLatin1String("string") && type != QLatin1String("money");
}

// A custom field's value as a portal sends it: text, number, list, flag, choice by id, "9400000|RUB".
QString plain(const QJsonValue &value, const QString &type, const QHash<QString, QString> &choices, const Fmt &fmt)
{
    if (value.isArray()) {
        QStringList parts;
        const QJsonArray list = value.toArray();
        for (const QJsonValue &part : list)
            parts << plain(part, type, choices, fmt);
        parts.removeAll(QString());
        return parts.join(QStringLiteral(", "));
    }
    QString text;
    if (value.isString())
        text = value.toString().simplified();
    else if (value.isDouble())
        text = QString::number(value.toDouble(), 'g', 15);
    else if (value.isBool() && (value.toBool() || type == QLatin1String("boolean")))
        text = value.toBool() ? QStringLiteral("1") : QStringLiteral("0");
    if (text.isEmpty() || isEmptyReference(type, text))
        return {};
    if (type == QLatin1String("boolean"))
        return text == QLatin1String("1") || text == QLatin1String("Y") ? ItemTexts::yes() : ItemTexts::no();
    if (type == QLatin1String("date") || type == QLatin1String("datetime")) {
        const QDateTime at = QDateTime::fromString(text, Qt::ISODate);
        if (!at.isValid())
            return text;
        return type == QLatin1String("date") ? fmt.date(at.date()) : fmt.dateTime(at.toSecsSinceEpoch());
    }
    if (type == QLatin1String("money")) {
        const auto amount = model::parseMoney(text.section(QLatin1Char('|'), 0, 0).toStdString());
        return amount ? fmt.money(*amount, text.section(QLatin1Char('|'), 1, 1)) : text;
    }
    if (type == QLatin1String("double")) // whole numbers may be numbers of documents: they stay as they are
        if (const QString number = grouped(text, fmt); !number.isEmpty())
            return number;
    return choices.value(text, text);
}

QHash<QString, QString> choicesOf(const store::StoredRecord &field)
{
    QHash<QString, QString> choices;
    const QJsonObject extra = QJsonDocument::fromJson(QByteArray::fromStdString(field.extra)).object();
    const QJsonArray list = extra.value(QStringLiteral("LIST")).toArray();
    for (const QJsonValue &entry : list)
        choices.insert(entry.toObject().value(QStringLiteral("ID")).toVariant().toString(),
            entry.toObject().value(QStringLiteral("VALUE")).toString());
    return choices;
}

} // namespace

ItemDescriber::ItemDescriber(const ItemRecords &records, const facts::Snapshot &facts, const Fmt &fmt)
    : m_records(records)
    , m_facts(facts)
    , m_fmt(fmt)
{
    for (std::size_t i = 0; i < facts.portals.size(); ++i)
        if (facts.portals[i].portal.id == records.key.portal)
            m_portal = facts::Index(i);
}

QString ItemDescriber::user(std::int64_t id) const
{
    if (id == 0)
        return {};
    for (const facts::UserFact &user : m_facts.users)
        if (user.portal == m_portal && user.id == id)
            return user.name;
    return ItemTexts::userNumber(id);
}

QString ItemDescriber::stage(const QString &code) const
{
    for (std::size_t i = 0; i < m_facts.stages.size(); ++i) {
        const facts::StageFact &stage = m_facts.stages[i];
        const bool isKind = stage.funnel >= 0 && m_facts.funnels[std::size_t(stage.funnel)].kind == m_records.key.kind;
        if (stage.portal == m_portal && isKind && stage.code == code)
            return stageName(facts::Index(i));
    }
    return code;
}

QString ItemDescriber::stageName(facts::Index index) const
{
    if (index < 0)
        return BoardTexts::unknownStage();
    const facts::StageFact &stage = m_facts.stages[std::size_t(index)];
    return stage.name.isEmpty() ? stage.code : stage.name;
}

QString ItemDescriber::milestoneName(const model::Milestone &milestone) const
{
    return m_fmt.language() == Language::Russian ? milestone.nameRu : milestone.nameEn;
}

void ItemDescriber::describeHead(ItemData &data) const
{
    const store::StoredRecord &item = *m_records.item;
    data.isKnown = true;
    data.deletedAt = item.deletedAt;
    data.subject = inText(item, "title");
    for (const store::StoredRecord &client : m_records.clients)
        if (data.title.isEmpty() && client.key.kind != EntityKind::Lead)
            data.title = nameOf(client);
    if (data.title.isEmpty() || item.key.kind == EntityKind::Contact || item.key.kind == EntityKind::Company)
        data.title = nameOf(item);
    if (const QString company = inText(item, "company_title"); !company.isEmpty() && item.key.kind == EntityKind::Lead)
        data.title = company;
    if (data.subject == data.title)
        data.subject.clear();
    if (m_portal >= 0) {
        const model::Portal &portal = m_facts.portals[std::size_t(m_portal)].portal;
        data.code = portal.code;
        data.hue = m_portal;
        data.dealer = portal.city.isEmpty() || portal.title.contains(portal.city)
            ? portal.title
            : QString(portal.title % QStringLiteral(", ") % portal.city);
    }
    data.responsible = user(inNumber(item, "assigned_by_id"));
    if (const std::int64_t amount = inNumber(item, "amount"))
        data.amount = m_fmt.money({ amount }, inText(item, "currency"));
    data.stage = stage(inText(item, "stage_id"));
    const QString semantic = inText(item, "semantic");
    data.outcome = semantic == QLatin1String("S") ? 'S' : semantic == QLatin1String("F") ? 'F' : 'P';
    if (!m_records.state)
        return;
    const reports::ItemState &state = *m_records.state;
    data.outcome = state.outcome;
    data.lates = state.lates;
    data.stageTime = m_fmt.duration(qint64(state.age));
    if (state.limit && *state.limit > 0 && state.outcome == 'P') {
        const double day = BoardTexts::workingDay(m_facts.standard);
        data.share = state.businessAge / *state.limit;
        data.stageLimit = ItemTexts::workingDays(m_fmt.decimal(state.businessAge / day, 1), m_fmt.decimal(*state.limit / day, 0));
    }
    QStringList response;
    if (state.responseClaimed)
        response << ItemTexts::claimed(m_fmt.duration(qint64(*state.responseClaimed)));
    if (state.responseEvidenced)
        response << ItemTexts::evidenced(m_fmt.duration(qint64(*state.responseEvidenced)));
    data.response = response.join(QStringLiteral(", "));
}

// One step per milestone of the standard, in its order; stages without a milestone stand where they were met.
void ItemDescriber::describePath(ItemData &data) const
{
    std::map<std::int32_t, ItemStep> met;
    int furthest = -1;
    std::int32_t now = 0;
    std::vector<const model::Milestone *> order;
    for (const model::Milestone &milestone : m_facts.standard.milestones)
        if (milestone.itemKind == m_records.key.kind && milestone.semantic == 'P')
            order.push_back(&milestone);
    std::ranges::stable_sort(order, {}, &model::Milestone::sort);
    for (const ItemRecords::Visit &visit : m_records.visits) {
        const facts::Index milestone = visit.stage < 0 ? facts::kNone : m_facts.stages[std::size_t(visit.stage)].milestone;
        if (milestone < 0)
            continue;
        const std::int32_t id = m_facts.standard.milestones[std::size_t(milestone)].id;
        ItemStep &step = met[id];
        ++step.visits;
        const base::UtcSeconds until = visit.left == base::kNever ? std::max(m_records.now, visit.entered) : visit.left;
        step.seconds += double(until - visit.entered);
        if (visit.limit > 0)
            step.share = std::max(step.share, visit.business / visit.limit);
        now = visit.left == base::kNever ? id : now;
        for (std::size_t i = 0; i < order.size(); ++i)
            if (order[i]->id == id)
                furthest = std::max(furthest, int(i));
    }
    if (data.outcome == 'S')
        furthest = int(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        ItemStep step = met.contains(order[i]->id) ? met[order[i]->id] : ItemStep {};
        step.name = milestoneName(*order[i]);
        step.milestone = order[i]->id;
        const bool isNow = step.visits > 0 && order[i]->id == now && data.outcome == 'P';
        step.kind = isNow       ? ItemStep::Kind::Now
            : step.visits > 0   ? ItemStep::Kind::Done
            : int(i) < furthest ? ItemStep::Kind::Skipped
                                : ItemStep::Kind::Ahead;
        data.steps.push_back(step);
    }
    std::vector<int> seen(order.size(), 0);
    for (const ItemRecords::Visit &visit : m_records.visits) {
        ItemStay stay;
        const facts::Index milestone = visit.stage < 0 ? facts::kNone : m_facts.stages[std::size_t(visit.stage)].milestone;
        for (std::size_t i = 0; i < order.size() && milestone >= 0; ++i)
            if (order[i]->id == m_facts.standard.milestones[std::size_t(milestone)].id)
                stay.step = int(i);
        stay.from = visit.entered;
        stay.running = visit.left == base::kNever;
        stay.to = stay.running ? std::max(m_records.now, visit.entered) : visit.left;
        stay.extra = stay.step >= 0 && seen[std::size_t(stay.step)]++ > 0;
        if (visit.limit > 0 && visit.business > visit.limit)
            stay.overShare = visit.limit / visit.business;
        data.stays.push_back(stay);
    }
}

QString ItemDescriber::fieldValue(const store::StoredRecord &field, const QJsonValue &value) const
{
    const QString type = inText(field, "user_type");
    const QString text = plain(value, type, choicesOf(field), m_fmt);
    return type == QLatin1String("employee") && text.toLongLong() > 0 ? user(text.toLongLong()) : text;
}

void ItemDescriber::describeFields(ItemData &data) const
{
    const store::StoredRecord &item = *m_records.item;
    const auto add = [&](const QString &label, const QString &value) { data.fields.push_back({ label, value }); };
    if (!data.response.isEmpty())
        add(ItemTexts::field("response"), data.response);
    if (!data.subject.isEmpty())
        add(ItemTexts::field("title"), data.subject);
    if (m_records.row >= 0)
        add(ItemTexts::field("source_id"), m_facts.sources[std::size_t(std::max(0, m_facts.items.source[std::size_t(m_records.row)]))]);
    for (const char *column : { "source_text", "utm_source", "utm_medium", "utm_campaign", "post" })
        if (const QString value = inText(item, column); !value.isEmpty())
            add(ItemTexts::field(column), value);
    if (const std::int64_t created = inNumber(item, "created", base::kNever); created != base::kNever)
        add(ItemTexts::field("created"), m_fmt.dateTime(created));
    if (item.key.kind == EntityKind::Deal)
        if (const std::int64_t day = inNumber(item, "close_date", INT64_MIN); day != INT64_MIN && day != 0)
            add(ItemTexts::field("close_date"), m_fmt.date(QDate(1970, 1, 1).addDays(day)));
    const QJsonObject extra = QJsonDocument::fromJson(QByteArray::fromStdString(item.extra)).object();
    if (const QString comments = model::withoutReordering(extra.value(QStringLiteral("COMMENTS")).toString().simplified());
        !comments.isEmpty())
        add(ItemTexts::field("comments"), comments);
    std::vector<const store::StoredRecord *> custom;
    for (const store::StoredRecord &field : m_records.fieldNames)
        custom.push_back(&field);
    std::ranges::stable_sort(custom, {}, [](const store::StoredRecord *field) { return inNumber(*field, "sort"); });
    for (const store::StoredRecord *field : custom) {
        const QString name = inText(*field, "field");
        const QString label = inText(*field, "label");
        add(label.isEmpty() ? name : label, model::withoutReordering(fieldValue(*field, extra.value(name))));
    }
    data.filled = int(std::ranges::count_if(data.fields, [](const ItemField &field) { return !field.value.isEmpty(); }));
}

void ItemDescriber::describePeople(ItemData &data) const
{
    const auto add = [&](const store::StoredRecord &record, const QString &detail) {
        const QString name = record.key.kind == EntityKind::Lead ? personName(record) : QString(); // a lead's title is no name
        ItemPerson person { record.key, name.isEmpty() ? nameOf(record) : name, detail, {} };
        for (const model::ContactPoint &point : record.points) {
            const QString value = model::withoutReordering(QString::fromStdString(point.value));
            const QString type = QString::fromStdString(point.type);
            person.points.push_back({ type, type == QLatin1String("PHONE") ? maskedPhone(value) : maskedMail(value), value });
        }
        if (!person.name.isEmpty() || !person.points.empty())
            data.people.push_back(std::move(person));
    };
    if (!m_records.item->points.empty())
        add(*m_records.item, {});
    for (const store::StoredRecord &client : m_records.clients)
        add(client,
            client.key.kind == EntityKind::Lead          ? ItemTexts::cameFromLead()
                : client.key.kind == EntityKind::Company ? ItemTexts::company()
                                                         : inText(client, "post"));
}

ItemCopy ItemDescriber::copyOf(const store::StoredRecord &record, const QString &match) const
{
    ItemCopy copy;
    copy.key = record.key;
    copy.match = match;
    QStringList parts;
    for (std::size_t i = 0; i < m_facts.portals.size(); ++i) {
        const model::Portal &portal = m_facts.portals[i].portal;
        if (portal.id != record.key.portal)
            continue;
        copy.code = portal.code;
        copy.hue = int(i);
        if (record.key.portal != m_records.key.portal)
            parts << portal.title;
    }
    parts << ItemTexts::kind(record.key.kind);
    if (const std::int64_t created = inNumber(record, "created", base::kNever); created != base::kNever)
        parts << m_fmt.date(created);
    parts << nameOf(record);
    copy.text = parts.join(QStringLiteral(" · "));
    return copy;
}

QString ItemDescriber::journalValue(const store::JournalEntry &entry, const std::string &value) const
{
    const QString text = model::withoutReordering(QString::fromStdString(value));
    if (text.isEmpty())
        return {};
    if (entry.field == "assigned_by_id")
        return user(text.toLongLong());
    if (entry.field == "amount")
        return m_fmt.money({ text.toLongLong() }, m_records.item ? inText(*m_records.item, "currency") : QString());
    if (entry.field == "stage_id")
        return stage(text);
    if (entry.field == "close_date")
        return m_fmt.date(QDate(1970, 1, 1).addDays(text.toLongLong()));
    if (entry.field == "deleted")
        return text == QLatin1String("0") ? ItemTexts::no() : ItemTexts::yes();
    return text;
}

void ItemDescriber::describeJournal(ItemData &data) const
{
    for (const store::JournalEntry &entry : m_records.journal)
        data.changes.push_back({ ItemTexts::field(entry.field), journalValue(entry, entry.before), journalValue(entry, entry.after),
            entry.happenedAt, entry.seenAt });
    std::ranges::reverse(data.changes);
}

ItemData describe(const ItemRecords &records, const facts::Snapshot &facts, const Fmt &fmt)
{
    ItemData data;
    data.key = records.key;
    if (!records.item)
        return data;
    const ItemDescriber describer(records, facts, fmt);
    describer.describeHead(data);
    if (records.key.kind == EntityKind::Lead || records.key.kind == EntityKind::Deal)
        describer.describePath(data);
    describer.describeFields(data);
    describer.describePeople(data);
    describer.describeJournal(data);
    describer.describeEvents(data);
    for (const store::StoredRecord &copy : records.copies)
        data.copies.push_back(describer.copyOf(copy, ItemTexts::samePhone()));
    for (const store::StoredRecord &owned : records.owned)
        data.items.push_back(describer.copyOf(owned, {}));
    return data;
}

QString maskedPhone(const QString &value)
{
    QList<int> digits;
    for (int i = 0; i < value.size(); ++i)
        if (value[i].isDigit())
            digits.append(i);
    if (digits.size() < 7)
        return value.isEmpty() ? QString() : QStringLiteral("•••");
    // The country's and operator's digits and the last four stay.
    QString masked = value;
    for (qsizetype i = digits.size() - 7; i < digits.size() - 4; ++i)
        masked[digits[i]] = QChar(0x2022);
    return masked;
}

QString maskedMail(const QString &value)
{
    const qsizetype at = value.indexOf(QLatin1Char('@'));
    return at < 0 ? value.left(3) + QStringLiteral("•••")
                  : QString(value.left(std::min<qsizetype>(2, at)) % QStringLiteral("•••") % value.mid(at));
}

} // namespace dealerlens::viewmodels
