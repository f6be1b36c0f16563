// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/bench.h"

namespace dealerlens::bench {

// What `./dev bench NAME` measures: every part whose name begins with NAME.
struct Part {
    const char *name;
    const char *what;
    void (*run)(Bench &);
};

// What Bench::runTask() runs in a process of its own.
struct Task {
    const char *name;
    QJsonObject (*run)(const QJsonObject &arguments);
};

// --- mirror (mirrorparts.cpp; floor.cpp and mirrortasks.cpp) ---
void mirrorCpu(Bench &bench);
QJsonObject floorTask(const QJsonObject &arguments);
QJsonObject mirrorTask(const QJsonObject &arguments);

inline constexpr Part kParts[] {
    { "mirror.cpu", "processor seconds and memory of a full mirror, against the smallest program that stores the same", mirrorCpu },
};

inline constexpr Task kTasks[] {
    { "floor", floorTask },
    { "mirror", mirrorTask },
};

} // namespace dealerlens::bench
