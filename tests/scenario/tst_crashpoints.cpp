// SPDX-License-Identifier: GPL-3.0-or-later
// The command line ends at every CRASHPOINT of the sources, once, and at pairs of them, one in the recovery from the
// other; the next sync makes the mirror equal to the portals.
#include "scenario/crashpoints.h"
#include "support/livenetwork.h"
#include "support/results.h"

#include <QTest>

using namespace dealerlens;

namespace {

// Those of the outbox are swept by tst_outboxcrash, those of tokens by tst_tokencrash.
QStringList mirrorPoints()
{
    QStringList points = testing::crashPointsInSources();
    points.removeIf(
        [](const QString &point) { return point.startsWith(QStringLiteral("outbox.")) || point.startsWith(QStringLiteral("tokens.")); });
    return points;
}

} // namespace

class TestCrashPoints : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void everyPointOnce();
    void pairsOfPoints();

private:
    bool live(const QString &point, int passes);
    void settle(const QString &what);

    testing::LiveNetwork m_network;
    QStringList m_points;
};

void TestCrashPoints::initTestCase()
{
    m_points = mirrorPoints();
    QVERIFY(m_points.size() >= 10);
    QCOMPARE(m_points.removeDuplicates(), 0);
    QVERIFY(m_network.start({ QStringLiteral("--scale"), QStringLiteral("0.05") }));
}

// Imports the portals, mirrors them, copies the ledger and puts the copy in its place until the point is passed for
// that time; true when it was.
bool TestCrashPoints::live(const QString &point, int passes)
{
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("DEALERLENS_CRASH"), point + QLatin1Char(':') + QString::number(passes));
    for (const QStringList &command : { QStringList { QStringLiteral("portals"), QStringLiteral("import"), m_network.portalsFile() },
             { QStringLiteral("sync") }, { QStringLiteral("backup"), m_network.data() + QStringLiteral("-copy.db") },
             { QStringLiteral("restore"), m_network.data() + QStringLiteral("-copy.db") } })
        if (m_network.ctl(command, environment, testing::kCrashingProgram) == 137)
            return true;
    return false;
}

void TestCrashPoints::settle(const QString &what)
{
    for (const QStringList &command : { QStringList { QStringLiteral("portals"), QStringLiteral("import"), m_network.portalsFile() },
             { QStringLiteral("sync") }, { QStringLiteral("check") } })
        QVERIFY2(m_network.ctl(command) == 0, qPrintable(QString(what + QLatin1String(": ") + QString::fromUtf8(m_network.said()))));
    const QStringList different = m_network.differences();
    QVERIFY2(different.isEmpty(), qPrintable(QString(what + QLatin1String(": ") + different.mid(0, 10).join(QStringLiteral("; ")))));
}

void TestCrashPoints::everyPointOnce()
{
    qint64 crashes = 0;
    for (const QString &point : std::as_const(m_points)) {
        m_network.forgetData();
        const bool passed = live(point, 1) || (m_network.letTimePass(5, 1) && live(point, 1)); // some need a change to tell of
        QVERIFY2(passed, qPrintable(QString(point + QLatin1String(" was never passed"))));
        ++crashes;
        QVERIFY(m_network.letTimePass(2, static_cast<int>(crashes)));
        crashes += live(point, 2) ? 1 : 0; // and again while it recovers, a little later
        settle(point);
        if (QTest::currentTestFailed())
            return;
    }
    testing::countResult(QStringLiteral("crash point passed and recovered from"), crashes);
}

void TestCrashPoints::pairsOfPoints()
{
    const qsizetype stride = testing::isLongRun() ? 1 : 12;
    qint64 pairs = 0;
    for (qsizetype i = 0; i < m_points.size() * m_points.size(); i += stride) {
        const QString &first = m_points.at(i / m_points.size());
        const QString &second = m_points.at(i % m_points.size());
        m_network.forgetData();
        const bool both = live(first, 1) && live(second, 1);
        pairs += both ? 1 : 0;
        settle(first + QLatin1String(" then ") + second);
        if (QTest::currentTestFailed())
            return;
    }
    QVERIFY(pairs > 5);
    testing::countResult(QStringLiteral("pair of crash points, the second while recovering"), pairs);
}

QTEST_GUILESS_MAIN(TestCrashPoints)
#include "tst_crashpoints.moc"
