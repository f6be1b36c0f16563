// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "facts/column.h"
#include "model/record.h"

namespace dealerlens::facts {

// Bits of ItemColumns::marks.
enum ItemMark : std::uint8_t {
    kTestMark = 1, // Standard::testOrigins or testTitles
    kTwinMark = 2, // a lead that lives, at the same dealer and older than the deletion, has one of its phones
    kPreTouchMark = 4, // the dealer had called or written before the item was created (`attempt` is its creation)
};

// Visits (metrics 1): uninterrupted stays in a stage, merged; a stay in a final stage is kept too (left kNever unless
// re-opened) so that outcome at any instant can be read off. Visits of an item are neighbours, by time; so each
// visit ends when the next begins, unless it is the last one of its item.
struct VisitColumns : RowRanges {
    static constexpr std::uint32_t kLast = 1U << 31; // bits of the stored word beside the stage
    static constexpr std::uint32_t kInferred = 1U << 30; // no stage-history row opened it
    static constexpr std::uint32_t kStage = kInferred - 1;

    struct AsStage {
        using Stored = std::uint32_t;
        using Shown = Index;

        static constexpr Shown widen(Stored word) { return static_cast<Index>(word & kStage); }
    };

    class Left {
    public:
        [[nodiscard]] base::UtcSeconds operator[](std::size_t visit) const
        {
            return isLast(visit) ? base::kNever : AsInstant::widen(m_entered[visit + 1]);
        }

        [[nodiscard]] bool isLast(std::size_t visit) const { return (m_words[visit] & kLast) != 0; }

    private:
        friend struct VisitColumns;
        const std::uint32_t *m_entered = nullptr;
        const std::uint32_t *m_words = nullptr;
    };

    Column<AsStage> stage;
    Column<AsInstant> entered;
    Left left; // kNever: still there

    [[nodiscard]] bool isInferred(std::size_t visit) const { return (stage.data()[visit] & kInferred) != 0; }

    template <class Use> void eachStored(Use use)
    {
        use(stage);
        use(entered);
    }

    void link()
    {
        left.m_entered = entered.data();
        left.m_words = stage.data();
    }
};

// Where the visits of items are; what they tell of an item is not kept a second time.
struct ItemVisits {
    static constexpr std::uint8_t kMany = 0xff; // as many as there are up to the last one

    const std::uint8_t *counts = nullptr;
    const std::uint32_t *firsts = nullptr;
    const std::uint32_t *words = nullptr; // VisitColumns::stage as stored
    const std::uint32_t *entered = nullptr;

    [[nodiscard]] std::uint32_t count(std::size_t row) const
    {
        if (counts[row] != kMany)
            return counts[row];
        std::uint32_t last = firsts[row];
        while ((words[last] & VisitColumns::kLast) == 0)
            ++last;
        return last - firsts[row] + 1;
    }
};

// The facts of all items as columns of equal length. The rows of a portal are neighbours, by (created, kind, id).
struct ItemColumns : RowRanges {
    static constexpr std::uint8_t kDeal = 0x80; // bits of the stored byte beside the marks
    static constexpr std::uint8_t kHandedOver = 0x40; // has rows in ResponsibleColumns
    static constexpr std::uint8_t kPushed = 0x20; // has rows in PushColumns
    static constexpr std::uint8_t kMarks = 0x1f;

    struct AsKind {
        using Stored = std::uint8_t;
        using Shown = model::EntityKind;

        static constexpr Shown widen(Stored flags) { return flags & kDeal ? model::EntityKind::Deal : model::EntityKind::Lead; }
    };

    struct AsMarks {
        using Stored = std::uint8_t;
        using Shown = std::uint8_t;

        static constexpr Shown widen(Stored flags) { return flags & kMarks; }
    };

    class VisitCount {
    public:
        [[nodiscard]] std::uint32_t operator[](std::size_t row) const { return visits.count(row); }

        ItemVisits visits;
    };

    class Stage {
    public:
        [[nodiscard]] Index operator[](std::size_t row) const
        {
            return VisitColumns::AsStage::widen(visits.words[visits.firsts[row] + visits.count(row) - 1]);
        }

        ItemVisits visits;
    };

