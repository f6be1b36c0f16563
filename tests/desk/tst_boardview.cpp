// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/funnels/boardview.h"
#include "desk/language.h"
#include "support/snapshotbuilder.h"

#include <QAccessible>
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
    void screenReadersWalkLanesCellsAndCards();
    void aHundredThousandCardsAreBuiltForNobody();
    void headsAreReachedByKeys();
    void agesAreDraggedAndTyped();
    void fieldsOfCardsAreKept();
    void cardsAreDraggedToAColumn();
    void cardsGoToAColumnByItsDigit();

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

void TestBoardView::screenReadersWalkLanesCellsAndCards()
{
    m_view.reset();
    show({ { 2, 6 }, { 1, 0 } }, reports::Lanes::Dealer);
    QAccessibleInterface *board = QAccessible::queryAccessibleInterface(m_view.get());
    QVERIFY(board && board->tableInterface());
    QCOMPARE(board->role(), QAccessible::Table);
    QAccessibleTableInterface &table = *board->tableInterface();
    QCOMPARE(table.rowCount(), 2);
    QCOMPARE(table.columnCount(), m_model->columnCount());
    QCOMPARE(board->childCount(), table.rowCount() * table.columnCount());
    QCOMPARE(table.rowDescription(0), m_model->at(0).name);
    QVERIFY(table.columnDescription(1).contains(m_model->columnName(1)));

    QAccessibleInterface *cell = table.cellAt(0, 1);
    QCOMPARE(cell, board->child(1));
    QCOMPARE(board->indexOfChild(cell), 1);
    QCOMPARE(cell->role(), QAccessible::Cell);
    QCOMPARE(cell->tableCellInterface()->columnIndex(), 1);
    QCOMPARE(cell->parent(), board);
    QVERIFY(cell->text(QAccessible::Name).contains(QStringLiteral("6")));
    QCOMPARE(cell->childCount(), 5); // four cards and "2 more"
    QVERIFY(cell->child(4)->text(QAccessible::Name).contains(QStringLiteral("2")));

    QAccessibleInterface *card = cell->child(1);
    QCOMPARE(card->role(), QAccessible::ListItem);
    QCOMPARE(card->parent(), cell);
    QCOMPARE(cell->indexOfChild(card), 1);
    QVERIFY(cell->rect().contains(card->rect()));
    QCOMPARE(board->childAt(card->rect().center().x(), card->rect().center().y()), cell);
    QCOMPARE(cell->childAt(card->rect().center().x(), card->rect().center().y()), card);
    QVERIFY(card->text(QAccessible::Name).contains(QStringLiteral("dealer0")));
    card->actionInterface()->doAction(QAccessibleActionInterface::setFocusAction());
    QCOMPARE(m_view->current(), (BoardView::Place { 0, 1, 1 }));
    QVERIFY(card->state().focused);
    QCOMPARE(board->focusChild(), card);
    QCOMPARE(board->text(QAccessible::Value), card->text(QAccessible::Name));
    QVERIFY(!card->state().selected);
    m_view->toggleSelected();
    QVERIFY(card->state().selected);
    QSignalSpy opened(m_view.get(), &BoardView::cardOpened);
    card->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    QCOMPARE(opened.count(), 1);
    m_model->setOpen(0, false); // folded: a count, no cards
    QCOMPARE(table.cellAt(0, 1)->childCount(), 0);
    QVERIFY(!card->isValid());
}

