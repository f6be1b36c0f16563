// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/portaltest.h"

#include "portal/reply.h"
#include "portal/request.h"

namespace dealerlens::sync {

namespace {

portal::Call countOf(const char *method)
{
    portal::Call call(method);
    call.set("order[ID]", QByteArray("DESC")).set("select[]", QByteArray("ID")).set("start", std::int64_t { 0 });
    return call;
}

QStringList missingOf(const QStringList &scopes)
{
    QStringList missing;
    const auto hasAny = [&scopes](std::initializer_list<const char *> names) {
        return std::ranges::any_of(names, [&](const char *name) { return scopes.contains(QString::fromLatin1(name)); });
    };
    if (!hasAny({ "crm" }))
        missing += QStringLiteral("crm");
    if (!hasAny({ "user", "user_basic", "user_brief" }))
        missing += QStringLiteral("user");
    if (!hasAny({ "department" }))
        missing += QStringLiteral("department");
    if (!hasAny({ "task", "tasks" }))
        missing += QStringLiteral("task");
    if (!hasAny({ "telephony" }))
        missing += QStringLiteral("telephony");
    return missing;
}

QString textOf(portal::JsonView view) { return view.type() == portal::JsonType::String ? QString::fromStdString(view.text()) : QString(); }

} // namespace

QByteArray testBody()
{
    return portal::batchBody({ portal::Call("profile"), portal::Call("scope"), countOf("crm.lead.list"), countOf("crm.deal.list") });
}

base::Result<PortalTest> readTest(const QString &endpoint, const base::Result<portal::RawReply> &raw)
{
    if (!raw)
        return std::unexpected(raw.error());
    const auto reply = portal::readReply(raw->http, raw->body);
    if (!reply)
        return std::unexpected(reply.error());
    const auto batch = portal::readBatch(*reply, 4);
    if (!batch)
        return std::unexpected(batch.error());
    const auto &profile = (*batch)[0];
    if (profile.error)
        return std::unexpected(*profile.error);
    PortalTest test;
    test.endpoint = endpoint;
    test.userName = QString(textOf(profile.result.member("NAME")) + u' ' + textOf(profile.result.member("LAST_NAME"))).trimmed();
    test.isAdmin = profile.result.member("ADMIN").raw() == "true";
    test.timeZoneOffset = reply->zoneOffset;
    (*batch)[1].result.eachElement([&test](portal::JsonView scope) { test.scopes += textOf(scope); });
    test.missingScopes = missingOf(test.scopes);
    test.leads = (*batch)[2].error ? -1 : (*batch)[2].total;
    test.deals = (*batch)[3].error ? -1 : (*batch)[3].total;
    return test;
}

} // namespace dealerlens::sync
