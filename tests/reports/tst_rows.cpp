// SPDX-License-Identifier: GPL-3.0-or-later
// Every number opens exactly its rows: counted over generated networks, and told item by item over one written by hand.
#include "reports/itemstates.h"
#include "support/chainnetwork.h"
#include "support/rowsproof.h"
#include "support/snapshotbuilder.h"

#include <QRandomGenerator>
#include <QTest>

using namespace dealerlens;
using namespace dealerlens::reports;
using namespace dealerlens::testing;
using model::EntityKind;

namespace {

const base::UtcSeconds kMonday = utc("2025-06-02T09:00:00Z");
const base::UtcSeconds kNow = kMonday + 60 * kDay;

// Items of a network in which everything happens that reports tell apart.
class Generated final {
public:
    explicit Generated(quint32 seed, int inquiries = 400)
        : m_dice(seed)
    {
        b.raw().currencies.push_back(QStringLiteral("XYZ")); // without a rate
        b.raw().campaigns.push_back(QStringLiteral("spring"));
        m_sources = { b.source("Site"), b.source("Fair"), 0 };
        addDealer("one", "North", "Asia/Yekaterinburg");
        addDealer("two", "North", "UTC");
        addDealer("three", "", "Europe/Moscow");
        b.raw().portals.back().region = facts::kNone;
        for (int i = 0; i < inquiries; ++i)
            addInquiry(m_dealers[std::size_t(m_dice.bounded(3))]);
        b.build(kNow);
    }

    [[nodiscard]] const facts::Snapshot &facts() { return b.raw(); }

private:
    struct Dealer {
        facts::Index portal = 0;
        std::vector<facts::Index> leads = {}, deals = {}; // stages
        std::vector<facts::Index> users = {};
    };

    void addDealer(const char *key, const char *region, const char *zone)
    {
        Dealer d { .portal = b.portal(key, region, zone) };
        auto &departments = b.raw().departments;
        departments.push_back({ d.portal, 5, QStringLiteral("Sales"), facts::kNone });
        const auto sales = facts::Index(departments.size()) - 1;
        const auto leads = b.funnel(d.portal, EntityKind::Lead, "");
        d.leads = { b.stage(leads, "New", 'P', "LNEW"), b.stage(leads, "Busy"), b.stage(leads, "Good", 'S', "LWON"),
            b.stage(leads, "Junk", 'F', "LJUNK") };
        b.raw().stages[std::size_t(d.leads.back())].junk = true;
        const auto funnel = b.funnel(d.portal, EntityKind::Deal, "Sales");
        const auto service = b.funnel(d.portal, EntityKind::Deal, "Service");
        d.deals = { b.stage(funnel, "New", 'P', "NEW"), b.stage(funnel, "Busy", 'P', "WORK"), b.stage(funnel, "Offer", 'P', "KP"),
            b.stage(funnel, "START"), b.stage(service, "Busy"), b.stage(funnel, "Won", 'S', "WON"), b.stage(funnel, "Lost", 'F', "LOST") };
        d.users = { b.user(d.portal, "A", sales), b.user(d.portal, "B", sales), b.user(d.portal, "C"), facts::kNone };
        m_dealers.push_back(d);
    }

    template <class List> auto any(const List &list) { return list[std::size_t(m_dice.bounded(int(list.size())))]; }

    base::UtcSeconds later(base::UtcSeconds than) { return than + 60 + m_dice.bounded(4 * int(kDay)); }

