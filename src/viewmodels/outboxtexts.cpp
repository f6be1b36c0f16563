// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/outboxtexts.h"

#include "store/restore.h"
#include "sync/outboxplanner.h"
#include "viewmodels/itemdescribe.h"
#include "viewmodels/problemtext.h"

#include <algorithm>

namespace dealerlens::viewmodels {

using model::WriteKind;
using model::WriteState;

QString OutboxTexts::kind(WriteKind kind)
{
    switch (kind) {
    case WriteKind::Comment:
        return tr("Question");
    case WriteKind::Task:
        return tr("Task");
    case WriteKind::Change:
        return tr("Change");
    case WriteKind::Create:
        return tr("New lead");
    case WriteKind::Withdraw:
        return tr("Withdrawal");
    }
    return {};
}

QString OutboxTexts::state(const OutboxItem &item)
{
    switch (item.write.state) {
    case WriteState::Queued:
        return item.write.attempts > 0 ? tr("will be sent again") : tr("waiting to be sent");
    case WriteState::Sending:
        return tr("being sent");
    case WriteState::Uncertain:
        return item.write.needsPerson ? tr("unclear, look at the portal") : tr("unclear, being checked");
    case WriteState::Confirmed:
        return item.arriving ? tr("sent, arriving") : tr("arrived");
    case WriteState::Conflict:
        return tr("conflict");
    case WriteState::Rejected:
        return tr("refused");
    case WriteState::Cancelled:
        return tr("cancelled");
    }
    return {};
}

QString OutboxTexts::advice(const OutboxItem &item)
{
    if (!item.waitsForPerson())
        return {};
    if (item.write.state == WriteState::Rejected)
        return tr("The portal refuses this. Correct the cause there and send again, or give it up.");
    if (item.write.state == WriteState::Uncertain && item.write.problem == store::kRestored)
        return tr(
            "It comes from a copy of the ledger, and the portal does not show it: it never left, or was taken back since. Look there: "
            "it arrived, or send it again.");
    if (item.write.state == WriteState::Uncertain)
        return tr("It left, no answer came, and the portal does not show it. Look there: it arrived, or send it again.");
    if (item.write.problem == "DUPLICATE")
        return tr("The portal has this more than once. Delete the copy there by hand.");
    if (item.write.problem == sync::kAlike)
        return tr("Head office has done the same within a day, perhaps on another computer. Send it all the same, or give it up.");
    if (item.write.kind == WriteKind::Withdraw)
        return tr("Somebody at the dealer has worked on it since, so it is not taken away. Give it up, or delete it there by hand.");
    return tr("Somebody at the dealer has changed this meanwhile. Insist on your value, or give it up.");
}

namespace {

// Long texts and line breaks have no place in a cell.
QString inOneLine(const QString &text)
{
    constexpr qsizetype kLongest = 200;
    const QString line = text.left(4 * kLongest).simplified();
    return line.size() > kLongest ? QString(line.left(kLongest) + QChar(0x2026)) : line;
}

QString valueOf(const QString &value) { return value.isEmpty() ? QString(QChar(0x2013)) : inOneLine(value); }

} // namespace

QString OutboxTexts::field(const OutboxItem &item, const OutboxField &field)
{
    if (!field.label.isEmpty())
        return field.label;
    if (field.field == QLatin1String("STATUS_ID"))
        return ItemTexts::field("stage_id");
    if (field.field == QLatin1String("OPPORTUNITY"))
        return ItemTexts::field("amount");
    if (field.field == QLatin1String("CLOSEDATE"))
        return ItemTexts::field("close_date");
    if (field.field == QLatin1String("COMMENT"))
        return tr("Text");
    if (field.field == QLatin1String("status"))
        return tr("Status");
    const QString known = ItemTexts::field(field.field.toLower().toStdString());
    Q_UNUSED(item)
    return known == field.field.toLower() ? field.field : known;
}

QString OutboxTexts::opposed(const model::Write &write)
{
    model::Write other;
    other.uuid = write.opposes;
    return other.reference();
}

QString OutboxTexts::reason(const model::Write &write)
{
    QString reason = write.reason;
    if (!write.opposes.isEmpty() && reason.startsWith(opposed(write)))
        reason = reason.mid(opposed(write).size() + 2);
    return reason;
}

QString OutboxTexts::says(const OutboxItem &item)
{
    const QByteArray &problem = item.write.problem;
    if (!item.write.problemText.isEmpty())
        return item.write.problemText.simplified();
    if (problem.startsWith("NET_"))
        return tr("the connection broke before an answer came");
    if (problem == "GONE")
        return tr("the record is not there any more");
    if (problem == "IGNORED")
        return tr("the portal said yes and changed nothing");
    if (problem == "DUPLICATE")
        return tr("it is there more than once");
    if (problem == sync::kAlike)
        return tr("the same is there already");
    if (problem == store::kRestored)
        return tr("the ledger was restored from a copy");
    return QString::fromLatin1(problem);
}

QString OutboxTexts::what(const OutboxItem &item)
{
    switch (item.write.kind) {
    case WriteKind::Comment:
        return tr("Question: %1").arg(inOneLine(item.write.text));
    case WriteKind::Task:
        return item.person.isEmpty() ? tr("Task: %1").arg(inOneLine(item.write.text))
                                     : tr("Task for %1: %2").arg(item.person, inOneLine(item.write.text));
    case WriteKind::Create:
        return tr("New lead: %1").arg(inOneLine(item.client));
    case WriteKind::Withdraw:
        return item.write.target.kind == model::EntityKind::Lead ? tr("Withdraw the lead")
            : item.write.target.kind == model::EntityKind::Task  ? tr("Withdraw the task")
                                                                 : tr("Withdraw the question");
    case WriteKind::Change:
        break;
    }
    QStringList parts;
    for (const OutboxField &each : item.fields)
        if (each.before != each.after)
            parts += tr("%1: %2 → %3").arg(field(item, each), valueOf(each.before), valueOf(each.after));
    return parts.join(QStringLiteral("; "));
}

QString OutboxTexts::item(const OutboxItem &item)
{
    if (item.write.kind == WriteKind::Create && item.write.result == 0)
        return item.client;
    const model::RecordId id = item.write.kind == WriteKind::Create ? item.write.result : item.write.item.id;
    QString word = QString(ItemTexts::kind(item.write.item.kind) % QLatin1Char(' ') % QString::number(id));
    word[0] = word[0].toUpper();
    return item.client.isEmpty() ? word : QString(word % QStringLiteral(" · ") % inOneLine(item.client));
}

QString OutboxTexts::event(const model::WriteEvent &event)
{
    const QByteArray &what = event.what;
    QString words;
    if (what == "queued")
        words = tr("Queued");
    else if (what == "cancelled")
        words = tr("Taken back before it was sent");
    else if (what == "sending")
        words = tr("Sent to the portal");
    else if (what == "accepted")
        words = tr("The portal said yes");
    else if (what == "found")
        words = tr("Found on the portal");
    else if (what == "absent")
        words = tr("Not found on the portal");
    else if (what == "differs")
        words = tr("The portal has another value");
    else if (what == "alike")
        words = tr("Another write of head office has done the same");
    else if (what == "refused")
        words = tr("The portal refused");
    else if (what == "unclear")
        words = tr("No clear answer came");
    else if (what == "delayed")
        words = tr("Not now; it is tried again");
    else if (what == "by-person")
        words = event.state == WriteState::Confirmed ? tr("A person has seen it on the portal")
            : event.state == WriteState::Cancelled   ? tr("Given up by a person")
                                                     : tr("Sent again by a person");
    else
        words = QString::fromLatin1(what);
    return event.detail.isEmpty() ? words : tr("%1: %2").arg(words, inOneLine(event.detail));
}

QString OutboxTexts::answer(const OutboxItem &item, base::UtcSeconds now, const Fmt &fmt)
{
    if (item.waitsForAnswer())
        return tr("no answer for %1 (working time %2)").arg(fmt.duration(item.wallSeconds(now)), fmt.duration(item.workingSeconds));
    if (item.answer.at == base::kNever)
        return {};
    return item.write.kind == WriteKind::Task
        ? tr("done after %1 (working time %2)").arg(fmt.duration(item.wallSeconds(now)), fmt.duration(item.workingSeconds))
        : tr("answered after %1 (working time %2)").arg(fmt.duration(item.wallSeconds(now)), fmt.duration(item.workingSeconds));
}

QString OutboxTexts::overlay(const OutboxItem &item, base::UtcSeconds now, const Fmt &fmt)
{
    return item.waitsForAnswer() && !item.arriving ? tr("%1 — %2").arg(what(item), answer(item, now, fmt))
                                                   : tr("%1 — %2").arg(what(item), state(item));
}

QString OutboxTexts::overlayTip(const std::vector<const OutboxItem *> &pending, base::UtcSeconds now, const Fmt &fmt)
{
    QStringList lines;
    for (const OutboxItem *each : pending)
        lines += overlay(*each, now, fmt);
    return lines.join(QLatin1Char('\n'));
}

QString OutboxTexts::icon(const OutboxItem &item)
{
    switch (item.write.state) {
    case WriteState::Queued:
        return QStringLiteral("outbox");
    case WriteState::Sending:
        return QStringLiteral("sync");
    case WriteState::Uncertain:
        return item.write.needsPerson ? QStringLiteral("explain") : QStringLiteral("clock");
    case WriteState::Confirmed:
        return item.arriving ? QStringLiteral("sync") : QStringLiteral("shield-check");
    case WriteState::Conflict:
        return QStringLiteral("dispute");
    case WriteState::Rejected:
        return QStringLiteral("error");
    case WriteState::Cancelled:
        return QStringLiteral("undo");
    }
    return {};
}

QString OutboxTexts::refusal(const base::Error &error)
{
    if (error.kind == base::ErrorKind::NotFound)
        return tr("The item is not in the mirror any more.");
    if (error.kind != base::ErrorKind::Input && error.code != "state")
        return ProblemText::of(error).sentence();
    if (error.code == "same")
        return tr("It is so already.");
    if (error.code == "stage")
        return tr("The portal has no such stage.");
    if (error.code == "person")
        return tr("Nobody with this name works on the portal.");
    if (error.code == "field")
        return tr("This field cannot be changed from here.");
    if (error.code == "text")
        return tr("The text is empty or too long.");
    if (error.code == "deadline")
        return tr("The deadline is over already at this dealer.");
    if (error.code == "answered")
        return tr("The dealer has answered already, so it stays.");
    if (error.code == "state")
        return tr("It has moved on meanwhile; look at it again.");
    return ProblemText::of(error).sentence();
}

} // namespace dealerlens::viewmodels
