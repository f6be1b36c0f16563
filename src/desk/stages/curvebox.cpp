// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/stages/curvebox.h"

#include "desk/plotwidget.h"
#include "desk/stages/stagescurve.h"
#include "desk/textlabel.h"

#include <QVBoxLayout>

namespace dealerlens::desk {

CurveBox::CurveBox(QWidget *parent)
    : QWidget(parent)
    , m_title(new TextLabel({}, FontStyle::SmallStrong, Token::Text, this))
    , m_plot(new PlotWidget(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme().px(14), theme().px(8), theme().px(14), theme().px(6));
    column->setSpacing(theme().px(4));
    m_title->setElided(true);
    column->addWidget(m_title);
    column->addWidget(m_plot, 1);
    connect(m_plot, &PlotWidget::tableRequested, this, &CurveBox::tableRequested);
}

void CurveBox::setName(const QString &name) { m_plot->setName(name); }

void CurveBox::setCurve(const QString &title, std::unique_ptr<PlotPainter> plot)
{
    m_title->setText(title);
    m_plot->setPlot(std::move(plot));
}

void CurveBox::openTable(Dialogs &dialogs) const
{
    if (const PlotPainter *plot = m_plot->plot())
        openPlotTable(*plot, m_title->text(), dialogs, window());
}

} // namespace dealerlens::desk