    SnapshotBuilder::Item journey(const Dealer &d, const std::vector<facts::Index> &stages, base::UtcSeconds from)
    {
        SnapshotBuilder::Item item;
        item.portal = d.portal;
        item.kind = &stages == &d.leads ? EntityKind::Lead : EntityKind::Deal;
        base::UtcSeconds at = from;
        facts::Index last = m_dice.bounded(12) == 0 ? facts::kNone : stages[0];
        if (last < 0)
            last = stages[1];
        item.visits.emplace_back(last, at);
        for (int steps = m_dice.bounded(7); steps > 0; --steps) {
            const facts::Index next = any(stages);
            at = later(at);
            if (next != last)
                item.visits.emplace_back(next, at);
            last = next;
        }
        item.user = any(d.users);
        item.source = any(m_sources);
        item.campaign = m_dice.bounded(3) == 0 ? 1 : 0;
        item.amount = m_dice.bounded(100'000);
        item.currency = m_dice.bounded(5) == 0 ? 1 : 0;
        if (m_dice.bounded(2))
            item.attempt = from + m_dice.bounded(int(kDay));
        if (m_dice.bounded(4) == 0)
            item.conversation = from + m_dice.bounded(int(kDay));
        if (m_dice.bounded(15) == 0)
            item.deleted = later(at);
        item.marks = m_dice.bounded(3) == 0 ? std::uint8_t(facts::kTwinMark)
            : m_dice.bounded(12) == 0       ? std::uint8_t(facts::kTestMark)
                                            : std::uint8_t(0);
        item.inferred = m_dice.bounded(9) == 0;
        if (m_dice.bounded(3) == 0)
            item.closeDate = std::int32_t(later(from) / kDay);
        return item;
    }

    void addInquiry(const Dealer &d)
    {
        const base::UtcSeconds from = kMonday + m_dice.bounded(62 * int(kDay)); // some lie beyond now
        int lead = -1;
        if (m_dice.bounded(3)) {
            lead = add(d, journey(d, d.leads, from));
            if (m_dice.bounded(2))
                return;
        }
        for (int deals = 1 + m_dice.bounded(2); deals > 0; --deals) {
            SnapshotBuilder::Item deal = journey(d, d.deals, later(from));
            deal.lead = lead;
            add(d, deal);
        }
    }

    int add(const Dealer &d, const SnapshotBuilder::Item &item)
    {
        const base::UtcSeconds began = item.visits.front().second;
        const int number = b.item(item);
        if (m_dice.bounded(2))
            b.activity({ number, began, later(began), m_dice.bounded(2) ? later(began) : base::kNever });
        if (m_dice.bounded(6) == 0)
            b.responsible({ number, later(began), item.user, any(d.users) });
        return number;
    }

    QRandomGenerator m_dice;
    SnapshotBuilder b;
    std::vector<Dealer> m_dealers;
    std::vector<facts::Index> m_sources;
};

QString nameOfFirst(const facts::Snapshot &facts) // milestone of deals
{
    const auto &all = facts.standard.milestones;
    return std::ranges::find(all, QStringLiteral("NEW"), &model::Milestone::code)->nameRu;
}

} // namespace

class TestRows final : public QObject {
    Q_OBJECT

private Q_SLOTS:

