// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace dealerlens::testing {

// What happens at the chosen operation. Kill modes end the process with exit code 137.
enum class Fault {
    None,
    IoErrorOnce,
    IoErrorFrom, // this operation and all after it
    FullOnce,
    FullFrom,
    ShortWrite, // half of the bytes, then an error
    Kill,
    TornKill, // half of the bytes, then the end
    PowerLoss, // the end; of the writes that no sync has confirmed a random part is lost
    NoSharedMemory, // as a network home refuses it
};

struct FaultPlan {
    Fault fault = Fault::None;
    std::int64_t at = 0; // operations count from 1
    std::uint32_t seed = 0; // of PowerLoss
};

// A layer between SQLite and the disk, the default of this process from now on. It counts writes, syncs, cuts and
// removals, and for I/O errors reads too. Syncs are counted and remembered but not carried out: a killed process
// loses nothing that it gave to the system, and power loss is modelled here. Thread-safe.
void installFaultVfs();
void planFault(const FaultPlan &plan); // begins counting again
[[nodiscard]] bool faultReached();
[[nodiscard]] std::int64_t operationsCounted();

} // namespace dealerlens::testing
