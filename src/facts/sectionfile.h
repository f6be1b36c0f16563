// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"

#include <QByteArray>
#include <QFile>
#include <QString>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace dealerlens::facts {

inline constexpr std::size_t kHugePage = std::size_t(1) << 21;

// Memory that lies in a file as it is, or is to.
struct Section {
    std::byte *data = nullptr;
    std::size_t bytes = 0;
};

// What a file is: its first bytes, and a number that grows when it is written otherwise.
struct FileKind {
    std::array<char, 8> magic;
    std::uint32_t format = 0;
};

// Writes sections and a directory in place of what there was, for the owner only. A section that fills a huge page begins
// with one, so that it may be mapped to the beginning of one. Answers the file's number, which practically no other file
// has. Errors: Storage.
[[nodiscard]] base::Result<std::uint64_t> saveSections(
    const QString &path, const FileKind &kind, std::span<const Section> sections, const QByteArray &directory);

// Such a file, open. It is never changed, only replaced by a whole new one; whoever has mapped the old one keeps that. Any
// thread.
class SectionFile final {
public:
    // Null when there is none or when header or directory are not exactly what saveSections() wrote of this kind on such a
    // machine.
    [[nodiscard]] static std::unique_ptr<SectionFile> open(const QString &path, const FileKind &kind);

    [[nodiscard]] std::uint64_t number() const { return m_number; }

    [[nodiscard]] const QByteArray &directory() const { return m_directory; }

    [[nodiscard]] std::size_t size() const { return m_places.size(); } // sections

    [[nodiscard]] std::uint64_t bytesOf(std::size_t section) const { return m_places[section].bytes; }

    // Puts bytes of a section, from `from` on, in place of memory: privately, what is written there later stays here. False
    // when the kernel will not.
    [[nodiscard]] bool map(std::size_t section, const Section &memory, std::uint64_t from = 0) const;
    [[nodiscard]] bool read(std::size_t section, const Section &memory) const;

    // Whether the memory that map() or read() filled, that of `first` and those behind it, is what was written. Goes through all
    // of it, by two threads: somebody waits for it, and it is as long as the file.
    [[nodiscard]] bool areAsWritten(std::span<const Section> memory, std::size_t first = 0) const;

private:
    struct Place {
        std::uint64_t at = 0;
        std::uint64_t bytes = 0;
        std::uint64_t sum = 0;
    };

    [[nodiscard]] bool isAsWritten(const Place &place, const Section &memory) const;

    QFile m_file;
    std::uint64_t m_number = 0;
    QByteArray m_directory;
    std::vector<Place> m_places;
};

} // namespace dealerlens::facts
