// SPDX-License-Identifier: GPL-3.0-or-later
#include "portalsim/csvreader.h"
#include "portalsim/olistimport.h"

#include <QDir>
#include <QTest>

using namespace dealerlens;
using namespace dealerlens::portalsim;

namespace {

QString dataDir() { return QStringLiteral(DEALERLENS_SOURCE_DIR "/../shared/data/olist-funnel"); }

bool isMissing()
{
    if (QDir(dataDir()).exists())
        return false;
    qInfo("skipped: the real data sets are not beside this checkout (../shared/data)");
    return true;
}

struct Count {
    int leads = 0;
    int won = 0;

    bool operator==(const Count &) const = default;
};

} // namespace

class OlistImportTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void totalsAreEqual();
    void originsAreEqual();
    void dealersByStateAreEqual();
    void refusesWhatItCannotRead();
};

void OlistImportTest::totalsAreEqual()
{
    if (isMissing())
        return;
    World world;
    QVERIFY(importOlist(world, dataDir(), {}));
    QCOMPARE(world.portals.size(), std::size_t(1));
    const PortalData &portal = *world.portals.front();
    QCOMPARE(portal.table(Entity::Lead).rows.size(), std::size_t(8000));
    QCOMPARE(portal.table(Entity::Deal).rows.size(), std::size_t(842));
    QCOMPARE(portal.history(Entity::Lead).size(), std::size_t(8842));
    qint64 cents = 0;
    int beforeContact = 0;
    for (const Record &deal : portal.table(Entity::Deal).rows) {
        cents += deal.text("OPPORTUNITY").remove(u'.').toLongLong();
        const Record *lead = portal.table(Entity::Lead).find(deal.number("LEAD_ID"));
        QVERIFY(lead);
        QCOMPARE(lead->text("TITLE"), deal.text("TITLE"));
        QCOMPARE(lead->text("STATUS_SEMANTIC_ID"), QStringLiteral("S"));
        QVERIFY(lead->number("MOVED_TIME") >= lead->number("DATE_CREATE"));
        beforeContact += deal.number("DATE_CREATE") < lead->number("DATE_CREATE") ? 1 : 0;
    }
    QCOMPARE(cents, qint64(6178400600)); // the README of the set: 61,784,006
    QCOMPARE(beforeContact, 1); // the one that was won 28.4 hours before its first contact
    QVERIFY(std::ranges::is_sorted(portal.history(Entity::Lead), {}, &HistoryRow::time));
}

void OlistImportTest::originsAreEqual()
{
    if (isMissing())
        return;
    World world;
    QVERIFY(importOlist(world, dataDir(), {}));
    const PortalData &portal = *world.portals.front();
    QHash<QString, QString> names;
    for (const Record &row : portal.table(Entity::Status).rows) {
        if (row.text("ENTITY_ID") == u"SOURCE")
            names.insert(row.text("STATUS_ID"), row.text("NAME"));
    }
    std::map<QString, Count> counts;
    for (const Record &lead : portal.table(Entity::Lead).rows) {
        Count &count = counts[names.value(lead.text("SOURCE_ID"))];
        ++count.leads;
        count.won += lead.text("STATUS_SEMANTIC_ID") == u"S" ? 1 : 0;
    }
    const auto expected = CsvTable::read(dataDir() + QStringLiteral("/expected/by_origin.csv"));
    QVERIFY(expected);
    QCOMPARE(expected->rowCount(), counts.size());
    const int key = 0;
    const int leads = expected->column(QStringLiteral("leads"));
    const int won = expected->column(QStringLiteral("won"));
    for (std::size_t row = 0; row < expected->rowCount(); ++row) {
        const Count wanted { expected->cell(row, leads).toInt(), expected->cell(row, won).toInt() };
        QVERIFY2(counts[expected->cell(row, key)] == wanted, qPrintable(expected->cell(row, key)));
    }
}

void OlistImportTest::dealersByStateAreEqual()
{
    if (isMissing())
        return;
    World world;
    OlistImportOptions options;
    options.dealerBy = QStringLiteral("seller_state");
    QVERIFY(importOlist(world, dataDir(), options));
    std::size_t leads = 0;
    std::size_t known = 0;
    for (const auto &portal : world.portals) {
        leads += portal->table(Entity::Lead).rows.size();
        known += portal->title == u"(none)" ? 0 : portal->table(Entity::Deal).rows.size();
    }
    QCOMPARE(leads, std::size_t(8000));
    QCOMPARE(known, std::size_t(380)); // sellers found for 380 of the 842
}

void OlistImportTest::refusesWhatItCannotRead()
{
    World world;
    const auto failed = importOlist(world, QStringLiteral("/nonexistent"), {});
    QVERIFY(!failed);
    QCOMPARE(failed.error().kind, base::ErrorKind::Input);
    OlistImportOptions options;
    options.dealerBy = QStringLiteral("moon");
    QVERIFY(!importOlist(world, dataDir(), options));
    QVERIFY(world.portals.empty());
}

QTEST_GUILESS_MAIN(OlistImportTest)
#include "tst_olistimport.moc"
