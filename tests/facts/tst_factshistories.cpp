// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/builder.h"
#include "facts/compare.h"
#include "facts/factscompare.h"
#include "facts/filledstore.h"
#include "facts/giveback.h"
#include "model/standard.h"
#include "store/files.h"

#include <QRegularExpression>

#include <atomic>
#include <numeric>
#include <random>
#include <thread>

using namespace dealerlens;
using namespace dealerlens::facts;
using model::EntityKind;

// Facts that are brought up to date, or opened from their file, say what facts made from nothing say.
class FactsHistoriesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void updatesEqualBuilding_data();
    void updatesEqualBuilding();
    void onlyChangedPortalsAreMade();
    void fileIsOpened();
    void pagesOfTheFileGoAndWrittenRowsStay();
    void rowsAreWrittenWhilePagesGo();
    void damagedFilesAreNotTrusted();
    void fileOfAnotherStoreIsNotTrusted();
    void forgettingTakesTheFileAlong();
};

namespace {

constexpr base::UtcSeconds kStart = 1'750'000'000;

// What of the columns' file lies in memory, in kB: read from it, and written since into its mapping.
struct MappedPages {
    int read = 0;
    int written = 0;

    static MappedPages now()
    {
        QFile file(QStringLiteral("/proc/self/smaps"));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("no smaps");
        MappedPages pages;
        bool isColumns = false;
        static const QRegularExpression kHead(QStringLiteral("^[0-9a-f]+-[0-9a-f]+ "));
        for (const QByteArray &line : file.readAll().split('\n')) {
            if (kHead.match(QString::fromUtf8(line)).hasMatch())
                isColumns = line.contains("facts.columns");
            const int kilobytes = line.mid(line.indexOf(':') + 1).trimmed().split(' ').first().toInt();
            if (isColumns && line.startsWith("Rss:"))
                pages.read += kilobytes;
            if (isColumns && line.startsWith("Anonymous:"))
                pages.written += kilobytes;
        }
        pages.read -= pages.written;
        return pages;
    }
};

void addLeads(FilledStore &filled, model::PortalId portal, int count, int changed)
{
    std::vector<model::Record> records;
    for (int id = 1; id <= count; ++id)
        records.push_back(record(
            EntityKind::Lead, id, { { "stage_id", text("NEW") }, { "created", num(kStart + id) }, { "amount", num(id * 100 + changed) } }));
    filled.write(portal, std::move(records));
}

// A store that changes at random: few records of every kind that facts are made of, so that they meet.
class RandomStore {
public:
    explicit RandomStore(std::uint32_t seed)
        : m_random(seed)
    {
        addPortal();
        addPortal();
    }

    FilledStore filled;

