// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/boardages.h"
#include "reports/rows.h"

#include <QStringList>

#include <algorithm>
#include <numeric>

namespace dealerlens::testing {

// Asks for the rows of every number of every report about `question` and compares how many they are with the number.
class RowsProof final {
public:
    RowsProof(const facts::Snapshot &facts, reports::Question question)
        : m_facts(facts)
        , m_question(std::move(question))
    {
    }

    // What differs, one line each.
    [[nodiscard]] QStringList run()
    {
        for (const int days : { 0, 3 })
            tree(days);
        using reports::Dimension;
        for (const Dimension dimension : { Dimension::Source, Dimension::Campaign, Dimension::Region, Dimension::Dealer,
                 Dimension::Employee, Dimension::Month, Dimension::Funnel })
            groups(dimension);
        for (const auto grouping : { reports::StageGrouping::OwnStage, reports::StageGrouping::Milestone }) {
            for (const auto visits : { reports::VisitsCounted::First, reports::VisitsCounted::All })
                stageTimes({ .grouping = grouping, .visits = visits, .finalStages = grouping == reports::StageGrouping::OwnStage });
            using reports::FunnelMode;
            for (const FunnelMode mode :
                { FunnelMode::Visited, FunnelMode::Entries, FunnelMode::Strict, FunnelMode::Furthest, FunnelMode::Supposed })
                funnel(mode, grouping);
            sequences(grouping);
        }
        for (const auto lanes : { reports::Lanes::None, reports::Lanes::Dealer, reports::Lanes::Employee })
            board(lanes);
        coverage();
        velocity();
        newByDay();
        return m_found;
    }

    [[nodiscard]] int numbers() const { return m_numbers; } // compared

    [[nodiscard]] int notZero() const { return m_notZero; }

private:
    using Count = reports::Count;
    using Report = reports::Report;
    using Scope = reports::RowsScope;

    void check(std::int64_t number, Scope scope, Count count, const QString &where)
    {
        scope.count = count;
        const std::int64_t rows = std::int64_t(reports::rowsOf(m_facts, m_question, scope).rows.size());
        ++m_numbers;
        m_notZero += number > 0;
        if (rows != number) {
            m_found << QStringLiteral("%1 %2 %3: the number is %4, its rows are %5")
                           .arg(reports::wordOf(scope.report), reports::wordOf(count), where)
                           .arg(number)
                           .arg(rows);
        }
    }

    void waterfall(const reports::Waterfall &steps, const Scope &scope)
    {
        check(steps.all, scope, Count::All, QStringLiteral("waterfall"));
        check(steps.deleted, scope, Count::Deleted, QStringLiteral("waterfall"));
        check(steps.test, scope, Count::Test, QStringLiteral("waterfall"));
        check(steps.spam, scope, Count::Spam, QStringLiteral("waterfall"));
        check(steps.merged, scope, Count::Merged, QStringLiteral("waterfall"));
        check(steps.outsideFilter, scope, Count::OutsideFilter, QStringLiteral("waterfall"));
        check(steps.counted, scope, Count::Counted, QStringLiteral("waterfall"));
        check(steps.immature, scope, Count::Immature, QStringLiteral("waterfall"));
    }

    void measures(const reports::Measures &measures, Scope scope, const QString &where)
    {
        for (int count = 0; count < reports::kChainCounts; ++count)
            check(reports::countOf(measures, Count(count)), scope, Count(count), where);
        for (int late = 0; late < reports::kLateCount; ++late) {
            scope.lates = { reports::Late(late) };
            check(measures.late[std::size_t(late)], scope, Count::Open, where + QStringLiteral(" late %1").arg(late));
        }
    }

    void node(const reports::TreeNode &at, Scope scope, const QString &above)
    {
        const QString where = above + QLatin1Char('/') + at.name;
        scope.place = reports::placeOf(m_facts, at);
        measures(at.measures, scope, where);
        for (const reports::TreeNode &child : at.children)
            node(child, scope, where);
    }

    void velocity()
    {
        const reports::Velocity now = reports::velocity(m_facts, m_question);
        const Scope scope { .report = Report::Velocity };
        check(now.openQualified, scope, Count::Open, QStringLiteral("velocity"));
        check(now.mature, scope, Count::Mature, QStringLiteral("velocity"));
        check(now.won, scope, Count::Won, QStringLiteral("velocity"));
    }

