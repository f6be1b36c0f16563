// SPDX-License-Identifier: GPL-3.0-or-later
// Real event logs read straight into a snapshot, against answers that other programs computed from the raw logs
// (data/DEFINITIONS.md beside the data).
#include "reports/answers.h"
#include "support/rowstates.h"
#include "support/snapshotbuilder.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <zlib.h>

#include <array>
#include <cmath>

using namespace dealerlens;
using namespace dealerlens::reports;
using namespace dealerlens::testing;

namespace {

using Fields = std::map<QByteArray, QByteArray>;

QString dataFolder() { return QStringLiteral(DEALERLENS_SOURCE_DIR "/../shared/data/"); }

QByteArray contents(const QString &path)
{
    QByteArray all;
    gzFile file = gzopen(QFile::encodeName(path).constData(), "rb"); // reads plain files as they are
    if (file == nullptr)
        return all;
    std::array<char, 65536> buffer {};
    for (int n = gzread(file, buffer.data(), buffer.size()); n > 0; n = gzread(file, buffer.data(), buffer.size()))
        all.append(buffer.data(), n);
    gzclose(file);
    return all;
}

QList<QByteArray> fieldsOf(const QByteArray &line)
{
    QList<QByteArray> fields { QByteArray() };
    bool quoted = false;
    for (const char c : line) {
        if (c == '"')
            quoted = !quoted;
        else if (c == ',' && !quoted)
            fields.append(QByteArray());
        else
            fields.last().append(c);
    }
    return fields;
}

std::vector<Fields> table(const QString &path)
{
    std::vector<Fields> rows;
    QList<QByteArray> header;
    for (const QByteArray &line : contents(path).split('\n')) {
        if (line.trimmed().isEmpty())
            continue;
        const QList<QByteArray> fields = fieldsOf(line.endsWith('\r') ? line.chopped(1) : line);
        if (header.isEmpty()) {
            header = fields;
            continue;
        }
        Fields row;
        for (qsizetype i = 0; i < header.size() && i < fields.size(); ++i)
            row[header[i]] = fields[i];
        rows.push_back(std::move(row));
    }
    return rows;
}

base::UtcSeconds instant(QByteArray text)
{
    if (!text.endsWith('Z'))
        text += 'Z';
    return QDateTime::fromString(QString::fromLatin1(text), Qt::ISODate).toSecsSinceEpoch();
}

// The log as one dealer's leads. Stages keep the order in which they are first met; a column becomes the source.
struct Log {
    Log(const QString &folder, const QByteArray &sourceColumn)
    {
        const auto portal = b.portal("one");
        const auto funnel = b.funnel(portal, model::EntityKind::Lead, "");
        std::map<QByteArray, facts::Index> stages;
        std::map<QByteArray, std::vector<Fields>> cases;
        for (Fields &row : table(folder + QStringLiteral("/events.csv.gz")))
            cases[row["case_id"]].push_back(std::move(row));
        for (auto &[name, rows] : cases) {
            std::vector<std::pair<base::UtcSeconds, const Fields *>> order;
            SnapshotBuilder::Item item { .kind = model::EntityKind::Lead };
            for (const Fields &row : rows) {
                order.emplace_back(instant(row.at("time")), &row);
            }
            std::stable_sort(order.begin(), order.end(), [](const auto &x, const auto &y) { return x.first < y.first; });
            for (const auto &[at, row] : order) {
                const QByteArray &stage = row->at("stage");
                if (!stages.contains(stage))
                    stages[stage] = b.stage(funnel, stage.constData(), row->at("semantic").front());
                if (item.visits.empty() || item.visits.back().first != stages[stage])
                    item.visits.emplace_back(stages[stage], at);
                if (!row->at(sourceColumn).isEmpty())
                    item.source = b.source(row->at(sourceColumn).constData());
                end = std::max(end, at);
            }
            names.push_back(name);
            b.item(item);
        }
        b.build(end);
    }

    SnapshotBuilder b;
    std::vector<QByteArray> names; // of item id − 1
    base::UtcSeconds end = 0;
};

bool equal(const QByteArray &wanted, std::optional<double> got, double tolerance)
{
    return wanted.isEmpty() ? !got.has_value() : got && std::abs(*got - wanted.toDouble()) <= tolerance;
}

} // namespace

class TestReportsData : public QObject {
    Q_OBJECT

private:
    std::map<QString, std::unique_ptr<Log>> m_logs;

    Log *log(const QString &set, const char *column)
    {
        if (!QFile::exists(dataFolder() + set)) {
            qInfo("skipped: the real data sets are not beside this checkout (../shared/data)");
            return nullptr;
        }
        auto &known = m_logs[set];
        if (!known)
            known = std::make_unique<Log>(dataFolder() + set, column);
        return known.get();
    }

private Q_SLOTS:

