// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/settingspage.h"

#include <vector>

namespace dealerlens::viewmodels {
class Session;
class StandardDraft;
}

namespace dealerlens::desk {

// The settings page with all its sections: milestones, stages, calendars, figures, data, appearance. The draft is
// shared with the first run.
[[nodiscard]] Page *buildSettingsPage(PageHost &host, viewmodels::Session &session, viewmodels::StandardDraft &draft, QWidget *parent);

} // namespace dealerlens::desk
