// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "facts/snapshot.h"
#include "reports/answers.h"
#include "viewmodels/explanation.h"
#include "viewmodels/fmt.h"

#include <QCoreApplication>
#include <QString>

namespace dealerlens::viewmodels {

// Words of the board for people, in the language in force. Pure; window's thread (translations).
struct BoardTexts {
    Q_DECLARE_TR_FUNCTIONS(dealerlens::viewmodels::BoardTexts)

public:
    static QString won() { return tr("Won"); }

    static QString lost() { return tr("Lost"); }

    static QString nobody() { return tr("Nobody responsible"); }

    static QString noRegion() { return tr("No region"); }

    static QString all() { return tr("All"); }

    static QString unknownStage() { return tr("Unknown stage"); }

    static QString moreDealers(int dealers) { return tr("%n more dealers", nullptr, dealers); }

    static QString moreCards(std::int64_t cards, const Fmt &fmt) { return grouped(tr("%n more", nullptr, int(cards)), cards, fmt); }

    static QString items(std::int64_t count, model::EntityKind kind, const Fmt &fmt);
    static QString late(reports::Late late);
    // "Aleko, New: 13 items, 2 overdue".
    static QString cell(const QString &lane, const QString &column, std::int64_t count, std::int64_t overdue);

    static QString overdue(std::int64_t count, const Fmt &fmt) { return tr("%1 overdue").arg(fmt.integer(count)); }

    // "median 5.2 d (4.7–5.8)", brief without its first word; "" without enough visits.
    static QString median(const reports::BoardColumn &column, const Fmt &fmt, bool isBrief = false);
    static QString columnTip(const QString &name, const reports::BoardColumn &column, const model::Standard &standard, const Fmt &fmt);
    // "5–10 working days": ages that were chosen, in business seconds; `to` 0: no end.
    static QString ages(double from, double to, const model::Standard &standard, const Fmt &fmt);
    // How the figures of a column came about, or of one lane in it.
    static Explanation explain(
        const reports::Board &board, const reports::BoardColumn &column, const model::Standard &standard, const Fmt &fmt);
    // "≤ 5": the limit counts business time, in working days.
    static QString limit(double businessSeconds, const model::Standard &standard, const Fmt &fmt);
    // Business seconds of an average working day of the network's calendar.
    static double workingDay(const model::Standard &standard);

    // The number inside a plural sentence as people write it: 4 318.
    static QString grouped(QString sentence, std::int64_t number, const Fmt &fmt)
    {
        return sentence.replace(QString::number(number), fmt.integer(number));
    }

    // One sentence about a card for screen readers and tooltips.
    static QString card(
        const facts::Snapshot &facts, const reports::ItemState &state, const QString &client, const QString &subject, const Fmt &fmt);
};

} // namespace dealerlens::viewmodels
