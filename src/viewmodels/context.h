// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"

#include <QDate>
#include <QList>
#include <QString>
#include <QStringList>
#include <QVariantMap>

#include <optional>

namespace dealerlens::viewmodels {

// What the context bar asks of every screen: whose, which period, as of when. A value; it travels from section
// to section, and what does not apply to a screen is hidden there, not reset.

// A period in whole days of head office's zone. Presets are resolved against "today" when they are used, so that
// a view saved with "this month" stays this month.
struct Period {
    enum class Preset {
        Today,
        Yesterday,
        Last7Days,
        Last30Days,
        Last90Days,
        ThisMonth,
        LastMonth,
        ThisQuarter,
        LastQuarter,
        ThisYear,
        LastYear,
        Last365Days,
        AllTime,
        Custom
    };

    Preset preset = Preset::Last90Days;
    QDate first; // inclusive; for Custom
    QDate last; // inclusive; for Custom

    bool operator==(const Period &) const = default;
};

struct DayRange {
    QDate first; // inclusive; invalid = no lower limit
    QDate last; // inclusive

    bool operator==(const DayRange &) const = default;
};

// First and last day of the period, when today is `today`.
[[nodiscard]] DayRange resolve(const Period &period, QDate today);
// The equally long period just before; for AllTime the invalid range.
[[nodiscard]] DayRange previous(const DayRange &range);

// The period `steps` further (negative: back): whole months, quarters and years stay whole. Itself when it has no
// limits or would begin after today.
[[nodiscard]] Period shifted(const Period &period, int steps, QDate today);

// A condition beyond the four chips: "source is one of …".
struct Condition {
    QString key; // stable English name of the field: "source", "utm_campaign", "region" …
    QStringList values;

    bool operator==(const Condition &) const = default;
};

struct Context {
    Period period;
    std::optional<base::UtcSeconds> asOf; // nothing = now
    QList<qint64> portals; // dealers chosen, by portal; empty = all
    bool freshOnly = false;
    QString funnel; // key given by the source of the choices; empty = the first
    QStringList employees; // keys given by the source of the choices; empty = all
    bool employeeThen = true; // who was responsible at the event; false = who is now
    QList<Condition> conditions;

    bool operator==(const Context &) const = default;
};

// For saved views, history and the state of the window.
[[nodiscard]] QVariantMap toVariant(const Context &context);
[[nodiscard]] Context contextFromVariant(const QVariantMap &map);

} // namespace dealerlens::viewmodels
