// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/outboxplanner.h"

#include "store/restore.h"

#include <algorithm>

namespace dealerlens::sync {

using base::ErrorKind;
using model::Write;
using model::WriteKind;
using model::WriteState;

namespace {

LookFor lookFor(const Write &write)
{
    switch (write.kind) {
    case WriteKind::Change:
        return LookFor::Fields;
    case WriteKind::Create:
        return LookFor::Marker;
    case WriteKind::Comment:
    case WriteKind::Task:
        return LookFor::Text;
    case WriteKind::Withdraw:
        break;
    }
    return LookFor::Gone;
}

// Writes that must keep their order.
bool sameRecord(const Write &one, const Write &other) { return one.target.id != 0 && one.target == other.target; }

QString idList(const std::vector<model::RecordId> &ids)
{
    QStringList texts;
    for (const model::RecordId id : ids)
        texts.append(QString::number(id));
    return texts.join(QStringLiteral(", "));
}

enum class Fields { AsWanted, AsExpected, Different };

Fields compare(const Write &write, const Seen &seen)
{
    bool wanted = true;
    bool expected = true;
    for (std::size_t i = 0; i < write.fields.size(); ++i) {
        const std::optional<QString> now = i < seen.values.size() ? seen.values[i] : std::nullopt;
        wanted = wanted && now == write.fields[i].after;
        expected = expected && now == write.fields[i].before;
    }
    if (wanted)
        return Fields::AsWanted;
    return expected ? Fields::AsExpected : Fields::Different;
}

void noteFound(Write &write, const Seen &seen)
{
    for (std::size_t i = 0; i < write.fields.size(); ++i)
        write.fields[i].found = i < seen.values.size() ? seen.values[i].value_or(QString()) : QString();
}

// The portal said before doing anything that it will not do it now.
bool mayComeLater(const base::Error &error)
{
    return error.retry == base::Retry::AfterLimit || error.retry == base::Retry::AfterAuth || error.kind == ErrorKind::Auth;
}

bool isUnclear(const base::Error &error)
{
    switch (error.kind) {
    case ErrorKind::Network:
    case ErrorKind::Timeout:
    case ErrorKind::Protocol:
    case ErrorKind::Cancelled:
    case ErrorKind::Tls:
        return true;
    default:
        return false;
    }
}

} // namespace

OutboxCommand OutboxPlanner::handle(OutboxEvent event, std::int64_t nowMs, base::UtcSeconds now)
{
    m_nowMs = nowMs;
    m_now = now;
    return std::visit([this](auto &&each) { return take(std::forward<decltype(each)>(each)); }, std::move(event));
}

OutboxCommand OutboxPlanner::take(Wake &&wake)
{
    Q_ASSERT(isIdle());
    std::vector<Entry> entries;
    for (Write &write : wake.open) {
        Entry entry { std::move(write), 0, 0 };
        const auto known = std::ranges::find_if(m_entries, [&](const Entry &each) { return each.write.uuid == entry.write.uuid; });
        if (known != m_entries.end() && known->write.state == entry.write.state
            && known->write.changed == entry.write.changed) { // a person who says "now" touches it
            entry.notBeforeMs = known->notBeforeMs;
            entry.failures = known->failures;
        } else if (entry.write.state == WriteState::Sending || entry.write.state == WriteState::Uncertain) {
            // From before a restart, whenever that was: our clock may have been set since.
            entry.notBeforeMs = m_nowMs + 1'000 * kSettleSeconds;
        }
        entries.push_back(std::move(entry));
    }
    m_entries = std::move(entries);
    return next();
}

bool OutboxPlanner::isActionable(std::size_t index) const
{
    const Write &write = m_entries[index].write;
    switch (write.state) {
    case WriteState::Queued:
    case WriteState::Sending:
        break;
    case WriteState::Uncertain:
        if (write.needsPerson)
            return false;
        break;
    default:
        return false;
    }
    return std::none_of(m_entries.begin(), m_entries.begin() + static_cast<std::ptrdiff_t>(index),
        [&](const Entry &earlier) { return !model::isFinal(earlier.write.state) && sameRecord(earlier.write, write); });
}

OutboxCommand OutboxPlanner::next()
{
    std::int64_t earliest = -1;
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        if (!isActionable(i))
            continue;
        const bool isInterrupted = m_entries[i].write.state == WriteState::Sending;
        if (m_entries[i].notBeforeMs > m_nowMs && !isInterrupted) {
            earliest = earliest < 0 ? m_entries[i].notBeforeMs : std::min(earliest, m_entries[i].notBeforeMs);
            continue;
        }
        m_current = i;
        if (isInterrupted) // nothing of this planner is on its way
            return move(WriteState::Uncertain, "unclear");
        m_phase = Phase::Looking;
        return Look { m_entries[i].write, lookFor(m_entries[i].write) };
    }
    m_phase = Phase::Idle;
    return Rest { earliest };
}

