// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace dealerlens::viewmodels {
class OutboxFeed;
}

namespace dealerlens::desk {

// Cells of the rows behind a number: outcome with its glyph, path strip, response that is claimed but not
// evidenced in red, age against the limit, a mark where something is on its way to the portal. GUI thread.
class RowsDelegate final : public QStyledItemDelegate {
    Q_OBJECT

public:
    RowsDelegate(const viewmodels::OutboxFeed &outbox, QObject *parent);

    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option, const QModelIndex &index) override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintPath(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    void paintText(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;

    const viewmodels::OutboxFeed &m_outbox;
};

} // namespace dealerlens::desk
