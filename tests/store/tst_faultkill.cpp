// SPDX-License-Identifier: GPL-3.0-or-later
// The process ends, or the power fails, at every single operation on the disk: what was confirmed is there.
#include "store/faultworld.h"
#include "support/results.h"

using namespace dealerlens;
using namespace dealerlens::store;
using testing::Fault;

namespace {
constexpr int kEach = testing::kSanitized ? 8 : 1; // every how many-th operation is tried
}

class FaultKill : public QObject {
    Q_OBJECT
private Q_SLOTS:

    void initTestCase() { testing::installFaultVfs(); }

    void killedAtEveryOperation();
    void killedInTheMiddleOfEveryWrite();
    void killedAgainWhileRecovering();
    void powerFailsAtEveryOperation();
    void memoryRunsOut();

private:
    qint64 sweep(Fault fault, bool durable, int rounds);
};

// Every operation until the world is written without reaching the fault.
qint64 FaultKill::sweep(Fault fault, bool durable, int rounds)
{
    QTemporaryDir dir(folderInMemory());
    const QString folder = dir.filePath(QStringLiteral("data"));
    qint64 count = 0;
    for (std::int64_t at = 1;; at += kEach) {
        for (int round = 0; round < rounds; ++round) {
            emptyFolder(folder);
            const Life life = liveWith(folder, { fault, at, static_cast<std::uint32_t>(at * 1'000 + round) }, 1);
            const QString broken = faultsAfter(folder, life, durable);
            if (!broken.isEmpty()) {
                QTest::qFail(qPrintable(QStringLiteral("operation %1, round %2: %3").arg(at).arg(round).arg(broken)), __FILE__, __LINE__);
                return count;
            }
            if (!life.reached)
                return count;
            ++count;
        }
    }
}

void FaultKill::killedAtEveryOperation()
{
    const qint64 kills = sweep(Fault::Kill, true, 1);
    QVERIFY(kills > 200 / kEach);
    testing::countResult(QStringLiteral("process killed at an operation on the disk"), kills);
}

void FaultKill::killedInTheMiddleOfEveryWrite()
{
    const qint64 kills = sweep(Fault::TornKill, true, 1);
    QVERIFY(kills > 200 / kEach);
    testing::countResult(QStringLiteral("process killed in the middle of a write"), kills);
}

// The second kill goes through everything that the next start does until it has opened; what comes after that is work
// like any other, which the sweeps above kill.
void FaultKill::killedAgainWhileRecovering()
{
    QTemporaryDir dir(folderInMemory());
    const QString folder = dir.filePath(QStringLiteral("data"));
    const int stride = kEach * (testing::isLongRun() ? 1 : 11);
    qint64 kills = 0;
    for (std::int64_t first = 1;; first += stride) {
        bool reached = false;
        for (std::int64_t second = 1 + first % stride;; second += stride) {
            emptyFolder(folder);
            Life life = liveWith(folder, { Fault::TornKill, first, 0 }, 1);
            reached = life.reached;
            const Life again = liveWith(folder, { Fault::TornKill, second, 0 }, 1);
            life.portal = life.portal || again.portal;
            life.document = life.document || again.document;
            life.died = life.died || again.died;
            life.wrong = life.wrong || again.wrong;
            const QString broken = faultsAfter(folder, life, true);
            QVERIFY2(broken.isEmpty(), qPrintable(QStringLiteral("operations %1 and %2: %3").arg(first).arg(second).arg(broken)));
            if (again.opened || !again.reached || !reached)
                break;
            ++kills;
        }
        if (!reached)
            break;
    }
    QVERIFY(kills > 100 / kEach / kEach);
    testing::countResult(QStringLiteral("process killed again while it recovered"), kills);
}

void FaultKill::powerFailsAtEveryOperation()
{
    const qint64 failures = sweep(Fault::PowerLoss, false, testing::isLongRun() ? 40 : 1);
    QVERIFY(failures > 200 / kEach);
    testing::countResult(QStringLiteral("power lost with a random part of the unsynced writes"), failures);
}

// With ever more room to grow until it is enough: the process may die, the data may not.
void FaultKill::memoryRunsOut()
{
    if (testing::kSanitized)
        return; // a sanitizer takes terabytes of addresses for itself
    QTemporaryDir dir(folderInMemory());
    const QString folder = dir.filePath(QStringLiteral("data"));
    const std::int64_t step = testing::isLongRun() ? 4'096 : 65'536;
    qint64 hungry = 0;
    for (std::int64_t room = step;; room += step) {
        emptyFolder(folder);
        Life life = liveWith(folder, {}, 1, room);
        if (!life.died && life.errors == 0 && life.pages == kWorldPages)
            break;
        ++hungry;
        life.died = false;
        const QString broken = faultsAfter(folder, life, true);
        QVERIFY2(broken.isEmpty(), qPrintable(QStringLiteral("%1 bytes: %2").arg(room).arg(broken)));
    }
    QVERIFY(hungry > 5);
    testing::countResult(QStringLiteral("process without enough memory"), hungry);
}

QTEST_GUILESS_MAIN(FaultKill)
#include "tst_faultkill.moc"
