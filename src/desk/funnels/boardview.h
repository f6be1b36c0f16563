// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/funnels/cardfields.h"
#include "desk/funnels/cardpainter.h"
#include "desk/painters.h"
#include "viewmodels/boardgeometry.h"
#include "viewmodels/boardmodel.h"
#include "viewmodels/boardmove.h"
#include "viewmodels/cardtexts.h"

#include <QAbstractScrollArea>
#include <QBasicTimer>

#include <optional>
#include <set>

namespace dealerlens::viewmodels {
class OutboxFeed;
}

namespace dealerlens::desk {

// The board: sticky column and lane heads, cards painted where they are visible, nothing else. Geometry comes from
// prefix sums, so a hundred thousand cards cost what is on screen. Arrows walk cards and the heads above them, Enter
// opens a card (a folded lane, "more", the rows of a head), Space previews, X selects, Escape closes an opened cell.
// Ages are chosen by dragging over a head's histogram, or on a head with Shift+arrows (from) and Ctrl+Shift+arrows
// (to). Cards dragged to another cell, or sent to a column by its digit, are only told of; what cannot be says why at the
// pointer. GUI thread.
class BoardView final : public QAbstractScrollArea {
    Q_OBJECT

public:
    using Place = viewmodels::BoardModel::Place;

    // A place of the board under the pointer or the cursor.
    struct Target {
        enum class Kind { None, Card, More, Cell, LaneHead, ColumnHead, Won, Lost };
        Kind kind = Kind::None;
        Place place;
        bool operator==(const Target &) const = default;
    };

    BoardView(viewmodels::BoardModel &model, viewmodels::CardTexts &texts, QWidget *parent = nullptr);

    // Bins [from, to) of a column's histogram of ages.
    struct Ages {
        int column = -1; // -1: none chosen
        int from = 0;
        int to = kAgeBins;
        bool operator==(const Ages &) const = default;
    };

    void setFields(const CardFields &fields);
    void setOutbox(const viewmodels::OutboxFeed *outbox); // cards with something on its way are marked
    void setAges(const Ages &ages); // shown as chosen

    [[nodiscard]] const Place &current() const { return m_current; }

    [[nodiscard]] std::optional<model::RecordKey> currentKey() const { return m_currentKey; }

    [[nodiscard]] const std::set<model::RecordKey> &selection() const { return m_selection; }

    [[nodiscard]] int headColumn() const { return m_headColumn; } // whose head has the cursor; -1: the cursor is below

    // For screen readers. The texts of a card are read when they are asked for.
    [[nodiscard]] QString currentSentence() const;
    [[nodiscard]] QString sentence(const Place &place) const;
    [[nodiscard]] QString headSentence(int column) const;
    [[nodiscard]] int cardCount(const Place &place) const; // shown ones
    [[nodiscard]] bool hasMore(const Place &place) const; // a line below them
    [[nodiscard]] QRect placeRect(const Place &place) const; // on the viewport; may lie outside it
    [[nodiscard]] QRect headRect(int column) const;
    [[nodiscard]] Place placeAt(const QPoint &point) const; // on the viewport; row -1: none
    [[nodiscard]] Target targetAt(const QPoint &point) const; // heads of lanes and columns, too

    [[nodiscard]] std::optional<model::RecordKey> keyAt(const Place &place) const; // of the card there

    [[nodiscard]] const viewmodels::BoardModel &board() const { return m_model; }

    void setHead(int column);
    void setCurrent(const Place &place, bool scroll = true);
    void openCell(int row, int column); // shows all its cards
    void closeCell();

    [[nodiscard]] bool isCellOpen() const { return !m_openRow.isEmpty(); }

    void toggleSelected();
    void clearSelection();
    void activateCurrent();

    // The selected cards, else the current one.
    [[nodiscard]] std::vector<model::RecordKey> chosen() const;
    void awaitColumn(); // the next digit sends the chosen cards to that column; Enter asks for the form

    // Where people are on the board, for when it is given back and comes again.
    struct Standing {
        std::optional<model::RecordKey> key;
        Place place;
        QString openRow;
        int openColumn = -1;
        int headColumn = -1;
        QPoint scrolled;
    };

    [[nodiscard]] Standing standing() const;
    void standAgain(const Standing &standing);

    void retranslate();

