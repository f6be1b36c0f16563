// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/snapshotbuilder.h"
#include "viewmodels/itemcard.h"
#include "viewmodels/itemdata.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace dealerlens;
using namespace dealerlens::viewmodels;
using dealerlens::testing::SnapshotBuilder;
using dealerlens::testing::utc;
using model::EntityKind;

namespace {

const base::UtcSeconds kNow = utc("2025-11-24T09:00:00Z");

store::StoredRecord record(EntityKind kind, model::RecordId id, const std::vector<std::pair<std::string_view, model::Value>> &values)
{
    store::StoredRecord made;
    made.key = { 1, kind, id };
    made.values.resize(model::schemaOf(kind).columns.size());
    for (const auto &[column, value] : values)
        made.values[std::size_t(model::columnIndex(kind, column))] = value;
    return made;
}

struct Deal {
    Deal()
    {
        const facts::Index portal = builder.portal("alfa", "Volga");
        builder.raw().portals[0].portal.title = QStringLiteral("Alfa");
        builder.raw().portals[0].portal.code = QStringLiteral("AL");
        const facts::Index funnel = builder.funnel(portal, EntityKind::Deal, "Sales");
        fresh = builder.stage(funnel, "Fresh", 'P', "NEW");
        busy = builder.stage(funnel, "Busy", 'P', "WORK");
        invoice = builder.stage(funnel, "Invoice", 'P', "INV");
        (void)builder.user(portal, "Ivanov Ivan");
        SnapshotBuilder::Item item;
        item.visits = { { fresh, kNow - 40'000 }, { busy, kNow - 30'000 }, { fresh, kNow - 20'000 }, { invoice, kNow - 10'000 } };
        (void)builder.item(item);
        (void)builder.build(kNow);
        records.key = { 1, EntityKind::Deal, builder.raw().items.id[0] };
        records.item = record(EntityKind::Deal, records.key.id,
            { { "title", std::string("<b>Mower</b>") }, { "assigned_by_id", std::int64_t(1) }, { "amount", std::int64_t(48'500'000'000) },
                { "currency", std::string("RUB") }, { "stage_id", std::string("INVOICE") }, { "created", kNow - 40'000 } });
        records.row = 0;
        records.now = kNow;
        records.visits = { { fresh, kNow - 40'000, kNow - 30'000, 0, -1 }, { busy, kNow - 30'000, kNow - 20'000, 9'000, 6'000 },
            { fresh, kNow - 20'000, kNow - 10'000, 0, -1 }, { invoice, kNow - 10'000, base::kNever, 0, -1 } };
    }

    [[nodiscard]] ItemData describe() const
    {
        return viewmodels::describe(records, const_cast<SnapshotBuilder &>(builder).raw(), Fmt(Language::English));
    }

    SnapshotBuilder builder;
    facts::Index fresh = 0;
    facts::Index busy = 0;
    facts::Index invoice = 0;
    ItemRecords records;
};

} // namespace

class TestItemData : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void phonesAreMasked_data();
    void phonesAreMasked();
    void mailIsMasked();
    void headSaysWhoAndWhere();
    void pathShowsSkippedAndReentered();
    void callsAreNotToldTwice();
    void eventsAreNewestFirst();
    void customFieldsAreReadable();
    void unknownRecordsSaySo();
    void timelineFiltersByKind();
    void timelineStaysWhereItIs();
    void timelineNamesEachDayOnce();
};

void TestItemData::phonesAreMasked_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("masked");
    QTest::newRow("spaces") << QStringLiteral("+7 927 123-41-07") << QStringLiteral("+7 927 •••-41-07");
    QTest::newRow("bare") << QStringLiteral("89271234107") << QStringLiteral("8927•••4107");
    QTest::newRow("short") << QStringLiteral("41-07") << QStringLiteral("•••");
    QTest::newRow("none") << QString() << QString();
}

void TestItemData::phonesAreMasked()
{
    QFETCH(QString, typed);
    QTEST(maskedPhone(typed), "masked");
}

void TestItemData::mailIsMasked() { QCOMPARE(maskedMail(QStringLiteral("ivanov@farm.example")), QStringLiteral("iv•••@farm.example")); }

void TestItemData::headSaysWhoAndWhere()
{
    Deal deal;
    deal.records.clients.push_back(record(EntityKind::Company, 5, { { "title", std::string("Dawn farm") } }));
    const ItemData data = deal.describe();
    QVERIFY(data.isKnown);
    QCOMPARE(data.title, QStringLiteral("Dawn farm"));
    QCOMPARE(data.subject, QStringLiteral("<b>Mower</b>")); // portals' text is never read as markup
    QCOMPARE(data.code, QStringLiteral("AL"));
    QCOMPARE(data.responsible, QStringLiteral("Ivanov Ivan"));
    QCOMPARE(data.amount, QStringLiteral("₽4,850,000"));
    QCOMPARE(data.stage, QStringLiteral("Invoice"));
}

void TestItemData::pathShowsSkippedAndReentered()
{
    const ItemData data = Deal().describe();
    QCOMPARE(int(data.steps.size()), 6);
    QCOMPARE(data.steps[0].visits, 2);
    QCOMPARE(data.steps[0].seconds, 20'000.0);
    QCOMPARE(data.steps[1].kind, ItemStep::Kind::Done);
    QCOMPARE(data.steps[1].share, 1.5);
    QCOMPARE(data.steps[2].kind, ItemStep::Kind::Skipped); // the quote
    QCOMPARE(data.steps[3].kind, ItemStep::Kind::Now);
    QCOMPARE(data.steps[3].seconds, 10'000.0);
    QCOMPARE(data.steps[4].kind, ItemStep::Kind::Ahead);
}

void TestItemData::callsAreNotToldTwice()
{
    Deal deal;
    deal.records.calls.push_back(record(EntityKind::Call, 1,
        { { "call_type", std::int64_t(1) }, { "started", kNow - 25'000 }, { "duration", std::int64_t(180) },
            { "activity_id", std::int64_t(9) }, { "failed_code", std::string("200") } }));
    deal.records.calls.push_back(record(EntityKind::Call, 2,
        { { "call_type", std::int64_t(2) }, { "started", kNow - 26'000 }, { "duration", std::int64_t(0) },
            { "failed_code", std::string("304") } }));
    deal.records.activities.push_back(record(EntityKind::Activity, 9,
        { { "type_id", std::int64_t(2) }, { "created", kNow - 25'000 }, { "subject", std::string("Outgoing call") } }));
    deal.records.activities.push_back(record(EntityKind::Activity, 10,
        { { "type_id", std::int64_t(6) }, { "created", kNow - 5'000 }, { "deadline", kNow - 100 }, { "completed", std::int64_t(0) },
            { "subject", std::string("Ring back") } }));
    const ItemData data = deal.describe();
    int calls = 0;
    for (const ItemEvent &event : data.events) {
        calls += event.kind == ItemEvent::Kind::Call ? 1 : 0;
        QVERIFY(event.text != QStringLiteral("Outgoing call"));
        if (event.at == kNow - 25'000)
            QCOMPARE(event.mark, ItemEvent::Mark::Evidence);
        if (event.at == kNow - 26'000)
            QCOMPARE(event.mark, ItemEvent::Mark::Missed);
        if (event.kind == ItemEvent::Kind::Todo)
            QCOMPARE(event.mark, ItemEvent::Mark::Overdue);
    }
    QCOMPARE(calls, 2);
}

void TestItemData::eventsAreNewestFirst()
{
    const ItemData data = Deal().describe();
    QCOMPARE(int(data.events.size()), 5); // four stays and the creation
    for (std::size_t i = 1; i < data.events.size(); ++i)
        QVERIFY(data.events[i - 1].at >= data.events[i].at);
    QCOMPARE(data.events.back().kind, ItemEvent::Kind::Created);
    QCOMPARE(data.events.front().text, QStringLiteral("Fresh → Invoice"));
}

void TestItemData::customFieldsAreReadable()
{
    Deal deal;
    deal.records.item->extra = R"({"UF_CRM_1":"9400000|RUB","UF_CRM_2":"1","UF_CRM_3":["44","45"],"UF_CRM_4":"","UF_CRM_5":"3201.30",
        "UF_CRM_6":false,"UF_CRM_7":"0","UF_CRM_8":"0"})";
    const auto field = [&](model::RecordId id, const char *name, const char *type, const char *label, const char *extra = "") {
        deal.records.fieldNames.push_back(record(EntityKind::UserField, id,
            { { "field", std::string(name) }, { "user_type", std::string(type) }, { "label", std::string(label) },
                { "sort", std::int64_t(id) } }));
        deal.records.fieldNames.back().extra = extra;
    };
    field(1, "UF_CRM_1", "money", "Budget");
    field(2, "UF_CRM_2", "boolean", "Leasing");
    field(3, "UF_CRM_3", "enumeration", "Crops", R"({"LIST":[{"ID":"44","VALUE":"Wheat"},{"ID":"45","VALUE":"Maize"}]})");
    field(4, "UF_CRM_4", "string", "");
    field(5, "UF_CRM_5", "double", "Area");
    field(6, "UF_CRM_6", "enumeration", "Soils"); // an empty list comes as false
    field(7, "UF_CRM_7", "employee", "Engineer");
    field(8, "UF_CRM_8", "double", "Debt");
    const ItemData data = deal.describe();
    const auto valueOf = [&](const char *label) {
        for (const ItemField &made : data.fields)
            if (made.label == QString::fromLatin1(label))
                return made.value;
        return QStringLiteral("?");
    };
    QCOMPARE(valueOf("Budget"), QStringLiteral("₽9,400,000"));
    QCOMPARE(valueOf("Leasing"), QStringLiteral("yes"));
    QCOMPARE(valueOf("Crops"), QStringLiteral("Wheat, Maize"));
    QCOMPARE(valueOf("Area"), QStringLiteral("3,201.3"));
    QCOMPARE(valueOf("Soils"), QString());
    QCOMPARE(valueOf("Engineer"), QString());
    QCOMPARE(valueOf("Debt"), QStringLiteral("0"));
    QCOMPARE(valueOf("UF_CRM_4"), QString()); // without a label the field's own name, shown as not filled
}

void TestItemData::unknownRecordsSaySo()
{
    Deal deal;
    deal.records.item.reset();
    QVERIFY(!deal.describe().isKnown);
}

void TestItemData::timelineFiltersByKind()
{
    ItemTimelineModel timeline;
    QAbstractItemModelTester tester(&timeline, QAbstractItemModelTester::FailureReportingMode::QtTest);
    timeline.setEvents(Deal().describe().events, Fmt(Language::English));
    QCOMPARE(timeline.rowCount(), 5);
    timeline.setKinds(1U << unsigned(ItemEvent::Kind::Created));
    QCOMPARE(timeline.rowCount(), 1);
    QCOMPARE(timeline.count(ItemEvent::Kind::Stage), 4);
    timeline.setKinds(0);
    QCOMPARE(timeline.rowCount(), 5);
}

void TestItemData::timelineStaysWhereItIs()
{
    ItemTimelineModel timeline;
    QAbstractItemModelTester tester(&timeline, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const Fmt fmt(Language::English);
    std::vector<ItemEvent> events = Deal().describe().events;
    timeline.setEvents(events, fmt);
    const QPersistentModelIndex last(timeline.index(4));
    const QPersistentModelIndex first(timeline.index(0));
    ItemEvent fresh = events.front();
    fresh.text = QStringLiteral("the same person in the same second");
    std::vector<ItemEvent> more = events;
    more.insert(more.begin(), fresh);
    QSignalSpy reset(&timeline, &QAbstractItemModel::modelReset);
    timeline.setEvents(more, fmt);
    QCOMPARE(timeline.rowCount(), 6);
    QCOMPARE(last.row(), 5);
    QCOMPARE(first.row(), 1);
    timeline.setKinds(1U << unsigned(events.back().kind));
    QCOMPARE(last.row(), timeline.rowCount() - 1);
    QCOMPARE(reset.count(), 0);
    for (ItemEvent &each : more)
        each.at += 1'000'000;
    timeline.setEvents(more, fmt);
    QCOMPARE(reset.count(), 1); // another item
    QVERIFY(!last.isValid());
}

void TestItemData::timelineNamesEachDayOnce()
{
    ItemTimelineModel timeline;
    const Fmt fmt(Language::English);
    timeline.setEvents(Deal().describe().events, fmt);
    QStringList named;
    for (int row = 0; row < timeline.rowCount(); ++row) {
        const QString day = timeline.index(row).data(ItemTimelineModel::DayRole).toString();
        if (!day.isEmpty())
            named.append(day);
        QCOMPARE(named.last(), fmt.timelineDay(timeline.at(row).at)); // the last name above a row is its day
    }
    QVERIFY(named.size() > 1);
    QCOMPARE(named.removeDuplicates(), 0);
}

QTEST_GUILESS_MAIN(TestItemData)
#include "tst_itemdata.moc"
