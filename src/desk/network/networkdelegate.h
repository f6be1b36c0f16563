// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/painters.h"
#include "viewmodels/networkmodel.h"

#include <QStyledItemDelegate>

namespace dealerlens::desk {

// The glyph of a dealer's state; the same on strip, table and panel.
[[nodiscard]] State glyphOf(const viewmodels::DealerHealth &dealer);

// Paints every cell of the Network table: glyph, badge and name, age with its bar, letters of kinds, numbers,
// budget, sparkline; and the head rows of groups. GUI thread.
class NetworkDelegate final : public QStyledItemDelegate {
    Q_OBJECT

public:
    explicit NetworkDelegate(QObject *parent = nullptr);
    [[nodiscard]] static int widthOf(int column); // at first, in design pixels

    void setFreshnessLimit(std::int64_t seconds) { m_freshnessLimit = seconds; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintGround(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    void paintGroup(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    void paintDealer(QPainter *painter, const QRectF &cell, const viewmodels::DealerHealth &dealer, const QString &text) const;
    void paintAge(QPainter *painter, const QRectF &cell, const viewmodels::DealerHealth &dealer, const QString &text) const;
    void paintKinds(QPainter *painter, const QRectF &cell, const viewmodels::DealerHealth &dealer, const QString &text) const;
    void paintBudget(QPainter *painter, const QRectF &cell, const viewmodels::DealerHealth &dealer, const QString &text) const;
    void paintNumber(QPainter *painter, const QRectF &cell, const QString &text, Token token) const;

    std::int64_t m_freshnessLimit = 3'600;
};

} // namespace dealerlens::desk
