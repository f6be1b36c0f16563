// SPDX-License-Identifier: GPL-3.0-or-later
// Records in and out: every kind, exact change sets, deletion and revival, portals, documents, sync state.
#include "store/storefixture.h"

#include "model/standard.h"

#include <QSignalSpy>

using namespace dealerlens;
using namespace dealerlens::store;
using model::EntityKind;
using model::RecordKey;

class StoreRecords : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyKindComesBackAsWritten();
    void onlyRealChangesAreListed();
    void deletedRecordsStayAndMayLiveAgain();
    void syncStateComesBackAsWritten();
    void endOfTheLastCycleIsKept();
    void badRecordsAreCountedWhileTheyLive();
    void livingRecordsAreCountedAsTheyComeAndGo();
    void generationNeverRepeats();
    void changesAreSignalled();
    void portalsHaveUniqueKeysAndAddresses();
    void documentsAndStandard();
    void itemsHaveWhatBelongsToThem();
    void eachReadsOnlyWhatIsAskedFor();
    void aReaderKeepsItsSnapshot();
    void readOnlyRefusesWrites();
    void destructionFinishesQueuedWrites();
};

namespace {

// A different value in each column, with extremes and hostile text among them.
model::Record fullRecord(EntityKind kind, model::RecordId id)
{
    static const std::string texts[] { "", "Иванов 'Пётр'; DROP TABLE lead;--", std::string("a\0b", 3), "<b>&amp;</b>\n\t\"",
        "\xF0\x9F\x9A\x97 Ёлка" };
    model::Record record = makeRecord(kind, id);
    std::size_t n = static_cast<std::size_t>(id);
    for (std::size_t i = 0; i < record.values.size(); ++i, ++n) {
        if (n % 7 == 6)
            continue; // nothing
        if (model::schemaOf(kind).columns[i].type == model::ColumnType::Text)
            record.values[i] = texts[n % 5];
        else
            record.values[i] = n % 7 == 0 ? std::numeric_limits<std::int64_t>::max() : static_cast<std::int64_t>(n) * -37;
    }
    record.extra = R"({"UF_CRM_1":["а","б"],"X":null})";
    if (kind == EntityKind::Lead || kind == EntityKind::Contact || kind == EntityKind::Company)
        record.points
            = { { 5, "PHONE", "WORK", "8 (916) 123-45-67" }, { 5, "EMAIL", "HOME", "Ivan@Mail.RU" }, { 0, "WEB", "", "не адрес" } };
    return record;
}

} // namespace

void StoreRecords::everyKindComesBackAsWritten()
{
    Folder folder;
    auto store = folder.open();
    QVERIFY2(store, qPrintable(folder.error.detail));
    for (const EntityKind kind : model::kEntityKinds) {
        std::vector<model::Record> records;
        for (model::RecordId id = 1; id <= 12; ++id)
            records.push_back(fullRecord(kind, id));
        QVERIFY(answerOf(store->write(pageOf(3, records))));
        const auto reader = *store->reader();
        for (const model::Record &record : records) {
            const auto stored = reader->record({ 3, kind, record.id });
            QVERIFY(stored);
            QVERIFY(*stored);
            QVERIFY((**stored).values == record.values);
            QCOMPARE((**stored).extra, record.extra);
            QVERIFY((**stored).points == record.points);
            QCOMPARE((**stored).deletedAt, base::kNever);
        }
        QCOMPARE(reader->countAlive(3, kind).value(), 12);
        QCOMPARE(reader->aliveIds(3, kind).value().size(), std::size_t { 12 });
        QCOMPARE(reader->countAlive(4, kind).value(), 0);
        QVERIFY(!reader->record({ 4, kind, 1 }).value());
    }
}

