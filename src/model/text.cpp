// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/text.h"

#include <phonenumbers/phonenumberutil.h>

#include <algorithm>

namespace dealerlens::model {

namespace {

// `isPlain` becomes false when something was taken out between characters that may now compose with each other.
QString foldedOnce(const QString &text, bool &isPlain)
{
    const QString normal = text.normalized(QString::NormalizationForm_KC).toCaseFolded();
    QString key;
    key.reserve(normal.size());
    bool pendingSpace = false;
    for (const QChar c : normal) {
        if (c.isSpace()) {
            pendingSpace = !key.isEmpty();
            continue;
        }
        const QChar::Category category = c.category();
        const bool isTakenOut = category == QChar::Other_Control || category == QChar::Other_Format;
        isPlain = isPlain && !isTakenOut && !c.isMark();
        if (isTakenOut)
            continue;
        if (pendingSpace)
            key += QLatin1Char(' ');
        pendingSpace = false;
        key += c == QChar(u'ё') ? QChar(u'е') : c;
    }
    return key;
}

} // namespace

QString folded(const QString &text)
{
    bool isPlain = true;
    QString key = foldedOnce(text, isPlain);
    for (QString before; !isPlain && before != key;) {
        before = key;
        key = foldedOnce(before, isPlain);
    }
    return key;
}

std::string phoneKey(std::string_view typed, std::string_view region)
{
    // Full-width digits are digits too.
    std::string plain(typed);
    if (std::ranges::any_of(plain, [](char c) { return static_cast<unsigned char>(c) >= 0x80; }))
        plain = QString::fromStdString(plain).normalized(QString::NormalizationForm_KC).toStdString();
    std::string digits;
    for (const char c : plain)
        if (c >= '0' && c <= '9')
            digits += c;
    if (digits.size() < 5)
        return {};
    using i18n::phonenumbers::PhoneNumber;
    using i18n::phonenumbers::PhoneNumberUtil;
    const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
    PhoneNumber number;
    if (util.Parse(plain, std::string(region), &number) == PhoneNumberUtil::NO_PARSING_ERROR && util.IsPossibleNumber(number)) {
        std::string formatted;
        util.Format(number, PhoneNumberUtil::E164, &formatted);
        return formatted.substr(1);
    }
    if (digits.size() == 11 && digits.front() == '8')
        digits.front() = '7';
    return digits;
}

std::string mailKey(std::string_view typed)
{
    if (std::ranges::all_of(typed, [](char c) { return c > ' ' && c <= '~'; })) { // as nearly all are
        std::string key;
        if (typed.find('@') != std::string_view::npos)
            key = typed;
        std::ranges::transform(key, key.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        return key;
    }
    const QString text = QString::fromUtf8(typed.data(), static_cast<qsizetype>(typed.size())).trimmed().toLower();
    return text.contains(QLatin1Char('@')) ? text.toStdString() : std::string();
}

} // namespace dealerlens::model
