// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/builder.h"
#include "facts/compare.h"
#include "facts/factscompare.h"
#include "facts/giveback.h"
#include "facts/randomstore.h"
#include "store/files.h"

#include <QRegularExpression>

#include <atomic>
#include <numeric>
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
    void fewPagesOfTheFileStay();
    void savedRowsLieInTheFile();
    void largeColumnsAreOpened();
    void damagedFilesAreNotTrusted();
    void fileOfAnotherStoreIsNotTrusted();
    void forgettingTakesTheFileAlong();
};

namespace {

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
        records.push_back(record(EntityKind::Lead, id,
            { { "stage_id", text("NEW") }, { "created", num(kRandomStart + id) }, { "amount", num(id * 100 + changed) } }));
    filled.write(portal, std::move(records));
}

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
    const auto lead
        = [](int id) { return record(EntityKind::Lead, id, { { "stage_id", text("NEW") }, { "created", num(kRandomStart + id) } }); };
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

// As they are, for the next builder to open.
static bool saveColumns(FilledStore &filled)
{
    Builder builder(columnsOf(filled));
    return builder.bringUpToDate(**filled.store->reader(), filled.clock.at, {}) && builder.save();
}

void FactsHistoriesTest::pagesOfTheFileGoAndWrittenRowsStay()
{
    FilledStore filled;
    const auto large = filled.addPortal("large");
    const auto small = filled.addPortal("small");
    addLeads(filled, small, 4'000, 0);
    addLeads(filled, large, 20'000, 0);
    QVERIFY(saveColumns(filled));
    const auto with = [&](Builder &builder) { return *builder.bringUpToDate(**filled.store->reader(), filled.clock.at, {}); };
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

void FactsHistoriesTest::fewPagesOfTheFileStay()
{
    FilledStore filled;
    addLeads(filled, filled.addPortal("one"), 20'000, 0);
    QVERIFY(saveColumns(filled));
    Builder builder(columnsOf(filled));
    const SnapshotPtr facts = *builder.bringUpToDate(**filled.store->reader(), filled.clock.at, {});
    const QStringList expected = told(*facts);
    const int read = MappedPages::now().read;
    QVERIFY(read > 500);
    keepFewFilePages(*facts, std::numeric_limits<std::size_t>::max());
    QCOMPARE(MappedPages::now().read, read);
    keepFewFilePages(*facts, 0);
    QCOMPARE(MappedPages::now().read, 0);
    QVERIFY(told(*facts) == expected);
}

void FactsHistoriesTest::savedRowsLieInTheFile()
{
    FilledStore filled;
    const auto one = filled.addPortal("one");
    const auto two = filled.addPortal("two");
    addLeads(filled, one, 20'000, 0);
    addLeads(filled, two, 1'000, 0);
    const auto with = [&](Builder &builder) { return *builder.bringUpToDate(**filled.store->reader(), filled.clock.at, {}); };
    Builder builder(columnsOf(filled));
    const SnapshotPtr facts = with(builder);
    const QStringList expected = told(*facts);
    QCOMPARE(MappedPages::now().read, 0);
    QVERIFY(builder.save());
    QVERIFY(told(*facts) == expected);
    const MappedPages saved = MappedPages::now();
    QVERIFY(saved.read > 500);
    QCOMPARE(saved.written, 0);
    addLeads(filled, two, 1'000, 1);
    Builder fresh;
    QVERIFY(told(*with(builder)) == told(*with(fresh)));
    QVERIFY(told(*facts) == expected);
}

// Some begin with a huge page in the file, some do not.
void FactsHistoriesTest::largeColumnsAreOpened()
{
    constexpr std::uint32_t kItems = 600'000;
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("columns"));
    BuilderState state;
    PortalRows rows;
    for (std::uint32_t i = 0; i < kItems; ++i) {
        rows.items.push_back({ .id = model::RecordId(i) * 3, .created = kRandomStart + i, .firstVisit = i, .visitCount = 1 });
        rows.visits.push_back({ .stage = Index(i % 7), .entered = kRandomStart + i });
    }
    const auto run = state.columns->put(0, rows);
    QVERIFY(run);
    QVERIFY(saveColumns(path, state));
    const auto opened = openColumns(path);
    QVERIFY(opened);
    QCOMPARE(opened->columns->used(), state.columns->used());
    const ItemColumns items = opened->columns->items();
    const VisitColumns visits = opened->columns->visits();
    for (std::uint32_t i = 0; i < kItems; ++i)
        if (items.id[i] != rows.items[i].id || items.created[i] != rows.items[i].created || items.kind[i] != rows.items[i].kind
            || items.stage[i] != rows.visits[i].stage || visits.entered[i] != rows.visits[i].entered)
            QFAIL(qPrintable(QString::number(i)));
    const QByteArray whole = contentsOf(path);
    for (qsizetype at : { whole.size() / 3, whole.size() / 2 }) {
        while (whole[at] == 0) // between two columns nothing stands
            ++at;
        QByteArray damaged = whole;
        damaged[at] = char(damaged[at] ^ 1);
        put(path, damaged);
        QVERIFY(!openColumns(path));
    }
}

void FactsHistoriesTest::rowsAreWrittenWhilePagesGo()
{
    FilledStore filled;
    std::vector<model::PortalId> portals;
    for (const char *key : { "a", "b", "c" })
        portals.push_back(filled.addPortal(key));
    for (const model::PortalId portal : portals)
        addLeads(filled, portal, 2'000, 0);
    QVERIFY(saveColumns(filled));
    const auto with = [&](Builder &builder) { return *builder.bringUpToDate(**filled.store->reader(), filled.clock.at, {}); };
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
    const QString derived = store::derivedPath(random.filled.store->folder());
    put(derived, "what was derived from it");
    store::Person person;
    person.phone = QStringLiteral("+79160000001");
    QVERIFY(random.filled.store->forget(person, false).result());
    QVERIFY(!QFile::exists(columnsOf(random.filled)));
    QVERIFY(!QFile::exists(derived));
    Builder fresh;
    QCOMPARE(told(*random.with(builder)), told(*random.with(fresh)));
}

QTEST_GUILESS_MAIN(FactsHistoriesTest)
#include "tst_factshistories.moc"
