// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/storefixture.h"
#include "support/faultvfs.h"

#include <QStringList>

#include <functional>

namespace dealerlens::store {

// A small world that is written again and again, each time with a fault at another operation: two new files, a
// portal, a document, pages with moves of items, deletions and kept history, and a second start with a backup.
inline constexpr int kWorldPages = 6;

// How a process that lived in the world ended, and what had been confirmed to it until then.
struct Life {
    bool reached = false; // the fault happened
    bool killed = false;
    bool died = false; // otherwise than by the fault
    bool opened = false; // its first opening, with what there was to recover, was over
    bool wrong = false; // it was shown something that is not so; `said` tells what
    bool portal = false;
    bool document = false;
    int pages = 0;
    int errors = 0; // operations that answered with an error
    QByteArray said;
};

// Lives in `folder` to the end of the world in a process of its own. Each operation that fails is tried up to
// `tries` times; then the life ends in order. `room`: how many bytes its memory may still grow, 0: without limit.
[[nodiscard]] Life liveWith(const QString &folder, const testing::FaultPlan &plan, int tries, std::int64_t room = 0);

// What is wrong in `folder` after that life, "" when every promise is kept; goes on to the end of the world
// without faults and compares with a world that had none. `durable`: what was confirmed to the mirror must be there.
[[nodiscard]] QString faultsAfter(const QString &folder, const Life &life, bool durable);

// Runs `child` in a process of its own; what it writes to the handle comes back in Life::said, one letter each.
[[nodiscard]] Life inChild(const testing::FaultPlan &plan, const std::function<void(int pipe)> &child);

// Template of a temporary folder that needs no disk, where there is one: the faults are made here, not by the disk.
[[nodiscard]] QString folderInMemory();

void emptyFolder(const QString &folder);

} // namespace dealerlens::store
