// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "facts/directories.h"
#include "model/marks.h"

#include <span>
#include <vector>

namespace dealerlens::facts {

// Reads everything that is known of one portal and makes its rows: every rule that leads from records to facts is in
// here, and only here. All of them hold within a portal, so that a portal can be made again without the others. Each
// table is read once, in the order of its key; what belongs together is joined by sorted arrays, never by a query per
// item. One thread; made once for many portals, since it keeps its memory.
class PortalBuilder {
public:
    PortalBuilder(Directories &directories, Scans &scans);

    // Valid until the next call. Errors: Storage, Cancelled.
    [[nodiscard]] base::Result<const PortalRows *> make(Index portal);

private:
    // What is known of one item while reading, besides its row.
    struct Known {
        base::UtcSeconds created = base::kNever;
        base::UtcSeconds moved = base::kNever; // MOVED_TIME
        base::UtcSeconds modified = base::kNever; // DATE_MODIFY
        model::RecordId id = 0;
        model::RecordId lead = 0;
        model::RecordId contact = 0;
        model::RecordId company = 0;
        Index stage = kNone;
    };

    // A stage-history row of an item that exists.
    struct Step {
        base::UtcSeconds at = base::kNever;
        model::RecordId id = 0;
        std::uint32_t item = 0; // row
        Index stage = kNone;
        bool funnelChange = false;
    };

    // Something that proves contact, under the key of whatever it is linked to.
    enum class TouchClass : std::uint8_t { Attempt, Conversation, Reply };

    struct Touch {
        std::uint64_t key = 0;
        TouchClass what = TouchClass::Attempt;
        base::UtcSeconds at = base::kNever;
        auto operator<=>(const Touch &) const = default;
    };

    using Touches = std::span<const Touch>; // those of one key
    using PhoneOfOwner = std::pair<std::uint64_t, std::uint64_t>; // keys

    struct StageOf { // of the portal, by what records say
        model::EntityKind kind = model::EntityKind::Lead;
        std::int64_t category = 0;
        std::string code;
        Index stage = kNone;
    };

    // portalbuilder.cpp
    [[nodiscard]] base::Result<> readItems(model::EntityKind kind);
    void readItem(const store::PortalScan &row, model::EntityKind kind);
    void orderItems();
    [[nodiscard]] std::int64_t rowOf(model::EntityKind kind, model::RecordId id) const; // -1: none
    [[nodiscard]] Index stageOf(const store::PortalScan &row, model::EntityKind kind, int categoryColumn, int codeColumn);
    void heard(base::UtcSeconds at);

    // histories.cpp
    [[nodiscard]] base::Result<> readHistory(model::EntityKind kind);
    void buildVisits();
    void addVisits(std::uint32_t item, std::span<const Step> steps);

    // journal.cpp
    [[nodiscard]] base::Result<> readJournal();

    // touches.cpp
    [[nodiscard]] base::Result<> readActivities();
    void readActivity(const store::PortalScan &row);
    [[nodiscard]] base::Result<> readCalls();
    void readCall(const store::PortalScan &row);
    [[nodiscard]] std::uint64_t keyOfTyped(std::string_view phone); // 0: no number
    [[nodiscard]] base::Result<> readPhones();
    void addTouch(std::uint64_t key, TouchClass what, base::UtcSeconds at);
    void matchTouches();
    [[nodiscard]] Touches touchesOf(std::uint64_t key) const;
    [[nodiscard]] static base::UtcSeconds firstOf(const Touches &touches, TouchClass what, base::UtcSeconds from);
    [[nodiscard]] std::span<const PhoneOfOwner> phonesOf(std::uint64_t owner) const;
    void matchItem(std::uint32_t row);
    void matchMissed();
    void markTwins();

    Directories &m_directories;
    Scans &m_scans;
    Index m_portal = kNone;
    model::PortalId m_id = 0;
    const model::TestSigns m_tests;

    PortalRows m_rows;
    std::vector<Known> m_known; // leads by id, then deals by id
    std::vector<PortalRows::Item> m_read; // of each of them
    std::size_t m_deals = 0; // where deals begin
    std::vector<std::uint32_t> m_order; // position in m_known of each row
    std::vector<std::uint32_t> m_rowOf; // row of each position
    std::vector<Step> m_steps; // in reading order
    std::vector<Step> m_sorted; // by item
    std::vector<std::uint32_t> m_begins;
    std::vector<Touch> m_touches;
    std::vector<std::array<std::uint64_t, 2>> m_missedKeys; // of each missed call: what it is linked to, its number
    std::vector<PhoneOfOwner> m_points;
    std::vector<Touches> m_byPhone; // of the item being matched
    std::unordered_map<std::string, std::uint64_t> m_typed; // keys of unusual numbers
    std::vector<StageOf> m_stagesMet;
    std::size_t m_lastStage = 0; // in m_stagesMet
};

} // namespace dealerlens::facts
