// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/searchwords.h"

#include "model/text.h"

#include <QStringList>

#include <algorithm>
#include <utility>

namespace dealerlens::store {
namespace {

using model::EntityKind;

constexpr int kPortalShift = 42;
constexpr int kKindShift = 40;
constexpr qsizetype kLongestText = 1'000; // characters of a record or a question that are looked at
constexpr qsizetype kMostWords = 12;
// Private use characters mark words made by us; what people type never contains them after wordsOf().
constexpr const char *kBackwards = "\uE001"; // a phone key from its end, found by its last digits
constexpr const char *kMail = "\uE002"; // an address without its punctuation

bool isWordChar(QChar c) { return c.isLetterOrNumber(); }

// Folded letters and digits; everything else becomes a space.
QString wordsOf(const QString &text)
{
    QString words = model::folded(text.left(kLongestText));
    for (QChar &c : words)
        if (!isWordChar(c))
            c = QLatin1Char(' ');
    return words;
}

std::string backwards(const std::string &digits) { return kBackwards + std::string(digits.rbegin(), digits.rend()); }

std::string mailWord(std::string_view address)
{
    std::string word = kMail;
    for (const char c : address)
        if (static_cast<unsigned char>(c) >= 0x80 || std::isalnum(static_cast<unsigned char>(c)))
            word += c;
    return word;
}

std::span<const std::string_view> namedColumns(EntityKind kind)
{
    static constexpr std::string_view lead[] { "title", "last_name", "name", "second_name", "company_title" };
    static constexpr std::string_view contact[] { "last_name", "name", "second_name" };
    static constexpr std::string_view titled[] { "title" };
    switch (kind) {
    case EntityKind::Lead:
        return lead;
    case EntityKind::Contact:
        return contact;
    case EntityKind::Deal:
    case EntityKind::Company:
        return titled;
    default:
        return {};
    }
}

std::vector<int> namedColumnIndexes(EntityKind kind)
{
    std::vector<int> indexes;
    for (const std::string_view name : namedColumns(kind))
        indexes.push_back(model::columnIndex(kind, name));
    return indexes;
}

// The one place where a word gets into an expression.
std::string quoted(const std::string &word, bool whole)
{
    std::string text = "\"";
    for (const char c : word) {
        text += c;
        if (c == '"')
            text += c;
    }
    return text + (whole ? "\"" : "\"*");
}

std::string joined(const std::vector<std::string> &parts, std::string_view by)
{
    std::string text;
    for (const std::string &part : parts)
        text += (text.empty() ? "" : std::string(by)) + part;
    return text;
}

// A run of groups of digits may be words of a title or a phone typed in groups.
std::string digitsExpression(const std::vector<std::string> &groups, bool whole)
{
    std::vector<std::string> asWords;
    std::string digits;
    for (const std::string &group : groups) {
        asWords.push_back(quoted(group, whole));
        digits += group;
    }
    std::vector<std::string> ways { "(" + joined(asWords, " AND ") + ")" };
    if (digits.size() >= 3) {
        ways.push_back(quoted(digits, whole));
        ways.push_back(quoted(backwards(digits), false));
        if (digits.front() == '8')
            ways.push_back(quoted("7" + digits.substr(1), whole));
        if (const std::string key = model::phoneKey(digits); !key.empty() && key != digits)
            ways.push_back(quoted(key, whole));
    }
    return "(" + joined(ways, " OR ") + ")";
}

bool isDigits(const QString &word)
{
    return std::all_of(word.begin(), word.end(), [](QChar c) { return c >= QLatin1Char('0') && c <= QLatin1Char('9'); });
}

} // namespace

bool isSearchable(EntityKind kind) { return std::to_underlying(kind) <= std::to_underlying(EntityKind::Company); }

std::int64_t searchRow(const model::RecordKey &key)
{
    if (key.id <= 0 || key.id >= std::int64_t { 1 } << kKindShift || key.portal < 0 || key.portal >= 1 << 20)
        return 0;
    return std::int64_t { key.portal } << kPortalShift | std::int64_t { std::to_underlying(key.kind) - 1 } << kKindShift | key.id;
}

model::RecordKey keyOfSearchRow(std::int64_t row)
{
    return { static_cast<model::PortalId>(row >> kPortalShift), static_cast<EntityKind>((row >> kKindShift & 3) + 1),
        row & ((std::int64_t { 1 } << kKindShift) - 1) };
}

std::string searchWords(EntityKind kind, std::span<const model::Value> values, std::span<const StoredPoint> points)
{
    static const std::vector<int> indexes[] { namedColumnIndexes(EntityKind::Lead), namedColumnIndexes(EntityKind::Deal),
        namedColumnIndexes(EntityKind::Contact), namedColumnIndexes(EntityKind::Company) };
    std::string text;
    for (const int index : indexes[std::to_underlying(kind) - 1])
        if (static_cast<std::size_t>(index) < values.size())
            text += model::toText(values[static_cast<std::size_t>(index)]) + ' ';
    std::string words = wordsOf(QString::fromStdString(text)).toStdString();
    for (const StoredPoint &point : points) {
        const std::string &lookup = point.lookup; // a normalised phone or address
        if (lookup.empty())
            continue;
        if (lookup.find('@') != std::string::npos) {
            words += ' ' + mailWord(lookup);
            continue;
        }
        words += ' ' + lookup + ' ' + backwards(lookup);
        if (lookup.size() > 10) // without the country, as people remember it
            words += ' ' + lookup.substr(lookup.size() - 10);
    }
    return words;
}

std::string searchExpression(const QString &typed, bool whole)
{
    std::vector<std::string> terms;
    std::vector<std::string> digits;
    const auto endDigits = [&] {
        if (!digits.empty())
            terms.push_back(digitsExpression(std::exchange(digits, {}), whole));
    };
    qsizetype count = 0;
    for (const QString &chunk : model::folded(typed.left(kLongestText)).split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        if (chunk.contains(QLatin1Char('@')) && chunk.size() > 1) {
            endDigits();
            const QStringList words = wordsOf(chunk).split(QLatin1Char(' '), Qt::SkipEmptyParts);
            if (!words.isEmpty())
                terms.push_back(quoted(mailWord(words.join(QString()).toStdString()), whole));
            continue;
        }
        for (const QString &word : wordsOf(chunk).split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
            if (++count > kMostWords)
                break;
            if (isDigits(word)) {
                digits.push_back(word.toStdString());
                continue;
            }
            endDigits();
            terms.push_back(quoted(word.toStdString(), whole));
        }
    }
    endDigits();
    return joined(terms, " AND ");
}

} // namespace dealerlens::store
