// SPDX-License-Identifier: GPL-3.0-or-later
// History: what people of head office want and decide.
#include "store/storefixture.h"
#include "sync/history.h"

namespace dealerlens::testing {

using model::EntityKind;
using model::FieldChange;
using model::Write;
using model::WriteKind;
using model::WriteState;
using store::answerOf;

std::vector<Write> History::writes(bool openOnly)
{
    store::WritesAsked asked;
    asked.portal = m_portal;
    asked.openOnly = openOnly;
    return reader().writes(asked).value_or(std::vector<Write>());
}

void History::add(const Write &write)
{
    if (!answerOf(m_store->addWrites({ write })))
        return complain(QStringLiteral("a wish is not taken"));
    m_wishes[write.uuid] = write;
    ++happened.writes;
}

// The first ten hex digits, which people see, differ from write to write.
QString History::nextUuid() const
{
    return QStringLiteral("%1-%2-4000-8000-000000000000")
        .arg((m_seed * 1'000 + std::uint64_t(m_wishCount)) & 0xffffffff, 8, 16, QLatin1Char('0'))
        .arg(m_wishCount & 0xffff, 4, 16, QLatin1Char('0'));
}

void History::wish()
{
    const EntityKind kind = pick(0, 1) == 0 ? EntityKind::Lead : EntityKind::Deal;
    const auto ids = reader().aliveIds(m_portal, kind);
    if (!ids || ids->empty())
        return;
    const model::RecordKey item { m_portal, kind, (*ids)[std::size_t(pick(0, std::int64_t(ids->size()) - 1))] };
    auto made = newWish(item);
    if (!made)
        return; // what the mirror shows does not allow it
    Write write = *made;
    write.uuid = nextUuid();
    ++m_wishCount;
    add(write);
}

base::Result<Write> History::newWish(const model::RecordKey &item)
{
    const QString title = QStringLiteral("W%1Z").arg(m_wishCount);
    const auto now = m_clock.now();
    // Every change carries a title of its own, by which its effects are counted.
    const auto marked = [&](base::Result<Write> write) {
        if (write && write->kind == WriteKind::Change) {
            const auto record = reader().record(item);
            const QString before = model::fieldText(item.kind, (*record)->values, (*record)->extra, "TITLE").value_or(QString());
            write->fields.push_back({ QStringLiteral("TITLE"), before, title, {} });
        }
        return write;
    };
    switch (pick(0, 7)) {
    case 0:
        return sync::askQuestion(reader(), item, QStringLiteral("Why so long? %1").arg(title), base::kNever, now);
    case 1:
        return sync::giveTask(reader(), item, QStringLiteral("Call back %1").arg(title), pick(1, 4), now + 86'400, now);
    case 2:
        return marked(sync::changeResponsible(reader(), item, pick(1, 4), {}, now));
    case 3:
        return sync::createLead(m_portal,
            { { QStringLiteral("TITLE"), title }, { QStringLiteral("NAME"), QStringLiteral("Client") },
                { QStringLiteral("PHONE"), QStringLiteral("+7 900 000-00-%1").arg(m_wishCount % 90 + 10) } },
            now);
    case 4: {
        const bool other = item.kind == EntityKind::Deal && m_toOtherFunnel.insert(item).second;
        const QString stage = item.kind == EntityKind::Lead ? QStringLiteral("IN_PROCESS")
                                                            : (other ? QStringLiteral("C1:WORK") : QStringLiteral("PREPARATION"));
        auto moved = sync::moveItem(reader(), item, stage, {}, now);
        const bool toFunnel
            = moved && std::ranges::any_of(moved->fields, [](const FieldChange &each) { return each.field == u"CATEGORY_ID"; });
        if (toFunnel && !other) // a second one could not be told from the first
            return base::fail(base::ErrorKind::Input, {});
        return toFunnel ? moved : marked(std::move(moved));
    }
    case 5: { // takes back something
        for (const Write &each : writes(false)) {
            const bool again = std::ranges::any_of(m_wishes, [&](const auto &other) { return other.second.opposes == each.uuid; });
            if (each.state != WriteState::Confirmed || again || each.kind == WriteKind::Withdraw || pick(0, 1) == 0)
                continue;
            auto back = sync::takeBack(reader(), each, now);
            if (back && back->kind == WriteKind::Change) {
                if (back->fields.back().field != u"TITLE")
                    continue;
                back->fields.back().after = title;
            }
            return back;
        }
        return base::fail(base::ErrorKind::Input, {});
    }
    default:
        return sync::fixField(reader(), item, QStringLiteral("TITLE"), title, {}, now);
    }
}

void History::decide()
{
    for (const Write &each : writes(true)) {
        const bool waits = each.state == WriteState::Conflict || each.state == WriteState::Rejected
            || (each.state == WriteState::Uncertain && each.needsPerson);
        if (waits || (each.state == WriteState::Queued && chance(0.2)))
            decide(each);
    }
}

// Looks at the portal herself and says what is so.
void History::decide(const Write &write)
{
    if (isUnderWay(write))
        return;
    ++happened.people;
    sync::Decision decision = sync::Decision::GiveUp;
    if (write.state == WriteState::Uncertain && effectsOf(write) > 0)
        decision = sync::Decision::ItArrived;
    else if (write.state == WriteState::Conflict && write.problem == "DUPLICATE")
        return complain(write.uuid + QStringLiteral(" is there twice"));
    else if (write.state != WriteState::Conflict && write.state != WriteState::Queued && pick(0, 2) == 0)
        decision = sync::Decision::SendAgain;
    if (write.state == WriteState::Conflict && write.kind == WriteKind::Change && pick(0, 1) == 0
        && write.fields.back().field == u"TITLE") {
        auto again = sync::insist(write, m_clock.now());
        if (again && !again->fields.empty() && again->fields.back().field == u"TITLE") {
            again->uuid = nextUuid();
            again->fields.back().after = QStringLiteral("W%1Z").arg(m_wishCount++);
            add(*again);
        }
    }
    const auto decided = sync::decide(write, decision, m_clock.now());
    if (!decided)
        return complain(QStringLiteral("%1 cannot be decided").arg(write.uuid));
    const auto saved = answerOf(m_store->moveWrite(decided->from, decided->write, decided->event));
    if (!saved && saved.error().code != "state")
        return complain(QStringLiteral("a decision is not taken"));
    if (saved && write.state == WriteState::Queued && decision == sync::Decision::GiveUp)
        m_takenBackInTime.insert(write.uuid);
}

} // namespace dealerlens::testing
