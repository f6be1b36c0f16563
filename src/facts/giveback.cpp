// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/giveback.h"

#include "facts/mappedmemory.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <span>
#include <thread>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

namespace dealerlens::facts {
namespace {

// What the kernel says of a page in /proc/self/pagemap.
constexpr std::uint64_t kPresent = 1ULL << 63;
constexpr std::uint64_t kSwapped = 1ULL << 62;
constexpr std::uint64_t kOfFile = 1ULL << 61;

constexpr std::size_t kSlice = 1'024; // pages looked at in one go: as long as who writes rows may have to wait

// Each call has all other processors of the program forget where its pages were, and in a virtual machine that takes them tens of
// microseconds: between small pieces the window has its turn.
constexpr std::chrono::microseconds kPauseForEachCall { 100 };

// A written page of a private mapping is the process's own; one that is not there holds nothing.
bool mayGo(std::uint64_t page) { return (page & kOfFile) != 0 || (page & (kPresent | kSwapped)) == 0; }

// How much of files the program holds in memory, in bytes (proc_pid_statm(5), "shared").
std::size_t ofFiles()
{
    std::ifstream file("/proc/self/statm");
    std::size_t size = 0;
    std::size_t resident = 0;
    std::size_t shared = 0;
    return file >> size >> resident >> shared ? shared * std::size_t(sysconf(_SC_PAGESIZE)) : 0;
}

class Pages final {
public:
    Pages()
        : m_map(open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC))
    {
    }

    ~Pages()
    {
        if (m_map >= 0)
            close(m_map);
    }

    Pages(const Pages &) = delete;
    Pages &operator=(const Pages &) = delete;

    void letGo(const void *data, std::size_t bytes)
    {
        const auto address = reinterpret_cast<std::uintptr_t>(data);
        const std::size_t end = (address + bytes + m_size - 1) / m_size;
        for (std::size_t page = address / m_size; m_map >= 0 && page < end; page += kSlice) {
            {
                const std::lock_guard lock(rowsBeingWritten());
                letGoHere(page, std::min(kSlice, end - page));
            }
            pause();
        }
    }

    // By who holds rowsBeingWritten().
    void letGoHere(const Section &piece)
    {
        if (m_map >= 0)
            letGoHere(reinterpret_cast<std::uintptr_t>(piece.data) / m_size, (piece.bytes + m_size - 1) / m_size);
    }

    // By who holds nothing.
    void pause()
    {
        if (const int calls = std::exchange(m_calls, 0); calls > 0)
            std::this_thread::sleep_for(calls * kPauseForEachCall);
    }

private:
    void letGoHere(std::size_t first, std::size_t count)
    {
        m_entries.resize(count);
        const std::size_t wanted = count * sizeof(std::uint64_t);
        if (pread(m_map, m_entries.data(), wanted, static_cast<off_t>(first * sizeof(std::uint64_t))) != static_cast<ssize_t>(wanted))
            return;
        for (auto at = m_entries.begin(); at != m_entries.end();) {
            const auto end = std::find_if_not(at, m_entries.end(), mayGo);
            if (std::any_of(at, end, [](std::uint64_t page) { return (page & kPresent) != 0; })) {
                auto *const from = reinterpret_cast<void *>((first + std::size_t(at - m_entries.begin())) * m_size);
                (void)madvise(from, std::size_t(end - at) * m_size, MADV_DONTNEED); // a wish: without it nothing is lost
                ++m_calls;
            }
            at = std::find_if(end, m_entries.end(), mayGo);
        }
    }

    const int m_map;
    const std::size_t m_size = std::size_t(sysconf(_SC_PAGESIZE));
    std::vector<std::uint64_t> m_entries;
    int m_calls = 0; // since the last pause
};

// use() unless another thread is at it: two of them would only keep each other, and the window, waiting.
template <class Use> void byOne(Use use)
{
    static std::atomic_flag isGiving;
    if (isGiving.test_and_set())
        return;
    use();
    isGiving.clear();
}

} // namespace

void letGoOfFilePages(const Snapshot &facts)
{
    Pages pages;
    const auto letGo = [&pages](auto columns) { // a copy: only looked at
        const std::size_t rows = columns.rowEnd();
        columns.eachStored([&](const auto &column) {
            if (rows > 0)
                pages.letGo(column.data(), rows * sizeof(*column.data()));
        });
    };
    letGo(facts.items);
    letGo(facts.visits);
    letGo(facts.activities);
    letGo(facts.responsibles);
    letGo(facts.pushes);
    letGo(facts.missed);
    eachPieceInFiles([&pages](const Section &piece) { pages.letGoHere(piece); }, [&pages] { pages.pause(); });
}

void keepFewFilePages(const Snapshot &facts, std::size_t most)
{
    if (ofFiles() > most)
        byOne([&] { letGoOfFilePages(facts); });
}

void giveBack(const Snapshot &facts)
{
    byOne([&] {
        letGoOfFilePages(facts);
#ifdef __GLIBC__
        malloc_trim(0);
#endif
    });
}

} // namespace dealerlens::facts
