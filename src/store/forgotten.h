// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/connection.h"

#include <functional>
#include <optional>
#include <set>

namespace dealerlens::store {

// The people whom head office must not keep any more, as the ledger lists them. What a portal tells of them is
// written without the columns that could name them; numbers, stages, money and dates stay, so that no figure
// changes. Belongs to the thread of its connection.
class Forgotten {
public:
    explicit Forgotten(Connection &ledger) { read(ledger); }

    void read(Connection &ledger);

    [[nodiscard]] bool isEmpty() const { return m_records.empty() && m_traces.empty(); }

    [[nodiscard]] const std::set<model::RecordKey> &records() const { return m_records; }

    // The record without the person, when it tells of one of them; a lead, deal or contact found by a phone, an
    // address or its contact is known from then on and waits for keepNew().
    [[nodiscard]] std::optional<model::Record> withoutPerson(model::PortalId portal, const model::Record &record);
    [[nodiscard]] bool knowsPhone(std::string_view typed) const;

    [[nodiscard]] bool hasNew() const { return !m_new.empty(); }

    void keepNew(Connection &ledger) const; // inside the caller's transaction

    void newAreKept() { m_new.clear(); } // it was committed

private:
    [[nodiscard]] bool knows(std::string_view lookup) const;
    [[nodiscard]] bool concerns(model::PortalId portal, const model::Record &record) const;

    QByteArray m_salt;
    std::set<model::RecordKey> m_records;
    std::set<QByteArray> m_traces;
    std::set<model::RecordKey> m_new;
};

// Everything in which a person could be named is taken out of a record of any kind; of a company only the points
// that `isKnown` says are the person's.
[[nodiscard]] model::Record withoutPersonalData(
    const model::Record &record, const std::function<bool(const model::ContactPoint &)> &isKnown);

// Lists records and traces (normalised phones and addresses); makes the salt when there is none. Inside the
// caller's transaction.
void listForgotten(Connection &ledger, const std::set<model::RecordKey> &records, const std::set<std::string> &lookups);

// What the ledger itself says in words about these records: wishes and evidence of settled writes, the raw fields
// of kept history. Answers how many writes were emptied. Inside the caller's transaction.
std::int64_t emptyLedgerTexts(Connection &ledger, const std::set<model::RecordKey> &records);

} // namespace dealerlens::store
