// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/report/treemaplegend.h"

#include "desk/painters.h"

#include <QEvent>
#include <QPainter>

#include <array>

namespace dealerlens::desk {

namespace {

constexpr std::array<Token, 6> kTokens { Token::DivNeg2, Token::DivNeg1, Token::Div0, Token::DivPos1, Token::DivPos2, Token::StaleTint };
constexpr int kBox = 12;
constexpr int kGap = 6; // between box and word
constexpr int kStep = 14; // between entries

} // namespace

TreemapLegend::TreemapLegend(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

QStringList TreemapLegend::words() const
{
    return { tr("clearly below"), tr("below"), tr("no different from the network"), tr("above"), tr("clearly above"),
        tr("data are stale") };
}

QSize TreemapLegend::sizeHint() const
{
    const QFontMetrics metrics(theme().font(FontStyle::Small));
    int width = 0;
    for (const QString &word : words())
        width += theme().px(kBox + kGap + kStep) + metrics.horizontalAdvance(word);
    return { width, theme().px(20) };
}

void TreemapLegend::paintEvent(QPaintEvent *)
{
    const Theme &look = theme();
    QPainter painter(this);
    painter.setFont(look.font(FontStyle::Small));
    const QStringList all = words();
    double x = std::max(0, width() - sizeHint().width());
    for (int i = 0; i < all.size(); ++i) {
        const QRectF box(x, (height() - look.px(kBox)) / 2.0, look.px(kBox), look.px(kBox));
        painter.fillRect(box, look.color(kTokens[static_cast<size_t>(i)]));
        if (i + 1 == all.size())
            paintHatch(&painter, box, Token::StaleHatch, look);
        x = box.right() + look.px(kGap);
        const double wide = painter.fontMetrics().horizontalAdvance(all[i]);
        painter.setPen(look.color(Token::Text2));
        painter.drawText(QRectF(x, 0, wide + 2, height()), Qt::AlignLeft | Qt::AlignVCenter, all[i]);
        x += wide + look.px(kStep);
    }
}

void TreemapLegend::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        updateGeometry();
    QWidget::changeEvent(event);
}

} // namespace dealerlens::desk
