// SPDX-License-Identifier: GPL-3.0-or-later
// What is derived from a snapshot by taking over from the one before equals what is derived from nothing.
#include "facts/keptfile.h"
#include "facts/randomstore.h"
#include "facts/same.h"
#include "store/files.h"

#include "reports/begunblocks.h"
#include "reports/chaincolumns.h"
#include "reports/fates.h"
#include "reports/itemstates.h"
#include "reports/keptderived.h"
#include "reports/staytable.h"
#include "reports/treeshape.h"

#include <QTest>

#include <future>

using namespace dealerlens;
using namespace dealerlens::reports;

namespace {

// Every value with its name, one a line: equal lists, equal values.
class Lines {
public:
    QStringList all;

    void add(const char *name, const auto &list)
    {
        QString line = QLatin1String(name);
        for (const auto &each : list)
            line += u' ' % number(each);
        all += line;
    }

private:
    static QString number(const std::pair<auto, auto> &pair) { return number(pair.first) % u'/' % number(pair.second); }

    static QString number(const LeftOut &each)
    {
        return QStringLiteral("%1,%2,%3,%4,%5").arg(each.item).arg(each.began).arg(each.since).arg(each.leadFrom).arg(int(each.fate));
    }

    static QString number(const OddItem &each) { return QStringLiteral("%1,%2,%3").arg(each.item).arg(each.until).arg(each.withDeals); }

    static QString number(const StayTable::Code &code)
    {
        return QStringLiteral("%1,%2,%3,%4").arg(code.source).arg(code.campaign).arg(code.funnel).arg(int(code.kind));
    }

