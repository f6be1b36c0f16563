// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/celltext.h"
#include "exporting/exporting.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QFontMetricsF>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>

#include <cmath>
#include <numeric>

namespace dealerlens::exporting {

namespace {

constexpr int kDotsPerInch = 300;
constexpr qreal kPoint = kDotsPerInch / 72.0;
constexpr qreal kMostColumnShare = 0.35;
constexpr std::size_t kMeasuredRows = 2'000; // widths come from the first rows; a longer text later is elided

// One printed table: everything measured once, then drawn page by page.
class Printout {
public:
    Printout(const reports::Table &table, const QString &title, QPdfWriter &writer, QPainter &painter)
        : m_table(table)
        , m_title(title)
        , m_writer(writer)
        , m_painter(painter)
        , m_page(writer.width(), writer.height())
    {
        for (qreal points = 9; points >= 5; points -= 0.5) {
            setPoints(points);
            measure();
            if (std::accumulate(m_widths.begin(), m_widths.end(), 0.0) <= m_page.width())
                break;
        }
        fit();
        m_headHeight = aboutHeight();
    }

    void draw()
    {
        const qreal rowHeight = m_line * 1.35;
        const qreal bottom = m_page.height() - m_line * 2;
        const auto firstRows = std::max<std::size_t>(1, static_cast<std::size_t>((bottom - m_headHeight) / rowHeight) - 1);
        const auto laterRows = std::max<std::size_t>(1, static_cast<std::size_t>((bottom - m_line * 2) / rowHeight) - 1);
        const std::size_t rows = m_table.rows.size();
        const std::size_t pages = rows <= firstRows ? 1 : 1 + (rows - firstRows + laterRows - 1) / laterRows;
        std::size_t row = 0;
        for (std::size_t page = 1; page <= pages; ++page) {
            if (page > 1)
                m_writer.newPage();
            qreal y = drawTitle(page == 1);
            drawTableHead(y, rowHeight);
            y += rowHeight;
            const std::size_t end = std::min(rows, row + (page == 1 ? firstRows : laterRows));
            for (; row < end; ++row, y += rowHeight)
                drawRow(row, y, rowHeight);
            drawFoot(page, pages);
        }
    }

private:
    void setPoints(qreal points)
    {
        m_font = QFont(QStringLiteral("DejaVu Sans"));
        m_font.setStyleHint(QFont::SansSerif);
        m_font.setPixelSize(static_cast<int>(std::lround(points * kPoint)));
        m_bold = m_font;
        m_bold.setBold(true);
        m_line = QFontMetricsF(m_font).height();
        m_pad = points * kPoint * 0.5;
    }

    void measure()
    {
        const QFontMetricsF plain(m_font), bold(m_bold);
        m_widths.assign(m_table.columns.size(), 0);
        for (std::size_t i = 0; i < m_widths.size(); ++i) {
            m_widths[i] = bold.horizontalAdvance(m_table.columns[i].name);
            for (std::size_t r = 0; r < std::min(m_table.rows.size(), kMeasuredRows); ++r)
                m_widths[i] = std::max(m_widths[i], plain.horizontalAdvance(textAt(r, i)));
            m_widths[i] = std::min(m_widths[i], m_page.width() * kMostColumnShare) + m_pad * 2;
        }
    }

    void fit()
    {
        const qreal total = std::accumulate(m_widths.begin(), m_widths.end(), 0.0);
        if (total <= m_page.width())
            return;
        for (qreal &width : m_widths)
            width *= m_page.width() / total;
    }

    [[nodiscard]] QString textAt(std::size_t row, std::size_t column) const
    {
        const auto &cells = m_table.rows[row];
        return column < cells.size() ? humanText(cells[column], m_table.columns[column].kind) : QString();
    }

    [[nodiscard]] qreal aboutHeight() const { return m_line * (3.0 + static_cast<qreal>(m_table.about.size())); }

