// SPDX-License-Identifier: GPL-3.0-or-later
#include "portalsim/portalsetup.h"

#include <QCryptographicHash>

#include <chrono>

namespace dealerlens::portalsim {
namespace {

// ISO 9 made readable, without diacritics; index = letter − 'а'.
constexpr std::array<const char *, 32> kLatin { "a", "b", "v", "g", "d", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s",
    "t", "u", "f", "h", "ts", "ch", "sh", "sch", "", "y", "", "e", "yu", "ya" };

bool isAsciiWord(QChar c) { return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9'); }

// Digits at [from, from + count) as a number, or −1.
int digits(const QString &text, qsizetype from, int count)
{
    if (from + count > text.size())
        return -1;
    int number = 0;
    for (qsizetype i = from; i < from + count; ++i) {
        const int digit = text[i].unicode() - u'0';
        if (digit < 0 || digit > 9)
            return -1;
        number = number * 10 + digit;
    }
    return number;
}

// Seconds east of UTC of "", "Z", "+03", "+0300" or "+03:00".
std::optional<int> offsetSeconds(const QString &zone)
{
    if (zone.isEmpty() || zone == u"Z" || zone == u"z")
        return 0;
    if (zone[0] != u'+' && zone[0] != u'-')
        return {};
    const int hours = digits(zone, 1, 2);
    const int minutes = zone.size() > 3 ? digits(zone, zone.size() - 2, 2) : 0;
    if (hours < 0 || minutes < 0)
        return {};
    const int seconds = hours * 3600 + minutes * 60;
    return zone[0] == u'-' ? -seconds : seconds;
}

} // namespace

QString latin(const QString &text)
{
    QString out;
    for (const QChar c : text) {
        const QChar lower = c.toLower();
        if (lower == u'ё') {
            out += c.isUpper() ? QLatin1String("E") : QLatin1String("e");
        } else if (lower >= u'а' && lower <= u'я') {
            QString letters = QString::fromLatin1(kLatin[static_cast<std::size_t>(lower.unicode() - u'а')]);
            if (c.isUpper() && !letters.isEmpty())
                letters[0] = letters[0].toUpper();
            out += letters;
        } else {
            out += c;
        }
    }
    return out;
}

QString CodeMaker::plain(const QString &text) const
{
    const QChar joint = m_style == Style::StatusId ? u'_' : u'-';
    QString out;
    for (const QChar c : latin(text)) {
        if (isAsciiWord(c))
            out += m_style == Style::StatusId ? c.toUpper() : c.toLower();
        else if (!out.isEmpty() && !out.endsWith(joint))
            out += joint;
    }
    while (out.endsWith(joint))
        out.chop(1);
    if (out.isEmpty())
        out = m_style == Style::StatusId ? QStringLiteral("NONE") : QStringLiteral("none");
    return out.left(m_longest);
}

QString CodeMaker::code(const QString &text)
{
    const auto known = m_codes.constFind(text);
    if (known != m_codes.constEnd())
        return *known;
    const QString first = plain(text);
    QString candidate = first;
    for (int n = 2; m_used.contains(candidate); ++n) {
        const QString number = QString::number(n);
        const QChar joint = m_style == Style::StatusId ? u'_' : u'-';
        candidate = first.left(m_longest - 1 - static_cast<int>(number.size())) + joint + number;
    }
    m_used.insert(candidate);
    m_codes.insert(text, candidate);
    return candidate;
}

QByteArray webhookSecret(quint64 seed, const QString &key)
{
    const QByteArray salted = QByteArray::number(seed) + '/' + key.toUtf8();
    const QByteArray hash = QCryptographicHash::hash(salted, QCryptographicHash::Sha256);
    static constexpr char kLetters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    QByteArray secret;
    for (int i = 0; i < 16; ++i)
        secret += kLetters[static_cast<unsigned char>(hash[i]) % 36];
    return secret;
}

std::unique_ptr<PortalData> makePortal(const QString &key, const QString &title, quint64 seed)
{
    auto portal = std::make_unique<PortalData>();
    portal->key = key;
    portal->title = title;
    portal->webhookUser = 1;
    portal->webhookSecret = webhookSecret(seed, key);
    Record department;
    department.id = 1;
    department.set("NAME", title);
    department.set("SORT", 100);
    department.set("UF_HEAD", 1);
    portal->append(Entity::Department, std::move(department));
    Record admin;
    admin.id = 1;
    admin.set("NAME", QStringLiteral("Администратор"));
    admin.set("LAST_NAME", QStringLiteral("портала"));
    admin.set("EMAIL", QString(u"admin@" % key % u".example"));
    admin.setBool("ACTIVE", true);
    admin.setBool("ADMIN", true);
    admin.set("USER_TYPE", QStringLiteral("employee"));
    admin.set("UF_DEPARTMENT", QStringList { QStringLiteral("1") });
    portal->append(Entity::User, std::move(admin));
    return portal;
}

qint64 addPlainUser(PortalData &portal, const QString &name, qint64 department)
{
    Record user;
    user.set("NAME", name);
    user.set("LAST_NAME", QString());
    user.setBool("ACTIVE", true);
    user.setBool("ADMIN", false);
    user.set("USER_TYPE", QStringLiteral("employee"));
    user.set("UF_DEPARTMENT", QStringList { QString::number(department) });
    return portal.append(Entity::User, std::move(user));
}

std::optional<QString> moneyText(const QString &text)
{
    const QString trimmed = text.trimmed();
    qsizetype at = trimmed.startsWith(u'-') ? 1 : 0;
    const qsizetype whole = at;
    while (at < trimmed.size() && trimmed[at] >= u'0' && trimmed[at] <= u'9')
        ++at;
    if (at == whole)
        return {};
    if (at == trimmed.size())
        return QString(trimmed + QStringLiteral(".00"));
    if (trimmed[at] != u'.')
        return {};
    const qsizetype decimals = trimmed.size() - at - 1;
    for (qsizetype i = at + 1; i < trimmed.size(); ++i) {
        if (trimmed[i] < u'0' || trimmed[i] > u'9')
            return {};
    }
    return QString(trimmed + QString(std::max<qsizetype>(0, 2 - decimals), u'0'));
}

std::optional<UtcSeconds> parseTime(const QString &text)
{
    const int year = digits(text, 0, 4);
    const int month = digits(text, 5, 2);
    const int day = digits(text, 8, 2);
    const std::chrono::year_month_day date { std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
        std::chrono::day(static_cast<unsigned>(day)) };
    if (year < 0 || month < 0 || day < 0 || !date.ok())
        return {};
    const UtcSeconds midnight = std::chrono::sys_days(date).time_since_epoch().count() * UtcSeconds(86400);
    if (text.size() == 10)
        return midnight;
    const int hour = digits(text, 11, 2);
    const int minute = digits(text, 14, 2);
    const int second = digits(text, 17, 2);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
        return {};
    qsizetype at = 19;
    if (at < text.size() && text[at] == u'.') {
        ++at;
        while (at < text.size() && text[at].isDigit())
            ++at;
    }
    const auto offset = offsetSeconds(text.mid(at));
    if (!offset)
        return {};
    return midnight + hour * 3600 + minute * 60 + second - *offset;
}

} // namespace dealerlens::portalsim
