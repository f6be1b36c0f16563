// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/sectionfile.h"

#include <QDataStream>
#include <QSaveFile>
#include <QStringBuilder>

#include <atomic>
#include <bit>
#include <cstring>
#include <optional>
#include <thread>

#include <sys/mman.h>
#include <unistd.h>

namespace dealerlens::facts {
namespace {

constexpr std::uint32_t kByteOrder = 0x01020304;
constexpr std::size_t kAlignment = 65'536; // no small page is larger where this runs
constexpr std::size_t kChunk = 2 * kHugePage;

struct Header {
    std::array<char, 8> magic {};
    std::uint32_t format = 0;
    std::uint32_t byteOrder = kByteOrder;
    std::uint64_t fileBytes = 0;
    std::uint64_t directoryAt = 0;
    std::uint64_t directoryBytes = 0;
    std::uint64_t directorySum = 0; // the directory has the sums of all sections
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

std::uint64_t sumOf(const QByteArray &bytes) { return sumOf(bytes.constData(), static_cast<std::size_t>(bytes.size())); }

std::uint64_t headerSumOf(const Header &header) { return sumOf(&header, offsetof(Header, headerSum)); }

constexpr std::uint64_t alignedUp(std::uint64_t at, std::uint64_t alignment = kAlignment)
{
    return (at + alignment - 1) / alignment * alignment;
}

// Where the sections are in the file, one behind the other; the directory comes behind the last one. What fills huge pages
// begins with one: as it is mapped to the beginning of one, the kernel need not map its small pages one by one.
std::vector<std::uint64_t> placesOf(std::span<const Section> sections)
{
    std::vector<std::uint64_t> places;
    std::uint64_t at = alignedUp(sizeof(Header));
    for (const Section &section : sections) {
        if (section.bytes >= kHugePage)
            at = alignedUp(at, kHugePage);
        places.push_back(at);
        at = alignedUp(at + section.bytes);
    }
    places.push_back(at);
    return places;
}

QByteArray wholeDirectory(std::span<const Section> sections, std::span<const std::uint64_t> places, const QByteArray &directory)
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out.setVersion(QDataStream::Qt_6_4);
    out << quint32(sections.size());
    for (std::size_t i = 0; i < sections.size(); ++i)
        out << quint64(places[i]) << quint64(sections[i].bytes) << quint64(sumOf(sections[i].data, sections[i].bytes));
    out << directory;
    return bytes;
}

std::optional<Header> readHeader(QFile &file, const FileKind &kind)
{
    Header header;
    if (file.read(reinterpret_cast<char *>(&header), sizeof(Header)) != qint64(sizeof(Header)) || header.magic != kind.magic
        || header.format != kind.format || header.byteOrder != kByteOrder || header.headerSum != headerSumOf(header)
        || header.fileBytes != static_cast<std::uint64_t>(file.size()) || header.directoryAt > header.fileBytes
        || header.directoryBytes != header.fileBytes - header.directoryAt)
        return {};
    return header;
}

// Fetches mapped memory from its file; false when the disk does not give it, or the kernel cannot tell (before Linux 5.14):
// then whoever reads it there may be ended by a signal.
bool isThere(const Section &section)
{
#ifdef MADV_POPULATE_READ
    return section.bytes == 0 || madvise(section.data, section.bytes, MADV_POPULATE_READ) == 0;
#else
    return section.bytes == 0;
#endif
}

} // namespace

base::Result<std::uint64_t> saveSections(
    const QString &path, const FileKind &kind, std::span<const Section> sections, const QByteArray &directory)
{
    QSaveFile file(path);
    const auto failed
        = [&] { return base::fail(base::ErrorKind::Storage, QFileInfo(path).fileName() % QStringLiteral(": ") % file.errorString()); };
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner))
        return failed();
    const std::vector<std::uint64_t> places = placesOf(sections);
    const QByteArray whole = wholeDirectory(sections, places, directory);
    Header header { .magic = kind.magic, .format = kind.format };
    header.directoryAt = places.back();
    header.directoryBytes = static_cast<std::uint64_t>(whole.size());
    header.directorySum = sumOf(whole);
    header.fileBytes = header.directoryAt + header.directoryBytes;
    header.headerSum = headerSumOf(header);
    const auto write = [&file](std::uint64_t at, const void *data, std::size_t bytes) {
        return file.seek(static_cast<qint64>(at))
            && file.write(static_cast<const char *>(data), static_cast<qint64>(bytes)) == qint64(bytes);
    };
    bool written = write(0, &header, sizeof(Header));
    for (std::size_t i = 0; i < sections.size(); ++i)
        written = written && write(places[i], sections[i].data, sections[i].bytes);
    written = written && write(places.back(), whole.constData(), static_cast<std::size_t>(whole.size()));
    if (!written || !file.commit())
        return failed();
    return header.headerSum;
}

