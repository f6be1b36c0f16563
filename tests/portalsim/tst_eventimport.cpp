// SPDX-License-Identifier: GPL-3.0-or-later
#include "portalsim/csvreader.h"
#include "portalsim/eventimport.h"
#include "portalsim/portalsetup.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace dealerlens;
using namespace dealerlens::portalsim;

namespace {

struct Visit {
    QString stage;
    UtcSeconds entered = 0;
    UtcSeconds left = 0;
    bool closed = false;

    bool operator==(const Visit &) const = default;
};

// case id → its visits in order.
using Visits = std::map<QString, std::vector<Visit>>;

QString stageName(const PortalData &portal, const QString &directory, const QString &id)
{
    for (const Record &row : portal.table(Entity::Status).rows) {
        if (row.text("ENTITY_ID") == directory && row.text("STATUS_ID") == id)
            return row.text("NAME");
    }
    return {};
}

// DEFINITIONS 3 and 4, from nothing but what the portal would tell.
Visits visitsOf(const World &world, Entity entity, UtcSeconds end)
{
    Visits visits;
    for (const auto &portal : world.portals) {
        std::map<qint64, std::vector<const HistoryRow *>> owners;
        for (const HistoryRow &row : portal->history(entity))
            owners[row.ownerId].push_back(&row);
        for (auto &[owner, rows] : owners) {
            std::ranges::stable_sort(rows, {}, [](const HistoryRow *row) { return std::pair(row->time, row->id); });
            auto &target = visits[portal->table(entity).find(owner)->text("TITLE")];
            for (std::size_t i = 0; i < rows.size(); ++i) {
                const bool last = i + 1 == rows.size();
                if (last && rows[i]->semantic != 'P')
                    continue;
                target.push_back({ stageName(*portal, PortalData::stageDirectory(entity, 0), rows[i]->stageId), rows[i]->time,
                    last ? end : rows[i + 1]->time, !last });
            }
        }
    }
    return visits;
}

void write(const QString &fileName, const QByteArray &text)
{
    QFile file(fileName);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

} // namespace

class EventImportTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void csvFollowsRfc4180();
    void csvNamesTheBrokenLine();
    void timesAreUtcUnlessTheySayOtherwise();
    void smallLogKeepsOrderAndGroups();
    void dealsCarryAmountAndClosing();
    void realVisitsAreEqual_data();
    void realVisitsAreEqual();
};

void EventImportTest::csvFollowsRfc4180()
{
    const auto table = CsvTable::parse("\xef\xbb\xbf"
                                       "a,b\r\n\"x, \"\"y\"\"\",\"two\nlines\"\r\n,last",
        QStringLiteral("t"));
    QVERIFY(table);
    QCOMPARE(table->header(), (QStringList { QStringLiteral("a"), QStringLiteral("b") }));
    QCOMPARE(table->rowCount(), std::size_t(2));
    QCOMPARE(table->cell(0, 0), QStringLiteral("x, \"y\""));
    QCOMPARE(table->cell(0, 1), QStringLiteral("two\nlines"));
    QCOMPARE(table->cell(1, 0), QString());
    QCOMPARE(table->cell(1, 1), QStringLiteral("last"));
}

void EventImportTest::csvNamesTheBrokenLine()
{
    const auto cells = CsvTable::parse("a,b\n1,2\n3\n", QStringLiteral("broken.csv"));
    QVERIFY(!cells);
    QVERIFY(cells.error().detail.contains(QStringLiteral("line 3")));
    QCOMPARE(cells.error().kind, base::ErrorKind::Input);
    const auto quote = CsvTable::parse("a,b\n1,\"2\n", QStringLiteral("broken.csv"));
    QVERIFY(!quote);
    QVERIFY(quote.error().detail.contains(QStringLiteral("line 2")));
    QVERIFY(!CsvTable::read(QStringLiteral("/nonexistent.csv")));
}

void EventImportTest::timesAreUtcUnlessTheySayOtherwise()
{
    QCOMPARE(parseTime(QStringLiteral("1970-01-02T00:00:01Z")), std::optional<UtcSeconds>(86401));
    QCOMPARE(parseTime(QStringLiteral("1970-01-02 00:00:01")), std::optional<UtcSeconds>(86401));
    QCOMPARE(parseTime(QStringLiteral("1970-01-02T03:00:01.500+03:00")), std::optional<UtcSeconds>(86401));
    QCOMPARE(parseTime(QStringLiteral("1969-12-31")), std::optional<UtcSeconds>(-86400));
    QVERIFY(!parseTime(QStringLiteral("2024-02-30T00:00:00Z")));
    QVERIFY(!parseTime(QStringLiteral("yesterday")));
    QVERIFY(!parseTime(QString()));
}

