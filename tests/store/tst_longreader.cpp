// SPDX-License-Identifier: GPL-3.0-or-later
// Reading beside heavy writing: a snapshot stays what it was, writing takes no more operations on the disk for it, and the
// log does not keep what nobody reads any more.
#include "store/storefixture.h"
#include "support/faultvfs.h"
#include "support/results.h"

#include <QFileInfo>
#include <QSemaphore>
#include <QThread>

#include <atomic>

using namespace dealerlens;
using namespace dealerlens::store;
using model::EntityKind;
using model::RecordId;

namespace {

constexpr int kPageRecords = 250;
constexpr qint64 kLogLimit = 64 * 1024 * 1024;

// A page of leads whose other fields take some 4 KB each, as long comments and many custom fields do.
PageWrite heavyPage(int number, char letter)
{
    std::vector<model::Record> records;
    records.reserve(kPageRecords);
    for (int i = 0; i < kPageRecords; ++i) {
        records.push_back(makeRecord(EntityKind::Lead, RecordId(number) * kPageRecords + i + 1, { { "title", std::string(20, letter) } }));
        records.back().extra = "{\"UF_CRM_1\":\"" + std::string(4'000, letter) + "\"}";
    }
    return pageOf(1, std::move(records));
}

qint64 logSize(const Folder &folder) { return QFileInfo(QString(folder.mirror() + QLatin1String("-wal"))).size(); }

} // namespace

class TestLongReader : public QObject {
    Q_OBJECT
private Q_SLOTS:

    void initTestCase() { testing::installFaultVfs(); } // counts operations; syncs cost nothing

    void aHeldSnapshotCostsTheLogOfItsTimeOnly();
    void readersThatOverlapDoNotKeepTheLog();
};

// The same writes with nobody reading and with a snapshot held from the beginning to the end.
void TestLongReader::aHeldSnapshotCostsTheLogOfItsTimeOnly()
{
    const int pages = testing::kSanitized ? 20 : 100;
    std::int64_t operations[2] {};
    qint64 largest[2] {};
    qint64 written = 0;
    for (const bool held : { false, true }) {
        Folder folder;
        auto store = folder.open();
        QVERIFY(store);
        QVERIFY(answerOf(store->write(heavyPage(0, 'a'))));
        auto reader = store->reader();
        QVERIFY(reader);
        if (!held)
            reader->reset();
        testing::planFault({});
        for (int page = 0; page < pages; ++page) {
            QVERIFY(answerOf(store->write(heavyPage(page, 'b'))));
            largest[held] = std::max(largest[held], logSize(folder));
        }
        if (!held)
            written = QFileInfo(folder.mirror()).size() + logSize(folder);
        if (held) {
            QCOMPARE((*reader)->countAlive(1, EntityKind::Lead).value(), kPageRecords);
            const auto record = (*reader)->record({ 1, EntityKind::Lead, 1 });
            QVERIFY(record && *record);
            QCOMPARE(model::toText((*record)->values.front()), std::string(20, 'a'));
            reader->reset();
        }
        for (int more = 0; more < 3; ++more) // the log is taken over and cut by whoever writes next
            QVERIFY(answerOf(store->write(heavyPage(pages + more, 'c'))));
        QVERIFY2(logSize(folder) <= kLogLimit, qPrintable(QString::number(logSize(folder))));
        operations[held] = testing::operationsCounted();
        const auto after = store->reader();
        QCOMPARE((*after)->countAlive(1, EntityKind::Lead).value(), (pages + 3) * kPageRecords);
    }
    qInfo() << "operations" << operations[0] << operations[1] << "largest log" << largest[0] << largest[1] << "file" << written;
    QVERIFY2(largest[0] <= kLogLimit, qPrintable(QString::number(largest[0])));
    QVERIFY2(largest[1] <= kLogLimit + 2 * written, qPrintable(QString::number(largest[1])));
    QVERIFY(operations[1] * 10 <= operations[0] * 12);
}

// Two readers take turns so that there is never a moment without a snapshot: one of them begins a new one only when the
// other holds one.
void TestLongReader::readersThatOverlapDoNotKeepTheLog()
{
    const int pages = testing::kSanitized ? 60 : 250;
    Folder folder;
    auto store = folder.open();
    QVERIFY(store);
    QVERIFY(answerOf(store->write(heavyPage(0, 'a'))));
    QSemaphore turns[2];
    turns[0].release();
    std::atomic<bool> ended = false;
    std::atomic<int> snapshots = 0;
    std::vector<std::unique_ptr<QThread>> threads;
    for (const int own : { 0, 1 }) {
        threads.emplace_back(QThread::create([&, own] {
            auto reader = store->reader();
            while (!ended) {
                turns[own].acquire();
                (*reader)->refresh();
                snapshots += (*reader)->countAlive(1, EntityKind::Lead) ? 1 : 0;
                turns[1 - own].release();
            }
        }));
        threads.back()->start();
    }
    qint64 largest = 0;
    for (int page = 0; page < pages; ++page) {
        const base::Result<ChangeSet> written
            = answerOf(store->write(heavyPage(page % 20, static_cast<char>('b' + (page / 20 + page) % 20))));
        if (!written)
            break;
        largest = std::max(largest, logSize(folder));
    }
    ended = true;
    for (QSemaphore &turn : turns) // one may wait for a turn that the other has left
        turn.release();
    for (const auto &thread : threads)
        thread->wait();
    qInfo() << "snapshots" << snapshots.load() << "largest log" << largest << "file" << QFileInfo(folder.mirror()).size();
    QVERIFY(snapshots > 10);
    QVERIFY2(largest <= kLogLimit + 4 * 1024 * 1024, qPrintable(QString::number(largest)));
}

QTEST_GUILESS_MAIN(TestLongReader)
#include "tst_longreader.moc"