    template <class Number>
        requires std::is_arithmetic_v<Number>
    static QString number(Number value)
    {
        return QString::number(qint64(value));
    }
};

void addBlock(Lines &lines, const ChainBlock &block)
{
    ChainBlock::each(block, block, [&](const auto &column, const auto &) { lines.add("column", column); });
    lines.add("samples", block.beganSamples);
    lines.add("end samples", block.endSamples);
    lines.add("lasts", std::array<qint64, 5> { block.lastBegan, block.lastSettled, block.lastEnd, qint64(block.ended), block.endsLater });
}

QStringList toldChains(const facts::Snapshot &facts)
{
    Lines lines;
    const auto columns = chainColumns(facts);
    for (std::size_t portal = 0; portal < facts.portals.size(); ++portal) {
        const ChainPortal &own = columns->portals[portal];
        lines.add("people", own.people);
        lines.add("left out", own.leftOut);
        lines.add("odd", own.odd);
        lines.add("odd alone", own.oddAlone);
        lines.add("links", own.links);
        lines.add("portal", std::array<qint64, 4> { own.items.first, own.items.last, own.journal, own.hasTests });
        for (const ChainTable *table : { &columns->leads, &columns->deals, &columns->joined, &columns->leadsAlone, &columns->dealsAlone })
            addBlock(lines, table->of(facts::Index(portal)));
    }
    return lines.all;
}

QStringList toldStays(const facts::Snapshot &facts)
{
    Lines lines;
    const auto table = stayTable(facts);
    for (const StayTable::Portal &portal : table->portals) {
        lines.add("codes", portal.codes);
        lines.add("sources", portal.sources);
        lines.add("left", std::array { portal.lastLeft });
    }
    for (const StayTable::Rows *rows : { &table->leads, &table->deals, &table->deleted }) {
        for (std::size_t leaf = 0; leaf < rows->begin.size(); ++leaf) {
            const std::size_t size = rows->end[leaf] - rows->begin[leaf];
            lines.add("entered", std::span(rows->entered).subspan(size == 0 ? 0 : rows->begin[leaf], size));
            lines.add("seconds", std::span(rows->seconds).subspan(size == 0 ? 0 : rows->begin[leaf], size));
            lines.add("code", std::span(rows->code).subspan(size == 0 ? 0 : rows->begin[leaf], size));
            if (rows == &table->deleted && size > 0)
                lines.add("since", std::span(rows->deletedSince).subspan(rows->begin[leaf], size));
        }
    }
    return lines.all;
}

QStringList toldRest(const facts::Snapshot &facts)
{
    Lines lines;
    const Question question;
    const Population population(facts, question);
    const auto shape = treeShape(facts);
    lines.add("places", shape->places);
    for (const TreeShape::Node &node : shape->nodes)
        lines.all += node.name % QStringLiteral(" %1 %2 %3 %4").arg(node.from).arg(node.to).arg(node.firstChild).arg(node.childEnd);
    lines.add("visits", mappedVisits(population));
    const auto addFates = [&](const Waterfall &fall) {
        lines.add("fates", std::array { fall.counted, fall.deleted, fall.merged, fall.test, fall.outsideFilter });
    };
    for (std::size_t portal = 0; portal < facts.portals.size(); ++portal)
        addFates(
            Fates::of(population, Fates::Of::Chains)->ofChains(population, [&](facts::Index of) { return of == facts::Index(portal); }));
    addFates(Fates::of(population, Fates::Of::Items)->ofItems(population, model::EntityKind::Lead));
    addFates(Fates::of(population, Fates::Of::Items)->ofItems(population, model::EntityKind::Deal));
    const Question ofLeads { .funnels = { QStringLiteral("leads") } };
    lines.all += Fates::of(Population(facts, ofLeads), Fates::Of::Chains) ? QStringLiteral("known") : QStringLiteral("odd");
    const ItemStates states(population);
    for (const std::uint32_t item : facts.items.rows())
        lines.add("lates", std::array<int, 3> { int(item), states.latesOf(item), states.mayBeCurrent(item) });
    const auto blocks = BegunBlocks::of(facts);
    for (std::size_t range = 0; range < facts.items.ranges().size(); ++range)
        for (const base::UtcSeconds from : { facts::kRandomStart, facts::kRandomStart + 50'000 }) {
            std::vector<std::uint32_t> rows;
            blocks->each(facts.items, range, from, from + 9'000, [&](std::uint32_t row) { rows.push_back(row); });
            blocks->eachEntered(facts.items, range, from, from + 9'000, [&](std::uint32_t row) { rows.push_back(row); });
            lines.add("begun", rows);
        }
    return lines.all;
}

// A copy begins with nothing derived.
QStringList fromNothing(const facts::SnapshotPtr &facts, QStringList (*told)(const facts::Snapshot &))
{
    return told(facts::Snapshot(*facts));
}

} // namespace

class TestTakenOver : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void equalsDerivingAnew_data()
    {
        QTest::addColumn<std::uint32_t>("seed");
        for (std::uint32_t seed = 1; seed <= 12; ++seed)
            QTest::addRow("%u", seed) << seed;
    }

    void equalsDerivingAnew()
    {
        QFETCH(std::uint32_t, seed);
        facts::RandomStore random(seed, seed % 2 == 0 ? 12 : 80);
        facts::Builder builder;
        for (int n = 0; n < 150; ++n)
            random.change();
        facts::SnapshotPtr last; // the one before is there until the next one is
        for (int round = 0; round < 40; ++round) {
            for (int n = random.below(4); n > 0; --n)
                random.change();
            last = random.with(builder);
            // Not every snapshot is asked for everything: what nobody asked for goes on to the next.
            for (const auto told : { toldChains, toldStays, toldRest })
                if (random.below(3) != 0)
                    QCOMPARE(told(*last), fromNothing(last, told));
        }
    }

    void whatAnEarlierRunKept_data() { equalsDerivingAnew_data(); }

    // The program ends and begins again, and meanwhile some has changed, the standard and the time too.
    void whatAnEarlierRunKept()
    {
        QFETCH(std::uint32_t, seed);
        facts::RandomStore random(seed, seed % 2 == 0 ? 12 : 80);
        const QString columns = store::columnsPath(random.filled.store->folder());
        const QString derived = store::derivedPath(random.filled.store->folder());
        for (int n = 0; n < 150; ++n)
            random.change();
        std::size_t taken = 0;
        for (int round = 0; round < 20; ++round) {
            facts::Builder builder(columns, derived);
            for (int update = random.below(3); update >= 0; --update) {
                const facts::SnapshotPtr facts = random.with(builder);
                taken += facts->derived.file()->sameIn(*facts).count();
                for (const auto told : { toldChains, toldRest })
                    if (random.below(3) != 0)
                        QCOMPARE(told(*facts), fromNothing(facts, told));
                if (random.below(3) == 0)
                    QVERIFY(builder.save());
                (void)chainColumns(*facts);
                QVERIFY(keepDerived(*facts, derived));
                for (int n = random.below(4); n > 0; --n)
                    random.change();
            }
        }
        QVERIFY(taken > 20);
    }

    // A damaged file says nothing, wherever the damage is.
    void whatIsDamagedIsDerivedAgain()
    {
        facts::RandomStore random(3, 60);
        const QString columns = store::columnsPath(random.filled.store->folder());
        const QString derived = store::derivedPath(random.filled.store->folder());
        for (int n = 0; n < 150; ++n)
            random.change();
        facts::Builder builder(columns, derived);
        const facts::SnapshotPtr facts = random.with(builder);
        QVERIFY(builder.save());
        const QStringList chains = toldChains(*facts);
        const QStringList rest = toldRest(*facts);
        QVERIFY(keepDerived(*facts, derived));
        QFile file(derived);
        QVERIFY(file.open(QIODevice::ReadWrite));
        const QByteArray whole = file.readAll();
        QVERIFY(whole.size() > 1'000);
        for (int n = 0; n < 60; ++n) {
            const qint64 at = random.below(int(whole.size()));
            QVERIFY(file.seek(at) && file.write(QByteArray(1, char(whole[at] ^ 8))) == 1 && file.flush());
            facts::Builder again(columns, derived);
            const facts::SnapshotPtr opened = random.with(again);
            QCOMPARE(toldChains(*opened), chains);
            QCOMPARE(toldRest(*opened), rest);
            QVERIFY(file.seek(at) && file.write(whole.mid(at, 1)) == 1 && file.flush());
        }
    }

    // Nothing is written again as long as it says something of most portals.
    void keptOnce()
    {
        facts::RandomStore random(4, 60);
        const QString columns = store::columnsPath(random.filled.store->folder());
        const QString derived = store::derivedPath(random.filled.store->folder());
        for (int n = 0; n < 60; ++n)
            random.change();
        facts::Builder builder(columns, derived);
        const facts::SnapshotPtr facts = random.with(builder);
        (void)chainColumns(*facts);
        QVERIFY(keepDerived(*facts, derived));
        QVERIFY(!QFile::exists(derived)); // of rows that lie in no file
        QVERIFY(builder.save());
        QVERIFY(keepDerived(*facts, derived));
        QVERIFY(QFile::exists(derived));
        const auto kept = facts->derived.file();
        QVERIFY(keepDerived(*facts, derived));
        QCOMPARE(facts->derived.file(), kept);
    }

    // Whoever asks the snapshot before, and whoever has what is taken over, sees nothing of it.
    void readersOfTheOneBefore()
    {
        facts::RandomStore random(77, 60);
        facts::Builder builder;
        for (int n = 0; n < 200; ++n)
            random.change();
        facts::SnapshotPtr before = random.with(builder);
        for (int round = 0; round < 60; ++round) {
            random.change();
            const facts::SnapshotPtr facts = random.with(builder);
            const QStringList chains = fromNothing(before, toldChains);
            const QStringList stays = fromNothing(before, toldStays);
            const auto held = round % 3 == 0 ? chainColumns(*before) : nullptr;
            auto reader = std::async(std::launch::async, [&] { return std::pair(toldChains(*before), toldStays(*before)); });
            auto other = std::async(std::launch::async, [&] { return std::pair(toldChains(*facts), toldStays(*facts)); });
            const std::pair heir(toldChains(*facts), toldStays(*facts));
            QCOMPARE(reader.get(), std::pair(chains, stays));
            QCOMPARE(other.get(), heir);
            QCOMPARE(heir, std::pair(fromNothing(facts, toldChains), fromNothing(facts, toldStays)));
            QCOMPARE(toldChains(*before), chains);
            before = facts;
        }
    }

    // The table itself goes on when nobody else has it, and stays where it is when somebody does.
    void goesOnInItsPlace()
    {
        facts::RandomStore random(5, 60);
        facts::Builder builder;
        for (int n = 0; n < 100; ++n)
            random.change();
        facts::SnapshotPtr before = random.with(builder);
        const Second *const memory = chainColumns(*before)->leads.rows.began.data();
        const auto update = [&] { before = random.with(builder); };
        update(); // nothing has changed
        QCOMPARE(chainColumns(*before)->leads.rows.began.data(), memory);
        const auto held = chainColumns(*before);
        update();
        QVERIFY(chainColumns(*before)->leads.rows.began.data() != memory);
        QCOMPARE(held->leads.rows.began.data(), memory);
    }

    // What has outgrown its room leaves others behind, until all move together.
    void tablesAreTidied()
    {
        using namespace facts;
        FilledStore filled;
        const std::array portals { filled.addPortal("one"), filled.addPortal("two") };
        Builder builder;
        SnapshotPtr last;
        int count = 0;
        std::size_t unused = 0;
        bool isTidied = false;
        for (int round = 0; round < 24; ++round) {
            std::vector<model::Record> records;
            for (const int end = count * 7 / 6 + 3; count < end; ++count) {
                const auto created = num(kRandomStart + count * 100);
                records.push_back(record(
                    model::EntityKind::Lead, count + 1, { { "stage_id", text("WORK") }, { "created", created }, { "modified", created } }));
                for (const int row : { 0, 1 })
                    records.push_back(record(model::EntityKind::LeadHistory, 2 * count + row + 1,
                        { { "owner_id", num(count + 1) }, { "type_id", num(2) }, { "created", num(kRandomStart + count * 100 + row * 77) },
                            { "stage_id", text(row ? "WORK" : "NEW") } }));
            }
            filled.write(portals[round == 0 ? 1 : 0], std::move(records));
            last = *builder.bringUpToDate(**filled.store->reader(), filled.clock.at, {});
            QCOMPARE(toldChains(*last), fromNothing(last, toldChains));
            QCOMPARE(toldStays(*last), fromNothing(last, toldStays));
            const std::size_t before = std::exchange(unused, chainColumns(*last)->leads.unused);
            isTidied = isTidied || unused < before;
        }
        QVERIFY(isTidied);
        QVERIFY(chainColumns(*last)->leads.rows.size() < std::size_t(2 * count));
        QVERIFY(stayTable(*last)->leads.seconds.size() < std::size_t(2 * count));
    }

    // Nobody has to ask every snapshot, until what was derived says little.
    void whatNobodyAsksForIsLetGo()
    {
        facts::RandomStore random(6);
        for (int n = 0; n < 20; ++n)
            random.change();
        facts::Builder builder;
        const facts::SnapshotPtr facts = random.with(builder);
        const std::size_t portals = facts->portals.size();
        QVERIFY(portals >= 2);
        std::weak_ptr<const ChainColumns> kept = chainColumns(*facts);
        auto last = std::make_unique<facts::Snapshot>(*facts);
        last->derived.follow(facts->derived, { std::vector<char>(portals, 1), true });
        facts->derived.clear();
        for (std::size_t changed = 0; changed < portals; ++changed) {
            QCOMPARE(kept.expired(), changed * 2 > portals);
            auto next = std::make_unique<facts::Snapshot>(*facts);
            facts::Same same { std::vector<char>(portals, 1), true };
            same.portals[changed] = 0;
            next->derived.follow(last->derived, same);
            last = std::move(next);
        }
        QVERIFY(kept.expired());
        QCOMPARE(toldChains(*last), toldChains(*facts));
    }

    // Only what a portal's rows mean matters to it.
    void whatIsTheSame()
    {
        facts::RandomStore random(9);
        facts::Builder builder;
        for (int n = 0; n < 60; ++n)
            random.change();
        const facts::SnapshotPtr facts = random.with(builder);
        const auto with = [&](const auto &change) {
            facts::Snapshot after(*facts);
            change(after);
            return facts::sameIn(*facts, after);
        };
        const auto count = [&](const facts::Same &same) { return std::ranges::count(same.portals, char(1)); };
        const auto portals = std::ptrdiff_t(facts->portals.size());
        QCOMPARE(count(with([](auto &) { })), portals);
        QVERIFY(with([](auto &) { }).tree);
        QCOMPARE(count(with([](auto &after) { after.standard.responseLimit += 1; })), 0);
        QCOMPARE(count(with([](auto &after) { after.standard.calendar.week.clear(); })), 0);
        QCOMPARE(count(with([](auto &after) { after.standard.rates.push_back({ QStringLiteral("USD"), {}, {} }); })), 0);
        QCOMPARE(count(with([](auto &after) { after.stages[0].semantic = 'X'; })), portals - 1);
        QCOMPARE(count(with([](auto &after) { after.stages[0].name = QStringLiteral("other"); })), portals - 1);
        QCOMPARE(count(with([](auto &after) { after.stages[0].junk = !after.stages[0].junk; })), portals - 1);
        QCOMPARE(count(with([](auto &after) { after.portals[0].portal.timeZone = QStringLiteral("Asia/Tokyo"); })), portals - 1);
        QCOMPARE(count(with([](auto &after) { after.runs[1] = nullptr; })), portals - 1);
        QCOMPARE(count(with([](auto &after) { after.portals[0].watermark += 1; })), portals);
        const facts::Same renamed = with([](auto &after) { after.users[0].name = QStringLiteral("other"); });
        QVERIFY(!renamed.tree);
        QCOMPARE(count(renamed), portals);
        QVERIFY(!with([](auto &after) { after.portals[0].region = facts::kNone; }).tree || facts->portals[0].region == facts::kNone);
    }
};

QTEST_GUILESS_MAIN(TestTakenOver)
#include "tst_takenover.moc"
