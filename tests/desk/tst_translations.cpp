// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTest>
#include <QXmlStreamReader>

// Nothing the user reads may be left untranslated, and every plural needs all forms of its language.
class TestTranslations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void complete_data();
    void complete();
};

void TestTranslations::complete_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("forms");
    QTest::newRow("Russian") << QStringLiteral("dealerlens_ru.ts") << 3;
    QTest::newRow("English") << QStringLiteral("dealerlens_en.ts") << 2;
}

void TestTranslations::complete()
{
    QFETCH(QString, file);
    QFETCH(int, forms);
    QFile input(QStringLiteral(DEALERLENS_SOURCE_DIR "/translations/") + file);
    QVERIFY(input.open(QIODevice::ReadOnly));
    QXmlStreamReader xml(&input);
    QString source;
    bool numerus = false;
    int messages = 0;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == QLatin1StringView("message")) {
            numerus = xml.attributes().value(QLatin1StringView("numerus")) == QLatin1StringView("yes");
            ++messages;
        } else if (xml.name() == QLatin1StringView("source")) {
            source = xml.readElementText();
        } else if (xml.name() == QLatin1StringView("translation")) {
            QVERIFY2(!xml.attributes().hasAttribute(QLatin1StringView("type")), qPrintable(source));
            if (!numerus) {
                const QString text = xml.readElementText();
                QVERIFY2(!text.isEmpty(), qPrintable(source));
                for (const QString &mark : { QStringLiteral("%1"), QStringLiteral("%2"), QStringLiteral("%3") })
                    QVERIFY2(text.contains(mark) == source.contains(mark), qPrintable(source));
                continue;
            }
            int found = 0;
            while (xml.readNextStartElement()) {
                QVERIFY2(!xml.readElementText().isEmpty(), qPrintable(source));
                ++found;
            }
            QVERIFY2(found == forms, qPrintable(source));
        }
    }
    QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    QVERIFY(messages > 0);
}

QTEST_GUILESS_MAIN(TestTranslations)
#include "tst_translations.moc"
