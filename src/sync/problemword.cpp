// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/problemword.h"

#include <array>
#include <string_view>

namespace dealerlens::sync {

namespace {

constexpr std::array<std::string_view, 16> kWords { "network", "timeout", "tls", "auth", "limit", "denied", "not-found", "protocol",
    "rejected", "storage", "full", "corrupt", "newer", "input", "cancelled", "bug" };

} // namespace

QString problemWord(const base::Error &error)
{
    const std::string_view word = kWords.at(static_cast<std::size_t>(error.kind));
    QString text = QString::fromLatin1(word);
    if (!error.code.isEmpty())
        text += u' ' + QString::fromUtf8(error.code);
    if (error.http > 0)
        text += QStringLiteral(" (") + QString::number(error.http) + u')';
    return text;
}

std::optional<base::Error> problemOf(const QString &word)
{
    QString rest = word;
    int http = 0;
    if (const qsizetype at = rest.lastIndexOf(QLatin1String(" (")); at > 0 && rest.endsWith(u')')) {
        http = QStringView(rest).mid(at + 2).chopped(1).toInt();
        rest.truncate(at);
    }
    const QString kind = rest.section(u' ', 0, 0);
    for (std::size_t i = 0; i < kWords.size(); ++i)
        if (kind == QLatin1String(kWords[i].data(), static_cast<qsizetype>(kWords[i].size())))
            return base::Error { static_cast<base::ErrorKind>(i), base::Retry::Later, {}, rest.section(u' ', 1).toUtf8(), http };
    return std::nullopt;
}

} // namespace dealerlens::sync