    void logs_data()
    {
        QTest::addColumn<QString>("set");
        QTest::addColumn<QString>("instant");
        QTest::newRow("helpdesk") << QStringLiteral("helpdesk-it") << QString();
        QTest::newRow("helpdesk 2012") << QStringLiteral("helpdesk-it") << QStringLiteral("2012-07-01");
        QTest::newRow("incidents") << QStringLiteral("uci498-incidents") << QString();
        QTest::newRow("incidents April") << QStringLiteral("uci498-incidents") << QStringLiteral("2016-04-01");
        QTest::newRow("incidents May") << QStringLiteral("uci498-incidents") << QStringLiteral("2016-05-01");
    }

    void logs()
    {
        QFETCH(QString, set);
        QFETCH(QString, instant);
        Log *log = this->log(set, set.startsWith(u'h') ? "product" : "contact_type");
        if (!log)
            return;
        QString folder = dataFolder() + set + QStringLiteral("/expected/");
        Question question;
        question.asOf = log->end;
        if (!instant.isEmpty()) {
            folder += QStringLiteral("asof_") + instant + u'/';
            question.asOf = ::instant(instant.toLatin1() + "T00:00:00");
        }
        compareVisits(*log, question, folder);
        compareStageTimes(*log, question, folder);
        compareTransitions(*log, question, folder);
        compareTree(*log, question, folder);
        compareOpen(*log, question, folder);
        compareGroups(*log, question, folder + QStringLiteral("by_created_month.csv"), Dimension::Month);
        if (instant.isEmpty()) {
            comparePaths(*log, question, folder);
            compareMonths(*log, question, folder);
            const char *file = set.startsWith(u'h') ? "by_product.csv" : "by_source_contact_type.csv";
            compareGroups(*log, question, folder + QString::fromLatin1(file), Dimension::Source);
        }
    }

private:
    static void compareVisits(Log &log, const Question &question, const QString &folder)
    {
        std::map<std::pair<QByteArray, int>, Fields> wanted;
        for (Fields &row : table(folder + QStringLiteral("visits.csv.gz"))) {
            const std::pair key(row["case_id"], row["idx"].toInt());
            wanted[key] = std::move(row);
        }
        std::vector<std::uint32_t> rows;
        const Table visits = visitsTable(log.b.raw(), question, &rows);
        QVERIFY(!wanted.empty());
        QCOMPARE(visits.rows.size(), wanted.size());
        for (const auto &row : visits.rows) {
            const QByteArray name = log.names[std::size_t(std::get<std::int64_t>(row[2]) - 1)];
            const auto found = wanted.find({ name, int(std::get<std::int64_t>(row[11])) }); // index
            QVERIFY2(found != wanted.end(), name.constData());
            const Fields &visit = found->second;
            QCOMPARE(std::get<QString>(row[4]).toUtf8(), visit.at("stage"));
            QCOMPARE(std::get<InstantCell>(row[5]).at, instant(visit.at("enter")));
            QCOMPARE(std::holds_alternative<InstantCell>(row[6]), visit.at("closed") == "1");
            QVERIFY(std::abs(double(std::get<std::int64_t>(row[7])) - visit.at("seconds").toDouble()) <= 0.001);
        }
    }

    static void compareStageTimes(Log &log, const Question &question, const QString &folder)
    {
        const auto answer = stageTimes(log.b.raw(), question, { .visits = VisitsCounted::All, .curves = true });
        std::map<QByteArray, const StageTimes *> found;
        for (const StageTimes &times : answer.stages)
            found[times.stage.toUtf8()] = &times;
        for (const Fields &row : table(folder + QStringLiteral("km.csv"))) {
            const StageTimes *times = found[row.at("stage")];
            QVERIFY2(times, row.at("stage").constData());
            QCOMPARE(times->visits, row.at("n").toLongLong());
            QVERIFY(equal(row.at("km_q25_s"), times->q25, 0.001));
            QVERIFY(equal(row.at("km_median_s"), times->median, 0.001));
            QVERIFY(equal(row.at("km_q75_s"), times->q75, 0.001));
            double survival = 1;
            for (const CurveStep &step : times->curve)
                survival = step.seconds <= 7 * kDay ? step.survival : survival;
            QVERIFY(equal(row.at("S_7d"), survival, 1e-8));
        }
        for (const Fields &row : table(folder + QStringLiteral("stages.csv"))) {
            const StageTimes *times = found[row.at("stage")];
            QVERIFY2(times, row.at("stage").constData());
            QCOMPARE(times->left, row.at("completed_visits").toLongLong());
            QCOMPARE(times->open, row.at("open_visits").toLongLong());
            QVERIFY(equal(row.at("mean_s"), times->meanLeft, 0.001));
            QVERIFY(equal(row.at("median_s"), times->medianLeft, 0.001));
        }
    }

    static void compareTransitions(Log &log, const Question &question, const QString &folder)
    {
        std::map<std::pair<QByteArray, QByteArray>, std::int64_t> wanted;
        for (const Fields &row : table(folder + QStringLiteral("transitions.csv")))
            wanted[{ row.at("from_stage"), row.at("to_stage") }] = row.at("count").toLongLong();
        const auto found = transitions(log.b.raw(), question, StageGrouping::OwnStage);
        QVERIFY(!wanted.empty());
        QCOMPARE(found.size(), wanted.size());
        for (const Transition &transition : found)
            QCOMPARE(transition.count, (wanted[{ transition.from.toUtf8(), transition.to.toUtf8() }]));
    }

