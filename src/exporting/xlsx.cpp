// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/celltext.h"
#include "exporting/exporting.h"
#include "exporting/zipcheck.h"

#include <QFile>
#include <QFileInfo>
#include <QStorageInfo>
#include <QTemporaryFile>

#include <xlsxwriter.h>

#include <cerrno>
#include <cmath>
#include <cstdio>

namespace dealerlens::exporting {

using Kind = reports::TableColumn::Kind;

namespace {

constexpr std::size_t kMostRows = 1'048'575; // sheet rows without the header
constexpr int kLongestText = 32'767; // UTF-16 units in a cell
constexpr int kDeepestOutline = 7;
constexpr double kExactInteger = 9'007'199'254'740'992.0; // 2^53: spreadsheet numbers are doubles
constexpr double kEpochDay = 25'569; // 1970-01-01 as a spreadsheet's serial day

struct Formats {
    lxw_format *head = nullptr;
    lxw_format *text = nullptr;
    lxw_format *integer = nullptr;
    lxw_format *number = nullptr;
    lxw_format *share = nullptr;
    lxw_format *instant = nullptr;
    lxw_format *money = nullptr;
};

lxw_format *numberFormat(lxw_workbook *book, const char *pattern)
{
    lxw_format *format = workbook_add_format(book);
    format_set_num_format(format, pattern);
    return format;
}

Formats formatsOf(lxw_workbook *book)
{
    Formats formats;
    formats.head = workbook_add_format(book);
    format_set_bold(formats.head);
    format_set_bottom(formats.head, LXW_BORDER_THIN);
    formats.text = numberFormat(book, "@");
    formats.integer = numberFormat(book, "0");
    formats.number = numberFormat(book, "0.00");
    formats.share = numberFormat(book, "0.0%");
    formats.instant = numberFormat(book, "yyyy\\-mm\\-dd hh:mm:ss");
    formats.money = numberFormat(book, "#,##0.00");
    return formats;
}

void writeText(lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, const QString &text, lxw_format *format)
{
    // Always a string cell: the library has functions for formulas and links, and they are never called.
    const QByteArray bytes = withoutTricks(text).left(kLongestText).toUtf8();
    worksheet_write_string(sheet, row, column, bytes.constData(), format);
}

lxw_format *formatOf(const Formats &formats, Kind kind)
{
    switch (kind) {
    case Kind::Text:
        return formats.text;
    case Kind::Integer:
        return formats.integer;
    case Kind::Number:
    case Kind::Seconds:
        return formats.number;
    case Kind::Share:
        return formats.share;
    case Kind::Instant:
        return formats.instant;
    case Kind::Money:
        return formats.money;
    }
    return nullptr;
}

void writeCell(lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, const reports::Cell &cell, Kind kind, const Formats &formats)
{
    lxw_format *format = formatOf(formats, kind);
    if (const auto *text = std::get_if<QString>(&cell)) {
        if (!text->isEmpty())
            writeText(sheet, row, column, *text, formats.text);
    } else if (const auto *whole = std::get_if<std::int64_t>(&cell)) {
        if (std::abs(static_cast<double>(*whole)) >= kExactInteger)
            writeText(sheet, row, column, QString::number(*whole), formats.text);
        else
            worksheet_write_number(sheet, row, column, static_cast<double>(*whole), format);
    } else if (const auto *number = std::get_if<double>(&cell)) {
        if (std::isfinite(*number))
            worksheet_write_number(sheet, row, column, *number, format);
    } else if (const auto *money = std::get_if<model::Money>(&cell)) {
        worksheet_write_number(sheet, row, column, static_cast<double>(money->units) / model::Money::kScale, formats.money);
    } else if (const auto *instant = std::get_if<reports::InstantCell>(&cell)) {
        if (instant->at != base::kNever)
            worksheet_write_number(sheet, row, column, static_cast<double>(instant->at) / 86'400.0 + kEpochDay, formats.instant);
    }
}

QByteArray sheetName(const QString &wanted)
{
    QString name;
    for (const QChar c : wanted)
        name += QStringLiteral("[]:*?/\\'").contains(c) || c.category() == QChar::Other_Control ? QChar(u'_') : c;
    name = name.left(31).trimmed();
    if (name.isEmpty() || name.compare(QLatin1String("About"), Qt::CaseInsensitive) == 0
        || name.compare(QLatin1String("History"), Qt::CaseInsensitive) == 0)
        name = QStringLiteral("Report");
    return name.toUtf8();
}

double widthOf(const reports::TableColumn &column)
{
    const double head = static_cast<double>(column.name.size()) + 4;
    switch (column.kind) {
    case Kind::Text:
        return std::max(head, 24.0);
    case Kind::Instant:
        return std::max(head, 19.0);
    case Kind::Money:
        return std::max(head, 16.0);
    case Kind::Integer:
    case Kind::Number:
    case Kind::Share:
    case Kind::Seconds:
        break;
    }
    return std::max(head, 10.0);
}

void writeHead(lxw_worksheet *sheet, const reports::Table &table, const Formats &formats)
{
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const auto column = static_cast<lxw_col_t>(i);
        worksheet_set_column(sheet, column, column, widthOf(table.columns[i]), nullptr);
    }
    for (std::size_t i = 0; i < table.columns.size(); ++i)
        writeText(sheet, 0, static_cast<lxw_col_t>(i), table.columns[i].name, formats.head);
    worksheet_freeze_panes(sheet, 1, 0);
    if (!table.columns.empty()) {
        worksheet_autofilter(sheet, 0, 0, static_cast<lxw_row_t>(table.rows.size()), static_cast<lxw_col_t>(table.columns.size() - 1));
    }
}

// False when cancelled.
bool writeRows(lxw_worksheet *sheet, const reports::Table &table, const Formats &formats, const base::CancelToken &cancel)
{
    if (!table.levels.empty())
        worksheet_outline_settings(sheet, LXW_TRUE, LXW_FALSE, LXW_TRUE, LXW_FALSE); // the sum stands above its parts
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        if (r % 1'000 == 0 && cancel.isCancelled())
            return false;
        const auto line = static_cast<lxw_row_t>(r + 1);
        if (r < table.levels.size()) {
            lxw_row_col_options options {};
            options.level = static_cast<std::uint8_t>(std::clamp(table.levels[r], 0, kDeepestOutline));
            worksheet_set_row_opt(sheet, line, LXW_DEF_ROW_HEIGHT, nullptr, &options);
        }
        const auto &row = table.rows[r];
        for (std::size_t i = 0; i < row.size() && i < table.columns.size(); ++i)
            writeCell(sheet, line, static_cast<lxw_col_t>(i), row[i], table.columns[i].kind, formats);
    }
    return true;
}

void writeAbout(lxw_workbook *book, const reports::Table &table, const Formats &formats)
{
    lxw_worksheet *sheet = workbook_add_worksheet(book, "About");
    worksheet_set_column(sheet, 0, 0, 24, nullptr);
    worksheet_set_column(sheet, 1, 1, 90, nullptr);
    writeText(sheet, 0, 0, QStringLiteral("report"), formats.head);
    writeText(sheet, 0, 1, table.name, formats.text);
    lxw_row_t row = 1;
    for (const auto &[name, value] : table.about) {
        writeText(sheet, row, 0, name, formats.head);
        writeText(sheet, row, 1, value, formats.text);
        ++row;
    }
}

} // namespace

base::Result<> writeXlsx(const reports::Table &table, const QString &path, const base::CancelToken &cancel)
{
    if (table.rows.size() > kMostRows)
        return base::fail(base::ErrorKind::Input, QStringLiteral("too many rows for a sheet"), base::Retry::Never, "rows");
    // The library writes where it is told; a file made before it starts is ours alone (mode 0600).
    QTemporaryFile beside(QFileInfo(path).absolutePath() + QLatin1String("/.export-XXXXXX.part"));
    if (!beside.open())
        return base::fail(base::ErrorKind::Storage, beside.errorString());
    const QByteArray temporary = QFile::encodeName(beside.fileName());
    beside.close();

    lxw_workbook_options options {};
    options.constant_memory = LXW_TRUE; // rows go out as they come, in order
    lxw_workbook *book = workbook_new_opt(temporary.constData(), &options);
    if (!book)
        return base::fail(base::ErrorKind::Storage, QStringLiteral("the workbook cannot be begun"));
    const Formats formats = formatsOf(book);
    lxw_worksheet *sheet = workbook_add_worksheet(book, sheetName(table.name).constData());
    writeHead(sheet, table, formats);
    const bool complete = writeRows(sheet, table, formats, cancel);
    writeAbout(book, table, formats);
    errno = 0;
    const lxw_error error = workbook_close(book);
    if (!complete)
        return base::fail(base::ErrorKind::Cancelled, QStringLiteral("export cancelled"));
    if (error != LXW_NO_ERROR) {
        const bool full = errno == ENOSPC || errno == EDQUOT || errno == EFBIG
            || QStorageInfo(QFileInfo(path).absolutePath()).bytesAvailable() < 65'536;
        return base::fail(full ? base::ErrorKind::Full : base::ErrorKind::Storage, QString::fromUtf8(lxw_strerror(error)));
    }
    if (!isWholeWorkbook(beside.fileName()))
        return base::fail(base::ErrorKind::Full, QStringLiteral("the workbook was written only in part"), base::Retry::WhenChanged);
    if (std::rename(temporary.constData(), QFile::encodeName(path).constData()) != 0)
        return base::fail(base::ErrorKind::Storage, qt_error_string(errno));
    beside.setAutoRemove(false);
    return {};
}

} // namespace dealerlens::exporting
