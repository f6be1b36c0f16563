// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/portalscsv.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>
#include <QStringDecoder>
#include <QStringList>
#include <QTimeZone>

namespace dealerlens::ctl {

namespace {

struct CsvLine {
    int line = 0;
    QStringList cells;
    bool unclosed = false; // a quote that never ends
};

// RFC 4180 with either end of line; a quote inside an unquoted cell is taken as it is.
class CsvReader {
public:
    CsvReader(const QString &text, QChar separator)
        : m_text(text)
        , m_separator(separator)
    {
    }

    [[nodiscard]] std::vector<CsvLine> lines()
    {
        std::vector<CsvLine> result;
        while (m_at < m_text.size()) {
            CsvLine line { m_line, {}, false };
            while (readCell(line)) { }
            if (line.cells.size() > 1 || !line.cells.first().trimmed().isEmpty())
                result.push_back(std::move(line));
        }
        return result;
    }

private:
    // False at the end of a line.
    bool readCell(CsvLine &line)
    {
        QString cell;
        bool quoted = false;
        if (m_at < m_text.size() && m_text[m_at] == QLatin1Char('"')) {
            quoted = true;
            ++m_at;
        }
        for (; m_at < m_text.size(); ++m_at) {
            const QChar c = m_text[m_at];
            if (quoted && c == QLatin1Char('"')) {
                if (m_at + 1 < m_text.size() && m_text[m_at + 1] == c) {
                    cell += c;
                    ++m_at;
                } else {
                    quoted = false;
                }
                continue;
            }
            if (!quoted && c == m_separator) {
                ++m_at;
                line.cells += cell;
                return true;
            }
            if (c == QLatin1Char('\n'))
                ++m_line;
            if (!quoted && c == QLatin1Char('\n')) {
                ++m_at;
                break;
            }
            if (quoted || c != QLatin1Char('\r'))
                cell += c;
        }
        line.unclosed = quoted;
        line.cells += cell;
        return false;
    }

    const QString &m_text;
    QChar m_separator;
    qsizetype m_at = 0;
    int m_line = 1;
};

QString readKind(const QString &text, model::Portal &portal)
{
    const QString kind = text.toLower();
    if (kind == QLatin1String("head"))
        portal.kind = model::PortalKind::Head;
    else if (!kind.isEmpty() && kind != QLatin1String("dealer"))
        return QStringLiteral("kind must be dealer or head, not \"%1\"").arg(text);
    return {};
}

PortalLine readLine(const CsvLine &source, const QHash<QString, qsizetype> &columns)
{
    PortalLine line;
    line.line = source.line;
    const auto cell = [&](const char *name) {
        const qsizetype at = columns.value(QString::fromLatin1(name), -1);
        return at >= 0 && at < source.cells.size() ? source.cells[at].trimmed() : QString();
    };
    line.portal.key = cell("key");
    line.portal.title = cell("title");
    if (line.portal.title.isEmpty())
        line.portal.title = line.portal.key;
    line.portal.region = cell("region");
    line.portal.city = cell("city");
    line.portal.timeZone = cell("timezone");
    line.address = cell("address");
    if (source.unclosed)
        line.reason = QStringLiteral("a quotation mark is never closed; everything behind it was lost");
    else if (source.cells.size() != columns.size())
        line.reason = QStringLiteral("has %1 cells where the first line names %2 columns").arg(source.cells.size()).arg(columns.size());
    if (line.reason.isEmpty())
        line.reason = readKind(cell("kind"), line.portal);
    if (line.reason.isEmpty())
        line.reason = problemWith(line.portal);
    if (line.reason.isEmpty() && line.address.isEmpty())
        line.reason = QStringLiteral("the address is missing");
    return line;
}

} // namespace

QString problemWith(const model::Portal &portal)
{
    static const QRegularExpression keyShape(QStringLiteral("^[a-z0-9][a-z0-9-]{0,62}$"));
    if (portal.key.isEmpty())
        return QStringLiteral("the key is missing");
    if (!keyShape.match(portal.key).hasMatch())
        return QStringLiteral("the key \"%1\" may hold only small Latin letters, digits and hyphens").arg(portal.key);
    if (portal.timeZone.isEmpty())
        return QStringLiteral("the time zone is missing (for example Europe/Moscow)");
    if (!QTimeZone(portal.timeZone.toUtf8()).isValid())
        return QStringLiteral("the time zone \"%1\" is not known (for example Europe/Moscow)").arg(portal.timeZone);
    return {};
}

std::vector<PortalLine> readPortalsCsv(const QByteArray &bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8);
    QString text = decoder.decode(bytes);
    const auto broken = [](const QString &reason) { return std::vector<PortalLine> { PortalLine { 1, {}, {}, reason } }; };
    if (decoder.hasError())
        return broken(QStringLiteral("the file is not UTF-8 text; save it as \"CSV UTF-8\""));
    if (text.startsWith(QChar(0xfeff)))
        text.remove(0, 1);
    const QString head = text.section(QLatin1Char('\n'), 0, 0);
    const QChar separator = head.contains(QLatin1Char(';')) && !head.contains(QLatin1Char(',')) ? u';' : u',';
    const std::vector<CsvLine> lines = CsvReader(text, separator).lines();
    if (lines.empty())
        return broken(QStringLiteral("the file is empty"));
    QHash<QString, qsizetype> columns;
    for (qsizetype i = 0; i < lines.front().cells.size(); ++i)
        columns.insert(lines.front().cells[i].trimmed().toLower(), i);
    for (const char *needed : { "key", "timezone", "address" }) {
        if (!columns.contains(QString::fromLatin1(needed)))
            return broken(
                QStringLiteral("there is no column \"%1\"; the first line must name key, title, kind, region, city, timezone, address")
                    .arg(QLatin1String(needed)));
    }
    std::vector<PortalLine> result;
    QSet<QString> keys;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        PortalLine line = readLine(lines[i], columns);
        if (line.reason.isEmpty() && keys.contains(line.portal.key))
            line.reason = QStringLiteral("the key \"%1\" was used in a line above").arg(line.portal.key);
        keys.insert(line.portal.key);
        result.push_back(std::move(line));
    }
    return result;
}

} // namespace dealerlens::ctl
