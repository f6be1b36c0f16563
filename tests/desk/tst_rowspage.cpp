// SPDX-License-Identifier: GPL-3.0-or-later
// Every number opens its rows: over a mirrored network all of them are asked for, and on the pages those that are
// activated open a page with as many rows.
#include "desk/actions.h"
#include "desk/explainpopover.h"
#include "desk/funnels/boardview.h"
#include "desk/language.h"
#include "desk/livedesk.h"
#include "desk/pagehead.h"
#include "desk/report/reporttree.h"
#include "desk/tabletools.h"
#include "support/rowsproof.h"
#include "viewmodels/boardmodel.h"
#include "viewmodels/funnelmodel.h"
#include "viewmodels/networkmodel.h"
#include "viewmodels/pathsmodel.h"
#include "viewmodels/rowsmodel.h"
#include "viewmodels/stagetimesmodel.h"
#include "viewmodels/treemodel.h"

#include <QApplication>
#include <QChildEvent>
#include <QComboBox>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QToolButton>

using namespace dealerlens;
using namespace dealerlens::desk;
using dealerlens::testing::LiveDesk;
using viewmodels::FunnelModel;
using viewmodels::PathsModel;
using viewmodels::StageTimesModel;
using viewmodels::TransitionsModel;
using viewmodels::TreeModel;

// Widgets that a window gets while it is watched, and how many of them told that they have gone.
class Births final : public QObject {
public:
    int born = 0;
    int told = 0;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::ChildAdded && static_cast<QChildEvent *>(event)->child()->isWidgetType()) {
            ++born;
            connect(static_cast<QChildEvent *>(event)->child(), &QObject::destroyed, this, [this] { ++told; });
        }
        return QObject::eventFilter(watched, event);
    }
};

class TestRowsPage final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyNumberOfTheNetworkHasItsRows();
    void reportOpens();
    void groupsOpen();
    void groupsAreRemembered();
    void monthsOpen();
    void exportsHaveWhatNoColumnShows();
    void networkOpens();
    void filtersHaveKeys();
    void stageTimesOpen();
    void funnelOpens();
    void pathsOpen();
    void boardOpens();
    void boardOpensByKeys();
    void waterfallOpens();
    void readingLeavesNothingBehind();
    void placeIsRemembered();
    void hiddenPagesKeepNoOldRows();

private:
    [[nodiscard]] MainWindow &window() const { return *m_desk->window; }

    // Rows of the page that has opened; -1 when another page is shown.
    [[nodiscard]] qlonglong opened() const;
    // Enter on a cell opens a page with `number` rows.
    void opens(QAbstractItemView &view, const QModelIndex &cell, qlonglong number, const QString &from);
    [[nodiscard]] Page *stages(int tab);

    std::unique_ptr<ThemeManager> m_themes;
    std::unique_ptr<LanguageManager> m_languages;
    std::unique_ptr<LiveDesk> m_desk;
};

void TestRowsPage::initTestCase()
{
    m_themes = std::make_unique<ThemeManager>(*qApp);
    m_languages = std::make_unique<LanguageManager>(*qApp);
    m_languages->setLanguage(viewmodels::Language::English);
    m_desk = std::make_unique<LiveDesk>();
    const QString problem = m_desk->build();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    window().resize(1440, 900);
}

qlonglong TestRowsPage::opened() const
{
    if (!m_desk->settle(QStringLiteral("rows")))
        return -1;
    return window().currentPage()->exportTable()->rowCount();
}

void TestRowsPage::opens(QAbstractItemView &view, const QModelIndex &cell, qlonglong number, const QString &from)
{
    QVERIFY(cell.isValid());
    view.setFocus();
    view.setCurrentIndex(cell);
    QTest::keyClick(&view, Qt::Key_Return);
    QCOMPARE(window().currentPage()->objectName(), QStringLiteral("rows"));
    QCOMPARE(opened(), number);
    const QString title = window().currentPage()->title();
    QVERIFY(!title.isEmpty());
    QVERIFY(m_desk->ready(from));
}

