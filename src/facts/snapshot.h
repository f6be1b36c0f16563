// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "facts/derived.h"
#include "model/network.h"

#include <QString>

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace dealerlens::facts {

using Index = std::int32_t; // row of a dictionary or column; kNone when there is none
inline constexpr Index kNone = -1;

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

// Bits of ItemColumns::marks.
enum ItemMark : std::uint8_t {
    kTestMark = 1, // Standard::testOrigins or testTitles
    kTwinMark = 2, // a lead that lives, at the same dealer and older than the deletion, has one of its phones
    kPreTouchMark = 4, // the dealer had called or written before the item was created (`attempt` is its creation)
};

// The facts of all items, in time order of creation, as columns of equal length; row = position.
struct ItemColumns {
    std::vector<model::RecordId> id;
    std::vector<model::EntityKind> kind; // Lead or Deal
    std::vector<Index> portal;
    std::vector<Index> funnel;
    std::vector<Index> stage; // now
    std::vector<Index> responsible; // now, in `users`
    std::vector<Index> source; // in `sources`
    std::vector<Index> campaign; // in `campaigns` (UTM)
    std::vector<base::UtcSeconds> created;
    std::vector<base::UtcSeconds> closed; // entered its present final stage; kNever while open
    std::vector<base::UtcSeconds> deleted; // kNever while alive
    std::vector<std::int64_t> amount; // Money units of `currency`
    std::vector<Index> currency; // in `currencies`
    std::vector<Index> lead; // row of the lead a deal came from; kNone
    std::vector<std::uint32_t> firstVisit; // in VisitColumns; visits of an item are neighbours, by time
    std::vector<std::uint32_t> visitCount;
    // Evidenced first attempt (metrics 3, t2) and first conversation (t3); kNever. Never before `created`: the call
    // that made the item counts at its creation. A conversation is an attempt too, whoever dialled.
    std::vector<base::UtcSeconds> attempt;
    std::vector<base::UtcSeconds> conversation;
    std::vector<base::UtcSeconds> attested; // first exit from the initial stage; kNever
    std::vector<std::int32_t> closeDate; // planned close date of a deal, days since 1970; INT32_MIN none
    std::vector<std::uint8_t> marks; // bits of ItemMark

    [[nodiscard]] std::size_t size() const { return id.size(); }
};

// Visits (metrics 1): uninterrupted stays in a stage, merged; a stay in a final stage is kept too (left kNever
// unless re-opened) so that outcome at any instant can be read off.
struct VisitColumns {
    std::vector<std::uint32_t> item; // row in ItemColumns
    std::vector<Index> stage;
    std::vector<base::UtcSeconds> entered;
    std::vector<base::UtcSeconds> left; // kNever: still there
    std::vector<model::RecordId> historyId; // the stage-history row that opened it; 0 when inferred

    [[nodiscard]] std::size_t size() const { return stage.size(); }
};

// Planned and done activities of items (calls, mails, to-dos): for "activity overdue" and "no next step".
struct ActivityColumns {
    std::vector<std::uint32_t> item;
    std::vector<base::UtcSeconds> created;
    std::vector<base::UtcSeconds> deadline; // kNever: none
    std::vector<base::UtcSeconds> completed; // kNever: not done
};

// Who was responsible: changes seen in the journal, by item and time. The API has no history of it: before the
// portal was added (Portal::addedAt) the earliest known, or else the present responsible stands in.
struct ResponsibleColumns {
    std::vector<std::uint32_t> item;
    std::vector<base::UtcSeconds> since;
    std::vector<Index> user;
    std::vector<Index> before; // who it was until `since`
};

// Pushes of the planned close date into a later calendar month, seen in the journal; by item and time.
struct PushColumns {
    std::vector<std::uint32_t> item;
    std::vector<base::UtcSeconds> at;
};

// Incoming calls that nobody took, in time order. Numbers are read from the store when they are shown.
struct MissedColumns {
    std::vector<Index> portal;
    std::vector<model::RecordId> call; // record of kind Call
    std::vector<base::UtcSeconds> at;
    std::vector<base::UtcSeconds> returned; // first call to or talk with that number afterwards; kNever: none
    std::vector<Index> item; // the lead or deal it is linked to; kNone

    [[nodiscard]] std::size_t size() const { return call.size(); }
};

// Mappings are dated: the milestone of every stage as it was paired before an instant.
struct EarlierPairing {
    base::UtcSeconds until = base::kNever;
    std::vector<Index> milestones; // by stage
};

// Everything reports need, immutable, shared between threads. `items` are sorted by (created, portal, kind, id).
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
};

using SnapshotPtr = std::shared_ptr<const Snapshot>;

} // namespace dealerlens::facts
