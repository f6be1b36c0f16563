// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/reportscases.h"

#include <QTimeZone>

namespace dealerlens::bench {
namespace {

constexpr std::uint32_t kAskedSource = 1;
constexpr std::uint32_t kPastDays = 200; // before the end

} // namespace

std::vector<Case> casesOf(const facts::Snapshot &facts)
{
    using reports::Question;
    const auto lead = model::EntityKind::Lead;
    const auto end = facts.builtAt;
    const std::uint32_t past = std::uint32_t(end) - kPastDays * 86'400;
    const QString asOf = QString::number(past);
    const auto second = [](QDate day) { return std::uint32_t(day.startOfDay(QTimeZone("Europe/Moscow")).toSecsSinceEpoch()); };
    const auto inPeriod = [&](const char *name, QDate from, QDate to) {
        const QString period = QStringLiteral(" BETWEEN %1 AND %2 ").arg(second(from)).arg(second(to) - 1);
        return Case { name, { .from = from, .to = to, .itemKind = lead }, { .from = second(from), .to = second(to) },
            QString(QStringLiteral("began") % period), QString(QStringLiteral("closed") % period),
            QString(QStringLiteral("entered") % period) };
    };
    const QString source = QStringLiteral("source = %1").arg(kAskedSource);
    // "all" names its instant, so that the sums kept beside the snapshot do not answer it.
    return { { "all", { .asOf = end, .itemKind = lead }, {}, QStringLiteral("true"), QStringLiteral("true"), QStringLiteral("true") },
        { "source", { .sources = { facts.sources[kAskedSource] }, .itemKind = lead }, { .source = kAskedSource }, source, source, source },
        { "past", { .asOf = past, .itemKind = lead }, { .now = past }, QStringLiteral("began <= ") % asOf,
            QStringLiteral("closed <= ") % asOf, QStringLiteral("entered::BIGINT + seconds <= ") % asOf },
        inPeriod("quarter", QDate(2026, 4, 2), QDate(2026, 7, 2)), // whole months are another question
        inPeriod("months", QDate(2025, 11, 1), QDate(2026, 7, 1)) };
}

QString sumsSql(const Case &asked)
{
    const QString now = QString::number(asked.bare.now);
    return QStringLiteral(
        "SELECT region, portal, leaf, sum(leads), sum(known), sum(in_limit), sum(converted), sum(won), sum(revenue) FROM ("
        "SELECT first AS leaf, 1 AS leads, "
        "(coalesce(answered <= %1, false) OR (breached <= %1 AND coalesce(talked > %1, true)))::INT AS known, "
        "coalesce(answered <= %1 AND in_limit = 1, false)::INT AS in_limit, coalesce(outcome = 1 AND closed <= %1, false)::INT AS "
        "converted, 0 AS won, 0 AS revenue "
        "FROM lead WHERE %2 UNION ALL SELECT last, 0, 0, 0, 0, 1, amount FROM lead WHERE outcome = 1 AND closed <= %1 AND %3"
        ") JOIN leaf USING (leaf) GROUP BY GROUPING SETS ((), (region), (region, portal), (region, portal, leaf))")
        .arg(now, asked.where, asked.whereClosed);
}

QString tunedSql(const Case &asked)
{
    const QString now = QString::number(asked.bare.now);
    return QStringLiteral(
        "SELECT region, portal, leaf, sum(leads), sum(known), sum(in_limit), sum(converted), sum(won), sum(revenue) FROM ("
        "SELECT first AS leaf, count(*) AS leads, count(*) FILTER (answered <= %1 OR breached <= %1) AS known, "
        "count(*) FILTER (answered <= %1 AND in_limit = 1) AS in_limit, count(*) FILTER (outcome = 1 AND closed <= %1) AS converted, "
        "0 AS won, 0 AS revenue FROM lead WHERE %2 GROUP BY first UNION ALL "
        "SELECT last, 0, 0, 0, 0, count(*), sum(amount) FROM lead WHERE outcome = 1 AND closed <= %1 AND %3 GROUP BY last"
        ") JOIN leaf USING (leaf) GROUP BY GROUPING SETS ((), (region), (region, portal), (region, portal, leaf))")
        .arg(now, asked.where, asked.whereClosed);
}

QString monthsSql()
{
    return QStringLiteral(
        "SELECT portal, leaf, month, sum(leads), sum(known), sum(in_limit), sum(converted), sum(won), sum(revenue) FROM ("
        "SELECT leaf, year(begun) * 12 + month(begun) - 1 AS month, leads, known, in_limit, converted, won, revenue FROM ("
        "SELECT first AS leaf, make_timestamp((began::BIGINT + %2) * 1000000) AS begun, 1 AS leads, "
        "(coalesce(answered <= %1, false) OR (breached <= %1 AND coalesce(talked > %1, true)))::INT AS known, "
        "coalesce(answered <= %1 AND in_limit = 1, false)::INT AS in_limit, coalesce(outcome = 1 AND closed <= %1, false)::INT AS "
        "converted, 0 AS won, 0 AS revenue FROM lead UNION ALL "
        "SELECT last, make_timestamp((began::BIGINT + %2) * 1000000), 0, 0, 0, 0, 1, amount FROM lead WHERE outcome = 1 AND closed <= %1"
        ")) JOIN leaf USING (leaf) GROUP BY GROUPING SETS ((), (portal), (portal, leaf), (portal, leaf, month))")
        .arg(kEnd)
        .arg(3 * 3'600); // the zone of all its dealers
}

QString mediansSql(const QString &where)
{
    return QStringLiteral("SELECT region, portal, leaf, count(*), median(seconds) FROM stay JOIN leaf USING (leaf) WHERE %1 "
                          "GROUP BY GROUPING SETS ((), (region), (region, portal), (region, portal, leaf))")
        .arg(where);
}

} // namespace dealerlens::bench
