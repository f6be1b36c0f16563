// SPDX-License-Identifier: GPL-3.0-or-later
// MirrorWriter: what is stored of people who must not be kept any more.
#include "store/mirrorwriter.h"
#include "store/searchwords.h"

namespace dealerlens::store {

using model::EntityKind;

namespace {

// Ids of the records of a kind that hang on `owner`; ?1 portal, ?2 kind and ?3 id of the owner, ?4 its word in upper case.
void addAll(Connection &mirror, EntityKind kind, std::string_view where, const model::RecordKey &owner, std::set<model::RecordKey> &keys)
{
    static constexpr std::string_view words[] { "LEAD", "DEAL", "CONTACT" };
    Statement select(
        mirror, "SELECT id FROM " + std::string(model::schemaOf(kind).table) + " WHERE portal_id = ?1 AND " + std::string(where));
    select.bind(1, std::int64_t { owner.portal });
    select.bind(2, std::int64_t { std::to_underlying(owner.kind) });
    select.bind(3, owner.id);
    select.bind(4, words[std::to_underlying(owner.kind) - 1]);
    while (select.step())
        keys.insert({ owner.portal, kind, select.number(0) });
}

// What hangs on a lead, deal or contact (reference 5.9 to 5.14). Parameters that a kind does not need are named all
// the same, for SQLite would not know how many there are.
void addDependents(Connection &mirror, const model::RecordKey &owner, std::set<model::RecordKey> &keys)
{
    addAll(mirror, EntityKind::Activity, "owner_type_id = ?2 AND owner_id = ?3 AND ?4 <> ''", owner, keys);
    addAll(mirror, EntityKind::Comment, "owner_type IN (?4, lower(?4)) AND owner_id = ?3 AND ?2 > 0", owner, keys);
    addAll(mirror, EntityKind::Call, "crm_type = ?4 AND crm_id = ?3 AND ?2 > 0", owner, keys);
    addAll(mirror, EntityKind::Task,
        "id IN (SELECT task_id FROM task_link WHERE task_link.portal_id = ?1 AND item_kind = ?2 AND item_id = ?3) AND ?4 <> ''", owner,
        keys);
}

} // namespace

base::Result<ChangeSet> MirrorWriter::emptyForgotten(const std::set<model::RecordKey> &companies)
{
    m_changes = {};
    m_mirror.begin();
    std::set<model::RecordKey> keys = companies;
    for (const model::RecordKey &person : m_forgotten.records()) {
        keys.insert(person);
        addDependents(m_mirror, person, keys);
    }
    if (!m_forgotten.isEmpty()) {
        Statement calls(m_mirror, "SELECT portal_id, id, phone FROM call WHERE phone IS NOT NULL");
        while (calls.step())
            if (m_forgotten.knowsPhone(calls.text(2)))
                keys.insert({ static_cast<model::PortalId>(calls.number(0)), EntityKind::Call, calls.number(1) });
    }
    for (const model::RecordKey &key : keys)
        emptyRecord(key);
    if (!m_changes.changed.empty()) {
        m_changes.generation = raiseGeneration();
        noteChanges();
    }
    if (auto done = m_mirror.commit(); !done)
        return std::unexpected(done.error());
    return std::move(m_changes);
}

void MirrorWriter::emptyRecord(const model::RecordKey &key)
{
    readStored(key);
    if (!m_found)
        return;
    model::Record record { key.kind, key.id, m_stored.values, m_stored.extra, {}, {} };
    for (const StoredPoint &stored : m_storedPoints)
        record.points.push_back(stored.point);
    const auto clean = m_forgotten.withoutPerson(key.portal, record);
    if (!clean || (clean->values == record.values && clean->extra == record.extra && clean->points == record.points))
        return;
    const base::UtcSeconds deletedAt = m_stored.deletedAt;
    lookUpPoints(*clean);
    if (isSearchable(key.kind) && deletedAt == base::kNever) {
        forget(key, searchWords(key.kind, m_stored.values, m_storedPoints));
        index(key, searchWords(key.kind, clean->values, m_points));
    }
    Statement &update = table(key.kind).update;
    bindRecord(update, 1, *clean);
    update.bind(static_cast<int>(m_stored.values.size()) + 2, std::int64_t { key.portal });
    update.bind(static_cast<int>(m_stored.values.size()) + 3, key.id);
    update.run();
    if (deletedAt != base::kNever)
        setDeleted(key, deletedAt);
    writePoints(key, true);
    noteBad(key, clean->badFields, true); // nothing is kept as it was sent any more
    m_changes.changed.push_back(key);
}

} // namespace dealerlens::store
