// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "facts/snapshot.h"
#include "reports/answers.h"
#include "reports/rows.h"
#include "viewmodels/explanation.h"
#include "viewmodels/fmt.h"

#include <QCoreApplication>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace dealerlens::viewmodels {

// What a comparison of stage times is made between.
enum class CompareBy { Nothing, Dealer, Region, Employee };

// One group that can be compared.
struct CompareChoice {
    QString key; // stable: "p:portalkey", "r:region", "e:portalkey/userid"
    QString name; // for people
    QString detail; // region of a dealer, dealer of an employee
    QString code; // two letters of a dealer

    bool operator==(const CompareChoice &) const = default;
};

// The group of a key of CompareChoice as rows behind numbers name it.
[[nodiscard]] reports::Place placeOfChoice(const QString &key);

// All groups of a kind within `question`, by name. A region without a name is left out.
[[nodiscard]] std::vector<CompareChoice> compareChoices(const facts::Snapshot &facts, const reports::Question &question, CompareBy by);
// `question` narrowed to one group; an unknown key narrows nothing.
[[nodiscard]] reports::Question narrowTo(reports::Question question, const QString &key);

using DealerMedian = reports::DealerTimes; // its median is there

// Dealers with at least five exits and a median, slowest first.
[[nodiscard]] std::vector<DealerMedian> dealerMedians(std::vector<reports::DealerTimes> dealers);

// Words about stage times: names of milestones in the language in force, durations in days (of 24 hours, or of the
// working day of head office's calendar), sentences that can be copied. A value; GUI thread.
class StageTexts {
    Q_DECLARE_TR_FUNCTIONS(dealerlens::viewmodels::StageTexts)

public:
    static constexpr std::int64_t kFewExits = 5; // fewer: no median is named

    StageTexts() = default;
    StageTexts(const Fmt &fmt, facts::SnapshotPtr facts, bool businessTime);

    [[nodiscard]] const Fmt &fmt() const { return m_fmt; }

    [[nodiscard]] bool isBusinessTime() const { return m_businessTime; }

    [[nodiscard]] double dayLength() const { return m_day; } // seconds

    // Mean length of a working day of the calendar; nine hours when it has none.
    [[nodiscard]] static double workingDay(const model::WorkCalendar &calendar);

    [[nodiscard]] double inDays(double seconds) const { return seconds / m_day; }

    [[nodiscard]] QString name(const reports::StageTimes &stage) const;
    [[nodiscard]] QString daysNumber(double seconds) const; // "5,2"
    [[nodiscard]] QString days(double seconds) const; // "5,2 дн"
    [[nodiscard]] QString median(const reports::StageTimes &stage) const; // days, NR or "n<5"
    [[nodiscard]] QString interval(const reports::StageTimes &stage) const; // "4,7–5,8", an end that was not reached is NR
    // The limit is business time; the same number in either clock.
    [[nodiscard]] QString limit(const reports::StageTimes &stage) const;
    [[nodiscard]] std::optional<double> limitInDays(const reports::StageTimes &stage) const;
    [[nodiscard]] QString overLimit(const reports::StageTimes &stage) const;
    [[nodiscard]] QString hover(const QString &name, const reports::StageTimes &stage, double atDay) const;
    // What the picture says, with numbers and n, and what those that left alone would have said.
    [[nodiscard]] QString sentence(const reports::StageTimes &stage) const;
    [[nodiscard]] QString sentence(const reports::Comparison &comparison) const;
    // Which of three groups and more differ, pair by pair; empty for fewer.
    [[nodiscard]] QString pairs(const reports::Comparison &comparison) const;
    [[nodiscard]] Explanation explain(const reports::StageTimes &stage, const reports::StageTimesAnswer &answer) const;
    // Dealers whose history begins late, stale dealers; empty when there are none.
    [[nodiscard]] QString note(const reports::StageTimesAnswer &answer) const;

private:
    [[nodiscard]] QString withInterval(const reports::StageTimes &stage) const;
    [[nodiscard]] QString titles(const std::vector<QString> &portals) const;

    Fmt m_fmt;
    facts::SnapshotPtr m_facts;
    bool m_businessTime = false;
    double m_day = 86'400;
    double m_workingDay = 9 * 3'600;
};

} // namespace dealerlens::viewmodels
