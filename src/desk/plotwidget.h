// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/paintedparts.h"
#include "desk/plots.h"

#include <QWidget>

#include <memory>

namespace dealerlens::desk {

// Shows one plot. Hover reads the nearest step, the plain wheel does nothing, Ctrl+wheel zooms the x axis at the
// pointer. Keys read it too: Left and Right go from stop to stop, Up and Down to another curve, Enter is a click
// there, Ctrl+Plus and Ctrl+Minus zoom, Home resets, Escape puts the reading away. For a screen reader the plot is its
// summary and a list of its stops; table() of the plot says the rest.
class PlotWidget final : public QWidget, public PaintedParts {
    Q_OBJECT

public:
    explicit PlotWidget(QWidget *parent = nullptr);
    void setPlot(std::unique_ptr<PlotPainter> plot); // nullptr: empty

    [[nodiscard]] PlotPainter *plot() const { return m_plot.get(); }

    void setName(const QString &name); // accessible name
    [[nodiscard]] QSize minimumSizeHint() const override;

    [[nodiscard]] int partCount() const override;
    [[nodiscard]] QString partSentence(int part) const override;
    [[nodiscard]] QRect partRect(int part) const override;

    [[nodiscard]] int currentPart() const override { return m_stop; }

    [[nodiscard]] bool reactsToKeys() const override { return true; }

    void focusPart(int part) override;
    void pressPart(int part) override;

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
    [[nodiscard]] std::vector<PlotStop> stops() const;
    void zoom(double pixel, double factor);
    void step(int by);
    void changeGroup(int by);

    std::unique_ptr<PlotPainter> m_plot;
    QString m_hover;
    QPointF m_pointer;
    int m_stop = -1; // read by keys; -1: none
};

} // namespace dealerlens::desk
