// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/funnels/boardview.h"

#include <QAccessibleWidget>
#include <QPointer>

#include <map>

namespace dealerlens::desk {

namespace {

using Place = BoardView::Place;

// What cells and cards share: a place of the board, whatever stands there now.
class PlaceAccessible : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    PlaceAccessible(BoardView *view, const Place &place)
        : m_view(view)
        , m_place(place)
    {
    }

    QObject *object() const override { return nullptr; }

    QString text(QAccessible::Text kind) const override
    {
        return kind == QAccessible::Name && isValid() ? m_view->sentence(m_place) : QString();
    }

    void setText(QAccessible::Text, const QString &) override { }

    QRect rect() const override
    {
        if (!isValid())
            return {};
        const QRect inside = m_view->placeRect(m_place);
        return { m_view->viewport()->mapToGlobal(inside.topLeft()), inside.size() };
    }

    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.invalid = !isValid();
        if (!isValid())
            return state;
        state.focusable = state.selectable = true;
        state.offscreen = !m_view->viewport()->rect().intersects(m_view->placeRect(m_place));
        state.focused = isCurrent() && m_view->hasFocus();
        state.selected = isSelectedCard();
        return state;
    }

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface *>(this) : nullptr;
    }

    QStringList actionNames() const override { return { pressAction(), setFocusAction() }; }

    void doAction(const QString &name) override
    {
        if (!isValid())
            return;
        m_view->setCurrent(m_place);
        if (name == setFocusAction())
            m_view->setFocus(Qt::OtherFocusReason);
        else if (name == pressAction())
            m_view->activateCurrent();
    }

    QStringList keyBindingsForAction(const QString &) const override { return {}; }

    [[nodiscard]] BoardView *view() const { return m_view; }

    [[nodiscard]] const Place &place() const { return m_place; }

protected:
    [[nodiscard]] bool isCurrent() const { return m_view->headColumn() < 0 && m_view->current() == m_place; }

    [[nodiscard]] bool isSelectedCard() const
    {
        const auto key = m_view->keyAt(m_place);
        return key && m_view->selection().contains(*key);
    }

private:
    QPointer<BoardView> m_view;
    Place m_place;
};

// A card, or the line "52 more" below the last one.
class CardAccessible final : public PlaceAccessible {
public:
    using PlaceAccessible::PlaceAccessible;

    bool isValid() const override
    {
        return view() && place().row < view()->board().rowCount()
            && place().card < view()->cardCount(place()) + (view()->hasMore(place()) ? 1 : 0);
    }

    QAccessibleInterface *parent() const override
    {
        QAccessibleInterface *board = QAccessible::queryAccessibleInterface(view());
        return board ? board->tableInterface()->cellAt(place().row, place().column) : nullptr;
    }

    int childCount() const override { return 0; }

    QAccessibleInterface *child(int) const override { return nullptr; }

    int indexOfChild(const QAccessibleInterface *) const override { return -1; }

    QAccessibleInterface *childAt(int, int) const override { return nullptr; }

    QAccessible::Role role() const override { return QAccessible::ListItem; }
};

// Interfaces of one owner, made when asked for.
template <class Made> class Children {
public:
    ~Children() { clear(); }

    void clear()
    {
        for (const auto &[at, id] : m_ids)
            QAccessible::deleteAccessibleInterface(id);
        m_ids.clear();
    }

    QAccessibleInterface *at(int index, BoardView *view, const Place &place)
    {
        const auto known = m_ids.find(index);
        if (known != m_ids.end())
            return QAccessible::accessibleInterface(known->second);
        auto *made = new Made(view, place);
        m_ids[index] = QAccessible::registerAccessibleInterface(made);
        return made;
    }

private:
    std::map<int, QAccessible::Id> m_ids;
};

// What one lane has in one column; a folded lane has no cards in it.
class CellAccessible final : public PlaceAccessible, public QAccessibleTableCellInterface {
public:
    using PlaceAccessible::PlaceAccessible;

    bool isValid() const override
    {
        return view() && place().row < view()->board().rowCount() && place().column < view()->board().columnCount();
    }

    QAccessibleInterface *parent() const override { return QAccessible::queryAccessibleInterface(view()); }

    int childCount() const override { return isValid() ? view()->cardCount(place()) + (view()->hasMore(place()) ? 1 : 0) : 0; }

    QAccessibleInterface *child(int index) const override
    {
        return index < 0 || index >= childCount() ? nullptr : m_cards.at(index, view(), { place().row, place().column, index });
    }

    int indexOfChild(const QAccessibleInterface *child) const override
    {
        const auto *card = dynamic_cast<const CardAccessible *>(child);
        return card && card->place().row == place().row && card->place().column == place().column ? card->place().card : -1;
    }

