// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "model/money.h"

#include <QDate>
#include <QString>
#include <QTimeZone>

#include <optional>

namespace dealerlens::viewmodels {

enum class Language { Russian, English };

// How numbers, dates and durations are written for people (ui.md section 6). A value: pure, no locale of the
// system, one per language and zone. Durations are seconds; instants are UTC and shown in `zone`. Spaces inside a
// number or before its unit are U+00A0, minus is U+2212.
class Fmt {
public:
    explicit Fmt(Language language = Language::Russian, QTimeZone zone = QTimeZone::utc());

    [[nodiscard]] Language language() const { return m_language; }

    [[nodiscard]] const QTimeZone &zone() const { return m_zone; }

    // Dates of the year of `today` are written without it.
    void setToday(QDate today) { m_today = today; }

    // Minus of fonts that lack U+2212.
    void setMinus(QChar minus) { m_minus = minus; }

    [[nodiscard]] QString integer(qint64 value) const; // 4 318
    [[nodiscard]] QString decimal(double value, int digits = 1) const; // 1 842,6
    [[nodiscard]] QString percent(double fraction, int digits = 0) const; // 0.39 → 39 %
    [[nodiscard]] QString interval(double fraction, double low, double high) const; // 39 % (33–45)
    [[nodiscard]] QString bounds(double low, double high, int digits = 1) const; // 4,7–5,8
    // Difference of two shares; `apart` false: ≈ +0,6. With `unit`: "+8,0 п. п.".
    [[nodiscard]] QString change(double fraction, bool apart, bool unit = false) const;
    [[nodiscard]] QString signedDecimal(double value, int digits = 1) const; // +8,0 / −5,4

    // `currency` is an ISO code; ₽, €, $ … are written as signs.
    [[nodiscard]] QString money(model::Money amount, const QString &currency) const; // 4 850 000 ₽
    [[nodiscard]] QString moneyShort(model::Money amount, const QString &currency) const; // 4,85 млн ₽
    [[nodiscard]] QString moneyMillions(model::Money amount) const; // 118,4 under a header with the unit
    [[nodiscard]] QString moneyUnitMillions(const QString &currency) const; // "млн ₽" / "₽M"

    [[nodiscard]] QString date(base::UtcSeconds at) const; // 24 ноя, other year 24 ноя 2024
    [[nodiscard]] QString date(QDate day) const;
    [[nodiscard]] QString month(QDate day) const; // ноя 2024
    [[nodiscard]] QString dateTime(base::UtcSeconds at) const; // 24 ноя 09:41
    [[nodiscard]] QString time(base::UtcSeconds at) const; // 09:41
    [[nodiscard]] QString range(QDate first, QDate last) const; // 2 авг – 25 сен 2025
    [[nodiscard]] QString timelineDay(base::UtcSeconds at) const; // Вт 14 окт

    [[nodiscard]] QString duration(qint64 seconds) const; // 7 ч 20 м, 4 дн 6 ч, 12 дн
    [[nodiscard]] QString days(double seconds) const; // 5,2 дн
    [[nodiscard]] QString daysNumber(double seconds) const; // 5,2; below a tenth 0,04 or <0,01
    [[nodiscard]] QString againstLimit(qint64 seconds, qint64 limit) const; // 4 дн 6 ч из 5 дн
    [[nodiscard]] QString ago(qint64 seconds) const; // 4 мин назад
    [[nodiscard]] QString pValue(double p) const; // p = 0,03
    [[nodiscard]] QString count(qint64 n) const; // n = 262
    [[nodiscard]] QString notReached(double longestFollowUpSeconds) const; // > 25 дн / NR
    [[nodiscard]] QString noData() const; // нет данных

    [[nodiscard]] static QString dash() { return QStringLiteral("—"); } // does not apply

private:
    [[nodiscard]] bool ru() const { return m_language == Language::Russian; }

    [[nodiscard]] QString grouped(const QString &digits) const;
    [[nodiscard]] QString sign(bool negative) const;
    [[nodiscard]] QString withCurrency(const QString &number, const QString &suffix, const QString &currency, bool negative) const;
    [[nodiscard]] QString unit(const char *russian, const char *english) const;

    Language m_language;
    QTimeZone m_zone;
    QDate m_today;
    QChar m_minus = QChar(0x2212);
};

} // namespace dealerlens::viewmodels
