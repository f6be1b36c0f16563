// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/report/reporttree.h"

#include "desk/icons.h"
#include "desk/report/reportdelegates.h"
#include "desk/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

namespace dealerlens::desk {

using viewmodels::TreeModel;

namespace {

constexpr int kCaption = 38;
constexpr int kIndent = 16;
constexpr int kMargin = 4; // before the first chevron

void prepare(QTreeView &view)
{
    view.setUniformRowHeights(true);
    view.setAllColumnsShowFocus(false);
    view.setSelectionBehavior(QAbstractItemView::SelectRows);
    view.setSelectionMode(QAbstractItemView::ExtendedSelection);
    view.setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    view.setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    view.setMouseTracking(true);
    view.setExpandsOnDoubleClick(false);
    view.setAnimated(false);
    view.setFrameShape(QFrame::NoFrame);
    view.setTabKeyNavigation(false);
}

} // namespace

ReportHeader::ReportHeader(QWidget *parent)
    : QHeaderView(Qt::Horizontal, parent)
{
    setSectionsClickable(true);
    setSectionsMovable(true);
    setHighlightSections(false);
    setMinimumSectionSize(theme().px(28));
    setStretchLastSection(false);
}

void ReportHeader::setFooter(int height)
{
    m_footer = height;
    updateGeometry();
}

void ReportHeader::setSortKeys(const std::vector<TreeModel::SortKey> &keys)
{
    m_keys = keys;
    viewport()->update();
}

int ReportHeader::captionHeight() const { return theme().px(kCaption); }

QSize ReportHeader::sizeHint() const { return { QHeaderView::sizeHint().width(), captionHeight() + m_footer }; }

void ReportHeader::paintSection(QPainter *painter, const QRect &rect, int column) const
{
    const Theme &look = theme();
    const QRect cell(rect.left(), rect.top(), rect.width(), captionHeight());
    painter->save();
    painter->fillRect(cell, look.color(Token::Header));
    painter->fillRect(QRect(cell.left(), cell.bottom(), cell.width(), 1), look.color(Token::LineStrong));
    const auto key = std::find_if(m_keys.begin(), m_keys.end(), [column](const TreeModel::SortKey &k) { return k.column == column; });
    const bool sorted = key != m_keys.end();
    const QStringList lines = model()->headerData(column, Qt::Horizontal).toString().split(QLatin1Char('\n'));
    const auto alignment = Qt::Alignment(model()->headerData(column, Qt::Horizontal, Qt::TextAlignmentRole).toInt());
    const bool left = alignment & Qt::AlignLeft;
    QRect text = cell.adjusted(look.px(column == TreeModel::NameColumn ? 14 : (left ? 8 : 2)), 0, -look.px(8), -1);
    if (sorted) {
        const int size = look.px(10);
        const QRectF at(text.right() - size, text.center().y() - size / 2.0, size, size);
        painter->save();
        painter->translate(at.center());
        painter->rotate(key->order == Qt::DescendingOrder ? 0 : 180);
        paintIcon(painter, QRectF(-size / 2.0, -size / 2.0, size, size), QStringLiteral("chevron-down"),
            look.color(key == m_keys.begin() ? Token::Text : Token::Text3));
        painter->restore();
        text.setRight(text.right() - size - look.px(2));
    }
    const QFont first = look.font(sorted ? FontStyle::SmallStrong : FontStyle::Small);
    const int height = QFontMetrics(first).height();
    int top = text.center().y() - static_cast<int>(lines.size()) * height / 2;
    for (int i = 0; i < lines.size(); ++i) {
        // Below a caption at the left stands what the bar means; elsewhere the second line is part of the name.
        const bool note = left && i > 0;
        const QFont font = note ? look.font(FontStyle::Small) : first;
        painter->setFont(font);
        painter->setPen(look.color(note ? Token::Text3 : (sorted ? Token::Text : Token::Text2)));
        const QString elided = QFontMetrics(font).elidedText(lines[i], Qt::ElideRight, text.width());
        painter->drawText(
            QRect(text.left(), top, text.width(), height), (left ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter, elided);
        top += height;
    }
    painter->restore();
}

void ReportHeader::mousePressEvent(QMouseEvent *event)
{
    m_pressed
        = event->button() == Qt::LeftButton && cursor().shape() != Qt::SplitHCursor ? logicalIndexAt(event->position().toPoint()) : -1;
    QHeaderView::mousePressEvent(event);
}

void ReportHeader::mouseReleaseEvent(QMouseEvent *event)
{
    QHeaderView::mouseReleaseEvent(event);
    if (m_pressed >= 0 && logicalIndexAt(event->position().toPoint()) == m_pressed)
        Q_EMIT sortRequested(m_pressed, event->modifiers().testFlag(Qt::ShiftModifier));
    m_pressed = -1;
}

ReportTree::ReportTree(TreeModel &model, QWidget *parent)
    : QTreeView(parent)
    , m_model(model)
    , m_header(new ReportHeader(this))
    , m_frozen(new QTreeView(this))
{
    setHeader(m_header);
    prepare(*this);
    setModel(&m_model);
    setDelegates(*this);
    prepare(*m_frozen);
    m_frozen->setModel(&m_model);
    m_frozen->header()->hide();
    m_frozen->header()->setStretchLastSection(false);
    m_frozen->header()->setMinimumSectionSize(0);
    m_frozen->setRootIsDecorated(false);
    m_frozen->setItemsExpandable(false);
    m_frozen->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_frozen->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_frozen->installEventFilter(this);
    setDelegates(*m_frozen);
    connect(m_header, &QHeaderView::sectionResized, this, &ReportTree::followSection);
    connect(m_header, &QHeaderView::sectionMoved, this, [this](int, int from, int to) { m_frozen->header()->moveSection(from, to); });
    connect(m_header, &QHeaderView::geometriesChanged, this, &ReportTree::placeFrozen);
    connect(horizontalScrollBar(), &QScrollBar::valueChanged, m_frozen->horizontalScrollBar(), &QScrollBar::setValue);
    connect(m_frozen, &QTreeView::doubleClicked, this, &ReportTree::openRequested);
    // One row is current in both together.
    connect(m_frozen->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &index) {
        if (index.isValid()) {
            clearSelection();
            selectionModel()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
        }
    });
    connect(selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &index) {
        if (index.isValid() && index.parent().isValid())
            m_frozen->selectionModel()->clear();
    });
    connect(m_header, &ReportHeader::sortRequested, this, [this](int column, bool second) {
        std::vector<TreeModel::SortKey> keys = m_model.sortKeys();
        const auto same = std::find_if(keys.begin(), keys.end(), [column](const TreeModel::SortKey &key) { return key.column == column; });
        if (same != keys.end() && (second || keys.size() == 1))
            same->order = same->order == Qt::DescendingOrder ? Qt::AscendingOrder : Qt::DescendingOrder;
        else if (second)
            keys.resize(std::min<size_t>(keys.size(), 1)), keys.push_back({ column, Qt::DescendingOrder });
        else
            keys = { { column, column == TreeModel::NameColumn ? Qt::AscendingOrder : Qt::DescendingOrder } };
        m_model.setSortKeys(keys);
        m_header->setSortKeys(keys);
    });
    m_header->setSortKeys(m_model.sortKeys());
    applyTheme();
}

