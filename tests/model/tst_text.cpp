// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/text.h"

#include <QFile>
#include <QTest>

using namespace dealerlens::model;

class TextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void folds_data();
    void folds();
    void phonesTypedDifferentlyHaveOneKey();
    void phonesAgreeWithTheVectors();
    void mailAddresses();
};

void TextTest::folds_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("key");
    QTest::newRow("case") << QStringLiteral("ИВАНОВ Пётр") << QStringLiteral("иванов петр");
    QTest::newRow("composed") << QStringLiteral("Семе\u0308нов") << QStringLiteral("семенов");
    QTest::newRow("spaces") << QStringLiteral("  a \t\n b\u00a0c ") << QStringLiteral("a b c");
    QTest::newRow("direction marks") << QStringLiteral("a\u202eb\u200bc") << QStringLiteral("abc");
    QTest::newRow("width") << QStringLiteral("ＡＢＣ") << QStringLiteral("abc");
    QTest::newRow("marks behind what is taken out") << QStringLiteral("r\u0001\u0301") << QStringLiteral("\u0155");
    QTest::newRow("two pairs of dots") << QStringLiteral("е\u0308\u0308") << QStringLiteral("е");
    QTest::newRow("empty") << QString() << QString();
}

void TextTest::folds()
{
    QFETCH(QString, text);
    QFETCH(QString, key);
    QCOMPARE(folded(text), key);
    QCOMPARE(folded(key), key);
}

void TextTest::phonesTypedDifferentlyHaveOneKey()
{
    for (const char *typed : { "+7 (495) 123-45-67", "8 495 123 45 67", "84951234567", "74951234567", "4951234567", "+74951234567" })
        QCOMPARE(phoneKey(typed), std::string("74951234567"));
    QCOMPARE(phoneKey("+1 650-253-0000"), std::string("16502530000"));
    QCOMPARE(phoneKey("12-34"), std::string());
    QCOMPARE(phoneKey(""), std::string());
}

// 500 strings as people type them, read by another build of the same library (its answers for country RU).
void TextTest::phonesAgreeWithTheVectors()
{
    QFile file(QStringLiteral(DEALERLENS_SOURCE_DIR "/../shared/data/phones-ru/phone_vectors.csv"));
    if (!file.open(QIODevice::ReadOnly)) {
        qInfo("skipped: the phone vectors are not beside this checkout (../shared/data)");
        return;
    }
    int compared = 0;
    int different = 0;
    file.readLine();
    while (!file.atEnd()) {
        const QByteArray line = file.readLine().trimmed();
        const QList<QByteArray> cells = line.split(',');
        if (line.contains('"') || cells.size() < 9 || cells[2] != "1") // quoted cells are the odd ones with two numbers
            continue;
        ++compared;
        if (phoneKey(cells[0].toStdString()) != cells[4].mid(1).toStdString()) {
            ++different;
            qInfo("%s: %s, expected %s", cells[0].constData(), phoneKey(cells[0].toStdString()).c_str(), cells[4].constData());
        }
    }
    QVERIFY(compared > 300);
    QCOMPARE(different, 0);
    qInfo("%d numbers agree", compared);
}

void TextTest::mailAddresses()
{
    QCOMPARE(mailKey(" Anna@Example.RU "), std::string("anna@example.ru"));
    QCOMPARE(mailKey("Anna.K+1@Example.RU"), std::string("anna.k+1@example.ru"));
    QCOMPARE(mailKey("\xC3\x84nna@Example.RU"), std::string("\xC3\xA4nna@example.ru"));
    QCOMPARE(mailKey("no address"), std::string());
    QCOMPARE(mailKey("none"), std::string());
}

QTEST_APPLESS_MAIN(TextTest)
#include "tst_text.moc"
