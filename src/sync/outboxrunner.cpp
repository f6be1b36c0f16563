// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/outboxrunner.h"

#include "base/crashpoint.h"
#include "base/log.h"
#include "base/task.h"

namespace dealerlens::sync {

using base::ErrorKind;

namespace {

constexpr const char *kForm = "application/x-www-form-urlencoded";
constexpr qsizetype kLongestSentence = 500;

base::Result<portal::Reply> readWhole(const base::Result<portal::RawReply> &raw)
{
    if (!raw)
        return std::unexpected(raw.error());
    return portal::readReply(raw->http, raw->body);
}

// The portal's own words about its refusal, for people; plain text.
QString sentenceOf(const base::Result<portal::RawReply> &raw)
{
    if (!raw)
        return {};
    const auto document = portal::JsonDocument::parse(raw->body);
    if (!document)
        return {};
    const std::string text = document->root().member("error_description").text();
    return base::withoutSecrets(QString::fromStdString(text).left(kLongestSentence));
}

bool neverLeft(const base::Error &error)
{
    return error.kind == ErrorKind::Tls || error.code == "REFUSED" || error.code == "HOST_NOT_FOUND" || error.code == "scheme";
}

} // namespace

OutboxRunner::OutboxRunner(Runner &mirror, const Services &services, QObject *parent)
    : QObject(parent)
    , m_mirror(mirror)
    , m_services(services)
    , m_slot(services.slots_)
    , m_planner(static_cast<std::uint64_t>(services.clock->monotonicMs()) ^ static_cast<std::uint64_t>(mirror.portal().id))
{
    m_rest.setSingleShot(true);
    connect(&m_rest, &QTimer::timeout, this, &OutboxRunner::wake);
}

OutboxRunner::~OutboxRunner() { m_mirror.access().close(this); }

void OutboxRunner::wake()
{
    if (m_busy) {
        m_again = true;
        return;
    }
    m_busy = true;
    m_rest.stop();
    using Writes = std::vector<model::Write>;
    const auto reading = m_services.store->read<Writes>([id = m_mirror.portal().id](store::Reader &reader) {
        store::WritesAsked asked;
        asked.portal = id;
        asked.openOnly = true;
        return reader.writes(asked);
    });
    base::whenDone(reading, this, [this](const base::Result<Writes> &open) {
        if (!open)
            execute(Rest { m_services.clock->monotonicMs() + 60'000 });
        else
            begin(*open);
    });
}

void OutboxRunner::begin(std::vector<model::Write> open)
{
    if (open.empty()) {
        step(Wake {});
        return;
    }
    m_mirror.access().open(this, [this, open = std::move(open)](const base::Result<> &opened) {
        if (opened)
            step(Wake { open });
        else // the mirror says that the portal needs its key
            execute(Rest { m_services.clock->monotonicMs() + 60'000 });
    });
}

void OutboxRunner::step(OutboxEvent event)
{
    OutboxCommand command = m_planner.handle(std::move(event), m_services.clock->monotonicMs(), m_services.clock->now());
    std::visit([this](auto &&each) { execute(std::forward<decltype(each)>(each)); }, std::move(command));
}

void OutboxRunner::whenAllowed(std::function<void()> go)
{
    const std::int64_t now = m_services.clock->monotonicMs();
    if (const std::int64_t at = m_mirror.limit().take(now); at > now) {
        QTimer::singleShot(std::chrono::milliseconds(at - now), this, [this, go = std::move(go)]() mutable { whenAllowed(std::move(go)); });
        return;
    }
    m_slot.begin(std::move(go));
}

void OutboxRunner::released(const base::Result<portal::RawReply> &raw)
{
    m_slot.end();
    if (raw && raw->http == 503)
        m_mirror.limit().refused();
    else if (raw)
        m_mirror.limit().answered();
}

void OutboxRunner::execute(Look command) { look(command, 0, {}); }

// Page by page; `alike`: seen on the pages before.
void OutboxRunner::look(const Look &command, int start, std::vector<model::RecordId> alike)
{
    whenAllowed([this, command, start, alike = std::move(alike)] {
        const portal::Call call = lookCall(command, start);
        CRASHPOINT("outbox.before_look");
        const auto read = [this, command, start, alike](const base::Result<portal::RawReply> &raw) {
            CRASHPOINT("outbox.looked");
            released(raw);
            const auto reply = readWhole(raw);
            auto found = reply ? readLook(command, start, *reply) : base::Result<LookAnswer>(std::unexpected(reply.error()));
            if (!found)
                return step(LookFailed { found.error() });
            found->seen.alike.insert(found->seen.alike.end(), alike.begin(), alike.end());
            if (found->next >= 0)
                look(command, found->next, std::move(found->seen.alike));
            else
                step(found->seen);
        };
        m_mirror.access().post({ call.method(), kForm, call.form(), false }, this, read);
    });
}

void OutboxRunner::execute(const SendWrite &command)
{
    whenAllowed([this, write = command.write] {
        const portal::Call call = writeCall(write);
        CRASHPOINT("outbox.before_send");
        m_mirror.access().post({ call.method(), kForm, call.form(), true }, this, [this, write](const base::Result<portal::RawReply> &raw) {
            CRASHPOINT("outbox.answered");
            released(raw);
            const auto reply = readWhole(raw);
            const auto accepted = reply ? readAccepted(write, *reply) : base::Result<Accepted>(std::unexpected(reply.error()));
            if (accepted)
                step(*accepted);
            else
                step(Refused { accepted.error(), sentenceOf(raw), !raw && neverLeft(raw.error()) });
        });
    });
}

void OutboxRunner::execute(const SaveWrite &command)
{
    const auto then = [this, write = command.write](const base::Result<> &saved) {
        CRASHPOINT("outbox.saved");
        if (!saved)
            return step(SaveFailed { saved.error() });
        const bool confirms = write.state == model::WriteState::Confirmed;
        m_confirmed = m_confirmed || confirms;
        if (confirms && write.kind == model::WriteKind::Withdraw)
            return dropFromMirror(write.target);
        step(Saved {});
    };
    CRASHPOINT("outbox.before_save");
    base::whenDone(m_services.store->moveWrite(command.from, command.write, command.event), this, then);
}

// What the portal has removed for us leaves the mirror at once: it would not tell of a removed comment. Should this
// fail, a lead or a task goes with the next comparison of ids, a comment when its item's comments are read again.
void OutboxRunner::dropFromMirror(const model::RecordKey &removed)
{
    store::PageWrite page;
    page.portal = removed.portal;
    page.seenAt = m_services.clock->now();
    page.gone.push_back(removed);
    base::whenDone(m_services.store->write(std::move(page)), this, [this](const base::Result<store::ChangeSet> &) { step(Saved {}); });
}

void OutboxRunner::execute(const Rest &command)
{
    m_busy = false;
    if (m_again) {
        m_again = false;
        wake();
        return;
    }
    m_mirror.access().close(this);
    if (command.untilMs >= 0) {
        const std::int64_t wait = std::max<std::int64_t>(0, command.untilMs - m_services.clock->monotonicMs());
        m_rest.start(std::chrono::milliseconds(std::min<std::int64_t>(wait, 3'600'000)));
    }
    Q_EMIT rested(std::exchange(m_confirmed, false));
}

} // namespace dealerlens::sync