    static void comparePaths(Log &log, const Question &question, const QString &folder)
    {
        const Table found = toTable(paths(log.b.raw(), question, StageGrouping::OwnStage));
        const auto wanted = table(folder + QStringLiteral("variants.csv"));
        QVERIFY(!wanted.empty());
        QCOMPARE(found.rows.size(), wanted.size());
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            QCOMPARE(std::get<QString>(found.rows[i][4]).toUtf8(), wanted[i].at("variant"));
            QCOMPARE(std::get<std::int64_t>(found.rows[i][1]), wanted[i].at("count").toLongLong());
            QVERIFY(equal(wanted[i].at("share"), std::get<double>(found.rows[i][2]), 1e-8));
        }
    }

    static void compareTree(Log &log, const Question &question, const QString &folder)
    {
        QFile file(folder + QStringLiteral("summary.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonObject summary = QJsonDocument::fromJson(file.readAll()).object();
        const auto value = [&](const char *name) { return summary[QLatin1String(name)].toInteger(-1); };
        const Measures measures = tree(log.b.raw(), question, {}).root.measures;
        QCOMPARE(measures.leads, value("cases"));
        QCOMPARE(measures.won, value("won"));
        QCOMPARE(measures.lost, value("lost"));
        QCOMPARE(measures.open, value("open"));
        QCOMPARE(qint64(items(log.b.raw(), question, Count::Open).size()), value("open"));
        const QJsonObject cycle = summary[QLatin1String("cycle_won")].toObject();
        QVERIFY(std::abs(*measures.cycleWonMean - cycle[QLatin1String("mean_s")].toDouble()) < 0.001);
        QVERIFY(std::abs(*measures.cycleWonMedian - cycle[QLatin1String("median_s")].toDouble()) < 0.001);
        QVERIFY(std::abs(*measures.cycleWonP90 - cycle[QLatin1String("p90_s")].toDouble()) < 0.001);
    }

    static void compareOpen(Log &log, const Question &question, const QString &folder)
    {
        std::map<QByteArray, std::vector<double>> ages;
        for (const ItemState &state : items(log.b.raw(), question, Count::Open))
            ages[log.b.raw().stages[std::size_t(state.stage)].name.toUtf8()].push_back(state.age);
        const auto wanted = table(folder + QStringLiteral("open_now.csv"));
        QCOMPARE(ages.size(), wanted.size());
        for (const Fields &row : wanted) {
            const auto &own = ages[row.at("stage")];
            QCOMPARE(qint64(own.size()), row.at("open_cases").toLongLong());
            QVERIFY(equal(row.at("max_age_in_stage_s"), *std::max_element(own.begin(), own.end()), 0.001));
            QVERIFY(equal(row.at("mean_age_in_stage_s"), std::accumulate(own.begin(), own.end(), 0.0) / double(own.size()), 0.001));
        }
        QCOMPARE(board(log.b.raw(), question, Lanes::None, CardOrder::Age).count,
            std::int64_t(items(log.b.raw(), question, Count::Open).size()));
    }

    static void compareGroups(Log &log, const Question &question, const QString &file, Dimension dimension)
    {
        std::map<QByteArray, Measures> found;
        for (const GroupRow &row : byDimension(log.b.raw(), question, dimension, {}, 0).rows)
            found[row.name.toUtf8()] = row.measures;
        const auto wanted = table(file);
        QVERIFY2(!wanted.empty(), qPrintable(file));
        QCOMPARE(found.size(), wanted.size());
        for (const Fields &row : wanted) {
            const Measures &measures = found[row.at("value")];
            QCOMPARE(measures.leads, row.at("cases").toLongLong());
            QCOMPARE(measures.won, row.at("won").toLongLong());
            QCOMPARE(measures.lost, row.at("lost").toLongLong());
            QCOMPARE(measures.open, row.at("open").toLongLong());
            QVERIFY(equal(row.at("conversion"), measures.conversion.point(), 1e-8));
            QVERIFY(equal(row.at("cycle_won_mean_s"), measures.cycleWonMean, 0.001));
            QVERIFY(equal(row.at("cycle_won_p90_s"), measures.cycleWonP90, 0.001));
        }
    }

    static void compareMonths(Log &log, const Question &question, const QString &folder)
    {
        for (const Fields &row : table(folder + QStringLiteral("months.csv"))) {
            Question month = question;
            month.from = QDate::fromString(QString::fromLatin1(row.at("month") + "-01"), Qt::ISODate);
            month.to = month.from->addMonths(1);
            const Measures measures = tree(log.b.raw(), month, { .depth = TreeLevel::Network }).root.measures;
            QCOMPARE(measures.leads, row.at("created").toLongLong());
            QCOMPARE(measures.won, row.at("won").toLongLong());
            QCOMPARE(measures.lost, row.at("lost").toLongLong());
        }
    }
};

QTEST_GUILESS_MAIN(TestReportsData)
#include "tst_reportsdata.moc"
