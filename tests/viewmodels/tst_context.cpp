// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/context.h"

#include <QTest>

using namespace dealerlens::viewmodels;

class TestContext : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void presets_data();
    void presets();
    void previousPeriodIsEquallyLong();
    void shiftsWholePeriods();
    void survivesSaving();
};

void TestContext::presets_data()
{
    using P = Period::Preset;
    QTest::addColumn<int>("preset");
    QTest::addColumn<QDate>("first");
    QTest::addColumn<QDate>("last");
    // Today is 24 November 2025.
    const QDate today(2025, 11, 24);
    const auto row
        = [&](const char *name, P preset, QDate first, QDate last) { QTest::newRow(name) << static_cast<int>(preset) << first << last; };
    row("today", P::Today, today, today);
    row("yesterday", P::Yesterday, { 2025, 11, 23 }, { 2025, 11, 23 });
    row("7 days", P::Last7Days, { 2025, 11, 18 }, today);
    row("90 days", P::Last90Days, { 2025, 8, 27 }, today);
    row("month", P::ThisMonth, { 2025, 11, 1 }, today);
    row("last month", P::LastMonth, { 2025, 10, 1 }, { 2025, 10, 31 });
    row("quarter", P::ThisQuarter, { 2025, 10, 1 }, today);
    row("last quarter", P::LastQuarter, { 2025, 7, 1 }, { 2025, 9, 30 });
    row("last year", P::LastYear, { 2024, 1, 1 }, { 2024, 12, 31 });
    row("all", P::AllTime, QDate(), today);
}

void TestContext::presets()
{
    QFETCH(int, preset);
    QFETCH(QDate, first);
    QFETCH(QDate, last);
    const DayRange range = resolve(Period { static_cast<Period::Preset>(preset), {}, {} }, QDate(2025, 11, 24));
    QCOMPARE(range.first, first);
    QCOMPARE(range.last, last);
}

void TestContext::previousPeriodIsEquallyLong()
{
    const DayRange before = previous({ QDate(2025, 7, 1), QDate(2025, 11, 24) });
    QCOMPARE(before.last, QDate(2025, 6, 30));
    QCOMPARE(before.first.daysTo(before.last), QDate(2025, 7, 1).daysTo(QDate(2025, 11, 24)));
    QVERIFY(!previous({ QDate(), QDate(2025, 1, 1) }).first.isValid());
}

void TestContext::shiftsWholePeriods()
{
    using P = Period::Preset;
    const QDate today(2026, 3, 31);
    const auto custom = [](QDate first, QDate last) { return Period { P::Custom, first, last }; };
    QCOMPARE(shifted({ P::ThisMonth, {}, {} }, -1, today), custom({ 2026, 2, 1 }, { 2026, 2, 28 }));
    QCOMPARE(shifted(custom({ 2026, 2, 1 }, { 2026, 2, 28 }), 1, today), custom({ 2026, 3, 1 }, { 2026, 3, 31 }));
    QCOMPARE(shifted({ P::LastQuarter, {}, {} }, -1, today), custom({ 2025, 7, 1 }, { 2025, 9, 30 }));
    QCOMPARE(shifted({ P::ThisYear, {}, {} }, -2, today), custom({ 2024, 1, 1 }, { 2024, 12, 31 }));
    QCOMPARE(shifted(custom({ 2026, 3, 2 }, { 2026, 3, 8 }), -1, today), custom({ 2026, 2, 23 }, { 2026, 3, 1 }));
    // What would begin after today, or has no limits, stays.
    QCOMPARE(shifted({ P::Today, {}, {} }, 1, today), (Period { P::Today, {}, {} }));
    QCOMPARE(shifted({ P::AllTime, {}, {} }, -1, today), (Period { P::AllTime, {}, {} }));
}

void TestContext::survivesSaving()
{
    Context context;
    context.period = { Period::Preset::Custom, QDate(2025, 7, 1), QDate(2025, 10, 31) };
    context.asOf = 1'763'977'260;
    context.portals = { 3, 17 };
    context.freshOnly = true;
    context.funnel = QStringLiteral("deal:0");
    context.employees = { QStringLiteral("3:12") };
    context.employeeThen = false;
    context.conditions = { { QStringLiteral("source"), { QStringLiteral("WEB"), QStringLiteral("") } } };
    QVERIFY(contextFromVariant(toVariant(context)) == context);
    QVERIFY(contextFromVariant({}) == Context());
}

QTEST_GUILESS_MAIN(TestContext)
#include "tst_context.moc"
