// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network.h"
#include "viewmodels/fmt.h"

namespace dealerlens::viewmodels {

// A milestone in the language of the screen; `otherwise` when the standard has none with this id (own stages of
// portals keep their names).
[[nodiscard]] QString milestoneWord(const model::Standard &standard, std::int32_t id, const QString &otherwise, Language language);

// The same by the name that reports give a milestone.
[[nodiscard]] QString milestoneWord(const model::Standard &standard, const QString &reported, Language language);

} // namespace dealerlens::viewmodels
