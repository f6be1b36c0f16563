// SPDX-License-Identifier: GPL-3.0-or-later
// A writing program is killed again and again; what it leaves is whole and it goes on where it was.
#include "store/storefixture.h"

#include <QCoreApplication>
#include <QProcess>
#include <QRandomGenerator>

#include <chrono>
#include <thread>

using namespace dealerlens;
using namespace dealerlens::store;
using model::EntityKind;

namespace {

constexpr int kPerPage = 20;
constexpr model::RecordKey kDeal { 1, EntityKind::Deal, 1 };

// The stage of the deal after page n, moved at a time that tells n.
model::Record dealAfter(std::int64_t n)
{
    return makeRecord(EntityKind::Deal, 1,
        { { "stage_id", "S" + std::to_string(n) }, { "moved", number(1'600'000'000 + n) }, { "title", words("Сделка") } });
}

// Writes page after page from the stored cursor on until it is killed.
int writeForEver(const QString &folder)
{
    const base::SystemClock clock;
    auto store = Store::open(folder, { false, &clock, 0 });
    if (!store)
        return 1;
    const auto states = (*(*store)->reader())->syncStates(1);
    model::RecordId id = states->empty() ? 0 : states->front().cursor;
    for (;;) {
        std::putchar('.'); // one for each page written, and one before
        std::fflush(stdout);
        PageWrite page;
        page.portal = 1;
        for (int i = 0; i < kPerPage; ++i) {
            page.records.push_back(makeRecord(EntityKind::Lead, ++id, { { "title", "Заявка " + std::to_string(id) } }));
            page.records.back().points = { phone("+7 916 000-00-00") };
        }
        page.records.push_back(dealAfter(id / kPerPage));
        page.states = { { 1, EntityKind::Lead, 0, base::kNever, base::kNever, id, id, false, {}, base::kNever } };
        if (!answerOf((*store)->write(std::move(page))))
            return 2;
    }
}

} // namespace

class StoreKill : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void killedWritersLeaveWholeFiles();
};

void StoreKill::killedWritersLeaveWholeFiles()
{
    Folder folder;
    {
        auto store = folder.open();
        QVERIFY(answerOf(
            store->savePortal({ 0, QStringLiteral("a"), {}, {}, model::PortalKind::Dealer, {}, {}, {}, {}, base::kNever, base::kNever })));
    }
    QRandomGenerator random(60);
    std::int64_t reached = 0;
    for (int round = 0; round < 60; ++round) {
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(), { QStringLiteral("--write"), folder.path() });
        QVERIFY(child.waitForStarted());
        // Each fourth is killed while it opens and recovers; the others after some pages, where in a write is chance.
        const qint64 marks = round % 4 == 0 ? 0 : 1 + random.bounded(5);
        while (child.bytesAvailable() < marks)
            QVERIFY(child.waitForReadyRead());
        std::this_thread::sleep_for(std::chrono::microseconds(random.bounded(marks == 0 ? 30'000 : 8'000)));
        child.kill();
        QVERIFY(child.waitForFinished());
        QCOMPARE(child.exitStatus(), QProcess::CrashExit);

        auto store = folder.open();
        QVERIFY2(store, qPrintable(folder.error.detail));
        QVERIFY(!store->openReport().mirrorRebuilt);
        auto reader = *store->reader();
        QCOMPARE(reader->checkIntegrity({}).value(), QStringList());
        const auto states = reader->syncStates(1).value();
        const std::int64_t cursor = states.empty() ? 0 : states.front().cursor;
        QVERIFY(cursor >= reached);
        reached = cursor;
        QCOMPARE(reader->countAlive(1, EntityKind::Lead).value(), cursor); // cursor and data moved together
        const std::int64_t pages = cursor / kPerPage;
        if (pages == 0)
            continue;
        QCOMPARE(model::toText(reader->record(kDeal).value()->value("stage_id")), "S" + std::to_string(pages));
        // The ledger may be one page ahead, never behind, and tells each move once.
        const auto journal = reader->journal(kDeal).value();
        const auto lines = static_cast<std::int64_t>(journal.size());
        QVERIFY2(lines == pages - 1 || lines == pages, qPrintable(QString::number(lines) % QLatin1Char('/') % QString::number(pages)));
        for (std::int64_t i = 0; i < lines; ++i)
            QCOMPARE(journal[static_cast<std::size_t>(i)].after, "S" + std::to_string(i + 2));
    }
    qInfo("%lld pages written in 60 lives", static_cast<long long>(reached / kPerPage));
    QVERIFY(reached >= 45 * kPerPage); // on average two pages of each life that was let write
}

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    if (argc == 3 && qstrcmp(argv[1], "--write") == 0)
        return writeForEver(QString::fromLocal8Bit(argv[2]));
    StoreKill test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_storekill.moc"
