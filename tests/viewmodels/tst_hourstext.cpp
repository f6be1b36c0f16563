// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/hourstext.h"

#include <QTest>

using namespace dealerlens;
using namespace dealerlens::viewmodels;

class HoursTextTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void readsAndWrites_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("written"); // "?" : refused
        QTest::newRow("one") << QStringLiteral("09:00–18:00") << QStringLiteral("09:00–18:00");
        QTest::newRow("break") << QStringLiteral("9-13, 14:00-18:30") << QStringLiteral("09:00–13:00, 14:00–18:30");
        QTest::newRow("touching") << QStringLiteral("9-13;13-18") << QStringLiteral("09:00–13:00, 13:00–18:00");
        QTest::newRow("midnight") << QStringLiteral(" 20.00 — 24 ") << QStringLiteral("20:00–24:00");
        QTest::newRow("day off") << QStringLiteral("  ") << QString();
        QTest::newRow("backwards") << QStringLiteral("18-9") << QStringLiteral("?");
        QTest::newRow("empty slot") << QStringLiteral("9-9") << QStringLiteral("?");
        QTest::newRow("overlap") << QStringLiteral("9-13, 12-18") << QStringLiteral("?");
        QTest::newRow("no hour") << QStringLiteral("9-25") << QStringLiteral("?");
        QTest::newRow("past midnight") << QStringLiteral("9-24:01") << QStringLiteral("?");
        QTest::newRow("minutes") << QStringLiteral("9:60-18") << QStringLiteral("?");
        QTest::newRow("words") << QStringLiteral("from nine") << QStringLiteral("?");
        QTest::newRow("half") << QStringLiteral("9-") << QStringLiteral("?");
    }

    void readsAndWrites()
    {
        QFETCH(QString, typed);
        const auto hours = parseHours(typed, 3);
        QTEST(hours ? hoursText(*hours) : QStringLiteral("?"), "written");
        if (hours) {
            for (const model::WorkCalendar::Slot &slot : *hours)
                QCOMPARE(slot.weekday, 3);
        }
    }
};

QTEST_APPLESS_MAIN(HoursTextTest)
#include "tst_hourstext.moc"
