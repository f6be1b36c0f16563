// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exporting/printout.h"

class QAbstractItemModel;
class QAbstractItemView;
class QWidget;

namespace dealerlens::desk {

class Page;
class PageHost;

// What a page gives on paper unless it says otherwise: its drawings, then its tables as they stand on screen (open
// rows of a tree, chosen columns), then, when it has neither, a picture of its body.
[[nodiscard]] exporting::Printout printoutOf(const Page &page);
// Title and the lines above every report: what the context bar and the page head say.
[[nodiscard]] exporting::Printout printoutHead(const Page &page);

// The rows of a table or tree that are on screen or could be scrolled to, in the columns shown.
[[nodiscard]] exporting::PrintTable printTable(const QAbstractItemView &view);
// A model without a view, whole.
[[nodiscard]] exporting::PrintTable printTable(const QAbstractItemModel &model);
// A painted widget, in light colours whatever the screen shows.
[[nodiscard]] exporting::PrintPicture printPicture(QWidget &widget);

// Opens the preview of what the page gives on paper; from it the document goes to a printer. Returns at once.
void previewPrint(const Page &page, QWidget *window);

} // namespace dealerlens::desk
