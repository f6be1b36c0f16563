// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/barescans.h"
#include "reports/question.h"

#include <vector>

namespace dealerlens::bench {

// A question for sums, as it is asked of the program, of a bare scan and in SQL.
struct Case {
    const char *name;
    reports::Question question;
    BareQuestion bare;
    QString where; // of what began
    QString whereClosed;
    QString whereStays;
};

[[nodiscard]] std::vector<Case> casesOf(const facts::Snapshot &facts);

// One row per chain twice: for who held it at the beginning and for who won it.
[[nodiscard]] QString sumsSql(const Case &asked);
// The same with the sums of each leaf made before they are joined, as somebody would write it who tunes it by hand.
[[nodiscard]] QString tunedSql(const Case &asked);
// Dealer, employee, month of the beginning.
[[nodiscard]] QString monthsSql();
// The median (type 7 is what this database calls continuous) of the stays that ended, of every node.
[[nodiscard]] QString mediansSql(const QString &where);

} // namespace dealerlens::bench
