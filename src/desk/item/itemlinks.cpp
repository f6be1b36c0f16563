// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/item/itemlinks.h"

#include "viewmodels/session.h"

#include <QDesktopServices>
#include <QUrl>

namespace dealerlens::desk {

Location itemLocation(const model::RecordKey &key)
{
    return { QStringLiteral("item"),
        { { QStringLiteral("portal"), key.portal }, { QStringLiteral("kind"), int(key.kind) },
            { QStringLiteral("id"), qlonglong(key.id) } } };
}

std::optional<model::RecordKey> itemOf(const QVariantMap &args)
{
    const int kind = args.value(QStringLiteral("kind")).toInt();
    const model::RecordKey key { args.value(QStringLiteral("portal")).toInt(), static_cast<model::EntityKind>(kind),
        args.value(QStringLiteral("id")).toLongLong() };
    if (kind < int(model::EntityKind::Lead) || kind > int(model::EntityKind::Company) || key.id == 0)
        return std::nullopt;
    return key;
}

bool openInPortal(const viewmodels::Session &session, const model::RecordKey &key)
{
    const facts::SnapshotPtr facts = session.facts();
    if (!facts)
        return false;
    for (const facts::PortalFact &fact : facts->portals) {
        if (fact.portal.id != key.portal)
            continue;
        QUrl url(fact.portal.endpoint);
        if (url.scheme() != QLatin1String("https") || url.host().isEmpty())
            return false;
        // …/rest/17 → …/crm/deal/details/412/
        const qsizetype rest = url.path().lastIndexOf(QLatin1String("/rest/"));
        const QString base = rest > 0 ? url.path().left(rest) : QString();
        url.setPath(QString(base % QStringLiteral("/crm/")
            % QString::fromLatin1(model::nameOf(key.kind).data(), qsizetype(model::nameOf(key.kind).size())) % QStringLiteral("/details/")
            % QString::number(key.id) % QLatin1Char('/')));
        url.setUserInfo(QString());
        url.setQuery(QString());
        url.setFragment(QString());
        return QDesktopServices::openUrl(url);
    }
    return false;
}

} // namespace dealerlens::desk
