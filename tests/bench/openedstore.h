// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/bench.h"
#include "bench/changedleads.h"
#include "bench/storegenerator.h"

#include "facts/builder.h"
#include "store/store.h"

#include <QRandomGenerator>

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

[[nodiscard]] inline facts::SnapshotPtr upToDate(facts::Builder &builder, const store::Store &store)
{
    const auto reader = store.reader();
    auto built
        = reader ? builder.bringUpToDate(**reader, kNetworkEnd, {}) : base::Result<facts::SnapshotPtr>(std::unexpected(reader.error()));
    if (!built)
        giveUp(built.error().detail);
    return *built;
}

// A new amount of one lead at each of the first so many dealers.
inline void changeLeads(store::Store &store, int dealers, int round)
{
    const auto reader = store.reader();
    QRandomGenerator dice(std::uint32_t(round) + 1);
    for (int dealer = 1; dealer <= dealers; ++dealer) {
        store::PageWrite page = reader ? changedLeads(**reader, dealer, 1, dice) : store::PageWrite();
        if (page.records.empty() || !store.write(std::move(page)).result())
            giveUp(QStringLiteral("a lead cannot be changed"));
    }
}

} // namespace dealerlens::bench