    QAccessibleInterface *childAt(int x, int y) const override
    {
        if (!isValid())
            return nullptr;
        const Place found = view()->placeAt(view()->viewport()->mapFromGlobal(QPoint(x, y)));
        return found.row == place().row && found.column == place().column ? child(found.card) : nullptr;
    }

    QAccessible::Role role() const override { return QAccessible::Cell; }

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::TableCellInterface ? static_cast<QAccessibleTableCellInterface *>(this)
                                                       : PlaceAccessible::interface_cast(type);
    }

    bool isSelected() const override { return false; }

    QList<QAccessibleInterface *> columnHeaderCells() const override { return {}; }

    QList<QAccessibleInterface *> rowHeaderCells() const override { return {}; }

    int columnIndex() const override { return place().column; }

    int rowIndex() const override { return place().row; }

    int columnExtent() const override { return 1; }

    int rowExtent() const override { return 1; }

    QAccessibleInterface *table() const override { return parent(); }

private:
    mutable Children<CardAccessible> m_cards;
};

class BoardAccessible final : public QAccessibleWidget, public QAccessibleTableInterface {
public:
    explicit BoardAccessible(BoardView *view)
        : QAccessibleWidget(view, QAccessible::Table, view->accessibleName())
        , m_view(view)
    {
    }

    QString text(QAccessible::Text kind) const override
    {
        return kind == QAccessible::Value ? m_view->currentSentence() : QAccessibleWidget::text(kind);
    }

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::TableInterface ? static_cast<QAccessibleTableInterface *>(this)
                                                   : QAccessibleWidget::interface_cast(type);
    }

    int childCount() const override { return rowCount() * columnCount(); }

    QAccessibleInterface *child(int index) const override
    {
        return index < 0 || index >= childCount() ? nullptr : cellAt(index / columnCount(), index % columnCount());
    }

    int indexOfChild(const QAccessibleInterface *child) const override
    {
        const auto *cell = dynamic_cast<const CellAccessible *>(child);
        return cell ? cell->place().row * columnCount() + cell->place().column : -1;
    }

    QAccessibleInterface *childAt(int x, int y) const override
    {
        const Place found = m_view->placeAt(m_view->viewport()->mapFromGlobal(QPoint(x, y)));
        return found.row < 0 ? nullptr : cellAt(found.row, found.column);
    }

    QAccessibleInterface *focusChild() const override
    {
        const Place &now = m_view->current();
        if (!m_view->hasFocus() || m_view->headColumn() >= 0 || now.row < 0)
            return nullptr;
        QAccessibleInterface *cell = cellAt(now.row, now.column);
        return cell && now.card >= 0 && now.card < cell->childCount() ? cell->child(now.card) : cell;
    }

    QAccessibleInterface *caption() const override { return nullptr; }

    QAccessibleInterface *summary() const override { return nullptr; }

    QAccessibleInterface *cellAt(int row, int column) const override
    {
        if (row < 0 || row >= rowCount() || column < 0 || column >= columnCount())
            return nullptr;
        return m_cells.at(row * columnCount() + column, m_view, { row, column, -1 });
    }

    int selectedCellCount() const override { return 0; }

    QList<QAccessibleInterface *> selectedCells() const override { return {}; }

    QString columnDescription(int column) const override { return m_view->headSentence(column); }

    QString rowDescription(int row) const override { return row >= 0 && row < rowCount() ? m_view->board().at(row).name : QString(); }

    int selectedColumnCount() const override { return 0; }

    int selectedRowCount() const override { return 0; }

    int columnCount() const override { return m_view->board().columnCount(); }

    int rowCount() const override { return m_view->board().rowCount(); }

    QList<int> selectedColumns() const override { return {}; }

    QList<int> selectedRows() const override { return {}; }

    bool isColumnSelected(int) const override { return false; }

    bool isRowSelected(int) const override { return false; }

    bool selectRow(int) override { return false; }

    bool selectColumn(int) override { return false; }

    bool unselectRow(int) override { return false; }

    bool unselectColumn(int) override { return false; }

    void modelChange(QAccessibleTableModelChangeEvent *) override { m_cells.clear(); }

private:
    BoardView *m_view;
    mutable Children<CellAccessible> m_cells;
};

QAccessibleInterface *make(const QString &, QObject *object)
{
    auto *view = qobject_cast<BoardView *>(object);
    return view ? new BoardAccessible(view) : nullptr;
}

} // namespace

void installBoardAccessibility()
{
    static const bool once = (QAccessible::installFactory(make), true);
    Q_UNUSED(once)
}

} // namespace dealerlens::desk
