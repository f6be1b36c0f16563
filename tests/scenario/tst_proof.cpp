// SPDX-License-Identifier: GPL-3.0-or-later
// Real event logs, served as portals, mirrored over HTTP and asked through the command line, against answers that
// other programs computed from the raw logs (data/DEFINITIONS.md beside the data).
#include "scenario/proofnetwork.h"

#include <QDate>
#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <string>
#include <tuple>

using namespace dealerlens;
using namespace dealerlens::scenario;

namespace {

constexpr double kRate = 1e-8;
constexpr double kSecond = 1;
constexpr double kExact = 0;

QString dataFolder() { return QStringLiteral(DEALERLENS_SOURCE_DIR "/../shared/data/"); }

QString word(const char *latin) { return QString::fromLatin1(latin); }

QStringList words(std::initializer_list<const char *> latin)
{
    QStringList list;
    for (const char *one : latin)
        list += QString::fromLatin1(one);
    return list;
}

struct Visit {
    QString stage;
    QString entered; // ISO 8601 without fractions
    QString left; // "" while open
    double seconds = 0;
};

// case → its visits in order.
using Visits = std::map<QString, std::vector<Visit>>;

QString wholeSeconds(const QString &instant)
{
    const qsizetype point = instant.indexOf(u'.');
    return point < 0 ? instant : instant.left(point) + u'Z';
}

Visits expectedVisits(const CsvTable &table)
{
    Visits visits;
    for (std::size_t row = 0; row < table.rowCount(); ++row)
        visits[text(table, row, "case_id")].push_back({ text(table, row, "stage"), wholeSeconds(text(table, row, "enter")),
            wholeSeconds(text(table, row, "leave")), number(table, row, "seconds") });
    return visits;
}

Visits reportedVisits(const CsvTable &table)
{
    Visits visits;
    for (std::size_t row = 0; row < table.rowCount(); ++row)
        visits[text(table, row, "title")].push_back({ text(table, row, "stage"), wholeSeconds(text(table, row, "entered_at")),
            wholeSeconds(text(table, row, "left_at")), number(table, row, "seconds") });
    for (auto &[title, own] : visits)
        std::ranges::stable_sort(own, {}, &Visit::entered);
    return visits;
}

bool same(const Visit &a, const Visit &b)
{
    return a.stage == b.stage && a.entered == b.entered && a.left == b.left && std::abs(a.seconds - b.seconds) <= kSecond;
}

// How often each stage was visited twice or more by one case, from the expected visits alone.
std::map<QString, int> reentries(const Visits &visits)
{
    std::map<QString, int> counts;
    for (const auto &[title, own] : visits) {
        std::map<QString, int> times;
        for (const Visit &visit : own)
            ++times[visit.stage];
        for (const auto &[stage, count] : times)
            counts[stage] += count >= 2 ? 1 : 0;
    }
    return counts;
}

} // namespace

class ProofTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void helpdeskAsLeads();
    void helpdeskAsDeals();
    void helpdeskByOtherColumns_data();
    void helpdeskByOtherColumns();
    void incidents();
    void incidentsByOtherColumns_data();
    void incidentsByOtherColumns();
    void olist();
    void olistWon_data();
    void olistWon();
    void cleanup();

private:
    [[nodiscard]] bool open(const char *set, const QStringList &columns);
    [[nodiscard]] CsvTable expected(const QString &file);
    [[nodiscard]] CsvTable ask(const QStringList &arguments);
    void compare(const QString &file, const QStringList &arguments, const Join &join, const std::vector<Figure> &figures);
    void compareInstant(const QString &folder, const QString &asOf);
    void compareVisits(const QString &folder, const QString &asOf);
    void compareStageTimes(const QString &folder, const QString &asOf);
    void comparePaths(const QString &folder, const QString &asOf);
    void compareSummary(const QString &folder, const QString &asOf);
    void compareMonths(const QString &asOf);
    void compareOlistVisits();

    std::unique_ptr<ProofNetwork> m_network;
    QString m_expected; // folder of the answers
    int m_compared = 0;
};

