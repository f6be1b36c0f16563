// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/instant.h"

#include <chrono>
#include <cstdio>

namespace dealerlens::portal {
namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count)
{
    if (at + count > text.size())
        return std::nullopt;
    int value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        if (!isDigit(text[i]))
            return std::nullopt;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

std::optional<std::int64_t> dayNumber(std::string_view text)
{
    const auto year = digits(text, 0, 4);
    const auto month = digits(text, 5, 2);
    const auto day = digits(text, 8, 2);
    if (!year || !month || !day || text[4] != '-' || text[7] != '-')
        return std::nullopt;
    const std::chrono::year_month_day date { std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
        std::chrono::day(static_cast<unsigned>(*day)) };
    if (!date.ok())
        return std::nullopt;
    return std::chrono::sys_days(date).time_since_epoch().count();
}

// Seconds east of UTC; nothing when the text is no offset.
std::optional<int> offsetSeconds(std::string_view text)
{
    if (text == "Z")
        return 0;
    if (text.size() < 5 || (text[0] != '+' && text[0] != '-'))
        return std::nullopt;
    const auto hours = digits(text, 1, 2);
    const std::size_t minutesAt = text[3] == ':' ? 4 : 3;
    const auto minutes = digits(text, minutesAt, 2);
    if (!hours || !minutes || minutesAt + 2 != text.size() || *hours > 15 || *minutes > 59)
        return std::nullopt;
    const int seconds = *hours * 3600 + *minutes * 60;
    return text[0] == '-' ? -seconds : seconds;
}

} // namespace

std::optional<base::UtcSeconds> parseInstant(std::string_view text)
{
    const auto day = dayNumber(text.substr(0, 10));
    if (!day || text.size() < 20 || (text[10] != 'T' && text[10] != ' '))
        return std::nullopt;
    const auto hour = digits(text, 11, 2);
    const auto minute = digits(text, 14, 2);
    const auto second = digits(text, 17, 2);
    if (!hour || !minute || !second || text[13] != ':' || text[16] != ':' || *hour > 24 || *minute > 59 || *second > 60)
        return std::nullopt;
    std::size_t at = 19;
    if (text[at] == '.')
        for (++at; at < text.size() && isDigit(text[at]);)
            ++at;
    const auto offset = offsetSeconds(text.substr(at));
    if (!offset)
        return std::nullopt;
    return *day * 86'400 + *hour * 3600 + *minute * 60 + *second - *offset;
}

std::optional<std::int64_t> parseDate(std::string_view text)
{
    if (text.size() == 10)
        return dayNumber(text);
    const auto instant = parseInstant(text);
    if (!instant)
        return std::nullopt;
    const std::int64_t shifted = *instant + 43'200;
    return shifted >= 0 ? shifted / 86'400 : -((-shifted + 86'399) / 86'400);
}

QByteArray instantText(base::UtcSeconds instant)
{
    const auto time = std::chrono::sys_seconds(std::chrono::seconds(instant));
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const auto rest = (time - day).count();
    char buffer[40];
    const int size = std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02uT%02d:%02d:%02d+00:00", int(date.year()), unsigned(date.month()),
        unsigned(date.day()), int(rest / 3600), int(rest / 60 % 60), int(rest % 60));
    return QByteArray(buffer, size);
}

} // namespace dealerlens::portal
