// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"
#include "facts/columns.h"
#include "facts/sectionfile.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

namespace dealerlens::facts {

// What was found out about one portal, in wide types; rows refer to each other by their positions in here.
struct PortalRows {
    struct Item {
        model::RecordId id = 0;
        model::EntityKind kind = model::EntityKind::Lead;
        std::uint8_t marks = 0;
        std::int32_t closeDate = std::numeric_limits<std::int32_t>::min();
        Index responsible = kNone;
        Index source = 0;
        Index campaign = 0;
        Index currency = kNone;
        Index lead = kNone; // position of its lead
        base::UtcSeconds created = base::kNever;
        base::UtcSeconds closed = base::kNever;
        base::UtcSeconds deleted = base::kNever;
        base::UtcSeconds attempt = base::kNever;
        base::UtcSeconds conversation = base::kNever;
        std::int64_t amount = 0;
        std::uint32_t firstVisit = 0; // position; an item has at least one
        std::uint32_t visitCount = 0;
    };

    struct Visit {
        Index stage = kNone;
        base::UtcSeconds entered = base::kNever;
        bool inferred = false;
    };

    struct Activity {
        std::uint32_t item = 0;
        base::UtcSeconds created = base::kNever;
        base::UtcSeconds deadline = base::kNever;
        base::UtcSeconds completed = base::kNever;
    };

    struct HandOver {
        std::uint32_t item = 0;
        base::UtcSeconds since = base::kNever;
        Index user = kNone;
        Index before = kNone;
    };

    struct Push {
        std::uint32_t item = 0;
        base::UtcSeconds at = base::kNever;
    };

    struct Missed {
        model::RecordId call = 0;
        base::UtcSeconds at = base::kNever;
        base::UtcSeconds returned = base::kNever;
        Index item = kNone;
    };

    std::vector<Item> items; // by (created, kind, id)
    std::vector<Visit> visits; // those of the first item, by time, then those of the second …
    std::vector<Activity> activities; // by item
    std::vector<HandOver> handOvers; // by item and time
    std::vector<Push> pushes; // by item and time
    std::vector<Missed> missed; // by time
};

class ColumnStore;

// Where the rows of one portal are. The rows may be used again when the last holder lets go.
class PortalRun {
public:
    PortalRun(std::shared_ptr<ColumnStore> store, std::array<RowRange, 6> ranges);
    ~PortalRun();
    PortalRun(const PortalRun &) = delete;
    PortalRun &operator=(const PortalRun &) = delete;

    enum Family : std::uint8_t { Items, Visits, Activities, Responsibles, Pushes, Missed };

    [[nodiscard]] const RowRange &range(Family family) const { return m_ranges[family]; }

    // The file of columns in which these very rows lie, 0 when there is none.
    [[nodiscard]] std::uint64_t file() const { return m_file; }

private:
    friend class ColumnStore;

    std::shared_ptr<ColumnStore> m_store;
    std::array<RowRange, 6> m_ranges;
    mutable std::atomic_uint64_t m_file { 0 };
};

// The memory of all columns: address space for more rows than there will ever be, so that rows never move; memory
// is taken as it is written. Rows are given out in runs of neighbours. One thread at a time may put(); everything
// else may be done by any thread meanwhile, since nobody sees a run before it is handed over and nothing changes
// in it afterwards.
class ColumnStore : public std::enable_shared_from_this<ColumnStore> {
public:
    ColumnStore();
    ColumnStore(const ColumnStore &) = delete;
    ColumnStore &operator=(const ColumnStore &) = delete;

    // Writes rows beside those that are there. Errors: Full when the address space or the numbers for
    // portals are at their end.
    [[nodiscard]] base::Result<std::shared_ptr<const PortalRun>> put(Index portal, const PortalRows &rows);

    // Columns that look at this memory; without ranges.
    [[nodiscard]] ItemColumns items() const;
    [[nodiscard]] VisitColumns visits() const;
    [[nodiscard]] ActivityColumns activities() const;
    [[nodiscard]] ResponsibleColumns responsibles() const;
    [[nodiscard]] PushColumns pushes() const;
    [[nodiscard]] MissedColumns missed() const;

    // For the file of columns. What has been written of a column, all columns one after the other; each begins with a huge
    // page.
    [[nodiscard]] std::vector<Section> sections();
    [[nodiscard]] std::array<std::uint32_t, 6> used() const; // rows of each family that were ever given out
    // Of an empty store: claims that many rows of each family; false when there is no room. Then the sections may be mapped,
    // and adopt() says whose the rows are.
    [[nodiscard]] bool setUsed(const std::array<std::uint32_t, 6> &rows);
    [[nodiscard]] std::vector<std::shared_ptr<const PortalRun>> adopt(std::span<const std::array<RowRange, 6>> runs);
    // From now on these rows lie in the file of that number.
    static void lieIn(std::uint64_t file, std::span<const std::shared_ptr<const PortalRun>> runs);

private:
    friend class PortalRun;

    // Address space of the columns of one family and which of its rows are free.
    struct Family {
        Family() = default;
        ~Family();
        Family(const Family &) = delete;
        Family &operator=(const Family &) = delete;

        std::size_t rows = 0; // there is room for
        std::byte *base = nullptr;
        std::size_t bytes = 0;
        std::map<std::uint32_t, std::uint32_t> free; // first → length, never adjacent
        std::uint32_t used = 0; // rows from here on were never given out

        template <class Columns> void reserve(Columns &columns, std::size_t most);
        [[nodiscard]] std::optional<std::uint32_t> take(std::uint32_t count);
        void give(std::uint32_t first, std::uint32_t count);
    };

    [[nodiscard]] base::Result<RowRange> take(PortalRun::Family family, Index portal, std::size_t count);
    void giveBack(const std::array<RowRange, 6> &ranges);
    void writeItems(const RowRange &items, const RowRange &visits, const PortalRows &rows);
    void writeVisits(const RowRange &visits, const PortalRows &rows);
    void writeRest(const std::array<RowRange, 6> &ranges, const PortalRows &rows);

    std::mutex m_mutex; // of the families' free rows
    std::array<Family, 6> m_families;
    ItemColumns m_items;
    VisitColumns m_visits;
    ActivityColumns m_activities;
    ResponsibleColumns m_responsibles;
    PushColumns m_pushes;
    MissedColumns m_missed;
};

} // namespace dealerlens::facts
