// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/columnfile.h"

#include "facts/giveback.h"

#include <QDataStream>
#include <QFile>
#include <QSaveFile>

#include <atomic>
#include <bit>
#include <cstring>
#include <thread>

#include <unistd.h>

namespace dealerlens::facts {
namespace {

constexpr std::uint32_t kFormat = 2; // grows when columns or directories are written otherwise
constexpr std::uint32_t kByteOrder = 0x01020304;
constexpr std::size_t kAlignment = 65'536; // no small page is larger where this runs
constexpr std::size_t kChunk = std::size_t(1) << 20;

struct Header {
    std::array<char, 8> magic { 'D', 'L', 'F', 'A', 'C', 'T', 'S', '\n' };
    std::uint32_t format = kFormat;
    std::uint32_t byteOrder = kByteOrder;
    std::int64_t generation = 0;
    std::int64_t journal = 0;
    std::array<std::uint32_t, 6> used {}; // rows of each family
    std::uint64_t fileBytes = 0;
    std::uint64_t directoryAt = 0;
    std::uint64_t directoryBytes = 0;
    std::uint64_t directorySum = 0;
    std::uint64_t headerSum = 0; // of all before
};

static_assert(std::has_unique_object_representations_v<Header>);

// Four lanes of multiply and rotate: as fast as the bytes come, and any changed byte changes it.
class Sum {
public:
    void add(const std::byte *data, std::size_t bytes)
    {
        for (; bytes >= 32; data += 32, bytes -= 32)
            for (std::size_t lane = 0; lane < m_lanes.size(); ++lane)
                mix(m_lanes[lane], wordAt(data + lane * 8, 8));
        for (std::size_t lane = 0; bytes > 0; ++lane) {
            const std::size_t some = std::min<std::size_t>(bytes, 8);
            mix(m_lanes[lane % m_lanes.size()], wordAt(data, some) ^ (some << 60));
            data += some;
            bytes -= some;
        }
    }

    [[nodiscard]] std::uint64_t value() const
    {
        std::uint64_t all = 0;
        for (const std::uint64_t lane : m_lanes)
            mix(all, lane);
        return all;
    }

private:
    static std::uint64_t wordAt(const std::byte *data, std::size_t bytes)
    {
        std::uint64_t word = 0;
        std::memcpy(&word, data, bytes);
        return word;
    }

    static void mix(std::uint64_t &into, std::uint64_t word)
    {
        into = std::rotl((into ^ word) * 0x9e3779b97f4a7c15ULL, 29); // odd: no two words lead to one value
    }

    std::array<std::uint64_t, 4> m_lanes { 1, 2, 3, 4 };
};

std::uint64_t sumOf(const void *data, std::size_t bytes)
{
    Sum sum;
    sum.add(static_cast<const std::byte *>(data), bytes);
    return sum.value();
}

std::uint64_t headerSumOf(const Header &header) { return sumOf(&header, offsetof(Header, headerSum)); }

constexpr std::uint64_t alignedUp(std::uint64_t at, std::uint64_t alignment = kAlignment)
{
    return (at + alignment - 1) / alignment * alignment;
}

// Where the sections are in the file, one behind the other; the directory comes behind the last one. What fills huge pages
// begins with one: as it is mapped to the beginning of one, the kernel need not map its small pages one by one.
std::vector<std::uint64_t> placesOf(std::span<const ColumnStore::Section> sections)
{
    std::vector<std::uint64_t> places;
    std::uint64_t at = alignedUp(sizeof(Header));
    for (const ColumnStore::Section &section : sections) {
        if (section.bytes >= ColumnStore::kHugePage)
            at = alignedUp(at, ColumnStore::kHugePage);
        places.push_back(at);
        at = alignedUp(at + section.bytes);
    }
    places.push_back(at);
    return places;
}

QByteArray directoryOf(const BuilderState &state, std::span<const ColumnStore::Section> sections)
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out.setVersion(QDataStream::Qt_6_4);
    for (const ColumnStore::Section &section : sections)
        out << quint64(section.bytes) << quint64(sumOf(section.data, section.bytes));
    state.directories.save(out);
    for (const auto &run : state.runs)
        for (std::uint8_t family = 0; family < 6; ++family) {
            const RowRange range = run ? run->range(static_cast<PortalRun::Family>(family)) : RowRange();
            out << quint32(range.first) << quint32(range.last);
        }
    return bytes;
}

struct Expected { // of a section in the file
    std::uint64_t at = 0;
    std::uint64_t sum = 0;
    ColumnStore::Section mapped;
};

// Read past the mapping, where what cannot be read is an error and not the end of the program.
std::optional<std::uint64_t> sumInFile(int file, const Expected &section)
{
    std::vector<std::byte> buffer(kChunk);
    Sum sum;
    for (std::uint64_t done = 0; done < section.mapped.bytes;) {
        const std::size_t some = std::min<std::uint64_t>(section.mapped.bytes - done, buffer.size());
        if (pread(file, buffer.data(), some, static_cast<off_t>(section.at + done)) != static_cast<ssize_t>(some))
            return {};
        sum.add(buffer.data(), some);
        done += some;
    }
    return sum.value();
}

bool isAsWritten(int file, const Expected &section)
{
    const auto &[data, bytes] = section.mapped;
    return (ColumnStore::isThere(section.mapped) ? sumOf(data, bytes) : sumInFile(file, section)) == section.sum;
}

// By two threads: whoever opens the program waits for it, and it is as long as the file.
bool areAsWritten(int file, const std::vector<Expected> &sections)
{
    std::atomic_size_t next { 0 };
    std::atomic_bool sound { true };
    const auto work = [&] {
        for (std::size_t i = next++; i < sections.size() && sound; i = next++)
            if (!isAsWritten(file, sections[i]))
                sound = false;
    };
    std::jthread other(work);
    work();
    other.join();
    return sound;
}

std::optional<Header> readHeader(QFile &file)
{
    Header header;
    const Header expected;
    if (file.read(reinterpret_cast<char *>(&header), sizeof(Header)) != qint64(sizeof(Header)) || header.magic != expected.magic
        || header.format != kFormat || header.byteOrder != kByteOrder || header.headerSum != headerSumOf(header)
        || header.fileBytes != static_cast<std::uint64_t>(file.size()))
        return {};
    return header;
}

// In place of the memory that has been written: the same bytes, which the kernel may now take and fetch again. Piece by piece,
// for whoever needs memory meanwhile waits.
void mapWritten(const QString &path, std::span<const ColumnStore::Section> sections, std::span<const std::uint64_t> places)
{
    constexpr std::size_t kPiece = 8 * ColumnStore::kHugePage;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return;
    for (std::size_t i = 0; i < sections.size(); ++i)
        for (std::size_t done = 0; done < sections[i].bytes; done += kPiece) {
            const std::lock_guard lock(rowsBeingWritten()); // nobody gives pages back meanwhile
            if (!ColumnStore::map(file.handle(), places[i] + done, { sections[i].data + done, std::min(kPiece, sections[i].bytes - done) }))
                return;
        }
}

} // namespace

