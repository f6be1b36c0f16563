// SPDX-License-Identifier: GPL-3.0-or-later
// The files themselves: rights, versions, damage, backups, a full disk.
#include "store/files.h"
#include "store/migrations.h"
#include "store/mirrorwriter.h"
#include "store/storefixture.h"

#include <QCryptographicHash>
#include <QDir>
#include <QSignalSpy>

#include <csignal>
#include <sqlite3.h>
#include <sys/resource.h>

using namespace dealerlens;
using namespace dealerlens::store;
using model::EntityKind;

class StoreFiles : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void filesAreForTheOwnerOnly();
    void tablesHaveTheColumnsOfTheModel();
    void emptyFilesAreMigrated();
    void everyVersionIsMigratedWithItsData();
    void aFailingStepLeavesTheOldVersion();
    void newerFilesAreRefusedUntouched_data();
    void newerFilesAreRefusedUntouched();
    void damagedMirrorIsSetAside_data();
    void damagedMirrorIsSetAside();
    void damagedLedgerIsRefusedUntouched_data();
    void damagedLedgerIsRefusedUntouched();
    void ledgerIsBackedUp();
    void missingLedgerIsTold();
    void fullMirrorLosesNothing();
    void failingDiskLosesNothingAndGoesOn();
    void theCacheIsLargeWhileManyRecordsCome();
};

namespace {

QByteArray hashOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256) : QByteArray();
}

void fill(Store &store)
{
    std::vector<model::Record> records;
    for (model::RecordId id = 1; id <= 400; ++id)
        records.push_back(makeRecord(EntityKind::Lead, id, { { "title", words("Заявка с сайта, Иванов") } }));
    (void)answerOf(store.savePortal(
        { 0, QStringLiteral("a"), QStringLiteral("А"), {}, model::PortalKind::Dealer, {}, {}, {}, {}, base::kNever, base::kNever }));
    (void)answerOf(store.write(pageOf(1, std::move(records))));
    (void)answerOf(store.saveDocument(QStringLiteral("views"), "[\"precious\"]"));
}

void overwrite(const QString &path, qint64 offset, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek(offset));
    QCOMPARE(file.write(bytes), bytes.size());
}

