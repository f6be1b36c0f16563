// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/reader.h"

#include <QJsonArray>
#include <QStringList>

#include <functional>

namespace dealerlens::testing {

// Rows of one entity of a simulated portal as its control channel dumps them; `entity` as the channel calls it,
// `history` true for stage-history rows of that entity.
using DumpSource = std::function<QJsonArray(const QString &entity, bool history)>;

// Every difference between the mirror of `portal` and what the simulator really keeps, from the simulator's own
// storage and not through REST: ids both ways (what a portal stops telling, histories, calls, comments and users,
// may stay in the mirror), and each column that the simulator has a value for. Empty: equal.
[[nodiscard]] QStringList differences(const store::Reader &reader, model::PortalId portal, const DumpSource &dump);

} // namespace dealerlens::testing
