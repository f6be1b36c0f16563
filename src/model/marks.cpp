// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/marks.h"

#include "model/text.h"

#include <QStringList>

#include <algorithm>

namespace dealerlens::model {
namespace {

// What the folded text begins with when its first two characters tell: letters and digits of ASCII and Cyrillic, which
// nothing that follows joins. 0: they do not.
char16_t foldedFirst(std::string_view text)
{
    const auto at = [&](std::size_t index) { return index < text.size() ? static_cast<unsigned char>(text[index]) : 0U; };
    const auto isPlain = [&](std::size_t index) { return (at(index) > ' ' && at(index) < 0x7F) || at(index) == 0xD0 || at(index) == 0xD1; };
    const std::size_t next = at(0) < 0x80 ? 1 : 2;
    const bool nextIsPlain = next >= text.size() || at(next) == ' ' || isPlain(next);
    if (!isPlain(0) || !nextIsPlain)
        return 0;
    const unsigned first = next == 1 ? at(0) : (at(0) & 0x1FU) << 6 | (at(1) & 0x3FU);
    if (first < 0x80)
        return static_cast<char16_t>(first >= 'A' && first <= 'Z' ? first + 32 : first);
    if (first >= 0x410 && first <= 0x44F) // А to я
        return static_cast<char16_t>(first < 0x430 ? first + 32 : first);
    return 0;
}

} // namespace

TestSigns::Beginnings::Beginnings(const std::vector<QString> &texts)
{
    for (const QString &text : texts)
        if (const QString plain = model::folded(text); !plain.isEmpty()) {
            folded.append(plain);
            firsts.append(plain.front());
        }
}

bool TestSigns::Beginnings::meet(std::string_view text) const
{
    if (text.empty() || folded.empty())
        return false;
    if (const char16_t first = foldedFirst(text); first != 0 && !firsts.contains(QChar(first)))
        return false;
    const QString plain = model::folded(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())));
    return std::ranges::any_of(folded, [&](const QString &one) { return plain.startsWith(one); });
}

TestSigns::TestSigns(const Standard &standard)
    : m_origins(standard.testOrigins)
    , m_titles(standard.testTitles)
{
}

bool TestSigns::isTest(std::string_view originator, std::string_view origin, std::string_view title) const
{
    return m_origins.meet(originator) || m_origins.meet(origin) || m_titles.meet(title);
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
