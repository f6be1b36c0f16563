// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/task.h"
#include "reports/answers.h"
#include "viewmodels/rowsscope.h"

#include <array>
#include <map>
#include <memory>
#include <vector>

namespace dealerlens::viewmodels {

inline constexpr int kMostPathCells = 12;

// One milestone of an item's path.
struct PathCell {
    enum class Kind : std::uint8_t { AsPlanned, Skipped, Now, Ahead };
    Kind kind = Kind::Ahead;
    bool overLimit = false;
    bool reentered = false;
};

// One of the items behind a number.
struct ItemRow {
    reports::ItemState state;
    std::optional<reports::Stay> stay = {}; // where stays are counted: then an item may have several rows
    std::array<PathCell, kMostPathCells> path {};
    std::uint8_t cells = 0; // used of `path`: the milestones in work of the item's kind
    bool skipped = false; // a milestone of the standard was passed over
    bool reentered = false;
};

// What every row is filtered by: kept in reports::FoundRow::note.
struct RowMarks {
    char outcome = 'P';
    std::uint8_t deviations = 0; // bit per Deviation

    static constexpr RowMarks fromNote(std::uint16_t note)
    {
        return { static_cast<char>(note & 0xff), static_cast<std::uint8_t>(note >> 8) };
    }

    [[nodiscard]] constexpr std::uint16_t toNote() const
    {
        return static_cast<std::uint16_t>(static_cast<std::uint8_t>(outcome) | deviations << 8);
    }
};

enum class Deviation : std::uint8_t { Skipped, Reentered, OverLimit, NotEvidenced, NoNextStep };
inline constexpr std::size_t kDeviations = 5;

// The rows of an answer, newest first. A million are kept as who they are and what they are filtered by; the rest of one
// is told when it is looked at. The snapshot must outlive them. Immutable; any thread.
class ItemRows final {
public:
    ItemRows() = default;
    ItemRows(const facts::Snapshot &facts, const reports::Question &question);

    // Finds them.
    void read(const RowsScope &scope, const base::CancelToken &cancel);

    [[nodiscard]] const reports::FoundRows &found() const { return m_found; }

    [[nodiscard]] std::size_t size() const { return m_found.rows.size(); }

    [[nodiscard]] ItemRow operator[](std::size_t index) const;

    [[nodiscard]] RowMarks marks(std::size_t index) const { return RowMarks::fromNote(m_found.rows[index].note); }

    [[nodiscard]] std::uint32_t item(std::size_t index) const { return m_found.rows[index].item; }

    // Rows [first, second) of an item.
    [[nodiscard]] std::pair<std::size_t, std::size_t> placesOf(std::uint32_t item) const;

    [[nodiscard]] std::int64_t count(std::optional<char> outcome) const;

    [[nodiscard]] std::int64_t count(Deviation deviation) const { return m_deviating[std::size_t(deviation)]; }

private:
    struct Source;
    void setMarks(const base::CancelToken &cancel);

    std::shared_ptr<const Source> m_source;
    reports::FoundRows m_found;
    std::map<char, std::int64_t> m_outcomes;
    std::array<std::int64_t, kDeviations> m_deviating {};
};

// The items behind a number, with the conversion of the same inquiries for the sentence above them.
struct RowsAnswer {
    ItemRows rows;
    reports::Share conversion; // of numbers of inquiries
    std::int64_t immature = 0;
    reports::Coverage coverage;
    reports::Waterfall waterfall;
};

// `question` is that of the context bar; the snapshot must outlive the answer. Pool thread; part of the rows when
// cancelled.
[[nodiscard]] RowsAnswer readRows(
    const facts::Snapshot &facts, const reports::Question &question, const RowsScope &scope, const base::CancelToken &cancel = {});

} // namespace dealerlens::viewmodels
