// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/velocity.h"

#include <QTest>

#include <cmath>

using namespace dealerlens::stats;

class TestVelocity : public QObject {
    Q_OBJECT

private Q_SLOTS:

    // Section 6 of the figures' definition: 100,000 a day.
    void workedCase()
    {
        QCOMPARE(velocity({ 40, 0.25, 500'000, 50 }), std::optional(100'000.0));
        QVERIFY(!velocity({ 40, 0.25, 500'000, 0 }).has_value());
    }

    void changeSumsExactly()
    {
        const auto parts = velocityChange({ 40, 0.25, 500'000, 50 }, { 52, 0.2, 450'000, 40 });
        QVERIFY(parts.has_value());
        QVERIFY(std::abs((*parts)[0] + (*parts)[1] + (*parts)[2] + (*parts)[3] - 17'000) < 1e-6);
        QVERIFY((*parts)[0] > 0 && (*parts)[1] < 0 && (*parts)[2] < 0 && (*parts)[3] > 0);
        // Nothing changed in sum, but the factors did.
        const auto balanced = velocityChange({ 10, 0.5, 100, 10 }, { 20, 0.25, 100, 10 });
        QVERIFY(std::abs((*balanced)[0] + (*balanced)[1]) < 1e-9);
        QVERIFY((*balanced)[0] > 1);
        QVERIFY(!velocityChange({ 0, 0.5, 100, 10 }, { 20, 0.25, 100, 10 }).has_value());
    }
};

QTEST_GUILESS_MAIN(TestVelocity)
#include "tst_velocity.moc"