OutboxCommand OutboxPlanner::take(const Seen &seen)
{
    current().failures = 0;
    if (m_phase == Phase::Verifying)
        return judgeAccepted(seen);
    return current().write.state == WriteState::Queued ? judgeQueued(seen) : judgeUncertain(seen);
}

// Nothing of ours should be there yet. When it is, somebody restored an older ledger, or an answer came too late.
OutboxCommand OutboxPlanner::judgeQueued(const Seen &seen)
{
    Write &write = current().write;
    switch (lookFor(write)) {
    case LookFor::Fields:
        if (!seen.exists) {
            write.problem = "GONE";
            return move(WriteState::Rejected, "absent");
        }
        if (const Fields now = compare(write, seen); now != Fields::AsExpected) {
            if (now == Fields::AsWanted)
                return move(WriteState::Confirmed, "found");
            noteFound(write, seen);
            return move(WriteState::Conflict, "differs");
        }
        return beginSending();
    case LookFor::Gone:
        return judgeWithdrawal(seen);
    case LookFor::Marker:
    case LookFor::Text:
        break;
    }
    if (!seen.found.empty())
        return foundOurs(seen);
    if (seen.alike.empty() || write.attempts > 0 || write.problem == kAlike)
        return beginSending();
    write.problem = kAlike;
    return move(WriteState::Conflict, "alike", idList(seen.alike));
}

// Nobody takes away what somebody has worked on since.
OutboxCommand OutboxPlanner::judgeWithdrawal(const Seen &seen)
{
    Write &write = current().write;
    if (!seen.exists)
        return move(WriteState::Confirmed, "absent");
    const bool touched = [&] {
        for (std::size_t i = 0; i < write.fields.size(); ++i)
            if (i >= seen.values.size() || seen.values[i] != write.fields[i].before)
                return true;
        return false;
    }();
    if (!touched)
        return beginSending();
    noteFound(write, seen);
    return move(WriteState::Conflict, "differs");
}

OutboxCommand OutboxPlanner::foundOurs(const Seen &seen)
{
    Write &write = current().write;
    write.result = seen.found.front();
    if (seen.found.size() == 1)
        return move(WriteState::Confirmed, "found", idList(seen.found));
    write.problem = "DUPLICATE"; // never removed by ourselves: a person looks which one is being worked on
    return move(WriteState::Conflict, "found", idList(seen.found));
}

OutboxCommand OutboxPlanner::judgeUncertain(const Seen &seen)
{
    Write &write = current().write;
    switch (lookFor(write)) {
    case LookFor::Fields:
        if (!seen.exists) {
            write.problem = "GONE";
            return move(WriteState::Rejected, "absent");
        }
        switch (compare(write, seen)) {
        case Fields::AsWanted:
            return move(WriteState::Confirmed, "found");
        case Fields::AsExpected:
            return notThere("absent");
        case Fields::Different:
            noteFound(write, seen);
            return move(WriteState::Conflict, "differs");
        }
        break;
    case LookFor::Gone:
        return seen.exists ? notThere("found") : move(WriteState::Confirmed, "absent");
    case LookFor::Marker:
        if (seen.found.empty())
            return notThere("absent");
        break;
    case LookFor::Text:
        if (seen.found.empty()) {
            write.needsPerson = true;
            return move(WriteState::Uncertain, "absent");
        }
        break;
    }
    return foundOurs(seen);
}

// Proved not to have happened, so it may be done again; unless the ledger comes from a copy: then it may have happened and
// been taken back since.
OutboxCommand OutboxPlanner::notThere(const char *what)
{
    current().write.needsPerson = current().write.problem == store::kRestored;
    return move(current().write.needsPerson ? WriteState::Uncertain : WriteState::Queued, what);
}

OutboxCommand OutboxPlanner::take(const LookFailed &failed)
{
    Entry &entry = current();
    if (m_phase == Phase::Verifying) // it said yes
        return move(WriteState::Confirmed, "accepted");
    // A record of ours that a look cannot find is gone; everything else proves nothing.
    if (failed.error.kind == ErrorKind::NotFound && entry.write.kind != WriteKind::Create)
        return take(Seen {});
    if (failed.error.kind == ErrorKind::Denied && entry.write.state == WriteState::Queued) {
        entry.write.problem = failed.error.code;
        return move(WriteState::Rejected, "refused");
    }
    delay(entry, failed.error);
    return next();
}

