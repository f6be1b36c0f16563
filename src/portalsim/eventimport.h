// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"
#include "portalsim/world.h"

namespace dealerlens::portalsim {

// Real event logs as portals. A case becomes a lead or deal with exactly the stage history of the log: ordered by
// time (equal times in the order of the file), repeated stages merged, times without zone read as UTC. The case
// id is TITLE and ORIGIN_ID; of each column the last non-blank value in the case counts; other columns become
// UF_CRM_* texts. Portals have UTC as their zone, so that days and months are those of the log.
struct EventImportOptions {
    QString eventsFile; // csv or csv.gz: case_id, rec, time, stage, semantic, resource, further columns
    QString datasetFile; // json: final_stages { stage: "S" | "F" }; other stages are in progress
    Entity entity = Entity::Lead; // or Entity::Deal (funnel 0)
    // Names of columns, "" when left out. `<column>_last_nonfinal` looks at records of stages in progress only.
    QString dealerBy; // one portal for each value; without it one portal "events"
    QString employeeBy; // ASSIGNED_BY_ID; blank stays unset
    QString sourceBy; // SOURCE_ID with NAME = the value; blank stays empty
    QString amountBy; // OPPORTUNITY
    QString regionBy; // region of the portal: one portal for each pair of dealer and region
    quint64 seed = 1; // of the webhooks' secrets
};

// Adds the portals to `world`. Errors are of kind Input and name file and line or column; then nothing is added.
[[nodiscard]] base::Result<void> importEvents(World &world, const EventImportOptions &options);

} // namespace dealerlens::portalsim
