// SPDX-License-Identifier: GPL-3.0-or-later
// Leads that are made when they are asked for, against the same ones kept in memory.
#include "portalsim/bulkworld.h"
#include "portalsim/query.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace dealerlens::portalsim;

namespace {

constexpr dealerlens::base::UtcSeconds kNow = 1'790'000'000;
constexpr int kLeads = 5'000;

World bulk()
{
    BulkOptions options;
    options.portals = 1;
    options.leads = kLeads;
    options.now = kNow;
    return generateBulk(options);
}

QString told(const Record &row)
{
    QString text = QString::number(row.id);
    for (const auto &[field, value] : row.values())
        text += u'|' % QString::fromUtf8(fieldName(field)) % u'=' % row.text(field);
    for (const MultiField &field : row.multi)
        text += u'|' % QString::number(field.id) % field.typeId % field.value;
    return text;
}

QStringList told(const Page<Record> &page)
{
    QStringList rows { QString::number(page.total), QString::number(page.next.value_or(-1)) };
    for (const Record *row : page.rows)
        rows << told(*row);
    return rows;
}

Query queryOf(const PortalData &portal, const QByteArray &json)
{
    static Schema schema;
    schema = schemaOf(portal, Entity::Lead);
    const ZoneClock zone(portal.timezone);
    const QJsonObject asked = QJsonDocument::fromJson(json).object();
    const Php filter = Php::fromJson(asked.value(QLatin1String("filter")));
    const Php order = Php::fromJson(asked.value(QLatin1String("order")));
    QueryInput input;
    input.schema = &schema;
    input.zone = &zone;
    input.filter = &filter;
    input.order = &order;
    input.start = asked.value(QLatin1String("start")).toInteger();
    return makeQuery(input).value_or(Query());
}

} // namespace

class TestBulkWorld : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void pages_data();
    void pages();
    void oneRowIsTheSameWheneverItIsAsked();
    void whatIsWrittenStays();

private:
    [[nodiscard]] Table &made() const { return m_made.portals.front()->table(Entity::Lead); }

    [[nodiscard]] Table &kept() const { return m_kept.portals.front()->table(Entity::Lead); }

    World m_made;
    World m_kept;
};

void TestBulkWorld::init()
{
    m_made = bulk();
    m_kept = bulk();
    kept().keepFrom(1);
    QCOMPARE(kept().rows.size(), std::size_t(kLeads));
    QCOMPARE(made().rows.size(), std::size_t(0));
}

void TestBulkWorld::pages_data()
{
    QTest::addColumn<QByteArray>("asked");
    QTest::newRow("all") << QByteArray(R"({})");
    QTest::newRow("a walk") << QByteArray(R"({"filter": {">ID": 2500}, "order": {"ID": "ASC"}, "start": -1})");
    QTest::newRow("a lane") << QByteArray(R"({"filter": {">ID": 4090, "<=ID": 4100}, "order": {"ID": "ASC"}, "start": -1})");
    QTest::newRow("the last one") << QByteArray(R"({"order": {"ID": "DESC"}})");
    QTest::newRow("behind the last one") << QByteArray(R"({"filter": {">ID": 5000}})");
    QTest::newRow("of some ids") << QByteArray(R"({"filter": {"@ID": ["3", "4999", "2048", "7000"]}})");
    QTest::newRow("changed since") << QByteArray(
        R"({"filter": {">DATE_MODIFY": "2026-09-01T00:00:00+03:00"}, "order": {"ID": "ASC"}, "start": -1})");
    QTest::newRow("by time") << QByteArray(R"({"order": {"DATE_MODIFY": "DESC", "ID": "ASC"}, "start": 50})");
    QTest::newRow("by what is not sketched") << QByteArray(R"({"filter": {"UTM_CAMPAIGN": "spring 3"}, "order": {"OPPORTUNITY": "ASC"}})");
    QTest::newRow("by text") << QByteArray(R"({"filter": {"%TITLE": "77"}, "order": {"ID": "DESC"}, "start": 50})");
}

void TestBulkWorld::pages()
{
    QFETCH(QByteArray, asked);
    const auto same = [&] {
        const Query query = queryOf(*m_made.portals.front(), asked);
        QCOMPARE(told(runQuery(made(), query)), told(runQuery(kept().rows, query, [](const Record &) { return true; })));
    };
    same();
    QCOMPARE(made().rows.size(), std::size_t(0));
    for (const World *world : { &m_made, &m_kept }) {
        PortalData &portal = *world->portals.front();
        QVERIFY(portal.deleteItem(Entity::Lead, 4095));
        QVERIFY(!portal.deleteItem(Entity::Lead, 4095));
        QVERIFY(portal.moveStage(Entity::Lead, 2501, QStringLiteral("JUNK"), kNow, 1));
        QVERIFY(portal.mergeItems(Entity::Lead, 100, 101, kNow, 1));
        QCOMPARE(portal.addItem(Entity::Lead, {}, kNow, 1), qint64(kLeads) + 1);
        QCOMPARE(touchLeads(portal, 1000, kNow), 5);
    }
    same();
    QCOMPARE(made().size(), kept().rows.size());
    QVERIFY(made().rows.size() < 10);
}

void TestBulkWorld::oneRowIsTheSameWheneverItIsAsked()
{
    for (const qint64 id : { 4096, 1, 5000, 2049, 2048, 2047, 3, 4 })
        QCOMPARE(told(made().maker()->make(id)), told(*kept().find(id)));
    QVERIFY(!made().find(kLeads + 1));
    QVERIFY(!made().find(0));
}

void TestBulkWorld::whatIsWrittenStays()
{
    made().find(70)->set("TITLE", QStringLiteral("другой"));
    QCOMPARE(made().find(70)->text("TITLE"), QStringLiteral("другой"));
    made().keepFrom(1);
    QCOMPARE(made().find(70)->text("TITLE"), QStringLiteral("другой"));
    QCOMPARE(made().rows.size(), std::size_t(kLeads));
    QCOMPARE(told(made().rows[70]), told(kept().rows[70]));
}

QTEST_GUILESS_MAIN(TestBulkWorld)
#include "tst_bulkworld.moc"