void ReportTree::setDelegates(QTreeView &view)
{
    view.setItemDelegate(new ReportDelegate(&view));
    view.setItemDelegateForColumn(TreeModel::NameColumn, new NameDelegate(&view));
    view.setItemDelegateForColumn(TreeModel::InLimitColumn, new IntervalDelegate(&view));
    view.setItemDelegateForColumn(TreeModel::ConversionColumn, new IntervalDelegate(&view));
    view.setItemDelegateForColumn(TreeModel::ChangeColumn, new ChangeDelegate(&view));
    view.setItemDelegateForColumn(TreeModel::DataColumn, new DataDelegate(&view));
}

void ReportTree::setNetworkName(const QString &name) { m_frozen->setAccessibleName(name); }

void ReportTree::applyTheme()
{
    setPalette(theme().viewPalette());
    m_frozen->setPalette(theme().viewPalette());
    setIndentation(theme().px(kIndent));
    m_header->setFooter(theme().rowHeight(ThemeManager::instance()->density()));
    updateGeometries();
    placeFrozen();
    viewport()->update();
}

void ReportTree::opensTop()
{
    setRootIndex(m_model.networkIndex());
    for (int column = 0; column < TreeModel::ColumnCount; ++column)
        followSection(column);
    placeFrozen();
}

void ReportTree::placeFrozen()
{
    const int row = theme().rowHeight(ThemeManager::instance()->density());
    m_frozen->setGeometry(m_header->geometry().left(), m_header->geometry().top() + m_header->captionHeight(), m_header->width(), row);
    m_frozen->raise();
}

void ReportTree::followSection(int section)
{
    const bool hidden = m_header->isSectionHidden(section);
    m_frozen->setColumnHidden(section, hidden);
    if (!hidden)
        m_frozen->setColumnWidth(section, m_header->sectionSize(section));
}

void ReportTree::resizeEvent(QResizeEvent *event)
{
    QTreeView::resizeEvent(event);
    placeFrozen();
}

bool ReportTree::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_frozen && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            Q_EMIT openRequested(m_frozen->currentIndex());
            return true;
        }
        if (key->key() == Qt::Key_Down) {
            setFocus();
            if (m_model.rowCount(rootIndex()) > 0)
                setCurrentIndex(m_model.index(0, m_frozen->currentIndex().column(), rootIndex()));
            return true;
        }
    }
    return QTreeView::eventFilter(watched, event);
}

