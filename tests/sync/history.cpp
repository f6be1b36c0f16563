// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/history.h"

#include "portal/reply.h"
#include "store/storefixture.h"
#include "sync/plannerstore.h"
#include "sync/problemword.h"
#include "sync/wire.h"

#include <QCoreApplication>
#include <QDir>

namespace dealerlens::testing {

using base::ErrorKind;
using model::Write;
using model::WriteState;
using store::answerOf;

namespace {

base::Result<portal::Reply> readWhole(const base::Result<portal::RawReply> &raw)
{
    if (!raw)
        return std::unexpected(raw.error());
    return portal::readReply(raw->http, raw->body);
}

QString folderTemplate()
{
    const QString memory = QStringLiteral("/dev/shm");
    return (QFileInfo(memory).isWritable() ? memory : QDir::tempPath()) + QStringLiteral("/history-XXXXXX");
}

} // namespace

std::vector<Step> stepsOf(std::uint64_t seed)
{
    std::mt19937_64 random(seed);
    using What = Step::What;
    // Work and wishes are frequent, everything else is not.
    static constexpr std::array kMix { What::Edit, What::Edit, What::Edit, What::Wish, What::Wish, What::Wish, What::Decide, What::Work,
        What::Work, What::Work, What::Work, What::Crash, What::Reopen, What::Pass, What::Pass, What::SetClock, What::Fault };
    std::vector<Step> steps { { What::Work, random() } };
    for (auto left = 8 + random() % 25; left > 0; --left)
        steps.push_back({ kMix.at(random() % kMix.size()), random() });
    return steps;
}

QString named(const std::vector<Step> &steps)
{
    static constexpr std::array kNames { "edit", "wish", "decide", "work", "crash", "reopen", "pass", "set clock", "fault" };
    QStringList names;
    for (const Step &each : steps)
        names += QStringLiteral("%1 %2").arg(QLatin1String(kNames.at(std::size_t(each.what)))).arg(each.seed);
    return names.join(QStringLiteral("; "));
}

History::History(std::uint64_t seed)
    : m_seed(seed)
    , m_random(seed)
    , m_dir(folderTemplate())
{
    makePortal();
    open();
    model::Portal portal;
    portal.key = QStringLiteral("dealer");
    portal.endpoint = QStringLiteral("https://dealer.example/rest/1");
    const auto saved = answerOf(m_store->savePortal(portal));
    m_portal = saved ? saved->id : 0;
}

History::~History() { close(); }

void History::complain(const QString &what)
{
    if (m_complaint.isEmpty())
        m_complaint = what;
}

store::Reader &History::reader()
{
    m_reader->refresh();
    return *m_reader;
}

void History::open()
{
    if (m_folder.isEmpty())
        m_folder = m_dir.filePath(QString::number(++m_folders));
    auto opened = store::Store::open(m_folder, { .readOnly = false, .clock = &m_clock, .pageLimit = 0 });
    if (!opened)
        qFatal("the store does not open: %s", qPrintable(opened.error().detail));
    m_store = std::move(*opened);
    if (m_store->openReport().mirrorRebuilt)
        complain(QStringLiteral("the mirror was damaged by a crash"));
    m_reader = std::move(*m_store->reader());
    m_limit.emplace(m_random());
    m_outbox.emplace(m_random());
    m_outboxCommand = sync::Rest {};
}

void History::close()
{
    m_planner.reset();
    m_commands.clear();
    m_outbox.reset();
    m_reader.reset();
    m_store.reset();
    QCoreApplication::sendPostedEvents();
}

// The files as a killed program leaves them: logs beside the databases, nothing written back. When power is lost the
// mirror may lack what was written last, the ledger may not.
void History::crash()
{
    const QString left = m_dir.filePath(QString::number(++m_folders));
    QDir().mkpath(left + QStringLiteral("/backups"));
    const auto keep = [&](const char *name) { QFile::copy(m_folder + u'/' + QLatin1String(name), left + u'/' + QLatin1String(name)); };
    keep("mirror.db");
    keep("mirror.db-wal");
    if (chance(0.3))
        work(int(pick(1, 40)));
    keep("ledger.db");
    keep("ledger.db-wal");
    close();
    QDir(m_folder).removeRecursively();
    m_folder = left;
    open();
    ++happened.crashes;
}

QString History::run(const std::vector<Step> &steps)
{
    for (const Step &each : steps) {
        if (!m_complaint.isEmpty())
            break;
        step(each);
    }
    if (m_complaint.isEmpty())
        settle();
    if (m_complaint.isEmpty())
        judge();
    return m_complaint.isEmpty() ? QString() : QStringLiteral("seed %1: %2").arg(m_seed).arg(m_complaint);
}

void History::step(const Step &step)
{
    m_random.seed(step.seed);
    switch (step.what) {
    case Step::What::Edit:
        for (auto left = pick(1, 6); left > 0; --left)
            edit();
        break;
    case Step::What::Wish:
        wish();
        break;
    case Step::What::Decide:
        decide();
        break;
    case Step::What::Work:
        work(int(pick(5, 60)));
        break;
    case Step::What::Crash:
        crash();
        break;
    case Step::What::Reopen:
        close();
        open();
        break;
    case Step::What::Pass:
        advance(pick(1, 7'000) * 1'000);
        break;
    case Step::What::SetClock: {
        static constexpr std::array<base::UtcSeconds, 7> kSteps { 600, -600, 86'400, -86'400, 315'360'000, -315'360'000, 3'600 };
        m_clock.zero = m_portalClock.zero + kSteps.at(std::size_t(pick(0, 6)));
        break;
    }
    case Step::What::Fault:
        beIll();
        break;
    }
}

void History::work(int events)
{
    for (; events > 0 && m_complaint.isEmpty(); --events) {
        advance(pick(0, 2'000));
        if (pick(0, 2) == 0)
            outboxEvent();
        else
            mirrorEvent();
    }
}

// --- mirror ---

void History::mirrorEvent()
{
    sync::Event event = sync::Start {};
    if (!m_planner) {
        const auto states = reader().syncStates(m_portal);
        m_planner.emplace(m_portal, states.value_or(std::vector<model::SyncState>()), *m_limit);
        m_commands.clear();
    }
    if (!m_commands.empty()) { // what was begun first need not end first
        const auto at = m_commands.begin() + (m_isQuiet ? 0 : pick(0, std::int64_t(m_commands.size()) - 1));
        sync::Command command = std::move(*at);
        m_commands.erase(at);
        event = std::visit([this](auto &each) { return execute(std::move(each)); }, command);
    }
    for (sync::Command &command : m_planner->handle(std::move(event), m_clock.ms, m_clock.now())) {
        if (const auto *finish = std::get_if<sync::Finish>(&command)) {
            endCycle(*finish);
            m_commands.clear();
            return;
        }
        if (std::holds_alternative<sync::SleepUntil>(command))
            std::erase_if(m_commands, [](const auto &each) { return std::holds_alternative<sync::SleepUntil>(each); });
        m_commands.push_back(std::move(command));
    }
}

void History::endCycle(const sync::Finish &finish)
{
    m_lastCycleGood = !finish.problem;
    happened.failedCycles += m_lastCycleGood ? 0 : 1;
    if (m_planner->progress().wouldRemove > 0)
        complain(QStringLiteral("a person is asked about %1 removals").arg(m_planner->progress().wouldRemove));
    if (std::exchange(m_writeFailed, false)) {
        m_planner.reset();
        return;
    }
    const auto ends = reader().cycleEnds();
    const auto end = ends ? ends->find(m_portal) : decltype(ends->begin()) {};
    if (!ends || end == ends->end())
        return complain(QStringLiteral("the end of a cycle is not stored"));
    if (end->second.problem.isEmpty() != m_lastCycleGood)
        complain(QStringLiteral("a cycle ended otherwise than is stored"));
    if (m_lastCycleGood && end->second.lastSuccess != m_clock.now())
        complain(QStringLiteral("the time of the last success is wrong"));
}

sync::Event History::execute(const sync::SendBatch &batch)
{
    std::vector<portal::Call> calls;
    for (const sync::Query &query : batch.queries)
        calls.push_back(sync::callFor(query, batch.queries));
    const auto reply = readWhole(exchange("batch", "application/json", portal::batchBody(calls), false));
    if (!reply)
        return sync::Failure { reply.error(), batch.request };
    auto answers = sync::readAnswers(*reply, batch.queries);
    if (!answers)
        return sync::Failure { answers.error(), batch.request };
    return sync::Arrived { std::move(*answers), batch.request };
}

sync::Event History::execute(sync::WriteChanges changes)
{
    m_writeFailed = chance(0.02);
    if (m_writeFailed)
        return sync::WriteFailed { { ErrorKind::Full, base::Retry::Later, {}, {}, 0 } };
    for (const auto &[kind, id] : changes.gone)
        if (portalHas(kind, id))
            complain(QStringLiteral("%1 %2 is marked deleted and lives").arg(int(kind)).arg(id));
    const auto now = m_clock.now();
    const std::optional<sync::Finish> last = changes.last;
    store::PageWrite page = sync::pageOf(std::move(changes), m_portal, now);
    if (last && last->problem)
        page.cycleEnd = { m_portal, base::kNever, sync::problemWord(*last->problem), now };
    else if (last)
        page.cycleEnd = { m_portal, now, {}, base::kNever };
    const auto written = answerOf(m_store->write(std::move(page)));
    if (!written)
        complain(QStringLiteral("a page is not written: ") + written.error().detail);
    return sync::Committed {};
}

sync::Event History::execute(const sync::ReadLocal &wanted)
{
    auto found = sync::readLocal(reader(), m_portal, wanted);
    if (!found)
        complain(QStringLiteral("the mirror cannot be read"));
    return found ? std::move(*found) : sync::Local {};
}

sync::Event History::execute(const sync::SleepUntil &sleep)
{
    advance(std::max<std::int64_t>(0, sleep.ms - m_clock.ms));
    return sync::Tick {};
}

// --- outbox ---

void History::obeyLimit()
{
    for (std::int64_t at = m_limit->take(m_clock.ms); at > m_clock.ms; at = m_limit->take(m_clock.ms))
        advance(at - m_clock.ms);
}

void History::giveOutbox(sync::OutboxEvent event) { m_outboxCommand = m_outbox->handle(std::move(event), m_clock.ms, m_clock.now()); }

void History::outboxEvent()
{
    if (std::holds_alternative<sync::Rest>(m_outboxCommand))
        giveOutbox(sync::Wake { writes(true) });
    else if (const auto *asked = std::get_if<sync::Look>(&m_outboxCommand))
        giveOutbox(look(*asked));
    else if (const auto *saving = std::get_if<sync::SaveWrite>(&m_outboxCommand))
        giveOutbox(save(*saving));
    else
        giveOutbox(send(std::get<sync::SendWrite>(m_outboxCommand)));
}

sync::OutboxEvent History::look(const sync::Look &look)
{
    for (int start = 0;;) {
        obeyLimit();
        const portal::Call call = sync::lookCall(look, start);
        const auto reply = readWhole(exchange(call.method(), "application/x-www-form-urlencoded", call.form(), false));
        if (!reply)
            return sync::LookFailed { reply.error() };
        const auto found = sync::readLook(look, start, *reply);
        if (!found)
            return sync::LookFailed { found.error() };
        if (found->next < 0)
            return found->seen;
        start = found->next;
    }
}

sync::OutboxEvent History::send(const sync::SendWrite &send)
{
    obeyLimit();
    store::WritesAsked asked;
    asked.uuid = send.write.uuid;
    const auto stored = reader().writes(asked);
    if (!stored || stored->size() != 1 || stored->front().state != WriteState::Sending)
        complain(QStringLiteral("sent before it is on disk as sending"));
    m_sending = send.write.uuid;
    const portal::Call call = sync::writeCall(send.write);
    const auto raw = exchange(call.method(), "application/x-www-form-urlencoded", call.form(), true);
    m_sending.clear();
    const auto reply = readWhole(raw);
    const auto accepted = reply ? sync::readAccepted(send.write, *reply) : base::Result<sync::Accepted>(std::unexpected(reply.error()));
    if (accepted)
        return *accepted;
    return sync::Refused { accepted.error(), {}, !raw && raw.error().code == "REFUSED" };
}

sync::OutboxEvent History::save(const sync::SaveWrite &save)
{
    if (chance(0.03))
        return sync::SaveFailed { { ErrorKind::Full, base::Retry::Later, {}, {}, 0 } };
    const auto saved = answerOf(m_store->moveWrite(save.from, save.write, save.event));
    if (!saved)
        return sync::SaveFailed { saved.error() };
    ++happened.outbox[save.event.what];
    return sync::Saved {};
}

// --- the end ---

// Quiet days: the portal is well, every answer comes, people decide what they must.
void History::settle()
{
    m_random.seed(m_seed);
    m_isQuiet = true;
    m_server->engine().clearFaults({});
    for (int round = 0; round < 400 && m_complaint.isEmpty(); ++round) {
        decide();
        int events = 0;
        do
            outboxEvent();
        while (!std::holds_alternative<sync::Rest>(m_outboxCommand) && ++events < 2'000 && m_complaint.isEmpty());
        if (m_late.empty() && writes(true).empty())
            break;
        const std::int64_t until = std::get<sync::Rest>(m_outboxCommand).untilMs;
        advance(std::max<std::int64_t>(60'000, until - m_clock.ms));
    }
    if (m_complaint.isEmpty() && !writes(true).empty())
        return complain(QStringLiteral("the outbox does not come to rest"));
    advance(600'000);
    // The cycle that was under way may end with what went wrong before; the next one must not.
    for (int cycle = 0; cycle < 2 && m_complaint.isEmpty(); ++cycle) {
        int events = 0;
        do
            mirrorEvent();
        while (!m_commands.empty() && ++events < 5'000 && m_complaint.isEmpty());
        if (!m_commands.empty())
            complain(QStringLiteral("a cycle does not end"));
    }
    if (m_complaint.isEmpty() && !m_lastCycleGood)
        complain(QStringLiteral("a quiet cycle ends with a problem"));
}

void History::judge()
{
    const auto stored = writes(false);
    for (const auto &[uuid, wish] : m_wishes)
        if (std::ranges::find(stored, uuid, &Write::uuid) == stored.end())
            return complain(uuid + QStringLiteral(" is lost")); // P1
    for (const Write &each : stored)
        judge(each);
    const QStringList different = differences(); // P4
    if (!different.isEmpty())
        complain(different.mid(0, 4).join(QStringLiteral("; ")));
    const auto sound = reader().checkIntegrity({});
    if (!sound || !sound->isEmpty())
        complain(sound ? sound->first() : QStringLiteral("the files cannot be checked"));
}

void History::judge(const Write &write)
{
    const int count = effectsOf(write);
    // Somebody else may have removed the record, or have moved the deal there.
    const bool othersMay
        = write.kind == model::WriteKind::Withdraw || (write.kind == model::WriteKind::Change && write.fields.back().field != u"TITLE");
    const auto about = [&](const QString &what) {
        QStringList evidence;
        for (const model::WriteEvent &each : reader().writeEvents(write.uuid).value_or(std::vector<model::WriteEvent>()))
            evidence += QString::fromLatin1(each.what);
        const std::string_view kind = model::nameOf(write.kind);
        complain(QStringLiteral("%1 (%2 %3, %4) %5")
                .arg(write.uuid, QString::fromLatin1(kind.data(), qsizetype(kind.size())))
                .arg(write.target.id)
                .arg(evidence.join(u' '), what));
    };
    // Moved back by an employee before we could look, such a deal is as it was: it is moved once more.
    // A lead that an employee removed before we could look is made once more.
    const auto made = effects(write);
    const bool isMade = write.kind == model::WriteKind::Create;
    const auto removed = std::ranges::count_if(
        made, [&](const portalsim::LedgerEntry &each) { return isMade && !portalHas(model::EntityKind::Lead, each.id); });
    const int most = othersMay && write.kind == model::WriteKind::Change ? write.attempts : 1 + int(removed);
    if (count > most) // P2
        about(QStringLiteral("took effect %1 times").arg(count));
    if (write.state == WriteState::Confirmed && count == 0 && !othersMay)
        about(QStringLiteral("is said to be there and is not"));
    if (m_takenBackInTime.contains(write.uuid) && count != 0)
        about(QStringLiteral("was taken back before it left and is there"));
}

} // namespace dealerlens::testing
