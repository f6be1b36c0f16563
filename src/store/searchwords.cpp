// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/searchwords.h"

#include "model/text.h"

#include <QStringList>

#include <algorithm>
#include <array>
#include <optional>
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

bool isSpace(char c) { return c == ' ' || (c >= 9 && c <= 13); }

// What becomes of the characters of ASCII, spaces apart; 0: taken out.
constexpr auto kAsciiFold = [] {
    std::array<char, 128> folds;
    folds.fill(' ');
    for (std::size_t c = 0; c < ' '; ++c)
        folds[c] = 0;
    folds[0x7F] = 0;
    for (char c = '0'; c <= '9'; ++c)
        folds[static_cast<std::size_t>(c)] = c;
    for (char c = 'a'; c <= 'z'; ++c)
        folds[static_cast<std::size_t>(c)] = folds[static_cast<std::size_t>(c - 32)] = c;
    return folds;
}();

// Lower-case form of a letter of Russian and whatever else needs no table; 0: a space; nothing: not usual.
std::optional<char32_t> usualFold(char32_t c)
{
    if (c >= U'А' && c <= U'Я')
        return c + 32;
    if (c >= U'а' && c <= U'я')
        return c;
    if (c == U'№')
        return c;
    if (c == U'ё' || c == U'Ё')
        return U'е';
    if (c == U'«' || c == U'»' || c == U'–' || c == U'—')
        return 0;
    return std::nullopt;
}

// The code point of two or three bytes that begins at `at`, which moves behind it; 0xFFFD for anything else.
char32_t nextCodePoint(std::string_view text, std::size_t &at)
{
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
    const auto isRest = [](unsigned each) { return (each & 0xC0) == 0x80; };
    const unsigned first = byte(at);
    const unsigned second = byte(at + 1);
    if (first >= 0xC2 && first < 0xE0 && isRest(second)) {
        at += 2;
        return (first & 0x1F) << 6 | (second & 0x3F);
    }
    const unsigned third = byte(at + 2);
    if (first < 0xE1 || first >= 0xED || !isRest(second) || !isRest(third))
        return 0xFFFD;
    at += 3;
    return (first & 0x0F) << 12 | (second & 0x3F) << 6 | (third & 0x3F);
}

char *putFold(char *out, char32_t fold)
{
    if (fold == U'№') { // its compatibility form
        *out++ = 'n';
        *out++ = 'o';
    } else if (fold == 0) {
        *out++ = ' ';
    } else {
        *out++ = static_cast<char>(0xC0 | fold >> 6);
        *out++ = static_cast<char>(0x80 | (fold & 0x3F));
    }
    return out;
}

// Writes wordsOf() a text in Russian and English without the tables of Unicode, which cost more than to store the
// record; never more bytes than the text has. Where the words end; nothing when there is anything else in the text.
char *putUsualWords(std::string_view text, char *const begin)
{
    char *out = begin;
    bool pendingSpace = false;
    qsizetype count = 0;
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        const bool isAscii = static_cast<unsigned char>(c) < 0x80;
        if (++count > kLongestText)
            return nullptr;
        if (isAscii) {
            ++at;
            if (isSpace(c)) {
                pendingSpace = out != begin;
                continue;
            }
            if (kAsciiFold[static_cast<unsigned char>(c)] == 0)
                continue;
        }
        if (std::exchange(pendingSpace, false))
            *out++ = ' ';
        if (isAscii) {
            *out++ = kAsciiFold[static_cast<unsigned char>(c)];
            continue;
        }
        const auto fold = usualFold(nextCodePoint(text, at));
        if (!fold)
            return nullptr;
        out = putFold(out, *fold);
    }
    return out;
}

std::optional<std::string> usualWordsOf(std::string_view text)
{
    constexpr std::size_t kPhonesAndMails = 128; // come behind
    std::string words;
    words.reserve(text.size() + kPhonesAndMails);
    bool isUsual = false;
    words.resize_and_overwrite(text.size(), [&](char *begin, std::size_t) {
        const char *end = putUsualWords(text, begin);
        isUsual = end != nullptr;
        return static_cast<std::size_t>(isUsual ? end - begin : 0);
    });
    if (!isUsual)
        return std::nullopt;
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

bool isDigits(const QString &word)
{
    return std::all_of(word.begin(), word.end(), [](QChar c) { return c >= QLatin1Char('0') && c <= QLatin1Char('9'); });
}

// So short a word begins too many others: to merge all their records takes longer than a person types, and says nothing.
bool isTooShortToBegin(const QString &word)
{
    constexpr qsizetype kLetters = 2;
    constexpr qsizetype kDigits = 3; // half of all phones begin with the same two
    return word.size() < (isDigits(word) ? kDigits : kLetters);
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
        asWords.push_back(quoted(group, whole || isTooShortToBegin(QString::fromStdString(group))));
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
    text.reserve(256);
    for (const int index : indexes[std::to_underlying(kind) - 1])
        if (static_cast<std::size_t>(index) < values.size())
            text.append(model::toText(values[static_cast<std::size_t>(index)])) += ' ';
    const auto usual = usualWordsOf(text);
    std::string words = usual ? *usual : wordsOf(QString::fromStdString(text)).toStdString();
    for (const StoredPoint &point : points) {
        const std::string &lookup = point.lookup; // a normalised phone or address
        if (lookup.empty())
            continue;
        if (lookup.find('@') != std::string::npos) {
            words.append(" ").append(mailWord(lookup));
            continue;
        }
        words.append(" ").append(lookup).append(" ").append(kBackwards).append(lookup.rbegin(), lookup.rend());
        if (lookup.size() > 10) // without the country, as people remember it
            words.append(" ").append(lookup, lookup.size() - 10);
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
    const QStringList chunks = model::folded(typed.left(kLongestText)).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (const QString &chunk : chunks) {
        if (chunk.contains(QLatin1Char('@')) && chunk.size() > 1) {
            endDigits();
            const QStringList words = wordsOf(chunk).split(QLatin1Char(' '), Qt::SkipEmptyParts);
            if (!words.isEmpty())
                terms.push_back(quoted(mailWord(words.join(QString()).toStdString()), whole));
            continue;
        }
        const QStringList words = wordsOf(chunk).split(QLatin1Char(' '), Qt::SkipEmptyParts);
        for (const QString &word : words) {
            if (++count > kMostWords)
                break;
            const bool isShort = isTooShortToBegin(word);
            const bool isLast = &chunk == &chunks.back() && &word == &words.back();
            const bool isAlone = terms.empty() && digits.empty();
            const bool isOfNumber = isDigits(word) && !digits.empty(); // typed in groups
            if (!whole && isShort && isLast && !isAlone && !isOfNumber)
                break; // not typed to its end: what is found by the words before it stays
            if (isDigits(word)) {
                digits.push_back(word.toStdString());
                continue;
            }
            endDigits();
            terms.push_back(quoted(word.toStdString(), whole || isShort));
        }
    }
    endDigits();
    return joined(terms, " AND ");
}

} // namespace dealerlens::store
