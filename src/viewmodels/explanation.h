// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/answers.h"
#include "viewmodels/fmt.h"
#include "viewmodels/rowsscope.h"

#include <QCoreApplication>
#include <QString>
#include <QStringList>

#include <optional>
#include <utility>
#include <vector>

namespace dealerlens::viewmodels {

// How one number was computed, in words: what F1 shows and what can be copied beside the number. Plain text in the
// language in force; pages fill in what they know, empty parts are not shown. GUI thread.
struct Explanation {
    Q_DECLARE_TR_FUNCTIONS(dealerlens::viewmodels::Explanation)

public:
    QString title; // "Conversion in 60 days"
    QString subject; // whose: "Volga › Motor-Trade"
    QString value; // "39 % (33–45), n = 262"
    QString formula; // in words
    QString method; // of the interval or estimate; empty when there is none
    std::optional<reports::Waterfall> waterfall;
    std::optional<reports::Coverage> coverage;
    std::optional<std::int64_t> rows; // behind the number
    std::optional<RowsScope> scope; // names them; the steps of the waterfall are numbers of the same report
    QStringList notes; // "two deals without a rate are not in the sum"

    struct Line {
        QString what;
        QString number;
        reports::Count count = reports::Count::All; // the step
    };

    // all → − deleted → … = counted; steps of nothing are left out.
    [[nodiscard]] static std::vector<Line> lines(const reports::Waterfall &waterfall, const Fmt &fmt);
    // "37 of 40 dealers · oldest data 24 Nov 03:12"; then the stages without a pair, when there are some.
    [[nodiscard]] static QStringList lines(const reports::Coverage &coverage, const Fmt &fmt);
    // The rows of a step of the waterfall, or of the share of paired stages; where `scope` is known.
    [[nodiscard]] RowsScope step(reports::Count count) const;
    // Everything as lines of plain text for the clipboard.
    [[nodiscard]] QString text(const Fmt &fmt) const;
};

} // namespace dealerlens::viewmodels