    // Network health counts without regard to the question.
    void newByDay()
    {
        const auto all = reports::newByDay(m_facts, m_facts.builtAt, 30);
        for (std::size_t i = 0; i < all.size(); ++i) {
            const QString key = m_facts.portals[i].portal.key;
            const QDate end = all[i].first.addDays(std::int64_t(all[i].days.size()));
            Scope scope { .place = { .level = reports::TreeLevel::Dealer, .portal = key }, .days = std::pair(all[i].first, end) };
            scope.unfiltered = true;
            check(std::accumulate(all[i].days.begin(), all[i].days.end(), std::int64_t(0)), scope, Count::New, key);
            check(all[i].evidenced, scope, Count::Evidenced, key);
            check(all[i].claimed - all[i].evidenced, scope, Count::WithoutEvidence, key);
        }
    }

    void tree(int days)
    {
        const auto answer = reports::tree(m_facts, m_question, { .conversionDays = days, .depth = reports::TreeLevel::Month });
        const Scope scope { .report = Report::Tree, .conversionDays = days };
        node(answer.root, scope, QString());
        waterfall(answer.waterfall, scope);
        check(answer.waterfall.junk, scope, Count::Junk, QStringLiteral("waterfall"));
    }

    void groups(reports::Dimension dimension)
    {
        const auto answer = reports::byDimension(m_facts, m_question, dimension, {}, 0);
        Scope scope { .report = Report::Groups, .dimension = dimension, .conversionDays = 0 };
        measures(answer.total, scope, QStringLiteral("total"));
        waterfall(answer.waterfall, scope);
        for (const reports::GroupRow &row : answer.rows) {
            scope.group = row.key;
            measures(row.measures, scope, row.key);
        }
    }

    void stageTimes(const reports::StageTimesOptions &options)
    {
        const auto answer = reports::stageTimes(m_facts, m_question, options);
        Scope scope {
            .report = Report::StageTimes, .grouping = options.grouping, .visits = options.visits, .finalStages = options.finalStages
        };
        waterfall(answer.waterfall, scope);
        for (const reports::StageTimes &times : answer.stages) {
            scope.stage = { times.stage, times.milestone, times.funnel, times.kind };
            const QString where = times.funnel + QLatin1Char('/') + times.stage;
            check(times.visits, scope, Count::Visits, where);
            check(times.left, scope, Count::Left, where);
            check(times.open, scope, Count::Open, where);
            check(times.items, scope, Count::Entered, where);
            check(times.reentered, scope, Count::Reentered, where);
            check(times.overLimit, scope, Count::OverLimit, where);
            check(times.late, scope, Count::WatchedLate, where);
            check(times.closedItems, scope, Count::Closed, where);
        }
    }

    void funnel(reports::FunnelMode mode, reports::StageGrouping grouping)
    {
        const auto answer = reports::funnel(m_facts, m_question, mode, grouping);
        Scope scope { .report = Report::Funnel, .grouping = grouping, .mode = mode };
        waterfall(answer.waterfall, scope);
        for (const reports::FunnelStep &step : answer.steps) {
            scope.stage = { step.stage, step.milestone };
            check(step.count, scope, Count::Reached, step.stage);
            check(step.inferred, scope, Count::Inferred, step.stage);
            check(step.lostHere, scope, Count::Lost, step.stage);
            check(step.stuckHere, scope, Count::Open, step.stage);
        }
    }

    void sequences(reports::StageGrouping grouping)
    {
        for (const reports::Transition &each : reports::transitions(m_facts, m_question, grouping)) {
            check(each.count, { .report = Report::Transitions, .grouping = grouping, .path = { each.from, each.to } }, Count::Reached,
                each.from + QStringLiteral(" > ") + each.to);
        }
        for (const reports::Path &each : reports::paths(m_facts, m_question, grouping, 25)) {
            check(each.count, { .report = Report::Paths, .grouping = grouping, .path = each.stages }, Count::Reached,
                QStringList(each.stages.begin(), each.stages.end()).join(QStringLiteral(" > ")));
        }
    }

    // The columns, cells, outcomes and quick filters of the board; `whole` stands for a lane.
    template <class Sum> void overdue(const Sum &sum, Scope scope, const QString &where)
    {
        check(sum.count, scope, Count::Open, where);
        scope.lates = { reports::Late::StageOverdue };
        check(sum.overdue, scope, Count::Open, where + QStringLiteral(" overdue"));
    }

