// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"

#include <QByteArray>
#include <QHash>
#include <QJsonValue>
#include <QString>
#include <QStringList>

#include <memory>
#include <set>
#include <variant>
#include <vector>

namespace dealerlens::portalsim {

using base::UtcSeconds;

// Everything a simulated portal keeps. Records are flat: an id and values under the classic UPPER_SNAKE field
// names, whatever the entity; the method layer (methods*.cpp) gives them the names and shapes of each REST family.
//
// How values are stored (the schema in schema.cpp says which field is what and what an absent value looks like):
//   integers and ids   qint64
//   instants           qint64 UTC seconds (setTime), printed in the portal's server zone
//   pure dates         qint64 UTC seconds of 00:00Z (setTime)
//   money, doubles     QString with a decimal ("125000.50"); never a double
//   booleans           QString "Y" or "N" (setBool)
//   enumerations (UF)  qint64 id of the list element, multiple ones QStringList of ids
//   anything else      QString; multiple UF_* QStringList; structures QJsonValue
// Phones, e-mails and the like are Record::multi, not fields.
//
// No locking: a World belongs to one thread, except fieldId()/fieldName(), which may be called from any.

using FieldId = quint16;

// Number of a field name, the same for the life of the process. Any thread.
[[nodiscard]] FieldId fieldId(QByteArrayView name);
[[nodiscard]] QByteArray fieldName(FieldId id);

// A field named by literal or by number; `constexpr`-like use: static const Field kTitle("TITLE").
struct Field {
    FieldId id;

    explicit(false) Field(FieldId number)
        : id(number)
    {
    }

    explicit(false) Field(const char *name)
        : id(fieldId(name))
    {
    }

    explicit(false) Field(const QByteArray &name)
        : id(fieldId(name))
    {
    }
};

using Value = std::variant<std::monostate, qint64, QString, QStringList, QJsonValue>;

struct MultiField {
    qint64 id = 0; // given by appendRecord()/addItem() when 0
    QString typeId; // PHONE, EMAIL, WEB, IM
    QString valueType; // WORK, MOBILE, HOME …
    QString value; // as typed
};

class Record {
public:
    qint64 id = 0;
    std::vector<MultiField> multi;

    void set(Field field, Value value);

    void set(Field field, const QString &text) { set(field, Value(text)); }

    void set(Field field, qint64 number) { set(field, Value(number)); }

    void set(Field field, int number) { set(field, Value(qint64(number))); }

    void setTime(Field field, UtcSeconds instant) { set(field, Value(qint64(instant))); }

    void setBool(Field field, bool on) { set(field, Value(on ? QStringLiteral("Y") : QStringLiteral("N"))); }

    void addPhone(const QString &number, const QString &type = QStringLiteral("WORK"));
    void addEmail(const QString &address, const QString &type = QStringLiteral("WORK"));
    void remove(Field field);

    [[nodiscard]] bool has(Field field) const { return find(field.id) != nullptr; }

    [[nodiscard]] const Value *find(FieldId field) const; // nullptr when absent
    [[nodiscard]] QString text(Field field) const; // numbers as decimal; "" when absent
    [[nodiscard]] qint64 number(Field field) const; // texts parsed; 0 when absent
    [[nodiscard]] bool flag(Field field) const; // "Y"

