// SPDX-License-Identifier: GPL-3.0-or-later
// libFuzzer's door to the targets: DEALERLENS_FUZZ names the one that is tried.
#include "fuzz/targets.h"

#include <cstdlib>
#include <cstring>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    using namespace dealerlens::fuzz;
    static const Target *const wanted = [] {
        const char *name = std::getenv("DEALERLENS_FUZZ");
        for (const Target &target : targets())
            if (name && std::strcmp(target.name, name) == 0)
                return &target;
        qFatal("DEALERLENS_FUZZ names no target");
    }();
    wanted->run(QByteArray(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size)));
    return 0;
}
