// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/migrations.h"

#include "base/crashpoint.h"

#include <QFile>
#include <QFileInfo>

static void initialiseResources()
{
    Q_INIT_RESOURCE(storesql); // outside any namespace, as the macro demands
}

namespace dealerlens::store {

const DatabaseKind &mirrorKind()
{
    static const DatabaseKind kind { 0x444c4d31,
        { QStringLiteral(":/sql/mirror-001.sql"), QStringLiteral(":/sql/mirror-002.sql"), // "DLM1"
            QStringLiteral(":/sql/mirror-003.sql"), QStringLiteral(":/sql/mirror-004.sql") } };
    return kind;
}

const DatabaseKind &ledgerKind()
{
    static const DatabaseKind kind { 0x444c4c31, // "DLL1"
        { QStringLiteral(":/sql/ledger-001.sql"), QStringLiteral(":/sql/ledger-002.sql"), QStringLiteral(":/sql/ledger-003.sql"),
            QStringLiteral(":/sql/ledger-004.sql") } };
    return kind;
}

base::Result<Recognised> recognise(Connection &connection, const DatabaseKind &kind)
{
    const std::int64_t id = connection.number("PRAGMA application_id");
    const std::int64_t version = connection.number("PRAGMA user_version");
    const std::int64_t tables = connection.number("SELECT COUNT(*) FROM sqlite_schema");
    if (connection.failed())
        return std::unexpected(connection.takeError());
    if (id == 0 && version == 0 && tables == 0)
        return Recognised::Fresh;
    if (id != kind.applicationId || version < 1) // both are written in one transaction, the first one included
        return Recognised::Foreign;
    return version > kind.newest() ? Recognised::Newer : Recognised::Ours;
}

namespace {

base::Result<QByteArray> readStep(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return base::fail(base::ErrorKind::Bug, QStringLiteral("migration step is missing: ") % path);
    return file.readAll();
}

base::Result<> runStep(Connection &connection, const DatabaseKind &kind, int from)
{
    auto sql = readStep(kind.steps.at(from));
    if (!sql)
        return std::unexpected(sql.error());
    connection.begin();
    // Another program may have migrated while we waited for the lock.
    if (connection.number("PRAGMA user_version") == from) {
        connection.execute(sql->constData());
        const QByteArray stamp
            = "PRAGMA application_id=" + QByteArray::number(kind.applicationId) + "; PRAGMA user_version=" + QByteArray::number(from + 1);
        connection.execute(stamp.constData());
        CRASHPOINT("migration.before_commit");
    }
    return connection.commit();
}

} // namespace

base::Result<bool> migrate(Connection &connection, const DatabaseKind &kind)
{
    initialiseResources();
    const auto version = static_cast<int>(connection.number("PRAGMA user_version"));
    if (connection.failed())
        return std::unexpected(connection.takeError());
    for (int from = version; from < kind.newest(); ++from)
        if (auto done = runStep(connection, kind, from); !done)
            return std::unexpected(done.error());
    return version < kind.newest();
}

} // namespace dealerlens::store
