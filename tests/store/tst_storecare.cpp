// SPDX-License-Identifier: GPL-3.0-or-later
// Copies of the ledger and their return, repair of the mirror, people who are forgotten.
#include "store/restore.h"
#include "store/searchwords.h"
#include "store/storefixture.h"

#include <QDir>
#include <QDirIterator>

using namespace dealerlens;
using namespace dealerlens::store;
using model::EntityKind;

class StoreCare : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aCopyComesBack();
    void restoringKeepsWhatIsReplaced();
    void aDamagedLedgerIsRestored();
    void whatIsNoLedgerIsRefused();
    void repairMakesSearchAndLinksAgain();
    void aPersonIsForgottenEverywhere();
    void aForgottenPersonStaysForgotten();
    void aRestoredLedgerRemembersWhomToForget();
    void openWritesAreNotForgotten();
    void whoStillReadsKeepsTraces();
    void notesOfWrongFieldsAreForgotten();
    void unknownPeopleAreToldOf();
};

namespace {

constexpr const char *kName = "Канарейкина";
constexpr const char *kPhone = "+7 916 555-44-33";

model::Portal someone(const char *key)
{
    model::Portal portal;
    portal.key = QString::fromLatin1(key);
    return portal;
}

model::Record contactOf(model::RecordId id)
{
    model::Record contact = makeRecord(EntityKind::Contact, id, { { "last_name", words(kName) }, { "modified", number(1) } });
    contact.points = { phone(kPhone), { 2, "EMAIL", "WORK", "kanareika@example.com" } };
    contact.extra = R"({"ADDRESS":"Канарейкина, 5"})";
    return contact;
}

model::Record withText(
    EntityKind kind, model::RecordId id, const char *column, std::initializer_list<std::pair<std::string_view, model::Value>> links)
{
    model::Record record = makeRecord(kind, id, links);
    record.values[static_cast<std::size_t>(model::columnIndex(kind, column))] = std::string("просит Канарейкина");
    record.extra = R"({"X":"Канарейкина"})";
    return record;
}

// A person with everything that can hang on her, and another one.
PageWrite thePerson()
{
    model::Record lead = withText(EntityKind::Lead, 5, "title", { { "stage_id", words("NEW") }, { "amount", number(100) } });
    lead.points = { phone("8 (916) 555 44 33") };
    model::Record other = makeRecord(EntityKind::Contact, 20, { { "last_name", words("Другова") } });
    other.points = { phone("+7 916 000-00-01") };
    model::Record company = makeRecord(EntityKind::Company, 3, { { "title", words("Ромашка") } });
    company.points = { phone(kPhone), phone("+7 495 000-00-02") };
    return pageOf(1,
        { contactOf(10), other, lead, company,
            withText(EntityKind::Deal, 6, "title", { { "contact_id", number(10) }, { "stage_id", words("WON") } }),
            withText(EntityKind::Comment, 7, "text", { { "owner_type", words("deal") }, { "owner_id", number(6) } }),
            withText(EntityKind::Activity, 8, "subject", { { "owner_type_id", number(3) }, { "owner_id", number(10) } }),
            withText(EntityKind::Task, 9, "title", { { "crm_links", words("[\"L_5\"]") } }),
            makeRecord(EntityKind::Call, 11, { { "phone", words("79165554433") }, { "duration", number(60) } }),
            makeRecord(EntityKind::DealHistory, 12, { { "owner_id", number(6) }, { "stage_id", words("NEW") } }) });
}

// Files of the folder in which one of the texts stands, in any of the encodings the store uses.
QStringList filesWith(const QString &folder, const QStringList &texts)
{
    QStringList found;
    for (QDirIterator files(folder, QDir::Files, QDirIterator::Subdirectories); files.hasNext();) {
        QFile file(files.next());
        const QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        for (const QString &text : texts)
            if (bytes.contains(text.toUtf8()))
                found << QString(QFileInfo(file).fileName() + QLatin1String(": ") + text);
    }
    return found;
}

const QStringList kTraces { QStringLiteral("Канарейкин"), QStringLiteral("канарейкин"), QStringLiteral("555-44-33"),
    QStringLiteral("555 44 33"), QStringLiteral("9165554433"), QStringLiteral("3344555619"), QStringLiteral("kanareika") };

Person contactTen() { return { model::RecordKey { 1, EntityKind::Contact, 10 }, {} }; }

} // namespace

