// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/connection.h"

#include <optional>

namespace dealerlens::store {

class MirrorWriter;

// A person is named by a contact of a portal or by a phone; one of them.
struct Person {
    std::optional<model::RecordKey> contact;
    QString phone; // in any usual form
};

// What forgetting did; no personal data in it. Kept as a document of the ledger.
struct ForgetReceipt {
    base::UtcSeconds at = base::kNever;
    std::int64_t contacts = 0;
    std::int64_t leads = 0;
    std::int64_t deals = 0;
    std::int64_t companies = 0; // that lost a phone or an address of the person
    std::int64_t writes = 0; // of the outbox, emptied
    std::int64_t traces = 0; // phones and addresses by which the person is known again
    QString document; // under which it is kept
};

[[nodiscard]] QByteArray toJson(const ForgetReceipt &receipt);

// Takes a person out of both databases, on the writer thread: the ledger lists records and traces first, so that
// whatever happens then, the person does not come back; the mirror is emptied after it and both files are written
// anew, so that nothing stays in unused pages. `dryRun` only counts. Errors: Input (no such phone), NotFound,
// Rejected with code "writes" while writes to the person's items are not settled.
[[nodiscard]] base::Result<ForgetReceipt> forgetPerson(
    Connection &mirror, Connection &ledger, MirrorWriter &pages, const Person &person, base::UtcSeconds now, bool dryRun);

// Makes again what the mirror derives from its own records: indexes, search, links of tasks, normalised phones;
// removes what has lost its owner. The ledger is only read. Not while another program has the folder open for
// writing. Errors: Corrupt when the records themselves are damaged; the next start begins a new mirror then.
struct RepairReport {
    std::int64_t indexed = 0; // records in the search
    std::int64_t points = 0; // contact points whose normalised form was wrong, or without an owner
    std::int64_t links = 0; // of tasks, made again
    std::int64_t emptied = 0; // records of forgotten people that still had something
};

[[nodiscard]] base::Result<RepairReport> repairMirror(const QString &folder);

} // namespace dealerlens::store
