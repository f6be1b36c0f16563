// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "facts/snapshot.h"
#include "model/write.h"
#include "store/store.h"
#include "sync/wishes.h"

#include <QObject>
#include <QTimer>

#include <map>
#include <optional>
#include <vector>

namespace dealerlens::viewmodels {

class Session;

// A field that a write changes, with stages and people by their names.
struct OutboxField {
    QString field; // classic REST name
    QString label; // the portal's own name of it; "" for the fields that every portal has
    QString before;
    QString after;
    QString found;
    bool conflicts = false; // the portal has something else than was expected
};

// One write as people see it, without the words of a language.
struct OutboxItem {
    model::Write write;
    QString dealer;
    QString code; // of the dealer
    int hue = -1; // place of the dealer in the facts
    QString client; // what the item is called; "" when it is not mirrored
    QString person; // Task: who is to do it
    std::vector<OutboxField> fields; // as write.fields
    bool arriving = false; // confirmed, but the mirror does not show it yet
    sync::DealerAnswer answer; // of a question or task
    QString answeredBy;
    std::int64_t workingSeconds = 0; // from sending to the answer, or until now, by the dealer's calendar

    [[nodiscard]] bool waitsForPerson() const;

    [[nodiscard]] bool isOpen() const { return !model::isFinal(write.state); }

    // Went out as a question or task, and nobody has answered yet.
    [[nodiscard]] bool waitsForAnswer() const;
    [[nodiscard]] std::int64_t wallSeconds(base::UtcSeconds now) const; // as workingSeconds, round the clock
};

// All writes of the ledger, oldest first, with what the mirror knows about them. Pool thread. Errors: Storage.
[[nodiscard]] base::Result<std::vector<OutboxItem>> readOutbox(
    store::Reader &reader, const facts::SnapshotPtr &facts, base::UtcSeconds now);

// The outbox as the window shows it: read on a pool thread, again when a write has moved or the mirror has changed;
// the old list stays until the new one is there. Also the overlay: what is wanted of an item beside what the mirror
// shows. Lives on the window's thread; child of the session.
class OutboxFeed final : public QObject {
    Q_OBJECT
public:
    explicit OutboxFeed(Session &session);

    [[nodiscard]] const std::vector<OutboxItem> &items() const { return m_items; }

    [[nodiscard]] const OutboxItem *find(const QString &uuid) const;

    // What is on its way to an item, and questions without an answer; oldest first.
    [[nodiscard]] std::vector<const OutboxItem *> about(const model::RecordKey &item) const;

    [[nodiscard]] bool isPending(const model::RecordKey &item) const { return m_pending.contains(item); }

    [[nodiscard]] int waiting() const { return m_waiting; } // for a person

    [[nodiscard]] int open() const { return m_open; }

    [[nodiscard]] bool isReady() const { return m_read && !m_reading && !m_again; }

    [[nodiscard]] const std::optional<base::Error> &problem() const { return m_problem; }

Q_SIGNALS:
    void updated();

private:
    void read();
    void take(std::vector<OutboxItem> items);

    Session &m_session;
    QTimer m_soon;
    std::vector<OutboxItem> m_items;
    std::multimap<model::RecordKey, std::size_t> m_pending;
    std::optional<base::Error> m_problem;
    int m_waiting = 0;
    int m_open = 0;
    bool m_read = false;
    bool m_reading = false;
    bool m_again = false;
};

} // namespace dealerlens::viewmodels
