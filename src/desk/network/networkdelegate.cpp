// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/network/networkdelegate.h"

#include "desk/icons.h"
#include "desk/textline.h"

#include <QPainter>

namespace dealerlens::desk {

using viewmodels::DealerHealth;
using viewmodels::NetworkModel;

State glyphOf(const DealerHealth &dealer)
{
    if (dealer.portal.isRetired())
        return State::Paused;
    switch (dealer.health) {
    case model::PortalHealth::Fresh:
        return State::Fresh;
    case model::PortalHealth::Attention:
        return State::Warning;
    case model::PortalHealth::Stale:
        return State::Stale;
    case model::PortalHealth::NoAccess:
        return State::NoAccess;
    case model::PortalHealth::Never:
        return State::Running;
    }
    return State::NotApplicable;
}

NetworkDelegate::NetworkDelegate(QObject *parent)
    : QStyledItemDelegate(parent)
{
}

QSize NetworkDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    return { theme().px(widthOf(index.column())), theme().rowHeight(ThemeManager::instance()->density()) };
}

int NetworkDelegate::widthOf(int column)
{
    static constexpr int widths[] = { 28, 236, 156, 84, 64, 94, 68, 108, 56, 92, 120 };
    return widths[std::clamp(column, 0, static_cast<int>(std::size(widths)) - 1)];
}

void NetworkDelegate::paintGround(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &look = theme();
    const bool group = index.data(NetworkModel::GroupRole).toBool();
    QColor ground = look.color(group ? Token::BaseAlt : Token::Base);
    if (option.state & QStyle::State_Selected)
        ground = look.color(option.state & QStyle::State_Active ? Token::Select : Token::SelectInactive);
    else if (option.state & QStyle::State_MouseOver)
        ground = look.color(Token::Hover);
    painter->fillRect(option.rect, ground);
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), look.color(Token::Line));
    if (option.state & QStyle::State_HasFocus) {
        painter->setPen(look.color(Token::Focus));
        painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
    }
}

void NetworkDelegate::paintGroup(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &look = theme();
    const QRectF cell(option.rect);
    if (index.column() == NetworkModel::StateColumn) {
        const double size = look.px(14);
        const QRectF at(cell.center().x() - size / 2, cell.center().y() - size / 2, size, size);
        paintIcon(painter, at,
            index.data(NetworkModel::GroupOpenRole).toBool() ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right"),
            look.color(Token::Text2));
        return;
    }
    if (index.column() != NetworkModel::DealerColumn)
        return;
    painter->setPen(look.color(Token::Text));
    drawTextLine(painter, cell.adjusted(look.px(4), 0, -look.px(4), 0), Qt::AlignLeft, index.data().toString(), FontStyle::Strong);
}

void NetworkDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    paintGround(painter, option, index);
    const auto *dealer = index.data(NetworkModel::HealthRole).value<const DealerHealth *>();
    if (!dealer) {
        paintGroup(painter, option, index);
        painter->restore();
        return;
    }
    const Theme &look = theme();
    const QRectF cell(option.rect);
    const QString text = index.data().toString();
    switch (index.column()) {
    case NetworkModel::StateColumn: {
        const double size = look.px(12);
        const QRectF at(cell.center().x() - size / 2, cell.center().y() - size / 2, size, size);
        if (dealer->status.running)
            paintIcon(painter, at, QStringLiteral("sync"), look.color(Token::Text2));
        else
            paintStateGlyph(painter, at, glyphOf(*dealer), look);
        break;
    }
    case NetworkModel::DealerColumn:
        paintDealer(painter, cell, *dealer, text);
        break;
    case NetworkModel::AgeColumn:
        paintAge(painter, cell, *dealer, text);
        break;
    case NetworkModel::KindsColumn:
        paintKinds(painter, cell, *dealer, text);
        break;
    case NetworkModel::ErrorsColumn:
        paintNumber(painter, cell, text,
            dealer->status.errors24h > 3 ? Token::Breach : (dealer->status.errors24h > 0 ? Token::Text : Token::Text3));
        break;
    case NetworkModel::BudgetColumn:
        paintBudget(painter, cell, *dealer, text);
        break;
    case NetworkModel::UnmappedColumn:
        paintNumber(painter, cell, text, dealer->unmapped() > 0 ? Token::Warn : Token::Text3);
        break;
    case NetworkModel::TrendColumn:
        paintSparkline(painter, cell.adjusted(look.px(8), look.px(5), -look.px(8), -look.px(5)), dealer->figures.perDay, look);
        break;
    case NetworkModel::PerDayColumn:
        paintNumber(painter, cell, text, dealer->figures.meanPerDay ? Token::Text : Token::Unknown);
        break;
    case NetworkModel::CallsColumn: {
        const auto share = dealer->callsVisible();
        paintNumber(painter, cell, text, !share ? Token::Unknown : (*share < 0.5 ? Token::Warn : Token::Text));
        break;
    }
    default:
        painter->setPen(look.color(Token::Text2));
        drawTextLine(painter, cell.adjusted(look.px(8), 0, -look.px(8), 0), Qt::AlignLeft, text, FontStyle::Body);
        break;
    }
    painter->restore();
}

