// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"

#include <QString>

#include <cstdint>

namespace dealerlens::bench {

// A network that never was, written straight into the files of a data folder: dealers with their people, funnels and
// sources; leads, deals that came from some of them, five rows of stage history each on average, calls and
// activities that answer them, phones, and a journal of hand-overs. Three years that end at kNetworkEnd, when every
// portal was completely mirrored.
struct NetworkSize {
    std::int64_t items = 100'000; // leads and deals together
    int dealers = 1'000;
    int employees = 10'000;
    std::uint32_t seed = 1;
    bool search = true; // the full-text index too; it takes as long as the rest
    int extraBytes = 240; // JSON beside the columns of an item
    int closedPercent = 75; // of the items whose steps end before the network does
};

inline constexpr std::int64_t kNetworkEnd = 1'793'491'200; // 2026-11-01 00:00 UTC

// Fills a folder that holds no data yet. The same size and seed give the same rows. Errors: Storage, Full.
[[nodiscard]] base::Result<> generateStore(const QString &folder, const NetworkSize &size);

} // namespace dealerlens::bench
