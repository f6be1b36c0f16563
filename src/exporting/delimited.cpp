// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/celltext.h"
#include "exporting/exporting.h"

namespace dealerlens::exporting {

namespace {

QString guarded(const reports::Cell &cell)
{
    const auto *text = std::get_if<QString>(&cell);
    if (!text)
        return machineText(cell);
    const QString plain = withoutTricks(*text);
    return looksLikeFormula(plain) ? QString(QLatin1Char('\'') + plain) : plain;
}

void appendQuoted(QByteArray &out, const QString &text, char separator)
{
    const QByteArray bytes = text.toUtf8();
    const bool quoted = bytes.contains(separator) || bytes.contains('"') || bytes.contains('\n') || bytes.contains('\r')
        || bytes.startsWith(' ') || bytes.endsWith(' ');
    if (!quoted) {
        out += bytes;
        return;
    }
    out += '"';
    for (const char c : bytes) {
        if (c == '"')
            out += '"';
        out += c;
    }
    out += '"';
}

// Control characters (RFC 8259 section 7) and the two that need it; everything else is UTF-8.
void appendJsonString(QByteArray &out, const QString &text)
{
    static constexpr char kHex[] = "0123456789abcdef";
    out += '"';
    const QByteArray bytes = text.toUtf8();
    for (const char c : bytes) {
        const auto u = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (u < 0x20) {
            out += "\\u00";
            out += kHex[u >> 4];
            out += kHex[u & 15];
        } else {
            out += c;
        }
    }
    out += '"';
}

void appendJsonValue(QByteArray &out, const reports::Cell &cell)
{
    if (const auto *text = std::get_if<QString>(&cell)) {
        appendJsonString(out, *text);
        return;
    }
    const QString plain = machineText(cell);
    if (plain.isEmpty())
        out += "null";
    else if (std::holds_alternative<reports::InstantCell>(cell))
        appendJsonString(out, plain);
    else
        out += plain.toLatin1();
}

} // namespace

QByteArray toCsv(const reports::Table &table, const CsvOptions &options)
{
    QByteArray out;
    if (options.byteOrderMark)
        out += "\xef\xbb\xbf";
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (i > 0)
            out += options.separator;
        appendQuoted(out, table.columns[i].name, options.separator);
    }
    out += "\r\n";
    for (const auto &row : table.rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (i > 0)
                out += options.separator;
            appendQuoted(out, guarded(row[i]), options.separator);
        }
        out += "\r\n";
    }
    return out;
}

QByteArray toTsv(const reports::Table &table) { return toCsv(table, { .separator = '\t', .byteOrderMark = false }); }

QByteArray toJson(const reports::Table &table)
{
    QByteArray out = "[";
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        out += r > 0 ? ",\n{" : "\n{";
        const auto &row = table.rows[r];
        for (std::size_t i = 0; i < row.size() && i < table.columns.size(); ++i) {
            if (i > 0)
                out += ',';
            appendJsonString(out, table.columns[i].name);
            out += ':';
            appendJsonValue(out, row[i]);
        }
        out += '}';
    }
    out += "\n]\n";
    return out;
}

} // namespace dealerlens::exporting