    qreal drawTitle(bool first)
    {
        m_painter.setFont(m_bold);
        m_painter.setPen(Qt::black);
        drawText(QRectF(0, 0, m_page.width(), m_line), m_title, Qt::AlignLeft);
        if (!first)
            return m_line * 2;
        m_painter.setFont(m_font);
        qreal y = m_line * 1.5;
        for (const auto &[name, value] : m_table.about) {
            drawText(QRectF(0, y, m_page.width(), m_line), QString(name + QLatin1String(": ") + value), Qt::AlignLeft);
            y += m_line;
        }
        return m_headHeight;
    }

    void drawTableHead(qreal y, qreal height)
    {
        m_painter.setFont(m_bold);
        m_painter.fillRect(QRectF(0, y, m_page.width(), height), QColor(0xee, 0xf1, 0xf4));
        qreal x = 0;
        for (std::size_t i = 0; i < m_widths.size(); x += m_widths[i++])
            drawText(cellAt(x, y, i, height), m_table.columns[i].name, alignmentOf(i));
        m_painter.setFont(m_font);
    }

    void drawRow(std::size_t row, qreal y, qreal height)
    {
        const int level = row < m_table.levels.size() ? m_table.levels[row] : 0;
        qreal x = 0;
        for (std::size_t i = 0; i < m_widths.size(); x += m_widths[i++]) {
            QRectF cell = cellAt(x, y, i, height);
            if (i == 0)
                cell.setLeft(std::min(cell.right(), cell.left() + level * m_pad * 2));
            drawText(cell, textAt(row, i), alignmentOf(i));
        }
        m_painter.setPen(QPen(QColor(0xd8, 0xdd, 0xe2), kPoint * 0.4));
        m_painter.drawLine(QPointF(0, y + height), QPointF(m_page.width(), y + height));
        m_painter.setPen(Qt::black);
    }

    void drawFoot(std::size_t page, std::size_t pages)
    {
        const QString text = QCoreApplication::translate("Printout", "Page %1 of %2").arg(page).arg(pages);
        drawText(QRectF(0, m_page.height() - m_line, m_page.width(), m_line), text, Qt::AlignRight);
    }

    [[nodiscard]] QRectF cellAt(qreal x, qreal y, std::size_t column, qreal height) const
    {
        return { x + m_pad, y, std::max(0.0, m_widths[column] - m_pad * 2), height };
    }

    [[nodiscard]] Qt::Alignment alignmentOf(std::size_t column) const
    {
        return isNumeric(m_table.columns[column].kind) ? Qt::AlignRight : Qt::AlignLeft;
    }

    // drawText() with a rectangle takes the text as it is: no markup of a portal is ever read.
    void drawText(const QRectF &where, const QString &text, Qt::Alignment alignment)
    {
        const QString fitting = QFontMetricsF(m_painter.font()).elidedText(text, Qt::ElideRight, where.width() + 1);
        m_painter.drawText(where, static_cast<int>(alignment | Qt::AlignVCenter) | Qt::TextSingleLine, fitting);
    }

    const reports::Table &m_table;
    QString m_title;
    QPdfWriter &m_writer;
    QPainter &m_painter;
    QSizeF m_page;
    QFont m_font, m_bold;
    qreal m_line = 0;
    qreal m_pad = 0;
    qreal m_headHeight = 0;
    std::vector<qreal> m_widths;
};

} // namespace

base::Result<> writePdf(const reports::Table &table, const QString &path, const QString &title)
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
        writer.setTitle(title);
        writer.setCreator(QStringLiteral("Dealerlens"));
        QPainter painter;
        if (!painter.begin(&writer))
            return base::fail(base::ErrorKind::Storage, QStringLiteral("the pdf cannot be begun"));
        Printout(table, title, writer, painter).draw();
        painter.end();
    }
    if (!file.commit())
        return base::fail(
            file.error() == QFileDevice::ResourceError ? base::ErrorKind::Full : base::ErrorKind::Storage, file.errorString());
    return {};
}

} // namespace dealerlens::exporting
