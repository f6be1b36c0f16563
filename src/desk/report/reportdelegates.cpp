// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/report/reportdelegates.h"

#include "desk/icons.h"
#include "desk/painters.h"
#include "desk/textline.h"
#include "viewmodels/treemodel.h"

#include <QPainter>
#include <QPointF>
#include <QWidget>

namespace dealerlens::desk {

using reports::TreeLevel;
using reports::TreeNode;
using viewmodels::TreeModel;

namespace {

constexpr std::int64_t kFew = 5;
constexpr int kTextWidth = 46; // of a share beside its bar

const TreeNode *nodeOf(const QModelIndex &index) { return index.data(TreeModel::NodeRole).value<const TreeNode *>(); }

bool isStrong(const QModelIndex &index)
{
    const TreeNode *node = nodeOf(index);
    return node && node->level <= TreeLevel::Region;
}

} // namespace

void paintRowGround(QPainter *painter, const QStyleOptionViewItem &option, bool total)
{
    const Theme &look = theme();
    QColor ground = look.color(total ? Token::BaseAlt : Token::Base);
    // One answer for all parts of a row: the state of the option differs between branches and cells.
    const bool active = option.widget ? option.widget->hasFocus() : option.state.testFlag(QStyle::State_Active);
    if (option.state & QStyle::State_Selected)
        ground = look.color(active ? Token::Select : Token::SelectInactive);
    else if (option.state & QStyle::State_MouseOver)
        ground = look.color(Token::Hover);
    painter->fillRect(option.rect, ground);
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), look.color(Token::Line));
    if (option.state & QStyle::State_HasFocus) {
        painter->setPen(look.color(Token::Focus));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
    }
}

double paintAssumed(QPainter *painter, const QRectF &rect, const QString &name)
{
    const Theme &look = theme();
    const double side = look.px(12);
    const double gap = look.px(4);
    const double right = std::min(rect.right(), rect.left() + painter->fontMetrics().horizontalAdvance(name) + gap + side);
    const QRectF at(right - side, rect.center().y() - side / 2, side, side);
    paintIcon(painter, at, QStringLiteral("clock"), look.color(Token::Text3));
    return at.left() - gap + 1;
}

void ReportDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    const TreeNode *node = nodeOf(index);
    paintRowGround(painter, option, node && node->level == TreeLevel::Network);
    if (node)
        paintCell(painter, option, index);
    painter->restore();
}

QSize ReportDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return { theme().px(60), theme().rowHeight(ThemeManager::instance()->density()) };
}

void ReportDelegate::paintNumber(QPainter *painter, const QRectF &rect, const QModelIndex &index, const QString &text) const
{
    const Theme &look = theme();
    const bool second = index.column() == TreeModel::CountColumn || text == viewmodels::Fmt::dash() || text.startsWith(QLatin1String("n<"));
    const bool strong = isStrong(index)
        && (index.column() == TreeModel::NewColumn || index.column() == TreeModel::ConversionColumn
            || index.column() == TreeModel::RevenueColumn);
    const FontStyle style = strong ? FontStyle::Strong : (index.column() == TreeModel::CountColumn ? FontStyle::Small : FontStyle::Body);
    painter->setPen(look.color(second ? Token::Text2 : Token::Text));
    drawTextLine(painter, rect.adjusted(look.px(4), 0, -look.px(8), 0), Qt::AlignRight, text, style);
}

void ReportDelegate::paintCell(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    paintNumber(painter, QRectF(option.rect), index, index.data().toString());
}

void NameDelegate::paintCell(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &look = theme();
    const TreeNode &node = *nodeOf(index);
    QRectF rect = QRectF(option.rect).adjusted(look.px(node.level == TreeLevel::Network ? 14 : 10), 0, -look.px(6), 0);
    if (node.level == TreeLevel::Dealer) {
        const QRectF badge(rect.left(), rect.center().y() - look.px(8), look.px(24), look.px(16));
        paintDealerBadge(painter, badge, index.data(TreeModel::CodeRole).toString(), index.data(TreeModel::HueRole).toInt(), look);
        rect.setLeft(badge.right() + look.px(6));
    } else if (node.level == TreeLevel::Employee) {
        const QRectF at(rect.left(), rect.center().y() - look.px(7), look.px(14), look.px(14));
        paintIcon(painter, at, QStringLiteral("person"), look.color(Token::Text3));
        rect.setLeft(at.right() + look.px(6));
    }
    painter->setFont(look.font(isStrong(index) ? FontStyle::Strong : FontStyle::Body));
    if (index.data(TreeModel::AssumedRole).toBool())
        rect.setRight(paintAssumed(painter, rect, index.data().toString()));
    painter->setPen(look.color(index.data(TreeModel::StaleRole).toBool() ? Token::Stale : Token::Text));
    drawTextLine(painter, rect, Qt::AlignLeft, index.data().toString(), isStrong(index) ? FontStyle::Strong : FontStyle::Body);
}

