// SPDX-License-Identifier: GPL-3.0-or-later
// Lists of portals as people really have them: good ones, ones with wrong lines, and files that are something else.
#include "sync/portallist.h"

#include <QFile>
#include <QStringEncoder>
#include <QTest>

using namespace dealerlens;
using namespace dealerlens::sync;
using Kind = ListProblem::Kind;

namespace {

constexpr const char *kHead = "key,title,kind,region,city,timezone,address\n";
constexpr const char *kAddress = "https://a.bitrix24.ru/rest/1/secret123/";

QByteArray goodLine(const char *key) { return QByteArray(key) + ",T,dealer,R,C,Europe/Moscow," + kAddress + "\n"; }

auto read(const QByteArray &bytes, ListNeeds needs = ListNeeds::Naming) { return readPortalList(bytes, needs); }

QString sentence(const ListProblem &problem) { return problem.filled(QString::fromUtf8(problem.words())); }

// KiB, the most this process ever held.
qint64 peakMemory()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : status.readAll().split('\n'))
        if (line.startsWith("VmHWM:"))
            return line.mid(6).trimmed().split(' ').first().toLongLong();
    return 0;
}

} // namespace

Q_DECLARE_METATYPE(Kind)

class TestPortalList : public QObject {
    Q_OBJECT
private Q_SLOTS:

    void goodLines()
    {
        const auto lines = read(QByteArray("\xef\xbb\xbf") + "address;key;timezone;title;kind;region;city;boss\r\n" + kAddress
            + ";north;Europe/Moscow;\"Север; \"\"Авто\"\"\";head;Урал;Пермь;Иванов\r\n\r\n");
        QVERIFY(lines);
        QCOMPARE(lines->size(), 1U);
        const ListedPortal &line = lines->front();
        QVERIFY(!line.problem);
        QCOMPARE(line.line, 2);
        QCOMPARE(line.portal.key, QStringLiteral("north"));
        QCOMPARE(line.portal.title, QStringLiteral("Север; \"Авто\""));
        QCOMPARE(line.portal.kind, model::PortalKind::Head);
        QCOMPARE(line.portal.city, QStringLiteral("Пермь"));
        QCOMPARE(line.address.endpoint, QStringLiteral("https://a.bitrix24.ru/rest/1"));
        QCOMPARE(line.address.secret, QStringLiteral("secret123"));
        for (const char *zone : { "UTC", "UTC+03:00", "UTC+04:51", "Etc/GMT-3", "Asia/Kathmandu" })
            QVERIFY2(!read(QByteArray(kHead) + "a,T,dealer,R,C," + zone + ',' + kAddress)->front().problem, zone);
        const auto tabs = read(QByteArray("key\ttimezone\taddress\ttitle\na\tUTC\t") + kAddress + "\tA, B; C\n");
        QVERIFY(tabs && tabs->size() == 1 && !tabs->front().problem);
        QCOMPARE(tabs->front().portal.title, QStringLiteral("A, B; C"));
    }

    void addressesAloneAreEnoughToBeEdited()
    {
        const QByteArray file = QByteArray("address,key,timezone\n") + kAddress + ",,\n" + kAddress + ",B!,\n" + kAddress + ",,Moscow\n";
        const auto lines = read(file, ListNeeds::Address);
        QVERIFY(lines);
        QVERIFY(!lines->at(0).problem);
        QCOMPARE(lines->at(1).problem->kind, Kind::KeyShape);
        QCOMPARE(lines->at(2).problem->kind, Kind::ZoneUnknown);
        QCOMPARE(read(file)->at(0).problem->kind, Kind::KeyMissing);
        QVERIFY(read(QByteArray("address\n") + kAddress + "\n", ListNeeds::Address));
    }

