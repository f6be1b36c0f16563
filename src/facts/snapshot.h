// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "facts/columnstore.h"
#include "facts/derived.h"
#include "model/network.h"

#include <QString>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace dealerlens::facts {

struct PortalFact {
    model::Portal portal;
    Index region = kNone; // in `regions`
    base::UtcSeconds watermark = base::kNever; // oldest of leads, deals and their histories; kNever: never complete
    bool neverComplete = true;
    base::UtcSeconds newestData = base::kNever; // newest change or stage move that we have of it; kNever: nothing
    // Oldest row of the stage history of leads and of deals; kNever: there is none. A stay that began earlier was
    // not watched from its beginning.
    std::array<base::UtcSeconds, 2> historyFrom { base::kNever, base::kNever };

    [[nodiscard]] base::UtcSeconds watchedSince(model::EntityKind kind) const
    {
        return historyFrom[kind == model::EntityKind::Lead ? 0 : 1];
    }
};

struct UserFact {
    Index portal = kNone;
    model::RecordId id = 0;
    QString name; // "Surname Name Patronymic", never empty ("user 17")
    Index department = kNone;
    bool active = true;
};

struct DepartmentFact {
    Index portal = kNone;
    model::RecordId id = 0;
    QString name;
    Index parent = kNone;
};

struct FunnelFact {
    Index portal = kNone;
    model::EntityKind kind = model::EntityKind::Deal; // Lead or Deal
    std::int64_t categoryId = 0;
    QString name; // "" for leads: people see "Leads"
};

struct StageFact {
    Index portal = kNone;
    Index funnel = kNone;
    QString code;
    QString name;
    int sort = 0;
    char semantic = 'P'; // P, S, F
    Index milestone = kNone; // in `milestones`, as paired now; kNone: not mapped. Of a past instant: milestoneOf()
    bool junk = false; // who ends here was spam or no inquiry at all (Standard::junkStages)
};

// Mappings are dated: the milestone of every stage as it was paired before an instant.
struct EarlierPairing {
    base::UtcSeconds until = base::kNever;
    std::vector<Index> milestones; // by stage
};

// Everything reports need, immutable, shared between threads. Rows of columns are numbers that mean something within
// this snapshot only, and not all numbers up to the highest are rows of it: go through rows or ranges of the columns,
// for (const std::uint32_t row : facts.items) …
struct Snapshot {
    std::int64_t generation = 0;
    base::UtcSeconds builtAt = base::kNever;
    model::Standard standard;
    std::vector<PortalFact> portals;
    std::vector<QString> regions;
    std::vector<UserFact> users;
    std::vector<DepartmentFact> departments;
    std::vector<FunnelFact> funnels;
    std::vector<StageFact> stages;
    std::vector<QString> sources; // names of the portals' SOURCE directories, equal names joined; [0] = "" none
    std::vector<QString> campaigns; // [0] = "" none
    std::vector<QString> currencies;
    ItemColumns items;
    VisitColumns visits;
    ActivityColumns activities;
    ResponsibleColumns responsibles;
    PushColumns pushes;
    MissedColumns missed;
    std::vector<std::shared_ptr<const PortalRun>> runs; // by portal: they keep the rows
    std::vector<EarlierPairing> earlierPairings; // by `until`; empty: no pairing has ever changed
    Derived derived; // what others made of all this

    // In `milestones`, as the stage was paired at an instant (kNever: now); kNone: not mapped.
    [[nodiscard]] Index milestoneOf(Index stage, base::UtcSeconds at) const
    {
        if (at != base::kNever)
            for (const EarlierPairing &earlier : earlierPairings)
                if (at < earlier.until)
                    return earlier.milestones[std::size_t(stage)];
        return stages[std::size_t(stage)].milestone;
    }

    [[nodiscard]] Index funnelOf(std::uint32_t item) const { return stages[std::size_t(items.stage[item])].funnel; }

    // The row of an item; nullopt: there is none. Looks through the rows of its portal.
    [[nodiscard]] std::optional<std::uint32_t> rowOf(const model::RecordKey &item) const;

    // Rows of one item in `responsibles` and `pushes`.
    [[nodiscard]] RowRange responsiblesOf(std::uint32_t item) const;
    [[nodiscard]] RowRange pushesOf(std::uint32_t item) const;

    // Makes the columns look at `store` with `runs` as their rows.
    void show(const ColumnStore &store);
};

using SnapshotPtr = std::shared_ptr<const Snapshot>;

} // namespace dealerlens::facts