    [[nodiscard]] const std::vector<std::pair<FieldId, Value>> &values() const { return m_values; }

private:
    std::vector<std::pair<FieldId, Value>> m_values; // ascending by field
};

enum class Entity {
    Lead,
    Deal,
    Contact,
    Company,
    Status, // directory rows: ENTITY_ID, STATUS_ID, NAME, SORT, SEMANTICS ("S", "F" or "" = in progress), COLOR
    Category, // deal funnels except the default one (id 0): NAME, SORT
    UserField, // ENTITY_ID (CRM_LEAD …), FIELD_NAME, USER_TYPE_ID, MULTIPLE, EDIT_FORM_LABEL, LIST
    User, // NAME, LAST_NAME, SECOND_NAME, EMAIL, ACTIVE (Y/N), ADMIN (Y/N), UF_DEPARTMENT (QStringList of ids), …
    Department, // NAME, SORT, PARENT, UF_HEAD
    Activity, // OWNER_TYPE_ID, OWNER_ID, TYPE_ID, DIRECTION, SUBJECT, CREATED, START_TIME, DEADLINE, COMPLETED …
    Comment, // ENTITY_TYPE ("lead"), ENTITY_ID, AUTHOR_ID, CREATED, COMMENT
    Task, // TITLE, STATUS, RESPONSIBLE_ID, CREATED_BY, CREATED_DATE, CHANGED_DATE, DEADLINE, UF_CRM_TASK (list "L_1")
    Call, // voximplant.statistic.get rows: CALL_ID, CALL_TYPE, CALL_DURATION, CALL_START_DATE, CRM_ENTITY_TYPE …
    Line, // external lines: NUMBER, NAME
};
inline constexpr int kEntityCount = int(Entity::Line) + 1;

// Rows that can be made whenever they are asked for, always the same: those with the ids from 1 to count(). One thread.
class RowMaker {
public:
    RowMaker() = default;
    virtual ~RowMaker() = default;
    RowMaker(const RowMaker &) = delete;
    RowMaker &operator=(const RowMaker &) = delete;

    [[nodiscard]] virtual qint64 count() const = 0;
    [[nodiscard]] virtual Record make(qint64 id) const = 0;
    // The fields that cost next to nothing, for filters: which they are, and a row that has them and no others.
    [[nodiscard]] virtual bool isSketched(FieldId field) const = 0;
    virtual void sketch(qint64 id, Record &row) const = 0;
};

// Rows of one entity, ascending by id.
class Table {
public:
    std::vector<Record> rows; // all of them, unless they are made
    qint64 lastId = 0; // ids are never used twice

    // From now on the maker's rows are there too, without memory of their own until they are found by id. Only for an empty table.
    void setMaker(std::unique_ptr<const RowMaker> maker);

    [[nodiscard]] const RowMaker *maker() const { return m_maker.get(); }

    [[nodiscard]] bool isMade(qint64 id) const; // neither kept among `rows` nor erased
    [[nodiscard]] std::size_t size() const; // those that are made included
    void keepFrom(qint64 id); // those from this id on are among `rows`

    // Good until another row is found, inserted or erased.
    [[nodiscard]] const Record *find(qint64 id) const;
    [[nodiscard]] Record *find(qint64 id);
    // record.id 0: takes the next id; otherwise inserted where it belongs (append when it is the highest).
    qint64 insert(Record record);
    bool erase(qint64 id);

private:
    [[nodiscard]] const Record *findKept(qint64 id) const;

    std::unique_ptr<const RowMaker> m_maker;
    std::set<qint64> m_erased; // of the maker's
};

// One row of crm.stagehistory.list.
struct HistoryRow {
    qint64 id = 0;
    qint64 ownerId = 0;
    UtcSeconds time = 0;
    quint8 typeId = 1; // 1 created, 2 moved to an intermediate stage, 3 moved to a final stage, 5 funnel changed
    char semantic = 'P'; // P, S, F
    qint32 categoryId = 0;
    QString stageId;
};

struct EnumValue {
    qint64 id = 0; // given when 0
    QString value;
    QString xmlId;
};

class PortalData {
public:
    PortalData();

    // Who this portal is. `key` is unique in the world and safe in a path: [a-z0-9-]+.
    QString key;
    QString title;
    QString kind = QStringLiteral("dealer"); // head | dealer
    QString region;
    QString city;
    QByteArray timezone = "Europe/Moscow"; // IANA: the portal's zone, also its server's offset
    QString hostName; // like "zarechye.bitrix24.ru"; "" → key + ".bitrix24.ru"
    qint64 webhookUser = 1;
    QByteArray webhookSecret; // lower-case letters and digits
    QStringList scopes; // defaults to everything that the client needs
    bool simpleCrm = false; // no leads: crm.settings.mode.get answers 2
    QString baseCurrency = QStringLiteral("RUB");

    [[nodiscard]] Table &table(Entity entity) { return m_tables[std::size_t(entity)]; }

    [[nodiscard]] const Table &table(Entity entity) const { return m_tables[std::size_t(entity)]; }

    // Lead or Deal; ascending by id (and by time, except what importers give).
    [[nodiscard]] std::vector<HistoryRow> &history(Entity entity);
    [[nodiscard]] const std::vector<HistoryRow> &history(Entity entity) const;

