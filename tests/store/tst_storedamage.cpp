// SPDX-License-Identifier: GPL-3.0-or-later
// Damaged, cut and locked files: the mirror is begun again, the ledger is never touched, and reading goes on.
#include "store/faultworld.h"
#include "support/results.h"

#include <QCryptographicHash>
#include <QDir>
#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QSignalSpy>

#include <sys/wait.h>
#include <unistd.h>

using namespace dealerlens;
using namespace dealerlens::store;
using model::EntityKind;

class StoreDamage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void anyByteOfTheMirror();
    void theMirrorCutAnywhere();
    void aLargeMirrorIsLookedThroughMeanwhile();
    void aLargeLedgerIsLookedThroughAndCopiedMeanwhile();
    void anyByteOfTheLedger();
    void theLedgerCutAnywhere();
    void aLogOfAnotherFile();
    void anotherProgramHoldsTheLock();
    void aLongReaderKeepsItsView();

private:
    void setMirror(const QByteArray &bytes);
    void checkMirror(const char *what, qint64 at);
    void checkLedger(const QByteArray &damaged, const char *what, qint64 at);

    QTemporaryDir m_dir { folderInMemory() };
    TestClock m_clock;
    QByteArray m_mirror;
    QByteArray m_ledger;
    int m_rebuilt = 0;
    int m_refused = 0;

    QString folder() const { return m_dir.filePath(QStringLiteral("data")); }

    base::Result<std::unique_ptr<Store>> open(bool readOnly = false) { return Store::open(folder(), { readOnly, &m_clock, 0 }); }
};

