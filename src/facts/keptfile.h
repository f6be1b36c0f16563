// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "facts/derived.h"
#include "facts/mappedmemory.h"
#include "facts/sectionfile.h"

#include <QDataStream>

#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <type_traits>

namespace dealerlens::facts {

struct Snapshot;

// What is written of one value: a KeptWriter goes through it as a KeptReader does later, so that one function, a template,
// serves both.
class KeptWriter final {
public:
    template <class Number>
        requires std::is_arithmetic_v<Number>
    void number(const Number &number)
    {
        if constexpr (sizeof(Number) == 8)
            m_out << qint64(number);
        else
            m_out << quint32(number);
    }

    template <class Enum> void enumerated(Enum value) { number(std::uint32_t(value)); }

    // As it lies in memory. It has to stay until all is saved.
    template <class Rows> void column(const Rows &rows)
    {
        using Row = typename Rows::value_type;
        static_assert(std::has_unique_object_representations_v<Row>);
        auto *const data = const_cast<Row *>(rows.data()); // only read
        m_sections->push_back({ reinterpret_cast<std::byte *>(data), rows.size() * sizeof(Row) });
    }

    template <class List, class Each> void list(const List &list, Each each)
    {
        m_out << quint32(list.size());
        for (const auto &one : list)
            each(one);
    }

private:
    friend class KeptFile;

    KeptWriter(QByteArray *directory, std::vector<Section> *sections)
        : m_out(directory, QIODevice::WriteOnly)
        , m_sections(sections)
    {
        m_out.setVersion(QDataStream::Qt_6_4);
    }

    QDataStream m_out;
    std::vector<Section> *m_sections;
};

class KeptReader final {
public:
    template <class Number>
        requires std::is_arithmetic_v<Number>
    void number(Number &number)
    {
        if constexpr (sizeof(Number) == 8) {
            qint64 value = 0;
            m_in >> value;
            number = Number(value);
        } else {
            quint32 value = 0;
            m_in >> value;
            number = Number(value);
        }
    }

    template <class Enum> void enumerated(Enum &value)
    {
        std::uint32_t read = 0;
        number(read);
        value = Enum(read);
    }

    // Large ones stay in the file and are read from there when they are looked at. There is some room behind the last row.
    template <class Rows> void column(Rows &rows)
    {
        using Row = typename Rows::value_type;
        const std::uint64_t bytes = m_section < m_end ? m_file->bytesOf(m_section) : 0;
        m_isSound = m_isSound && m_section < m_end && bytes % sizeof(Row) == 0;
        if (!m_isSound)
            return;
        const std::size_t count = bytes / sizeof(Row);
        rows.clear();
        rows.reserve(count + count / kSpareShare);
        rows.resize(count);
        const Section memory { reinterpret_cast<std::byte *>(rows.data()), bytes };
        constexpr bool kMayLieInFile = std::is_same_v<Rows, MappedVector<Row>>;
        const bool isMapped = kMayLieInFile && bytes >= kHugePage;
        m_isSound = isMapped ? m_file->map(m_section, memory) : m_file->read(m_section, memory);
        if (isMapped)
            lieInFile(memory);
        m_memory.push_back(memory);
        ++m_section;
    }

    template <class List, class Each> void list(List &list, Each each)
    {
        quint32 count = 0;
        m_in >> count;
        list.clear();
        for (quint32 i = 0; i < count && m_in.status() == QDataStream::Ok; ++i)
            each(list.emplace_back());
    }

private:
    friend class KeptFile;

    static constexpr std::size_t kSpareShare = 16;

    KeptReader(const SectionFile *file, std::size_t first, std::size_t end, const QByteArray &directory)
        : m_file(file)
        , m_first(first)
        , m_section(first)
        , m_end(end)
        , m_in(directory)
    {
        m_in.setVersion(QDataStream::Qt_6_4);
    }

    // All of it has been read, and is what was written.
    [[nodiscard]] bool isSound() const
    {
        return m_isSound && m_section == m_end && m_in.status() == QDataStream::Ok && m_in.atEnd()
            && m_file->areAsWritten(m_memory, m_first);
    }

    const SectionFile *m_file;
    const std::size_t m_first;
    std::size_t m_section;
    const std::size_t m_end;
    QDataStream m_in;
    std::vector<Section> m_memory;
    bool m_isSound = true;
};

// The file facts.derived of a data folder: what was derived from the columns of facts.columns, so that the next start need
// not derive it again. Each portal says which rows and rules it was derived from. It may be deleted at any time. Any thread.
class KeptFile final {
public:
    // Looks for the file when something is asked for first.
    explicit KeptFile(QString path)
        : m_path(std::move(path))
    {
    }

    // What still holds of the portals of a snapshot.
    [[nodiscard]] Same sameIn(const Snapshot &facts) const;

    // The value that was kept under a name, as fill(KeptReader &, T &) reads it and takeOver(T &&, what is the same since) makes
    // one of the snapshot. nullopt when there is none or when it says little of most portals.
    template <class T, class Fill, class TakeOver>
    [[nodiscard]] std::optional<T> follow(const Snapshot &facts, std::string_view name, Fill fill, TakeOver takeOver) const
    {
        const Part *const part = partOf(name);
        if (part == nullptr)
            return {};
        const Same same = sameIn(facts);
        if (!same.isWorthWhile())
            return {};
        T value;
        KeptReader reader(m_file.get(), part->first, part->end, part->directory);
        fill(reader, value);
        return reader.isSound() ? std::optional<T>(takeOver(std::move(value), same)) : std::nullopt;
    }

    // What is to be written of a snapshot.
    class Contents {
    public:
        // write(KeptWriter &, value).
        template <class T, class Write> void add(std::string_view name, std::shared_ptr<const T> value, Write write)
        {
            KeptWriter writer(&m_directories.emplace_back(), &m_sections);
            write(writer, *value);
            m_names.emplace_back(name.data(), qsizetype(name.size()));
            m_ends.push_back(std::uint32_t(m_sections.size()));
            m_values.push_back(std::move(value));
        }

        // Errors: Storage.
        [[nodiscard]] base::Result<> save(const QString &path, const Snapshot &facts) const;

    private:
        std::vector<QByteArray> m_names;
        std::vector<QByteArray> m_directories;
        std::vector<std::uint32_t> m_ends; // sections
        std::vector<Section> m_sections;
        std::vector<std::shared_ptr<const void>> m_values; // that they are of
    };

private:
    struct Part {
        QByteArray name;
        QByteArray directory;
        std::size_t first = 0;
        std::size_t end = 0;
    };

    struct Portal { // that all is derived from
        std::uint64_t columns = 0; // the number of the file in which its rows lay; 0: in none
        std::uint64_t rules = 0; // all else

        bool operator==(const Portal &) const = default;
    };

    [[nodiscard]] static std::vector<Portal> portalsOf(const Snapshot &facts);
    void open() const;
    [[nodiscard]] const Part *partOf(std::string_view name) const;

    const QString m_path;
    mutable std::once_flag m_opened;
    mutable std::unique_ptr<SectionFile> m_file;
    mutable std::vector<Portal> m_portals;
    mutable std::vector<Part> m_parts;
};

} // namespace dealerlens::facts
