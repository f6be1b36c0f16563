// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/zipcheck.h"

#include <QByteArray>
#include <QFile>

#include <zlib.h>

#include <array>
#include <span>

namespace dealerlens::exporting {

namespace {

using Bytes = std::span<const unsigned char>;

// Layout of a zip archive: APPNOTE.TXT 4.3 (little endian).
constexpr std::uint32_t kEndMark = 0x06054b50;
constexpr std::uint32_t kCentralMark = 0x02014b50;
constexpr std::uint32_t kLocalMark = 0x04034b50;
constexpr std::size_t kEndSize = 22;
constexpr std::size_t kCentralSize = 46;
constexpr std::size_t kLocalSize = 30;

std::uint32_t number(Bytes file, std::size_t at, int bytes)
{
    std::uint32_t value = 0;
    for (int i = bytes - 1; i >= 0; --i)
        value = value << 8 | file[at + static_cast<std::size_t>(i)];
    return value;
}

// Unpacks a raw deflate stream, keeping only its checksum, size and last byte that is no white space.
bool unpacksTo(Bytes packed, std::uint32_t size, std::uint32_t checksum, bool isXml)
{
    z_stream stream {};
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK)
        return false;
    std::array<unsigned char, 65'536> buffer;
    stream.next_in = const_cast<unsigned char *>(packed.data());
    stream.avail_in = static_cast<uInt>(packed.size());
    uLong crc = crc32(0, nullptr, 0);
    unsigned char last = 0;
    int state = Z_OK;
    while (state == Z_OK) {
        stream.next_out = buffer.data();
        stream.avail_out = static_cast<uInt>(buffer.size());
        state = inflate(&stream, Z_NO_FLUSH);
        const std::size_t got = buffer.size() - stream.avail_out;
        crc = crc32(crc, buffer.data(), static_cast<uInt>(got));
        for (std::size_t i = got; i-- > 0;) {
            if (buffer[i] != '\n' && buffer[i] != '\r') {
                last = buffer[i];
                break;
            }
        }
    }
    const bool whole = state == Z_STREAM_END && stream.total_out == size && crc == checksum;
    inflateEnd(&stream);
    return whole && (!isXml || last == '>');
}

bool isWholeEntry(Bytes file, std::size_t central)
{
    const std::uint32_t method = number(file, central + 10, 2);
    const std::uint32_t checksum = number(file, central + 16, 4);
    const std::size_t packed = number(file, central + 20, 4);
    const std::uint32_t size = number(file, central + 24, 4);
    const std::size_t nameSize = number(file, central + 28, 2);
    const std::size_t local = number(file, central + 42, 4);
    if (method != Z_DEFLATED || local + kLocalSize > file.size() || number(file, local, 4) != kLocalMark)
        return false;
    const std::size_t data = local + kLocalSize + number(file, local + 26, 2) + number(file, local + 28, 2);
    if (data + packed > file.size() || central + kCentralSize + nameSize > file.size())
        return false;
    const QByteArray name(reinterpret_cast<const char *>(file.data() + central + kCentralSize), static_cast<qsizetype>(nameSize));
    return unpacksTo(file.subspan(data, packed), size, checksum, name.endsWith(".xml") || name.endsWith(".rels"));
}

} // namespace

bool isWholeWorkbook(const QString &path)
{
    QFile handle(path);
    if (!handle.open(QIODevice::ReadOnly) || handle.size() < static_cast<qint64>(kEndSize))
        return false;
    const uchar *start = handle.map(0, handle.size());
    if (!start)
        return false;
    const Bytes file(start, static_cast<std::size_t>(handle.size()));
    const std::size_t end = file.size() - kEndSize; // the library writes no archive comment
    if (number(file, end, 4) != kEndMark)
        return false;
    const std::uint32_t entries = number(file, end + 10, 2);
    std::size_t central = number(file, end + 16, 4);
    for (std::uint32_t i = 0; i < entries; ++i) {
        if (central + kCentralSize > file.size() || number(file, central, 4) != kCentralMark || !isWholeEntry(file, central))
            return false;
        central += kCentralSize + number(file, central + 28, 2) + number(file, central + 30, 2) + number(file, central + 32, 2);
    }
    return entries > 0;
}

} // namespace dealerlens::exporting
