// SPDX-License-Identifier: GPL-3.0-or-later
#include "portalsim/php.h"

namespace dealerlens::portalsim {

namespace {

// QJsonDocument sorts keys, but the order of keys means something in requests: hence a reader of our own.
class JsonReader {
public:
    explicit JsonReader(QByteArrayView text)
        : m_text(text)
    {
    }

    std::optional<Php> document()
    {
        Php value;
        if (!readValue(value, 0))
            return std::nullopt;
        skipSpace();
        if (m_at != m_text.size())
            return std::nullopt;
        return value;
    }

private:
    void skipSpace()
    {
        while (m_at < m_text.size() && QByteArrayView(" \t\r\n").contains(m_text[m_at]))
            ++m_at;
    }

    bool take(char expected)
    {
        skipSpace();
        if (m_at >= m_text.size() || m_text[m_at] != expected)
            return false;
        ++m_at;
        return true;
    }

    bool word(QByteArrayView literal)
    {
        if (!m_text.sliced(m_at).startsWith(literal))
            return false;
        m_at += literal.size();
        return true;
    }

    bool readValue(Php &out, int depth)
    {
        skipSpace();
        if (m_at >= m_text.size() || depth > 64)
            return false;
        switch (m_text[m_at]) {
        case '{':
            return readObject(out, depth);
        case '[':
            return readArray(out, depth);
        case '"': {
            QString text;
            if (!readString(text))
                return false;
            out = text;
            return true;
        }
        case 't':
            out = true;
            return word("true");
        case 'f':
            out = false;
            return word("false");
        case 'n':
            out = Php();
            return word("null");
        default:
            return readNumber(out);
        }
    }

    bool readNumber(Php &out)
    {
        const qsizetype from = m_at;
        while (m_at < m_text.size() && QByteArrayView("+-0123456789.eE").contains(m_text[m_at]))
            ++m_at;
        const QByteArray token = m_text.sliced(from, m_at - from).toByteArray();
        bool ok = false;
        if (const qint64 whole = token.toLongLong(&ok); ok)
            out = whole;
        else if (const double real = token.toDouble(&ok); ok)
            out = real;
        return ok;
    }

    bool readHex(char16_t &unit)
    {
        if (m_at + 4 > m_text.size())
            return false;
        bool ok = false;
        unit = char16_t(m_text.sliced(m_at, 4).toByteArray().toUShort(&ok, 16));
        m_at += 4;
        return ok;
    }

    bool readString(QString &out)
    {
        ++m_at;
        QByteArray plain;
        while (m_at < m_text.size()) {
            const char c = m_text[m_at++];
            if (c == '"') {
                out += QString::fromUtf8(plain);
                return true;
            }
            if (c != '\\') {
                plain.append(c);
                continue;
            }
            if (m_at >= m_text.size())
                return false;
            const char escape = m_text[m_at++];
            static constexpr QByteArrayView kFrom("\"\\/bfnrt");
            static constexpr QByteArrayView kTo("\"\\/\b\f\n\r\t");
            if (escape == 'u') {
                char16_t unit = 0;
                if (!readHex(unit))
                    return false;
                out += QString::fromUtf8(plain) % QChar(unit);
                plain.clear();
            } else if (const qsizetype index = kFrom.indexOf(escape); index >= 0) {
                plain.append(kTo[index]);
            } else {
                return false;
            }
        }
        return false;
    }

    bool readArray(Php &out, int depth)
    {
        ++m_at;
        Php::List list;
        skipSpace();
        if (take(']')) {
            out = std::move(list);
            return true;
        }
        do {
            Php element;
            if (!readValue(element, depth + 1))
                return false;
            list.push_back(std::move(element));
        } while (take(','));
        out = std::move(list);
        return take(']');
    }

    bool readObject(Php &out, int depth)
    {
        ++m_at;
        out = Php::Map {};
        if (take('}'))
            return true;
        do {
            skipSpace();
            QString key;
            if (m_at >= m_text.size() || m_text[m_at] != '"' || !readString(key) || !take(':'))
                return false;
            Php value;
            if (!readValue(value, depth + 1))
                return false;
            out.set(key.toUtf8(), std::move(value));
        } while (take(','));
        return take('}');
    }

