// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenario/proofnetwork.h"

#include "store/store.h"

#include <QElapsedTimer>
#include <QFile>

#include <cmath>
#include <limits>

namespace dealerlens::scenario {
namespace {

constexpr int kStartMs = 60'000;
constexpr int kRunMs = 600'000;

bool same(double expected, double ours, double tolerance)
{
    if (std::isnan(expected) || std::isnan(ours))
        return std::isnan(expected) == std::isnan(ours);
    return std::abs(expected - ours) <= tolerance;
}

} // namespace

ProofNetwork::~ProofNetwork()
{
    if (m_portals.state() == QProcess::NotRunning)
        return;
    m_portals.closeWriteChannel(); // --exit-with-stdin
    if (!m_portals.waitForFinished(5'000)) {
        m_portals.kill();
        m_portals.waitForFinished(5'000);
    }
}

QString ProofNetwork::ctl(const QStringList &arguments, QByteArray *output)
{
    QProcess process;
    const QStringList common { QStringLiteral("--data"), m_dir.filePath(QStringLiteral("data")), QStringLiteral("--credentials"),
        m_dir.filePath(QStringLiteral("credentials.json")), QStringLiteral("--quiet") };
    process.setStandardErrorFile(m_dir.filePath(QStringLiteral("errors.txt")));
    process.start(QStringLiteral(DEALERLENS_BIN_DIR "/dealerlensctl"), common + arguments);
    if (!process.waitForFinished(kRunMs)) {
        process.kill();
        process.waitForFinished();
        return QStringLiteral("dealerlensctl %1 did not end: %2").arg(arguments.join(u' '), process.errorString());
    }
    const QByteArray answer = process.readAllStandardOutput();
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0) {
        QFile errors(m_dir.filePath(QStringLiteral("errors.txt")));
        const QByteArray said = errors.open(QIODevice::ReadOnly) ? errors.readAll().right(2'000) : QByteArray();
        return QStringLiteral("dealerlensctl %1: exit %2: %3")
            .arg(arguments.join(u' '), QString::number(process.exitCode()), QString::fromUtf8(said));
    }
    if (output)
        *output = answer;
    return {};
}

QString ProofNetwork::mirror(const QStringList &arguments)
{
    const QString portals = m_dir.filePath(QStringLiteral("portals.csv"));
    const QStringList common { QStringLiteral("--port"), QStringLiteral("0"), QStringLiteral("--no-limits"),
        QStringLiteral("--exit-with-stdin"), QStringLiteral("--write-portals"), portals };
    m_portals.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_portals.start(QStringLiteral(DEALERLENS_BIN_DIR "/portalsim"), common + arguments);
    QByteArray said;
    QElapsedTimer timer;
    timer.start();
    while (!said.contains("listening ")) {
        if (!m_portals.waitForReadyRead(500) && (m_portals.state() == QProcess::NotRunning || timer.elapsed() > kStartMs))
            return QStringLiteral("portalsim does not listen: %1 %2").arg(m_portals.errorString(), QString::fromUtf8(said));
        said += m_portals.readAllStandardOutput();
    }
    QString problem = ctl({ QStringLiteral("portals"), QStringLiteral("import"), portals }, nullptr);
    if (problem.isEmpty())
        problem = ctl({ QStringLiteral("sync") }, nullptr);
    return problem;
}

CsvTable ProofNetwork::report(const QStringList &arguments, QString &problem)
{
    QByteArray csv;
    problem = ctl(QStringList { QStringLiteral("--format"), QStringLiteral("csv"), QStringLiteral("report") } + arguments, &csv);
    if (!problem.isEmpty())
        return {};
    auto table = CsvTable::parse(csv, arguments.join(u' '));
    if (table)
        return std::move(*table);
    problem = table.error().detail;
    return {};
}

QString ProofNetwork::countIn(const QString &currency)
{
    const base::SystemClock clock;
    store::Store::Options options;
    options.clock = &clock;
    const auto opened = store::Store::open(m_dir.filePath(QStringLiteral("data")), options);
    if (!opened)
        return opened.error().detail;
    const auto reader = (*opened)->reader();
    auto standard = reader ? (*reader)->standard() : std::unexpected(reader.error());
    if (!standard)
        return standard.error().detail;
    standard->currency = currency;
    const auto saved = (*opened)->saveStandard(*standard).result();
    return saved ? QString() : saved.error().detail;
}

QString text(const CsvTable &table, std::size_t row, const char *column)
{
    const int at = table.column(QString::fromLatin1(column));
    if (at < 0)
        return QStringLiteral("no column ") + QLatin1String(column);
    const QString &cell = table.cell(row, at);
    const bool guarded = cell.size() > 1 && cell[0] == u'\'' && QStringView(u"=+-@").contains(cell[1]);
    return guarded ? cell.mid(1) : cell;
}

double number(const CsvTable &table, std::size_t row, const char *column)
{
    bool isNumber = false;
    const double value = text(table, row, column).toDouble(&isNumber);
    return isNumber ? value : std::numeric_limits<double>::quiet_NaN();
}

QString differences(const CsvTable &expected, const CsvTable &ours, const Join &join, std::span<const Figure> figures, int *compared)
{
    for (const Figure &figure : figures)
        if (ours.column(QLatin1String(figure.ours)) < 0 || expected.column(QLatin1String(figure.expected)) < 0)
            return QStringLiteral("a column is missing: %1 or %2").arg(QLatin1String(figure.expected), QLatin1String(figure.ours));
    std::map<QString, std::size_t> rows;
    for (std::size_t row = 0; row < ours.rowCount(); ++row)
        if (!rows.emplace(text(ours, row, join.oursKey), row).second)
            return QStringLiteral("the report has two rows called %1").arg(text(ours, row, join.oursKey));
    QStringList found;
    for (std::size_t row = 0; row < expected.rowCount(); ++row) {
        QString key = text(expected, row, join.expectedKey);
        if (const auto other = join.names.find(key); other != join.names.end())
            key = other->second;
        const auto place = rows.find(key);
        if (place == rows.end()) {
            found += QStringLiteral("no row \"%1\"").arg(key);
            continue;
        }
        for (const Figure &figure : figures) {
            const double wanted = number(expected, row, figure.expected);
            double got = number(ours, place->second, figure.ours) * figure.scale;
            if (figure.blankIsZero && std::isnan(got))
                got = 0;
            if (!same(wanted, got, figure.tolerance))
                found += QStringLiteral("%1, %2: expected %3, is %4")
                             .arg(key, QLatin1String(figure.ours))
                             .arg(wanted, 0, 'g', 15)
                             .arg(got, 0, 'g', 15);
            ++*compared;
        }
        rows.erase(place);
    }
    for (const auto &[key, row] : rows) {
        double sum = 0;
        for (const Figure &figure : figures)
            sum += std::abs(std::isnan(number(ours, row, figure.ours)) ? 0 : number(ours, row, figure.ours));
        if (sum != 0)
            found += QStringLiteral("a row \"%1\" that is not expected").arg(key);
    }
    const qsizetype count = found.size();
    return count == 0 ? QString() : QStringLiteral("%1 differences: ").arg(count) + found.mid(0, 8).join(QStringLiteral("; "));
}

} // namespace dealerlens::scenario
