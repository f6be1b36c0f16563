// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/wishmaking.h"

#include "base/task.h"
#include "reports/zones.h"
#include "sync/wishes.h"
#include "viewmodels/session.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QPointer>
#include <QTimeZone>
#include <QUuid>

#include <memory>
#include <set>

namespace dealerlens::viewmodels {

using model::Write;
using model::WriteState;

namespace {

// The end of so many working seconds at each dealer.
class Deadlines final {
public:
    [[nodiscard]] static base::Result<Deadlines> read(const store::Reader &reader)
    {
        Deadlines made;
        auto portals = reader.portals();
        if (!portals)
            return std::unexpected(portals.error());
        auto standard = reader.standard();
        if (!standard)
            return std::unexpected(standard.error());
        made.m_standard = std::move(*standard);
        for (const model::Portal &portal : *portals)
            made.m_zones.emplace(portal.id, portal.timeZone);
        return made;
    }

    // kNever: none. Error Input "deadline": it is over already at this dealer.
    [[nodiscard]] base::Result<base::UtcSeconds> of(model::PortalId portal, base::UtcSeconds now, const WishOrder &order) const
    {
        const auto zone = m_zones.find(portal);
        if (zone == m_zones.end())
            return base::kNever;
        if (order.deadlineAt.isValid()) {
            const QTimeZone own(zone->second.toUtf8());
            const QDateTime at(order.deadlineAt.date(), order.deadlineAt.time(), own.isValid() ? own : QTimeZone::utc());
            if (at.toSecsSinceEpoch() <= now)
                return base::fail(base::ErrorKind::Input, QStringLiteral("the deadline is over"), base::Retry::Never, "deadline");
            return at.toSecsSinceEpoch();
        }
        if (order.workingSeconds <= 0)
            return base::kNever;
        const auto own = m_standard.dealerCalendars.find(portal);
        const auto calendar
            = reports::calendarOf(own == m_standard.dealerCalendars.end() ? m_standard.calendar : own->second, zone->second);
        return calendar->addBusiness(now, order.workingSeconds);
    }

private:
    model::Standard m_standard;
    std::map<model::PortalId, QString> m_zones;
};

// What an item has of a field, when that is nothing. Custom fields say so with "", null, [] or false (REST reference 4.4).
std::optional<QString> lackingText(const store::StoredRecord &item, const QString &field)
{
    std::optional<QString> text = model::fieldText(item.key.kind, item.values, item.extra, field.toStdString());
    if (!text || text->isEmpty())
        return text;
    const QJsonValue sent = QJsonDocument::fromJson(QByteArray::fromStdString(item.extra)).object().value(field);
    const bool isNothing = (field == u"OPPORTUNITY" && text->toDouble() == 0) || (sent.isBool() && !sent.toBool());
    return isNothing ? text : std::nullopt;
}

// What a final stage needs, together with the move: a portal refuses one without the other.
base::Result<> addNeeded(const store::Reader &reader, const WishOrder &order, Write &write)
{
    const auto record = reader.record(write.target);
    if (!record)
        return std::unexpected(record.error());
    for (const auto &[field, value] : order.fields) {
        const auto before = *record ? lackingText(**record, field) : std::nullopt;
        if (before)
            write.fields.push_back({ field, *before, value, {} });
    }
    return {};
}

base::Result<Write> makeMove(const store::Reader &reader, const WishOrder &order, const model::RecordKey &item, base::UtcSeconds now)
{
    auto write = sync::moveItem(reader, item, order.stage, order.reason, now);
    const bool isElsewhere = write && std::ranges::any_of(write->fields, [](const auto &each) { return each.field == u"CATEGORY_ID"; });
    if (!write || isElsewhere)
        return write;
    const auto added = addNeeded(reader, order, *write);
    return added ? write : std::unexpected(added.error());
}

base::Result<Write> makeWish(
    const store::Reader &reader, const WishOrder &order, const model::RecordKey &item, base::UtcSeconds deadline, base::UtcSeconds now)
{
    switch (order.wish) {
    case Wish::Ask:
        return sync::askQuestion(reader, item, order.text, deadline, now);
    case Wish::Task:
        return sync::giveTask(reader, item, order.text, order.person, deadline, now);
    case Wish::Move:
        return makeMove(reader, order, item, now);
    case Wish::Assign:
        return sync::changeResponsible(reader, item, order.person, order.reason, now);
    case Wish::Fix:
        return sync::fixField(reader, item, order.field, order.text, order.reason, now);
    case Wish::Create:
        return sync::createLead(order.portal, order.fields, now);
    }
    return base::fail(base::ErrorKind::Bug, QStringLiteral("no such wish"));
}

} // namespace

base::Result<WishOutcome> makeWishes(store::Reader &reader, const WishOrder &order, base::UtcSeconds now)
{
    const auto deadlines = Deadlines::read(reader);
    if (!deadlines)
        return std::unexpected(deadlines.error());
    const auto items
        = order.wish == Wish::Create ? std::vector<model::RecordKey> { { order.portal, model::EntityKind::Lead, 0 } } : order.items;
    const QString group = items.size() > 1 ? QUuid::createUuid().toString(QUuid::WithoutBraces) : QString();
    WishOutcome outcome;
    for (const model::RecordKey &item : items) {
        const auto deadline = deadlines->of(item.portal, now, order);
        auto write = deadline ? makeWish(reader, order, item, *deadline, now) : base::Result<Write>(std::unexpected(deadline.error()));
        if (!write) {
            outcome.refused.push_back(write.error());
            continue;
        }
        write->group = group;
        outcome.writes.push_back(std::move(*write));
    }
    return outcome;
}

base::Result<std::vector<NeededField>> fieldsNeeded(const store::Reader &reader, const std::vector<model::RecordKey> &items, bool isWon)
{
    std::vector<NeededField> wanted;
    if (items.empty())
        return wanted;
    const model::RecordKey &first = items.front();
    if (isWon && first.kind == model::EntityKind::Deal)
        wanted.push_back({ QStringLiteral("OPPORTUNITY"), {} });
    const auto ids = reader.aliveIds(first.portal, model::EntityKind::UserField);
    if (!ids)
        return std::unexpected(ids.error());
    for (const model::RecordId id : *ids) {
        const auto field = reader.record({ first.portal, model::EntityKind::UserField, id });
        if (!field)
            return std::unexpected(field.error());
        const bool isLead = first.kind == model::EntityKind::Lead;
        if (*field && model::toText((*field)->value("owner")) == (isLead ? "CRM_LEAD" : "CRM_DEAL")
            && model::toText((*field)->value("user_type")) != "boolean" // "no" is an answer, too
            && model::fieldText(model::EntityKind::UserField, (*field)->values, (*field)->extra, "MANDATORY") == u"Y")
            wanted.push_back({ QString::fromStdString(model::toText((*field)->value("field"))),
                QString::fromStdString(model::toText((*field)->value("label"))) });
    }
    std::set<QString> lacking;
    for (const model::RecordKey &item : items) {
        const auto record = reader.record(item);
        if (!record)
            return std::unexpected(record.error());
        for (const NeededField &each : wanted)
            if (*record && lackingText(**record, each.field))
                lacking.insert(each.field);
    }
    std::erase_if(wanted, [&](const NeededField &each) { return !lacking.contains(each.field); });
    return wanted;
}

void sendWishes(Session &session, QObject *context, WishOrder order, std::function<void(const base::Result<WishOutcome> &)> then)
{
    auto making = session.store().read<WishOutcome>(
        [order = std::move(order), now = session.clock().now()](store::Reader &reader) { return makeWishes(reader, order, now); });
    base::whenDone(
        making, &session, [&session, context = QPointer(context), then = std::move(then)](const base::Result<WishOutcome> &made) {
            if (!made || made->writes.empty()) {
                if (context)
                    then(made);
                return;
            }
            base::whenDone(session.store().addWrites(made->writes), &session, [context, then, made = *made](const base::Result<> &added) {
                if (context)
                    then(added ? base::Result<WishOutcome>(made) : std::unexpected(added.error()));
            });
        });
}

bool fits(OutboxStep step, const Write &write)
{
    switch (step) {
    case OutboxStep::Cancel:
        return write.state == WriteState::Queued;
    case OutboxStep::SendAgain:
        return write.state != WriteState::Queued && sync::decide(write, sync::Decision::SendAgain, 0).has_value();
    case OutboxStep::ItArrived:
        return write.needsPerson && sync::decide(write, sync::Decision::ItArrived, 0).has_value();
    case OutboxStep::Insist:
        return sync::insist(write, 0).has_value();
    case OutboxStep::GiveUp:
        return write.state != WriteState::Queued && sync::decide(write, sync::Decision::GiveUp, 0).has_value();
    case OutboxStep::TakeBack:
        return model::oppositeOf(write, 0).has_value();
    }
    return false;
}

namespace {

// What a step means for each write: new ones to add first, then moves.
struct Plan {
    std::vector<Write> added;
    std::vector<sync::Decided> moves;
    StepOutcome outcome;
};

Plan planStep(const store::Reader &reader, OutboxStep step, const std::vector<Write> &writes, base::UtcSeconds now)
{
    Plan plan;
    for (const Write &write : writes) {
        if (step == OutboxStep::TakeBack || step == OutboxStep::Insist) {
            auto next = step == OutboxStep::TakeBack ? sync::takeBack(reader, write, now) : sync::insist(write, now);
            if (!next) {
                plan.outcome.refused.push_back(next.error());
                continue;
            }
            plan.added.push_back(std::move(*next));
            if (step == OutboxStep::TakeBack) {
                ++plan.outcome.done;
                continue;
            }
        }
        const auto decision = step == OutboxStep::SendAgain ? sync::Decision::SendAgain
            : step == OutboxStep::ItArrived                 ? sync::Decision::ItArrived
                                                            : sync::Decision::GiveUp;
        auto decided = sync::decide(write, decision, now);
        if (decided)
            plan.moves.push_back(std::move(*decided));
        else
            plan.outcome.refused.push_back(decided.error());
    }
    return plan;
}

using StepAnswer = std::function<void(const base::Result<StepOutcome> &)>;

void moveNext(Session &session, QPointer<QObject> context, std::shared_ptr<Plan> plan, std::size_t at, StepAnswer then)
{
    if (at == plan->moves.size()) {
        if (context)
            then(plan->outcome);
        return;
    }
    const sync::Decided &move = plan->moves[at];
    base::whenDone(session.store().moveWrite(move.from, move.write, move.event), &session,
        [&session, context, plan, at, then = std::move(then)](const base::Result<> &moved) {
            if (moved)
                ++plan->outcome.done;
            else
                plan->outcome.refused.push_back(moved.error());
            if (!moved && moved.error().code == "state")
                plan->outcome.movedOn += plan->moves[at].write.uuid;
            moveNext(session, context, plan, at + 1, then);
        });
}

void carryOut(Session &session, QPointer<QObject> context, std::shared_ptr<Plan> plan, StepAnswer then)
{
    if (plan->added.empty()) {
        moveNext(session, context, plan, 0, std::move(then));
        return;
    }
    base::whenDone(session.store().addWrites(plan->added), &session, [&session, context, plan, then](const base::Result<> &added) {
        if (added)
            moveNext(session, context, plan, 0, then);
        else if (context)
            then(std::unexpected(added.error()));
    });
}

} // namespace

void takeStep(Session &session, QObject *context, OutboxStep step, std::vector<Write> writes, StepAnswer then)
{
    using Made = std::shared_ptr<Plan>;
    auto planning = session.store().read<Made>(
        [step, writes = std::move(writes), now = session.clock().now()](
            store::Reader &reader) -> base::Result<Made> { return std::make_shared<Plan>(planStep(reader, step, writes, now)); });
    base::whenDone(planning, &session, [&session, context = QPointer(context), then = std::move(then)](const base::Result<Made> &plan) {
        if (plan)
            carryOut(session, context, *plan, then);
        else if (context)
            then(std::unexpected(plan.error()));
    });
}

namespace {

struct Undo {
    Plan plan;
    UndoOutcome outcome;
};

using UndoAnswer = std::function<void(const base::Result<UndoOutcome> &)>;

base::Result<std::shared_ptr<Undo>> planUndo(store::Reader &reader, const QStringList &uuids, base::UtcSeconds now)
{
    auto undo = std::make_shared<Undo>();
    for (const QString &uuid : uuids) {
        const auto found = reader.writes({ .uuid = uuid });
        if (!found)
            return std::unexpected(found.error());
        if (found->empty() || found->front().state == WriteState::Cancelled)
            continue;
        const Write &write = found->front();
        const bool isUnderWay = write.state == WriteState::Sending || (write.state == WriteState::Uncertain && !write.needsPerson);
        if (isUnderWay) {
            undo->outcome.underWay += uuid;
        } else if (write.state == WriteState::Confirmed) {
            auto back = sync::takeBack(reader, write, now);
            if (back)
                undo->plan.added.push_back(std::move(*back));
            else
                undo->outcome.refused.push_back(back.error());
        } else if (auto decided = sync::decide(write, sync::Decision::GiveUp, now)) {
            undo->plan.moves.push_back(std::move(*decided));
        }
    }
    return undo;
}

} // namespace

void undoWrites(Session &session, QObject *context, const QStringList &uuids, UndoAnswer then)
{
    using Made = std::shared_ptr<Undo>;
    auto planning
        = session.store().read<Made>([uuids, now = session.clock().now()](store::Reader &reader) { return planUndo(reader, uuids, now); });
    base::whenDone(planning, &session, [&session, context = QPointer(context), then = std::move(then)](const base::Result<Made> &undo) {
        if (!undo) {
            if (context)
                then(std::unexpected(undo.error()));
            return;
        }
        // The moves are those of the plan; what has moved on by itself in between has just been sent.
        auto carried = std::shared_ptr<Plan>(*undo, &(*undo)->plan);
        carryOut(session, context, carried, [undo = *undo, then](const base::Result<StepOutcome> &done) {
            if (!done)
                return then(std::unexpected(done.error()));
            UndoOutcome outcome = undo->outcome;
            outcome.cancelled = done->done;
            outcome.reversed = static_cast<int>(undo->plan.added.size());
            outcome.underWay += done->movedOn;
            for (const base::Error &error : done->refused)
                if (error.code != "state")
                    outcome.refused.push_back(error);
            then(outcome);
        });
    });
}

} // namespace dealerlens::viewmodels
