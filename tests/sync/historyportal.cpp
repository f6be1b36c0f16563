// SPDX-License-Identifier: GPL-3.0-or-later
// History: the dealer's portal, its people, its illnesses and the way to it.
#include "portalsim/controlserver.h"
#include "portalsim/demogenerator.h"
#include "portalsim/portalsetup.h"
#include "support/mirrorcheck.h"
#include "sync/history.h"

#include <array>

namespace dealerlens::testing {

using model::EntityKind;
using portalsim::Entity;

namespace {

const QString kKey = QStringLiteral("dealer");

struct Method {
    EntityKind kind;
    const char *entity;
    Entity table;
};

constexpr std::array kTables { Method { EntityKind::Lead, "lead", Entity::Lead }, Method { EntityKind::Deal, "deal", Entity::Deal },
    Method { EntityKind::Contact, "contact", Entity::Contact }, Method { EntityKind::Company, "company", Entity::Company },
    Method { EntityKind::Activity, "activity", Entity::Activity }, Method { EntityKind::Task, "task", Entity::Task },
    Method { EntityKind::Comment, "comment", Entity::Comment }, Method { EntityKind::Call, "call", Entity::Call },
    Method { EntityKind::User, "user", Entity::User }, Method { EntityKind::Status, "status", Entity::Status },
    Method { EntityKind::Department, "department", Entity::Department } };

} // namespace

void History::makePortal()
{
    static constexpr std::array kZones { "Europe/Moscow", "Europe/Berlin", "Asia/Tehran", "Asia/Kathmandu", "America/St_Johns" };
    // Around a change of clocks, the end of a year, 29 February, and a plain day.
    static constexpr std::array<base::UtcSeconds, 4> kBegins { 1'792'886'000, 1'798'756'000, 1'709'160'000, 1'780'000'000 };
    m_portalClock.zero = kBegins.at(std::size_t(pick(0, 3)));
    m_clock.zero = m_portalClock.zero;
    auto made = portalsim::makePortal(kKey, QStringLiteral("Dealer"), m_seed);
    made->timezone = kZones.at(std::size_t(pick(0, 4)));
    made->addDefaultDirectories();
    const qint64 second = made->addCategory(QStringLiteral("Service"), 20);
    int sort = 10;
    for (const char *stage : { "NEW", "WORK", "WON", "LOSE" })
        made->addStatus(portalsim::PortalData::stageDirectory(Entity::Deal, second),
            QStringLiteral("C%1:%2").arg(second).arg(QLatin1String(stage)), QLatin1String(stage), sort += 10,
            QLatin1String(stage) == QLatin1String("WON")        ? QStringLiteral("S")
                : QLatin1String(stage) == QLatin1String("LOSE") ? QStringLiteral("F")
                                                                : QString());
    for (int i = 0; i < 3; ++i)
        portalsim::addPlainUser(*made, QStringLiteral("Employee %1").arg(i), 1);
    m_world.portals.push_back(std::move(made));
    m_server = std::make_unique<portalsim::SimServer>(m_world, portalsim::EngineOptions {}, &m_portalClock);
    Random life(m_seed);
    portalsim::PortalData &portal = *m_world.portals.front();
    for (std::int64_t i = pick(5, 90); i > 0; --i)
        portalsim::liveStep(portal, life, m_portalClock.now() - i * 500);
    // While pages are read, people go on working.
    m_server->engine().beforeCommand = [this](portalsim::PortalData &, const QByteArray &) {
        if (chance(0.03))
            edit();
    };
}

void History::edit()
{
    portalsim::PortalData &portal = *m_world.portals.front();
    const auto now = m_portalClock.now();
    const auto any = [&](Entity entity) -> qint64 {
        const auto &rows = portal.table(entity).rows;
        return rows.empty() ? 0 : rows[std::size_t(pick(0, std::int64_t(rows.size()) - 1))].id;
    };
    switch (pick(0, 9)) {
    case 0:
        removeOne();
        break;
    case 1:
        if (const qint64 deal = any(Entity::Deal); deal != 0) {
            const bool toSecond = portal.table(Entity::Deal).find(deal)->number("CATEGORY_ID") == 0;
            const qint64 second = portal.table(Entity::Category).rows.front().id;
            portal.moveCategory(deal, toSecond ? second : 0, portal.firstStage(Entity::Deal, toSecond ? second : 0), now, 1);
        }
        break;
    case 2:
        if (const qint64 lead = any(Entity::Lead); lead != 0) {
            portalsim::Record changes;
            changes.set("COMMENTS", QStringLiteral("seen by %1").arg(now));
            portal.updateItem(Entity::Lead, lead, changes, now, 2);
        }
        break;
    default:
        portalsim::liveStep(portal, m_random, now);
        break;
    }
}

void History::removeOne()
{
    if (--m_deletionsLeft < 0)
        return;
    portalsim::PortalData &portal = *m_world.portals.front();
    static constexpr std::array kWhich { Entity::Lead, Entity::Deal, Entity::Contact, Entity::Company };
    const Entity entity = kWhich.at(std::size_t(pick(0, 3)));
    const auto &rows = portal.table(entity).rows;
    if (rows.size() < 2)
        return;
    const qint64 one = rows[std::size_t(pick(0, std::int64_t(rows.size()) - 1))].id;
    const qint64 other = rows[std::size_t(pick(0, std::int64_t(rows.size()) - 1))].id;
    if (one != other && pick(0, 1) == 0)
        portal.mergeItems(entity, one, other, m_portalClock.now(), 1);
    else
        portal.deleteItem(entity, one);
    ++happened.deletions;
}

void History::beIll()
{
    portalsim::Engine &engine = m_server->engine();
    if (pick(0, 2) == 0) {
        engine.clearFaults({});
        return;
    }
    static constexpr std::array kKinds { "status", "html", "json", "drop", "cut", "never", "revoked", "plan", "limit", "budget", "denied",
        "error" };
    static constexpr std::array kMethods { "", "", "crm.lead", "crm.deal", "crm.stagehistory", "crm.timeline.comment", "tasks", "batch" };
    portalsim::Fault fault;
    fault.kind = kKinds.at(std::size_t(pick(0, int(kKinds.size()) - 1)));
    fault.method = kMethods.at(std::size_t(pick(0, int(kMethods.size()) - 1)));
    fault.after = pick(0, 1) == 1;
    fault.every = pick(1, 3);
    fault.remaining = pick(1, 12);
    if (fault.kind == "error") {
        fault.code = "INTERNAL_SERVER_ERROR";
        fault.body = "Internal server error";
    }
    engine.addFault(kKey, fault);
    ++happened.portalFaults;
}

void History::advance(std::int64_t ms)
{
    m_portalClock.ms += ms;
    m_clock.ms += ms;
    std::vector<Late> due;
    for (const Late &each : m_late)
        if (each.ms <= m_clock.ms)
            due.push_back(each);
    std::erase_if(m_late, [this](const Late &each) { return each.ms <= m_clock.ms; });
    for (const Late &each : due)
        (void)m_server->engine().handle(each.call);
}

// The way to the portal. A request may get lost, its answer may, either may be cut or come from somebody between, a
// write may take effect up to a minute later (the portal's own limit).
base::Result<portal::RawReply> History::exchange(const QByteArray &method, const QByteArray &type, const QByteArray &body, bool isWrite)
{
    using base::ErrorKind;
    const portalsim::PortalData &portal = *m_world.portals.front();
    portalsim::HttpCall call;
    call.path = "/dealer/rest/1/" + portal.webhookSecret + '/' + method + ".json";
    call.contentType = type;
    call.body = body;
    call.isPost = true;
    const auto lost = [this](QByteArray code = {}) {
        ++happened.lost;
        return base::fail(ErrorKind::Network, {}, base::Retry::Later, std::move(code));
    };
    if (chance(0.03))
        return lost("REFUSED");
    if (chance(0.03))
        return lost();
    if (isWrite && chance(0.05)) {
        m_late.push_back({ m_clock.ms + 1'000 * pick(1, 60), call, m_sending });
        return lost();
    }
    portalsim::HttpAnswer answer = m_server->engine().handle(call);
    using Delivery = portalsim::HttpAnswer::Delivery;
    if ((answer.delivery != Delivery::Normal && answer.delivery != Delivery::Cut) || chance(0.04))
        return lost();
    if (chance(0.01))
        return portal::RawReply { 502, "<html>Bad gateway</html>" };
    if (answer.delivery == Delivery::Cut || chance(0.02))
        answer.body.truncate(pick(0, answer.body.size() - 1));
    return portal::RawReply { answer.status, answer.body };
}

std::vector<portalsim::LedgerEntry> History::effects(const model::Write &write) const
{
    using model::WriteKind;
    const bool toOtherFunnel
        = std::ranges::any_of(write.fields, [](const model::FieldChange &each) { return each.field == u"CATEGORY_ID"; });
    QByteArray verb = ".delete";
    QByteArray mark;
    switch (write.kind) {
    case WriteKind::Comment:
    case WriteKind::Task:
        verb = ".add";
        mark = write.reference().toUtf8();
        break;
    case WriteKind::Create:
        verb = ".add";
        mark = write.uuid.toUtf8();
        break;
    case WriteKind::Change:
        verb = ".update";
        mark = toOtherFunnel ? QByteArray() : write.fields.back().after.toUtf8(); // its own title
        break;
    case WriteKind::Withdraw:
        break;
    }
    static const std::map<EntityKind, QByteArray> kMethods { { EntityKind::Lead, "crm.lead" }, { EntityKind::Deal, "crm.deal" },
        { EntityKind::Comment, "crm.timeline.comment" }, { EntityKind::Task, "tasks.task" } };
    const QByteArray withdrawn = write.kind == WriteKind::Withdraw ? kMethods.at(write.target.kind) + verb : QByteArray();
    std::vector<portalsim::LedgerEntry> found;
    std::ranges::copy_if(m_server->engine().writes(), std::back_inserter(found), [&](const portalsim::LedgerEntry &entry) {
        if (entry.status != 200 || !entry.error.isEmpty() || !entry.method.endsWith(verb))
            return false;
        if (write.kind == WriteKind::Withdraw)
            return entry.method == withdrawn && entry.id == write.target.id;
        if (toOtherFunnel)
            return entry.method == "crm.item.update" && entry.id == write.target.id;
        return entry.params.contains(mark);
    });
    return found;
}

bool History::portalHas(EntityKind kind, model::RecordId id) const
{
    const auto found = std::ranges::find(kTables, kind, &Method::kind);
    return found != kTables.end() && m_world.portals.front()->table(found->table).find(id) != nullptr;
}

bool History::isUnderWay(const model::Write &write) const
{
    return std::ranges::any_of(m_late, [&](const Late &each) { return each.uuid == write.uuid; });
}

QStringList History::differences()
{
    portalsim::ControlServer control(*m_server);
    return testing::differences(reader(), m_portal, [&](const QString &entity, bool history) {
        return control
            .run(history ? QStringLiteral("history") : QStringLiteral("dump"),
                { { QStringLiteral("portal"), kKey }, { QStringLiteral("entity"), entity } })
            .value(QStringLiteral("rows"))
            .toArray();
    });
}

} // namespace dealerlens::testing