    void board(reports::Lanes lanes)
    {
        const auto aged = reports::agedBoard(m_facts, m_question, lanes, reports::CardOrder::Age);
        const reports::Board &answer = aged.board;
        Scope scope { .report = Report::Board };
        check(answer.count, scope, Count::Open, QStringLiteral("all"));
        check(answer.won30, scope, Count::Won, QStringLiteral("all"));
        check(answer.lost30, scope, Count::Lost, QStringLiteral("all"));
        for (int late = 0; late < reports::kLateCount; ++late) {
            Scope filter = scope;
            filter.lates = { reports::Late(late) };
            check(answer.lateCounts[std::size_t(late)], filter, Count::Late, QString::number(late));
        }
        const auto keyOf
            = [](const reports::BoardColumn &column) { return reports::StageKey { column.name, column.milestone, column.funnel }; };
        for (const reports::BoardColumn &column : answer.columns) {
            scope.stage = keyOf(column);
            overdue(column, scope, column.name);
        }
        ages(aged);
        for (const reports::BoardLane &lane : answer.lanes) {
            scope.stage.reset();
            if (lanes != reports::Lanes::None)
                scope.place = laneOf(lane, lanes);
            overdue(lane, scope, lane.name);
            check(lane.won30, scope, Count::Won, lane.name);
            check(lane.lost30, scope, Count::Lost, lane.name);
            for (std::size_t i = 0; i < lane.cells.size(); ++i) {
                scope.stage = keyOf(answer.columns[i]);
                overdue(lane.cells[i], scope, lane.name + QLatin1Char('/') + answer.columns[i].name);
            }
        }
    }

    // A column of which only some ages were chosen.
    void ages(const reports::AgedBoard &aged)
    {
        const reports::Board &whole = aged.board;
        for (std::size_t i = 0; i < whole.columns.size(); ++i) {
            const reports::BoardColumn &column = whole.columns[i];
            const double end = aged.ageEnds[i];
            const reports::ColumnAges some { column.milestone, column.name, end / 8, end / 2 };
            reports::Board part = whole;
            reports::keepAges(part, m_facts, m_question, some);
            const auto meant = std::ranges::find_if(whole.columns, [&](const reports::BoardColumn &each) { return some.isOf(each); });
            if (meant - whole.columns.begin() != std::ptrdiff_t(i))
                continue; // another column of that name
            check(part.columns[i].count,
                { .report = Report::Board,
                    .stage = reports::StageKey { column.name, column.milestone, column.funnel },
                    .ages = std::pair(some.from, some.to) },
                Count::Open, column.name + QStringLiteral(" of some ages"));
            const Scope rest { .report = Report::Board,
                .ages = std::pair(some.from, some.to),
                .agesOf = reports::StageKey { column.name, column.milestone, column.funnel } };
            check(part.count, rest, Count::Open, QStringLiteral("all, of some ages in ") + column.name);
        }
    }

    [[nodiscard]] reports::Place laneOf(const reports::BoardLane &lane, reports::Lanes lanes) const
    {
        reports::Place place { .level = reports::TreeLevel::Dealer, .portal = m_facts.portals[std::size_t(lane.portal)].portal.key };
        if (lanes == reports::Lanes::Employee) {
            place.level = reports::TreeLevel::Employee;
            place.user = lane.user >= 0 ? m_facts.users[std::size_t(lane.user)].id : 0;
        }
        return place;
    }

    void coverage()
    {
        const auto share = reports::coverageOf(m_facts, m_question).mappedShare;
        const auto rows = [this](Count count) {
            return double(reports::rowsOf(m_facts, m_question, { .report = Report::Coverage, .count = count }).rows.size());
        };
        const double mapped = rows(Count::Mapped);
        const double unmapped = rows(Count::Unmapped);
        ++m_numbers;
        if (mapped + unmapped > 0 && !qFuzzyCompare(mapped / (mapped + unmapped), share))
            m_found << QStringLiteral("coverage: %1 of %2 are not %3").arg(mapped).arg(mapped + unmapped).arg(share);
    }

    const facts::Snapshot &m_facts;
    const reports::Question m_question;
    QStringList m_found;
    int m_numbers = 0;
    int m_notZero = 0;
};

} // namespace dealerlens::testing