    void brokenLines_data()
    {
        QTest::addColumn<QByteArray>("row");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char *name, const QByteArray &text, const char *reason) {
            QTest::newRow(name) << text << QString::fromLatin1(reason);
        };
        row("no key", ",T,dealer,R,C,Europe/Moscow,https://x", "key is missing");
        row("bad key", "North Auto,T,dealer,R,C,Europe/Moscow,https://x", "small Latin");
        row("key twice", "good,T,dealer,R,C,Europe/Moscow,https://x", "in a line above");
        row("bad kind", "a,T,shop,R,C,Europe/Moscow,https://x", "dealer or head");
        row("bad zone", "a,T,dealer,R,C,Moscow/Europe,https://x", "not known");
        row("zone is a file", "a,T,dealer,R,C,../../../etc/passwd,https://x", "not known");
        row("zone is endless", "a,T,dealer,R,C,../../../dev/zero,https://x", "not known");
        row("zone is a word", "a,T,dealer,R,C,Moscow,https://x", "\"Moscow\" is not known");
        row("no zone", "a,T,dealer,R,C,,https://x", "time zone is missing");
        row("no address", "a,T,dealer,R,C,Europe/Moscow,", "address is missing");
        row("too few", "a,T,dealer", "3 cells");
        row("too many", "a,T,dealer,R,C,Europe/Moscow,https://x,more", "8 cells");
        row("far too many", QByteArray("a,T,dealer") + QByteArray(100'000, ','), "100003 cells");
        row("long title", "a," + QByteArray(1'001, 'T') + ",dealer,R,C,Europe/Moscow,https://x", "column title has more than 1000");
        row("cells shifted", QByteArray("a,T,dealer,R,C,") + kAddress + ",Europe/Moscow", "/rest/1/");
        row("shifted by one", QByteArray("a,T,") + kAddress + ",dealer,R,C,Europe/Moscow", "/rest/1/");
        row("address in front", QByteArray(kAddress) + ",T,dealer,R,C,Europe/Moscow,a", "/rest/1/");
    }

    void brokenLines()
    {
        QFETCH(QByteArray, row);
        QFETCH(QString, reason);
        const auto lines
            = read(kHead + QByteArray("good,\"two\nlines\",dealer,R,C,Europe/Moscow,") + kAddress + "\n" + row + "\n" + goodLine("z"));
        QVERIFY(lines);
        QCOMPARE(lines->size(), 3U);
        QVERIFY(!lines->at(0).problem && !lines->at(2).problem);
        QVERIFY(lines->at(1).problem);
        const QString said = sentence(*lines->at(1).problem);
        QVERIFY2(said.contains(reason), qPrintable(said));
        QVERIFY(!said.contains(QStringLiteral("secret123")));
        QCOMPARE(lines->at(1).line, 4); // the line of the file, not the number of the record
        QCOMPARE(lines->at(1).problem->line, 4);
    }

    void addressesAreExplainedByTheirError()
    {
        const auto lines = read(QByteArray(kHead) + "a,T,dealer,R,C,UTC,http://a.bitrix24.ru/rest/1/secret123/\n");
        QVERIFY(lines && lines->front().problem && lines->front().problem->address);
        QCOMPARE(lines->front().problem->address->code, QByteArray("scheme"));
        QVERIFY(lines->front().address.secret.isEmpty());
    }

    // None of these gives a single line: what is behind the fault would be guessed.
    void brokenFiles_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<Kind>("kind");
        QTest::addColumn<int>("line");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char *name, const QByteArray &bytes, Kind kind, int line, const char *reason) {
            QTest::newRow(name) << bytes << kind << line << QString::fromLatin1(reason);
        };
        const QByteArray good = kHead + goodLine("a") + goodLine("b");
        const QString text = QString::fromUtf8(good);
        QStringEncoder little(QStringConverter::Utf16LE, QStringConverter::Flag::WriteBom);
        QStringEncoder big(QStringConverter::Utf16BE, QStringConverter::Flag::WriteBom);
        QStringEncoder bare(QStringConverter::Utf16LE);
        row("nothing", "", Kind::Empty, 0, "empty");
        row("blank", "\n\r\n \n", Kind::Empty, 0, "empty");
        row("only a mark", "\xef\xbb\xbf", Kind::Empty, 0, "empty");
        row("columns missing", "key;title\nx;y", Kind::ColumnMissing, 1, "\"address\"");
        row("no head", goodLine("a"), Kind::ColumnMissing, 1, "\"address\"");
        row("column twice", QByteArray("key,timezone,address,Key\na,UTC,") + kAddress + ",b\n", Kind::ColumnTwice, 1, "\"key\"");
        row("UTF-16 LE", little.encode(text), Kind::Binary, 0, "CSV UTF-8");
        row("UTF-16 BE", big.encode(text), Kind::Binary, 0, "CSV UTF-8");
        row("UTF-16 bare", bare.encode(text), Kind::Binary, 0, "CSV UTF-8");
        // "Север" as Windows-1251 has it
        row("CP1251", good + "c,\xd1\xe5\xe2\xe5\xf0,dealer,R,C,UTC," + kAddress + "\n", Kind::Encoding, 4, "column title");
        row("CP1251 head", "key,\xed\xe0\xe7\xe2\xe0\xed\xe8\xe5,timezone,address\n", Kind::Encoding, 1, "column");
        row("cut in a letter", good + "c,\xd0", Kind::Encoding, 4, "column title");
        row("xlsx", QByteArray("PK\x03\x04\x14\x00\x06\x00", 8) + good, Kind::Workbook, 0, "workbook");
        row("zip bomb", QByteArray("PK\x03\x04") + QByteArray(1'000, '\xff'), Kind::Workbook, 0, "workbook");
        row("xls", QByteArray("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), Kind::Workbook, 0, "workbook");
        row("gzip", QByteArray("\x1f\x8b\x08\x00", 4), Kind::Workbook, 0, "workbook");
        row("program",
            QByteArray("\x7f"
                       "ELF\x02\x01\x01\x00",
                8),
            Kind::Binary, 0, "not a table");
        row("xml", "<?xml version=\"1.0\"?>\n<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>\n<x>&e;</x>\n", Kind::ColumnMissing,
            1, "address");
        row("json", "{\"key\": \"a\"}", Kind::ColumnMissing, 1, "address");
        row("web page", "<!doctype html>\n<html>", Kind::ColumnMissing, 1, "address");
        row("open quote", good + "c,\"T,dealer,R,C,UTC," + kAddress + "\n" + goodLine("d"), Kind::OpenQuote, 4, "column title");
        row("open quote in the head", QByteArray("key,\"title,timezone,address\n") + goodLine("a"), Kind::OpenQuote, 1, "column title");
        row("one endless line", kHead + QByteArray(kLargestPortalList, 'x'), Kind::TooLarge, 0, "larger");
        row("as large as can be", kHead + QByteArray(kLargestPortalList - qsizetype(strlen(kHead)) - 1, '\n'), Kind::Empty, 0, "");
        QByteArray rows(kHead);
        while (rows.size() < kLargestPortalList - 100)
            rows += "a\n";
        row("millions of lines", rows, Kind::TooManyLines, 0, "5000");
        row("millions of cells", QByteArray(kLargestPortalList, ','), Kind::ColumnMissing, 1, "address");
        row("millions of quotes", QByteArray(kLargestPortalList, '"'), Kind::ColumnMissing, 1, "address");
    }

    void brokenFiles()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(Kind, kind);
        QFETCH(int, line);
        QFETCH(QString, reason);
        const auto lines = read(bytes);
        if (reason.isEmpty()) { // nothing but the names of the columns
            QVERIFY(lines && lines->empty());
            return;
        }
        QVERIFY(!lines);
        QCOMPARE(lines.error().kind, kind);
        QCOMPARE(lines.error().line, line);
        const QString said = sentence(lines.error());
        QVERIFY2(said.contains(reason), qPrintable(said));
        QVERIFY(!said.contains(QStringLiteral("secret123")) && !said.contains(QLatin1Char('%')) && said.size() < 300);
    }

    void cleanupTestCase()
    {
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) // they keep what was freed
        QVERIFY2(peakMemory() < 256 * 1024, qPrintable(QString::number(peakMemory()))); // files of 8 MiB, of the worst kinds
#endif
    }

    void anyBytesAreRead()
    {
        const QByteArray bytes = QByteArray(kHead) + "a,\"T\"\"x\",dealer,R,C,UTC," + kAddress + "\r\nb,T;\"\",head,R,C,UTC," + kAddress;
        for (qsizetype i = 0; i < bytes.size(); ++i) {
            QByteArray broken = bytes;
            for (const char c : { '"', ',', '\n', '\0', '\xff' }) {
                broken[i] = c;
                (void)read(broken);
                (void)read(broken.left(i));
            }
        }
    }

    void everyProblemHasItsWords()
    {
        QSet<QString> seen;
        for (int kind = 0; kind < static_cast<int>(Kind::Address); ++kind) {
            const ListProblem problem { static_cast<Kind>(kind), 0, {}, {} };
            const QString words = QString::fromUtf8(problem.words());
            QVERIFY2(!words.isEmpty() && !seen.contains(words), qPrintable(QString::number(kind)));
            seen.insert(words);
        }
    }
};

QTEST_GUILESS_MAIN(TestPortalList)
#include "tst_portallist.moc"
