// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/snapshotbuilder.h"
#include "viewmodels/boardmove.h"
#include "viewmodels/outboxfeed.h"
#include "viewmodels/session.h"

#include <QTemporaryDir>
#include <QTest>

using namespace dealerlens;
using namespace dealerlens::viewmodels;
using dealerlens::testing::SnapshotBuilder;
using dealerlens::testing::utc;

namespace {

const base::UtcSeconds kNow = utc("2025-11-24T09:00:00Z");

} // namespace

// Where cards go that are put into another cell: a stage of their own funnel, or nowhere with the reason.
class TestBoardMove : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aStageOfItsOwnFunnel();
    void notIntoAnotherFunnel();
    void notToAnotherDealer();
    void notToSeveralPlacesAtOnce();
    void wonAndLost();
    void atMostFifty();
    void anOldDealerSaysWhen();
    void aKeyThatMayNotWrite_data();
    void aKeyThatMayNotWrite();

private:
    facts::Index deal(facts::Index portal, facts::Index stage, int age);
    void show(reports::Lanes lanes = reports::Lanes::Dealer);
    [[nodiscard]] model::RecordKey key(int item) const; // as deal() answered
    [[nodiscard]] int column(const char *name) const;

    [[nodiscard]] int row(int item) const { return m_model->placeOf(key(item)).row; }

    std::unique_ptr<SnapshotBuilder> m_builder;
    facts::SnapshotPtr m_facts;
    std::unique_ptr<BoardModel> m_model;
    facts::Index m_north = 0;
    facts::Index m_south = 0;
    facts::Index m_fresh = 0;
    facts::Index m_service = 0;
    int m_car = 0;
    int m_repair = 0;
    int m_other = 0;
};

