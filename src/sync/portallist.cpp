// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/portallist.h"

#include "base/log.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>
#include <QTimeZone>

#include <algorithm>
#include <array>

namespace dealerlens::sync {

using Kind = ListProblem::Kind;

namespace {

constexpr std::size_t kMostLines = 5'000; // five networks of a thousand dealers
constexpr qsizetype kMostColumns = 64;
constexpr qsizetype kLongestCell = 1'000;
constexpr qsizetype kLongestQuoted = 60; // of a text repeated in a sentence

struct Words {
    Kind kind;
    const char *text;
};

constexpr std::array kWords {
    Words { Kind::TooLarge,
        QT_TRANSLATE_NOOP("dealerlens::sync::ListProblem", "the file is larger than any list of portals; choose the right one") },
    Words { Kind::TooManyLines,
        QT_TRANSLATE_NOOP("dealerlens::sync::ListProblem", "the file has more than %1 lines; choose the right one or divide it") },
    Words { Kind::Workbook,
        QT_TRANSLATE_NOOP("dealerlens::sync::ListProblem",
            "this is a workbook or an archive, not a table of text; open it and save the sheet as \"CSV UTF-8\"") },
    Words { Kind::Binary,
        QT_TRANSLATE_NOOP("dealerlens::sync::ListProblem", "this is not a table of text in UTF-8; save it as \"CSV UTF-8\"") },
    Words { Kind::Encoding,
        QT_TRANSLATE_NOOP("dealerlens::sync::ListProblem", "the text in column %1 is not UTF-8; save the table as \"CSV UTF-8\"") },
    Words { Kind::Empty, QT_TRANSLATE_NOOP("dealerlens::sync::ListProblem", "the file is empty") },
    Words { Kind::ColumnMissing,
        QT_TRANSLATE_NOOP("dealerlens::sync::ListProblem",
            "there is no column \"%1\"; the first line must name key, title, kind, region, city, timezone, address") },
    Words { Kind::ColumnTwice, QT_TRANSLATE_NOOP("dealerlens::sync::ListProblem", "the column \"%1\" stands there twice") },
    Words { Kind::OpenQuote,
        QT_TRANSLATE_NOOP("dealerlens::sync::ListProblem", "a quotation mark in column %1 is never closed; close it or remove it") },
    Words { Kind::Cells, QT_TRANSLATE_NOOP("dealerlens::sync::ListProblem", "has %1 cells where the first line names %2 columns") },
    Words { Kind::TooLong, QT_TRANSLATE_NOOP("dealerlens::sync::ListProblem", "the text in column %1 has more than %2 characters") },
    Words { Kind::KeyMissing, QT_TRANSLATE_NOOP("dealerlens::sync::ListProblem", "the key is missing") },
    Words { Kind::KeyShape,
        QT_TRANSLATE_NOOP("dealerlens::sync::ListProblem", "the key \"%1\" may hold only small Latin letters, digits and hyphens") },
    Words { Kind::KeyTwice, QT_TRANSLATE_NOOP("dealerlens::sync::ListProblem", "the key \"%1\" was used in a line above") },
    Words { Kind::KindWord, QT_TRANSLATE_NOOP("dealerlens::sync::ListProblem", "kind must be dealer or head, not \"%1\"") },
    Words { Kind::ZoneMissing, QT_TRANSLATE_NOOP("dealerlens::sync::ListProblem", "the time zone is missing (for example Europe/Moscow)") },
    Words { Kind::ZoneUnknown,
        QT_TRANSLATE_NOOP("dealerlens::sync::ListProblem", "the time zone \"%1\" is not known (for example Europe/Moscow)") },
    Words { Kind::AddressMissing, QT_TRANSLATE_NOOP("dealerlens::sync::ListProblem", "the address is missing") },
};

// Cells may stand under each other's names, so that any of them may be an address.
QString quoted(const QString &cell) { return base::withoutSecrets(cell).left(kLongestQuoted); }

ListProblem problem(Kind kind, int line, const QStringList &with = {}) { return { kind, line, with, {} }; }

struct CsvLine {
    int line = 0;
    QStringList cells; // no more than kMostColumns
    qsizetype count = 0; // of all cells
    bool unclosed = false; // a quote that never ends
};

// RFC 4180 with either end of line; a quote inside an unquoted cell is taken as it is.
class CsvReader final {
public:
    CsvReader(const QString &text, QChar separator)
        : m_text(text)
        , m_separator(separator)
    {
    }