void TestBoardView::aHundredThousandCardsAreBuiltForNobody()
{
    m_view.reset();
    show({ { 60'000, 40'000 } }, reports::Lanes::None);
    QAccessibleInterface *board = QAccessible::queryAccessibleInterface(m_view.get());
    QAccessibleInterface *cell = board->tableInterface()->cellAt(0, 0);
    QCOMPARE(cell->childCount(), 60'000);
    QAccessibleInterface *last = cell->child(59'999);
    QVERIFY(last->state().offscreen);
    QVERIFY(!last->text(QAccessible::Name).isEmpty());
    last->actionInterface()->doAction(QAccessibleActionInterface::setFocusAction());
    QVERIFY(!last->state().offscreen);
}

void TestBoardView::headsAreReachedByKeys()
{
    m_view.reset();
    show({ { 2, 1 } }, reports::Lanes::Dealer);
    m_view->setCurrent({ 0, 0, 0 });
    QTest::keyClick(m_view.get(), Qt::Key_Up);
    QCOMPARE(m_view->headColumn(), 0);
    QVERIFY(m_view->currentSentence().contains(m_model->columnName(0)));
    QTest::keyClick(m_view.get(), Qt::Key_Right);
    QCOMPARE(m_view->headColumn(), 1);
    QSignalSpy rows(m_view.get(), &BoardView::cellRowsRequested);
    QTest::keyClick(m_view.get(), Qt::Key_Return);
    QCOMPARE(rows.count(), 1);
    QCOMPARE(rows[0][0].toInt(), -1);
    QCOMPARE(rows[0][1].toInt(), 1);
    QTest::keyClick(m_view.get(), Qt::Key_Down);
    QCOMPARE(m_view->headColumn(), -1);
    QCOMPARE(m_view->current(), (BoardView::Place { 0, 1, 0 }));
}

void TestBoardView::agesAreDraggedAndTyped()
{
    m_view.reset();
    show({ { 3, 1 } }, reports::Lanes::Dealer);
    BoardView::Ages chosen;
    int times = 0;
    connect(m_view.get(), &BoardView::agesChosen, m_view.get(), [&](const BoardView::Ages &ages) {
        chosen = ages;
        ++times;
        m_view->setAges(ages);
    });
    const QRect head = m_view->headRect(0);
    const int y = head.top() + theme().px(7) + 2 * theme().px(18) + theme().px(8);
    QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, QPoint(head.left() + head.width() / 4, y));
    QTest::mouseMove(m_view->viewport(), QPoint(head.left() + head.width() / 2, y));
    QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, QPoint(head.left() + head.width() / 2, y));
    QCOMPARE(times, 1);
    QCOMPARE(chosen.column, 0);
    QVERIFY(chosen.from > 5 && chosen.from < 15 && chosen.to > 18 && chosen.to < 26);

    const BoardView::Ages dragged = chosen;
    m_view->setHead(0);
    QTest::keyClick(m_view.get(), Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(chosen.from, dragged.from + 1);
    QTest::keyClick(m_view.get(), Qt::Key_Left, Qt::ShiftModifier | Qt::ControlModifier);
    QCOMPARE(chosen.to, dragged.to - 1);
    QTest::keyClick(m_view.get(), Qt::Key_Escape);
    QCOMPARE(chosen.column, -1);
    QSignalSpy rows(m_view.get(), &BoardView::cellRowsRequested);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, QPoint(head.left() + head.width() / 2, y)); // no drag: the rows
    QCOMPARE(rows.count(), 1);
}

