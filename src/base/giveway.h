// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/upperregisters.h"

#include <sched.h>
#include <sys/resource.h>

namespace dealerlens::base {

// Who works beside the window: the further down, the more it gives way.
enum class Way {
    ToTheWindow, // somebody waits for what it does, and meanwhile turns the wheel
    ToAnswers, // it makes later answers sooner
    ToAll, // nobody waits for it, nor ever for a lock that it holds
};

// The calling thread gives way from now on, as do those that it starts. Never goes back, nor forward of what the program was
// started with. On Linux the niceness of a process is
// that of a thread; what runs idly counts as an idle processor when others are looking for one, however nice it were otherwise
// (sched(7), SCHED_IDLE). As it is called where work begins, it clears the upper registers, too.
inline void giveWay(Way way)
{
    clearUpperRegisters();
    constexpr int kAnswers = 12; // where they share a processor the window gets fifteen times as much
    constexpr int kPreparations = 16;
    if (way == Way::ToAll) {
        constexpr sched_param kNone {};
        (void)sched_setscheduler(0, SCHED_IDLE, &kNone);
    } else {
        const int wanted = way == Way::ToTheWindow ? kAnswers : kPreparations;
        if (getpriority(PRIO_PROCESS, 0) < wanted)
            (void)setpriority(PRIO_PROCESS, 0, wanted);
    }
}

} // namespace dealerlens::base
