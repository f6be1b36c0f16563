// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace dealerlens::ctl {

struct PortalLine {
    int line = 0; // of the file, from 1; the first one of a quoted cell with line breaks
    model::Portal portal;
    QString address; // whole webhook address: contains a secret
    QString reason; // why the line cannot be used; "" when it can
};

// Reads key, title, kind, region, city, timezone, address in any order of columns (the first line names them),
// separated by commas or semicolons, UTF-8 with or without a byte order mark (RFC 4180). Never fails as a whole:
// a file without the needed columns is one line with a reason.
[[nodiscard]] std::vector<PortalLine> readPortalsCsv(const QByteArray &bytes);

// Reason why `portal` cannot be saved, "" when it can: key [a-z0-9-], a known time zone.
[[nodiscard]] QString problemWith(const model::Portal &portal);

} // namespace dealerlens::ctl
