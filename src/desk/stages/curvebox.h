// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <memory>

namespace dealerlens::desk {

class Dialogs;
class PlotPainter;
class PlotWidget;
class TextLabel;

// A curve under its title. GUI thread.
class CurveBox final : public QWidget {
    Q_OBJECT

public:
    explicit CurveBox(QWidget *parent);

    void setName(const QString &name); // of the plot, for who does not see it
    void setCurve(const QString &title, std::unique_ptr<PlotPainter> plot); // null: there is none
    void openTable(Dialogs &dialogs) const; // its data, in a window of their own

Q_SIGNALS:
    void tableRequested();

private:
    TextLabel *m_title;
    PlotWidget *m_plot;
};

} // namespace dealerlens::desk
