// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/funnels/boardview.h"
#include "desk/language.h"
#include "support/snapshotbuilder.h"

#include <QApplication>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace dealerlens;
using namespace dealerlens::desk;
using dealerlens::testing::SnapshotBuilder;
using dealerlens::testing::utc;
using viewmodels::BoardModel;

namespace {

const base::UtcSeconds kNow = utc("2025-11-24T09:00:00Z");

} // namespace

class TestBoardView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void arrowsWalkCardsColumnsAndLanes();
    void moreOpensTheCellAndEscapeClosesIt();
    void selectionIsOfRecords();
    void theCurrentCardSurvivesNewFacts();
    void aHundredThousandCardsAreReached();
    void screenReadersHearTheCard();

private:
    void show(const std::vector<std::pair<int, int>> &cells, reports::Lanes lanes);

    QTemporaryDir m_folder;
    base::SystemClock m_clock;
    std::unique_ptr<ThemeManager> m_themes;
    std::unique_ptr<LanguageManager> m_languages;
    std::unique_ptr<store::Store> m_store;
    std::unique_ptr<viewmodels::CardTexts> m_texts;
    std::unique_ptr<BoardModel> m_model;
    std::unique_ptr<BoardView> m_view;
};

void TestBoardView::initTestCase()
{
    m_themes = std::make_unique<ThemeManager>(*qApp);
    m_languages = std::make_unique<LanguageManager>(*qApp);
    m_languages->setLanguage(viewmodels::Language::English);
    auto store = store::Store::open(m_folder.path(), { .readOnly = false, .clock = &m_clock });
    QVERIFY(store.has_value());
    m_store = std::move(*store);
}

