// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/theme.h"

#include <QIcon>

namespace dealerlens::desk {

// Icon `name` of resources/icons in the colours of the theme in force: it follows a change of theme by itself.
// Normal is `token`, chosen (On or Selected) `link`, disabled `text-disabled`. GUI thread.
[[nodiscard]] QIcon icon(const QString &name, Token token = Token::Text2);

// Paints the icon into `rect` in one colour; for delegates and painters, any device.
void paintIcon(QPainter *painter, const QRectF &rect, const QString &name, const QColor &color);

// The program's own picture, in its own colours.
[[nodiscard]] QIcon appIcon();

} // namespace dealerlens::desk