void TestRowsPage::everyNumberOfTheNetworkHasItsRows()
{
    const facts::SnapshotPtr facts = m_desk->session->facts();
    dealerlens::testing::RowsProof proof(*facts, m_desk->session->question(window().context()));
    const QStringList found = proof.run();
    qInfo("%d numbers, %d above zero", proof.numbers(), proof.notZero());
    QVERIFY2(found.isEmpty(), qPrintable(found.mid(0, 10).join(QLatin1Char('\n'))));
    QVERIFY(proof.notZero() > 300);
}

void TestRowsPage::reportOpens()
{
    Page *page = m_desk->ready(QStringLiteral("report"));
    QVERIFY(page);
    auto *tree = page->findChild<ReportTree *>();
    auto *model = qobject_cast<TreeModel *>(page->exportTable());
    tree->expandAll();
    const QString dealer = QStringLiteral("p:") + m_desk->dealer().key;
    for (const int column : { TreeModel::NewColumn, TreeModel::OpenColumn, TreeModel::CountColumn, TreeModel::WonColumn }) {
        const QModelIndex cell = model->indexOfKey(dealer).siblingAtColumn(column);
        opens(*tree, cell, cell.data(Qt::EditRole).toLongLong(), QStringLiteral("report"));
    }
    const QModelIndex whole = model->networkIndex().siblingAtColumn(TreeModel::ConversionColumn);
    opens(*tree, whole, model->nodeAt(whole)->measures.conversion.k, QStringLiteral("report"));
}

// By source, campaign, region …: every row of every grouping, in the columns that count.
void TestRowsPage::groupsOpen()
{
    using reports::Dimension;
    for (const Dimension by : { Dimension::Source, Dimension::Campaign, Dimension::Region, Dimension::Dealer, Dimension::Employee,
             Dimension::Month, Dimension::Funnel }) {
        const QVariantMap args { { QStringLiteral("by"), reports::wordOf(by) } };
        Page *page = m_desk->ready(QStringLiteral("report"), args);
        QVERIFY(page);
        auto *tree = page->findChild<ReportTree *>();
        auto *model = qobject_cast<TreeModel *>(page->exportTable());
        QCOMPARE(model->answer()->dimension, std::optional(by));
        QVERIFY(page->title().contains(TreeModel::groupingWord(by)));
        QCOMPARE(page->findChild<QComboBox *>(QStringLiteral("grouping"))->currentText(), TreeModel::groupingWord(by));
        const int rows = model->rowCount(model->networkIndex());
        QVERIFY2(rows > 0, qPrintable(reports::wordOf(by)));
        const int column = by == Dimension::Source ? TreeModel::WonColumn : TreeModel::NewColumn;
        for (const int row : { 0, rows - 1 }) {
            const QModelIndex cell = model->index(row, column, model->networkIndex());
            opens(*tree, cell, cell.data(Qt::EditRole).toLongLong(), QStringLiteral("report"));
        }
        const QModelIndex converted = model->index(0, TreeModel::ConversionColumn, model->networkIndex());
        opens(*tree, converted, model->nodeAt(converted)->measures.conversion.k, QStringLiteral("report"));
    }
    QVERIFY(m_desk->ready(QStringLiteral("report"), { { QStringLiteral("by"), QString() } }));
}

void TestRowsPage::monthsOpen()
{
    Page *page = m_desk->ready(QStringLiteral("report"), { { QStringLiteral("by"), QStringLiteral("structure-month") } });
    QVERIFY(page);
    auto *tree = page->findChild<ReportTree *>();
    auto *model = qobject_cast<TreeModel *>(page->exportTable());
    QModelIndex at = model->indexOfKey(QStringLiteral("p:") + m_desk->dealer().key);
    while (at.isValid() && model->nodeAt(at)->level != reports::TreeLevel::Month) {
        tree->expand(at);
        at = model->index(0, 0, at);
    }
    opens(*tree, at.siblingAtColumn(TreeModel::NewColumn), model->nodeAt(at)->measures.leads, QStringLiteral("report"));
    QVERIFY(m_desk->ready(QStringLiteral("report"), { { QStringLiteral("by"), QString() } }));
}