void IntervalDelegate::paintCell(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &look = theme();
    const TreeNode &node = *nodeOf(index);
    const bool conversion = index.column() == TreeModel::ConversionColumn;
    const reports::Share &share = conversion ? node.measures.conversion : node.measures.responseInLimit;
    const QRectF cell(option.rect);
    paintNumber(painter, QRectF(cell.left(), cell.top(), look.px(kTextWidth) + look.px(8), cell.height()), index, index.data().toString());
    const QRectF barRect = cell.adjusted(look.px(kTextWidth + 14), 0, -look.px(8), 0);
    if (barRect.width() < look.px(24))
        return;
    if (index.data(TreeModel::StaleRole).toBool())
        paintHatch(painter, barRect.adjusted(0, 1, 0, -2), Token::StaleHatch, look);
    const auto *model = qobject_cast<const TreeModel *>(index.model());
    IntervalBar bar;
    if (model && model->answer()) {
        const reports::Measures &network = model->answer()->root.measures;
        bar.network = (conversion ? network.conversion : network.responseInLimit).point();
    }
    const QPointF scale = index.data(TreeModel::ScaleRole).toPointF();
    bar.scaleLow = scale.x();
    bar.scaleHigh = scale.y();
    if (share.n == 0) {
        if (bar.network) {
            const double x = barRect.left() + barRect.width() * (*bar.network - bar.scaleLow) / (bar.scaleHigh - bar.scaleLow);
            painter->fillRect(QRectF(std::floor(x), cell.top(), 1, cell.height()), look.color(Token::Reference));
        }
        return;
    }
    bar.low = share.low;
    bar.high = share.high;
    if (share.n >= kFew)
        bar.point = share.point();
    paintIntervalBar(painter, barRect, bar, look);
}

void ChangeDelegate::paintCell(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &look = theme();
    const TreeNode &node = *nodeOf(index);
    const reports::ShareChange &change = node.measures.change;
    const QString text = index.data().toString();
    const bool apart = change.known && node.measures.conversion.n >= kFew && (change.low > 0 || change.high < 0);
    const QRectF rect = QRectF(option.rect).adjusted(look.px(4), 0, -look.px(8), 0);
    painter->setFont(look.font(FontStyle::Body));
    if (!apart) {
        const bool selected = option.state & QStyle::State_Selected;
        painter->setPen(look.color(selected ? Token::Text2 : Token::Text3));
        drawTextLine(painter, rect, Qt::AlignRight, text, FontStyle::Body);
        return;
    }
    const State state = change.difference > 0 ? State::Better : State::Worse;
    painter->setPen(look.color(textToken(state)));
    drawTextLine(painter, rect, Qt::AlignRight, text, FontStyle::Body);
    const double size = look.px(8);
    const double left = rect.right() - textWidth(text, FontStyle::Body) - size - look.px(4);
    paintStateGlyph(painter, QRectF(left, rect.center().y() - size / 2, size, size), state, look);
}

void DataDelegate::paintCell(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &look = theme();
    const TreeNode &node = *nodeOf(index);
    const QString text = index.data().toString();
    const bool stale = index.data(TreeModel::StaleRole).toBool();
    const QRectF rect = QRectF(option.rect).adjusted(look.px(4), 0, -look.px(8), 0);
    painter->setFont(look.font(FontStyle::Body));
    painter->setPen(look.color(stale ? Token::Stale : (node.level == TreeLevel::Dealer ? Token::Text2 : Token::Text)));
    drawTextLine(painter, rect, Qt::AlignRight, text, FontStyle::Body);
    if (!stale)
        return;
    const double size = look.px(9);
    const double left = rect.right() - textWidth(text, FontStyle::Body) - size - look.px(4);
    paintStateGlyph(painter, QRectF(left, rect.center().y() - size / 2, size, size), State::Stale, look);
}

} // namespace dealerlens::desk
