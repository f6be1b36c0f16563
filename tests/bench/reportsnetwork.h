// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/storegenerator.h"
#include "facts/snapshot.h"

#include <QJsonObject>

#include <vector>

namespace dealerlens::bench {

// The network that reports are measured on, from the store generator; made when the folder does not hold it yet.
[[nodiscard]] facts::SnapshotPtr networkIn(const QString &folder, std::int64_t items);

// The instant as of which it is asked about when nothing else is said.
inline constexpr std::uint32_t kEnd = std::uint32_t(kNetworkEnd);

inline constexpr std::uint32_t kNoTime = 0xffffffff;

// One lead by itself, as raw as a report may have it: who held it when, what became of it, how it was answered. The
// rows that DuckDB and the bare scans are given.
struct LeadRows {
    std::vector<std::uint32_t> first; // leaf: user, or users + portal for nobody
    std::vector<std::uint32_t> last;
    std::vector<std::uint32_t> source;
    std::vector<std::uint32_t> began;
    std::vector<std::uint32_t> closed; // kNoTime: open
    std::vector<std::uint8_t> outcome; // 0 open, 1 won, 2 lost
    std::vector<std::int64_t> amount;
    std::vector<std::uint32_t> answered; // kNoTime: never
    std::vector<std::uint32_t> talked; // kNoTime: never
    std::vector<std::uint32_t> breached; // when the limit is over
    std::vector<std::uint8_t> inLimit; // the answer
    std::vector<std::uint8_t> known; // by the end: answered, or the limit is over without a talk

    [[nodiscard]] std::size_t size() const { return began.size(); }
};

// One stay in a working stage that has ended.
struct StayRows {
    std::vector<std::uint32_t> leaf; // who held the item when it began
    std::vector<std::uint32_t> entered;
    std::vector<std::uint32_t> seconds;
    std::vector<std::uint32_t> source;
    std::vector<std::uint32_t> stage;

    [[nodiscard]] std::size_t size() const { return leaf.size(); }
};

struct Leaf {
    std::uint32_t portal = 0;
    std::uint32_t region = 0;
};

struct RawRows {
    std::vector<Leaf> leaves;
    LeadRows leads;
    StayRows stays;
};

[[nodiscard]] RawRows rawRows(const facts::Snapshot &facts);

// What DuckDB answers, see duckdb.mjs; "missing" when it is not there. `folder` has the rows as CSV afterwards.
[[nodiscard]] QJsonObject askDuckDb(
    const QString &folder, const QString &modules, const RawRows &rows, const QJsonObject &questions, int runs);

} // namespace dealerlens::bench
