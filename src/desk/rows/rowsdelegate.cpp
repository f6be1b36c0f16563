// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/rows/rowsdelegate.h"

#include "desk/icons.h"
#include "desk/language.h"
#include "desk/painters.h"
#include "desk/report/reportdelegates.h"
#include "desk/textlabel.h"
#include "desk/textline.h"
#include "viewmodels/outboxtexts.h"
#include "viewmodels/rowsmodel.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace dealerlens::desk {

using viewmodels::ItemRow;
using viewmodels::PathCell;
using viewmodels::RowsModel;

namespace {

constexpr double kWarnShare = 0.8;
constexpr int kPathCell = 24;

bool hasLate(const ItemRow &row, reports::Late late) { return row.state.lates & (1U << static_cast<unsigned>(late)); }

double limitShare(const ItemRow &row) { return row.state.limit && *row.state.limit > 0 ? row.state.businessAge / *row.state.limit : 0; }

// Glyph before the text of a column, if it has one.
std::optional<State> glyphOf(const ItemRow &row, int column)
{
    if (column == RowsModel::StageColumn)
        return row.state.outcome == 'S' ? State::Won : (row.state.outcome == 'F' ? State::Lost : State::Open);
    const bool isRunning = row.state.outcome == 'P' && !(row.stay && row.stay->left != base::kNever);
    if (column == RowsModel::AgeColumn && isRunning && row.state.limit) {
        const double share = limitShare(row);
        return share > 1 ? State::Breached : (share >= kWarnShare ? State::Warning : State::Running);
    }
    return std::nullopt;
}

Token tokenOf(const ItemRow &row, int column)
{
    if (column == RowsModel::AgeColumn) {
        const std::optional<State> state = glyphOf(row, column);
        return state && *state != State::Running ? textToken(*state) : Token::Text;
    }
    if (column == RowsModel::EvidencedColumn && !row.state.responseEvidenced && row.state.responseClaimed)
        return hasLate(row, reports::Late::WithoutEvidence) ? Token::Breach : Token::Text2;
    if (column == RowsModel::ResponsibleColumn || column == RowsModel::DealerColumn || column == RowsModel::SourceColumn
        || column == RowsModel::CreatedColumn)
        return Token::Text2;
    return Token::Text;
}

} // namespace

RowsDelegate::RowsDelegate(const viewmodels::OutboxFeed &outbox, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_outbox(outbox)
{
}

bool RowsDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const auto *rows = qobject_cast<const RowsModel *>(index.model());
    if (rows && event->type() == QEvent::ToolTip && index.column() == RowsModel::ClientColumn) {
        const auto pending = m_outbox.about(rows->keyAt(index.row()));
        if (!pending.empty()) {
            const base::UtcSeconds now = base::SystemClock().now();
            QToolTip::showText(event->globalPos(), plainTip(viewmodels::OutboxTexts::overlayTip(pending, now, fmt())), view);
            return true;
        }
    }
    return QStyledItemDelegate::helpEvent(event, view, option, index);
}

QSize RowsDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return { theme().px(60), theme().rowHeight(ThemeManager::instance()->density()) };
}

void RowsDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    paintRowGround(painter, option, false);
    if (index.column() == RowsModel::PathColumn)
        paintPath(painter, option, index);
    else
        paintText(painter, option, index);
    painter->restore();
}

void RowsDelegate::paintPath(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *row = index.data(RowsModel::RowRole).value<const ItemRow *>();
    if (!row || row->cells == 0)
        return;
    const Theme &look = theme();
    std::vector<PathStep> steps;
    for (std::uint8_t i = 0; i < row->cells; ++i) {
        const PathCell &cell = row->path[i];
        PathStep step;
        step.kind = static_cast<PathStep::Kind>(cell.kind); // the same four, in the same order
        step.overLimit = cell.overLimit;
        step.reentered = cell.reentered;
        if (cell.kind == PathCell::Kind::Now) {
            step.fill = std::min(1.0, limitShare(*row));
            step.warn = limitShare(*row) >= kWarnShare;
        }
        steps.push_back(step);
    }
    const double wide = std::min<double>(option.rect.width() - look.px(12), look.px(kPathCell) * row->cells);
    const QRectF strip(option.rect.left() + look.px(4), option.rect.center().y() - look.px(8), wide, look.px(16));
    paintPathStrip(painter, strip, steps, look, option.state & QStyle::State_Selected);
}

void RowsDelegate::paintText(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *row = index.data(RowsModel::RowRole).value<const ItemRow *>();
    if (!row)
        return;
    const Theme &look = theme();
    const bool right = Qt::Alignment(index.data(Qt::TextAlignmentRole).toInt()) & Qt::AlignRight;
    QRectF rect = QRectF(option.rect).adjusted(look.px(8), 0, -look.px(8), 0);
    const auto *rows = qobject_cast<const RowsModel *>(index.model());
    if (rows && index.column() == RowsModel::ClientColumn && m_outbox.isPending(rows->keyAt(index.row()))) {
        const double side = look.px(13);
        paintIcon(painter, QRectF(rect.right() - side, rect.center().y() - side / 2, side, side), QStringLiteral("outbox"),
            look.color(Token::Link));
        rect.setRight(rect.right() - side - look.px(4));
    }
    painter->setFont(look.font(FontStyle::Body));
    if (index.column() == RowsModel::ResponsibleColumn && row->state.userAssumed && row->state.user >= 0)
        rect.setRight(paintAssumed(painter, rect, index.data().toString()));
    const QString text = index.data().toString();
    if (const std::optional<State> glyph = glyphOf(*row, index.column()); glyph && !text.isEmpty()) {
        const double size = look.px(10);
        const double left
            = right ? rect.right() - std::min(textWidth(text, FontStyle::Body), rect.width()) - size - look.px(4) : rect.left();
        paintStateGlyph(painter, QRectF(left, rect.center().y() - size / 2, size, size), *glyph, look);
        if (!right)
            rect.setLeft(rect.left() + size + look.px(5));
    }
    painter->setPen(look.color(tokenOf(*row, index.column())));
    drawTextLine(painter, rect, right ? Qt::AlignRight : Qt::AlignLeft, text, FontStyle::Body);
}

} // namespace dealerlens::desk
