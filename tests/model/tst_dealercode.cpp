// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/dealercode.h"

#include <QTest>

using namespace dealerlens;

class DealerCodeTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void proposes_data()
    {
        QTest::addColumn<QString>("title");
        QTest::addColumn<QStringList>("taken");
        QTest::addColumn<QString>("code");
        const QStringList none;
        QTest::newRow("two words") << QStringLiteral("Волга «Авто»") << none << QStringLiteral("ВА");
        QTest::newRow("one word") << QStringLiteral("пальмира") << none << QStringLiteral("ПА");
        QTest::newRow("next letter") << QStringLiteral("Пальмира") << QStringList { QStringLiteral("ПА"), QStringLiteral("ПЛ") }
                                     << QStringLiteral("ПЬ");
        QTest::newRow("digit") << QStringLiteral("Па") << QStringList { QStringLiteral("ПА") } << QStringLiteral("П2");
        QTest::newRow("one letter") << QStringLiteral("Я") << none << QStringLiteral("Я");
        QTest::newRow("no letters") << QStringLiteral("«—»") << none << QString();
    }

    void proposes()
    {
        QFETCH(QString, title);
        QFETCH(QStringList, taken);
        QTEST(model::dealerCode(title, QSet<QString>(taken.begin(), taken.end())), "code");
    }

    void namesakesAllGetTheirOwn()
    {
        QSet<QString> taken;
        for (int i = 0; i < 120; ++i) {
            const QString code = model::dealerCode(QStringLiteral("Партнёр Авто"), taken);
            QVERIFY2(!code.isEmpty() && code.size() <= model::kLongestDealerCode && !taken.contains(code), qPrintable(code));
            taken.insert(code);
        }
    }
};

QTEST_APPLESS_MAIN(DealerCodeTest)
#include "tst_dealercode.moc"