    QByteArrayView m_text;
    qsizetype m_at = 0;
};

QByteArray decoded(QByteArrayView text)
{
    QByteArray copy = text.toByteArray();
    copy.replace('+', ' ');
    return QByteArray::fromPercentEncoding(copy);
}

// `name[a][][b]` → the value is put where PHP would put it.
void assign(Php &root, const QByteArray &name, Php value)
{
    const qsizetype open = name.indexOf('[');
    if (open <= 0 || name.indexOf(']', open) < 0) {
        // An unclosed bracket (an unencoded "=" inside it, for instance) becomes an underscore.
        QByteArray plain = name;
        root.set(open > 0 ? plain.replace(open, 1, "_") : plain, std::move(value));
        return;
    }
    std::vector<QByteArray> path { name.left(open) };
    qsizetype at = open;
    while (at < name.size() && name[at] == '[' && path.size() < 64) {
        const qsizetype close = name.indexOf(']', at);
        if (close < 0)
            break;
        path.push_back(name.mid(at + 1, close - at - 1));
        at = close + 1;
    }
    Php *node = &root;
    for (std::size_t step = 0; step + 1 < path.size(); ++step) {
        Php &child = node->at(path[step]);
        if (!child.isContainer())
            child = Php::Map {};
        if (path[step + 1].isEmpty()) {
            qint64 next = 0;
            for (const PhpEntry &entry : *child.map()) {
                bool ok = false;
                const qint64 key = entry.key.toLongLong(&ok);
                next = ok ? std::max(next, key + 1) : next;
            }
            path[step + 1] = QByteArray::number(next);
        }
        node = &child;
    }
    node->set(path.back(), std::move(value));
}

void encodeInto(const Php &value, const QByteArray &prefix, QByteArray &out)
{
    const auto child = [&prefix](const QByteArray &key) {
        return prefix.isEmpty() ? key.toPercentEncoding() : QByteArray(prefix + "%5B" + key.toPercentEncoding() + "%5D");
    };
    if (const Php::Map *map = value.map()) {
        for (const PhpEntry &entry : *map)
            encodeInto(entry.value, child(entry.key), out);
    } else if (const Php::List *list = value.list()) {
        qint64 index = 0;
        for (const Php &element : *list)
            encodeInto(element, child(QByteArray::number(index++)), out);
    } else {
        if (!out.isEmpty())
            out.append('&');
        out.append(prefix).append('=').append(value.text().toUtf8().toPercentEncoding());
    }
}

} // namespace

std::optional<Php> parseJson(QByteArrayView text) { return JsonReader(text).document(); }

void parseForm(QByteArrayView text, Php &into)
{
    qsizetype at = 0;
    while (at < text.size()) {
        qsizetype end = text.indexOf('&', at);
        if (end < 0)
            end = text.size();
        const QByteArrayView pair = text.sliced(at, end - at);
        at = end + 1;
        if (pair.isEmpty())
            continue;
        const qsizetype equals = pair.indexOf('=');
        const QByteArray name = decoded(equals < 0 ? pair : pair.first(equals));
        const QByteArray value = equals < 0 ? QByteArray() : decoded(pair.sliced(equals + 1));
        assign(into, name, QString::fromUtf8(value));
    }
}

QByteArray encodeForm(const Php &value)
{
    QByteArray out;
    encodeInto(value, {}, out);
    return out;
}

void parseMultipart(QByteArrayView body, QByteArrayView boundary, Php &into)
{
    const QByteArray text = body.toByteArray();
    const QByteArray delimiter = "--" + boundary.toByteArray();
    qsizetype at = text.indexOf(delimiter);
    while (at >= 0) {
        const qsizetype from = at + delimiter.size();
        const qsizetype next = text.indexOf(delimiter, from);
        if (next < 0)
            break;
        const QByteArray part = text.mid(from, next - from);
        at = next;
        const qsizetype blank = part.indexOf("\r\n\r\n");
        const qsizetype name = part.indexOf("name=\"");
        if (blank < 0 || name < 0 || name > blank)
            continue;
        const QByteArray key = part.mid(name + 6, part.indexOf('"', name + 6) - name - 6);
        QByteArray value = part.mid(blank + 4);
        if (value.endsWith("\r\n"))
            value.chop(2);
        assign(into, key, QString::fromUtf8(value));
    }
}

} // namespace dealerlens::portalsim
