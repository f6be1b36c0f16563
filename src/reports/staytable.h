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
        base::UtcSeconds lastEntered = base::kNever; // that anybody entered a stage, whenever it is now
        base::UtcSeconds now = base::kNever; // effective now that the stays are of
        bool fits = true; // there is a number for each code
    };

    // Rows of a portal are neighbours; between those of two portals there may be room.
    struct Rows {
        struct Place {
            std::uint32_t row = 0;
            std::uint32_t rows = 0;
            std::uint32_t room = 0;
        };

        std::vector<std::uint32_t> begin; // by leaf of the shape
        std::vector<std::uint32_t> end;
        ChainColumn<Second> entered;
        ChainColumn<std::uint32_t> seconds;
        ChainColumn<std::uint16_t> code; // of the portal
        std::vector<Second> deletedSince; // only of `deleted`
        std::vector<Place> places; // by portal
        std::size_t unused = 0; // rows that are nobody's any more
    };

    std::vector<Portal> portals; // as in the snapshot
    Rows leads;
    Rows deals;
    Rows deleted; // of either kind, of items that were deleted some time
    std::vector<facts::Index> people; // by leaf
    std::vector<std::pair<std::uint32_t, std::uint32_t>> leavesOf; // as in the shape
};

// Made once for a snapshot; of portals that have not changed since an earlier one, taken over from there. Null when a portal
// has too many codes for the column.
[[nodiscard]] std::shared_ptr<const StayTable> stayTable(const facts::Snapshot &facts);

} // namespace dealerlens::reports
