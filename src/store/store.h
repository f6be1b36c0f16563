// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "base/error.h"
#include "base/task.h"
#include "model/network.h"
#include "model/record.h"
#include "store/care.h"
#include "store/changeset.h"
#include "store/outbox.h"

#include <QFuture>
#include <QObject>
#include <QString>
#include <QThreadPool>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace dealerlens::store {

class Reader;
class WriterThread;

// One page of a portal, to be committed in one transaction together with the cursor that it moves.
struct PageWrite {
    model::PortalId portal = 0;
    std::vector<model::Record> records; // inserted or replaced; a deleted record that appears again lives again
    std::vector<model::RecordKey> gone; // proved deleted on the portal: marked, never erased
    std::vector<model::SyncState> states; // new states of (portal, kind)
    std::optional<model::CycleEnd> cycleEnd; // a lastSuccess of kNever leaves the stored one as it is
    base::UtcSeconds seenAt = base::kNever; // when head office saw it (our clock)
};

using PortalAnswers = std::vector<base::Result<model::Portal>>; // one for each that was given

// What the opening of a data folder found; people must be told once.
struct OpenReport {
    bool mirrorRebuilt = false; // it was corrupt and has been set aside
    QString setAside; // where
    bool ledgerRestoreOffered = false;
    QString ledgerBackup; // read in place of a damaged ledger; only when opened for reading
    int mirrorVersion = 0;
    int ledgerVersion = 0;
};

// The two databases of a data folder: mirror.db (can be fetched again; WAL, synchronous NORMAL) and ledger.db
// (only head office has it: portals, journal, standards, saved views; synchronous FULL; backed up on open).
// One writer thread holds the only writing connections; reads run on a small pool with read-only connections.
// Thread-safe: every public function may be called from any thread; signals arrive on the Store's thread.
class Store final : public QObject {
    Q_OBJECT
public:
    struct Options {
        bool readOnly = false; // a damaged ledger is then replaced by its newest backup, for reading
        const base::Clock *clock = nullptr; // required; must outlive the store
        int pageLimit = 0; // pages the mirror may have, 0: no limit; beyond it writes answer Full
    };

    // Creates the folder (owner only) and the files when absent. Errors: Newer (written by a newer program:
    // untouched), Corrupt (ledger damaged: untouched), Storage, Full. A corrupt mirror is set aside with its
    // date in the name and a new one begun.
    [[nodiscard]] static base::Result<std::unique_ptr<Store>> open(const QString &folder, const Options &options);
    ~Store() override;

    [[nodiscard]] const OpenReport &openReport() const;
    [[nodiscard]] QString folder() const;

    // Appends what changed to the journal, then writes page and cursor in one transaction; answers with what
    // really changed (records equal to the stored ones are not listed).
    [[nodiscard]] QFuture<base::Result<ChangeSet>> write(PageWrite page);

    // Ledger writes; the id of a new portal is given here. Errors: Rejected with code "key" or "endpoint" when
    // another portal has the same.
    [[nodiscard]] QFuture<base::Result<model::Portal>> savePortal(model::Portal portal);
    // Many in one transaction, in their order; what is refused (Rejected, NotFound) holds the others up in nothing.
    [[nodiscard]] QFuture<base::Result<PortalAnswers>> savePortals(std::vector<model::Portal> portals);
    [[nodiscard]] QFuture<base::Result<>> setRetired(model::PortalId portal, bool retired);
    [[nodiscard]] QFuture<base::Result<>> saveStandard(model::Standard standard);
    // Small named documents of head office (saved views, window state): JSON text by name.
    [[nodiscard]] QFuture<base::Result<>> saveDocument(QString name, QByteArray json);

    // The outbox (outbox.h). When the future has a value, it is on disk.
    [[nodiscard]] QFuture<base::Result<>> addWrites(std::vector<model::Write> writes);
    [[nodiscard]] QFuture<base::Result<>> moveWrite(model::WriteState from, model::Write write, model::WriteEvent event);

    // Takes a person out of everything that is stored here, copies of the ledger and damaged mirrors included (care.h).
    [[nodiscard]] QFuture<base::Result<ForgetReceipt>> forget(Person person, bool dryRun);

    // Runs `work` on a pool thread with a read-only connection that sees one consistent snapshot.
    template <class T> [[nodiscard]] QFuture<base::Result<T>> read(std::function<base::Result<T>(Reader &)> work);

    // For threads of one's own (and the command line): a reader bound to the calling thread.
    [[nodiscard]] base::Result<std::unique_ptr<Reader>> reader() const;

    [[nodiscard]] QThreadPool *readers() const;

Q_SIGNALS:
    void changed(const dealerlens::store::ChangeSet &changes); // after each commit
    void outboxChanged(); // a write was added or has moved; the mirror has not changed
    void failed(const QString &detail); // the disk is full or does not answer; writing pauses and is retried
    void damaged(); // a file is: the next start looks through both and begins the mirror anew, or offers the ledger's copy

private:
    struct Private;
    explicit Store(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace dealerlens::store

#include "store/store_read.h"
