// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portalsim/restengine.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace dealerlens::portalsim {

// A clock that stands still until it is told to move.
class StillClock final : public base::Clock {
public:
    [[nodiscard]] UtcSeconds now() const override { return seconds; }

    [[nodiscard]] std::int64_t monotonicMs() const override { return ms; }

    void advance(std::int64_t by)
    {
        seconds += by;
        ms += by * 1000;
    }

    UtcSeconds seconds = 1'760'000'000; // 2025-10-09T08:53:20Z
    std::int64_t ms = 1'000'000;
};

// A portal with two users, a second funnel, one contact and a custom enumeration.
inline PortalData &addSmallPortal(World &world, const QString &key = QStringLiteral("alpha"))
{
    auto portal = std::make_unique<PortalData>();
    portal->key = key;
    portal->title = QStringLiteral("Альфа");
    portal->webhookSecret = "abcdef0123456789";
    portal->addDefaultDirectories();
    const qint64 funnel = portal->addCategory(QStringLiteral("Сервис"), 200);
    const QString prefix = QStringLiteral("C%1:").arg(funnel);
    const QString directory = PortalData::stageDirectory(Entity::Deal, funnel);
    portal->addStatus(directory, prefix + QStringLiteral("NEW"), QStringLiteral("Новая"), 10);
    portal->addStatus(directory, prefix + QStringLiteral("WORK"), QStringLiteral("В работе"), 20);
    portal->addStatus(directory, prefix + QStringLiteral("WON"), QStringLiteral("Успех"), 30, QStringLiteral("S"));
    portal->addStatus(directory, prefix + QStringLiteral("LOSE"), QStringLiteral("Отказ"), 40, QStringLiteral("F"));
    portal->addUserField(Entity::Lead, "UF_CRM_1700000001", QStringLiteral("enumeration"), QStringLiteral("Причина"), false,
        { { 0, QStringLiteral("Дорого"), {} }, { 0, QStringLiteral("Передумал"), {} } });
    portal->addUserField(Entity::Lead, "UF_CRM_TAGS", QStringLiteral("string"), QStringLiteral("Метки"), true);
    for (const char *name : { "Анна", "Борис" }) {
        Record user;
        user.set("NAME", QString::fromUtf8(name));
        user.set("LAST_NAME", QStringLiteral("Тестовая"));
        user.setBool("ACTIVE", true);
        user.setBool("ADMIN", portal->table(Entity::User).rows.empty());
        user.set("UF_DEPARTMENT", QStringList { QStringLiteral("1") });
        user.setTime("DATE_REGISTER", 1'700'000'000);
        portal->append(Entity::User, std::move(user));
    }
    Record department;
    department.set("NAME", QStringLiteral("Альфа"));
    department.set("UF_HEAD", 1);
    portal->append(Entity::Department, std::move(department));
    world.portals.push_back(std::move(portal));
    return *world.portals.back();
}

struct Answer {
    int status = 0;
    QJsonObject json;
    QByteArray raw;

    [[nodiscard]] QJsonValue result() const { return json.value(QLatin1String("result")); }

    [[nodiscard]] QString error() const { return json.value(QLatin1String("error")).toString(); }

    [[nodiscard]] QString description() const { return json.value(QLatin1String("error_description")).toString(); }
};

// An engine with one small portal and no sockets.
struct EngineFixture {
    StillClock clock;
    World world;
    PortalData &portal;
    Engine engine;

    explicit EngineFixture(EngineOptions options = noLimits())
        : portal(addSmallPortal(world))
        , engine(world, clock, options)
    {
    }

    static EngineOptions noLimits()
    {
        EngineOptions options;
        options.limits = false;
        return options;
    }

    static Answer read(const HttpAnswer &http)
    {
        Answer answer;
        answer.status = http.status;
        answer.raw = http.body;
        answer.json = QJsonDocument::fromJson(http.body).object();
        return answer;
    }

    // `query` as in an address: "crm.lead.list?start=-1".
    Answer get(const QByteArray &methodAndQuery)
    {
        const qsizetype question = methodAndQuery.indexOf('?');
        HttpCall call;
        call.path = "/alpha/rest/1/abcdef0123456789/" + methodAndQuery.left(question < 0 ? methodAndQuery.size() : question);
        call.query = question < 0 ? QByteArray() : methodAndQuery.mid(question + 1);
        return read(engine.handle(call));
    }

    Answer post(const QByteArray &method, const QByteArray &json)
    {
        HttpCall call;
        call.path = "/alpha/rest/1/abcdef0123456789/" + method;
        call.contentType = "application/json";
        call.body = json;
        call.isPost = true;
        return read(engine.handle(call));
    }

    qint64 addLead(const QString &title, const QString &stage = {})
    {
        Record lead;
        lead.set("TITLE", title);
        if (!stage.isEmpty())
            lead.set("STATUS_ID", stage);
        return portal.addItem(Entity::Lead, std::move(lead), clock.now(), 1);
    }

    qint64 addDeal(const QString &title)
    {
        Record deal;
        deal.set("TITLE", title);
        deal.set("OPPORTUNITY", QStringLiteral("1500.5"));
        return portal.addItem(Entity::Deal, std::move(deal), clock.now(), 1);
    }
};

} // namespace dealerlens::portalsim
