// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/chaincolumns.h"

namespace dealerlens::reports {

// All stays that have ended (metrics 1, by the portals' own stages), those of leads and of deals for each leaf of the
// tree (who held the item when the stay began) in order of their seconds: what is asked of them are middles. Immutable;
// any thread.
struct StayTable {
    // What a question may choose by, besides people: a leaf is one of them.
    struct Code {
        facts::Index source = 0;
        facts::Index campaign = 0;
        facts::Index funnel = facts::kNone;
        model::EntityKind kind = model::EntityKind::Lead;
        auto operator<=>(const Code &) const = default;
    };

    struct Portal {
        std::vector<Code> codes; // in order: those of a source are neighbours
        std::vector<std::pair<facts::Index, std::uint16_t>> sources; // and its first code
        Second lastLeft = 0;
    };

    struct Rows {
        std::vector<std::uint32_t> begin; // by leaf of the shape: its first row, and where the last one's end
        ChainColumn<Second> entered;
        ChainColumn<std::uint32_t> seconds;
        ChainColumn<std::uint16_t> code; // of the portal
    };

    std::vector<Portal> portals; // as in the snapshot
    Rows leads;
    Rows deals;
    Rows deleted; // of either kind, of items that were deleted some time
    std::vector<Second> deletedSince; // by row of those
};

// Made once for a snapshot. Null when a portal has too many codes for the column.
[[nodiscard]] std::shared_ptr<const StayTable> stayTable(const facts::Snapshot &facts);

} // namespace dealerlens::reports