    // --- bulk load: nothing is checked, filled in or logged; no history row is written ---
    qint64 append(Entity entity, Record record);
    qint64 appendHistory(Entity entity, HistoryRow row); // semantic and typeId as given; id 0 → next

    // --- directories ---
    // Lead stages: directory "STATUS"; deal stages "DEAL_STAGE" or "DEAL_STAGE_<category>" (ids "C<category>:…");
    // sources "SOURCE". semantics "S", "F" or "". Adding an existing (directory, id) replaces its name.
    void addStatus(const QString &directory, const QString &statusId, const QString &name, int sort, const QString &semantics = {},
        const QString &color = {});
    void clearDirectory(const QString &directory);
    void addDefaultDirectories(); // lead stages, deal stages of funnel 0, sources, types, as in a new portal
    [[nodiscard]] static QString stageDirectory(Entity entity, qint64 category);
    [[nodiscard]] char stageSemantic(Entity entity, qint64 category, const QString &stageId) const; // P when unknown
    [[nodiscard]] bool hasStage(Entity entity, qint64 category, const QString &stageId) const;
    [[nodiscard]] QString firstStage(Entity entity, qint64 category) const;
    // category 0 is "Общая" or whatever defaultCategoryName says.
    QString defaultCategoryName = QStringLiteral("Общая");
    qint64 addCategory(const QString &name, int sort); // no stages yet
    // type: string, integer, double, boolean, date, datetime, enumeration, money, url, employee, crm …;
    // name with its prefix UF_CRM_. Returns ids of the enumeration's elements in order.
    std::vector<qint64> addUserField(Entity entity, const QByteArray &name, const QString &type, const QString &label,
        bool multiple = false, const std::vector<EnumValue> &values = {});

    // --- what a person or a robot does; as the real system does it ---
    // Fill in defaults (stage, semantics, dates, CREATED_BY_ID …) and write the first history row.
    qint64 addItem(Entity entity, Record record, UtcSeconds now, qint64 byUser);
    // Only given fields change; a change of stage goes through moveStage(). False: no such record.
    bool updateItem(Entity entity, qint64 id, const Record &changes, UtcSeconds now, qint64 byUser);
    bool moveStage(Entity entity, qint64 id, const QString &stageId, UtcSeconds now, qint64 byUser);
    // Rows of the funnel that was left disappear from the history, a row of TYPE_ID 5 begins the new one.
    bool moveCategory(qint64 dealId, qint64 category, const QString &stageId, UtcSeconds now, qint64 byUser);
    bool deleteItem(Entity entity, qint64 id); // with its history, activities and comments
    // Everything of `loser` goes to `winner`, empty fields of the winner are filled, the loser disappears.
    bool mergeItems(Entity entity, qint64 winner, qint64 loser, UtcSeconds now, qint64 byUser);
    // Activity, comment, task, call … : append() with dates filled in when absent; the owner's last activity moves.
    qint64 addOther(Entity entity, Record record, UtcSeconds now, qint64 byUser);

    qint64 nextMultiId = 0;
    qint64 nextEnumId = 0;
    qint64 nextHistoryId[2] = { 0, 0 };

private:
    void writeHistory(Entity entity, const Record &item, quint8 typeId, UtcSeconds now);
    void numberMultiFields(Record &record);
    void applyStage(Entity entity, Record &item, const QString &stageId, UtcSeconds now, qint64 byUser);
    void absorb(Entity entity, Record &winner, const Record &loser, UtcSeconds now);
    void touchOwner(Entity entity, const Record &record, UtcSeconds now, qint64 byUser);

    std::vector<Table> m_tables;
    std::vector<HistoryRow> m_leadHistory;
    std::vector<HistoryRow> m_dealHistory;
    QHash<QString, char> m_semantics; // "directory|stage"
};

struct World {
    std::vector<std::unique_ptr<PortalData>> portals;
    [[nodiscard]] PortalData *find(const QString &key) const;
};

// CRM type numbers of the REST interface: 1 lead, 2 deal, 3 contact, 4 company.
[[nodiscard]] int ownerTypeId(Entity entity);

} // namespace dealerlens::portalsim
