// SPDX-License-Identifier: GPL-3.0-or-later
#include "portalsim/php.h"

#include <QJsonArray>
#include <QJsonObject>

#include <charconv>
#include <cmath>

namespace dealerlens::portalsim {

Php::Php(bool value)
    : m_value(value)
{
}

Php::Php(int value)
    : m_value(qint64(value))
{
}

Php::Php(qint64 value)
    : m_value(value)
{
}

Php::Php(double value)
    : m_value(value)
{
}

Php::Php(const QString &value)
    : m_value(value)
{
}

Php::Php(const char *value)
    : m_value(QString::fromUtf8(value))
{
}

Php::Php(List value)
    : m_value(std::move(value))
{
}

Php::Php(Map value)
    : m_value(std::move(value))
{
}

Php Php::emptyObject()
{
    Php value(Map {});
    value.m_forceObject = true;
    return value;
}

Php Php::fromJson(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Bool:
        return value.toBool();
    case QJsonValue::Double: {
        const double number = value.toDouble();
        if (std::floor(number) == number && std::abs(number) < 9e15)
            return qint64(number);
        return number;
    }
    case QJsonValue::String:
        return value.toString();
    case QJsonValue::Array: {
        List list;
        const QJsonArray array = value.toArray();
        for (const QJsonValue element : array)
            list.push_back(fromJson(element));
        return list;
    }
    case QJsonValue::Object: {
        Map map;
        const QJsonObject object = value.toObject();
        for (auto at = object.begin(); at != object.end(); ++at)
            map.push_back({ at.key().toUtf8(), fromJson(at.value()) });
        return map;
    }
    case QJsonValue::Null:
    case QJsonValue::Undefined:
        break;
    }
    return {};
}

bool Php::isContainer() const { return list() || map(); }

bool Php::isEmpty() const
{
    if (isContainer())
        return size() == 0;
    if (const bool *flag = std::get_if<bool>(&m_value))
        return !*flag;
    if (const QString *string = std::get_if<QString>(&m_value))
        return string->isEmpty();
    return isNull();
}

QString Php::text() const
{
    if (const QString *string = std::get_if<QString>(&m_value))
        return *string;
    if (const qint64 *integer = std::get_if<qint64>(&m_value))
        return QString::number(*integer);
    if (const double *real = std::get_if<double>(&m_value))
        return QString::number(*real, 'g', 15);
    if (const bool *flag = std::get_if<bool>(&m_value))
        return *flag ? QStringLiteral("1") : QString();
    return {};
}

qint64 Php::number() const
{
    if (const qint64 *integer = std::get_if<qint64>(&m_value))
        return *integer;
    if (const double *real = std::get_if<double>(&m_value))
        return qint64(*real);
    if (const bool *flag = std::get_if<bool>(&m_value))
        return *flag ? 1 : 0;
    const QString string = text();
    bool ok = false;
    const qint64 whole = string.toLongLong(&ok);
    return ok ? whole : qint64(string.toDouble());
}

bool Php::truth() const
{
    if (isContainer() || isNull())
        return false;
    const QString string = text();
    return string == QLatin1String("1") || string.compare(QLatin1String("y"), Qt::CaseInsensitive) == 0
        || string.compare(QLatin1String("true"), Qt::CaseInsensitive) == 0;
}

const Php *Php::find(QByteArrayView key) const
{
    if (const Map *entries = map()) {
        for (const PhpEntry &entry : *entries) {
            if (entry.key == key)
                return &entry.value;
        }
    } else if (const List *values = list()) {
        std::size_t index = 0;
        const auto [end, error] = std::from_chars(key.begin(), key.end(), index);
        if (error == std::errc() && end == key.end() && index < values->size())
            return &(*values)[index];
    }
    return nullptr;
}

const Php *Php::findCaseless(QByteArrayView key) const
{
    if (const Map *entries = map()) {
        for (const PhpEntry &entry : *entries) {
            if (entry.key.size() == key.size() && qstrnicmp(entry.key.data(), key.data(), std::size_t(key.size())) == 0)
                return &entry.value;
        }
    }
    return nullptr;
}

std::vector<const Php *> Php::elements() const
{
    std::vector<const Php *> all;
    if (const List *values = list()) {
        for (const Php &value : *values)
            all.push_back(&value);
    } else if (const Map *entries = map()) {
        for (const PhpEntry &entry : *entries)
            all.push_back(&entry.value);
    }
    return all;
}

std::size_t Php::size() const
{
    if (const List *values = list())
        return values->size();
    const Map *entries = map();
    return entries ? entries->size() : 0;
}