base::Result<> saveColumns(const QString &path, const BuilderState &state)
{
    const auto failed = [](const QString &why) { return base::fail(base::ErrorKind::Storage, QStringLiteral("facts.columns: ") % why); };
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner))
        return failed(file.errorString());
    const std::vector<ColumnStore::Section> sections = state.columns->sections();
    const std::vector<std::uint64_t> places = placesOf(sections);
    const QByteArray directory = directoryOf(state, sections);
    Header header;
    header.generation = state.generation;
    header.journal = state.journal;
    header.used = state.columns->used();
    header.directoryAt = places.back();
    header.directoryBytes = static_cast<std::uint64_t>(directory.size());
    header.directorySum = sumOf(directory.constData(), static_cast<std::size_t>(directory.size()));
    header.fileBytes = header.directoryAt + header.directoryBytes;
    header.headerSum = headerSumOf(header);
    const auto write = [&file](std::uint64_t at, const void *data, std::size_t bytes) {
        return file.seek(static_cast<qint64>(at))
            && file.write(static_cast<const char *>(data), static_cast<qint64>(bytes)) == qint64(bytes);
    };
    bool written = write(0, &header, sizeof(Header));
    for (std::size_t i = 0; i < sections.size(); ++i)
        written = written && write(places[i], sections[i].data, sections[i].bytes);
    written = written && write(places.back(), directory.constData(), static_cast<std::size_t>(directory.size()));
    if (!written || !file.commit())
        return failed(file.errorString());
    mapWritten(path, sections, places);
    return {};
}

std::unique_ptr<BuilderState> openColumns(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return {};
    const auto header = readHeader(file);
    if (!header || header->directoryAt > header->fileBytes || header->directoryBytes != header->fileBytes - header->directoryAt
        || !file.seek(static_cast<qint64>(header->directoryAt)))
        return {};
    const QByteArray directory = file.read(static_cast<qint64>(header->directoryBytes));
    if (static_cast<std::uint64_t>(directory.size()) != header->directoryBytes
        || sumOf(directory.constData(), static_cast<std::size_t>(directory.size())) != header->directorySum)
        return {};
    auto state = std::make_unique<BuilderState>();
    state->generation = header->generation;
    state->journal = header->journal;
    QDataStream in(directory);
    in.setVersion(QDataStream::Qt_6_4);
    if (!state->columns->setUsed(header->used))
        return {};
    const std::vector<ColumnStore::Section> sections = state->columns->sections();
    const std::vector<std::uint64_t> places = placesOf(sections);
    if (places.back() != header->directoryAt)
        return {};
    std::vector<Expected> expected;
    for (std::size_t i = 0; i < sections.size(); ++i) {
        quint64 bytes = 0;
        quint64 sum = 0;
        in >> bytes >> sum;
        if (bytes != sections[i].bytes || !ColumnStore::map(file.handle(), places[i], sections[i]))
            return {};
        expected.push_back({ places[i], sum, sections[i] });
    }
    if (!areAsWritten(file.handle(), expected))
        return {};
    if (!state->directories.load(in))
        return {};
    std::vector<std::array<RowRange, 6>> runs(state->directories.facts().portals.size());
    for (std::size_t portal = 0; portal < runs.size(); ++portal)
        for (RowRange &range : runs[portal]) {
            in >> range.first >> range.last;
            range.portal = static_cast<Index>(portal);
        }
    if (in.status() != QDataStream::Ok)
        return {};
    state->runs = state->columns->adopt(runs);
    return state;
}

} // namespace dealerlens::facts
