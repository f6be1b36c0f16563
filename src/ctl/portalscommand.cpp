// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/await.h"
#include "ctl/commands.h"
#include "ctl/inputfile.h"
#include "ctl/sentences.h"
#include "ctl/signin.h"
#include "sync/portallist.h"

#include <unistd.h>

namespace dealerlens::ctl {

using Kind = reports::TableColumn::Kind;

namespace {

constexpr qint64 kLongestAddress = 64 * 1024; // of the file it stands in

// The address comes from a file or standard input, never from an argument, which other users can see.
base::Result<sync::WebhookAddress> readAddress(Session &session)
{
    const QString &path = session.arguments().portal.addressFile;
    QByteArray bytes;
    if ((path.isEmpty() || path == QLatin1String("-")) && isatty(STDIN_FILENO)) {
        bytes = readSecretLine("Webhook address").toUtf8();
    } else {
        auto read = readInput(path, kLongestAddress);
        if (!read)
            return std::unexpected(read.error());
        bytes = *read;
    }
    const QString text = QString::fromUtf8(bytes).trimmed();
    return sync::parseWebhook(text.section(QLatin1Char('\n'), 0, 0).trimmed());
}

int listPortals(Session &session)
{
    if (auto opened = session.open(false); !opened)
        return session.fail(opened.error());
    const auto portals = session.portals();
    if (!portals)
        return session.fail(portals.error());
    reports::Table table;
    table.name = QStringLiteral("portals");
    for (const char *name : { "key", "title", "kind", "region", "city", "timezone", "state" })
        table.columns.push_back({ QString::fromLatin1(name), Kind::Text });
    table.columns.push_back({ QStringLiteral("complete_until"), Kind::Instant });
    table.columns.push_back({ QStringLiteral("problem"), Kind::Text });
    table.columns.push_back({ QStringLiteral("endpoint"), Kind::Text });
    table.columns.push_back({ QStringLiteral("bad_records"), Kind::Integer });
    const auto ends = session.reader().cycleEnds();
    const auto bad = session.reader().badRecords();
    if (!ends || !bad)
        return session.fail(ends ? bad.error() : ends.error());
    std::map<model::PortalId, std::int64_t> badRecords;
    for (const store::BadRecords &each : *bad)
        badRecords[each.portal] += each.records;
    for (const model::Portal &portal : *portals) {
        const auto states = session.reader().syncStates(portal.id);
        if (!states)
            return session.fail(states.error());
        base::UtcSeconds oldest = base::kNever;
        bool complete = !states->empty();
        QStringList denied;
        const auto end = ends->find(portal.id); // also where not even the key could be read
        QString problem = end == ends->end() ? QString() : end->second.problem;
        for (const model::SyncState &state : *states) {
            if (state.denied) { // nobody's fault: webhooks have no right to external lines at all
                if (state.kind != model::EntityKind::Line)
                    denied += QString::fromLatin1(model::nameOf(state.kind));
            } else if (!state.problem.isEmpty()) {
                problem = state.problem;
            }
            const bool counts = state.kind == model::EntityKind::Lead || state.kind == model::EntityKind::Deal
                || state.kind == model::EntityKind::LeadHistory || state.kind == model::EntityKind::DealHistory;
            if (!counts || state.denied)
                continue;
            complete = complete && state.watermark != base::kNever;
            if (oldest == base::kNever || state.watermark < oldest)
                oldest = state.watermark;
        }
        const QString state = portal.isRetired() ? QStringLiteral("retired")
            : !problem.isEmpty()                 ? QStringLiteral("problem")
            : complete                           ? QStringLiteral("mirrored")
                                                 : QStringLiteral("incomplete");
        if (problem.isEmpty() && !denied.isEmpty())
            problem = QLatin1String("no right to read: ") + denied.join(QLatin1String(", "));
        table.rows.push_back(
            { portal.key, portal.title, portal.kind == model::PortalKind::Head ? QStringLiteral("head") : QStringLiteral("dealer"),
                portal.region, portal.city, portal.timeZone, state, reports::InstantCell { complete ? oldest : base::kNever }, problem,
                portal.endpoint, badRecords[portal.id] });
    }
    return emitTable(session, table);
}

} // namespace

model::Portal portalFrom(const PortalArguments &arguments)
{
    model::Portal portal;
    portal.key = arguments.key;
    portal.title = arguments.title.isEmpty() ? arguments.key : arguments.title;
    portal.kind = arguments.kind == QLatin1String("head") ? model::PortalKind::Head : model::PortalKind::Dealer;
    portal.region = arguments.region;
    portal.city = arguments.city;
    portal.timeZone = arguments.timeZone;
    return portal;
}

QString foundSentence(const sync::PortalTest &test)
{
    QString text
        = QStringLiteral("The portal answers as %1%2").arg(test.userName, test.isAdmin ? QStringLiteral(" (administrator)") : QString());
    const auto count = [](std::int64_t n) { return n < 0 ? QStringLiteral("no right to see") : QString::number(n); };
    text += QStringLiteral("; leads: %1, deals: %2").arg(count(test.leads), count(test.deals));
    if (!test.missingScopes.isEmpty())
        text += QStringLiteral("; missing rights: %1").arg(test.missingScopes.join(QLatin1String(", ")));
    return text + QLatin1Char('.');
}

namespace {

int addPortal(Session &session)
{
    const PortalArguments &arguments = session.arguments().portal;
    model::Portal portal = portalFrom(arguments);
    const auto address = readAddress(session);
    if (!address)
        return session.fail(address.error());
    if (auto opened = session.open(true); !opened)
        return session.fail(opened.error());
    if (auto secrets = session.openSecrets(); !secrets)
        return session.fail(secrets.error(), session.arguments().credentialsFile);
    if (!arguments.untested) {
        const auto test = await(session.engine().test(*address));
        if (!test) {
            const int code = session.fail(test.error(), portal.key);
            session.console().note(
                QStringLiteral("Nothing was saved. To add a portal that cannot be reached now, use --untested with --timezone."));
            return code;
        }
        session.console().note(foundSentence(*test));
        if (portal.timeZone.isEmpty())
            portal.timeZone = QLatin1String("UTC") + test->timeZoneOffset;
    }
    if (const auto problem = sync::problemWithNaming(portal))
        return session.fail(kInput, QStringLiteral("The portal cannot be added: %1.").arg(sentenceFor(*problem)));
    const auto added = await(session.engine().addPortal(portal, *address));
    if (!added)
        return session.fail(added.error(), portal.key);
    session.console().note(
        QStringLiteral("Added %1. Its key is in: %2. `dealerlensctl sync` mirrors it.").arg(added->key, session.secretStore().place()));
    return kOk;
}

// The lines that can be used. A portal that is known already keeps its identity, so that a list can be corrected and
// imported again, and its code where the list gives none.
std::vector<std::pair<model::Portal, sync::WebhookAddress>> usableLines(
    std::vector<sync::ListedPortal> &lines, const std::vector<model::Portal> &portals)
{
    std::map<QString, model::Portal> known;
    for (const model::Portal &portal : portals)
        known.emplace(portal.key, portal);
    std::vector<std::pair<model::Portal, sync::WebhookAddress>> usable;
    for (sync::ListedPortal &line : lines) {
        if (line.problem)
            continue;
        model::Portal &portal = line.portal;
        if (portal.title.isEmpty())
            portal.title = portal.key;
        if (const auto before = known.find(portal.key); before != known.end()) {
            portal.id = before->second.id;
            portal.memberId = before->second.memberId;
            portal.addedAt = before->second.addedAt;
            portal.retiredAt = before->second.retiredAt;
            if (portal.code.isEmpty())
                portal.code = before->second.code;
        }
        usable.emplace_back(portal, std::move(line.address));
    }
    return usable;
}

// What was done and what was not, line by line.
int tellImported(Session &session, const std::vector<sync::ListedPortal> &lines, const store::PortalAnswers &saved)
{
    int added = 0, updated = 0, rejected = 0;
    std::size_t answer = 0;
    for (const sync::ListedPortal &line : lines) {
        QString reason;
        if (line.problem)
            reason = sentenceFor(*line.problem);
        else if (const base::Result<model::Portal> &portal = saved.at(answer++); !portal)
            reason = sentenceFor(portal.error());
        if (reason.isEmpty()) {
            ++(line.portal.id == 0 ? added : updated);
            continue;
        }
        ++rejected;
        session.console().error(QStringLiteral("%1, line %2: %3").arg(session.arguments().text).arg(line.line).arg(reason));
    }
    session.console().note(QStringLiteral("Portals added: %1, updated: %2, lines rejected: %3.").arg(added).arg(updated).arg(rejected));
    return rejected > 0 ? kInput : kOk;
}

int importPortals(Session &session)
{
    const QString &path = session.arguments().text;
    const auto bytes = readInput(path, sync::kLargestPortalList);
    if (!bytes)
        return session.fail(kInput, QStringLiteral("%1 cannot be read: %2.").arg(path, bytes.error().detail));
    auto lines = sync::readPortalList(*bytes, sync::ListNeeds::Naming);
    if (!lines) {
        const int line = lines.error().line;
        const QString place = line > 0 ? QStringLiteral("%1, line %2").arg(path).arg(line) : path;
        return session.fail(kInput, QStringLiteral("%1: %2. Nothing was imported.").arg(place, sentenceFor(lines.error())));
    }
    if (auto opened = session.open(true); !opened)
        return session.fail(opened.error());
    if (auto secrets = session.openSecrets(); !secrets)
        return session.fail(secrets.error(), session.arguments().credentialsFile);
    const auto portals = session.portals();
    if (!portals)
        return session.fail(portals.error());
    const auto saved = await(session.engine().savePortals(usableLines(*lines, *portals)));
    if (!saved)
        return session.fail(saved.error());
    return tellImported(session, *lines, *saved);
}

int retirePortals(Session &session, bool retired)
{
    if (auto opened = session.open(true); !opened)
        return session.fail(opened.error());
    int code = kOk;
    for (const QString &key : session.arguments().portals) {
        const auto portal = session.portal(key);
        if (!portal)
            return session.fail(portal.error());
        if (!*portal) {
            code = session.fail(kInput, QStringLiteral("There is no portal \"%1\". `dealerlensctl portals list` shows all.").arg(key));
            continue;
        }
        if (const auto done = await(session.store().setRetired((*portal)->id, retired)); !done)
            return session.fail(done.error(), key);
        session.console().note(retired ? QStringLiteral("%1 is retired: it is not asked any more, its history stays.").arg(key)
                                       : QStringLiteral("%1 is active again.").arg(key));
    }
    return code;
}

int rekeyPortal(Session &session)
{
    const QString &key = session.arguments().portals.first();
    const auto address = readAddress(session);
    if (!address)
        return session.fail(address.error());
    if (auto opened = session.open(true); !opened)
        return session.fail(opened.error());
    if (auto secrets = session.openSecrets(); !secrets)
        return session.fail(secrets.error(), session.arguments().credentialsFile);
    const auto portal = session.portal(key);
    if (!portal)
        return session.fail(portal.error());
    if (!*portal)
        return session.fail(kInput, QStringLiteral("There is no portal \"%1\". `dealerlensctl portals list` shows all.").arg(key));
    const auto test = await(session.engine().test(*address));
    if (!test)
        return session.fail(test.error(), key);
    session.console().note(foundSentence(*test));
    const auto replaced = await(session.engine().replaceKey((*portal)->id, *address));
    if (!replaced)
        return session.fail(replaced.error(), key);
    session.console().note(QStringLiteral("The new key of %1 is in: %2.").arg(key, session.secretStore().place()));
    return kOk;
}

int testPortals(Session &session)
{
    if (auto opened = session.open(false); !opened)
        return session.fail(opened.error());
    if (auto secrets = session.openSecrets(); !secrets)
        return session.fail(secrets.error(), session.arguments().credentialsFile);
    const auto portals = session.portals();
    if (!portals)
        return session.fail(portals.error());
    const QStringList &wanted = session.arguments().portals;
    for (const QString &key : wanted) {
        if (std::none_of(portals->begin(), portals->end(), [&key](const model::Portal &portal) { return portal.key == key; }))
            return session.fail(kInput, QStringLiteral("There is no portal \"%1\". `dealerlensctl portals list` shows all.").arg(key));
    }
    int failed = 0;
    for (const model::Portal &portal : *portals) {
        if (wanted.isEmpty() ? portal.isRetired() : !wanted.contains(portal.key))
            continue;
        const auto test = await(session.engine().test(portal));
        if (!test) {
            ++failed;
            session.fail(test.error(), portal.key);
            continue;
        }
        session.console().result(QString(portal.key + QLatin1String(": ") + foundSentence(*test) + QLatin1Char('\n')));
    }
    return failed > 0 ? kPortals : kOk;
}

} // namespace

int portalsCommand(Session &session)
{
    const QString &action = session.arguments().action;
    if (action == QLatin1String("add"))
        return addPortal(session);
    if (action == QLatin1String("import"))
        return importPortals(session);
    if (action == QLatin1String("retire"))
        return retirePortals(session, true);
    if (action == QLatin1String("restore"))
        return retirePortals(session, false);
    if (action == QLatin1String("rekey"))
        return rekeyPortal(session);
    if (action == QLatin1String("sign-in"))
        return signInPortal(session);
    if (action == QLatin1String("test"))
        return testPortals(session);
    return listPortals(session);
}

} // namespace dealerlens::ctl
