// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/bench.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonDocument>
#include <QProcess>
#include <QTextStream>

#include <algorithm>

namespace dealerlens::bench {
namespace {

double middle(std::vector<double> values)
{
    if (values.empty())
        return 0;
    std::ranges::sort(values);
    const std::size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

QString number(double value)
{
    const double size = std::abs(value);
    return QString::number(value, 'f', size >= 100 || value == std::floor(value) ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 4);
}

QJsonArray arrayOf(const std::vector<double> &values)
{
    QJsonArray array;
    for (const double value : values)
        array.append(value);
    return array;
}

QString targetText(const Figure &figure)
{
    if (figure.kind == Figure::Target::None)
        return QStringLiteral("-");
    const QString sign = figure.kind == Figure::Target::AtMost ? QStringLiteral("<= ") : QStringLiteral(">= ");
    return sign % number(figure.target) % (figure.yardstick.empty() || figure.isAbsolute ? QString() : QStringLiteral(" x"));
}

} // namespace

double Figure::median() const { return middle(runs); }

std::optional<double> Figure::ratio() const
{
    const double base = middle(yardstick);
    if (base == 0)
        return std::nullopt;
    return median() / base;
}

std::optional<bool> Figure::holds() const
{
    if (kind == Target::None || runs.empty())
        return std::nullopt;
    const double value = yardstick.empty() || isAbsolute ? median() : ratio().value_or(kind == Target::AtMost ? 1e9 : 0);
    return kind == Target::AtMost ? value <= target : value >= target;
}

QString Bench::freshFolder(const QString &name) const
{
    removeFolder(name);
    const QString path = m_folder % u'/' % name;
    if (!QDir().mkpath(path))
        giveUp(QStringLiteral("cannot make ") % path);
    return path;
}

void Bench::removeFolder(const QString &name) const { QDir(m_folder % u'/' % name).removeRecursively(); }

QJsonObject Bench::runTask(const QString &task, const QJsonObject &arguments) const
{
    return runProgram(QCoreApplication::applicationFilePath(), { QStringLiteral("--task"), task },
        QJsonDocument(arguments).toJson(QJsonDocument::Compact));
}

QJsonObject Bench::runProgram(const QString &program, const QStringList &arguments, const QByteArray &input)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(-1) || process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
        giveUp(program % QStringLiteral(" has failed: ") % arguments.join(u' '));
    return QJsonDocument::fromJson(process.readAllStandardOutput()).object();
}

void Bench::add(Figure figure)
{
    if (figure.runs.empty())
        return;
    QTextStream out(stdout);
    const auto [least, most] = std::ranges::minmax(figure.runs);
    const auto holds = figure.holds();
    const auto ratio = figure.ratio();
    out << figure.name.leftJustified(38) << number(least).rightJustified(10) << number(figure.median()).rightJustified(10)
        << number(most).rightJustified(10) << u' ' << figure.unit.leftJustified(9)
        << (figure.yardstick.empty() ? QStringLiteral("-") : number(middle(figure.yardstick))).rightJustified(10)
        << (ratio ? number(*ratio) : QStringLiteral("-")).rightJustified(9) << "  " << targetText(figure).leftJustified(10)
        << (!holds          ? QString()
                   : *holds ? QStringLiteral("holds")
                            : QStringLiteral("MISSED"))
        << (figure.note.isEmpty() ? QString() : QString(QStringLiteral("  ") % figure.note)) << Qt::endl;
    m_figures.push_back(std::move(figure));
}

std::vector<double> Bench::runsOf(const QString &name) const
{
    const auto found = std::ranges::find(m_figures, name, &Figure::name);
    return found == m_figures.end() ? std::vector<double>() : found->runs;
}

bool Bench::everyTargetHolds() const
{
    return std::ranges::all_of(m_figures, [](const Figure &figure) { return figure.holds().value_or(true); });
}

QJsonArray Bench::json() const
{
    QJsonArray list;
    for (const Figure &figure : m_figures) {
        const auto [least, most] = std::ranges::minmax(figure.runs);
        QJsonObject row { { QStringLiteral("name"), figure.name }, { QStringLiteral("unit"), figure.unit },
            { QStringLiteral("runs"), arrayOf(figure.runs) }, { QStringLiteral("min"), least },
            { QStringLiteral("median"), figure.median() }, { QStringLiteral("max"), most } };
        if (!figure.yardstick.empty()) {
            row.insert(QStringLiteral("yardstick"), figure.yardstickName);
            row.insert(QStringLiteral("yardstickRuns"), arrayOf(figure.yardstick));
        }
        if (const auto ratio = figure.ratio())
            row.insert(QStringLiteral("ratio"), *ratio);
        if (const auto holds = figure.holds()) {
            row.insert(QStringLiteral("target"), targetText(figure));
            row.insert(QStringLiteral("holds"), *holds);
        }
        if (!figure.note.isEmpty())
            row.insert(QStringLiteral("note"), figure.note);
        list.append(row);
    }
    return list;
}

std::vector<double> valuesOf(const std::vector<QJsonObject> &answers, const char *key)
{
    std::vector<double> values;
    for (const QJsonObject &answer : answers)
        values.push_back(answer.value(QLatin1String(key)).toDouble());
    return values;
}

void giveUp(const QString &why)
{
    QTextStream(stderr) << "bench: " << why << Qt::endl;
    std::exit(1);
}

} // namespace dealerlens::bench
