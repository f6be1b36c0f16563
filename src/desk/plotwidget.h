// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/plots.h"

#include <QWidget>

#include <memory>

namespace dealerlens::desk {

// Shows one plot. Hover reads the nearest step, the plain wheel does nothing, Ctrl+wheel zooms the x axis at the
// pointer, Home resets. Its accessible text is the plot's summary; table() of the plot says the rest.
class PlotWidget final : public QWidget {
    Q_OBJECT

public:
    explicit PlotWidget(QWidget *parent = nullptr);
    void setPlot(std::unique_ptr<PlotPainter> plot); // nullptr: empty

    [[nodiscard]] PlotPainter *plot() const { return m_plot.get(); }

    void setName(const QString &name); // accessible name
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void clicked(QPointF position);
    void tableRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    std::unique_ptr<PlotPainter> m_plot;
    QString m_hover;
    QPointF m_pointer;
};

} // namespace dealerlens::desk
