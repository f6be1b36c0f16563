// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/portaldrafts.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace dealerlens;
using namespace dealerlens::viewmodels;
using State = PortalDraft::State;

namespace {

const QString kSecret = QStringLiteral("s3cr3ts3cr3ts3cr");

QString link(const char *host) { return QStringLiteral("https://%1/rest/17/%2/").arg(QString::fromLatin1(host), kSecret); }

State stateAt(const PortalDrafts &drafts, int row) { return drafts.draftAt(row)->state; }

} // namespace

class PortalDraftsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void linksBecomeRows()
    {
        PortalDrafts drafts;
        QAbstractItemModelTester tester(&drafts, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const QString text = link("portal.zarechye.example") + QLatin1Char('\n') + link("crm.kolos-tehnika.example")
            + QStringLiteral("\n\n") + link("portal.zarechye.example") + QStringLiteral("\nhttp://crm.leto.example/rest/1/") + kSecret
            + QStringLiteral("/\nnonsense");
        QCOMPARE(drafts.addLinks(text), 3);
        QCOMPARE(drafts.rowCount(), 5);
        QCOMPARE(stateAt(drafts, 0), State::Waiting);
        QCOMPARE(stateAt(drafts, 2), State::Duplicate);
        QCOMPARE(drafts.draftAt(2)->duplicateOf, 1);
        QCOMPARE(stateAt(drafts, 3), State::Invalid);
        QCOMPARE(stateAt(drafts, 4), State::Invalid);
        QCOMPARE(drafts.draftAt(0)->portal.title, QStringLiteral("Zarechye"));
        QCOMPARE(drafts.draftAt(1)->portal.title, QStringLiteral("Kolos-Tehnika"));
        QCOMPARE(drafts.draftAt(1)->portal.code, QStringLiteral("KT"));
        QCOMPARE(drafts.draftAt(1)->portal.key, QStringLiteral("crm-kolos-tehnika-example"));
    }

    void noCellHoldsASecret()
    {
        PortalDrafts drafts;
        drafts.addLinks(link("portal.zarechye.example") + QStringLiteral("\nhttp://crm.leto.example/rest/1/") + kSecret);
        for (int row = 0; row < drafts.rowCount(); ++row) {
            for (int column = 0; column < drafts.columnCount(); ++column) {
                for (const int role : { int(Qt::DisplayRole), int(Qt::EditRole), int(Qt::ToolTipRole), int(Qt::AccessibleTextRole) })
                    QVERIFY(!drafts.index(row, column).data(role).toString().contains(kSecret));
            }
        }
    }

    void testsDecideWhatConnects()
    {
        PortalDrafts drafts;
        QAbstractItemModelTester tester(&drafts, QAbstractItemModelTester::FailureReportingMode::QtTest);
        drafts.addLinks(link("a.example") + QLatin1Char('\n') + link("b.example") + QLatin1Char('\n') + link("c.example"));
        sync::PortalTest whole;
        whole.timeZoneOffset = QStringLiteral("+05:00");
        whole.leads = 5;
        whole.deals = 9;
        sync::PortalTest reduced = whole;
        reduced.missingScopes = { QStringLiteral("telephony") };
        drafts.setTested(drafts.takeNext()->number, whole);
        drafts.setTested(drafts.takeNext()->number, reduced);
        drafts.setTested(
            drafts.takeNext()->number, base::fail(base::ErrorKind::Auth, {}, base::Retry::AfterAuth, "invalid_credentials", 401));
        QVERIFY(!drafts.takeNext());
        QCOMPARE(stateAt(drafts, 0), State::Ready);
        QCOMPARE(drafts.draftAt(0)->portal.timeZone, QStringLiteral("Asia/Yekaterinburg"));
        QCOMPARE(stateAt(drafts, 1), State::Reduced);
        QVERIFY(!drafts.reducedNote().isEmpty());
        QCOMPARE(stateAt(drafts, 2), State::Refused);
        QCOMPARE(drafts.connectable(), 2);
        QCOMPARE(drafts.failed(), 1);
        QVERIFY(drafts.setData(drafts.index(1, PortalDrafts::CodeColumn), Qt::Unchecked, Qt::CheckStateRole));
        const auto ready = drafts.takeReady();
        QCOMPARE(ready.size(), std::size_t(1));
        QCOMPARE(ready.front().address.secret, kSecret);
        // What is kept on has no secret any more.
        QVERIFY(drafts.draftAt(0)->address.secret.isEmpty());
        drafts.setSaved(ready.front().number, ready.front().portal);
        QCOMPARE(stateAt(drafts, 0), State::Saved);
    }

    void editsAreChecked()
    {
        PortalDrafts drafts;
        drafts.addLinks(link("a.example"));
        QVERIFY(!drafts.setData(drafts.index(0, PortalDrafts::TitleColumn), QStringLiteral("  "), Qt::EditRole));
        QVERIFY(!drafts.setData(drafts.index(0, PortalDrafts::ZoneColumn), QStringLiteral("Mars/Base"), Qt::EditRole));
        QVERIFY(drafts.setData(drafts.index(0, PortalDrafts::ZoneColumn), QStringLiteral("Europe/Moscow"), Qt::EditRole));
        QVERIFY(drafts.setData(drafts.index(0, PortalDrafts::CodeColumn), QStringLiteral("abcd"), Qt::EditRole));
        QCOMPARE(drafts.draftAt(0)->portal.code, QStringLiteral("ABC"));
    }

    void codesAreUnique()
    {
        model::Portal known;
        known.key = QStringLiteral("astra");
        known.code = QStringLiteral("AS");
        PortalDrafts drafts;
        drafts.setExisting({ known });
        drafts.addLinks(QString(link("astra.example") + QLatin1Char('\n') + link("astra.test")));
        QCOMPARE(drafts.draftAt(0)->portal.code, QStringLiteral("AT"));
        QCOMPARE(drafts.draftAt(1)->portal.code, QStringLiteral("AR"));
        QVERIFY(!drafts.setData(drafts.index(1, PortalDrafts::CodeColumn), QStringLiteral("as"), Qt::EditRole));
        QVERIFY(!drafts.setData(drafts.index(1, PortalDrafts::CodeColumn), QStringLiteral("at"), Qt::EditRole));
    }

    void existingPortalsAreDuplicates()
    {
        PortalDrafts drafts;
        model::Portal known;
        known.key = QStringLiteral("a-example");
        known.endpoint = QStringLiteral("https://a.example/rest/17");
        drafts.setExisting({ known });
        drafts.addLinks(link("a.example"));
        QCOMPARE(stateAt(drafts, 0), State::Duplicate);
        QCOMPARE(drafts.draftAt(0)->duplicateOf, 0);
    }

    void csvLinesBecomeRows()
    {
        PortalDrafts drafts;
        const QByteArray csv = "\xEF\xBB\xBFtitle;address;region;city;timezone;key;kind\r\n"
                               "\"Заречье; Машины\";"
            + link("z.example").toUtf8()
            + ";Поволжье;Казань;Europe/Moscow;zar;dealer\r\n"
              "Плохой;not an address;;;;;\r\n"
              "\r\n"
              "Пояс;"
            + link("y.example").toUtf8()
            + ";;;Mars/Base;;\r\n"
              "Центр;"
            + link("x.example").toUtf8() + ";;;;;head\r\n";
        QCOMPARE(drafts.addCsv(csv), 4);
        QCOMPARE(drafts.draftAt(0)->portal.title, QStringLiteral("Заречье; Машины"));
        QCOMPARE(drafts.draftAt(0)->portal.key, QStringLiteral("zar"));
        QCOMPARE(drafts.draftAt(0)->portal.code, QStringLiteral("ЗМ"));
        QCOMPARE(stateAt(drafts, 1), State::Invalid);
        QCOMPARE(stateAt(drafts, 2), State::Invalid);
        QVERIFY2(drafts.problemOf(1).startsWith(QStringLiteral("Плохой: line 3: ")), qPrintable(drafts.problemOf(1)));
        QVERIFY2(drafts.problemOf(2).contains(QStringLiteral("Mars/Base")), qPrintable(drafts.problemOf(2)));
        QVERIFY(drafts.problemOf(0).isEmpty());
        QCOMPARE(drafts.draftAt(3)->portal.kind, model::PortalKind::Head);
        PortalDrafts broken;
        QCOMPARE(broken.addCsv("a,b\n1,2\n"), 1);
        QCOMPARE(stateAt(broken, 0), State::Invalid);
        QVERIFY(broken.problemOf(0).contains(QStringLiteral("address")));
        PortalDrafts sample;
        sample.addCsv(PortalDrafts::csvTemplate());
        QCOMPARE(stateAt(sample, 0), State::Waiting);
    }

    // Good lines before the fault are not taken either.
    void filesThatAreSomethingElse_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("advice");
        const QByteArray good = "address,title\n" + link("a.example").toUtf8() + ",A\n";
        QTest::newRow("workbook") << QByteArray("PK\x03\x04" + good) << QStringLiteral("CSV UTF-8");
        QTest::newRow("utf-16") << QByteArray("\xff\xfe" + good) << QStringLiteral("CSV UTF-8");
        QTest::newRow("cp1251") << QByteArray(good + link("b.example").toUtf8() + ",\xd1\xe5\xe2\xe5\xf0\n") << QStringLiteral("line 3");
        QTest::newRow("open quote") << QByteArray(good + link("b.example").toUtf8() + ",\"B\n") << QStringLiteral("never closed");
        QTest::newRow("huge") << QByteArray(good + QByteArray(sync::kLargestPortalList, '\n')) << QStringLiteral("larger");
        QTest::newRow("nothing") << QByteArray() << QStringLiteral("empty");
    }

    void filesThatAreSomethingElse()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, advice);
        PortalDrafts drafts;
        QAbstractItemModelTester tester(&drafts, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(drafts.addCsv(bytes), 1);
        QCOMPARE(stateAt(drafts, 0), State::Invalid);
        QCOMPARE(drafts.connectable(), 0);
        QVERIFY(!drafts.takeNext());
        QVERIFY2(drafts.problemOf(0).contains(advice), qPrintable(drafts.problemOf(0)));
    }

    void garbagePastedIsOneRow()
    {
        PortalDrafts drafts;
        QCOMPARE(drafts.addLinks(QString(50'000'000, QLatin1Char('x'))), 0);
        QCOMPARE(drafts.addLinks(QStringLiteral("nonsense\n").repeated(5'000)), 0);
        QCOMPARE(drafts.rowCount(), 2);
        QVERIFY(drafts.problemOf(1).contains(QStringLiteral("not a list of links")));
        QCOMPARE(drafts.addLinks(QString(QString::fromUtf8("\0\xef\xbf\xbf\xe2\x80\xae<b>", 12) + link("a.example"))), 0);
        QCOMPARE(drafts.addLinks(QString(QLatin1Char('\n') + link("b.example") + QStringLiteral("\r\n\n"))), 1);
    }
};

QTEST_MAIN(PortalDraftsTest)
#include "tst_portaldrafts.moc"