void TestRowsPage::exportsHaveWhatNoColumnShows()
{
    Page *page = m_desk->ready(QStringLiteral("report"), { { QStringLiteral("by"), QString() } });
    auto *model = qobject_cast<TreeModel *>(page->exportTable());
    const facts::SnapshotPtr facts = m_desk->session->facts();
    const reports::TreeAnswer whole
        = reports::tree(*facts, m_desk->session->question(window().context()), { .conversionDays = facts->standard.conversionDays });
    bool isRead = false;
    page->readWhole([&isRead] { isRead = true; });
    QTRY_VERIFY(isRead);
    const reports::Measures &written = model->answer()->root.measures;
    QCOMPARE(written.late, whole.root.measures.late);
    QVERIFY(std::ranges::any_of(written.late, [](std::int64_t count) { return count > 0; }));
    QCOMPARE(written.claimedMedian, whole.root.measures.claimedMedian);
    QCOMPARE(written.cycleWonMedian, whole.root.measures.cycleWonMedian);
}

// Columns and order of the tree and of groups are remembered apart, and which was shown.
void TestRowsPage::groupsAreRemembered()
{
    Page *page = m_desk->ready(QStringLiteral("report"), { { QStringLiteral("by"), QStringLiteral("source") } });
    QVERIFY(page);
    auto *model = qobject_cast<TreeModel *>(page->exportTable());
    const std::vector<TreeModel::SortKey> byName { { TreeModel::NameColumn, Qt::AscendingOrder } };
    model->setSortKeys(byName);
    const QVariantMap state = page->saveState();
    QVERIFY(m_desk->ready(QStringLiteral("report"), { { QStringLiteral("by"), QString() } }));
    QVERIFY(model->sortKeys() != byName);
    page->restoreState(state);
    QVERIFY(m_desk->settle(QStringLiteral("report")));
    QVERIFY(model->sortKeys() == byName);
    QVERIFY(m_desk->ready(QStringLiteral("network")));
    QVERIFY(m_desk->ready(QStringLiteral("report")));
    QCOMPARE(model->answer()->dimension, std::optional(reports::Dimension::Source));
    QVERIFY(m_desk->ready(QStringLiteral("report"), { { QStringLiteral("by"), QString() } }));
    QVERIFY(!model->answer()->dimension);
}

void TestRowsPage::networkOpens()
{
    Page *page = m_desk->ready(QStringLiteral("network"));
    QVERIFY(page);
    auto *model = qobject_cast<viewmodels::NetworkModel *>(page->exportTable());
    QVERIFY(model);
    QTableView *table = nullptr;
    for (QTableView *view : page->findChildren<QTableView *>()) {
        if (view->model() == model)
            table = view;
    }
    QVERIFY(table);
    int row = 0;
    while (row < model->rowCount() && !model->dealerAt(row))
        ++row;
    QTRY_VERIFY(model->dealerAt(row)->figures.knownDays > 0);
    const viewmodels::DealerFigures figures = model->dealerAt(row)->figures;
    const auto number = std::llround(*figures.meanPerDay * figures.knownDays);
    opens(*table, model->index(row, viewmodels::NetworkModel::PerDayColumn), number, QStringLiteral("network"));
    if (model->rowsBehind(model->index(row, viewmodels::NetworkModel::CallsColumn)))
        opens(*table, model->index(row, viewmodels::NetworkModel::CallsColumn), figures.evidenced, QStringLiteral("network"));
}

