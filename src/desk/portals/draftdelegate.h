// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/icons.h"
#include "desk/painters.h"
#include "viewmodels/portaldrafts.h"

#include <QPainter>
#include <QStyledItemDelegate>

namespace dealerlens::desk {

using viewmodels::PortalDraft;
using viewmodels::PortalDrafts;

// Cells of portals that are about to be added: marks of rights and the colour of the result. GUI thread.
class DraftDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const QVariant right = index.data(PortalDrafts::RightRole);
        if (!right.isValid()) {
            QStyledItemDelegate::paint(painter, option, index);
            return;
        }
        QStyleOptionViewItem empty = option;
        initStyleOption(&empty, index);
        empty.text.clear();
        empty.widget->style()->drawControl(QStyle::CE_ItemViewItem, &empty, painter, empty.widget);
        const double size = theme().px(14);
        const QRectF box(option.rect.center().x() - size / 2 + 0.5, option.rect.center().y() - size / 2 + 0.5, size, size);
        const auto draw = [&](const char *name, Token token) { paintIcon(painter, box, QString::fromLatin1(name), theme().color(token)); };
        switch (static_cast<PortalDrafts::Right>(right.toInt())) {
        case PortalDrafts::Right::Given:
            paintStateGlyph(painter, box.adjusted(2, 2, -2, -2), State::Met, theme());
            break;
        case PortalDrafts::Right::Missing:
            draw("warning", Token::Warn);
            break;
        case PortalDrafts::Right::Refused:
            draw("error", Token::Breach);
            break;
        case PortalDrafts::Right::Running:
            draw("sync", Token::Link);
            break;
        case PortalDrafts::Right::Copy:
            draw("copy", Token::Text3);
            break;
        case PortalDrafts::Right::Unknown:
            painter->setPen(theme().color(Token::Text3));
            painter->drawText(option.rect, Qt::AlignCenter, QStringLiteral("·"));
            break;
        }
    }

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        const auto state = static_cast<PortalDraft::State>(index.data(PortalDrafts::StateRole).toInt());
        Token token = Token::Text;
        if (state == PortalDraft::State::Duplicate)
            token = Token::Text3;
        else if (index.column() == PortalDrafts::ResultColumn)
            token = resultToken(state);
        option->palette.setColor(QPalette::Text, theme().color(token));
    }

private:
    static Token resultToken(PortalDraft::State state)
    {
        switch (state) {
        case PortalDraft::State::Ready:
        case PortalDraft::State::Saved:
            return Token::Ok;
        case PortalDraft::State::Reduced:
            return Token::Warn;
        case PortalDraft::State::Refused:
        case PortalDraft::State::Invalid:
            return Token::Breach;
        case PortalDraft::State::Testing:
        case PortalDraft::State::Saving:
            return Token::Link;
        case PortalDraft::State::Waiting:
        case PortalDraft::State::Duplicate:
            break;
        }
        return Token::Text3;
    }
};

} // namespace dealerlens::desk