// False: the data are not there (told, passed) or something failed (already reported to QTest).
bool ProofTest::open(const char *set, const QStringList &columns)
{
    const QString folder = dataFolder() + word(set);
    if (!QDir(folder).exists()) {
        qInfo("skipped: the real data sets are not beside this checkout (../shared/data)");
        return false;
    }
    m_expected = folder + word("/expected/");
    m_compared = 0;
    m_network = std::make_unique<ProofNetwork>();
    QStringList arguments { word("--events"), folder + word("/events.csv.gz"), word("--dataset"), folder + word("/dataset.json") };
    if (QFile::exists(folder + word("/olist_closed_deals_dataset.csv")))
        arguments = { word("--olist"), folder };
    QString problem = m_network->mirror(arguments + columns);
    if (problem.isEmpty() && arguments.size() == 2) // the Olist deals are in reals
        problem = m_network->countIn(word("BRL"));
    [&] { QVERIFY2(problem.isEmpty(), qPrintable(problem)); }();
    return problem.isEmpty();
}

CsvTable ProofTest::expected(const QString &file)
{
    auto table = CsvTable::read(m_expected + file);
    [&] { QVERIFY2(table, qPrintable(table ? QString() : table.error().detail)); }();
    return table ? std::move(*table) : CsvTable();
}

CsvTable ProofTest::ask(const QStringList &arguments)
{
    QString problem;
    CsvTable table = m_network->report(arguments, problem);
    [&] { QVERIFY2(problem.isEmpty(), qPrintable(problem)); }();
    return table;
}

void ProofTest::compare(const QString &file, const QStringList &arguments, const Join &join, const std::vector<Figure> &figures)
{
    const QString found = differences(expected(file), ask(arguments), join, figures, &m_compared);
    QVERIFY2(found.isEmpty(), qPrintable(QStringLiteral("%1 against %2: %3").arg(file, arguments.join(u' '), found)));
}

void ProofTest::compareVisits(const QString &folder, const QString &asOf)
{
    const CsvTable wanted = expected(folder + word("visits.csv.gz"));
    const CsvTable got = ask({ word("visits"), word("--as-of"), asOf });
    const Visits expectedOnes = expectedVisits(wanted);
    const Visits ours = reportedVisits(got);
    QCOMPARE(got.rowCount(), wanted.rowCount());
    QCOMPARE(ours.size(), expectedOnes.size());
    for (const auto &[title, visits] : expectedOnes) {
        const auto own = ours.find(title);
        QVERIFY2(own != ours.end() && std::ranges::equal(own->second, visits, same), qPrintable(folder + title));
    }
    m_compared += static_cast<int>(wanted.rowCount());

    const CsvTable times = ask({ word("stage-times"), word("--visits"), word("all"), word("--as-of"), asOf });
    for (const auto &[stage, count] : reentries(expectedOnes)) {
        std::size_t row = 0;
        while (row < times.rowCount() && text(times, row, "stage") != stage)
            ++row;
        QVERIFY2(row < times.rowCount(), qPrintable(stage));
        QCOMPARE(number(times, row, "reentered"), double(count));
        ++m_compared;
    }
}

void ProofTest::compareStageTimes(const QString &folder, const QString &asOf)
{
    const QStringList all { word("stage-times"), word("--visits"), word("all"), word("--as-of"), asOf };
    compare(folder + word("km.csv"), all, { "stage", "stage", {} },
        { { "n", "visits", kExact }, { "events", "left", kExact }, { "censored", "open", kExact }, { "km_q25_s", "km_q25_s", kSecond },
            { "km_median_s", "km_median_s", kSecond }, { "km_q75_s", "km_q75_s", kSecond } });
    if (QTest::currentTestFailed())
        return;
    compare(folder + word("stages.csv"), all, { "stage", "stage", {} },
        { { "completed_visits", "left", kExact }, { "open_visits", "open", kExact }, { "mean_s", "mean_left_s", kSecond },
            { "median_s", "median_left_s", kSecond }, { "sum_s", "sum_left_s", kSecond, 1, true } });
}

