// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/giveway.h"

#include <QThreadPool>

#include <memory>

namespace dealerlens::base {

// Lets go of something large on a pool thread: to free a million rows takes longer than the window's thread may be held
// up. In the order given, so that what looks at another goes before it; what others still hold stays. Any thread.
template <class... T> void releaseElsewhere(std::shared_ptr<T>... last)
{
    if ((last || ...))
        QThreadPool::globalInstance()->start([... last = std::move(last)]() mutable {
            giveWay(Way::ToTheWindow);
            (last.reset(), ...);
        });
}

} // namespace dealerlens::base
