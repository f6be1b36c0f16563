// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"

#include <QPicture>
#include <QSizeF>
#include <QStringList>

#include <utility>
#include <variant>
#include <vector>

class QPagedPaintDevice;
class QPainter;

namespace dealerlens::exporting {

// A table in the words of the reader: what is on screen, not what programs read.
struct PrintTable {
    struct Column {
        QString name;
        bool isNumber = false; // aligned to the right
    };

    struct Row {
        QStringList cells;
        int level = 0; // of a tree
        bool isStrong = false;
    };

    std::vector<Column> columns;
    std::vector<Row> rows;
};

// A drawing recorded at its size on screen; scaled to the sheet, never over its edge.
struct PrintPicture {
    QPicture picture;
    QSizeF size; // pixels
};

// Name and value; names stand in one column.
using PrintFacts = std::vector<std::pair<QString, QString>>;

struct PrintPart {
    QString heading; // may be empty
    std::variant<PrintTable, PrintPicture, PrintFacts> content;
};

// A report for paper: plain data, so that it can be made on the window's thread and written on another one.
struct Printout {
    QString title; // repeated on each page
    PrintFacts about; // period, filters, as-of: on the first page
    std::vector<PrintPart> parts; // one below the other, over as many pages as they need
};

// Draws on the device's pages, with numbers and repeated table heads, and answers with the number of pages. The
// painter must have been begun on `device`. All texts are drawn as they are, never read as markup.
int paint(const Printout &printout, QPagedPaintDevice &device, QPainter &painter);
// A4 landscape; atomic, readable by the owner only. Errors: Storage, Full.
[[nodiscard]] base::Result<> writePdf(const Printout &printout, const QString &path);

} // namespace dealerlens::exporting
