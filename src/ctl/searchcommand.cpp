// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/commands.h"

namespace dealerlens::ctl {

using Kind = reports::TableColumn::Kind;

int searchCommand(Session &session)
{
    if (auto opened = session.open(false); !opened)
        return session.fail(opened.error());
    const auto portals = session.portals();
    if (!portals)
        return session.fail(portals.error());
    const auto hits = session.reader().search(session.arguments().text, session.arguments().limit);
    if (!hits)
        return session.fail(hits.error());
    reports::Table table;
    table.name = QStringLiteral("search");
    table.columns = { { QStringLiteral("portal"), Kind::Text }, { QStringLiteral("kind"), Kind::Text },
        { QStringLiteral("id"), Kind::Integer }, { QStringLiteral("title"), Kind::Text }, { QStringLiteral("subtitle"), Kind::Text } };
    for (const store::SearchHit &hit : *hits) {
        QString key;
        for (const model::Portal &portal : *portals) {
            if (portal.id == hit.record.portal)
                key = portal.key;
        }
        const std::string_view kind = model::nameOf(hit.record.kind);
        table.rows.push_back({ key, QString::fromLatin1(kind), hit.record.id, hit.title, hit.subtitle });
    }
    if (table.rows.empty())
        session.console().note(QStringLiteral("Nothing was found."));
    return emitTable(session, table);
}

} // namespace dealerlens::ctl