void StoreRecords::onlyRealChangesAreListed()
{
    Folder folder;
    auto store = folder.open();
    QVERIFY(store);
    for (const EntityKind kind : model::kEntityKinds) {
        const auto first = answerOf(store->write(pageOf(1, { fullRecord(kind, 1), fullRecord(kind, 2) })));
        QVERIFY(first);
        QVERIFY((first->changed == std::vector<RecordKey> { { 1, kind, 1 }, { 1, kind, 2 } }));
        auto again = answerOf(store->write(pageOf(1, { fullRecord(kind, 2), fullRecord(kind, 1) })));
        QVERIFY(again);
        QVERIFY(again->changed.empty());
        QCOMPARE(again->generation, first->generation + 1);
        // Each column, the JSON and the points alone make a change.
        for (std::size_t i = 0; i < model::schemaOf(kind).columns.size(); ++i) {
            model::Record other = fullRecord(kind, 2);
            other.values[i] = model::schemaOf(kind).columns[i].type == model::ColumnType::Text ? words("new") : number(99);
            const auto changes = answerOf(store->write(pageOf(1, { fullRecord(kind, 1), other })));
            QVERIFY((changes->changed == std::vector<RecordKey> { { 1, kind, 2 } }));
            QVERIFY(answerOf(store->write(pageOf(1, { fullRecord(kind, 2) }))));
        }
        model::Record other = fullRecord(kind, 1);
        other.extra = "{}";
        QCOMPARE(answerOf(store->write(pageOf(1, { other })))->changed.size(), std::size_t { 1 });
        if (!other.points.empty()) {
            other.points.pop_back();
            QCOMPARE(answerOf(store->write(pageOf(1, { other })))->changed.size(), std::size_t { 1 });
            QVERIFY((*store->reader())->record({ 1, kind, 1 }).value()->points == other.points);
        }
    }
}