namespace {

QByteArray readFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// The file alone: its log and shared memory go.
void writeFile(const QString &path, const QByteArray &bytes)
{
    for (const char *tail : { "-wal", "-shm" })
        QFile::remove(path + QLatin1String(tail));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    QCOMPARE(file.write(bytes), bytes.size());
}

model::Portal someone()
{
    model::Portal portal;
    portal.key = QStringLiteral("a");
    return portal;
}

// Offsets of a sweep: the beginning of the file one by one, then by chance.
std::vector<qint64> offsets(qint64 size)
{
    const qint64 each = testing::isLongRun() ? 1 : 8;
    std::vector<qint64> list;
    for (qint64 at = 0; at < std::min<qint64>(2'000, size); at += each)
        list.push_back(at);
    QRandomGenerator random(7);
    for (qint64 i = 0; i < 2'000; i += each)
        list.push_back(random.bounded(static_cast<quint32>(size)));
    return list;
}

QByteArray flipped(QByteArray bytes, qint64 at)
{
    QRandomGenerator random(static_cast<quint32>(at));
    bytes[at] = static_cast<char>(bytes[at] ^ static_cast<char>(1 + random.bounded(255)));
    return bytes;
}

} // namespace

// About 200 pages of mirror, and a ledger with a backup.
void StoreDamage::initTestCase()
{
    {
        auto store = open();
        QVERIFY(store);
        QVERIFY(answerOf((*store)->savePortal(someone())));
        QVERIFY(answerOf((*store)->saveDocument(QStringLiteral("views"), "[\"precious\"]")));
        for (int page = 0; page < 4; ++page) {
            std::vector<model::Record> records;
            for (int i = 1; i <= 400; ++i) {
                records.push_back(makeRecord(
                    EntityKind::Lead, page * 400 + i, { { "title", words("Заявка с сайта, Иванов") }, { "modified", number(page) } }));
                records.back().extra = std::string(800, 'x');
            }
            QVERIFY(answerOf((*store)->write(pageOf(1, std::move(records)))));
        }
    }
    m_clock.at += 86'400;
    QVERIFY(open()); // with a backup
    m_mirror = readFile(folder() + QLatin1String("/mirror.db"));
    m_ledger = readFile(folder() + QLatin1String("/ledger.db"));
    QVERIFY(m_mirror.size() > 130 * 16'384);
    m_clock.at += 60; // soon enough for no other backup
}

void StoreDamage::setMirror(const QByteArray &bytes)
{
    writeFile(folder() + QLatin1String("/mirror.db"), bytes);
    for (const QString &name : QDir(folder()).entryList({ QStringLiteral("mirror.db.corrupt*") }))
        QFile::remove(folder() + QLatin1Char('/') + name);
}

// It opens, or is of a version that the damage invented; what is read is read; the ledger says what it said.
void StoreDamage::checkMirror(const char *what, qint64 at)
{
    auto store = open();
    if (!store) {
        QVERIFY2(store.error().kind == base::ErrorKind::Newer || store.error().kind == base::ErrorKind::Storage,
            qPrintable(QStringLiteral("%1 %2: %3").arg(QString::fromLatin1(what)).arg(at).arg(store.error().detail)));
        return;
    }
    m_rebuilt += (*store)->openReport().mirrorRebuilt ? 1 : 0;
    const auto reader = (*store)->reader();
    QVERIFY(reader);
    (void)(*reader)->checkIntegrity({});
    (void)(*reader)->search(QStringLiteral("иванов"), 5);
    QCOMPARE((*reader)->document(QStringLiteral("views")).value(), QByteArray("[\"precious\"]"));
    QCOMPARE((*reader)->portals()->size(), 1U);
    // Either it takes new pages, or says that it cannot: then the next start finds the damage.
    (void)answerOf((*store)->write(pageOf(1, { makeRecord(EntityKind::Deal, at + 1) })));
}

void StoreDamage::anyByteOfTheMirror()
{
    qint64 flips = 0;
    for (const qint64 at : offsets(m_mirror.size())) {
        setMirror(flipped(m_mirror, at));
        checkMirror("byte", at);
        if (QTest::currentTestFailed())
            return;
        ++flips;
    }
    QVERIFY(m_rebuilt > 10);
    testing::countResult(QStringLiteral("byte of the mirror changed"), flips);
}

void StoreDamage::theMirrorCutAnywhere()
{
    qint64 cuts = 0;
    const qint64 step = testing::isLongRun() ? 8'000 : 60'000;
    for (qint64 size = 0; size < m_mirror.size(); size = size < 110 ? size + 10 : size + step) {
        setMirror(m_mirror.left(size));
        checkMirror("cut at", size);
        if (QTest::currentTestFailed())
            return;
        ++cuts;
    }
    testing::countResult(QStringLiteral("mirror cut off at a byte"), cuts);
    setMirror(m_mirror);
}

// Work begins at once; what is found meanwhile counts at the next opening. Too short a file is found at once.
void StoreDamage::aLargeMirrorIsLookedThroughMeanwhile()
{
    QTemporaryDir dir;
    const QString mirror = dir.filePath(QStringLiteral("data/mirror.db"));
    const QString doubt = dir.filePath(QStringLiteral("data/doubt"));
    const auto openLarge = [&] { return Store::open(dir.filePath(QStringLiteral("data")), { false, &m_clock, 0 }); };
    {
        auto store = openLarge();
        QVERIFY(store);
        for (int page = 0; page < 4; ++page) {
            std::vector<model::Record> records;
            for (int i = 1; i <= 30; ++i) {
                records.push_back(makeRecord(EntityKind::Lead, page * 30 + i, { { "modified", number(page) } }));
                records.back().extra = std::string(1'000'000, 'x');
            }
            QVERIFY(answerOf((*store)->write(pageOf(1, std::move(records)))));
        }
    }
    QByteArray bytes = readFile(mirror);
    QVERIFY(bytes.size() > 110'000'000);
    {
        auto store = openLarge(); // sound: nothing is said
        QVERIFY(store);
        QCOMPARE((*store)->reader().value()->countAlive(1, EntityKind::Lead).value(), 120);
    }
    QVERIFY(!QFile::exists(doubt));
    writeFile(mirror, bytes.left(bytes.size() - 5'000));
    {
        auto store = openLarge();
        QVERIFY(store && (*store)->openReport().mirrorRebuilt);
    }
    // A pointer from one page to the next of a long record.
    bytes.replace(bytes.size() / 2 / 16'384 * 16'384, 4, QByteArray("\x7f\xff\xff\xf0", 4));
    writeFile(mirror, bytes);
    {
        auto store = openLarge();
        QVERIFY(store && !(*store)->openReport().mirrorRebuilt);
        QSignalSpy told(store->get(), &Store::damaged);
        QVERIFY(answerOf((*store)->write(pageOf(1, { makeRecord(EntityKind::Deal, 1) }))));
        QTRY_VERIFY_WITH_TIMEOUT(!told.isEmpty(), 60'000);
        QVERIFY(QFile::exists(doubt));
    }
    auto store = openLarge();
    QVERIFY(store && (*store)->openReport().mirrorRebuilt);
    QVERIFY(QFile::exists((*store)->openReport().setAside));
    QVERIFY(!QFile::exists(doubt));
}

// A copy of the day is made when nothing is wrong with the ledger; damage is told, never copied, and refused by the next start.
void StoreDamage::aLargeLedgerIsLookedThroughAndCopiedMeanwhile()
{
    QTemporaryDir dir;
    const QString ledger = dir.filePath(QStringLiteral("data/ledger.db"));
    const QDir backups(dir.filePath(QStringLiteral("data/backups")));
    const auto copies = [&] { return QDir(backups.path()).entryList({ QStringLiteral("ledger-*.db") }, QDir::Files); };
    TestClock clock;
    const auto openLarge = [&] { return Store::open(dir.filePath(QStringLiteral("data")), { false, &clock, 0 }); };
    {
        auto store = openLarge();
        QVERIFY(store);
        for (int document = 0; document < 4; ++document)
            QVERIFY(answerOf((*store)->saveDocument(QString::number(document), '"' + QByteArray(30'000'000, 'x') + '"')));
    }
    {
        auto store = openLarge();
        QVERIFY(store);
        QTRY_COMPARE_WITH_TIMEOUT(copies().size(), 1, 60'000);
        QVERIFY(answerOf((*store)->saveDocument(QStringLiteral("while it may be copied"), "1")));
    }
    auto copy = Connection::open(backups.filePath(copies().first()), Connection::Mode::ReadOnly);
    QVERIFY(copy);
    QVERIFY((*copy)->findings(false, 1)->isEmpty());
    QVERIFY((*copy)->number("SELECT COUNT(*) FROM document") >= 4);
    QByteArray bytes = readFile(ledger);
    bytes.replace(bytes.size() / 2 / 16'384 * 16'384, 4, QByteArray("\x7f\xff\xff\xf0", 4));
    writeFile(ledger, bytes);
    clock.at += 2 * 3'600; // time for another copy
    {
        auto store = openLarge();
        QVERIFY(store);
        QSignalSpy told(store->get(), &Store::damaged);
        QTRY_VERIFY_WITH_TIMEOUT(!told.isEmpty(), 60'000);
    }
    const auto refused = openLarge();
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, base::ErrorKind::Corrupt);
    QVERIFY(refused.error().detail.contains(copies().first()));
    QCOMPARE(copies().size(), 1);
    QCOMPARE(readFile(ledger), bytes);
}

// Refused and left as it was, with its backup read in its place; or sound enough to work with.
void StoreDamage::checkLedger(const QByteArray &damaged, const char *what, qint64 at)
{
    const QString path = folder() + QLatin1String("/ledger.db");
    writeFile(path, damaged);
    const QDir backups(folder() + QLatin1String("/backups"));
    for (const QString &later : backups.entryList({ QStringLiteral("ledger-*") }, QDir::Files, QDir::Name).mid(1))
        QFile::remove(backups.filePath(later)); // made of a ledger that could still be read
    const auto opened = open();
    if (opened)
        return;
    ++m_refused;
    const QString where = QStringLiteral("%1 %2: %3").arg(QString::fromLatin1(what)).arg(at).arg(opened.error().detail);
    QVERIFY2(readFile(path) == damaged, qPrintable(where));
    if (opened.error().kind == base::ErrorKind::Newer || opened.error().kind == base::ErrorKind::Storage) // a version the damage invented
        return;
    QVERIFY2(opened.error().kind == base::ErrorKind::Corrupt, qPrintable(where));
    QVERIFY2(opened.error().detail.contains(QLatin1String("backups/ledger-")), qPrintable(where));
    const auto reading = open(true);
    QVERIFY2(reading, qPrintable(where));
    QVERIFY((*reading)->openReport().ledgerBackup.contains(QLatin1String("backups/ledger-")));
    const auto reader = (*reading)->reader();
    QVERIFY(reader);
    QCOMPARE((*reader)->document(QStringLiteral("views")).value(), QByteArray("[\"precious\"]"));
    QVERIFY(!answerOf((*reading)->saveDocument(QStringLiteral("views"), "[]")));
    QVERIFY2(readFile(path) == damaged, qPrintable(where));
}

void StoreDamage::anyByteOfTheLedger()
{
    qint64 flips = 0;
    m_refused = 0;
    for (const qint64 at : offsets(m_ledger.size())) {
        checkLedger(flipped(m_ledger, at), "byte", at);
        if (QTest::currentTestFailed())
            return;
        ++flips;
    }
    QVERIFY(m_refused > 10);
    testing::countResult(QStringLiteral("byte of the ledger changed"), flips);
}

void StoreDamage::theLedgerCutAnywhere()
{
    qint64 cuts = 0;
    for (qint64 size = 0; size < m_ledger.size(); size = size < 110 ? size + 10 : size + 5'000) {
        m_refused = 0;
        checkLedger(m_ledger.left(size), "cut at", size);
        if (QTest::currentTestFailed())
            return;
        QCOMPARE(m_refused, 1);
        ++cuts;
    }
    testing::countResult(QStringLiteral("ledger cut off at a byte"), cuts);
    writeFile(folder() + QLatin1String("/ledger.db"), m_ledger);
}

// The log of another database lies where the mirror's should be.
void StoreDamage::aLogOfAnotherFile()
{
    setMirror(m_mirror);
    QByteArray foreign;
    {
        QTemporaryDir other(folderInMemory());
        const auto store = Store::open(other.path(), { false, &m_clock, 0 });
        QVERIFY(store);
        QVERIFY(answerOf((*store)->write(pageOf(1, { makeRecord(EntityKind::Lead, 77) }))));
        foreign = readFile(other.filePath(QStringLiteral("mirror.db-wal")));
    }
    QVERIFY(!foreign.isEmpty());
    QFile log(folder() + QLatin1String("/mirror.db-wal"));
    QVERIFY(log.open(QIODevice::WriteOnly));
    log.write(foreign);
    log.close();
    checkMirror("foreign log", 0);
    const auto store = open();
    QVERIFY(store);
    QVERIFY((*(*store)->reader())->checkIntegrity({}).value().isEmpty());
}

void StoreDamage::anotherProgramHoldsTheLock()
{
    setMirror(m_mirror);
    QVERIFY(open());
    int ready[2];
    int end[2];
    QVERIFY(::pipe(ready) == 0 && ::pipe(end) == 0);
    const pid_t other = ::fork();
    if (other == 0) {
        auto ledger = Connection::open(folder() + QLatin1String("/ledger.db"), Connection::Mode::ReadWrite);
        char letter = ledger && (*ledger)->begin() ? 'y' : 'n';
        (void)!::write(ready[1], &letter, 1);
        (void)!::read(end[0], &letter, 1);
        ::_exit(0);
    }
    char letter = 0;
    QCOMPARE(::read(ready[0], &letter, 1), 1);
    QCOMPARE(letter, 'y');
    QElapsedTimer clock;
    clock.start();
    const auto store = open(); // opening only reads
    QVERIFY(store);
    const auto saved = answerOf((*store)->saveDocument(QStringLiteral("views"), "[2]"));
    QVERIFY(!saved);
    QCOMPARE(saved.error().kind, base::ErrorKind::Storage);
    QCOMPARE(saved.error().retry, base::Retry::Later);
    QVERIFY(clock.elapsed() < 15'000);
    QCOMPARE(::write(end[1], "x", 1), 1);
    ::waitpid(other, nullptr, 0);
    QVERIFY(answerOf((*store)->saveDocument(QStringLiteral("views"), "[\"precious\"]"))); // the same store goes on
}

// A report keeps its view while pages are written; the log is cut again when it has ended.
void StoreDamage::aLongReaderKeepsItsView()
{
    setMirror(m_mirror);
    auto store = open();
    QVERIFY(store);
    auto reader = (*store)->reader();
    QVERIFY(reader);
    const std::int64_t before = (*reader)->countAlive(1, EntityKind::Contact).value();
    const auto writeSome = [&](int from, int pages) {
        for (int page = from; page < from + pages; ++page) {
            std::vector<model::Record> records;
            for (int i = 1; i <= 50; ++i)
                records.push_back(makeRecord(EntityKind::Contact, page * 50 + i, { { "name", words("Пётр") } }));
            QVERIFY(answerOf((*store)->write(pageOf(1, std::move(records)))));
        }
    };
    writeSome(0, 100);
    QCOMPARE((*reader)->countAlive(1, EntityKind::Contact).value(), before);
    (*reader)->refresh();
    QCOMPARE((*reader)->countAlive(1, EntityKind::Contact).value(), before + 5'000);
    reader->reset();
    writeSome(100, 10);
    QVERIFY(QFileInfo(folder() + QLatin1String("/mirror.db-wal")).size() <= 64 << 20);
}

QTEST_GUILESS_MAIN(StoreDamage)
#include "tst_storedamage.moc"