void StoreCare::aCopyComesBack()
{
    Folder folder;
    auto store = folder.open();
    QVERIFY(answerOf(store->savePortal(someone("a"))));
    const QString copy = folder.path() + QLatin1String("-copy.db");
    QCOMPARE(copyLedger(folder.path(), copy, folder.clock.at).value(), copy); // while it is open
    QVERIFY(answerOf(store->savePortal(someone("b"))));
    QCOMPARE(summaryOfLedger(copy)->portals, 1);
    QCOMPARE(summaryOfLedger(folder.ledger())->portals, 2);
    const auto kept = restoreLedger(folder.path(), copy, folder.clock.at);
    QVERIFY2(kept, qPrintable(kept ? QString() : kept.error().detail));
    QCOMPARE((*store->reader())->portals()->size(), 1U); // also for who has it open
    QCOMPARE(summaryOfLedger(*kept)->portals, 2);
    QVERIFY(answerOf(store->savePortal(someone("c"))));
    QVERIFY((*store->reader())->checkIntegrity({}).value().isEmpty());
    const auto backup = copyLedger(folder.path(), {}, folder.clock.at);
    QVERIFY(backup->contains(QLatin1String("/backups/ledger-")));
    QCOMPARE(summaryOfLedger(*backup)->portals, 2);
}

void StoreCare::restoringKeepsWhatIsReplaced()
{
    Folder folder;
    folder.open().reset();
    const QString copy = folder.path() + QLatin1String("-copy.db");
    QVERIFY(copyLedger(folder.path(), copy, folder.clock.at));
    const QString first = restoreLedger(folder.path(), copy, folder.clock.at).value();
    const QString second = restoreLedger(folder.path(), copy, folder.clock.at).value();
    QVERIFY(first != second && QFileInfo::exists(first) && QFileInfo::exists(second));
    QCOMPARE(QDir(folder.path()).entryList({ QStringLiteral("*restoring*"), QStringLiteral("*.part") }), QStringList());
}

void StoreCare::aDamagedLedgerIsRestored()
{
    Folder folder;
    QVERIFY(answerOf(folder.open()->savePortal(someone("a"))));
    const QString copy = copyLedger(folder.path(), {}, folder.clock.at).value();
    QFile damaged(folder.ledger());
    QVERIFY(damaged.open(QIODevice::WriteOnly | QIODevice::Truncate));
    damaged.write("nonsense");
    damaged.close();
    QVERIFY(!folder.open());
    const QString aside = restoreLedger(folder.path(), copy, folder.clock.at).value();
    QFile kept(aside);
    QVERIFY(kept.open(QIODevice::ReadOnly));
    QCOMPARE(kept.readAll(), QByteArray("nonsense"));
    QCOMPARE((*folder.open()->reader())->portals()->size(), 1U);
}

void StoreCare::whatIsNoLedgerIsRefused()
{
    Folder folder;
    folder.open().reset();
    QCOMPARE(summaryOfLedger(folder.path() + QLatin1String("/absent")).error().kind, base::ErrorKind::NotFound);
    QCOMPARE(summaryOfLedger(folder.mirror()).error().kind, base::ErrorKind::Corrupt);
    QCOMPARE(restoreLedger(folder.path(), folder.mirror(), 0).error().kind, base::ErrorKind::Corrupt);
    QVERIFY(folder.open());
}

void StoreCare::repairMakesSearchAndLinksAgain()
{
    Folder folder;
    {
        auto store = folder.open();
        QVERIFY(answerOf(store->savePortal(someone("a"))));
        QVERIFY(answerOf(store->write(thePerson())));
    }
    {
        auto mirror = *Connection::open(folder.mirror(), Connection::Mode::ReadWrite);
        mirror->execute("INSERT INTO search_text (search_text) VALUES ('delete-all'); DELETE FROM task_link;"
                        "UPDATE contact_point SET lookup = 'wrong' WHERE owner_id = 10;"
                        "INSERT INTO contact_point VALUES (1, 3, 999, 0, 1, 'PHONE', 'WORK', '1', '1')");
        QVERIFY(mirror->status());
    }
    {
        auto store = folder.open();
        QVERIFY(!(*store->reader())->checkIntegrity({}).value().isEmpty());
        QVERIFY((*store->reader())->search(QStringLiteral("канарейкина"), 9)->empty());
    }
    const auto before = summaryOfLedger(folder.ledger());
    const auto report = repairMirror(folder.path());
    QVERIFY2(report, qPrintable(report ? QString() : report.error().detail));
    QCOMPARE(report->indexed, 5);
    QCOMPARE(report->links, 1);
    QCOMPARE(report->points, 3); // two wrong, one without an owner
    auto store = folder.open();
    QCOMPARE((*store->reader())->checkIntegrity({}).value(), QStringList());
    QCOMPARE((*store->reader())->search(QStringLiteral("канарейкина"), 9)->size(), 3U);
    QCOMPARE((*store->reader())->search(QStringLiteral("9165554433"), 9)->size(), 3U);
    QCOMPARE(summaryOfLedger(folder.ledger())->journal, before->journal);
}

