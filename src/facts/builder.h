// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "facts/columnfile.h"

#include <map>
#include <set>

namespace dealerlens::facts {

// Makes snapshots one after the other: the first from everything, later ones by making those portals again whose
// records have changed in the store since (docs/decisions/0004-facts-by-portal.md). Any thread, one at a time.
//
// A portal whose leads or deals are being mirrored for the first time is made again when that has ended, and before it every
// kFirstMirrorPause seconds: each time everything of it is read, and what is told of half a portal says little.
class Builder {
public:
    // `columnsPath`: facts.columns of the data folder, where the first call looks for what an earlier run had made; ""
    // when there is none. `derivedPath` likewise: facts.derived, for whoever derives something of the snapshots.
    explicit Builder(QString columnsPath = {}, QString derivedPath = {});

    // The facts of what `reader` sees. Errors: Storage, Full, Cancelled; the next call then makes everything.
    [[nodiscard]] base::Result<SnapshotPtr> bringUpToDate(
        const store::Reader &reader, base::UtcSeconds now, const base::CancelToken &cancel);

    static constexpr base::UtcSeconds kFirstMirrorPause = 5;

    // Whether the last call has left out changes of such a portal: there has to be another one, also when nothing more changes.
    [[nodiscard]] bool isBehind() const { return !m_behind.empty(); }

    // Portals that the last call made.
    [[nodiscard]] std::size_t portalsMade() const { return m_made; }

    // Whether it is worth while to write the file: everything had to be made, or a quarter of it since and some time ago.
    [[nodiscard]] bool wantsSaving() const;
    [[nodiscard]] base::Result<> save();

private:
    // Which parts of a portal have to be read.
    struct Parts {
        bool rows = false;
        bool stages = false;
        bool people = false;
    };

    [[nodiscard]] base::Result<std::vector<Parts>> partsToRead(const store::Reader &reader);
    [[nodiscard]] base::Result<> postpone(const store::Reader &reader, std::vector<Parts> &parts);
    [[nodiscard]] base::Result<bool> canGoOn(const store::Reader &reader, std::int64_t journal);
    [[nodiscard]] base::Result<> readPortals(Scans &scans, const std::vector<Parts> &parts);
    [[nodiscard]] SnapshotPtr publish(std::int64_t generation, base::UtcSeconds now);

    const QString m_columnsPath;
    const QString m_derivedPath;
    std::unique_ptr<BuilderState> m_state; // null: nothing is known
    std::weak_ptr<const Snapshot> m_last; // of this state
    std::set<Index> m_behind; // portals whose changes are left out
    std::map<Index, base::UtcSeconds> m_madeAt;
    std::size_t m_made = 0;
    bool m_isSaved = false; // there is a file, of now or earlier
    std::size_t m_unsaved = 0; // portals made since
    base::UtcSeconds m_now = base::kNever;
    base::UtcSeconds m_savedAt = base::kNever;
};

} // namespace dealerlens::facts
