// SPDX-License-Identifier: GPL-3.0-or-later
#include "portalsim/world.h"

#include <QJsonArray>
#include <QJsonObject>

namespace dealerlens::portalsim {

namespace {

QString plain(const char *text) { return QString::fromUtf8(text); }

Field stageField(Entity entity)
{
    static const Field lead("STATUS_ID");
    static const Field deal("STAGE_ID");
    return entity == Entity::Lead ? lead : deal;
}

Field semanticField(Entity entity)
{
    static const Field lead("STATUS_SEMANTIC_ID");
    static const Field deal("STAGE_SEMANTIC_ID");
    return entity == Entity::Lead ? lead : deal;
}

bool isStaged(Entity entity) { return entity == Entity::Lead || entity == Entity::Deal; }

bool isCrmItem(Entity entity) { return isStaged(entity) || entity == Entity::Contact || entity == Entity::Company; }

} // namespace

PortalData::PortalData()
    : scopes({ plain("crm"), plain("user"), plain("department"), plain("task"), plain("telephony"), plain("im"), plain("calendar"),
          plain("bizproc"), plain("placement") })
    , m_tables(kEntityCount)
{
}

std::vector<HistoryRow> &PortalData::history(Entity entity) { return entity == Entity::Lead ? m_leadHistory : m_dealHistory; }

const std::vector<HistoryRow> &PortalData::history(Entity entity) const { return entity == Entity::Lead ? m_leadHistory : m_dealHistory; }

void PortalData::numberMultiFields(Record &record)
{
    for (MultiField &field : record.multi) {
        if (field.id == 0)
            field.id = ++nextMultiId;
        nextMultiId = std::max(nextMultiId, field.id);
    }
}

qint64 PortalData::append(Entity entity, Record record)
{
    numberMultiFields(record);
    return table(entity).insert(std::move(record));
}

qint64 PortalData::appendHistory(Entity entity, HistoryRow row)
{
    qint64 &next = nextHistoryId[entity == Entity::Lead ? 0 : 1];
    if (row.id == 0)
        row.id = next + 1;
    next = std::max(next, row.id);
    history(entity).push_back(row);
    return row.id;
}

// --- directories ---

QString PortalData::stageDirectory(Entity entity, qint64 category)
{
    if (entity == Entity::Lead)
        return plain("STATUS");
    return category == 0 ? plain("DEAL_STAGE") : QString(plain("DEAL_STAGE_") % QString::number(category));
}

void PortalData::addStatus(
    const QString &directory, const QString &statusId, const QString &name, int sort, const QString &semantics, const QString &color)
{
    Table &directoryTable = table(Entity::Status);
    Record row;
    for (const Record &old : directoryTable.rows) {
        if (old.text("ENTITY_ID") == directory && old.text("STATUS_ID") == statusId)
            row = old;
    }
    row.set("ENTITY_ID", directory);
    row.set("STATUS_ID", statusId);
    row.set("NAME", name);
    row.set("SORT", sort);
    row.set("SEMANTICS", semantics);
    row.set("COLOR", color);
    directoryTable.insert(std::move(row));
    m_semantics.insert(directory % QLatin1Char('|') % statusId, semantics.isEmpty() ? 'P' : semantics.at(0).toLatin1());
}

void PortalData::clearDirectory(const QString &directory)
{
    std::erase_if(table(Entity::Status).rows, [&directory](const Record &row) { return row.text("ENTITY_ID") == directory; });
    m_semantics.removeIf([prefix = QString(directory % QLatin1Char('|'))](const auto &entry) { return entry.key().startsWith(prefix); });
}

namespace {

struct DefaultStatus {
    const char *directory;
    const char *id;
    const char *name;
    const char *semantics;
    const char *color;
};

// The directories of a fresh Russian portal (reference: 4.5 of the protocol notes).
constexpr DefaultStatus kDefaults[] = {
    { "STATUS", "NEW", "Не обработан", "", "#2FC6F6" },
    { "STATUS", "IN_PROCESS", "В работе", "", "#55D0E0" },
    { "STATUS", "PROCESSED", "Обработан", "", "#47E4C2" },
    { "STATUS", "CONVERTED", "Качественный лид", "S", "#7BD500" },
    { "STATUS", "JUNK", "Некачественный лид", "F", "#FF5752" },
    { "DEAL_STAGE", "NEW", "Новая", "", "#2FC6F6" },
    { "DEAL_STAGE", "PREPARATION", "Подготовка документов", "", "#55D0E0" },
    { "DEAL_STAGE", "PREPAYMENT_INVOICE", "Счёт на предоплату", "", "#47E4C2" },
    { "DEAL_STAGE", "EXECUTING", "В работе", "", "#FFA900" },
    { "DEAL_STAGE", "FINAL_INVOICE", "Финальный счёт", "", "#FF5752" },
    { "DEAL_STAGE", "WON", "Сделка успешна", "S", "#7BD500" },
    { "DEAL_STAGE", "LOSE", "Сделка провалена", "F", "#FF5752" },
    { "DEAL_STAGE", "APOLOGY", "Анализ причины провала", "F", "#FF5752" },
    { "SOURCE", "CALL", "Звонок", "", "" },
    { "SOURCE", "EMAIL", "Электронная почта", "", "" },
    { "SOURCE", "WEB", "Веб-сайт", "", "" },
    { "SOURCE", "ADVERTISING", "Реклама", "", "" },
    { "SOURCE", "PARTNER", "Существующий клиент", "", "" },
    { "SOURCE", "RECOMMENDATION", "По рекомендации", "", "" },
    { "SOURCE", "TRADE_SHOW", "Выставка", "", "" },
    { "SOURCE", "WEBFORM", "CRM-форма", "", "" },
    { "SOURCE", "CALLBACK", "Обратный звонок", "", "" },
    { "SOURCE", "RC_GENERATOR", "Генератор продаж", "", "" },
    { "SOURCE", "STORE", "Интернет-магазин", "", "" },
    { "SOURCE", "OTHER", "Другое", "", "" },
    { "DEAL_TYPE", "SALE", "Продажа", "", "" },
    { "DEAL_TYPE", "SERVICE", "Сервисное обслуживание", "", "" },
    { "CONTACT_TYPE", "CLIENT", "Клиенты", "", "" },
    { "CONTACT_TYPE", "OTHER", "Другое", "", "" },
    { "COMPANY_TYPE", "CUSTOMER", "Клиент", "", "" },
    { "COMPANY_TYPE", "OTHER", "Другое", "", "" },
};

} // namespace

void PortalData::addDefaultDirectories()
{
    int sort = 0;
    const char *last = "";
    for (const DefaultStatus &row : kDefaults) {
        sort = qstrcmp(last, row.directory) == 0 ? sort + 10 : 10;
        last = row.directory;
        addStatus(plain(row.directory), plain(row.id), plain(row.name), sort, plain(row.semantics), plain(row.color));
    }
}

char PortalData::stageSemantic(Entity entity, qint64 category, const QString &stageId) const
{
    return m_semantics.value(stageDirectory(entity, category) % QLatin1Char('|') % stageId, 'P');
}

bool PortalData::hasStage(Entity entity, qint64 category, const QString &stageId) const
{
    return m_semantics.contains(stageDirectory(entity, category) % QLatin1Char('|') % stageId);
}

QString PortalData::firstStage(Entity entity, qint64 category) const
{
    const QString directory = stageDirectory(entity, category);
    const Record *first = nullptr;
    for (const Record &row : table(Entity::Status).rows) {
        if (row.text("ENTITY_ID") == directory && (!first || row.number("SORT") < first->number("SORT")))
            first = &row;
    }
    return first ? first->text("STATUS_ID") : plain("NEW");
}

qint64 PortalData::addCategory(const QString &name, int sort)
{
    Record row;
    row.set("NAME", name);
    row.set("SORT", sort);
    return table(Entity::Category).insert(std::move(row));
}

std::vector<qint64> PortalData::addUserField(
    Entity entity, const QByteArray &name, const QString &type, const QString &label, bool multiple, const std::vector<EnumValue> &values)
{
    static constexpr std::array kNames { "CRM_LEAD", "CRM_DEAL", "CRM_CONTACT", "CRM_COMPANY" };
    std::vector<qint64> ids;
    QJsonArray list;
    for (const EnumValue &value : values) {
        const qint64 id = value.id != 0 ? value.id : ++nextEnumId;
        nextEnumId = std::max(nextEnumId, id);
        ids.push_back(id);
        list.append(QJsonObject { { plain("ID"), QString::number(id) }, { plain("SORT"), QString::number(ids.size() * 10) },
            { plain("VALUE"), value.value }, { plain("DEF"), plain("N") }, { plain("XML_ID"), value.xmlId } });
    }
    Record row;
    row.set("ENTITY_ID", plain(kNames.at(std::size_t(entity))));
    row.set("FIELD_NAME", QString::fromLatin1(name));
    row.set("USER_TYPE_ID", type);
    row.set("EDIT_FORM_LABEL", label);
    row.setBool("MULTIPLE", multiple);
    if (!values.empty())
        row.set("LIST", Value(QJsonValue(list)));
    table(Entity::UserField).insert(std::move(row));
    return ids;
}

// --- what people and robots do ---

void PortalData::writeHistory(Entity entity, const Record &item, quint8 typeId, UtcSeconds now)
{
    HistoryRow row;
    row.ownerId = item.id;
    row.time = now;
    row.typeId = typeId;
    row.categoryId = entity == Entity::Deal ? qint32(item.number("CATEGORY_ID")) : 0;
    row.stageId = item.text(stageField(entity));
    row.semantic = stageSemantic(entity, row.categoryId, row.stageId);
    appendHistory(entity, row);
}

void PortalData::applyStage(Entity entity, Record &item, const QString &stageId, UtcSeconds now, qint64 byUser)
{
    const qint64 category = entity == Entity::Deal ? item.number("CATEGORY_ID") : 0;
    const char semantic = stageSemantic(entity, category, stageId);
    item.set(stageField(entity), stageId);
    item.set(semanticField(entity), QString(QLatin1Char(semantic)));
    item.setTime("MOVED_TIME", now);
    item.set("MOVED_BY_ID", byUser);
    if (entity == Entity::Deal) {
        item.setBool("CLOSED", semantic != 'P');
        item.setBool("IS_NEW", stageId == firstStage(entity, category));
    } else if (semantic == 'P') {
        item.remove("DATE_CLOSED");
    } else {
        item.setTime("DATE_CLOSED", now);
    }
}

qint64 PortalData::addItem(Entity entity, Record record, UtcSeconds now, qint64 byUser)
{
    record.id = record.id > 0 ? record.id : table(entity).lastId + 1;
    const auto initially = [&record](const char *field, qint64 value) {
        if (!record.has(field))
            record.set(field, value);
    };
    initially("DATE_CREATE", now);
    initially("DATE_MODIFY", record.number("DATE_CREATE"));
    initially("LAST_ACTIVITY_TIME", record.number("DATE_CREATE"));
    initially("CREATED_BY_ID", byUser);
    initially("MODIFY_BY_ID", byUser);
    initially("LAST_ACTIVITY_BY", byUser);
    initially("ASSIGNED_BY_ID", byUser);
    if (!record.has("OPENED"))
        record.setBool("OPENED", true);
    const UtcSeconds created = record.number("DATE_CREATE");
    if (isStaged(entity)) {
        if (record.text("TITLE").isEmpty())
            record.set("TITLE", QString(plain(entity == Entity::Lead ? "Лид #" : "Сделка #") % QString::number(record.id)));
        if (entity == Entity::Deal) {
            initially("CATEGORY_ID", 0);
            initially("BEGINDATE", created - created % 86400);
            initially("CLOSEDATE", created - created % 86400 + 7 * 86400);
        }
        const qint64 category = entity == Entity::Deal ? record.number("CATEGORY_ID") : 0;
        QString stage = record.text(stageField(entity));
        if (stage.isEmpty() || !hasStage(entity, category, stage))
            stage = firstStage(entity, category);
        applyStage(entity, record, stage, created, byUser);
        if (!record.has("CURRENCY_ID"))
            record.set("CURRENCY_ID", baseCurrency);
        if (record.number("CONTACT_ID") + record.number("COMPANY_ID") > 0 && entity == Entity::Lead)
            record.setBool("IS_RETURN_CUSTOMER", true);
        writeHistory(entity, record, 1, created);
    }
    return append(entity, std::move(record));
}

bool PortalData::updateItem(Entity entity, qint64 id, const Record &changes, UtcSeconds now, qint64 byUser)
{
    Record *item = table(entity).find(id);
    if (!item)
        return false;
    if (isStaged(entity)) {
        if (const QString stage = changes.text(stageField(entity)); !stage.isEmpty()) {
            moveStage(entity, id, stage, now, byUser);
            item = table(entity).find(id);
        }
    }
    for (const auto &[field, value] : changes.values()) {
        const bool byServer
            = isStaged(entity) && (field == stageField(entity).id || field == semanticField(entity).id || field == Field("CATEGORY_ID").id);
        if (!byServer)
            item->set(field, value);
    }
    if (isCrmItem(entity)) {
        if (!changes.has("DATE_MODIFY"))
            item->setTime("DATE_MODIFY", now);
        item->set("MODIFY_BY_ID", byUser);
    }
    return true;
}

bool PortalData::moveStage(Entity entity, qint64 id, const QString &stageId, UtcSeconds now, qint64 byUser)
{
    Record *item = table(entity).find(id);
    if (!item || !isStaged(entity))
        return false;
    const qint64 category = entity == Entity::Deal ? item->number("CATEGORY_ID") : 0;
    // A stage of another funnel is silently ignored.
    if (!hasStage(entity, category, stageId) || item->text(stageField(entity)) == stageId)
        return true;
    applyStage(entity, *item, stageId, now, byUser);
    item->setTime("DATE_MODIFY", now);
    item->set("MODIFY_BY_ID", byUser);
    writeHistory(entity, *item, stageSemantic(entity, category, stageId) == 'P' ? 2 : 3, now);
    return true;
}

bool PortalData::moveCategory(qint64 dealId, qint64 category, const QString &stageId, UtcSeconds now, qint64 byUser)
{
    Record *deal = table(Entity::Deal).find(dealId);
    if (!deal || (category != 0 && !table(Entity::Category).find(category)))
        return false;
    if (deal->number("CATEGORY_ID") == category)
        return moveStage(Entity::Deal, dealId, stageId, now, byUser);
    deal->set("CATEGORY_ID", category);
    const QString stage = hasStage(Entity::Deal, category, stageId) ? stageId : firstStage(Entity::Deal, category);
    applyStage(Entity::Deal, *deal, stage, now, byUser);
    deal->setTime("DATE_MODIFY", now);
    deal->set("MODIFY_BY_ID", byUser);
    writeHistory(Entity::Deal, *deal, 5, now);
    return true;
}

namespace {

// As ENTITY_TYPE of a timeline comment.
QString ownerName(Entity entity)
{
    static constexpr std::array kNames { "lead", "deal", "contact", "company" };
    return plain(kNames.at(std::size_t(entity)));
}

} // namespace

bool PortalData::deleteItem(Entity entity, qint64 id)
{
    if (!table(entity).erase(id))
        return false;
    if (isStaged(entity))
        std::erase_if(history(entity), [id](const HistoryRow &row) { return row.ownerId == id; });
    if (isCrmItem(entity)) {
        const int type = ownerTypeId(entity);
        const QString name = ownerName(entity);
        std::erase_if(table(Entity::Activity).rows,
            [id, type](const Record &row) { return row.number("OWNER_ID") == id && row.number("OWNER_TYPE_ID") == type; });
        std::erase_if(table(Entity::Comment).rows,
            [id, &name](const Record &row) { return row.number("ENTITY_ID") == id && row.text("ENTITY_TYPE") == name; });
    }
    return true;
}

void PortalData::absorb(Entity entity, Record &winner, const Record &loser, UtcSeconds now)
{
    static const Field funnel("CATEGORY_ID"); // 0 is a funnel, not nothing
    for (const auto &[field, value] : loser.values()) {
        if (field == funnel.id)
            continue;
        if (winner.text(field).isEmpty() || (winner.text(field) == QLatin1String("0")))
            winner.set(field, value);
    }
    for (const MultiField &field : loser.multi) {
        const bool known = std::ranges::any_of(
            winner.multi, [&field](const MultiField &own) { return own.typeId == field.typeId && own.value == field.value; });
        if (!known)
            winner.multi.push_back({ ++nextMultiId, field.typeId, field.valueType, field.value });
    }
    const int type = ownerTypeId(entity);
    for (Record &row : table(Entity::Activity).rows) {
        if (row.number("OWNER_TYPE_ID") == type && row.number("OWNER_ID") == loser.id) {
            row.set("OWNER_ID", winner.id);
            row.setTime("LAST_UPDATED", now);
        }
    }
    if (entity != Entity::Contact && entity != Entity::Company)
        return;
    const Field reference(entity == Entity::Contact ? "CONTACT_ID" : "COMPANY_ID");
    for (const Entity other : { Entity::Lead, Entity::Deal, Entity::Contact }) {
        for (Record &row : table(other).rows) {
            if (row.number(reference) == loser.id) {
                row.set(reference, winner.id);
                row.setTime("DATE_MODIFY", now);
            }
        }
    }
}

bool PortalData::mergeItems(Entity entity, qint64 winner, qint64 loser, UtcSeconds now, qint64 byUser)
{
    const Record *gone = table(entity).find(loser);
    const std::optional<Record> lost = gone ? std::optional(*gone) : std::nullopt;
    Record *kept = table(entity).find(winner);
    if (!kept || !lost || winner == loser || !isCrmItem(entity))
        return false;
    absorb(entity, *kept, *lost, now);
    kept->setTime("DATE_MODIFY", now);
    kept->set("MODIFY_BY_ID", byUser);
    return deleteItem(entity, loser);
}

qint64 PortalData::addOther(Entity entity, Record record, UtcSeconds now, qint64 byUser)
{
    const auto initially = [&record](const char *field, qint64 value) {
        if (!record.has(field))
            record.set(field, value);
    };
    switch (entity) {
    case Entity::Activity:
        initially("CREATED", now);
        initially("LAST_UPDATED", now);
        initially("START_TIME", now);
        initially("AUTHOR_ID", byUser);
        initially("EDITOR_ID", byUser);
        initially("RESPONSIBLE_ID", byUser);
        break;
    case Entity::Comment:
        initially("CREATED", now);
        initially("AUTHOR_ID", byUser);
        break;
    case Entity::Task:
        initially("CREATED_DATE", now);
        initially("CHANGED_DATE", now);
        initially("CREATED_BY", byUser);
        initially("RESPONSIBLE_ID", byUser);
        initially("STATUS", 2);
        break;
    case Entity::Call:
        initially("CALL_START_DATE", now);
        initially("PORTAL_USER_ID", byUser);
        break;
    default:
        break;
    }
    touchOwner(entity, record, now, byUser);
    return append(entity, std::move(record));
}

// A new comment or activity is an activity of the item that it belongs to.
void PortalData::touchOwner(Entity entity, const Record &record, UtcSeconds now, qint64 byUser)
{
    for (const Entity each : { Entity::Lead, Entity::Deal, Entity::Contact, Entity::Company }) {
        const bool isActivity = entity == Entity::Activity && record.number("OWNER_TYPE_ID") == ownerTypeId(each);
        const bool isComment = entity == Entity::Comment && record.text("ENTITY_TYPE") == ownerName(each);
        Record *owner = isActivity ? table(each).find(record.number("OWNER_ID"))
            : isComment            ? table(each).find(record.number("ENTITY_ID"))
                                   : nullptr;
        if (owner) {
            owner->setTime("LAST_ACTIVITY_TIME", now);
            owner->set("LAST_ACTIVITY_BY", byUser);
        }
    }
}

} // namespace dealerlens::portalsim