void StoreCare::aPersonIsForgottenEverywhere()
{
    Folder folder;
    auto store = folder.open();
    QVERIFY(answerOf(store->savePortal(someone("a"))));
    QVERIFY(answerOf(store->write(thePerson())));
    model::Write wish = model::newWrite(model::WriteKind::Comment, { 1, EntityKind::Deal, 6 }, 5);
    wish.text = QStringLiteral("Когда звонили Канарейкиной?");
    wish.item = wish.target;
    QVERIFY(answerOf(store->addWrites({ wish })));
    wish.state = model::WriteState::Confirmed;
    QVERIFY(answerOf(store->moveWrite(model::WriteState::Queued, wish, { 0, 6, wish.state, "found", wish.text })));
    store.reset();
    QFile old(folder.mirror() + QLatin1String(".corrupt-20260101-000000"));
    QVERIFY(old.open(QIODevice::WriteOnly));
    old.write(kName);
    old.close();
    folder.clock.at += 86'400;
    store = folder.open(); // makes a backup, in which the wish stands
    QVERIFY(!filesWith(folder.path(), kTraces).isEmpty());

    const auto counted = answerOf(store->forget(contactTen(), true));
    QVERIFY2(counted, qPrintable(counted ? QString() : counted.error().detail));
    QVERIFY(!filesWith(folder.path(), kTraces).isEmpty());
    folder.clock.at += 60;
    const auto receipt = answerOf(store->forget(contactTen(), false));
    QVERIFY2(receipt, qPrintable(receipt ? QString() : receipt.error().detail));
    QCOMPARE(receipt->contacts, counted->contacts);
    QCOMPARE(receipt->contacts, 1);
    QCOMPARE(receipt->leads, 1); // by the phone
    QCOMPARE(receipt->deals, 1); // by the contact
    QCOMPARE(receipt->companies, 1);
    QCOMPARE(receipt->writes, 1);
    QCOMPARE(receipt->traces, 2);
    const auto reader = *store->reader();
    QCOMPARE(reader->document(receipt->document).value(), toJson(*receipt));
    QVERIFY(reader->search(QStringLiteral("канарейкина"), 9)->empty());
    QVERIFY(reader->search(QStringLiteral("5554433"), 9)->empty());
    QCOMPARE(reader->search(QStringLiteral("другова"), 9)->size(), 1U);
    QCOMPARE(reader->checkIntegrity({}).value(), QStringList());
    // Figures stay.
    QCOMPARE(reader->countAlive(1, EntityKind::Lead).value(), 1);
    QCOMPARE(model::toInt((*reader->record({ 1, EntityKind::Lead, 5 }))->value("amount")), 100);
    QCOMPARE(model::toText((*reader->record({ 1, EntityKind::Deal, 6 }))->value("stage_id")), std::string("WON"));
    QCOMPARE((*reader->record({ 1, EntityKind::Company, 3 }))->points.size(), 1U);
    QCOMPARE(model::toInt((*reader->record({ 1, EntityKind::Call, 11 }))->value("duration")), 60);
    store.reset();
    QCOMPARE(filesWith(folder.path(), kTraces).join(QLatin1Char('\n')), QString());
}

void StoreCare::aForgottenPersonStaysForgotten()
{
    Folder folder;
    {
        auto store = folder.open();
        QVERIFY(answerOf(store->savePortal(someone("a"))));
        QVERIFY(answerOf(store->write(thePerson())));
        QVERIFY(answerOf(store->forget({ {}, QStringLiteral("8 916 555-44-33") }, false)));
        // The portal tells everything again, and the person asks again elsewhere.
        QVERIFY(answerOf(store->write(thePerson())));
        model::Record again = withText(EntityKind::Lead, 50, "title", { { "stage_id", words("NEW") } });
        again.points = { phone("+79165554433") };
        PageWrite page = pageOf(
            2, { again, withText(EntityKind::Comment, 51, "text", { { "owner_type", words("lead") }, { "owner_id", number(50) } }) });
        QVERIFY(answerOf(store->savePortal(someone("b"))));
        QVERIFY(answerOf(store->write(page)));
    }
    {
        auto store = folder.open(); // the list is in the ledger, the new lead is on it
        QVERIFY(answerOf(store->write(
            pageOf(2, { withText(EntityKind::Comment, 52, "text", { { "owner_type", words("LEAD") }, { "owner_id", number(50) } }) }))));
        QCOMPARE((*store->reader())->countAlive(2, EntityKind::Lead).value(), 1);
        QCOMPARE((*store->reader())->checkIntegrity({}).value(), QStringList());
    }
    QCOMPARE(filesWith(folder.path(), kTraces).join(QLatin1Char('\n')), QString());
    // A mirror that is begun again does not bring her back either.
    QVERIFY(QFile::remove(folder.mirror()));
    QVERIFY(answerOf(folder.open()->write(thePerson())));
    QCOMPARE(filesWith(folder.path(), kTraces).join(QLatin1Char('\n')), QString());
}