void execute(const QString &path, const char *sql)
{
    sqlite3 *handle = nullptr;
    QCOMPARE(sqlite3_open(path.toUtf8().constData(), &handle), SQLITE_OK);
    QCOMPARE(sqlite3_exec(handle, sql, nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(handle);
}

void addDamages()
{
    QTest::addColumn<qint64>("offset");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<qint64>("size");
    QTest::newRow("header") << qint64 { 0 } << QByteArray(64, 'x') << qint64 { -1 };
    QTest::newRow("no database") << qint64 { 0 } << QByteArray("hello") << qint64 { 5 };
    QTest::newRow("page type") << qint64 { 16'384 } << QByteArray(8, '\xff') << qint64 { -1 };
    QTest::newRow("schema") << qint64 { 100 } << QByteArray(8, '\xff') << qint64 { -1 };
    QTest::newRow("cut off") << qint64 { 0 } << QByteArray("S") << qint64 { 20'000 };
    QTest::newRow("foreign") << qint64 { 68 } << QByteArray("abcd") << qint64 { -1 };
}

void damage(const QString &path)
{
    QFETCH(qint64, offset);
    QFETCH(QByteArray, bytes);
    QFETCH(qint64, size);
    overwrite(path, offset, bytes);
    if (size >= 0)
        QVERIFY(QFile::resize(path, size));
}

} // namespace

void StoreFiles::filesAreForTheOwnerOnly()
{
    Folder folder;
    auto store = folder.open();
    fill(*store);
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
    QVERIFY(!(QFile::permissions(folder.path()) & others));
    const auto files = QDir(folder.path()).entryInfoList(QDir::Files);
    QVERIFY(files.size() >= 4); // two databases with their logs
    for (const QFileInfo &file : files)
        QVERIFY2(!(file.permissions() & others), qPrintable(file.fileName()));
}

void StoreFiles::tablesHaveTheColumnsOfTheModel()
{
    Folder folder;
    folder.open().reset();
    auto mirror = *Connection::open(folder.mirror(), Connection::Mode::ReadOnly);
    for (const EntityKind kind : model::kEntityKinds) {
        QStringList wanted { QStringLiteral("portal_id"), QStringLiteral("id") };
        for (const model::Column &column : model::schemaOf(kind).columns)
            wanted << QString::fromLatin1(column.name.data(), static_cast<qsizetype>(column.name.size()));
        wanted << QStringLiteral("extra") << QStringLiteral("deleted_at");
        QStringList found;
        Statement info(*mirror, "SELECT name FROM pragma_table_info('" + std::string(model::schemaOf(kind).table) + "')");
        while (info.step())
            found << info.string(0);
        QCOMPARE(found, wanted);
    }
    QCOMPARE(mirror->number("PRAGMA page_size"), 16'384);
    QCOMPARE(mirror->string("PRAGMA journal_mode"), QStringLiteral("wal"));
}

void StoreFiles::emptyFilesAreMigrated()
{
    Folder folder;
    QVERIFY(QDir().mkpath(folder.path()));
    for (const QString &path : { folder.mirror(), folder.ledger() })
        QVERIFY(QFile(path).open(QIODevice::WriteOnly)); // as a program killed while it made them leaves them
    auto store = folder.open();
    QVERIFY2(store, qPrintable(folder.error.detail));
    QCOMPARE(store->openReport().mirrorVersion, mirrorKind().newest());
    QCOMPARE(store->openReport().ledgerVersion, ledgerKind().newest());
    QVERIFY(!store->openReport().mirrorRebuilt);
}

void StoreFiles::everyVersionIsMigratedWithItsData()
{
    QTemporaryDir dir;
    const auto step = [&](int n, const QByteArray &sql) {
        const QString path = dir.filePath(QString::number(n) + QLatin1String(".sql"));
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(sql) == sql.size() ? path : QString();
    };
    const DatabaseKind whole { 77,
        { step(0, "CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (1);"), step(1, "ALTER TABLE a ADD COLUMN y INTEGER;"),
            step(2, "UPDATE a SET y = x + 1; CREATE TABLE b (z INTEGER);") } };
    for (int from = 0; from <= 3; ++from) {
        auto connection = *Connection::open(dir.filePath(QString::number(from)) + QLatin1String(".db"), Connection::Mode::Create);
        QVERIFY(migrate(*connection, { 77, whole.steps.first(from) }));
        if (from > 0)
            connection->execute("INSERT INTO a (x) VALUES (5)");
        QCOMPARE(migrate(*connection, whole).value(), from < 3);
        QCOMPARE(connection->number("PRAGMA user_version"), 3);
        QCOMPARE(connection->number("SELECT y FROM a WHERE x = 1"), 2);
        QCOMPARE(connection->number("SELECT COUNT(*) FROM a"), from > 0 ? 2 : 1);
        QVERIFY(recognise(*connection, whole).value() == Recognised::Ours);
    }
}

void StoreFiles::aFailingStepLeavesTheOldVersion()
{
    QTemporaryDir dir;
    QFile good(dir.filePath(QStringLiteral("1.sql")));
    QVERIFY(good.open(QIODevice::WriteOnly));
    good.write("CREATE TABLE a (x INTEGER);");
    good.close();
    QFile bad(dir.filePath(QStringLiteral("2.sql")));
    QVERIFY(bad.open(QIODevice::WriteOnly));
    bad.write("ALTER TABLE a ADD COLUMN y INTEGER; DELETE FROM nothing;");
    bad.close();
    auto connection = *Connection::open(dir.filePath(QStringLiteral("x.db")), Connection::Mode::Create);
    QVERIFY(!migrate(*connection, { 77, { good.fileName(), bad.fileName() } }));
    QCOMPARE(connection->number("PRAGMA user_version"), 1);
    QCOMPARE(connection->number("SELECT COUNT(*) FROM pragma_table_info('a')"), 1);
}

void StoreFiles::newerFilesAreRefusedUntouched_data()
{
    QTest::addColumn<bool>("mirror");
    QTest::newRow("mirror") << true;
    QTest::newRow("ledger") << false;
}

void StoreFiles::newerFilesAreRefusedUntouched()
{
    QFETCH(bool, mirror);
    Folder folder;
    {
        auto store = folder.open();
        fill(*store);
    }
    execute(mirror ? folder.mirror() : folder.ledger(), "PRAGMA user_version=999");
    const auto before = std::pair(hashOf(folder.mirror()), hashOf(folder.ledger()));
    for (const bool readOnly : { false, true }) {
        QVERIFY(!folder.open(0, readOnly));
        QCOMPARE(folder.error.kind, base::ErrorKind::Newer);
        QVERIFY(folder.error.detail.contains(mirror ? QStringLiteral("mirror.db") : QStringLiteral("ledger.db")));
    }
    QVERIFY(std::pair(hashOf(folder.mirror()), hashOf(folder.ledger())) == before);
}

void StoreFiles::damagedMirrorIsSetAside_data() { addDamages(); }

void StoreFiles::damagedMirrorIsSetAside()
{
    Folder folder;
    {
        auto store = folder.open();
        fill(*store);
    }
    damage(folder.mirror());
    const QByteArray damaged = hashOf(folder.mirror());
    auto store = folder.open();
    QVERIFY2(store, qPrintable(folder.error.detail));
    QVERIFY(store->openReport().mirrorRebuilt);
    QVERIFY(store->openReport().setAside.contains(QStringLiteral("20270115-"))); // the date of the clock
    QCOMPARE(hashOf(store->openReport().setAside), damaged);
    QCOMPARE((*store->reader())->countAlive(1, EntityKind::Lead).value(), 0);
    QCOMPARE((*store->reader())->document(QStringLiteral("views")).value(), QByteArray("[\"precious\"]"));
    fill(*store);
    QCOMPARE((*store->reader())->countAlive(1, EntityKind::Lead).value(), 400);
    QVERIFY((*store->reader())->checkIntegrity({}).value().isEmpty());
}

void StoreFiles::damagedLedgerIsRefusedUntouched_data()
{
    addDamages();
    QTest::newRow("emptied") << qint64 { 0 } << QByteArray("S") << qint64 { 0 };
}

void StoreFiles::damagedLedgerIsRefusedUntouched()
{
    Folder folder;
    {
        auto store = folder.open();
        fill(*store);
    }
    folder.open().reset(); // makes a backup
    damage(folder.ledger());
    const auto before = std::pair(hashOf(folder.mirror()), hashOf(folder.ledger()));
    QVERIFY(!folder.open());
    QCOMPARE(folder.error.kind, base::ErrorKind::Corrupt);
    QVERIFY2(folder.error.detail.contains(QStringLiteral("backups/ledger-20270115T")), qPrintable(folder.error.detail));
    QVERIFY(std::pair(hashOf(folder.mirror()), hashOf(folder.ledger())) == before);
    // The backup named is whole.
    const QString backup = folder.error.detail.section(QStringLiteral("newest backup: "), 1);
    QVERIFY(QFile::remove(folder.ledger()));
    QVERIFY(QFile::copy(backup, folder.ledger()));
    auto store = folder.open();
    QVERIFY2(store, qPrintable(folder.error.detail));
    QCOMPARE((*store->reader())->document(QStringLiteral("views")).value(), QByteArray("[\"precious\"]"));
}

void StoreFiles::ledgerIsBackedUp()
{
    Folder folder;
    const QDir backups(folder.path() + QLatin1String("/backups"));
    {
        auto store = folder.open();
        fill(*store);
    }
    QCOMPARE(backups.entryList(QDir::Files).size(), 0); // there was nothing to copy yet
    for (int i = 0; i < 9; ++i) {
        folder.clock.at += 86'400;
        folder.open().reset();
        folder.open().reset(); // quick restarts do not push out older copies
        QCOMPARE(backups.entryList(QDir::Files).size(), qsizetype { std::min(i + 1, 5) });
    }
    auto copy = *Connection::open(backups.filePath(backups.entryList(QDir::Files, QDir::Name).last()), Connection::Mode::ReadWrite);
    QCOMPARE(copy->string("PRAGMA integrity_check"), QStringLiteral("ok"));
    QCOMPARE(copy->string("SELECT json FROM document WHERE name = 'views'"), QStringLiteral("[\"precious\"]"));
}

void StoreFiles::missingLedgerIsTold()
{
    Folder folder;
    {
        auto store = folder.open();
        QVERIFY(!store->openReport().ledgerRestoreOffered);
    }
    folder.open().reset();
    QVERIFY(QFile::remove(folder.ledger()));
    auto store = folder.open();
    QVERIFY(store);
    QVERIFY(store->openReport().ledgerRestoreOffered);
}

void StoreFiles::fullMirrorLosesNothing()
{
    Folder folder;
    folder.open().reset();
    auto connection = *Connection::open(folder.mirror(), Connection::Mode::ReadWrite);
    const auto pages = static_cast<int>(connection->number("PRAGMA page_count"));
    connection.reset();
    auto store = folder.open(pages + 12);
    QVERIFY2(store, qPrintable(folder.error.detail));
    QSignalSpy failed(store.get(), &Store::failed);
    model::RecordId id = 0;
    for (;; id += 50) {
        QVERIFY(id < 100'000);
        PageWrite page;
        page.portal = 1;
        for (model::RecordId i = 1; i <= 50; ++i)
            page.records.push_back(makeRecord(EntityKind::Lead, id + i, { { "title", words("Заявка") } }));
        page.states = { { 1, EntityKind::Lead, 0, base::kNever, base::kNever, id + 50, 0, false, {}, base::kNever } };
        const auto written = answerOf(store->write(page));
        if (written)
            continue;
        QCOMPARE(written.error().kind, base::ErrorKind::Full);
        QCOMPARE(written.error().retry, base::Retry::Later);
        break;
    }
    QTRY_COMPARE(failed.size(), 1);
    QVERIFY(id > 0);
    QCOMPARE((*store->reader())->countAlive(1, EntityKind::Lead).value(), id);
    QCOMPARE((*store->reader())->syncStates(1).value().front().cursor, id);
    store.reset();
    store = folder.open(); // there is room again
    QCOMPARE((*store->reader())->countAlive(1, EntityKind::Lead).value(), id);
    QVERIFY(answerOf(store->write(pageOf(1, { makeRecord(EntityKind::Lead, 1'000'000) }))));
}

void StoreFiles::failingDiskLosesNothingAndGoesOn()
{
    Folder folder;
    auto store = folder.open();
    fill(*store);
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before {};
    QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
    rlimit small = before;
    small.rlim_cur = static_cast<rlim_t>(
        std::max(QFileInfo(folder.mirror() + QLatin1String("-wal")).size(), QFileInfo(folder.ledger() + QLatin1String("-wal")).size())
        + 200'000);
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &small), 0);
    bool refused = false;
    model::RecordId id = 1'000;
    for (int i = 0; i < 200 && !refused; ++i) {
        std::vector<model::Record> records;
        for (int k = 0; k < 50; ++k)
            records.push_back(makeRecord(EntityKind::Contact, ++id, { { "name", words("Пётр") } }));
        const auto written = answerOf(store->write(pageOf(1, std::move(records))));
        refused = !written;
        if (refused)
            QCOMPARE(written.error().kind, base::ErrorKind::Full);
    }
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &before), 0);
    QVERIFY(refused);
    QCOMPARE((*store->reader())->countAlive(1, EntityKind::Contact).value(), id - 1'050);
    QVERIFY(answerOf(store->write(pageOf(1, { makeRecord(EntityKind::Contact, id) })))); // the same store, no restart
    QVERIFY((*store->reader())->checkIntegrity({}).value().isEmpty());
}

void StoreFiles::theCacheIsLargeWhileManyRecordsCome()
{
    Folder folder;
    const auto files = openFiles(folder.path(), folder.clock.now());
    QVERIFY(files);
    MirrorWriter writer(*files->mirror, *files->ledger);
    model::RecordId last = 0;
    const auto kilobytesAfter = [&](int records) -> std::int64_t {
        std::vector<model::Record> several;
        for (int i = 0; i < records; ++i)
            several.push_back(makeRecord(EntityKind::Lead, ++last));
        if (!writer.write(pageOf(1, std::move(several)), folder.clock.now()))
            return 0;
        return -files->mirror->number("PRAGMA cache_size");
    };
    const std::int64_t large = kilobytesAfter(2'500);
    QCOMPARE(kilobytesAfter(50), large); // of another portal, while the first one goes on
    QCOMPARE(kilobytesAfter(2'500), large);
    std::int64_t small = large;
    for (int page = 0; page < 40; ++page)
        small = kilobytesAfter(50);
    QVERIFY(small > 0 && small * 2 < large);
    QCOMPARE(kilobytesAfter(2'500), large);
}

QTEST_GUILESS_MAIN(StoreFiles)
#include "tst_storefiles.moc"