OutboxCommand OutboxPlanner::beginSending()
{
    Write &write = current().write;
    ++write.attempts;
    write.sent = m_now;
    OutboxCommand command = move(WriteState::Sending, "sending");
    m_phase = Phase::SavingBeforeSend;
    return command;
}

OutboxCommand OutboxPlanner::move(WriteState to, const char *what, QString detail)
{
    Entry &entry = current();
    SaveWrite save;
    save.from = entry.write.state;
    if (to == WriteState::Confirmed || to == WriteState::Sending) {
        entry.write.problem.clear();
        entry.write.problemText.clear();
    }
    entry.write.state = to;
    entry.write.changed = m_now;
    save.write = entry.write;
    save.event = { 0, m_now, to, what, std::move(detail) };
    m_phase = Phase::Saving;
    return save;
}

OutboxCommand OutboxPlanner::take(const Saved &)
{
    if (m_phase == Phase::SavingBeforeSend) {
        m_phase = Phase::Sending;
        return SendWrite { current().write };
    }
    std::erase_if(m_entries, [](const Entry &each) { return model::isFinal(each.write.state); });
    return next();
}

// Not on disk, so it did not happen: the stored list is read anew. A person may have cancelled it meanwhile.
OutboxCommand OutboxPlanner::take(const SaveFailed &failed)
{
    const std::int64_t pause = failed.error.code == "state" ? 0 : 5'000;
    m_entries.clear();
    m_phase = Phase::Idle;
    return Rest { m_nowMs + pause };
}

OutboxCommand OutboxPlanner::take(const Accepted &accepted)
{
    current().failures = 0;
    if (accepted.result != 0)
        current().write.result = accepted.result;
    // A lead that was sent before, too: the first request may have taken effect after all, later than anybody thought.
    const bool mayBeTwice = current().write.kind == WriteKind::Create && current().write.attempts > 1;
    if (current().write.kind == WriteKind::Change || mayBeTwice) {
        m_phase = Phase::Verifying;
        return Look { current().write, lookFor(current().write) };
    }
    return move(WriteState::Confirmed, "accepted", accepted.result != 0 ? QString::number(accepted.result) : QString());
}

// A portal says yes to fields it does not know and stages of another funnel, and changes nothing (REST reference
// 1.2; 9, row 29). Anything else than before is yes: a robot may have gone on from there.
OutboxCommand OutboxPlanner::judgeAccepted(const Seen &seen)
{
    if (current().write.kind == WriteKind::Create)
        return seen.found.size() > 1 ? foundOurs(seen) : move(WriteState::Confirmed, "accepted", QString::number(current().write.result));
    if (seen.exists && compare(current().write, seen) == Fields::AsExpected) {
        current().write.problem = "IGNORED";
        return move(WriteState::Rejected, "ignored");
    }
    return move(WriteState::Confirmed, "accepted");
}

OutboxCommand OutboxPlanner::take(const Refused &refused)
{
    Entry &entry = current();
    entry.write.problem = refused.error.code;
    entry.write.problemText = refused.sentence;
    if (refused.neverLeft || mayComeLater(refused.error)) {
        delay(entry, refused.error);
        return move(WriteState::Queued, "delayed", refused.sentence);
    }
    if (isUnclear(refused.error)) {
        entry.notBeforeMs = m_nowMs + 1'000 * kSettleSeconds;
        return move(WriteState::Uncertain, "unclear", refused.sentence);
    }
    if (refused.error.kind == ErrorKind::NotFound && entry.write.kind == WriteKind::Withdraw)
        return move(WriteState::Confirmed, "absent");
    return move(WriteState::Rejected, "refused", refused.sentence);
}

void OutboxPlanner::delay(Entry &entry, const base::Error &error)
{
    // 5 s doubled up to an hour, ±20 %: a portal that is down or has no room for us is not hammered.
    const int steps = std::min(entry.failures++, 10);
    const double base = error.retry == base::Retry::WhenChanged ? 3'600'000.0 : std::min(3'600'000.0, 5'000.0 * double(1 << steps));
    std::uniform_real_distribution<double> jitter(0.8, 1.2);
    entry.notBeforeMs = m_nowMs + static_cast<std::int64_t>(base * jitter(m_random));
}

} // namespace dealerlens::sync