    // The next line that is not blank; false at the end.
    [[nodiscard]] bool next(CsvLine &line)
    {
        while (m_at < m_text.size()) {
            line = { m_line, {}, 0, false };
            while (readCell(line)) { }
            if (line.count > 1 || !line.cells.first().trimmed().isEmpty())
                return true;
        }
        return false;
    }

private:
    // False at the end of a line.
    bool readCell(CsvLine &line)
    {
        QString cell;
        bool isQuoted = m_at < m_text.size() && m_text[m_at] == QLatin1Char('"');
        m_at += isQuoted ? 1 : 0;
        bool more = false;
        for (; m_at < m_text.size(); ++m_at) {
            const QChar c = m_text[m_at];
            if (isQuoted && c == QLatin1Char('"')) {
                isQuoted = m_at + 1 < m_text.size() && m_text[m_at + 1] == c;
                if (isQuoted)
                    cell += m_text[++m_at];
                continue;
            }
            m_line += c == QLatin1Char('\n') ? 1 : 0;
            more = !isQuoted && c == m_separator;
            if (more || (!isQuoted && c == QLatin1Char('\n'))) {
                ++m_at;
                break;
            }
            if (isQuoted || c != QLatin1Char('\r'))
                cell += c;
        }
        line.unclosed = isQuoted;
        if (++line.count <= kMostColumns)
            line.cells += cell.trimmed();
        return more;
    }

    const QString &m_text;
    QChar m_separator;
    qsizetype m_at = 0;
    int m_line = 1;
};

// By its first bytes: a zip archive (xlsx and ods are some), a workbook of before 2007, gzip.
bool isPacked(const QByteArray &bytes)
{
    return bytes.startsWith("PK\x03\x04") || bytes.startsWith("\xd0\xcf\x11\xe0") || bytes.startsWith("\x1f\x8b");
}

bool isBinary(const QByteArray &bytes) { return bytes.contains('\0') || bytes.startsWith("\xff\xfe") || bytes.startsWith("\xfe\xff"); }

QChar separatorOf(const QString &text)
{
    const QString head = text.section(QLatin1Char('\n'), 0, 0);
    constexpr std::array<char16_t, 3> kSeparators { u',', u';', u'\t' };
    return *std::ranges::max_element(kSeparators, {}, [&head](QChar each) { return head.count(each); });
}

// Qt takes every word for a zone of POSIX without an offset ("Moscow" would be UTC), and looks for a file of the name.
bool isZone(const QString &name)
{
    static const QRegularExpression shape(QStringLiteral("^[A-Za-z0-9_+:/-]{1,64}\\z"));
    if (!shape.match(name).hasMatch())
        return false;
    const QByteArray id = name.toLatin1();
    const bool isTold = name.contains(QLatin1Char('/')) || name.startsWith(QLatin1String("UTC"));
    return QTimeZone::isTimeZoneIdAvailable(id) || (isTold && QTimeZone(id).isValid());
}

class ListReader final {
public:
    ListReader(const QByteArray &bytes, ListNeeds needs)
        : m_isValid(bytes.isValidUtf8())
        , m_needs(needs)
        , m_text(QString::fromUtf8(bytes)) // without the byte order mark
    {
    }

    [[nodiscard]] std::expected<std::vector<ListedPortal>, ListProblem> read()
    {
        CsvReader reader(m_text, separatorOf(m_text));
        CsvLine line;
        if (!reader.next(line))
            return std::unexpected(problem(Kind::Empty, 0));
        m_names = line.cells;
        for (QString &name : m_names)
            name = name.toLower();
        if (auto broken = headProblem(line))
            return std::unexpected(*broken);
        std::vector<ListedPortal> result;
        while (reader.next(line)) {
            if (auto broken = textProblem(line))
                return std::unexpected(*broken);
            if (result.size() == kMostLines)
                return std::unexpected(problem(Kind::TooManyLines, 0, { QString::number(kMostLines) }));
            result.push_back(portalOf(line));
        }
        return result;
    }

private:
    [[nodiscard]] QString nameOf(qsizetype column) const
    {
        const QString name = quoted(m_names.value(column));
        return name.isEmpty() ? QString::number(column + 1) : name;
    }

    // What makes everything behind it doubtful too.
    [[nodiscard]] std::optional<ListProblem> textProblem(const CsvLine &line) const
    {
        if (line.unclosed)
            return problem(Kind::OpenQuote, line.line, { nameOf(line.count - 1) });
        if (m_isValid)
            return std::nullopt;
        const auto bad = std::ranges::find_if(line.cells, [](const QString &cell) { return cell.contains(QChar::ReplacementCharacter); });
        if (bad == line.cells.end())
            return std::nullopt;
        return problem(Kind::Encoding, line.line, { nameOf(bad - line.cells.begin()) });
    }

    [[nodiscard]] std::optional<ListProblem> headProblem(const CsvLine &head)
    {
        if (auto broken = textProblem(head))
            return broken;
        for (qsizetype i = 0; i < m_names.size(); ++i) {
            if (!m_names[i].isEmpty() && m_columns.contains(m_names[i]))
                return problem(Kind::ColumnTwice, head.line, { nameOf(i) });
            m_columns.insert(m_names[i], i);
        }
        QStringList needed { QStringLiteral("address") };
        if (m_needs == ListNeeds::Naming)
            needed += { QStringLiteral("key"), QStringLiteral("timezone") };
        for (const QString &name : std::as_const(needed))
            if (!m_columns.contains(name))
                return problem(Kind::ColumnMissing, head.line, { name });
        return std::nullopt;
    }

