// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/mappedmemory.h"

#include <map>
#include <mutex>

#include <sys/mman.h>

namespace dealerlens::facts {
namespace {

constexpr std::size_t wholePages(std::size_t bytes) { return (bytes + kHugePage - 1) / kHugePage * kHugePage; }

constexpr std::size_t kPiece = 8 * kHugePage; // as long as others may have to wait

// What lies in files, by its beginning.
struct InFiles {
    std::mutex mutex;
    std::map<std::byte *, std::size_t> memory;
};

InFiles &inFiles()
{
    static InFiles all;
    return all;
}

} // namespace

void *takeHugePages(std::size_t bytes)
{
    const std::size_t wanted = wholePages(bytes);
    void *const space = mmap(nullptr, wanted + kHugePage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (space == MAP_FAILED)
        throw std::bad_alloc();
    auto *const first = static_cast<std::byte *>(space);
    const std::size_t before = wholePages(reinterpret_cast<std::uintptr_t>(space)) - reinterpret_cast<std::uintptr_t>(space);
    if (before > 0)
        munmap(first, before);
    if (before < kHugePage)
        munmap(first + before + wanted, kHugePage - before);
    (void)madvise(first + before, wanted, MADV_HUGEPAGE); // a wish: without it all works the same
    return first + before;
}

void giveHugePages(void *memory, std::size_t bytes)
{
    {
        const std::lock_guard lock(inFiles().mutex);
        inFiles().memory.erase(static_cast<std::byte *>(memory));
    }
    // Piece by piece: who needs memory meanwhile waits.
    for (std::size_t done = 0; done < bytes; done += kPiece)
        (void)madvise(static_cast<std::byte *>(memory) + done, std::min(kPiece, wholePages(bytes) - done), MADV_DONTNEED);
    munmap(memory, wholePages(bytes));
}

std::shared_mutex &rowsBeingWritten()
{
    static std::shared_mutex mutex;
    return mutex;
}

void lieInFile(const Section &memory)
{
    const std::lock_guard lock(inFiles().mutex);
    inFiles().memory[memory.data] = memory.bytes;
}

namespace {

// The next one from there on has been used; none when there are no more.
Section usePiece(std::byte *at, const std::function<void(const Section &)> &use)
{
    const std::lock_guard still(rowsBeingWritten()); // first: who writes may free some
    const std::lock_guard lock(inFiles().mutex);
    const auto &memory = inFiles().memory;
    auto place = memory.upper_bound(at);
    if (place != memory.begin() && std::prev(place)->first + std::prev(place)->second > at)
        --place;
    if (place == memory.end())
        return {};
    std::byte *const from = std::max(at, place->first);
    const Section piece { from, std::min(kPiece, std::size_t(place->first + place->second - from)) };
    use(piece);
    return piece;
}

} // namespace

void eachPieceInFiles(const std::function<void(const Section &)> &use, const std::function<void()> &between)
{
    std::byte *at = nullptr;
    while (true) {
        const Section piece = usePiece(at, use);
        if (piece.bytes == 0)
            return;
        at = piece.data + piece.bytes;
        between();
    }
}

} // namespace dealerlens::facts