void StoreCare::aRestoredLedgerRemembersWhomToForget()
{
    Folder folder;
    auto store = folder.open();
    QVERIFY(answerOf(store->savePortal(someone("a"))));
    QVERIFY(answerOf(store->write(thePerson())));
    const QString copy = folder.path() + QLatin1String("-copy.db");
    QVERIFY(copyLedger(folder.path(), copy, folder.clock.at));
    QVERIFY(answerOf(store->forget(contactTen(), false)));
    store.reset();
    QVERIFY(restoreLedger(folder.path(), copy, folder.clock.at));
    QVERIFY(answerOf(folder.open()->write(thePerson())));
    QCOMPARE(filesWith(folder.path(), kTraces).join(QLatin1Char('\n')), QString());
}

void StoreCare::openWritesAreNotForgotten()
{
    Folder folder;
    auto store = folder.open();
    QVERIFY(answerOf(store->savePortal(someone("a"))));
    QVERIFY(answerOf(store->write(thePerson())));
    model::Write wish = model::newWrite(model::WriteKind::Comment, { 1, EntityKind::Deal, 6 }, 5);
    wish.item = wish.target;
    QVERIFY(answerOf(store->addWrites({ wish })));
    QCOMPARE(answerOf(store->forget(contactTen(), false)).error().code, QByteArray("writes"));
    QCOMPARE((*store->reader())->search(QStringLiteral("канарейкина"), 9)->size(), 3U);
}

// Somebody reads the files as they were: it is told, and done as soon as it can be.
void StoreCare::whoStillReadsKeepsTraces()
{
    Folder folder;
    auto store = folder.open();
    QVERIFY(answerOf(store->savePortal(someone("a"))));
    QVERIFY(answerOf(store->write(thePerson())));
    auto reader = *store->reader();
    const auto receipt = answerOf(store->forget(contactTen(), false));
    QVERIFY(!receipt);
    QCOMPARE(receipt.error().code, QByteArray("busy"));
    QCOMPARE(receipt.error().retry, base::Retry::Later);
    reader->refresh();
    QVERIFY(reader->search(QStringLiteral("канарейкина"), 9)->empty()); // forgotten all the same
    reader.reset();
    QVERIFY(answerOf(store->forget(contactTen(), false)));
    QCOMPARE(filesWith(folder.path(), kTraces).join(QLatin1Char('\n')), QString()); // also while the store is open
}

void StoreCare::notesOfWrongFieldsAreForgotten()
{
    Folder folder;
    auto store = folder.open();
    QVERIFY(answerOf(store->savePortal(someone("a"))));
    PageWrite page = thePerson();
    page.records.front().badFields = { "BIRTHDATE" };
    page.records[1].badFields = { "BIRTHDATE" };
    QVERIFY(answerOf(store->write(page)));
    QCOMPARE((*store->reader())->badRecords()->front().records, 2);
    QVERIFY(answerOf(store->forget(contactTen(), false)));
    QCOMPARE((*store->reader())->badRecords()->front().records, 1); // the other person's
    QVERIFY(answerOf(store->write(page)));
    QCOMPARE((*store->reader())->badRecords()->front().records, 1);
}

void StoreCare::unknownPeopleAreToldOf()
{
    Folder folder;
    auto store = folder.open();
    QCOMPARE(answerOf(store->forget({ model::RecordKey { 1, EntityKind::Contact, 4 }, {} }, false)).error().code, QByteArray("person"));
    QCOMPARE(answerOf(store->forget({ {}, QStringLiteral("no phone") }, false)).error().code, QByteArray("phone"));
    // A phone that nobody has is listed all the same: whoever comes with it is not kept.
    QCOMPARE(answerOf(store->forget({ {}, QStringLiteral("+7 916 555-44-33") }, false))->traces, 1);
}

QTEST_GUILESS_MAIN(StoreCare)
#include "tst_storecare.moc"
