// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/marks.h"

#include "model/text.h"

#include <QStringList>

#include <algorithm>

namespace dealerlens::model {
namespace {

bool beginsWithOne(std::string_view text, const std::vector<QString> &beginnings)
{
    if (text.empty() || beginnings.empty())
        return false;
    const QString plain = folded(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())));
    return std::ranges::any_of(beginnings, [&](const QString &one) { return !one.isEmpty() && plain.startsWith(folded(one)); });
}

} // namespace

bool isTest(const Standard &standard, std::string_view originator, std::string_view origin, std::string_view title)
{
    return beginsWithOne(originator, standard.testOrigins) || beginsWithOne(origin, standard.testOrigins)
        || beginsWithOne(title, standard.testTitles);
}

bool isJunk(const Standard &standard, const QString &code, const QString &name)
{
    const QString bare = folded(code.mid(code.indexOf(u':') + 1));
    const QStringList words = folded(name).split(u' ', Qt::SkipEmptyParts);
    return std::ranges::any_of(standard.junkStages, [&](const QString &one) {
        const QString junk = folded(one);
        return !junk.isEmpty() && (bare == junk || std::ranges::any_of(words, [&](const QString &word) { return word.startsWith(junk); }));
    });
}

} // namespace dealerlens::model
