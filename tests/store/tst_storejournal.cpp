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
    void theLedgerIsOneChainAfterACrash();
    void aNewMirrorTellsWhatChangedMeanwhile();
    void backAndForthInOneSecondIsKept();
    void brokenChainsAreNamed_data();
    void brokenChainsAreNamed();
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

model::Portal portalA()
{
    model::Portal portal;
    portal.key = QStringLiteral("a");
    return portal;
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

// Power is lost: the ledger has what was written last, the mirror has not, and the portal has gone on.
void StoreJournal::theLedgerIsOneChainAfterACrash()
{
    Folder folder;
    {
        auto store = folder.open();
        QVERIFY(answerOf(store->savePortal(portalA())));
        QVERIFY(answerOf(store->write(pageOf(1, { deal("NEW", 0, 100, 90) }))));
    }
    const QString older = folder.mirror() + QLatin1String(".older");
    QVERIFY(QFile::copy(folder.mirror(), older));
    QVERIFY(answerOf(folder.open()->write(pageOf(1, { deal("WORK", 0, 200, 200) }))));
    QVERIFY(QFile::remove(folder.mirror()) && QFile::rename(older, folder.mirror()));
    auto store = folder.open();
    QCOMPARE((*store->reader())->checkIntegrity({}).value(), QStringList()); // one line ahead
    QVERIFY(answerOf(store->write(pageOf(1, { deal("NEW", 0, 250, 250) })))); // back where the mirror still is
    QVERIFY(answerOf(store->write(pageOf(1, { deal("WON", 0, 300, 300) }))));
    QCOMPARE(linesOf(*store, kDeal),
        (QStringList {
            QStringLiteral("stage_id:NEW>WORK@200"), QStringLiteral("stage_id:WORK>NEW@250"), QStringLiteral("stage_id:NEW>WON@300") }));
    QCOMPARE((*store->reader())->checkIntegrity({}).value(), QStringList());
}

void StoreJournal::aNewMirrorTellsWhatChangedMeanwhile()
{
    Folder folder;
    PageWrite gone;
    gone.portal = 1;
    gone.gone = { kDeal };
    {
        auto store = folder.open();
        QVERIFY(answerOf(store->savePortal(portalA())));
        QVERIFY(answerOf(store->write(pageOf(1, { deal("NEW", 0, 100, 90) }))));
        QVERIFY(answerOf(store->write(pageOf(1, { deal("WORK", 0, 200, 200) }))));
        QVERIFY(answerOf(store->write(seen(gone, 500))));
    }
    QVERIFY(QFile::remove(folder.mirror()));
    auto store = folder.open();
    QVERIFY(answerOf(store->write(seen(pageOf(1, { deal("WON", 0, 300, 300, 2) }), 900))));
    QCOMPARE(linesOf(*store, kDeal),
        (QStringList { QStringLiteral("stage_id:NEW>WORK@200"), QStringLiteral("stage_id:WORK>WON@300"), QStringLiteral("deleted:>1@500"),
            QStringLiteral("deleted:1>@900") })); // nobody can say what the responsible person was before
    QCOMPARE((*store->reader())->checkIntegrity({}).value(), QStringList());
}

void StoreJournal::backAndForthInOneSecondIsKept()
{
    Folder folder;
    auto store = folder.open();
    QVERIFY(answerOf(store->savePortal(portalA())));
    base::UtcSeconds at = 1'000;
    for (const char *stage : { "NEW", "WORK", "NEW", "WORK" })
        QVERIFY(answerOf(store->write(seen(pageOf(1, { deal(stage, 0, 200, 200) }), ++at))));
    QCOMPARE(linesOf(*store, kDeal),
        (QStringList {
            QStringLiteral("stage_id:NEW>WORK@200"), QStringLiteral("stage_id:WORK>NEW@200"), QStringLiteral("stage_id:NEW>WORK@1004") }));
    QCOMPARE((*store->reader())->checkIntegrity({}).value(), QStringList());
}

void StoreJournal::brokenChainsAreNamed_data()
{
    QTest::addColumn<bool>("inLedger");
    QTest::addColumn<QByteArray>("damage");
    QTest::addColumn<QString>("named");
    const auto row = [](const char *name, bool inLedger, const char *damage, const char *named) {
        QTest::newRow(name) << inLedger << QByteArray(damage) << QString::fromLatin1(named);
    };
    row("a line is missing", true, "DELETE FROM journal WHERE after = 'WON'", "journal is broken at 1 places");
    row("a line is changed", true, "UPDATE journal SET after = 'LOSE' WHERE after = 'WORK'",
        "goes to \"LOSE\" and then comes from \"WORK\"");
    row("the last line is missing", true, "DELETE FROM journal WHERE after = 'LOSE'", "ends with \"WON\", stored is \"LOSE\"");
    row("the record was changed behind the journal", false, "UPDATE deal SET assigned_by_id = 77",
        "assigned_by_id ends with \"3\", stored is \"77\"");
    row("a portal is missing", true, "DELETE FROM portal", "lines of the journal of portals that it does not know");
    row("evidence without a write", true, "PRAGMA foreign_keys=OFF; INSERT INTO outbox_event VALUES (1, 'x', 1, 0, 'queued', '')",
        "ledger.db: 1 lines of evidence of writes that are missing");
    row("a write to nobody", true,
        "INSERT INTO outbox VALUES ('u', 1, 'a', 9, 1, 1, 1, 1, 1, '{}', '', 0, 0, 0, 0, '', '', '', 1, NULL, 1)",
        "writes to portals that it does not know");
    row("kept rows of nobody", true, "INSERT INTO kept_history (portal_id, id, owner_id) VALUES (9, 1, 1)",
        "kept stage rows of portals that it does not know");
    row("a note without its record", false, "INSERT INTO bad_record VALUES (1, 1, 99, 'TITLE')",
        "notes of wrong fields of records that are missing");
    row("a phone without its owner", false, "INSERT INTO contact_point VALUES (1, 3, 999, 0, 1, 'PHONE', 'WORK', '1', '1')",
        "contact points without their owner");
    row("a link without its task", false, "INSERT INTO task_link VALUES (1, 2, 10, 99)", "links of tasks that are missing");
}

// Each damage is named, and the sound files before it are not.
void StoreJournal::brokenChainsAreNamed()
{
    QFETCH(bool, inLedger);
    QFETCH(QByteArray, damage);
    QFETCH(QString, named);
    Folder folder;
    {
        auto store = folder.open();
        QVERIFY(answerOf(store->savePortal(portalA())));
        PageWrite gone;
        gone.portal = 1;
        gone.gone = { kDeal };
        std::int64_t at = 100;
        for (const char *stage : { "NEW", "WORK", "WON", "LOSE" }) {
            at += 100;
            QVERIFY(answerOf(store->write(pageOf(1, { deal(stage, 0, at, at, 1 + at / 200) }))));
        }
        QVERIFY(answerOf(store->write(seen(gone, 1'000))));
        QVERIFY(answerOf(store->write(seen(pageOf(1, { deal("LOSE", 0, at, at, 3) }), 2'000))));
        QCOMPARE((*store->reader())->checkIntegrity({}).value(), QStringList());
    }
    {
        auto file = *Connection::open(inLedger ? folder.ledger() : folder.mirror(), Connection::Mode::ReadWrite);
        file->execute(damage.constData());
        QVERIFY(file->status());
    }
    auto store = folder.open();
    const QString found = (*store->reader())->checkIntegrity({}).value().join(u'\n');
    QVERIFY2(found.contains(named), qPrintable(found));
}

QTEST_GUILESS_MAIN(StoreJournal)
#include "tst_storejournal.moc"
