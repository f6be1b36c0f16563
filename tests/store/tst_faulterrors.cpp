// SPDX-License-Identifier: GPL-3.0-or-later
// Every single operation on the disk fails, once or from then on: nothing wrong is shown, nothing is lost, and work
// goes on by itself when the disk is well again.
#include "store/faultworld.h"
#include "support/results.h"

using namespace dealerlens;
using namespace dealerlens::store;
using testing::Fault;

class FaultErrors : public QObject {
    Q_OBJECT
private Q_SLOTS:

    void initTestCase() { testing::installFaultVfs(); }

    void everyOperationFails_data();
    void everyOperationFails();
    void withoutSharedMemoryNothingIsWritten();
};

void FaultErrors::everyOperationFails_data()
{
    QTest::addColumn<Fault>("fault");
    QTest::addColumn<int>("tries"); // an error that happened once is gone with the next try
    QTest::addColumn<QString>("what");
    QTest::newRow("read or write error once") << Fault::IoErrorOnce << 3 << QStringLiteral("operation on the disk failed once");
    QTest::newRow("read or write errors") << Fault::IoErrorFrom << 1 << QStringLiteral("disk failed from an operation on");
    QTest::newRow("full once") << Fault::FullOnce << 3 << QStringLiteral("disk full at one operation");
    QTest::newRow("full") << Fault::FullFrom << 1 << QStringLiteral("disk full from an operation on");
    QTest::newRow("short write") << Fault::ShortWrite << 3 << QStringLiteral("write cut short");
}

void FaultErrors::everyOperationFails()
{
    QFETCH(Fault, fault);
    QFETCH(int, tries);
    QFETCH(QString, what);
    QTemporaryDir dir(folderInMemory());
    const QString folder = dir.filePath(QStringLiteral("data"));
    qint64 points = 0;
    // Every second operation, other ones for each way to fail; all of them in the long run.
    const int stride = testing::kSanitized ? 8 : testing::isLongRun() ? 1 : 2;
    for (std::int64_t at = 1 + static_cast<int>(fault) % stride;; at += stride) {
        emptyFolder(folder);
        const Life life = liveWith(folder, { fault, at, 0 }, tries);
        if (tries > 1) // it went on to the end without being started again
            QVERIFY2(life.pages == kWorldPages, qPrintable(QStringLiteral("operation %1: %2").arg(at).arg(QString::fromLatin1(life.said))));
        const QString broken = faultsAfter(folder, life, true);
        QVERIFY2(broken.isEmpty(), qPrintable(QStringLiteral("operation %1: %2").arg(at).arg(broken)));
        if (!life.reached)
            break;
        ++points;
    }
    QVERIFY(points * stride > 200);
    testing::countResult(what, points);
}

// As a folder on another machine: the write-ahead log is refused, and so is the folder.
void FaultErrors::withoutSharedMemoryNothingIsWritten()
{
    QTemporaryDir dir(folderInMemory());
    const QString folder = dir.filePath(QStringLiteral("data"));
    const Life life = liveWith(folder, { Fault::NoSharedMemory, 0, 0 }, 1);
    QVERIFY(!life.wrong && !life.died);
    QCOMPARE(life.errors, 1);
    QCOMPARE(life.pages, 0);
    QCOMPARE(faultsAfter(folder, life, true), QString());
}

QTEST_GUILESS_MAIN(FaultErrors)
#include "tst_faulterrors.moc"
