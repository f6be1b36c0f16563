// SPDX-License-Identifier: GPL-3.0-or-later
// Reader: what belongs to an item, and the integrity of both files.
#include "store/files.h"
#include "store/journalcheck.h"
#include "store/readerprivate.h"
#include "store/searchcheck.h"
#include "store/searchwords.h"

#include <QFileInfo>
#include <QScopeGuard>

#include <sqlite3.h>

namespace dealerlens::store {

using model::EntityKind;

namespace {

// CRM_ENTITY_TYPE of calls and, in lower case, ENTITY_TYPE of comments (reference 5.10, 5.13).
std::string_view wordOf(EntityKind kind)
{
    static constexpr std::string_view words[] { "LEAD", "DEAL", "CONTACT", "COMPANY" };
    return words[std::to_underlying(kind) - 1];
}

std::string selectFrom(EntityKind kind, std::string_view where)
{
    return "SELECT " + selectList(kind) + " FROM " + std::string(model::schemaOf(kind).table) + " WHERE portal_id = ? AND "
        + std::string(where) + " ORDER BY id";
}

void collect(Statement &select, EntityKind kind, std::vector<StoredRecord> &records)
{
    while (select.step())
        readRecord(select, kind, records.emplace_back());
}

} // namespace

base::Result<std::vector<StoredRecord>> Reader::belongingTo(const model::RecordKey &item, EntityKind kind) const
{
    std::vector<StoredRecord> records;
    if (!isSearchable(item.kind)) // only leads, deals, contacts and companies own records
        return records;
    const auto own = [&](std::string_view where) {
        Statement select(*d->mirror, selectFrom(kind, where));
        select.bind(1, std::int64_t { item.portal });
        return select;
    };
    switch (kind) {
    case EntityKind::LeadHistory:
    case EntityKind::DealHistory: {
        if ((kind == EntityKind::LeadHistory) != (item.kind == EntityKind::Lead) || item.kind > EntityKind::Deal)
            break;
        Statement select = own("owner_id = ?");
        select.bind(2, item.id);
        collect(select, kind, records);
        break;
    }
    case EntityKind::Activity: { // OWNER_TYPE_ID 1 lead, 2 deal, 3 contact, 4 company: the numbers of our kinds
        Statement select = own("owner_type_id = ? AND owner_id = ?");
        select.bind(2, std::int64_t { std::to_underlying(item.kind) });
        select.bind(3, item.id);
        collect(select, kind, records);
        break;
    }
    case EntityKind::Comment: {
        const std::string upper(wordOf(item.kind));
        std::string lower = upper;
        std::ranges::transform(lower, lower.begin(), [](char c) { return static_cast<char>(c - 'A' + 'a'); });
        Statement select = own("owner_type IN (?, ?) AND owner_id = ?");
        select.bind(2, std::string_view(lower));
        select.bind(3, std::string_view(upper));
        select.bind(4, item.id);
        collect(select, kind, records);
        break;
    }
    case EntityKind::Call: {
        std::vector<std::pair<std::string_view, std::int64_t>> owners { { wordOf(item.kind), item.id } };
        if (item.kind <= EntityKind::Deal) {
            if (const auto record = d->find(item)) {
                owners.emplace_back("CONTACT", model::toInt(record->value("contact_id")));
                owners.emplace_back("COMPANY", model::toInt(record->value("company_id")));
            }
        }
        for (const auto &[word, id] : owners) {
            if (id == 0)
                continue;
            Statement select = own("crm_type = ? AND crm_id = ?");
            select.bind(2, word);
            select.bind(3, id);
            collect(select, kind, records);
        }
        break;
    }
    case EntityKind::Task: {
        Statement select
            = own("id IN (SELECT task_id FROM task_link WHERE task_link.portal_id = task.portal_id AND item_kind = ? AND item_id = ?)");
        select.bind(2, std::int64_t { std::to_underlying(item.kind) });
        select.bind(3, item.id);
        collect(select, kind, records);
        break;
    }
    default:
        break;
    }
    if (auto sound = d->status(); !sound)
        return std::unexpected(sound.error());
    return records;
}

namespace {

// Runs the check of one file; its sentences are kept as SQLite says them.
base::Result<> checkFile(Connection &connection, const base::CancelToken &cancel, QStringList &problems)
{
    const auto stop = [](void *token) { return int { static_cast<const base::CancelToken *>(token)->isCancelled() }; };
    sqlite3_progress_handler(connection.handle(), 100'000, stop, const_cast<base::CancelToken *>(&cancel));
    const auto findings = connection.findings(false, 20);
    if (!findings && findings.error().kind != base::ErrorKind::Corrupt)
        return std::unexpected(findings.error());
    const QString file = QFileInfo(connection.path()).fileName();
    for (const QString &finding : findings ? *findings : QStringList { findings.error().detail })
        problems << QString(file % QLatin1String(": ") % finding);
    return {};
}

void checkCount(Connection &mirror, std::string_view sql, const QString &what, QStringList &problems)
{
    if (const std::int64_t count = mirror.number(sql); count != 0)
        problems << QString(QStringLiteral("mirror.db: ") % QString::number(count) % QLatin1Char(' ') % what);
}

// Rows that speak of what is not there. What the ledger lacks cannot be made again, so it is only named.
void checkOrphans(Connection &mirror, Connection &ledger, QStringList &problems)
{
    std::string bad;
    for (const EntityKind kind : model::kEntityKinds)
        bad += std::string(bad.empty() ? "" : " UNION ALL ") + "SELECT bad_record.id FROM bad_record WHERE kind = "
            + std::to_string(std::to_underlying(kind)) + " AND NOT EXISTS (SELECT 1 FROM " + std::string(model::schemaOf(kind).table)
            + " AS t WHERE t.portal_id = bad_record.portal_id AND t.id = bad_record.id AND t.deleted_at IS NULL)";
    checkCount(mirror, "SELECT COUNT(*) FROM (" + bad + ")", QStringLiteral("notes of wrong fields of records that are missing"), problems);
    const auto checkLedger = [&](std::string_view sql, QLatin1String what) {
        if (const std::int64_t count = ledger.number(sql); count != 0)
            problems << QString(QStringLiteral("ledger.db: ") % QString::number(count) % what);
    };
    checkLedger("SELECT COUNT(*) FROM journal WHERE portal_id NOT IN (SELECT id FROM portal)",
        QLatin1String(" lines of the journal of portals that it does not know"));
    checkLedger("SELECT COUNT(*) FROM kept_history WHERE portal_id NOT IN (SELECT id FROM portal)",
        QLatin1String(" kept stage rows of portals that it does not know"));
    checkLedger("SELECT COUNT(*) FROM outbox WHERE portal_id NOT IN (SELECT id FROM portal)",
        QLatin1String(" writes to portals that it does not know"));
    checkLedger("SELECT COUNT(*) FROM outbox_event WHERE uuid NOT IN (SELECT uuid FROM outbox)",
        QLatin1String(" lines of evidence of writes that are missing"));
}

void checkPortals(Connection &mirror, Connection &ledger, QStringList &problems)
{
    for (const EntityKind kind : model::kEntityKinds) {
        // A loose index scan: one step per portal, however many records.
        const std::string table(model::schemaOf(kind).table);
        Statement next(mirror, "SELECT MIN(portal_id) FROM " + table + " WHERE portal_id > ?");
        Statement known(ledger, "SELECT 1 FROM portal WHERE id = ?");
        std::int64_t portal = -1;
        for (;;) {
            next.bind(1, portal);
            if (!next.step() || next.isNull(0))
                break;
            portal = next.number(0);
            next.reset();
            known.bind(1, portal);
            if (!known.step())
                problems << QString(QStringLiteral("mirror.db: records in ") % QString::fromStdString(table) % QLatin1String(" of portal ")
                    % QString::number(portal) % QLatin1String(", which the ledger does not know"));
            known.reset();
        }
    }
}

} // namespace

base::Result<QStringList> Reader::checkIntegrity(const base::CancelToken &cancel) const
{
    QStringList problems;
    const auto endWatch = qScopeGuard([this] {
        for (Connection *connection : { d->ledger.get(), d->mirror.get() })
            sqlite3_progress_handler(connection->handle(), 0, nullptr, nullptr);
    });
    for (Connection *connection : { d->ledger.get(), d->mirror.get() })
        if (auto checked = checkFile(*connection, cancel, problems); !checked)
            return std::unexpected(checked.error());
    for (const EntityKind kind : { EntityKind::Lead, EntityKind::Deal, EntityKind::Contact, EntityKind::Company }) {
        const std::string table(model::schemaOf(kind).table);
        checkCount(*d->mirror,
            "SELECT COUNT(*) FROM contact_point WHERE owner_kind = " + std::to_string(std::to_underlying(kind))
                + " AND NOT EXISTS (SELECT 1 FROM " + table + " WHERE " + table + ".portal_id = contact_point.portal_id AND " + table
                + ".id = contact_point.owner_id)",
            QStringLiteral("contact points without their owner"), problems);
    }
    for (const EntityKind kind : model::kEntityKinds) {
        const std::string table(model::schemaOf(kind).table);
        checkCount(*d->mirror,
            "SELECT COUNT(*) FROM portal_change AS c WHERE kind = " + std::to_string(std::to_underlying(kind))
                + " AND alive <> (SELECT COUNT(*) FROM " + table + " WHERE " + table + ".portal_id = c.portal_id AND deleted_at IS NULL)",
            QStringLiteral("portals whose count of living records is wrong: ") % QString::fromStdString(table), problems);
    }
    checkCount(*d->mirror,
        "SELECT COUNT(*) FROM task_link WHERE NOT EXISTS (SELECT 1 FROM task WHERE task.portal_id = task_link.portal_id "
        "AND task.id = task_link.task_id)",
        QStringLiteral("links of tasks that are missing"), problems);
    checkOrphans(*d->mirror, *d->ledger, problems);
    checkJournal(*d->ledger, [this](const model::RecordKey &key) { return d->find(key); }, cancel, problems);
    checkSearch(*d->mirror, cancel, problems);
    checkPortals(*d->mirror, *d->ledger, problems);
    auto sound = d->status();
    if (!sound && sound.error().kind == base::ErrorKind::Corrupt) {
        (void)d->status();
        problems << sound.error().detail;
        return problems;
    }
    if (!sound)
        return std::unexpected(sound.error());
    return problems;
}

} // namespace dealerlens::store