void TestRowsPage::filtersHaveKeys()
{
    Page *page = m_desk->ready(QStringLiteral("rows"), viewmodels::RowsScope().toVariant());
    QVERIFY(page);
    auto *model = qobject_cast<viewmodels::RowsModel *>(page->exportTable());
    window().activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window()));
    QTest::keyClick(&window(), Qt::Key_3, Qt::AltModifier);
    QCOMPARE(model->rowCount(), int(model->count('F')));
    QTest::keyClick(&window(), Qt::Key_1, Qt::AltModifier);
    QCOMPARE(model->rowCount(), int(model->count(std::nullopt)));
    QTest::keyClick(&window(), Qt::Key_9, Qt::AltModifier);
    QCOMPARE(model->rowCount(), int(model->count(viewmodels::RowsModel::Deviation::NoNextStep)));
    QTest::keyClick(&window(), Qt::Key_9, Qt::AltModifier);
    QCOMPARE(model->rowCount(), int(model->count(std::nullopt)));
}

Page *TestRowsPage::stages(int tab)
{
    Page *page = m_desk->ready(QStringLiteral("stages"));
    if (page)
        page->restoreState({ { QStringLiteral("tab"), tab }, { QStringLiteral("all"), true } });
    return m_desk->settle(QStringLiteral("stages")) ? page : nullptr;
}

void TestRowsPage::stageTimesOpen()
{
    Page *page = stages(0);
    QVERIFY(page);
    auto *model = qobject_cast<StageTimesModel *>(page->exportTable());
    QVERIFY(model && model->rowCount() > 0);
    QTableView *table = nullptr;
    for (QTableView *view : page->findChildren<QTableView *>()) {
        if (view->model() == model)
            table = view;
    }
    QVERIFY(table);
    const QModelIndex stage = model->index(0, StageTimesModel::StageColumn);
    const reports::StageTimes times = *model->at(stage);
    QVERIFY(times.visits > times.left && times.left > 0);
    opens(*table, stage.siblingAtColumn(StageTimesModel::VisitsColumn), times.visits, QStringLiteral("stages"));
    opens(*table, stage.siblingAtColumn(StageTimesModel::LeftColumn), times.left, QStringLiteral("stages"));
    opens(*table, stage.siblingAtColumn(StageTimesModel::OpenColumn), times.open, QStringLiteral("stages"));
    opens(*table, stage.siblingAtColumn(StageTimesModel::OverColumn), times.overLimit, QStringLiteral("stages"));
    opens(*table, stage.siblingAtColumn(StageTimesModel::ReenteredColumn), times.reentered, QStringLiteral("stages"));
}

void TestRowsPage::funnelOpens()
{
    Page *page = stages(1);
    QVERIFY(page);
    auto *proxy = qobject_cast<QSortFilterProxyModel *>(page->exportTable());
    QVERIFY(proxy && qobject_cast<FunnelModel *>(proxy->sourceModel()));
    QTableView *table = nullptr;
    for (QTableView *view : page->findChildren<QTableView *>()) {
        if (view->model() == proxy)
            table = view;
    }
    QVERIFY(table && proxy->rowCount() > 1);
    for (const int column : { FunnelModel::CountColumn, FunnelModel::InferredColumn, FunnelModel::LostColumn, FunnelModel::OpenColumn }) {
        const QModelIndex cell = proxy->index(1, column);
        opens(*table, cell, cell.data(Qt::EditRole).toLongLong(), QStringLiteral("stages"));
    }
}

void TestRowsPage::pathsOpen()
{
    Page *page = stages(2);
    QVERIFY(page);
    int tables = 0;
    for (QTableView *table : page->findChildren<QTableView *>()) {
        auto *proxy = qobject_cast<QSortFilterProxyModel *>(table->model());
        const bool isPaths = proxy && qobject_cast<PathsModel *>(proxy->sourceModel());
        if (!isPaths && !(proxy && qobject_cast<TransitionsModel *>(proxy->sourceModel())))
            continue;
        const QModelIndex cell = proxy->index(0, isPaths ? int(PathsModel::CountColumn) : int(TransitionsModel::CountColumn));
        opens(*table, cell, cell.data(Qt::EditRole).toLongLong(), QStringLiteral("stages"));
        ++tables;
    }
    QCOMPARE(tables, 2);
}

