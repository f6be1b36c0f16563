// SPDX-License-Identifier: GPL-3.0-or-later
// What is derived from a snapshot by taking over from the one before equals what is derived from nothing.
#include "facts/randomstore.h"
#include "facts/same.h"

#include "reports/begunblocks.h"
#include "reports/chaincolumns.h"
#include "reports/fates.h"
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
        for (std::uint32_t seed = 1; seed <= 16; ++seed)
            QTest::addRow("%u", seed) << seed;
    }

    void equalsDerivingAnew()
    {
        QFETCH(std::uint32_t, seed);
        facts::RandomStore random(seed, seed % 2 == 0 ? 12 : 80);
        facts::Builder builder;
        for (int n = 0; n < 300; ++n)
            random.change();
        for (int round = 0; round < 30; ++round) {
            for (int n = random.below(5); n >= 0; --n)
                random.change();
            const facts::SnapshotPtr facts = random.with(builder);
            // Not every snapshot is asked for everything: what nobody asked for goes on to the next.
            for (const auto told : { toldChains, toldStays, toldRest })
                if (random.below(3) != 0)
                    QCOMPARE(told(*facts), fromNothing(facts, told));
        }
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
        const auto update = [&] { return std::exchange(before, random.with(builder)); };
        (void)update(); // nothing has changed
        QCOMPARE(chainColumns(*before)->leads.rows.began.data(), memory);
        const auto held = chainColumns(*before);
        (void)update();
        QVERIFY(chainColumns(*before)->leads.rows.began.data() != memory);
        QCOMPARE(held->leads.rows.began.data(), memory);
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
