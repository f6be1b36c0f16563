// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/connection.h"
#include "store/reader.h"
#include "store/recordtables.h"

#include <array>

namespace dealerlens::store {

struct Reader::Private {
    std::unique_ptr<Connection> mirror;
    std::unique_ptr<Connection> ledger;
    std::int64_t generation = 0;
    std::array<Statement, model::kEntityKinds.size()> selects; // one record, prepared when first wanted
    std::array<Statement, model::kEntityKinds.size()> selectTitles; // of one record, what a search orders it by
    Statement selectPoints;

    ~Private();

    [[nodiscard]] static base::Result<std::unique_ptr<Reader>> open(const QString &mirror, const QString &ledger);

    // Ends the old snapshots and begins new ones. The ledger first: whatever its journal lacks, the mirror may
    // show already, never the other way round for a page in between.
    void beginSnapshot();

    // One record with its points; nullopt when there is none or something failed (ask status()).
    [[nodiscard]] std::optional<StoredRecord> find(const model::RecordKey &key);
    [[nodiscard]] base::Result<> status();
};

} // namespace dealerlens::store
