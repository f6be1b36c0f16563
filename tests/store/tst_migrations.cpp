// SPDX-License-Identifier: GPL-3.0-or-later
// Files of every older version, made by the shipped steps themselves, are brought to the newest: every row stays, and
// killed at any operation they are of one version or another, and go on.
#include "store/faultworld.h"
#include "store/migrations.h"
#include "support/results.h"

#include <QDir>

using namespace dealerlens;
using namespace dealerlens::store;
using testing::Fault;

namespace {

struct Kind {
    const char *name;
    const DatabaseKind &(*kind)();
};

constexpr Kind kKinds[] { { "mirror.db", mirrorKind }, { "ledger.db", ledgerKind } };

using Dump = std::map<QString, QStringList>; // rows by table, columns by name

struct Column {
    QString name;
    bool isText = false;
};

std::vector<Column> columnsOf(Connection &connection, const QString &table)
{
    std::vector<Column> columns;
    Statement info(connection, "SELECT name, type FROM pragma_table_info(?)");
    const QByteArray name = table.toUtf8();
    info.bind(1, name);
    while (info.step())
        columns.push_back({ info.string(0), info.text(1) == "TEXT" });
    return columns;
}

QStringList tablesOf(Connection &connection)
{
    QStringList tables;
    Statement select(connection,
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'search_text%' ORDER BY rowid");
    while (select.step())
        tables += select.string(0);
    return tables;
}

// Rows of `only`'s columns; of all columns when there is none.
Dump dump(const QString &path, const Dump &only = {})
{
    Dump rows;
    auto connection = *Connection::open(path, Connection::Mode::ReadOnly);
    for (const QString &table : tablesOf(*connection)) {
        QStringList names;
        if (const auto known = only.find(table); known != only.end())
            names = known->second.first().split(u',');
        else if (only.empty())
            for (const Column &column : columnsOf(*connection, table))
                names += column.name;
        if (names.isEmpty())
            continue;
        QStringList parts;
        for (const QString &name : std::as_const(names))
            parts += QStringLiteral("quote(%1)").arg(name);
        const QByteArray sql = QStringLiteral("SELECT %1 FROM %2 ORDER BY 1").arg(parts.join(QStringLiteral("||','||")), table).toUtf8();
        QStringList &lines = rows[table];
        lines += names.join(u',');
        Statement select(*connection, std::string_view(sql.constData(), std::size_t(sql.size())));
        while (select.step())
            if (table != u"meta" || select.text(0).starts_with("'row")) // the program's own numbers
                lines += select.string(0);
    }
    return rows;
}

// A file of an older version with three rows in every table.
void makeOld(const QString &path, const DatabaseKind &kind, int version)
{
    DatabaseKind old { kind.applicationId, kind.steps.mid(0, version) };
    auto connection = *Connection::open(path, Connection::Mode::Create);
    connection->execute("PRAGMA page_size=16384");
    QVERIFY(connection->switchToWal());
    QVERIFY(migrate(*connection, old).value());
    for (const QString &table : tablesOf(*connection)) {
        const std::vector<Column> columns = columnsOf(*connection, table);
        QStringList marks;
        for (std::size_t i = 0; i < columns.size(); ++i)
            marks += QStringLiteral("?");
        const QByteArray sql = QStringLiteral("INSERT INTO %1 VALUES (%2)").arg(table, marks.join(u',')).toUtf8();
        for (int row = 1; row <= 3; ++row) {
            Statement insert(*connection, std::string_view(sql.constData(), std::size_t(sql.size())));
            std::vector<QByteArray> texts(columns.size());
            for (std::size_t i = 0; i < columns.size(); ++i) {
                texts[i] = columns[i].name == u"uuid" ? QByteArray(QByteArray("u") + QByteArray::number(row))
                                                      : QByteArray(QByteArray("row ") + QByteArray::number(row) + " 'ё\\");
                if (columns[i].isText)
                    insert.bind(int(i) + 1, texts[i]);
                else
                    insert.bind(int(i) + 1, std::int64_t { columns[i].name == u"kind" || columns[i].name.endsWith(u"_kind") ? 1 : row });
            }
            insert.run();
        }
    }
    const auto made = connection->status();
    QVERIFY2(made, qPrintable(made ? QString() : made.error().detail));
}

bool opens(const QString &folder)
{
    TestClock clock;
    return Store::open(folder, { false, &clock, 0 }).has_value();
}

} // namespace

class TestMigrations : public QObject {
    Q_OBJECT
private Q_SLOTS:

