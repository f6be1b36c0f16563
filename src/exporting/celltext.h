// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/table.h"

#include <QString>

namespace dealerlens::exporting {

// 2026-01-31T12:00:00Z; "" for kNever.
[[nodiscard]] QString isoInstant(base::UtcSeconds at);

// A cell as a program reads it: point as decimal sign, every digit of a number, instants as ISO 8601 in UTC.
[[nodiscard]] QString machineText(const reports::Cell &cell);

// A cell as a person reads it in a terminal or on paper: "12.5 %", "3d 04h", "2026-01-31 12:00".
[[nodiscard]] QString humanText(const reports::Cell &cell, reports::TableColumn::Kind kind);

[[nodiscard]] bool isNumeric(reports::TableColumn::Kind kind); // aligned to the right

// True when a spreadsheet could take the text for a formula: it, or a line or delimited part of it, begins with
// = + - @ (also full-width, also after white space) or with a control character (OWASP, "CSV injection").
[[nodiscard]] bool looksLikeFormula(const QString &text);

// Without characters that reorder the text around them (bidirectional embeddings, overrides, isolates) and
// without NUL, which no program reads back.
[[nodiscard]] QString withoutTricks(const QString &text);

} // namespace dealerlens::exporting
