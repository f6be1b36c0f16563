// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/printout.h"

#include "exporting/celltext.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>

#include <cmath>
#include <numeric>

namespace dealerlens::exporting {

namespace {

constexpr int kDotsPerInch = 300;
constexpr qreal kMostColumnShare = 0.35;
constexpr qreal kMostPointsPerPixel = 0.8; // a drawing is not blown up
constexpr std::size_t kMeasuredRows = 2'000; // widths come from the first rows; a longer text later is elided
constexpr int kMostHeadLines = 4;

// Puts the parts on pages, top to bottom. Used twice: without a painter it only counts the pages.
class Layout {
public:
    Layout(const Printout &printout, QPagedPaintDevice &device, QPainter *painter, int pages)
        : m_printout(printout)
        , m_device(device)
        , m_painter(painter)
        , m_pages(pages)
        , m_point(device.logicalDpiY() / 72.0)
        , m_size(device.width(), device.height())
    {
        setPoints(9);
        m_pageFont = m_font;
        m_pageBold = m_bold;
        m_foot = m_line;
    }

    int run()
    {
        beginPage();
        drawFacts(m_printout.about);
        for (const PrintPart &part : m_printout.parts) {
            setPoints(9);
            m_y += m_line * 0.6;
            m_heading = part.heading;
            std::visit([this](const auto &content) { place(content); }, part.content);
        }
        return m_page;
    }

private:
    void setPoints(qreal points)
    {
        m_font = QFont(QStringLiteral("DejaVu Sans"));
        m_font.setStyleHint(QFont::SansSerif);
        m_font.setPixelSize(static_cast<int>(std::lround(points * m_point)));
        m_bold = m_font;
        m_bold.setBold(true);
        m_line = QFontMetricsF(m_font, &m_device).height();
        m_pad = points * m_point * 0.5;
    }

    [[nodiscard]] qreal bottom() const { return m_size.height() - m_foot * 1.6; }

    void beginPage()
    {
        if (m_page > 0 && m_painter)
            m_device.newPage();
        ++m_page;
        drawText(QRectF(0, 0, m_size.width() * 0.8, m_foot), m_printout.title, Qt::AlignLeft, m_pageBold);
        drawText(QRectF(0, 0, m_size.width(), m_foot), QStringLiteral("Dealerlens"), Qt::AlignRight, m_pageFont);
        const QRectF foot(0, m_size.height() - m_foot, m_size.width(), m_foot);
        drawText(foot, QCoreApplication::translate("Printout", "Page %1 of %2").arg(m_page).arg(m_pages), Qt::AlignRight, m_pageFont);
        drawText(foot, QLocale().toString(QDateTime::currentDateTime(), QLocale::ShortFormat), Qt::AlignLeft, m_pageFont);
        m_y = m_foot * 1.6;
    }

    // The heading stays with the first `height` below it.
    void drawHeading(qreal height)
    {
        if (m_y + height + (m_heading.isEmpty() ? 0 : m_line * 1.6) > bottom() && m_y > m_foot * 2)
            beginPage();
        if (m_heading.isEmpty())
            return;
        drawText(QRectF(0, m_y, m_size.width(), m_line * 1.4), m_heading, Qt::AlignLeft, m_bold);
        m_y += m_line * 1.6;
        m_heading.clear();
    }

    void place(const PrintFacts &facts)
    {
        drawHeading(m_line);
        drawFacts(facts);
    }

