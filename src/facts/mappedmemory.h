// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "facts/sectionfile.h"

#include <functional>
#include <new>
#include <shared_mutex>
#include <utility>
#include <vector>

namespace dealerlens::facts {

// Memory of its own beginning with a huge page, of which the kernel is asked for more. Throws std::bad_alloc.
[[nodiscard]] void *takeHugePages(std::size_t bytes);
void giveHugePages(void *memory, std::size_t bytes);

// Held, shared, by who writes rows into memory that may lie in a file: a page that is given back meanwhile would lose them.
[[nodiscard]] std::shared_mutex &rowsBeingWritten();

// Says that memory from takeHugePages() lies in a file now: what is not written there may be let go of and comes back when it
// is looked at.
void lieInFile(const Section &memory);

// use(part of such memory) for all there is, piece by piece: meanwhile nobody writes there, and it stays. between() after each,
// when everybody may go on.
void eachPieceInFiles(const std::function<void(const Section &)> &use, const std::function<void()> &between);

// Allocator of vectors whose rows may lie in a file (SectionFile::map) once there are enough to fill a huge page. resize()
// leaves new rows as they are.
template <class T> struct MappedMemory {
    using value_type = T;

    MappedMemory() = default;

    template <class Other> MappedMemory(const MappedMemory<Other> &) { }

    [[nodiscard]] T *allocate(std::size_t count)
    {
        const std::size_t bytes = count * sizeof(T);
        return static_cast<T *>(bytes < kHugePage ? ::operator new(bytes) : takeHugePages(bytes));
    }

    void deallocate(T *memory, std::size_t count)
    {
        if (count * sizeof(T) < kHugePage)
            ::operator delete(memory);
        else
            giveHugePages(memory, count * sizeof(T));
    }

    template <class Other> void construct(Other *row) noexcept { ::new (static_cast<void *>(row)) Other; }

    template <class Other, class From> void construct(Other *row, From &&from) noexcept
    {
        ::new (static_cast<void *>(row)) Other(std::forward<From>(from));
    }

    bool operator==(const MappedMemory &) const = default;
};

template <class T> using MappedVector = std::vector<T, MappedMemory<T>>;

} // namespace dealerlens::facts