void ProofTest::comparePaths(const QString &folder, const QString &asOf)
{
    const CsvTable wanted = expected(folder + word("transitions.csv"));
    const CsvTable got = ask({ word("transitions"), word("--as-of"), asOf });
    std::map<std::pair<QString, QString>, double> counts;
    for (std::size_t row = 0; row < got.rowCount(); ++row)
        counts[{ text(got, row, "from"), text(got, row, "to") }] = number(got, row, "count");
    QCOMPARE(counts.size(), wanted.rowCount());
    for (std::size_t row = 0; row < wanted.rowCount(); ++row) {
        const std::pair key(text(wanted, row, "from_stage"), text(wanted, row, "to_stage"));
        QVERIFY2(counts.contains(key), qPrintable(key.first + word(" to ") + key.second));
        QCOMPARE(counts[key], number(wanted, row, "count"));
        ++m_compared;
    }
    if (QFile::exists(m_expected + folder + word("variants.csv")))
        compare(folder + word("variants.csv"), { word("paths"), word("--as-of"), asOf }, { "variant", "path", {} },
            { { "count", "count", kExact }, { "share", "share", kRate } });
}

void ProofTest::compareSummary(const QString &folder, const QString &asOf)
{
    QFile file(m_expected + folder + word("summary.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject summary = QJsonDocument::fromJson(file.readAll()).object();
    const CsvTable tree = ask({ word("tree"), word("--depth"), word("network"), word("--as-of"), asOf });
    QVERIFY(tree.rowCount() >= 1);
    const QJsonObject cycle = summary[word("cycle_won")].toObject();
    const std::vector<std::tuple<const char *, QJsonValue, double>> figures {
        { "leads", summary[word("cases")], kExact },
        { "won", summary[word("won")], kExact },
        { "lost", summary[word("lost")], kExact },
        { "open", summary[word("open")], kExact },
        { "conversion", summary[word("conversion_won_of_all")], kRate },
        { "cycle_won_mean_s", cycle[word("mean_s")], kSecond },
        { "cycle_won_median_s", cycle[word("median_s")], kSecond },
        { "cycle_won_p90_s", cycle[word("p90_s")], kSecond },
    };
    for (const auto &[column, value, tolerance] : figures) {
        const double got = number(tree, 0, column);
        QVERIFY2(std::abs(got - value.toDouble()) <= tolerance,
            qPrintable(QStringLiteral("%1%2: expected %3, is %4")
                    .arg(folder, word(column))
                    .arg(value.toDouble(), 0, 'g', 15)
                    .arg(got, 0, 'g', 15)));
        ++m_compared;
    }
}

void ProofTest::compareInstant(const QString &folder, const QString &asOf)
{
    const auto failed = [] { return QTest::currentTestFailed(); };
    compareVisits(folder, asOf);
    if (!failed())
        compareStageTimes(folder, asOf);
    if (!failed())
        comparePaths(folder, asOf);
    if (!failed())
        compareSummary(folder, asOf);
    if (!failed())
        compare(folder + word("by_created_month.csv"), { word("sources"), word("--by"), word("month"), word("--as-of"), asOf },
            { "value", "month", {} },
            { { "cases", "leads", kExact }, { "won", "won", kExact }, { "lost", "lost", kExact }, { "open", "open", kExact },
                { "conversion", "conversion", kRate }, { "cycle_won_mean_s", "cycle_won_mean_s", kSecond },
                { "cycle_won_median_s", "cycle_won_median_s", kSecond }, { "cycle_won_p90_s", "cycle_won_p90_s", kSecond } });
    qInfo("as of %s: %d figures equal so far", qPrintable(asOf), m_compared);
}

// What happened in each month: periods are half-open days in the dealers' zone (UTC here).
void ProofTest::compareMonths(const QString &asOf)
{
    const CsvTable months = expected(word("months.csv"));
    for (std::size_t row = 0; row < months.rowCount(); ++row) {
        const QDate first = QDate::fromString(text(months, row, "month") + word("-01"), Qt::ISODate);
        const QString period = first.toString(Qt::ISODate) + word("..") + first.addMonths(1).toString(Qt::ISODate);
        const CsvTable tree = ask({ word("tree"), word("--depth"), word("network"), word("--as-of"), asOf, word("--period"), period });
        QVERIFY(tree.rowCount() >= 1);
        const std::pair<const char *, const char *> figures[] { { "created", "leads" }, { "won", "won" }, { "lost", "lost" } };
        for (const auto &[wanted, ours] : figures) {
            QVERIFY2(number(tree, 0, ours) == number(months, row, wanted),
                qPrintable(
                    QStringLiteral("%1 %2: expected %3, is %4").arg(period, word(ours), text(months, row, wanted), text(tree, 0, ours))));
            ++m_compared;
        }
    }
}

namespace {

const std::vector<Figure> kGroupFigures {
    { "cases", "leads", kExact },
    { "won", "won", kExact },
    { "lost", "lost", kExact },
    { "open", "open", kExact },
    { "conversion", "conversion", kRate },
    { "win_rate", "win_rate", kRate },
    { "cycle_won_mean_s", "cycle_won_mean_s", kSecond },
    { "cycle_won_median_s", "cycle_won_median_s", kSecond },
    { "cycle_won_p90_s", "cycle_won_p90_s", kSecond },
};

const QString kHelpdeskEnd = QStringLiteral("2014-01-03T13:20:58Z");
const QString kIncidentsEnd = QStringLiteral("2017-02-18T15:00:00Z");
const QString kOlistEnd = QStringLiteral("2018-11-14T18:04:19Z");

QStringList by(const char *dimension, const QString &asOf)
{
    return { word("sources"), word("--by"), word(dimension), word("--as-of"), asOf };
}

} // namespace

void ProofTest::helpdeskAsLeads()
{
    if (!open("helpdesk-it", words({ "--dealer-by", "workgroup", "--employee-by", "resource", "--source-by", "product" })))
        return;
    compareInstant(QString(), kHelpdeskEnd);
    if (!QTest::currentTestFailed())
        compareInstant(word("asof_2012-07-01/"), word("2012-07-01T00:00:00Z"));
    if (!QTest::currentTestFailed())
        compareMonths(kHelpdeskEnd);
    if (!QTest::currentTestFailed())
        compare(word("by_dealer_workgroup.csv"), by("dealer", kHelpdeskEnd), { "value", "dealer", { { QString(), word("(none)") } } },
            kGroupFigures);
    if (!QTest::currentTestFailed())
        compare(word("by_product.csv"), by("source", kHelpdeskEnd), { "value", "source", {} }, kGroupFigures);
}

void ProofTest::helpdeskAsDeals()
{
    if (!open(
            "helpdesk-it", words({ "--entity", "deal", "--region-by", "responsible_section", "--employee-by", "resource_last_nonfinal" })))
        return;
    compareInstant(QString(), kHelpdeskEnd);
    if (!QTest::currentTestFailed())
        compareInstant(word("asof_2012-07-01/"), word("2012-07-01T00:00:00Z"));
    if (!QTest::currentTestFailed())
        compare(word("by_region_responsible_section.csv"), by("region", kHelpdeskEnd), { "value", "region", {} }, kGroupFigures);
}

void ProofTest::helpdeskByOtherColumns_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QStringList>("columns");
    QTest::addColumn<QByteArray>("dimension");
    const auto add = [](const char *file, std::initializer_list<const char *> columns, const char *dimension) {
        QTest::newRow(file) << word(file) << words(columns) << QByteArray(dimension);
    };
    add("by_employee.csv", { "--employee-by", "resource" }, "employee");
    add("by_employee_last_nonfinal.csv", { "--employee-by", "resource_last_nonfinal" }, "employee");
    add("by_service_level.csv", { "--source-by", "service_level" }, "source");
    add("by_company_customer.csv", { "--dealer-by", "customer" }, "dealer");
}

void ProofTest::helpdeskByOtherColumns()
{
    QFETCH(QString, file);
    QFETCH(QStringList, columns);
    QFETCH(QByteArray, dimension);
    if (!open("helpdesk-it", columns))
        return;
    compare(file, by(dimension.constData(), kHelpdeskEnd),
        { "value", dimension.constData(), { { QString(), dimension == "dealer" ? word("(none)") : QString() } } }, kGroupFigures);
    qInfo("%d figures equal", m_compared);
}

void ProofTest::incidents()
{
    if (!open("uci498-incidents", words({ "--dealer-by", "assignment_group", "--source-by", "contact_type" })))
        return;
    compareInstant(QString(), kIncidentsEnd);
    for (const char *day : { "2016-04-01", "2016-05-01" })
        if (!QTest::currentTestFailed())
            compareInstant(word("asof_") + word(day) + u'/', word(day) + word("T00:00:00Z"));
    if (!QTest::currentTestFailed())
        compareMonths(kIncidentsEnd);
    if (!QTest::currentTestFailed())
        compare(word("by_dealer_assignment_group.csv"), by("dealer", kIncidentsEnd),
            { "value", "dealer", { { QString(), word("(none)") } } }, kGroupFigures);
    if (!QTest::currentTestFailed())
        compare(word("by_source_contact_type.csv"), by("source", kIncidentsEnd), { "value", "source", {} }, kGroupFigures);
}

void ProofTest::incidentsByOtherColumns_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QStringList>("columns");
    QTest::addColumn<QByteArray>("dimension");
    const auto add = [](const char *file, std::initializer_list<const char *> columns, const char *dimension) {
        QTest::newRow(file) << word(file) << words(columns) << QByteArray(dimension);
    };
    add("by_employee_assigned_to.csv", { "--employee-by", "assigned_to" }, "employee");
    add("by_region_location.csv", { "--region-by", "location" }, "region");
    add("by_segment_category.csv", { "--source-by", "category" }, "source");
    add("by_priority.csv", { "--source-by", "priority" }, "source");
    add("by_made_sla.csv", { "--source-by", "made_sla" }, "source");
}