void StoreRecords::deletedRecordsStayAndMayLiveAgain()
{
    Folder folder;
    auto store = folder.open();
    QVERIFY(store);
    const model::Record deal = fullRecord(EntityKind::Deal, 7);
    QVERIFY(answerOf(store->write(pageOf(1, { deal }))));
    PageWrite gone;
    gone.portal = 1;
    gone.gone = { { 1, EntityKind::Deal, 7 }, { 1, EntityKind::Deal, 8 } }; // the second was never there
    gone.seenAt = 1'700'000'123;
    QVERIFY((answerOf(store->write(gone))->changed == std::vector<RecordKey> { { 1, EntityKind::Deal, 7 } }));
    QVERIFY(answerOf(store->write(gone))->changed.empty());
    auto reader = *store->reader();
    QCOMPARE(reader->record({ 1, EntityKind::Deal, 7 }).value()->deletedAt, base::UtcSeconds { 1'700'000'123 });
    QVERIFY(reader->record({ 1, EntityKind::Deal, 7 }).value()->values == deal.values);
    QCOMPARE(reader->countAlive(1, EntityKind::Deal).value(), 0);
    QVERIFY(reader->aliveIds(1, EntityKind::Deal).value().empty());
    QCOMPARE(answerOf(store->write(pageOf(1, { deal })))->changed.size(), std::size_t { 1 });
    reader->refresh();
    QCOMPARE(reader->record({ 1, EntityKind::Deal, 7 }).value()->deletedAt, base::kNever);
    QCOMPARE(reader->journal({ 1, EntityKind::Deal, 7 }).value().size(), std::size_t { 2 }); // gone, back
}

void StoreRecords::syncStateComesBackAsWritten()
{
    Folder folder;
    auto store = folder.open();
    QVERIFY(store);
    PageWrite page;
    page.portal = 2;
    page.states = { { 2, EntityKind::Deal, 100, base::kNever, 90, 55, 66, false, {}, base::kNever },
        { 2, EntityKind::Line, base::kNever, base::kNever, base::kNever, 0, 0, true, QStringLiteral("Denied insufficient_scope"), 5 } };
    const auto changes = answerOf(store->write(page));
    QVERIFY(changes);
    QVERIFY((changes->portals == std::vector<model::PortalId> { 2 }));
    page.states[0].checkedAt = 77;
    page.states[0].checkStarted = 88;
    page.states[0].checkCursor = 99;
    page.states[0].total = 1'234;
    page.states[0].watermark = 200;
    page.states[0].walkStarted = base::kNever;
    QVERIFY(answerOf(store->write(page)));
    const auto states = (*store->reader())->syncStates(2).value();
    QCOMPARE(states.size(), std::size_t { 2 });
    QCOMPARE(states[0].watermark, 200);
    QCOMPARE(states[0].walkSince, base::kNever);
    QCOMPARE(states[0].walkStarted, base::kNever);
    QCOMPARE(states[0].cursor, 55);
    QCOMPARE(states[0].lastId, 66);
    QCOMPARE(states[0].checkedAt, 77);
    QCOMPARE(states[0].checkStarted, 88);
    QCOMPARE(states[0].checkCursor, 99);
    QCOMPARE(states[0].total, 1'234);
    QCOMPARE(states[1].checkedAt, base::kNever);
    QCOMPARE(states[1].total, -1);
    QVERIFY(states[1].denied);
    QCOMPARE(states[1].problem, QStringLiteral("Denied insufficient_scope"));
    QCOMPARE(states[1].problemSince, 5);
    QCOMPARE((*store->reader())->syncStates().value().size(), std::size_t { 2 });
}

void StoreRecords::endOfTheLastCycleIsKept()
{
    Folder folder;
    auto store = folder.open();
    QVERIFY(store);
    PageWrite page;
    page.portal = 3;
    page.cycleEnd = model::CycleEnd { 3, 500, {}, base::kNever };
    QVERIFY(answerOf(store->write(page)));
    page.cycleEnd = model::CycleEnd { 3, base::kNever, QStringLiteral("auth KEY"), 600 };
    const auto changes = answerOf(store->write(page));
    QVERIFY(changes);
    QVERIFY((changes->portals == std::vector<model::PortalId> { 3 }));
    const auto ends = (*store->reader())->cycleEnds().value();
    QCOMPARE(ends.size(), std::size_t { 1 });
    QCOMPARE(ends.at(3).lastSuccess, 500); // a failure does not forget it
    QCOMPARE(ends.at(3).problem, QStringLiteral("auth KEY"));
    QCOMPARE(ends.at(3).problemSince, 600);
}

void StoreRecords::badRecordsAreCountedWhileTheyLive()
{
    Folder folder;
    auto store = folder.open();
    QVERIFY(store);
    model::Record bad = makeRecord(EntityKind::Deal, 7, { { "title", words("x") } });
    bad.badFields = { "OPPORTUNITY", "CLOSEDATE" };
    bad.extra = R"({"OPPORTUNITY":[1]})";
    model::Record worse = bad;
    worse.id = 9;
    QCOMPARE(
        answerOf(store->write(pageOf(1, { makeRecord(EntityKind::Deal, 5), bad, worse })))->badRecords, std::optional<std::int64_t>(2));
    QVERIFY(!answerOf(store->write(pageOf(1, { bad })))->badRecords); // nothing new
    const auto told = (*store->reader())->badRecords().value();
    QCOMPARE(told.size(), std::size_t { 1 });
    QCOMPARE(told[0].records, 2);
    QCOMPARE(told[0].example, 7);
    QCOMPARE(told[0].exampleFields, QStringLiteral("OPPORTUNITY, CLOSEDATE"));
    QCOMPARE(answerOf(store->write(pageOf(1, { makeRecord(EntityKind::Deal, 7, { { "title", words("y") } }) })))->badRecords,
        std::optional<std::int64_t>(1)); // repaired on the portal
    PageWrite gone;
    gone.portal = 1;
    gone.gone = { { 1, EntityKind::Deal, 9 } };
    QCOMPARE(answerOf(store->write(gone))->badRecords, std::optional<std::int64_t>(0));
}

// The count that is kept is that of the rows, also in a file that has none yet.
void StoreRecords::livingRecordsAreCountedAsTheyComeAndGo()
{
    Folder folder;
    auto store = folder.open();
    QVERIFY(store);
    for (const char *key : { "a", "b" })
        QVERIFY(answerOf(store->savePortal({ 0, QString::fromLatin1(key), QString::fromLatin1(key), {}, model::PortalKind::Dealer, {}, {},
            {}, {}, base::kNever, base::kNever })));
    const auto counts = [&store](EntityKind kind, std::int64_t expected) {
        const auto reader = store->reader();
        QCOMPARE((*reader)->countAlive(1, kind).value(), expected);
        QCOMPARE((*reader)->countAlive(2, kind).value(), 0);
        QCOMPARE(static_cast<std::int64_t>((*reader)->aliveIds(1, kind)->size()), expected);
        QCOMPARE((*reader)->checkIntegrity({}).value(), QStringList());
    };
    for (const EntityKind kind : { EntityKind::Lead, EntityKind::Task }) {
        const auto write = [&](std::vector<model::RecordId> come, std::vector<model::RecordId> go) {
            PageWrite page = pageOf(1, {});
            for (const model::RecordId id : come)
                page.records.push_back(makeRecord(kind, id));
            for (const model::RecordId id : go)
                page.gone.push_back({ 1, kind, id });
            QVERIFY(answerOf(store->write(page)));
        };
        counts(kind, 0);
        write({ 1, 2, 3 }, {});
        counts(kind, 3);
        write({ 2, 3, 4 }, { 1, 9 });
        counts(kind, 3);
        write({ 1, 5 }, { 5, 2 }); // one lives again, one has come and gone
        counts(kind, 3);
        write({}, { 2, 1, 3, 4 });
        counts(kind, 0);
        store.reset();
        {
            auto mirror = *Connection::open(folder.mirror(), Connection::Mode::ReadWrite);
            mirror->execute("UPDATE portal_change SET alive = NULL");
            QVERIFY(!mirror->failed());
        }
        store = folder.open();
        counts(kind, 0);
        write({ 3, 7 }, {});
        counts(kind, 2);
    }
    store.reset();
    {
        auto mirror = *Connection::open(folder.mirror(), Connection::Mode::ReadWrite);
        mirror->execute("UPDATE portal_change SET alive = 5 WHERE kind = 1");
    }
    store = folder.open();
    const QStringList problems = (*store->reader())->checkIntegrity({}).value();
    QCOMPARE(problems.size(), 1);
    QVERIFY2(problems[0].contains(QStringLiteral("count of living records")), qPrintable(problems[0]));
}

void StoreRecords::generationNeverRepeats()
{
    Folder folder;
    std::int64_t last = 0;
    for (int round = 0; round < 4; ++round) {
        if (round == 3) // also not when the mirror is begun again
            QVERIFY(QFile::remove(folder.mirror()));
        auto store = folder.open();
        QVERIFY(store);
        for (int i = 0; i < 3; ++i) {
            const auto changes = answerOf(store->write(pageOf(1, { makeRecord(EntityKind::Lead, round * 10 + i + 1) })));
            QVERIFY(changes->generation > last);
            last = changes->generation;
        }
        QCOMPARE((*store->reader())->generation(), last);
    }
}

void StoreRecords::changesAreSignalled()
{
    Folder folder;
    auto store = folder.open();
    QVERIFY(store);
    QSignalSpy spy(store.get(), &Store::changed);
    const auto changes = answerOf(store->write(pageOf(1, { makeRecord(EntityKind::Lead, 1) })));
    QTRY_COMPARE(spy.size(), 1);
    const auto told = spy.at(0).at(0).value<ChangeSet>();
    QCOMPARE(told.generation, changes->generation);
    QVERIFY(told.changed == changes->changed);
    QVERIFY(answerOf(store->saveStandard(model::defaultStandard())));
    QTRY_COMPARE(spy.size(), 2);
    QVERIFY(spy.at(1).at(0).value<ChangeSet>().standardChanged);
    QCOMPARE(spy.at(1).at(0).value<ChangeSet>().generation, changes->generation + 1);
}

void StoreRecords::portalsHaveUniqueKeysAndAddresses()
{
    Folder folder;
    auto store = folder.open();
    QVERIFY(store);
    model::Portal north { 0, QStringLiteral("north"), QStringLiteral("Север"), QStringLiteral("СЕ"), model::PortalKind::Dealer,
        QStringLiteral("СЗФО"), QStringLiteral("Псков"), QStringLiteral("Europe/Moscow"), QStringLiteral("https://north.example/rest/1"),
        base::kNever, base::kNever };
    const auto saved = answerOf(store->savePortal(north));
    QVERIFY(saved);
    QCOMPARE(saved->id, 1);
    QCOMPARE(saved->addedAt, folder.clock.at);
    QCOMPARE(answerOf(store->savePortal(north)).error().code, QByteArray("key"));
    north.key = QStringLiteral("north-2");
    const auto clash = answerOf(store->savePortal(north));
    QCOMPARE(clash.error().kind, base::ErrorKind::Rejected);
    QCOMPARE(clash.error().code, QByteArray("endpoint"));
    north.endpoint = QStringLiteral("https://north2.example/rest/1");
    const auto second = answerOf(store->savePortal(north));
    QCOMPARE(second->id, 2);
    QCOMPARE(second->code, QStringLiteral("СВ")); // СЕ is taken
    model::Portal changed = *saved;
    changed.title = QStringLiteral("Север+");
    QVERIFY(answerOf(store->savePortal(changed)));
    QVERIFY(answerOf(store->setRetired(2, true)));
    QCOMPARE(answerOf(store->setRetired(9, true)).error().kind, base::ErrorKind::NotFound);
    auto portals = (*store->reader())->portals().value();
    QCOMPARE(portals.size(), std::size_t { 2 });
    QCOMPARE(portals[0].title, QStringLiteral("Север+"));
    QCOMPARE(portals[0].timeZone, QStringLiteral("Europe/Moscow"));
    QCOMPARE(portals[0].addedAt, folder.clock.at);
    QVERIFY(!portals[0].isRetired());
    QCOMPARE(portals[1].retiredAt, folder.clock.at);
    QVERIFY(answerOf(store->setRetired(2, false)));
    QVERIFY(!(*store->reader())->portals().value()[1].isRetired());
}

void StoreRecords::documentsAndStandard()
{
    Folder folder;
    {
        auto store = folder.open();
        QVERIFY(store);
        auto reader = *store->reader();
        QCOMPARE(reader->standard().value().milestones.size(), model::defaultStandard().milestones.size());
        QVERIFY(reader->document(QStringLiteral("views")).value().isEmpty());
        QVERIFY(answerOf(store->saveDocument(QStringLiteral("views"), "[1]")));
        QVERIFY(answerOf(store->saveDocument(QStringLiteral("views"), "[1,2]")));
        QVERIFY(!answerOf(store->saveDocument(QStringLiteral(".standard"), "{}")));
        model::Standard standard = model::defaultStandard();
        standard.responseLimit = 1'234;
        standard.mappings.push_back({ 1, EntityKind::Deal, 2, QStringLiteral("C2:NEW"), 3, base::kNever, true });
        QVERIFY(answerOf(store->saveStandard(standard)));
    }
    auto store = folder.open();
    auto reader = *store->reader();
    QCOMPARE(reader->document(QStringLiteral("views")).value(), QByteArray("[1,2]"));
    QCOMPARE(reader->standard().value().responseLimit, 1'234);
    QCOMPARE(reader->standard().value().mappings.size(), std::size_t { 1 });
}

void StoreRecords::itemsHaveWhatBelongsToThem()
{
    Folder folder;
    auto store = folder.open();
    QVERIFY(store);
    const auto history
        = [](EntityKind kind, model::RecordId id, std::int64_t owner) { return makeRecord(kind, id, { { "owner_id", number(owner) } }); };
    QVERIFY(answerOf(store->write(pageOf(1,
        { makeRecord(EntityKind::Deal, 10, { { "contact_id", number(5) } }), makeRecord(EntityKind::Lead, 10),
            history(EntityKind::DealHistory, 1, 10), history(EntityKind::DealHistory, 2, 11), history(EntityKind::LeadHistory, 1, 10),
            makeRecord(EntityKind::Activity, 1, { { "owner_type_id", number(2) }, { "owner_id", number(10) } }),
            makeRecord(EntityKind::Activity, 2, { { "owner_type_id", number(1) }, { "owner_id", number(10) } }),
            makeRecord(EntityKind::Comment, 1, { { "owner_type", words("deal") }, { "owner_id", number(10) } }),
            makeRecord(EntityKind::Comment, 2, { { "owner_type", words("lead") }, { "owner_id", number(10) } }),
            makeRecord(EntityKind::Call, 1, { { "crm_type", words("CONTACT") }, { "crm_id", number(5) } }),
            makeRecord(EntityKind::Call, 2, { { "crm_type", words("DEAL") }, { "crm_id", number(10) } }),
            makeRecord(EntityKind::Call, 3, { { "crm_type", words("LEAD") }, { "crm_id", number(10) } }),
            makeRecord(EntityKind::Task, 1, { { "crm_links", words("[\"D_10\",\"CO_3\"]") } }),
            makeRecord(EntityKind::Task, 2, { { "crm_links", words("[\"Tb1_10\",\"L_10\"]") } }) }))));
    const auto idsOf = [&](EntityKind item, EntityKind kind) {
        QStringList ids;
        const auto records = (*store->reader())->belongingTo({ 1, item, 10 }, kind);
        for (const StoredRecord &record : records.value())
            ids << QString::number(record.key.id);
        return ids.join(QLatin1Char(','));
    };
    QCOMPARE(idsOf(EntityKind::Deal, EntityKind::DealHistory), QStringLiteral("1"));
    QCOMPARE(idsOf(EntityKind::Lead, EntityKind::LeadHistory), QStringLiteral("1"));
    QCOMPARE(idsOf(EntityKind::Deal, EntityKind::Activity), QStringLiteral("1"));
    QCOMPARE(idsOf(EntityKind::Lead, EntityKind::Activity), QStringLiteral("2"));
    QCOMPARE(idsOf(EntityKind::Deal, EntityKind::Comment), QStringLiteral("1"));
    QCOMPARE(idsOf(EntityKind::Lead, EntityKind::Comment), QStringLiteral("2"));
    QCOMPARE(idsOf(EntityKind::Deal, EntityKind::Call), QStringLiteral("2,1"));
    QCOMPARE(idsOf(EntityKind::Lead, EntityKind::Call), QStringLiteral("3"));
    QCOMPARE(idsOf(EntityKind::Deal, EntityKind::Task), QStringLiteral("1"));
    QCOMPARE(idsOf(EntityKind::Lead, EntityKind::Task), QStringLiteral("2"));
    // A task that is linked elsewhere now.
    QVERIFY(answerOf(store->write(pageOf(1, { makeRecord(EntityKind::Task, 1, { { "crm_links", words("[\"L_10\"]") } }) }))));
    QCOMPARE(idsOf(EntityKind::Deal, EntityKind::Task), QString());
    QCOMPARE(idsOf(EntityKind::Lead, EntityKind::Task), QStringLiteral("1,2"));
}

void StoreRecords::eachReadsOnlyWhatIsAskedFor()
{
    Folder folder;
    auto store = folder.open();
    QVERIFY(store);
    for (const model::PortalId portal : { 2, 1 })
        QVERIFY(answerOf(store->write(pageOf(portal,
            { makeRecord(EntityKind::Lead, 2, { { "title", words("b") } }),
                makeRecord(EntityKind::Lead, 1, { { "title", words("a") }, { "amount", number(7) } }) }))));
    auto reader = *store->reader();
    constexpr std::string_view columns[] { "amount", "title", "extra" };
    QString seen;
    const auto note = [&](const Reader::Row &row) {
        seen += QString::number(row.key.portal) % QLatin1Char('/') % QString::number(row.key.id) % QLatin1Char('=')
            % QString::number(model::toInt(row.values[0])) % QString::fromStdString(model::toText(row.values[1])) % QLatin1Char(' ');
        return true;
    };
    QVERIFY(reader->each(EntityKind::Lead, columns, note));
    QCOMPARE(seen, QStringLiteral("1/1=7a 1/2=0b 2/1=7a 2/2=0b "));
    seen.clear();
    QVERIFY(reader->each(EntityKind::Lead, columns, note, 2));
    QCOMPARE(seen, QStringLiteral("2/1=7a 2/2=0b "));
    int count = 0;
    QVERIFY(reader->each(EntityKind::Lead, columns, [&](const Reader::Row &) { return ++count < 3; }));
    QCOMPARE(count, 3);
    constexpr std::string_view hostile[] { "title FROM lead; DROP TABLE lead; --" };
    QCOMPARE(reader->each(EntityKind::Lead, hostile, note).error().kind, base::ErrorKind::Bug);
}

void StoreRecords::aReaderKeepsItsSnapshot()
{
    Folder folder;
    auto store = folder.open();
    QVERIFY(store);
    QVERIFY(answerOf(store->write(pageOf(1, { makeRecord(EntityKind::Lead, 1) }))));
    auto reader = *store->reader();
    const std::int64_t generation = reader->generation();
    for (model::RecordId id = 2; id <= 200; ++id) {
        auto written = store->write(pageOf(1, { makeRecord(EntityKind::Lead, id) }));
        QCOMPARE(reader->countAlive(1, EntityKind::Lead).value(), 1);
        if (id == 200)
            QVERIFY(answerOf(written));
    }
    QCOMPARE(reader->countAlive(1, EntityKind::Lead).value(), 1);
    QCOMPARE(reader->generation(), generation);
    reader->refresh();
    QCOMPARE(reader->countAlive(1, EntityKind::Lead).value(), 200);
    QCOMPARE(reader->generation(), generation + 199);
    const auto counted = answerOf(store->read<std::int64_t>([](Reader &own) { return own.countAlive(1, EntityKind::Lead); }));
    QCOMPARE(counted.value(), 200);
}

void StoreRecords::readOnlyRefusesWrites()
{
    Folder folder;
    QVERIFY(!folder.open(0, true));
    QCOMPARE(folder.error.kind, base::ErrorKind::NotFound);
    folder.open().reset();
    auto store = folder.open(0, true);
    QVERIFY(store);
    QVERIFY(!answerOf(store->write(pageOf(1, { makeRecord(EntityKind::Lead, 1) }))));
    QCOMPARE((*store->reader())->countAlive(1, EntityKind::Lead).value(), 0);
}

void StoreRecords::destructionFinishesQueuedWrites()
{
    Folder folder;
    auto store = folder.open();
    QVERIFY(store);
    QFuture<base::Result<ChangeSet>> last;
    for (model::RecordId id = 1; id <= 100; ++id)
        last = store->write(pageOf(1, { makeRecord(EntityKind::Lead, id) }));
    store.reset();
    QVERIFY(last.isFinished());
    QVERIFY(last.result());
    store = folder.open();
    QCOMPARE((*store->reader())->countAlive(1, EntityKind::Lead).value(), 100);
}

QTEST_GUILESS_MAIN(StoreRecords)
#include "tst_storerecords.moc"
