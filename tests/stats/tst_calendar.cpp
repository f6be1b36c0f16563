// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/calendar.h"

#include <rapidcheck.h>

#include <QDateTime>
#include <QTest>
#include <QTimeZone>

using namespace dealerlens;
using stats::Calendar;
using stats::CalendarRules;
using stats::Slots;

namespace {

constexpr int kHour = 3600;

CalendarRules office(const char *zone)
{
    CalendarRules rules { .zone = zone };
    for (std::size_t day = 0; day < 5; ++day)
        rules.week[day] = Slots { { 9 * kHour, 18 * kHour } };
    return rules;
}

base::UtcSeconds at(const char *zone, const char *local)
{
    const QDateTime wall = QDateTime::fromString(QString::fromLatin1(local), QStringLiteral("yyyy-MM-dd hh:mm"));
    return QDateTime(wall.date(), wall.time(), QTimeZone(zone)).toSecsSinceEpoch();
}

// Hours that touch the hour of the change and midnight, a holiday, and an exception on it.
CalendarRules odd(const char *zone)
{
    CalendarRules rules { .zone = zone };
    for (std::size_t day = 0; day < 7; ++day)
        rules.week[day] = Slots { { 90 * 60, 150 * 60 }, { 9 * kHour, 13 * kHour }, { 14 * kHour, 24 * kHour } };
    rules.week[6] = Slots { { 0, 24 * kHour } };
    rules.holidays = { QDate(2014, 10, 27), QDate(2023, 3, 27), QDate(2023, 10, 30) };
    rules.exceptions[QDate(2023, 3, 27)] = Slots { { 10 * kHour, 11 * kHour } };
    return rules;
}

// The definition itself: look at the wall clock in the middle of each minute.
std::int64_t byMinutes(const CalendarRules &rules, base::UtcSeconds from, base::UtcSeconds to)
{
    const QTimeZone zone(rules.zone);
    std::int64_t seconds = 0;
    for (base::UtcSeconds t = from; t < to; t += 60) {
        const QDateTime wall = QDateTime::fromSecsSinceEpoch(t + 30, Qt::UTC).toTimeZone(zone);
        const int second = wall.time().msecsSinceStartOfDay() / 1000;
        Slots hours = rules.week[static_cast<std::size_t>(wall.date().dayOfWeek() - 1)];
        if (rules.holidays.end() != std::find(rules.holidays.begin(), rules.holidays.end(), wall.date()))
            hours.clear();
        if (const auto found = rules.exceptions.find(wall.date()); found != rules.exceptions.end())
            hours = found->second;
        for (const stats::Slot &slot : hours)
            seconds += slot.from <= second && second < slot.to ? 60 : 0;
    }
    return seconds;
}

} // namespace

class TestCalendar : public QObject {
    Q_OBJECT

private Q_SLOTS:

    // Section 3 of the figures' definition: Friday 17:40 to Monday 09:25 is 0:45 of business, 63:45 by the wall.
    void workedCase()
    {
        const auto calendar = Calendar::make(office("Europe/Moscow"));
        QVERIFY(calendar.has_value());
        const auto request = at("Europe/Moscow", "2025-11-14 17:40");
        const auto call = at("Europe/Moscow", "2025-11-17 09:25");
        QCOMPARE(call - request, 63 * kHour + 45 * 60);
        QCOMPARE(calendar->biz(request, call), 45 * 60);
        QCOMPARE(calendar->biz(call, request), 0);
        QCOMPARE(calendar->addBusiness(request, 45 * 60), call);
        QCOMPARE(calendar->addBusiness(request, 20 * 60), at("Europe/Moscow", "2025-11-14 18:00"));
        QCOMPARE(calendar->addBusiness(request, 0), request);
        QVERIFY(calendar->isOpen(request));
        QVERIFY(!calendar->isOpen(at("Europe/Moscow", "2025-11-15 12:00")));
        QVERIFY(!calendar->isOpen(at("Europe/Moscow", "2025-11-14 18:00")));
    }

    void holidaysAndExceptions()
    {
        CalendarRules rules = office("Europe/Moscow");
        rules.holidays = { QDate(2025, 11, 3), QDate(2025, 11, 4) };
        rules.exceptions[QDate(2025, 11, 1)] = Slots { { 10 * kHour, 15 * kHour } }; // a working Saturday
        const auto calendar = Calendar::make(rules);
        QCOMPARE(calendar->biz(at("Europe/Moscow", "2025-10-31 17:00"), at("Europe/Moscow", "2025-11-05 10:00")), (1 + 5 + 1) * kHour);
    }

    void roundTheClock()
    {
        const Calendar calendar;
        QVERIFY(calendar.isRoundTheClock());
        QCOMPARE(calendar.biz(-5, 10), 15);
        QCOMPARE(calendar.addBusiness(7, 3), 10);
        QVERIFY(calendar.isOpen(0));
    }

