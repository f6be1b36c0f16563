// SPDX-License-Identifier: GPL-3.0-or-later
// Random histories with everything together: edits here and on the portal, faults on the way and on the portal, a full
// disk, crashes, restarts, clocks that are set. The judges are the simulator's ledger, ledger.db and mirror.db.
#include "support/results.h"
#include "sync/history.h"

#include <QTest>

using namespace dealerlens;
using testing::Happened;
using testing::History;
using testing::Step;

namespace {

std::uint64_t environmentNumber(const char *name, std::uint64_t otherwise)
{
    bool good = false;
    const auto value = qEnvironmentVariable(name).toULongLong(&good);
    return good ? value : otherwise;
}

// The fewest steps found with which it still fails, and how.
QString shrunk(std::uint64_t seed, std::vector<Step> steps)
{
    QString complaint;
    for (std::size_t chunk = std::max<std::size_t>(1, steps.size() / 2);; chunk = std::max<std::size_t>(1, chunk / 2)) {
        bool shorter = false;
        for (std::size_t at = 0; at < steps.size();) {
            std::vector<Step> fewer = steps;
            const auto from = fewer.begin() + std::ptrdiff_t(at);
            fewer.erase(from, from + std::ptrdiff_t(std::min(chunk, steps.size() - at)));
            const QString said = History(seed).run(fewer);
            if (said.isEmpty()) {
                at += chunk;
                continue;
            }
            complaint = said;
            steps = std::move(fewer);
            shorter = true;
        }
        if (chunk == 1 && !shorter)
            break;
    }
    return QStringLiteral("%1 [%2]").arg(complaint, testing::named(steps));
}

} // namespace

class TestHistories : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyHistoryKeepsThePromises();
};

void TestHistories::everyHistoryKeepsThePromises()
{
    const std::uint64_t count = environmentNumber("DEALERLENS_HISTORIES", testing::isLongRun() ? 10'000 : 500);
    const std::uint64_t first = environmentNumber("DEALERLENS_SEED", 1);
    Happened all;
    for (std::uint64_t seed = first; seed < first + count; ++seed) {
        const auto steps = testing::stepsOf(seed);
        History history(seed);
        const QString complaint = history.run(steps);
        if (!complaint.isEmpty())
            QFAIL(qPrintable(QStringLiteral("%1; shrunk: %2").arg(complaint, shrunk(seed, steps))));
        const Happened &one = history.happened;
        for (const auto &[what, times] : one.outbox)
            all.outbox[what] += times;
        all.writes += one.writes;
        all.crashes += one.crashes;
        all.lost += one.lost;
        all.failedCycles += one.failedCycles;
        all.portalFaults += one.portalFaults;
        all.deletions += one.deletions;
        all.people += one.people;
    }
    qInfo() << "from seed" << first << "- writes" << all.writes << "lost" << all.lost << "failed cycles" << all.failedCycles
            << "portal faults" << all.portalFaults << "deletions" << all.deletions << "decisions" << all.people << all.outbox;
    testing::countResult(QStringLiteral("random history with everything together"), qint64(count));
    testing::countResult(QStringLiteral("crash inside a random history"), all.crashes);
    testing::countResult(QStringLiteral("write inside a random history"), all.writes);
    if (count < 300)
        return;
    for (const char *what : { "sending", "accepted", "found", "absent", "differs", "refused", "unclear", "delayed" })
        QVERIFY2(all.outbox[what] > 10, what);
    QVERIFY(all.crashes > 100 && all.lost > 100 && all.failedCycles > 100 && all.deletions > 100 && all.people > 100);
}

QTEST_GUILESS_MAIN(TestHistories)
#include "tst_histories.moc"