void ProofTest::incidentsByOtherColumns()
{
    QFETCH(QString, file);
    QFETCH(QStringList, columns);
    QFETCH(QByteArray, dimension);
    if (!open("uci498-incidents", columns))
        return;
    compare(file, by(dimension.constData(), kIncidentsEnd),
        { "value", dimension.constData(), { { QString(), dimension == "region" ? word("(none)") : QString() } } }, kGroupFigures);
    qInfo("%d figures equal", m_compared);
}

// A lead stays in its first stage until it is won: the set's visits are those of the leads, by origin.
void ProofTest::compareOlistVisits()
{
    const CsvTable wanted = expected(word("visits.csv.gz"));
    const CsvTable got = ask({ word("visits"), word("--items"), word("leads"), word("--as-of"), kOlistEnd });
    QCOMPARE(got.rowCount(), wanted.rowCount());
    std::map<QString, std::size_t> rows;
    for (std::size_t row = 0; row < got.rowCount(); ++row)
        rows.emplace(text(got, row, "title"), row);
    for (std::size_t row = 0; row < wanted.rowCount(); ++row) {
        const auto own = rows.find(text(wanted, row, "case_id"));
        QVERIFY2(own != rows.end(), qPrintable(text(wanted, row, "case_id")));
        QVERIFY2(std::abs(number(got, own->second, "seconds") - number(wanted, row, "seconds")) <= kSecond, qPrintable(own->first));
        QCOMPARE(text(got, own->second, "left_at").isEmpty(), text(wanted, row, "closed") == u"0");
    }
    m_compared += static_cast<int>(wanted.rowCount());
    const CsvTable times = expected(word("km.csv"));
    for (std::size_t row = 0; row < times.rowCount(); ++row) {
        const QString origin = text(times, row, "stage");
        const CsvTable ours = ask({ word("stage-times"), word("--items"), word("leads"), word("--visits"), word("all"), word("--as-of"),
            kOlistEnd, word("--source"), origin == u"(blank)" ? QString() : origin });
        std::size_t first = 0;
        while (first < ours.rowCount() && number(ours, first, "visits") == 0)
            ++first;
        QVERIFY2(first < ours.rowCount(), qPrintable(origin));
        const std::pair<const char *, const char *> figures[] { { "n", "visits" }, { "events", "left" }, { "censored", "open" },
            { "km_q25_s", "km_q25_s" }, { "km_median_s", "km_median_s" }, { "km_q75_s", "km_q75_s" } };
        for (const auto &[theirs, name] : figures) {
            const double a = number(times, row, theirs);
            const double b = number(ours, first, name);
            QVERIFY2((std::isnan(a) && std::isnan(b)) || std::abs(a - b) <= kSecond,
                qPrintable(QStringLiteral("%1, %2: %3, %4").arg(origin, word(name)).arg(a).arg(b)));
            ++m_compared;
        }
    }
}