    // Every text of the visible cards is there.
    [[nodiscard]] bool isSettled() const { return !m_texts.isReading(); }

Q_SIGNALS:
    void cardsMoved(const std::vector<dealerlens::model::RecordKey> &cards, const dealerlens::viewmodels::BoardMove &to);
    void moveFormRequested(); // while a column's digit is awaited
    void currentChanged();
    void selectionChanged();
    void previewRequested();
    void cardOpened(const dealerlens::model::RecordKey &key);
    void agesChosen(const dealerlens::desk::BoardView::Ages &ages); // column -1: all again
    void cellRowsRequested(int row, int column); // row -1: the whole column; column stages(), stages()+1: won, lost

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void timerEvent(QTimerEvent *event) override;

private:
    void layout();
    void updateBars();
    void followModel();
    void wantTexts();
    [[nodiscard]] int capOf(int row, int column) const;
    [[nodiscard]] int heightOf(int row) const;
    [[nodiscard]] bool showsCards(int row) const;
    [[nodiscard]] QRect cellRect(int row, int column) const; // on the viewport
    [[nodiscard]] QRect cardRect(const Place &place) const;
    [[nodiscard]] int columnLeft(int column) const; // on the viewport
    [[nodiscard]] int columnWidthOf(int column) const;
    [[nodiscard]] int columnAt(int x) const;
    void step(int rows, int columns);
    void ensureVisible(const Place &place);
    void drop(Place &place) const; // to the nearest that exists
    void announce();
    void press(const Target &target);
    bool pressHeadKey(const QKeyEvent &event);
    void moveAges(int from, int to);
    [[nodiscard]] QRect histogramRect(int column) const;
    [[nodiscard]] int binAt(int column, int x) const;
    [[nodiscard]] QString tipAt(const QPoint &point) const;
    [[nodiscard]] QString withPending(const Place &place, const QString &sentence) const;

    // boardviewdrag.cpp
    void takeUp(const Target &target, const QPoint &point);
    void dragTo(const QPoint &point);
    void showMove(const QPoint &point);
    void scrollAtEdges();
    void dropAt(const QPoint &point);
    void endDrag();
    [[nodiscard]] bool isDragged(const model::RecordKey &card) const;
    bool pressColumnKey(const QKeyEvent &event);

    // boardviewpaint.cpp
    void paintColumns(QPainter &painter) const;
    void paintColumnHead(QPainter &painter, int column, const QRect &rect) const;
    [[nodiscard]] bool isFocused(const Place &cell) const;
    void paintAges(QPainter &painter, int column) const;
    void paintOutcomeHead(QPainter &painter, int column, const QRect &rect) const;
    void paintCorner(QPainter &painter) const;
    void paintRows(QPainter &painter) const;
    void paintOpenRow(QPainter &painter, int row, int top) const;
    void paintFoldedRow(QPainter &painter, int row, int top) const;
    void paintOutcomes(QPainter &painter, int row, int top) const;
    void paintLaneHead(QPainter &painter, int row, int top) const;
    void paintOpenLaneHead(QPainter &painter, const viewmodels::BoardModel::Row &row, const QRect &rect) const;
    [[nodiscard]] Card cardAt(std::uint32_t item, const Place &place) const;

    viewmodels::BoardModel &m_model;
    viewmodels::CardTexts &m_texts;
    viewmodels::BoardGeometry m_geometry;
    CardFields m_fields;
    int m_head = 88;
    int m_laneWidth = 166;
    int m_columnWidth = 181;
    int m_outcomeWidth = 36;
    std::int64_t m_mostInCell = 1; // scale of the share bars
    QString m_openRow; // key of the row with an opened cell
    int m_openColumn = -1;
    Place m_current;
    int m_headColumn = -1;
    Ages m_ages;
    std::optional<Ages> m_dragged; // being chosen with the mouse
    int m_dragBin = 0; // where that began
    std::optional<model::RecordKey> m_currentKey;
    std::set<model::RecordKey> m_selection;
    Target m_hovered;
    const viewmodels::OutboxFeed *m_outbox = nullptr;
    std::vector<model::RecordKey> m_grabbed; // under the button that is down, with all that is selected
    QPoint m_grabbedAt;
    QPoint m_draggedTo;
    Place m_over; // cell under the dragged cards
    viewmodels::BoardMove m_move; // what dropping them there would be
    QBasicTimer m_edges; // the board scrolls while the pointer is near one
    bool m_dragging = false;
    bool m_awaitsColumn = false;
};

// Screen readers see the board as a table of lanes and columns whose cells hold cards; only what is asked for is
// built. Installed once per program.
void installBoardAccessibility();

} // namespace dealerlens::desk
