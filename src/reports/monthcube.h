// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/monthcells.h"

namespace dealerlens::reports {

// Which of the allowed portals a tree shows, and what it says of their mirrors.
struct TreeFrame {
    explicit TreeFrame(const Population &population);

    std::vector<char> allowed; // by portal
    std::vector<std::pair<std::int64_t, std::int64_t>> visits; // see mappedVisits()
    std::vector<Coverage> coverage;
};

// The sums of the tree month by month, as sums of all months before: any run of whole months is one subtraction a
// node, whatever the number of rows. Immutable; any thread.
class MonthCube final {
public:
    struct Key {
        std::optional<model::EntityKind> kind;
        int conversionDays = 0;
        bool operator==(const Key &) const = default;
    };

    // Whole months, and the days of the period of equal length before them.
    struct Range {
        std::uint32_t from = 0; // cells before
        std::uint32_t to = 0;
        std::optional<std::pair<std::int64_t, std::int64_t>> before = {}; // [first, second), days since the first month's first
    };

    // Beside the snapshot, for a question without filters as of now, of whole months (or without bounds), that asks for
    // nothing but sums. Made when such a question is asked a second time: to make it costs as much as a dozen scans. Null: scan.
    [[nodiscard]] static std::shared_ptr<const MonthCube> of(
        const facts::Snapshot &facts, const Question &question, const TreeOptions &options, const base::CancelToken &cancel);
    // The same at once, for whoever compares.
    [[nodiscard]] static std::shared_ptr<const MonthCube> make(
        const facts::Snapshot &facts, const Key &key, const base::CancelToken &cancel);

    [[nodiscard]] static bool suits(const Question &question, const TreeOptions &options);
    // Nothing: something happened before the first month that is kept, so that only a scan knows.
    [[nodiscard]] std::optional<Range> rangeOf(const Question &question) const;

    [[nodiscard]] const std::shared_ptr<const TreeShape> &shape() const { return m_shape; }

    [[nodiscard]] const TreeFrame &frame() const { return m_frame; }

    [[nodiscard]] Tally::Counts ofDealer(std::uint32_t node, const Range &range) const; // a node of the shape
    [[nodiscard]] Tally::Counts ofLeaves(std::uint32_t from, std::uint32_t to, const Range &range) const;
    [[nodiscard]] Waterfall waterfall(const Measures &root) const;

private:
    class Maker;

    MonthCube(const Population &population, std::shared_ptr<const TreeShape> shape, MonthCalendar calendar, const Key &key);

    // Cells of as many things each, one run of them after the other.
    struct Cells {
        std::size_t width = 0;
        base::HugeVector<MonthCell> all;

        [[nodiscard]] MonthCell &at(std::size_t run, std::size_t thing) { return all[run * width + thing]; }

        [[nodiscard]] const MonthCell &at(std::size_t run, std::size_t thing) const { return all[run * width + thing]; }
    };

    // Chains old enough for the conversion, before a day began: how many, and how many converted in time.
    struct Old {
        std::uint32_t chains = 0;
        std::uint32_t converted = 0;
    };

    [[nodiscard]] static Tally::Counts between(const Cells &cells, std::size_t thing, const Range &range);
    [[nodiscard]] Tally::Counts before(std::uint32_t leaf, const Range &range) const;
    void addUp();
    void addDays();

    const std::shared_ptr<const TreeShape> m_shape;
    const TreeFrame m_frame;
    const MonthCalendar m_calendar;
    const Key m_key;
    Cells m_dealers; // by month, then dealer: [0] before the first slot … ; the last run: what has no month
    Cells m_leaves; // likewise
    std::vector<Old> m_days; // by day, then dealer
    std::vector<std::uint32_t> m_untilJournal; // by dealer: those that began before its journal
    std::vector<std::vector<Second>> m_old; // by leaf: beginnings of chains old enough, rising; bit 0: converted in time
    Waterfall m_waterfall; // of all time
    bool m_hasEarlier = false; // than the first month
};

} // namespace dealerlens::reports