void ProofTest::olist()
{
    if (!open("olist-funnel", {}))
        return;
    const std::vector<Figure> figures {
        { "leads", "leads", kExact },
        { "won", "won", kExact },
        { "conversion", "conversion", kRate },
        { "declared_revenue_sum", "revenue", 0.005 },
        { "days_mean", "cycle_won_mean_s", 1e-5, 1.0 / 86'400 },
        { "days_median", "cycle_won_median_s", 1e-5, 1.0 / 86'400 },
        { "days_p90", "cycle_won_p90_s", 1e-5, 1.0 / 86'400 },
    };
    auto withShares = figures;
    for (const char *days : { "7", "30", "60", "90", "180", "270" }) {
        static std::vector<std::pair<std::string, std::string>> names;
        names.reserve(16);
        names.emplace_back(std::string("km_won_within_") + days + "d", std::string("won_within_") + days + "d");
        withShares.push_back({ names.back().first.c_str(), names.back().second.c_str(), kRate });
    }
    const QStringList horizons { word("--horizons"), word("7,30,60,90,180,270") };
    compare(
        word("by_origin.csv"), by("source", kOlistEnd) + horizons, { "value", "source", { { word("(blank)"), QString() } } }, withShares);
    if (!QTest::currentTestFailed())
        compare(word("by_first_contact_month.csv"), by("month", kOlistEnd) + horizons, { "value", "month", {} }, withShares);
    if (!QTest::currentTestFailed())
        compare(word("by_landing_page.csv"), by("campaign", kOlistEnd), { "value", "campaign", {} }, figures);
    if (!QTest::currentTestFailed())
        compare(
            word("total.csv"), by("dealer", kOlistEnd) + horizons, { "value", "dealer", { { word("all"), word("olist") } } }, withShares);
    if (!QTest::currentTestFailed())
        compareOlistVisits();
    qInfo("%d figures equal", m_compared);
}

void ProofTest::olistWon_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QStringList>("columns");
    QTest::addColumn<QByteArray>("dimension");
    QTest::newRow("segments") << word("won_by_segment.csv") << words({ "--dealer-by", "business_segment" }) << QByteArray("dealer");
    QTest::newRow("states") << word("won_by_seller_state.csv") << words({ "--dealer-by", "seller_state" }) << QByteArray("dealer");
    QTest::newRow("sellers") << word("won_by_sr.csv") << QStringList() << QByteArray("employee");
}

void ProofTest::olistWon()
{
    QFETCH(QString, file);
    QFETCH(QStringList, columns);
    QFETCH(QByteArray, dimension);
    if (!open("olist-funnel", columns))
        return;
    compare(file, by(dimension.constData(), kOlistEnd),
        { "value", dimension.constData(), { { word("(not in sellers file)"), word("(none)") }, { QString(), word("(none)") } } },
        { { "deals", "won", kExact }, { "declared_revenue_sum", "revenue", 0.005 }, { "days_mean", "cycle_won_mean_s", 1e-5, 1.0 / 86'400 },
            { "days_median", "cycle_won_median_s", 1e-5, 1.0 / 86'400 }, { "days_p90", "cycle_won_p90_s", 1e-5, 1.0 / 86'400 } });
    qInfo("%d figures equal", m_compared);
}

void ProofTest::cleanup() { m_network.reset(); }

QTEST_GUILESS_MAIN(ProofTest)
#include "tst_proof.moc"
