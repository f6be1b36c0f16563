// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/answers.h"

#include <QStringList>

// Cells and columns that the tables of several answers share. Inside src/reports only.
namespace dealerlens::reports {

using Kind = TableColumn::Kind;
using Row = std::vector<Cell>;

inline void addColumn(Table &table, const char *name, Kind kind) { table.columns.push_back({ QString::fromLatin1(name), kind }); }

inline Cell cell(std::optional<double> value) { return value ? Cell(*value) : Cell(); }

inline Cell instant(base::UtcSeconds at) { return at != base::kNever ? Cell(InstantCell { at }) : Cell(); }

inline Cell secondsCell(double seconds) { return std::int64_t(seconds); }

inline Cell secondsCell(std::optional<double> seconds) { return seconds ? Cell(std::int64_t(*seconds)) : Cell(); }

inline QString kindName(model::EntityKind kind)
{
    return kind == model::EntityKind::Lead ? QStringLiteral("lead") : QStringLiteral("deal");
}

inline constexpr std::array kLateNames { "response_due_soon", "response_overdue", "stage_overdue", "activity_overdue", "no_next_step",
    "close_date_past", "without_evidence" };

inline void describe(Table &table, const Coverage &coverage)
{
    table.about[QStringLiteral("portals")] = QString::number(coverage.portals);
    table.about[QStringLiteral("portals_fresh")] = QString::number(coverage.fresh);
    table.about[QStringLiteral("portals_missing")]
        = QStringList(coverage.missing.begin(), coverage.missing.end()).join(QStringLiteral(", "));
    table.about[QStringLiteral("mapped_share")] = QString::number(coverage.mappedShare, 'g', 12);
}

inline void describe(Table &table, const Waterfall &waterfall)
{
    const std::pair<const char *, std::int64_t> parts[] { { "population_all", waterfall.all }, { "population_deleted", waterfall.deleted },
        { "population_test", waterfall.test }, { "population_junk", waterfall.spam }, { "population_merged", waterfall.merged },
        { "population_outside_filter", waterfall.outsideFilter }, { "population_immature", waterfall.immature },
        { "population_counted", waterfall.counted }, { "population_counted_junk", waterfall.junk } };
    for (const auto &[name, count] : parts)
        table.about[QString::fromLatin1(name)] = QString::number(count);
}

} // namespace dealerlens::reports