    void drawFacts(const PrintFacts &facts)
    {
        const QFontMetricsF metrics(m_font, &m_device);
        qreal names = 0;
        for (const auto &[name, value] : facts)
            names = std::max(names, metrics.horizontalAdvance(name));
        names = std::min(names, m_size.width() / 3) + m_pad * 2;
        for (const auto &[name, value] : facts) {
            const QRectF room(names, 0, m_size.width() - names, bottom());
            const QString text = withoutTricks(value);
            const qreal height
                = std::min(std::max(m_line, metrics.boundingRect(room, Qt::TextWordWrap, text).height()), bottom() - m_foot * 2);
            if (m_y + height > bottom())
                beginPage();
            drawText(QRectF(0, m_y, names - m_pad, m_line), name, Qt::AlignLeft, m_font, QColor(0x55, 0x55, 0x55));
            if (m_painter) {
                m_painter->setPen(Qt::black);
                m_painter->setFont(m_font);
                m_painter->drawText(QRectF(names, m_y, room.width(), height), Qt::TextWordWrap, text);
            }
            m_y += height + m_line * 0.1;
        }
    }

    void place(const PrintPicture &part)
    {
        if (part.size.isEmpty())
            return;
        const qreal most = bottom() - m_foot * 4;
        const qreal scale = std::min({ m_size.width() / part.size.width(), most / part.size.height(), m_point * kMostPointsPerPixel });
        drawHeading(part.size.height() * scale);
        if (m_painter) {
            m_painter->save();
            m_painter->translate(0, m_y);
            m_painter->scale(scale, scale);
            m_painter->setClipRect(QRectF(QPointF(), part.size));
            m_painter->drawPicture(0, 0, part.picture);
            m_painter->restore();
        }
        m_y += part.size.height() * scale;
    }

    void place(const PrintTable &table)
    {
        for (qreal points = 9; points >= 5; points -= 0.5) {
            setPoints(points);
            measure(table);
            if (std::accumulate(m_widths.begin(), m_widths.end(), 0.0) <= m_size.width())
                break;
        }
        if (const qreal total = std::accumulate(m_widths.begin(), m_widths.end(), 0.0); total > m_size.width()) {
            for (qreal &width : m_widths)
                width *= m_size.width() / total;
        }
        const qreal head = headHeight(table);
        const qreal height = m_line * 1.35;
        drawHeading(head + height);
        drawTableHead(table, head);
        for (const PrintTable::Row &row : table.rows) {
            if (m_y + height > bottom()) {
                beginPage();
                drawTableHead(table, head);
            }
            drawRow(table, row, height);
        }
    }

    void measure(const PrintTable &table)
    {
        const QFontMetricsF plain(m_font, &m_device);
        const QFontMetricsF bold(m_bold, &m_device);
        m_widths.assign(table.columns.size(), 0);
        for (std::size_t i = 0; i < m_widths.size(); ++i) {
            for (const QString &word : table.columns[i].name.split(QLatin1Char(' ')))
                m_widths[i] = std::max(m_widths[i], bold.horizontalAdvance(word));
            for (std::size_t r = 0; r < std::min(table.rows.size(), kMeasuredRows); ++r) {
                const PrintTable::Row &row = table.rows[r];
                const QString text = row.cells.value(static_cast<qsizetype>(i));
                const qreal indent = i == 0 ? row.level * m_pad * 2 : 0;
                m_widths[i] = std::max(m_widths[i], (row.isStrong ? bold : plain).horizontalAdvance(text) + indent);
            }
            m_widths[i] = std::min(m_widths[i], m_size.width() * kMostColumnShare) + m_pad * 2;
        }
    }

    [[nodiscard]] qreal headHeight(const PrintTable &table) const
    {
        const QFontMetricsF metrics(m_bold, &m_device);
        qreal height = m_line;
        for (std::size_t i = 0; i < m_widths.size(); ++i) {
            const QRectF room(0, 0, std::max(1.0, m_widths[i] - m_pad * 2), m_size.height());
            height = std::max(height, metrics.boundingRect(room, Qt::TextWordWrap, table.columns[i].name).height());
        }
        return std::min(height, m_line * kMostHeadLines) + m_line * 0.35;
    }

