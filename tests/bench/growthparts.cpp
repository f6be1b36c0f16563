// SPDX-License-Identifier: GPL-3.0-or-later
// How the time of each question grows with the network: at most 1 where it is in proportion to the rows.
#include "bench/parts.h"

#include <array>

namespace dealerlens::bench {
namespace {

constexpr std::array kQuestions { "sums.all.duckdb", "sums.source.duckdb", "sums.past.duckdb", "sums.quarter.duckdb", "sums.months.duckdb",
    "median.all.duckdb", "median.source.duckdb", "median.past.duckdb", "median.quarter.duckdb", "people.months.duckdb", "stages.first",
    "stages.all", "tree.usual" };

// Noise of two measurements one after the other.
constexpr double kMost = 1.1;

void addGrowth(Bench &bench, const QString &from, const QString &to, double times)
{
    for (const char *question : kQuestions) {
        const auto figure = [&](const QString &size) { return QStringLiteral("reports.%1.%2").arg(size, QLatin1String(question)); };
        std::vector<double> proportional = bench.runsOf(figure(from));
        for (double &run : proportional)
            run *= times;
        if (!proportional.empty())
            bench.add({ QStringLiteral("reports.growth.%1.%2").arg(to, QString::fromLatin1(question).remove(QStringLiteral(".duckdb"))),
                QStringLiteral("ms"), bench.runsOf(figure(to)), QStringLiteral("in proportion to ") % from, proportional,
                Figure::Target::AtMost, kMost });
    }
}

} // namespace

void reportsGrowth(Bench &bench)
{
    addGrowth(bench, QStringLiteral("1m"), QStringLiteral("3m"), 3);
    addGrowth(bench, QStringLiteral("1m"), QStringLiteral("10m"), 10);
}

} // namespace dealerlens::bench