void EventImportTest::smallLogKeepsOrderAndGroups()
{
    QTemporaryDir dir;
    write(dir.filePath(QStringLiteral("e.csv")),
        "case_id,rec,time,stage,semantic,resource,shop,who,from,note\n"
        "A,0,2024-01-01T10:00:00,New,P,r1,Alpha,Ann,Phone,\n"
        "A,1,2024-01-01T10:00:00,Work,P,r1,,,,first\n"
        "A,2,2024-01-01T11:00:00,Work,P,r2,Beta,Bob,,\n"
        "A,3,2024-01-01T12:00:00,Done,S,r2,,,,\n"
        "B,0,2024-01-01T09:00:00,New,P,r1,,,,\n");
    write(dir.filePath(QStringLiteral("d.json")), "{\"final_stages\": {\"Done\": \"S\"}}");
    World world;
    EventImportOptions options;
    options.eventsFile = dir.filePath(QStringLiteral("e.csv"));
    options.datasetFile = dir.filePath(QStringLiteral("d.json"));
    options.dealerBy = QStringLiteral("shop");
    options.employeeBy = QStringLiteral("who");
    options.sourceBy = QStringLiteral("from");
    QVERIFY(importEvents(world, options));
    QCOMPARE(world.portals.size(), std::size_t(2));
    const PortalData &none = *world.portals[0];
    const PortalData &beta = *world.portals[1];
    QCOMPARE(none.title, QStringLiteral("(none)"));
    QCOMPARE(beta.title, QStringLiteral("Beta"));
    QCOMPARE(beta.key, QStringLiteral("beta"));
    QVERIFY(!none.table(Entity::Lead).rows[0].has("ASSIGNED_BY_ID"));
    QCOMPARE(none.table(Entity::Lead).rows[0].text("SOURCE_ID"), QString());
    const Record &a = beta.table(Entity::Lead).rows[0];
    QCOMPARE(a.text("TITLE"), QStringLiteral("A"));
    QCOMPARE(a.text("ORIGIN_ID"), QStringLiteral("A"));
    QCOMPARE(a.text("STATUS_SEMANTIC_ID"), QStringLiteral("S"));
    QCOMPARE(a.text("UF_CRM_NOTE"), QStringLiteral("first"));
    QCOMPARE(a.text("UF_CRM_RESOURCE"), QStringLiteral("r2"));
    QCOMPARE(stageName(beta, QStringLiteral("SOURCE"), a.text("SOURCE_ID")), QStringLiteral("Phone"));
    QCOMPARE(beta.table(Entity::User).find(a.number("ASSIGNED_BY_ID"))->text("NAME"), QStringLiteral("Bob"));
    const auto &rows = beta.history(Entity::Lead);
    QCOMPARE(rows.size(), std::size_t(3)); // the second Work is merged
    QCOMPARE(int(rows[0].typeId), 1);
    QCOMPARE(int(rows[1].typeId), 2);
    QCOMPARE(int(rows[2].typeId), 3);
    QCOMPARE(rows[0].time, rows[1].time); // equal times stay in the order of the file
    QVERIFY(rows[0].id < rows[1].id);
    QCOMPARE(stageName(beta, QStringLiteral("STATUS"), rows[1].stageId), QStringLiteral("Work"));
    QCOMPARE(beta.stageSemantic(Entity::Lead, 0, QStringLiteral("JUNK")), 'F');
}

