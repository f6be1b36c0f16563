// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/money.h"

#include <limits>

namespace dealerlens::model {

std::optional<Money> parseMoney(std::string_view text)
{
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    bool negative = false;
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
        negative = text.front() == '-';
        text.remove_prefix(1);
    }
    if (text.empty())
        return std::nullopt;
    constexpr std::int64_t kLimit = std::numeric_limits<std::int64_t>::max() / Money::kScale / 10 - 1;
    std::int64_t whole = 0;
    std::int64_t fraction = 0;
    int places = 0;
    bool roundUp = false;
    bool point = false;
    bool digits = false;
    for (const char c : text) {
        if (c == '.' && !point) {
            point = true;
            continue;
        }
        if (c < '0' || c > '9')
            return std::nullopt;
        digits = true;
        const int digit = c - '0';
        if (!point) {
            if (whole > kLimit)
                return std::nullopt;
            whole = whole * 10 + digit;
        } else if (places < 4) {
            fraction = fraction * 10 + digit;
            ++places;
        } else if (places++ == 4) {
            roundUp = digit >= 5;
        }
    }
    if (!digits)
        return std::nullopt;
    for (; places < 4; ++places)
        fraction *= 10;
    const std::int64_t units = whole * Money::kScale + fraction + (roundUp ? 1 : 0);
    return Money { negative ? -units : units };
}

QString toPlainText(Money amount)
{
    const bool negative = amount.units < 0;
    const auto magnitude = negative ? 0 - static_cast<std::uint64_t>(amount.units) : static_cast<std::uint64_t>(amount.units);
    QString places = QString::number(magnitude % Money::kScale).rightJustified(4, QLatin1Char('0'));
    while (places.size() > 2 && places.endsWith(QLatin1Char('0')))
        places.chop(1);
    return (negative ? QStringLiteral("-") : QString()) + QString::number(magnitude / Money::kScale) + QLatin1Char('.') + places;
}

} // namespace dealerlens::model