    void initTestCase() { testing::installFaultVfs(); }

    void everyOldVersionOpens_data();
    void everyOldVersionOpens();
};

void TestMigrations::everyOldVersionOpens_data()
{
    QTest::addColumn<int>("which");
    QTest::addColumn<int>("version");
    for (int which = 0; which < 2; ++which)
        for (int version = 1; version < kKinds[which].kind().newest(); ++version)
            QTest::addRow("%s, version %d", kKinds[which].name, version) << which << version;
}

void TestMigrations::everyOldVersionOpens()
{
    QFETCH(int, which);
    QFETCH(int, version);
    const DatabaseKind &kind = kKinds[which].kind();
    QTemporaryDir dir(folderInMemory());
    const QString name = QString::fromLatin1(kKinds[which].name);
    const QString old = dir.filePath(QStringLiteral("old"));
    QVERIFY(QDir().mkpath(old));
    { // the resources are there once a store has been opened
        QVERIFY(opens(dir.filePath(QStringLiteral("fresh"))));
    }
    makeOld(old + u'/' + name, kind, version);
    const Dump before = dump(old + u'/' + name);
    QVERIFY(before.size() > 3);
    const QString folder = dir.filePath(QStringLiteral("data"));
    const auto begin = [&] {
        emptyFolder(folder);
        QVERIFY(QDir().mkpath(folder));
        QVERIFY(QFile::copy(old + u'/' + name, folder + u'/' + name));
    };
    const auto judge = [&] {
        QVERIFY(opens(folder));
        QVERIFY(QDir(folder).entryList({ QStringLiteral("*.corrupt-*") }).isEmpty());
        auto file = *Connection::open(folder + u'/' + name, Connection::Mode::ReadOnly);
        QCOMPARE(file->number("PRAGMA user_version"), std::int64_t { kind.newest() });
        QVERIFY(file->findings(false, 5)->isEmpty());
        const Dump after = dump(folder + u'/' + name, before);
        for (const auto &[table, rows] : before)
            QCOMPARE(after.at(table), rows);
        // The same tables and columns as a new file has.
        auto fresh = *Connection::open(dir.filePath(QStringLiteral("fresh/")) + name, Connection::Mode::ReadOnly);
        QCOMPARE(tablesOf(*file).size(), tablesOf(*fresh).size());
        for (const QString &table : tablesOf(*fresh)) {
            QStringList here;
            QStringList there;
            for (const Column &column : columnsOf(*file, table))
                here += column.name;
            for (const Column &column : columnsOf(*fresh, table))
                there += column.name;
            QCOMPARE(here, there);
        }
    };
    begin();
    judge();
    qint64 kills = 0;
    for (const Fault fault : { Fault::Kill, Fault::TornKill }) {
        // Every third operation, all of them in the long run.
        for (std::int64_t at = 1;; at += testing::isLongRun() ? 1 : 3, ++kills) {
            begin();
            const Life life = inChild({ fault, at, 0 }, [&](int) { (void)opens(folder); });
            testing::planFault({});
            QVERIFY(!life.died);
            judge();
            if (QTest::currentTestFailed())
                return;
            if (!life.reached)
                break;
        }
    }
    QVERIFY(kills > 20);
    testing::countResult(QStringLiteral("migration of an older file killed at an operation"), kills);
}

QTEST_GUILESS_MAIN(TestMigrations)
#include "tst_migrations.moc"
