// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "model/money.h"

#include <QString>

#include <cstdint>
#include <map>
#include <variant>
#include <vector>

namespace dealerlens::reports {

struct InstantCell {
    base::UtcSeconds at;
};

// An empty cell is "unknown or does not apply", never zero.
using Cell = std::variant<std::monostate, std::int64_t, double, QString, InstantCell, model::Money>;

struct TableColumn {
    QString name; // stable, English, [a-z0-9_]; documented in docs/reports.md
    enum class Kind { Text, Integer, Number, Share, Seconds, Instant, Money } kind = Kind::Text;
};

// Any report as rows for people's programs: what dealerlensctl prints and exports write. `level` is the depth
// in a tree (0 everywhere else) and becomes the outline in xlsx.
struct Table {
    QString name;
    std::vector<TableColumn> columns;
    std::vector<std::vector<Cell>> rows;
    std::vector<int> levels; // empty or one per row
    std::map<QString, QString> about; // filter, as-of, coverage, definitions: the "About" sheet
};

} // namespace dealerlens::reports