    void badInput()
    {
        const auto unknown = Calendar::make({ .zone = "Nowhere/Atall" });
        QVERIFY(!unknown.has_value());
        QCOMPARE(unknown.error().kind, base::ErrorKind::Input);
        const auto closed = Calendar::make({ .zone = "Europe/Moscow" });
        QCOMPARE(closed->biz(0, 2'000'000'000), 0);
        QCOMPARE(closed->addBusiness(0, 1), base::kNever);
        QVERIFY(!closed->isOpen(0));
        CalendarRules overlapping { .zone = "UTC" };
        overlapping.week.fill(Slots { { 10 * kHour, 12 * kHour }, { -5, 11 * kHour }, { 50, 40 }, { 23 * kHour, 99 * kHour } });
        const auto merged = Calendar::make(overlapping);
        const base::UtcSeconds monday = at("UTC", "2025-11-17 00:00");
        QCOMPARE(merged->biz(monday, monday + 24 * kHour), 13 * kHour);
    }

    // A night of summer time has 23 or 25 hours; a working day far ahead opens at the right instant.
    void summerTime()
    {
        CalendarRules always { .zone = "Europe/Berlin" };
        always.week.fill(Slots { { 0, 24 * kHour } });
        const auto days = Calendar::make(always);
        QCOMPARE(days->biz(at("Europe/Berlin", "2023-03-26 00:00"), at("Europe/Berlin", "2023-03-27 00:00")), 23 * kHour);
        QCOMPARE(days->biz(at("Europe/Berlin", "2023-10-29 00:00"), at("Europe/Berlin", "2023-10-30 00:00")), 25 * kHour);
        const auto later = Calendar::make(office("Europe/Berlin"));
        const base::UtcSeconds opening = at("Europe/Berlin", "2045-07-03 09:00");
        QVERIFY(later->isOpen(opening));
        QVERIFY(!later->isOpen(opening - 1));
    }

    void wallClockByMinutes_data()
    {
        QTest::addColumn<QByteArray>("zone");
        QTest::addColumn<QDate>("around");
        QTest::newRow("Berlin, spring") << QByteArray("Europe/Berlin") << QDate(2023, 3, 26);
        QTest::newRow("Berlin, autumn") << QByteArray("Europe/Berlin") << QDate(2023, 10, 29);
        QTest::newRow("Moscow leaves summer time") << QByteArray("Europe/Moscow") << QDate(2014, 10, 26);
        QTest::newRow("Novosibirsk moves east") << QByteArray("Asia/Novosibirsk") << QDate(2016, 7, 24);
        QTest::newRow("Lord Howe, half an hour") << QByteArray("Australia/Lord_Howe") << QDate(2023, 4, 2);
        QTest::newRow("Santiago, at midnight") << QByteArray("America/Santiago") << QDate(2023, 9, 3);
        QTest::newRow("Kathmandu") << QByteArray("Asia/Kathmandu") << QDate(2023, 3, 27);
        QTest::newRow("UTC") << QByteArray("UTC") << QDate(2023, 3, 27);
        QTest::newRow("Berlin, autumn to come") << QByteArray("Europe/Berlin") << QDate(2026, 10, 25);
        QTest::newRow("Tehran, last summer time") << QByteArray("Asia/Tehran") << QDate(2022, 9, 22);
        QTest::newRow("Tehran, none since") << QByteArray("Asia/Tehran") << QDate(2026, 3, 22);
        QTest::newRow("St. John's, half an hour") << QByteArray("America/St_Johns") << QDate(2026, 11, 1);
        QTest::newRow("29 February") << QByteArray("Europe/Moscow") << QDate(2028, 2, 29);
        QTest::newRow("no 29 February") << QByteArray("Europe/Moscow") << QDate(2026, 3, 1);
        QTest::newRow("end of a year") << QByteArray("Asia/Kathmandu") << QDate(2027, 1, 1);
    }

    void wallClockByMinutes()
    {
        QFETCH(QByteArray, zone);
        QFETCH(QDate, around);
        const CalendarRules rules = odd(zone.constData());
        const auto calendar = Calendar::make(rules);
        QVERIFY(calendar.has_value());
        const base::UtcSeconds start = QDateTime(around.addDays(-2), QTime(0, 0), Qt::UTC).toSecsSinceEpoch();
        for (int hour = 0; hour < 5 * 24; ++hour) {
            const base::UtcSeconds from = start + hour * kHour;
            QCOMPARE(calendar->biz(from, from + kHour), byMinutes(rules, from, from + kHour));
        }
    }

    void splittingNeverChangesTheSum()
    {
        for (const char *zone :
            { "Europe/Moscow", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Tehran", "Asia/Kathmandu", "America/St_Johns" }) {
            const auto calendar = Calendar::make(odd(zone));
            QVERIFY(rc::check("biz(a,b) + biz(b,c) = biz(a,c), and addBusiness is its inverse", [&] {
                const auto instant = rc::gen::inRange<base::UtcSeconds>(900'000'000, 2'600'000'000);
                std::array<base::UtcSeconds, 3> t { *instant, *instant, *instant };
                std::sort(t.begin(), t.end());
                const std::int64_t whole = calendar->biz(t[0], t[2]);
                RC_ASSERT(calendar->biz(t[0], t[1]) + calendar->biz(t[1], t[2]) == whole);
                RC_ASSERT(whole >= 0 && whole <= t[2] - t[0]);
                const base::UtcSeconds end = calendar->addBusiness(t[0], whole);
                RC_ASSERT(end <= t[2]);
                RC_ASSERT(calendar->biz(t[0], end) == whole);
                RC_ASSERT(whole == 0 || calendar->biz(t[0], end - 1) == whole - 1);
                RC_ASSERT(calendar->biz(t[0], t[0] + 1) == (calendar->isOpen(t[0]) ? 1 : 0));
            }));
        }
    }
};

QTEST_GUILESS_MAIN(TestCalendar)
#include "tst_calendar.moc"
