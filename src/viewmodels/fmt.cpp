// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/fmt.h"

#include <QDateTime>

#include <cmath>

namespace dealerlens::viewmodels {

namespace {

constexpr QChar kSpace(0x00A0);
constexpr QChar kEnDash(0x2013);
constexpr qint64 kMinute = 60;
constexpr qint64 kHour = 3'600;
constexpr qint64 kDay = 86'400;

// QLocale writes нояб. and сент.; the table is ours.
constexpr const char *kMonthsRu[] = { "янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек" };
constexpr const char *kMonthsEn[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
constexpr const char *kDaysRu[] = { "Пн", "Вт", "Ср", "Чт", "Пт", "Сб", "Вс" };
constexpr const char *kDaysEn[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };

QString currencySign(const QString &code)
{
    static const QHash<QString, QString> signs { { QStringLiteral("RUB"), QStringLiteral("₽") },
        { QStringLiteral("EUR"), QStringLiteral("€") }, { QStringLiteral("USD"), QStringLiteral("$") },
        { QStringLiteral("KZT"), QStringLiteral("₸") }, { QStringLiteral("UAH"), QStringLiteral("₴") },
        { QStringLiteral("GBP"), QStringLiteral("£") }, { QStringLiteral("BYN"), QStringLiteral("Br") },
        { QStringLiteral("BRL"), QStringLiteral("R$") }, { QStringLiteral("CNY"), QStringLiteral("¥") } };
    return signs.value(code, code);
}

double toDouble(model::Money amount) { return static_cast<double>(amount.units) / static_cast<double>(model::Money::kScale); }

} // namespace

Fmt::Fmt(Language language, QTimeZone zone)
    : m_language(language)
    , m_zone(std::move(zone))
{
}

QString Fmt::unit(const char *russian, const char *english) const { return QString(kSpace) + QString::fromUtf8(ru() ? russian : english); }

QString Fmt::grouped(const QString &digits) const
{
    // Groups from four digits on, as the tables of the product show it.
    QString result = digits;
    for (qsizetype at = digits.size() - 3; at > 0; at -= 3)
        result.insert(at, ru() ? kSpace : QChar(u','));
    return result;
}

QString Fmt::sign(bool negative) const { return negative ? QString(m_minus) : QString(); }

QString Fmt::integer(qint64 value) const
{
    const quint64 size = value < 0 ? 0 - static_cast<quint64>(value) : static_cast<quint64>(value);
    return sign(value < 0) + grouped(QString::number(size));
}

QString Fmt::decimal(double value, int digits) const
{
    if (!std::isfinite(value))
        return dash();
    const QString plain = QString::number(std::abs(value), 'f', digits);
    const qsizetype point = plain.indexOf(QLatin1Char('.'));
    const bool isZero = plain.toDouble() == 0.0;
    const QString whole = grouped(point < 0 ? plain : plain.left(point));
    const QString fraction = point < 0 ? QString() : (ru() ? QChar(u',') : QChar(u'.')) + plain.mid(point + 1);
    return sign(value < 0 && !isZero) + whole + fraction;
}

QString Fmt::percent(double fraction, int digits) const
{
    if (!std::isfinite(fraction))
        return dash();
    const QString number = decimal(fraction * 100, digits);
    return number + (ru() ? QString(kSpace) : QString()) + QLatin1Char('%');
}

QString Fmt::interval(double fraction, double low, double high) const
{
    return percent(fraction) + kSpace + QLatin1Char('(') + decimal(low * 100, 0) + kEnDash + decimal(high * 100, 0) + QLatin1Char(')');
}

QString Fmt::bounds(double low, double high, int digits) const { return decimal(low, digits) + kEnDash + decimal(high, digits); }

QString Fmt::signedDecimal(double value, int digits) const
{
    const QString text = decimal(value, digits);
    if (!std::isfinite(value) || text.startsWith(m_minus))
        return text;
    return QLatin1Char('+') + text;
}

QString Fmt::change(double fraction, bool apart, bool withUnit) const
{
    QString text = signedDecimal(fraction * 100, 1);
    if (withUnit)
        text += ru() ? QString(unit("п.", "") + kSpace + QStringLiteral("п.")) : unit("", "pp");
    return apart ? text : QStringLiteral("≈") + kSpace + text;
}

QString Fmt::withCurrency(const QString &number, const QString &suffix, const QString &currency, bool negative) const
{
    const QString mark = currencySign(currency);
    if (ru())
        return sign(negative) + number + suffix + (mark.isEmpty() ? QString() : kSpace + mark);
    return sign(negative) + mark + (mark.size() > 2 ? QString(kSpace) : QString()) + number + suffix;
}

QString Fmt::money(model::Money amount, const QString &currency) const
{
    const bool negative = amount.units < 0;
    const qint64 units = std::abs(amount.units);
    const qint64 whole = units / model::Money::kScale;
    const qint64 cents = (units % model::Money::kScale) / (model::Money::kScale / 100);
    QString number = grouped(QString::number(whole));
    if (cents != 0)
        number += (ru() ? QChar(u',') : QChar(u'.')) + QString::number(cents).rightJustified(2, QLatin1Char('0'));
    return withCurrency(number, {}, currency, negative);
}

QString Fmt::moneyShort(model::Money amount, const QString &currency) const
{
    struct Step {
        double size;
        const char *russian;
        const char *english;
    };

    static constexpr Step steps[] = { { 1e3, "тыс.", "K" }, { 1e6, "млн", "M" }, { 1e9, "млрд", "B" }, { 1e12, "трлн", "T" } };
    const double value = std::abs(toDouble(amount));
    if (value < 999.5)
        return withCurrency(decimal(value, 0), {}, currency, amount.units < 0);
    // Three figures: rounding to them may carry into the next unit.
    size_t index = 0;
    while (index + 1 < std::size(steps) && value / steps[index].size >= 999.5)
        ++index;
    const double shown = value / steps[index].size;
    const int digits = shown < 9.995 ? 2 : (shown < 99.95 ? 1 : 0);
    const QString suffix = ru() ? QString(kSpace) + QString::fromUtf8(steps[index].russian) : QString::fromLatin1(steps[index].english);
    return withCurrency(decimal(shown, digits), suffix, currency, amount.units < 0);
}

QString Fmt::moneyMillions(model::Money amount) const { return decimal(toDouble(amount) / 1e6, 1); }

QString Fmt::moneyUnitMillions(const QString &currency) const
{
    const QString mark = currencySign(currency);
    if (ru())
        return QStringLiteral("млн") + kSpace + mark;
    return mark + QLatin1Char('M');
}

QString Fmt::date(QDate day) const
{
    if (!day.isValid())
        return dash();
    const QString month = QString::fromUtf8((ru() ? kMonthsRu : kMonthsEn)[day.month() - 1]);
    const QString text = QString::number(day.day()) + kSpace + month;
    return day.year() == m_today.year() ? text : text + kSpace + QString::number(day.year());
}

QString Fmt::month(QDate day) const
{
    if (!day.isValid())
        return dash();
    // By itself, not of a day: of the short Russian names only May differs.
    const char *name = ru() && day.month() == 5 ? "май" : (ru() ? kMonthsRu : kMonthsEn)[day.month() - 1];
    return QString::fromUtf8(name) + kSpace + QString::number(day.year());
}

QString Fmt::date(base::UtcSeconds at) const
{
    return at == base::kNever ? dash() : date(QDateTime::fromSecsSinceEpoch(at, m_zone).date());
}

QString Fmt::time(base::UtcSeconds at) const
{
    return at == base::kNever ? dash() : QDateTime::fromSecsSinceEpoch(at, m_zone).toString(QStringLiteral("HH:mm"));
}

QString Fmt::dateTime(base::UtcSeconds at) const { return at == base::kNever ? dash() : date(at) + kSpace + time(at); }

QString Fmt::range(QDate first, QDate last) const
{
    if (!last.isValid())
        return dash();
    if (!first.isValid())
        return ru() ? QStringLiteral("по") + kSpace + date(last) : QStringLiteral("to") + kSpace + date(last);
    if (first == last)
        return date(last);
    // The year is written once, at the end, when it is the same.
    QString from = date(first);
    if (first.year() == last.year() && last.year() != m_today.year())
        from = from.left(from.lastIndexOf(kSpace));
    return from + QStringLiteral(" ") + kEnDash + QStringLiteral(" ") + date(last);
}

QString Fmt::timelineDay(base::UtcSeconds at) const
{
    const QDate day = QDateTime::fromSecsSinceEpoch(at, m_zone).date();
    return QString::fromUtf8((ru() ? kDaysRu : kDaysEn)[day.dayOfWeek() - 1]) + kSpace + date(day);
}

QString Fmt::duration(qint64 seconds) const
{
    if (seconds < 0)
        return QString(m_minus) + duration(-seconds);
    if (seconds < kMinute)
        return QString::number(seconds) + unit("с", "s");
    if (seconds < kHour)
        return QString::number(seconds / kMinute) + unit("мин", "min");
    if (seconds < kDay) {
        const qint64 minutes = seconds % kHour / kMinute;
        const QString hours = QString::number(seconds / kHour) + unit("ч", "h");
        return minutes == 0 ? hours : hours + kSpace + QString::number(minutes) + unit("м", "m");
    }
    const QString days = integer(seconds / kDay) + unit("дн", "d");
    const qint64 hours = seconds % kDay / kHour;
    if (seconds >= 10 * kDay || hours == 0)
        return days;
    return days + kSpace + QString::number(hours) + unit("ч", "h");
}

QString Fmt::daysNumber(double seconds) const
{
    const double days = seconds / static_cast<double>(kDay);
    if (!(days > 0) || days >= 0.095)
        return decimal(days, 1);
    return days < 0.005 ? QString(QLatin1Char('<') + decimal(0.01, 2)) : decimal(days, 2);
}

QString Fmt::days(double seconds) const { return std::isfinite(seconds) ? daysNumber(seconds) + unit("дн", "d") : dash(); }

QString Fmt::againstLimit(qint64 seconds, qint64 limit) const { return duration(seconds) + unit("из", "of") + kSpace + duration(limit); }

QString Fmt::ago(qint64 seconds) const
{
    if (seconds < kMinute)
        return ru() ? QStringLiteral("только что") : QStringLiteral("just now");
    return duration(seconds) + unit("назад", "ago");
}

QString Fmt::pValue(double p) const
{
    if (!std::isfinite(p))
        return dash();
    const QString name = QStringLiteral("p") + kSpace;
    if (p < 0.001)
        return name + QLatin1Char('<') + kSpace + decimal(0.001, 3);
    return name + QLatin1Char('=') + kSpace + decimal(p, p < 0.01 ? 3 : 2);
}

QString Fmt::count(qint64 n) const { return QStringLiteral("n") + kSpace + QLatin1Char('=') + kSpace + integer(n); }

QString Fmt::notReached(double longestFollowUpSeconds) const
{
    if (!ru())
        return QStringLiteral("NR");
    return QStringLiteral(">") + kSpace + decimal(longestFollowUpSeconds / static_cast<double>(kDay), 0) + unit("дн", "d");
}

QString Fmt::noData() const { return ru() ? QStringLiteral("нет данных") : QStringLiteral("no data"); }

} // namespace dealerlens::viewmodels
