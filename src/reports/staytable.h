// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/chaincolumns.h"

#include <array>
#include <bit>

namespace dealerlens::reports {

// All stays that have ended (metrics 1, by the portals' own stages), each dealer's in order of their seconds: what is
// asked of them are middles. Immutable; any thread.
struct StayTable {
    // Quarters of octaves.
    static constexpr std::size_t kBins = 128;

    [[nodiscard]] static constexpr std::size_t binOf(std::uint32_t seconds)
    {
        const unsigned width = unsigned(std::bit_width(seconds));
        return width < 3 ? seconds : (width - 1) * 4 + (seconds >> (width - 3) & 3);
    }

    // Who held the item when the stay began, and what a question may choose by.
    struct Code {
        std::uint16_t leaf = 0; // in the tree, among those of the dealer
        facts::Index user = facts::kNone;
        facts::Index source = 0;
        facts::Index campaign = 0;
        facts::Index funnel = facts::kNone;
        bool isDeleted = false; // the item, some time
        auto operator<=>(const Code &) const = default;
    };

    struct Portal {
        std::vector<Code> codes;
        std::vector<std::pair<std::uint32_t, Second>> deleted; // (row, since when), rising: stays of deleted items
        std::array<std::uint32_t, kBins + 1> bins {}; // the first row of each
        Second lastLeft = 0;
        Second lastDeleted = 0;
    };

    std::vector<Portal> portals; // as in the snapshot
    ChainColumn<Second> entered; // by row, the portals one after the other
    ChainColumn<std::uint32_t> seconds;
    ChainColumn<std::uint16_t> code;
};

// Made once for a snapshot. Null when a portal has too many codes for the column.
[[nodiscard]] std::shared_ptr<const StayTable> stayTable(const facts::Snapshot &facts);

} // namespace dealerlens::reports
