// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/paintedparts.h"

#include <QWidget>

namespace dealerlens::viewmodels {
class FunnelModel;
}

namespace dealerlens::desk {

// The funnel as horizontal bars, one per step: count, share of the first, the inferred part hatched, under each what
// is missing at the next. A picture of the table below it, which serves the keyboard. GUI thread; the model outlives it.
class FunnelBars final : public QWidget, public PaintedParts {
    Q_OBJECT

public:
    explicit FunnelBars(const viewmodels::FunnelModel &model, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;

    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

    [[nodiscard]] int partCount() const override;
    [[nodiscard]] QString partSentence(int part) const override;

    [[nodiscard]] QRect partRect(int part) const override { return rowRect(part).toAlignedRect(); }

    void refresh(); // the model has other figures or words

Q_SIGNALS:
    void opened(int row, int column); // of the model: a number with rows behind it was clicked
    void chosen(int row);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;

private:
    [[nodiscard]] QRectF rowRect(int row) const;
    [[nodiscard]] int rowAt(QPointF at) const;
    // Column whose number is there: the count beside the bar, what is still open below it; -1 when it opens nothing.
    [[nodiscard]] int columnAt(QPointF at) const;
    void paintRow(QPainter &painter, int row, double most) const;
    [[nodiscard]] double barLeft() const;
    [[nodiscard]] double barWidth() const;

    const viewmodels::FunnelModel &m_model;
};

} // namespace dealerlens::desk
