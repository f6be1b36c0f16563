// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdlib>
#include <new>
#include <utility>
#include <vector>

#include <sys/mman.h>

namespace dealerlens::base {

// Allocator of vectors that are read from one end to the other, or here and there: large ones lie in pages of 2 MB
// where the kernel has some to give (madvise), so that far fewer of them have to be looked up.
template <class T> struct HugePages {
    using value_type = T;
    static constexpr std::size_t kPage = 2U << 20;

    HugePages() = default;

    template <class Other> HugePages(const HugePages<Other> &) { }

    [[nodiscard]] T *allocate(std::size_t count)
    {
        const std::size_t bytes = count * sizeof(T);
        if (bytes < kPage)
            return static_cast<T *>(::operator new(bytes));
        const std::size_t rounded = (bytes + kPage - 1) / kPage * kPage;
        void *const memory = std::aligned_alloc(kPage, rounded);
        if (memory == nullptr)
            throw std::bad_alloc();
        (void)madvise(memory, rounded, MADV_HUGEPAGE); // a wish: without it all works the same
        return static_cast<T *>(memory);
    }

    void deallocate(T *memory, std::size_t count)
    {
        if (count * sizeof(T) < kPage)
            ::operator delete(memory);
        else
            std::free(memory);
    }

    bool operator==(const HugePages &) const = default;
};

template <class T> using HugeVector = std::vector<T, HugePages<T>>;

// The same for rows that are written before they are read: resize() leaves new ones as they are.
template <class T> struct UnsetHugePages : HugePages<T> {
    using value_type = T;

    UnsetHugePages() = default;

    template <class Other> UnsetHugePages(const UnsetHugePages<Other> &) { }

    template <class Other> void construct(Other *row) noexcept { ::new (static_cast<void *>(row)) Other; }

    template <class Other, class From> void construct(Other *row, From &&from) noexcept
    {
        ::new (static_cast<void *>(row)) Other(std::forward<From>(from));
    }
};

} // namespace dealerlens::base