void EventImportTest::dealsCarryAmountAndClosing()
{
    QTemporaryDir dir;
    write(dir.filePath(QStringLiteral("e.csv")),
        "case_id,rec,time,stage,resource,sum,where\n"
        "A,0,2024-01-01T10:00:00Z,New,r1,100.5,North\n"
        "A,1,2024-01-03T10:00:00Z,Refused,r2,,\n"
        "B,0,2024-01-02T10:00:00Z,New,r1,,South\n");
    write(dir.filePath(QStringLiteral("d.json")), "{\"final_stages\": {\"Refused\": \"F\"}}");
    World world;
    EventImportOptions options;
    options.eventsFile = dir.filePath(QStringLiteral("e.csv"));
    options.datasetFile = dir.filePath(QStringLiteral("d.json"));
    options.entity = Entity::Deal;
    options.employeeBy = QStringLiteral("resource_last_nonfinal");
    options.amountBy = QStringLiteral("sum");
    options.regionBy = QStringLiteral("where");
    QVERIFY(importEvents(world, options));
    QCOMPARE(world.portals.size(), std::size_t(2));
    QCOMPARE(world.portals[1]->region, QStringLiteral("South"));
    const PortalData &north = *world.portals[0];
    const Record &a = north.table(Entity::Deal).rows[0];
    QCOMPARE(a.text("OPPORTUNITY"), QStringLiteral("100.50"));
    QVERIFY(a.flag("CLOSED"));
    QCOMPARE(north.table(Entity::User).find(a.number("ASSIGNED_BY_ID"))->text("NAME"), QStringLiteral("r1"));
    QVERIFY(!world.portals[1]->table(Entity::Deal).rows[0].flag("CLOSED"));
    QCOMPARE(world.portals[1]->table(Entity::Deal).rows[0].text("OPPORTUNITY"), QStringLiteral("0.00"));

    options.amountBy = QStringLiteral("no such column");
    const auto failed = importEvents(world, options);
    QVERIFY(!failed);
    QVERIFY(failed.error().detail.contains(QStringLiteral("no such column")));
    QCOMPARE(world.portals.size(), std::size_t(2));
}

void EventImportTest::realVisitsAreEqual_data()
{
    QTest::addColumn<QString>("set");
    QTest::addColumn<QString>("dealer");
    QTest::addColumn<QString>("region");
    QTest::addColumn<bool>("asDeals");
    QTest::newRow("helpdesk as leads") << QStringLiteral("helpdesk-it") << QStringLiteral("workgroup") << QString() << false;
    QTest::newRow("helpdesk as deals") << QStringLiteral("helpdesk-it") << QStringLiteral("workgroup")
                                       << QStringLiteral("responsible_section") << true;
    QTest::newRow("incidents") << QStringLiteral("uci498-incidents") << QString() << QString() << false;
}

void EventImportTest::realVisitsAreEqual()
{
    QFETCH(QString, set);
    QFETCH(QString, dealer);
    QFETCH(QString, region);
    QFETCH(bool, asDeals);
    const QString dir = QStringLiteral(DEALERLENS_SOURCE_DIR "/../shared/data/") + set;
    if (!QDir(dir).exists()) {
        qInfo("skipped: the real data sets are not beside this checkout (../shared/data)");
        return;
    }
    World world;
    EventImportOptions options;
    options.eventsFile = dir + QStringLiteral("/events.csv.gz");
    options.datasetFile = dir + QStringLiteral("/dataset.json");
    options.entity = asDeals ? Entity::Deal : Entity::Lead;
    options.dealerBy = dealer;
    options.regionBy = region;
    const auto imported = importEvents(world, options);
    QVERIFY2(imported, imported ? "" : qPrintable(imported.error().detail));

    const auto expected = CsvTable::read(dir + QStringLiteral("/expected/visits.csv.gz"));
    QVERIFY(expected);
    const auto cell
        = [&](std::size_t row, const char *column) { return expected->cell(row, expected->column(QString::fromLatin1(column))); };
    Visits wanted;
    UtcSeconds end = 0;
    for (std::size_t row = 0; row < expected->rowCount(); ++row) {
        const bool closed = cell(row, "closed") == u"1";
        const UtcSeconds entered = *parseTime(cell(row, "enter"));
        const UtcSeconds left = entered + static_cast<UtcSeconds>(std::llround(cell(row, "seconds").toDouble()));
        end = closed ? end : std::max(end, left);
        wanted[cell(row, "case_id")].push_back({ cell(row, "stage"), entered, left, closed });
    }
    const Visits actual = visitsOf(world, options.entity, end);
    std::size_t compared = 0;
    for (const auto &[id, visits] : actual) {
        const auto found = wanted.find(id);
        QVERIFY2(found == wanted.end() ? visits.empty() : found->second == visits, qPrintable(id));
        compared += visits.size();
    }
    QCOMPARE(compared, expected->rowCount());
    for (const auto &portal : world.portals)
        QVERIFY(std::ranges::is_sorted(portal->history(options.entity), {}, &HistoryRow::id));
    qInfo("%s: %zu portals, %zu visits equal row by row", qPrintable(set), world.portals.size(), compared);
}

QTEST_GUILESS_MAIN(EventImportTest)
#include "tst_eventimport.moc"