std::unique_ptr<SectionFile> SectionFile::open(const QString &path, const FileKind &kind)
{
    auto opened = std::make_unique<SectionFile>();
    QFile &file = opened->m_file;
    file.setFileName(path);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return {};
    const auto header = readHeader(file, kind);
    if (!header || !file.seek(static_cast<qint64>(header->directoryAt)))
        return {};
    const QByteArray whole = file.read(static_cast<qint64>(header->directoryBytes));
    if (static_cast<std::uint64_t>(whole.size()) != header->directoryBytes || sumOf(whole) != header->directorySum)
        return {};
    QDataStream in(whole);
    in.setVersion(QDataStream::Qt_6_4);
    quint32 sections = 0;
    in >> sections;
    for (quint32 i = 0; i < sections && in.status() == QDataStream::Ok; ++i) {
        quint64 at = 0;
        quint64 bytes = 0;
        quint64 sum = 0;
        in >> at >> bytes >> sum;
        opened->m_places.push_back({ at, bytes, sum });
    }
    in >> opened->m_directory;
    if (in.status() != QDataStream::Ok)
        return {};
    opened->m_number = header->headerSum;
    return opened;
}

bool SectionFile::map(std::size_t section, const Section &memory, std::uint64_t from) const
{
    if (memory.bytes == 0)
        return true;
    constexpr int kFlags = MAP_PRIVATE | MAP_FIXED | MAP_NORESERVE;
    const auto at = static_cast<off_t>(m_places[section].at + from);
    if (mmap(memory.data, memory.bytes, PROT_READ | PROT_WRITE, kFlags, m_file.handle(), at) == MAP_FAILED)
        return false;
    (void)madvise(memory.data, memory.bytes, MADV_HUGEPAGE); // a wish: without it all works the same
    return true;
}

bool SectionFile::read(std::size_t section, const Section &memory) const
{
    const auto at = static_cast<off_t>(m_places[section].at);
    return pread(m_file.handle(), memory.data, memory.bytes, at) == static_cast<ssize_t>(memory.bytes);
}

// Piece by piece: whoever needs memory while one is fetched waits. What is mapped and not there is read past the mapping, where
// what cannot be read is an error and not the end of the program.
bool SectionFile::isAsWritten(const Place &place, const Section &memory) const
{
    if (memory.bytes != place.bytes)
        return false;
    std::vector<std::byte> buffer;
    Sum sum;
    for (std::uint64_t done = 0; done < place.bytes; done += kChunk) {
        const Section piece { memory.data + done, std::min<std::uint64_t>(place.bytes - done, kChunk) };
        if (isThere(piece)) {
            sum.add(piece.data, piece.bytes);
            continue;
        }
        buffer.resize(piece.bytes);
        if (pread(m_file.handle(), buffer.data(), piece.bytes, static_cast<off_t>(place.at + done)) != static_cast<ssize_t>(piece.bytes))
            return false;
        sum.add(buffer.data(), piece.bytes);
    }
    return sum.value() == place.sum;
}

bool SectionFile::areAsWritten(std::span<const Section> memory, std::size_t first) const
{
    std::atomic_size_t next { 0 };
    std::atomic_bool sound { first + memory.size() <= m_places.size() };
    const auto work = [&] {
        for (std::size_t i = next++; i < memory.size() && sound; i = next++)
            if (!isAsWritten(m_places[first + i], memory[i]))
                sound = false;
    };
    std::jthread other(work);
    work();
    other.join();
    return sound;
}

} // namespace dealerlens::facts
