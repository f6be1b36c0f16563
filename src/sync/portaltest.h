// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portal/transport.h"
#include "sync/engine.h"

namespace dealerlens::sync {

// The question "who are we there, and what may we see?": the body of a batch, JSON.
[[nodiscard]] QByteArray testBody();

[[nodiscard]] base::Result<PortalTest> readTest(const QString &endpoint, const base::Result<portal::RawReply> &raw);

} // namespace dealerlens::sync
