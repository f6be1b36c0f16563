// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/stages/funnelbars.h"

#include "desk/language.h"
#include "desk/painters.h"
#include "viewmodels/funnelmodel.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace dealerlens::desk {

using viewmodels::FunnelModel;

namespace {

constexpr int kRow = 42; // bar and the line under it
constexpr int kBar = 18;
constexpr int kName = 170;
constexpr int kNumbers = 130;
constexpr int kEdge = 14;

} // namespace

FunnelBars::FunnelBars(const FunnelModel &model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
{
    setMouseTracking(true);
}

QSize FunnelBars::sizeHint() const { return { theme().px(kName + kNumbers + 240), m_model.rowCount() * theme().px(kRow) + theme().px(8) }; }

void FunnelBars::refresh()
{
    updateGeometry();
    update();
}

int FunnelBars::partCount() const { return m_model.rowCount(); }

QString FunnelBars::partSentence(int part) const
{
    QString sentence
        = QString(m_model.stageName(part) % QStringLiteral(": ") % m_model.index(part, FunnelModel::CountColumn).data().toString());
    if (const auto share = m_model.share(part); share && part > 0)
        sentence += QString(QStringLiteral(", ") % fmt().percent(*share));
    if (const QString drop = m_model.dropText(part); !drop.isEmpty())
        sentence += QString(QStringLiteral("; ") % drop);
    return sentence;
}

QRectF FunnelBars::rowRect(int row) const
{
    const int height = theme().px(kRow);
    return QRectF(0, theme().px(4) + row * height, width(), height);
}

int FunnelBars::rowAt(QPointF at) const
{
    for (int row = 0; row < m_model.rowCount(); ++row) {
        if (rowRect(row).contains(at))
            return row;
    }
    return -1;
}

double FunnelBars::barLeft() const { return theme().px(kEdge + kName); }

double FunnelBars::barWidth() const { return std::max(40.0, width() - barLeft() - theme().px(kNumbers + kEdge)); }

int FunnelBars::columnAt(QPointF at) const
{
    const int row = rowAt(at);
    if (row < 0 || at.x() < barLeft())
        return -1;
    const bool below = at.y() > rowRect(row).top() + theme().px(kBar + 3);
    const int column = below ? FunnelModel::OpenColumn : FunnelModel::CountColumn;
    return m_model.rowsBehind(m_model.index(row, column)) ? column : -1;
}

void FunnelBars::paintRow(QPainter &painter, int row, double most) const
{
    const Theme &look = theme();
    const reports::FunnelStep &step = m_model.answer()->steps[static_cast<size_t>(row)];
    const QRectF whole = rowRect(row);
    const QRectF line(look.px(kEdge), whole.top(), look.px(kName - 10), look.px(kBar));
    painter.setFont(look.font(FontStyle::Body));
    painter.setPen(look.color(Token::Text));
    const QString name = painter.fontMetrics().elidedText(m_model.stageName(row), Qt::ElideRight, static_cast<int>(line.width()));
    painter.drawText(line, static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter), name);

    const double scale = barWidth() / most;
    const QRectF bar(barLeft(), whole.top(), std::max(step.count > 0 ? 2.0 : 0.0, double(step.count) * scale), look.px(kBar));
    const double seen = std::max(0.0, double(step.count - step.inferred) * scale);
    painter.fillRect(QRectF(bar.left(), bar.top(), std::min(bar.width(), seen), bar.height()), look.color(Token::Interval));
    if (step.inferred > 0) {
        const QRectF guessed(bar.left() + seen, bar.top(), bar.width() - seen, bar.height());
        paintHatch(&painter, guessed, Token::UnknownHatch, look);
        painter.setPen(QPen(look.color(Token::Interval), 1));
        painter.drawRect(guessed.adjusted(0.5, 0.5, -0.5, -0.5));
    }
    painter.setFont(look.font(FontStyle::Strong));
    painter.setPen(look.color(m_model.rowsBehind(m_model.index(row, FunnelModel::CountColumn)) ? Token::Link : Token::Text));
    const QRectF beside(bar.right() + look.px(8), bar.top(), look.px(kNumbers), bar.height());
    QString numbers = fmt().integer(step.count);
    if (const auto share = m_model.share(row); share && row > 0)
        numbers += QStringLiteral(" · ") + fmt().percent(*share);
    painter.drawText(beside, static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter), numbers);

    painter.setFont(look.font(FontStyle::Small));
    painter.setPen(look.color(Token::Text2));
    const QRectF below(barLeft(), whole.top() + look.px(kBar + 2), width() - barLeft(), look.px(kRow - kBar - 6));
    painter.drawText(below, static_cast<int>(Qt::AlignLeft | Qt::AlignTop), m_model.dropText(row));
}

void FunnelBars::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme().color(Token::Base));
    double most = 1;
    for (int row = 0; row < m_model.rowCount(); ++row)
        most = std::max(most, double(m_model.answer()->steps[static_cast<size_t>(row)].count));
    for (int row = 0; row < m_model.rowCount(); ++row)
        paintRow(painter, row, most);
}

void FunnelBars::mouseMoveEvent(QMouseEvent *event)
{
    setCursor(columnAt(event->position()) >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void FunnelBars::mouseReleaseEvent(QMouseEvent *event)
{
    const int row = rowAt(event->position());
    if (event->button() != Qt::LeftButton || row < 0)
        return;
    const int column = columnAt(event->position());
    if (column >= 0)
        Q_EMIT opened(row, column);
    else
        Q_EMIT chosen(row);
}

} // namespace dealerlens::desk