    class Attested {
    public:
        [[nodiscard]] base::UtcSeconds operator[](std::size_t row) const
        {
            return visits.counts[row] == 1 ? base::kNever : AsInstant::widen(visits.entered[visits.firsts[row] + 1]);
        }

        ItemVisits visits;
    };

    Column<AsIs<model::RecordId>> id;
    Column<AsIs<std::uint8_t>> flags;
    Column<AsKind> kind; // Lead or Deal
    Column<AsMarks> marks; // bits of ItemMark
    Column<AsIndex<std::uint16_t>> portal;
    Column<AsIndex<std::uint32_t>> responsible; // now, in `users`
    Column<AsIndex<std::uint32_t>> source; // in `sources`
    Column<AsIndex<std::uint32_t>> campaign; // in `campaigns` (UTM)
    Stage stage; // now
    Column<AsInstant> created;
    Column<AsInstant> closed; // entered its present final stage; kNever while open
    Column<AsInstant> deleted; // kNever while alive
    Column<AsIs<std::int64_t>> amount; // Money units of `currency`
    Column<AsIndex<std::uint16_t>> currency; // in `currencies`
    Column<AsIndex<std::uint32_t>> lead; // row of the lead a deal came from; kNone
    Column<AsIs<std::uint32_t>> firstVisit; // in VisitColumns
    Column<AsIs<std::uint8_t>> visitsStored; // ItemVisits::counts
    VisitCount visitCount; // at least one
    // Evidenced first attempt (metrics 3, t2) and first conversation (t3); kNever. Never before `created`: the call
    // that made the item counts at its creation. A conversation is an attempt too, whoever dialled.
    Column<AsInstant> attempt;
    Column<AsInstant> conversation;
    Attested attested; // first exit from the initial stage; kNever
    Column<AsDay> closeDate; // planned close date of a deal, days since 1970; INT32_MIN none

    template <class Use> void eachStored(Use use)
    {
        use(id), use(flags), use(portal), use(responsible), use(source), use(campaign), use(created), use(closed), use(deleted);
        use(amount), use(currency), use(lead), use(firstVisit), use(visitsStored), use(attempt), use(conversation), use(closeDate);
    }

    void link(const VisitColumns &of)
    {
        kind.pointTo(flags.data());
        marks.pointTo(flags.data());
        visitCount.visits = { visitsStored.data(), firstVisit.data(), of.stage.data(), of.entered.data() };
        stage.visits = visitCount.visits;
        attested.visits = visitCount.visits;
    }
};

// Planned and done activities of items (calls, mails, to-dos): for "activity overdue" and "no next step". By item.
struct ActivityColumns : RowRanges {
    Column<AsIs<std::uint32_t>> item;
    Column<AsInstant> created;
    Column<AsInstant> deadline; // kNever: none
    Column<AsInstant> completed; // kNever: not done

    template <class Use> void eachStored(Use use) { use(item), use(created), use(deadline), use(completed); }
};

// Who was responsible: changes seen in the journal, by item and time. The API has no history of it: before the
// portal was added (Portal::addedAt) the earliest known, or else the present responsible stands in.
struct ResponsibleColumns : RowRanges {
    Column<AsIs<std::uint32_t>> item;
    Column<AsInstant> since;
    Column<AsIndex<std::uint32_t>> user;
    Column<AsIndex<std::uint32_t>> before; // who it was until `since`

    template <class Use> void eachStored(Use use) { use(item), use(since), use(user), use(before); }
};

// Pushes of the planned close date into a later calendar month, seen in the journal; by item and time.
struct PushColumns : RowRanges {
    Column<AsIs<std::uint32_t>> item;
    Column<AsInstant> at;

    template <class Use> void eachStored(Use use) { use(item), use(at); }
};

// Incoming calls that nobody took, by portal and time. Numbers are read from the store when they are shown.
struct MissedColumns : RowRanges {
    Column<AsIs<model::RecordId>> call; // record of kind Call
    Column<AsIndex<std::uint16_t>> portal;
    Column<AsInstant> at;
    Column<AsInstant> returned; // first call to or talk with that number afterwards; kNever: none
    Column<AsIndex<std::uint32_t>> item; // the lead or deal it is linked to; kNone

    template <class Use> void eachStored(Use use) { use(call), use(portal), use(at), use(returned), use(item); }
};

} // namespace dealerlens::facts
