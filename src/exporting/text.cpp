// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/celltext.h"
#include "exporting/exporting.h"

#include <numeric>

namespace dealerlens::exporting {

namespace {

constexpr qsizetype kGap = 2;
constexpr qsizetype kNarrowest = 8;

// Cells a terminal gives to a character: combining marks none, East Asian wide forms and emoji two.
int cellsOf(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Mark_NonSpacing:
    case QChar::Mark_Enclosing:
    case QChar::Other_Format:
        return 0;
    default:
        break;
    }
    const bool wide = (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf) || (c >= 0xac00 && c <= 0xd7a3)
        || (c >= 0xf900 && c <= 0xfaff) || (c >= 0xfe30 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff60) || (c >= 0x1f300 && c <= 0x1faff)
        || (c >= 0x20000 && c <= 0x3fffd);
    return wide ? 2 : 1;
}

qsizetype widthOf(const QString &text)
{
    const auto points = text.toUcs4();
    return std::accumulate(points.begin(), points.end(), qsizetype(0), [](qsizetype sum, char32_t c) { return sum + cellsOf(c); });
}

QString elided(const QString &text, qsizetype width)
{
    if (widthOf(text) <= width)
        return text;
    QString result;
    qsizetype used = 1;
    for (const char32_t c : text.toUcs4()) {
        used += cellsOf(c);
        if (used > width)
            break;
        result += QString::fromUcs4(&c, 1);
    }
    return result + QChar(0x2026);
}

// Takes from the widest text columns until the line fits; figures are never cut.
void squeeze(std::vector<qsizetype> &widths, const reports::Table &table, int width)
{
    if (width <= 0)
        return;
    const auto total
        = [&widths] { return std::accumulate(widths.begin(), widths.end(), kGap * (static_cast<qsizetype>(widths.size()) - 1)); };
    while (total() > width) {
        std::size_t widest = widths.size();
        for (std::size_t i = 0; i < widths.size(); ++i) {
            const bool candidate = table.columns[i].kind == reports::TableColumn::Kind::Text && widths[i] > kNarrowest;
            if (candidate && (widest == widths.size() || widths[i] > widths[widest]))
                widest = i;
        }
        if (widest == widths.size())
            return;
        --widths[widest];
    }
}

} // namespace

QString toText(const reports::Table &table, int width)
{
    std::vector<std::vector<QString>> lines;
    lines.reserve(table.rows.size() + 1);
    std::vector<QString> head;
    for (const auto &column : table.columns)
        head.push_back(column.name);
    lines.push_back(std::move(head));
    for (const auto &row : table.rows) {
        std::vector<QString> line;
        for (std::size_t i = 0; i < table.columns.size(); ++i)
            line.push_back(i < row.size() ? humanText(row[i], table.columns[i].kind) : QString());
        lines.push_back(std::move(line));
    }
    std::vector<qsizetype> widths(table.columns.size(), 0);
    for (const auto &line : lines) {
        for (std::size_t i = 0; i < widths.size(); ++i)
            widths[i] = std::max(widths[i], widthOf(line[i]));
    }
    squeeze(widths, table, width);

    QString out;
    for (const auto &line : lines) {
        QString text;
        for (std::size_t i = 0; i < widths.size(); ++i) {
            const QString cell = elided(line[i], widths[i]);
            const QString space(widths[i] - widthOf(cell), QLatin1Char(' '));
            if (i > 0)
                text += QString(kGap, QLatin1Char(' '));
            text += isNumeric(table.columns[i].kind) ? QString(space + cell) : QString(cell + space);
        }
        while (text.endsWith(QLatin1Char(' ')))
            text.chop(1);
        out += text + QLatin1Char('\n');
    }
    return out;
}

} // namespace dealerlens::exporting
