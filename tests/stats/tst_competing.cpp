// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/competing.h"
#include "stats/survival.h"

#include <QTest>

#include <cmath>

using namespace dealerlens::stats;

class TestCompeting : public QObject {
    Q_OBJECT

private Q_SLOTS:

    // Section 4 of the figures' definition: 3L 4c 5W 7L 9W 10c; 1 = won, 2 = lost.
    void workedCase()
    {
        const std::vector<std::int64_t> ages { 10, 3, 5, 4, 9, 7 };
        const std::vector<std::uint8_t> causes { 0, 2, 1, 0, 1, 2 };
        const CompetingCurve curve(ages, causes, 2);
        QVERIFY(std::abs(curve.incidenceAt(1, 10) - 0.4167) < 5e-5);
        QVERIFY(std::abs(curve.incidenceAt(2, 10) - 0.3750) < 5e-5);
        QVERIFY(std::abs(curve.openAt(10) - 0.2083) < 5e-5);
        QCOMPARE(curve.ages(), (std::vector<std::int64_t> { 3, 5, 7, 9 }));
        QCOMPARE(curve.incidenceAt(1, 4), 0.0);
        QCOMPARE(curve.openAt(2), 1.0);
        // What it must not be: 1 − Kaplan–Meier with the losses taken as censored.
        const std::vector<std::uint8_t> won { 0, 0, 1, 0, 1, 0 };
        QVERIFY(std::abs(1 - kaplanMeier({ ages, won }).survivalAt(10) - 0.6250) < 5e-5);
    }

    void nothing()
    {
        const CompetingCurve curve({}, {}, 2);
        QCOMPARE(curve.openAt(5), 1.0);
        QCOMPARE(curve.incidenceAt(2, 5), 0.0);
    }
};

QTEST_GUILESS_MAIN(TestCompeting)
#include "tst_competing.moc"