void NetworkDelegate::paintDealer(QPainter *painter, const QRectF &cell, const DealerHealth &dealer, const QString &text) const
{
    const Theme &look = theme();
    const QRectF badge(cell.left() + look.px(4), cell.center().y() - look.px(8), look.px(24), look.px(16));
    paintDealerBadge(painter, badge, dealer.portal.code, dealer.hue, look);
    const QRectF room(badge.right() + look.px(8), cell.top(), cell.right() - badge.right() - look.px(14), cell.height());
    painter->setPen(look.color(dealer.portal.isRetired() ? Token::Text3 : Token::Text));
    drawTextLine(painter, room, Qt::AlignLeft, text, FontStyle::Body);
}

void NetworkDelegate::paintAge(QPainter *painter, const QRectF &cell, const DealerHealth &dealer, const QString &text) const
{
    const Theme &look = theme();
    const bool stale = dealer.age < 0 || dealer.age > m_freshnessLimit;
    const QRectF words(cell.left() + look.px(4), cell.top(), look.px(72), cell.height());
    const QRectF bar(words.right() + look.px(6), cell.top() + 1, cell.right() - words.right() - look.px(10), cell.height() - 2);
    if (stale)
        paintHatch(painter, bar, Token::StaleHatch, look);
    painter->setPen(look.color(stale ? Token::Stale : Token::Text));
    drawTextLine(painter, words, Qt::AlignRight, text, FontStyle::Body);
    if (dealer.age >= 0)
        paintAgeBar(painter, bar, static_cast<double>(dealer.age), static_cast<double>(m_freshnessLimit), look);
}

void NetworkDelegate::paintKinds(QPainter *painter, const QRectF &cell, const DealerHealth &dealer, const QString &text) const
{
    const Theme &look = theme();
    const QStringList letters = text.split(QLatin1Char(' '));
    painter->setFont(look.font(FontStyle::Caption));
    painter->setRenderHint(QPainter::Antialiasing);
    double x = cell.left() + look.px(6);
    const double size = look.px(15);
    for (int i = 0; i < viewmodels::kHealthKinds && i < letters.size(); ++i) {
        const viewmodels::KindHealth &kind = dealer.kinds[static_cast<std::size_t>(i)];
        const QRectF box(x + 0.5, std::floor(cell.center().y() - size / 2) + 0.5, size, size);
        painter->setBrush(Qt::NoBrush);
        painter->setPen(look.color(kind.denied ? Token::Unknown : (kind.stale ? Token::Stale : Token::Text3)));
        if (kind.stale && !kind.denied)
            painter->drawRoundedRect(box, 2, 2);
        painter->drawText(box, Qt::AlignCenter, letters[i].left(1));
        if (kind.denied)
            painter->drawLine(box.bottomLeft() + QPointF(2, -3), box.topRight() + QPointF(-2, 3));
        x += size + look.px(4);
    }
}

void NetworkDelegate::paintBudget(QPainter *painter, const QRectF &cell, const DealerHealth &dealer, const QString &text) const
{
    const Theme &look = theme();
    const double share = std::clamp(dealer.status.methodTimeShare, 0.0, 1.0);
    const QRectF track(cell.left() + look.px(8), std::floor(cell.center().y()) - 2, look.px(48), 4);
    painter->fillRect(track, look.color(Token::Line));
    painter->fillRect(QRectF(track.left(), track.top(), track.width() * share, track.height()),
        look.color(share > 0.8 ? Token::WarnFill : Token::Interval));
    paintNumber(painter, QRectF(track.right(), cell.top(), cell.right() - track.right(), cell.height()), text,
        share > 0.8 ? Token::Warn : Token::Text2);
}

void NetworkDelegate::paintNumber(QPainter *painter, const QRectF &cell, const QString &text, Token token) const
{
    const Theme &look = theme();
    painter->setPen(look.color(token));
    drawTextLine(painter, cell.adjusted(look.px(4), 0, -look.px(8), 0), Qt::AlignRight, text, FontStyle::Body);
}

} // namespace dealerlens::desk