void Php::becomeMap()
{
    if (map())
        return;
    Map entries;
    if (List *values = std::get_if<List>(&m_value)) {
        qint64 index = 0;
        for (Php &value : *values)
            entries.push_back({ QByteArray::number(index++), std::move(value) });
    }
    m_value = std::move(entries);
}

void Php::append(const QByteArray &key, Php value)
{
    becomeMap();
    std::get<Map>(m_value).push_back({ key, std::move(value) });
}

void Php::set(const QByteArray &key, Php value) { at(key) = std::move(value); }

void Php::add(Php value)
{
    if (isNull())
        m_value = List {};
    if (List *values = std::get_if<List>(&m_value)) {
        values->push_back(std::move(value));
        return;
    }
    becomeMap();
    qint64 next = 0;
    for (const PhpEntry &entry : std::get<Map>(m_value)) {
        bool ok = false;
        const qint64 key = entry.key.toLongLong(&ok);
        if (ok)
            next = std::max(next, key + 1);
    }
    append(QByteArray::number(next), std::move(value));
}

void Php::reserve(std::size_t count)
{
    becomeMap();
    std::get<Map>(m_value).reserve(count);
}

Php &Php::at(const QByteArray &key)
{
    becomeMap();
    Map &entries = std::get<Map>(m_value);
    for (PhpEntry &entry : entries) {
        if (entry.key == key)
            return entry.value;
    }
    entries.push_back({ key, Php() });
    return entries.back().value;
}

// --- output ---

namespace {

char16_t unitOf(QChar character) { return character.unicode(); }

char16_t unitOf(char character) { return static_cast<unsigned char>(character); }

// JSON text of UTF-16 or, for keys, of plain ASCII. Room for the longest form is made at once: most of a large answer is texts.
template <class Text> void writeText(const Text &text, QByteArray &out)
{
    static constexpr char kHex[] = "0123456789abcdef";
    const qsizetype before = out.size();
    out.resize(before + text.size() * 6 + 2);
    char *at = out.data() + before;
    *at++ = '"';
    for (const auto character : text) {
        const char16_t unit = unitOf(character);
        if (unit >= 0x20 && unit < 0x7f && unit != '"' && unit != '\\' && unit != '/') {
            *at++ = char(unit);
            continue;
        }
        *at++ = '\\';
        if (unit == '"' || unit == '\\' || unit == '/') {
            *at++ = char(unit);
        } else if (unit == '\n' || unit == '\r' || unit == '\t') {
            *at++ = unit == '\n' ? 'n' : unit == '\r' ? 'r' : 't';
        } else {
            for (const char digit : { 'u', kHex[unit >> 12], kHex[(unit >> 8) & 15], kHex[(unit >> 4) & 15], kHex[unit & 15] })
                *at++ = digit;
        }
    }
    *at++ = '"';
    out.resize(at - out.constData());
}

bool isAscii(const QByteArray &text)
{
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool looksLikeList(const Php::Map &map)
{
    qint64 index = 0;
    for (const PhpEntry &entry : map) {
        if (entry.key != QByteArray::number(index++))
            return false;
    }
    return true;
}

} // namespace

void Php::write(QByteArray &out) const
{
    if (isNull()) {
        out.append("null");
    } else if (const bool *flag = std::get_if<bool>(&m_value)) {
        out.append(*flag ? "true" : "false");
    } else if (const qint64 *integer = std::get_if<qint64>(&m_value)) {
        out.append(QByteArray::number(*integer));
    } else if (const double *real = std::get_if<double>(&m_value)) {
        out.append(std::isfinite(*real) ? QByteArray::number(*real, 'g', 17) : QByteArray("0"));
    } else if (const QString *string = std::get_if<QString>(&m_value)) {
        writeText(*string, out);
    } else if (const List *values = list()) {
        char separator = '[';
        for (const Php &value : *values) {
            out.append(separator);
            value.write(out);
            separator = ',';
        }
        out.append(values->empty() ? "[]" : "]");
    } else {
        const Map &entries = *map();
        const bool asList = !m_forceObject && looksLikeList(entries);
        char separator = asList ? '[' : '{';
        for (const PhpEntry &entry : entries) {
            out.append(separator);
            if (!asList) {
                if (isAscii(entry.key))
                    writeText(QLatin1String(entry.key.constData(), entry.key.size()), out);
                else
                    writeText(QString::fromUtf8(entry.key), out);
                out.append(':');
            }
            entry.value.write(out);
            separator = ',';
        }
        if (entries.empty())
            out.append(asList ? '[' : '{');
        out.append(asList ? ']' : '}');
    }
}

QByteArray Php::toJson() const
{
    QByteArray out;
    write(out);
    return out;
}

} // namespace dealerlens::portalsim