// Dealers with so many deals in the first two stages.
void TestBoardView::show(const std::vector<std::pair<int, int>> &cells, reports::Lanes lanes)
{
    SnapshotBuilder builder;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const QByteArray key = "dealer" + QByteArray::number(int(i));
        const facts::Index portal = builder.portal(key.constData());
        const facts::Index funnel = builder.funnel(portal, model::EntityKind::Deal, "Sales");
        const facts::Index stages[] { builder.stage(funnel, "Fresh", 'P', "NEW"), builder.stage(funnel, "Busy", 'P', "WORK") };
        const int counts[] { cells[i].first, cells[i].second };
        for (int stage = 0; stage < 2; ++stage) {
            for (int deal = 0; deal < counts[stage]; ++deal) {
                SnapshotBuilder::Item item;
                item.portal = portal;
                item.visits = { { stages[stage], kNow - 60 * (deal + 1) } };
                (void)builder.item(item);
            }
        }
    }
    auto facts = std::make_shared<facts::Snapshot>(builder.build(kNow));
    auto board = std::make_shared<reports::Board>(reports::board(*facts, {}, lanes, reports::CardOrder::Age));
    if (!m_view || !m_view->isVisible()) {
        m_view.reset();
        m_texts = std::make_unique<viewmodels::CardTexts>(*m_store);
        m_model = std::make_unique<BoardModel>();
        m_view = std::make_unique<BoardView>(*m_model, *m_texts);
        m_view->resize(1'300, 700);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }
    m_model->setFmt(fmt());
    m_model->setBoard(board, facts, lanes, kNow);
}

void TestBoardView::arrowsWalkCardsColumnsAndLanes()
{
    m_view.reset();
    show({ { 2, 6 }, { 1, 0 } }, reports::Lanes::Dealer);
    m_view->setCurrent({ 0, 0, 0 });
    QTest::keyClick(m_view.get(), Qt::Key_Down);
    QCOMPARE(m_view->current(), (BoardView::Place { 0, 0, 1 }));
    QTest::keyClick(m_view.get(), Qt::Key_Down); // past the last card: the next lane
    QCOMPARE(m_view->current(), (BoardView::Place { 1, 0, 0 }));
    QTest::keyClick(m_view.get(), Qt::Key_Up);
    QCOMPARE(m_view->current(), (BoardView::Place { 0, 0, 1 }));
    QTest::keyClick(m_view.get(), Qt::Key_Right);
    QCOMPARE(m_view->current(), (BoardView::Place { 0, 1, 1 }));
    QSignalSpy opened(m_view.get(), &BoardView::cardOpened);
    QSignalSpy preview(m_view.get(), &BoardView::previewRequested);
    QTest::keyClick(m_view.get(), Qt::Key_Return);
    QTest::keyClick(m_view.get(), Qt::Key_Space);
    QCOMPARE(opened.count(), 1);
    QCOMPARE(preview.count(), 1);
    QCOMPARE(opened[0][0].value<model::RecordKey>(), *m_view->currentKey());
}

void TestBoardView::moreOpensTheCellAndEscapeClosesIt()
{
    m_view.reset();
    show({ { 2, 6 }, { 1, 0 } }, reports::Lanes::Dealer);
    m_view->setCurrent({ 0, 1, 3 });
    QTest::keyClick(m_view.get(), Qt::Key_Down); // the line "2 more"
    QCOMPARE(m_view->current(), (BoardView::Place { 0, 1, 4 }));
    QVERIFY(!m_view->currentKey());
    QTest::keyClick(m_view.get(), Qt::Key_Return);
    QVERIFY(m_view->isCellOpen());
    m_view->setCurrent({ 0, 1, 5 });
    QVERIFY(m_view->currentKey().has_value());
    QTest::keyClick(m_view.get(), Qt::Key_Escape);
    QVERIFY(!m_view->isCellOpen());
    QCOMPARE(m_view->current(), (BoardView::Place { 0, 1, 3 }));
}

void TestBoardView::selectionIsOfRecords()
{
    m_view.reset();
    show({ { 3, 0 } }, reports::Lanes::Dealer);
    m_view->setCurrent({ 0, 0, 2 });
    m_view->toggleSelected();
    QCOMPARE(int(m_view->selection().size()), 1);
    QVERIFY(m_view->selection().contains(*m_view->currentKey()));
    QTest::keyClick(m_view.get(), Qt::Key_Escape);
    QVERIFY(m_view->selection().empty());
}

void TestBoardView::theCurrentCardSurvivesNewFacts()
{
    m_view.reset();
    show({ { 5, 0 }, { 3, 0 } }, reports::Lanes::Dealer);
    m_view->setCurrent({ 1, 0, 1 });
    const auto key = m_view->currentKey();
    QVERIFY(key.has_value());
    show({ { 5, 0 }, { 3, 8 } }, reports::Lanes::Dealer); // the second dealer moves up
    QCOMPARE(m_model->at(0).key, QStringLiteral("p2"));
    QCOMPARE(m_view->currentKey(), key);
    QCOMPARE(m_view->current().row, 0);
}

void TestBoardView::aHundredThousandCardsAreReached()
{
    m_view.reset();
    show({ { 60'000, 40'000 } }, reports::Lanes::None);
    QVERIFY(m_view->verticalScrollBar()->maximum() > 60'000 * 60);
    QTest::keyClick(m_view.get(), Qt::Key_Home);
    QCOMPARE(m_view->current(), (BoardView::Place { 0, 0, 0 }));
    QTest::keyClick(m_view.get(), Qt::Key_End);
    QCOMPARE(m_view->current(), (BoardView::Place { 0, 0, 59'999 }));
    QVERIFY(m_view->verticalScrollBar()->value() > 60'000 * 60 - 700);
    const QImage image = m_view->grab().toImage();
    QVERIFY(image.width() >= 1'300);
}

void TestBoardView::screenReadersHearTheCard()
{
    m_view.reset();
    show({ { 2, 0 }, { 1, 0 } }, reports::Lanes::Dealer);
    m_view->setCurrent({ 0, 0, 0 });
    QVERIFY(m_view->currentSentence().contains(QStringLiteral("dealer0")));
    m_view->setCurrent({ 0, 1, 0 }); // an empty cell
    QVERIFY(m_view->currentSentence().contains(QStringLiteral("In work")));
}

QTEST_MAIN(TestBoardView)
#include "tst_boardview.moc"
