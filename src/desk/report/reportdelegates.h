// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/answers.h"

#include <QStyledItemDelegate>

namespace dealerlens::desk {

// The cells of the report: numbers at the right in tabular figures, network and region strong, a hairline below
// each row, hatch under stale dealers. Base of the delegates of single columns. GUI thread.
class ReportDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    virtual void paintCell(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    void paintNumber(QPainter *painter, const QRectF &rect, const QModelIndex &index, const QString &text) const;
};

// Badge of a dealer, icon of a person, name; elided, with level shown by weight.
class NameDelegate final : public ReportDelegate {
    Q_OBJECT

public:
    using ReportDelegate::ReportDelegate;

protected:
    void paintCell(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

// A share as text and as a bar with its interval and the network's line.
class IntervalDelegate final : public ReportDelegate {
    Q_OBJECT

public:
    using ReportDelegate::ReportDelegate;

protected:
    void paintCell(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

// Difference to the period before; a triangle only where it is one.
class ChangeDelegate final : public ReportDelegate {
    Q_OBJECT

public:
    using ReportDelegate::ReportDelegate;

protected:
    void paintCell(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

// Age of the data, with the state where they are stale.
class DataDelegate final : public ReportDelegate {
    Q_OBJECT

public:
    using ReportDelegate::ReportDelegate;

protected:
    void paintCell(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

// Ground and focus of a cell of a table with hairlines; shared with other tables.
void paintRowGround(QPainter *painter, const QStyleOptionViewItem &option, bool total);

// The small sign after a name for which the journal does not vouch; answers where the name must end. The font of the
// name is set.
[[nodiscard]] double paintAssumed(QPainter *painter, const QRectF &rect, const QString &name);

} // namespace dealerlens::desk
