// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "base/elsewhere.h"
#include "base/error.h"
#include "base/giveway.h"
#include "base/task.h"
#include "facts/giveback.h"
#include "facts/hub.h"
#include "facts/snapshot.h"
#include "reports/question.h"
#include "secrets/secretstore.h"
#include "store/store.h"
#include "sync/engine.h"
#include "viewmodels/context.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <QtConcurrent>

#include <atomic>
#include <memory>
#include <type_traits>

namespace dealerlens::viewmodels {

class OutboxFeed;

// One open data folder as the window uses it: store, secrets, engine, facts. Every page asks its figures here
// and gets them on its own thread; the window's thread never waits. Owned by main; lives on the window's thread.
class Session final : public QObject {
    Q_OBJECT
public:
    struct Options {
        QString folder; // of the databases
        QString credentialsFile; // empty: the system keyring
        bool demo = false; // a simulated network: marked in the title
        int intervalSeconds = 60; // between two cycles of a portal
        const base::Clock *clock = nullptr; // nullptr: the system's
        bool readOnly = false; // nothing is mirrored or saved; a damaged ledger is replaced by its newest backup
    };

    // Errors as Store::open and openCredentialsFile.
    [[nodiscard]] static base::Result<std::unique_ptr<Session>> open(const Options &options);
    ~Session() override;

    [[nodiscard]] store::Store &store() const { return *m_store; }

    [[nodiscard]] sync::Engine &engine() const { return *m_engine; }

    [[nodiscard]] facts::Hub &hub() const { return *m_hub; }

    [[nodiscard]] secrets::SecretStore &secrets() const { return *m_secrets; }

    [[nodiscard]] OutboxFeed &outbox() const { return *m_outbox; }

    [[nodiscard]] const base::Clock &clock() const { return *m_clock; }

    [[nodiscard]] const Options &options() const { return m_options; }

    // Null until the first snapshot has been built.
    [[nodiscard]] facts::SnapshotPtr facts() const { return m_hub->current(); }

    // The names and settings of a snapshot without its rows: for whoever shows an answer for long. Whoever keeps rows keeps
    // the memory of all that has changed since.
    [[nodiscard]] facts::SnapshotPtr namesOf(const facts::SnapshotPtr &facts) const;

    // Begins mirroring on schedule; not when opened for reading.
    void start();

    // The context bar's words as a question about `facts`. Periods are days of the dealers' zones; funnel keys
    // are funnel names ("leads" for leads), employee keys "portalkey/userid", condition keys "source", "campaign",
    // "region", "late".
    [[nodiscard]] reports::Question question(const Context &context) const;
    // How far the newest data in force reach under the context: the "as of" of page heads. kNever without facts.
    [[nodiscard]] base::UtcSeconds dataAsOf(const Context &context) const;
    // "1 Jul – 24 Nov 2025"-ready pieces: the day range that question() uses, and today in head office's zone.
    [[nodiscard]] QDate today() const;

    // Runs `ask(facts, cancel)` on a pool thread and hands its answer to `then` on this thread with the
    // milliseconds it took; quietly dropped when `context` dies or `cancel` is set. Nothing happens while there
    // are no facts. What `then` does not keep of answer and facts is freed on a pool thread.
    template <class Ask, class Then> void ask(QObject *context, const base::CancelToken &cancel, Ask ask, Then then) const
    {
        using Answer = std::invoke_result_t<Ask, const facts::Snapshot &, const base::CancelToken &>;

        struct Timed {
            std::shared_ptr<Answer> answer;
            facts::SnapshotPtr facts;
            int milliseconds = 0;
        };

        facts::SnapshotPtr snapshot = facts();
        if (!snapshot)
            return;
        auto future = QtConcurrent::run(&m_pool, [snapshot = std::move(snapshot), cancel, ask = std::move(ask)]() mutable {
            base::giveWay(base::Way::ToTheWindow);
            QElapsedTimer timer;
            timer.start();
            auto timed = std::make_shared<Timed>();
            if (!cancel.isCancelled()) // while it waited for a thread
                timed->answer = std::make_shared<Answer>(ask(*snapshot, cancel));
            timed->facts = std::move(snapshot);
            timed->milliseconds = static_cast<int>(timer.elapsed());
            return timed;
        });
        base::whenDone(future, context, [this, cancel, then = std::move(then)](const std::shared_ptr<Timed> &timed) {
            m_rest->start();
            if (timed->answer && !cancel.isCancelled())
                then(*timed->answer, timed->facts, timed->milliseconds);
            keepFewPages(timed->facts);
            base::releaseElsewhere(std::exchange(timed->answer, nullptr), std::exchange(timed->facts, nullptr));
        });
    }

    // Somebody waits for something that is not asked of the facts: what is made at rest waits on.
    void putOffRest() const { m_rest->start(); }

Q_SIGNALS:
    // New facts: ask again, without moving what the user is looking at.
    void factsChanged(const dealerlens::facts::SnapshotPtr &facts);
    void portalStatusChanged(int portal);
    void storageFailed(const QString &detail); // disk full or does not answer: writing pauses

private:
    Session() = default;

    void rest();
    static void keepFewPages(const facts::SnapshotPtr &facts, std::size_t most = facts::kFewFilePages);

    Options m_options;
    std::unique_ptr<base::SystemClock> m_ownClock;
    const base::Clock *m_clock = nullptr;
    std::unique_ptr<store::Store> m_store;
    std::unique_ptr<secrets::SecretStore> m_secrets;
    std::unique_ptr<sync::Engine> m_engine;
    std::unique_ptr<facts::Hub> m_hub;
    OutboxFeed *m_outbox = nullptr; // child
    mutable QThreadPool m_pool;
    QTimer *m_rest = nullptr; // child: since the last answer
    bool m_isPrepared = false; // what reports begin with has been derived once
    std::shared_ptr<std::atomic_bool> m_keepsDerived = std::make_shared<std::atomic_bool>(true); // for the next start
    mutable std::weak_ptr<const facts::Snapshot> m_named; // whose names these are
    mutable facts::SnapshotPtr m_names;
};

} // namespace dealerlens::viewmodels