facts::Index TestBoardMove::deal(facts::Index portal, facts::Index stage, int age)
{
    SnapshotBuilder::Item item;
    item.portal = portal;
    item.visits = { { stage, kNow - 3'600 * (age + 1) } };
    return m_builder->item(item);
}

// North sells and repairs: "Talks" is a stage of both funnels with the same name, "Parts" one of the repairs alone.
void TestBoardMove::init()
{
    m_builder = std::make_unique<SnapshotBuilder>();
    m_north = m_builder->portal("north");
    m_south = m_builder->portal("south");
    const facts::Index repairs = m_builder->funnel(m_north, model::EntityKind::Deal, "Repairs");
    m_service = m_builder->stage(repairs, "Repair taken", 'P', "NEW");
    for (const char *name : { "Talks", "Parts" })
        (void)m_builder->stage(repairs, name);
    (void)m_builder->stage(repairs, "Repaired", 'S');
    const facts::Index sales = m_builder->funnel(m_north, model::EntityKind::Deal, "Sales");
    m_fresh = m_builder->stage(sales, "Car asked for", 'P', "NEW");
    (void)m_builder->stage(sales, "Talks");
    (void)m_builder->stage(sales, "Sold", 'S');
    (void)m_builder->stage(sales, "Not sold", 'F');
    m_builder->raw().stages[std::size_t(m_fresh) + 1].code = QStringLiteral("SALES_TALKS");
    const facts::Index elsewhere = m_builder->funnel(m_south, model::EntityKind::Deal, "Sales");
    const facts::Index southern = m_builder->stage(elsewhere, "Fresh", 'P', "NEW");
    m_car = deal(m_north, m_fresh, 1);
    m_repair = deal(m_north, m_service, 2);
    m_other = deal(m_south, southern, 3);
    for (const facts::Index stage : { m_service + 1, m_service + 2 }) // so that the columns are there
        (void)deal(m_north, stage, 4);
    for (auto &fact : m_builder->raw().portals) {
        fact.neverComplete = false;
        fact.watermark = kNow - 60;
    }
}

void TestBoardMove::show(reports::Lanes lanes)
{
    m_facts = std::make_shared<facts::Snapshot>(m_builder->build(kNow));
    m_model = std::make_unique<BoardModel>();
    m_model->setFmt(Fmt(Language::English));
    m_model->setBoard(std::make_shared<reports::Board>(reports::board(*m_facts, {}, lanes, reports::CardOrder::Age)), m_facts, lanes, kNow);
}

model::RecordKey TestBoardMove::key(int item) const { return m_model->keyOf(std::uint32_t(m_builder->rowOf(item))); }

int TestBoardMove::column(const char *name) const
{
    for (int column = 0; column < m_model->stages(); ++column)
        if (m_model->board()->columns[std::size_t(column)].name == QString::fromLatin1(name))
            return column;
    return -1;
}

void TestBoardMove::aStageOfItsOwnFunnel()
{
    show();
    QVERIFY(column("Talks") >= 0);
    const BoardMove car = BoardMove::of(*m_model, nullptr, { key(m_car) }, row(m_car), column("Talks"));
    QCOMPARE(car.obstacle, QString());
    QCOMPARE(car.stage, QStringLiteral("SALES_TALKS"));
    const BoardMove repair = BoardMove::of(*m_model, nullptr, { key(m_repair) }, row(m_repair), column("Talks"));
    QCOMPARE(repair.stage, QStringLiteral("TALKS"));
    QCOMPARE(repair.note, QString());
}

// The dealer has such a stage, but not for this deal.
void TestBoardMove::notIntoAnotherFunnel()
{
    show();
    const BoardMove move = BoardMove::of(*m_model, nullptr, { key(m_car) }, row(m_car), column("Parts"));
    QCOMPARE(move.stage, QString());
    QVERIFY2(move.obstacle.contains(QStringLiteral("Repairs")), qPrintable(move.obstacle));
}

void TestBoardMove::notToAnotherDealer()
{
    show();
    const BoardMove move = BoardMove::of(*m_model, nullptr, { key(m_car) }, row(m_other), column("Talks"));
    QCOMPARE(move.stage, QString());
    QVERIFY(!move.obstacle.isEmpty());
    const BoardMove missing = BoardMove::of(*m_model, nullptr, { key(m_other) }, row(m_other), column("Talks"));
    QCOMPARE(missing.stage, QString());
    QVERIFY(!missing.obstacle.isEmpty());
}

void TestBoardMove::notToSeveralPlacesAtOnce()
{
    show();
    const BoardMove funnels = BoardMove::of(*m_model, nullptr, { key(m_car), key(m_repair) }, row(m_car), column("Talks"));
    QCOMPARE(funnels.stage, QString());
    init();
    show(reports::Lanes::None); // all dealers in one lane
    const BoardMove dealers = BoardMove::of(*m_model, nullptr, { key(m_car), key(m_other) }, 0, column("Talks"));
    QCOMPARE(dealers.stage, QString());
    QVERIFY(dealers.obstacle.contains(QStringLiteral("several dealers")));
    QVERIFY(funnels.obstacle.contains(QStringLiteral("several funnels")));
}

void TestBoardMove::wonAndLost()
{
    show();
    QCOMPARE(BoardMove::of(*m_model, nullptr, { key(m_car) }, row(m_car), m_model->stages()).stage, QStringLiteral("SOLD"));
    QCOMPARE(BoardMove::of(*m_model, nullptr, { key(m_car) }, row(m_car), m_model->stages() + 1).stage, QStringLiteral("NOT SOLD"));
    QCOMPARE(BoardMove::of(*m_model, nullptr, { key(m_repair) }, row(m_repair), m_model->stages()).stage, QStringLiteral("REPAIRED"));
    QCOMPARE(BoardMove::of(*m_model, nullptr, { key(m_repair) }, row(m_repair), m_model->stages() + 1).stage, QString());
}

void TestBoardMove::atMostFifty()
{
    std::vector<int> deals;
    for (int i = 0; i < 51; ++i)
        deals.push_back(deal(m_north, m_fresh, 10 + i));
    show();
    std::vector<model::RecordKey> cards;
    for (const int each : deals)
        cards.push_back(key(each));
    QCOMPARE(BoardMove::of(*m_model, nullptr, cards, row(m_car), column("Talks")).stage, QString());
    cards.pop_back();
    QCOMPARE(BoardMove::of(*m_model, nullptr, cards, row(m_car), column("Talks")).stage, QStringLiteral("SALES_TALKS"));
}

void TestBoardMove::anOldDealerSaysWhen()
{
    m_builder->raw().portals[std::size_t(m_north)].watermark = kNow - 5'400; // behind all that is on the board
    show();
    const BoardMove move = BoardMove::of(*m_model, nullptr, { key(m_car) }, row(m_car), column("Talks"));
    QCOMPARE(move.obstacle, QString());
    QCOMPARE(move.stage, QStringLiteral("SALES_TALKS"));
    QVERIFY2(move.note.contains(QStringLiteral("07:30")), qPrintable(move.note));
}

void TestBoardMove::aKeyThatMayNotWrite_data()
{
    QTest::addColumn<QByteArray>("problem"); // of the last refused write
    QTest::addColumn<bool>("writesAgain"); // a write after it has arrived
    QTest::addColumn<bool>("refused");
    QTest::newRow("no right") << QByteArray("ACCESS_DENIED") << false << true;
    QTest::newRow("no scope") << QByteArray("insufficient_scope") << false << true;
    QTest::newRow("another reason") << QByteArray("ERROR_CORE") << false << false;
    QTest::newRow("right given since") << QByteArray("ACCESS_DENIED") << true << false;
}

// No portal tells what a key may write: what it said the last time counts, for that portal alone.
void TestBoardMove::aKeyThatMayNotWrite()
{
    QFETCH(QByteArray, problem);
    QFETCH(bool, writesAgain);
    QFETCH(bool, refused);
    show();
    const QTemporaryDir dir;
    auto session
        = Session::open({ .folder = dir.filePath(QStringLiteral("data")), .credentialsFile = dir.filePath(QStringLiteral("keys")) });
    QVERIFY(session);
    const auto settle = [&](facts::Index portal, model::WriteState state, const QByteArray &why) {
        model::Write write = model::newWrite(
            model::WriteKind::Change, { m_facts->portals[std::size_t(portal)].portal.id, model::EntityKind::Deal, 1 }, kNow);
        write.fields.push_back({ QStringLiteral("TITLE"), {}, QStringLiteral("x"), {} });
        auto added = (*session)->store().addWrites({ write });
        added.waitForFinished();
        write.state = state;
        write.problem = why;
        auto moved = (*session)->store().moveWrite(model::WriteState::Queued, write, { 0, kNow, state, "refused", {} });
        moved.waitForFinished();
        return added.result() && moved.result();
    };
    QVERIFY(settle(m_north, model::WriteState::Rejected, problem));
    if (writesAgain)
        QVERIFY(settle(m_north, model::WriteState::Confirmed, {}));
    QVERIFY(settle(m_south, model::WriteState::Confirmed, {}));
    OutboxFeed &outbox = (*session)->outbox();
    const std::size_t wanted = writesAgain ? 3 : 2;
    QTRY_VERIFY(outbox.items().size() == wanted
        && std::ranges::none_of(outbox.items(), [](const OutboxItem &each) { return each.write.state == model::WriteState::Queued; }));
    const BoardMove move = BoardMove::of(*m_model, &outbox, { key(m_car) }, row(m_car), column("Talks"));
    QCOMPARE(move.obstacle.contains(QStringLiteral("may not write")), refused);
    QCOMPARE(move.stage.isEmpty(), refused);
}

QTEST_GUILESS_MAIN(TestBoardMove)
#include "tst_boardmove.moc"
