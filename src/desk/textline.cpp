// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/textline.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QHash>
#include <QPaintEngine>
#include <QPainter>
#include <QStaticText>

#include <array>
#include <memory>

namespace dealerlens::desk {

namespace {

constexpr qsizetype kMostKept = 4'000; // some screens full

struct Key {
    QString text;
    FontStyle style;
    int room; // it was cut off to; 0: nothing is cut off
    bool operator==(const Key &) const = default;
};

size_t qHash(const Key &key, size_t seed = 0) { return qHashMulti(seed, key.text, int(key.style), key.room); }

struct Line {
    QString text;
    double width = 0;
    QStaticText shape;
};

class Lines final {
public:
    // Valid until the next call.
    const Line &line(const QString &text, FontStyle style, int room = 0)
    {
        const QFont font = theme().font(style);
        QFont &known = m_fonts[static_cast<size_t>(style)];
        if (m_lines.size() >= kMostKept || !(known == font))
            m_lines.clear();
        known = font;
        const Key key { text, style, room };
        if (const auto found = m_lines.constFind(key); found != m_lines.constEnd())
            return *found;
        const QFontMetricsF metrics(font);
        Line made;
        made.text = room > 0 ? metrics.elidedText(text, Qt::ElideRight, room) : text;
        made.width = metrics.horizontalAdvance(made.text);
        made.shape.setTextFormat(Qt::PlainText);
        made.shape.setText(made.text);
        return *m_lines.insert(key, made);
    }

private:
    QHash<Key, Line> m_lines;
    std::array<QFont, 8> m_fonts;
};

// Fonts must not outlive the application.
Lines &lines()
{
    static std::unique_ptr<Lines> all;
    if (!all) {
        all = std::make_unique<Lines>();
        qAddPostRoutine([] { all.reset(); });
    }
    return *all;
}

double leftOf(const QRectF &rect, Qt::Alignment alignment, double width)
{
    if (alignment & Qt::AlignRight)
        return rect.right() - width;
    return alignment & Qt::AlignHCenter ? rect.left() + (rect.width() - width) / 2 : rect.left();
}

} // namespace

void drawTextLine(QPainter *painter, const QRectF &rect, Qt::Alignment alignment, const QString &text, FontStyle style)
{
    if (text.isEmpty() || rect.width() < 1)
        return;
    const Line *line = &lines().line(text, style);
    if (line->width > rect.width())
        line = &lines().line(text, style, static_cast<int>(rect.width()));
    painter->setFont(theme().font(style));
    // Text has to stay text on paper, and a line with a break in it is one line.
    const bool isOnScreen = painter->paintEngine() && painter->paintEngine()->type() == QPaintEngine::Raster;
    if (!isOnScreen || line->text.contains(QChar::LineFeed) || line->text.contains(QChar::LineSeparator)) {
        painter->drawText(rect, int(alignment & Qt::AlignHorizontal_Mask) | Qt::AlignVCenter | Qt::TextSingleLine, line->text);
        return;
    }
    const double height = QFontMetricsF(painter->font()).height();
    painter->drawStaticText(QPointF(leftOf(rect, alignment, line->width), rect.top() + (rect.height() - height) / 2), line->shape);
}

double textWidth(const QString &text, FontStyle style) { return lines().line(text, style).width; }

} // namespace dealerlens::desk