    void drawTableHead(const PrintTable &table, qreal height)
    {
        if (m_painter) {
            m_painter->fillRect(QRectF(0, m_y, m_size.width(), height), QColor(0xee, 0xf1, 0xf4));
            m_painter->setFont(m_bold);
            m_painter->setPen(Qt::black);
            qreal x = 0;
            for (std::size_t i = 0; i < m_widths.size(); x += m_widths[i++])
                m_painter->drawText(cellAt(x, i, height),
                    static_cast<int>((table.columns[i].isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter) | Qt::TextWordWrap,
                    table.columns[i].name);
        }
        m_y += height;
    }

    void drawRow(const PrintTable &table, const PrintTable::Row &row, qreal height)
    {
        if (m_painter) {
            qreal x = 0;
            for (std::size_t i = 0; i < m_widths.size(); x += m_widths[i++]) {
                QRectF cell = cellAt(x, i, height);
                if (i == 0)
                    cell.setLeft(std::min(cell.right(), cell.left() + row.level * m_pad * 2));
                drawText(cell, row.cells.value(static_cast<qsizetype>(i)), table.columns[i].isNumber ? Qt::AlignRight : Qt::AlignLeft,
                    row.isStrong ? m_bold : m_font);
            }
            m_painter->setPen(QPen(QColor(0xd8, 0xdd, 0xe2), m_point * 0.4));
            m_painter->drawLine(QPointF(0, m_y + height), QPointF(m_size.width(), m_y + height));
        }
        m_y += height;
    }

    [[nodiscard]] QRectF cellAt(qreal x, std::size_t column, qreal height) const
    {
        return { x + m_pad, m_y, std::max(0.0, m_widths[column] - m_pad * 2), height };
    }

    void drawText(const QRectF &where, const QString &text, Qt::Alignment alignment, const QFont &font, const QColor &color = Qt::black)
    {
        if (!m_painter)
            return;
        m_painter->setFont(font);
        m_painter->setPen(color);
        const QString fitting = QFontMetricsF(font, &m_device).elidedText(withoutTricks(text), Qt::ElideRight, where.width() + 1);
        m_painter->drawText(where, static_cast<int>(alignment | Qt::AlignVCenter) | Qt::TextSingleLine, fitting);
    }

    const Printout &m_printout;
    QPagedPaintDevice &m_device;
    QPainter *m_painter;
    int m_pages;
    qreal m_point;
    QSizeF m_size;
    QFont m_font;
    QFont m_bold;
    QFont m_pageFont; // of the lines at the top and at the bottom of a page
    QFont m_pageBold;
    qreal m_line = 0;
    qreal m_pad = 0;
    qreal m_foot = 0; // height of those lines
    qreal m_y = 0;
    int m_page = 0;
    QString m_heading;
    std::vector<qreal> m_widths;
};

} // namespace

int paint(const Printout &printout, QPagedPaintDevice &device, QPainter &painter)
{
    const int pages = Layout(printout, device, nullptr, 0).run();
    return Layout(printout, device, &painter, pages).run();
}

base::Result<> writePdf(const Printout &printout, const QString &path)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return base::fail(base::ErrorKind::Storage, file.errorString());
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    {
        QPdfWriter writer(&file);
        writer.setResolution(kDotsPerInch);
        writer.setPageLayout(
            QPageLayout(QPageSize(QPageSize::A4), QPageLayout::Landscape, QMarginsF(12, 12, 12, 12), QPageLayout::Millimeter));
        writer.setTitle(printout.title);
        writer.setCreator(QStringLiteral("Dealerlens"));
        QPainter painter;
        if (!painter.begin(&writer))
            return base::fail(base::ErrorKind::Storage, QStringLiteral("the pdf cannot be begun"));
        paint(printout, writer, painter);
        painter.end();
    }
    if (!file.commit())
        return base::fail(
            file.error() == QFileDevice::ResourceError ? base::ErrorKind::Full : base::ErrorKind::Storage, file.errorString());
    return {};
}

} // namespace dealerlens::exporting