void TestRowsPage::boardOpens()
{
    const auto board = [this](const QVariantMap &args) {
        Page *page = m_desk->ready(QStringLiteral("funnels"), args);
        return std::pair(page->findChild<BoardView *>(), qobject_cast<viewmodels::BoardModel *>(page->exportTable()));
    };
    const QVariantMap lanes { { QStringLiteral("lanes"), 2 }, { QStringLiteral("lates"), QVariantList() } };
    auto [view, model] = board(lanes);
    QVERIFY(model->rowCount() > 0);
    const auto expect = [&](int row, int column, std::int64_t number) {
        Q_EMIT view->cellRowsRequested(row, column);
        QCOMPARE(opened(), qlonglong(number));
        std::tie(view, model) = board({});
    };
    for (int column = 0; column < model->stages(); ++column)
        expect(-1, column, model->board()->columns[std::size_t(column)].count);
    expect(-1, model->stages(), model->board()->won30);
    expect(-1, model->stages() + 1, model->board()->lost30);
    for (int row = 0; row < std::min(3, model->rowCount()); ++row) {
        expect(row, model->stages(), model->at(row).won);
        expect(row, model->stages() + 1, model->at(row).lost);
        expect(row, 0, model->at(row).cells[0].count);
    }
    // Quick filters at once: late in both ways, or at an hour of the day at which no card is, in one.
    QVariantList most;
    for (const std::vector<reports::BoardCard> &run : model->board()->cards.runs()) {
        for (const reports::BoardCard &card : run) {
            QVariantList own;
            for (int late = 0; late < reports::kLateCount; ++late)
                if (card.lates & (1U << late))
                    own.append(late);
            most = own.size() > most.size() ? own : most;
        }
    }
    QVERIFY(!most.isEmpty());
    std::tie(view, model) = board({ { QStringLiteral("lates"), most } });
    QVERIFY(model->board()->count > 0);
    for (int column = 0; column < model->stages(); ++column)
        expect(-1, column, model->board()->columns[std::size_t(column)].count);
    (void)board({ { QStringLiteral("lates"), QVariantList() } });
}

// Enter unfolds; the rows of the cell, its lane and its column have keys of their own, and so have those over the limit.
void TestRowsPage::boardOpensByKeys()
{
    Page *page = m_desk->ready(QStringLiteral("funnels"), { { QStringLiteral("lanes"), 1 } });
    QVERIFY(page);
    auto *view = page->findChild<BoardView *>();
    auto *model = qobject_cast<viewmodels::BoardModel *>(page->exportTable());
    QVERIFY(model->rowCount() > 0 && model->stages() > 1);
    const auto press = [&](const char *id, qint64 number, auto place) {
        place();
        window().actions().find(QString::fromLatin1(id))->trigger();
        QCOMPARE(window().currentPage()->objectName(), QStringLiteral("rows"));
        QCOMPARE(opened(), qlonglong(number));
        QVERIFY(m_desk->ready(QStringLiteral("funnels")));
    };
    const auto inCell = [&] { view->setCurrent({ 0, 1, 0 }); };
    const auto inHead = [&] { view->setHead(1); };
    const viewmodels::BoardModel::Row lane = model->at(0);
    const reports::BoardColumn column = model->board()->columns[1];
    press("funnels.as-list", lane.cells[1].count, inCell);
    press("funnels.late-rows", lane.cells[1].overdue, inCell);
    press("funnels.lane-rows", lane.sum.count, inCell);
    press("funnels.column-rows", column.count, inCell);
    press("funnels.as-list", column.count, inHead);
    press("funnels.late-rows", column.overdue, inHead);
}

void TestRowsPage::waterfallOpens()
{
    Page *page = m_desk->ready(QStringLiteral("report"));
    QVERIFY(page);
    auto *tree = page->findChild<ReportTree *>();
    auto *model = qobject_cast<TreeModel *>(page->exportTable());
    tree->setFocus();
    tree->setCurrentIndex(model->networkIndex().siblingAtColumn(TreeModel::NewColumn));
    TableTools::current(*page)->explainCurrent();
    QPointer<ExplainPopover> popover = qobject_cast<ExplainPopover *>(QApplication::activePopupWidget());
    QVERIFY(popover);
    const QList<QToolButton *> steps = popover->findChildren<QToolButton *>();
    QVERIFY(steps.size() > 2);
    steps.front()->click();
    QCOMPARE(opened(), qlonglong(model->answer()->waterfall.all));
    QTRY_VERIFY(!popover);
}

