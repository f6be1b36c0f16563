// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/celltext.h"

#include "model/reordering.h"

#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

#include <cmath>

namespace dealerlens::exporting {

using Kind = reports::TableColumn::Kind;

namespace {

QString shortest(double number) { return std::isfinite(number) ? QString::number(number, 'g', QLocale::FloatingPointShortest) : QString(); }

QString duration(double seconds)
{
    const bool negative = seconds < 0;
    const auto whole = static_cast<std::int64_t>(std::llround(std::abs(seconds)));
    const auto two = [](std::int64_t n) { return QString::number(n).rightJustified(2, QLatin1Char('0')); };
    QString text;
    if (whole < 60)
        text = QString::number(whole) + QLatin1String("s");
    else if (whole < 3'600)
        text = QString::number(whole / 60) + QLatin1String("m ") + two(whole % 60) + QLatin1String("s");
    else if (whole < 86'400)
        text = QString::number(whole / 3'600) + QLatin1String("h ") + two(whole % 3'600 / 60) + QLatin1String("m");
    else
        text = QString::number(whole / 86'400) + QLatin1String("d ") + two(whole % 86'400 / 3'600) + QLatin1String("h");
    return negative ? QString(QLatin1Char('-') + text) : text;
}

QString oneLine(const QString &text)
{
    QString result;
    result.reserve(text.size());
    for (const QChar c : text) {
        if (c.category() == QChar::Other_Control || c == QChar::LineSeparator || c == QChar::ParagraphSeparator)
            result += QLatin1Char(' ');
        else
            result += c;
    }
    return result;
}

bool startsFormula(QChar c)
{
    switch (c.unicode()) {
    case u'=':
    case u'+':
    case u'-':
    case u'@':
    case u'＝':
    case u'＋':
    case u'－':
    case u'＠':
        return true;
    default:
        return false;
    }
}

} // namespace

QString isoInstant(base::UtcSeconds at)
{
    if (at == base::kNever)
        return {};
    return QDateTime::fromSecsSinceEpoch(at, Qt::UTC).toString(Qt::ISODate);
}

QString machineText(const reports::Cell &cell)
{
    if (const auto *whole = std::get_if<std::int64_t>(&cell))
        return QString::number(*whole);
    if (const auto *number = std::get_if<double>(&cell))
        return shortest(*number);
    if (const auto *text = std::get_if<QString>(&cell))
        return *text;
    if (const auto *instant = std::get_if<reports::InstantCell>(&cell))
        return isoInstant(instant->at);
    if (const auto *money = std::get_if<model::Money>(&cell))
        return model::toPlainText(*money);
    return {};
}

QString humanText(const reports::Cell &cell, Kind kind)
{
    const auto *whole = std::get_if<std::int64_t>(&cell);
    const auto *number = std::get_if<double>(&cell);
    if ((whole || number) && kind == Kind::Seconds)
        return duration(number ? *number : static_cast<double>(*whole));
    if ((whole || number) && kind == Kind::Share)
        return QString::number((number ? *number : static_cast<double>(*whole)) * 100, 'f', 1) + QLatin1String(" %");
    if (number)
        return std::isfinite(*number) ? QString::number(*number, 'f', 2) : QString();
    if (const auto *instant = std::get_if<reports::InstantCell>(&cell)) {
        return instant->at == base::kNever
            ? QString()
            : QDateTime::fromSecsSinceEpoch(instant->at, Qt::UTC).toString(QStringLiteral("yyyy-MM-dd HH:mm"));
    }
    if (const auto *text = std::get_if<QString>(&cell))
        return oneLine(withoutTricks(*text));
    return machineText(cell);
}

bool isNumeric(Kind kind) { return kind != Kind::Text && kind != Kind::Instant; }

bool looksLikeFormula(const QString &text)
{
    bool fresh = true; // only white space since the beginning of a part
    bool first = true;
    for (const QChar c : text) {
        const bool breaks = c == QLatin1Char('\n') || c == QLatin1Char('\r');
        const bool control = c.category() == QChar::Other_Control;
        if (first && control)
            return true;
        first = false;
        if (breaks || c == QLatin1Char(';') || c == QLatin1Char('\t')) {
            fresh = true;
            continue;
        }
        if (c.isSpace() || control || c.category() == QChar::Other_Format)
            continue;
        if (fresh && startsFormula(c))
            return true;
        fresh = false;
    }
    return false;
}

QString withoutTricks(const QString &text)
{
    QString result = model::withoutReordering(text);
    result.remove(QChar(0));
    return result;
}

} // namespace dealerlens::exporting
