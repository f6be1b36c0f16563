// SPDX-License-Identifier: GPL-3.0-or-later
#include "portalsim/csvreader.h"

#include <QFile>

#include <zlib.h>

namespace dealerlens::portalsim {
namespace {

base::Failure bad(const QString &name, const QString &what)
{
    return base::fail(base::ErrorKind::Input, name + QStringLiteral(": ") + what);
}

base::Result<QByteArray> unpack(const QByteArray &packed, const QString &name)
{
    z_stream stream {};
    if (inflateInit2(&stream, 15 + 16) != Z_OK) // 16: a gzip header and trailer are expected
        return base::fail(base::ErrorKind::Bug, QStringLiteral("inflateInit2"));
    QByteArray text;
    QByteArray buffer(1 << 18, Qt::Uninitialized);
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(packed.constData()));
    stream.avail_in = static_cast<uInt>(packed.size());
    int state = Z_OK;
    while (state == Z_OK) {
        stream.next_out = reinterpret_cast<Bytef *>(buffer.data());
        stream.avail_out = static_cast<uInt>(buffer.size());
        state = inflate(&stream, Z_NO_FLUSH);
        text.append(buffer.constData(), buffer.size() - static_cast<qsizetype>(stream.avail_out));
        if (state == Z_STREAM_END && stream.avail_in > 0) // several members in one file are allowed
            state = inflateReset(&stream);
    }
    inflateEnd(&stream);
    if (state != Z_STREAM_END)
        return bad(name, QStringLiteral("the gzip data is damaged or cut off"));
    return text;
}

// Cuts one record out of `text` from `at`; false when a quote is never closed. `line` counts line ends passed.
bool readRecord(const QByteArray &text, qsizetype &at, int &line, std::vector<QByteArray> &cells)
{
    cells.clear();
    QByteArray cell;
    bool quoted = false;
    const qsizetype size = text.size();
    while (at < size) {
        const char c = text[at++];
        if (c == '\n')
            ++line;
        if (quoted) {
            if (c != '"') {
                cell += c;
            } else if (at < size && text[at] == '"') {
                cell += '"';
                ++at;
            } else {
                quoted = false;
            }
        } else if (c == '"') {
            quoted = true;
        } else if (c == ',') {
            cells.push_back(cell);
            cell.clear();
        } else if (c == '\n') {
            break;
        } else if (c != '\r' || (at < size && text[at] != '\n')) {
            cell += c;
        }
    }
    cells.push_back(cell);
    return !quoted;
}

} // namespace

base::Result<QByteArray> readMaybeGzip(const QString &fileName)
{
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        return bad(fileName, file.errorString());
    const QByteArray bytes = file.readAll();
    if (bytes.startsWith("\x1f\x8b"))
        return unpack(bytes, fileName);
    return bytes;
}

base::Result<CsvTable> CsvTable::read(const QString &fileName)
{
    const auto bytes = readMaybeGzip(fileName);
    if (!bytes)
        return base::Failure(bytes.error());
    return parse(*bytes, fileName);
}

base::Result<CsvTable> CsvTable::parse(const QByteArray &text, const QString &name)
{
    CsvTable table;
    std::vector<QByteArray> cells;
    int line = 1;
    qsizetype at = text.startsWith("\xef\xbb\xbf") ? 3 : 0;
    while (at < text.size()) {
        const int first = line;
        if (!readRecord(text, at, line, cells))
            return bad(name, QStringLiteral("line %1: a quote is not closed").arg(first));
        if (cells.size() == 1 && cells.front().isEmpty())
            continue;
        if (table.m_header.isEmpty()) {
            for (const QByteArray &cell : cells)
                table.m_header.append(QString::fromUtf8(cell));
            continue;
        }
        if (cells.size() != static_cast<std::size_t>(table.m_header.size())) {
            return bad(name, QStringLiteral("line %1 has %2 cells, the header %3").arg(first).arg(cells.size()).arg(table.m_header.size()));
        }
        std::vector<quint32> row;
        row.reserve(cells.size());
        for (const QByteArray &cell : cells)
            row.push_back(table.intern(cell));
        table.m_rows.push_back(std::move(row));
    }
    if (table.m_header.isEmpty())
        return bad(name, QStringLiteral("the file is empty"));
    table.m_known.clear();
    return table;
}

quint32 CsvTable::intern(const QByteArray &cell)
{
    const auto found = m_known.constFind(cell);
    if (found != m_known.constEnd())
        return *found;
    const auto index = static_cast<quint32>(m_texts.size());
    m_texts.push_back(QString::fromUtf8(cell));
    m_known.insert(cell, index);
    return index;
}

} // namespace dealerlens::portalsim