void TestBoardView::fieldsOfCardsAreKept()
{
    CardFields fields;
    fields.subject = CardFields::Subject::Created;
    fields.amount = false;
    fields.marks = 1U << unsigned(reports::Late::NoNextStep);
    fields.cards = 2;
    QCOMPARE(CardFields::fromVariant(fields.toVariant()), fields);
    QCOMPARE(CardFields::fromVariant({ { QStringLiteral("cards"), 1'000 }, { QStringLiteral("subject"), -3 } }), CardFields());
    m_view.reset();
    show({ { 2, 6 } }, reports::Lanes::Dealer);
    QCOMPARE(m_view->cardCount({ 0, 1, 0 }), 4);
    m_view->setFields(fields);
    QCOMPARE(m_view->cardCount({ 0, 1, 0 }), 2);
    QVERIFY(m_view->hasMore({ 0, 1, 0 }));
}

// Pressed, moved in steps and let go, as a hand does.
static void drag(BoardView &view, const QPoint &from, const QPoint &to)
{
    QTest::mousePress(view.viewport(), Qt::LeftButton, {}, from);
    for (int i = 1; i <= 4; ++i)
        QTest::mouseMove(view.viewport(), from + (to - from) * i / 4);
    QTest::mouseRelease(view.viewport(), Qt::LeftButton, {}, to);
}

void TestBoardView::cardsAreDraggedToAColumn()
{
    m_view.reset();
    show({ { 2, 1 }, { 1, 0 } }, reports::Lanes::Dealer);
    using Cards = std::vector<model::RecordKey>;
    std::vector<std::pair<Cards, viewmodels::BoardMove>> told;
    connect(m_view.get(), &BoardView::cardsMoved, this,
        [&told](const Cards &cards, const viewmodels::BoardMove &to) { told.emplace_back(cards, to); });
    const QPoint card = m_view->placeRect({ 0, 0, 1 }).center();
    const auto key = m_view->keyAt({ 0, 0, 1 });
    // Under way it is paler than where it lies.
    const auto picture = [this] { return m_view->viewport()->grab(m_view->placeRect({ 0, 0, 1 }).adjusted(4, 4, -4, -4)).toImage(); };
    const QImage lying = picture();
    QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, card);
    QTest::mouseMove(m_view->viewport(), m_view->placeRect({ 0, 1, 0 }).center());
    QVERIFY(picture() != lying);
    QTest::mouseMove(m_view->viewport(), card);
    QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, card);
    QVERIFY(told.empty());
    drag(*m_view, card, m_view->placeRect({ 0, 1, 0 }).center());
    QCOMPARE(told.size(), std::size_t(1));
    QCOMPARE(told[0].first, Cards { *key });
    QCOMPARE(told[0].second.stage, QStringLiteral("BUSY"));
    drag(*m_view, card, m_view->placeRect({ 1, 0, 0 }).center()); // another dealer
    QCOMPARE(told.size(), std::size_t(2));
    QCOMPARE(told[1].second.stage, QString());
    QVERIFY(!told[1].second.obstacle.isEmpty());
    QCOMPARE(m_view->viewport()->cursor().shape(), Qt::ArrowCursor);
    // The board is filled anew while the button is down: the card that was taken is meant, wherever it is now.
    QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, card);
    QTest::mouseMove(m_view->viewport(), card + QPoint(60, 0));
    show({ { 1, 1 }, { 1, 0 } }, reports::Lanes::Dealer);
    const auto there = m_model->placeOf(*key);
    QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, m_view->placeRect({ 0, 1, 0 }).center());
    QCOMPARE(told.size(), there.row < 0 || there.column == 1 ? std::size_t(2) : std::size_t(3));
    for (const auto &each : told)
        QCOMPARE(each.first, Cards { *key });
}

void TestBoardView::cardsGoToAColumnByItsDigit()
{
    m_view.reset();
    show({ { 2, 1 }, { 1, 0 } }, reports::Lanes::Dealer);
    std::vector<QString> stages;
    connect(m_view.get(), &BoardView::cardsMoved, this,
        [&stages](const std::vector<model::RecordKey> &, const viewmodels::BoardMove &to) { stages.push_back(to.stage); });
    QSignalSpy form(m_view.get(), &BoardView::moveFormRequested);
    m_view->setCurrent({ 0, 0, 0 });
    m_view->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
    QTest::keyClick(m_view.get(), Qt::Key_2); // nobody asked
    QCOMPARE(stages.size(), std::size_t(0));
    m_view->awaitColumn();
    QTest::keyClick(m_view.get(), Qt::Key_2);
    QCOMPARE(stages, std::vector<QString> { QStringLiteral("BUSY") });
    m_view->awaitColumn();
    QTest::keyClick(m_view.get(), Qt::Key_Escape);
    QTest::keyClick(m_view.get(), Qt::Key_2);
    QCOMPARE(stages.size(), std::size_t(1));
    m_view->awaitColumn();
    QTest::keyClick(m_view.get(), Qt::Key_Return);
    QCOMPARE(form.count(), 1);
}

QTEST_MAIN(TestBoardView)
#include "tst_boardview.moc"
