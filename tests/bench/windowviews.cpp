// SPDX-License-Identifier: GPL-3.0-or-later
// The report's tree with all its rows, and the board with all its cards.
#include "bench/windowrig.h"

#include "desk/funnels/boardview.h"
#include "desk/page.h"
#include "desk/report/reporttree.h"
#include "viewmodels/boardmodel.h"
#include "viewmodels/treemodel.h"

#include <QApplication>
#include <QJsonArray>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>

namespace dealerlens::bench {
namespace {

constexpr int kFrames = 300;
constexpr int kWheelStep = 120; // pixels

// Each turn of the wheel with the repaint that follows.
std::vector<double> framesOf(QScrollBar &bar, int step)
{
    std::vector<double> frames;
    for (int i = 0; i < kFrames; ++i) {
        const int to = bar.value() + step;
        frames.push_back(WindowRig::timed([&] { bar.setValue(to > bar.maximum() ? 0 : to); }, [] { return true; }));
    }
    return frames;
}

int rowsBelow(const QAbstractItemModel &model, const QModelIndex &parent)
{
    const int rows = model.rowCount(parent);
    int count = rows;
    for (int row = 0; row < rows; ++row)
        if (const QModelIndex child = model.index(row, 0, parent); model.hasChildren(child))
            count += rowsBelow(model, child);
    return count;
}

void sendMouse(QWidget &widget, QEvent::Type type, const QPoint &at, Qt::MouseButtons buttons)
{
    const Qt::MouseButton button = type == QEvent::MouseMove ? Qt::NoButton : Qt::LeftButton;
    QMouseEvent event(type, at, widget.mapToGlobal(at), button, buttons, Qt::NoModifier);
    QApplication::sendEvent(&widget, &event);
}

// A card taken up, led over the whole board and put down where it was.
std::vector<double> dragOver(desk::BoardView &board)
{
    QWidget &ground = *board.viewport();
    const QPoint home = board.placeRect({ 0, 0, 0 }).center();
    sendMouse(ground, QEvent::MouseButtonPress, home, Qt::LeftButton);
    std::vector<double> moves;
    constexpr int kMoves = 120;
    for (int i = 1; i <= kMoves; ++i) {
        const double way = i <= kMoves / 2 ? 2.0 * i / kMoves : 2.0 - 2.0 * i / kMoves;
        const QPoint at = home + QPoint(int(way * (ground.width() - home.x() - 60)), 0);
        moves.push_back(WindowRig::timed([&] { sendMouse(ground, QEvent::MouseMove, at, Qt::LeftButton); }, [] { return true; }));
    }
    sendMouse(ground, QEvent::MouseButtonRelease, home, Qt::NoButton);
    return moves;
}

} // namespace

QJsonObject treeTask(const QJsonObject &arguments)
{
    const WindowRig rig(arguments.value(QLatin1String("folder")).toString());
    rig.openWithEverything(QStringLiteral("report"));
    auto *tree = rig.window().findChild<desk::ReportTree *>();
    const auto painted = [] { return true; };
    QJsonObject answer;
    std::vector<double> expansions;
    for (int i = 0; i < 3; ++i) {
        (void)WindowRig::timed([&] { tree->collapseAll(); }, painted);
        expansions.push_back(WindowRig::timed([&] { tree->expandAll(); }, painted));
    }
    answer.insert(QStringLiteral("expand"), arrayOf(expansions));
    answer.insert(QStringLiteral("nodes"), rowsBelow(*tree->model(), tree->rootIndex()));
    std::vector<double> sorts;
    for (const int column :
        { int(viewmodels::TreeModel::ConversionColumn), int(viewmodels::TreeModel::NameColumn), int(viewmodels::TreeModel::InLimitColumn) })
        sorts.push_back(WindowRig::timed([&] { Q_EMIT tree->reportHeader().sortRequested(column, false); }, painted));
    answer.insert(QStringLiteral("sort"), arrayOf(sorts));
    answer.insert(QStringLiteral("frame"), quantile(framesOf(*tree->verticalScrollBar(), kWheelStep), 0.95));
    answer.insert(QStringLiteral("jump"), quantile(framesOf(*tree->verticalScrollBar(), tree->verticalScrollBar()->maximum() / 50), 0.95));
    answer.insert(QStringLiteral("refresh"), rig.timed([&] { Q_EMIT rig.session().factsChanged(rig.session().facts()); }));
    return answer;
}

QJsonObject boardTask(const QJsonObject &arguments)
{
    const WindowRig rig(arguments.value(QLatin1String("folder")).toString());
    (void)rig.timed([] { });
    viewmodels::Context context;
    context.funnel = QStringLiteral("leads");
    rig.window().setContext(context);
    (void)rig.timed([] { });
    QJsonObject answer;
    answer.insert(QStringLiteral("open"), rig.open(QStringLiteral("funnels"), { { QStringLiteral("lanes"), 0 } }));
    answer.insert(QStringLiteral("openProcessor"), WindowRig::processor());
    auto *board = rig.window().findChild<desk::BoardView *>();
    answer.insert(QStringLiteral("cards"), qint64(board->board().board()->count));
    const auto painted = [] { return true; };
    // The answer is there: what laying it out and painting it takes.
    std::vector<double> layouts;
    for (int i = 0; i < 3; ++i)
        layouts.push_back(WindowRig::timed([&] { Q_EMIT const_cast<viewmodels::BoardModel &>(board->board()).boardChanged(); }, painted));
    answer.insert(QStringLiteral("layout"), arrayOf(layouts));
    answer.insert(QStringLiteral("frame"), quantile(framesOf(*board->verticalScrollBar(), kWheelStep), 0.95));
    answer.insert(
        QStringLiteral("leap"), quantile(framesOf(*board->verticalScrollBar(), board->verticalScrollBar()->maximum() / 50), 0.95));
    std::vector<double> jumps;
    for (int column = 0; column < std::min(3, board->board().stages()); ++column) {
        board->setCurrent({ 0, column, 0 });
        jumps.push_back(rig.timed([&] { // with the texts of the cards there
            QKeyEvent press(QEvent::KeyPress, Qt::Key_End, Qt::NoModifier);
            QApplication::sendEvent(board, &press);
        }));
    }
    answer.insert(QStringLiteral("end"), arrayOf(jumps));
    board->verticalScrollBar()->setValue(0);
    board->setCurrent({ 0, 0, 0 });
    (void)rig.timed([] { });
    answer.insert(QStringLiteral("drag"), std::ranges::max(dragOver(*board)));
    answer.insert(QStringLiteral("again"), rig.timed([&] { Q_EMIT rig.session().factsChanged(rig.session().facts()); }));
    return answer;
}

} // namespace dealerlens::bench
