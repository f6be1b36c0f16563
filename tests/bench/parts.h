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
void mirrorRequests(Bench &bench);
void mirrorChanges(Bench &bench);
void mirrorMemory10m(Bench &bench);
void mirrorMany(Bench &bench);
void mirrorCrowd(Bench &bench);
void mirrorSlow(Bench &bench);
void mirrorLimit(Bench &bench);
QJsonObject floorTask(const QJsonObject &arguments);
QJsonObject mirrorTask(const QJsonObject &arguments);

// --- reports (reportsparts.cpp) ---
void reports1m(Bench &bench);
void reports3m(Bench &bench);
void reports10m(Bench &bench);
void reportsGrowth(Bench &bench); // growthparts.cpp
void reportsFollow(Bench &bench); // followparts.cpp
QJsonObject followTask(const QJsonObject &arguments);
QJsonObject reportsTask(const QJsonObject &arguments);

// --- facts (factsparts.cpp) ---
void facts1m(Bench &bench);
void facts10m(Bench &bench);
QJsonObject factsTask(const QJsonObject &arguments);

// --- store (storeparts.cpp) ---
void store1m(Bench &bench);
void store10m(Bench &bench);
QJsonObject storeTask(const QJsonObject &arguments);

// --- window (windowparts.cpp; the program benchwindow) ---
void windowStart(Bench &bench);
void windowScreens(Bench &bench);
void windowFilters(Bench &bench);
void windowTree(Bench &bench);
void windowBoard(Bench &bench);
void windowSearch(Bench &bench);
void windowCurve(Bench &bench);
void windowBusy(Bench &bench);

inline constexpr Part kParts[] {
    { "mirror.cpu", "processor seconds and memory of a full mirror, against the smallest program that stores the same", mirrorCpu },
    { "mirror.requests", "requests for a dealer of usual size, and for a look whether anything has changed", mirrorRequests },
    { "mirror.changes", "portals without changes and with few", mirrorChanges },
    { "mirror.memory.10m", "highest memory of a mirror of 10,000,000 leads (--full)", mirrorMemory10m },
    { "mirror.many", "a hundred portals at once, 20 ms for each list", mirrorMany },
    { "mirror.crowd", "300 portals at once, bound by the processor alone", mirrorCrowd },
    { "mirror.slow", "one portal, 50 ms before each answer and 40 ms for each list", mirrorSlow },
    { "mirror.limit", "250,000 leads under the limit of requests", mirrorLimit },
    { "store.1m", "size, opening, journal of a year and logs of 1,000,000 items", store1m },
    { "store.10m", "the same of 10,000,000 items (--full)", store10m },
    { "facts.1m", "columns of 1,000,000 items made, opened and brought up to date, against plain SELECTs", facts1m },
    { "facts.10m", "the same on 10,000,000 items (--full)", facts10m },
    { "reports.1m", "reports on 1,000,000 items, against DuckDB and bare scans of plain arrays", reports1m },
    { "reports.3m", "the same on 3,000,000 items (--full)", reports3m },
    { "reports.10m", "the same on 10,000,000 items (--full)", reports10m },
    { "reports.follow", "what is derived after new facts: 1 and 50 of 1,000 portals changed, against all from nothing", reportsFollow },
    { "reports.growth", "how these times grow with the items, of the sizes measured before in this run", reportsGrowth },
    { "window.start", "from the start of the program to the first screen with its figures", windowStart },
    { "window.screens", "opening every screen, first and again; memory", windowScreens },
    { "window.filters", "changing the context of every screen", windowFilters },
    { "window.tree", "the report's tree with 133,000 rows", windowTree },
    { "window.board", "a board of 1,000,000 cards", windowBoard },
    { "window.search", "letters typed into the search", windowSearch },
    { "window.curve", "survival curves of stages", windowCurve },
    { "window.busy", "a person at work while 1,000 changes a second arrive", windowBusy },
};

inline constexpr Task kTasks[] {
    { "facts", factsTask },
    { "floor", floorTask },
    { "follow", followTask },
    { "mirror", mirrorTask },
    { "reports", reportsTask },
    { "store", storeTask },
};

} // namespace dealerlens::bench
