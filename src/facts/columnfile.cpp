// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/columnfile.h"

#include "facts/mappedmemory.h"
#include "facts/sectionfile.h"

#include <QDataStream>

namespace dealerlens::facts {
namespace {

// The format grows when columns or directories are written otherwise.
constexpr FileKind kColumns { { 'D', 'L', 'F', 'A', 'C', 'T', 'S', '\n' }, 3 };

QByteArray directoryOf(const BuilderState &state)
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out.setVersion(QDataStream::Qt_6_4);
    out << qint64(state.generation) << qint64(state.journal);
    for (const std::uint32_t rows : state.columns->used())
        out << quint32(rows);
    state.directories.save(out);
    for (const auto &run : state.runs)
        for (std::uint8_t family = 0; family < 6; ++family) {
            const RowRange range = run ? run->range(static_cast<PortalRun::Family>(family)) : RowRange();
            out << quint32(range.first) << quint32(range.last);
        }
    return bytes;
}

// In place of the memory that has been written: the same bytes, which the kernel may now take and fetch again. Piece by piece,
// for whoever needs memory meanwhile waits.
void mapWritten(const QString &path, std::uint64_t number, std::span<const Section> sections)
{
    constexpr std::size_t kPiece = 8 * kHugePage;
    const auto file = SectionFile::open(path, kColumns);
    if (!file || file->number() != number)
        return;
    for (std::size_t i = 0; i < sections.size(); ++i)
        for (std::size_t done = 0; done < sections[i].bytes; done += kPiece) {
            const std::lock_guard lock(rowsBeingWritten()); // nobody gives pages back meanwhile
            if (!file->map(i, { sections[i].data + done, std::min(kPiece, sections[i].bytes - done) }, done))
                return;
        }
}

} // namespace

base::Result<> saveColumns(const QString &path, const BuilderState &state)
{
    const std::vector<Section> sections = state.columns->sections();
    const auto number = saveSections(path, kColumns, sections, directoryOf(state));
    if (!number)
        return std::unexpected(number.error());
    mapWritten(path, *number, sections);
    ColumnStore::lieIn(*number, state.runs);
    return {};
}

std::unique_ptr<BuilderState> openColumns(const QString &path)
{
    const auto file = SectionFile::open(path, kColumns);
    if (!file)
        return {};
    auto state = std::make_unique<BuilderState>();
    QDataStream in(file->directory());
    in.setVersion(QDataStream::Qt_6_4);
    qint64 generation = 0;
    qint64 journal = 0;
    std::array<std::uint32_t, 6> used {};
    in >> generation >> journal;
    for (std::uint32_t &rows : used)
        in >> rows;
    state->generation = generation;
    state->journal = journal;
    if (in.status() != QDataStream::Ok || !state->columns->setUsed(used))
        return {};
    const std::vector<Section> sections = state->columns->sections();
    if (sections.size() != file->size())
        return {};
    for (std::size_t i = 0; i < sections.size(); ++i)
        if (sections[i].bytes != file->bytesOf(i) || !file->map(i, sections[i]))
            return {};
    if (!file->areAsWritten(sections) || !state->directories.load(in))
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
    ColumnStore::lieIn(file->number(), state->runs);
    return state;
}

} // namespace dealerlens::facts
