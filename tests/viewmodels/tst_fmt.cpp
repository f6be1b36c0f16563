// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/fmt.h"

#include <QDateTime>
#include <QTest>

using namespace dealerlens::viewmodels;
using dealerlens::model::Money;

namespace {

Fmt make(bool russian)
{
    Fmt fmt(russian ? Language::Russian : Language::English, QTimeZone("Europe/Moscow"));
    fmt.setToday(QDate(2025, 11, 24));
    return fmt;
}

dealerlens::base::UtcSeconds at(int year, int month, int day, int hour, int minute)
{
    return QDateTime(QDate(year, month, day), QTime(hour, minute), QTimeZone("Europe/Moscow")).toSecsSinceEpoch();
}

Money rub(qint64 whole) { return Money { whole * Money::kScale }; }

} // namespace

class TestFmt : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void table_data();
    void table();
};

// In the table `_` stands for U+00A0.
void TestFmt::table_data()
{
    QTest::addColumn<QString>("russianText");
    QTest::addColumn<QString>("russian");
    QTest::addColumn<QString>("englishText");
    QTest::addColumn<QString>("english");
    const auto row = [](const char *name, auto format, const char *russian, const char *english) {
        const Fmt ru = make(true);
        const Fmt en = make(false);
        QTest::newRow(name) << QString(format(ru)) << QString::fromUtf8(russian) << QString(format(en)) << QString::fromUtf8(english);
    };
    row("integer", [](const Fmt &f) { return f.integer(4318); }, "4_318", "4,318");
    row("small integer", [](const Fmt &f) { return f.integer(999); }, "999", "999");
    row("large integer", [](const Fmt &f) { return f.integer(-1'234'567); }, "−1_234_567", "−1,234,567");
    row(
        "smallest integer", [](const Fmt &f) { return f.integer(std::numeric_limits<qint64>::min()); }, "−9_223_372_036_854_775_808",
        "−9,223,372,036,854,775,808");
    row("decimal", [](const Fmt &f) { return f.decimal(1842.6); }, "1_842,6", "1,842.6");
    row("negative", [](const Fmt &f) { return f.decimal(-5.4); }, "−5,4", "−5.4");
    row("no minus zero", [](const Fmt &f) { return f.decimal(-0.04); }, "0,0", "0.0");
    row("not a number", [](const Fmt &f) { return f.decimal(std::nan("")); }, "—", "—");
    row("month", [](const Fmt &f) { return f.month(QDate(2026, 5, 1)); }, "май_2026", "May_2026");
    row("month like its days", [](const Fmt &f) { return f.month(QDate(2026, 11, 1)); }, "ноя_2026", "Nov_2026");
    row("percent", [](const Fmt &f) { return f.percent(0.39); }, "39_%", "39%");
    row("percent with digit", [](const Fmt &f) { return f.percent(0.051, 1); }, "5,1_%", "5.1%");
    row("interval", [](const Fmt &f) { return f.interval(0.39, 0.33, 0.45); }, "39_%_(33–45)", "39%_(33–45)");
    row("change", [](const Fmt &f) { return f.change(0.08, true, true); }, "+8,0_п._п.", "+8.0_pp");
    row("no difference", [](const Fmt &f) { return f.change(0.006, false); }, "≈_+0,6", "≈_+0.6");
    row("money", [](const Fmt &f) { return f.money(rub(4'850'000), QStringLiteral("RUB")); }, "4_850_000_₽", "₽4,850,000");
    row(
        "money with cents", [](const Fmt &f) { return f.money(Money { -123'456'700 }, QStringLiteral("RUB")); }, "−12_345,67_₽",
        "−₽12,345.67");
    row("other currency", [](const Fmt &f) { return f.money(rub(12'400), QStringLiteral("EUR")); }, "12_400_€", "€12,400");
    row("short M", [](const Fmt &f) { return f.moneyShort(rub(4'850'000), QStringLiteral("RUB")); }, "4,85_млн_₽", "₽4.85M");
    row("short 118 M", [](const Fmt &f) { return f.moneyShort(rub(118'000'000), QStringLiteral("RUB")); }, "118_млн_₽", "₽118M");
    row("short B", [](const Fmt &f) { return f.moneyShort(rub(16'400'000'000), QStringLiteral("RUB")); }, "16,4_млрд_₽", "₽16.4B");
    row("short carry", [](const Fmt &f) { return f.moneyShort(rub(999'600'000), QStringLiteral("RUB")); }, "1,00_млрд_₽", "₽1.00B");
    row("short carry inside", [](const Fmt &f) { return f.moneyShort(rub(9'999'000), QStringLiteral("RUB")); }, "10,0_млн_₽", "₽10.0M");
    row("short K", [](const Fmt &f) { return f.moneyShort(rub(12'400), QStringLiteral("RUB")); }, "12,4_тыс._₽", "₽12.4K");
    row("short of the usual currency", [](const Fmt &f) { return f.moneyShort(rub(4'850'000), {}); }, "4,85_млн", "4.85M");
    row("short small", [](const Fmt &f) { return f.moneyShort(rub(0), QStringLiteral("RUB")); }, "0_₽", "₽0");
    row("in a column", [](const Fmt &f) { return f.moneyMillions(rub(1'842'600'000)); }, "1_842,6", "1,842.6");
    row("column unit", [](const Fmt &f) { return f.moneyUnitMillions(QStringLiteral("RUB")); }, "млн_₽", "₽M");
    row("date", [](const Fmt &f) { return f.date(QDate(2025, 11, 24)); }, "24_ноя", "24_Nov");
    row("other year", [](const Fmt &f) { return f.date(QDate(2024, 5, 9)); }, "9_мая_2024", "9_May_2024");
    row("date and time", [](const Fmt &f) { return f.dateTime(at(2025, 11, 24, 9, 41)); }, "24_ноя_09:41", "24_Nov_09:41");
    row("never", [](const Fmt &f) { return f.dateTime(dealerlens::base::kNever); }, "—", "—");
    row("range this year", [](const Fmt &f) { return f.range({ 2025, 8, 2 }, { 2025, 9, 25 }); }, "2_авг – 25_сен", "2_Aug – 25_Sep");
    row(
        "range other year", [](const Fmt &f) { return f.range({ 2024, 8, 2 }, { 2024, 9, 25 }); }, "2_авг – 25_сен_2024",
        "2_Aug – 25_Sep_2024");
    row(
        "range two years", [](const Fmt &f) { return f.range({ 2024, 8, 2 }, { 2025, 9, 25 }); }, "2_авг_2024 – 25_сен",
        "2_Aug_2024 – 25_Sep");
    row("timeline day", [](const Fmt &f) { return f.timelineDay(at(2025, 10, 14, 0, 30)); }, "Вт_14_окт", "Tue_14_Oct");
    row("seconds", [](const Fmt &f) { return f.duration(45); }, "45_с", "45_s");
    row("minutes", [](const Fmt &f) { return f.duration(26 * 60 + 59); }, "26_мин", "26_min");
    row("hours", [](const Fmt &f) { return f.duration(7 * 3600 + 20 * 60); }, "7_ч_20_м", "7_h_20_m");
    row("days", [](const Fmt &f) { return f.duration(4 * 86400 + 6 * 3600); }, "4_дн_6_ч", "4_d_6_h");
    row("ten days", [](const Fmt &f) { return f.duration(12 * 86400 + 6 * 3600); }, "12_дн", "12_d");
    row("median", [](const Fmt &f) { return f.days(5.2 * 86400); }, "5,2_дн", "5.2_d");
    row("a short median is not zero", [](const Fmt &f) { return f.days(3'600); }, "0,04_дн", "0.04_d");
    row("a median of minutes", [](const Fmt &f) { return f.days(120); }, "<0,01_дн", "<0.01_d");
    row("no time at all", [](const Fmt &f) { return f.days(0); }, "0,0_дн", "0.0_d");
    row(
        "against a limit", [](const Fmt &f) { return f.againstLimit(4 * 86400 + 6 * 3600, 5 * 86400); }, "4_дн_6_ч_из_5_дн",
        "4_d_6_h_of_5_d");
    row("p", [](const Fmt &f) { return f.pValue(0.03); }, "p_=_0,03", "p_=_0.03");
    row("small p", [](const Fmt &f) { return f.pValue(0.0004); }, "p_<_0,001", "p_<_0.001");
    row("n", [](const Fmt &f) { return f.count(262); }, "n_=_262", "n_=_262");
    row("not reached", [](const Fmt &f) { return f.notReached(25.0 * 86400); }, ">_25_дн", "NR");
    row("unknown", [](const Fmt &f) { return f.noData(); }, "нет данных", "no data");
    row("ago", [](const Fmt &f) { return f.ago(4 * 60); }, "4_мин_назад", "4_min_ago");
}

void TestFmt::table()
{
    QFETCH(QString, russianText);
    QFETCH(QString, russian);
    QFETCH(QString, englishText);
    QFETCH(QString, english);
    QCOMPARE(russianText, russian.replace(QLatin1Char('_'), QChar(0x00A0)));
    QCOMPARE(englishText, english.replace(QLatin1Char('_'), QChar(0x00A0)));
}

QTEST_GUILESS_MAIN(TestFmt)
#include "tst_fmt.moc"
