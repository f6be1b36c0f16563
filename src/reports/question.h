// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "model/network.h"

#include <QDate>
#include <QString>

#include <optional>
#include <set>
#include <vector>

namespace dealerlens::reports {

// The five kinds of late (metrics 6), never merged, and the sixth quick filter.
enum class Late : std::uint8_t {
    ResponseDueSoon = 0, // 80 % of the response limit used, not yet answered
    ResponseOverdue = 1,
    StageOverdue = 2,
    ActivityOverdue = 3,
    NoNextStep = 4,
    CloseDatePast = 5,
    WithoutEvidence = 6, // claimed but not evidenced first touch
};
inline constexpr int kLateCount = 7;

// Whose items, which period, as of when. Empty lists mean "all". Names are compared exactly.
struct Question {
    // [from, to) whole days in each dealer's own zone; empty: unbounded.
    std::optional<QDate> from = {};
    std::optional<QDate> to = {};
    base::UtcSeconds asOf = base::kNever; // kNever: now
    std::vector<QString> portals = {}; // portal keys; empty: all dealers, without head office's own portal
    std::vector<QString> regions = {};
    std::vector<std::pair<QString, model::RecordId>> employees = {}; // (portal key, user id)
    std::vector<QString> funnels = {}; // funnel names; "leads" is the lead funnel
    std::vector<QString> sources = {}; // source names, "" is unknown
    std::vector<QString> campaigns = {};
    std::optional<model::EntityKind> itemKind = {}; // only leads or only deals
    std::set<Late> lates = {}; // items that have all of these lates
    bool responsibleAtEvent = true; // who was responsible then; false: who is now
    bool businessTime = false; // durations by the dealer's calendar instead of the wall clock
    bool withRetired = true; // retired dealers keep their history
    bool withTests = false; // count what the standard marks as test, too
    bool withoutJunk = false; // leave out what stands in a junk stage of the standard at effective now
    bool operator==(const Question &) const = default;
};

// How much of what was asked about is really known (promise 6): shown beside every figure.
struct Coverage {
    int portals = 0; // in the question
    int fresh = 0; // completely mirrored up to asOf (or within the freshness limit of now)
    base::UtcSeconds oldest = base::kNever; // oldest watermark of those that have one
    std::vector<QString> missing; // keys of portals that are stale or never mirrored
    double mappedShare = 1; // of the stages met, visits whose stage has a milestone
};

// What became of an item or chain on the way into a population.
enum class Fate : std::uint8_t { Absent, Deleted, Test, Spam, Merged, OutsideFilter, Immature, Counted }; // Absent: does not exist by then

// The population waterfall of metrics 0.
struct Waterfall {
    std::int64_t all = 0;
    std::int64_t deleted = 0;
    std::int64_t test = 0; // canaries and tests, as the standard marks them
    std::int64_t spam = 0; // in a junk stage; only when the question leaves them out
    std::int64_t merged = 0; // deleted, and a living lead has the same phone
    std::int64_t outsideFilter = 0;
    std::int64_t immature = 0;
    std::int64_t counted = 0;
    std::int64_t junk = 0; // of those counted, in a junk stage (answers that count chains)

    void add(Fate fate, std::int64_t n = 1)
    {
        const auto of = [&](Fate wanted) { return fate == wanted ? n : 0; };
        all += n - of(Fate::Absent);
        deleted += of(Fate::Deleted);
        test += of(Fate::Test);
        spam += of(Fate::Spam);
        merged += of(Fate::Merged);
        outsideFilter += of(Fate::OutsideFilter);
        immature += of(Fate::Immature);
        counted += of(Fate::Counted);
    }

    void join(const Waterfall &other)
    {
        all += other.all;
        deleted += other.deleted;
        test += other.test;
        spam += other.spam;
        merged += other.merged;
        outsideFilter += other.outsideFilter;
        immature += other.immature;
        counted += other.counted;
        junk += other.junk;
    }
};

} // namespace dealerlens::reports
