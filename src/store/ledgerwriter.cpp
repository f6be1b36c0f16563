// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/ledgerwriter.h"

#include "base/crashpoint.h"
#include "model/dealercode.h"

namespace dealerlens::store {

using base::ErrorKind;

namespace {

// Whether another portal has the same value; endpoints of portals without an address do not clash.
bool isTaken(Connection &ledger, std::string_view sql, const QString &value, model::PortalId own)
{
    Statement select(ledger, sql);
    select.bind(1, value);
    select.bind(2, std::int64_t { own });
    return select.step();
}

void bindPortal(Statement &statement, const model::Portal &portal)
{
    statement.bind(1, std::int64_t { portal.id });
    statement.bind(2, portal.key);
    statement.bind(3, portal.title);
    statement.bind(4, portal.code);
    statement.bind(5, std::int64_t { std::to_underlying(portal.kind) });
    statement.bind(6, portal.region);
    statement.bind(7, portal.city);
    statement.bind(8, portal.timeZone);
    statement.bind(9, portal.endpoint);
    statement.bindInstant(10, portal.addedAt);
    statement.bindInstant(11, portal.retiredAt);
    statement.bind(12, std::int64_t { std::to_underlying(portal.signIn) });
    statement.bind(13, portal.memberId);
}

base::Failure rejected(ErrorKind kind, const QString &detail, const char *code)
{
    return base::fail(kind, detail, base::Retry::WhenChanged, code);
}

// A code tells dealers apart in charts: one that is missing, or that another dealer has, is replaced.
void settleCode(Connection &ledger, model::Portal &portal)
{
    QSet<QString> taken;
    Statement select(ledger, "SELECT code FROM portal WHERE id <> ?");
    select.bind(1, std::int64_t { portal.id });
    while (select.step())
        taken.insert(select.string(0));
    portal.code = portal.code.trimmed().toUpper();
    if (portal.code.isEmpty() || taken.contains(portal.code))
        portal.code = model::dealerCode(portal.title, taken);
}

bool exists(Connection &ledger, model::PortalId portal)
{
    Statement select(ledger, "SELECT 1 FROM portal WHERE id = ?");
    select.bind(1, std::int64_t { portal });
    return select.step();
}

// Inside a transaction; a refusal has written nothing.
base::Result<model::Portal> putPortal(Connection &ledger, model::Portal portal, base::UtcSeconds now)
{
    if (isTaken(ledger, "SELECT 1 FROM portal WHERE key = ? AND id <> ?", portal.key, portal.id))
        return rejected(ErrorKind::Rejected, QStringLiteral("another portal has this key"), "key");
    if (!portal.endpoint.isEmpty() && isTaken(ledger, "SELECT 1 FROM portal WHERE endpoint = ? AND id <> ?", portal.endpoint, portal.id))
        return rejected(ErrorKind::Rejected, QStringLiteral("another portal has this address"), "endpoint");
    if (portal.id != 0 && !exists(ledger, portal.id) && !ledger.failed())
        return rejected(ErrorKind::NotFound, QStringLiteral("no portal with this id"), "id");
    if (portal.id == 0) // portals are never erased, so ids are never used again
        portal.id = static_cast<model::PortalId>(ledger.number("SELECT COALESCE(MAX(id), 0) + 1 FROM portal"));
    if (portal.addedAt == base::kNever)
        portal.addedAt = now;
    settleCode(ledger, portal);
    Statement write(ledger,
        "INSERT INTO portal (id, key, title, code, kind, region, city, time_zone, endpoint, added_at, retired_at, sign_in, "
        "member_id) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET key = excluded.key, "
        "title = excluded.title, code = excluded.code, kind = excluded.kind, region = excluded.region, "
        "city = excluded.city, time_zone = excluded.time_zone, endpoint = excluded.endpoint, "
        "added_at = excluded.added_at, retired_at = excluded.retired_at, sign_in = excluded.sign_in, "
        "member_id = excluded.member_id");
    bindPortal(write, portal);
    write.run();
    return portal;
}

} // namespace

base::Result<PortalAnswers> writePortals(Connection &ledger, std::vector<model::Portal> portals, base::UtcSeconds now)
{
    ledger.begin();
    PortalAnswers answers;
    answers.reserve(portals.size());
    for (model::Portal &portal : portals)
        answers.push_back(putPortal(ledger, std::move(portal), now));
    CRASHPOINT("portal.before_commit");
    if (auto done = ledger.commit(); !done)
        return std::unexpected(done.error());
    CRASHPOINT("portal.committed");
    return answers;
}

base::Result<model::Portal> writePortal(Connection &ledger, model::Portal portal, base::UtcSeconds now)
{
    const auto answers = writePortals(ledger, { std::move(portal) }, now);
    return answers ? answers->front() : base::Result<model::Portal>(std::unexpected(answers.error()));
}

base::Result<> writeRetired(Connection &ledger, model::PortalId portal, bool retired, base::UtcSeconds now)
{
    ledger.begin();
    if (!exists(ledger, portal) && !ledger.failed()) {
        ledger.rollback();
        return rejected(ErrorKind::NotFound, QStringLiteral("no portal with this id"), "id");
    }
    // Retiring twice keeps the first date.
    Statement write(ledger,
        retired ? "UPDATE portal SET retired_at = ? WHERE id = ? AND retired_at IS NULL" : "UPDATE portal SET retired_at = ? WHERE id = ?");
    write.bindInstant(1, retired ? now : base::kNever);
    write.bind(2, std::int64_t { portal });
    write.run();
    return ledger.commit();
}

base::Result<> writeDocument(Connection &ledger, std::string_view name, const QByteArray &json)
{
    ledger.begin();
    Statement write(ledger, "INSERT INTO document (name, json) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET json = excluded.json");
    write.bind(1, name);
    write.bind(2, json);
    write.run();
    return ledger.commit();
}

base::Result<std::vector<model::Portal>> readPortals(Connection &ledger)
{
    std::vector<model::Portal> portals;
    Statement select(ledger,
        "SELECT id, key, title, code, kind, region, city, time_zone, endpoint, added_at, retired_at, sign_in, member_id "
        "FROM portal ORDER BY id");
    while (select.step())
        portals.push_back({ static_cast<model::PortalId>(select.number(0)), select.string(1), select.string(2), select.string(3),
            static_cast<model::PortalKind>(select.number(4)), select.string(5), select.string(6), select.string(7), select.string(8),
            select.instant(9), select.instant(10), static_cast<model::SignIn>(select.number(11)), select.string(12) });
    if (ledger.failed())
        return std::unexpected(ledger.takeError());
    return portals;
}

base::Result<QByteArray> readDocument(Connection &ledger, std::string_view name)
{
    Statement select(ledger, "SELECT json FROM document WHERE name = ?");
    select.bind(1, name);
    QByteArray json;
    if (select.step()) {
        const std::string_view text = select.text(0);
        json = QByteArray(text.data(), static_cast<qsizetype>(text.size()));
    }
    if (ledger.failed())
        return std::unexpected(ledger.takeError());
    return json;
}

} // namespace dealerlens::store
