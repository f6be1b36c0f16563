// SPDX-License-Identifier: GPL-3.0-or-later
// The stays of real event logs against figures computed independently of this program.
#include "stats/survival.h"

#include <QFile>
#include <QTest>

#include <zlib.h>

#include <array>
#include <cmath>
#include <map>

using namespace dealerlens::stats;

namespace {

using Row = std::map<QByteArray, QByteArray>;

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

// The sets have no quoted fields.
std::vector<Row> table(const QString &path)
{
    std::vector<Row> rows;
    QList<QByteArray> header;
    for (const QByteArray &line : contents(path).split('\n')) {
        const QList<QByteArray> fields = line.trimmed().split(',');
        if (header.isEmpty()) {
            header = fields;
            continue;
        }
        if (fields.size() != header.size())
            continue;
        Row row;
        for (int i = 0; i < header.size(); ++i)
            row[header[i]] = fields[i];
        rows.push_back(std::move(row));
    }
    return rows;
}

struct Group {
    std::vector<std::int64_t> seconds;
    std::vector<std::uint8_t> ended;
};

bool isQuantile(const SurvivalCurve &curve, double q, const QByteArray &expected)
{
    const auto found = curve.quantile(q);
    if (expected.isEmpty())
        return !found.has_value();
    return found.has_value() && *found == std::llround(expected.toDouble());
}

} // namespace

class TestSurvivalData : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void realStays_data()
    {
        QTest::addColumn<QString>("folder");
        for (const char *folder : { "helpdesk-it/expected", "helpdesk-it/expected/asof_2012-07-01", "uci498-incidents/expected",
                 "uci498-incidents/expected/asof_2016-04-01", "uci498-incidents/expected/asof_2016-05-01", "olist-funnel/expected" })
            QTest::newRow(folder) << QString::fromLatin1(folder);
    }

    void realStays()
    {
        QFETCH(QString, folder);
        const QString path = QStringLiteral(DEALERLENS_SOURCE_DIR "/../shared/data/") + folder;
        if (!QFile::exists(path)) {
            qInfo("skipped: the data sets are not beside the sources");
            return;
        }
        std::map<QByteArray, Group> groups;
        for (const Row &row : table(path + QStringLiteral("/visits.csv.gz"))) {
            Group &group = groups[row.at("stage")];
            group.seconds.push_back(std::llround(row.at("seconds").toDouble()));
            group.ended.push_back(row.at("closed") == "1" ? 1 : 0);
        }
        const std::vector<Row> expected = table(path + QStringLiteral("/km.csv"));
        QVERIFY(!expected.empty());
        QCOMPARE(groups.size(), expected.size());
        for (const Row &row : expected)
            compare(groups[row.at("stage")], row);
    }

private:
    static void compare(const Group &group, const Row &row)
    {
        const SurvivalCurve curve = kaplanMeier({ group.seconds, group.ended });
        QCOMPARE(curve.events(), row.at("events").toLongLong());
        QCOMPARE(curve.censored(), row.at("censored").toLongLong());
        QVERIFY2(isQuantile(curve, 0.25, row.at("km_q25_s")), row.at("stage").constData());
        QVERIFY2(isQuantile(curve, 0.5, row.at("km_median_s")), row.at("stage").constData());
        QVERIFY2(isQuantile(curve, 0.75, row.at("km_q75_s")), row.at("stage").constData());
        const std::array<std::pair<const char *, std::int64_t>, 4> instants { { { "S_1h", 3600 }, { "S_1d", 86400 }, { "S_7d", 7 * 86400 },
            { "S_30d", 30 * 86400 } } };
        for (const auto &[column, time] : instants)
            QVERIFY2(std::abs(curve.survivalAt(time) - row.at(column).toDouble()) < 1e-8, row.at("stage").constData());
    }
};

QTEST_GUILESS_MAIN(TestSurvivalData)
#include "tst_survivaldata.moc"
