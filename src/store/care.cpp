// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/care.h"

#include "store/files.h"
#include "store/ledgerwriter.h"
#include "store/migrations.h"
#include "store/mirrorwriter.h"
#include "store/oldpages.h"
#include "store/searchwords.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>

namespace dealerlens::store {

using base::ErrorKind;
using model::EntityKind;

namespace {

using Keys = std::set<model::RecordKey>;
using Lookups = std::set<std::string>;

Keys ownersOf(Connection &mirror, const Lookups &lookups)
{
    Keys owners;
    Statement select(mirror, "SELECT portal_id, owner_kind, owner_id FROM contact_point WHERE lookup = ?");
    for (const std::string &lookup : lookups) {
        select.bind(1, std::string_view(lookup));
        while (select.step())
            owners.insert({ static_cast<model::PortalId>(select.number(0)), static_cast<EntityKind>(select.number(1)), select.number(2) });
    }
    return owners;
}

// Phones and addresses of people; a company's belong to many.
Lookups lookupsOf(Connection &mirror, const Keys &owners)
{
    Lookups lookups;
    Statement select(mirror, kSelectPoints);
    std::vector<StoredPoint> points;
    for (const model::RecordKey &owner : owners) {
        if (owner.kind == EntityKind::Company)
            continue;
        readPoints(select, owner, points);
        for (const StoredPoint &point : points)
            if (!point.lookup.empty())
                lookups.insert(point.lookup);
    }
    return lookups;
}

void addItemsOf(Connection &mirror, const Keys &contacts, Keys &all)
{
    for (const EntityKind kind : { EntityKind::Lead, EntityKind::Deal }) {
        Statement select(mirror, "SELECT id FROM " + std::string(model::schemaOf(kind).table) + " WHERE portal_id = ? AND contact_id = ?");
        for (const model::RecordKey &contact : contacts) {
            if (contact.kind != EntityKind::Contact)
                continue;
            select.bind(1, std::int64_t { contact.portal });
            select.bind(2, contact.id);
            while (select.step())
                all.insert({ contact.portal, kind, select.number(0) });
        }
    }
}

struct Found {
    Keys people; // contacts, leads, deals
    Keys companies;
    Lookups lookups;
};

// The named contact or phone, their phones and addresses, whoever else has one of these, and the items of all.
base::Result<Found> find(Connection &mirror, const Person &person)
{
    Found found;
    Keys first;
    if (person.contact) {
        Statement known(mirror, "SELECT 1 FROM contact WHERE portal_id = ? AND id = ?");
        known.bind(1, std::int64_t { person.contact->portal });
        known.bind(2, person.contact->id);
        if (!known.step())
            return base::fail(ErrorKind::NotFound, QStringLiteral("no such contact"), base::Retry::Never, "person");
        first.insert(*person.contact);
    } else {
        const std::string lookup = lookupOf({ 0, "PHONE", {}, person.phone.toStdString() });
        if (lookup.empty())
            return base::fail(ErrorKind::Input, QStringLiteral("no phone number"), base::Retry::Never, "phone");
        found.lookups.insert(lookup);
        first = ownersOf(mirror, found.lookups);
    }
    found.lookups.merge(lookupsOf(mirror, first));
    first.merge(ownersOf(mirror, found.lookups));
    for (const model::RecordKey &key : first)
        (key.kind == EntityKind::Company ? found.companies : found.people).insert(key);
    addItemsOf(mirror, Keys(found.people), found.people);
    if (auto sound = mirror.status(); !sound)
        return std::unexpected(sound.error());
    return found;
}

std::int64_t countOf(const Keys &keys, EntityKind kind)
{
    return std::ranges::count_if(keys, [kind](const model::RecordKey &key) { return key.kind == kind; });
}

// Writes that are neither confirmed nor cancelled still need their words.
bool hasOpenWrites(Connection &ledger, const Keys &keys)
{
    Statement open(ledger, "SELECT 1 FROM outbox WHERE portal_id = ? AND item_kind = ? AND item_id = ? AND state NOT IN (3, 6)");
    for (const model::RecordKey &key : keys) {
        open.bind(1, std::int64_t { key.portal });
        open.bind(2, std::int64_t { std::to_underlying(key.kind) });
        open.bind(3, key.id);
        const bool found = open.step();
        open.reset();
        if (found)
            return true;
    }
    return false;
}

base::Result<> writeLedger(Connection &ledger, const Found &found, ForgetReceipt &receipt)
{
    ledger.begin();
    listForgotten(ledger, found.people, found.lookups);
    receipt.writes = emptyLedgerTexts(ledger, found.people);
    const QString day = QDateTime::fromSecsSinceEpoch(receipt.at, Qt::UTC).toString(QStringLiteral("yyyy-MM-dd'T'HHmmss'Z'"));
    const std::int64_t before = ledger.number("SELECT COUNT(*) FROM document WHERE name LIKE '.forgotten-%'");
    receipt.document = QStringLiteral(".forgotten-%1-%2").arg(day).arg(before + 1);
    Statement write(ledger, "INSERT INTO document (name, json) VALUES (?, ?)");
    const QByteArray name = receipt.document.toUtf8();
    const QByteArray json = toJson(receipt);
    write.bind(1, name);
    write.bind(2, json);
    write.run();
    return ledger.commit();
}

// A word taken out of the search stays in its older parts, beside a note that it no longer counts, until all parts
// are merged into one (sqlite.org/fts5.html, "The optimize command").
base::Result<> writeMirrorAnew(Connection &mirror)
{
    mirror.execute("INSERT INTO search_text (search_text) VALUES ('optimize')");
    return writeAnew(mirror);
}

} // namespace

QByteArray toJson(const ForgetReceipt &receipt)
{
    const QJsonObject object { { QStringLiteral("at"), QDateTime::fromSecsSinceEpoch(receipt.at, Qt::UTC).toString(Qt::ISODate) },
        { QStringLiteral("contacts"), qint64 { receipt.contacts } }, { QStringLiteral("leads"), qint64 { receipt.leads } },
        { QStringLiteral("deals"), qint64 { receipt.deals } }, { QStringLiteral("companies"), qint64 { receipt.companies } },
        { QStringLiteral("writes"), qint64 { receipt.writes } }, { QStringLiteral("traces"), qint64 { receipt.traces } },
        { QStringLiteral("receipt"), receipt.document } };
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

base::Result<ForgetReceipt> forgetPerson(
    Connection &mirror, Connection &ledger, MirrorWriter &pages, const Person &person, base::UtcSeconds now, bool dryRun)
{
    const auto found = find(mirror, person);
    if (!found)
        return std::unexpected(found.error());
    if (hasOpenWrites(ledger, found->people))
        return base::fail(ErrorKind::Rejected, QStringLiteral("writes are not settled"), base::Retry::WhenChanged, "writes");
    ForgetReceipt receipt { now, countOf(found->people, EntityKind::Contact), countOf(found->people, EntityKind::Lead),
        countOf(found->people, EntityKind::Deal), static_cast<std::int64_t>(found->companies.size()), 0,
        static_cast<std::int64_t>(found->lookups.size()), {} };
    if (dryRun)
        return receipt;
    if (auto kept = writeLedger(ledger, *found, receipt); !kept)
        return std::unexpected(kept.error());
    pages.readForgotten();
    if (auto emptied = pages.emptyForgotten(found->companies); !emptied)
        return std::unexpected(emptied.error());
    if (auto done = writeMirrorAnew(mirror); !done)
        return std::unexpected(done.error());
    if (auto done = writeAnew(ledger); !done)
        return std::unexpected(done.error());
    return receipt;
}

namespace {

void indexAgain(Connection &mirror, EntityKind kind, RepairReport &report)
{
    const std::string table(model::schemaOf(kind).table);
    Statement select(mirror, "SELECT " + selectList(kind) + " FROM " + table + " WHERE deleted_at IS NULL");
    Statement selectPoints(mirror, kSelectPoints);
    Statement correct(mirror, "UPDATE contact_point SET lookup = ? WHERE portal_id = ? AND owner_kind = ? AND owner_id = ? AND id = ?");
    Statement index(mirror, "INSERT INTO search_text (rowid, words) VALUES (?, ?)");
    StoredRecord record;
    std::vector<StoredPoint> points;
    while (select.step()) {
        readRecord(select, kind, record);
        points.clear();
        if (hasPoints(kind))
            readPoints(selectPoints, record.key, points);
        for (StoredPoint &point : points) {
            std::string lookup = lookupOf(point.point);
            if (lookup == point.lookup)
                continue;
            point.lookup = std::move(lookup);
            correct.bind(1, std::string_view(point.lookup));
            correct.bind(2, std::int64_t { record.key.portal });
            correct.bind(3, std::int64_t { std::to_underlying(kind) });
            correct.bind(4, record.key.id);
            correct.bind(5, point.point.id);
            correct.run();
            ++report.points;
        }
        const std::int64_t row = searchRow(record.key);
        if (row == 0)
            continue;
        const std::string words = searchWords(kind, record.values, points);
        index.bind(1, row);
        index.bind(2, std::string_view(words));
        index.run();
        ++report.indexed;
    }
}

void linkAgain(Connection &mirror, RepairReport &report)
{
    mirror.execute("DELETE FROM task_link");
    Statement tasks(mirror, "SELECT portal_id, id, crm_links FROM task");
    Statement insert(mirror, "INSERT INTO task_link (portal_id, item_kind, item_id, task_id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING");
    while (tasks.step()) {
        for (const model::RecordKey &item : linksOfTask(static_cast<model::PortalId>(tasks.number(0)), tasks.text(2))) {
            insert.bind(1, std::int64_t { item.portal });
            insert.bind(2, std::int64_t { std::to_underlying(item.kind) });
            insert.bind(3, item.id);
            insert.bind(4, tasks.number(1));
            insert.run();
            ++report.links;
        }
    }
}

void removeOrphans(Connection &mirror, RepairReport &report)
{
    for (const EntityKind kind : { EntityKind::Lead, EntityKind::Contact, EntityKind::Company }) {
        const std::string table(model::schemaOf(kind).table);
        const std::string sql = "DELETE FROM contact_point WHERE owner_kind = " + std::to_string(std::to_underlying(kind))
            + " AND NOT EXISTS (SELECT 1 FROM " + table + " WHERE " + table + ".portal_id = contact_point.portal_id AND " + table
            + ".id = contact_point.owner_id)";
        if (mirror.execute(sql.c_str()))
            report.points += mirror.changes();
    }
    for (const EntityKind kind : model::kEntityKinds) {
        const std::string sql = "DELETE FROM bad_record WHERE kind = " + std::to_string(std::to_underlying(kind))
            + " AND NOT EXISTS (SELECT 1 FROM " + std::string(model::schemaOf(kind).table)
            + " AS t WHERE t.portal_id = bad_record.portal_id AND t.id = bad_record.id AND t.deleted_at IS NULL)";
        mirror.execute(sql.c_str());
    }
}

base::Result<std::unique_ptr<Connection>> openKnown(const QString &path, const DatabaseKind &kind, Connection::Mode mode)
{
    auto opened = Connection::open(path, mode);
    if (!opened)
        return opened;
    const auto found = recognise(**opened, kind);
    if (!found)
        return std::unexpected(found.error());
    if (*found == Recognised::Newer)
        return base::fail(ErrorKind::Newer, path);
    if (*found != Recognised::Ours || (*opened)->number("PRAGMA user_version") != kind.newest())
        return base::fail(ErrorKind::Storage, QStringLiteral("is not of this version: ") % path);
    return opened;
}

} // namespace

base::Result<RepairReport> repairMirror(const QString &folder)
{
    auto ledger = openKnown(ledgerPath(folder), ledgerKind(), Connection::Mode::ReadOnly);
    if (!ledger)
        return std::unexpected(ledger.error());
    auto opened = openKnown(mirrorPath(folder), mirrorKind(), Connection::Mode::ReadWrite);
    if (!opened)
        return std::unexpected(opened.error());
    Connection &mirror = **opened;
    RepairReport report;
    mirror.begin();
    mirror.execute("REINDEX");
    removeOrphans(mirror, report);
    linkAgain(mirror, report);
    mirror.execute("INSERT INTO search_text (search_text) VALUES ('delete-all')");
    for (const EntityKind kind : { EntityKind::Lead, EntityKind::Deal, EntityKind::Contact, EntityKind::Company })
        indexAgain(mirror, kind, report);
    mirror.execute("UPDATE meta SET value = value + 1 WHERE name = 'generation'");
    if (auto done = mirror.commit(); !done)
        return std::unexpected(done.error());
    MirrorWriter pages(mirror, **ledger);
    const auto emptied = pages.emptyForgotten({});
    if (!emptied)
        return std::unexpected(emptied.error());
    report.emptied = static_cast<std::int64_t>(emptied->changed.size());
    if (report.emptied > 0) {
        auto done = writeMirrorAnew(mirror);
        if (done)
            done = emptyLog(mirror);
        if (!done)
            return std::unexpected(done.error());
    }
    const auto damage = mirror.findings(false, 1);
    if (!damage)
        return std::unexpected(damage.error());
    if (!damage->isEmpty())
        return base::fail(ErrorKind::Corrupt, damage->first());
    return report;
}

} // namespace dealerlens::store
