// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portal/transport.h"
#include "portalsim/simserver.h"
#include "store/store.h"
#include "support/heldclock.h"
#include "sync/outboxwire.h"
#include "sync/planner.h"
#include "sync/wishes.h"

#include <QTemporaryDir>

namespace dealerlens::testing {

// One step of a history. Each has a seed of its own, so that the others mean the same without it.
struct Step {
    enum class What : std::uint8_t {
        Edit, // the dealer's people work on their portal
        Wish, // head office wants something there
        Decide, // a person settles what the outbox cannot
        Work, // mirror and outbox go on for a while, in bad weather
        Crash, // the program is killed: what is on disk stays
        Reopen, // closed in order and opened again
        Pass, // nothing happens for a while
        SetClock, // somebody sets our clock
        Fault, // the portal begins or ceases to be ill
    };
    static constexpr int kWhats = 9;
    What what = What::Edit;
    std::uint64_t seed = 0;
};

[[nodiscard]] std::vector<Step> stepsOf(std::uint64_t seed);
[[nodiscard]] QString named(const std::vector<Step> &steps);

// What happened in histories, so that no branch is only believed to be tried.
struct Happened {
    std::map<QByteArray, int> outbox; // evidence of writes
    int writes = 0;
    int crashes = 0;
    int lost = 0; // requests and answers
    int failedCycles = 0;
    int portalFaults = 0;
    int deletions = 0;
    int people = 0; // decisions
};

// One dealer's portal (the simulator's engine, no socket), head office with both planners on real store files, and
// chance. All clocks are held; the portal's is the true one. Each history ends with quiet days, after which the
// portal's own ledger, ledger.db and mirror.db are judged.
class History {
public:
    explicit History(std::uint64_t seed);
    ~History();

    QString run(const std::vector<Step> &steps); // empty: every promise was kept; once

    Happened happened;

private:
    using Random = std::mt19937_64;

    bool chance(double share) { return !m_isQuiet && std::uniform_real_distribution<double>(0, 1)(m_random) < share; }

    std::int64_t pick(std::int64_t from, std::int64_t to) { return std::uniform_int_distribution<std::int64_t>(from, to)(m_random); }

    // the portal (historyportal.cpp)
    void makePortal();
    void edit();
    void removeOne();
    void beIll();
    base::Result<portal::RawReply> exchange(const QByteArray &method, const QByteArray &type, const QByteArray &body, bool isWrite);
    void advance(std::int64_t ms);

    [[nodiscard]] int effectsOf(const model::Write &write) const { return int(effects(write).size()); }

    [[nodiscard]] std::vector<portalsim::LedgerEntry> effects(const model::Write &write) const;
    [[nodiscard]] bool portalHas(model::EntityKind kind, model::RecordId id) const;
    [[nodiscard]] bool isUnderWay(const model::Write &write) const; // may still take effect
    [[nodiscard]] QStringList differences();

    // head office (history.cpp)
    void open();
    void close();
    void crash();
    void step(const Step &step);
    void work(int events);
    void mirrorEvent();
    void endCycle(const sync::Finish &finish);
    sync::Event execute(const sync::SendBatch &batch);
    sync::Event execute(sync::WriteChanges changes);
    sync::Event execute(const sync::ReadLocal &wanted);
    sync::Event execute(const sync::SleepUntil &sleep);

    sync::Event execute(const sync::Finish &) { return sync::Tick {}; }

    void outboxEvent();
    void giveOutbox(sync::OutboxEvent event);
    sync::OutboxEvent look(const sync::Look &look);
    sync::OutboxEvent send(const sync::SendWrite &send);
    sync::OutboxEvent save(const sync::SaveWrite &save);
    void obeyLimit();

    // people (historypeople.cpp)
    void wish();
    [[nodiscard]] QString nextUuid() const;
    [[nodiscard]] base::Result<model::Write> newWish(const model::RecordKey &item);
    void decide();
    void decide(const model::Write &write);
    void add(const model::Write &write);
    [[nodiscard]] std::vector<model::Write> writes(bool openOnly);

    // the end
    void settle();
    void judge();
    void judge(const model::Write &write);
    void complain(const QString &what);
    [[nodiscard]] store::Reader &reader(); // sees what is committed now

    std::uint64_t m_seed;
    Random m_random;
    bool m_isQuiet = false;
    QString m_complaint;

    portalsim::World m_world;
    HeldClock m_portalClock;
    HeldClock m_clock; // ours
    std::unique_ptr<portalsim::SimServer> m_server;
    int m_deletionsLeft = 8; // small ones only, else a person is asked

    struct Late { // a write that takes effect when nobody listens any more
        std::int64_t ms = 0;
        portalsim::HttpCall call;
        QString uuid;
    };

    std::vector<Late> m_late;
    QString m_sending; // uuid of the write on its way

    QTemporaryDir m_dir;
    int m_folders = 0;
    QString m_folder;
    std::unique_ptr<store::Store> m_store;
    std::unique_ptr<store::Reader> m_reader;
    model::PortalId m_portal = 0;

    std::optional<sync::RateLimit> m_limit;
    std::optional<sync::Planner> m_planner;
    std::vector<sync::Command> m_commands; // of the mirror, under way; none: between cycles
    bool m_writeFailed = false;
    bool m_lastCycleGood = false;
    std::optional<sync::OutboxPlanner> m_outbox;
    sync::OutboxCommand m_outboxCommand = sync::Rest {};

    std::map<QString, model::Write> m_wishes; // as confirmed to the person
    std::set<QString> m_takenBackInTime;
    std::set<model::RecordKey> m_toOtherFunnel; // deals
    int m_wishCount = 0;
};

} // namespace dealerlens::testing
