// SPDX-License-Identifier: GPL-3.0-or-later
// dealerlensctl as a user has it: the program itself against simulated portals, dead hosts and damaged files.
#include "ctl/programs.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDirIterator>
#include <QFileInfo>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <memory>

#include <sys/stat.h>

using namespace dealerlens::testing;

class TestDealerlensctl : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase()
    {
        m_portalsFile = m_network.path(QStringLiteral("demo.csv"));
        m_portalsim.start(binary("portalsim"),
            { QStringLiteral("--demo"), QStringLiteral("--dealers"), QStringLiteral("3"), QStringLiteral("--seed"), QStringLiteral("1"),
                QStringLiteral("--scale"), QStringLiteral("0.2"), QStringLiteral("--no-limits"), QStringLiteral("--exit-with-stdin"),
                QStringLiteral("--write-portals"), m_portalsFile });
        QVERIFY(m_portalsim.waitForStarted());
        QByteArray said;
        const auto listens = [&] {
            said += m_portalsim.readAllStandardOutput();
            return said.contains("listening") || m_portalsim.state() == QProcess::NotRunning;
        };
        QVERIFY(QTest::qWaitFor(listens, 30'000));
        QCOMPARE(m_portalsim.state(), QProcess::Running);
        QVERIFY(QFileInfo::exists(m_portalsFile));
        const Outcome imported = m_network.run({ QStringLiteral("portals"), QStringLiteral("import"), m_portalsFile });
        EXPECT_CODE(imported, 0);
        const Outcome synced = m_network.run({ QStringLiteral("sync") }, {}, 120'000);
        EXPECT_CODE(synced, 0);
    }

    void cleanupTestCase()
    {
        m_portalsim.closeWriteChannel();
        if (!m_portalsim.waitForFinished(10'000))
            m_portalsim.kill();
        m_portalsim.waitForFinished(10'000);
    }

    void nothingYet()
    {
        const Desk desk;
        for (const char *command : { "check", "search" }) {
            QStringList words { QString::fromLatin1(command) };
            if (words[0] == QLatin1String("search"))
                words += QStringLiteral("x");
            const Outcome outcome = desk.run(words);
            EXPECT_CODE(outcome, 3);
            QVERIFY(outcome.err.contains(QStringLiteral("portals add")));
        }
        EXPECT_CODE(desk.run({ QStringLiteral("report"), QStringLiteral("tree") }), 3);
        EXPECT_CODE(desk.run({ QStringLiteral("sync") }), 3);
    }

    void brokenLinesAreToldAndTheOthersImported()
    {
        const Desk desk;
        const Outcome outcome = desk.import(QByteArray(kHead)
            + "good,Good,dealer,R,C,Europe/Moscow,http://127.0.0.1:9/rest/1/topsecretkey1/\n"
              "bad key,Bad,dealer,R,C,Europe/Moscow,http://127.0.0.1:9/rest/1/topsecretkey2/\n"
              "nozone,Bad,dealer,R,C,Nowhere/Land,http://127.0.0.1:9/rest/1/topsecretkey3/\n"
              "noaddress,Bad,dealer,R,C,Europe/Moscow,what is this\n"
              "plain,Bad,dealer,R,C,Europe/Moscow,http://portal.example/rest/1/topsecretkey4/\n"
              "second,Second,dealer,R,C,Asia/Yekaterinburg,http://127.0.0.1:9/rest/2/topsecretkey5/\n");
        EXPECT_CODE(outcome, 3);
        for (const char *line : { "line 3:", "line 4:", "line 5:", "line 6:" })
            QVERIFY2(outcome.err.contains(QString::fromLatin1(line)), qPrintable(outcome.err));
        QVERIFY(!outcome.err.contains(QStringLiteral("topsecret")));
        const Outcome list
            = desk.run({ QStringLiteral("portals"), QStringLiteral("list"), QStringLiteral("--format"), QStringLiteral("csv") });
        EXPECT_CODE(list, 0);
        const auto rows = csvRows(list.out);
        QCOMPARE(rows.size(), 3);
        QCOMPARE(rows[1][0], QStringLiteral("good"));
        QCOMPARE(rows[2][5], QStringLiteral("Asia/Yekaterinburg"));
        QVERIFY(!list.out.contains(QStringLiteral("topsecret")));
        verifySecretNowhere(desk, "topsecret");
        QVERIFY(!(QFileInfo(desk.path(QStringLiteral("keys.json"))).permissions() & (QFileDevice::ReadOther | QFileDevice::ReadGroup)));
    }

    // Each begins with good lines: not even those are taken, and no data folder is made.
    void filesThatAreNoLists_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("reason");
        const QByteArray good = QByteArray(kHead) + "a,First,dealer,R,C,Europe/Moscow,http://127.0.0.1:9/rest/1/topsecretkey1/\n";
        QTest::newRow("workbook") << QByteArray("PK\x03\x04" + good) << QStringLiteral("portals.csv: this is a workbook or an archive");
        QTest::newRow("utf-16") << QByteArray("\xff\xfe" + good) << QStringLiteral("portals.csv: this is not a table of text");
        QTest::newRow("cp1251") << QByteArray(good + "b,\xd1\xe5\xe2\xe5\xf0,dealer,R,C,UTC,http://127.0.0.1:9/rest/1/topsecretkey2/\n")
                                << QStringLiteral("portals.csv, line 3: the text in column title is not UTF-8");
        QTest::newRow("open quote") << QByteArray(good + "b,\"B,dealer,R,C,UTC,http://127.0.0.1:9/rest/1/topsecretkey2/\n")
                                    << QStringLiteral("portals.csv, line 3: a quotation mark in column title is never closed");
        QTest::newRow("one line of 200 MB") << QByteArray(good + QByteArray(200'000'000, 'x')) << QStringLiteral("larger than any list");
        QTest::newRow("10 million lines") << QByteArray(good + QByteArray("b\n").repeated(10'000'000))
                                          << QStringLiteral("larger than any list");
    }

    void filesThatAreNoLists()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, reason);
        const Desk desk;
        const Outcome outcome = desk.import(bytes);
        EXPECT_CODE(outcome, 3);
        QVERIFY2(outcome.err.contains(reason), qPrintable(outcome.err));
        QVERIFY2(outcome.err.contains(QStringLiteral("Nothing was imported.")), qPrintable(outcome.err));
        QVERIFY(!outcome.err.contains(QStringLiteral("topsecret")));
        QVERIFY(!QFileInfo::exists(desk.data()) && !QFileInfo::exists(desk.path(QStringLiteral("keys.json"))));
    }

    // Paths that people name by mistake, wherever a file is read. The ledger stays as it is.
    void pathsThatAreNoFiles()
    {
        const Desk desk;
        EXPECT_CODE(desk.import(QByteArray(kHead) + "a,First,dealer,R,C,Europe/Moscow,http://127.0.0.1:9/rest/1/secretkey111/\n"), 0);
        const QString workbook = desk.path(QStringLiteral("x.xlsx"));
        put(workbook, "PK\x03\x04" + QByteArray(10'000, 'x'));
        const QString pipe = desk.path(QStringLiteral("pipe"));
        QCOMPARE(mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
        const QStringList nowhere { desk.path(QStringLiteral("nothing")), desk.path(QString()), QStringLiteral("/dev/zero"), workbook };
        for (const QString &path : nowhere) {
            EXPECT_CODE(desk.run({ QStringLiteral("portals"), QStringLiteral("import"), path }), 3);
            EXPECT_CODE(desk.run({ QStringLiteral("standard"), QStringLiteral("import"), path }), 3);
            EXPECT_CODE(
                desk.run({ QStringLiteral("portals"), QStringLiteral("add"), QStringLiteral("b"), QStringLiteral("--address-file"), path }),
                3);
        }
        for (const QString &path : nowhere + QStringList { pipe, desk.path(QStringLiteral("portals.csv")) }) {
            const Outcome outcome = desk.run({ QStringLiteral("restore"), path });
            QVERIFY2(outcome.code == 3 || outcome.code == 5,
                qPrintable(QStringLiteral("%1: exit %2: %3").arg(path).arg(outcome.code).arg(outcome.err)));
        }
        const Outcome list
            = desk.run({ QStringLiteral("portals"), QStringLiteral("list"), QStringLiteral("--format"), QStringLiteral("csv") });
        QCOMPARE(csvRows(list.out).size(), 2);
        QCOMPARE(QDir(desk.data()).entryList({ QStringLiteral("ledger.db.*") }), QStringList());
    }

    // A code that head office has chosen is not lost with a list that has no column for it.
    void codesOutliveLists()
    {
        const Desk desk;
        const auto import = [&desk](const char *columns, const char *code) {
            return desk.import(QByteArray(columns) + "\na,First," + code + "Europe/Moscow,http://127.0.0.1:9/rest/1/secretkey111/\n").code;
        };
        const auto code = [&desk] {
            QString found;
            {
                QSqlDatabase ledger = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("codes"));
                ledger.setDatabaseName(desk.data() + QStringLiteral("/ledger.db"));
                QSqlQuery query(ledger);
                if (ledger.open() && query.exec(QStringLiteral("SELECT code FROM portal")) && query.next())
                    found = query.value(0).toString();
            }
            QSqlDatabase::removeDatabase(QStringLiteral("codes"));
            return found;
        };
        QCOMPARE(import("key,title,code,timezone,address", "ZZ,"), 0);
        QCOMPARE(code(), QStringLiteral("ZZ"));
        QCOMPARE(import("key,title,timezone,address", ""), 0);
        QCOMPARE(code(), QStringLiteral("ZZ"));
    }

    void importAgainCorrects()
    {
        const Desk desk;
        EXPECT_CODE(desk.import(QByteArray(kHead) + "a,First,dealer,R,C,Europe/Moscow,http://127.0.0.1:9/rest/1/secretkey111/\n"), 0);
        const Outcome again
            = desk.import(QByteArray(kHead) + "a,Corrected,dealer,R,C,Europe/Moscow,http://127.0.0.1:9/rest/1/secretkey222/\n");
        EXPECT_CODE(again, 0);
        QVERIFY(again.err.contains(QStringLiteral("updated: 1")));
        const auto rows = csvRows(
            desk.run({ QStringLiteral("portals"), QStringLiteral("list"), QStringLiteral("--format"), QStringLiteral("csv") }).out);
        QCOMPARE(rows.size(), 2);
        QCOMPARE(rows[1][1], QStringLiteral("Corrected"));
        QVERIFY(contents(desk.path(QStringLiteral("keys.json"))).contains("secretkey222"));
    }

    void missingKeysAreToldOfEachPortal()
    {
        const Desk desk;
        EXPECT_CODE(desk.import(QByteArray(kHead)
                        + "a,First,dealer,R,C,Europe/Moscow,http://127.0.0.1:9/rest/1/secretkey111/\n"
                          "b,Second,dealer,R,C,Europe/Moscow,http://127.0.0.1:9/rest/2/secretkey222/\n"
                          "c,Third,dealer,R,C,Europe/Moscow,http://127.0.0.1:9/rest/3/secretkey333/\n"),
            0);
        put(desk.path(QStringLiteral("keys.json")), "{}");
        const Outcome outcome = desk.run({ QStringLiteral("sync") });
        EXPECT_CODE(outcome, 4);
        for (const char *key : { "a", "b", "c" })
            QVERIFY2(outcome.err.contains(QLatin1String(key) + QLatin1String(": The portal's key is not where keys are kept")),
                qPrintable(outcome.err));
    }

    void retireAndRestore()
    {
        const Desk desk;
        EXPECT_CODE(desk.import(QByteArray(kHead) + "a,First,dealer,R,C,Europe/Moscow,http://127.0.0.1:9/rest/1/secretkey111/\n"), 0);
        EXPECT_CODE(desk.run({ QStringLiteral("portals"), QStringLiteral("retire"), QStringLiteral("a") }), 0);
        QVERIFY(desk.run({ QStringLiteral("portals"), QStringLiteral("list") }).out.contains(QStringLiteral("retired")));
        EXPECT_CODE(desk.run({ QStringLiteral("sync"), QStringLiteral("--portal"), QStringLiteral("a") }), 3);
        EXPECT_CODE(desk.run({ QStringLiteral("portals"), QStringLiteral("restore"), QStringLiteral("a") }), 0);
        EXPECT_CODE(desk.run({ QStringLiteral("portals"), QStringLiteral("retire"), QStringLiteral("zzz") }), 3);
    }

    void wrongAddressIsNotAdded()
    {
        const Desk desk;
        const QStringList add { QStringLiteral("portals"), QStringLiteral("add"), QStringLiteral("a"), QStringLiteral("--timezone"),
            QStringLiteral("UTC") };
        Outcome outcome = desk.run(add, "http://portal.example/rest/1/secretkey111/\n");
        EXPECT_CODE(outcome, 3);
        QVERIFY(outcome.err.contains(QStringLiteral("https")));
        outcome = desk.run(add, "hello\n");
        EXPECT_CODE(outcome, 3);
        outcome = desk.run(add, "http://127.0.0.1:9/rest/1/secretkey111/\n");
        EXPECT_CODE(outcome, 4);
        QVERIFY(outcome.err.contains(QStringLiteral("cannot be reached")));
        QVERIFY(outcome.err.contains(QStringLiteral("Nothing was saved")));
        EXPECT_CODE(desk.run(add + QStringList { QStringLiteral("--untested") }, "http://127.0.0.1:9/rest/1/secretkey111/\n"), 0);
    }

    void addsARealPortal()
    {
        const Desk desk;
        const auto rows = csvRows(QString::fromUtf8(contents(m_portalsFile)));
        QVERIFY(rows.size() >= 4);
        const QByteArray address = rows[1].last().toUtf8();
        put(desk.path(QStringLiteral("address.txt")), address + "\n");
        const Outcome added = desk.run({ QStringLiteral("portals"), QStringLiteral("add"), QStringLiteral("mine"),
            QStringLiteral("--address-file"), desk.path(QStringLiteral("address.txt")) });
        EXPECT_CODE(added, 0);
        const Outcome tested = desk.run({ QStringLiteral("portals"), QStringLiteral("test") });
        EXPECT_CODE(tested, 0);
        QVERIFY(tested.out.startsWith(QStringLiteral("mine: The portal answers")));
        const QByteArray secret = address.split('/').at(6);
        QVERIFY(secret.size() > 8);
        QVERIFY(!QString(added.out + added.err + tested.out + tested.err).contains(QString::fromLatin1(secret)));
        verifySecretNowhere(desk, secret);
    }

    // One portal has a wrong secret, one is dead, one talks nonsense, one is well.
    void brokenPortalsDoNotStopTheOthers()
    {
        QTcpServer nonsense;
        QVERIFY(nonsense.listen(QHostAddress::LocalHost));
        connect(&nonsense, &QTcpServer::newConnection, this, [&nonsense] {
            QTcpSocket *socket = nonsense.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket] {
                socket->readAll();
                socket->write(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 21\r\nConnection: close\r\n\r\n<html>sign in!</html>");
                socket->disconnectFromHost();
            });
        });
        const Desk desk;
        const auto rows = csvRows(QString::fromUtf8(contents(m_portalsFile)));
        const QString good = rows[1].last();
        QString wrong = rows[2].last();
        wrong.replace(wrong.section(QLatin1Char('/'), 6, 6), QStringLiteral("wrongsecret12345"));
        const Outcome imported = desk.import(QByteArray(kHead) + "good,Good,dealer,R,C,Europe/Moscow," + good.toUtf8()
            + "\nwrong,W,dealer,R,C,Europe/Moscow," + wrong.toUtf8()
            + "\ndead,D,dealer,R,C,Europe/Moscow,http://127.0.0.1:9/rest/1/secretkey111/\nhtml,H,dealer,R,C,Europe/Moscow,http://127.0.0.1:"
            + QByteArray::number(nonsense.serverPort()) + "/rest/1/secretkey222/\n");
        EXPECT_CODE(imported, 0);
        const Outcome synced = desk.run({ QStringLiteral("sync") }, {}, 120'000);
        EXPECT_CODE(synced, 4);
        const auto lineOf = [&synced](const char *key) {
            for (const QString &line : synced.err.split(QLatin1Char('\n'))) {
                if (line.startsWith(QLatin1String(key) + QLatin1String(": ")))
                    return line;
            }
            return QString();
        };
        QVERIFY2(lineOf("wrong").contains(QStringLiteral("does not accept the key")), qPrintable(synced.err));
        QVERIFY2(lineOf("dead").contains(QStringLiteral("cannot be reached")), qPrintable(synced.err));
        QVERIFY2(lineOf("html").contains(QStringLiteral("not what a Bitrix24 portal sends")), qPrintable(synced.err));
        QVERIFY2(synced.err.contains(QStringLiteral("1 of 4 portals are up to date")), qPrintable(synced.err));
        const Outcome list
            = desk.run({ QStringLiteral("portals"), QStringLiteral("list"), QStringLiteral("--format"), QStringLiteral("csv") });
        QHash<QString, QString> states;
        for (const QStringList &row : csvRows(list.out))
            states[row[0]] = row[6];
        QCOMPARE(states[QStringLiteral("good")], QStringLiteral("mirrored"));
        QVERIFY(states[QStringLiteral("dead")] != QLatin1String("mirrored"));
        const Outcome tree = desk.run({ QStringLiteral("report"), QStringLiteral("tree") });
        EXPECT_CODE(tree, 0);
        QVERIFY2(tree.err.contains(QStringLiteral("1 of 4 dealers are fresh")), qPrintable(tree.err));
    }

    void everyReportHasItsColumns_data()
    {
        QTest::addColumn<QString>("report");
        QTest::addColumn<QString>("columns");
        QTest::newRow("visits") << QStringLiteral("visits")
                                << QStringLiteral("portal,item_type,item_id,title,stage,entered_at,left_at,seconds");
        QTest::newRow("stage-times") << QStringLiteral("stage-times")
                                     << QStringLiteral("stage,visits,left,open,km_q25_s,km_median_s,km_q75_s,mean_left_s,reentered");
        QTest::newRow("sources") << QStringLiteral("sources")
                                 << QStringLiteral("source,leads,converted,won,lost,open,revenue,conversion,ci_low,ci_high");
        QTest::newRow("tree") << QStringLiteral("tree")
                              << QStringLiteral("path,level,leads,converted,won,lost,open,revenue,conversion,ci_low,ci_high");
        QTest::newRow("funnel") << QStringLiteral("funnel") << QStringLiteral("stage");
        QTest::newRow("transitions") << QStringLiteral("transitions") << QStringLiteral("from,to,count");
        QTest::newRow("paths") << QStringLiteral("paths") << QStringLiteral("rank,count,share,steps,path");
        QTest::newRow("cohort") << QStringLiteral("cohort") << QStringLiteral("day,won,lost,open");
        QTest::newRow("velocity") << QStringLiteral("velocity") << QStringLiteral("factor,value,before,change_per_day");
        QTest::newRow("items") << QStringLiteral("items") << QStringLiteral("portal,item_type,item_id,title");
    }

    void everyReportHasItsColumns()
    {
        QFETCH(QString, report);
        QFETCH(QString, columns);
        const Outcome csv = m_network.run({ QStringLiteral("report"), report, QStringLiteral("--format"), QStringLiteral("csv") });
        EXPECT_CODE(csv, 0);
        const auto rows = csvRows(csv.out);
        QVERIFY2(rows.size() > 1, qPrintable(csv.out));
        const QStringList head = rows[0];
        for (const QString &column : columns.split(QLatin1Char(',')))
            QVERIFY2(head.contains(column), qPrintable(column + QLatin1String(" not in ") + head.join(QLatin1Char(','))));
        QCOMPARE(head.first(), columns.section(QLatin1Char(','), 0, 0));
        for (const QStringList &row : rows)
            QCOMPARE(row.size(), head.size());
        const QString docs = QString::fromUtf8(contents(QStringLiteral(DEALERLENS_SOURCE_DIR "/docs/reports.md")));
        const QString section = docs.section(QLatin1String("\n## ") + report, 1, 1).section(QLatin1String("\n## "), 0, 0);
        for (const QString &column : head)
            QVERIFY2(section.contains(QLatin1Char('`') + column + QLatin1Char('`'))
                    || docs.section(QLatin1String("\n## Measures"), 1, 1).contains(QLatin1Char('`') + column + QLatin1Char('`')),
                qPrintable(QStringLiteral("docs/reports.md does not define %1 of %2").arg(column, report)));
        const Outcome json = m_network.run({ QStringLiteral("report"), report, QStringLiteral("--format"), QStringLiteral("json") });
        EXPECT_CODE(json, 0);
        const QJsonArray objects = QJsonDocument::fromJson(json.out.toUtf8()).array();
        QCOMPARE(objects.size(), rows.size() - 1);
        QCOMPARE(objects.first().toObject().size(), head.size());
        const QString file = m_network.path(report + QLatin1String(".xlsx"));
        EXPECT_CODE(m_network.run({ QStringLiteral("export"), file, QStringLiteral("--what"), report }), 0);
        QVERIFY(contents(file).startsWith("PK"));
    }

    void visitsAddUp()
    {
        const Outcome csv
            = m_network.run({ QStringLiteral("report"), QStringLiteral("visits"), QStringLiteral("--format"), QStringLiteral("csv") });
        const auto rows = csvRows(csv.out);
        const QStringList head = rows[0];
        const auto entered = head.indexOf(QStringLiteral("entered_at")), left = head.indexOf(QStringLiteral("left_at"));
        const auto seconds = head.indexOf(QStringLiteral("seconds")), title = head.indexOf(QStringLiteral("title"));
        int open = 0, titled = 0;
        for (qsizetype i = 1; i < rows.size(); ++i) {
            const QDateTime from = QDateTime::fromString(rows[i][entered], Qt::ISODate);
            QVERIFY2(from.isValid() && rows[i][entered].endsWith(QLatin1Char('Z')), qPrintable(rows[i][entered]));
            titled += rows[i][title].isEmpty() ? 0 : 1;
            if (rows[i][left].isEmpty()) {
                ++open;
                continue;
            }
            const QDateTime to = QDateTime::fromString(rows[i][left], Qt::ISODate);
            QCOMPARE(rows[i][seconds].toDouble(), double(from.secsTo(to)));
        }
        QVERIFY(open > 0);
        QVERIFY(titled > rows.size() / 2);
    }

    void measuresAgreeBetweenReports()
    {
        const auto total = [this](const QStringList &words, const char *column) {
            const auto rows = csvRows(m_network.run(words + QStringList { QStringLiteral("--format"), QStringLiteral("csv") }).out);
            const auto at = rows.value(0).indexOf(QString::fromLatin1(column));
            double sum = 0;
            for (qsizetype i = 1; i < rows.size(); ++i)
                sum += rows[i].value(at).toDouble();
            return sum;
        };
        const QStringList network { QStringLiteral("report"), QStringLiteral("tree"), QStringLiteral("--depth"),
            QStringLiteral("network") };
        for (const char *column : { "leads", "converted" }) {
            const double wanted = total(network, column);
            QVERIFY(wanted > 0);
            for (const char *by : { "source", "campaign", "region", "dealer", "month" })
                QCOMPARE(
                    total({ QStringLiteral("report"), QStringLiteral("sources"), QStringLiteral("--by"), QString::fromLatin1(by) }, column),
                    wanted);
        }
    }

    void dealersAreComparedAndMissedCallsListed()
    {
        const QStringList csv { QStringLiteral("--format"), QStringLiteral("csv") };
        const Outcome compared = m_network.run(QStringList { QStringLiteral("report"), QStringLiteral("compare"), QStringLiteral("--stage"),
                                                   QStringLiteral("WORK"), QStringLiteral("--stages"), QStringLiteral("milestones") }
            + csv);
        EXPECT_CODE(compared, 0);
        QVERIFY2(compared.out.startsWith(QStringLiteral("first,second,")), qPrintable(compared.out));
        EXPECT_CODE(m_network.run({ QStringLiteral("report"), QStringLiteral("compare") }), 2);
        const Outcome missed = m_network.run(QStringList { QStringLiteral("report"), QStringLiteral("missed-calls") } + csv);
        EXPECT_CODE(missed, 0);
        const auto rows = csvRows(missed.out);
        QCOMPARE(rows.value(0).first(), QStringLiteral("portal"));
        for (qsizetype i = 1; i < rows.size(); ++i)
            QVERIFY(!rows[i].value(2).isEmpty()); // a number to call
        const QString docs = QString::fromUtf8(contents(QStringLiteral(DEALERLENS_SOURCE_DIR "/docs/reports.md")));
        for (const auto &[name, head] : { std::pair(QStringLiteral("compare"), csvRows(compared.out).value(0)),
                 std::pair(QStringLiteral("missed-calls"), rows.value(0)) }) {
            const QString section = docs.section(QLatin1String("\n## ") + name, 1, 1).section(QLatin1String("\n## "), 0, 0);
            for (const QString &column : head)
                QVERIFY2(section.contains(QLatin1Char('`') + column + QLatin1Char('`')), qPrintable(name + QLatin1Char(' ') + column));
        }
    }

    void standardIsExportedAndImported()
    {
        const Desk desk;
        EXPECT_CODE(desk.import(QByteArray(kHead) + "a,A,dealer,North,,UTC,https://a.example/rest/1/secretkey111/\n"), 0);
        const QString file = desk.path(QStringLiteral("standard.json"));
        const QStringList import { QStringLiteral("standard"), QStringLiteral("import"), file };
        EXPECT_CODE(desk.run({ QStringLiteral("standard"), QStringLiteral("export"), file }), 0);
        QByteArray bytes = contents(file);
        QVERIFY(bytes.contains("\"currency\": \"RUB\""));
        QCOMPARE(QFileInfo(file).permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        put(file, bytes.replace("\"currency\": \"RUB\"", "\"currency\": \"KZT\""));
        const Outcome dry
            = desk.run(import + QStringList { QStringLiteral("--dry-run"), QStringLiteral("--format"), QStringLiteral("csv") });
        EXPECT_CODE(dry, 0);
        QCOMPARE(csvRows(dry.out).value(1).value(0), QStringLiteral("currency"));
        const QStringList print { QStringLiteral("standard"), QStringLiteral("export"), QStringLiteral("-") };
        QVERIFY(desk.run(print).out.contains(QStringLiteral("\"RUB\"")));
        EXPECT_CODE(desk.run(import), 0);
        QVERIFY(desk.run(print).out.contains(QStringLiteral("\"KZT\"")));
        put(file, "{\"curency\": \"RUB\"}");
        const Outcome wrong = desk.run(import);
        EXPECT_CODE(wrong, 3);
        QVERIFY2(wrong.err.contains(QStringLiteral("curency")), qPrintable(wrong.err));
    }

    void filtersAndErrors()
    {
        const Outcome unknown
            = m_network.run({ QStringLiteral("report"), QStringLiteral("tree"), QStringLiteral("--dealer"), QStringLiteral("zzzz") });
        EXPECT_CODE(unknown, 3);
        QVERIFY(unknown.err.contains(QStringLiteral("There is no dealer")));
        EXPECT_CODE(
            m_network.run({ QStringLiteral("report"), QStringLiteral("tree"), QStringLiteral("--as-of"), QStringLiteral("soon") }), 3);
        EXPECT_CODE(
            m_network.run({ QStringLiteral("report"), QStringLiteral("tree"), QStringLiteral("--period"), QStringLiteral("once") }), 3);
        EXPECT_CODE(m_network.run({ QStringLiteral("export"), m_network.path(QStringLiteral("x.csv")), QStringLiteral("--what"),
                        QStringLiteral("nonsense") }),
            2);
        EXPECT_CODE(m_network.run({ QStringLiteral("nonsense") }), 2);
        const Outcome quiet = m_network.run({ QStringLiteral("--quiet"), QStringLiteral("report"), QStringLiteral("funnel"),
            QStringLiteral("--period"), QStringLiteral("last-30-days") });
        EXPECT_CODE(quiet, 0);
        QCOMPARE(quiet.err, QString());
        const Outcome past = m_network.run({ QStringLiteral("report"), QStringLiteral("visits"), QStringLiteral("--as-of"),
            QStringLiteral("2000-01-01"), QStringLiteral("--format"), QStringLiteral("csv") });
        EXPECT_CODE(past, 0);
        QCOMPARE(csvRows(past.out).size(), 1);
    }

    void entitiesAreExported()
    {
        for (const char *kind : { "lead", "deal", "contact", "user" }) {
            const QString file = m_network.path(QLatin1String(kind) + QStringLiteral(".csv"));
            EXPECT_CODE(m_network.run({ QStringLiteral("export"), file, QStringLiteral("--what"), QString::fromLatin1(kind) }), 0);
            const auto rows = csvRows(QString::fromUtf8(contents(file)));
            QVERIFY2(rows.size() > 1, kind);
            QCOMPARE(rows[0].mid(0, 3), (QStringList { QStringLiteral("portal"), QStringLiteral("id"), QStringLiteral("deleted_at") }));
        }
    }

    void searchFinds()
    {
        const auto leads = csvRows(QString::fromUtf8(contents(m_network.path(QStringLiteral("lead.csv")))));
        const auto name = leads.value(0).indexOf(QStringLiteral("last_name"));
        QString wanted;
        for (qsizetype i = 1; i < leads.size() && wanted.size() < 4; ++i)
            wanted = leads[i].value(name);
        QVERIFY(wanted.size() >= 4);
        const Outcome found
            = m_network.run({ QStringLiteral("search"), wanted.toUpper(), QStringLiteral("--format"), QStringLiteral("csv") });
        EXPECT_CODE(found, 0);
        QVERIFY2(csvRows(found.out).size() > 1, qPrintable(wanted));
        EXPECT_CODE(m_network.run({ QStringLiteral("search"), QStringLiteral("'\"*)( OR --") }), 0);
    }

    void checkIsSound()
    {
        const Outcome outcome = m_network.run({ QStringLiteral("check") });
        EXPECT_CODE(outcome, 0);
        QVERIFY(outcome.err.contains(QStringLiteral("Sound")));
    }

    void fullDisk()
    {
        const QString file = m_network.path(QStringLiteral("full.csv"));
        put(file, "old");
        const Outcome outcome
            = m_network.runLimited(48, { QStringLiteral("export"), file, QStringLiteral("--what"), QStringLiteral("visits") });
        EXPECT_CODE(outcome, 5);
        QVERIFY2(outcome.err.contains(QStringLiteral("disk is full")), qPrintable(outcome.err));
        QCOMPARE(contents(file), QByteArray("old"));
    }

    void newerDatabaseIsLeftAlone()
    {
        const Desk desk;
        EXPECT_CODE(desk.import(QByteArray(kHead) + "a,First,dealer,R,C,Europe/Moscow,http://127.0.0.1:9/rest/1/secretkey111/\n"), 0);
        const QString ledger = desk.data() + QStringLiteral("/ledger.db");
        {
            QSqlDatabase db = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("newer"));
            db.setDatabaseName(ledger);
            QVERIFY(db.open());
            QSqlQuery query(db);
            QVERIFY(query.exec(QStringLiteral("PRAGMA user_version=999")));
            QVERIFY(query.exec(QStringLiteral("PRAGMA wal_checkpoint(TRUNCATE)")));
        }
        QSqlDatabase::removeDatabase(QStringLiteral("newer"));
        const QByteArray before = contents(ledger);
        for (const QStringList &words : { QStringList { QStringLiteral("sync") }, QStringList { QStringLiteral("check") },
                 QStringList { QStringLiteral("portals"), QStringLiteral("list") } }) {
            const Outcome outcome = desk.run(words);
            EXPECT_CODE(outcome, 5);
            QVERIFY2(outcome.err.contains(QStringLiteral("newer version")), qPrintable(outcome.err));
        }
        QCOMPARE(contents(ledger), before);
    }

    void corruptLedgerIsLeftAlone()
    {
        const Desk desk;
        EXPECT_CODE(desk.import(QByteArray(kHead) + "a,First,dealer,R,C,Europe/Moscow,http://127.0.0.1:9/rest/1/secretkey111/\n"), 0);
        const QString ledger = desk.data() + QStringLiteral("/ledger.db");
        QByteArray bytes = contents(ledger);
        QVERIFY(bytes.size() > 8'192);
        for (qsizetype i = 0; i < bytes.size(); ++i)
            bytes[i] = static_cast<char>(i * 7);
        QFile::remove(ledger + QStringLiteral("-wal"));
        put(ledger, bytes);
        const Outcome outcome = desk.run({ QStringLiteral("portals"), QStringLiteral("list") });
        EXPECT_CODE(outcome, 5);
        QVERIFY2(outcome.err.contains(QStringLiteral("damaged")), qPrintable(outcome.err));
        QCOMPARE(contents(ledger), bytes);
    }

    void corruptMirrorIsSetAside()
    {
        const Desk desk;
        const auto rows = csvRows(QString::fromUtf8(contents(m_portalsFile)));
        EXPECT_CODE(desk.import(QByteArray(kHead) + "a,First,dealer,R,C,Europe/Moscow," + rows[1].last().toUtf8() + "\n"), 0);
        EXPECT_CODE(desk.run({ QStringLiteral("sync") }, {}, 120'000), 0);
        const auto before = csvRows(
            desk.run({ QStringLiteral("report"), QStringLiteral("visits"), QStringLiteral("--format"), QStringLiteral("csv") }).out)
                                .size();
        const QString mirror = desk.data() + QStringLiteral("/mirror.db");
        QFile::remove(mirror + QStringLiteral("-wal"));
        put(mirror, QByteArray(20'000, 'x'));
        const Outcome synced = desk.run({ QStringLiteral("sync") }, {}, 120'000);
        EXPECT_CODE(synced, 0);
        QVERIFY2(synced.err.contains(QStringLiteral("set aside")), qPrintable(synced.err));
        const auto after = csvRows(
            desk.run({ QStringLiteral("report"), QStringLiteral("visits"), QStringLiteral("--format"), QStringLiteral("csv") }).out)
                               .size();
        QCOMPARE(after, before);
    }

private:
    // Only the credentials file may hold a secret.
    static void verifySecretNowhere(const Desk &desk, const QByteArray &secret)
    {
        QDirIterator files(desk.data(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        int seen = 0;
        while (files.hasNext()) {
            const QString path = files.next();
            ++seen;
            QVERIFY2(!contents(path).contains(secret), qPrintable(path));
        }
        QVERIFY(seen >= 2);
    }

    QProcess m_portalsim;
    Desk m_network; // three simulated dealers, mirrored once
    QString m_portalsFile;
};

QTEST_GUILESS_MAIN(TestDealerlensctl)
#include "tst_dealerlensctl.moc"
