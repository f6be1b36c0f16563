// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exporting/printout.h"
#include "reports/table.h"

#include <functional>

class QObject;
class QWidget;

namespace dealerlens::desk {

class Dialogs;
class PageHost;

// What can be written: raw values for programs, words for paper. Either may be missing; both are made on the
// window's thread when a file has been chosen.
struct ExportOffer {
    QString title; // of the file and the sheet
    std::function<reports::Table()> table; // xlsx, csv, tsv, json
    std::function<exporting::Printout()> printout; // pdf
};

// Asks for a file, writes it on a pool thread in the format of its ending, and tells the outcome by `tell` (a line;
// empty takes it away) or, when it failed, in a dialog. Nothing happens after `context` has died. `tell` and
// `written` may be empty.
void exportFile(Dialogs &dialogs, QWidget *window, QObject *context, ExportOffer offer, std::function<void(const QString &line)> tell = {},
    std::function<void(const QString &file)> written = {});
// The same, told in the status bar.
void exportFile(
    PageHost &host, QWidget *window, QObject *context, ExportOffer offer, std::function<void(const QString &file)> written = {});

} // namespace dealerlens::desk
