// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace dealerlens::model {

// Whether the character turns the text around it: bidirectional embeddings, overrides and isolates. In a client's name
// they make "fdp.exe" of "exe.pdf", and of whatever stands beside it.
[[nodiscard]] constexpr bool reorders(QChar c)
{
    return (c >= QChar(0x202a) && c <= QChar(0x202e)) || (c >= QChar(0x2066) && c <= QChar(0x2069));
}

// For every text of a portal that is shown or exported; the mirror keeps it as it was told.
[[nodiscard]] inline QString withoutReordering(QString text)
{
    text.removeIf(reorders);
    return text;
}

} // namespace dealerlens::model
