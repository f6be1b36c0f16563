// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// CRASHPOINT("name") marks a place at which tests end the process without warning. Programs for people have nothing
// there; in a program built with DEALERLENS_CRASHPOINTS the variable DEALERLENS_CRASH="name:n" ends it, with exit code
// 137 and without any tidying up, when the place is passed for the n-th time. Any thread. Names are unique; the
// sweep (tests/scenario/tst_crashpoints.cpp) finds them in the sources and demands that each can be reached.
#ifdef DEALERLENS_CRASHPOINTS

#include <atomic>
#include <cstdlib>
#include <cstring>

#include <unistd.h>

namespace dealerlens::base {

inline void crashAt(const char *name)
{
    static const char *const wanted = std::getenv("DEALERLENS_CRASH");
    const char *colon = wanted ? std::strchr(wanted, ':') : nullptr;
    const auto size = colon ? static_cast<std::size_t>(colon - wanted) : 0;
    if (!colon || std::strlen(name) != size || std::strncmp(wanted, name, size) != 0)
        return;
    static std::atomic_int passed = 0;
    if (++passed == std::atoi(colon + 1))
        ::_exit(137);
}

} // namespace dealerlens::base

#define CRASHPOINT(name) ::dealerlens::base::crashAt(name)
#else
#define CRASHPOINT(name) static_cast<void>(0)
#endif