void ReportTree::keyPressEvent(QKeyEvent *event)
{
    const QModelIndex at = currentIndex();
    if (event->modifiers() == Qt::ControlModifier && (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right)) {
        moveCell(event->key() == Qt::Key_Right ? 1 : -1);
        return;
    }
    if (event->key() == Qt::Key_Asterisk) {
        expandLevel(at);
        return;
    }
    if (event->key() == Qt::Key_Plus) {
        expandNextLevel();
        return;
    }
    const QModelIndex first = at.siblingAtColumn(0);
    if (event->key() == Qt::Key_Left && first.isValid() && !isExpanded(first) && first.parent() != rootIndex()) {
        setCurrentIndex(first.parent().siblingAtColumn(at.column()));
        return;
    }
    if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right) {
        if (first.isValid())
            setExpanded(first, event->key() == Qt::Key_Right);
        return;
    }
    if (event->key() == Qt::Key_Up && at.isValid() && at.row() == 0 && at.parent() == rootIndex()) {
        m_frozen->setFocus();
        m_frozen->setCurrentIndex(m_model.networkIndex().siblingAtColumn(at.column()));
        return;
    }
    QTreeView::keyPressEvent(event);
}

void ReportTree::moveCell(int step)
{
    const QModelIndex at = currentIndex();
    if (!at.isValid())
        return;
    int visual = m_header->visualIndex(at.column()) + step;
    while (visual >= 0 && visual < m_header->count() && m_header->isSectionHidden(m_header->logicalIndex(visual)))
        visual += step;
    if (visual >= 0 && visual < m_header->count())
        setCurrentIndex(at.siblingAtColumn(m_header->logicalIndex(visual)));
}

void ReportTree::expandLevel(const QModelIndex &of)
{
    const QModelIndex parent = of.isValid() ? of.parent() : rootIndex();
    for (int row = 0; row < m_model.rowCount(parent); ++row)
        expand(m_model.index(row, 0, parent));
}

void ReportTree::expandNextLevel()
{
    QModelIndexList level { rootIndex() };
    while (!level.isEmpty()) {
        QModelIndexList closed;
        QModelIndexList below;
        for (const QModelIndex &parent : std::as_const(level)) {
            for (int row = 0; row < m_model.rowCount(parent); ++row) {
                const QModelIndex child = m_model.index(row, 0, parent);
                if (!m_model.hasChildren(child))
                    continue;
                if (isExpanded(child))
                    below.append(child);
                else
                    closed.append(child);
            }
        }
        for (const QModelIndex &index : std::as_const(closed))
            expand(index);
        if (!closed.isEmpty())
            return;
        level = below;
    }
}

QStringList ReportTree::expandedKeys() const
{
    QStringList keys;
    QModelIndexList open { rootIndex() };
    while (!open.isEmpty()) {
        const QModelIndex parent = open.takeLast();
        for (int row = 0; row < m_model.rowCount(parent); ++row) {
            const QModelIndex child = m_model.index(row, 0, parent);
            if (isExpanded(child)) {
                keys.append(child.data(TreeModel::KeyRole).toString());
                open.append(child);
            }
        }
    }
    return keys;
}

void ReportTree::expandKeys(const QStringList &keys)
{
    for (const QString &key : keys) {
        if (const QModelIndex index = m_model.indexOfKey(key); index.isValid())
            expand(index);
    }
}

void ReportTree::drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const
{
    const Theme &look = theme();
    int depth = 0;
    for (QModelIndex up = index.parent(); up.isValid() && up != rootIndex(); up = up.parent())
        ++depth;
    const int step = indentation();
    painter->save();
    // The style fills this part of a row by itself, in another colour than the cells; so it is painted over.
    QStyleOptionViewItem ground;
    ground.widget = this;
    ground.rect = rect;
    ground.state = selectionModel()->isSelected(index) ? QStyle::State_Selected | QStyle::State_Active : QStyle::State_Active;
    paintRowGround(painter, ground, false);
    for (int i = 0; i < depth; ++i)
        painter->fillRect(
            QRect(rect.left() + look.px(kMargin) + i * step + step / 2, rect.top(), 1, rect.height()), look.color(Token::Line));
    if (m_model.hasChildren(index.siblingAtColumn(0))) {
        const double size = look.px(12);
        const QRectF at(rect.left() + look.px(kMargin) + depth * step + (step - size) / 2, rect.center().y() - size / 2, size, size);
        paintIcon(
            painter, at, isExpanded(index) ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right"), look.color(Token::Text2));
    }
    painter->restore();
}

} // namespace dealerlens::desk
