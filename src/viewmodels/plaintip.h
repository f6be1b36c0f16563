// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QTextDocument>

namespace dealerlens::viewmodels {

// Text that may stand in a tooltip or another place that guesses rich text: shown as it is, whatever markup a portal
// put into it. Cut when it is longer than anyone reads in a tooltip.
[[nodiscard]] inline QString plainTip(const QString &text)
{
    constexpr qsizetype kLongest = 400;
    const QString shown = text.size() > kLongest ? QString(text.left(kLongest) + QChar(0x2026)) : text;
    return Qt::mightBeRichText(shown) ? shown.toHtmlEscaped() : shown;
}

} // namespace dealerlens::viewmodels
