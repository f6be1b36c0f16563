// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/bench.h"
#include "bench/storegenerator.h"

#include "store/store.h"

#include <memory>

namespace dealerlens::bench {

// The end of the generated network, or so many seconds later; it stands still.
class GeneratedTime final : public base::Clock {
public:
    explicit GeneratedTime(std::int64_t later = 0)
        : m_later(later)
    {
    }

    [[nodiscard]] base::UtcSeconds now() const override { return kNetworkEnd + m_later; }

    [[nodiscard]] std::int64_t monotonicMs() const override { return 0; }

private:
    const std::int64_t m_later;
};

// For writing. Ends the program when it cannot be opened.
[[nodiscard]] inline std::unique_ptr<store::Store> storeIn(const QString &folder, const base::Clock &clock)
{
    store::Store::Options options;
    options.clock = &clock;
    auto opened = store::Store::open(folder, options);
    if (!opened)
        giveUp(opened.error().detail);
    return std::move(*opened);
}

} // namespace dealerlens::bench
