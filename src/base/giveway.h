// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/resource.h>

namespace dealerlens::base {

// Who works beside the window: the further down, the more it gives way.
enum class Way : int {
    ToTheWindow = 5, // somebody waits for what it does, and meanwhile turns the wheel
    ToAnswers = 10, // it makes later answers sooner
    ToAll = 19, // nobody waits for it
};

// The calling thread gives way from now on, as do those that it starts. On Linux the niceness of a process is that of a
// thread. Never goes back.
inline void giveWay(Way way) { (void)setpriority(PRIO_PROCESS, 0, static_cast<int>(way)); }

} // namespace dealerlens::base
