// SPDX-License-Identifier: GPL-3.0-or-later
// Working seconds by the days that a clock has noted are those of the calendar.
#include "reports/workclock.h"

#include <QTest>

#include <random>

using namespace dealerlens;
using namespace dealerlens::reports;

namespace {

constexpr int kHour = 3'600;
constexpr base::UtcSeconds kNow = 1'760'000'000;
constexpr std::int64_t kYear = 365 * 86'400;

stats::Calendar calendarOf(const QByteArray &zone, const stats::Slots &hours)
{
    stats::CalendarRules rules { .zone = zone };
    for (std::size_t day = 0; day < 6; ++day)
        rules.week[day] = hours;
    rules.holidays = { QDate(2025, 5, 9) };
    rules.exceptions[QDate(2025, 5, 10)] = { { 0, 24 * kHour } };
    return stats::Calendar::make(rules).value();
}

} // namespace

class TestWorkClock : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void equalsTheCalendar_data()
    {
        QTest::addColumn<QByteArray>("zone");
        QTest::addColumn<int>("openings");
        for (const char *zone : { "Europe/Moscow", "Europe/Berlin", "America/New_York", "Asia/Kamchatka" })
            for (int openings = 0; openings <= 4; ++openings)
                QTest::addRow("%s %d", zone, openings) << QByteArray(zone) << openings;
    }

    void equalsTheCalendar()
    {
        QFETCH(QByteArray, zone);
        QFETCH(int, openings);
        const stats::Slots all { { 8 * kHour, 12 * kHour + 17 }, { 13 * kHour, 18 * kHour }, { 20 * kHour, 22 * kHour } };
        // Four: round the clock.
        const stats::Calendar calendar = openings == 4 ? stats::Calendar() : calendarOf(zone, { all.begin(), all.begin() + openings });
        WorkClock clock(calendar, kNow);
        std::mt19937_64 random(7);
        std::uniform_int_distribution<std::int64_t> any(kNow - 8 * kYear, kNow + kYear);
        std::uniform_int_distribution<std::int64_t> near(-3 * kHour, 90 * 24 * kHour);
        base::UtcSeconds last = kNow;
        for (int i = 0; i < 50'000; ++i) {
            const base::UtcSeconds from = i % 3 == 0 ? last : any(random);
            last = from + near(random);
            QCOMPARE(clock.seconds(from, last), calendar.biz(from, last));
        }
    }
};

QTEST_APPLESS_MAIN(TestWorkClock)
#include "tst_workclock.moc"
