// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/entity.h"
#include "model/record.h"

#include <QTest>

#include <set>
#include <string>

using namespace dealerlens::model;

class EntityTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void schemasAreFoundByTheirKind();
    void namesAreUnique();
    void columnsAreFoundByName();
    void leadsAndDealsShareTheirColumns();
    void whatMustBeProvableIsJournaled();
};

void EntityTest::schemasAreFoundByTheirKind()
{
    for (const EntityKind kind : kEntityKinds)
        QCOMPARE(schemaOf(kind).kind, kind);
}

void EntityTest::namesAreUnique()
{
    std::set<std::string_view> tables;
    std::set<std::string_view> words;
    for (const EntityKind kind : kEntityKinds) {
        QVERIFY(tables.insert(schemaOf(kind).table).second);
        QVERIFY(words.insert(nameOf(kind)).second);
        std::set<std::string_view> columns;
        for (const Column &column : schemaOf(kind).columns) {
            QVERIFY2(columns.insert(column.name).second, std::string(column.name).c_str());
            // The store adds these itself.
            QVERIFY(column.name != "id" && column.name != "portal_id" && column.name != "extra" && column.name != "deleted_at");
        }
    }
}

void EntityTest::columnsAreFoundByName()
{
    for (const EntityKind kind : kEntityKinds) {
        const auto columns = schemaOf(kind).columns;
        for (std::size_t i = 0; i < columns.size(); ++i)
            QCOMPARE(columnIndex(kind, columns[i].name), static_cast<int>(i));
    }
    QCOMPARE(columnIndex(EntityKind::Lead, "no such column"), -1);
}

void EntityTest::leadsAndDealsShareTheirColumns()
{
    const auto leads = schemaOf(EntityKind::Lead).columns;
    const auto deals = schemaOf(EntityKind::Deal).columns;
    QCOMPARE(leads.size(), deals.size());
    for (std::size_t i = 0; i < leads.size(); ++i) {
        QCOMPARE(leads[i].name, deals[i].name);
        QCOMPARE(leads[i].type, deals[i].type);
    }
}

void EntityTest::whatMustBeProvableIsJournaled()
{
    for (const EntityKind kind : { EntityKind::Lead, EntityKind::Deal })
        for (const std::string_view name : { "stage_id", "assigned_by_id", "amount", "source_id" })
            QVERIFY(schemaOf(kind).columns[static_cast<std::size_t>(columnIndex(kind, name))].journaled);
}

QTEST_APPLESS_MAIN(EntityTest)
#include "tst_entity.moc"
