// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "base/error.h"

#include <QByteArray>
#include <QDate>

#include <array>
#include <cstdint>
#include <map>
#include <vector>

namespace dealerlens::stats {

// Part of a day by the wall clock, in seconds after midnight: [from, to), 0 <= from < to <= 86400.
struct Slot {
    int from = 0;
    int to = 0;
};

using Slots = std::vector<Slot>;

struct CalendarRules {
    QByteArray zone = {}; // IANA name, e.g. Europe/Moscow
    std::array<Slots, 7> week = {}; // Monday first; an empty day is closed
    std::vector<QDate> holidays = {}; // closed, whatever the week says
    std::map<QDate, Slots> exceptions = {}; // these hours instead, even on a holiday
};

// Opening hours as a set of instants: an instant is open when the wall clock of the zone shows a time inside a
// slot of that day. So an hour that summer time leaves out counts for nothing, and one that comes twice counts
// twice. Immutable after make(); any thread; copies are whole (about 0.5 MB), hold it by shared_ptr.
// Questions are O(1) but addBusiness, O(log n). A default-made calendar is open round the clock, for ever.
class Calendar {
public:
    Calendar() = default;

    // Days are computed ahead for [first, last); outside them it is closed. Fails (Input) when the zone is
    // unknown. Slots that overlap or leave the day are merged and cut.
    [[nodiscard]] static base::Result<Calendar> make(
        const CalendarRules &rules, QDate first = QDate(2000, 1, 1), QDate last = QDate(2051, 1, 1));

    // Open seconds in [from, to); 0 when to <= from.
    [[nodiscard]] std::int64_t biz(base::UtcSeconds from, base::UtcSeconds to) const;
    // The first instant t >= from with biz(from, t) = seconds; `from` itself for seconds <= 0; kNever when the
    // calendar never opens for so long.
    [[nodiscard]] base::UtcSeconds addBusiness(base::UtcSeconds from, std::int64_t seconds) const;
    [[nodiscard]] bool isOpen(base::UtcSeconds at) const;

    [[nodiscard]] bool isRoundTheClock() const { return m_roundTheClock; }

private:
    struct Open {
        base::UtcSeconds from = 0;
        base::UtcSeconds to = 0;
        std::int64_t before = 0; // open seconds before `from`
    };

    void addOpen(base::UtcSeconds from, base::UtcSeconds to);
    void buildIndex();
    [[nodiscard]] std::size_t firstEndingAfter(base::UtcSeconds at) const;
    [[nodiscard]] std::int64_t openBefore(base::UtcSeconds at) const;

    bool m_roundTheClock = true;
    std::vector<Open> m_open; // rising, apart from each other
    base::UtcSeconds m_indexStart = 0;
    std::vector<std::uint32_t> m_index; // per 86,400 s from m_indexStart: the first of m_open ending after it
};

} // namespace dealerlens::stats
