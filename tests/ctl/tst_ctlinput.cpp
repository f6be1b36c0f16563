// SPDX-License-Identifier: GPL-3.0-or-later
// What people and files give the command line: instants, periods, options, standards, errors.
#include "ctl/commandline.h"
#include "ctl/console.h"
#include "ctl/filters.h"
#include "ctl/inputfile.h"
#include "ctl/instants.h"
#include "ctl/sentences.h"
#include "ctl/standardfile.h"
#include "model/standard.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <set>

using namespace dealerlens;
using namespace dealerlens::ctl;

namespace {

facts::Snapshot smallNetwork()
{
    facts::Snapshot facts;
    for (const char *title : { "Север Авто", "Северный путь", "Ёлка" }) {
        facts::PortalFact fact;
        fact.portal.key = QStringLiteral("d%1").arg(facts.portals.size() + 1);
        fact.portal.title = QString::fromUtf8(title);
        facts.portals.push_back(fact);
    }
    facts.regions = { QStringLiteral("Урал"), QStringLiteral("Сибирь") };
    facts.sources = { QString(), QStringLiteral("Яндекс Директ"), QStringLiteral("Звонок") };
    facts.campaigns = { QString() };
    facts.users.push_back({ 0, 17, QStringLiteral("Иванов Пётр"), facts::kNone, true });
    facts.users.push_back({ 1, 4, QStringLiteral("Иванов Пётр"), facts::kNone, true });
    facts.funnels.push_back({ 0, model::EntityKind::Lead, 0, QString() });
    facts.funnels.push_back({ 0, model::EntityKind::Deal, 0, QStringLiteral("Продажи") });
    return facts;
}

std::expected<Arguments, int> parse(QByteArrayList words)
{
    words.prepend("dealerlensctl");
    std::vector<char *> pointers;
    for (QByteArray &word : words)
        pointers.push_back(word.data());
    return parseCommandLine(static_cast<int>(pointers.size()), pointers.data());
}

} // namespace

class TestCtlInput : public QObject {
    Q_OBJECT
private Q_SLOTS:

    void instants()
    {
        QCOMPARE(parseInstant(QStringLiteral("2012-07-01")), std::optional<base::UtcSeconds>(1'341'100'800));
        QCOMPARE(parseInstant(QStringLiteral("2012-07-01T00:00:00Z")), std::optional<base::UtcSeconds>(1'341'100'800));
        QCOMPARE(parseInstant(QStringLiteral("2012-07-01 03:00+03:00")), std::optional<base::UtcSeconds>(1'341'100'800));
        QCOMPARE(parseInstant(QStringLiteral("2012-07-01T00:00:00")), std::optional<base::UtcSeconds>(1'341'100'800));
        QCOMPARE(parseInstant(QStringLiteral("2012-07-01T00:00:00.999Z")), std::optional<base::UtcSeconds>(1'341'100'800));
        QCOMPARE(parseInstant(QStringLiteral("now")), std::optional<base::UtcSeconds>(base::kNever));
        for (const char *bad : { "yesterday", "2012-13-01", "2012-02-30", "2012-07-01T25:00", "01.07.2012", "2012-07-01T00:00:00+3" })
            QVERIFY2(!parseInstant(QString::fromLatin1(bad)), bad);
    }

    void periods_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QDate>("from");
        QTest::addColumn<QDate>("to");
        const auto row = [](const char *text, QDate from, QDate to) { QTest::newRow(text) << QString::fromLatin1(text) << from << to; };
        row("2026-01-01..2026-02-01", { 2026, 1, 1 }, { 2026, 2, 1 });
        row("..2026-02-01", {}, { 2026, 2, 1 });
        row("2026-01-01..", { 2026, 1, 1 }, {});
        row("2024-02", { 2024, 2, 1 }, { 2024, 3, 1 });
        row("2024", { 2024, 1, 1 }, { 2025, 1, 1 });
        row("2024-Q4", { 2024, 10, 1 }, { 2025, 1, 1 });
        row("all", {}, {});
        row("today", { 2026, 3, 4 }, { 2026, 3, 5 }); // a Wednesday
        row("yesterday", { 2026, 3, 3 }, { 2026, 3, 4 });
        row("this-week", { 2026, 3, 2 }, { 2026, 3, 9 });
        row("last-week", { 2026, 2, 23 }, { 2026, 3, 2 });
        row("this-month", { 2026, 3, 1 }, { 2026, 4, 1 });
        row("last-month", { 2026, 2, 1 }, { 2026, 3, 1 });
        row("this-quarter", { 2026, 1, 1 }, { 2026, 4, 1 });
        row("last-quarter", { 2025, 10, 1 }, { 2026, 1, 1 });
        row("last-year", { 2025, 1, 1 }, { 2026, 1, 1 });
        row("last-30-days", { 2026, 2, 3 }, { 2026, 3, 5 });
        row("last-1-day", { 2026, 3, 4 }, { 2026, 3, 5 });
    }

    void periods()
    {
        QFETCH(QString, text);
        QFETCH(QDate, from);
        QFETCH(QDate, to);
        const auto period = parsePeriod(text, QDate(2026, 3, 4));
        QVERIFY(period.has_value());
        QCOMPARE(period->from.value_or(QDate()), from);
        QCOMPARE(period->to.value_or(QDate()), to);
    }

    void noPeriods()
    {
        for (const char *bad :
            { "2026-02-01..2026-01-01", "2026-01-01..2026-01-01", "x..y", "2026-13", "2026-Q5", "last-0-days", "last-decade" })
            QVERIFY2(!parsePeriod(QString::fromLatin1(bad), QDate(2026, 3, 4)), bad);
    }

    void namesAreFound()
    {
        const facts::Snapshot facts = smallNetwork();
        FilterArguments filter;
        filter.dealers = { QStringLiteral("d1"), QStringLiteral("елка"), QStringLiteral("северный") };
        filter.regions = { QStringLiteral("урал") };
        filter.sources = { QStringLiteral("unknown"), QStringLiteral("яндекс") };
        filter.funnels = { QStringLiteral("leads"), QStringLiteral("ПРОДАЖИ") };
        filter.employees = { QStringLiteral("иванов петр"), QStringLiteral("d2:99") };
        filter.lates = { QStringLiteral("no-next-step") };
        filter.asOf = QStringLiteral("2026-03-04");
        filter.period = QStringLiteral("last-month");
        const auto question = questionFrom(filter, facts, QDate(2000, 1, 1));
        QVERIFY(question.has_value());
        QCOMPARE(question->portals, (std::vector<QString> { QStringLiteral("d1"), QStringLiteral("d3"), QStringLiteral("d2") }));
        QCOMPARE(question->sources, (std::vector<QString> { QString(), QStringLiteral("Яндекс Директ") }));
        QCOMPARE(question->funnels, (std::vector<QString> { QStringLiteral("leads"), QStringLiteral("Продажи") }));
        QCOMPARE(question->employees.size(), 3U);
        QCOMPARE(*question->from, QDate(2026, 2, 1)); // named periods end at the as-of day
        QVERIFY(question->lates.contains(reports::Late::NoNextStep));
    }

    void wrongNamesAreExplained()
    {
        const facts::Snapshot facts = smallNetwork();
        FilterArguments filter;
        filter.dealers = { QStringLiteral("север") };
        const auto ambiguous = questionFrom(filter, facts, {});
        QVERIFY(!ambiguous && ambiguous.error().contains(QStringLiteral("Север Авто, Северный путь")));
        filter.dealers = { QStringLiteral("автоо") };
        const auto unknown = questionFrom(filter, facts, {});
        QVERIFY(!unknown && unknown.error().contains(QStringLiteral("There is no dealer")));
        filter = {};
        filter.asOf = QStringLiteral("soon");
        QVERIFY(!questionFrom(filter, facts, {}));
        filter = {};
        filter.period = QStringLiteral("once");
        QVERIFY(!questionFrom(filter, facts, {}));
    }

    void argumentsAreRead()
    {
        const auto arguments = parse({ "--data", "/d", "report", "sources", "--by", "campaign", "--horizons", "7,30", "--dealer", "a",
            "--dealer", "b", "--format", "csv", "--quiet" });
        QVERIFY(arguments.has_value());
        QCOMPARE(arguments->command, QStringLiteral("report"));
        QCOMPARE(arguments->action, QStringLiteral("sources"));
        QCOMPARE(arguments->report.horizons, (std::vector<int> { 7, 30 }));
        QCOMPARE(arguments->report.filter.dealers, (QStringList { QStringLiteral("a"), QStringLiteral("b") }));
        QCOMPARE(arguments->format, QStringLiteral("csv"));
        QVERIFY(arguments->quiet);
        const auto times = parse({ "report", "stage-times", "--visits", "all", "--stages", "milestones" });
        QVERIFY(times && times->report.allVisits && times->report.milestones);
        const auto retire = parse({ "portals", "retire", "a", "b" });
        QVERIFY(retire && retire->action == QLatin1String("retire"));
        QCOMPARE(retire->portals, (QStringList { QStringLiteral("a"), QStringLiteral("b") }));
        const auto file = parse({ "export", "x.xlsx", "--what", "lead" });
        QVERIFY(file && file->output == QLatin1String("x.xlsx") && file->what == QLatin1String("lead"));
    }

    void wrongArguments()
    {
        const std::vector<QByteArrayList> wrong {
            {},
            { "nonsense" },
            { "report" },
            { "report", "tree", "--format", "doc" },
            { "report", "tree", "--format", "xlsx" },
            { "report", "tree", "--output", "x.unknown" },
            { "report", "sources", "--horizons", "0" },
            { "sync", "--interval", "9" },
            { "portals", "add" },
            { "search" },
            { "report", "items", "--late", "much" },
        };
        for (const auto &words : wrong) {
            const auto arguments = parse(words);
            QVERIFY2(!arguments && arguments.error() == kUsage, words.join(' ').constData());
        }
        QCOMPARE(parse({ "--help" }).error(), int(kOk));
        QCOMPARE(parse({ "report", "tree", "--help" }).error(), int(kOk));
        QCOMPARE(parse({ "--version" }).error(), int(kOk));
    }

    void everyErrorHasASentence()
    {
        using base::ErrorKind;
        std::set<QString> sentences;
        for (int kind = 0; kind <= static_cast<int>(ErrorKind::Bug); ++kind) {
            const base::Error error { static_cast<ErrorKind>(kind), base::Retry::Never, QStringLiteral("detail with secret"), {}, 0 };
            const QString sentence = sentenceFor(error);
            QVERIFY(sentence.size() > 20);
            QVERIFY(!sentence.contains(error.detail));
            sentences.insert(sentence);
            QVERIFY(exitCodeFor(error) >= 1 && exitCodeFor(error) <= 6);
        }
        QCOMPARE(sentences.size(), static_cast<std::size_t>(ErrorKind::Bug) + 1);
    }

    // The scripts are judged by the shells themselves.
    void standardComesBackFromItsFile()
    {
        std::vector<model::Portal> portals(2);
        portals[0].id = 4;
        portals[0].key = QStringLiteral("north");
        portals[1].id = 9;
        portals[1].key = QStringLiteral("south");
        model::Standard standard = model::defaultStandard();
        standard.mappings.push_back({ 9, model::EntityKind::Deal, 2, QStringLiteral("C2:NEW"), 3, 1'700'000'000, true });
        standard.limits.push_back({ 4, 2, 7'200 });
        standard.dealerCalendars[9].week.push_back({ 6, QTime(10, 0), QTime(), true });
        standard.rates.push_back({ QStringLiteral("USD"), QDate(2026, 3, 1), *model::parseMoney("89.5") });
        const QByteArray file = standardFile(standard, portals);
        QVERIFY(file.contains("\"north\"") && file.contains("\"south\""));
        const auto read = standardFromFile(file, model::defaultStandard(), portals);
        QVERIFY2(read, qPrintable(read ? QString() : read.error().join(QLatin1Char('\n'))));
        QCOMPARE(model::toJson(*read), model::toJson(standard));
        QVERIFY(standardChanges(*read, standard, portals).rows.empty());
        // Only what the file has is changed.
        const auto part
            = standardFromFile("{\"currency\": \"KZT\", \"rates\": [{\"currency\": \"USD\", \"day\": \"2026-03-01\", \"rate\": \"1.50\"}]}",
                standard, portals);
        QVERIFY2(part, qPrintable(part ? QString() : part.error().join(QLatin1Char('\n'))));
        QCOMPARE(part->limits.size(), standard.limits.size());
        const reports::Table changes = standardChanges(standard, *part, portals);
        QCOMPARE(changes.rows.size(), std::size_t(3)); // the currency, the old rate, the new one
        QCOMPARE(std::get<QString>(changes.rows[0][0]), QStringLiteral("currency"));
        QCOMPARE(std::get<QString>(changes.rows[0][2]), QStringLiteral("\"KZT\""));
    }

    void wrongStandardsAreExplained_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QString>("problem");
        const auto row
            = [](const char *file, const char *problem) { QTest::newRow(problem) << QByteArray(file) << QString::fromLatin1(problem); };
        row("{\"currency\": ", "no JSON");
        row("{\n  \"currency\": 12\n  \"rates\": []}", "(line 3, column 3)");
        row("{\"currency\": \"\xd0\"}", "Save the file as UTF-8");
        row("\xff\xfe{", "no JSON");
        row("PK\x03\x04", "no JSON");
        row("<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>", "no JSON");
        row("", "no JSON");
        row("[1]", "no object");
        row("{\"curency\": \"RUB\"}", "curency: there is no such member");
        row("{\"currency\": 7}", "currency: 7 is not understood");
        row("{\"currency\": \"roubles\"}", "three letters");
        row("{\"response_limit\": \"an hour\"}", "response_limit: \"an hour\" is not understood");
        row("{\"response_limit\": 0}", "greater than zero");
        row("{\"limits\": [{\"portal\": \"nobody\", \"milestone\": 1, \"business_seconds\": 60}]}", "limits[0].portal: there is no portal");
        row("{\"limits\": [{\"portal\": null, \"milestone\": 99, \"business_seconds\": 60}]}", "(milestone 99)");
        row("{\"calendar\": {\"week\": [{\"weekday\": 1, \"from\": \"18:00\", \"to\": \"09:00\"}]}}", "end after they begin");
        row("{\"calendar\": {\"week\": [], \"special\": [{\"day\": \"soon\"}]}}", "calendar.special");
        row("{\"rates\": [{\"currency\": \"USD\", \"day\": \"2026-01-01\", \"rate\": \"much\"}]}", "rate is not readable");
        row("{\"milestones\": [{\"id\": 1, \"code\": \"A\", \"semantic\": \"X\"}]}", "milestones[0].semantic: \"X\"");
    }

    void wrongStandardsAreExplained()
    {
        QFETCH(QByteArray, file);
        QFETCH(QString, problem);
        const auto read = standardFromFile(file, model::defaultStandard(), {});
        QVERIFY(!read);
        const QString all = read.error().join(QLatin1Char('\n'));
        QVERIFY2(all.contains(problem), qPrintable(all));
    }

    void manyProblemsAreCounted()
    {
        QByteArray file("{\"currency\": 7");
        for (int i = 0; i < 100'000; ++i)
            file += ", \"member" + QByteArray::number(i) + "\": 1";
        const auto read = standardFromFile(file + '}', model::defaultStandard(), {});
        QVERIFY(!read);
        QCOMPARE(read.error().size(), 51);
        QCOMPARE(read.error().last(), QStringLiteral("There are 99951 more problems."));
        const QByteArray deep = "{\"calendar\":" + QByteArray(100'000, '[');
        QVERIFY(!standardFromFile(deep, model::defaultStandard(), {}));
        const QByteArray large = "{\"currency\":\"" + QByteArray(kLargestStandard, 'x') + "\"}";
        QCOMPARE(standardFromFile(large, model::defaultStandard(), {}).error(),
            QStringList(QStringLiteral("The file is larger than any standard.")));
    }

    // What never ends is not waited for, what is too large is not held.
    void inputIsBounded()
    {
        const auto endless = readInput(QStringLiteral("/dev/zero"), 1'000);
        QVERIFY(endless);
        QCOMPARE(endless->size(), 1'001);
        QTemporaryDir dir;
        QCOMPARE(readInput(dir.path(), 1'000).error().code, QByteArray("file"));
        QCOMPARE(readInput(dir.filePath(QStringLiteral("nothing")), 1'000).error().code, QByteArray("file"));
    }

    void completionIsValid()
    {
        QTemporaryDir dir;
        const auto commands = allCommandWords();
        QVERIFY(commands.size() > 20);
        for (const char *shell : { "bash", "zsh", "fish" }) {
            const QString path = dir.filePath(QString::fromLatin1(shell));
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(completionScript(commands, QString::fromLatin1(shell)).toUtf8());
        }
        QVERIFY(completionScript(commands, QStringLiteral("tcsh")).isEmpty());
        const auto complete = [&dir](const QString &words, int at) {
            QProcess bash;
            bash.start(QStringLiteral("bash"),
                { QStringLiteral("-c"),
                    QStringLiteral("source %1; COMP_WORDS=(%2); COMP_CWORD=%3; _dealerlensctl; echo ${COMPREPLY[@]}")
                        .arg(dir.filePath(QStringLiteral("bash")), words)
                        .arg(at) });
            bash.waitForFinished();
            return QString::fromUtf8(bash.readAllStandardOutput() + bash.readAllStandardError()).trimmed().split(QLatin1Char(' '));
        };
        QVERIFY(complete(QStringLiteral("dealerlensctl rep"), 1).contains(QStringLiteral("report")));
        QCOMPARE(complete(QStringLiteral("dealerlensctl report st"), 2), QStringList(QStringLiteral("stage-times")));
        QVERIFY(complete(QStringLiteral("dealerlensctl report stage-times --as"), 3).contains(QStringLiteral("--as-of")));
        QVERIFY(complete(QStringLiteral("dealerlensctl report tree --format js"), 4).contains(QStringLiteral("json")));
        QVERIFY(complete(QStringLiteral("dealerlensctl portals im"), 2).contains(QStringLiteral("import")));
    }
};

QTEST_GUILESS_MAIN(TestCtlInput)
#include "tst_ctlinput.moc"
