// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/record.h"

#include <QMetaType>

#include <optional>
#include <vector>

namespace dealerlens::store {

// What one committed transaction changed. `generation` grows by one with each transaction of this database and
// never repeats, also across restarts.
struct ChangeSet {
    std::int64_t generation = 0;
    std::vector<model::RecordKey> changed; // inserted, changed or deleted records
    std::vector<model::PortalId> portals; // whose sync state, naming or standards changed
    bool standardChanged = false; // calendars, limits, mappings, milestones, rates
    std::optional<std::int64_t> badRecords; // of the page's portal now, when their number may have changed
    bool everything = false; // too much to list: read again
};

} // namespace dealerlens::store

Q_DECLARE_METATYPE(dealerlens::store::ChangeSet)
