// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"

#include <QByteArray>
#include <QString>

namespace dealerlens::ctl {

// The bytes of a file that a person names; "" and "-" are standard input. Of what is larger than `largest` one byte
// more than that is read, so that the caller can tell: a pipe or a device may never end. Error: Input with code
// "file"; its detail says why, in the system's words.
[[nodiscard]] base::Result<QByteArray> readInput(const QString &path, qint64 largest);

} // namespace dealerlens::ctl
