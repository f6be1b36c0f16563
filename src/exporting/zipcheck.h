// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace dealerlens::exporting {

// True when the zip archive at `path` is whole: every entry unpacks to its recorded size and checksum and every
// XML part ends with a tag. libxlsxwriter 1.1 does not notice writes cut short by a full disk (measured), so a
// workbook is read back before it takes its name.
[[nodiscard]] bool isWholeWorkbook(const QString &path);

} // namespace dealerlens::exporting