    [[nodiscard]] ListedPortal portalOf(const CsvLine &source)
    {
        const auto cell = [&](const char *name) { return source.cells.value(m_columns.value(QString::fromLatin1(name), -1)); };
        ListedPortal line;
        line.line = source.line;
        line.problem = cellsProblem(source);
        if (line.problem)
            return line;
        model::Portal &portal = line.portal;
        portal.key = cell("key");
        portal.title = cell("title");
        portal.code = cell("code");
        portal.region = cell("region");
        portal.city = cell("city");
        portal.timeZone = cell("timezone");
        line.problem = kindProblem(cell("kind"), portal);
        if (!line.problem)
            line.problem = namingProblem(portal);
        if (!line.problem)
            line.problem = addressProblem(cell("address"), line.address);
        if (line.problem)
            line.problem->line = line.line;
        m_keys.insert(portal.key);
        return line;
    }

    [[nodiscard]] std::optional<ListProblem> cellsProblem(const CsvLine &source) const
    {
        if (source.count != m_names.size())
            return problem(Kind::Cells, source.line, { QString::number(source.count), QString::number(m_names.size()) });
        const auto isLong = [](const QString &cell) { return cell.size() > kLongestCell; };
        const auto tooLong = std::ranges::find_if(source.cells, isLong);
        if (tooLong == source.cells.end())
            return std::nullopt;
        return problem(Kind::TooLong, source.line, { nameOf(tooLong - source.cells.begin()), QString::number(kLongestCell) });
    }

    [[nodiscard]] static std::optional<ListProblem> kindProblem(const QString &word, model::Portal &portal)
    {
        const QString kind = word.toLower();
        if (kind == QLatin1String("head"))
            portal.kind = model::PortalKind::Head;
        else if (!kind.isEmpty() && kind != QLatin1String("dealer"))
            return problem(Kind::KindWord, 0, { quoted(word) });
        return std::nullopt;
    }

    // Names that are not needed may be missing, but not be wrong.
    [[nodiscard]] std::optional<ListProblem> namingProblem(const model::Portal &portal) const
    {
        auto found = problemWithNaming(portal);
        const bool isMissing = found && (found->kind == Kind::KeyMissing || found->kind == Kind::ZoneMissing);
        if (isMissing && m_needs == ListNeeds::Address) {
            model::Portal rest = portal;
            rest.key = portal.key.isEmpty() ? QStringLiteral("x") : portal.key;
            rest.timeZone = portal.timeZone.isEmpty() ? QStringLiteral("UTC") : portal.timeZone;
            found = problemWithNaming(rest);
        }
        if (!found && !portal.key.isEmpty() && m_keys.contains(portal.key))
            return problem(Kind::KeyTwice, 0, { portal.key });
        return found;
    }

    [[nodiscard]] static std::optional<ListProblem> addressProblem(const QString &text, WebhookAddress &address)
    {
        if (text.isEmpty())
            return problem(Kind::AddressMissing, 0);
        auto parsed = parseWebhook(text);
        if (!parsed)
            return ListProblem { Kind::Address, 0, {}, parsed.error() };
        address = std::move(*parsed);
        return std::nullopt;
    }

    bool m_isValid;
    ListNeeds m_needs;
    QString m_text;
    QStringList m_names; // of the columns, small letters
    QHash<QString, qsizetype> m_columns;
    QSet<QString> m_keys;
};

} // namespace

const char *ListProblem::words() const
{
    const auto found = std::ranges::find(kWords, kind, &Words::kind);
    return found == kWords.end() ? "" : found->text;
}

QString ListProblem::filled(const QString &sentence) const
{
    if (with.isEmpty())
        return sentence;
    return with.size() == 1 ? sentence.arg(with[0]) : sentence.arg(with[0], with[1]);
}

std::optional<ListProblem> problemWithNaming(const model::Portal &portal)
{
    static const QRegularExpression keyShape(QStringLiteral("^[a-z0-9][a-z0-9-]{0,62}\\z"));
    if (portal.key.isEmpty())
        return problem(Kind::KeyMissing, 0);
    if (!keyShape.match(portal.key).hasMatch())
        return problem(Kind::KeyShape, 0, { quoted(portal.key) });
    if (portal.timeZone.isEmpty())
        return problem(Kind::ZoneMissing, 0);
    if (!isZone(portal.timeZone))
        return problem(Kind::ZoneUnknown, 0, { quoted(portal.timeZone) });
    return std::nullopt;
}

std::expected<std::vector<ListedPortal>, ListProblem> readPortalList(const QByteArray &bytes, ListNeeds needs)
{
    if (bytes.size() > kLargestPortalList)
        return std::unexpected(problem(Kind::TooLarge, 0));
    if (isPacked(bytes))
        return std::unexpected(problem(Kind::Workbook, 0));
    if (isBinary(bytes))
        return std::unexpected(problem(Kind::Binary, 0));
    return ListReader(bytes, needs).read();
}

} // namespace dealerlens::sync
