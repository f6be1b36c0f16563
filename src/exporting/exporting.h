// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"
#include "base/task.h"
#include "reports/table.h"

#include <QByteArray>
#include <QString>

namespace dealerlens::exporting {

struct CsvOptions {
    char separator = ',';
    bool byteOrderMark = false; // for spreadsheets
};

// RFC 4180, UTF-8, ISO 8601 instants in UTC, point as decimal sign. Text that a spreadsheet would take for a
// formula (begins with = + - @ or a control character, also after spaces or full-width forms) gets a leading
// apostrophe; numbers never do.
[[nodiscard]] QByteArray toCsv(const reports::Table &table, const CsvOptions &options = {});
[[nodiscard]] QByteArray toTsv(const reports::Table &table); // for the clipboard
[[nodiscard]] QByteArray toJson(const reports::Table &table); // array of objects, keys are column names
[[nodiscard]] QString toText(const reports::Table &table, int width); // aligned, for terminals

// Typed cells, frozen header, filters, outline levels, a sheet "About". Written beside the target and renamed:
// no half file. Errors: Storage, Full, Cancelled.
[[nodiscard]] base::Result<> writeXlsx(const reports::Table &table, const QString &path, const base::CancelToken &cancel = {});
// By the suffix: csv, json, tsv, xlsx, txt; atomic, readable by the owner only.
[[nodiscard]] base::Result<> writeFile(
    const reports::Table &table, const QString &path, const QString &format, const base::CancelToken &cancel = {});

} // namespace dealerlens::exporting