    // Enough of them for several threads, many created at once.
    void ofManyInBothOrders()
    {
        Generated generated(7, 40'000);
        const facts::Snapshot &facts = generated.facts();
        const Question all;
        const RowsScope scope { .report = Report::Items, .count = Count::All };
        const Population population(facts, all);
        const ItemStates states(population);
        std::vector<std::uint32_t> expected;
        for (const std::uint32_t item : facts.items.rows())
            if (population.sift(item, true) == Fate::Counted)
                expected.push_back(item);
        QVERIFY(expected.size() > 50'000);
        const auto found = [&](RowOrder order) {
            FoundRows rows = findRows(population, states, scope);
            for (FoundRow &row : rows.rows)
                row.note = std::uint16_t(row.item);
            putInOrder(facts, rows, order);
            std::vector<std::uint32_t> items;
            for (const FoundRow &row : rows.rows)
                items.push_back(row.note == std::uint16_t(row.item) ? row.item : 0);
            return items;
        };
        const auto createdOf = [&](std::uint32_t item) { return facts.items.created[item]; };
        std::ranges::stable_sort(expected, {}, createdOf);
        QVERIFY(found(RowOrder::OldestFirst) == expected);
        std::ranges::sort(expected);
        std::ranges::stable_sort(expected, std::ranges::greater(), createdOf);
        QVERIFY(found(RowOrder::NewestFirst) == expected);
    }

    void latesKeptForAllAreThoseOfEach()
    {
        Generated generated(8, 2'000);
        const facts::Snapshot &facts = generated.facts();
        const Question all;
        const Population population(facts, all);
        const ItemStates kept(population, ItemStates::Use::Many);
        const ItemStates each(population, ItemStates::Use::Few);
        std::size_t old = 0;
        for (const std::uint32_t item : facts.items.rows()) {
            QCOMPARE(kept.latesOf(item), each.latesOf(item));
            const ItemNow now = population.stateOf(item);
            const bool isOld = now.outcome != 'P' && now.entered < population.nowOf(item) - 30 * kDay;
            QCOMPARE(kept.mayBeCurrent(item), !isOld);
            old += isOld ? 1 : 0;
        }
        QVERIFY(old > 100);
    }

    void everyNumberHasItsRows_data()
    {
        QTest::addColumn<Question>("question");
        Question month;
        month.from = QDate(2025, 6, 10);
        month.to = QDate(2025, 7, 10);
        QTest::newRow("everything") << Question();
        QTest::newRow("a month") << month;
        Question past = month;
        past.asOf = kMonday + 25 * kDay;
        QTest::newRow("a month, as of its middle") << past;
        Question late = month;
        late.lates = { Late::NoNextStep, Late::StageOverdue };
        QTest::newRow("late in two ways") << late;
        Question one;
        one.portals = { QStringLiteral("one") };
        one.sources = { QStringLiteral("Site"), QString() };
        QTest::newRow("one dealer, two sources") << one;
        Question person = month;
        person.employees = { { QStringLiteral("two"), 4 } };
        QTest::newRow("one person") << person;
        person.responsibleAtEvent = false;
        QTest::newRow("one person, responsible now") << person;
        Question sales;
        sales.funnels = { QStringLiteral("Sales") };
        QTest::newRow("one funnel") << sales;
        Question ofLeads = month;
        ofLeads.funnels = { QStringLiteral("leads") };
        QTest::newRow("the funnel of leads") << ofLeads;
        Question clean = month;
        clean.withoutJunk = true;
        QTest::newRow("without junk") << clean;
        Question tests;
        tests.withTests = true;
        QTest::newRow("with tests") << tests;
        Question leads = month;
        leads.itemKind = EntityKind::Lead;
        QTest::newRow("leads") << leads;
    }

    void everyNumberHasItsRows()
    {
        QFETCH(Question, question);
        int notZero = 0;
        for (const quint32 seed : { 1U, 2U }) {
            Generated network(seed);
            RowsProof proof(network.facts(), question);
            const QStringList found = proof.run();
            QVERIFY2(found.isEmpty(), qPrintable(found.mid(0, 10).join(QLatin1Char('\n'))));
            notZero += proof.notZero();
        }
        qInfo("%d numbers above zero", notZero);
        QVERIFY(notZero > 200);
    }

    void thePresentIsAPastInstantToo_data() { everyNumberHasItsRows_data(); }

    void thePresentIsAPastInstantToo();
    void newOnesOfADayAreThoseOfTheTree();
    void timesOfADealerAreThoseOfAQuestionForIt();
    // Not only as many: these very ones.
    void rowsAreThoseThatWereCounted();
    void scopesOfWhatIsGoneHaveNoRows();
    void wordsAreStable();
};

// Of the present items that cannot count are passed over and those left out counted beforehand; of an instant all are
// looked at.
void TestRows::thePresentIsAPastInstantToo()
{
    QFETCH(Question, question);
    if (question.asOf != base::kNever)
        return;
    Generated network(7, 1'500);
    const facts::Snapshot &facts = network.facts();
    Question instant = question;
    instant.asOf = facts.builtAt;
    const auto told = [&](const Question &asked, const RowsScope &scope) {
        const RowsAnswer answer = rowsOf(facts, asked, scope);
        QStringList lines { waterfallOf(answer.waterfall) };
        for (const CountedRow &row : answer.rows)
            lines += QString::number(row.state.row) % QLatin1Char(' ') % QString::number(row.stay ? row.stay->entered : 0);
        return lines;
    };
    const Place dealer { .level = TreeLevel::Dealer, .portal = QStringLiteral("two") };
    for (const RowsScope &scope :
        { RowsScope {}, RowsScope { .place = dealer }, RowsScope { .count = Count::InLimit }, RowsScope { .report = Report::Groups },
            RowsScope { .count = Count::Won }, RowsScope { .count = Count::Merged },
            RowsScope { .report = Report::Transitions, .count = Count::Reached, .path = { QStringLiteral("START"), nameOfFirst(facts) } } })
        QCOMPARE(told(question, scope), told(instant, scope));
    for (const auto grouping : { StageGrouping::OwnStage, StageGrouping::Milestone }) {
        const FunnelAnswer now = funnel(facts, question, FunnelMode::Furthest, grouping);
        const FunnelAnswer then = funnel(facts, instant, FunnelMode::Furthest, grouping);
        QCOMPARE(waterfallOf(now.waterfall), waterfallOf(then.waterfall));
        QVERIFY(now.waterfall.all > 300);
        QVERIFY(std::ranges::equal(now.steps, then.steps, {}, &FunnelStep::count, &FunnelStep::count));
    }
}

void TestRows::newOnesOfADayAreThoseOfTheTree()
{
    Generated network(8, 1'500);
    const facts::Snapshot &facts = network.facts();
    std::int64_t all = 0;
    const std::vector<NewByDay> trends = newByDay(facts, kNow, 14);
    for (std::size_t portal = 0; portal < trends.size(); ++portal)
        for (std::size_t i = 0; i < trends[portal].days.size(); ++i) {
            const QDate day = trends[portal].first.addDays(qint64(i));
            const RowsScope scope { .place = { .level = TreeLevel::Dealer, .portal = facts.portals[portal].portal.key },
                .days = std::pair(day, day.addDays(1)),
                .unfiltered = true };
            QCOMPARE(trends[portal].days[i], std::int64_t(rowsOf(facts, {}, scope).rows.size()));
            all += trends[portal].days[i];
        }
    QVERIFY(all > 100);
}

// Of the one answer only items that entered something in the period are looked at, of the other all.
void TestRows::timesOfADealerAreThoseOfAQuestionForIt()
{
    Generated network(9, 1'500);
    const facts::Snapshot &facts = network.facts();
    const StageTimesOptions options { .grouping = StageGrouping::Milestone, .visits = VisitsCounted::All };
    std::int64_t visits = 0;
    for (const int day : { 0, 20, 40 }) {
        Question question { .from = QDate(2025, 6, 2).addDays(day), .to = QDate(2025, 6, 12).addDays(day) };
        question.itemKind = EntityKind::Deal;
        const QString stage = nameOfFirst(facts);
        for (const DealerTimes &dealer : stageTimesByDealer(facts, question, options, stage)) {
            question.portals = { facts.portals[std::size_t(dealer.portal)].portal.key };
            const auto stages = stageTimes(facts, question, options).stages;
            const auto own = std::ranges::find(stages, stage, &StageTimes::stage);
            QVERIFY(own != stages.end());
            QCOMPARE(dealer.times.visits, own->visits);
            QCOMPARE(dealer.times.median, own->median);
            visits += own->visits;
        }
    }
    QVERIFY(visits > 200);
}

void TestRows::rowsAreThoseThatWereCounted()
{
    SnapshotBuilder b;
    const auto funnel = b.funnel(b.portal("one", "North"), EntityKind::Deal, "Sales");
    const auto first = b.stage(funnel, "Fresh", 'P', "NEW");
    const auto work = b.stage(funnel, "Busy", 'P', "WORK");
    const auto offer = b.stage(funnel, "Offer", 'P', "KP");
    const auto won = b.stage(funnel, "Won", 'S', "WON");
    const auto lost = b.stage(funnel, "Lost", 'F', "LOST");
    const int back = b.item({ .visits = { { first, kMonday }, { work, kMonday + kDay }, { first, kMonday + 2 * kDay } } });
    const int skipped = b.item({ .visits = { { first, kMonday + 1 }, { offer, kMonday + kDay }, { won, kMonday + 3 * kDay } } });
    const int gone = b.item({ .visits = { { first, kMonday + 2 }, { work, kMonday + kDay }, { lost, kMonday + 40 * kDay } } });
    const int oldLoss = b.item({ .visits = { { first, kMonday + 3 }, { lost, kMonday + kDay } } });
    const facts::Snapshot &facts = b.build(kMonday + 60 * kDay);
    using Items = std::vector<std::uint32_t>;
    const auto of = [&](const RowsScope &scope) {
        Items items;
        for (const CountedRow &row : rowsOf(facts, {}, scope).rows)
            items.push_back(row.state.row);
        return items;
    };
    const auto rows = [&](const std::vector<int> &numbers) {
        Items items;
        for (const int number : numbers)
            items.push_back(b.rowOf(number));
        return items;
    };
    const auto step = [&](const char *code) {
        const auto &all = facts.standard.milestones;
        const auto found = std::find_if(all.begin(), all.end(), [&](const auto &each) { return each.code == QLatin1String(code); });
        return StageKey { .milestone = found->id };
    };
    QCOMPARE(of({ .report = Report::Funnel, .count = Count::Inferred, .stage = step("WORK") }), rows({ skipped }));
    QCOMPARE(of({ .report = Report::Funnel, .count = Count::Reached, .stage = step("WORK") }), rows({ back, skipped, gone }));
    QCOMPARE(of({ .report = Report::Funnel, .count = Count::Lost, .stage = step("WORK") }), rows({ gone }));
    QCOMPARE(of({ .report = Report::Funnel, .count = Count::Open, .stage = step("WORK") }), rows({ back }));
    QCOMPARE(of({ .report = Report::Funnel, .count = Count::Reached, .stage = step("NEW"), .mode = FunnelMode::Entries }),
        rows({ back, back, skipped, gone, oldLoss }));
    QCOMPARE(of({ .report = Report::StageTimes, .count = Count::Reentered, .stage = step("NEW") }), rows({ back }));
    QCOMPARE(of({ .report = Report::StageTimes, .count = Count::Open, .stage = step("NEW") }), Items());
    const RowsScope openStays { .report = Report::StageTimes, .count = Count::Open, .stage = step("NEW"), .visits = VisitsCounted::All };
    const auto stays = rowsOf(facts, {}, openStays).rows;
    QCOMPARE(stays.size(), std::size_t(1));
    QCOMPARE(stays.front().stay->entered, kMonday + 2 * kDay);
    QCOMPARE(stays.front().stay->left, base::kNever);
    QCOMPARE(stays.front().stay->index, 2U);
    const Table table = staysTable(facts, {}, stays);
    QCOMPARE(table.rows.size(), std::size_t(1));
    QCOMPARE(std::get<QString>(table.rows[0][4]), QStringLiteral("Fresh"));
    QCOMPARE(of({ .report = Report::Board, .count = Count::Lost }), rows({ gone })); // the other was lost long ago
    QCOMPARE(of({ .report = Report::Board, .count = Count::Won }), Items());
    QCOMPARE(of({ .report = Report::Tree, .count = Count::Lost }), rows({ gone, oldLoss }));
    const auto nameOf = [&](const char *code) {
        return *std::find_if(facts.standard.milestones.begin(), facts.standard.milestones.end(),
            [&](const auto &each) { return each.code == QLatin1String(code); });
    };
    QCOMPARE(of({ .report = Report::Transitions, .count = Count::Reached, .path = { nameOf("NEW").nameRu, nameOf("WORK").nameRu } }),
        rows({ back, gone }));
    QCOMPARE(of({ .report = Report::Items, .count = Count::All, .stage = step("WON") }), rows({ skipped }));
}

void TestRows::scopesOfWhatIsGoneHaveNoRows()
{
    Generated network(3);
    const Place place { .level = TreeLevel::Employee, .portal = QStringLiteral("one"), .user = 999 };
    QVERIFY(rowsOf(network.facts(), {}, { .place = place }).rows.empty());
    QVERIFY(rowsOf(network.facts(), {}, { .place = { .level = TreeLevel::Region, .region = QStringLiteral("Moon") } }).rows.empty());
    QVERIFY(rowsOf(network.facts(), {}, { .place = { .level = TreeLevel::Dealer, .portal = QStringLiteral("moon") } }).rows.empty());
    QVERIFY(rowsOf(network.facts(), {}, { .report = Report::Funnel, .count = Count::Reached }).rows.empty());
    QVERIFY(rowsOf(network.facts(), {}, { .report = Report::Tree, .count = Count::Inferred }).rows.empty());
    QVERIFY(rowsOf(network.facts(), {}, { .report = Report::Paths, .count = Count::Reached }).rows.empty());
}

void TestRows::wordsAreStable()
{
    for (int count = 0; count <= int(Count::Unmapped); ++count)
        QCOMPARE(countOf(wordOf(Count(count))), std::optional(Count(count)));
    for (int report = 0; report <= int(Report::Coverage); ++report)
        QCOMPARE(reportOf(wordOf(Report(report))), std::optional(Report(report)));
    QCOMPARE(countOf(QStringLiteral("not-converted")), std::optional(Count::NotConverted));
    QVERIFY(!countOf(QStringLiteral("moon")) && !reportOf(QString()));
}

QTEST_GUILESS_MAIN(TestRows)
#include "tst_rows.moc"
