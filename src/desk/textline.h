// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/theme.h"

#include <QRectF>

class QPainter;

namespace dealerlens::desk {

// One line of plain text in the painter's pen, at the alignment's edge and in the middle of the rectangle's height, cut
// off with "…" where it is too wide. Sets the painter's font. On screen the shapes of what was drawn lately are kept:
// while people scroll, the same lines are painted again in every frame. GUI thread.
void drawTextLine(QPainter *painter, const QRectF &rect, Qt::Alignment alignment, const QString &text, FontStyle style);

// How wide it is when nothing is cut off; kept, too.
[[nodiscard]] double textWidth(const QString &text, FontStyle style);

} // namespace dealerlens::desk