// Back and forward bring the very number back.
// The style sheet learns of a widget's end by a connection of its own; without it the next theme meets a dead one.
void TestRowsPage::readingLeavesNothingBehind()
{
    Page *page = m_desk->ready(QStringLiteral("rows"), viewmodels::RowsScope {}.toVariant());
    QVERIFY(page);
    Births births;
    window().installEventFilter(&births);
    bool isRead = false;
    page->readWhole([&isRead] { isRead = true; });
    QTRY_VERIFY(isRead);
    window().removeEventFilter(&births);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QVERIFY(births.born > 0);
    QCOMPARE(births.told, births.born);
}

void TestRowsPage::placeIsRemembered()
{
    viewmodels::RowsScope lost;
    lost.report = reports::Report::Board;
    lost.count = reports::Count::Lost;
    QVERIFY(m_desk->ready(QStringLiteral("rows"), lost.toVariant()));
    const qlonglong rows = opened();
    const QString title = window().currentPage()->title();
    QVERIFY(m_desk->ready(QStringLiteral("network")));
    window().activateWindow(); // popovers of earlier steps may have taken it
    QVERIFY(QTest::qWaitForWindowActive(&window()));
    QTest::keyClick(&window(), Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(opened(), rows);
    QCOMPARE(window().currentPage()->title(), title);
}

// New facts while another page is shown: rows and cards are given back with the old ones, and people find themselves where
// they were. What only names things keeps the names.
void TestRowsPage::hiddenPagesKeepNoOldRows()
{
    const auto comeFactsAnew = [this] {
        QVERIFY(m_desk->ready(QStringLiteral("network")));
        Q_EMIT m_desk->session->factsChanged(m_desk->session->facts());
    };
    const QVariantMap all = viewmodels::RowsScope().toVariant();
    Page *page = m_desk->ready(QStringLiteral("rows"), all);
    auto *table = page->findChild<QTableView *>();
    const auto *rows = qobject_cast<const viewmodels::RowsModel *>(page->exportTable());
    QVERIFY(rows->rowCount() > 8);
    table->setCurrentIndex(rows->index(7, viewmodels::RowsModel::StageColumn));
    table->selectionModel()->select(rows->index(3, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    const model::RecordKey current = rows->keyAt(7);
    comeFactsAnew();
    QVERIFY(!rows->answer() && !rows->facts());
    QVERIFY(m_desk->ready(QStringLiteral("rows"), all));
    QCOMPARE(table->currentIndex().column(), int(viewmodels::RowsModel::StageColumn));
    QVERIFY(rows->keyAt(table->currentIndex().row()) == current);
    QCOMPARE(table->selectionModel()->selectedRows().size(), 2);

    page = m_desk->ready(QStringLiteral("funnels"), { { QStringLiteral("lanes"), 0 }, { QStringLiteral("lates"), QVariantList() } });
    auto *board = page->findChild<BoardView *>();
    board->setCurrent({ 0, 1, 1 });
    const auto card = board->currentKey();
    QVERIFY(card);
    board->toggleSelected();
    comeFactsAnew();
    QVERIFY(!board->board().board() && !board->board().facts());
    QVERIFY(m_desk->ready(QStringLiteral("funnels")));
    QVERIFY(board->currentKey() == card);
    QVERIFY(board->chosen() == std::vector { *card });

    page = m_desk->ready(QStringLiteral("report"));
    const auto *tree = page->findChild<TreeModel *>();
    QCOMPARE(tree->facts()->portals.size(), m_desk->session->facts()->portals.size());
    QVERIFY(tree->facts()->runs.empty());
}

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    TestRowsPage test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_rowspage.moc"
