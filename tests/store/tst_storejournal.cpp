// SPDX-License-Identifier: GPL-3.0-or-later
// What only head office knows: the journal of provable changes and stage rows of funnels that deals have left.
#include "store/storefixture.h"

using namespace dealerlens;
using namespace dealerlens::store;
using model::EntityKind;
using model::RecordKey;

class StoreJournal : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void firstSightIsNoChange();
    void changesOfProvableFieldsAreKept();
    void writingAPageAgainRepeatsNothing();
    void deletionAndReturnAreKept();
    void entriesOfAFieldComeByRecordAndTime();
    void journalOutlivesTheMirror();
    void historyOfLeftFunnelsOutlivesTheMirror();
    void historyIsKeptWhenTheRowTellsFirst();
};

namespace {

model::Record deal(
    const char *stage, std::int64_t category, std::int64_t modified, std::int64_t moved, std::int64_t owner = 1, std::int64_t amount = 0)
{
    return makeRecord(EntityKind::Deal, 10,
        { { "title", words("Дизель") }, { "stage_id", words(stage) }, { "category_id", number(category) }, { "modified", number(modified) },
            { "moved", number(moved) }, { "assigned_by_id", number(owner) }, { "amount", number(amount) } });
}

model::Record historyRow(model::RecordId id, std::int64_t type, std::int64_t category, const char *stage)
{
    return makeRecord(EntityKind::DealHistory, id,
        { { "owner_id", number(10) }, { "type_id", number(type) }, { "created", number(1'000 + id) }, { "category_id", number(category) },
            { "stage_id", words(stage) }, { "semantic", words("P") } });
}

constexpr RecordKey kDeal { 1, EntityKind::Deal, 10 };

// "field:before>after@happened", oldest first.
QStringList linesOf(Store &store, const RecordKey &key)
{
    QStringList lines;
    const auto entries = (*store.reader())->journal(key);
    for (const JournalEntry &entry : entries.value())
        lines << QString(QString::fromStdString(entry.field) % QLatin1Char(':') % QString::fromStdString(entry.before) % QLatin1Char('>')
            % QString::fromStdString(entry.after) % QLatin1Char('@') % QString::number(entry.happenedAt));
    return lines;
}

PageWrite seen(PageWrite page, base::UtcSeconds at)
{
    page.seenAt = at;
    return page;
}

} // namespace

void StoreJournal::firstSightIsNoChange()
{
    Folder folder;
    auto store = folder.open();
    QVERIFY(answerOf(store->write(pageOf(1, { deal("NEW", 0, 100, 90) }))));
    QCOMPARE(linesOf(*store, kDeal), QStringList());
}

void StoreJournal::changesOfProvableFieldsAreKept()
{
    Folder folder;
    auto store = folder.open();
    QVERIFY(answerOf(store->write(pageOf(1, { deal("NEW", 0, 100, 90) }))));
    QVERIFY(answerOf(store->write(seen(pageOf(1, { deal("WORK", 0, 250, 200, 7, 15'000'000) }), 9'000))));
    QCOMPARE(linesOf(*store, kDeal),
        (QStringList {
            QStringLiteral("stage_id:NEW>WORK@200"), QStringLiteral("assigned_by_id:1>7@250"), QStringLiteral("amount:0>15000000@250") }));
    const auto entries = (*store->reader())->journal(kDeal).value();
    QCOMPARE(entries.front().seenAt, base::UtcSeconds { 9'000 });
    // A title is no matter of proof.
    model::Record renamed = deal("WORK", 0, 300, 200, 7, 15'000'000);
    renamed.values[0] = words("Бензин");
    QVERIFY(answerOf(store->write(pageOf(1, { renamed }))));
    QCOMPARE(linesOf(*store, kDeal).size(), 3);
    // Without a time of the portal the time of seeing stands in.
    model::Record timeless = renamed;
    timeless.values[static_cast<std::size_t>(model::columnIndex(EntityKind::Deal, "modified"))] = std::monostate();
    timeless.values[static_cast<std::size_t>(model::columnIndex(EntityKind::Deal, "assigned_by_id"))] = number(8);
    QVERIFY(answerOf(store->write(seen(pageOf(1, { timeless }), 9'500))));
    QCOMPARE(linesOf(*store, kDeal).last(), QStringLiteral("assigned_by_id:7>8@9500"));
}

void StoreJournal::writingAPageAgainRepeatsNothing()
{
    Folder folder;
    auto store = folder.open();
    QVERIFY(answerOf(store->write(pageOf(1, { deal("NEW", 0, 100, 90) }))));
    QVERIFY(answerOf(store->write(pageOf(1, { deal("WORK", 0, 200, 200) }))));
    // As after a crash between the two commits: the mirror is behind, the ledger is not.
    store.reset();
    QVERIFY(QFile::remove(folder.mirror()));
    store = folder.open();
    QVERIFY(answerOf(store->write(pageOf(1, { deal("NEW", 0, 100, 90) }))));
    folder.clock.at += 60;
    QVERIFY(answerOf(store->write(pageOf(1, { deal("WORK", 0, 200, 200) }))));
    QCOMPARE(linesOf(*store, kDeal), (QStringList { QStringLiteral("stage_id:NEW>WORK@200") }));
}

void StoreJournal::deletionAndReturnAreKept()
{
    Folder folder;
    auto store = folder.open();
    const model::Record record = deal("NEW", 0, 100, 90);
    PageWrite gone;
    gone.portal = 1;
    gone.gone = { kDeal };
    for (const base::UtcSeconds at : { 1'000, 2'000 }) {
        QVERIFY(answerOf(store->write(seen(pageOf(1, { record }), at))));
        QVERIFY(answerOf(store->write(seen(gone, at + 500))));
    }
    QCOMPARE(linesOf(*store, kDeal),
        (QStringList { QStringLiteral("deleted:>1@1500"), QStringLiteral("deleted:1>@2000"), QStringLiteral("deleted:>1@2500") }));
}

void StoreJournal::entriesOfAFieldComeByRecordAndTime()
{
    Folder folder;
    auto store = folder.open();
    for (std::int64_t owner = 1; owner <= 3; ++owner) {
        for (const model::PortalId portal : { 2, 1 })
            QVERIFY(answerOf(store->write(pageOf(portal, { deal("NEW", 0, 100 * owner, 90, owner) }))));
    }
    QString seenLines;
    QVERIFY((*store->reader())->eachJournalEntry("assigned_by_id", [&](const JournalEntry &entry) {
        seenLines += QString::number(entry.record.portal) % QLatin1Char(':') % QString::fromStdString(entry.after) % QLatin1Char(' ');
    }));
    QCOMPARE(seenLines, QStringLiteral("1:2 1:3 2:2 2:3 "));
}

void StoreJournal::journalOutlivesTheMirror()
{
    Folder folder;
    auto store = folder.open();
    QVERIFY(answerOf(store->write(pageOf(1, { deal("NEW", 0, 100, 90) }))));
    QVERIFY(answerOf(store->write(pageOf(1, { deal("WORK", 0, 200, 200) }))));
    store.reset();
    QVERIFY(QFile::remove(folder.mirror()));
    store = folder.open();
    QCOMPARE(linesOf(*store, kDeal).size(), 1);
}

void StoreJournal::historyOfLeftFunnelsOutlivesTheMirror()
{
    Folder folder;
    auto store = folder.open();
    const model::Record first = historyRow(1, 1, 0, "NEW");
    const model::Record second = historyRow(2, 2, 0, "WORK");
    QVERIFY(answerOf(store->write(pageOf(1, { deal("WORK", 0, 100, 90), first, second }))));
    // Moved to another funnel: from now on the portal tells only its rows there.
    QVERIFY(answerOf(store->write(pageOf(1, { deal("C2:NEW", 2, 300, 300) }))));
    store.reset();
    QVERIFY(QFile::remove(folder.mirror()));
    store = folder.open();
    const auto changes = answerOf(store->write(pageOf(1, { deal("C2:NEW", 2, 300, 300), historyRow(3, 5, 2, "C2:NEW") })));
    QVERIFY(changes);
    QCOMPARE(changes->changed.size(), std::size_t { 4 }); // the deal, its row, two given back
    auto rows = (*store->reader())->belongingTo(kDeal, EntityKind::DealHistory).value();
    QCOMPARE(rows.size(), std::size_t { 3 });
    QVERIFY(rows[0].values == first.values);
    QVERIFY(rows[1].values == second.values);
    // Told again all the same, they are no change.
    QVERIFY(answerOf(store->write(pageOf(1, { first, second })))->changed.empty());
}

void StoreJournal::historyIsKeptWhenTheRowTellsFirst()
{
    Folder folder;
    auto store = folder.open();
    QVERIFY(answerOf(store->write(pageOf(1, { deal("WORK", 0, 100, 90), historyRow(1, 1, 0, "NEW"), historyRow(2, 2, 0, "WORK") }))));
    QVERIFY(answerOf(store->write(pageOf(1, { historyRow(3, 5, 2, "C2:NEW"), historyRow(4, 2, 2, "C2:WORK") }))));
    store.reset();
    QVERIFY(QFile::remove(folder.mirror()));
    store = folder.open();
    QVERIFY(answerOf(store->write(pageOf(1, { deal("C2:WORK", 2, 400, 400) }))));
    QCOMPARE((*store->reader())->belongingTo(kDeal, EntityKind::DealHistory).value().size(), std::size_t { 2 });
    QVERIFY((*store->reader())->checkIntegrity({}).has_value());
}

QTEST_GUILESS_MAIN(StoreJournal)
#include "tst_storejournal.moc"
