// SPDX-License-Identifier: GPL-3.0-or-later
// Exports are judged by other programs: Python's csv, json and zip readers and pdftotext.
#include "exporting/exporting.h"
#include "exporting/printout.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QFont>
#include <QGuiApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPainter>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

#include <sys/resource.h>

using namespace dealerlens;
using reports::Table;
using Kind = reports::TableColumn::Kind;

namespace {

const QStringList kHostile {
    QStringLiteral("=1+1"),
    QStringLiteral("+7 999 123-45-67"),
    QStringLiteral("-2"),
    QStringLiteral("@SUM(A1)"),
    QStringLiteral("\t=1"),
    QStringLiteral("\r=1"),
    QStringLiteral("\n=1"),
    QStringLiteral("  =cmd|' /C calc'!A0"),
    QString(QChar(0xa0)) + QStringLiteral("=1"),
    QStringLiteral("＝1+1"),
    QStringLiteral("＋1"),
    QStringLiteral("－1"),
    QStringLiteral("＠x"),
    QStringLiteral("line\n=1"),
    QStringLiteral("a;=1"),
    QString(QChar(0x200b)) + QStringLiteral("=1"),
};

const QStringList kHarmless {
    QStringLiteral("Иванов Пётр"),
    QStringLiteral("a=b"),
    QStringLiteral("1-2"),
    QStringLiteral("mail@example.ru"),
    QStringLiteral("\"quoted\", with comma"),
    QStringLiteral("two\nlines"),
    QStringLiteral("'already"),
    QStringLiteral(" spaced "),
    QStringLiteral("<b>bold</b> & co"),
    QStringLiteral("😀 e\u0301"),
    QString(),
};

Table textTable(const QStringList &texts)
{
    Table table;
    table.name = QStringLiteral("items");
    table.columns = { { QStringLiteral("title"), Kind::Text }, { QStringLiteral("n"), Kind::Integer } };
    std::int64_t n = -1;
    for (const QString &text : texts)
        table.rows.push_back({ text, n-- });
    table.about
        = { { QStringLiteral("as_of"), QStringLiteral("2026-01-31T00:00:00Z") }, { QStringLiteral("filter"), QStringLiteral("=evil") } };
    return table;
}

QByteArray python(const QString &script, const QStringList &arguments)
{
    QProcess process;
    process.start(QStringLiteral("python3"), QStringList { QStringLiteral("-c"), script } + arguments);
    if (!process.waitForFinished(30'000) || process.exitCode() != 0) {
        qWarning() << process.readAllStandardError();
        return "failed";
    }
    return process.readAllStandardOutput();
}

void put(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

bool ownerOnly(const QString &path)
{
    const auto others = QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther | QFileDevice::WriteOther;
    return !(QFileInfo(path).permissions() & others);
}

} // namespace

class TestExporting : public QObject {
    Q_OBJECT
private Q_SLOTS:

    void csvReadBack()
    {
        const QString path = m_dir.filePath(QStringLiteral("back.csv"));
        put(path, exporting::toCsv(textTable(kHarmless)));
        const QByteArray json
            = python(QStringLiteral("import csv,json,sys\n"
                                    "print(json.dumps([r for r in csv.reader(open(sys.argv[1],encoding='utf-8',newline=''))]))"),
                { path });
        const QJsonArray rows = QJsonDocument::fromJson(json).array();
        QCOMPARE(rows.size(), kHarmless.size() + 1);
        QCOMPARE(rows[0].toArray()[0].toString(), QStringLiteral("title"));
        for (int i = 0; i < kHarmless.size(); ++i) {
            QCOMPARE(rows[i + 1].toArray()[0].toString(), kHarmless[i]);
            QCOMPARE(rows[i + 1].toArray()[1].toString(), QString::number(-1 - i)); // numbers stay numbers
        }
    }

    void csvGuardsFormulas()
    {
        const QString path = m_dir.filePath(QStringLiteral("guard.csv"));
        put(path, exporting::toCsv(textTable(kHostile)));
        const QByteArray json
            = python(QStringLiteral("import csv,json,sys\n"
                                    "print(json.dumps([r[0] for r in csv.reader(open(sys.argv[1],encoding='utf-8',newline=''))]))"),
                { path });
        const QJsonArray cells = QJsonDocument::fromJson(json).array();
        QCOMPARE(cells.size(), kHostile.size() + 1);
        for (int i = 0; i < kHostile.size(); ++i)
            QCOMPARE(cells[i + 1].toString(), QString(QLatin1Char('\'') + kHostile[i]));
    }

    void csvCells()
    {
        Table table;
        for (const char *name : { "a", "b", "c", "d", "e", "f" })
            table.columns.push_back({ QString::fromLatin1(name), Kind::Number });
        table.rows.push_back({ std::monostate(), std::int64_t(9'007'199'254'740'993), 0.1, reports::InstantCell { 1'700'000'000 },
            model::Money { 150'000'001 }, reports::InstantCell { base::kNever } });
        QCOMPARE(exporting::toCsv(table), QByteArray("a,b,c,d,e,f\r\n,9007199254740993,0.1,2023-11-14T22:13:20Z,15000.0001,\r\n"));
        QCOMPARE(exporting::toCsv(table, { .separator = ';', .byteOrderMark = true }).left(6),
            QByteArray("\xef\xbb\xbf"
                       "a;b"));
        const QJsonObject object = QJsonDocument::fromJson(exporting::toJson(table)).array()[0].toObject();
        QVERIFY(object[QStringLiteral("a")].isNull());
        QCOMPARE(object[QStringLiteral("b")].toInteger(), 9'007'199'254'740'993);
        QCOMPARE(object[QStringLiteral("d")].toString(), QStringLiteral("2023-11-14T22:13:20Z"));
        QVERIFY(object[QStringLiteral("f")].isNull());
    }

    void jsonKeepsEveryText()
    {
        const QStringList texts = kHostile + kHarmless + QStringList { QStringLiteral("\u0001\u001f\\ \" \u202e") };
        const QJsonArray rows = QJsonDocument::fromJson(exporting::toJson(textTable(texts))).array();
        QCOMPARE(rows.size(), texts.size());
        for (int i = 0; i < texts.size(); ++i)
            QCOMPARE(rows[i].toObject()[QStringLiteral("title")].toString(), texts[i]);
        QCOMPARE(exporting::toJson(Table()), QByteArray("[\n]\n"));
    }

    void reorderingCharactersAreDropped()
    {
        const Table table = textTable({ QStringLiteral("abc\u202egnp.exe\u2066") });
        QVERIFY(exporting::toCsv(table).contains("abcgnp.exe,"));
        QVERIFY(exporting::toText(table, 0).contains(QStringLiteral("abcgnp.exe")));
    }

    void textFits()
    {
        Table table
            = textTable({ QStringLiteral("Очень длинное название сделки, которое не помещается в строку терминала"), QStringLiteral("x") });
        const QString text = exporting::toText(table, 30);
        for (const QString &line : text.split(QLatin1Char('\n')))
            QVERIFY(line.size() <= 30);
        QVERIFY(text.contains(QChar(0x2026)));
        table.columns.push_back({ QStringLiteral("s"), Kind::Seconds });
        table.columns.push_back({ QStringLiteral("p"), Kind::Share });
        table.rows[0].push_back(90'061.0);
        table.rows[0].push_back(0.1234);
        const QString human = exporting::toText(table, 0);
        QVERIFY(human.contains(QStringLiteral("1d 01h")));
        QVERIFY(human.contains(QStringLiteral("12.3 %")));
    }

    void xlsxHasNoFormula()
    {
        Table table = textTable(kHostile + kHarmless);
        table.levels.assign(table.rows.size(), 0);
        table.levels[1] = 1;
        table.levels[2] = 9; // deeper than a sheet can
        table.columns.push_back({ QStringLiteral("at"), Kind::Instant });
        table.columns.push_back({ QStringLiteral("revenue"), Kind::Money });
        table.rows[0].push_back(reports::InstantCell { 86'400 });
        table.rows[0].push_back(model::Money { 15'000'000 });
        const QString path = m_dir.filePath(QStringLiteral("t.xlsx"));
        QVERIFY(exporting::writeXlsx(table, path).has_value());
        QVERIFY(ownerOnly(path));
        const QByteArray json = python(
            QStringLiteral("import json,sys,zipfile,xml.etree.ElementTree as E\n"
                           "z=zipfile.ZipFile(sys.argv[1]); n='{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'\n"
                           "s=E.fromstring(z.read('xl/worksheets/sheet1.xml')); a=E.fromstring(z.read('xl/worksheets/sheet2.xml'))\n"
                           "w=E.fromstring(z.read('xl/workbook.xml'))\n"
                           "rows=s.find(n+'sheetData').findall(n+'row')\n"
                           "text=lambda c:''.join(t.text or '' for t in c.iter(n+'t'))\n"
                           "print(json.dumps({'formulas':len(list(s.iter(n+'f')))+len(list(a.iter(n+'f'))),\n"
                           "'texts':[text(r[0]) if len(r) and r[0].get('r').startswith('A') else '' for r in rows[1:]],\n"
                           "'types':sorted({c.get('t') or 'n' for r in rows for c in r}),\n"
                           "'levels':[int(r.get('outlineLevel') or 0) for r in rows[1:4]],\n"
                           "'frozen':s.find('.//'+n+'pane').get('state'),'filter':s.find(n+'autoFilter').get('ref')[:2],\n"
                           "'first':[c.find(n+'v').text for c in rows[1] if c.find(n+'v') is not None],\n"
                           "'sheets':[x.get('name') for x in w.iter(n+'sheet')],\n"
                           "'about':[text(c) for c in a.iter(n+'c')]}))"),
            { path });
        const QJsonObject found = QJsonDocument::fromJson(json).object();
        QCOMPARE(found[QStringLiteral("formulas")].toInt(-1), 0);
        const QJsonArray texts = found[QStringLiteral("texts")].toArray();
        const QStringList wanted = kHostile + kHarmless;
        QCOMPARE(texts.size(), wanted.size());
        for (int i = 0; i < wanted.size(); ++i) { // XML readers take a bare CR for LF unless it is escaped
            QCOMPARE(
                texts[i].toString().replace(QStringLiteral("_x000D_"), QStringLiteral("\r")).replace(QLatin1Char('\r'), QLatin1Char('\n')),
                QString(wanted[i]).replace(QLatin1Char('\r'), QLatin1Char('\n')));
        }
        QCOMPARE(found[QStringLiteral("types")].toArray(), (QJsonArray { QStringLiteral("inlineStr"), QStringLiteral("n") }));
        QCOMPARE(found[QStringLiteral("levels")].toArray(), (QJsonArray { 0, 1, 7 }));
        QCOMPARE(found[QStringLiteral("frozen")].toString(), QStringLiteral("frozen"));
        QCOMPARE(found[QStringLiteral("filter")].toString(), QStringLiteral("A1"));
        QCOMPARE(found[QStringLiteral("first")].toArray(),
            (QJsonArray { QStringLiteral("-1"), QStringLiteral("25570"), QStringLiteral("1500") }));
        QCOMPARE(found[QStringLiteral("sheets")].toArray(), (QJsonArray { QStringLiteral("items"), QStringLiteral("About") }));
        QVERIFY(found[QStringLiteral("about")].toArray().contains(QStringLiteral("=evil")));
    }

    void cancelledLeavesNothing()
    {
        const QString path = m_dir.filePath(QStringLiteral("cancelled.xlsx"));
        base::CancelToken cancel;
        cancel.cancel();
        const auto result = exporting::writeXlsx(textTable(kHarmless), path, cancel);
        QVERIFY(!result.has_value());
        QCOMPARE(result.error().kind, base::ErrorKind::Cancelled);
        QVERIFY(!QFileInfo::exists(path));
        QVERIFY(QDir(m_dir.path()).entryList({ QStringLiteral(".export*") }, QDir::Files | QDir::Hidden).isEmpty());
    }

    void filesAreAtomicAndPrivate()
    {
        for (const char *suffix : { "csv", "tsv", "json", "xlsx", "txt" }) {
            const QString path = m_dir.filePath(QStringLiteral("file.") + QLatin1String(suffix));
            put(path, "old");
            QFile::setPermissions(path, QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ReadOther);
            QVERIFY2(exporting::writeFile(textTable(kHarmless), path, {}).has_value(), suffix);
            QVERIFY2(ownerOnly(path), suffix);
            QVERIFY(QFileInfo(path).size() > 3);
        }
        const auto nowhere = exporting::writeFile(textTable({}), m_dir.filePath(QStringLiteral("no/such/folder.csv")), {});
        QVERIFY(!nowhere && nowhere.error().kind == base::ErrorKind::Storage);
        const auto unknown = exporting::writeFile(textTable({}), m_dir.filePath(QStringLiteral("x.doc")), {});
        QVERIFY(!unknown && unknown.error().kind == base::ErrorKind::Input);
    }

    // A limit of the file size stands for a full disk: the write fails in the same place.
    void fullDiskLeavesTheOldFile()
    {
        const QString path = m_dir.filePath(QStringLiteral("kept.csv"));
        put(path, "old");
        QStringList texts;
        for (int i = 0; i < 2'000; ++i)
            texts += QString::number(QRandomGenerator64(static_cast<quint32>(i)).generate(), 36); // hardly compressible
        struct rlimit before {};
        QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        const struct rlimit small { 16'384, before.rlim_max };
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &small), 0);
        const auto csv = exporting::writeFile(textTable(texts), path, QStringLiteral("csv"));
        const auto xlsx = exporting::writeFile(textTable(texts), path, QStringLiteral("xlsx"));
        setrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, handler);
        QVERIFY(!csv.has_value());
        QVERIFY(!xlsx.has_value());
        QCOMPARE(QFileInfo(path).size(), 3);
        QVERIFY(QDir(m_dir.path())
                .entryList({ QStringLiteral(".export*"), QStringLiteral("kept.csv.*") }, QDir::Files | QDir::Hidden)
                .isEmpty());
    }

    void pdfRepeatsTheHead()
    {
        exporting::PrintTable table { { { QStringLiteral("client"), false }, { QStringLiteral("won in all"), true } }, {} };
        for (int i = 0; i < 120; ++i)
            table.rows.push_back({ { QStringLiteral("Сделка <b>%1</b>").arg(i), QString::number(i) }, i % 3, i == 0 });
        exporting::PrintPicture picture { QPicture(), QSizeF(400, 200) };
        QPainter painter(&picture.picture);
        QFont font;
        font.setPixelSize(13);
        painter.setFont(font);
        painter.drawText(QRectF(0, 0, 400, 200), Qt::AlignCenter, QStringLiteral("drawn words"));
        painter.end();
        const exporting::Printout printout { QStringLiteral("Воронка"), { { QStringLiteral("Period"), QStringLiteral("all\nof it") } },
            { { QStringLiteral("Items"), table }, { QStringLiteral("Picture"), picture },
                { QStringLiteral("Facts"), exporting::PrintFacts { { QStringLiteral("amount"), QStringLiteral("12") } } } } };
        const QString path = m_dir.filePath(QStringLiteral("t.pdf"));
        QVERIFY(exporting::writePdf(printout, path).has_value());
        QVERIFY(ownerOnly(path));
        QProcess process;
        process.start(QStringLiteral("pdftotext"), { QStringLiteral("-layout"), path, QStringLiteral("-") });
        QVERIFY(process.waitForFinished(30'000));
        const QString text = QString::fromUtf8(process.readAllStandardOutput());
        for (const char *word : { "Сделка <b>0</b>", "Сделка <b>119</b>", "of it", "drawn words", "amount" })
            QVERIFY2(text.contains(QString::fromUtf8(word)), word);
        const qsizetype pages = text.count(QChar(0x0c));
        QVERIFY(pages > 2);
        QCOMPARE(text.count(QStringLiteral("Воронка")), pages);
        QVERIFY(text.contains(QStringLiteral("Page %1 of %1").arg(pages)));
        qsizetype withHead = 0;
        qsizetype withRows = 0;
        const QStringList sheets = text.split(QChar(0x0c), Qt::SkipEmptyParts);
        for (const QString &sheet : sheets) {
            withHead += sheet.contains(QStringLiteral("client")) ? 1 : 0;
            withRows += sheet.contains(QStringLiteral("Сделка")) ? 1 : 0;
        }
        QVERIFY(withRows > 1);
        QCOMPARE(withHead, withRows);
    }

private:
    QTemporaryDir m_dir;
};

QTEST_MAIN(TestExporting)
#include "tst_exporting.moc"
