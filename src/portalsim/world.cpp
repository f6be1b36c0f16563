// SPDX-License-Identifier: GPL-3.0-or-later
#include "portalsim/world.h"

#include <mutex>
#include <shared_mutex>

namespace dealerlens::portalsim {

namespace {

struct NameTable {
    std::shared_mutex mutex;
    QHash<QByteArray, FieldId> ids;
    std::vector<QByteArray> names;
};

NameTable &nameTable()
{
    static NameTable table;
    return table;
}

} // namespace

FieldId fieldId(QByteArrayView name)
{
    NameTable &table = nameTable();
    const QByteArray key = QByteArray::fromRawData(name.data(), name.size());
    {
        const std::shared_lock lock(table.mutex);
        if (const auto found = table.ids.constFind(key); found != table.ids.cend())
            return *found;
    }
    const std::unique_lock lock(table.mutex);
    if (const auto found = table.ids.constFind(key); found != table.ids.cend())
        return *found;
    const QByteArray copy = name.toByteArray();
    const auto id = FieldId(table.names.size());
    table.names.push_back(copy);
    table.ids.insert(copy, id);
    return id;
}

QByteArray fieldName(FieldId id)
{
    NameTable &table = nameTable();
    const std::shared_lock lock(table.mutex);
    return id < table.names.size() ? table.names[id] : QByteArray();
}

void Record::set(Field field, Value value)
{
    const auto at = std::ranges::lower_bound(m_values, field.id, {}, &std::pair<FieldId, Value>::first);
    if (at != m_values.end() && at->first == field.id)
        at->second = std::move(value);
    else
        m_values.insert(at, { field.id, std::move(value) });
}

void Record::addPhone(const QString &number, const QString &type) { multi.push_back({ 0, QStringLiteral("PHONE"), type, number }); }

void Record::addEmail(const QString &address, const QString &type) { multi.push_back({ 0, QStringLiteral("EMAIL"), type, address }); }

void Record::remove(Field field)
{
    std::erase_if(m_values, [field](const auto &pair) { return pair.first == field.id; });
}

const Value *Record::find(FieldId field) const
{
    const auto at = std::ranges::lower_bound(m_values, field, {}, &std::pair<FieldId, Value>::first);
    return at != m_values.end() && at->first == field ? &at->second : nullptr;
}

QString Record::text(Field field) const
{
    const Value *value = find(field.id);
    if (!value)
        return {};
    if (const auto *text = std::get_if<QString>(value))
        return *text;
    if (const auto *number = std::get_if<qint64>(value))
        return QString::number(*number);
    if (const auto *list = std::get_if<QStringList>(value))
        return list->join(QLatin1Char(','));
    return {};
}

qint64 Record::number(Field field) const
{
    const Value *value = find(field.id);
    if (!value)
        return 0;
    if (const auto *number = std::get_if<qint64>(value))
        return *number;
    if (const auto *text = std::get_if<QString>(value))
        return text->toLongLong();
    return 0;
}

bool Record::flag(Field field) const { return text(field) == QLatin1String("Y"); }

void Table::setMaker(std::unique_ptr<const RowMaker> maker)
{
    m_maker = std::move(maker);
    lastId = std::max(lastId, m_maker->count());
}

bool Table::isMade(qint64 id) const { return m_maker && id > 0 && id <= m_maker->count() && !m_erased.contains(id) && !findKept(id); }

std::size_t Table::size() const
{
    if (!m_maker)
        return rows.size();
    const auto kept = std::ranges::upper_bound(rows, m_maker->count(), {}, &Record::id) - rows.begin();
    return std::size_t(m_maker->count()) - m_erased.size() + rows.size() - std::size_t(kept);
}

void Table::keepFrom(qint64 id)
{
    if (!m_maker)
        return;
    std::vector<Record> all;
    for (qint64 each = std::max<qint64>(id, 1); each <= m_maker->count(); ++each)
        if (isMade(each))
            all.push_back(m_maker->make(each));
    if (all.empty())
        return;
    rows.insert(rows.end(), std::make_move_iterator(all.begin()), std::make_move_iterator(all.end()));
    std::ranges::sort(rows, {}, &Record::id);
}

const Record *Table::findKept(qint64 id) const
{
    // Most tables are dense: the row is often exactly where its id says.
    if (id > 0 && std::size_t(id) <= rows.size() && rows[std::size_t(id) - 1].id == id)
        return &rows[std::size_t(id) - 1];
    const auto at = std::ranges::lower_bound(rows, id, {}, &Record::id);
    return at != rows.end() && at->id == id ? &*at : nullptr;
}

// Whoever asks for one row may change it, or asks again: it is kept.
Record *Table::find(qint64 id)
{
    if (isMade(id))
        insert(m_maker->make(id));
    return const_cast<Record *>(findKept(id));
}

const Record *Table::find(qint64 id) const { return const_cast<Table *>(this)->find(id); }

qint64 Table::insert(Record record)
{
    if (record.id <= 0)
        record.id = lastId + 1;
    const qint64 id = record.id;
    if (id > lastId) {
        lastId = id;
        rows.push_back(std::move(record));
        return id;
    }
    m_erased.erase(id);
    const auto at = std::ranges::lower_bound(rows, id, {}, &Record::id);
    if (at != rows.end() && at->id == id)
        *at = std::move(record);
    else
        rows.insert(at, std::move(record));
    return id;
}

bool Table::erase(qint64 id)
{
    const bool wasMade = isMade(id);
    if (m_maker && id > 0 && id <= m_maker->count())
        m_erased.insert(id);
    const auto at = std::ranges::lower_bound(rows, id, {}, &Record::id);
    if (at == rows.end() || at->id != id)
        return wasMade;
    rows.erase(at);
    return true;
}

PortalData *World::find(const QString &key) const
{
    const auto at = std::ranges::find_if(portals, [&key](const auto &portal) { return portal->key == key; });
    return at == portals.end() ? nullptr : at->get();
}

int ownerTypeId(Entity entity)
{
    switch (entity) {
    case Entity::Lead:
        return 1;
    case Entity::Deal:
        return 2;
    case Entity::Contact:
        return 3;
    case Entity::Company:
        return 4;
    default:
        return 0;
    }
}

} // namespace dealerlens::portalsim