    void change()
    {
        const auto portal = m_portals[std::size_t(below(int(m_portals.size())))];
        if (below(20) == 0)
            return addPortal();
        if (below(25) == 0)
            return changeStandard();
        std::vector<model::Record> records;
        std::vector<model::RecordKey> gone;
        for (int n = 1 + below(6); n > 0; --n) {
            records.push_back(someRecord());
            if (below(6) == 0)
                gone.push_back({ portal, below(2) ? EntityKind::Lead : EntityKind::Activity, 1 + below(12) });
        }
        model::SyncState state;
        state.portal = portal;
        state.kind = EntityKind::Lead;
        state.watermark = instant();
        filled.clock.at += below(5'000);
        filled.write(portal, std::move(records), { state }, std::move(gone));
    }

    [[nodiscard]] SnapshotPtr with(Builder &builder)
    {
        const auto reader = filled.store->reader();
        auto built = builder.bringUpToDate(**reader, filled.clock.at, {});
        if (!built)
            qFatal("facts: %s", qPrintable(built.error().detail));
        return *built;
    }

    [[nodiscard]] int below(int limit) { return std::uniform_int_distribution(0, limit - 1)(m_random); }

private:
    void addPortal()
    {
        m_portals.push_back(filled.addPortal(qPrintable(QStringLiteral("p%1").arg(m_portals.size())), QStringLiteral("R%1").arg(below(3))));
    }

    void changeStandard()
    {
        model::Standard standard = model::defaultStandard();
        standard.conversationSeconds = 10 + 10 * below(2);
        if (below(2))
            standard.testTitles = { QStringLiteral("test") };
        if (below(2))
            standard.responseLimit = 60;
        if (!filled.store->saveStandard(standard).result())
            qFatal("standard");
    }

    base::UtcSeconds instant() { return kStart + below(100) * 1'000; }

    const char *stage() { return std::array { "NEW", "WORK", "CONVERTED", "JUNK", "ODD" }[std::size_t(below(5))]; }

    std::string phone() { return std::string(below(4) ? "+7916000000" : "8 916 000-00-0") + char('0' + below(4)); }

    model::Record item(EntityKind kind)
    {
        model::Record made = record(kind, 1 + below(12),
            { { "title", text(below(5) ? "lead" : "Test lead") }, { "stage_id", text(stage()) }, { "category_id", num(below(2)) },
                { "semantic", text(below(3) ? "P" : "F") }, { "created", num(instant()) }, { "modified", num(instant()) },
                { "moved", num(instant()) }, { "assigned_by_id", num(below(4)) }, { "source_id", text(below(2) ? "WEB" : "CALL") },
                { "utm_campaign", text(below(2) ? "spring" : "") }, { "contact_id", num(below(4)) }, { "company_id", num(below(3)) },
                { "lead_id", num(below(13)) }, { "amount", num(below(9) * 10'000) }, { "currency", text(below(3) ? "RUB" : "EUR") },
                { "close_date", num(20'000 + below(90)) } });
        if (kind == EntityKind::Lead && below(2))
            made.points.push_back({ 1, "PHONE", "WORK", phone() });
        return made;
    }

    model::Record directory()
    {
        if (below(4) == 0)
            return record(EntityKind::Category, 1, { { "name", text(below(2) ? "Retail" : "Service") } });
        if (below(3) == 0)
            return record(EntityKind::Status, 90 + below(2),
                { { "directory", text("SOURCE") }, { "code", text(below(2) ? "WEB" : "CALL") },
                    { "name", text(below(2) ? "Site" : "Phone") } });
        return record(EntityKind::Status, 1 + below(8),
            { { "directory", text(std::array { "STATUS", "DEAL_STAGE", "DEAL_STAGE_1" }[std::size_t(below(3))]) },
                { "code", text(stage()) }, { "name", text(below(2) ? "A" : "Spam") },
                { "semantic", text(std::array { "", "S", "F" }[std::size_t(below(3))]) }, { "sort", num(below(5)) } });
    }

    model::Record someRecord()
    {
        switch (below(12)) {
        case 0:
        case 1:
        case 2:
            return item(EntityKind::Lead);
        case 3:
        case 4:
            return item(EntityKind::Deal);
        case 5:
        case 6:
            return record(below(2) ? EntityKind::LeadHistory : EntityKind::DealHistory, 1 + below(60),
                { { "owner_id", num(1 + below(12)) }, { "type_id", num(1 + below(5)) }, { "created", num(instant()) },
                    { "category_id", num(below(2)) }, { "stage_id", text(stage()) }, { "semantic", text("P") } });
        case 7:
            return record(EntityKind::Activity, 1 + below(20),
                { { "owner_type_id", num(1 + below(4)) }, { "owner_id", num(1 + below(8)) }, { "type_id", num(below(5)) },
                    { "provider_id", text(below(2) ? "VOXIMPLANT_CALL" : "IMOPENLINES_SESSION") }, { "direction", num(below(3)) },
                    { "deadline", below(2) ? num(instant()) : model::Value() }, { "completed", num(below(2)) },
                    { "created", num(instant()) }, { "modified", num(instant()) }, { "start_time", num(instant()) },
                    { "author_id", num(below(2)) } });
        case 8:
            return record(EntityKind::Call, 1 + below(30),
                { { "call_type", num(1 + below(4)) }, { "started", num(instant()) }, { "duration", num(below(40)) },
                    { "failed_code", text(below(2) ? "200" : "304") }, { "phone", below(5) ? model::Value(phone()) : model::Value() },
                    { "crm_type", text(std::array { "LEAD", "DEAL", "CONTACT", "COMPANY", "" }[std::size_t(below(5))]) },
                    { "crm_id", num(below(8)) } });
        case 9: {
            model::Record made = record(below(2) ? EntityKind::Contact : EntityKind::Company, 1 + below(3), {});
            made.points.push_back({ 1, "PHONE", "WORK", phone() });
            return made;
        }
        case 10:
            return directory();
        default:
            if (below(3) == 0)
                return record(
                    EntityKind::Department, 1 + below(2), { { "name", text(below(2) ? "Sales" : "Parts") }, { "parent_id", num(1) } });
            return record(EntityKind::User, 1 + below(4),
                { { "last_name", text(below(2) ? "Ivanov" : "Petrov") }, { "department_id", num(1 + below(2)) },
                    { "active", num(below(2)) } });
        }
    }

    std::mt19937 m_random;
    std::vector<model::PortalId> m_portals;
};

// The first difference, for a message that helps.
QString difference(const QStringList &a, const QStringList &b)
{
    for (qsizetype i = 0; i < std::max(a.size(), b.size()); ++i)
        if (a.value(i) != b.value(i))
            return QStringLiteral("line %1:\n  %2\n  %3").arg(QString::number(i), a.value(i), b.value(i));
    return {};
}

QString columnsOf(const FilledStore &filled) { return store::columnsPath(filled.store->folder()); }

QByteArray contentsOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void put(const QString &path, const QByteArray &contents)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(contents) != contents.size())
        qFatal("cannot write");
}

} // namespace

void FactsHistoriesTest::updatesEqualBuilding_data()
{
    QTest::addColumn<std::uint32_t>("seed");
    for (std::uint32_t seed = 1; seed <= 20; ++seed)
        QTest::addRow("%u", seed) << seed;
}

void FactsHistoriesTest::updatesEqualBuilding()
{
    QFETCH(std::uint32_t, seed);
    RandomStore random(seed);
    const QString path = columnsOf(random.filled);
    auto builder = std::make_unique<Builder>(path);
    std::vector<std::pair<SnapshotPtr, QStringList>> held; // what readers hold never changes
    for (int round = 0; round < 40; ++round) {
        for (int n = random.below(4); n >= 0; --n)
            random.change();
        if (random.below(8) == 0) // the program ends and begins again
            builder = std::make_unique<Builder>(path);
        const SnapshotPtr updated = random.with(*builder);
        letGoOfFilePages(*updated);
        Builder fresh;
        const SnapshotPtr made = random.with(fresh);
        const QStringList expected = told(*made);
        const QStringList found = told(*updated);
        QCOMPARE(differingPortals(*made, *updated), QStringList());
        for (const auto &[snapshot, before] : held) // what differs is noticed, and nothing else
            QCOMPARE(differingPortals(*snapshot, *updated).isEmpty(), before == found);
        QVERIFY2(found == expected, qPrintable(QStringLiteral("round %1, %2").arg(QString::number(round), difference(found, expected))));
        if (random.below(3) == 0)
            QVERIFY(builder->save());
        held.emplace_back(updated, found);
        if (random.below(2))
            held.erase(held.begin() + random.below(int(held.size())));
    }
    for (const auto &[snapshot, before] : held)
        QCOMPARE(told(*snapshot), before);
}

void FactsHistoriesTest::onlyChangedPortalsAreMade()
{
    FilledStore filled;
    const auto one = filled.addPortal("one");
    const auto two = filled.addPortal("two");
    const auto lead = [](int id) { return record(EntityKind::Lead, id, { { "stage_id", text("NEW") }, { "created", num(kStart + id) } }); };
    filled.write(one, { lead(1) });
    filled.write(two, { lead(1) });
    Builder builder;
    const auto update = [&] { return *builder.bringUpToDate(**filled.store->reader(), filled.clock.at, {}); };
    const SnapshotPtr first = update();
    QCOMPARE(builder.portalsMade(), std::size_t(2));
    filled.write(two, { lead(2) });
    const SnapshotPtr second = update();
    QCOMPARE(builder.portalsMade(), std::size_t(1));
    QCOMPARE(second->runs[0], first->runs[0]);
    QVERIFY(second->runs[1] != first->runs[1]);
    QCOMPARE(second->items.size(), std::size_t(3));
    filled.write(one, { record(EntityKind::User, 1, { { "last_name", text("Ivanov") } }) }); // a name needs no rows
    QCOMPARE(update()->users.size(), std::size_t(1));
    QCOMPARE(builder.portalsMade(), std::size_t(0));
    (void)update();
    QCOMPARE(builder.portalsMade(), std::size_t(0));
}

void FactsHistoriesTest::fileIsOpened()
{
    RandomStore random(7);
    for (int n = 0; n < 60; ++n)
        random.change();
    const QString path = columnsOf(random.filled);
    Builder first(path);
    const QStringList expected = told(*random.with(first));
    QVERIFY(first.wantsSaving());
    QVERIFY(first.save());
    QVERIFY(!first.wantsSaving());
    QCOMPARE(
        QFile::permissions(path) & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther), QFile::Permissions());
    Builder second(path);
    QCOMPARE(told(*random.with(second)), expected);
    QCOMPARE(second.portalsMade(), std::size_t(0));
    random.filled.addPortal("late");
    Builder third(path);
    QCOMPARE(random.with(third)->portals.size(), random.with(first)->portals.size());
    QCOMPARE(third.portalsMade(), std::size_t(1)); // the late one
}

void FactsHistoriesTest::pagesOfTheFileGoAndWrittenRowsStay()
{
    FilledStore filled;
    const auto large = filled.addPortal("large");
    const auto small = filled.addPortal("small");
    addLeads(filled, small, 4'000, 0);
    addLeads(filled, large, 20'000, 0);
    const auto with = [&](Builder &builder) { return *builder.bringUpToDate(**filled.store->reader(), filled.clock.at, {}); };
    {
        Builder first(columnsOf(filled));
        (void)with(first);
        QVERIFY(first.save());
    }
    Builder builder(columnsOf(filled));
    SnapshotPtr facts = with(builder);
    for (int changed = 1; changed <= 3; ++changed) { // the first update leaves a hole in the file's rows, the next fills it
        addLeads(filled, small, 4'000, changed);
        facts = with(builder);
    }
    Builder fresh;
    const QStringList expected = told(*with(fresh));
    QVERIFY(told(*facts) == expected);
    const MappedPages before = MappedPages::now();
    QVERIFY(before.read > 500);
    QVERIFY(before.written > 50);
    letGoOfFilePages(*facts);
    const MappedPages after = MappedPages::now();
    QCOMPARE(after.read, 0);
    QCOMPARE(after.written, before.written);
    QVERIFY(told(*facts) == expected);
}

void FactsHistoriesTest::rowsAreWrittenWhilePagesGo()
{
    FilledStore filled;
    std::vector<model::PortalId> portals;
    for (const char *key : { "a", "b", "c" })
        portals.push_back(filled.addPortal(key));
    for (const model::PortalId portal : portals)
        addLeads(filled, portal, 2'000, 0);
    const auto with = [&](Builder &builder) { return *builder.bringUpToDate(**filled.store->reader(), filled.clock.at, {}); };
    {
        Builder first(columnsOf(filled));
        (void)with(first);
        QVERIFY(first.save());
    }
    Builder builder(columnsOf(filled));
    SnapshotPtr facts = with(builder);
    std::atomic_bool isOver { false };
    std::jthread other([&isOver, all = facts] {
        while (!isOver) {
            letGoOfFilePages(*all);
            std::this_thread::yield(); // whoever writes shall come to it
        }
    });
    for (int changed = 1; changed <= 30; ++changed) {
        addLeads(filled, portals[std::size_t(changed) % portals.size()], 2'000, changed);
        facts = with(builder);
    }
    isOver = true;
    other.join();
    Builder fresh;
    QVERIFY(told(*facts) == told(*with(fresh)));
}

void FactsHistoriesTest::damagedFilesAreNotTrusted()
{
    RandomStore random(11);
    for (int n = 0; n < 40; ++n)
        random.change();
    const QString path = columnsOf(random.filled);
    Builder first(path);
    const QStringList expected = told(*random.with(first));
    QVERIFY(first.save());
    const QByteArray whole = contentsOf(path);
    QVERIFY(openColumns(path));
    std::size_t refused = 0;
    const auto check = [&](const QByteArray &contents) {
        put(path, contents);
        const auto opened = openColumns(path);
        refused += opened ? 0 : 1;
        if (!opened)
            return true;
        Builder builder(path); // what changed was between two columns, where nothing stands
        return told(*random.with(builder)) == expected;
    };
    // Every byte of the header, some of every column, more of what comes last.
    std::vector<qsizetype> places(128);
    std::iota(places.begin(), places.end(), qsizetype(0));
    for (qsizetype at = 65'536; at < whole.size(); at += 65'536)
        places.insert(places.end(), { at, std::min(at + 5, whole.size() - 1) });
    for (qsizetype at = std::max<qsizetype>(0, whole.size() - 6'000); at < whole.size(); at += 61)
        places.push_back(at);
    for (const qsizetype at : places) {
        QByteArray damaged = whole;
        damaged[at] = char(damaged[at] ^ (1 << (at % 8)));
        QVERIFY2(check(damaged), qPrintable(QString::number(at)));
    }
    for (const qsizetype size : { qsizetype(0), qsizetype(1), qsizetype(50), whole.size() / 2, whole.size() - 1 })
        QVERIFY(check(whole.left(size)));
    QVERIFY(check(whole + 'x'));
    QVERIFY(check(QByteArray(100'000, 'x')));
    QVERIFY(refused > 100);
    QVERIFY(check(whole));
    Builder last(path);
    QCOMPARE(told(*random.with(last)), expected);
}

void FactsHistoriesTest::fileOfAnotherStoreIsNotTrusted()
{
    RandomStore one(3);
    RandomStore two(4);
    for (int n = 0; n < 30; ++n) {
        one.change();
        two.change();
        two.change();
    }
    Builder builder(columnsOf(two.filled));
    (void)two.with(builder);
    QVERIFY(builder.save());
    // Of a store that has come further: this one was put back to an earlier copy.
    put(columnsOf(one.filled), contentsOf(columnsOf(two.filled)));
    Builder other(columnsOf(one.filled));
    Builder fresh;
    QCOMPARE(told(*one.with(other)), told(*one.with(fresh)));
}

void FactsHistoriesTest::forgettingTakesTheFileAlong()
{
    RandomStore random(5);
    for (int n = 0; n < 30; ++n)
        random.change();
    Builder builder(columnsOf(random.filled));
    (void)random.with(builder);
    QVERIFY(builder.save());
    QVERIFY(QFile::exists(columnsOf(random.filled)));
    store::Person person;
    person.phone = QStringLiteral("+79160000001");
    QVERIFY(random.filled.store->forget(person, false).result());
    QVERIFY(!QFile::exists(columnsOf(random.filled)));
    Builder fresh;
    QCOMPARE(told(*random.with(builder)), told(*random.with(fresh)));
}

QTEST_GUILESS_MAIN(FactsHistoriesTest)
#include "tst_factshistories.moc"
