// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/changeset.h"
#include "store/connection.h"
#include "store/forgotten.h"
#include "store/journal.h"
#include "store/recordtables.h"
#include "store/store.h"

#include <array>
#include <map>

namespace dealerlens::store {

// Writes pages; lives on the writer thread. Order inside write(): the mirror's transaction is filled, the ledger's
// (journal, kept history) is committed, then the mirror's. Killed in between, the page is written again and the
// ledger's unique keys let nothing in twice.
class MirrorWriter {
public:
    MirrorWriter(Connection &mirror, Connection &ledger);

    [[nodiscard]] base::Result<ChangeSet> write(const PageWrite &page, base::UtcSeconds now);

    // A change of the ledger alone still moves the generation, by which readers know that they are behind.
    [[nodiscard]] base::Result<std::int64_t> nextGeneration();

    // People to be forgotten: the list of the ledger again; and everything stored that tells of them, without them
    // (one transaction), also the points of these companies that are theirs.
    void readForgotten() { m_forgotten.read(m_ledger); }

    [[nodiscard]] base::Result<ChangeSet> emptyForgotten(const std::set<model::RecordKey> &companies);

private:
    struct Table {
        Statement insert;
        Statement update;
        Statement select;
    };

    Table &table(model::EntityKind kind);
    void apply(const PageWrite &page, ChangeSet &changes, base::UtcSeconds seenAt);
    void applyRecord(model::PortalId portal, const model::Record &record, base::UtcSeconds seenAt);
    void inserted(const model::RecordKey &key, const model::Record &record, base::UtcSeconds seenAt);
    void replaced(const model::RecordKey &key, const model::Record &record, base::UtcSeconds seenAt);
    void writeRecord(model::PortalId portal, const model::Record &record, base::UtcSeconds seenAt);
    void emptyRecord(const model::RecordKey &key);
    void setDeleted(const model::RecordKey &key, base::UtcSeconds at);
    void markGone(const model::RecordKey &key, base::UtcSeconds seenAt);
    void writeState(const model::SyncState &state);
    void writeCycleEnd(const model::CycleEnd &end);
    void compareWithTold(const model::RecordKey &key, const model::Record &record, base::UtcSeconds seenAt);
    void noteBad(const model::RecordKey &key, const std::vector<std::string> &fields, bool replace);
    [[nodiscard]] std::int64_t countBad(model::PortalId portal);
    void writePoints(const model::RecordKey &key, bool replace);
    void writeTaskLinks(const model::RecordKey &key, const model::Record &record, bool replace);
    void lookUpPoints(const model::Record &record);
    void index(const model::RecordKey &key, const std::string &words);
    void forget(const model::RecordKey &key, const std::string &words);
    void readStored(const model::RecordKey &key);
    std::int64_t raiseGeneration();
    void noteChanges();
    void countAlive(const model::RecordKey &key);
    void fitCache(std::size_t records);

    Connection &m_mirror;
    Connection &m_ledger;
    std::array<Table, model::kEntityKinds.size()> m_tables;
    Statement m_insertPoint;
    Statement m_deletePoints;
    Statement m_selectPoints;
    Statement m_insertLink;
    Statement m_deleteLinks;
    Statement m_index;
    Statement m_forget;
    Statement m_state;
    Statement m_insertBad;
    Statement m_deleteBad;
    Statement m_selectKept;
    Statement m_selectTold;
    Statement m_selectHighestTold;
    Statement m_noteChange;

    Forgotten m_forgotten;
    bool m_isCacheLarge = true; // as the files are opened
    int m_smallPages = 0; // since the last large one

    // Of the page being written.
    ChangeSet m_changes;
    std::vector<JournalEntry> m_journal;
    std::vector<StoredRecord> m_kept;
    std::map<model::EntityKind, model::RecordId> m_highestTold;
    std::map<model::EntityKind, std::int64_t> m_born; // records that live now and did not before, less those that died
    // Of the record being written; members keep their memory.
    StoredRecord m_stored;
    bool m_found = false;
    bool m_badChanged = false; // in the page being written
    std::vector<StoredPoint> m_points;
    std::vector<StoredPoint> m_storedPoints;
};

} // namespace dealerlens::store
