// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "facts/snapshot.h"
#include "model/network.h"
#include "sync/engine.h"
#include "viewmodels/rowsscope.h"

#include <QString>
#include <QStringList>

#include <array>
#include <map>
#include <optional>
#include <vector>

namespace dealerlens::viewmodels {

inline constexpr int kTrendDays = 30;

// What the facts say of one dealer, for the Network screen.
struct DealerFigures {
    int stages = 0; // of its lead and deal funnels
    QStringList unmapped; // names of stages without a milestone
    // New inquiries in each of the last whole days of the dealer's zone (reports::newByDay); nothing where the mirror
    // does not reach.
    std::array<std::optional<double>, kTrendDays> perDay;
    QDate trendFrom; // the first of these days
    int knownDays = 0; // the first so many
    std::optional<double> meanPerDay; // over the known days
    std::int64_t claims = 0; // of these inquiries, answered by the word of the dealer
    std::int64_t evidenced = 0; // of them with a call or message that proves it
    int openItems = 0; // whose clocks run
    bool operator==(const DealerFigures &) const = default;
};

// Pure; `now` in UTC.
[[nodiscard]] std::map<model::PortalId, DealerFigures> dealerFigures(const facts::Snapshot &facts, base::UtcSeconds now);

// The kinds shown as letters: leads, deals, histories (the older of two), calls.
enum class HealthKind : std::uint8_t { Leads, Deals, Histories, Calls };
inline constexpr int kHealthKinds = 4;

struct KindHealth {
    base::UtcSeconds watermark = base::kNever; // complete up to
    bool denied = false;
    bool stale = false;
    bool operator==(const KindHealth &) const = default;
};

// How far one kind of record reaches.
struct KindMark {
    model::EntityKind kind = model::EntityKind::Lead;
    base::UtcSeconds watermark = base::kNever;
    bool denied = false;
};

// One dealer as the Network screen shows it; a value.
struct DealerHealth {
    model::Portal portal;
    int hue = 0; // place in the list, decides the badge's colour
    model::PortalHealth health = model::PortalHealth::Never;
    base::UtcSeconds watermark = base::kNever; // oldest of leads, deals and their histories; kNever: never complete
    std::int64_t age = -1; // seconds behind `watermark`; -1 when there is none
    std::array<KindHealth, kHealthKinds> kinds;
    std::vector<KindMark> marks; // every kind that was tried
    QStringList deniedKinds; // stable English words of model::nameOf
    DealerFigures figures;
    sync::PortalStatus status;
    bool figuresKnown = false;

    // Share of the claims that the mirror can prove; nothing below five claims or without the right to see calls.
    [[nodiscard]] std::optional<double> callsVisible() const;

    [[nodiscard]] bool callsDenied() const { return kinds[static_cast<std::size_t>(HealthKind::Calls)].denied; }

    [[nodiscard]] int unmapped() const { return static_cast<int>(figures.unmapped.size()); }

    // New items that were probably missed since the watermark, by the dealer's own rate.
    [[nodiscard]] std::optional<double> expectedMissed() const;
    // The inquiries behind the figures of the trend.
    [[nodiscard]] RowsScope trendRows(reports::Count count) const;
};

// Pure: puts together what store, facts and engine know. `states` of this portal only.
struct HealthInputs {
    const model::Portal *portal = nullptr;
    const std::vector<model::SyncState> *states = nullptr;
    const DealerFigures *figures = nullptr; // nullptr: not known yet
    sync::PortalStatus status;
    std::int64_t freshnessLimit = 3'600;
    base::UtcSeconds now = 0;
    int hue = 0;
};

[[nodiscard]] DealerHealth dealerHealth(const HealthInputs &inputs);

// Problems first: no access, stale, attention, never, fresh; retired ones at the end. The first two are not up to date.
[[nodiscard]] int healthRank(const DealerHealth &dealer);
inline constexpr int kUpToDateFrom = 2;

// True when both look the same on screen at minute precision.
[[nodiscard]] bool sameOnScreen(const DealerHealth &one, const DealerHealth &other);

} // namespace dealerlens::viewmodels
