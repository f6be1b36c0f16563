// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/money.h"

#include <QTest>

using namespace dealerlens::model;

class MoneyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsAmounts_data();
    void readsAmounts();
    void refusesWhatIsNoAmount_data();
    void refusesWhatIsNoAmount();
    void sumsStayExact();
    void writesPlainText();
};

void MoneyTest::readsAmounts_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("units");
    QTest::newRow("whole") << QByteArray("15000") << Q_INT64_C(150'000'000);
    QTest::newRow("two places") << QByteArray("15000.00") << Q_INT64_C(150'000'000);
    QTest::newRow("four places") << QByteArray("0.0001") << Q_INT64_C(1);
    QTest::newRow("negative") << QByteArray("-3") << Q_INT64_C(-30'000);
    QTest::newRow("half away from zero") << QByteArray("0.00005") << Q_INT64_C(1);
    QTest::newRow("negative half away from zero") << QByteArray("-0.00005") << Q_INT64_C(-1);
    QTest::newRow("below half") << QByteArray("0.000049") << Q_INT64_C(0);
    QTest::newRow("spaces around") << QByteArray(" 7.5 ") << Q_INT64_C(75'000);
    QTest::newRow("large") << QByteArray("50000000000.01") << Q_INT64_C(500'000'000'000'100);
}

void MoneyTest::readsAmounts()
{
    QFETCH(QByteArray, text);
    QFETCH(qint64, units);
    const auto money = parseMoney(text.toStdString());
    QVERIFY(money);
    QCOMPARE(money->units, units);
}

void MoneyTest::refusesWhatIsNoAmount_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text : { "", "-", "1e3", "1,5", "12 000", "abc", "1.2.3", ".", "99999999999999999999" })
        QTest::newRow(text) << QByteArray(text);
}

void MoneyTest::refusesWhatIsNoAmount()
{
    QFETCH(QByteArray, text);
    QVERIFY(!parseMoney(text.toStdString()));
}

void MoneyTest::sumsStayExact()
{
    Money sum;
    for (int i = 0; i < 1'000'000; ++i)
        sum += *parseMoney("0.1");
    QCOMPARE(sum, *parseMoney("100000"));
}

void MoneyTest::writesPlainText()
{
    QCOMPARE(toPlainText(*parseMoney("15000")), QStringLiteral("15000.00"));
    QCOMPARE(toPlainText(*parseMoney("-0.5")), QStringLiteral("-0.50"));
    QCOMPARE(toPlainText(*parseMoney("1.2345")), QStringLiteral("1.2345"));
}

QTEST_APPLESS_MAIN(MoneyTest)
#include "tst_money.moc"
